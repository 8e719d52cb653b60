//! The committed bytes → weights by row and state. The coding: two numbers that tell the sort of file, 25 steps from
//! state to state, a bit for each row that has weights, then those rows' weights, one state after the other. Written by
//! `cargo xtask train`.

use std::sync::OnceLock;

use super::decode::{NEVER, STATES, follows};
use super::features::{COUNT, ROWS, row};

/// States with weights of their own: "outside" is the measure of the others.
pub(crate) const WEIGHED: usize = STATES - 1;

/// First bytes of the file.
pub(crate) const HEAD: [u8; 2] = *b"T1";

/// Bytes of the steps, two for each.
const STEPS: usize = 2 * STATES * STATES;

/// Weights, as trained.
pub(crate) struct Weights {
    rows: Vec<[i8; WEIGHED]>,
    steps: [i32; STATES * STATES],
}

impl Weights {
    /// Reads the coding. What is missing weighs nothing.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut steps = [0; STATES * STATES];
        let mut rows = vec![[0; WEIGHED]; ROWS];
        if bytes.get(..HEAD.len()) != Some(&HEAD[..]) {
            return Self { rows, steps };
        }
        let coded = bytes.get(HEAD.len()..HEAD.len() + STEPS).unwrap_or_default();
        for (step, pair) in steps.iter_mut().zip(coded.chunks_exact(2)) {
            *step = i32::from(i16::from_le_bytes([pair[0], pair[1]]));
        }
        let bits = bytes.get(HEAD.len() + STEPS..).unwrap_or_default();
        let (bits, coded) = bits.split_at_checked(ROWS / 8).unwrap_or_default();
        let used = || {
            let rows = bits.iter().enumerate();
            rows.flat_map(|(n, byte)| (0..8).filter(move |b| byte >> b & 1 == 1).map(move |b| n * 8 + b))
        };
        let count = used().count().max(1);
        for (state, column) in coded.chunks_exact(count).take(WEIGHED).enumerate() {
            for (row, &weight) in used().zip(column) {
                rows[row][state] = weight.cast_signed();
            }
        }
        Self { rows, steps }
    }

    /// What a word's features say for each state.
    pub(crate) fn score(&self, features: &[u32; COUNT]) -> [i32; STATES] {
        let mut out = [0; STATES];
        for &feature in features {
            if let Some(weights) = self.rows.get(row(feature)) {
                for (sum, &w) in out.iter_mut().skip(1).zip(weights) {
                    *sum += i32::from(w);
                }
            }
        }
        out
    }

    /// What it costs to go from each state to each other, with what never happens out of reach.
    pub(super) fn allowed(&self) -> [[i32; STATES]; STATES] {
        let step = |from, to| if follows(from, to) { self.step(from, to) } else { NEVER };
        std::array::from_fn(|from| std::array::from_fn(|to| step(from, to)))
    }

    /// What it costs to go from a state to another.
    pub(crate) fn step(&self, from: usize, to: usize) -> i32 {
        self.steps.get(from * STATES + to).copied().unwrap_or(0)
    }
}

/// The committed weights.
pub(crate) fn weights() -> &'static Weights {
    static WEIGHTS: OnceLock<Weights> = OnceLock::new();
    WEIGHTS.get_or_init(|| Weights::read(include_bytes!("../data/tagger.bin")))
}
