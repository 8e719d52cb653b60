//! Names told by one word or sign beside them, listed or not, ordinary words among them: "IDE Bouvier", "chef = Bonnet",
//! "mamie Lulu", "MOREL^JEANNE". Each looks at two or three words, so the walk is linear.

use super::super::beside::role;
use super::super::tokens::{Gap, Shape, Word, WordList};
use super::super::{Hit, lexicon};
use super::Scan;
use crate::model::{Category, Reason};

impl Scan<'_> {
    /// What one neighbour tells.
    pub(super) fn shown(&self, out: &mut Vec<Hit>) {
        for at in 0..self.words.len() {
            let Some(word) = self.get(at).filter(|w| !w.web && !w.digit_after) else { continue };
            if word.shape == Shape::Lower {
                if self.spoken(at) {
                    self.hit(at, at + 1, Category::PersonName, 0.6, Reason::Title, out);
                }
                if self.before_a_maiden_name(at) {
                    let from = self.capitals_before(at);
                    self.hit(from, at, Category::PersonName, 0.6, Reason::Context, out);
                }
                continue;
            }
            if !word.capital() || word.lore.stop() || word.lore.facility() && word.folded.len() > 2 {
                continue;
            }
            if self.behind_work(at) {
                self.hit(at, at + 1, Category::Professional, 0.6, Reason::Context, out);
            } else if self.equals(at) || self.kin(at) || self.of_the_name(at) {
                self.hit(at, at + 1, Category::PersonName, 0.6, Reason::Context, out);
            } else if self.careted(at) {
                self.hit(at - 1, at + 1, Category::PersonName, 0.8, Reason::NameShape, out);
            } else if self.lettered(at) {
                self.hit(at - 1, at + 1, Category::PersonName, 0.6, Reason::NameShape, out);
            } else if self.wordy_pair(at) {
                self.hit(at - 1, at + 1, Category::PersonName, 0.55, Reason::NameShape, out);
            }
        }
    }

    pub(super) fn sign_before(&self, at: usize) -> &str {
        let from = at.checked_sub(1).and_then(|b| self.get(b)).map_or(0, |b| b.span.end);
        self.get(at).and_then(|w| self.input.string.get(from..w.span.start)).unwrap_or("")
    }

    pub(super) fn rest(&self, at: usize) -> &str {
        let end = self.get(at).map_or(usize::MAX, |w| w.span.end);
        self.input.string.get(end..).unwrap_or("")
    }

    /// A mark, a number, a wide gap or a line's end right behind a word.
    pub(super) fn ends(&self, at: usize) -> bool {
        let rest = self.rest(at);
        let next = rest.trim_start_matches([' ', '\u{a0}']);
        rest.starts_with("  ")
            || next.is_empty()
            || next.starts_with(|c: char| c.is_ascii_digit())
            || next.starts_with([
                ',', ';', '.', ')', '(', '\n', '\r', '\t', '|', '/', '-', '\u{2013}', '\u{2014}', '!', '?',
            ])
    }

    /// "IDE Bouvier", "médecin Gras", "Kiné  Pereira": a surname behind what somebody does, ordinary word or not.
    fn behind_work(&self, at: usize) -> bool {
        let (Some(word), Some(role)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        let listed = word.lore.surname() || word.lore.given();
        let written = word.shape == Shape::Cap || role.shape != Shape::Upper && word.folded.len() > 3;
        let dot = self.sign_before(at).starts_with('.');
        let near = matches!(word.gap, Gap::Space | Gap::Wide) || dot && self.sign_before(at) == ". ";
        listed
            && written
            && near
            && !word.lore.eponym()
            && word.folded.len() > 2
            && works(&role.folded, role.shape)
            && (!word.plain() && !word.lore.word() || self.ends(at) || self.goes_on(at))
    }

    /// A small word follows that no compound goes on with.
    fn goes_on(&self, at: usize) -> bool {
        self.get(at + 1).is_some_and(|n| {
            n.gap == Gap::Space
                && n.shape == Shape::Lower
                && !matches!(n.folded.as_str(), "de" | "du" | "des" | "d" | "en" | "et" | "a" | "of")
        })
    }

    /// "chef = Bonnet", "jumelle 1 = Alba".
    fn equals(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            let listed = w.lore.surname() || w.lore.given();
            let written = w.shape == Shape::Cap || w.folded.len() > 4;
            listed && written && !w.lore.eponym() && w.folded.len() > 2
        }) && self.sign_before(at).ends_with("= ")
            && self.ends_or_small(at)
    }

    fn ends_or_small(&self, at: usize) -> bool {
        self.ends(at) || self.get(at + 1).is_some_and(|n| n.gap == Gap::Space && n.shape == Shape::Lower)
    }

    /// "mamie Lulu", "tonton Punua", "ta femme Marie t'attend".
    fn kin(&self, at: usize) -> bool {
        let said = |n: usize| at.checked_sub(n).and_then(|b| self.get(b)).map_or("", |w| w.folded.as_str());
        let Some(word) = self.get(at).filter(|w| w.shape == Shape::Cap && w.gap <= Gap::Wide) else {
            return false;
        };
        // "aunt     Devorah", in a family's table
        let row = word.gap == Gap::Wide && !word.lore.word() && word.lore.town() == 0;
        let owned = matches!(
            said(2),
            "ma" | "mon"
                | "ta"
                | "ton"
                | "sa"
                | "son"
                | "notre"
                | "votre"
                | "leur"
                | "my"
                | "his"
                | "her"
                | "our"
                | "their"
        );
        let relative = super::called::relative(said(1)) && (owned && word.lore.given() || row);
        // "our Wayne", "a porter called Dean"
        let called = word.lore.given() && !word.lore.word() && said(1) == "our"
            || (word.lore.given() || !word.lore.word()) && named(said(1));
        !word.lore.eponym() && (word.gap == Gap::Space && (endearing(said(1)) || called) || relative)
    }

    /// "au nom de Thépaut"
    fn of_the_name(&self, at: usize) -> bool {
        let said = |n: usize| at.checked_sub(n).and_then(|b| self.get(b)).map_or("", |w| w.folded.as_str());
        self.get(at)
            .is_some_and(|w| !w.lore.word() && matches!(w.gap, Gap::Space | Gap::None) && w.folded.len() > 2)
            && matches!(said(1), "de" | "d")
            && matches!(said(2), "nom" | "prenom" | "patronyme" | "pseudonyme" | "surnom")
    }

    /// "MOREL^JEANNE^^": as pictures of scanners carry names.
    fn careted(&self, at: usize) -> bool {
        at > 0 && self.sign_before(at) == "^" && self.get(at - 1).is_some_and(Word::capital)
    }

    /// "R. Goncalves, A. Stein": a letter with its dot and a surname, ordinary word or not.
    fn lettered(&self, at: usize) -> bool {
        let (Some(word), Some(letter)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        let before = self.sign_before(at - 1);
        let opens = at == 1
            || before.ends_with(['\n', '\t', '(', '/', '|'])
            || [", ", "; ", ": ", "- ", "  ", "/ ", "\u{2013} "].iter().any(|s| before.ends_with(s))
            || self.get(at.saturating_sub(2)).is_some_and(|w| {
                matches!(w.folded.as_str(), "et" | "and" | "par" | "by" | "avec" | "with" | "de")
            });
        let counted = before.contains('\n') && word.lore.word();
        letter.shape == Shape::Initial
            && letter.dot
            && letter.folded.len() <= 3
            && opens
            && matches!(word.gap, Gap::Space | Gap::None)
            && (word.lore.surname() || !word.lore.word())
            && !counted
            && word.folded.len() > 2
            && !word.lore.head()
            && self.ends_or_small(at)
    }

    /// "Charpentier Guy, prélevé": a surname that is also a word, and a common given name behind which the phrase ends.
    fn wordy_pair(&self, at: usize) -> bool {
        let (Some(given), Some(family)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        let alone = family.gap != Gap::Space
            || at.checked_sub(2).and_then(|b| self.get(b)).is_none_or(|w| w.shape == Shape::Lower);
        given.gap == Gap::Space
            && given.shape == Shape::Cap
            && given.lore.common_given()
            && family.shape == Shape::Cap
            && family.lore.surname()
            && family.lore.word()
            && !family.lore.facility()
            && !family.lore.head()
            && !family.lore.stop()
            && alone
            && self.ends(at)
            && !self.belongs_to_a_thing(at - 1)
    }

    /// "docteur meunier", "madame vannier psychologue": dictated, all in small letters, titles in full.
    fn spoken(&self, at: usize) -> bool {
        let (Some(word), Some(title)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        word.lore.surname()
            && !word.lore.stop()
            && word.folded.len() > 3
            && word.gap == Gap::Space
            && title.shape == Shape::Lower
            && matches!(
                title.folded.as_str(),
                "docteur" | "professeur" | "monsieur" | "madame" | "mademoiselle" | "mme" | "mlle" | "dr"
            )
    }

    /// "TERIITAHI veuve MARAETEFAU", "VASSEUR née LOUVEL": what stands before.
    fn before_a_maiden_name(&self, at: usize) -> bool {
        let (Some(word), Some(next)) = (self.get(at), self.get(at + 1)) else { return false };
        matches!(word.folded.as_str(), "nee" | "veuve" | "vve" | "epouse" | "epse" | "ep" | "divorcee")
            && matches!(word.gap, Gap::Space | Gap::Wide)
            && next.capital()
            && !next.plain()
            && next.gap <= Gap::Wide
            && next.folded != "le"
            && self.capitals_before(at) < at
    }

    /// Where the run of capitals that ends before a word begins.
    fn capitals_before(&self, at: usize) -> usize {
        let fits = |n: usize| {
            self.get(n).is_some_and(|w| {
                (w.shape == Shape::Upper && w.folded.len() > 1 || w.capital() && !w.lore.word())
                    && !w.lore.stop()
                    && !w.lore.facility()
                    && !w.web
            })
        };
        let mut from = at;
        while from > 0
            && at - from < 4
            && fits(from - 1)
            && self.title(from - 1).is_none()
            && self.get(from).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::Wide | Gap::None))
        {
            from -= 1;
        }
        let solid = (from..at).any(|n| self.get(n).is_some_and(|w| !w.plain()));
        if solid && self.get(at.saturating_sub(1)).is_some_and(|w| lexicon::town(&w.folded) < 2) {
            from
        } else {
            at
        }
    }
}

/// What people do who are named right behind it.
fn works(folded: &str, shape: Shape) -> bool {
    static LIST: WordList = WordList::of(
        "medecin chirurgien chirurgienne chef senior docteur cadre regulateur regulatrice anesthesiste iade ibode aso asd mkde sf cab cabinet \
technicien technicienne lieutenant capitaine avocat avocate notaire sister midwife porter chauffeur",
    );
    role(folded)
        || LIST.has(folded)
        || shape == Shape::Upper && matches!(folded, "as" | "mar" | "pf" | "ioa" | "iao" | "am")
}

/// Behind these stands how somebody is called.
fn named(folded: &str) -> bool {
    matches!(
        folded,
        "called"
            | "named"
            | "prenomme"
            | "prenommee"
            | "nomme"
            | "nommee"
            | "denomme"
            | "denommee"
            | "surnomme"
            | "surnommee"
    )
}

/// What children and the old are called by, before their name.
fn endearing(folded: &str) -> bool {
    matches!(
        folded,
        "mamie"
            | "mamy"
            | "mami"
            | "papi"
            | "papy"
            | "papie"
            | "tata"
            | "tatie"
            | "tati"
            | "tonton"
            | "tantine"
            | "matante"
            | "mononcle"
            | "nounou"
            | "granny"
            | "grandma"
            | "grandpa"
            | "auntie"
            | "nana"
            | "uncle"
            | "aunt"
    )
}
