//! The layers of the light recogniser, in whole numbers: matrices of bytes with a scale for each row, as their file has them, and
//! states in fifteen bits. Eight products a step where the machine has vectors of sixteen bytes; as exact as in single precision.

use wide::{i16x8, i32x4};

/// What stands for 1 in a row of states. With weights of at most 128, a row of 1,000 does not run over 31 bits.
const ONE: f32 = 16_384.0;
/// Numbers in a vector, and rows that are multiplied side by side.
const LANES: usize = 8;
const ROWS: usize = 4;

/// A matrix with a bias for each row.
pub(super) struct Matrix {
    pub rows: usize,
    /// Numbers in a row, without the bias.
    pub columns: usize,
    /// Vectors in a row; the last may end in zeros.
    vectors: usize,
    /// For each [`ROWS`] rows, and for each vector, one vector of each row; the last rows may be of zeros alone.
    weights: Vec<[i16x8; ROWS]>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Takes a matrix off the front of a file: rows and columns, the bias among them, as `u16`; a scale for each row as `f32`;
    /// the numbers, row by row, as `i8`. All little-endian. `None` when the file ends early or a row is empty.
    pub fn take(bytes: &mut &[u8]) -> Option<Self> {
        let [r0, r1, c0, c1] = *take::<4>(bytes)?;
        let (rows, all) =
            (usize::from(u16::from_le_bytes([r0, r1])), usize::from(u16::from_le_bytes([c0, c1])));
        let columns = all.checked_sub(1).filter(|n| (1..1000).contains(n))?;
        let mut scale = Vec::with_capacity(rows);
        for _ in 0..rows {
            scale.push(f32::from_le_bytes(*take::<4>(bytes)?));
        }
        let vectors = columns.div_ceil(LANES);
        let mut weights = vec![[i16x8::ZERO; ROWS]; rows.div_ceil(ROWS) * vectors];
        let mut bias = Vec::with_capacity(rows);
        for (at, s) in scale.iter_mut().enumerate() {
            let (row, rest) = bytes.split_at_checked(all)?;
            *bytes = rest;
            for (k, part) in row[..columns].chunks(LANES).enumerate() {
                let mut wide = [0; LANES];
                for (w, b) in wide.iter_mut().zip(part) {
                    *w = i16::from(b.cast_signed());
                }
                weights[at / ROWS * vectors + k][at % ROWS] = i16x8::new(wide);
            }
            bias.push(f32::from(row[columns].cast_signed()) * *s);
            *s /= ONE;
        }
        Some(Self { rows, columns, vectors, weights, scale, bias })
    }

    /// One weight; the one after the last is the bias.
    pub fn weight(&self, row: usize, column: usize) -> f32 {
        if column == self.columns {
            return self.bias[row];
        }
        let vector = self.weights[row / ROWS * self.vectors + column / LANES][row % ROWS];
        f32::from(vector.to_array()[column % LANES]) * self.scale[row] * ONE
    }

    /// A row of states of the right length, all nought.
    pub fn states(&self) -> Vec<i16> {
        vec![0; self.vectors * LANES]
    }

    /// The products of each row with the states, bias added.
    pub fn times(&self, states: &[i16], out: &mut [f32]) {
        let states = states.as_chunks::<LANES>().0;
        let rows = self.weights.chunks_exact(self.vectors).zip(out.chunks_mut(ROWS));
        let scales = self.scale.chunks(ROWS).zip(self.bias.chunks(ROWS));
        for ((weights, out), (scale, bias)) in rows.zip(scales) {
            let mut sums = [i32x4::ZERO; ROWS];
            for (weights, state) in weights.iter().zip(states) {
                let state = i16x8::new(*state);
                for (sum, w) in sums.iter_mut().zip(weights) {
                    *sum += w.dot(state);
                }
            }
            for (out, ((sum, scale), bias)) in out.iter_mut().zip(sums.iter().zip(scale).zip(bias)) {
                *out = sum.reduce_add() as f32 * scale + bias;
            }
        }
    }
}

/// The next bytes of a file.
fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (head, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(head)
}

/// A state between −1 and 1 in whole numbers.
pub(super) fn whole(v: f32) -> i16 {
    (v * ONE + 0.5f32.copysign(v)) as i32 as i16
}

/// The hyperbolic tangent within 1 in 10,000: Lambert's continued fraction, cut off after its seventh term.
pub(super) fn tanh(x: f32) -> f32 {
    let x = x.clamp(-4.97, 4.97);
    let q = x * x;
    x * (135_135.0 + q * (17_325.0 + q * (378.0 + q)))
        / (135_135.0 + q * (62_370.0 + q * (3_150.0 + q * 28.0)))
}

/// The logistic function.
fn logistic(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// A layer of long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers 2000): rows of the matrix are,
/// in four equal parts, input, input gate, forget gate and output gate; columns are the input and then the last output.
pub(super) struct Lstm {
    matrix: Matrix,
    /// Numbers that go in and come out at each step.
    pub inputs: usize,
    pub outputs: usize,
}

impl Lstm {
    /// `None` when the matrix cannot be one of a layer.
    pub fn new(matrix: Matrix) -> Option<Self> {
        let outputs = matrix.rows / 4;
        let inputs = matrix.columns.checked_sub(outputs)?;
        (matrix.rows.is_multiple_of(4) && inputs > 0 && outputs > 0).then_some(Self {
            matrix,
            inputs,
            outputs,
        })
    }

    /// What a run keeps between steps.
    pub fn start(&self) -> Run {
        Run {
            states: self.matrix.states(),
            cells: vec![0.0; self.outputs],
            gates: vec![0.0; self.matrix.rows],
        }
    }

    /// One step; its outputs stand in [`Lstm::said`].
    pub fn step(&self, run: &mut Run, input: &[i16]) {
        run.states[..self.inputs].copy_from_slice(input);
        self.matrix.times(&run.states, &mut run.gates);
        let n = self.outputs;
        let (enters, rest) = run.gates.split_at(n);
        let (lets_in, rest) = rest.split_at(n);
        let (keeps, lets_out) = rest.split_at(n);
        let said = &mut run.states[self.inputs..][..n];
        for k in 0..n {
            let cell = run.cells[k] * logistic(keeps[k]) + tanh(enters[k]) * logistic(lets_in[k]);
            run.cells[k] = cell;
            said[k] = whole(tanh(cell) * logistic(lets_out[k]));
        }
    }

    /// The outputs of the last step.
    pub fn said<'a>(&self, run: &'a Run) -> &'a [i16] {
        &run.states[self.inputs..][..self.outputs]
    }

    /// Runs along a row of inputs, one step after the other, from the end where `back`; outputs stand where their inputs stood.
    pub fn along(&self, inputs: &[i16], back: bool) -> Vec<i16> {
        let steps = inputs.len() / self.inputs;
        let mut out = vec![0; steps * self.outputs];
        let mut run = self.start();
        for step in 0..steps {
            let at = if back { steps - 1 - step } else { step };
            self.step(&mut run, &inputs[at * self.inputs..][..self.inputs]);
            out[at * self.outputs..][..self.outputs].copy_from_slice(self.said(&run));
        }
        out
    }
}

/// What a layer keeps between steps.
pub(super) struct Run {
    /// The input, the last output and padding.
    states: Vec<i16>,
    cells: Vec<f32>,
    gates: Vec<f32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file's matrix of bytes that look random.
    fn matrix(rows: u16, columns: u16) -> (Vec<u8>, Vec<Vec<f32>>) {
        let mut seed = 12_345u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let mut file = [rows.to_le_bytes(), columns.to_le_bytes()].concat();
        let scales: Vec<f32> = (0..rows).map(|r| 0.001 * f32::from(r + 1)).collect();
        file.extend(scales.iter().flat_map(|s| s.to_le_bytes()));
        let mut plain = Vec::new();
        for s in &scales {
            let row: Vec<u8> = (0..columns).map(|_| next()).collect();
            plain.push(row.iter().map(|b| f32::from(b.cast_signed()) * s).collect());
            file.extend(row);
        }
        (file, plain)
    }

    #[test]
    fn products_are_those_of_plain_numbers() {
        for rows in [4, 7, 8, 9] {
            let (file, plain) = matrix(rows, 22);
            let mut rest = file.as_slice();
            let matrix = Matrix::take(&mut rest).expect("whole");
            assert!(rest.is_empty());
            let values: Vec<f32> = (0..21).map(|k| (k as f32 * 0.7).sin()).collect();
            let mut states = matrix.states();
            for (to, v) in states.iter_mut().zip(&values) {
                *to = whole(*v);
            }
            let mut out = vec![0.0; rows.into()];
            matrix.times(&states, &mut out);
            for (r, (out, row)) in out.iter().zip(&plain).enumerate() {
                let wanted = row[..21].iter().zip(&values).map(|(w, v)| w * v).sum::<f32>() + row[21];
                assert!((out - wanted).abs() < 1e-3, "row {r}: {out}, {wanted}");
                assert!(
                    (matrix.weight(r, 4) - row[4]).abs() < 1e-6
                        && (matrix.weight(r, 21) - row[21]).abs() < 1e-6
                );
            }
        }
    }

    #[test]
    fn a_matrix_that_is_cut_is_none() {
        let (file, _) = matrix(8, 22);
        for n in [0, 3, 4, 20, 36, file.len() - 1] {
            assert!(Matrix::take(&mut &file[..n]).is_none(), "{n} bytes");
        }
    }

    #[test]
    fn the_longest_row_of_the_largest_numbers_does_not_run_over() {
        let (mut file, _) = matrix(4, 1000);
        file[20..].fill(0x80);
        let matrix = Matrix::take(&mut file.as_slice()).expect("whole");
        let mut states = matrix.states();
        states[..999].fill(whole(-1.0));
        let mut out = [0.0; 4];
        matrix.times(&states, &mut out);
        assert!((out[0] - 0.001 * 128.0 * 998.0).abs() < 0.1, "{}", out[0]);
    }

    #[test]
    fn the_tangent_is_near_enough() {
        for k in -2000..2000 {
            let x = k as f32 * 0.005;
            assert!((tanh(x) - x.tanh()).abs() < 1e-4, "{x}");
        }
        assert_eq!((whole(1.0), whole(-1.0), whole(0.0)), (16_384, -16_384, 0));
    }

    #[test]
    fn a_layer_run_backwards_says_the_same_of_a_row_turned_round() {
        let (file, _) = matrix(16, 8);
        let layer = Lstm::new(Matrix::take(&mut file.as_slice()).expect("whole")).expect("a layer");
        assert_eq!((layer.inputs, layer.outputs), (3, 4));
        let row: Vec<i16> = (0..30).map(|k| whole((k as f32).cos())).collect();
        let turned: Vec<i16> = row.chunks_exact(3).rev().flatten().copied().collect();
        let there = layer.along(&row, false);
        let back: Vec<i16> = layer.along(&turned, true).chunks_exact(4).rev().flatten().copied().collect();
        assert_eq!(there, back);
        assert!(there.iter().any(|v| *v != 0));
    }
}
