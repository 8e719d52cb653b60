//! The layers beside sums that are worked out one by one.

use super::*;

/// Numbers that look random, from −1 to 1.
pub(in crate::ocr) fn numbers(n: usize, seed: u32) -> Vec<f32> {
    let mut seed = seed;
    (0..n)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 23) as f32 - 1.0
        })
        .collect()
}

/// Dark bars like words in lines: the picture that the networks' answers were taken of.
pub(in crate::ocr) fn lines(w: usize, h: usize) -> Field {
    let mut v = Vec::with_capacity(w * h * 3);
    for at in 0..w * h {
        let (x, y) = (at % w, at / w);
        let dark = (8..16).contains(&(y % 24)) && x % 9 < 5 && x > 10 && x + 10 < w;
        let base = if dark { -0.8 } else { 0.7 };
        v.extend([base, base * 0.9, base * 0.8 + ((x * 7 + y * 13) % 16) as f32 / 160.0]);
    }
    Field { w, h, c: 3, v }
}

/// A layer's file of each kind, and its weights.
fn layer(kind: u8, rows: usize, columns: usize) -> (Vec<u8>, Vec<f32>, Vec<f32>) {
    let (bias, values) = (numbers(rows, 5), numbers(rows * columns, 9));
    let mut file = vec![kind];
    file.extend([rows as u16, columns as u16].iter().flat_map(|n| n.to_le_bytes()));
    file.extend(bias.iter().flat_map(|v| v.to_le_bytes()));
    let scale: Vec<f32> = (0..rows).map(|r| 0.01 * (r + 1) as f32).collect();
    if kind != 1 {
        file.extend(scale.iter().flat_map(|v| v.to_le_bytes()));
    }
    let most = if kind == 0 { 127.0 } else { 250.0 };
    let whole = |k: usize| (values[k] * most).round();
    for (k, v) in values.iter().enumerate() {
        match kind {
            0 => file.push((whole(k) as i8).cast_unsigned()),
            1 => file.extend(v.to_le_bytes()),
            _ => file.extend((whole(k) as i16).to_le_bytes()),
        }
    }
    let weights =
        (0..rows * columns).map(|k| if kind == 1 { values[k] } else { whole(k) * scale[k / columns] });
    let weights = weights.collect();
    (file, weights, bias)
}

/// One number of fields laid side by side, each enlarged; nought outside.
fn at(fields: &[(&Field, usize)], y: isize, x: isize, mut c: usize) -> f32 {
    for (f, times) in fields {
        if c < f.c {
            let inside = y >= 0 && x >= 0 && (y as usize) < f.h * times && (x as usize) < f.w * times;
            return if inside { f.v[(y as usize / times * f.w + x as usize / times) * f.c + c] } else { 0.0 };
        }
        c -= f.c;
    }
    0.0
}

#[test]
fn a_window_over_two_fields_gives_plain_sums() {
    let small = Field { w: 5, h: 4, c: 6, v: numbers(120, 1) };
    let large = Field { w: 10, h: 8, c: 4, v: numbers(320, 2) };
    let sides = [(&small, 2), (&large, 1)];
    for kind in 0..3 {
        let (file, weights, bias) = layer(kind, 12, 90);
        let mut rest = file.as_slice();
        let dense = Dense::take(&mut rest, [3, 3]).expect("whole");
        assert!(rest.is_empty());
        let out = dense.over(&sides, Walk::around(1, 2, 1), After::Relu);
        assert_eq!((out.w, out.h, out.c), (10, 4, 12));
        let most = weights.iter().fold(0.0f32, |m, w| m.max(w.abs()));
        for (k, v) in out.v.iter().enumerate() {
            let (o, x, y) = (k % 12, (k / 12 % 10) as isize, (k / 120 * 2) as isize);
            let taps = (0..90).map(|t| (t / 30, t / 10 % 3, t % 10, weights[o * 90 + t]));
            let sum: f32 =
                taps.map(|(dy, dx, c, w)| w * at(&sides, y + dy as isize - 1, x + dx as isize - 1, c)).sum();
            assert!((v - (sum + bias[o]).max(0.0)).abs() < 2e-3 * most, "{kind} {k}: {v} {sum}");
        }
    }
}

#[test]
fn a_layer_without_a_window_goes_over_more_pixels_than_a_run() {
    let field = Field { w: 77, h: 9, c: 4, v: numbers(77 * 9 * 4, 3) };
    let (file, weights, bias) = layer(0, 5, 4);
    let out = Dense::take(&mut file.as_slice(), [1, 1]).expect("whole").flat(&field, After::Nothing);
    for (pixel, (from, to)) in field.v.chunks(4).zip(out.v.chunks(5)).enumerate() {
        for (o, v) in to.iter().enumerate() {
            let sum = from.iter().zip(&weights[o * 4..]).map(|(a, b)| a * b).sum::<f32>() + bias[o];
            assert!((v - sum).abs() < 2e-3, "{pixel} {o}: {v} {sum}");
        }
    }
}

#[test]
fn each_channel_under_its_own_window() {
    let field = Field { w: 7, h: 5, c: 24, v: numbers(840, 4) };
    let (file, weights, bias) = layer(1, 24, 9);
    let deep = Deep::take(&mut file.as_slice(), [3, 3]).expect("whole");
    for ([down, across], [high, wide]) in [([1, 1], [5, 7]), ([2, 2], [3, 4]), ([2, 1], [3, 7])] {
        let out = deep.over(&field, Walk::around(1, down, across));
        assert_eq!((out.w, out.h), (wide, high));
        for (k, v) in out.v.iter().enumerate() {
            let (c, x, y) = (k % 24, (k / 24 % wide * across) as isize, (k / 24 / wide * down) as isize);
            let taps = (0..9).map(|t| {
                weights[c * 9 + t] * at(&[(&field, 1)], y + t as isize / 3 - 1, x + t as isize % 3 - 1, c)
            });
            let sum = taps.sum::<f32>() + bias[c];
            assert!((v - sum).abs() < 1e-3, "{k}: {v} {sum}");
        }
    }
    let (file, ..) = layer(1, 12, 9);
    assert!(Deep::take(&mut file.as_slice(), [3, 3]).is_none(), "channels come by eights");
}

#[test]
fn the_widest_layer_of_the_largest_numbers_does_not_run_over() {
    let (mut file, ..) = layer(0, 8, 999);
    file.truncate(5 + 64);
    file.extend(std::iter::repeat_n(0x80, 8 * 999));
    file[5..5 + 32].fill(0);
    let dense = Dense::take(&mut file.as_slice(), [1, 1]);
    // An odd number of channels has one of noughts beside it.
    let dense = dense.expect("whole");
    let field = Field { w: 1, h: 1, c: 1000, v: vec![-1.0; 1000] };
    let out = dense.flat(&field, After::Nothing);
    assert!((out.v[0] - 0.01 * 128.0 * 999.0).abs() < 2.0, "{}", out.v[0]);
}

#[test]
fn the_bell_is_near_enough() {
    // Of −3, −1, −0.1, 0, 0.5, 1, 2 and 6.
    let x = [-3.0, -1.0, -0.1, 0.0, 0.5, 1.0, 2.0, 6.0];
    let wanted = [-0.004_049_7, -0.158_655_3, -0.046_017_2, 0.0, 0.345_731_2, 0.841_344_7, 1.954_499_7, 6.0];
    for (x, wanted) in x.as_chunks::<4>().0.iter().zip(wanted.as_chunks::<4>().0) {
        let out = After::Gelu.of(f32x4::new(*x)).to_array();
        assert!(out.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 2e-6), "{out:?}");
    }
}

#[test]
fn a_layer_that_is_cut_or_of_another_kind_is_none() {
    for kind in 0..3 {
        let (mut file, ..) = layer(kind, 8, 6);
        for n in [0, 4, 5, 30, file.len() - 1] {
            assert!(Rows::take(&mut &file[..n]).is_none(), "{kind}: {n} bytes");
        }
        assert!(Dense::take(&mut file.as_slice(), [2, 2]).is_none(), "a window that does not fit");
        file[0] = 3;
        assert!(Rows::take(&mut file.as_slice()).is_none());
    }
}
