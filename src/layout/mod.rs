//! Placed glyphs → [`Text`]: words, cells, lines and blocks in reading order, and [`Field`](crate::model::Field)s (label →
//! value beside, below or after a line break). Geometry only: which labels mean something is for detection to say.
//!
//! The law: every atom that came in with a letter or a space comes out once, whatever its place, so that what is struck
//! is whole. Lengths are in the page's unit, or in *em*: the height of the line at hand. Order is O(n log n).

mod columns;
mod fields;
mod lines;
mod overset;
mod tables;
mod turned;

use crate::model::order::sort_by_key;
use crate::model::{AtomId, BreakKind, Field, Rect, Text, TextBuilder};

use fields::{Cell, Row};
use lines::{Line, Segment};

pub use fields::fields_of;

/// What stands at a place: a glyph or a word, with the atom behind it.
#[derive(Clone)]
pub struct Placed {
    /// What it says; empty strings are ignored. A glyph that shows a space counts as a gap and keeps its atom.
    pub string: String,
    /// The atom to remove.
    pub atom: AtomId,
    /// Its box in the page's unit, origin top-left, y down, in the page's reading orientation: the advance wide, from
    /// ascender to descender high (a tight box around the ink will do).
    pub rect: Rect,
}

/// Puts glyphs of one page, given in any order, into reading order. The order given is only used to tell columns from
/// table rows and to follow text that runs up, down or askew.
pub fn arrange(placed: &[Placed]) -> Text {
    let mut out = Writer::default();
    for flow in turned::flows(placed) {
        let lines = lines::lines(&flow);
        let pitch = lines::pitch(&lines);
        for column in columns::reading_order(lines) {
            out.column(&flow, &column, pitch);
        }
        out.flow_ends();
    }
    out.finish()
}

/// A glyph on its way. Items stay in input order.
#[derive(Clone)]
struct Item<'a> {
    string: &'a str,
    atom: AtomId,
    rect: Rect,
}

impl Item<'_> {
    fn is_space(&self) -> bool {
        self.string.chars().all(char::is_whitespace)
    }
}

/// Writes columns one after the other and remembers where each cell came to stand.
#[derive(Default)]
struct Writer {
    builder: TextBuilder,
    rows: Vec<Row>,
    /// Where the present flow's rows begin: heights of different flows are not of one page.
    flow: usize,
    /// Pairs of label and value in different columns, as places in the text.
    beside: Vec<Field>,
}

impl Writer {
    fn flow_ends(&mut self) {
        let rows = self.rows.get(self.flow..).unwrap_or_default();
        fields::staggered(self.builder.as_str(), rows, &mut self.beside);
        self.flow = self.rows.len();
    }

    fn column(&mut self, items: &[Item<'_>], lines: &[Line], pitch: f32) {
        self.builder.push_break(BreakKind::Block);
        let mut before: Option<&Line> = None;
        for line in lines {
            if let Some(before) = before {
                let step = line.base - before.base;
                let loose = step > (1.5 * pitch).max(1.6 * line.height.max(before.height));
                self.builder.push_break(if loose { BreakKind::Block } else { BreakKind::Line });
                if loose {
                    self.rows.push(Row::default());
                }
            }
            self.line(items, line);
            before = Some(line);
        }
        self.rows.push(Row::default());
    }

    fn line(&mut self, items: &[Item<'_>], line: &Line) {
        let mut row = Row::default();
        for (i, segment) in line.segments.iter().enumerate() {
            if i > 0 {
                self.builder.push_break(BreakKind::Cell);
            }
            let start = self.builder.len();
            self.segment(items, segment);
            let tall = Some((line.top, line.bottom));
            row.cells.push(Cell { span: start..self.builder.len(), x0: segment.x0, x1: segment.x1, tall });
        }
        self.rows.push(row);
    }

    fn segment(&mut self, items: &[Item<'_>], segment: &Segment) {
        for glyph in &segment.glyphs {
            let Some(item) = items.get(glyph.item) else { continue };
            if glyph.again {
                self.builder.push_again(item.atom);
                continue;
            }
            if glyph.gap_before {
                self.builder.push_break(BreakKind::Word);
            }
            self.builder.push(item.string, item.atom);
        }
    }

    fn finish(self) -> Text {
        let mut text = self.builder.finish();
        let mut fields = fields::fields(text.as_str(), &self.rows, &[]);
        fields.extend(self.beside);
        sort_by_key(&mut fields, |f| (f.label.start, f.value.start));
        fields.dedup();
        text.set_fields(fields);
        text
    }
}

#[cfg(test)]
mod tests;
