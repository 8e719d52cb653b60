//! Where a run of name-like words ends: what a word may be in it, and what may stand between two of its words.

use super::super::beside::of_the_calendar;
use super::super::labels;
use super::super::labels::Announced;
use super::super::labels::Kind;
use super::super::tokens::{Gap, Shape, Word};
use super::{LONGEST, Leave, Scan};

/// Lines that are at least this long go on below.
const WRAPPED: usize = 55;

impl Scan<'_> {
    /// "Mme G."
    pub(super) fn lone_initial(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            let end = |n: &Word| !matches!(n.gap, Gap::None) && (n.shape != Shape::Initial || n.dot);
            w.shape == Shape::Initial
                && w.dot
                && matches!(w.gap, Gap::Space | Gap::None)
                && self.get(at + 1).is_none_or(end)
        })
    }

    /// "dr le dantec", "nom : le goff": how many words a small particle and a small surname have, if they are that.
    pub(super) fn small_noble(&self, at: usize) -> Option<usize> {
        let small = |n: usize| self.get(n).filter(|w| w.shape == Shape::Lower && !w.web && !w.digit_after);
        let mut to = at;
        while to < at + 2 && self.particle(to) && small(to).is_some() {
            to += 1;
        }
        let surname = small(to).filter(|w| {
            to > at
                && w.gap <= Gap::Space
                && (!w.lore.word() || w.lore.surname())
                && !w.lore.stop()
                && w.folded.len() > 3
        });
        surname.map(|_| to + 1 - at)
    }

    /// A name written small after a title: "dr dupont", "Mme el amrani".
    pub(super) fn small_name(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            let title = at.checked_sub(1).and_then(|t| self.get(t)).map_or("", |t| t.folded.as_str());
            w.shape == Shape::Lower
                && w.folded.len() >= 4
                && matches!(w.gap, Gap::Space | Gap::None)
                && !w.lore.word()
                && !w.lore.stop()
                && !matches!(title, "m" | "me" | "pr" | "ms" | "sir" | "maitre" | "enfant")
        })
    }

    /// Whether the next field's label begins here: a label's word with a colon behind it.
    pub(super) fn marked_label(&self, at: usize) -> bool {
        labels::label_at(self.words, at).is_some_and(|(len, _)| {
            let end = self.get(at + len - 1).map_or(0, |w| w.span.end);
            self.input.string.get(end..).is_some_and(|s| {
                s.trim_start_matches([' ', '\u{a0}', '(', 's', 'e', ')']).starts_with([':', '\t', '='])
            })
        })
    }

    /// "[JEANNE]" after other given names.
    pub(super) fn bracketed(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| self.get(b)).map_or(0, |w| w.span.end);
        let between = self.get(at).and_then(|w| self.input.string.get(before..w.span.start)).unwrap_or("");
        between.contains(['[', '(', '/']) && between.chars().all(|c| matches!(c, ' ' | '[' | '(' | '/'))
    }

    /// A value written small: "Prénom : aziz", "Infirmiers : théodore roux".
    pub(super) fn small_value(&self, at: usize, announced: &Announced) -> bool {
        announced.marked
            && self.get(at).is_some_and(|w| {
                w.shape == Shape::Lower
                    && w.folded.len() >= 2
                    && !w.lore.stop()
                    && (w.lore.given() || !w.lore.word() && w.folded.len() > 3)
                    && (w.lore.common_given()
                        || announced.kind == Kind::Name
                        || w.lore.surname() && !w.lore.word())
            })
    }

    pub(super) fn small_run(&self, from: usize) -> usize {
        let mut to = from + 1;
        while to < from + 4
            && self.get(to).is_some_and(|w| {
                w.gap == Gap::Space
                    && w.folded.len() > 2
                    && !w.lore.stop()
                    && (w.lore.given() || w.lore.surname())
                    && !w.web
            })
        {
            to += 1;
        }
        to
    }

    /// Where the run of name-like words that begins here ends; `from` if none begins.
    pub(super) fn run(&self, from: usize, leave: Leave) -> usize {
        let mut to = from;
        let mut names = 0;
        while to < self.words.len() && to - from < LONGEST {
            let Some(word) = self.get(to) else { break };
            if to > from
                && (!self.joins(from, to, names, leave) || leave == Leave::Field && self.marked_label(to))
            {
                break;
            }
            // "Thi Mai", "Dr Jeanne Lundi"
            let calendar = word.folded == "mai"
                && names > 0
                && word.shape == Shape::Cap
                && self.get(to - 1).is_some_and(|p| !p.lore.word())
                || leave == Leave::Announced && self.surname_of_the_calendar(from, to);
            // "Ait Haddad", "Mme Ira": short forms of the wards are written in capitals.
            let short = self.short_surname(to) && (to > from || leave == Leave::Announced);
            // "aide : M. LY", "Assistante : Mei LY"
            let before = to.checked_sub(1).filter(|_| to > from).and_then(|b| self.get(b));
            let initialed = before.is_some_and(|b| {
                b.shape == Shape::Initial && b.dot || b.shape == Shape::Cap && !b.plain() && names == 1
            });
            let capitals = leave != Leave::Free && initialed && self.short_in_capitals(to);
            let noble_run = leave != Leave::Free
                && initialed
                && self.particle(to)
                && self.get(to + 1).is_some_and(|n| n.capital() && self.tied(to + 1));
            let spelt = short
                || capitals
                || noble_run
                || word.shape == Shape::Cap
                    && word.folded.len() <= 3
                    && (self.particle(to) || leave != Leave::Free && word.lore.given());
            if word.web
                || word.lore.stop()
                    && !calendar
                    && !spelt
                    && word.shape != Shape::Initial
                    && !(leave == Leave::Field && to == from && word.shape == Shape::Upper)
            {
                break;
            }
            if (to > from || leave == Leave::Free)
                && self.title(to).is_some()
                && (word.shape != Shape::Initial || to == from)
            {
                break;
            }
            if word.shape == Shape::Initial {
                // "1,34 g/L. Puis": a unit.
                let unit = self.input.string.get(..word.span.start).is_some_and(|s| s.ends_with('/'))
                    && self.get(to).is_some_and(|w| w.folded.len() == 1);
                let sign = unit
                    || self
                        .input
                        .string
                        .get(word.span.end..)
                        .is_some_and(|s| s.starts_with(['\u{b0}', '\u{ba}']));
                if word.digit_after || sign || leave == Leave::Free && !word.dot && names == 0 {
                    break;
                }
                to += 1;
                continue;
            }
            if self.particle(to)
                && self
                    .get(to + 1)
                    .is_some_and(|n| (n.capital() || self.particle(to + 1)) && self.tied(to + 1))
            {
                if leave == Leave::Free && to == from && word.shape == Shape::Lower {
                    break;
                }
                to += 1;
                continue;
            }
            // "Dr Jeanne morel"
            let small_surname = leave == Leave::Announced
                && names == 1
                && word.shape == Shape::Lower
                && (word.gap == Gap::Space || word.gap == Gap::Line && self.born_behind(to))
                && word.folded.len() > 3
                && !word.lore.word()
                && self.get(to - 1).is_some_and(|p| p.lore.given() && p.capital());
            if small_surname {
                return to + 1;
            }
            if !word.capital() || word.digit_after && word.folded.len() < 4 {
                break;
            }
            // "Corentin des Brosses", "Dr des Brosses": behind a particle and a given name or a title.
            let noble = self.noble(from, to, leave);
            let admitted = short
                || noble
                || capitals
                || match leave {
                    Leave::Field => {
                        names == 0 || !word.plain() || self.get(to - 1).is_some_and(|p| p.shape == word.shape)
                    }
                    Leave::Announced if names == 0 => {
                        !word.lore.facility()
                            && (!word.lore.head() || word.lore.surname())
                            && (!word.plain()
                                || word.lore.eponym()
                                || self.closed_after(to)
                                || self.solid_after(to)
                                || self.titled_pair(to))
                            && !self.sigle(word)
                    }
                    Leave::Announced => {
                        let after_given = self.get(to - 1).is_some_and(|p| {
                            p.lore.given()
                                && !p.lore.word()
                                && (p.shape == word.shape || word.shape == Shape::Upper)
                        });
                        // "Dr Priyamvada Thistlethwaite,": the ending deceives.
                        let after_unknown =
                            self.get(to - 1).is_some_and(|p| p.lore.unknown() && p.shape == word.shape)
                                && from.checked_sub(1).is_some_and(|t| self.title(t).is_some());
                        (!word.plain()
                            || calendar
                            || word.lore.eponym()
                            || (after_given || after_unknown) && self.closed_after(to)
                            || to == from + 1 && self.titled_pair(from))
                            && !(word.lore.word() && names > 1 && !word.lore.given())
                            && !self.sigle(word)
                    }
                    Leave::Free => {
                        // "A. Rabbi," in a list, "Harvey Leach" in a sentence
                        let last = self.get(to.wrapping_sub(1));
                        let listed = to == from + 1
                            && last
                                .is_some_and(|p| p.shape == Shape::Initial && p.dot && p.gap == Gap::Comma)
                            && word.shape == Shape::Cap;
                        let surname = names == 1
                            && word.shape == Shape::Cap
                            && !word.lore.stop()
                            && last.is_some_and(|p| {
                                p.shape == Shape::Cap && p.lore.common_given() && !p.lore.word()
                            })
                            && !self.fills_its_line(from, to + 1);
                        let middle = self.english
                            && names == 1
                            && to - from == 2
                            && last.is_some_and(|p| p.shape == Shape::Initial && p.gap == Gap::Space);
                        (!word.plain() || listed || surname || middle)
                            && !word.lore.head()
                            && !(word.lore.facility() && word.lore.word())
                            && !self.sigle(word)
                    }
                };
            if !admitted {
                break;
            }
            names += 1;
            to += 1;
            if word.digit_after {
                break;
            }
        }
        if names == 0 && leave != Leave::Field {
            return from;
        }
        // A run does not end in a particle, nor in a letter that stands for something else.
        while to > from
            && self.get(to - 1).is_some_and(|w| {
                w.shape == Shape::Lower
                    || w.shape == Shape::Initial && w.digit_after
                    || w.shape == Shape::Initial
                        && !w.dot
                        && leave == Leave::Free
                        && self.get(to).is_some_and(|n| n.gap == Gap::None)
            })
        {
            to -= 1;
        }
        to
    }

    /// "Dr Jeanne Lundi", "Docteur Noël JANVIER,": a month or a day behind a title and a given name.
    fn surname_of_the_calendar(&self, from: usize, at: usize) -> bool {
        let calendar = |folded: &str| {
            of_the_calendar(folded) || matches!(folded, "may" | "june" | "august" | "friday" | "day")
        };
        let titled = from.checked_sub(1).is_some_and(|t| self.title(t).is_some());
        let given = self.get(from).is_some_and(|w| w.capital() && w.lore.given() && !w.digit_after);
        titled
            && given
            && at == from + 1
            && self
                .get(at)
                .is_some_and(|w| w.capital() && w.gap == Gap::Space && !w.digit_after && calendar(&w.folded))
            && self.closed_after(at)
    }

    /// Whether a word is the last of its phrase: a mark, a line end, a digit or a stop word follows.
    pub(super) fn closed_after(&self, at: usize) -> bool {
        self.get(at + 1).is_none_or(|n| {
            !matches!(n.gap, Gap::Space | Gap::None) || n.lore.stop() || n.folded == "s" && n.gap == Gap::None
        })
    }

    /// Whether a word ends its sentence or clause: a full stop or a comma stands right behind it.
    pub(super) fn stands_alone(&self, at: usize) -> bool {
        let behind = self.get(at).and_then(|w| self.input.string.get(w.span.end..)).unwrap_or_default();
        behind.starts_with(['.', ',', ';', ')'])
    }

    /// Whether ", né" follows a word.
    pub(super) fn born_behind(&self, at: usize) -> bool {
        self.get(at + 1)
            .is_some_and(|n| n.gap == Gap::Comma && matches!(n.folded.as_str(), "ne" | "nee" | "born"))
    }

    /// "Dr CAPUCINE Morel": behind an ordinary word stands one that is not, written with a capital too.
    fn solid_after(&self, at: usize) -> bool {
        self.get(at + 1).is_some_and(|n| {
            let solid = n.capital() && !n.lore.word() && !n.lore.stop() && !n.lore.facility();
            n.gap == Gap::Space && solid && n.folded.len() > 3 && !self.sigle(n)
        })
    }

    /// "Dr Usha Pillai, consultant": a title, two words with a capital and a mark; both endings deceive.
    fn titled_pair(&self, at: usize) -> bool {
        let titled = at.checked_sub(1).and_then(|t| self.get(t)).is_some_and(|t| {
            matches!(t.folded.as_str(), "dr" | "prof" | "professor" | "docteur" | "mr" | "mrs" | "mme")
        });
        let name =
            |w: &Word| w.shape == Shape::Cap && w.gap == Gap::Space && !w.lore.stop() && !w.lore.facility();
        titled
            && [at, at + 1].iter().all(|&n| self.get(n).is_some_and(|w| name(w) && !w.lore.head()))
            && self.closed_after(at + 1)
    }

    /// Whether the line that ends before a word is so long that it was broken for want of room.
    pub(super) fn wrapped(&self, at: usize) -> bool {
        let end = at.checked_sub(1).and_then(|b| self.get(b)).map_or(0, |b| b.span.end);
        let line = self.input.string.get(..end).unwrap_or("").chars().rev().take(WRAPPED);
        line.take_while(|c| !matches!(c, '\n' | '\t')).count() == WRAPPED
    }

    /// Two or three capitals that no list knows: "PMI", "SR".
    pub(super) fn sigle(&self, word: &Word) -> bool {
        word.shape == Shape::Upper && word.folded.len() <= 3 && !word.lore.given() && !word.lore.surname()
    }
}
