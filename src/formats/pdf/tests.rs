//! Regressions of the PDF format, on files built here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Document;
use crate::context::Cx;
use crate::error::ErrorKind;
use crate::limits::Limits;
use crate::model::*;

/// A PDF in the making: bodies of objects from number 1.
pub(super) struct Paper(Vec<Vec<u8>>);

impl Paper {
    /// Catalog (1), page tree (2) with the given pages, a Helvetica (3).
    pub(super) fn new(pages: &[u32]) -> Self {
        let kids: String = pages.iter().map(|p| format!("{p} 0 R ")).collect();
        let mut p = Self(Vec::new());
        p.add("<</Type/Catalog/Pages 2 0 R>>");
        p.add(&format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()));
        p.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
        p
    }

    pub(super) fn add(&mut self, body: &str) -> u32 {
        self.0.push(body.as_bytes().to_vec());
        self.0.len() as u32
    }

    /// Puts another body in place of an object's.
    pub(super) fn set(&mut self, number: usize, body: &str) {
        self.0[number - 1] = body.as_bytes().to_vec();
    }

    pub(super) fn stream(&mut self, dict: &str, data: &[u8]) -> u32 {
        let mut body = format!("<<{dict}/Length {}>>stream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.0.push(body);
        self.0.len() as u32
    }

    pub(super) fn bytes(&self) -> Arc<[u8]> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut at = Vec::new();
        for (i, body) in self.0.iter().enumerate() {
            at.push(out.len());
            out.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", at.len() + 1).as_bytes());
        for a in at {
            out.extend_from_slice(format!("{a:010} 00000 n \n").as_bytes());
        }
        out.extend_from_slice(
            format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF", self.0.len() + 1).as_bytes(),
        );
        out.into()
    }
}

/// One page, 400 × 200 points, with more entries for page and resources.
pub(super) fn one(content: &str, page: &str, resources: &str) -> Arc<[u8]> {
    let mut p = Paper::new(&[4]);
    p.add(&format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>{resources}>>{page}>>"
    ));
    p.stream("", content.as_bytes());
    p.bytes()
}

pub(super) fn open(bytes: &Arc<[u8]>) -> (Box<dyn Document>, Extract, Cx<'static>) {
    let mut cx = Cx::default();
    let mut doc = super::open(Arc::clone(bytes), "", &mut cx).unwrap();
    let seen = doc.extract(&mut cx).unwrap();
    (doc, seen, cx)
}

fn plan(seen: &Extract, strikes: Vec<Strike>, boxes: Vec<BoxDrawn>, flatten: Flatten) -> Plan {
    Plan::new(PlanParts {
        source: seen.source,
        choices: BTreeMap::new(),
        kept: BTreeMap::new(),
        opaques: seen.opaques.iter().map(|o| (o.id, OpaqueChoice::Reviewed)).collect(),
        strikes,
        boxes,
        needles: Vec::new(),
        flatten,
    })
}

fn strikes(seen: &Extract, text: usize, words: &[&str]) -> Vec<Strike> {
    let t = &seen.texts[text];
    let mut out = Vec::new();
    for w in words {
        let at = t.as_str().find(w).unwrap_or_else(|| panic!("{w} is not in the text"));
        out.push(Strike { category: Category::PersonName, atoms: t.atoms_in(&(at..at + w.len())).collect() });
    }
    out
}

/// Strikes words of the first text and reads the result again.
pub(super) fn strike(bytes: &Arc<[u8]>, words: &[&str]) -> (Redacted, Extract) {
    let (mut doc, seen, mut cx) = open(bytes);
    let s = strikes(&seen, 0, words);
    let redacted = doc.redact(&plan(&seen, s, vec![], Flatten::WhereNeeded), &mut cx).unwrap();
    let again = open(&Arc::from(redacted.bytes())).1;
    (redacted, again)
}

/// The content of the first page.
pub(super) fn content(bytes: &[u8]) -> String {
    let mut cx = Cx::default();
    let pdf = super::parse::load(&Arc::from(bytes), "", &mut cx).unwrap();
    let content = super::parse::page_content(&pdf.pages()[0], &mut cx).unwrap();
    String::from_utf8_lossy(&content).into_owned()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn holds(e: &Extract, text: usize, word: &str) -> bool {
    flat(e.texts[text].as_str()).contains(word)
}

pub(super) fn place(e: &Extract, text: usize, word: &str) -> Rect {
    let t = &e.texts[text];
    let at = t.as_str().find(word).unwrap();
    let mut rects = t.atoms_in(&(at..at + word.len())).map(|a| match e.places[&a] {
        Place::Page { rect, .. } => rect,
        _ => panic!("not on a page"),
    });
    let first = rects.next().unwrap();
    rects.fold(first, |a, b| a.union(&b))
}

#[test]
fn a_page_is_read() {
    let (_, e, _) = open(&one("BT /F1 12 Tf 50 100 Td (Bonjour Jeanne Vauquelin) Tj ET", "", ""));
    assert_eq!(flat(e.texts[0].as_str()), "Bonjour Jeanne Vauquelin");
    assert_eq!((e.operators.as_slice(), e.pages.len(), e.opaques.len()), ([5].as_slice(), 1, 0));
    let r = place(&e, 0, "Bonjour");
    assert!((r.x0 - 50.0).abs() < 0.1 && r.y0 > 85.0 && r.y1 < 105.0, "{r:?}");
    // Helvetica: B 667, o 556, n 556, j 222, o 556, u 556, r 333.
    assert!((r.width() - 12.0 * 3.446).abs() < 0.1, "{r:?}");
}

#[test]
fn every_pair_and_triple_of_words_of_a_line_goes() {
    let words = ["Zacharie", "Yolande", "Wilfrid", "Quentin", "Bertille"];
    let one_string = "BT /F1 12 Tf 20 100 Td (Zacharie Yolande Wilfrid Quentin Bertille) Tj ET".to_owned();
    let array = "BT /F1 12 Tf 20 100 Td [(Zacha) -20 (rie ) 30 (Yol) (ande) -250 (Wilfrid Quen) 15 (tin Bertille)] TJ ET".to_owned();
    let mut apart = "BT /F1 12 Tf ".to_owned();
    let mut x = 20.0;
    for w in words {
        apart.push_str(&format!("1 0 0 1 {x} 100 Tm ({w}) Tj "));
        x += 4.0 + 12.0 * 0.5 * w.len() as f64;
    }
    apart.push_str("ET");
    for content in [one_string, array, apart] {
        let bytes = one(&content, "", "");
        for mask in 1u32..32 {
            let gone: Vec<&str> =
                words.iter().enumerate().filter(|(i, _)| mask & 1 << i != 0).map(|(_, w)| *w).collect();
            if gone.len() > 3 {
                continue;
            }
            let (redacted, again) = strike(&bytes, &gone);
            for w in words {
                assert_eq!(holds(&again, 0, w), !gone.contains(&w), "{w} of {gone:?} in {content}");
            }
            assert!(!redacted.bars().is_empty());
            assert!(!again.notices.contains(&Notice::HiddenText), "text under a bar: {gone:?} in {content}");
        }
    }
}

#[test]
fn quote_operators_after_tl_stay_on_their_line() {
    let bytes = one(
        "BT /F1 12 Tf 14 TL 50 150 Td (first Vauquelin) Tj (second Vauquelin) ' 3 1 (third Vauquelin) \" (last) ' ET",
        "",
        "",
    );
    let before = open(&bytes).1;
    let (mut doc, seen, mut cx) = open(&bytes);
    let all: Vec<Strike> = seen.texts[0]
        .as_str()
        .match_indices("Vauquelin")
        .map(|(i, w)| Strike {
            category: Category::PersonName,
            atoms: seen.texts[0].atoms_in(&(i..i + w.len())).collect(),
        })
        .collect();
    assert_eq!(all.len(), 3);
    let out = doc.redact(&plan(&seen, all, vec![], Flatten::WhereNeeded), &mut cx).unwrap();
    let again = open(&Arc::from(out.bytes())).1;
    assert!(!holds(&again, 0, "Vauquelin"));
    for w in ["first", "second", "third", "last"] {
        let (a, b) = (place(&before, 0, w), place(&again, 0, w));
        assert!(
            (a.x0 - b.x0).abs() < 0.05 && (a.y0 - b.y0).abs() < 0.05 && (a.x1 - b.x1).abs() < 0.05,
            "{w}"
        );
    }
    assert_eq!(out.bars().len(), 3);
}

#[test]
fn boxes_land_on_turned_and_cropped_pages() {
    for (turn, crop) in [
        (0, ""),
        (90, ""),
        (180, ""),
        (270, ""),
        (90, "/CropBox[10 20 380 190]"),
        (270, "/CropBox[10 20 380 190]"),
    ] {
        let bytes = one(
            "BT /F1 12 Tf 60 100 Td (Bonjour Vauquelin encore) Tj ET",
            &format!("/Rotate {turn}{crop}"),
            "",
        );
        let seen = open(&bytes).1;
        let there = place(&seen, 0, "Vauquelin");
        let size = seen.pages[0].size;
        let (w, h) = if crop.is_empty() { (400.0, 200.0) } else { (370.0, 170.0) };
        let expected = if turn % 180 == 0 { (w, h) } else { (h, w) };
        assert_eq!((size.width, size.height), expected);
        let (redacted, again) = strike(&bytes, &["Vauquelin"]);
        let bar = redacted.bars()[0].rect;
        assert!(
            bar.intersection(&there)
                .is_some_and(|i| i.width() * i.height() > 0.8 * there.width() * there.height()),
            "{turn}: {bar:?} {there:?}"
        );
        assert_eq!(again.pages[0].size, size);
        let (a, b) = (place(&seen, 0, "Bonjour"), place(&again, 0, "Bonjour"));
        assert!((a.x0 - b.x0).abs() < 0.1 && (a.y0 - b.y0).abs() < 0.1, "{turn}: {a:?} {b:?}");
        // The drawn page is black there and has ink where the kept word stands.
        let mut cx = Cx::default();
        let mut doc = super::open(Arc::from(redacted.bytes()), "", &mut cx).unwrap();
        let drawn = doc.preview().unwrap().draw(0, 2.0, &mut cx).unwrap();
        let middle = |r: Rect| ((r.x0 + r.x1) as u32, (r.y0 + r.y1) as u32);
        let (x, y) = middle(bar);
        assert_eq!(drawn.get(x, y), Some([0, 0, 0, 255]), "{turn}");
    }
}

#[test]
fn forms_are_edited_use_by_use() {
    let mut p = Paper::new(&[4, 5]);
    for content in [6, 7] {
        p.add(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents {content} 0 R/Resources<</XObject<</X 8 0 R>>>>>>"
        ));
    }
    p.stream("", b"q 1 0 0 1 0 50 cm /X Do Q /X Do");
    p.stream("", b"/X Do");
    p.stream("/Type/XObject/Subtype/Form/BBox[0 0 400 200]/Resources<</XObject<</Y 9 0 R>>>>", b"q /Y Do Q");
    p.stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 400 200]/Matrix[1 0 0 1 30 40]/Resources<</Font<</F1 3 0 R>>>>",
        b"BT /F1 10 Tf (Chez Vauquelin ici) Tj ET",
    );
    let (mut doc, seen, mut cx) = open(&p.bytes());
    assert_eq!(seen.texts[0].as_str().matches("Vauquelin").count(), 2);
    assert_eq!(seen.texts[1].as_str().matches("Vauquelin").count(), 1);
    let s = strikes(&seen, 0, &["Vauquelin"]);
    let out = doc.redact(&plan(&seen, s, vec![], Flatten::WhereNeeded), &mut cx).unwrap();
    let again = open(&Arc::from(out.bytes())).1;
    assert_eq!(again.texts[0].as_str().matches("Vauquelin").count(), 1);
    assert_eq!(again.texts[1].as_str().matches("Vauquelin").count(), 1);
    assert_eq!(again.texts[0].as_str().matches("Chez").count(), 2);
    assert_eq!(out.bars().len(), 1);
}

/// As by viewers (ISO 32000-2, 8.10.1 forbids it; pdfium and poppler leave out the inner one), directly or by way of another.
#[test]
fn forms_that_draw_themselves_are_drawn_once() {
    for (first, second) in [(6, 6), (7, 6)] {
        let mut p = Paper::new(&[4]);
        p.add(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>",
        );
        p.stream("", b"/X Do");
        for inner in [first, second] {
            p.stream(
                &format!("/Type/XObject/Subtype/Form/BBox[0 0 400 200]/Resources<</XObject<</X {inner} 0 R>>/Font<</F1 3 0 R>>>>"),
                format!("BT /F1 10 Tf 10 {inner}0 Td (Vauquelin dit) Tj ET q 1 0 0 1 0 20 cm /X Do Q").as_bytes(),
            );
        }
        let words = if first == 6 { "Vauquelin dit" } else { "Vauquelin dit Vauquelin dit" };
        assert_eq!(flat(open(&p.bytes()).1.texts[0].as_str()), words);
        let (redacted, again) = strike(&p.bytes(), &["Vauquelin"]);
        assert_eq!(flat(again.texts[0].as_str()), words.replacen("Vauquelin ", "", 1));
        assert!(!redacted.notices().contains(&Notice::PageRasterised));
    }
}

/// Viewers show such a page without it, and so do we and say so; what is there and broken others may show.
#[test]
fn content_that_is_not_in_the_file_is_told() {
    let paper = |content: u32| {
        let mut p = Paper::new(&[4, 6]);
        for contents in [content, 5] {
            p.add(&format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents {contents} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"));
            p.stream("", b"BT /F1 12 Tf 50 100 Td (Bonjour) Tj ET");
        }
        p
    };
    let (redacted, again) = strike(&paper(9).bytes(), &[]);
    assert!(redacted.notices().contains(&Notice::PartsMissing));
    assert_eq!((again.texts[0].as_str(), again.texts[1].as_str()), ("", "Bonjour"));
    assert!(!open(&paper(5).bytes()).1.notices.contains(&Notice::PartsMissing));
    let broken =
        paper(9).bytes().iter().copied().chain(*b"\n9 0 obj\n<</Length 44>>stream\nBT").collect::<Vec<_>>();
    let refused = super::open(Arc::from(broken), "", &mut Cx::default());
    assert_eq!(refused.err().map(|e| e.kind()), Some(ErrorKind::Malformed));
}

/// A page that several places of the tree show is shown as often.
#[test]
fn a_page_may_stand_in_the_tree_twice() {
    let mut p = Paper::new(&[4, 4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>");
    p.stream("", b"BT /F1 12 Tf 50 100 Td (Jeanne Vauquelin) Tj ET");
    let seen = open(&p.bytes()).1;
    assert_eq!(seen.texts.iter().map(|t| t.as_str()).collect::<Vec<_>>(), ["Jeanne Vauquelin"; 2]);
    let again = strike(&p.bytes(), &["Vauquelin"]).1;
    assert_eq!(
        again.texts.iter().map(|t| flat(t.as_str())).collect::<Vec<_>>(),
        ["Jeanne", "Jeanne Vauquelin"]
    );
}

/// What stands before the place where the data break; Flate likewise.
#[test]
fn packed_data_that_break_off_are_read_as_far_as_they_go() {
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>");
    let shown = b"BT /F1 12 Tf 50 100 Td (Bonjour) Tj ET ";
    let mut packed =
        weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8).encode(shown).unwrap();
    // The end mark gives way to codes that stand for nothing yet.
    packed.truncate(packed.len() - 2);
    packed.extend([0xFF; 8]);
    p.stream("/Filter/LZWDecode", &packed);
    assert_eq!(open(&p.bytes()).1.texts[0].as_str(), "Bonjour");
}

fn with_font(font: &[&str], cmap: &str, content: &str) -> Arc<[u8]> {
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R/F2 7 0 R>>>>>>");
    p.stream("", content.as_bytes());
    p.stream(
        "",
        format!("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n{cmap}\nendcmap end end")
            .as_bytes(),
    );
    font.iter().for_each(|f| {
        p.add(f);
    });
    p.bytes()
}

#[test]
fn a_ligature_goes_whole() {
    let bytes = with_font(
        &["<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>"],
        "1 begincodespacerange <00> <FF> endcodespacerange\n2 beginbfchar <01> <006600660069> <41> <0041> endbfchar",
        "BT /F2 12 Tf 50 100 Td (A\\001A) Tj /F1 12 Tf ( reste) Tj ET",
    );
    let seen = open(&bytes).1;
    assert!(holds(&seen, 0, "AffiA"));
    let (_, again) = strike(&bytes, &["ffi"]);
    assert!(!again.texts[0].as_str().contains('f') && holds(&again, 0, "reste"));
    // Half a ligature cannot stay.
    let (_, again) = strike(&bytes, &["fiA"]);
    assert!(!again.texts[0].as_str().contains('f'));
}

#[test]
fn two_byte_codes_are_cut_between_codes() {
    let bytes = with_font(
        &[
            "<</Type/Font/Subtype/Type0/BaseFont/Nameless/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode 6 0 R>>",
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/Nameless/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600/FontDescriptor 9 0 R>>",
            "<</Type/FontDescriptor/FontName/Nameless/Flags 4/ItalicAngle 0/Ascent 800/Descent -200/FontBBox[0 -200 1000 800]>>",
        ],
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0041> <005A> <0041> endbfrange",
        "BT /F2 12 Tf 50 100 Td <004100420043004400450046> Tj ET",
    );
    let (doc, seen, _) = open(&bytes);
    drop(doc);
    assert_eq!(seen.texts[0].as_str(), "ABCDEF");
    assert!((place(&seen, 0, "CD").x0 - (50.0 + 2.0 * 7.2)).abs() < 0.05);
    let (_, again) = strike(&bytes, &["CD"]);
    assert!(!again.texts[0].as_str().contains(['C', 'D']));
}

#[test]
fn vertical_lines_are_read_downward_and_their_bars_lie_where_the_letters_were() {
    use super::subset::{Call, GlyphOut, Keyed, cff};
    use hayro_interpret::kurbo::{Rect as Square, Shape as _};
    let square = |cid| GlyphOut {
        outline: Square::new(400.0, 300.0, 600.0, 500.0).to_path(0.1),
        width: 1000.0,
        call: Call::Cid(cid),
    };
    let program = cff("Nameless", Keyed::Cids, &(0x41..0x48).map(square).collect::<Vec<_>>()).unwrap();
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F2 7 0 R>>>>>>");
    p.stream("", b"BT /F2 20 Tf 200 190 Td [<00410042> -100 <004300440045> 50 <00460047>] TJ ET");
    p.stream(
        "",
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF> \
endcodespacerange\n1 beginbfrange <0041> <005A> <0041> endbfrange\nendcmap end end",
    );
    p.add("<</Type/Font/Subtype/Type0/BaseFont/Nameless/Encoding/Identity-V/DescendantFonts[8 0 R]/ToUnicode 6 0 R>>");
    p.add("<</Type/Font/Subtype/CIDFontType0/BaseFont/Nameless/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
/Supplement 0>>/DW 1000/FontDescriptor 9 0 R>>");
    p.add("<</Type/FontDescriptor/FontName/Nameless/Flags 4/ItalicAngle 0/Ascent 800/Descent -200/FontBBox[0 -200 1000 800]\
/FontFile3 10 0 R>>");
    p.stream("/Subtype/CIDFontType0C", &program);
    let bytes = p.bytes();
    let (_, seen, _) = open(&bytes);
    assert_eq!(seen.texts[0].as_str(), "ABCDEFG");
    let first = place(&seen, 0, "A");
    assert!((first.x0 - 190.0).abs() < 0.1 && (first.x1 - 210.0).abs() < 0.1, "{first:?}");
    assert!((first.y0 - 10.0).abs() < 0.1 && (first.y1 - 30.0).abs() < 0.1, "{first:?}");
    let (redacted, again) = strike(&bytes, &["CD"]);
    assert!(!redacted.notices().contains(&Notice::PageRasterised));
    assert!(holds(&again, 0, "AB") && holds(&again, 0, "EFG"), "{}", again.texts[0].as_str());
    // What stays above the bar stays where it was; what is below moved by the grid at most.
    assert!((place(&again, 0, "A").y0 - 10.0).abs() < 0.1);
    let (was, is) = (place(&seen, 0, "E").y0, place(&again, 0, "E").y0);
    assert!((was - is).abs() <= 44.0, "{was} {is}");
    let mut cx = Cx::default();
    let mut doc = super::open(Arc::from(redacted.bytes()), "", &mut cx).unwrap();
    let drawn = doc.preview().unwrap().draw(0, 1.0, &mut cx).unwrap();
    let dark = |y: u32| drawn.get(200, y).unwrap()[0] < 30;
    // The letters' ink is a square in the middle of each.
    assert!((50..85).all(dark) && dark(20) && !dark(12) && !dark(32) && !dark(47) && !dark(195));
}

#[test]
fn hidden_text_is_read_and_dropped() {
    for content in [
        "BT /F1 12 Tf 50 100 Td (seen) Tj 3 Tr 0 20 Td (Vauquelin) Tj ET",
        "BT /F1 12 Tf 50 100 Td (seen) Tj 1 g 0 20 Td (Vauquelin) Tj ET",
        "BT /F1 12 Tf 50 100 Td (seen) Tj 0 500 Td (Vauquelin) Tj ET",
        "BT /F1 12 Tf 50 100 Td (seen) Tj 0 20 Td (Vauquelin) Tj ET 0 g 40 115 100 20 re f",
        "BT /F1 12 Tf 50 100 Td (seen) Tj ET q 0 0 40 40 re W n BT /F1 12 Tf 50 120 Td (Vauquelin) Tj ET Q",
    ] {
        let bytes = one(content, "", "");
        let seen = open(&bytes).1;
        assert!(holds(&seen, 0, "Vauquelin") && seen.notices.contains(&Notice::HiddenText), "{content}");
        let (_, again) = strike(&bytes, &[]);
        assert!(!holds(&again, 0, "Vauquelin") && holds(&again, 0, "seen"), "{content}");
        assert!(!again.notices.contains(&Notice::HiddenText), "{content}");
    }
    // White on a dark field is plain to see.
    let seen = open(&one("0 0.2 0.5 rg 40 90 200 40 re f 1 g BT /F1 12 Tf 50 100 Td (seen) Tj ET", "", "")).1;
    assert_eq!(seen.notices, []);
}

#[test]
fn the_output_does_not_tell_which_of_two_names_stood_there() {
    // Names whose widths differ by less than the grid shows, written in one string, in several, and word by word.
    let layouts: [fn(&str, f64) -> String; 3] = [
        |n, _| format!("BT /F1 12 Tf 50 100 Td (Docteur {n} est venu hier) Tj ET"),
        |n, _| format!("BT /F1 12 Tf 50 100 Td (Docteur ) Tj ({n}) Tj ( est) Tj ( venu hier) Tj ET"),
        |n, w| {
            format!(
                "BT /F1 12 Tf 1 0 0 1 50 100 Tm (Docteur) Tj 1 0 0 1 100 100 Tm ({n}) Tj 1 0 0 1 {:.3} 100 Tm (est) Tj 1 0 0 1 {:.3} 100 Tm (venu) Tj ET",
                103.336 + w,
                128.0 + w
            )
        },
    ];
    // Helvetica widths: Marchand = 833+556+333+500+4*556, Nantes = 722+556+556+278+556+500; a rare long name.
    let names = [("Marchand", 4.446 * 12.0), ("Nantes", 3.168 * 12.0), ("Marchandmarcha", 7.78 * 12.0)];
    for layout in layouts {
        let out: Vec<Vec<u8>> = names
            .iter()
            .map(|(n, w)| {
                let (r, again) = strike(&one(&layout(n, *w), "", ""), &[n]);
                assert!(holds(&again, 0, "est") && holds(&again, 0, "venu"));
                r.bytes().to_vec()
            })
            .collect();
        assert!(out.iter().all(|o| *o == out[0]), "{}", layout("?", 0.0));
    }
}

#[test]
fn neither_stretched_blanks_nor_a_flush_right_start_tell_the_width() {
    // Widths of Helvetica.
    let of = |c: char| match c {
        'D' | 'N' => 722.0,
        'm' => 833.0,
        's' | 'v' | 'c' => 500.0,
        't' | ' ' => 278.0,
        'j' => 222.0,
        'r' => 333.0,
        _ => 556.0,
    };
    let width = |s: &str| s.chars().map(|c| of(c) * 0.012).sum::<f64>();
    let justified = |name: &str| {
        let words = ["Le", "nom", name, "est", "venu", "ce", "jour"];
        let free = 250.0 - words.iter().map(|w| width(w)).sum::<f64>();
        let mut x = 50.0;
        let mut out = String::from("BT /F1 12 Tf ");
        for w in words {
            out += &format!("1 0 0 1 {x:.3} 100 Tm ({w}) Tj ");
            x += width(w) + free / 6.0;
        }
        out + "ET"
    };
    let flush = |name: &str| {
        let x = 390.0 - width("Nom de ") - width(name) - width(" est");
        format!("BT /F1 12 Tf 50 150 Td (Une ligne) Tj 1 0 0 1 {x:.3} 100 Tm (Nom de {name} est) Tj ET")
    };
    let texts: [&dyn Fn(&str) -> String; 2] = [&justified, &flush];
    for text in texts {
        let out = |name: &str| strike(&one(&text(name), "", ""), &[name]).0.bytes().to_vec();
        let all = ["Dubena", "Dubenad", "Dubenadubena"].map(out);
        assert!(all.iter().all(|a| *a == all[0]), "{}", text("Dubena"));
        let (_, again) = strike(&one(&text("Dubena"), "", ""), &["Dubena"]);
        assert!(holds(&again, 0, "est"));
    }
}

#[test]
fn a_line_moved_after_an_operator_that_shows_nothing_takes_its_bars_along() {
    // The empty string writes the position; the blanks behind it belong to the line that is set flush right.
    let blanks = " ".repeat(80);
    let source = one(
        &format!("BT /F1 10 Tf 1 0 0 1 20 100 Tm () Tj ({blanks}) Tj (Duval = e d \\(Morel\\) suite) Tj ET"),
        "",
        "",
    );
    let (redacted, again) = strike(&source, &["Duval", "Morel"]);
    assert_eq!(redacted.bars().len(), 2);
    for bar in redacted.bars() {
        let sign = place(&again, 0, "(");
        assert!(sign.x1 <= bar.rect.x0 + 0.5 || bar.rect.x1 <= sign.x0 + 0.5, "{sign:?} {:?}", bar.rect);
    }
}

#[test]
fn a_column_in_the_same_array_stays_where_the_bars_think_it_is() {
    // A wide jump inside the array begins a column; what stands before it moves with the first bar, the column does not.
    let source = one(
        "BT /F1 10 Tf 20 100 Td [(Morel et Duval)-3600(x)-600(Vauquelin)-600(\"0 \"1 bilan)]TJ ET",
        "",
        "",
    );
    let x = |e: &Extract, w: &str| place(e, 0, w).x0;
    let before = open(&source).1;
    for struck in [&["Morel"][..], &["Morel", "Duval", "Vauquelin"], &["Duval", "Vauquelin"]] {
        let (redacted, again) = strike(&source, struck);
        assert!((x(&again, "x") - x(&before, "x")).abs() < 0.1, "{struck:?}");
        for bar in redacted.bars() {
            for (span, atom) in again.texts[0].atoms() {
                let Some(Place::Page { rect, .. }) = again.places.get(&atom) else { continue };
                let middle = (rect.x0 + rect.x1) / 2.0;
                let blank = again.texts[0].as_str()[span].trim().is_empty();
                assert!(blank || middle <= bar.rect.x0 || bar.rect.x1 <= middle, "{struck:?}");
            }
        }
    }
}

#[test]
fn what_stands_behind_a_line_that_ran_out_of_its_cell_stays_in_its_own() {
    // A narrow cell cuts its line off, and the next cell begins where the line would have ended.
    let source = |name: &str, rest: &str| {
        one(
            &format!(
                "q 40 90 100 20 re W n BT /F1 10 Tf 50 100 Td (Vu par {name} {rest}) Tj ET Q \
                 BT /F1 10 Tf 1 0 0 1 146 100 Tm (1074) Tj ET"
            ),
            "",
            "",
        )
    };
    for (name, rest) in [("Morel", "pour le a"), ("Nantes", "pour un"), ("Marchand", "cela a")] {
        let (_, again) = strike(&source(name, rest), &[name]);
        assert!((place(&again, 0, "1074").x0 - 146.0).abs() < 0.1, "{name}");
    }
    // A clip that was cut to each word is no cell: the next word would tell how long the name was.
    let tight = |name: &str, width: f64| {
        let end = 50.0 + width;
        let next = end + 2.78;
        one(
            &format!(
                "q 50 90 {width:.3} 20 re W n BT /F1 10 Tf 50 100 Td ({name} ) Tj ET Q \
                 BT /F1 10 Tf 1 0 0 1 {next:.3} 100 Tm (est venu) Tj ET"
            ),
            "",
            "",
        )
    };
    let next = |(name, width)| place(&strike(&tight(name, width), &[name]).1, 0, "est").x0;
    assert!((next(("Marchand", 44.46)) - next(("Bonnemar", 46.13))).abs() < 0.02);
}

#[test]
fn a_watermark_does_not_take_the_bar_away() {
    let source = one(
        "0.8 g BT /F1 120 Tf 0.7 0.7 -0.7 0.7 60 10 Tm (B) Tj ET 0 g BT /F1 10 Tf 60 100 Td (Vu par Morel ce jour) Tj ET",
        "",
        "",
    );
    let (redacted, again) = strike(&source, &["Morel"]);
    assert!(!holds(&again, 0, "Morel") && redacted.bars().len() == 1);
    assert!(redacted.bars()[0].rect.width() > 10.0);
}

#[test]
fn bars_do_not_cover_text_that_stays() {
    let bytes = one(
        "BT /F1 12 Tf 1 0 0 1 50 100 Tm (Al) Tj 1 0 0 1 80 100 Tm (column) Tj 1 0 0 1 50 88 Tm (below) Tj ET",
        "",
        "",
    );
    let (redacted, again) = strike(&bytes, &["Al"]);
    let bar = redacted.bars()[0].rect;
    for w in ["column", "below"] {
        let r = place(&again, 0, w);
        let over = bar.intersection(&r).map_or(0.0, |i| i.width() * i.height());
        assert!(over < 0.05 * r.width() * r.height(), "{w}");
    }
    assert_eq!(place(&again, 0, "column").x0, 80.0);
}

#[test]
fn a_full_line_stays_in_its_column() {
    let bytes = one(
        "q 0 0 300 200 re W n BT /F1 12 Tf 1 0 0 1 50 100 Tm (Vu par Chantal Nantes pour suivi ce jour.) Tj \
         1 0 0 1 50 80 Tm (Suite sans nom jusqu'au bord de la colonne ici.) Tj ET Q",
        "",
        "",
    );
    for name in ["Vu", "par", "Chantal", "Nantes", "pour"] {
        let (_, again) = strike(&bytes, &[name]);
        assert!(holds(&again, 0, "ce jour.") && !again.notices.contains(&Notice::HiddenText), "{name}");
    }
}

#[test]
fn nothing_but_known_operators_and_their_operands_is_copied() {
    let bytes = one(
        "(Vauquelin) 1 w /Span <</ActualText (Vauquelin) /MCID 0>> BDC BT /F1 12 Tf 50 100 Td (seen) Tj ET EMC \
         /Vauquelin MP (Vauquelin) foo Q Q 0 0 m 10 10 l S q q",
        "",
        "",
    );
    let (redacted, again) = strike(&bytes, &[]);
    assert_eq!(again.texts[0].as_str(), "seen");
    assert!(!redacted.bytes().windows(9).any(|w| w == b"Vauquelin"));
    let count = |e: &Extract| e.operators[0];
    assert!(count(&again) >= 10);
}

#[test]
fn layers_that_are_off_are_not_painted() {
    let mut p = Paper::new(&[4]);
    p.0[0] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>>>".to_vec();
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>/Properties<</L 6 0 R>>>>>>");
    p.stream("", b"/OC /L BDC 0 g 0 0 400 200 re f BT /F1 12 Tf 50 100 Td (Vauquelin) Tj ET EMC BT /F1 12 Tf 50 50 Td (seen) Tj ET");
    p.add("<</Type/OCG/Name(x)>>");
    let bytes = p.bytes();
    assert!(holds(&open(&bytes).1, 0, "Vauquelin"));
    let (redacted, again) = strike(&bytes, &[]);
    assert_eq!(again.texts[0].as_str(), "seen");
    let mut cx = Cx::default();
    let mut doc = super::open(Arc::from(redacted.bytes()), "", &mut cx).unwrap();
    let drawn = doc.preview().unwrap().draw(0, 1.0, &mut cx).unwrap();
    assert_eq!(drawn.get(390, 10), Some([255, 255, 255, 255]));
}

#[test]
fn annotations_become_part_of_the_page() {
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Annots[6 0 R 8 0 R]/Resources<</Font<</F1 3 0 R>>>>>>");
    p.stream("", b"BT /F1 12 Tf 50 100 Td (seen) Tj ET");
    p.add("<</Type/Annot/Subtype/FreeText/Rect[100 20 200 40]/F 4/Contents(Vauquelin)/AP<</N 7 0 R>>>>");
    p.stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 3 0 R>>>>",
        b"BT /F1 10 Tf 2 5 Td (Vauquelin note) Tj ET",
    );
    p.add("<</Type/Annot/Subtype/Text/Rect[0 0 20 20]/F 2/Contents(Vauquelin)/AP<</N 7 0 R>>>>");
    let bytes = p.bytes();
    let seen = open(&bytes).1;
    assert_eq!(seen.texts[0].as_str().matches("Vauquelin").count(), 2);
    assert!(seen.notices.contains(&Notice::AnnotationsRemoved));
    let (mut doc, seen, mut cx) = open(&bytes);
    let all = seen.texts[0].atoms_in(&(0..0)).collect::<Vec<_>>();
    assert!(all.is_empty());
    let every: Vec<Strike> = seen.texts[0]
        .as_str()
        .match_indices("Vauquelin")
        .map(|(i, w)| Strike {
            category: Category::PersonName,
            atoms: seen.texts[0].atoms_in(&(i..i + w.len())).collect(),
        })
        .collect();
    let out = doc.redact(&plan(&seen, every, vec![], Flatten::WhereNeeded), &mut cx).unwrap();
    let again = open(&Arc::from(out.bytes())).1;
    assert!(!holds(&again, 0, "Vauquelin") && holds(&again, 0, "note") && holds(&again, 0, "seen"));
    let r = place(&again, 0, "note");
    assert!(r.y0 > 155.0 && r.y1 < 182.0, "{r:?}");
}

#[test]
fn a_person_s_box_takes_what_it_touches() {
    let content = "BT /F1 12 Tf 50 100 Td (keep strike keep) Tj ET";
    let boxed = |bytes: &Arc<[u8]>| {
        let (mut doc, seen, mut cx) = open(bytes);
        let rect = place(&seen, 0, "strike");
        let b = BoxDrawn { page: 0, rect };
        doc.redact(&plan(&seen, vec![], vec![b], Flatten::WhereNeeded), &mut cx).unwrap()
    };
    let out = boxed(&one(content, "", ""));
    let again = open(&Arc::from(out.bytes())).1;
    assert!(!holds(&again, 0, "strike") && holds(&again, 0, "keep"));
    assert!(!out.notices().contains(&Notice::PageRasterised));
    // Lines under the box: only pixels can be struck.
    let out = boxed(&one(&format!("{content} 80 90 m 90 110 l S"), "", ""));
    assert_eq!(out.notices(), [Notice::PageRasterised]);
    assert_eq!(open(&Arc::from(out.bytes())).1.texts[0].as_str(), "");
}

#[test]
fn pictures_are_asked_about_and_taken_out() {
    let image = "BI /W 2 /H 2 /BPC 8 /CS /G ID \u{1}\u{2}\u{3}\u{4} EI";
    let drawn = |n: usize| {
        (0..n).map(|i| format!("q 20 0 0 20 {} 50 cm {image} Q ", 10 + 22 * i)).collect::<String>()
    };
    for (n, opaques) in [(2, 2), (15, 1)] {
        let bytes = one(&drawn(n), "", "");
        let (mut doc, seen, mut cx) = open(&bytes);
        assert_eq!(seen.opaques.len(), opaques);
        let kept = doc.redact(&plan(&seen, vec![], vec![], Flatten::WhereNeeded), &mut cx).unwrap();
        assert_eq!(open(&Arc::from(kept.bytes())).1.opaques.len(), opaques);
        let (mut doc, seen, mut cx) = open(&bytes);
        let none = Extract { opaques: Vec::new(), ..seen };
        let gone = doc.redact(&plan(&none, vec![], vec![], Flatten::WhereNeeded), &mut cx).unwrap();
        let (mut doc, again, mut cx) = open(&Arc::from(gone.bytes()));
        assert_eq!(again.opaques, []);
        let grey = doc.preview().unwrap().draw(0, 1.0, &mut cx).unwrap().get(15, 140);
        assert_eq!(grey, Some([204, 204, 204, 255]));
    }
}

#[test]
fn words_read_in_a_picture_join_those_of_the_page() {
    let image = "q 200 0 0 100 100 50 cm BI /W 2 /H 2 /BPC 8 /CS /G ID ~~~~ EI Q";
    let bytes = one(&format!("{image} BT /F1 12 Tf 110 130 Td (Nom) Tj ET"), "", "");
    let mut cx = Cx::default();
    let mut doc = super::open(Arc::clone(&bytes), "", &mut cx).unwrap();
    assert_eq!(doc.pictures(&mut cx).unwrap(), 1);
    let pixels = doc.picture(0, &mut cx).unwrap();
    // The picture is 200 × 100 points, 50 from the top.
    let scale = pixels.width as f32 / 200.0;
    assert!((pixels.height as f32 - 100.0 * scale).abs() <= 1.0);
    let line = |text: &str, x: f32, y: f32| ReadLine {
        letters: text
            .chars()
            .enumerate()
            .map(|(i, c)| {
                let x = x + 8.0 * i as f32;
                let rect = Rect::new(x * scale, y * scale, (x + 8.0) * scale, (y + 12.0) * scale);
                ReadLetter { text: c.to_string(), rect }
            })
            .collect(),
        ..ReadLine::default()
    };
    // The label is the page's own, and was seen in the picture too.
    let lines = vec![line("Nom", 10.0, 10.0), line("Vauquelin", 45.0, 10.0), line("va bien", 10.0, 60.0)];
    cx.give(0, Reading { lines, ..Reading::default() });
    let seen = doc.extract(&mut cx).unwrap();
    assert_eq!(seen.opaques, []);
    assert_eq!(flat(seen.texts[0].as_str()), "Nom Vauquelin va bien");
    let s = strikes(&seen, 0, &["Vauquelin"]);
    let out = doc.redact(&plan(&seen, s, vec![], Flatten::WhereNeeded), &mut cx).unwrap();
    let mut doc = super::open(Arc::from(out.bytes()), "", &mut cx).unwrap();
    let drawn = doc.preview().unwrap().draw(0, 1.0, &mut cx).unwrap();
    let dark = |x, y| drawn.get(x, y).unwrap()[0] < 30;
    assert!(dark(150, 66) && dark(212, 66), "the name");
    assert!(!dark(136, 80) && !dark(120, 116), "what stands around it");
}

#[test]
fn a_picture_under_a_box_is_not_copied() {
    // It lies askew, so that it is not cut.
    let image = "q 100 40 -40 100 100 50 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \u{1}\u{2}\u{3}\u{4} EI Q";
    let (mut doc, seen, mut cx) = open(&one(&format!("{image} 90 90 20 20 re f"), "", ""));
    let out = doc.redact(&plan(&seen, vec![], vec![], Flatten::WhereNeeded), &mut cx).unwrap();
    assert_eq!(out.notices(), [Notice::PageRasterised]);
    // So is one of which the page shows a part.
    let (mut doc, seen, mut cx) = open(&one(&format!("q 1 0 0 1 -80 0 cm {image} Q"), "", ""));
    let out = doc.redact(&plan(&seen, vec![], vec![], Flatten::WhereNeeded), &mut cx).unwrap();
    assert_eq!(out.notices(), [Notice::PageRasterised]);
}

/// A page with a picture of 20 × 20 grey pixels, each of another value, which `content` draws as `/Im`.
fn with_picture(content: &str) -> Arc<[u8]> {
    let mut p = Paper::new(&[4]);
    p.add(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>/XObject<</Im 6 0 R>>\
        /ExtGState<</Half<</ca .5>>>>>>>>",
    );
    p.stream("", content.as_bytes());
    let grey = "/Type/XObject/Subtype/Image/Width 20/Height 20/BitsPerComponent 8/ColorSpace/DeviceGray";
    let pixels: Vec<u8> = (0..400u32).map(|i| (i % 251) as u8).collect();
    p.stream(grey, &pixels);
    p.bytes()
}

/// The samples of the output's only picture.
fn samples(redacted: &Redacted) -> Vec<u8> {
    let pdf = hayro_syntax::Pdf::new(redacted.bytes().to_vec()).unwrap();
    let page = &pdf.pages()[0];
    let objects = super::parse::page_resources(page);
    let objects = objects.get::<hayro_syntax::object::Dict<'_>>(b"XObject".as_slice()).unwrap();
    let (name, _) = objects.entries().next().unwrap();
    objects.get::<hayro_syntax::object::Stream<'_>>(name).unwrap().decoded_data().unwrap().into_owned()
}

#[test]
fn what_a_page_or_a_box_hides_of_a_picture_is_constant() {
    let of = |content: &str| {
        let (redacted, _) = strike(&with_picture(content), &[]);
        assert!(!redacted.notices().contains(&Notice::PageRasterised), "{content}");
        samples(&redacted)
    };
    let all = of("q 100 0 0 100 50 50 cm /Im Do Q");
    assert_eq!(all.get(21..25), Some(&[21, 22, 23, 24][..]));
    // Left half off the page: of each row nothing but the right half and a column beside it is kept.
    let cropped = of("q 100 0 0 100 -50 50 cm /Im Do Q");
    assert_eq!(cropped.get(20..30), Some(&[29; 10][..]));
    assert_eq!(cropped.get(30..40), all.get(30..40));
    let clipped = of("50 50 100 50 re W n q 100 0 0 100 50 50 cm /Im Do Q");
    assert_eq!(clipped.get(..180), Some(&[0xFF; 180][..]));
    assert_eq!(clipped.get(200..), all.get(200..));
    // Under a box: rows 5 to 15, columns 5 to 15.
    let covered = of("q 100 0 0 100 50 50 cm /Im Do Q 0 g 75 75 50 50 re f");
    assert!((7..13).all(|y| covered[y * 20 + 7..y * 20 + 13].iter().all(|v| *v == covered[y * 20 + 5])));
    assert_eq!(covered.get(..100), all.get(..100));
    // The same for a picture that stands in the content.
    let data: String = (0..400u32).map(|i| format!("{:02X}", i % 251)).collect();
    let inline = format!("BI /W 20 /H 20 /BPC 8 /CS /G /F /AHx ID {data}> EI");
    assert_eq!(of(&format!("q 100 0 0 100 50 50 cm {inline} Q 0 g 75 75 50 50 re f")), covered);
    // Under a box that a clip cuts to three sides of a frame: what is in the frame stays.
    let notched = "75 75 m 125 75 l 125 125 l 110 125 l 110 100 l 90 100 l 90 125 l 75 125 l h W n";
    let covered = of(&format!("q 100 0 0 100 50 50 cm /Im Do Q q {notched} 1 g 70 70 60 60 re f Q"));
    assert!((12..14).all(|y| covered[y * 20 + 7..y * 20 + 13].iter().all(|v| *v == covered[y * 20 + 5])));
    assert!((0..9).all(|y| covered[y * 20 + 9..y * 20 + 11] == all[y * 20 + 9..y * 20 + 11]));
    // Under a triangle: what lies well within it.
    let all = of("q 40 0 0 40 50 50 cm /Im Do Q");
    let covered = of("q 40 0 0 40 50 50 cm /Im Do Q 0 g 55 55 m 85 55 l 70 85 l f");
    assert!((9..15).all(|y| covered[y * 20 + 9] == covered[y * 20 + 10]));
    assert!((0..20).all(|y| covered[y * 20..y * 20 + 3] == all[y * 20..y * 20 + 3]));
    // A picture that lies askew is not cut: the page is drawn.
    let (redacted, _) =
        strike(&with_picture("q 100 40 -40 100 100 50 cm /Im Do Q 0 g 75 75 50 50 re f"), &[]);
    assert!(redacted.notices().contains(&Notice::PageRasterised));
}

#[test]
fn a_picture_that_would_be_read_as_another_is_refused() {
    let file = |progressive| {
        let mut jpeg = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut jpeg, 80);
        encoder.set_optimized_huffman_tables(true);
        encoder.set_progressive(progressive);
        encoder.encode(&[90; 32 * 32 * 3], 32, 32, jpeg_encoder::ColorType::Rgb).unwrap();
        let mut p = Paper::new(&[4]);
        p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</XObject<</Im 6 0 R>>>>>>");
        p.stream("", b"q 100 0 0 100 50 50 cm /Im Do Q");
        let dict = "/Type/XObject/Subtype/Image/Width 32/Height 32/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode";
        p.stream(dict, &jpeg);
        p.bytes()
    };
    strike(&file(true), &[]);
    // Its colours are coded one behind the other.
    let (mut doc, seen, mut cx) = open(&file(false));
    let refused = doc.redact(&plan(&seen, vec![], vec![], Flatten::WhereNeeded), &mut cx);
    assert_eq!(refused.err().map(|e| e.kind()), Some(ErrorKind::Malformed));
}

#[test]
fn letters_through_which_a_picture_shows_are_not_hidden_by_it() {
    for shown in ["300 0 0 100 50 80 cm /Im Do", "0 g 50 80 300 100 re f"] {
        let source = with_picture(&format!("q BT 7 Tr /F1 40 Tf 60 100 Td (Bonjour) Tj ET {shown} Q"));
        let (redacted, again) = strike(&source, &[]);
        assert!(!redacted.notices().contains(&Notice::HiddenText), "{shown}");
        let mut doc = super::open(Arc::from(redacted.bytes()), "", &mut Cx::default()).unwrap();
        let drawn = doc.preview().unwrap().draw(0, 1.0, &mut Cx::default()).unwrap();
        // The stem of the B, and the paper beside the word.
        assert!(drawn.get(65, 85).unwrap()[0] < 255, "{shown}");
        assert_eq!(drawn.get(300, 85), Some([255; 4]), "{shown}");
        assert_eq!(holds(&again, 0, "Bonjour"), !redacted.notices().contains(&Notice::PageRasterised));
    }
}

#[test]
fn hidden_text_over_a_scan_is_struck_in_its_pixels() {
    let bytes =
        with_picture("q 200 0 0 100 50 50 cm /Im Do Q BT 3 Tr /F1 10 Tf 60 120 Td (Nom Vauquelin vu) Tj ET");
    let (redacted, again) = strike(&bytes, &["Vauquelin"]);
    assert!(!redacted.notices().contains(&Notice::PageRasterised));
    assert_eq!(flat(again.texts[0].as_str()), "");
    // The bar lies on columns 3 to 8, rows 2 and 3: their blocks of eight are constant, the rest is as it was.
    let got = samples(&redacted);
    let was: Vec<u8> = (0..400u32).map(|i| (i % 251) as u8).collect();
    assert!((0..8).all(|y| got[y * 20..y * 20 + 16].iter().all(|v| *v == got[y * 20])));
    assert!((0..20).all(|y| got[y * 20 + 16..y * 20 + 20] == was[y * 20 + 16..y * 20 + 20]));
    assert_eq!(got[160..], was[160..]);
    let mut cx = Cx::default();
    let mut doc = super::open(Arc::from(redacted.bytes()), "", &mut cx).unwrap();
    let drawn = doc.preview().unwrap().draw(0, 1.0, &mut cx).unwrap();
    assert_eq!((drawn.get(100, 76), drawn.get(60, 76).unwrap()[0] > 0), (Some([0, 0, 0, 255]), true));
    // A picture that lies askew has no such pixels.
    let bytes =
        with_picture("q 200 40 -20 100 50 50 cm /Im Do Q BT 3 Tr /F1 10 Tf 80 120 Td (Vauquelin) Tj ET");
    assert!(strike(&bytes, &["Vauquelin"]).0.notices().contains(&Notice::PageRasterised));
}

#[test]
fn a_scan_that_was_set_straight_is_struck_in_its_pixels_too() {
    // It leans by half a point on two hundred.
    let text = "BT 3 Tr /F1 10 Tf 60 120 Td (Nom Vauquelin vu) Tj ET";
    let bytes = with_picture(&format!("q 200 0.4 -0.2 100 50 50 cm /Im Do Q {text}"));
    let (redacted, again) = strike(&bytes, &["Vauquelin"]);
    assert!(!redacted.notices().contains(&Notice::PageRasterised));
    assert_eq!(flat(again.texts[0].as_str()), "");
    let got = samples(&redacted);
    assert!((2..4).all(|y| got[y * 20 + 4..y * 20 + 8].iter().all(|v| *v == got[y * 20 + 4])));
    assert_ne!(got[12 * 20 + 4], got[12 * 20 + 5]);
    // Two degrees and more, and corners off the page: what nobody sees of it is gone, and so is what is struck.
    let text = "BT 3 Tr /F1 10 Tf 160 120 Td (Nom Vauquelin vu) Tj ET";
    let bytes = with_picture(&format!("q 420 18 -9 220 -5 -15 cm /Im Do Q {text}"));
    let (redacted, _) = strike(&bytes, &["Vauquelin"]);
    assert!(!redacted.notices().contains(&Notice::PageRasterised));
    let got = samples(&redacted);
    let was: Vec<u8> = (0..400u32).map(|i| (i % 251) as u8).collect();
    assert!((0..16).all(|y| got[y * 20 + 8..y * 20 + 16].iter().all(|v| *v == got[y * 20 + 8])));
    assert_eq!(got[17 * 20..18 * 20], was[17 * 20..18 * 20]);
    // One that lies across is drawn.
    let bytes = with_picture(&format!("q 200 40 -20 100 50 50 cm /Im Do Q {text}"));
    assert!(strike(&bytes, &["Vauquelin"]).0.notices().contains(&Notice::PageRasterised));
}

#[test]
fn a_font_that_the_page_lacks_is_helvetica() {
    let bytes = one("BT /Gone 12 Tf 50 100 Td (Jeanne Vauquelin) Tj 0 -20 Td (va bien) Tj ET", "", "");
    let (redacted, again) = strike(&bytes, &["Vauquelin"]);
    assert!(!redacted.notices().contains(&Notice::PageRasterised));
    assert_eq!(flat(again.texts[0].as_str()), "Jeanne va bien");
}

#[test]
fn text_in_a_font_that_cannot_be_loaded_goes_and_the_rest_stays() {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Nowhere-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2\
/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>";
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R/F2 6 0 R>>>>>>");
    p.stream("", b"BT /F1 12 Tf 50 100 Td (Jeanne Vauquelin) Tj /F2 12 Tf 0 -20 Td <D6D0B9FA> Tj ET");
    p.add(font);
    let (redacted, again) = strike(&p.bytes(), &["Vauquelin"]);
    assert!(!redacted.notices().contains(&Notice::PageRasterised));
    assert_eq!(flat(again.texts[0].as_str()), "Jeanne");
    let (_, seen, _) = open(&p.bytes());
    assert_eq!(seen.opaques.iter().map(|o| o.kind).collect::<Vec<_>>(), [OpaqueKind::Glyphs]);
    assert!(!redacted.bytes().windows(6).any(|w| w == b"SimSun"));
}

#[test]
fn white_letters_on_their_own_black_shapes_are_seen() {
    let outlined =
        "BT /F1 40 Tf 9 w 1 Tr 50 100 Td (VAUQUELIN) Tj 1 g 0 Tr 1 0 0 1 51 101 Tm (VAUQUELIN) Tj ET";
    let (redacted, again) = strike(&one(outlined, "", ""), &[]);
    assert!(!redacted.notices().contains(&Notice::HiddenText));
    let mut cx = Cx::default();
    let mut doc = super::open(Arc::from(redacted.bytes()), "", &mut cx).unwrap();
    let drawn = doc.preview().unwrap().draw(0, 1.0, &mut cx).unwrap();
    let first = place(&again, 0, "U");
    // Down the middle of the U's left stem: black, white, black.
    let row = ((first.y0 + first.y1) / 2.0) as u32;
    let white = (first.x0 as u32..first.x1 as u32).filter(|x| drawn.get(*x, row).unwrap()[0] > 200).count();
    assert!(white >= 4, "{white}");
    // Nor does either copy stay when the word goes.
    assert_eq!(flat(strike(&one(outlined, "", ""), &["VAUQUELIN"]).1.texts[0].as_str()), "");
}

#[test]
fn letters_that_nobody_reads_do_not_make_the_page_a_picture() {
    // A Type 3 font whose letters have no names that mean anything, beside text that is read.
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R/F2 6 0 R>>>>>>");
    p.stream("", b"BT /F1 12 Tf 50 150 Td (Jeanne Vauquelin) Tj /F2 12 Tf 0 -40 Td (secret) Tj ET");
    p.add(
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 122\
         /Widths[500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500]\
         /CharProcs<</q1 7 0 R>>/Encoding<</Differences[97/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1/q1]>>>>",
    );
    p.stream("", b"500 0 0 0 400 700 d1 0 0 400 700 re f");
    let bytes = p.bytes();
    for (choice, left) in [(OpaqueChoice::Reviewed, true), (OpaqueChoice::Remove, false)] {
        let (mut doc, seen, mut cx) = open(&bytes);
        assert_eq!(seen.opaques.iter().map(|o| o.kind).collect::<Vec<_>>(), [OpaqueKind::Glyphs]);
        let plan = Plan::new(PlanParts {
            source: seen.source,
            choices: BTreeMap::new(),
            kept: BTreeMap::new(),
            opaques: seen.opaques.iter().map(|o| (o.id, choice)).collect(),
            strikes: strikes(&seen, 0, &["Vauquelin"]),
            boxes: vec![],
            needles: Vec::new(),
            flatten: Flatten::WhereNeeded,
        });
        let redacted = doc.redact(&plan, &mut cx).unwrap();
        assert!(!redacted.notices().contains(&Notice::PageRasterised));
        let (_, again, _) = open(&Arc::from(redacted.bytes()));
        assert!(flat(again.texts[0].as_str()).contains("Jeanne") && !holds(&again, 0, "Vauquelin"));
        assert_eq!(again.opaques.len(), usize::from(left), "{choice:?}");
        // Their codes are not those of the source, which spell what a reader might believe.
        let pdf = hayro_syntax::Pdf::new(redacted.bytes().to_vec()).unwrap();
        let content = String::from_utf8_lossy(pdf.pages()[0].page_stream().unwrap()).into_owned();
        assert!(content.contains("(Jeanne") && !content.contains("(s") && !content.contains("ecret"));
    }
}

#[test]
fn codes_that_are_unicode_by_name_are_read() {
    let bytes = with_font(
        &[
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode/Identity-H>>",
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 500/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/A/Flags 4>>>>",
        ],
        "",
        "BT /F2 12 Tf 50 150 Td <004A006F0159> Tj ET",
    );
    let (_, seen, _) = open(&bytes);
    assert_eq!(flat(seen.texts[0].as_str()), "Joř");
}

#[test]
fn an_annotation_that_does_not_turn_with_the_page_stays_upright() {
    for (rotate, place) in [(90, (100.0, 60.0)), (0, (60.0, 100.0))] {
        let mut p = Paper::new(&[4]);
        p.add(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Rotate {rotate}/Annots[<</Type/Annot/Subtype/Stamp/F 20\
             /Rect[60 60 140 100]/AP<</N 5 0 R>>>>]>>"
        ));
        p.stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 80 40]/Resources<</Font<</F1 3 0 R>>>>",
            b"BT /F1 12 Tf 0 28 Td (Stamp) Tj ET",
        );
        let (_, seen, _) = open(&p.bytes());
        let at = self::place(&seen, 0, "Stamp");
        assert!(at.width() > at.height(), "{at:?}");
        assert!((at.x0 - place.0).abs() < 1.0 && (at.y0 - place.1).abs() < 6.0, "{rotate} {at:?}");
    }
}

#[test]
fn flattened_pages_hold_pixels_only() {
    let bytes = one("BT /F1 12 Tf 50 100 Td (Bonjour Vauquelin) Tj ET", "/Rotate 90", "");
    let (mut doc, seen, mut cx) = open(&bytes);
    let s = strikes(&seen, 0, &["Vauquelin"]);
    let out = doc.redact(&plan(&seen, s, vec![], Flatten::Everything), &mut cx).unwrap();
    let again = open(&Arc::from(out.bytes())).1;
    assert_eq!(again.texts[0].as_str(), "");
    assert_eq!((again.opaques.len(), again.pages[0].size), (1, seen.pages[0].size));
    let bar = out.bars()[0].rect;
    let mut cx = Cx::default();
    let mut doc = super::open(Arc::from(out.bytes()), "", &mut cx).unwrap();
    let drawn = doc.preview().unwrap().draw(0, 2.0, &mut cx).unwrap();
    let p = drawn.get((bar.x0 + bar.x1) as u32, (bar.y0 + bar.y1) as u32).unwrap();
    assert!(p[0] < 20 && p[1] < 20 && p[2] < 20, "{p:?}");
}

#[test]
fn nothing_moves_on_a_page_that_is_drawn() {
    // Sides that are no whole number of pixels: a line far from the corner would move by most of one.
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 100.062 100.062]/Contents 5 0 R>>");
    p.stream("", b"95 0 3 100 re 0 2 100 3 re f");
    let (mut doc, seen, mut cx) = open(&p.bytes());
    let out = doc.redact(&plan(&seen, vec![], vec![], Flatten::Everything), &mut cx).unwrap();
    let mut again = super::open(Arc::from(out.bytes()), "", &mut cx).unwrap();
    let mut edges = |doc: &mut dyn Document| {
        let drawn = doc.preview().unwrap().draw(0, 20.0, &mut cx).unwrap();
        let dark = |x: u32, y: u32| drawn.get(x, y).unwrap()[0] < 128;
        let right = (0..2000).find(|x| dark(*x, 600)).unwrap();
        let low = (0..2000).find(|y| dark(600, *y)).unwrap();
        (right as i32, low as i32)
    };
    let (was, is) = (edges(doc.as_mut()), edges(again.as_mut()));
    // Twentieths of a point; a pixel of the page has seven.
    assert!((was.0 - is.0).abs() < 5 && (was.1 - is.1).abs() < 5, "{was:?} {is:?}");
}

#[test]
fn a_huge_page_is_drawn_within_the_limit_of_pixels() {
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>");
    p.stream("", b"BT /F1 900 Tf 1000 7000 Td (Jeanne Vauquelin) Tj ET");
    let most = 2_000_000;
    let mut cx = Cx::new(Limits { pixels: most, ..Limits::default() }).stocked();
    let mut doc = super::open(p.bytes(), "", &mut cx).unwrap();
    let seen = doc.extract(&mut cx).unwrap();
    let s = strikes(&seen, 0, &["Vauquelin"]);
    let out = doc.redact(&plan(&seen, s, vec![], Flatten::Everything), &mut cx).unwrap();
    let pdf = hayro_syntax::Pdf::new(out.bytes().to_vec()).unwrap();
    let objects = super::parse::page_resources(&pdf.pages()[0]);
    let objects = objects.get::<hayro_syntax::object::Dict<'_>>(b"XObject".as_slice()).unwrap();
    let (name, _) = objects.entries().next().unwrap();
    let picture = objects.get::<hayro_syntax::object::Stream<'_>>(name).unwrap();
    let side = |key: &[u8]| picture.dict().get::<u32>(key).unwrap() as u64;
    let drawn = side(b"Width") * side(b"Height");
    assert!(drawn <= most && drawn > most / 2, "{drawn}");
    // The name is black, what stands beside it is not.
    let mut doc = super::open(Arc::from(out.bytes()), "", &mut cx).unwrap();
    let page = doc.preview().unwrap().draw(0, 0.05, &mut cx).unwrap();
    let at = |e: &Rect| (((e.x0 + e.x1) / 40.0) as u32, ((e.y0 + e.y1) / 40.0) as u32);
    let (x, y) = at(&place(&seen, 0, "Vauquelin"));
    assert!(page.get(x, y).unwrap()[0] < 30 && page.get(x, y + 100) == Some([255; 4]));
}

#[test]
fn broken_and_greedy_files_are_refused() {
    let code = |bytes: Arc<[u8]>, limits: Limits| {
        let mut cx = Cx::new(limits).stocked();
        super::open(bytes, "", &mut cx).and_then(|mut d| d.extract(&mut cx)).map(|_| ()).unwrap_err().kind()
    };
    let limits = Limits::default();
    assert_eq!(code(Paper::new(&[]).bytes(), limits), ErrorKind::Malformed);
    assert_eq!(code(Arc::from(b"%PDF-1.4\nnothing".as_slice()), limits), ErrorKind::Malformed);
    // A page tree that holds itself.
    assert_eq!(code(Paper::new(&[2]).bytes(), limits), ErrorKind::Malformed);
    let page = one("BT ET", "", "");
    assert_eq!(code(page.clone(), Limits { pages: 0, ..limits }), ErrorKind::LimitExceeded);
    assert_eq!(
        code(one(&"q Q ".repeat(500), "", ""), Limits { steps: 400, ..limits }),
        ErrorKind::LimitExceeded
    );
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R>>");
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 8 << 20], 9);
    p.stream("/Filter/FlateDecode", &bomb);
    assert_eq!(code(p.bytes(), Limits { decoded_bytes: 1 << 20, ..limits }), ErrorKind::LimitExceeded);
}

#[test]
fn a_plan_for_another_file_is_refused() {
    let (mut doc, _, mut cx) = open(&one("BT ET", "", ""));
    let other = open(&one("BT ET ", "", "")).1;
    let refused = doc.redact(&plan(&other, vec![], vec![], Flatten::WhereNeeded), &mut cx);
    assert_eq!(refused.err().map(|e| e.kind()), Some(ErrorKind::Misuse));
}

/// The letters of a frame's inside are seen: what is filled lies between its two edges.
#[test]
fn letters_in_a_frame_of_their_own_colour_are_seen_and_kept() {
    let frame = "0 g 40 90 60 24 re 40.5 90.5 m 40.5 113.5 l 99.5 113.5 l 99.5 90.5 l f";
    let bytes = one(&format!("{frame} BT /F1 12 Tf 50 98 Td (Dossier) Tj ET"), "", "");
    let (_, seen, _) = open(&bytes);
    assert!(!seen.notices.contains(&Notice::HiddenText));
    let (_, out) = strike(&bytes, &[]);
    assert!(holds(&out, 0, "Dossier"));
}

/// Codes of these encodings are Unicode: no table is needed to read them, and the viewer's own font draws them.
#[test]
fn letters_of_unicode_encodings_without_a_font_program_are_read_struck_and_kept() {
    for encoding in ["UniGB-UCS2-H", "UniJIS-UTF16-H", "UniKS-UCS2-H", "UniCNS-UTF16-V"] {
        let font =
            format!("<</Type/Font/Subtype/Type0/BaseFont/Kai/Encoding/{encoding}/DescendantFonts[8 0 R]>>");
        let below = "<</Type/Font/Subtype/CIDFontType2/BaseFont/Kai/CIDSystemInfo<</Registry(Adobe)/Ordering(Any)/Supplement 0>>\
            /DW 1000/W[1[250 300]]>>";
        let content = "BT /F2 12 Tf 1 0 0 1 50 150 Tm <4E2D65870020> Tj <738B4E94> Tj ET";
        let bytes = with_font(&[&font, below], "", content);
        let (_, seen, _) = open(&bytes);
        let letters = |e: &Extract| e.texts[0].as_str().split_whitespace().collect::<String>();
        assert_eq!((letters(&seen).as_str(), seen.opaques.len()), ("中文王五", 0), "{encoding}");
        let (redacted, out) = strike(&bytes, &["王五"]);
        assert_eq!(letters(&out), "中文", "{encoding}");
        let text = String::from_utf8_lossy(redacted.bytes()).into_owned();
        assert!(text.contains(encoding) && !text.contains("FontFile"));
    }
}

/// A stamp drawn twice at its place, or something half transparent, hides nothing that must be cut out of a picture.
#[test]
fn what_is_seen_through_or_drawn_twice_draws_no_page_as_pixels() {
    let drawn =
        |content: &str| strike(&with_picture(content), &[]).0.notices().contains(&Notice::PageRasterised);
    // What a triangle leaves of a box hides what lies well within it.
    let even = |content: &str, row: usize| {
        let (redacted, _) = strike(&with_picture(content), &[]);
        assert!(!redacted.notices().contains(&Notice::PageRasterised), "{content}");
        let row = &samples(&redacted)[row * 20 + 8..row * 20 + 12];
        row.iter().all(|v| *v == row[0])
    };
    let shown = |x: u32| format!("q {x} 50 m 150 50 l 100 150 l h W n 100 0 0 100 50 50 cm /Im Do Q ");
    assert!(even(&[shown(50), shown(60)].concat(), 17));
    assert!(!even(&[shown(50), shown(50)].concat(), 17));
    let disc = "q 60 60 m 150 60 l 100 150 l h W n 60 60 80 80 re f Q";
    let under = "q 100 0 0 100 50 50 cm /Im Do Q";
    assert!(even(&format!("{under} {disc}"), 14) && !even(&format!("{under} {disc}"), 2));
    // Clipped by so many parts nobody can say which of a box is hidden.
    let parts: String = (0..2_100).map(|i| format!("{} 60 .01 80 re ", 60.0 + f64::from(i) * 0.03)).collect();
    assert!(drawn(&format!("{under} q {parts} W n 60 60 80 80 re f Q")));
    assert!(!drawn(&format!("{under} /Half gs {disc}")));
}

/// Viewers take a font of theirs for a `Tf` that names none, and show a content stream that says it is packed and is not.
#[test]
fn text_in_a_font_without_a_name_and_in_a_stream_that_is_not_packed_is_read() {
    let bytes = one("BT 12 Tf 50 100 Td (Docteur Vauquelin) Tj ET", "", "");
    let (_, seen, _) = open(&bytes);
    assert_eq!(flat(seen.texts[0].as_str()), "Docteur Vauquelin");
    assert_eq!(flat(strike(&bytes, &["Vauquelin"]).1.texts[0].as_str()), "Docteur");
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>");
    p.stream("/Filter/FlateDecode", b"BT /F1 12 Tf 50 100 Td (Docteur Vauquelin) Tj ET");
    let (_, again) = strike(&p.bytes(), &["Vauquelin"]);
    assert_eq!(flat(again.texts[0].as_str()), "Docteur");
}

/// Viewers draw the bytes of such a font as Chinese: read as Latin, a name in it would be found by nobody.
#[test]
fn a_font_by_the_chinese_name_of_one_that_viewers_have_is_not_read_as_latin() {
    let opaques = |name: &str| {
        let font = format!("<</Type/Font/Subtype/TrueType/BaseFont/{name}/Encoding/WinAnsiEncoding>>");
        let bytes = with_font(&[&font], "", "BT /F2 12 Tf 50 100 Td <CDF5CEE5> Tj ET");
        open(&bytes).1.opaques.len()
    };
    assert_eq!((opaques("#CB#CE#CC#E5"), opaques("#B7#C2#CB#CE_GB2312"), opaques("Song")), (1, 1, 0));
}

/// What a mask lets through hides nothing; where it is opaque the samples below go.
#[test]
fn a_picture_with_a_mask_hides_only_what_the_mask_covers() {
    let page = |key: &str, bits: &str, mask: &[u8]| {
        let mut p = Paper::new(&[4]);
        p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 5 0 R/Resources<</XObject<</Im 6 0 R/Over 7 0 R>>>>>>");
        p.stream("", b"q 100 0 0 100 50 50 cm /Im Do Q q 100 0 0 100 50 50 cm /Over Do Q");
        let grey = "/Type/XObject/Subtype/Image/BitsPerComponent 8/ColorSpace/DeviceGray";
        let pixels: Vec<u8> = (0..400u32).map(|i| (i % 251) as u8).collect();
        p.stream(&format!("{grey}/Width 20/Height 20"), &pixels);
        p.stream(&format!("{grey}/Width 2/Height 2/{key} 8 0 R"), b"abcd");
        let head = "/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent";
        p.stream(&format!("{head} {bits}"), mask);
        p.bytes()
    };
    let below = |key: &str, bits: &str, mask: &[u8]| {
        let (redacted, _) = strike(&page(key, bits, mask), &[]);
        assert!(!redacted.notices().contains(&Notice::PageRasterised));
        samples(&redacted)
    };
    let whole = below("SMask", "8/ColorSpace/DeviceGray", &[0; 4]);
    assert_eq!(whole.get(..3), Some(&[0, 1, 2][..]));
    // The upper left quarter of twenty rows of twenty.
    let cut = below("SMask", "8/ColorSpace/DeviceGray", &[255, 0, 0, 0]);
    let quarter = |y: usize| &cut[y * 20 + 1..y * 20 + 9];
    assert!((1..9).all(|y| quarter(y).iter().all(|v| *v == quarter(y)[0])), "each row is one colour");
    assert!((0..20).all(|y| cut[y * 20 + 11..y * 20 + 20] == whole[y * 20 + 11..y * 20 + 20]));
    assert_eq!(cut[220..], whole[220..]);
    // The same by masks of two tones, as layered scans have them.
    let (soft, stencil) = ("/ColorSpace/DeviceGray", "/ImageMask true");
    for (key, kind, decode, bits) in [
        ("SMask", soft, "", [0x80, 0]),
        ("SMask", soft, "/Decode[1 0]", [0x40, 0xC0]),
        ("Mask", stencil, "", [0x40, 0xC0]),
        ("Mask", stencil, "/Decode[1 0]", [0x80, 0]),
    ] {
        assert_eq!(below(key, &format!("1{kind}{decode}"), &bits), cut, "{key} {decode}");
    }
}
