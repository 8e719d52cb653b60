//! A date right beside a person's name → a day of birth, where it lies well before the file's own days: "SOW Awa F 3.4.61",
//! "Roux (Mme) - 1944", "12/03/1957 MOREL Lise", a column of such days; a number in such a line is the person's too. Nothing but
//! marks, blanks and small words that tell who somebody is may stand between. Linear in words and dates.

use super::super::dates::{Date, dates};
use super::super::{Hit, Input, head};
use super::next::{Day, FAR, Value, day, value, years};
use super::{Scene, found, starting_from};
use crate::model::{Category, Folded, Span};

/// No file is taken to be older than this year.
const FILES_SINCE: i32 = 2013;
/// A row of a list with what stands up to the next has at most so many bytes.
const ROW: usize = 400;
/// Rows that make a column, and over how many years its days lie at least.
const ROWS: usize = 3;
const YEARS: i32 = 8;

/// The same of a file without any day.
const DATELESS: i32 = 2021;
/// How old the only day of a file is taken to be.
const ALONE: i32 = 5;

/// The newest day of a file.
#[derive(Clone, Copy)]
pub(super) struct Newest {
    day: Day,
    /// The only day that the file has, if it is no old one.
    only: Option<Day>,
}

/// The newest day of a file: of those whose year has four figures, if there is one. Beside a name, the only day of a file is
/// rather somebody's than the file's.
pub(super) fn newest(inputs: &[Input<'_>]) -> Newest {
    let (mut whole, mut short) = (None, None);
    let all = || inputs.iter().flat_map(|i| i.dates()).filter_map(|w| day(&w.date));
    let Some(only) = all().next() else { return Newest { day: (DATELESS, 1, 1), only: None } };
    if all().all(|d| d == only) {
        return Newest {
            day: (only.0 + ALONE, only.1, only.2).max((FILES_SINCE, 1, 1)),
            only: Some(only).filter(|d| d.0 >= FILES_SINCE),
        };
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
    let day = whole.filter(|d| d.0 >= FILES_SINCE).or(short).unwrap_or_default();
    Newest { day: day.max((FILES_SINCE, 1, 1)), only: None }
}

impl Scene<'_> {
    pub(super) fn days_beside(&mut self, newest: Newest, out: &mut Vec<Hit>) {
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
        self.in_front(newest.day, out);
        self.columns(newest.day, out);
        let births = out.get(before..).unwrap_or_default().iter();
        self.births.extend(births.filter(|h| h.category == Category::BirthDate).map(|h| h.span.clone()));
        crate::model::order::sort_by_key(&mut self.births, |s| (s.start, s.end));
        self.numbers(out);
        self.registers(out);
        self.marked(out);
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
    fn behind(&self, from: usize, to: usize, newest: Newest, out: &mut Vec<Hit>) {
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
        // The only day of the file may be that of care, if the line goes on behind it.
        let ends = |span: &Span| {
            let said = folded.as_str().get(span.clone()).unwrap_or("");
            let rest = folded.as_str().get(span.end..).unwrap_or("").trim_start_matches(' ');
            let only = newest.only.is_some() && dates(said).first().and_then(|w| day(&w.date)) == newest.only;
            !only || rest.is_empty() || rest.starts_with(['.', ')', '\t'])
        };
        match value(folded.as_str(), newest.day, if told { 1 } else { 10 }) {
            Some(Value::Born(span)) if ends(&span) => out.push(found(back(span), Category::BirthDate, 0.7)),
            Some(Value::Phone(span)) => out.push(found(back(span), Category::Phone, 0.6)),
            _ => {}
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
            // "… 500 ml / 07.07.67 / per. 18h": between strokes, or in a cell of its own
            let behind = self.input.string.get(span.end..).unwrap_or("").trim_start_matches(' ');
            if (opening.ends_with(" /") || opening.ends_with('|')) && behind.starts_with(['/', '|']) {
                out.push(found(span, Category::BirthDate, 0.6));
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
}

/// The days of one line.
struct Row {
    start: usize,
    days: Vec<(Span, Date)>,
}
