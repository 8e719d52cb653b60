//! What a line says right behind a name → a day of birth, its year, or a short telephone in brackets. Reads folded strings
//! alone; how old a day must be, the caller says.

use super::super::dates::{Date, Written, dates};
use super::super::head;
use crate::model::Span;

/// How far a date may stand from a name, in bytes: a table's column may lie between.
pub(super) const FAR: usize = 64;

/// Year, month and day.
pub(super) type Day = (i32, u8, u8);

pub(super) fn day(date: &Date) -> Option<Day> {
    Some((date.year?, date.month, date.day))
}

/// Whole years from one day to another.
pub(super) fn years(from: Day, to: Day) -> i32 {
    to.0 - from.0 - i32::from((to.1, to.2) < (from.1, from.2))
}

/// What stands behind a name.
pub(super) enum Value {
    Born(Span),
    Phone(Span),
}

/// What a folded line that begins behind a name says next, if it is a day of birth at least `least` years old, or a short
/// telephone in brackets.
pub(super) fn value(s: &str, newest: Day, least: i32) -> Option<Value> {
    let (mut at, mut open, mut noted) = (0, false, false);
    let mut about = None;
    loop {
        let rest = s.get(at..)?;
        if at > FAR {
            return None;
        }
        let c = rest.chars().next()?;
        if c.is_ascii_digit() {
            if let Some(len) =
                born(rest, newest, if noted { least.max(10) } else { least }, open || about.is_some())
            {
                return Some(Value::Born(about.unwrap_or(at)..at + len));
            }
            if open
                && least <= 10
                && let Some(len) = inner_line(rest)
            {
                return Some(Value::Phone(at..at + len));
            }
            // A number or an age between: "8812345", "71 ans", "71a".
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let unit = rest.get(digits..)?.trim_start_matches(' ');
            let named = unit.bytes().take_while(u8::is_ascii_alphabetic).count();
            let age = digits <= 3
                && matches!(unit.get(..named), Some("a" | "y" | "ans" | "yo" | "yrs" | "years" | "mois"));
            let word = if age { rest.len() - unit.len() + named } else { word };
            let sex = digits == 1 && word == 1 && matches!(c, '1' | '2');
            if !(age || sex || digits == word && (6..=14).contains(&digits)) {
                return None;
            }
            at += word;
        } else if c.is_alphabetic() {
            let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            let said = rest.get(..word.max(1))?;
            if ROUGHLY.contains(&said) {
                about = about.or(Some(at));
            } else if !TELLING.contains(&said) {
                return None;
            }
            at += word.max(1);
        } else {
            open = c == '(' || open && c == ' ' || c == ',';
            // "(grossesse 31 SA)"
            let inside =
                rest.strip_prefix('(').filter(|t| !t.trim_start().starts_with(|c: char| c.is_ascii_digit()));
            if let Some(close) = inside.and_then(|t| head(t, 32).find(')')) {
                let said = inside.and_then(|t| t.get(..close)).unwrap_or("").trim();
                let telling = said.split([' ', '.']).all(|w| w.is_empty() || TELLING.contains(&w));
                if telling || !said.contains(|c: char| c.is_ascii_digit()) || !said.contains(['/', '.']) {
                    noted |= !telling;
                    at += close + 2;
                    continue;
                }
            }
            if !" \t\r,;/|([)]\"'_-*.:°=\u{2013}\u{2014}\u{b7}\u{a0}".contains(c) {
                return None;
            }
            at += c.len_utf8();
        }
    }
}

/// Words that tell who somebody is, between a name and a day of birth.
const TELLING: &[&str] = &[
    "f",
    "m",
    "h",
    "g",
    "fem",
    "masc",
    "feminin",
    "masculin",
    "sexe",
    "sex",
    "homme",
    "femme",
    "male",
    "female",
    "fille",
    "garcon",
    "mme",
    "mr",
    "mlle",
    "madame",
    "monsieur",
    "mrs",
    "ms",
    "miss",
    "pere",
    "mere",
    "soeur",
    "frere",
    "fils",
    "epoux",
    "epouse",
    "conjoint",
    "conjointe",
    "mari",
    "mother",
    "father",
    "sister",
    "brother",
    "son",
    "daughter",
    "ne",
    "nee",
    "dob",
    "ddn",
    "dn",
    "born",
    "b",
    "e",
    "usuel",
    "patient",
    "patiente",
];
/// Words before a year that is not known for sure.
const ROUGHLY: &[&str] = &["env", "environ", "vers", "circa", "ca", "c"];

/// How many bytes of a string that begins with a figure are a day of birth, or its year where one may stand alone.
fn born(rest: &str, newest: Day, least: i32, year_alone: bool) -> Option<usize> {
    let said = head(rest, 40);
    let old = |d: Day| (least..=120).contains(&years(d, newest));
    if let Some(Written { span, date, .. }) = dates(said).into_iter().next().filter(|w| w.span.start == 0) {
        return day(&date).filter(|d| old(*d)).map(|_| span.end);
    }
    let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let number = |span: Span| rest.get(span)?.parse::<u32>().ok();
    let behind = rest.get(word..)?;
    let goes_on = behind.trim_start_matches([' ', '.', '-', '/']).starts_with(|c: char| c.is_ascii_digit());
    // "(1944)", "env. 1970", "(1948 – 2024)"
    if word == 4 && year_alone {
        let year = number(0..4).and_then(|y| i32::try_from(y).ok()).filter(|y| (1900..2100).contains(y))?;
        let life = behind.trim_start().starts_with(['\u{2013}', '-', ')', ',', ';']) || !goes_on;
        return (life && old((year, 12, 31)) && years((year, 12, 31), newest) >= 4).then_some(4);
    }
    // "140481", "14 04 81", "20160419_": what no date's pattern takes for one.
    let shape = rest.as_bytes();
    let pairs = word == 2 && shape.get(2) == Some(&b' ') && shape.get(5) == Some(&b' ');
    let (of, len) = match word {
        6 => ([0..2, 2..4, 4..6], 6),
        2 if pairs => ([0..2, 3..5, 6..8], 8),
        8.. if rest.as_bytes().get(8) == Some(&b'_') => return eight(rest, newest, least),
        _ => return None,
    };
    let [d, m, y] = of.map(number);
    // "140481 5120 0447 83": behind six figures a blank begins another number.
    let end = rest.get(len..)?;
    let goes_on = end.trim_start_matches([if word == 6 { '.' } else { ' ' }, '.', '-']);
    let goes_on = goes_on.starts_with(|c: char| c.is_ascii_digit());
    let (d, m, y) = (d?, m?, i32::try_from(y?).ok()?);
    let real = (1..=31).contains(&d) && (1..=12).contains(&m) && !goes_on;
    let short = if y <= newest.0 % 100 { 2000 + y } else { 1900 + y };
    (real && old((short, m as u8, d as u8))).then_some(len)
}

/// A day of eight figures before an underscore, as in a file's name.
fn eight(rest: &str, newest: Day, least: i32) -> Option<usize> {
    let date = dates(rest.get(..8)?).into_iter().next()?.date;
    day(&date).filter(|d| years(*d, newest) >= least).map(|_| 8)
}

/// "36 118)": a line inside a house, in brackets behind a name.
fn inner_line(rest: &str) -> Option<usize> {
    let len = rest.find(')').filter(|n| *n <= 8)?;
    let said = rest.get(..len)?.trim_end();
    let digits = said.bytes().filter(u8::is_ascii_digit).count();
    let year = said.len() == 4 && (said.starts_with("19") || said.starts_with("20"));
    let plain = said.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'.'));
    ((4..=6).contains(&digits) && plain && !year).then_some(said.len())
}
