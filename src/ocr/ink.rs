//! Black and white masks: threshold, long runs, connected components. Masks hold 0 or 1, rows from the top.

/// A connected group of set pixels (8 neighbours).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Blob {
    /// Left column, top row, columns, rows.
    pub x: usize,
    pub y: usize,
    pub w: usize,
    pub h: usize,
    /// Set pixels.
    pub area: usize,
    /// Mean row of its pixels.
    pub cy: f32,
}

/// The level that parts a histogram best in two (Otsu 1979): values above it are the upper class.
pub(super) fn otsu(hist: &[u32; 256]) -> u8 {
    let total: f64 = hist.iter().map(|&n| f64::from(n)).sum();
    let sum: f64 = hist.iter().enumerate().map(|(v, &n)| v as f64 * f64::from(n)).sum();
    let (mut n0, mut s0, mut best, mut at) = (0.0, 0.0, -1.0, 0);
    for (v, &n) in hist.iter().enumerate() {
        n0 += f64::from(n);
        s0 += v as f64 * f64::from(n);
        let n1 = total - n0;
        if n0 == 0.0 || n1 == 0.0 {
            continue;
        }
        let d = s0 / n0 - (sum - s0) / n1;
        let between = n0 * n1 * d * d;
        if between > best {
            (best, at) = (between, v);
        }
    }
    at as u8
}

/// How often each value occurs.
pub(super) fn histogram(values: &[u8]) -> [u32; 256] {
    let mut hist = [0; 256];
    for &v in values {
        hist[v as usize] += 1;
    }
    hist
}

/// The value below which a share `q` of a histogram lies.
pub(super) fn percentile(hist: &[u32; 256], q: f32) -> u8 {
    let total: u64 = hist.iter().map(|&n| u64::from(n)).sum();
    let wanted = (total as f32 * q) as u64;
    let mut seen = 0;
    for (v, &n) in hist.iter().enumerate() {
        seen += u64::from(n);
        if seen > wanted {
            return v as u8;
        }
    }
    255
}

/// The runs along rows that are at least `len` long; one that touches the picture's edge may go on outside, so half is enough.
pub(super) fn long_runs(mask: &[u8], w: usize, len: usize) -> Vec<u8> {
    let mut out = vec![0; mask.len()];
    for (row, to) in mask.chunks(w).zip(out.chunks_mut(w)) {
        let mut x = 0;
        while x < w {
            if row[x] == 0 {
                x += 1;
                continue;
            }
            let start = x;
            while x < w && row[x] != 0 {
                x += 1;
            }
            let need = match (start == 0, x == w) {
                (true, true) => 1,
                (true, false) => len - len / 2,
                (false, true) => len / 2 + 1,
                _ => len,
            };
            if x - start >= need {
                to[start..x].fill(1);
            }
        }
    }
    out
}

/// Rows become columns.
pub(super) fn transposed(mask: &[u8], w: usize) -> Vec<u8> {
    let h = mask.len() / w.max(1);
    let mut out = vec![0; mask.len()];
    for y in 0..h {
        for x in 0..w {
            out[x * h + y] = mask[y * w + x];
        }
    }
    out
}

/// Every set pixel grown by `r` to all sides.
pub(super) fn grown(mask: &[u8], w: usize, r: usize) -> Vec<u8> {
    let h = mask.len() / w.max(1);
    let mut across = vec![0u8; mask.len()];
    for y in 0..h {
        let row = &mask[y * w..(y + 1) * w];
        for (x, _) in row.iter().enumerate().filter(|(_, v)| **v != 0) {
            across[y * w + x.saturating_sub(r)..y * w + (x + r + 1).min(w)].fill(1);
        }
    }
    let mut out = vec![0u8; mask.len()];
    for y in 0..h {
        let (from, to) = (y.saturating_sub(r), (y + r + 1).min(h));
        for k in from..to {
            for x in 0..w {
                out[y * w + x] |= across[k * w + x];
            }
        }
    }
    out
}

/// The connected groups, and for each pixel the number of its group plus one (0 where nothing is set).
pub(super) fn blobs(mask: &[u8], w: usize) -> (Vec<Blob>, Vec<u32>) {
    let h = mask.len() / w.max(1);
    let mut label = vec![0u32; mask.len()];
    let mut out = Vec::new();
    let mut waiting = Vec::new();
    for start in 0..mask.len() {
        if mask[start] == 0 || label[start] != 0 {
            continue;
        }
        let number = out.len() as u32 + 1;
        label[start] = number;
        waiting.push(start);
        let (mut x0, mut x1, mut y0, mut y1) = (w, 0, h, 0);
        let (mut area, mut rows) = (0, 0u64);
        while let Some(at) = waiting.pop() {
            let (x, y) = (at % w, at / w);
            (x0, x1, y0, y1) = (x0.min(x), x1.max(x), y0.min(y), y1.max(y));
            area += 1;
            rows += y as u64;
            for ny in y.saturating_sub(1)..(y + 2).min(h) {
                for nx in x.saturating_sub(1)..(x + 2).min(w) {
                    let next = ny * w + nx;
                    if mask[next] != 0 && label[next] == 0 {
                        label[next] = number;
                        waiting.push(next);
                    }
                }
            }
        }
        let cy = rows as f32 / area as f32;
        out.push(Blob { x: x0, y: y0, w: x1 + 1 - x0, h: y1 + 1 - y0, area, cy });
    }
    (out, label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_heaps_are_parted_between() {
        let mut hist = [0; 256];
        hist[20] = 50;
        hist[200] = 90;
        assert!((20..200).contains(&otsu(&hist)));
        assert_eq!((percentile(&hist, 0.01), percentile(&hist, 0.5)), (20, 200));
    }

    #[test]
    fn corners_join_and_gaps_part() {
        #[rustfmt::skip]
        let mask = [
            1, 0, 0, 1,
            0, 1, 0, 1,
            0, 0, 0, 0,
        ];
        let (found, label) = blobs(&mask, 4);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].w, found[0].h, found[0].area), (2, 2, 2));
        assert_eq!(label[7], 2);
    }

    #[test]
    fn runs_at_the_edge_may_be_half_as_long() {
        let row = [1, 1, 1, 0, 1, 1, 1, 0, 0, 0];
        assert_eq!(long_runs(&row, 10, 5), [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(transposed(&[1, 0, 0, 0, 0, 1], 3), [1, 0, 0, 0, 0, 1]);
        assert_eq!(grown(&[0, 0, 1, 0, 0, 0, 0, 0, 0], 3, 1), [0, 1, 1, 0, 1, 1, 0, 0, 0]);
    }
}
