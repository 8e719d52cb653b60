//! A picture → boxes around the heads whose faces it shows. The network is face-api's tiny detector: for every cell of 32
//! pixels and each of five usual sizes it says how likely a face's middle lies there, and its box. The picture is looked at
//! in several sizes, since a face counts some tens of pixels for it: small as a whole, and closely where there is ink that no
//! line holds. It knows faces that look at the camera; it misses profiles, masks and very small or blurred ones.

use super::backbone::{corners, larger};
use super::layers::{After, Deep, Dense, Field, Walk, share};
use super::models::{FACES, genuine};
use super::pixels::{Part, shrunk};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Picture, Rect, Turn};

/// The longer side at which the picture is looked at as a whole, in pixels, and that of which parts are looked at; none at which it would
/// grow by more than half.
const WHOLE: [f32; 2] = [320.0, 640.0];
const CLOSE: f32 = 1280.0;
/// Shorter side of a mark that may be part of a face, in pixels of the closest look.
const LEAST: f32 = 16.0;
/// Share of the picture from which on all of it is looked at closely.
const MOST: f32 = 0.6;
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
            let own = dense.flat(&near, After::Nothing);
            field = leaky(if k + 1 < LAYERS { halved(&own) } else { corners(&own) });
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
            v.extend(leaky(halved(&self.first.over(&[(&rows, 1)], walk, After::Nothing))).v);
        }
        Field { w: w / 2, h: h / 2, c: self.first.outputs, v }
    }

    /// Boxes around heads, in pixels of the picture as given. `turn` sets it upright; `marks` are boxes around ink that no line holds.
    pub fn find(&self, picture: &Picture<'_>, turn: Turn, marks: &[Rect]) -> Result<Vec<Rect>> {
        let longer = picture.width.max(picture.height) as f32;
        let whole = Part { x: 0, y: 0, w: picture.width as usize, h: picture.height as usize };
        let fits = |side: &f32| *side <= longer * 1.5;
        let mut found: Vec<(f32, Rect)> = Vec::new();
        for side in WHOLE.into_iter().filter(fits) {
            self.look(picture, turn, whole, side / longer, &mut found)?;
        }
        if fits(&CLOSE) {
            for part in places(whole, marks, CLOSE / longer) {
                self.look(picture, turn, part, CLOSE / longer, &mut found)?;
            }
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

    fn look(
        &self,
        picture: &Picture<'_>,
        turn: Turn,
        part: Part,
        by: f32,
        found: &mut Vec<(f32, Rect)>,
    ) -> Result<()> {
        let cells = |n: usize| ((n as f32 * by / CELL as f32).round() as usize).max(1);
        let (w, h) = (cells(part.w) * CELL, cells(part.h) * CELL);
        let small = shrunk(picture, part, w, h);
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
        let (fx, fy) = (part.w as f32 / w as f32, part.h as f32 / h as f32);
        let (x0, y0) = (part.x as f32, part.y as f32);
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
                    let r = Rect::new(x0 + r.x0 * fx, y0 + r.y0 * fy, x0 + r.x1 * fx, y0 + r.y1 * fy);
                    found.push((sure, r));
                }
            }
        }
        Ok(())
    }
}

/// The parts of a picture to look at closely: around each mark that may belong to a face, as far as it is long; whole cells at a scale
/// from picture to map. The picture as a whole where that is most of it.
fn places(whole: Part, marks: &[Rect], by: f32) -> Vec<Part> {
    let cell = CELL as f32 / by;
    let (w, h) = (whole.w as f32, whole.h as f32);
    let mut parts: Vec<Rect> = Vec::new();
    for mark in marks.iter().filter(|m| m.width().min(m.height()) * by >= LEAST) {
        let near = mark.grown(mark.width().max(mark.height()).max(cell));
        // Enough cells to hold it, moved into the picture; a side that is as long as the picture's is the picture's.
        let side = |from: f32, to: f32, n: f32| {
            let (from, to) = (from.max(0.0), to.min(n));
            let long = (((to - from) / cell).ceil() * cell).min(n);
            let from = from.min(n - long);
            (from, from + long)
        };
        let ((x0, x1), (y0, y1)) = (side(near.x0, near.x1, w), side(near.y0, near.y1, h));
        let mut part = Rect::new(x0, y0, x1, y1);
        // Parts that touch become one, which may touch others.
        while let Some(k) = parts.iter().position(|p| p.intersection(&part).is_some()) {
            part = part.union(&parts.swap_remove(k));
        }
        parts.push(part);
    }
    if parts.iter().map(area).sum::<f32>() > MOST * w * h {
        return vec![whole];
    }
    let part = |r: Rect| {
        let (x, y) = (r.x0 as usize, r.y0 as usize);
        Part { x, y, w: (r.x1.ceil() as usize).min(whole.w) - x, h: (r.y1.ceil() as usize).min(whole.h) - y }
    };
    parts.into_iter().map(part).collect()
}

/// The largest of each two by two pixels.
fn halved(field: &Field) -> Field {
    let (w, h, c) = (field.w / 2, field.h / 2, field.c);
    let mut v = Vec::with_capacity(w * h * c);
    for two in field.v.chunks_exact(2 * field.w * c).take(h) {
        let (upper, lower) = two.split_at(field.w * c);
        for (upper, lower) in upper.chunks_exact(2 * c).zip(lower.chunks_exact(2 * c)) {
            let ((a, b), (d, e)) = (upper.split_at(c), lower.split_at(c));
            let both = a.iter().zip(b).zip(d.iter().zip(e));
            v.extend(both.map(|((a, b), (d, e))| larger(larger(*a, *b), larger(*d, *e))));
        }
    }
    Field { w, h, c, v }
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
        let (whole, rows) = (leaky(halved(&whole)), faces.begun(&picture));
        assert_eq!((whole.w, whole.h, whole.v.len()), (rows.w, rows.h, rows.v.len()));
        assert!(whole.v.iter().zip(&rows.v).all(|(a, b)| (a - b).abs() < 0.001));
    }

    #[test]
    fn a_close_look_goes_where_marks_are() {
        let whole = Part { x: 0, y: 0, w: 2560, h: 1600 };
        let look = |marks: &[Rect]| places(whole, marks, 0.5);
        // Too small for a face; a photograph in a corner, with as much around it; two that touch; most of the sheet.
        assert_eq!(look(&[Rect::new(100.0, 100.0, 400.0, 120.0)]), []);
        let corner = Rect::new(2300.0, 0.0, 2500.0, 250.0);
        assert_eq!(look(&[corner]), [Part { x: 2048, y: 0, w: 512, h: 512 }]);
        let [near] = look(&[corner, Rect::new(2000.0, 300.0, 2100.0, 400.0)])[..] else { panic!("two") };
        assert!(near.x <= 1900 && near.x + near.w == 2560 && near.h >= 500, "{near:?}");
        assert_eq!(look(&[Rect::new(500.0, 300.0, 2000.0, 1300.0)]), [whole]);
        let apart = look(&[corner, Rect::new(100.0, 1400.0, 200.0, 1500.0)]);
        assert_eq!(apart.len(), 2);
        assert!(apart.iter().all(|p| p.x + p.w <= 2560 && p.y + p.h <= 1600), "{apart:?}");
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
