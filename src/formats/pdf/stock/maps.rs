//! The tables of predefined codes as they are packed (`xtask/src/stock.rs`) → the text that hayro's reader of code maps takes. A table's
//! text is made once in a process, when a font first asks for it.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use hayro_font::CMapResolverFn;
use hayro_interpret::hayro_cmap::CMapName;

use crate::context::{Part, Stock};

/// Tables that there are, at most.
const MOST: usize = 64;
static TEXTS: [OnceLock<Option<Vec<u8>>>; MOST] = [const { OnceLock::new() }; MOST];

/// The predefined tables.
pub(in crate::formats::pdf) fn predefined(stock: &Arc<Stock>) -> CMapResolverFn {
    let stock = Arc::clone(stock);
    Arc::new(move |name| table(&stock, name))
}

/// The text of a table. `None` for a name that is not predefined, and where the stock lacks the tables.
pub(in crate::formats::pdf) fn table(stock: &Stock, name: CMapName<'_>) -> Option<&'static [u8]> {
    if matches!(name, CMapName::Custom(_)) {
        return None;
    }
    let mut file = Columns(stock.get(Part::Maps)?);
    for text in &TEXTS {
        let found = file.string()?;
        let (length, rest) = file.0.split_at_checked(4)?;
        let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
        let (body, rest) = rest.split_at_checked(length)?;
        if found == name.to_bytes() {
            return text.get_or_init(|| spelled(body)).as_deref();
        }
        file.0 = rest;
    }
    None
}

/// The columns of a table as a code map in plain letters.
fn spelled(body: &[u8]) -> Option<Vec<u8>> {
    let mut columns = Columns(body);
    let way = columns.byte()?;
    let (base, ordering) = (columns.string()?, columns.string()?);
    let text = |bytes| std::str::from_utf8(bytes).ok();
    let mut out = format!("/WMode {way}\n");
    // A table to Unicode calls no letters of a collection.
    if !ordering.is_empty() {
        writeln!(out, "/Registry (Adobe) /Ordering ({}) /Supplement 0", text(ordering)?).ok()?;
    }
    if !base.is_empty() {
        writeln!(out, "/{} usecmap", text(base)?).ok()?;
    }
    let mut letters = String::new();
    for width in [2usize, 4, 6, 8] {
        let count = columns.number()? as usize;
        // Each run has a byte at least in each column.
        let mut runs = vec![(0u32, 0u32, 0u32); count.min(body.len())];
        let mut next = 0u32;
        for run in &mut runs {
            run.0 = next.checked_add(columns.number()?)?;
            next = run.0;
        }
        for run in &mut runs {
            run.1 = columns.number()?;
        }
        let (mut added, mut next) = (0u32, 0i64);
        for (first, more, meant) in &mut runs {
            *first = first.checked_add(added)?;
            added = added.checked_add(*more)?.checked_add(1)?;
            let apart = columns.number()?;
            let start = next + (i64::from(apart >> 1) ^ -i64::from(apart & 1));
            *meant = u32::try_from(start).ok()?;
            next = start + i64::from(*more) + 1;
        }
        if runs.is_empty() {
            continue;
        }
        if ordering.is_empty() {
            for (first, more, meant) in runs {
                for i in 0..=more {
                    spell(&mut letters, first + i, char::from_u32(meant + i)?.encode_utf8(&mut [0; 4]))?;
                }
            }
            continue;
        }
        out.push_str("1 begincidrange\n");
        for (first, more, meant) in runs {
            writeln!(out, "<{first:0width$x}> <{:0width$x}> {meant}", first.checked_add(more)?).ok()?;
        }
        out.push_str("endcidrange\n");
    }
    while let [low, high, ..] = columns.0 {
        let code = u32::from(u16::from_le_bytes([*low, *high]));
        columns.0 = columns.0.get(2..)?;
        spell(&mut letters, code, text(columns.string()?)?)?;
    }
    if !letters.is_empty() {
        write!(out, "1 beginbfchar\n{letters}endbfchar\n").ok()?;
    }
    Some(out.into_bytes())
}

/// What a letter of a collection is in Unicode.
fn spell(out: &mut String, code: u32, letters: &str) -> Option<()> {
    write!(out, "<{code:04x}> <").ok()?;
    letters.encode_utf16().try_for_each(|unit| write!(out, "{unit:04x}")).ok()?;
    out.push_str(">\n");
    Some(())
}

/// What is left of a table.
struct Columns<'a>(&'a [u8]);

impl<'a> Columns<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// Up to a zero, which is taken too.
    fn string(&mut self) -> Option<&'a [u8]> {
        let end = self.0.iter().position(|b| *b == 0)?;
        let (string, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.get(1..)?;
        Some(string)
    }

    /// Seven bits a byte, lowest first.
    fn number(&mut self) -> Option<u32> {
        let mut out = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            out |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(out);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use hayro_interpret::hayro_cmap::{BfString, CMap};

    use super::*;

    fn map(name: &str) -> CMap {
        let stock = Arc::new(Stock::carried());
        let resolver = predefined(&stock);
        CMap::parse(resolver(CMapName::from_bytes(name.as_bytes())).unwrap(), move |n| resolver(n)).unwrap()
    }

    /// Codes of encodings that everyone knows, with the letter that each is.
    #[test]
    fn tables_call_the_letters_that_their_codes_are() {
        /// A code, its bytes, and its letter.
        type Code = (u32, u8, char);
        let cases: [(&str, &str, &[Code]); 6] = [
            ("GBK-EUC-H", "Adobe-GB1-UCS2", &[(0x41, 1, 'A'), (0xD6D0, 2, '中'), (0xCEC4, 2, '文')]),
            ("90ms-RKSJ-H", "Adobe-Japan1-UCS2", &[(0x41, 1, 'A'), (0x93FA, 2, '日'), (0xB1, 1, 'ｱ')]),
            ("ETen-B5-H", "Adobe-CNS1-UCS2", &[(0x41, 1, 'A'), (0xA4A4, 2, '中')]),
            ("KSCms-UHC-V", "Adobe-Korea1-UCS2", &[(0x41, 1, 'A'), (0xB0A1, 2, '가')]),
            ("UniGB-UTF16-H", "Adobe-GB1-UCS2", &[(0x4E2D, 2, '中')]),
            ("GBK2K-H", "Adobe-GB1-UCS2", &[(0x8139_EF30, 4, '㐁')]),
        ];
        for (name, to, codes) in cases {
            let (codes_of, letters) = (map(name), map(to));
            for (code, length, letter) in codes {
                let cid = codes_of.lookup_cid_code(*code, *length);
                let said = cid.and_then(|cid| letters.lookup_bf_string(cid));
                assert!(
                    matches!(said, Some(BfString::Char(c)) if c == *letter),
                    "{name} {code:x}: {cid:?} {said:?}"
                );
            }
        }
    }

    #[test]
    fn every_table_can_be_read() {
        let stock = Stock::carried();
        let mut file = Columns(stock.get(Part::Maps).unwrap());
        let mut count = 0;
        while !file.0.is_empty() {
            let name = String::from_utf8(file.string().unwrap().to_vec()).unwrap();
            let length = u32::from_le_bytes(file.0[..4].try_into().unwrap()) as usize;
            file.0 = &file.0[4 + length..];
            let map = map(&name);
            assert_eq!(map.metadata().character_collection.is_some(), !name.ends_with("-UCS2"), "{name}");
            count += 1;
        }
        assert!(count == 63 && count <= MOST);
    }
}
