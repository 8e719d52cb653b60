//! Whether the letters that a font says are those that it draws. A font without a map to Unicode is believed where the widths of its
//! codes are those of the letters.

use hayro_font::{CMapResolverFn, Font, FontGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_syntax::object::{Dict, Name, Stream};

use super::collection::{Letters, unicode};
use super::embedded;
use super::usual::{TYPEFACES, Typeface};

/// How codes become letters.
pub(super) enum Reading {
    /// As the font says.
    Mapped,
    /// The font says nothing, but its codes are ASCII less this number, as their widths show.
    Ascii(u32),
    /// Codes are Unicode themselves.
    Same,
    /// Codes call letters of a collection.
    Called(Box<Letters>),
    /// What the font says is not what it draws.
    Unknown,
}

/// Whether the letters of a font without a map to Unicode can be believed. Programs that cut fonts down often number
/// the glyphs anew and leave an encoding that says `!` for the first letter used, `"` for the second; then the widths
/// are not those of the letters.
pub(super) fn reading(dict: &Dict<'_>, font: &Font<'_>, tables: &CMapResolverFn) -> Reading {
    if !embedded(dict) && is_chinese(dict) {
        return Reading::Unknown;
    }
    let map = dict.get::<Stream<'_>>(b"ToUnicode".as_slice());
    let embedded = embedded(dict);
    let sort = dict.get::<Name<'_>>(b"Subtype".as_slice());
    let sort = sort.as_deref().unwrap_or_default();
    let named = dict.get::<Name<'_>>(b"ToUnicode".as_slice());
    if named.is_some_and(|n| n.as_ref().starts_with(b"Identity")) || map.is_none() && unicode(dict) {
        return Reading::Same;
    }
    // The names in a Type 1 program are the font maker's, and a font that is not embedded is drawn by its names.
    let doubtful = matches!(sort, b"Type3" | b"Type0") || (embedded && sort != b"Type1");
    if map.is_some() || !doubtful {
        return Reading::Mapped;
    }
    if embedded
        && sort == b"Type0"
        && let Some(letters) = Letters::of(dict, tables)
    {
        return Reading::Called(Box::new(letters));
    }
    // The glyphs of many fonts stand in the order of ASCII, and their numbers are the codes.
    let shifts: &[u32] = if sort == b"Type0" { &[0, 29, 31] } else { &[0] };
    let ascii = shifts.iter().find_map(|shift| ascii(font, sort, *shift));
    match (ascii, sort) {
        (Some(reading), _) => reading,
        (None, b"Type0") => Reading::Mapped,
        (None, _) => Reading::Unknown,
    }
}

/// How a font reads whose codes are ASCII less `shift`, if its widths are those of such letters.
fn ascii(font: &Font<'_>, sort: &[u8], shift: u32) -> Option<Reading> {
    let mut pairs = Vec::new();
    let mut bare = false;
    for code in 33 - shift..=126 - shift {
        let glyph = font.glyph(font.map_code(code), code);
        let (drawn, says) = match glyph {
            FontGlyph::Outline(g) => (!g.outline().elements().is_empty(), g.as_unicode()),
            FontGlyph::Type3(g) => (g.program().is_some(), g.as_unicode()),
        };
        let letter = match says {
            _ if !drawn => continue,
            Some(BfString::Char(c)) if c.is_ascii() => c,
            None if sort != b"Type3" => {
                bare = true;
                char::from((code + shift) as u8)
            }
            _ => continue,
        };
        // Codes that are not used have no width.
        let width = font.code_advance(code).x;
        if width > 0.0 {
            pairs.push((letter, width));
        }
    }
    let own: Vec<f64> = pairs.iter().map(|(_, w)| *w).collect();
    let usual = |face: &Typeface| pairs.iter().map(|(c, _)| face.width(*c)).collect::<Vec<_>>();
    let alike = TYPEFACES.iter().any(|face| alike(&own, &usual(face)));
    let letters = pairs.iter().filter(|(c, _)| c.is_ascii_alphanumeric()).count();
    let sound = alike && 2 * letters >= pairs.len() && (shift == 0 || letters >= 8);
    sound.then_some(if bare { Reading::Ascii(shift) } else { Reading::Mapped })
}

/// Whether it is a simple font by the Chinese name of one that viewers have: they draw its bytes as Chinese in pairs, whatever its
/// encoding says.
fn is_chinese(dict: &Dict<'_>) -> bool {
    // Song, Kai, Hei, Fang Song and New Song, spelled in the code of mainland China.
    const NAMES: [&[u8]; 5] = [
        b"\xCB\xCE\xCC\xE5",
        b"\xBF\xAC\xCC\xE5",
        b"\xBA\xDA\xCC\xE5",
        b"\xB7\xC2\xCB\xCE",
        b"\xD0\xC2\xCB\xCE",
    ];
    let is =
        |key: &[u8], of: &dyn Fn(&[u8]) -> bool| dict.get::<Name<'_>>(key).is_some_and(|n| of(n.as_ref()));
    is(b"Subtype", &|n| n == b"TrueType")
        && is(b"BaseFont", &|n| NAMES.iter().any(|name| n.starts_with(name)))
}

/// Whether two lists of widths rise and fall together, or are nearly equal.
fn alike(own: &[f64], usual: &[f64]) -> bool {
    let n = own.len() as f64;
    if own.is_empty() || own.len() != usual.len() {
        return false;
    }
    let apart = own.iter().zip(usual).map(|(a, b)| (a - b).abs()).sum::<f64>() / n;
    let (ma, mb) = (own.iter().sum::<f64>() / n, usual.iter().sum::<f64>() / n);
    let moment =
        |f: &dyn Fn(f64, f64) -> f64| own.iter().zip(usual).map(|(a, b)| f(a - ma, b - mb)).sum::<f64>();
    let (both, a, b) = (moment(&|x, y| x * y), moment(&|x, _| x * x), moment(&|_, y| y * y));
    // Widths of one size say nothing about which letter is which.
    if a < 1.0 {
        return false;
    }
    apart < 50.0 || (own.len() >= 8 && b > 0.0 && both / (a * b).sqrt() > 0.75)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_tell_whether_the_encoding_is_meant() {
        // Helvetica's a to l, and the widths of "courierpsn" for the first codes that a renumbering program hands out.
        let usual = [556.0, 556.0, 500.0, 556.0, 556.0, 278.0, 556.0, 556.0, 222.0, 222.0, 500.0, 222.0];
        let serif = [444.0, 500.0, 444.0, 500.0, 444.0, 333.0, 500.0, 500.0, 278.0, 278.0, 500.0, 278.0];
        let mixed = [500.0, 556.0, 556.0, 333.0, 222.0, 556.0, 333.0, 556.0, 500.0, 556.0, 278.0, 833.0];
        assert!(alike(&serif, &usual) && alike(&usual, &usual));
        assert!(!alike(&mixed, &usual) && !alike(&[600.0; 12], &usual) && !alike(&[], &[]));
    }
}
