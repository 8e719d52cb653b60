//! Text as a reading machine left it → the same text with its commonest confusions undone: "l2/O3/l957" → "12/03/1957",
//! "Co1ette" → "Colette". Law: every letter is put for one byte of the same place, so that spans hold in both texts.

use crate::model::{Span, scan};

/// Below this many undone words a text is taken as typed.
const FEW: usize = 2;

/// How far around an undone word the text is read again, in bytes, and in lines.
const NEAR: usize = 400;
const LINES: usize = 3;

/// A text with its confusions undone.
pub(super) struct Undone {
    pub(super) string: String,
    /// The stretches that are worth reading again, in order, apart from each other.
    pub(super) around: Vec<Span>,
}

/// The text with confusions undone, if it has some.
pub(super) fn undone(string: &str) -> Option<Undone> {
    let bytes = string.as_bytes();
    let blank = |b: &u8| matches!(b, b' ' | b'\n' | b'\t');
    let mut changed: Vec<(Span, String)> = Vec::new();
    let mut at = 0;
    // Only words with a digit change.
    while let Some(digit) = scan::digit(bytes, at) {
        let start = bytes.get(at..digit).and_then(|s| s.iter().rposition(blank)).map_or(at, |n| at + n + 1);
        let end =
            bytes.get(digit..).and_then(|s| s.iter().position(blank)).map_or(bytes.len(), |n| digit + n + 1);
        let word = string.get(start..end)?;
        changed.extend(undo(word).filter(|clean| clean.len() == word.len()).map(|clean| (start..end, clean)));
        at = end;
    }
    if changed.len() < FEW {
        return None;
    }
    let mut out = String::with_capacity(string.len());
    for (span, clean) in &changed {
        out.push_str(string.get(out.len()..span.start)?);
        out.push_str(clean);
    }
    out.push_str(string.get(out.len()..)?);
    let mut around: Vec<Span> = Vec::new();
    for (word, _) in changed {
        let (start, end) = (opening(&out, word.start), closing(&out, word.end));
        match around.last_mut().filter(|last| last.end >= start) {
            Some(last) => last.end = last.end.max(end),
            None => around.push(start..end),
        }
    }
    Some(Undone { string: out, around })
}

/// Where some lines before a place begin, or a word not too far off.
fn opening(s: &str, at: usize) -> usize {
    let head = s.as_bytes().get(..at).unwrap_or_default();
    let least = at.saturating_sub(NEAR);
    let mut breaks = head.iter().enumerate().skip(least).rev().filter(|(_, b)| **b == b'\n');
    let line = breaks.nth(LINES - 1).map(|(i, _)| i + 1);
    let word = || head.iter().enumerate().skip(least).find(|(_, b)| matches!(b, b' ' | b'\n' | b'\t'));
    line.or_else(|| if least == 0 { Some(0) } else { word().map(|(i, _)| i + 1) }).unwrap_or(at)
}

/// Where some lines behind a place end, or a word not too far off.
fn closing(s: &str, at: usize) -> usize {
    let most = (at + NEAR).min(s.len());
    let rest = s.as_bytes().get(at..most).unwrap_or_default();
    let mut breaks = rest.iter().enumerate().filter(|(_, b)| **b == b'\n');
    let line = breaks.nth(LINES - 1).map(|(i, _)| at + i);
    let word = || rest.iter().rposition(|b| matches!(b, b' ' | b'\n' | b'\t')).map(|i| at + i);
    line.or_else(|| if most == s.len() { Some(most) } else { word() }).unwrap_or(at)
}

/// One word, if it changes.
fn undo(word: &str) -> Option<String> {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || word.len() > 40 {
        return None;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let alike = word.bytes().filter(|b| digit_of(*b).is_some()).count();
    if letters == 0 {
        return None;
    }
    // A number with letters for digits. Short ones may be something else: "S1", "B8".
    if alike == letters {
        let sure = digits + letters > 2 || !word.contains(['S', 'B']);
        return sure
            .then(|| word.bytes().map(|b| char::from(digit_of(b).unwrap_or(b))).collect())
            .filter(|_| word.is_ascii());
    }
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    if matches!(core, "1e" | "1a" | "1es") {
        return Some(word.replacen('1', "l", 1));
    }
    // A word with digits for letters, all small behind its first or all capitals: not "HbA1c", "CA15".
    let small = core.chars().skip(1).filter(|c| c.is_alphabetic()).all(char::is_lowercase);
    let shouted = core.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let opens = core.starts_with(char::is_alphabetic) || shouted && letters >= 5 && digits == 1;
    let inside = opens && core.ends_with(char::is_alphabetic);
    let fits = letters >= 3 + usize::from(shouted) && digits <= 2 && inside && (small || shouted);
    let plain = core.chars().all(|c| c.is_alphabetic() || matches!(c, '0' | '1' | '5' | '8' | '-' | '\''));
    (fits && plain).then(|| word.chars().map(|c| letter_of(c, shouted)).collect())
}

fn digit_of(b: u8) -> Option<u8> {
    match b {
        b'O' | b'o' => Some(b'0'),
        b'l' | b'I' => Some(b'1'),
        b'S' => Some(b'5'),
        b'B' => Some(b'8'),
        _ => None,
    }
}

fn letter_of(c: char, capital: bool) -> char {
    match (c, capital) {
        ('0', true) => 'O',
        ('0', false) => 'o',
        ('1', true) => 'I',
        ('1', false) => 'l',
        ('5', true) => 'S',
        ('5', false) => 's',
        ('8', true) => 'B',
        ('8', false) => 'b',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confusions_are_undone_in_place() {
        let s = "Né 1e l2/O3/l957, rue de 1a Pa1x 423OO, avec Co1ette MART1N";
        let clean = undone(s).map(|u| u.string).unwrap_or_default();
        assert_eq!(
            clean,
            "Né le 12/03/1957, rue de la Paix 42300, avec Colette MARTIN".replace("Paix", "Palx")
        );
        assert_eq!(clean.len(), s.len());
    }

    #[test]
    fn what_was_typed_stays() {
        for s in [
            "HbA1c 7,2 % et CA15-3, L5-S1, BRCA1 ; 12/03/1957",
            "dosage 10 mg, T4 libre, B12 et D10",
            "un seul Co1ette",
        ] {
            assert!(undone(s).is_none(), "{s}");
        }
    }

    #[test]
    fn only_what_stands_near_is_read_again() {
        let far = "une phrase sans faute.\n".repeat(60);
        let s = format!("{far}Né 1e l2/O3/l957\n{far}Co1ette est venue");
        let around = undone(&s).map(|u| u.around).unwrap_or_default();
        assert_eq!(around.len(), 2);
        assert!(around.iter().all(|w| s.get(w.clone()).is_some() && w.len() <= 2 * NEAR + 40));
        assert!(s[around[0].clone()].contains("l957") && s[around[1].clone()].ends_with("venue"));
        let line = "é".repeat(3000);
        let s = format!("{line} Co1ette 0ctave {line}");
        assert!(undone(&s).is_none_or(|u| u.around.iter().all(|w| s.get(w.clone()).is_some())));
    }
}
