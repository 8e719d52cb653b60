//! Numbers that a label announces: "IPP : 8012939402", "dossier n° 2038H20391", "N° adhérent⇥…". The label says what the
//! number is; a check digit that agrees makes it surer, one that does not takes nothing away.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use crate::detect::rx::rx;
use crate::detect::sieve::{Pattern, folded};
use crate::detect::{checksums, dates, tail};
use crate::model::{Category, Reason, Span};

/// What a label promises.
struct Kind {
    name: &'static str,
    category: Category,
    /// Fewest digits of a value.
    digits: usize,
    /// Folded words, as a regular expression.
    words: &'static str,
}

/// "n°", "numéro", "no." and their like.
const NUMBER: &str = r"(?:n ?[°o]s?\.?|num(?:eros?|\.)?|numbers?|nr\.?|n\.|#|code|id(?:entifiant)?)";

const KINDS: &[Kind] = &[
    Kind {
        name: "nat",
        category: Category::NationalId,
        digits: 6,
        words: r"secu(?:rite)?\.?\s*soc(?:iale)?\.?|(?:NUM\s*)?(?:de |d')?(?:secu|s\.?s\.?)|nir(?:pp)?|nss|ins(?:-?(?:nir|nia|c|a))?|matricule(?: ins)?|immatriculation|NUM\s*(?:d')?(?:insee|assure(?:\(?e\)?)?)|NUM\s*(?:de )?vitale|NUM\s*d'id(?:entite|entification|\.)?(?: nationale?)?|id(?:entifiant)? national(?: de sante)?|num(?:ero)? national|registre national|rijksregister(?:nummer)?|niss|insz|a\.?h\.?v\.?(?:-?nr\.?)?|avs|d\.?n\.?i|n\.?i\.?e|nuss|codice fiscale|c\.f|bsn|burgerservicenummer|nif|kvnr|versichertennummer|krankenversichertennummer|ssn|social security|soc\.? sec\.?|itin|nhs|nino|national insurance|s\.?i\.?n|nas|ramq|carte soleil|health card|chi number|ppsn?|pps number|pesel|amka|personnummer|cnp|tc kimlik(?: no)?|oib|emso|egn|curp",
    },
    Kind {
        name: "pat",
        category: Category::PatientNumber,
        digits: 5,
        words: r"i\.?p\.?p|ip|nip|n\.?d\.?a|iep|dossiers?(?: medical| patient| administratif| d'hospitalisation| clinique)?|sejours?|visites?|venue|hospitalisation|passage|admission|accession|demandes?|prelevements?|echantillon|examens?|bilan|labo?(?:ratoire)?|episode|fiche|etiquete(?:e|s|es)?|entree|file|booking|order|request|pat\.? id|patient(?:e|\(e\))?|identification|identifiant|mrn|m\.r\.n|medical record|chart|hospital|patient id|case|enc(?:ounter)?|visit|account|specimen|sample|id|pid|code patient|client|fichier|enregistrement|acct|nhc|nuhsa|historia clinica|cartella(?: clinica)?|nosologico|processo|utente|numero de utente|fallnummer|fall-nr|patientennummer|patienten-id|aufnahmenummer|patientnummer|csn|fin|empi|urn|crn|ubrn|barcode|requisition|famille NUM|lame|bloc|cassette|acc|sous le numero|etiquette|code[- ]barres?|ref(?:erence)?\.?|n/ref|v/ref",
    },
    Kind { name: "est", category: Category::Facility, digits: 5, words: r"finess|siret|siren|rcs|clia" },
    Kind {
        name: "pro",
        category: Category::ProfessionalId,
        digits: 5,
        words: r"r\.?p\.?p\.?s|adeli|cap number|imc|mcrn|gdc|gphc|hcpc|big(?:-nummer)?|lanr|bsnr|zsr|gln|cedula|colegiado|numero ordine|ordem dos medicos|licen[sc]e|siren|siret|rcs|npi|gmc|cnom|ordre|(?:NUM\s*)?am|conventionne(?:ment|e)?|inami|riziv|naf|dea|upin|prescriber|number of prescriber|nmc",
    },
    Kind {
        name: "ins",
        category: Category::InsuranceNumber,
        digits: 5,
        words: r"mutuelle|amc|adherent|adhesion|complementaire|contrat|police|assurance|allocataire|caf|beneficiaire|membre|member|policy|group|grp|rx ?bin|bin|pcn|versichertennr|medicare|medicaid|mbi|insurance|subscriber|group|sinistre|claim|tele ?transmission|telepaiement|prefectoral",
    },
    Kind {
        name: "doc",
        category: Category::DocumentNumber,
        digits: 2,
        words: r"passeport|passport|cni|carte (?:nationale )?d'identite|piece d'identite|titre de sejour|carte de sejour|permis(?: de conduire)?|driver'?s?'? licen[sc]e|driving licen[sc]e|licen[sc]e plate|plaque|vehicule|immatricule|identity card|visa",
    },
    Kind {
        name: "bank",
        category: Category::BankAccount,
        digits: 8,
        words: r"iban|rib|compte|carte(?: bancaire| bleue| de credit)?|cb|cc|(?:credit |debit |bank )?card|account number|bank account|sort code|routing|cheque",
    },
    Kind { name: "any", category: Category::PatientNumber, digits: 5, words: r"n ?|numero|no" },
    Kind {
        name: "dev",
        category: Category::Other,
        digits: 4,
        words: r"(?:NUM )(?:de )?serie|serial|s/n|udi|adresse ip|ip address|imei|adresse mac|mac address",
    },
];

/// What may stand between a label and its value.
const FILLER: &str = r#"(?:\([^()\n0-9]{0,30}\)|[\s:=#."'>|)\[*_-]+|\(|°|n ?(?:°s?|os?\b)|numeros?\b|num\b|numbers?\b|nr\b|no\b|code\b|id\b|est\b|is\b|was\b|le\b|la\b|du\b|de\b|des\b|d'|l'|au\b|of\b|the\b|for\b|my\b|etant\b|suivant\b|suivante\b|unique\b|permanent\b|interne\b|externe\b|ext\b|local\b|provisoire\b|definitif\b|medicale?\b|national\b|sociale?\b|patient(?:e)?\b|assure(?:e)?\b|social\b|security\b|fiscal\b|hospitalisation\b|record\b)*"#;

static LABELS: LazyLock<Pattern> = LazyLock::new(|| {
    let kinds: Vec<String> =
        KINDS.iter().map(|k| format!("(?P<{}>{})", k.name, k.words.replace("NUM", NUMBER))).collect();
    folded(&format!(r"\b(?:{})(?:\b|°|\.){FILLER}", kinds.join("|"))).with_digits()
});

/// A label with no word of number beside it and such a common meaning that only a colon, tab or "n°" makes it one.
static WEAK: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:ip|ins|sejours?|visites?|venue|passage|admission|demandes?|prelevements?|echantillon|examens?|bilan|labo?(?:ratoire)?|fiche|episode|entree|file|booking|order|request|claim|prescriber|hospital|hospitalisation|case|visit|account|sample|client|fichier|ordre|am|membre|member|contrat|police|assurance|complementaire|processo|ref(?:erence)?\.?|compte|carte|vehicule|visa|permis|immatricule|cheque|identification|conventionne(?:ment|e)?|chart|caf|naf|fin|urn|acc|lame|bloc|cassette|big|pps|licen[sc]e|requisition|ss|s\.s\.?|nie|sin|nas|cc|cb|id|dea|beneficiaire|insurance|medicare|medicaid|prefectoral|c\.f)$",
    )
});

/// What stands before the number of a batch, a law or a page.
static OTHER_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"\b(?:lots?|articles?|loi|decret|arrete|circulaire|directive|reglement|protocole|amm|autorisation|autorisations? de mise sur le marche|page|figure|tableau|annexe|chapitre|reference|batch|cip|version|tel(?:ephone)?|centre|serie)[ :,(]{0,3}(?:sous le )?$",
    )
});

/// What turns a weak label into a label.
static POINTING: LazyLock<Regex> = LazyLock::new(|| {
    rx(r"[:=#\t|]|(?:\. ?){3}|n ?(?:°|o\b)|num|\bnr\b|\bno\b|\bid\b|\bis\b|\best\b|\bnumber\b")
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&LABELS]
}

/// Finds labelled numbers.
pub(super) fn find(found: &mut Found<'_, '_>) {
    let mut at = 0;
    for window in found.input.windows(&LABELS) {
        at = at.max(window.start);
        within(&window, &mut at, found);
    }
}

/// Finds them from `at` on in a window, and says where it ended.
fn within(window: &Span, next: &mut usize, found: &mut Found<'_, '_>) {
    let folded = found.folded();
    let mut at = *next;
    while let Some(caps) = LABELS.captures_at(folded, window, at) {
        let Some(whole) = caps.get(0) else { return };
        let named = KINDS.iter().find_map(|k| caps.name(k.name).map(|m| (k, m)));
        let Some((kind, label)) = named else { return };
        at = label.end().max(at + 1);
        *next = at;
        let between = folded.get(label.end()..whole.end()).unwrap_or_default();
        let before = folded.get(..label.start()).unwrap_or_default();
        let pointed = POINTING.is_match(between) || numbered(before) || between.is_empty();
        let is_weak = WEAK.is_match(label.as_str());
        let Some(value) = value(folded, whole.end(), kind) else { continue };
        if !capital_start(found, &value.span) {
            continue;
        }
        let lettered = value.bare.len() >= 6 && value.digits >= 3 && value.bare.len() > value.digits;
        let enough = if lettered && !is_weak && kind.name != "any" {
            3
        } else if is_weak {
            kind.digits.max(5)
        } else {
            kind.digits
        };
        if kind.name == "any" && OTHER_NUMBER.is_match(tail(before, 60)) {
            continue;
        }
        if is_weak && !pointed && value.digits < 9 && !coded(&value)
            || value.digits < enough
            || value.is_date
            || value.is_measure
        {
            continue;
        }
        let (category, confidence, reason) = judged(kind, &value);
        found.add(&value.span, category, confidence, reason);
        at = at.max(value.span.end);
        // "Contrat / adhérent : 5519 0342 / 10477261"
        if let Some(m) = SECOND.captures(folded.get(at..).unwrap_or_default()).and_then(|c| c.get(1)) {
            let digits = m.as_str().bytes().filter(u8::is_ascii_digit).count();
            if digits >= kind.digits && !date_begins(folded, at + m.start()) {
                found.add(&(at + m.start()..at + m.end()), category, 0.8, Reason::Label);
                at += m.end();
            }
        }
    }
    *next = at.max(*next);
}

/// A further number behind a slash.
static SECOND: LazyLock<Regex> =
    LazyLock::new(|| rx(r"^(?: [a-z]{1,2})? ?[/|] ?([a-z]{0,3}\d[a-z0-9-]{3,18})\b"));

/// A code of one to four letters and at least five digits, which is no quantity: "IRM-88213".
fn coded(value: &Value) -> bool {
    if value.digits >= 6
        && value.digits < value.bare.len()
        && value.bare.last().is_some_and(u8::is_ascii_alphabetic)
    {
        return true;
    }
    let letters = value.bare.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    (1..=4).contains(&letters) && value.digits >= 5
}

/// Whether a value that opens with letters alone ("TCH 884 210") has them in capitals: other words are no code.
fn capital_start(found: &Found<'_, '_>, span: &Span) -> bool {
    let said = found.input.string.get(found.input.back(span)).unwrap_or_default();
    let word = said.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.chars().any(|c| c.is_ascii_digit()) || !word.chars().any(char::is_lowercase)
}

/// Whether "n°", "numéro" or "number" ends just here.
fn numbered(before: &str) -> bool {
    let s = before
        .trim_end_matches([' ', ':', '.', '\''])
        .trim_end_matches(" de")
        .trim_end_matches(" du")
        .trim_end_matches(" d");
    ["n°", "numero", "number", " no", "num", "id", "identifiant", "code"].iter().any(|w| s.ends_with(w))
}

/// A value beside a label.
struct Value {
    span: Span,
    digits: usize,
    bare: Vec<u8>,
    is_date: bool,
    is_measure: bool,
}

fn judged(kind: &Kind, value: &Value) -> (Category, f32, Reason) {
    let b = value.bare.as_slice();
    let checked = match kind.category {
        Category::NationalId => {
            checksums::nir(b)
                || checksums::niss(b)
                || checksums::ahv(b)
                || checksums::nhs(b)
                || checksums::dni(b)
                || checksums::codice_fiscale(b)
                || checksums::bsn(b)
                || checksums::nif(b)
                || checksums::kvnr(b)
                || checksums::ssn(b)
                || b.len() == 9 && checksums::luhn(b)
        }
        Category::ProfessionalId | Category::Facility => {
            checksums::luhn(b) || checksums::finess(b) || checksums::npi(b)
        }
        Category::BankAccount => checksums::iban(b) || b.len() >= 13 && checksums::luhn(b),
        _ => false,
    };
    match checked {
        true => (kind.category, 0.99, Reason::Checked),
        // A number that is a NIR is one, whatever stands beside it.
        false if checksums::nir(b) => (Category::NationalId, 0.99, Reason::Checked),
        false => (kind.category, 0.95, Reason::Label),
    }
}

/// The number or code that begins at `at`: letters and digits, parted by single marks, or by blanks between short groups
/// of digits.
fn value(s: &str, at: usize, kind: &Kind) -> Option<Value> {
    let b = s.as_bytes();
    let word_end = |from: usize| from + b.iter().skip(from).take_while(|c| c.is_ascii_alphanumeric()).count();
    let has_digit = |w: &[u8]| w.iter().any(u8::is_ascii_digit);
    let first_end = word_end(at);
    let mut end = first_end;
    let first = b.get(at..end)?;
    // "AB-123-CD", "FR 14 …", "E01 W47": letters alone may only open a code.
    let letters = first.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    if first.is_empty() || letters > 4 || is_document(s, at) {
        return None;
    }
    let (mut last, mut groups) = (at..end, 1);
    if letters == first.len() && b.get(end) == Some(&b' ') && kind.name == "any" {
        return None;
    }
    if let Some(plate) = PLATE.find(s.get(at..)?).filter(|_| kind.name == "doc") {
        (last, end) = (at..at + plate.end(), at + plate.end());
    }
    loop {
        let gap_end = end
            + b.iter()
                .skip(end)
                .take_while(|c| matches!(c, b' ' | b'-' | b'/' | b'.' | b',' | b'_' | b'\n' | b'\t'))
                .count();
        let next = gap_end..word_end(gap_end);
        let (gap, word, before) = (b.get(end..gap_end)?, b.get(next.clone())?, b.get(last.clone())?);
        if word.is_empty() || groups > 24 {
            break;
        }
        let blank = gap.iter().all(|c| matches!(c, b' ' | b'\n' | b'\t')) && !gap.is_empty();
        let single = word.len() == 1 && before.len() == 1;
        let number = word.iter().all(u8::is_ascii_digit);
        let short = number && (before.len() <= 6 && word.len() <= 6 || word.len() >= 5) && !unit(s, next.end);
        let joined = match gap {
            [b','] => before.len() == 1 && !has_digit(before) && has_digit(word),
            [b'-' | b'/' | b'.' | b'_'] => {
                has_digit(word) || word.len() <= 3 && word != b"le" && (gap != b"." || word.len() == 1)
            }
            // "2A" in a number, "M02606" in an account.
            [b' '] => {
                short && !date_begins(s, gap_end)
                    || number && kind.name == "bank"
                    || has_digit(word)
                        && word.len() <= 4
                        && before.len() <= 4
                        && groups > 1
                        && !unit(s, next.end)
            }
            _ => {
                blank
                    && gap.len() <= 3
                    && !single
                    && groups > 2
                    && short
                    && word.len() == before.len()
                    && gap.len() == 1
            }
        };
        if !joined {
            break;
        }
        (last, end, groups) = (next.clone(), next.end, groups + 1);
    }
    let key = key_after(s, end);
    let span = at..key.unwrap_or(end);
    let bare: Vec<u8> =
        b.get(at..end)?.iter().filter(|c| c.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase).collect();
    let digits = bare.iter().filter(|c| c.is_ascii_digit()).count();
    let is_date = date_begins(s, at) && digits <= 8;
    Some(Value { digits, is_date, is_measure: groups == 1 && digits < 6 && unit(s, end), bare, span })
}

static PLATE: LazyLock<Regex> =
    LazyLock::new(|| rx(r"^[a-z]{2} ?-? ?\d{3} ?-? ?[a-z]{2}\b|^\d{1,4} ?[a-z]{2,3} ?(?:\d{2}|2[ab])\b"));

/// Documents' own identifiers, which point at no person.
fn is_document(s: &str, at: usize) -> bool {
    static UNIQUE: LazyLock<Regex> = LazyLock::new(|| {
        rx(r"^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-2](?:\.\d{1,6}){5,})\b")
    });
    s.get(at..).is_some_and(|t| UNIQUE.is_match(t))
}

static KEY: LazyLock<Regex> = LazyLock::new(|| rx(r"^[\s(,;/-]{0,3}cle\s?:?\s?\d{2}\b"));

fn key_after(s: &str, end: usize) -> Option<usize> {
    KEY.find(s.get(end..)?).map(|m| end + m.end())
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:\d{4}-\d{2}-\d{2}|\d{1,2} (?:jan|fev|mar|avr|mai|juin|juil|aou|sep|oct|nov|dec)|(?:19|20)\d\d)\b",
    )
});

fn date_begins(s: &str, at: usize) -> bool {
    let Some(rest) = s.get(at..) else { return false };
    let mut most = rest.len().min(24);
    while !rest.is_char_boundary(most) {
        most -= 1;
    }
    let first = dates::dates(rest.get(..most).unwrap_or_default()).into_iter().next();
    let numeric = first.filter(|w| w.span.start == 0).is_some_and(|w| {
        let mut after = rest.get(w.span.end..).unwrap_or_default().chars();
        !(matches!(after.next(), Some('-' | '/' | '.'))
            && after.next().is_some_and(|c| c.is_ascii_alphanumeric()))
    });
    numeric || DATE.is_match(rest)
}

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^ ?(?:%|mg|g|kg|ml|l|cm|mm|ui|jours?|j|h|heures?|mn|min|ans|mois|semaines?|euros?|€|days?|years?|weeks?|months?|hours?|patients?|cas)\b",
    )
});

fn unit(s: &str, end: usize) -> bool {
    s.get(end..).is_some_and(|t| UNIT.is_match(t))
}

#[cfg(test)]
mod tests;
