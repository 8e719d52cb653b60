//! Glyphs in input order → flows, each as if it ran from left to right: the upright flow first, then text that runs up,
//! down, backwards or askew (margins, labels, watermarks). A turn is told by at least four glyphs that abut that way.

use super::{Item, Placed};
use crate::model::Rect;
use crate::model::order::sort_by;

/// Fewer glyphs than this say nothing about a direction.
const LEAST: usize = 4;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Right,
    Left,
    Up,
    Down,
    Askew,
}

/// The upright flow and those of each turn, in a stable order; none is empty.
pub(super) fn flows(placed: &[Placed]) -> Vec<Vec<Item<'_>>> {
    let items: Vec<Item<'_>> = placed
        .iter()
        .filter(|p| !p.string.is_empty())
        .map(|p| Item {
            string: &p.string,
            atom: p.atom,
            rect: Rect::new(p.rect.x0, p.rect.y0, p.rect.x1, p.rect.y1),
        })
        .collect();
    let ways = ways(&items);
    let mut out: Vec<Vec<Item<'_>>> = Vec::new();
    for way in [Way::Right, Way::Left, Way::Up, Way::Down] {
        let flow: Vec<Item<'_>> = items
            .iter()
            .zip(&ways)
            .filter(|(_, w)| **w == way)
            .map(|(i, _)| Item { rect: upright(i.rect, way), ..i.clone() })
            .collect();
        out.push(flow);
    }
    let mut start = 0;
    for run in ways.chunk_by(|a, b| a == b) {
        if let (Some(Way::Askew), Some(glyphs)) = (run.first(), items.get(start..start + run.len())) {
            out.push(straightened(glyphs));
        }
        start += run.len();
    }
    out.retain(|f| !f.is_empty());
    out
}

/// The way each glyph runs, judged with its neighbours in the input.
fn ways(items: &[Item<'_>]) -> Vec<Way> {
    let steps: Vec<Option<Way>> = items
        .windows(2)
        .map(|w| match w {
            [a, b] => step(&a.rect, &b.rect),
            _ => None,
        })
        .collect();
    let mut ways = vec![Way::Right; items.len()];
    let mut start = 0;
    for run in steps.chunk_by(|a, b| a == b) {
        if let Some(Some(way)) = run.first()
            && *way != Way::Right
            && run.len() + 1 >= LEAST
            && items
                .get(start..=start + run.len())
                .is_some_and(|r| r.iter().filter(|i| !i.is_space()).count() >= LEAST)
        {
            ways.iter_mut().skip(start).take(run.len() + 1).for_each(|w| *w = *way);
        }
        start += run.len();
    }
    ways
}

/// The way from one glyph to the next, if they abut.
fn step(a: &Rect, b: &Rect) -> Option<Way> {
    let wide = a.width().max(b.width()).max(1e-3);
    let tall = a.height().max(b.height()).max(1e-3);
    let same_row = (a.y0 - b.y0).abs() < 0.05 * tall && (a.y1 - b.y1).abs() < 0.05 * tall;
    let same_column = (a.x0 - b.x0).abs() < 0.05 * wide && (a.x1 - b.x1).abs() < 0.05 * wide;
    if same_column && !same_row {
        // Turned glyphs are all as wide as the font is high, and touch.
        let (up, down) = (a.y0 - b.y1, b.y0 - a.y1);
        let touches = |gap: f32| gap > -0.1 * wide && gap < 0.12 * wide;
        return match (touches(up), touches(down)) {
            (true, _) if b.y0 < a.y0 => Some(Way::Up),
            (_, true) if b.y0 > a.y0 && a.height() < 0.95 * a.width() => Some(Way::Down),
            _ => None,
        };
    }
    if same_row {
        let gap = a.x0 - b.x1;
        let backwards = b.x1 < a.x1 && b.x0 < a.x0 && gap > -0.1 * tall && gap < 0.1 * tall;
        return Some(if backwards { Way::Left } else { Way::Right });
    }
    let (dx, dy) = ((b.x0 + b.x1 - a.x0 - a.x1) / 2.0, (b.y0 + b.y1 - a.y0 - a.y1) / 2.0);
    let near = dx.abs() < 1.2 * wide && dy.abs() < 1.2 * tall;
    let askew =
        near && dx > 0.15 * wide && dy.abs() > 0.25 * dx && dy.abs() < 6.0 * dx && dy.abs() > 0.12 * tall;
    askew.then_some(Way::Askew)
}

/// The box as seen when the page is turned so that the text runs right.
fn upright(r: Rect, way: Way) -> Rect {
    match way {
        Way::Right | Way::Askew => r,
        Way::Left => Rect::new(-r.x1, -r.y1, -r.x0, -r.y0),
        Way::Up => Rect::new(-r.y1, r.x0, -r.y0, r.x1),
        Way::Down => Rect::new(r.y0, -r.x1, r.y1, -r.x0),
    }
}

/// A slanting run laid flat, in input order; only a clearly longer step is a gap.
fn straightened<'a>(run: &[Item<'a>]) -> Vec<Item<'a>> {
    let centre = |r: &Rect| ((r.x0 + r.x1) / 2.0, (r.y0 + r.y1) / 2.0);
    let step = |a: &Item<'_>, b: &Item<'_>| {
        let ((ax, ay), (bx, by)) = (centre(&a.rect), centre(&b.rect));
        (bx - ax).hypot(by - ay)
    };
    let mut steps: Vec<f32> = run.windows(2).filter_map(|w| Some(step(w.first()?, w.get(1)?))).collect();
    sort_by(&mut steps, f32::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(1.0).max(1e-3);
    let mut x = 0.0;
    let mut before: Option<&Item<'_>> = None;
    run.iter()
        .map(|item| {
            if let Some(b) = before
                && step(b, item) > 1.9 * usual
            {
                x += 0.5;
            }
            before = Some(item);
            let rect = Rect::new(x, 0.0, x + 1.0, 1.5);
            x += 1.0;
            Item { rect, ..item.clone() }
        })
        .collect()
}
