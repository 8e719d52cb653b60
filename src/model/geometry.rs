//! Points, boxes and pixels. Unless a type says otherwise the origin is top-left, x runs right, y runs down,
//! and the unit is that of the page (`Unit`): PDF points of 1/72 inch after rotation, or image pixels.

/// A point on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance from the left edge.
    pub x: f32,
    /// Distance from the top edge.
    pub y: f32,
}

/// Width and height of a page or picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Extent along x.
    pub width: f32,
    /// Extent along y.
    pub height: f32,
}

/// An axis-aligned box: `x0 <= x1`, `y0 <= y1`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// The box spanned by two corners, in any order. Coordinates that are not numbers become 0.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        let clean = |v: f32| if v.is_finite() { v } else { 0.0 };
        let (x0, y0, x1, y1) = (clean(x0), clean(y0), clean(x1), clean(y1));
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    /// Extent along x.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Extent along y.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// The smallest box that holds both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// The common part, if the two boxes share an area.
    pub fn intersection(&self, other: &Rect) -> Option<Rect> {
        let r = Rect {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (r.x0 < r.x1 && r.y0 < r.y1).then_some(r)
    }

    /// The box grown by `by` on every side; a negative value shrinks it, down to its centre.
    pub fn grown(&self, by: f32) -> Rect {
        let (cx, cy) = ((self.x0 + self.x1) / 2.0, (self.y0 + self.y1) / 2.0);
        Rect {
            x0: (self.x0 - by).min(cx),
            y0: (self.y0 - by).min(cy),
            x1: (self.x1 + by).max(cx),
            y1: (self.y1 + by).max(cy),
        }
    }
}

/// Four corners in drawing order (a box that may be turned or sheared).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quad(pub [Point; 4]);

impl Quad {
    /// The axis-aligned box around the quad.
    pub fn bounds(&self) -> Rect {
        let [a, b, c, d] = self.0;
        Rect::new(
            a.x.min(b.x).min(c.x).min(d.x),
            a.y.min(b.y).min(c.y).min(d.y),
            a.x.max(b.x).max(c.x).max(d.x),
            a.y.max(b.y).max(c.y).max(d.y),
        )
    }
}

/// An affine map `[a b c d e f]` as in ISO 32000-2 clause 8.3.3: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix(pub [f32; 6]);

impl Matrix {
    /// The map that changes nothing.
    pub const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `next`.
    pub fn then(&self, next: &Matrix) -> Matrix {
        let ([a, b, c, d, e, f], n) = (self.0, next.0);
        Matrix([
            a * n[0] + b * n[2],
            a * n[1] + b * n[3],
            c * n[0] + d * n[2],
            c * n[1] + d * n[3],
            e * n[0] + f * n[2] + n[4],
            e * n[1] + f * n[3] + n[5],
        ])
    }

    /// Where a point goes.
    pub fn apply(&self, p: Point) -> Point {
        let [a, b, c, d, e, f] = self.0;
        Point { x: a * p.x + c * p.y + e, y: b * p.x + d * p.y + f }
    }

    /// The map back, unless this one flattens the plane.
    pub fn inverse(&self) -> Option<Matrix> {
        let [a, b, c, d, e, f] = self.0;
        let det = a * d - b * c;
        if !det.is_finite() || det.abs() < 1e-12 {
            return None;
        }
        Some(Matrix([d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det]))
    }
}

/// A drawn picture: RGBA, 8 bits a channel, not premultiplied, rows from the top.
#[derive(Clone, PartialEq)]
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub rgba: Vec<u8>,
}

impl Pixels {
    /// The colour at a column and row, or `None` outside.
    pub fn get(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let at = (y as usize * self.width as usize + x as usize) * 4;
        self.rgba.get(at..at + 4)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverse_undoes() {
        let m = Matrix([2.0, 0.5, -1.0, 3.0, 10.0, 20.0]);
        let p = m.then(&m.inverse().expect("regular")).apply(Point { x: 7.0, y: -3.0 });
        assert!((p.x - 7.0).abs() < 1e-4 && (p.y + 3.0).abs() < 1e-4);
    }

    #[test]
    fn shrinking_stops_at_the_centre() {
        let r = Rect::new(0.0, 0.0, 2.0, 10.0).grown(-3.0);
        assert_eq!((r.x0, r.x1, r.y0, r.y1), (1.0, 1.0, 3.0, 7.0));
    }
}
