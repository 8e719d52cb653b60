//! Which way lines run: corners that start where the picture's top left is → corners that start where reading starts. The
//! page's way is that of most of its lines; which end is up is told by reading a few of them both ways.

use super::pixels::extent;
use crate::error::Result;
use crate::model::{LineBox, Turn};

/// Lines that are read both ways to tell the page's top.
const ASKED: usize = 5;

/// Sets the corners of all boxes to the reader's view. `sure` reads a box as given and says how sure it was, 0 to 1.
pub(super) fn settle(lines: &mut [LineBox], sure: &mut dyn FnMut(&LineBox) -> Result<f32>) -> Result<Turn> {
    let (mut wide, mut tall) = (0.0, 0.0);
    let mut heights: Vec<f32> = Vec::new();
    for line in lines.iter() {
        let (w, h) = extent(&line.quad);
        if w.max(h) >= 2.5 * w.min(h) {
            *(if w >= h { &mut wide } else { &mut tall }) += w.max(h);
            heights.push(w.min(h));
        }
    }
    heights.sort_by(f32::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(0.0);
    let standing = tall > wide;
    // Corner numbers at which reading may start: upwards is 3, downwards 1, on its head 2.
    let ways = if standing { [3, 1] } else { [0, 2] };
    let along = |line: &LineBox| {
        let (w, h) = extent(&line.quad);
        if standing { h / w.max(1.0) } else { w / h.max(1.0) }
    };
    let mut telling: Vec<&LineBox> = lines.iter().filter(|l| (3.0..30.0).contains(&along(l))).collect();
    telling.sort_by(|a, b| (along(a) - 12.0).abs().total_cmp(&(along(b) - 12.0).abs()));
    let mut votes = [0.0, 0.0];
    for line in telling.into_iter().take(ASKED) {
        for (vote, way) in votes.iter_mut().zip(ways) {
            *vote += sure(&started(line, way))?;
        }
    }
    let page = if votes[1] > votes[0] { ways[1] } else { ways[0] };
    for line in lines.iter_mut() {
        let (w, h) = extent(&line.quad);
        let across = along(line) <= 1.0 / 1.5;
        // A letter that stands alone is tall too.
        if !across || w.max(h) < 2.0 * usual {
            *line = started(line, page);
            continue;
        }
        let other = if standing { [0, 2] } else { [3, 1] };
        let (a, b) = (started(line, other[0]), started(line, other[1]));
        *line = if sure(&b)? > sure(&a)? { b } else { a };
    }
    Ok(match page {
        3 => Turn::Quarter,
        2 => Turn::Half,
        1 => Turn::ThreeQuarters,
        _ => Turn::None,
    })
}

/// The same box read from another corner on. A bend is told along the longer side, so only the other end can begin it.
fn started(line: &LineBox, first: usize) -> LineBox {
    let mut out = *line;
    out.quad.0.rotate_left(first);
    let (w, h) = extent(&line.quad);
    let backwards = if w >= h { first == 2 } else { first == 1 };
    if backwards {
        out.bend.reverse();
        out.bend.iter_mut().for_each(|v| *v = -*v);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BENDS, Point, Quad};

    fn upright(x: f32, y: f32, w: f32, h: f32) -> LineBox {
        let p = |x: f32, y: f32| Point { x, y };
        LineBox {
            quad: Quad([p(x, y), p(x + w, y), p(x + w, y + h), p(x, y + h)]),
            bend: [0.0; BENDS],
            score: 1.0,
        }
    }

    #[test]
    fn a_page_on_its_side_is_told_by_what_can_be_read() {
        let mut lines: Vec<LineBox> = (0..6).map(|k| upright(k as f32 * 40.0, 0.0, 20.0, 300.0)).collect();
        lines.push(upright(300.0, 0.0, 20.0, 21.0));
        // Only lines that start at the foot of the box and run upwards can be read.
        let mut sure = |l: &LineBox| Ok(if l.quad.0[0].y > l.quad.0[1].y { 0.9 } else { 0.3 });
        assert_eq!(settle(&mut lines, &mut sure).ok(), Some(Turn::Quarter));
        assert!(lines.iter().all(|l| l.quad.0[0].y > l.quad.0[1].y));
    }

    #[test]
    fn a_digit_alone_is_no_standing_line() {
        let mut lines = vec![
            upright(0.0, 0.0, 400.0, 30.0),
            upright(0.0, 50.0, 15.0, 30.0),
            upright(500.0, 0.0, 30.0, 200.0),
        ];
        let mut sure = |l: &LineBox| {
            Ok(if l.quad.0[0].x > l.quad.0[3].x || l.quad.0[0].x < l.quad.0[1].x { 0.9 } else { 0.2 })
        };
        assert_eq!(settle(&mut lines, &mut sure).ok(), Some(Turn::None));
        assert_eq!(lines[1], upright(0.0, 50.0, 15.0, 30.0));
        assert_eq!(lines[2].quad.0[0], Point { x: 530.0, y: 0.0 });
    }
}
