//! Small words of addresses: what joins the words of a street's name, and what ends it. All folded.

use super::super::particles;

pub(super) fn article(folded: &str) -> bool {
    particles::article(folded)
        || matches!(folded, "a" | "au" | "aux" | "et" | "en" | "sur" | "sous" | "st" | "ste")
}

pub(in crate::detect) fn month(folded: &str) -> bool {
    matches!(
        folded,
        "janvier"
            | "fevrier"
            | "mars"
            | "avril"
            | "mai"
            | "juin"
            | "juillet"
            | "aout"
            | "septembre"
            | "octobre"
            | "novembre"
            | "decembre"
    )
}

/// Words that no way's name goes on with.
pub(super) fn ends_a_street(folded: &str) -> bool {
    matches!(
        folded,
        "tel"
            | "telephone"
            | "fax"
            | "mobile"
            | "portable"
            | "mail"
            | "email"
            | "e-mail"
            | "ne"
            | "nee"
            | "est"
            | "que"
            | "ou"
            | "pour"
            | "avec"
            | "dans"
            | "depuis"
            | "appt"
            | "apt"
            | "appartement"
            | "bat"
            | "batiment"
            | "esc"
            | "escalier"
            | "etage"
            | "porte"
            | "code"
            | "cedex"
            | "bp"
            | "cs"
            | "france"
            | "monsieur"
            | "madame"
            | "mme"
            | "dr"
            | "docteur's"
            | "patient"
            | "patiente"
            | "par"
            | "afin"
            | "son"
            | "sa"
            | "il"
            | "elle"
            | "a"
            | "et"
    ) || month(folded)
}

pub(super) fn ends_a_town(folded: &str) -> bool {
    matches!(
        folded,
        "cedex"
            | "france"
            | "tel"
            | "telephone"
            | "fax"
            | "mobile"
            | "portable"
            | "mail"
            | "email"
            | "e-mail"
            | "monsieur"
            | "madame"
            | "mme"
            | "dr"
            | "m"
            | "le"
            | "ne"
            | "nee"
            | "chu"
            | "hopital"
            | "clinique"
            | "patient"
            | "date"
            | "cher"
            | "chere"
            | "siret"
            | "finess"
            | "organisation"
            | "telecom"
    )
}
