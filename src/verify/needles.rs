//! Needles → machines that look for them in one pass: every spelling, every encoding. Says whether, never which.
//!
//! Three kinds of haystack, three laws. *Read text* (letters that a reader vouches for) is compared by letters and
//! digits alone, from four of them on, so that spaces, marks, case, accents and ligatures hide nothing. *Guessed text*
//! (string operands whose font is not known) is compared the same way from six on: glyph numbers taken for letters
//! spell short words by chance, and accents must agree there. *Bytes* (anything, packed data and pixels included) are
//! compared with written-out spellings of six bytes or more, and figures alone from nine on, because offsets and coordinates
//! are figures too. Six given letters stand in a given place of random bytes, in either case, once in 2^42: not in a file of any size.
//!
//! What is kept may spell a needle by chance ("rela" in "marelance", or over the join of two words); `decide` says so. Then
//! only text whose gaps are known tells anything: there the needle must be gone as whole words, or, where it was struck
//! out of a longer word, may not stand more often than in what was to be kept. Short needles count as whole words in
//! such text in any case. Outside read text, strings that every font or picture holds ("0123456789", "4444444444") or
//! that read as page content ("1 0 0 1 30 2 cm") are not looked for.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use crate::error::{Error, Result};
use crate::model::{Letters, Needle, fold, squeezed};

/// Letters and digits below which guessed text is not searched.
const GUESSED_FROM: usize = 6;
/// Bytes below which no spelling is searched in raw bytes.
const BYTES_FROM: usize = 6;
/// Figures below which a number is not searched in raw bytes.
const FIGURES_FROM: usize = 9;
/// Letters and digits from which a string is looked for inside words as well: shorter ones stand there by chance.
const SURE_FROM: usize = 8;
/// Letters and digits from which a string is also looked for backwards ("Léon" backwards is "Noël").
const REVERSED_FROM: usize = 8;

/// The compiled needles.
pub(super) struct Needles {
    read: AhoCorasick,
    /// By pattern of `read`.
    rules: Vec<Rule>,
    guessed: AhoCorasick,
    caseless: AhoCorasick,
    exact: AhoCorasick,
    /// Strings that what is kept holds as well: how often, and whether only whole words count.
    counted: AhoCorasick,
    allowed: Vec<(u32, bool)>,
}

/// How a needle is looked for in read text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rule {
    /// Where gaps are known, only whole words count.
    words: bool,
    /// What is kept spells it: where gaps are not known, finding it says nothing.
    gaps_only: bool,
}

impl Rule {
    /// The stricter of two.
    fn and(self, other: Self) -> Self {
        Self { words: self.words && other.words, gaps_only: self.gaps_only && other.gaps_only }
    }
}

impl Needles {
    /// Compiles the needles.
    ///
    /// # Errors
    /// `Leak` when they are too many to compile: what cannot be searched cannot be passed.
    pub(super) fn new(needles: &[Needle]) -> Result<Self> {
        let (mut read, mut guessed) = (BTreeMap::new(), BTreeSet::new());
        let (mut caseless, mut exact) = (BTreeSet::new(), BTreeSet::new());
        let mut counted: BTreeMap<String, (u32, bool)> = BTreeMap::new();
        for needle in needles {
            let letters = squeezed(needle.expose());
            let weight = letters.chars().count();
            if needle.kept() > 0 {
                // Two needles may be spelled alike; the one that counts everything needs the larger number.
                let own = (needle.kept(), needle.is_words());
                counted.entry(letters).and_modify(|c| *c = (c.0.max(own.0), c.1 && own.1)).or_insert(own);
                continue;
            }
            if needle.stays_somewhere() {
                // Only the reading order tells it from what stays.
                let rule = Rule { words: needle.is_words(), gaps_only: true };
                read.entry(letters).and_modify(|r: &mut Rule| *r = r.and(rule)).or_insert(rule);
                continue;
            }
            for (form, forwards) in [(letters.clone(), true), (letters.chars().rev().collect(), false)] {
                if form.is_empty() || (!forwards && (weight < REVERSED_FROM || in_order(&form))) {
                    continue;
                }
                if weight >= GUESSED_FROM && !in_order(&form) {
                    guessed.insert(form.clone());
                    let written = bare(needle.expose());
                    guessed.insert(if forwards { written } else { written.chars().rev().collect() });
                }
                let rule = Rule { words: needle.is_words() && weight < SURE_FROM, gaps_only: false };
                read.entry(form).and_modify(|r| *r = r.and(rule)).or_insert(rule);
            }
            spell(needle.expose(), weight, &mut caseless, &mut exact);
        }
        let too_many = |_| Error::leak("bytes check: the struck strings are too many to search for");
        let machine = |patterns: &BTreeSet<Vec<u8>>, caseless: bool| {
            AhoCorasick::builder().ascii_case_insensitive(caseless).build(patterns).map_err(too_many)
        };
        let (read, rules): (Vec<String>, Vec<Rule>) = read.into_iter().unzip();
        let (counted, allowed): (Vec<String>, Vec<(u32, bool)>) = counted.into_iter().unzip();
        Ok(Self {
            counted: AhoCorasick::new(&counted).map_err(too_many)?,
            allowed,
            read: AhoCorasick::new(&read).map_err(too_many)?,
            rules,
            guessed: AhoCorasick::new(&guessed).map_err(too_many)?,
            caseless: machine(&caseless, true)?,
            exact: machine(&exact, false)?,
        })
    }

    /// Whether a needle stands in text that a reader vouches for, though it does not know its gaps.
    pub(super) fn in_read(&self, text: &str) -> bool {
        let letters = squeezed(text);
        let mut hits = self.read.find_overlapping_iter(&letters);
        hits.any(|hit| !self.rules.get(hit.pattern().as_usize()).is_some_and(|r| r.gaps_only))
    }

    /// Whether a needle stands in text that a reader vouches for, gaps included: a short one that was struck as whole words
    /// counts only where it begins and ends with a word, so that "page nothing" does not hold "page N".
    pub(super) fn in_words(&self, text: &str) -> bool {
        let letters = Letters::of(text);
        self.read.find_overlapping_iter(letters.as_str()).any(|hit| {
            let words = self.rules.get(hit.pattern().as_usize()).is_some_and(|r| r.words);
            !words || letters.whole_words(&(hit.start()..hit.end()))
        })
    }

    /// Whether all that a reader reads spells a needle more often than what was to be kept of the source does.
    pub(super) fn too_often(&self, whole: &str) -> bool {
        if self.allowed.is_empty() {
            return false;
        }
        let mut found = vec![0u32; self.allowed.len()];
        let letters = Letters::of(whole);
        for hit in self.counted.find_overlapping_iter(letters.as_str()) {
            let at = hit.pattern().as_usize();
            let words = self.allowed.get(at).is_some_and(|a| a.1);
            if let Some(n) = found.get_mut(at)
                && (!words || letters.whole_words(&(hit.start()..hit.end())))
            {
                *n += 1;
            }
        }
        found.iter().zip(&self.allowed).any(|(found, allowed)| *found > allowed.0)
    }

    /// Whether a needle stands in bytes that may be letters.
    pub(super) fn in_guessed(&self, text: &str) -> bool {
        self.guessed.is_match(&bare(text))
    }

    /// Whether a spelling of a needle stands in any bytes.
    pub(super) fn in_bytes(&self, bytes: &[u8]) -> bool {
        self.caseless.is_match(bytes) || self.exact.is_match(bytes)
    }
}

/// Letters and digits in small letters, with their accents: codes taken for letters must spell a string as it was written
/// or without any accent, else "asynchronì" would be taken for "asynchroní".
fn bare(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// Whether a string counts up or down nearly throughout, as code charts and the lists in fonts do ("0123456789", "abcdef"),
/// or only repeats one or two signs, as pixels do ("4444444444"). Neither is anybody's, and bytes spell both by chance.
fn in_order(s: &str) -> bool {
    let signs: Vec<u32> = s.chars().filter(|c| c.is_alphanumeric()).map(u32::from).collect();
    let kinds: BTreeSet<&u32> = signs.iter().collect();
    let up = signs.windows(2).filter(|w| w[0].abs_diff(w[1]) == 1).count();
    kinds.len() < 3 || up * 5 >= signs.len().saturating_sub(1) * 4
}

/// Whether a string reads as a line of page content: numbers and an operator, such as "1 0 0 1 30 2 cm".
fn like_content(s: &str) -> bool {
    const OPERATORS: &[&str] = &[
        "b", "b*", "c", "cm", "cs", "d", "d0", "d1", "do", "f", "f*", "g", "gs", "h", "i", "j", "k", "l",
        "m", "n", "q", "re", "rg", "ri", "s", "sc", "scn", "td", "tf", "tj", "tm", "tr", "ts", "tw", "tz",
        "v", "w", "y",
    ];
    let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b".-".contains(&b));
    let operator = |t: &str| OPERATORS.iter().any(|o| t.eq_ignore_ascii_case(o));
    s.split_whitespace().all(|t| number(t) || operator(t))
        && s.split_whitespace().any(number)
        && s.split_whitespace().any(operator)
}

/// Writes a needle out in every way that raw bytes may hold it.
fn spell(needle: &str, weight: usize, caseless: &mut BTreeSet<Vec<u8>>, exact: &mut BTreeSet<Vec<u8>>) {
    if in_order(needle) || like_content(needle) {
        return;
    }
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
            if bytes.len() >= BYTES_FROM && (!coordinates || figures >= FIGURES_FROM) {
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
    fn codes_taken_for_letters_must_keep_their_accents() {
        let n = needles(&["Asynchroní", "Éléonore"]);
        assert!(!n.in_guessed("asynchronìa"));
        for hay in ["ASYNCHRONÍ", "asynchroni", "él éonore", "ELEONORE"] {
            assert!(n.in_guessed(hay), "{hay}");
        }
    }

    #[test]
    fn short_words_are_not_found_inside_words() {
        let whole = |s: &str| Needle::new(s).of_words(true);
        let n = Needles::new(&[whole("Page N"), whole("59000"), whole("Vauquelin"), Needle::new("Moreau")]);
        let n = n.expect("compiles");
        for hay in ["the current page nothing", "1590002"] {
            assert!(!n.in_words(hay), "{hay}");
        }
        for hay in ["sur la page N.", "P a g e-N", "59 000 Lille", "xvauqueliny", "xmoreauy"] {
            assert!(n.in_words(hay), "{hay}");
        }
    }

    #[test]
    fn what_is_kept_may_spell_a_needle_as_often_as_it_did() {
        let n = Needles::new(&[Needle::new("Rela").with_kept(1, 1)]).expect("compiles");
        assert!(!n.too_often("une marelance") && n.too_often("une marelance de Rela"));
        assert!(n.too_often("relarela") && !n.in_read("Rela"));
        // Kept only in the order of drawing: reading order is still searched strictly.
        let n = Needles::new(&[Needle::new("Vauquelin").with_kept(0, 1)]).expect("compiles");
        assert!(
            n.in_words("xVauquelin")
                && !n.in_read("Vauquelin")
                && !n.in_guessed("vauquelin")
                && !n.in_bytes(b"vauquelin")
        );
    }

    #[test]
    fn short_strings_only_in_text() {
        let n = needles(&["Léon", "75011", "1957"]);
        assert!(n.in_read("M. L E O N"));
        assert!(!n.in_read("Noël"));
        assert!(!n.in_guessed("LEON"));
        assert!(!n.in_bytes(b"0000075011 00000 n LEON 121.957"));
        assert!(!needles(&["111 10"]).in_bytes(b"51.5111 10.9091 re"));
        assert!(!needles(&["1 0 0 1 30 2 cm"]).in_bytes(b"q 1 0 0 1 30 2 cm Q"));
        let chart = needles(&["01 23 45 67 89"]);
        let wide: Vec<u8> = "0123456789".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(!chart.in_bytes(&wide) && !chart.in_guessed("0123456789") && chart.in_read("01.23.45.67.89"));
        assert!(needles(&["06 39 98 12 34"]).in_bytes(b"06.39.98.12.34"));
    }
}
