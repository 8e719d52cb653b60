//! The current path, as far as boxes go: what it bounds, and which of its parts are upright boxes.

use hayro_interpret::kurbo::{Point as KPoint, Rect as KRect};

/// The current path, as far as boxes go. Page space.
#[derive(Default)]
pub(super) struct Path {
    /// Around everything.
    pub(super) bounds: Option<KRect>,
    /// Parts that are upright boxes.
    pub(super) rects: Vec<KRect>,
    corners: Vec<KPoint>,
    curved: bool,
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

    /// Begins a part.
    pub(super) fn start(&mut self, p: KPoint) {
        self.end_part();
        self.corners.push(p);
        self.touch(p);
    }

    /// A straight edge.
    pub(super) fn line(&mut self, p: KPoint) {
        if self.corners.len() < 8 {
            self.corners.push(p);
        }
        self.touch(p);
    }

    /// A point of a curve.
    pub(super) fn curve(&mut self, p: KPoint) {
        self.curved = true;
        self.touch(p);
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
    }
}
