//! The end of the heavy recogniser: what its backbone says of a line, column by column → a share for each character. Two blocks of
//! attention, in which each column may look at every other (Vaswani 2017; SVTR, Du 2022).

use super::layers::{After, Deep, Dense, Field, Walk};
use super::rows::Rows;

const HEADS: usize = 8;
/// Added to a variance before its root is taken: within the blocks, and after them.
const WITHIN: f32 = 1e-5;
const AFTER: f32 = 1e-6;

pub(super) struct Neck {
    beside: Dense,
    before: Dense,
    near: Deep,
    blocks: Vec<Block>,
    norm: Norm,
    classes: Dense,
}

struct Block {
    first: Norm,
    asks: Dense,
    told: Dense,
    second: Norm,
    wider: Dense,
    back: Dense,
}

/// Brings a column to mean 0 and variance 1, and then to a gain and a shift for each number.
struct Norm(Rows);

impl Norm {
    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Rows::take(bytes).filter(|rows| rows.columns == 1).map(Self)
    }

    fn of(&self, field: &Field, least: f32) -> Field {
        let n = field.c as f32;
        let mut v = field.v.clone();
        for column in v.chunks_exact_mut(field.c) {
            let mean = column.iter().sum::<f32>() / n;
            let spread = column.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n;
            let by = 1.0 / (spread + least).sqrt();
            for (k, v) in column.iter_mut().enumerate() {
                *v = (*v - mean) * by * self.0.weight(k, 0) + self.0.bias[k];
            }
        }
        Field { v, ..*field }
    }
}

impl Block {
    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let first = Norm::take(bytes)?;
        let (asks, told) = (Dense::take(bytes, [1, 1])?, Dense::take(bytes, [1, 1])?);
        let second = Norm::take(bytes)?;
        let (wider, back) = (Dense::take(bytes, [1, 1])?, Dense::take(bytes, [1, 1])?);
        Some(Self { first, asks, told, second, wider, back })
    }

    fn run(&self, field: &mut Field) {
        let asked = self.asks.flat(&self.first.of(field, WITHIN), After::Nothing);
        let mut heard = Field { v: vec![0.0; field.v.len()], ..*field };
        let (c, size) = (field.c, field.c / HEADS);
        let scale = 1.0 / (size as f32).sqrt();
        let columns: Vec<&[f32]> = asked.v.chunks_exact(3 * c).collect();
        for head in 0..HEADS {
            let part = |column: usize, what: usize| &columns[column][what * c + head * size..][..size];
            for (at, out) in heard.v.chunks_exact_mut(c).enumerate() {
                let own = part(at, 0);
                let mut shares: Vec<f32> = (0..columns.len())
                    .map(|k| own.iter().zip(part(k, 1)).map(|(a, b)| a * b).sum::<f32>() * scale)
                    .collect();
                softmax(&mut shares);
                let out = &mut out[head * size..][..size];
                for (k, share) in shares.iter().enumerate() {
                    out.iter_mut().zip(part(k, 2)).for_each(|(to, v)| *to += share * v);
                }
            }
        }
        field.add(&self.told.flat(&heard, After::Nothing), 1);
        let wide = swish(self.wider.flat(&self.second.of(field, WITHIN), After::Nothing));
        field.add(&self.back.flat(&wide, After::Nothing), 1);
    }
}

impl Neck {
    pub fn take(bytes: &mut &[u8]) -> Option<Self> {
        let (beside, before) = (Dense::take(bytes, [1, 1])?, Dense::take(bytes, [1, 1])?);
        let near = Deep::take(bytes, [1, 7])?;
        let blocks = vec![Block::take(bytes)?, Block::take(bytes)?];
        Some(Self {
            beside,
            before,
            near,
            blocks,
            norm: Norm::take(bytes)?,
            classes: Dense::take(bytes, [1, 1])?,
        })
    }

    pub fn classes(&self) -> usize {
        self.classes.outputs
    }

    /// One row a column of the line, with a share for each class.
    pub fn run(&self, field: &Field) -> Vec<f32> {
        let field = columns(field);
        let beside = swish(self.beside.flat(&field, After::Nothing));
        let mut own = swish(self.before.flat(&field, After::Nothing));
        let walk = Walk { before: [0, 3], after: [0, 3], step: [1, 1] };
        let near = swish(self.near.over(&own, walk));
        own.add(&near, 1);
        for block in &self.blocks {
            block.run(&mut own);
        }
        let mut own = self.norm.of(&own, AFTER);
        own.add(&beside, 1);
        let mut out = self.classes.flat(&own, After::Nothing).v;
        for row in out.chunks_exact_mut(self.classes.outputs) {
            softmax(row);
        }
        out
    }
}

/// Means of all rows and of two columns each.
fn columns(field: &Field) -> Field {
    let (w, c) = (field.w / 2, field.c);
    let mut v = vec![0.0; w * c];
    let share = 1.0 / (2 * field.h) as f32;
    for row in field.v.chunks_exact((field.w * c).max(1)) {
        for (to, two) in v.chunks_exact_mut(c).zip(row.chunks_exact(2 * c)) {
            for (k, to) in to.iter_mut().enumerate() {
                *to += (two[k] + two[c + k]) * share;
            }
        }
    }
    Field { w, h: 1, c, v }
}

fn swish(mut field: Field) -> Field {
    for v in &mut field.v {
        *v /= 1.0 + (-*v).exp();
    }
    field
}

/// Numbers → shares that are 1 together.
pub(super) fn softmax(row: &mut [f32]) {
    let most = row.iter().fold(f32::MIN, |m, v| if *v > m { *v } else { m });
    let mut sum = 0.0;
    for v in &mut *row {
        *v = (*v - most).exp();
        sum += *v;
    }
    row.iter_mut().for_each(|v| *v /= sum);
}
