//! Towns of addresses that were found → the same towns wherever they stand with a capital.

use std::collections::{BTreeSet, HashSet};

use super::super::tokens::{Gap, Word};
use super::super::{Hit, Input, lexicon};
use super::{MOST, again};
use crate::model::{Category, fold};

/// Words of a town at most.
const LONGEST: usize = 5;

/// Towns, their words joined by hyphens.
#[derive(Default)]
pub(super) struct Towns {
    whole: BTreeSet<String>,
    /// What they begin with, up to the first hyphen.
    first: HashSet<String>,
}

impl Towns {
    /// The town of an address, if it is one that is hardly ever anything else. Says whether it is new.
    pub(super) fn learn(&mut self, input: &Input<'_>, hit: &Hit) -> bool {
        let all = input.words();
        let from = all.partition_point(|w| w.span.start < hit.span.start);
        let mut to = all.partition_point(|w| w.span.start < hit.span.end);
        // "56000 VANNES CEDEX": the town stands before it.
        let closing = |w: &Word| matches!(w.folded.as_str(), "cedex" | "france" | "cx");
        if to > from + 1 && all.get(to - 1).is_some_and(closing) {
            to -= 1;
        }
        let words = all.get(from..to).unwrap_or(&[]);
        if self.whole.len() >= MOST {
            return false;
        }
        // A town that no list knows and that is no other word either.
        if let ([only], Category::City) = (words, hit.category)
            && only.folded.len() > 4
            && !only.lore.word()
            && !only.lore.stop()
            && !only.lore.given()
            && !only.lore.eponym()
        {
            return self.add(only.folded.to_string());
        }
        let Some(last) = words.last() else { return false };
        for from in words.len().saturating_sub(LONGEST)..words.len() {
            let Some(tail) = words.get(from..) else { break };
            let Some(first) = tail.first() else { break };
            let joined = tail.iter().skip(1).all(|w| matches!(w.gap, Gap::None | Gap::Space));
            let name = fold(input.string.get(first.span.start..last.span.end).unwrap_or(""));
            let other = tail.len() == 1 && (first.lore.word() || first.lore.given());
            if joined && name.len() > 3 && lexicon::town(&name) > 0 && !other {
                return self.add(name.replace([' ', '\''], "-"));
            }
        }
        false
    }

    fn add(&mut self, town: String) -> bool {
        self.first.insert(opening(&town).to_owned());
        self.whole.insert(town)
    }

    pub(super) fn find(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        if self.whole.is_empty() {
            return;
        }
        let words = input.words();
        // By the number of its spelling, whether a word may begin one of them.
        let mut begins: Vec<Option<bool>> = vec![None; words.iter().map(|w| w.number + 1).max().unwrap_or(0)];
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let begins = begins.get_mut(word.number).is_some_and(|known| {
                word.capital() && *known.get_or_insert_with(|| self.first.contains(opening(&word.folded)))
            });
            let to = if begins { self.ends(input.string, words, at) } else { None };
            if let Some(last) = to.and_then(|to| words.get(to)) {
                out.push(again(word.span.start..last.span.end, Category::City, 0.6));
            }
            at = to.unwrap_or(at) + 1;
        }
    }

    /// The last word of a followed town that begins here.
    fn ends(&self, string: &str, words: &[Word], at: usize) -> Option<usize> {
        let word = words.get(at).filter(|w| !w.web)?;
        for to in (at..at + LONGEST).rev() {
            let Some(last) = words.get(to) else { continue };
            let joined =
                words.get(at + 1..=to).unwrap_or(&[]).iter().all(|w| matches!(w.gap, Gap::None | Gap::Space));
            if joined
                && self
                    .whole
                    .contains(&fold(string.get(word.span.start..last.span.end)?).replace([' ', '\''], "-"))
            {
                return Some(to);
            }
        }
        None
    }
}

fn opening(town: &str) -> &str {
    town.split(['-', '\'']).next().unwrap_or(town)
}
