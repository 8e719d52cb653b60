//! How two spellings of one name meet: one letter wrong, letters that a reading machine mistakes for each other. Strings
//! are folded. Nothing here depends on how many names are compared: [`Near`] finds its candidates by hash.

use std::collections::HashMap;

use crate::model::fold;
use crate::model::order::sort;

/// Whether two strings are the same but for one letter that is wrong, missing, too much, or changed places with its
/// neighbour.
pub(super) fn one_off(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    let rest = |s: &[char], by: usize| s.get((same + by).min(s.len())..).unwrap_or_default().to_vec();
    if short.len() < long.len() {
        return rest(short, 0) == rest(long, 1);
    }
    let swapped = short.get(same) == long.get(same + 1)
        && short.get(same + 1) == long.get(same)
        && rest(short, 2) == rest(long, 2);
    rest(short, 1) == rest(long, 1) || swapped
}

/// What is left of a word when letters that look alike count as one: "rn" and "m", "cl" and "d", 1 and l, 0 and O.
pub(super) fn look(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        let joined = match (c, chars.peek()) {
            ('r', Some('n')) => Some('m'),
            ('c', Some('l' | '1')) => Some('d'),
            ('v', Some('v')) => Some('w'),
            _ => None,
        };
        if joined.is_some() {
            chars.next();
        }
        out.push(joined.unwrap_or(match c {
            'l' | '1' | '|' | '!' => 'i',
            '0' => 'o',
            '5' => 's',
            '8' => 'b',
            '6' => 'g',
            c => c,
        }));
    }
    out
}

/// Long words, to be found with one letter wrong.
#[derive(Default)]
pub(super) struct Near {
    names: Vec<String>,
    /// Hashes of each name, whole and with one letter left out → the name.
    keys: Vec<(u64, u32)>,
    sorted: bool,
}

impl Near {
    pub(super) fn add(&mut self, name: &str) {
        let id = self.names.len() as u32;
        self.keys.extend(shorter(name).chain([hash(name)]).map(|key| (key, id)));
        self.names.push(name.to_owned());
        self.sorted = false;
    }

    /// Makes the names that were added ready to be asked for.
    pub(super) fn seal(&mut self) {
        if !self.sorted {
            sort(&mut self.keys);
            self.keys.dedup();
            self.sorted = true;
        }
    }

    /// A name that differs from a word in one letter.
    pub(super) fn of(&self, word: &str) -> Option<&str> {
        self.candidates(word).find(|name| one_off(name, word))
    }

    /// The names that a word is compared with: few, however many there are.
    fn candidates(&self, word: &str) -> impl Iterator<Item = &str> {
        std::iter::once(hash(word)).chain(shorter(word)).flat_map(|key| {
            let from = self.keys.partition_point(|k| k.0 < key);
            let same = self.keys.iter().skip(from).take_while(move |k| k.0 == key).take(SAME);
            same.filter_map(|k| self.names.get(k.1 as usize)).map(String::as_str)
        })
    }
}

/// At most so many names of one hash are compared.
const SAME: usize = 16;

const BASE: u64 = 0x0100_0000_01b3;

/// A hash that can be told for each string with one letter less without spelling it.
fn hash(s: &str) -> u64 {
    s.bytes().fold(0, step)
}

fn step(hash: u64, b: u8) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(b) + 1)
}

/// Hashes of a string with one letter left out.
fn shorter(s: &str) -> impl Iterator<Item = u64> {
    let mut powers = Vec::with_capacity(s.len() + 1);
    let mut behind = Vec::with_capacity(s.len() + 1);
    powers.push(1u64);
    behind.push(0u64);
    for b in s.bytes().rev() {
        let power = powers.last().copied().unwrap_or(1);
        let rest = behind.last().copied().unwrap_or(0);
        behind.push(power.wrapping_mul(u64::from(b) + 1).wrapping_add(rest));
        powers.push(power.wrapping_mul(BASE));
    }
    let mut before = 0u64;
    s.char_indices().map(move |(at, c)| {
        let left = s.len() - at - c.len_utf8();
        let power = powers.get(left).copied().unwrap_or(1);
        let rest = behind.get(left).copied().unwrap_or(0);
        let key = before.wrapping_mul(power).wrapping_add(rest);
        before = s.get(at..at + c.len_utf8()).unwrap_or("").bytes().fold(before, step);
        key
    })
}

/// Words by how they look.
#[derive(Default)]
pub(super) struct Looks(HashMap<String, String>);

impl Looks {
    pub(super) fn add(&mut self, name: &str) {
        self.0.entry(look(name)).or_insert_with(|| name.to_owned());
    }

    /// A name that looks like a word.
    pub(super) fn of(&self, word: &str) -> Option<&str> {
        if self.0.is_empty() { None } else { self.0.get(&look(word)).map(String::as_str) }
    }
}

/// The same word without umlauts, as it is written where no keyboard has them.
pub(super) fn umlauts(written: &str) -> Option<String> {
    if !written.contains(['ä', 'ö', 'ü', 'ø', 'å', 'Ä', 'Ö', 'Ü', 'Ø', 'Å']) {
        return None;
    }
    let mut out = String::with_capacity(written.len() + 2);
    for c in written.chars() {
        match c {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'å' | 'Å' => out.push_str("aa"),
            c => out.push(c),
        }
    }
    Some(fold(&out))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Were each word compared with each name, this would be ten thousand.
    #[test]
    fn a_word_is_compared_with_few_of_many_names() {
        let syllables = ["ba", "co", "di", "fe", "gu", "lo", "mi", "ne", "pa", "ru"];
        let names: Vec<String> = (0..10_000usize)
            .map(|n| [1, 10, 100, 1000].map(|p| syllables[n / p % 10]).concat() + "t")
            .collect();
        let mut near = Near::default();
        names.iter().for_each(|name| near.add(name));
        near.seal();
        for name in &names {
            assert!(near.candidates(name).any(|n| n == name));
            assert!(near.candidates(name).count() <= SAME * (name.len() + 1), "{name}");
        }
        let all: usize = names.iter().map(|name| near.candidates(name).count()).sum();
        assert!(all < 100 * names.len(), "{all}");
    }

    #[test]
    fn one_letter() {
        for (a, b) in [
            ("vermot", "vermott"),
            ("vermot", "vemot"),
            ("vermot", "vermat"),
            ("vermot", "vemrot"),
            ("vermot", "ermot"),
        ] {
            assert!(one_off(a, b) && one_off(b, a), "{a} {b}");
            let mut near = Near::default();
            near.add(a);
            near.seal();
            assert_eq!(near.of(b), Some(a), "{b}");
        }
        for (a, b) in [("vermot", "vormat"), ("vermot", "ver"), ("vermot", "verm")] {
            assert!(!one_off(a, b), "{a} {b}");
            let mut near = Near::default();
            near.add(a);
            near.seal();
            assert_eq!(near.of(b), None, "{b}");
        }
    }

    #[test]
    fn hashes_of_shorter_strings_are_theirs() {
        assert!(shorter("né").eq([hash("é"), hash("n")]));
        assert!(shorter("abc").eq([hash("bc"), hash("ac"), hash("ab")]));
    }

    #[test]
    fn letters_that_look_alike() {
        for (a, b) in
            [("vernier", "vemier"), ("clement", "dement"), ("dupont", "dup0nt"), ("basile", "8a5i1e")]
        {
            assert_eq!(look(a), look(b), "{a} {b}");
        }
        assert_ne!(look("morel"), look("morin"));
    }
}
