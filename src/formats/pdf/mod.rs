//! Portable Document Format, ISO 32000-2: bytes → glyphs, pictures and doubts → a new file. Text is taken out of the
//! content streams themselves; a page that cannot surely be taken apart becomes a picture.

mod edit;
mod fill;
mod fonts;
mod glyphs;
mod parse;
mod pictures;
mod preview;
mod raster;
mod redact;
mod subset;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;

use hayro_syntax::Pdf;
use sha2::{Digest as _, Sha256};

use self::fill::Filled;
use self::glyphs::{PageMap, Reader, Unseen};
use super::{Document, Preview};
use crate::context::{Cx, Step};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Placed, arrange};
use crate::model::order::sort;
use crate::model::{
    AtomId, Digest, Extract, Format, Notice, Opaque, OpaqueId, OpaqueKind, Page, Pixels, Place, Plan, Rect,
    Redacted, Unit,
};

/// Opens a PDF.
///
/// # Errors
/// `Encrypted` when the password does not open it; `Malformed`; `LimitExceeded`.
pub(super) fn open(bytes: Arc<[u8]>, password: &str, cx: &mut Cx<'_>) -> Result<Box<dyn Document>> {
    let (pdf, told) = filled(parse::load(&bytes, password, cx)?, &bytes, password, cx)?;
    Ok(Box::new(PdfDocument { bytes, pdf, told, sheets: Vec::new(), notices: Vec::new() }))
}

/// The file with a picture of every value that its form holds, or a remark that some have none.
fn filled(pdf: Pdf, bytes: &[u8], password: &str, cx: &mut Cx<'_>) -> Result<(Pdf, Vec<Notice>)> {
    Ok(match fill::fill(&pdf, bytes, parse::encrypted(bytes), cx)? {
        Filled::Already => (pdf, Vec::new()),
        Filled::Unread => (pdf, vec![Notice::FieldsUnread]),
        Filled::Anew(file) => match parse::load(&Arc::from(file), password, cx) {
            Ok(anew) if anew.pages().len() == pdf.pages().len() => (anew, Vec::new()),
            Err(e) if e.kind() == ErrorKind::LimitExceeded => return Err(e),
            _ => (pdf, vec![Notice::FieldsUnread]),
        },
    })
}

struct PdfDocument {
    bytes: Arc<[u8]>,
    pdf: Pdf,
    /// Remarks made when it was opened.
    told: Vec<Notice>,
    /// What `extract` read of each page.
    sheets: Vec<Sheet>,
    notices: Vec<Notice>,
}

/// A page that was read.
struct Sheet {
    map: PageMap,
    /// Atom of each glyph, offset from `first`.
    first: AtomId,
    /// Number of the page's first opaque: pictures in order, then doubts.
    opaque: u32,
}

/// More pictures on a page than this are the pieces of one (a scan in strips): they are shown as one and share a choice.
const MOST_PICTURES: usize = 12;

impl Sheet {
    /// The opaque of a picture.
    fn picture(&self, i: usize) -> OpaqueId {
        OpaqueId(self.opaque + if self.map.pictures.len() > MOST_PICTURES { 0 } else { i as u32 })
    }

    /// The opaque of a doubt.
    fn doubt(&self, i: usize) -> OpaqueId {
        OpaqueId(self.opaque + pictures(&self.map).len() as u32 + i as u32)
    }
}

/// Boxes of the pictures that are shown for review.
fn pictures(map: &PageMap) -> Vec<Rect> {
    let boxes = map.pictures.iter().map(|p| p.rect);
    if map.pictures.len() > MOST_PICTURES {
        boxes.reduce(|a, b| a.union(&b)).into_iter().collect()
    } else {
        boxes.collect()
    }
}

impl Document for PdfDocument {
    fn extract(&mut self, cx: &mut Cx<'_>) -> Result<Extract> {
        let total = self.pdf.pages().len() as u32;
        let mut reader = Reader::new(&self.pdf);
        let mut out = Extract {
            source: Sha256::digest(&self.bytes).into(),
            format: Format::Pdf,
            pages: Vec::new(),
            texts: Vec::new(),
            opaques: Vec::new(),
            places: std::collections::BTreeMap::new(),
            notices: parse::notices(&self.pdf, &self.bytes),
            operators: Vec::new(),
        };
        let mut sheets = Vec::new();
        for (number, page) in (0u32..).zip(self.pdf.pages().iter()) {
            cx.progress(Step::Reading, number, total)?;
            let map = reader.page(page, cx)?;
            let first = cx.atoms(map.glyphs.len());
            let opaque = out.opaques.len() as u32;
            tell(&mut out, number, &map, first);
            sheets.push(Sheet { map, first, opaque });
        }
        out.notices.extend(&self.told);
        self.sheets = sheets;
        sort(&mut out.notices);
        out.notices.dedup();
        self.notices = out.notices.clone();
        cx.progress(Step::Reading, total, total)?;
        Ok(out)
    }

    fn redact(&mut self, plan: &Plan, cx: &mut Cx<'_>) -> Result<Redacted> {
        let digest: Digest = Sha256::digest(&self.bytes).into();
        if *plan.source() != digest {
            return Err(Error::new(ErrorKind::Misuse, "the plan belongs to another file"));
        }
        if self.sheets.len() != self.pdf.pages().len() {
            return Err(Error::new(ErrorKind::Misuse, "the file was not read before"));
        }
        redact::redact(&self.pdf, &self.sheets, plan, &self.notices, cx)
    }

    fn preview(&mut self) -> Option<&mut dyn Preview> {
        Some(self)
    }
}

impl Preview for PdfDocument {
    fn draw(&mut self, page: u32, scale: f32, cx: &mut Cx<'_>) -> Result<Pixels> {
        preview::draw(&self.pdf, page, scale, cx)
    }
}

/// Adds what a page says to the extract.
fn tell(out: &mut Extract, number: u32, map: &PageMap, first: AtomId) {
    let turned = Turned::of(map);
    let mut placed = Vec::with_capacity(map.glyphs.len());
    for (i, g) in map.glyphs.iter().enumerate() {
        let atom = first.plus(i);
        let Some(says) = &g.says else { continue };
        if g.twin.is_some() {
            continue;
        }
        out.places.insert(atom, Place::Page { page: number, rect: g.cell });
        placed.push(Placed { string: says.to_string(), atom, rect: turned.rect(g) });
        if let (Some(why), false) = (g.unseen, says.trim().is_empty()) {
            out.notices.push(Notice::HiddenText);
            if why == Unseen::Barred {
                out.notices.push(Notice::FakeRedaction);
            }
        }
    }
    out.texts.push(arrange(&placed));
    out.pages.push(Page { size: map.size, unit: Unit::Point });
    out.operators.push(map.operators);
    let pictures = pictures(map).into_iter().map(|rect| (OpaqueKind::Picture, rect));
    for (kind, rect) in pictures.chain(map.doubts.iter().map(|d| (d.kind, d.rect))) {
        let id = OpaqueId(out.opaques.len() as u32);
        out.opaques.push(Opaque { id, kind, place: Place::Page { page: number, rect } });
    }
    if map.annotated {
        out.notices.push(Notice::AnnotationsRemoved);
    }
}

/// Text of each direction, turned so that its lines run to the right. Directions other than upright are laid out below
/// the page, where they cannot mix with it.
struct Turned {
    width: f32,
    height: f32,
}

impl Turned {
    fn of(map: &PageMap) -> Self {
        Self { width: map.size.width, height: map.size.height }
    }

    fn rect(&self, g: &glyphs::Glyph) -> Rect {
        let r = g.cell;
        let (x, y) = (g.step.x, g.step.y);
        let below = self.height.max(self.width) + 100.0;
        if y.abs() <= x.abs() {
            if x >= 0.0 {
                return r;
            }
            let (w, h) = (self.width, self.height);
            return Rect::new(w - r.x1, h - r.y1 + 3.0 * below, w - r.x0, h - r.y0 + 3.0 * below);
        }
        if y < 0.0 {
            // Upward: the page is turned clockwise.
            let h = self.height;
            Rect::new(h - r.y1, r.x0 + below, h - r.y0, r.x1 + below)
        } else {
            let w = self.width;
            Rect::new(r.y0, w - r.x1 + 2.0 * below, r.y1, w - r.x0 + 2.0 * below)
        }
    }
}
