//! What was read off a picture: lines of letters with their places, what could not be read, and machine-readable symbols.
//! Axes are those of the picture that was given: pixels, origin top-left, x right, y down, never turned.

use std::fmt;

use super::geometry::{Quad, Rect};

/// A picture to read.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 3` bytes: red, green, blue, rows from the top, without padding.
    pub rgb: &'a [u8],
}

/// How many quarter turns clockwise set the text upright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// It stands upright.
    #[default]
    None,
    /// One: its lines run upwards.
    Quarter,
    /// Two: it stands on its head.
    Half,
    /// Three: its lines run downwards.
    ThreeQuarters,
}

/// A region that holds one line of text, found but not read yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineBox {
    /// Corners as one who reads the line sees them: top left, top right, bottom right, bottom left.
    pub quad: Quad,
    /// How far the line's middle lies below the box's at evenly spaced places from its start to its end, in shares of the
    /// box's height: paper bends. All 0 for a straight line.
    pub bend: [f32; BENDS],
    /// How sure the detector is, 0 to 1.
    pub score: f32,
}

/// At how many places of a line its bend is told.
pub const BENDS: usize = 9;

/// The lines of a picture, found but not read yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// In reading order.
    pub lines: Vec<LineBox>,
    /// How the picture stands.
    pub turn: Turn,
}

/// A character that was read. Document text: it has no `Debug`, so that it reaches no log.
#[derive(Clone, PartialEq)]
pub struct ReadLetter {
    /// One character or ligature. A space is a letter whose box is the gap.
    pub text: String,
    /// Its place: the box around its slice of the line.
    pub rect: Rect,
}

/// A line that was read.
#[derive(Clone, Default, PartialEq)]
pub struct ReadLine {
    /// In reading order; spaces are letters too. Empty when nothing was recognised.
    pub letters: Vec<ReadLetter>,
    /// Corners as one who reads the line sees them: top left, top right, bottom right, bottom left.
    pub quad: Quad,
    /// 0 to 1: how likely the line as a whole is what stands there.
    pub confidence: f32,
    /// Whether the heavy recogniser has read it.
    pub heavy: bool,
}

/// Why a region is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// A region of text that no recogniser is sure of: poor print, handwriting, a script that we do not read.
    Unread,
    /// Ink outside every line that is no rule or frame: a signature, a stamp, a drawing, a photograph.
    Mark,
    /// A head whose face is seen.
    Face,
}

/// A region that was not read with confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Doubt {
    /// Its place.
    pub rect: Rect,
    /// Why.
    pub kind: DoubtKind,
}

/// A barcode, or what looks like one. Document text: it has no `Debug`.
#[derive(Clone, PartialEq)]
pub struct Symbol {
    /// Its place, with its quiet zone.
    pub rect: Rect,
    /// What it says; `None` when it looks like a symbol and does not decode.
    pub text: Option<String>,
}

/// All that was read off a picture.
#[derive(Clone, Default, PartialEq)]
pub struct Reading {
    /// In reading order. Lines in doubt stand here too, with what was guessed.
    pub lines: Vec<ReadLine>,
    /// What could not be read with confidence.
    pub doubts: Vec<Doubt>,
    /// Barcodes.
    pub symbols: Vec<Symbol>,
    /// How the picture stands.
    pub turn: Turn,
}

impl Reading {
    /// Whether no word and no barcode was read: then a person must look at the picture.
    pub fn is_blank(&self) -> bool {
        self.symbols.is_empty()
            && self.lines.iter().all(|l| l.letters.iter().all(|t| t.text.trim().is_empty()))
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("lines", &self.lines.len())
            .field("doubts", &self.doubts.len())
            .field("symbols", &self.symbols.len())
            .field("turn", &self.turn)
            .finish()
    }
}
