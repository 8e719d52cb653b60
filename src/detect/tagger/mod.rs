//! A text's words → stretches that read like names or addresses, with how sure. A linear chain of five states over words
//! and numbers, line by line, scored by hashed features whose small integer weights `cargo xtask train` made. Law: integers
//! only, so that every machine says the same; linear in the text; lists are features and never decide alone.

pub(crate) mod decode;
pub(crate) mod features;
pub(crate) mod weights;
mod word;

use super::tokens::Word;
use crate::model::Span;
use decode::Mark;
use features::Seen;

/// What a stretch reads like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// A person's name.
    Name,
    /// A part of a postal address.
    Address,
}

/// A stretch of one line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tagged {
    /// Bytes of the text.
    pub(crate) span: Span,
    pub(crate) what: What,
    /// By how much the best reading of the line that strikes its surest word beats the best one that does not, in units
    /// of the weights.
    pub(crate) margin: i32,
    /// Some word of it is no ordinary one.
    pub(crate) solid: bool,
}

/// How sure one must be of a word, in units of the weights.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need {
    /// Of a stretch's surest word.
    pub(crate) core: i32,
    /// Of the others.
    pub(crate) edge: i32,
    /// Of a word that lists of names hold, and no other list.
    pub(crate) listed: i32,
}

/// What the tagger sees of a text, and what it thinks of each word of the lines that it read.
pub(crate) struct Reading {
    pub(crate) seen: Seen,
    pub(crate) marks: Vec<Mark>,
}

impl Reading {
    /// Reads a text.
    pub(in crate::detect) fn new(string: &str, words: &[Word]) -> Self {
        Self::with(Seen::new(string, words), weights::weights())
    }

    /// Reads what was seen of a text.
    pub(crate) fn with(seen: Seen, weights: &weights::Weights) -> Self {
        let mut marks = Vec::new();
        let mut room = decode::Room::default();
        for line in seen.lines() {
            for near in seen.near(line) {
                decode::line(&seen, line, near, weights, &mut room, &mut marks);
            }
        }
        Self { seen, marks }
    }

    /// How sure it is that some word of a span belongs to a name; `None` if it read none of it.
    pub(crate) fn surest(&self, span: &Span) -> Option<i32> {
        let start = |m: &Mark| self.seen.tokens.get(m.token).map_or(0, |t| t.span.end);
        let from = self.marks.partition_point(|m| start(m) <= span.start);
        let of_span = self
            .marks
            .iter()
            .skip(from)
            .take_while(|m| self.seen.tokens.get(m.token).is_some_and(|t| t.span.start < span.end));
        of_span.map(|m| m.name).max()
    }

    /// Stretches of a kind, in order.
    pub(crate) fn stretches(&self, what: What, need: Need) -> Vec<Tagged> {
        let (mut out, mut open): (Vec<Tagged>, Option<(Tagged, bool)>) = (Vec::new(), None);
        let mut close = |open: &mut Option<(Tagged, bool)>| {
            out.extend(open.take().filter(|(t, enough)| *enough || t.margin >= need.core).map(|(t, _)| t));
        };
        let mut last = None;
        for mark in &self.marks {
            let (margin, opens) = match what {
                What::Name => (mark.name, mark.opens[0]),
                What::Address => (mark.address, mark.opens[1]),
            };
            let Some(token) = self.seen.tokens.get(mark.token) else { continue };
            let follows = last.is_some_and(|l| l + 1 == mark.token) && !self.seen.parted(mark.token);
            last = Some(mark.token);
            let enough = token.listed && margin >= need.listed;
            if margin < need.edge && !enough {
                close(&mut open);
                continue;
            }
            match &mut open {
                Some((tagged, any)) if follows && !opens => {
                    tagged.span.end = token.span.end;
                    tagged.margin = tagged.margin.max(margin);
                    tagged.solid |= token.solid;
                    *any |= enough;
                }
                _ => {
                    close(&mut open);
                    let tagged = Tagged { span: token.span.clone(), what, margin, solid: token.solid };
                    open = Some((tagged, enough));
                }
            }
        }
        close(&mut open);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    fn names(string: &str) -> Vec<&str> {
        let reading = Reading::new(string, &tokens::words(string));
        let need = Need { core: 25, edge: 18, listed: 25 };
        reading.stretches(What::Name, need).into_iter().map(|t| &string[t.span]).collect()
    }

    #[test]
    fn names_that_no_list_holds_are_read_from_what_surrounds_them() {
        assert_eq!(names("Discuté avec Zorvane Quilbec ce matin."), ["Zorvane Quilbec"]);
        assert_eq!(names("I talked to Zorvane Quilbec about the bill."), ["Zorvane Quilbec"]);
        assert!(names("Score de Quilbec à 3, traité par Doliprane.").is_empty());
    }

    #[test]
    fn a_stretch_ends_with_its_line() {
        for t in names("Vu par Zorvane Quilbec\nTamsine Orbeck, interne") {
            assert!(!t.contains('\n'), "{t}");
        }
    }

    #[test]
    fn broken_weights_say_nothing() {
        let string = "Discuté avec Zorvane Quilbec ce matin.";
        let seen = Seen::new(string, &tokens::words(string));
        let reading = Reading::with(seen, &weights::Weights::read(b"T1 and no more"));
        assert!(reading.stretches(What::Name, Need { core: 1, edge: 1, listed: 1 }).is_empty());
    }

    #[test]
    fn endless_lines_are_read_in_pieces() {
        let string = "Zorvane ".repeat(5000);
        let reading = Reading::new(&string, &tokens::words(&string));
        assert!(reading.seen.lines().all(|l| l.to - l.from <= 256));
    }
}
