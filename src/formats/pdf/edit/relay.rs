//! Justified lines → lines with natural blanks; lines that were set flush right → lines that begin where the bar's length asks for. The stretched blanks
//! of a line out of which something goes, or where it begins, would tell its width to the hundredth of a point. Only level text
//! that runs to the right is set anew; a line whose blanks are natural already, or of several widths, stays as it is. Lengths
//! are points.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Struck;
use super::line::{QUANTUM, points};
use crate::formats::pdf::glyphs::{Glyph, PageMap};
use crate::model::order::sort_by;

/// A blank where the font has none, in ems.
pub(super) const BLANK: f64 = 0.25;
/// Gaps from this many ems on part words.
pub(super) const WORD: f64 = 0.12;
/// Gaps up to this many ems belong to flowing text.
const FLOW: f64 = 1.6;
/// Lines that were set flush right begin on a grid of this many ems, counted from their end.
const FLUSH: f64 = 4.0;
/// Lengths that differ by less, in ems, are the same.
const SAME: f64 = 0.004;
/// On a page of more lines none is moved to a grid: each would be held against all.
const MOST: usize = 5_000;
/// As many gaps show that a line is justified.
const LEAST: usize = 3;

/// A gap between two words: the glyph that begins the second, and how wide the gap is in ems.
type Gap = (usize, f64);

/// The page's glyphs, those of justified lines that are struck moved to where natural blanks put them.
pub(super) fn relaid<'m>(map: &'m PageMap, struck: &Struck) -> Cow<'m, [Glyph]> {
    let flows = flows(&map.glyphs);
    let gone = |i: usize| struck.glyphs.get(i).copied().unwrap_or(false);
    if !flows.iter().any(|f| f.clone().any(gone)) {
        return Cow::Borrowed(&map.glyphs);
    }
    let gaps: Vec<Vec<Gap>> = flows.iter().map(|f| gaps(&map.glyphs, f.clone())).collect();
    // What several lines have is nobody's stretch: how many lines have a gap, in thousandths of an em.
    let mut usual: BTreeMap<i64, u32> = BTreeMap::new();
    let thousandths = |v: f64| (v * 1000.0).round() as i64;
    for gap in gaps.iter().filter_map(|g| middle(g)) {
        *usual.entry(thousandths(gap)).or_default() += 1;
    }
    let mut glyphs = map.glyphs.clone();
    let edges = Edges::of(map, &flows);
    for (flow, gaps) in flows.into_iter().zip(&gaps) {
        if !flow.clone().any(gone) {
            continue;
        }
        let run = lone_run(&map.glyphs, flow.clone(), &gone);
        let Some(gap) = middle(gaps).filter(|_| gaps.len() >= LEAST) else {
            edges.align(&mut glyphs, flow, run);
            continue;
        };
        // Figures at even distances are the columns of a table.
        let words = flow.clone().filter_map(|i| map.glyphs.get(i)).filter(|g| !is_blank(g));
        let (letters, signs) = words.fold((0, 0), |(l, n), g| {
            (l + usize::from(g.says.as_ref().is_some_and(|s| s.chars().all(char::is_alphabetic))), n + 1)
        });
        let even = letters * 2 > signs
            && gaps.iter().filter(|(_, g)| (g - gap).abs() < 0.03).count() * 10 >= gaps.len() * 7;
        let blank =
            flow.clone().filter_map(|i| map.glyphs.get(i)).find(|g| is_blank(g)).map(|g| g.bare / 1000.0);
        let natural = blank.filter(|b| (0.1..0.7).contains(b));
        let kept = match natural {
            Some(b) => (b - gap).abs() < SAME,
            None => usual.get(&thousandths(gap)).is_some_and(|n| *n > 1),
        };
        if even && !kept {
            set(&mut glyphs, flow, gaps, natural.unwrap_or(BLANK));
        } else {
            edges.align(&mut glyphs, flow, run);
        }
    }
    Cow::Owned(glyphs)
}

/// Where the lines of a page begin and end, in order.
struct Edges {
    starts: Vec<f64>,
    ends: Vec<f64>,
    /// Where each line stands: start, end, baseline.
    places: Vec<(f64, f64, f64)>,
    width: f64,
}

impl Edges {
    fn of(map: &PageMap, flows: &[std::ops::Range<usize>]) -> Self {
        let (mut starts, mut ends): (Vec<f64>, Vec<f64>) =
            flows.iter().filter_map(|f| extent(&map.glyphs, f.clone())).unzip();
        let base = |f: &std::ops::Range<usize>| map.glyphs.get(f.start).map_or(0.0, |g| g.pen.y);
        let place = |f: &std::ops::Range<usize>| extent(&map.glyphs, f.clone()).map(|(a, b)| (a, b, base(f)));
        let places = flows.iter().filter_map(place).collect();
        sort_by(&mut starts, f64::total_cmp);
        sort_by(&mut ends, f64::total_cmp);
        Self { starts, ends, places, width: f64::from(map.size.width) }
    }

    /// Moves a flow that was set flush right to where it would begin if what is struck were as long as its bar; if that is more
    /// than one run, to where it would begin if it were a little longer.
    fn align(&self, glyphs: &mut [Glyph], flow: std::ops::Range<usize>, run: Option<f64>) {
        let Some((start, end)) = extent(glyphs, flow.clone()) else { return };
        let near = |all: &[f64], v: f64| {
            all.partition_point(|x| *x < v + 0.5) - all.partition_point(|x| *x < v - 0.5)
        };
        // One that begins where another does is flush left; the only one of its kind shows by standing out to the right.
        // Where it begins is judged without what is struck, so that no name passes for another sort of line.
        let lone = start + run.unwrap_or(0.0) > 0.5 * self.width
            && self.ends.last().is_some_and(|last| end > last - 0.5);
        if near(&self.starts, start) > 1 || near(&self.ends, end) < 2 && !lone {
            return;
        }
        let Some((size, base)) = glyphs.get(flow.start).map(|g| (em(g), g.pen.y)) else { return };
        let unit = FLUSH * size;
        let grid = QUANTUM * size;
        let by = match run {
            Some(run) => run - points(run / grid).0 * grid,
            None => end - ((end - start) / unit - 1e-6).ceil() * unit - start,
        };
        // Not onto what stands before it.
        let free =
            |p: &(f64, f64, f64)| (p.2 - base).abs() > 0.8 * size || p.1 < start + by - size || p.0 >= start;
        if self.places.len() > MOST || start + by < size || !self.places.iter().all(free) {
            return;
        }
        for g in glyphs.get_mut(flow).unwrap_or_default() {
            shift(g, by);
        }
    }
}

/// How long the run is that goes from a flow, as its bar counts it; `None` where there are several.
fn lone_run(glyphs: &[Glyph], flow: std::ops::Range<usize>, gone: &impl Fn(usize) -> bool) -> Option<f64> {
    let (first, last) = (flow.clone().find(|i| gone(*i))?, flow.clone().rfind(|i| gone(*i))?);
    if !(first..last).all(|i| gone(i) || glyphs.get(i).is_some_and(is_blank)) {
        return None;
    }
    let after = |g: &Glyph| g.pen.x + g.step.x * g.advance;
    let (head, tail) = (glyphs.get(first)?, glyphs.get(last)?);
    let before = glyphs.get(flow.start..first)?.last().map(after);
    let from = before.filter(|b| (head.pen.x - b).abs() < 0.5 * em(head)).unwrap_or(head.pen.x);
    let next = glyphs.get(last + 1..flow.end)?.first();
    Some(next.map_or(after(tail), |g| g.pen.x) - from)
}

/// Where the letters of a flow begin and end.
fn extent(glyphs: &[Glyph], flow: std::ops::Range<usize>) -> Option<(f64, f64)> {
    let mut letters = glyphs.get(flow)?.iter().filter(|g| !is_blank(g) && g.step.x > 0.0);
    let first = letters.next()?;
    let last = letters.next_back().unwrap_or(first);
    Some((first.pen.x, last.pen.x + last.step.x * last.bare))
}

fn shift(g: &mut Glyph, by: f64) {
    g.pen.x += by;
    g.cell.x0 += by as f32;
    g.cell.x1 += by as f32;
}

fn em(g: &Glyph) -> f64 {
    1000.0 * g.step.hypot()
}

fn is_blank(g: &Glyph) -> bool {
    g.says.as_ref().is_some_and(|s| s.trim().is_empty())
}

/// Stretches of glyphs, in drawing order, that stand on one level line without a wide gap.
fn flows(glyphs: &[Glyph]) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    let mut before: Option<&Glyph> = None;
    for (i, g) in glyphs.iter().enumerate() {
        let level = g.unseen.is_none() && g.step.x > 0.0 && g.step.y.abs() < 1e-3 * g.step.x;
        let goes_on = before.filter(|_| level).is_some_and(|b| {
            let off = g.pen - (b.pen + b.step * b.advance);
            let size = em(g).max(em(b));
            off.y.abs() < 0.1 * size && off.x > -0.3 * size && off.x <= FLOW * size
        });
        match out.last_mut() {
            Some(flow) if goes_on => flow.end = i + 1,
            _ => out.push(i..i + 1),
        }
        before = level.then_some(g);
    }
    out
}

/// The gaps between the words of a flow.
fn gaps(glyphs: &[Glyph], flow: std::ops::Range<usize>) -> Vec<Gap> {
    let mut out = Vec::new();
    let mut last: Option<&Glyph> = None;
    for i in flow {
        let Some(g) = glyphs.get(i).filter(|g| !is_blank(g)) else { continue };
        if let Some(b) = last {
            let gap = (g.pen.x - (b.pen.x + b.step.x * b.bare)) / em(g);
            if gap > WORD {
                out.push((i, gap));
            }
        }
        last = Some(g);
    }
    out
}

fn middle(gaps: &[Gap]) -> Option<f64> {
    let mut widths: Vec<f64> = gaps.iter().map(|g| g.1).collect();
    sort_by(&mut widths, f64::total_cmp);
    widths.get(widths.len() / 2).copied()
}

/// Moves the words of a flow so that every gap is `natural` ems wide.
fn set(glyphs: &mut [Glyph], flow: std::ops::Range<usize>, gaps: &[Gap], natural: f64) {
    let mut gaps = gaps.iter().peekable();
    let mut by = 0.0;
    for i in flow {
        let Some(g) = glyphs.get_mut(i) else { return };
        if let Some((_, gap)) = gaps.next_if(|(at, _)| *at == i) {
            by += (natural - gap) * em(g);
        }
        shift(g, by);
    }
}
