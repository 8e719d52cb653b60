//! Each sort as others write it, with a name hidden where no eye sees it; broken, huge and moving ones.

use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};

use super::*;
use crate::error::ErrorKind;

const LOSSY: &[u8] = include_bytes!("../../../../tests/corpus/read/lossy.webp");
const STILL: &[u8] = include_bytes!("../../../../tests/corpus/read/still.gif");
const FAX: &[u8] = include_bytes!("../../../../tests/corpus/read/fax.tif");
const PALETTE: &[u8] = include_bytes!("../../../../tests/corpus/read/palette.tif");
const HEIC: &[u8] = include_bytes!("../../../../tests/corpus/read/photo.heic");
const MOVING: [&[u8]; 2] = [
    include_bytes!("../../../../tests/corpus/read/moving.gif"),
    include_bytes!("../../../../tests/corpus/read/moving.webp"),
];
const HIDDEN: &[u8] = b"VAUQUELIN";

fn made(bytes: &[u8]) -> Vec<u8> {
    converted(bytes, &Limits::default()).expect("converts").expect("is of a sort that is converted")
}

fn refused(bytes: &[u8], limits: &Limits) -> ErrorKind {
    converted(bytes, limits).map(|_| ()).expect_err("is refused").kind()
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|w| w == what)
}

fn shaded() -> RgbImage {
    RgbImage::from_fn(40, 30, |x, y| Rgb([x as u8 * 6, y as u8 * 8, 9]))
}

fn written(format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(shaded()).write_to(&mut out, format).expect("written");
    out.into_inner()
}

#[test]
fn what_was_exact_stays_so() {
    for format in [ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP] {
        let mut bytes = written(format);
        bytes.extend_from_slice(HIDDEN);
        let out = made(&bytes);
        assert!(!holds(&out, HIDDEN));
        let image = image::load_from_memory_with_format(&out, ImageFormat::Png).expect("a PNG");
        assert_eq!(image.to_rgb8(), shaded(), "{format:?}");
    }
}

#[test]
fn pixels_alone_are_carried_over() {
    for (bytes, format) in [
        (LOSSY, ImageFormat::Jpeg),
        (STILL, ImageFormat::Png),
        (PALETTE, ImageFormat::Png),
        (HEIC, ImageFormat::Jpeg),
    ] {
        assert!(holds(bytes, HIDDEN), "the test file hides a name");
        let out = made(bytes);
        assert!(!holds(&out, HIDDEN));
        let image = image::load_from_memory_with_format(&out, format).expect("of the sort that was promised");
        assert_eq!(image.dimensions(), (620, 160));
        assert!(image.get_pixel(5, 5).0[0] > 250, "white paper");
        let ink = image.to_luma8().pixels().filter(|p| p.0[0] < 100).count();
        assert!((3_000..12_000).contains(&ink), "letters stand on it: {ink} dark pixels");
    }
}

#[test]
fn pages_become_pages_and_thumbnails_stay_behind() {
    let out = made(FAX);
    assert!(out.starts_with(b"%PDF-") && !holds(&out, HIDDEN));
    assert!(holds(&out, b"/Count 2/"), "the third directory is a thumbnail");
    // 204 columns and 102 rows an inch: rows are doubled.
    assert!(holds(&out, b"/Width 620/Height 320/ColorSpace/DeviceGray/BitsPerComponent 1"));
    assert!(holds(&out, b"/MediaBox[0 0 218.82 112.94]"));
}

#[test]
fn a_turned_page_is_set_upright() {
    let mut bytes = written(ImageFormat::Tiff);
    let file_end = u32::try_from(bytes.len()).expect("small");
    let first = u32::from_le_bytes(*bytes[4..].first_chunk().expect("header")) as usize;
    // The directory again at the end, with one field more: orientation 6.
    let count = u16::from_le_bytes(*bytes[first..].first_chunk().expect("directory"));
    let mut entries: Vec<[u8; 12]> = bytes[first + 2..]
        .chunks_exact(12)
        .take(usize::from(count))
        .map(|e| e.try_into().expect("12"))
        .collect();
    entries.push([0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
    entries.sort_by_key(|e| u16::from_le_bytes([e[0], e[1]]));
    bytes.extend_from_slice(&(count + 1).to_le_bytes());
    bytes.extend(entries.concat());
    bytes.extend_from_slice(&[0; 4]);
    bytes[4..8].copy_from_slice(&file_end.to_le_bytes());
    let image = image::load_from_memory(&made(&bytes)).expect("a PNG").to_rgb8();
    assert_eq!(image, image::imageops::rotate90(&shaded()));
}

#[test]
fn what_moves_is_refused() {
    for bytes in MOVING {
        let error = converted(bytes, &Limits::default()).map(|_| ()).expect_err("is refused");
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(error.place(), Some(&Place::Part { name: "moving" }));
    }
}

#[test]
fn broken_and_huge_ones_are_refused() {
    let small = Limits { pixels: 10_000, ..Limits::default() };
    for bytes in [LOSSY, STILL, FAX, PALETTE, HEIC] {
        assert_eq!(refused(&bytes[..bytes.len() / 2], &Limits::default()), ErrorKind::Malformed);
        assert_eq!(refused(bytes, &small), ErrorKind::LimitExceeded);
    }
    assert_eq!(refused(FAX, &Limits { pages: 1, ..Limits::default() }), ErrorKind::LimitExceeded);
    // Directories that lead back to the first.
    let mut circle = written(ImageFormat::Tiff);
    let first = u32::from_le_bytes(*circle[4..].first_chunk().expect("header")) as usize;
    let count = usize::from(u16::from_le_bytes(*circle[first..].first_chunk().expect("directory")));
    let link = first + 2 + 12 * count;
    circle.copy_within(4..8, link);
    assert_eq!(refused(&circle, &Limits::default()), ErrorKind::Malformed);
}

#[test]
fn no_cut_and_no_changed_byte_makes_it_stop() {
    // A little generator is enough: the same files every time.
    let mut state = 7u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for bytes in [LOSSY, STILL, FAX, PALETTE, HEIC] {
        for _ in 0..60 {
            let mut changed = bytes.to_vec();
            for _ in 0..=next(4) {
                let at = next(changed.len());
                changed[at] = next(256) as u8;
            }
            changed.truncate(changed.len() - next(changed.len() / 4));
            // Any answer will do.
            let _ = converted(&changed, &Limits { pixels: 4_000_000, ..Limits::default() });
        }
    }
}

#[test]
fn other_files_are_left_alone() {
    for bytes in [&b"BM was seen today"[..], b"%PDF-1.7", b"RIFF....AVI ", b"", b"GIF", b"\0\0\0\x18ftypisom"]
    {
        assert!(converted(bytes, &Limits::default()).expect("no error").is_none());
    }
}
