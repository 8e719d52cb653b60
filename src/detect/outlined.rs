//! Values right beside or below their labels in a text that was read in a picture → struck whole where they have the outline of what
//! the label asks for. Handwriting is read with faults: "7. re delrgise" is a street, "199729" a postcode, and nothing in them says so.

use super::labels::{self, Kind};
use super::{lexicon, tokens};
use crate::model::{Category, fold};

/// What a label asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Part of a name.
    Name,
    /// A person or a professional: where none is, other things are written.
    Person(Category),
    Street,
    Town,
    Code,
    Phone,
    Day,
    Number,
    Mail,
}

/// Labels without blanks and marks.
const LABELS: [(&str, Asked); 46] = [
    ("nomdenaissance", Asked::Name),
    ("nomdusage", Asked::Name),
    ("nomdefamille", Asked::Name),
    ("nommarital", Asked::Name),
    ("nomdejeunefille", Asked::Name),
    ("nometprenom", Asked::Name),
    ("nometprenoms", Asked::Name),
    ("nomprenom", Asked::Name),
    ("prenom", Asked::Name),
    ("prenoms", Asked::Name),
    ("lastname", Asked::Name),
    ("surname", Asked::Name),
    ("firstname", Asked::Name),
    ("forename", Asked::Name),
    ("personneaprevenir", Asked::Person(Category::PersonName)),
    ("personnedeconfiance", Asked::Person(Category::PersonName)),
    ("nextofkin", Asked::Person(Category::PersonName)),
    ("medecintraitant", Asked::Person(Category::Professional)),
    ("medecinprescripteur", Asked::Person(Category::Professional)),
    ("adresse", Asked::Street),
    ("adressepostale", Asked::Street),
    ("domicile", Asked::Street),
    ("address", Asked::Street),
    ("ville", Asked::Town),
    ("commune", Asked::Town),
    ("lieudenaissance", Asked::Town),
    ("placeofbirth", Asked::Town),
    ("codepostal", Asked::Code),
    ("postcode", Asked::Code),
    ("telephone", Asked::Phone),
    ("portable", Asked::Phone),
    ("datedenaissance", Asked::Day),
    ("dateofbirth", Asked::Day),
    ("courriel", Asked::Mail),
    ("adressemail", Asked::Mail),
    ("email", Asked::Mail),
    ("ndesecuritesociale", Asked::Number),
    ("securitesociale", Asked::Number),
    ("numerodesecuritesociale", Asked::Number),
    ("nadherent", Asked::Number),
    ("ndadherent", Asked::Number),
    ("numerodadherent", Asked::Number),
    ("ndedossier", Asked::Number),
    ("numerodedossier", Asked::Number),
    ("ipp", Asked::Number),
    ("nir", Asked::Number),
];

/// So many letters of a label may be misread: none of four, two of twelve, three of twenty.
fn wrong(known: &str) -> usize {
    match known.len() {
        0..5 => 0,
        5..12 => 1,
        12..20 => 2,
        _ => 3,
    }
}

/// Whether two strings of ASCII differ by so many letters at most: wrong, missing or too many.
fn near(a: &str, b: &str, most: usize) -> bool {
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    // Distances of each start of `a` to the start of `b` read so far.
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (i, y) in b.bytes().enumerate() {
        let mut corner = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, x) in a.bytes().enumerate() {
            let Some([left, up]) = row.get_mut(j..j + 2) else { break };
            let here = (corner + usize::from(x != y)).min(*left + 1).min(*up + 1);
            corner = std::mem::replace(up, here);
        }
    }
    row.last().is_some_and(|distance| *distance <= most)
}

/// What a label asks for, folded, though some of its letters were misread.
pub(super) fn asked_by(label: &str) -> Option<Asked> {
    let bare: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    if bare.len() > 40 {
        return None;
    }
    let same = LABELS.iter().find(|(known, _)| *known == bare);
    let almost = || {
        // A word of its own is no label misread: "mille" for "ville".
        let word = bare.len() < 6 && lexicon::lore(&bare).word();
        LABELS.iter().find(|(known, _)| !word && near(known, &bare, wrong(known)))
    };
    let of_a_kind = || match labels::kind_of(label)? {
        Kind::Name => Some(Asked::Name),
        Kind::Person => Some(Asked::Person(Category::PersonName)),
        Kind::Professional => Some(Asked::Person(Category::Professional)),
        _ => None,
    };
    same.map(|(_, asked)| *asked).or_else(of_a_kind).or_else(|| almost().map(|(_, asked)| *asked))
}

/// Longest value of a field, in bytes; most words.
const MOST: usize = 60;
const WORDS: usize = 7;

/// Of what category a value is that stands right beside or below such a label.
pub(super) fn outlined(asked: Asked, value: &str) -> Option<Category> {
    if value.len() > MOST || value.contains(':') {
        return None;
    }
    let folded = fold(value);
    let words = tokens::words(value);
    let of = |is: fn(char) -> bool| value.chars().filter(|c| is(*c)).count();
    let (figures, letters) = (of(|c| c.is_ascii_digit()), of(char::is_alphabetic));
    let solid = figures + letters;
    let is_label = || figures == 0 && (asked_by(&folded).is_some() || labels::label_at(&words, 0).is_some());
    let none = matches!(
        folded.trim_matches(['.', ' ', '-']),
        "oui"
            | "non"
            | "neant"
            | "aucun"
            | "aucune"
            | "inconnu"
            | "inconnue"
            | "yes"
            | "no"
            | "none"
            | "unknown"
    );
    if value.split_whitespace().count() > WORDS || none || is_label() {
        return None;
    }
    let (fits, category) = match asked {
        Asked::Name => (letters > 1 && figures * 2 <= letters, Category::PersonName),
        Asked::Person(category) => {
            (letters > 3 && figures * 2 <= letters && words.iter().any(tokens::Word::capital), category)
        }
        Asked::Street => (letters > 2 && (figures > 0 || words.len() < 6), Category::Address),
        Asked::Town => (letters > 2 && figures <= letters, Category::City),
        Asked::Code => (figures > 2 && solid < 11, Category::Postcode),
        Asked::Phone => (figures > 3 && letters <= figures && solid < 21, Category::Phone),
        Asked::Day => (figures > 2 && solid < 21, Category::BirthDate),
        Asked::Number => (figures > 3 && solid < 31, Category::PatientNumber),
        Asked::Mail => (letters > 4 && value.split_whitespace().count() < 4, Category::Email),
    };
    fits.then_some(category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_asks_though_a_letter_was_misread() {
        assert_eq!(asked_by("adresse ."), Some(Asked::Street));
        assert_eq!(asked_by("prenomis)"), Some(Asked::Name));
        assert_eq!(asked_by("telephane"), Some(Asked::Phone));
        assert_eq!(asked_by("n° de securite soc1ale"), Some(Asked::Number));
        assert_eq!(asked_by("nom de naissdmce"), Some(Asked::Name));
        assert_eq!(asked_by("medecin taitani"), Some(Asked::Person(Category::Professional)));
        assert_eq!(asked_by("valle."), Some(Asked::Town));
        for other in
            ["profession", "mutuelle", "traitement", "motif", "poids", "conclusion", "mille", "nature"]
        {
            assert_eq!(asked_by(other), None, "{other}");
        }
    }

    #[test]
    fn what_was_misread_goes_by_its_outline() {
        for (label, value, wanted) in [
            (Asked::Street, "7. re delrgise", Some(Category::Address)),
            (Asked::Code, "199729", Some(Category::Postcode)),
            (Asked::Name, "fonrrevel", Some(Category::PersonName)),
            (Asked::Mail, "gwerlleemplefr", Some(Category::Email)),
            (Asked::Day, "061091964", Some(Category::BirthDate)),
            (Asked::Town, "evrecovrt", Some(Category::City)),
            (Asked::Number, "1 1S 59 1O 99 532", Some(Category::PatientNumber)),
            // The next label, the answer that there is none, and a sentence.
            (Asked::Town, "Telephone", None),
            (Asked::Street, "Code postaI", None),
            (Asked::Name, "inconnu", None),
            (Asked::Person(Category::Professional), "non encore choisi", None),
            (Asked::Street, "Je certifie exacts les renseignements portés ci-dessus.", None),
            (Asked::Code, "Ville", None),
        ] {
            assert_eq!(outlined(label, value), wanted, "{value}");
        }
    }
}
