//! A picture → barcodes: decoded ones with what they say, and what looks like one and does not decode. Candidates are found
//! by their texture; ZXing's readers look at each set upright, in several sizes, and once at the whole picture.

use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, MultiFormatReader, RXingResult,
    RXingResultMetadataType, RXingResultMetadataValue, Reader as _,
};

use super::grey::{Grey, Place, grey, shrunk, within};
use super::pixels::checked;
use super::texture::{Candidate, textures};
use crate::error::Result;
use crate::model::{Picture, Rect, Symbol};

/// Longest sides at which textures are looked for: the second for symbols whose squares are larger than a window.
const COARSE: [usize; 2] = [1600, 400];
/// Longest side of a zone that the readers are given.
const LARGE: f32 = 1600.0;
/// What bars can be, and what squares can be.
const BARS: &[BarcodeFormat] = &[
    BarcodeFormat::CODE_128,
    BarcodeFormat::CODE_39,
    BarcodeFormat::CODE_93,
    BarcodeFormat::CODABAR,
    BarcodeFormat::EAN_13,
    BarcodeFormat::EAN_8,
    BarcodeFormat::UPC_A,
    BarcodeFormat::UPC_E,
    BarcodeFormat::ITF,
    BarcodeFormat::RSS_14,
    BarcodeFormat::RSS_EXPANDED,
    BarcodeFormat::TELEPEN,
    BarcodeFormat::PDF_417,
];
const SQUARES: &[BarcodeFormat] = &[
    BarcodeFormat::QR_CODE,
    BarcodeFormat::MICRO_QR_CODE,
    BarcodeFormat::RECTANGULAR_MICRO_QR_CODE,
    BarcodeFormat::DATA_MATRIX,
    BarcodeFormat::AZTEC,
    BarcodeFormat::PDF_417,
    BarcodeFormat::MAXICODE,
];
/// Longest side at which the whole picture is tried.
const WHOLE: usize = 900;

/// Barcodes, and what looks like one.
///
/// # Errors
/// `Misuse` when the pixels do not fit the size.
pub fn find_symbols(picture: &Picture<'_>) -> Result<Vec<Symbol>> {
    checked(picture)?;
    let full = grey(picture);
    let mut out: Vec<Symbol> = Vec::new();
    for (coarse, long) in COARSE.into_iter().enumerate() {
        let mut candidates = textures(&full, long);
        // The largest first, unless it is made of several: what lies in it may be a part of it.
        candidates.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        for Candidate { place, bars, .. } in candidates {
            let rect = place.bounds();
            let read = || out.iter().filter(|s| s.text.is_some());
            // What holds one that is read is that and what stands beside it.
            if coarse > 0 && read().any(|s| common(&s.rect, &rect) > 0.5 * area(&s.rect)) {
                continue;
            }
            let known = read().any(|s| common(&s.rect, &rect) > 0.5 * area(&rect));
            let text = if known { None } else { decoded(&full, &place, bars) };
            let quiet = (0.04 * rect.width().max(rect.height())).max(6.0);
            out.push(Symbol { rect: within(&rect.grown(quiet), &full), text });
        }
    }
    // What the texture did not show: the readers look at the whole once. The points they tell can be the middles of marks
    // well inside the symbol.
    for (text, own) in anywhere(&full) {
        if !out.iter().any(|s| s.text.is_some() && s.rect.intersection(&own).is_some()) {
            let quiet = (0.3 * own.width().max(own.height())).max(8.0);
            let mut rect = within(&own.grown(quiet), &full);
            out.retain(|s| {
                let apart = s.rect.intersection(&own).is_none();
                rect = if apart { rect } else { rect.union(&s.rect) };
                apart
            });
            out.push(Symbol { rect, text: Some(text) });
        }
    }
    Ok(joined(out))
}

fn area(r: &Rect) -> f32 {
    r.width() * r.height()
}

fn common(a: &Rect, b: &Rect) -> f32 {
    a.intersection(b).map_or(0.0, |c| area(&c))
}

/// Symbols whose boxes overlap much are one: the decoded one's text, the box around both.
fn joined(symbols: Vec<Symbol>) -> Vec<Symbol> {
    let mut out: Vec<Symbol> = Vec::new();
    for s in symbols {
        let same = out.iter_mut().find(|o| {
            let alike = o.text == s.text || o.text.is_none() || s.text.is_none();
            alike && common(&o.rect, &s.rect) > 0.3 * area(&o.rect).min(area(&s.rect))
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

/// What a symbol at a place says, trying harder step by step.
fn decoded(full: &Grey, place: &Place, bars: bool) -> Option<String> {
    // Room for the quiet zone and for what the texture missed.
    let place = place.snapped();
    let margin = (0.1 * place.u.max(place.v)).ceil() + 8.0;
    let long = 2.0 * (place.u.max(place.v) + margin);
    let scale = (LARGE / long).min(1.0);
    let scales = if long < 400.0 { [1.0, 2.0, 3.0] } else { [scale, 0.6 * scale, 0.3 * scale] };
    let kinds = Some(if bars { BARS } else { SQUARES });
    for scale in scales {
        if let Some((text, _)) = read(&place.straight(full, margin, scale), true, kinds) {
            return Some(text);
        }
    }
    None
}

/// All readers once over a picture.
fn read(grey: &Grey, harder: bool, kinds: Option<&[BarcodeFormat]>) -> Option<(String, Option<Rect>)> {
    let found = attempt(grey, harder, kinds, false).or_else(|| attempt(grey, harder, kinds, true))?;
    if weak(found.getBarcodeFormat()) {
        let other = shrunk(grey, grey.w * 5 / 6, grey.h * 5 / 6);
        let again = attempt(&other, harder, kinds, false).or_else(|| attempt(&other, harder, kinds, true))?;
        if again.getText() != found.getText() {
            return None;
        }
    }
    let turn = match found.getRXingResultMetadata().get(&RXingResultMetadataType::ORIENTATION) {
        Some(RXingResultMetadataValue::Orientation(turn))
            if *found.getBarcodeFormat() == BarcodeFormat::PDF_417 =>
        {
            *turn
        }
        _ => 0,
    };
    let (w, h) = (grey.w as f32, grey.h as f32);
    // The reader of these turns the picture counterclockwise until it finds one, and tells where in the turned picture.
    let back = |x: f32, y: f32| match turn {
        90 => (w - y, x),
        180 => (w - x, h - y),
        270 => (y, h - x),
        _ => (x, y),
    };
    let rect = found
        .getPoints()
        .iter()
        .map(|p| back(p.x, p.y))
        .map(|(x, y)| Rect::new(x, y, x, y))
        .reduce(|a, b| a.union(&b))
        .filter(|r| r.width() + r.height() > 4.0);
    Some((found.getText().to_string(), rect))
}

fn attempt(grey: &Grey, harder: bool, kinds: Option<&[BarcodeFormat]>, global: bool) -> Option<RXingResult> {
    let hints = DecodeHints {
        TryHarder: Some(harder),
        AlsoInverted: Some(true),
        PossibleFormats: kinds.map(|k| k.iter().copied().collect()),
        ..DecodeHints::default()
    };
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
    let Some((text, Some(r))) = read(&small, false, None) else { return Vec::new() };
    vec![(text, Rect::new(r.x0 / k, r.y0 / k, r.x1 / k, r.y1 / k))]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Narrow and wide bars and gaps of the letters, in Code 39.
    const LETTERS: [(char, &str); 7] = [
        ('*', "nwnnwnwnn"),
        ('B', "nnwnnwnnw"),
        ('I', "nnwnnwwnn"),
        ('F', "nnwnwwnnn"),
        ('U', "wwnnnnnnw"),
        ('R', "wnnnnnwwn"),
        ('E', "wnnnwwnnn"),
    ];

    /// Where bars are black, one value a narrow bar's width.
    fn bars() -> Vec<bool> {
        let mut out = Vec::new();
        for c in "*BIFFURE*".chars() {
            let widths = LETTERS.iter().find(|l| l.0 == c).map_or("", |l| l.1);
            for (k, width) in widths.chars().enumerate() {
                out.extend(std::iter::repeat_n(k % 2 == 0, if width == 'w' { 3 } else { 1 }));
            }
            out.push(false);
        }
        out
    }

    const W: usize = 900;
    const H: usize = 800;

    /// A page on which a symbol stands in the middle, turned, its squares so large; what is told of it and its upright box.
    fn found(
        turn: f32,
        module: f32,
        (columns, rows): (usize, f32),
        (black, white): (u8, u8),
        set: &dyn Fn(usize, usize) -> bool,
    ) -> (Vec<(Option<String>, Rect)>, Rect) {
        let (sin, cos) = turn.to_radians().sin_cos();
        let (u, v) = (columns as f32 * module / 2.0, rows * module / 2.0);
        let mut rgb = Vec::with_capacity(W * H * 3);
        for at in 0..W * H {
            let (x, y) = ((at % W) as f32 - W as f32 / 2.0 + 0.5, (at / W) as f32 - H as f32 / 2.0 + 0.5);
            let (a, b) = (x * cos + y * sin + u, y * cos - x * sin + v);
            let inside = (0.0..2.0 * u).contains(&a) && (0.0..2.0 * v).contains(&b);
            let dark = inside && set((a / module) as usize, (b / module) as usize);
            rgb.extend([if dark { black } else { white }; 3]);
        }
        let place = Place { x: W as f32 / 2.0, y: H as f32 / 2.0, u, v, angle: turn.to_radians() };
        let picture = Picture { width: W as u32, height: H as u32, rgb: &rgb };
        let symbols = find_symbols(&picture).unwrap_or_default();
        (symbols.into_iter().map(|s| (s.text, s.rect)).collect(), place.bounds())
    }

    fn holds((_, s): &(Option<String>, Rect), r: &Rect) -> bool {
        s.x0 <= r.x0 && s.y0 <= r.y0 && s.x1 >= r.x1 && s.y1 >= r.y1
    }

    /// Squares that no reader knows.
    fn squares(x: usize, y: usize) -> bool {
        (x * 7 + y * 13 + x * y * 5 + (x ^ y) * 3) % 11 < 5
    }

    #[test]
    fn bars_are_read_upright_on_end_and_leaning() {
        let bars = bars();
        for (turn, ink) in [(0.0, (20, 235)), (90.0, (20, 235)), (-27.0, (20, 235)), (141.0, (110, 190))] {
            let (symbols, rect) = found(turn, 3.0, (bars.len(), 40.0), ink, &|x, _| bars[x]);
            assert_eq!(symbols.len(), 1, "{turn}: {symbols:?}");
            assert_eq!(symbols[0].0.as_deref(), Some("BIFFURE"), "{turn}");
            assert!(holds(&symbols[0], &rect), "{turn}: {symbols:?} {rect:?}");
        }
    }

    #[test]
    fn squares_that_nobody_reads_are_a_symbol() {
        // Small, leaning, white on black, and so large that each square is larger than a letter.
        for (turn, module, ink) in
            [(0.0, 2.0, (20, 235)), (33.0, 4.0, (20, 235)), (5.0, 5.0, (235, 20)), (2.0, 28.0, (20, 235))]
        {
            let (symbols, rect) = found(turn, module, (20, 20.0), ink, &squares);
            assert_eq!(symbols.len(), 1, "{turn} {module}: {symbols:?}");
            assert!(holds(&symbols[0], &rect), "{turn} {module}: {symbols:?} {rect:?}");
        }
    }

    #[test]
    fn two_symbols_are_two() {
        let bars = bars();
        let both = |x: usize, y: usize| if y < 40 { bars[x] } else { y >= 52 && x < 30 && squares(x, y) };
        let (symbols, _) = found(0.0, 3.0, (bars.len(), 82.0), (20, 235), &both);
        assert_eq!(symbols.len(), 2, "{symbols:?}");
        assert_eq!(symbols.iter().filter(|s| s.0.is_some()).count(), 1);
    }
}
