//! Texts → [`Finding`]s: runs every detector, follows what was found through the whole file, merges what they say.
//! Total: no errors, no I/O. Linear in the text. Spans are bytes of the text and lie on character boundaries.

mod address;
mod checksums;
mod contacts;
mod dates;
mod digits;
mod identifiers;
mod known;
mod merge;
mod names;
mod propagate;

use regex::Regex;

use crate::model::{Category, Extract, Finding, Folded, Known, Reason, Span, Text};

/// One text as detectors see it.
pub(crate) struct Input<'a> {
    /// The text with its fields and breaks.
    pub text: &'a Text,
    /// Its index in the extract.
    pub index: usize,
    /// What it says.
    pub string: &'a str,
    /// The same, folded; line feeds and tabs are kept.
    pub folded: Folded,
    /// What the host already knows.
    pub known: &'a Known,
}

impl<'a> Input<'a> {
    /// Folds a text for detection.
    pub(crate) fn new(text: &'a Text, index: usize, known: &'a Known) -> Self {
        Self { text, index, string: text.as_str(), folded: Folded::new(text.as_str()), known }
    }

    /// The original's bytes behind a range of folded bytes.
    pub(crate) fn back(&self, folded: &Span) -> Span {
        self.folded.original(folded)
    }
}

/// What one detector says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    /// Bytes of the text.
    pub span: Span,
    /// What it is.
    pub category: Category,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// Who says so.
    pub detector: &'static str,
    /// Why.
    pub reason: Reason,
}

/// Finds one sort of identity in one text.
pub(crate) trait Detector {
    /// Appends what it finds. Hits may overlap, and may come in any order.
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>);
}

/// Every detector, in no order that matters.
const DETECTORS: &[&dyn Detector] = &[
    &known::KnownIdentity,
    &identifiers::Identifiers,
    &contacts::Contacts,
    &dates::BirthDates,
    &address::Addresses,
    &names::Names,
];

/// Finds identity in everything that was read. Findings come sorted by text and start, do not overlap within a text,
/// and are numbered from 0 in that order.
pub fn detect(seen: &Extract, known: &Known) -> Vec<Finding> {
    let inputs: Vec<Input<'_>> =
        seen.texts.iter().enumerate().map(|(index, text)| Input::new(text, index, known)).collect();
    let mut hits: Vec<(usize, Hit)> = Vec::new();
    for input in &inputs {
        let mut found = Vec::new();
        for detector in DETECTORS {
            detector.detect(input, &mut found);
        }
        hits.extend(found.into_iter().map(|hit| (input.index, hit)));
    }
    hits.extend(dates::repeated(&inputs, &hits));
    hits.extend(propagate::propagate(&inputs, &hits));
    merge::merge(&inputs, hits)
}

/// Compiles a pattern of ours. Word boundaries are those of ASCII, which is what folding leaves of Latin script and what
/// keeps matching fast.
fn rx(pattern: &str) -> Regex {
    match Regex::new(&pattern.replace(r"\b", r"(?-u:\b)")) {
        Ok(regex) => regex,
        // A constant of ours: every test that touches the detector meets it.
        Err(_) => unreachable!("a pattern of ours does not compile"),
    }
}
