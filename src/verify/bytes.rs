//! Check `bytes`: no needle in the output's bytes, nor in anything that can be unpacked from them, whatever the encoding.
//! It follows no structure on purpose: streams are found by their marks alone, so that what no reader would reach is
//! searched as well.
//!
//! Packed data and pixels are searched only for spellings of six bytes and more: a shorter one appears in random bytes
//! by chance. Shorter needles are searched in whatever is text: string operands here, and all text in `reread` and
//! `second_reader`.

use super::needles::Needles;
use super::raw::flate::inflate;
use super::raw::lex::{is_space, literal, unescape, unhex};
use super::raw::png;
use super::vocabulary::{is_word, without};
use super::{Check, Subject};
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::model::{Format, Place, windows_1252};

/// The share of plain characters from which bytes are searched for string operands, in hundredths.
const PLAIN_FROM: usize = 60;
/// Bytes of a string operand, at most.
const STRING: usize = 1 << 16;
/// How often something unpacked is unpacked again.
const NESTED: u32 = 4;

/// The check.
pub(super) struct BytesCheck;

impl Check for BytesCheck {
    fn name(&self) -> &'static str {
        "bytes"
    }

    fn run(&self, subject: &mut Subject<'_, '_>, cx: &mut Cx<'_>) -> Result<()> {
        let (bytes, needles) = (subject.bytes, &subject.needles);
        cx.budget.step(bytes.len() as u64 / 64)?;
        cx.budget.decode(bytes.len() as u64)?;
        let searched = match subject.format {
            Format::Pdf => needles.in_bytes(&without(bytes)),
            _ => needles.in_bytes(bytes),
        };
        if searched {
            return Err(leak("the file"));
        }
        match subject.format {
            Format::Pdf => pdf(bytes, needles, 0, cx),
            Format::Png => chunks(bytes, needles, cx),
            Format::Text if needles.in_read(&String::from_utf8_lossy(bytes)) => Err(leak("the text")),
            Format::Text | Format::Jpeg => Ok(()),
        }
    }
}

fn leak(name: &'static str) -> Error {
    Error::leak("bytes check: something struck out is still in the bytes").at(Place::Part { name })
}

/// Searches what lies between streams as text, and unpacks each stream.
fn pdf(bytes: &[u8], needles: &Needles, depth: u32, cx: &mut Cx<'_>) -> Result<()> {
    let mut between = Vec::new();
    let mut at = 0;
    while let Some(start) = find(bytes, b"stream", at) {
        between.extend_from_slice(bytes.get(at..start).unwrap_or_default());
        between.push(b'\n');
        let mut body = start + b"stream".len();
        body += usize::from(bytes.get(body) == Some(&b'\r'));
        body += usize::from(bytes.get(body) == Some(&b'\n'));
        let end = find(bytes, b"endstream", body).unwrap_or(bytes.len());
        unpack(bytes.get(body..end).unwrap_or_default(), needles, depth, cx)?;
        at = (end + b"endstream".len()).min(bytes.len());
    }
    between.extend_from_slice(bytes.get(at..).unwrap_or_default());
    words(&between, needles, cx)
}

/// Searches one stream's bytes, packed or not, and what it unpacks to.
fn unpack(packed: &[u8], needles: &Needles, depth: u32, cx: &mut Cx<'_>) -> Result<()> {
    if depth >= NESTED {
        return Ok(());
    }
    // Text that is not packed is searched as it is.
    if plain(packed) {
        words(packed, needles, cx)?;
    }
    // A file within the file; its end may have been cut off by an end mark that stands in the packed bytes by chance.
    if depth > 0 && find(packed, b"stream", 0).is_some() {
        pdf(packed, needles, depth + 1, cx)?;
    }
    if packed.first().is_none_or(|b| b & 15 != 8) {
        return Ok(());
    }
    let out = inflate(packed, cx)?.bytes;
    if out.is_empty() {
        return Ok(());
    }
    if needles.in_bytes(&without(&out)) {
        return Err(leak("a packed stream"));
    }
    unpack(&out, needles, depth + 1, cx)
}

/// PNG: text chunks unpacked, and the pixels' bytes.
fn chunks(bytes: &[u8], needles: &Needles, cx: &mut Cx<'_>) -> Result<()> {
    let (mut at, mut pixels) = (8, Vec::new());
    while let Some(chunk) = png::chunk(bytes, at) {
        at += chunk.body.len() + 12;
        match chunk.kind {
            b"IDAT" => pixels.extend_from_slice(chunk.body),
            b"zTXt" | b"iTXt" | b"tEXt" | b"iCCP" => {
                if needles.in_read(&String::from_utf8_lossy(chunk.body)) {
                    return Err(leak("a text chunk"));
                }
                // Keyword, flags and language stand before the packed part, each closed by a zero.
                for (from, _) in chunk.body.iter().enumerate().filter(|(_, b)| **b == 0).take(5) {
                    for skip in [1, 2] {
                        let rest = chunk.body.get(from + skip..).unwrap_or_default();
                        if rest.first().is_some_and(|b| b & 15 == 8) {
                            let out = inflate(rest, cx)?.bytes;
                            if needles.in_bytes(&out) || needles.in_read(&String::from_utf8_lossy(&out)) {
                                return Err(leak("a text chunk"));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if needles.in_bytes(&inflate(&pixels, cx)?.bytes) {
        return Err(leak("the pixels"));
    }
    Ok(())
}

/// Searches string operands and names, each alone and all strings joined: a word may be shown letter by letter.
fn words(bytes: &[u8], needles: &Needles, cx: &mut Cx<'_>) -> Result<()> {
    cx.budget.step(bytes.len() as u64 / 16)?;
    let (mut joined, mut wide, mut names) = (String::new(), String::new(), String::new());
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let mut token = 1;
        match b {
            b'(' => {
                let window = rest.get(..rest.len().min(STRING)).unwrap_or_default();
                if let Some((string, len)) = literal(window) {
                    read_both(&string, &mut joined, &mut wide);
                    token = len;
                } else {
                    // Brackets that never close would make this quadratic.
                    cx.budget.step(window.len() as u64 / 64)?;
                }
            }
            b'<' if rest.get(1) == Some(&b'<') => token = 2,
            b'<' => {
                let figure = |b: &u8| b.is_ascii_hexdigit() || is_space(*b);
                let end = 1 + rest.iter().skip(1).take_while(|b| figure(b)).count();
                if let (Some(b'>'), Some(string)) = (rest.get(end), rest.get(1..end).and_then(unhex)) {
                    read_both(&string, &mut joined, &mut wide);
                    token = end + 1;
                }
            }
            b'/' => {
                let len = rest
                    .iter()
                    .skip(1)
                    .position(|&b| is_space(b) || b"()<>[]{}/%".contains(&b))
                    .unwrap_or(rest.len() - 1);
                let name = rest.get(1..1 + len).and_then(unescape);
                if let Some(name) = name.filter(|n| !is_word(n)) {
                    names.push_str(&String::from_utf8_lossy(&name));
                    names.push('\n');
                }
                token = 1 + len;
            }
            _ => {}
        }
        at += token;
    }
    // A font's map lists letters in the order of their codes, which spells words by chance: its strings are searched one by
    // one (in `in_bytes`), and what it makes of the shown codes is for `second_reader`.
    if find(bytes, b"begincmap", 0).is_some() || find(bytes, b"beginbfchar", 0).is_some() {
        joined.clear();
        wide.clear();
    }
    let names_leak = names.lines().any(|n| needles.in_guessed(n));
    if names_leak || needles.in_guessed(&joined) || needles.in_guessed(&wide) {
        return Err(leak("a string"));
    }
    Ok(())
}

/// A string's bytes as Windows letters (the standard's own table differs in punctuation only) and as UTF-16.
fn read_both(string: &[u8], joined: &mut String, wide: &mut String) {
    match std::str::from_utf8(string) {
        Ok(s) => joined.push_str(s),
        Err(_) => joined.push_str(&windows_1252(string)),
    }
    let units = string.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]]));
    wide.extend(char::decode_utf16(units).map(|c| c.unwrap_or(' ')));
}

fn plain(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let plain = head.iter().filter(|b| (0x20..0x7F).contains(*b) || is_space(**b)).count();
    plain * 100 >= head.len() * PLAIN_FROM
}

fn find(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    // The first letter is looked for alone first: it is fast, and linear.
    let first = *word.first()?;
    let mut at = 0;
    while let Some(hit) = rest.get(at..)?.iter().position(|&b| b == first) {
        if rest.get(at + hit..)?.starts_with(word) {
            return Some(from + at + hit);
        }
        at += hit + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Needle;

    fn leaks(bytes: &[u8]) -> bool {
        let needles = Needles::new(&[Needle::new("Jeanne Vauquelin")]).expect("compiles");
        needles.in_bytes(bytes) || pdf(bytes, &needles, 0, &mut Cx::default()).is_err()
    }

    fn stream(data: &[u8]) -> Vec<u8> {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(data, 6);
        [b"1 0 obj << >> stream\r\n".as_slice(), &packed, b"\nendstream endobj"].concat()
    }

    #[test]
    fn packed_split_and_escaped_strings_are_seen() {
        assert!(leaks(&stream(b"BT [(Jea)-3(nne)] TJ 1 0 0 1 5 5 Tm (V) Tj (auqu\\145lin) Tj ET")));
        assert!(leaks(&stream(b"BT <4a65616e6e6520> Tj <56 61 75 71 75 65 6c 69 6e> Tj ET")));
        assert!(leaks(&stream(&stream(b"/K (Jeanne Vauquelin)"))));
        assert!(leaks(b"1 0 obj << /Jeanne#20Vauquelin 1 >> endobj"));
        assert!(leaks(
            b"1 0 obj << /A <FEFF004A00650061006E006E006500560061007500710075\n0065006C0069006E> >> endobj"
        ));
        assert!(!leaks(&stream(b"BT (Jeanne Martin) Tj ET")));
    }
}
