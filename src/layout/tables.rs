//! Lines of a text whose cells stand under the labels of a header → [`Field`]s: files of commas, semicolons, tabs or bars,
//! quoted or not, and tables that blanks keep in columns. Which labels mean something is for detection to say.
//!
//! Linear: a line is cut once for each way to part cells, and a cell stands under one label. Columns are counted in
//! characters.

use super::fields::BAR;
use crate::model::{Field, Span};

/// Ways to part cells, the surest first.
const WAYS: [Way; 5] = [Way::By(b'\t'), Way::By(b'|'), Way::By(b';'), Way::By(b','), Way::Blanks];
/// A header has at least this many labels.
const LABELS: usize = 3;
/// Longest label and value, in bytes.
const LABEL: usize = 40;
const VALUE: usize = 200;
/// How far a quote may stand from the one that it closes, in bytes.
const FAR: usize = 2_000;
/// Lines of another sort that may stand between a table's rows: a heading, the rest of a cell that was broken.
const STRAY: usize = 2;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    By(u8),
    /// Two blanks or more.
    Blanks,
}

/// What a line is in the tables of its text.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Role {
    /// No part of a table.
    #[default]
    Other,
    /// Labels; they may also be a form's, each with its value beside it.
    Header,
    /// Labels of columns and nothing else.
    Heads,
    /// Cells under labels.
    Row,
}

/// A cell without the blanks and quotes around it: its bytes in the line, and its columns.
struct Cut {
    span: Span,
    column: Span,
}

struct Table {
    way: Way,
    /// The labels with their columns, as places in the text.
    header: Vec<Cut>,
    /// The header's line.
    line: usize,
    /// Which columns have held digits in every row so far.
    digits: Vec<bool>,
    rows: usize,
    stray: usize,
}

/// Appends what stands under labels, and says of each line what it is.
pub(super) fn tables(string: &str, out: &mut Vec<Field>) -> Vec<Role> {
    let mut roles = Vec::new();
    let mut table: Option<Table> = None;
    let mut at = 0;
    let mut lines = string.split('\n').peekable();
    while let Some(line) = lines.next() {
        roles.push(Role::Other);
        let n = roles.len() - 1;
        let next = lines.peek().copied().unwrap_or_default();
        let new = table.as_ref().is_none_or(|t| t.digits.iter().all(|d| !d));
        // Above the header there may be a title of several cells.
        match new
            .then(|| header(line, next))
            .flatten()
            .filter(|h| table.is_none() || digits(next) && h.1.len() > 2)
        {
            Some((way, cells)) => {
                close(table.take(), &mut roles);
                let there = |c: Cut| Cut { span: at + c.span.start..at + c.span.end, column: c.column };
                let header: Vec<Cut> = cells.into_iter().map(there).collect();
                let digits = vec![true; header.len()];
                table = Some(Table { way, header, line: n, digits, rows: 0, stray: 0 });
                if let Some(role) = roles.last_mut() {
                    *role = Role::Header;
                }
            }
            None => {
                let goes_on = table.as_mut().is_some_and(|t| {
                    let fits = t.row(string, at, line, out);
                    if let (true, Some(role)) = (fits, roles.last_mut()) {
                        *role = Role::Row;
                    }
                    t.stray = if fits { 0 } else { t.stray + 1 };
                    !line.trim().is_empty() && t.stray <= STRAY
                });
                if !goes_on {
                    close(table.take(), &mut roles);
                }
            }
        }
        at += line.len() + 1;
    }
    close(table, &mut roles);
    roles
}

/// Whether a column of numbers told that a header's cells are no labels with values beside them.
fn close(table: Option<Table>, roles: &mut [Role]) {
    let Some(table) = table else { return };
    let labels = table.digits.iter().step_by(2).any(|d| *d) && table.rows > 1;
    if let (true, Some(role)) =
        (labels || table.way == Way::By(b',') || table.way == Way::By(b';'), roles.get_mut(table.line))
    {
        *role = Role::Heads;
    }
}

impl Table {
    /// Reads a line as a row; false where it is none.
    fn row(&mut self, string: &str, at: usize, line: &str, out: &mut Vec<Field>) -> bool {
        let cells = cut(line, self.way);
        let full: Vec<(usize, &Cut)> = cells.iter().enumerate().filter(|(_, c)| !c.span.is_empty()).collect();
        if full.len() < 2 || !line.contains(char::is_alphanumeric) {
            return false;
        }
        let same = cells.len() == self.header.len();
        let mut seen = vec![false; self.header.len()];
        for (n, cell) in full {
            let said = line.get(cell.span.clone()).unwrap_or_default();
            let k = match self.way {
                Way::By(_) => Some(n),
                Way::Blanks if same => Some(n),
                Way::Blanks => self.over(cell),
            };
            let Some((k, label)) = k.and_then(|k| Some((k, self.header.get(k)?))) else { continue };
            if let Some(seen) = seen.get_mut(k) {
                *seen |= digits(said);
            }
            // A header is written again at the head of a page.
            let again = string.get(label.span.clone()).is_some_and(|l| l == said);
            if !again && !label.span.is_empty() && said.len() <= VALUE {
                let value = at + cell.span.start..at + cell.span.end;
                out.push(Field { label: label.span.clone(), value });
            }
        }
        self.rows += 1;
        for (all, seen) in self.digits.iter_mut().zip(seen) {
            *all &= seen;
        }
        true
    }

    /// The label over a cell: the one with most columns in common.
    fn over(&self, cell: &Cut) -> Option<usize> {
        let common =
            |l: &Cut| cell.column.end.min(l.column.end).saturating_sub(cell.column.start.max(l.column.start));
        // A cell under several labels was not parted as they are.
        let mut over = self.header.iter().enumerate().filter(|(_, l)| common(l) > 0);
        let first = over.next()?;
        (over.count() < 2).then_some(first.0)
    }
}

/// The labels of a header, where a line is one.
fn header(line: &str, next: &str) -> Option<(Way, Vec<Cut>)> {
    WAYS.into_iter().find_map(|way| {
        let cells = cut(line, way);
        if cells.len() < LABELS {
            return None;
        }
        let said = |c: &Cut| line.get(c.span.clone()).unwrap_or_default();
        let empty = cells.iter().filter(|c| c.span.is_empty()).count();
        let labels = cells.iter().filter(|c| label(said(c))).count();
        // A comma and a blank part the words of a sentence.
        let prose = matches!(way, Way::By(b',' | b';')) && (line.contains(", ") || line.contains("; "));
        let below = cut(next, way);
        let fits = match way {
            Way::By(_) => below.len() == cells.len() || below.len() > 2 && !prose,
            Way::Blanks => below.len() > 1,
        };
        (labels >= LABELS && labels + empty == cells.len() && empty <= 2 && !prose && fits)
            .then_some((way, cells))
    })
}

/// Short, made of words, and no value.
fn label(said: &str) -> bool {
    said.len() <= LABEL
        && said.starts_with(char::is_alphabetic)
        && said.bytes().filter(u8::is_ascii_digit).count() <= 2
        && said.split([' ', '_']).count() <= 6
        && !said.contains([':', '@', '!', '?', '=', BAR])
}

fn digits(said: &str) -> bool {
    said.bytes().any(|b| b.is_ascii_digit())
}

/// The cells of a line, empty ones too where a mark parts them.
fn cut(line: &str, way: Way) -> Vec<Cut> {
    match way {
        Way::By(mark) => marked(line, mark),
        Way::Blanks => spaced(line),
    }
}

/// Cells between marks; a mark within quotes is none, and a bar at a line's ends parts nothing.
fn marked(line: &str, mark: u8) -> Vec<Cut> {
    let mut out = Vec::new();
    if !line.as_bytes().contains(&mark) {
        return out;
    }
    let trimmed = |s: &str| s.len() - s.trim_start().len();
    let mut from =
        if mark == b'|' { trimmed(line) + usize::from(line.trim_start().starts_with('|')) } else { 0 };
    let end = if mark == b'|' { line.trim_end().trim_end_matches('|').len().max(from) } else { line.len() };
    while let Some(rest) = line.get(from..end) {
        // Blanks alone: a line of tabs is not walked to its end from each of them.
        let lead = rest.bytes().take_while(|b| *b == b' ').count();
        let quoted = rest.get(lead..).and_then(|r| r.strip_prefix('"')).and_then(quote);
        let (span, to) = match quoted {
            Some(len) => {
                let start = from + lead + 1;
                let behind = line.get(start + len..end).unwrap_or_default();
                (
                    start..start + len,
                    start + len + behind.bytes().position(|b| b == mark).unwrap_or(behind.len()),
                )
            }
            None => {
                let len = rest.bytes().position(|b| b == mark).unwrap_or(rest.len());
                let said = rest.get(..len).unwrap_or_default();
                let start = from + trimmed(said);
                (start..start + said.trim().len(), from + len)
            }
        };
        out.push(Cut { span, column: 0..0 });
        if to >= end {
            break;
        }
        from = to + 1;
    }
    out
}

/// How long a cell is whose quotes were opened; two quotes are one that belongs to it. Far away no quote closes it.
fn quote(rest: &str) -> Option<usize> {
    let near =
        rest.char_indices().take_while(|(at, _)| *at < FAR).last().map_or(0, |(at, c)| at + c.len_utf8());
    let (mut at, rest) = (0, rest.get(..near)?);
    loop {
        at += rest.get(at..)?.find('"')?;
        if !rest.get(at + 1..)?.starts_with('"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Cells between blanks.
fn spaced(line: &str) -> Vec<Cut> {
    let mut out: Vec<Cut> = Vec::new();
    let mut blanks = 2;
    for (column, (at, c)) in line.char_indices().enumerate() {
        if matches!(c, ' ' | '\u{a0}' | '\r' | '\t') {
            blanks += 1;
            continue;
        }
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(last) if blanks < 2 => {
                *last = Cut { span: last.span.start..end, column: last.column.start..column + 1 }
            }
            _ => out.push(Cut { span: at..end, column: column..column + 1 }),
        }
        blanks = 0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(string: &str) -> Vec<(&str, &str)> {
        let mut out = Vec::new();
        tables(string, &mut out);
        out.into_iter().map(|f| (&string[f.label], &string[f.value])).collect()
    }

    #[test]
    fn cells_of_a_quoted_file_stand_under_their_labels() {
        let file =
            "\"ID\",\"NOM\",\"REM\"\n\"1\",\"VERMOT\",\"lit, fauteuil\"\n\"2\",\"\",\"dit \"\"ok\"\"\"\n";
        let wanted = [
            ("ID", "1"),
            ("NOM", "VERMOT"),
            ("REM", "lit, fauteuil"),
            ("ID", "2"),
            ("REM", "dit \"\"ok\"\""),
        ];
        assert_eq!(pairs(file), wanted);
        assert_eq!(
            pairs("nom;ddn;ville\nVermot;12/03/1957;Corvol"),
            [("nom", "Vermot"), ("ddn", "12/03/1957"), ("ville", "Corvol")]
        );
    }

    #[test]
    fn blanks_keep_columns_where_a_cell_is_missing() {
        let table = "Heure  Patient            Salle    Remarque\n08:00  VERMOT Alix        2        VSL\n08:30  KERVENO Lou                 retard\n";
        assert_eq!(
            pairs(table),
            [
                ("Heure", "08:00"),
                ("Patient", "VERMOT Alix"),
                ("Salle", "2"),
                ("Remarque", "VSL"),
                ("Heure", "08:30"),
                ("Patient", "KERVENO Lou"),
                ("Remarque", "retard")
            ]
        );
    }

    #[test]
    fn a_header_that_returns_and_a_heading_between_rows_end_no_table() {
        let table = "Nom\tPrénom\tLit\nVERMOT\tAlix\t12\nNom\tPrénom\tLit\nSecteur B\nKERVENO\tLou\t14";
        let said = pairs(table);
        assert_eq!(said.len(), 6, "{said:?}");
        assert!(said.contains(&("Prénom", "Lou")));
    }

    #[test]
    fn what_has_no_header_gives_nothing() {
        for s in [
            "12;VERMOT;1957\n13;KERVENO;1960",
            "Bonjour, docteur, merci\nbien à vous, cordialement, Alix",
            "Nom : VERMOT   Prénom : Alix   Sexe : F\nTaille : 170   Poids : 60   IMC : 21",
            "Nom;Prénom;Lit",
            "",
        ] {
            assert!(pairs(s).is_empty(), "{s}");
        }
    }

    #[test]
    fn a_long_file_is_read_to_its_end() {
        let file = format!("id,nom,lit\n{}", "1,Vermot,2\n".repeat(500));
        assert_eq!(pairs(&file).len(), 1500);
    }
}
