//! A content stream → the same stream spelled anew: known operators with operands of the right kind, and neutral resource names. Marked
//! content, comments, operators that nobody knows and the bytes of inline images do not come through. On the way the resources that the
//! stream names are written, and the codes that it shows are noted per font.

use std::collections::BTreeMap;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Name, Object, Stream};

use super::fonts::FontId;
use super::named::{Named, Sort};
use super::syntax::{self, DictOut};
use super::{FormOut, Walk};
use crate::error::{Error, Result};
use crate::formats::pdf::parse::stand_in;
use crate::formats::pdf::pictures::Cut;

/// Whether a stream may show text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// A page or an edited form: its text was read.
    Shown,
    /// A pattern, a glyph procedure or a soft mask: nobody read its text, so it must have none.
    Refused,
}

/// What a stream is written with.
pub(super) struct Scope<'a> {
    /// The resources of the source.
    pub(super) resources: Dict<'a>,
    /// Edited forms by name.
    pub(super) forms: BTreeMap<String, FormOut<'a>>,
    /// Pictures of which a part is hidden, by name.
    pub(super) cuts: BTreeMap<String, Cut>,
    /// Whether text may be shown.
    pub(super) text: Text,
}

/// The font and its size: what the source wants, and what the output has been told.
#[derive(Clone, Copy, Default)]
struct Set {
    wanted: Option<(FontId, f64)>,
    written: Option<(FontId, f64)>,
}

/// How an operator's operands are checked.
enum Shape {
    Numbers(usize),
    Dash,
    Intent,
    State,
    SetSpace,
    Components,
    Shading,
    Object,
    Font,
    Strings,
    InlineImage,
    Save,
    Restore,
}

fn shape(operator: &[u8]) -> Option<Shape> {
    Some(match operator {
        b"q" => Shape::Save,
        b"Q" => Shape::Restore,
        b"cm" | b"c" | b"Tm" | b"d1" => Shape::Numbers(6),
        b"w" | b"J" | b"j" | b"M" | b"i" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Tr" | b"Ts" | b"G" | b"g" => {
            Shape::Numbers(1)
        }
        b"m" | b"l" | b"Td" | b"TD" | b"d0" => Shape::Numbers(2),
        b"v" | b"y" | b"re" | b"K" | b"k" => Shape::Numbers(4),
        b"RG" | b"rg" => Shape::Numbers(3),
        b"h" | b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" | b"W" | b"W*"
        | b"BT" | b"ET" | b"T*" => Shape::Numbers(0),
        b"d" => Shape::Dash,
        b"ri" => Shape::Intent,
        b"gs" => Shape::State,
        b"CS" | b"cs" => Shape::SetSpace,
        b"SC" | b"SCN" | b"sc" | b"scn" => Shape::Components,
        b"sh" => Shape::Shading,
        b"Do" => Shape::Object,
        b"Tf" => Shape::Font,
        b"Tj" | b"TJ" | b"'" | b"\"" => Shape::Strings,
        b"BI" => Shape::InlineImage,
        _ => return None,
    })
}

impl<'a> Walk<'a, '_, '_> {
    /// Spells a stream anew. Returns its content and its resources, spelled.
    pub(super) fn content(
        &mut self,
        content: &[u8],
        mut scope: Scope<'a>,
        depth: u32,
    ) -> Result<(Vec<u8>, Vec<u8>)> {
        self.cx.budget.depth(depth)?;
        let mut out = Vec::with_capacity(content.len());
        let mut named = Named::default();
        // A font is set where text is shown in it, not where the source sets it: one that only struck text used is not even named.
        let mut set = Set::default();
        let mut saved: Vec<Set> = Vec::new();
        let mut operators = UntypedIter::new(content);
        while let Some(instruction) = operators.next() {
            self.cx.budget.step(1)?;
            let operator: &[u8] = instruction.operator;
            let Some(shape) = shape(operator) else { continue };
            let operands: Vec<&Object<'_>> = instruction.operands().collect();
            let first_name = || operands.iter().find_map(|o| as_name(o)).map(|n| n.as_ref().to_vec());
            match shape {
                Shape::Numbers(count) => {
                    let values: Vec<f64> = operands.iter().filter_map(|o| as_number(o)).take(count).collect();
                    if values.len() < count {
                        continue;
                    }
                    for v in values {
                        syntax::number(&mut out, v);
                        out.push(b' ');
                    }
                }
                Shape::Save => saved.push(set),
                Shape::Restore => match saved.pop() {
                    Some(state) => set = state,
                    // Nothing to restore: viewers pass over it.
                    None => continue,
                },
                Shape::Dash => {
                    let Some(Object::Array(dashes)) = operands.first() else { continue };
                    let dashes: Vec<f64> =
                        dashes.iter::<Object<'_>>().filter_map(|o| as_number(&o)).collect();
                    syntax::numbers(&mut out, &dashes);
                    out.push(b' ');
                    syntax::number(&mut out, operands.get(1).and_then(|o| as_number(o)).unwrap_or(0.0));
                    out.push(b' ');
                }
                Shape::Intent => {
                    let Some(intent) = first_name().filter(|n| super::resources::is_intent(n)) else {
                        continue;
                    };
                    syntax::name(&mut out, &intent);
                    out.push(b' ');
                }
                Shape::State => {
                    let Some(name) = first_name() else { continue };
                    let Some(ours) = self.state(&mut named, &scope, name, depth)? else { continue };
                    syntax::name(&mut out, ours.as_bytes());
                    out.push(b' ');
                }
                Shape::SetSpace => {
                    let Some(name) = first_name() else { continue };
                    let Some(ours) = self.space(&mut named, &scope, name, depth)? else { continue };
                    syntax::name(&mut out, &ours);
                    out.push(b' ');
                }
                Shape::Components => {
                    for v in operands.iter().filter_map(|o| as_number(o)) {
                        syntax::number(&mut out, v);
                        out.push(b' ');
                    }
                    if let Some(name) = first_name() {
                        let Some(ours) = self.pattern_named(&mut named, &scope, name, depth)? else {
                            return Err(Error::unsupported(
                                "the page paints with a pattern that it does not have",
                            ));
                        };
                        syntax::name(&mut out, ours.as_bytes());
                        out.push(b' ');
                    }
                }
                Shape::Shading => {
                    let Some(name) = first_name() else { continue };
                    let Some(ours) = self.shading_named(&mut named, &scope, name, depth)? else { continue };
                    syntax::name(&mut out, ours.as_bytes());
                    out.push(b' ');
                }
                Shape::Object => {
                    let Some(name) = first_name() else { continue };
                    let Some(ours) = self.object_named(&mut named, &mut scope, name, depth)? else {
                        continue;
                    };
                    syntax::name(&mut out, ours.as_bytes());
                    out.push(b' ');
                }
                Shape::Font => {
                    let name = first_name().unwrap_or_default();
                    let Some(size) = operands.iter().find_map(|o| as_number(o)) else { continue };
                    set.wanted = self.font_named(&mut named, &scope, name)?.map(|font| (font, size));
                    continue;
                }
                Shape::Strings => {
                    if let Some((font, size)) = set.wanted.filter(|w| set.written != Some(*w)) {
                        let ours = named.add(Sort::Font, self.font_reference(font));
                        syntax::name(&mut out, ours.as_bytes());
                        out.push(b' ');
                        syntax::number(&mut out, size);
                        out.extend_from_slice(b" Tf\n");
                        set.written = set.wanted;
                    }
                    let font = set.wanted.map(|(font, _)| font);
                    if !self.strings(&mut out, operator, &operands, font, &scope, depth)? {
                        continue;
                    }
                }
                Shape::InlineImage => {
                    let Some(Object::Stream(image)) =
                        operands.iter().find(|o| matches!(o, Object::Stream(_)))
                    else {
                        continue;
                    };
                    let Some(id) = self.inline_picture(image, &scope.resources, depth)? else { continue };
                    let mut value = Vec::new();
                    syntax::reference(&mut value, id);
                    let ours = named.add(Sort::Object, value);
                    syntax::name(&mut out, ours.as_bytes());
                    out.extend_from_slice(b" Do\n");
                    continue;
                }
            }
            out.extend_from_slice(operator);
            out.push(b'\n');
        }
        Ok((out, named.spelled()))
    }

    /// Spells the operands of a text-showing operator and notes the codes shown. Says whether there is anything to show.
    fn strings(
        &mut self,
        out: &mut Vec<u8>,
        operator: &[u8],
        operands: &[&Object<'_>],
        font: Option<FontId>,
        scope: &Scope<'a>,
        depth: u32,
    ) -> Result<bool> {
        let show = |walk: &mut Self, out: &mut Vec<u8>, bytes: &[u8]| -> Result<()> {
            if bytes.is_empty() {
                syntax::string(out, bytes);
                return Ok(());
            }
            if scope.text == Text::Refused {
                return Err(Error::unsupported("a pattern, mask or glyph shows text"));
            }
            let font = font.ok_or_else(|| Error::unsupported("text is shown in a font that is not known"))?;
            syntax::string(out, &walk.note(font, bytes, depth)?);
            Ok(())
        };
        match operator {
            b"TJ" => {
                let Some(Object::Array(items)) = operands.first() else { return Ok(false) };
                out.push(b'[');
                for item in items.iter::<Object<'_>>() {
                    match &item {
                        Object::String(s) => {
                            show(self, out, s.as_bytes())?;
                        }
                        Object::Number(n) => {
                            syntax::number(out, n.as_f64());
                            out.push(b' ');
                        }
                        _ => {}
                    }
                }
                out.extend_from_slice(b"] ");
            }
            b"\"" => {
                let numbers: Vec<f64> = operands.iter().filter_map(|o| as_number(o)).take(2).collect();
                let Some(s) = operands.iter().find_map(|o| as_string(o)).filter(|_| numbers.len() == 2)
                else {
                    return Ok(false);
                };
                for v in numbers {
                    syntax::number(out, v);
                    out.push(b' ');
                }
                show(self, out, s)?;
                out.push(b' ');
            }
            _ => {
                let Some(s) = operands.iter().find_map(|o| as_string(o)) else { return Ok(false) };
                show(self, out, s)?;
                out.push(b' ');
            }
        }
        Ok(true)
    }

    fn state(
        &mut self,
        named: &mut Named,
        scope: &Scope<'a>,
        name: Vec<u8>,
        depth: u32,
    ) -> Result<Option<String>> {
        let key = (Sort::State, name);
        if let Some(ours) = named.names.get(&key) {
            return Ok(ours.clone());
        }
        let source = category(&scope.resources, b"ExtGState").get::<Dict<'a>>(&key.1);
        let ours = match source {
            Some(state) => {
                Some(named.add(Sort::State, self.graphics_state(&state, &scope.resources, depth + 1)?))
            }
            None => None,
        };
        named.names.insert(key, ours.clone());
        Ok(ours)
    }

    fn space(
        &mut self,
        named: &mut Named,
        scope: &Scope<'a>,
        name: Vec<u8>,
        depth: u32,
    ) -> Result<Option<Vec<u8>>> {
        if matches!(name.as_slice(), b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern") {
            return Ok(Some(name));
        }
        let key = (Sort::ColourSpace, name);
        if let Some(ours) = named.names.get(&key) {
            return Ok(ours.clone().map(String::into_bytes));
        }
        let source = category(&scope.resources, b"ColorSpace").get::<Object<'a>>(&key.1);
        let ours = match source {
            Some(space) => {
                let spelled = self.colour_space(&space, &scope.resources, depth + 1)?;
                Some(named.add(Sort::ColourSpace, spelled.bytes))
            }
            None => return Err(Error::unsupported("the page names a colour space that it does not have")),
        };
        named.names.insert(key, ours.clone());
        Ok(ours.map(String::into_bytes))
    }

    fn pattern_named(
        &mut self,
        named: &mut Named,
        scope: &Scope<'a>,
        name: Vec<u8>,
        depth: u32,
    ) -> Result<Option<String>> {
        let key = (Sort::Pattern, name);
        if let Some(ours) = named.names.get(&key) {
            return Ok(ours.clone());
        }
        let source = category(&scope.resources, b"Pattern").get::<Object<'a>>(&key.1);
        let ours = match source {
            Some(pattern) => {
                let id = self.pattern(&pattern, &scope.resources, depth + 1)?;
                Some(named.add(Sort::Pattern, referred(id)))
            }
            None => None,
        };
        named.names.insert(key, ours.clone());
        Ok(ours)
    }

    fn shading_named(
        &mut self,
        named: &mut Named,
        scope: &Scope<'a>,
        name: Vec<u8>,
        depth: u32,
    ) -> Result<Option<String>> {
        let key = (Sort::Shading, name);
        if let Some(ours) = named.names.get(&key) {
            return Ok(ours.clone());
        }
        let source = category(&scope.resources, b"Shading").get::<Object<'a>>(&key.1);
        let ours = match source {
            Some(shading) => {
                let id = self.shading(&shading, &scope.resources, depth + 1)?;
                Some(named.add(Sort::Shading, referred(id)))
            }
            None => None,
        };
        named.names.insert(key, ours.clone());
        Ok(ours)
    }

    fn object_named(
        &mut self,
        named: &mut Named,
        scope: &mut Scope<'a>,
        name: Vec<u8>,
        depth: u32,
    ) -> Result<Option<String>> {
        let key = (Sort::Object, name);
        if let Some(ours) = named.names.get(&key) {
            return Ok(ours.clone());
        }
        let said = std::str::from_utf8(&key.1).unwrap_or_default();
        let objects = category(&scope.resources, b"XObject");
        let id = match (scope.forms.remove(said), scope.cuts.get(said)) {
            (Some(form), _) => Some(self.edited_form(form, depth + 1)?),
            (_, Some(cut)) => match objects.get::<Stream<'a>>(&cut.name) {
                Some(stream) => Some(self.part_of_picture(&stream, &scope.resources, cut, depth + 1)?),
                None => None,
            },
            _ => match objects.get::<Stream<'a>>(&key.1) {
                Some(stream) => self.object(&stream, scope, depth + 1)?,
                None => None,
            },
        };
        let ours = id.map(|id| named.add(Sort::Object, referred(id)));
        named.names.insert(key, ours.clone());
        Ok(ours)
    }

    fn object(&mut self, stream: &Stream<'a>, scope: &Scope<'a>, depth: u32) -> Result<Option<u32>> {
        let subtype = stream.dict().get::<Name<'_>>(b"Subtype").map(|n| n.as_ref().to_vec());
        match subtype.as_deref() {
            Some(b"Image") => self.picture(stream, &scope.resources, depth).map(Some),
            Some(b"Form") if scope.text == Text::Refused => {
                self.source_form(stream, &scope.resources, depth).map(Some)
            }
            Some(b"Form") => Err(Error::internal("a page draws a form that was not read")),
            _ => Ok(None),
        }
    }

    fn font_named(&mut self, named: &mut Named, scope: &Scope<'a>, name: Vec<u8>) -> Result<Option<FontId>> {
        if let Some(font) = named.fonts.get(&name) {
            return Ok(*font);
        }
        let dict = category(&scope.resources, b"Font").get::<Dict<'a>>(&name);
        let font = self.font(&dict.unwrap_or_else(stand_in))?;
        named.fonts.insert(name, font);
        Ok(font)
    }

    fn edited_form(&mut self, form: FormOut<'a>, depth: u32) -> Result<u32> {
        let scope =
            Scope { resources: form.resources, forms: form.forms, cuts: form.cuts, text: Text::Shown };
        let (content, resources) = self.content(&form.content, scope, depth)?;
        let mut dict = DictOut::new();
        dict.name(b"Type", b"XObject");
        dict.name(b"Subtype", b"Form");
        dict.numbers(b"BBox", &form.bbox.map(f64::from));
        dict.numbers(b"Matrix", &form.matrix.map(f64::from));
        dict.raw(b"Resources", &resources);
        if let Some(group) = form.group {
            let group = self.group(&group, depth)?;
            dict.raw(b"Group", &group);
        }
        Ok(self.out.stream(dict, &content))
    }
}

/// One dictionary of a resource dictionary.
pub(super) fn category<'a>(resources: &Dict<'a>, key: &[u8]) -> Dict<'a> {
    resources.get::<Dict<'a>>(key).unwrap_or_default()
}

fn referred(id: u32) -> Vec<u8> {
    let mut out = Vec::new();
    syntax::reference(&mut out, id);
    out
}

fn as_name<'o, 'a>(object: &'o Object<'a>) -> Option<&'o Name<'a>> {
    match object {
        Object::Name(n) => Some(n),
        _ => None,
    }
}

fn as_number(object: &Object<'_>) -> Option<f64> {
    match object {
        Object::Number(n) => Some(n.as_f64()),
        _ => None,
    }
}

fn as_string<'o>(object: &'o Object<'_>) -> Option<&'o [u8]> {
    match object {
        Object::String(s) => Some(s.as_bytes()),
        _ => None,
    }
}
