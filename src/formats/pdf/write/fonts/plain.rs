//! Fonts that every viewer has and that stand in the Windows encoding say by themselves what their codes mean. A map to letters would
//! tell nothing more, and be a third of a small file.

use hayro_syntax::object::{Name, Object, dict::keys};

use super::FontUse;
use super::names::source_differences;

/// The encoding of such a font.
pub(super) const ENCODING: &[u8] = b"WinAnsiEncoding";

/// Codes that another glyph is drawn for where no encoding is given: the two quotation marks of typewriters.
const CURLED: [u32; 2] = [0x27, 0x60];

/// Whether each code that is shown draws, and was read as, what the Windows encoding has for it, whatever the source's encoding is.
pub(super) fn says_itself(
    used: &FontUse<'_>,
    standard: &str,
    codes: &[u32],
    letters: impl Fn(u32) -> String,
) -> bool {
    if matches!(standard, "Symbol" | "ZapfDingbats") {
        return false;
    }
    let (base, names) = match used.dict.get::<Object<'_>>(keys::ENCODING) {
        Some(Object::Name(base)) => (Some(base), Default::default()),
        Some(Object::Dict(source)) => (source.get::<Name<'_>>(b"BaseEncoding"), source_differences(&source)),
        _ => Default::default(),
    };
    let windows = base.as_ref().is_some_and(|b| b.as_ref() == ENCODING);
    let typed = windows || base.as_ref().is_some_and(|b| b.as_ref() == b"MacRomanEncoding");
    codes.iter().all(|code| {
        // Beyond ASCII only what the encodings of Windows and of Unicode have in common, less the soft hyphen.
        let plain = match code {
            0x20..=0x7E => typed || !CURLED.contains(code),
            0xA1..=0xFF => windows && *code != 0xAD,
            _ => false,
        };
        let own = char::from_u32(*code).is_some_and(|c| letters(*code).chars().eq([c]));
        plain && own && !names.contains_key(code)
    })
}
