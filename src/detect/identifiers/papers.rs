//! Plates, codes of banks and other codes of letters, where the words before say what they are; health cards whose shape says
//! it. A label is sought first: without one of its words nothing else is looked at.

use std::sync::LazyLock;

use crate::detect::rx::Regex;

use super::Found;
use crate::detect::rx::rx;
use crate::detect::sieve::{Pattern, folded};
use crate::model::{Category, Reason, Span};

/// Words that announce such a code, and what may stand between.
static LABELS: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"\b(?:(?P<plate>immatricul(?:e|ee|ation)|plaque|vehicule|voiture|(?:licen[sc]e|number) plate|plate|registration|vehicle reg|kennzeichen|targa|matricula|kenteken)",
        r"|(?P<bic>bic|swift)|(?P<card>cipa?(?:[- ]sns)?|tsi|tarjeta sanitaria)|(?P<cc>cartao de cidadao|cc))\b",
        r"(?: ?/ ?(?:bic|swift)\b|[\s:=.#|>-]|n\.? ?[°o]\b|numero\b|number\b|no\b|code\b|d'immatriculation\b|immatricule\b|est\b|is\b|du\b|de\b|patient\b){0,12}"
    ))
});

/// A plate as France, the United Kingdom, Germany and their neighbours write it; letters may stand for digits.
static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"^(?:[a-z]{2}[ .\n-]{0,3}[\doliqsb]{3}[ .\n-]{0,3}[a-z]{2}|[\doli]{1,4}[ .\n-]?[a-z]{2,3}[ .\n-]?(?:[\dsb]{2,3}|2[ab])|[a-z]{2}[\dsb]{2}[ .\n-]?[a-z]{3}",
        r"|[a-z]{1,3}[ .-][a-z]{1,2}[ .-]?[\dolsb]{1,4}[eh]?|[a-z]{3,5}\d{3,4}|\d{4}[ -]?[a-z]{3}|\d-[a-z]{3}-\d{3}|[a-z]{2}-\d{2}-[a-z]{2}|[a-z]{2}[ -]\d{3}[ -][a-z]|[a-z]{2} ?\d{4,6})\b"
    ))
});
static BIC: LazyLock<Regex> = LazyLock::new(|| rx(r"^[a-z]{4} ?[a-z]{2} ?[a-z0-9]{2} ?(?:[a-z0-9]{3})?\b"));
static CARD: LazyLock<Regex> = LazyLock::new(|| {
    rx(r"^(?:[a-z]{4}[\doliqsb]{10,12}|bbbb[a-z]{0,2}[\doliqsb]{4,8}[a-z]{0,2}[\doliqsb]{4,8})\b")
});
static CITIZEN: LazyLock<Regex> =
    LazyLock::new(|| rx(r"^[\dolsb]{8}[ .\n-]?[\dol][ .\n-]?[a-z0-9]{2}[\doli]\b"));

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&LABELS]
}

/// Letters of the shortest line that machines read on a paper (ICAO Doc 9303, part 5: 30; part 4: 44), a few lost.
const READ_BY_MACHINE: usize = 26;

/// "P<FRAVERMOT<<LOU<<<<<": the lines for machines on passports and cards hold everything.
fn for_machines(found: &mut Found<'_, '_>) {
    let s = found.folded();
    if !s.contains("<<") {
        return;
    }
    let mut at = 0;
    for line in s.split('\n') {
        let said = line.trim();
        let filled = said.len() >= READ_BY_MACHINE
            && said.contains('<')
            && said.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'<' | b' '));
        if filled {
            let start = at + line.len() - line.trim_start().len();
            found.add(&(start..start + said.len()), Category::DocumentNumber, 0.95, Reason::Shape);
        }
        at += line.len() + 1;
    }
}

/// Finds them.
pub(super) fn find(found: &mut Found<'_, '_>) {
    for_machines(found);
    let s = found.folded();
    for caps in found.input.captures(&LABELS) {
        let Some(at) = caps.get(0).map(|m| m.end()) else { continue };
        let said = [("plate", &PLATE), ("bic", &BIC), ("card", &CARD), ("cc", &CITIZEN)];
        let Some((name, shape)) = said.into_iter().find(|(name, _)| caps.name(name).is_some()) else {
            continue;
        };
        let Some(m) = s.get(at..).and_then(|rest| shape.find(rest)) else { continue };
        let span = at..at + m.end();
        let category = match name {
            "bic" => Category::BankAccount,
            "card" => Category::NationalId,
            _ => Category::DocumentNumber,
        };
        if capitals(found, &span) {
            found.add(&span, category, 0.97, Reason::Label);
        }
    }
}

/// Whether it has no small letter, but for one that stands for a digit.
fn capitals(found: &Found<'_, '_>, span: &Span) -> bool {
    let said = found.input.string.get(found.input.back(span)).unwrap_or_default();
    said.contains(char::is_alphabetic)
        && said.chars().filter(|c| c.is_lowercase()).all(|c| matches!(c, 'l' | 'o'))
}

#[cfg(test)]
mod tests {
    use crate::detect::identifiers::tests::found;
    use crate::model::Category::DocumentNumber;

    #[test]
    fn the_lines_for_machines_go_whole() {
        let lines =
            ["P<FRAVERMOT<<LOU<PAULE<<<<<<<<<<<<<<<<<<<<<<<", "19FV804270FRA6503124F3001018<<<<<<<<<<<<<<02"];
        let got = found(&format!("PASSEPORT\n{}\n{}\nTaux < 5 << 3", lines[0], lines[1]));
        for line in lines {
            assert!(got.iter().any(|(said, c)| said == line && *c == DocumentNumber), "{got:?}");
        }
        assert_eq!(got.iter().filter(|(_, c)| *c == DocumentNumber).count(), 2);
    }
}
