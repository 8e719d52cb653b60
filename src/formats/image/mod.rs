//! JPEG and PNG pictures, and others turned into these first. Where their words were read, they are struck as in any text,
//! and what could not be read with them; where nobody read them, the whole picture is one Opaque that a person looks at,
//! draws boxes on, and vouches for. What comes out is encoded afresh from pixels, so that metadata, thumbnails, further
//! frames, colour profiles and trailing bytes are gone whatever they were. Places are pixels after EXIF orientation.

#[cfg(feature = "ocr")]
mod convert;
mod decode;
mod grid;
mod orient;

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::metadata::Orientation;
use image::{ImageEncoder, RgbImage};
use sha2::{Digest as _, Sha256};

#[cfg(feature = "ocr")]
pub(super) use self::convert::converted;
use self::decode::{broken, decode, on_white};
use self::grid::Grid;
use super::jpeg::parted;

use super::read::{Read, Stand, tell};
use super::{Document, Preview};
use crate::context::{Cx, Step};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::arrange;
use crate::model::{
    Digest, DoubtKind, Drawn, Extract, Format, Notice, Opaque, OpaqueChoice, OpaqueId, OpaqueKind, Page,
    Pixels, Place, Plan, Rect, Redacted, Size, Unit,
};

/// Colour of bars.
const BAR: [u8; 3] = [0, 0, 0];

/// Quality of JPEG output, of 100: text in photographs stays crisp.
const JPEG_QUALITY: u8 = 90;

/// Most pixels of a picture that is read: larger ones are shrunk for that, and struck in full.
const READ: f32 = 16_000_000.0;

/// Decoders smooth halved colour over the block's edge by this many pixels.
const SMOOTHING: u32 = 2;

struct Picture {
    source: Digest,
    format: Format,
    /// As stored, before orientation; alpha laid on white.
    stored: RgbImage,
    /// How it was coded.
    grid: Grid,
    orientation: Orientation,
    /// What was read of it.
    read: Option<Read>,
    /// The whole of it, where no word was read: for a person to look at.
    whole: Option<OpaqueId>,
}

/// Opens a picture and decodes its first frame.
///
/// # Errors
/// `Malformed` when it does not decode, `Unsupported` when our decoder misreads its sort, `LimitExceeded` when it is too large.
pub(super) fn open(bytes: Arc<[u8]>, format: Format, cx: &mut Cx<'_>) -> Result<Box<dyn Document>> {
    let source = Sha256::digest(&bytes).into();
    let grid = if format == Format::Jpeg { Grid::of_jpeg(&bytes) } else { Grid::NONE };
    if format == Format::Jpeg && parted(&bytes) {
        return Err(Error::unsupported("a JPEG whose colours are coded one behind the other"));
    }
    let reader = Cursor::new(&*bytes);
    let (image, orientation) = match format {
        Format::Jpeg => decode(JpegDecoder::new(reader).map_err(broken)?, &mut cx.budget)?,
        Format::Png => decode(PngDecoder::new(reader).map_err(broken)?, &mut cx.budget)?,
        _ => return Err(Error::internal("not a picture format")),
    };
    Ok(Box::new(Picture {
        source,
        format,
        stored: on_white(image),
        grid,
        orientation,
        read: None,
        whole: None,
    }))
}

impl Picture {
    /// Width and height as shown.
    fn shown_size(&self) -> (u32, u32) {
        let (w, h) = self.stored.dimensions();
        if orient::turns(self.orientation) { (h, w) } else { (w, h) }
    }

    /// Width and height at which it is read.
    fn read_size(&self) -> (u32, u32) {
        let (w, h) = self.shown_size();
        let by = (READ / (w as f32 * h as f32)).sqrt().min(1.0);
        let shrunk = |v: u32| ((v as f32 * by) as u32).max(1);
        (shrunk(w), shrunk(h))
    }

    /// The picture as it is shown, at another size.
    fn drawn(&self, (width, height): (u32, u32)) -> Pixels {
        let rgba = orient::shown::<4>(&self.stored, self.orientation, (width, height));
        Pixels { width, height, rgba }
    }

    /// Sets a shown box to constant colour in the stored pixels, by whole blocks of the coding; returns the bar as shown. Where
    /// blocks of colour reach farther the rest of them loses its colour, which tells of the secret's.
    fn strike(&mut self, rect: &Rect) -> Option<Rect> {
        let size = self.stored.dimensions();
        let in_file = orient::to_stored(*rect, self.orientation, size);
        let [x0, y0, x1, y1] = in_blocks(&in_file, self.grid.grey, 0, size)?;
        if self.grid.colour != self.grid.grey {
            let [x0, y0, x1, y1] = in_blocks(&in_file, self.grid.colour, SMOOTHING, size)?;
            for (x, y) in (y0..y1).flat_map(|y| (x0..x1).map(move |x| (x, y))) {
                let [r, g, b] = self.stored.get_pixel(x, y).0.map(u32::from);
                let grey = ((77 * r + 150 * g + 29 * b) >> 8) as u8;
                self.stored.put_pixel(x, y, image::Rgb([grey; 3]));
            }
        }
        for (x, y) in (y0..y1).flat_map(|y| (x0..x1).map(move |x| (x, y))) {
            self.stored.put_pixel(x, y, image::Rgb(BAR));
        }
        let bar = Rect::new(x0 as f32, y0 as f32, x1 as f32, y1 as f32);
        Some(orient::to_shown(bar, self.orientation, size))
    }
}

/// The pixels of the blocks that a box touches, and of so many more around: left, top, right and bottom. `None` where there are none.
fn in_blocks(rect: &Rect, block: [u32; 2], more: u32, size: (u32, u32)) -> Option<[u32; 4]> {
    let low = |v: f32, block: u32| (v.max(0.0).floor() as u32 / block * block).saturating_sub(more);
    let high = |v: f32, block: u32, end: u32| {
        let whole = (v.max(0.0).ceil() as u32).div_ceil(block).saturating_mul(block);
        whole.saturating_add(more).min(end)
    };
    let (x0, y0) = (low(rect.x0, block[0]), low(rect.y0, block[1]));
    let (x1, y1) = (high(rect.x1, block[0], size.0), high(rect.y1, block[1], size.1));
    (x0 < x1 && y0 < y1).then_some([x0, y0, x1, y1])
}

impl Document for Picture {
    fn pictures(&mut self, _cx: &mut Cx<'_>) -> Result<u32> {
        Ok(1)
    }

    fn picture(&mut self, picture: u32, _cx: &mut Cx<'_>) -> Result<Pixels> {
        if picture != 0 {
            return Err(Error::new(ErrorKind::Misuse, "there is no such picture"));
        }
        Ok(self.drawn(self.read_size()))
    }

    fn extract(&mut self, cx: &mut Cx<'_>) -> Result<Extract> {
        cx.progress(Step::Reading, 0, 1)?;
        let (w, h) = self.shown_size();
        let size = Size { width: w as f32, height: h as f32 };
        let page = Page { size, unit: Unit::Pixel };
        let mut out = Extract { source: self.source, pages: vec![page], ..Extract::empty(self.format) };
        let reading = cx.reading(0);
        if reading.as_ref().is_none_or(|r| r.is_blank()) {
            let place = Place::Page { page: 0, rect: Rect::new(0.0, 0.0, size.width, size.height) };
            out.opaques.push(Opaque { id: OpaqueId(0), kind: OpaqueKind::Picture, place });
            self.whole = Some(OpaqueId(0));
        }
        if let Some(mut reading) = reading {
            if self.whole.is_some() {
                // Somebody looks at the rest.
                reading.doubts.retain(|d| d.kind == DoubtKind::Face);
            }
            let (rw, rh) = self.read_size();
            let (x, y) = (w as f32 / rw as f32, h as f32 / rh as f32);
            let to_page = |r: &Rect| Rect::new(r.x0 * x, r.y0 * y, r.x1 * x, r.y1 * y);
            let stand = Stand { page: 0, to_page: &to_page, said: &|_| false };
            let (placed, read) = tell(&reading, &stand, &mut out, cx);
            if self.whole.is_none() {
                out.texts.insert(0, arrange(&placed).read_in_a_picture());
            }
            self.read = Some(read);
        }
        cx.progress(Step::Reading, 1, 1)?;
        Ok(out)
    }

    fn redact(&mut self, plan: &Plan, cx: &mut Cx<'_>) -> Result<Redacted> {
        if plan.source() != &self.source {
            return Err(Error::new(ErrorKind::Misuse, "the plan is for another file"));
        }
        cx.progress(Step::Striking, 0, 1)?;
        let (w, h) = self.shown_size();
        let drawn = plan.boxes().iter().map(|b| b.rect);
        let rects: Vec<Rect> = if self.whole.is_some_and(|id| plan.opaque(id) == OpaqueChoice::Remove) {
            vec![Rect::new(0.0, 0.0, w as f32, h as f32)]
        } else {
            self.read.iter().flat_map(|read| read.struck(plan)).chain(drawn).collect()
        };
        let mut bars = Vec::new();
        for rect in rects {
            if let Some(rect) = self.strike(&rect) {
                bars.push(Drawn { page: 0, rect, colour: BAR });
            }
        }
        let turned = match self.orientation {
            Orientation::NoTransforms => None,
            o => RgbImage::from_raw(w, h, orient::shown::<3>(&self.stored, o, (w, h))),
        };
        let shown = turned.as_ref().unwrap_or(&self.stored);
        let mut out = Vec::new();
        let failed = |e: image::ImageError| Error::internal("the picture could not be written").because(e);
        match self.format {
            Format::Jpeg => {
                JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY).encode_image(shown).map_err(failed)?;
            }
            _ => PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
                .write_image(shown.as_raw(), w, h, image::ExtendedColorType::Rgb8)
                .map_err(failed)?,
        }
        cx.progress(Step::Striking, 1, 1)?;
        let mut notices = vec![Notice::MetadataRemoved];
        notices.extend(self.whole.is_none().then_some(Notice::PicturesRead));
        Ok(Redacted::new(out, self.format, bars, notices))
    }

    fn preview(&mut self) -> Option<&mut dyn Preview> {
        Some(self)
    }
}

impl Preview for Picture {
    fn draw(&mut self, page: u32, scale: f32, cx: &mut Cx<'_>) -> Result<Pixels> {
        if page != 0 || !(scale.is_finite() && scale > 0.0) {
            return Err(Error::new(ErrorKind::Misuse, "there is no such page"));
        }
        let (w, h) = self.shown_size();
        let scaled = |v: u32| ((v as f32 * scale).round() as u32).max(1);
        let (width, height) = (scaled(w), scaled(h));
        if u64::from(width) * u64::from(height) > cx.budget.limits().pixels {
            return Err(Error::limit("the drawn page would be too large"));
        }
        Ok(self.drawn((width, height)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{Choices, Policy, decide};
    use crate::model::{
        BoxDrawn, Category, Doubt, Flatten, PlanParts, ReadLetter, ReadLine, Reading, Strike, Symbol,
    };

    fn picture(format: Format) -> Vec<u8> {
        let img = RgbImage::from_fn(100, 60, |x, y| image::Rgb([x as u8 * 2, y as u8 * 4, 128]));
        let mut out = Cursor::new(Vec::new());
        let f = if format == Format::Png { image::ImageFormat::Png } else { image::ImageFormat::Jpeg };
        img.write_to(&mut out, f).expect("encode");
        out.into_inner()
    }

    fn struck(bytes: Vec<u8>, format: Format, rect: Rect) -> Redacted {
        let mut cx = Cx::default();
        let mut doc = open(Arc::from(bytes), format, &mut cx).expect("open");
        let seen = doc.extract(&mut cx).expect("extract");
        let choices = Choices {
            opaques: [(OpaqueId(0), OpaqueChoice::Reviewed)].into(),
            boxes: vec![BoxDrawn { page: 0, rect }],
            ..Choices::default()
        };
        let plan = decide(&seen, &[], &Policy::public(), &choices).expect("plan");
        doc.redact(&plan, &mut cx).expect("redact")
    }

    #[test]
    fn what_would_be_read_as_another_picture_is_refused() {
        let kind = |fitted| {
            let mut bytes = Vec::new();
            let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
            encoder.set_optimized_huffman_tables(fitted);
            encoder.encode(&[90; 32 * 32 * 3], 32, 32, jpeg_encoder::ColorType::Rgb).expect("encode");
            open(Arc::from(bytes), Format::Jpeg, &mut Cx::default()).err().map(|e| e.kind())
        };
        // Its colours are coded one behind the other.
        assert_eq!(kind(true), Some(ErrorKind::Unsupported));
        assert_eq!(kind(false), None);
    }

    #[test]
    fn trailing_bytes_and_metadata_are_gone() {
        for format in [Format::Jpeg, Format::Png] {
            let mut bytes = picture(format);
            bytes.extend_from_slice(b"VAUQUELIN Odette");
            let out = struck(bytes, format, Rect::new(10.0, 10.0, 20.0, 20.0));
            assert!(!out.bytes().windows(9).any(|w| w == b"VAUQUELIN"));
        }
    }

    #[test]
    fn struck_pixels_are_constant_and_say_nothing_of_the_secret() {
        let mut other = RgbImage::from_fn(100, 60, |x, y| image::Rgb([x as u8 * 2, y as u8 * 4, 128]));
        for x in 34..44 {
            other.put_pixel(x, 22, image::Rgb([255, 255, 255]));
        }
        let mut changed = Cursor::new(Vec::new());
        other.write_to(&mut changed, image::ImageFormat::Png).expect("encode");
        let rect = Rect::new(33.5, 20.0, 45.0, 24.0);
        let (a, b) = (
            struck(picture(Format::Png), Format::Png, rect),
            struck(changed.into_inner(), Format::Png, rect),
        );
        assert_eq!(a.bytes(), b.bytes());
        let drawn = image::load_from_memory(a.bytes()).expect("decodes").into_rgb8();
        assert_eq!(drawn.get_pixel(33, 20).0, BAR);
        assert_eq!(a.bars()[0].rect, Rect::new(33.0, 20.0, 45.0, 24.0));
    }

    #[test]
    fn a_struck_line_leaves_its_neighbours_and_takes_the_colour_of_its_blocks() {
        let stored = RgbImage::from_pixel(100, 60, image::Rgb([200, 30, 30]));
        let mut picture = Picture {
            source: Sha256::digest(b"").into(),
            format: Format::Jpeg,
            stored,
            grid: Grid { grey: [8, 8], colour: [16, 16] },
            orientation: Orientation::NoTransforms,
            read: None,
            whole: None,
        };
        let bar = picture.strike(&Rect::new(33.0, 17.0, 45.0, 23.5)).expect("a bar");
        assert_eq!(bar, Rect::new(32.0, 16.0, 48.0, 24.0));
        let at = |x, y| picture.stored.get_pixel(x, y).0;
        assert_eq!((at(32, 16), at(47, 23)), (BAR, BAR));
        // Below it the block of colour goes on, and a little farther; beyond it nothing changes.
        for (x, y) in [(40, 24), (40, 33), (31, 20), (49, 20), (40, 14)] {
            let [r, g, b] = at(x, y);
            assert!(r == g && g == b && r > 60, "{x} {y}");
        }
        for (x, y) in [(40, 34), (29, 20), (50, 20), (40, 13)] {
            assert_eq!(at(x, y), [200, 30, 30], "{x} {y}");
        }
    }

    /// A line of letters of 4 × 8 pixels, its first letter at this corner.
    fn line(text: &str, x: f32, y: f32) -> ReadLine {
        let letter = |(i, c): (usize, char)| ReadLetter {
            text: c.to_string(),
            rect: Rect::new(x + 4.0 * i as f32, y, x + 4.0 * (i + 1) as f32, y + 8.0),
        };
        ReadLine { letters: text.chars().enumerate().map(letter).collect(), ..ReadLine::default() }
    }

    #[test]
    fn words_that_were_read_are_struck_and_what_could_not_be_read_with_them() {
        let doubt = Rect::new(70.0, 40.0, 90.0, 50.0);
        let reading = Reading {
            lines: vec![line("Mme Vauquelin", 2.0, 2.0), line("va bien", 2.0, 20.0)],
            doubts: vec![Doubt { rect: doubt, kind: DoubtKind::Unread }],
            symbols: vec![Symbol {
                rect: Rect::new(2.0, 40.0, 22.0, 58.0),
                text: Some("VAUQUELIN".to_owned()),
            }],
            ..Reading::default()
        };
        let run = |opaques: &[(u32, OpaqueChoice)]| {
            let mut cx = Cx::default();
            let mut doc = open(Arc::from(picture(Format::Png)), Format::Png, &mut cx).expect("open");
            assert_eq!(doc.pictures(&mut cx).expect("pictures"), 1);
            cx.give(0, reading.clone());
            let seen = doc.extract(&mut cx).expect("extract");
            assert_eq!(seen.texts.len(), 2);
            assert_eq!(seen.texts[0].as_str(), "Mme Vauquelin\nva bien");
            let name = seen.texts[0].atoms_in(&(4..13)).collect();
            let plan = Plan::new(PlanParts {
                source: seen.source,
                choices: Default::default(),
                opaques: opaques.iter().map(|(id, c)| (OpaqueId(*id), *c)).collect(),
                strikes: vec![Strike { category: Category::PersonName, atoms: name }],
                boxes: Vec::new(),
                needles: Vec::new(),
                flatten: Flatten::WhereNeeded,
                kept: Default::default(),
            });
            let out = doc.redact(&plan, &mut cx).expect("redact");
            image::load_from_memory(out.bytes()).expect("decodes").into_rgb8()
        };
        let black = |i: &RgbImage, x: u32, y: u32| i.get_pixel(x, y).0 == BAR;
        let struck = run(&[]);
        assert!(black(&struck, 19, 6) && black(&struck, 52, 6), "the name");
        assert!(!black(&struck, 8, 6) && !black(&struck, 19, 24), "its neighbours");
        assert!(black(&struck, 80, 45) && black(&struck, 10, 50), "the doubt and the barcode");
        let kept = run(&[(0, OpaqueChoice::Reviewed), (1, OpaqueChoice::Reviewed)]);
        assert!(black(&kept, 19, 6) && !black(&kept, 80, 45) && !black(&kept, 10, 50));
    }

    #[test]
    fn a_face_without_words_is_struck_though_somebody_looks_at_the_rest() {
        let face = Rect::new(40.0, 10.0, 60.0, 30.0);
        let mark = Rect::new(5.0, 40.0, 20.0, 50.0);
        let doubt = |rect, kind| Doubt { rect, kind };
        let mut cx = Cx::default();
        let mut doc = open(Arc::from(picture(Format::Png)), Format::Png, &mut cx).expect("open");
        let doubts = vec![doubt(mark, DoubtKind::Mark), doubt(face, DoubtKind::Face)];
        cx.give(0, Reading { doubts, ..Reading::default() });
        let seen = doc.extract(&mut cx).expect("extract");
        let kinds: Vec<_> = seen.opaques.iter().map(|o| o.kind).collect();
        assert_eq!(kinds, [OpaqueKind::Picture, OpaqueKind::Face]);
        let choices =
            Choices { opaques: [(OpaqueId(0), OpaqueChoice::Reviewed)].into(), ..Choices::default() };
        let plan = decide(&seen, &[], &Policy::public(), &choices).expect("plan");
        let out = doc.redact(&plan, &mut cx).expect("redact");
        let out = image::load_from_memory(out.bytes()).expect("decodes").into_rgb8();
        assert_eq!(out.get_pixel(50, 20).0, BAR);
        assert_ne!(out.get_pixel(10, 45).0, BAR);
        assert!(decide(&seen, &[], &Policy::public(), &Choices::default()).is_err(), "somebody must look");
    }

    #[test]
    fn truncated_pictures_are_refused() {
        for format in [Format::Jpeg, Format::Png] {
            let bytes = picture(format);
            let cut = bytes[..bytes.len() / 3].to_vec();
            assert!(open(Arc::from(cut), format, &mut Cx::default()).is_err());
        }
    }
}
