//! Colour spaces, functions and shadings, spelled anew by type. ICC profiles are not copied (their text tags can name people and
//! machines): a device space of as many components stands in. Names of inks are replaced, for a viewer only needs the alternate.

use hayro_syntax::object::{Array, Dict, Name, Object, Stream, dict::keys};

use super::content::category;
use super::syntax::{self, DictOut};
use super::{Walk, stream_bytes};
use crate::error::{Error, Result};

/// A spelled colour space.
#[derive(Clone)]
pub(in crate::formats::pdf) struct Space {
    /// Its syntax.
    pub(in crate::formats::pdf) bytes: Vec<u8>,
    /// Numbers per colour; 1 for an indexed space, 0 for patterns.
    pub(in crate::formats::pdf) components: u8,
    /// Whether colours are row numbers of a table.
    pub(in crate::formats::pdf) indexed: bool,
}

impl Space {
    /// A device space by its number of components.
    pub(in crate::formats::pdf) fn device(components: u8) -> Option<Self> {
        let name: &[u8] = match components {
            1 => b"/DeviceGray",
            3 => b"/DeviceRGB",
            4 => b"/DeviceCMYK",
            _ => return None,
        };
        Some(Self { bytes: name.to_vec(), components, indexed: false })
    }
}

/// Operators of calculator functions (ISO 32000-2, 7.10.5).
const CALCULATOR: [&[u8]; 42] = [
    b"abs",
    b"add",
    b"and",
    b"atan",
    b"bitshift",
    b"ceiling",
    b"copy",
    b"cos",
    b"cvi",
    b"cvr",
    b"div",
    b"dup",
    b"eq",
    b"exch",
    b"exp",
    b"false",
    b"floor",
    b"ge",
    b"gt",
    b"idiv",
    b"if",
    b"ifelse",
    b"index",
    b"le",
    b"ln",
    b"log",
    b"lt",
    b"mod",
    b"mul",
    b"ne",
    b"neg",
    b"not",
    b"or",
    b"pop",
    b"roll",
    b"round",
    b"sin",
    b"sqrt",
    b"sub",
    b"true",
    b"truncate",
    b"xor",
];

fn bad_space() -> Error {
    Error::unsupported("a colour space cannot be rebuilt")
}

fn bad_function() -> Error {
    Error::unsupported("a function cannot be rebuilt")
}

fn bad_shading() -> Error {
    Error::unsupported("a shading cannot be rebuilt")
}

impl Walk<'_, '_, '_> {
    /// Spells a colour space. `resources` is where its name, or that of its base, is looked up.
    pub(in crate::formats::pdf) fn colour_space(
        &mut self,
        space: &Object<'_>,
        resources: &Dict<'_>,
        depth: u32,
    ) -> Result<Space> {
        self.cx.budget.depth(depth)?;
        self.cx.budget.step(1)?;
        match space {
            Object::Name(name) => match name.as_ref() {
                b"DeviceGray" | b"G" | b"CalGray" => Space::device(1).ok_or_else(bad_space),
                b"DeviceRGB" | b"RGB" | b"CalRGB" => Space::device(3).ok_or_else(bad_space),
                b"DeviceCMYK" | b"CMYK" | b"CalCMYK" => Space::device(4).ok_or_else(bad_space),
                b"Pattern" => Ok(Space { bytes: b"/Pattern".to_vec(), components: 0, indexed: false }),
                other => {
                    let named =
                        category(resources, b"ColorSpace").get::<Object<'_>>(other).ok_or_else(bad_space)?;
                    self.colour_space(&named, resources, depth + 1)
                }
            },
            Object::Array(parts) => self.space_of(parts, resources, depth),
            _ => Err(bad_space()),
        }
    }

    fn space_of(&mut self, parts: &Array<'_>, resources: &Dict<'_>, depth: u32) -> Result<Space> {
        let parts: Vec<Object<'_>> = parts.iter::<Object<'_>>().take(8).collect();
        let Some(Object::Name(kind)) = parts.first() else { return Err(bad_space()) };
        match kind.as_ref() {
            b"CalGray" => self.calibrated(&parts, b"CalGray", 1),
            b"CalRGB" => self.calibrated(&parts, b"CalRGB", 3),
            b"Lab" => self.calibrated(&parts, b"Lab", 3),
            b"ICCBased" => {
                let Some(Object::Stream(profile)) = parts.get(1) else { return Err(bad_space()) };
                let components = profile.dict().get::<u8>(keys::N);
                match components.and_then(Space::device) {
                    Some(space) => Ok(space),
                    None => {
                        let alternate =
                            profile.dict().get::<Object<'_>>(b"Alternate").ok_or_else(bad_space)?;
                        self.colour_space(&alternate, resources, depth + 1)
                    }
                }
            }
            b"Indexed" | b"I" => self.indexed(&parts, resources, depth),
            b"Separation" => {
                let ink = match parts.get(1) {
                    Some(Object::Name(n)) => n.as_ref().to_vec(),
                    _ => return Err(bad_space()),
                };
                let mut bytes = b"[/Separation".to_vec();
                syntax::name(&mut bytes, &ink_name(&ink, 0));
                self.tint(bytes, &parts, 1, resources, depth)
            }
            b"DeviceN" => {
                let Some(Object::Array(inks)) = parts.get(1) else { return Err(bad_space()) };
                let mut bytes = b"[/DeviceN[".to_vec();
                let mut count = 0u8;
                for ink in inks.iter::<Name<'_>>().take(33) {
                    syntax::name(&mut bytes, &ink_name(ink.as_ref(), count));
                    count += 1;
                }
                if count == 0 || count > 32 {
                    return Err(bad_space());
                }
                bytes.push(b']');
                self.tint(bytes, &parts, count, resources, depth)
            }
            b"Pattern" => match parts.get(1) {
                Some(base) => {
                    let base = self.colour_space(base, resources, depth + 1)?;
                    let mut bytes = b"[/Pattern ".to_vec();
                    bytes.extend_from_slice(&base.bytes);
                    bytes.push(b']');
                    Ok(Space { bytes, components: base.components, indexed: false })
                }
                None => Ok(Space { bytes: b"/Pattern".to_vec(), components: 0, indexed: false }),
            },
            _ => match parts.first() {
                Some(name) if parts.len() == 1 => self.colour_space(name, resources, depth + 1),
                _ => Err(bad_space()),
            },
        }
    }

    fn calibrated(&mut self, parts: &[Object<'_>], kind: &[u8], components: u8) -> Result<Space> {
        let Some(Object::Dict(source)) = parts.get(1) else {
            return Space::device(components).ok_or_else(bad_space);
        };
        let mut dict = DictOut::new();
        let white = list(source, b"WhitePoint").filter(|w| w.len() == 3).ok_or_else(bad_space)?;
        dict.numbers(b"WhitePoint", &white);
        for (key, len) in [(b"BlackPoint".as_slice(), 3), (b"Matrix", 9), (b"Range", 4)] {
            if let Some(values) = list(source, key).filter(|v| v.len() == len) {
                dict.numbers(key, &values);
            }
        }
        if let Some(gamma) = list(source, b"Gamma").filter(|v| v.len() == 3) {
            dict.numbers(b"Gamma", &gamma);
        } else if let Some(gamma) = source.get::<f64>(b"Gamma") {
            dict.number(b"Gamma", gamma);
        }
        let mut bytes = vec![b'['];
        syntax::name(&mut bytes, kind);
        bytes.extend_from_slice(&dict.done());
        bytes.push(b']');
        Ok(Space { bytes, components, indexed: false })
    }

    fn indexed(&mut self, parts: &[Object<'_>], resources: &Dict<'_>, depth: u32) -> Result<Space> {
        let base = self.colour_space(parts.get(1).ok_or_else(bad_space)?, resources, depth + 1)?;
        if base.indexed || base.components == 0 {
            return Err(bad_space());
        }
        let Some(Object::Number(last)) = parts.get(2) else { return Err(bad_space()) };
        let last = last.as_i64().clamp(0, 255);
        let mut table = match parts.get(3) {
            Some(Object::String(s)) => s.as_bytes().to_vec(),
            Some(Object::Stream(s)) => stream_bytes(s, self.cx)?,
            _ => return Err(bad_space()),
        };
        // What lies behind the last row is never shown and could hold anything.
        table.resize((last as usize + 1) * usize::from(base.components), 0);
        let mut bytes = b"[/Indexed ".to_vec();
        bytes.extend_from_slice(&base.bytes);
        bytes.push(b' ');
        syntax::number(&mut bytes, last as f64);
        bytes.push(b' ');
        let id = self.out.stream(DictOut::new(), &table);
        syntax::reference(&mut bytes, id);
        bytes.push(b']');
        Ok(Space { bytes, components: 1, indexed: true })
    }

    fn tint(
        &mut self,
        mut bytes: Vec<u8>,
        parts: &[Object<'_>],
        components: u8,
        resources: &Dict<'_>,
        depth: u32,
    ) -> Result<Space> {
        let alternate = self.colour_space(parts.get(2).ok_or_else(bad_space)?, resources, depth + 1)?;
        let function = self.function(parts.get(3).ok_or_else(bad_space)?, depth + 1)?;
        bytes.push(b' ');
        bytes.extend_from_slice(&alternate.bytes);
        bytes.push(b' ');
        bytes.extend_from_slice(&function);
        bytes.push(b']');
        Ok(Space { bytes, components, indexed: false })
    }

    /// Spells a function, or a list of functions.
    pub(super) fn function(&mut self, function: &Object<'_>, depth: u32) -> Result<Vec<u8>> {
        self.cx.budget.depth(depth)?;
        self.cx.budget.step(1)?;
        let (source, stream): (&Dict<'_>, Option<&Stream<'_>>) = match function {
            Object::Dict(d) => (d, None),
            Object::Stream(s) => (s.dict(), Some(s)),
            Object::Name(n) if n.as_ref() == b"Identity" => return Ok(b"/Identity".to_vec()),
            Object::Array(list) => {
                let mut out = vec![b'['];
                for item in list.iter::<Object<'_>>().take(64) {
                    out.extend_from_slice(&self.function(&item, depth + 1)?);
                    out.push(b' ');
                }
                out.push(b']');
                return Ok(out);
            }
            _ => return Err(bad_function()),
        };
        let kind = source.get::<u8>(b"FunctionType").ok_or_else(bad_function)?;
        let domain = list(source, b"Domain").ok_or_else(bad_function)?;
        let range = list(source, b"Range");
        let mut dict = DictOut::new();
        dict.number(b"FunctionType", f64::from(kind));
        dict.numbers(b"Domain", &domain);
        if let Some(range) = &range {
            dict.numbers(b"Range", range);
        }
        let id = match (kind, stream) {
            (0, Some(stream)) => {
                let range = range.ok_or_else(bad_function)?;
                let size =
                    list(source, b"Size").filter(|s| s.len() * 2 == domain.len()).ok_or_else(bad_function)?;
                let bits = source
                    .get::<u32>(b"BitsPerSample")
                    .filter(|b| matches!(b, 1 | 2 | 4 | 8 | 12 | 16 | 24 | 32));
                let bits = bits.ok_or_else(bad_function)?;
                dict.numbers(b"Size", &size);
                dict.number(b"BitsPerSample", f64::from(bits));
                for key in [b"Encode".as_slice(), b"Decode"] {
                    if let Some(values) = list(source, key) {
                        dict.numbers(key, &values);
                    }
                }
                let samples = size
                    .iter()
                    .try_fold(range.len() as u64 / 2, |n, s| n.checked_mul((*s).clamp(0.0, 1e9) as u64))
                    .and_then(|n| n.checked_mul(u64::from(bits)))
                    .ok_or_else(bad_function)?;
                let mut data = stream_bytes(stream, self.cx)?;
                let wanted = usize::try_from(samples.div_ceil(8)).map_err(|_| bad_function())?;
                if data.len() < wanted {
                    return Err(bad_function());
                }
                data.truncate(wanted);
                self.out.stream(dict, &data)
            }
            (2, _) => {
                for key in [b"C0".as_slice(), b"C1"] {
                    if let Some(values) = list(source, key) {
                        dict.numbers(key, &values);
                    }
                }
                dict.number(b"N", source.get::<f64>(keys::N).ok_or_else(bad_function)?);
                self.out.shared(dict.done())
            }
            (3, _) => {
                let parts = source.get::<Object<'_>>(b"Functions").ok_or_else(bad_function)?;
                let parts = self.function(&parts, depth + 1)?;
                dict.raw(b"Functions", &parts);
                for key in [b"Bounds".as_slice(), b"Encode"] {
                    dict.numbers(key, &list(source, key).ok_or_else(bad_function)?);
                }
                self.out.shared(dict.done())
            }
            (4, Some(stream)) => {
                let program = calculator(&stream_bytes(stream, self.cx)?)?;
                self.out.stream(dict, &program)
            }
            _ => return Err(bad_function()),
        };
        let mut out = Vec::new();
        syntax::reference(&mut out, id);
        Ok(out)
    }

    /// Writes a shading.
    pub(super) fn shading(&mut self, shading: &Object<'_>, resources: &Dict<'_>, depth: u32) -> Result<u32> {
        self.cx.budget.depth(depth)?;
        let (source, stream): (&Dict<'_>, Option<&Stream<'_>>) = match shading {
            Object::Dict(d) => (d, None),
            Object::Stream(s) => (s.dict(), Some(s)),
            _ => return Err(bad_shading()),
        };
        let kind = source.get::<u8>(b"ShadingType").ok_or_else(bad_shading)?;
        let space = source.get::<Object<'_>>(b"ColorSpace").ok_or_else(bad_shading)?;
        let space = self.colour_space(&space, resources, depth + 1)?;
        let mut dict = DictOut::new();
        dict.number(b"ShadingType", f64::from(kind));
        dict.raw(b"ColorSpace", &space.bytes);
        for key in [b"Background".as_slice(), b"BBox"] {
            if let Some(values) = list(source, key) {
                dict.numbers(key, &values);
            }
        }
        if let Some(function) = source.get::<Object<'_>>(b"Function") {
            let function = self.function(&function, depth + 1)?;
            dict.raw(b"Function", &function);
        }
        let lists: &[&[u8]] = match kind {
            1 => &[b"Domain", b"Matrix"],
            2 | 3 => &[b"Coords", b"Domain"],
            4..=7 => &[b"Decode"],
            _ => return Err(bad_shading()),
        };
        for key in lists {
            if let Some(values) = list(source, key) {
                dict.numbers(key, &values);
            }
        }
        if matches!(kind, 2 | 3)
            && let Some(extend) = source.get::<Array<'_>>(b"Extend")
        {
            let ends: Vec<bool> = extend.iter::<bool>().take(2).collect();
            if let [start, end] = ends.as_slice() {
                dict.raw(b"Extend", format!("[{start} {end}]").as_bytes());
            }
        }
        if !(4..=7).contains(&kind) {
            return Ok(self.out.shared(dict.done()));
        }
        let stream = stream.ok_or_else(bad_shading)?;
        for key in [b"BitsPerCoordinate".as_slice(), b"BitsPerComponent", b"BitsPerFlag", b"VerticesPerRow"] {
            if let Some(value) = source.get::<u32>(key) {
                dict.number(key, f64::from(value));
            }
        }
        let data = stream_bytes(stream, self.cx)?;
        Ok(self.out.stream(dict, &data))
    }
}

/// A list of at most 4096 numbers.
pub(in crate::formats::pdf) fn list(dict: &Dict<'_>, key: &[u8]) -> Option<Vec<f64>> {
    let values = dict.get::<Array<'_>>(key)?;
    let values: Vec<f64> = values
        .iter::<Object<'_>>()
        .take(4097)
        .map(|o| match o {
            Object::Number(n) => Some(n.as_f64()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    (values.len() <= 4096).then_some(values)
}

/// An ink's name: kept where viewers give it a meaning, else ours.
fn ink_name(name: &[u8], index: u8) -> Vec<u8> {
    const MEANT: [&[u8]; 9] =
        [b"All", b"None", b"Cyan", b"Magenta", b"Yellow", b"Black", b"Red", b"Green", b"Blue"];
    if MEANT.contains(&name) { name.to_vec() } else { format!("Ink{}", u32::from(index) + 1).into_bytes() }
}

/// Spells a calculator program anew: braces, numbers and known operators.
fn calculator(source: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(source.len());
    let mut rest = source;
    while let Some((&b, tail)) = rest.split_first() {
        match b {
            b'{' | b'}' => {
                out.extend_from_slice(&[b, b' ']);
                rest = tail;
            }
            b'%' => {
                let end = rest.iter().position(|c| matches!(c, b'\n' | b'\r')).unwrap_or(rest.len());
                rest = rest.get(end..).unwrap_or_default();
            }
            0 | b' ' | b'\t' | b'\r' | b'\n' | 12 => rest = tail,
            _ => {
                let end = rest
                    .iter()
                    .position(|c| matches!(c, 0 | b' ' | b'\t' | b'\r' | b'\n' | 12 | b'{' | b'}' | b'%'))
                    .unwrap_or(rest.len());
                let (token, tail) = rest.split_at_checked(end).ok_or_else(bad_function)?;
                if CALCULATOR.contains(&token) {
                    out.extend_from_slice(token);
                } else {
                    let value = std::str::from_utf8(token).ok().and_then(|t| t.parse::<f64>().ok());
                    syntax::number(&mut out, value.filter(|v| v.is_finite()).ok_or_else(bad_function)?);
                }
                out.push(b' ');
                rest = tail;
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn calculator_programs_lose_comments_and_refuse_strings() {
        assert_eq!(calculator(b"{dup 0.5 mul % Jean\n exch}").unwrap(), b"{ dup 0.5 mul exch } ");
        assert!(calculator(b"{(Jean) pop}").is_err());
    }
}
