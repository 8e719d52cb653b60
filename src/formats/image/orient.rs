//! The eight EXIF orientations (Exif 2.32 tag 0x0112) as maps of boxes between the stored and the shown picture.

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

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, Rgb, RgbImage};

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
}
