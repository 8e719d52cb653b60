//! Values and annotations without a picture, on files built here.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crate::context::Cx;
use crate::model::{Extract, Notice, Place};

use super::super::tests::{Paper, strike};

/// A page with one field; the form's and the field's entries.
fn read(form: &str, field: &str, other: &str) -> Extract {
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Annots[5 0 R]>>");
    p.add(&format!("<</Type/Annot/Subtype/Widget/Rect[100 20 300 40]/F 4{field}>>"));
    p.add(other);
    p.set(1, &format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]{form}>>>>"));
    let mut cx = Cx::default();
    let bytes: Arc<[u8]> = p.bytes();
    super::super::open(bytes, "", &mut cx).unwrap().extract(&mut cx).unwrap()
}

fn unread(e: &Extract) -> bool {
    e.notices.contains(&Notice::FieldsUnread)
}

#[test]
fn a_value_without_a_picture_is_drawn_and_read() {
    let e = read("/NeedAppearances true/DA(/Helv 0 Tf 0 g)", "/FT/Tx/V(Ana\\357s Vauquelin)", "null");
    assert_eq!(e.texts[0].as_str().trim(), "Anaïs Vauquelin");
    assert!(!unread(&e));
    let Place::Page { rect, .. } = e.places.values().next().unwrap() else { unreachable!() };
    assert!(rect.x0 > 99.0 && rect.y0 > 158.0 && rect.y1 < 182.0, "{rect:?}");
}

#[test]
fn values_above_the_field_in_utf16_and_in_cells() {
    let e = read("", "/Parent 6 0 R", "<</FT/Tx/V<FEFF00310032002000330034>/Ff 16777216/MaxLen 10>>");
    assert_eq!(e.texts[0].as_str().replace([' ', '\n', '\t'], ""), "1234");
}

#[test]
fn a_stale_picture_gives_way_when_viewers_would_draw_anew() {
    let field = "/FT/Tx/V(Vauquelin)/AP<</N 6 0 R>>";
    let stale = "<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Length 0>>stream\n\nendstream";
    assert_eq!(read("/NeedAppearances true", field, stale).texts[0].as_str().trim(), "Vauquelin");
    assert_eq!(read("", field, stale).texts[0].as_str(), "");
}

#[test]
fn long_values_are_wrapped() {
    let e = read(
        "",
        "/FT/Tx/Ff 4096/DA(/F 6 Tf)/V(Une phrase bien plus longue que la case et qui passe donc a la ligne suivante)",
        "null",
    );
    assert!(e.texts[0].as_str().contains('\n'));
    assert!(e.places.values().all(|p| matches!(p, Place::Page { rect, .. } if rect.x1 < 301.0)));
}

#[test]
fn what_cannot_be_drawn_is_told() {
    assert!(unread(&read("", "/FT/Tx/V<FEFF014100F300640078>", "null")), "a letter that Helvetica lacks");
    assert!(unread(&read("", "/FT/Btn/V/Yes", "null")), "a tick");
    assert!(!unread(&read("", "/FT/Btn/V/Off", "null")));
    assert!(!unread(&read("", "/FT/Tx/V()", "null")));
}

#[test]
fn one_letter_that_the_font_lacks_keeps_no_other_value_back() {
    let e = read("", "/FT/Tx/V<FEFF0041006E006E00650020014100F300640078>", "null");
    assert!(unread(&e));
    assert_eq!(e.texts[0].as_str().trim(), "Anne ?ódx");
    // A script that it lacks is told and not drawn.
    let e = read("", "/FT/Tx/V<FEFF04210443>", "null");
    assert!(unread(&e));
    assert_eq!(e.texts[0].as_str().trim(), "");
}

#[test]
fn a_list_shows_what_there_is_to_choose() {
    let e = read("", "/FT/Ch/V(b)/DA(/F 6 Tf)/Opt[[(a)(Nantes)][(b)(Brest)](Rennes)]", "null");
    let said: Vec<&str> = e.texts[0].as_str().split_whitespace().collect();
    assert_eq!(said, ["Nantes", "Brest", "Rennes"]);
}

/// Dark and coloured points of a page with one annotation, after nothing was struck on it.
fn drawn(annot: &str) -> (Extract, Vec<(u32, u32)>) {
    let mut p = Paper::new(&[4]);
    p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Annots[5 0 R]>>");
    p.add(&format!("<</Type/Annot/Rect[100 20 300 120]{annot}>>"));
    let mut cx = Cx::default();
    let mut doc = super::super::open(p.bytes(), "", &mut cx).unwrap();
    let seen = doc.extract(&mut cx).unwrap();
    let pixels = doc.preview().unwrap().draw(0, 1.0, &mut cx).unwrap();
    let inked = |(x, y): &(u32, u32)| pixels.get(*x, *y).unwrap() != [255; 4];
    (seen, (0..200).flat_map(|y| (0..400).map(move |x| (x, y))).filter(inked).collect())
}

#[test]
fn annotations_without_a_picture_are_drawn() {
    let (_, ink) = drawn("/Subtype/Ink/BS<</W 4>>/C[1 0 0]/InkList[[120 50 280 50]]");
    assert!(ink.contains(&(200, 150)) && ink.iter().all(|(_, y)| (147..153).contains(y)));
    let (_, marker) = drawn("/Subtype/Highlight/QuadPoints[110 60 290 60 110 40 290 40]");
    assert!(marker.contains(&(200, 150)) && !marker.contains(&(200, 100)) && marker.len() >= 180 * 20);
    let (_, line) = drawn("/Subtype/StrikeOut/C[0]/QuadPoints[110 60 290 60 110 40 290 40]");
    assert!(line.contains(&(200, 150)) && line.len() < 180 * 4);
    let (_, round) = drawn("/Subtype/Circle/C[0]/IC[1 1 0]");
    assert!(round.contains(&(200, 130)) && !round.contains(&(102, 82)));
    let (_, square) = drawn("/Subtype/Square/C[0]");
    assert!(square.contains(&(100, 100)) && !square.contains(&(200, 130)));
    let (note, framed) = drawn("/Subtype/FreeText/DA(/Helv 10 Tf)/Contents(Chez Anne Vauquelin)");
    assert_eq!(note.texts[0].as_str().trim(), "Chez Anne Vauquelin");
    assert!(framed.contains(&(100, 130)) && !unread(&note));
    // Hidden ones are not.
    assert_eq!(drawn("/F 2/Subtype/Square/C[0]").1, []);
}

/// Viewers draw a list from its upper border on, line close to line, in the font that the form names.
#[test]
fn a_list_stands_where_viewers_draw_it_in_the_form_s_own_font() {
    let font = "<</Type/Font/Subtype/TrueType/BaseFont/Kai/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255/Widths[]\
        /FontDescriptor<</Type/FontDescriptor/FontName/Kai/Flags 32/Ascent 900/Descent -300>>>>";
    let field = "/FT/Ch/Opt[(un)(deux)]/V(deux)/DA(/Kai 5 Tf 0 g)";
    let e = read("/NeedAppearances true/DR<</Font<</Kai 6 0 R>>>>", field, font);
    assert_eq!(e.texts[0].as_str().split_whitespace().collect::<Vec<_>>(), ["un", "deux"]);
    assert!(!e.notices.contains(&Notice::HiddenText) && !unread(&e));
    let top = |word: &str| {
        let at = e.texts[0].as_str().find(word).unwrap();
        let atom = e.texts[0].atoms_in(&(at..at + word.len())).next().unwrap();
        let Place::Page { rect, .. } = e.places[&atom] else { unreachable!() };
        rect.y1
    };
    // Down from the border by the font's height, then by its height and depth.
    assert!((top("deux") - top("un") - 6.0).abs() < 0.1, "{} {}", top("un"), top("deux"));
}

/// The format asks for a size; where it is missing, hayro takes A4 and viewers take Letter.
#[test]
fn a_page_without_a_size_is_letter() {
    for page in ["", "/MediaBox[0 0 0 0]", "/MediaBox null", "/LastModified(x)%"] {
        let mut p = Paper::new(&[4]);
        p.add(&format!("<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>{page}\n>>"));
        p.stream("", b"BT /F1 12 Tf 50 700 Td (seen) Tj ET");
        let (redacted, again) = strike(&p.bytes(), &[]);
        assert_eq!((again.pages[0].size.width, again.pages[0].size.height), (612.0, 792.0), "{page}");
        assert!(String::from_utf8_lossy(redacted.bytes()).contains("/MediaBox [0 0 612 792]"));
    }
}
