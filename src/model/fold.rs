//! One way of comparing strings for every room: lower case, no accents, ligatures taken apart, odd spaces, hyphens and
//! apostrophes made plain, zero-width characters dropped. Keeps a way back to the original's bytes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::scan;
use super::text::Span;

/// A folded string and where each of its bytes came from.
#[derive(Clone, Default)]
pub struct Folded {
    string: String,
    /// Where the way back changes, ascending.
    turns: Vec<Turn>,
}

/// From a byte of the folded string on, up to the next turn: where it came from.
#[derive(Clone, Copy)]
struct Turn {
    folded: u32,
    /// The original's byte there.
    from: u32,
    /// Bytes of the one character behind all of these, or zero where each byte came from one of its own.
    width: u32,
}

impl Folded {
    /// Folds a string. Linear in its length.
    pub fn new(original: &str) -> Self {
        let mut out = Self { string: String::with_capacity(original.len()), turns: Vec::new() };
        let mut straight = false;
        let mut at = 0;
        while let Some(rest) = original.get(at..).filter(|r| !r.is_empty()) {
            let plain = scan::folding(rest.as_bytes(), 0).unwrap_or(rest.len());
            if plain > 0 {
                if !straight {
                    out.turns.push(Turn { folded: out.string.len() as u32, from: at as u32, width: 0 });
                    straight = true;
                }
                push_plain(rest.get(..plain).unwrap_or_default(), &mut out.string);
                at += plain;
                continue;
            }
            let Some(c) = rest.chars().next() else { break };
            let width = c.len_utf8();
            let before = out.string.len();
            fold_char(c, &mut out.string);
            if out.string.len() > before {
                out.turns.push(Turn { folded: before as u32, from: at as u32, width: width as u32 });
            }
            straight = false;
            at += width;
        }
        out
    }

    /// The folded string.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// For each folded byte, a bit: whether it came from a character beyond ASCII. Sixty-four a word, the lowest first.
    pub(crate) fn beyond_ascii(&self) -> Vec<u64> {
        let mut bits = vec![0; self.string.len() / 64 + 1];
        let ends = self.turns.iter().skip(1).map(|t| t.folded as usize).chain([self.string.len()]);
        for (turn, end) in self.turns.iter().zip(ends).filter(|(turn, _)| turn.width > 1) {
            for at in turn.folded as usize..end {
                if let Some(word) = bits.get_mut(at / 64) {
                    *word |= 1 << (at % 64);
                }
            }
        }
        bits
    }

    /// The folded byte of the character that begins at a byte of the original.
    pub(crate) fn at(&self, original: usize) -> Option<usize> {
        let turn = self.turns.partition_point(|t| t.from as usize <= original).checked_sub(1)?;
        let turn = self.turns.get(turn)?;
        Some(turn.folded as usize + if turn.width == 0 { original - turn.from as usize } else { 0 })
    }

    /// The character of the original behind a folded byte.
    fn origin(&self, at: usize) -> Option<Span> {
        let turn = self.turns.partition_point(|t| t.folded as usize <= at).checked_sub(1)?;
        let turn = self.turns.get(turn).filter(|_| at < self.string.len())?;
        let from = turn.from as usize;
        Some(match turn.width as usize {
            0 => from + at - turn.folded as usize..from + at - turn.folded as usize + 1,
            width => from..from + width,
        })
    }

    /// The original's bytes behind a range of folded bytes, rounded outward to characters.
    pub fn original(&self, folded: &Span) -> Span {
        let start = self.origin(folded.start).map_or(0, |o| o.start);
        let end = folded.end.checked_sub(1).and_then(|last| self.origin(last)).map_or(start, |o| o.end);
        start..end.max(start)
    }
}

/// Folds a string without the way back.
pub fn fold(original: &str) -> String {
    if scan::folding(original.as_bytes(), 0).is_none() {
        return original.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(original.len());
    let mut rest = original;
    while let Some(c) = rest.chars().next() {
        let plain = scan::folding(rest.as_bytes(), 0).unwrap_or(rest.len());
        push_plain(rest.get(..plain).unwrap_or_default(), &mut out);
        if plain == 0 {
            fold_char(c, &mut out);
        }
        let taken = if plain == 0 { c.len_utf8() } else { plain };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Appends plain characters, folded.
fn push_plain(plain: &str, out: &mut String) {
    let from = out.len();
    out.push_str(plain);
    if let Some(new) = out.get_mut(from..) {
        new.make_ascii_lowercase();
    }
}

/// Only the letters and digits of a string, folded: two spellings that differ in spaces and marks become equal.
pub fn squeezed(original: &str) -> String {
    let mut out = fold(original);
    out.retain(char::is_alphanumeric);
    out
}

/// The letters and digits of a string, folded, that remember whether words begin and end around them.
pub struct Letters {
    folded: Folded,
    string: String,
    /// For each byte of `string`, the character of `folded` that it is of.
    places: Vec<(u32, u32)>,
}

impl Letters {
    /// Takes a string apart. Linear in its length.
    pub fn of(original: &str) -> Self {
        let folded = Folded::new(original);
        let mut out = Self { folded, string: String::new(), places: Vec::new() };
        for (at, c) in out.folded.string.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            out.string.push(c);
            out.places.resize(out.string.len(), (at as u32, (at + c.len_utf8()) as u32));
        }
        out
    }

    /// Letters and digits alone, as [`squeezed`] gives them.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    fn span(&self, letters: &Span) -> Option<Span> {
        let run = self.places.get(letters.clone())?;
        Some(run.first()?.0 as usize..run.last()?.1 as usize)
    }

    /// Whether these letters begin and end with a word of the original.
    pub fn whole_words(&self, letters: &Span) -> bool {
        let Some(span) = self.span(letters) else { return false };
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, after) = (self.folded.string.get(..span.start), self.folded.string.get(span.end..));
        !letter(before.and_then(|s| s.chars().next_back())) && !letter(after.and_then(|s| s.chars().next()))
    }

    /// Whether between any two of these letters the original has at most so many bytes of other marks.
    pub fn close(&self, letters: &Span, most: usize) -> bool {
        let run = self.places.get(letters.clone()).unwrap_or_default();
        run.windows(2).all(|w| matches!(w, [a, b] if b.0 as usize <= a.1 as usize + most))
    }

    /// The original's bytes behind these letters, marks between them included.
    pub fn original(&self, letters: &Span) -> Span {
        self.span(letters).map_or(0..0, |span| self.folded.original(&span))
    }
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'a'..='z' | '0'..='9' | ' ' | '\n' | '\t' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        // The accents of French, ahead of the general way.
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => out.push('e'),
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => out.push('a'),
        'î' | 'ï' | 'Î' | 'Ï' => out.push('i'),
        'ô' | 'ö' | 'Ô' | 'Ö' => out.push('o'),
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => out.push('u'),
        'ç' | 'Ç' => out.push('c'),
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
    fn letters_know_their_words() {
        let l = Letters::of("Œuvre: L É-on");
        assert_eq!(l.as_str(), "oeuvreleon");
        assert!(l.whole_words(&(6..10)) && !l.whole_words(&(1..6)) && !l.whole_words(&(6..9)));
        assert!(l.close(&(6..10), 1) && !l.close(&(5..7), 1));
        assert_eq!(l.original(&(6..10)), 8..15);
    }

    #[test]
    fn the_way_back_covers_whole_characters() {
        let f = Folded::new("Œ É");
        assert_eq!(f.as_str(), "oe e");
        assert_eq!(f.original(&(1..2)), 0..2);
        assert_eq!(f.original(&(3..4)), 3..5);
    }
}
