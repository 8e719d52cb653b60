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
    static EXTENSION: LazyLock<Regex> = LazyLock::new(|| {
        rx(
            r"^ ?[,(-]? ?(?:x|ext\.?|extension|postes?|p\.?|po\.|int\.?|#) ?:? ?\d{1,5}\b|^ ?(?:/|\(fax) ?\d{2}(?:[ ).,;\n]|$)",
        )
    });
    let behind = head(s.get(end..).unwrap_or_default(), 24);
    let more = EXTENSION.find(behind).map_or(0, |m| m.end());
    // "… 12 78/79 à", "… 11 22 (fax 23)": the last pair of another line's number.
    end + behind.get(..more).map_or(0, |m| m.trim_end_matches(|c: char| !c.is_ascii_digit()).len())
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

#[cfg(test)]
mod tests {
    use crate::detect::contacts::Contacts;
    use crate::detect::{Detector, Input};
    use crate::model::{AtomId, Category, Known, TextBuilder};

    fn phones(string: &str) -> Vec<String> {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        let (text, known) = (b.finish(), Known::default());
        let mut out = Vec::new();
        Contacts.detect(&Input::new(&text, 0, &known), &mut out);
        let phones = out.into_iter().filter(|h| h.category == Category::Phone);
        phones.map(|h| string.get(h.span).unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn a_telephone_with_letters_hidden_figures_or_an_extension() {
        for (string, phone) in [
            ("prévenir sa soeur O7 l2 88 4O 9l ce soir", "O7 l2 88 4O 9l"),
            ("ou ses parents 04 76 12 3x xx merci", "04 76 12 3x xx"),
            ("ressource : Odile 418-555-0177 poste 12", "418-555-0177 poste 12"),
            ("trav. 03 21 44 70 08 p. 3317", "03 21 44 70 08 p. 3317"),
            ("educatrice (02 98 77 12 4 8)", "02 98 77 12 4 8"),
            ("Fax : 70 412 886 – le soir 97 205 114 aussi", "97 205 114"),
            ("Tél : 40 51 22 07, sinon 87 30 44 19", "87 30 44 19"),
            ("standard fermé, fax 81 44", "81 44"),
            ("Marsh F2 bleep 3316", "3316"),
            ("her family. 416 555 0188. Thanks", "416 555 0188"),
            ("Tél 06.12.34.56", "06.12.34.56"),
        ] {
            assert!(
                phones(string).iter().any(|p| p.trim_start_matches('(') == phone),
                "{string}: {:?}",
                phones(string)
            );
        }
    }

    #[test]
    fn figures_in_rows_and_dates_are_no_telephones() {
        for string in [
            "Tél : 40 51 22 07\nPlaquettes 250 310 287 240",
            "Fax : 70 412 886. Dose 12 500 000,5",
            "250 500 1000 2000 4000",
            "illisible ol oo lo",
            "appel le 12/03/24",
        ] {
            let told = phones(string);
            assert!(
                told.iter().all(|p| matches!(p.as_str(), "40 51 22 07" | "70 412 886")),
                "{string}: {told:?}"
            );
        }
    }
}
