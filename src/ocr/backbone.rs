//! The part that both networks of PP-OCRv6 share: a stem that makes a picture four times smaller, and stages of blocks, each of which
//! looks at its neighbours channel by channel and then mixes the channels.

use super::layers::{After, Deep, Dense, Field, Walk};
use super::rows::Rows;

/// A window of two by two whose first pixel is its own.
const CORNER: Walk = Walk { before: [0; 2], after: [1; 2], step: [1; 2] };

/// How many blocks a stage has, and how far its first layer goes down and across; the first stage has none of those.
pub(super) struct Shape {
    pub blocks: usize,
    /// Whether a block weighs its channels: those with an even number, or the first alone.
    pub often: bool,
    pub step: Option<[usize; 2]>,
}

pub(super) struct Backbone {
    first: Dense,
    second: Dense,
    third: Dense,
    fourth: Dense,
    fifth: Dense,
    stages: Vec<Stage>,
}

struct Stage {
    /// How far the layer that makes the picture smaller goes, and that layer.
    smaller: Option<([usize; 2], Block)>,
    blocks: Vec<Block>,
}

struct Block {
    deep: Deep,
    squeeze: Option<Squeeze>,
    wider: Dense,
    back: Dense,
}

impl Block {
    fn take(bytes: &mut &[u8], squeezes: bool) -> Option<Self> {
        Some(Self {
            deep: Deep::take(bytes, [3, 3])?,
            squeeze: if squeezes { Some(Squeeze::take(bytes, 1.0 / 6.0)?) } else { None },
            wider: Dense::take(bytes, [1, 1])?,
            back: Dense::take(bytes, [1, 1])?,
        })
    }

    fn run(&self, from: &Field, step: Option<[usize; 2]>) -> Field {
        let [down, across] = step.unwrap_or([1, 1]);
        let mut own = self.deep.over(from, Walk::around(1, down, across));
        if let Some(squeeze) = &self.squeeze {
            let by = squeeze.weigh(&own);
            own.scale(&by);
        }
        let mixed = self.back.flat(&self.wider.flat(&own, After::Gelu), After::Nothing);
        if step.is_some() {
            return mixed;
        }
        own.add(&mixed, 1);
        own
    }
}

/// How much each channel counts, told from the means of all (Hu 2018).
pub(super) struct Squeeze {
    fewer: Rows,
    back: Rows,
    slope: f32,
}

impl Squeeze {
    pub fn take(bytes: &mut &[u8], slope: f32) -> Option<Self> {
        let (fewer, back) = (Rows::take(bytes)?, Rows::take(bytes)?);
        (fewer.rows == back.columns && fewer.columns == back.rows).then_some(Self { fewer, back, slope })
    }

    pub fn weigh(&self, field: &Field) -> Vec<f32> {
        let mut few = self.fewer.times(&field.means());
        few.iter_mut().for_each(|v| *v = v.max(0.0));
        self.back.times(&few).into_iter().map(|v| (v * self.slope + 0.5).clamp(0.0, 1.0)).collect()
    }
}

impl Backbone {
    pub fn take(bytes: &mut &[u8], shapes: &[Shape]) -> Option<Self> {
        let mut dense = |window| Dense::take(bytes, window);
        let (first, second, third) = (dense([3, 3])?, dense([2, 2])?, dense([2, 2])?);
        let (fourth, fifth) = (dense([3, 3])?, dense([1, 1])?);
        let mut stages = Vec::with_capacity(shapes.len());
        for shape in shapes {
            let smaller = match shape.step {
                Some(step) => Some((step, Block::take(bytes, false)?)),
                None => None,
            };
            let squeezes = |k: usize| k == 0 || shape.often && k.is_multiple_of(2);
            let blocks: Option<Vec<Block>> =
                (0..shape.blocks).map(|k| Block::take(bytes, squeezes(k))).collect();
            stages.push(Stage { smaller, blocks: blocks? });
        }
        Some(Self { first, second, third, fourth, fifth, stages })
    }

    /// What each stage says of a picture; only the last `kept` of them.
    pub fn run(&self, picture: Field, kept: usize) -> Vec<Field> {
        let stem = self.first.over(&[(&picture, 1)], Walk::around(1, 2, 2), After::Relu);
        drop(picture);
        let narrow = self.second.over(&[(&stem, 1)], CORNER, After::Relu);
        let own = self.third.over(&[(&narrow, 1)], CORNER, After::Relu);
        drop(narrow);
        let stem = corners(&stem);
        let mut field = self.fourth.over(&[(&stem, 1), (&own, 1)], Walk::around(1, 2, 2), After::Relu);
        drop((stem, own));
        field = self.fifth.flat(&field, After::Relu);
        let mut out = Vec::new();
        for (k, Stage { smaller, blocks }) in self.stages.iter().enumerate() {
            if let Some((step, block)) = smaller {
                let next = block.run(&field, Some(*step));
                let before = std::mem::replace(&mut field, next);
                if k + kept > self.stages.len() {
                    out.push(before);
                }
            }
            for block in blocks {
                field = block.run(&field, None);
            }
        }
        out.push(field);
        out
    }
}

/// The largest of each pixel and those to its right, below it and across, in its place.
pub(super) fn corners(field: &Field) -> Field {
    let row = field.w * field.c;
    let mut v = Vec::with_capacity(field.v.len());
    let mut upper = beside(&field.v[..row], field.c);
    for below in field.v.chunks_exact(row).skip(1) {
        let lower = beside(below, field.c);
        v.extend(upper.iter().zip(&lower).map(|(a, b)| larger(*a, *b)));
        upper = lower;
    }
    v.extend(upper);
    Field { v, ..*field }
}

/// The larger of each number of a row and that of the next pixel.
fn beside(row: &[f32], c: usize) -> Vec<f32> {
    let last = row.len() - c;
    let mut out: Vec<f32> = row.iter().zip(&row[c..]).map(|(a, b)| larger(*a, *b)).collect();
    out.extend_from_slice(&row[last..]);
    out
}

pub(super) fn larger(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}
