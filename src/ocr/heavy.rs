//! The heavy recogniser: a line's sheet → characters. PP-OCRv6 small, cut down to Latin letters; one column of answers for
//! eight of pixels.

use super::backbone::{Backbone, Shape};
use super::ctc::{confidence, greedy};
use super::layers::Field;
use super::light::{Answer, Said};
use super::models::{HEAVY, genuine};
use super::neck::Neck;
use super::pixels::{Raster, Sheet, straightened};
use crate::error::{Error, ErrorKind, Result};
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

const STAGES: [Shape; 3] = [
    Shape { blocks: 3, often: false, step: None },
    Shape { blocks: 6, often: true, step: Some([2, 1]) },
    Shape { blocks: 2, often: false, step: Some([2, 1]) },
];

pub(super) struct Heavy {
    backbone: Backbone,
    neck: Neck,
    characters: Vec<&'static str>,
}

impl Heavy {
    pub fn load(bytes: &[u8]) -> Result<Self> {
        let mut characters: Vec<&str> = CHARACTERS.lines().collect();
        characters.push(" ");
        let (backbone, neck) = Self::parse(genuine(bytes, &HEAVY)?)
            .filter(|(_, neck)| neck.classes() == characters.len() + 1)
            .ok_or_else(|| Error::new(ErrorKind::Resource, "the heavy recogniser's file cannot be read"))?;
        Ok(Self { backbone, neck, characters })
    }

    fn parse(mut bytes: &[u8]) -> Option<(Backbone, Neck)> {
        let both = (Backbone::take(&mut bytes, &STAGES)?, Neck::take(&mut bytes)?);
        bytes.is_empty().then_some(both)
    }

    /// Reads what lies under a sheet. Places are shares of its width.
    pub fn read(&self, picture: &Picture<'_>, sheet: &Sheet) -> Result<Answer> {
        let (w, h) = sheet.extent();
        let width = ((HEIGHT as f32 * w / h.max(1.0)).ceil().clamp(8.0, LONGEST)) as usize;
        let padded = width.next_multiple_of(STEP);
        let raster =
            Raster::<3> { w: picture.width as usize, h: picture.height as usize, values: picture.rgb };
        let strip = straightened(raster, sheet, width, HEIGHT);
        let mut v = vec![0f32; padded * HEIGHT * 3];
        for (row, to) in strip.chunks_exact(width).zip(v.chunks_exact_mut(padded * 3)) {
            for (rgb, to) in row.iter().zip(to.as_chunks_mut::<3>().0) {
                *to = [rgb[2], rgb[1], rgb[0]].map(|v| v / 127.5 - 1.0);
            }
        }
        let stages = self.backbone.run(Field { w: padded, h: HEIGHT, c: 3, v }, 1);
        let Some(last) = stages.last() else { return Err(Error::internal("a network without stages")) };
        let (out, classes) = (self.neck.run(last), self.neck.classes());
        let peaks = greedy(&out, classes, BLANK);
        let sure = confidence(&out, classes, BLANK, &peaks);
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
    use super::super::layers::tests::lines;
    use super::*;

    const FILE: &[u8] = include_bytes!("../../www/models/heavy.net");

    #[test]
    fn it_says_what_another_engine_says() {
        let heavy = Heavy::load(FILE).expect("ours");
        let stages = heavy.backbone.run(lines(160, 48), 1);
        let out = heavy.neck.run(stages.last().expect("stages"));
        assert_eq!(out.len(), 20 * 373);
        // The shares of the blank, by onnxruntime, of the network as it was published, with weights in bytes.
        for (column, wanted) in
            [(0, 0.9877), (3, 0.9798), (6, 0.6445), (9, 0.9462), (12, 0.9721), (15, 0.7978)]
        {
            assert!((out[column * 373] - wanted).abs() < 0.01, "{column}: {}", out[column * 373]);
        }
        let mean = (0..20).map(|k| out[k * 373]).sum::<f32>() / 20.0;
        assert!((mean - 0.844_82).abs() < 0.003, "{mean}");
    }

    #[test]
    fn a_file_that_is_cut_or_too_long_is_none_of_ours() {
        for file in [&FILE[..FILE.len() - 1], &FILE[..100], &[], &[FILE, &[0]].concat()] {
            assert!(Heavy::parse(file).is_none());
        }
    }

    #[test]
    fn the_characters_are_those_of_the_network() {
        let all: Vec<&str> = CHARACTERS.lines().collect();
        assert_eq!(all.len(), 371);
        assert!(all.iter().all(|c| c.chars().count() == 1));
    }
}
