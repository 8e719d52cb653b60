//! The heavy recogniser: a line's sheet → characters. PP-OCRv6 small, cut down to Latin letters; one column of answers for
//! eight of pixels.

use super::ctc::{confidence, greedy};
use super::light::{Answer, Said};
use super::models::HEAVY;
use super::net::Net;
use super::pixels::{Raster, Sheet, straightened};
use crate::error::{Error, Result};
use crate::model::Picture;

/// The characters, one a line, from class 1 on; the class after the last is the space, class 0 says nothing.
const CHARACTERS: &str = include_str!("data/heavy.txt");
const BLANK: usize = 0;
/// Rows of the input.
const HEIGHT: usize = 48;
/// Pixels of the input for one column.
const STEP: usize = 8;
/// How much later than the character's middle it peaks, in pixels of the input.
const LATE: f32 = 2.8;
/// Longest input, in pixels; a longer line is squeezed.
const LONGEST: f32 = 3200.0;

pub(super) struct Heavy {
    net: Net,
    characters: Vec<&'static str>,
}

impl Heavy {
    pub fn load(bytes: &[u8]) -> Result<Self> {
        let mut characters: Vec<&str> = CHARACTERS.lines().collect();
        characters.push(" ");
        Ok(Self { net: Net::load(bytes, &HEAVY)?, characters })
    }

    /// Reads what lies under a sheet. Places are shares of its width.
    pub fn read(&self, picture: &Picture<'_>, sheet: &Sheet) -> Result<Answer> {
        let (w, h) = sheet.extent();
        let width = ((HEIGHT as f32 * w / h.max(1.0)).ceil().clamp(8.0, LONGEST)) as usize;
        let padded = width.next_multiple_of(STEP);
        let raster =
            Raster::<3> { w: picture.width as usize, h: picture.height as usize, values: picture.rgb };
        let strip = straightened(raster, sheet, width, HEIGHT);
        let n = padded * HEIGHT;
        let mut values = vec![0f32; n * 3];
        for (at, rgb) in strip.iter().enumerate() {
            let to = at / width * padded + at % width;
            for (c, v) in rgb.iter().rev().enumerate() {
                values[c * n + to] = v / 127.5 - 1.0;
            }
        }
        let out = self.net.run([1, 3, HEIGHT, padded], values)?;
        let classes = self.characters.len() + 1;
        if out.shape.last() != Some(&classes) {
            return Err(Error::internal("the heavy recogniser answers in another shape"));
        }
        let peaks = greedy(&out.data, classes, BLANK);
        let sure = confidence(&out.data, classes, BLANK, &peaks);
        let said = peaks
            .iter()
            .filter_map(|p| {
                let text = *self.characters.get(p.class.checked_sub(1)?)?;
                let x = (p.column + 0.5) * STEP as f32 - LATE;
                Some(Said { text, x: x / width as f32 })
            })
            .collect();
        Ok(Answer { said, confidence: sure })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_are_those_of_the_network() {
        let all: Vec<&str> = CHARACTERS.lines().collect();
        assert_eq!(all.len(), 371);
        assert!(all.iter().all(|c| c.chars().count() == 1));
    }
}
