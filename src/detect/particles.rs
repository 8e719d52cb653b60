//! Small words inside names and places: "de", "van", "el". The rules for streets, places of care and runs of names begin from
//! the articles here and add words of their own.

/// Articles and prepositions of French that stand before all sorts of words.
pub(super) fn article(folded: &str) -> bool {
    matches!(folded, "de" | "du" | "des" | "d" | "la" | "le" | "les" | "l")
}

/// Particles of names in other languages, which stand before little else.
fn foreign(folded: &str) -> bool {
    matches!(
        folded,
        "van" | "von" | "der" | "den" | "el" | "al" | "ben" | "bin" | "da" | "dos" | "di" | "del"
    )
}

/// Words of a name that are no name by themselves.
pub(super) fn of_names(folded: &str) -> bool {
    article(folded) || foreign(folded) || matches!(folded, "saint" | "sainte")
}
