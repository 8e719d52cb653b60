//! The parts of the detector that training shares with it, compiled from the same files: what is learnt from is seen by
//! the same eyes as what will be read.
#![allow(dead_code, unused_imports)]

use std::collections::BTreeSet;

#[path = "../../src/detect/lexicon.rs"]
mod lexicon;
/// What labels begin with, which the tagger never asks for.
mod labels {
    pub(super) fn first_words() -> impl Iterator<Item = &'static str> {
        std::iter::empty()
    }
}
/// Surnames that training does not know.
mod surnames {
    pub(super) const LIST: &str = "";
}
#[path = "../../src/detect/tagger/mod.rs"]
pub(crate) mod tagger;
#[path = "../../src/detect/tokens/mod.rs"]
mod tokens;

pub(crate) use crate::model::fold;
use tagger::features::Seen;

/// What the tagger sees of a text when the lists hold none of `forgotten` (folded words).
pub(crate) fn seen(text: &str, forgotten: &BTreeSet<String>) -> Seen {
    let mut words = tokens::words(text);
    for word in &mut words {
        let one_thing = word.plain() || !word.lore.word() && !word.lore.facility();
        if one_thing && !word.lore.stop() && forgotten.contains(&*word.folded) {
            word.lore = lexicon::Lore::default();
        }
    }
    Seen::new(text, &words)
}
