//! What lies under and over what: painted areas in paint order, sorted into rows so that a question touches few of them.

use std::collections::BTreeMap;

use crate::model::Rect;

/// Height of a row, points.
const ROW: f32 = 12.0;
/// Rows above and below which everything shares one row.
const ROWS: i32 = 2_000;

/// Painted boxes of a page.
#[derive(Default)]
pub(super) struct Painted {
    rows: BTreeMap<i32, Vec<(u32, Rect)>>,
}

fn row(y: f32) -> i32 {
    ((y / ROW).floor() as i32).clamp(-1, ROWS)
}

impl Painted {
    /// Adds a box painted at moment `when` (a count of glyphs shown before it).
    pub(super) fn add(&mut self, when: u32, rect: Rect) {
        for r in row(rect.y0)..=row(rect.y1) {
            let boxes = self.rows.entry(r).or_default();
            // The same area painted again at the same moment says nothing new.
            if boxes.last() != Some(&(when, rect)) {
                boxes.push((when, rect));
            }
        }
    }

    /// Whether a box painted after glyph `index` covers nearly all of `cell`. Returns also how many boxes were looked at.
    pub(super) fn covered(&self, index: u32, cell: &Rect) -> (bool, u64) {
        let Some(boxes) = self.rows.get(&row((cell.y0 + cell.y1) / 2.0)) else { return (false, 0) };
        let from = boxes.partition_point(|&(when, _)| when <= index);
        let area = (cell.width() * cell.height()).max(f32::MIN_POSITIVE);
        let later = boxes.get(from..).unwrap_or_default();
        let hit = later
            .iter()
            .any(|(_, b)| b.intersection(cell).is_some_and(|i| i.width() * i.height() >= 0.75 * area));
        (hit, later.len() as u64)
    }

    /// Whether anything was painted under the middle of `cell` before glyph `index`.
    pub(super) fn backed(&self, index: u32, cell: &Rect) -> (bool, u64) {
        let (x, y) = ((cell.x0 + cell.x1) / 2.0, (cell.y0 + cell.y1) / 2.0);
        let Some(boxes) = self.rows.get(&row(y)) else { return (false, 0) };
        let to = boxes.partition_point(|&(when, _)| when <= index);
        let earlier = boxes.get(..to).unwrap_or_default();
        let hit = earlier.iter().any(|(_, b)| b.x0 <= x && x <= b.x1 && b.y0 <= y && y <= b.y1);
        (hit, earlier.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_boxes_cover_and_earlier_ones_back() {
        let mut p = Painted::default();
        p.add(3, Rect::new(0.0, 0.0, 100.0, 50.0));
        let cell = Rect::new(10.0, 10.0, 16.0, 20.0);
        assert!(p.covered(2, &cell).0 && !p.covered(3, &cell).0);
        assert!(p.backed(3, &cell).0 && !p.backed(2, &cell).0);
        assert!(!p.covered(2, &Rect::new(98.0, 10.0, 110.0, 20.0)).0);
    }
}
