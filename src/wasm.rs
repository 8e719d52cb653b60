//! Browser entry: conversions only. One class, few coarse calls; plain objects in and out; errors as
//! `{code, message, place}`, never a string with document text.

mod handed;
mod letters;

use std::collections::BTreeMap;
use std::sync::{Arc, Once};

use js_sys::{Function, JSON, Object, Reflect, Uint8Array, Uint8ClampedArray};
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use self::handed::reading;

use crate::context::{Go, Progress};
use crate::decide::{Choices, Policy, Treatment, Unsaid};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::model::{
    BoxDrawn, FindingId, Flatten, KeepReason, Known, OpaqueChoice, OpaqueId, Pixels, Place, Rect, Unit,
};
use crate::pipeline::{self, Item, Mark, Options};

/// A panic ends the worker. Development builds print it whole; a release prints where it was and nothing of the document.
fn hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if cfg!(debug_assertions) {
            console_error_panic_hook::set_once();
        } else {
            std::panic::set_hook(Box::new(|info| {
                let place =
                    info.location().map_or_else(String::new, |l| format!(" at {}:{}", l.file(), l.line()));
                web_sys::console::error_1(&format!("biffure: internal{place}").into());
            }));
        }
    });
}

/// A document that was opened, and whose pictures may be read before it is. See `pipeline::Opened`.
#[wasm_bindgen]
pub struct Opened {
    inner: pipeline::Opened<'static>,
}

#[wasm_bindgen]
impl Opened {
    /// Opens a file. `options` is `{policy, known, password}`; `on_progress` is called with a step's code, what is done and
    /// what there is in all.
    ///
    /// # Errors
    /// `{code, message, place}`.
    pub fn open(
        bytes: &Uint8Array,
        options: &JsValue,
        on_progress: Option<Function>,
    ) -> Result<Opened, JsValue> {
        hook();
        let inner = open(bytes, options, on_progress).map_err(|e| thrown(&e))?;
        Ok(Opened { inner })
    }

    /// What a call failed for want of, by name: fetched, and handed over with `add`, the call can be made again.
    pub fn needs(&self) -> Vec<String> {
        self.inner.needs().into_iter().map(str::to_owned).collect()
    }

    /// Hands over what was asked for.
    ///
    /// # Errors
    /// `resource` when it is not what belongs to this module.
    pub fn add(&self, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
        self.inner.add(name, bytes).map_err(|e| thrown(&e))
    }

    /// How many pictures may be read.
    ///
    /// # Errors
    /// `{code, message, place}`.
    pub fn pictures(&mut self) -> Result<u32, JsValue> {
        self.inner.pictures().map_err(|e| thrown(&e))
    }

    /// One of them: `{width, height, rgba}`.
    ///
    /// # Errors
    /// `{code, message, place}`.
    pub fn picture(&mut self, picture: u32) -> Result<JsValue, JsValue> {
        self.inner.picture(picture).map(|p| drawn(&p)).map_err(|e| thrown(&e))
    }

    /// Hands over what was read in one, as the reader's module tells it.
    ///
    /// # Errors
    /// `misuse` when it is not whole.
    pub fn give(&mut self, picture: u32, handed: &JsValue) -> Result<(), JsValue> {
        let whole = reading(handed).ok_or_else(|| Error::new(ErrorKind::Misuse, "the reading is not whole"));
        self.inner.give(picture, whole.map_err(|e| thrown(&e))?);
        Ok(())
    }

    /// Reads the document and finds identity in it.
    ///
    /// # Errors
    /// `{code, message, place}`.
    pub fn read(self) -> Result<Session, JsValue> {
        Ok(Session { inner: self.inner.read().map_err(|e| thrown(&e))? })
    }
}

/// A document that was read and waits for review. See `pipeline::Session`.
#[wasm_bindgen]
pub struct Session {
    inner: pipeline::Session<'static>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OptionsJson {
    #[serde(default)]
    policy: String,
    #[serde(default)]
    known: Option<Value>,
    #[serde(default)]
    password: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ChoicesJson {
    #[serde(default)]
    keep: BTreeMap<u32, String>,
    #[serde(default)]
    opaques: BTreeMap<u32, String>,
    #[serde(default)]
    boxes: Vec<BoxJson>,
    #[serde(default)]
    flatten: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoxJson {
    page: u32,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

#[wasm_bindgen]
impl Session {
    /// What there is to review.
    ///
    /// # Errors
    /// `internal` when the conversion fails.
    pub fn review(&self) -> Result<JsValue, JsValue> {
        let review = self.inner.review();
        let text_format = review.format == crate::model::Format::Text;
        let pages = review.pages.iter().map(|p| {
            let unit = match p.unit {
                Unit::Point => "point",
                Unit::Pixel => "pixel",
                Unit::Line => "line",
            };
            json!({"width": p.size.width, "height": p.size.height, "unit": unit})
        });
        let mut offsets = Utf16::default();
        let value = json!({
            "format": review.format.code(),
            "pages": pages.collect::<Vec<_>>(),
            "texts": if text_format { review.texts.clone() } else { Vec::new() },
            "findings": review.items.iter().map(|i| {
                let text = review.texts.get(i.finding.text).copied().unwrap_or_default();
                finding(i, &mut offsets, text)
            }).collect::<Vec<_>>(),
            "opaques": review.opaques.iter().map(|(o, may_keep)| json!({"id": o.id.0, "kind": o.kind.code(), "mayKeep": may_keep, "place": place(&o.place)})).collect::<Vec<_>>(),
            "notices": review.notices.iter().map(|n| n.code()).collect::<Vec<_>>(),
        });
        to_js(&value)
    }

    /// What a call failed for want of, by name: fetched, and handed over with `add`, the call can be made again.
    pub fn needs(&self) -> Vec<String> {
        self.inner.needs().into_iter().map(str::to_owned).collect()
    }

    /// Hands over what was asked for.
    ///
    /// # Errors
    /// `resource` when it is not what belongs to this module.
    pub fn add(&self, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
        self.inner.add(name, bytes).map_err(|e| thrown(&e))
    }

    /// Draws a page: `{width, height, rgba}`.
    ///
    /// # Errors
    /// `{code, message, place}`.
    pub fn preview(&mut self, page: u32, scale: f32) -> Result<JsValue, JsValue> {
        self.inner.preview(page, scale).map(|p| drawn(&p)).map_err(|e| thrown(&e))
    }

    /// Strikes, proves and hands over `{bytes, receipt, extension, mediaType}`. Ends the session.
    ///
    /// # Errors
    /// `{code, message, place}`.
    pub fn finish(self, choices: &JsValue) -> Result<JsValue, JsValue> {
        let choices = parse_choices(choices).map_err(|e| thrown(&e))?;
        let format = self.inner.review().format;
        let (bytes, receipt) = self.inner.finish(&choices).map_err(|e| thrown(&e))?.into_parts();
        let out = Object::new();
        set(&out, "bytes", &Uint8Array::from(bytes.as_slice()).into());
        let receipt = serde_json::to_value(receipt)
            .map_err(|_| thrown(&Error::internal("the receipt cannot be written")))?;
        set(&out, "receipt", &to_js(&receipt)?);
        set(&out, "extension", &format.extension().into());
        set(&out, "mediaType", &format.media_type().into());
        Ok(out.into())
    }
}

/// One of everything that has a pattern: what is built at first use (patterns, word lists) is built by reading it.
const REHEARSAL: &str = "Madame Jeanne Exemple, née le 3 mars 1957 à Lyon, 12 rue des Lilas 69003 Lyon\n\
    NIR : 2 57 03 69 123 456 78\tTél. 01 99 00 12 34\tIPP : 123456789\njeanne@exemple.invalid https://exemple.invalid\n\
    Dr Paul Exemple, Hôpital Exemple, 21 Example Road, Leeds LS1 1AA, 67 ans";

/// Makes the first document as quick as the second; for the time before one is chosen.
#[wasm_bindgen]
pub fn rehearse() {
    hook();
    let _ = pipeline::detect_text(REHEARSAL, &Known::default());
}

/// Findings in typed text; `known` as the element's property, `policy` a preset's name or JSON.
///
/// # Errors
/// `{code, message, place}`.
#[wasm_bindgen(js_name = detectText)]
pub fn detect_text(text: &str, known: &JsValue, policy: &str) -> Result<JsValue, JsValue> {
    hook();
    let run = || -> Result<Value> {
        let policy = Policy::parse(policy)?;
        let known = if known.is_null() || known.is_undefined() { Value::Null } else { from_js(known)? };
        let marks = pipeline::detect_text(text, &parse_known(&known)?)?;
        let mut walk = Walk::default();
        Ok(marks.iter().map(|m| typed(m, &mut walk, text, &policy)).collect())
    };
    to_js(&run().map_err(|e| thrown(&e))?)
}

/// Name and version, as in receipts.
#[wasm_bindgen]
pub fn version() -> String {
    crate::receipt::TOOL.to_owned()
}

fn open(
    bytes: &Uint8Array,
    options: &JsValue,
    on_progress: Option<Function>,
) -> Result<pipeline::Opened<'static>> {
    let limits = Limits::default();
    if u64::from(bytes.length()) > limits.input_bytes {
        return Err(Error::limit("the file is too large"));
    }
    let shape = Error::new(ErrorKind::Misuse, "the options have not the shape that we read");
    let o: OptionsJson = serde_json::from_value(from_js(options)?).map_err(|_| shape)?;
    let options = Options {
        policy: Policy::parse(&o.policy)?,
        known: parse_known(&o.known.unwrap_or(Value::Null))?,
        password: o.password,
        limits,
    };
    let report = move |p: Progress| {
        if let Some(f) = &on_progress {
            // A callback that throws must not stop the document; the person stops it by ending the worker.
            let _ = f.call3(&JsValue::NULL, &p.step.code().into(), &p.done.into(), &p.total.into());
        }
        Go::On
    };
    pipeline::Opened::open(Arc::from(bytes.to_vec()), options, report)
}

fn drawn(pixels: &Pixels) -> JsValue {
    let out = Object::new();
    set(&out, "width", &pixels.width.into());
    set(&out, "height", &pixels.height.into());
    set(&out, "rgba", &Uint8ClampedArray::from(pixels.rgba.as_slice()).into());
    out.into()
}

fn parse_known(value: &Value) -> Result<Known> {
    if value.is_null() { Ok(Default::default()) } else { pipeline::parse_known(&value.to_string()) }
}

fn parse_choices(value: &JsValue) -> Result<Choices> {
    let misuse = || Error::new(ErrorKind::Misuse, "the choices have not the shape that we read");
    let c: ChoicesJson = serde_json::from_value(from_js(value)?).map_err(|_| misuse())?;
    let keep = c.keep.into_iter().map(|(id, reason)| {
        let reason = match reason.as_str() {
            "notIdentity" => KeepReason::NotIdentity,
            "wanted" => KeepReason::Wanted,
            _ => return Err(misuse()),
        };
        Ok((FindingId(id), reason))
    });
    let opaques = c.opaques.into_iter().map(|(id, choice)| {
        let choice = match choice.as_str() {
            "remove" => OpaqueChoice::Remove,
            "reviewed" => OpaqueChoice::Reviewed,
            _ => return Err(misuse()),
        };
        Ok((OpaqueId(id), choice))
    });
    let drawn =
        |b: BoxJson| BoxDrawn { page: b.page, rect: Rect::new(b.x, b.y, b.x + b.width, b.y + b.height) };
    Ok(Choices {
        keep: keep.collect::<Result<_>>()?,
        opaques: opaques.collect::<Result<_>>()?,
        boxes: c.boxes.into_iter().map(drawn).collect(),
        unsaid: Unsaid::Refuse,
        flatten: if c.flatten { Flatten::Everything } else { Flatten::WhereNeeded },
    })
}

fn finding(item: &Item<'_>, offsets: &mut Utf16, text: &str) -> Value {
    let f = item.finding;
    json!({
        "id": f.id.0,
        "category": f.category.code(),
        "reason": f.reason.code(),
        "confidence": f.confidence,
        "text": item.text,
        "treatment": treatment(item.treatment),
        "mayOverrule": item.may_overrule,
        "textIndex": f.text,
        "start": offsets.at(f.text, f.span.start, text),
        "end": offsets.at(f.text, f.span.end, text),
        "places": item.places.iter().map(place).collect::<Vec<_>>(),
    })
}

fn typed(mark: &Mark, walk: &mut Walk, text: &str, policy: &Policy) -> Value {
    let f = &mark.finding;
    let ((from, start), (to, end)) =
        (walk.at(mark.code_points.start, text), walk.at(mark.code_points.end, text));
    json!({
        "id": f.id.0,
        "category": f.category.code(),
        "reason": f.reason.code(),
        "confidence": f.confidence,
        "text": text.get(from..to),
        "treatment": treatment(policy.treatment(f)),
        "mayOverrule": policy.may_overrule(f),
        "textIndex": 0,
        "start": start,
        "end": end,
        "places": [],
    })
}

/// Characters → bytes and UTF-16 units, walking a text once as findings come in order.
#[derive(Default)]
struct Walk {
    characters: usize,
    byte: usize,
    units: usize,
}

impl Walk {
    /// The byte and the unit at which a character begins.
    fn at(&mut self, character: usize, text: &str) -> (usize, usize) {
        if character < self.characters {
            *self = Self::default();
        }
        let rest = text.get(self.byte..).unwrap_or_default();
        for c in rest.chars().take(character - self.characters) {
            self.byte += c.len_utf8();
            self.units += c.len_utf16();
        }
        self.characters = character;
        (self.byte, self.units)
    }
}

fn treatment(t: Treatment) -> &'static str {
    match t {
        Treatment::Force => "force",
        Treatment::Suggest => "suggest",
        Treatment::Ignore => "ignore",
    }
}

fn place(p: &Place) -> Value {
    match p {
        Place::Page { page, rect } => {
            json!({"kind": "page", "page": page, "x": rect.x0, "y": rect.y0, "width": rect.width(), "height": rect.height()})
        }
        Place::Line { line } => json!({"kind": "line", "line": line}),
        Place::Part { name } => json!({"kind": "part", "name": name}),
    }
}

/// Byte offsets → UTF-16 units, walking each text once as findings come in order.
#[derive(Default)]
struct Utf16 {
    text: usize,
    byte: usize,
    units: usize,
}

impl Utf16 {
    fn at(&mut self, index: usize, byte: usize, text: &str) -> usize {
        if index != self.text || byte < self.byte {
            *self = Self { text: index, byte: 0, units: 0 };
        }
        let between = text.get(self.byte..byte).unwrap_or_default();
        self.units += between.chars().map(char::len_utf16).sum::<usize>();
        self.byte = byte;
        self.units
    }
}

fn thrown(e: &Error) -> JsValue {
    let value = json!({"code": e.code(), "message": e.message(), "place": e.place().map(place)});
    to_js(&value).unwrap_or_else(|_| "internal".into())
}

fn to_js(value: &Value) -> Result<JsValue, JsValue> {
    JSON::parse(&value.to_string())
}

fn from_js(value: &JsValue) -> Result<Value> {
    let misuse = || Error::new(ErrorKind::Misuse, "an argument is not plain data");
    if value.is_undefined() || value.is_null() {
        return Ok(json!({}));
    }
    let text = JSON::stringify(value).map_err(|_| misuse())?;
    serde_json::from_str(&String::from(text)).map_err(|_| misuse())
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a fresh plain object cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}
