//! Pictures of two tones, packed as faxes of Group 4 are (ITU-T T.6): a fraction of what Flate makes of a scanned page.

use fax::encoder::Encoder;
use fax::{Color, VecWriter};

use crate::formats::pdf::write::syntax::DictOut;

/// Pixels of a side, at most: its numbers are of 16 bits with a sign.
const LONGEST: u32 = 32_000;

/// Rows of one bit a pixel, each begun in a byte of its own. `None` where the format cannot hold them.
pub(in crate::formats::pdf) fn packed(data: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let columns =
        u16::try_from(width).ok().filter(|_| (1..=LONGEST).contains(&width) && height <= LONGEST)?;
    let mut encoder = Encoder::new(VecWriter::new());
    for row in data.chunks_exact(width.div_ceil(8) as usize).take(height as usize) {
        let bits =
            (0..width as usize).map(|x| row.get(x / 8).is_some_and(|byte| byte << (x % 8) & 0x80 != 0));
        // The format's own reading: a bit that is set is white.
        let pixels = bits.map(|set| if set { Color::White } else { Color::Black });
        encoder.encode_line(pixels, columns).ok()?;
    }
    Some(encoder.finish().ok()?.finish())
}

/// Says in a picture's dictionary how it is packed.
pub(in crate::formats::pdf) fn tell(dict: &mut DictOut, width: u32, height: u32) {
    dict.name(b"Filter", b"CCITTFaxDecode");
    dict.raw(b"DecodeParms", format!("<</K -1/Columns {width}/Rows {height}>>").as_bytes());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use hayro_syntax::object::stream::ImageDecodeParams;
    use hayro_syntax::object::{FromBytes as _, Stream};

    use super::*;

    /// Pictures of all sorts, small and wide, as our reader reads them back.
    #[test]
    fn what_was_packed_is_read_back_bit_by_bit() {
        let mut seed = 1u32;
        let mut chance = move |of: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % of
        };
        for round in 0..400u32 {
            let (width, height) = (1 + chance(if round % 10 == 0 { 6000 } else { 70 }), 1 + chance(9));
            let stride = width.div_ceil(8) as usize;
            let mut data = vec![if round % 3 == 0 { 0 } else { 0xFF }; stride * height as usize];
            for row in data.chunks_mut(stride) {
                for _ in 0..chance(8) {
                    let (from, to) = (chance(width), chance(width + 1));
                    (from..to).for_each(|x| row[x as usize / 8] ^= 0x80 >> (x % 8));
                }
                if round % 7 == 0 {
                    row.iter_mut().for_each(|b| *b = chance(256) as u8);
                }
                let spare = stride as u32 * 8 - width;
                *row.last_mut().unwrap() &= (0xFFu32 << spare) as u8;
            }
            let fax = packed(&data, width, height).unwrap();
            let mut dict = DictOut::new();
            tell(&mut dict, width, height);
            dict.number(b"Length", fax.len() as f64);
            let source = [&dict.done(), b"stream\n".as_slice(), &fax, b"\nendstream"].concat();
            let stream = Stream::from_bytes(&source).unwrap();
            let params = ImageDecodeParams {
                is_indexed: true,
                bpc: Some(1),
                num_components: Some(1),
                target_dimension: None,
                width,
                height,
            };
            let read = stream.decoded_image(&params).unwrap();
            assert!(read.data.as_ref() == data.as_slice(), "{width} by {height}, round {round}");
        }
    }
}
