//! Bytes in Windows-1252 → string, as the WHATWG Encoding Standard's index has it. A table of 32 instead of `encoding_rs`: that crate carries
//! the East Asian tables along, a tenth of the whole module, and nothing here asks for them.

/// What 0x80 to 0x9F mean; the five that Windows leaves undefined are C1 controls. Everything else is its own code point.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Decodes; every byte has a meaning.
#[must_use]
pub fn windows_1252(bytes: &[u8]) -> String {
    let letter = |&b: &u8| match b {
        0x80..=0x9F => UPPER.get(usize::from(b - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(b),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_and_letters() {
        assert_eq!(windows_1252(b"\x8Cuvre d\x92\xE9t\xE9 \x80\x97\x9F"), "Œuvre d’été €—Ÿ");
        assert_eq!(windows_1252(&[0x81, 0xFF, 0x7F]), "\u{81}ÿ\u{7F}");
    }
}
