//! Fonts that the source names and does not hold → the same font named again, so that a viewer puts the same one in its place. Widths
//! are those of the codes that stay. A name is kept where it is plain and spells nothing that was struck.

use std::collections::BTreeMap;

use hayro_syntax::object::{Dict, Name, Object, dict::keys};

use super::{FontUse, descendant, differences, widths};
use crate::formats::pdf::fonts::collection::Collection;
use crate::formats::pdf::write::Walk;
use crate::formats::pdf::write::colour::list;
use crate::formats::pdf::write::fonts::names::{base_encoding, source_differences};
use crate::formats::pdf::write::syntax::DictOut;
use crate::model::{Needle, squeezed};

/// Letters of a name, at most.
const LONGEST: usize = 40;

/// The name of a font, without the mark of a subset, where it may stand in the output.
pub(super) fn plain_name(dict: &Dict<'_>) -> Option<String> {
    let name = dict.get::<Name<'_>>(keys::BASE_FONT)?;
    let name = std::str::from_utf8(name.as_ref()).ok()?;
    let name = match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => rest,
        _ => name,
    };
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ',' | '_'));
    (plain && (1..=LONGEST).contains(&name.len())).then(|| name.to_owned())
}

impl<'a> Walk<'a, '_, '_> {
    /// What a font that is only named is called: as in the source, or by a name of ours where that is not plain or spells what was struck.
    pub(super) fn name_of(&self, dict: &Dict<'_>, ours: String) -> String {
        let spelled = |name: &str| {
            let name = squeezed(name);
            let letters = |n: &Needle| squeezed(n.expose());
            self.needles.iter().map(letters).any(|n| n.len() >= 3 && name.contains(&n))
        };
        plain_name(dict).filter(|name| !spelled(name)).unwrap_or(ours)
    }

    /// A simple font of another name than the fourteen.
    pub(super) fn named_font(&mut self, used: &FontUse<'a>, name: &str) -> Vec<u8> {
        let codes = used.codes();
        let subtype = used.dict.get::<Name<'_>>(keys::SUBTYPE);
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Font");
        dict.name(
            b"Subtype",
            if subtype.is_some_and(|s| s.as_ref() == b"TrueType") { b"TrueType" } else { b"Type1" },
        );
        dict.name(b"BaseFont", name.as_bytes());
        encoding(&mut dict, used, &codes);
        if used.dict.contains_key(b"Widths".as_slice()) {
            widths(&mut dict, &codes, |code| used.font.code_advance(used.source(code)).x);
        }
        let descriptor = bearing(&used.dict, name);
        let descriptor = self.out.add(descriptor);
        dict.reference(b"FontDescriptor", descriptor);
        self.add_meaning(&mut dict, used);
        dict.done()
    }

    /// A composite font of a collection of letters that viewers have fonts for.
    pub(super) fn foreign_font(&mut self, used: &FontUse<'a>, name: &str) -> Option<Vec<u8>> {
        let collection = Collection::of(&used.dict, &self.cmap_resolver)?;
        let source = descendant(&used.dict)?;
        let subtype = source.get::<Name<'_>>(keys::SUBTYPE);
        let cff = subtype.is_some_and(|s| s.as_ref() == b"CIDFontType0");
        let descriptor = bearing(&source, name);
        let descriptor = self.out.add(descriptor);
        let mut below = DictOut::new();
        below.name(b"Type", b"Font");
        below.name(b"Subtype", if cff { b"CIDFontType0" } else { b"CIDFontType2" });
        below.name(b"BaseFont", name.as_bytes());
        below.raw(
            b"CIDSystemInfo",
            format!("<</Registry(Adobe)/Ordering({})/Supplement 0>>", collection.ordering).as_bytes(),
        );
        below.reference(b"FontDescriptor", descriptor);
        let usual = source.get::<f64>(b"DW".as_slice()).unwrap_or(1000.0).clamp(0.0, 4000.0);
        below.number(b"DW", usual);
        if used.font.is_horizontal() {
            let mut widths = BTreeMap::new();
            for (_, code) in &used.shown {
                let advance = used.font.code_advance(*code).x.clamp(0.0, 4000.0);
                widths.extend(collection.number(*code).filter(|_| advance != usual).map(|n| (n, advance)));
            }
            let widths: String = widths.into_iter().map(|(n, advance)| format!("{n}[{advance}]")).collect();
            below.raw(b"W", format!("[{widths}]").as_bytes());
        }
        let below = self.out.add(below.done());
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Font");
        dict.name(b"Subtype", b"Type0");
        dict.name(b"BaseFont", name.as_bytes());
        dict.name(b"Encoding", &collection.encoding);
        dict.raw(b"DescendantFonts", format!("[{below} 0 R]").as_bytes());
        self.add_meaning(&mut dict, used);
        Some(dict.done())
    }
}

/// The encoding of a font that viewers have: a known base and the source's plain names for the codes that stay.
pub(super) fn encoding(dict: &mut DictOut, used: &FontUse<'_>, codes: &[u32]) {
    let mut encoding = DictOut::new();
    encoding.name(b"Type", b"Encoding");
    let mut any = false;
    match used.dict.get::<Object<'_>>(keys::ENCODING) {
        Some(Object::Name(base)) => any |= base_encoding(&mut encoding, base.as_ref()),
        Some(Object::Dict(source)) => {
            if let Some(base) = source.get::<Name<'_>>(b"BaseEncoding") {
                any |= base_encoding(&mut encoding, base.as_ref());
            }
            let names = source_differences(&source);
            let out = encoding.key(b"Differences");
            out.push(b'[');
            differences(out, codes, |code| names.get(&code).cloned());
            out.push(b']');
            any |= !names.is_empty();
        }
        _ => {}
    }
    if any {
        dict.raw(b"Encoding", &encoding.done());
    }
}

/// A descriptor by which a viewer picks the font that it puts in place of one that it lacks: numbers of the source.
fn bearing(font: &Dict<'_>, name: &str) -> Vec<u8> {
    let source = font.get::<Dict<'_>>(keys::FONT_DESC).unwrap_or_default();
    let mut dict = DictOut::new();
    dict.name(b"Type", b"FontDescriptor");
    dict.name(b"FontName", name.as_bytes());
    dict.number(b"Flags", f64::from(source.get::<u32>(b"Flags").unwrap_or(0) & 0x7_FFFF));
    let bbox = list(&source, b"FontBBox").filter(|b| b.len() == 4);
    dict.numbers(b"FontBBox", &bbox.unwrap_or_else(|| vec![0.0, -200.0, 1000.0, 1000.0]));
    dict.number(b"ItalicAngle", source.get::<f64>(b"ItalicAngle").unwrap_or(0.0).clamp(-90.0, 90.0));
    let keys: [&[u8]; 7] =
        [b"Ascent", b"Descent", b"CapHeight", b"XHeight", b"StemV", b"FontWeight", b"MissingWidth"];
    for key in keys {
        if let Some(value) = source.get::<f64>(key) {
            dict.number(key, value.clamp(-4000.0, 4000.0));
        }
    }
    dict.done()
}
