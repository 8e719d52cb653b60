//! Numbers on the line of a person and a day of birth, and the running numbers before the names of a register → numbers of
//! these people. Linear in words and days of birth.

use super::super::dates::dates;
use super::super::{Hit, head, tail};
use super::{Scene, found, starting_from};
use crate::model::{Category, Span};

/// How far on its line a number is still told by a name and a day of birth.
const ON_LINE: usize = 110;

impl Scene<'_> {
    /// Numbers on a line with a day of birth and a name beside it.
    pub(super) fn numbers(&self, out: &mut Vec<Hit>) {
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
            let behind = self.input.string.get(birth.end..end).unwrap_or("");
            if let Some(len) = grouped(behind)
                && starting_from(&self.phones, birth.end).is_none_or(|p| p.start > birth.end + 1)
            {
                out.push(found(birth.end + 1..birth.end + len, Category::PatientNumber, 0.6));
            }
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

    /// "Mrs Short (0884172)", "M. ROUX - 0884127": a number that a mark parts from a name.
    pub(super) fn marked(&self, out: &mut Vec<Hit>) {
        for at in 0..self.words.len() {
            if self.person(at) != Some(Category::PersonName) || self.person(at + 1).is_some() {
                continue;
            }
            let Some(end) = self.get(at).map(|w| w.span.end) else { continue };
            let rest = head(self.input.string.get(end..).unwrap_or(""), 28);
            let said = rest.trim_start_matches([' ', '(', ',', '-', '/', '#', ':', '\u{2013}']);
            let gap = rest.len() - said.len();
            let digits = said.bytes().take_while(u8::is_ascii_digit).count();
            let closed = !said
                .get(digits..)
                .is_some_and(|t| t.starts_with(|c: char| c.is_alphanumeric() || "/.-".contains(c)));
            let least = if rest.trim_start().starts_with(['(', '#']) { 5 } else { 7 };
            let number = said.get(..digits).unwrap_or("");
            let phone = starting_from(&self.phones, end).is_some_and(|p| p.start <= end + gap);
            if (least..=12).contains(&digits) && closed && gap > 1 && !phone && !number.ends_with("000") {
                out.push(found(end + gap..end + gap + digits, Category::PatientNumber, 0.6));
            }
        }
    }

    /// "4471    AMARI Lise": what opens lines before names, if it grows from one to the next.
    pub(super) fn registers(&self, out: &mut Vec<Hit>) {
        let mut rows: Vec<(u32, Span)> = Vec::new();
        for at in 0..self.words.len() {
            let opens =
                self.person(at) == Some(Category::PersonName) && (at == 0 || self.between(at).contains('\n'));
            let Some(row) = self.get(at).filter(|_| opens) else { continue };
            let line = tail(self.between(at), 40).rsplit('\n').next().unwrap_or("");
            let number = line.trim();
            let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
            if (4..=8).contains(&number.len()) && !year && number.bytes().all(|b| b.is_ascii_digit()) {
                let start = row.span.start - line.trim_start().len();
                rows.extend(number.parse().ok().map(|n| (n, start..start + number.len())));
            }
        }
        let grows = |a: &(u32, Span), b: &(u32, Span)| b.0 > a.0 && b.0 - a.0 < 50;
        for (n, row) in rows.iter().enumerate() {
            let before = n.checked_sub(1).and_then(|p| rows.get(p)).is_some_and(|p| grows(p, row));
            if before || rows.get(n + 1).is_some_and(|next| grows(row, next)) {
                out.push(found(row.1.clone(), Category::PatientNumber, 0.6));
            }
        }
    }
}

/// How many bytes from a blank on are figures in groups, as long as a running number: " 5120 0447 83".
fn grouped(line: &str) -> Option<usize> {
    let mut len = 0;
    let mut digits = 0;
    for group in line.strip_prefix(' ')?.split(' ') {
        if !(2..=5).contains(&group.len()) || !group.bytes().all(|b| b.is_ascii_digit()) {
            break;
        }
        len += group.len() + 1;
        digits += group.len();
    }
    (8..=16).contains(&digits).then_some(len)
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
