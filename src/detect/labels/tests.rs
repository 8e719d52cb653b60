//! Where labels stand before their values.

use super::super::tokens::words;
use super::*;
use crate::model::{AtomId, Known, TextBuilder};

fn values(s: &str) -> Vec<String> {
    let mut b = TextBuilder::new();
    b.push(s, AtomId::new(0));
    let (text, known) = (b.finish(), Known::default());
    let input = Input::new(&text, 0, &known);
    announced(&input, &words(s)).into_iter().map(|a| s[a.value].to_owned()).collect()
}

#[test]
fn values_stand_beside_below_and_after() {
    for s in [
        "Nom de naissance : MOREL",
        "NOM DE NAISSANCE\tMOREL",
        "Nom(s) de naissance (en capitales):\n\nMOREL",
        "Nom d’usage = MOREL",
        "Médecin traitant\nMOREL",
        "Surname: MOREL\nFirst",
    ] {
        assert_eq!(values(s), ["MOREL"], "{s}");
    }
    assert_eq!(values("Nom : MOREL\tPrénom : Jeanne"), ["MOREL", "Jeanne"]);
    assert!(values("Nom du médicament : MOREL").is_empty());
}
