//! A picture's pixels → what networks eat: shrunken planes and straightened strips.

use crate::error::{Error, ErrorKind, Result};
use crate::model::{BENDS, LineBox, Picture, Point, Quad};

/// Refuses pixels that do not fit the size.
pub(super) fn checked(picture: &Picture<'_>) -> Result<()> {
    let wanted = u64::from(picture.width) * u64::from(picture.height) * 3;
    if wanted == 0 || wanted != picture.rgb.len() as u64 {
        return Err(Error::new(ErrorKind::Misuse, "the pixels do not fit the picture's size"));
    }
    Ok(())
}

/// For each output sample, the first input sample and the weights of it and those after it (triangle filter).
fn taps(from: f32, extent: f32, n: usize, out: usize) -> Vec<(usize, Vec<f32>)> {
    let step = extent / out as f32;
    let reach = step.max(1.0);
    (0..out)
        .map(|i| {
            let centre = from + (i as f32 + 0.5) * step - 0.5;
            let first = (centre - reach).ceil().clamp(0.0, n as f32 - 1.0) as usize;
            let last = ((centre + reach).floor().max(0.0) as usize).clamp(first, n - 1);
            let mut weights: Vec<f32> =
                (first..=last).map(|j| (1.0 - ((j as f32 - centre) / reach).abs()).max(0.0)).collect();
            let sum: f32 = weights.iter().sum();
            if sum > 0.0 {
                weights.iter_mut().for_each(|v| *v /= sum);
            } else if let Some(v) = weights.first_mut() {
                *v = 1.0;
            }
            (first, weights)
        })
        .collect()
}

/// A part of a picture in pixels, not empty and inside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    pub x: usize,
    pub y: usize,
    pub w: usize,
    pub h: usize,
}

/// A part of the picture shrunk to `out_w` by `out_h`: blue, green, red of each pixel, from −1 to 1, as the detector wants them.
pub(super) fn shrunk(picture: &Picture<'_>, part: Part, out_w: usize, out_h: usize) -> Vec<f32> {
    let (pw, ph) = (picture.width as usize, picture.height as usize);
    let across = taps(part.x as f32, part.w as f32, pw, out_w);
    let down = taps(part.y as f32, part.h as f32, ph, out_h);
    let first = down.first().map_or(0, |t| t.0);
    let last = down.last().map_or(0, |t| t.0 + t.1.len());
    // Each source row is needed by one or two output rows only: they are added up as the rows come.
    let mut sums = vec![0f32; out_w * out_h * 3];
    let mut row_out = vec![0f32; out_w * 3];
    let mut lowest = 0;
    for y in first..last {
        let row = &picture.rgb[y * pw * 3..(y + 1) * pw * 3];
        for (to, (at, weights)) in row_out.chunks_exact_mut(3).zip(&across) {
            let (mut r, mut g, mut b) = (0f32, 0f32, 0f32);
            for (p, f) in row[at * 3..].chunks_exact(3).zip(weights) {
                r += f * f32::from(p[0]);
                g += f * f32::from(p[1]);
                b += f * f32::from(p[2]);
            }
            to.copy_from_slice(&[b, g, r]);
        }
        while lowest < out_h && down[lowest].0 + down[lowest].1.len() <= y {
            lowest += 1;
        }
        for (k, (at, weights)) in down.iter().enumerate().skip(lowest) {
            if *at > y {
                break;
            }
            let Some(&f) = weights.get(y - at) else { continue };
            for (to, v) in sums[k * out_w * 3..(k + 1) * out_w * 3].iter_mut().zip(&row_out) {
                *to += f * v;
            }
        }
    }
    sums.iter_mut().for_each(|v| *v = *v / 127.5 - 1.0);
    sums
}

/// A point between two.
pub(super) fn between(a: Point, b: Point, t: f32) -> Point {
    Point { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }
}

/// How far apart two points are.
pub(super) fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// A line's box as a sheet that may be bent: points of it by shares of its width and height.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    quad: Quad,
    bend: [f32; BENDS],
}

impl Sheet {
    /// The box of a line with `by` of its height added above and below.
    pub fn new(line: &LineBox, by: f32) -> Self {
        let [a, b, c, d] = line.quad.0;
        let quad =
            Quad([between(a, d, -by), between(b, c, -by), between(b, c, 1.0 + by), between(a, d, 1.0 + by)]);
        Self { quad, bend: line.bend.map(|v| v / (1.0 + 2.0 * by)) }
    }

    /// Width and height, the longer of two opposite sides each.
    pub fn extent(&self) -> (f32, f32) {
        extent(&self.quad)
    }

    /// What lies between two shares of the width and two of the height; they may lie outside.
    pub fn part(&self, (u0, u1): (f32, f32), (v0, v1): (f32, f32)) -> Self {
        let [a, b, c, d] = self.quad.0;
        let at = |u: f32, v: f32| between(between(a, b, u), between(d, c, u), v);
        let mut bend = [0.0; BENDS];
        for (k, to) in bend.iter_mut().enumerate() {
            *to = self.bend(u0 + (u1 - u0) * k as f32 / (BENDS - 1) as f32) / (v1 - v0);
        }
        Self { quad: Quad([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)]), bend }
    }

    /// How far the sheet is pushed down at a share of its width, in shares of its height.
    fn bend(&self, u: f32) -> f32 {
        let t = u.clamp(0.0, 1.0) * (BENDS - 1) as f32;
        let k = (t as usize).min(BENDS - 2);
        self.bend[k] + (self.bend[k + 1] - self.bend[k]) * (t - k as f32)
    }

    /// The point at a share `u` of the width and `v` of the height.
    pub fn at(&self, u: f32, v: f32) -> Point {
        let [a, b, c, d] = self.quad.0;
        between(between(a, b, u), between(d, c, u), v + self.bend(u))
    }
}

/// Width and height of a quad, the longer of two opposite sides each.
pub(super) fn extent(quad: &Quad) -> (f32, f32) {
    let [a, b, c, d] = quad.0;
    (distance(a, b).max(distance(d, c)), distance(a, d).max(distance(b, c)))
}

/// Rows of pixels with `C` values each, 0 to 255.
#[derive(Clone, Copy)]
pub(super) struct Raster<'a, const C: usize> {
    pub w: usize,
    pub h: usize,
    pub values: &'a [u8],
}

/// How bright each pixel of a picture is.
pub(super) fn brightness(picture: &Picture<'_>) -> Vec<u8> {
    let grey = |p: &[u8]| (u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29 + 128) >> 8;
    picture.rgb.chunks_exact(3).map(|p| grey(p) as u8).collect()
}

/// What stands under a sheet, straightened to `w` by `h`. Outside the picture its edge goes on.
pub(super) fn straightened<const C: usize>(
    raster: Raster<'_, C>,
    sheet: &Sheet,
    w: usize,
    h: usize,
) -> Vec<[f32; C]> {
    let (qw, qh) = sheet.extent();
    let (pw, ph) = (raster.w, raster.h);
    let samples = |by: f32| (by.ceil() as usize).clamp(1, 4);
    let (sx, sy) = (samples(qw / w as f32), samples(qh / h as f32));
    let share = 1.0 / (sx * sy) as f32;
    // Where each column of samples begins, and where it runs to.
    let columns: Vec<(Point, Point)> = (0..w * sx)
        .map(|x| {
            let u = (x as f32 + 0.5) / (w * sx) as f32;
            (sheet.at(u, 0.0), sheet.at(u, 1.0))
        })
        .collect();
    let (last_x, last_y) = (pw as f32 - 1.0, ph as f32 - 1.0);
    let mut out = vec![[0f32; C]; w * h];
    for (y, row) in out.chunks_exact_mut(w).enumerate() {
        for ky in 0..sy {
            let v = (y as f32 + (ky as f32 + 0.5) / sy as f32) / h as f32;
            for (sum, columns) in row.iter_mut().zip(columns.chunks_exact(sx)) {
                for (from, to) in columns {
                    let px = (from.x + (to.x - from.x) * v - 0.5).clamp(0.0, last_x);
                    let py = (from.y + (to.y - from.y) * v - 0.5).clamp(0.0, last_y);
                    let (x0, y0) = (px as usize, py as usize);
                    let (ax, ay) = (px - x0 as f32, py - y0 as f32);
                    let right = if x0 + 1 < pw { C } else { 0 };
                    let below = if y0 + 1 < ph { pw * C } else { 0 };
                    let at = (y0 * pw + x0) * C;
                    for (c, to) in sum.iter_mut().enumerate() {
                        let g = |i: usize| f32::from(raster.values[i + c]);
                        let top = g(at) + (g(at + right) - g(at)) * ax;
                        let low = g(at + below) + (g(at + below + right) - g(at + below)) * ax;
                        *to += top + (low - top) * ay;
                    }
                }
            }
        }
        for v in row.iter_mut().flatten() {
            *v *= share;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaded(w: u32, h: u32) -> Vec<u8> {
        (0..h).flat_map(|y| (0..w).flat_map(move |x| [x as u8, y as u8, 200])).collect()
    }

    #[test]
    fn shrinking_keeps_places_and_order_of_colours() {
        let rgb = shaded(64, 48);
        let picture = Picture { width: 64, height: 48, rgb: &rgb };
        let out = shrunk(&picture, Part { x: 16, y: 8, w: 32, h: 32 }, 8, 8);
        let byte = |v: f32| (v + 1.0) * 127.5;
        // Blue, green (rows) and red (columns): the third pixel's centre is at 16 + 2.5 * 4 - 0.5.
        let third: [f32; 3] = std::array::from_fn(|k| byte(out[(3 * 8 + 2) * 3 + k]));
        assert!(third.iter().zip([200.0, 21.5, 25.5]).all(|(a, b)| (a - b).abs() < 0.01), "{third:?}");
    }

    #[test]
    fn a_turned_quad_is_set_upright() {
        let rgb = shaded(40, 40);
        let raster = Raster::<3> { w: 40, h: 40, values: &rgb };
        let p = |x: f32, y: f32| Point { x, y };
        // A line that runs downwards: its top left corner is the picture's top right.
        let quad = Quad([p(30.0, 10.0), p(30.0, 30.0), p(20.0, 30.0), p(20.0, 10.0)]);
        let line = LineBox { quad, bend: [0.0; BENDS], score: 1.0 };
        let out = straightened(raster, &Sheet::new(&line, 0.0), 20, 10);
        assert_eq!(out.len(), 200);
        assert!((out[0][0] - 29.0).abs() < 0.01 && (out[0][1] - 10.0).abs() < 0.01);
        assert!((out[199][0] - 20.0).abs() < 0.01 && (out[199][1] - 29.0).abs() < 0.01);
    }

    #[test]
    fn pixels_must_fit() {
        assert!(checked(&Picture { width: 2, height: 2, rgb: &[0; 12] }).is_ok());
        assert!(checked(&Picture { width: 2, height: 2, rgb: &[0; 11] }).is_err());
        assert!(checked(&Picture { width: 0, height: 2, rgb: &[] }).is_err());
    }
}
