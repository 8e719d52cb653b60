//! Bytes → [`Format`], by content alone: never by the file's name, never by the type that the browser claims.

use crate::error::{Error, ErrorKind, Result};
use crate::model::Format;

/// Sorts that people often choose and that we do not treat: their first bytes, and what we say.
const KNOWN_BUT_UNTREATED: &[(usize, &[u8], &str)] = &[
    (0, b"PK\x03\x04", "office documents and archives are not read yet"),
    (0, b"PK\x05\x06", "this is an empty archive"),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "older office documents are not read"),
    (128, b"DICM", "DICOM files are not read yet"),
    (4, b"ftyp", "this is a film, or a picture that must be saved as JPEG first"),
    (0, b"{\\rtf", "rich text documents are not read yet"),
    (0, b"\x1F\x8B", "packed files are not read"),
    (0, b"7z\xBC\xAF", "packed files are not read"),
    (0, b"Rar!", "packed files are not read"),
    (0, b"%!PS", "PostScript files are not read"),
];

/// How far a PDF header may stand from the start (ISO 32000-2 Annex I note on clause 7.5.2: readers look through 1,024 bytes).
const PDF_HEADER_WITHIN: usize = 1024;

/// Tells what a file is.
///
/// # Errors
/// `Malformed` for an empty file, `Unsupported` for a sort that we know and do not treat, `Unrecognised` otherwise.
pub fn recognise(bytes: &[u8]) -> Result<Format> {
    if bytes.is_empty() {
        return Err(Error::malformed("the file is empty"));
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        return Ok(Format::Png);
    }
    for &(at, magic, message) in KNOWN_BUT_UNTREATED {
        if bytes.get(at..at + magic.len()) == Some(magic) {
            return Err(Error::unsupported(message));
        }
    }
    let head = bytes.get(..PDF_HEADER_WITHIN.min(bytes.len())).unwrap_or(bytes);
    if head.windows(5).any(|w| w == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if looks_like_text(bytes) {
        return Ok(Format::Text);
    }
    Err(Error::new(
        ErrorKind::Unrecognised,
        "this sort of file is not known; PDF, text and pictures are read",
    ))
}

/// Text holds no control characters but white space, in one- or two-byte units.
fn looks_like_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return bytes.len().is_multiple_of(2);
    }
    let control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B) || b == 0x7F;
    if !bytes.iter().copied().any(control) {
        return true;
    }
    // UTF-16 without a byte order mark: every other byte of Western text is zero.
    let zeros = |start: usize| bytes.iter().skip(start).step_by(2).filter(|&&b| b == 0).count();
    let units = bytes.len() / 2;
    bytes.len().is_multiple_of(2)
        && units >= 4
        && (zeros(0) * 10 >= units * 8) != (zeros(1) * 10 >= units * 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(recognise(b"%PDF-1.7\n").expect("pdf"), Format::Pdf);
        assert_eq!(recognise(b"\xFF\xD8\xFF\xE0").expect("jpeg"), Format::Jpeg);
        assert_eq!(recognise("Compte rendu".as_bytes()).expect("text"), Format::Text);
        assert_eq!(recognise(b"C\0R\0 \x001\0").expect("utf-16"), Format::Text);
        assert_eq!(recognise(b"BM was seen today").expect("text"), Format::Text);
        assert_eq!(recognise(b"").expect_err("empty").kind(), ErrorKind::Malformed);
        assert_eq!(
            recognise(b"PK\x03\x04word/document.xml").expect_err("docx").kind(),
            ErrorKind::Unsupported
        );
        assert_eq!(recognise(&[1, 2, 3, 0, 9]).expect_err("binary").kind(), ErrorKind::Unrecognised);
    }
}
