//! A picture of which a person sees only a part, or of which a part is struck → the same picture with the rest constant. Parts
//! are boxes of the page. The picture may lean on it, as a scan does that was set straight: then a box of the page leans in the
//! picture, and is followed row by row.

use std::ops::Range;

use hayro_interpret::kurbo::{Affine, Point, Rect};

use super::{BLOCK, Samples};

/// Which part of a picture is seen.
pub(in crate::formats::pdf) struct Cut {
    /// Its name in the source's resources.
    pub(in crate::formats::pdf) name: Vec<u8>,
    /// From the unit square, origin bottom-left, to the page.
    pub(in crate::formats::pdf) place: Affine,
    /// What the page and its clips leave of it.
    pub(in crate::formats::pdf) window: Rect,
    /// What is painted over.
    pub(in crate::formats::pdf) covers: Vec<Rect>,
    /// What is struck: a bar lies over it.
    pub(in crate::formats::pdf) struck: Vec<Rect>,
}

impl Cut {
    /// Sets what nobody sees to what lies beside it, so that no edge shines through where a viewer smooths.
    pub(super) fn apply(&self, samples: &mut Samples) {
        let (w, h) = (samples.width as usize, samples.height as usize);
        let bits = usize::from(samples.components) * usize::from(samples.bits);
        self.clear(&mut samples.data, w, h, bits);
        if let Some(alpha) = samples.alpha.as_mut() {
            self.clear(alpha, w, h, 8);
        }
    }

    /// The same for samples of so many bits a pixel.
    pub(in crate::formats::pdf) fn clear(&self, data: &mut [u8], width: usize, height: usize, bits: usize) {
        let stride = (width * bits).div_ceil(8);
        let back = self.place.inverse();
        let part = |r: &Rect| Part::of(r, back, width, height);
        let mut clear = |from: usize, to: usize, y: usize, like: usize| {
            if let Some(row) = data.get_mut(y * stride..(y + 1) * stride) {
                wipe(row, from, to, like, bits);
            }
        };
        let window = part(&self.window);
        for y in 0..height {
            match window.touched(y) {
                Some(seen) => {
                    clear(0, seen.start, y, seen.start);
                    clear(seen.end, width, y, seen.end.saturating_sub(1));
                }
                None => clear(0, width, y, width),
            }
        }
        for cover in &self.covers {
            let cover = part(cover);
            for y in cover.rows() {
                if let Some(hidden) = cover.within(y) {
                    clear(hidden.start, hidden.end, y, hidden.start.checked_sub(1).unwrap_or(hidden.end));
                }
            }
        }
        // A lossy encoder spreads what was there over its whole block.
        let block = BLOCK as usize;
        for bar in &self.struck {
            let bar = part(bar);
            let rows = bar.rows();
            for first in (rows.start / block * block..rows.end).step_by(block) {
                let rows = first..(first + block).min(height);
                let touched = rows.clone().filter_map(|y| bar.touched(y));
                let Some(all) = touched.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)) else {
                    continue;
                };
                let (x0, x1) = (all.start / block * block, (all.end.div_ceil(block) * block).min(width));
                for y in rows {
                    clear(x0, x1, y, x0.checked_sub(1).unwrap_or(x1));
                }
            }
        }
    }
}

/// A box of the page as it lies in a picture.
struct Part {
    /// Its corners in turn, pixels.
    corners: [Point; 4],
    width: usize,
    height: usize,
}

impl Part {
    fn of(r: &Rect, back: Affine, width: usize, height: usize) -> Self {
        // What is whole but for rounding is whole.
        let whole = |v: f64| (v * 4096.0).round() / 4096.0;
        let corners = [(r.x0, r.y0), (r.x1, r.y0), (r.x1, r.y1), (r.x0, r.y1)].map(|p| {
            let p = back * Point::from(p);
            Point::new(whole(p.x * width as f64), whole((1.0 - p.y) * height as f64))
        });
        Self { corners, width, height }
    }

    /// The rows that it may touch.
    fn rows(&self) -> Range<usize> {
        let ys = self.corners.map(|p| p.y);
        let low = ys.into_iter().fold(f64::INFINITY, f64::min).floor() - 1.0;
        let high = ys.into_iter().fold(f64::NEG_INFINITY, f64::max).ceil() + 1.0;
        pixel(low, self.height)..pixel(high, self.height)
    }

    /// The pixels of a row that it touches, and one more on each side; none where it touches neither the row nor the next.
    fn touched(&self, row: usize) -> Option<Range<usize>> {
        let (top, bottom) = strip(row);
        let own = self.corners.iter().filter(|p| (top..=bottom).contains(&p.y)).map(|p| (p.x, p.x));
        let cut = [top, bottom].into_iter().filter_map(|y| self.across(y));
        let (low, high) = own.chain(cut).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        Some(pixel(low.floor() - 1.0, self.width)..pixel(high.ceil() + 1.0, self.width))
    }

    /// The pixels of a row that it holds wholly, with the next on each side.
    fn within(&self, row: usize) -> Option<Range<usize>> {
        let (top, bottom) = strip(row);
        let (a, b) = (self.across(top)?, self.across(bottom)?);
        let inside =
            pixel(a.0.max(b.0).ceil() + 1.0, self.width)..pixel(a.1.min(b.1).floor() - 1.0, self.width);
        (!inside.is_empty()).then_some(inside)
    }

    /// From where to where a level line crosses it.
    fn across(&self, y: f64) -> Option<(f64, f64)> {
        let next = self.corners.iter().cycle().skip(1);
        let crossed = self.corners.iter().zip(next).filter(|(p, q)| (p.y <= y) != (q.y <= y));
        let xs = crossed.map(|(p, q)| p.x + (q.x - p.x) * (y - p.y) / (q.y - p.y));
        xs.map(|x| (x, x)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

/// A row and its neighbours, but for a hair.
fn strip(row: usize) -> (f64, f64) {
    (row as f64 - 1.0 + 1e-6, row as f64 + 2.0 - 1e-6)
}

fn pixel(v: f64, most: usize) -> usize {
    v.clamp(0.0, most as f64) as usize
}

/// Makes constant the pixels of a picture that lie under nothing but the darkest samples of its mask, or under nothing but
/// the brightest if `bright`.
pub(super) fn mask(picture: &mut Samples, mask: &Samples, bright: bool) {
    let (w, h) = (picture.width as usize, picture.height as usize);
    let (mw, mh) = (mask.width as usize, mask.height as usize);
    let each = usize::from(mask.bits) * usize::from(mask.components);
    let stride = (mw * each).div_ceil(8);
    let bits = usize::from(picture.components) * usize::from(picture.bits);
    let own = (w * bits).div_ceil(8);
    let hides = |x: usize, y: usize| {
        let at = x * each;
        let byte = mask.data.get(y * stride + at / 8).copied().unwrap_or(0);
        let (most, value) = match each {
            1..=7 => (0xFF >> (8 - each), (byte << (at % 8)) >> (8 - each)),
            _ => (0xFF, byte),
        };
        value == if bright { most } else { 0 }
    };
    // Samples of the mask that a pixel touches.
    let under = |at: usize, many: usize, of: usize| at * of / many..((at + 1) * of).div_ceil(many);
    for y in 0..h {
        let Some(row) = picture.data.get_mut(y * own..(y + 1) * own) else { return };
        let rows = under(y, h, mh);
        let hidden = |x: usize| rows.clone().all(|y| under(x, w, mw).all(|x| hides(x, y)));
        let mut from = None;
        for x in 0..=w {
            match (x < w && hidden(x), from) {
                (true, None) => from = Some(x),
                (false, Some(start)) => {
                    wipe(row, start, x, start.checked_sub(1).unwrap_or(x), bits);
                    from = None;
                }
                _ => {}
            }
        }
    }
}

/// Sets pixels `from..to` of a row to what pixel `like` is; to ones where there is none, or where pixels share bytes.
fn wipe(row: &mut [u8], from: usize, to: usize, like: usize, bits: usize) {
    if bits >= 8 {
        let pixel = row.get(like * bits / 8..(like + 1) * bits / 8).map(<[u8]>::to_vec);
        let Some(part) = row.get_mut(from * bits / 8..to * bits / 8) else { return };
        match pixel {
            Some(p) => part.chunks_exact_mut(p.len()).for_each(|c| c.copy_from_slice(&p)),
            None => part.fill(0xFF),
        }
        return;
    }
    for at in from * bits..to * bits {
        if let Some(byte) = row.get_mut(at / 8) {
            *byte |= 0x80 >> (at % 8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(window: Rect, covers: Vec<Rect>) -> Cut {
        Cut { name: Vec::new(), place: Affine::IDENTITY, window, covers, struck: Vec::new() }
    }

    #[test]
    fn what_is_cropped_or_covered_is_constant() {
        let mut data: Vec<u8> = (0..100).collect();
        // The right half but one column, all rows.
        cut(Rect::new(0.5, 0.0, 1.0, 1.0), vec![]).clear(&mut data, 10, 10, 8);
        assert_eq!(data.get(..12), Some(&[4, 4, 4, 4, 4, 5, 6, 7, 8, 9, 14, 14][..]));
        let mut data: Vec<u8> = (0..100).collect();
        cut(Rect::new(0.0, 0.0, 1.0, 1.0), vec![Rect::new(0.2, 0.2, 0.8, 0.8)]).clear(&mut data, 10, 10, 8);
        assert_eq!(data.get(30..40), Some(&[30, 31, 32, 32, 32, 32, 32, 37, 38, 39][..]));
        assert_eq!(data.get(20..24), Some(&[20, 21, 22, 23][..]));
    }

    #[test]
    fn what_is_struck_is_constant_to_the_block() {
        let mut data: Vec<u8> = (0..=255).map(|i| i % 20).take(240).collect();
        let struck = vec![Rect::new(0.5, 0.3, 0.6, 0.4)];
        Cut { struck, ..cut(Rect::new(0.0, 0.0, 1.0, 1.0), vec![]) }.clear(&mut data, 20, 12, 8);
        for (i, v) in data.iter().enumerate() {
            let (x, y) = (i % 20, i / 20);
            let gone = (8..16).contains(&x) && y < 12;
            assert_eq!(usize::from(*v), if gone { 7 } else { x }, "{x} {y}");
        }
    }

    #[test]
    fn a_picture_that_leans_is_followed_row_by_row() {
        // A tenth up over its width; of each row the page shows another part.
        let place = Affine::new([1.0, 0.1, -0.1, 1.0, 0.0, 0.0]);
        let page =
            |x: usize, y: usize| place * Point::new((x as f64 + 0.5) / 40.0, 1.0 - (y as f64 + 0.5) / 40.0);
        let far = |r: &Rect, p: Point| (r.x0 - p.x).max(p.x - r.x1).max(r.y0 - p.y).max(p.y - r.y1) * 40.0;
        let picture: Vec<u8> = (0..1600u32).map(|i| (i % 251) as u8).collect();
        let changed = |cut: &Cut| {
            let mut data = picture.clone();
            cut.clear(&mut data, 40, 40, 8);
            let of = |x: usize, y: usize| data.get(y * 40 + x) != picture.get(y * 40 + x);
            (0..1600).map(|i| (page(i % 40, i / 40), of(i % 40, i / 40))).collect::<Vec<_>>()
        };
        let all = Rect::new(-1.0, -1.0, 2.0, 2.0);
        let some = Rect::new(0.2, 0.3, 0.7, 0.6);
        for (p, gone) in changed(&Cut { place, ..cut(some, vec![]) }) {
            assert!(!(gone && far(&some, p) < 0.0) && (gone || far(&some, p) < 5.0), "seen {p:?}");
        }
        for (p, gone) in changed(&Cut { place, ..cut(all, vec![some]) }) {
            assert!(!(gone && far(&some, p) > 0.0) && (gone || far(&some, p) > -5.0), "covered {p:?}");
        }
        for (p, gone) in changed(&Cut { place, struck: vec![some], ..cut(all, vec![]) }) {
            assert!((gone || far(&some, p) > 0.0) && !(gone && far(&some, p) > 14.0), "struck {p:?}");
        }
    }

    #[test]
    fn what_a_mask_hides_is_constant() {
        let grey = |width, data: &[u8], bits| Samples {
            width,
            height: 1,
            bits,
            components: 1,
            data: data.to_vec(),
            alpha: None,
            lossy: false,
        };
        let mut picture = grey(4, &[1, 2, 3, 4], 8);
        mask(&mut picture, &grey(4, &[0, 9, 0, 0], 8), false);
        assert_eq!(picture.data, [2, 2, 2, 2]);
        // A mask of half the width hides two pixels with each sample, one of twice the width a pixel with two.
        let mut picture = grey(4, &[1, 2, 3, 4], 8);
        mask(&mut picture, &grey(2, &[0b1000_0000], 1), true);
        assert_eq!(picture.data, [3, 3, 3, 4]);
        let mut picture = grey(4, &[1, 2, 3, 4], 8);
        mask(&mut picture, &grey(8, &[5, 0, 0, 0, 0, 7, 0, 0], 8), false);
        assert_eq!(picture.data, [1, 1, 3, 3]);
    }

    #[test]
    fn pixels_that_share_bytes_are_set_one_by_one() {
        let mut row = [0u8; 2];
        wipe(&mut row, 3, 10, 0, 1);
        assert_eq!(row, [0b0001_1111, 0b1100_0000]);
        let mut row = [0u8; 2];
        wipe(&mut row, 1, 3, 0, 4);
        assert_eq!(row, [0x0F, 0xF0]);
    }
}
