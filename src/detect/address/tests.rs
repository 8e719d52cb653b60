//! Invented postal addresses, and what must not be taken for them.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::model::{AtomId, Known, TextBuilder};

fn found(s: &str) -> Vec<String> {
    let mut b = TextBuilder::new();
    b.push(s, AtomId::new(0));
    let (text, known) = (b.finish(), Known::default());
    let mut out = Vec::new();
    Addresses.detect(&Input::new(&text, 0, &known), &mut out);
    out.sort_by_key(|h| h.span.start);
    out.into_iter().map(|h| s[h.span].to_owned()).collect()
}

#[test]
fn french_addresses_are_whole() {
    for s in [
        "12 bis, rue des Tilleuls 59000 Lille",
        "28 Av de la Gare\n80000 AMIENS",
        "48 Bouvelard Voltaire, 75011 PARIS",
        "17 RUE DES TILLEULS, APPT 188, 75011 PARIS",
        "3 chemin du Moulin\nBât. B\n3ème étage\n59000 Lille",
        "12-14 quai des Brumes 76600 LE HAVRE",
        "4 rue du 8 mai 1945, 92 100 BOULOGNE-BILLANCOURT",
        "9 av. Jean Jaurès\nBP 123\n59013 LILLE CEDEX 2",
    ] {
        assert_eq!(found(s), [s]);
    }
}

#[test]
fn other_countries() {
    for s in [
        "14 Elm Road, Leeds LS6 2AB",
        "123 Main St Apt 4, Springfield, IL 62704",
        "Lindenstrasse 13, D-10623 Berlin",
    ] {
        assert_eq!(found(s), [s]);
    }
}

#[test]
fn towns_by_what_is_said() {
    assert_eq!(found("Elle habite à Marseille avec son fils"), ["Marseille"]);
    assert_eq!(found("résidant à Marseille, 13006."), ["Marseille, 13006"]);
    assert_eq!(found("CHU de Dijon"), ["Dijon"]);
}

#[test]
fn medicine_is_not_a_street() {
    for s in [
        "2 cours de chimiothérapie",
        "3 passages aux urgences",
        "voie veineuse",
        "12500 UI par jour",
        "la place des antibiotiques",
        "Prendre 2 comprimés",
        "par voie orale",
        "12 Boîtes",
        "10000 Plaquettes",
        "route du patient",
    ] {
        assert!(found(s).is_empty(), "{s}: {:?}", found(s));
    }
}

#[test]
fn english_addresses_need_no_list_of_towns() {
    for (s, wanted) in [
        ("of 7 Tarn Foot\nCottages, Ambleby LA22 9ZX. Seen", "7 Tarn Foot\nCottages, Ambleby LA22 9ZX"),
        ("Millstone Approach, Corbury LS9 9ZZ", "Millstone Approach, Corbury LS9 9ZZ"),
        ("41 Heron Landing\n", "41 Heron Landing"),
        ("22 Weavers Lane, Orsett\n", "Orsett"),
        ("Apt 2, Brainerd, MN\nCell", "Brainerd, MN"),
        ("né près de Corvol-sur-Aure", "Corvol-sur-Aure"),
        ("P.O. Box 7719", "P.O. Box 7719"),
        ("Caisse — TSA 40321", "TSA 40321"),
        ("oui 6 sente des mésanges 28100 sonnez", "6 sente des mésanges 28100"),
        ("8 quinquies, cours des Tonneliers", "8 quinquies, cours des Tonneliers"),
    ] {
        assert!(found(s).iter().any(|f| f == wanted), "{s}: {:?}", found(s));
    }
    for s in ["Creatinine, CO retention", "Level 4, East Wing", "12 Weeks Later", "stable, OK."] {
        assert!(found(s).is_empty(), "{s}: {:?}", found(s));
    }
}

#[test]
fn english_places_that_no_form_frames() {
    for (s, part) in [
        (
            "Meet me at the corner of 12 Brancott Lane and Sorrel Turnpike.",
            "the corner of 12 Brancott Lane and Sorrel Turnpike",
        ),
        ("They stayed on the north side of Rua Branca 1903.", "Rua Branca 1903"),
        ("She lives on Hagstrandet 50 with her son.", "Hagstrandet 50"),
        ("The firm in Arnsundet 4844 is closed.", "Arnsundet 4844"),
        ("A mission in Quintela de Branca 3610-114 in spring.", "3610-114"),
        ("Ilvan Trusk\n66029 138 Brancott Place\n", "66029 138 Brancott Place"),
        ("Ilvan Trusk\n688 rue du centre 320\n", "rue du centre 320"),
    ] {
        assert!(found(s).iter().any(|f| f.contains(part)), "{s}: {:?}", found(s));
    }
    for s in [
        "He retired in March 2020 and again in Spring 1998.",
        "Seen in Clinic 12345 on review.",
        "Pain on the left side of Chest 3 views.",
        "Take from Batch 20451 daily.",
    ] {
        assert!(found(s).is_empty(), "{s}: {:?}", found(s));
    }
}

#[test]
fn ways_without_a_number_zones_and_indented_lines() {
    for (s, part) in [
        ("Pharmacie : MOREL, place Nationale, Lille", "place Nationale, Lille"),
        ("exerçant place Saint-Louis, Lorient", "place Saint-Louis, Lorient"),
        ("Transports MOREL, lot 9 ZA des Prés, 59000 Lille", "lot 9 ZA des Prés, 59000 Lille"),
        ("Dr A   centre commercial Grand Sud  05", "centre commercial Grand Sud"),
        (
            "3 rue Verte\n                     bâtiment des Ormes",
            "3 rue Verte\n                     bâtiment des Ormes",
        ),
        ("\tR DU DR MOREL\n", "R DU DR MOREL"),
        ("11 quai Morand, 2e G, Paimpol", "11 quai Morand, 2e G"),
        ("Code postal               |5|9|0|0|0|  Ville", "5|9|0|0|0"),
        ("Fait à Pontelle le 02/05/2024", "Pontelle"),
    ] {
        assert!(found(s).iter().any(|f| f == part), "{s}: {:?}", found(s));
    }
    for s in ["|5|9|0|0|0|1|2|", "voie veineuse, cours moyen"] {
        assert!(found(s).iter().all(|f| f == "Lille"), "{s}: {:?}", found(s));
    }
    assert_eq!(found("185 av. du Port, LILLE (59000). Dit avoir"), ["185 av. du Port, LILLE (59000"]);
    assert_eq!(found("Code postal 59000\nLe docteur certifie"), ["59000"]);
}

#[test]
fn american_roads_crossings_and_codes() {
    for (s, part) in [
        ("visit to Rural Route 2, Box 77A, then", "Rural Route 2, Box 77A"),
        ("found at Hwy 12 & Miller Rd near", "Hwy 12 & Miller Rd"),
        ("at Elm St and Pine Ave today", "Elm St and Pine Ave"),
        ("old doctor on Chapel Row", "Chapel Row"),
        ("side door, 1209½ N. Garfield, dog", "1209½ N. Garfield"),
        ("My old zip was 60601, now 53201-2200.", "60601, now 53201-2200"),
    ] {
        assert!(found(s).iter().any(|f| f == part), "{s}: {:?}", found(s));
    }
    assert_eq!(found("Rest on the road, see Row 4"), Vec::<String>::new());
}
