//! One invented person in every form, and what must stay.

use proptest::prelude::*;

use super::*;
use crate::model::{AtomId, TextBuilder, fold};

fn identity() -> Known {
    Known {
        names: vec!["Maëlys Vauquelin-Orvault".into(), "Guy Petit".into()],
        birth_date: Some((1957, 3, 12)),
        numbers: vec!["2 57 03 31 555 012 28".into(), "06 99 12 34 56".into(), "2038H20391".into()],
        addresses: vec!["12 bis avenue des Érables, 31400 Toulouse".into()],
        other: vec!["Villa Mistral".into()],
    }
}

fn survivors(string: &str) -> String {
    let mut b = TextBuilder::new();
    b.push(string, AtomId::new(0));
    let (text, known) = (b.finish(), identity());
    let mut out = Vec::new();
    KnownIdentity.detect(&Input::new(&text, 0, &known), &mut out);
    let kept = string.char_indices().filter(|(at, _)| !out.iter().any(|h| h.span.contains(at)));
    kept.map(|(_, c)| c).collect()
}

#[test]
fn no_form_survives() {
    for form in [
        "Maëlys Vauquelin-Orvault",
        "VAUQUELIN ORVAULT Maelys",
        "vauquelin orvault maelys",
        "M. Vauquelin",
        "Vauquelin M.",
        "VAUQUELIN",
        "vauquelin",
        "Vauqelin",
        "Vauquelinn",
        "Vauquelim",
        "VAUQUEL1N",
        "Orvault",
        "Vauquelin\nOrvault",
        "V A U Q U E L I N",
        "maelysvauquelin",
        "mvauquelin",
        "Vauque-\nlin",
        "Maelys",
        "M.V.O.",
        "Guy Petit",
        "PETIT Guy",
        "guy petit",
        "Petit",
        "12/03/1957",
        "12 mars 1957",
        "12.03.57",
        "1957-03-12",
        "March 12, 1957",
        "12 0 3 1957",
        "12|03|1957",
        "1 2 0 3 1 9 5 7",
        "douze mars mille neuf cent cinquante-sept",
        "12031957",
        "19570312",
        "120357",
        "257033155501228",
        "2 57 03 31 555 012 28",
        "2.57.03.31.555.012",
        "25703 31555 012",
        "0699123456",
        "+33 6 99 12 34 56",
        "+33 (0)6-99-12-34-56",
        "06.99.12.34.56",
        "O6 99 l2 34 56",
        "2038 H 20391",
        "2038h20391",
        "12 bis avenue des Érables",
        "12bis, av. des Erables",
        "31400 TOULOUSE",
        "31 400 Toulouse",
        "Avenue des Erables",
        "Érables",
        "Villa Mistral",
        "VILLA-MISTRAL",
    ] {
        let left = survivors(&format!("Vu ce jour {form} en consultation."));
        let rest: String = left.replace("Vu ce jour", "").replace("en consultation.", "");
        assert!(!rest.chars().any(char::is_alphanumeric), "{form:?} leaves {rest:?}");
    }
}

#[test]
fn the_rest_stays() {
    for text in [
        "Un petit nodule du lobe gauche, sans envahissement.",
        "Contrôle le 14 mars 1957, puis le 12 mars 1958.",
        "Dose : 12 mg matin et soir, 31 comprimés.",
        "rue de la gare, avenue principale",
    ] {
        assert_eq!(survivors(text), text);
    }
}

proptest! {
    #[test]
    fn case_order_and_marks_do_not_save_a_name(
        upper in any::<bool>(), turned in any::<bool>(), mark in "[ -]|, |\n|\u{a0}", before in "[a-z ]{0,12} ", after in " [a-z ]{0,12}",
    ) {
        let mut parts = ["Maëlys", "Vauquelin", "Orvault"];
        if turned { parts.reverse(); }
        let form = parts.join(&mark);
        let form = if upper { form.to_uppercase() } else { form };
        let left = fold(&survivors(&format!("{before}{form}{after}")));
        for part in ["maelys", "vauquelin", "orvault"] {
            prop_assert!(!left.contains(part), "{left:?}");
        }
    }

    #[test]
    fn marks_do_not_save_a_number(mark in "[ ./\t\n-]|\u{202f}| - ", cuts in prop::collection::vec(any::<bool>(), 15)) {
        let mut form = String::new();
        for (d, cut) in "257033155501228".chars().zip(cuts) {
            form.push(d);
            if cut { form.push_str(&mark); }
        }
        let left = survivors(&format!("no {form} fin"));
        prop_assert!(!left.chars().any(|c| c.is_ascii_digit()), "{form:?} {left:?}");
    }
}

#[test]
fn names_are_found_where_no_blanks_part_words() {
    for (name, string) in [
        ("สมชาย", "นายสมชายใจดี มาพบแพทย์"),
        // A mark above the last letter is no letter of its own.
        ("มงคลพ", "คณิต มงคลพิทักษ์"),
        ("王小明", "患者王小明先生今日来院"),
        ("さくら", "山田さくら様"),
    ] {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        let known = Known { other: vec![name.into()], ..Known::default() };
        let (text, mut out) = (b.finish(), Vec::new());
        KnownIdentity.detect(&Input::new(&text, 0, &known), &mut out);
        assert!(!out.is_empty(), "{name} in {string}");
    }
}
