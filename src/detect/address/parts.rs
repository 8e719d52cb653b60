//! Parts of an address that stand beside each other → one: buildings, floors, post boxes next to a street or a postcode.

use super::super::Hit;
use super::{Scan, hit};
use crate::model::order::{sort_by, sort_by_key};
use crate::model::{Category, Reason, Span};

/// "tour Mercure", not "tour de taille": behind such a word the name has a capital.
pub(super) fn named(own: &str, folded: &str) -> bool {
    let sort = ["tour ", "immeuble ", "villa ", "pavillon ", "residence ", "batiment ", "servitude "];
    let word = own.rsplit(' ').next().unwrap_or_default();
    !sort.iter().any(|w| folded.starts_with(w)) || !word.starts_with(char::is_lowercase)
}

impl Scan<'_> {
    /// Lines that belong to an address beside them: "Bât. B", "3ème étage", "BP 123", "lieu-dit Les Essarts".
    pub(super) fn attached(&self, parts: &[(Span, &str)], out: &mut Vec<Hit>) {
        let mut ends: Vec<Span> = out.iter().map(|h| h.span.clone()).collect();
        sort_by_key(&mut ends, |s| s.start);
        for (span, said) in parts {
            let at = ends.partition_point(|s| s.end <= span.start);
            let before = at
                .checked_sub(1)
                .and_then(|i| ends.get(i))
                .is_some_and(|s| near(self.input.string, s.end, span.start));
            let after = ends
                .get(at)
                .is_some_and(|s| s.start < span.end || near(self.input.string, span.end, s.start));
            let post_box = said.starts_with("bp")
                || said.starts_with("cs")
                || said.starts_with("tsa")
                || said.starts_with("boite");
            // These are never anything else.
            let certain = said.starts_with("res") && said.contains(", ")
                || said.starts_with("p") && said.contains("box")
                || said.starts_with("pk") && said.contains("cote")
                || said.starts_with("tsa") && said.bytes().filter(u8::is_ascii_digit).count() == 5;
            if before
                || after
                || certain
                || post_box && (self.postcode_follows(span.end) || self.town_follows(span.end))
            {
                out.push(hit(span.clone(), Category::Address, 0.8, Reason::AddressShape));
            }
        }
    }
}

/// Whether only blanks, commas and at most one line end lie between two places.
pub(super) fn near(string: &str, from: usize, to: usize) -> bool {
    // A form sets the lines of an address under one another, behind many blanks.
    const INDENTED: usize = 100;
    from <= to
        && to - from <= INDENTED
        && string.get(from..to).is_some_and(|s| {
            s.bytes().filter(|b| *b != b' ' || !s.contains('\n')).count() <= 12
                && s.chars().all(|c| {
                    c.is_whitespace() && c != '\t' || matches!(c, ',' | '-' | '\u{2013}' | ';' | '(' | ')')
                })
                && s.matches('\n').count() <= 2
        })
}

/// Parts of one address that stand beside each other become one hit.
pub(super) fn joined(string: &str, mut hits: Vec<Hit>) -> Vec<Hit> {
    sort_by(&mut hits, |a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)));
    let mut out: Vec<Hit> = Vec::new();
    for hit in hits {
        match out.last_mut() {
            Some(last)
                if hit.span.start < last.span.end
                    || near(string, last.span.end, hit.span.start)
                        && last.category != Category::City
                        && hit.category != Category::City =>
            {
                last.span.end = last.span.end.max(hit.span.end);
                last.confidence = last.confidence.max(hit.confidence);
                if hit.category == Category::Address || last.category != hit.category {
                    last.category = Category::Address;
                }
            }
            _ => out.push(hit),
        }
    }
    out
}
