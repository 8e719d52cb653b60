//! The network that finds lines: a picture → how likely each pixel is the middle of a line of text. PP-OCRv6 small; what its stages say
//! is brought together at a quarter of the size, and drawn out to the whole (DB, Liao 2020).

use super::backbone::{Backbone, Shape, Squeeze};
use super::layers::{After, Deep, Dense, Field, Walk, share};
use super::models::{DETECTOR, genuine};
use crate::error::{Error, ErrorKind, Result};

const STAGES: [Shape; 4] = [
    Shape { blocks: 2, often: false, step: None },
    Shape { blocks: 2, often: false, step: Some([2, 2]) },
    Shape { blocks: 4, often: true, step: Some([2, 2]) },
    Shape { blocks: 2, often: false, step: Some([2, 2]) },
];
/// How steeply the weights of channels rise, where stages are brought together.
const SLOPE: f32 = 0.2;

pub(super) struct Finder {
    backbone: Backbone,
    /// For each stage, the last first.
    levels: Vec<(Dense, Squeeze)>,
    narrow: Vec<(Deep, Dense, Squeeze)>,
    joined: Dense,
    doubled: Dense,
    last: Dense,
}

impl Finder {
    /// Reads the file, if it is the very one that was meant.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        Self::parse(genuine(bytes, &DETECTOR)?)
            .ok_or_else(|| Error::new(ErrorKind::Resource, "the detector's file cannot be read"))
    }

    fn parse(mut bytes: &[u8]) -> Option<Self> {
        let backbone = Backbone::take(&mut bytes, &STAGES)?;
        let mut level = || Some((Dense::take(&mut bytes, [1, 1])?, Squeeze::take(&mut bytes, SLOPE)?));
        let levels: Option<Vec<_>> = STAGES.iter().map(|_| level()).collect();
        let mut level = || {
            Some((
                Deep::take(&mut bytes, [7, 7])?,
                Dense::take(&mut bytes, [1, 1])?,
                Squeeze::take(&mut bytes, SLOPE)?,
            ))
        };
        let narrow: Option<Vec<_>> = STAGES.iter().map(|_| level()).collect();
        let joined = Dense::take(&mut bytes, [3, 3])?;
        let (doubled, last) = (Dense::take(&mut bytes, [1, 1])?, Dense::take(&mut bytes, [1, 1])?);
        let whole = bytes.is_empty();
        Some(Self { backbone, levels: levels?, narrow: narrow?, joined, doubled, last }).filter(|_| whole)
    }

    /// Runs over a picture whose sides are multiples of 32; one number a pixel.
    pub fn run(&self, picture: Field) -> Result<Vec<f32>> {
        let (w, h) = (picture.w, picture.h);
        if picture.c != 3 || picture.v.len() != w * h * 3 || w % 32 != 0 || h % 32 != 0 || w * h == 0 {
            return Err(Error::internal("a network's input does not fit its shape"));
        }
        let stages = self.backbone.run(picture, STAGES.len());
        // From the smallest to the largest; each is told what the smaller one says.
        let mut fields: Vec<Field> = Vec::new();
        for (stage, (dense, squeeze)) in stages.into_iter().rev().zip(&self.levels) {
            let mut field = louder(dense.flat(&stage, After::Nothing), squeeze);
            if let Some(smaller) = fields.last() {
                field.add(smaller, 2);
            }
            fields.push(field);
        }
        let mut narrow = Vec::new();
        for (field, (deep, dense, squeeze)) in fields.into_iter().zip(&self.narrow) {
            let near = deep.over(&field, Walk::around(3, 1, 1));
            drop(field);
            narrow.push(louder(dense.flat(&near, After::Nothing), squeeze));
        }
        let side: Vec<(&Field, usize)> = narrow.iter().zip([8, 4, 2, 1]).collect();
        let joined = self.joined.over(&side, Walk::around(1, 1, 1), After::Relu);
        drop(narrow);
        let doubled = spread(&self.doubled.flat(&joined, After::Relu));
        drop(joined);
        let mut out = spread(&self.last.flat(&doubled, After::Nothing)).v;
        for v in &mut out {
            *v = share(*v);
        }
        Ok(out)
    }
}

/// Each channel with its weight on top of it.
fn louder(mut field: Field, squeeze: &Squeeze) -> Field {
    let by: Vec<f32> = squeeze.weigh(&field).into_iter().map(|v| v + 1.0).collect();
    field.scale(&by);
    field
}

/// Four pixels out of each: its channels are theirs one after the other, left and right of the upper row first.
fn spread(from: &Field) -> Field {
    let c = from.c / 4;
    let mut v = Vec::with_capacity(from.v.len());
    for row in from.v.chunks_exact((from.w * from.c).max(1)) {
        for half in 0..2 {
            for pixel in row.chunks_exact(from.c) {
                v.extend_from_slice(&pixel[half * 2 * c..][..2 * c]);
            }
        }
    }
    Field { w: from.w * 2, h: from.h * 2, c, v }
}

#[cfg(test)]
mod tests {
    use super::super::layers::tests::lines;
    use super::*;

    const FILE: &[u8] = include_bytes!("../../www/models/detector.net");

    #[test]
    fn it_says_what_another_engine_says() {
        let out = Finder::load(FILE).expect("ours").run(lines(160, 96)).expect("runs");
        assert_eq!(out.len(), 160 * 96);
        // By onnxruntime, of the network as it was published, with weights in bytes.
        for (y, x, wanted) in
            [(0, 0, 0.0), (12, 80, 0.9916), (36, 40, 0.9626), (36, 80, 0.9934), (24, 80, 0.0001)]
        {
            assert!((out[y * 160 + x] - wanted).abs() < 0.002, "{y} {x}: {}", out[y * 160 + x]);
        }
        let mean = out.iter().sum::<f32>() / out.len() as f32;
        assert!((mean - 0.182_527).abs() < 0.000_5, "{mean}");
    }

    #[test]
    fn other_sizes_and_other_files_are_refused() {
        let finder = Finder::load(FILE).expect("ours");
        assert!(finder.run(lines(160, 90)).is_err() && finder.run(lines(0, 0)).is_err());
        for file in [&FILE[..FILE.len() - 1], &FILE[..100], &[], &[FILE, &[0]].concat()] {
            assert!(Finder::parse(file).is_none());
        }
    }
}
