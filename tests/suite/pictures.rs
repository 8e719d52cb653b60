//! Pictures of every sort from their bytes to the proved output: named people are struck where they stand, what no eye sees
//! is gone, and what is broken or far too large is refused. All of it without a person's help.

use std::io::Cursor;
use std::sync::Arc;

use biffure::context::Go;
use biffure::decide::{Choices, Policy, Unsaid};
use biffure::error::ErrorKind;
use biffure::model::{DoubtKind, OpaqueChoice, OpaqueKind, Picture, Rect};
use biffure::ocr::{Models, Reader};
use biffure::pipeline::{Options, Session, redact};
use biffure::verify::Verified;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageEncoder, ImageFormat, Luma, RgbImage};

const LETTER: &[u8] = include_bytes!("../corpus/read/letter.png");
const LOSSY: &[u8] = include_bytes!("../corpus/read/lossy.webp");
const STILL: &[u8] = include_bytes!("../corpus/read/still.gif");
const FAX: &[u8] = include_bytes!("../corpus/read/fax.tif");
const PALETTE: &[u8] = include_bytes!("../corpus/read/palette.tif");
const HEIC: &[u8] = include_bytes!("../corpus/read/photo.heic");
/// Six drawn faces of nobody in a row, 120 by 155 pixels each.
const FACES: &[u8] = include_bytes!("../corpus/read/faces.jpg");
const AVIF: &[u8] = include_bytes!("../corpus/read/photo.avif");
const MOVING: &[u8] = include_bytes!("../corpus/read/moving.gif");
const HIDDEN: &[u8] = b"VAUQUELIN";

fn run(bytes: &[u8]) -> biffure::Result<Verified> {
    let options = Options { policy: Policy::care(), ..Options::default() };
    redact(Arc::from(bytes), options, &Choices { unsaid: Unsaid::Remove, ..Choices::default() })
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|w| w == what)
}

/// Which share of a box is black.
fn black(image: &RgbImage, x: u32, y: u32, w: u32, h: u32) -> f32 {
    let inside = (y..y + h).flat_map(|y| (x..x + w).map(move |x| (x, y)));
    let dark = inside.filter(|(x, y)| image.get_pixel(*x, *y).0.iter().all(|v| *v < 40)).count();
    dark as f32 / (w * h) as f32
}

fn letter() -> RgbImage {
    image::load_from_memory(LETTER).unwrap().to_rgb8()
}

#[test]
fn every_sort_is_read_struck_and_written_as_a_plain_one() {
    for (bytes, format) in [(LOSSY, "jpeg"), (STILL, "png"), (PALETTE, "png"), (HEIC, "jpeg")] {
        assert!(holds(bytes, HIDDEN));
        let done = run(bytes).unwrap();
        assert_eq!(done.receipt().format, format);
        assert!(done.receipt().struck.contains_key("PersonName"), "{:?}", done.receipt().struck);
        assert!(done.receipt().notices.iter().any(|n| n == "metadata_removed"));
        assert!(!holds(done.bytes(), HIDDEN));
        let image = image::load_from_memory(done.bytes()).unwrap().to_rgb8();
        assert_eq!(image.dimensions(), (620, 160));
        // The family name, the number, and the last line, which stays.
        assert!(black(&image, 215, 27, 150, 12) > 0.99, "{format}");
        assert!(black(&image, 175, 72, 150, 12) > 0.99, "{format}");
        assert!(black(&image, 20, 110, 380, 30) < 0.4, "{format}");
    }
}

#[test]
fn a_fax_of_two_pages_becomes_a_struck_pdf() {
    let done = run(FAX).unwrap();
    assert_eq!(done.receipt().format, "pdf");
    assert!(done.receipt().struck.get("PersonName").is_some_and(|n| *n >= 2), "{:?}", done.receipt().struck);
    assert!(!holds(done.bytes(), HIDDEN) && holds(done.bytes(), b"/Count 2"));
}

#[test]
fn what_cannot_be_read_is_refused_with_a_sentence() {
    let error = |bytes: &[u8]| run(bytes).err().unwrap();
    assert_eq!(error(AVIF).kind(), ErrorKind::Unsupported);
    assert!(error(AVIF).message().contains("JPEG"));
    assert_eq!(error(MOVING).kind(), ErrorKind::Unsupported);
    assert!(error(MOVING).message().contains("moves"));
}

/// A JPEG of which EXIF says that it is turned.
fn turned(shown: &RgbImage, exif: u8) -> Vec<u8> {
    // What undoes each orientation.
    let back = [1, 2, 3, 4, 5, 8, 7, 6][usize::from(exif) - 1];
    let mut stored = DynamicImage::ImageRgb8(shown.clone());
    stored.apply_orientation(Orientation::from_exif(back).unwrap());
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 92);
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0".to_vec();
    tiff[18] = exif;
    encoder.set_exif_metadata(tiff).unwrap();
    encoder.encode_image(&stored).unwrap();
    out
}

#[test]
fn all_eight_orientations_are_struck_at_the_right_place() {
    for exif in 1..=8 {
        let done = run(&turned(&letter(), exif)).unwrap();
        let image = image::load_from_memory(done.bytes()).unwrap().to_rgb8();
        assert_eq!(
            image.dimensions(),
            (900, 420),
            "orientation {exif}: upright, and nothing to turn it again"
        );
        assert!(!holds(done.bytes(), b"II*\0"), "orientation {exif}");
        assert!(black(&image, 232, 48, 140, 12) > 0.99, "orientation {exif}: the name");
        assert!(black(&image, 705, 255, 90, 90) > 0.99, "orientation {exif}: the barcode");
        assert!(black(&image, 50, 182, 365, 20) < 0.4, "orientation {exif}: the finding");
    }
}

#[test]
fn a_photo_of_fifty_megapixels_is_done() {
    let mut large = RgbImage::from_pixel(8192, 6144, image::Rgb([244, 242, 238]));
    let letter = image::imageops::resize(&letter(), 3600, 1680, image::imageops::FilterType::Triangle);
    image::imageops::replace(&mut large, &letter, 2000, 2000);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 80).encode_image(&large).unwrap();
    drop(large);
    let done = run(&bytes).unwrap();
    let image = image::load_from_memory(done.bytes()).unwrap().to_rgb8();
    assert_eq!(image.dimensions(), (8192, 6144));
    assert!(black(&image, 2930, 2195, 560, 40) > 0.99, "the name");
    assert!(black(&image, 2200, 2728, 1460, 80) < 0.4, "the finding");
}

/// The letter with an identity photo on it, 120 by 155 pixels at (640, 60).
fn with_photo(face: u32) -> RgbImage {
    let faces = image::load_from_memory(FACES).unwrap().to_rgb8();
    let photo = image::imageops::crop_imm(&faces, face * 120, 0, 120, 155).to_image();
    let mut out = letter();
    image::imageops::replace(&mut out, &photo, 640, 60);
    out
}

fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 90).encode_image(image).unwrap();
    out
}

#[test]
fn drawn_faces_are_found_whole_and_however_the_page_is_turned() {
    let mut reader = Reader::new(&Models { heavy: None, ..Models::carried() }).unwrap();
    let mut faces = |image: &RgbImage| {
        let (width, height) = image.dimensions();
        let reading =
            reader.read(&Picture { width, height, rgb: image.as_raw() }, &mut |_, _| Go::On).unwrap();
        let doubts = reading.doubts.into_iter().filter(|d| d.kind == DoubtKind::Face);
        doubts.map(|d| d.rect).collect::<Vec<_>>()
    };
    assert!(faces(&letter()).is_empty(), "a letter and a barcode are no face");
    // The eyes and the mouth of all six lie within.
    let features = Rect::new(672.0, 105.0, 728.0, 155.0);
    for face in 0..6 {
        let found = faces(&with_photo(face));
        assert!(found.iter().any(|r| r.intersection(&features) == Some(features)), "face {face}: {found:?}");
    }
    let turned = faces(&image::imageops::rotate90(&with_photo(0)));
    let features = Rect::new(420.0 - features.y1, features.x0, 420.0 - features.y0, features.x1);
    assert!(turned.iter().any(|r| r.intersection(&features) == Some(features)), "{turned:?}");
}

#[test]
fn a_face_is_struck_and_kept_only_where_the_policy_lets_one() {
    let source = jpeg(&with_photo(0));
    let kept = |policy: Policy| {
        let options = Options { policy, ..Options::default() };
        let session = Session::open(Arc::from(&*source), options, |_| Go::On).unwrap();
        let review = session.review();
        let ids: Vec<_> = review.opaques.iter().map(|(o, may)| (o.id, o.kind, *may)).collect();
        let face = ids.iter().find(|o| o.1 == OpaqueKind::Face).expect("a face");
        let opaques =
            ids.iter().filter(|o| o.1 == OpaqueKind::Face || o.2).map(|o| (o.0, OpaqueChoice::Reviewed));
        let done = session.finish(&Choices { opaques: opaques.collect(), ..Choices::default() });
        (face.2, done.map(|d| image::load_from_memory(d.bytes()).unwrap().to_rgb8()))
    };
    let struck = image::load_from_memory(run(&source).unwrap().bytes()).unwrap().to_rgb8();
    assert!(black(&struck, 672, 105, 56, 50) > 0.99, "struck where nothing is said");
    let (may, care) = kept(Policy::care());
    assert!(may && black(&care.unwrap(), 672, 105, 56, 50) < 0.5);
    let (may, public) = kept(Policy::public());
    assert!(!may);
    assert_eq!(public.err().map(|e| e.kind()), Some(ErrorKind::Misuse));
}

/// A scan of so many small pages.
fn scan(pages: usize) -> Vec<u8> {
    let mut page = Vec::new();
    let part = image::imageops::crop_imm(&letter(), 0, 20, 700, 60).to_image();
    JpegEncoder::new_with_quality(&mut page, 80).encode_image(&part).unwrap();
    let mut out = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    let kids: Vec<String> = (0..pages).map(|i| format!("{} 0 R", 3 + 3 * i)).collect();
    out.extend(format!("2 0 obj\n<</Type/Pages/Count {pages}/Kids[{}]>>\nendobj\n", kids.join(" ")).bytes());
    for i in 0..pages {
        let n = 3 + 3 * i;
        let content = "q 336 0 0 28.8 0 0 cm /I Do Q";
        out.extend(
            format!(
                "{n} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 336 28.8]/Contents {} 0 R/Resources<</XObject<</I {} 0 R>>>>>>\nendobj\n\
                 {} 0 obj\n<</Length {}>>\nstream\n{content}\nendstream\nendobj\n\
                 {} 0 obj\n<</Type/XObject/Subtype/Image/Width 700/Height 60/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length {}>>\nstream\n",
                n + 1, n + 2, n + 1, content.len(), n + 2, page.len()
            )
            .bytes(),
        );
        out.extend(&page);
        out.extend(b"\nendstream\nendobj\n");
    }
    out.extend(b"trailer\n<</Root 1 0 R>>\n%%EOF\n");
    out
}

#[test]
fn a_scan_of_two_hundred_pages_is_done() {
    let done = run(&scan(200)).unwrap();
    assert!(
        done.receipt().struck.get("PersonName").is_some_and(|n| *n >= 200),
        "{:?}",
        done.receipt().struck
    );
    assert!(holds(done.bytes(), b"/Count 200"));
}

#[test]
fn broken_and_swollen_pictures_are_refused() {
    let whole = turned(&letter(), 1);
    let kind = |bytes: &[u8]| run(bytes).err().map(|e| e.kind());
    assert_eq!(kind(&whole[..200]), Some(ErrorKind::Malformed));
    // Where only its end is missing it is done as every viewer shows it: the rest is grey.
    let half = image::load_from_memory(run(&whole[..whole.len() / 2]).unwrap().bytes()).unwrap().to_rgb8();
    assert!(black(&half, 232, 48, 140, 12) > 0.99, "the name");
    // 900 million white pixels in less than a megabyte.
    let mut bomb = Vec::new();
    let row = GrayImage::from_pixel(30_000, 1, Luma([255]));
    let encoder = image::codecs::png::PngEncoder::new(&mut bomb);
    encoder.write_image(row.as_raw(), 30_000, 1, image::ExtendedColorType::L8).unwrap();
    // The height of the header, and its checksum, made by hand.
    bomb[20..24].copy_from_slice(&30_000u32.to_be_bytes());
    let sum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(kind(&bomb), Some(ErrorKind::LimitExceeded));
    let mut small = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(letter()).write_to(&mut small, ImageFormat::Bmp).unwrap();
    let mut bmp = small.into_inner();
    bmp[18..22].copy_from_slice(&60_000u32.to_le_bytes());
    bmp[22..26].copy_from_slice(&60_000u32.to_le_bytes());
    assert_eq!(kind(&bmp), Some(ErrorKind::LimitExceeded));
}

/// The checksum of PNG chunks (ISO/IEC 15948 clause 5.5).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |s, _| if s & 1 == 1 { (s >> 1) ^ 0xEDB8_8320 } else { s >> 1 })
    })
}
