//! Whole files through the writer: what stays is there, what was not named or not shown is gone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::Page;

use super::*;
use crate::limits::Limits;

/// Every form of a resource dictionary as it stands.
fn forms<'a>(resources: &Dict<'a>, depth: u32) -> BTreeMap<String, FormOut<'a>> {
    let mut out = BTreeMap::new();
    let Some(objects) = resources.get::<Dict<'a>>(b"XObject").filter(|_| depth < 8) else { return out };
    for (name, _) in objects.entries() {
        let Some(stream) = objects.get::<Stream<'a>>(name.as_ref()) else { continue };
        let dict = stream.dict().clone();
        if dict.get::<Name<'_>>(b"Subtype").is_none_or(|n| n.as_ref() != b"Form") {
            continue;
        }
        let own = dict.get::<Dict<'a>>(b"Resources").unwrap_or_else(|| resources.clone());
        out.insert(
            String::from_utf8_lossy(name.as_ref()).into_owned(),
            FormOut {
                content: stream.decoded().unwrap().into_owned(),
                bbox: dict.get::<[f32; 4]>(b"BBox").unwrap(),
                matrix: dict.get::<[f32; 6]>(b"Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
                forms: forms(&own, depth + 1),
                resources: own,
                group: dict.get::<Dict<'a>>(b"Group"),
            },
        );
    }
    out
}

fn resources<'a>(page: &Page<'a>) -> Dict<'a> {
    let mut at = page.raw().clone();
    for _ in 0..16 {
        if let Some(found) = at.get::<Dict<'a>>(b"Resources") {
            return found;
        }
        let Some(parent) = at.get::<Dict<'a>>(b"Parent") else { break };
        at = parent;
    }
    Dict::empty()
}

/// Reads every code of every font, as a reader would that sees them all.
fn read<'a>(resources: &Dict<'a>, used: &mut UsedCodes, depth: u32) {
    let font_resolver: FontResolverFn = Arc::new(|query| match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(_) => None,
    });
    let cmap_resolver: CMapResolverFn = Arc::new(hayro_cmap::load_embedded);
    let cache = FontCache::new();
    let fonts = resources.get::<Dict<'a>>(b"Font").unwrap_or_default();
    for (name, _) in fonts.entries() {
        let Some(dict) = fonts.get::<Dict<'a>>(name.as_ref()) else { continue };
        let key = FontKey::of(&dict);
        if used.contains_key(&key) {
            continue;
        }
        let Some(font) = cache.font(&dict, &font_resolver, &cmap_resolver) else { continue };
        let composite = dict.get::<Name<'_>>(b"Subtype").is_some_and(|n| n.as_ref() == b"Type0");
        let codes = (0..if composite { 65_536u32 } else { 256 }).map(|code| {
            let text = match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(g) => g.as_unicode(),
                FontGlyph::Type3(g) => g.as_unicode(),
            };
            let text = match text {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(s)) => s,
                None => String::new(),
            };
            (code, text)
        });
        used.insert(key, codes.collect());
    }
    let objects = resources.get::<Dict<'a>>(b"XObject").unwrap_or_default();
    for (name, _) in objects.entries() {
        let Some(stream) = objects.get::<Stream<'a>>(name.as_ref()) else { continue };
        if let Some(own) = stream.dict().get::<Dict<'a>>(b"Resources").filter(|_| depth < 8) {
            read(&own, used, depth + 1);
        }
    }
}

fn page_out<'a>(page: &'a Page<'a>) -> PageOut<'a> {
    let (width, height) = page.render_dimensions();
    let [a, b, c, d, e, f] = page.initial_transform(false).as_coeffs();
    let mut content = format!("{a} {b} {c} {d} {e} {f} cm\n").into_bytes();
    content.extend_from_slice(page.page_stream().unwrap_or_default());
    let resources = resources(page);
    PageOut::Content {
        media: Size { width, height },
        content,
        forms: forms(&resources, 0),
        struck_pictures: BTreeSet::new(),
        group: page.raw().get::<Dict<'a>>(b"Group"),
        resources,
    }
}

/// Writes every page as it stands. Pages that must go the raster way come back as their number and reason.
pub(super) fn unedited(bytes: &[u8]) -> Result<(Vec<u8>, Vec<(usize, Error)>)> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| Error::malformed("not a PDF"))?;
    let mut used = UsedCodes::new();
    for page in pdf.pages().iter() {
        read(&resources(page), &mut used, 0);
    }
    let mut cx = Cx::new(Limits::default());
    let mut writer = Writer::new(&used, &mut cx);
    let mut refused = Vec::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        if let Err(e) = writer.page(page_out(page)) {
            refused.push((index, e));
            let (width, height) = page.render_dimensions();
            let pixels = Pixels { width: 8, height: 8, rgba: vec![200; 256] };
            writer.page(PageOut::Raster { media: Size { width, height }, pixels })?;
        }
    }
    Ok((writer.finish()?, refused))
}

/// A file from its objects' bodies; the first is the catalog.
fn file(bodies: &[&[u8]]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for (i, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(
        format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", bodies.len() + 1).as_bytes(),
    );
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>stream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

const CATALOG: &[u8] = b"<</Type/Catalog/Pages 2 0 R/Lang(fr)/Metadata 9 0 R>>";
const PAGES: &[u8] = b"<</Type/Pages/Kids[3 0 R]/Count 1>>";

/// All objects of a file with their streams unpacked, as one text.
fn unpacked(bytes: &[u8]) -> String {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let mut out = String::from_utf8_lossy(bytes).into_owned();
    for object in pdf.objects() {
        if let Object::Stream(s) = object
            && let Ok(data) = s.decoded()
        {
            out.push_str(&String::from_utf8_lossy(&data));
        }
    }
    out
}
