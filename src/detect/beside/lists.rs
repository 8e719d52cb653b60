//! The others of a list of people: "A, B,⏎C ·", "MOREL G - PETIT A - SOW M", "(Lia, Noé and Ana)", "avec Tom et Lise".

use super::super::Hit;
use super::super::names::titles;
use super::super::tokens::{Gap, Shape};
use super::{Scene, acronym};
use crate::model::Category;

impl Scene<'_> {
    /// "M. et Mme Pham / Delorme", "Lustig/Bakri": a second person behind a slash.
    pub(super) fn behind_a_slash(&self, at: usize) -> bool {
        self.between(at).trim_matches([' ', '\u{a0}']) == "/"
            && self.could_be_named(at)
            && self.get(at).is_some_and(|w| !w.plain() && !w.lore.eponym() && !acronym(&w.folded))
    }

    pub(super) fn lists(&self, out: &mut Vec<Hit>) {
        let mut listed: Option<(usize, Category)> = None;
        for at in 1..self.words.len() {
            // Only a mark makes a list of small words.
            let small = self.get(at).is_none_or(|w| w.shape == Shape::Lower && w.gap == Gap::Space);
            if small || self.person(at).is_some() {
                continue;
            }
            // Members found one after the other in this very pass count as people for the next.
            let before = self.person(at - 1).or(listed.filter(|l| l.0 == at - 1).map(|l| l.1));
            // "SCM Morel–Petit–Roche": a company of practitioners.
            let before = before.or_else(|| self.place_at(at - 1).then_some(Category::Professional));
            let end = before
                .and_then(|category| self.next_of_list(at).map(|end| (end, category)))
                .or_else(|| self.first_of_list(at).map(|category| (at, category)))
                .or_else(|| self.before_a_dash(at).map(|end| (end, Category::Professional)));
            if let Some((end, category)) = end {
                out.extend(self.hit(at, end, category, 0.6));
                listed = Some((end, category));
            }
        }
    }

    /// "Ferreira / Kouamé / Pham": three or more capitals that no list of words holds, parted alike.
    pub(super) fn bare_lists(&self, out: &mut Vec<Hit>) {
        let mut at = 0;
        while at < self.words.len() {
            let mut to = at;
            while self.listed_word(to) && (to == at || self.between(to) == " / ") {
                to += 1;
            }
            let run = self.words.get(at..to).unwrap_or(&[]);
            if run.len() >= 3 && run.iter().any(|w| w.lore.surname() || w.lore.given()) {
                out.extend(
                    (at..to)
                        .filter(|&n| self.person(n).is_none())
                        .filter_map(|n| self.hit(n, n, Category::Professional, 0.55)),
                );
            }
            at = to.max(at + 1);
        }
    }

    fn listed_word(&self, at: usize) -> bool {
        self.solid(at)
            && self.get(at).is_some_and(|w| {
                w.shape == Shape::Cap
                    && !w.lore.word()
                    && w.folded.len() > 2
                    && super::super::lexicon::town(&w.folded) < 2
            })
    }

    /// The first word of a surname with its initial that stands before others of a list: "ROUX P. - DIALLO M."
    fn before_a_dash(&self, at: usize) -> Option<usize> {
        let word = self
            .get(at)
            .filter(|w| w.shape == Shape::Upper && !w.lore.stop() && (!w.lore.word() || w.lore.surname()))?;
        let initial = self.get(at + 1).filter(|n| n.shape == Shape::Initial && n.gap == Gap::Space)?;
        let between =
            self.input.string.get(initial.span.end..self.get(at + 2)?.span.start)?.trim_start_matches('.');
        let dash = matches!(between.trim(), "-" | "\u{2013}" | "/" | "\u{b7}") && between.starts_with(' ');
        (dash && self.person(at + 2).is_some() && word.folded.len() > 1).then_some(at + 1)
    }

    /// The last word of a name that stands behind another in a list.
    fn next_of_list(&self, at: usize) -> Option<usize> {
        let between = self.between(at);
        let dotted = self.get(at - 1).is_some_and(|w| w.shape == Shape::Initial && w.dot);
        let between = if dotted { between.trim_start_matches('.') } else { between };
        let between: String = between.chars().filter(|c| !matches!(c, ' ' | '\r' | '\u{a0}')).collect();
        let word = self.get(at)?;
        match between.as_str() {
            // "MOREL | Awa | F": a cell behind the surname's
            "|" => {
                let cell = self.solid(at)
                    && word.shape == Shape::Cap
                    && !word.lore.word()
                    && self.after(at).starts_with('|');
                (cell && (word.lore.given() || word.lore.unknown())).then_some(at)
            }
            "," | ",\n" => {
                let start = self.person_start(at - 1);
                let plural =
                    start.checked_sub(1).and_then(|t| self.get(t)).is_some_and(|w| titles::plural(&w.folded));
                let member =
                    start > 0 && self.person(start - 1).is_some() && self.between(start).trim() == ",";
                let single =
                    self.solid(at) && !word.lore.word() && super::super::lexicon::town(&word.folded) < 2;
                let rest = self.after(at);
                let ends = rest.is_empty()
                    || rest.starts_with([',', ';', '.', ')', '\n', '\u{b7}', '|', '\u{2013}', '-']);
                let more = self
                    .get(at + 1)
                    .is_some_and(|n| matches!(n.folded.as_str(), "et" | "and") && n.gap == Gap::Space);
                let broken = between.contains('\n') || plural;
                (single && (ends || more) && (plural || member && broken)).then_some(at)
            }
            // "MOREL G - PETIT A - SOW M"
            "-" | "\u{2013}" | "\u{b7}" | "/" | "\u{2022}" => {
                let initial = self.get(at - 1).is_some_and(|w| w.shape == Shape::Initial);
                let mine = self.get(at + 1).is_some_and(|n| n.shape == Shape::Initial && n.gap == Gap::Space);
                let surname = word.shape == Shape::Upper
                    && !word.lore.stop()
                    && (!word.lore.word() || word.lore.surname());
                if initial && mine && surname {
                    return Some(at + 1);
                }
                // "LE BRETON S."
                let compound = matches!(
                    word.folded.as_str(),
                    "le" | "la" | "de" | "du" | "van" | "el" | "ben" | "da" | "dos"
                );
                if initial
                    && compound
                    && self.get(at + 2).is_some_and(|n| n.shape == Shape::Initial)
                    && self.get(at + 1).is_some_and(|n| n.shape == Shape::Upper)
                {
                    return Some(at + 2);
                }
                // "Morel–Petit-Duval–Roche", closed in by two that are known; "cc A. Morel / C Petit / Mr Duval"
                let same = |s: &str| {
                    s.chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).collect::<String>() == between
                };
                let enclosed = self.solid(at)
                    && (self.person(at + 1).is_some() || self.place_at(at + 1))
                    && same(self.between(at + 1));
                if enclosed && between != "-" {
                    return Some(at);
                }
                self.after_slash(at, &between)
            }
            _ => None,
        }
    }

    /// "/ Sr C Petit /": behind a slash in a list of people stands another.
    fn after_slash(&self, at: usize, between: &str) -> Option<usize> {
        let titled = self.get(at).is_none_or(|w| {
            matches!(w.folded.as_str(), "mr" | "mrs" | "ms" | "miss" | "dr" | "prof" | "sr" | "mme" | "pr")
        });
        if between != "/" || !self.between(at).contains(' ') || titled {
            return None;
        }
        let mut end = at;
        while self.get(end + 1).is_some_and(|n| n.gap == Gap::Space && n.shape != Shape::Lower)
            && end - at < 3
        {
            end += 1;
        }
        let initial = (at..end).any(|n| self.get(n).is_some_and(|w| w.shape == Shape::Initial));
        (initial && self.solid(end)).then_some(end)
    }

    fn place_at(&self, at: usize) -> bool {
        let Some(start) = self.get(at).map(|w| w.span.start) else { return false };
        let i = self.places.partition_point(|p| p.start <= start);
        i.checked_sub(1).and_then(|i| self.places.get(i)).is_some_and(|p| p.contains(&start))
    }

    /// "avec Tom et Lise", "(Lia, Noé and Ana)": the one before somebody found.
    fn first_of_list(&self, at: usize) -> Option<Category> {
        let word = self.get(at).filter(|w| self.solid(at) && w.shape == Shape::Cap && w.folded.len() > 2)?;
        if word.lore.word() || super::super::lexicon::town(&word.folded) > 1 {
            return None;
        }
        let before = at.checked_sub(1).and_then(|b| self.get(b))?;
        let next = self.get(at + 1)?;
        let opened = self.between(at).ends_with('(') || self.between(at).ends_with(", ");
        let kin = children(&before.folded)
            || self.between(at).trim_end().ends_with('(') && children(&before.folded);
        if matches!(next.folded.as_str(), "et" | "and") && next.gap == Gap::Space {
            let category = self.person(at + 2)?;
            let other = self.get(at + 2)?;
            let alike = other.shape == Shape::Cap && other.gap == Gap::Space;
            let led = matches!(
                before.folded.as_str(),
                "avec" | "with" | "chez" | "entre" | "between" | "pour" | "for" | "par" | "by"
            ) && word.gap == Gap::Space;
            return (alike
                && (led && (word.lore.given() || self.english)
                    || opened && kin
                    || word.lore.given() && led))
                .then_some(category);
        }
        let category = self.person(at + 1)?;
        (next.gap == Gap::Comma && opened && kin && next.shape == Shape::Cap).then_some(category)
    }
}

fn children(folded: &str) -> bool {
    matches!(
        folded,
        "enfants"
            | "fils"
            | "filles"
            | "freres"
            | "soeurs"
            | "children"
            | "sons"
            | "daughters"
            | "kids"
            | "siblings"
            | "brothers"
            | "sisters"
            | "twins"
            | "jumeaux"
            | "jumelles"
            | "parents"
            | "garcons"
    )
}
