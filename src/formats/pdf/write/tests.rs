//! Whole files through the writer: what stays is there, what was not named or not shown is gone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, FontCache, FontGlyph, FontResolverFn};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro_syntax::page::Page;

use super::*;

/// Writes a whole file.
fn write(pages: Vec<PageOut<'_>>, used: &UsedCodes, cx: &mut Cx<'_>) -> Result<Vec<u8>> {
    let mut writer = Writer::new(used, &[], cx);
    for page in pages {
        writer.page(page)?;
    }
    writer.finish()
}

/// Every form of a resource dictionary as it stands.
fn forms<'a>(resources: &Dict<'a>, depth: u32) -> BTreeMap<String, FormOut<'a>> {
    let mut out = BTreeMap::new();
    let Some(objects) = resources.get::<Dict<'a>>(b"XObject").filter(|_| depth < 8) else { return out };
    for (name, _) in objects.entries() {
        let Some(stream) = objects.get::<Stream<'a>>(name.as_ref()) else { continue };
        let dict = stream.dict().clone();
        if dict.get::<Name<'_>>(b"Subtype").is_none_or(|n| n.as_ref() != b"Form") {
            continue;
        }
        let own = dict.get::<Dict<'a>>(b"Resources").unwrap_or_else(|| resources.clone());
        out.insert(
            String::from_utf8_lossy(name.as_ref()).into_owned(),
            FormOut {
                cuts: BTreeMap::new(),
                content: stream.decoded().unwrap().into_owned(),
                bbox: dict.get::<[f32; 4]>(b"BBox").unwrap(),
                matrix: dict.get::<[f32; 6]>(b"Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
                forms: forms(&own, depth + 1),
                resources: own,
                group: dict.get::<Dict<'a>>(b"Group"),
            },
        );
    }
    out
}

fn resources<'a>(page: &Page<'a>) -> Dict<'a> {
    let mut at = page.raw().clone();
    for _ in 0..16 {
        if let Some(found) = at.get::<Dict<'a>>(b"Resources") {
            return found;
        }
        let Some(parent) = at.get::<Dict<'a>>(b"Parent") else { break };
        at = parent;
    }
    Dict::empty()
}

/// Reads every code of every font, as a reader would that sees them all.
fn read<'a>(resources: &Dict<'a>, used: &mut UsedCodes, depth: u32) {
    let font_resolver: FontResolverFn = stock::standard_fonts(&Cx::default().stock);
    let cmap_resolver: CMapResolverFn = Arc::new(|_| None);
    let cache = FontCache::new();
    let fonts = resources.get::<Dict<'a>>(b"Font").unwrap_or_default();
    for (name, _) in fonts.entries() {
        let Some(dict) = fonts.get::<Dict<'a>>(name.as_ref()) else { continue };
        let key = FontKey::of(&dict);
        if used.contains_key(&key) {
            continue;
        }
        let Some(font) = cache.font(&dict, &font_resolver, &cmap_resolver) else { continue };
        let composite = dict.get::<Name<'_>>(b"Subtype").is_some_and(|n| n.as_ref() == b"Type0");
        let codes = (0..if composite { 65_536u32 } else { 256 }).map(|code| {
            let text = match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(g) => g.as_unicode(),
                FontGlyph::Type3(g) => g.as_unicode(),
            };
            let text = match text {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(s)) => s,
                None => String::new(),
            };
            (code, text)
        });
        used.insert(key, codes.collect());
    }
    let objects = resources.get::<Dict<'a>>(b"XObject").unwrap_or_default();
    for (name, _) in objects.entries() {
        let Some(stream) = objects.get::<Stream<'a>>(name.as_ref()) else { continue };
        if let Some(own) = stream.dict().get::<Dict<'a>>(b"Resources").filter(|_| depth < 8) {
            read(&own, used, depth + 1);
        }
    }
}

fn page_out<'a>(page: &'a Page<'a>) -> PageOut<'a> {
    let (width, height) = page.render_dimensions();
    let [a, b, c, d, e, f] = page.initial_transform(false).as_coeffs();
    let mut content = format!("{a} {b} {c} {d} {e} {f} cm\n").into_bytes();
    content.extend_from_slice(page.page_stream().unwrap_or_default());
    let resources = resources(page);
    PageOut::Content {
        media: Size { width, height },
        content,
        forms: forms(&resources, 0),
        cuts: BTreeMap::new(),
        group: page.raw().get::<Dict<'a>>(b"Group"),
        resources,
    }
}

type Refused = Vec<(usize, Error)>;

/// Writes every page as it stands. Pages that must go the raster way come back as their number and reason.
fn unedited(bytes: &[u8]) -> Result<(Vec<u8>, Refused)> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| Error::malformed("not a PDF"))?;
    let mut used = UsedCodes::new();
    for page in pdf.pages().iter() {
        read(&resources(page), &mut used, 0);
    }
    let mut cx = Cx::default();
    let mut writer = Writer::new(&used, &[], &mut cx);
    let mut refused = Vec::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        if let Err(e) = writer.page(page_out(page)) {
            refused.push((index, e));
            let (width, height) = page.render_dimensions();
            let pixels = Pixels { width: 8, height: 8, rgba: vec![200; 256] };
            writer.page(PageOut::Raster { media: Size { width, height }, pixels })?;
        }
    }
    Ok((writer.finish()?, refused))
}

/// A file from its objects' bodies; the first is the catalog.
fn file(bodies: &[&[u8]]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for (i, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(
        format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", bodies.len() + 1).as_bytes(),
    );
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>stream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

const CATALOG: &[u8] = b"<</Type/Catalog/Pages 2 0 R/Lang(fr)/Metadata 9 0 R>>";
const PAGES: &[u8] = b"<</Type/Pages/Kids[3 0 R]/Count 1>>";

/// All objects of a file with their streams unpacked, as one text.
fn unpacked(bytes: &[u8]) -> String {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let mut out = String::from_utf8_lossy(bytes).into_owned();
    for object in pdf.objects() {
        if let Object::Stream(s) = object
            && let Ok(data) = s.decoded()
        {
            out.push_str(&String::from_utf8_lossy(&data));
        }
    }
    out
}

/// Every object of the new file can be reached from the catalog, and no reference leads nowhere.
fn assert_whole(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let count = text.matches(" 0 obj\n").count();
    for id in 1..=count {
        let named = [" ", "[", "("].iter().any(|before| text.contains(&format!("{before}{id} 0 R")));
        assert!(named, "object {id} is not reached");
    }
    assert!(!text.contains(&format!(" {} 0 R", count + 1)));
    assert!(bytes.ends_with(b"%%EOF\n"));
    assert_eq!(text.matches("%%EOF").count(), 1);
}

fn one_page(resources: &str, content: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<<{resources}>>/PieceInfo<</A(PLANTED)>>/Annots[9 0 R]>>"
    );
    let content = stream("", content);
    let mut bodies: Vec<&[u8]> = vec![CATALOG, PAGES, page.as_bytes(), &content];
    bodies.extend(more.iter().map(Vec::as_slice));
    file(&bodies)
}

fn written(source: &[u8]) -> Vec<u8> {
    let (out, refused) = unedited(source).unwrap();
    assert!(refused.is_empty(), "refused: {refused:?}");
    assert_whole(&out);
    out
}

fn refusal(source: &[u8]) -> Error {
    let (out, mut refused) = unedited(source).unwrap();
    assert_whole(&out);
    refused.pop().expect("the page was written").1
}

const PLAIN_FONT: &str =
    "/Font<</F9<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>";
/// Neither a standard font nor one of a plain name: built again from the outlines that stand in for it.
const OTHER_FONT: &str = "/Font<</F9<</Type/Font/Subtype/TrueType/BaseFont/Planted#20Font/Encoding/WinAnsiEncoding/FirstChar 65/LastChar 67\
                          /Widths[700 600 500]>>>>";

#[test]
fn a_plain_page_stays_and_nothing_else_does() {
    let source = one_page(
        PLAIN_FONT,
        b"% PLANTED\n/Span<</ActualText(PLANTED)>>BDC BT /F9 12 Tf 10 10 Td (Bonjour) Tj ET EMC (PLANTED) nosuch",
        &[stream("/Type/Metadata", b"PLANTED")],
    );
    let out = written(&source);
    let text = unpacked(&out);
    assert!(text.contains("(Bonjour) Tj"));
    for gone in ["PLANTED", "F9", "Metadata", "Annots", "PieceInfo", "Lang", "BDC", "nosuch"] {
        assert!(!text.contains(gone), "{gone} is left");
    }
    assert_eq!(out, written(&source), "same input, same bytes");
}

/// Number of glyphs of the only CFF program of a file: the count of its fourth index.
fn glyphs(bytes: &[u8]) -> usize {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let program = pdf.objects().into_iter().find_map(|o| match o {
        Object::Stream(s)
            if s.dict().get::<Name<'_>>(b"Subtype").is_some_and(|n| n.as_ref() == b"Type1C") =>
        {
            Some(s.decoded().unwrap().into_owned())
        }
        _ => None,
    });
    let program = program.expect("a program");
    let charstrings =
        program.windows(6).position(|w| w[0] == 29 && w[5] == 17).expect("an offset of the glyph programs");
    let offset = u32::from_be_bytes(program[charstrings + 1..charstrings + 5].try_into().unwrap()) as usize;
    usize::from(u16::from_be_bytes([program[offset], program[offset + 1]]))
}

#[test]
fn outlines_of_codes_that_are_not_shown_are_gone() {
    let all = written(&one_page(OTHER_FONT, b"BT /F9 12 Tf (ABC) Tj ET", &[]));
    assert_eq!(glyphs(&all), 4);
    assert!(!unpacked(&all).contains("Planted"));
    // The same font program again, read from the file just written, with one letter struck from the page.
    let pdf = Pdf::new(all).unwrap();
    let page = &pdf.pages()[0];
    let mut used = UsedCodes::new();
    read(&resources(page), &mut used, 0);
    let PageOut::Content { media, content, resources, forms, cuts, group } = page_out(page) else { panic!() };
    let content = String::from_utf8(content)
        .unwrap()
        .replace("(ABC)", "[(A) -600 (C)]")
        .replace("Tj", "TJ")
        .into_bytes();
    let page = PageOut::Content { media, content, resources, forms, cuts, group };
    let mut cx = Cx::default();
    let less = write(vec![page], &used, &mut cx).unwrap();
    assert_whole(&less);
    assert_eq!(glyphs(&less), 3);
    let text = unpacked(&less);
    assert!(text.contains("<41> <0041>") && text.contains("<43> <0043>"));
    assert!(!text.contains("<42>"), "the meaning of a struck code is left");
    assert!(text.contains("/Widths [700 0 500]"), "the width of a struck code is left");
    assert!(text.contains("/Differences[65 /xeb 67 /xed ]"));
}

#[test]
fn the_rebuilt_font_draws_the_same_outlines() {
    let source = one_page(OTHER_FONT, b"BT /F9 12 Tf (AB) Tj ET", &[]);
    let outlines = |bytes: Vec<u8>| {
        let pdf = Pdf::new(bytes).unwrap();
        let page = &pdf.pages()[0];
        let fonts = resources(page).get::<Dict<'_>>(b"Font").unwrap();
        let (name, _) = fonts.entries().next().unwrap();
        let dict = fonts.get::<Dict<'_>>(name.as_ref()).unwrap();
        let font_resolver: FontResolverFn = stock::standard_fonts(&Cx::default().stock);
        let cmap_resolver: CMapResolverFn = Arc::new(|_| None);
        let font = FontCache::new().font(&dict, &font_resolver, &cmap_resolver).unwrap();
        [65u32, 66].map(|code| {
            let gid = font.map_code(code);
            let FontGlyph::Outline(glyph) = font.glyph(gid, code) else { panic!() };
            let mut outline = glyph.outline();
            outline.apply_affine(hayro_font::kurbo::Affine::scale_non_uniform(
                font.glyph_stretch(gid, code),
                1.0,
            ));
            (hayro_font::kurbo::Shape::area(&outline).abs().round(), font.code_advance(code).x)
        })
    };
    let (before, after) = (outlines(source.clone()), outlines(written(&source)));
    for (b, a) in before.iter().zip(&after) {
        assert!((b.0 - a.0).abs() < b.0 * 0.01, "{b:?} {a:?}");
        assert_eq!(b.1, a.1);
    }
}

#[test]
fn a_code_that_nobody_read_refuses_the_page() {
    let source = one_page(PLAIN_FONT, b"BT /F9 12 Tf (A) Tj ET", &[]);
    let pdf = Pdf::new(source).unwrap();
    let mut cx = Cx::default();
    let used = UsedCodes::new();
    let error = write(vec![page_out(&pdf.pages()[0])], &used, &mut cx).unwrap_err();
    assert_eq!(error.kind(), crate::error::ErrorKind::Unsupported);
}

#[test]
fn pictures_keep_their_samples_and_lose_the_rest() {
    let picture = stream(
        "/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace[/ICCBased 6 0 R]/Name/PLANTED/Metadata 7 0 R",
        b"\x01\x02\x03\x04PLANTED",
    );
    let profile = stream("/N 1", b"PLANTED profile");
    let metadata = stream("", b"PLANTED");
    let source =
        one_page("/XObject<</PLANTED 5 0 R>>", b"/PLANTED Do /PLANTED Do", &[picture, profile, metadata]);
    let out = written(&source);
    let text = unpacked(&out);
    assert!(!text.contains("PLANTED"));
    assert!(text.contains("/DeviceGray") && text.contains("\u{1}\u{2}\u{3}\u{4}"));
    assert_eq!(text.matches("/X1 Do").count(), 2);
}

#[test]
fn inline_images_become_picture_objects() {
    let source = one_page("", b"q BI /W 2 /H 1 /BPC 8 /CS /G ID ab EI Q", &[]);
    let text = unpacked(&written(&source));
    assert!(text.contains("/X1 Do") && !text.contains("BI"));
    assert!(text.contains("/ImageMask") || text.contains("/Width 2"));
}

#[test]
fn a_pattern_that_shows_text_refuses_the_page_and_leaves_nothing() {
    let pattern = stream(
        "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<</Font<</F1 6 0 R>>>>",
        b"BT /F1 9 Tf (PLANTED) Tj ET",
    );
    let font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec();
    let source = one_page("/Pattern<</P 5 0 R>>", b"/Pattern cs /P scn 0 0 50 50 re f", &[pattern, font]);
    assert_eq!(refusal(&source).kind(), crate::error::ErrorKind::Unsupported);
}

#[test]
fn patterns_states_and_forms_are_rebuilt() {
    let pattern = stream(
        "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>/PLANTED(PLANTED)",
        b"1 0 0 rg 0 0 4 4 re f",
    );
    let mask =
        stream("/Subtype/Form/BBox[0 0 9 9]/Group<</S/Transparency/CS/DeviceGray>>", b"0.5 g 0 0 9 9 re f");
    let form = stream(
        "/Subtype/Form/BBox[0 0 9 9]/Group<</S/Transparency/I true>>/PieceInfo(PLANTED)",
        b"0 0 5 5 re f",
    );
    let source = one_page(
        "/Pattern<</P 5 0 R>>/ExtGState<</S<</ca .5/BM/Multiply/SMask<</S/Luminosity/G 6 0 R>>/TR(PLANTED)>>>>/XObject<</Fm 7 0 R>>",
        b"/S gs /Pattern cs /P scn 0 0 50 50 re f /Fm Do",
        &[pattern, mask, form],
    );
    let text = unpacked(&written(&source));
    assert!(!text.contains("PLANTED"));
    for kept in
        ["/PatternType 1", "/SMask <</Type /Mask/S /Luminosity", "/BM /Multiply", "/I true", "1 0 0 rg"]
    {
        assert!(text.contains(kept), "{kept} is missing");
    }
}

#[test]
fn forms_that_draw_each_other_end() {
    let one =
        stream("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Fm 6 0 R>>>>", b"0 0 1 1 re f /Fm Do");
    let two =
        stream("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Fm 5 0 R>>>>", b"0 0 2 2 re f /Fm Do");
    let source =
        one_page("/ExtGState<</S<</SMask<</S/Alpha/G 5 0 R>>>>>>", b"/S gs 0 0 9 9 re f", &[one, two]);
    let (out, refused) = unedited(&source).unwrap();
    assert_whole(&out);
    let drawn = unpacked(&out).matches("0 0 1 1 re").count();
    assert!(drawn == 1 || refused.iter().any(|(_, e)| e.kind() == crate::error::ErrorKind::Malformed));
}

#[test]
fn what_turns_colours_inside_out_is_kept() {
    let turn = b"<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1/Secret(PLANTED)>>".to_vec();
    let source = one_page(
        "/ExtGState<</S<</TR[5 0 R 5 0 R 5 0 R 5 0 R]>>/T<</TR/Identity/TR2/Default>>>>",
        b"/S gs 0 0 9 9 re f /T gs 0 0 5 5 re f",
        &[turn],
    );
    let text = unpacked(&written(&source));
    assert!(
        text.contains("/C0 [1]") && text.contains("/TR /Identity") && text.contains("/TR2 /Default"),
        "{text}"
    );
    assert!(!text.contains("PLANTED"));
}

#[test]
fn glyph_procedures_that_are_not_shown_are_gone() {
    let font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 66/Widths[7 8]\
        /Encoding<</Differences[65/PLANTED/other]>>/CharProcs<</PLANTED 6 0 R/other 7 0 R>>>>";
    let a = stream("", b"7 0 0 0 9 9 d1 0 0 1 1 re f");
    let b = stream("", b"8 0 0 0 9 9 d1 0 0 2 2 re f");
    let source = one_page("/Font<</F 5 0 R>>", b"BT /F 9 Tf (A) Tj ET", &[font.to_vec(), a, b]);
    let text = unpacked(&written(&source));
    assert!(text.contains("0 0 1 1 re"));
    assert!(!text.contains("0 0 2 2 re") && !text.contains("PLANTED") && text.contains("/Widths [7]"));
}

#[test]
fn a_drawn_page_is_one_picture() {
    let used = UsedCodes::new();
    let mut cx = Cx::default();
    let pixels = Pixels { width: 3, height: 2, rgba: vec![7; 24] };
    let out =
        write(vec![PageOut::Raster { media: Size { width: 30.0, height: 20.0 }, pixels }], &used, &mut cx)
            .unwrap();
    assert_whole(&out);
    assert!(unpacked(&out).contains("q 30 0 0 20 0 0 cm /X1 Do Q"));
}

#[test]
fn a_composite_font_keeps_only_what_is_shown() {
    // A font program to embed: the one that the writer makes for A, B and C.
    let made = written(&one_page(OTHER_FONT, b"BT /F9 12 Tf (ABC) Tj ET", &[]));
    let pdf = Pdf::new(made).unwrap();
    let program = pdf
        .objects()
        .into_iter()
        .find_map(|o| match o {
            Object::Stream(s) if s.dict().contains_key(b"Subtype") => Some(s.decoded().unwrap().into_owned()),
            _ => None,
        })
        .unwrap();
    let font = b"<</Type/Font/Subtype/Type0/BaseFont/Planted/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 9 0 R>>";
    let descendant = b"<</Type/Font/Subtype/CIDFontType0/BaseFont/Planted/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
        /Supplement 0>>/DW 1000/W[1[701 602 503]]/FontDescriptor 7 0 R>>";
    let descriptor = b"<</Type/FontDescriptor/FontName/Planted/Flags 4/FontFamily(PLANTED)/FontFile3 8 0 R>>";
    let meaning = b"begincmap 1 begincodespacerange <0000><FFFF> endcodespacerange \
        3 beginbfchar <0001> <0041> <0002> <0042> <0003> <0043> endbfchar endcmap";
    let more = [
        font.to_vec(),
        descendant.to_vec(),
        descriptor.to_vec(),
        stream("/Subtype/CIDFontType0C", &program),
        stream("", meaning),
    ];
    let out = written(&one_page("/Font<</F 5 0 R>>", b"BT /F 9 Tf <00010003> Tj ET", &more));
    let text = unpacked(&out);
    assert!(text.contains("/W [1[701]3[503]]"), "the width of a code that is not shown is left");
    assert!(text.contains("<0001> <0041>") && text.contains("<0003> <0043>") && !text.contains("<0042>"));
    assert!(!text.contains("Planted") && !text.contains("PLANTED"));
    // Read again, the outlines are where the codes expect them.
    let pdf = Pdf::new(out).unwrap();
    let mut used = UsedCodes::new();
    read(&resources(&pdf.pages()[0]), &mut used, 0);
    let codes = used.into_values().next().unwrap();
    assert_eq!((codes[&1].as_str(), codes[&2].as_str(), codes[&3].as_str()), ("A", "", "C"));
}

#[test]
fn a_parser_of_another_house_reads_what_we_write() {
    let picture =
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", b"a");
    let resources = format!("{OTHER_FONT}/XObject<</Im 5 0 R>>");
    let out = written(&one_page(
        &resources,
        b"q BT /F9 12 Tf 1 0 0 1 5 5 Tm [(AB) -20 (C)] TJ ET Q /Im Do",
        &[picture],
    ));
    let file = pdf::file::FileOptions::uncached().load(out).unwrap();
    let resolver = file.resolver();
    let page = file.pages().next().unwrap().unwrap();
    let operations = page.contents.as_ref().unwrap().operations(&resolver).unwrap();
    assert_eq!(operations.len(), 9, "{operations:?}");
    let resources = page.resources().unwrap();
    let font = resources.fonts.values().next().unwrap().load(&resolver).unwrap();
    assert!(font.embedded_data(&resolver).unwrap().is_ok());
    assert_eq!(font.to_unicode(&resolver).unwrap().unwrap().get(0x41), Some("A"));
    assert_eq!(resources.xobjects.len(), 1);
}

/// A map to letters is a third of a file of one page.
#[test]
fn a_font_of_every_viewer_says_by_itself_what_its_codes_mean() {
    let with = |encoding: &str, shown: &str| {
        let font = format!("/Font<</F9<</Type/Font/Subtype/Type1/BaseFont/Helvetica{encoding}>>>>");
        let content = format!("BT /F9 12 Tf 10 10 Td <{shown}> Tj ET");
        let text = unpacked(&written(&one_page(&font, content.as_bytes(), &[])));
        (text.contains("/Encoding /WinAnsiEncoding"), text.contains("/ToUnicode"))
    };
    let (e_acute, dash, quote) = ("4AE9", "4A96", "4A27");
    assert_eq!(with("/Encoding/WinAnsiEncoding", e_acute), (true, false));
    assert_eq!(with("/Encoding/WinAnsiEncoding", quote), (true, false));
    assert_eq!(with("/Encoding/WinAnsiEncoding", dash), (false, true));
    assert_eq!(with("/Encoding/MacRomanEncoding", "4A4B"), (true, false));
    assert_eq!(with("/Encoding/MacRomanEncoding", "4A8E"), (false, true), "e acute of another code");
    assert_eq!(with("", "4A4B"), (true, false));
    assert_eq!(with("", quote), (false, true), "a curled mark where no encoding is given");
    let other = "/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[75/eacute]>>";
    assert_eq!(with(other, "4A4C"), (true, false), "what differs is not shown");
    assert_eq!(with(other, "4A4B"), (false, true), "K is drawn as another letter");
}

#[test]
fn a_font_in_which_nothing_is_shown_is_not_written() {
    let fonts = "/Font<</A<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>/B<</Type/Font/Subtype/Type1/BaseFont/Courier-Bold>>>>";
    let content = b"BT /A 9 Tf (x) Tj q /B 12 Tf 3 0 Td Q (y) Tj /B 12 Tf [-250] TJ ET";
    let text = unpacked(&written(&one_page(fonts, content, &[])));
    assert!(text.contains("Times-Roman") && !text.contains("Courier"));
    assert_eq!(text.matches(" Tf\n").count(), 2, "one for the text, one for the size of the move");
}

/// What a viewer puts in the place of a font that it lacks depends on the name, the flags and the thickness of the stems.
#[test]
fn a_font_that_is_only_named_stays_named_unless_its_name_was_struck() {
    let font = "/Font<</F9<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Garamond-Light/Encoding/WinAnsiEncoding/FirstChar 65\
        /LastChar 67/Widths[700 600 500]/FontDescriptor<</Type/FontDescriptor/FontName/Garamond-Light/Flags 98/StemV 56\
        /FontBBox[0 -1 2 3]/ItalicAngle -9/FontFamily(PLANTED)>>>>>>";
    let source = one_page(font, b"BT /F9 12 Tf (AC) Tj ET", &[]);
    let text = unpacked(&written(&source));
    for kept in
        ["/BaseFont /Garamond-Light", "/Flags 98", "/StemV 56", "/ItalicAngle -9", "/Widths [700 0 500]"]
    {
        assert!(text.contains(kept), "{kept} is gone");
    }
    assert!(!text.contains("FontFile") && !text.contains("PLANTED") && !text.contains("ABCDEF"));
    let pdf = Pdf::new(source).unwrap();
    let mut used = UsedCodes::new();
    read(&resources(&pdf.pages()[0]), &mut used, 0);
    let mut cx = Cx::default();
    let struck = [crate::model::Needle::new("Garamond")];
    let mut writer = Writer::new(&used, &struck, &mut cx);
    writer.page(page_out(&pdf.pages()[0])).unwrap();
    let text = unpacked(&writer.finish().unwrap());
    assert!(!text.contains("Garamond") && text.contains("/Flags 98") && text.contains("/Subtype /TrueType"));
}

/// Viewers lay a glyph that is one picture on whole pixels, one that draws a form they do not.
#[test]
fn a_glyph_that_is_one_picture_draws_it_without_a_form_between() {
    let font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 65/Widths[7]\
        /Encoding<</Differences[65/a]>>/CharProcs<</a 6 0 R>>>>";
    let glyph = stream("", b"7 0 0 0 9 9 d1 q 8 0 0 8 0 0 cm BI /W 8/H 1/BPC 1/IM true ID \xAA EI Q");
    let source = one_page("/Font<</F 5 0 R>>", b"BT /F 9 Tf (A) Tj ET", &[font.to_vec(), glyph]);
    let text = unpacked(&written(&source));
    assert!(text.contains("/ImageMask true") && !text.contains("/Subtype /Form"), "{text}");
}
