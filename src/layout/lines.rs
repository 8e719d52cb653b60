//! Glyphs of one flow → lines of segments: baselines are clustered, raised and lowered signs joined to their line,
//! glyphs drawn twice recognised, gaps told apart (none, word, cell).

use std::collections::BTreeSet;

use super::Item;
use super::overset::{keep_words_whole, overprinted, overset};
use crate::model::order::sort_by;

/// A gap wider than this many em parts two words.
const WORD: f32 = 0.2;
/// A gap wider than this many em parts two cells.
const CELL: f32 = 1.5;
/// A gap wider than this many em parts two cells where other lines begin a cell at the same place.
const ALIGNED_CELL: f32 = 0.9;

/// Heights that differ by more than this factor are not those of one font, nor of ink boxes of one line.
const UNLIKE: f32 = 2.2;
/// No exponent is smaller by this factor than the line that it is raised from.
const HUGE: f32 = 4.0;

/// One line of a flow.
pub(super) struct Line {
    /// About where the letters stand.
    pub(super) base: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// One em.
    pub(super) height: f32,
    /// From left to right.
    pub(super) segments: Vec<Segment>,
}

/// A stretch of a line without a wide gap.
#[derive(Default)]
pub(super) struct Segment {
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) glyphs: Vec<Glyph>,
}

/// A glyph in its line.
pub(super) struct Glyph {
    /// Index into the flow.
    pub(super) item: usize,
    /// A gap stands before it that no space glyph shows.
    pub(super) gap_before: bool,
    /// It draws the glyph before it once more.
    pub(super) again: bool,
}

/// Lines from top to bottom.
pub(super) fn lines(items: &[Item<'_>]) -> Vec<Line> {
    let slope = skew(items);
    let baseline = |i: &Item<'_>| i.rect.y1 - 0.2 * i.rect.height() - slope * (i.rect.x0 + i.rect.x1) / 2.0;
    let mut order: Vec<(f32, usize)> = items.iter().enumerate().map(|(n, i)| (baseline(i), n)).collect();
    straighten(items, &mut order);
    sort_by(&mut order, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));

    let mut clusters: Vec<Cluster> = Vec::new();
    for (base, n) in order {
        let Some(item) = items.get(n) else { continue };
        let height = item.rect.height();
        match clusters.last_mut() {
            Some(c) if base - c.base() <= reach(c.height(), height) => c.add(n, base, height),
            _ => {
                let mut c = Cluster::default();
                c.add(n, base, height);
                clusters.push(c);
            }
        }
    }
    let mut clusters: Vec<Cluster> = clusters
        .into_iter()
        .flat_map(|c| overset(items, c, &baseline))
        .flat_map(|c| overprinted(items, c, &baseline))
        .collect();
    join_raised(items, &mut clusters, slope);
    let clusters: Vec<Cluster> = clusters.into_iter().filter(|c| !c.items.is_empty()).collect();
    let starts = common_starts(items, &clusters);
    clusters.into_iter().map(|c| line(items, c, &starts, slope)).collect()
}

/// Words on an arc, as in a stamp, and lines that lean more than the page does, climb or fall a little with each letter: all
/// their letters are given one baseline.
fn straighten(items: &[Item<'_>], order: &mut [(f32, usize)]) {
    let goes_on = |a: &(f32, usize), b: &(f32, usize)| match (items.get(a.1), items.get(b.1)) {
        (Some(x), Some(y)) => {
            let em = x.rect.height();
            let gap = y.rect.x0 - x.rect.x1;
            (y.rect.height() - em).abs() < 0.1 * em && gap.abs() < 0.7 * em && (a.0 - b.0).abs() < 0.22 * em
        }
        _ => false,
    };
    for word in order.chunk_by_mut(goes_on) {
        let (low, high) = word.iter().fold((f32::MAX, f32::MIN), |(l, h), w| (l.min(w.0), h.max(w.0)));
        if word.len() >= 5 {
            word.iter_mut().for_each(|w| w.0 = (low + high) / 2.0);
        }
    }
}

/// How far the baselines of two glyphs of one line may lie apart. Beside a logo or a drop capital the small letters rule:
/// a sign as high as three lines must not draw them into one.
fn reach(a: f32, b: f32) -> f32 {
    let (low, high) = (a.min(b), a.max(b));
    0.3 * if high > UNLIKE * low { low } else { high }
}

/// The usual distance from one line to the next.
pub(super) fn pitch(lines: &[Line]) -> f32 {
    let mut steps: Vec<f32> = lines
        .windows(2)
        .filter_map(|w| match w {
            [a, b] => Some((b.base - a.base, a.height.max(b.height))),
            _ => None,
        })
        .filter(|&(step, height)| step > 0.5 * height && step < 2.5 * height)
        .map(|(step, _)| step)
        .collect();
    median(&mut steps).unwrap_or(0.0)
}

/// Glyphs of about one baseline.
#[derive(Default)]
pub(super) struct Cluster {
    pub(super) items: Vec<usize>,
    weight: f32,
    sum: f32,
    heights: f32,
}

impl Cluster {
    pub(super) fn add(&mut self, item: usize, base: f32, height: f32) {
        // Large glyphs say where the line stands; a stray dot must not move it.
        let weight = height.max(1e-3);
        self.items.push(item);
        self.sum += base * weight;
        self.heights += height * weight;
        self.weight += weight;
    }

    fn base(&self) -> f32 {
        self.sum / self.weight.max(1e-6)
    }

    pub(super) fn height(&self) -> f32 {
        self.heights / self.weight.max(1e-6)
    }
}

/// How much a scanned page leans: the usual climb from one word to the next, as a share of the way.
fn skew(items: &[Item<'_>]) -> f32 {
    let mut slopes: Vec<f32> = items
        .windows(2)
        .filter_map(|w| match w {
            [a, b] => Some((a.rect, b.rect)),
            _ => None,
        })
        .filter(|(a, b)| {
            let em = a.height().max(b.height());
            b.x0 > a.x0 && b.x0 - a.x1 < 2.0 * em && (b.y1 - a.y1).abs() < 0.4 * em
        })
        .map(|(a, b)| ((b.y1 + b.y0) - (a.y1 + a.y0)) / ((b.x1 + b.x0) - (a.x1 + a.x0)).max(1e-3))
        .collect();
    match median(&mut slopes) {
        Some(s) if (0.003..0.08).contains(&s.abs()) => s,
        _ => 0.0,
    }
}

/// Moves small raised or lowered signs (exponents, indices, marks in tight boxes) to the line that they lean on.
fn join_raised(items: &[Item<'_>], clusters: &mut [Cluster], slope: f32) {
    let rect = |n: usize| items.get(n).map(|i| i.rect).unwrap_or_default();
    for c in clusters.iter_mut() {
        sort_by(&mut c.items, |&a, &b| rect(a).x0.total_cmp(&rect(b).x0).then(a.cmp(&b)));
    }
    let letter = |n: usize| items.get(n).is_some_and(|i| i.string.contains(char::is_alphanumeric));
    for at in 0..clusters.len() {
        let Some(small) = clusters.get(at) else { continue };
        let (height, members) = (small.height(), small.items.clone());
        for host_at in
            [at.checked_sub(1), at.checked_add(1), at.checked_sub(2), at.checked_add(2)].into_iter().flatten()
        {
            let Some(host) = clusters.get(host_at) else { continue };
            if host.items.is_empty() || host.height() * 0.85 < height {
                continue;
            }
            // Beside a sign as high as several lines no line is raised or lowered.
            if host.height() > HUGE * height && members.iter().any(|&n| letter(n)) {
                continue;
            }
            let (em, base) = (host.height(), host.base());
            let leans = |n: &usize| {
                let r = rect(*n);
                let mid = (r.y0 + r.y1) / 2.0 - slope * (r.x0 + r.x1) / 2.0;
                if mid < base - 1.05 * em || mid > base + 0.45 * em {
                    return false;
                }
                let after = host.items.partition_point(|&h| rect(h).x0 <= r.x0);
                let left = after.checked_sub(1).and_then(|i| host.items.get(i));
                left.is_some_and(|&h| r.x0 - rect(h).x1 < 0.5 * em)
                    || host.items.get(after).is_some_and(|&h| rect(h).x0 - r.x1 < 0.3 * em)
            };
            // The first sign must lean on the line; the others may lean on the first.
            let joined: BTreeSet<usize> = {
                let mut end = f32::MIN;
                members
                    .iter()
                    .filter(|n| {
                        let r = rect(**n);
                        let near = leans(n) || r.x0 - end < 0.4 * em && r.x0 >= end - 0.1 * em;
                        if near {
                            end = r.x1;
                        }
                        near
                    })
                    .copied()
                    .collect()
            };
            // Words that run through those of the line are a text of their own.
            let through = |n: &&usize| {
                let r = rect(**n);
                let after = host.items.partition_point(|&h| rect(h).x0 <= r.x0);
                let near = host.items.get(after.saturating_sub(1)..(after + 1).min(host.items.len()));
                near.unwrap_or_default().iter().any(|&h| {
                    let over = rect(h).x1.min(r.x1) - rect(h).x0.max(r.x0);
                    over > 0.5 * r.width() && !items.get(h).is_some_and(Item::is_space)
                })
            };
            if joined.is_empty() || joined.iter().filter(through).count() >= 3 {
                continue;
            }
            if let Some(host) = clusters.get_mut(host_at) {
                host.items.extend(&joined);
                sort_by(&mut host.items, |&a, &b| rect(a).x0.total_cmp(&rect(b).x0).then(a.cmp(&b)));
            }
            if let Some(small) = clusters.get_mut(at) {
                small.items.retain(|n| !joined.contains(n));
            }
            break;
        }
    }
}

/// Where at least three lines begin a stretch after a wide gap, in quarters of an em.
fn common_starts(items: &[Item<'_>], clusters: &[Cluster]) -> Vec<(i64, f32)> {
    let mut starts: Vec<(i64, f32)> = Vec::new();
    for c in clusters {
        let em = c.height().max(1e-3);
        let mut end: Option<f32> = None;
        for i in c.items.iter().filter_map(|&n| items.get(n)).filter(|i| !i.is_space()) {
            if end.is_none_or(|e| i.rect.x0 - e > ALIGNED_CELL * em) {
                starts.push(((i.rect.x0 * 4.0 / em) as i64, em));
            }
            end = Some(end.map_or(i.rect.x1, |e: f32| e.max(i.rect.x1)));
        }
    }
    sort_by(&mut starts, |a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut common: Vec<(i64, f32)> = Vec::new();
    for run in starts.chunk_by(|a, b| a.0 == b.0) {
        if let (true, Some(first)) = (run.len() >= 3, run.first()) {
            common.push(*first);
        }
    }
    common
}

fn line(items: &[Item<'_>], mut cluster: Cluster, starts: &[(i64, f32)], slope: f32) -> Line {
    keep_words_whole(items, &mut cluster.items);
    let em = em(items, &cluster);
    let mut out =
        Line { base: cluster.base(), top: f32::MAX, bottom: f32::MIN, height: em, segments: Vec::new() };
    let spaced = letter_spacing(items, &cluster.items, em);
    let (word, letters) = word_gap(items, &cluster.items, em);
    let mut segment = Segment::default();
    let mut spaces: Vec<usize> = Vec::new();
    let mut shown: Vec<usize> = Vec::new();
    for &n in &cluster.items {
        let Some(item) = items.get(n) else { continue };
        let lean = slope * (item.rect.x0 + item.rect.x1) / 2.0;
        out.top = out.top.min(item.rect.y0 - lean);
        out.bottom = out.bottom.max(item.rect.y1 - lean);
        if item.is_space() {
            spaces.push(n);
            continue;
        }
        let again = shown.iter().rev().take(3).any(|&s| items.get(s).is_some_and(|s| same_place(s, item)))
            && shown.last().and_then(|&s| items.get(s)).is_some_and(|s| same_place(s, item));
        let gap = item.rect.x0 - segment.x1;
        // Beside a column of larger letters the blanks are those of the smaller ones.
        let before = shown.last().and_then(|&s| items.get(s)).map_or(em, |s| s.rect.height());
        let own = item.rect.height().max(before).min(em) / em;
        let aligned = gap > ALIGNED_CELL * em
            && starts.binary_search_by(|s| s.0.cmp(&((item.rect.x0 * 4.0 / em) as i64))).is_ok();
        if segment.glyphs.is_empty() {
            segment.x0 = item.rect.x0;
            segment.x1 = item.rect.x1;
        } else if !again && (gap > (CELL * em).max(3.0 * spaced) || aligned && gap > 2.0 * spaced) {
            segment.glyphs.extend(spaces.drain(..).map(space));
            out.segments.push(std::mem::take(&mut segment));
            segment.x0 = item.rect.x0;
            segment.x1 = item.rect.x1;
        }
        let letter = |i: &Item<'_>| i.string.chars().all(char::is_alphabetic);
        let both = letter(item) && shown.last().and_then(|&s| items.get(s)).is_some_and(letter);
        let word = if both { letters } else { word };
        let wide = gap > (own * word).max(1.6 * spaced) || footnote(items, &shown, item);
        let gap_before = !segment.glyphs.is_empty() && spaces.is_empty() && wide && !again;
        segment.glyphs.extend(spaces.drain(..).map(space));
        segment.glyphs.push(Glyph { item: n, gap_before, again });
        segment.x1 = segment.x1.max(item.rect.x1);
        shown.push(n);
    }
    segment.glyphs.extend(spaces.drain(..).map(space));
    if !segment.glyphs.is_empty() {
        out.segments.push(segment);
    }
    out
}

/// Whether a glyph is the number of a footnote on the word before it, and not an exponent.
fn footnote(items: &[Item<'_>], before: &[usize], sign: &Item<'_>) -> bool {
    let Some(word) = before.len().checked_sub(4).and_then(|from| before.get(from..)) else { return false };
    let digit = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    digit(sign.string)
        && word.iter().filter_map(|&n| items.get(n)).all(|w| {
            w.string.chars().all(char::is_alphabetic)
                && sign.rect.height() < 0.85 * w.rect.height()
                && sign.rect.y1 < w.rect.y1 - 0.15 * w.rect.height()
        })
}

fn space(item: usize) -> Glyph {
    Glyph { item, gap_before: false, again: false }
}

/// The usual height of the line's glyphs.
fn em(items: &[Item<'_>], cluster: &Cluster) -> f32 {
    let mut heights: Vec<f32> = cluster
        .items
        .iter()
        .filter_map(|&n| items.get(n))
        .filter(|i| !i.is_space())
        .map(|i| i.rect.height())
        .collect();
    median(&mut heights).unwrap_or_else(|| cluster.height()).max(1e-3)
}

/// The usual gap between letters where a line is set with wide tracking, else 0.
fn letter_spacing(items: &[Item<'_>], line: &[usize], em: f32) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    let mut before: Option<&Item<'_>> = None;
    for item in line.iter().filter_map(|&n| items.get(n)) {
        // Dots that lead to a value say nothing of how the letters are set.
        if item.string.chars().count() != 1 || !item.string.chars().all(char::is_alphanumeric) {
            before = None;
            continue;
        }
        if let Some(b) = before {
            let gap = item.rect.x0 - b.rect.x1;
            if gap < 2.0 * CELL * em {
                gaps.push(gap);
            }
        }
        before = Some(item);
    }
    match median(&mut gaps) {
        Some(gap) if gaps.len() >= 3 && gap > 0.6 * WORD * em => gap,
        _ => 0.0,
    }
}

/// From which gap on a new word begins, and from which on one does between two letters. A line that was set so tight that it
/// would be one long word is parted at smaller gaps, if it has some that stand out; where nearly all letters touch, a gap
/// between two of them parts them sooner. Between digits it does not: thousands are set apart.
fn word_gap(items: &[Item<'_>], line: &[usize], em: f32) -> (f32, f32) {
    const TIGHT: f32 = 0.09;
    const TOUCHING: f32 = 0.04;
    const LETTERS: f32 = 0.13;
    let mut glyphs: Vec<&Item<'_>> = line.iter().filter_map(|&n| items.get(n)).collect();
    glyphs.dedup_by(|b, a| same_place(a, b));
    let gaps = glyphs.windows(2).filter_map(|w| Some(w.last()?.rect.x0 - w.first()?.rect.x1));
    let (mut wide, mut narrow, mut none, mut touching) = (0, 0, 0, 0);
    for gap in gaps {
        let which = if gap > WORD * em {
            &mut wide
        } else if gap > TIGHT * em {
            &mut narrow
        } else {
            touching += usize::from(gap < TOUCHING * em);
            &mut none
        };
        *which += 1;
    }
    let spaceless = !glyphs.iter().any(|i| i.is_space());
    let tight = spaceless && none >= 20 && wide * 20 < none && narrow * 20 >= none && narrow * 3 < none;
    let clean = touching >= 10 && touching * 10 >= none * 9 && narrow * 3 < none;
    let word = if tight { TIGHT * em } else { WORD * em };
    (word, if clean { word.min(LETTERS * em) } else { word })
}

/// Whether two glyphs are the same sign at the same place: bold faked by drawing twice, a shadow, a text layer.
pub(super) fn same_place(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (ra, rb) = (a.rect, b.rect);
    let over = ra.x1.min(rb.x1) - ra.x0.max(rb.x0);
    let tall = ra.y1.min(rb.y1) - ra.y0.max(rb.y0);
    a.string == b.string
        && over >= 0.6 * ra.width().min(rb.width())
        && (rb.x0 - ra.x0).abs() < 0.2 * ra.height().max(rb.height())
        && tall >= 0.6 * ra.height().min(rb.height())
}

/// The middle value; the slice is sorted.
fn median(values: &mut Vec<f32>) -> Option<f32> {
    sort_by(values, f32::total_cmp);
    values.get(values.len() / 2).copied()
}
