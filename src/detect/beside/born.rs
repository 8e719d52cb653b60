//! A date alone under a name, or in the cells beside it, is the day of birth: "Mlle Jeanne MOREL⏎le 3 mars 1999".

use super::super::Hit;
use super::super::tail;
use super::{Scene, found};
use crate::model::Category;

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
            let introduced =
                matches!(cell.trim().trim_end_matches(':').trim(), "" | "le" | "Le" | "(" | "du" | "*");
            if !introduced || !(behind.is_empty() || behind.starts_with(['\n', '\t', ')'])) {
                continue;
            }
            let head = before.get(..before.len() - cell.len()).unwrap_or("");
            let fits = match head.chars().next_back() {
                Some('\t') => self.opens_with_a_person(head, false),
                Some('\n') => {
                    behind.starts_with('\n') && self.opens_with_a_person(head.trim_end_matches('\n'), true)
                }
                _ => false,
            };
            if fits {
                out.push(found(span, Category::BirthDate, 0.7));
            }
        }
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
