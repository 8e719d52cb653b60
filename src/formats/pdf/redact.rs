//! Plan + what was read → a new file: each page edited, or, where the editor is not sure, drawn and struck in pixels.
//! Boxes are page space; a drawn page has [`DPI`] dots an inch, or what the limit of pixels allows.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::Dict;
use hayro_syntax::page::Page;

use super::edit::{self, Struck};
use super::glyphs::{Doubt, Glyph, PageMap, Picture, Unseen};
use super::write::{PageOut, UsedCodes, Writer};
use super::{Sheet, parse, preview, raster, scans};
use crate::context::{Cx, Step};
use crate::error::{ErrorKind, Result};
use crate::model::{
    Drawn, Flatten, Format, Notice, OpaqueChoice, OpaqueId, OpaqueKind, Pixels, Plan, Rect, Redacted, Size,
};

/// Resolution of drawn pages.
const DPI: f32 = 200.0;
/// Pixels of a page's pictures of which a part may be cut away: each use is packed anew.
const MOST_CUT: u64 = 40_000_000;
/// What a bar is painted with.
const BLACK: [u8; 3] = [0, 0, 0];

/// More pictures than this on a page are the pieces of one.
const PIECES: usize = 200;

/// Whether pages may be edited.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Where that is sure.
    Edit,
    /// Never.
    Draw,
}

/// Makes the new file.
///
/// # Errors
/// `LimitExceeded`, `Cancelled`, `Internal`.
pub(super) fn redact(
    pdf: &Pdf,
    sheets: &[Sheet],
    plan: &Plan,
    notices: &[Notice],
    cx: &mut Cx<'_>,
) -> Result<Redacted> {
    let way = if plan.flatten() == Flatten::Everything { Way::Draw } else { Way::Edit };
    match attempt(pdf, sheets, plan, notices, way, cx) {
        // A font that cannot be rebuilt is known only at the end: then no page keeps its fonts.
        Err(e) if e.kind() == ErrorKind::Unsupported && way == Way::Edit => {
            attempt(pdf, sheets, plan, notices, Way::Draw, cx)
        }
        done => done,
    }
}

fn attempt(
    pdf: &Pdf,
    sheets: &[Sheet],
    plan: &Plan,
    notices: &[Notice],
    way: Way,
    cx: &mut Cx<'_>,
) -> Result<Redacted> {
    let used = readings(sheets);
    let mut notices = notices.to_vec();
    notices.extend(sheets.iter().any(|s| s.read.is_some()).then_some(Notice::PicturesRead));
    let mut bars: Vec<Drawn> = Vec::new();
    let mut writer = Writer::new(&used, plan.needles(), cx);
    let total = sheets.len() as u32;
    for ((number, sheet), page) in (0u32..).zip(sheets).zip(pdf.pages().iter()) {
        writer.cx().progress(Step::Striking, number, total)?;
        let job = Job { page, number, sheet, plan };
        let struck = job.struck();
        let mut done = None;
        if way == Way::Edit && job.sure(&struck) {
            done = job.edited(&struck, &mut writer)?;
        }
        let boxes = match done {
            Some(boxes) => boxes,
            None => {
                notices.push(Notice::PageRasterised);
                let (out, boxes) = job.drawn(pdf, &struck, writer.cx())?;
                writer.page(out)?;
                boxes
            }
        };
        bars.extend(boxes.into_iter().map(|rect| Drawn { page: number, rect, colour: BLACK }));
    }
    let bytes = writer.finish()?;
    Ok(Redacted::new(bytes, Format::Pdf, bars, notices))
}

/// What we read for each code of each font.
fn readings(sheets: &[Sheet]) -> UsedCodes {
    let mut used: UsedCodes = BTreeMap::new();
    for sheet in sheets {
        for g in &sheet.map.glyphs {
            let Some(key) = sheet.map.fonts.get(g.font as usize) else { continue };
            if !used.contains_key(key) {
                used.insert(key.clone(), BTreeMap::new());
            }
            if let Some(codes) = used.get_mut(key)
                && !codes.contains_key(&g.code)
            {
                codes.insert(g.code, g.says.as_deref().unwrap_or_default().to_owned());
            }
        }
    }
    used
}

/// One page's task.
struct Job<'a, 's> {
    page: &'s Page<'a>,
    number: u32,
    sheet: &'s Sheet,
    plan: &'s Plan,
}

impl<'a> Job<'a, '_> {
    fn map(&self) -> &PageMap {
        &self.sheet.map
    }

    fn struck(&self) -> Struck {
        let map = self.map();
        let drawn = self.plan.boxes().iter().filter(|b| b.page == self.number).map(|b| b.rect);
        let read = self.sheet.read.as_ref().map(|r| r.struck(self.plan)).unwrap_or_default();
        let boxes: Vec<Rect> = drawn.chain(read).collect();
        let atom = |i: usize| self.plan.strikes_atom(self.sheet.first.plus(i));
        let doubts = map.doubts.iter().enumerate().filter(|(_, d)| d.kind == OpaqueKind::Glyphs);
        let unread: Vec<Rect> = doubts.filter(|(i, _)| self.removed(*i)).map(|(_, d)| d.rect).collect();
        let glyphs = map.glyphs.iter().enumerate().map(|(i, g)| {
            let named = atom(g.twin.map_or(i, |t| t as usize)) || atom(i);
            named
                || boxes.iter().any(|b| touches(b, &g.cell))
                || g.says.is_none() && g.unseen.is_none() && unread.iter().any(|b| touches(b, &g.cell))
        });
        let glyphs: Vec<bool> = glyphs.collect();
        let pictures = (0..map.pictures.len())
            .map(|i| self.sheet.picture(i).is_some_and(|id| self.plan.opaque(id) == OpaqueChoice::Remove))
            .collect();
        let scans = runs(map, &glyphs, |g| pictured(map, g));
        Struck { glyphs, pictures, boxes, scans }
    }

    /// Whether the editor can do all that is asked.
    fn sure(&self, struck: &Struck) -> bool {
        let map = self.map();
        let kept = |i: usize| !struck.pictures.get(i).copied().unwrap_or(true);
        // Letters that nobody can read go or stay one by one; a pattern that holds pictures stays or the page is drawn.
        let tame = |(i, d): (usize, &Doubt)| d.plain && (d.kind == OpaqueKind::Glyphs || !self.removed(i));
        let under = |p: &Picture| struck.places().any(|b| touches(b, &p.rect));
        let cut = |(i, p): &(usize, &Picture)| kept(*i) && (p.cropped || !p.covers.is_empty() || under(p));
        map.doubts.iter().enumerate().all(tame)
            && map.pictures.iter().enumerate().filter(cut).map(|(_, p)| p.pixels).sum::<u64>() <= MOST_CUT
            && !map.glyphs.iter().zip(&struck.glyphs).any(|(g, s)| *s && g.special)
            && !map.pictures.iter().enumerate().any(|(i, p)| kept(i) && (p.partly_hidden || self.unread(p)))
            // A picture that lies along the axes is struck in its own pixels.
            && struck.places().all(|b| {
                let turned = map.pictures.iter().enumerate().filter(|(i, p)| kept(*i) && p.place.is_none());
                let pictures = turned.map(|(_, p)| &p.rect);
                !pictures.chain(&map.paths).any(|r| b.grown(0.5).intersection(&r.grown(0.5)).is_some())
            })
            && (map.pictures.len() <= PIECES || struck.places().next().is_none())
    }

    /// Whether what a doubt is about goes.
    fn removed(&self, doubt: usize) -> bool {
        self.plan.opaque(self.sheet.doubt(doubt)) == OpaqueChoice::Remove
    }

    /// Whether a picture holds finer detail than was looked at when it was read.
    fn unread(&self, picture: &Picture) -> bool {
        self.sheet.read.is_some() && picture.density > 1.25 * scans::scale(self.map())
    }

    /// Edits the page and hands it to the writer. `None` where one of them finds that it must be drawn.
    fn edited(&self, struck: &Struck, writer: &mut Writer<'a, '_, '_>) -> Result<Option<Vec<Rect>>> {
        let edited = match edit::page(self.page, self.map(), struck, writer.cx()) {
            Err(e) if e.kind() == ErrorKind::Unsupported => return Ok(None),
            edited => edited?,
        };
        let out = PageOut::Content {
            media: self.map().size,
            content: edited.content,
            resources: parse::page_resources(self.page),
            forms: edited.forms,
            cuts: edited.cuts,
            group: self.page.raw().get::<Dict<'a>>(b"Group".as_slice()),
        };
        match writer.page(out) {
            Err(e) if e.kind() == ErrorKind::Unsupported => Ok(None),
            done => done.map(|()| Some(edited.bars)),
        }
    }

    /// Draws the page and strikes it in pixels.
    fn drawn(&self, pdf: &Pdf, struck: &Struck, cx: &mut Cx<'_>) -> Result<(PageOut<'a>, Vec<Rect>)> {
        let map = self.map();
        let most = cx.budget.limits().pixels as f32;
        let area = (map.size.width * map.size.height).max(1.0);
        let side = map.size.width.max(map.size.height).max(1.0);
        let scale = (DPI / 72.0).min((0.9 * most / area).sqrt()).min(20_000.0 / side);
        let pixels = preview::fill(pdf, self.number, scale, cx)?;
        let mut boxes = runs(map, &struck.glyphs, |g| g.unseen.is_none() || pictured(map, g));
        boxes.extend(&struck.boxes);
        let removed = |id: OpaqueId| self.plan.opaque(id) == OpaqueChoice::Remove;
        let pictures =
            map.pictures.iter().enumerate().filter_map(|(i, p)| Some((self.sheet.picture(i)?, p.rect)));
        let doubts = map.doubts.iter().enumerate().map(|(i, d)| (self.sheet.doubt(i), d.rect));
        boxes.extend(pictures.chain(doubts).filter(|(id, _)| removed(*id)).map(|(_, rect)| rect));
        let sheet = Rect::new(0.0, 0.0, map.size.width, map.size.height);
        let boxes: Vec<Rect> = boxes.iter().filter_map(|b| b.intersection(&sheet)).collect();
        let in_pixels: Vec<Rect> = boxes.iter().map(|b| scaled(b, map.size, &pixels)).collect();
        let pixels = raster::struck(pixels, &in_pixels);
        Ok((PageOut::Raster { media: map.size, pixels }, boxes))
    }
}

/// A box in pixels, aligned outward.
fn scaled(b: &Rect, size: Size, pixels: &Pixels) -> Rect {
    let x = pixels.width as f32 / size.width.max(1.0);
    let y = pixels.height as f32 / size.height.max(1.0);
    Rect::new(
        (b.x0 * x).floor() - 1.0,
        (b.y0 * y).floor() - 1.0,
        (b.x1 * x).ceil() + 1.0,
        (b.y1 * y).ceil() + 1.0,
    )
}

/// Whether a glyph is the hidden text of a scan: the pixels of the picture at its place say the same.
fn pictured(map: &PageMap, g: &Glyph) -> bool {
    let hidden = matches!(g.unseen, Some(Unseen::Ink | Unseen::Covered | Unseen::Barred));
    hidden && (map.pictures.len() > PIECES || map.pictures.iter().any(|p| touches(&p.rect, &g.cell)))
}

/// Whether a box that a person drew reaches into a glyph.
fn touches(drawn: &Rect, cell: &Rect) -> bool {
    drawn.intersection(cell).is_some_and(|i| i.width() > 0.3 && i.height() > 0.3)
}

/// Boxes of those struck glyphs that are `shown`, as letters or in a picture; neighbours on a line joined, each as long as a
/// multiple of two ems where nothing that stays is in the way.
fn runs(map: &PageMap, struck: &[bool], shown: impl Fn(&Glyph) -> bool) -> Vec<Rect> {
    let mut runs: Vec<(Rect, f32)> = Vec::new();
    let mut kept: Vec<Rect> = Vec::new();
    for (g, s) in map.glyphs.iter().zip(struck) {
        if !shown(g) || !s && g.says.as_ref().is_some_and(|s| s.trim().is_empty()) {
            continue;
        }
        if !s {
            kept.push(g.cell);
            continue;
        }
        let em = 1000.0 * g.step.hypot() as f32;
        let full = if g.ink.width() > 0.0 { g.cell.union(&g.ink) } else { g.cell };
        match runs.last_mut() {
            Some((run, _)) if joined(run, &full, em) => *run = run.union(&full),
            _ => runs.push((full, em)),
        }
    }
    for (run, em) in &mut runs {
        let unit = 2.0 * em.max(0.5);
        if run.width() >= run.height() {
            let wanted = run.x0 + (run.width() / unit).ceil().max(1.0) * unit;
            let in_way = kept.iter().filter(|k| k.y0 < run.y1 && k.y1 > run.y0 && k.x0 >= run.x1 - 0.5);
            let free = in_way.map(|k| k.x0 - 0.5).fold(wanted, f32::min);
            run.x1 = run.x1.max(free.min(wanted));
        }
    }
    runs.into_iter().map(|(r, _)| r).collect()
}

fn joined(run: &Rect, next: &Rect, em: f32) -> bool {
    let overlap = run.y1.min(next.y1) - run.y0.max(next.y0);
    let across = run.x1.min(next.x1) - run.x0.max(next.x0);
    let level = overlap >= 0.5 * run.height().min(next.height()) && across >= -em;
    let upright = across >= 0.5 * run.width().min(next.width()) && overlap >= -em;
    level || upright
}
