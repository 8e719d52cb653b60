//! Browser entry of the module that reads pictures: pixels in, plain data out. It also turns pictures of sorts that the core
//! does not open into such as it does.

use js_sys::{Float32Array, Function, Object, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::context::Go;
use crate::error::Error;
use crate::limits::Limits;
use crate::model::{DoubtKind, Found, Picture, Place, ReadLine, Reading, Rect, Turn};
use crate::ocr::{self, Models};
use crate::pipeline;

/// A picture of a sort that the core does not open → a file with the same pixels that it does; nothing for every other file.
///
/// # Errors
/// `{code, message, place}`, as the core tells its own.
#[wasm_bindgen]
pub fn converted(bytes: &[u8]) -> Result<Option<Vec<u8>>, JsValue> {
    std::panic::set_hook(Box::new(|_| {}));
    pipeline::converted(bytes, &Limits::default()).map_err(|e| {
        let place = match e.place() {
            Some(Place::Part { name }) => object([("kind", "part".into()), ("name", (*name).into())]),
            _ => JsValue::NULL,
        };
        object([("code", e.code().into()), ("message", e.message().into()), ("place", place)])
    })
}

/// Reads pictures, one at a time: `begin`, then `addHeavy` where lines are unsure, then `end`.
#[wasm_bindgen]
pub struct Reader {
    inner: ocr::Reader,
    job: Option<Job>,
}

/// A picture that is being read.
struct Job {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    found: Found,
    lines: Vec<ReadLine>,
}

impl Job {
    fn picture(&self) -> Picture<'_> {
        Picture { width: self.width, height: self.height, rgb: &self.rgb }
    }
}

#[wasm_bindgen]
impl Reader {
    /// Takes the files of two networks.
    ///
    /// # Errors
    /// A code, when they are not those that belong to this module.
    #[wasm_bindgen(constructor)]
    pub fn new(detector: &[u8], light: &[u8]) -> Result<Reader, JsValue> {
        // The words of a panic may quote what was read.
        std::panic::set_hook(Box::new(|_| {}));
        let inner = ocr::Reader::new(&Models { detector, light, faces: None, heavy: None }).map_err(code)?;
        Ok(Reader { inner, job: None })
    }

    /// Finds lines and reads them. `on_part` is told how much is done, from 0 to 1.
    ///
    /// # Errors
    /// A code.
    pub fn begin(
        &mut self,
        rgba: &Uint8Array,
        width: u32,
        height: u32,
        on_part: &Function,
    ) -> Result<u32, JsValue> {
        self.job = None;
        let rgb = plain(rgba);
        let picture = Picture { width, height, rgb: &rgb };
        let found = self.inner.find_lines(&picture, &mut part(on_part, 0.0, 0.4)).map_err(code)?;
        let lines =
            self.inner.read_lines(&picture, &found.lines, &mut part(on_part, 0.4, 0.6)).map_err(code)?;
        let unsure = lines.iter().filter(|l| ocr::wants_heavy(l)).count();
        self.job = Some(Job { width, height, rgb, found, lines });
        Ok(unsure as u32)
    }

    /// Takes the file of the network that reads what the light one is unsure of.
    ///
    /// # Errors
    /// A code, when it is not the one that belongs to this module.
    #[wasm_bindgen(js_name = addHeavy)]
    pub fn add_heavy(&mut self, heavy: &[u8]) -> Result<(), JsValue> {
        self.inner.add_heavy(heavy).map_err(code)
    }

    /// Whether the picture shows more than lines, so that the network that finds faces is worth its while.
    #[wasm_bindgen(js_name = wantsFaces)]
    pub fn wants_faces(&self) -> bool {
        self.job.as_ref().is_some_and(|job| ocr::wants_faces(&job.picture(), &job.lines))
    }

    /// Takes the file of the network that finds faces.
    ///
    /// # Errors
    /// A code, when it is not the one that belongs to this module.
    #[wasm_bindgen(js_name = addFaces)]
    pub fn add_faces(&mut self, faces: &[u8]) -> Result<(), JsValue> {
        self.inner.add_faces(faces).map_err(code)
    }

    /// Reads unsure lines again, where the heavy network is there, and tells everything:
    /// `{turn, letters, counts, boxes, doubts, symbols, says}`.
    ///
    /// # Errors
    /// A code.
    pub fn end(&mut self, on_part: &Function) -> Result<JsValue, JsValue> {
        let mut job = self.job.take().ok_or_else(|| JsValue::from("misuse"))?;
        if self.inner.has_heavy() {
            let unsure: Vec<usize> =
                (0..job.lines.len()).filter(|i| job.lines.get(*i).is_some_and(ocr::wants_heavy)).collect();
            let boxes: Vec<_> = unsure.iter().filter_map(|i| job.found.lines.get(*i).copied()).collect();
            let again =
                self.inner.read_lines(&job.picture(), &boxes, &mut part(on_part, 0.0, 1.0)).map_err(code)?;
            for (at, line) in unsure.into_iter().zip(again) {
                if let Some(slot) = job.lines.get_mut(at) {
                    *slot = line;
                }
            }
        }
        let symbols = ocr::find_symbols(&job.picture()).map_err(code)?;
        let faces = self.inner.find_faces(&job.picture(), job.found.turn).map_err(code)?;
        let (found, lines) = (std::mem::take(&mut job.found), std::mem::take(&mut job.lines));
        Ok(told(&ocr::settle(&job.picture(), found, lines, symbols, &faces)))
    }
}

/// Red, green and blue of each pixel, taken over by rows so that the picture is never held twice.
fn plain(rgba: &Uint8Array) -> Vec<u8> {
    const ROW: u32 = 1 << 16;
    let mut out = Vec::with_capacity(rgba.length() as usize / 4 * 3);
    let mut at = 0;
    while at < rgba.length() {
        let end = rgba.length().min(at + 4 * ROW);
        let some = rgba.subarray(at, end).to_vec();
        out.extend(some.chunks_exact(4).flat_map(|p| p.iter().take(3).copied()));
        at = end;
    }
    out
}

fn part(tell: &Function, from: f64, share: f64) -> impl FnMut(u32, u32) -> Go + '_ {
    move |done, total| {
        let done = from + share * f64::from(done) / f64::from(total.max(1));
        // A callback that throws must not stop the picture; the person stops it by ending the worker.
        let _ = tell.call1(&JsValue::NULL, &done.into());
        Go::On
    }
}

fn told(reading: &Reading) -> JsValue {
    let edges = |out: &mut Vec<f32>, r: &Rect| out.extend([r.x0, r.y0, r.x1, r.y1]);
    let (mut letters, mut says) = (String::new(), String::new());
    let (mut boxes, mut doubts, mut symbols) = (Vec::new(), Vec::new(), Vec::new());
    for letter in reading.lines.iter().flat_map(|l| &l.letters) {
        letters.push_str(&letter.text);
        letters.push('\n');
        edges(&mut boxes, &letter.rect);
    }
    for doubt in &reading.doubts {
        doubts.push(match doubt.kind {
            DoubtKind::Unread => 0.0,
            DoubtKind::Mark => 1.0,
            DoubtKind::Face => 2.0,
        });
        edges(&mut doubts, &doubt.rect);
    }
    for symbol in &reading.symbols {
        // A zero closes each: one within would shift the others.
        says.extend(symbol.text.iter().flat_map(|t| t.chars()).filter(|c| *c != '\0'));
        says.push('\0');
        edges(&mut symbols, &symbol.rect);
    }
    let counts: Vec<u32> = reading.lines.iter().map(|l| l.letters.len() as u32).collect();
    let turn = match reading.turn {
        Turn::None => 0,
        Turn::Quarter => 1,
        Turn::Half => 2,
        Turn::ThreeQuarters => 3,
    };
    object([
        ("turn", turn.into()),
        ("letters", letters.into()),
        ("counts", Uint32Array::from(counts.as_slice()).into()),
        ("boxes", Float32Array::from(boxes.as_slice()).into()),
        ("doubts", Float32Array::from(doubts.as_slice()).into()),
        ("symbols", Float32Array::from(symbols.as_slice()).into()),
        ("says", says.into()),
    ])
}

fn object<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    let out = Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&out, &key.into(), &value);
    }
    out.into()
}

fn code(error: Error) -> JsValue {
    error.code().into()
}
