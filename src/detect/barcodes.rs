//! What barcodes of identity say → hits, so that the names in them are followed through the whole file. Two sorts: the DataMatrix of the
//! national health identity (Agence du numérique en santé: a header of 26 characters, then fields S1 to S7) and 2D-Doc (ANTS,
//! specification 3.1.3, perimeter 1: a header of 22 to 26 characters, then fields named by two). What a visiting card (vCard) says is read
//! as any text. A field of fixed length ends by itself, another at a separator or at its greatest length. Linear.

use super::{Detector, Hit, Input};
use crate::model::{Category, Reason};

/// Between fields: group separator, record separator (a value that was cut short); before the signature: unit separator.
const ENDS: [char; 3] = ['\u{1D}', '\u{1E}', '\u{1F}'];
const SIGNATURE: u8 = 0x1F;

/// How a field of such a code is laid out.
#[derive(Clone, Copy)]
enum Length {
    Fixed(usize),
    Most(usize),
}
use Length::{Fixed, Most};

/// The fields of the national health identity.
const IDENTITY: [(&str, Length, Option<Category>); 7] = [
    ("S1", Fixed(15), Some(Category::NationalId)),
    ("S2", Most(20), None),
    ("S3", Most(100), Some(Category::PersonName)),
    ("S4", Most(100), Some(Category::PersonName)),
    ("S5", Fixed(1), None),
    ("S6", Fixed(10), Some(Category::BirthDate)),
    ("S7", Fixed(5), Some(Category::BirthPlace)),
];

/// The fields of 2D-Doc that name or describe a person, and those of fixed length that stand among them.
const DOCUMENT: [(&str, Length, Option<Category>); 104] = [
    ("06", Fixed(4), None),
    ("07", Fixed(6), None),
    ("08", Fixed(4), None),
    ("09", Fixed(4), None),
    ("0A", Fixed(9), None),
    ("0B", Fixed(9), None),
    ("0D", Fixed(36), None),
    ("10", Most(38), Some(Category::PersonName)),
    ("12", Most(38), Some(Category::PersonName)),
    ("13", Most(38), Some(Category::PersonName)),
    ("14", Most(38), Some(Category::PersonName)),
    ("16", Most(38), Some(Category::PersonName)),
    ("17", Most(38), Some(Category::PersonName)),
    ("1C", Fixed(8), None),
    ("1E", Most(30), Some(Category::Phone)),
    ("1F", Most(30), Some(Category::Phone)),
    ("1G", Fixed(1), None),
    ("1H", Fixed(1), None),
    ("1I", Most(38), Some(Category::PersonName)),
    ("1K", Most(38), Some(Category::PersonName)),
    ("1L", Most(38), Some(Category::PersonName)),
    ("1M", Most(38), Some(Category::PersonName)),
    ("1O", Most(38), Some(Category::PersonName)),
    ("1P", Most(38), Some(Category::PersonName)),
    ("20", Most(38), Some(Category::Address)),
    ("21", Most(38), Some(Category::Address)),
    ("22", Most(38), Some(Category::Address)),
    ("23", Most(38), Some(Category::Address)),
    ("24", Fixed(5), Some(Category::Postcode)),
    ("25", Most(32), Some(Category::City)),
    ("26", Fixed(2), None),
    ("27", Most(38), Some(Category::Address)),
    ("28", Most(38), Some(Category::Address)),
    ("29", Most(38), Some(Category::Address)),
    ("2A", Most(38), Some(Category::Address)),
    ("2B", Fixed(5), Some(Category::Postcode)),
    ("2C", Most(32), Some(Category::City)),
    ("2D", Fixed(2), None),
    ("30", Most(140), Some(Category::PersonName)),
    ("31", Most(38), Some(Category::BankAccount)),
    ("40", Fixed(13), Some(Category::NationalId)),
    ("46", Most(38), Some(Category::PersonName)),
    ("47", Fixed(13), Some(Category::NationalId)),
    ("48", Most(38), Some(Category::PersonName)),
    ("49", Fixed(13), Some(Category::NationalId)),
    ("60", Most(60), Some(Category::PersonName)),
    ("61", Most(20), Some(Category::PersonName)),
    ("62", Most(38), Some(Category::PersonName)),
    ("63", Most(38), Some(Category::PersonName)),
    ("64", Most(38), Some(Category::PersonName)),
    ("65", Fixed(2), None),
    ("66", Most(20), Some(Category::DocumentNumber)),
    ("67", Fixed(2), None),
    ("68", Fixed(1), None),
    ("69", Fixed(8), Some(Category::BirthDate)),
    ("6A", Most(32), Some(Category::BirthPlace)),
    ("6B", Fixed(3), None),
    ("6C", Fixed(2), None),
    ("6D", Most(60), Some(Category::PersonName)),
    ("6E", Most(60), Some(Category::PersonName)),
    ("6F", Most(90), Some(Category::DocumentNumber)),
    ("6G", Most(38), Some(Category::PersonName)),
    ("6S", Most(38), Some(Category::Address)),
    ("6T", Most(38), Some(Category::Address)),
    ("6U", Most(38), Some(Category::Address)),
    ("6V", Most(38), Some(Category::Address)),
    ("6W", Fixed(5), Some(Category::Postcode)),
    ("6X", Most(32), Some(Category::City)),
    ("6Y", Fixed(2), None),
    ("70", Fixed(12), None),
    ("71", Fixed(12), None),
    ("72", Most(38), Some(Category::PersonName)),
    ("73", Most(60), Some(Category::PersonName)),
    ("74", Most(38), Some(Category::PersonName)),
    ("75", Fixed(8), Some(Category::BirthDate)),
    ("76", Fixed(1), None),
    ("78", Fixed(5), Some(Category::Postcode)),
    ("79", Most(114), Some(Category::Address)),
    ("7A", Fixed(5), Some(Category::Postcode)),
    ("7B", Most(45), Some(Category::City)),
    ("7M", Most(64), Some(Category::Professional)),
    ("80", Most(38), Some(Category::PersonName)),
    ("81", Most(60), Some(Category::PersonName)),
    ("82", Most(20), Some(Category::DocumentNumber)),
    ("B0", Most(60), Some(Category::PersonName)),
    ("B1", Most(20), Some(Category::PersonName)),
    ("B2", Most(38), Some(Category::PersonName)),
    ("B3", Most(38), Some(Category::PersonName)),
    ("B4", Most(38), Some(Category::PersonName)),
    ("B5", Fixed(2), None),
    ("B6", Fixed(1), None),
    ("B7", Fixed(8), Some(Category::BirthDate)),
    ("B8", Most(32), Some(Category::BirthPlace)),
    ("F0", Most(38), Some(Category::PersonName)),
    ("F1", Most(60), Some(Category::PersonName)),
    ("F2", Fixed(8), Some(Category::BirthDate)),
    ("F3", Fixed(1), None),
    ("L0", Most(80), Some(Category::PersonName)),
    ("L1", Most(80), Some(Category::PersonName)),
    ("L2", Fixed(8), Some(Category::BirthDate)),
    ("I0", Fixed(4), None),
    ("I1", Fixed(7), None),
    ("I3", Most(54), Some(Category::Professional)),
    ("I4", Most(37), Some(Category::Professional)),
];

/// The head of the national health identity: its version and 22 zeros.
const HEAD: &str = "IS010000000000000000000000";

/// What barcodes of identity say.
pub(super) struct Barcodes;

impl Detector for Barcodes {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        // A code's text stands alone, or behind what a person or another program put before it.
        for (at, _) in input.string.match_indices(HEAD).take(64) {
            fields(input.string, at + HEAD.len(), &IDENTITY, out);
        }
        if let Some(head) = document_head(input.string) {
            fields(input.string, head, &DOCUMENT, out);
        }
    }
}

/// How long the header of a 2D-Doc is that begins a text.
fn document_head(string: &str) -> Option<usize> {
    let length = match string.get(..4)? {
        "DC01" | "DC02" => 22,
        "DC03" => 24,
        "DC04" => 26,
        _ => return None,
    };
    let head = string.get(4..length)?;
    head.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).then_some(length)
}

/// Walks fields, from a byte on.
fn fields(string: &str, mut at: usize, known: &[(&str, Length, Option<Category>)], out: &mut Vec<Hit>) {
    while let Some(rest) = string.get(at..) {
        match rest.bytes().next() {
            None | Some(SIGNATURE) => return,
            Some(0x1D | 0x1E) => {
                at += 1;
                continue;
            }
            Some(_) => {}
        }
        let Some((name, value)) = rest.split_at_checked(2) else { return };
        let field = known.iter().find(|(id, ..)| *id == name);
        let end = value.find(ENDS).unwrap_or(value.len());
        let length = match field.map(|f| f.1) {
            Some(Fixed(length)) => length.min(end),
            Some(Most(most)) => within(value, end.min(most)),
            None => end,
        };
        let Some(value) = value.get(..length) else { return };
        if let Some((_, _, Some(category))) = field {
            // "MARIE/JEANNE"
            let mut from = at + 2;
            for part in value.split('/') {
                if part.chars().any(char::is_alphanumeric) {
                    out.push(Hit {
                        span: from..from + part.len(),
                        category: *category,
                        confidence: 0.97,
                        detector: "barcodes",
                        reason: Reason::Label,
                    });
                }
                from += part.len() + 1;
            }
        }
        at += 2 + length;
    }
}

/// The greatest length up to one that ends on a character.
fn within(value: &str, most: usize) -> usize {
    (0..=most.min(value.len())).rev().find(|i| value.is_char_boundary(*i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::{detect, found_by};
    use super::*;
    use crate::model::{AtomId, Extract, Format, Known, TextBuilder};

    const INS: &str = "IS010000000000000000000000S1284069999041747S21.2.250.1.213.1.4.8\u{1D}S3SOAZIG MARIE\u{1D}S4TRÉGUINEC\u{1D}S5FS617-06-1984S799351";

    #[test]
    fn the_national_health_identity_is_read_field_by_field() {
        let found = found_by(&Barcodes, INS);
        let said: Vec<(&str, Category)> = found.iter().map(|(s, c)| (s.as_str(), *c)).collect();
        assert_eq!(
            said,
            [
                ("284069999041747", Category::NationalId),
                ("SOAZIG MARIE", Category::PersonName),
                ("TRÉGUINEC", Category::PersonName),
                ("17-06-1984", Category::BirthDate),
                ("99351", Category::BirthPlace),
            ]
        );
        // The fields in another order, and one without a name.
        let other = "IS010000000000000000000000S1284069999041747S4LE GALL\u{1D}S5F";
        assert_eq!(found_by(&Barcodes, other).get(1).map(|f| f.0.as_str()), Some("LE GALL"));
        assert!(found_by(&Barcodes, "IS0100000000").is_empty());
    }

    #[test]
    fn a_2d_doc_is_read_up_to_its_signature() {
        let code = "DC04FR0000011E2C1E2CB201FRF0SOAZIG/MARIE\u{1D}F1TREGUINEC\u{1D}F217061984F3FF494309\u{1D}\u{1F}F0ABCDEFGH";
        let found: Vec<String> = found_by(&Barcodes, code).into_iter().map(|f| f.0).collect();
        assert_eq!(found, ["SOAZIG", "MARIE", "TREGUINEC", "17061984"]);
        let bill = "DC02FR0000011E2C1E2C0110MME TREGUINEC/SOAZIG\u{1D}2212 RUE DES TILLEULS\u{1D}249912025VALMEROY\u{1D}\u{1F}F0AB";
        let found: Vec<String> = found_by(&Barcodes, bill).into_iter().map(|f| f.0).collect();
        assert_eq!(found, ["MME TREGUINEC", "SOAZIG", "12 RUE DES TILLEULS", "99120", "VALMEROY"]);
        for other in
            ["DC04", "DC05FR0000011E2C1E2CB201FRF0SOAZIG", "DC04 le patient va bien, et mieux encore"]
        {
            assert!(found_by(&Barcodes, other).is_empty(), "{other}");
        }
    }

    /// What the code says is struck on the page too, where nothing else tells that it is a name.
    #[test]
    fn names_in_a_code_are_followed_through_the_file() {
        let text = |string: &str| {
            let mut b = TextBuilder::new();
            b.push(string, AtomId::new(0));
            b.finish()
        };
        let page = "vu avec treguinec ce jour, ras";
        let of = |texts| {
            let seen = Extract { texts, ..Extract::empty(Format::Text) };
            detect(&seen, &Known::default())
                .iter()
                .any(|f| f.text == 0 && &page[f.span.clone()] == "treguinec")
        };
        assert!(!of(vec![text(page)]));
        assert!(of(vec![text(page), text(INS)]));
        assert!(of(vec![
            text(page),
            text("DC04FR0000011E2C1E2CB201FRF0SOAZIG\u{1D}F1TREGUINEC\u{1D}\u{1F}ABCD")
        ]));
        assert!(of(vec![
            text(page),
            text("BEGIN:VCARD\nVERSION:3.0\nN:Tréguinec;Soazig;;;\nFN:Soazig Tréguinec\nEND:VCARD")
        ]));
    }
}
