//! A strip's grey values → smoothed, and scaled as the light recogniser was taught.

/// Gaussian blur, edges repeated.
pub(super) fn blurred(values: &[f32], w: usize, sigma: f32) -> Vec<f32> {
    let reach = (sigma * 3.0).ceil().max(1.0) as isize;
    let mut kernel: Vec<f32> =
        (-reach..=reach).map(|k| (-(k * k) as f32 / (2.0 * sigma * sigma)).exp()).collect();
    let sum: f32 = kernel.iter().sum();
    kernel.iter_mut().for_each(|v| *v /= sum);
    let h = values.len() / w.max(1);
    let pass = |from: &[f32], n: usize, at: &dyn Fn(usize, usize) -> usize, lines: usize| {
        let mut out = vec![0.0; from.len()];
        for line in 0..lines {
            for i in 0..n {
                let mut sum = 0.0;
                for (k, f) in kernel.iter().enumerate() {
                    let j = (i as isize + k as isize - reach).clamp(0, n as isize - 1) as usize;
                    sum += f * from[at(line, j)];
                }
                out[at(line, i)] = sum;
            }
        }
        out
    };
    let across = pass(values, w, &|line, i| line * w + i, h);
    pass(&across, h, &|line, i| i * w + line, w)
}

/// Tesseract's own scaling: black and white are read off the middle row's valleys and peaks.
pub(super) fn levelled(grey: &[u8], width: usize) -> Vec<f32> {
    let rows = grey.len() / width.max(1);
    let row = &grey[rows / 2 * width..(rows / 2 + 1) * width];
    let (mut valleys, mut peaks) = ([0u32; 256], [0u32; 256]);
    for k in row.windows(3) {
        let (p, c, n) = (k[0], k[1], k[2]);
        if (c < p && c <= n) || (c <= p && c < n) {
            valleys[c as usize] += 1;
        }
        if (c > p && c >= n) || (c >= p && c > n) {
            peaks[c as usize] += 1;
        }
    }
    if valleys.iter().all(|&n| n == 0) {
        valleys[0] = 1;
    }
    if peaks.iter().all(|&n| n == 0) {
        peaks[255] = 1;
    }
    let (black, white) = (quantile(&valleys, 0.25), quantile(&peaks, 0.75));
    let half = if white > black { (white - black) / 2.0 } else { 1.0 };
    let most = 127.0 / 128.0;
    grey.iter().map(|&v| ((f32::from(v) - black) / half - 1.0).clamp(-most, most) / most).collect()
}

/// The value below which a share of a histogram lies, interpolated inside its bucket as tesseract does.
fn quantile(hist: &[u32; 256], share: f32) -> f32 {
    let total: u32 = hist.iter().sum();
    let wanted = (share * total as f32).clamp(1.0, total as f32);
    let (mut seen, mut at) = (0.0, 0);
    while at <= 255 && seen < wanted {
        seen += hist[at] as f32;
        at += 1;
    }
    if at == 0 { 0.0 } else { at as f32 - (seen - wanted) / hist[at - 1] as f32 }
}
