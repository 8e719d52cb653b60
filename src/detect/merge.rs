//! Hits of all detectors → findings that do not overlap. Law: each letter or digit that some hit covers is covered by
//! a finding; what is contested goes to the stronger hit, the rest of the weaker one stays its own. Only a title that a rule
//! has left out is left out too.

use std::cmp::Ordering;

use super::stated::stated;
use super::{Hit, Input, LONGEST};
use crate::model::order::{sort_by, sort_by_key};
use crate::model::{Category, Finding, FindingId, Reason, Span};

/// Settles overlaps, sorts, numbers.
pub(super) fn merge(inputs: &[Input<'_>], hits: Vec<(usize, Hit)>) -> Vec<Finding> {
    let mut by_text: Vec<Vec<Hit>> = inputs.iter().map(|_| Vec::new()).collect();
    for (index, hit) in hits {
        let Some(input) = inputs.get(index) else { continue };
        if let (Some(span), Some(list)) = (trimmed(input.string, &hit.span), by_text.get_mut(index)) {
            list.push(Hit { span, ..hit });
        }
    }
    let mut out = Vec::new();
    for (input, mut list) in inputs.iter().zip(by_text) {
        by_the_rules(input.string, &mut list);
        for hit in settle(input.string, list) {
            out.push(Finding {
                id: FindingId(out.len() as u32),
                text: input.index,
                category: hit.category,
                confidence: stated(&hit),
                span: hit.span,
                detector: hit.detector,
                reason: hit.reason,
            });
        }
    }
    out
}

/// What the tagger reads and a rule found too is told by the rule: "a title stands before it" says more than "it is written
/// like a name". The tagger's hit takes in the rule's letters, and leaves out a title that the rule left out.
fn by_the_rules(string: &str, hits: &mut [Hit]) {
    let tells = |h: &&Hit| {
        matches!(h.reason, Reason::Label | Reason::Title | Reason::Signature | Reason::Context)
            && matches!(h.category, Category::PersonName | Category::Professional | Category::Address)
    };
    let mut rules: Vec<Hit> = hits.iter().filter(tells).cloned().collect();
    sort_by_key(&mut rules, |h| (h.span.start, h.span.end));
    for hit in hits.iter_mut().filter(|h| h.detector == "tagger") {
        // No hit is longer than that.
        let near = rules.partition_point(|r| r.span.start + LONGEST < hit.span.start);
        let beside = rules.get(near..).unwrap_or_default().iter();
        let rule = beside
            .take_while(|r| r.span.start < hit.span.end)
            .filter(|r| r.span.end > hit.span.start && r.category == hit.category)
            .max_by_key(|r| r.span.len());
        let Some(rule) = rule else { continue };
        let before = hit.span.start..rule.span.start;
        let start =
            if is_title(string, &before) { rule.span.start } else { hit.span.start.min(rule.span.start) };
        let both = start..hit.span.end.max(rule.span.end);
        if both.len() <= LONGEST {
            *hit = Hit { span: both, ..rule.clone() };
        }
    }
}

/// Whether nothing but a title stands there, as a word of its own.
fn is_title(string: &str, before: &Span) -> bool {
    let said = string.get(before.clone()).unwrap_or_default();
    let word = said.trim_end().trim_end_matches('.');
    let inside = string.get(..before.start).is_some_and(|s| s.ends_with(char::is_alphanumeric));
    word.len() < said.len()
        && !inside
        && matches!(
            word.to_lowercase().as_str(),
            "m" | "mr" | "mme" | "mlle" | "dr" | "pr" | "me" | "mrs" | "ms" | "miss"
        )
}

/// Settles the hits of a text: those that meet, one after the other.
fn settle(string: &str, mut hits: Vec<Hit>) -> Vec<Hit> {
    sort_by_key(&mut hits, |h| h.span.start);
    let mut placed: Vec<Hit> = Vec::with_capacity(hits.len());
    let mut hits = hits.into_iter().peekable();
    let mut meeting: Vec<Hit> = Vec::new();
    while let Some(first) = hits.next() {
        let mut end = first.span.end;
        meeting.push(first);
        while let Some(next) = hits.next_if(|next| next.span.start < end) {
            end = end.max(next.span.end);
            meeting.push(next);
        }
        match meeting.len() {
            1 => placed.append(&mut meeting),
            _ => share(string, &mut meeting, &mut placed),
        }
    }
    placed
}

/// Places the strongest hits first; each later one keeps only what is still free.
fn share(string: &str, hits: &mut Vec<Hit>, placed: &mut Vec<Hit>) {
    // Most often the strongest leaves nothing of the others.
    let strongest = hits.iter().min_by(|a, b| stronger_first(a, b)).filter(|strongest| {
        let Span { start, end } = strongest.span;
        hits.iter().all(|h| start <= h.span.start && h.span.end <= end)
            && trimmed(string, &strongest.span).as_ref() == Some(&strongest.span)
    });
    if let Some(strongest) = strongest {
        placed.push(strongest.clone());
        hits.clear();
        return;
    }
    sort_by(hits, stronger_first);
    let mut own: Vec<Hit> = Vec::with_capacity(hits.len());
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for hit in hits.drain(..) {
        for free in free_parts(&taken, &hit.span) {
            if let Some(span) = trimmed(string, &free) {
                taken.insert(span.start, span.end);
                own.push(Hit { span, ..hit.clone() });
            }
        }
    }
    sort_by_key(&mut own, |h| h.span.start);
    placed.append(&mut own);
}

/// Parts of `span` that no placed hit holds. `taken` maps start to end and never overlaps itself.
fn free_parts(taken: &std::collections::BTreeMap<usize, usize>, span: &Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = taken.range(..=span.start).next_back().map_or(span.start, |(_, &end)| end.max(span.start));
    for (&start, &end) in taken.range(span.start..span.end) {
        if start > at {
            out.push(at..start);
        }
        at = at.max(end);
    }
    if at < span.end {
        out.push(at..span.end);
    }
    out
}

/// What the host knows, then what must go under every policy, then the longer, the surer, the kind; the rest only makes
/// the order total.
fn stronger_first(a: &Hit, b: &Hit) -> Ordering {
    let key = |h: &Hit| (h.reason != Reason::Known, soft(h.category));
    key(a)
        .cmp(&key(b))
        .then_with(|| b.span.len().cmp(&a.span.len()))
        .then_with(|| b.confidence.total_cmp(&a.confidence))
        .then_with(|| a.category.cmp(&b.category))
        .then_with(|| a.span.start.cmp(&b.span.start))
        .then_with(|| a.reason.cmp(&b.reason))
        .then_with(|| a.detector.cmp(b.detector))
}

/// Kinds that some policies leave to the reviewer never hide one that must go, and those that policies leave in place never
/// hide any other.
fn soft(category: Category) -> u8 {
    use Category::{Age, City, Date, Facility, Occupation, Other, Professional, ProfessionalId, Url, Ward};
    match category {
        Date | Ward | Occupation => 2,
        Age | City | Facility | Other | Professional | ProfessionalId | Url => 1,
        _ => 0,
    }
}

/// The span without blanks and marks at its ends that say nothing, or `None` where no letter or digit is left or the
/// span does not lie on character boundaries.
fn trimmed(string: &str, span: &Span) -> Option<Span> {
    let s = string.get(span.clone())?;
    s.chars().any(char::is_alphanumeric).then_some(())?;
    let idle = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '|');
    let start = span.start + (s.len() - s.trim_start_matches(idle).len());
    let end = span.end - (s.len() - s.trim_end_matches(idle).len());
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{AtomId, Known, Text, TextBuilder};

    fn text(string: &str) -> Text {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        b.finish()
    }

    fn hit(span: Span, category: Category, confidence: f32) -> (usize, Hit) {
        (0, Hit { span, category, confidence, detector: "test", reason: Reason::Shape })
    }

    fn merged(string: &str, hits: Vec<(usize, Hit)>) -> Vec<(Span, Category)> {
        let (t, known) = (text(string), Known::default());
        merge(&[Input::new(&t, 0, &known)], hits).into_iter().map(|f| (f.span, f.category)).collect()
    }

    #[test]
    fn the_longer_wins_and_the_rest_stays_covered() {
        let got = merged(
            "12 rue Alix Vermot Lyon",
            vec![hit(7..23, Category::PersonName, 0.9), hit(0..18, Category::Address, 0.6)],
        );
        assert_eq!(got, [(0..18, Category::Address), (19..23, Category::PersonName)]);
    }

    #[test]
    fn a_soft_kind_never_hides_a_hard_one() {
        let got = merged(
            "Clinique Vermot",
            vec![hit(0..15, Category::Facility, 0.9), hit(9..15, Category::PersonName, 0.5)],
        );
        assert_eq!(got, [(0..8, Category::Facility), (9..15, Category::PersonName)]);
    }

    fn by(detector: &'static str, reason: Reason, span: Span) -> (usize, Hit) {
        (0, Hit { span, category: Category::PersonName, confidence: 0.9, detector, reason })
    }

    #[test]
    fn what_a_rule_found_is_told_by_the_rule() {
        let string = "M. Vermot-Lys Alix vu";
        let (t, known) = (text(string), Known::default());
        let tell = |hits| {
            let found = merge(&[Input::new(&t, 0, &known)], hits).into_iter();
            found.map(|f| (f.span, f.detector, f.reason)).collect::<Vec<_>>()
        };
        let title = (3..13, "names", Reason::Title);
        let tagger = |span| by("tagger", Reason::NameShape, span);
        let rule = || by("names", Reason::Title, 3..13);
        // The same place, a longer one, one with the title, one that begins later.
        assert_eq!(tell(vec![rule(), tagger(3..13)]), [title]);
        assert_eq!(tell(vec![tagger(3..18), rule()]), [(3..18, "names", Reason::Title)]);
        assert_eq!(tell(vec![tagger(0..13), rule()]), [(3..13, "names", Reason::Title)]);
        assert_eq!(tell(vec![tagger(10..18), rule()]), [(3..18, "names", Reason::Title)]);
        // What no rule names stays the tagger's, and what merely repeats is no better told.
        assert_eq!(tell(vec![tagger(14..18)]), [(14..18, "tagger", Reason::NameShape)]);
        let again = by("propagate", Reason::Repeated, 3..13);
        assert_eq!(tell(vec![again, tagger(3..18)]), [(3..18, "tagger", Reason::NameShape)]);
    }

    proptest! {
        #[test]
        fn a_rule_beside_the_tagger_loses_no_letter(
            rules in prop::collection::vec((0usize..40, 1usize..14), 0..5),
            tagged in prop::collection::vec((0usize..40, 1usize..14), 0..5),
        ) {
            let string = "Vu M. Alix Vermot, Mme Lou-Ann Vermot, ce jour a Vire le soir";
            let spans = rules.iter().map(|&(s, l)| by("names", Reason::Title, s..s + l));
            let hits: Vec<_> =
                spans.chain(tagged.iter().map(|&(s, l)| by("tagger", Reason::NameShape, s..s + l))).collect();
            let got = merged(string, hits.clone());
            // The titles alone may go.
            let title = |at: usize| at == 3 || (19..22).contains(&at);
            for (at, _) in string.char_indices().filter(|(at, c)| c.is_alphanumeric() && !title(*at)) {
                let wanted = hits.iter().any(|(_, h)| h.span.contains(&at));
                prop_assert!(!wanted || got.iter().any(|(s, _)| s.contains(&at)), "byte {}", at);
            }
        }

        #[test]
        fn covered_stays_covered(
            string in "[a-zé0-9 ,\n]{0,40}",
            raw in prop::collection::vec((0usize..44, 0usize..20, 0usize..21, 0.0f32..1.0), 0..12),
        ) {
            let hits: Vec<_> = raw.iter().map(|&(s, l, c, f)| hit(s..s + l, Category::ALL[c], f)).collect();
            let got = merged(&string, hits.clone());
            prop_assert!(got.windows(2).all(|w| w[0].0.end <= w[1].0.start));
            for (at, c) in string.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let wanted = hits.iter().any(|(_, h)| string.get(h.span.clone()).is_some() && h.span.contains(&at));
                let covered = got.iter().any(|(s, _)| s.contains(&at));
                prop_assert_eq!(wanted, covered, "byte {} {:?}", at, c);
            }
        }
    }
}
