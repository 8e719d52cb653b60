//! Picture objects of the source → picture objects of the output, encoded again from their samples. A picture keeps its samples, its size,
//! its colour space and its masks; markers, comments, profiles, alternates and whatever lies behind the last row stay behind. Also the
//! black fill of struck places in a drawing. Sizes are pixels, rows from the top.

mod bounds;
mod cut;
pub(super) mod group4;
mod quality;
pub(super) mod rows;

use hayro_syntax::Filter;
use hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro_syntax::object::{Array, Dict, Object, Stream};

use self::bounds::bounded;
pub(super) use self::bounds::guard;
pub(super) use self::cut::Cut;
pub(super) use self::quality::Coding;
use self::rows::Rows;
use super::write::colour::{Space, list};
use super::write::syntax::DictOut;
use super::write::{Objects, Walk};
use crate::context::Cx;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Pixels, Rect};

/// Side of the block that lossy encoders transform together.
const BLOCK: u32 = 8;

/// What a picture is to the one that draws it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A picture of its own.
    Whole,
    /// The soft mask of another: one grey channel.
    Soft,
    /// The stencil of another: one bit.
    Stencil,
}

/// Samples as the output will hold them.
pub(super) struct Samples {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bits: u8,
    pub(super) components: u8,
    pub(super) data: Vec<u8>,
    alpha: Option<Vec<u8>>,
    lossy: bool,
}

impl Walk<'_, '_, '_> {
    /// Writes a picture. Pictures that several pages draw are written once.
    pub(super) fn picture(&mut self, stream: &Stream<'_>, resources: &Dict<'_>, depth: u32) -> Result<u32> {
        let id = stream.obj_id();
        let key = (id.obj_number, id.gen_number);
        if let Some(done) = self.written_pictures.get(&key).filter(|_| key.0 != 0) {
            return Ok(*done);
        }
        let done = self.encode(stream, resources, Part::Whole, None, depth)?;
        self.written_pictures.insert(key, done);
        Ok(done)
    }

    /// Writes a picture of which only a part is seen.
    pub(super) fn part_of_picture(
        &mut self,
        stream: &Stream<'_>,
        resources: &Dict<'_>,
        cut: &Cut,
        depth: u32,
    ) -> Result<u32> {
        self.encode(stream, resources, Part::Whole, Some(cut), depth)
    }

    /// Writes an inline image as a picture object. `None` where it has no size.
    pub(super) fn inline_picture(
        &mut self,
        stream: &Stream<'_>,
        resources: &Dict<'_>,
        depth: u32,
    ) -> Result<Option<u32>> {
        self.encode(stream, resources, Part::Whole, None, depth).map(Some)
    }

    fn encode(
        &mut self,
        stream: &Stream<'_>,
        resources: &Dict<'_>,
        part: Part,
        cut: Option<&Cut>,
        depth: u32,
    ) -> Result<u32> {
        self.cx.budget.depth(depth)?;
        let source = stream.dict();
        let stencil = part == Part::Stencil || get::<bool>(source, b"ImageMask", b"IM").unwrap_or(false);
        let space = match get::<Object<'_>>(source, b"ColorSpace", b"CS") {
            _ if stencil || part == Part::Soft => Space::device(1),
            Some(space) => Some(self.colour_space(&space, resources, depth + 1)?),
            None => None,
        };
        let key_mask = source.get::<Array<'_>>(b"Mask").map(|m| m.iter::<f64>().take(64).collect::<Vec<_>>());
        let mut samples = samples(stream, stencil, space.as_ref(), self.cx)?;
        if let Some(cut) = cut {
            cut.apply(&mut samples);
        }
        if part == Part::Whole && !stencil {
            self.hide_masked(source, &mut samples)?;
        }
        let space = match space.filter(|s| s.components == samples.components) {
            Some(space) => space,
            None => Space::device(samples.components).ok_or_else(unusable)?,
        };
        let mut dict = DictOut::new();
        dict.name(b"Type", b"XObject");
        dict.name(b"Subtype", b"Image");
        dict.number(b"Width", f64::from(samples.width));
        dict.number(b"Height", f64::from(samples.height));
        dict.number(b"BitsPerComponent", f64::from(samples.bits));
        if stencil {
            dict.boolean(b"ImageMask", true);
        } else {
            dict.raw(b"ColorSpace", &space.bytes);
        }
        let decode = list(source, b"Decode").or_else(|| list(source, b"D"));
        if let Some(decode) = decode.filter(|d| d.len() == 2 * usize::from(samples.components)) {
            dict.numbers(b"Decode", &decode);
        }
        if get::<bool>(source, b"Interpolate", b"I").unwrap_or(false) {
            dict.boolean(b"Interpolate", true);
        }
        if let (Part::Soft, Some(matte)) = (part, list(source, b"Matte").filter(|m| m.len() <= 32)) {
            dict.numbers(b"Matte", &matte);
        }
        if part == Part::Whole && !stencil {
            let soft = |m: &Stream<'_>| !is_stencil(m);
            // A mask that does not say that it is a stencil is taken for a soft one.
            if let Some(mask) =
                source.get::<Stream<'_>>(b"SMask").or_else(|| source.get::<Stream<'_>>(b"Mask").filter(soft))
            {
                let mask = self.encode(&mask, resources, Part::Soft, cut, depth + 1)?;
                dict.reference(b"SMask", mask);
            } else if let Some(alpha) =
                samples.alpha.as_ref().filter(|_| source.get::<u8>(b"SMaskInData") == Some(1))
            {
                let mask = self.grey(samples.width, samples.height, alpha);
                dict.reference(b"SMask", mask);
            } else if let Some(mask) = source.get::<Stream<'_>>(b"Mask") {
                let mask = self.encode(&mask, resources, Part::Stencil, cut, depth + 1)?;
                dict.reference(b"Mask", mask);
            } else if let Some(mask) =
                key_mask.as_ref().filter(|m| m.len() == 2 * usize::from(samples.components))
            {
                dict.numbers(b"Mask", mask);
            }
        }
        let exact = key_mask.is_some() || space.indexed || part != Part::Whole;
        if samples.lossy
            && !exact
            && samples.bits == 8
            && let Some(packed) =
                Coding::of(stream).pack(&samples.data, samples.width, samples.height, samples.components)
        {
            dict.name(b"Filter", b"DCTDecode");
            return Ok(self.out.packed(dict, &packed));
        }
        if samples.bits == 1 && samples.components == 1 {
            return Ok(self.two_tones(dict, &samples));
        }
        let rows = Rows {
            data: &samples.data,
            width: samples.width,
            components: samples.components,
            bits: samples.bits,
        };
        Ok(rows.write(dict, &mut self.out))
    }

    /// Writes samples of one bit, packed whichever way is smaller.
    fn two_tones(&mut self, mut dict: DictOut, samples: &Samples) -> u32 {
        let flat = Objects::deflated(&samples.data);
        match group4::packed(&samples.data, samples.width, samples.height)
            .filter(|fax| fax.len() < flat.len())
        {
            Some(fax) => {
                group4::tell(&mut dict, samples.width, samples.height);
                self.out.packed(dict, &fax)
            }
            None => {
                dict.name(b"Filter", b"FlateDecode");
                self.out.packed(dict, &flat)
            }
        }
    }

    /// Makes constant what a picture's mask hides. The mask is decoded for this and again when it is written.
    fn hide_masked(&mut self, source: &Dict<'_>, samples: &mut Samples) -> Result<()> {
        let soft = source.get::<Stream<'_>>(b"SMask");
        let Some(mask) = soft.or_else(|| source.get::<Stream<'_>>(b"Mask")) else { return Ok(()) };
        let stencil = is_stencil(&mask);
        let of = self::samples(&mask, stencil, Space::device(1).as_ref(), self.cx)?;
        let turned = list(mask.dict(), b"Decode").is_some_and(|d| d.first() > d.get(1));
        // A soft mask hides where it is dark, a stencil where it is set.
        cut::mask(samples, &of, stencil != turned);
        Ok(())
    }

    fn grey(&mut self, width: u32, height: u32, data: &[u8]) -> u32 {
        let mut dict = DictOut::new();
        dict.name(b"Type", b"XObject");
        dict.name(b"Subtype", b"Image");
        dict.number(b"Width", f64::from(width));
        dict.number(b"Height", f64::from(height));
        dict.number(b"BitsPerComponent", 8.0);
        dict.name(b"ColorSpace", b"DeviceGray");
        Rows { data, width, components: 1, bits: 8 }.write(dict, &mut self.out)
    }
}

fn is_stencil(mask: &Stream<'_>) -> bool {
    mask.dict().get::<bool>(b"ImageMask").unwrap_or(false)
}

/// The samples of a mask. `None` where they cannot be decoded to one a pixel.
///
/// # Errors
/// `LimitExceeded`.
pub(super) fn mask(mask: &Stream<'_>, stencil: bool, cx: &mut Cx<'_>) -> Result<Option<Samples>> {
    match samples(mask, stencil, Space::device(1).as_ref(), cx) {
        Err(e) if e.kind() == ErrorKind::LimitExceeded => Err(e),
        Err(_) => Ok(None),
        Ok(samples) => Ok((samples.components == 1).then_some(samples)),
    }
}

fn unusable() -> Error {
    Error::unsupported("a picture cannot be rebuilt")
}

/// An entry by its key or by the short form that inline images use.
fn get<'a, T>(dict: &Dict<'a>, key: &[u8], short: &[u8]) -> Option<T>
where
    T: TryFrom<Object<'a>>,
{
    let value = dict.get::<Object<'a>>(key).or_else(|| dict.get::<Object<'a>>(short))?;
    T::try_from(value).ok()
}

/// Decodes a picture to whole rows of samples, with nothing before, between or behind them.
fn samples(stream: &Stream<'_>, stencil: bool, space: Option<&Space>, cx: &mut Cx<'_>) -> Result<Samples> {
    let source = stream.dict();
    let width = whole(source, b"Width", b"W")?;
    let height = whole(source, b"Height", b"H")?;
    bounded(u64::from(width), u64::from(height), cx)?;
    guard(stream, cx)?;
    let filters = stream.filters();
    let last = filters.last().copied();
    let bilevel = matches!(last, Some(Filter::CcittFaxDecode | Filter::Jbig2Decode));
    let lossy = matches!(last, Some(Filter::DctDecode | Filter::JpxDecode));
    let declared = if stencil {
        Some(1)
    } else {
        whole(source, b"BitsPerComponent", b"BPC").ok().and_then(|b| u8::try_from(b).ok())
    };
    let indexed = space.is_some_and(|s| s.indexed);
    let params = ImageDecodeParams {
        // The bilevel decoders pack their bits only for what they take for indexed colours.
        is_indexed: indexed || bilevel,
        bpc: declared,
        num_components: space.map(|s| s.components),
        target_dimension: None,
        width,
        height,
    };
    let decoded = stream.decoded_image(&params).map_err(|_| unusable())?;
    let (width, height, bits, components, alpha) = match decoded.image_data {
        Some(image) => {
            let components = match image.color_space {
                Some(ImageColorSpace::Gray) => 1,
                Some(ImageColorSpace::Rgb) => 3,
                Some(ImageColorSpace::Cmyk) => 4,
                Some(ImageColorSpace::Unknown(n)) => n,
                None => space.map(|s| s.components).ok_or_else(unusable)?,
            };
            (image.width, image.height, image.bits_per_component, components, image.alpha)
        }
        None => {
            let components = space.map(|s| s.components).ok_or_else(unusable)?;
            (width, height, declared.unwrap_or(8), components, None)
        }
    };
    if width == 0 || height == 0 || components == 0 || !matches!(bits, 1 | 2 | 4 | 8 | 16) {
        return Err(unusable());
    }
    let row_bits = u64::from(width) * u64::from(components) * u64::from(bits);
    let stride = usize::try_from(row_bits.div_ceil(8)).map_err(|_| unusable())?;
    let total = stride.checked_mul(height as usize).ok_or_else(unusable)?;
    cx.budget.decode(total as u64)?;
    let mut data = decoded.data.into_owned();
    data.resize(total, 0);
    let spare = (stride as u64 * 8 - row_bits) as u32;
    if spare > 0 {
        let keep = 0xFFu8 << spare;
        data.chunks_exact_mut(stride).filter_map(|row| row.last_mut()).for_each(|byte| *byte &= keep);
    }
    let alpha = alpha.filter(|a| a.len() as u64 == u64::from(width) * u64::from(height));
    Ok(Samples { width, height, bits, components, data, alpha, lossy })
}

fn whole(dict: &Dict<'_>, key: &[u8], short: &[u8]) -> Result<u32> {
    match dict.get::<Object<'_>>(key).or_else(|| dict.get::<Object<'_>>(short)) {
        Some(Object::Number(n)) => u32::try_from(n.as_i64()).ok().filter(|v| *v > 0).ok_or_else(unusable),
        _ => Err(unusable()),
    }
}

/// Fills boxes with opaque black, grown outward to the 8-pixel block so that no lossy encoder mixes what was there into what stays.
/// Boxes are pixels.
pub(super) fn fill(pixels: &mut Pixels, rects: &[Rect]) {
    let (columns, rows) = (pixels.width, pixels.height);
    for rect in rects {
        let (x0, x1) = blocks(rect.x0, rect.x1, columns);
        let (y0, y1) = blocks(rect.y0, rect.y1, rows);
        for y in y0..y1 {
            let from = (y as usize * columns as usize + x0 as usize) * 4;
            let to = (y as usize * columns as usize + x1 as usize) * 4;
            if let Some(row) = pixels.rgba.get_mut(from..to) {
                row.chunks_exact_mut(4).for_each(|p| p.copy_from_slice(&[0, 0, 0, 255]));
            }
        }
    }
}

fn blocks(low: f32, high: f32, extent: u32) -> (u32, u32) {
    let low = (low.max(0.0).floor() as u32 / BLOCK * BLOCK).min(extent);
    let high = (high.max(0.0).ceil() as u32).div_ceil(BLOCK).saturating_mul(BLOCK).min(extent);
    (low, high.max(low))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fill_covers_whole_blocks_and_no_more() {
        let mut p = Pixels { width: 40, height: 24, rgba: vec![255; 40 * 24 * 4] };
        fill(&mut p, &[Rect::new(9.0, 9.0, 16.5, 15.0)]);
        assert_eq!(p.get(8, 8), Some([0, 0, 0, 255]));
        assert_eq!(p.get(23, 15), Some([0, 0, 0, 255]));
        assert_eq!(p.get(24, 8), Some([255; 4]));
        assert_eq!(p.get(7, 8), Some([255; 4]));
        assert_eq!(p.get(8, 16), Some([255; 4]));
        fill(&mut p, &[Rect::new(-5.0, -5.0, 4000.0, 4000.0)]);
        assert_eq!(p.get(39, 23), Some([0, 0, 0, 255]));
    }
}
