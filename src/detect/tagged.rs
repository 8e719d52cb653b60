//! What the tagger reads in a text → hits, beside those of the rules: what it is sure of, and what it takes back of their
//! weakest guesses. What a label, a title or a check digit says is never taken back.

use super::tagger::{Need, Reading, What};
use super::{Detector, Hit, Input};
use crate::model::{Category, Reason};

/// The tagger. It stands last: it looks at what the others found.
pub(super) struct Learnt;

fn env(k: &str, d: i32) -> i32 { std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d) }

impl Detector for Learnt {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let (tn, ta, tv, te) = (env("TN", 60), env("TA", 100), env("TV", 150), env("TE", 30));
        let reading = Reading::new(input.string, input.words());
        if std::env::var("DBG").is_ok() { for t in &reading.marks { eprint!("{}[{} {}] ", &input.string[reading.seen.tokens[t.token].span.clone()], t.name, t.address) } eprintln!(); }
        let mut tagged = reading.stretches(What::Name, Need { core: tn, edge: te.min(tn) });
        tagged.extend(reading.stretches(What::Address, Need { core: ta, edge: te.min(ta) }));
        let before = out.len();
        for t in tagged.iter().filter(|t| t.what == What::Address || t.solid) {
            let category = match t.what { What::Name => Category::PersonName, What::Address => Category::Address };
            out.push(Hit { span: t.span.clone(), category, confidence: 0.5 + t.margin as f32 / 1000.0, detector: "tagger", reason: Reason::NameShape });
        }
        let said: Vec<Hit> = out.split_off(before);
        let pros: Vec<_> = out.iter().filter(|h| h.category == Category::Professional).map(|h| h.span.clone()).collect();
        let homes: Vec<_> = out.iter().filter(|h| h.category == Category::Facility).map(|h| h.span.clone()).collect();
        let strongest = |span: &std::ops::Range<usize>| {
            reading.marks.iter().filter(|m| reading.seen.tokens.get(m.token).is_some_and(|t| t.span.start < span.end && t.span.end > span.start)).map(|m| m.name).max().unwrap_or(1000)
        };
        out.retain(|h| !(h.detector == "names" && h.reason == Reason::NameShape && h.confidence < 0.6 && strongest(&h.span) < -tv));
        out.extend(said.into_iter().filter(|h| !homes.iter().any(|p| p.start < h.span.end && p.end > h.span.start)).map(|mut h| {
            if pros.iter().any(|p| p.start < h.span.end && p.end > h.span.start) && h.category == Category::PersonName { h.category = Category::Professional; }
            h
        }));
    }
}
