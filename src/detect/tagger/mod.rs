//! A text's words → stretches that read like names or addresses, with how sure. A linear chain of five states over words
//! and numbers, line by line, scored by hashed features whose small integer weights `cargo xtask train` made. Law: integers
//! only, so that every machine says the same; linear in the text; lists are features and never decide alone.

pub(crate) mod decode;
pub(crate) mod features;
pub(crate) mod weights;

use super::tokens::Word;
use crate::model::Span;

/// What a stretch reads like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// A person's name.
    Name,
    /// A part of a postal address.
    Address,
}

/// A stretch of one line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tagged {
    /// Bytes of the text.
    pub(crate) span: Span,
    pub(crate) what: What,
    /// By how much the best reading that strikes it beats the best one that leaves some of it, in units of the weights.
    /// Below zero the latter is the better one.
    pub(crate) margin: i32,
}

/// Reads a text. `tilt` is added to every reading that strikes a word, in units of the weights.
pub(crate) fn tag(string: &str, words: &[Word], tilt: i32) -> Vec<Tagged> {
    let weights = weights::weights();
    let mut out = Vec::new();
    let seen = features::Seen::new(string, words);
    let mut room = decode::Room::default();
    for line in seen.lines() {
        decode::line(&seen, line, weights, tilt, &mut room, &mut out);
    }
    out
}
