//! A page's lines → shares for several workers, each with as much of the picture as its lines need.

use std::ops::Range;

use super::pixels::extent;
use crate::model::{LineBox, Picture, Point, Quad, ReadLine, Rect};

/// How far around a line its reader may look, in shares of its height beside its bend.
const REACH: f32 = 1.0;
/// What a line costs however short it is, in shares of its height.
const EACH: f32 = 4.0;

/// What looking for symbols costs, in shares of reading all lines: who found the lines does it while others read.
const SYMBOLS: f32 = 0.5;

/// Parts lines in reading order among one who also looks for symbols and so many `others`, so that all are done at about the
/// same time: first the lines of the one, then those of each other.
pub fn shares(lines: &[LineBox], others: usize) -> Vec<Range<usize>> {
    let cost = |l: &LineBox| {
        let (w, h) = extent(&l.quad);
        EACH + w / h.max(1.0)
    };
    let whole: f32 = lines.iter().map(cost).sum();
    let own = if others == 0 { 1.0 } else { ((1.0 + SYMBOLS) / (others + 1) as f32 - SYMBOLS).max(0.0) };
    let (mut from, mut done) = (0, 0.0);
    (0..=others)
        .map(|k| {
            let until = whole * (own + (1.0 - own) * k as f32 / others.max(1) as f32);
            let start = from;
            while let Some(line) = lines.get(from).filter(|l| k == others || done + cost(l) / 2.0 < until) {
                done += cost(line);
                from += 1;
            }
            start..from
        })
        .collect()
}

/// The part of a picture that holds some lines with what their reader looks at.
pub struct Band {
    /// Where its first pixel stands in the picture.
    pub at: Point,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green and blue of each pixel.
    pub rgb: Vec<u8>,
    /// The lines, with places in the band.
    pub lines: Vec<LineBox>,
}

impl Band {
    /// Cuts it out. `None` where there is nothing to cut.
    pub fn cut(picture: &Picture<'_>, lines: &[LineBox]) -> Option<Self> {
        let around = |l: &LineBox| {
            let bend = l.bend.iter().fold(0.0f32, |most, b| most.max(b.abs()));
            l.quad.bounds().grown((REACH + bend) * extent(&l.quad).1)
        };
        let bounds = lines.iter().map(around).reduce(|a, b| a.union(&b))?;
        let edge = |v: f32, most: u32| v.clamp(0.0, most as f32) as u32;
        let (x, y) = (edge(bounds.x0.floor(), picture.width), edge(bounds.y0.floor(), picture.height));
        let width = edge(bounds.x1.ceil(), picture.width).checked_sub(x).filter(|w| *w > 0)?;
        let height = edge(bounds.y1.ceil(), picture.height).checked_sub(y).filter(|h| *h > 0)?;
        let row = x as usize * 3..(x + width) as usize * 3;
        let rows =
            picture.rgb.chunks_exact(picture.width as usize * 3).skip(y as usize).take(height as usize);
        let rgb = rows.filter_map(|r| r.get(row.clone())).flatten().copied().collect();
        let at = Point { x: x as f32, y: y as f32 };
        let lines = lines.iter().map(|l| LineBox { quad: moved(&l.quad, -at.x, -at.y), ..*l }).collect();
        Some(Self { at, width, height, rgb, lines })
    }
}

/// A line that was read in a band that begins `at` as one of the whole picture.
pub fn placed(mut line: ReadLine, at: Point) -> ReadLine {
    for letter in &mut line.letters {
        let r = letter.rect;
        letter.rect = Rect::new(r.x0 + at.x, r.y0 + at.y, r.x1 + at.x, r.y1 + at.y);
    }
    line.quad = moved(&line.quad, at.x, at.y);
    line
}

fn moved(quad: &Quad, x: f32, y: f32) -> Quad {
    Quad(quad.0.map(|p| Point { x: p.x + x, y: p.y + y }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Go;
    use crate::model::BENDS;
    use crate::ocr::{Models, Reader};

    fn line(x: f32, y: f32, w: f32) -> LineBox {
        let p = |x: f32, y: f32| Point { x, y };
        let quad = Quad([p(x, y), p(x + w, y), p(x + w, y + 20.0), p(x, y + 20.0)]);
        LineBox { quad, bend: [0.0; BENDS], score: 1.0 }
    }

    #[test]
    fn shares_take_about_as_long_and_hold_every_line_once() {
        let lines: Vec<LineBox> =
            (0..31).map(|k| line(10.0, 30.0 * k as f32, 100.0 + 20.0 * k as f32)).collect();
        let length = |r: &Range<usize>| lines[r.clone()].iter().map(|l| extent(&l.quad).0).sum::<f32>();
        let whole = length(&(0..31));
        for (others, own) in [(0, 1.0), (1, 0.25), (2, 0.0), (3, 0.0)] {
            let parts = shares(&lines, others);
            assert_eq!(parts.len(), others + 1);
            assert!(parts.iter().flat_map(Clone::clone).eq(0..31));
            assert!((length(&parts[0]) / whole - own).abs() < 0.06, "{parts:?}");
            let each = (1.0 - own) / others.max(1) as f32;
            assert!(parts[1..].iter().all(|p| (length(p) / whole - each).abs() < 0.08), "{parts:?}");
        }
        assert_eq!(shares(&[], 1), [0..0, 0..0]);
    }

    #[test]
    fn a_band_at_the_edge_holds_what_there_is() {
        let rgb: Vec<u8> = (0..100 * 80 * 3).map(|k| (k % 251) as u8).collect();
        let picture = Picture { width: 100, height: 80, rgb: &rgb };
        let band = Band::cut(&picture, &[line(30.0, 50.0, 90.0)]).unwrap();
        assert_eq!((band.at, band.width, band.height), (Point { x: 10.0, y: 30.0 }, 90, 50));
        assert_eq!(band.rgb.len(), 90 * 50 * 3);
        assert_eq!(band.rgb[..3], rgb[(30 * 100 + 10) * 3..][..3]);
        assert!(Band::cut(&picture, &[line(300.0, 50.0, 90.0)]).is_none());
        assert!(Band::cut(&picture, &[]).is_none());
    }

    #[test]
    fn lines_read_in_bands_say_what_they_say_in_the_picture() {
        let letter = image::load_from_memory(include_bytes!("../../tests/corpus/read/letter.png")).unwrap();
        let letter = letter.to_rgb8();
        let picture = Picture { width: letter.width(), height: letter.height(), rgb: letter.as_raw() };
        let mut reader = Reader::new(&Models { heavy: None, ..Models::carried() }).unwrap();
        let on = &mut |_, _| Go::On;
        let found = reader.find_lines(&picture, on).unwrap();
        let whole = reader.lines().read(&picture, &found.lines, on).unwrap();
        let mut parted = Vec::new();
        for share in shares(&found.lines, 1) {
            let band = Band::cut(&picture, &found.lines[share]).unwrap();
            let part = Picture { width: band.width, height: band.height, rgb: &band.rgb };
            let read = reader.lines().read(&part, &band.lines, on).unwrap();
            parted.extend(read.into_iter().map(|l| placed(l, band.at)));
        }
        assert_eq!(whole.len(), parted.len());
        for (a, b) in whole.iter().zip(&parted) {
            let text = |l: &ReadLine| l.letters.iter().map(|l| l.text.as_str()).collect::<String>();
            assert!(text(a) == text(b) && (a.confidence - b.confidence).abs() < 0.01);
            let near = |a: f32, b: f32| (a - b).abs() < 0.1;
            let same = |a: &Rect, b: &Rect| {
                near(a.x0, b.x0) && near(a.y0, b.y0) && near(a.x1, b.x1) && near(a.y1, b.y1)
            };
            assert!(a.letters.iter().zip(&b.letters).all(|(a, b)| same(&a.rect, &b.rect)));
            assert!(same(&a.quad.bounds(), &b.quad.bounds()));
        }
    }
}
