//! The pictures of a page, read as one: the part of the page that they cover is drawn at the resolution of a good scan,
//! and what was read there becomes letters of the page. Boxes are page space.

use super::super::read::{self, Read, Stand};
use super::glyphs::PageMap;
use crate::context::Cx;
use crate::layout::Placed;
use crate::model::{Extract, Pixels, Reading, Rect};

/// Dots an inch at which pictures are drawn to be read: as many as they have, between what small print needs and what helps.
const DPI: (f32, f32) = (150.0, 300.0);
/// Pixels of one page to read, at most; a drawn page has no more a side than its drawer counts.
const MOST: (f32, f32) = (16_000_000.0, 20_000.0);

/// Pixels a point at which a page's pictures are read.
pub(super) fn scale(map: &PageMap) -> f32 {
    let (area, side) =
        ((map.size.width * map.size.height).max(1.0), map.size.width.max(map.size.height).max(1.0));
    let finest = map.pictures.iter().map(|p| p.density).fold(0.0, f32::max);
    finest.clamp(DPI.0 / 72.0, DPI.1 / 72.0).min((MOST.0 / area).sqrt()).min(MOST.1 / side)
}

/// The part of a page that is read.
pub(super) struct Crop {
    /// Pixels a point.
    pub(super) scale: f32,
    /// Corner of the part, pixels of the drawn page.
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

impl Crop {
    /// Around all pictures of the page.
    pub(super) fn of(map: &PageMap) -> Self {
        let sheet = Rect::new(0.0, 0.0, map.size.width, map.size.height);
        let all = map.pictures.iter().map(|p| p.rect).reduce(|a, b| a.union(&b)).unwrap_or_default();
        let all = all.intersection(&sheet).unwrap_or(sheet);
        let scale = scale(map);
        let (x, y) = ((all.x0 * scale).floor(), (all.y0 * scale).floor());
        let (right, bottom) = ((all.x1 * scale).ceil(), (all.y1 * scale).ceil());
        Self { scale, x: x as u32, y: y as u32, width: (right - x) as u32, height: (bottom - y) as u32 }
    }

    /// That part of the drawn page.
    pub(super) fn cut(&self, page: &Pixels) -> Pixels {
        let (x0, y0) = (self.x.min(page.width), self.y.min(page.height));
        let (width, height) = (self.width.min(page.width - x0), self.height.min(page.height - y0));
        let row = |y: u32| {
            let start = ((y0 + y) as usize * page.width as usize + x0 as usize) * 4;
            page.rgba.get(start..start + width as usize * 4).unwrap_or_default()
        };
        Pixels { width, height, rgba: (0..height).flat_map(|y| row(y).iter().copied()).collect() }
    }

    fn to_page(&self, r: &Rect) -> Rect {
        let (x, y) = (self.x as f32, self.y as f32);
        let s = self.scale;
        Rect::new((r.x0 + x) / s, (r.y0 + y) / s, (r.x1 + x) / s, (r.y1 + y) / s)
    }
}

/// Adds what was read in a page's pictures to the extract. The page's own visible letters, drawn in that part too, are not
/// read again.
pub(super) fn tell(
    reading: &Reading,
    page: u32,
    map: &PageMap,
    out: &mut Extract,
    cx: &mut Cx<'_>,
) -> (Vec<Placed>, Read) {
    let crop = Crop::of(map);
    let own = Bands::of(map);
    let said = |r: &Rect| own.hold((r.x0 + r.x1) / 2.0, (r.y0 + r.y1) / 2.0);
    let stand = Stand { page, to_page: &|r| crop.to_page(r), said: &said };
    read::tell(reading, &stand, out, cx)
}

/// The cells of a page's visible letters, by bands of the page's height, so that looking one up does not walk them all.
struct Bands(Vec<Vec<Rect>>);

/// Height of a band.
const BAND: f32 = 8.0;

impl Bands {
    fn of(map: &PageMap) -> Self {
        let band = |y: f32| (y.clamp(0.0, map.size.height) / BAND) as usize;
        let mut bands = vec![Vec::new(); band(map.size.height) + 1];
        for g in map.glyphs.iter().filter(|g| g.unseen.is_none()) {
            let of_glyph = bands.get_mut(band(g.cell.y0)..=band(g.cell.y1)).unwrap_or_default();
            of_glyph.iter_mut().for_each(|b: &mut Vec<Rect>| b.push(g.cell));
        }
        Self(bands)
    }

    fn hold(&self, x: f32, y: f32) -> bool {
        let band = self.0.get((y.max(0.0) / BAND) as usize);
        band.is_some_and(|b| b.iter().any(|c| c.x0 <= x && x <= c.x1 && c.y0 <= y && y <= c.y1))
    }
}
