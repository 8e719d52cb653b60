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
fn a_line_may_end_anywhere_in_an_address() {
    for s in [
        "39, rue de\nl'Église, 72274 L'Haÿ-les-Prés",
        "102, rue\nde la Gare, 72559 Montferrel",
        "32, rue du Vieux\nMoulin, 72636 La Chapelle-Rousse",
        "25, rue des Écoles, 72556\nMontferrel",
        "112,\nrue du Général Vaubert, 72859 La Chapelle-Rousse",
        "25, rue des Écoles,\n72556 Montferrel",
        "8, rue des Ormes, 99084 Erfurt",
        "139, rue Émile Zorel, 99314\nL'Haÿ-les-Prés",
        "25, rue des Écoles, 72556\nLa Chapelle-Rousse",
        "25, rue des Écoles, 72556\nLe Grand-Verlay",
    ] {
        assert_eq!(found(&format!("Demeurant {s} ; téléphone")), [s]);
    }
    for next in
        ["L'IRM montre", "Le docteur Morel", "La patiente", "L'examen", "Le Docteur Morel", "La Radiographie"]
    {
        assert_eq!(
            found(&format!("25, rue des Écoles, 72556\n{next}")),
            ["25, rue des Écoles, 72556"],
            "{next}"
        );
    }
    // Without a postcode the next line may say anything.
    assert_eq!(found("12, rue du Vieux\nMadame Morel"), ["12, rue du Vieux"]);
    assert!(found("Reçu 99084 Unités").is_empty());
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
    assert_eq!(found("Fait à Montferrel, ie 23/10/2018"), ["Montferrel"]);
    assert_eq!(found("Fait à Mont-d’Iserel. le 23/10/2018"), ["Mont-d’Iserel"]);
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
        ("11 quai Morand, 2e G, Paimpol", "11 quai Morand, 2e G, Paimpol"),
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

/// Whether some finding holds the whole of a part.
fn holds(string: &str, part: &str) -> bool {
    found(string).iter().any(|f| f.contains(part))
}

#[test]
fn numbers_in_words_and_ways_written_small() {
    for (s, part) in [
        ("à adresser trente-trois rue du vieux puits merci", "trente-trois rue du vieux puits"),
        ("dix-sept avenue de la liberté", "dix-sept avenue de la liberté"),
        ("on le trouve 15 rue des lilas le soir", "15 rue des lilas"),
        ("j'habite rue des tanneurs", "rue des tanneurs"),
    ] {
        assert!(holds(s, part), "{s}: {:?}", found(s));
    }
    assert!(found("trois rues plus loin, deux allées et une impasse thérapeutique").is_empty());
}

#[test]
fn towns_written_small_behind_a_code_or_a_home() {
    for (s, town) in [
        ("7 rue des Lilas 59200 tourcoing", "tourcoing"),
        ("j'habite a landivisiau depuis peu", "landivisiau"),
        ("je vis a saint malo", "saint malo"),
        ("code postal 68000 ville Colmar", "Colmar"),
        ("CP 35400   Ville SAINT-MALO", "SAINT-MALO"),
        ("Lieu de naissance Yaoundé (CAMEROUN)", "Yaoundé"),
        ("Qualité gérant   Fait à ST BRIEUC le 12/03/2023", "ST BRIEUC"),
        ("La Baule, le 18 mars 2024", "La Baule"),
    ] {
        assert!(holds(s, town), "{s}: {:?}", found(s));
    }
    assert!(found("La marche, le 12 mars, reste difficile").is_empty());
    // A letter may end within its line.
    assert!(!found("Sortie autorisée. Verteillac-Brule, le 4/11 - Dr Morel").is_empty());
}

#[test]
fn ways_of_other_french_countries() {
    for (s, part) in [
        ("chaussée de Charleroi 218 bte 7, 1060 Saint-Gilles", "218 bte 7"),
        ("118, rang du Bord-de-l'Eau", "118, rang du Bord-de-l'Eau"),
        ("Montréal (Québec) H2J 2L2", "Montréal (Québec) H2J 2L2"),
        ("Magnambougou rue 212 porte 87", "rue 212 porte 87"),
        ("PK 18,5 côté mer, BP 4410 – 98718 Punaauia", "PK 18,5 côté mer"),
        ("cité des 200 logements, bt 14 n° 6", "cité des 200 logements, bt 14 n° 6"),
        ("RES LES GENETS BAT B1 2E GAUCHE - AV DU MAL JUIN - LENS", "RES LES GENETS BAT B1 2E GAUCHE"),
        ("RES LES GENETS BAT B1 2E GAUCHE - AV DU MAL JUIN - LENS", "AV DU MAL JUIN"),
        ("lO chem. des Genêts 83150 BANDOL", "lO chem. des Genêts"),
        ("17, rue du Général Vaubert\n996 5 1 Champlieux", "996 5 1 Champlieux"),
    ] {
        assert!(holds(s, part), "{s}: {:?}", found(s));
    }
}

#[test]
fn a_state_is_a_word_of_its_own() {
    // "LANDE 35290" was read as Delaware.
    assert!(!found("8 LA HAUTE LANDE 35290 GAEL").iter().any(|f| f.starts_with("DE ")));
}

#[test]
fn english_ways_of_many_sorts() {
    for s in [
        "4405 County Road 9",
        "N4721 Hwy 45",
        "2/14 Gilmour Street",
        "88 LOWER MILL RD APT 4",
        "Vancouver BC V6H 2Z9",
        "Newtown NSW 2042",
    ] {
        assert!(holds(s, s), "{s}: {:?}", found(s));
    }
    for s in ["4 HOURS DR review", "20 MG ST dose", "vu le 08/02/22, TJ St"] {
        assert!(found(s).is_empty(), "{s}: {:?}", found(s));
    }
}
