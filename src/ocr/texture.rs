//! A grey picture → places whose texture is that of a barcode, upright or leaning. Bars change along one axis alone and
//! squares along two; print, ruled paper and handwriting change along many, or are mostly white.

use super::grey::{Grey, Place, shrunk};
use super::ink::{blobs, grown, histogram, otsu, percentile};
use super::sight::inked;

/// Side of a texture cell, in coarse pixels.
const CELL: usize = 8;
/// Half the sides of the windows in which a texture is told, in coarse pixels: for small symbols and for large ones.
const WINDOWS: [usize; 2] = [12, 28];
/// Longest side at which a place is looked at closely.
const CLOSE: f32 = 900.0;
/// Least contrast of a symbol, in grey values.
const FAINT: u8 = 40;

/// A place that looks like a symbol.
pub(super) struct Candidate {
    pub place: Place,
    /// Whether it is made of bars, along the second axis of its place.
    pub bars: bool,
    /// How much of it is busy, and how well that fills it.
    pub worth: f32,
}

/// What is told of the gradients in a cell: their squares' sum, and its shares by direction twice and four times over.
#[derive(Clone, Copy, Default)]
struct Bent {
    all: f32,
    twice: (f32, f32),
    four: (f32, f32),
}

impl Bent {
    fn add(&mut self, o: &Self) {
        self.all += o.all;
        self.twice = (self.twice.0 + o.twice.0, self.twice.1 + o.twice.1);
        self.four = (self.four.0 + o.four.0, self.four.1 + o.four.1);
    }

    /// From 0, all directions, to 1, a single axis.
    fn single(&self) -> f32 {
        self.twice.0.hypot(self.twice.1) / self.all.max(1.0)
    }

    /// Whether one axis is so much more frequent that these are bars.
    fn bars(&self) -> bool {
        self.single() > 0.5
    }

    /// The axis that changes most, in radians clockwise from the rows; of two, either.
    fn axis(&self) -> f32 {
        if self.bars() {
            self.twice.1.atan2(self.twice.0) / 2.0
        } else {
            self.four.1.atan2(self.four.0) / 4.0
        }
    }

    /// From 0, all directions, to 1, two axes at a right angle.
    fn double(&self) -> f32 {
        self.four.0.hypot(self.four.1) / self.all.max(1.0)
    }
}

/// The gradients in each cell.
fn bends(grey: &Grey) -> Vec<Bent> {
    let (w, h) = (grey.w, grey.h);
    let (cw, ch) = (w / CELL, h / CELL);
    let mut out = vec![Bent::default(); cw * ch];
    for y in 1..(ch * CELL).min(h - 1) {
        let row = |y: usize| &grey.v[y * w..(y + 1) * w];
        let (above, own, below) = (row(y - 1), row(y), row(y + 1));
        let cells = &mut out[y / CELL * cw..(y / CELL + 1) * cw];
        for x in 1..(cw * CELL).min(w - 1) {
            let side =
                |k: usize| 3.0 * (f32::from(above[k]) + f32::from(below[k])) + 10.0 * f32::from(own[k]);
            let tier = |r: &[u8]| 3.0 * (f32::from(r[x - 1]) + f32::from(r[x + 1])) + 10.0 * f32::from(r[x]);
            let (gx, gy) = ((side(x + 1) - side(x - 1)) / 16.0, (tier(below) - tier(above)) / 16.0);
            let all = gx * gx + gy * gy;
            // Grain.
            if all < 200.0 {
                continue;
            }
            let (a, b) = (gx * gx - gy * gy, 2.0 * gx * gy);
            let four = ((a * a - b * b) / all, 2.0 * a * b / all);
            cells[x / CELL].add(&Bent { all, twice: (a, b), four });
        }
    }
    out
}

/// Places in a picture that look like symbols, in its pixels; seen in a copy whose longest side is at most `long`.
pub(super) fn textures(full: &Grey, long: usize) -> Vec<Candidate> {
    let step = (full.w.max(full.h) as f32 / long as f32).max(1.0);
    let grey = shrunk(full, (full.w as f32 / step) as usize, (full.h as f32 / step) as usize);
    let (w, h) = (grey.w, grey.h);
    let (cw, ch) = (w / CELL, h / CELL);
    if cw < 3 || ch < 3 {
        return Vec::new();
    }
    let (busy, dense) = busy(&grey);
    let about = grown(&busy, cw, 2);
    let bends = bends(&grey);
    // Bars: one axis over some cells' width.
    let mut near = vec![Bent::default(); cw * ch];
    for (at, to) in near.iter_mut().enumerate() {
        let (x, y) = (at % cw, at / cw);
        for ny in y.saturating_sub(1)..(y + 2).min(ch) {
            for b in &bends[ny * cw + x.saturating_sub(1)..ny * cw + (x + 2).min(cw)] {
                to.add(b);
            }
        }
    }
    let bars: Vec<u8> = near.iter().zip(&about).map(|(n, b)| u8::from(*b > 0 && n.single() > 0.8)).collect();
    // Without thin bridges to what stands beside.
    let idle: Vec<u8> = busy.iter().map(|v| 1 - v).collect();
    let thick: Vec<u8> = grown(&idle, cw, 1).iter().map(|v| 1 - v).collect();
    let mut out = Vec::new();
    for (mask, lost) in [(&bars, 0.0), (&thick, 1.0), (&busy, 0.0), (&dense, 0.0)] {
        let (found, label) = blobs(mask, cw);
        for (k, b) in found.iter().enumerate().filter(|(_, b)| b.area >= 4) {
            let mut sum = Bent::default();
            let mut own = Vec::new();
            for y in b.y..b.y + b.h {
                for x in (b.x..b.x + b.w).filter(|x| label[y * cw + x] == k as u32 + 1) {
                    sum.add(&bends[y * cw + x]);
                    own.push((x as f32 + 0.5, y as f32 + 0.5));
                }
            }
            let place = around(&own, sum.axis(), 0.5 + lost).scaled(CELL as f32 * step);
            let full_area = 4.0 * place.u * place.v / (CELL as f32 * step).powi(2);
            if place.u.max(place.v) >= 12.0 && b.area as f32 > 0.1 * full_area && alike(full, &place, &sum) {
                let worth = b.area as f32 * b.area as f32 / full_area * step * step;
                out.push(Candidate { place, bars: sum.bars(), worth });
            }
        }
    }
    out
}

/// The rectangle along an axis around the middles of cells, with so much around them.
fn around(own: &[(f32, f32)], angle: f32, more: f32) -> Place {
    let (sin, cos) = angle.sin_cos();
    let reach = |of: &dyn Fn(&(f32, f32)) -> f32| {
        let (a, b) = own.iter().map(of).fold((f32::MAX, f32::MIN), |(a, b), t| (a.min(t), b.max(t)));
        ((a + b) / 2.0, (b - a) / 2.0 + more)
    };
    let (mu, u) = reach(&|p| p.0 * cos + p.1 * sin);
    let (mv, v) = reach(&|p| p.1 * cos - p.0 * sin);
    Place { x: mu * cos - mv * sin, y: mu * sin + mv * cos, u, v, angle }
}

/// Whether a place looks like a symbol from near: as much black as white, in short runs, along one axis or along two. Print
/// and handwriting have longer runs of white than of black; rules and tables have few.
fn alike(full: &Grey, place: &Place, bent: &Bent) -> bool {
    let scale = (CLOSE / (2.0 * place.u.max(place.v))).min(1.0);
    let g = place.straight(full, 0.0, scale);
    let hist = histogram(&g.v);
    // Grain alone.
    if percentile(&hist, 0.95) - percentile(&hist, 0.05) < FAINT {
        return false;
    }
    let level = otsu(&hist);
    let dark: Vec<bool> = g.v.iter().map(|v| *v <= level).collect();
    let (w, h) = (g.w, g.h);
    // It begins and ends where much changes; bars that lie under all of the place end nowhere.
    let across = |x: &usize| (0..h).filter(|y| dark[y * w + x] != dark[y * w + x + 1]).count() * 10 > h;
    let down = |y: &usize| (0..w).filter(|x| dark[y * w + x] != dark[(y + 1) * w + x]).count() * 10 > w;
    let (Some(x0), Some(x1)) = ((0..w - 1).find(across), (0..w - 1).rfind(across)) else { return false };
    let (mut y0, mut y1) = ((0..h - 1).find(down).unwrap_or(0), (0..h - 1).rfind(down).unwrap_or(0));
    if bent.bars() || y1 < y0 + 4 {
        let rows: Vec<usize> =
            dark.chunks(w).map(|r| r.windows(2).filter(|p| p[0] != p[1]).count()).collect();
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        let rich = |y: &usize| rows[*y] * 2 >= sorted[h * 3 / 4];
        (y0, y1) = ((0..h).find(rich).unwrap_or(0), (0..h).rfind(rich).unwrap_or(0));
    }
    let (wide, high) = ((x1 - x0) as f32, y1.saturating_sub(y0) as f32);
    if wide < 8.0 || high < 4.0 {
        return false;
    }
    let rows: Vec<Vec<bool>> = (y0 + 1..=y1).map(|y| dark[y * w + x0 + 1..=y * w + x1].to_vec()).collect();
    let columns: Vec<Vec<bool>> = (0..x1 - x0).map(|x| rows.iter().map(|r| r[x]).collect()).collect();
    let share = rows.iter().flatten().filter(|d| **d).count() as f32 / (wide * high);
    let (u, v) = (Runs::new(&rows), Runs::new(&columns));
    if !(0.3..0.78).contains(&share) {
        return false;
    }
    // So many bars or squares side by side.
    let (n, m) = (u.changes * wide, v.changes * high);
    if bent.bars() {
        return n >= 28.0
            && high >= 12.0 * scale
            && v.changes < 0.5 * u.changes
            && bent.double() > 0.55
            && u.white < 0.35
            && u.black < 0.2;
    }
    let even = |r: &Runs, apart: f32| r.white - r.black < apart && r.white < 0.3 && r.black < 0.4;
    wide.min(high) >= 24.0 * scale
        && share > 0.36
        && n.min(m) >= 3.5
        && n * m >= 48.0
        && even(&u, 0.2)
        && even(&v, 0.25)
}

/// The runs of black and white along some lines.
struct Runs {
    /// How often the colour changes, per pixel.
    changes: f32,
    /// Shares of the pixels that lie in runs much longer than usual.
    white: f32,
    black: f32,
}

impl Runs {
    fn new(lines: &[Vec<bool>]) -> Self {
        let all = lines.iter().map(Vec::len).sum::<usize>().max(1) as f32;
        let count: usize = lines.iter().map(|l| l.windows(2).filter(|p| p[0] != p[1]).count()).sum();
        let changes = count as f32 / all;
        let mut long = [0, 0];
        for run in lines.iter().flat_map(|l| l.chunk_by(|a, b| a == b)) {
            if run.len() as f32 * changes.max(0.01) > 5.0 {
                long[usize::from(run[0])] += run.len();
            }
        }
        Self { changes, white: long[0] as f32 / all, black: long[1] as f32 / all }
    }
}

/// Cells that are half black and half white, and change often: print is whiter, and hangs together by thin bridges.
fn busy(grey: &Grey) -> (Vec<u8>, Vec<u8>) {
    let (w, h) = (grey.w, grey.h);
    let (cw, ch) = (w / CELL, h / CELL);
    let dark = inked(&grey.v, w, 2.0, false);
    let change: Vec<u8> = (0..w * h)
        .map(|at| {
            let right = at % w + 1 < w && dark[at] != dark[at + 1];
            let below = at + w < w * h && dark[at] != dark[at + w];
            u8::from(right) + u8::from(below)
        })
        .collect();
    let (dark, change) = (Sums::new(&dark, w), Sums::new(&change, w));
    let (mut busy, mut dense) = (vec![0u8; cw * ch], vec![0u8; cw * ch]);
    for at in 0..cw * ch {
        let (x, y) = (at % cw * CELL + CELL / 2, at / cw * CELL + CELL / 2);
        let seen = WINDOWS.map(|reach| {
            let (x0, y0) = (x.saturating_sub(reach), y.saturating_sub(reach));
            let (x1, y1) = ((x + reach).min(w), (y + reach).min(h));
            let n = ((x1 - x0) * (y1 - y0)) as f32;
            let share = dark.over(x0, y0, x1, y1) / n;
            let change = change.over(x0, y0, x1, y1) / n;
            if (0.26..0.74).contains(&share) { change } else { 0.0 }
        });
        busy[at] = u8::from(seen[0].max(seen[1]) >= 0.045);
        dense[at] = u8::from(seen[0] >= 0.2);
    }
    (busy, dense)
}

/// Sums over all pixels above and to the left.
struct Sums {
    w: usize,
    v: Vec<u32>,
}

impl Sums {
    fn new(values: &[u8], w: usize) -> Self {
        let h = values.len() / w;
        let mut v = vec![0u32; (w + 1) * (h + 1)];
        for y in 0..h {
            let mut row = 0;
            for x in 0..w {
                row += u32::from(values[y * w + x]);
                v[(y + 1) * (w + 1) + x + 1] = v[y * (w + 1) + x + 1] + row;
            }
        }
        Self { w, v }
    }

    /// The sum over columns `x0..x1` and rows `y0..y1`.
    fn over(&self, x0: usize, y0: usize, x1: usize, y1: usize) -> f32 {
        let at = |x: usize, y: usize| u64::from(self.v[y * (self.w + 1) + x]);
        ((at(x1, y1) + at(x0, y0)) - (at(x1, y0) + at(x0, y1))) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: usize = 800;
    const H: usize = 600;

    fn seen(value: impl Fn(usize, usize) -> u8) -> usize {
        let v = (0..W * H).map(|at| value(at % W, at / W)).collect();
        textures(&Grey { w: W, h: H, v }, 1600).len()
    }

    /// A number that looks thrown.
    fn thrown(x: usize, y: usize) -> usize {
        let k = (x * 73_856_093) ^ (y * 19_349_663);
        (k ^ (k >> 7) ^ (k >> 13)) % 97
    }

    #[test]
    fn bars_are_told_by_one_axis_and_squares_by_two() {
        let bars = |x: usize, y: usize| {
            (100..500).contains(&x) && (100..200).contains(&y) && thrown(x / 4, 0).is_multiple_of(2)
        };
        let squares = |x: usize, y: usize| {
            (300..420).contains(&x) && (300..420).contains(&y) && thrown(x / 5, y / 5).is_multiple_of(2)
        };
        let v = (0..W * H)
            .map(|at| if bars(at % W, at / W) || squares(at % W, at / W) { 20 } else { 230 })
            .collect();
        let found = textures(&Grey { w: W, h: H, v }, 1600);
        assert!(found.iter().any(|c| c.bars && c.place.y < 250.0), "no bars");
        assert!(found.iter().any(|c| !c.bars && c.place.y > 250.0), "no squares");
        assert!(found.iter().all(|c| c.bars == (c.place.y < 250.0)));
    }

    #[test]
    fn print_tables_and_grain_are_no_symbols() {
        // Letters as strokes with a foot, in lines and words.
        let print = |x: usize, y: usize| {
            let (column, row) = (x % 14, y % 36);
            row < 18 && !thrown(x / 14, y / 36).is_multiple_of(6) && (column < 3 || (row > 14 && column < 9))
        };
        assert_eq!(seen(|x, y| if print(x, y) { 30 } else { 235 }), 0);
        let table = |x: usize, y: usize| x % 60 < 2 || y % 24 < 2;
        assert_eq!(seen(|x, y| if table(x, y) { 30 } else { 235 }), 0);
        assert_eq!(seen(|x, y| 180 + (thrown(x, y) % 30) as u8), 0);
    }
}
