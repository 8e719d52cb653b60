//! Boxes of lines → reading order: from the top down, those at the same height from the left, as seen upright.

use crate::model::{LineBox, Point};

/// The middle of a box.
pub(super) fn middle(line: &LineBox) -> Point {
    let [a, b, c, d] = line.quad.0;
    Point { x: (a.x + b.x + c.x + d.x) / 4.0, y: (a.y + b.y + c.y + d.y) / 4.0 }
}

/// Sorts boxes whose corners begin where reading begins; the page's own slope is that of its longest lines.
pub(super) fn sort(lines: &mut Vec<LineBox>) {
    let (mut ux, mut uy) = (0.0, 0.0);
    for line in lines.iter() {
        let [a, b, ..] = line.quad.0;
        ux += b.x - a.x;
        uy += b.y - a.y;
    }
    let length = ux.hypot(uy);
    if length < 1.0 {
        return;
    }
    (ux, uy) = (ux / length, uy / length);
    // Along the lines and across them.
    let mut placed: Vec<(f32, f32, f32, LineBox)> = lines
        .drain(..)
        .map(|line| {
            let p = middle(&line);
            let [a, _, _, d] = line.quad.0;
            let tall = (d.x - a.x).hypot(d.y - a.y);
            (p.x * ux + p.y * uy, p.y * ux - p.x * uy, tall, line)
        })
        .collect();
    placed.sort_by(|a, b| a.1.total_cmp(&b.1));
    // Boxes whose middles lie within half a height of the row's first one stand in one row.
    let mut rest = placed.as_slice();
    while let Some(first) = rest.first() {
        let n = rest.iter().take_while(|p| p.1 - first.1 < 0.4 * first.2.min(p.2)).count().max(1);
        let (row, after) = rest.split_at(n);
        let mut row: Vec<_> = row.to_vec();
        row.sort_by(|a, b| a.0.total_cmp(&b.0));
        lines.extend(row.into_iter().map(|p| p.3));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BENDS, Quad};

    fn line(x: f32, y: f32) -> LineBox {
        let p = |x: f32, y: f32| Point { x, y: y + x * 0.05 };
        LineBox {
            quad: Quad([p(x, y), p(x + 80.0, y), p(x + 80.0, y + 20.0), p(x, y + 20.0)]),
            bend: [0.0; BENDS],
            score: 1.0,
        }
    }

    #[test]
    fn rows_of_a_leaning_page_are_kept() {
        let (a, b, c) = (line(0.0, 0.0), line(500.0, 1.0), line(0.0, 24.0));
        let mut lines = vec![c, b, a];
        sort(&mut lines);
        assert_eq!(lines, [a, b, c]);
    }
}
