//! Needles → machines that look for them in one pass: every spelling, every encoding. Says whether, never which.
//!
//! Three kinds of haystack, three laws. *Read text* (letters that a reader vouches for) is compared by letters and
//! digits alone, from four of them on, so that spaces, marks, case, accents and ligatures hide nothing. *Guessed text*
//! (string operands whose font is not known) is compared the same way from six on: glyph numbers taken for letters
//! spell short words by chance. *Bytes* (anything, packed data and pixels included) are compared with written-out
//! spellings of six bytes or more, and figures alone from nine on, because offsets and coordinates are figures too.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::error::{Error, Result};
use crate::model::{Needle, fold, squeezed};

/// Letters and digits below which guessed text is not searched.
const GUESSED_FROM: usize = 6;
/// Bytes below which no spelling is searched in raw bytes.
const BYTES_FROM: usize = 6;
/// Figures below which a number is not searched in raw bytes.
const FIGURES_FROM: usize = 9;
/// Letters and digits from which a string is also looked for backwards ("Léon" backwards is "Noël").
const REVERSED_FROM: usize = 8;

/// The compiled needles.
pub(super) struct Needles {
    read: AhoCorasick,
    guessed: AhoCorasick,
    caseless: AhoCorasick,
    exact: AhoCorasick,
}

impl Needles {
    /// Compiles the needles.
    ///
    /// # Errors
    /// `Leak` when they are too many to compile: what cannot be searched cannot be passed.
    pub(super) fn new(needles: &[Needle]) -> Result<Self> {
        let (mut read, mut guessed) = (BTreeSet::new(), BTreeSet::new());
        let (mut caseless, mut exact) = (BTreeSet::new(), BTreeSet::new());
        for needle in needles {
            let letters = squeezed(needle.expose());
            let weight = letters.chars().count();
            for (form, forwards) in [(letters.clone(), true), (letters.chars().rev().collect(), false)] {
                if form.is_empty() || (!forwards && weight < REVERSED_FROM) {
                    continue;
                }
                if weight >= GUESSED_FROM {
                    guessed.insert(form.clone());
                }
                read.insert(form);
            }
            spell(needle.expose(), weight, &mut caseless, &mut exact);
        }
        let too_many = |_| Error::leak("bytes check: the struck strings are too many to search for");
        let machine = |patterns: &BTreeSet<Vec<u8>>, caseless: bool| {
            AhoCorasick::builder().ascii_case_insensitive(caseless).build(patterns).map_err(too_many)
        };
        Ok(Self {
            read: AhoCorasick::new(&read).map_err(too_many)?,
            guessed: AhoCorasick::new(&guessed).map_err(too_many)?,
            caseless: machine(&caseless, true)?,
            exact: machine(&exact, false)?,
        })
    }

    /// Whether a needle stands in text that a reader vouches for.
    pub(super) fn in_read(&self, text: &str) -> bool {
        self.read.is_match(&squeezed(text))
    }

    /// Whether a needle stands in bytes that may be letters.
    pub(super) fn in_guessed(&self, text: &str) -> bool {
        self.guessed.is_match(&squeezed(text))
    }

    /// Whether a spelling of a needle stands in any bytes.
    pub(super) fn in_bytes(&self, bytes: &[u8]) -> bool {
        self.caseless.is_match(bytes) || self.exact.is_match(bytes)
    }
}

/// Writes a needle out in every way that raw bytes may hold it.
fn spell(needle: &str, weight: usize, caseless: &mut BTreeSet<Vec<u8>>, exact: &mut BTreeSet<Vec<u8>>) {
    let mut plain = BTreeSet::new();
    for case in cases(needle) {
        plain.extend(joins(&case));
        plain.insert(with_ligatures(&case));
    }
    if weight >= REVERSED_FROM {
        let backwards: Vec<String> = cases(needle).iter().map(|s| s.chars().rev().collect()).collect();
        plain.extend(backwards);
    }
    for s in &plain {
        for bytes in encodings(s) {
            let figures = bytes.iter().filter(|b| b.is_ascii_digit()).count();
            let coordinates = bytes.iter().all(|b| b.is_ascii_digit() || b" .-".contains(b));
            // A font lists its characters in their order, the ten figures among them.
            let in_order = bytes.windows(2).all(|w| w[0].wrapping_add(1) == w[1]);
            if bytes.len() >= BYTES_FROM && (!coordinates || figures >= FIGURES_FROM) && !in_order {
                caseless.insert(bytes.to_ascii_lowercase());
            }
        }
    }
    for case in cases(needle) {
        let bare: String = case.chars().filter(|c| c.is_alphanumeric()).collect();
        for s in [case, bare] {
            for bytes in encodings(&s).into_iter().filter(|b| b.len() >= BYTES_FROM) {
                caseless.insert(crate::receipt::hex(&bytes).into_bytes());
                exact.extend(base64(&bytes));
            }
        }
    }
}

/// As written, lower, upper, capitalised, and the same without accents.
fn cases(needle: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for s in [needle.to_owned(), fold(needle)] {
        out.insert(s.to_lowercase());
        out.insert(s.to_uppercase());
        out.insert(capitalised(&s));
        out.insert(s);
    }
    out
}

fn capitalised(s: &str) -> String {
    let mut start = true;
    s.chars()
        .flat_map(|c| {
            let first = std::mem::replace(&mut start, !c.is_alphanumeric());
            let cased: Vec<char> =
                if first { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
            cased
        })
        .collect()
}

/// The words parted in each of the ways that people part names and numbers.
fn joins(s: &str) -> impl Iterator<Item = String> {
    let words: Vec<String> =
        s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let asis = std::iter::once(s.to_owned());
    asis.chain(["", " ", ".", "-", "/", "_", "'"].into_iter().map(move |sep| words.join(sep)))
}

fn with_ligatures(s: &str) -> String {
    let pairs = [
        ("ffi", "ﬃ"),
        ("ffl", "ﬄ"),
        ("ff", "ﬀ"),
        ("fi", "ﬁ"),
        ("fl", "ﬂ"),
        ("oe", "œ"),
        ("OE", "Œ"),
        ("ae", "æ"),
    ];
    pairs.iter().fold(s.to_owned(), |s, (from, to)| s.replace(from, to))
}

/// UTF-8, Latin-1 with the Windows and PDFDoc letters, UTF-16 in both orders.
fn encodings(s: &str) -> Vec<Vec<u8>> {
    let units: Vec<u16> = s.encode_utf16().collect();
    let mut out = vec![
        s.as_bytes().to_vec(),
        units.iter().flat_map(|u| u.to_le_bytes()).collect(),
        units.iter().flat_map(|u| u.to_be_bytes()).collect(),
    ];
    if !s.is_ascii() {
        out.extend([one_byte(s, windows), one_byte(s, pdfdoc)].into_iter().flatten());
    }
    out
}

fn one_byte(s: &str, special: fn(char) -> Option<u8>) -> Option<Vec<u8>> {
    s.chars().map(|c| special(c).or_else(|| u8::try_from(u32::from(c)).ok())).collect()
}

fn windows(c: char) -> Option<u8> {
    Some(match c {
        'Œ' => 0x8C,
        'œ' => 0x9C,
        'Š' => 0x8A,
        'š' => 0x9A,
        'Ž' => 0x8E,
        'ž' => 0x9E,
        'Ÿ' => 0x9F,
        '’' => 0x92,
        '‘' => 0x91,
        '–' => 0x96,
        _ => return None,
    })
}

fn pdfdoc(c: char) -> Option<u8> {
    Some(match c {
        'Œ' => 0x96,
        'œ' => 0x9C,
        'Š' => 0x97,
        'š' => 0x9D,
        'Ž' => 0x99,
        'ž' => 0x9E,
        'Ÿ' => 0x98,
        'Ł' => 0x95,
        'ł' => 0x9B,
        'ı' => 0x9A,
        '’' => 0x90,
        '‘' => 0x8F,
        '–' => 0x85,
        'ﬁ' => 0x93,
        'ﬂ' => 0x94,
        _ => return None,
    })
}

/// The characters of base 64 that do not depend on what stands before or after, at each of the three phases.
fn base64(bytes: &[u8]) -> Vec<Vec<u8>> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |i: usize| bytes.get(i / 8).map_or(0, |b| b >> (7 - i % 8) & 1);
    let bits = bytes.len() * 8;
    [0, 4, 2]
        .into_iter()
        .map(|skip| {
            let whole = (bits - skip) / 6;
            (0..whole)
                .map(|d| {
                    let value = (0..6).fold(0u8, |v, k| v << 1 | bit(skip + d * 6 + k));
                    DIGITS[usize::from(value)]
                })
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(strings: &[&str]) -> Needles {
        Needles::new(&strings.iter().map(|s| Needle::new(*s)).collect::<Vec<_>>()).expect("compiles")
    }

    #[test]
    fn every_encoding_is_known() {
        let n = needles(&["Éléonore Vauquelin"]);
        let utf16: Vec<u8> = "ÉLÉONORE VAUQUELIN".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let latin: Vec<u8> = "x éléonore-vauquelin x".chars().map(|c| c as u8).collect();
        for hay in [
            "..Éléonore Vauquelin..".as_bytes(),
            b"ELEONORE.VAUQUELIN",
            b"eleonorevauquelin",
            b"nileuquav eronoele",
            &utf16,
            &latin,
            b"454C454F4E4F52452056415551 454c454f4e4f5245205641555155454c494e",
            b"xxRUxFT05PUkUgVkFVUVVFTElO==",
        ] {
            assert!(n.in_bytes(hay), "{}", String::from_utf8_lossy(hay));
        }
        assert!(!n.in_bytes(b"Eleonore was here, Vauquelin not"));
    }

    #[test]
    fn base64_phases() {
        let n = needles(&["Vauquelin"]);
        // "Vauquelin" behind no, one and two bytes.
        for hay in ["VmF1cXVlbGlu", "eFZhdXF1ZWxpbg==", "eHhWYXVxdWVsaW4="] {
            assert!(n.in_bytes(hay.as_bytes()), "{hay}");
        }
    }

    #[test]
    fn short_strings_only_in_text() {
        let n = needles(&["Léon", "75011", "1957"]);
        assert!(n.in_read("M. L E O N"));
        assert!(!n.in_read("Noël"));
        assert!(!n.in_guessed("LEON"));
        assert!(!n.in_bytes(b"0000075011 00000 n LEON 121.957"));
        assert!(!needles(&["111 10"]).in_bytes(b"51.5111 10.9091 re"));
        assert!(needles(&["06 39 98 12 34"]).in_bytes(b"06.39.98.12.34"));
    }
}
