//! Check `pixels`: each page with bars is drawn afresh, and inside every bar all pixels have the bar's colour.

use super::{Check, Subject};
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::model::order::sort_by_key;
use crate::model::{Drawn, Format, Notice, Pixels, Place, Unit};

/// Pixels per point at which a page is looked at, where the page is not too large for that.
const SCALE: f32 = 2.0;
/// Pixels of one drawn page, at most.
const AREA: f32 = 16_000_000.0;
/// How far a channel may be off: drawing rounds, and a lossy picture rings a little.
const DRAWN_EXACT: u8 = 2;
const DRAWN_LOSSY: u8 = 24;

/// The check.
pub(super) struct PixelsCheck;

impl Check for PixelsCheck {
    fn name(&self) -> &'static str {
        "pixels"
    }

    fn run(&self, subject: &mut Subject<'_, '_>, cx: &mut Cx<'_>) -> Result<()> {
        let lossy = subject.format == Format::Jpeg || subject.notices.contains(&Notice::PageRasterised);
        let tolerance = if lossy { DRAWN_LOSSY } else { DRAWN_EXACT };
        let mut bars: Vec<Drawn> = subject.bars.to_vec();
        sort_by_key(&mut bars, |b| b.page);
        for of_page in bars.chunk_by(|a, b| a.page == b.page) {
            let Some(first) = of_page.first() else { continue };
            let page = subject
                .evidence
                .reread
                .pages
                .get(first.page as usize)
                .ok_or_else(|| Error::leak("pixels check: a bar lies on a page that is not there"))?;
            let wish = if page.unit == Unit::Pixel { 1.0 } else { SCALE };
            let area = (page.size.width * page.size.height).max(1.0);
            let scale = if page.unit == Unit::Pixel { 1.0 } else { wish.min((AREA / area).sqrt()) };
            let drawn = (subject.evidence.draw)(first.page, scale, cx)
                .map_err(|_| Error::leak("pixels check: a page could not be drawn").at(place(first)))?;
            for bar in of_page {
                cx.budget.step(1)?;
                if !filled(&drawn, bar, scale, tolerance) {
                    return Err(Error::leak("pixels check: something shows through a bar").at(place(bar)));
                }
            }
        }
        Ok(())
    }
}

fn place(bar: &Drawn) -> Place {
    Place::Page { page: bar.page, rect: bar.rect }
}

/// Whether all pixels inside the bar, one pixel in from its edge, have its colour.
fn filled(drawn: &Pixels, bar: &Drawn, scale: f32, tolerance: u8) -> bool {
    let edge = |v: f32, most: u32| v.clamp(0.0, most as f32) as u32;
    let (x0, x1) = ((bar.rect.x0 * scale).ceil() + 1.0, (bar.rect.x1 * scale).floor() - 1.0);
    let (y0, y1) = ((bar.rect.y0 * scale).ceil() + 1.0, (bar.rect.y1 * scale).floor() - 1.0);
    let (columns, rows) =
        (edge(x0, drawn.width)..edge(x1, drawn.width), edge(y0, drawn.height)..edge(y1, drawn.height));
    rows.into_iter().all(|y| {
        columns.clone().all(|x| {
            drawn.get(x, y).is_some_and(|[r, g, b, a]| {
                a == 255 && [r, g, b].iter().zip(bar.colour).all(|(p, c)| p.abs_diff(c) <= tolerance)
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    #[test]
    fn one_stray_pixel_is_seen() {
        let mut p = Pixels { width: 40, height: 20, rgba: [0, 0, 0, 255].repeat(800) };
        let bar = Drawn { page: 0, rect: Rect::new(2.0, 2.0, 18.0, 8.0), colour: [0, 0, 0] };
        assert!(filled(&p, &bar, 2.0, 2));
        let at = (8 * 40 + 20) * 4;
        p.rgba[at] = 90;
        assert!(!filled(&p, &bar, 2.0, 24));
    }
}
