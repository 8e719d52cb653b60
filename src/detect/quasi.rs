//! What singles a person out only together with other things → hits that a policy may leave in place: ward, room and bed,
//! profession and employer. Law: these are the weakest hits; they never hide another one. Dates and ages are told in `dates`.

use std::sync::LazyLock;

use super::sieve::{Pattern, folded};
use super::{Detector, Hit, Input};
use crate::model::{Category, Reason};

/// Wards, rooms, beds, professions, employers.
pub(super) struct Quasi;

/// "chambre 214", "lit porte", "unité 3B".
static ROOM: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"\b(?:(?:chambre|chbre|ch\.|cham\.|room|rm|bed|lit|box|unite|u\.?f|ward|bay|aile) ?(?:n ?[°o]\.? ?|numero |: ?)?(?:[a-z]?-?\d{1,4}[a-z]?|[a-f])\b",
        r"(?:,? ?(?:/ ?)?(?:cote )?(?:(?:lit ?)?(?:porte|fenetre|couloir)|lit \d{1,2}[a-z]?)\b)?|(?:chambre|lit) (?:cote )?(?:porte|fenetre|couloir)\b)"
    ))
});

/// "service de cardiologie", "Cardiology ward".
static WARD: LazyLock<Pattern> = LazyLock::new(|| {
    const OF: &str = r"(?:[a-z-]{2,20}(?:ogie|ology|trie|atrics|erie|gerie|maternite|physique|aigue|imagerie)|urgences?|accueil des urgences|reanimation|chirurgie|medecine|maternite|pediatrie|soins [a-z]{4,12}|radiotherapie|dialyse|hemodialyse|consultations?|usic|oncology|surgery|medicine|emergency medicine)";
    folded(&format!(
        r"\b(?:(?:service|departement|pole|unite|secteur|clinique) (?:hospitalier )?(?:de |d'|des )(?:la |l')?{OF}(?: (?:et |et de )?(?:{OF}|[a-z]{{4,12}}(?:ique|ale|aire|elle|ive|ives|ales|iques|aires)|aigue|interne))?\b|department of {OF}\b|{OF} (?:ward|unit|department)\b)"
    ))
});

/// "profession : …", "exerce comme …", "employé chez …", "works as a …".
static WORK: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"\b(?:(?:profession|metier|emploi|occupation|job(?: title)?|activite professionnelle|employeur|employer|lieu de travail|workplace|poste occupe)(?: (?:actuel(?:le)?|exercee?|anterieure?|principale?|du patient|de la patiente|habituelle?))?(?: ?[:=\t]|\n) ?(?P<v>[a-z(][^\n\t|;:]{2,60})",
        r"|(?:exercait|exerce|travaill(?:e|ait|ant)|employee?|salariee?|works?|worked|working|employed)(?: actuellement| encore| toujours| autrefois)? (?:comme|en tant que?|la profession de|le metier de|chez|a la|a l'|au|dans|pour|par|as an?|for|at|by) (?P<w>[a-z][a-z'&-]*(?: [a-z][a-z'&-]*){0,5}))"
    ))
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&ROOM, &WARD, &WORK]
}

impl Detector for Quasi {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let mut add = |from: usize, to: usize, category, reason| {
            let span = input.back(&(from..to));
            out.push(Hit { span, category, confidence: 0.5, detector: "quasi", reason });
        };
        for m in input.finds(&ROOM).filter(|m| !counted(m.as_str())) {
            add(m.start(), m.end(), Category::Ward, Reason::Context);
        }
        for m in input.finds(&WARD) {
            add(m.start(), m.end(), Category::Ward, Reason::Context);
        }
        for caps in input.captures(&WORK) {
            if let Some(m) = caps.name("v") {
                add(m.start(), m.start() + clause(m.as_str()), Category::Occupation, Reason::Label);
            }
            if let Some(m) = caps.name("w") {
                let len = phrase(m.as_str());
                if len > 2 {
                    add(m.start(), m.start() + len, Category::Occupation, Reason::Context);
                }
            }
        }
    }
}

/// "lit a", "box d": a lone letter is a word behind all of these but a wing.
fn counted(said: &str) -> bool {
    said.split_once(' ').is_some_and(|(word, rest)| {
        word != "aile" && rest.len() == 1 && !rest.bytes().all(|b| b.is_ascii_digit())
    })
}

/// A labelled value up to the end of its first sentence.
fn clause(said: &str) -> usize {
    said.find(". ").unwrap_or(said.len()).min(said.trim_end_matches([' ', '.', ',']).len())
}

/// A trade or an employer up to the word with which the sentence goes on.
fn phrase(said: &str) -> usize {
    let mut end = 0;
    for word in said.split_inclusive(' ') {
        let bare = word.trim_end();
        let goes_on = matches!(
            bare,
            "depuis"
                | "et"
                | "qui"
                | "avec"
                | "mais"
                | "ou"
                | "est"
                | "a"
                | "il"
                | "elle"
                | "jusqu'a"
                | "sans"
                | "since"
                | "and"
                | "who"
                | "with"
                | "but"
                | "until"
                | "he"
                | "she"
                | "is"
                | "has"
                | "ce"
                | "cette"
                | "son"
                | "sa"
                | "ses"
                | "his"
                | "her"
                | "jour"
                | "present"
        );
        if goes_on && !(bare == "a" && end == 0) {
            break;
        }
        end += word.len();
    }
    said.get(..end).map_or(0, |s| {
        s.trim_end().trim_end_matches(" de").trim_end_matches(" du").trim_end_matches(" la").len()
    })
}
