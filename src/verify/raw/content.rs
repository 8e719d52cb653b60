//! Content streams (ISO 32000-2 clause 7.8.2) → operators with their operands. Strict: an operator that the standard does
//! not name, a comment, or operands left over refuse the stream.

use super::lex::{Dict, Lexer, Object, Refs, is_space};
use crate::context::Cx;
use crate::error::{Error, Result};

/// Every operator of ISO 32000-2 annex A that our writers keep, in order of bytes, with the number of operations that pdf-rs makes of it (it takes `b` for two,
/// and drops `sh`).
const KNOWN: &[(&[u8], u64)] = &[
    (b"\"", 4),
    (b"'", 2),
    (b"B", 1),
    (b"B*", 1),
    (b"BI", 1),
    (b"BMC", 1),
    (b"BT", 1),
    (b"CS", 1),
    (b"Do", 1),
    (b"EMC", 1),
    (b"ET", 1),
    (b"F", 1),
    (b"G", 1),
    (b"J", 1),
    (b"K", 1),
    (b"M", 1),
    (b"Q", 1),
    (b"RG", 1),
    (b"S", 1),
    (b"SC", 1),
    (b"SCN", 1),
    (b"T*", 1),
    (b"TD", 2),
    (b"TJ", 1),
    (b"TL", 1),
    (b"Tc", 1),
    (b"Td", 1),
    (b"Tf", 1),
    (b"Tj", 1),
    (b"Tm", 1),
    (b"Tr", 1),
    (b"Ts", 1),
    (b"Tw", 1),
    (b"Tz", 1),
    (b"W", 1),
    (b"W*", 1),
    (b"b", 2),
    (b"b*", 2),
    (b"c", 1),
    (b"cm", 1),
    (b"cs", 1),
    (b"d", 1),
    (b"d0", 0),
    (b"d1", 0),
    (b"f", 1),
    (b"f*", 1),
    (b"g", 1),
    (b"gs", 1),
    (b"h", 1),
    (b"i", 1),
    (b"j", 1),
    (b"k", 1),
    (b"l", 1),
    (b"m", 1),
    (b"n", 1),
    (b"q", 1),
    (b"re", 1),
    (b"rg", 1),
    (b"ri", 1),
    (b"s", 2),
    (b"sc", 1),
    (b"scn", 1),
    (b"sh", 0),
    (b"v", 1),
    (b"w", 1),
    (b"y", 1),
];

/// An operator with its operands.
pub(in crate::verify) struct Operation {
    pub(in crate::verify) operator: &'static [u8],
    pub(in crate::verify) operands: Vec<Object>,
    /// What pdf-rs makes of it.
    pub(in crate::verify) counted: u64,
}

/// Reads a stream whole.
///
/// # Errors
/// `Leak` for what our writer does not write; `LimitExceeded`.
pub(in crate::verify) fn operations(data: &[u8], cx: &mut Cx<'_>) -> Result<Vec<Operation>> {
    let mut lexer = Lexer::new(data, 0, Refs::Absent);
    let (mut out, mut operands) = (Vec::new(), Vec::new());
    loop {
        while let Some(operand) = lexer.object()? {
            operands.push(operand);
        }
        let word = lexer.word();
        if word.is_empty() {
            break;
        }
        cx.budget.step(1)?;
        let Some(&(operator, mut counted)) =
            KNOWN.binary_search_by(|k| k.0.cmp(word)).ok().and_then(|i| KNOWN.get(i))
        else {
            return Err(Error::leak("structure check: a content operator that our writer does not write")
                .at_offset(lexer.at as u64));
        };
        if operator == b"BI" {
            operands.push(Object::Dict(inline_image(&mut lexer)?));
        }
        // pdf-rs knows render modes up to 5 and passes over the others.
        if operator == b"Tr" && matches!(operands.first(), Some(Object::Number(n)) if *n > 5.0) {
            counted = 0;
        }
        if !matches!(operator, b"BI" | b"Tj" | b"TJ" | b"'" | b"\"") && operands.iter().any(holds_more) {
            return Err(Error::leak("structure check: an operator with operands that are not its own")
                .at_offset(lexer.at as u64));
        }
        out.push(Operation { operator, operands: std::mem::take(&mut operands), counted });
    }
    if !operands.is_empty() || lexer.at != data.len() {
        return Err(Error::leak("structure check: page content does not end after an operator"));
    }
    Ok(out)
}

/// Only text is shown from strings, and no operator that we keep takes a dictionary.
fn holds_more(operand: &Object) -> bool {
    match operand {
        Object::String(_) | Object::Dict(_) => true,
        Object::Array(items) => items.iter().any(holds_more),
        _ => false,
    }
}

/// Steps over an inline picture; only plain, packed or JPEG samples may stand in it.
fn inline_image(lexer: &mut Lexer<'_>) -> Result<Dict> {
    let broken =
        |l: &Lexer<'_>| Error::leak("structure check: an inline picture is broken").at_offset(l.at as u64);
    let mut dict = Dict::new();
    while let Some(key) = lexer.object()? {
        let (Object::Name(key), Some(value)) = (key, lexer.object()?) else { return Err(broken(lexer)) };
        dict.insert(key, value);
    }
    if !lexer.take(b"ID") || !lexer.peek().is_some_and(is_space) {
        return Err(broken(lexer));
    }
    lexer.at += 1;
    loop {
        let rest = lexer.rest();
        let end =
            rest.windows(3).position(|w| is_space(w[0]) && &w[1..] == b"EI").ok_or_else(|| broken(lexer))?;
        lexer.at += end + 3;
        if !lexer.peek().is_none_or(is_space) {
            continue;
        }
        // Samples may spell the mark by chance; then what follows is no content.
        let ahead = lexer.rest();
        let shown = ahead.get(..ahead.len().min(32)).unwrap_or_default();
        if shown.iter().all(|b| (0x20..0x7F).contains(b) || is_space(*b) && *b != 0) {
            return Ok(dict);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(KNOWN.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn operators_are_counted() {
        let ops = operations(b"q BT /F1 12 Tf (a) ' ET\nBI /W 1 /H 1 ID \xFF\x00 EI Q", &mut Cx::default());
        let ops = ops.expect("reads");
        assert_eq!(ops.len(), 7);
        assert_eq!(ops.iter().map(|o| o.counted).sum::<u64>(), 8);
        for bad in [
            &b"q % x\nQ"[..],
            b"/Span << /ActualText (x) >> BDC",
            b"1 2",
            b"frob",
            b"BX EX",
            b"(x) Q",
            b"[(x)] 0 d",
        ] {
            assert!(operations(bad, &mut Cx::default()).is_err());
        }
    }
}
