//! One page of pixels on its way from a foreign format: grey or red, green and blue, upright, without transparency.

use image::DynamicImage;

use super::on_white;

/// A page.
pub(super) struct Sheet {
    /// Grey or colour, 8 bits, upright.
    pub(super) image: DynamicImage,
    /// Whether it was stored with loss.
    pub(super) with_loss: bool,
    /// Whether it is black and white only.
    pub(super) two_levels: bool,
    /// Pixels an inch, both ways.
    pub(super) per_inch: f32,
}

/// Pixels an inch where a file says nothing believable: what scanners take most often.
pub(super) const PER_INCH: f32 = 200.0;

impl Sheet {
    /// A picture that was stored without loss.
    pub(super) fn exact(image: DynamicImage) -> Self {
        let plain = match image {
            DynamicImage::ImageLuma8(_) => image,
            DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(image.into_luma8()),
            other => DynamicImage::ImageRgb8(on_white(other)),
        };
        Self { image: plain, with_loss: false, two_levels: false, per_inch: PER_INCH }
    }

    /// A picture that was stored with loss.
    pub(super) fn with_loss(image: DynamicImage) -> Self {
        Self { with_loss: true, ..Self::exact(image) }
    }
}
