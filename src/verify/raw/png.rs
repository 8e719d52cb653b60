//! PNG (ISO/IEC 15948), taken apart chunk by chunk: sums right, order right, nothing but what decoding needs, nothing
//! after the end, and exactly as much packed data as there are pixels.

use super::flate::inflate;
use crate::context::Cx;
use crate::error::{Error, Result};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// Checks a whole file.
///
/// # Errors
/// `Leak` for anything that our writer does not write.
pub(in crate::verify) fn check(data: &[u8], cx: &mut Cx<'_>) -> Result<()> {
    let refuse = |message, at: usize| Error::leak(message).at_offset(at as u64);
    if !data.starts_with(SIGNATURE) {
        return Err(refuse("structure check: the picture does not begin as a PNG", 0));
    }
    let (mut at, mut header, mut packed, mut ended) = (SIGNATURE.len(), None, Vec::new(), false);
    let mut last: &[u8] = b"";
    while !ended {
        let chunk = chunk(data, at).ok_or_else(|| refuse("structure check: a PNG chunk is broken", at))?;
        let order_kept = match chunk.kind {
            b"IHDR" => last.is_empty() && chunk.body.len() == 13,
            b"PLTE" => last == b"IHDR",
            b"tRNS" => last == b"IHDR" || last == b"PLTE",
            b"IDAT" => !last.is_empty(),
            b"IEND" => last == b"IDAT" && chunk.body.is_empty(),
            _ => return Err(refuse("structure check: a PNG chunk that holds more than pixels", at)),
        };
        if !order_kept {
            return Err(refuse("structure check: PNG chunks stand in another order", at));
        }
        match chunk.kind {
            b"IHDR" => header = Some(chunk.body),
            b"IDAT" => packed.extend_from_slice(chunk.body),
            b"IEND" => ended = true,
            _ => {}
        }
        last = chunk.kind;
        at += chunk.body.len() + 12;
    }
    if at != data.len() {
        return Err(refuse("structure check: bytes stand after the end of the picture", at));
    }
    let want =
        header.and_then(raster).ok_or_else(|| refuse("structure check: the PNG header is broken", 8))?;
    let out = inflate(&packed, cx)?;
    if !out.whole || out.taken != packed.len() || out.bytes.len() as u64 != want {
        return Err(refuse("structure check: the PNG holds more or fewer bytes than pixels", 8));
    }
    Ok(())
}

/// One chunk: its kind and body; its checksum was right.
pub(in crate::verify) struct Chunk<'a> {
    pub(in crate::verify) kind: &'a [u8],
    pub(in crate::verify) body: &'a [u8],
}

/// The chunk at an offset, if it is whole.
pub(in crate::verify) fn chunk(data: &[u8], at: usize) -> Option<Chunk<'_>> {
    let len = u32::from_be_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?) as usize;
    let body_at = at.checked_add(8)?;
    let end = body_at.checked_add(len)?;
    let sum = u32::from_be_bytes(data.get(end..end.checked_add(4)?)?.try_into().ok()?);
    let covered = data.get(at + 4..end)?;
    (crc32(covered) == sum)
        .then_some(Chunk { kind: data.get(at + 4..body_at)?, body: data.get(body_at..end)? })
}

/// Bytes of all rows, each with its filter byte. Interlaced pictures are not written by us.
fn raster(header: &[u8]) -> Option<u64> {
    let width = u64::from(u32::from_be_bytes(header.get(..4)?.try_into().ok()?));
    let height = u64::from(u32::from_be_bytes(header.get(4..8)?.try_into().ok()?));
    let &[bits, colour, packing, filter, interlace] = header.get(8..)? else { return None };
    let samples = match colour {
        0 | 3 => 1,
        2 => 3,
        4 => 2,
        6 => 4,
        _ => return None,
    };
    let known = matches!(bits, 1 | 2 | 4 | 8 | 16) && packing == 0 && filter == 0 && interlace == 0;
    let row = width.checked_mul(samples * u64::from(bits))?.div_ceil(8) + 1;
    row.checked_mul(height).filter(|_| known && width > 0 && height > 0)
}

/// CRC-32 as PNG counts it (ISO/IEC 15948 annex D).
fn crc32(data: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !data.iter().fold(!0u32, |c, &b| TABLE[((c ^ u32::from(b)) & 255) as usize] ^ (c >> 8))
}

const fn table() -> [u32; 256] {
    let mut out = [0u32; 256];
    let mut n = 0;
    while n < 256 {
        let (mut c, mut k) = (n as u32, 0);
        while k < 8 {
            c = if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 };
            k += 1;
        }
        out[n] = c;
        n += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_check_sum_of_iend() {
        assert_eq!(super::crc32(b"IEND"), 0xAE42_6082);
    }
}
