//! Languages whose letters the French network does not all know. It says `ñ`, `ß` or `ã` as the nearest letter that it knows and is
//! sure of it, so that its confidence cannot tell; the small words of the language can. Each has a light network of its own.

use crate::context::genuine::{Sha256, sha256};
use crate::model::ReadLine;

/// A language with a network of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
}

impl Tongue {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::German, Self::Spanish, Self::Italian, Self::Portuguese];

    /// Its code (ISO 639-1), as in the name of its network's file.
    pub fn code(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::Portuguese => "pt",
        }
    }

    /// By its code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.code() == code)
    }

    /// The digest of its network's file.
    pub(super) fn digest(self) -> Sha256 {
        match self {
            Self::German => sha256("c6d5eaeacb89ff4d5a2bcf7be506b1d333a22136b2044908f52a2d45ce3c4fae"),
            Self::Spanish => sha256("f64d584d566f0c39bcba94300f993bb1bd7e2248780183054c00518f23025db8"),
            Self::Italian => sha256("84a272e75bd5ecd02b2df6e11a7994b54ed6a4cb90d6be4ca39abd6dba430ccb"),
            Self::Portuguese => sha256("b72a4971ab47ddfea7250d7f251a6a8f5312ebd11c9f73febbf37524a348f70c"),
        }
    }

    /// Its network's characters, one a line, in the order of the classes.
    pub(super) fn characters(self) -> &'static str {
        match self {
            Self::German => include_str!("data/light-de.txt"),
            Self::Spanish => include_str!("data/light-es.txt"),
            Self::Italian => include_str!("data/light-it.txt"),
            Self::Portuguese => include_str!("data/light-pt.txt"),
        }
    }

    /// Its network's file, as this crate carries it.
    pub(super) fn carried(self) -> &'static [u8] {
        match self {
            Self::German => include_bytes!("../../www/models/light-de.lstm"),
            Self::Spanish => include_bytes!("../../www/models/light-es.lstm"),
            Self::Italian => include_bytes!("../../www/models/light-it.lstm"),
            Self::Portuguese => include_bytes!("../../www/models/light-pt.lstm"),
        }
    }

    /// Small words that neither French nor English print holds, as the French network reads them; some are of several languages.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::German => &[
                "der", "das", "und", "ist", "nicht", "mit", "von", "dem", "den", "ein", "eine", "einer",
                "wir", "zur", "bei", "auch", "wird", "wurde", "im", "nach", "aus",
            ],
            Self::Spanish => {
                &["el", "los", "las", "por", "con", "del", "una", "como", "sus", "muy", "al", "lo"]
            }
            Self::Italian => &[
                "di", "che", "della", "delle", "del", "nel", "nella", "sono", "gli", "alla", "dei", "con",
                "una", "al", "lo",
            ],
            Self::Portuguese => {
                &["os", "uma", "um", "da", "dos", "das", "foi", "ao", "pelo", "por", "como", "em", "na"]
            }
        }
    }
}

/// Small words of French and English.
const OWN: &[&str] = &[
    "le", "les", "des", "et", "est", "une", "dans", "pour", "sur", "avec", "du", "au", "aux", "par", "pas",
    "ce", "the", "of", "and", "with", "for", "was", "is", "to", "at", "this", "has", "his", "her",
];
/// From how many on they are no accident: a name in two parts, a street abroad.
const ENOUGH: usize = 4;

/// The foreign language of some lines, where they are in one: most of their small words are its own. `None` for French and English.
pub(super) fn of(lines: &[ReadLine]) -> Option<Tongue> {
    let mut said = Tongue::ALL.map(|t| (t, 0));
    let mut own = 0;
    let mut word = String::new();
    for line in lines {
        // The line's end closes its last word.
        for text in line.letters.iter().map(|l| l.text.as_str()).chain([" "]) {
            if text.chars().all(char::is_alphabetic) {
                word.push_str(text);
                continue;
            }
            own += usize::from(OWN.contains(&word.as_str()));
            for (tongue, count) in &mut said {
                *count += usize::from(tongue.words().contains(&word.as_str()));
            }
            word.clear();
        }
    }
    let (tongue, count) = said.into_iter().rev().max_by_key(|(_, count)| *count)?;
    (count >= ENOUGH && count > own).then_some(tongue)
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
        let told = |text: &str| of(&lines(text));
        let german = "Der Patient stellte sich mit Husten vor\nLunge frei und Bauch weich\nist nicht bekannt";
        assert_eq!(told(german), Some(Tongue::German));
        let spanish = "El paciente acude por dolor\ncon fiebre desde el lunes\nLos analisis del hospital";
        assert_eq!(told(spanish), Some(Tongue::Spanish));
        let italian = "Il paziente riferisce che la tosse della notte\nnon passa con il riposo nel letto";
        assert_eq!(told(italian), Some(Tongue::Italian));
        let portuguese = "O doente foi visto em casa por tosse\ne uma dor na perna da noite";
        assert_eq!(told(portuguese), Some(Tongue::Portuguese));
        assert_eq!(told("Le patient est vu pour une toux avec fievre\nPas de toux dans la nuit"), None);
        assert_eq!(told("The patient was seen with a cough\nand is to return for the result"), None);
        // Names, a street and a saint's town abroad on a French page.
        assert_eq!(
            told("Madame Van der Velde, rue de Los Angeles\nvue par le docteur Del Rio dans le service"),
            None
        );
        assert_eq!(told("Van der Velde et Del Rio\nvon Berg"), None);
        assert_eq!(of(&[]), None);
    }
}
