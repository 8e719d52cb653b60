//! Lines of features with their states → weights: a linear-chain conditional random field, trained by stochastic gradient
//! (AdaGrad) with a pull towards zero, then rounded to small integers. Plain single-precision arithmetic and an exponential
//! of our own: the same on every machine.

use super::prng::Chance;
use crate::detect::tagger::decode::{STATES, follows};
use crate::detect::tagger::features::{COUNT, ROWS, row};
use crate::detect::tagger::weights::{HEAD, WEIGHED};

/// A feature that is not looked at.
pub(super) const NO_ROW: u32 = u32::MAX;

/// Marks the row of a feature too rare to be learnt: it meets the weights of others, as it will when texts are read.
const RARE: u32 = 1 << 31;

/// Features → rows.
fn into_rows(samples: &mut [Sample], least: u32) {
    let mut all: Vec<u32> = samples.iter().flat_map(|s| s.rows.iter().flatten().copied()).collect();
    all.sort_unstable();
    let often: Vec<u32> =
        all.chunk_by(|a, b| a == b).filter(|c| c.len() >= least as usize).map(|c| c[0]).collect();
    drop(all);
    for feature in samples.iter_mut().flat_map(|s| s.rows.iter_mut().flatten()) {
        if *feature != NO_ROW {
            let rare = if often.binary_search(feature).is_ok() { 0 } else { RARE };
            *feature = row(*feature) as u32 | rare;
        }
    }
}

/// A line: features and state of each word.
pub(super) struct Sample {
    pub(super) rows: Vec<[u32; COUNT]>,
    pub(super) states: Vec<u8>,
}

/// How training goes.
pub(super) struct Recipe {
    pub(super) epochs: usize,
    pub(super) rate: f32,
    pub(super) pull: f32,
    /// Rows seen less often than this weigh nothing.
    pub(super) least: u32,
    /// Largest weight before rounding to 127.
    pub(super) most: f32,
}

/// Weights are multiples of this: half the bits, and nothing lost that can be measured.
const GRAIN: f32 = 2.0;

/// The weights are the mean of what they are at so many points of the last time round.
const MEANT: usize = 32;

/// The first of the states of addresses.
const ADDRESS: usize = 3;

/// Weights in the making.
struct Field {
    weights: Vec<[f32; WEIGHED]>,
    history: Vec<[f32; WEIGHED]>,
    steps: [[f32; STATES]; STATES],
    step_history: [[f32; STATES]; STATES],
}

/// e^x for x ≤ 0 and a little above.
fn exp(x: f32) -> f32 {
    if x < -80.0 {
        return 0.0;
    }
    let y = x * std::f32::consts::LOG2_E;
    let whole = y.floor();
    let z = (y - whole) * std::f32::consts::LN_2;
    let series =
        1.0 + z * (1.0 + z * (0.5 + z * (1.0 / 6.0 + z * (1.0 / 24.0 + z * (1.0 / 120.0 + z / 720.0)))));
    let power = ((whole as i32 + 127).clamp(1, 254) as u32) << 23;
    f32::from_bits(power) * series
}

/// Trains and codes the weights.
pub(super) fn train(samples: &mut [Sample], recipe: &Recipe, chance: &mut Chance) -> Vec<u8> {
    into_rows(samples, recipe.least);
    let mut field = Field {
        weights: vec![[0.0; WEIGHED]; ROWS],
        history: vec![[0.1; WEIGHED]; ROWS],
        steps: [[0.0; STATES]; STATES],
        step_history: [[0.1; STATES]; STATES],
    };
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut mean = vec![[0.0; WEIGHED]; ROWS];
    for epoch in 0..recipe.epochs {
        chance.shuffle(&mut order);
        let rate = recipe.rate / (1.0 + epoch as f32 * 0.6);
        for part in order.chunks(order.len().div_ceil(MEANT)) {
            for &n in part {
                field.learn(&samples[n], rate, recipe);
            }
            // What the last samples of all taught weighs no more than what the others did.
            if epoch + 1 == recipe.epochs {
                for (sum, w) in mean.iter_mut().flatten().zip(field.weights.iter().flatten()) {
                    *sum += w / MEANT as f32;
                }
            }
        }
    }
    field.weights = mean;
    field.coded(recipe)
}

impl Field {
    fn learn(&mut self, sample: &Sample, rate: f32, recipe: &Recipe) {
        let len = sample.rows.len();
        let mut own = vec![[0f32; STATES]; len];
        for (own, rows) in own.iter_mut().zip(&sample.rows) {
            for &row in rows {
                for (sum, w) in
                    own.iter_mut().skip(1).zip(self.weights.get((row & !RARE) as usize).into_iter().flatten())
                {
                    *sum += w;
                }
            }
            let most = own.iter().fold(f32::MIN, |a, &b| a.max(b));
            own.iter_mut().for_each(|s| *s = exp(*s - most));
        }
        let mut step = [[0f32; STATES]; STATES];
        for (from, row) in step.iter_mut().enumerate() {
            for (to, s) in row.iter_mut().enumerate() {
                *s = if follows(from, to) { exp(self.steps[from][to].clamp(-20.0, 20.0)) } else { 0.0 };
            }
        }
        let mut ahead = vec![[0f32; STATES]; len];
        let mut behind = vec![[1f32; STATES]; len];
        for at in 0..len {
            for to in 0..STATES {
                let sum: f32 = if at == 0 {
                    step[0][to]
                } else {
                    (0..STATES).map(|from| ahead[at - 1][from] * step[from][to]).sum()
                };
                ahead[at][to] = sum * own[at][to];
            }
            scale(&mut ahead[at]);
        }
        for at in (0..len.saturating_sub(1)).rev() {
            for from in 0..STATES {
                behind[at][from] =
                    (0..STATES).map(|to| step[from][to] * own[at + 1][to] * behind[at + 1][to]).sum();
            }
            scale(&mut behind[at]);
        }
        // Steps.
        for at in 0..len {
            let mut both = [[0f32; STATES]; STATES];
            let mut total = 0.0;
            for (from, row) in both.iter_mut().enumerate() {
                let here = if at == 0 { f32::from(u8::from(from == 0)) } else { ahead[at - 1][from] };
                for (to, cell) in row.iter_mut().enumerate() {
                    *cell = here * step[from][to] * own[at][to] * behind[at][to];
                    total += *cell;
                }
            }
            if total <= 0.0 {
                continue;
            }
            let before = if at == 0 { 0 } else { usize::from(sample.states[at - 1]) };
            for (from, row) in both.iter().enumerate() {
                for (to, cell) in row.iter().enumerate() {
                    let wanted = f32::from(u8::from(from == before && to == usize::from(sample.states[at])));
                    let slope = cell / total - wanted;
                    if slope != 0.0 && follows(from, to) {
                        let h = &mut self.step_history[from][to];
                        *h += slope * slope;
                        self.steps[from][to] -= rate * slope / h.sqrt();
                    }
                }
            }
        }
        for at in 0..len {
            let mut share = [0f32; STATES];
            for s in 0..STATES {
                share[s] = ahead[at][s] * behind[at][s];
            }
            scale(&mut share);
            share[usize::from(sample.states[at])] -= 1.0;
            if share.iter().all(|s| s.abs() < 0.003) {
                continue;
            }
            for &row in &sample.rows[at] {
                if row & RARE != 0 {
                    continue;
                }
                let row = row as usize;
                for (state, slope) in share.iter().skip(1).enumerate() {
                    let h = &mut self.history[row][state];
                    *h += slope * slope;
                    let pace = rate / h.sqrt();
                    let w = self.weights[row][state] - pace * slope;
                    let pull = pace * recipe.pull;
                    self.weights[row][state] = if w > pull {
                        w - pull
                    } else if w < -pull {
                        w + pull
                    } else {
                        0.0
                    };
                }
            }
        }
    }

    fn coded(&self, recipe: &Recipe) -> Vec<u8> {
        let unit = 127.0 / recipe.most;
        let round = |w: f32| (w * unit / GRAIN).round() * GRAIN;
        let small = |w: f32| round(w).clamp(-126.0, 126.0) as i8;
        // The smallest step says next to nothing where it stands alone in a row, and of addresses.
        let slight = |w: &i8| f32::from(w.unsigned_abs()) <= GRAIN;
        let telling = |row: [i8; WEIGHED]| match row.iter().all(slight) {
            true => [0; WEIGHED],
            false => std::array::from_fn(|n| if n + 1 >= ADDRESS && slight(&row[n]) { 0 } else { row[n] }),
        };
        let mut out = HEAD.to_vec();
        for row in &self.steps {
            for &s in row {
                out.extend(((s * unit).round().clamp(-30000.0, 30000.0) as i16).to_le_bytes());
            }
        }
        let rows: Vec<[i8; WEIGHED]> = self.weights.iter().map(|row| telling(row.map(small))).collect();
        let used = |row: &[i8; WEIGHED]| row.iter().any(|&w| w != 0);
        for eight in rows.chunks(8) {
            out.push(eight.iter().enumerate().fold(0, |byte, (b, row)| byte | u8::from(used(row)) << b));
        }
        for state in 0..WEIGHED {
            out.extend(rows.iter().filter(|r| used(r)).map(|r| r[state].cast_unsigned()));
        }
        out
    }
}

fn scale(values: &mut [f32; STATES]) {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|v| *v /= sum);
    }
}
