//! Layouts that we write × lists of names and places × noise → the tagger's weights, and a report on layouts and names
//! that were held back. The same seed gives the same bytes.

mod crf;
mod lists;
mod noise;
mod people;
mod prng;
mod report;
mod slots;

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::detect::tagger::features::{COUNT, Seen};
use crate::detect::{fold, seen};
use crate::tools;
use crf::{NO_ROW, Recipe, Sample};
use lists::{Half, Lists};
use prng::Chance;
use slots::{ADDRESS, Marked, NAME, Writer};

/// What the committed weights were made with.
const SEED: u64 = 7;
const DOCUMENTS: usize = 240_000;
const RECIPE: Recipe = Recipe { epochs: 3, rate: 0.06, pull: 0.0015, least: 100, most: 12.0 };

/// Which features look at what the neighbours say, in the order in which they are seen.
const BY_NEIGHBOURS: &[usize] = &[4, 5, 6, 7, 8, 9, 10, 11, 23, 24, 26, 28];

/// How many words of a hundred are learnt without what their neighbours say, so that the weights do not lean on it.
const BLURRED: usize = 20;

/// How many names, and how many other long words, of a hundred the lists are to have forgotten.
const FORGOTTEN: usize = 28;
const UNLISTED: usize = 4;

pub(crate) fn run(args: &[String]) -> Result<()> {
    let number = |key: &str, other: usize| {
        let at = args.iter().position(|a| a == key);
        at.and_then(|at| args.get(at + 1)).and_then(|n| n.parse().ok()).unwrap_or(other)
    };
    let documents = number("--documents", DOCUMENTS);
    let bytes = weights(documents, &RECIPE, SEED);
    println!("{documents} documents, {} bytes, SHA-256 {}", bytes.len(), digest(&bytes));
    report::print(&bytes);
    if documents == DOCUMENTS {
        let out = tools::root().join("src/detect/data/tagger.bin");
        std::fs::write(&out, &bytes).with_context(|| format!("{} cannot be written", out.display()))?;
    }
    Ok(())
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Trains from nothing.
fn weights(documents: usize, recipe: &Recipe, seed: u64) -> Vec<u8> {
    let lists = Lists::load(Half::Open);
    let mut chance = Chance::new(seed);
    let mut samples = Vec::new();
    for _ in 0..documents {
        let text = document(&lists, &mut chance, None);
        let forgotten = forgotten(&text, &mut chance);
        sample(&text, &forgotten, &mut chance, &mut samples);
    }
    crf::train(&mut samples, recipe, &mut chance)
}

/// One invented document, spoilt; of one origin where it is given.
fn document(lists: &Lists, chance: &mut Chance, origin: Option<usize>) -> Marked {
    let total: usize = lists.sections.iter().map(|s| s.weight).sum();
    let mut left = chance.below(total);
    let section = lists
        .sections
        .iter()
        .find(|s| {
            let found = left < s.weight;
            left = left.saturating_sub(s.weight);
            found
        })
        .unwrap_or(&lists.sections[0]);
    let mut out = Vec::new();
    if section.layouts.is_empty() {
        return out;
    }
    let lines = section.lines.0 + chance.below(section.lines.1 - section.lines.0 + 1);
    let mixed = chance.percent(50);
    let anglo = lists.origins.iter().position(|o| o.name == "anglo");
    let french = lists.origins.iter().position(|o| o.name == "france");
    let home = match chance.below(10) {
        0..=2 if section.english => anglo,
        0..=2 => french,
        // Short names, in which a surname is hard to tell from a word.
        3 => {
            let short = ["vietnam", "china", "eastasia"][chance.below(3)];
            lists.origins.iter().position(|o| o.name == short)
        }
        _ => Some(chance.below(lists.origins.len())),
    };
    let blank = chance.percent(25);
    for n in 0..lines {
        if n > 0 {
            out.extend(section.between.chars().map(|c| (c, slots::OUT)));
            if blank && section.between == "\n" {
                out.push(('\n', slots::OUT));
            }
        }
        let mut writer = Writer {
            lists,
            chance,
            english: section.english,
            origin: origin.or(if mixed { None } else { home }),
            out,
        };
        let layout = writer.chance.pick(&section.layouts).clone();
        writer.layout(&layout, 5);
        out = writer.out;
    }
    noise::spoil(out, section.english, chance)
}

/// Names and longer words of a text that the lists are to have forgotten: no list holds them all.
fn forgotten(text: &Marked, chance: &mut Chance) -> BTreeSet<String> {
    let string: String = text.iter().map(|&(c, mark)| if mark == NAME { c } else { ' ' }).collect();
    let names: BTreeSet<String> = string.split_whitespace().map(fold).collect();
    let others: String =
        text.iter().map(|&(c, mark)| if mark != NAME && c.is_alphabetic() { c } else { ' ' }).collect();
    let long = |w: &&str| w.chars().count() > 5;
    let words: BTreeSet<String> = others.split_whitespace().filter(long).map(fold).collect();
    let mut out: BTreeSet<String> = names.into_iter().filter(|_| chance.percent(FORGOTTEN)).collect();
    out.extend(words.into_iter().filter(|_| chance.percent(UNLISTED)));
    out
}

/// Marked letters → samples, line by line, where the tagger would read at all.
fn sample(text: &Marked, forgotten: &BTreeSet<String>, chance: &mut Chance, out: &mut Vec<Sample>) {
    let (_, states, seen) = states(text, forgotten);
    for line in seen.lines() {
        let mut sample = Sample { rows: Vec::new(), states: Vec::new() };
        for (at, &state) in states.iter().enumerate().take(line.to).skip(line.from) {
            let mut rows = [0; COUNT];
            seen.features(line, at, &mut rows);
            if chance.percent(BLURRED) {
                BY_NEIGHBOURS.iter().for_each(|&n| rows[n] = NO_ROW);
            }
            sample.rows.push(rows);
            sample.states.push(state);
        }
        out.push(sample);
    }
}

/// A text, the state of each token of it, and what the tagger sees.
fn states(text: &Marked, forgotten: &BTreeSet<String>) -> (String, Vec<u8>, Seen) {
    let mut string = String::new();
    let mut marks = Vec::new();
    for &(c, mark) in text {
        string.push(c);
        marks.resize(string.len(), mark);
    }
    let seen = seen(&string, forgotten);
    let mut states = Vec::with_capacity(seen.tokens.len());
    let mut before: Option<(usize, u8)> = None;
    for token in &seen.tokens {
        let own = marks.get(token.span.clone()).unwrap_or_default();
        let most = |mark: u8| own.iter().filter(|m| **m == mark).count() * 2 >= own.len();
        let mark = if most(NAME) {
            NAME
        } else if most(ADDRESS) {
            ADDRESS
        } else {
            slots::OUT
        };
        let goes_on = before.is_some_and(|(end, m)| {
            let between = marks.get(end..token.span.start).unwrap_or_default();
            m == mark
                && between.iter().all(|b| *b == mark)
                && !string[end..token.span.start].contains(['\n', '\r'])
        });
        states.push(match mark {
            NAME => 1 + u8::from(goes_on),
            ADDRESS => 3 + u8::from(goes_on),
            _ => 0,
        });
        before = Some((token.span.end, mark));
    }
    (string, states, seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let (a, b, c) = (weights(300, &RECIPE, 7), weights(300, &RECIPE, 7), weights(300, &RECIPE, 8));
        assert_eq!(a, b);
        assert_ne!(a, c);
    }

    #[test]
    fn nothing_held_back_is_learnt_from() {
        let (open, held) = (Lists::load(Half::Open), Lists::load(Half::HeldBack));
        let open: BTreeSet<&String> = open.sections.iter().flat_map(|s| &s.layouts).collect();
        let mut held = held.sections.iter().flat_map(|s| &s.layouts).peekable();
        assert!(held.peek().is_some());
        assert!(held.all(|layout| !open.contains(layout)));
    }
    #[test]
    fn the_weights_are_those_that_are_told() {
        let told = include_str!("../../../src/detect/data/README.md");
        assert!(told.contains(&digest(include_bytes!("../../../src/detect/data/tagger.bin"))));
    }
}
