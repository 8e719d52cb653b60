//! The current path: what it bounds, which of its parts are upright boxes, and boxes that lie within what it fills.

use hayro_interpret::kurbo::{CubicBez, ParamCurve as _, Point as KPoint, Rect as KRect};

use crate::model::order::sort_by;

/// Edges of a path that is looked into; one of more is a drawing of its own.
const MOST_EDGES: usize = 4_000;
/// Boxes within a path, at most; one of more is not looked into.
pub(super) const MOST_BOXES: usize = 2_000;
/// Straight pieces of a curve.
const PIECES: u32 = 8;
/// Height of the bands that a filled path is cut into, points.
const BAND: f64 = 1.0;
/// Bands of a path, at most.
const MOST_BANDS: f64 = 1_000.0;

/// The current path, as far as boxes go. Page space.
#[derive(Default)]
pub(super) struct Path {
    /// Around everything.
    pub(super) bounds: Option<KRect>,
    /// Parts that are upright boxes.
    pub(super) rects: Vec<KRect>,
    corners: Vec<KPoint>,
    curved: bool,
    /// Straight edges, and where the present part begins and stands.
    edges: Vec<(KPoint, KPoint)>,
    first: KPoint,
    pen: KPoint,
}

impl Path {
    /// Whether it is one upright box and nothing else.
    pub(super) fn is_box(&self) -> bool {
        match (self.rects.as_slice(), self.bounds) {
            ([only], Some(bounds)) => *only == bounds,
            _ => false,
        }
    }

    fn touch(&mut self, p: KPoint) {
        let at = KRect::from_points(p, p);
        self.bounds = Some(self.bounds.map_or(at, |b| b.union(at)));
    }

    fn edge(&mut self, to: KPoint) {
        if self.edges.len() <= MOST_EDGES {
            self.edges.push((self.pen, to));
        }
        self.pen = to;
    }

    /// How much work it is to look into it.
    pub(super) fn work(&self) -> u64 {
        self.edges.len() as u64 * self.bounds.map_or(0.0, |b| (b.height() / BAND).min(MOST_BANDS)) as u64
    }

    /// Whether one of its boxes is hollow, as a frame is whose inner edge turns the other way: most of what it bounds is not filled.
    pub(super) fn hollow(&self, r: &KRect, even_odd: bool) -> bool {
        let within = r.inset(-0.02 * r.width().min(r.height()));
        let crossed = |(a, b): &(KPoint, KPoint)| {
            let apart = a.x.min(b.x) >= within.x1
                || a.x.max(b.x) <= within.x0
                || a.y.min(b.y) >= within.y1
                || a.y.max(b.y) <= within.y0;
            !apart
        };
        if self.edges.len() > MOST_EDGES || !self.edges.iter().any(crossed) {
            return false;
        }
        let bands = (r.height() / BAND).ceil().clamp(1.0, MOST_BANDS);
        let high = r.height() / bands;
        let rows = (0..bands as usize).map(|i| r.y0 + i as f64 * high);
        let rows = rows.flat_map(|y| filled(&self.edges, y, y + high, even_odd));
        let long: f64 = rows.map(|(x0, x1)| (x1.min(r.x1) - x0.max(r.x0)).max(0.0)).sum();
        long * high < 0.5 * r.area()
    }

    /// Boxes within what the path fills, by the rule of even and odd or of windings; between them and its edges lie slivers no
    /// thicker than a band. Each reaches up and down as far as its width is filled. None where there are too many.
    pub(super) fn inside(&self, even_odd: bool) -> Vec<KRect> {
        let (Some(bounds), true) = (self.bounds, self.edges.len() <= MOST_EDGES) else { return Vec::new() };
        let bands = (bounds.height() / BAND).ceil().clamp(1.0, MOST_BANDS);
        let high = bounds.height() / bands;
        let band = |i: usize| (bounds.y0 + i as f64 * high, bounds.y0 + (i + 1) as f64 * high);
        let rows: Vec<Vec<(f64, f64)>> = (0..bands as usize)
            .map(|i| {
                let (y0, y1) = band(i);
                filled(&self.edges, y0, y1, even_odd)
            })
            .collect();
        tallest(&rows, band).unwrap_or_default()
    }

    /// Begins a part.
    pub(super) fn start(&mut self, p: KPoint) {
        self.end_part();
        self.corners.push(p);
        self.touch(p);
        (self.first, self.pen) = (p, p);
    }

    /// A straight edge.
    pub(super) fn line(&mut self, p: KPoint) {
        if self.corners.len() < 8 {
            self.corners.push(p);
        }
        self.touch(p);
        self.edge(p);
    }

    /// A curve; without a first handle it is the pen.
    pub(super) fn curve(&mut self, a: Option<KPoint>, b: KPoint, end: KPoint) {
        self.curved = true;
        let curve = CubicBez::new(self.pen, a.unwrap_or(self.pen), b, end);
        [curve.p1, b, end].into_iter().for_each(|p| self.touch(p));
        (1..=PIECES).for_each(|i| self.edge(curve.eval(f64::from(i) / f64::from(PIECES))));
    }

    /// Keeps the part if it is an upright box.
    pub(super) fn end_part(&mut self) {
        let mut c = std::mem::take(&mut self.corners);
        if c.len() == 5 && c.first().zip(c.last()).is_some_and(|(a, b)| a.distance(*b) < 0.01) {
            c.pop();
        }
        if let ([a, b, c, d], false) = (c.as_slice(), self.curved) {
            let near = |x: f64, y: f64| (x - y).abs() < 0.01;
            let upright = (near(a.x, b.x) && near(b.y, c.y) && near(c.x, d.x) && near(d.y, a.y))
                || (near(a.y, b.y) && near(b.x, c.x) && near(c.y, d.y) && near(d.x, a.x));
            if upright {
                self.rects.push(KRect::from_points(*a, *c));
            }
        }
        self.curved = false;
        if self.pen != self.first {
            self.edge(self.first);
        }
    }
}

/// For each filled stretch of each band the box that reaches up and down as far as its width is filled. None where there are too many.
pub(super) fn tallest(rows: &[Vec<(f64, f64)>], band: impl Fn(usize) -> (f64, f64)) -> Option<Vec<KRect>> {
    let mut out: Vec<KRect> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        for &(x0, x1) in row {
            // Most often it is a further row of a box that was just found.
            let own = KRect::new(x0, band(i).0, x1, band(i).1);
            if out.iter().rev().take(8).any(|o| o.inflate(1e-6, 1e-6).contains_rect(own)) {
                continue;
            }
            if out.len() == MOST_BOXES {
                return None;
            }
            // The stretches of a row stand in order, apart from each other.
            let holds = |r: &&Vec<(f64, f64)>| {
                let before = r.partition_point(|s| s.0 <= x0 + 1e-6);
                before.checked_sub(1).and_then(|n| r.get(n)).is_some_and(|s| s.1 >= x1 - 1e-6)
            };
            let up = rows.iter().take(i).rev().take_while(holds).count();
            let down = rows.iter().skip(i + 1).take_while(holds).count();
            out.push(KRect::new(x0, band(i - up).0, x1, band(i + down).1));
        }
    }
    Some(out)
}

/// Where a band is filled from its upper to its lower end.
fn filled(edges: &[(KPoint, KPoint)], y0: f64, y1: f64, even_odd: bool) -> Vec<(f64, f64)> {
    let middle = (y0 + y1) / 2.0;
    // Where an edge runs within the band nothing is sure: from, to, and how it turns the band's middle.
    let mut edges: Vec<(f64, f64, i32)> = edges
        .iter()
        .filter(|(a, b)| a.y.min(b.y) < y1 && a.y.max(b.y) > y0)
        .map(|(a, b)| {
            let at = |y: f64| a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)).clamp(0.0, 1.0);
            let ends = (at(y0), at(y1));
            let turn = i32::from(a.y <= middle && b.y > middle) - i32::from(b.y <= middle && a.y > middle);
            (ends.0.min(ends.1), ends.0.max(ends.1), turn)
        })
        .filter(|e| e.0.is_finite() && e.1.is_finite())
        .collect();
    sort_by(&mut edges, |a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut out, mut turns, mut sure): (Vec<(f64, f64)>, i32, f64) = (Vec::new(), 0, f64::NEG_INFINITY);
    for (from, to, turn) in edges {
        let within = if even_odd { turns % 2 != 0 } else { turns != 0 };
        if within && from > sure {
            out.push((sure, from));
        }
        turns += turn;
        sure = sure.max(to);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(points: &[(f64, f64)]) -> Path {
        let mut p = Path::default();
        for (i, (x, y)) in points.iter().enumerate() {
            let at = KPoint::new(*x, *y);
            if i == 0 { p.start(at) } else { p.line(at) }
        }
        p.end_part();
        p
    }

    fn within(p: &Path, even_odd: bool, x: f64, y: f64) -> bool {
        p.inside(even_odd).iter().any(|r| r.contains(KPoint::new(x, y)))
    }

    #[test]
    fn boxes_lie_within_a_triangle() {
        let p = path(&[(0.0, 0.0), (40.0, 0.0), (0.0, 40.0)]);
        assert!(within(&p, false, 10.0, 10.0) && within(&p, false, 5.0, 30.0));
        assert!(p.inside(false).iter().all(|r| r.x0 >= -1e-6 && r.y0 >= -1e-6 && r.x1 + r.y1 <= 40.0 + 1e-6));
    }

    #[test]
    fn what_is_hollow_is_not_filled() {
        let mut p = path(&[(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)]);
        let ring = [(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)];
        p.start(KPoint::new(10.0, 10.0));
        ring.iter().skip(1).for_each(|(x, y)| p.line(KPoint::new(*x, *y)));
        p.end_part();
        assert!(within(&p, true, 5.0, 20.0) && !within(&p, true, 20.0, 20.0));
        assert!(within(&p, false, 20.0, 20.0), "both turn the same way");
    }

    #[test]
    fn a_frame_that_is_filled_between_two_edges_is_hollow() {
        let outer = KRect::new(0.0, 0.0, 45.0, 25.0);
        let mut frame = path(&[(0.0, 0.0), (45.0, 0.0), (45.0, 25.0), (0.0, 25.0)]);
        let inner = [(0.6, 0.6), (0.6, 24.4), (44.4, 24.4), (44.4, 0.6)];
        frame.start(KPoint::new(0.6, 0.6));
        inner.iter().skip(1).for_each(|(x, y)| frame.line(KPoint::new(*x, *y)));
        frame.end_part();
        assert!(frame.hollow(&outer, false) && frame.hollow(&outer, true));
        // A box with a small window still hides what lies under it.
        let mut window = path(&[(0.0, 0.0), (45.0, 0.0), (45.0, 25.0), (0.0, 25.0)]);
        window.start(KPoint::new(2.0, 2.0));
        [(2.0, 4.0), (4.0, 4.0), (4.0, 2.0)].iter().for_each(|(x, y)| window.line(KPoint::new(*x, *y)));
        window.end_part();
        assert!(!window.hollow(&outer, false) && !window.hollow(&outer, true));
    }

    /// Each stripe of each row would be followed up and down: hours.
    #[test]
    fn a_path_of_very_many_stripes_is_not_looked_into() {
        let mut p = Path::default();
        for x in (0..900).map(f64::from) {
            p.start(KPoint::new(x, 0.0));
            [(x + 0.5, 0.0), (x + 0.5, 900.0), (x, 900.0)]
                .iter()
                .for_each(|(x, y)| p.line(KPoint::new(*x, *y)));
        }
        p.end_part();
        assert_eq!(p.inside(false), []);
        let few = path(&[(0.0, 0.0), (40.0, 0.0), (40.0, 900.0), (0.0, 900.0)]);
        assert_eq!(few.inside(false).len(), 1);
    }

    #[test]
    fn a_round_box_is_one_box_and_its_corners() {
        let mut p = Path::default();
        let at = KPoint::new;
        p.start(at(10.0, 0.0));
        p.line(at(90.0, 0.0));
        p.curve(Some(at(95.0, 0.0)), at(100.0, 5.0), at(100.0, 10.0));
        p.line(at(100.0, 40.0));
        p.curve(Some(at(100.0, 45.0)), at(95.0, 50.0), at(90.0, 50.0));
        p.line(at(10.0, 50.0));
        p.curve(Some(at(5.0, 50.0)), at(0.0, 45.0), at(0.0, 40.0));
        p.line(at(0.0, 10.0));
        p.curve(Some(at(0.0, 5.0)), at(5.0, 0.0), at(10.0, 0.0));
        p.end_part();
        let boxes = p.inside(false);
        assert!(boxes.iter().any(|r| r.width() > 99.9 && r.height() > 29.0), "{boxes:?}");
        assert!(!within(&p, false, 1.0, 1.0) && within(&p, false, 5.0, 5.0));
    }
}
