//! Lines of values that commas or semicolons part, under a line of headings → [`Field`]s, as programs export tables. Linear.

use crate::model::{Field, Span};

/// Fewest columns.
const COLUMNS: usize = 4;
/// Longest heading, in bytes.
const HEADING: usize = 40;
/// Longest value, in bytes.
const VALUE: usize = 200;

/// A heading with each value of its column, table after table.
pub(super) fn fields(string: &str, out: &mut Vec<Field>) {
    let (mut heads, mut mark): (Vec<Span>, char) = (Vec::new(), ',');
    let mut at = 0;
    for line in string.split('\n') {
        let start = at;
        at += line.len() + 1;
        if !heads.is_empty() {
            let values = cells(line, start, mark);
            if values.len() + 1 >= heads.len() && values.len() <= heads.len() + 1 {
                let pairs = heads.iter().zip(values).filter(|(_, v)| (1..=VALUE).contains(&v.len()));
                out.extend(pairs.map(|(label, value)| Field { label: label.clone(), value }));
                continue;
            }
            heads.clear();
        }
        if let Some(sign) = [',', ';'].into_iter().find(|m| line.matches(*m).count() + 1 >= COLUMNS) {
            let cells = cells(line, start, sign);
            let heading = |c: &Span| {
                let said = string.get(c.clone()).unwrap_or("");
                c.len() <= HEADING
                    && said.starts_with(char::is_alphabetic)
                    && said.split(' ').count() <= 4
                    && !said.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | ';' | ','))
            };
            if cells.iter().all(heading) {
                (heads, mark) = (cells, sign);
            }
        }
    }
}

/// The cells of a line, without blanks and quotes around them; a mark in quotes parts nothing.
fn cells(line: &str, start: usize, mark: char) -> Vec<Span> {
    let (mut out, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices().chain([(line.len(), mark)]) {
        quoted ^= c == '"';
        if c == mark && (!quoted || at == line.len()) {
            let said = line.get(from..at).unwrap_or("");
            let idle = |c: char| c.is_whitespace() || c == '"';
            let kept = said.trim_start_matches(idle);
            let opens = start + at - kept.len();
            out.push(opens..opens + kept.trim_end_matches(idle).len());
            from = at + c.len_utf8();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(string: &str) -> Vec<(&str, &str)> {
        let mut out = Vec::new();
        fields(string, &mut out);
        out.into_iter().map(|f| (&string[f.label], &string[f.value])).collect()
    }

    #[test]
    fn each_value_has_its_heading() {
        let got = told(
            "No;Nom;Né le;Ville\n7;\"ROUX; fils\";\"12/03/1957\";\n8;SOW;01/02/1961;Vire\n\nfin; du; tout; ici",
        );
        assert!(got.contains(&("Nom", "ROUX; fils")) && got.contains(&("Né le", "12/03/1957")), "{got:?}");
        assert!(got.contains(&("Ville", "Vire")) && !got.contains(&("Ville", "ici")), "{got:?}");
    }

    #[test]
    fn a_sentence_is_no_row_of_headings() {
        assert_eq!(told("Fièvre, toux, frissons, asthénie depuis le 3.\nDonc, hélas, bien, sûr"), []);
        assert_eq!(told("un, deux, trois\nA, B, C"), []);
    }
}
