//! How a JPEG file is cut into blocks. What a letter looked like rings through all of its block (ITU-T T.81 clause A.2), so that a
//! struck box takes whole blocks; where colour is coded at half the size its blocks are twice as large, and tell the colour alone.

use crate::formats::jpeg::segments;

/// Side of a block, in samples of its component.
const SIDE: u32 = 8;
/// Where the file's header tells nothing that is understood: the largest blocks that there are.
const UNKNOWN: Grid = Grid { grey: [4 * SIDE; 2], colour: [4 * SIDE; 2] };

/// Sides of the blocks, across and down, in pixels as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    /// In which brightness is coded.
    pub grey: [u32; 2],
    /// In which colour is coded.
    pub colour: [u32; 2],
}

impl Grid {
    /// Of a picture that is not coded in blocks.
    pub const NONE: Self = Self { grey: [1; 2], colour: [1; 2] };

    /// Of a JPEG file (clauses B.2.1 and B.2.2).
    pub fn of_jpeg(bytes: &[u8]) -> Self {
        Self::told(bytes).unwrap_or(UNKNOWN)
    }

    fn told(bytes: &[u8]) -> Option<Self> {
        // Adobe's segment, or their names, tell whether three components are red, green and blue as they are.
        let mut plain = false;
        for (marker, body) in segments(bytes) {
            match marker {
                0xC4 | 0xC8 | 0xCC => {}
                0xC0..=0xCF => return Self::frame(body, plain),
                0xEE if body.starts_with(b"Adobe") => plain = body.get(11) == Some(&0),
                _ => {}
            }
        }
        None
    }

    /// Of a frame's header: precision, rows, columns, then three bytes a component.
    fn frame(body: &[u8], plain: bool) -> Option<Self> {
        let count = usize::from(*body.get(5)?);
        let factors: Vec<[u32; 2]> = (0..count)
            .map(|k| body.get(7 + 3 * k).map(|f| [u32::from(f >> 4), u32::from(f & 15)]))
            .collect::<Option<_>>()?;
        let known = factors.iter().flatten().all(|f| (1..=4).contains(f));
        if !known {
            return None;
        }
        let names: Vec<u8> = body.get(6..)?.iter().step_by(3).take(count).copied().collect();
        let (first, others) = factors.split_first()?;
        let side = |own: u32, axis: usize| {
            let most = factors.iter().map(|f| f[axis]).max().unwrap_or(own);
            (SIDE * most).div_ceil(own)
        };
        let smallest = |axis: usize| others.iter().map(|f| f[axis]).min();
        let colour = [0, 1].map(|axis| smallest(axis).map_or(SIDE, |own| side(own, axis)));
        match (count, plain || names == b"RGB") {
            // A single component has blocks of its own whatever its factors say (clause A.2.2).
            (1, _) => Some(Self { grey: [SIDE; 2], colour: [SIDE; 2] }),
            (3, false) => Some(Self { grey: [0, 1].map(|axis| side(first[axis], axis)), colour }),
            // Each component tells of the letters' shape.
            _ => {
                let all = [0, 1].map(|axis| colour[axis].max(side(first[axis], axis)));
                Some(Self { grey: all, colour: all })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file's head with such factors of its components.
    fn head(factors: &[u8], adobe: Option<u8>) -> Vec<u8> {
        let mut out = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2];
        if let Some(transform) = adobe {
            out.extend([0xFF, 0xEE, 0, 14]);
            out.extend(b"Adobe\0\x64\0\0\0\0");
            out.push(transform);
        }
        out.extend([0xFF, 0xFF, 0xC0, 0, 8 + 3 * factors.len() as u8, 8, 0, 60, 0, 100, factors.len() as u8]);
        for (k, f) in factors.iter().enumerate() {
            out.extend([k as u8 + 1, *f, 0]);
        }
        out
    }

    #[test]
    fn blocks_are_as_large_as_the_header_says() {
        let grid = |factors: &[u8]| Grid::of_jpeg(&head(factors, None));
        assert_eq!(grid(&[0x22, 0x11, 0x11]), Grid { grey: [8, 8], colour: [16, 16] });
        assert_eq!(grid(&[0x21, 0x11, 0x11]), Grid { grey: [8, 8], colour: [16, 8] });
        assert_eq!(grid(&[0x11, 0x11, 0x11]), Grid { grey: [8, 8], colour: [8, 8] });
        assert_eq!(grid(&[0x22]), Grid { grey: [8, 8], colour: [8, 8] });
        // Brightness at half the size, and four inks.
        assert_eq!(grid(&[0x11, 0x22, 0x22]).grey, [16, 16]);
        assert_eq!(grid(&[0x22, 0x11, 0x11, 0x22]).grey, [16, 16]);
        let red_green_blue = Grid::of_jpeg(&head(&[0x22, 0x11, 0x11], Some(0)));
        assert_eq!(red_green_blue.grey, [16, 16]);
        assert_eq!(Grid::of_jpeg(&head(&[0x22, 0x11, 0x11], Some(1))).grey, [8, 8]);
        let mut named = head(&[0x22, 0x11, 0x11], None);
        let from = named.len() - 9;
        (named[from], named[from + 3], named[from + 6]) = (b'R', b'G', b'B');
        assert_eq!(Grid::of_jpeg(&named).grey, [16, 16]);
    }

    #[test]
    fn what_cannot_be_read_has_the_largest() {
        for bytes in [&b""[..], b"\xFF\xD8", b"\xFF\xD8\xFF\xDA\0\x02", &head(&[0x50, 0x11, 0x11], None)] {
            assert_eq!(Grid::of_jpeg(bytes), UNKNOWN);
        }
    }
}
