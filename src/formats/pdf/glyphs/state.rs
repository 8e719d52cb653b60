//! The part of the graphics state that text and visibility depend on (ISO 32000-2, clauses 8.4 and 9.3).

use std::rc::Rc;

use hayro_interpret::kurbo::{Affine, Rect as KRect};
use hayro_syntax::object::{Array, Name, Object, Stream};
use hayro_syntax::page::Resources;

use super::super::fonts::Face;
use super::path::MOST_BOXES;

/// A colour as far as "is it the paper's?" goes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Ink {
    /// Nearly white.
    Paper,
    /// Any other colour.
    Colour,
    /// A pattern: its own drawing.
    Pattern,
}

/// A plain colour, where it is known.
pub(super) type Rgb = Option<[u8; 3]>;

/// How a colour space counts.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Space {
    /// 1 is white.
    Gray,
    /// Three components, all 1 is white.
    Rgb,
    /// Four components, all 0 is white.
    Cmyk,
    /// A pattern space.
    Pattern,
    /// Unknown.
    Other,
}

impl Space {
    /// The space that a name stands for.
    pub(super) fn of(name: &Name<'_>, resources: &Resources<'_>) -> Self {
        match name.as_ref() {
            b"DeviceGray" | b"G" => Space::Gray,
            b"DeviceRGB" | b"RGB" => Space::Rgb,
            b"DeviceCMYK" | b"CMYK" => Space::Cmyk,
            b"Pattern" => Space::Pattern,
            _ => match resources.get_color_space(name) {
                Some(Object::Name(n)) => match n.as_ref() {
                    b"DeviceGray" => Space::Gray,
                    b"DeviceRGB" => Space::Rgb,
                    b"DeviceCMYK" => Space::Cmyk,
                    b"Pattern" => Space::Pattern,
                    _ => Space::Other,
                },
                Some(Object::Array(a)) => Space::of_array(&a),
                _ => Space::Other,
            },
        }
    }

    fn of_array(array: &Array<'_>) -> Self {
        let mut items = array.iter::<Object<'_>>();
        let Some(Object::Name(family)) = items.next() else { return Space::Other };
        match family.as_ref() {
            b"CalGray" => Space::Gray,
            b"CalRGB" => Space::Rgb,
            b"Pattern" => Space::Pattern,
            b"ICCBased" => {
                let stream: Option<Stream<'_>> = items.next().and_then(Object::into_stream);
                match stream.and_then(|s| s.dict().get::<i32>(b"N".as_slice())) {
                    Some(1) => Space::Gray,
                    Some(3) => Space::Rgb,
                    Some(4) => Space::Cmyk,
                    _ => Space::Other,
                }
            }
            _ => Space::Other,
        }
    }

    /// The ink of components in this space.
    pub(super) fn ink(self, parts: &[f64]) -> Ink {
        let paper = match self {
            Space::Gray | Space::Rgb => !parts.is_empty() && parts.iter().all(|&v| v >= 0.96),
            Space::Cmyk => parts.len() == 4 && parts.iter().all(|&v| v <= 0.04),
            Space::Pattern => return Ink::Pattern,
            Space::Other => false,
        };
        if paper { Ink::Paper } else { Ink::Colour }
    }

    /// Components in this space as red, green and blue, as far as "is it the same?" goes.
    pub(super) fn rgb(self, parts: &[f64]) -> Rgb {
        let byte = |v: f64| (v.clamp(0.0, 1.0) * 255.0) as u8;
        match (self, parts) {
            (Space::Gray, [g]) => Some([byte(*g); 3]),
            (Space::Rgb, [r, g, b]) => Some([*r, *g, *b].map(byte)),
            (Space::Cmyk, [c, m, y, k]) => Some([*c, *m, *y].map(|v| byte((1.0 - v) * (1.0 - *k)))),
            _ => None,
        }
    }
}

/// The graphics state.
#[derive(Clone)]
pub(super) struct State<'a> {
    /// User space → page space.
    pub(super) ctm: Affine,
    pub(super) font: Option<(u32, Rc<Face<'a>>)>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    /// 1 is unscaled.
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: u8,
    pub(super) space: Space,
    pub(super) ink: Ink,
    pub(super) rgb: Rgb,
    pub(super) stroke_space: Space,
    pub(super) stroke_ink: Ink,
    pub(super) alpha: f64,
    pub(super) line_width: f64,
    /// What of the page is not clipped away, page space.
    pub(super) clip: KRect,
    /// Whether less may be left than that box.
    pub(super) cut: bool,
    /// Then boxes that are left for sure, all but slivers, where that is known.
    pub(super) left: Option<Rc<Vec<KRect>>>,
    /// Whether only letters are left of it: what is painted then shows through them, and hides none of them.
    pub(super) lettered: bool,
}

impl State<'_> {
    /// What clips leave of some boxes; none where that is not sure.
    pub(super) fn left_of(&self, boxes: &[KRect]) -> Vec<KRect> {
        let clipped = |r: &KRect| r.intersect(self.clip);
        let some = |r: &KRect| r.width() > 0.0 && r.height() > 0.0;
        match &self.left {
            _ if !self.cut => boxes.iter().map(clipped).filter(some).collect(),
            Some(left) if left.len().saturating_mul(boxes.len()) <= 4 * MOST_BOXES => {
                let each = |r: &KRect| left.iter().map(|l| clipped(r).intersect(*l)).collect::<Vec<_>>();
                boxes.iter().flat_map(each).filter(some).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The state at the beginning of a page.
    pub(super) fn new(ctm: Affine, clip: KRect) -> Self {
        Self {
            ctm,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            space: Space::Gray,
            ink: Ink::Colour,
            rgb: Some([0; 3]),
            stroke_space: Space::Gray,
            stroke_ink: Ink::Colour,
            alpha: 1.0,
            line_width: 1.0,
            clip,
            cut: false,
            left: None,
            lettered: false,
        }
    }
}
