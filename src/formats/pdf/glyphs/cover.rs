//! What lies under and over what: painted areas in paint order, sorted into rows so that a question touches few of them.

use std::collections::BTreeMap;

use super::state::Rgb;
use crate::model::Rect;

/// Height of a row, points.
const ROW: f32 = 12.0;
/// Rows above and below which everything shares one row.
const ROWS: i32 = 2_000;

/// Painted boxes of a page.
#[derive(Default)]
pub(super) struct Painted {
    rows: BTreeMap<i32, Vec<(u32, Rect, Paint)>>,
}

/// How an area was painted.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Paint {
    /// All of it, opaque, with this colour where it has one that is known.
    Full(Rgb),
    /// In part, or so that what lies under shines through.
    Some,
}

fn row(y: f32) -> i32 {
    ((y / ROW).floor() as i32).clamp(-1, ROWS)
}

impl Painted {
    /// Adds a box painted at moment `when` (a count of glyphs shown before it).
    pub(super) fn add(&mut self, when: u32, rect: Rect, paint: Paint) {
        for r in row(rect.y0)..=row(rect.y1) {
            let boxes = self.rows.entry(r).or_default();
            // The same area painted again at the same moment says nothing new.
            if boxes.last() != Some(&(when, rect, paint)) {
                boxes.push((when, rect, paint));
            }
        }
    }

    /// The box painted after glyph `index` that covers nearly all of `cell`. Returns also how many boxes were looked at.
    pub(super) fn covered(&self, index: u32, cell: &Rect) -> (Option<Rect>, u64) {
        let Some(boxes) = self.rows.get(&row((cell.y0 + cell.y1) / 2.0)) else { return (None, 0) };
        let from = boxes.partition_point(|b| b.0 <= index);
        let area = (cell.width() * cell.height()).max(f32::MIN_POSITIVE);
        let later = boxes.get(from..).unwrap_or_default();
        let hit = later.iter().find(|(_, b, p)| {
            *p != Paint::Some && b.intersection(cell).is_some_and(|i| i.width() * i.height() >= 0.75 * area)
        });
        (hit.map(|b| b.1), later.len() as u64)
    }

    /// Whether what was painted last under `cell` before glyph `index` is all of one colour. Returns also how many boxes were
    /// looked at.
    pub(super) fn same(&self, index: u32, cell: &Rect, colour: [u8; 3]) -> (bool, u64) {
        let Some(boxes) = self.rows.get(&row((cell.y0 + cell.y1) / 2.0)) else { return (false, 0) };
        let area = (cell.width() * cell.height()).max(f32::MIN_POSITIVE);
        let to = boxes.partition_point(|b| b.0 <= index);
        let over = |b: &Rect| b.intersection(cell).map_or(0.0, |i| i.width() * i.height() / area);
        let last = boxes.get(..to).unwrap_or_default().iter().rev().find(|(_, b, _)| over(b) > 0.02);
        (last.is_some_and(|(_, b, p)| *p == Paint::Full(Some(colour)) && over(b) > 0.75), to as u64)
    }

    /// Whether anything was painted under the middle of `cell` before glyph `index`.
    pub(super) fn backed(&self, index: u32, cell: &Rect) -> (bool, u64) {
        let (x, y) = ((cell.x0 + cell.x1) / 2.0, (cell.y0 + cell.y1) / 2.0);
        let Some(boxes) = self.rows.get(&row(y)) else { return (false, 0) };
        let to = boxes.partition_point(|b| b.0 <= index);
        let earlier = boxes.get(..to).unwrap_or_default();
        let hit = earlier.iter().any(|(_, b, _)| b.x0 <= x && x <= b.x1 && b.y0 <= y && y <= b.y1);
        (hit, earlier.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_boxes_cover_and_earlier_ones_back() {
        let mut p = Painted::default();
        p.add(3, Rect::new(0.0, 0.0, 100.0, 50.0), Paint::Full(Some([0; 3])));
        let cell = Rect::new(10.0, 10.0, 16.0, 20.0);
        assert!(p.covered(2, &cell).0.is_some() && p.covered(3, &cell).0.is_none());
        assert!(p.backed(3, &cell).0 && !p.backed(2, &cell).0);
        assert!(p.same(3, &cell, [0; 3]).0 && !p.same(3, &cell, [9; 3]).0 && !p.same(2, &cell, [0; 3]).0);
        p.add(4, cell, Paint::Some);
        assert!(!p.same(4, &cell, [0; 3]).0);
        assert!(p.covered(2, &Rect::new(98.0, 10.0, 110.0, 20.0)).0.is_none());
    }
}
