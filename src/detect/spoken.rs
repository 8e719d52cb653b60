//! Numbers dictated in words → hits: a telephone ("zéro six douze …", "oh seven seven …"), a day of birth behind a word of
//! birth ("né le vingt-deux deux trente-neuf"), a number spelt figure by figure. Linear in the words.

use super::tokens::{Gap, Word};
use super::{Detector, Hit, Input};
use crate::model::{Category, Reason};

/// How many words before a dictated number may tell what it is.
const TOLD: usize = 9;

/// Numbers in words.
pub(super) struct Spoken;

impl Detector for Spoken {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let words = input.words();
        // By the number of its spelling, whether a word says a number.
        let mut numbers: Vec<bool> = Vec::new();
        for word in words {
            if word.number == numbers.len() {
                numbers.push(word.folded.split('-').next().and_then(number).is_some());
            }
        }
        let mut at = 0;
        while let Some(word) = words.get(at) {
            if !numbers.get(word.number).copied().unwrap_or_default() {
                at += 1;
                continue;
            }
            let (to, said) = run(words, at);
            if said.len() < 3 {
                at = to.max(at + 1);
                continue;
            }
            if let (Some(first), Some(last), Some(category)) =
                (words.get(at), words.get(to - 1), sort(words, at, &said))
            {
                let span = first.span.start..last.span.end;
                out.push(Hit {
                    span,
                    category,
                    confidence: 0.7,
                    detector: "spoken",
                    reason: Reason::Context,
                });
            }
            at = to;
        }
    }
}

/// The words of a number that begins at `at`: where they end, and what they say, small words left out.
fn run(words: &[Word], at: usize) -> (usize, Vec<Said>) {
    let (mut to, mut said, mut n) = (at, Vec::new(), at);
    while let Some(word) = words.get(n) {
        let joined = n == at || matches!(word.gap, Gap::None | Gap::Space | Gap::Comma);
        let before = said.len();
        said.extend(word.folded.split('-').map_while(number));
        let parts = word.folded.split('-').filter(|p| *p != "et").count();
        let month = n == at && said.contains(&Said::Month);
        if !joined || month || parts == 0 || said.len() - before < parts {
            said.truncate(before);
            // "third of the second forty nine"
            let small = matches!(word.folded.as_str(), "et" | "and" | "of" | "the");
            if joined && small && n > at && n - to < 2 {
                n += 1;
                continue;
            }
            break;
        }
        n += 1;
        to = n;
    }
    (to, said)
}

/// What a dictated number is.
fn sort(words: &[Word], at: usize, said: &[Said]) -> Option<Category> {
    let before = words.get(at.saturating_sub(TOLD)..at).unwrap_or_default();
    let told = |list: &[&str]| before.iter().any(|w| list.contains(&w.folded.as_str()));
    let quantity = said.contains(&Said::Hundreds);
    if told(&[
        "ne",
        "nee",
        "naissance",
        "anniversaire",
        "ddn",
        "dob",
        "birth",
        "birthday",
        "born",
        "birthdate",
    ]) {
        return Some(Category::BirthDate);
    }
    if quantity || said.contains(&Said::Month) {
        return None;
    }
    let figures = said.iter().take_while(|s| matches!(s, Said::Nought | Said::Figure)).count();
    let opens = matches!(said, [Said::Nought, Said::Figure, ..]);
    let phone = told(&[
        "telephone",
        "tel",
        "numero",
        "portable",
        "mobile",
        "joignable",
        "joindre",
        "rappeler",
        "appeler",
        "phone",
        "call",
        "number",
        "cell",
    ]);
    if opens || phone && said.len() >= 4 {
        return Some(Category::Phone);
    }
    (figures >= 6 && figures == said.len()).then_some(Category::PatientNumber)
}

/// What a word of a number says.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Nought,
    /// One to nine.
    Figure,
    /// Ten and more, an ordinal, "double".
    More,
    /// A month, behind a number.
    Month,
    /// Hundreds and more, which are said of quantities and years.
    Hundreds,
}

fn number(word: &str) -> Option<Said> {
    Some(match word {
        "zero" | "oh" | "nought" => Said::Nought,
        "un" | "deux" | "trois" | "quatre" | "cinq" | "six" | "sept" | "huit" | "neuf" | "one" | "two"
        | "three" | "four" | "five" | "seven" | "eight" | "nine" => Said::Figure,
        "cent" | "cents" | "mille" | "mil" | "hundred" | "thousand" | "million" | "millions" => {
            Said::Hundreds
        }
        "dix" | "onze" | "douze" | "treize" | "quatorze" | "quinze" | "seize" | "vingt" | "vingts"
        | "trente" | "quarante" | "cinquante" | "soixante" | "septante" | "huitante" | "octante"
        | "nonante" | "premier" | "double" | "triple" | "twenty" | "thirty" | "forty" | "fifty" | "sixty"
        | "seventy" | "eighty" | "ninety" | "ten" | "eleven" | "twelve" | "first" | "second" | "third" => {
            Said::More
        }
        // "thirteen", "fourth"
        _ if word.len() > 4 && word.ends_with("teen") => Said::More,
        "fourth" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth" | "tenth" | "eleventh" | "twelfth"
        | "twentieth" | "thirtieth" => Said::More,
        _ if word.ends_with("teenth") => Said::More,
        "janvier" | "fevrier" | "mars" | "avril" | "mai" | "juin" | "juillet" | "aout" | "septembre"
        | "octobre" | "novembre" | "decembre" | "january" | "february" | "march" | "april" | "may"
        | "june" | "july" | "august" | "september" | "october" | "november" | "december" => Said::Month,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(string: &str) -> Vec<(String, Category)> {
        crate::detect::found_by(&Spoken, string)
    }

    #[test]
    fn a_number_that_was_dictated() {
        for (string, said, category) in [
            (
                "rappeler le zéro sept, trente et un, quatorze merci",
                "zéro sept, trente et un, quatorze",
                Category::Phone,
            ),
            (
                "on oh seven seven double two nine four please",
                "oh seven seven double two nine four",
                Category::Phone,
            ),
            (
                "mon portable c'est trente-six, douze quarante deux vingt",
                "trente-six, douze quarante deux vingt",
                Category::Phone,
            ),
            (
                "Madame Sow, née le douze trois quarante-huit, vue",
                "douze trois quarante-huit",
                Category::BirthDate,
            ),
            (
                "date of birth the ninth of the fifth thirty one, lives",
                "ninth of the fifth thirty one",
                Category::BirthDate,
            ),
            ("chart four four one nine two seven", "four four one nine two seven", Category::PatientNumber),
        ] {
            assert_eq!(found(string), [(said.to_owned(), category)], "{string}");
        }
    }

    #[test]
    fn what_is_counted_stays() {
        for string in [
            "un à deux comprimés, trois fois par jour",
            "deux cent cinquante milligrammes six fois",
            "en mille neuf cent quatre-vingt-douze",
            "zéro à six mois",
            "two or three, one of the four",
            "un deux trois quatre",
        ] {
            assert_eq!(found(string), [], "{string}");
        }
    }
}
