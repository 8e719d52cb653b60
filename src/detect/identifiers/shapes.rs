//! Numbers that their own shape gives away, with no label near: accounts, cards, foreign national numbers, professionals'
//! numbers, cells of a patient's header line, numbers that carry an object identifier, and long bare numbers.

use std::sync::LazyLock;

use crate::detect::rx::Regex;

use super::labelled::OTHER_NUMBER;
use super::{Found, unbarred};
use crate::detect::checksums;
use crate::detect::digits::{Gap, Run};
use crate::detect::rx::rx;
use crate::detect::sieve::{Pattern, folded};
use crate::detect::{Input, tail};
use crate::model::{Category, Reason, Span};

/// From how many digits written together a number can hardly be a quantity.
const LONG: usize = 9;

/// Cards, registers and long numbers among a run's groups.
pub(super) fn in_run(run: &Run, found: &mut Found<'_, '_>) {
    // The shortest of them has nine digits.
    if run.digits.len() < LONG {
        return;
    }
    for from in 0..run.groups.len() {
        if run.left(from) < LONG {
            break;
        }
        if let Some((to, category, confidence)) = checked_at(run, from) {
            found.add(&run.between(from, to).span(), category, confidence, Reason::Checked);
        } else if let Some(confidence) = long_at(run, from) {
            let span = run.between(from, from).span();
            if !measured(found.folded(), &span) && !bracketed(found.folded(), &span) {
                found.add(&span, Category::PatientNumber, confidence, Reason::Shape);
            }
        }
    }
}

fn checked_at(run: &Run, from: usize) -> Option<(usize, Category, f32)> {
    let near =
        |to: usize| unbarred(run, from, to) && run.gaps.get(from..to).is_none_or(|g| !g.contains(&Gap::Cell));
    let ends = run.ends(from);
    let with = |total: usize, shapes: &[&[usize]], ok: &dyn Fn(&[u8]) -> bool| {
        let w = run.between(from, ends.get(total).copied().flatten()?);
        (shapes.iter().any(|s| w.has_shape(s)) && near(w.to) && ok(w.digits())).then_some(w.to)
    };
    let card = |d: &[u8]| matches!(d.first(), Some(b'2'..=b'6')) && checksums::luhn(d);
    if let Some(to) = with(16, &[&[16], &[4, 4, 4, 4]], &card)
        .or_else(|| with(15, &[&[15], &[4, 6, 5]], &card))
        .or_else(|| with(19, &[&[19], &[4, 4, 4, 4, 3]], &card))
    {
        return Some((to, Category::BankAccount, 0.85));
    }
    if let Some(to) = with(14, &[&[3, 3, 3, 5], &[9, 5], &[14]], &checksums::siret) {
        return Some((to, Category::ProfessionalId, 0.8));
    }
    let rpps = |d: &[u8]| d.starts_with(b"10") && checksums::luhn(d);
    if let Some(to) = with(11, &[&[11]], &rpps)
        .or_else(|| with(12, &[&[12]], &|d| d.starts_with(b"8") && d.get(1..).is_some_and(rpps)))
    {
        return Some((to, Category::ProfessionalId, 0.75));
    }
    if let Some(to) = with(13, &[&[3, 4, 4, 2], &[13]], &checksums::ahv) {
        return Some((to, Category::NationalId, 0.9));
    }
    let elsewhere = with(11, &[&[2, 3, 3, 3]], &checksums::idnr)
        .or_else(|| with(12, &[&[2, 8, 2]], &checksums::nuss))
        .or_else(|| {
            with(
                13,
                &[&[13], &[4, 2, 2, 5], &[4, 2, 2, 3, 2], &[4, 4, 5], &[8, 5], &[8, 3, 2]],
                &checksums::matricule,
            )
        });
    if let Some(to) = elsewhere {
        return Some((to, Category::NationalId, 0.9));
    }
    if let Some(to) = with(11, &[&[2, 2, 2, 3, 2], &[6, 3, 2], &[6, 5]], &checksums::niss) {
        return Some((to, Category::NationalId, 0.9));
    }
    with(10, &[&[3, 3, 4]], &checksums::nhs).map(|to| (to, Category::NationalId, 0.8))
}

/// One group of many digits: hardly ever a quantity. French drug codes (CIP, 34009…) and book numbers are left.
fn long_at(run: &Run, from: usize) -> Option<f32> {
    let g = run.groups.get(from)?;
    let d = run.digits.get(g.first..g.first + g.len)?;
    let product = d.len() == 13 && (d.starts_with(b"34009") || d.starts_with(b"978"));
    // Part of a dotted or dashed code of another sort, such as an object identifier.
    let marked = |i: Option<usize>| i.and_then(|i| run.gaps.get(i)) == Some(&Gap::Mark);
    let dotted = marked(Some(from)) || marked(from.checked_sub(1));
    (d.len() >= LONG && !product && !dotted && !d.ends_with(b"000")).then_some(0.45)
}

/// Behind a product's marker, "(01)", or the letters of a code.
fn bracketed(s: &str, span: &Span) -> bool {
    let Some(head) = s.get(..span.start) else { return false };
    let letters = head.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    head.ends_with([')', '}']) || (1..4).contains(&letters)
}

fn measured(s: &str, span: &Span) -> bool {
    static UNIT: LazyLock<Regex> = LazyLock::new(|| rx(r"^ ?(?:%|mg|g|ui|copies|/|e\+|x 10|euros?)"));
    s.get(span.end..).is_some_and(|t| UNIT.is_match(t))
}

/// Patterns over the folded text, and what agrees with each.
static CODES: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"\b(?:",
        r"(?P<iban>[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?)",
        r"|(?P<masked>[a-z]{2}\d{2}(?: ?[0-9x*\u{2022}.]{4}){3,6}(?: ?[0-9x*\u{2022}.]{1,4})?(?: \d{1,4})?)",
        r"|(?:last|derniers?) (?:4|four|quatre)(?: [a-z.]{2,10}){0,4} ?:? ?(?P<last>\d{4})|(?:ss[n#]|social security|secu|nir|numbers?|numero|phone|mobile|portable)(?:(?: [a-z]{2,8}){0,2} (?:ends|ending|finit|finissant|termine|terminant)(?: [a-z]{2,4}){0,2} |[ :.#x*\u{2022}-]{0,24}[x*\u{2022}][ -]?)(?P<ends>\d{2}(?: ?\d{2}|\d))",
        r"|(?P<fiscale>[a-z]{3} ?[a-z]{3} ?[\dolsb]{2}[a-z][\dolsb]{2} ?[a-z][\dolsb]{3}[a-z])",
        r"|(?P<dni>\d{8}-?[a-z]|[xyz]-?\d{7}-?[a-z])",
        r"|(?P<ssn>\d{3}-\d{2}-\d{4})",
        r"|(?P<nino>[abceghj-prstw-z][abceghj-nprstw-z] ?\d{2} ?\d{2} ?\d{2} ?[abcd])",
        r"|(?P<spaced>[a-z]{2} \d{2} \d{2} \d{2} [abcd])",
        r"|(?P<mbi>[1-9][ac-hj-km-np-rt-y][ac-hj-km-np-rt-y0-9]\d-?[ac-hj-km-np-rt-y][ac-hj-km-np-rt-y0-9]\d-?[ac-hj-km-np-rt-y]{2}\d{2})",
        r"|(?P<plate>[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2})",
        r"|(?P<matrix>(?:is01\d{20}|dc0[1-4][a-z0-9]{18})[^\n]{8,400})",
        r"|(?P<label>ipp|nda|nip|iep|mrn|rpps|adeli)(?P<glued>\d{6,})",
        r"|(?P<ramq>[a-z]{4} \d{4} \d{4})",
        r"|(?P<ip>(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d))",
        r")(?:\b|$)",
    ))
    .with_digits()
});

/// A number that carries its issuer's object identifier, as health documents print it.
static ROOTED: LazyLock<Pattern> = LazyLock::new(|| {
    folded(r"(?P<value>\d{8,16}|\b[a-z]{0,4}-?\d{5}[a-z0-9-]{0,8}) ?\[(?P<oid>[0-2](?:\.\d+){4,})")
});

/// A number right behind a doctor's name.
static TITLED: LazyLock<Pattern> = LazyLock::new(|| {
    folded(r"\b(?:dr|docteur|pr|professeur|prof)\.? [a-z][a-z.' -]{2,40}[ \t]\(?(?P<v>\d{6,12})\b")
});

/// Object identifier of French health establishments.
const ESTABLISHMENT: &str = "1.2.250.1.71.4.2.2";
/// Object identifier of French health professionals.
const PROFESSIONAL: &str = "1.2.250.1.71.4.2.1";
/// Object identifiers of the French national health identity begin so.
const IDENTITY: &str = "1.2.250.1.213.1.4.";

/// Numbers with an object identifier: where, and what the identifier says they are.
pub(super) fn rooted(input: &Input<'_>) -> Vec<(Span, Category)> {
    let kind = |oid: &str| match oid {
        o if o.starts_with(ESTABLISHMENT) => Category::Facility,
        o if o.starts_with(PROFESSIONAL) => Category::ProfessionalId,
        o if o.starts_with(IDENTITY) => Category::NationalId,
        _ => Category::PatientNumber,
    };
    input
        .captures(&ROOTED)
        .filter_map(|c| Some((c.name("value")?.range(), kind(c.name("oid")?.as_str()))))
        .collect()
}

/// A department's letters, a year and a running number, as registers of stays and examinations are kept: "25-URG-018842".
static FILED: LazyLock<Pattern> = LazyLock::new(|| {
    folded(
        r"\b(?:\d{2,4}-[a-z]{2,4}-\d{5,8}|\d{2,4}-\d{3,4}-\d{4,6}|[a-z]{1,4}-?(?:\d{2,4}-\d{4,8}|\d{4}-\d{3})(?:[-/]\d{1,4})?|[a-z]{1,3}\d{5,10}[a-z]?|\d{2}[a-z]\d{4}[a-z]|\d{2}/\d{6,8}|[0-9][0-9ab] [1-9] \d{5} \d)\b",
    )
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&CODES, &ROOTED, &TITLED, &FILED]
}

/// Codes of letters and digits, header lines.
pub(super) fn find(found: &mut Found<'_, '_>) {
    let s = found.folded();
    for caps in found.input.captures(&CODES) {
        let Some((span, category, confidence, reason)) = code(s, &caps) else { continue };
        found.add(&span, category, confidence, reason);
    }
    for m in found.input.captures(&TITLED).filter_map(|c| c.name("v")) {
        found.add(&m.range(), Category::ProfessionalId, 0.6, Reason::Context);
    }
    for m in found.input.finds(&FILED) {
        let said = found.input.string.get(found.input.back(&m.range())).unwrap_or_default();
        let before = tail(s.get(..m.start()).unwrap_or_default(), 24);
        // "lot B12345", "NCT01234567", "r12345": of a product, a trial, or no code.
        let other = || {
            said.contains(char::is_lowercase)
                || ["nct", "iso", "pmc"].iter().any(|public| m.as_str().starts_with(public))
                || OTHER_NUMBER.is_match(before)
        };
        if m.as_str().contains(['-', '/', ' ']) || !other() {
            found.add(&m.range(), Category::PatientNumber, 0.5, Reason::Shape);
        }
    }
}

fn code(s: &str, caps: &crate::detect::rx::Captures<'_>) -> Option<(Span, Category, f32, Reason)> {
    let whole = caps.get(0)?;
    let bare: Vec<u8> =
        whole.as_str().bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect();
    let has = |name: &str| caps.name(name).is_some();
    let checked = |ok: bool, category| ok.then_some((whole.range(), category, 0.95, Reason::Checked));
    if let (Some(label), Some(number)) = (caps.name("label"), caps.name("glued")) {
        let professional = matches!(label.as_str(), "rpps" | "adeli");
        let category = if professional { Category::ProfessionalId } else { Category::PatientNumber };
        return Some((number.range(), category, 0.95, Reason::Label));
    }
    if let Some(last) = caps.name("last").or_else(|| caps.name("ends")) {
        let of = ["ss", "social", "secu", "nir", "card", "carte", "account", "compte"];
        let told = has("ends") || of.iter().any(|w| whole.as_str().contains(w));
        let category = match whole.as_str() {
            w if of.iter().take(4).any(|of| w.contains(of)) => Category::NationalId,
            w if of.iter().any(|of| w.contains(of)) => Category::BankAccount,
            _ => Category::Phone,
        };
        // "xxx-xx-7713": the letters that stand for digits go with them.
        let before = whole.as_str().get(..last.start() - whole.start()).unwrap_or_default();
        let veil = before.trim_end_matches([' ', '-', '*', '.', 'x', '\u{2022}']).len();
        let veil =
            before.get(veil..).and_then(|v| v.find('x')).map_or(last.start(), |x| whole.start() + veil + x);
        return told.then_some((veil..last.end(), category, 0.8, Reason::Label));
    }
    if has("iban") || has("masked") {
        // "FR76 1027 xxxx xxxx xx42": who hides a part of it tells that it is one.
        if ["xx", "**", "\u{2022}\u{2022}", ".."].iter().any(|hidden| whole.as_str().contains(hidden)) {
            let behind = s.get(whole.end()..).and_then(|t| t.strip_prefix(' ')).unwrap_or("");
            let last = behind.bytes().take_while(u8::is_ascii_digit).count();
            let end = whole.end() + if (1..=4).contains(&last) { last + 1 } else { 0 };
            return Some((whole.start()..end, Category::BankAccount, 0.9, Reason::Shape));
        }
        return iban(whole.as_str())
            .map(|len| (whole.start()..whole.start() + len, Category::BankAccount, 0.97, Reason::Checked));
    }
    if has("fiscale") {
        // A letter misread does not hide it beside its name.
        let named = s.get(..whole.start()).is_some_and(|b| {
            let near = crate::detect::tail(b, 24);
            near.contains("fiscale") || near.contains("c.f")
        });
        return checked(named || checksums::codice_fiscale(&bare), Category::NationalId);
    }
    if has("dni") {
        return checked(checksums::dni(&bare), Category::NationalId);
    }
    let shaped = |category, confidence| Some((whole.range(), category, confidence, Reason::Shape));
    if has("ssn") {
        return (checksums::ssn(&bare) || checksums::itin(&bare)).then_some((
            whole.range(),
            Category::NationalId,
            0.8,
            Reason::Shape,
        ));
    }
    if has("mbi") {
        return shaped(Category::InsuranceNumber, 0.8);
    }
    // "LE 200326 A 11H20": a date in a telegraphic line.
    let small_word = ["le ", "du ", "au ", "en "].iter().any(|w| whole.as_str().starts_with(w));
    if has("nino") && small_word {
        return None;
    }
    if has("nino") || has("spaced") {
        return shaped(Category::NationalId, 0.6);
    }
    if has("plate") {
        return shaped(Category::DocumentNumber, 0.6);
    }
    if has("matrix") {
        return shaped(Category::NationalId, 0.9);
    }
    if has("ramq") {
        return shaped(Category::NationalId, 0.6);
    }
    // Four numbers with dots are an address only where somebody says so.
    let before = s.get(..whole.start()).unwrap_or_default();
    let near: String = before.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    let said = [" ip", "address", "adresse", "serveur", "server"].iter().any(|w| near.contains(w))
        && !near.contains(" ipp");
    let inside = before.ends_with('.')
        || s.get(whole.end()..)
            .is_some_and(|t| t.starts_with('.') && t.as_bytes().get(1).is_some_and(u8::is_ascii_digit));
    (said && !inside).then_some((whole.range(), Category::Other, 0.7, Reason::Context))
}

/// The longest beginning of a candidate that is an IBAN, in bytes: what follows in the line may have been drawn in.
fn iban(candidate: &str) -> Option<usize> {
    let ends = candidate.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(i, _)| i + 1);
    let mut bare = Vec::new();
    let mut best = None;
    for end in ends {
        bare.push(candidate.as_bytes().get(end - 1)?.to_ascii_uppercase());
        if checksums::iban(&bare) {
            best = Some(end);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use crate::detect::identifiers::tests::found;
    use crate::model::Category::{
        self, BankAccount, Facility, InsuranceNumber, NationalId, Other, PatientNumber, Phone, ProfessionalId,
    };

    #[test]
    fn shapes_alone_are_enough() {
        let rows: &[(&str, &str, &str, Category)] = &[
            ("virement vers ", "FR7630006000011234567890189", " ce jour", BankAccount),
            ("vers ", "GB29 NWBK 6016 1331 9268 19", " from", BankAccount),
            ("payé ", "4539 5787 6362 1486", " hier", BankAccount),
            ("is ", "125-17-4954", ".", NationalId),
            ("with ", "QQ 12 34 56 C", "\t", NationalId),
            ("mit ", "756.9217.0769.85", " und", NationalId),
            ("avec ", "54362315K", " et", NationalId),
            ("con ", "RCCMNL83S18D969H", " e", NationalId),
            ("Medicare:\n", "1EG4-TE5-MK73", "", InsuranceNumber),
            ("IP address ", "192.0.2.44", " blocked", Other),
            ("Dr V ", "810003456781", " [1.2.250.1.71.4.2.1]", ProfessionalId),
            ("Clinique des Aulnes", "1990000015", " [1.2.250.1.71.4.2.2]", Facility),
            ("VERMOT Lou | F | 12/03/1957 | ", "8054990357", " | x", PatientNumber),
            ("VERMOT Lou | 12/03/1957 (67 ans) | ", "80549903", "", PatientNumber),
            ("pour le dossier patient, ", "80549903571", " a été", PatientNumber),
            ("admis ce jour ", "24-MAT-007731", " en salle", PatientNumber),
            ("Vialle Odette ", "SC-24-10772", "", PatientNumber),
            ("Dr C. Pen-Acheby\t", "9904418", "\nCastle", ProfessionalId),
            ("Service\n", "28BG04493", "\nsuite", PatientNumber),
            ("Discharged   Event ", "E10993321", "\n", PatientNumber),
            ("midwife, ", "19C3307E", ".", PatientNumber),
            ("|1||", "24-112-00733", "|80053", PatientNumber),
            ("straw ", "KTR-23-1180/4", ".", PatientNumber),
            ("Subject ", "UK-0221-008", " completed", PatientNumber),
            ("13006  ", "131455207", "", PatientNumber),
            ("SSN:    ***-**-", "7713", "", NationalId),
            ("SSN: ", "xxx-xx-7713", "", NationalId),
            ("do NOT text the number ending ", "771", "", Phone),
        ];
        for (before, value, after, category) in rows {
            let s = format!("{before}{value}{after}");
            let got = found(&s);
            assert!(got.iter().any(|(f, c)| f == value && c == category), "{s:?} {got:?}");
        }
    }

    #[test]
    fn quantities_and_products_stay() {
        for s in [
            "copies : 1250000000 copies/ml",
            "CIP 3400930000007",
            "ISBN 9782294770000",
            "version 1.2.3.4",
            "Code CIM J18.9, acte DEQP003",
            "INR 2,5 ; 150000 plaquettes ; 4 500 000 GR",
            "[1.2.250.1.213.1.1.1.40]",
            "1250/3400/2100",
            "lot B123456",
            "vaccin lot n° EX44716",
            "essai NCT01234567",
            "100-150-200 mg",
            "250000000",
        ] {
            assert_eq!(found(s), [], "{s}");
        }
    }
}
