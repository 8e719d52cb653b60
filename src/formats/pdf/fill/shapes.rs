//! Annotations without a picture of their own → what viewers draw for them: ink, marks on text, squares and circles (ISO 32000-2,
//! 12.5.6). Points are the page's own space, which the picture's space is too.

use hayro_syntax::object::{Array, Dict, Name, Rect as PdfRect};

/// Points of one annotation: more than any hand draws.
const POINTS: usize = 20_000;
/// Handles of a quarter of a circle, as a share of its radius.
const ROUND: f64 = 0.5523;

/// What is drawn, and how opaque it is.
pub(super) struct Shape {
    /// Operators.
    pub(super) content: String,
    /// 0 to 1.
    pub(super) alpha: f64,
    /// Whether it darkens what lies under it, as a marker pen does.
    pub(super) marker: bool,
}

/// The shape of an annotation; `None` where viewers draw none.
pub(super) fn shape(annot: &Dict<'_>) -> Option<Shape> {
    let sort = annot.get::<Name<'_>>(b"Subtype".as_slice())?;
    let rect = annot.get::<PdfRect>(b"Rect".as_slice())?;
    let width = border(annot).clamp(0.0, 100.0);
    let line = colour(annot, b"C", true);
    let mut out = format!("{} {width} w ", line.as_deref().unwrap_or("0 G"));
    let mut marker = false;
    match sort.as_ref() {
        b"Ink" => {
            for stroke in annot.get::<Array<'_>>(b"InkList".as_slice())?.iter::<Array<'_>>() {
                path(&mut out, &numbers(&stroke));
                out.push_str("S ");
            }
        }
        b"Highlight" => {
            marker = true;
            out = colour(annot, b"C", false).unwrap_or_else(|| "1 1 0 rg".to_owned());
            quads(annot, |x0, y0, x1, y1| out.push_str(&format!(" {x0} {y0} {} {} re f", x1 - x0, y1 - y0)));
        }
        b"Underline" | b"Squiggly" | b"StrikeOut" => {
            out.push_str("1 w ");
            quads(annot, |x0, y0, x1, y1| {
                let y = if sort.as_ref() == b"StrikeOut" { (y0 + y1) / 2.0 } else { y0 + 1.0 };
                out.push_str(&format!("{x0} {y} m {x1} {y} l S "));
            });
        }
        b"Square" | b"Circle" => {
            let fill = colour(annot, b"IC", false);
            let paint = match (&fill, width > 0.0 && line.is_some()) {
                (Some(_), true) => "B",
                (Some(_), false) => "f",
                (None, true) => "S",
                (None, false) => return None,
            };
            out.push_str(&fill.unwrap_or_default());
            let (x, y) = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
            let (a, b) = ((rect.x1 - rect.x0 - width) / 2.0, (rect.y1 - rect.y0 - width) / 2.0);
            if sort.as_ref() == b"Square" {
                out.push_str(&format!(" {} {} {} {} re {paint}", x - a, y - b, 2.0 * a, 2.0 * b));
            } else {
                out.push_str(&format!(" {} {y} m", x + a));
                // Quarter by quarter, to the left round.
                let (mut cos, mut sin) = (1.0, 0.0);
                for _ in 0..4 {
                    let (c, s): (f64, f64) = (-sin, cos);
                    for (u, v) in
                        [(cos + ROUND * c, sin + ROUND * s), (c + ROUND * cos, s + ROUND * sin), (c, s)]
                    {
                        out.push_str(&format!(" {} {}", x + a * u, y + b * v));
                    }
                    out.push_str(" c");
                    (cos, sin) = (c, s);
                }
                out.push_str(&format!(" h {paint}"));
            }
        }
        _ => return None,
    }
    let alpha = annot.get::<f64>(b"CA".as_slice()).unwrap_or(1.0).clamp(0.0, 1.0);
    Some(Shape { content: out, alpha, marker })
}

/// How wide an annotation's border is, points.
pub(super) fn border(annot: &Dict<'_>) -> f64 {
    let style = annot.get::<Dict<'_>>(b"BS".as_slice());
    style.and_then(|s| s.get::<f64>(b"W".as_slice())).unwrap_or(1.0)
}

/// The operator that sets a colour of grey, RGB or CMYK.
pub(super) fn colour(dict: &Dict<'_>, key: &[u8], line: bool) -> Option<String> {
    let parts = numbers(&dict.get::<Array<'_>>(key)?);
    let verb = match (parts.len(), line) {
        (1, true) => "G",
        (1, false) => "g",
        (3, true) => "RG",
        (3, false) => "rg",
        (4, true) => "K",
        (4, false) => "k",
        _ => return None,
    };
    let parts: Vec<String> = parts.iter().map(f64::to_string).collect();
    Some(format!("{} {verb}", parts.join(" ")))
}

fn numbers(array: &Array<'_>) -> Vec<f64> {
    array.iter::<f64>().filter(|v| v.is_finite()).take(POINTS).collect()
}

fn path(out: &mut String, points: &[f64]) {
    let (pairs, _) = points.as_chunks::<2>();
    for (i, [x, y]) in pairs.iter().enumerate() {
        out.push_str(&format!("{x} {y} {} ", if i == 0 { "m" } else { "l" }));
    }
}

/// The boxes of an annotation's quadrilaterals: left, bottom, right, top.
fn quads(annot: &Dict<'_>, mut each: impl FnMut(f64, f64, f64, f64)) {
    let Some(points) = annot.get::<Array<'_>>(b"QuadPoints".as_slice()) else { return };
    let points = numbers(&points);
    let (quads, _) = points.as_chunks::<8>();
    for &[ax, ay, bx, by, cx, cy, dx, dy] in quads {
        let low = |v: [f64; 4]| v.into_iter().fold(f64::MAX, f64::min);
        let high = |v: [f64; 4]| v.into_iter().fold(f64::MIN, f64::max);
        let (x, y) = ([ax, bx, cx, dx], [ay, by, cy, dy]);
        each(low(x), low(y), high(x), high(y));
    }
}
