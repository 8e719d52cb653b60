//! A compiled pattern, its matches and their groups: a thin coat over the automata, which are told not to search for
//! literals. Reading these off a pattern took a third of its making, and the sieve before it does the same once for all.

use regex_automata::Input;
use regex_automata::meta;
use regex_automata::util::captures;

use crate::model::Span;

/// A compiled pattern.
pub(in crate::detect) struct Regex(meta::Regex);

/// Where a pattern matches.
#[derive(Clone, Copy)]
pub(in crate::detect) struct Match<'s> {
    string: &'s str,
    start: usize,
    end: usize,
}

/// A match with its groups.
pub(in crate::detect) struct Captures<'s> {
    string: &'s str,
    groups: captures::Captures,
}

impl Regex {
    /// Compiles a pattern; `None` where it is none.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let config = meta::Config::new().auto_prefilter(false);
        meta::Builder::new().configure(config).build(pattern).ok().map(Self)
    }

    /// Whether it matches anywhere.
    pub(in crate::detect) fn is_match(&self, string: &str) -> bool {
        self.0.is_match(string)
    }

    /// The first match.
    pub(in crate::detect) fn find<'s>(&self, string: &'s str) -> Option<Match<'s>> {
        self.find_at(string, 0)
    }

    /// The first match that begins at a place or behind it.
    pub(in crate::detect) fn find_at<'s>(&self, string: &'s str, at: usize) -> Option<Match<'s>> {
        let found = self.0.search(&Input::new(string).range(at..))?;
        Some(Match { string, start: found.start(), end: found.end() })
    }

    /// Its matches, one behind the other.
    pub(in crate::detect) fn find_iter<'s>(&self, string: &'s str) -> impl Iterator<Item = Match<'s>> {
        self.0.find_iter(string).map(move |found| Match { string, start: found.start(), end: found.end() })
    }

    /// The first match with its groups.
    pub(in crate::detect) fn captures<'s>(&self, string: &'s str) -> Option<Captures<'s>> {
        self.captures_at(string, 0)
    }

    /// The first match that begins at a place or behind it, with its groups.
    pub(in crate::detect) fn captures_at<'s>(&self, string: &'s str, at: usize) -> Option<Captures<'s>> {
        let mut groups = self.0.create_captures();
        self.0.search_captures(&Input::new(string).range(at..), &mut groups);
        groups.is_match().then_some(Captures { string, groups })
    }
}

impl<'s> Match<'s> {
    /// The same without its first bytes.
    pub(in crate::detect) fn without(self, bytes: usize) -> Self {
        Self { start: (self.start + bytes).min(self.end), ..self }
    }

    /// Its first byte.
    pub(in crate::detect) fn start(&self) -> usize {
        self.start
    }

    /// The byte behind its last.
    pub(in crate::detect) fn end(&self) -> usize {
        self.end
    }

    /// Its bytes.
    pub(in crate::detect) fn range(&self) -> Span {
        self.start..self.end
    }

    /// How many bytes it has.
    pub(in crate::detect) fn len(&self) -> usize {
        self.end - self.start
    }

    /// What it says.
    pub(in crate::detect) fn as_str(&self) -> &'s str {
        self.string.get(self.range()).unwrap_or_default()
    }
}

impl<'s> Captures<'s> {
    /// A group by its number; 0 is the whole match.
    pub(in crate::detect) fn get(&self, number: usize) -> Option<Match<'s>> {
        self.of(self.groups.get_group(number)?)
    }

    /// A group by its name.
    pub(in crate::detect) fn name(&self, name: &str) -> Option<Match<'s>> {
        self.of(self.groups.get_group_by_name(name)?)
    }

    fn of(&self, span: regex_automata::Span) -> Option<Match<'s>> {
        Some(Match { string: self.string, start: span.start, end: span.end })
    }
}
