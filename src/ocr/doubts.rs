//! Lines as read, and the ink of the picture → what nobody is sure of: lines below a confidence, and marks that no line
//! holds, such as signatures, stamps and drawings.

use super::ink::blobs;
use super::sight::Sight;
use crate::model::{BENDS, Doubt, DoubtKind, LineBox, Picture, Point, Quad, ReadLine, Rect, Symbol};

/// Below this confidence a line is in doubt even after the heavy recogniser.
const UNSURE: f32 = 0.65;
/// Side of the cells in which marks are gathered, in coarse pixels: ink nearer than this belongs together.
const NEAR: usize = 16;
/// Share of a box that its cells fill from which it is one mark, and length of the longer side up to which it is, in coarse pixels.
const FILLED: f32 = 0.25;
const SMALL: f32 = 200.0;
/// Least ink of a mark, and least length of its shorter and of its longer side, in coarse pixels.
const INK: usize = 90;
const SHORT: f32 = 10.0;
const LONG: f32 = 32.0;

/// The lines that say something, and all doubts.
pub(super) fn settle(
    picture: &Picture<'_>,
    lines: Vec<ReadLine>,
    symbols: &[Symbol],
) -> (Vec<ReadLine>, Vec<Doubt>) {
    let boxes: Vec<LineBox> = lines
        .iter()
        .map(|l| LineBox { quad: l.quad, bend: [0.0; BENDS], score: 1.0 })
        .chain(symbols.iter().map(|s| LineBox { quad: corners(&s.rect), bend: [0.0; BENDS], score: 1.0 }))
        .collect();
    let mut doubts: Vec<Doubt> = lines
        .iter()
        .filter(|l| l.confidence < UNSURE)
        .map(|l| Doubt { rect: l.quad.bounds(), kind: DoubtKind::Unread })
        .collect();
    let lines: Vec<ReadLine> = lines.into_iter().filter(|l| !l.letters.is_empty()).collect();
    let mut sight = Sight::new(picture);
    sight.cover(&boxes);
    doubts.extend(marks(&sight).into_iter().map(|rect| Doubt { rect, kind: DoubtKind::Mark }));
    (lines, doubts)
}

fn corners(r: &Rect) -> Quad {
    let p = |x: f32, y: f32| Point { x, y };
    Quad([p(r.x0, r.y0), p(r.x1, r.y0), p(r.x1, r.y1), p(r.x0, r.y1)])
}

/// Where ink gathers that no line holds. Every such pixel of a gathering lies under one of its boxes.
fn marks(sight: &Sight) -> Vec<Rect> {
    let alone: Vec<bool> = sight
        .blobs
        .iter()
        .zip(&sight.ruled)
        .map(|(b, ruled)| !ruled && b.area >= 12 && b.w < 25 * b.h && b.h < 25 * b.w && !sight.explained(b))
        .collect();
    let columns = sight.w.div_ceil(NEAR);
    let mut cells = vec![Cell::default(); columns * sight.h.div_ceil(NEAR)];
    for (at, label) in sight.label.iter().enumerate() {
        if (*label as usize).checked_sub(1).is_some_and(|k| alone[k]) {
            let (x, y) = (at % sight.w, at / sight.w);
            cells[y / NEAR * columns + x / NEAR].take(x, y);
        }
    }
    let set: Vec<u8> = cells.iter().map(|c| u8::from(c.ink > 0)).collect();
    let (groups, label) = blobs(&set, columns);
    let mut gathered = vec![Vec::new(); groups.len()];
    for (cell, label) in cells.into_iter().zip(label).filter(|(_, l)| *l > 0) {
        gathered[label as usize - 1].push(cell);
    }
    let (w, h) = (sight.w as f32, sight.h as f32);
    gathered.retain(|cells| {
        let r = around(cells);
        let (short, long) = (r.width().min(r.height()), r.width().max(r.height()));
        // The edge of a sheet on a table is no mark, nor is the table.
        let at_edge = r.x0 < 3.0 || r.y0 < 3.0 || r.x1 > w - 3.0 || r.y1 > h - 3.0;
        let wide = r.width() > 0.6 * w || r.height() > 0.6 * h;
        let ink: usize = cells.iter().map(|c| c.ink).sum();
        ink >= INK && short >= SHORT && long >= LONG && !(at_edge && wide)
    });
    let mut out = Vec::new();
    for cells in gathered {
        parts(cells, &mut out);
    }
    let grown = |r: Rect| {
        let r = r.grown(2.0);
        let to = |v: f32| v.max(0.0) * sight.step;
        Rect::new(to(r.x0), to(r.y0), to(r.x1.min(w)), to(r.y1.min(h)))
    };
    out.into_iter().map(grown).collect()
}

/// A gathering's cells → boxes: one where they fill it or it is small, as a stamp's or a signature's; what is strung out over a page,
/// as the edge of a sheet, takes several, so that what it goes around stays.
fn parts(cells: Vec<Cell>, out: &mut Vec<Rect>) {
    let r = around(&cells);
    let (width, height) = (r.width(), r.height());
    let filled = (cells.len() * NEAR * NEAR) as f32 / (width * height).max(1.0);
    if filled >= FILLED || width.max(height) <= SMALL {
        return out.push(r);
    }
    let (first, second): (Vec<_>, Vec<_>) = cells.into_iter().partition(|c| {
        if width > height { c.x0 as f32 <= (r.x0 + r.x1) / 2.0 } else { c.y0 as f32 <= (r.y0 + r.y1) / 2.0 }
    });
    // A cell is much shorter than the box: both halves have some.
    parts(first, out);
    parts(second, out);
}

fn around(cells: &[Cell]) -> Rect {
    let side = |pick: fn(&Cell) -> usize, better: fn(usize, usize) -> usize| {
        cells.iter().map(pick).reduce(better).unwrap_or_default() as f32
    };
    let (x0, y0) = (side(|c| c.x0, usize::min), side(|c| c.y0, usize::min));
    Rect::new(x0, y0, side(|c| c.x1, usize::max), side(|c| c.y1, usize::max))
}

/// The ink of a cell, and the edges of the pixels that hold it.
#[derive(Clone, Copy, Default)]
struct Cell {
    ink: usize,
    x0: usize,
    y0: usize,
    x1: usize,
    y1: usize,
}

impl Cell {
    fn take(&mut self, x: usize, y: usize) {
        if self.ink == 0 {
            (self.x0, self.y0) = (x, y);
        }
        *self = Self {
            ink: self.ink + 1,
            x0: self.x0.min(x),
            y0: self.y0.min(y),
            x1: self.x1.max(x + 1),
            y1: self.y1.max(y + 1),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scrawl_is_a_mark_and_a_frame_is_none() {
        let scrawl = |x: i32, y: i32| {
            let wave = 150.0 + 30.0 * ((x as f32) / 9.0).sin();
            (200..330).contains(&x) && (y as f32 - wave).abs() < 3.0
        };
        let frame = |x: i32, y: i32| (20..580).contains(&x) && (y == 20 || y == 21);
        let rgb: Vec<u8> = (0..600 * 300)
            .flat_map(|k| {
                let (x, y) = (k % 600, k / 600);
                [if scrawl(x, y) || frame(x, y) { 30 } else { 240 }; 3]
            })
            .collect();
        let picture = Picture { width: 600, height: 300, rgb: &rgb };
        let (_, doubts) = settle(&picture, Vec::new(), &[]);
        assert_eq!(doubts.len(), 1, "{doubts:?}");
        assert_eq!(doubts[0].kind, DoubtKind::Mark);
        let r = doubts[0].rect;
        assert!(r.x0 <= 200.0 && r.x1 >= 330.0 && r.y0 <= 119.0 && r.y1 >= 181.0, "{r:?}");
        // Held by a line, it is that line's.
        let line = ReadLine { quad: corners(&r.grown(4.0)), confidence: 0.2, ..ReadLine::default() };
        let (lines, doubts) = settle(&picture, vec![line], &[]);
        assert!(lines.is_empty());
        assert_eq!(doubts.iter().map(|d| d.kind).collect::<Vec<_>>(), [DoubtKind::Unread]);
    }
    #[test]
    fn what_goes_around_a_page_leaves_what_it_goes_around() {
        // A band across the page, as the edge of a sheet that lies slanting.
        let edge = |x: i32, y: i32| (0..9).contains(&(60 + y * 7 / 10 - x)) && (50..900).contains(&y);
        let rgb: Vec<u8> =
            (0..1300 * 1000).flat_map(|k| [if edge(k % 1300, k / 1300) { 30 } else { 240 }; 3]).collect();
        let (_, doubts) = settle(&Picture { width: 1300, height: 1000, rgb: &rgb }, Vec::new(), &[]);
        let inside = |r: &Rect, x: f32, y: f32| r.x0 <= x && x < r.x1 && r.y0 <= y && y < r.y1;
        let over = |x: f32, y: f32| doubts.iter().any(|d| inside(&d.rect, x, y));
        for y in (60..890).step_by(10) {
            assert!(over((56 + y * 7 / 10) as f32, y as f32), "{y}: {doubts:?}");
        }
        assert!(!over(500.0, 200.0) && !over(200.0, 800.0), "{doubts:?}");
        let area: f32 = doubts.iter().map(|d| d.rect.width() * d.rect.height()).sum();
        assert!(area < 0.12 * 1300.0 * 1000.0, "{doubts:?}");
    }
}
