//! Cells in rows → [`Field`]s: "Label: value" in one cell, a value in the cell beside, in the cells below a header, or on
//! the next line. All are candidates: the same label may come with several values, and detection knows which labels count.

use super::tables::{Role, tables};
use crate::model::order::{sort_by, sort_by_key};
use crate::model::{Field, Span, Text};

/// A label has at most this many bytes.
const LABEL: usize = 60;
/// A value has at most this many bytes.
const VALUE: usize = 200;
/// Cells at about one height, at most.
const NEAR: usize = 24;
/// A header reaches at most this many rows down.
const REACH: usize = 40;

/// What stands for a bar in the text of a struck page.
pub(super) const BAR: char = '█';

/// A stretch of text in a column.
#[derive(Clone)]
pub(super) struct Cell {
    pub(super) span: Span,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Top and bottom, where it has a place.
    pub(super) tall: Option<(f32, f32)>,
}

/// The cells of one line, from left to right; a row without cells ends a table.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
}

/// Candidate fields of a text without geometry: cells end at tabs, bars and rows of blanks or dots, rows at line feeds, tables
/// at empty lines.
pub fn fields_of(text: &Text) -> Vec<Field> {
    let string = text.as_str();
    let mut rows = Vec::new();
    let mut at = 0;
    for line in string.split('\n') {
        let mut row = Row::default();
        for (n, cell) in cells(line).into_iter().enumerate() {
            let span = at + cell.start..at + cell.end;
            if string.get(span.clone()).is_some_and(|c| !c.trim().is_empty()) {
                row.cells.push(Cell { span, x0: n as f32, x1: n as f32 + 0.9, tall: None });
            }
        }
        at += line.len() + 1;
        rows.push(row);
    }
    let mut out = Vec::new();
    let roles = tables(string, &mut out);
    coded(string, &mut out);
    out.extend(fields(string, &rows, &roles));
    sort_by_key(&mut out, |f| (f.label.start, f.value.start));
    out.dedup();
    out
}

/// "nom=Gu%C3%A9rin&prenom=Zo%C3%A9": what a form sends.
fn coded(string: &str, out: &mut Vec<Field>) {
    let within =
        |b: u8| b.is_ascii_alphanumeric() || !b.is_ascii() || matches!(b, b'_' | b'-' | b'.' | b'[' | b']');
    for (at, _) in string.match_indices('=') {
        let before = string.as_bytes().get(at.saturating_sub(LABEL)..at).unwrap_or_default();
        let label = before.iter().rev().take_while(|b| within(**b)).count();
        let rest = string.as_bytes().get(at + 1..).unwrap_or_default();
        let value = rest
            .iter()
            .take(VALUE)
            .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'&' | b'"' | b'\''))
            .count();
        let lead = string.as_bytes().get(..at - label).and_then(<[u8]>::last);
        let pair = matches!(lead, Some(b'&' | b'?')) || rest.get(value) == Some(&b'&');
        let span = at - label..at;
        if pair
            && label > 0
            && value > 0
            && string.get(span.clone()).is_some()
            && string.get(at + 1..at + 1 + value).is_some()
        {
            out.push(Field { label: span, value: at + 1..at + 1 + value });
        }
    }
}

/// From how many blanks or dots on a row a cell ends.
const LEADER: usize = 3;

/// The cells of a line, empty ones too.
fn cells(line: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(&c) = line.as_bytes().get(at) {
        let len = match c {
            b'\t' | b'|' => 1,
            b' ' | b'.' => line.as_bytes().iter().skip(at).take_while(|b| **b == c).count(),
            _ => {
                at += 1;
                continue;
            }
        };
        // Blanks around a mark, or at a line's ends, part nothing by themselves.
        let edge = || {
            at == from
                || line.get(at + len..).unwrap_or_default().starts_with(['\t', '|', '.'])
                || at + len == line.len()
        };
        if matches!(c, b'\t' | b'|') || len >= LEADER && !edge() {
            out.push(from..at);
            from = at + len;
        }
        at += len;
    }
    out.push(from..line.len());
    out
}

/// Candidate fields, in order of their labels. What the tables gave has a role and is not looked for again.
pub(super) fn fields(string: &str, rows: &[Row], roles: &[Role]) -> Vec<Field> {
    let mut out = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let role = roles.get(n).copied().unwrap_or_default();
        for (k, cell) in row.cells.iter().enumerate() {
            let Some(said) = string.get(cell.span.clone()) else { continue };
            if let Some(colon) = colon(said) {
                let label = trimmed(string, cell.span.start..cell.span.start + colon);
                let value = trimmed(string, cell.span.start + colon + 1..cell.span.end);
                if !value.is_empty() {
                    push(&mut out, string, &label, &value);
                    continue;
                }
            }
            let label = trimmed(string, cell.span.clone());
            if label.len() > LABEL {
                continue;
            }
            if let Some(beside) = row.cells.get(k + 1).filter(|_| role != Role::Heads) {
                push(&mut out, string, &label, &trimmed(string, beside.span.clone()));
            }
            // A bar on the label's line is its value: what stands further down belongs to other labels.
            let struck = |c: &Cell| string.get(c.span.clone()).is_some_and(|s| s.contains(BAR));
            if role == Role::Other && !struck(cell) && !row.cells.get(k + 1).is_some_and(struck) {
                below(&mut out, string, rows, (n, k), &label);
            }
        }
    }
    out
}

/// A value that stands beside its label but was not read on its line: a form's values often stand a little higher or lower
/// than the labels, and are then a column of their own. The nearest cell to the right at the same height counts.
pub(super) fn staggered(string: &str, rows: &[Row], out: &mut Vec<Field>) {
    let mut cells: Vec<(usize, &Cell, f32, f32)> = (rows.iter().enumerate())
        .flat_map(|(n, r)| r.cells.iter().map(move |c| (n, c)))
        .filter_map(|(n, c)| c.tall.map(|(top, bottom)| (n, c, top, bottom)))
        .filter(|(.., top, bottom)| top.is_finite() && bottom.is_finite())
        .collect();
    sort_by(&mut cells, |a, b| a.2.total_cmp(&b.2).then(a.1.span.start.cmp(&b.1.span.start)));
    for (at, &(row, label, top, bottom)) in cells.iter().enumerate() {
        // The few cells that begin at about the same height stand just before and after it.
        let from = at.saturating_sub(NEAR);
        let beside = cells.iter().skip(from).take(2 * NEAR).filter(|(n, c, t, b)| {
            let common = bottom.min(*b) - top.max(*t);
            *n != row && c.x0 >= label.x1 && common >= 0.6 * (bottom - top).min(b - t)
        });
        let nearest =
            beside.min_by(|a, b| a.1.x0.total_cmp(&b.1.x0).then(a.1.span.start.cmp(&b.1.span.start)));
        // A cell of its own line that stands between is its value.
        let own = rows.get(row).is_some_and(|r| r.cells.iter().any(|c| c.x0 > label.x0));
        let said = trimmed(string, label.span.clone());
        if let (Some((_, value, ..)), false, true) = (nearest, own, said.len() <= LABEL) {
            push(out, string, &said, &trimmed(string, value.span.clone()));
        }
    }
}

/// What stands under a cell: the next line's for a lone cell, the column's for a table header.
fn below(out: &mut Vec<Field>, string: &str, rows: &[Row], (n, k): (usize, usize), label: &Span) {
    let Some(cell) = rows.get(n).and_then(|r| r.cells.get(k)) else { return };
    let first_of_table = n.checked_sub(1).and_then(|b| rows.get(b)).is_none_or(|b| b.cells.len() < 2);
    let header = first_of_table && rows.get(n).is_some_and(|r| r.cells.len() > 1);
    let reach = if header { REACH } else { 1 };
    // One empty row may part a lone label from its value.
    let gap = rows.get(n + 1).is_some_and(|r| r.cells.is_empty());
    let from = if gap { n + 2 } else { n + 1 };
    for row in rows.iter().skip(from).take(reach) {
        if row.cells.is_empty() {
            break;
        }
        let under = row.cells.iter().filter(|c| c.x0 < cell.x1 && c.x1 > cell.x0);
        if let Some(value) = under.min_by(|a, b| (a.x0 - cell.x0).abs().total_cmp(&(b.x0 - cell.x0).abs())) {
            push(out, string, label, &trimmed(string, value.span.clone()));
        }
    }
}

fn push(out: &mut Vec<Field>, string: &str, label: &Span, value: &Span) {
    let label = match string.get(label.clone()) {
        Some(l) => label.start..label.start + l.trim_end_matches([':', '.', ' ', '\u{a0}']).len(),
        None => return,
    };
    if label.is_empty() || label.len() > LABEL || value.is_empty() {
        return;
    }
    let mut end = value.end.min(value.start + VALUE);
    while !string.is_char_boundary(end) {
        end -= 1;
    }
    out.push(Field { label, value: value.start..end });
}

/// Where a label's colon stands: not one inside a time of day, a ratio or an address of the web.
fn colon(said: &str) -> Option<usize> {
    let equals = said.contains('=').then(|| said.find(" = ")).flatten().map(|at| at + 1);
    let colon = said.match_indices(':').map(|(at, _)| at).find(|&at| {
        let before = said.get(..at).unwrap_or("");
        let after = said.get(at + 1..).unwrap_or("");
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        !(after.starts_with("//") || digit(before.chars().next_back()) && digit(after.chars().next()))
    });
    colon.or(equals)
}

fn trimmed(string: &str, span: Span) -> Span {
    let Some(said) = string.get(span.clone()) else { return span.start..span.start };
    let start = span.start + said.len() - said.trim_start().len();
    start..start + said.trim().len()
}
