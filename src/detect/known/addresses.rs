//! Known addresses and a text → the words of it that are theirs.

use std::collections::BTreeSet;

use super::super::Input;
use super::super::alike::one_off;
use super::words::{particle, street_word, way, words};
use crate::model::{Category, Span, fold};

/// Letters from which a word is also found with one letter wrong.
const TYPO_FROM: usize = 6;

/// Addresses word by word: own words where they stand capitalised, and any row of words that all belong to the address.
pub(super) fn addresses(input: &Input<'_>, s: &str, out: &mut Vec<(Span, Category)>) {
    let belongs: BTreeSet<String> = input
        .known
        .addresses
        .iter()
        .flat_map(|a| {
            fold(a)
                .split(|c: char| !c.is_alphanumeric())
                .map(street_word)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|w| !w.is_empty())
        .collect();
    if belongs.is_empty() {
        return;
    }
    let own = |w: &str| {
        w.chars().count() >= 4
            && !way(w)
            && !particle(w)
            && w.chars().any(char::is_alphabetic)
            && belongs.iter().any(|b| b == w || w.len() >= TYPO_FROM && one_off(w, b))
    };
    let all = words(s);
    let mut i = 0;
    while i < all.len() {
        let mut to = i;
        let mut proper = false;
        while let Some(word) = all.get(to).and_then(|w| s.get(w.clone())).map(street_word) {
            let beside = to == i
                || s.get(all[to - 1].end..all[to].start)
                    .is_some_and(|g| g.len() <= 4 && g.chars().all(|c| !c.is_alphanumeric()));
            let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let numbered =
                matches!(word.get(number.len()..), Some("bis" | "ter" | "quater" | "a" | "b" | "c"))
                    && belongs.contains(number);
            let mine = belongs.contains(word) || own(word) || numbered;
            if !beside || !mine {
                break;
            }
            proper |= own(word) || word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit());
            to += 1;
        }
        if to > i && proper {
            let span = all[i].start..all[to - 1].end;
            let capital = input
                .string
                .get(input.back(&span))
                .is_some_and(|w| w.chars().any(|c| c.is_uppercase() || c.is_ascii_digit()));
            if to - i > 1 || capital {
                out.push((span, Category::Address));
            }
        }
        i = to.max(i + 1);
    }
}
