//! Lines that were found → what they say: the light recogniser on each, the one of another language where they are in it, the heavy
//! one where neither is sure.

use super::heavy::Heavy;
use super::light::Light;
use super::models::Models;
use super::pixels::{Raster, brightness, checked, extent};
use super::places::{self, Glyph, letters};
use super::strip::Strip;
use super::tongue::{self, Tongue};
use super::{OnPart, SURE, mend, shape};
use crate::context::Go;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{LineBox, Picture, ReadLetter, ReadLine};

/// By how much the heavy recogniser must be surer than the light one to be believed.
const PREFERRED: f32 = 0.05;

/// By how much less sure it may be where the light one does not know the language's letters.
const ALLOWED: f32 = 0.25;

/// Reads lines: what a worker needs that is given a share of a page.
pub struct LineReader {
    light: Light,
    tongues: Vec<(Tongue, Light)>,
    heavy: Option<Heavy>,
    /// Where more of them are.
    at_hand: fn(Tongue) -> Option<&'static [u8]>,
}

/// Which recognisers read a line.
#[derive(Clone, Copy)]
struct By<'a> {
    light: &'a Light,
    heavy: Option<&'a Heavy>,
    /// The light one does not know all letters: the heavy one reads the line however sure it is.
    foreign: bool,
}

impl LineReader {
    /// Loads the networks that read lines.
    ///
    /// # Errors
    /// `Resource` when a file is not a network that we know.
    pub fn new(models: &Models<'_>) -> Result<Self> {
        let heavy = models.heavy.map(Heavy::load).transpose()?;
        Ok(Self { light: Light::load(models.light)?, tongues: Vec::new(), heavy, at_hand: models.tongue })
    }

    /// Hands over the heavy recogniser.
    ///
    /// # Errors
    /// `Resource` when the file is not the network that we know.
    pub fn add_heavy(&mut self, heavy: &[u8]) -> Result<()> {
        self.heavy = Some(Heavy::load(heavy)?);
        Ok(())
    }

    /// Hands over the network of a language.
    ///
    /// # Errors
    /// `Resource` when the file is not the network that we know.
    pub fn add_tongue(&mut self, tongue: Tongue, network: &[u8]) -> Result<()> {
        let network = Light::load_for(tongue, network)?;
        self.tongues.push((tongue, network));
        Ok(())
    }

    /// Whether the network of a language is at hand.
    pub fn has_tongue(&self, tongue: Tongue) -> bool {
        self.tongues.iter().any(|(own, _)| *own == tongue)
    }

    /// How sure the light recogniser is of a strip.
    pub(super) fn confidence(&self, strip: &Strip) -> Result<f32> {
        Ok(self.light.read(&strip.input())?.confidence)
    }

    /// What some lines say by the light recogniser, one answer a box, in the same order. Lines in a language of which it does not
    /// know all letters are all unsure.
    ///
    /// # Errors
    /// `Misuse` when the pixels do not fit the size, `Cancelled` when stopped.
    pub fn read(
        &mut self,
        picture: &Picture<'_>,
        boxes: &[LineBox],
        on_part: OnPart<'_>,
    ) -> Result<Vec<ReadLine>> {
        let mut out = vec![ReadLine::default(); boxes.len()];
        let by = By { light: &self.light, heavy: None, foreign: false };
        by.read(picture, boxes, &mut out, &mut |_| true, on_part)?;
        if tongue::of(&out).is_some() {
            for line in &mut out {
                line.confidence = line.confidence.min(SURE - PREFERRED);
            }
        }
        Ok(out)
    }

    /// Reads again what is unsure, by the recognisers that are at hand: that of the lines' language, and the heavy one.
    ///
    /// # Errors
    /// As [`LineReader::read`].
    pub fn again(
        &mut self,
        picture: &Picture<'_>,
        boxes: &[LineBox],
        lines: &mut [ReadLine],
        on_part: OnPart<'_>,
    ) -> Result<()> {
        let tongue = tongue::of(lines);
        let missing = tongue.filter(|t| !self.has_tongue(*t));
        if let Some((tongue, network)) = missing.and_then(|t| Some((t, (self.at_hand)(t)?))) {
            self.add_tongue(tongue, network)?;
        }
        let own = tongue.and_then(|t| self.tongues.iter().find(|(own, _)| *own == t));
        let light = own.map_or(&self.light, |(_, network)| network);
        let foreign = tongue.is_some() && own.is_none();
        if own.is_some() {
            let by = By { light, heavy: None, foreign };
            by.read(picture, boxes, lines, &mut unsure, on_part)?;
        }
        if let Some(heavy) = &self.heavy {
            let by = By { light, heavy: Some(heavy), foreign };
            by.read(picture, boxes, lines, &mut unsure, on_part)?;
        }
        Ok(())
    }
}

/// Whether a line should be read again.
pub fn unsure(line: &ReadLine) -> bool {
    !line.heavy && line.confidence < SURE
}

impl By<'_> {
    /// Reads those of some lines that are wanted.
    fn read(
        self,
        picture: &Picture<'_>,
        boxes: &[LineBox],
        lines: &mut [ReadLine],
        wanted: &mut dyn FnMut(&ReadLine) -> bool,
        on_part: OnPart<'_>,
    ) -> Result<()> {
        checked(picture)?;
        let chosen: Vec<(&LineBox, &mut ReadLine)> =
            boxes.iter().zip(lines).filter(|(_, line)| wanted(line)).collect();
        if chosen.is_empty() {
            return Ok(());
        }
        let grey = brightness(picture);
        let raster = Raster { w: picture.width as usize, h: picture.height as usize, values: &grey };
        let whole = chosen.len() as u32;
        for (k, (at, line)) in chosen.into_iter().enumerate() {
            *line = self.line(picture, raster, at)?;
            if on_part(k as u32 + 1, whole) == Go::Stop {
                return Err(Error::new(ErrorKind::Cancelled, "stopped by the person"));
            }
        }
        Ok(())
    }

    fn line(self, picture: &Picture<'_>, raster: Raster<'_, 1>, line: &LineBox) -> Result<ReadLine> {
        let mut read = ReadLine { quad: line.quad, ..ReadLine::default() };
        let (w, h) = extent(&line.quad);
        if w < 2.0 || h < 2.0 {
            return Ok(read);
        }
        let strip = Strip::cut(raster, line);
        let mut glyphs = Vec::new();
        if strip.right > strip.left {
            let input = strip.input();
            let answer = self.light.read(&input)?;
            glyphs = answer.said.iter().map(|s| Glyph { text: s.text, centre: input.column(s.x) }).collect();
            read.confidence = answer.confidence;
        }
        let Some(heavy) = self.heavy.filter(|_| self.foreign || read.confidence < SURE) else {
            read.letters = settled(&strip, places::parted(&strip, glyphs));
            return Ok(read);
        };
        read.heavy = true;
        let (sheet, from, to) = strip.filled();
        let answer = heavy.read(picture, &sheet)?;
        let least = if self.foreign { read.confidence - ALLOWED } else { read.confidence + PREFERRED };
        if answer.confidence > least {
            let said = answer.said.iter();
            let heavy: Vec<Glyph<'_>> =
                said.map(|s| Glyph { text: s.text, centre: from + s.x * (to - from) }).collect();
            glyphs = places::spaced(&strip, heavy, &glyphs);
            read.confidence = answer.confidence;
        }
        read.letters = settled(&strip, glyphs);
        Ok(read)
    }
}

/// The characters of a line with their boxes, after those that look alike are told apart.
fn settled(strip: &Strip, mut glyphs: Vec<Glyph<'_>>) -> Vec<ReadLetter> {
    shape::mend(strip, &mut glyphs);
    mend::mend(&mut glyphs);
    letters(strip, &glyphs)
}
