//! Names of fonts and glyphs: which of the source's names stand for something that every viewer knows, and names of ours that say nothing.

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, Name, Object, dict::keys};

use crate::formats::pdf::write::syntax::DictOut;

/// The standard font that a name without an embedded program stands for.
pub(super) fn standard_name(dict: &Dict<'_>) -> Option<&'static str> {
    let name = dict.get::<Name<'_>>(keys::BASE_FONT)?;
    let name = std::str::from_utf8(name.as_ref()).ok()?;
    let name = match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => rest,
        _ => name,
    };
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let plain = plain.strip_suffix("mt").unwrap_or(&plain);
    let (families, faces): (&[&str], [&'static str; 4]) = [
        (
            ["helvetica", "arial"].as_slice(),
            ["Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"],
        ),
        (
            ["timesnewromanps", "timesnewroman", "times"].as_slice(),
            ["Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"],
        ),
        (
            ["couriernewps", "couriernew", "courier"].as_slice(),
            ["Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"],
        ),
        (["symbol"].as_slice(), ["Symbol"; 4]),
        (["zapfdingbats"].as_slice(), ["ZapfDingbats"; 4]),
    ]
    .into_iter()
    .find(|(families, _)| families.iter().any(|f| plain.starts_with(f)))?;
    let style = families.iter().find_map(|f| plain.strip_prefix(f))?;
    let [regular, bold, italic, both] = faces;
    match style {
        "" | "roman" | "regular" | "psmt" => Some(regular),
        "bold" => Some(bold),
        "italic" | "oblique" => Some(italic),
        "bolditalic" | "boldoblique" | "italicbold" => Some(both),
        _ => None,
    }
}

/// Six letters, another for each font.
pub(super) fn tag(index: usize) -> String {
    let mut letters = [b'A'; 6];
    let mut rest = index;
    for slot in letters.iter_mut().rev() {
        *slot = b'A' + (rest % 26) as u8;
        rest /= 26;
    }
    letters.iter().map(|b| char::from(*b)).collect()
}

/// A name without digits and without a meaning, so that no viewer reads a letter out of it.
pub(super) fn glyph_name(code: u32) -> String {
    let nibble = |v: u32| char::from(b'a' + (v & 15) as u8);
    format!("x{}{}", nibble(code >> 4), nibble(code))
}

pub(super) fn base_encoding(out: &mut DictOut, name: &[u8]) -> bool {
    let known = [b"WinAnsiEncoding".as_slice(), b"MacRomanEncoding", b"MacExpertEncoding"].contains(&name);
    if known {
        out.name(b"BaseEncoding", name);
    }
    known
}

/// Code → glyph name of an encoding's differences. Names that are not plain are left out.
pub(super) fn source_differences(encoding: &Dict<'_>) -> BTreeMap<u32, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut code = 0u32;
    let Some(list) = encoding.get::<Array<'_>>(b"Differences") else { return out };
    for item in list.iter::<Object<'_>>().take(1024) {
        match item {
            Object::Number(n) => code = u32::try_from(n.as_i64()).unwrap_or(0),
            Object::Name(n) => {
                let plain = n.as_ref().iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'));
                if plain && n.as_ref().len() <= 32 && code <= 255 {
                    out.insert(code, n.as_ref().to_vec());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names_say_nothing() {
        assert_eq!(tag(0), "AAAAAA");
        assert_eq!(tag(27), "AAAABB");
        assert_eq!(glyph_name(0x41), "xeb");
    }
}
