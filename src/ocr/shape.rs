//! Where the ink of a character stands among that of its line → the character that it must be: a letter as high as the small
//! ones bears no accent, a mark above the foot of an m is its square. The networks expect words, and read into a place what
//! they expect.

use super::places::{Glyph, columns, run, thinnest};
use super::strip::Strip;

/// Letters without stems, feet and accents.
const SMALL: &str = "acemnorsuvwxz";
/// How many of them a line must show to tell their height by.
const ENOUGH: usize = 4;
/// How much higher than they a letter with an accent is at least.
const ACCENTED: f32 = 1.16;
/// By how much of the m's height its square stands above its foot.
const RAISED: f32 = 0.3;

/// The rows that a character's ink takes, and the row after the last.
struct Rows {
    top: f32,
    bottom: f32,
}

/// Mends a line in place.
pub(super) fn mend(strip: &Strip, glyphs: &mut Vec<Glyph<'_>>) {
    let ink = columns(strip);
    let text = |at: Option<usize>| at.and_then(|k| glyphs.get(k)).map_or(" ", |g| g.text);
    let mut asked: Vec<(usize, bool)> = Vec::new();
    for (i, g) in glyphs.iter().enumerate() {
        let before = text(i.checked_sub(1));
        if g.text == "à" && before == " " && text(Some(i + 1)) == " " {
            asked.push((i, true));
        }
        if matches!(g.text, "?" | "*" | "°" | "2" | "'" | "’") && before == "m" && i > 1 {
            let unit = text(i.checked_sub(2));
            let ends = !text(Some(i + 1)).starts_with(char::is_alphanumeric);
            if ends && matches!(unit, "/" | " ") {
                asked.push((i, false));
            }
        }
    }
    if asked.is_empty() {
        return;
    }
    let mut small: Vec<f32> = (0..glyphs.len())
        .filter(|&i| SMALL.contains(glyphs[i].text))
        .filter_map(|i| rows(strip, &ink, glyphs, i))
        .map(|r| r.bottom - r.top)
        .collect();
    small.sort_by(f32::total_cmp);
    let usual = small.get(small.len() / 2).copied().filter(|_| small.len() >= ENOUGH);
    for (i, accent) in asked {
        let Some(own) = rows(strip, &ink, glyphs, i) else { continue };
        if accent {
            if usual.is_some_and(|u| own.bottom - own.top < ACCENTED * u) {
                glyphs[i].text = "a";
            }
        } else if let Some(m) = rows(strip, &ink, glyphs, i - 1)
            && own.bottom < m.bottom - RAISED * (m.bottom - m.top)
        {
            glyphs[i].text = "²";
        }
    }
}

/// The rows with ink between a character's neighbours.
fn rows(strip: &Strip, ink: &[u32], glyphs: &[Glyph<'_>], i: usize) -> Option<Rows> {
    let centre = glyphs[i].centre;
    let solid = |g: &&Glyph<'_>| g.text != " ";
    let from = match glyphs[..i].iter().rev().find(solid) {
        Some(g) if glyphs[i - 1].text == " " => run(ink, g.centre, centre).1,
        Some(g) => thinnest(ink, g.centre, centre).round() as usize,
        None => strip.left,
    };
    let to = match glyphs[i + 1..].iter().find(solid) {
        Some(g) if glyphs[i + 1].text == " " => run(ink, centre, g.centre).0,
        Some(g) => thinnest(ink, centre, g.centre).round() as usize,
        None => strip.right,
    };
    let to = to.min(strip.width);
    let row = |y: &usize| from < to && strip.ink[y * strip.width + from..y * strip.width + to].contains(&1);
    let top = (0..strip.height()).find(row)?;
    let bottom = (0..strip.height()).rfind(row)? + 1;
    Some(Rows { top: top as f32, bottom: bottom as f32 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BENDS, LineBox, Point, Quad};
    use crate::ocr::pixels::Raster;

    /// What bars eight wide, from rows to rows, are read as after mending.
    fn mended(bars: &[(usize, std::ops::Range<usize>, &'static str)]) -> String {
        let (w, h) = (400, 60);
        let values: Vec<u8> = (0..w * h)
            .map(|k| {
                let inked = |b: &(usize, std::ops::Range<usize>, &str)| {
                    (b.0..b.0 + 8).contains(&(k % w)) && b.1.contains(&(k / w))
                };
                if bars.iter().any(inked) { 20 } else { 240 }
            })
            .collect();
        let p = |x: f32, y: f32| Point { x, y };
        let quad = Quad([p(0.0, 6.0), p(400.0, 6.0), p(400.0, 54.0), p(0.0, 54.0)]);
        let line = LineBox { quad, bend: [0.0; BENDS], score: 1.0 };
        let strip = Strip::cut(Raster { w, h, values: &values }, &line);
        let scale = strip.width as f32 / w as f32;
        let mut glyphs: Vec<Glyph<'_>> =
            bars.iter().map(|b| Glyph { text: b.2, centre: (b.0 as f32 + 4.0) * scale }).collect();
        mend(&strip, &mut glyphs);
        glyphs.iter().map(|g| g.text).collect()
    }

    /// A word of five small letters, a space, a letter of some height, a space, one more.
    fn line(top: usize) -> String {
        let mut bars: Vec<_> = (0..5).map(|k| (40 + 12 * k, 24..40, "o")).collect();
        bars.extend([(106, 0..0, " "), (120, top..40, "à"), (134, 0..0, " "), (150, 18..40, "t")]);
        mended(&bars)
    }

    #[test]
    fn a_letter_as_low_as_the_small_ones_bears_no_accent() {
        assert_eq!(line(24), "ooooo a t");
        assert_eq!(line(16), "ooooo à t");
    }

    #[test]
    fn a_raised_mark_after_the_metre_is_its_square() {
        let metre = |rows: std::ops::Range<usize>, mark| {
            mended(&[
                (40, 18..40, "k"),
                (52, 24..46, "g"),
                (64, 18..40, "/"),
                (76, 24..40, "m"),
                (88, rows, mark),
            ])
        };
        assert_eq!(metre(16..26, "?"), "kg/m²");
        assert_eq!(metre(16..26, "2"), "kg/m²");
        assert_eq!(metre(18..40, "2"), "kg/m2");
    }
}
