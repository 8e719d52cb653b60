//! The light recogniser: a strip → characters. Tesseract's French line network (tessdata_best, int8), run as ONNX; one
//! column of answers for three of pixels.

use super::ctc::{confidence, greedy};
use super::models::LIGHT;
use super::net::{Grid, Net};
use super::strip::{HEIGHT, Input};
use crate::error::{Error, Result};

/// The characters, one a line, in the order of the network's classes; an empty line is a class without a character.
const CHARACTERS: &str = include_str!("data/light.txt");
/// The class that says nothing.
const BLANK: usize = 139;
const CLASSES: usize = 140;
/// Pixels of the input for one column.
const STEP: f32 = 3.0;
/// How much earlier than the character's middle it peaks, in pixels of the input.
const EARLY: f32 = 1.6;

/// A character and where it stands in the input.
pub(super) struct Said {
    pub text: &'static str,
    /// Pixels from the input's left edge.
    pub x: f32,
}

/// What a line says.
pub(super) struct Answer {
    pub said: Vec<Said>,
    pub confidence: f32,
}

pub(super) struct Light {
    net: Net,
    characters: Vec<&'static str>,
}

impl Light {
    pub fn load(bytes: &[u8]) -> Result<Self> {
        let characters: Vec<&str> = CHARACTERS.lines().collect();
        Ok(Self { net: Net::load(bytes, &LIGHT)?, characters })
    }

    /// Reads one strip.
    pub fn read(&self, input: &Input) -> Result<Answer> {
        let out = self.net.run([1, 1, HEIGHT, input.width], input.values.clone())?;
        let Grid { shape, data } = out;
        if shape.last() != Some(&CLASSES) {
            return Err(Error::internal("the light recogniser answers in another shape"));
        }
        let peaks = greedy(&data, CLASSES, BLANK);
        let sure = confidence(&data, CLASSES, BLANK, &peaks);
        let said = peaks
            .iter()
            .filter_map(|p| {
                let text = *self.characters.get(p.class)?;
                (!text.is_empty()).then_some(Said { text, x: STEP * (p.column + 0.5) + EARLY })
            })
            .collect();
        Ok(Answer { said, confidence: sure })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_line() {
        let all: Vec<&str> = CHARACTERS.lines().collect();
        assert_eq!(all.len(), CLASSES);
        assert_eq!((all[0], all[BLANK]), (" ", ""));
        assert!(all.contains(&"é") && all.contains(&"Œ"));
    }
}
