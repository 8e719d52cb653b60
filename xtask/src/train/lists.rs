//! Word lists and layouts, as committed → memory. Also parts what training may see from what is held back: by the hash of
//! a name or of a layout, so that the parting does not move when something is added.

use std::collections::BTreeMap;

use crate::detect::fold;

/// Files of layouts: whether their texts are English, how much the weights of their sections count beside those of the
/// others, and what they hold.
const LAYOUTS: [(bool, usize, &str); 9] = [
    (false, 2, include_str!("layouts/french.txt")),
    (false, 2, include_str!("layouts/notes.txt")),
    (false, 1, include_str!("layouts/letters.txt")),
    (false, 1, include_str!("layouts/forms.txt")),
    (false, 1, include_str!("layouts/reports.txt")),
    (false, 1, include_str!("layouts/homes.txt")),
    (true, 2, include_str!("layouts/english.txt")),
    (true, 1, include_str!("layouts/english-more.txt")),
    (true, 1, include_str!("layouts/english-clinic.txt")),
];

/// Which half is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// For training.
    Open,
    /// For measuring.
    HeldBack,
}

/// Whether a word or a layout belongs to a half. One in `of` is held back.
pub(super) fn belongs(half: Half, said: &str, of: u64) -> bool {
    let h = fold(said)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    ((h >> 17) % of == 0) == (half == Half::HeldBack)
}

#[derive(Clone)]
pub(super) struct Origin {
    pub(super) name: String,
    pub(super) given: Vec<String>,
    pub(super) family: Vec<String>,
}

#[derive(Clone)]
pub(super) struct Section {
    pub(super) english: bool,
    pub(super) weight: usize,
    pub(super) lines: (usize, usize),
    pub(super) between: &'static str,
    pub(super) layouts: Vec<String>,
}

#[derive(Clone)]
pub(super) struct Lists {
    pub(super) things: BTreeMap<String, Vec<String>>,
    pub(super) origins: Vec<Origin>,
    /// From the lexicon: given names, the commonest of them, surnames, surnames that are ordinary words too.
    pub(super) given: Vec<String>,
    pub(super) common: Vec<String>,
    pub(super) family: Vec<String>,
    pub(super) wordy: Vec<String>,
    pub(super) towns: Vec<String>,
    pub(super) sections: Vec<Section>,
}

/// Sections of a list file: what stands in brackets, then its items.
fn sections(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            key = head.to_owned();
            continue;
        }
        let items = line.split("; ").map(|s| s.trim_end_matches(';').to_owned());
        // A blank at the end of a part ("Le ") belongs to it.
        out.entry(key.clone()).or_default().extend(items.filter(|i| !i.trim().is_empty()));
    }
    out
}

/// A folded entry written as a name: "saint-denis" → "Saint-Denis".
fn written(folded: &str) -> String {
    let small = ["de", "du", "des", "la", "le", "les", "sur", "sous", "en", "et", "d", "l", "aux", "au", "a"];
    let parts: Vec<String> = folded
        .split('-')
        .enumerate()
        .map(|(n, part)| if n > 0 && small.contains(&part) { part.to_owned() } else { capital(part) })
        .collect();
    parts.join("-")
}

pub(super) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Entries of a front-coded list (`src/detect/data/README.md`) with their flags.
fn entries(text: &str) -> Vec<(String, u8)> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut entry = String::new();
        for c in line.bytes() {
            match c {
                b'Z' => entry.clear(),
                b'A'..=b'Y' => entry.truncate(entry.len().saturating_sub(usize::from(c - b'A'))),
                b'a'..=b'z' | b'-' => entry.push(char::from(c)),
                _ => out.push((entry.clone(), c.wrapping_sub(b'0'))),
            }
        }
    }
    out
}

impl Lists {
    pub(super) fn load(half: Half) -> Self {
        let mut things = sections(include_str!("lists/things.txt"));
        let mut phrases = sections(include_str!("lists/phrases.txt"));
        things.insert("ph".into(), phrases.remove("fr").unwrap_or_default());
        things.insert("pe".into(), phrases.remove("en").unwrap_or_default());
        let mine = |said: &String| belongs(half, said, 8);
        let named = sections(include_str!("lists/names.txt"));
        let mut origins = Vec::new();
        for (key, given) in named.iter().filter(|(k, _)| k.ends_with(" given")) {
            let name = key.trim_end_matches(" given");
            let of = |what: &str| named.get(&format!("{name} {what}")).cloned().unwrap_or_default();
            let mut family: Vec<String> = of("family").into_iter().filter(mine).collect();
            let (heads, tails) = (of("head"), of("tail"));
            for head in &heads {
                // "Le " + "gall" makes two words.
                family.extend(
                    tails
                        .iter()
                        .map(|t| match head.strip_suffix(' ') {
                            Some(h) => format!("{h} {}", capital(t)),
                            None if head.ends_with(['-', '\'']) => format!("{head}{}", capital(t)),
                            None => format!("{head}{t}"),
                        })
                        .filter(mine),
                );
            }
            let given = given.iter().filter(|g| mine(g)).cloned().collect();
            origins.push(Origin { name: name.to_owned(), given, family });
        }
        let lexicon = entries(include_str!("../../../src/detect/data/lexicon.txt"));
        let with = |want: u8, lack: u8| -> Vec<String> {
            lexicon
                .iter()
                .filter(|(s, f)| f & want == want && f & lack == 0 && s.len() > 2 && mine(s))
                .map(|(s, _)| written(s))
                .collect()
        };
        let (given, common, family, wordy) = (with(1, 8), with(2, 0), with(4, 8), with(4 | 8, 0));
        let towns = entries(include_str!("../../../src/detect/data/towns.txt"))
            .iter()
            .map(|(s, _)| written(s))
            .collect();
        let mut all = Vec::new();
        for (english, scale, text) in LAYOUTS {
            for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
                if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                    let words: Vec<&str> = head.split(' ').collect();
                    let number = |n: usize| words.get(n).and_then(|w| w.parse().ok()).unwrap_or(1);
                    let between = if words.get(4) == Some(&"line") { "\n" } else { " " };
                    all.push(Section {
                        english,
                        weight: number(1) * scale,
                        lines: (number(2), number(3)),
                        between,
                        layouts: Vec::new(),
                    });
                } else if let Some(section) = all.last_mut()
                    && belongs(half, line, 8)
                {
                    section.layouts.push(line.to_owned());
                }
            }
        }
        Self { things, origins, given, common, family, wordy, towns, sections: all }
    }
    /// The same with only some of the sections.
    pub(super) fn only(&self, kept: &[bool]) -> Self {
        let sections =
            self.sections.iter().zip(kept).filter(|(_, kept)| **kept).map(|(s, _)| s.clone()).collect();
        Self { sections, ..self.clone() }
    }
}
