//! Bytes of a text file → string. A byte order mark decides; else UTF-8 if it is valid; else UTF-16 by its zero bytes; else
//! Windows-1252, which agrees with Latin-1 wherever that has letters. What fits none of them is refused.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Error, Result};

/// Bytes that Windows-1252 leaves undefined (WHATWG Encoding maps them to C1 controls).
const UNDEFINED_1252: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

/// Decodes a text file.
///
/// # Errors
/// `Malformed` when no encoding fits or when control characters show that this is not text.
pub(super) fn decode(bytes: &[u8]) -> Result<String> {
    let string = match Encoding::for_bom(bytes) {
        Some((encoding, skip)) => whole(encoding, bytes.get(skip..).unwrap_or_default())?,
        None if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => whole(UTF_8, bytes)?,
        None => match zero_side(bytes) {
            Some(encoding) => whole(encoding, bytes)?,
            None if bytes.iter().any(|b| UNDEFINED_1252.contains(b)) => return Err(unknown()),
            None => whole(WINDOWS_1252, bytes)?,
        },
    };
    let control = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{1B}' | '\u{85}')
    };
    if string.chars().any(control) {
        return Err(unknown());
    }
    Ok(string)
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Result<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|s| s.into_owned())
        .ok_or_else(unknown)
}

/// UTF-16 without a mark: in Western text nearly every high byte is zero.
fn zero_side(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |start: usize| bytes.iter().skip(start).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, units) = (zeros(0), zeros(1), bytes.len() / 2);
    match () {
        () if !bytes.len().is_multiple_of(2) || units == 0 => None,
        () if odd * 10 >= units * 8 && even == 0 => Some(UTF_16LE),
        () if even * 10 >= units * 8 && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

fn unknown() -> Error {
    Error::malformed("the letters of this text cannot be read; please save it as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_encodings_agree() {
        let wanted = "Prénom : Zoé";
        let utf16 = |be: bool| -> Vec<u8> {
            wanted.encode_utf16().flat_map(|u| if be { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let latin: Vec<u8> = wanted.chars().map(|c| c as u8).collect();
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(utf16(false));
        for bytes in [wanted.as_bytes().to_vec(), utf16(false), utf16(true), latin, marked] {
            assert_eq!(decode(&bytes).expect("decodes"), wanted);
        }
    }

    #[test]
    fn what_fits_nothing_is_refused() {
        assert!(decode(b"ab\x8Fcd\xE9").is_err());
        assert!(decode(b"ab\x01cd").is_err());
        assert!(decode(&[0xFF, 0xFE, 0x00, 0xD8]).is_err());
    }
}
