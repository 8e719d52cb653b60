//! A picture of which a person sees only a part, or of which a part is struck → the same picture with the rest constant. Parts
//! are boxes of the picture's unit square, origin bottom-left, as content streams have it.

use hayro_interpret::kurbo::Rect;

use super::{BLOCK, Samples};

/// Which part of a picture is seen.
pub(in crate::formats::pdf) struct Cut {
    /// Its name in the source's resources.
    pub(in crate::formats::pdf) name: Vec<u8>,
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

    fn clear(&self, data: &mut [u8], width: usize, height: usize, bits: usize) {
        let stride = (width * bits).div_ceil(8);
        // Columns and rows of a box: what it touches, and one more on each side for `grow` 1, one less for -1.
        let area = |r: &Rect, grow: f64| {
            let (w, h) = (width as f64, height as f64);
            let low = |v: f64, most: f64| {
                if grow > 0.0 { v.floor() - grow } else { v.ceil() - grow }.clamp(0.0, most) as usize
            };
            let high = |v: f64, most: f64| {
                if grow > 0.0 { v.ceil() + grow } else { v.floor() + grow }.clamp(0.0, most) as usize
            };
            let (x0, x1) = (low(r.x0 * w, w), high(r.x1 * w, w));
            let (y0, y1) = (low((1.0 - r.y1) * h, h), high((1.0 - r.y0) * h, h));
            (x0, x1, y0, y1)
        };
        let (x0, x1, y0, y1) = area(&self.window, 1.0);
        let mut clear = |from: usize, to: usize, y: usize, like: usize| {
            if let Some(row) = data.get_mut(y * stride..(y + 1) * stride) {
                wipe(row, from, to, like, bits);
            }
        };
        for y in 0..height {
            if (y0..y1).contains(&y) {
                clear(0, x0, y, x0);
                clear(x1, width, y, x1.saturating_sub(1));
            } else {
                clear(0, width, y, width);
            }
        }
        for cover in &self.covers {
            let (x0, x1, y0, y1) = area(cover, -1.0);
            for y in y0..y1 {
                clear(x0, x1, y, x0.checked_sub(1).unwrap_or(x1));
            }
        }
        // A lossy encoder spreads what was there over its whole block.
        let block = BLOCK as usize;
        for bar in &self.struck {
            let (x0, x1, y0, y1) = area(bar, 1.0);
            let (x0, x1) = (x0 / block * block, (x1.div_ceil(block) * block).min(width));
            for y in y0 / block * block..(y1.div_ceil(block) * block).min(height) {
                clear(x0, x1, y, x0.checked_sub(1).unwrap_or(x1));
            }
        }
    }
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
        Cut { name: Vec::new(), window, covers, struck: Vec::new() }
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
