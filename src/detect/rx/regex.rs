//! A compiled pattern, its matches and their groups: a thin coat over the crate `regex`, whose search for literals is not
//! compiled in, since the sieve before it does the same once for all.

use crate::model::Span;

/// A compiled pattern.
pub(in crate::detect) struct Regex(::regex::Regex);

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
    groups: ::regex::Captures<'s>,
}

impl Regex {
    /// Compiles a pattern; `None` where it is none.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        ::regex::Regex::new(pattern).ok().map(Self)
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
        let found = self.0.find_at(string, at)?;
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
        Some(Captures { string, groups: self.0.captures_at(string, at)? })
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
        self.of(self.groups.get(number)?)
    }

    /// A group by its name.
    pub(in crate::detect) fn name(&self, name: &str) -> Option<Match<'s>> {
        self.of(self.groups.name(name)?)
    }

    fn of(&self, found: ::regex::Match<'s>) -> Option<Match<'s>> {
        Some(Match { string: self.string, start: found.start(), end: found.end() })
    }
}
