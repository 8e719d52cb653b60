//! WebP, TIFF, GIF, BMP and HEIC → the same picture as JPEG or PNG, or as PDF where it has several pages. Pixels alone are
//! carried over, so that whatever else such a file holds is gone before anything else looks at it. What was stored with loss
//! becomes a JPEG of high quality, the rest is kept exactly. Its law: one raster for each page that a person reviews; a
//! picture that moves is refused, since all but its first image would go unseen.

mod heic;
mod sheet;
mod tiff;
mod write;

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, ImageDecoder};

use self::sheet::Sheet;
use super::decode::{broken, decode, on_white};
use crate::error::{Error, Result};
use crate::limits::{Budget, Limits};
use crate::model::Place;

/// What a picture is, told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Webp,
    Tiff,
    Gif,
    Bmp,
    Heic,
}

/// Sizes of the headers that a BMP may have: a text may begin with "BM" too.
const BMP_HEADERS: [u8; 7] = [12, 40, 52, 56, 64, 108, 124];

fn kind(bytes: &[u8]) -> Option<Kind> {
    let has = |at: usize, magic: &[u8]| bytes.get(at..at + magic.len()) == Some(magic);
    if has(0, b"RIFF") && has(8, b"WEBP") {
        Some(Kind::Webp)
    } else if has(0, b"II*\0") || has(0, b"MM\0*") {
        Some(Kind::Tiff)
    } else if has(0, b"GIF87a") || has(0, b"GIF89a") {
        Some(Kind::Gif)
    } else if has(0, b"BM") && bytes.get(14).is_some_and(|n| BMP_HEADERS.contains(n)) && has(15, &[0, 0, 0]) {
        Some(Kind::Bmp)
    } else if has(4, b"ftyp") && heic::is_heic(bytes) {
        Some(Kind::Heic)
    } else {
        None
    }
}

/// The picture in a format that [`super::open`] or the PDF room takes; `None` when it is of no kind that is converted.
///
/// # Errors
/// `Malformed` when it does not decode, `LimitExceeded` when it is too large, `Unsupported` when it moves or is of a rare sort.
pub(in crate::formats) fn converted(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>> {
    let Some(kind) = kind(bytes) else { return Ok(None) };
    let mut budget = Budget::new(*limits);
    budget.input(bytes.len() as u64)?;
    let sheet = match kind {
        Kind::Tiff => return tiff::converted(bytes, &mut budget).map(Some),
        Kind::Webp => webp(bytes, &mut budget)?,
        Kind::Gif => gif(bytes, &mut budget)?,
        Kind::Bmp => {
            let (image, _) = decode(BmpDecoder::new(Cursor::new(bytes)).map_err(broken)?, &mut budget)?;
            Sheet::exact(image)
        }
        Kind::Heic => heic::sheet(bytes, &mut budget)?,
    };
    write::picture(&sheet).map(Some)
}

fn webp(bytes: &[u8], budget: &mut Budget) -> Result<Sheet> {
    let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(broken)?;
    if decoder.has_animation() {
        return Err(moving());
    }
    let (mut image, orientation) = decode(decoder, budget)?;
    image.apply_orientation(orientation);
    Ok(if webp_with_loss(bytes) { Sheet::with_loss(image) } else { Sheet::exact(image) })
}

/// Whether a WebP holds a chunk of the sort that loses something (RFC 9649 clause 2.5).
fn webp_with_loss(bytes: &[u8]) -> bool {
    let mut at = 12;
    while let Some(&[a, b, c, d, l0, l1, l2, l3]) = bytes.get(at..at + 8) {
        if [a, b, c, d] == *b"VP8 " {
            return true;
        }
        let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
        // Chunks are padded to an even length.
        at = at.saturating_add(8).saturating_add(length).saturating_add(length % 2);
    }
    false
}

fn gif(bytes: &[u8], budget: &mut Budget) -> Result<Sheet> {
    let open = || GifDecoder::new(Cursor::new(bytes)).map_err(broken);
    let (width, height) = open()?.dimensions();
    // For each of two frames: the canvas and the frame.
    budget.picture(u64::from(width) * 2, u64::from(height) * 2)?;
    let mut frames = open()?.into_frames();
    let first = frames.next().ok_or_else(|| Error::malformed("the picture is empty"))?.map_err(broken)?;
    if frames.next().is_some() {
        return Err(moving());
    }
    Ok(Sheet::exact(DynamicImage::ImageRgba8(first.into_buffer())))
}

fn moving() -> Error {
    Error::unsupported("this picture moves: save one of its images as JPEG or PNG")
        .at(Place::Part { name: "moving" })
}

#[cfg(test)]
mod tests;
