//! Telephones that their shape alone does not give away: with letters for figures, with hidden figures, written like one that a
//! word announced elsewhere in the text; the extension behind a number. Linear.

use std::sync::LazyLock;

use crate::detect::digits::{Gap, Run};
use crate::detect::rx::{Regex, rx};
use crate::detect::sieve::{Pattern, folded};
use crate::detect::{Input, head};
use crate::model::Span;

/// "O6 45 ll 83 9O", "04 79 07 5x xx".
static ODD: LazyLock<Pattern> =
    LazyLock::new(|| folded(r"\b[o0][1-9lisb](?:[ .-]?[0-9olisbx*]{2}){4}").with_digits());

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&ODD]
}

/// Numbers with letters or signs for some of their figures.
pub(super) fn misread(input: &Input<'_>) -> Vec<Span> {
    let s = input.folded.as_str();
    let fits = |m: &crate::detect::rx::Match<'_>| {
        let said = m.as_str();
        let digits = said.bytes().filter(u8::is_ascii_digit).count();
        let other = said.bytes().any(|b| b.is_ascii_alphabetic() || b == b'*');
        let ends = s.get(m.end()..).is_none_or(|t| !t.starts_with(|c: char| c.is_ascii_alphanumeric()));
        (4..10).contains(&digits) && other && ends
    };
    input.finds(&ODD).filter(fits).map(|m| m.range()).collect()
}

/// Where a telephone that ends at `end` ends with its extension: "… 83 91 poste 412".
pub(super) fn extended(s: &str, end: usize) -> usize {
    static EXTENSION: LazyLock<Regex> =
        LazyLock::new(|| rx(r"^ ?[,(-]? ?(?:x|ext\.?|extension|postes?|p\.|po\.|int\.?|#) ?:? ?\d{1,5}\b"));
    let behind = head(s.get(end..).unwrap_or_default(), 24);
    end + EXTENSION.find(behind).map_or(0, |m| m.end())
}

/// Lengths of a number's groups.
fn shape(said: &str) -> Vec<usize> {
    said.split(|c: char| !c.is_ascii_digit()).map(str::len).filter(|n| *n > 0).collect()
}

/// Numbers that are grouped like one of those that a word announced: "Fax : 71 248 209 – Urgences 98 413 067".
pub(super) fn alike(input: &Input<'_>, told: &[Span]) -> Vec<Span> {
    let s = input.folded.as_str();
    let mut shapes: Vec<Vec<usize>> = Vec::new();
    for said in told.iter().filter_map(|t| s.get(t.clone())) {
        let shape = shape(said);
        let digits: usize = shape.iter().sum();
        let clear =
            shape.len() >= 3 && (7..=12).contains(&digits) && !date_like(&shape) && !shapes.contains(&shape);
        if clear && shapes.len() < 8 {
            shapes.push(shape);
        }
    }
    let same = |run: &&Run| {
        let groups = || run.groups.iter().map(|g| g.len);
        shapes.iter().any(|shape| groups().eq(shape.iter().copied()))
            && run.gaps.iter().all(|g| matches!(g, Gap::Space | Gap::Mark))
    };
    let whole = |run: &Run| {
        let span = run.groups.first()?.span.start..run.groups.last()?.span.end;
        let quantity = s.get(span.end..)?.starts_with([',', '%'])
            && s.get(span.end + 1..)?.starts_with(|c: char| c.is_ascii_digit());
        (!quantity).then_some(span)
    };
    if shapes.is_empty() {
        Vec::new()
    } else {
        input.digits().iter().filter(same).filter_map(whole).collect()
    }
}

/// Whether groups may be those of a date.
fn date_like(shape: &[usize]) -> bool {
    matches!(shape, [1 | 2, 1 | 2, 2 | 4] | [4, 2, 2])
}
