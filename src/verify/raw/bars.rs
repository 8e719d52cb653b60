//! The bars of a finished PDF, found in its page content: upright black boxes about as high as a line of text. Boxes come out
//! in page space: points, origin top-left, y down.

use super::content::Operation;
use super::lex::{Dict, Object};
use super::pdf::File;
use crate::context::Cx;
use crate::error::Result;
use crate::model::{Matrix, Point, Quad, Rect};

/// Lower boxes are rules, higher ones pictures or blocks.
const HIGH: std::ops::Range<f32> = 4.0..60.0;
/// Saved graphics states, at most; what lies deeper is not looked at.
const SAVED: usize = 64;

#[derive(Clone, Copy)]
struct Ink {
    ctm: Matrix,
    black: bool,
}

impl File<'_> {
    /// Bars of a page, in paint order.
    ///
    /// # Errors
    /// As `page_operations`.
    pub(in crate::verify) fn bars(&self, page: &Dict, cx: &mut Cx<'_>) -> Result<Vec<Rect>> {
        let Some(&[x0, _, _, y1]) = self.entry(page, "MediaBox").map(numbers).as_deref() else {
            return Ok(Vec::new());
        };
        let operations = self.page_operations(page, cx)?;
        let flip = Matrix([1.0, 0.0, 0.0, -1.0, -x0, y1]);
        Ok(filled(&operations)
            .map(|(ctm, [x, y, w, h])| boxed(&ctm.then(&flip), x, y, w, h))
            .filter(like_a_bar)
            .collect())
    }
}

/// Black boxes that are filled, each with the map from its own space to that of the page.
fn filled(operations: &[Operation]) -> impl Iterator<Item = (Matrix, [f32; 4])> {
    let mut ink = Ink { ctm: Matrix::IDENTITY, black: true };
    let (mut saved, mut path, mut out) = (Vec::new(), Vec::new(), Vec::new());
    for operation in operations {
        let n: Vec<f32> = operation.operands.iter().flat_map(numbers).collect();
        match operation.operator {
            b"q" if saved.len() < SAVED => saved.push(ink),
            b"Q" => ink = saved.pop().unwrap_or(ink),
            b"cm" => {
                if let Ok(m) = <[f32; 6]>::try_from(n) {
                    ink.ctm = Matrix(m).then(&ink.ctm);
                }
            }
            b"g" | b"rg" => ink.black = n.iter().all(|v| *v < 0.02),
            b"k" => ink.black = n.last().is_some_and(|k| *k > 0.98),
            b"cs" | b"sc" | b"scn" => ink.black = false,
            b"re" => path.extend(<[f32; 4]>::try_from(n)),
            b"f" | b"F" | b"f*" => {
                out.extend(path.drain(..).filter(|_| ink.black).map(|r| (ink.ctm, r)));
            }
            b"n" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => path.clear(),
            _ => {}
        }
    }
    out.into_iter()
}

fn numbers(object: &Object) -> Vec<f32> {
    match object {
        Object::Number(n) => vec![*n as f32],
        Object::Array(items) => items.iter().flat_map(numbers).collect(),
        _ => Vec::new(),
    }
}

fn boxed(map: &Matrix, x: f32, y: f32, w: f32, h: f32) -> Rect {
    let at = |x, y| map.apply(Point { x, y });
    Quad([at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h)]).bounds()
}

fn like_a_bar(r: &Rect) -> bool {
    HIGH.contains(&r.height()) && r.width() >= 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::raw::content::operations;

    #[test]
    fn black_boxes_are_bars_whatever_the_space() {
        let content =
            b"q 0.5 g 0 0 50 10 re f Q q 1 0 0 1 5 5 cm 0 g 10 20 30 10 re f Q 0 0 1 rg 9 9 9 9 re f";
        let operations = operations(content, &mut Cx::default()).expect("content");
        let found: Vec<Rect> = filled(&operations).map(|(m, [x, y, w, h])| boxed(&m, x, y, w, h)).collect();
        assert_eq!(found, [Rect::new(15.0, 25.0, 45.0, 35.0)]);
    }
}
