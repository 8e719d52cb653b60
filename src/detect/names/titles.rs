//! Words that stand before a name and are rarer than "Dr" and "Mme": ranks, orders, other languages.

/// Whether a word with a capital is such a title, and if so whether it is a professional's.
pub(super) fn courtesy(folded: &str) -> Option<bool> {
    match folded {
        "int" | "sister" | "matron" | "sr" | "nurse" | "midwife" | "rabbi" | "imam" | "capitaine"
        | "commandant" | "colonel" | "lieutenant" | "adjudant" | "gendarme" | "capt" | "captain" | "sgt"
        | "sergeant" | "constable" | "dott" | "dottssa" | "dottoressa" | "dottore" | "dra" | "doutor"
        | "doutora" | "doctora" => Some(true),
        "dre" | "dame" | "lady" | "lord" | "mst" | "mx" | "rev" | "reverend" | "herr" | "herrn" | "frau"
        | "signor" | "signora" | "sig" | "senor" | "senora" | "senhor" | "senhora" | "sra" | "srta"
        | "dona" | "mevrouw" | "meneer" | "mevr" | "dhr" | "mw" | "tante" | "tata" | "tonton" | "mamie"
        | "papi" | "papy" | "mamy" | "smt" | "shri" | "sri" | "kum" | "auntie" | "nana" => Some(false),
        _ => None,
    }
}

/// Whether a title announces several people.
pub(in crate::detect) fn plural(folded: &str) -> bool {
    matches!(folded, "mm" | "mmes" | "messieurs" | "drs" | "docteurs" | "prs")
}

/// Faculties behind a German "Dr.".
pub(super) fn faculty(folded: &str) -> bool {
    matches!(
        folded,
        "med" | "dent" | "vet" | "rer" | "nat" | "phil" | "univ" | "habil" | "pharm" | "medic" | "dipl"
    )
}
