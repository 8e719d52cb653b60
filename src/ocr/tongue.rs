//! Whether lines are written in a language whose letters the light recogniser does not know. It says `ñ`, `ß` or `ó` as the nearest
//! letter that it knows and is sure of it, so that its confidence cannot tell; the small words of the language can.

use crate::model::ReadLine;

/// Small words that French and English print do not hold: German, Spanish, Italian, Portuguese, Dutch; as the light recogniser
/// reads them, without the accents that it does not know.
const FOREIGN: &[&str] = &[
    "der", "das", "und", "ist", "nicht", "mit", "von", "dem", "den", "ein", "eine", "einer", "wir", "zur",
    "bei", "auch", "wird", "wurde", "el", "los", "las", "por", "con", "del", "una", "como", "sus", "muy",
    "il", "di", "che", "della", "nel", "sono", "gli", "alla", "dei", "si", "una", "uma", "dos", "das", "foi",
    "ao", "pelo", "como", "het", "een", "van", "voor", "met", "niet", "op", "te", "zijn", "wordt", "bij",
    "naar",
];
/// Small words of French and English.
const OWN: &[&str] = &[
    "le", "la", "les", "des", "et", "est", "une", "dans", "pour", "sur", "avec", "du", "au", "aux", "par",
    "pas", "ce", "the", "of", "and", "with", "for", "was", "is", "to", "at", "this", "has", "his", "her",
];
/// From how many on they are no accident: a name in two parts, a street abroad.
const ENOUGH: usize = 4;

/// Whether so many small words are foreign that the lines are. On a page in two languages the foreign ones must prevail.
pub(super) fn foreign(lines: &[ReadLine]) -> bool {
    let (mut foreign, mut own) = (0, 0);
    let mut word = String::new();
    for line in lines {
        // The line's end closes its last word.
        for text in line.letters.iter().map(|l| l.text.as_str()).chain([" "]) {
            if text.chars().all(char::is_alphabetic) {
                word.push_str(text);
            } else {
                foreign += usize::from(FOREIGN.contains(&word.as_str()));
                own += usize::from(OWN.contains(&word.as_str()));
                word.clear();
            }
        }
    }
    foreign >= ENOUGH && foreign > own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ReadLetter, Rect};

    fn lines(text: &str) -> Vec<ReadLine> {
        let letter = |c: char| ReadLetter { text: c.to_string(), rect: Rect::default() };
        text.lines()
            .map(|l| ReadLine { letters: l.chars().map(letter).collect(), ..ReadLine::default() })
            .collect()
    }

    #[test]
    fn small_words_tell_the_language() {
        assert!(foreign(&lines(
            "Der Patient stellte sich mit Husten vor\nLunge frei und Bauch weich\nist nicht bekannt"
        )));
        assert!(foreign(&lines(
            "El paciente acude por dolor\ncon fiebre desde el lunes\nLos analisis del hospital"
        )));
        assert!(!foreign(&lines("Le patient est vu pour une toux avec fievre\nPas de toux dans la nuit")));
        assert!(!foreign(&lines("The patient was seen with a cough\nand is to return for the result")));
        // Names, a street and a saint's town abroad on a French page.
        assert!(!foreign(&lines(
            "Madame Van der Velde, rue de Los Angeles\nvue par le docteur Del Rio dans le service"
        )));
        assert!(!foreign(&lines("Van der Velde et Del Rio\nvon Berg")));
        assert!(!foreign(&[]));
    }
}
