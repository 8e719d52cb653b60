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
mod scans;
mod stock;
mod subset;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;

use hayro_syntax::Pdf;
use sha2::{Digest as _, Sha256};

use self::fill::Filled;
use self::glyphs::{PageMap, Reader, Unseen};
use super::read::Read;
use super::{Document, Preview};
use crate::context::{Cx, Part, Step};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Placed, arrange};
use crate::model::order::sort;
use crate::model::{
    AtomId, Digest, Extract, Format, Notice, Opaque, OpaqueId, OpaqueKind, Page, Pixels, Place, Plan,
    Reading, Rect, Redacted, Turn, Unit,
};

/// Opens a PDF.
///
/// # Errors
/// `Encrypted` when the password does not open it; `Malformed`; `LimitExceeded`.
pub(super) fn open(bytes: Arc<[u8]>, password: &str, cx: &mut Cx<'_>) -> Result<Box<dyn Document>> {
    let (pdf, mut told) = filled(parse::load(&bytes, password, cx)?, &bytes, password, cx)?;
    parse::complete(&pdf)?;
    for page in pdf.pages().iter() {
        if parse::lacks_content(page, &bytes)? && !told.contains(&Notice::PartsMissing) {
            told.push(Notice::PartsMissing);
        }
    }
    Ok(Box::new(PdfDocument { bytes, pdf, told, maps: Vec::new(), sheets: Vec::new(), notices: Vec::new() }))
}

/// The file with a picture of every value that its form holds, or a remark that some have none.
fn filled(pdf: Pdf, bytes: &[u8], password: &str, cx: &mut Cx<'_>) -> Result<(Pdf, Vec<Notice>)> {
    Ok(match fill::fill(&pdf, bytes, parse::encrypted(bytes), cx)? {
        Filled::Already => (pdf, Vec::new()),
        Filled::Unread => (pdf, vec![Notice::FieldsUnread]),
        Filled::Anew(file, unread) => match parse::load(&Arc::from(file), password, cx) {
            Ok(anew) if anew.pages().len() >= pdf.pages().len() => {
                (anew, unread.then_some(Notice::FieldsUnread).into_iter().collect())
            }
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
    /// Pages as they were walked, until `extract` takes them.
    maps: Vec<PageMap>,
    /// What `extract` read of each page.
    sheets: Vec<Sheet>,
    notices: Vec<Notice>,
}

/// A page that was read.
struct Sheet {
    map: PageMap,
    /// Atom of each glyph, offset from `first`.
    first: AtomId,
    /// Number of the page's first opaque: pictures in order, unless they were read, then doubts.
    opaque: u32,
    /// What was read in the page's pictures.
    read: Option<Read>,
}

/// More pictures on a page than this are the pieces of one (a scan in strips): they are shown as one and share a choice.
const MOST_PICTURES: usize = 12;

impl Sheet {
    /// The opaque of a picture; one that was read is none.
    fn picture(&self, i: usize) -> Option<OpaqueId> {
        let shared = self.map.pictures.len() > MOST_PICTURES;
        self.read.is_none().then_some(OpaqueId(self.opaque + if shared { 0 } else { i as u32 }))
    }

    /// The opaque of a doubt.
    fn doubt(&self, i: usize) -> OpaqueId {
        let pictures = if self.read.is_some() { 0 } else { pictures(&self.map).len() };
        OpaqueId(self.opaque + pictures as u32 + i as u32)
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

impl PdfDocument {
    /// Walks every page, once; where something was missing, on from there.
    fn walk(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let total = self.pdf.pages().len() as u32;
        let mut reader = Reader::new(&self.pdf, &cx.stock);
        for (number, page) in (0u32..).zip(self.pdf.pages().iter()).skip(self.maps.len()) {
            cx.progress(Step::Reading, number, total)?;
            let map = reader.page(page, cx)?;
            // Such a page may be drawn, with fonts that the walk did not come upon.
            if !map.doubts.is_empty() {
                cx.stock.get(Part::Fonts);
            }
            cx.stock.sufficed()?;
            self.maps.push(map);
        }
        Ok(())
    }

    /// Pages with pictures, in order: each is read as one picture.
    fn pictured(&self) -> impl Iterator<Item = (u32, &PageMap)> {
        (0u32..)
            .zip(&self.maps)
            .filter(|(_, m)| m.pictures.iter().any(|p| p.rect.width() > 0.0 && p.rect.height() > 0.0))
    }
}

impl Document for PdfDocument {
    fn pictures(&mut self, cx: &mut Cx<'_>) -> Result<u32> {
        self.walk(cx)?;
        Ok(self.pictured().count() as u32)
    }

    fn picture(&mut self, picture: u32, cx: &mut Cx<'_>) -> Result<Pixels> {
        let none = || Error::new(ErrorKind::Misuse, "there is no such picture");
        let (page, map) = self.pictured().nth(picture as usize).ok_or_else(none)?;
        let crop = scans::Crop::of(map);
        Ok(crop.cut(&preview::draw(&self.pdf, page, crop.scale, cx)?))
    }

    fn extract(&mut self, cx: &mut Cx<'_>) -> Result<Extract> {
        self.walk(cx)?;
        let total = self.maps.len() as u32;
        let notices = parse::notices(&self.pdf, &self.bytes);
        let source = Sha256::digest(&self.bytes).into();
        let mut out = Extract { source, notices, ..Extract::empty(Format::Pdf) };
        let mut readings: Vec<Option<Reading>> = vec![None; self.maps.len()];
        for (i, (page, _)) in (0u32..).zip(self.pictured()) {
            if let Some(slot) = readings.get_mut(page as usize) {
                *slot = cx.reading(i).filter(|r| !r.is_blank());
            }
        }
        let mut sheets = Vec::new();
        for ((number, map), reading) in (0u32..).zip(std::mem::take(&mut self.maps)).zip(readings) {
            let first = cx.atoms(map.glyphs.len());
            let opaque = out.opaques.len() as u32;
            let read = tell(&mut out, number, &map, first, reading.as_ref(), cx);
            sheets.push(Sheet { map, first, opaque, read });
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

/// Adds what a page and its pictures say to the extract.
fn tell(
    out: &mut Extract,
    number: u32,
    map: &PageMap,
    first: AtomId,
    reading: Option<&Reading>,
    cx: &mut Cx<'_>,
) -> Option<Read> {
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
    out.pages.push(Page { size: map.size, unit: Unit::Point });
    out.operators.push(map.operators);
    let pictures = if reading.is_some() { Vec::new() } else { pictures(map) };
    let pictures = pictures.into_iter().map(|rect| (OpaqueKind::Picture, rect));
    for (kind, rect) in pictures.chain(map.doubts.iter().map(|d| (d.kind, d.rect))) {
        let id = OpaqueId(out.opaques.len() as u32);
        out.opaques.push(Opaque { id, kind, place: Place::Page { page: number, rect } });
    }
    if map.annotated {
        out.notices.push(Notice::AnnotationsRemoved);
    }
    let (text, own) = (out.texts.len(), placed.len());
    let read = reading.map(|reading| {
        let (letters, read) = scans::tell(reading, number, map, out, cx);
        if reading.turn == Turn::None {
            placed.extend(letters);
        } else {
            out.texts.push(arrange(&letters).read_in_a_picture());
        }
        read
    });
    let joined = arrange(&placed);
    out.texts.insert(text, if placed.len() > 2 * own { joined.read_in_a_picture() } else { joined });
    read
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
