//! Hits that the words around them show to be no person, or one whom all know: "Mayo score", "Lipid Panel", "loi Evin".
//! What a title, a label or the host announced is never dropped.

mod public;

use super::tokens::{Gap, Shape, Word};
use super::{Hit, Input};
use crate::model::{Category, Reason, Span};

/// Drops what names a score, a test or a disease in the English order.
pub(super) fn spare(input: &Input<'_>, hits: &mut Vec<Hit>) {
    let words = input.words();
    for hit in hits.iter_mut().filter(|h| h.category == Category::PersonName) {
        let said = input.string.get(hit.span.clone()).unwrap_or("");
        // "Jeanne MOREL D.O.B."
        for label in [" D.O.B.", " D.O.B", " DOB", " D.D.N.", " DDN"] {
            if let Some(rest) = said.strip_suffix(label) {
                hit.span.end = hit.span.start + rest.len();
                break;
            }
        }
    }
    let authors = public::authors(input.string, words);
    hits.retain(|hit| {
        let person = matches!(hit.category, Category::PersonName | Category::Professional);
        if nobody(input, hit) {
            return false;
        }
        if !person || matches!(hit.reason, Reason::Title | Reason::Label | Reason::Known) {
            return true;
        }
        let from = words.partition_point(|w| w.span.start < hit.span.start);
        let behind = words.partition_point(|w| w.span.start < hit.span.end);
        let short = behind.saturating_sub(from) <= 2;
        let thing = words
            .get(behind)
            .is_some_and(|w| w.gap == Gap::Space && w.shape != Shape::Upper && thing(&w.folded));
        // "comprimés de Diane"
        let word = |back: usize| {
            from.checked_sub(back).and_then(|at| words.get(at)).map_or("", |w| w.folded.as_str())
        };
        let taken = behind == from + 1 && matches!(word(1), "de" | "of") && form(word(2));
        // "Switchboard 0161 …"
        let desk = behind == from + 1 && words.get(from).is_some_and(|w| desk(&w.folded));
        let shape = hit.reason == Reason::NameShape;
        !(short && thing
            || desk
            || shape && (taken || published(input.string, words, &authors, from..behind)))
    });
}

/// Whether one word or two are never anybody, whatever stands before them.
pub(super) fn nobody(input: &Input<'_>, hit: &Hit) -> bool {
    let (string, words, span) = (input.string, input.words(), &hit.span);
    if !matches!(hit.category, Category::PersonName | Category::Professional) || hit.reason == Reason::Known {
        return false;
    }
    let from = words.partition_point(|w| w.span.start < span.start);
    let own = words.get(from..words.partition_point(|w| w.span.start < span.end)).unwrap_or_default();
    let rest = string.get(span.end..).unwrap_or_default();
    match own {
        // "Assoc Prof Oscar Lim", "Sun, 17 Aug 2025", "GMC  6104482"
        [word] => {
            let rank = matches!(word.folded.as_str(), "assoc" | "asst" | "adj")
                && words.get(from + 1).is_some_and(|n| n.gap == Gap::Space && n.folded.starts_with("prof"));
            let day = matches!(word.folded.as_str(), "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun");
            let dated =
                || rest.strip_prefix(", ").is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
            rank || day && dated() || word.shape == Shape::Upper && register(&word.folded)
        }
        // "T. Dolo 650", "T. Telma-AM, Inj. …": tablets, as India writes them.
        [tablet, drug] if tablet.folded == "t" && tablet.dot && drug.gap <= Gap::Space => {
            let dose = rest.strip_prefix(' ').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
            let line = string.get(..span.start).unwrap_or_default();
            let line = line.rsplit('\n').next().unwrap_or_default();
            dose || ["Inj. ", "Tab. ", "Cap. ", "Syp. "].iter().any(|f| line.contains(f))
        }
        _ => false,
    }
}

/// Registers of professionals and of patients, by the letters that stand before a number.
fn register(folded: &str) -> bool {
    matches!(
        folded,
        "gmc"
            | "hcpc"
            | "nmc"
            | "gphc"
            | "gdc"
            | "ahpra"
            | "aadhaar"
            | "npi"
            | "upin"
            | "dea"
            | "rpps"
            | "adeli"
            | "finess"
    )
}

/// Whether a name, by its words, is one that everybody may read.
fn published(string: &str, words: &[Word], authors: &[Span], name: Span) -> bool {
    let own = words.get(name.clone()).unwrap_or_default();
    let Some(first) = own.first() else { return false };
    let author = authors.partition_point(|a| a.end <= first.span.start);
    public::law(string, words, name.start)
        || authors.get(author).is_some_and(|a| a.start <= first.span.start && own.len() <= 2)
}

/// The unit behind a number that opens a string, in small letters: "35 µg" → "µg".
pub(super) fn unit(said: &str) -> Option<String> {
    let number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let behind = said.trim_start_matches(number);
    if !said.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let unit = behind.trim_start_matches([' ', '\u{a0}']);
    if unit.starts_with('%') {
        return Some("%".to_owned());
    }
    let letters: String = unit.chars().take_while(|c| c.is_alphabetic()).take(9).collect();
    Some(letters.to_lowercase())
}

/// Who answers where nobody is named, at the head of a line that a telephone stood on.
fn desk(folded: &str) -> bool {
    matches!(
        folded,
        "switchboard"
            | "voicemail"
            | "answerphone"
            | "helpline"
            | "hotline"
            | "helpdesk"
            | "repondeur"
            | "telesecretariat"
    )
}

/// Forms in which medicines are taken.
fn form(folded: &str) -> bool {
    matches!(
        folded,
        "comprime"
            | "comprimes"
            | "gelule"
            | "gelules"
            | "ampoule"
            | "ampoules"
            | "sachet"
            | "sachets"
            | "gouttes"
            | "pilule"
            | "pilules"
            | "collyre"
            | "pommade"
            | "sirop"
            | "tablet"
            | "tablets"
            | "drops"
    )
}

/// Words before which a name is a thing's.
pub(super) fn thing(folded: &str) -> bool {
    matches!(
        folded,
        "score"
            | "scores"
            | "scale"
            | "criteria"
            | "criterion"
            | "index"
            | "classification"
            | "stage"
            | "grade"
            | "staging"
            | "syndrome"
            | "disease"
            | "sign"
            | "test"
            | "panel"
            | "procedure"
            | "manoeuvre"
            | "maneuver"
            | "tube"
            | "catheter"
            | "fracture"
            | "stain"
            | "reflex"
            | "palsy"
            | "contracture"
            | "hernia"
            | "formula"
            | "equation"
            | "protocol"
            | "regimen"
            | "diet"
            | "virus"
            | "bacteria"
            | "bodies"
            | "cell"
            | "cells"
            | "antibody"
            | "antibodies"
            | "factor"
            | "lymphoma"
            | "sarcoma"
    )
}

#[cfg(test)]
mod tests {
    use crate::model::{Category, Known};
    use crate::pipeline::detect_text;

    #[test]
    fn degrees_registers_ranks_days_and_tablets_are_nobody() {
        for (s, nobody) in [
            ("The slides were read and signed out by Ingeborg S. Young, M.D. on the day of surgery.", "D."),
            ("The patient was seen with the doctor. MR No : 3979232          Ward : 4", "No"),
            ("OT: Siobhan Cruickshank / HCPC OT60188 / 01782 960 500", "HCPC"),
            ("The film was reported by Assoc Prof Oscar Lim of the hospital.", "Assoc"),
            ("From: Pip Drummond\nDate: Sun, 17 Aug 2025 at 21:06", "Sun"),
            ("Adv: T. Dolo 650 sos; T. Glycomet GP1 1-0-1", "Dolo"),
            ("Rx : Inj. Clexane, T. Ecosprin AV 75/20, T. Telma-AM", "Telma"),
        ] {
            let at = s.find(nobody).unwrap_or_default();
            let found = detect_text(s, &Known::default()).unwrap_or_default();
            let persons = [Category::PersonName, Category::Professional];
            let struck = found
                .iter()
                .map(|m| &m.finding)
                .any(|f| persons.contains(&f.category) && f.span.start <= at && at < f.span.end);
            assert!(!struck, "{s}");
        }
    }
}
