//! Numbers behind words that tell of a number in general: "N° d'accès : A100388", "Réf. patient KD-5512", "Claim # 99-1207",
//! and behind a short word in capitals: "ADN 21D00873", "MCN 402918". One rule for every register: what may not be struck is
//! told by the words of [`OTHER`] and by how the value is written. Linear in labels and words.

use std::sync::LazyLock;

use super::super::Found;
use super::value::{Value, value};
use super::{Kind, SECOND};
use crate::detect::rx::{Regex, rx};
use crate::detect::sieve::{Pattern, folded};
use crate::detect::tokens::Shape;
use crate::detect::{head, tail};
use crate::model::order::sort_by_key;
use crate::model::{Category, Reason, Span, scan};

/// What such a label promises.
const ANY: Kind = Kind { name: "code", category: Category::PatientNumber, digits: 4, words: "" };

/// The same of an account, whose groups are longer.
static ACCOUNT: Kind = Kind { category: Category::BankAccount, ..ANY };

/// A word of number with what it is of, or a thing that has a number, up to the value's first character.
static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"(?:(?:\bn ?°|#|\b(?:numeros?|numbers?|num|no|nr|[nv]/ref|ref(?:erence)?s?|code|id|identifiant|identifier)\b\.?)(?: ?(?:[dl]'|[a-z]{1,14}\b)\.?){0,4}",
        r"|\b(?:adn|arn|dem|etiq(?:uette)?s?|devis|factures?|invoice|quote|cartons?|poches?|kit|familles?|family|claim|acc|case|badge|licen[cs]es?|rx|barcode|cachet|sejours?|stay",
        r"|colis|usager|allocataire|convention|cnam|bon|recu|receipt|tracking|suivi|file|chart|record|registre|register|order|booking|request|visit|sample|specimen|rib|iban|ipp|nip|nda|iep|mrn|account|acct|md|nhi|patiente?|dossiers?)\b\.?(?: [a-z]{2,8}){0,2})",
        r"[ \t:=#.°]{0,12}(?:- )?(?:n ?°|\bno\b\.?|\bnum\b\.?|#)?[ \t:.#]{0,6}\(?[a-z0-9]"
    ))
    .with_digits()
});

/// Numbers that point at no person.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"\b(?:lots?|batch|articles?|art|loi|decret|arrete|circulaire|directive|reglement|normes?|iso|en|nf|din|ce|page|p|pages|figure|tableau|table|annexe|chapitre|version|v|cip|ucd|lppr?|atc|ccam|ngap|cim|icd",
        r"|cpt|hcpcs|adicap|snomed|loinc|ghs|ghm|dmt|ape|naf|tva|vat|siret|siren|finess|rcs|cerfa|amm|autorisations?|ean|gtin|isbn|issn|doi|pmid|nct|eudract|postal|postaux|chambre|room|lit|bed|box|salle|porte|etage|rue|street",
        r"|semaine|week|protocole?|tel|telephone|fax|phone|urgences?|samu|serie|serial|sn|modele?s?|appareil|device|produit|product|catalogue|emdn|cis|udi|gmdn|cladimed|nabm|smr|prix|tarifs?|price|date|dates|annee|year|years|grade|stade|score|type",
        r"|couleur|mots?|vert|uf|service|urm|uh|unite|dent|dents|fin|heures?|jours?|semaines?|mois|ans|fois|vers|depuis|avant|apres|entre|sur|ou|plus|moins|environ|more|less|than|since|before|after|between|over|about|with|for|to)\b"
    ))
});

/// Words of a person's or a file's number, behind which a short one is enough.
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    rx(r"\b(?:patiente?|dossier|ipp|nip|iep|nda|mrn|chart|file|usager|resident|adherent|client)\b")
});

/// Units behind a value, and what makes it a part of a quantity.
static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:[,.]\d| ?(?:%|/ ?(?:mm|m|u|l)|copies|cop|ui|iu|mm3|x ?10|e\+|euros?|eur|mg|g|kg|ml|l|ng|pg|cells?|€|\$)(?:\b|$|[ /]))",
    )
});

/// What runs over whole texts.
pub(in super::super) fn patterns() -> Vec<&'static Pattern> {
    vec![&LABEL]
}

/// Finds them.
pub(super) fn find(found: &mut Found<'_, '_>) {
    let s = found.folded();
    let mut last = 0;
    let mut taken: Vec<(Span, Category)> = found
        .out
        .iter()
        .filter(|h| h.detector == super::super::DETECTOR)
        .map(|h| (h.span.clone(), h.category))
        .collect();
    sort_by_key(&mut taken, |(t, _)| (t.end, t.start));
    let places: Vec<Span> = found.input.finds(&LABEL).map(|m| m.start()..m.end() - 1).collect();
    for label in places {
        let said = s.get(label.clone()).unwrap_or_default();
        let near = s.get(..label.end).map(|b| tail(b, said.len() + 12)).unwrap_or_default();
        if label.start < last || OTHER.is_match(near) {
            continue;
        }
        let at = label.end + letters_first(s.get(label.end..).unwrap_or_default());
        let kind = if said.starts_with("rib") || said.starts_with("iban") { &ACCOUNT } else { &ANY };
        let Some(mut read) = value(found, at, kind) else { continue };
        let pointed = said.contains(['#', ':', '=', '°']) || said.contains("ref") || said.contains("num");
        let own = OWN.is_match(said) && (read.digits >= 4 || pointed && read.digits == 3) && !read.parted;
        if telling(found, &read, pointed, own) {
            read.span.start -= letters_before(found, at);
            last = push(found, &taken, &read.span);
        }
    }
    in_capitals(found, &taken);
}

/// How many bytes of a value are letters and a blank before its figures.
fn letters_first(said: &str) -> usize {
    let letters = said.bytes().take_while(u8::is_ascii_lowercase).count();
    let figures = said
        .get(letters..)
        .and_then(|t| t.strip_prefix(' '))
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    if (1..=3).contains(&letters) && figures { letters + 1 } else { 0 }
}

/// How many bytes before a value are its letters: "DV 2024-0962".
fn letters_before(found: &Found<'_, '_>, at: usize) -> usize {
    let Some(before) = found.folded().get(..at).and_then(|b| b.strip_suffix(' ')) else { return 0 };
    let letters = before.bytes().rev().take_while(u8::is_ascii_lowercase).count();
    let start = before.len() - letters;
    let said = found.input.string.get(found.input.back(&(start..before.len()))).unwrap_or("");
    let capitals = (1..=3).contains(&letters) && !said.contains(|c: char| !c.is_ascii_uppercase());
    if capitals && before.get(..start).is_some_and(|b| b.ends_with("° ")) { letters + 1 } else { 0 }
}

/// Strikes a value and those that are listed behind it; says where they end.
fn push(found: &mut Found<'_, '_>, taken: &[(Span, Category)], span: &Span) -> usize {
    let s = found.folded();
    let mut end = span.end;
    // What a label of its own has told stays what it was told to be.
    let place = found.input.back(span);
    let near = taken.partition_point(|(t, _)| t.end <= place.start);
    let told = taken.get(near).filter(|(t, _)| t.start < place.end);
    let numbered = told.is_some_and(|(t, c)| *c == Category::PatientNumber && place.start < t.start);
    if !numbered && told.is_some_and(|(t, _)| place.end <= t.end && !digits_before(found, &place, t)) {
        return end;
    }
    found.add(span, told.map_or(Category::PatientNumber, |(_, c)| *c), 0.7, Reason::Label);
    let rest = s.get(end..).unwrap_or_default();
    if let Some(m) = SECOND.captures(rest).and_then(|c| c.get(1)) {
        let digits = |t: &str| t.bytes().filter(u8::is_ascii_digit).count();
        if digits(m.as_str()) == digits(s.get(span.clone()).unwrap_or_default()) && digits(m.as_str()) > 4 {
            found.add(&(end + m.start()..end + m.end()), Category::PatientNumber, 0.7, Reason::Label);
            end += m.end();
        }
    }
    end
}

/// Whether a value has figures before a hit that covers its end.
fn digits_before(found: &Found<'_, '_>, value: &Span, hit: &Span) -> bool {
    let before = found.input.string.get(value.start..hit.start).unwrap_or_default();
    before.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a value is written like a running number, and like no quantity, day or hour.
fn telling(found: &Found<'_, '_>, value: &Value, pointed: bool, own: bool) -> bool {
    let s = found.folded();
    let said = s.get(value.span.clone()).unwrap_or_default();
    let behind = s.get(value.span.end..).unwrap_or_default();
    let letters = value.bare.len() - value.digits;
    let marked = said.contains(['-', '/', '.', '_']);
    let whole = said.split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).max().unwrap_or(0);
    let year = said.len() == 4 && (said.starts_with("19") || said.starts_with("20"));
    // "2025-0388"
    let serial = year_and_number(said);
    // "11/2019", "2019/2020"
    let last = said.split(['/', '-']).next_back();
    let until = last.is_some_and(|y| y.len() == 4 && (y.starts_with("19") || y.starts_with("20")));
    let period = marked && until && letters == 0 && value.digits <= 8;
    let round = letters == 0 && !marked && said.ends_with("00") && !pointed;
    let enough = match (pointed, letters > 0, marked) {
        (true, false, false) => value.digits >= 5,
        (true, true, _) | (true, _, true) => value.digits >= 4 && value.bare.len() >= 5,
        (false, false, false) => value.digits >= 7,
        (false, _, _) => value.digits >= 5,
    };
    (enough || own)
        && whole >= 3
        && value.digits <= 30
        && !round
        && !year
        && !period
        && !value.is_measure
        && (!value.is_date || serial)
        && !QUANTITY.is_match(head(behind, 16))
        && (letters == 0 || capitals(found, &value.span))
}

/// "2025-0388": a year and a running number.
fn year_and_number(said: &str) -> bool {
    let Some((year, number)) = said.split_once(['-', '/']) else { return false };
    let other =
        number.len() >= 4 && !(number.len() == 4 && (number.starts_with("19") || number.starts_with("20")));
    year.len() == 4 && other && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether its letters are capitals, but for those that stand for digits.
fn capitals(found: &Found<'_, '_>, span: &Span) -> bool {
    let said = found.input.string.get(found.input.back(span)).unwrap_or_default();
    said.chars().filter(|c| c.is_lowercase()).all(|c| matches!(c, 'l' | 'o'))
}

/// Codes behind a short word in capitals: "MCN 402918".
fn in_capitals(found: &mut Found<'_, '_>, taken: &[(Span, Category)]) {
    let input = found.input;
    // A line that is read on its own seldom has one, and its words would be looked at for nothing else.
    if !has_code_behind_capital(input.string) {
        return;
    }
    for word in input.words() {
        let short = word.shape == Shape::Upper && (2..=6).contains(&word.folded.len());
        if !short || word.web || word.digit_after {
            continue;
        }
        let rest = head(input.string.get(word.span.end..).unwrap_or_default(), 8);
        let value_at = rest.trim_start_matches([' ', ':', '#']);
        let first = value_at.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !first.bytes().any(|b| b.is_ascii_digit()) || value_at.len() == rest.len() {
            continue;
        }
        let at = word.span.end + rest.len() - value_at.len();
        let Some(at) = input.folded.at(at) else { continue };
        if OTHER.is_match(&word.folded) {
            continue;
        }
        let Some(read) = value(found, at, &ANY) else { continue };
        let said = found.folded().get(read.span.clone()).unwrap_or_default();
        let whole = said.split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).max().unwrap_or(0);
        let coded = read.digits >= 6 || read.digits >= 5 && read.digits < read.bare.len();
        if coded && whole >= 4 && !said.ends_with("00") && telling(found, &read, true, false) {
            push(found, taken, &read.span);
        }
    }
}

/// Whether letters and figures stand behind blanks or the marks of a label, and a capital before these.
fn has_code_behind_capital(string: &str) -> bool {
    let bytes = string.as_bytes();
    let mut at = 0;
    while let Some(digit) = scan::digit(bytes, at) {
        let head = bytes.get(..digit).unwrap_or_default();
        let mut back = head.iter().rev().skip_while(|b| b.is_ascii_alphanumeric()).peekable();
        let marked = back.peek().is_some_and(|b| matches!(b, b' ' | b':' | b'#'));
        let before = back.find(|b| !matches!(b, b' ' | b':' | b'#'));
        if marked && before.is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
            return true;
        }
        at = digit + bytes.iter().skip(digit).take_while(|b| b.is_ascii_alphanumeric()).count();
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::detect::identifiers::tests::found;

    #[test]
    fn a_number_behind_any_word_of_number() {
        for (before, value, after) in [
            ("N° d'entrée : ", "K20077345512", "\nDr"),
            ("Numéro de suivi : ", "W-4410927", ". École"),
            ("N° patient: ", "T-4471", "\nDébut"),
            ("Réf. patient ", "KLM.0094.7", " vu"),
            ("N/Réf : ", "OP.23.8814", " - V/Réf"),
            ("Patient réf ", "BX-6613", " Lemoine"),
            ("n° carton ", "81-0993340", ". OEA"),
            ("Etiq. ", "4 551 230 887", "   reçu"),
            ("FACTURE n° ", "FV 2023-0447", " du jour"),
            ("ADN ", "22C09417", ")"),
            ("IPP chez nous ", "W0449120", ", le"),
            ("RIB reçu : ", "20041 01005 05000130266 06", ")."),
            ("Dossier n° ", "4471", "."),
            ("MCN ", "550417", "\nSecretary"),
            ("Rx #", "6620417", " for"),
            ("(SWE ", "SW220417", ")"),
            ("EDRS number ", "2024 007 133", ", asking"),
            ("kit ", "HT-6614-3308", " registered"),
            ("poches n° 8824 117 440 571 et ", "8824 117 440 605", " à 14h"),
            ("Chart ", "448812", ""),
        ] {
            let string = format!("{before}{value}{after}");
            let got = found(&string);
            let whole = got.iter().any(|(f, _)| f == value);
            assert!(whole, "{string}: {got:?}");
        }
    }

    #[test]
    fn numbers_of_things_stay() {
        for string in [
            "lot n° 22C09417",
            "article n° L1111-6 du code",
            "norme NF EN 60601-2-33",
            "protocole n° 2019-00417",
            "réf. produit 7740-2231",
            "IRM 11/2019 normale",
            "PLQ 234 500 et GB 12 300",
            "VIH 1250417 copies/ml",
            "code CIM J18.9, n° 24",
            "CIS : 68787715",
            "dossier vu le 12/03/2021",
            "n° de chambre 4412",
            "no fever since 2019-2020",
        ] {
            assert_eq!(found(string), [], "{string}");
        }
    }
}
