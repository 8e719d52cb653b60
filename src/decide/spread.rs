//! Struck strings → all their occurrences, and the needles that `verify` looks for. A page is read in two orders: as a
//! person reads it, and as it was drawn. What layout takes apart (a line that runs through a logo, a word set over two
//! columns) the second order still holds, so a string is struck in both.
//!
//! The rule for strings that also stand in what is kept. As *whole words* they are struck there too, in either order, unless a
//! person chose to keep them; what is left of these is counted, and the output may not hold more. *By chance*, inside longer
//! words or over the joins of words: a needle that always stood as whole words must be gone as such from the text that is
//! read again; in bytes and codes, which know no words, finding it would say nothing, so it is not looked for there. A needle
//! that was struck out of the middle of a word is counted wherever it is spelled. Where it stood is checked by place too.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::order::sort_by_key;
use crate::model::{
    AtomId, Category, Extract, Finding, Folded, Letters, Needle, Place, Rect, Span, Strike, Text, fold,
    squeezed,
};

/// Letters and digits that a string needs before it is looked for elsewhere.
const SPREAD_FROM: usize = 4;
/// And before it is looked for with other marks between its letters, or broken at a line's end.
const LOOSE_FROM: usize = 6;
/// Bytes between two letters of a string, at most, in that case.
const BETWEEN: usize = 4;
/// Two letters further apart than this share of their height are of two words, for text in drawing order.
const WORD: f32 = 0.18;
/// And further apart than this they are no words of one phrase.
const PHRASE: f32 = 1.5;

/// A struck span of a text.
pub(super) type Mark = (usize, Span, Category);

fn weight(s: &str) -> usize {
    s.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Strings that are looked for everywhere.
struct Wanted {
    machine: AhoCorasick,
    categories: Vec<Category>,
    /// The longer ones by letters and digits alone.
    loose: AhoCorasick,
    loose_categories: Vec<Category>,
}

impl Wanted {
    fn of(seen: &Extract, marks: &[Mark]) -> Option<Self> {
        let mut wanted: BTreeMap<String, Category> = BTreeMap::new();
        for (text, span, category) in marks {
            let Some(s) = seen.texts.get(*text).and_then(|t| t.as_str().get(span.clone())) else { continue };
            let key = fold(s).split_whitespace().collect::<Vec<_>>().join(" ");
            if weight(&key) >= SPREAD_FROM {
                wanted.entry(key).or_insert(*category);
            }
        }
        let long =
            wanted.iter().map(|(key, c)| (squeezed(key), *c)).filter(|(key, _)| weight(key) >= LOOSE_FROM);
        let (loose, loose_categories): (Vec<String>, Vec<Category>) =
            long.collect::<BTreeMap<_, _>>().into_iter().unzip();
        let loose = AhoCorasick::new(&loose).ok()?;
        let (keys, categories): (Vec<String>, Vec<Category>) = wanted.into_iter().unzip();
        let machine = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&keys).ok()?;
        Some(Self { machine, categories, loose, loose_categories })
    }

    /// Occurrences as whole words, whatever their case, accents and, for longer ones, the marks between their letters.
    fn hits(&self, string: &str) -> Vec<(Span, Category)> {
        let folded = Folded::new(string);
        let text = folded.as_str();
        let category = |of: &[Category], i: usize| of.get(i).copied().unwrap_or(Category::Other);
        let mut out = BTreeMap::new();
        for hit in self.machine.find_iter(&text.replace(['\n', '\t'], " ")) {
            if whole_word(text, hit.start(), hit.end()) {
                let category = category(&self.categories, hit.pattern().as_usize());
                let span = folded.original(&(hit.start()..hit.end()));
                out.entry((span.start, span.end)).or_insert(category);
            }
        }
        let letters = Letters::of(string);
        for hit in self.loose.find_overlapping_iter(letters.as_str()) {
            let span = hit.start()..hit.end();
            if letters.whole_words(&span) && letters.close(&span, BETWEEN) {
                let category = category(&self.loose_categories, hit.pattern().as_usize());
                let span = letters.original(&span);
                out.entry((span.start, span.end)).or_insert(category);
            }
        }
        out.into_iter().map(|((start, end), category)| (start..end, category)).collect()
    }
}

/// Marks every further occurrence of each struck string, as whole words, whatever its case and accents. What the
/// reviewer kept stays: the person has seen that very occurrence. Returns what only the drawing order shows.
pub(super) fn spread(seen: &Extract, marks: &mut Vec<Mark>, kept: &[&Finding]) -> Vec<Strike> {
    let Some(wanted) = Wanted::of(seen, marks) else { return Vec::new() };
    let mut more = Vec::new();
    for (index, text) in seen.texts.iter().enumerate() {
        let of_person: Vec<&Span> = kept.iter().filter(|k| k.text == index).map(|k| &k.span).collect();
        let known: BTreeSet<(usize, usize)> =
            marks.iter().filter(|m| m.0 == index).map(|m| (m.1.start, m.1.end)).collect();
        for (span, category) in wanted.hits(text.as_str()) {
            let seen_by_person = of_person.iter().any(|k| k.start < span.end && span.start < k.end);
            // Findings do not overlap, so the last one that begins before is the only one that can hold it.
            let already =
                known.range(..=(span.start, usize::MAX)).next_back().is_some_and(|k| span.end <= k.1);
            if !seen_by_person && !already {
                more.push((index, span, category));
            }
        }
    }
    marks.extend(more);
    as_drawn(seen, &wanted, marks, kept)
}

/// The same in drawing order, for strings that reading order took apart.
fn as_drawn(seen: &Extract, wanted: &Wanted, marks: &[Mark], kept: &[&Finding]) -> Vec<Strike> {
    let atoms = |text: usize, span: &Span| {
        seen.texts.get(text).map(|t| t.atoms_in(span).collect::<Vec<_>>()).unwrap_or_default()
    };
    let struck: BTreeSet<AtomId> = marks.iter().flat_map(|m| atoms(m.0, &m.1)).collect();
    let of_person: BTreeSet<AtomId> = kept.iter().flat_map(|k| atoms(k.text, &k.span)).collect();
    let mut out = Vec::new();
    for text in &seen.texts {
        let Some(drawn) = Drawn::of(text, &seen.places) else { continue };
        for (span, category) in wanted.hits(&drawn.string) {
            let atoms: Vec<AtomId> = drawn.atoms_in(&span).collect();
            if !atoms.iter().any(|a| of_person.contains(a)) && !atoms.iter().all(|a| struck.contains(a)) {
                out.push(Strike { category, atoms });
            }
        }
    }
    out
}

/// A page's letters in the order in which they were drawn: atoms are numbered so. Words end where the gap says so.
struct Drawn {
    string: String,
    /// Where each atom's letters end.
    ends: Vec<(usize, AtomId)>,
}

impl Drawn {
    fn of(text: &Text, places: &BTreeMap<AtomId, Place>) -> Option<Self> {
        let mut atoms: Vec<(AtomId, Span)> = text.atoms().map(|(span, atom)| (atom, span)).collect();
        sort_by_key(&mut atoms, |a| a.0);
        let mut out = Self { string: String::with_capacity(text.as_str().len()), ends: Vec::new() };
        let mut before: Option<Rect> = None;
        for (atom, span) in atoms {
            let Some(Place::Page { rect, .. }) = places.get(&atom) else { return None };
            match before.map(|b| gap(&b, rect)) {
                None | Some(Gap::None) => {}
                Some(Gap::Word) => out.string.push(' '),
                Some(Gap::Far) => out.string.push('|'),
            }
            out.string
                .extend(text.as_str().get(span)?.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
            out.ends.push((out.string.len(), atom));
            before = Some(*rect);
        }
        Some(out)
    }

    fn atoms_in<'d>(&'d self, span: &Span) -> impl Iterator<Item = AtomId> + 'd {
        let from = self.ends.partition_point(|(end, _)| *end <= span.start);
        let to = self.ends.partition_point(|(end, _)| *end < span.end);
        self.ends.iter().skip(from).take(to + 1 - from.min(to + 1)).map(|(_, atom)| *atom)
    }
}

#[derive(PartialEq)]
enum Gap {
    None,
    Word,
    Far,
}

/// What stands between two letters drawn one after the other; lines may run in any direction.
fn gap(a: &Rect, b: &Rect) -> Gap {
    let level = a.y1.min(b.y1) - a.y0.max(b.y0) >= 0.5 * a.height().min(b.height());
    let (apart, em) = if level {
        ((b.x0 - a.x1).max(a.x0 - b.x1), a.height().max(b.height()))
    } else if a.x1.min(b.x1) - a.x0.max(b.x0) >= 0.5 * a.width().min(b.width()) {
        ((b.y0 - a.y1).max(a.y0 - b.y1), a.width().max(b.width()))
    } else {
        // Letters along a curve or a slope follow each other closely.
        let (dx, dy) = ((a.x0 + a.x1 - b.x0 - b.x1) / 2.0, (a.y0 + a.y1 - b.y0 - b.y1) / 2.0);
        let reach = a.width().max(b.width()).max(a.height().min(b.height()));
        return if dx.hypot(dy) <= 1.1 * reach { Gap::None } else { Gap::Far };
    };
    match apart {
        d if d <= WORD * em => Gap::None,
        d if d <= PHRASE * em => Gap::Word,
        _ => Gap::Far,
    }
}

fn whole_word(s: &str, start: usize, end: usize) -> bool {
    let before = s.get(..start).and_then(|t| t.chars().next_back());
    let after = s.get(end..).and_then(|t| t.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// What `verify` searches for by content: struck strings of some length, each with how often what is kept spells it.
/// Shorter ones are checked by place.
pub(super) fn needles(seen: &Extract, marks: &[Mark], strikes: &[Strike]) -> Vec<Needle> {
    let struck: BTreeSet<_> = strikes.iter().flat_map(|s| s.atoms.iter().copied()).collect();
    let (mut read, mut drawn) = (String::new(), String::new());
    for text in &seen.texts {
        let string = text.as_str();
        let mut kept: Vec<(AtomId, Span)> = Vec::new();
        let mut at = 0;
        for (span, atom) in text.atoms() {
            // A sign that was drawn twice is read once; a bar parts the words beside it.
            if struck.contains(&atom) {
                read.push_str(string.get(at..span.start).unwrap_or_default());
                read.push(' ');
                at = at.max(span.end);
            } else {
                kept.push((atom, span));
            }
        }
        read.push_str(string.get(at..).unwrap_or_default());
        read.push('\n');
        sort_by_key(&mut kept, |k| k.0);
        drawn.extend(kept.iter().filter_map(|(_, span)| string.get(span.clone())));
        drawn.push('\n');
    }
    // A bullet's code may stand for a letter in the font's own order: strings joined without it spell across it.
    let bare: String = read.split_whitespace().filter(|w| w.chars().nth(1).is_some()).collect();
    let (read, drawn, bare) = (Letters::of(&read), Letters::of(&drawn), Letters::of(&bare));
    let mut out: BTreeMap<String, (String, bool)> = BTreeMap::new();
    for (text, span, _) in marks {
        let Some(text) = seen.texts.get(*text) else { continue };
        let span = text.rounded(span);
        let Some(s) = text.as_str().get(span.clone()) else { continue };
        if weight(s) >= SPREAD_FROM {
            let words = whole_word(text.as_str(), span.start, span.end);
            let key = s.split_whitespace().collect::<Vec<_>>().join(" ");
            out.entry(key).or_insert_with(|| (squeezed(s), true)).1 &= words;
        }
    }
    let keys = || out.values().map(|v| &v.0);
    let (whole, inside) = occurrences(&read, keys());
    let (_, in_drawn) = occurrences(&drawn, keys());
    let (_, in_bare) = occurrences(&bare, keys());
    let count = |m: &BTreeMap<&str, u32>, key: &str| m.get(key).copied().unwrap_or(0);
    let needles = out.iter().map(|(s, (key, words))| {
        let kept = count(if *words { &whole } else { &inside }, key);
        let anywhere = count(&inside, key).max(count(&in_drawn, key)).max(count(&in_bare, key));
        Needle::new(s.clone()).with_kept(kept, anywhere).of_words(*words)
    });
    needles.collect()
}

/// How often each string stands in a text: as whole words, and anywhere. Overlaps count.
fn occurrences<'k>(
    text: &Letters,
    keys: impl Iterator<Item = &'k String>,
) -> (BTreeMap<&'k str, u32>, BTreeMap<&'k str, u32>) {
    let keys: Vec<&str> = keys.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect();
    let (mut whole, mut inside) = (BTreeMap::new(), BTreeMap::new());
    let Ok(machine) = AhoCorasick::new(&keys) else { return (whole, inside) };
    for hit in machine.find_overlapping_iter(text.as_str()) {
        if let Some(key) = keys.get(hit.pattern().as_usize()) {
            *inside.entry(*key).or_insert(0u32) += 1;
            if text.whole_words(&(hit.start()..hit.end())) {
                *whole.entry(*key).or_insert(0u32) += 1;
            }
        }
    }
    (whole, inside)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::{BreakKind, Format, TextBuilder};

    /// Letters drawn in the order given, 5 wide and 10 high, and read in the order of `read`.
    fn page(drawn: &[(f32, f32, &str)], read: &[usize]) -> Extract {
        let (mut places, mut words) = (BTreeMap::new(), Vec::new());
        let mut next = 0;
        for (x, y, s) in drawn {
            let mut word = Vec::new();
            for (n, c) in s.chars().enumerate() {
                let atom = AtomId::new(next);
                next += 1;
                let rect = Rect::new(x + 5.0 * n as f32, *y, x + 5.0 * n as f32 + 5.0, y + 10.0);
                places.insert(atom, Place::Page { page: 0, rect });
                word.push((c, atom));
            }
            words.push(word);
        }
        let mut b = TextBuilder::new();
        for &w in read {
            for (c, atom) in words.get(w).unwrap() {
                b.push(&c.to_string(), *atom);
            }
            b.push_break(BreakKind::Line);
        }
        Extract { texts: vec![b.finish()], places, ..Extract::empty(Format::Pdf) }
    }

    #[test]
    fn what_layout_took_apart_is_struck_in_drawing_order() {
        // "Morel" was drawn in two pieces that touch, but is read with another word between them.
        let seen = page(
            &[(0.0, 0.0, "Morel"), (0.0, 50.0, "Mo"), (10.0, 50.0, "rel"), (200.0, 52.0, "kg")],
            &[0, 1, 3, 2],
        );
        let mut marks = vec![(0, 0..5, Category::PersonName)];
        let strikes = spread(&seen, &mut marks, &[]);
        assert_eq!(strikes.len(), 1);
        assert_eq!(strikes[0].atoms, (5..10).map(AtomId::new).collect::<Vec<_>>());
    }

    #[test]
    fn longer_strings_are_struck_whatever_stands_between_their_letters() {
        let seen = page(
            &[
                (0.0, 0.0, "H. Partl"),
                (0.0, 20.0, "{pa}H.~Partl:"),
                (0.0, 40.0, "Par-"),
                (0.0, 60.0, "tl"),
                (0.0, 80.0, "Ah.partly"),
            ],
            &[0, 1, 2, 3, 4],
        );
        let mut marks = vec![(0, 0..8, Category::PersonName)];
        spread(&seen, &mut marks, &[]);
        let said: Vec<&str> = marks.iter().map(|m| &seen.texts[0].as_str()[m.1.clone()]).collect();
        assert_eq!(said, ["H. Partl", "H.~Partl"]);
    }

    #[test]
    fn chance_spellings_are_counted_and_words_within_words_stay() {
        // "rela" stands by chance in "Marelance" and over the join of two lines.
        let seen = page(
            &[(0.0, 0.0, "Rela"), (0.0, 20.0, "marelance"), (0.0, 40.0, "Centre"), (0.0, 60.0, "Laval")],
            &[0, 1, 2, 3],
        );
        let mut marks = vec![(0, 0..4, Category::PersonName)];
        assert!(spread(&seen, &mut marks, &[]).is_empty() && marks.len() == 1);
        let strike = Strike { category: Category::PersonName, atoms: (0..4).map(AtomId::new).collect() };
        let needles = needles(&seen, &marks, &[strike]);
        // Nowhere as a word of its own, so as a word it must be gone; in bytes and codes finding it says nothing.
        assert_eq!(needles.iter().map(|n| n.kept()).collect::<Vec<_>>(), [0]);
        assert!(needles.iter().all(|n| n.is_words() && n.stays_somewhere()));
        let strike = Strike { category: Category::PersonName, atoms: (0..4).map(AtomId::new).collect() };
        let part = super::needles(&seen, &[(0, 1..4, Category::Other)], &[strike]);
        assert!(part.is_empty());
    }

    #[test]
    fn a_bullet_read_as_a_letter_does_not_hide_a_chance_spelling() {
        let seen = page(
            &[(0.0, 0.0, "Moreau"), (0.0, 20.0, "un mor"), (0.0, 40.0, "Ê"), (20.0, 40.0, "eau claire")],
            &[0, 1, 2, 3],
        );
        let strike = Strike { category: Category::PersonName, atoms: (0..6).map(AtomId::new).collect() };
        let needles = super::needles(&seen, &[(0, 0..6, Category::PersonName)], &[strike]);
        assert!(needles.len() == 1 && needles.iter().all(|n| n.kept() == 0 && n.stays_somewhere()));
    }
}
