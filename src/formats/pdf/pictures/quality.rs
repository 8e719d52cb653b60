//! How finely a JPEG was quantised, told from its first table (ITU-T T.81, B.2.4.1), so that it is packed again as finely and no
//! finer: what its maker threw away cannot be had back, and would only be paid for in bytes.

use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

use super::QUALITY;
use crate::formats::jpeg::segments;

/// The coarsest that we pack: below it edges of letters ring.
const COARSEST: u32 = 50;

/// The sum of the table that qualities are counted from (T.81, table K.1).
const HALFWAY: u32 = 3_685;

/// The quality at which a picture is packed again.
pub(super) fn of(stream: &Stream<'_>) -> u8 {
    match stream.filters().as_slice() {
        [Filter::DctDecode] => told(&stream.raw_data()).unwrap_or(QUALITY),
        _ => QUALITY,
    }
}

/// What the first table of quantisers says, rounded up.
fn told(data: &[u8]) -> Option<u8> {
    let (_, table) = segments(data).find(|(marker, _)| *marker == 0xDB)?;
    let (&kind, steps) = table.split_first()?;
    let sum: u32 = match kind >> 4 {
        0 => steps.get(..64)?.iter().map(|s| u32::from(*s)).sum(),
        _ => steps.get(..128)?.chunks(2).map(|s| s.iter().fold(0, |n, b| n << 8 | u32::from(*b))).sum(),
    };
    let scale = (sum * 100).div_euclid(HALFWAY).max(1);
    let quality = if scale <= 100 { (201 - scale) / 2 } else { 5_000u32.div_ceil(scale) };
    u8::try_from(quality.clamp(COARSEST, u32::from(QUALITY))).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::jpeg;
    use super::*;

    #[test]
    fn a_picture_is_packed_as_finely_as_it_was() {
        let grey: Vec<u8> = (0..64 * 64u32).map(|i| (i * i / 7) as u8).collect();
        for quality in 30..=100u8 {
            let packed = jpeg(&grey, 64, 64, 1, quality).unwrap();
            let told = told(&packed).unwrap();
            let wanted = quality.clamp(50, QUALITY);
            assert!((wanted..=wanted + 1).contains(&told), "{quality} is told as {told}");
        }
        assert_eq!(told(b"\xFF\xD8\xFF\xDA\0\x08"), None);
        assert_eq!(told(b"\xFF\xD8\xFF\xDB\0\x43\0\x01"), None);
    }
}
