//! Browser entry of the module that reads pictures: pixels in, plain data out. It also turns pictures of sorts that the core
//! does not open into such as it does.

mod letters;

use std::ops::Range;

use js_sys::{Array, Float32Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::context::Go;
use crate::error::Error;
use crate::limits::Limits;
use crate::model::{BENDS, DoubtKind, LineBox, Picture, Place, Point, Quad, ReadLine, Reading, Symbol, Turn};
use crate::ocr::{self, Band, LineReader, Models, Tongue};
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

/// Reads pictures, one at a time: `find`, `shares` where other workers help, `read`; where lines are unsure `addTongue`,
/// `addHeavy` and `again`;
/// `look` for barcodes, `give` what the others read, `recall` what they did not, `addFaces` where it wants faces, `end`.
#[wasm_bindgen]
pub struct Reader {
    inner: ocr::Reader,
    job: Option<Job>,
}

/// A picture that is being read.
struct Job {
    task: Task,
    turn: Turn,
    /// The lines that other workers were given, and where their bands begin.
    shared: Vec<(Range<usize>, Point)>,
    /// Once they were looked for.
    symbols: Option<Vec<Symbol>>,
    /// All of it but the faces, once it was asked for.
    reading: Option<Reading>,
}

impl Job {
    /// Everything but the faces. An error where a line was not read, or no barcode looked for.
    fn settled(&mut self) -> Result<Reading, JsValue> {
        if let Some(reading) = self.reading.take() {
            return Ok(reading);
        }
        let lines: Option<Vec<ReadLine>> = std::mem::take(&mut self.task.lines).into_iter().collect();
        let (lines, symbols) = lines.zip(self.symbols.take()).ok_or_else(misuse)?;
        Ok(ocr::settle(&self.task.picture(), self.turn, lines, symbols))
    }
}

/// Lines of a picture, and those of them that were read.
struct Task {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    boxes: Vec<LineBox>,
    lines: Vec<Option<ReadLine>>,
}

impl Task {
    fn new(width: u32, height: u32, rgb: Vec<u8>, boxes: Vec<LineBox>) -> Self {
        let lines = vec![None; boxes.len()];
        Self { width, height, rgb, boxes, lines }
    }

    fn picture(&self) -> Picture<'_> {
        Picture { width: self.width, height: self.height, rgb: &self.rgb }
    }

    /// Reads some lines, whatever they said before.
    fn read(
        &mut self,
        reader: &mut LineReader,
        wanted: &[usize],
        on_part: ocr::OnPart<'_>,
    ) -> Result<(), JsValue> {
        let boxes: Vec<LineBox> = wanted.iter().filter_map(|i| self.boxes.get(*i).copied()).collect();
        let read = reader.read(&self.picture(), &boxes, on_part).map_err(code)?;
        for (at, line) in wanted.iter().zip(read) {
            if let Some(slot) = self.lines.get_mut(*at) {
                *slot = Some(line);
            }
        }
        Ok(())
    }

    /// How many lines that were read should be read again.
    fn unsure(&self) -> u32 {
        self.lines.iter().flatten().filter(|l| ocr::unsure(l)).count() as u32
    }

    /// Reads unsure lines again by what is at hand; how many are unsure then.
    fn again(&mut self, reader: &mut LineReader, on_part: ocr::OnPart<'_>) -> Result<u32, JsValue> {
        let (boxes, mut lines): (Vec<LineBox>, Vec<ReadLine>) =
            self.boxes.iter().zip(&self.lines).filter_map(|(b, l)| Some((*b, l.clone()?))).unzip();
        reader.again(&self.picture(), &boxes, &mut lines, on_part).map_err(code)?;
        self.lines.iter_mut().flatten().zip(lines).for_each(|(slot, line)| *slot = line);
        Ok(self.unsure())
    }

    /// The code of the language whose network would read the lines better and is not at hand.
    fn tongue(&self, reader: &LineReader) -> Option<String> {
        let lines: Vec<ReadLine> = self.lines.iter().flatten().cloned().collect();
        ocr::tongue(&lines).filter(|t| !reader.has_tongue(*t)).map(|t| t.code().to_owned())
    }
}

fn add_tongue(reader: &mut LineReader, tongue: &str, network: &[u8]) -> Result<(), JsValue> {
    let tongue = Tongue::of_code(tongue).ok_or_else(misuse)?;
    reader.add_tongue(tongue, network).map_err(code)
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
        let inner = ocr::Reader::new(&Models { detector, light, faces: None, heavy: None, tongue: |_| None })
            .map_err(code)?;
        Ok(Reader { inner, job: None })
    }

    /// Finds lines; how many there are. `on_part` is told how much is done, from 0 to 1.
    ///
    /// # Errors
    /// A code.
    pub fn find(
        &mut self,
        rgba: &Uint8Array,
        width: u32,
        height: u32,
        on_part: &Function,
    ) -> Result<u32, JsValue> {
        self.job = None;
        let rgb = plain(rgba);
        let picture = Picture { width, height, rgb: &rgb };
        let found = self.inner.find_lines(&picture, &mut part(on_part)).map_err(code)?;
        let count = found.lines.len() as u32;
        let task = Task::new(width, height, rgb, found.lines);
        self.job = Some(Job { task, turn: found.turn, shared: Vec::new(), symbols: None, reading: None });
        Ok(count)
    }

    /// Parts the lines among this worker and `others`; what each of these is given: `{rgb, width, height, boxes}`, the boxes
    /// as [`Helper::new`]'s picture wants them.
    ///
    /// # Errors
    /// A code, before `find`.
    pub fn shares(&mut self, others: u32) -> Result<Array, JsValue> {
        let Job { task, shared, .. } = self.job.as_mut().ok_or_else(misuse)?;
        let out = Array::new();
        for range in ocr::shares(&task.boxes, others as usize).into_iter().skip(1) {
            let lines = task.boxes.get(range.clone()).unwrap_or_default();
            let Some(band) = Band::cut(&task.picture(), lines) else { continue };
            let boxes: Vec<f32> = band.lines.iter().flat_map(flat).collect();
            out.push(&object([
                ("rgb", Uint8Array::from(band.rgb.as_slice()).into()),
                ("width", band.width.into()),
                ("height", band.height.into()),
                ("boxes", Float32Array::from(boxes.as_slice()).into()),
            ]));
            shared.push((range, band.at));
        }
        Ok(out)
    }

    /// Reads the lines that no other worker was given and that were not read; how many in all are unsure then.
    ///
    /// # Errors
    /// A code.
    pub fn read(&mut self, on_part: &Function) -> Result<u32, JsValue> {
        let Job { task, shared, .. } = self.job.as_mut().ok_or_else(misuse)?;
        let here = |i: &usize| !shared.iter().any(|(range, _)| range.contains(i));
        let wanted: Vec<usize> =
            (0..task.boxes.len()).filter(here).filter(|i| task.lines.get(*i) == Some(&None)).collect();
        task.read(self.inner.lines(), &wanted, &mut part(on_part))?;
        Ok(task.unsure())
    }

    /// Takes the file of the network that reads what the light one is unsure of.
    ///
    /// # Errors
    /// A code, when it is not the one that belongs to this module.
    #[wasm_bindgen(js_name = addHeavy)]
    pub fn add_heavy(&mut self, heavy: &[u8]) -> Result<(), JsValue> {
        self.inner.lines().add_heavy(heavy).map_err(code)
    }

    /// The code of the language (ISO 639-1) that the lines are in, where a network of its own would read them better.
    pub fn tongue(&mut self) -> Option<String> {
        let Job { task, .. } = self.job.as_ref()?;
        task.tongue(self.inner.lines())
    }

    /// Takes the file of that network.
    ///
    /// # Errors
    /// A code, when it is not the one that belongs to this module.
    #[wasm_bindgen(js_name = addTongue)]
    pub fn add_tongue(&mut self, tongue: &str, network: &[u8]) -> Result<(), JsValue> {
        add_tongue(self.inner.lines(), tongue, network)
    }

    /// Reads unsure lines again by the networks that were handed over; how many are unsure then.
    ///
    /// # Errors
    /// A code.
    pub fn again(&mut self, on_part: &Function) -> Result<u32, JsValue> {
        let job = self.job.as_mut().ok_or_else(misuse)?;
        job.task.again(self.inner.lines(), &mut part(on_part))
    }

    /// Takes what a helper read of a share; what does not fit is left unread.
    pub fn give(&mut self, share: u32, told: &JsValue) {
        let Some(job) = self.job.as_mut() else { return };
        let Some((range, at)) = job.shared.get(share as usize) else { return };
        let Some(slots) = job.task.lines.get_mut(range.clone()) else { return };
        let (Some(letters), Some(sure)) = (letters::taken(told), letters::numbers(told, "sure")) else {
            return;
        };
        if letters.len() != slots.len() || sure.len() != 2 * slots.len() {
            return;
        }
        let boxes = job.task.boxes.get(range.clone()).unwrap_or_default();
        for (((slot, letters), sure), own) in slots.iter_mut().zip(letters).zip(sure.as_chunks().0).zip(boxes)
        {
            let [confidence, heavy] = *sure;
            let line =
                ocr::placed(ReadLine { letters, confidence, heavy: heavy > 0.0, quad: Quad::default() }, *at);
            *slot = Some(ReadLine { quad: own.quad, ..line });
        }
    }

    /// Takes back what helpers did not read: `read` does it. How many lines that is.
    pub fn recall(&mut self) -> u32 {
        let Some(job) = self.job.as_mut() else { return 0 };
        job.shared.clear();
        job.task.lines.iter().filter(|l| l.is_none()).count() as u32
    }

    /// Whether the picture shows more than lines, so that the network that finds faces is worth its while. Every line is read then, and
    /// barcodes were looked for.
    ///
    /// # Errors
    /// A code.
    #[wasm_bindgen(js_name = wantsFaces)]
    pub fn wants_faces(&mut self) -> Result<bool, JsValue> {
        let job = self.job.as_mut().ok_or_else(misuse)?;
        let reading = job.settled()?;
        Ok(ocr::wants_faces(&job.task.picture(), job.reading.insert(reading)))
    }

    /// Takes the file of the network that finds faces.
    ///
    /// # Errors
    /// A code, when it is not the one that belongs to this module.
    #[wasm_bindgen(js_name = addFaces)]
    pub fn add_faces(&mut self, faces: &[u8]) -> Result<(), JsValue> {
        self.inner.add_faces(faces).map_err(code)
    }

    /// Looks for barcodes.
    ///
    /// # Errors
    /// A code.
    pub fn look(&mut self) -> Result<(), JsValue> {
        let job = self.job.as_mut().ok_or_else(misuse)?;
        job.symbols = Some(ocr::find_symbols(&job.task.picture()).map_err(code)?);
        Ok(())
    }

    /// Looks for faces and tells everything: `{turn, letters, counts, boxes, doubts, symbols, says}`.
    ///
    /// # Errors
    /// A code; also where a line was not read, or no barcode looked for.
    pub fn end(&mut self) -> Result<JsValue, JsValue> {
        let mut job = self.job.take().ok_or_else(misuse)?;
        let mut reading = job.settled()?;
        self.inner.find_faces(&job.task.picture(), &mut reading).map_err(code)?;
        Ok(told(&reading))
    }
}

/// Reads shares of pictures for a [`Reader`] in another worker: `begin`; where lines are unsure `addTongue`, `addHeavy` and `again`;
/// then `end`.
#[wasm_bindgen]
pub struct Helper {
    inner: LineReader,
    task: Option<Task>,
}

#[wasm_bindgen]
impl Helper {
    /// Takes the file of the network that reads every line.
    ///
    /// # Errors
    /// A code, when it is not the one that belongs to this module.
    #[wasm_bindgen(constructor)]
    pub fn new(light: &[u8]) -> Result<Helper, JsValue> {
        std::panic::set_hook(Box::new(|_| {}));
        let models = Models { detector: &[], light, faces: None, heavy: None, tongue: |_| None };
        Ok(Helper { inner: LineReader::new(&models).map_err(code)?, task: None })
    }

    /// Reads the lines of a share; how many are unsure.
    ///
    /// # Errors
    /// A code.
    pub fn begin(&mut self, rgb: Vec<u8>, width: u32, height: u32, boxes: &[f32]) -> Result<u32, JsValue> {
        let mut task = Task::new(width, height, rgb, boxes.as_chunks().0.iter().map(line_box).collect());
        let all: Vec<usize> = (0..task.boxes.len()).collect();
        task.read(&mut self.inner, &all, &mut |_, _| Go::On)?;
        Ok(self.task.insert(task).unsure())
    }

    /// Takes the file of the network that reads what the light one is unsure of.
    ///
    /// # Errors
    /// A code, when it is not the one that belongs to this module.
    #[wasm_bindgen(js_name = addHeavy)]
    pub fn add_heavy(&mut self, heavy: &[u8]) -> Result<(), JsValue> {
        self.inner.add_heavy(heavy).map_err(code)
    }

    /// The code of the language (ISO 639-1) that the lines are in, where a network of its own would read them better.
    pub fn tongue(&self) -> Option<String> {
        self.task.as_ref()?.tongue(&self.inner)
    }

    /// Takes the file of that network.
    ///
    /// # Errors
    /// A code, when it is not the one that belongs to this module.
    #[wasm_bindgen(js_name = addTongue)]
    pub fn add_tongue(&mut self, tongue: &str, network: &[u8]) -> Result<(), JsValue> {
        add_tongue(&mut self.inner, tongue, network)
    }

    /// Reads unsure lines again by the networks that were handed over; how many are unsure then.
    ///
    /// # Errors
    /// A code.
    pub fn again(&mut self) -> Result<u32, JsValue> {
        self.task.as_mut().ok_or_else(misuse)?.again(&mut self.inner, &mut |_, _| Go::On)
    }

    /// Tells all: `{letters, counts, boxes, sure}`, `sure` being each line's confidence and whether the heavy network read it.
    ///
    /// # Errors
    /// A code.
    pub fn end(&mut self) -> Result<JsValue, JsValue> {
        let task = self.task.take().ok_or_else(misuse)?;
        let lines: Vec<ReadLine> = task.lines.into_iter().flatten().collect();
        let sure: Vec<f32> =
            lines.iter().flat_map(|l| [l.confidence, f32::from(u8::from(l.heavy))]).collect();
        let [letters, counts, boxes] = letters::told(&lines);
        Ok(object([letters, counts, boxes, ("sure", Float32Array::from(sure.as_slice()).into())]))
    }
}

/// Numbers of a line's box: its corners, its bends, its score.
const FLAT: usize = 8 + BENDS + 1;

fn flat(line: &LineBox) -> [f32; FLAT] {
    let corners = line.quad.0.iter().flat_map(|p| [p.x, p.y]);
    let mut all = corners.chain(line.bend).chain([line.score]);
    std::array::from_fn(|_| all.next().unwrap_or_default())
}

fn line_box(flat: &[f32; FLAT]) -> LineBox {
    let (corners, rest) = flat.split_at(8);
    let mut out = LineBox { quad: Quad::default(), bend: [0.0; BENDS], score: 0.0 };
    for (p, xy) in out.quad.0.iter_mut().zip(corners.as_chunks().0) {
        let [x, y] = *xy;
        *p = Point { x, y };
    }
    let (bends, score) = rest.split_at(BENDS);
    out.bend.copy_from_slice(bends);
    out.score = score.iter().sum();
    out
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

fn part(tell: &Function) -> impl FnMut(u32, u32) -> Go + '_ {
    move |done, total| {
        let done = f64::from(done) / f64::from(total.max(1));
        // A callback that throws must not stop the picture; the person stops it by ending the worker.
        let _ = tell.call1(&JsValue::NULL, &done.into());
        Go::On
    }
}

fn told(reading: &Reading) -> JsValue {
    let mut says = String::new();
    let (mut doubts, mut symbols) = (Vec::new(), Vec::new());
    for doubt in &reading.doubts {
        doubts.push(match doubt.kind {
            DoubtKind::Unread => 0.0,
            DoubtKind::Mark => 1.0,
            DoubtKind::Face => 2.0,
        });
        doubts.extend(letters::edges(&doubt.rect));
    }
    for symbol in &reading.symbols {
        // A zero closes each: one within would shift the others.
        says.extend(symbol.text.iter().flat_map(|t| t.chars()).filter(|c| *c != '\0'));
        says.push('\0');
        symbols.extend(letters::edges(&symbol.rect));
    }
    let turn = match reading.turn {
        Turn::None => 0,
        Turn::Quarter => 1,
        Turn::Half => 2,
        Turn::ThreeQuarters => 3,
    };
    let [letters, counts, boxes] = letters::told(&reading.lines);
    object([
        ("turn", turn.into()),
        letters,
        counts,
        boxes,
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

fn misuse() -> JsValue {
    "misuse".into()
}
