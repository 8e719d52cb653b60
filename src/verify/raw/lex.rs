//! Bytes → PDF objects (ISO 32000-2 clause 7.3), strictly: no comments, no key twice, nothing deeper than [`DEPTH`].
//! Offsets are bytes from the start of the buffer.

use std::collections::BTreeMap;

use crate::error::{Error, Result};

/// Nesting of arrays and dictionaries, at most.
const DEPTH: u32 = 24;

/// A dictionary; names are unescaped and stand without their slash.
pub(in crate::verify) type Dict = BTreeMap<Vec<u8>, Object>;

/// An object. No `Debug`: it holds what the document says.
#[derive(Clone, PartialEq)]
pub(in crate::verify) enum Object {
    Null,
    Bool,
    Number(f64),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    Ref(u32),
}

impl Object {
    /// The number, if it is one and whole and not negative.
    pub(in crate::verify) fn whole(&self) -> Option<usize> {
        match self {
            Object::Number(n) if *n >= 0.0 && n.fract() == 0.0 && *n < 4e9 => Some(*n as usize),
            _ => None,
        }
    }

    pub(in crate::verify) fn name(&self) -> Option<&[u8]> {
        match self {
            Object::Name(n) => Some(n),
            _ => None,
        }
    }
}

/// Whether references may stand here: in the file, not in content streams.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum Refs {
    Allowed,
    Absent,
}

pub(in crate::verify) fn is_space(b: u8) -> bool {
    matches!(b, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

pub(in crate::verify) fn is_delimiter(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// A place in a buffer.
pub(in crate::verify) struct Lexer<'a> {
    data: &'a [u8],
    pub(in crate::verify) at: usize,
    refs: Refs,
}

impl<'a> Lexer<'a> {
    pub(in crate::verify) fn new(data: &'a [u8], at: usize, refs: Refs) -> Self {
        Self { data, at, refs }
    }

    fn broken(&self, message: &'static str) -> Error {
        Error::leak(message).at_offset(self.at as u64)
    }

    pub(in crate::verify) fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    pub(in crate::verify) fn rest(&self) -> &'a [u8] {
        self.data.get(self.at..).unwrap_or_default()
    }

    pub(in crate::verify) fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// Steps over `word` if it stands here.
    pub(in crate::verify) fn take(&mut self, word: &[u8]) -> bool {
        let here = self.rest().starts_with(word);
        if here {
            self.at += word.len();
        }
        here
    }

    /// The run of regular characters that stands here.
    pub(in crate::verify) fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let len = rest.iter().position(|&b| is_space(b) || is_delimiter(b)).unwrap_or(rest.len());
        self.at += len;
        rest.get(..len).unwrap_or_default()
    }

    /// A whole number of plain figures.
    pub(in crate::verify) fn figure(&mut self) -> Option<usize> {
        let word = self.word();
        let plain = !word.is_empty() && word.len() <= 10 && word.iter().all(u8::is_ascii_digit);
        plain.then(|| word.iter().fold(0usize, |n, d| n * 10 + usize::from(d - b'0')))
    }

    /// The object that stands here after white space, or `None` where a keyword or nothing stands.
    pub(in crate::verify) fn object(&mut self) -> Result<Option<Object>> {
        self.nested(0)
    }

    fn nested(&mut self, depth: u32) -> Result<Option<Object>> {
        if depth > DEPTH {
            return Err(self.broken("structure check: objects are nested too deeply"));
        }
        self.skip_space();
        let Some(first) = self.peek() else { return Ok(None) };
        match first {
            b'/' => {
                self.at += 1;
                let name = unescape(self.word());
                name.map(|n| Some(Object::Name(n)))
                    .ok_or_else(|| self.broken("structure check: a name is broken"))
            }
            b'(' => self.literal().map(Some),
            b'<' if self.take(b"<<") => self.dict(depth).map(Some),
            b'<' => self.hexadecimal().map(Some),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                while let Some(item) = self.nested(depth + 1)? {
                    items.push(item);
                }
                if !self.take(b"]") {
                    return Err(self.broken("structure check: an array does not end"));
                }
                Ok(Some(Object::Array(items)))
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number().map(Some),
            _ => {
                let start = self.at;
                match self.word() {
                    b"true" | b"false" => Ok(Some(Object::Bool)),
                    b"null" => Ok(Some(Object::Null)),
                    _ => {
                        self.at = start;
                        Ok(None)
                    }
                }
            }
        }
    }

    fn number(&mut self) -> Result<Object> {
        let start = self.at;
        let word = self.word();
        let text = std::str::from_utf8(word).unwrap_or_default();
        let plain = text.trim_start_matches(['+', '-']);
        let shape = text.len() - plain.len() <= 1 && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let value = text.parse::<f64>().ok().filter(|n| shape && n.is_finite());
        let Some(value) = value else {
            self.at = start;
            return Err(self.broken("structure check: a number is broken"));
        };
        if self.refs == Refs::Allowed && word.iter().all(u8::is_ascii_digit) {
            let after = self.at;
            self.skip_space();
            if self.word() == b"0" {
                self.skip_space();
                if self.word() == b"R" {
                    return Ok(Object::Ref(value as u32));
                }
            }
            self.at = after;
        }
        Ok(Object::Number(value))
    }

    fn dict(&mut self, depth: u32) -> Result<Object> {
        let mut dict = Dict::new();
        loop {
            self.skip_space();
            if self.take(b">>") {
                return Ok(Object::Dict(dict));
            }
            let Some(Object::Name(key)) = self.nested(depth + 1)? else {
                return Err(self.broken("structure check: a dictionary is broken"));
            };
            let Some(value) = self.nested(depth + 1)? else {
                return Err(self.broken("structure check: a dictionary is broken"));
            };
            if dict.insert(key, value).is_some() {
                return Err(self.broken("structure check: a dictionary holds a key twice"));
            }
        }
    }

    fn hexadecimal(&mut self) -> Result<Object> {
        self.at += 1;
        let rest = self.rest();
        let end = rest.iter().position(|&b| b == b'>');
        let body = end.and_then(|e| rest.get(..e)).and_then(unhex);
        let (Some(end), Some(bytes)) = (end, body) else {
            return Err(self.broken("structure check: a string is broken"));
        };
        self.at += end + 1;
        Ok(Object::String(bytes))
    }

    fn literal(&mut self) -> Result<Object> {
        let Some((bytes, len)) = literal(self.rest()) else {
            return Err(self.broken("structure check: a string does not end"));
        };
        self.at += len;
        Ok(Object::String(bytes))
    }
}

/// The bytes of a literal string that begins at `data[0]`, and how far it reaches.
pub(in crate::verify) fn literal(data: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (mut out, mut open, mut at) = (Vec::new(), 1u32, 1);
    loop {
        let b = *data.get(at)?;
        at += 1;
        match b {
            b'(' => open += 1,
            b')' => {
                open -= 1;
                if open == 0 {
                    return Some((out, at));
                }
            }
            b'\\' => {
                let escaped = *data.get(at)?;
                at += 1;
                match escaped {
                    b'n' => out.push(b'\n'),
                    b'r' => out.push(b'\r'),
                    b't' => out.push(b'\t'),
                    b'b' => out.push(8),
                    b'f' => out.push(12),
                    b'\n' => {}
                    b'\r' => at += usize::from(data.get(at) == Some(&b'\n')),
                    b'0'..=b'7' => {
                        let more = data.get(at..)?.iter().take(2).take_while(|d| (b'0'..=b'7').contains(d));
                        let figures: Vec<u8> = more.copied().collect();
                        at += figures.len();
                        let value = figures
                            .iter()
                            .fold(u32::from(escaped - b'0'), |v, d| v * 8 + u32::from(d - b'0'));
                        out.push((value & 255) as u8);
                    }
                    other => out.push(other),
                }
                continue;
            }
            _ => {}
        }
        out.push(b);
    }
}

/// The bytes of a hexadecimal string's body; white space is skipped, a missing last figure is 0.
pub(in crate::verify) fn unhex(body: &[u8]) -> Option<Vec<u8>> {
    let figures: Option<Vec<u8>> = body
        .iter()
        .filter(|b| !is_space(**b))
        .map(|&b| char::from(b).to_digit(16).map(|d| d as u8))
        .collect();
    Some(figures?.chunks(2).map(|c| c.first().unwrap_or(&0) << 4 | c.get(1).unwrap_or(&0)).collect())
}

/// A name's bytes, `#xx` resolved.
pub(in crate::verify) fn unescape(word: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut at) = (Vec::with_capacity(word.len()), 0);
    while let Some(&b) = word.get(at) {
        at += 1;
        if b == b'#' {
            let pair = word.get(at..at + 2)?;
            out.push(*unhex(pair)?.first()?);
            at += 2;
        } else {
            out.push(b);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(data: &[u8]) -> Option<Object> {
        Lexer::new(data, 0, Refs::Allowed).object().ok().flatten()
    }

    #[test]
    fn objects_read() {
        let Some(Object::Dict(d)) = read(b"<< /A#42 [1 -2.5 3 0 R (a\\(\\101\\)(b)) <414>] /C true >>")
        else {
            unreachable!("a dictionary")
        };
        let Some(Object::Array(a)) = d.get(b"AB".as_slice()) else { unreachable!("an array") };
        assert!(a.get(2) == Some(&Object::Ref(3)));
        assert!(a.get(3) == Some(&Object::String(b"a(A)(b)".to_vec())));
        assert!(a.get(4) == Some(&Object::String(vec![0x41, 0x40])));
    }

    #[test]
    fn what_hides_is_refused() {
        for bad in [&b"<< /A 1 /A 2 >>"[..], b"[1 % x\n 2]", b"(open", b"<4z>", b"--1", b"1e5", b"/A#4"] {
            assert!(read(bad).is_none(), "{}", String::from_utf8_lossy(bad));
        }
        assert!(read(&b"[".repeat(60)).is_none());
    }
}
