//! Lines of a page → columns in reading order. Lines that share a gutter are either rows of a table (read across) or
//! columns (read down): a letterhead on the left and an address on the right must not be interleaved.

use super::lines::{Line, Segment};
use crate::model::order::sort_by;

/// A gutter is at least this many em wide.
const GUTTER: f32 = 1.0;
/// Lines further apart than this many em are rows of a form rather than lines of an address.
const LOOSE: f32 = 1.7;
/// A form's label is at most this many em wide.
const LABEL: f32 = 20.0;
/// A line of running text is at least this many em long, and this share of the longest of its column.
const PROSE: f32 = 14.0;
const FULL: f32 = 0.7;
/// Columns inside columns are followed this deep.
const DEPTH: usize = 6;

/// Columns in reading order; each holds its lines from top to bottom.
pub(super) fn reading_order(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut out = Vec::new();
    split(lines, DEPTH, &mut out);
    out
}

fn split(lines: Vec<Line>, depth: usize, out: &mut Vec<Vec<Line>>) {
    let mut flow: Vec<Line> = Vec::new();
    let mut rest = lines.into_iter().peekable();
    while rest.peek().is_some() {
        let mut region: Vec<Line> = Vec::new();
        let mut reach = Reach::default();
        let mut gutters: Vec<(f32, f32)> = vec![(f32::MIN, f32::MAX)];
        while let Some(line) = rest.peek() {
            let far =
                region.last().is_some_and(|l: &Line| line.base - l.base > 2.2 * l.height.max(line.height));
            let narrowed = narrow(&gutters, line);
            let wider = reach.with(line);
            // A region ends where nothing is left of a gutter that already has text on both sides.
            let lost =
                gutters.iter().any(|g| reach.both_sides(g)) && !narrowed.iter().any(|g| wider.both_sides(g));
            if !region.is_empty() && (far || lost || narrowed.is_empty()) {
                break;
            }
            gutters = narrowed;
            reach = wider;
            region.extend(rest.next());
        }
        let mut candidates: Vec<(f32, f32)> =
            gutters.iter().copied().filter(|g| reach.both_sides(g)).collect();
        sort_by(&mut candidates, |a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
        let chosen =
            if depth == 0 { None } else { candidates.into_iter().find(|g| are_columns(*g, &region)) };
        match chosen {
            None => flow.append(&mut region),
            Some(gutter) => {
                // Lines before the younger column begins belong to the flow above.
                let cut = middle(gutter);
                let first_left =
                    region.iter().position(|l| l.segments.iter().any(|s| s.x0 < cut)).unwrap_or(0);
                let first_right =
                    region.iter().position(|l| l.segments.iter().any(|s| s.x0 >= cut)).unwrap_or(0);
                let start = first_left.max(first_right);
                let tail = region.split_off(start.min(region.len()));
                let one_sided_left = first_right > first_left;
                let mut left = Vec::new();
                let mut right = Vec::new();
                for line in tail {
                    let (l, r) = halves(line, cut);
                    left.extend(l);
                    right.extend(r);
                }
                if one_sided_left {
                    region.append(&mut left);
                    left = region;
                } else {
                    flow.append(&mut region);
                }
                if !flow.is_empty() {
                    out.push(std::mem::take(&mut flow));
                }
                split(left, depth - 1, out);
                split(right, depth - 1, out);
            }
        }
    }
    if !flow.is_empty() {
        out.push(flow);
    }
}

/// What is left of the gutters once a line has been laid over them.
fn narrow(gutters: &[(f32, f32)], line: &Line) -> Vec<(f32, f32)> {
    let mut gaps: Vec<(f32, f32)> = Vec::with_capacity(line.segments.len() + 1);
    let mut from = f32::MIN;
    for s in &line.segments {
        gaps.push((from, s.x0));
        from = from.max(s.x1);
    }
    gaps.push((from, f32::MAX));
    let least = GUTTER * line.height;
    let mut out = Vec::new();
    let mut at = 0;
    for &(a, b) in gutters {
        while gaps.get(at).is_some_and(|g| g.1 <= a) {
            at += 1;
        }
        for &(c, d) in gaps.iter().skip(at).take_while(|g| g.0 < b) {
            let (lo, hi) = (a.max(c), b.min(d));
            if hi - lo >= least {
                out.push((lo, hi));
            }
        }
    }
    out
}

/// The leftmost end and the rightmost start of a region's segments.
#[derive(Clone, Copy)]
struct Reach {
    end: f32,
    start: f32,
}

impl Default for Reach {
    fn default() -> Self {
        Reach { end: f32::MAX, start: f32::MIN }
    }
}

impl Reach {
    fn with(self, line: &Line) -> Reach {
        line.segments.iter().fold(self, |r, s| Reach { end: r.end.min(s.x1), start: r.start.max(s.x0) })
    }

    /// Whether text stands left and right of a gutter.
    fn both_sides(&self, gutter: &(f32, f32)) -> bool {
        gutter.0 != f32::MIN && gutter.1 != f32::MAX && self.end <= gutter.0 && self.start >= gutter.1
    }
}

fn middle(gutter: (f32, f32)) -> f32 {
    (gutter.0 + gutter.1) / 2.0
}

/// Whether text on both sides of a gutter is read down, not across.
fn are_columns(gutter: (f32, f32), region: &[Line]) -> bool {
    let cut = middle(gutter);
    let rows: Vec<Side> = region.iter().map(|l| Side::of(l, cut)).collect();
    let left = rows.iter().filter(|r| r.left.is_some()).count();
    let right = rows.iter().filter(|r| r.right.is_some()).count();
    let both = rows.iter().filter(|r| r.left.is_some() && r.right.is_some()).count();
    if left.min(right) < 2 {
        return false;
    }
    let aligned = both as f32 / left.min(right) as f32;
    if aligned < 0.5 {
        return true;
    }
    // Rows far apart with narrow cells on the left are a form: its values may all have been drawn after its labels.
    if is_form(cut, region) {
        return false;
    }
    if [true, false].into_iter().all(|left| is_prose(cut, left, region)) {
        return true;
    }
    // The page's own order tells a table (row by row) from columns (one, then the other).
    let mut down = 0;
    let mut pairs = 0;
    for w in rows.windows(2) {
        let [a, b] = w else { continue };
        if let (Some(right), Some(next_left)) = (a.right, b.left) {
            pairs += 1;
            down += usize::from(
                next_left.1 < right.0 || right.1 < next_left.0 && a.left.is_some_and(|l| right.1 < l.0),
            );
        }
    }
    pairs > 0 && down * 10 >= pairs * 7
}

/// Whether one side of a cut holds running text: most of its lines are nearly as long as its longest, which is no short one.
/// A scan has no order of its own that could tell.
fn is_prose(cut: f32, left: bool, region: &[Line]) -> bool {
    let lengths: Vec<(f32, f32)> = region
        .iter()
        .filter_map(|line| {
            let own = || line.segments.iter().filter(|s| (s.x0 < cut) == left);
            let from = own().map(|s| s.x0).reduce(f32::min)?;
            let to = own().map(|s| s.x1).reduce(f32::max)?;
            Some((to - from, line.height))
        })
        .collect();
    let longest = lengths.iter().fold(0.0f32, |most, (w, _)| most.max(*w));
    let full = lengths.iter().filter(|(w, h)| *w >= FULL * longest && *w >= PROSE * h).count();
    lengths.len() > 3 && full * 2 > lengths.len()
}

/// Whether most lines stand loosely, as the rows of a form do, and what stands left of the cut is no running text.
fn is_form(cut: f32, region: &[Line]) -> bool {
    let loose = |w: &&[Line]| matches!(w, [a, b] if b.base - a.base > LOOSE * a.height.min(b.height));
    let steps = region.len().saturating_sub(1);
    let narrow = |l: &Line| {
        let mut left = l.segments.iter().filter(|s| s.x0 < cut);
        left.all(|s| s.x1 - s.x0 <= LABEL * l.height)
    };
    steps > 0 && region.windows(2).filter(loose).count() * 2 > steps && region.iter().all(narrow)
}

/// First and last place in the input of what stands left and right of a cut.
struct Side {
    left: Option<(usize, usize)>,
    right: Option<(usize, usize)>,
}

impl Side {
    fn of(line: &Line, cut: f32) -> Side {
        let range = |keep: &dyn Fn(&Segment) -> bool| {
            let orders =
                || line.segments.iter().filter(|s| keep(s)).flat_map(|s| s.glyphs.iter().map(|g| g.item));
            Some((orders().min()?, orders().max()?))
        };
        Side { left: range(&|s| s.x0 < cut), right: range(&|s| s.x0 >= cut) }
    }
}

/// A line taken apart at a cut.
fn halves(line: Line, cut: f32) -> (Option<Line>, Option<Line>) {
    let (left, right): (Vec<Segment>, Vec<Segment>) = line.segments.into_iter().partition(|s| s.x0 < cut);
    let with = |segments: Vec<Segment>| {
        (!segments.is_empty()).then_some(Line {
            base: line.base,
            top: line.top,
            bottom: line.bottom,
            height: line.height,
            segments,
        })
    };
    (with(left), with(right))
}
