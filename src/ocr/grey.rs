//! A grey picture, and parts of it: cut out, shrunk, set upright. Lengths in pixels.

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

/// A smaller or larger copy: means of the pixels under each, or the straight line between them.
pub(super) fn shrunk(from: &Grey, w: usize, h: usize) -> Grey {
    let (w, h) = (w.max(1), h.max(1));
    let mut v = Vec::with_capacity(w * h);
    if w <= from.w && h <= from.h {
        for y in 0..h {
            let (y0, y1) = (y * from.h / h, ((y + 1) * from.h / h).max(y * from.h / h + 1));
            for x in 0..w {
                let (x0, x1) = (x * from.w / w, ((x + 1) * from.w / w).max(x * from.w / w + 1));
                let sum: u32 = (y0..y1)
                    .map(|r| {
                        from.v[r * from.w + x0..r * from.w + x1].iter().map(|&p| u32::from(p)).sum::<u32>()
                    })
                    .sum();
                v.push((sum / ((x1 - x0) * (y1 - y0)) as u32) as u8);
            }
        }
        return Grey { w, h, v };
    }
    for y in 0..h {
        for x in 0..w {
            let sx = (x as f32 + 0.5) * from.w as f32 / w as f32 - 0.5;
            let sy = (y as f32 + 0.5) * from.h as f32 / h as f32 - 0.5;
            v.push(sampled(from, sx, sy, 255.0) as u8);
        }
    }
    Grey { w, h, v }
}

/// The value between pixels; `outside` beyond the edge.
pub(super) fn sampled(from: &Grey, x: f32, y: f32, outside: f32) -> f32 {
    let (x0, y0) = (x.floor(), y.floor());
    let (ax, ay) = (x - x0, y - y0);
    let at = |x: f32, y: f32| {
        if x < 0.0 || y < 0.0 || x >= from.w as f32 || y >= from.h as f32 {
            outside
        } else {
            f32::from(from.v[y as usize * from.w + x as usize])
        }
    };
    let upper = at(x0, y0) * (1.0 - ax) + at(x0 + 1.0, y0) * ax;
    let lower = at(x0, y0 + 1.0) * (1.0 - ax) + at(x0 + 1.0, y0 + 1.0) * ax;
    upper * (1.0 - ay) + lower * ay
}

/// A part of a picture, and where it begins.
pub(super) fn cut(from: &Grey, r: &Rect) -> (Grey, f32, f32) {
    let r = within(r, from);
    let (x0, y0) = (r.x0 as usize, r.y0 as usize);
    let (x1, y1) = ((r.x1.ceil() as usize).min(from.w), (r.y1.ceil() as usize).min(from.h));
    let (w, h) = (x1.saturating_sub(x0), y1.saturating_sub(y0));
    let v = (y0..y0 + h).flat_map(|y| from.v[y * from.w + x0..y * from.w + x0 + w].iter().copied()).collect();
    (Grey { w, h, v }, x0 as f32, y0 as f32)
}

/// Turned clockwise by an angle about its middle, on white, large enough to hold all.
pub(super) fn turned(from: &Grey, degrees: f32) -> Grey {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (fw, fh) = (from.w as f32, from.h as f32);
    let w = (fw * cos.abs() + fh * sin.abs()).ceil() as usize;
    let h = (fw * sin.abs() + fh * cos.abs()).ceil() as usize;
    let mut v = Vec::with_capacity(w * h);
    for y in 0..h {
        for x in 0..w {
            let (dx, dy) = (x as f32 + 0.5 - w as f32 / 2.0, y as f32 + 0.5 - h as f32 / 2.0);
            let (sx, sy) = (dx * cos + dy * sin + fw / 2.0 - 0.5, dy * cos - dx * sin + fh / 2.0 - 0.5);
            v.push(sampled(from, sx, sy, 255.0) as u8);
        }
    }
    Grey { w, h, v }
}
