//! Where the ink of a character stands among that of its line → the character that it must be: a letter as high as the small
//! ones bears no accent, a mark above the foot of an m is its square, a drop between two digits is a comma. The networks
//! expect words, and read into a place what they expect.

use super::ink::{Blob, blobs};
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

/// Largest side of a comma between two digits, in shares of their height, how far down them it begins and ends at least, and
/// how far below them its tail hangs.
const DROP: std::ops::Range<f32> = 0.12..0.5;
const LOW: f32 = 0.55;
const FOOT: f32 = 0.12;
const TAIL: f32 = 0.08;
/// Most digits of a value without its comma.
const MOST: usize = 4;

/// The rows that a character's ink takes, and the row after the last.
struct Rows {
    top: f32,
    bottom: f32,
}

/// Mends a line in place.
pub(super) fn mend(strip: &Strip, glyphs: &mut Vec<Glyph<'_>>) {
    commas(strip, glyphs);
    accents(strip, glyphs);
}

/// Between two digits of a cell that holds a measured value: puts back a comma that was lost, and tells it from a full stop
/// by its tail. In prose, dates and long numbers dirt would be taken for one.
fn commas(strip: &Strip, glyphs: &mut Vec<Glyph<'_>>) {
    let digit = |g: &Glyph<'_>| g.text.starts_with(|c: char| c.is_ascii_digit());
    let asked = |a: &Glyph<'_>, b: &Glyph<'_>| digit(a) && (digit(b) || b.text == ".");
    let value = |word: &[Glyph<'_>]| {
        let digits = word.iter().filter(|g| digit(g)).count();
        let stops = word.iter().filter(|g| matches!(g.text, "," | ".")).count();
        digits <= MOST && stops <= 1 && digits + stops == word.len()
    };
    let mut words = glyphs.split(|g| matches!(g.text, " " | "-" | "–" | "—"));
    if !words.all(value) || glyphs.iter().filter(|g| digit(g)).count() > 2 * MOST {
        return;
    }
    if !glyphs.windows(2).any(|p| asked(&p[0], &p[1])) {
        return;
    }
    let (found, _) = blobs(&strip.ink, strip.width);
    let figure = |g: &Glyph<'_>| {
        let over = |b: &&Blob| b.x as f32 <= g.centre && g.centre < (b.x + b.w) as f32;
        found.iter().filter(over).max_by_key(|b| b.h)
    };
    // What hangs between two digits: its middle, and whether it has a tail.
    let drop = |a: &Glyph<'_>, b: &Glyph<'_>| {
        let (left, right) = (figure(a)?, figure(b)?);
        let tall = left.h.min(right.h) as f32;
        let bottom = (left.y + left.h + right.y + right.h) as f32 / 2.0;
        let hangs = |c: &&Blob| {
            let (x, end) = (c.x as f32 + c.w as f32 / 2.0, (c.y + c.h) as f32);
            x > a.centre
                && x < b.centre
                && DROP.contains(&(c.w.max(c.h) as f32 / tall))
                && c.y as f32 > bottom - (1.0 - LOW) * tall
                && end > bottom - FOOT * tall
        };
        let c = found.iter().find(hangs)?;
        Some((c.x as f32 + c.w as f32 / 2.0, (c.y + c.h) as f32 > bottom + TAIL * tall))
    };
    let mut at = 0;
    while at + 1 < glyphs.len() {
        let (a, b) = (&glyphs[at], &glyphs[at + 1]);
        let stop = b.text == ".";
        let next = glyphs.get(at + 1 + usize::from(stop)).filter(|g| asked(a, b) && digit(g));
        if let Some((centre, true)) = next.and_then(|next| drop(a, next)) {
            if stop {
                glyphs[at + 1].text = ",";
            } else if !stopped(glyphs, at) {
                glyphs.insert(at + 1, Glyph { text: ",", centre });
            }
        }
        at += 1;
    }
}

/// Whether the word around a place holds a comma or a full stop.
fn stopped(glyphs: &[Glyph<'_>], at: usize) -> bool {
    let end = |g: &Glyph<'_>| matches!(g.text, " " | "-" | "–" | "—");
    let from = glyphs[..at].iter().rposition(end).map_or(0, |i| i + 1);
    glyphs[from..].iter().take_while(|g| !end(g)).any(|g| matches!(g.text, "," | "."))
}

/// An accent that no ink bears, and a metre's square.
fn accents(strip: &Strip, glyphs: &mut [Glyph<'_>]) {
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
        let mut glyphs: Vec<Glyph<'_>> = bars
            .iter()
            .filter(|b| !b.2.is_empty())
            .map(|b| Glyph { text: b.2, centre: (b.0 as f32 + 4.0) * scale })
            .collect();
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
    fn a_drop_between_two_digits_is_a_comma() {
        let number = |rows: std::ops::Range<usize>, text: Option<&'static str>| {
            let mut bars = vec![(40, 18..40, "4"), (60, 18..40, "8"), (80, 18..40, "1")];
            bars.insert(2, (70, rows, text.unwrap_or("")));
            mended(&bars)
        };
        // Lost by the network; taken for a full stop, which it is where it has no tail; a digit that is none of these.
        assert_eq!(number(36..44, None), "48,1");
        assert_eq!(number(36..44, Some(".")), "48,1");
        assert_eq!(number(34..40, Some(".")), "48.1");
        assert_eq!(number(18..40, Some("7")), "4871");
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
