//! A date alone under a name, or in the cells beside it, is the day of birth: "Mlle Jeanne MOREL⏎le 3 mars 1999"; so is one that
//! a stroke parts from a name or a national number and from what follows: "ROUX, Lise / 1959-08-23 /".

use super::super::Hit;
use super::super::tail;
use super::{Scene, ending_before, found};
use crate::model::{Category, Span};

/// A year before which hardly any date of a running file lies.
const BEFORE: i32 = 2012;

impl Scene<'_> {
    pub(super) fn born(&self, out: &mut Vec<Hit>) {
        for date in self.input.dates() {
            if !date.date.complete() || date.date.year.is_none_or(|y| y >= BEFORE) {
                continue;
            }
            let span = self.input.back(&date.span);
            let behind = self.input.string.get(span.end..).unwrap_or("").trim_start_matches([' ', '\r']);
            let before = self.input.string.get(..span.start).unwrap_or("");
            let cell = tail(before, 200).rsplit(['\n', '\t']).next().unwrap_or("");
            if self.parted_from_a_person(span.start, before, behind) {
                out.push(found(span, Category::BirthDate, 0.7));
                continue;
            }
            // "Yanis SOW / 8812345 / 12.02.2001": the number between them is the same person's.
            if let Some(number) = number_before(before) {
                let head = before.get(..number.start).unwrap_or("");
                if self.parted_from_a_person(number.start, head, "/") {
                    out.push(found(number, Category::PatientNumber, 0.7));
                    out.push(found(span, Category::BirthDate, 0.7));
                    continue;
                }
            }
            let introduced =
                matches!(cell.trim().trim_end_matches(':').trim(), "" | "le" | "Le" | "(" | "du" | "*");
            if !introduced || !(behind.is_empty() || behind.starts_with(['\n', '\t', ')'])) {
                continue;
            }
            let head = before.get(..before.len() - cell.len()).unwrap_or("");
            let fits = match head.chars().next_back() {
                Some('\t') => self.opens_with_a_person(head, false),
                Some('\n') => {
                    let above = head.trim_end_matches(['\n', ' ', '\r']);
                    // "… BT1 5GS⏎11/12/1943⏎" in a letter's head
                    let address =
                        || ending_before(&self.addresses, above.len()).is_some_and(|a| a.end == above.len());
                    (behind.is_empty() || behind.starts_with('\n'))
                        && (address() || self.opens_with_a_person(head.trim_end_matches('\n'), true))
                }
                _ => false,
            };
            if fits {
                out.push(found(span, Category::BirthDate, 0.7));
            }
        }
    }

    /// Whether nothing but a stroke stands between a date and somebody's name or national number before it, and between it
    /// and what follows.
    fn parted_from_a_person(&self, start: usize, before: &str, behind: &str) -> bool {
        const STROKES: [char; 7] = ['/', '|', '–', '—', '·', ',', ';'];
        let gap = tail(before, 8);
        let kept = gap.trim_end_matches(|c| c == ' ' || STROKES.contains(&c));
        let stroke = gap.get(kept.len()..).unwrap_or("");
        let closed = behind.is_empty() || behind.starts_with(STROKES) || behind.starts_with(['\n', '\t']);
        if !closed || stroke.trim().chars().count() != 1 {
            return false;
        }
        let end = start - stroke.len();
        let next = self.at(end);
        let named = next.checked_sub(1).filter(|&at| self.get(at).is_some_and(|w| w.span.end == end));
        // One name alone before a comma may be whoever saw the patient that day: two are told like an identity.
        let person =
            named.is_some_and(|at| self.person(at).is_some() && (at > 0 && self.person(at - 1).is_some()));
        person || ending_before(&self.nationals, end).is_some_and(|n| n.end == end)
    }

    /// Whether the last line begins with somebody's name (behind a title), and holds nothing else if `alone`.
    fn opens_with_a_person(&self, text: &str, alone: bool) -> bool {
        let line = tail(text, 200).rsplit('\n').next().unwrap_or("");
        if line.is_empty() || line.len() > 160 {
            return false;
        }
        let from = self.at(text.len() - line.len());
        let person = (from..from + 3).find(|&at| self.person(at).is_some());
        let Some(first) = person.filter(|&p| self.get(p).is_some_and(|w| w.span.start < text.len())) else {
            return false;
        };
        let titled =
            (from..first).all(|at| self.get(at).is_some_and(|w| w.folded.len() <= 12 && w.capital()));
        let mut end = first;
        while self.person(end + 1).is_some() && self.get(end + 1).is_some_and(|w| w.span.start < text.len()) {
            end += 1;
        }
        let rest = self.get(end).and_then(|w| text.get(w.span.end..)).unwrap_or("");
        titled && (!alone || rest.trim_matches([' ', '\r', '\t', ',', '.', ')']).is_empty())
    }
}

/// A number of six digits or more that a stroke parts from what follows.
fn number_before(before: &str) -> Option<Span> {
    let kept =
        before.trim_end_matches(' ').strip_suffix(['/', '|', '\u{2013}', '\u{b7}'])?.trim_end_matches(' ');
    let digits = kept.bytes().rev().take_while(u8::is_ascii_digit).count();
    (6..=14).contains(&digits).then(|| kept.len() - digits..kept.len())
}
