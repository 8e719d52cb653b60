//! How a JPEG was coded, told from its head (ITU-T T.81, B.2.2 and B.2.4.1), so that it is packed again in the same way: samples
//! that go through the steps they have come from lose next to nothing, and what its maker threw away is not paid for in bytes.

use hayro_syntax::object::Stream;
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, QuantizationTableType, SamplingFactor};

use super::bounds::head;
use crate::formats::jpeg::segments;

/// Samples up to which codes are fitted to the picture: for that all of it is held once more, transformed.
const FITTED: usize = 32 << 20;

/// The sum of the table that qualities are counted from (T.81, table K.1).
const HALFWAY: u32 = 3_685;

/// In which order a table is stored (T.81, figure A.6): for each place of the block, row by row, its number.
#[rustfmt::skip]
const ZIGZAG: [u8; 64] = [
     0,  1,  5,  6, 14, 15, 27, 28,
     2,  4,  7, 13, 16, 26, 29, 42,
     3,  8, 12, 17, 25, 30, 41, 43,
     9, 11, 18, 24, 31, 40, 44, 53,
    10, 19, 23, 32, 39, 45, 52, 54,
    20, 22, 33, 38, 46, 51, 55, 60,
    21, 34, 37, 47, 50, 56, 59, 61,
    35, 36, 48, 49, 57, 58, 62, 63,
];

/// How samples are packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats::pdf) struct Coding {
    /// Counted from the usual tables, of 100.
    quality: u8,
    /// Steps of brightness and of colour, row by row, where a source tells its own.
    steps: Option<Box<[[u16; 64]; 2]>>,
    /// Pixels across and down for each sample of colour.
    colour: (u8, u8),
}

impl Coding {
    /// Of pictures that came in a lossy encoding, at the finest.
    pub(in crate::formats::pdf) const FINE: Self = Self { quality: 90, steps: None, colour: (1, 1) };
    /// Of drawn pages.
    pub(in crate::formats::pdf) const DRAWN: Self = Self { quality: 85, steps: None, colour: (1, 1) };

    /// Of a picture of the source.
    pub(super) fn of(stream: &Stream<'_>) -> Self {
        let data = stream.raw_data();
        head(&data, &stream.filters()).and_then(|head| told(&head)).unwrap_or(Self::FINE)
    }

    /// Packs 8-bit grey or RGB samples, whole rows from the top, without metadata. `None` where the format cannot hold them.
    pub(in crate::formats::pdf) fn pack(
        &self,
        data: &[u8],
        width: u32,
        height: u32,
        components: u8,
    ) -> Option<Vec<u8>> {
        let kind = match components {
            1 => ColorType::Luma,
            3 => ColorType::Rgb,
            _ => return None,
        };
        // What decoders are known to read.
        let side = |v: u32| u16::try_from(v).ok().filter(|v| *v <= 65_000);
        let (width, height) = (side(width)?, side(height)?);
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, self.quality);
        if let Some([grey, colour]) = self.steps.as_deref() {
            let table = |t: &[u16; 64]| QuantizationTableType::Custom(Box::new(*t));
            encoder.set_quantization_tables(table(grey), table(colour));
        }
        encoder.set_sampling_factor(SamplingFactor::from_factors(self.colour.0, self.colour.1)?);
        encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
        // In one scan a component codes could be fitted too, but some decoders misread such files.
        if data.len() <= FITTED {
            encoder.set_progressive(true);
            encoder.set_optimized_huffman_tables(true);
        }
        encoder.encode(data, width, height, kind).ok()?;
        Some(out)
    }
}

/// What the head of a file says. `None` where it cannot be told, or came finer than we pack.
fn told(data: &[u8]) -> Option<Coding> {
    let mut tables: [Option<[u16; 64]>; 4] = [None; 4];
    let (mut plain, mut frame) = (false, None);
    for (marker, body) in segments(data) {
        match marker {
            0xDB => read_tables(body, &mut tables)?,
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF => frame = Some(body),
            // Red, green and blue as they are: their steps are none of brightness and colour.
            0xEE if body.starts_with(b"Adobe") => plain = body.get(11) == Some(&0),
            _ => {}
        }
    }
    let (head, each) = frame?.split_at_checked(6)?;
    let (each, _) = each.as_chunks::<3>();
    if each.len() != usize::from(*head.last()?) {
        return None;
    }
    let table = |[_, _, number]: &[u8; 3]| *tables.get(usize::from(*number))?;
    let steps = |first: &[u8; 3], other: &[u8; 3]| Some([table(first)?, table(other)?]);
    let (steps, colour) = match each {
        [grey] => (steps(grey, grey)?, (1, 1)),
        [red, ..] if plain || each.iter().map(|c| c[0]).eq(*b"RGB") => {
            return Some(Coding { quality: quality(&table(red)?), ..Coding::FINE });
        }
        [grey, blue, red] => {
            let halves = |f: u8| matches!(f, 1 | 2);
            let colour = (grey[1] >> 4, grey[1] & 15);
            let usual = blue[1] == 0x11 && red[1] == 0x11 && halves(colour.0) && halves(colour.1);
            (steps(grey, blue)?, if usual { colour } else { (1, 1) })
        }
        _ => return None,
    };
    let finest = quality(&steps[0]) >= Coding::FINE.quality;
    Some(Coding { steps: (!finest).then(|| Box::new(steps)), colour, ..Coding::FINE })
}

/// How fine a table is, counted as by the usual tables, rounded up; no finer than we pack.
fn quality(steps: &[u16; 64]) -> u8 {
    let sum: u32 = steps.iter().map(|s| u32::from(*s)).sum();
    let scale = (sum * 100 / HALFWAY).max(1);
    let quality = if scale <= 100 { (201 - scale) / 2 } else { 5_000u32.div_ceil(scale) };
    u8::try_from(quality).unwrap_or(u8::MAX).clamp(1, Coding::FINE.quality)
}

/// The tables of a segment, each of eight or sixteen bits a step. `None` where it is broken, or has steps too large to be written.
fn read_tables(mut body: &[u8], tables: &mut [Option<[u16; 64]>; 4]) -> Option<()> {
    while let Some((&kind, rest)) = body.split_first() {
        let size = if kind >> 4 == 0 { 1 } else { 2 };
        let (steps, rest) = rest.split_at_checked(64 * size)?;
        let step = |i: u8| {
            let at = usize::from(i) * size;
            let bytes = steps.get(at..at + size)?;
            let value = bytes.iter().fold(0u16, |n, b| n << 8 | u16::from(*b));
            (1..=255).contains(&value).then_some(value)
        };
        let mut table = [0; 64];
        for (place, number) in table.iter_mut().zip(ZIGZAG) {
            *place = step(number)?;
        }
        *tables.get_mut(usize::from(kind & 15))? = Some(table);
        body = rest;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use hayro_syntax::Filter;

    /// A picture of many tones, RGB.
    fn picture(side: usize) -> Vec<u8> {
        (0..side * side)
            .flat_map(|i| {
                let (x, y) = (i % side, i / side);
                [(x * 5 + y) as u8, (x * y / 7) as u8, (255 - (y * 3) % 256) as u8]
            })
            .collect()
    }

    fn read(packed: &[u8]) -> Vec<u8> {
        image::load_from_memory(packed).unwrap().to_rgb8().into_raw()
    }

    fn furthest(a: &[u8], b: &[u8]) -> u8 {
        assert_eq!(a.len(), b.len());
        a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
    }

    #[test]
    fn a_picture_is_packed_as_it_was() {
        for quality in [10, 30, 50, 75, 85, 88] {
            for colour in [(1, 1), (2, 1), (1, 2), (2, 2)] {
                let first = Coding { quality, steps: None, colour }.pack(&picture(64), 64, 64, 3).unwrap();
                let coding = told(&first).unwrap();
                assert_eq!(coding.colour, colour);
                let again = coding.pack(&read(&first), 64, 64, 3).unwrap();
                assert_eq!(told(&again).unwrap(), coding, "{quality} {colour:?}");
                assert!(
                    again.len() <= first.len() * 11 / 10,
                    "{quality} {colour:?}: {} {}",
                    first.len(),
                    again.len()
                );
            }
        }
    }

    #[test]
    fn packing_again_changes_next_to_nothing() {
        // Nowhere so bright or dark that a step ends beyond what a sample holds.
        let grey: Vec<u8> = (0..64 * 64u32).map(|i| (64 + i % 64 + (i / 64 * i % 61)) as u8).collect();
        for quality in [10, 50, 85] {
            let first = Coding { quality, ..Coding::FINE }.pack(&grey, 64, 64, 1).unwrap();
            let again =
                told(&first).unwrap().pack(&image::load_from_memory(&first).unwrap().to_luma8(), 64, 64, 1);
            assert!(furthest(&read(&first), &read(&again.unwrap())) <= 8, "{quality}");
        }
    }

    #[test]
    fn the_head_of_a_packed_file_is_read_and_steps_of_plain_colours_tell_how_fine_they_are() {
        let mut first = Coding { quality: 60, ..Coding::FINE }.pack(&picture(640), 640, 640, 3).unwrap();
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&first, 1);
        for part in [&packed[..], &packed[..packed.len() / 2]] {
            let start = head(part, &[Filter::FlateDecode, Filter::DctDecode]).unwrap();
            assert!(start.len() < first.len() && told(&start).is_some());
            assert_eq!(told(&start), told(&first));
        }
        assert_eq!(head(&packed, &[Filter::LzwDecode, Filter::DctDecode]), None);
        first.splice(2..2, *b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0\0");
        assert_eq!(told(&first), Some(Coding { quality: 60, ..Coding::FINE }));
    }

    #[test]
    fn what_came_finer_is_packed_at_the_finest() {
        let first =
            Coding { quality: 98, steps: None, colour: (2, 1) }.pack(&picture(32), 32, 32, 3).unwrap();
        assert_eq!(told(&first), Some(Coding { colour: (2, 1), ..Coding::FINE }));
    }

    #[test]
    fn large_pictures_are_packed_in_one_go() {
        let side = 5_800u32;
        let data = vec![77; (side * side) as usize];
        assert!(data.len() > FITTED);
        let packed = Coding::FINE.pack(&data, side, side, 1).unwrap();
        assert!(segments(&packed).any(|(m, _)| m == 0xC0) && !segments(&packed).any(|(m, _)| m == 0xC2));
        assert!(read(&packed).iter().all(|v| *v == 77));
    }

    #[test]
    fn what_is_no_such_file_tells_nothing() {
        assert_eq!(told(b"\xFF\xD8\xFF\xDA\0\x08"), None);
        assert_eq!(told(b"\xFF\xD8\xFF\xDB\0\x43\0\x01"), None);
        let whole = Coding::DRAWN.pack(&picture(16), 16, 16, 3).unwrap();
        for end in 0..whole.len() {
            told(&whole[..end]);
        }
        let mut zero = whole;
        let at = zero.windows(2).position(|w| w == [0xFF, 0xDB]).unwrap();
        zero[at + 9] = 0;
        assert_eq!(told(&zero), None, "a step of nothing");
        assert_eq!(Coding::FINE.pack(&[0; 64], 4, 4, 4), None);
        assert_eq!(Coding::FINE.pack(&[], 70_000, 1, 1), None);
    }
}
