//! Known names and a text → where they stand in it.

use super::super::tokens::{Gap, Shape, Word};
use super::super::{Hit, Input};
use super::again;
use super::context::{initial_before, stands_for_a_person};
use super::people::{Part, People, Spelt};
use crate::model::{Category, fold};

/// A known word of the text.
pub(super) type Seen = Part;

/// Bytes of a token in which digits stand for letters, at least and at most.
const DIGITED: (usize, usize) = (5, 30);

impl People {
    pub(super) fn find(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        if self.is_empty() {
            return;
        }
        let words = input.words();
        let seen = self.seen(words);
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let mut take = |from: usize, to: usize, category: Category, confidence: f32| {
                if let (Some(a), Some(b)) = (words.get(from), words.get(to)) {
                    let end = b.span.end + usize::from(b.shape == Shape::Initial && b.dot);
                    out.push(again(a.span.start..end, category, confidence));
                }
            };
            if let Some(category) = self.joined_to_the_next(input.string, words, &seen, at) {
                take(at, at + 1, category, 0.8);
                at += 2;
                continue;
            }
            if let Some(part) = seen.get(at).copied().flatten() {
                if stands_for_a_person(input.string, words, &seen, at, part) {
                    let from = initial_before(words, at);
                    let to = self.initial_behind(words, at);
                    take(from, to, part.category, if part.doubtful { 0.6 } else { 0.85 });
                }
            } else if let Some(to) = spaced_out(words, at).filter(|&to| self.knows(&squeezed(words, at, to)))
            {
                take(at, to, Category::PersonName, 0.7);
                at = to;
            } else if let Some(to) = self.initials.run(words, at) {
                take(at, to, Category::PersonName, 0.6);
                at = to;
            } else if (word.digit_after || digit_before(input.string, word))
                && let Some((hit, last)) = self.with_digits(input.string, words, at)
            {
                out.push(hit);
                at = last;
            }
            at += 1;
        }
    }

    /// What is known of each word. A word that returns is judged once.
    fn seen(&self, words: &[Word]) -> Vec<Option<Seen>> {
        let count = words.iter().map(|w| w.number + 1).max().unwrap_or(0);
        let mut asked: Vec<Option<Option<Spelt>>> = vec![None; count];
        let mut seen: Vec<Option<Seen>> = words
            .iter()
            .map(|word| {
                if word.shape == Shape::Initial || word.shape == Shape::Lower && word.lore.word() {
                    return None;
                }
                let spelt = asked.get_mut(word.number)?.get_or_insert_with(|| self.spelt(word));
                spelt.and_then(|spelt| written(word, spelt))
            })
            .collect();
        self.mark_small_pairs(words, &mut seen);
        seen
    }

    /// "morel jeanne": two words of names side by side, written small.
    fn mark_small_pairs(&self, words: &[Word], seen: &mut [Option<Seen>]) {
        for at in 1..words.len() {
            let (Some(a), Some(b)) = (words.get(at - 1), words.get(at)) else { break };
            let small =
                a.shape == Shape::Lower && b.shape == Shape::Lower && matches!(b.gap, Gap::Space | Gap::None);
            if !small || a.lore.word() && b.lore.word() || a.folded == b.folded {
                continue;
            }
            if let Some(one) = self.exact(&a.folded)
                && let Some(two) = self.exact(&b.folded)
            {
                for (at, part) in [(at - 1, one), (at, two)] {
                    if let Some(seen) = seen.get_mut(at) {
                        seen.get_or_insert(part);
                    }
                }
            }
        }
    }

    /// "Del-⏎motte", "Delm⏎otte", "Jean pierre" for "Jean-Pierre": the category of what two neighbours spell together.
    fn joined_to_the_next(
        &self,
        string: &str,
        words: &[Word],
        seen: &[Option<Seen>],
        at: usize,
    ) -> Option<Category> {
        let (word, next) = (words.get(at)?, words.get(at + 1)?);
        if !word.capital() || seen.get(at)?.is_some() && seen.get(at + 1)?.is_some() {
            return None;
        }
        let between = string.get(word.span.end..next.span.start)?;
        let hyphen = between.trim_end().starts_with(['-', '\u{ad}', '\u{2010}']) && between.contains('\n');
        let parted = matches!(next.gap, Gap::Space | Gap::Line | Gap::None)
            && next.folded.len() > 1
            && !(word.lore.word() && next.lore.word());
        if !hyphen && !parted || next.gap == Gap::Line && next.shape == Shape::Cap {
            return None;
        }
        let both = [word.folded.as_str(), next.folded.as_str()].concat();
        let part = self.exact(&both).filter(|_| both.len() > 4)?;
        (!part.doubtful || hyphen).then_some(part.category)
    }

    /// "Delmotte J.", where somebody of these letters is known.
    fn initial_behind(&self, words: &[Word], at: usize) -> usize {
        let (Some(word), Some(next)) = (words.get(at), words.get(at + 1)) else { return at };
        let fits = next.shape == Shape::Initial && next.dot && next.gap == Gap::Space && !next.digit_after;
        let pair =
            || -> String { [&word.folded, &next.folded].iter().filter_map(|f| f.chars().next()).collect() };
        if fits && self.initials.knows(&pair()) { at + 1 } else { at }
    }

    /// "DELM0TTE", "De1motte": a token of letters and digits that looks like a name, and its last word.
    fn with_digits(&self, string: &str, words: &[Word], at: usize) -> Option<(Hit, usize)> {
        let first = words.get(at).filter(|w| !w.web)?;
        let alike = |c: char| c.is_alphabetic() || matches!(c, '0' | '1' | '5' | '8' | '|');
        let start = string.get(..first.span.start)?;
        let start = start.trim_end_matches(['0', '1', '5', '8']);
        let token = string.get(start.len()..)?;
        let end = token
            .char_indices()
            .take(DIGITED.1 + 1)
            .find(|(_, c)| !alike(*c))
            .map_or(token.len(), |(i, _)| i);
        let said = token.get(..end).filter(|t| (DIGITED.0..=DIGITED.1).contains(&t.len()))?;
        if start.ends_with(char::is_alphanumeric) || token.get(end..)?.starts_with(char::is_alphanumeric) {
            return None;
        }
        let letters = said.chars().filter(|c| c.is_alphabetic()).count();
        let part = self.misread(&fold(said)).filter(|_| letters * 2 > said.len())?;
        let span = start.len()..start.len() + end;
        let last = words.iter().enumerate().skip(at).take_while(|(_, w)| w.span.start < span.end).last()?.0;
        Some((again(span, part.category, 0.7), last))
    }
}

fn digit_before(string: &str, word: &Word) -> bool {
    let before = word.span.start.checked_sub(1).and_then(|b| string.as_bytes().get(b));
    before.is_some_and(u8::is_ascii_digit)
}

/// Whether a word is written as names are.
fn written(word: &Word, spelt: Spelt) -> Option<Seen> {
    let small = word.shape == Shape::Lower;
    match spelt {
        Spelt::Same(part) => {
            let rare = !part.given && !part.doubtful && !word.lore.given() && word.folded.len() > 4;
            (!small || (part.small || rare) && !word.lore.word()).then_some(part)
        }
        Spelt::Within(part) => (!small).then_some(part),
        // What a list holds may be somebody else's, or a word.
        Spelt::Nearly(part, true) => {
            (!small || word.folded.len() > 7 && !part.given).then_some(Part { doubtful: small, ..part })
        }
        Spelt::Nearly(part, false) => {
            (!small).then_some(Part { given: true, doubtful: true, announced: true, ..part })
        }
    }
}

/// The last of at least four single letters that begin here: "M O R E L".
fn spaced_out(words: &[Word], at: usize) -> Option<usize> {
    let single = |w: &Word| w.shape == Shape::Initial && w.folded.chars().count() == 1;
    let mut to = at;
    if !words.get(at).is_some_and(single) {
        return None;
    }
    while words.get(to + 1).is_some_and(|w| single(w) && matches!(w.gap, Gap::Space | Gap::None | Gap::Wide))
        && to - at < 30
    {
        to += 1;
    }
    (to - at >= 3).then_some(to)
}

fn squeezed(words: &[Word], from: usize, to: usize) -> String {
    words.get(from..=to).unwrap_or(&[]).iter().map(|w| w.folded.as_str()).collect()
}
