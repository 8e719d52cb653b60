//! Lines as read, and the ink of the picture → what nobody is sure of: lines below a confidence, and marks that no line
//! holds, such as signatures, stamps and drawings.

use super::ink::blobs;
use super::sight::Sight;
use crate::model::{BENDS, Doubt, DoubtKind, LineBox, Picture, Point, Quad, ReadLine, Rect, Symbol};

/// Below this confidence a line is in doubt even after the heavy recogniser.
const UNSURE: f32 = 0.65;
/// Side of the cells in which marks are gathered, in coarse pixels: ink nearer than this belongs together.
const NEAR: usize = 16;
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

/// Where ink gathers that no line holds.
fn marks(sight: &Sight) -> Vec<Rect> {
    let (cw, ch) = (sight.w.div_ceil(NEAR), sight.h.div_ceil(NEAR));
    let alone: Vec<_> = sight
        .blobs
        .iter()
        .zip(&sight.ruled)
        .filter(|(b, ruled)| !**ruled && b.area >= 12 && b.w < 25 * b.h && b.h < 25 * b.w)
        .map(|(b, _)| b)
        .filter(|b| !sight.explained(b))
        .collect();
    let mut set = vec![0u8; cw * ch];
    let cell = |x: usize, y: usize| (y / NEAR).min(ch - 1) * cw + (x / NEAR).min(cw - 1);
    for b in &alone {
        for y in (b.y..b.y + b.h).step_by(NEAR).chain([b.y + b.h - 1]) {
            for x in (b.x..b.x + b.w).step_by(NEAR).chain([b.x + b.w - 1]) {
                set[cell(x, y)] = 1;
            }
        }
    }
    let (groups, label) = blobs(&set, cw);
    let mut around: Vec<Option<(Rect, usize)>> = vec![None; groups.len()];
    for b in &alone {
        let Some(to) = (label[cell(b.x, b.y)] as usize).checked_sub(1).and_then(|k| around.get_mut(k)) else {
            continue;
        };
        let own = Rect::new(b.x as f32, b.y as f32, (b.x + b.w) as f32, (b.y + b.h) as f32);
        *to = Some(match *to {
            None => (own, b.area),
            Some((r, ink)) => (r.union(&own), ink + b.area),
        });
    }
    let (w, h) = (sight.w as f32, sight.h as f32);
    around
        .into_iter()
        .flatten()
        .filter(|(r, ink)| {
            let (short, long) = (r.width().min(r.height()), r.width().max(r.height()));
            // The edge of a sheet on a table is no mark, nor is the table.
            let at_edge = r.x0 < 3.0 || r.y0 < 3.0 || r.x1 > w - 3.0 || r.y1 > h - 3.0;
            let wide = r.width() > 0.6 * w || r.height() > 0.6 * h;
            *ink >= INK && short >= SHORT && long >= LONG && !(at_edge && wide)
        })
        .map(|(r, _)| {
            let r = r.grown(2.0);
            let to = |v: f32| v.max(0.0) * sight.step;
            Rect::new(to(r.x0), to(r.y0), to(r.x1.min(w)), to(r.y1.min(h)))
        })
        .collect()
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
}
