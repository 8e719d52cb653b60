//! The words around a known one → whether it names a person here, or the disease, drug or ordinary thing of that name.

use super::super::tokens::{Gap, Shape, Word};
use super::super::{lexicon, names::called::relative, particles, spared};
use super::find::Seen;
use super::people::Part;
use crate::model::Span;

/// Whether the known word at `at` names a person here.
pub(super) fn stands_for_a_person(
    string: &str,
    words: &[Word],
    seen: &[Option<Seen>],
    at: usize,
    part: Part,
) -> bool {
    let Some(word) = words.get(at) else { return false };
    if word.web {
        return true;
    }
    let joined = |w: &Word| matches!(w.gap, Gap::None | Gap::Space | Gap::Comma | Gap::Line);
    let named = |n: usize| seen.get(n).is_some_and(Option::is_some);
    let before = at.checked_sub(1).filter(|_| joined(word));
    let after = words.get(at + 1).filter(|w| joined(w)).map(|_| at + 1);
    if before.is_some_and(named) || after.is_some_and(named) {
        return true;
    }
    if (part.given || part.doubtful || word.lore.eponym())
        && (of_a_thing(words, at) || before_a_thing(string, words, at))
    {
        return false;
    }
    if !part.doubtful {
        return true;
    }
    // "Petit", "Rose", "Paris": an initial before, capitals in a line of small letters, a family, an owner, the middle of
    // a sentence, a verb of people.
    if initial_before(words, at) < at {
        return true;
    }
    if !part.announced || word.folded.len() < 4 || word.shape == Shape::Lower {
        return false;
    }
    let led = before.and_then(|b| words.get(b)).filter(|_| matches!(word.gap, Gap::Space | Gap::None));
    if led.is_some_and(|b| family(&b.folded) || meets(&b.folded))
        || owned(words, at)
        || acts(words, at)
        || aged(string, word)
    {
        return true;
    }
    let place_or_disease = lexicon::town(&word.folded) > 1 || word.lore.eponym();
    let inside = led.is_some_and(|b| {
        b.shape == Shape::Lower
            && word.gap == Gap::Space
            && !particles::of_names(&b.folded)
            && !determines(&b.folded)
    });
    let shouted = word.shape == Shape::Upper && small_line(string, &word.span);
    (inside || shouted) && !place_or_disease
}

/// Whether small letters stand on the word's line.
fn small_line(string: &str, span: &Span) -> bool {
    let before = string.get(..span.start).unwrap_or("").chars().rev().take_while(|c| *c != '\n').take(60);
    let after = string.get(span.end..).unwrap_or("").chars().take_while(|c| *c != '\n').take(60);
    before.chain(after).filter(|c| c.is_lowercase()).count() > 5
}

/// The place of an initial that belongs to the word ("J. Morel"), else the word's own.
pub(super) fn initial_before(words: &[Word], at: usize) -> usize {
    let joined = words.get(at).is_some_and(|w| matches!(w.gap, Gap::None | Gap::Space));
    match at.checked_sub(1).and_then(|b| words.get(b)) {
        Some(b)
            if joined && b.shape == Shape::Initial && (b.dot || b.folded.len() > 1) && b.folded != "m" =>
        {
            at - 1
        }
        // "S. Ní Bhriain"
        Some(b)
            if joined
                && matches!(b.folded.as_str(), "ni" | "nic" | "ui" | "mac" | "de" | "da")
                && b.gap == Gap::Space =>
        {
            let initial = at
                .checked_sub(2)
                .and_then(|i| words.get(i))
                .is_some_and(|i| i.shape == Shape::Initial && i.dot);
            if initial { at - 2 } else { at }
        }
        _ => at,
    }
}

/// Whether a word is named in "maladie de …" or "hôpital …".
fn of_a_thing(words: &[Word], at: usize) -> bool {
    let mut here = at;
    for _ in 0..4 {
        let Some(word) = words.get(here) else { return false };
        if !matches!(word.gap, Gap::None | Gap::Space) {
            return false;
        }
        let Some(before) = here.checked_sub(1).and_then(|b| words.get(b)) else { return false };
        if before.lore.head() || before.lore.facility() && before.folded.len() > 1 || medicine(&before.folded)
        {
            return true;
        }
        let passed_over = particles::of_names(&before.folded) || before.capital() && before.plain();
        if !passed_over {
            return false;
        }
        here -= 1;
    }
    false
}

/// Whether a word stands before a thing: "Parkinson's disease", "Diane 35 µg".
fn before_a_thing(string: &str, words: &[Word], at: usize) -> bool {
    let next = |n: usize| words.get(n).filter(|w| matches!(w.gap, Gap::None | Gap::Space));
    let behind = match next(at + 1) {
        Some(s) if s.folded == "s" && s.gap == Gap::None => next(at + 2),
        other => other,
    };
    if behind.is_some_and(|w| w.shape == Shape::Lower && (spared::thing(&w.folded) || w.lore.head())) {
        return true;
    }
    let end = words.get(at).map_or(0, |w| w.span.end);
    let rest = string.get(end..).unwrap_or("").trim_start_matches([' ', '\u{a0}']);
    let Some(unit) = spared::unit(rest) else { return false };
    matches!(
        unit.as_str(),
        "mg" | "g"
            | "ml"
            | "µg"
            | "μg"
            | "ug"
            | "mcg"
            | "ui"
            | "iu"
            | "cp"
            | "cpr"
            | "cps"
            | "comprime"
            | "comprimé"
            | "comprimés"
            | "gel"
            | "gelule"
            | "gélule"
            | "gélules"
            | "sachet"
            | "sachets"
            | "gouttes"
            | "tablet"
            | "tablets"
            | "dose"
            | "doses"
    )
}

/// Forms of medicines.
fn medicine(folded: &str) -> bool {
    matches!(
        folded,
        "pilule"
            | "pilules"
            | "comprime"
            | "comprimes"
            | "gelule"
            | "gelules"
            | "collyre"
            | "pommade"
            | "creme"
            | "sirop"
            | "contraceptif"
            | "contraception"
            | "traitement"
            | "ampoule"
            | "ampoules"
            | "gouttes"
            | "spray"
            | "pill"
            | "tablet"
            | "tablets"
            | "cream"
    )
}

/// Words that stand before people of one name.
fn family(folded: &str) -> bool {
    matches!(
        folded,
        "epoux"
            | "famille"
            | "consorts"
            | "conjoints"
            | "freres"
            | "soeurs"
            | "les"
            | "chez"
            | "family"
            | "couple"
    )
}

/// "Vu Rose ce jour", "Avec Petit": who is met.
fn meets(folded: &str) -> bool {
    matches!(
        folded,
        "vu" | "vue"
            | "revu"
            | "revue"
            | "avec"
            | "appel"
            | "appelle"
            | "appele"
            | "contacte"
            | "examine"
            | "rencontre"
    )
}

/// "le dossier de Petit", "la fille de Rose".
fn owned(words: &[Word], at: usize) -> bool {
    let joined = |n: usize| words.get(n).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::None));
    let of = at
        .checked_sub(1)
        .and_then(|b| words.get(b))
        .is_some_and(|b| matches!(b.folded.as_str(), "de" | "d" | "of"));
    of && joined(at)
        && joined(at - 1)
        && at.checked_sub(2).and_then(|b| words.get(b)).is_some_and(|b| {
            relative(&b.folded)
                || matches!(
                    b.folded.as_str(),
                    "dossier"
                        | "chambre"
                        | "fauteuil"
                        | "parents"
                        | "enfants"
                        | "famille"
                        | "domicile"
                        | "courrier"
                        | "souhaits"
                        | "accord"
                        | "visite"
                        | "entourage"
                        | "resultats"
                )
        })
}

/// Words that stand before things.
fn determines(folded: &str) -> bool {
    matches!(
        folded,
        "un" | "une" | "au" | "aux" | "ce" | "cet" | "cette" | "son" | "sa" | "a" | "the" | "tres" | "plus"
    )
}

/// "Petit est revu", "Parkinson souhaite": people do this.
fn acts(words: &[Word], at: usize) -> bool {
    let next = |n: usize| words.get(n).filter(|w| w.gap == Gap::Space && w.shape == Shape::Lower);
    let Some(verb) = next(at + 1) else { return false };
    match verb.folded.as_str() {
        "va" | "vient" | "dit" | "souhaite" | "refuse" | "rapporte" | "signale" | "decrit" | "consulte"
        | "accepte" | "vit" | "habite" | "declare" | "pleure" | "mange" | "dort" | "says" | "reports"
        | "lives" | "denies" => true,
        "est" | "a" | "was" | "is" | "etait" | "sera" => next(at + 2)
            .map(|w| if matches!(w.folded.as_str(), "ete" | "been") { next(at + 3) } else { Some(w) })
            .is_some_and(|w| w.is_some_and(|w| treated(&w.folded))),
        _ => false,
    }
}

/// "Diane, 35 ans"
fn aged(string: &str, word: &Word) -> bool {
    let rest = string.get(word.span.end..).unwrap_or("").trim_start_matches([',', ' ', '\u{a0}', '(']);
    let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&(rest.len() - unit.len()))
        && ["ans", "an ", "mois", "year"]
            .iter()
            .any(|u| unit.trim_start_matches([' ', '\u{a0}', '-']).starts_with(u))
}

/// What is done with patients.
fn treated(folded: &str) -> bool {
    let stem = folded.trim_end_matches('s').trim_end_matches('e');
    matches!(
        stem,
        "revu"
            | "vu"
            | "venu"
            | "revenu"
            | "hospitalis"
            | "sorti"
            | "rentr"
            | "suivi"
            | "admi"
            | "adress"
            | "deced"
            | "parti"
            | "transfer"
            | "convoqu"
            | "examin"
            | "seen"
            | "admitted"
            | "discharged"
            | "referred"
    )
}
