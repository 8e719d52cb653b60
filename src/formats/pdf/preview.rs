//! A page → [`Pixels`], on white, drawn afresh by hayro. Scales are pixels per point.

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::{InterpreterSettings, RenderContent};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;

use super::stock;
use crate::context::Cx;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Pixels;

/// Draws page `page` (from 0). Annotations are drawn too: the person sees what the file shows. A last pixel that the page fills
/// only in part is left out.
pub(super) fn draw(pdf: &Pdf, page: u32, scale: f32, cx: &mut Cx<'_>) -> Result<Pixels> {
    scaled(pdf, page, (scale, scale), cx)
}

/// Draws page `page` (from 0) as near to the scale as whole pixels allow: the page ends where they do, so that nothing on it
/// moves when they are laid over its whole area.
pub(super) fn fill(pdf: &Pdf, page: u32, scale: f32, cx: &mut Cx<'_>) -> Result<Pixels> {
    let (width, height) = sheet(pdf, page)?.render_dimensions();
    // A hair more, so that rounding takes no pixel away.
    let whole = |side: f32| ((side * scale).round().max(1.0) + 0.01) / side;
    scaled(pdf, page, (whole(width), whole(height)), cx)
}

fn sheet<'p>(pdf: &'p Pdf, page: u32) -> Result<&'p Page<'p>> {
    usize::try_from(page)
        .ok()
        .and_then(|p| pdf.pages().get(p))
        .ok_or_else(|| Error::new(ErrorKind::Misuse, "there is no such page"))
}

fn scaled(pdf: &Pdf, page: u32, (x_scale, y_scale): (f32, f32), cx: &mut Cx<'_>) -> Result<Pixels> {
    let sheet = sheet(pdf, page)?;
    if [x_scale, y_scale].iter().any(|s| !s.is_finite() || *s <= 0.0) {
        return Err(Error::new(ErrorKind::Misuse, "the scale is not a positive number"));
    }
    let (width, height) = sheet.render_dimensions();
    let (w, h) = (f64::from(width * x_scale).floor(), f64::from(height * y_scale).floor());
    // The drawer counts in 16 bits.
    if !(1.0..=f64::from(u16::MAX)).contains(&w) || !(1.0..=f64::from(u16::MAX)).contains(&h) {
        return Err(Error::limit("the page is too large to draw"));
    }
    // A person may look at a page as often as they like: each drawing is bounded, their sum is not.
    if w * h > cx.budget.limits().pixels as f64 {
        return Err(Error::limit("the page is too large to draw"));
    }
    let cache = RenderCache::new();
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE | RenderContent::ANNOTATIONS,
        font_resolver: stock::any_font(&cx.stock),
        cmap_resolver: stock::maps::predefined(&cx.stock),
        ..InterpreterSettings::default()
    };
    // Hinting would move glyphs off the places that the glyph map knows.
    let drawing = RenderSettings { hinting: false, ..RenderSettings::default() };
    let pixmap = PixmapSettings { x_scale, y_scale, bg_color: WHITE };
    let drawn = hayro::render(sheet, &cache, &settings, &drawing, &pixmap);
    cx.stock.sufficed()?;
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    // The background is opaque, so premultiplied and plain colours are the same.
    Ok(Pixels { width, height, rgba: drawn.data_as_u8_slice().to_vec() })
}
