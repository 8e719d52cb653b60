//! Text: UTF-8 without a byte order mark, and no character that a reader does not see.

use crate::error::{Error, Result};
use crate::model::Place;

/// Checks a whole file.
///
/// # Errors
/// `Leak` for bytes that are no UTF-8, control characters, and characters without width or direction.
pub(super) fn check(bytes: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        Error::leak("structure check: the text is not UTF-8").at_offset(e.valid_up_to() as u64)
    })?;
    for (number, line) in (1..).zip(text.split('\n')) {
        if line.chars().any(unseen) {
            return Err(Error::leak("structure check: a character that nobody can see")
                .at(Place::Line { line: number }));
        }
    }
    Ok(())
}

fn unseen(c: char) -> bool {
    match c {
        '\t' | '\r' | '\u{0C}' => false,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{3164}'
        | '\u{FEFF}' | '\u{FFA0}' => true,
        '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' => true,
        '\u{FE00}'..='\u{FE0F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_seen_passes() {
        assert!(check("Élan\t«\u{a0}x\u{a0}»\r\n".as_bytes()).is_ok());
        for bad in ["\u{FEFF}a", "a\u{200B}b", "a\0b", "a\u{202E}b", "a\u{E0041}b", "a\u{1b}[0m"] {
            assert!(check(bad.as_bytes()).is_err());
        }
        assert!(check(b"\xE9").is_err());
    }
}
