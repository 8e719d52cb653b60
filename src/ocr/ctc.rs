//! A network's columns of probabilities → characters, where they peak, and how likely the whole is (CTC, Graves 2006).

/// One recognised class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Peak {
    pub class: usize,
    /// Column, with its fraction: the mean of the columns that say it, weighted by how loud they say it.
    pub column: f32,
}

/// The likeliest classes column by column, repeats and blanks taken out. `rows` holds `classes` numbers a column.
pub(super) fn greedy(rows: &[f32], classes: usize, blank: usize) -> Vec<Peak> {
    let mut out: Vec<Peak> = Vec::new();
    let (mut before, mut moment, mut mass) = (blank, 0.0, 0.0);
    for (t, row) in rows.chunks_exact(classes).enumerate() {
        let (class, p) =
            row.iter().enumerate().fold((blank, f32::MIN), |m, (k, &v)| if v > m.1 { (k, v) } else { m });
        if class != blank {
            if class != before {
                out.push(Peak { class, column: t as f32 });
                (moment, mass) = (0.0, 0.0);
            }
            moment += p * t as f32;
            mass += p;
            if let Some(last) = out.last_mut() {
                last.column = moment / mass;
            }
        }
        before = class;
    }
    out
}

/// The logarithm of how likely the columns say exactly these classes, over all ways to place them.
pub(super) fn log_likelihood(rows: &[f32], classes: usize, blank: usize, peaks: &[Peak]) -> f32 {
    // States: blank, first, blank, second, … blank.
    let states: Vec<usize> =
        std::iter::once(blank).chain(peaks.iter().flat_map(|p| [p.class, blank])).collect();
    let n = states.len();
    // Whether a state may follow the last but one: two classes that differ need no blank between them.
    let leaps: Vec<f32> = (0..n)
        .map(|s| f32::from(u8::from(s >= 2 && states[s] != blank && states[s] != states[s - 2])))
        .collect();
    // Shares of the columns so far that end in each state; they are brought back to a sum of 1 after each column.
    let mut now = vec![0f32; n];
    let mut log = 0f32;
    for (t, row) in rows.chunks_exact(classes).enumerate() {
        let said = |s: usize| row[states[s]].max(1e-12);
        if t == 0 {
            for (s, v) in now.iter_mut().take(2).enumerate() {
                *v = said(s);
            }
        } else {
            for s in (2..n.min(2 * t + 2)).rev() {
                now[s] = (now[s] + now[s - 1] + leaps[s] * now[s - 2]) * said(s);
            }
            if n > 1 {
                now[1] = (now[1] + now[0]) * said(1);
            }
            now[0] *= said(0);
        }
        let sum: f32 = now.iter().sum();
        log += sum.ln();
        now.iter_mut().for_each(|v| *v /= sum);
    }
    log + now[n.saturating_sub(2)..].iter().sum::<f32>().ln()
}

/// How sure a reading is, 0 to 1: its likelihood spread over the root of its length.
pub(super) fn confidence(rows: &[f32], classes: usize, blank: usize, peaks: &[Peak]) -> f32 {
    if peaks.is_empty() {
        return 0.0;
    }
    (log_likelihood(rows, classes, blank, peaks) / (peaks.len() as f32).sqrt()).exp().clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three classes, blank last.
    const ROWS: [f32; 15] = [0.9, 0.05, 0.05, 0.8, 0.1, 0.1, 0.1, 0.1, 0.8, 0.7, 0.2, 0.1, 0.2, 0.7, 0.1];

    #[test]
    fn repeats_and_blanks_are_taken_out() {
        let peaks = greedy(&ROWS, 3, 2);
        assert_eq!(peaks.iter().map(|p| p.class).collect::<Vec<_>>(), [0, 0, 1]);
        assert!((peaks[0].column - 0.8 / 1.7).abs() < 1e-5);
        assert_eq!(peaks[2].column, 4.0);
    }

    #[test]
    fn the_likelihood_is_the_sum_over_all_ways() {
        let class = |class| Peak { class, column: 0.0 };
        // By hand, every path of five columns over three classes that spells 0, 0, 1.
        let wanted = [class(0), class(0), class(1)];
        let mut sum = 0.0;
        for path in 0..243usize {
            let steps: Vec<usize> = (0..5).map(|t| path / 3usize.pow(t) % 3).collect();
            let mut spelt = Vec::new();
            for (t, &k) in steps.iter().enumerate() {
                if k != 2 && (t == 0 || steps[t - 1] != k) {
                    spelt.push(k);
                }
            }
            if spelt == [0, 0, 1] {
                sum += steps.iter().enumerate().map(|(t, &k)| ROWS[t * 3 + k]).product::<f32>();
            }
        }
        assert!((log_likelihood(&ROWS, 3, 2, &wanted) - sum.ln()).abs() < 1e-4);
        assert!(confidence(&ROWS, 3, 2, &[]) == 0.0);
    }
}
