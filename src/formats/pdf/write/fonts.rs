//! Fonts of the source → fonts of the output. Every font is built again from the outlines that hayro draws for the codes still shown: a
//! fresh CFF program, fresh widths, a fresh `ToUnicode`. Codes stay what they were, so content needs no new codes. Fonts that a viewer
//! has by itself (the standard fourteen and their everyday doubles), or that the source only names, are named instead. Widths are thousandths of an em.

mod foreign;
mod maps;
mod names;
mod plain;

use std::collections::{BTreeMap, BTreeSet};

use hayro_font::hayro_cmap::BfString;
use hayro_font::kurbo::Affine;
use hayro_font::{Font, FontGlyph};
use hayro_syntax::object::{Dict, Name, Stream, dict::keys};

use self::foreign::plain_name;
use self::maps::{ambiguous, code_map};
use self::names::{glyph_name, standard_name, tag};
use super::colour::list;
use super::syntax::{self, DictOut};
use super::{FontKey, Walk};
use crate::error::{Error, Result};
use crate::formats::pdf::fonts::collection::{Collection, descendant};
use crate::formats::pdf::subset::{self, Call, GlyphOut, Keyed};
use crate::model::order::sort_by_key;

/// A font of the output, by order of first use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FontId(usize);

/// A font under construction.
#[derive(Clone)]
pub(super) struct FontUse<'a> {
    /// Its object, once content refers to it.
    object: Option<u32>,
    key: FontKey,
    dict: Dict<'a>,
    font: Font<'a>,
    sort: Sort,
    /// Codes shown in the output, each with its length in bytes.
    shown: BTreeSet<(u8, u32)>,
    /// Codes whose letters nobody knows → codes of ours: those of the source could be read as letters, whatever is drawn.
    recoded: BTreeMap<u32, u32>,
    /// Glyph procedures of a Type 3 font already written: code → object and resources.
    procedures: BTreeMap<u32, u32>,
    /// The resources of those procedures, spelled.
    resources: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Standard(&'static str),
    /// Not in the source: what a viewer puts in its place depends on its name and bearing.
    Named,
    Simple,
    /// Not in the source, of a collection of letters that viewers have fonts for.
    Foreign,
    Composite,
    Drawn,
}

/// A font without letters, for which no program is needed.
const EMPTY: &[u8] =
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<<>>\
    /Encoding<</Type/Encoding/Differences[]>>/FirstChar 0/LastChar 0/Widths[0]/Resources<<>>>>";

fn cannot() -> Error {
    Error::unsupported("a font cannot be rebuilt")
}

impl<'a> Walk<'a, '_, '_> {
    /// Notes that a font is used. `None` where it cannot be loaded.
    pub(super) fn font(&mut self, dict: &Dict<'a>) -> Result<Option<FontId>> {
        let key = FontKey::of(dict);
        if let Some(index) = self.used_fonts.iter().position(|f| f.key == key) {
            return Ok(Some(FontId(index)));
        }
        self.cx.budget.step(1_000)?;
        for program in programs(dict) {
            crate::formats::pdf::pictures::guard(&program, self.cx)?;
        }
        let subtype = dict.get::<Name<'_>>(keys::SUBTYPE).map(|n| n.as_ref().to_vec()).unwrap_or_default();
        let sort = match subtype.as_slice() {
            b"Type3" => Sort::Drawn,
            b"Type0" if programs(dict).is_empty() && Collection::of(dict, &self.cmap_resolver).is_some() => {
                Sort::Foreign
            }
            b"Type0" => Sort::Composite,
            _ if programs(dict).is_empty() => match (standard_name(dict), plain_name(dict)) {
                (Some(standard), _) => Sort::Standard(standard),
                (None, Some(_)) => Sort::Named,
                _ => Sort::Simple,
            },
            _ => Sort::Simple,
        };
        // Only where the viewer draws the letters does any font do for their measures.
        let resolver = if sort == Sort::Foreign { &self.any_font } else { &self.font_resolver };
        let Some(font) = self.fonts.font(dict, resolver, &self.cmap_resolver) else {
            return Ok(None);
        };
        self.used_fonts.push(FontUse {
            object: None,
            key,
            dict: dict.clone(),
            font,
            sort,
            shown: BTreeSet::new(),
            recoded: BTreeMap::new(),
            procedures: BTreeMap::new(),
            resources: b"<<>>".to_vec(),
        });
        Ok(Some(FontId(self.used_fonts.len() - 1)))
    }

    /// How resources refer to a font.
    pub(super) fn font_reference(&mut self, id: FontId) -> Vec<u8> {
        let mut out = Vec::new();
        if let Some(font) = self.used_fonts.get_mut(id.0) {
            let object = *font.object.get_or_insert_with(|| self.out.reserve());
            syntax::reference(&mut out, object);
        }
        out
    }

    /// Notes the codes of a shown string and returns how it is spelled in the output.
    pub(super) fn note(&mut self, id: FontId, bytes: &[u8], depth: u32) -> Result<Vec<u8>> {
        self.cx.budget.step(bytes.len() as u64)?;
        let mut fresh = BTreeSet::new();
        let Some(used) = self.used_fonts.get_mut(id.0) else {
            return Err(Error::internal("a font got lost"));
        };
        let read = self.used.get(&used.key);
        let mut spelled = Vec::with_capacity(bytes.len());
        let mut offset = 0;
        while offset < bytes.len() {
            let (code, length) = used.font.read_code(bytes, offset);
            let length = length.clamp(1, 4);
            let Some(says) = read.and_then(|codes| codes.get(&code)) else {
                return Err(Error::unsupported("a page shows a letter that was not read"));
            };
            let ours = match says.is_empty() {
                true => used.recode(code, length, read)?,
                false => code,
            };
            let raw = bytes.get(offset..offset + length).unwrap_or_default();
            let ours_raw = ours.to_be_bytes();
            spelled.extend_from_slice(match ours == code {
                true => raw,
                false => ours_raw.get(4 - length..).unwrap_or_default(),
            });
            offset += length;
            if used.shown.insert((length as u8, ours)) {
                fresh.insert(ours);
            }
        }
        if fresh.is_empty() {
            return Ok(spelled);
        }
        match used.sort {
            Sort::Drawn => self.procedures(id, &fresh, depth)?,
            // Said here, not when the font is written, so that the page at fault can go another way.
            Sort::Composite if !used.is_identity() && ambiguous(&used.shown) => return Err(cannot()),
            _ => {}
        }
        Ok(spelled)
    }

    /// Writes the glyph procedures of codes of a Type 3 font.
    fn procedures(&mut self, id: FontId, codes: &BTreeSet<u32>, depth: u32) -> Result<()> {
        let Some(used) = self.used_fonts.get(id.0) else { return Err(Error::internal("a font got lost")) };
        let (font, dict) = (used.font.clone(), used.dict.clone());
        let outer = dict.get::<Dict<'a>>(keys::RESOURCES).unwrap_or_default();
        for code in codes {
            let source = self.used_fonts.get(id.0).map_or(*code, |f| f.source(*code));
            let FontGlyph::Type3(glyph) = font.glyph(font.map_code(source), source) else { continue };
            let Some(program) = glyph.program() else { continue };
            // Each procedure is a form of its own, so that procedures need not share one set of resources.
            let (content, resources) = self.wordless(program, &outer, depth + 1)?;
            let (head, body) = glyph_head(&content);
            let proc = if body.is_empty() {
                self.out.stream(DictOut::new(), &head)
            } else if resources == b"<<>>" {
                self.out.stream(DictOut::new(), &content)
            } else if let Some((picture, body)) = sole_picture(&resources, &body) {
                // Viewers draw a glyph that is a picture and nothing else by whole pixels.
                let Some(used) = self.used_fonts.get_mut(id.0) else { continue };
                used.add_resource(picture);
                self.out.stream(DictOut::new(), &[head, body].concat())
            } else {
                let form = self.glyph_form(&body, &resources)?;
                let mut content = head;
                content.extend_from_slice(format!("/X{form} Do\n").as_bytes());
                let Some(used) = self.used_fonts.get_mut(id.0) else { continue };
                used.add_resource(form);
                self.out.stream(DictOut::new(), &content)
            };
            if let Some(used) = self.used_fonts.get_mut(id.0) {
                used.procedures.insert(*code, proc);
            }
        }
        Ok(())
    }

    fn glyph_form(&mut self, body: &[u8], resources: &[u8]) -> Result<u32> {
        let mut dict = DictOut::new();
        dict.name(b"Type", b"XObject");
        dict.name(b"Subtype", b"Form");
        dict.numbers(b"BBox", &[-32_000.0, -32_000.0, 32_000.0, 32_000.0]);
        dict.raw(b"Resources", resources);
        Ok(self.out.stream(dict, body))
    }

    /// Writes the fonts.
    pub(super) fn write_fonts(&mut self) -> Result<()> {
        let mut fonts: Vec<(u32, FontUse<'a>)> =
            std::mem::take(&mut self.used_fonts).into_iter().filter_map(|f| Some((f.object?, f))).collect();
        sort_by_key(&mut fonts, |(object, _)| *object);
        for (index, (object, used)) in fonts.into_iter().enumerate() {
            let name = format!("{}+F{}", tag(index), index + 1);
            let body = match used.sort {
                // Only moves are left of what was shown in it: any font does, and this one has no letters.
                _ if used.shown.is_empty() && used.font.is_horizontal() => EMPTY.to_vec(),
                Sort::Drawn => self.drawn_font(&used),
                Sort::Standard(standard) => self.standard_font(&used, standard),
                Sort::Named => self.named_font(&used, &self.name_of(&used.dict, name)),
                Sort::Foreign => {
                    let name = self.name_of(&used.dict, name);
                    self.foreign_font(&used, &name).ok_or_else(cannot)?
                }
                Sort::Simple => self.simple_font(&used, &name)?,
                Sort::Composite => self.composite_font(&used, &name)?,
            };
            self.out.put(object, body);
        }
        Ok(())
    }

    /// The outline for a code of the output.
    fn glyph(&mut self, used: &FontUse<'a>, code: u32, call: Call) -> Result<GlyphOut> {
        let code = used.source(code);
        let gid = used.font.map_code(code);
        let FontGlyph::Outline(glyph) = used.font.glyph(gid, code) else { return Err(cannot()) };
        let mut outline = glyph.outline();
        self.cx.budget.step(outline.elements().len() as u64)?;
        let stretch = used.font.glyph_stretch(gid, code);
        if stretch.is_finite() && (stretch - 1.0).abs() > 1e-6 {
            outline.apply_affine(Affine::new([stretch, 0.0, 0.0, 1.0, 0.0, 0.0]));
        }
        Ok(GlyphOut { outline, width: used.font.code_advance(code).x, call })
    }

    fn simple_font(&mut self, used: &FontUse<'a>, name: &str) -> Result<Vec<u8>> {
        let codes = used.codes();
        let mut glyphs = Vec::new();
        for code in &codes {
            glyphs.push(self.glyph(used, *code, Call::Name(glyph_name(*code), *code as u8))?);
        }
        let program = subset::cff(name, Keyed::Names, &glyphs)?;
        let mut file = DictOut::new();
        file.name(b"Subtype", b"Type1C");
        let file = self.out.stream(file, &program);
        let descriptor = descriptor(&used.dict, name, &glyphs, Some(file));
        let descriptor = self.out.add(descriptor);
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Font");
        dict.name(b"Subtype", b"Type1");
        dict.name(b"BaseFont", name.as_bytes());
        widths(&mut dict, &codes, |code| used.font.code_advance(used.source(code)).x);
        let mut encoding = b"<</Type/Encoding/Differences[".to_vec();
        differences(&mut encoding, &codes, |code| Some(glyph_name(code).into_bytes()));
        encoding.extend_from_slice(b"]>>");
        dict.raw(b"Encoding", &encoding);
        dict.reference(b"FontDescriptor", descriptor);
        self.add_meaning(&mut dict, used);
        Ok(dict.done())
    }

    /// A font that a viewer has: its name is one of fourteen constants of ours.
    fn standard_font(&mut self, used: &FontUse<'a>, standard: &str) -> Vec<u8> {
        let codes = used.codes();
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Font");
        dict.name(b"Subtype", b"Type1");
        dict.name(b"BaseFont", standard.as_bytes());
        let plain = plain::says_itself(used, standard, &codes, |code| self.letters(used, code));
        match plain {
            true => dict.name(b"Encoding", plain::ENCODING),
            false => foreign::encoding(&mut dict, used, &codes),
        }
        // Without widths of the source's own a viewer takes those that it has, codes without a letter included.
        if used.dict.contains_key(b"Widths".as_slice()) {
            widths(&mut dict, &codes, |code| used.font.code_advance(used.source(code)).x);
            // Widths ask for a descriptor, though viewers have the font.
            let descriptor = self.out.add(descriptor(&used.dict, standard, &[], None));
            dict.reference(b"FontDescriptor", descriptor);
        }
        if !plain {
            self.add_meaning(&mut dict, used);
        }
        dict.done()
    }

    fn drawn_font(&mut self, used: &FontUse<'a>) -> Vec<u8> {
        let codes = used.codes();
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Font");
        dict.name(b"Subtype", b"Type3");
        let matrix = list(&used.dict, keys::FONT_MATRIX).filter(|m| m.len() == 6);
        let matrix = matrix.unwrap_or_else(|| vec![0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
        let bbox = list(&used.dict, b"FontBBox").filter(|b| b.len() == 4).unwrap_or_else(|| vec![0.0; 4]);
        dict.numbers(keys::FONT_MATRIX, &matrix);
        dict.numbers(b"FontBBox", &bbox);
        let mut procs = DictOut::new();
        for (code, object) in &used.procedures {
            procs.reference(glyph_name(*code).as_bytes(), *object);
        }
        dict.raw(b"CharProcs", &procs.done());
        let mut encoding = b"<</Type/Encoding/Differences[".to_vec();
        differences(&mut encoding, &codes, |code| Some(glyph_name(code).into_bytes()));
        encoding.extend_from_slice(b"]>>");
        dict.raw(b"Encoding", &encoding);
        let source_first = used.dict.get::<u32>(b"FirstChar").unwrap_or(0);
        let source = list(&used.dict, b"Widths").unwrap_or_default();
        let width = |code: u32| {
            used.source(code)
                .checked_sub(source_first)
                .and_then(|i| source.get(i as usize))
                .copied()
                .unwrap_or(0.0)
        };
        widths(&mut dict, &codes, width);
        dict.raw(b"Resources", &used.resources);
        self.add_meaning(&mut dict, used);
        dict.done()
    }

    fn composite_font(&mut self, used: &FontUse<'a>, name: &str) -> Result<Vec<u8>> {
        let vertical = !used.font.is_horizontal();
        let identity = used.is_identity();
        // With an identity encoding a code is its own identifier; otherwise identifiers are given out in order.
        let mut calls: BTreeMap<(u8, u32), u16> = BTreeMap::new();
        for (next, entry) in (1u16..).zip(&used.shown) {
            let cid = if identity { u16::try_from(entry.1).map_err(|_| cannot())? } else { next };
            calls.insert(*entry, cid);
        }
        let by_cid: BTreeMap<u16, u32> = calls.iter().map(|((_, code), cid)| (*cid, *code)).collect();
        let mut glyphs = Vec::new();
        let mut metrics = b"[".to_vec();
        let mut metrics_down = b"[".to_vec();
        for (cid, code) in &by_cid {
            let advance = used.font.code_advance(used.source(*code));
            glyphs.push(self.glyph(used, *code, Call::Cid(*cid))?);
            if vertical {
                let origin = used.font.origin_displacement(used.source(*code));
                metrics_down.extend_from_slice(format!("{cid}").as_bytes());
                syntax::numbers(&mut metrics_down, &[advance.y, -origin.x, -origin.y]);
            } else {
                metrics.extend_from_slice(format!("{cid}").as_bytes());
                syntax::numbers(&mut metrics, &[advance.x]);
            }
        }
        metrics.push(b']');
        metrics_down.push(b']');
        let program = subset::cff(name, Keyed::Cids, &glyphs)?;
        let mut file = DictOut::new();
        file.name(b"Subtype", b"CIDFontType0C");
        let file = self.out.stream(file, &program);
        let source = used.descendant();
        let descriptor = self.out.add(descriptor(&source, name, &glyphs, Some(file)));
        let mut cid_font = DictOut::new();
        cid_font.name(b"Type", b"Font");
        cid_font.name(b"Subtype", b"CIDFontType0");
        cid_font.name(b"BaseFont", name.as_bytes());
        cid_font.raw(b"CIDSystemInfo", b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
        cid_font.reference(b"FontDescriptor", descriptor);
        cid_font.number(b"DW", 0.0);
        if vertical {
            cid_font.raw(b"W2", &metrics_down);
        } else {
            cid_font.raw(b"W", &metrics);
        }
        let cid_font = self.out.add(cid_font.done());
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Font");
        dict.name(b"Subtype", b"Type0");
        dict.name(b"BaseFont", name.as_bytes());
        if identity {
            dict.name(b"Encoding", if vertical { b"Identity-V" } else { b"Identity-H" });
        } else {
            let map = code_map(&calls, vertical);
            let mut stream = DictOut::new();
            stream.name(b"Type", b"CMap");
            stream.name(b"CMapName", b"Codes");
            stream.raw(b"CIDSystemInfo", b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
            stream.number(b"WMode", if vertical { 1.0 } else { 0.0 });
            let map = self.out.stream(stream, &map);
            dict.reference(b"Encoding", map);
        }
        let mut list = Vec::new();
        syntax::reference(&mut list, cid_font);
        dict.raw(b"DescendantFonts", &[b"[".as_slice(), &list, b"]"].concat());
        self.add_meaning(&mut dict, used);
        Ok(dict.done())
    }

    /// What a code means: the reader's reading where it has one, else hayro's.
    fn letters(&self, used: &FontUse<'a>, code: u32) -> String {
        if used.source(code) != code {
            return char::REPLACEMENT_CHARACTER.to_string();
        }
        let read = self.used.get(&used.key).and_then(|codes| codes.get(&code));
        read.cloned().unwrap_or_else(|| used.meaning(code))
    }

    /// Says in a font's dictionary what its codes mean.
    fn add_meaning(&mut self, dict: &mut DictOut, used: &FontUse<'a>) {
        if let Some(map) = maps::meaning(&used.shown, |code| self.letters(used, code)) {
            let map = self.out.stream(DictOut::new(), &map);
            dict.reference(b"ToUnicode", map);
        }
    }
}

impl<'a> FontUse<'a> {
    /// The code of the output for one whose letters nobody knows.
    fn recode(&mut self, code: u32, length: usize, read: Option<&BTreeMap<u32, String>>) -> Result<u32> {
        // The standard fonts are drawn by the letters that their codes stand for, and a blank moves as one.
        if matches!(self.sort, Sort::Standard(_) | Sort::Named) || code == 32 {
            return Ok(code);
        }
        if let Some(ours) = self.recoded.get(&code) {
            return Ok(*ours);
        }
        let known = |c: u32| read.is_some_and(|r| r.get(&c).is_some_and(|says| !says.is_empty()));
        let mut free = match (self.sort, length) {
            (Sort::Composite, 2) if self.is_identity() => 0xE000..=0xF8FF,
            (Sort::Composite | Sort::Foreign, _) => return Err(cannot()),
            _ => 1..=255,
        };
        // From the end: letters stand further down.
        let taken = |c: u32| c == 32 || known(c) || self.recoded.values().any(|v| *v == c);
        let ours = free.rfind(|c| !taken(*c) && *c != code).ok_or_else(cannot)?;
        self.recoded.insert(code, ours);
        Ok(ours)
    }

    /// The source's code for one of the output.
    fn source(&self, code: u32) -> u32 {
        self.recoded.iter().find(|(_, ours)| **ours == code).map_or(code, |(source, _)| *source)
    }

    fn is_identity(&self) -> bool {
        let encoding = self.dict.get::<Name<'_>>(keys::ENCODING);
        encoding.is_some_and(|n| matches!(n.as_ref(), b"Identity-H" | b"Identity-V"))
    }

    fn codes(&self) -> Vec<u32> {
        self.shown.iter().map(|(_, code)| *code).filter(|c| *c <= 255).collect()
    }

    fn meaning(&self, code: u32) -> String {
        let text = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        match text {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(s)) => s,
            None => String::new(),
        }
    }

    fn descendant(&self) -> Dict<'a> {
        descendant(&self.dict).unwrap_or_default()
    }

    fn add_resource(&mut self, form: u32) {
        let entry = format!("/X{form} {form} 0 R ");
        let text = String::from_utf8_lossy(&self.resources).into_owned();
        let inner =
            text.strip_prefix("<</XObject<<").and_then(|t| t.strip_suffix(">>>>")).unwrap_or("").to_owned();
        if !inner.contains(&entry) {
            self.resources = format!("<</XObject<<{inner}{entry}>>>>").into_bytes();
        }
    }
}

/// Embedded programs of a font.
fn programs<'a>(dict: &Dict<'a>) -> Vec<Stream<'a>> {
    let holder = descendant(dict).unwrap_or_else(|| dict.clone());
    let Some(descriptor) = holder.get::<Dict<'a>>(keys::FONT_DESC) else { return Vec::new() };
    [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"]
        .iter()
        .filter_map(|k| descriptor.get::<Stream<'a>>(*k))
        .collect()
}

/// Splits a glyph procedure after its `d0` or `d1`.
fn glyph_head(content: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut at = 0;
    for line in content.split_inclusive(|b| *b == b'\n') {
        at += line.len();
        if line.ends_with(b" d0\n") || line.ends_with(b" d1\n") {
            break;
        }
    }
    let (head, body) = content.split_at_checked(at).unwrap_or((content, &[]));
    (head.to_vec(), body.to_vec())
}

/// The object of the one picture that a glyph procedure draws, and the procedure with that picture named by its object.
fn sole_picture(resources: &[u8], body: &[u8]) -> Option<(u32, Vec<u8>)> {
    let list = std::str::from_utf8(resources).ok()?.strip_prefix("<</XObject")?;
    let mut words = list.trim_matches(|c| matches!(c, '<' | '>' | ' ')).split_ascii_whitespace();
    let (name, object) = (words.next()?, words.next()?.parse().ok()?);
    let drawn = format!("{name} Do");
    let body = std::str::from_utf8(body).ok()?;
    let (before, after) = body.split_once(&drawn)?;
    let alone = words.count() == 2 && !after.contains(" Do");
    alone.then(|| (object, format!("{before}/X{object} Do{after}").into_bytes()))
}

fn widths(dict: &mut DictOut, codes: &[u32], width: impl Fn(u32) -> f64) {
    let (first, last) = (codes.first().copied().unwrap_or(0), codes.last().copied().unwrap_or(0));
    dict.number(b"FirstChar", f64::from(first));
    dict.number(b"LastChar", f64::from(last));
    let values: Vec<f64> =
        (first..=last).map(|code| if codes.contains(&code) { width(code) } else { 0.0 }).collect();
    dict.numbers(b"Widths", &values);
}

fn differences(out: &mut Vec<u8>, codes: &[u32], name: impl Fn(u32) -> Option<Vec<u8>>) {
    let mut next = None;
    for code in codes {
        let Some(name) = name(*code) else { continue };
        if next != Some(*code) {
            out.extend_from_slice(format!("{code} ").as_bytes());
        }
        syntax::name(out, &name);
        out.push(b' ');
        next = Some(code + 1);
    }
}

/// A font descriptor: our name, the source's bearing, the box of what stays.
fn descriptor(font: &Dict<'_>, name: &str, glyphs: &[GlyphOut], file: Option<u32>) -> Vec<u8> {
    let source = font.get::<Dict<'_>>(keys::FONT_DESC).unwrap_or_default();
    let value = |key: &[u8], low: f64, high: f64, otherwise: f64| {
        source.get::<f64>(key).unwrap_or(otherwise).clamp(low, high)
    };
    let mut dict = DictOut::new();
    dict.name(b"Type", b"FontDescriptor");
    dict.name(b"FontName", name.as_bytes());
    let symbolic = if file.is_some() || matches!(name, "Symbol" | "ZapfDingbats") { 4 } else { 32 };
    // Fixed pitch, serif, script, italic and bold stay as they were; an encoding of our own makes the font symbolic.
    let flags = source.get::<u32>(b"Flags").unwrap_or(0) & 0b100_0000_0000_0100_1011;
    dict.number(b"Flags", f64::from(flags | symbolic));
    dict.numbers(b"FontBBox", &subset::bounds(glyphs).map(f64::from));
    dict.number(b"ItalicAngle", value(b"ItalicAngle", -90.0, 90.0, 0.0));
    dict.number(b"Ascent", value(b"Ascent", -4000.0, 4000.0, 800.0));
    dict.number(b"Descent", value(b"Descent", -4000.0, 4000.0, -200.0));
    dict.number(b"CapHeight", value(b"CapHeight", -4000.0, 4000.0, 700.0));
    dict.number(b"StemV", value(b"StemV", 0.0, 1000.0, 80.0));
    if let Some(file) = file {
        dict.reference(b"FontFile3", file);
    }
    dict.done()
}
