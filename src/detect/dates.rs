//! Birth dates in every written form, birth places, ages that single out. Dates are first read, whoever they belong to;
//! a label, the words before, the age behind or the line they stand in then tell a birth date from the rest. A birth date
//! found once is found again in every other writing. Other dates are left alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::rx::{Regex, rx};
use super::sieve::{Pattern, folded};
use super::{Detector, Hit, Input};
use crate::model::order::sort_by_key;
use crate::model::{Category, Reason, Span};

mod birth;
mod read;

use birth::birth;
pub(super) use read::{Date, Written, dates, dates_in};

/// Name under which these findings go.
const DETECTOR: &str = "dates";

/// Birth dates, birth places, great ages.
pub(super) struct BirthDates;

impl Detector for BirthDates {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let s = input.folded.as_str();
        let mut add = |folded: &Span, category, confidence, reason| {
            out.push(Hit { span: input.back(folded), category, confidence, detector: DETECTOR, reason });
        };
        let all = input.dates();
        for (i, date) in all.iter().enumerate() {
            let previous = i.checked_sub(1).and_then(|p| all.get(p));
            if let Some((confidence, reason)) = birth(input, s, date, previous) {
                // "né le 3 mars 2024 à 4 h 12"
                let end = date.span.end + hour_behind(s.get(date.span.end..).unwrap_or_default());
                add(&(date.span.start..end), Category::BirthDate, confidence, reason);
                if let Some(span) = place_behind(input, s, date.span.end) {
                    add(&span, Category::BirthPlace, 0.85, Reason::Context);
                }
            } else {
                add(&date.span, Category::Date, 0.5, Reason::Shape);
            }
        }
        for span in partial(input) {
            add(&span, Category::BirthDate, 0.85, Reason::Context);
        }
        for (span, reason) in places(input, s) {
            add(&span, Category::BirthPlace, if reason == Reason::Label { 0.93 } else { 0.8 }, reason);
        }
        for m in great_ages(input) {
            add(&m, Category::Age, 0.8, Reason::Context);
        }
    }
}

/// How many bytes behind a day tell the hour, in figures or words.
fn hour_behind(rest: &str) -> usize {
    static HOUR: LazyLock<Regex> = LazyLock::new(|| {
        rx(concat!(
            r"^,? ?(?:a |vers |at )?(?:\d{1,2} ?(?:h|:) ?\d{0,2}\b|[a-z-]{2,12}(?: [a-z-]{2,9})? heures?\b(?: (?:et )?",
            r"(?:demie|quart|(?:[a-z-]{2,14} ){1,3}minutes?)\b)?)"
        ))
    });
    HOUR.find(super::head(rest, 80)).map_or(0, |m| m.end())
}

/// Words of birth up to a place.
static BORN_AT: LazyLock<Pattern> = LazyLock::new(|| {
    folded(
        r"\b(?:(?:nees?|ne|naissance|mises? au monde|born)\b|ne\(e\))(?:[ :,]|le\b|on\b|en\b|the\b|of\b|[0-9/.|-]|(?:janv?|fev|avr|juil|sept?|oct|nov|dec)\w*\.?|mars|mai|juin|aout|january|february|march|april|may|june|july|august){0,24}[ ,]*(?:a|au|aux|dans la ville de|dans|in|at)[ :=|.]{0,12}[ \n\t]{0,3}[ :\n\t]",
    )
});

/// A label of birth places and its value.
static PLACE_LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(
        r"\b(?:(?:code (?:insee )?(?:du )?)?(?:lieu|ville|commune|pays|(?P<dep>departement)|place|city|country|cog)(?: \(?[a-z]{2,12}\)?)? (?:de |of )?(?:naissance|naiss\.?|birth)|birth ?place|geburtsort|lugar de nacimiento|luogo di nascita|naturalidade|local de nascimento|geboorteplaats)(?: ?\([^)\n]{0,24}\))?(?:[ ]*(?::|\t|=|\||\n|   )|(?: ?\.){3,}:?)[ \t:\n]{0,4}(?P<v>[^\t\n|;:0-9,(]{2,50}(?:\(\d[0-9ab]{1,4}\))?|\d[0-9ab]\d{3}\b|\d[0-9ab]\d?\b)",
    )
});

/// The same in a form's second row.
static TOWN_CELL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(r"\n *a ?\((?:commune|ville|lieu|pays)[^)\n]*\) ?:\s*(?P<v>[^\t\n|;:0-9(]{2,50})")
});

/// An age over 89.
static GREAT_AGE: LazyLock<Pattern> = LazyLock::new(|| {
    folded(
        r"\b(?:agee?s?(?:\(e\))? (?:de )?|age ?:? ?|aged |patiente? de |homme de |femme de |turned |monsieur de |dame de )(?P<a>(?:9\d|1[0-2]\d)(?: ?(?:ans|years?))?|cent ans)\b|\b(?P<b>(?:9\d|1[0-2]\d)(?: ?ans|[ -]years?[ -]old| y\.?/?o| ?yrs?)\b|(?:quatre[- ]vingt[- ](?:dix(?:[- ](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize)|cent (?:et )?(?:un|deux|trois|quatre|cinq)) ans\b|ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?[- ]years?[- ]old\b|nonagenaires?\b|centenaires?\b|nonagenarians?\b|centenarians?\b|(?:9\d|10\d) ?e(?:me)? annee\b)",
    )
});

/// A part of a date behind a word of birth.
static PARTIAL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"(?:\b(?:nees?|ne\b|ne\(e\)|naissance|anniv(?:ersaire)?|mise? au monde|born|date of birth|dob|yob|b/?d(?:ay)?|ddn)[ :]*(?:\([^)\n]{0,20}\))?[ :]*(?:[a-z' ]{0,30}?\b)?(?:le|un|en|on|in|l'an|l'annee|mois de|month of|:|\t)|\bne en|\bne le|\b(?:nee|ne\(e\)|ddn|[dy]\.?o\.?b\.?|b\.|b/?d|born|nais{1,2}(?:ance)?\.?|geb\.?|(?:date|year) of birth(?: ?\([a-z/ ]{2,12}\))?|birth ?(?:day|year)(?: is)?)|\banniv(?:ersaire)? ?:? |\bannee de naissance ?:?|\bnee? (?:vers|circa|courant|debut|fin|env(?:iron|\.)?|presumee?)(?: le| en)?|\b[4-9]\d ans \((?:nee? )?(?:en )?|\b(?:avoir|aura|aurait|eu|feter\w*|fete|ses) \d{1,2} ans (?:depuis )?(?:le|en)|\b(?:turn(?:s|ed|ing)? (?:[a-z-]{3,12}|\d{1,3})|(?:is|be|was) \d{1,3})(?: years old)? on(?: the)?|\bne) *",
        r"(?P<v>(?:\d{1,2}(?:er|st|nd|rd|th)?(?: of)?[ ./-]{1,3})?(?:jan\w*|fev\w*|feb(?:ruary)?|mar(?:s|ch)?|avr\w*|apr(?:il)?|ma[iy]|jui?n(?:e)?|juil\w*|july?|aout|aug(?:ust)?|sep\w*|oct\w*|nov\w*|dec\w*)\b\.?(?: \d{1,2}(?:st|nd|rd|th)?\b)?(?:,? ?(?:19|20)\d\d)?|(?:18|19|20)\d\d\b|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19\d\d|20\d\d|\d\d)\b|\d{1,2}/\d{1,2}(?:/(?:19|20)?\d\d)?\b|\d{1,2} ?/ ?(?:19|20)\d\d|(?:(?:00|xx|\?\?|--|__|\.\.)[/.-]){2}(?:19|20)\d\d|\d{1,4}[ /.-]{1,3}\d{1,2}[ /.-]{1,3}(?:\d{4}|\d{2})\b)",
    ))
});

/// A year whose day is unknown, and one of which only the last figures are said: "00/00/1962", "née en 61,".
static ROUGH: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"\b(?:(?P<unknown>(?:19|20)\d\d[/.-]00[/.-]00|00[/.-]00[/.-](?:19|20)\d\d)\b",
        r"|(?:nee?s? (?:en|fin|debut|vers)|ne\(e\) en|classe|millesime|(?:ils?|elles?|suis|[nv]otre|lui)(?: est| etait)? de) '?(?P<short>(?:19)?[1-9]\d)(?:[,.;)\n]|$)|(?:patiente?|homme|femme) de (?P<year>19\d\d)\b)"
    ))
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    let mut all: Vec<&'static Pattern> =
        vec![&BORN_AT, &PLACE_LABEL, &TOWN_CELL, &GREAT_AGE, &PARTIAL, &ROUGH];
    all.extend(read::patterns());
    all
}

/// Day and month, month and year, or a year alone, just behind a word of birth.
fn partial(input: &Input<'_>) -> Vec<Span> {
    let s = input.folded.as_str();
    // "un homme de 65 ans (2019)": a year of birth lies further back.
    let event = |m: &super::rx::Match<'_>| {
        m.as_str().starts_with("20") && s.get(..m.start()).is_some_and(|b| b.ends_with("ans ("))
    };
    // "né 31/13/1960": without its accent it is a negation.
    let ne = |m: &super::rx::Match<'_>| {
        m.as_str().starts_with("ne ")
            && !m.as_str().starts_with("ne le")
            && !m.as_str().starts_with("ne en")
            && !birth::accented(input, s, m.start())
    };
    let told = input.captures(&PARTIAL).filter(|c| c.get(0).is_some_and(|m| !ne(&m)));
    let day = |c: super::rx::Captures<'_>| {
        let said = c.name("v")?;
        (!event(&said)).then(|| said.range())
    };
    let rough = |c: super::rx::Captures<'_>| {
        Some(["unknown", "short", "year"].into_iter().find_map(|name| c.name(name))?.range())
    };
    told.filter_map(day).chain(input.captures(&ROUGH).filter_map(rough)).collect()
}

/// Places of birth: "né(e) le … à Xville", "Lieu de naissance : Xville".
fn places(input: &Input<'_>, s: &str) -> Vec<(Span, Reason)> {
    let mut out = Vec::new();
    for caps in input.captures(&BORN_AT) {
        let Some(end) = caps.get(0).map(|m| m.end()) else { continue };
        if let Some(len) = s.get(end..).and_then(|rest| town(input, rest, end)) {
            let colon = s.get(..end).is_some_and(|t| t.trim_end().ends_with(':'));
            out.push((end..end + len, if colon { Reason::Label } else { Reason::Context }));
        }
    }
    for caps in input.captures(&PLACE_LABEL).chain(input.captures(&TOWN_CELL)) {
        // Two figures are a department.
        let few = |m: &crate::detect::rx::Match<'_>| {
            m.len() < 4 && m.as_str().starts_with(|c: char| c.is_ascii_digit())
        };
        // An empty field, and the next one's label.
        let label = |m: &crate::detect::rx::Match<'_>| {
            s.get(m.end()..).is_some_and(|t| t.starts_with(':')) || super::FIELD_LABEL.is_match(m.as_str())
        };
        if let Some(m) =
            caps.name("v").filter(|m| !label(m)).filter(|m| !few(m) || caps.name("dep").is_some())
        {
            out.push((m.range(), Reason::Label));
        }
    }
    out
}

/// "… à Xville", just behind a birth date.
fn place_behind(input: &Input<'_>, s: &str, end: usize) -> Option<Span> {
    static AT: LazyLock<Regex> = LazyLock::new(|| {
        rx(
            r"^[\s,.;()-]{0,12}(?:a|au|aux|in|at|dans|dans la ville de)(?: ?\([a-z, ]{3,30}\))?(?: ?:)?\s{1,4}",
        )
    });
    let from = end + AT.find(s.get(end..)?)?.end();
    town(input, s.get(from..)?, from).map(|len| from..from + len)
}

/// How many folded bytes from `at` on are a place name: capitalised words, the particles between them, a postcode.
fn town(input: &Input<'_>, rest: &str, at: usize) -> Option<usize> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        rx(r"^[a-z][a-z'-]*(?: (?:sur|sous|en|les|la|le|de|du|des|d'|l'|et|aux?)? ?[a-z][a-z'-]*){0,4}")
    });
    static CODE: LazyLock<Regex> =
        LazyLock::new(|| rx(r"^,? ?\(? ?(?:\d{2} ?\d{3}|\d{1,2} ?(?:eme|er|e)\b|\d{2,3}|2[ab])(?: ?\))?"));
    let capital = |from: usize, to: usize| {
        let span = input.back(&(at + from..at + to));
        input.string.get(span).and_then(|w| w.chars().next()).is_some_and(char::is_uppercase)
    };
    let words = WORDS.find(rest)?;
    let mut end = 0;
    let mut from = 0;
    for word in words.as_str().split(' ') {
        let to = from + word.len();
        if capital(from, to) {
            end = to;
        } else if !matches!(
            word,
            "sur"
                | "sous"
                | "en"
                | "les"
                | "la"
                | "le"
                | "de"
                | "du"
                | "des"
                | "et"
                | "au"
                | "aux"
                | "d'"
                | "l'"
        ) || end == 0
        {
            break;
        }
        from = to + 1;
    }
    let code = rest.get(end..).filter(|_| end > 0).and_then(|t| CODE.find(t));
    let closed = code
        .filter(|m| {
            m.as_str().contains('(')
                || m.as_str().trim().len() >= 5
                || m.as_str().ends_with('e')
                || m.as_str().ends_with('r')
        })
        .map_or(0, |m| m.end());
    (end > 1).then_some(end + closed)
}

/// Ages over 89, where they are ages.
fn great_ages(input: &Input<'_>) -> Vec<Span> {
    input
        .captures(&GREAT_AGE)
        .filter_map(|c| c.name("a").or_else(|| c.name("b")).map(|m| m.range()))
        .collect()
}

/// Every writing of a day in a text, by its place in the original.
pub(super) fn days(input: &Input<'_>) -> Vec<(Span, Date)> {
    let days = read::day_and_month_in(input.folded.as_str(), &|pattern| input.windows(pattern));
    let all = input.dates().iter().chain(&days);
    let mut all: Vec<_> = all.map(|w| (input.back(&w.span), w.date)).collect();
    sort_by_key(&mut all, |(span, _)| span.start);
    all
}

/// Before this year, a day that differs from a day of birth in little was hardly a day of care.
const OLD: i32 = 2012;

/// Whether a date differs from one of birth by its year alone, and not by much: "64 on the card, 65 on the label".
fn misspelt(born: &BTreeMap<(u8, u8), BTreeSet<Date>>, date: &Date) -> bool {
    let near = |b: &Date| b.year.zip(date.year).is_some_and(|(a, b)| (a - b).abs() <= 10);
    born.get(&(date.day, date.month)).is_some_and(|dates| dates.iter().any(near))
}

/// Every other writing of a birth date found anywhere in the file.
pub(super) fn repeated(inputs: &[Input<'_>], hits: &[(usize, Hit)]) -> Vec<(usize, Hit)> {
    let births = || hits.iter().filter(|(_, h)| h.category == Category::BirthDate && h.confidence >= 0.6);
    if births().next().is_none() {
        return Vec::new();
    }
    let written: Vec<&[(Span, Date)]> = inputs.iter().map(Input::days).collect();
    // By day and month, so that many births cost no more than few.
    let mut born: BTreeMap<(u8, u8), BTreeSet<Date>> = BTreeMap::new();
    let mut spans: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (index, hit) in births() {
        let Some(all) = written.get(*index) else { continue };
        spans.insert((*index, hit.span.start));
        let from = all.partition_point(|(span, _)| span.start < hit.span.start);
        let within = all.iter().skip(from).take_while(|(span, _)| span.start < hit.span.end);
        let mut dates: Vec<Date> =
            within.filter(|(span, _)| span.end <= hit.span.end).map(|(_, date)| *date).collect();
        if dates.is_empty() {
            // What the host knows, or what was misread, is no date as it stands.
            let Some(own) = inputs.get(*index).and_then(|i| i.string.get(hit.span.clone())) else { continue };
            let folded = crate::model::fold(own);
            dates.extend(read::dates(&folded).iter().chain(&read::day_and_month(&folded)).map(|w| w.date));
        }
        for date in dates {
            born.entry((date.day, date.month)).or_default().insert(date);
        }
    }
    let mut out = Vec::new();
    for (input, all) in inputs.iter().zip(written) {
        for (span, date) in all.iter().cloned() {
            let mut days = [(date.day, date.month), (date.month, date.day)].into_iter();
            let same = days
                .any(|day| born.get(&day).is_some_and(|dates| dates.iter().any(|b| b.same(&date))))
                || date.year.is_some_and(|y| y < OLD) && misspelt(&born, &date);
            if same && !spans.contains(&(input.index, span.start)) {
                let hit = Hit {
                    span,
                    category: Category::BirthDate,
                    confidence: 0.9,
                    detector: DETECTOR,
                    reason: Reason::Repeated,
                };
                out.push((input.index, hit));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AtomId, Known, TextBuilder};

    fn births(string: &str) -> Vec<String> {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        let (text, known) = (b.finish(), Known::default());
        let mut out = Vec::new();
        BirthDates.detect(&Input::new(&text, 0, &known), &mut out);
        let born = out.into_iter().filter(|h| h.category == Category::BirthDate);
        born.map(|h| string.get(h.span).unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn written_together_with_a_sign_or_in_another_language() {
        for (s, wanted) in [
            ("EPOUSE X   NE(E) LE 150365   F 60A", "150365"),
            ("NE LE ........... : 19 / 04 / 1951      A : VIRE", "19 / 04 / 1951"),
            ("Mme Texier, née 030341, transférée", "030341"),
            ("Joris (H) – °07/09/1961", "07/09/1961"),
            ("12/07/2001   F          Prélevé", "12/07/2001"),
            ("geb. am 14. März 1931 in Kassel", "14. März 1931"),
            ("geboren op 11 maart 1988,", "11 maart 1988"),
            ("nato a Bergamo il 02/09/1951", "02/09/1951"),
            ("nacida el 3 de julio de 1971", "3 de julio de 1971"),
            ("nascido em Braga a 12-05-1962", "12-05-1962"),
        ] {
            assert!(births(s).iter().any(|b| b == wanted), "{s}: {:?}", births(s));
        }
    }

    #[test]
    fn a_birth_without_le_with_a_roman_month_or_in_part() {
        for (s, wanted) in [
            ("au nom de SOW Awa né 15/05/1998, mais", "15/05/1998"),
            ("né le 19-VIII-1967 à", "19-VIII-1967"),
            ("née le 7.xi.1944", "7.xi.1944"),
            ("SOW AWA - NE VERS 1953 - IPP", "1953"),
            ("né présumé le 31/12/1975", "31/12/1975"),
            ("Mme SOW, néle) le 05/06/1996, a été vue", "05/06/1996"),
            ("Mme SOW. nele)\nle 03/01/2004. a été vue", "03/01/2004"),
            ("Né le 00/00/1962", "00/00/1962"),
            ("Dit avoir 18 ans depuis le 4/01.", "4/01"),
            ("fêtera ses 18 ans le 14/03", "14/03"),
            ("SOW Awa\nF  30/08/1979\nLit 6", "30/08/1979"),
            ("Sexe : M  12/05/1988", "12/05/1988"),
            ("Date de naissance : ..17../..03../..1978..", "17../..03../..1978"),
            ("femme de 72 ans (1950)", "1950"),
        ] {
            assert!(births(s).iter().any(|b| b == wanted), "{s}: {:?}", births(s));
        }
        for s in ["il ne 12/03/2019", "PAM II/VI en 2019", "homme de 65 ans (2019)", "suivi 5 ans le 12/03"] {
            assert_eq!(births(s), Vec::<String>::new(), "{s}");
        }
    }

    #[test]
    fn an_event_behind_a_birth_is_none() {
        for s in [
            "déclaration de naissance à la mairie.\nSortie le 08/02/2026",
            "lot 150365 du vaccin",
            "à 12° 07/09/2021",
        ] {
            assert_eq!(births(s), Vec::<String>::new(), "{s}");
        }
    }
}
