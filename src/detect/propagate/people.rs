//! Names that were found → their words, each with what it needs to be followed, and the ways a word of the text may spell
//! one of them: plural, compound, glued, one letter wrong, digits for letters.

use std::collections::{HashMap, HashSet};

use super::super::alike::{Looks, Near, umlauts};
use super::super::tokens::{Shape, Word, words};
use super::super::{Hit, Input, lexicon, particles};
use super::{MOST, initials};
use crate::model::{Category, Reason};

/// Letters from which a word is also found misread or mistyped.
const LONG: usize = 6;

/// What is known of one word of somebody's name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) category: Category,
    /// A given name, and nothing but that.
    pub(super) given: bool,
    /// Also an ordinary word, a disease or a town: it needs help.
    pub(super) doubtful: bool,
    /// It was announced by a title or a label.
    pub(super) announced: bool,
    /// It was written small somewhere.
    pub(super) small: bool,
}

/// How a word of the text spells a known one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spelt {
    /// Letter by letter.
    Same(Part),
    /// As one of several words, or in the plural.
    Within(Part),
    /// With a letter wrong; told whether no list holds the word as it stands.
    Nearly(Part, bool),
}

/// Words of names.
#[derive(Default)]
pub(super) struct People {
    parts: HashMap<String, Part>,
    near: Near,
    looks: Looks,
    pub(super) initials: initials::Initials,
    /// Names that were learnt, by what they say and who says it.
    learnt: HashSet<(String, Category, bool, bool)>,
}

impl People {
    /// Learns a name. Says whether it was new.
    pub(super) fn learn(&mut self, input: &Input<'_>, hit: &Hit) -> bool {
        let Some(said) = input.string.get(hit.span.clone()) else { return false };
        let announced = matches!(hit.reason, Reason::Title | Reason::Label | Reason::Known);
        let tagged = hit.detector == "tagger";
        let key = (said.to_owned(), hit.category, announced, tagged);
        if self.parts.len() > MOST || self.learnt.contains(&key) {
            return false;
        }
        self.learnt.insert(key);
        // "Co1ette": what a reading machine left is learnt with its letters put right.
        if said.bytes().any(|b| b.is_ascii_digit()) {
            for one in ["l", "i"] {
                let clean = said.replace('0', "o").replace('5', "s").replace('8', "b").replace('1', one);
                self.learn_words(&words(&clean), &clean, hit);
            }
            return true;
        }
        let all = input.words();
        let from = all.partition_point(|w| w.span.start < hit.span.start);
        let to = all.partition_point(|w| w.span.end <= hit.span.end);
        let cut = from > 0 && all.get(from - 1).is_some_and(|w| w.span.end > hit.span.start)
            || all.get(to).is_some_and(|w| w.span.start < hit.span.end);
        match all.get(from..to) {
            Some(run) if !cut => self.learn_words(run, said, hit),
            _ => self.learn_words(&words(said), said, hit),
        }
        true
    }

    fn learn_words(&mut self, words: &[Word], said: &str, hit: &Hit) {
        let announced = matches!(hit.reason, Reason::Title | Reason::Label | Reason::Known);
        let known = hit.reason == Reason::Known;
        if hit.confidence >= 0.7 {
            self.initials.learn(words);
        }
        // The tagger alone is believed of names that lists hold, and of what stands beside a given name.
        let initialed = |w: &[Word]| matches!(w, [a, b] if a.shape == Shape::Upper && a.folded.len() > 4 && b.shape == Shape::Initial);
        let sure = hit.confidence >= 0.95 && words.windows(2).any(initialed);
        let vouched =
            hit.detector != "tagger" || sure || words.iter().any(|w| w.lore.given() && !w.lore.word());
        let mixed = words.iter().any(|w| w.shape == Shape::Cap);
        // Particles that stand right before the word.
        let mut opening = String::new();
        for word in words {
            let inner = word.folded.split(['-', '\'']).filter(|p| p.len() < word.folded.len());
            for bare in std::iter::once(word.folded.as_str()).chain(inner) {
                let whole = bare.len() == word.folded.len();
                let lore = if whole { word.lore } else { lexicon::lore(bare) };
                if !vouched && !lore.given() && !lore.surname()
                    || bare.chars().count() < 3
                    || word.shape == Shape::Initial
                    || particles::of_names(bare)
                    || (lore.stop() || lore.facility() || lore.head()) && !known
                    // A compound's parts are followed only if they could be names on their own.
                    || !whole && (lore.word() || bare.len() < 4)
                {
                    continue;
                }
                let part = Part {
                    category: hit.category,
                    given: lore.given() && words.len() > 1 && !(word.shape == Shape::Upper && mixed),
                    doubtful: lore.word() || lore.eponym() || lexicon::town(bare) > 1,
                    announced,
                    small: word.shape == Shape::Lower,
                };
                self.add(bare, part);
                if !whole {
                    continue;
                }
                // "LeGoff" for "Le Goff", "Jeanpierre" for "Jean-Pierre"
                let sure = Part { given: false, doubtful: false, ..part };
                if !opening.is_empty() || bare.contains(['-', '\'']) {
                    let joined = opening.clone() + &bare.replace(['-', '\''], "");
                    if joined.len() != bare.len() && joined.len() > 4 && !lexicon::lore(&joined).word() {
                        self.add(&joined, sure);
                    }
                }
                // "Mueller" for "Müller"
                let written = said_of(words, said, word);
                if let Some(spelt) = umlauts(written) {
                    self.add(&spelt, part);
                }
            }
            if particles::of_names(&word.folded) && word.shape != Shape::Initial {
                opening.push_str(&word.folded);
            } else {
                opening.clear();
            }
        }
    }

    fn add(&mut self, bare: &str, part: Part) {
        if let Some(p) = self.parts.get_mut(bare) {
            p.given &= part.given;
            p.announced |= part.announced;
            p.small |= part.small;
            // The stricter of the two.
            if part.category == Category::PersonName {
                p.category = Category::PersonName;
            }
            return;
        }
        let letters = bare.chars().count();
        if letters >= LONG && !part.doubtful {
            self.near.add(bare);
        }
        if letters >= LONG - 1 {
            self.looks.add(bare);
        }
        self.parts.insert(bare.to_owned(), part);
    }

    pub(super) fn seal(&mut self) {
        self.near.seal();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn exact(&self, folded: &str) -> Option<Part> {
        self.parts.get(folded).copied()
    }

    pub(super) fn knows(&self, folded: &str) -> bool {
        folded.len() > 3 && self.parts.contains_key(folded)
    }

    /// How a word spells a known one, whatever its case.
    pub(super) fn spelt(&self, word: &Word) -> Option<Spelt> {
        let bare = word.folded.as_str();
        if let Some(part) = self.parts.get(bare) {
            return Some(Spelt::Same(*part));
        }
        if bare.len() < LONG - 1 {
            return None;
        }
        let sure = |p: &&Part| !p.given && !p.doubtful;
        // "MOREL-DUVAL" where MOREL is known, "D'Orge"
        let inner = bare
            .split(['-', '\''])
            .filter(|p| p.len() > 3 && p.len() < bare.len())
            .find_map(|p| self.parts.get(p));
        if let Some(part) = inner.filter(sure) {
            return Some(Spelt::Within(*part));
        }
        if word.lore.word() || word.lore.stop() {
            return None;
        }
        // "les Morels"
        if let Some(part) = bare.strip_suffix('s').and_then(|s| self.parts.get(s)).filter(sure) {
            return Some(Spelt::Within(*part));
        }
        let like = self.misread(bare).or_else(|| {
            let near = self.near.of(bare).filter(|near| near.len() > LONG || near.get(..1) == bare.get(..1));
            near.and_then(|near| self.exact(near))
        });
        let unlisted =
            !word.lore.given() && !word.lore.surname() && !word.lore.eponym() && word.lore.town() < 2;
        like.map(|part| Spelt::Nearly(part, unlisted))
    }

    /// A known word that looks like this one to a reading machine.
    pub(super) fn misread(&self, bare: &str) -> Option<Part> {
        self.looks.of(bare).and_then(|like| self.exact(like))
    }
}

/// What a word of a name says as it is written.
fn said_of<'a>(words: &[Word], said: &'a str, word: &Word) -> &'a str {
    let start = words.first().map_or(0, |w| w.span.start);
    let lead = said.find(|c: char| c.is_alphabetic()).unwrap_or(0);
    let at = |byte: usize| byte.saturating_sub(start) + lead;
    said.get(at(word.span.start)..at(word.span.end)).unwrap_or("")
}
