//! The light recogniser: a strip → characters. Tesseract's line networks (int8), the French one and others, with their weights as
//! they are; one column of answers for three of pixels. Its layers are few and known, and are run here: an engine for any network
//! spends more on handing small numbers around than on them.

use super::ctc::{confidence, greedy};
use super::lstm::{Lstm, Matrix, tanh, whole};
use super::models::{LIGHT, genuine};
use super::strip::{HEIGHT, Input};
use super::tongue::Tongue;
use crate::error::{Error, ErrorKind, Result};

/// The French network's characters, one a line, in the order of its classes; an empty line is a class without a character. The last
/// class says nothing.
const CHARACTERS: &str = include_str!("data/light.txt");
/// Pixels of the input for one column, and for one row of the first layer's answers.
const POOL: usize = 3;
/// Filters of the first layer.
const FILTERS: usize = 16;
/// Rows after the first layer.
const ROWS: usize = HEIGHT / POOL;
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

/// The network: filters, the largest answer of three by three; a column read downwards to its last state; along the line, back,
/// and along again; a share for each class.
pub(super) struct Light {
    /// Nine weights and the bias of each filter, columns of pixels first.
    filters: [[f32; FILTERS]; 10],
    down: Lstm,
    forth: Lstm,
    back: Lstm,
    wide: Lstm,
    classes: Matrix,
    /// Of each class.
    characters: Vec<&'static str>,
}

impl Light {
    /// Reads the file, if it is the very one that was meant: six matrices one after the other.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        Self::parse(genuine(bytes, &LIGHT)?, CHARACTERS)
            .ok_or_else(|| Error::new(ErrorKind::Resource, "the light recogniser's file cannot be read"))
    }

    /// Reads the file of another language, likewise.
    pub fn load_for(tongue: Tongue, bytes: &[u8]) -> Result<Self> {
        Self::parse(genuine(bytes, &tongue.digest())?, tongue.characters())
            .ok_or_else(|| Error::new(ErrorKind::Resource, "a language's recogniser cannot be read"))
    }

    fn parse(mut bytes: &[u8], characters: &'static str) -> Option<Self> {
        let first = Matrix::take(&mut bytes).filter(|m| m.rows == FILTERS && m.columns == 9)?;
        let mut layer = || Lstm::new(Matrix::take(&mut bytes)?);
        let (down, forth, back, wide) = (layer()?, layer()?, layer()?, layer()?);
        let classes = Matrix::take(&mut bytes)?;
        let characters: Vec<&str> = characters.lines().collect();
        let fits = down.inputs == FILTERS
            && forth.inputs == down.outputs
            && back.inputs == forth.outputs
            && wide.inputs == back.outputs
            && classes.columns == wide.outputs
            && classes.rows == characters.len()
            && bytes.is_empty();
        let mut filters = [[0.0; FILTERS]; 10];
        for (k, row) in filters.iter_mut().enumerate() {
            for (filter, w) in row.iter_mut().enumerate() {
                *w = first.weight(filter, k);
            }
        }
        fits.then_some(Self { filters, down, forth, back, wide, classes, characters })
    }

    /// Reads one strip.
    pub fn read(&self, input: &Input) -> Result<Answer> {
        if input.values.len() != input.width * HEIGHT {
            return Err(Error::internal("a strip does not fit its size"));
        }
        let shares = self.shares(&input.values, input.width);
        let (classes, blank) = (self.classes.rows, self.classes.rows - 1);
        let peaks = greedy(&shares, classes, blank);
        let sure = confidence(&shares, classes, blank, &peaks);
        let said = peaks
            .iter()
            .filter_map(|p| {
                let text = *self.characters.get(p.class)?;
                (!text.is_empty()).then_some(Said { text, x: POOL as f32 * (p.column + 0.5) + EARLY })
            })
            .collect();
        Ok(Answer { said, confidence: sure })
    }

    /// For each column the share of each class.
    fn shares(&self, values: &[f32], width: usize) -> Vec<f32> {
        let columns = width / POOL;
        let mut read = Vec::with_capacity(columns * self.down.outputs);
        for column in 0..columns {
            let mut run = self.down.start();
            for row in 0..ROWS {
                self.down.step(&mut run, &self.filtered(values, width, column, row));
            }
            read.extend_from_slice(self.down.said(&run));
        }
        let read = self.wide.along(&self.back.along(&self.forth.along(&read, false), true), false);
        let mut states = self.classes.states();
        let mut out = vec![0.0; columns * self.classes.rows];
        for (read, out) in read.chunks_exact(self.wide.outputs).zip(out.chunks_exact_mut(self.classes.rows)) {
            states[..read.len()].copy_from_slice(read);
            self.classes.times(&states, out);
            let most = out.iter().copied().fold(f32::MIN, f32::max);
            for v in &mut *out {
                *v = (*v - most).exp();
            }
            let sum: f32 = out.iter().sum();
            for v in out {
                *v /= sum;
            }
        }
        out
    }

    /// The largest answer of each filter among three by three places; beyond the edges lie noughts.
    fn filtered(&self, values: &[f32], width: usize, column: usize, row: usize) -> [i16; FILTERS] {
        let at = |x: usize, y: usize| {
            // Both counted from one before the edge.
            let inside = (1..=width).contains(&x) && (1..=HEIGHT).contains(&y);
            if inside { values[(y - 1) * width + x - 1] } else { 0.0 }
        };
        let (x0, y0) = (column * POOL, row * POOL);
        let mut near = [[0.0; POOL + 2]; POOL + 2];
        for (dx, line) in near.iter_mut().enumerate() {
            for (dy, v) in line.iter_mut().enumerate() {
                *v = at(x0 + dx, y0 + dy);
            }
        }
        let mut most = [f32::MIN; FILTERS];
        for x in 0..POOL {
            for y in 0..POOL {
                let mut sums = self.filters[9];
                for (k, weights) in self.filters[..9].iter().enumerate() {
                    let v = near[x + k / 3][y + k % 3];
                    for (sum, w) in sums.iter_mut().zip(weights) {
                        *sum += v * w;
                    }
                }
                for (m, sum) in most.iter_mut().zip(sums) {
                    // Unlike `max`, one instruction in wasm: no sum is a NaN.
                    *m = if sum > *m { sum } else { *m };
                }
            }
        }
        // The tangent rises: the largest stays the largest.
        most.map(|v| whole(tanh(v)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = include_bytes!("../../www/models/light.lstm");

    #[test]
    fn every_class_has_its_line() {
        let tongues = Tongue::ALL.map(|t| (t.characters(), t.carried()));
        for (characters, file) in tongues.into_iter().chain([(CHARACTERS, FILE)]) {
            let all: Vec<&str> = characters.lines().collect();
            assert_eq!((all[0], all[all.len() - 1]), (" ", ""));
            assert!(Light::parse(file, characters).is_some());
        }
        for tongue in Tongue::ALL {
            assert!(
                Light::load_for(tongue, tongue.carried()).is_ok() && Light::load_for(tongue, FILE).is_err()
            );
        }
    }

    #[test]
    fn a_file_that_is_cut_or_too_long_is_none_of_ours() {
        assert!(Light::parse(FILE, CHARACTERS).is_some());
        for bytes in [&FILE[..FILE.len() - 1], &FILE[..4], &[], &[FILE, &[0]].concat()] {
            assert!(Light::parse(bytes, CHARACTERS).is_none());
        }
    }
}
