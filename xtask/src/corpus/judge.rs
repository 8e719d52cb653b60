//! What is left of planted strings, by text and by bytes. Shares nothing with the product's own checks.

use std::collections::BTreeSet;
use std::io::Read;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters and digits from which a string is also looked for without its spaces and marks.
const SQUEEZE_FROM: usize = 9;
/// Bytes from which a string is looked for in raw bytes: shorter ones occur in packed data by chance.
const BYTES_FROM: usize = 6;

/// Lower case, no accents, white space as one space.
fn plain(s: &str) -> String {
    let folded: String = s.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let folded = folded
        .replace(['’', '‘', '`'], "'")
        .replace(['‐', '‑', '–', '—', '\u{2212}'], "-")
        .replace('œ', "oe")
        .replace('\u{ad}', "");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn squeeze(s: &str) -> String {
    s.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Planted strings that a text still says: as whole words, joined over a hyphenated line end, or without spaces and marks.
pub(super) fn left_in_text(text: &str, needles: &[String]) -> Vec<String> {
    let joined = plain(&text.replace("-\n", ""));
    let text = plain(text);
    let squeezed = squeeze(&text);
    let still = |needle: &&String| {
        let n = plain(needle);
        let s = squeeze(&n);
        whole_word(&text, &n)
            || whole_word(&joined, &n)
            || (s.chars().count() >= SQUEEZE_FROM && squeezed.contains(&s))
    };
    needles.iter().filter(still).cloned().collect()
}

fn whole_word(text: &str, needle: &str) -> bool {
    if needle.is_empty() {
        return false;
    }
    text.match_indices(needle).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + needle.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Medical words that a text no longer says.
pub(super) fn lost(text: &str, words: &[String]) -> Vec<String> {
    let joined = squeeze(&plain(&text.replace("-\n", "")));
    let text = plain(text);
    let gone = |w: &&String| {
        let w = plain(w);
        !text.contains(&w) && !joined.contains(&squeeze(&w))
    };
    words.iter().filter(gone).cloned().collect()
}

/// Planted strings in the file's bytes and in every zlib stream that begins anywhere in it.
pub(super) fn left_in_bytes(bytes: &[u8], needles: &[String]) -> Vec<String> {
    let mut layers: Vec<Vec<u8>> = vec![bytes.to_vec()];
    for at in 0..bytes.len().saturating_sub(1) {
        let head = u16::from(bytes[at]) << 8 | u16::from(bytes[at + 1]);
        if bytes[at] == 0x78 && head % 31 == 0 {
            let mut inflated = Vec::new();
            let _ = flate2::read::ZlibDecoder::new(&bytes[at..]).take(64 << 20).read_to_end(&mut inflated);
            if inflated.len() > 8 {
                layers.push(inflated);
            }
        }
    }
    let mut left = BTreeSet::new();
    for needle in needles {
        let forms = forms(needle);
        if layers.iter().any(|l| forms.iter().any(|f| memchr::memmem::find(l, f).is_some())) {
            left.insert(needle.clone());
        }
    }
    left.into_iter().collect()
}

/// A string as UTF-8, Latin-1, UTF-16 of both orders and hexadecimal, also in upper and lower case.
fn forms(needle: &str) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    for s in [needle.to_owned(), needle.to_uppercase(), needle.to_lowercase()] {
        let utf8 = s.as_bytes().to_vec();
        let latin: Vec<u8> = s.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let be: Vec<u8> = s.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let le: Vec<u8> = s.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let hex = |b: &[u8]| b.iter().map(|b| format!("{b:02x}")).collect::<String>();
        out.extend([hex(&latin).into_bytes(), hex(&latin).to_uppercase().into_bytes()]);
        out.extend([utf8, latin, be, le]);
    }
    out.retain(|f| f.len() >= BYTES_FROM);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v(s: &[&str]) -> Vec<String> {
        s.iter().map(|s| (*s).to_owned()).collect()
    }

    #[test]
    fn left_overs_are_seen() {
        let text = "Vue par VAUQUÉ-\nLIN Odette, tél. 01.99 00.11 22";
        assert_eq!(
            left_in_text(text, &v(&["Vauquelin", "0199001122", "Dette", "Odette"])),
            v(&["Vauquelin", "0199001122", "Odette"])
        );
    }

    #[test]
    fn packed_bytes_are_seen() {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, "un texte où Vauquelin est écrit".as_bytes()).expect("write");
        let mut file = b"junk before ".to_vec();
        file.extend(packed.finish().expect("finish"));
        assert_eq!(left_in_bytes(&file, &v(&["Vauquelin", "Absente"])), v(&["Vauquelin"]));
    }
}
