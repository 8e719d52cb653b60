//! Folded text → runs of digit groups: what stands between two groups is kept as a [`Gap`], letters that reading
//! machines confuse with digits are taken for digits. Spans are bytes of the folded text. Linear.

use crate::model::{Span, scan};

/// What parts two neighbouring groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Blanks.
    Space,
    /// A dot, dash, slash, underscore or bracket.
    Mark,
    /// A line's end.
    Line,
    /// A tab.
    Cell,
    /// A vertical bar.
    Bar,
    /// The word "clé".
    Key,
}

/// Digits written together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Where it stands.
    pub span: Span,
    /// Its first digit's index in [`Run::digits`].
    pub first: usize,
    /// How many digits.
    pub len: usize,
}

/// Groups that nothing but gaps parts.
#[derive(Default)]
pub(super) struct Run {
    /// ASCII digits; `A` or `B` in a Corsican department.
    pub digits: Vec<u8>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The gap after each group but the last.
    pub gaps: Vec<Gap>,
}

/// Neighbouring groups of a run.
#[derive(Clone, Copy)]
pub(super) struct Window<'r> {
    run: &'r Run,
    /// First group.
    pub from: usize,
    /// Last group, included.
    pub to: usize,
}

/// Lengths of neighbouring groups, as far as any shape that is asked for goes.
pub(super) struct Shape {
    lengths: [usize; SHAPE],
    count: usize,
}

/// The longest number that is asked for has fewer digits.
const SHAPE: usize = 24;

impl std::ops::Deref for Shape {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        self.lengths.get(..self.count).unwrap_or_default()
    }
}

impl Run {
    /// The groups from `from` that together have exactly `total` digits.
    pub(super) fn window(&self, from: usize, total: usize) -> Option<Window<'_>> {
        let mut sum = 0;
        for (to, g) in self.groups.iter().enumerate().skip(from) {
            sum += g.len;
            if sum >= total {
                return (sum == total).then_some(Window { run: self, from, to });
            }
        }
        None
    }

    /// For each count of digits, the last of the groups from `from` on that together have so many.
    pub(super) fn ends(&self, from: usize) -> [Option<usize>; SHAPE] {
        let (mut ends, mut sum) = ([None; SHAPE], 0);
        for (to, group) in self.groups.iter().enumerate().skip(from) {
            sum += group.len;
            match ends.get_mut(sum) {
                Some(end) => *end = Some(to),
                None => break,
            }
        }
        ends
    }

    /// How many digits stand from a group on.
    pub(super) fn left(&self, from: usize) -> usize {
        self.groups.get(from).map_or(0, |g| self.digits.len() - g.first)
    }

    /// The groups from `from` to `to`, included.
    pub(super) fn between(&self, from: usize, to: usize) -> Window<'_> {
        Window { run: self, from, to }
    }
}

impl Window<'_> {
    /// Its groups.
    pub(super) fn groups(&self) -> &[Group] {
        self.run.groups.get(self.from..=self.to).unwrap_or_default()
    }

    /// Its gaps.
    pub(super) fn gaps(&self) -> &[Gap] {
        self.run.gaps.get(self.from..self.to).unwrap_or_default()
    }

    /// Its digits.
    pub(super) fn digits(&self) -> &[u8] {
        match (self.groups().first(), self.groups().last()) {
            (Some(a), Some(b)) => self.run.digits.get(a.first..b.first + b.len).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Where it stands in the folded text.
    pub(super) fn span(&self) -> Span {
        match (self.groups().first(), self.groups().last()) {
            (Some(a), Some(b)) => a.span.start..b.span.end,
            _ => 0..0,
        }
    }

    /// Lengths of its groups.
    pub(super) fn shape(&self) -> Shape {
        let mut shape = Shape { lengths: [0; SHAPE], count: self.groups().len().min(SHAPE) };
        shape.lengths.iter_mut().zip(self.groups()).for_each(|(length, group)| *length = group.len);
        shape
    }

    /// Whether its groups have these lengths.
    pub(super) fn has_shape(&self, lengths: &[usize]) -> bool {
        self.groups().len() == lengths.len() && self.groups().iter().zip(lengths).all(|(g, l)| g.len == *l)
    }

    /// Whether every group ends at one of these counts of digits.
    pub(super) fn cut_at(&self, allowed: &[usize]) -> bool {
        let (mut sum, mut groups) = (0, self.groups().iter());
        groups.next_back();
        groups.all(|g| {
            sum += g.len;
            allowed.contains(&sum)
        })
    }

    /// Whether it is written in single digits.
    pub(super) fn single(&self) -> bool {
        self.to > self.from && self.groups().iter().all(|g| g.len == 1)
    }
}

/// A number within a word.
struct Piece {
    /// Where in the word it stands.
    inner: Span,
    /// How many of its characters are digits, from its first on.
    digits: usize,
    /// What each of them is read as.
    read: fn(u8) -> u8,
}

/// All runs of a folded text.
pub(super) fn runs(folded: &str) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let (mut open, mut at) = (false, 0);
    while let Some(span) = next_word(folded.as_bytes(), at, !open) {
        at = span.end;
        let Some(word) = folded.get(span.clone()) else { continue };
        let late = open && out.last().is_some_and(|r| r.digits.len() >= 8);
        let other = || match word {
            "oo" | "ol" if open => Some(Piece { inner: 0..2, digits: 2, read: put_right }),
            // Inside a number, S is a misread 5 and B an 8.
            _ if open && word.len() <= 5 || word.len() >= 3 && word.starts_with('0') => misread(word),
            _ if late => glued_behind(word),
            _ => None,
        };
        let Some(Piece { inner, digits, read }) = piece(word).or_else(other) else {
            // "clé" belongs to the gap; any other word ends the run.
            open &= word == "cle";
            continue;
        };
        let start = span.start + inner.start;
        let gap = out
            .last()
            .filter(|_| open && inner.start == 0)
            .and_then(|r| r.groups.last())
            .and_then(|g| gap(folded.get(g.span.end..start)?));
        if gap.is_none() {
            out.push(Run::default());
        }
        let Some(run) = out.last_mut() else { continue };
        run.gaps.extend(gap);
        run.groups.push(Group { span: start..span.start + inner.end, first: run.digits.len(), len: digits });
        run.digits.reserve(digits);
        run.digits.extend(word.bytes().skip(inner.start).take(digits).map(read));
        open = inner.end == word.len();
    }
    out
}

/// The first ASCII word from a place on, or the first that holds a digit.
fn next_word(b: &[u8], from: usize, with_digit: bool) -> Option<Span> {
    let rest = b.get(from..)?;
    let first = match with_digit {
        true => scan::digit(b, from)?,
        false => from + rest.iter().position(u8::is_ascii_alphanumeric)?,
    };
    let before = b.get(from..first)?.iter().rev().take_while(|c| c.is_ascii_alphanumeric()).count();
    let behind = b.get(first..)?.iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    Some(first - before..first + behind)
}

/// The digits of a word and where in it they stand, if it is a number, or a long number glued to letters.
fn piece(word: &str) -> Option<Piece> {
    let b = word.as_bytes();
    let count = b.iter().filter(|c| c.is_ascii_digit()).count();
    if count == 0 {
        return None;
    }
    let of = |inner: Span, digits, read| Some(Piece { inner, digits, read });
    if count * 2 >= b.len() && b.iter().all(|c| c.is_ascii_digit() || matches!(c, b'o' | b'l' | b'i')) {
        return of(0..b.len(), b.len(), put_right);
    }
    let letter = b.iter().position(|c| !c.is_ascii_digit())?;
    let corsican = count + 1 == b.len()
        && matches!(b.get(letter), Some(b'a' | b'b'))
        && letter.checked_sub(1).and_then(|i| b.get(i)) == Some(&b'2')
        && matches!(b.len(), 2 | 5..=15);
    if corsican {
        return of(0..b.len(), b.len(), |c| c.to_ascii_uppercase());
    }
    // "3621x0135": a number with its extension.
    let is_extension = |tail: &[u8]| {
        tail.first() == Some(&b'x') && tail.len() > 1 && tail.iter().skip(1).all(u8::is_ascii_digit)
    };
    if letter == 4 && b.get(letter..).is_some_and(is_extension) {
        return of(0..b.len(), letter, put_right);
    }
    let tail = b.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    if tail >= 8 && tail == count {
        return of(b.len() - tail..b.len(), tail, put_right);
    }
    if letter >= 9 && letter == count { of(0..letter, letter, put_right) } else { None }
}

/// A letter as the digit that it looks like.
pub(super) fn put_right(c: u8) -> u8 {
    match c {
        b'o' => b'0',
        b'l' | b'i' => b'1',
        b's' => b'5',
        b'b' => b'8',
        other => other,
    }
}

/// A digit beside a letter that looks like another one.
fn misread(word: &str) -> Option<Piece> {
    let count = word.bytes().filter(u8::is_ascii_digit).count();
    let alike = word.bytes().all(|c| c.is_ascii_digit() || matches!(c, b's' | b'b'));
    (alike && 2 * count >= word.len()).then_some(Piece {
        inner: 0..word.len(),
        digits: word.len(),
        read: put_right,
    })
}

/// The last digits of a number to which a word was glued: "34 26puis".
fn glued_behind(word: &str) -> Option<Piece> {
    let b = word.as_bytes();
    let count = b.iter().take_while(|c| c.is_ascii_digit()).count();
    let letters = b.iter().skip(count).all(u8::is_ascii_alphabetic);
    ((2..=4).contains(&count) && letters && b.len() >= count + 3).then_some(Piece {
        inner: 0..count,
        digits: count,
        read: put_right,
    })
}

fn gap(s: &str) -> Option<Gap> {
    if s.contains("cle") {
        let odd = s
            .replace("cle", "")
            .chars()
            .any(|c| !matches!(c, ' ' | '\t' | '\n' | '.' | ':' | ',' | ';' | '(' | ')' | '/' | '-' | '='));
        return (!odd && s.len() <= 16).then_some(Gap::Key);
    }
    let all = |ok: fn(char) -> bool| !s.is_empty() && s.chars().all(ok);
    if s.len() > 8 {
        return None;
    }
    if all(|c| c == ' ') {
        return (s.len() <= 4).then_some(Gap::Space);
    }
    let mark = |c: char| matches!(c, ' ' | '.' | '-' | '/' | '_' | '(' | ')' | '\u{b7}');
    if s.chars().all(mark) {
        return (s.chars().filter(|c| *c != ' ').count() <= 2).then_some(Gap::Mark);
    }
    if s.chars().all(|c| mark(c) || c == '\n') {
        return (s.matches('\n').count() <= 2).then_some(Gap::Line);
    }
    if s.contains('\n') && s.chars().all(|c| matches!(c, ' ' | '\t' | '\n')) {
        return (s.matches('\n').count() == 1).then_some(Gap::Line);
    }
    if s.chars().all(|c| c == ' ' || c == '\t' || c == '\n') {
        return Some(Gap::Cell);
    }
    all(|c| c == ' ' || c == '|').then_some(Gap::Bar)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(s: &str) -> Vec<(String, Vec<Gap>)> {
        runs(s).into_iter().map(|r| (String::from_utf8_lossy(&r.digits).into_owned(), r.gaps)).collect()
    }

    #[test]
    fn groups_and_gaps() {
        use Gap::{Key, Line, Mark, Space};
        assert_eq!(read("tel 01.42 16\n1o o2"), [("0142161002".into(), vec![Mark, Space, Line, Space])]);
        assert_eq!(read("2 79 cle : 45"), [("27945".into(), vec![Space, Key])]);
        assert_eq!(read("12 mg 13"), [("12".into(), vec![]), ("13".into(), vec![])]);
        assert_eq!(read("1 85 2a 033"), [("1852A033".into(), vec![Space, Space, Space])]);
        assert_eq!(read("belvedere1750803447 [1"), [("1750803447".into(), vec![]), ("1".into(), vec![])]);
        assert_eq!(read("il a 2038h20391"), []);
    }
}
