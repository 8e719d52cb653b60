//! Telephones behind words that announce them, and before words that name them. Linear.

use std::sync::LazyLock;

use crate::detect::Input;
use crate::detect::rx::{Regex, rx};
use crate::detect::sieve::{Pattern, folded};
use crate::model::Span;

/// Words that announce a telephone, and those after which three digits are enough.
pub(super) static PHONE_LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"(?:\b(?:(?P<short>poste|ligne(?: directe| interne)?|standard(?: au)?|joignables? (?:au|sur)|dect|bips?|bipper|ble?e?p|beeper|page?r|pgr|ext(?:ension)?\.?|fax|tel(?:ephone|\.)? int(?:erne|\.))",
        r"|tel(?:ephone|ephonique|\.)?s?|portable|mob(?:ile)?|gsm|vini|telecopie|phone|cell(?:phone| phone)?|telefono?|telefoon|natel|handy|tfno|tlf|movil|telemovel|cellulare|rufnummer|telefon|mobiel|mobil|whatsapp|sms",
        r"|(?:appel\w*|contact\w*|joindre|rappel\w*|faxer|telephoner|repond\w*|joign\w*)(?: [a-z' ]{0,60}?)? (?:au|sur le|le|a)",
        r"|(?:call|reach|text|contact|phone|ring)(?:ing)? (?:me |us |him |her |them )?(?:on|at)|answering at|messages to",
        r"|call|dial|switchboard|desk|office|home|work|direct line|hotline|secretariat|port)\b|[\u{260e}\u{260f}\u{2706}\u{1f4de}\u{1f4f1}])",
        r"(?:\([^()\n0-9]{0,24}\)|[\s:=.#,;>|()-]+|n ?°|numeros?\b|number\b|no\b|num\b|domicile\b|travail\b|pro(?:fessionnel)?\b|perso(?:nnel)?\b|direct\b|au\b|le\b|est\b|is\b|suivant\b|du\b|de\b|la\b|service\b|secretariat\b|mobile\b|portable\b|fax\b|urgences?\b)*(?:[a-z]{2,14}\b[ .:]{1,3}){0,2}"
    ))
    .with_digits()
});

/// What stands after such a word.
static PHONE_VALUE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        // "D1 99 00": a nought read as another round letter
        r"^[+(]{0,2}(?:[dq][0-9]|[0-9olisb])(?:[0-9olisb]|[ .()/-]{1,3}[0-9olisb]|\n ?[0-9]{2,4}[ .-]){2,18}(?: ?(?:x|ext\.?|poste) ?\d{1,5})?\b",
    )
});

/// "416 60 039 office".
pub(super) static NAMED_BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
    folded(r"\b\d[\d ().-]{5,16}\d ?\(?(?:office|fax|mobile|home|work|cell|desk|domicile|portable|bureau)\b")
});

/// Where a number behind a label ends: before a word without a digit, and before a line that a whole number does not need.
fn number_end(said: &str) -> usize {
    let mut end = 0;
    let mut digits = 0;
    let mut at = 0;
    for word in said.split_inclusive([' ', '.', '(', ')', '/', '-', '\n']) {
        let bare = word.trim_end_matches([' ', '.', '(', ')', '/', '-', '\n', '+']);
        let letters = !bare.is_empty() && !bare.bytes().any(|b| b.is_ascii_digit());
        if letters && !matches!(bare, "o" | "l" | "oo" | "ol" | "x" | "ext" | "poste")
            || word.starts_with('\n') && digits >= 9
        {
            break;
        }
        digits += bare.bytes().filter(u8::is_ascii_digit).count();
        at += word.len();
        if !letters && !bare.is_empty() {
            end = at - (word.len() - bare.len());
        }
        if word.ends_with('\n') && digits >= 9 {
            break;
        }
    }
    end
}

/// Numbers that a word announces.
pub(super) fn labelled(input: &Input<'_>) -> Vec<Span> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        rx(r"^\d{1,2} ?[/.-] ?(?:0?\d|1[0-2]) ?[/.-] ?(?:\d{4}|\d{2})\b|^\d{1,2} \d{1,2} (?:19|20)\d\d\b")
    });
    static HOUR: LazyLock<Regex> = LazyLock::new(|| rx(r"^\d{1,2} ?[h:]"));
    let s = input.folded.as_str();
    let mut out: Vec<Span> = Vec::new();
    for caps in input.captures(&PHONE_LABEL) {
        let Some(whole) = caps.get(0) else { break };
        // A word inside the number before announces no other.
        if out.last().is_some_and(|last| whole.start() < last.end) {
            continue;
        }
        let start = s.get(..whole.end()).map_or(whole.end(), |h| h.trim_end_matches(['(', '+']).len());
        let Some(rest) = s.get(start..) else { continue };
        let Some(m) = PHONE_VALUE.find(rest) else { continue };
        let len = number_end(m.as_str());
        let Some(said) = rest.get(..len).filter(|t| t.bytes().any(|b| b.is_ascii_digit())) else { continue };
        let digits = said.bytes().filter(u8::is_ascii_alphanumeric).count();
        let least = if caps.name("short").is_some() { 3 } else { 6 };
        // "06.12.34.56" goes on as no date does.
        let more = |d: usize| {
            rest.get(d..).is_some_and(|t| {
                t.starts_with(['.', '-']) && t.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
            })
        };
        let date = DATE.find(rest).is_some_and(|d| len <= d.end() + 3 && !more(d.end()));
        if (least..=15).contains(&digits) && !date && !HOUR.is_match(rest) {
            out.push(start..start + len);
        }
    }
    out
}
