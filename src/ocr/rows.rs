//! A layer's file → its rows of weights in whole numbers, with a scale and a bias for each.

/// The largest weight made of one that its file has as a number.
const FINEST: f32 = 4_095.0;

/// The rows of weights of one layer, as a file holds them.
pub(super) struct Rows {
    pub rows: usize,
    pub columns: usize,
    pub bias: Vec<f32>,
    /// What a whole number stands for, in each row.
    pub scale: Vec<f32>,
    pub weights: Vec<i16>,
}

impl Rows {
    /// Takes a layer off the front of a file: a byte that says whether weights are bytes (0), numbers (1) or whole numbers of
    /// two bytes (2), rows and columns as `u16`, a bias for each row, a scale for each where weights are whole, the weights.
    /// All little-endian. `None` when the file ends early or holds something else.
    pub fn take(bytes: &mut &[u8]) -> Option<Self> {
        let [kind, r0, r1, c0, c1] =
            *bytes.split_first_chunk::<5>().map(|(head, rest)| (*bytes = rest, head).1)?;
        let (rows, columns) =
            (usize::from(u16::from_le_bytes([r0, r1])), usize::from(u16::from_le_bytes([c0, c1])));
        let bias = floats(bytes, rows)?;
        if rows == 0 || !(1..1000).contains(&columns) {
            return None;
        }
        match kind {
            0 | 2 => {
                let scale = floats(bytes, rows)?;
                let (own, rest) = bytes.split_at_checked(rows * columns * if kind == 0 { 1 } else { 2 })?;
                *bytes = rest;
                let weights: Vec<i16> = match kind {
                    0 => own.iter().map(|b| i16::from(b.cast_signed())).collect(),
                    _ => own.as_chunks::<2>().0.iter().map(|b| i16::from_le_bytes(*b)).collect(),
                };
                Some(Self { rows, columns, bias, scale, weights })
            }
            1 => {
                let own = floats(bytes, rows * columns)?;
                let most =
                    |row: &[f32]| row.iter().fold(1e-20, |m: f32, v| if v.abs() > m { v.abs() } else { m });
                let scale: Vec<f32> = own.chunks(columns).map(|row| most(row) / FINEST).collect();
                let weights = own
                    .chunks(columns)
                    .zip(&scale)
                    .flat_map(|(row, s)| row.iter().map(move |v| (v / s).round() as i16));
                Some(Self { rows, columns, bias, weights: weights.collect(), scale })
            }
            _ => None,
        }
    }

    /// One weight.
    pub fn weight(&self, row: usize, column: usize) -> f32 {
        f32::from(self.weights[row * self.columns + column]) * self.scale[row]
    }

    /// The sums of one row of numbers.
    pub fn times(&self, values: &[f32]) -> Vec<f32> {
        let sum = |row: usize| {
            values.iter().enumerate().map(|(k, v)| v * self.weight(row, k)).sum::<f32>() + self.bias[row]
        };
        (0..self.rows).map(sum).collect()
    }
}

/// The next numbers of a file.
fn floats(bytes: &mut &[u8], n: usize) -> Option<Vec<f32>> {
    let (own, rest) = bytes.split_at_checked(n * 4)?;
    *bytes = rest;
    Some(own.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
}
