//! Our patterns → automata. Its law: no class over all of Unicode. Such classes (`\p{Lu}`, `\w`, `(?i)`, even `[^,]`) cost an automaton of many
//! states each; building them was most of the time of a first document, and their tables a part of the module's weight.

mod regex;

pub(super) use regex::{Captures, Match, Regex};

/// Capitals of Latin scripts. The extended blocks mix both cases: there a letter counts as either.
const UPPER: &str = "A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ";
/// Small letters of Latin scripts.
const LOWER: &str = "a-zß-öø-ÿĀ-ɏḀ-ỿ";
/// Blanks that stand in documents, the narrow and unbreakable ones too.
const BLANK: &str = r" \t-\r\u{A0}\u{2000}-\u{200A}\u{202F}";

/// Compiles a pattern over folded text: digits, blanks and word characters are those of ASCII, which is what folding leaves of Latin script.
pub(super) fn rx(pattern: &str) -> Regex {
    made(&folded(pattern))
}

/// Compiles a pattern over text as it was written, where capitals and accents count.
pub(super) fn rx_cased(pattern: &str) -> Regex {
    made(&cased(pattern))
}

/// A pattern over folded text as the machine takes it.
pub(super) fn folded(pattern: &str) -> String {
    ascii(
        &pattern
            .replace(r"\s", r"[ \t\n\r]")
            .replace(r"\w", "[0-9A-Za-z_]")
            .replace(r"\W", "[^0-9A-Za-z_]")
            .replace(r"\p{L}", &format!("[{UPPER}{LOWER}]")),
    )
}

/// A pattern over text as it was written as the machine takes it.
pub(super) fn cased(pattern: &str) -> String {
    ascii(
        &pattern
            .replace(r"\s", &format!("[{BLANK}]"))
            .replace(r"\w", &format!("[0-9_{UPPER}{LOWER}]"))
            .replace(r"\p{Lu}", &format!("[{UPPER}]"))
            .replace(r"\p{Ll}", &format!("[{LOWER}]"))
            .replace(r"\p{L}", &format!("[{UPPER}{LOWER}]")),
    )
}

fn ascii(pattern: &str) -> String {
    pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]").replace("(?i:", "(?i-u:")
}

/// Compiles a pattern that is ready for the machine.
pub(super) fn made(pattern: &str) -> Regex {
    match Regex::new(pattern) {
        Some(regex) => regex,
        // A constant of ours: every test that touches the detector meets it.
        None => unreachable!("a pattern of ours does not compile"),
    }
}
