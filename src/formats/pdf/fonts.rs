//! A font dictionary → [`Face`]: for each code what it says, how far it advances and where its ink lies. Units are
//! thousandths of the font size. A code whose letters are not surely known says `None`; the page then has an opaque.

pub(super) mod collection;
mod reading;
mod usual;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontResolverFn};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Rect, Shape};
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Name, Rect as PdfRect};

use self::reading::{Reading, reading};
use super::write::FontKey;
use super::{parse, stock};
use crate::context::{Cx, Stock};
use crate::error::Result;
use crate::model::windows_1252;
use unicode_normalization::UnicodeNormalization as _;

/// Below and above the baseline, where letters of any font stand.
const DESCENT: f64 = -210.0;
const ASCENT: f64 = 790.0;

/// Fonts of a document, each loaded once.
pub(super) struct Faces<'a> {
    cache: FontCache<'a>,
    faces: BTreeMap<FontKey, Option<Rc<Face<'a>>>>,
    fonts: FontResolverFn,
    cmaps: CMapResolverFn,
}

/// One font.
pub(super) struct Face<'a> {
    font: Font<'a>,
    /// Its key for the writer.
    pub(super) key: FontKey,
    /// Whether its glyphs are drawings of the file.
    pub(super) type3: bool,
    /// Whether such a drawing shows text or pictures, which the glyph map does not see.
    pub(super) nested: bool,
    /// Whether lines run from left to right rather than downward.
    pub(super) horizontal: bool,
    /// Whether viewers draw it with a font of theirs that ours is not like.
    foreign: bool,
    bounds: Option<Rect>,
    reading: Reading,
    codes: RefCell<BTreeMap<u32, Code>>,
}

/// What a code means.
#[derive(Clone)]
pub(super) struct Code {
    /// Its letters; `None` where they are not surely known.
    pub(super) says: Option<Arc<str>>,
    /// Advance along the line, without character spacing.
    pub(super) advance: f64,
    /// Shift of the glyph's origin (vertical writing).
    pub(super) origin: (f64, f64),
    /// The box that layout uses: advance × line height.
    pub(super) cell: Rect,
    /// Where colour lands.
    pub(super) ink: Rect,
}

impl<'a> Faces<'a> {
    /// No fonts yet.
    pub(super) fn new(stock: &Arc<Stock>) -> Self {
        Self {
            cache: FontCache::new(),
            faces: BTreeMap::new(),
            fonts: stock::any_font(stock),
            cmaps: stock::maps::predefined(stock),
        }
    }

    /// The font that a dictionary describes, or `None` where it cannot be loaded.
    pub(super) fn face(&mut self, dict: &Dict<'a>, cx: &mut Cx<'_>) -> Result<Option<Rc<Face<'a>>>> {
        let key = FontKey::of(dict);
        if let Some(face) = self.faces.get(&key) {
            return Ok(face.clone());
        }
        let face = match measure(dict, cx)? {
            Sound::Yes => self.load(dict, key.clone(), cx)?,
            Sound::No => None,
        };
        self.faces.insert(key, face.clone());
        Ok(face)
    }

    fn load(&self, dict: &Dict<'a>, key: FontKey, cx: &mut Cx<'_>) -> Result<Option<Rc<Face<'a>>>> {
        let Some(font) = self.cache.font(dict, &self.fonts, &self.cmaps) else { return Ok(None) };
        let type3 = dict.get::<Name<'_>>(b"Subtype".as_slice()).is_some_and(|n| n.as_ref() == b"Type3");
        let (mut nested, mut bounds) = (false, None);
        if type3 {
            nested = procs_show(dict, cx)?;
            let matrix =
                dict.get::<[f64; 6]>(b"FontMatrix".as_slice()).unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
            let bbox = dict.get::<PdfRect>(b"FontBBox".as_slice());
            bounds = bbox.filter(|b| b.x1 > b.x0 && b.y1 > b.y0).map(|b| {
                let m = hayro_interpret::kurbo::Affine::new(matrix).then_scale(1000.0);
                m.transform_rect_bbox(Rect::new(b.x0, b.y0, b.x1, b.y1))
            });
        }
        let horizontal = font.is_horizontal();
        let reading = reading(dict, &font, &self.cmaps);
        let foreign = composite(dict) && !embedded(dict);
        let codes = RefCell::default();
        Ok(Some(Rc::new(Face { font, key, type3, nested, horizontal, foreign, bounds, reading, codes })))
    }
}

/// A code that is Unicode: a character, or the two halves of one in UTF-16.
fn character(code: u32) -> Option<char> {
    match code >> 16 {
        0 => char::from_u32(code),
        high => char::decode_utf16([u16::try_from(high).ok()?, code as u16]).next()?.ok(),
    }
}

fn composite(dict: &Dict<'_>) -> bool {
    dict.get::<Name<'_>>(b"Subtype".as_slice()).is_some_and(|n| n.as_ref() == b"Type0")
}

/// Whether a font brings its program.
fn embedded(dict: &Dict<'_>) -> bool {
    let inner = collection::descendant(dict);
    let descriptor = inner.as_ref().unwrap_or(dict).get::<Dict<'_>>(b"FontDescriptor".as_slice());
    descriptor
        .is_some_and(|d| ["FontFile", "FontFile2", "FontFile3"].iter().any(|k| d.contains_key(k.as_bytes())))
}

enum Sound {
    Yes,
    No,
}

/// Unpacks, within the budget, what the font library will unpack on its own.
fn measure(dict: &Dict<'_>, cx: &mut Cx<'_>) -> Result<Sound> {
    use hayro_syntax::object::{Array, Stream};
    let mut dicts = vec![dict.clone()];
    if let Some(below) = dict.get::<Array<'_>>(b"DescendantFonts".as_slice()) {
        dicts.extend(below.iter::<Dict<'_>>().take(2));
    }
    let descriptors: Vec<_> =
        dicts.iter().filter_map(|d| d.get::<Dict<'_>>(b"FontDescriptor".as_slice())).collect();
    dicts.extend(descriptors);
    for d in &dicts {
        for key in ["ToUnicode", "Encoding", "CIDToGIDMap", "FontFile", "FontFile2", "FontFile3"] {
            if let Some(stream) = d.get::<Stream<'_>>(key.as_bytes()) {
                parse::bytes(&stream, cx)?;
            }
        }
        if let Some(widths) = d.get::<Array<'_>>(b"W".as_slice()) {
            // "first last width" triples may span four thousand million codes.
            let mut run = 0;
            for o in widths.raw_iter() {
                cx.budget.step(1)?;
                match o {
                    hayro_syntax::object::MaybeRef::NotRef(hayro_syntax::object::Object::Number(n)) => {
                        run += 1;
                        if run > 3 {
                            run = 1;
                        }
                        if n.as_f64().abs() > 70_000.0 {
                            return Ok(Sound::No);
                        }
                    }
                    _ => run = 0,
                }
            }
        }
    }
    Ok(Sound::Yes)
}

/// Whether a glyph drawing of a Type 3 font shows text or pictures other than its own stencil.
fn procs_show(dict: &Dict<'_>, cx: &mut Cx<'_>) -> Result<bool> {
    use hayro_syntax::object::Stream;
    let Some(procs) = dict.get::<Dict<'_>>(b"CharProcs".as_slice()) else { return Ok(false) };
    for (name, _) in procs.entries() {
        let Some(stream) = procs.get::<Stream<'_>>(name) else { continue };
        let data = parse::bytes(&stream, cx)?;
        let mut ops = UntypedIter::new(&data);
        while let Some(op) = ops.next() {
            cx.budget.step(1)?;
            if matches!(&**op.operator, b"Tj" | b"TJ" | b"'" | b"\"" | b"Do" | b"sh") {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

impl Face<'_> {
    /// Takes the next code of a string: the code, how many bytes it has, what it means.
    pub(super) fn next(&self, bytes: &[u8], at: usize) -> (u32, usize, Code) {
        let (code, len) = self.font.read_code(bytes, at);
        let mut codes = self.codes.borrow_mut();
        let meaning = codes.entry(code).or_insert_with(|| self.code(code));
        (code, len.max(1), meaning.clone())
    }

    /// A letter with an accent where the code is Windows', which the width tells: it is that of the bare letter.
    fn accented(&self, code: u8) -> Option<Arc<str>> {
        let letter = windows_1252(&[code]);
        let bare = letter.nfd().next().filter(char::is_ascii_alphabetic)?;
        let width = |c: u32| self.font.code_advance(c).x;
        ((width(u32::from(code)) - width(u32::from(bare))).abs() < 1.0).then(|| Arc::from(letter))
    }

    fn letters(&self, code: u32, mapped: Option<BfString>) -> Option<Arc<str>> {
        match &self.reading {
            Reading::Mapped => letters(mapped),
            Reading::Ascii(shift) => {
                letters(mapped).or_else(|| match u8::try_from(code.saturating_add(*shift)) {
                    Ok(c @ 33..=126) => Some(Arc::from(char::from(c).to_string())),
                    Ok(c @ 192..) if *shift == 0 => self.accented(c),
                    _ => None,
                })
            }
            Reading::Same => letters(character(code).map(BfString::Char)),
            Reading::Called(collection) => letters(mapped.or_else(|| collection.letter(code))),
            Reading::Unknown => None,
        }
    }

    fn code(&self, code: u32) -> Code {
        let finite = |v: f64| if v.is_finite() { v.clamp(-100_000.0, 100_000.0) } else { 0.0 };
        let advance = self.font.code_advance(code);
        let advance = finite(if self.horizontal { advance.x } else { advance.y });
        let displaced = self.font.origin_displacement(code);
        let id = self.font.map_code(code);
        let (says, ink) = match self.font.glyph(id, code) {
            FontGlyph::Outline(glyph) => {
                let outline = glyph.outline();
                let bounds = outline.bounding_box();
                let drawn = !outline.elements().is_empty() && bounds.width() > 0.0 && bounds.height() > 0.0;
                let stretch = self.font.glyph_stretch(id, code);
                let ink = if drawn {
                    Rect::new(bounds.x0 * stretch, bounds.y0, bounds.x1 * stretch, bounds.y1)
                } else {
                    Rect::ZERO
                };
                let says = self.letters(code, glyph.as_unicode());
                // Tables take what calls no letter for a narrow blank; viewers may have a letter there.
                let lost = self.foreign
                    && code != 0x20
                    && says.as_ref().is_some_and(|s| s.trim().is_empty() && !s.contains('\u{3000}'));
                let says = says.filter(|_| !lost);
                // A glyph without ink can only be a gap, whatever its code.
                (says.or_else(|| (!drawn && !self.foreign).then(|| Arc::from(" "))), ink)
            }
            FontGlyph::Type3(glyph) => {
                let ink = self.bounds.unwrap_or(Rect::new(-200.0, -300.0, advance.max(0.0) + 200.0, 1000.0));
                let says = if self.nested { None } else { self.letters(code, glyph.as_unicode()) };
                let says = says.or_else(|| glyph.program().is_none().then(|| Arc::from(" ")));
                (says, ink)
            }
        };
        let (cell, origin) = if self.horizontal {
            let (low, high) = match self.bounds {
                Some(b) if self.type3 => (b.y0.clamp(-1000.0, 0.0), b.y1.clamp(100.0, 3000.0)),
                _ => (DESCENT, ASCENT),
            };
            (Rect::new(advance.min(0.0), low, advance.max(0.0), high), (0.0, 0.0))
        } else {
            // The box hangs from the pen, and the glyph is drawn beside it.
            let hung = Rect::new(-500.0, advance.min(0.0), 500.0, advance.max(0.0));
            (hung - displaced, (displaced.x, displaced.y))
        };
        Code { says, advance, origin, cell, ink }
    }
}

/// Letters as a person would read them, or `None` where the mapping is missing or means nothing.
fn letters(mapped: Option<BfString>) -> Option<Arc<str>> {
    let string = match mapped? {
        BfString::Char(c) => c.to_string(),
        BfString::String(s) => s,
    };
    let sound = |c: char| {
        let c = u32::from(c);
        !matches!(c, 0..=8 | 0x0E..=0x1F | 0x7F..=0x9F | 0xE000..=0xF8FF | 0xFFF0..=0xFFFF | 0xF0000..)
    };
    if string.is_empty() || !string.chars().all(sound) {
        return None;
    }
    // Line ends and tabs inside a glyph would break lines that do not exist.
    let flat: String = string.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Some(Arc::from(flat))
}
