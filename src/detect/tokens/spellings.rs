//! Strings → small numbers, in the order in which each is first met: what is worked out for a word once is found again by
//! its number.

use std::sync::OnceLock;

/// A list of words, parted by blanks.
pub(in crate::detect) struct WordList {
    words: &'static str,
    met: OnceLock<Spellings<'static>>,
}

impl WordList {
    pub(in crate::detect) const fn of(words: &'static str) -> Self {
        Self { words, met: OnceLock::new() }
    }

    pub(in crate::detect) fn has(&self, word: &str) -> bool {
        let met = self.met.get_or_init(|| {
            let mut met = Spellings::default();
            self.words.split_ascii_whitespace().for_each(|word| {
                met.number(word);
            });
            met
        });
        met.find(word).is_some()
    }
}

/// So far from its place a string is looked for: words that were written to meet there cost no more than others, and each
/// has a number of its own.
const FAR: usize = 64;

/// Strings that were met.
#[derive(Default)]
pub(in crate::detect) struct Spellings<'a> {
    met: Vec<&'a str>,
    /// Numbers of strings, one more than they are, at the place of their hash or the next free one. A power of two of
    /// places, at most half of them taken.
    places: Vec<u32>,
}

impl<'a> Spellings<'a> {
    /// The number of a string: that of the first equal to it, or the next.
    pub(in crate::detect) fn number(&mut self, said: &'a str) -> usize {
        if self.met.len() * 2 >= self.places.len() {
            self.grow();
        }
        let place = self.place(said).and_then(|place| self.places.get_mut(place));
        if let Some(taken) = place.as_ref().and_then(|taken| taken.checked_sub(1)) {
            return taken as usize;
        }
        self.met.push(said);
        if let Some(free) = place {
            *free = self.met.len() as u32;
        }
        self.met.len() - 1
    }

    /// How many different strings were met.
    pub(in crate::detect) fn count(&self) -> usize {
        self.met.len()
    }

    /// The number of a string that was met.
    pub(in crate::detect) fn find(&self, said: &str) -> Option<usize> {
        let taken = self.places.get(self.place(said)?)?.checked_sub(1)?;
        Some(taken as usize)
    }

    /// The strings in their order.
    pub(in crate::detect) fn met(&self) -> &[&'a str] {
        &self.met
    }

    /// Where a string stands, or the free place where it would, if there is one near.
    fn place(&self, said: &str) -> Option<usize> {
        let mask = self.places.len().checked_sub(1)?;
        let first = hash(said);
        (first..first + FAR).map(|at| at & mask).find(|at| {
            let taken = self.places.get(*at).and_then(|n| (*n as usize).checked_sub(1));
            taken.is_none_or(|taken| self.met.get(taken) == Some(&said))
        })
    }

    fn grow(&mut self) {
        let places = (self.places.len() * 2).max(64);
        self.places.clear();
        self.places.resize(places, 0);
        for n in 0..self.met.len() {
            let place = self.met.get(n).and_then(|said| self.place(said));
            if let Some(free) = place.and_then(|place| self.places.get_mut(place)) {
                *free = n as u32 + 1;
            }
        }
    }
}

/// Eight bytes a step.
fn hash(said: &str) -> usize {
    let mix = |h: u64, part: u64| (h.rotate_left(29) ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let (parts, rest) = said.as_bytes().as_chunks::<8>();
    let whole = parts.iter().fold(said.len() as u64, |h, part| mix(h, u64::from_le_bytes(*part)));
    let last = rest.iter().fold(0, |part, b| part << 8 | u64::from(*b));
    (mix(whole, last) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_strings_have_one_number() {
        let said: Vec<String> = (0..500).map(|n| format!("mot{}", n % 250)).collect();
        let mut spellings = Spellings::default();
        let numbers: Vec<usize> = said.iter().map(|s| spellings.number(s)).collect();
        assert!(numbers.iter().enumerate().all(|(at, n)| *n == at % 250));
    }
}
