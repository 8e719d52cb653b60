//! Words around a town's name: what leads to one, what tells where somebody comes from, what is shaped like one. All folded.

/// Words behind which a town may follow, in the middle of a phrase too.
pub(super) fn leads_to_town(folded: &str) -> bool {
    matches!(
        folded,
        "a" | "in"
            | "at"
            | "near"
            | "from"
            | "de"
            | "vers"
            | "d"
            | "pres"
            | "depuis"
            | "origine"
            | "prevu"
            | "direction"
            | "destination"
    )
}

/// Words behind which "de" leads to where somebody comes from.
pub(super) fn comes(folded: &str) -> bool {
    matches!(
        folded,
        "provenance"
            | "evacue"
            | "evacuee"
            | "transfere"
            | "transferee"
            | "rapatrie"
            | "rapatriee"
            | "venant"
            | "vient"
            | "arrive"
            | "arrivee"
            | "natif"
            | "native"
            | "originaire"
    )
}

/// "saint-etienne-de-la-lande": what has several hyphens, or a saint, is a town's name before it is a surname.
pub(super) fn compound(folded: &str) -> bool {
    folded.matches('-').count() > 1 || folded.starts_with("saint-") || folded.starts_with("sainte-")
}
