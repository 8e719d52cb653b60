//! A picture → barcodes: decoded ones with what they say, and what looks like one and does not decode. ZXing's readers look
//! at the picture at several sizes, in overlapping tiles, turned and inverted; candidates are found by their texture.

use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, MultiFormatReader, RXingResult, Reader as _,
};

use super::ink::{blobs, grown, histogram, percentile};
use super::pixels::{brightness, checked};
use super::sight::inked;
use crate::error::Result;
use crate::model::{Picture, Rect, Symbol};

/// A grey picture.
#[derive(Clone)]
struct Grey {
    w: usize,
    h: usize,
    v: Vec<u8>,
}

/// Longest side at which textures are looked for.
const COARSE: usize = 1600;
/// Side of a texture cell, in coarse pixels.
const CELL: usize = 8;
/// Half the sides of the windows in which a texture is told, in coarse pixels: for small symbols and for large ones.
const WINDOWS: [usize; 2] = [12, 28];
/// Longest side of a zone that the readers are given.
const LARGE: usize = 1600;
/// Longest side at which the whole picture is tried.
const WHOLE: usize = 900;

/// Barcodes, and what looks like one.
///
/// # Errors
/// `Misuse` when the pixels do not fit the size.
pub fn find_symbols(picture: &Picture<'_>) -> Result<Vec<Symbol>> {
    checked(picture)?;
    let full = grey(picture);
    let step = (full.w.max(full.h) as f32 / COARSE as f32).max(1.0);
    let coarse = shrunk(&full, (full.w as f32 / step) as usize, (full.h as f32 / step) as usize);
    let mut out: Vec<Symbol> = Vec::new();
    for candidate in textures(&coarse) {
        let r = &candidate.rect;
        let place = Rect::new(r.x0 * step, r.y0 * step, r.x1 * step, r.y1 * step);
        // Room for the quiet zone and for what the texture missed.
        let margin = 0.18 * place.width().max(place.height()) + 8.0;
        let (zone, x, y) = cut(&full, &place.grown(margin));
        match decoded(&zone, candidate.sure) {
            Some((text, own)) => {
                let own = own.map(|r| Rect::new(r.x0 + x, r.y0 + y, r.x1 + x, r.y1 + y));
                let rect = own.map_or(place, |r| r.union(&place));
                let quiet = (0.04 * rect.width().max(rect.height())).max(4.0);
                out.push(Symbol { rect: within(&rect.grown(quiet), &full), text: Some(text) });
            }
            None if candidate.sure => {
                out.push(Symbol { rect: within(&place.grown(4.0 * step), &full), text: None });
            }
            None => {}
        }
    }
    // What the texture did not show: the readers look at the whole once.
    for (text, own) in anywhere(&full) {
        let held = |s: &Symbol| s.rect.intersection(&own).is_some() && s.text.is_some();
        if !out.iter().any(held) {
            out.retain(|s| s.rect.intersection(&own).is_none());
            let quiet = (0.12 * own.width().max(own.height())).max(8.0);
            out.push(Symbol { rect: within(&own.grown(quiet), &full), text: Some(text) });
        }
    }
    Ok(joined(out))
}

/// Symbols whose boxes overlap much are one: the decoded one's text, the box around both.
fn joined(symbols: Vec<Symbol>) -> Vec<Symbol> {
    let mut out: Vec<Symbol> = Vec::new();
    for s in symbols {
        let area = |r: &Rect| r.width() * r.height();
        let same = out.iter_mut().find(|o| {
            let common = o.rect.intersection(&s.rect).map_or(0.0, |c| area(&c));
            let alike = o.text == s.text || o.text.is_none() || s.text.is_none();
            alike && common > 0.3 * area(&o.rect).min(area(&s.rect))
        });
        match same {
            Some(o) => {
                o.rect = o.rect.union(&s.rect);
                o.text = o.text.take().or(s.text);
            }
            None => out.push(s),
        }
    }
    out
}

fn within(r: &Rect, full: &Grey) -> Rect {
    Rect::new(r.x0.max(0.0), r.y0.max(0.0), r.x1.min(full.w as f32), r.y1.min(full.h as f32))
}

fn grey(picture: &Picture<'_>) -> Grey {
    Grey { w: picture.width as usize, h: picture.height as usize, v: brightness(picture) }
}

/// A smaller or larger copy: means of the pixels under each, or the straight line between them.
fn shrunk(from: &Grey, w: usize, h: usize) -> Grey {
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
fn sampled(from: &Grey, x: f32, y: f32, outside: f32) -> f32 {
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
fn cut(from: &Grey, r: &Rect) -> (Grey, f32, f32) {
    let r = within(r, from);
    let (x0, y0) = (r.x0 as usize, r.y0 as usize);
    let (x1, y1) = ((r.x1.ceil() as usize).min(from.w), (r.y1.ceil() as usize).min(from.h));
    let (w, h) = (x1.saturating_sub(x0), y1.saturating_sub(y0));
    let v = (y0..y0 + h).flat_map(|y| from.v[y * from.w + x0..y * from.w + x0 + w].iter().copied()).collect();
    (Grey { w, h, v }, x0 as f32, y0 as f32)
}

/// Turned clockwise by an angle about its middle, on white, large enough to hold all.
fn turned(from: &Grey, degrees: f32) -> Grey {
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

/// What one symbol in a zone says, trying harder step by step where the texture is that of one, and its box in the zone where the way there was straight.
fn decoded(zone: &Grey, sure: bool) -> Option<(String, Option<Rect>)> {
    if zone.w < 12 || zone.h < 12 {
        return None;
    }
    let sized = |long: usize| {
        let k = long as f32 / zone.w.max(zone.h) as f32;
        (shrunk(zone, (zone.w as f32 * k) as usize, (zone.h as f32 * k) as usize), k)
    };
    let long = zone.w.max(zone.h);
    let mut sizes = vec![if long > LARGE { sized(LARGE) } else { (zone.clone(), 1.0) }];
    if long < 400 && sure {
        sizes.push(sized(long * 2));
        sizes.push(sized(long * 3));
    }
    for to in [900, 450] {
        if long > to * 3 / 2 {
            sizes.push(sized(to));
        }
    }
    for (grey, k) in &sizes {
        if let Some((text, r)) = read(grey, sure) {
            return Some((text, r.map(|r| Rect::new(r.x0 / k, r.y0 / k, r.x1 / k, r.y1 / k))));
        }
    }
    if !sure {
        return None;
    }
    // The readers want lines along an axis: a symbol that leans is set upright by trying.
    let base = sizes.iter().find(|(g, _)| g.w.max(g.h) <= 1000).map_or(zone, |(g, _)| g);
    for degrees in [-9.0, 9.0, 18.0, -18.0, 27.0, -27.0, 36.0, -36.0, 45.0] {
        if let Some((text, _)) = read(&turned(base, degrees), false) {
            return Some((text, None));
        }
    }
    None
}

/// All readers once over a picture.
fn read(grey: &Grey, harder: bool) -> Option<(String, Option<Rect>)> {
    let found = attempt(grey, harder, false).or_else(|| attempt(grey, harder, true))?;
    if weak(found.getBarcodeFormat()) {
        let other = shrunk(grey, grey.w * 5 / 6, grey.h * 5 / 6);
        let again = attempt(&other, harder, false).or_else(|| attempt(&other, harder, true))?;
        if again.getText() != found.getText() {
            return None;
        }
    }
    let points = found.getPoints();
    let rect = points
        .iter()
        .map(|p| Rect::new(p.x, p.y, p.x, p.y))
        .reduce(|a, b| a.union(&b))
        .filter(|r| r.width() + r.height() > 4.0);
    Some((found.getText().to_string(), rect))
}

fn attempt(grey: &Grey, harder: bool, global: bool) -> Option<RXingResult> {
    let hints = DecodeHints { TryHarder: Some(harder), AlsoInverted: Some(true), ..DecodeHints::default() };
    let source = Luma8Source::new_with_slice(&grey.v, grey.w as u32, grey.h as u32).ok()?;
    let mut reader = MultiFormatReader::default();
    let found = if global {
        reader.decode_with_hints(&mut BinaryBitmap::new(GlobalHistogramBinarizer::new(source)), &hints)
    } else {
        reader.decode_with_hints(&mut BinaryBitmap::new(HybridBinarizer::new(source)), &hints)
    };
    found.ok().filter(plausible)
}

/// Some one-dimensional symbologies are so weak that print and rules satisfy them: what they say must be long enough.
fn plausible(found: &RXingResult) -> bool {
    let text = found.getText();
    match found.getBarcodeFormat() {
        BarcodeFormat::ITF | BarcodeFormat::CODABAR | BarcodeFormat::CODE_39 => text.chars().count() >= 6,
        _ => !text.is_empty(),
    }
}

/// Symbologies that print satisfies now and then even so: a second size must say the same.
fn weak(format: &BarcodeFormat) -> bool {
    use BarcodeFormat as B;
    matches!(format, B::ITF | B::CODABAR | B::UPC_E | B::EAN_8 | B::RSS_14 | B::RSS_EXPANDED)
}

/// A symbol that the texture did not show, such as one that fills the picture.
fn anywhere(full: &Grey) -> Vec<(String, Rect)> {
    let k = (WHOLE as f32 / full.w.max(full.h) as f32).min(1.0);
    let small = shrunk(full, (full.w as f32 * k) as usize, (full.h as f32 * k) as usize);
    let Some((text, Some(r))) = read(&small, false) else { return Vec::new() };
    vec![(text, Rect::new(r.x0 / k, r.y0 / k, r.x1 / k, r.y1 / k))]
}

/// A place whose texture is that of a symbol.
struct Candidate {
    rect: Rect,
    /// Whether it looks so much like one that it is told even if nobody can read it.
    sure: bool,
}

/// Places that are half black and half white, and change often: print is whiter, and hangs together by thin bridges.
fn textures(grey: &Grey) -> Vec<Candidate> {
    let (w, h) = (grey.w, grey.h);
    let (cw, ch) = (w / CELL, h / CELL);
    if cw < 3 || ch < 3 {
        return Vec::new();
    }
    let dark = inked(&grey.v, w, 2.0, false);
    let change: Vec<u8> = (0..w * h)
        .map(|at| {
            let right = at % w + 1 < w && dark[at] != dark[at + 1];
            let below = at + w < w * h && dark[at] != dark[at + w];
            u8::from(right) + u8::from(below)
        })
        .collect();
    let whole = f32::from(span(&grey.v)).max(100.0);
    let (dark, change) = (Sums::new(&dark, w), Sums::new(&change, w));
    let mut busy = vec![0u8; cw * ch];
    for (at, to) in busy.iter_mut().enumerate() {
        let (x, y) = (at % cw * CELL + CELL / 2, at / cw * CELL + CELL / 2);
        *to = u8::from(WINDOWS.iter().any(|&reach| {
            let (x0, y0) = (x.saturating_sub(reach), y.saturating_sub(reach));
            let (x1, y1) = ((x + reach).min(w), (y + reach).min(h));
            let n = ((x1 - x0) * (y1 - y0)) as f32;
            let share = dark.over(x0, y0, x1, y1) / n;
            (0.26..0.74).contains(&share) && change.over(x0, y0, x1, y1) / n >= 0.045
        }));
    }
    let (found, label) = blobs(&busy, cw);
    found
        .iter()
        .enumerate()
        .filter(|(_, b)| b.w.min(b.h) >= 3)
        .filter_map(|(k, b)| {
            let cells = |v: usize| (v * CELL) as f32;
            let rect =
                Rect::new(cells(b.x), cells(b.y), cells((b.x + b.w).min(cw)), cells((b.y + b.h).min(ch)));
            let own: Vec<u8> = label.iter().map(|&l| u8::from(l == k as u32 + 1)).collect();
            // How thick it is: a line of print is two or three cells.
            let idle: Vec<u8> = own.iter().map(|v| 1 - v).collect();
            let core: usize = grown(&idle, cw, 1).iter().filter(|v| **v == 0).count();
            let mut black = 0.0;
            for at in (0..cw * ch).filter(|&at| own[at] == 1) {
                let (x, y) = (at % cw * CELL, at / cw * CELL);
                black += dark.over(x, y, x + CELL, y + CELL);
            }
            let share = black / (b.area * CELL * CELL) as f32;
            let contrast = f32::from(span(&cut(grey, &rect).0.v));
            // The ground beside the page can be as restless as a symbol, but it is larger and fainter.
            let size = rect.width() * rect.height() / (w * h) as f32;
            let compact = b.area as f32 >= 0.35 * (b.w * b.h) as f32 && size < 0.25;
            let sure = b.w.min(b.h) >= 4 && core * 5 >= b.area && (0.28..0.72).contains(&share) && compact;
            let thick = core > 0 && contrast >= 0.25 * whole && size < 0.5;
            thick.then_some(Candidate { rect, sure })
        })
        .collect()
}

/// From the darkest twentieth to the lightest.
fn span(values: &[u8]) -> u8 {
    let hist = histogram(values);
    percentile(&hist, 0.95) - percentile(&hist, 0.05)
}

/// Sums over all pixels above and to the left.
struct Sums {
    w: usize,
    v: Vec<u32>,
}

impl Sums {
    fn new(values: &[u8], w: usize) -> Self {
        let h = values.len() / w;
        let mut v = vec![0u32; (w + 1) * (h + 1)];
        for y in 0..h {
            let mut row = 0;
            for x in 0..w {
                row += u32::from(values[y * w + x]);
                v[(y + 1) * (w + 1) + x + 1] = v[y * (w + 1) + x + 1] + row;
            }
        }
        Self { w, v }
    }

    /// The sum over columns `x0..x1` and rows `y0..y1`.
    fn over(&self, x0: usize, y0: usize, x1: usize, y1: usize) -> f32 {
        let at = |x: usize, y: usize| u64::from(self.v[y * (self.w + 1) + x]);
        ((at(x1, y1) + at(x0, y0)) - (at(x1, y0) + at(x0, y1))) as f32
    }
}
