//! `needs.txt` → what the patterns need. It is read off the patterns by the tests ([`super::needs`]), which hold it and write
//! it anew where it is asked for: reading it off at the start took longer than a short document. Law: a pattern that is not
//! the one whose needs were kept needs nothing, so that every line is asked.

use super::{Pattern, REACH};

/// Strings of which at least one must occur.
pub(super) type AnyOf = Vec<Atom>;

/// A string, and whether words must end at its sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Atom {
    /// So many digits together: 1, 2 or 4.
    Digits(u8),
    /// Two capitals with at most a dot, an apostrophe, a hyphen or a blank between.
    Initials,
    /// A digit and two capitals at a word's end.
    Code,
    Text {
        text: String,
        /// An ASCII word boundary stands before it.
        opens: bool,
        /// The same behind it.
        closes: bool,
    },
}

/// What was read off a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    /// How many line ends a match may run over.
    pub(super) reach: usize,
    /// Something of each of these stands in every match.
    pub(super) needs: Vec<AnyOf>,
}

/// What is known of each pattern. A line for each: its mark, its reach, and each need behind a tab. The strings of a need
/// are parted by bars; "<" and ">" stand where words must end, a number of digits is a figure behind a "#", and the letters
/// behind "\\" stand for what would be taken for one of these.
pub(super) fn read(patterns: &[&'static Pattern]) -> Vec<Kept> {
    let mut lines = include_str!("needs.txt").lines();
    let of = |pattern: &Pattern, line: &str| {
        let mut fields = line.split('\t');
        let known = fields.next() == Some(mark(&pattern.source).as_str());
        let reach = fields.next().filter(|_| known)?.parse().ok()?;
        Some(Kept { reach, needs: fields.map(|need| need.split('|').map(atom).collect()).collect() })
    };
    let unknown = || Kept { reach: REACH, needs: Vec::new() };
    patterns.iter().map(|p| lines.next().and_then(|line| of(p, line)).unwrap_or_else(unknown)).collect()
}

/// By which a pattern is known again.
pub(super) fn mark(source: &str) -> String {
    let hash = source.bytes().fold(0x811C_9DC5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    format!("{:05x}", hash >> 12)
}

/// What stands for a character that has a meaning of its own.
pub(super) const MEANT: [(char, char); 7] =
    [('\n', 'n'), ('\t', 't'), ('|', 'b'), ('<', 'l'), ('>', 'g'), ('#', 'd'), ('\\', 's')];

fn atom(said: &str) -> Atom {
    if let Some(count) = said.strip_prefix('#') {
        return Atom::Digits(count.parse().unwrap_or(1));
    }
    let (opens, closes) = (said.starts_with('<'), said.ends_with('>'));
    let mut text = said.trim_start_matches('<').trim_end_matches('>').to_owned();
    if text.contains('\\') {
        for (meant, letter) in MEANT {
            text = text.replace(&format!("\\{letter}"), meant.encode_utf8(&mut [0; 4]));
        }
    }
    Atom::Text { text, opens, closes }
}
