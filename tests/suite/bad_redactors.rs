//! The verifier's own suite: outputs of redactors that fail in the ways in which real ones do. Each must be refused, and by
//! the check that is there for it. The good outputs beside them must pass, or the refusals would prove nothing.

use biffure::_integration_test::{Drawn, Format, Rect, Sheet, Trial, prove, refusals};
use biffure::ErrorKind;

use crate::files::{self, CATALOG, CONTENT, FONT, PAGE, Pdf, inserted, page, page_dict};

const NAME: &str = "Jeanne Vauquelin";
const GOOD: &[u8] = b"BT /F1 12 Tf 72 700 Td (Compte rendu) Tj ET 0 g 72 650 120 14 re f";
const GOOD_OPERATORS: u64 = 8;

fn trial(format: Format, bytes: Vec<u8>) -> Trial {
    Trial {
        bytes,
        format,
        needles: vec![NAME, "Vauquelin", "14 rue des Lilas"],
        bars: Vec::new(),
        sheets: Vec::new(),
    }
}

fn pdf(pdf: &Pdf, operators: u64) -> Trial {
    let sheets = vec![Sheet { width: 595.0, height: 842.0, operators }];
    Trial { sheets, ..trial(Format::Pdf, pdf.bytes()) }
}

fn passes(trial: &Trial, what: &str) {
    let names: Vec<_> = refusals(trial).unwrap().into_iter().map(|(n, e)| format!("{n}: {e}")).collect();
    assert!(names.is_empty(), "{what} should pass: {names:?}");
    let verified = prove(trial).unwrap();
    assert_eq!(verified.bytes(), trial.bytes);
    let receipt = serde_json::to_string(verified.receipt()).unwrap();
    assert!(trial.needles.iter().all(|n| !receipt.contains(n)), "{what}: the receipt tells");
}

/// Refused, by `check` among others, and without a word of what was to be hidden.
fn refused(trial: &Trial, check: &str, what: &str) {
    let found = refusals(trial).unwrap();
    let told: Vec<_> = found.iter().map(|(n, e)| format!("{n}: {e:?}")).collect();
    assert!(found.iter().any(|(n, _)| *n == check), "{what}: {check} should refuse, but {told:?}");
    let error = prove(trial).err().expect(what);
    assert_eq!(error.kind(), ErrorKind::Leak, "{what}");
    let words = ["jeanne", "vauquelin", "lilas"];
    let said = format!("{error} {error:?} {told:?}").to_lowercase();
    assert!(words.iter().all(|w| !said.contains(w)), "{what}: the refusal tells {said}");
}

/// One page with this content, whose operators are counted by hand.
fn shown(content: &[u8], operators: u64) -> Trial {
    pdf(&page(content), operators)
}

#[test]
fn good_outputs_pass() {
    passes(&shown(GOOD, GOOD_OPERATORS), "PDF");
    passes(&trial(Format::Text, "Compte rendu de █████\nVue ce jour.\n".into()), "text");
    let bar = Drawn { page: 0, rect: Rect::new(16.0, 16.0, 48.0, 32.0), colour: [0; 3] };
    for (format, bytes) in
        [(Format::Jpeg, files::jpeg(&files::picture())), (Format::Png, files::png(&files::picture()))]
    {
        passes(&Trial { bars: vec![bar], ..trial(format, bytes) }, format.code());
    }
}

#[test]
fn text_that_only_looks_gone() {
    for (what, content, operators) in [
        (
            "a box over live text",
            &b"BT /F1 12 Tf 72 650 Td (Jeanne Vauquelin) Tj ET 0 g 72 648 120 14 re f"[..],
            8,
        ),
        ("white text", b"1 g BT /F1 12 Tf 72 650 Td (Jeanne Vauquelin) Tj ET", 6),
        ("letter by letter", b"BT /F1 12 Tf 72 650 Td [(V)-2(a)3(u)(q)(u)-1(e)(l)(i)(n)] TJ ET", 5),
        ("several operators", b"BT /F1 12 Tf 72 650 Td (Vau) Tj 9 0 Td (que) Tj 9 0 Td (lin) Tj ET", 9),
        ("hexadecimal", b"BT /F1 12 Tf 72 650 Td <56617571 75656c696e> Tj ET", 5),
        ("octal escapes", b"BT /F1 12 Tf 72 650 Td (\\126\\141\\165quelin) Tj ET", 5),
        ("next-line operators", b"BT /F1 12 Tf 14 TL 72 650 Td (Vauque) ' 1 1 (lin) \" ET", 7),
        ("outside the page", b"BT /F1 12 Tf 9000 650 Td (Vauquelin) Tj ET", 5),
        ("tiny", b"BT /F1 0.01 Tf 72 650 Td (14 RUE DES LILAS) Tj ET", 5),
    ] {
        refused(&shown(content, operators), "bytes", what);
    }
    refused(&shown(b"BT /F1 12 Tf 3 Tr 72 650 Td (Compte rendu) Tj ET", 6), "structure", "invisible text");
    refused(
        &shown(b"/Span << /ActualText (Jeanne Vauquelin) >> BDC BT ET EMC", 4),
        "structure",
        "text in a marked-content list",
    );
}

/// Glyph numbers that only the font's map turns into letters.
#[test]
fn text_that_only_the_font_can_tell() {
    let mut file = page(b"BT /F1 12 Tf 72 650 Td <000100020003> Tj 3 0 Td <000400050006000700080009> Tj ET");
    let lines: Vec<String> =
        "Vauquelin".chars().zip(1..).map(|(c, i)| format!("<{i:04X}> <{:04X}>", c as u32)).collect();
    let map = format!(
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n9 beginbfchar\n{}\nendbfchar",
        lines.join("\n")
    );
    let map = file.stream("", map.as_bytes());
    let info = "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>";
    let font =
        file.add(format!("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo {info} >>"));
    file.set(
        FONT,
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [{font} 0 R] /ToUnicode {map} 0 R >>"
        ),
    );
    let trial = pdf(&file, 7);
    refused(&trial, "second_reader", "glyph numbers");
    let told: Vec<_> = refusals(&trial).unwrap().into_iter().map(|(n, e)| (n, e.message())).collect();
    assert_eq!(told, [("second_reader", "second reader: something struck out can still be read")]);
}

#[test]
fn parts_of_a_pdf_that_nobody_looks_at() {
    let with = |change: &dyn Fn(&mut Pdf)| {
        let mut file = page(GOOD);
        change(&mut file);
        pdf(&file, GOOD_OPERATORS)
    };
    let info = with(&|f| {
        let info = f.add("<< /Title (Dossier) >>");
        f.trailer = format!("/Root 1 0 R /Info {info} 0 R");
    });
    refused(&info, "structure", "document properties");
    let info = with(&|f| {
        let info = f.add(b"<< /Title <FEFF005600610075007100750065006C0069006E> >>");
        f.trailer = format!("/Root 1 0 R /Info {info} 0 R");
    });
    refused(&info, "bytes", "document properties in UTF-16");
    let xmp = with(&|f| {
        let xmp = f.raw_stream("/Type /Metadata /Subtype /XML", b"<x:xmpmeta>Jeanne Vauquelin</x:xmpmeta>");
        f.set(CATALOG, format!("<< /Type /Catalog /Pages 2 0 R /Metadata {xmp} 0 R >>"));
    });
    refused(&xmp, "structure", "XMP");
    refused(&xmp, "bytes", "XMP");
    let attached = with(&|f| {
        let file = f.stream("/Type /EmbeddedFile", b"nothing");
        let spec = f.add(format!("<< /Type /Filespec /F (a.txt) /EF << /F {file} 0 R >> >>"));
        f.set(
            CATALOG,
            format!(
                "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) {spec} 0 R] >> >> >>"
            ),
        );
    });
    refused(&attached, "structure", "an attachment");
    for (what, entry) in [
        ("an annotation over text", "/Annots [<< /Type /Annot /Subtype /Square /Rect [72 650 200 664] >>]"),
        ("an action", "/AA << /O << /S /JavaScript /JS (x) >> >>"),
        ("private data", "/PieceInfo << /A << /Private (x) >> >>"),
        ("a structure number", "/StructParents 0"),
        ("a string where none belongs", "/Rotate (x)"),
    ] {
        refused(&with(&|f| f.set(PAGE, page_dict(entry))), "structure", what);
    }
    for (what, entry) in [
        ("an outline", "/Outlines << /Title (x) >>"),
        ("a form", "/AcroForm << /Fields [] >>"),
        ("an open action", "/OpenAction << /S /JavaScript /JS (x) >>"),
        ("layers", "/OCProperties << /OCGs [] /D << >> >>"),
        ("a structure tree", "/StructTreeRoot << /Type /StructTreeRoot >>"),
        ("page labels", "/PageLabels << /Nums [0 << /P (x) >>] >>"),
    ] {
        let body = format!("<< /Type /Catalog /Pages 2 0 R {entry} >>");
        refused(&with(&|f| f.set(CATALOG, &body)), "structure", what);
    }
    let thumb = with(&|f| {
        let thumb = f.stream("/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", &[9]);
        f.set(PAGE, page_dict(&format!("/Thumb {thumb} 0 R")));
    });
    refused(&thumb, "structure", "a page's thumbnail");
    let layer =
        with(&|f| f.set(CONTENT, "<< /Length 14 /OC << /Type /OCG >> >>\nstream\n0 0 m 9 9 l S \nendstream"));
    refused(&layer, "structure", "content in a layer");
}

#[test]
fn leftovers_in_a_pdf() {
    let orphan = {
        let mut file = page(GOOD);
        file.add("(an object that no page needs)");
        pdf(&file, GOOD_OPERATORS)
    };
    refused(&orphan, "structure", "an object that nothing reaches");
    let packed = {
        let mut file = page(GOOD);
        file.stream("/Type /ObjStm /N 1 /First 5", b"9 0 \n<< /Title (Jeanne Vauquelin) >>");
        pdf(&file, GOOD_OPERATORS)
    };
    refused(&packed, "bytes", "an object in a packed stream");
    refused(&packed, "structure", "an object stream");
    let base64 = {
        let mut file = page(GOOD);
        file.stream("", b"data:text/plain;base64,TW1lIEplYW5uZSBWYXVxdWVsaW4=");
        pdf(&file, GOOD_OPERATORS)
    };
    refused(&base64, "bytes", "base 64");
    let mut older = page(GOOD);
    older.tail = page(b"BT /F1 12 Tf 72 700 Td (Compte rendu) Tj ET").bytes();
    refused(&pdf(&older, GOOD_OPERATORS), "structure", "two revisions");
    let mut tail = page(GOOD);
    tail.tail = b"\0".to_vec();
    refused(&pdf(&tail, GOOD_OPERATORS), "structure", "bytes behind the end");
    let good = page(GOOD).bytes();
    let cut = good.windows(6).position(|w| w == b"endobj").unwrap();
    let commented = Trial { bytes: inserted(&good, cut, b"% Lilas\n"), ..shown(GOOD, GOOD_OPERATORS) };
    refused(&commented, "structure", "a comment");
    let slack = {
        let mut file = page(GOOD);
        let mut packed = miniz_oxide::deflate::compress_to_vec_zlib(GOOD, 6);
        packed.extend_from_slice(b"behind the packed data");
        file.set(CONTENT, "null");
        let number = file.raw_stream("/Filter /FlateDecode", &packed);
        file.set(PAGE, page_dict("").replace("/Contents 5 0 R", &format!("/Contents {number} 0 R")));
        pdf(&file, GOOD_OPERATORS)
    };
    refused(&slack, "structure", "bytes behind packed data");
}

#[test]
fn readers_that_do_not_agree() {
    let file = page(b"q q Q Q q Q");
    passes(&pdf(&file, 6), "six operators");
    refused(&pdf(&file, 5), "second_reader", "a reader that saw fewer operators");
    let mut pages = pdf(&file, 6);
    pages.sheets.push(Sheet { width: 595.0, height: 842.0, operators: 0 });
    refused(&pages, "second_reader", "a reader that saw more pages");
    let loses =
        Trial { sheets: vec![Sheet { width: 595.0, height: 842.0, operators: 2 }], ..shown(b"q (x) Q", 2) };
    refused(&loses, "structure", "an operator with operands that are not its own");
}

#[test]
fn pictures_inside_a_pdf() {
    let draw = |jpeg: &[u8], entries: &str| {
        let mut file = page(b"q 96 0 0 64 72 700 cm /I Do Q");
        let image = file.raw_stream(
            &format!("/Type /XObject /Subtype /Image /Width 96 /Height 64 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode {entries}"),
            jpeg,
        );
        file.set(PAGE, page_dict("").replace("/Font <<", &format!("/XObject << /I {image} 0 R >> /Font <<")));
        pdf(&file, 4)
    };
    let jpeg = files::jpeg(&files::picture());
    passes(&draw(&jpeg, ""), "a picture");
    let exif = [b"\xFF\xE1\x00\x0EExif\0\0", b"MM\0*\0\0".as_slice()].concat();
    refused(&draw(&inserted(&jpeg, 2, &exif), ""), "structure", "EXIF in a page's picture");
    refused(&draw(&inserted(&jpeg, jpeg.len(), b"x"), ""), "structure", "bytes behind a page's picture");
    refused(&draw(&jpeg, "/Alternates []"), "structure", "an alternate picture");
}

#[test]
fn pictures() {
    let (jpeg, png) = (files::jpeg(&files::picture()), files::png(&files::picture()));
    let segment = |marker: u8, body: &[u8]| {
        let len = (body.len() as u16 + 2).to_be_bytes();
        inserted(&jpeg, 2, &[&[0xFF, marker], len.as_slice(), body].concat())
    };
    let thumbnail = [b"Exif\0\0MM\0*\0\0\0\x08\0\0".as_slice(), &jpeg].concat();
    for (what, bytes) in [
        ("EXIF", segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0")),
        ("an EXIF thumbnail", segment(0xE1, &thumbnail)),
        ("XMP", segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>")),
        ("IPTC", segment(0xED, b"Photoshop 3.0\08BIM")),
        ("a profile", segment(0xE2, b"ICC_PROFILE\0\x01\x01")),
        ("further pictures", segment(0xE2, b"MPF\0II*\0")),
        ("a comment", segment(0xFE, b"hello")),
        ("bytes behind the end", [jpeg.as_slice(), b"\0\0\0\x18ftypmp42"].concat()),
        ("a second picture", [jpeg.as_slice(), &jpeg].concat()),
    ] {
        refused(&trial(Format::Jpeg, bytes), "structure", what);
    }
    refused(&trial(Format::Jpeg, segment(0xFE, NAME.as_bytes())), "bytes", "a comment with the name");
    let body = |kind: &[u8; 4], body: &[u8]| inserted(&png, 33, &files::chunk(kind, body));
    for (what, bytes) in [
        ("a text chunk", body(b"tEXt", b"Author\0x")),
        ("EXIF", body(b"eXIf", b"MM\0*")),
        ("a profile", body(b"iCCP", b"x\0\0")),
        ("a time", body(b"tIME", &[7; 7])),
        ("an animation", body(b"acTL", &[0; 8])),
        ("bytes behind the end", [png.as_slice(), b"x"].concat()),
        ("an older, larger picture behind", [png.as_slice(), &png[40..]].concat()),
        ("a wrong checksum", {
            let mut b = png.clone();
            b[30] ^= 1;
            b
        }),
    ] {
        refused(&trial(Format::Png, bytes), "structure", what);
    }
    let packed = miniz_oxide::deflate::compress_to_vec_zlib("Mme Éléonore VAUQUELIN".as_bytes(), 9);
    let text = [b"Comment\0\0".as_slice(), &packed].concat();
    refused(&trial(Format::Png, body(b"zTXt", &text)), "bytes", "a packed text chunk");
    refused(&trial(Format::Png, body(b"tEXt", b"Author\0Jeanne-Vauquelin")), "bytes", "a text chunk");
}

#[test]
fn bars_that_let_something_through() {
    let bar = Drawn { page: 0, rect: Rect::new(10.0, 10.0, 60.0, 40.0), colour: [0; 3] };
    for (format, bytes) in
        [(Format::Jpeg, files::jpeg(&files::picture())), (Format::Png, files::png(&files::picture()))]
    {
        refused(&Trial { bars: vec![bar], ..trial(format, bytes) }, "pixels", "a bar too small");
    }
    let mut blurred = files::picture();
    for (x, y, p) in blurred.enumerate_pixels_mut() {
        if (16..48).contains(&x) && (16..32).contains(&y) {
            *p = image::Rgb([(x * 3 % 60) as u8; 3]);
        }
    }
    let bar = Drawn { page: 0, rect: Rect::new(16.0, 16.0, 48.0, 32.0), colour: [0; 3] };
    refused(
        &Trial { bars: vec![bar], ..trial(Format::Png, files::png(&blurred)) },
        "pixels",
        "a blurred bar",
    );
}

/// The same, with what our own reader makes of the file as evidence, and pages really drawn.
#[test]
fn bars_on_a_page() {
    let bar = Drawn { page: 0, rect: Rect::new(72.0, 178.0, 192.0, 192.0), colour: [0; 3] };
    let read = |content: &[u8]| Trial { bars: vec![bar], ..trial(Format::Pdf, page(content).bytes()) };
    passes(&read(GOOD), "a page with its bar");
    for (what, content, check) in [
        ("no bar", &b"BT /F1 12 Tf 72 700 Td (Compte rendu) Tj ET"[..], "pixels"),
        ("a translucent bar", b"0.3 g 72 650 120 14 re f", "pixels"),
        ("a bar too short", b"0 g 72 650 80 14 re f", "pixels"),
        ("letters over a bar", b"0 g 72 650 120 14 re f 1 g BT /F1 12 Tf 80 653 Td (Durand) Tj ET", "pixels"),
        ("letters under a bar", b"BT /F1 12 Tf 80 653 Td (Durand) Tj ET 0 g 72 650 120 14 re f", "reread"),
        (
            "the name under a bar",
            b"BT /F1 12 Tf 80 653 Td (Jeanne Vauquelin) Tj ET 0 g 72 650 120 14 re f",
            "reread",
        ),
        (
            "the name in white",
            b"1 g BT /F1 12 Tf 80 500 Td (VAUQUELIN) Tj ET 0 g 72 650 120 14 re f",
            "reread",
        ),
    ] {
        refused(&read(content), check, what);
    }
}

#[test]
fn texts() {
    for (what, text, check) in [
        ("left as it was", "Mme Jeanne Vauquelin\n", "bytes"),
        ("other case and spaces", "V A U Q U E L I N\n", "reread"),
        ("accents and marks", "jéanne.váuquelin@exemple.fr\n", "reread"),
        ("broken over lines", "habite 14 rue\n\n   des Lilas\n", "reread"),
        ("ligatures", "14 rue des L\u{131}las\n", "reread"),
        ("backwards", "nileuquaV ennaeJ\n", "reread"),
        ("base 64", "SmVhbm5lIFZhdXF1ZWxpbg==\n", "bytes"),
        ("hexadecimal", "56617571 5661757175656c696e\n", "bytes"),
        ("letters without width between", "Vau\u{200B}que\u{200B}lin\n", "structure"),
        ("control characters", "Compte\u{7} rendu\n", "structure"),
        ("another writing direction", "\u{202E}nilleuq\n", "structure"),
    ] {
        refused(&trial(Format::Text, text.as_bytes().to_vec()), check, what);
    }
    let utf16: Vec<u8> = "Mme Vauquelin".encode_utf16().flat_map(u16::to_be_bytes).collect();
    refused(&trial(Format::Text, utf16), "structure", "UTF-16");
}
