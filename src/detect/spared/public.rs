//! Names that everybody may read: laws that bear their author's, authors of cited papers. Linear in the text.

use super::super::tail;
use super::super::tokens::{Gap, Shape, Word};
use crate::model::Span;

/// "la loi Bertrand": whether a law bears the name, `from` being its first word.
pub(super) fn law(string: &str, words: &[Word], from: usize) -> bool {
    let word = |at: Option<usize>| at.and_then(|at| words.get(at));
    let goes_on = |at: usize| words.get(at).is_some_and(|w| w.gap == Gap::Space);
    // Loi is also a given name: a small letter, an article or a bracket says which it is.
    let is_law = |w: &&Word| {
        let before = string.get(..w.span.start).unwrap_or_default();
        let led = ["la ", "La ", "cette ", "("].iter().any(|article| before.ends_with(article));
        w.folded == "loi" && (w.shape == Shape::Lower || led)
    };
    word(from.checked_sub(1)).filter(is_law).is_some_and(|_| goes_on(from))
        || word(Some(from)).filter(is_law).is_some_and(|_| goes_on(from + 1))
}

/// Authors of a paper stand no farther before its year than that, in bytes.
const FAR: usize = 1200;

/// Fewer names than that in the way of authors are no list of these.
const LIST: usize = 3;

/// The names of a text's lists of authors, "Moreau P, Duval AB, Petit C. Blood. 2010;115(3):453-74.", by start.
pub(super) fn authors(string: &str, words: &[Word]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    // Each list belongs to one paper.
    let mut last = 0;
    for (at, _) in string.match_indices(';') {
        let (before, behind) =
            (string.get(..at).unwrap_or_default(), string.get(at + 1..).unwrap_or_default());
        if !(in_a_year(before) && volume(behind)) {
            continue;
        }
        let near = tail(before, FAR.min(at - last));
        last = at;
        let near = near.rfind("\n\n").and_then(|end| near.get(end..)).unwrap_or(near);
        let from = words.partition_point(|w| w.span.start < at - near.len());
        let to = words.partition_point(|w| w.span.start < at);
        let listed: Vec<Span> = (from..to).filter_map(|at| author(string, words, at)).collect();
        if listed.len() >= LIST {
            out.extend(listed);
        }
    }
    out
}

/// "Duval AB,": a name that ends at a word and the letters behind it.
fn author(string: &str, words: &[Word], at: usize) -> Option<Span> {
    let (name, letters) = (words.get(at)?, words.get(at + 1)?);
    let short = string.get(letters.span.clone())?;
    let capitals = (1..=3).contains(&short.len()) && short.bytes().all(|b| b.is_ascii_uppercase());
    let closed = string.get(letters.span.end..)?.starts_with([',', '.', ';']);
    let listed = name.shape == Shape::Cap && letters.gap == Gap::Space && capitals && closed;
    listed.then_some(name.span.start..letters.span.end)
}

/// "Blood. 2010 Jan 21": whether a text ends in a year, with no more than a day behind it.
fn in_a_year(before: &str) -> bool {
    let mut words = tail(before, 18).rsplit([' ', '.']).filter(|w| !w.is_empty()).take(3);
    let year = |w: &str| {
        w.len() == 4 && (w.starts_with("19") || w.starts_with("20")) && w.bytes().all(|b| b.is_ascii_digit())
    };
    words.any(year)
}

/// "115(3):453": whether a text begins with a volume and a page.
fn volume(behind: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let said = behind.trim_start_matches(' ');
    let rest = said.trim_start_matches(digit);
    let issue = rest.strip_prefix('(').and_then(|r| r.split_once(')')).filter(|(issue, _)| issue.len() <= 12);
    let rest = issue.map_or(rest, |(_, rest)| rest);
    let page = rest.strip_prefix(':').map(|r| r.trim_start_matches([' ', 'e', 'S', 'R']));
    said.starts_with(digit) && page.is_some_and(|page| page.starts_with(digit))
}

#[cfg(test)]
mod tests {
    use super::super::super::tokens::words;
    use super::*;

    #[test]
    fn a_law_bears_the_name_of_its_author() {
        let is = |string: &str, name: &str| {
            let words = words(string);
            let at = string.find(name).unwrap_or_default();
            law(string, &words, words.partition_point(|w| w.span.start < at))
        };
        assert!(is("en application de la loi Vernigeac.", "Vernigeac"));
        assert!(is("(Loi Vernigeac) et du décret", "Loi Vernigeac"));
        assert!(is("selon la Loi Vernigeac", "Loi Vernigeac"));
        assert!(!is("Vu ce jour Loi Nguyen, bien portant", "Loi Nguyen"));
        assert!(!is("Vu ce jour Lou Vernigeac", "Lou Vernigeac"));
    }

    #[test]
    fn authors_stand_before_a_year_a_volume_and_a_page() {
        let of = |string: &str| {
            let spans = authors(string, &words(string));
            spans.into_iter().map(|s| string.get(s).unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        let cited = "Moreau P, Duval AB, Quilbec C. On hearts.\nHeart. 2010 Jan 21;115(3):453-74.";
        assert_eq!(of(cited), ["Moreau P", "Duval AB", "Quilbec C"]);
        assert_eq!(
            of("Moreau P, Duval AB, Quilbec C. Heart 2010;115:e45"),
            ["Moreau P", "Duval AB", "Quilbec C"]
        );
        for string in [
            "Présents : Moreau P, Duval AB, Quilbec C. Réunion de 2010 ; 15 personnes.",
            "Moreau P. Heart. 2010;115(3):453-74.",
            "Moreau P, Duval AB, Quilbec C.\n\nHeart. 2010;115(3):453-74.",
        ] {
            assert_eq!(of(string), [""; 0], "{string}");
        }
    }
}
