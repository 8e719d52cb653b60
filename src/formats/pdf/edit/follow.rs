//! Paths that follow the letters of a line (underlines, highlights, frames and clips cut to a word) → where the line's letters are
//! written, or nothing: their edges would tell how long the struck word was. An edge keeps its distance from the letters, to a
//! quarter of an em. What reaches further from the letters on one side than on the other is a cell's or a column's own, and
//! stays; so does an edge that other paths have too, which follow no struck line. Lengths are points of page space, measured
//! along a line and across it.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point as KPoint, Rect as KRect, Vec2};

use super::serial;
use crate::model::Rect;
use crate::model::order::sort_by;

/// How far the edge of what follows letters may be from them, ems.
const PAD: f64 = 1.0;
/// How much further on one side than on the other.
const UNEVEN: f64 = 0.35;
/// What an edge's distance from the letters is rounded to, ems.
const STEP: f64 = 0.25;
/// Higher than so many ems, a path is no line's.
const HIGH: f64 = 3.0;
/// Thinner than so many ems, it is a rule.
const RULE: f64 = 0.3;
/// An edge is another path's too within this many points.
const SHARED: f64 = 0.05;
/// Height of the rows in which lines are looked up.
const ROW: f64 = 16.0;

/// Whether something that reaches so far beyond a stretch of letters, in ems, on the left and on the right, was made for it.
pub(super) fn follows(left: f64, right: f64) -> bool {
    let near = |v: f64| (-UNEVEN..=PAD).contains(&v);
    near(left) && near(right) && (left.max(0.0) - right.max(0.0)).abs() <= UNEVEN
}

/// A stretch of a line: a letter that stays, or what was taken out.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    /// Which way the line runs.
    pub(super) dir: Vec2,
    /// Where its baseline begins in the source.
    pub(super) at: KPoint,
    /// How long it is there.
    pub(super) long: f64,
    /// The font's size.
    pub(super) em: f64,
    /// Its box.
    pub(super) cell: Rect,
    /// How much further along the line it begins and ends in the output.
    pub(super) moved: (f64, f64),
    /// Whether it was taken out.
    pub(super) gone: bool,
}

/// A line out of which something goes.
struct Band {
    dir: Vec2,
    em: f64,
    /// Its baseline, and its upper and lower end, across.
    base: f64,
    across: (f64, f64),
    /// From, to, how much further each is in the output, whether it goes; in order.
    pieces: Vec<(f64, f64, (f64, f64), bool)>,
}

/// All lines of a page out of which something goes.
pub(super) struct Follow {
    bands: Vec<Band>,
    rows: BTreeMap<i32, Vec<usize>>,
    /// Those that are not level: they stand in any row.
    turned: Vec<usize>,
    /// Edges of paths that follow none, along x and along y.
    free: [Vec<f64>; 2],
}

/// What becomes of a path.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Fate {
    Stays,
    Goes,
    /// The edges move so far along the line; `over` what is taken out, of which no part between them may tell.
    Moves {
        by: (f64, f64),
        over: bool,
    },
}

/// What a path is for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// It is painted.
    Paint,
    /// It bounds what is painted.
    Clip,
}

fn row(y: f64) -> i32 {
    (y / ROW).floor().clamp(-10.0, 10_000.0) as i32
}

/// Whether a line runs along x or along y.
fn axis(dir: Vec2) -> usize {
    usize::from(dir.x.abs() < 0.5)
}

fn across(dir: Vec2) -> Vec2 {
    Vec2::new(-dir.y, dir.x)
}

/// From where to where a box reaches along a direction.
fn extent(r: KRect, dir: Vec2) -> (f64, f64) {
    let ends = [(r.x0, r.y0), (r.x1, r.y0), (r.x0, r.y1), (r.x1, r.y1)].map(|p| Vec2::from(p).dot(dir));
    ends.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(*v), b.max(*v)))
}

fn wide(r: &Rect) -> KRect {
    KRect::new(r.x0.into(), r.y0.into(), r.x1.into(), r.y1.into())
}

impl Follow {
    /// The lines of a page whose letters went as `pieces` tell; `None` where nothing goes. `paths` are the parts of its painted
    /// paths.
    pub(super) fn new(pieces: &[Piece], paths: &[KRect]) -> Option<Self> {
        let free = [Vec::new(), Vec::new()];
        let mut out = Self { bands: Vec::new(), rows: BTreeMap::new(), turned: Vec::new(), free };
        for p in pieces.iter().filter(|p| p.gone) {
            let side = extent(wide(&p.cell), across(p.dir));
            let base = p.at.to_vec2().dot(across(p.dir));
            match out.near(&p.cell).into_iter().find(|b| out.bands.get(*b).is_some_and(|b| b.on(p))) {
                Some(b) => {
                    if let Some(b) = out.bands.get_mut(b) {
                        b.across = (b.across.0.min(side.0), b.across.1.max(side.1));
                    }
                }
                None => {
                    let (number, rows) = (out.bands.len(), row(p.cell.y0.into())..=row(p.cell.y1.into()));
                    if p.dir.y.abs() < 1e-3 {
                        rows.for_each(|y| out.rows.entry(y).or_default().push(number));
                    } else {
                        out.turned.push(number);
                    }
                    out.bands.push(Band { dir: p.dir, em: p.em, base, across: side, pieces: Vec::new() });
                }
            }
        }
        for p in pieces {
            for b in out.near(&p.cell) {
                if let Some(b) = out.bands.get_mut(b).filter(|b| b.on(p)) {
                    let from = p.at.to_vec2().dot(b.dir);
                    b.pieces.push((from, from + p.long, p.moved, p.gone));
                }
            }
        }
        out.bands.iter_mut().for_each(Band::settle);
        if out.bands.is_empty() {
            return None;
        }
        // Right edges, with where the letters end that they may follow.
        let mut followers = [Vec::new(), Vec::new()];
        for r in paths {
            let (fate, dir) = out.fate(*r, Role::Paint);
            if fate == Fate::Stays {
                let [x, y] = &mut out.free;
                x.extend([r.x0, r.x1]);
                y.extend([r.y0, r.y1]);
            } else {
                let to = extent(*r, dir).1;
                followers[axis(dir)].push((to * (dir.x + dir.y), out.letters_end(*r, dir, to)));
            }
        }
        // One edge cannot follow letters that end at two places: it is a column's.
        for (free, followers) in out.free.iter_mut().zip(&mut followers) {
            sort_by(followers, |a, b| a.0.total_cmp(&b.0));
            for pair in followers.windows(2) {
                if let [a, b] = pair
                    && b.0 - a.0 < SHARED
                    && (a.1 - b.1).abs() > 20.0 * SHARED
                {
                    free.push(a.0);
                }
            }
            sort_by(free, f64::total_cmp);
        }
        Some(out)
    }

    /// Lines near a box.
    fn near(&self, r: &Rect) -> Vec<usize> {
        let middle = row(f64::from(r.y0 + r.y1) / 2.0);
        // A rule may lie in the next row.
        let rows = (middle - 1..=middle + 1).filter_map(|y| self.rows.get(&y));
        let mut out: Vec<usize> = rows.chain([&self.turned]).flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    fn beside(&self, r: KRect) -> impl Iterator<Item = &Band> {
        let near = self.near(&Rect::new(r.x0 as f32, r.y0 as f32, r.x1 as f32, r.y1 as f32));
        near.into_iter().filter_map(|b| self.bands.get(b))
    }

    /// Where the last letters end before a place on a line.
    fn letters_end(&self, r: KRect, dir: Vec2, before: f64) -> f64 {
        let bands = self.beside(r).filter(|b| b.dir.dot(dir) > 0.999 && b.holds(r));
        let ends = bands.flat_map(|b| b.pieces.iter().map(|p| p.1 - UNEVEN * b.em));
        ends.filter(|e| *e <= before).fold(f64::NEG_INFINITY, f64::max)
    }

    fn fate(&self, r: KRect, role: Role) -> (Fate, Vec2) {
        for band in self.beside(r) {
            let free = &self.free[axis(band.dir)];
            let sign = band.dir.x + band.dir.y;
            // Shared edges are looked up where the line runs along an axis.
            let shared = |v: f64| {
                let at = free.partition_point(|f| *f < v * sign - SHARED);
                free.get(at).is_some_and(|f| *f <= v * sign + SHARED)
            };
            let fate = band.fate(r, role, shared);
            if fate != Fate::Stays {
                return (fate, band.dir);
            }
        }
        (Fate::Stays, Vec2::ZERO)
    }

    /// The path in page space without what follows struck letters, or with it where the letters are; `None` where it stays as
    /// it is.
    pub(super) fn path(&self, path: &BezPath, role: Role) -> Option<BezPath> {
        let mut out = BezPath::new();
        let mut same = true;
        for part in parts(path) {
            // A curve's handles reach further than itself, and tell as much.
            let bounds = part.control_box();
            let (fate, dir) = self.fate(bounds, role);
            same &= fate == Fate::Stays;
            match fate {
                Fate::Stays => out.extend(part),
                Fate::Goes => {}
                Fate::Moves { by, over } => {
                    let (from, to) = extent(bounds, dir);
                    let middle = (from + to) / 2.0;
                    let high = extent(bounds, across(dir));
                    let inner = |p: KPoint| {
                        let at = p.to_vec2().dot(dir);
                        (at - from).min(to - at) > 0.6 * (high.1 - high.0).max(1.0)
                    };
                    if role == Role::Clip {
                        let corner = |a: f64, c: f64| (dir * a + across(dir) * c).to_point();
                        let (from, to) = (from + by.0, to + by.1);
                        out.move_to(corner(from, high.0));
                        out.line_to(corner(to, high.0));
                        out.line_to(corner(to, high.1));
                        out.line_to(corner(from, high.1));
                        out.close_path();
                    } else if !(over && points(&part).any(inner)) {
                        let put =
                            |p: KPoint| p + dir * if p.to_vec2().dot(dir) < middle { by.0 } else { by.1 };
                        out.extend(part.iter().map(|e| moved(e, put)));
                    }
                }
            }
        }
        (!same).then_some(out)
    }

    /// How much work it is to look at a path.
    pub(super) fn work(&self) -> u64 {
        8 + self.bands.iter().map(|b| b.pieces.len() as u64 / 8).max().unwrap_or(0)
    }

    /// Whether something in a box of its own, which is painted, follows struck letters.
    pub(super) fn touches(&self, r: KRect) -> bool {
        self.fate(r, Role::Paint).0 != Fate::Stays
    }

    /// Whether it goes with them.
    pub(super) fn drops(&self, r: KRect) -> bool {
        self.fate(r, Role::Paint).0 == Fate::Goes
    }

    /// Whether a box reaches over a line out of which something goes, and ends near that line's end.
    pub(super) fn encloses(&self, r: KRect) -> bool {
        self.bands.iter().any(|b| {
            let (side, along) = (extent(r, across(b.dir)), extent(r, b.dir));
            let end = b.pieces.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
            side.0 <= b.base && b.base <= side.1 && (along.1 - end).abs() < 2.0 * PAD * b.em
        })
    }
}

impl Band {
    /// Whether a piece stands on the line.
    fn on(&self, p: &Piece) -> bool {
        self.dir.dot(p.dir) > 0.999
            && (p.at.to_vec2().dot(across(self.dir)) - self.base).abs() < 0.5 * self.em.max(p.em)
    }

    /// Whether a box is as high as something at the line, and there.
    fn holds(&self, r: KRect) -> bool {
        let side = extent(r, across(self.dir));
        let middle = (side.0 + side.1) / 2.0;
        let near = (self.across.0 - RULE * self.em..=self.across.1 + UNEVEN * self.em).contains(&middle);
        near && side.1 - side.0 <= HIGH * self.em
    }

    /// Sorts the pieces; no bar reaches over what stays.
    fn settle(&mut self) {
        sort_by(&mut self.pieces, |a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut next = f64::INFINITY;
        for p in self.pieces.iter_mut().rev() {
            if !p.3 {
                next = p.0 + p.2.0;
            } else if p.1 + p.2.1 > next {
                p.2.1 = (next - p.1).max(p.0 + p.2.0 - p.1);
            }
        }
    }

    fn fate(&self, r: KRect, role: Role, shared: impl Fn(f64) -> bool) -> Fate {
        let (em, side) = (self.em, extent(r, across(self.dir)));
        let (from, to) = extent(r, self.dir);
        let high = side.1 - side.0;
        let (middle, hair) = ((side.0 + side.1) / 2.0, 0.05 * em);
        if !self.holds(r) {
            return Fate::Stays;
        }
        let touched: Vec<_> = self.pieces.iter().filter(|p| p.1 > from + hair && p.0 < to - hair).collect();
        let free = |v: f64| role == Role::Paint && shared(v);
        let (right_free, left_free) = (free(to), free(from));
        let near = |v: f64| (v / em).abs() <= PAD;
        if touched.is_empty() {
            // A sign or a stroke behind the letters.
            let before = self.pieces.iter().filter(|p| p.1 <= from + hair).max_by(|a, b| a.1.total_cmp(&b.1));
            let Some(p) = before.filter(|p| near(from - p.1) && to - from < 2.0 * em) else {
                return Fate::Stays;
            };
            if !(p.3 || p.2.1.abs() > 1e-6) || right_free || left_free {
                return Fate::Stays;
            }
            let by = p.1 + p.2.1 + rounded(from - p.1, em) - from;
            return Fate::Moves { by: (by, by), over: false };
        }
        let inside = |v: f64| self.pieces.iter().any(|p| p.0 <= v && v <= p.1);
        let first = self.pieces.iter().map(|p| p.0).filter(|p| *p >= from).fold(f64::INFINITY, f64::min);
        let last = self.pieces.iter().map(|p| p.1).filter(|p| *p <= to).fold(f64::NEG_INFINITY, f64::max);
        let pads = (
            if inside(from) { 0.0 } else { (first - from) / em },
            if inside(to) { 0.0 } else { (to - last) / em },
        );
        let gone = touched.iter().any(|p| p.3);
        if !follows(pads.0, pads.1) || !gone && touched.iter().all(|p| p.2.0.abs() < 1e-6) {
            return Fate::Stays;
        }
        // A rule over the letters is the line's above, but where it is as long as what is struck.
        if high < RULE * em && middle < self.across.0 + RULE * em {
            let alike = |p: &&&(f64, f64, (f64, f64), bool)| p.3 && near(from - p.0) && near(to - p.1);
            if !touched.iter().any(|p| alike(&p)) {
                return Fate::Stays;
            }
        }
        // The left side of a frame.
        let lone = to - from < RULE * em && high > 2.0 * (to - from);
        if lone && touched.iter().any(|p| p.3 && from < p.0 + RULE * em) {
            return Fate::Stays;
        }
        if role == Role::Paint && touched.iter().all(|p| p.3) {
            return if right_free { Fate::Stays } else { Fate::Goes };
        }
        let outward = if role == Role::Clip { STEP * em } else { 0.0 };
        let moves = |is_free: bool, by: f64, out: f64| if is_free || by == 0.0 { 0.0 } else { by + out };
        let left = moves(left_free, self.left(from) - from, -outward);
        let right = moves(right_free, self.right(to) - to, outward);
        if left == 0.0 && right == 0.0 || to + right <= from + left {
            return Fate::Stays;
        }
        Fate::Moves { by: (left, right), over: gone }
    }

    /// Where a left edge is in the output.
    fn left(&self, v: f64) -> f64 {
        let within = |p: &&(f64, f64, (f64, f64), bool)| p.3 && p.0 + UNEVEN * self.em < v && v < p.1;
        if let Some(p) = self.pieces.iter().find(within) {
            return p.0 + p.2.0;
        }
        let near = self.pieces.iter().min_by(|a, b| (a.0 - v).abs().total_cmp(&(b.0 - v).abs()));
        near.filter(|p| p.2.0.abs() > 1e-6).map_or(v, |p| p.0 + p.2.0 + rounded(v - p.0, self.em))
    }

    /// Where a right edge is in the output.
    fn right(&self, v: f64) -> f64 {
        let within = |p: &&(f64, f64, (f64, f64), bool)| p.3 && p.0 < v && v < p.1 - UNEVEN * self.em;
        if let Some(p) = self.pieces.iter().find(within) {
            return p.1 + p.2.1;
        }
        let near = self.pieces.iter().min_by(|a, b| (a.1 - v).abs().total_cmp(&(b.1 - v).abs()));
        near.filter(|p| p.3 || p.2.1.abs() > 1e-6).map_or(v, |p| p.1 + p.2.1 + rounded(v - p.1, self.em))
    }
}

fn rounded(pad: f64, em: f64) -> f64 {
    (pad / (STEP * em)).round() * STEP * em
}

/// A path's parts: each begins with its own first point.
pub(super) fn parts(path: &BezPath) -> Vec<BezPath> {
    let mut out: Vec<BezPath> = Vec::new();
    for e in path.elements() {
        match (e, out.last_mut()) {
            (PathEl::MoveTo(_), _) | (_, None) => out.push(BezPath::from_vec(vec![*e])),
            (_, Some(part)) => part.push(*e),
        }
    }
    out
}

fn moved(e: PathEl, put: impl Fn(KPoint) -> KPoint) -> PathEl {
    match e {
        PathEl::MoveTo(a) => PathEl::MoveTo(put(a)),
        PathEl::LineTo(a) => PathEl::LineTo(put(a)),
        PathEl::QuadTo(a, b) => PathEl::QuadTo(put(a), put(b)),
        PathEl::CurveTo(a, b, c) => PathEl::CurveTo(put(a), put(b), put(c)),
        PathEl::ClosePath => e,
    }
}

fn points(path: &BezPath) -> impl Iterator<Item = KPoint> + '_ {
    path.iter().filter_map(|e| e.end_point())
}

/// Writes a path of page space in a space that lies so on the page. `None` where that has no extent.
pub(super) fn write(out: &mut Vec<u8>, path: &BezPath, space: Affine) -> Option<()> {
    (space.determinant().abs() > 1e-12).then_some(())?;
    let back = space.inverse();
    for e in path.elements() {
        let (points, verb): (&[KPoint], &[u8]) = match e {
            PathEl::MoveTo(a) => (&[*a], b"m\n"),
            PathEl::LineTo(a) | PathEl::QuadTo(_, a) => (&[*a], b"l\n"),
            PathEl::CurveTo(a, b, c) => (&[*a, *b, *c], b"c\n"),
            PathEl::ClosePath => (&[], b"h\n"),
        };
        for p in points {
            let p = back * *p;
            serial::numbers(out, &[p.x, p.y]);
        }
        out.extend_from_slice(verb);
    }
    Some(())
}
