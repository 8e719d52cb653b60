//! A picture → what is inked on it, at one coarse scale: letters' and marks' blobs, and which of them lie in a line that was
//! found. What no line explains is looked at more closely, and shown as a mark when nobody can read it.

use super::ink::{Blob, blobs, long_runs, transposed};
use super::pixels::{Part, Sheet};
use crate::model::{LineBox, Picture};

/// Longest side of the coarse picture.
const LONG: usize = 1600;
/// How far around a pixel its ground is told, in coarse pixels.
const REACH: usize = 15;
/// Least difference from the ground, in grey values, and in shares of the usual unrest.
const CONTRAST: f32 = 18.0;
const UNREST: f32 = 5.0;
/// How far a stroke runs along an axis to be called straight, in coarse pixels.
const STRAIGHT: usize = 14;
/// Pixels of a blob that is more than a speck.
const LEAST: usize = 5;
/// Side of the cells in which blobs are counted, in coarse pixels.
pub(super) const CELL: usize = 32;
/// From so many letters on a page is dense; the usual height of its letters on a map, in its pixels, below which lines run together.
const MANY: usize = 3000;
const LEGIBLE: f32 = 5.1;
/// A line of whose box more than this share lies under other boxes stands too close to them.
const CROWDED: f32 = 0.45;
/// More letters than this that no line holds are the picture's unrest; so many in a row are text; largest share of a picture
/// that is looked at a third time.
const CLUTTER: usize = 2000;
const ROW: usize = 3;
const MOST: f32 = 0.12;

/// The ink of a picture.
pub(super) struct Sight {
    pub w: usize,
    pub h: usize,
    /// Picture pixels for a coarse one.
    pub step: f32,
    pub blobs: Vec<Blob>,
    /// For each blob, whether it is made of straight strokes along the axes.
    pub ruled: Vec<bool>,
    /// For each coarse pixel the number of its blob plus one, 0 where there is none.
    pub label: Vec<u32>,
    /// How many lines lie over each coarse pixel.
    cover: Vec<u8>,
    /// The number of the walk that was over each coarse pixel last, so that none is met twice.
    walked: Vec<u32>,
    walks: u32,
}

impl Sight {
    pub fn new(picture: &Picture<'_>) -> Self {
        let long = picture.width.max(picture.height) as usize;
        let step = (long as f32 / LONG as f32).max(1.0);
        let w = ((picture.width as f32 / step) as usize).max(1);
        let h = ((picture.height as f32 / step) as usize).max(1);
        let grey = coarse(picture, w, h);
        let mut mask = inked(&grey, w, UNREST, true);
        // Rules and frames hang letters together.
        let across = long_runs(&mask, w, 90);
        let down = transposed(&long_runs(&transposed(&mask, w), h, 90), h);
        for (m, rule) in mask.iter_mut().zip(across.iter().zip(&down)) {
            *m &= 1 - (rule.0 | rule.1);
        }
        let (found, mut label) = blobs(&mask, w);
        // What is left of rules and frames that lean a little: strokes that run along an axis for a while.
        let across = long_runs(&mask, w, STRAIGHT);
        let down = transposed(&long_runs(&transposed(&mask, w), h, STRAIGHT), h);
        let mut straight = vec![0usize; found.len()];
        for (at, &l) in label.iter().enumerate().filter(|(_, l)| **l > 0) {
            straight[l as usize - 1] += usize::from(across[at] | down[at]);
        }
        let ruled: Vec<bool> = found.iter().zip(&straight).map(|(b, n)| *n * 4 > b.area * 3).collect();
        let mut kept = 0;
        let numbers: Vec<u32> = std::iter::once(0)
            .chain(found.iter().map(|b| {
                kept += u32::from(b.area >= LEAST);
                if b.area >= LEAST { kept } else { 0 }
            }))
            .collect();
        label.iter_mut().for_each(|l| *l = numbers[*l as usize]);
        let (blobs, ruled) = found.into_iter().zip(ruled).filter(|(b, _)| b.area >= LEAST).unzip();
        Self { w, h, step, blobs, ruled, label, cover: vec![0; w * h], walked: vec![0; w * h], walks: 0 }
    }

    /// Whether print is so small all over that lines cannot be told apart at a scale, from picture to map.
    pub fn small_print(&self, scale: f32) -> bool {
        let mut heights: Vec<usize> = self.blobs.iter().filter(|b| lettery(b)).map(|b| b.h).collect();
        heights.sort_unstable();
        let usual = heights.get(heights.len() / 2).filter(|_| heights.len() > MANY);
        usual.is_some_and(|h| (*h as f32) * self.step * scale < LEGIBLE)
    }

    /// Notes which pixels lie in a line; gives the share of each line's pixels that others share.
    pub fn cover(&mut self, lines: &[LineBox]) -> Vec<f32> {
        self.cover.fill(0);
        for line in lines {
            self.under(line, &mut |at, cover| cover[at] = cover[at].saturating_add(1));
        }
        lines
            .iter()
            .map(|line| {
                let (mut all, mut shared) = (0u32, 0u32);
                self.under(line, &mut |at, cover| {
                    all += 1;
                    shared += u32::from(cover[at] > 1);
                });
                shared as f32 / all.max(1) as f32
            })
            .collect()
    }

    /// Calls back for every coarse pixel under a line.
    fn under(&mut self, line: &LineBox, each: &mut dyn FnMut(usize, &mut [u8])) {
        let sheet = Sheet::new(line, 0.0);
        let (width, height) = sheet.extent();
        let (columns, rows) = ((width / self.step) as usize + 1, (height / self.step) as usize + 1);
        self.walks += 1;
        for row in 0..rows {
            for column in 0..columns {
                let p = sheet.at((column as f32 + 0.5) / columns as f32, (row as f32 + 0.5) / rows as f32);
                let (x, y) = (p.x / self.step, p.y / self.step);
                if x < 0.0 || y < 0.0 || x as usize >= self.w || y as usize >= self.h {
                    continue;
                }
                let at = y as usize * self.w + x as usize;
                if self.walked[at] != self.walks {
                    self.walked[at] = self.walks;
                    each(at, &mut self.cover);
                }
            }
        }
    }

    /// Whether a blob lies in a line.
    pub fn explained(&self, b: &Blob) -> bool {
        let at = |x: usize, y: usize| self.cover[y.min(self.h - 1) * self.w + x.min(self.w - 1)] > 0;
        let (cx, cy) = (b.x + b.w / 2, b.y + b.h / 2);
        // A ring around a line has the line in its middle only.
        let sides = [at(b.x, cy), at(b.x + b.w - 1, cy), at(cx, b.y), at(cx, b.y + b.h - 1)];
        let held = sides.into_iter().filter(|s| *s).count() + usize::from(at(cx, cy));
        held >= if b.w.max(b.h) < CELL { 1 } else { 3 }
    }

    /// The parts of the picture that deserve a closer look: letters that no line holds, and lines that stand too close to
    /// be told apart at the first scale.
    pub fn closer(&self, lines: &[LineBox], crowded: &[f32]) -> Vec<Part> {
        let (cw, ch) = (self.w.div_ceil(CELL), self.h.div_ceil(CELL));
        let mut count = vec![0u32; cw * ch];
        for b in self.blobs.iter().filter(|b| lettery(b) && !self.explained(b)) {
            count[(b.y + b.h / 2) / CELL * cw + (b.x + b.w / 2) / CELL] += 1;
        }
        let near = |c: usize| {
            let (x, y) = (c % cw, c / cw);
            let mut sum = 0;
            for ny in y.saturating_sub(1)..(y + 2).min(ch) {
                sum += count[ny * cw + x.saturating_sub(1)..ny * cw + (x + 2).min(cw)].iter().sum::<u32>();
            }
            sum
        };
        let mut wanted: Vec<u8> = (0..cw * ch).map(|c| u8::from(count[c] > 0 && near(c) >= 3)).collect();
        for (line, _) in lines.iter().zip(crowded).filter(|(_, share)| **share > CROWDED) {
            let (x0, y0, x1, y1) = self.cells(line);
            for y in y0..=y1 {
                wanted[y * cw + x0..=y * cw + x1].fill(1);
            }
        }
        self.around(&wanted, lines)
    }

    /// The parts of the picture where letters stand in rows that no line holds, and how high these letters are, in pixels
    /// of the picture. A row that is part of a line comes with the line; what would be much of the page is left.
    pub fn left(&self, lines: &[LineBox]) -> Vec<(Part, f32)> {
        let mut alone: Vec<&Blob> = self
            .blobs
            .iter()
            .filter(|b| lettery(b) && (4..40).contains(&b.h) && !self.explained(b))
            .collect();
        if alone.len() > CLUTTER {
            return Vec::new();
        }
        alone.sort_by_key(|b| b.x);
        let (cw, ch) = (self.w.div_ceil(CELL), self.h.div_ceil(CELL));
        let mut wanted = vec![0u8; cw * ch];
        let mut high: Vec<(&Blob, f32)> = Vec::new();
        for (k, b) in alone.iter().enumerate() {
            // Others of its size at its height, not far to the right of the one before.
            let (mut end, mut row) = (b.x + b.w, 1);
            for o in &alone[k + 1..] {
                if o.x > end + 2 * b.h {
                    break;
                }
                if o.cy.max(b.cy) - o.cy.min(b.cy) < 0.6 * b.h as f32 && o.h < 2 * b.h && b.h < 2 * o.h {
                    (end, row) = (end.max(o.x + o.w), row + 1);
                }
            }
            if row < ROW || end - b.x < 5 * b.h {
                continue;
            }
            high.push((b, b.h as f32 * self.step));
            for x in b.x / CELL..=((end - 1) / CELL).min(cw - 1) {
                wanted[(b.y + b.h / 2) / CELL * cw + x] = 1;
            }
        }
        let most = (self.w * self.h) as f32 * self.step * self.step * MOST;
        self.around(&wanted, lines)
            .into_iter()
            .filter(|p| ((p.w * p.h) as f32) < most)
            .filter_map(|p| {
                let within = |b: &&Blob| {
                    let (x, y) = (b.x as f32 * self.step, b.y as f32 * self.step);
                    x >= p.x as f32 && y >= p.y as f32 && x < (p.x + p.w) as f32 && y < (p.y + p.h) as f32
                };
                let mut heights: Vec<f32> =
                    high.iter().filter(|(b, _)| within(b)).map(|(_, tall)| *tall).collect();
                heights.sort_by(f32::total_cmp);
                Some((p, *heights.get(heights.len() / 2)?))
            })
            .collect()
    }

    /// The first and the last cell under a line, across and down.
    fn cells(&self, line: &LineBox) -> (usize, usize, usize, usize) {
        let (cw, ch) = (self.w.div_ceil(CELL), self.h.div_ceil(CELL));
        let r = line.quad.bounds();
        let side = CELL as f32 * self.step;
        let to = |v: f32, n: usize| ((v / side).max(0.0) as usize).min(n - 1);
        (to(r.x0, cw), to(r.y0, ch), to(r.x1, cw), to(r.y1, ch))
    }

    /// Cells with a margin → the parts of the picture that they cover, whole lines with them.
    fn around(&self, wanted: &[u8], lines: &[LineBox]) -> Vec<Part> {
        let cw = self.w.div_ceil(CELL);
        let wanted = super::ink::grown(wanted, cw, 1);
        let mut parts: Vec<[usize; 4]> =
            blobs(&wanted, cw).0.iter().map(|b| [b.x, b.y, b.x + b.w, b.y + b.h]).collect();
        // A line that a part touches belongs to it whole; parts that touch become one.
        loop {
            let before = parts.clone();
            for p in &mut parts {
                for line in lines {
                    let (x0, y0, x1, y1) = self.cells(line);
                    if x0 < p[2] && p[0] <= x1 && y0 < p[3] && p[1] <= y1 {
                        *p = [p[0].min(x0), p[1].min(y0), p[2].max(x1 + 1), p[3].max(y1 + 1)];
                    }
                }
            }
            let mut joined: Vec<[usize; 4]> = Vec::new();
            for p in parts {
                match joined.iter_mut().find(|q| p[0] < q[2] && q[0] < p[2] && p[1] < q[3] && q[1] < p[3]) {
                    Some(q) => *q = [p[0].min(q[0]), p[1].min(q[1]), p[2].max(q[2]), p[3].max(q[3])],
                    None => joined.push(p),
                }
            }
            parts = joined;
            if parts == before {
                break;
            }
        }
        let side = CELL as f32 * self.step;
        let (pw, ph) = ((self.w as f32 * self.step) as usize, (self.h as f32 * self.step) as usize);
        parts
            .iter()
            .map(|p| {
                let at = |c: usize, n: usize| ((c as f32 * side) as usize).min(n);
                let (x, y) = (at(p[0], pw), at(p[1], ph));
                Part { x, y, w: at(p[2], pw) - x, h: at(p[3], ph) - y }
            })
            .filter(|p| p.w > 0 && p.h > 0)
            .collect()
    }
}

/// Whether a blob has the size of a letter or of some that touch.
fn lettery(b: &Blob) -> bool {
    (3..80).contains(&b.h)
        && (2..240).contains(&b.w)
        && b.w < 25 * b.h
        && b.h < 12 * b.w
        && b.area * 12 >= b.w * b.h
}

/// Grey means of the pixels under each coarse one.
fn coarse(picture: &Picture<'_>, w: usize, h: usize) -> Vec<u8> {
    let (pw, ph) = (picture.width as usize, picture.height as usize);
    let mut out = Vec::with_capacity(w * h);
    for y in 0..h {
        let (y0, y1) = (y * ph / h, ((y + 1) * ph / h).max(y * ph / h + 1));
        for x in 0..w {
            let (x0, x1) = (x * pw / w, ((x + 1) * pw / w).max(x * pw / w + 1));
            let mut sum = 0u32;
            for row in y0..y1 {
                for p in picture.rgb[(row * pw + x0) * 3..(row * pw + x1) * 3].chunks_exact(3) {
                    sum += u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29;
                }
            }
            out.push((sum / (256 * ((x1 - x0) * (y1 - y0)) as u32)) as u8);
        }
    }
    out
}

/// Pixels that stand out from their ground by so many times the usual unrest: darker, or lighter where the ground is dark.
pub(super) fn inked(grey: &[u8], w: usize, unrest: f32, light_too: bool) -> Vec<u8> {
    let h = grey.len() / w;
    // Sums over all above and to the left.
    let mut sums = vec![0u32; (w + 1) * (h + 1)];
    for y in 0..h {
        let mut row = 0;
        for x in 0..w {
            row += u32::from(grey[y * w + x]);
            sums[(y + 1) * (w + 1) + x + 1] = sums[y * (w + 1) + x + 1] + row;
        }
    }
    let ground = |x: usize, y: usize| {
        let (x0, x1) = (x.saturating_sub(REACH), (x + REACH + 1).min(w));
        let (y0, y1) = (y.saturating_sub(REACH), (y + REACH + 1).min(h));
        let at = |x: usize, y: usize| sums[y * (w + 1) + x];
        let sum = (at(x1, y1) + at(x0, y0)).wrapping_sub(at(x1, y0) + at(x0, y1));
        sum as f32 / ((x1 - x0) * (y1 - y0)) as f32
    };
    let away: Vec<f32> = (0..grey.len())
        .map(|at| {
            let mean = ground(at % w, at / w);
            let d = mean - f32::from(grey[at]);
            if light_too && mean < 120.0 { d.abs() } else { d }
        })
        .collect();
    let mut tally = [0u32; 256];
    for d in &away {
        tally[d.abs().min(255.0) as usize] += 1;
    }
    let usual = f32::from(super::ink::percentile(&tally, 0.5));
    let level = CONTRAST.max(unrest * usual);
    away.iter().map(|&d| u8::from(d > level)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BENDS, Point, Quad};

    fn page(set: impl Fn(usize, usize) -> bool) -> Vec<u8> {
        (0..400 * 300).flat_map(|k| [if set(k % 400, k / 400) { 20 } else { 230 }; 3]).collect()
    }

    #[test]
    fn letters_that_no_line_holds_are_looked_at_again() {
        // Two rows of little bars; a box lies over the upper one.
        let rgb = page(|x, y| {
            x % 10 < 4 && (20..380).contains(&x) && ((40..52).contains(&y) || (200..212).contains(&y))
        });
        let picture = Picture { width: 400, height: 300, rgb: &rgb };
        let p = |x: f32, y: f32| Point { x, y };
        let line = LineBox {
            quad: Quad([p(10.0, 34.0), p(390.0, 34.0), p(390.0, 58.0), p(10.0, 58.0)]),
            bend: [0.0; BENDS],
            score: 1.0,
        };
        let mut sight = Sight::new(&picture);
        let crowded = sight.cover(&[line]);
        assert_eq!(crowded, [0.0]);
        let parts = sight.closer(&[line], &crowded);
        assert_eq!(parts.len(), 1);
        assert!(parts[0].y > 100 && parts[0].y <= 190 && parts[0].y + parts[0].h >= 212, "{:?}", parts[0]);
        assert!(parts[0].x <= 20 && parts[0].x + parts[0].w >= 380);
    }

    #[test]
    fn a_blank_sheet_needs_no_second_look() {
        let rgb = page(|_, y| y == 150);
        let sight = Sight::new(&Picture { width: 400, height: 300, rgb: &rgb });
        assert!(sight.closer(&[], &[]).is_empty());
    }

    #[test]
    fn a_row_of_letters_that_is_still_lost_is_looked_at_a_third_time() {
        // One row of little bars beside dots that stand alone.
        let rgb = page(|x, y| {
            let dot = x % 97 < 4 && y % 71 < 4 && y < 150;
            dot || x % 10 < 4 && (150..380).contains(&x) && (250..260).contains(&y)
        });
        let mut sight = Sight::new(&Picture { width: 400, height: 300, rgb: &rgb });
        sight.cover(&[]);
        let parts = sight.left(&[]);
        assert!(parts.is_empty(), "more than its share of so small a picture: {parts:?}");
        let rgb: Vec<u8> = (0..1600 * 1200)
            .flat_map(|k| {
                let (x, y) = (k % 1600, k / 1600);
                let row = x % 10 < 4 && (150..380).contains(&x) && (850..860).contains(&y);
                let dot = x % 97 < 4 && y % 71 < 4 && y < 650;
                [if row || dot { 20 } else { 230 }; 3]
            })
            .collect();
        let mut sight = Sight::new(&Picture { width: 1600, height: 1200, rgb: &rgb });
        sight.cover(&[]);
        let parts = sight.left(&[]);
        let [(part, tall)] = parts.as_slice() else { panic!("{parts:?}") };
        assert!(part.x <= 150 && part.x + part.w >= 380 && part.y > 750 && part.y < 850, "{part:?}");
        assert_eq!(*tall, 10.0);
    }
}
