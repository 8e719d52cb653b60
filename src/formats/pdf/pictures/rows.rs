//! Samples without loss: packed as they are, or as what each row differs from the one above (PNG's filters, ISO 32000-2 clause
//! 7.4.4.4), whichever is smaller. Photographs and shadings shrink by a half that way, drawings of few colours do not.

use crate::formats::pdf::write::Objects;
use crate::formats::pdf::write::syntax::DictOut;

/// Samples in rows, each begun in a byte of its own.
pub(in crate::formats::pdf) struct Rows<'d> {
    pub(in crate::formats::pdf) data: &'d [u8],
    pub(in crate::formats::pdf) width: u32,
    pub(in crate::formats::pdf) components: u8,
    pub(in crate::formats::pdf) bits: u8,
}

impl Rows<'_> {
    /// Writes a picture whose dictionary lacks only how it is packed.
    pub(in crate::formats::pdf) fn write(&self, mut dict: DictOut, out: &mut Objects) -> u32 {
        let packed = self.pack(&mut dict);
        out.packed(dict, &packed)
    }

    /// Packs the samples and says in the dictionary how.
    pub(in crate::formats::pdf) fn pack(&self, dict: &mut DictOut) -> Vec<u8> {
        let plain = Objects::deflated(self.data);
        dict.name(b"Filter", b"FlateDecode");
        // Pixels that share bytes are no neighbours that a difference would tell.
        let filtered = (self.bits >= 8).then(|| Objects::deflated(&self.filtered()));
        match filtered.filter(|f| f.len() + 64 < plain.len()) {
            Some(filtered) => {
                let (colours, bits, columns) = (self.components, self.bits, self.width);
                dict.raw(
                    b"DecodeParms",
                    format!("<</Predictor 15/Colors {colours}/BitsPerComponent {bits}/Columns {columns}>>")
                        .as_bytes(),
                );
                filtered
            }
            None => plain,
        }
    }

    /// Each row behind the number of the filter that leaves the least of it.
    fn filtered(&self) -> Vec<u8> {
        let step = usize::from(self.components) * usize::from(self.bits) / 8;
        let stride = (self.width as usize * step).max(1);
        let nothing = vec![0u8; stride];
        let mut out = Vec::with_capacity(self.data.len() + self.data.len() / stride + 1);
        let mut above = nothing.as_slice();
        let mut tried: [Vec<u8>; 4] = Default::default();
        for row in self.data.chunks_exact(stride) {
            let corner =
                |line: &[u8], i: usize| i.checked_sub(step).and_then(|i| line.get(i)).copied().unwrap_or(0);
            tried.iter_mut().for_each(Vec::clear);
            for (i, (&now, &up)) in row.iter().zip(above).enumerate() {
                let (left, diagonal) = (corner(row, i), corner(above, i));
                let guesses = [0, left, up, paeth(left, up, diagonal)];
                tried.iter_mut().zip(guesses).for_each(|(line, guess)| line.push(now.wrapping_sub(guess)));
            }
            let cost =
                |line: &Vec<u8>| line.iter().map(|b| u64::from(b.cast_signed().unsigned_abs())).sum::<u64>();
            let best = [0u8, 1, 2, 4].into_iter().zip(&tried).min_by_key(|(_, line)| cost(line));
            if let Some((number, line)) = best {
                out.push(number);
                out.extend_from_slice(line);
            }
            above = row;
        }
        out
    }
}

/// Which of three neighbours lies next to their plane.
fn paeth(left: u8, up: u8, diagonal: u8) -> u8 {
    let plane = i16::from(left) + i16::from(up) - i16::from(diagonal);
    let far = |v: u8| (plane - i16::from(v)).abs();
    if far(left) <= far(up) && far(left) <= far(diagonal) {
        left
    } else if far(up) <= far(diagonal) {
        up
    } else {
        diagonal
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use hayro_syntax::object::{FromBytes as _, Stream};

    use super::*;

    /// Packs, reads back with our reader, and tells how much was packed.
    fn back(data: &[u8], width: u32, components: u8, bits: u8) -> (Vec<u8>, usize, bool) {
        let mut dict = DictOut::new();
        let packed = Rows { data, width, components, bits }.pack(&mut dict);
        dict.number(b"Length", packed.len() as f64);
        let dict = dict.done();
        let predicted = dict.windows(9).any(|w| w == b"Predictor");
        let source = [&dict, b"stream\n".as_slice(), &packed, b"\nendstream"].concat();
        let read = Stream::from_bytes(&source).unwrap().decoded().unwrap().into_owned();
        (read, packed.len(), predicted)
    }

    #[test]
    fn what_was_packed_is_read_back_and_shadings_are_small() {
        let shading: Vec<u8> =
            (0..90 * 70u32).flat_map(|i| [(i % 90 * 2) as u8, (i / 90 * 3) as u8, (i % 97) as u8]).collect();
        let plain = Objects::deflated(&shading).len();
        let (read, packed, predicted) = back(&shading, 90, 3, 8);
        assert!(read == shading && predicted && packed < plain, "{packed} of {plain}");
        assert_eq!(back(&shading, 45, 3, 16).0, shading);
        assert_eq!(back(&shading, 18_900, 1, 8).0, shading);
        let few = [7u8; 4000];
        let (read, _, predicted) = back(&few, 40, 1, 8);
        assert!(read == few && !predicted);
        assert!(!back(&few, 80, 1, 4).2);
    }
}
