//! Known names and a text → where they stand in it, word by word, and as initials.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::alike::{Looks, Near, umlauts};
use super::super::{Input, lexicon};
use super::words::{common, particle, words};
use crate::model::{Category, Span, fold};

/// Letters from which a name is also found with one letter wrong.
const TYPO_FROM: usize = 6;

/// Words of a name, folded, particles left out where something else is there.
pub(super) fn parts(name: &str) -> Vec<String> {
    let folded = fold(name);
    let all: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let own: Vec<String> = all.iter().filter(|w| !particle(w)).cloned().collect();
    if own.is_empty() { all } else { own }
}

/// Words of a name with the particles before them, written as one; those that differ from the words alone.
pub(super) fn clusters(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut opening = String::new();
    let mut out = Vec::new();
    let mut differs = false;
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        opening.push_str(word);
        // "N'Diaye"
        if particle(word) || word.chars().count() == 1 {
            differs = true;
        } else {
            out.push(std::mem::take(&mut opening));
        }
    }
    if differs { out } else { Vec::new() }
}

/// The words of the known names, and how they are found.
struct Names {
    people: Vec<Vec<String>>,
    singles: BTreeSet<String>,
    near: Near,
    looks: Looks,
}

/// How a word stands to the known names.
#[derive(Clone, Copy, PartialEq)]
enum Likeness {
    Same,
    /// One of them in the plural, with one letter wrong, or with letters that look like its own.
    Nearly,
    /// One of their initials, or a particle.
    Maybe,
    None,
}

impl Names {
    fn of(known: &[String]) -> Self {
        let people: Vec<Vec<String>> = known.iter().map(|n| parts(n)).collect();
        let spelt = known.iter().filter_map(|n| umlauts(n)).flat_map(|n| parts(&n));
        let singles: BTreeSet<String> = people.iter().flatten().cloned().chain(spelt).collect();
        let (mut near, mut looks) = (Near::default(), Looks::default());
        for name in singles.iter().filter(|n| n.chars().count() >= TYPO_FROM - 1) {
            looks.add(name);
            if name.chars().count() >= TYPO_FROM {
                near.add(name);
            }
        }
        near.seal();
        Self { people, singles, near, looks }
    }

    fn likeness(&self, word: &str) -> Likeness {
        let letters = word.chars().count();
        if self.singles.contains(word) {
            return Likeness::Same;
        }
        let plural =
            || word.strip_suffix(['s', 'x']).is_some_and(|w| w.len() > 2 && self.singles.contains(w));
        // "l", "1" and "i" may each stand for another.
        let alike = || self.looks.of(word).is_some() || self.near.of(word).is_some();
        if letters >= 4 && plural() || letters >= TYPO_FROM - 1 && alike() {
            return Likeness::Nearly;
        }
        let begins = |n: &String| n.starts_with(word);
        let initial = (letters == 1 || ligature(word))
            && self.singles.range(word.to_owned()..).next().is_some_and(begins);
        if initial || particle(word) { Likeness::Maybe } else { Likeness::None }
    }
}

/// Names word by word: exact, or with one letter wrong, with the initials that stand beside.
pub(super) fn names(input: &Input<'_>, s: &str, out: &mut Vec<(Span, Category)>) {
    if input.known.names.is_empty() {
        return;
    }
    let names = Names::of(&input.known.names);
    let all = words(s);
    let mut asked: HashMap<&str, Likeness> = HashMap::new();
    // Which words are names whatever stands beside them, and which only next to another one.
    let mut sure = vec![false; all.len()];
    let mut maybe = vec![false; all.len()];
    for (i, span) in all.iter().enumerate() {
        let Some(word) = s.get(span.clone()) else { continue };
        let likeness = *asked.entry(word).or_insert_with(|| names.likeness(word));
        if likeness == Likeness::None {
            continue;
        }
        let letters = word.chars().count();
        let capital =
            || input.string.get(input.back(span)).is_some_and(|w| w.chars().any(char::is_uppercase));
        sure[i] = match likeness {
            Likeness::Same => letters >= 3 && (letters >= 4 && !common(word) || capital()),
            // A capital, a digit for a letter, or nothing that a list knows.
            Likeness::Nearly => {
                let listed = || lexicon::lore(word).word() || lexicon::lore(word).stop();
                !common(word) && (capital() || word.bytes().any(|b| b.is_ascii_digit()) || !listed())
            }
            Likeness::Maybe | Likeness::None => false,
        };
        maybe[i] = !sure[i];
    }
    // Spreads from a sure name, or from two possible ones, over what stands beside.
    let near = |i: usize| {
        let gap = all.get(i).zip(all.get(i + 1)).and_then(|(a, b)| s.get(a.end..b.start));
        gap.is_some_and(|g| {
            g.len() <= 4 && g.chars().all(|c| matches!(c, ' ' | '-' | '.' | '\'' | ',' | '\n' | '\t' | '_'))
        })
    };
    let full = |i: usize| {
        maybe.get(i) == Some(&true)
            && all.get(i).is_some_and(|w| w.len() > 1)
            && !all.get(i).and_then(|w| s.get(w.clone())).is_some_and(particle)
    };
    for i in 0..all.len().saturating_sub(1) {
        if full(i) && full(i + 1) && near(i) {
            sure[i] = true;
            sure[i + 1] = true;
        }
    }
    for i in 1..all.len() {
        sure[i] |= sure[i - 1] && maybe[i] && near(i - 1) && !ends_in_particle(s, &all, &maybe, &sure, i);
    }
    for i in (1..all.len()).rev() {
        sure[i - 1] |= sure[i] && maybe[i - 1] && near(i - 1);
    }
    for (i, span) in all.iter().enumerate().filter(|(i, _)| sure[*i]) {
        let end = if sure.get(i + 1) == Some(&true) && near(i) {
            all.get(i + 1).map_or(span.end, |n| n.start)
        } else {
            span.end
        };
        out.push((span.start..end, Category::PersonName));
    }
    initials(s, &names.people, out);
}

/// "Martin de" before an ordinary word: a particle is only part of a name when a name follows.
fn ends_in_particle(s: &str, all: &[Span], maybe: &[bool], sure: &[bool], i: usize) -> bool {
    let is_particle = all.get(i).and_then(|w| s.get(w.clone())).is_some_and(particle);
    is_particle && !(sure.get(i + 1) == Some(&true) || maybe.get(i + 1) == Some(&true))
}

/// "J.M." and "M. J." with their dots, for people whose name begins so.
fn initials(s: &str, people: &[Vec<String>], out: &mut Vec<(Span, Category)>) {
    let mut forms: BTreeSet<String> = BTreeSet::new();
    for person in people.iter().filter(|p| p.len() >= 2) {
        for last in [false, true] {
            let letters =
                person.iter().filter_map(|p| if last { openings(p).last() } else { openings(p).next() });
            let letters: Vec<&str> = letters.collect();
            let pairs = letters.iter().enumerate().flat_map(|(i, a)| {
                letters.iter().enumerate().filter(move |(j, _)| i != *j).map(|(_, b)| vec![*a, *b])
            });
            let whole = [letters.clone(), letters.iter().rev().copied().collect()];
            for order in pairs.chain(whole) {
                for (dash, end) in [(".", "."), (". ", "."), (".-", "."), ("-", "")] {
                    forms.insert(order.join(dash) + end);
                }
            }
        }
    }
    forms.retain(|form| form.len() >= 4);
    let built = || AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&forms);
    let Some(machine) = (!forms.is_empty()).then(built).and_then(Result::ok) else { return };
    for m in machine.find_iter(s) {
        let before = s.get(..m.start()).and_then(|t| t.chars().next_back());
        let after = s.get(m.end()..).and_then(|t| t.chars().next());
        let clear = !before.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '-');
        if clear && !after.is_some_and(char::is_alphanumeric) {
            out.push((m.range(), Category::PersonName));
        }
    }
}

/// The initial of a folded word: its first letter, and its first two where they may be one ("Œ").
pub(super) fn openings(word: &str) -> impl Iterator<Item = &str> {
    let first = word.chars().next().and_then(|c| word.get(..c.len_utf8()));
    first.into_iter().chain(word.get(..2).filter(|two| ligature(two)))
}

/// Whether two letters may be a folded ligature, which counts as one.
fn ligature(two: &str) -> bool {
    matches!(two, "oe" | "ae")
}
