//! Code maps of composite fonts and the maps from codes to letters, made for just the codes that are shown.

use std::collections::{BTreeMap, BTreeSet};

/// Codes → letters, for the codes that have some.
pub(super) fn meaning(codes: &BTreeSet<(u8, u32)>, text_of: impl Fn(u32) -> String) -> Option<Vec<u8>> {
    let mut lines: Vec<String> = Vec::new();
    for (length, code) in codes {
        let text: String = text_of(*code).chars().filter(|c| *c != '\0').take(64).map(letters).collect();
        if text.is_empty() {
            continue;
        }
        let target: String = text.encode_utf16().map(|u| format!("{u:04X}")).collect();
        lines.push(format!("<{code:0width$X}> <{target}>\n", width = usize::from(*length) * 2));
    }
    if lines.is_empty() {
        return None;
    }
    let mut map = map_head("Unicode", &codes.iter().copied().collect::<Vec<_>>());
    for chunk in lines.chunks(100) {
        map.push_str(&format!("{} beginbfchar\n", chunk.len()));
        chunk.iter().for_each(|line| map.push_str(line));
        map.push_str("endbfchar\n");
    }
    map.push_str(MAP_END);
    Some(map.into_bytes())
}

/// A ligature's letters, so that what is copied out of the page can be searched.
fn letters(c: char) -> String {
    match c {
        '\u{FB00}' => "ff".into(),
        '\u{FB01}' => "fi".into(),
        '\u{FB02}' => "fl".into(),
        '\u{FB03}' => "ffi".into(),
        '\u{FB04}' => "ffl".into(),
        '\u{FB05}' | '\u{FB06}' => "st".into(),
        c => c.to_string(),
    }
}

const MAP_END: &str = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

/// The head of a code map, with code ranges that cover just the codes at hand.
fn map_head(name: &str, codes: &[(u8, u32)]) -> String {
    let mut map = String::from("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n");
    map.push_str("/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> def\n");
    map.push_str(&format!("/CMapName /{name} def\n"));
    let ranges = code_ranges(codes);
    map.push_str(&format!("{} begincodespacerange\n", ranges.len()));
    for (length, low, high) in ranges {
        let rest = usize::from(length - 1);
        map.push_str(&format!("<{low:02X}{}> <{high:02X}{}>\n", "00".repeat(rest), "FF".repeat(rest)));
    }
    map.push_str("endcodespacerange\n");
    map
}

/// Runs of first bytes by code length: (length, lowest first byte, highest first byte). At most one hundred.
fn code_ranges(codes: &[(u8, u32)]) -> Vec<(u8, u8, u8)> {
    let mut firsts: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
    for (length, code) in codes {
        let first = (code >> (8 * u32::from(length.saturating_sub(1)).min(3))) as u8;
        firsts.entry((*length).max(1)).or_default().insert(first);
    }
    if let (1, Some((length, _))) = (firsts.len(), firsts.first_key_value()) {
        return vec![(*length, 0, 255)];
    }
    let mut out: Vec<(u8, u8, u8)> = Vec::new();
    for (length, bytes) in firsts {
        for byte in bytes {
            match out.last_mut() {
                Some((l, _, high)) if *l == length && high.checked_add(1) == Some(byte) => *high = byte,
                _ => out.push((length, byte, byte)),
            }
        }
    }
    out.truncate(100);
    out
}

/// Whether one first byte begins codes of two lengths, so that ranges by first byte would mislead a viewer.
pub(super) fn ambiguous(codes: &BTreeSet<(u8, u32)>) -> bool {
    let ranges = code_ranges(&codes.iter().copied().collect::<Vec<_>>());
    ranges
        .iter()
        .enumerate()
        .any(|(i, (_, low, high))| ranges.iter().skip(i + 1).any(|(_, l, h)| l <= high && h >= low))
}

/// Code → identifier, as a character map.
pub(super) fn code_map(calls: &BTreeMap<(u8, u32), u16>, vertical: bool) -> Vec<u8> {
    let codes: Vec<(u8, u32)> = calls.keys().copied().collect();
    let mut map = map_head("Codes", &codes);
    map = map.replacen(
        "/CMapName",
        &format!("/CMapType 1 def\n/WMode {} def\n/CMapName", u8::from(vertical)),
        1,
    );
    let lines: Vec<String> = calls
        .iter()
        .map(|((length, code), cid)| format!("<{code:0width$X}> {cid}\n", width = usize::from(*length) * 2))
        .collect();
    for chunk in lines.chunks(100) {
        map.push_str(&format!("{} begincidchar\n", chunk.len()));
        chunk.iter().for_each(|line| map.push_str(line));
        map.push_str("endcidchar\n");
    }
    map.push_str(MAP_END);
    map.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_follow_first_bytes() {
        assert_eq!(code_ranges(&[(2, 0x0041), (2, 0x1234)]), [(2, 0, 255)]);
        assert_eq!(code_ranges(&[(1, 0x20), (1, 0x21), (2, 0x8140)]), [(1, 0x20, 0x21), (2, 0x81, 0x81)]);
        assert!(!ambiguous(&BTreeSet::from([(1, 0x20), (2, 0x8140)])));
        assert!(ambiguous(&BTreeSet::from([(2, 0x8140), (4, 0x8130_8130)])));
    }
}
