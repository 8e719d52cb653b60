//! Numbers that were found → the same digits and letters with other separators.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::super::{Hit, Input};
use super::{MOST, SURE, again};
use crate::model::{Category, fold, scan};

/// Digits from which a number is followed.
const DIGITS: usize = 6;

/// Numbers to be found with other separators.
#[derive(Default)]
pub(super) struct Numbers(BTreeMap<String, Category>);

impl Numbers {
    /// Whether the hit is a number that was not known.
    pub(super) fn learn(&mut self, input: &Input<'_>, hit: &Hit) -> bool {
        use Category::{
            BankAccount, DocumentNumber, InsuranceNumber, NationalId, PatientNumber, Phone, ProfessionalId,
        };
        let number = matches!(
            hit.category,
            Phone
                | NationalId
                | PatientNumber
                | InsuranceNumber
                | BankAccount
                | DocumentNumber
                | ProfessionalId
        );
        if !number || hit.confidence < SURE || self.0.len() >= MOST {
            return false;
        }
        let said = input.string.get(hit.span.clone()).unwrap_or("");
        let mut bare = fold(said);
        bare.retain(|c| c.is_ascii_alphanumeric());
        let digits = bare.bytes().filter(u8::is_ascii_digit).count();
        // "KD-5512": letters make a short one rare enough.
        let rare = digits >= DIGITS || digits + 2 >= DIGITS && bare.len() >= DIGITS;
        if !rare || self.0.contains_key(&bare) {
            return false;
        }
        self.0.insert(bare, hit.category);
        true
    }

    /// A machine that finds them all.
    pub(super) fn search(&self) -> Option<Search> {
        let built = || {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(self.0.keys())
        };
        let machine = (!self.0.is_empty()).then(built)?.ok()?;
        Some(Search { machine, categories: self.0.values().copied().collect() })
    }
}

/// Farther from any digit than this no letter of a number stands, in bytes of the folded text.
const FAR: usize = 64;

/// ASCII letters and digits of a folded text that stand near digits, each with its place.
pub(in crate::detect) struct Squeezed {
    bare: Vec<u8>,
    places: Vec<u32>,
}

impl Squeezed {
    pub(in crate::detect) fn of(folded: &str) -> Self {
        let bytes = folded.as_bytes();
        let mut out = Self { bare: Vec::new(), places: Vec::new() };
        let mut at = 0;
        while let Some(digit) = scan::digit(bytes, at) {
            at = at.max(digit.saturating_sub(FAR));
            let mut end = digit + FAR;
            // What stands between here and there belongs to no number.
            out.bare.push(0);
            out.places.push(at as u32);
            while let Some(&b) = bytes.get(at).filter(|_| at < end) {
                if b.is_ascii_alphanumeric() {
                    out.bare.push(b);
                    out.places.push(at as u32);
                }
                if b.is_ascii_digit() {
                    end = at + FAR;
                }
                at += 1;
            }
        }
        out
    }
}

/// The machine, with the category of each number.
pub(super) struct Search {
    machine: AhoCorasick,
    categories: Vec<Category>,
}

impl Search {
    pub(super) fn find(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let folded = input.folded.as_str();
        let Squeezed { bare, places } = input.squeezed();
        for m in self.machine.find_iter(bare) {
            let run = places.get(m.start()..m.end()).unwrap_or_default();
            let (Some(&first), Some(&last)) = (run.first(), run.last()) else { continue };
            let (from, to) = (first as usize, last as usize + 1);
            let glued = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let edges = glued(folded.get(..from).and_then(|s| s.chars().next_back()))
                || glued(folded.get(to..).and_then(|s| s.chars().next()));
            let close = run.windows(2).all(|w| matches!(w, [a, b] if b - a <= 4));
            if let (false, true, Some(category)) = (edges, close, self.categories.get(m.pattern().as_usize()))
            {
                out.push(again(input.back(&(from..to)), *category, 0.85));
            }
        }
    }
}
