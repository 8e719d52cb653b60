//! Numbers that identify a person, by shape, by check digit and by the label beside them. Three rooms: the French social
//! security number, numbers that a label announces, and numbers that their own shape gives away.

mod labelled;
mod lines;
mod nir;
mod papers;
mod shapes;

use super::digits::{self, Run};
use super::sieve::Pattern;
use super::{Detector, Hit, Input};
use crate::model::order::sort_by_key;
use crate::model::{Category, Reason, Span};

/// Name under which these findings go.
const DETECTOR: &str = "identifiers";

/// Numbers and codes.
pub(super) struct Identifiers;

impl Detector for Identifiers {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let rooted = shapes::rooted(input);
        let establishments =
            rooted.iter().filter(|(_, c)| *c == Category::Facility).map(|(span, _)| span.clone()).collect();
        let mut found = Found { input, out, establishments };
        for (span, category) in rooted {
            found.push(&span, category, 0.85, Reason::Context);
        }
        for run in input.digits() {
            nir::find(run, &mut found);
            shapes::in_run(run, &mut found);
        }
        labelled::find(&mut found);
        papers::find(&mut found);
        shapes::find(&mut found);
        lines::find(&mut found);
    }
}

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    [labelled::patterns(), shapes::patterns(), papers::patterns()].concat()
}

/// A number that a label announces is what the label says: what its shape alone made of it is dropped.
pub(super) fn settle(hits: &mut Vec<Hit>) {
    let told = |h: &Hit| {
        h.detector == DETECTOR && h.confidence >= 0.9 && matches!(h.reason, Reason::Label | Reason::Checked)
    };
    let mut sure: Vec<Span> = hits.iter().filter(|h| told(h)).map(|h| h.span.clone()).collect();
    sort_by_key(&mut sure, |s| (s.start, s.end));
    hits.retain(|h| {
        let guess = matches!(h.category, Category::PatientNumber | Category::UserName) && h.confidence <= 0.7;
        let at = sure.partition_point(|s| s.end < h.span.end);
        !guess || !sure.get(at).is_some_and(|s| s.start <= h.span.start && h.span.end <= s.end)
    });
}

/// Collects hits given in folded bytes.
struct Found<'f, 'i> {
    input: &'f Input<'i>,
    out: &'f mut Vec<Hit>,
    /// Establishments' numbers, which look like people's.
    establishments: Vec<Span>,
}

impl<'f> Found<'f, '_> {
    fn folded(&self) -> &'f str {
        self.input.folded.as_str()
    }

    fn add(&mut self, folded: &Span, category: Category, confidence: f32, reason: Reason) {
        let inside = |e: &Span| e.start <= folded.start && folded.end <= e.end;
        if !self.establishments.iter().any(inside) {
            self.push(folded, category, confidence, reason);
        }
    }

    fn push(&mut self, folded: &Span, category: Category, confidence: f32, reason: Reason) {
        let span = self.input.back(folded);
        self.out.push(Hit { span, category, confidence, detector: DETECTOR, reason });
    }
}

/// Whether a run's groups are all part of one another, without bars between.
fn unbarred(run: &Run, from: usize, to: usize) -> bool {
    run.gaps.get(from..to).is_none_or(|g| !g.contains(&digits::Gap::Bar))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the detector finds in a string: the words and the kind.
    pub(super) fn found(string: &str) -> Vec<(String, Category)> {
        crate::detect::found_by(&Identifiers, string)
    }
}
