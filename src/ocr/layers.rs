//! The layers of the networks that look at pictures, run without an engine: what they are is known, and most of their time goes into
//! sums of products. Weights are bytes, as their files have them; what goes in is brought to fifteen bits by the layer that takes it,
//! so that each step makes eight products where the machine has vectors of sixteen bytes. Pixels hold their channels side by side.

use bytemuck::cast;
use wide::{f32x4, i16x8, i32x4};

use super::rows::Rows;

/// Outputs and pixels that are worked out side by side.
const OUTPUTS: usize = 8;
const PIXELS: usize = 4;
/// Pixels of a layer without a window that are worked out before the next outputs.
const RUN: usize = 256;
/// The largest whole number that goes in.
const LARGEST: f32 = 32_000.0;

/// Numbers over a picture.
pub(super) struct Field {
    pub w: usize,
    pub h: usize,
    /// Numbers a pixel.
    pub c: usize,
    pub v: Vec<f32>,
}

/// What is done to each sum.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum After {
    Nothing,
    /// What is below nought becomes nought.
    Relu,
    /// Each number times the share of a normal distribution that lies below it (Hendrycks and Gimpel 2016).
    Gelu,
}

/// Where a window stands: rows and columns of noughts before the first pixel, and how far it goes down and across.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    pub before: [usize; 2],
    pub after: [usize; 2],
    pub step: [usize; 2],
}

impl Walk {
    /// A window with its pixel in the middle.
    pub const fn around(reach: usize, down: usize, across: usize) -> Self {
        Self { before: [reach; 2], after: [reach; 2], step: [down, across] }
    }

    /// Down and across: how many places a window finds.
    fn places(&self, sides: [usize; 2], window: [usize; 2]) -> [usize; 2] {
        let all = |k: usize| sides[k] + self.before[k] + self.after[k];
        [0, 1].map(|k| all(k).checked_sub(window[k]).map_or(0, |rest| rest / self.step[k] + 1))
    }
}

/// A layer each of whose outputs takes from all channels under a window.
pub(super) struct Dense {
    pub outputs: usize,
    /// Channels, an even number.
    inputs: usize,
    /// Rows and columns of the window.
    window: [usize; 2],
    /// For each eight outputs, row of the window, and two inputs: theirs for four outputs, and for the other four.
    weights: Vec<[i16x8; 2]>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    /// The largest whole number that may go in: sums stay within 31 bits.
    largest: f32,
}

impl Dense {
    /// Takes a layer with such a window off a file.
    pub fn take(bytes: &mut &[u8], window: [usize; 2]) -> Option<Self> {
        let rows = Rows::take(bytes)?;
        let places = window[0] * window[1];
        let own = rows.columns.checked_div(places).filter(|n| n * places == rows.columns)?;
        let inputs = own.next_multiple_of(2);
        let blocks = rows.rows.div_ceil(OUTPUTS);
        let mut weights = Vec::with_capacity(blocks * places * inputs / 2);
        for block in 0..blocks {
            for place in 0..places {
                for pair in 0..inputs / 2 {
                    let weight = |lane: usize, half: usize| {
                        let (row, input) = (block * OUTPUTS + half * 4 + lane / 2, pair * 2 + lane % 2);
                        let inside = row < rows.rows && input < own;
                        if inside { rows.weights[row * rows.columns + place * own + input] } else { 0 }
                    };
                    weights
                        .push([0, 1].map(|half| i16x8::new(std::array::from_fn(|lane| weight(lane, half)))));
                }
            }
        }
        let padded =
            |v: &[f32]| v.iter().copied().chain(std::iter::repeat(0.0)).take(blocks * OUTPUTS).collect();
        let sum = |row: &[i16]| row.iter().map(|w| u32::from(w.unsigned_abs())).sum::<u32>();
        let most = rows.weights.chunks(rows.columns).map(sum).max().unwrap_or(1).max(1);
        let largest = LARGEST.min(i32::MAX as f32 / most as f32 - 1.0);
        let (scale, bias) = (padded(&rows.scale), padded(&rows.bias));
        Some(Self { outputs: rows.rows, inputs, window, weights, scale, bias, largest })
    }

    /// The layer without a window.
    pub fn flat(&self, from: &Field, after: After) -> Field {
        let n = from.w * from.h;
        let mut v = vec![0.0; n * self.outputs];
        let mut pairs = vec![0; RUN * self.inputs / 2];
        for (run, out) in from.v.chunks(RUN * from.c).zip(v.chunks_mut(RUN * self.outputs)) {
            let pairs = &mut pairs[..run.len() / 2];
            let unit = self.largest / largest(run).max(1e-20);
            whole(run, unit, pairs);
            self.sums(&[pairs], self.inputs / 2, out, unit, after);
        }
        Field { w: from.w, h: from.h, c: self.outputs, v }
    }

    /// The layer's window walks over fields laid side by side, each enlarged so many times.
    pub fn over(&self, from: &[(&Field, usize)], walk: Walk, after: After) -> Field {
        let Some((first, times)) = from.first() else {
            return Field { w: 0, h: 0, c: self.outputs, v: Vec::new() };
        };
        let (w, h) = (first.w * times, first.h * times);
        let [high, wide] = walk.places([h, w], self.window);
        let unit = self.unit(from);
        let half = self.inputs / 2;
        let row = (w + walk.before[1] + walk.after[1]) * half;
        // The rows under the window, in whole numbers: each is made once.
        let mut rows = vec![vec![0; row]; self.window[0]];
        let mut made = 0;
        let mut v = vec![0.0; high * wide * self.outputs];
        for (y, out) in v.chunks_exact_mut(wide * self.outputs).enumerate() {
            let top = y * walk.step[0];
            for at in made.max(top)..top + self.window[0] {
                let slot = &mut rows[at % self.window[0]];
                match at.checked_sub(walk.before[0]).filter(|y| *y < h) {
                    Some(y) => laid(from, y, unit, &mut slot[walk.before[1] * half..][..w * half]),
                    None => slot.fill(0),
                }
            }
            made = top + self.window[0];
            let under: Vec<&[i32]> = (top..made).map(|at| rows[at % self.window[0]].as_slice()).collect();
            self.sums(&under, walk.step[1] * half, out, unit, after);
        }
        Field { w: wide, h: high, c: self.outputs, v }
    }

    /// How many whole numbers 1 is, for what goes in.
    fn unit(&self, from: &[(&Field, usize)]) -> f32 {
        let most = from.iter().map(|(f, _)| largest(&f.v)).fold(1e-20, |m: f32, v| if v > m { v } else { m });
        self.largest / most
    }

    /// The outputs of pixels side by side whose windows begin `step` pairs apart in each row.
    fn sums(&self, rows: &[&[i32]], step: usize, out: &mut [f32], unit: f32, after: After) {
        let long = self.window[1] * self.inputs / 2;
        let n = out.len() / self.outputs;
        for (block, weights) in self.weights.chunks_exact(long * self.window[0]).enumerate() {
            let first = block * OUTPUTS;
            let four = |v: &[f32], at: usize| f32x4::new(std::array::from_fn(|k| v[first + at + k]));
            let scale = [0, 4].map(|at| four(&self.scale, at) * f32x4::splat(1.0 / unit));
            let bias = [0, 4].map(|at| four(&self.bias, at));
            for pixel in (0..n).step_by(PIXELS) {
                let mut sums = [[i32x4::ZERO; 2]; PIXELS];
                for (row, weights) in rows.iter().zip(weights.chunks_exact(long)) {
                    let [a, b, c, d] = std::array::from_fn(|k| &row[(pixel + k).min(n - 1) * step..][..long]);
                    for ((((a, b), c), d), [low, high]) in a.iter().zip(b).zip(c).zip(d).zip(weights) {
                        for (sum, v) in sums.iter_mut().zip([a, b, c, d]) {
                            let v: i16x8 = cast(i32x4::splat(*v));
                            sum[0] += low.dot(v);
                            sum[1] += high.dot(v);
                        }
                    }
                }
                for (sum, out) in sums.iter().zip(out[pixel * self.outputs..].chunks_exact_mut(self.outputs))
                {
                    let out = &mut out[first..];
                    let [low, high] =
                        [0, 1].map(|k| after.of(sum[k].round_float() * scale[k] + bias[k]).to_array());
                    if out.len() >= OUTPUTS {
                        out[..4].copy_from_slice(&low);
                        out[4..OUTPUTS].copy_from_slice(&high);
                    } else {
                        for (to, v) in out.iter_mut().zip(low.iter().chain(&high)) {
                            *to = *v;
                        }
                    }
                }
            }
        }
    }
}

/// A number → a share, by the logistic function.
pub(super) fn share(v: f32) -> f32 {
    1.0 / (1.0 + (-v).exp())
}

/// The largest of some numbers, whatever their sign.
fn largest(values: &[f32]) -> f32 {
    let (fours, rest) = values.as_chunks::<4>();
    let most = fours.iter().fold(f32x4::ZERO, |m, v| m.fast_max(f32x4::new(*v).abs())).to_array();
    most.iter().chain(rest).fold(0.0, |m, v| if v.abs() > m { v.abs() } else { m })
}

/// Numbers → whole ones, two by two.
fn whole(from: &[f32], unit: f32, to: &mut [i32]) {
    let unit4 = f32x4::splat(unit);
    let (eights, rest) = from.as_chunks::<8>();
    let fours = to.as_chunks_mut::<4>().0;
    for (v, to) in eights.iter().zip(fours) {
        let [a, b, c, d, e, f, g, h] = *v;
        let two = [[a, b, c, d], [e, f, g, h]].map(|v| (f32x4::new(v) * unit4).round_int());
        *to = cast(i16x8::from_i32x8_saturate(cast(two)));
    }
    let one = |v: f32| (v * unit).round() as i16;
    let at = to.len() - rest.len().div_ceil(2);
    for (v, to) in rest.chunks(2).zip(&mut to[at..]) {
        *to = cast([one(v[0]), v.get(1).map_or(0, |v| one(*v))]);
    }
}

/// A row of fields laid side by side, in whole numbers.
fn laid(from: &[(&Field, usize)], y: usize, unit: f32, to: &mut [i32]) {
    if let [(field, 1)] = from {
        let row = &field.v[y * field.w * field.c..][..field.w * field.c];
        if field.c.is_multiple_of(2) {
            whole(row, unit, to);
        } else {
            for (v, to) in row.chunks_exact(field.c).zip(to.chunks_exact_mut(field.c.div_ceil(2))) {
                whole(v, unit, to);
            }
        }
        return;
    }
    let all: usize = from.iter().map(|(f, _)| f.c / 2).sum();
    let mut at = 0;
    for (field, times) in from {
        let half = field.c / 2;
        let row = &field.v[y / times * field.w * field.c..][..field.w * field.c];
        let mut own = vec![0; field.w * half];
        whole(row, unit, &mut own);
        for (x, to) in to.chunks_exact_mut(all).enumerate() {
            to[at..at + half].copy_from_slice(&own[x / times * half..][..half]);
        }
        at += half;
    }
}

impl After {
    fn of(self, v: f32x4) -> f32x4 {
        match self {
            Self::Nothing => v,
            Self::Relu => v.fast_max(f32x4::ZERO),
            Self::Gelu => {
                let half = v * f32x4::splat(0.5);
                half + half * erf(v * f32x4::splat(std::f32::consts::FRAC_1_SQRT_2))
            }
        }
    }
}

/// The error function within 1 in 1,000,000, as a fraction of two polynomials.
fn erf(x: f32x4) -> f32x4 {
    const OVER: [f32; 7] = [
        -2.726_142_3e-10,
        2.770_681_4e-8,
        -2.101_024e-6,
        -5.692_506_4e-5,
        -7.349_906_3e-4,
        -2.954_6e-3,
        -1.609_603_3e-2,
    ];
    const UNDER: [f32; 5] = [-1.456_607_2e-5, -2.133_740_5e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2];
    let x = x.fast_max(f32x4::splat(-4.0)).fast_min(f32x4::splat(4.0));
    let q = x * x;
    let [over, under] =
        [&OVER[..], &UNDER[..]].map(|of| of.iter().fold(f32x4::ZERO, |sum, c| sum * q + f32x4::splat(*c)));
    x * over / under
}

/// A layer each of whose outputs takes from its own channel under a window.
pub(super) struct Deep {
    window: [usize; 2],
    /// For each sixteen channels, or the last eight, and for each place of the window, one weight a channel.
    weights: Vec<f32x4>,
    bias: Vec<f32x4>,
}

/// What lies under the window: a field by fours of channels, rows and columns of it, and the place of the window on the first of them.
struct Under<'f> {
    fours: &'f [[f32; 4]],
    row: usize,
    pixel: usize,
    ys: std::ops::Range<usize>,
    xs: std::ops::Range<usize>,
    top: usize,
    left: usize,
}

impl Deep {
    /// Takes a layer with such a window off a file; its channels come by eights.
    pub fn take(bytes: &mut &[u8], window: [usize; 2]) -> Option<Self> {
        let rows = Rows::take(bytes)?;
        let places = window[0] * window[1];
        if rows.columns != places || !rows.rows.is_multiple_of(8) {
            return None;
        }
        let mut weights = Vec::with_capacity(rows.rows / 4 * places);
        for first in (0..rows.rows).step_by(16) {
            for place in 0..places {
                for four in (first..rows.rows.min(first + 16)).step_by(4) {
                    weights.push(f32x4::new(std::array::from_fn(|lane| rows.weight(four + lane, place))));
                }
            }
        }
        let bias = rows.bias.as_chunks().0.iter().map(|b| f32x4::new(*b)).collect();
        Some(Self { window, weights, bias })
    }

    pub fn over(&self, from: &Field, walk: Walk) -> Field {
        let c = from.c;
        let [high, wide] = walk.places([from.h, from.w], self.window);
        let mut v = vec![0.0; high * wide * c];
        let fours = from.v.as_chunks::<4>().0;
        let pixel = (c / 4).max(1);
        // Only what lies under the window within the field counts: the rest is nought.
        let inside = |k: usize, at: usize, n: usize| {
            let first = at * walk.step[k];
            let skipped = walk.before[k].saturating_sub(first);
            let start = first + skipped - walk.before[k];
            let end = (first + self.window[k]).saturating_sub(walk.before[k]).min(n);
            (start..end.max(start), skipped)
        };
        for (at, out) in v.as_chunks_mut::<4>().0.chunks_exact_mut(pixel).enumerate() {
            let ((ys, top), (xs, left)) = (inside(0, at / wide, from.h), inside(1, at % wide, from.w));
            let under = Under { fours, row: from.w * pixel, pixel, ys, xs, top, left };
            // Four sums at once keep the machine busy.
            for (k, out) in out.chunks_mut(4).enumerate() {
                match out.first_chunk_mut() {
                    Some(sixteen) => *sixteen = self.sums::<4>(4 * k, &under),
                    None => out.copy_from_slice(&self.sums::<2>(4 * k, &under)),
                }
            }
        }
        Field { w: wide, h: high, c, v }
    }

    /// The sums of some fours of channels.
    fn sums<const N: usize>(&self, first: usize, under: &Under<'_>) -> [[f32; 4]; N] {
        let places = self.window[0] * self.window[1];
        let weights = self.weights[first * places..].as_chunks::<N>().0;
        let mut sums: [f32x4; N] = std::array::from_fn(|k| self.bias[first + k]);
        for (row, y) in under.ys.clone().enumerate() {
            let weights = &weights[(under.top + row) * self.window[1] + under.left..][..under.xs.len()];
            let pixels = &under.fours[y * under.row + under.xs.start * under.pixel..];
            for (pixel, weights) in pixels.chunks_exact(under.pixel).zip(weights) {
                let Some(four) = pixel.get(first..first + N) else { continue };
                for ((sum, v), w) in sums.iter_mut().zip(four).zip(weights) {
                    *sum += f32x4::new(*v) * *w;
                }
            }
        }
        sums.map(f32x4::to_array)
    }
}

impl Field {
    /// Adds another of the same size, enlarged so many times.
    pub fn add(&mut self, other: &Self, times: usize) {
        if times == 1 {
            self.v.iter_mut().zip(&other.v).for_each(|(to, v)| *to += v);
            return;
        }
        let (w, c) = (self.w, self.c);
        for (at, to) in self.v.chunks_exact_mut(c).enumerate() {
            let from = (at / w / times * other.w + at % w / times) * c;
            to.iter_mut().zip(&other.v[from..]).for_each(|(to, v)| *to += v);
        }
    }

    /// The mean of each channel.
    pub fn means(&self) -> Vec<f32> {
        let mut sums = vec![0.0; self.c];
        for row in self.v.chunks_exact(self.w * self.c) {
            let mut own = vec![0.0; self.c];
            for pixel in row.chunks_exact(self.c) {
                own.iter_mut().zip(pixel).for_each(|(to, v)| *to += v);
            }
            sums.iter_mut().zip(own).for_each(|(to, v)| *to += v / (self.w * self.h) as f32);
        }
        sums
    }

    /// Each channel times a number of its own.
    pub fn scale(&mut self, by: &[f32]) {
        for pixel in self.v.chunks_exact_mut(self.c) {
            pixel.iter_mut().zip(by).for_each(|(to, v)| *to *= v);
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
