//! Identity that the host already holds, found in every form: other case, accents, order, hyphens, initials, glued or
//! spread out, one letter wrong in a long name; numbers with any marks between; the birth date in every writing;
//! addresses word by word. Law: no form of it survives. Linear in the text for a given identity.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Detector, Hit, Input, dates};
use crate::model::{Category, Known, Reason, Span, squeezed};

mod addresses;
#[cfg(test)]
#[path = "forms/tests.rs"]
mod forms;
mod people;
mod words;

use people::{clusters, parts};
use words::Stream;

/// What the host knows.
pub(super) struct KnownIdentity;

impl Detector for KnownIdentity {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        if input.known.is_empty() {
            return;
        }
        let s = input.folded.as_str();
        let mut spans: Vec<(Span, Category)> = Vec::new();
        literal(s, &needles(input.known), &mut spans);
        people::names(input, s, &mut spans);
        addresses::addresses(input, s, &mut spans);
        birth_date(input.known, s, &mut spans);
        out.extend(spans.into_iter().map(|(span, category)| Hit {
            span: input.back(&span),
            category,
            confidence: 1.0,
            detector: "known",
            reason: Reason::Known,
        }));
    }
}

/// Letters and digits that a needle needs before it is looked for across blanks and marks.
const SPREAD_FROM: usize = 4;

/// Letters and digits; those of scripts that write whole names in two or three signs count twice.
fn weight(s: &str) -> usize {
    s.chars().map(|c| 1 + usize::from(words::unparted(c))).sum()
}

/// Words of a name that are looked for glued behind an initial, at most.
const RUN: usize = 4;

/// Letters that a name's word needs before it is looked for broken at a line end.
const BROKEN_FROM: usize = 3;

/// A string of letters and digits to look for, whatever stands between them.
struct Needle {
    squeezed: String,
    category: Category,
    /// A number: letters that look like digits count as them.
    number: bool,
    /// One word of a name: looked for word by word too, so here only where it is spread out.
    word: bool,
}

fn needles(known: &Known) -> Vec<Needle> {
    let mut out = BTreeMap::new();
    let add = &mut |s: String, category, number| {
        if weight(&s) >= SPREAD_FROM {
            out.entry((s, number, false)).or_insert(category);
        }
    };
    // "Le Goff" is looked for as "goff" and as "legoff".
    let glued = known.names.iter().map(|n| clusters(n));
    for cluster in glued.clone().flatten() {
        add(cluster, Category::PersonName, false);
    }
    for parts in known.names.iter().map(|n| parts(n)).chain(glued) {
        let whole: String = parts.concat();
        add(whole, Category::PersonName, false);
        add(parts.iter().rev().cloned().collect(), Category::PersonName, false);
        for (i, a) in parts.iter().enumerate() {
            for b in parts.iter().skip(i + 1) {
                add(format!("{a}{b}"), Category::PersonName, false);
                add(format!("{b}{a}"), Category::PersonName, false);
            }
            // "mmorel", "morelm", and "mmorelduval" for somebody of several surnames
            for initial in people::openings(a) {
                for from in 0..parts.len() {
                    for to in from + 1..=parts.len().min(from + RUN) {
                        let run = parts.get(from..to).unwrap_or_default().concat();
                        if !(from..to).contains(&i) && run.chars().count() >= SPREAD_FROM {
                            add(format!("{initial}{run}"), Category::PersonName, false);
                            add(format!("{run}{initial}"), Category::PersonName, false);
                        }
                    }
                }
            }
        }
    }
    for word in known.names.iter().flat_map(|n| parts(n)).filter(|w| w.chars().count() >= BROKEN_FROM) {
        out.entry((word, false, true)).or_insert(Category::PersonName);
    }
    let add = &mut |s: String, category, number| {
        if weight(&s) >= SPREAD_FROM {
            out.entry((s, number, false)).or_insert(category);
        }
    };
    for number in &known.numbers {
        for form in number_forms(number) {
            add(form, Category::PatientNumber, true);
        }
    }
    for address in &known.addresses {
        add(squeezed(address), Category::Address, false);
        for piece in address.split([',', '\n', ';']) {
            let several = piece.split_whitespace().count() > 1;
            add(squeezed(piece), Category::Address, !several);
        }
    }
    for other in &known.other {
        add(squeezed(other), Category::Other, false);
    }
    if let Some((y, m, d)) = known.birth_date {
        for form in
            [format!("{d:02}{m:02}{y:04}"), format!("{y:04}{m:02}{d:02}"), format!("{m:02}{d:02}{y:04}")]
        {
            add(form, Category::BirthDate, true);
        }
        add(format!("{d:02}{m:02}{:02}", y.rem_euclid(100)), Category::BirthDate, true);
    }
    out.into_iter()
        .map(|((squeezed, number, word), category)| Needle { squeezed, category, number, word })
        .collect()
}

/// A number and the other ways of beginning it: with or without a country code, a NIR without its key.
fn number_forms(number: &str) -> BTreeSet<String> {
    let bare = squeezed(number);
    let mut out = BTreeSet::from([bare.clone()]);
    let digits = bare.chars().all(|c| c.is_ascii_digit());
    let national = [("0033", 13), ("33", 11), ("0", 10)]
        .iter()
        .find(|(p, len)| digits && bare.len() == *len && bare.starts_with(p))
        .and_then(|(p, _)| bare.get(p.len()..));
    if let Some(n) = national {
        out.extend([format!("0{n}"), format!("33{n}"), format!("330{n}"), format!("0033{n}")]);
    }
    if bare.len() == 15
        && let Some(body) = bare.get(..13)
    {
        out.insert(body.to_owned());
    }
    out
}

/// Finds needles in the text with all blanks and marks left out, where they begin and end with a word.
fn literal(s: &str, needles: &[Needle], out: &mut Vec<(Span, Category)>) {
    for number in [false, true] {
        let own: Vec<&Needle> = needles.iter().filter(|n| n.number == number).collect();
        let Ok(machine) = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(own.iter().map(|n| n.squeezed.as_str()))
        else {
            continue;
        };
        let stream = Stream::new(s, number);
        for m in machine.find_overlapping_iter(stream.as_str()) {
            let Some(needle) = own.get(m.pattern().as_usize()) else { continue };
            let long = number && needle.squeezed.len() >= 8 || !number && needle.squeezed.len() >= 10;
            let span = stream.original(m.start(), m.end());
            if needle.word && s.get(span.clone()).is_some_and(|t| t.len() == needle.squeezed.len()) {
                continue;
            }
            // A short one may come about by chance, unless a hyphen and a line end break it or each letter stands alone.
            let letters = needle.squeezed.chars().count();
            let told = |t: &str| t.contains("-\n") || t.split(' ').count() == letters;
            if needle.word && letters <= SPREAD_FROM && !s.get(span.clone()).is_some_and(told) {
                continue;
            }
            if long || stream.at_words(s, m.start(), m.end()) {
                out.push((span, needle.category));
            }
        }
    }
}

/// The birth date in every writing that names day, month and year, also with letters for digits.
fn birth_date(known: &Known, s: &str, out: &mut Vec<(Span, Category)>) {
    let Some((year, month, day)) = known.birth_date else { return };
    let born = dates::Date { year: Some(year), month, day, unsure: false };
    let mut look = |s: &str| {
        let found = dates::dates(s).into_iter().filter(|w| w.date.same(&born));
        out.extend(found.map(|w| (w.span, Category::BirthDate)));
    };
    look(s);
    if let Some(read) = words::as_digits(s) {
        look(&read);
    }
}

#[cfg(test)]
mod tests;
