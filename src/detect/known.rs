//! Identity that the host already holds, found in every form: other case, accents, order, hyphens, initials, glued or
//! spread out, one letter wrong in a long name; numbers with any marks between; the birth date in every writing;
//! addresses word by word. Law: no form of it survives. Linear in the text for a given identity.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::alike::one_off;
use super::{Detector, Hit, Input, dates};
use crate::model::{Category, Known, Reason, Span, fold, squeezed};

mod words;

use words::{Stream, common, digit_like, particle, street_word, words};

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
        names(input, s, &mut spans);
        addresses(input, s, &mut spans);
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

/// Letters from which a name is also found with one letter wrong.
const TYPO_FROM: usize = 6;

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
        if s.chars().count() >= SPREAD_FROM {
            out.entry((s, number, false)).or_insert(category);
        }
    };
    for name in &known.names {
        let parts = parts(name);
        let whole: String = parts.concat();
        add(whole, Category::PersonName, false);
        add(parts.iter().rev().cloned().collect(), Category::PersonName, false);
        for (i, a) in parts.iter().enumerate() {
            for b in parts.iter().skip(i + 1) {
                add(format!("{a}{b}"), Category::PersonName, false);
                add(format!("{b}{a}"), Category::PersonName, false);
                for (long, short) in [(a, b), (b, a)].into_iter().filter(|(l, _)| l.chars().count() >= 4) {
                    if let Some(initial) = short.chars().next() {
                        add(format!("{initial}{long}"), Category::PersonName, false);
                        add(format!("{long}{initial}"), Category::PersonName, false);
                    }
                }
            }
        }
    }
    for word in known.names.iter().flat_map(|n| parts(n)).filter(|w| w.chars().count() > SPREAD_FROM) {
        out.entry((word, false, true)).or_insert(Category::PersonName);
    }
    let add = &mut |s: String, category, number| {
        if s.chars().count() >= SPREAD_FROM {
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

/// Words of a name, folded, particles left out where something else is there.
fn parts(name: &str) -> Vec<String> {
    let folded = fold(name);
    let all: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let own: Vec<String> = all.iter().filter(|w| !particle(w)).cloned().collect();
    if own.is_empty() { all } else { own }
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
            if long || stream.at_words(s, m.start(), m.end()) {
                out.push((span, needle.category));
            }
        }
    }
}

/// Names word by word: exact, or with one letter wrong, with the initials that stand beside.
fn names(input: &Input<'_>, s: &str, out: &mut Vec<(Span, Category)>) {
    let people: Vec<Vec<String>> = input.known.names.iter().map(|n| parts(n)).collect();
    let singles: BTreeSet<&str> = people.iter().flatten().map(String::as_str).collect();
    let all = words(s);
    // Which words are names whatever stands beside them, and which only next to another one.
    let mut sure = vec![false; all.len()];
    let mut maybe = vec![false; all.len()];
    for (i, span) in all.iter().enumerate() {
        let Some(word) = s.get(span.clone()) else { continue };
        let letters = word.chars().count();
        let capital = input
            .string
            .get(input.back(span))
            .is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase));
        if singles.contains(word) {
            let short = letters < 3 || !capital && (letters < 4 || common(word));
            if short { maybe[i] = true } else { sure[i] = true }
        } else if letters >= TYPO_FROM - 1
            && singles.iter().any(|n| n.len() >= TYPO_FROM && one_off(&digit_like(word), n))
        {
            if capital && !common(word) { sure[i] = true } else { maybe[i] = true }
        } else {
            maybe[i] = letters == 1 && singles.iter().any(|n| n.starts_with(word)) || particle(word);
        }
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
    initials(s, &people, out);
}

/// "Martin de" before an ordinary word: a particle is only part of a name when a name follows.
fn ends_in_particle(s: &str, all: &[Span], maybe: &[bool], sure: &[bool], i: usize) -> bool {
    let is_particle = all.get(i).and_then(|w| s.get(w.clone())).is_some_and(particle);
    is_particle && !(sure.get(i + 1) == Some(&true) || maybe.get(i + 1) == Some(&true))
}

/// "J.M." and "M. J." with their dots, for people whose name begins so.
fn initials(s: &str, people: &[Vec<String>], out: &mut Vec<(Span, Category)>) {
    for person in people.iter().filter(|p| p.len() >= 2) {
        let letters: Vec<char> = person.iter().filter_map(|p| p.chars().next()).collect();
        for order in [letters.clone(), letters.into_iter().rev().collect()] {
            for (dash, gap) in [(".", "."), (". ", "."), (".-", "."), ("-", "")] {
                let form =
                    format!("{}{gap}", order.iter().map(char::to_string).collect::<Vec<_>>().join(dash));
                for (at, m) in s.match_indices(form.as_str()) {
                    let clear =
                        |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '-');
                    let before = s.get(..at).and_then(|t| t.chars().next_back());
                    let after = s.get(at + m.len()..).and_then(|t| t.chars().next());
                    if clear(before) && !after.is_some_and(char::is_alphanumeric) && form.len() >= 4 {
                        out.push((at..at + m.len(), Category::PersonName));
                    }
                }
            }
        }
    }
}

/// Addresses word by word: own words where they stand capitalised, and any row of words that all belong to the address.
fn addresses(input: &Input<'_>, s: &str, out: &mut Vec<(Span, Category)>) {
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
            && !words::way(w)
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

/// The birth date in every writing that names day, month and year.
fn birth_date(known: &Known, s: &str, out: &mut Vec<(Span, Category)>) {
    let Some((year, month, day)) = known.birth_date else { return };
    let born = dates::Date { year: Some(year), month, day, unsure: false };
    out.extend(
        dates::dates(s).into_iter().filter(|w| w.date.same(&born)).map(|w| (w.span, Category::BirthDate)),
    );
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{AtomId, TextBuilder};

    fn identity() -> Known {
        Known {
            names: vec!["Maëlys Vauquelin-Orvault".into(), "Guy Petit".into()],
            birth_date: Some((1957, 3, 12)),
            numbers: vec!["2 57 03 31 555 012 28".into(), "06 99 12 34 56".into(), "2038H20391".into()],
            addresses: vec!["12 bis avenue des Érables, 31400 Toulouse".into()],
            other: vec!["Villa Mistral".into()],
        }
    }

    fn survivors(string: &str) -> String {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        let (text, known) = (b.finish(), identity());
        let mut out = Vec::new();
        KnownIdentity.detect(&Input::new(&text, 0, &known), &mut out);
        let kept = string.char_indices().filter(|(at, _)| !out.iter().any(|h| h.span.contains(at)));
        kept.map(|(_, c)| c).collect()
    }

    #[test]
    fn no_form_survives() {
        for form in [
            "Maëlys Vauquelin-Orvault",
            "VAUQUELIN ORVAULT Maelys",
            "vauquelin orvault maelys",
            "M. Vauquelin",
            "Vauquelin M.",
            "VAUQUELIN",
            "vauquelin",
            "Vauqelin",
            "Vauquelinn",
            "Vauquelim",
            "VAUQUEL1N",
            "Orvault",
            "Vauquelin\nOrvault",
            "V A U Q U E L I N",
            "maelysvauquelin",
            "mvauquelin",
            "Vauque-\nlin",
            "Maelys",
            "M.V.O.",
            "Guy Petit",
            "PETIT Guy",
            "guy petit",
            "Petit",
            "12/03/1957",
            "12 mars 1957",
            "12.03.57",
            "1957-03-12",
            "March 12, 1957",
            "12 0 3 1957",
            "12|03|1957",
            "1 2 0 3 1 9 5 7",
            "douze mars mille neuf cent cinquante-sept",
            "12031957",
            "19570312",
            "120357",
            "257033155501228",
            "2 57 03 31 555 012 28",
            "2.57.03.31.555.012",
            "25703 31555 012",
            "0699123456",
            "+33 6 99 12 34 56",
            "+33 (0)6-99-12-34-56",
            "06.99.12.34.56",
            "O6 99 l2 34 56",
            "2038 H 20391",
            "2038h20391",
            "12 bis avenue des Érables",
            "12bis, av. des Erables",
            "31400 TOULOUSE",
            "31 400 Toulouse",
            "Avenue des Erables",
            "Érables",
            "Villa Mistral",
            "VILLA-MISTRAL",
        ] {
            let left = survivors(&format!("Vu ce jour {form} en consultation."));
            let rest: String = left.replace("Vu ce jour", "").replace("en consultation.", "");
            assert!(!rest.chars().any(char::is_alphanumeric), "{form:?} leaves {rest:?}");
        }
    }

    #[test]
    fn the_rest_stays() {
        for text in [
            "Un petit nodule du lobe gauche, sans envahissement.",
            "Contrôle le 14 mars 1957, puis le 12 mars 1958.",
            "Dose : 12 mg matin et soir, 31 comprimés.",
            "rue de la gare, avenue principale",
        ] {
            assert_eq!(survivors(text), text);
        }
    }

    proptest! {
        #[test]
        fn case_order_and_marks_do_not_save_a_name(
            upper in any::<bool>(), turned in any::<bool>(), mark in "[ -]|, |\n|\u{a0}", before in "[a-z ]{0,12} ", after in " [a-z ]{0,12}",
        ) {
            let mut parts = ["Maëlys", "Vauquelin", "Orvault"];
            if turned { parts.reverse(); }
            let form = parts.join(&mark);
            let form = if upper { form.to_uppercase() } else { form };
            let left = fold(&survivors(&format!("{before}{form}{after}")));
            for part in ["maelys", "vauquelin", "orvault"] {
                prop_assert!(!left.contains(part), "{left:?}");
            }
        }

        #[test]
        fn marks_do_not_save_a_number(mark in "[ ./\t\n-]|\u{202f}| - ", cuts in prop::collection::vec(any::<bool>(), 15)) {
            let mut form = String::new();
            for (d, cut) in "257033155501228".chars().zip(cuts) {
                form.push(d);
                if cut { form.push_str(&mark); }
            }
            let left = survivors(&format!("no {form} fin"));
            prop_assert!(!left.chars().any(|c| c.is_ascii_digit()), "{form:?} {left:?}");
        }
    }
}
