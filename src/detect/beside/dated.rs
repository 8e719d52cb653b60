//! A date right beside a person's name → a day of birth, where it lies well before the file's own days: "SOW Awa F 3.4.61",
//! "Roux (Mme) - 1944", "12/03/1957 MOREL Lise", a column of such days; a number in such a line is the person's too. Nothing but
//! marks, blanks and small words that tell who somebody is may stand between. Linear in words and dates.

use super::super::dates::{Date, Written, dates};
use super::super::{Hit, Input, head, tail};
use super::{Scene, found, starting_from};
use crate::model::{Category, Folded, Span};

/// No file is taken to be older than this year.
const FILES_SINCE: i32 = 2013;
/// How far a date may stand from a name, in bytes: a table's column may lie between.
const FAR: usize = 64;
/// How far on its line a number is still told by a name and a day of birth.
const ON_LINE: usize = 110;
/// A row of a list with what stands up to the next has at most so many bytes.
const ROW: usize = 400;
/// Rows that make a column, and over how many years its days lie at least.
const ROWS: usize = 3;
const YEARS: i32 = 8;

/// How old the only day of a file is taken to be.
const ALONE: i32 = 5;

/// Year, month and day.
type Day = (i32, u8, u8);

fn day(date: &Date) -> Option<Day> {
    Some((date.year?, date.month, date.day))
}

/// The newest day of a file: of those whose year has four figures, if there is one. Beside a name, the only day of a file is
/// rather somebody's than the file's.
pub(super) fn newest(inputs: &[Input<'_>]) -> Day {
    let (mut whole, mut short) = (None, None);
    let all = || inputs.iter().flat_map(|i| i.dates()).filter_map(|w| day(&w.date));
    if let Some(only) = all().next().filter(|first| all().all(|d| d == *first)) {
        return (only.0 + ALONE, only.1, only.2).max((FILES_SINCE, 1, 1));
    }
    for input in inputs {
        for w in input.dates() {
            let said = input.folded.as_str().get(w.span.clone()).unwrap_or("");
            let figures = |s: &mut dyn Iterator<Item = u8>| s.take_while(u8::is_ascii_digit).count() >= 4;
            let long = w.in_words || figures(&mut said.bytes().rev()) || figures(&mut said.bytes());
            let newest = if long { &mut whole } else { &mut short };
            *newest = (*newest).max(day(&w.date).filter(|d| d.0 < 2100));
        }
    }
    whole.filter(|d| d.0 >= FILES_SINCE).or(short).unwrap_or_default().max((FILES_SINCE, 1, 1))
}

/// Whole years from one day to another.
fn years(from: Day, to: Day) -> i32 {
    to.0 - from.0 - i32::from((to.1, to.2) < (from.1, from.2))
}

/// What stands behind a name.
enum Value {
    Born(Span),
    Phone(Span),
}

impl Scene<'_> {
    pub(super) fn days_beside(&mut self, newest: Day, out: &mut Vec<Hit>) {
        self.learn(out);
        let before = out.len();
        let mut at = 0;
        while at < self.words.len() {
            if self.person(at).is_none() {
                at += 1;
                continue;
            }
            let from = at;
            while self.person(at + 1).is_some() && self.one_row(at + 1) {
                at += 1;
            }
            self.behind(from, at, newest, out);
            at += 1;
        }
        self.in_front(newest, out);
        self.columns(newest, out);
        let births = out.get(before..).unwrap_or_default().iter();
        self.births.extend(births.filter(|h| h.category == Category::BirthDate).map(|h| h.span.clone()));
        crate::model::order::sort_by_key(&mut self.births, |s| (s.start, s.end));
        self.numbers(out);
    }

    /// Whether only marks and blanks part a word from the one before, in one row.
    fn one_row(&self, at: usize) -> bool {
        let gap = self.between(at);
        gap.len() <= FAR && !gap.contains(['\n', ':']) && !gap.contains(char::is_alphanumeric)
    }

    /// Whether somebody is no professional.
    fn patient(&self, from: usize, to: usize) -> bool {
        (from..=to).all(|n| self.person(n) == Some(Category::PersonName))
    }

    /// A date behind the name that the words from `from` to `to` tell.
    fn behind(&self, from: usize, to: usize, newest: Day, out: &mut Vec<Hit>) {
        let Some(end) = self.get(to).map(|w| w.span.end) else { return };
        let rest = head(self.input.string.get(end..).unwrap_or(""), FAR + 40);
        let line = rest.split('\n').next().unwrap_or("");
        if !head(line, FAR).bytes().any(|b| b.is_ascii_digit()) || !self.patient(from, to) {
            return;
        }
        let folded = Folded::new(line);
        let told = to > from || self.announced.get(from).copied().unwrap_or(false);
        let back = |span: Span| {
            let span = folded.original(&span);
            end + span.start..end + span.end
        };
        match value(folded.as_str(), newest, if told { 1 } else { 10 }) {
            Some(Value::Born(span)) => out.push(found(back(span), Category::BirthDate, 0.7)),
            Some(Value::Phone(span)) => out.push(found(back(span), Category::Phone, 0.6)),
            None => {}
        }
    }

    /// A date right before a name, at the head of its line or cell.
    fn in_front(&self, newest: Day, out: &mut Vec<Hit>) {
        for date in self.input.dates() {
            if day(&date.date).is_none_or(|d| years(d, newest) < 18) {
                continue;
            }
            let span = self.input.back(&date.span);
            let before = self.input.string.get(..span.start).unwrap_or("");
            let opening = before.trim_end_matches([' ', '\r', '"', '(', '*', '-', '•']);
            // "(Roux, 12.12.52, NIR 2 52 …)": of whom the number is, the day is too.
            let gap = |n: &Span| self.input.string.get(span.end..n.start);
            let number = starting_from(&self.nationals, span.end).and_then(gap);
            if number.is_some_and(|g| {
                g.len() <= 16 && !g.contains(['\n', '.']) && g.starts_with([',', ' ', '/', ';'])
            }) {
                out.push(found(span, Category::BirthDate, 0.65));
                continue;
            }
            let opens = opening.is_empty() || opening.ends_with(['\n', '\t', '|', ';', ',']);
            let next = self.at(span.end);
            let gap = self.get(next).and_then(|w| self.input.string.get(span.end..w.span.start));
            let close = gap.is_some_and(|g| {
                !g.is_empty()
                    && g.len() <= 24
                    && !g.contains(['\n', ':', '.', '('])
                    && !g.contains(char::is_alphanumeric)
            });
            if opens && close && self.patient(next, next + 1) && self.one_row(next + 1) {
                out.push(found(span, Category::BirthDate, 0.65));
            }
        }
    }

    /// Rows each with a name and a day, of widely different years: the days of birth of a list.
    fn columns(&self, newest: Day, out: &mut Vec<Hit>) {
        let mut rows: Vec<Row> = Vec::new();
        let (mut start, mut read) = (0, 0);
        for date in self.input.dates().iter().filter(|d| d.date.complete()) {
            let span = self.input.back(&date.span);
            let passed = self.input.string.get(read..span.start).unwrap_or("");
            start = passed.rfind('\n').map_or(start, |n| read + n + 1);
            read = span.start.max(read);
            match rows.last_mut().filter(|r| r.start == start) {
                Some(row) => row.days.push((span, date.date)),
                None => rows.push(Row { start, days: vec![(span, date.date)] }),
            }
        }
        let mut at = 0;
        while at < rows.len() {
            let mut to = at + 1;
            while let (Some(a), Some(b)) = (rows.get(to - 1), rows.get(to)) {
                let between = self.input.string.get(a.start..b.start).filter(|s| s.len() <= ROW);
                if a.days.len() != b.days.len() || between.is_none_or(|s| s.matches('\n').count() > 3) {
                    break;
                }
                to += 1;
            }
            self.column(rows.get(at..to).unwrap_or_default(), newest, out);
            at = to;
        }
    }

    fn column(&self, rows: &[Row], newest: Day, out: &mut Vec<Hit>) {
        let named = rows.iter().filter(|row| self.names_somebody(row.start)).count();
        if rows.len() < ROWS || named < ROWS || named * 5 < rows.len() * 3 {
            return;
        }
        for column in 0..rows.first().map_or(0, |r| r.days.len()) {
            let days = || rows.iter().filter_map(|r| r.days.get(column));
            let all = || days().filter_map(|(_, d)| d.year);
            let (Some(first), Some(last)) = (all().min(), all().max()) else { continue };
            let old = |d: &Date| day(d).is_some_and(|d| years(d, newest) >= 1);
            if last - first >= YEARS && days().all(|(_, d)| old(d)) {
                out.extend(days().map(|(span, _)| found(span.clone(), Category::BirthDate, 0.65)));
            }
        }
    }

    /// Whether the line that begins at a byte names a person who is no professional.
    fn names_somebody(&self, start: usize) -> bool {
        let from = self.at(start);
        let line = head(self.input.string.get(start..).unwrap_or(""), ROW);
        let end = start + line.find('\n').unwrap_or(line.len());
        let line = self.words.iter().enumerate().skip(from).take(40).take_while(|(_, w)| w.span.start < end);
        line.into_iter().any(|(n, _)| self.person(n) == Some(Category::PersonName))
    }

    /// Numbers on a line with a day of birth and a name beside it.
    fn numbers(&self, out: &mut Vec<Hit>) {
        let mut done = 0;
        for birth in &self.births {
            let before = tail(self.input.string.get(..birth.start).unwrap_or(""), ON_LINE);
            let before = before.rsplit('\n').next().unwrap_or("");
            let start = (birth.start - before.len()).max(done);
            let behind = head(self.input.string.get(birth.end..).unwrap_or(""), ON_LINE);
            let behind = behind.split('\n').next().unwrap_or("");
            let end = birth.end + behind.len();
            let from = self.at(birth.start - before.len());
            let named = (from..from + 24)
                .take_while(|&n| self.get(n).is_some_and(|w| w.span.start < end))
                .any(|n| self.person(n) == Some(Category::PersonName));
            let Some(line) = self.input.string.get(start..end).filter(|_| named) else { continue };
            done = end;
            let mut at = start;
            for word in line.split([' ', '\t', ',', ';', '|', '(', ')', '"']) {
                let outside = at >= birth.end || at + word.len() <= birth.start;
                let phone = starting_from(&self.phones, at).is_some_and(|p| p.start == at);
                if outside && !phone && numbered(word) {
                    out.push(found(at..at + word.len(), Category::PatientNumber, 0.6));
                }
                at += word.len() + 1;
            }
        }
    }
}

/// The days of one line.
struct Row {
    start: usize,
    days: Vec<(Span, Date)>,
}

/// Whether a word is a running number: six figures and more, hardly a letter, and no date.
fn numbered(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    let plain =
        word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || matches!(b, b'-' | b'/'));
    let bare = word.len() == digits;
    (6..=16).contains(&digits)
        && letters <= 4
        && plain
        && word.ends_with(|c: char| c.is_ascii_alphanumeric())
        && !(bare && word.ends_with("000"))
        && (digits > 8 || dates(&word.to_ascii_lowercase()).is_empty())
}

/// What a folded line that begins behind a name says next, if it is a day of birth at least `least` years old, or a short
/// telephone in brackets.
fn value(s: &str, newest: Day, least: i32) -> Option<Value> {
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
            let age = digits <= 3 && matches!(rest.get(digits..word), Some("a" | "y" | "ans" | "yo"));
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
    let end = rest.get(len..)?.trim_start_matches([' ', '.', '-']);
    let (d, m, y) = (d?, m?, i32::try_from(y?).ok()?);
    let real =
        (1..=31).contains(&d) && (1..=12).contains(&m) && !end.starts_with(|c: char| c.is_ascii_digit());
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
