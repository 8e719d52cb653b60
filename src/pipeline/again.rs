//! What detection would find once the forced findings are struck → further findings of the source. A struck neighbour can
//! lay a name bare that it hid before, and the server's gate looks at the struck file: so do we, before anybody reviews.

use super::audit::echoes;
use super::marked::{LONG, MARK};
use crate::decide::{Policy, Treatment};
use crate::detect::detect;
use crate::layout;
use crate::model::order::sort_by_key;
use crate::model::{AtomId, Extract, Finding, FindingId, Known, Span, TextBuilder};

/// Looks at most so many times: each look strikes what the one before found.
const LOOKS: usize = 2;

/// The findings with those that striking them would lay bare, in order, numbered anew.
pub(super) fn with_what_striking_shows(
    seen: &Extract,
    mut findings: Vec<Finding>,
    policy: &Policy,
    known: &Known,
) -> Vec<Finding> {
    for _ in 0..LOOKS {
        let more = shown(seen, &findings, policy, known);
        if more.is_empty() {
            break;
        }
        findings = joined(findings, more);
    }
    findings
}

/// A text with its forced findings struck.
struct Struck {
    string: String,
    /// Where each kept stretch begins: in this string, in the source's.
    stretches: Vec<(usize, usize)>,
}

impl Struck {
    fn of(source: &str, spans: &[Span]) -> Self {
        let mut out = Self { string: String::with_capacity(source.len()), stretches: Vec::new() };
        let mut at = 0;
        for span in spans {
            out.keep(source, at..span.start);
            out.string.extend(std::iter::repeat_n(MARK, LONG));
            at = span.end;
        }
        out.keep(source, at..source.len());
        out
    }

    fn keep(&mut self, source: &str, span: Span) {
        self.stretches.push((self.string.len(), span.start));
        self.string.push_str(source.get(span).unwrap_or(""));
    }

    /// The source's bytes behind a stretch without marks.
    fn back(&self, span: &Span) -> Option<Span> {
        let at = self.stretches.partition_point(|(from, _)| *from <= span.start).checked_sub(1)?;
        let (from, source) = self.stretches.get(at)?;
        Some(source + span.start - from..source + span.end - from)
    }

    /// The parts of a finding that no mark covers and that say something, in the source.
    fn parts(&self, span: &Span) -> Vec<Span> {
        let mut at = span.start;
        let said = self.string.get(span.clone()).unwrap_or("");
        let mut out = Vec::new();
        for part in said.split(MARK) {
            let own = at + (part.len() - part.trim_start().len())..at + part.trim_end().len();
            at += part.len() + MARK.len_utf8();
            if part.chars().any(char::is_alphanumeric) {
                out.extend(self.back(&own));
            }
        }
        out
    }
}

/// What is forced in the struck texts and is no echo of what was struck.
fn shown(seen: &Extract, findings: &[Finding], policy: &Policy, known: &Known) -> Vec<Finding> {
    let forced = |f: &&Finding| policy.treatment(f) == Treatment::Force;
    let struck: Vec<Struck> = seen
        .texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let own = findings.iter().filter(|f| f.text == index).filter(forced);
            let spans: Vec<Span> = own.map(|f| f.span.clone()).collect();
            Struck::of(text.as_str(), &spans)
        })
        .collect();
    let texts = struck.iter().map(|s| {
        let mut builder = TextBuilder::new();
        builder.push(&s.string, AtomId::new(0));
        let mut text = builder.finish();
        text.set_fields(layout::fields_of(&text));
        text
    });
    let bare = Extract { texts: texts.collect(), ..Extract::empty(seen.format) };
    let found = detect(&bare, known);
    let echoes = echoes(&bare, &found);
    let found = found.into_iter().filter(|f| policy.treatment(f) == Treatment::Force);
    let mut out = Vec::new();
    for finding in found.filter(|f| !echoes.contains(&f.id)) {
        let Some(own) = struck.get(finding.text) else { continue };
        out.extend(own.parts(&finding.span).into_iter().map(|span| Finding { span, ..finding.clone() }));
    }
    out
}

/// Both, without overlaps: what was only suggested gives way to what is forced.
fn joined(findings: Vec<Finding>, more: Vec<Finding>) -> Vec<Finding> {
    let apart = |f: &Finding| {
        !more.iter().any(|m| m.text == f.text && m.span.start < f.span.end && f.span.start < m.span.end)
    };
    let mut out: Vec<Finding> = findings.into_iter().filter(apart).collect();
    out.extend(more);
    sort_by_key(&mut out, |f| (f.text, f.span.start));
    for (n, finding) in out.iter_mut().enumerate() {
        finding.id = FindingId(u32::try_from(n).unwrap_or(u32::MAX));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_struck_text_are_found_again_in_the_source() {
        let source = "Vu par Dr Noirot avec élan";
        let struck = Struck::of(source, &[7..9, 10..16]);
        assert_eq!(struck.string, "Vu par █████ █████ avec élan");
        let at = struck.string.find("avec").unwrap_or(0);
        assert_eq!(struck.back(&(at..at + 10)), Some(17..27));
        let parts = struck.parts(&(0..struck.string.len()));
        assert_eq!(parts, [0..6, 17..27]);
    }
}
