//! Names in what machines send: `<family qualifier="SP">Morel</family>` of clinical documents (HL7 CDA), `"given": ["Ann",
//! "Lou"]` of FHIR. Linear: each tag is read to its value's end, which has a bound.

use super::super::tokens::Word;
use super::{Announced, Kind};
use crate::model::Span;

/// Bytes of a tag, of a value, of a list at most.
const MOST: usize = 200;

/// The values of tags and keys that hold parts of a person's name.
pub(super) fn announced(string: &str, words: &[Word], out: &mut Vec<Announced>) {
    for word in words.iter().filter(|w| part_of_a_name(&w.folded)) {
        let before = string.get(..word.span.start).unwrap_or_default();
        let behind = string.get(word.span.end..).unwrap_or_default();
        if before.ends_with(['<', ':']) && opens_a_tag(before) {
            out.extend(in_a_tag(behind).map(|value| told(value, word.span.end)));
        } else if before.ends_with('"') {
            out.extend(quoted(behind).into_iter().map(|value| told(value, word.span.end)));
        }
    }
}

fn part_of_a_name(folded: &str) -> bool {
    matches!(
        folded,
        "family" | "given" | "familyname" | "givenname" | "lastname" | "firstname" | "nom" | "prenom"
    )
}

/// "<" or "<ns:".
fn opens_a_tag(before: &str) -> bool {
    let bare =
        before.strip_suffix(':').map_or(before, |s| s.trim_end_matches(|c: char| c.is_ascii_alphanumeric()));
    bare.ends_with('<')
}

fn told(value: Span, shift: usize) -> Announced {
    Announced { value: shift + value.start..shift + value.end, kind: Kind::Name, marked: true }
}

/// What stands behind a tag's end and before the next.
fn in_a_tag(behind: &str) -> Option<Span> {
    let near = |s: &str, c| s.bytes().take(MOST).position(|b| b == c);
    let from = near(behind, b'>')? + 1;
    let len = near(behind.get(from..)?, b'<')?;
    (len > 0 && !behind.get(..from)?.ends_with("/>")).then_some(from..from + len)
}

/// The string, or the strings of the list, behind a key's closing quote.
fn quoted(behind: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let skip = |at: usize, marks: &[u8]| {
        at + behind.bytes().skip(at).take_while(|b| marks.contains(b) || b.is_ascii_whitespace()).count()
    };
    let colon = skip(0, b"\"");
    let mut at = skip(colon, b":");
    let list = behind.get(at..).is_some_and(|s| s.starts_with('['));
    if at == colon || colon == 0 {
        return out;
    }
    at = skip(at, b"[");
    while at < MOST {
        let Some(rest) = behind.get(at..).and_then(|s| s.strip_prefix('"')) else { break };
        let Some(len) = rest.bytes().take(MOST).position(|b| b == b'"') else { break };
        if len > 0 {
            out.push(at + 1..at + 1 + len);
        }
        at = skip(at + len + 2, b",");
        if !list {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::tokens::words;
    use super::*;

    fn values(s: &str) -> Vec<&str> {
        let mut out = Vec::new();
        announced(s, &words(s), &mut out);
        out.into_iter().map(|a| &s[a.value]).collect()
    }

    #[test]
    fn tags_and_keys_hold_names() {
        assert_eq!(
            values("<name><family qualifier=\"SP\">QUILBEC</family><v3:given>Lou Ann</v3:given></name>"),
            ["QUILBEC", "Lou Ann"]
        );
        assert_eq!(
            values("{\"family\": \"Quilbec\", \"given\":[\"Lou\", \"Ann\"],\"use\":\"old\"}"),
            ["Quilbec", "Lou", "Ann"]
        );
        assert_eq!(values("\"given\" as \"family\", <family/>, family: Quilbec <family"), [""; 0]);
    }
}
