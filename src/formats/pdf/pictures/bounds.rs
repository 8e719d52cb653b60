//! What a stream or picture would unpack to, told from what it claims and, where need be, by measuring, before any decoder allocates.

use std::borrow::Cow;

use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Object, Stream};

use super::{get, unusable, whole};
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::formats::jpeg::parted;

/// Bytes in which a picture's head is looked for, where it must be unpacked.
const HEAD: usize = 64 << 10;

/// Refuses a stream that would unpack to more than the run may still use, before it is unpacked.
///
/// # Errors
/// `LimitExceeded`; `Malformed` for a picture that would be read, and drawn, as another.
pub(in crate::formats::pdf) fn guard(stream: &Stream<'_>, cx: &mut Cx<'_>) -> Result<()> {
    let too_much = || Error::limit("the file unpacks to too much data");
    let left = cx.budget.decode_left();
    let raw = stream.raw_data();
    let mut bound = raw.len() as u64;
    let filters = stream.filters();
    for filter in &filters {
        let ratio = match filter {
            Filter::FlateDecode => 1_040,
            Filter::LzwDecode => 2_800,
            Filter::RunLengthDecode => 128,
            _ => 1,
        };
        bound = bound.saturating_mul(ratio);
    }
    // What these encodings claim of themselves counts, for their decoders allocate by it. One behind another filter is not worth a look.
    match filters.last() {
        Some(Filter::JpxDecode | Filter::Jbig2Decode) if filters.len() > 1 => return Err(unusable()),
        Some(Filter::JpxDecode) => {
            let (width, height) = jpx_size(&raw).ok_or_else(unusable)?;
            bounded(width, height, cx)?;
        }
        Some(Filter::Jbig2Decode) => {
            let (width, height) = jbig2_size(&raw).ok_or_else(unusable)?;
            bounded(width, height, cx)?;
        }
        Some(Filter::DctDecode) if head(&raw, &filters).is_some_and(|head| parted(&head)) => {
            return Err(Error::malformed("a JPEG whose colours are coded one behind the other"));
        }
        Some(Filter::CcittFaxDecode) => {
            let (columns, rows) = fax_size(stream.dict());
            bounded(columns, rows, cx)?;
        }
        _ => {}
    }
    if bound <= left {
        return Ok(());
    }
    // The worst case does not fit: measure the true size, which is dear, so only here.
    let size = match filters.as_slice() {
        [Filter::FlateDecode] | [Filter::FlateDecode, Filter::DctDecode | Filter::CcittFaxDecode] => {
            let cap = usize::try_from(left).unwrap_or(usize::MAX);
            match miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&raw, cap) {
                Ok(data) => data.len() as u64,
                Err(e) if e.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
                    return Err(too_much());
                }
                Err(e) => e.output.len() as u64,
            }
        }
        [Filter::LzwDecode] => lzw_size(&raw, left),
        _ => return Err(too_much()),
    };
    if size > left { Err(too_much()) } else { Ok(()) }
}

/// What a JPEG's data begin with, if it is not packed in a way that nobody uses.
pub(super) fn head<'a>(raw: &'a [u8], filters: &[Filter]) -> Option<Cow<'a, [u8]>> {
    match filters {
        [Filter::DctDecode] => Some(Cow::Borrowed(raw)),
        [Filter::FlateDecode, Filter::DctDecode] => {
            let start = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(raw, HEAD);
            Some(Cow::Owned(start.unwrap_or_else(|broken| broken.output)))
        }
        _ => None,
    }
}

/// Checks a picture's size. Its samples are debited when they are there: a bilevel page weighs a thirtieth of a coloured one.
pub(super) fn bounded(width: u64, height: u64, cx: &Cx<'_>) -> Result<()> {
    match width.checked_mul(height) {
        Some(pixels) if pixels <= cx.budget.limits().pixels => Ok(()),
        _ => Err(Error::limit("a picture is too large")),
    }
}

/// Columns and rows that a fax picture claims.
fn fax_size(dict: &Dict<'_>) -> (u64, u64) {
    let params = match get::<Object<'_>>(dict, b"DecodeParms", b"DP") {
        Some(Object::Dict(d)) => vec![d],
        Some(Object::Array(list)) => list.iter::<Object<'_>>().filter_map(Object::into_dict).collect(),
        _ => Vec::new(),
    };
    let columns = params
        .iter()
        .filter_map(|d| d.get::<Object<'_>>(b"Columns")?.into_number())
        .map(|n| n.as_i64())
        .max();
    let rows =
        params.iter().filter_map(|d| d.get::<Object<'_>>(b"Rows")?.into_number()).map(|n| n.as_i64()).max();
    let height = whole(dict, b"Height", b"H").unwrap_or(0);
    let known =
        |v: Option<i64>, otherwise: u64| v.map_or(otherwise, |v| u64::try_from(v).unwrap_or(u64::MAX));
    (known(columns, 1728), known(rows, 0).max(u64::from(height)))
}

/// Width and height that a JBIG2 picture claims: its first page information segment (ITU-T T.88, 7.2 and 7.4.8).
fn jbig2_size(raw: &[u8]) -> Option<(u64, u64)> {
    let word = |i: usize| Some(u32::from_be_bytes(raw.get(i..i.checked_add(4)?)?.try_into().ok()?));
    let mut at = 0usize;
    for _ in 0..10_000 {
        let (number, flags) = (word(at)?, *raw.get(at + 4)?);
        let count = *raw.get(at + 5)?;
        let (count, mut next) = match count >> 5 {
            7 => {
                let count = word(at + 5)? & 0x1FFF_FFFF;
                (count as usize, at + 9 + (count as usize + 8) / 8)
            }
            short => (usize::from(short), at + 6),
        };
        let each = if number <= 256 {
            1
        } else if number <= 65_536 {
            2
        } else {
            4
        };
        next =
            next.checked_add(count.checked_mul(each)?)?.checked_add(if flags & 0x40 != 0 { 4 } else { 1 })?;
        let length = word(next)?;
        next += 4;
        if flags & 0x3F == 48 {
            let (width, height) = (word(next)?, word(next + 4)?);
            // An unknown height grows with the rows that come.
            return Some((u64::from(width), if height == u32::MAX { 1 } else { u64::from(height) }));
        }
        at = next.checked_add(usize::try_from(length).ok()?)?;
    }
    None
}

/// Width and height that a JPEG 2000 codestream claims.
fn jpx_size(raw: &[u8]) -> Option<(u64, u64)> {
    let at = raw.windows(4).position(|w| w == [0xFF, 0x4F, 0xFF, 0x51])?;
    let word = |i: usize| {
        let b: [u8; 4] = raw.get(at + i..at + i + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_be_bytes(b)))
    };
    Some((word(8)?, word(12)?))
}

/// Bytes that LZW data unpacks to, counted without unpacking; stops above `cap`.
fn lzw_size(raw: &[u8], cap: u64) -> u64 {
    let mut lengths: Vec<u64> = Vec::new();
    let (mut total, mut previous, mut width) = (0u64, 0u64, 9u32);
    let (mut buffer, mut filled) = (0u32, 0u32);
    for &byte in raw {
        buffer = (buffer << 8) | u32::from(byte);
        filled += 8;
        while filled >= width {
            let code = (buffer >> (filled - width)) & ((1 << width) - 1);
            filled -= width;
            buffer &= (1u32 << filled) - 1;
            let length = match code {
                256 => {
                    lengths.clear();
                    previous = 0;
                    width = 9;
                    continue;
                }
                257 => return total,
                0..=255 => 1,
                _ => lengths.get(code as usize - 258).copied().unwrap_or(previous + 1),
            };
            if previous > 0 && lengths.len() < 4096 - 258 {
                lengths.push(previous + 1);
            }
            previous = length;
            total += length;
            if total > cap {
                return total;
            }
            // The code grows one entry early, as most writers do; the count is a bound, not the data.
            width = match lengths.len() + 258 + 1 {
                0..=511 => 9,
                512..=1023 => 10,
                1024..=2047 => 11,
                _ => 12,
            };
        }
    }
    total
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lzw_is_measured() {
        // clear, 'A', 'A', 258 ("AA"), end: four letters.
        let bits = [256u32, 65, 65, 258, 257].iter().map(|c| format!("{c:09b}")).collect::<String>();
        let raw: Vec<u8> = bits
            .as_bytes()
            .chunks(8)
            .map(|c| u8::from_str_radix(&format!("{:0<8}", std::str::from_utf8(c).unwrap()), 2).unwrap())
            .collect();
        assert_eq!(lzw_size(&raw, 1000), 4);
    }

    #[test]
    fn a_page_of_jbig2_says_its_size() {
        // Segment 0, type 48, no references, page 1, 19 bytes: 640 × 480.
        let mut raw = vec![0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19];
        raw.extend_from_slice(&640u32.to_be_bytes());
        raw.extend_from_slice(&480u32.to_be_bytes());
        assert_eq!(jbig2_size(&raw), Some((640, 480)));
        assert_eq!(jbig2_size(&raw[..12]), None);
    }
}
