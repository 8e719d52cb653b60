//! Pages that may stay → a new PDF 1.7 file. An allow-list walk: the catalog, the page tree, and for each page its box, its content and
//! the resources that this content names. Nothing else of the source is copied, so nothing else survives: one revision, every object
//! reachable, classic cross-reference table, nothing after the end mark. Lengths are points, origin bottom-left, as the format has it.

pub(super) mod colour;
mod content;
mod fonts;
mod named;
mod resources;
pub(super) mod syntax;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use hayro_font::{CMapResolverFn, FontCache, FontResolverFn};
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Stream};
use sha2::{Digest, Sha256};

use self::content::{Scope, Text};
use self::syntax::DictOut;
use super::pictures::Cut;
use super::{raster, stock};
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::model::{Needle, Pixels, Size};

/// What a page of the output is made of.
pub(super) enum PageOut<'a> {
    /// Content that was edited.
    Content {
        /// Width and height of the page, points.
        media: Size,
        /// Operators and operands, not compressed.
        content: Vec<u8>,
        /// The source page's resources; only what `content` names is copied.
        resources: Dict<'a>,
        /// Edited forms by the name under which `content` draws them.
        forms: BTreeMap<String, FormOut<'a>>,
        /// Pictures of which only a part is copied, by the name under which `content` draws them.
        cuts: BTreeMap<String, Cut>,
        /// The source page's transparency group, if any.
        group: Option<Dict<'a>>,
    },
    /// A drawn page whose struck places are already constant.
    Raster {
        /// Width and height of the page, points.
        media: Size,
        /// The drawing.
        pixels: Pixels,
    },
}

/// A form (a content stream drawn by `Do`) that was edited.
pub(super) struct FormOut<'a> {
    /// Operators and operands, not compressed.
    pub(super) content: Vec<u8>,
    /// The form's clip box in its own space.
    pub(super) bbox: [f32; 4],
    /// From the form's space to that of its user.
    pub(super) matrix: [f32; 6],
    /// The source form's resources; only what `content` names is copied.
    pub(super) resources: Dict<'a>,
    /// Forms that this one draws.
    pub(super) forms: BTreeMap<String, FormOut<'a>>,
    /// Pictures of which only a part is copied.
    pub(super) cuts: BTreeMap<String, Cut>,
    /// The source form's transparency group, if any.
    pub(super) group: Option<Dict<'a>>,
}

/// A font of the source: its object number, if any, and the bytes of its dictionary.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FontKey {
    id: Option<(u32, i32)>,
    data: Vec<u8>,
}

impl FontKey {
    /// The key of a font dictionary.
    pub(super) fn of(dict: &Dict<'_>) -> Self {
        Self { id: dict.obj_id().map(|id| (id.obj_number, id.gen_number)), data: dict.data().to_vec() }
    }
}

/// What the reader read: per font of the source, code → Unicode (empty where a code means nothing). May hold more than is shown. A code
/// that is shown but was not read makes the page fail.
pub(super) type UsedCodes = BTreeMap<FontKey, BTreeMap<u32, String>>;

/// A file under construction, page by page.
pub(super) struct Writer<'a, 'w, 'c> {
    walk: Walk<'a, 'w, 'c>,
    catalog: u32,
    tree: u32,
    pages: Vec<u32>,
}

impl<'a, 'w, 'c> Writer<'a, 'w, 'c> {
    /// An empty file, in which no font may be called by what was struck.
    pub(super) fn new(used: &'w UsedCodes, needles: &'w [Needle], cx: &'w mut Cx<'c>) -> Self {
        let mut walk = Walk {
            out: Objects::new(),
            used,
            needles,
            fonts: FontCache::new(),
            font_resolver: stock::standard_fonts(&cx.stock),
            any_font: stock::any_font(&cx.stock),
            cmap_resolver: stock::maps::predefined(&cx.stock),
            used_fonts: Vec::new(),
            written_pictures: BTreeMap::new(),
            open: Vec::new(),
            cx,
        };
        let catalog = walk.out.reserve();
        let tree = walk.out.reserve();
        Self { walk, catalog, tree, pages: Vec::new() }
    }

    /// The run's state, for callers that draw pages in between.
    pub(super) fn cx(&mut self) -> &mut Cx<'c> {
        self.walk.cx
    }

    /// Adds a page. On an error the file is as before, so that the caller can hand in the same page drawn.
    ///
    /// # Errors
    /// `Unsupported` where the page holds something that cannot be rebuilt surely: it must go the raster way. `LimitExceeded`,
    /// `Malformed`; `Internal` where a page draws what it said was struck.
    pub(super) fn page(&mut self, page: PageOut<'a>) -> Result<()> {
        let objects = self.walk.out.bodies.len();
        let fonts = self.walk.used_fonts.clone();
        match self.walk.page(page, self.tree) {
            Ok(id) => {
                self.pages.push(id);
                Ok(())
            }
            Err(e) => {
                self.walk.out.back_to(objects);
                self.walk.used_fonts = fonts;
                self.walk.written_pictures.retain(|_, id| *id as usize <= objects);
                self.walk.open.clear();
                Err(e)
            }
        }
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// `LimitExceeded` when it is too large; `Unsupported` when a font cannot be rebuilt.
    pub(super) fn finish(mut self) -> Result<Vec<u8>> {
        self.walk.write_fonts()?;
        let mut kids = vec![b'['];
        for (i, id) in self.pages.iter().enumerate() {
            if i > 0 {
                kids.push(b' ');
            }
            syntax::reference(&mut kids, *id);
        }
        kids.push(b']');
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Pages");
        dict.number(b"Count", self.pages.len() as f64);
        dict.raw(b"Kids", &kids);
        self.walk.out.put(self.tree, dict.done());
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Catalog");
        dict.reference(b"Pages", self.tree);
        self.walk.out.put(self.catalog, dict.done());
        self.walk.out.file(self.catalog)
    }
}

/// Decodes a stream that is no picture, within the budget.
///
/// # Errors
/// `LimitExceeded` when it unpacks to too much, `Malformed` when it does not decode.
pub(super) fn stream_bytes(stream: &Stream<'_>, cx: &mut Cx<'_>) -> Result<Vec<u8>> {
    super::pictures::guard(stream, cx)?;
    let data = match (stream.decoded_data(), stream.filters().as_slice()) {
        (Ok(data), _) => data.into_owned(),
        (Err(_), [Filter::LzwDecode]) if !stream.dict().contains_key(b"DecodeParms") => {
            unpacked_so_far(&stream.raw_data())
        }
        _ => return Err(Error::malformed("a stream cannot be decoded")),
    };
    cx.budget.decode(data.len() as u64)?;
    Ok(data)
}

/// What broken LZW data say before they break, as viewers show it (ISO 32000-2, 7.4.4; the decoder of our reader is all or nothing).
fn unpacked_so_far(packed: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // How it ended is known: badly.
    let _ = weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8)
        .into_vec(&mut out)
        .decode(packed);
    out
}

/// State of the walk: what was written, what may be used, which streams are being walked.
pub(super) struct Walk<'a, 'w, 'c> {
    pub(super) out: Objects,
    pub(super) cx: &'w mut Cx<'c>,
    pub(super) written_pictures: BTreeMap<(u32, i32), u32>,
    used: &'w UsedCodes,
    needles: &'w [Needle],
    fonts: FontCache<'a>,
    font_resolver: FontResolverFn,
    any_font: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    used_fonts: Vec<fonts::FontUse<'a>>,
    /// Streams on the way from the page to here, against cycles.
    open: Vec<(u32, i32)>,
}

impl<'a> Walk<'a, '_, '_> {
    fn page(&mut self, page: PageOut<'a>, tree: u32) -> Result<u32> {
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Page");
        dict.reference(b"Parent", tree);
        let (media, content, resources) = match page {
            PageOut::Content { media, content, resources, forms, cuts, group } => {
                if let Some(group) = group {
                    let group = self.group(&group, 0)?;
                    dict.raw(b"Group", &group);
                }
                let scope = Scope { resources, forms, cuts, text: Text::Shown };
                let (content, resources) = self.content(&content, scope, 0)?;
                (media, content, resources)
            }
            PageOut::Raster { media, pixels } => {
                let (content, resources) = raster::page_from_pixels(media, &pixels, &mut self.out)?;
                (media, content, resources)
            }
        };
        let content = self.out.stream(DictOut::new(), &content);
        dict.numbers(b"MediaBox", &[0.0, 0.0, f64::from(media.width), f64::from(media.height)]);
        dict.raw(b"Resources", &resources);
        dict.reference(b"Contents", content);
        Ok(self.out.add(dict.done()))
    }
}

/// The objects of the new file, in order of their numbers (from 1).
pub(super) struct Objects {
    bodies: Vec<Vec<u8>>,
    same: BTreeMap<[u8; 32], u32>,
}

impl Objects {
    fn new() -> Self {
        Self { bodies: Vec::new(), same: BTreeMap::new() }
    }

    /// A number for an object whose body comes later.
    pub(super) fn reserve(&mut self) -> u32 {
        self.bodies.push(Vec::new());
        u32::try_from(self.bodies.len()).unwrap_or(u32::MAX)
    }

    /// The body of a reserved number.
    pub(super) fn put(&mut self, id: u32, body: Vec<u8>) {
        if let Some(slot) = (id as usize).checked_sub(1).and_then(|i| self.bodies.get_mut(i)) {
            *slot = body;
        }
    }

    /// A new object.
    pub(super) fn add(&mut self, body: Vec<u8>) -> u32 {
        let id = self.reserve();
        self.put(id, body);
        id
    }

    /// An object that is written once however often it is asked for.
    pub(super) fn shared(&mut self, body: Vec<u8>) -> u32 {
        let digest: [u8; 32] = Sha256::digest(&body).into();
        if let Some(id) = self.same.get(&digest) {
            return *id;
        }
        let id = self.add(body);
        self.same.insert(digest, id);
        id
    }

    /// Bytes as they are packed.
    pub(super) fn deflated(data: &[u8]) -> Vec<u8> {
        miniz_oxide::deflate::compress_to_vec_zlib(data, 7)
    }

    /// A deflated stream, written once.
    pub(super) fn stream(&mut self, mut dict: DictOut, data: &[u8]) -> u32 {
        let packed = Self::deflated(data);
        dict.name(b"Filter", b"FlateDecode");
        self.packed(dict, &packed)
    }

    /// A stream that is already encoded, written once. `dict` names the filter.
    pub(super) fn packed(&mut self, mut dict: DictOut, packed: &[u8]) -> u32 {
        dict.number(b"Length", packed.len() as f64);
        let mut body = dict.done();
        body.extend_from_slice(b"\nstream\n");
        body.extend_from_slice(packed);
        body.extend_from_slice(b"\nendstream");
        self.shared(body)
    }

    /// Forgets the objects after the first `count`.
    fn back_to(&mut self, count: usize) {
        self.bodies.truncate(count);
        self.same.retain(|_, id| *id as usize <= count);
    }

    fn file(self, catalog: u32) -> Result<Vec<u8>> {
        let size: usize = self.bodies.iter().map(|b| b.len() + 48).sum();
        let mut out = Vec::with_capacity(size);
        out.extend_from_slice(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.bodies.len() + 1);
        for (id, body) in (1u32..).zip(&self.bodies) {
            if body.is_empty() {
                return Err(Error::internal("an object of the new file has no body"));
            }
            table.push_str(&format!("{:010} 00000 n \n", out.len()));
            out.extend_from_slice(format!("{id} 0 obj\n").as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        if start as u64 > 9_999_999_999 {
            return Err(Error::limit("the new file is too large"));
        }
        out.extend_from_slice(table.as_bytes());
        out.extend_from_slice(
            format!(
                "trailer\n<</Size {} /Root {catalog} 0 R>>\nstartxref\n{start}\n%%EOF\n",
                self.bodies.len() + 1
            )
            .as_bytes(),
        );
        Ok(out)
    }
}
