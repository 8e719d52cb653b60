//! PDF: walks from the trailer along the schema. Every object must be reached, every key must have a place, every stream
//! must unpack to its last byte.

use std::collections::BTreeSet;

use super::schema::{self, Body, Kind, Role};
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::verify::raw::content::operations;
use crate::verify::raw::lex::{Dict, Object};
use crate::verify::raw::pdf::{File, Packing};
use crate::verify::raw::{self, jpeg};

/// What says that a fax is of Group 4.
const GROUP_4: Object = Object::Number(-1.0);

/// References and arrays followed one inside the other, at most.
const DEPTH: u32 = 160;

/// Checks a whole file.
///
/// # Errors
/// `Leak` for what our writer does not write; `LimitExceeded`.
pub(super) fn check(bytes: &[u8], cx: &mut Cx<'_>) -> Result<()> {
    let file = File::read(bytes, cx)?;
    let mut walk = Walk { file: &file, reached: BTreeSet::new(), cx };
    walk.keys(&file.trailer, schema::TRAILER, &[], 0)?;
    if !file.trailer.contains_key(b"Root".as_slice()) {
        return Err(Error::leak("structure check: the file has no root"));
    }
    let numbers: BTreeSet<u32> = walk.reached.iter().map(|r| r.0).collect();
    match file.objects.keys().find(|n| !numbers.contains(n)) {
        None => Ok(()),
        Some(_) => Err(Error::leak("structure check: an object that no page needs")),
    }
}

struct Walk<'f, 'c, 'a> {
    file: &'f File<'f>,
    reached: BTreeSet<(u32, Kind)>,
    cx: &'c mut Cx<'a>,
}

fn refuse(message: &'static str) -> Error {
    Error::leak(message)
}

impl<'f> Walk<'f, '_, '_> {
    /// Every key of a dictionary must have a place, and its value must be of the place's kind.
    fn keys(&mut self, dict: &'f Dict, places: &[(&str, Kind)], besides: &[&str], depth: u32) -> Result<()> {
        for (key, value) in dict {
            if let Some((_, kind)) = places.iter().find(|p| p.0.as_bytes() == key.as_slice()) {
                self.value(value, *kind, depth + 1)?;
            } else if !besides.iter().any(|b| b.as_bytes() == key.as_slice()) {
                return Err(refuse("structure check: a key that our writer does not write"));
            }
        }
        Ok(())
    }

    fn value(&mut self, value: &'f Object, kind: Kind, depth: u32) -> Result<()> {
        self.cx.budget.step(1)?;
        if depth > DEPTH {
            return Err(refuse("structure check: objects are nested too deeply"));
        }
        if kind == Kind::Up {
            return if matches!(value, Object::Ref(_)) {
                Ok(())
            } else {
                Err(refuse("structure check: a page's parent is no reference"))
            };
        }
        if let Object::Ref(number) = value {
            if !self.reached.insert((*number, kind)) {
                return Ok(());
            }
            let missing = || refuse("structure check: a reference leads nowhere");
            let object = self.file.objects.get(number).ok_or_else(missing)?;
            if matches!(object.value, Object::Ref(_)) {
                return Err(missing());
            }
            return match role_of(kind) {
                Some(role) if matches!(object.value, Object::Dict(_)) => self.object(*number, role, depth),
                _ if object.stream.is_some() => {
                    Err(refuse("structure check: a stream stands where none may"))
                }
                _ => self.value(&object.value, kind, depth + 1),
            };
        }
        match (kind, value) {
            (Kind::Plain, Object::Array(items)) => self.items(items, Kind::Plain, depth),
            (Kind::Plain, Object::Null | Object::Bool | Object::Number(_) | Object::Name(_)) => Ok(()),
            (Kind::Text, Object::Array(items)) => self.items(items, Kind::Text, depth),
            (Kind::Text, Object::String(_)) => Ok(()),
            (Kind::Colour, _) => self.colour(value, depth),
            (Kind::Colours, Object::Dict(map)) => self.each(map.values(), Kind::Colour, depth),
            (Kind::Map(role), Object::Dict(map)) => self.each(map.values(), Kind::One(role), depth),
            (Kind::NameOr(_), Object::Name(_)) => Ok(()),
            // A mask may also be a range of colours.
            (Kind::One(Role::Image), Object::Array(items)) => self.items(items, Kind::Plain, depth),
            (Kind::Each(role) | Kind::OneOrEach(role) | Kind::NameOr(role), Object::Array(items)) => {
                self.items(items, Kind::One(role), depth)
            }
            (Kind::One(role) | Kind::OneOrEach(role) | Kind::NameOr(role), Object::Dict(dict)) => {
                self.dict(dict, role, depth)
            }
            _ => Err(refuse("structure check: a value of another sort than ours")),
        }
    }

    fn items(&mut self, items: &'f [Object], kind: Kind, depth: u32) -> Result<()> {
        self.each(items.iter(), kind, depth)
    }

    fn each(&mut self, items: impl Iterator<Item = &'f Object>, kind: Kind, depth: u32) -> Result<()> {
        for item in items {
            self.value(item, kind, depth + 1)?;
        }
        Ok(())
    }

    /// A dictionary that stands in place: it has no bytes.
    fn dict(&mut self, dict: &'f Dict, role: Role, depth: u32) -> Result<()> {
        let role = self.narrowed(dict, role)?;
        let (body, places) = schema::keys(role);
        if !matches!(body, Body::None | Body::Either) {
            return Err(refuse("structure check: a stream has no bytes"));
        }
        self.keys(dict, places, &[], depth)
    }

    /// A numbered object.
    fn object(&mut self, number: u32, role: Role, depth: u32) -> Result<()> {
        let file = self.file;
        let Some(object) = file.objects.get(&number) else {
            return Err(refuse("structure check: a reference leads nowhere"));
        };
        let Object::Dict(dict) = &object.value else {
            return Err(refuse("structure check: a value of another sort than ours"));
        };
        if object.stream.is_none() {
            return self.dict(dict, role, depth);
        }
        let role = self.narrowed(dict, role)?;
        let (body, places) = schema::keys(role);
        self.keys(dict, places, schema::STREAM, depth)?;
        self.parms(dict)?;
        let packing = file.packing(dict)?;
        if packing == Packing::Jpeg {
            return if body == Body::Samples {
                jpeg::check(file.packed(object))
            } else {
                Err(refuse("structure check: a JPEG stands where no picture may"))
            };
        }
        if packing == Packing::Fax {
            return if body == Body::Samples {
                self.fax(dict, file.packed(object))
            } else {
                Err(refuse("structure check: a fax stands where no picture may"))
            };
        }
        match body {
            Body::None => Err(refuse("structure check: a stream stands where none may")),
            Body::Content => content(&file.unpacked(object, self.cx)?, self.cx),
            Body::Samples | Body::Data | Body::Either => file.unpacked(object, self.cx).map(drop),
        }
    }

    /// A fax of Group 4 is as large as the picture says.
    fn fax(&self, dict: &Dict, data: &[u8]) -> Result<()> {
        let wrong = || refuse("structure check: a fax of another sort than ours");
        let Some(Object::Dict(parms)) = self.file.entry(dict, "DecodeParms") else { return Err(wrong()) };
        let number = |of: &Dict, key: &str| self.file.entry(of, key).and_then(Object::whole);
        let side = |key: &str, told: &str| {
            number(dict, key).filter(|n| number(parms, told) == Some(*n)).and_then(|n| u64::try_from(n).ok())
        };
        let one = number(dict, "BitsPerComponent") == Some(1)
            && parms.get(b"K".as_slice()) == Some(&GROUP_4)
            && parms.len() == 3;
        match (side("Width", "Columns"), side("Height", "Rows")) {
            (Some(columns), Some(rows)) if one => raw::fax::check(data, columns, rows),
            _ => Err(wrong()),
        }
    }

    /// Packing parameters hold figures only.
    fn parms(&mut self, dict: &'f Dict) -> Result<()> {
        let wrong = || refuse("structure check: packing parameters of another sort than ours");
        let parms = match dict.get(b"DecodeParms".as_slice()) {
            None | Some(Object::Null) => return Ok(()),
            Some(Object::Array(a)) if a.len() == 1 => a.first().ok_or_else(wrong)?,
            Some(other) => other,
        };
        let Object::Dict(parms) = parms else { return Err(wrong()) };
        for (key, value) in parms {
            let figure = value.whole().is_some() || *value == GROUP_4;
            if !schema::PARMS.iter().any(|p| p.as_bytes() == key.as_slice()) || !figure {
                return Err(wrong());
            }
        }
        Ok(())
    }

    /// Roles that an object tells by itself.
    fn narrowed(&self, dict: &Dict, role: Role) -> Result<Role> {
        let name = |key: &str| self.file.entry(dict, key).and_then(Object::name);
        let number = |key: &str| self.file.entry(dict, key).and_then(Object::whole);
        match role {
            Role::Node if name("Type") == Some(b"Page") => Ok(Role::Page),
            Role::XObject => match name("Subtype") {
                Some(b"Image") => Ok(Role::Image),
                Some(b"Form") => Ok(Role::Form),
                _ => Err(refuse("structure check: an external object of another sort than ours")),
            },
            Role::Pattern => match number("PatternType") {
                Some(1) => Ok(Role::Tiling),
                Some(2) => Ok(Role::Shaded),
                _ => Err(refuse("structure check: a pattern of another sort than ours")),
            },
            other => Ok(other),
        }
    }

    /// A name, or an array that begins with the family's name (ISO 32000-2 clause 8.6).
    fn colour(&mut self, value: &'f Object, depth: u32) -> Result<()> {
        let wrong = || refuse("structure check: a colour space of another sort than ours");
        let items = match value {
            Object::Name(_) => return Ok(()),
            Object::Array(items) => items,
            _ => return Err(wrong()),
        };
        let kinds: &[Kind] = match items.first().and_then(Object::name) {
            Some(b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK") => &[],
            Some(b"Pattern") => &[Kind::Colour],
            Some(b"CalGray" | b"CalRGB" | b"Lab") => &[Kind::One(Role::White)],
            Some(b"ICCBased") => &[Kind::One(Role::Profile)],
            Some(b"Indexed") => return self.indexed(items, depth),
            Some(b"Separation") => &[Kind::Plain, Kind::Colour, Kind::One(Role::Function)],
            Some(b"DeviceN") => &[Kind::Plain, Kind::Colour, Kind::One(Role::Function), Kind::One(Role::Ink)],
            _ => return Err(wrong()),
        };
        if items.len() > kinds.len() + 1 {
            return Err(wrong());
        }
        for (item, kind) in items.iter().skip(1).zip(kinds) {
            self.value(item, *kind, depth + 1)?;
        }
        Ok(())
    }

    /// `[/Indexed base hival lookup]`: the lookup holds as many bytes as colours and not one more.
    fn indexed(&mut self, items: &'f [Object], depth: u32) -> Result<()> {
        let wrong = || refuse("structure check: a colour table of another sort than ours");
        let [_, base, last, lookup] = items else { return Err(wrong()) };
        self.value(base, Kind::Colour, depth + 1)?;
        let entries = last.whole().filter(|n| *n <= 255).ok_or_else(wrong)? + 1;
        let len = match lookup {
            Object::String(s) => s.len(),
            Object::Ref(number) => {
                self.reached.insert((*number, Kind::One(Role::Data)));
                let object = self.file.objects.get(number).ok_or_else(wrong)?;
                match &object.value {
                    Object::String(s) => s.len(),
                    _ => {
                        self.object(*number, Role::Data, depth + 1)?;
                        self.file.unpacked(object, self.cx)?.len()
                    }
                }
            }
            _ => return Err(wrong()),
        };
        // Four components at most; some tables are padded to the next four bytes.
        if len > entries * 4 + 4 { Err(wrong()) } else { Ok(()) }
    }
}

/// The role that an object behind a reference has.
fn role_of(kind: Kind) -> Option<Role> {
    match kind {
        Kind::One(role) | Kind::OneOrEach(role) | Kind::NameOr(role) => Some(role),
        _ => None,
    }
}

/// No invisible text, no inline picture that holds more than samples.
fn content(data: &[u8], cx: &mut Cx<'_>) -> Result<()> {
    for operation in operations(data, cx)? {
        match (operation.operator, operation.operands.first()) {
            (b"Tr", Some(Object::Number(mode))) if *mode != 3.0 => {}
            (b"Tr", _) => return Err(refuse("structure check: text that nobody can see")),
            (b"BI", Some(Object::Dict(dict))) => {
                let known = |k: &Vec<u8>| schema::INLINE.iter().any(|i| i.as_bytes() == k.as_slice());
                let plain = |o: &Object| !matches!(o, Object::String(_) | Object::Dict(_));
                if !dict.iter().all(|(k, v)| known(k) && plain(v)) {
                    return Err(refuse("structure check: an inline picture of another sort than ours"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}
