//! The French social security number (NIR, INS): fifteen characters with its key, thirteen without, in any grouping, over
//! lines, with Corsican departments, with the key set apart ("clé 45"), or one digit a box.

use super::{Found, unbarred};
use crate::detect::checksums;
use crate::detect::digits::{Gap, Run, Window};
use crate::model::{Category, Reason};

/// Where a NIR is parted when people part it: sex, year, month, department, commune, order, key.
const CUTS: &[usize] = &[1, 3, 5, 7, 10, 13];

/// A row of boxes is read at most so far.
const BOXED_MOST: usize = 64;

/// From how many boxed digits on a row can only be such a number.
const BOXED_FROM: usize = 13;

/// Finds NIRs in a run of groups.
pub(super) fn find(run: &Run, found: &mut Found<'_, '_>) {
    let mut from = 0;
    // Without its key it has thirteen digits.
    while run.left(from) >= BOXED_FROM {
        match at(run, from).or_else(|| beside_contact(found.folded(), run, from)) {
            Some((to, confidence, reason)) => {
                found.add(&run.between(from, to).span(), Category::NationalId, confidence, reason);
                from = to + 1;
            }
            None => from += 1,
        }
    }
}

/// A NIR that begins at group `from`: its last group, how sure, why.
fn at(run: &Run, from: usize) -> Option<(usize, f32, Reason)> {
    let usable = |w: &Window<'_>| unbarred(run, w.from, w.to);
    let whole = run.window(from, 15);
    let alone = |w: &Window<'_>| w.cut_at(CUTS) || apart(run, w);
    // Cells between bars: each part of the number in one.
    if let Some(w) =
        whole.filter(|w| *w.shape() == [1, 2, 2, 2, 3, 3, 2] && checksums::nir_plausible(w.digits()))
    {
        return Some((w.to, 0.9, Reason::Shape));
    }
    let full = whole.filter(usable);
    if let Some(w) = full.as_ref().filter(|w| checksums::nir(w.digits()) && alone(w)) {
        return Some((w.to, 0.99, Reason::Checked));
    }
    if let Some(to) = boxed(run, from) {
        return Some((to, 0.7, Reason::Shape));
    }
    if let Some(w) = full.as_ref().filter(|w| checksums::nir_plausible(w.digits()) && written_like_one(w)) {
        return Some((w.to, 0.8, Reason::Shape));
    }
    let bare = run.window(from, 13).filter(usable)?;
    let d = bare.digits();
    let month = matches!(d.get(3..5), Some([b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2']));
    let adult = matches!(d.first(), Some(b'1' | b'2'));
    if checksums::nir_plausible(d) && month && adult && written_like_one(&bare) {
        // A key that is wrong, or set apart in an odd way, still belongs to the number.
        let keyed = run.gaps.get(bare.to) == Some(&Gap::Key);
        let to = if keyed { (bare.to + 1).min(run.groups.len() - 1) } else { bare.to };
        return Some((to, 0.65, Reason::Shape));
    }
    None
}

/// A number in short groups, as long as a NIR, right behind an electronic address: in a person's block of details.
fn beside_contact(s: &str, run: &Run, from: usize) -> Option<(usize, f32, Reason)> {
    if from != 0 || run.groups.len() > 8 {
        return None;
    }
    let w = run.between(0, run.groups.len().checked_sub(1)?);
    let behind = s
        .get(..w.span().start)?
        .trim_end_matches([' ', '-', ',', ';', '|'])
        .rsplit([' ', '\n', '\t'])
        .next()?;
    let grouped = w.groups().len() >= 5 && w.groups().iter().all(|g| g.len <= 3);
    let blank = w.gaps().iter().all(|g| *g == Gap::Space);
    let like = grouped && blank && (13..=15).contains(&w.digits().len());
    (like && behind.contains('@') && matches!(w.digits().first(), Some(b'1' | b'2'))).then_some((
        w.to,
        0.6,
        Reason::Context,
    ))
}

/// Whether no other group stands beside with only a blank between, as in a table's row, and no cell ends within it.
fn apart(run: &Run, w: &Window<'_>) -> bool {
    let blank = |gap: Option<usize>| gap.and_then(|i| run.gaps.get(i)) == Some(&Gap::Space);
    let cells = w.gaps().contains(&Gap::Cell);
    !blank(w.from.checked_sub(1)) && !blank(Some(w.to)) && w.groups().len() <= 8 && !cells
}

/// Whether groups end where a NIR's parts end: all of it together, body and key, or starting with the sex.
fn written_like_one(w: &Window<'_>) -> bool {
    let shape = w.shape();
    w.cut_at(CUTS)
        && (shape.len() <= 2
            || matches!(shape.first(), Some(1))
            || shape.len() <= 4 && matches!(shape.first(), Some(3 | 5)))
}

/// The last group of a row of single digits, as forms with boxes give.
fn boxed(run: &Run, from: usize) -> Option<usize> {
    let single = |i: usize| run.groups.get(i).is_some_and(|g| g.len == 1);
    if !single(from) {
        return None;
    }
    let kind = run.gaps.get(from).copied();
    let even = |i: usize| run.gaps.get(i).copied() == kind && kind != Some(Gap::Line);
    let mut to = from;
    // Longer rows are no number's: a bound keeps a page of ones linear.
    while to - from < BOXED_MOST && single(to + 1) && even(to) {
        to += 1;
    }
    let first = run.groups.get(from).and_then(|g| run.digits.get(g.first));
    let varied = run.between(from, to).digits().iter().any(|d| Some(d) != first);
    (to + 1 - from >= BOXED_FROM && varied).then_some(to)
}

#[cfg(test)]
mod tests {
    use crate::detect::identifiers::tests::found;
    use crate::model::Category::NationalId;

    #[test]
    fn every_writing() {
        for s in [
            "255081416802538",
            "2550814168025 38",
            "2 55 08 14 168 025 38",
            "2.55.08.14.168.025.38",
            "2 55\u{a0}08\u{202f}14 168 025 38",
            "2-55-08-14-168-025/38",
            "2\t55\t08\t14\t168\t025\t38",
            "2 55 08 14 168\n025 38",
            "2 55 08 14 168 025 clé 38",
            "2550814168025 (clé : 38)",
            "2 55 O8 l4 168 025 38",
            "2 5 5 0 8 1 4 1 6 8 0 2 5 3 8",
            "1 85 05 2A 033 024 46",
            "185052B03302473",
            "1850520033024",
            "3 85 05 14 168 025 97",
        ] {
            let got = found(&format!("x {s} y"));
            assert!(
                got.iter().any(|(f, c)| f == s.trim_end_matches(')') && *c == NationalId),
                "{s:?} {got:?}"
            );
        }
    }

    #[test]
    fn other_numbers_are_left() {
        for s in [
            "12 05 14 100 120 130",
            "3400930000007",
            "10 11 12 13 14 15 16",
            "20 203 192 29 3 3 29 20 029 29 392",
            // Four amounts of a table, of which a key happens to come out.
            "372.3\t2553\t146\t1261",
        ] {
            assert!(found(s).iter().all(|(_, c)| *c != NationalId), "{s}");
        }
    }
}
