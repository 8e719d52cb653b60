//! Names of places that must go, and sorts that must stay. All are invented.

use super::*;
use crate::model::{AtomId, Known, TextBuilder};

fn found(s: &str) -> Vec<String> {
    let mut b = TextBuilder::new();
    b.push(s, AtomId::new(0));
    let (text, known) = (b.finish(), Known::default());
    let inputs = [Input::new(&text, 0, &known)];
    let mut hits = Vec::new();
    Facilities.detect(&inputs[0], &mut hits);
    hits.extend(repeated(&inputs).into_iter().map(|(_, h)| h));
    hits.sort_by_key(|h| (h.span.start, h.span.end));
    hits.into_iter().map(|h| s[h.span].to_owned()).collect()
}

#[test]
fn french_names_go_with_their_sort() {
    for name in [
        "Clinique des Verdières-Hautes",
        "CENTRE HOSPITALIER DE LA BRUNETTE-NOIRE",
        "CLINIQUE DU PRÉ AUX MERLES",
        "Laboratoire d'hématologie et cytologie Tournebride-Ozanne",
        "Cabinet de cardiologie du Cap-Merlan",
        "CHU Sarre-Ondaine",
        "Centre de dialyse des Embruns",
        "Pharmacie de la Halle",
        "Clinique Saint-Hilaire",
        "Maison médicale de l'Orbe-Vive",
        "Hôpital gériatrique des Grands-Saules-d'Or",
        "G.I.E. IRM DU PAYS DES ÉTANGS-GRIS",
        "Biolab des Trois-Ormes",
    ] {
        let s = format!("{name} – radiologie\nBonjour");
        assert!(found(&s).contains(&name.to_owned()), "{name}: {:?}", found(&s));
    }
    assert_eq!(found("adressé à la clinique de l'Ormeau-Bas."), ["clinique de l'Ormeau-Bas", "Ormeau-Bas"]);
}

#[test]
fn english_names_go_with_their_sort() {
    for name in [
        "Maple Ridge Hospital",
        "Tarnbeck General Hospital",
        "Wexcombe Mill Surgery",
        "Copper Mesa Medical Center",
        "Quillmoor Practice",
        "Birch Hollow Pathology Associates",
    ] {
        let s = format!("Seen at {name}, today.");
        assert!(found(&s).contains(&name.to_owned()), "{name}: {:?}", found(&s));
    }
}

#[test]
fn a_sort_alone_is_no_name() {
    for s in [
        "Service de radiologie, hôpital de jour",
        "Le centre hospitalier a été prévenu. Examen clinique Babinski négatif.",
        "Hôpital de Jour\nCentre de Référence des Maladies Rares",
        "General Surgery, Clinical Laboratory, Memory Clinic, Family Practice",
        "The hospital called. CLINIQUE : RAS. Laboratoire de biologie médicale",
        "CLINIQUE ET BIOLOGIQUE : stable. Clinique Cardiologique, Pharmacie Centrale, IMAGERIE CÉRÉBRALE",
        "sur le plan clinique Mme va bien, pharmacie de garde, Maison de retraite",
    ] {
        assert_eq!(found(s), Vec::<String>::new(), "{s}");
    }
}

#[test]
fn its_own_part_is_found_again() {
    assert_eq!(
        found("Clinique des Verdières-Hautes\nRetour à Verdières-Hautes le 3."),
        ["Clinique des Verdières-Hautes", "Verdières-Hautes", "Verdières-Hautes"]
    );
}

#[test]
fn further_sorts_and_small_letters() {
    for (s, wanted) in [
        ("neurologue, clinique Belcourt", "clinique Belcourt"),
        ("(urologie, clinique des Peupliers)", "clinique des Peupliers"),
        ("scanner à la clinique du Millénaire.", "clinique du Millénaire"),
        ("transférée de l'hôpital de Ganges", "hôpital de Ganges"),
        ("GHT Val de Brenne – Réanimation", "GHT Val de Brenne"),
        ("PMI de la Meuse – Dr Odile", "PMI de la Meuse"),
        ("CRC-SEP de Bordeaux", "CRC-SEP de Bordeaux"),
        ("SELARL Dentaire du Port", "SELARL Dentaire du Port"),
        ("IRM du Valdour – suite", "IRM du Valdour"),
        ("à la crèche Les Lutins.", "crèche Les Lutins"),
        ("l'infirmière du cabinet Horizon)", "cabinet Horizon"),
        ("envoyés au labo Synaptis ;", "labo Synaptis"),
        ("Hospital Universitario Nuestra Señora del Mar\n", "Hospital Universitario Nuestra Señora del Mar"),
        ("Universitätsklinikum Freiburg · x", "Universitätsklinikum Freiburg"),
        ("Calder & Hythe NHS Foundation Trust | x", "Calder & Hythe NHS Foundation Trust"),
        ("Dr Rahman\nThe Elms Surgery\n", "The Elms Surgery"),
        ("sent to Blue Mountain Heart, fax", "Blue Mountain Heart"),
        ("fell at Eden Lodge care home.", "Eden Lodge care home"),
        ("Account\tRancho Sombra\nPrimary Care\n", "Rancho Sombra\nPrimary Care"),
        ("works at Wexdale College and", "Wexdale College"),
    ] {
        assert!(found(s).iter().any(|f| f == wanted), "{s}: {:?}", found(s));
    }
    for s in [
        "IRM du rachis lombaire",
        "examen clinique Monsieur",
        "essai clinique en double aveugle",
        "the hospital home care",
    ] {
        assert_eq!(found(s), Vec::<String>::new(), "{s}");
    }
}

#[test]
fn names_behind_small_letters_and_beside_capitals() {
    for (s, name) in [
        ("Résidente de la résidence autonomie Les Tuiles-Rousses.", "résidence autonomie Les Tuiles-Rousses"),
        ("Elle vit au foyer de vie Les Alouettes.", "foyer de vie Les Alouettes"),
        ("Transférée de l'EHPAD Les Saules Dorés hier.", "EHPAD Les Saules Dorés"),
        ("PHARMACIE DES TROIS FONTAINES\n", "PHARMACIE DES TROIS FONTAINES"),
        ("IRM faite à l'Imagerie du Val de Brunaye.", "Imagerie du Val de Brunaye"),
        ("Hébergée à la MAS L'Escale.", "MAS L'Escale"),
        ("Transport par les Ambulances du Rivage.", "Ambulances du Rivage"),
        ("SELARL Radiologie des Deux Phares", "SELARL Radiologie des Deux Phares"),
        ("Dentist: Bright Harbour Dental Practice\n", "Bright Harbour Dental Practice"),
        ("Copper Basin Orthopedics\n512 Smelter Avenue", "Copper Basin Orthopedics"),
    ] {
        assert!(found(s).contains(&name.to_owned()), "{s}: {:?}", found(s));
    }
    for s in [
        "Entrée en foyer de vie demandée.",
        "PHARMACIE\nOrdonnance",
        "La maison de la patiente est adaptée.",
        "Reprise : best medical practice\n",
        "Foyer de condensation. Les bases sont libres.",
    ] {
        assert!(found(s).is_empty(), "{s}: {:?}", found(s));
    }
}

#[test]
fn an_employer_beside_its_label_is_told_whole() {
    for (s, name) in [
        ("Employer: Granby Paper Mills\n", "Granby Paper Mills"),
        ("Employer\tHudson Barge & Gravel Co., attention Mrs Vernigeac\n", "Hudson Barge & Gravel Co"),
        ("Employeur      Scierie Vernigeac\n", "Scierie Vernigeac"),
    ] {
        assert!(found(s).iter().any(|f| f.contains(name)), "{s}: {:?}", found(s));
    }
    for s in ["Employer\tPhone\tAddress\n", "Employeur\tTéléphone\n", "the employer said Nothing\n"] {
        assert!(found(s).is_empty(), "{s}: {:?}", found(s));
    }
}
