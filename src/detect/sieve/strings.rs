//! The strings that patterns need → where they stand in a text. Three bytes tell which strings may begin at a place, and
//! hardly any does; these are compared letter by letter. Linear.

use std::collections::BTreeMap;

/// A string that is looked for.
struct Sought {
    text: String,
    /// Its first bytes in a number, and which bytes of the number they are.
    opening: u64,
    mask: u64,
    /// Whether a word must begin or end behind it.
    closes: bool,
    /// The needs that it meets.
    bits: u128,
}

/// One way to come to a string, and the next with the same beginning.
struct Step {
    sought: u16,
    next: u16,
}

/// No further step.
const NONE: u16 = u16::MAX;

/// Bytes fall into so many classes, which tell letters apart.
const CLASSES: usize = 32;

/// What stands above the class of a byte that is of a word.
const WORD: u8 = CLASSES as u8;

/// Three classes in a row.
const BEGINNINGS: usize = CLASSES * CLASSES * CLASSES;

/// All strings that are looked for.
pub(super) struct Strings {
    sought: Vec<Sought>,
    steps: Vec<Step>,
    /// The first step for each beginning of three classes: to strings that may stand anywhere, and to those that stand only
    /// where a word begins or ends.
    heads: Vec<[u16; 2]>,
    /// The class of each byte; of a word's bytes, with [`WORD`] added.
    class: [u8; 256],
}

/// Where words begin or end in a folded text.
pub(super) struct Edges<'a> {
    pub(super) text: &'a str,
    /// Bytes that came from beyond ASCII: "habit" ends a word in "habité" for a pattern that runs on the original.
    pub(super) accents: &'a [u64],
}

impl Edges<'_> {
    fn parted(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let word = |n: Option<&u8>| n.is_some_and(|b| word(*b));
        word(at.checked_sub(1).and_then(|n| bytes.get(n))) != word(bytes.get(at)) || self.accented(at)
    }

    /// Whether a character beyond ASCII stands at a place or before it.
    fn accented(&self, at: usize) -> bool {
        let accent = |at: usize| self.accents.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1);
        accent(at) || at.checked_sub(1).is_some_and(accent)
    }
}

/// Whether a byte is of a word, for patterns.
fn word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

impl Strings {
    /// Takes strings, with whether words must end at their sides, and the needs that each meets.
    pub(super) fn of(strings: BTreeMap<(&str, bool, bool), u128>) -> Self {
        let mut out = Self {
            sought: Vec::with_capacity(strings.len()),
            steps: Vec::new(),
            heads: vec![[NONE; 2]; BEGINNINGS],
            class: std::array::from_fn(|b| class(b as u8) + if word(b as u8) { WORD } else { 0 }),
        };
        for ((text, opens, closes), bits) in strings {
            let sought = out.sought.len() as u16;
            let mask = opening(&[0xff; 8][..text.len().min(8)]);
            let opening = opening(text.as_bytes());
            out.sought.push(Sought { text: text.to_owned(), opening, mask, closes, bits });
            let classes = |n: usize| match text.as_bytes().get(n) {
                Some(b) => usize::from(class(*b))..usize::from(class(*b)) + 1,
                None => 0..CLASSES,
            };
            for beginning in classes(0).flat_map(|a| classes(1).map(move |b| a * CLASSES + b)) {
                classes(2).for_each(|c| out.add(beginning * CLASSES + c, usize::from(opens), sought));
            }
        }
        out
    }

    fn add(&mut self, beginning: usize, opens: usize, sought: u16) {
        if let Some(head) = self.heads.get_mut(beginning).and_then(|heads| heads.get_mut(opens)) {
            self.steps.push(Step { sought, next: *head });
            *head = (self.steps.len() - 1) as u16;
        }
    }

    /// Tells, place by place in their order, which needs the strings meet that begin there.
    pub(super) fn find(&self, edges: &Edges<'_>, mut met: impl FnMut(usize, u128)) {
        let bytes = edges.text.as_bytes();
        let accents = edges.accents.iter().any(|bits| *bits != 0);
        let (mut beginning, mut words) = (0, 0);
        // The third byte of a beginning tells what may begin two bytes before it.
        bytes.iter().chain(&[0; 2]).enumerate().for_each(|(at, b)| {
            let class = usize::from(self.class[usize::from(*b)]);
            beginning = (beginning * CLASSES + class % CLASSES) % BEGINNINGS;
            words = (words << 1) | (class / CLASSES);
            let Some([anywhere, parted]) = self.heads.get(beginning) else { return };
            if *anywhere & *parted == NONE || at < 2 {
                return;
            }
            // A word begins or ends before the third byte from here, or an accent did.
            let edge = || (words >> 2 ^ words >> 3) & 1 == 1 || accents && edges.accented(at - 2);
            let mut bits = if *anywhere == NONE { 0 } else { self.along(*anywhere, edges, at - 2) };
            if *parted != NONE && edge() {
                bits |= self.along(*parted, edges, at - 2);
            }
            if bits != 0 {
                met(at - 2, bits);
            }
        });
    }

    /// The needs that are met by the strings of a chain that stand at a place.
    fn along(&self, first: u16, edges: &Edges<'_>, at: usize) -> u128 {
        let mut bits = 0;
        let rest = edges.text.as_bytes().get(at..).unwrap_or_default();
        let said = opening(rest);
        let mut step = self.steps.get(usize::from(first));
        while let Some(Step { sought, next }) = step {
            step = self.steps.get(usize::from(*next));
            let Some(sought) = self.sought.get(usize::from(*sought)) else { break };
            // Hardly any of them begins like this.
            if said & sought.mask != sought.opening {
                continue;
            }
            let text = sought.text.as_bytes();
            let stands = rest.starts_with(text) && (!sought.closes || edges.parted(at + text.len()));
            bits |= if stands { sought.bits } else { 0 };
        }
        bits
    }
}

/// The first eight bytes of a string, or the fewer that it has.
fn opening(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes.iter().rev().fold(0, |all, b| all << 8 | u64::from(*b)),
    }
}

/// The class of a byte of folded text.
fn class(b: u8) -> u8 {
    match b {
        b'a'..=b'z' => b - b'a',
        b' ' => 26,
        b'-' => 27,
        b'0'..=b'9' => 28,
        b'.' => 29,
        b',' => 30,
        _ => 31,
    }
}
