//! The rest of a name: on the next line, in the next row, behind an open hyphen or a given name; sign-offs.

use super::super::Hit;
use super::super::tokens::{Gap, Shape};
use super::initials::Known;
use super::{Scene, head};
use crate::model::Category;

impl Scene<'_> {
    pub(super) fn names(&self, out: &mut Vec<Hit>) {
        let opens = self.get(0).is_some_and(|w| w.shape == Shape::Upper) && self.person(0).is_none();
        if opens && self.person(1).is_some() && self.shouted(0) {
            out.extend(self.hit(0, 0, Category::PersonName, 0.6));
        }
        for at in 1..self.words.len() {
            // Small letters only go on with a name.
            let small = self.get(at).is_none_or(|w| w.shape == Shape::Lower);
            if self.person(at).is_some() || small && self.person(at - 1).is_none() {
                continue;
            }
            if let Some(category) = self.person(at - 1) {
                let end = self.on_the_next_line(at).or_else(|| self.on_the_same_line(at));
                let end = end.or_else(|| self.behind_a_slash(at).then_some(at));
                out.extend(end.and_then(|end| self.hit(at, end, category, 0.7)));
            }
            if self.person(at - 1).is_none() && self.spoken_to(at) {
                out.extend(self.hit(at, at, Category::PersonName, 0.55));
            }
            if self.kin(at) || self.worked_with(at) || self.introduced(at) || self.bracketed(at) {
                out.extend(self.hit(at, at, Category::PersonName, 0.55));
            }
            if self.behind_a_role(at) {
                out.extend(self.hit(at, at, Category::Professional, 0.6));
            }
            if self.behind_a_broken_title(at) || self.before_a_telephone(at) {
                out.extend(self.hit(at, at, Category::PersonName, 0.6));
            }
            if let Some(category) = self.surname_before_a_comma(at) {
                out.extend(self.hit(at, at, category, 0.65));
            }
            if self.by_somebody(at) {
                out.extend(self.hit(at, at, Category::Professional, 0.6));
            }
            if self.doctors_letter(at) {
                out.extend(self.hit(at, at, Category::Professional, 0.6));
            }
            if let Some((end, category)) = self.told(at) {
                out.extend(self.hit(at, end, category, 0.6));
            }
        }
        self.broken_cells(out);
    }

    /// "nurse, Jeanne⏎Morel", "Maria da⏎Costa", "Petit-⏎Morel": the last word of what belongs to the name before.
    fn on_the_next_line(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while self.get(at).is_some_and(|w| w.shape == Shape::Lower && w.gap == Gap::Space && joins(&w.folded))
            && at - from < 3
        {
            at += 1;
        }
        // "Dr Paul-Henri⏎de Brissac"
        if at == from
            && self.get(at).is_some_and(|w| w.shape == Shape::Lower && w.gap == Gap::Line && joins(&w.folded))
        {
            let given = self.get(at - 1).is_some_and(|b| b.lore.given());
            let surname =
                self.get(at + 1).is_some_and(|n| n.gap <= Gap::Space && n.capital() && !n.lore.word());
            return (given && surname && self.could_be_named(at + 1) && self.person_start(at - 1) == at - 1)
                .then_some(at + 1);
        }
        if !self.between(at).contains('\n') {
            return None;
        }
        let between = self.between(at).replace([' ', '\r', '\u{a0}'], "");
        let open = matches!(between.as_str(), "-\n" | "\u{2010}\n" | "\u{ad}\n");
        if !open && between != "\n" || !self.could_be_named(at) {
            return None;
        }
        let (word, before) = (self.get(at)?, self.get(at - 1)?);
        // "Courriel :" on the next line is a label.
        if self.after(at).starts_with([':', '\t']) && !open && at == from {
            return None;
        }
        let plain = word.lore.word() && !word.lore.given();
        if open || at > from {
            return (!plain || self.closed(at)).then_some(at);
        }
        let start = self.person_start(at - 1);
        // Only a given name, or a title and what follows, waits for a surname.
        let waits = start == at - 1 && (before.lore.given() || self.announced.get(at - 1) == Some(&true))
            || start + 2 == at
                && self.get(start).is_some_and(|w| w.shape != Shape::Upper && named_as(&w.folded));
        if !waits || before.shape == Shape::Upper && !before.lore.given() {
            return None;
        }
        let verb = self.get(at + 1).is_some_and(|n| {
            n.gap == Gap::Space
                && matches!(
                    n.folded.as_str(),
                    "will"
                        | "has"
                        | "is"
                        | "was"
                        | "had"
                        | "and"
                        | "who"
                        | "a"
                        | "est"
                        | "et"
                        | "qui"
                        | "rang"
                        | "said"
                )
        });
        let alone = word.shape == before.shape || word.shape == Shape::Upper;
        let goes_on = self.get(at + 1).is_some_and(|n| n.gap == Gap::Space && n.capital() && !n.lore.word());
        // An ordinary word in the middle of a sentence: no heading has a comma behind it.
        let inside = before.lore.given() && self.after(at).starts_with([',', ';', ')']);
        (alone && (!word.lore.word() && !word.lore.eponym() && !goes_on || verb || inside)).then_some(at)
    }

    /// "Shabana BEGUM", "Dr Niamh Ní Bhriain", "Amandine B.": the last word of what belongs to the given name before.
    fn on_the_same_line(&self, at: usize) -> Option<usize> {
        let (word, before) = (self.get(at)?, self.get(at - 1)?);
        if word.gap != Gap::Space || word.web {
            return None;
        }
        let start = self.person_start(at - 1);
        if word.shape == Shape::Cap
            && matches!(word.folded.as_str(), "ni" | "nic" | "ui" | "mac" | "mhic" | "mc")
            && self.solid(at + 1)
        {
            return Some(at + 1);
        }
        let given = before.lore.given() && !before.lore.word();
        // "Amandine B.", "Maria da C."
        let mut last = at;
        while self.get(last).is_some_and(|w| w.shape == Shape::Lower && joins(&w.folded)) && last - at < 2 {
            last += 1;
        }
        let initial = self.get(last).is_some_and(|w| {
            w.shape == Shape::Initial && w.dot && w.gap == Gap::Space && w.folded.len() == 1
        });
        let called = before.lore.given() || self.announced.get(at - 1) == Some(&true);
        if initial && called && before.shape == Shape::Cap && (start == at - 1 || last > at) {
            let rest = self.after(last).trim_start_matches('.').trim_start_matches(' ');
            return (rest.is_empty() || rest.starts_with(['\n', ',', ';', ')', '-', '\u{2013}']))
                .then_some(last);
        }
        if at - start > 2 || !self.could_be_named(at) || word.lore.surname() && word.lore.given() {
            return None;
        }
        let courtesy = start + 2 == at && self.get(start).is_some_and(|w| named_as(&w.folded));
        let mixed = word.shape == Shape::Upper && before.shape == Shape::Cap && word.folded.len() > 3;
        let sure = courtesy
            || mixed && (given || before.lore.unknown()) && start + 1 == at
            || self.english && given && start + 1 == at && word.shape == Shape::Cap && !word.lore.word();
        let rest = self.after(at);
        let ends =
            rest.is_empty() || rest.starts_with([',', ';', '\n', '/', '-', '(', ')', '.', '\u{2013}', '\t']);
        (sure && (ends || courtesy)).then_some(at)
    }

    /// Letters and particles before a known surname: "S. Ní Bhriain", "PE MOREL" where Pierre-Emile is known.
    pub(super) fn before_a_surname(&self, known: &Known, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let Some(category) = self.person(at).filter(|_| self.person(at - 1).is_none()) else { continue };
            let mut from = at;
            while from > 0
                && at - from < 2
                && self.get(from).is_some_and(|w| w.gap == Gap::Space)
                && self.get(from - 1).is_some_and(|w| {
                    joins(&w.folded) || matches!(w.folded.as_str(), "ni" | "nic" | "ui" | "mac" | "mc")
                })
            {
                from -= 1;
            }
            let (Some(first), Some(here)) = (from.checked_sub(1).and_then(|b| self.get(b)), self.get(from))
            else {
                continue;
            };
            if here.gap != Gap::Space || first.web {
                continue;
            }
            let initial = from < at && first.shape == Shape::Initial && first.dot;
            let double = from == at
                && first.folded.len() <= 3
                && matches!(first.shape, Shape::Upper | Shape::Initial)
                && known.stands_for_given(&first.folded.replace('-', ""));
            if initial || double {
                out.extend(self.hit(from - 1, at - 1, category, 0.65));
            }
        }
    }

    /// A cell that goes on at the head of the next line: "MOREL, Jeanne⇥Known as⇥Nan⏎Rose (Mrs)", "Petit-⇥seen⏎Morel⇥".
    fn broken_cells(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let Some(category) = self.person(at - 1) else { continue };
            let Some(end) = self.get(at - 1).map(|w| w.span.end) else { continue };
            let rest = self.input.string.get(end..).unwrap_or("");
            let open = rest.starts_with(['-', '\u{2010}']);
            let tail = rest.trim_start_matches(['-', '\u{2010}', ' ', '\u{a0}']);
            if !tail.starts_with('\t') {
                continue;
            }
            let Some(line_end) = head(tail, 200).find('\n') else { continue };
            let below = self.at(end + (rest.len() - tail.len()) + line_end);
            let Some(word) =
                self.get(below).filter(|w| w.span.start <= end + (rest.len() - tail.len()) + line_end + 2)
            else {
                continue;
            };
            let comma = self.input.string.get(..end).is_some_and(|s| {
                super::super::tail(s, 160).rsplit(['\n', '\t']).next().is_some_and(|cell| cell.contains(','))
            });
            let alone = self.after(below);
            let ends = alone.is_empty() || alone.starts_with(['\n', '(', '\t']);
            let first_cell = self
                .input
                .string
                .get(..end)
                .and_then(|s| super::super::tail(s, 200).rsplit('\n').next())
                .is_some_and(|l| l.matches('\t').count() <= 1);
            let goes_on = open && self.could_be_named(below)
                || comma && first_cell && word.lore.given() && self.solid(below);
            if ends && goes_on && self.person(below).is_none() {
                out.extend(self.hit(below, below, category, 0.7));
            }
        }
    }

    /// "hugs⏎Jo" and "showed it to Mo", where Maureen is known.
    pub(super) fn nicknames(&self, known: &Known, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let (Some(word), Some(before)) = (self.get(at), self.get(at - 1)) else { break };
            if self.person(at).is_some() || word.shape != Shape::Cap || word.web || word.lore.stop() {
                continue;
            }
            let length = word.folded.chars().count();
            if !(2..=9).contains(&length) {
                continue;
            }
            let below = || {
                let between = self.between(at).replace(['\r', ' '], "");
                between.contains('\n')
                    && between.trim_start_matches([',', '!', '.', ')']).chars().all(|c| c == '\n')
            };
            let signed = farewell(&before.folded)
                && below()
                && (self.after(at).is_empty() || self.after(at).starts_with(['\n', '-']))
                && (word.lore.given() || !word.lore.word());
            let short = length <= 5
                && word.gap == Gap::Space
                && before.shape == Shape::Lower
                && !word.lore.word()
                && self.closed(at)
                && known.given_begins(&word.folded);
            if signed || short {
                out.extend(self.hit(at, at, Category::PersonName, 0.55));
            }
        }
    }
}

/// Particles that stand small between the words of a name.
fn joins(folded: &str) -> bool {
    matches!(
        folded,
        "ap" | "ab"
            | "ferch"
            | "bint"
            | "bat"
            | "de"
            | "du"
            | "des"
            | "d"
            | "la"
            | "le"
            | "da"
            | "do"
            | "dos"
            | "das"
            | "di"
            | "del"
            | "della"
            | "van"
            | "von"
            | "der"
            | "den"
            | "el"
            | "al"
            | "ben"
            | "bin"
            | "ten"
            | "ter"
            | "zu"
    )
}

/// Words that are written before a name in English and are in no list of titles.
fn named_as(folded: &str) -> bool {
    matches!(
        folded,
        "dame"
            | "lady"
            | "lord"
            | "sister"
            | "matron"
            | "mst"
            | "master"
            | "mx"
            | "rev"
            | "reverend"
            | "nurse"
            | "sr"
    )
}

/// Lines with which letters and posts end.
fn farewell(folded: &str) -> bool {
    matches!(
        folded,
        "hugs"
            | "love"
            | "thanks"
            | "cheers"
            | "xx"
            | "xxx"
            | "xo"
            | "xoxo"
            | "regards"
            | "care"
            | "best"
            | "sincerely"
            | "bises"
            | "bisous"
            | "bise"
            | "biz"
            | "amicalement"
            | "amitie"
            | "amities"
            | "cordialement"
            | "merci"
            | "courage"
            | "bientot"
            | "kiss"
            | "kisses"
            | "wishes"
            | "confraternellement"
    )
}
