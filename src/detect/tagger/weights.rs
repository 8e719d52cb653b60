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

/// Weights of a row that say nothing.
const LEVEL: u32 = 0x8080_8080;

/// Weights, as trained.
pub(crate) struct Weights {
    /// A byte for each state, the first state's the lowest; 128 stands for nothing.
    rows: Vec<u32>,
    steps: [i32; STATES * STATES],
}

impl Weights {
    /// Reads the coding. What is missing weighs nothing.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut steps = [0; STATES * STATES];
        let mut rows = vec![LEVEL; ROWS];
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
                // From a signed byte to one from 128 on.
                rows[row] ^= u32::from(weight) << (8 * state);
            }
        }
        Self { rows, steps }
    }

    /// What a word's features say for each state.
    pub(crate) fn score(&self, features: &[u32; COUNT]) -> [i32; STATES] {
        // Two sums at a time, each in half a word: weights are at least 0 so far, and thirty of them at most 7,650.
        const _: () = assert!(COUNT * 255 < 1 << 16 && WEIGHED == 4);
        let (mut even, mut odd) = (0u32, 0u32);
        for &feature in features {
            let weights = self.rows.get(row(feature)).copied().unwrap_or(LEVEL);
            even += weights & 0x00ff_00ff;
            odd += weights >> 8 & 0x00ff_00ff;
        }
        let sum = |half: u32| half as i32 - 128 * COUNT as i32;
        [0, sum(even & 0xffff), sum(odd & 0xffff), sum(even >> 16), sum(odd >> 16)]
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
