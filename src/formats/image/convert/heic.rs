//! HEIC (ISO/IEC 23008-12 with HEVC inside) → its primary picture. Thumbnails, depth maps and films beside it stay behind.

use heic_rs::{DecodeOptions, Error as Broken, PixelLayout};
use image::{DynamicImage, RgbImage, RgbaImage};

use super::super::decode::rare;
use super::moving;
use super::sheet::Sheet;
use crate::error::{Error, Result};
use crate::limits::Budget;

/// Brands of still pictures in HEVC, and of sequences.
const STILL: [&[u8]; 4] = [b"heic", b"heix", b"heim", b"heis"];
const MOVING: [&[u8]; 4] = [b"hevc", b"hevx", b"hevm", b"hevs"];

/// The brands that a file claims, the major one first.
fn brands(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let length = bytes.first_chunk().map_or(0, |b| u32::from_be_bytes(*b) as usize);
    let all = bytes.get(8..length.min(bytes.len())).unwrap_or_default();
    // After the major brand stands its version.
    all.chunks_exact(4).enumerate().filter(|(i, _)| *i != 1).map(|(_, brand)| brand)
}

/// Whether a file of this family holds a picture, or pictures, coded as HEVC.
pub(super) fn is_heic(bytes: &[u8]) -> bool {
    brands(bytes).any(|b| STILL.contains(&b) || MOVING.contains(&b))
}

/// Decodes.
///
/// # Errors
/// `Unsupported` for a sequence and for coding that cameras do not use, `Malformed`, `LimitExceeded`.
pub(super) fn sheet(bytes: &[u8], budget: &mut Budget) -> Result<Sheet> {
    if brands(bytes).next().is_some_and(|major| MOVING.contains(&major) || major == b"msf1") {
        return Err(moving());
    }
    let seen = heic_rs::probe(bytes).map_err(refused)?;
    budget.picture(u64::from(seen.width), u64::from(seen.height))?;
    budget.picture(u64::from(seen.coded_width), u64::from(seen.coded_height))?;
    let layout = if seen.has_alpha { PixelLayout::Rgba8 } else { PixelLayout::Rgb8 };
    let options =
        DecodeOptions { layout, max_pixels: Some(budget.limits().pixels), ..DecodeOptions::default() };
    let out = heic_rs::decode(bytes, &options).map_err(refused)?;
    let image = if seen.has_alpha {
        RgbaImage::from_raw(out.width, out.height, out.data).map(DynamicImage::ImageRgba8)
    } else {
        RgbImage::from_raw(out.width, out.height, out.data).map(DynamicImage::ImageRgb8)
    };
    image.map(Sheet::with_loss).ok_or_else(|| Error::malformed("the picture cannot be decoded"))
}

fn refused(error: Broken) -> Error {
    match error {
        Broken::Unsupported(_) => rare(),
        Broken::PixelLimit { .. } | Broken::BoxTooLarge { .. } => Error::limit("a picture is too large"),
        _ => Error::malformed("the picture cannot be decoded").because(error),
    }
}
