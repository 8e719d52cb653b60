//! Outlines of the glyphs that stay → a fresh CFF font program (Adobe Technical Notes 5176 and 5177). Nothing of the source's program is
//! copied: no name, no notice, no hint, no instruction, no outline that nobody draws. Lengths are thousandths of an em.

use hayro_font::kurbo::{BezPath, PathEl, Point};

use crate::error::{Error, Result};

/// A glyph that stays.
pub(super) struct GlyphOut {
    /// Its outline.
    pub(super) outline: BezPath,
    /// Its advance.
    pub(super) width: f64,
    /// How the font dictionary calls it.
    pub(super) call: Call,
}

/// How a font dictionary calls a glyph.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Call {
    /// By name, in simple fonts, with the code that stands for it.
    Name(String, u8),
    /// By character identifier, in composite fonts.
    Cid(u16),
}

/// The sort of font.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyed {
    /// Glyphs are called by name.
    Names,
    /// Glyphs are called by character identifier.
    Cids,
}

/// Number of predefined strings; ours are numbered behind them.
const STANDARD_STRINGS: u16 = 391;
/// Arguments that fit the stack of every interpreter.
const STACK: usize = 48;

/// Builds the program. Glyphs called by identifier must come in rising order; identifier 0 is `.notdef`, which is empty unless given.
///
/// # Errors
/// `LimitExceeded` when there are too many glyphs or outlines for the format.
pub(super) fn cff(name: &str, keyed: Keyed, glyphs: &[GlyphOut]) -> Result<Vec<u8>> {
    let too_large = || Error::limit("a font is too large to write");
    let (missing, glyphs) = match glyphs.split_first() {
        Some((first, rest)) if first.call == Call::Cid(0) => (charstring(&first.outline, first.width), rest),
        _ => (charstring(&BezPath::new(), 0.0), glyphs),
    };
    let count = u16::try_from(glyphs.len()).ok().filter(|n| *n < 60_000).ok_or_else(too_large)?;
    let mut strings: Vec<Vec<u8>> = Vec::new();
    let mut charset = vec![0u8];
    if keyed == Keyed::Cids {
        strings.push(b"Adobe".to_vec());
        strings.push(b"Identity".to_vec());
    }
    for glyph in glyphs {
        let sid = match &glyph.call {
            Call::Name(name, _) => {
                strings.push(name.as_bytes().to_vec());
                u16::try_from(strings.len())
                    .ok()
                    .and_then(|n| n.checked_add(STANDARD_STRINGS - 1))
                    .ok_or_else(too_large)?
            }
            Call::Cid(cid) => *cid,
        };
        charset.extend_from_slice(&sid.to_be_bytes());
    }
    let mut programs = vec![missing];
    programs.extend(glyphs.iter().map(|g| charstring(&g.outline, g.width)));
    let charstrings = index(&programs).ok_or_else(too_large)?;
    let names = index(&[name.as_bytes().to_vec()]).ok_or_else(too_large)?;
    let strings = index(&strings).ok_or_else(too_large)?;
    let global = index(&[]).ok_or_else(too_large)?;
    // Default and nominal width 0, spelled out because some readers want a private dictionary that is not empty.
    let private: &[u8] = &[139, 20, 139, 21];
    let bbox = bounds(glyphs);

    // Offsets are spelled in five bytes each, so the top dictionary's length does not depend on them.
    let top = |at: &Offsets| {
        let mut d = Vec::new();
        if keyed == Keyed::Cids {
            for v in [i32::from(STANDARD_STRINGS), i32::from(STANDARD_STRINGS) + 1, 0] {
                long(&mut d, v);
            }
            d.extend_from_slice(&[12, 30]);
        }
        for v in bbox {
            long(&mut d, v);
        }
        d.push(5);
        if keyed == Keyed::Cids {
            long(&mut d, 65_535);
            d.extend_from_slice(&[12, 34]);
        }
        long(&mut d, at.charset);
        d.push(15);
        long(&mut d, at.charstrings);
        d.push(17);
        if keyed == Keyed::Cids {
            long(&mut d, at.font_dicts);
            d.extend_from_slice(&[12, 36]);
            long(&mut d, at.select);
            d.extend_from_slice(&[12, 37]);
        } else {
            long(&mut d, at.select);
            d.push(16);
            long(&mut d, private.len() as i32);
            long(&mut d, at.private);
            d.push(18);
        }
        d
    };
    let font_dict = |at: &Offsets| {
        let mut d = Vec::new();
        long(&mut d, private.len() as i32);
        long(&mut d, at.private);
        d.push(18);
        d
    };
    let codes: Vec<u8> = glyphs
        .iter()
        .take(255)
        .filter_map(|g| match g.call {
            Call::Name(_, code) => Some(code),
            Call::Cid(_) => None,
        })
        .collect();
    let encoding = [&[0u8, codes.len() as u8][..], &codes].concat();
    let select = [&[3u8, 0, 1, 0, 0, 0][..], &(count + 1).to_be_bytes()].concat();
    let head = 4
        + names.len()
        + index(&[top(&Offsets::default())]).ok_or_else(too_large)?.len()
        + strings.len()
        + global.len();
    let place = |n: usize| i32::try_from(n).map_err(|_| too_large());
    let at_charset = head;
    let at_select = at_charset + charset.len();
    let at_charstrings = at_select + if keyed == Keyed::Cids { select.len() } else { encoding.len() };
    let at_private = at_charstrings + charstrings.len();
    let at = Offsets {
        charset: place(at_charset)?,
        select: place(at_select)?,
        charstrings: place(at_charstrings)?,
        private: place(at_private)?,
        font_dicts: place(at_private + private.len())?,
    };
    let mut out = vec![1, 0, 4, 4];
    out.extend_from_slice(&names);
    out.extend_from_slice(&index(&[top(&at)]).ok_or_else(too_large)?);
    out.extend_from_slice(&strings);
    out.extend_from_slice(&global);
    out.extend_from_slice(&charset);
    out.extend_from_slice(if keyed == Keyed::Cids { &select } else { &encoding });
    out.extend_from_slice(&charstrings);
    out.extend_from_slice(private);
    if keyed == Keyed::Cids {
        out.extend_from_slice(&index(&[font_dict(&at)]).ok_or_else(too_large)?);
    }
    Ok(out)
}

#[derive(Default)]
struct Offsets {
    charset: i32,
    /// The table of font dictionaries, or the encoding where glyphs have names.
    select: i32,
    charstrings: i32,
    private: i32,
    font_dicts: i32,
}

/// The box around all outlines, rounded outward.
pub(super) fn bounds(glyphs: &[GlyphOut]) -> [i32; 4] {
    let mut bbox: Option<[i32; 4]> = None;
    for glyph in glyphs {
        for p in glyph.outline.elements().iter().flat_map(points) {
            let (x, y) = (grid(p.x), grid(p.y));
            bbox = Some(match bbox {
                None => [x, y, x, y],
                Some([a, b, c, d]) => [a.min(x), b.min(y), c.max(x), d.max(y)],
            });
        }
    }
    bbox.unwrap_or([0, 0, 1000, 1000])
}

fn points(element: &PathEl) -> Vec<Point> {
    match *element {
        PathEl::MoveTo(p) | PathEl::LineTo(p) => vec![p],
        PathEl::QuadTo(a, p) => vec![a, p],
        PathEl::CurveTo(a, b, p) => vec![a, b, p],
        PathEl::ClosePath => Vec::new(),
    }
}

/// Coordinates are whole; the bound keeps differences within 16 bits.
fn grid(v: f64) -> i32 {
    if v.is_finite() { v.round().clamp(-16_000.0, 16_000.0) as i32 } else { 0 }
}

/// One glyph's program: its width, its outline, its end.
fn charstring(outline: &BezPath, width: f64) -> Vec<u8> {
    let mut pen = Pen { out: Vec::new(), at: (0, 0), pending: Vec::new(), operator: 0 };
    arg(&mut pen.out, grid(width));
    let mut exact = Point::ZERO;
    for element in outline.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                pen.flush();
                pen.to(p);
                pen.operator = 21;
                pen.flush();
                exact = p;
            }
            PathEl::LineTo(p) => {
                pen.begin(5, 2);
                pen.to(p);
                exact = p;
            }
            PathEl::QuadTo(c, p) => {
                // A quadratic arc is the cubic whose handles stand at two thirds.
                pen.begin(8, 6);
                pen.to(Point::new(
                    exact.x + (c.x - exact.x) * 2.0 / 3.0,
                    exact.y + (c.y - exact.y) * 2.0 / 3.0,
                ));
                pen.to(Point::new(p.x + (c.x - p.x) * 2.0 / 3.0, p.y + (c.y - p.y) * 2.0 / 3.0));
                pen.to(p);
                exact = p;
            }
            PathEl::CurveTo(a, b, p) => {
                pen.begin(8, 6);
                pen.to(a);
                pen.to(b);
                pen.to(p);
                exact = p;
            }
            PathEl::ClosePath => {}
        }
    }
    pen.flush();
    pen.out.push(14);
    pen.out
}

/// Gathers arguments of one operator and writes them as differences.
struct Pen {
    out: Vec<u8>,
    at: (i32, i32),
    pending: Vec<i32>,
    operator: u8,
}

impl Pen {
    fn begin(&mut self, operator: u8, arguments: usize) {
        if self.operator != operator || self.pending.len() + arguments > STACK {
            self.flush();
            self.operator = operator;
        }
    }

    fn to(&mut self, p: Point) {
        let (x, y) = (grid(p.x), grid(p.y));
        self.pending.push(x - self.at.0);
        self.pending.push(y - self.at.1);
        self.at = (x, y);
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            for v in self.pending.drain(..) {
                arg(&mut self.out, v);
            }
            self.out.push(self.operator);
        }
        self.operator = 0;
    }
}

/// A number in a glyph program. Values are within 16 bits.
fn arg(out: &mut Vec<u8>, v: i32) {
    match v {
        -107..=107 => out.push((v + 139) as u8),
        108..=1131 => {
            let v = v - 108;
            out.extend_from_slice(&[(v >> 8) as u8 + 247, v as u8]);
        }
        -1131..=-108 => {
            let v = -v - 108;
            out.extend_from_slice(&[(v >> 8) as u8 + 251, v as u8]);
        }
        _ => {
            out.push(28);
            out.extend_from_slice(&(v.clamp(-32_768, 32_767) as i16).to_be_bytes());
        }
    }
}

/// A number of fixed length in a dictionary.
fn long(out: &mut Vec<u8>, v: i32) {
    out.push(29);
    out.extend_from_slice(&v.to_be_bytes());
}

fn index(items: &[Vec<u8>]) -> Option<Vec<u8>> {
    let count = u16::try_from(items.len()).ok()?;
    let mut out = count.to_be_bytes().to_vec();
    if count == 0 {
        return Some(out);
    }
    out.push(4);
    let mut offset = 1u32;
    out.extend_from_slice(&offset.to_be_bytes());
    for item in items {
        offset = offset.checked_add(u32::try_from(item.len()).ok()?)?;
        out.extend_from_slice(&offset.to_be_bytes());
    }
    for item in items {
        out.extend_from_slice(item);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_take_the_shortest_form() {
        for (v, bytes) in
            [(0, vec![139]), (108, vec![247, 0]), (-108, vec![251, 0]), (1132, vec![28, 4, 108])]
        {
            let mut out = Vec::new();
            arg(&mut out, v);
            assert_eq!(out, bytes);
        }
    }

    #[test]
    fn differences_stay_exact_after_rounding() {
        let mut path = BezPath::new();
        path.move_to((0.4, 0.4));
        path.line_to((0.8, 0.8));
        path.line_to((1.2, 1.2));
        // Width 0, then 0 0 rmoveto, then 1 1 0 0 rlineto: each corner is rounded by itself.
        assert_eq!(charstring(&path, 0.0), [139, 139, 139, 21, 140, 140, 139, 139, 5, 14]);
    }
}
