//! What speaks for and against a run's being a name: given names, shapes, roles, diseases, places where people sign.

use super::super::Hit;
use super::super::tokens::{Gap, Shape, Word};
use super::Scan;
use crate::model::{Category, Reason};

impl Scan<'_> {
    /// Two or three words that could be a name and fill the line under a label.
    pub(super) fn full_line(&self, from: usize, to: usize) -> bool {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let given = run.first().is_some_and(|w| w.lore.given() && !w.lore.word());
        (2..=3).contains(&run.len())
            && self.fills_its_line(from, to)
            && run.iter().all(|w| {
                w.capital()
                    && (given || !w.lore.word())
                    && !w.lore.eponym()
                    && super::super::lexicon::town(&w.folded) < 2
            })
    }

    /// Looks in a run for what makes a name of it.
    pub(super) fn judge(&self, from: usize, to: usize, out: &mut Vec<Hit>) {
        if self.belongs_to_a_thing(from) {
            return;
        }
        let (mut from, mut to) = (from, to);
        // "Aurore Solange" in a cell of its own: an ordinary word before a given name.
        let paired = self.get(from).is_some_and(|w| {
            to - from == 1 && w.gap == Gap::Space && w.shape == Shape::Cap && w.lore.given() && !w.lore.word()
        });
        let opening = from.checked_sub(1).filter(|&b| {
            let fits = |w: &Word| w.shape == Shape::Cap && w.plain() && !w.lore.stop() && !w.lore.head();
            paired && self.fills_its_line(b, to) && self.get(b).is_some_and(|w| fits(w) && !w.lore.facility())
        });
        if let Some(opening) = opening {
            self.hit(opening, to, Category::PersonName, 0.55, Reason::NameShape, out);
            return;
        }
        // Ordinary words at the ends are not part of it: "Consultation Jeanne MOREL".
        while from < to
            && self
                .get(from)
                .is_some_and(|w| self.ordinary(w) || self.particle(from) && w.lore.word() && to - from < 3)
        {
            from += 1;
        }
        while to > from
            && !(to > from + 1 && (self.short_surname(to - 1) || self.noble_end(from, to)))
            && self.get(to - 1).is_some_and(|w| {
                self.ordinary(w)
                    && (w.lore.stop()
                        || self.get(to.wrapping_sub(2)).is_none_or(|p| {
                            to - 1 == from || !p.lore.common_given() && p.shape != Shape::Initial
                        }))
            })
        {
            to -= 1;
        }
        if from >= to {
            return;
        }
        let role = self.role_after(to);
        let category = if role == Some(true) { Category::Professional } else { Category::PersonName };
        let sure = self.evidence(from, to) + if role.is_some() { 0.35 } else { 0.0 };
        if sure >= 0.5 {
            let reason = if role.is_some() { Reason::Context } else { Reason::NameShape };
            self.hit(from, to, category, sure.min(0.95), reason, out);
        }
    }

    pub(super) fn ordinary(&self, w: &Word) -> bool {
        w.capital() && w.plain() || w.lore.stop()
    }

    /// How much the words of a run speak for a name, from 0 to 1.
    pub(super) fn evidence(&self, from: usize, to: usize) -> f32 {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let all_eponyms =
            run.iter().filter(|w| w.capital()).all(|w| w.lore.eponym() || w.lore.word() || w.lore.facility());
        let mut best: f32 = 0.0;
        for pair in run.windows(2) {
            let [a, b] = pair else { continue };
            best = best.max(self.pair(a, b));
        }
        // "Jean de La Tour", "FADIL MARIONS Yassine": a given name anywhere in a run of three or more.
        let capitals = run.iter().filter(|w| w.capital()).count();
        if capitals >= 2 && run.iter().any(|w| w.capital() && w.lore.given() && !w.lore.word()) {
            let others = run.iter().filter(|w| w.capital() && !w.lore.word()).count();
            best = best.max(if others >= 2 { 0.7 } else { 0.35 });
        }
        if run.iter().any(|w| w.capital() && w.folded.len() > 3 && self.mails.contains(w.folded.as_str())) {
            best = best.max(0.6);
        }
        if let [only] = run {
            best = best.max(self.alone(from, only));
        }
        // "A. Morel, B. Petit, C. Rabbi": a list lends its shape.
        if let [first, last] = run
            && first.shape == Shape::Initial
            && first.dot
            && last.capital()
            && (first.gap == Gap::Comma
                || self.get(to).is_some_and(|n| n.gap == Gap::Comma && n.shape == Shape::Initial && n.dot))
        {
            best = best.max(0.5);
        }
        if self.fills_its_line(from, to) && (2..=4).contains(&run.len()) {
            let known = run.iter().any(|w| w.lore.given() || w.lore.surname());
            let clean = run.iter().all(|w| !w.lore.word() && !w.lore.eponym() && w.shape != Shape::Initial);
            if clean && known && run.iter().all(|w| super::super::lexicon::town(&w.folded) == 0) {
                best = best.max(0.5);
            }
        }
        best = best.max(self.with_particles(from, to));
        if all_eponyms { best.min(0.3) } else { best }
    }

    /// "Blanche d'Artenay", "Quang Huy Le": a given name with particles or a short surname behind it.
    fn with_particles(&self, from: usize, to: usize) -> f32 {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return 0.0 };
        let named = first.shape == Shape::Cap && first.lore.given();
        let inner = run.get(1..run.len().saturating_sub(1)).unwrap_or(&[]);
        let particles = !inner.is_empty()
            && (from + 1..to - 1).all(|n| self.particle(n))
            && inner.iter().all(|w| w.shape == Shape::Lower)
            && last.capital()
            && !last.lore.stop();
        let solid = !last.lore.word() || !first.lore.word();
        let short = run.len() >= 2
            && self.short_surname(to - 1)
            && run.iter().rev().skip(1).all(|w| w.capital() && !w.lore.word())
            && run.iter().rev().skip(1).any(|w| w.lore.given());
        if named && particles && solid || short { 0.55 } else { 0.0 }
    }

    /// Two neighbours that together look like a given name and a surname.
    pub(super) fn pair(&self, a: &Word, b: &Word) -> f32 {
        let solid = |w: &Word| w.capital() && !w.lore.word() && !w.lore.stop();
        let given = |w: &Word| w.capital() && w.lore.given() && !w.lore.word();
        let mixed = a.capital() && b.capital() && a.shape != b.shape;
        match (a.shape, b.shape) {
            (Shape::Initial, _) if b.capital() && (a.dot || a.folded.len() > 1) => {
                if solid(b) {
                    0.75
                } else if b.lore.surname() && !b.plain() && b.folded.len() > 3 && a.dot {
                    0.55
                } else {
                    0.0
                }
            }
            (Shape::Upper, Shape::Initial) if solid(a) && a.folded.len() > 3 && !b.digit_after => {
                if b.dot || a.lore.surname() { 0.55 } else { 0.3 }
            }
            (Shape::Cap, Shape::Initial) if solid(a) && b.dot && a.lore.surname() => 0.5,
            _ if given(a) && given(b) => 0.75,
            _ if (given(a) && solid(b)) || (solid(a) && given(b)) => {
                if mixed || a.lore.common_given() || b.lore.common_given() { 0.85 } else { 0.65 }
            }
            _ if mixed && ((a.lore.given() && solid(b)) || (solid(a) && b.lore.given())) => 0.7,
            _ if mixed && solid(a) && solid(b) && (a.lore.surname() || b.lore.surname()) => 0.55,
            _ if given(a) && b.lore.surname() && b.capital() => 0.6,
            (Shape::Cap, Shape::Cap) if given(a) && a.lore.common_given() && b.plain() && !b.lore.stop() => {
                0.5
            }
            _ if given(b) && a.lore.surname() && a.capital() => 0.55,
            (Shape::Cap, Shape::Cap) if a.lore.common_given() && a.lore.word() && solid(b) => 0.5,
            // Two names that no list of given names holds count in the middle of a sentence, not after an article.
            (Shape::Cap, Shape::Cap)
                if solid(a)
                    && solid(b)
                    && a.folded.len() > 3
                    && b.folded.len() > 3
                    && (self.english || self.inside(a)) =>
            {
                0.5
            }
            (Shape::Cap, Shape::Cap)
                if self.english
                    && (solid(b) && !a.plain() || solid(a) && b.lore.surname())
                    && !a.lore.stop()
                    && !b.lore.stop() =>
            {
                0.5
            }
            // "Brad L Key"
            (Shape::Cap, Shape::Initial)
                if solid(a)
                    && self.english
                    && !b.digit_after
                    && b.folded.len() == 1
                    && a.folded.len() > 2 =>
            {
                0.5
            }
            _ => 0.0,
        }
    }

    /// English words around a capital that no list of words knows: "says Joly", "Sunniva is very reliable", "her name is Boyle".
    pub(super) fn reads_like_a_person(&self, at: usize, w: &Word) -> bool {
        if w.lore.stop()
            || w.lore.eponym() && !w.lore.given()
            || w.folded.len() < 3
            || super::super::lexicon::town(&w.folded) > 1
        {
            return false;
        }
        let foreign = self.input.string.get(w.span.clone()).is_some_and(|s| !s.is_ascii());
        let before = at
            .checked_sub(1)
            .and_then(|b| self.get(b))
            .filter(|_| matches!(w.gap, Gap::Space | Gap::Comma))
            .map_or("", |b| b.folded.as_str());
        let after = self
            .get(at + 1)
            .filter(|n| matches!(n.gap, Gap::Space | Gap::None))
            .map_or("", |n| n.folded.as_str());
        let called = matches!(
            before,
            "named" | "says" | "said" | "called" | "hi" | "hello" | "dear" | "him" | "me" | "name" | "kid"
        );
        let acts = matches!(
            after,
            "is" | "was"
                | "had"
                | "has"
                | "began"
                | "lives"
                | "says"
                | "said"
                | "listed"
                | "will"
                | "can"
                | "just"
                | "told"
                | "s"
                | "wrote"
                | "works"
        );
        let paired = matches!(
            before,
            "and" | "between" | "by" | "with" | "to" | "ex" | "early" | "starring" | "under" | "is"
        ) || after == "and";
        if w.lore.word() {
            return called && (w.lore.given() || w.lore.surname());
        }
        // "Testimony was heard": a sentence may open with a thing.
        let acts =
            acts && (w.gap == Gap::Space || w.lore.given() || w.lore.surname() || !abstraction(&w.folded));
        called || foreign || acts || (paired && w.lore.surname()) || paired && w.lore.unknown()
    }

    /// Whether a word stands in the middle of a sentence, and not as the name of a thing.
    pub(super) fn inside(&self, word: &Word) -> bool {
        let at = self.words.partition_point(|w| w.span.start < word.span.start);
        at.checked_sub(1).and_then(|b| self.get(b)).is_some_and(|b| {
            b.shape == Shape::Lower
                && word.gap == Gap::Space
                && !matches!(
                    b.folded.as_str(),
                    "le" | "la"
                        | "les"
                        | "un"
                        | "une"
                        | "des"
                        | "du"
                        | "au"
                        | "aux"
                        | "de"
                        | "the"
                        | "a"
                        | "an"
                        | "of"
                        | "ce"
                        | "cette"
                        | "type"
                        | "en"
                )
        })
    }

    /// A given name that stands alone.
    pub(super) fn alone(&self, at: usize, w: &Word) -> f32 {
        let before = at.checked_sub(1).and_then(|b| self.get(b));
        if self.english && w.shape == Shape::Cap && self.reads_like_a_person(at, w) {
            return 0.5;
        }
        if w.shape != Shape::Cap || !w.lore.given() || w.lore.word() || w.lore.eponym() || w.folded.len() < 4
        {
            return 0.0;
        }
        if super::super::lexicon::town(&w.folded) > 1
            || w.digit_after
            || self.get(at + 1).is_some_and(|n| n.gap == Gap::None)
        {
            return 0.0;
        }
        // "Claire amélioration", "Pierre à l'ethmoïde": these open sentences as ordinary words too.
        let opens = !matches!(w.gap, Gap::Space | Gap::None);
        let double = matches!(
            w.folded.as_str(),
            "claire"
                | "pierre"
                | "marine"
                | "marguerite"
                | "madeleine"
                | "clementine"
                | "capucine"
                | "jasmine"
                | "victoire"
                | "serge"
                | "guy"
                | "robin"
                | "colin"
        );
        if opens && double {
            return 0.0;
        }
        let saint = before.is_some_and(|b| {
            matches!(b.folded.as_str(), "saint" | "sainte" | "st" | "ste") && w.gap <= Gap::Space
        });
        // Less common ones count in the middle of a sentence only.
        let inside = before.is_some_and(|b| b.shape == Shape::Lower && w.gap == Gap::Space);
        let elided = w.gap == Gap::None
            && self.input.string.get(..w.span.start).is_some_and(|s| s.ends_with(['\'', '\u{2019}']));
        if self.english && !saint && w.gap != Gap::None {
            return 0.5;
        }
        if saint || w.gap == Gap::None && !elided || !(w.lore.common_given() || inside && !w.lore.surname()) {
            0.0
        } else {
            0.5
        }
    }
}

/// Whether an English word ends like a thing that is thought, done or measured.
fn abstraction(folded: &str) -> bool {
    const ENDS: [&str; 14] = [
        "tion", "sion", "ment", "ness", "ity", "mony", "ance", "ence", "logy", "ship", "ing", "ure", "sis",
        "ics",
    ];
    ENDS.iter().any(|end| folded.ends_with(end))
}
