//! Words that every PDF of ours holds because the format has them: a person called Catalog must not keep a file from
//! passing. They are blanked before raw bytes are searched, and nowhere else: what a page shows is read as text by other means.

use super::raw::lex::{is_delimiter, is_space};
use super::structure::schema;

/// Values, operators, the standard fonts and boilerplate of code maps; keys are the schema's.
const WORDS: &[&str] = &[
    "AAAAAA",
    "Adobe",
    "Alpha",
    "BlackPoint",
    "CIDFontType0",
    "CIDFontType0C",
    "CCITTFaxDecode",
    "CIDFontType2",
    "CIDInit",
    "CMap",
    "CMapType",
    "CalGray",
    "CalRGB",
    "ColorBurn",
    "ColorDodge",
    "Compatible",
    "Courier",
    "Courier-Bold",
    "Courier-BoldOblique",
    "Courier-Oblique",
    "DCTDecode",
    "Darken",
    "DeviceCMYK",
    "DeviceGray",
    "DeviceN",
    "DeviceRGB",
    "Difference",
    "Exclusion",
    "ExtGState",
    "FlateDecode",
    "HardLight",
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-BoldOblique",
    "Helvetica-Oblique",
    "ICCBased",
    "Identity",
    "Identity-H",
    "Identity-V",
    "ImageB",
    "ImageC",
    "ImageI",
    "Indexed",
    "Length",
    "Lighten",
    "Luminosity",
    "MMType1",
    "MacExpertEncoding",
    "MacRomanEncoding",
    "Multiply",
    "Normal",
    "OpenType",
    "Overlay",
    "Perceptual",
    "ProcSet",
    "RelativeColorimetric",
    "AbsoluteColorimetric",
    "Saturation",
    "Screen",
    "Separation",
    "SoftLight",
    "StandardEncoding",
    "Symbol",
    "Times-Bold",
    "Times-BoldItalic",
    "Times-Italic",
    "Times-Roman",
    "Transparency",
    "TrueType",
    "Type0",
    "Type1",
    "Type1C",
    "Type3",
    "Unicode",
    "WinAnsiEncoding",
    "ZapfDingbats",
    "begin",
    "beginbfchar",
    "beginbfrange",
    "begincmap",
    "begincodespacerange",
    "currentdict",
    "defineresource",
    "dict",
    "endbfchar",
    "endbfrange",
    "endcmap",
    "endcodespacerange",
    "endobj",
    "endstream",
    "findresource",
    "startxref",
    "stream",
    "trailer",
    "CMapName",
    "CIDSystemInfo",
    "Registry",
    "Ordering",
    "Supplement",
    "false",
    "null",
    "true",
    "xref",
];

/// A copy in which the format's own words are spaces.
pub(super) fn without(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let mut start = 0;
    while start < out.len() {
        let rest = out.get(start..).unwrap_or_default();
        let len = rest.iter().position(|b| is_space(*b) || is_delimiter(*b)).unwrap_or(rest.len());
        let word = rest.get(..len).unwrap_or_default();
        if is_word(word)
            && let Some(word) = out.get_mut(start..start + len)
        {
            word.fill(b' ');
        }
        start += len + 1;
    }
    blank_offsets(&mut out);
    // The registry and ordering of every composite font program that we write stand in it without a gap.
    const IN_FONTS: &[u8] = b"AdobeIdentity";
    let mut at = 0;
    while let Some(found) = out.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'A')) {
        at += found;
        match out.get_mut(at..at + IN_FONTS.len()) {
            Some(name) if name == IN_FONTS => name.fill(b' '),
            _ => at += 1,
        }
    }
    out
}

/// Blanks the entries of the cross-reference table: offsets are figures that any number may agree with by chance. That they
/// are offsets and nothing else is for `structure` to see.
fn blank_offsets(bytes: &mut [u8]) {
    const ENTRY: usize = 18;
    let mut at = 0;
    while let Some(entry) = bytes.get_mut(at..at + ENTRY) {
        let figures = |part: Option<&[u8]>| part.is_some_and(|p| p.iter().all(u8::is_ascii_digit));
        let is_entry = matches!(entry.get(17), Some(b'n' | b'f'))
            && matches!((entry.get(10), entry.get(16)), (Some(b' '), Some(b' ')))
            && figures(entry.get(..10))
            && figures(entry.get(11..16));
        if is_entry {
            entry.fill(b' ');
        }
        at += if is_entry { ENTRY } else { 1 };
    }
}

/// Whether a word is the format's own.
pub(super) fn is_word(word: &[u8]) -> bool {
    // Nearly all words are operands: a look at the ends settles those.
    let letters = word.first().is_some_and(u8::is_ascii_alphabetic) && word.len() >= 4 && word.len() <= 24;
    letters && (WORDS.iter().any(|w| w.as_bytes() == word) || schema::is_key(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formats_words_are_blanked_and_no_others() {
        assert_eq!(without(b"<</Type/Catalog /Nom(Catalogue)>>"), b"<</    /        /Nom(Catalogue)>>");
        assert_eq!(without(b"xref 0 1\n0000000015 00000 n \n1 0"), b"     0 1\n                   \n1 0");
        assert_eq!(without(b"\x01AdobeIdentity\x02"), b"\x01             \x02");
        assert_eq!(without(b"stream\nVauquelin\nendstream"), b"      \nVauquelin\n         ");
    }
}
