//! A text → its runs of non-blanks that are e-mail or web addresses. Linear: only what stands around a mark of such an
//! address is looked at.

use crate::model::{Span, scan};

/// A run with a mark in it.
struct Run {
    span: Span,
    /// Its last "@" or "://".
    mark: usize,
}

/// Runs that are addresses, asked for words in their order.
pub(super) struct WebRuns<'a> {
    string: &'a str,
    /// The run around the next mark.
    next: Option<Run>,
    /// Where the run that was judged last ends, and whether it is an address.
    until: usize,
    inside: bool,
    /// The word that was asked for last.
    before: Option<usize>,
}

impl<'a> WebRuns<'a> {
    pub(super) fn new(string: &'a str) -> Self {
        Self { string, next: run_from(string, 0), until: 0, inside: false, before: None }
    }

    /// Whether the word that begins at a place lies in an address; asked for ascending places.
    pub(super) fn covers(&mut self, at: usize) -> bool {
        let before = self.before.replace(at);
        if at < self.until {
            return self.inside;
        }
        while let Some(run) = self.next.take_if(|run| run.span.end <= at) {
            self.next = run_from(self.string, run.span.end);
        }
        if let Some(run) = self.next.as_ref().filter(|run| run.span.start <= at) {
            // What stands behind the marks alone is none: "@accueil".
            (self.until, self.inside) = (run.span.end, run.mark >= at || self.opens_with_www(before, at));
            return self.inside;
        }
        if self.opens_with_www(before, at) {
            (self.until, self.inside) = (end_of_run(self.string, at), true);
            return true;
        }
        false
    }

    /// "www." at a place, and no word before it in its run.
    fn opens_with_www(&self, before: Option<usize>, at: usize) -> bool {
        let parted = || before.is_none_or(|b| self.string.get(b..at).is_some_and(|s| s.contains(blank)));
        self.string.as_bytes().get(at..at + 4) == Some(b"www.") && parted()
    }
}

/// What ends a run.
fn blank(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '(' | ')' | '<' | '>' | '"' | ',' | ';')
        || !c.is_ascii() && c.is_whitespace()
}

fn end_of_run(string: &str, at: usize) -> usize {
    string.get(at..).and_then(|rest| rest.find(blank)).map_or(string.len(), |n| at + n)
}

/// The first run with a mark behind a place.
fn run_from(string: &str, from: usize) -> Option<Run> {
    let bytes = string.as_bytes();
    let is_mark = |at: usize| match bytes.get(at) {
        Some(b'@') => true,
        Some(b':') => bytes.get(at + 1..at + 3) == Some(b"//"),
        _ => false,
    };
    let mut first = scan::either(bytes, from, (b'@', b':'))?;
    while !is_mark(first) {
        first = scan::either(bytes, first + 1, (b'@', b':'))?;
    }
    let end = end_of_run(string, first);
    let start = string.get(from..first)?.char_indices().rfind(|(_, c)| blank(*c));
    Some(Run {
        span: start.map_or(from, |(n, c)| from + n + c.len_utf8())..end,
        mark: (first..end).rfind(|at| is_mark(*at))?,
    })
}
