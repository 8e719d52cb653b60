//! A line's box → the strip that the light recogniser reads: straight, dark on white, without rules and neighbours, the
//! letters' tops and feet at known rows. How this is done decides the result more than the network does.

use super::ink::{blobs, grown, histogram, long_runs, otsu, percentile, transposed};
use super::levels::{blurred, levelled};
use super::pixels::{Raster, Sheet, straightened};
use crate::model::LineBox;

/// Rows of the working strip.
const ROWS: usize = 64;
/// Share of the box's height that is added above and below before cutting.
const MARGIN: f32 = 0.06;
/// Rows that the light recogniser reads.
pub(super) const HEIGHT: usize = 36;
/// White above and below the ink, in shares of its height.
const PAD: f32 = 0.12;
/// White before and after the ink, in shares of the padded height.
const ENDS: f32 = 0.08;
/// What the heavy recogniser sees beyond that above and below, and before and after the ink, in shares of the padded height.
const ROOM: f32 = 0.03;
const SIDE: f32 = 0.3;
/// Least height of letters to be believed, in shares of the box's.
const LEAST: f32 = 0.25;
/// The share of a stretch's pixels that are darker than its ground.
const GROUND: f32 = 0.7;
/// Longest strip, in shares of its height; a longer line is squeezed.
const LONGEST: f32 = 120.0;

/// A straightened line: grey values dark on white, and which of them are ink of this line.
pub(super) struct Strip {
    /// The box with its margin: where the strip lies on the picture.
    pub sheet: Sheet,
    /// Columns; the rows are always the same.
    pub width: usize,
    pub grey: Vec<u8>,
    pub ink: Vec<u8>,
    /// First row of the letters and the row after the last, margin included; may lie outside the strip.
    pub top: f32,
    pub bottom: f32,
    /// First column with ink and the one after the last.
    pub left: usize,
    pub right: usize,
}

/// What the network sees of a strip, and how its columns lie in the strip.
pub(super) struct Input {
    pub width: usize,
    pub values: Vec<f32>,
    scale: f32,
    from: f32,
}

impl Input {
    /// The strip's column at a distance from the input's left edge.
    pub fn column(&self, x: f32) -> f32 {
        x / self.scale + self.from
    }
}

impl Strip {
    /// Cuts a line out of a picture. A box without ink gives a strip with `right <= left`.
    pub fn cut(picture: Raster<'_, 1>, line: &LineBox) -> Self {
        let sheet = Sheet::new(line, MARGIN);
        let (w, h) = sheet.extent();
        let width = ((ROWS as f32 * (w / h.max(1.0)).min(LONGEST)).round() as usize).max(8);
        let grey =
            contrasted(straightened(picture, &sheet, width, ROWS).into_iter().map(|[v]| v).collect(), width);
        let mut strip =
            Self { sheet, width, grey, ink: Vec::new(), top: 0.0, bottom: ROWS as f32, left: 0, right: 0 };
        strip.trim();
        strip
    }

    /// Rows in all.
    pub fn height(&self) -> usize {
        ROWS
    }

    /// The rows that the letters take, within the strip; all of them where so few hold ink that it may not be all.
    pub fn rows(&self) -> (f32, f32) {
        let all = ROWS as f32;
        if self.lacking() {
            return (0.0, all);
        }
        (self.top.max(0.0), self.bottom.min(all))
    }

    /// Whether so little ink was found that it may not be all.
    fn lacking(&self) -> bool {
        let short = self.width > 4 * ROWS && self.right < self.left + self.width / 2;
        self.bottom - self.top < LEAST * ROWS as f32 || short
    }

    /// The part of the sheet that the letters fill, with some room, and the strip's columns where it begins and ends: a box
    /// around small print is mostly white, and the heavy recogniser loses letters that it sees small. The whole, where so
    /// little ink was found that it may not be all.
    pub fn filled(&self) -> (Sheet, f32, f32) {
        if self.lacking() {
            return (self.sheet, 0.0, self.width as f32);
        }
        let tall = self.bottom - self.top;
        let (top, bottom) = (self.top - ROOM * tall, self.bottom + ROOM * tall);
        let (from, to) = (self.left as f32 - SIDE * tall, self.right as f32 + SIDE * tall);
        let (w, h) = (self.width as f32, ROWS as f32);
        (self.sheet.part((from / w, to / w), (top / h, bottom / h)), from, to)
    }

    /// Finds the letters' ink among rules, neighbours and dirt.
    fn trim(&mut self) {
        let (w, h) = (self.width, ROWS);
        let dark: Vec<u8> = self.grey.iter().map(|v| 255 - v).collect();
        let level = otsu(&histogram(&dark));
        let mut mask: Vec<u8> = dark.iter().map(|&v| u8::from(v > level)).collect();
        let (hf, wf) = (h as f32, w as f32);
        let across = long_runs(&mask, w, ((1.1 * hf) as usize).min((0.9 * wf) as usize).max(8));
        let down = transposed(&long_runs(&transposed(&mask, w), h, (0.82 * hf) as usize), h);
        let rules: Vec<u8> = across.iter().zip(&down).map(|(a, b)| a | b).collect();
        let gone = grown(&rules, w, 1);
        for (m, rule) in mask.iter_mut().zip(&gone) {
            *m &= 1 - rule;
        }
        let (above, below) = valleys(&mask, &gone, w);
        let (found, label) = blobs(&mask, w);
        let kept: Vec<bool> = found
            .iter()
            .map(|b| {
                let (bw, bh) = (b.w as f32, b.h as f32);
                let at_end = b.x == 0 || b.x + b.w >= w;
                let at_side = b.y == 0 || b.y + b.h >= h;
                // A neighbour's letters lie mostly beyond the valley between the lines.
                let (y0, y1) = (b.y.max(above), (b.y + b.h).min(below));
                b.area >= 4
                    && y1.saturating_sub(y0) * 2 >= b.h
                    && !(bw > 2.5 * hf && bh < 0.2 * hf)
                    && !(bh >= 0.93 * hf && bw < 0.2 * hf)
                    && !(at_end && bw < 0.12 * hf)
                    && !(at_side && (b.cy < 0.2 * hf || b.cy > 0.8 * hf))
            })
            .collect();
        self.ink = label.iter().map(|&l| u8::from(l > 0 && kept[l as usize - 1])).collect();
        let (mut columns, mut rows) = (vec![0u32; w], vec![0u32; h]);
        for (at, _) in self.ink.iter().enumerate().filter(|(_, v)| **v != 0) {
            columns[at % w] += 1;
            rows[at / w] += 1;
        }
        let (Some(left), Some(right)) =
            (columns.iter().position(|&n| n > 0), columns.iter().rposition(|&n| n > 0))
        else {
            return;
        };
        (self.left, self.right) = (left, right + 1);
        let core = |b: &&super::ink::Blob| (b.y + b.h) as f32 > 0.12 * hf && (b.y as f32) < 0.88 * hf;
        let own = || found.iter().zip(&kept).filter(|(_, k)| **k).map(|(b, _)| b).filter(core);
        let top = own().map(|b| b.y).min().unwrap_or(0) as f32;
        let bottom = own().map(|b| b.y + b.h).max().unwrap_or(h) as f32;
        // The body of the small letters: rows that are nearly as full as the fullest.
        let mut full: Vec<u32> = rows.iter().copied().filter(|&n| n > 0).collect();
        full.sort_unstable();
        let most = full[(full.len() - 1) * 9 / 10] as f32;
        let body = |n: &u32| *n as f32 >= 0.4 * most;
        let first = rows.iter().position(body).unwrap_or(0) as f32;
        let last = rows.iter().rposition(body).map_or(h, |y| y + 1) as f32;
        let x_height = last - first;
        // Room for feet below capitals and digits, for feet and stems around small letters without any.
        let (top, bottom) = if first - top < 0.18 * x_height {
            (top, bottom.max(last + 0.22 * x_height))
        } else {
            (top.min(first - 0.35 * x_height), bottom.max(last + 0.3 * x_height))
        };
        let pad = PAD * (bottom - top);
        (self.top, self.bottom) = (top - pad, bottom + pad);
    }

    /// What the light recogniser is given: only this line's ink, on white, scaled so that the letters fill the rows.
    pub fn input(&self) -> Input {
        let (w, h) = (self.width, ROWS);
        let near = grown(&self.ink, w, 2);
        let clean: Vec<f32> =
            self.grey.iter().zip(&near).map(|(g, n)| if *n != 0 { f32::from(*g) } else { 255.0 }).collect();
        let tall = self.bottom - self.top;
        let scale = HEIGHT as f32 / tall;
        let from = self.left as f32 - ENDS * tall;
        let to = self.right as f32 + ENDS * tall;
        let width = (((to - from) * scale).round() as usize).max(12);
        let clean = if scale < 0.7 { blurred(&clean, w, 0.35 / scale) } else { clean };
        let at = |x: isize, y: isize| {
            if x < 0 || y < 0 || x >= w as isize || y >= h as isize {
                255.0
            } else {
                clean[y as usize * w + x as usize]
            }
        };
        let mut grey = Vec::with_capacity(width * HEIGHT);
        for y in 0..HEIGHT {
            let sy = (y as f32 + 0.5) / scale - 0.5 + self.top;
            let (y0, ay) = (sy.floor(), sy - sy.floor());
            for x in 0..width {
                let sx = (x as f32 + 0.5) / scale - 0.5 + from;
                let (x0, ax) = (sx.floor(), sx - sx.floor());
                let (x0, y0) = (x0 as isize, y0 as isize);
                let upper = at(x0, y0) * (1.0 - ax) + at(x0 + 1, y0) * ax;
                let lower = at(x0, y0 + 1) * (1.0 - ax) + at(x0 + 1, y0 + 1) * ax;
                grey.push(nearest(upper * (1.0 - ay) + lower * ay));
            }
        }
        Input { width, values: levelled(&grey, width), scale, from }
    }
}

/// The rows between which a strip's own line lies: walking out from its body, the emptiest row before ink gathers again. Within the
/// middle of the strip stands the line itself: light print has few strokes between the tops and the feet of its small letters.
/// Rows that a rule took are as full as those around them: a scratch through a word parts no lines.
fn valleys(mask: &[u8], gone: &[u8], w: usize) -> (usize, usize) {
    let h = mask.len() / w.max(1);
    let tally =
        |of: &[u8]| -> Vec<f32> { of.chunks(w).map(|r| r.iter().map(|&v| f32::from(v)).sum()).collect() };
    let (mut rows, gone) = (tally(mask), tally(gone));
    let taken = |y: usize| gone[y] > 0.5 * w as f32;
    let mut y = 0;
    while y < h {
        let from = y;
        while y < h && taken(y) {
            y += 1;
        }
        let (a, b) = (from.checked_sub(1).map_or(0.0, |i| rows[i]), rows.get(y).copied().unwrap_or(0.0));
        let steps = (y - from + 1) as f32;
        for (k, row) in rows[from..y].iter_mut().enumerate() {
            *row = a + (b - a) * (k + 1) as f32 / steps;
        }
        y += 1;
    }
    let smooth: Vec<f32> = (0..h)
        .map(|y| {
            let near = &rows[y.saturating_sub(1)..(y + 2).min(h)];
            near.iter().sum::<f32>() / near.len() as f32
        })
        .collect();
    let centre = (h * 3 / 10..h * 7 / 10).max_by(|&a, &b| smooth[a].total_cmp(&smooth[b])).unwrap_or(h / 2);
    let peak = smooth[centre];
    let middle = h * 4 / 10..h * 6 / 10;
    let walk = |rows: &mut dyn Iterator<Item = usize>, end: usize| {
        let (mut least, mut at) = (f32::MAX, end);
        for y in rows {
            if smooth[y] <= least {
                (least, at) = (smooth[y], y);
            } else if smooth[y] > 2.0 * least + 0.2 * peak && least < 0.5 * peak {
                if !middle.contains(&at) {
                    return at;
                }
                (least, at) = (smooth[y], y);
            }
        }
        end
    };
    (walk(&mut (0..centre).rev(), 0), walk(&mut (centre..h), h))
}

/// Grey, dark letters on a light ground, from the darkest hundredth (0) to the ground (255). Shadows along the line are
/// taken out first: each stretch is divided by its own ground.
fn contrasted(mut grey: Vec<f32>, width: usize) -> Vec<u8> {
    let stretches = (width / (2 * ROWS)).max(1);
    let long = width as f32 / stretches as f32;
    let stretch = |grey: &[f32], k: usize| {
        let (from, to) = ((k as f32 * long) as usize, ((k + 1) as f32 * long) as usize);
        tally(grey.chunks(width).flat_map(|row| row[from..to.min(width)].iter().copied()))
    };
    // Whether letters are lighter than their ground is asked of each stretch: over the whole line a shadow's edge would tell.
    let lighter = |k: usize| {
        let part = stretch(&grey, k);
        let [low, mid, high] = [0.01, 0.5, 0.99].map(|share| f32::from(percentile(&part, share)));
        (high - mid) - (mid - low)
    };
    if (0..stretches).map(lighter).sum::<f32>() > 0.0 {
        grey.iter_mut().for_each(|v| *v = 255.0 - *v);
    }
    let grounds: Vec<f32> =
        (0..stretches).map(|k| f32::from(percentile(&stretch(&grey, k), GROUND)).max(1.0)).collect();
    for row in grey.chunks_mut(width) {
        for (x, v) in row.iter_mut().enumerate() {
            let t = ((x as f32 + 0.5) / long - 0.5).clamp(0.0, (stretches - 1) as f32);
            let (a, b) = (grounds[t as usize], grounds[(t as usize + 1).min(stretches - 1)]);
            *v *= 200.0 / (a + (b - a) * t.fract());
        }
    }
    let whole = tally(grey.iter().copied());
    let (dark, ground) = (f32::from(percentile(&whole, 0.01)), f32::from(percentile(&whole, 0.5)));
    let range = (ground - dark).max(1.0);
    grey.iter().map(|&v| nearest((v - dark) / range * 255.0)).collect()
}

/// The nearest grey value.
fn nearest(v: f32) -> u8 {
    (v + 0.5) as u8
}

/// How often each grey value occurs.
fn tally(values: impl Iterator<Item = f32>) -> [u32; 256] {
    let mut hist = [0; 256];
    values.for_each(|v| hist[usize::from(nearest(v))] += 1);
    hist
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BENDS, Point, Quad};

    const W: usize = 400;
    const H: usize = 60;

    /// A picture from grey values, and a box over its rows 10 to 50.
    fn cut(grey: impl Fn(usize, usize) -> u8) -> Strip {
        let values: Vec<u8> = (0..W * H).map(|k| grey(k % W, k / W)).collect();
        let p = |x: f32, y: f32| Point { x, y };
        let quad = Quad([p(10.0, 10.0), p(390.0, 10.0), p(390.0, 50.0), p(10.0, 50.0)]);
        let line = LineBox { quad, bend: [0.0; BENDS], score: 1.0 };
        Strip::cut(Raster { w: W, h: H, values: &values }, &line)
    }

    /// Little bars like letters: 5 wide, 5 apart, rows 22 to 38.
    fn letters(x: usize, y: usize) -> bool {
        (40..360).contains(&x) && x % 10 < 5 && (22..38).contains(&y)
    }

    #[test]
    fn the_letters_fill_the_rows() {
        let strip = cut(|x, y| if letters(x, y) { 20 } else { 240 });
        // 44.8 rows of the picture become 64 of the strip.
        let k = 64.0 / 44.8;
        assert!((strip.left as f32 - 30.0 * k).abs() < 3.0 && (strip.right as f32 - 345.0 * k).abs() < 3.0);
        let input = strip.input();
        assert_eq!(input.values.len(), input.width * HEIGHT);
        assert!(input.values.iter().all(|v| (-1.0..=1.0).contains(v)));
        let dark = |row: usize| {
            input.values[row * input.width..][..input.width].iter().filter(|v| **v < 0.0).count()
        };
        assert!(dark(HEIGHT / 2) > input.width / 4 && dark(0) == 0 && dark(HEIGHT - 1) == 0);
        assert!((input.column(0.0) - (strip.left as f32 - ENDS * (strip.bottom - strip.top))).abs() < 0.01);
    }

    #[test]
    fn light_on_dark_is_turned_round() {
        let strip = cut(|x, y| if letters(x, y) { 235 } else { 30 });
        let input = strip.input();
        assert!(input.values[0] > 0.9, "the ground is white");
        assert!(strip.ink.iter().filter(|v| **v == 1).count() > 1000);
    }

    #[test]
    fn neighbours_and_rules_are_no_ink() {
        let plain = cut(|x, y| if letters(x, y) { 20 } else { 240 });
        let busy = cut(|x, y| {
            let neighbour = y < 14 && x % 9 < 5;
            let rule = y == 46 || y == 47;
            if letters(x, y) || neighbour || rule { 20 } else { 240 }
        });
        assert_eq!((plain.left, plain.right), (busy.left, busy.right));
        assert!((plain.top - busy.top).abs() < 1.5 && (plain.bottom - busy.bottom).abs() < 1.5);
    }

    #[test]
    fn a_scratch_through_a_word_parts_no_lines() {
        let plain = cut(|x, y| if letters(x, y) { 20 } else { 240 });
        let cut_in_two = cut(|x, y| if letters(x, y) || y == 27 { 20 } else { 240 });
        let (a, b) = (plain.rows(), cut_in_two.rows());
        assert!((a.0 - b.0).abs() < 2.0 && (a.1 - b.1).abs() < 2.0, "{a:?} {b:?}");
    }

    #[test]
    fn a_line_of_next_to_no_ink_takes_all_rows() {
        let strip = cut(|x, y| if letters(x, y) && y < 26 { 20 } else { 240 });
        assert!(strip.bottom - strip.top < 16.0);
        assert_eq!(strip.rows(), (0.0, 64.0));
    }

    #[test]
    fn light_print_is_one_line_though_its_strokes_are_few_between_tops_and_feet() {
        let stroke = |x: usize, y: usize| letters(x, y) && (!(25..35).contains(&y) || x % 50 < 2 && y != 27);
        let strip = cut(|x, y| if stroke(x, y) { 20 } else { 240 });
        let plain = cut(|x, y| if letters(x, y) { 20 } else { 240 });
        let (a, b) = (strip.rows(), plain.rows());
        assert!((a.0 - b.0).abs() < 4.0 && (a.1 - b.1).abs() < 4.0, "{a:?} {b:?}");
    }

    #[test]
    fn a_line_of_which_little_ink_was_found_takes_all_rows() {
        let strip = cut(|x, y| if x < 60 && letters(x, y) { 20 } else { 240 });
        assert_eq!(strip.rows(), (0.0, 64.0));
    }

    #[test]
    fn a_shadows_edge_turns_nothing_round() {
        // Most of the line lies in the dark, its end in the light: over the whole, the light end stands out most.
        let strip = cut(|x, y| {
            let light = if x < 290 { 0.45 } else { 1.0 };
            (f32::from(if letters(x, y) { 90u8 } else { 240 }) * light) as u8
        });
        let input = strip.input();
        assert!(input.values[0] > 0.9 && strip.left < 60, "{}", strip.left);
        let ink = strip.ink.iter().filter(|v| **v == 1).count();
        assert!((3000..10_000).contains(&ink), "{ink}");
    }

    #[test]
    fn the_heavy_recogniser_sees_the_letters_alone() {
        let strip = cut(|x, y| if letters(x, y) { 20 } else { 240 });
        let (sheet, from, to) = strip.filled();
        let (a, b) = (sheet.at(0.0, 0.0), sheet.at(1.0, 1.0));
        // Letters stand at 40 to 355 and 22 to 38.
        assert!((25.0..40.0).contains(&a.x) && (355.0..370.0).contains(&b.x), "{a:?} {b:?}");
        assert!((15.0..22.0).contains(&a.y) && (38.0..46.0).contains(&b.y), "{a:?} {b:?}");
        assert!(from < strip.left as f32 && to > strip.right as f32);
        // Of a box with a speck in it alone, the whole.
        let (sheet, from, to) = cut(|x, y| if x < 60 && letters(x, y) { 20 } else { 240 }).filled();
        assert!((from, to) == (0.0, 543.0) && (sheet.at(0.0, 0.5).x - 10.0).abs() < 0.01, "{to}");
    }

    #[test]
    fn a_shadow_across_the_line_is_taken_out() {
        let strip = cut(|x, y| {
            let light = if x < 200 { 0.4 } else { 1.0 };
            (f32::from(if letters(x, y) { 20u8 } else { 240 }) * light) as u8
        });
        // Ground stays ground on both sides of the edge.
        let share = |from: usize, to: usize| {
            let n = (0..64)
                .flat_map(|y| (from..to).map(move |x| (x, y)))
                .filter(|(x, y)| strip.ink[y * strip.width + x] == 1);
            n.count() as f32 / ((to - from) * 64) as f32
        };
        assert!((share(50, 200) - share(350, 480)).abs() < 0.05, "{} {}", share(50, 200), share(350, 480));
    }
}
