//! zlib data (RFC 1950) → bytes, under the run's budget. Tells how many bytes it took, so that a caller can see what
//! stands behind the end. Undoes PNG and TIFF predictors (ISO 32000-2 clause 7.4.4.4).

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use crate::context::Cx;
use crate::error::{Error, Result};

/// What came out, and how it ended.
pub(in crate::verify) struct Inflated {
    pub(in crate::verify) bytes: Vec<u8>,
    /// Bytes of the input that belong to it.
    pub(in crate::verify) taken: usize,
    /// Whether its end mark and checksum were there and right.
    pub(in crate::verify) whole: bool,
}

/// Inflates as far as it goes.
///
/// # Errors
/// `LimitExceeded` when the budget does not hold what comes out.
pub(in crate::verify) fn inflate(data: &[u8], cx: &mut Cx<'_>) -> Result<Inflated> {
    let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
        | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF
        | inflate_flags::TINFL_FLAG_COMPUTE_ADLER32;
    let mut machine = Box::new(DecompressorOxide::new());
    let (mut bytes, mut filled, mut taken) = (Vec::new(), 0usize, 0usize);
    loop {
        let more = (data.len().saturating_mul(4)).clamp(1024, 1 << 20).max(filled);
        if more as u64 > cx.budget.decode_left() {
            cx.budget.decode(more as u64)?;
        }
        bytes.resize(filled + more, 0);
        let input = data.get(taken..).unwrap_or_default();
        let (status, read, wrote) = decompress(&mut machine, input, &mut bytes, filled, flags);
        taken += read;
        filled += wrote;
        cx.budget.decode(wrote as u64)?;
        if status != TINFLStatus::HasMoreOutput {
            bytes.truncate(filled);
            return Ok(Inflated { bytes, taken, whole: status == TINFLStatus::Done });
        }
    }
}

/// Undoes a predictor. `columns` counts samples a row.
///
/// # Errors
/// `Leak` for parameters out of range or a row cut short.
pub(in crate::verify) fn unpredict(
    data: &[u8],
    predictor: usize,
    colours: usize,
    bits: usize,
    columns: usize,
) -> Result<Vec<u8>> {
    let wrong = || Error::leak("structure check: a predictor is out of range");
    let sane =
        (1..=32).contains(&colours) && [1, 2, 4, 8, 16].contains(&bits) && (1..=1 << 20).contains(&columns);
    if !sane || !(10..=15).contains(&predictor) {
        return Err(wrong());
    }
    let step = (colours * bits).div_ceil(8);
    let width = (colours * bits * columns).div_ceil(8);
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0u8; width];
    for row in data.chunks(width + 1) {
        let (Some((&kind, body)), true) = (row.split_first(), row.len() == width + 1) else {
            return Err(Error::leak("structure check: a picture's row is cut short"));
        };
        let mut line = body.to_vec();
        for i in 0..width {
            let left = if i >= step { line[i - step] } else { 0 };
            let up = above[i];
            let corner = if i >= step { above[i - step] } else { 0 };
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => return Err(wrong()),
            };
            line[i] = line[i].wrapping_add(guess);
        }
        out.extend_from_slice(&line);
        above = line;
    }
    Ok(out)
}

fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let p = i16::from(a) + i16::from(b) - i16::from(c);
    let far = |v: u8| (p - i16::from(v)).abs();
    if far(a) <= far(b) && far(a) <= far(c) {
        a
    } else if far(b) <= far(c) {
        b
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_known() {
        let mut packed = miniz_oxide::deflate::compress_to_vec_zlib(&[7; 5000], 6);
        let len = packed.len();
        packed.extend_from_slice(b"slack");
        let out = inflate(&packed, &mut Cx::default()).expect("inflates");
        assert!(out.whole && out.taken == len && out.bytes == [7; 5000]);
        let cut = inflate(&packed[..len - 6], &mut Cx::default()).expect("inflates");
        assert!(!cut.whole);
    }

    #[test]
    fn up_rows_add() {
        assert_eq!(unpredict(&[0, 1, 2, 2, 1, 1], 12, 1, 8, 2).expect("rows"), [1, 2, 2, 3]);
        assert!(unpredict(&[0, 1], 12, 1, 8, 2).is_err());
    }
}
