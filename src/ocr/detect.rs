//! A picture → boxes around its lines. The network marks how likely each place is the middle of a line of text; marks that
//! hang together become the smallest turned box around them, grown back to the letters' size (DB, Liao 2020).

use std::f32::consts::FRAC_PI_2;

use rten_imageproc::{Point as At, min_area_rect};

use super::finder::Finder;
use super::ink::{Blob, blobs};
use super::layers::Field;
use super::pixels::{Part, distance, shrunk};
use crate::context::Go;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{BENDS, LineBox, Picture, Point, Quad, Rect};

/// Longest side of what the network is given, in pixels; larger maps are put together from tiles.
const TILE: usize = 960;
/// The network wants sides that are multiples of this.
const STEP: usize = 32;
/// How far neighbouring tiles overlap, in pixels of the map: more than the network looks sideways in a line.
const OVERLAP: usize = 128;
/// Shortest side of a map: a long receipt is not shrunk to a thread.
const SHORT: f32 = 640.0;
/// From which value on a place is text.
const MARKED: f32 = 0.3;
/// Mean value that a box must have.
const LIKELY: f32 = 0.5;
/// How far a box grows: its area times this, divided by its circumference.
const GROWTH: f32 = 1.6;

/// How likely each place of a part of the picture is text.
pub(super) struct Map {
    part: Part,
    w: usize,
    h: usize,
    values: Vec<f32>,
}

/// The scale at which a picture is looked at first: picture pixels times this are map pixels.
pub(super) fn first_scale(picture: &Picture<'_>) -> f32 {
    let (long, short) = (picture.width.max(picture.height) as f32, picture.width.min(picture.height) as f32);
    (TILE as f32 / long).max(SHORT / short).min(1.0)
}

/// Starts and lengths of tiles that cover `n`, at most `TILE` long each, overlapping.
fn tiles(n: usize) -> Vec<(usize, usize)> {
    if n <= TILE {
        return vec![(0, n)];
    }
    let count = (n - OVERLAP).div_ceil(TILE - OVERLAP);
    // All alike and no longer than they must be.
    let long = (n + (count - 1) * OVERLAP).div_ceil(count).next_multiple_of(STEP).min(TILE);
    let step = (n - long).div_ceil(count - 1);
    (0..count).map(|k| ((k * step).min(n - long), long)).collect()
}

/// Looks at a part of the picture at a scale.
pub(super) fn map(
    net: &Finder,
    picture: &Picture<'_>,
    part: Part,
    scale: f32,
    on_part: &mut dyn FnMut(u32, u32) -> Go,
) -> Result<Map> {
    let side = |n: usize| ((n as f32 * scale / STEP as f32).round() as usize * STEP).max(STEP);
    let (w, h) = (side(part.w), side(part.h));
    let (across, down) = (tiles(w), tiles(h));
    let total = (across.len() * down.len()) as u32;
    let mut values = vec![0f32; w * h];
    let mut done = 0;
    for &(ty, th) in &down {
        for &(tx, tw) in &across {
            // Tiles are cut in map pixels; the same places of the picture:
            let x0 = part.x + tx * part.w / w;
            let y0 = part.y + ty * part.h / h;
            let x1 = part.x + (tx + tw) * part.w / w;
            let y1 = part.y + (ty + th) * part.h / h;
            let tile = Part { x: x0, y: y0, w: (x1 - x0).max(1), h: (y1 - y0).max(1) };
            let out = net.run(Field { w: tw, h: th, c: 3, v: shrunk(picture, tile, tw, th) })?;
            for (row, from) in out.chunks_exact(tw).enumerate() {
                let to = &mut values[(ty + row) * w + tx..][..tw];
                for (a, b) in to.iter_mut().zip(from) {
                    *a = if *b > *a { *b } else { *a };
                }
            }
            done += 1;
            if on_part(done, total) == Go::Stop {
                return Err(Error::new(ErrorKind::Cancelled, "stopped by the person"));
            }
        }
    }
    Ok(Map { part, w, h, values })
}

impl Map {
    /// The boxes. Corners start at the one that is top left as the picture stands, whatever way the text runs.
    pub fn boxes(&self) -> Vec<LineBox> {
        let mask: Vec<u8> = self.values.iter().map(|&v| u8::from(v > MARKED)).collect();
        let (found, label) = blobs(&mask, self.w);
        let marks: Vec<Mark> =
            found.iter().enumerate().filter_map(|(k, blob)| self.mark(blob, &label, k as u32 + 1)).collect();
        // A short mark's own slope says little: it takes that of the long ones.
        let mut slopes: Vec<f32> =
            marks.iter().filter(|m| m.fit.length > 4.0 * m.fit.height).map(|m| m.fit.slope()).collect();
        slopes.sort_by(f32::total_cmp);
        let slope = slopes.get(slopes.len() / 2).copied().unwrap_or(0.0);
        marks
            .iter()
            .filter_map(|m| {
                let fit = if m.fit.length < 2.5 * m.fit.height { Fit::along(&m.rim, slope) } else { m.fit };
                (fit.height.min(fit.length) >= 3.0).then(|| {
                    let (quad, by) = self.placed(&fit);
                    let sign = if fit.backwards() { -1.0 } else { 1.0 };
                    let mut bend = m.bend.map(|v| sign * v / (fit.height + 2.0 * by));
                    if fit.backwards() {
                        bend.reverse();
                    }
                    LineBox { quad, bend, score: m.score }
                })
            })
            .collect()
    }

    /// The outline of a blob, if the network is sure enough of it.
    fn mark(&self, blob: &Blob, label: &[u32], number: u32) -> Option<Mark> {
        if blob.area < 6 {
            return None;
        }
        let (mut sum, mut rim) = (0.0, Vec::new());
        for y in blob.y..blob.y + blob.h {
            let row = y * self.w;
            let own = |x: &usize| label[row + x] == number;
            let mut columns = blob.x..blob.x + blob.w;
            let Some(first) = columns.find(own) else { continue };
            let last = columns.rfind(own).unwrap_or(first);
            sum += (first..=last).filter(own).map(|x| self.values[row + x]).sum::<f32>();
            // The outermost pixels of each row are enough for the hull; pixels are squares, not points.
            for (x, y) in [(first, y), (first, y + 1), (last + 1, y), (last + 1, y + 1)] {
                rim.push(At::from_yx(y as f32, x as f32));
            }
        }
        let score = sum / blob.area as f32;
        if score < LIKELY {
            return None;
        }
        let small = min_area_rect(&rim)?;
        let up = small.up_axis();
        // Along the longer side.
        let along = (-up.y).atan2(up.x) + if small.width() >= small.height() { FRAC_PI_2 } else { 0.0 };
        let fit = Fit::along(&rim, -along);
        let inside = (blob.y..blob.y + blob.h)
            .flat_map(|y| (blob.x..blob.x + blob.w).map(move |x| (x, y)))
            .filter(|(x, y)| label[y * self.w + x] == number);
        let (fit, bend) = fit.bent(inside);
        Some(Mark { fit, bend, rim, score })
    }

    /// A fit grown to the letters' size, on the picture, and by how much it grew on each side.
    fn placed(&self, fit: &Fit) -> (Quad, f32) {
        let by = fit.length * fit.height * GROWTH / (2.0 * (fit.length + fit.height));
        let (fx, fy) = (self.part.w as f32 / self.w as f32, self.part.h as f32 / self.h as f32);
        let (sin, cos) = fit.angle.sin_cos();
        let (u0, u1, v0, v1) = (fit.u - by, fit.u + fit.length + by, fit.v - by, fit.v + fit.height + by);
        let corner = |u: f32, v: f32| Point {
            x: self.part.x as f32 + (u * cos - v * sin) * fx,
            y: self.part.y as f32 + (u * sin + v * cos) * fy,
        };
        (upright([corner(u0, v0), corner(u1, v0), corner(u1, v1), corner(u0, v1)]), by)
    }
}

/// A group of marked places.
struct Mark {
    rim: Vec<At<f32>>,
    fit: Fit,
    /// How far the middle lies off the fit's, in map pixels.
    bend: [f32; BENDS],
    score: f32,
}

/// A turned box: `u` runs at `angle` (radians, clockwise as seen), `v` a quarter turn further.
#[derive(Clone, Copy)]
struct Fit {
    angle: f32,
    u: f32,
    v: f32,
    length: f32,
    height: f32,
}

impl Fit {
    /// The box at an angle around points.
    fn along(rim: &[At<f32>], angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        let (mut u, mut v) = ((f32::MAX, f32::MIN), (f32::MAX, f32::MIN));
        for p in rim {
            let (a, b) = (p.x * cos + p.y * sin, p.y * cos - p.x * sin);
            u = (u.0.min(a), u.1.max(a));
            v = (v.0.min(b), v.1.max(b));
        }
        Self { angle, u: u.0, v: v.0, length: u.1 - u.0, height: v.1 - v.0 }
    }

    /// Whether `u` runs to the left of a lying box or down a standing one, against the order in which bends are told.
    fn backwards(&self) -> bool {
        let (sin, cos) = self.angle.sin_cos();
        if cos.abs() >= sin.abs() { cos < 0.0 } else { sin > 0.0 }
    }

    /// A long thin group that is much higher than it is thick lies on bent paper: the box that is as high as the group is
    /// thick, and how far the group's middle lies off it along the way.
    fn bent(self, pixels: impl Iterator<Item = (usize, usize)>) -> (Self, [f32; BENDS]) {
        let straight = (self, [0.0; BENDS]);
        if self.length < 8.0 * self.height.min(12.0) {
            return straight;
        }
        let (sin, cos) = self.angle.sin_cos();
        let mut columns = vec![(f32::MAX, f32::MIN); self.length as usize + 1];
        for (x, y) in pixels {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            let (u, v) = (x * cos + y * sin - self.u, y * cos - x * sin - self.v);
            if let Some(c) = columns.get_mut(u.max(0.0) as usize) {
                *c = (c.0.min(v - 0.5), c.1.max(v + 0.5));
            }
        }
        let mut thick: Vec<f32> = columns.iter().filter(|c| c.1 > c.0).map(|c| c.1 - c.0).collect();
        thick.sort_by(f32::total_cmp);
        let Some(&usual) = thick.get(thick.len() / 2) else { return straight };
        if self.height <= 1.35 * usual + 1.0 {
            return straight;
        }
        let height = thick[(thick.len() - 1) * 8 / 10];
        let mut middles = [f32::NAN; BENDS];
        for (k, m) in middles.iter_mut().enumerate() {
            let (at, reach) =
                (self.length * k as f32 / (BENDS - 1) as f32, self.length / (2 * (BENDS - 1)) as f32);
            let window = (at - reach).max(0.0) as usize..((at + reach) as usize + 1).min(columns.len());
            let (mut sum, mut n) = (0.0, 0.0);
            for c in columns[window].iter().filter(|c| c.1 - c.0 >= 0.6 * usual) {
                sum += (c.0 + c.1) / 2.0;
                n += 1.0;
            }
            *m = sum / n;
        }
        // A stretch without marks takes the middle of its neighbour.
        for k in 1..BENDS {
            if middles[k].is_nan() {
                middles[k] = middles[k - 1];
            }
        }
        for k in (0..BENDS - 1).rev() {
            if middles[k].is_nan() {
                middles[k] = middles[k + 1];
            }
        }
        if middles[0].is_nan() {
            return straight;
        }
        let (low, high) = middles.iter().fold((f32::MAX, f32::MIN), |m, v| (m.0.min(*v), m.1.max(*v)));
        let middle = (low + high) / 2.0;
        let fit = Self { v: self.v + middle - height / 2.0, height, ..self };
        (fit, middles.map(|m| m - middle))
    }

    /// The angle to the nearest axis, −π/4 to π/4.
    fn slope(&self) -> f32 {
        self.angle - (self.angle / FRAC_PI_2).round() * FRAC_PI_2
    }
}

/// Puts what a closer look at a part saw in the place of what stood there; what the closer look lost is kept.
pub(super) fn join(lines: &mut Vec<LineBox>, seen: Vec<LineBox>, part: &Part) {
    let (x0, y0) = (part.x as f32, part.y as f32);
    let part = Rect::new(x0, y0, x0 + part.w as f32, y0 + part.h as f32).grown(8.0);
    let area = |r: &Rect| r.width() * r.height();
    let held = |r: &Rect, by: &[LineBox]| {
        by.iter().filter_map(|l| l.quad.bounds().intersection(r)).map(|c| area(&c)).sum::<f32>()
            / area(r).max(1.0)
    };
    let kept: Vec<LineBox> = lines
        .iter()
        .filter(|l| {
            let r = l.quad.bounds();
            let inside = part.intersection(&r).is_some_and(|c| area(&c) > 0.95 * area(&r));
            !inside || held(&r, &seen) < 0.4
        })
        .copied()
        .collect();
    let new = seen.into_iter().filter(|l| held(&l.quad.bounds(), &kept) < 0.5).collect::<Vec<_>>();
    *lines = kept;
    lines.extend(new);
}

/// Corners clockwise from the one that is top left as the picture stands: its side to the next runs most to the right.
fn upright(mut corners: [Point; 4]) -> Quad {
    let cross = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
    if cross(corners[0], corners[1], corners[2]) < 0.0 {
        corners.reverse();
    }
    let rightwards = |k: usize| {
        let (a, b) = (corners[k], corners[(k + 1) % 4]);
        (b.x - a.x) / distance(a, b).max(1e-6)
    };
    let first = (0..4).max_by(|&a, &b| rightwards(a).total_cmp(&rightwards(b))).unwrap_or(0);
    corners.rotate_left(first);
    Quad(corners)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map_of(w: usize, h: usize, set: impl Fn(usize, usize) -> bool) -> Map {
        let values = (0..w * h).map(|k| if set(k % w, k / w) { 0.9 } else { 0.0 }).collect();
        Map { part: Part { x: 100, y: 0, w: w * 2, h: h * 2 }, w, h, values }
    }

    #[test]
    fn a_bar_becomes_a_box_around_it() {
        let map = map_of(128, 64, |x, y| (20..100).contains(&x) && (30..40).contains(&y));
        let found = map.boxes();
        assert_eq!(found.len(), 1);
        let r = found[0].quad.bounds();
        // 80 by 10 grows by 800 * 1.6 / 180 = 7.1 map pixels on each side; two picture pixels each, shifted by 100.
        for (is, wanted) in [(r.x0, 125.8), (r.x1, 314.2), (r.y0, 45.8), (r.y1, 94.2)] {
            assert!((is - wanted).abs() < 0.1, "{r:?}");
        }
        assert!((found[0].score - 0.9).abs() < 1e-5);
    }

    #[test]
    fn a_leaning_bar_keeps_its_slope() {
        let map =
            map_of(256, 128, |x, y| (20..220).contains(&x) && (y as f32 - 40.0 - x as f32 * 0.1).abs() < 6.0);
        let found = map.boxes();
        assert_eq!(found.len(), 1);
        let [a, b, ..] = found[0].quad.0;
        assert!(((b.y - a.y) / (b.x - a.x) - 0.1).abs() < 0.02, "{:?}", found[0].quad);
    }

    #[test]
    fn a_bent_bar_is_as_high_as_it_is_thick() {
        let wave = |x: usize| 60.0 + 14.0 * (x as f32 / 110.0).sin();
        let map = map_of(400, 128, |x, y| (20..380).contains(&x) && (y as f32 - wave(x)).abs() < 5.0);
        let found = map.boxes();
        assert_eq!(found.len(), 1);
        let sheet = super::super::pixels::Sheet::new(&found[0], 0.0);
        for k in 1..8 {
            let p = sheet.at(k as f32 / 8.0, 0.5);
            let x = (p.x - 100.0) / 2.0;
            assert!(
                (p.y / 2.0 - wave(x as usize)).abs() < 2.5,
                "at {x}: {} for {}",
                p.y / 2.0,
                wave(x as usize)
            );
        }
    }

    #[test]
    fn tiles_cover_everything_and_overlap() {
        for n in [32, 960, 992, 1888, 2752, 4000] {
            let t = tiles(n);
            assert_eq!(t[0].0, 0);
            assert_eq!(t.last().map(|t| t.0 + t.1), Some(n));
            assert!(t.windows(2).all(|p| p[0].0 + p[0].1 >= p[1].0 + OVERLAP.min(32)), "{t:?}");
        }
    }
}
