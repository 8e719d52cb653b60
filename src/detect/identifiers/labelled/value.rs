//! What stands behind a label → the number or code that is its value: words of digits and letters, joined by single marks,
//! by blanks between groups that belong together, or over the end of a line. Linear in the value.

use std::sync::LazyLock;

use crate::detect::rx::Regex;

use super::super::Found;
use super::Kind;
use crate::detect::dates;
use crate::detect::digits::put_right;
use crate::detect::rx::rx;
use crate::model::{Category, Span};

/// A value beside a label.
pub(super) struct Value {
    pub(super) span: Span,
    pub(super) digits: usize,
    /// Its letters and digits, capitals; digits that were read as letters are put right.
    pub(super) bare: Vec<u8>,
    pub(super) is_date: bool,
    /// Several words.
    pub(super) parted: bool,
    pub(super) is_measure: bool,
}

/// A value has at most this many groups.
const MOST: usize = 24;

/// Whether a value of any kind may begin at `at`: with a character of its own, and no long word.
pub(super) fn may_begin(s: &str, at: usize) -> bool {
    let word = s.as_bytes().get(word_at(s, at)).unwrap_or_default();
    !word.is_empty() && word.iter().take_while(|c| c.is_ascii_alphabetic()).count() <= 6
}

/// The number or code that begins at `at`.
pub(super) fn value(found: &Found<'_, '_>, at: usize, kind: &Kind) -> Option<Value> {
    let s = found.folded();
    let mut r = Reader { found, s, b: s.as_bytes(), kind, words: vec![word_at(s, at)], gaps: Vec::new() };
    let first = r.words.first()?.clone();
    let opens = r.b.get(first.clone())?;
    // "AB-123-CD", "FR 14 …", "E01 W47": letters alone may only open a code.
    let letters = opens.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let long = letters > 4
        && !(letters <= 6 && (digits(opens) >= 5 || kind.name == "doc" && letters == opens.len()));
    // "À l'entrée : TA 165/80"
    let sign = matches!(opens, b"ta" | b"pa" | b"fc" | b"pas" | b"pad") && r.b.get(first.end) != Some(&b'-');
    if first.is_empty() || long || sign || is_document(s, at) {
        return None;
    }
    if letters == opens.len() && r.b.get(first.end) == Some(&b' ') && kind.name == "any" {
        return None;
    }
    while r.words.len() <= MOST && r.further() {}
    let end = r.words.last()?.end;
    let bare = r.bare();
    let digits = digits(&bare);
    let is_date = date_begins(s, at) && digits <= 8;
    let is_measure = r.words.len() == 1 && digits < 6 && unit(s, end);
    Some(Value {
        parted: r.words.len() > 1,
        digits,
        is_date,
        is_measure,
        bare,
        span: at..key_after(s, end).unwrap_or(end),
    })
}

/// Reads a value word by word.
struct Reader<'s> {
    found: &'s Found<'s, 's>,
    s: &'s str,
    b: &'s [u8],
    kind: &'s Kind,
    words: Vec<Span>,
    /// Whether a line ends before each word but the first.
    gaps: Vec<bool>,
}

impl Reader<'_> {
    /// Takes the next word in, if it belongs to the value.
    fn further(&mut self) -> bool {
        let Some(last) = self.words.last().cloned() else { return false };
        let from = last.end + self.b.iter().skip(last.end).take(4).take_while(|c| between(**c)).count();
        let next = word_at(self.s, from);
        let (Some(gap), Some(word), Some(before)) =
            (self.b.get(last.end..from), self.b.get(next.clone()), self.b.get(last))
        else {
            return false;
        };
        if word.is_empty() || !self.joined(gap, word, before, &next) {
            return false;
        }
        self.gaps.push(gap.contains(&b'\n'));
        self.words.push(next);
        true
    }

    fn joined(&self, gap: &[u8], word: &[u8], before: &[u8], next: &Span) -> bool {
        let groups = self.words.len();
        let number = numeric(word);
        // "931 81 1970": the last group of a number may look like a year.
        let year = word.len() == 4
            && self.complete(word)
            && !self.s.get(next.end..).is_some_and(|t| t.starts_with(['-', '/']));
        let free = || !unit(self.s, next.end) && (year || !date_begins(self.s, next.start));
        let account = self.kind.category == Category::BankAccount;
        let coded = account || matches!(self.kind.name, "nat" | "ins" | "doc");
        match gap {
            [b','] => before.len() == 1 && digits(before) == 0 && digits(word) > 0,
            // "|1|0|0|0|4|": a digit a box
            [b'|'] => before.len() == 1 && word.len() == 1 && digits(before) + digits(word) == 2,
            [b'-' | b'/' | b'.' | b'_'] => {
                digits(word) > 0
                    || word.len() <= 3 && word != b"le" && (gap != b"." || word.len() == 1)
                    || account && groups == 1 && word.len() == 4
                    || coded && groups > 1 && word.len() <= 2 && self.capital(next)
            }
            [b' '] | [b' ', b' ']
                if number
                    || self.complete(word)
                        && word.len() == 1
                        && word.iter().all(|c| put_right(*c).is_ascii_digit()) =>
            {
                let short = before.len() <= 6 && word.len() <= 6 || word.len() >= 5;
                account || (short || self.complete(word)) && free()
            }
            [b' '] if digits(word) > 0 => {
                // "2A" in a number, "M02606" in an account, "1EG4 TE5 MK73".
                let most = if coded { 6 } else { 4 };
                word.len() <= most
                    && before.len() <= most
                    && (groups > 1 || coded && digits(before) > 0)
                    && free()
            }
            // "65 150684 V 044", "9904170 V", "9904 170 832 VL", "GB16 NWBK …"
            [b' '] => {
                let few = word.len() <= 3 && coded && !account && digits(before) > 0 && self.capital(next);
                let behind = self.s.get(next.end..).unwrap_or_default().trim_start_matches(' ');
                let goes_on = digits(self.b.get(word_at(self.s, next.end + 1)).unwrap_or_default()) > 1;
                let inside =
                    goes_on && word.len() == 1 && groups > 1 && numeric(before) && self.capital(next);
                inside
                    || few
                        && (goes_on
                            || word.len() < 3
                                && !behind.starts_with(|c: char| c.is_alphabetic() || c == '\''))
                    || account && groups == 1 && word.len() == 4 && digits(before) == 2
            }
            _ => self.broken(gap, word, before, next),
        }
    }

    /// Whether a value goes on behind the end of a line (or of a cell): a number that is not whole yet, or a line of numbers
    /// alone.
    fn broken(&self, gap: &[u8], word: &[u8], before: &[u8], next: &Span) -> bool {
        let groups = self.words.len();
        let even =
            groups > 2 && gap.len() == 1 && word.len() == before.len() && word.len() > 1 && numeric(word);
        if gap.iter().filter(|c| **c == b'\n').count() != 1
            || gap.contains(&b'\t')
            || self.gaps.contains(&true)
        {
            return even && !gap.contains(&b'\n');
        }
        if !numeric(word) && word.len() > 6 {
            return false;
        }
        let line = self.s.get(next.start..).unwrap_or_default();
        let line = line.get(..line.find(['\n', '\t']).unwrap_or(line.len())).unwrap_or_default();
        let (now, lengths) = (self.length(), self.lengths());
        let whole = now + line.bytes().filter(u8::is_ascii_alphanumeric).count();
        let alone =
            line.len() <= 32 && line.split([' ', '.', '-']).all(|w| numeric(w.as_bytes()) || w.len() == 1);
        if alone && lengths.contains(&whole) {
            return true;
        }
        let short = groups == 1 && numeric(before) && before.len() <= 6;
        let last = digits(self.b.get(word_at(self.s, next.end + 1)).unwrap_or_default()) == 0;
        let ends = last && lengths.contains(&(now + word.len())) && !lengths.contains(&now) && groups > 1;
        (even || ends || alone && lengths.is_empty() && digits(&self.bare()) > 0 && (groups > 1 || short))
            && !date_begins(self.s, next.start)
    }

    /// Whether letters are capitals as they were written.
    fn capital(&self, word: &Span) -> bool {
        let said = self.found.input.string.get(self.found.input.back(word)).unwrap_or_default();
        !said.contains(char::is_lowercase)
    }

    /// Whether a number becomes as long as its kind's numbers are, with this last group.
    fn complete(&self, word: &[u8]) -> bool {
        (1..=4).contains(&word.len()) && self.lengths().contains(&(self.length() + word.len()))
    }

    /// How many characters the numbers of this kind have.
    fn lengths(&self) -> &'static [usize] {
        match self.kind.category {
            Category::NationalId => &[9, 10, 11, 12, 13, 15, 20, 22],
            Category::ProfessionalId | Category::Facility => &[9, 11, 12, 14],
            Category::BankAccount => &[16, 20, 21, 22, 23, 24, 25, 27],
            _ => &[],
        }
    }

    /// How many letters and digits it has so far.
    fn length(&self) -> usize {
        let words = self.words.iter().filter_map(|w| self.b.get(w.clone())).flatten();
        words.filter(|c| c.is_ascii_alphanumeric()).count()
    }

    fn bare(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for word in self.words.iter().filter_map(|w| self.b.get(w.clone())) {
            let word = word.iter().filter(|c| c.is_ascii_alphanumeric());
            let read = numeric(&word.clone().copied().collect::<Vec<_>>());
            out.extend(word.map(|c| if read { put_right(*c) } else { c.to_ascii_uppercase() }));
        }
        out
    }
}

fn between(c: u8) -> bool {
    matches!(c, b' ' | b'-' | b'/' | b'.' | b',' | b'_' | b'|' | b'\n' | b'\t')
}

fn word_at(s: &str, from: usize) -> Span {
    from..from + s.as_bytes().iter().skip(from).take_while(|c| c.is_ascii_alphanumeric()).count()
}

fn digits(word: &[u8]) -> usize {
    word.iter().filter(|c| c.is_ascii_digit()).count()
}

/// Whether a word is a number, letters that a reading machine takes for digits included: "04l7", "S4".
fn numeric(word: &[u8]) -> bool {
    2 * digits(word) >= word.len() && !word.is_empty() && word.iter().all(|c| put_right(*c).is_ascii_digit())
}

/// Documents' own identifiers, which point at no person.
fn is_document(s: &str, at: usize) -> bool {
    static UNIQUE: LazyLock<Regex> = LazyLock::new(|| {
        rx(r"^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-2](?:\.\d{1,6}){5,})\b")
    });
    s.get(at..).is_some_and(|t| UNIQUE.is_match(t))
}

static KEY: LazyLock<Regex> = LazyLock::new(|| rx(r"^[\s(,;/-]{0,3}clef?\s?:?\s?\d{2}\b"));

fn key_after(s: &str, end: usize) -> Option<usize> {
    KEY.find(s.get(end..)?).map(|m| end + m.end())
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:\d{4}-\d{2}-\d{2}|\d{1,2} (?:jan|fev|mar|avr|mai|juin|juil|aou|sep|oct|nov|dec)|(?:19|20)\d\d)\b",
    )
});

pub(super) fn date_begins(s: &str, at: usize) -> bool {
    let Some(rest) = s.get(at..) else { return false };
    // A day or a month has one figure or two, a year four, all of them together eight.
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !matches!(figures, 0 | 1 | 2 | 4 | 8) {
        return false;
    }
    let mut most = rest.len().min(24);
    while !rest.is_char_boundary(most) {
        most -= 1;
    }
    let first = dates::dates(rest.get(..most).unwrap_or_default()).into_iter().next();
    let numeric = first.filter(|w| w.span.start == 0).is_some_and(|w| {
        let mut after = rest.get(w.span.end..).unwrap_or_default().chars();
        !(matches!(after.next(), Some('-' | '/' | '.'))
            && after.next().is_some_and(|c| c.is_ascii_alphanumeric()))
    });
    numeric || DATE.is_match(rest)
}

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^ ?(?:%|mg|g|kg|ml|l|cm|mm|ui|jours?|j|h|heures?|mn|min|ans|mois|semaines?|euros?|€|days?|years?|weeks?|months?|hours?|patients?|cas)\b",
    )
});

fn unit(s: &str, end: usize) -> bool {
    s.get(end..).is_some_and(|t| UNIT.is_match(t))
}
