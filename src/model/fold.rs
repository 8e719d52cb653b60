//! One way of comparing strings for every room: lower case, no accents, ligatures taken apart, odd spaces, hyphens and
//! apostrophes made plain, zero-width characters dropped. Keeps a way back to the original's bytes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::text::Span;

/// A folded string and where each of its bytes came from.
#[derive(Clone, Default)]
pub struct Folded {
    string: String,
    /// For each byte of `string`, the byte range of the character of the original that it came from.
    origin: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds a string. Linear in its length.
    pub fn new(original: &str) -> Self {
        let mut out = Self {
            string: String::with_capacity(original.len()),
            origin: Vec::with_capacity(original.len()),
        };
        for (at, c) in original.char_indices() {
            let (from, to) = (at as u32, (at + c.len_utf8()) as u32);
            let before = out.string.len();
            fold_char(c, &mut out.string);
            out.origin.resize(out.origin.len() + out.string.len() - before, (from, to));
        }
        out
    }

    /// The folded string.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The original's bytes behind a range of folded bytes, rounded outward to characters.
    pub fn original(&self, folded: &Span) -> Span {
        let start = self.origin.get(folded.start).map_or(0, |o| o.0 as usize);
        let end =
            folded.end.checked_sub(1).and_then(|last| self.origin.get(last)).map_or(start, |o| o.1 as usize);
        start..end.max(start)
    }
}

/// Folds a string without the way back.
pub fn fold(original: &str) -> String {
    let mut out = String::with_capacity(original.len());
    original.chars().for_each(|c| fold_char(c, &mut out));
    out
}

/// Only the letters and digits of a string, folded: two spellings that differ in spaces and marks become equal.
pub fn squeezed(original: &str) -> String {
    let mut out = fold(original);
    out.retain(char::is_alphanumeric);
    out
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'a'..='z' | '0'..='9' | ' ' | '\n' | '\t' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        'œ' | 'Œ' => out.push_str("oe"),
        'æ' | 'Æ' => out.push_str("ae"),
        'ß' | 'ẞ' => out.push_str("ss"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ı' => out.push('i'),
        'þ' | 'Þ' => out.push_str("th"),
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{02BC}' | '`' | '\u{00B4}' => out.push('\''),
        '\u{201C}' | '\u{201D}' | '\u{00AB}' | '\u{00BB}' => out.push('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => out.push('-'),
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180B}'..='\u{180F}' | '\u{FEFF}' => {}
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' => {}
        '\r' => {}
        c if c.is_whitespace() => out.push(' '),
        c if c.is_ascii() => out.push(c),
        c => {
            for d in std::iter::once(c).nfkd().filter(|d| !is_combining_mark(*d)) {
                if d.is_whitespace() { out.push(' ') } else { out.extend(d.to_lowercase()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (a, b) in [
            ("ŒUVRÉ", "oeuvre"),
            ("Le\u{a0}Goff", "le goff"),
            ("D’Été", "d'ete"),
            ("ﬁn\u{ad}ale", "finale"),
            ("Çağlar", "caglar"),
        ] {
            assert_eq!(fold(a), b);
        }
        assert_eq!(squeezed("2 79-03.51"), "2790351");
    }

    #[test]
    fn the_way_back_covers_whole_characters() {
        let f = Folded::new("Œ É");
        assert_eq!(f.as_str(), "oe e");
        assert_eq!(f.original(&(1..2)), 0..2);
        assert_eq!(f.original(&(3..4)), 3..5);
    }
}
