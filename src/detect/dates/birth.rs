//! What tells a birth date from another: a label, the words before, the age behind, the line it stands in.

use std::sync::LazyLock;

use super::Written;
use crate::detect::rx::{Regex, rx};
use crate::detect::{Input, tail};
use crate::model::Reason;

/// Years after which a date without any sign of birth is no longer taken for one.
const ADULT_BEFORE: i32 = 2008;

/// Words that announce a birth date; what may stand between them and it has no other digit and ends no sentence.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"\b(?:",
        r"(?:date|jour|annee|jma|j/m/a)s?(?:\s+et (?:heure|lieu))?s? (?:de (?:la |sa |votre |ma )?|d')?(?:naissance|nais\.?|naiss\.?)",
        r"|naissance|naiss\.?|nais\.|nais ?:|d de n|f\. ?n\.|n\. le|d\.?\s?d\.?\s?n\.?|d\.?n\.?|date nais\w*|dte naiss\w*",
        r"|nait|nees?|ne\b|ne\(e\)|ne\(\)|ne[(\[{<ltfijc1|]e(?:[)\]}>]|[ltfij1|]?\s+[l1i]e\b)|ne/nee|ne-e|ne\.e|nees? le|mises? au monde|venue? au monde|naquit|vu le jour|anniversaire",
        r"|d[./]?\s?o[./]?\s?b\.?|date of birth|birth ?dates?|birth ?day|born|birth|geburtsdatum|geb\.?|fecha de nacimiento|geboortedatum|data di nascita|nat[oa] (?:a [a-z' ]{2,30} )?il|nacid[oa] (?:en [a-z' ]{2,30} )?el|nascid[oa] (?:em [a-z' ]{2,30} )?a|data de nascimento|geboren|geboren am|f\.? ?nac\.?",
        r")(?:[^0-9.;!?\n]|\.(?:\s|:)|(?:\. ?){2,}|\([^)\n]{0,30}\)|nuit du \d{1,2} au |a \d{1,2} ?[h:] ?\d{0,2} )*?(?:\n\s*){0,2}(?:le |on |the |: ?|- ?|\| ?){0,2}$",
    ))
});

/// "ne" without its accent is also a negation: only "ne le", "ne en", "ne a X le" count.
static BARE_NE: LazyLock<Regex> = LazyLock::new(|| {
    rx(r"\bne[ :]+(?:(?:a|au|en) [a-z' -]{2,40},? ?)?(?:le|un|l'an|en|:)(?:[ :]|\.{3,}|(?:\. ){2,})*$")
});

/// What stands behind a birth date.
static AGE_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^\W{0,3}(?:(?:\(|\||,|;|-|/|soit|age)\s*(?:age\w* (?:de )?)?\d{1,3} ?(?:ans?\b|a\b|mois\)|yo\b|y/?o\b|years?\b|y\b|yrs?\b)|\d{1,3} ?(?:ans\b|a\b|y/?o\b)|\(\d{2}\)(?:\n| {2}|\t|$))",
    )
});

/// An age before it, as in "48 ans (12/03/1957)".
static AGE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"\b\d{1,3} ?(?:ans|y/?o|yrs?|years?(?: old)?) ?(?:\(|,|-|\|)\s*(?:(?:il|elle) est )?(?:du |de |ne le |nee le )?$|\b(?:il|elle) est du $|\bje suis (?:du|de) $",
    )
});

/// A cell with a sex, just before or behind.
static SEX_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"(?:\||,|;|\t|/|\bsexe ?:?)\s*(?:[hmf]|masc\w*|fem\w*|homme|femme)\s*(?:\||,|;|\t|/|-)\s*$|\bsexe? ?: ?[hmf] {0,6}$|(?:^|\n) *[hmf] {1,6}$",
    )
});
static SEX_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^\s*(?:\||\t|/|;|,|\(|  )\s*(?:[hmf]|masc\w*|fem\w*|homme|femme)\s*(?:\||\t|/|;|,|\)|\n|  |$)|^ \(?[hmf]\)?(?:\n|$)",
    )
});

/// An age with a sign that it is one: "DOB: 57 (", "57F (", "F/67/", "67 a, ".
static BARE_AGE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"\b(\d{1,3}) ?(?:(?:yo|y/o|y|ans|an|a)\b[ ,/(|-]{0,3}(?:[mfh]\b)?|[/| ]?[mfh]\b|[/|]|\()[ ,/(|-]{0,3}$",
    )
});

/// Words after which a date is an event.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"\b(?:le|du|des|au|depuis|jusqu\w*|date\w*|visite\w*|consult\w*|rdv|rendez\W?vous|examen\w*|edite\w*|imprime\w*|valid\w*|signe\w*|entree?|sortie?|admis\w*|hospital\w*|oper\w*|irm|scanner|ecg|tdm|en|phase|s\d+|prelev\w*|recu\w*|vu|vue|on|from|until|since|of)[ :]*\(?$",
    )
});

/// What another date is of, right before it.
static OTHER_EVENT: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"\b(?:prelev\w*|recu\w*|edite\w*|imprime\w*|valid\w*|examen|consultation|hospitalis\w*|opere\w*|admis\w*|sortie?s?|entree?|deces|decedee?|transfert|rdv|revue?|vue? en|collected|received|printed|reported|examined|admitted|discharged)(?: le| du| on)? ?:? ?$",
    )
});

/// A capital name and a comma before: "Mirella Rousset, ".
static NAME_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"[A-Z\u{c0}-\u{de}][\p{L}'-]+ (?:[A-Za-z\u{c0}-\u{ff}]{2,3} )?[A-Z\u{c0}-\u{de}][\p{L}'-]+ ?(?:,|;|-|\(|:|\t|\|) ?$",
    )
});

/// A patient's label on the same line.
static PATIENT_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| rx(r"\b(?:patiente?|identite|nom|name|assuree?|usager)\b[^\n0-9]{1,60}$"));

/// A line of capitals alone, just before.
static CAPITALS_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"(?:^|\n)[ \t]*[A-Z\u{c0}-\u{de}][A-Z\u{c0}-\u{de}'-]+,?(?: [A-Z\u{c0}-\u{de}][\p{L}'-]+){1,4}[ \t]*\n[ \t]*$",
    )
});

/// A number of boxed digits before, which in a form is the insured person's.
static BOXES_BEFORE: LazyLock<Regex> = LazyLock::new(|| rx(r"(?:\d ){12,14}\d?\s*$"));

/// Whether a date is a birth date, how sure, and why.
pub(super) fn birth(
    input: &Input<'_>,
    s: &str,
    date: &Written,
    previous: Option<&Written>,
) -> Option<(f32, Reason)> {
    let before = tail(s.get(..date.span.start)?, 180);
    let behind = s.get(date.span.end..)?;
    // A negation before a word of birth hides it no more than other words do.
    let place = |m: &crate::detect::rx::Match<'_>| date.span.start - before.len() + m.start();
    let bare = |m: &crate::detect::rx::Match<'_>| plain_ne(m.as_str()) && !accented(input, s, place(m));
    let mut label = LABEL.find(before);
    for _ in 0..3 {
        label = match label {
            Some(m) if bare(&m) => LABEL.find_at(before, m.start() + 2),
            other => other,
        };
    }
    if let Some(m) = label {
        let bare = bare(&m);
        // "né(e) le … prélevé le 12/05/2025": the nearer words say what the date is of.
        let of_event = OTHER_EVENT.is_match(before.get(m.start()..)?);
        if !bare && !of_event {
            return Some((0.97, Reason::Label));
        }
    }
    // "° 07/09/1961" as it is written in Belgium, "* 07.09.1961" in Germany, "(b. 7 Sep 1961)" in English
    let sign = before.trim_end_matches(' ');
    let star = sign
        .strip_suffix('*')
        .or_else(|| sign.strip_suffix("b."))
        .filter(|_| date.date.year.is_some_and(|y| y < ADULT_BEFORE));
    if sign
        .strip_suffix('°')
        .or(star)
        .is_some_and(|b| b.is_empty() || b.ends_with([' ', '(', '\n', '\t', ',']))
        && date.date.complete()
    {
        return Some((0.8, Reason::Context));
    }
    // "né 15/05/1998", "NE : 15/05/1998"
    let born = before.trim_end_matches([' ', ':']);
    let just_ne = born.strip_suffix("ne").is_some_and(|b| !b.ends_with(|c: char| c.is_alphanumeric()));
    if just_ne && date.date.complete() && accented(input, s, date.span.start - before.len() + born.len() - 2)
    {
        return Some((0.9, Reason::Context));
    }
    if BARE_NE.is_match(before) {
        return Some((0.9, Reason::Context));
    }
    // "née dans la nuit entre le 01/02 et le 02/02/1952"
    if let Some(p) = previous
        && s.get(p.span.end..date.span.start)
            .is_some_and(|gap| matches!(gap.trim(), "et" | "et le" | "ou" | "ou le" | "au" | "-" | "/"))
        && LABEL.is_match(tail(s.get(..p.span.start)?, 180))
    {
        return Some((0.85, Reason::Context));
    }
    // "Le 3 mars 2008 à 4 heures est née Lise"
    static IS_BORN: LazyLock<Regex> = LazyLock::new(|| rx(r"^[^.\n]{0,60} (?:est|sont) nee?s?\b"));
    if AGE_BEHIND.is_match(behind)
        || AGE_BEFORE.is_match(before)
        || IS_BORN.is_match(crate::detect::head(behind, 100))
    {
        return Some((0.9, Reason::Context));
    }
    // "57F (14/02/67)": the day of somebody of that age, in the years in which files are written.
    let aged = || BARE_AGE.captures(before)?.get(1)?.as_str().parse::<i32>().ok();
    if let Some(year) = date.date.year.filter(|y| *y < ADULT_BEFORE)
        && aged().is_some_and(|age| (2013..=2030).contains(&(year + age)))
    {
        return Some((0.8, Reason::Context));
    }
    if (SEX_BEFORE.is_match(before) || SEX_BEHIND.is_match(behind)) && date.date.complete() {
        return Some((0.9, Reason::Context));
    }
    if date.in_words && date.date.year.is_some_and(|y| y < ADULT_BEFORE) {
        return Some((0.75, Reason::Shape));
    }
    if date.in_boxes && (BOXES_BEFORE.is_match(before) || date.date.year.is_some_and(|y| y < ADULT_BEFORE)) {
        return Some((0.7, Reason::Context));
    }
    let old = date.date.complete() && date.date.year.is_some_and(|y| y < ADULT_BEFORE);
    if old && !EVENT.is_match(before) {
        let original = input.string.get(..input.back(&date.span).start).map(|t| tail(t, 90))?;
        let told =
            PATIENT_BEFORE.is_match(before) && NAME_BEFORE.is_match(&format!("{},", original.trim_end()));
        if told || NAME_BEFORE.is_match(original) || CAPITALS_BEFORE.is_match(original) {
            return Some((0.6, Reason::Context));
        }
    }
    None
}

/// Whether a label is "ne" alone, which without its accent is a negation.
fn plain_ne(label: &str) -> bool {
    label.strip_prefix("ne").is_some_and(|rest| rest.starts_with([' ', ',']))
}

/// Whether the word at a folded place has an accent or capitals in the original: "né", "NE", not "ne".
pub(super) fn accented(input: &Input<'_>, s: &str, at: usize) -> bool {
    let span = input.back(&(at..(at + 2).min(s.len())));
    input.string.get(span).is_some_and(|w| w != "ne" && w != "Ne")
}
