//! Words and numbers of a text → what the tagger looks at, as numbers of weight rows. Training and striking call the same
//! code, so that the weights mean the same thing in both. A line is read only where some word of it could belong to a
//! name or an address.

use std::ops::Range;

use crate::model::Span;

use super::super::tokens::{Shape, Word};
use super::word::of_word;

/// Features of one word.
pub(crate) const COUNT: usize = 30;

/// Rows of weights: features are hashed into this many, a power of two.
pub(crate) const ROWS: usize = 1 << 17;

/// The row of a feature.
pub(crate) fn row(feature: u32) -> usize {
    feature as usize & (ROWS - 1)
}

/// How many words to each side of a candidate are read with it.
const NEAR: usize = 5;

/// Longest stretch that is read at once, in words and numbers.
const MOST: usize = 256;

/// A word or a number with everything that does not depend on its neighbours.
#[derive(Clone, Debug, Default)]
pub(crate) struct Token {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// What it says: itself for ordinary words, only its ending for others.
    pub(super) id: u32,
    /// All that the lists and the shape say.
    pub(super) fine: u32,
    /// The same in few kinds.
    pub(super) coarse: u32,
    /// What parts it from the token before, the characters beside it.
    pub(super) gap: u32,
    pub(super) before: u32,
    pub(super) after: u32,
    pub(super) endings: [u32; 4],
    pub(super) length: u32,
    /// It could be part of a name or an address.
    pub(super) candidate: bool,
    /// It has a capital, and is no role, heading or the like.
    pub(super) capital: bool,
    /// It is no ordinary word, and written like a name or in a list of them.
    pub(crate) solid: bool,
    /// It begins with a capital and is in a list of names, and in no other.
    pub(crate) listed: bool,
    /// The number of its line, and the first token of that line.
    pub(super) line: u32,
}

/// A text as the tagger sees it.
pub(crate) struct Seen {
    pub(crate) tokens: Vec<Token>,
    english: u32,
    /// By line: the range of its tokens, and whether it has small letters.
    lines: Vec<Line>,
}

/// A line's tokens.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// 0 some small letters, 1 all capitals, 2 every word begins with a capital, 3 no capital.
    case: u32,
    candidate: bool,
}

/// Mixes two numbers.
pub(super) fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(7) ^ b).wrapping_mul(0x9E37_79B1)
}

pub(super) fn hash(s: &str) -> u32 {
    s.bytes().fold(0x811C_9DC5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// What stands beside a word, in few kinds.
fn mark(c: Option<char>) -> u32 {
    match c {
        None | Some('\n' | '\r') => 1,
        Some('\t' | '|') => 2,
        Some('.') => 4,
        Some(',') => 5,
        Some(':') => 6,
        Some(';') => 7,
        Some('(' | '[') => 8,
        Some(')' | ']') => 9,
        Some('-' | '\u{2013}' | '\u{2011}') => 10,
        Some('/') => 11,
        Some('\'' | '\u{2019}') => 12,
        Some('"' | '\u{ab}' | '\u{bb}' | '\u{201c}' | '\u{201d}') => 13,
        Some('@') => 14,
        Some('?' | '!') => 15,
        Some('%' | '=' | '<' | '>' | '+' | '*' | '#') => 16,
        Some(c) if c.is_ascii_digit() => 17,
        Some(c) if c.is_whitespace() => 3,
        Some(_) => 18,
    }
}

impl Seen {
    /// Looks at a text's words, and at the numbers between them.
    pub(in crate::detect) fn new(string: &str, words: &[Word]) -> Self {
        let mut seen =
            Self { tokens: Vec::with_capacity(words.len() + words.len() / 2), english: 0, lines: Vec::new() };
        let mut at = 0;
        let (mut en, mut fr) = (0u32, 0u32);
        // By the number of its spelling, what does not depend on the signs around a word.
        let mut known: Vec<Option<Token>> = Vec::new();
        for word in words {
            seen.numbers(string, at..word.span.start);
            if word.shape == Shape::Lower && en + fr < 600 {
                match word.folded.as_str() {
                    "the" | "and" | "of" | "is" | "to" | "my" | "you" | "for" | "with" | "this" | "was"
                    | "were" | "his" | "her" | "has" | "at" | "by" | "it" => en += 1,
                    "le" | "la" | "les" | "de" | "des" | "et" | "est" | "pour" | "du" | "une" | "avec"
                    | "dans" | "en" | "au" | "par" => fr += 1,
                    _ => {}
                }
            }
            if known.len() <= word.number {
                known.resize(word.number + 1, None);
            }
            let plain = !word.dot && !word.web && !word.digit_after;
            let token = match known.get_mut(word.number).filter(|_| plain) {
                Some(known) => known.get_or_insert_with(|| of_word(word, string)).clone(),
                None => of_word(word, string),
            };
            seen.push(string, Token { span: word.span.clone(), ..token });
            at = word.span.end;
        }
        seen.numbers(string, at..string.len());
        seen.english = if en > 0 && fr * 3 <= en { 2 } else { u32::from(fr > 0) };
        seen.close();
        seen
    }

    /// Appends a token to the last line, or to a new one.
    fn push(&mut self, string: &str, mut token: Token) {
        token.gap = gap(string, self.tokens.last().map(|t| t.span.end), token.span.start);
        (token.before, token.after) = beside(string, &token.span);
        // An ordinary word with a capital in the middle of a sentence.
        token.candidate |= token.capital && !matches!(token.gap, LINE | TAB | COLON | 5 | 16 | 19);
        let full = self.lines.last().is_none_or(|l| self.tokens.len() - l.from >= MOST);
        if token.gap == LINE || full {
            let at = self.tokens.len();
            self.lines.push(Line { from: at, to: at, case: 0, candidate: false });
        }
        token.line = self.lines.len() as u32;
        self.tokens.push(token);
        if let Some(line) = self.lines.last_mut() {
            line.to = self.tokens.len();
        }
    }

    /// Numbers in a stretch without letters.
    fn numbers(&mut self, string: &str, range: Span) {
        let bytes = string.get(range.clone()).unwrap_or_default().as_bytes();
        let mut i = 0;
        while let Some(&b) = bytes.get(i) {
            if !b.is_ascii_digit() {
                i += 1;
                continue;
            }
            let start = i;
            while bytes.get(i).is_some_and(u8::is_ascii_digit) {
                i += 1;
            }
            let digits = (i - start).min(7) as u32;
            let token = Token {
                span: range.start + start..range.start + i,
                id: mix(digits, 77),
                fine: mix(0x80 | digits, u32::from(b == b'0')),
                coarse: 0x80 | digits,
                endings: [digits; 4],
                length: digits,
                ..Token::default()
            };
            self.push(string, token);
        }
    }

    /// Settles what can only be said of whole lines.
    fn close(&mut self) {
        for line in &mut self.lines {
            let own = self.tokens.get(line.from..line.to).unwrap_or(&[]);
            line.candidate = own.iter().any(|t| t.candidate);
            let (mut upper, mut cap, mut lower) = (0, 0, 0);
            for t in own.iter().filter(|t| t.coarse & 0x80 == 0) {
                match t.coarse & 3 {
                    0 => upper += 1,
                    1 | 2 => cap += 1,
                    _ => lower += 1,
                }
            }
            line.case = match (upper, cap, lower) {
                (_, 0, 0) => 1,
                (_, _, 0) => 2,
                (0, 0, _) => 3,
                _ if lower > upper + cap => 0,
                _ => 4,
            };
        }
    }

    /// Whether the text reads like English rather than French.
    pub(crate) fn is_english(&self) -> bool {
        self.english == 2
    }

    /// Whether nothing goes on from the token before: a tab, a colon, a semicolon or a line end stands between.
    pub(crate) fn parted(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|t| t.gap >= COLON || t.gap == SEMICOLON)
    }

    /// The lines that are worth reading.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.candidate)
    }

    /// The parts of a line that lie near a word that could belong to a name or an address, in order, apart from each
    /// other: far from all of these nothing is read.
    pub(crate) fn near(&self, line: &Line) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let own = self.tokens.get(line.from..line.to).unwrap_or(&[]);
        for (n, _) in own.iter().enumerate().filter(|(_, t)| t.candidate) {
            let at = line.from + n;
            let (from, to) = (at.saturating_sub(NEAR).max(line.from), (at + NEAR + 1).min(line.to));
            match out.last_mut().filter(|last| last.end >= from) {
                Some(last) => last.end = to,
                None => out.push(from..to),
            }
        }
        out
    }

    /// What there is to see of a token, as numbers whose last bits are rows of weights.
    pub(crate) fn features(&self, line: &Line, at: usize, out: &mut [u32; COUNT]) {
        const NONE: (u32, u32, u32) = (11, 13, 17);
        let Some(t) = self.tokens.get(at) else { return };
        let near = |by: isize| {
            let other = at.checked_add_signed(by).and_then(|i| self.tokens.get(i));
            other.map_or(NONE, |o| {
                // The line above and below is seen as through a glass.
                let apart = if o.line == t.line { 0 } else { 0x5bd1 };
                (o.id ^ apart, o.coarse ^ apart, o.fine ^ apart)
            })
        };
        let ((i1, c1, f1), (j1, d1, _)) = (near(-1), near(1));
        let ((i2, c2, _), (j2, d2, _)) = (near(-2), near(2));
        let first = u32::from(at == line.from);
        let last = u32::from(at + 1 == line.to);
        let place = first * 2 + last;
        let (label, since) = self.label(line, at);
        let above = if first == 1 { i1 } else { 0 };
        let gap = t.gap;
        let raw = [
            mix(t.fine, 0),
            mix(t.coarse, mix(gap, t.before)),
            mix(t.coarse, mix(t.before, t.after)),
            mix(t.id, gap),
            mix(t.id, i1),
            mix(t.id, j1),
            mix(i1, mix(t.coarse, gap)),
            mix(j1, t.coarse),
            mix(i2, t.coarse),
            mix(j2, t.coarse),
            mix(mix(i2, i1), t.coarse & 0xff),
            mix(mix(j1, j2), t.coarse & 0xff),
            mix(c1, mix(t.coarse, gap)),
            mix(t.coarse, d1),
            mix(c1, mix(t.coarse, d1)),
            mix(mix(c2, c1), t.coarse),
            mix(mix(d1, d2), t.coarse),
            mix(t.fine, f1),
            mix(t.endings[0], t.coarse & 0x3f),
            mix(t.endings[1], t.coarse & 0x3f),
            mix(t.endings[2], t.coarse & 0x3f),
            mix(t.endings[3], t.coarse & 0x3f),
            mix(place, mix(t.coarse, line.case)),
            mix(label, mix(since, t.coarse)),
            mix(above, mix(first, t.coarse)),
            mix(self.english, mix(t.coarse, c1)),
            mix(c2, mix(i1, t.coarse)),
            mix(t.length, t.coarse),
            mix(i1, j1),
            mix(mix(self.english, place), mix(t.coarse, t.after)),
        ];
        for (n, (row, raw)) in out.iter_mut().zip(raw).enumerate() {
            let h = mix(raw, n as u32 + 1);
            *row = h ^ (h >> 15);
        }
    }

    /// The word before the last colon or tab on the line, and how many tokens stand since.
    fn label(&self, line: &Line, at: usize) -> (u32, u32) {
        let mut since = 0;
        let mut i = at;
        while i > line.from && since < 4 {
            let Some(t) = self.tokens.get(i) else { break };
            if matches!(t.gap, COLON | TAB) {
                return (self.tokens.get(i - 1).map_or(0, |l| l.id), since + 1);
            }
            since += 1;
            i -= 1;
        }
        (0, 0)
    }
}

/// Gaps that part more than words do.
const SEMICOLON: u32 = 8;
const COLON: u32 = 20;
const TAB: u32 = 21;
const LINE: u32 = 22;

/// What parts two tokens: one of the above, a mark, or only blanks.
fn gap(string: &str, end: Option<usize>, start: usize) -> u32 {
    let Some(between) = string.get(end.unwrap_or(0)..start) else { return 0 };
    if end.is_none() {
        return LINE;
    }
    match between {
        "" => return 0,
        " " => return 1,
        _ => {}
    }
    let mut kind = 0;
    for c in between.chars() {
        let this = match c {
            '\n' | '\r' => return LINE,
            '\t' | '|' => TAB,
            ':' => COLON,
            ' ' => 1,
            c if c.is_whitespace() => 1,
            c => 1 + mark(Some(c)),
        };
        kind = kind.max(this);
    }
    if kind == 1 && between.len() > 2 { 2 } else { kind }
}

fn beside(string: &str, span: &Span) -> (u32, u32) {
    (
        mark(string.get(..span.start).and_then(|s| s.chars().next_back())),
        mark(string.get(span.end..).and_then(|s| s.chars().next())),
    )
}
