//! A text as detectors see it, with what several of them look at: made once, when it is first asked for.

use std::cell::OnceCell;

use super::rx::{Captures, Match};
use super::sieve::{Lines, On, Pattern};
use super::{dates, digits, facility, propagate, tokens};
use crate::model::{Field, Folded, Known, Span, Text};

/// One text as detectors see it.
pub(crate) struct Input<'a> {
    /// Its labels with their values.
    pub fields: &'a [Field],
    /// Its index in the extract.
    pub index: usize,
    /// What it says.
    pub string: &'a str,
    /// The same, folded; line feeds and tabs are kept.
    pub folded: Folded,
    /// What the host already knows.
    pub known: &'a Known,
    /// Most of it was read in a picture.
    pub recognised: bool,
    words: OnceCell<Vec<tokens::Word>>,
    dates: OnceCell<Vec<dates::Written>>,
    digits: OnceCell<Vec<digits::Run>>,
    lines: OnceCell<Lines>,
    places: OnceCell<Vec<facility::Place>>,
    days: OnceCell<Vec<(Span, dates::Date)>>,
    squeezed: OnceCell<propagate::Squeezed>,
}

impl<'a> Input<'a> {
    /// Folds a text for detection.
    pub(crate) fn new(text: &'a Text, index: usize, known: &'a Known) -> Self {
        let input = Self::reading(text.as_str(), text.fields(), index, known);
        Self { recognised: text.recognised(), ..input }
    }

    /// The same for another string in the text's place.
    pub(super) fn reading(string: &'a str, fields: &'a [Field], index: usize, known: &'a Known) -> Self {
        Self {
            fields,
            index,
            string,
            folded: Folded::new(string),
            known,
            recognised: false,
            words: OnceCell::new(),
            dates: OnceCell::new(),
            digits: OnceCell::new(),
            lines: OnceCell::new(),
            places: OnceCell::new(),
            days: OnceCell::new(),
            squeezed: OnceCell::new(),
        }
    }

    /// Its words, made when first asked for.
    pub(super) fn words(&self) -> &[tokens::Word] {
        self.words.get_or_init(|| tokens::words(self.string))
    }

    /// The dates of its folded string.
    pub(super) fn dates(&self) -> &[dates::Written] {
        self.dates.get_or_init(|| dates::dates_in(self.folded.as_str(), &|pattern| self.windows(pattern)))
    }

    /// Every writing of a day in it, with or without the year, by its place in the original.
    pub(super) fn days(&self) -> &[(Span, dates::Date)] {
        self.days.get_or_init(|| dates::days(self))
    }

    /// The letters and digits of its folded string alone.
    pub(super) fn squeezed(&self) -> &propagate::Squeezed {
        self.squeezed.get_or_init(|| propagate::Squeezed::of(self.folded.as_str()))
    }

    /// The runs of digits of its folded string.
    pub(super) fn digits(&self) -> &[digits::Run] {
        self.digits.get_or_init(|| digits::runs(self.folded.as_str()))
    }

    /// The names of places of care in it.
    pub(super) fn places(&self) -> &[facility::Place] {
        self.places.get_or_init(|| facility::places(self))
    }

    /// Where a pattern of the sieve may match.
    pub(super) fn windows(&self, pattern: &Pattern) -> Vec<Span> {
        self.lines.get_or_init(|| Lines::of(&self.folded, self.string)).windows(pattern)
    }

    /// The string on which a pattern runs.
    pub(super) fn on(&self, pattern: &Pattern) -> &str {
        match pattern.on() {
            On::Folded => self.folded.as_str(),
            On::Original => self.string,
        }
    }

    /// Matches in the string on which a pattern runs.
    pub(super) fn finds(&self, pattern: &'static Pattern) -> impl Iterator<Item = Match<'_>> {
        pattern.find_in(self.on(pattern), self.windows(pattern))
    }

    /// The same with their groups.
    pub(super) fn captures(&self, pattern: &'static Pattern) -> impl Iterator<Item = Captures<'_>> {
        pattern.captures_in(self.on(pattern), self.windows(pattern))
    }

    /// The original's bytes behind a range of folded bytes.
    pub(crate) fn back(&self, folded: &Span) -> Span {
        self.folded.original(folded)
    }
}
