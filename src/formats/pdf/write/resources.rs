//! Graphics states, patterns, forms that nobody edits, groups and pictures, spelled anew from the keys that are allowed.

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::colour::list;
use super::content::{Scope, Text};
use super::syntax::{self, DictOut};
use super::{Walk, stream_bytes};
use crate::error::{Error, Result};

const BLEND_MODES: [&[u8]; 17] = [
    b"Normal",
    b"Compatible",
    b"Multiply",
    b"Screen",
    b"Overlay",
    b"Darken",
    b"Lighten",
    b"ColorDodge",
    b"ColorBurn",
    b"HardLight",
    b"SoftLight",
    b"Difference",
    b"Exclusion",
    b"Hue",
    b"Saturation",
    b"Color",
    b"Luminosity",
];

/// Whether a name is a rendering intent.
pub(super) fn is_intent(name: &[u8]) -> bool {
    [b"AbsoluteColorimetric".as_slice(), b"RelativeColorimetric", b"Saturation", b"Perceptual"]
        .contains(&name)
}

impl<'a> Walk<'a, '_, '_> {
    /// Spells a graphics state.
    pub(super) fn graphics_state(
        &mut self,
        source: &Dict<'a>,
        resources: &Dict<'a>,
        depth: u32,
    ) -> Result<Vec<u8>> {
        self.cx.budget.depth(depth)?;
        if source.contains_key(b"Font") {
            return Err(Error::unsupported("a graphics state sets a font"));
        }
        let mut dict = DictOut::new();
        for key in [b"LW".as_slice(), b"LC", b"LJ", b"ML", b"OPM", b"FL", b"SM", b"CA", b"ca"] {
            if let Some(value) = source.get::<f64>(key) {
                dict.number(key, value);
            }
        }
        for key in [b"OP".as_slice(), b"op", b"SA", b"AIS", b"TK"] {
            if let Some(value) = source.get::<bool>(key) {
                dict.boolean(key, value);
            }
        }
        if let Some(intent) = source.get::<Name<'_>>(b"RI").filter(|n| is_intent(n.as_ref())) {
            dict.name(b"RI", intent.as_ref());
        }
        if let Some(dash) = source.get::<Array<'_>>(b"D") {
            let mut parts = dash.iter::<Object<'_>>();
            if let (Some(Object::Array(dashes)), Some(Object::Number(phase))) = (parts.next(), parts.next()) {
                let out = dict.key(b"D");
                out.push(b'[');
                syntax::numbers(out, &dashes.iter::<f64>().take(64).collect::<Vec<_>>());
                out.push(b' ');
                syntax::number(out, phase.as_f64());
                out.push(b']');
            }
        }
        let mode = match source.get::<Object<'_>>(b"BM") {
            Some(Object::Name(mode)) => Some(mode.as_ref().to_vec()),
            Some(Object::Array(modes)) => modes
                .iter::<Name<'_>>()
                .map(|n| n.as_ref().to_vec())
                .find(|n| BLEND_MODES.contains(&n.as_slice())),
            _ => None,
        };
        if let Some(mode) = mode.filter(|m| BLEND_MODES.contains(&m.as_slice())) {
            dict.name(b"BM", &mode);
        }
        match source.get::<Object<'a>>(b"SMask") {
            Some(Object::Name(_)) => dict.name(b"SMask", b"None"),
            Some(Object::Dict(mask)) => {
                let mask = self.soft_mask(&mask, resources, depth + 1)?;
                dict.raw(b"SMask", &mask);
            }
            _ => {}
        }
        // Without it a picture that a printer's driver turned inside out would be its own negative.
        for key in [b"TR".as_slice(), b"TR2"] {
            match source.get::<Object<'_>>(key) {
                Some(Object::Name(n)) => {
                    if let Some(known) =
                        [b"Identity".as_slice(), b"Default"].iter().find(|k| **k == n.as_ref())
                    {
                        dict.name(key, known);
                    }
                }
                Some(transfer @ (Object::Dict(_) | Object::Stream(_) | Object::Array(_))) => {
                    let transfer = self.function(&transfer, depth + 1)?;
                    dict.raw(key, &transfer);
                }
                _ => {}
            }
        }
        Ok(dict.done())
    }

    fn soft_mask(&mut self, source: &Dict<'a>, resources: &Dict<'a>, depth: u32) -> Result<Vec<u8>> {
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Mask");
        match source.get::<Name<'_>>(b"S").as_ref().map(|n| n.as_ref()) {
            Some(b"Alpha") => dict.name(b"S", b"Alpha"),
            Some(b"Luminosity") => dict.name(b"S", b"Luminosity"),
            _ => return Err(Error::unsupported("a soft mask cannot be rebuilt")),
        }
        let group = source
            .get::<Stream<'a>>(b"G")
            .ok_or_else(|| Error::unsupported("a soft mask cannot be rebuilt"))?;
        let group = self.source_form(&group, resources, depth)?;
        dict.reference(b"G", group);
        if let Some(backdrop) = list(source, b"BC") {
            dict.numbers(b"BC", &backdrop);
        }
        if let Some(transfer) = source.get::<Object<'_>>(b"TR") {
            let transfer = self.function(&transfer, depth)?;
            dict.raw(b"TR", &transfer);
        }
        Ok(dict.done())
    }

    /// Writes a form that nobody edits: it must show no text.
    pub(super) fn source_form(&mut self, form: &Stream<'a>, resources: &Dict<'a>, depth: u32) -> Result<u32> {
        let source = form.dict().clone();
        let (content, resources) = self.wordless(form, resources, depth)?;
        let mut dict = DictOut::new();
        dict.name(b"Type", b"XObject");
        dict.name(b"Subtype", b"Form");
        let bbox = list(&source, b"BBox").filter(|b| b.len() == 4);
        dict.numbers(b"BBox", &bbox.ok_or_else(|| Error::unsupported("a form has no box"))?);
        if let Some(matrix) = list(&source, b"Matrix").filter(|m| m.len() == 6) {
            dict.numbers(b"Matrix", &matrix);
        }
        dict.raw(b"Resources", &resources);
        if let Some(group) = source.get::<Dict<'a>>(b"Group") {
            let group = self.group(&group, depth)?;
            dict.raw(b"Group", &group);
        }
        Ok(self.out.stream(dict, &content))
    }

    /// Spells a content stream that must show no text, and guards against streams that draw themselves.
    pub(super) fn wordless(
        &mut self,
        stream: &Stream<'a>,
        outer: &Dict<'a>,
        depth: u32,
    ) -> Result<(Vec<u8>, Vec<u8>)> {
        let id = stream.obj_id();
        let key = (id.obj_number, id.gen_number);
        if self.open.contains(&key) {
            return Err(Error::malformed("a stream draws itself"));
        }
        self.open.push(key);
        let data = stream_bytes(stream, self.cx)?;
        let scope = Scope {
            resources: stream.dict().get::<Dict<'a>>(b"Resources").unwrap_or_else(|| outer.clone()),
            forms: BTreeMap::new(),
            cuts: BTreeMap::new(),
            text: Text::Refused,
        };
        let done = self.content(&data, scope, depth + 1);
        self.open.pop();
        done
    }

    /// Spells a transparency group's attributes.
    pub(super) fn group(&mut self, source: &Dict<'a>, depth: u32) -> Result<Vec<u8>> {
        let mut dict = DictOut::new();
        dict.name(b"S", b"Transparency");
        if let Some(space) = source.get::<Object<'_>>(b"CS") {
            let space = self.colour_space(&space, &Dict::empty(), depth + 1)?;
            dict.raw(b"CS", &space.bytes);
        }
        for key in [b"I".as_slice(), b"K"] {
            if let Some(value) = source.get::<bool>(key) {
                dict.boolean(key, value);
            }
        }
        Ok(dict.done())
    }

    /// Writes a pattern.
    pub(super) fn pattern(&mut self, pattern: &Object<'a>, resources: &Dict<'a>, depth: u32) -> Result<u32> {
        self.cx.budget.depth(depth)?;
        let broken = || Error::unsupported("a pattern cannot be rebuilt");
        let (source, stream) = match pattern {
            Object::Stream(s) => (s.dict(), Some(s)),
            Object::Dict(d) => (d, None),
            _ => return Err(broken()),
        };
        let mut dict = DictOut::new();
        dict.name(b"Type", b"Pattern");
        let matrix = list(source, b"Matrix").filter(|m| m.len() == 6);
        match (source.get::<u8>(b"PatternType"), stream) {
            (Some(1), Some(stream)) => {
                dict.number(b"PatternType", 1.0);
                for key in [b"PaintType".as_slice(), b"TilingType", b"XStep", b"YStep"] {
                    dict.number(key, source.get::<f64>(key).ok_or_else(broken)?);
                }
                dict.numbers(b"BBox", &list(source, b"BBox").filter(|b| b.len() == 4).ok_or_else(broken)?);
                if let Some(matrix) = matrix {
                    dict.numbers(b"Matrix", &matrix);
                }
                let (content, resources) = self.wordless(stream, resources, depth)?;
                dict.raw(b"Resources", &resources);
                Ok(self.out.stream(dict, &content))
            }
            (Some(2), _) => {
                dict.number(b"PatternType", 2.0);
                let shading = source.get::<Object<'_>>(b"Shading").ok_or_else(broken)?;
                let shading = self.shading(&shading, resources, depth + 1)?;
                dict.reference(b"Shading", shading);
                if let Some(matrix) = matrix {
                    dict.numbers(b"Matrix", &matrix);
                }
                Ok(self.out.shared(dict.done()))
            }
            _ => Err(broken()),
        }
    }
}
