//! A grey picture, shrunk, and parts of it set upright. Lengths in pixels.

use super::pixels::brightness;
use crate::model::{Picture, Rect};

/// A grey picture.
#[derive(Clone)]
pub(super) struct Grey {
    pub w: usize,
    pub h: usize,
    pub v: Vec<u8>,
}

pub(super) fn within(r: &Rect, full: &Grey) -> Rect {
    Rect::new(r.x0.max(0.0), r.y0.max(0.0), r.x1.min(full.w as f32), r.y1.min(full.h as f32))
}

pub(super) fn grey(picture: &Picture<'_>) -> Grey {
    Grey { w: picture.width as usize, h: picture.height as usize, v: brightness(picture) }
}

/// A smaller copy: means of the pixels under each.
pub(super) fn shrunk(from: &Grey, w: usize, h: usize) -> Grey {
    let (w, h) = (w.clamp(1, from.w), h.clamp(1, from.h));
    let mut v = Vec::with_capacity(w * h);
    let mut sums = vec![0u32; from.w];
    for y in 0..h {
        let (y0, y1) = (y * from.h / h, (y + 1) * from.h / h);
        sums.fill(0);
        for row in from.v[y0 * from.w..y1 * from.w].chunks(from.w) {
            for (sum, p) in sums.iter_mut().zip(row) {
                *sum += u32::from(*p);
            }
        }
        for x in 0..w {
            let (x0, x1) = (x * from.w / w, (x + 1) * from.w / w);
            v.push((sums[x0..x1].iter().sum::<u32>() / ((x1 - x0) * (y1 - y0)) as u32) as u8);
        }
    }
    Grey { w, h, v }
}

/// The value between pixels; `outside` beyond the edge.
fn sampled(from: &Grey, x: f32, y: f32, outside: f32) -> f32 {
    if x < -1.0 || y < -1.0 || x >= from.w as f32 || y >= from.h as f32 {
        return outside;
    }
    // One more, so that rounding towards 0 is rounding down.
    let (x0, y0) = ((x + 1.0) as usize, (y + 1.0) as usize);
    let (ax, ay) = (x + 1.0 - x0 as f32, y + 1.0 - y0 as f32);
    let at = |x: usize, y: usize| {
        // 0 wraps around and is outside as well.
        let (x, y) = (x.wrapping_sub(1), y.wrapping_sub(1));
        if x < from.w && y < from.h { f32::from(from.v[y * from.w + x]) } else { outside }
    };
    let upper = at(x0, y0) * (1.0 - ax) + at(x0 + 1, y0) * ax;
    let lower = at(x0, y0 + 1) * (1.0 - ax) + at(x0 + 1, y0 + 1) * ax;
    upper * (1.0 - ay) + lower * ay
}

/// A rectangle that may lean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// Its middle.
    pub x: f32,
    pub y: f32,
    /// Half its sides, along its own axes.
    pub u: f32,
    pub v: f32,
    /// How far its first axis is turned clockwise from the rows, in radians.
    pub angle: f32,
}

impl Place {
    /// The same place where a unit is so many smaller ones.
    pub fn scaled(self, by: f32) -> Self {
        Self { x: self.x * by, y: self.y * by, u: self.u * by, v: self.v * by, angle: self.angle }
    }

    /// The same place whose edges fall between pixels where it hardly leans: so that setting it upright blurs nothing.
    pub fn snapped(self) -> Self {
        let quarter = std::f32::consts::FRAC_PI_2;
        let angle = (self.angle / quarter).round() * quarter;
        if (self.angle - angle).abs() > 0.01 {
            return self;
        }
        Self { x: self.x.round(), y: self.y.round(), u: self.u.ceil(), v: self.v.ceil(), angle }
    }

    /// The upright box around it.
    pub fn bounds(&self) -> Rect {
        let (sin, cos) = self.angle.sin_cos();
        let (dx, dy) = (self.u * cos.abs() + self.v * sin.abs(), self.u * sin.abs() + self.v * cos.abs());
        Rect::new(self.x - dx, self.y - dy, self.x + dx, self.y + dy)
    }

    /// The picture under it, set upright, with a margin, so many of its pixels for one of the picture's.
    pub fn straight(&self, from: &Grey, margin: f32, scale: f32) -> Grey {
        let (sin, cos) = self.angle.sin_cos();
        let (u, v) = (self.u + margin, self.v + margin);
        let (w, h) = (((2.0 * u * scale) as usize).max(1), ((2.0 * v * scale) as usize).max(1));
        let mut out = Vec::with_capacity(w * h);
        for row in 0..h {
            for column in 0..w {
                let (a, b) = ((column as f32 + 0.5) / scale - u, (row as f32 + 0.5) / scale - v);
                let (x, y) = (self.x + a * cos - b * sin - 0.5, self.y + a * sin + b * cos - 0.5);
                out.push(sampled(from, x, y, 255.0) as u8);
            }
        }
        Grey { w, h, v: out }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_of_what_lies_under_each() {
        let from = Grey { w: 5, h: 2, v: vec![10, 20, 30, 40, 50, 10, 20, 30, 40, 50] };
        assert_eq!(shrunk(&from, 2, 1).v, [15, 40]);
        assert_eq!(shrunk(&from, 9, 9).v, from.v);
    }

    #[test]
    fn a_quarter_turn_keeps_every_pixel() {
        let from = Grey { w: 3, h: 2, v: vec![1, 2, 3, 4, 5, 6] };
        let place = Place { x: 1.5, y: 1.0, u: 1.5, v: 1.0, angle: 0.0 };
        assert_eq!(place.straight(&from, 0.0, 1.0).v, from.v);
        let upright = Place { u: 1.0, v: 1.5, angle: std::f32::consts::FRAC_PI_2, ..place };
        let g = upright.straight(&from, 0.0, 1.0);
        assert_eq!((g.w, g.h), (2, 3));
        assert!(g.v.iter().zip([3, 6, 2, 5, 1, 4]).all(|(a, b)| a.abs_diff(b) <= 1), "{:?}", g.v);
        let b = upright.bounds();
        assert!(b.x0.abs() + b.y0.abs() + (b.x1 - 3.0).abs() + (b.y1 - 2.0).abs() < 0.001);
        let leaning = Place { x: 1.3, y: 1.2, u: 1.4, v: 0.7, angle: 0.004 };
        assert_eq!(leaning.snapped(), Place { x: 1.0, y: 1.0, u: 2.0, v: 1.0, angle: 0.0 });
        assert_eq!(Place { angle: 0.1, ..leaning }.snapped(), Place { angle: 0.1, ..leaning });
        // Outside is white.
        assert_eq!(place.straight(&from, 2.0, 1.0).v[0], 255);
    }
}
