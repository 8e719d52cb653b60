//! JPEG (ISO/IEC 10918-1), taken apart marker by marker: one picture, only what decoding needs, nothing behind its end.

use crate::error::{Error, Result};

/// Checks a whole file or stream.
///
/// # Errors
/// `Leak` for anything that our writer does not write.
pub(in crate::verify) fn check(data: &[u8]) -> Result<()> {
    let refuse = |message, at: usize| Error::leak(message).at_offset(at as u64);
    if !data.starts_with(b"\xFF\xD8") {
        return Err(refuse("structure check: the picture does not begin as a JPEG", 0));
    }
    let (mut at, mut frames, mut scans) = (2usize, 0u32, 0u32);
    loop {
        let broken = || refuse("structure check: a JPEG segment is broken", at);
        let &[0xFF, marker] = data.get(at..at + 2).ok_or_else(broken)? else { return Err(broken()) };
        if marker == 0xD9 {
            at += 2;
            break;
        }
        let len = data
            .get(at + 2..at + 4)
            .map(|l| {
                usize::from(l.first().copied().unwrap_or(0)) << 8
                    | usize::from(l.get(1).copied().unwrap_or(0))
            })
            .filter(|l| *l >= 2)
            .ok_or_else(broken)?;
        let body = data.get(at + 4..at + 2 + len).ok_or_else(broken)?;
        let allowed = match marker {
            // Quantisation and Huffman tables, restart interval.
            0xDB | 0xC4 | 0xDD => true,
            // Baseline, extended and progressive frames: one picture.
            0xC0..=0xC2 => {
                frames += 1;
                frames == 1
            }
            0xDA => {
                scans += 1;
                frames == 1
            }
            // JFIF without a thumbnail, fourteen bytes; Adobe's colour transform, twelve.
            0xE0 => body.starts_with(b"JFIF\0") && body.len() == 14 && body.ends_with(&[0, 0]),
            0xEE => body.starts_with(b"Adobe") && body.len() == 12,
            _ => false,
        };
        if !allowed {
            return Err(refuse("structure check: a JPEG segment that holds more than pixels", at));
        }
        at += 2 + len;
        if marker == 0xDA {
            at = scan_end(data, at).ok_or_else(|| refuse("structure check: the JPEG does not end", at))?;
        }
    }
    if scans == 0 {
        return Err(refuse("structure check: the JPEG holds no picture", 0));
    }
    if at != data.len() {
        return Err(refuse("structure check: bytes stand after the end of the picture", at));
    }
    Ok(())
}

/// Columns and rows, from the frame's header.
pub(in crate::verify) fn size(data: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let &[0xFF, marker, high, low] = data.get(at..at + 4)? else { return None };
        if matches!(marker, 0xC0..=0xC2) {
            let &[r1, r0, c1, c0] = data.get(at + 5..at + 9)? else { return None };
            let side = |a, b| u32::from(a) << 8 | u32::from(b);
            return Some((side(c1, c0), side(r1, r0)));
        }
        at += 2 + (usize::from(high) << 8 | usize::from(low));
    }
}

/// Where the next marker after coded data stands; stuffed zeros and restarts belong to the data.
fn scan_end(data: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += data.get(at..)?.iter().position(|&b| b == 0xFF)?;
        match data.get(at + 1)? {
            0 | 0xD0..=0xD7 => at += 2,
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &[u8] = b"\xFF\xD8\xFF\xC0\x00\x0B\x08\x00\x01\x00\x01\x01\x01\x11\x00\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\xFF\x00\xFF\xD9";

    #[test]
    fn only_the_picture_passes() {
        assert!(check(SMALL).is_ok());
        assert_eq!(size(SMALL), Some((1, 1)));
        let with = |at: usize, more: &[u8]| [&SMALL[..at], more, &SMALL[at..]].concat();
        for (bad, why) in [
            (with(2, b"\xFF\xE1\x00\x08Exif\0\0"), "exif"),
            (with(2, b"\xFF\xFE\x00\x04hi"), "comment"),
            (with(2, b"\xFF\xE0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01"), "thumbnail"),
            (with(SMALL.len(), b"x"), "tail"),
            (with(15, &SMALL[2..15]), "second frame"),
            (SMALL[..SMALL.len() - 2].to_vec(), "no end"),
        ] {
            assert!(check(&bad).is_err(), "{why}");
        }
    }
}
