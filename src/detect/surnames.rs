//! Surnames of the English-speaking world, which the tagger's training does not know: what it learns of names that no list
//! holds must not lean on lists that grow.

/// Coded as `data/README.md` says.
pub(super) const LIST: &str = include_str!("data/surnames.txt");
