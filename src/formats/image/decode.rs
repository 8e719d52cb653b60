//! Encoded pictures → pixels, their size debited first.

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, RgbImage};

use crate::error::{Error, Result};
use crate::limits::Budget;
use crate::model::Place;

pub(super) fn decode(
    mut decoder: impl ImageDecoder,
    budget: &mut Budget,
) -> Result<(DynamicImage, Orientation)> {
    let (width, height) = decoder.dimensions();
    // Twice: once as decoded, once as RGB.
    budget.picture(u64::from(width), u64::from(height))?;
    budget.decode(decoder.total_bytes())?;
    let orientation = decoder.orientation().map_err(broken)?;
    Ok((DynamicImage::from_decoder(decoder).map_err(broken)?, orientation))
}

/// Where addresses have 32 bits a decoder refuses a huge picture by itself, before its size can be asked.
pub(super) fn broken(error: image::ImageError) -> Error {
    match error {
        image::ImageError::Limits(_) => Error::limit("a picture is too large"),
        image::ImageError::Unsupported(_) => rare(),
        other => Error::malformed("the picture cannot be decoded").because(other),
    }
}

/// A picture in a coding that hardly anybody uses.
pub(super) fn rare() -> Error {
    Error::unsupported("this picture is of a rare sort: save it as JPEG or PNG")
        .at(Place::Part { name: "rare" })
}

/// Transparent pixels can hide a picture of their own: everything is laid on white and transparency is dropped.
pub(super) fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let rgba = image.into_rgba8();
    let over = |c: u8, a: u8| ((u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a)) + 127) / 255) as u8;
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0;
        image::Rgb([over(r, a), over(g, a), over(b, a)])
    })
}
