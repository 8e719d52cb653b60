//! A compiled pattern, its matches and their groups: a thin coat over the crate `regex`, whose search for literals is not
//! compiled in, since the sieve before it does the same once for all.

use std::sync::{Arc, Mutex};

use ::regex::CaptureLocations;

use crate::model::Span;

/// A compiled pattern.
pub(in crate::detect) struct Regex {
    machine: ::regex::Regex,
    /// The names of its groups, with their numbers.
    names: Arc<[(String, usize)]>,
    /// Room for groups, kept from search to search: most find nothing.
    room: Mutex<Option<CaptureLocations>>,
}

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
    groups: CaptureLocations,
    names: Arc<[(String, usize)]>,
}

impl Regex {
    /// Compiles a pattern; `None` where it is none.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let machine = ::regex::Regex::new(pattern).ok()?;
        let named = |(number, name): (usize, Option<&str>)| Some((name?.to_owned(), number));
        let names = machine.capture_names().enumerate().filter_map(named).collect();
        Some(Self { machine, names, room: Mutex::new(None) })
    }

    /// Whether it matches anywhere.
    pub(in crate::detect) fn is_match(&self, string: &str) -> bool {
        self.machine.is_match(string)
    }

    /// The first match.
    pub(in crate::detect) fn find<'s>(&self, string: &'s str) -> Option<Match<'s>> {
        self.find_at(string, 0)
    }

    /// The first match that begins at a place or behind it.
    pub(in crate::detect) fn find_at<'s>(&self, string: &'s str, at: usize) -> Option<Match<'s>> {
        let found = self.machine.find_at(string, at)?;
        Some(Match { string, start: found.start(), end: found.end() })
    }

    /// Its matches, one behind the other.
    pub(in crate::detect) fn find_iter<'s>(&self, string: &'s str) -> impl Iterator<Item = Match<'s>> {
        self.machine.find_iter(string).map(move |found| Match {
            string,
            start: found.start(),
            end: found.end(),
        })
    }

    /// The first match with its groups.
    pub(in crate::detect) fn captures<'s>(&self, string: &'s str) -> Option<Captures<'s>> {
        self.captures_at(string, 0)
    }

    /// The first match that begins at a place or behind it, with its groups.
    pub(in crate::detect) fn captures_at<'s>(&self, string: &'s str, at: usize) -> Option<Captures<'s>> {
        let kept = self.room.lock().ok().and_then(|mut room| room.take());
        let mut groups = kept.unwrap_or_else(|| self.machine.capture_locations());
        if self.machine.captures_read_at(&mut groups, string, at).is_some() {
            return Some(Captures { string, groups, names: self.names.clone() });
        }
        if let Ok(mut room) = self.room.lock() {
            *room = Some(groups);
        }
        None
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
        let (start, end) = self.groups.get(number)?;
        Some(Match { string: self.string, start, end })
    }

    /// A group by its name.
    pub(in crate::detect) fn name(&self, name: &str) -> Option<Match<'s>> {
        let (_, number) = self.names.iter().find(|(known, _)| known == name)?;
        self.get(*number)
    }
}
