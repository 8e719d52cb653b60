//! The eight EXIF orientations (Exif 2.32 tag 0x0112) as maps between the stored and the shown picture.

use image::RgbImage;
use image::metadata::Orientation;

use crate::model::Rect;

/// Whether width and height change places.
pub(super) fn turns(o: Orientation) -> bool {
    use Orientation::*;
    matches!(o, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// From shown to stored pixels; `size` is that of the stored picture.
pub(super) fn to_stored(r: Rect, o: Orientation, size: (u32, u32)) -> Rect {
    let (w, h) = (size.0 as f32, size.1 as f32);
    let map = |x: f32, y: f32| match o {
        Orientation::NoTransforms => (x, y),
        Orientation::FlipHorizontal => (w - x, y),
        Orientation::Rotate180 => (w - x, h - y),
        Orientation::FlipVertical => (x, h - y),
        Orientation::Rotate90 => (y, h - x),
        Orientation::Rotate270 => (w - y, x),
        Orientation::Rotate90FlipH => (y, x),
        Orientation::Rotate270FlipH => (w - y, h - x),
    };
    let ((x0, y0), (x1, y1)) = (map(r.x0, r.y0), map(r.x1, r.y1));
    Rect::new(x0, y0, x1, y1)
}

/// From stored to shown pixels; `size` is that of the stored picture.
pub(super) fn to_shown(r: Rect, o: Orientation, size: (u32, u32)) -> Rect {
    let (w, h) = (size.0 as f32, size.1 as f32);
    let map = |x: f32, y: f32| match o {
        Orientation::NoTransforms => (x, y),
        Orientation::FlipHorizontal => (w - x, y),
        Orientation::Rotate180 => (w - x, h - y),
        Orientation::FlipVertical => (x, h - y),
        Orientation::Rotate90 => (h - y, x),
        Orientation::Rotate270 => (y, w - x),
        Orientation::Rotate90FlipH => (y, x),
        Orientation::Rotate270FlipH => (h - y, w - x),
    };
    let ((x0, y0), (x1, y1)) = (map(r.x0, r.y0), map(r.x1, r.y1));
    Rect::new(x0, y0, x1, y1)
}

/// The picture as shown, at another size, `N` bytes a pixel of which the fourth is opaque: each pixel is the mean of those
/// that it covers, or the nearest one where the picture grows. Nothing is held beside the two.
pub(super) fn shown<const N: usize>(
    stored: &RgbImage,
    o: Orientation,
    (width, height): (u32, u32),
) -> Vec<u8> {
    let (w, h) = (stored.width() as isize, stored.height() as isize);
    // Where the first pixel shown is stored, and how far apart those are that are shown beside and below each other.
    let (first, right, down) = match o {
        Orientation::NoTransforms => (0, 1, w),
        Orientation::FlipHorizontal => (w - 1, -1, w),
        Orientation::Rotate180 => (w * h - 1, -1, -w),
        Orientation::FlipVertical => ((h - 1) * w, 1, -w),
        Orientation::Rotate90 => ((h - 1) * w, -w, 1),
        Orientation::Rotate270 => (w - 1, w, -1),
        Orientation::Rotate90FlipH => (0, w, 1),
        Orientation::Rotate270FlipH => (w * h - 1, -w, -1),
    };
    let (across, along) = if turns(o) { (h, w) } else { (w, h) };
    let pixels = stored.as_raw();
    let covered = |i: u32, of: u32, all: isize| {
        let from = (u64::from(i) * all as u64 / u64::from(of)) as isize;
        (from, ((u64::from(i + 1) * all as u64 / u64::from(of)) as isize).max(from + 1))
    };
    let mut out = Vec::with_capacity(width as usize * height as usize * N);
    for y in 0..height {
        let (y0, y1) = covered(y, height, along);
        for x in 0..width {
            let (x0, x1) = covered(x, width, across);
            let mut sum = [0u32; 3];
            for sy in y0..y1 {
                for sx in x0..x1 {
                    let at = (first + sx * right + sy * down) as usize * 3;
                    let pixel = pixels.get(at..at + 3).unwrap_or(&[0; 3]);
                    sum.iter_mut().zip(pixel).for_each(|(s, v)| *s += u32::from(*v));
                }
            }
            let count = ((x1 - x0) * (y1 - y0)) as u32;
            let mean = |k: usize| sum.get(k).map_or(255, |s| ((s + count / 2) / count) as u8);
            out.extend(std::array::from_fn::<u8, N, _>(mean));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, Rgb};

    #[test]
    fn all_eight_strike_the_right_place() {
        for exif in 1..=8 {
            let o = Orientation::from_exif(exif).expect("orientation");
            let mut stored = RgbImage::new(7, 5);
            stored.put_pixel(2, 1, Rgb([255, 0, 0]));
            let mut shown = DynamicImage::ImageRgb8(stored);
            shown.apply_orientation(o);
            let shown = shown.into_rgb8();
            let (x, y, _) = shown.enumerate_pixels().find(|(_, _, p)| p.0[0] == 255).expect("marked pixel");
            let at = Rect::new(x as f32, y as f32, x as f32 + 1.0, y as f32 + 1.0);
            let expected = Rect::new(2.0, 1.0, 3.0, 2.0);
            assert_eq!(to_stored(at, o, (7, 5)), expected, "orientation {exif}");
            assert_eq!(to_shown(expected, o, (7, 5)), at, "orientation {exif}");
        }
    }

    #[test]
    fn all_eight_are_drawn_as_others_turn_them() {
        let stored = RgbImage::from_fn(9, 6, |x, y| Rgb([x as u8 * 20, y as u8 * 40, 7]));
        for exif in 1..=8 {
            let o = Orientation::from_exif(exif).expect("orientation");
            let mut other = DynamicImage::ImageRgb8(stored.clone());
            other.apply_orientation(o);
            let size = (other.width(), other.height());
            assert_eq!(shown::<4>(&stored, o, size), other.to_rgba8().into_raw(), "orientation {exif}");
            assert_eq!(shown::<3>(&stored, o, size), other.to_rgb8().into_raw(), "orientation {exif}");
        }
    }

    #[test]
    fn a_shrunk_picture_has_the_means_of_what_it_covers() {
        let stored = RgbImage::from_fn(4, 2, |x, y| Rgb([x as u8 * 10, y as u8 * 100, 1]));
        let none = Orientation::NoTransforms;
        assert_eq!(shown::<3>(&stored, none, (2, 1)), [5, 50, 1, 25, 50, 1]);
        assert_eq!(shown::<4>(&stored, none, (8, 2))[..8], [0, 0, 1, 255, 0, 0, 1, 255]);
    }
}
