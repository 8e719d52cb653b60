//! Records that machines write → hits: values beside their keys in JSON and XML (`"city": "…"`, `<family>…</family>`), and the
//! fields of HL7's lines by their places. What a key says is told by its stem. Linear.

use std::sync::LazyLock;

use super::sieve::{Pattern, folded};
use super::{Detector, Hit, Input};
use crate::model::{Category, Reason, Span};

/// A key with its value.
static PAIR: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r#""(?P<key>[a-z_]{2,24})" ?: ?(?:\[ ?"(?P<list>[^"\n]{1,90}(?:", ?"[^"\n]{1,60}){0,3})|"(?P<value>[^"\n]{1,90}))""#,
        r#"|<(?:[a-z]{1,8}:)?(?P<tag>[a-z_]{2,30})(?: [^<>\n]{0,90})?>(?P<text>[^<>\n]{1,90})</"#,
        r#"|<(?:[a-z]{1,8}:)?(?P<element>[a-z_]{2,30}) (?:[^<>\n]{0,90} )?(?:value|extension)="(?P<attribute>[^"\n]{1,90})""#,
    ))
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&PAIR]
}

/// Values of records.
pub(super) struct Keyed;

impl Detector for Keyed {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let mut add = |span: Span, category| {
            out.push(Hit {
                span: input.back(&span),
                category,
                confidence: 0.85,
                detector: "keyed",
                reason: Reason::Label,
            });
        };
        for caps in input.captures(&PAIR) {
            let first = |names: &[&str]| names.iter().find_map(|name| caps.name(name));
            let key = first(&["key", "tag", "element"]);
            let value = first(&["list", "value", "text", "attribute"]);
            if let Some((key, value)) = key.zip(value)
                && let Some(category) = promised(key.as_str(), value.as_str())
            {
                add(value.range(), category);
            }
        }
        let mut at = 0;
        for line in input.folded.as_str().split('\n') {
            segment(line, at, &mut add);
            at += line.len() + 1;
        }
    }
}

fn digits(value: &str) -> usize {
    value.bytes().filter(u8::is_ascii_digit).count()
}

/// What a key promises of its value.
fn promised(key: &str, value: &str) -> Option<Category> {
    let has = |stems: &[&str]| stems.iter().any(|s| key.contains(s));
    let of_person = ["first", "last", "sur", "middle", "given", "family", "maiden", "patient", "full"];
    let name = key.starts_with("nom") && !key.starts_with("nomenc")
        || key.starts_with("prenom")
        || key.ends_with("name") && has(&of_person)
        || matches!(key, "family" | "given");
    let code = value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'_'));
    let named = key.ends_with("id") || has(&["identif", "accession", "number", "numero", "mrn"]);
    if name {
        (digits(value) == 0).then_some(Category::PersonName)
    } else if has(&["birth", "naissance", "dob"]) && digits(value) >= 4 {
        Some(Category::BirthDate)
    } else if has(&["phone", "mobile", "tel", "fax"]) && digits(value) >= 6 {
        Some(Category::Phone)
    } else if has(&["postal", "postcode", "zip"]) {
        (digits(value) > 1).then_some(Category::Postcode)
    } else if key == "line" || has(&["street", "address", "adresse"]) {
        (value.contains(' ') && !value.contains('@')).then_some(Category::Address)
    } else if matches!(key, "city" | "ville" | "town" | "commune") {
        Some(Category::City)
    } else {
        // An object's identifier is one of documents.
        let number = code && (digits(value) >= 5 && named || digits(value) >= 6 && key == "value");
        number.then_some(Category::PatientNumber)
    }
}

/// Fields of HL7's segments that tell of people, by place (HL7 2.5, chapters 3, 4 and 6).
const FIELDS: &[(&str, &[(usize, Category)])] = {
    use Category::{Address, BirthDate, NationalId, PatientNumber, PersonName, Phone};
    &[
        (
            "pid",
            &[
                (2, PatientNumber),
                (3, PatientNumber),
                (4, PatientNumber),
                (5, PersonName),
                (6, PersonName),
                (7, BirthDate),
                (9, PersonName),
                (11, Address),
                (13, Phone),
                (14, Phone),
                (18, PatientNumber),
                (19, NationalId),
            ],
        ),
        ("nk1", &[(2, PersonName), (4, Address), (5, Phone), (6, Phone)]),
        ("pv1", &[(7, PersonName), (8, PersonName), (9, PersonName), (17, PersonName), (19, PatientNumber)]),
        ("gt1", &[(3, PersonName), (5, Address), (6, Phone), (8, BirthDate), (12, NationalId)]),
        ("in1", &[(16, PersonName), (18, BirthDate), (19, Address), (36, PatientNumber)]),
        ("obr", &[(2, PatientNumber), (3, PatientNumber), (16, PersonName)]),
        ("orc", &[(2, PatientNumber), (3, PatientNumber), (12, PersonName)]),
    ]
};

/// The fields of a line that begins at a byte.
fn segment(line: &str, at: usize, add: &mut impl FnMut(Span, Category)) {
    let Some((name, _)) = line.split_once('|') else { return };
    let Some((_, fields)) = FIELDS.iter().find(|(of, _)| *of == name) else { return };
    let mut start = at;
    for (place, field) in line.split('|').enumerate() {
        if let Some((_, category)) = fields.iter().find(|(of, _)| *of == place) {
            // Number, family name and given names; street, further line and town.
            let parts = match category {
                Category::PersonName if field.starts_with(|c: char| c.is_ascii_digit()) => 4,
                Category::PersonName => 3,
                Category::Address => 5,
                _ => 1,
            };
            let said = field.split('^').take(parts).map(|p| p.len() + 1).sum::<usize>().saturating_sub(1);
            let value = field.get(..said).unwrap_or_default();
            if value.bytes().filter(u8::is_ascii_alphanumeric).count() > 2 {
                add(start..start + said, *category);
            }
        }
        start += field.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(string: &str) -> Vec<(String, Category)> {
        crate::detect::found_by(&Keyed, string)
    }

    #[test]
    fn a_key_tells_what_its_value_is() {
        for (string, value, category) in [
            (r#"{"family":"Ashdown","use":"official"}"#, "Ashdown", Category::PersonName),
            (r#""given": ["Lou","Mae"]"#, r#"Lou","Mae"#, Category::PersonName),
            (r#""lastName" : "Vermot""#, "Vermot", Category::PersonName),
            (r#""birthDate":"1957-03-12""#, "1957-03-12", Category::BirthDate),
            (r#""id":"pt-0441207""#, "pt-0441207", Category::PatientNumber),
            (r#""city":"Unlisted""#, "Unlisted", Category::City),
            ("<family qualifier=\"SP\">VERMOT</family>", "VERMOT", Category::PersonName),
            (
                "<streetAddressLine>3 LOT LES GENETS</streetAddressLine>",
                "3 LOT LES GENETS",
                Category::Address,
            ),
            (r#"<id root="1.2.250.1" extension="PA0441207"/>"#, "PA0441207", Category::PatientNumber),
            (r#"<birthTime value="19570312"/>"#, "19570312", Category::BirthDate),
        ] {
            assert_eq!(found(string), [(value.to_owned(), category)], "{string}");
        }
    }

    #[test]
    fn the_fields_of_a_patients_segment() {
        let line = "PID|1||88120417^^^X^MR||VERMOT^LOU^M||19570312|F|||2 ELM RD^^OAKTON^VA^22124||7035550117";
        let got: Vec<String> = found(line).into_iter().map(|(said, _)| said).collect();
        let wanted = ["88120417", "VERMOT^LOU^M", "19570312", "2 ELM RD^^OAKTON^VA^22124", "7035550117"];
        assert_eq!(got, wanted);
    }

    #[test]
    fn keys_of_other_things_stay() {
        for string in [
            r#""name":"Glucose","code":"2345-7","unit":"mg/dL""#,
            r#""resourceType":"Patient","status":"final""#,
            "<title>Compte rendu</title><code code=\"11488-4\"/>",
            r#"<templateId root="1.2.250.1.213.1.1.1.1"/>"#,
            r#"<value unit="mmol/L" value="5.4"/>"#,
            "OBX|1|NM|2345-7^GLUCOSE||104|mg/dL|70-99|H",
        ] {
            assert_eq!(found(string), [], "{string}");
        }
    }
}
