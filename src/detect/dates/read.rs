//! Folded text → every date in it, with its value: numbers with any marks between, boxed digits, month names in French and
//! English, dates spelled in words. Says nothing of what a date means.

use std::sync::LazyLock;

use crate::detect::digits::put_right;
use crate::detect::rx::Captures;
use crate::detect::sieve::{Pattern, folded};
use crate::model::Span;
use crate::model::order::sort_by_key;

mod words;

use words::*;

/// A calendar date, or the part of it that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::detect) struct Date {
    /// Full year; a year of two digits is read as the latest that a person alive can be born in.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// The other reading, day and month exchanged, where both are at most 12 and the writing does not tell.
    pub unsure: bool,
}

impl Date {
    /// Whether year, month and day are all there.
    pub(in crate::detect) fn complete(&self) -> bool {
        self.year.is_some()
    }

    /// Whether two writings can mean one day.
    pub(in crate::detect) fn same(&self, other: &Date) -> bool {
        let century = |a: i32, b: i32| a == b || (a - b).abs() == 100;
        let years = match (self.year, other.year) {
            (Some(a), Some(b)) => century(a, b),
            (None, None) => true,
            _ => false,
        };
        let straight = (self.day, self.month) == (other.day, other.month);
        let turned = (self.unsure || other.unsure) && (self.day, self.month) == (other.month, other.day);
        years && (straight || turned)
    }
}

/// A date where it stands.
#[derive(Clone, Debug)]
pub(in crate::detect) struct Written {
    /// Bytes of the folded text.
    pub span: Span,
    /// Its value.
    pub date: Date,
    /// The year is spelled in words.
    pub in_words: bool,
    /// One digit a box.
    pub in_boxes: bool,
}

static ENGLISH_SPELLED: LazyLock<Pattern> = LazyLock::new(|| {
    let days = ENGLISH_DAYS.iter().rev().copied().collect::<Vec<_>>().join("|");
    let words = ENGLISH.iter().rev().map(|(w, _)| *w).collect::<Vec<_>>().join("|");
    let year = format!(r"(?:nineteen|eighteen|twenty|two thousand)(?:[- ](?:hundred|and|oh|o|{words}))*");
    folded(&format!(
        r"\b(?:(?P<d>{days}|\d{{1,2}}(?:st|nd|rd|th)?)\s+(?:day )?(?:of )?(?P<m>{MONTHS}),?|(?P<m2>{MONTHS})\s+(?:the )?(?P<d2>{days}),?)\s+(?P<y>{year}|\d{{4}})\b"
    ))
});

// A digit that was read as a letter stands for itself: "l5/O6/l984".
static NUMERIC: LazyLock<Pattern> = LazyLock::new(|| {
    folded(&format!(
        r"\b(?:(?P<y1>\d{{4}})\s?[-/.]\s?(?P<m1>\d{{1,2}})\s?[-/.]\s?(?P<d1>\d{{1,2}})|(?P<d2>[0-3oli]?\d|[0-3oli]{D}){GAP}(?P<m2>[0-3oli]?\d|[0-3oli]{D}){GAP}(?P<y2>[12li]{D}{{3}}|\d{{2}})|(?P<d3>\d{{2}})[ \n\t]{{1,3}}(?P<m3>\d{{2}})[ \n\t]{{1,3}}(?P<y3>(?:19|20)\d{{2}})|(?P<d4>[0-3]\d)(?P<m4>[01]\d)(?P<y4>(?:19|20)\d{{2}})|(?P<y5>(?:19|20)\d\d)(?P<m5>0[1-9]|1[0-2])(?P<d5>[0-2]\d|3[01])|\d{{1,2}}[-./](?:i{{1,3}}|i?v|vi{{1,3}}|i?x|xi{{1,2}})[-./]\d{{4}})\b"
    ))
});

const D: &str = "[0-9olisb]";
/// What parts the numbers of a date: a mark with blanks around it, or with the dots of a form: "17../..03../..1978".
const GAP: &str = r"(?:\s?[-/.|:_,x\\'\u{b7}]\s?|[._ ]{1,6}/[._ ]{0,6})";

// The year may have two boxes, where no further box follows.
static BOXED: LazyLock<Pattern> = LazyLock::new(|| {
    let pattern = r"\b(?P<d>[0-3o]B[\do])G(?P<m>[01o]B[\do])G(?:(?P<y>[12]B[\do]B[\do]B[\do])|(?P<short>\d[ |]\d))(?:\b|_)";
    folded(&pattern.replace('B', r"[ |\t_\[\]]{1,3}").replace('G', r"[ ./|\t_\[\]-]{1,4}"))
});

static NAMED: LazyLock<Pattern> = LazyLock::new(|| {
    folded(&format!(
        r"\b(?:(?P<d>\d{{1,2}})(?: ?er|st|nd|rd|th)?[ .,/_\n-]{{0,3}}(?:of |de )?(?P<m>{MONTHS})(?: ?/ ?[a-z]{{3,5}})?[ .,/_\n-]{{0,3}}(?:'|l'an |de |del )?(?P<y>\d{{4}}|\d{{2}}|{YEAR})|(?P<m2>{MONTHS})[ .]{{0,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ ,]{{1,3}}(?P<y2>\d{{4}})|(?:19|20)\d\d[ ./-](?:{MONTHS})[ ./-]\d{{1,2}})\b"
    ))
});

static SPELLED: LazyLock<Pattern> = LazyLock::new(|| {
    let days = DAYS.iter().rev().copied().collect::<Vec<_>>().join("|");
    folded(&format!(r"\b(?P<d>{days})\s+(?P<m>{MONTHS})\s+(?P<y>{YEAR}|\d{{4}}|\d{{2}})\b"))
});

static DAY_MONTH: LazyLock<Pattern> = LazyLock::new(|| {
    folded(&format!(
        r"\b(?:(?P<d>\d{{1,2}})(?: ?er)? (?P<m>{MONTHS})|(?P<d2>[0-3]?\d)/(?P<m2>[01]?\d))(?:\b|$)"
    ))
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&NUMERIC, &BOXED, &NAMED, &SPELLED, &ENGLISH_SPELLED, &DAY_MONTH]
}

/// Where a pattern may match.
pub(in crate::detect) type Windows<'a> = &'a dyn Fn(&Pattern) -> Vec<Span>;

/// Every date of a short folded text, in order.
pub(in crate::detect) fn dates(s: &str) -> Vec<Written> {
    // Without the name of a month it is a date of figures.
    let letters = s.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_alphabetic));
    let asked = |pattern: &Pattern| letters || [&*NUMERIC, &*BOXED].iter().any(|p| std::ptr::eq(*p, pattern));
    dates_in(s, &|pattern| std::iter::once(0..s.len()).filter(|_| asked(pattern)).collect())
}

/// Every date of a folded text, in order.
pub(in crate::detect) fn dates_in(s: &str, windows: Windows<'_>) -> Vec<Written> {
    let mut out = Vec::new();
    for m in NUMERIC.find_in(s, windows(&NUMERIC)) {
        let said = m.as_str();
        if let Some(date) = roman(said) {
            out.push(Written { span: m.range(), date, in_words: false, in_boxes: false });
            continue;
        }
        let letters = said.bytes().filter(|b| b.is_ascii_alphabetic() && *b != b'x').count();
        if !even(said) || letters > 3 || letters > said.bytes().filter(u8::is_ascii_digit).count() {
            continue;
        }
        if let Some(date) = numeric(said) {
            out.push(Written { span: m.range(), date, in_words: false, in_boxes: false });
        }
    }
    for caps in BOXED.captures_in(s, windows(&BOXED)) {
        if let (Some(d), Some(m), Some(y)) = (n(&caps, "d"), n(&caps, "m"), n(&caps, "y")) {
            push(&mut out, &caps, value(d, m, y, false, false), false, true);
        }
        let end = caps.get(0).map_or(s.len(), |m| m.end());
        let more = s.get(end..).unwrap_or_default().trim_start_matches([' ', '|']);
        if let (Some(d), Some(m), Some(y)) = (n(&caps, "d"), n(&caps, "m"), n(&caps, "short"))
            && !more.starts_with(|c: char| c.is_ascii_digit())
        {
            push(&mut out, &caps, value(d, m, y, true, false), false, false);
        }
    }
    let from = out.len();
    for m in NAMED.find_in(s, windows(&NAMED)) {
        let date = match m.as_str().ends_with(|c: char| c.is_ascii_digit()) {
            true => named(m.as_str()).map(|date| (date, false)),
            false => NAMED.captures_of(s, &m).and_then(|caps| in_words(&caps)).map(|date| (date, true)),
        };
        out.extend(date.map(|(date, in_words)| Written { span: m.range(), date, in_words, in_boxes: false }));
    }
    let named = from..out.len();
    for caps in SPELLED.captures_in(s, windows(&SPELLED)) {
        let day = caps.name("d").and_then(|m| day_in_words(m.as_str()));
        let month = caps.name("m").and_then(|m| month(m.as_str()));
        let Some(text) = caps.name("y").map(|m| m.as_str()) else { continue };
        let words = !text.starts_with(|c: char| c.is_ascii_digit());
        let year = if words { year_in_words(text) } else { text.parse().ok() };
        if let (Some(d), Some(m), Some(y)) = (day, month, year) {
            push(&mut out, &caps, value(d, u32::from(m), y, text.len() == 2, false), words, false);
        }
    }
    for m in ENGLISH_SPELLED.find_in(s, windows(&ENGLISH_SPELLED)) {
        // Most are the same dates once more.
        let known = out.get(named.clone()).unwrap_or_default();
        let at = known.partition_point(|w| w.span.start < m.start());
        if known.get(at).is_some_and(|w| w.span == m.range()) {
            continue;
        }
        let Some(caps) = ENGLISH_SPELLED.captures_of(s, &m) else { continue };
        let Some(day) = caps.name("d").or_else(|| caps.name("d2")).map(|m| m.as_str()) else { continue };
        let month = caps.name("m").or_else(|| caps.name("m2")).and_then(|m| month(m.as_str()));
        let Some(text) = caps.name("y").map(|m| m.as_str()) else { continue };
        let plain = day.replace(' ', "-");
        let digits: String = day.chars().take_while(char::is_ascii_digit).collect();
        let spelled =
            || ENGLISH_DAYS.iter().position(|d| d.replace("[- ]", "-") == plain).map(|i| i as u32 + 1);
        let year = text.parse().ok().or_else(|| english_year(text));
        if let (Some(d), Some(m), Some(y)) = (digits.parse().ok().or_else(spelled), month, year) {
            push(&mut out, &caps, value(d, u32::from(m), y, false, false), true, false);
        }
    }
    sort_by_key(&mut out, |w| (w.span.start, std::cmp::Reverse(w.span.end)));
    out.dedup_by(|b, a| b.span.start < a.span.end);
    out
}

/// Whether the same mark parts all of a date's numbers. Colons and commas also part hours and decimals: they need a year
/// of four digits.
fn even(text: &str) -> bool {
    let dotted = text.contains("./") || text.contains("_/");
    let marks: Vec<char> = text
        .chars()
        .filter(|c| !(dotted && matches!(c, '.' | '_')))
        .filter(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '\n' | '\t' | 'o' | 'l' | 'i' | 's' | 'b'))
        .collect();
    let long = text.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() && *b != b'x').count() == 4;
    marks.windows(2).all(|w| w.first() == w.last()) && (long || !matches!(marks.first(), Some(':' | ',')))
}

/// Days and months without a year.
pub(super) fn day_and_month(s: &str) -> Vec<Written> {
    day_and_month_in(s, &|_| std::iter::once(0..s.len()).collect())
}

/// The same in a long text.
pub(super) fn day_and_month_in(s: &str, windows: Windows<'_>) -> Vec<Written> {
    let mut out = Vec::new();
    for found in DAY_MONTH.find_in(s, windows(&DAY_MONTH)) {
        let (Some((d, m)), end) = (day_then_month(found.as_str()), found.end()) else { continue };
        // With a year behind it, it is a whole date.
        let whole = s.get(end..).is_some_and(|t| {
            t.trim_start_matches([' ', '/', ',', '.']).starts_with(|c: char| c.is_ascii_digit())
                || t.trim_start().starts_with("mil")
        });
        if let Some(date) = value(d, m, 2000, false, false).filter(|_| !whole) {
            let date = Date { year: None, ..date };
            out.push(Written { span: found.range(), date, in_words: false, in_boxes: false });
        }
    }
    out
}

fn push(out: &mut Vec<Written>, caps: &Captures<'_>, date: Option<Date>, in_words: bool, in_boxes: bool) {
    if let (Some(date), Some(m)) = (date, caps.get(0)) {
        out.push(Written { span: m.range(), date, in_words, in_boxes });
    }
}

/// The number that opens a string, and the rest.
fn opening(said: &str) -> Option<(u32, &str)> {
    let rest = said.trim_start_matches(|c: char| c.is_ascii_digit());
    Some((said.get(..said.len() - rest.len())?.parse().ok()?, rest))
}

/// "12 mars", "1er mars", "12/03".
fn day_then_month(said: &str) -> Option<(u32, u32)> {
    let (day, rest) = opening(said)?;
    if let Some(number) = rest.strip_prefix('/') {
        return Some((day, number.parse().ok()?));
    }
    let rest = rest.trim_start_matches(' ');
    let name = rest.strip_prefix("er").unwrap_or(rest).trim_start_matches(' ');
    Some((day, u32::from(month(name)?)))
}

/// "12 juin 1981", "1er fev. 1981", "june 12, 1981".
fn named(said: &str) -> Option<Date> {
    let digits = said.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (said, year) = said.split_at_checked(said.len() - digits)?;
    let blank = |c: char| matches!(c, ' ' | '.' | ',' | '/' | '_' | '\n' | '-');
    let (day, name) = match opening(said) {
        // "1981-jun-12"
        Some((first, rest)) if first > 1900 => {
            let name = rest.trim_matches(blank);
            return value(year.parse().ok()?, u32::from(month(name)?), first, false, false);
        }
        Some((day, rest)) => {
            let rest = rest.strip_prefix(' ').filter(|r| r.starts_with("er")).unwrap_or(rest);
            let mut ends = ["er", "st", "nd", "rd", "th"].iter();
            let rest = ends.find_map(|end| rest.strip_prefix(end)).unwrap_or(rest).trim_start_matches(blank);
            (day, rest.strip_prefix("of ").or_else(|| rest.strip_prefix("de ")).unwrap_or(rest))
        }
        None => (opening(said.trim_start_matches(|c: char| !c.is_ascii_digit()))?.0, said),
    };
    value(day, u32::from(month(name)?), year.parse().ok()?, digits == 2, false)
}

/// "2 fevrier mille neuf cent cinquante deux", as its groups tell it.
fn in_words(caps: &Captures<'_>) -> Option<Date> {
    let month = caps.name("m").and_then(|m| month(m.as_str()))?;
    value(n(caps, "d")?, u32::from(month), year_in_words(caps.name("y")?.as_str())?, false, false)
}

/// A number among the captures.
fn n(caps: &Captures<'_>, name: &str) -> Option<u32> {
    read(caps.name(name)?.as_str())
}

/// A number, letters read as the digits that they look like, blanks left out.
fn read(text: &str) -> Option<u32> {
    let digits = text.bytes().filter(|c| !matches!(c, b' ' | b'|' | b'\t' | b'_' | b'[' | b']'));
    let mut some = false;
    let number = digits.map(put_right).try_fold(0u32, |number, digit| {
        some = true;
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    });
    number.filter(|_| some)
}

/// "19-VIII-1967", folded.
fn roman(said: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let mut parts = said.split(['-', '.', '/']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|m| *m == month)? + 1;
    value(day.parse().ok()?, month as u32, year.parse().ok()?, false, false)
}

/// A date of numbers alone: "12/06/1981", "1981-06-12", "12061981".
fn numeric(said: &str) -> Option<Date> {
    if said.len() == 8 && said.bytes().all(|b| b.is_ascii_digit()) {
        let of = |range: std::ops::Range<usize>| read(said.get(range)?);
        let century = |at: usize| said.get(at..).is_some_and(|y| y.starts_with("19") || y.starts_with("20"));
        let day_first = said.starts_with(['0', '1', '2', '3'])
            && said.get(2..).is_some_and(|m| m.starts_with(['0', '1']))
            && century(4);
        return match day_first {
            true => value(of(0..2)?, of(2..4)?, of(4..8)?, false, true),
            false => value(of(6..8)?, of(4..6)?, of(0..4)?, false, true),
        };
    }
    let mut numbers = said.split(|c: char| !put_right(c as u8).is_ascii_digit() || !c.is_ascii());
    let mut next = || numbers.by_ref().find(|part| !part.is_empty());
    let (first, second, third) = (next()?, next()?, next()?);
    let [a, b, c] = [read(first)?, read(second)?, read(third)?];
    match first.len() {
        4 => value(c, b, a, false, false),
        _ => value(a, b, c, third.len() == 2, true),
    }
}

fn value(day: u32, month: u32, year: u32, short: bool, numeric: bool) -> Option<Date> {
    let year = match (short, year) {
        (true, y) if y <= 30 => 2000 + y,
        (true, y) => 1900 + y,
        (false, y) => y,
    };
    // Americans write the month first.
    let (day, month) = if numeric && month > 12 && day <= 12 { (month, day) } else { (day, month) };
    let unsure = numeric && day <= 12 && month <= 12;
    let real = (1..=31).contains(&day) && (1..=12).contains(&month) && (1850..=2150).contains(&year);
    real.then_some(Date { year: i32::try_from(year).ok(), month: month as u8, day: day as u8, unsure })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_has_its_value() {
        for (s, want) in [
            ("12/06/1981", (1981, 6, 12)),
            ("12.06.81", (1981, 6, 12)),
            ("12|06|1981", (1981, 6, 12)),
            ("12 . 06 . 1981", (1981, 6, 12)),
            ("1 2 . 0 6 . 1 9 8 1", (1981, 6, 12)),
            ("1 2 0 6 1 9 8 1", (1981, 6, 12)),
            ("12061981", (1981, 6, 12)),
            ("12 06 1981", (1981, 6, 12)),
            ("12x06x1981", (1981, 6, 12)),
            ("1981-06-12", (1981, 6, 12)),
            ("12 juin 1981", (1981, 6, 12)),
            ("12, juin 81", (1981, 6, 12)),
            ("1er fev. 1981", (1981, 2, 1)),
            ("12-jun-1981", (1981, 6, 12)),
            ("1981-jun-12", (1981, 6, 12)),
            ("june 12, 1981", (1981, 6, 12)),
            ("12th of june 1981", (1981, 6, 12)),
            ("06/25/1981", (1981, 6, 25)),
            ("douze juin mille neuf cent quatre-vingt-un", (1981, 6, 12)),
            ("deux janvier mille neuf cent soixante dix huit", (1978, 1, 2)),
            ("vingt-et-un mars mille neuf cent quatre vingt dix neuf", (1999, 3, 21)),
            ("premier mai deux mille trois", (2003, 5, 1)),
            ("2 fevrier mille neuf cent cinquante deux", (1952, 2, 2)),
            ("seventeenth of january 1953", (1953, 1, 17)),
            ("twelfth of june nineteen eighty-one", (1981, 6, 12)),
            ("june the second, two thousand and three", (2003, 6, 2)),
        ] {
            let got: Vec<_> =
                dates(s).into_iter().map(|w| (w.span.len(), w.date.year, w.date.month, w.date.day)).collect();
            assert_eq!(got, [(s.len(), Some(want.0), want.1, want.2)], "{s}");
        }
        assert!(dates("tension 12/8, 37.2, ratio 45/99/10").is_empty());
    }
}
