//! Lines that give their numbers away: cells beside a sex or a date, a code under a line that is a label, a code alone on its
//! line. Linear.

use std::sync::LazyLock;

use super::Found;
use crate::detect::rx::{Regex, rx};
use crate::model::{Category, Reason};

/// Finds them.
pub(super) fn find(found: &mut Found<'_, '_>) {
    let s = found.folded();
    let (mut at, mut above) = (0, "");
    for line in s.split('\n') {
        header(line, at, found);
        below(above, line, at, found);
        // In a form that was read in a picture the label of a cell may be lost.
        let cells = if found.input.recognised { line.split('\t') } else { line.split('\n') };
        let mut start = at;
        for cell in cells {
            lone_code(cell, start, found);
            start += cell.len() + 1;
        }
        at += line.len() + 1;
        above = line;
    }
}

/// A code alone on its line, under a line that is nothing but the label of a number: "N° DOSSIER INTERNE⏎093-2025-118834".
fn below(label: &str, line: &str, at: usize, found: &mut Found<'_, '_>) {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
        rx(
            r"\bn ?°|\bnumero\b|\bnumber\b|\bno\.|\bid\b|\bref\b|matricule|identifiant|\bdossier\b|\bipp\b|\biep\b|\bnda\b|\bmrn\b",
        )
    });
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        rx(
            r"\b(?:finess|siret|siren|rcs|rpps|adeli|lots?|batch|serie|serial|article|page|version|tel|fax|phone|telephone|date|dent|tva|vat)\b",
        )
    });
    static CODE: LazyLock<Regex> = LazyLock::new(|| {
        rx(r"^[ \t]*([a-z]{0,4}[ -]?\d[0-9a-z]*(?:[ ./-]{1,3}[0-9a-z]{1,12}){0,5})[ \t\r]*$")
    });
    let digits = |s: &str| s.bytes().filter(u8::is_ascii_digit).count();
    if label.len() > 48 || line.len() > 40 || digits(line) < 5 || digits(label) > 0 {
        return;
    }
    let Some(m) = CODE.captures(line).and_then(|c| c.get(1)) else { return };
    let digits = digits(m.as_str());
    let date = || {
        let first = crate::detect::dates::dates(m.as_str()).into_iter().next();
        digits <= 8 && first.is_some_and(|d| d.span.start == 0)
    };
    if digits >= 5 && NUMBERED.is_match(label) && !OTHER.is_match(label) && !date() {
        found.add(&(at + m.start()..at + m.end()), Category::PatientNumber, 0.7, Reason::Label);
    }
}

/// "DURAND Paul | M | 12/03/1957 | 8054692357 | …": in a line of cells with a sex or a date, numbers are the patient's.
fn header(line: &str, at: usize, found: &mut Found<'_, '_>) {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| rx(r"^\s*(?:[hmf]|masc.*|fem.*|homme|femme|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*)\s*$"));
    static CELL: LazyLock<Regex> = LazyLock::new(|| rx(r"[a-z]{0,3}\d[a-z0-9]*(?:[ -][a-z]?\d+)*"));
    if line.matches('|').count() < 2 || line.len() > 2000 {
        return;
    }
    let cells: Vec<&str> = line.split('|').collect();
    if !cells.iter().any(|c| MARK.is_match(c)) {
        return;
    }
    let mut start = at;
    for cell in cells {
        for m in CELL.find_iter(cell) {
            let digits = m.as_str().bytes().filter(u8::is_ascii_digit).count();
            if digits >= 6 {
                found.add(
                    &(start + m.start()..start + m.end()),
                    Category::PatientNumber,
                    0.8,
                    Reason::Context,
                );
            }
        }
        start += cell.len() + 1;
    }
}

/// A line or a cell that is nothing but one code of digits and few letters.
fn lone_code(line: &str, at: usize, found: &mut Found<'_, '_>) {
    let code = line.trim();
    if code.len() > 20 {
        return;
    }
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let letters = code.bytes().filter(u8::is_ascii_alphabetic).count();
    if (6..=16).contains(&digits) && (1..=4).contains(&letters) && digits + letters == code.len() {
        let start = at + (line.len() - line.trim_start().len());
        found.add(&(start..start + code.len()), Category::PatientNumber, 0.5, Reason::Shape);
    }
}
