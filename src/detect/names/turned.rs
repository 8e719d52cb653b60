//! Names told by the marks between their words: "Awashish, Jean", "PRUITT,BILLY W", "BITBOL - CHAUVEAU - WEISS". Each looks
//! at a few words, or at a list once, so the walk is linear.

use super::super::tokens::{Gap, Shape, Word};
use super::super::{Hit, labels, lexicon};
use super::Scan;
use crate::model::{Category, Reason};

/// Items of a list that are looked at.
const ITEMS: usize = 40;

impl Scan<'_> {
    /// Surnames before their given names, and lists of surnames.
    pub(super) fn marked(&self, out: &mut Vec<Hit>) {
        let mut listed = 0;
        for at in 1..self.words.len() {
            if self.turned(at) {
                let from = self.family_from(at - 1);
                let to = self.given_to(at);
                self.hit(from, to, Category::PersonName, 0.6, Reason::NameShape, out);
            }
            if at >= listed {
                listed = self.listed(at - 1, out);
            }
        }
    }

    /// "Usager Awashish, Jean-Eudes": a surname, a comma, a given name, and the line or cell ends.
    fn turned(&self, at: usize) -> bool {
        let (Some(given), Some(family)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        if given.gap != Gap::Comma
            || !family.capital()
            || !given.capital()
            || family.lore.stop()
            || given.lore.stop()
            || given.lore.facility()
            || family.lore.eponym()
            || family.lore.town() > 1
            || family.folded.len() < 3
        {
            return false;
        }
        let first = given.lore.given() && !given.lore.word();
        let ends = self.closes(self.given_to(at) - 1);
        let loud = family.shape == Shape::Upper;
        let known = family.lore.surname() || given.lore.given();
        match given.shape {
            // "WHATLEY,JO ANN", "ABBOTT, GAYE": not "CRP,TSH".
            Shape::Upper => {
                let short = |w: &Word| self.sigle(w) || w.folded.len() < 3 && !w.lore.given();
                let glued = self.sign_before(at) == ",";
                let solid = !family.lore.word();
                loud && !short(family)
                    && !short(given)
                    && (first && glued && self.opens_a_cell(at)
                        || known && solid && (first || given.lore.common_given()) && (ends || glued)
                        || (known || family.folded.len() > 4)
                            && solid
                            && !given.lore.word()
                            && glued
                            && self.opens_a_cell(at))
            }
            // "KEELING, Sarah (Dr)", "OBI, Chinwe": whoever shouts a surname says a name behind it.
            _ if loud => {
                ends && (first && (given.lore.common_given() || !family.lore.word())
                    || known && !given.lore.word() && !family.lore.word()
                    || !given.plain() && !family.plain() && self.opens_a_cell(at))
            }
            _ => ends && first && !family.lore.word() && (given.lore.common_given() || self.opens_a_cell(at)),
        }
    }

    /// Whether a surname before a comma begins a line or cell.
    fn opens_a_cell(&self, at: usize) -> bool {
        let from = self.family_from(at - 1);
        let sign = self.sign_before(from);
        from == 0
            || sign.contains(['\n', '\t', '|', ':', '(', ';'])
            || sign.starts_with("  ")
            || self.get(from).is_some_and(|w| w.gap == Gap::Wide)
            || from.checked_sub(1).and_then(|b| self.get(b)).is_some_and(|b| letters(&b.folded))
    }

    /// Whether a line or cell ends behind a word.
    fn closes(&self, at: usize) -> bool {
        let rest = self.rest(at);
        let rest = rest.strip_prefix('.').unwrap_or(rest);
        let blanks = rest.trim_start_matches(' ');
        rest.is_empty()
            || rest.starts_with(['\n', '\r', '\t', '|', '(', ';', '"', '^'])
            || rest.starts_with("  ")
            || blanks.len() < rest.len()
                && (blanks.starts_with(['(', '-', '\u{2013}', '|'])
                    || blanks.starts_with(|c: char| c.is_ascii_digit()))
            || self
                .get(at + 1)
                .is_some_and(|w| labels::label_at(self.words, at + 1).is_some() && w.gap <= Gap::Wide)
            || self
                .get(at + 1)
                .is_some_and(|w| w.gap == Gap::Space && letters(&w.folded) && w.shape != Shape::Lower)
    }

    /// Where a surname of several words begins: "ST. CLAIR".
    fn family_from(&self, at: usize) -> usize {
        let mut from = at;
        while from > 0 && at - from < 2 && self.particle(from - 1) {
            let near = self.get(from).is_some_and(|w| w.gap <= Gap::Space);
            let dotted = self.sign_before(from) == ". ";
            if !near && !dotted {
                break;
            }
            from -= 1;
        }
        from
    }

    /// Where given names end: "Jo Ann", "BILLY W".
    fn given_to(&self, at: usize) -> usize {
        let shape = self.get(at).map(|w| w.shape);
        let mut to = at + 1;
        while to < at + 3
            && self.get(to).is_some_and(|w| {
                w.gap == Gap::Space
                    && !w.digit_after
                    && !letters(&w.folded)
                    && (w.shape == Shape::Initial
                        || Some(w.shape) == shape
                            && !w.lore.word()
                            && !w.lore.stop()
                            && (w.lore.given() || self.get(at).is_some_and(|g| g.lore.given())))
            })
        {
            to += 1;
        }
        to
    }

    /// "BITBOL - CHAUVEAU - WEISS", "Fontaine / Bourgoin / Xiong": where a list of surnames ends, of which most are listed.
    fn listed(&self, from: usize, out: &mut Vec<Hit>) -> usize {
        let item = |n: usize| {
            self.get(n).filter(|w| {
                let long = w.folded.len() > 3 || w.shape == Shape::Cap && w.folded.len() > 2;
                w.capital()
                    && !w.web
                    && !w.digit_after
                    && long
                    && !w.lore.stop()
                    && !w.lore.facility()
                    && (!w.lore.eponym() || w.lore.surname())
            })
        };
        let sign = self.sign_before(from + 1);
        if !matches!(sign, " - " | " \u{2013} " | " / " | " \u{2022} " | " \u{b7} ") || item(from).is_none() {
            return from;
        }
        let shape = self.get(from).map(|w| w.shape);
        let mut to = from + 1;
        while to < from + ITEMS
            && self.sign_before(to) == sign
            && item(to).is_some_and(|w| Some(w.shape) == shape)
        {
            to += 1;
        }
        let all = self.words.get(from..to).unwrap_or_default();
        let told = |w: &&Word| {
            (w.lore.surname() || w.lore.given())
                && (!w.lore.word() || w.shape == Shape::Upper)
                && lexicon::town(&w.folded) < 2
        };
        let closed = self.get(to).is_none_or(|w| !matches!(w.gap, Gap::Space | Gap::None));
        let people = all.len() > 2 && closed && all.iter().filter(told).count() * 2 > all.len();
        if people && all.iter().all(|w| !w.lore.word() || w.lore.surname()) {
            for n in from..to {
                self.hit(n, n + 1, Category::PersonName, 0.55, Reason::NameShape, out);
            }
        }
        to
    }
}

/// Letters of a degree or office and titles, which no given name is.
fn letters(folded: &str) -> bool {
    matches!(
        folded,
        "md" | "do"
            | "rn"
            | "np"
            | "phd"
            | "dds"
            | "dmd"
            | "lpn"
            | "cnm"
            | "esq"
            | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "dr"
            | "mme"
            | "mlle"
    )
}
