//! What was found once is found everywhere in the file: the words of people's names in any order, case and accent, broken
//! at a line end, spaced out, glued or slightly misread; initials; towns of addresses; numbers with other separators.
//! Law: a word that is also ordinary, or a disease's, is only taken where its surroundings speak for a person. Linear in
//! the text, however many names are followed.

mod context;
mod find;
mod initials;
mod numbers;
mod people;
mod towns;

pub(super) use numbers::Squeezed;

use super::{Hit, Input};
use crate::model::{Category, Reason, Span};

/// Below this a hit is not taken as told for sure.
const SURE: f32 = 0.5;
/// At most this many different names and numbers are followed.
const MOST: usize = 20_000;

/// What is followed through the file.
#[derive(Default)]
pub(super) struct Followed {
    people: people::People,
    towns: towns::Towns,
    numbers: numbers::Numbers,
}

impl Followed {
    /// Learns what hits tell, each given with the index of its text. Says whether there was anything new.
    pub(super) fn learn(&mut self, inputs: &[Input<'_>], hits: &[(usize, Hit)]) -> bool {
        let mut new = false;
        for (index, hit) in hits {
            let Some(input) = inputs.get(*index) else { continue };
            match hit.category {
                Category::PersonName | Category::Professional if hit.confidence >= SURE => {
                    new |= self.people.learn(input, hit);
                }
                Category::Address | Category::City if hit.confidence >= 0.7 && hit.detector != "tagger" => {
                    new |= self.towns.learn(input, hit);
                }
                _ => new |= self.numbers.learn(input, hit),
            }
        }
        self.people.seal();
        new
    }

    /// Further hits, each with the index of its text.
    pub(super) fn find(&self, inputs: &[Input<'_>]) -> Vec<(usize, Hit)> {
        let mut out = Vec::new();
        let numbers = self.numbers.search();
        for input in inputs {
            let mut found = Vec::new();
            self.people.find(input, &mut found);
            self.towns.find(input, &mut found);
            if let Some(search) = &numbers {
                search.find(input, &mut found);
            }
            out.extend(found.into_iter().map(|hit| (input.index, hit)));
        }
        out
    }
}

fn again(span: Span, category: Category, confidence: f32) -> Hit {
    Hit { span, category, confidence, detector: "propagate", reason: Reason::Repeated }
}

#[cfg(test)]
mod tests;
