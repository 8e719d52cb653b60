//! Numbers that a label announces: "IPP : 8012939402", "dossier n° 2038H20391", "N° adhérent⇥…". The label says what the
//! number is; a check digit that agrees makes it surer, one that does not takes nothing away.

use std::sync::LazyLock;

use crate::detect::rx::Regex;

use super::Found;
use crate::detect::rx::rx;
use crate::detect::sieve::{Pattern, folded};
use crate::detect::{checksums, tail};

mod coded;
mod value;

use crate::detect::tokens::Spellings;
use crate::model::{Category, Reason, Span};
use value::{Value, date_begins, may_begin, value};

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
const NUMBER: &str = r"(?:n\.? ?[°o]s?\.?|num(?:eros?|\.)?|numbers?|nr\.?|n\.|#|code|id(?:entifiant)?)";

const KINDS: &[Kind] = &[
    Kind {
        name: "nat",
        category: Category::NationalId,
        digits: 6,
        words: concat!(
            r"secu(?:rite)?\.?\s*soc(?:iale)?\.?|(?:NUM\s*)?(?:de |d')?(?:secu|s\.?s\.?)|nir(?:pp)?|nss|nia|ins(?:-?(?:nir|nia|c|a))?|matricule(?: ins)?|immat(?:riculation|\.)?|NUM\s*(?:d')?(?:insee|assure(?:\(?e\)?)?)|NUM\s*(?:de )?vitale|NUM\s*d'id(?:entite|entification|\.)?(?: nationale?)?|id(?:entifiant)? national(?: de sante)?|assurance[- ](?:maladie|sociale)",
            r"|NUM ?national|registre national|rijksregister(?:nummer)?|niss|insz|nn|oasi|a\.?h\.?v\.?(?:-?nr\.?)?|avs|navs(?:13)?|dn",
            r"|d\.?n\.?i|n\.?i\.?e|nuss|seguridad social|seguranca social|afiliacion|naf|codice fiscale|cod\. ?fisc\.?|c\.f|cf|tarjeta sanitaria|tsi|cipa?[- ]sns|tessera sanitaria|contribuinte|identificacao fiscal|sns|bilhete de identidade",
            r"|bsn(?:-nummer)?|burgerservicenummer|sofi-?nummer|nif|kvnr|(?:krankenversicherten|versicherten|vers\.)-?(?:nummer|nr\.?)|rvnr|(?:renten|sozial)versicherungsnummer|sv-?(?:nummer|nr)|steuer-?id(?:nr|entifikationsnummer)?|steuerliche identifikationsnummer|idnr",
            r"|ssn|social security|soc\.? sec\.?|itin|tax(?:payer)?(?: ?id)|nhs|nino|national insurance|ni (?:number|no)|health and (?:social )?care|h ?& ?c|hcn|chi|social insurance|s\.?i\.?n|n\.?a\.?s|nam|ramq|carte soleil|health card|health (?:number|no)(?: & version)?|ohip|phn|personal health",
            r"|ppsn?|pps number|cafat|nhi|ihi|aadhaar|tfn|cpf|pesel|amka|personnummer|cnp|tc kimlik(?: no)?|oib|emso|egn|curp",
        ),
    },
    Kind {
        name: "est",
        category: Category::Facility,
        digits: 5,
        words: r"finess|siret|siren|rcs(?: [a-z-]{3,20}){1,3}(?: [a-d])?|rcs|clia",
    },
    Kind {
        name: "pro",
        category: Category::ProfessionalId,
        digits: 4,
        words: r"r\.?p\.?p\.?s|id(?:entifiant)? ?n?ps|adeli|cap number|imc|mcrn|gdc|gphc|hcpc|big(?:-(?:nummer|registratie))?|agb(?:-code)?|uzi(?:-nummer)?|lanr|bsnr|zsr|rcc|gln|cedula|colegiado|numero ordine|ordem dos medicos|licen[sc]e|lic|npi|gmc|cnom|ordre|(?:NUM\s*)?am|conventionne(?:ment|e)?|inami|riziv|dea|upin|prescriber|number of prescriber|nmc|psni|swe|ahpra|pin|reg|goc|cpso|billing",
    },
    Kind {
        name: "pat",
        category: Category::PatientNumber,
        digits: 5,
        words: r"i\.?p\.?p|ip|nip|n\.?d\.?a|iep|(?:dossiers?|classee?|enregistree?|archivee?)(?: [a-z]{3,12})? sous(?: le)?|dossiers?(?: medical| patient| administratif| d'hospitalisation| clinique| anapath| labo| radio| obstetrical| transfusionnel)?|sej(?:our)?s?|visites?|venue|hospitalisation|passage|admission|accession|demandes?|prelevements?|echantillon|tube|examens?|analyse|bilan|labo?(?:ratoire)?|compte[- ]rendu|c\.?r|bon|ordonnance|episode|fiche|etiquete(?:e|s|es)?|entree|file|booking|order|request|pat\.? id|patient(?:e|\(e\))?|identification|identifiant|mrn?|m\.r\.n|med(?:ical)? rec(?:ords?)?|chart|hospital|unit|patient id|case|enc(?:ounter)?|visit|account|specimen|sample|id|pid|code patient|client|fichier|enregistrement|acct|nhc|nuhsa|historia(?: clinica)?|cartella(?: clinica)?|nosologico|processo|utente|numero de utente|fallnummer|fall-nr|dossiernummer|patienten-?(?:nummer|id)|aufnahmenummer|patientnummer|csn|fin|empi|urn|crn|ubrn|barcode|requisition|famille NUM|lame|bloc|cassette|acc|case ?notes?|doss?\.|uhid|event|incident|practice(?: c(?:o)?de?)?|affaire|subject|participant|sujet|sous le numero|etiquette|code[- ]barres?|ref(?:erence)?\.?|n/ref|v/ref|bracelet(?: d'identification| patient)?",
    },
    Kind {
        name: "ins",
        category: Category::InsuranceNumber,
        digits: 5,
        words: r"carte (?:d'assure|vitale|europeenne)|mutuelle|amc|adherent|adhesion|complementaire|contrat|police|assurance|allocataire|caf|beneficiaire|membre|member|policy|group|grp|rx ?bin|bin|pcn|versichertennr|medicare|medicaid|hicn|mbi|insurance|subscriber|sinistre|claim|tele ?transmission|telepaiement|prefectoral|team",
    },
    Kind {
        name: "doc",
        category: Category::DocumentNumber,
        digits: 2,
        words: r"passeport|passport|reisepass|pasaporte|passaporte|passaporto|paspoort|personalausweis|cni|carte (?:nationale )?d'identite|piece d'identite|cartao de cidadao|titre de sejour|carte de sejour|recepisse|agdref|NUM ?(?:d')?etranger|permis(?: de conduire)?|driver'?s?'? (?:licen[sc]e|number)|driving licen[sc]e|dl (?:no|number)|identity card|visa",
    },
    Kind {
        name: "bank",
        category: Category::BankAccount,
        digits: 8,
        words: r"iban|rib|releve d'identite bancaire|(?:code )?banque(?: (?:code )?guichet)?(?: (?:NUM )?(?:de )?compte)?(?: cle)?(?: rib)?|compte|carte(?: bancaire| bleue| de credit)?|cb|cc|amex|(?:credit |debit |bank )?card|account number|a/c|bank account|routing|cheque",
    },
    Kind { name: "sort", category: Category::BankAccount, digits: 6, words: r"sort code" },
    Kind { name: "any", category: Category::PatientNumber, digits: 5, words: r"n ?|numero|no|num" },
    Kind {
        name: "dev",
        category: Category::Other,
        digits: 4,
        words: r"(?:NUM )(?:de )?serie|serial|s/n|udi|adresse ip|ip address|imei|adresse mac|mac address",
    },
];

/// What may stand between a label and its value.
const FILLER: &str = r#"(?:\([^()\n0-9]{0,30}\)|[\s:=#."'>|)\[*_-]+|\(|°|n\.? ?(?:°s?|os?\b)|numeros?\b|num\b|numbers?\b|nr\b|no\b|code\b|id\b|est\b|is\b|was\b|le\b|la\b|du\b|de\b|des\b|de l'|d'|l'|au\b|of\b|the\b|for\b|my\b|etant\b|suivant\b|suivante\b|unique\b|permanent\b|interne\b|externe\b|ext\b|local\b|provisoire\b|definitif\b|medicale?\b|national\b|sociale?\b|patient(?:e)?\b|assure(?:e)?\b|social\b|security\b|fiscal\b|hospitalisation\b|record\b|bis\b|pin\b|card\b|claim\b|beneficiary\b|identifier\b|cns\b|sns\b|juridique\b|geographique\b|principal\b|ej\b|et\b|sante\b)*"#;

/// Labels without what may follow them.
static LABELS: LazyLock<Pattern> = LazyLock::new(|| {
    let kinds: Vec<String> =
        KINDS.iter().map(|k| format!("(?P<{}>{})", k.name, k.words.replace("NUM", NUMBER))).collect();
    folded(&format!(r"\b(?:{})(?:\b|°|\.)", kinds.join("|"))).with_digits().over_lines()
});

static FILLED: LazyLock<Regex> = LazyLock::new(|| rx(&format!("^{FILLER}")));

/// A label with no word of number beside it and such a common meaning that only a colon, tab or "n°" makes it one.
static WEAK: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:ip|ins|sejours?|visites?|venue|passage|admission|demandes?|prelevements?|echantillon|examens?|bilan|labo?(?:ratoire)?|fiche|episode|entree|file|booking|order|request|claim|prescriber|hospital|hospitalisation|case|visit|account|sample|client|fichier|ordre|am|membre|member|contrat|police|assurance|complementaire|processo|ref(?:erence)?\.?|compte|carte|visa|permis|cheque|identification|conventionne(?:ment|e)?|chart|caf|naf|fin|urn|acc|lame|bloc|cassette|big|pps|licen[sc]e|requisition|ss|s\.s\.?|nie|sin|nas|cc|cb|cf|nn|nam|chi|sns|phn|hcn|tube|analyse|bon|ordonnance|compte[- ]rendu|c\.?r|unit|mr|recepisse|rcc|lic|banque|team|seguridad social|assurance[- ]maladie|a/c|id|dea|beneficiaire|insurance|medicare|medicaid|prefectoral|c\.f|event|affaire|subject|participant|sujet|pin)$",
    )
});

/// What stands before the number of a batch, a law or a page.
pub(super) static OTHER_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"\b(?:lots?|articles?|loi|decret|arrete|circulaire|directive|reglement|protocole|amm|autorisation|autorisations? de mise sur le marche|page|figure|tableau|annexe|chapitre|reference|batch|cip|version|tel(?:ephone)?|centre|serie|norme|ref\.?|models?|modele|nct|iso|s/?n|emdn|imdrf|gmdn)[ :,(#]{0,3}(?:sous le |n ?[°o]\.? ?:? ?)?$",
    )
});

/// What turns a weak label into a label.
static POINTING: LazyLock<Regex> = LazyLock::new(|| {
    rx(r"[:=#\t|]|(?:\. ?){3}|n ?(?:°|o\b)|num|\bnr\b|\bno\b|\bid\b|\bis\b|\best\b|\bnumber\b|\bidentifier\b")
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    let mut all: Vec<&'static Pattern> = vec![&LABELS];
    all.extend(coded::patterns());
    all
}

/// A label that was read: what it promises, and where it ends in what the pattern matched.
#[derive(Clone, Copy)]
struct Read {
    kind: &'static Kind,
    end: usize,
    weak: bool,
}

/// Labels of a text: what is written alike is read once.
#[derive(Default)]
struct Labels<'s> {
    met: Spellings<'s>,
    read: Vec<Option<Read>>,
}

impl<'s> Labels<'s> {
    fn read(&mut self, folded: &'s str, window: &Span, head: crate::detect::rx::Match<'s>) -> Option<Read> {
        let read = || {
            let caps = LABELS.captures_at(folded, window, head.start())?;
            let (kind, label) = KINDS.iter().find_map(|k| caps.name(k.name).map(|m| (k, m)))?;
            Some(Read { kind, end: label.end() - head.start(), weak: WEAK.is_match(label.as_str()) })
        };
        // Of what word a dot is, the letter behind it tells.
        if head.as_str().ends_with('.') {
            return read();
        }
        let number = self.met.number(head.as_str());
        if number == self.read.len() {
            self.read.push(read());
        }
        self.read.get(number).copied().flatten()
    }
}

/// Finds labelled numbers.
pub(super) fn find(found: &mut Found<'_, '_>) {
    let mut at = 0;
    let mut labels = Labels::default();
    for window in found.input.windows(&LABELS) {
        at = at.max(window.start);
        within(&window, &mut at, &mut labels, found);
    }
    coded::find(found);
}

/// Finds them from `at` on in a window, and says where it ended.
fn within<'f>(window: &Span, next: &mut usize, labels: &mut Labels<'f>, found: &mut Found<'f, '_>) {
    let folded = found.folded();
    let mut at = *next;
    while let Some(head) = LABELS.find_at(folded, window, at) {
        let behind = folded.get(head.end()..window.end).unwrap_or_default();
        let end = head.end() + FILLED.find(behind).map_or(0, |m| m.end());
        // Most labels announce words.
        if !head.as_str().ends_with(['.', '°']) && !may_begin(folded, end) {
            at = head.end().max(at + 1);
            *next = at;
            continue;
        }
        let Some(Read { kind, end: label_end, weak: is_weak }) = labels.read(folded, window, head) else {
            return;
        };
        let label = head.start()..head.start() + label_end;
        at = label.end.max(at + 1);
        *next = at;
        let Some(value) = value(found, end, kind) else { continue };
        let between = folded.get(label.end..end).unwrap_or_default();
        let before = folded.get(..label.start).unwrap_or_default();
        // "ANEST-CR-2021": part of another code.
        if is_weak && before.ends_with(['-', '_']) || !capital_start(found, &value.span) {
            continue;
        }
        let said = folded.get(value.span.clone()).unwrap_or_default();
        let serial = value.digits > 5 && !value.is_date && said.contains(['/', '-']);
        let pointed = || between.is_empty() || numbered(before) || POINTING.is_match(between);
        let lettered = value.bare.len() >= 6 && value.digits >= 3 && value.bare.len() > value.digits;
        let hidden = kind.name == "nat" && folded.get(value.span.end..).is_some_and(hides);
        let enough = if hidden || kind.name == "nat" && value.bare.len() == 7 && lettered_around(&value.bare)
        {
            2
        } else if lettered && !is_weak && kind.name != "any" {
            3
        } else if is_weak {
            kind.digits.max(5)
        } else {
            kind.digits
        };
        if kind.name == "any" && OTHER_NUMBER.is_match(tail(before, 60)) {
            continue;
        }
        if is_weak
            && value.digits < 9
            && !(value.digits > 6 && !value.parted && !said.ends_with("00"))
            && !coded(&value)
            && !serial
            && !pointed()
            || value.digits < enough
            || value.is_date && (is_weak || kind.name == "any" || value.parted || value.digits < 5)
            || value.is_measure
            // "IMC 24.38"
            || kind.name == "pro" && value.digits < 5 && said.len() > value.bare.len()
        {
            continue;
        }
        let (category, confidence, reason) = judged(kind, &value);
        found.add(&value.span, category, confidence, reason);
        at = at.max(value.span.end);
        // "Contrat / adhérent : 5519 0342 / 10477261", "IPP 900214587 et 900214578"
        let further = folded.get(at..).unwrap_or_default();
        if let Some(m) = SECOND.captures(further).and_then(|c| c.get(1)) {
            let digits = m.as_str().bytes().filter(u8::is_ascii_digit).count();
            let alike = further.starts_with([' ', '/', '|']) && further.trim_start().starts_with(['/', '|'])
                || digits == value.digits && digits > 5;
            if alike && digits >= kind.digits && !date_begins(folded, at + m.start()) {
                found.add(&(at + m.start()..at + m.end()), category, 0.8, Reason::Label);
                at += m.end();
            }
        }
    }
    *next = at.max(*next);
}

/// "2 84 05 ** *** ***": the rest of a number is hidden.
fn hides(behind: &str) -> bool {
    let rest = behind.trim_start_matches([' ', '-', '.']);
    ["**", "xx", "\u{2022}\u{2022}"].iter().any(|hidden| rest.starts_with(hidden))
}

/// "ZHW58KN": three letters, two figures and two letters.
fn lettered_around(bare: &[u8]) -> bool {
    bare.iter().enumerate().all(|(n, c)| c.is_ascii_digit() == matches!(n, 3 | 4))
}

/// A further number behind a slash.
static SECOND: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:(?: [a-z]{1,2})? ?[/|] ?|,? (?:et|ou|and|or|puis|&) (?:le |la )?|, )(\d{2,5}(?: \d{2,5}){1,5}|[a-z]{0,3}\d[a-z0-9-]{3,18})\b",
    )
});

/// A code of one to four letters and at least five digits, or figures that a nought opens, which are no quantity: "IRM-88213",
/// "06211".
fn coded(value: &Value) -> bool {
    if value.bare.first() == Some(&b'0') && value.digits >= 5 && !value.parted {
        return true;
    }
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
    // "l 79 05 …": a digit that was read as a letter.
    word.chars().any(|c| c.is_ascii_digit()) || !word.chars().any(char::is_lowercase) || word == "l"
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
                || checksums::itin(b)
                || checksums::idnr(b)
                || checksums::nuss(b)
                || checksums::matricule(b)
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

#[cfg(test)]
mod tests;
