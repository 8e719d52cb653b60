//! Invented addresses with what stands before them.

use super::super::super::detect;
use crate::model::{AtomId, Extract, Format, Known, TextBuilder};

/// The letters and digits that stay, where the part between brackets is what should be struck.
fn left(marked: &str) -> String {
    let (before, rest) = marked.split_once('[').unwrap_or_default();
    let (part, after) = rest.split_once(']').unwrap_or_default();
    let string = format!("{before}{part}{after}");
    let mut b = TextBuilder::new();
    b.push(&string, AtomId::new(0));
    let mut text = b.finish();
    let fields = crate::layout::fields_of(&text);
    text.set_fields(fields);
    let seen = Extract { texts: vec![text], ..Extract::empty(Format::Text) };
    let found = detect(&seen, &Known::default());
    let stays = |at: &usize| !found.iter().any(|f| f.span.contains(at));
    let kept = (before.len()..before.len() + part.len()).filter(stays);
    kept.filter_map(|at| string.get(at..)?.chars().next()).filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn rooms_and_houses_before_a_street() {
    for s in [
        "hébergé [Hôtel du Lac, ch. 21, 37 rte de Dole] depuis mai",
        "M. Kerveno, foyer, [chambre C 118, 14 rue des Potiers] à Lens",
        "Cabinet : [Le Trident, 2e étage, 51 cours Lafayette]",
        "Adresse du bien : [Lot 6, Le Domaine des Pins], 33650 Martillac",
        "Suivi [résidence Kerlann, esc. B, 9 rue du Port]",
    ] {
        assert_eq!(left(s), "", "{s}");
    }
}

#[test]
fn numbered_lines_whose_way_nobody_knows() {
    for s in ["Avisée : VERMOT Alix  [8 LA HAUTE LANDE] 35290 GAEL", "[4417 COUNTY ROAD 7]\nBRYAN, OH 43506"]
    {
        assert_eq!(left(s), "", "{s}");
    }
}

#[test]
fn lines_between_a_person_and_a_street() {
    for s in [
        "Mme Alix VERMOT\n[Les Terrasses du Lac, log. 14]\n6 quai de la Fosse\n44000 Nantes",
        "Dr Aoife Nolan\n[Main Street], Moycullen, Co. Galway",
        "Mr Paul Harper\n[The Granary, Nether Wallop]\nStockbridge\nSO20 8EU",
    ] {
        assert_eq!(left(s), "", "{s}");
    }
}

#[test]
fn trades_and_services_above_an_address_stay() {
    for s in [
        "Dr Alix VERMOT\n[Rhumatologue]\n6 quai de la Fosse\n44000 Nantes",
        "Dr Alix VERMOT\n[Consultation de la douleur]\n6 quai de la Fosse\n44000 Nantes",
        "Douleur nocturne, [réveil à 4 h, boiterie], 6 quai de la Fosse",
    ] {
        assert_ne!(left(s), "", "{s}");
    }
}
