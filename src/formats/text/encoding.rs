//! Bytes of a text file → string. A byte order mark decides; else UTF-8 if it is valid; else UTF-16 by its zero bytes; else
//! Windows-1252, which agrees with Latin-1 wherever that has letters. What fits none of them is refused.

use crate::error::{Error, Result};
use crate::model::windows_1252;

/// Bytes that Windows-1252 leaves undefined (WHATWG Encoding maps them to C1 controls).
const UNDEFINED_1252: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

/// Decodes a text file.
///
/// # Errors
/// `Malformed` when no encoding fits or when control characters show that this is not text.
pub(super) fn decode(bytes: &[u8]) -> Result<String> {
    let string = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest).ok_or_else(unknown)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => unmarked(bytes)?,
    };
    let control = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{1B}' | '\u{85}')
    };
    if string.chars().any(control) {
        return Err(unknown());
    }
    Ok(string)
}

fn unmarked(bytes: &[u8]) -> Result<String> {
    if let Some(string) = utf8(bytes).filter(|s| !s.contains('\0')) {
        return Ok(string);
    }
    match zero_side(bytes) {
        Some(order) => utf16(bytes, order),
        None if bytes.iter().any(|b| UNDEFINED_1252.contains(b)) => Err(unknown()),
        None => Ok(windows_1252(bytes)),
    }
}

fn utf8(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

/// How two bytes make a unit.
type Order = fn([u8; 2]) -> u16;

fn utf16(bytes: &[u8], order: Order) -> Result<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(unknown());
    }
    char::decode_utf16(pairs.iter().map(|&pair| order(pair))).collect::<Result<_, _>>().map_err(|_| unknown())
}

/// UTF-16 without a mark: in Western text nearly every high byte is zero.
fn zero_side(bytes: &[u8]) -> Option<Order> {
    let zeros = |start: usize| bytes.iter().skip(start).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, units) = (zeros(0), zeros(1), bytes.len() / 2);
    match () {
        () if !bytes.len().is_multiple_of(2) || units == 0 => None,
        () if odd * 10 >= units * 8 && even == 0 => Some(u16::from_le_bytes),
        () if even * 10 >= units * 8 && odd == 0 => Some(u16::from_be_bytes),
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
