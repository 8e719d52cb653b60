//! What reads like a name to the tagger and is nobody's: abbreviations, scores, medicines, what a sex is told by.

use super::super::spared;
use super::super::tokens::{Word, WordList};
use super::words_in;
use crate::model::Span;

/// In no list of names.
pub(super) fn unlisted(word: &Word) -> bool {
    !word.lore.given() && !word.lore.surname() && word.folded.len() > 2
}

/// Abbreviations of clinics, written in capitals.
static ABBREVIATIONS: WordList = WordList::of(include_str!("../data/abbreviations.txt"));

/// "MFFD", "prior AUTH", "RIF": short words of capitals that are abbreviations or in no list of names, on a line that is not
/// written in capitals.
pub(super) fn abbreviated(string: &str, words: &[Word], span: &Span) -> bool {
    // Two or three that no list holds may be somebody's initials.
    const SHORT: usize = 4;
    const LONG: usize = 6;
    let all = words_in(words, span);
    let short = |w: &Word| {
        ((SHORT..=LONG).contains(&w.span.len()) && unlisted(w) || ABBREVIATIONS.has(&w.folded))
            && string.get(w.span.clone()).is_some_and(|s| !singular(s).chars().any(char::is_lowercase))
    };
    let line = || {
        let from = string.get(..span.start).and_then(|s| s.rfind('\n')).map_or(0, |at| at + 1);
        let to = string.get(span.end..).and_then(|s| s.find('\n')).map_or(string.len(), |at| span.end + at);
        string.get(from..to).unwrap_or_default()
    };
    // A birth date stands behind names.
    let dated = || {
        let rest = string.get(span.end..).unwrap_or_default();
        rest.trim_start_matches([' ', ',', '(', '-', '|', '\t']).starts_with(|c: char| c.is_ascii_digit())
    };
    all.iter().all(short) && !dated() && line().chars().filter(|c| c.is_lowercase()).count() > LONG
}

/// "RDVs" as "RDV".
fn singular(said: &str) -> &str {
    let one = said.strip_suffix('s').unwrap_or(said);
    if one.len() > 2 { one } else { said }
}

/// "centre anti-poison de Lille", "Sexe : Masc": what opens with a word against something, and what a sex is told by.
pub(super) fn ordinary(words: &[Word], span: &Span) -> bool {
    let from = words.partition_point(|w| w.span.end <= span.start);
    let before = from.checked_sub(1).and_then(|at| words.get(at)).map_or("", |w| w.folded.as_str());
    let sex = matches!(before, "sexe" | "sex" | "genre" | "gender");
    let first = words.get(from).map_or("", |w| w.folded.as_str());
    first.starts_with("anti-") || sex && words_in(words, span).len() == 1
}

/// "score de Vernigeac", "signes d'Orbel": scores, signs and syndromes bear names of people that no list holds.
pub(super) fn of_a_score(words: &[Word], span: &Span) -> bool {
    let from = words.partition_point(|w| w.span.end <= span.start);
    let before =
        |n: usize| from.checked_sub(n).and_then(|at| words.get(at)).map_or("", |w| w.folded.as_str());
    matches!(before(1), "de" | "d")
        && matches!(
            before(2),
            "score"
                | "scores"
                | "signe"
                | "signes"
                | "syndrome"
                | "syndromes"
                | "classification"
                | "echelle"
                | "indice"
                | "manoeuvre"
                | "phenomene"
                | "triade"
                | "tetralogie"
                | "epreuve"
                | "coloration"
        )
}

/// "Diane 35 µg": a number and a unit behind one word make it a medicine.
pub(super) fn dosed(string: &str, span: &Span) -> bool {
    const UNITS: [&str; 9] = ["mg", "µg", "mcg", "g", "ml", "ui", "cp", "gel", "%"];
    let one = string.get(span.clone()).is_some_and(|said| !said.contains([' ', '\n']));
    let behind = string.get(span.end..).and_then(|rest| rest.strip_prefix(' '));
    one && behind.and_then(spared::unit).is_some_and(|unit| UNITS.contains(&unit.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::struck;
    use super::*;
    use crate::model::Category;

    #[test]
    fn a_dose_behind_one_word_makes_it_a_medicine() {
        for (string, is) in [
            ("Diane 35 µg", true),
            ("Diane 35\u{a0}mg", true),
            ("Diane 2,5 ML.", true),
            ("Diane 35 ans", false),
            ("Diane 35 grammes", false),
            ("Diane Morel 35 mg", false),
            ("Diane g", false),
        ] {
            let end = string.find(" 3").or(string.find(" 2")).unwrap_or(5);
            assert_eq!(dosed(string, &(0..end)), is, "{string}");
        }
    }

    #[test]
    fn an_abbreviation_of_clinics_is_nobody() {
        for string in [
            "self pres with her friend. RIF pain 2/7, vomited twice.",
            "Seen in clinic today, RSV and MRI to follow.",
            "Les prochains RDVs : prévoir une consultation dans six semaines.",
        ] {
            assert!(
                !struck(string).iter().any(|(_, c)| *c == Category::PersonName),
                "{string} {:?}",
                struck(string)
            );
        }
    }

    #[test]
    fn what_is_against_something_and_a_sex_are_nobody() {
        for string in [
            "Appel au centre anti-poison de Lille dans la nuit.",
            "Sexe : Masc\nPoids relevé ce matin : 72 kg",
        ] {
            assert!(!struck(string).iter().any(|(_, c)| *c == Category::PersonName), "{string}");
        }
    }

    #[test]
    fn a_score_bears_a_name_and_is_nobody() {
        for string in ["On retrouve un score de Vernigeac C ce jour.", "Les signes d'Orbelin sont absents."] {
            assert_eq!(struck(string), [], "{string}");
        }
        assert!(!struck("Reçu la fille de Mme Vernigeac ce jour.").is_empty());
    }
}
