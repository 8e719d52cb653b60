//! Names that speech gives away, mostly in English: an answer to "your name?", "call me …", "… lives at", a speaker before a
//! quotation, the first line of an address.

use super::super::Hit;
use super::super::tokens::{Gap, Shape, Word};
use super::Scan;
use crate::model::{Category, Reason};

impl Scan<'_> {
    pub(super) fn asked(&self, out: &mut Vec<Hit>) {
        for at in 0..self.words.len() {
            let Some(word) = self.get(at).filter(|w| w.shape == Shape::Cap && !w.web && w.folded.len() > 1)
            else {
                continue;
            };
            if word.lore.stop() || word.lore.facility() || word.lore.eponym() && !word.lore.given() {
                continue;
            }
            let to = self.reach_named(at);
            let opens = word.gap != Gap::Space && word.gap != Gap::None;
            let two = to - at >= 2 && self.could_be_people(at, to, false);
            let named = self.is_asked(at) && (!word.plain() || opens)
                || two && self.lives(to)
                || two && self.heads_an_address(at, to)
                || to == at + 1 && !word.lore.word() && self.speaks(at);
            if named {
                self.hit(at, to, Category::PersonName, 0.55, Reason::Context, out);
            }
        }
    }

    /// "mom's name is shanice …": what stands before a name written small.
    fn name_is(&self, at: usize) -> bool {
        let said = |n: usize| at.checked_sub(n).and_then(|b| self.get(b)).map_or("", |w| w.folded.as_str());
        said(1) == "is" && said(2) == "name" || said(1) == "s" && said(2) == "name" || said(1) == "named"
    }

    /// "naomi ryan": a given name and a surname, both written small and neither an ordinary word.
    pub(super) fn small_pairs(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let (Some(a), Some(b)) = (self.get(at - 1), self.get(at)) else { break };
            let name = |w: &Word| {
                w.shape == Shape::Lower && !w.web && !w.lore.word() && !w.lore.stop() && w.folded.len() > 3
            };
            if !name(b) {
                continue;
            }
            let fits = name(a) && b.gap == Gap::Space && !a.lore.eponym() && !b.lore.eponym();
            if b.lore.given() && b.gap <= Gap::Space && self.name_is(at) {
                self.hit(at, at + 1, Category::PersonName, 0.6, Reason::Context, out);
            }
            // "URGENT marechal lucas 8 ans", "moi c kenza 23 ans"
            if b.lore.given() && b.gap == Gap::Space && self.aged(at + 1) && !b.lore.eponym() {
                let surname =
                    a.shape == Shape::Lower && a.lore.surname() && !a.lore.stop() && a.folded.len() > 3;
                let from = at - usize::from(surname);
                self.hit(from, at + 1, Category::PersonName, 0.6, Reason::Context, out);
            }
            let called = || (a.lore.given() || a.lore.unknown()) && self.name_is(at - 1);
            let known = fits
                && (a.lore.common_given() || called())
                && (b.lore.surname() || b.lore.given() || b.lore.unknown() && self.english);
            if known && super::super::lexicon::town(&b.folded) == 0 && !self.belongs_to_a_thing(at - 1) {
                self.hit(at - 1, at + 1, Category::PersonName, 0.5, Reason::NameShape, out);
            }
        }
    }

    /// "our 3 founders: Vizirov, Barrett and Jones", "she had 4: Hleb, Sheila, Sherry and Shane"
    pub(super) fn enumerated(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let opens = self.get(at).is_some_and(|w| w.shape == Shape::Cap);
            if !opens || self.text_before(at).trim_matches([' ', '\u{a0}']) != ":" {
                continue;
            }
            let mut items = Vec::new();
            let mut here = at;
            while items.len() < 20 {
                let fits = self.get(here).is_some_and(|w| {
                    w.shape == Shape::Cap
                        && !w.web
                        && !w.lore.stop()
                        && !w.lore.facility()
                        && w.folded.len() > 2
                });
                if !fits {
                    break;
                }
                items.push(here);
                here += 1;
                let and = self.get(here).is_some_and(|w| {
                    matches!(w.folded.as_str(), "and" | "et")
                        && w.gap <= Gap::Comma
                        && w.shape == Shape::Lower
                });
                here += usize::from(and);
                if !and && self.get(here).is_none_or(|w| w.gap != Gap::Comma) {
                    break;
                }
            }
            let known = |n: &&usize| {
                self.get(**n).is_some_and(|w| w.lore.given() && !w.lore.word() && w.lore.town() < 2)
            };
            let people = self.get(at - 1).is_some_and(|w| relatives(&w.folded));
            let given = items.iter().filter(known).count();
            if items.len() >= 2 && (people || items.len() >= 3 && given * 2 > items.len()) {
                for item in items {
                    self.hit(item, item + 1, Category::PersonName, 0.55, Reason::Context, out);
                }
            }
        }
    }

    fn reach_named(&self, from: usize) -> usize {
        let mut to = from + 1;
        while to < from + 4
            && self.tied(to)
            && self.get(to).is_some_and(|w| {
                w.shape == Shape::Initial && !w.digit_after
                    || w.shape == Shape::Cap && !w.lore.stop() && !w.lore.facility()
                    || self.particle(to) && self.get(to + 1).is_some_and(|n| n.capital())
            })
        {
            to += 1;
        }
        to
    }

    fn text_before(&self, at: usize) -> &str {
        let (from, to) = (
            at.checked_sub(1).and_then(|b| self.get(b)).map_or(0, |b| b.span.end),
            self.get(at).map_or(0, |w| w.span.start),
        );
        self.input.string.get(from..to).unwrap_or("")
    }

    fn text_after(&self, to: usize) -> &str {
        let end = to.checked_sub(1).and_then(|l| self.get(l)).map_or(0, |w| w.span.end);
        self.input.string.get(end..).unwrap_or("")
    }

    /// "What's your last name? Boyle", "Her maiden name is Clark", "people call me Csanád"
    fn is_asked(&self, at: usize) -> bool {
        let said = |n: usize| at.checked_sub(n).and_then(|b| self.get(b)).map_or("", |w| w.folded.as_str());
        let asked = said(1) == "name" && self.text_before(at).trim() == "?";
        let plainly = self.get(at).is_some_and(|w| w.gap == Gap::Space);
        let own = |n: usize| {
            matches!(
                said(n),
                "my" | "your"
                    | "his"
                    | "her"
                    | "their"
                    | "last"
                    | "first"
                    | "maiden"
                    | "middle"
                    | "real"
                    | "full"
            )
        };
        let stated = plainly && said(1) == "is" && said(2) == "name" && own(3);
        let called = plainly
            && matches!(said(1), "me" | "him" | "her")
            && matches!(said(2), "call" | "calls" | "called" | "named" | "name" | "nicknamed");
        asked || stated || called
    }

    /// "Tosh Olsen lives at"
    fn lives(&self, to: usize) -> bool {
        self.get(to).is_some_and(|w| {
            w.shape == Shape::Lower
                && w.gap == Gap::Space
                && matches!(
                    w.folded.as_str(),
                    "lives"
                        | "lived"
                        | "resides"
                        | "works"
                        | "worked"
                        | "habite"
                        | "demeure"
                        | "phoned"
                        | "rang"
                )
        })
    }

    /// "Billing address: Tintin Forsberg", and the address below
    fn heads_an_address(&self, at: usize, to: usize) -> bool {
        let label = at.checked_sub(1).and_then(|b| self.get(b)).is_some_and(|b| b.folded == "address");
        let rest = self.text_after(to).trim_start_matches([' ', '\r']);
        let solid =
            self.words.get(at..to).unwrap_or(&[]).iter().all(|w| !w.lore.word() || w.lore.common_given());
        label
            && solid
            && self.text_before(at).trim_matches([' ', '\n', '>']) == ":"
            && (rest.starts_with('\n')
                || rest.starts_with(',')
                    && rest.trim_start_matches([',', ' ']).starts_with(|c: char| c.is_ascii_digit()))
    }

    /// "Gijsbrecht: “Who are you?”" at the head of a line
    fn speaks(&self, at: usize) -> bool {
        let before = self.text_before(at);
        let opens = at == 0 || before.contains('\n');
        let quoted = self.text_after(at + 1).strip_prefix(':').map(|s| s.trim_start_matches(' '));
        opens && quoted.is_some_and(|s| s.starts_with(['"', '\u{201c}', '\u{ab}']))
    }
}

/// People of whom there are several.
fn relatives(folded: &str) -> bool {
    matches!(
        folded,
        "founders"
            | "children"
            | "kids"
            | "sons"
            | "daughters"
            | "brothers"
            | "sisters"
            | "siblings"
            | "friends"
            | "enfants"
            | "filles"
            | "fils"
            | "freres"
            | "soeurs"
            | "amis"
            | "amies"
            | "neveux"
            | "nieces"
            | "nephews"
            | "cousins"
            | "grandchildren"
    )
}
