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
use crate::model::{Category, Reason, Span};

/// What such a label promises.
static ANY: Kind = Kind { name: "code", category: Category::PatientNumber, digits: 4, words: "" };

/// A word of number with what it is of, or a thing that has a number, up to the value's first character.
static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"(?:(?:\bn ?°|#|\b(?:numeros?|numbers?|num|no|nr|[nv]/ref|ref(?:erence)?s?|code|id|identifiant|identifier)\b\.?)(?: ?(?:[dl]'|[a-z]{1,14}\b)\.?){0,4}",
        r"|\b(?:adn|arn|dem|etiq(?:uette)?s?|devis|factures?|invoice|quote|cartons?|poches?|kit|familles?|family|claim|acc|case|badge|licen[cs]es?|rx|barcode|cachet|sejours?|stay",
        r"|colis|usager|allocataire|convention|cnam|bon|recu|receipt|tracking|suivi|file|chart|record|registre|register|order|booking|request|visit|sample|specimen|rib|iban|ipp|nip|nda|iep|mrn|account|acct|md)\b\.?(?: [a-z]{2,8}){0,2})",
        r"[ \t:=#.°]{0,12}(?:- )?(?:n ?°|\bno\b\.?|\bnum\b\.?|#)?[ \t:.#]{0,6}\(?[a-z0-9]"
    ))
    .with_digits()
});

/// Numbers that point at no person.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"\b(?:lots?|batch|articles?|art|loi|decret|arrete|circulaire|directive|reglement|normes?|iso|en|nf|din|ce|page|p|pages|figure|tableau|table|annexe|chapitre|version|v|cip|ucd|lppr?|atc|ccam|ngap|cim|icd",
        r"|cpt|hcpcs|adicap|snomed|loinc|ghs|ghm|dmt|ape|naf|tva|vat|siret|siren|finess|rcs|cerfa|amm|ean|gtin|isbn|issn|doi|pmid|nct|eudract|postal|postaux|chambre|room|lit|bed|box|salle|porte|etage|rue|street",
        r"|semaine|week|protocole?|tel|telephone|fax|phone|urgences?|samu|serie|serial|sn|modele?s?|appareil|device|produit|product|catalogue|emdn|cis|udi|gmdn|cladimed|nabm|smr|prix|tarifs?|price|date|dates|annee|year|years|grade|stade|score|type",
        r"|couleur|mots?|vert|uf|service|urm|uh|unite|dent|dents|fin|heures?|jours?|semaines?|mois|ans|fois|vers|depuis|avant|apres|entre|sur|ou|plus|moins|environ|more|less|than|since|before|after|between|over|about|with|for|to)\b"
    ))
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
    let places: Vec<Span> = found.input.finds(&LABEL).map(|m| m.start()..m.end() - 1).collect();
    for label in places {
        let said = s.get(label.clone()).unwrap_or_default();
        let near = s.get(..label.end).map(|b| tail(b, said.len() + 12)).unwrap_or_default();
        if label.start < last || OTHER.is_match(near) {
            continue;
        }
        let Some(mut read) = value(found, label.end, &ANY) else { continue };
        let pointed = said.contains(['#', ':', '=', '°']) || said.contains("ref") || said.contains("num");
        if telling(found, &read, pointed) {
            read.span.start -= letters_before(found, label.end);
            last = push(found, &read.span);
        }
    }
    in_capitals(found);
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
fn push(found: &mut Found<'_, '_>, span: &Span) -> usize {
    let s = found.folded();
    let mut end = span.end;
    found.add(span, Category::PatientNumber, 0.75, Reason::Label);
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

/// Whether a value is written like a running number, and like no quantity, day or hour.
fn telling(found: &Found<'_, '_>, value: &Value, pointed: bool) -> bool {
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
    enough
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
fn in_capitals(found: &mut Found<'_, '_>) {
    let input = found.input;
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
        if coded && whole >= 4 && !said.ends_with("00") && telling(found, &read, true) {
            push(found, &read.span);
        }
    }
}
