//! Documents that need the stock, and what becomes of them without it.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use hayro_font::kurbo::{Rect, Shape as _};
use hayro_interpret::hayro_cmap::{CMap, CMapName};

use super::maps::{predefined, table};
use crate::context::{Cx, Part, Stock};
use crate::limits::Limits;
use crate::model::{Notice, OpaqueKind};

use crate::formats::pdf::subset::{Call, GlyphOut, Keyed, cff};
use crate::formats::pdf::tests::{Paper, open, strike};

fn letters(bytes: &Arc<[u8]>) -> String {
    open(bytes).1.texts[0].as_str().split_whitespace().collect()
}

/// A page that shows one string of hexadecimal digits in the font of object 6.
fn page(show: &str) -> Paper {
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F2 6 0 R>>>>>>");
    p.stream("", format!("BT /F2 12 Tf 1 0 0 1 50 150 Tm {show} ET").as_bytes());
    p
}

/// A composite font; `below` is what its descendant has besides.
fn font(p: &mut Paper, encoding: &str, ordering: &str, subtype: &str, below: &str) {
    p.add(&format!("<</Type/Font/Subtype/Type0/BaseFont/Kai/Encoding/{encoding}/DescendantFonts[7 0 R]>>"));
    p.add(&format!(
        "<</Type/Font/Subtype/{subtype}/BaseFont/Kai/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>/DW 1000{below}>>"
    ));
}

/// The same with a program of its own, in which each number calls a square.
fn embedded(show: &str, encoding: &str, ordering: &str, subtype: &str, numbers: &[u32]) -> Arc<[u8]> {
    let mut p = page(show);
    font(&mut p, encoding, ordering, subtype, "/FontDescriptor 8 0 R");
    p.add("<</Type/FontDescriptor/FontName/Kai/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80/FontFile3 9 0 R>>");
    let glyph = |n: &u32| GlyphOut {
        outline: Rect::new(100.0, 0.0, 900.0, 800.0).to_path(0.1),
        width: 1000.0,
        call: Call::Cid(u16::try_from(*n).unwrap()),
    };
    let program = cff("Kai", Keyed::Cids, &numbers.iter().map(glyph).collect::<Vec<_>>()).unwrap();
    p.stream("/Subtype/CIDFontType0C", &program);
    p.bytes()
}

/// What the predefined codes are called in their collection.
fn numbers(encoding: &str, codes: &[u32]) -> Vec<u32> {
    let tables = predefined(&Arc::new(Stock::carried()));
    let text = tables(CMapName::from_bytes(encoding.as_bytes())).unwrap();
    let map = CMap::parse(text, move |n| tables(n)).unwrap();
    let mut out: Vec<u32> = codes.iter().map(|c| map.lookup_cid_code(*c, 2).unwrap()).collect();
    out.sort_unstable();
    out
}

fn part(name: &str) -> Part {
    [Part::Fonts, Part::Maps].into_iter().find(|p| p.name() == name).unwrap()
}

/// "中文王五" in four encodings of four countries' viewers, each of which draws it with a font of its own.
#[test]
fn letters_of_predefined_encodings_without_a_font_program_are_read_struck_and_kept() {
    let cases = [
        ("GBK-EUC-H", "GB1", "<D6D0CEC441> Tj <CDF5CEE5> Tj"),
        ("90ms-RKSJ-H", "Japan1", "<9286 95B6 41> Tj <89A48CDC> Tj"),
        ("ETen-B5-H", "CNS1", "<A4A4A4E541> Tj <A4FDA4AD> Tj"),
        ("KSCms-UHC-H", "Korea1", "<F1E9D9FE41> Tj <E8DDE7E9> Tj"),
    ];
    for (encoding, ordering, show) in cases {
        let mut p = page(show);
        font(&mut p, encoding, ordering, "CIDFontType2", "/W[1[250 300]]");
        let bytes = p.bytes();
        assert_eq!(letters(&bytes), "中文A王五", "{encoding}");
        assert_eq!(open(&bytes).1.opaques.len(), 0, "{encoding}");
        let (redacted, out) = strike(&bytes, &["王五"]);
        assert_eq!(out.texts[0].as_str().split_whitespace().collect::<String>(), "中文A", "{encoding}");
        assert!(!redacted.notices().contains(&Notice::PageRasterised), "{encoding}");
        let text = String::from_utf8_lossy(redacted.bytes()).into_owned();
        assert!(text.contains(encoding) && text.contains(ordering) && !text.contains("FontFile"));
    }
}

#[test]
fn letters_of_a_collection_with_a_font_program_are_read_struck_and_kept() {
    let (codes, show) = ([0xD6D0, 0xCEC4, 0xCDF5, 0xCEE5], "<D6D0CEC4> Tj <CDF5CEE5> Tj");
    let calls = numbers("GBK-EUC-H", &codes);
    let unicode = numbers("UniGB-UCS2-H", &[0x4E2D, 0x6587, 0x738B, 0x4E94]);
    assert_eq!(calls, unicode);
    let japanese = numbers("90ms-RKSJ-H", &[0x9286, 0x95B6, 0x89A4, 0x8CDC]);
    let named = |codes: &[u32]| {
        codes.iter().map(|c| format!("{:04X}", numbers("90ms-RKSJ-H", &[*c])[0])).collect::<String>()
    };
    let identity = format!("<{}> Tj <{}> Tj", named(&[0x9286, 0x95B6]), named(&[0x89A4, 0x8CDC]));
    for bytes in [
        embedded(show, "GBK-EUC-H", "GB1", "CIDFontType0", &calls),
        embedded("<4E2D6587> Tj <738B4E94> Tj", "UniGB-UCS2-H", "GB1", "CIDFontType0", &calls),
        embedded(&identity, "Identity-H", "Japan1", "CIDFontType0", &japanese),
    ] {
        assert_eq!((letters(&bytes).as_str(), open(&bytes).1.opaques.len()), ("中文王五", 0));
        let (redacted, out) = strike(&bytes, &["王五"]);
        assert_eq!(out.texts[0].as_str().split_whitespace().collect::<String>(), "中文");
        assert!(!redacted.notices().contains(&Notice::PageRasterised));
        assert!(String::from_utf8_lossy(redacted.bytes()).contains("FontFile3"));
    }
    // Places in a program say nothing, whatever collection the font claims.
    let placed = embedded(&identity, "Identity-H", "Japan1", "CIDFontType2", &japanese);
    assert_eq!(open(&placed).1.opaques.iter().map(|o| o.kind).collect::<Vec<_>>(), [OpaqueKind::Glyphs]);
}

/// The codes of one letter or another: what a table does not hold is not taken for a gap, since viewers have more letters than we.
#[test]
fn a_code_without_a_letter_in_a_font_of_the_viewer_is_unread() {
    let mut p = page("<D6D0FEFE> Tj");
    font(&mut p, "GBK-EUC-H", "GB1", "CIDFontType2", "");
    let seen = open(&p.bytes()).1;
    assert_eq!(seen.opaques.len(), 1);
}

/// What was asked for and is not there stops the document; handed over, it goes on from there and comes out the same.
#[test]
fn a_document_waits_for_what_it_needs() {
    let named = |encoding: &str, show: &str| {
        let mut p = page(show);
        font(&mut p, encoding, "GB1", "CIDFontType2", "");
        p.bytes()
    };
    let mut latin = page("(Jeanne) Tj");
    latin.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    let cases = [
        (latin.bytes(), vec!["standard.fonts"]),
        (named("GBK-EUC-H", "<D6D0> Tj"), vec!["standard.fonts", "predefined.maps"]),
    ];
    let carried = Stock::carried();
    for (bytes, wanted) in cases {
        let mut cx = Cx::new(Limits::default());
        let mut doc = crate::formats::pdf::open(Arc::clone(&bytes), "", &mut cx).unwrap();
        let mut fetched = Vec::new();
        let seen = loop {
            match doc.extract(&mut cx) {
                Ok(seen) => break seen,
                Err(e) => assert_eq!(e.code(), "resource"),
            }
            let names = cx.stock.missed();
            assert!(!names.is_empty());
            for name in names {
                cx.stock.add(name, carried.get(part(name)).unwrap()).unwrap();
                fetched.push(name);
            }
        };
        fetched.sort_by_key(|n| wanted.iter().position(|w| w == n));
        assert_eq!(fetched, wanted);
        assert_eq!(seen.texts[0].as_str(), open(&bytes).1.texts[0].as_str());
        assert!(doc.preview().unwrap().draw(0, 1.0, &mut cx).is_ok());
    }
}

/// A document that brings its fonts needs nothing, and neither does what is left of it.
#[test]
fn a_document_with_fonts_of_its_own_needs_no_stock() {
    let bytes = {
        let mut p = page("<0001> Tj");
        p.add("<</Type/Font/Subtype/Type0/BaseFont/Kai/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 10 0 R>>");
        p.add("<</Type/Font/Subtype/CIDFontType0/BaseFont/Kai/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 8 0 R>>");
        p.add("<</Type/FontDescriptor/FontName/Kai/Flags 4/FontFile3 9 0 R>>");
        let outline = Rect::new(100.0, 0.0, 900.0, 800.0).to_path(0.1);
        let program =
            cff("Kai", Keyed::Cids, &[GlyphOut { outline, width: 1000.0, call: Call::Cid(1) }]).unwrap();
        p.stream("/Subtype/CIDFontType0C", &program);
        p.stream("", b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <0041> endbfchar endcmap");
        p.bytes()
    };
    let (redacted, _) = strike(&bytes, &["A"]);
    for bytes in [bytes, Arc::from(redacted.bytes())] {
        let mut cx = Cx::new(Limits::default());
        let mut doc = crate::formats::pdf::open(bytes, "", &mut cx).unwrap();
        assert!(doc.extract(&mut cx).is_ok() && doc.preview().unwrap().draw(0, 1.0, &mut cx).is_ok());
        assert!(cx.stock.missed().is_empty());
    }
}

#[test]
fn a_name_that_is_not_predefined_asks_for_nothing() {
    let stock = Stock::default();
    assert!(table(&stock, CMapName::from_bytes(b"Nowhere-H")).is_none() && stock.missed().is_empty());
    assert!(table(&stock, CMapName::from_bytes(b"H")).is_none() && stock.missed() == ["predefined.maps"]);
}
