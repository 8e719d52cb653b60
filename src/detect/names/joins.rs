//! What may stand between two words of a name: blanks, a comma, a line's end, particles.

use super::super::tokens::{Gap, Shape};
use super::super::{labels, particles};
use super::{Leave, Scan};

impl Scan<'_> {
    /// Whether a word continues the run before it.
    pub(super) fn joins(&self, from: usize, at: usize, names: usize, leave: Leave) -> bool {
        let (Some(word), Some(before)) = (self.get(at), self.get(at - 1)) else { return false };
        match word.gap {
            Gap::None => before.shape == Shape::Initial || self.particle(at - 1) || self.hyphen_before(at),
            Gap::Space => true,
            Gap::Wide => {
                before.shape == Shape::Initial && labels::label_at(self.words, at).is_none()
                    || leave != Leave::Free && names == 0
                    || leave == Leave::Field
            }
            // "MOREL, Jeanne"
            Gap::Comma => {
                let surnames = self
                    .words
                    .get(from..at)
                    .unwrap_or(&[])
                    .iter()
                    .all(|w| w.shape == Shape::Upper && !w.plain());
                surnames && names <= 3 && word.shape == Shape::Cap && word.lore.given() && !word.lore.word()
            }
            // "Docteur Morel⏎Jeanne", "L.⏎Morel"
            Gap::Line => {
                let announced = leave == Leave::Announced && names == 1;
                let somebody = announced && !word.lore.stop() && !word.lore.facility();
                let given = announced && word.capital() && word.lore.given() && !word.lore.word();
                let goes_on = somebody
                    && word.shape == before.shape
                    && word.capital()
                    && !word.lore.word()
                    && self.wrapped(at);
                // "par le Dr Yaël⏎Petit.": with a given name alone nobody is called by a title; a surname it may be: "Dr Laurent⏎Scanner."
                // Capitals are read small off pictures: "Ursule⏎vaucoureux, né(e)".
                let surname = somebody
                    && before.lore.given()
                    && (word.capital()
                        && (!before.lore.surname() || !word.lore.word() || word.lore.surname())
                        || !word.lore.word() && self.born_behind(at))
                    && labels::label_at(self.words, at).is_none()
                    && self.stands_alone(at);
                given && !self.followed_by_name(at)
                    || goes_on
                    || surname
                    || before.shape == Shape::Initial
                        && before.dot
                        && word.capital()
                        && !word.lore.word()
                        && !word.lore.stop()
            }
            // "van 't Hoff"
            Gap::Other => self.particle(at - 1) && self.tied(at),
        }
    }

    /// Whether the last word of a run that nothing announces stands behind particles and a given name.
    pub(super) fn noble_end(&self, from: usize, to: usize) -> bool {
        to.checked_sub(1).is_some_and(|last| self.noble(from, last, Leave::Free))
    }

    /// Whether a word with a capital stands behind particles that follow a given name or a title.
    pub(super) fn noble(&self, from: usize, at: usize, leave: Leave) -> bool {
        let Some(word) = self.get(at).filter(|w| w.capital() && !w.lore.stop() && !w.lore.facility()) else {
            return false;
        };
        let mut first = at;
        while first > from && self.particle(first - 1) {
            first -= 1;
        }
        let Some(particle) = self.get(first).filter(|_| first < at) else { return false };
        let before = first.checked_sub(1).and_then(|b| self.get(b));
        let given = first > from
            && before
                .is_some_and(|b| b.capital() && b.lore.given() && !b.lore.word() && b.shape == Shape::Cap);
        // "Madame la Présidente"
        let titled = first == from
            && leave == Leave::Announced
            && !matches!(particle.folded.as_str(), "la" | "le" | "les")
            && first.checked_sub(1).is_some_and(|t| self.title(t).is_some());
        (given || titled) && word.folded.len() > 2
    }

    /// Whether the next word on the line would make a name of its own with this one.
    pub(super) fn followed_by_name(&self, at: usize) -> bool {
        self.get(at + 1).is_some_and(|n| n.gap == Gap::Space && n.capital() && !n.lore.word())
    }

    pub(super) fn hyphen_before(&self, at: usize) -> bool {
        let start = self.get(at).map_or(0, |w| w.span.start);
        self.input.string.get(..start).is_some_and(|s| s.ends_with('-'))
    }

    /// "de", "von", "El": joins what stands around it.
    pub(super) fn particle(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            particles::article(w.folded.as_str())
                || matches!(
                    w.folded.as_str(),
                    "van"
                        | "von"
                        | "der"
                        | "den"
                        | "el"
                        | "al"
                        | "ben"
                        | "bin"
                        | "ibn"
                        | "abou"
                        | "da"
                        | "dos"
                        | "das"
                        | "do"
                        | "di"
                        | "del"
                        | "della"
                        | "dello"
                        | "ten"
                        | "ter"
                        | "zu"
                        | "zum"
                        | "mac"
                        | "mc"
                        | "o"
                        | "st"
                        | "saint"
                        | "sainte"
                        | "ou"
                        | "ould"
                        | "bou"
                        | "ait"
                        | "y"
                        | "ap"
                        | "ferch"
                        | "bint"
                        | "bat"
                        | "af"
                        | "los"
                        | "las"
                        | "dall"
                        | "dell"
                ) && w.shape != Shape::Initial
                || w.shape == Shape::Lower && matches!(w.folded.as_str(), "d" | "l" | "o" | "t")
                || w.shape == Shape::Initial && matches!(w.folded.as_str(), "d" | "l") && self.elided(at)
        })
    }

    /// Whether an apostrophe joins a letter to a word in capitals: "DE L'ESTOILLE".
    fn elided(&self, at: usize) -> bool {
        let (Some(word), Some(next)) = (self.get(at), self.get(at + 1)) else { return false };
        next.gap == Gap::None
            && next.capital()
            && matches!(self.input.string.get(word.span.end..next.span.start), Some("'" | "\u{2019}"))
    }
}

/// Where a name that ends at an apostrophe ends: "PRUD'HOMME", "Prud'homme"; not "Morel's".
pub(in crate::detect) fn past_the_apostrophe(string: &str, end: usize) -> usize {
    let rest = string.get(end..).unwrap_or_default();
    let Some(behind) = rest.strip_prefix(['\'', '\u{2019}']) else { return end };
    let letters = behind.len() - behind.trim_start_matches(char::is_alphabetic).len();
    if letters > 2 { end + rest.len() - behind.len() + letters } else { end }
}
