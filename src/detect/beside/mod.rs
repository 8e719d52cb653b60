//! What stands beside something found already → further hits: the rest of a name on the next line, the others of a list, the
//! town behind a practice, the lines of an address, a date under a name. Runs over the hits of all detectors and adds to them;
//! takes nothing away. Linear in words and hits.

mod addresses;
mod born;
mod cues;
mod dated;
mod english;
mod initials;
mod lists;
mod names;
mod next;
mod numbered;
mod pieces;
mod told;
mod town_words;
mod towns;

pub(super) use initials::acronym;
pub(super) use told::{of_the_calendar, role};

use super::tokens::Word;
use super::{Hit, Input, head};
use crate::model::order::sort_by_key;
use crate::model::{Category, Reason, Span};

/// Below this a hit is not taken as told for sure.
const SURE: f32 = 0.5;
/// Name under which these findings go.
const DETECTOR: &str = "beside";

/// Further hits, each with the index of its text.
pub(super) fn beside(inputs: &[Input<'_>], hits: &[(usize, Hit)]) -> Vec<(usize, Hit)> {
    let mut by_text: Vec<Vec<&Hit>> = inputs.iter().map(|_| Vec::new()).collect();
    for (index, hit) in hits {
        if let Some(list) = by_text.get_mut(*index) {
            list.push(hit);
        }
    }
    let known = initials::Known::of(inputs, hits);
    let newest = dated::newest(inputs);
    let mut out = Vec::new();
    for (input, list) in inputs.iter().zip(by_text) {
        let mut scene = Scene::new(input, &list);
        let mut found = Vec::new();
        // What a list gives may be the beginning of a name that goes on below.
        for _ in 0..2 {
            scene.lists(&mut found);
            scene.bare_lists(&mut found);
            scene.names(&mut found);
            scene.learn(&found);
        }
        scene.nicknames(&known, &mut found);
        scene.before_a_surname(&known, &mut found);
        scene.initials(&known, &mut found);
        let before = found.len();
        scene.towns(&mut found);
        scene.learn(found.get(before..).unwrap_or_default());
        scene.address_lines(&mut found);
        scene.pieces(&mut found);
        scene.born(&mut found);
        scene.days_beside(newest, &mut found);
        out.extend(found.into_iter().map(|hit| (input.index, hit)));
    }
    out
}

/// One text with what was found in it.
struct Scene<'a> {
    input: &'a Input<'a>,
    words: &'a [Word],
    /// For each word, the category of the person it names, if it does.
    people: Vec<Option<Category>>,
    /// For each word, whether a title or a label announced it as a person.
    announced: Vec<bool>,
    /// Addresses, postcodes and towns, by start.
    addresses: Vec<Span>,
    /// Places of care, by start.
    places: Vec<Span>,
    /// Telephones, by start.
    phones: Vec<Span>,
    /// Birth dates, by start.
    births: Vec<Span>,
    /// National numbers, by start.
    nationals: Vec<Span>,
    /// For each spelling, what it says of a capital beside it.
    cues: Vec<u8>,
    english: bool,
}

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static super::sieve::Pattern> {
    [addresses::patterns(), initials::patterns(), towns::patterns()].concat()
}

impl<'a> Scene<'a> {
    fn new(input: &'a Input<'a>, hits: &[&Hit]) -> Self {
        let words = input.words();
        let mut cues = Vec::new();
        for word in words {
            // Spellings are numbered as they are met.
            if word.number == cues.len() {
                cues.push(told::cue(&word.folded));
            }
        }
        let mut scene = Self {
            input,
            words,
            people: vec![None; words.len()],
            announced: vec![false; words.len()],
            addresses: Vec::new(),
            places: Vec::new(),
            phones: Vec::new(),
            births: Vec::new(),
            nationals: Vec::new(),
            cues,
            english: super::names::english(words),
        };
        for hit in hits {
            scene.mark(hit);
        }
        for list in [
            &mut scene.addresses,
            &mut scene.places,
            &mut scene.phones,
            &mut scene.births,
            &mut scene.nationals,
        ] {
            sort_by_key(list, |s| (s.start, s.end));
        }
        scene
    }

    fn mark(&mut self, hit: &Hit) {
        match hit.category {
            Category::PersonName | Category::Professional if hit.confidence >= SURE => {
                let from = self.at(hit.span.start);
                let announced = matches!(hit.reason, Reason::Title | Reason::Label | Reason::Known);
                let within = |w: &&Word| w.span.start < hit.span.end;
                let count = self.words.iter().skip(from).take_while(within).count();
                for at in from..from + count {
                    if let (Some(p), Some(a)) = (self.people.get_mut(at), self.announced.get_mut(at)) {
                        p.get_or_insert(hit.category);
                        *a |= announced;
                    }
                }
            }
            Category::Address | Category::Postcode | Category::City => self.addresses.push(hit.span.clone()),
            Category::Facility => self.places.push(hit.span.clone()),
            Category::Phone => self.phones.push(hit.span.clone()),
            Category::BirthDate => self.births.push(hit.span.clone()),
            Category::NationalId => self.nationals.push(hit.span.clone()),
            _ => {}
        }
    }

    fn learn(&mut self, found: &[Hit]) {
        for hit in found {
            self.mark(hit);
        }
        sort_by_key(&mut self.addresses, |s| (s.start, s.end));
    }

    /// Index of the first word that begins at or behind a byte.
    fn at(&self, byte: usize) -> usize {
        self.words.partition_point(|w| w.span.start < byte)
    }

    fn get(&self, at: usize) -> Option<&'a Word> {
        self.words.get(at)
    }

    fn person(&self, at: usize) -> Option<Category> {
        self.people.get(at).copied().flatten()
    }

    /// First word of the person whose word stands at `at`, on its line.
    fn person_start(&self, at: usize) -> usize {
        let mut from = at;
        while from > 0
            && self.person(from - 1).is_some()
            && self.between(from).chars().all(|c| matches!(c, ' ' | '.' | '-' | '\'' | '\u{2019}' | '\u{a0}'))
            && at - from < 8
        {
            from -= 1;
        }
        from
    }

    /// What stands between a word and the one before it.
    fn between(&self, at: usize) -> &'a str {
        let from = at.checked_sub(1).and_then(|b| self.words.get(b)).map_or(0, |b| b.span.end);
        let to = self.words.get(at).map_or(self.input.string.len(), |w| w.span.start);
        self.input.string.get(from..to).unwrap_or("")
    }

    /// What follows a word, blanks left out.
    fn after(&self, at: usize) -> &'a str {
        let end = self.words.get(at).map_or(self.input.string.len(), |w| w.span.end);
        self.input.string.get(end..).unwrap_or("").trim_start_matches([' ', '\r', '\u{a0}'])
    }

    /// Whether the phrase ends behind a word: a mark, a line's end, a small word.
    fn closed(&self, at: usize) -> bool {
        self.after(at).chars().next().is_none_or(|c| !c.is_uppercase() && !c.is_ascii_digit() && c != ':')
    }

    /// A capitalised word that can be part of a name: no role, heading, place or label.
    fn could_be_named(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            w.capital()
                && !w.web
                && !w.digit_after
                && w.folded.len() > 1
                && !w.lore.stop()
                && !(w.lore.facility() && w.lore.word() || w.lore.head() || title(&w.folded))
                && super::labels::label_at(self.words, at).is_none()
        })
    }

    /// The same, and no ordinary word either.
    fn solid(&self, at: usize) -> bool {
        self.could_be_named(at)
            && self.get(at).is_some_and(|w| (!w.lore.word() || w.lore.given()) && !w.lore.eponym())
    }

    fn hit(&self, from: usize, to: usize, category: Category, confidence: f32) -> Option<Hit> {
        let (a, b) = (self.get(from)?, self.get(to)?);
        let end = b.span.end + usize::from(b.shape == super::tokens::Shape::Initial && b.dot);
        Some(found(a.span.start..end, category, confidence))
    }
}

/// Titles, which are no part of a name.
fn title(folded: &str) -> bool {
    matches!(
        folded,
        "mme"
            | "mmes"
            | "madame"
            | "mlle"
            | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "monsieur"
            | "dr"
            | "drs"
            | "dre"
            | "dra"
            | "docteur"
            | "prof"
            | "pr"
            | "me"
            | "herr"
            | "herrn"
            | "frau"
            | "sr"
            | "sra"
            | "dott"
            | "maitre"
            | "messieurs"
            | "mm"
            | "melle"
            | "mademoiselle"
    )
}

fn found(span: Span, category: Category, confidence: f32) -> Hit {
    Hit { span, category, confidence, detector: DETECTOR, reason: Reason::Context }
}

/// The span of a sorted list that ends last among those that begin before `at`, if it ends at or before `at`.
fn ending_before(sorted: &[Span], at: usize) -> Option<&Span> {
    let i = sorted.partition_point(|s| s.start < at).checked_sub(1)?;
    sorted.get(i).filter(|s| s.end <= at)
}

/// The first span of a sorted list that begins at or behind `at`.
fn starting_from(sorted: &[Span], at: usize) -> Option<&Span> {
    sorted.get(sorted.partition_point(|s| s.start < at))
}

#[cfg(test)]
#[path = "dated/tests.rs"]
mod dated_tests;
#[cfg(test)]
mod tests;
