//! Where characters peak in a strip → the box of each on the picture, with the gaps between words. Cuts are laid where the
//! strip holds least ink.

use super::strip::Strip;
use crate::model::{Quad, ReadLetter};

/// Least gap, in shares of the letters' height, where the light recogniser saw a space, and where nobody did.
const SEEN: f32 = 0.08;
const WIDE: f32 = 0.16;
/// How much wider than the usual gap between letters a word's gap is.
const WIDER: f32 = 2.3;
/// The same around a dash between numbers; how much wider a gap after a comma within a number must be.
const DASHED: f32 = 1.45;
const WITHIN: f32 = 1.6;

/// A character with the strip's column where it stands.
pub(super) struct Glyph<'a> {
    pub text: &'a str,
    pub centre: f32,
}

/// Boxes for the characters of a line. Spaces at the ends are dropped, several in a row become one.
pub(super) fn letters(strip: &Strip, glyphs: &[Glyph<'_>]) -> Vec<ReadLetter> {
    let solid: Vec<usize> = (0..glyphs.len()).filter(|&i| glyphs[i].text != " ").collect();
    let (Some(&first), Some(&last)) = (solid.first(), solid.last()) else { return Vec::new() };
    let w = strip.width;
    let ink = columns(strip);
    // Centres must rise: two peaks may fall together where the strip is squeezed.
    let mut centres: Vec<f32> = solid.iter().map(|&i| glyphs[i].centre.clamp(0.0, w as f32)).collect();
    for i in 1..centres.len() {
        centres[i] = centres[i].max(centres[i - 1] + 0.5);
    }
    let advance = match centres.as_slice() {
        [a, .., b] => ((b - a) / (centres.len() - 1) as f32).clamp(4.0, strip.height() as f32),
        _ => strip.height() as f32 * 0.4,
    };
    let start = (strip.left as f32).min(centres[0] - 0.4 * advance).max(centres[0] - 1.5 * advance);
    let end = centres[centres.len() - 1];
    let end = (strip.right as f32).max(end + 0.4 * advance).min(end + 1.5 * advance);
    let (top, bottom) = strip.rows();
    let place = |from: f32, to: f32| {
        let u = |x: f32| (x / w as f32).clamp(0.0, 1.0);
        let v = |y: f32| y / strip.height() as f32;
        let at = |x: f32, y: f32| strip.sheet.at(u(x), v(y));
        Quad([at(from, top), at(to, top), at(to, bottom), at(from, bottom)]).bounds()
    };
    let mut out = Vec::with_capacity(glyphs.len());
    let mut from = start.max(0.0);
    debug_assert!(first <= last);
    for (k, &i) in solid.iter().enumerate() {
        let next = solid.get(k + 1).copied();
        let spaced = next.is_some_and(|n| n > i + 1);
        let (to, after) = match next {
            None => (end.min(w as f32), 0.0),
            Some(_) if spaced => gap(&ink, centres[k], centres[k + 1], advance),
            Some(_) => {
                let cut = thinnest(&ink, centres[k], centres[k + 1]);
                (cut, cut)
            }
        };
        out.push(ReadLetter { text: glyphs[i].text.to_string(), rect: place(from, to) });
        if spaced {
            out.push(ReadLetter { text: " ".to_string(), rect: place(to, after) });
        }
        from = after;
    }
    out
}

/// The heavy recogniser swallows spaces: they are put back where the light one saw one and no ink stands, or where the gap
/// is as wide as a word's.
pub(super) fn spaced<'a>(strip: &Strip, heavy: Vec<Glyph<'a>>, light: &[Glyph<'a>]) -> Vec<Glyph<'a>> {
    let tall = strip.bottom - strip.top;
    let dashes = dashes(&heavy);
    with_spaces(strip, heavy, &|a, b, wide, usual| {
        // A stop stands at the foot of its word, an apostrophe at the top: the white beside them is no space.
        let stop = matches!(b.text, "." | "," | ")") || matches!(a.text, "'" | "’" | "(");
        let within = matches!(a.text, "." | ",") && b.text.starts_with(|c: char| c.is_ascii_digit());
        let seen = light.iter().any(|l| l.text == " " && l.centre > a.centre && l.centre < b.centre);
        let least = if within { WITHIN } else { 1.0 };
        if dashed(a, b, &dashes) && wide >= (SEEN * tall).max(DASHED * usual) {
            return true;
        }
        !stop && ((seen && wide >= least * SEEN * tall) || wide >= least * (WIDE * tall).max(WIDER * usual))
    })
}

/// The light recogniser swallows the spaces around a dash between two numbers.
pub(super) fn parted<'a>(strip: &Strip, light: Vec<Glyph<'a>>) -> Vec<Glyph<'a>> {
    let tall = strip.bottom - strip.top;
    let dashes = dashes(&light);
    if dashes.is_empty() {
        return light;
    }
    with_spaces(strip, light, &|a, b, wide, usual| {
        dashed(a, b, &dashes) && wide >= (SEEN * tall).max(DASHED * usual)
    })
}

/// Where the dashes stand that have a digit on both sides: not that of "CB-77120".
fn dashes(glyphs: &[Glyph<'_>]) -> Vec<f32> {
    let said: Vec<&Glyph<'_>> = glyphs.iter().filter(|g| g.text != " ").collect();
    let digit = |g: &Glyph<'_>| g.text.starts_with(|c: char| c.is_ascii_digit());
    let between = |p: &&[&Glyph<'_>]| digit(p[0]) && matches!(p[1].text, "-" | "–" | "—") && digit(p[2]);
    said.windows(3).filter(between).map(|p| p[1].centre).collect()
}

/// Whether one of two characters is such a dash.
fn dashed(a: &Glyph<'_>, b: &Glyph<'_>, dashes: &[f32]) -> bool {
    dashes.iter().any(|d| *d == a.centre || *d == b.centre)
}

/// Puts spaces between characters where `apart` says so of two of them, of the white between, and of the usual white.
fn with_spaces<'a>(
    strip: &Strip,
    glyphs: Vec<Glyph<'a>>,
    apart: &dyn Fn(&Glyph<'a>, &Glyph<'a>, f32, f32) -> bool,
) -> Vec<Glyph<'a>> {
    let ink = columns(strip);
    let mut gaps: Vec<usize> = glyphs
        .windows(2)
        .filter(|p| p[0].text != " " && p[1].text != " ")
        .map(|p| run(&ink, p[0].centre, p[1].centre))
        .map(|empty| empty.1 - empty.0)
        .collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0) as f32;
    let mut out: Vec<Glyph<'a>> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        if let Some(before) = out.last().filter(|b| b.text != " " && glyph.text != " ") {
            let empty = run(&ink, before.centre, glyph.centre);
            if apart(before, &glyph, (empty.1 - empty.0) as f32, usual) {
                out.push(Glyph { text: " ", centre: (empty.0 + empty.1) as f32 / 2.0 });
            }
        }
        out.push(glyph);
    }
    out
}

/// How many pixels of ink each column of a strip holds.
pub(super) fn columns(strip: &Strip) -> Vec<u32> {
    let mut ink = vec![0u32; strip.width];
    for (at, _) in strip.ink.iter().enumerate().filter(|(_, v)| **v != 0) {
        ink[at % strip.width] += 1;
    }
    ink
}

/// The longest run of columns without ink between two places.
pub(super) fn run(ink: &[u32], a: f32, b: f32) -> (usize, usize) {
    let (from, to) = (a.max(0.0) as usize, (b.max(0.0) as usize).min(ink.len()));
    let (mut best, mut long) = ((0, 0), 0);
    for (x, n) in ink.iter().enumerate().take(to).skip(from) {
        long = if *n == 0 { long + 1 } else { 0 };
        if long > best.1 - best.0 {
            best = (x + 1 - long, x + 1);
        }
    }
    best
}

/// The column with least ink between two characters, nearest to the middle when several are alike.
pub(super) fn thinnest(ink: &[u32], a: f32, b: f32) -> f32 {
    let middle = (a + b) / 2.0;
    let margin = (b - a) * 0.2;
    let (from, to) = ((a + margin).ceil() as usize, ((b - margin).floor() as usize).min(ink.len()));
    let mut best = (u32::MAX, f32::MAX, middle);
    for (x, &n) in ink.iter().enumerate().take(to).skip(from) {
        let far = (x as f32 + 0.5 - middle).abs();
        if (n, far) < (best.0, best.1) {
            best = (n, far, x as f32 + 0.5);
        }
    }
    best.2
}

/// The longest run without ink between two words, or a narrow gap in the middle where there is none.
fn gap(ink: &[u32], a: f32, b: f32, advance: f32) -> (f32, f32) {
    let best = run(ink, a, b);
    if best.1 > best.0 {
        return (best.0 as f32, best.1 as f32);
    }
    let (middle, half) = ((a + b) / 2.0, (0.1 * advance).min((b - a) / 4.0));
    (middle - half, middle + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_fall_into_white() {
        let ink = [3, 3, 3, 3, 1, 0, 3, 3, 3, 0, 0, 0, 0, 3, 3];
        assert_eq!(thinnest(&ink, 2.0, 7.0), 5.5);
        assert_eq!(gap(&ink, 7.0, 14.0, 4.0), (9.0, 13.0));
        let (a, b) = gap(&[3; 20], 5.0, 15.0, 10.0);
        assert!(a < 10.0 && b > 10.0 && b - a <= 2.0);
    }

    /// A strip of bars eight wide at places, and what they are read as.
    fn barred(bars: &[(usize, &'static str)]) -> (Strip, Vec<Glyph<'static>>) {
        let (w, h) = (400, 60);
        let values: Vec<u8> = (0..w * h)
            .map(|k| {
                let inked = |b: &(usize, &str)| (b.0..b.0 + 8).contains(&(k % w));
                if (22..38).contains(&(k / w)) && bars.iter().any(inked) { 20 } else { 240 }
            })
            .collect();
        let p = |x: f32, y: f32| crate::model::Point { x, y };
        let quad = Quad([p(0.0, 10.0), p(400.0, 10.0), p(400.0, 50.0), p(0.0, 50.0)]);
        let line = crate::model::LineBox { quad, bend: [0.0; crate::model::BENDS], score: 1.0 };
        let strip = Strip::cut(crate::ocr::pixels::Raster { w, h, values: &values }, &line);
        let scale = strip.width as f32 / w as f32;
        let glyphs = bars.iter().map(|(x, text)| Glyph { text, centre: (*x as f32 + 4.0) * scale }).collect();
        (strip, glyphs)
    }

    fn said(glyphs: &[Glyph<'_>]) -> String {
        glyphs.iter().map(|g| g.text).collect()
    }

    #[test]
    fn a_dash_between_two_numbers_stands_apart_where_there_is_room() {
        let bars = [(40, "2"), (52, "4"), (64, "9"), (84, "-"), (104, "5"), (116, "8"), (128, "1")];
        let (strip, glyphs) = barred(&bars);
        assert_eq!(said(&parted(&strip, glyphs)), "249 - 581");
        let bars = [(40, "2"), (52, "4"), (64, "9"), (76, "-"), (88, "5"), (100, "8"), (112, "1")];
        let (strip, glyphs) = barred(&bars);
        assert_eq!(said(&parted(&strip, glyphs)), "249-581");
        let bars = [(40, "C"), (52, "B"), (72, "-"), (92, "7"), (104, "7"), (124, "-"), (144, "A")];
        let (strip, glyphs) = barred(&bars);
        assert_eq!(said(&parted(&strip, glyphs)), "CB-77-A");
    }

    #[test]
    fn no_space_is_put_before_a_stop() {
        let bars = [(40, "a"), (52, "b"), (64, "c"), (90, ","), (116, "d"), (128, "e")];
        let (strip, glyphs) = barred(&bars);
        assert_eq!(said(&spaced(&strip, glyphs, &[])), "abc, de");
    }
}
