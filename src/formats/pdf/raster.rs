//! A drawn page → a page that is one picture. No transparency, no text, no metadata: what stays are the pixels, with the struck places
//! already constant. Page lengths are points, the drawing's are pixels, rows from the top.

use super::pictures::rows::Rows;
use super::pictures::{self, Coding, group4};
use super::write::Objects;
use super::write::syntax::{self, DictOut};
use crate::error::{Error, Result};
use crate::model::{Pixels, Rect, Size};

/// A page that packs to less than this part of its size without loss is mostly paper: no lossy picture of it is much
/// smaller, and none is made.
const PAPER: usize = 16;

/// Makes the content and the resources (spelled) of a page that shows `pixels` on its whole area.
///
/// # Errors
/// `Internal` when the drawing's size and its bytes disagree.
pub(super) fn page_from_pixels(
    media: Size,
    pixels: &Pixels,
    out: &mut Objects,
) -> Result<(Vec<u8>, Vec<u8>)> {
    let (data, components) = opaque(pixels)?;
    let mut dict = DictOut::new();
    let two_tones = if components == 1 { two_tones(&data, pixels.width, pixels.height) } else { None };
    dict.name(b"Type", b"XObject");
    dict.name(b"Subtype", b"Image");
    dict.number(b"Width", f64::from(pixels.width));
    dict.number(b"Height", f64::from(pixels.height));
    dict.name(b"ColorSpace", if components == 1 { b"DeviceGray" } else { b"DeviceRGB" });
    dict.number(b"BitsPerComponent", if two_tones.is_some() { 1.0 } else { 8.0 });
    let id = match two_tones {
        Some(fax) => {
            group4::tell(&mut dict, pixels.width, pixels.height);
            out.packed(dict, &fax)
        }
        None => many_tones(dict, &data, components, pixels, out),
    };
    let mut content = b"q ".to_vec();
    for v in [media.width, 0.0, 0.0, media.height, 0.0, 0.0] {
        syntax::number(&mut content, f64::from(v));
        content.push(b' ');
    }
    content.extend_from_slice(b"cm /X1 Do Q\n");
    let mut resources = b"<</XObject<</X1 ".to_vec();
    syntax::reference(&mut resources, id);
    resources.extend_from_slice(b">>>>");
    Ok((content, resources))
}

/// Writes a drawing of many tones: without loss where that is small, else as a JPEG.
fn many_tones(mut dict: DictOut, data: &[u8], components: u8, pixels: &Pixels, out: &mut Objects) -> u32 {
    let mut exact_dict = dict.clone();
    let exact = Rows { data, width: pixels.width, components, bits: 8 }.pack(&mut exact_dict);
    let paper = exact.len() < data.len() / PAPER;
    let lossy = if paper { None } else { Coding::DRAWN.pack(data, pixels.width, pixels.height, components) };
    match lossy.filter(|l| l.len() < exact.len()) {
        Some(packed) => {
            dict.name(b"Filter", b"DCTDecode");
            out.packed(dict, &packed)
        }
        None => out.packed(exact_dict, &exact),
    }
}

/// A fax of a grey drawing that is black and white throughout.
fn two_tones(grey: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    if !grey.iter().all(|v| matches!(v, 0 | 255)) {
        return None;
    }
    let byte = |eight: &[u8]| eight.iter().enumerate().fold(0u8, |n, (i, v)| n | (v & 0x80) >> i);
    let rows = grey.chunks(width as usize);
    let bits: Vec<u8> = rows.flat_map(|row| row.chunks(8).map(byte)).collect();
    group4::packed(&bits, width, height)
}

/// A drawing with its struck boxes (pixels) filled.
pub(super) fn struck(mut pixels: Pixels, boxes: &[Rect]) -> Pixels {
    pictures::fill(&mut pixels, boxes);
    pixels
}

/// Colours laid on white; one channel where all are grey.
fn opaque(pixels: &Pixels) -> Result<(Vec<u8>, u8)> {
    let count = (pixels.width as usize).checked_mul(pixels.height as usize);
    if count.and_then(|n| n.checked_mul(4)) != Some(pixels.rgba.len()) || pixels.rgba.is_empty() {
        return Err(Error::internal("a drawing's size and its bytes disagree"));
    }
    let mut rgb = Vec::with_capacity(pixels.rgba.len() / 4 * 3);
    let mut grey = true;
    for p in pixels.rgba.chunks_exact(4) {
        let &[r, g, b, a] = p else { continue };
        if a == 255 {
            grey &= r == g && g == b;
            rgb.extend_from_slice(&[r, g, b]);
            continue;
        }
        let on_white = |c: u8| {
            let (c, a) = (u32::from(c), u32::from(a));
            ((c * a + 255 * (255 - a) + 127) / 255) as u8
        };
        let c = [on_white(r), on_white(g), on_white(b)];
        grey &= c[0] == c[1] && c[1] == c[2];
        rgb.extend_from_slice(&c);
    }
    if grey {
        return Ok((rgb.chunks_exact(3).filter_map(|c| c.first().copied()).collect(), 1));
    }
    Ok((rgb, 3))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn transparency_becomes_white_and_grey_stays_one_channel_and_black_and_white_one_bit() {
        let p = Pixels { width: 2, height: 1, rgba: vec![9, 9, 9, 255, 0, 0, 0, 0] };
        assert_eq!(opaque(&p).unwrap(), (vec![9, 255], 1));
        assert_eq!(two_tones(&[9, 255], 2, 1), None);
        let fax = two_tones(&[[255u8; 9], [0; 9]].concat(), 9, 2);
        assert_eq!(fax, group4::packed(&[0xFF, 0x80, 0, 0], 9, 2));
        let wrong = Pixels { width: 2, height: 2, rgba: vec![0; 4] };
        assert!(opaque(&wrong).is_err());
    }
}
