//! TIFF 6.0 → its pages. The directories are walked here; each page is then decoded as the first of a file of its own, since the
//! decoder knows the first only. Thumbnails and masks are no pages and stay behind.

use std::io::Cursor;

use image::codecs::tiff::TiffDecoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};

use super::super::decode::{broken, decode, rare};
use super::sheet::{PER_INCH, Sheet};
use super::write::{Pages, picture};
use crate::error::{Error, Result};
use crate::limits::Budget;

const SUBFILE: u16 = 254;
const BITS: u16 = 258;
const COMPRESSION: u16 = 259;
const PHOTOMETRIC: u16 = 262;
const ORIENTATION: u16 = 274;
const X_RESOLUTION: u16 = 282;
const Y_RESOLUTION: u16 = 283;
const RESOLUTION_UNIT: u16 = 296;
const COLOUR_MAP: u16 = 320;

/// Values of these fields.
const REDUCED_OR_MASK: u32 = 1 | 4;
const OLD_JPEG: u32 = 6;
const JPEG: u32 = 7;
const BLACK_IS_ZERO: u8 = 1;
const PALETTE: u32 = 3;
const CENTIMETRE: u32 = 3;

/// Resolutions that a scanner has, in pixels an inch.
const BELIEVABLE: std::ops::RangeInclusive<f32> = 30.0..=2400.0;

/// A file as it is walked.
struct File<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl File<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let b = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.big_endian { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let b = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.big_endian { u32::from_be_bytes(b) } else { u32::from_le_bytes(b) })
    }

    fn u32_bytes(&self, value: u32) -> [u8; 4] {
        if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    /// Where the directories stand, in order.
    fn directories(&self, budget: &mut Budget) -> Result<Vec<usize>> {
        let mut out = Vec::new();
        let mut next = self.u32(4).map_or(0, |v| v as usize);
        while next != 0 {
            budget.step(1)?;
            if out.contains(&next) {
                return Err(Error::malformed("the pages of the picture go round in a circle"));
            }
            let Some(count) = self.u16(next) else {
                return Err(Error::malformed("a page of the picture is cut off"));
            };
            out.push(next);
            budget.pages(out.len() as u64)?;
            next = self.u32(next + 2 + 12 * usize::from(count)).map_or(0, |v| v as usize);
        }
        Ok(out)
    }

    /// Where the entry of a field stands in a directory.
    fn entry(&self, directory: usize, tag: u16) -> Option<usize> {
        let count = usize::from(self.u16(directory)?);
        (0..count).map(|i| directory + 2 + 12 * i).find(|at| self.u16(*at) == Some(tag))
    }

    /// A field's first number, where it stands in the entry itself.
    fn number(&self, directory: usize, tag: u16) -> Option<u32> {
        let at = self.entry(directory, tag)?;
        match (self.u16(at + 2)?, self.u32(at + 4)?) {
            (3, 1 | 2) => self.u16(at + 8).map(u32::from),
            // Three numbers of 16 bits stand elsewhere.
            (3, _) => self.u16(self.u32(at + 8)? as usize).map(u32::from),
            (4, 1) => self.u32(at + 8),
            _ => None,
        }
    }

    fn per_inch(&self, directory: usize, tag: u16) -> Option<f32> {
        let at = self.u32(self.entry(directory, tag)? + 8)? as usize;
        let value = self.u32(at)? as f32 / self.u32(at + 4)?.max(1) as f32;
        let metric = self.number(directory, RESOLUTION_UNIT) == Some(CENTIMETRE);
        let value = if metric { value * 2.54 } else { value };
        BELIEVABLE.contains(&value).then_some(value)
    }

    /// The colours of a palette: all reds, all greens, all blues, of 16 bits each.
    fn palette(&self, directory: usize) -> Option<Vec<[u8; 3]>> {
        let entry = self.entry(directory, COLOUR_MAP)?;
        let (count, at) = (self.u32(entry + 4)? as usize / 3, self.u32(entry + 8)? as usize);
        let part = |c: usize, i: usize| Some((self.u16(at.checked_add(2 * (c * count + i))?)? >> 8) as u8);
        (0..count.min(256)).map(|i| Some([part(0, i)?, part(1, i)?, part(2, i)?])).collect()
    }
}

/// The file as PNG or JPEG if it has one page, else as PDF.
///
/// # Errors
/// `Malformed`, `LimitExceeded`, or `Unsupported` for a compression that scanners do not use any more.
pub(super) fn converted(bytes: &[u8], budget: &mut Budget) -> Result<Vec<u8>> {
    let file = File { bytes, big_endian: bytes.starts_with(b"MM") };
    let pages: Vec<usize> = file
        .directories(budget)?
        .into_iter()
        .filter(|d| file.number(*d, SUBFILE).unwrap_or(0) & REDUCED_OR_MASK == 0)
        .collect();
    let mut alone = bytes.to_vec();
    match pages.as_slice() {
        [] => Err(Error::malformed("the picture has no page")),
        [one] => picture(&sheet(&file, *one, &mut alone, budget)?),
        several => {
            let mut out = Pages::new(several.len());
            for directory in several {
                out.add(&sheet(&file, *directory, &mut alone, budget)?)?;
            }
            Ok(out.done())
        }
    }
}

/// One page. `alone` is a copy of the file whose first page it becomes.
fn sheet(file: &File<'_>, directory: usize, alone: &mut [u8], budget: &mut Budget) -> Result<Sheet> {
    let mut set = |at: usize, value: &[u8]| {
        if let Some(to) = alone.get_mut(at..at + value.len()) {
            to.copy_from_slice(value);
        }
    };
    set(4, &file.u32_bytes(directory as u32));
    let palette = if file.number(directory, PHOTOMETRIC) == Some(PALETTE) {
        // The decoder does not know palettes: it is told that the page is grey.
        let value = file.entry(directory, PHOTOMETRIC).ok_or_else(rare)? + 8;
        set(if file.big_endian { value + 1 } else { value }, &[BLACK_IS_ZERO]);
        Some(file.palette(directory).ok_or_else(rare)?)
    } else {
        None
    };
    let compression = file.number(directory, COMPRESSION).unwrap_or(1);
    if compression == OLD_JPEG {
        return Err(rare());
    }
    let decoder = TiffDecoder::new(Cursor::new(&*alone)).map_err(broken)?;
    // Each page is bounded by itself, all of them by what they come to.
    let (image, _) = decode(decoder, &mut Budget::new(*budget.limits()))?;
    let pixels = u64::from(image.width()) * u64::from(image.height());
    budget.decode(pixels * u64::from(image.color().channel_count().max(1)))?;
    let bits = file.number(directory, BITS).unwrap_or(1);
    let two_levels = bits == 1 && palette.is_none();
    let image = match palette {
        Some(colours) => coloured(image.into_luma8(), &colours, bits),
        None => image,
    };
    let mut out = if compression == JPEG { Sheet::with_loss(image) } else { Sheet::exact(image) };
    out.two_levels = two_levels;
    let across = file.per_inch(directory, X_RESOLUTION).unwrap_or(PER_INCH);
    let down = file.per_inch(directory, Y_RESOLUTION).unwrap_or(across);
    square(&mut out, across, down, budget)?;
    let turned = file.number(directory, ORIENTATION).and_then(|v| Orientation::from_exif(v as u8));
    out.image.apply_orientation(turned.unwrap_or(Orientation::NoTransforms));
    Ok(out)
}

/// Indices → colours. Those of one bit were spread to 0 and 255.
fn coloured(indices: GrayImage, colours: &[[u8; 3]], bits: u32) -> DynamicImage {
    let colour = |index: u8| {
        let index = if bits == 1 { usize::from(index > 0) } else { usize::from(index) };
        image::Rgb(colours.get(index).copied().unwrap_or([0; 3]))
    };
    let (w, h) = indices.dimensions();
    DynamicImage::ImageRgb8(RgbImage::from_fn(w, h, |x, y| colour(indices.get_pixel(x, y).0[0])))
}

/// Faxes have fewer rows than columns an inch: rows are added until pixels are square.
fn square(sheet: &mut Sheet, across: f32, down: f32, budget: &mut Budget) -> Result<()> {
    sheet.per_inch = across.max(down);
    let (w, h) = (sheet.image.width(), sheet.image.height());
    let grown = |n: u32, from: f32| ((n as f32 * sheet.per_inch / from).round() as u32).max(1);
    let (width, height) = (grown(w, across), grown(h, down));
    if width.abs_diff(w) * 20 > w || height.abs_diff(h) * 20 > h {
        budget.picture(u64::from(width), u64::from(height))?;
        let filter = if sheet.two_levels { FilterType::Nearest } else { FilterType::Triangle };
        sheet.image = sheet.image.resize_exact(width, height, filter);
    }
    Ok(())
}
