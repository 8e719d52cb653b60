//! ToUnicode maps (ISO 32000-2 clause 9.10.3) → what a font's codes say. Lenient: a map that is not understood gives no
//! letters, and the codes are then read as letters themselves.

use std::collections::BTreeMap;

use super::lex::{Lexer, Object, Refs};
use crate::model::windows_1252;

/// Codes a range may hold, at most.
const RANGE: u32 = 0x1_0000;

/// Codes to strings.
#[derive(Default)]
pub(in crate::verify) struct Unicode {
    map: BTreeMap<u32, String>,
    /// Bytes a code takes.
    width: usize,
}

impl Unicode {
    /// Reads a map; `width` is 2 for composite fonts and 1 for the others.
    pub(in crate::verify) fn read(data: &[u8], width: usize) -> Self {
        let mut map = BTreeMap::new();
        let mut lexer = Lexer::new(data, 0, Refs::Absent);
        let mut stack: Vec<Object> = Vec::new();
        while lexer.at < data.len() {
            let start = lexer.at;
            match lexer.object() {
                Ok(Some(object)) => stack.push(object),
                Ok(None) | Err(_) => {
                    lexer.skip_space();
                    match lexer.word() {
                        b"endbfchar" => stack.chunks(2).for_each(|c| char_line(c, &mut map)),
                        b"endbfrange" => stack.chunks(3).for_each(|c| range_line(c, &mut map)),
                        b"" => {
                            // A comment or a stray mark: go on behind it.
                            let comment = lexer.peek() == Some(b'%');
                            let line = lexer.rest().iter().position(|b| matches!(b, b'\n' | b'\r'));
                            lexer.at += if comment { line.unwrap_or(lexer.rest().len()) } else { 1 };
                        }
                        _ => {}
                    }
                    stack.clear();
                    lexer.at = lexer.at.max(start + 1);
                }
            }
        }
        Self { map, width }
    }

    /// What the codes of a font say that has no map and stands in the Windows encoding.
    pub(in crate::verify) fn windows() -> Self {
        let map = (0..=u8::MAX).map(|code| (u32::from(code), windows_1252(&[code]))).collect();
        Self { map, width: 1 }
    }

    /// What a string says, and whether every code of it is known.
    pub(in crate::verify) fn say(&self, string: &[u8], out: &mut String) -> bool {
        let mut known = true;
        for code in string.chunks(self.width.max(1)) {
            let number = code.iter().fold(0u32, |n, b| n << 8 | u32::from(*b));
            match self.map.get(&number) {
                Some(s) => out.push_str(s),
                None => known = false,
            }
        }
        known
    }

    /// Whether it says nothing at all.
    pub(in crate::verify) fn is_empty(&self) -> bool {
        self.map.is_empty()
    }
}

fn number(object: Option<&Object>) -> Option<u32> {
    match object {
        Some(Object::String(s)) if s.len() <= 4 => Some(s.iter().fold(0, |n, b| n << 8 | u32::from(*b))),
        _ => None,
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|c| c.iter().fold(0u16, |n, b| n << 8 | u16::from(*b)));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn char_line(line: &[Object], map: &mut BTreeMap<u32, String>) {
    if let (Some(code), Some(Object::String(to))) = (number(line.first()), line.get(1)) {
        map.insert(code, utf16(to));
    }
}

fn range_line(line: &[Object], map: &mut BTreeMap<u32, String>) {
    let (Some(from), Some(to)) = (number(line.first()), number(line.get(1))) else { return };
    let last = to.min(from.saturating_add(RANGE));
    match line.get(2) {
        Some(Object::String(first)) => {
            for code in from..=last {
                let mut units = first.clone();
                // Only the last byte counts up, with carry into the byte before.
                let mut carry = code - from;
                for b in units.iter_mut().rev() {
                    let sum = u32::from(*b) + carry;
                    *b = (sum & 255) as u8;
                    carry = sum >> 8;
                }
                map.insert(code, utf16(&units));
            }
        }
        Some(Object::Array(items)) => {
            for (code, item) in (from..=last).zip(items) {
                if let Object::String(s) = item {
                    map.insert(code, utf16(s));
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_say_letters() {
        let cmap = b"%!PS\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n2 beginbfchar\n<0001> <0056>\n<0002> <00660069>\nendbfchar\n1 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <0079>] endbfrange";
        let u = Unicode::read(cmap, 2);
        let mut out = String::new();
        assert!(u.say(&[0, 1, 0, 2, 0, 0x11, 0, 0x21], &mut out));
        assert_eq!(out, "Vfiby");
        assert!(!u.say(&[9, 9], &mut out));
        let mut out = String::new();
        assert!(Unicode::windows().say(b"Ren\xE9 \x96", &mut out));
        assert_eq!(out, "René –");
    }
}
