//! Files that come from beside the program and must be those that were meant, to the byte: one that was changed would read something else.

use sha2::Digest as _;

use crate::error::{Error, ErrorKind, Result};

/// The digest of a file.
pub(crate) type Sha256 = [u8; 32];

/// The bytes, if they are those that were meant.
pub(crate) fn genuine<'a>(bytes: &'a [u8], digest: &Sha256) -> Result<&'a [u8]> {
    if sha2::Sha256::digest(bytes).as_slice() != digest {
        return Err(Error::new(
            ErrorKind::Resource,
            "a file of the program is not the one that belongs here",
        ));
    }
    Ok(bytes)
}

/// Hexadecimal, lower case → bytes.
pub(crate) const fn sha256(hexadecimal: &str) -> Sha256 {
    const fn digit(c: u8) -> u8 {
        if c <= b'9' { c - b'0' } else { c - b'a' + 10 }
    }
    let text = hexadecimal.as_bytes();
    let mut out = [0; 32];
    let mut i = 0;
    while i < 32 {
        out[i] = digit(text[2 * i]) * 16 + digit(text[2 * i + 1]);
        i += 1;
    }
    out
}
