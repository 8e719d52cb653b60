//! A picture → boxes around the heads whose faces it shows. The network is face-api's tiny detector: for every cell of 32
//! pixels and each of five usual sizes it says how likely a face's middle lies there, and its box. The picture is looked at
//! in several sizes, since a face counts some tens of pixels for it. It knows faces that look at the camera; it misses
//! profiles, masks and very small or blurred ones.

use super::backbone::corners;
use super::layers::{After, Deep, Dense, Field, Walk, share};
use super::models::{FACES, genuine};
use super::pixels::{Part, shrunk};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Picture, Rect, Turn};

/// The longer side at which the picture is looked at, in pixels; none at which it would grow by more than half.
const SIDES: [f32; 3] = [320.0, 640.0, 1280.0];
const CELL: usize = 32;
/// The usual sizes, width and height in cells.
const SIZES: [[f32; 2]; 5] = [
    [1.603231, 2.094468],
    [6.041143, 7.080126],
    [2.882459, 3.518061],
    [4.266906, 5.178857],
    [9.041765, 10.66308],
];
/// What the network takes off red, green and blue.
const MEAN: [f32; 3] = [117.001, 114.697, 97.404];
/// Numbers a size: two for the middle, two for width and height, one for how likely.
const NUMBERS: usize = 5;

/// From this likelihood on it is a face.
const SURE: f32 = 0.6;
/// Boxes that share more than this part of the smaller one are one face.
const SAME: f32 = 0.4;

/// How far the head reaches beyond the face's box, in shares of it: to the sides, up, down.
const HEAD: [f32; 3] = [0.3, 0.65, 0.25];

/// How much of what is below nought is kept.
const LEAK: f32 = 0.1;
/// Layers that look at neighbours channel by channel, each followed by one that mixes the channels.
const LAYERS: usize = 5;
/// Rows that the first layer takes at a time, an even number.
const ROWS: usize = 64;

pub(super) struct Faces {
    first: Dense,
    layers: Vec<(Deep, Dense)>,
    last: Dense,
}

impl Faces {
    /// Reads the file, if it is the very one that was meant.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        Self::parse(genuine(bytes, &FACES)?)
            .ok_or_else(|| Error::new(ErrorKind::Resource, "the file of what finds faces cannot be read"))
    }

    fn parse(mut bytes: &[u8]) -> Option<Self> {
        let first = Dense::take(&mut bytes, [3, 3])?;
        let mut both = || Some((Deep::take(&mut bytes, [3, 3])?, Dense::take(&mut bytes, [1, 1])?));
        let layers: Option<Vec<_>> = (0..LAYERS).map(|_| both()).collect();
        let last = Dense::take(&mut bytes, [1, 1]).filter(|l| l.outputs == SIZES.len() * NUMBERS)?;
        let whole = bytes.is_empty();
        Some(Self { first, layers: layers?, last }).filter(|_| whole)
    }

    /// What the network says of each cell.
    fn run(&self, picture: Field) -> Field {
        let around = Walk::around(1, 1, 1);
        let mut field = self.begun(&picture);
        drop(picture);
        for (k, (deep, dense)) in self.layers.iter().enumerate() {
            let near = deep.over(&field, around);
            drop(field);
            let most = corners(leaky(dense.flat(&near, After::Nothing)));
            drop(near);
            field = if k + 1 < LAYERS { halved(&most) } else { most };
        }
        self.last.flat(&field, After::Nothing)
    }

    /// The first layer, some rows at a time: over the whole it would be many times the picture.
    fn begun(&self, picture: &Field) -> Field {
        let (w, h) = (picture.w, picture.h);
        let mut v = Vec::with_capacity(w * h / 4 * self.first.outputs);
        for y in (0..h).step_by(ROWS) {
            let (top, bottom) = (y.saturating_sub(1), (y + ROWS + 1).min(h));
            let rows = Field { w, h: bottom - top, c: 3, v: picture.v[top * w * 3..bottom * w * 3].to_vec() };
            let (before, after) = (usize::from(y == 0), usize::from(y + ROWS >= h));
            let walk = Walk { before: [before, 1], after: [after, 1], step: [1, 1] };
            v.extend(halved(&corners(leaky(self.first.over(&[(&rows, 1)], walk, After::Nothing)))).v);
        }
        Field { w: w / 2, h: h / 2, c: self.first.outputs, v }
    }

    /// Boxes around heads, in pixels of the picture as given. `turn` sets it upright.
    pub fn find(&self, picture: &Picture<'_>, turn: Turn) -> Result<Vec<Rect>> {
        let longer = picture.width.max(picture.height) as f32;
        let mut found: Vec<(f32, Rect)> = Vec::new();
        for side in SIDES.into_iter().filter(|s| *s <= longer * 1.5) {
            self.look(picture, turn, side / longer, &mut found)?;
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut heads: Vec<Rect> = Vec::new();
        let mut kept: Vec<Rect> = Vec::new();
        for (_, face) in found {
            let least = |r: &Rect| area(r).min(area(&face)).max(1.0);
            if kept.iter().any(|k| k.intersection(&face).is_some_and(|c| area(&c) > SAME * least(k))) {
                continue;
            }
            kept.push(face);
            heads.push(head(&face, turn, picture));
        }
        Ok(heads)
    }

    fn look(&self, picture: &Picture<'_>, turn: Turn, by: f32, found: &mut Vec<(f32, Rect)>) -> Result<()> {
        let cells = |n: u32| ((n as f32 * by / CELL as f32).round() as usize).max(1);
        let (columns, rows) = (cells(picture.width), cells(picture.height));
        let (w, h) = (columns * CELL, rows * CELL);
        let whole = Part { x: 0, y: 0, w: picture.width as usize, h: picture.height as usize };
        let small = shrunk(picture, whole, w, h);
        let (uw, uh) = if sideways(turn) { (h, w) } else { (w, h) };
        let mut input = Vec::with_capacity(small.len());
        for at in 0..uw * uh {
            let (sx, sy) = stored(turn, at % uw, at / uw, w, h);
            for (c, mean) in MEAN.iter().enumerate() {
                // Pixels come as blue, green, red, from −1 to 1.
                let v = small.get((sy * w + sx) * 3 + 2 - c).unwrap_or(&0.0);
                input.push((127.5 * (v + 1.0) - mean) / 255.0);
            }
        }
        drop(small);
        let out = self.run(Field { w: uw, h: uh, c: 3, v: input });
        let (columns, rows) = (out.w, out.h);
        let (fx, fy) = (picture.width as f32 / w as f32, picture.height as f32 / h as f32);
        for (size, [wide, tall]) in SIZES.iter().enumerate() {
            for y in 0..rows {
                for x in 0..columns {
                    let number = |k: usize| {
                        let at = (y * columns + x) * out.c + size * NUMBERS + k;
                        out.v.get(at).copied().unwrap_or(0.0)
                    };
                    let sure = share(number(4));
                    if sure < SURE {
                        continue;
                    }
                    let cell = CELL as f32;
                    let (cx, cy) =
                        ((x as f32 + share(number(0))) * cell, (y as f32 + share(number(1))) * cell);
                    let (hw, hh) = (number(2).exp() * wide * cell / 2.0, number(3).exp() * tall * cell / 2.0);
                    let upright = Rect::new(cx - hw, cy - hh, cx + hw, cy + hh);
                    let r = back(&upright, turn, w as f32, h as f32);
                    found.push((sure, Rect::new(r.x0 * fx, r.y0 * fy, r.x1 * fx, r.y1 * fy)));
                }
            }
        }
        Ok(())
    }
}

/// Every second pixel of every second row.
fn halved(field: &Field) -> Field {
    let (w, h, c) = (field.w / 2, field.h / 2, field.c);
    let from = |at: usize| (at / w * 2 * field.w + at % w * 2) * c;
    Field { w, h, c, v: (0..w * h).flat_map(|at| &field.v[from(at)..][..c]).copied().collect() }
}

fn leaky(mut field: Field) -> Field {
    field.v.iter_mut().filter(|v| **v < 0.0).for_each(|v| *v *= LEAK);
    field
}

fn area(r: &Rect) -> f32 {
    r.width() * r.height()
}

fn sideways(turn: Turn) -> bool {
    matches!(turn, Turn::Quarter | Turn::ThreeQuarters)
}

/// Where a pixel of the upright picture stands in the given one, `w` by `h`.
fn stored(turn: Turn, x: usize, y: usize, w: usize, h: usize) -> (usize, usize) {
    match turn {
        Turn::None => (x, y),
        Turn::Quarter => (y, h - 1 - x),
        Turn::Half => (w - 1 - x, h - 1 - y),
        Turn::ThreeQuarters => (w - 1 - y, x),
    }
}

/// A box of the upright picture in the given one, `w` by `h`.
fn back(r: &Rect, turn: Turn, w: f32, h: f32) -> Rect {
    match turn {
        Turn::None => *r,
        Turn::Quarter => Rect::new(r.y0, h - r.x1, r.y1, h - r.x0),
        Turn::Half => Rect::new(w - r.x1, h - r.y1, w - r.x0, h - r.y0),
        Turn::ThreeQuarters => Rect::new(w - r.y1, r.x0, w - r.y0, r.x1),
    }
}

/// The whole head: hair, ears and chin tell who somebody is too.
fn head(face: &Rect, turn: Turn, picture: &Picture<'_>) -> Rect {
    let [sides, up, down] = HEAD;
    let (across, along) =
        if sideways(turn) { (face.height(), face.width()) } else { (face.width(), face.height()) };
    let (s, u, d) = (sides * across, up * along, down * along);
    // Left, top, right, bottom of the box as given.
    let [left, top, right, bottom] = match turn {
        Turn::None => [s, u, s, d],
        Turn::Quarter => [u, s, d, s],
        Turn::Half => [s, d, s, u],
        Turn::ThreeQuarters => [d, s, u, s],
    };
    let (w, h) = (picture.width as f32, picture.height as f32);
    Rect::new(
        (face.x0 - left).max(0.0),
        (face.y0 - top).max(0.0),
        (face.x1 + right).min(w),
        (face.y1 + bottom).min(h),
    )
}

#[cfg(test)]
mod tests {
    use super::super::layers::tests::lines;
    use super::*;

    const FILE: &[u8] = include_bytes!("../../www/models/faces.net");

    #[test]
    fn it_says_what_another_engine_says() {
        let out = Faces::load(FILE).expect("ours").run(lines(96, 64));
        assert_eq!((out.w, out.h, out.c), (3, 2, 25));
        // The first numbers of the last cell, and some of the second, by onnxruntime.
        let last = &out.v[5 * 25..];
        for (k, wanted) in
            [-1.3175, -1.2345, -0.2424, -0.5604, -3.9789, -0.0432, 1.2069, 0.1131].iter().enumerate()
        {
            assert!((last[k] - wanted).abs() < 0.02, "{k}: {}", last[k]);
        }
        for (k, wanted) in [(0, 1.2377), (6, -2.0187), (12, 0.0738), (18, -0.1657), (24, -57.2023)] {
            assert!(
                (out.v[25 + k] - wanted).abs() < 0.02 + 0.001 * f32::abs(wanted),
                "{k}: {}",
                out.v[25 + k]
            );
        }
        for file in [&FILE[..FILE.len() - 1], &FILE[..9], &[], &[FILE, &[0]].concat()] {
            assert!(Faces::parse(file).is_none());
        }
    }

    #[test]
    fn a_picture_taken_by_rows_says_what_it_says_as_a_whole() {
        let (faces, picture) = (Faces::load(FILE).expect("ours"), lines(64, 160));
        let whole = faces.first.over(&[(&picture, 1)], Walk::around(1, 1, 1), After::Nothing);
        let (whole, rows) = (halved(&corners(leaky(whole))), faces.begun(&picture));
        assert_eq!((whole.w, whole.h, whole.v.len()), (rows.w, rows.h, rows.v.len()));
        assert!(whole.v.iter().zip(&rows.v).all(|(a, b)| (a - b).abs() < 0.001));
    }

    #[test]
    fn boxes_and_pixels_are_turned_alike() {
        let (w, h) = (7, 5);
        for turn in [Turn::None, Turn::Quarter, Turn::Half, Turn::ThreeQuarters] {
            let (uw, uh) = if sideways(turn) { (h, w) } else { (w, h) };
            for (x, y) in [(0, 0), (1, 2), (uw - 1, uh - 1)] {
                let (sx, sy) = stored(turn, x, y, w, h);
                let pixel =
                    |x: usize, y: usize| Rect::new(x as f32, y as f32, x as f32 + 1.0, y as f32 + 1.0);
                assert_eq!(back(&pixel(x, y), turn, w as f32, h as f32), pixel(sx, sy), "{turn:?} {x} {y}");
            }
        }
    }

    #[test]
    fn a_head_reaches_above_its_face_however_it_is_turned() {
        let rgb = vec![0; 300 * 300 * 3];
        let picture = Picture { width: 300, height: 300, rgb: &rgb };
        let face = Rect::new(100.0, 100.0, 140.0, 160.0);
        let upright = head(&face, Turn::None, &picture);
        assert_eq!(upright, Rect::new(88.0, 61.0, 152.0, 175.0));
        let over = head(&face, Turn::Half, &picture);
        assert!(over.y1 - face.y1 > face.y0 - over.y0);
        // Quarter: its lines run upwards, so that the left is up.
        let left = head(&face, Turn::Quarter, &picture);
        assert!(face.x0 - left.x0 > left.x1 - face.x1);
    }
}
