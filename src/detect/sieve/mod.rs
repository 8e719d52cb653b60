//! Which lines of a text are worth asking a pattern: one walk over the text tells for all patterns together. What a
//! pattern needs is read off the pattern itself, ahead of time ([`kept`]); where nothing was read off it, every line is asked.

mod kept;
mod marks;
#[cfg(test)]
mod needs;
mod strings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::detect::rx::{Captures, Match, Regex};

use self::kept::{AnyOf, Atom, Kept};
use self::marks::{capitals, digits};
use self::strings::{Edges, Strings};
use super::rx;
use crate::model::{Folded, Span};

/// A pattern that runs over whole texts.
pub(super) struct Pattern {
    source: String,
    /// Compiled when a line is first worth asking: most texts ask few patterns.
    regex: OnceLock<Regex>,
    on: On,
    /// What it needs besides what its letters tell.
    further: Vec<Atom>,
    /// How many line ends a match runs over at least, with what stands behind it.
    behind: usize,
    /// A match means nothing without a digit in it or behind it.
    beside_digits: bool,
    /// Set when the patterns are gathered.
    wants: OnceLock<Wants>,
}

/// What a pattern needs.
struct Wants {
    /// Of all that is looked for.
    bits: u128,
    /// How many line ends a match may run over.
    reach: usize,
}

/// Line ends that a match may run over are counted up to this.
const REACH: usize = 3;

/// A line longer than this is looked at in pieces, and a match may run over two of their ends.
const LONG: usize = 128;
const PIECES: usize = 2;

/// Takes a pattern over folded text.
pub(super) fn folded(pattern: &str) -> Pattern {
    Pattern::new(&rx::folded(pattern), On::Folded)
}

/// Takes a pattern over text as it was written.
pub(super) fn cased(pattern: &str) -> Pattern {
    Pattern::new(&rx::cased(pattern), On::Original)
}

impl Pattern {
    fn new(pattern: &str, on: On) -> Self {
        Self {
            source: pattern.to_owned(),
            regex: OnceLock::new(),
            on,
            further: Vec::new(),
            behind: 0,
            beside_digits: false,
            wants: OnceLock::new(),
        }
    }

    /// The same where a match means nothing without a digit in it or behind it.
    pub(super) fn with_digits(mut self) -> Self {
        self.further.push(Atom::Digits(1));
        self.behind = 2;
        self.beside_digits = true;
        self
    }

    /// The same where what follows a match may run over as many lines as are counted.
    pub(super) fn over_lines(mut self) -> Self {
        self.behind = REACH;
        self
    }

    /// The same where every match holds two capitals with hardly anything between.
    pub(super) fn with_initials(mut self) -> Self {
        self.further.push(Atom::Initials);
        self
    }

    /// The same where every match holds a digit and two capitals at a word's end.
    pub(super) fn with_code(mut self) -> Self {
        self.further.push(Atom::Code);
        self
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| rx::made(&self.source))
    }

    /// On which string it runs.
    pub(super) fn on(&self) -> On {
        self.on
    }

    /// The first match in a window that begins at `at` or behind.
    pub(super) fn find_at<'s>(&self, s: &'s str, window: &Span, at: usize) -> Option<Match<'s>> {
        self.regex().find_at(s.get(..window.end)?, at)
    }

    /// The same with its groups.
    pub(super) fn captures_at<'s>(&self, s: &'s str, window: &Span, at: usize) -> Option<Captures<'s>> {
        self.regex().captures_at(s.get(..window.end)?, at)
    }

    /// The groups of a match.
    pub(super) fn captures_of<'s>(&self, s: &'s str, found: &Match<'s>) -> Option<Captures<'s>> {
        self.regex().captures_at(s.get(..found.end())?, found.start())
    }

    /// Matches within windows, in order.
    pub(super) fn find_in<'a>(&'a self, s: &'a str, windows: Vec<Span>) -> impl Iterator<Item = Match<'a>> {
        windows.into_iter().flat_map(move |window| {
            let mut at = window.start;
            std::iter::from_fn(move || {
                let m = self.regex().find_at(s.get(..window.end)?, at)?;
                at = m.end().max(at + 1);
                Some(m)
            })
        })
    }

    /// Matches within windows with their groups, in order.
    pub(super) fn captures_in<'a>(
        &'a self,
        s: &'a str,
        windows: Vec<Span>,
    ) -> impl Iterator<Item = Captures<'a>> {
        windows.into_iter().flat_map(move |window| {
            let mut at = window.start;
            std::iter::from_fn(move || {
                let caps = self.regex().captures_at(s.get(..window.end)?, at)?;
                at = caps.get(0).map_or(at, |m| m.end()).max(at + 1);
                Some(caps)
            })
        })
    }
}

/// What is looked for in every text, and the patterns that look for it.
struct Sieve {
    strings: Strings,
    /// What one digit, two and four together bring.
    digits: [u128; 3],
    /// What capitals bring that stand together, and those behind a digit.
    initials: u128,
    code: u128,
}

impl Sieve {
    fn of(patterns: &[&'static Pattern]) -> Self {
        let kept = kept::read(patterns);
        let further: Vec<Vec<AnyOf>> =
            patterns.iter().map(|p| p.further.iter().map(|atom| vec![atom.clone()]).collect()).collect();
        let mut sets: Vec<&AnyOf> = Vec::new();
        let mut strings: BTreeMap<(&str, bool, bool), u128> = BTreeMap::new();
        let mut digits = [0u128; 3];
        let (mut initials, mut code) = (0, 0);
        for ((pattern, Kept { reach, needs }), further) in patterns.iter().zip(&kept).zip(&further) {
            let mut bits = 0;
            for set in needs.iter().chain(further) {
                let bit = match sets.iter().position(|s| *s == set) {
                    Some(bit) => bit,
                    // Beyond what the mask holds a need is not asked for: more lines are, and none is lost.
                    None if sets.len() == 128 => continue,
                    None => {
                        sets.push(set);
                        sets.len() - 1
                    }
                };
                bits |= 1 << bit;
            }
            // Set twice it would be the same.
            let _ = pattern.wants.set(Wants { bits, reach: (*reach).max(pattern.behind) });
        }
        for (bit, set) in sets.iter().enumerate() {
            for atom in set.iter() {
                match atom {
                    Atom::Digits(n) => digits[usize::from(n / 2)] |= 1 << bit,
                    Atom::Initials => initials |= 1 << bit,
                    Atom::Code => code |= 1 << bit,
                    Atom::Text { text, opens, closes } => {
                        *strings.entry((text, *opens, *closes)).or_insert(0) |= 1 << bit;
                    }
                }
            }
        }
        // Four digits together are also two, and one.
        digits[1] |= digits[0];
        digits[2] |= digits[1];
        Self { strings: Strings::of(strings), digits, initials, code }
    }
}

/// Gathers the patterns.
fn sieve() -> &'static Sieve {
    static SIEVE: OnceLock<Sieve> = OnceLock::new();
    SIEVE.get_or_init(|| Sieve::of(&super::patterns()))
}

/// What a line holds.
struct Held {
    /// Itself, with the pieces behind it where it is a piece of a long line.
    own: u128,
    /// With one, two and three lines behind it.
    near: [u128; REACH],
    /// How many pieces of the same line are read with it.
    pieces: usize,
}

/// A text's lines, each with what it holds of all that is looked for.
pub(super) struct Lines {
    /// Where each begins: in the folded string, in the original.
    starts: Vec<(u32, u32)>,
    holds: Vec<Held>,
    /// What all lines of a stretch hold together, with those behind.
    stretches: Vec<u128>,
    /// What the whole text holds.
    all: u128,
    ends: (usize, usize),
}

/// Lines of a stretch.
const STRETCH: usize = 16;

/// On which string a pattern runs.
#[derive(Clone, Copy)]
pub(super) enum On {
    Folded,
    Original,
}

impl Lines {
    pub(super) fn of(folded: &Folded, original: &str) -> Self {
        let sieve = sieve();
        let s = folded.as_str();
        let mut starts: Vec<(u32, u32)> = Vec::new();
        // A piece of a long line reads on into the next as if it crossed its end.
        let mut soft: Vec<bool> = Vec::new();
        let mut at = 0;
        while at < s.len() {
            let line = s.get(at..).and_then(|rest| rest.find('\n')).map_or(s.len(), |n| at + n + 1);
            while at < line {
                let end = if line - at > LONG { cut(s, at, line) } else { line };
                starts.push((at as u32, folded.original(&(at..at + 1)).start as u32));
                soft.push(end < line);
                at = end;
            }
        }
        if let Some(first) = starts.first_mut() {
            first.1 = 0;
        }
        let mut holds: Vec<u128> = vec![0; starts.len()];
        digits(s, &starts, &mut holds, &sieve.digits);
        capitals(original, &starts, &mut holds, (sieve.initials, sieve.code));
        let edges = Edges { text: s, accents: &folded.beyond_ascii() };
        let mut ends = starts.iter().skip(1).map(|(from, _)| *from as usize);
        let (mut line, mut until) = (0, ends.next().unwrap_or(s.len()));
        sieve.strings.find(&edges, |at, bits| {
            while at >= until && line + 1 < starts.len() {
                (line, until) = (line + 1, ends.next().unwrap_or(s.len()));
            }
            if let Some(held) = holds.get_mut(line) {
                *held |= bits;
            }
        });
        let together =
            |from: usize, count: usize| holds.iter().skip(from).take(count).fold(0, |all, h| all | h);
        let holds: Vec<Held> = (0..soft.len())
            .map(|n| {
                let pieces = soft.iter().skip(n).take(PIECES).take_while(|soft| **soft).count();
                Held {
                    own: together(n, 1 + pieces),
                    near: [2, 3, 4].map(|count| together(n, count + pieces)),
                    pieces,
                }
            })
            .collect();
        let all = |lines: &[Held]| lines.iter().fold(0, |all, line| all | line.near[REACH - 1]);
        let stretches: Vec<u128> = holds.chunks(STRETCH).map(all).collect();
        let all = stretches.iter().fold(0, |all, held| all | held);
        Self { starts, holds, stretches, all, ends: (s.len(), original.len()) }
    }

    /// Where a pattern may match, in order, apart from each other: from the beginning of a line to the end of one.
    pub(super) fn windows(&self, pattern: &Pattern) -> Vec<Span> {
        // The patterns are gathered before any text is looked at.
        let Wants { bits: wants, reach } = *pattern.wants.get().unwrap_or(&Wants { bits: 0, reach: REACH });
        if self.all & wants != wants {
            return Vec::new();
        }
        let place = |line: usize| match (self.starts.get(line), pattern.on) {
            (Some((folded, _)), On::Folded) => *folded as usize,
            (Some((_, original)), On::Original) => *original as usize,
            (None, On::Folded) => self.ends.0,
            (None, On::Original) => self.ends.1,
        };
        if wants == 0 {
            return std::iter::once(0..place(self.holds.len())).collect();
        }
        let mut out: Vec<Span> = Vec::new();
        let mut until = 0;
        let stretches = self.holds.chunks(STRETCH).zip(&self.stretches).enumerate();
        let worth = stretches.filter(|(_, (_, all))| *all & wants == wants);
        let lines = worth.flat_map(|(n, (lines, _))| (n * STRETCH..).zip(lines));
        for (n, line) in lines {
            let held = match reach.checked_sub(1) {
                Some(reach) => line.near.get(reach).copied().unwrap_or(u128::MAX),
                None => line.own,
            };
            if held & wants != wants {
                continue;
            }
            let behind = n + 1 + reach + line.pieces;
            match out.last_mut().filter(|_| n < until) {
                Some(window) => window.end = place(behind),
                None => out.push(place(n)..place(behind)),
            }
            until = behind;
        }
        out
    }
}

/// Where a long line may be parted: behind a blank.
fn cut(s: &str, from: usize, end: usize) -> usize {
    let most = (from + LONG).min(end);
    let half = s.as_bytes().get(from + LONG / 2..most).unwrap_or_default();
    if let Some(n) = half.iter().rposition(|b| matches!(b, b' ' | b'\t')) {
        return from + LONG / 2 + n + 1;
    }
    (most..end).find(|at| s.is_char_boundary(*at)).unwrap_or(end)
}
