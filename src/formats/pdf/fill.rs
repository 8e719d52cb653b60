//! Form fields that hold a value but no picture of it, and annotations without one → the same file with pictures. Viewers draw such values themselves (ISO 32000-2, 12.7.4.3:
//! variable text, `NeedAppearances`), so the person sees them and they must be read, shown and kept; here they are drawn, in the form's font where
//! it has all letters, else in Helvetica, and appended
//! to the file as an update, before anything reads it. Its law: a value that cannot be drawn is told, never dropped in silence.
//! In the same update a page without a size of its own gets one, that of every viewer, and a page that stands twice in the tree of
//! pages becomes two, for the parser shows it once.
//! Lengths are points; the space of each picture is its field's rectangle, origin bottom-left, y up.

mod shapes;
mod update;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect};

use self::update::{OWN, Update};
use super::edit::serial::string;
use super::parse;
use crate::context::Cx;
use crate::error::Result;
use crate::model::windows_1252;
use unicode_normalization::UnicodeNormalization as _;

/// What was found among the fields.
pub(super) enum Filled {
    /// Every value has its picture.
    Already,
    /// The file with pictures added, and whether something cannot be drawn, or not wholly.
    Anew(Vec<u8>, bool),
    /// Something cannot be drawn.
    Unread,
}

/// Levels of fields within fields.
const DEPTH: usize = 32;
/// Letters of one value: more than any form has room for.
const LETTERS: usize = 20_000;

/// How far the font reaches up and down that viewers put in the place of Helvetica, as shares of its size.
const REACH: (f64, f64) = (0.905, -0.212);

const MULTILINE: u32 = 1 << 12;
const PASSWORD: u32 = 1 << 13;
const COMB: u32 = 1 << 24;
const COMBO: u32 = 1 << 17;

/// Draws the values that lack a picture.
///
/// # Errors
/// `LimitExceeded`.
pub(super) fn fill(pdf: &Pdf, bytes: &[u8], encrypted: bool, cx: &mut Cx<'_>) -> Result<Filled> {
    let form =
        parse::catalog(pdf).and_then(|c| c.get::<Dict<'_>>(b"AcroForm".as_slice())).unwrap_or_default();
    let anew = form.get::<bool>(b"NeedAppearances".as_slice()).unwrap_or(false);
    let mut update = Update::new(bytes.len());
    let mut unread = false;
    if !encrypted {
        update.repeated(pdf, cx)?;
    }
    for page in pdf.pages().iter() {
        if !encrypted && parse::boxless(page) {
            update.letter(page.raw());
        }
        let Some(annots) = page.raw().get::<Array<'_>>(b"Annots".as_slice()) else { continue };
        for annot in annots.iter::<Dict<'_>>() {
            cx.budget.step(1)?;
            match field(&annot, &form, anew) {
                Shown::Yes => {}
                Shown::No => unread = true,
                Shown::ToDraw(field) if encrypted || annot.obj_id().is_none() => {
                    unread |= !field.value.trim().is_empty();
                }
                Shown::Shape(..) if encrypted || annot.obj_id().is_none() => unread = true,
                Shown::Shape(rect, flags, shape) => {
                    cx.budget.decode(shape.content.len() as u64)?;
                    if let Some(id) = annot.obj_id() {
                        let mode = if shape.marker { "/BM/Multiply" } else { "" };
                        let a = shape.alpha;
                        let state = format!("/ExtGState<</G<<{mode}/CA {a}/ca {a}>>>>");
                        let content = format!("/G gs {}", shape.content);
                        let id = (id.obj_number, id.gen_number);
                        update.picture(id, rect, flags, rect, &state, content.as_bytes());
                    }
                }
                Shown::ToDraw(field) => {
                    cx.budget.decode(field.value.len() as u64 * 16)?;
                    unread |= field.lacking;
                    if let (Some(id), Some(content)) = (annot.obj_id(), field.content()) {
                        let own = [0.0, 0.0, field.width(), field.height()];
                        let id = (id.obj_number, id.gen_number);
                        update.picture(
                            id,
                            field.rect,
                            field.flags,
                            own,
                            &match field.font {
                                Some((number, generation)) => format!("/Font<</F {number} {generation} R>>"),
                                None => format!("/Font<</F {OWN} 0 R>>"),
                            },
                            &content,
                        );
                    } else {
                        unread = true;
                    }
                }
            }
        }
    }
    Ok(match update.finish(pdf, bytes) {
        Some(file) => Filled::Anew(file, unread),
        None if unread => Filled::Unread,
        None => Filled::Already,
    })
}

enum Shown {
    Yes,
    No,
    ToDraw(Field),
    /// Where it lies, its flags, what it is.
    Shape([f64; 4], u32, shapes::Shape),
}

/// A value and where it is to stand.
struct Field {
    rect: [f64; 4],
    flags: u32,
    sort: u32,
    value: String,
    /// Points; 0 for "as fits".
    size: f64,
    /// Operators that set the colour, from the field's default appearance.
    colour: String,
    /// 0 left, 1 centred, 2 right.
    align: i32,
    cells: usize,
    /// Operators that fill and frame it.
    frame: String,
    /// Whether our font lacks a letter of it.
    lacking: bool,
    /// Of a list, the lines that are chosen.
    chosen: Vec<String>,
    /// Whether it is a list.
    list: bool,
    /// How thick its border is.
    border: f64,
    /// The form's own font, and how far its letters reach up and down, as shares of its size.
    font: Option<(u32, i32)>,
    reach: (f64, f64),
}

/// A font of the form by the name that a default appearance gives it, where its codes are Windows' and none is missing; and how far it
/// reaches up and down.
fn own_font(form: &Dict<'_>, look: &str) -> Option<((u32, i32), (f64, f64))> {
    let name = look.split_whitespace().find_map(|w| w.strip_prefix('/'))?;
    let fonts = form.get::<Dict<'_>>(b"DR".as_slice())?.get::<Dict<'_>>(b"Font".as_slice())?;
    let id = fonts.get_ref(name.as_bytes())?;
    let font = fonts.get::<Dict<'_>>(name.as_bytes())?;
    let is = |key: &[u8], values: &[&[u8]]| {
        font.get::<Name<'_>>(key).is_some_and(|n| values.contains(&n.as_ref()))
    };
    let code = |key: &[u8]| font.get::<u32>(key);
    let whole = is(b"Subtype", &[b"Type1", b"TrueType"])
        && is(b"Encoding", &[b"WinAnsiEncoding"])
        && code(b"FirstChar")? <= 32
        && code(b"LastChar")? >= 255;
    let bearing = font.get::<Dict<'_>>(b"FontDescriptor".as_slice())?;
    let reach = |key: &[u8]| bearing.get::<f64>(key).filter(|v| v.abs() < 3000.0).map(|v| v / 1000.0);
    whole.then_some(((id.obj_number, id.gen_number), (reach(b"Ascent")?, reach(b"Descent")?)))
}

fn field(annot: &Dict<'_>, form: &Dict<'_>, anew: bool) -> Shown {
    let pictured = annot.get::<Dict<'_>>(b"AP".as_slice()).is_some_and(|a| a.contains_key(b"N"));
    let subtype = annot.get::<Name<'_>>(b"Subtype".as_slice());
    let note = subtype.as_ref().is_some_and(|s| s.as_ref() == b"FreeText");
    let widget = subtype.is_some_and(|s| s.as_ref() == b"Widget");
    if pictured && !(anew && widget) {
        return Shown::Yes;
    }
    let flags = annot.get::<u32>(b"F".as_slice()).unwrap_or(0);
    if !widget && !note {
        let rect = annot.get::<PdfRect>(b"Rect".as_slice());
        return match rect.zip(shapes::shape(annot)) {
            Some((r, shape)) => Shown::Shape([r.x0, r.y0, r.x1, r.y1], flags, shape),
            None => Shown::Yes,
        };
    }
    let sort = if note { Name::new(b"Tx") } else { inherited(annot, b"FT").and_then(Object::into_name) };
    let value = if note { annot.get::<Object<'_>>(b"Contents".as_slice()) } else { inherited(annot, b"V") };
    let number = |key: &[u8]| inherited(annot, key).and_then(Object::into_number).map(|n| n.as_i64());
    let mut flags_of = number(b"Ff").and_then(|f| u32::try_from(f).ok()).unwrap_or(0);
    match (sort.as_ref().map(|n| n.as_ref()), value) {
        (Some(b"Tx" | b"Ch"), value) => {
            let Some(rect) = annot.get::<PdfRect>(b"Rect".as_slice()) else { return Shown::Yes };
            let Some(mut value) = value.map_or(Some(String::new()), |v| written(&v)) else {
                return Shown::No;
            };
            let (mut chosen, mut list) = (Vec::new(), false);
            if sort.is_some_and(|s| s.as_ref() == b"Ch") && flags_of & COMBO == 0 {
                // A list shows all that there is to choose.
                let options = inherited(annot, b"Opt").and_then(Object::into_array);
                let lines: Vec<(String, String)> = options
                    .map(|o| o.iter::<Object<'_>>().filter_map(|o| option(&o)).collect())
                    .unwrap_or_default();
                if !lines.is_empty() {
                    flags_of |= MULTILINE;
                    list = true;
                    let said = |(meant, shown): &&(String, String)| {
                        value.split('\n').any(|v| v == meant || v == shown)
                    };
                    chosen = lines.iter().filter(said).map(|l| l.1.clone()).collect();
                    value = lines.into_iter().map(|l| l.1).collect::<Vec<_>>().join("\n");
                }
            }
            if value.is_empty() && !note {
                return Shown::Yes;
            }
            let lacking =
                value.chars().filter(|c| !matches!(c, '\n' | '\r') && coded(even(*c)).is_none()).count();
            // A script that our font lacks is not drawn at all.
            if 4 * lacking > value.chars().count() {
                value.clear();
            }
            let look = inherited(annot, b"DA").or_else(|| form.get::<Object<'_>>(b"DA".as_slice()));
            let look =
                look.and_then(Object::into_string).map(|s| windows_1252(s.as_bytes())).unwrap_or_default();
            let (size, colour) = default_look(&look);
            let own = own_font(form, &look);
            flags_of |= if note { MULTILINE } else { 0 };
            let (w, h) = (rect.x1 - rect.x0, rect.y1 - rect.y0);
            let mut frame = String::new();
            let look_of = annot.get::<Dict<'_>>(b"MK".as_slice()).unwrap_or_default();
            let back = if note {
                shapes::colour(annot, b"C", false)
            } else {
                shapes::colour(&look_of, b"BG", false)
            };
            if let Some(back) = back {
                frame = format!("{back} 0 0 {w} {h} re f ");
            }
            let line = if note { Some("0 G".to_owned()) } else { shapes::colour(&look_of, b"BC", true) };
            let thick = shapes::border(annot).clamp(0.0, 50.0);
            if let Some(line) = line.filter(|_| thick > 0.0) {
                frame +=
                    &format!("{line} {thick} w {0} {0} {1} {2} re S ", thick / 2.0, w - thick, h - thick);
            }
            Shown::ToDraw(Field {
                rect: [rect.x0, rect.y0, rect.x1, rect.y1],
                flags,
                sort: flags_of,
                value,
                lacking: lacking > 0,
                frame,
                chosen,
                list,
                border: thick,
                font: own.map(|o| o.0),
                reach: own.map_or(REACH, |o| o.1),
                size,
                colour,
                align: number(b"Q").and_then(|q| i32::try_from(q).ok()).unwrap_or(0),
                cells: number(b"MaxLen").and_then(|m| usize::try_from(m).ok()).unwrap_or(0),
            })
        }
        // A ticked box without a picture of its tick.
        (Some(b"Btn"), Some(Object::Name(state))) if !pictured && state.as_ref() != b"Off" => Shown::No,
        _ => Shown::Yes,
    }
}

/// What an option of a list means and what it shows: a pair, or one text for both.
fn option(o: &Object<'_>) -> Option<(String, String)> {
    let Object::Array(pair) = o else { return written(o).map(|s| (s.clone(), s)) };
    let mut pair = pair.iter::<Object<'_>>().filter_map(|o| written(&o));
    Some((pair.next()?, pair.next()?))
}

/// An attribute of a field, its own or that of a field above it (ISO 32000-2, 12.7.4.1).
fn inherited<'a>(annot: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    let mut node = annot.clone();
    for _ in 0..DEPTH {
        if let Some(found) = node.get::<Object<'a>>(key) {
            return Some(found);
        }
        node = node.get::<Dict<'a>>(b"Parent".as_slice())?;
    }
    None
}

/// A text string (ISO 32000-2, 7.9.2.2), or several of a list. `None` for what is no text.
fn written(value: &Object<'_>) -> Option<String> {
    match value {
        Object::String(s) => Some(match s.as_bytes() {
            [0xFE, 0xFF, rest @ ..] => {
                let (pairs, _) = rest.as_chunks::<2>();
                char::decode_utf16(pairs.iter().map(|&p| u16::from_be_bytes(p)))
                    .map(|c| c.unwrap_or('\u{FFFD}'))
                    .collect()
            }
            [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
            // PDFDocEncoding differs from Windows-1252 in punctuation only.
            bytes => windows_1252(bytes),
        }),
        Object::Array(list) => {
            list.iter::<Object<'_>>().map(|o| written(&o)).collect::<Option<Vec<_>>>().map(|v| v.join("\n"))
        }
        Object::Null(_) => Some(String::new()),
        _ => None,
    }
}

/// Size and colour operators of a default appearance such as `/Helv 10 Tf 0 0 1 rg`.
fn default_look(look: &str) -> (f64, String) {
    let words: Vec<&str> = look.split_whitespace().collect();
    let at = |operator: &str| words.iter().position(|w| *w == operator);
    let size = at("Tf").and_then(|i| words.get(i.checked_sub(1)?)?.parse::<f64>().ok());
    let colour = [("g", 1), ("rg", 3), ("k", 4)].into_iter().find_map(|(operator, count)| {
        let end = at(operator)?;
        let parts = words.get(end.checked_sub(count)?..end)?;
        parts.iter().all(|p| p.parse::<f64>().is_ok()).then(|| format!("{} {operator}", parts.join(" ")))
    });
    (size.filter(|s| (0.0..=300.0).contains(s)).unwrap_or(0.0), colour.unwrap_or_else(|| "0 g".to_owned()))
}

impl Field {
    fn width(&self) -> f64 {
        (self.rect[2] - self.rect[0]).abs()
    }

    fn height(&self) -> f64 {
        (self.rect[3] - self.rect[1]).abs()
    }

    /// The content stream, or `None` where the field has no room.
    fn content(&self) -> Option<Vec<u8>> {
        let (width, height) = (self.width(), self.height());
        if width <= 0.0 || height <= 0.0 || self.value.chars().count() > LETTERS {
            return None;
        }
        if self.sort & PASSWORD != 0 {
            return Some(Vec::new());
        }
        let whole = self.value.replace("\r\n", "\n").replace(['\r', '\t', '\u{A0}', '\u{202F}'], " ");
        let several = self.sort & MULTILINE != 0 || whole.contains('\n');
        let size = match self.size {
            s if s > 0.0 => s,
            _ if self.list => 12.0,
            _ if several => 10.0f64.min(height * 0.7),
            _ => (height * 0.7).min(12.0).min((width - 4.0).max(4.0) / length(&whole).max(0.01)).max(3.0),
        };
        let room = ((width - 4.0) / size).max(1.0);
        let lines = match several {
            // The lines of a list are cut off, not broken.
            true if self.list => whole.split('\n').map(str::to_owned).collect(),
            true => wrapped(&whole, room),
            false => vec![whole],
        };
        let (up, down) = self.reach;
        // Viewers set lines close, from the upper border on; a lone one stands in the middle.
        let close = self.list || self.font.is_some();
        let left = if close || !several { self.border } else { 2.0 };
        let high = if close { up - down } else { 1.15 };
        let first = match several {
            true if close => height - self.border - up * size,
            true => height - 2.0 - size,
            false => (height - (up + down) * size) / 2.0,
        };
        let mut out = format!("q {}", self.frame).into_bytes();
        for (row, _) in lines.iter().enumerate().filter(|(_, l)| self.chosen.contains(l)) {
            let y = first - size * (high * row as f64 - down);
            let (wide, high) = (width - 2.0 * left, size * high);
            out.extend_from_slice(format!("0 0.2 0.443 rg {left} {y:.2} {wide} {high:.2} re f ").as_bytes());
        }
        out.extend_from_slice(format!("{} BT /F {size} Tf ", self.colour).as_bytes());
        for (row, line) in lines.iter().enumerate() {
            let y = first - size * high * row as f64;
            if !self.chosen.is_empty() {
                let chosen = self.chosen.contains(line);
                out.extend_from_slice(
                    format!("{} ", if chosen { "1 g" } else { self.colour.as_str() }).as_bytes(),
                );
            }
            if self.sort & COMB != 0 && self.cells > 0 && !several {
                let cell = width / self.cells as f64;
                for (i, c) in line.chars().enumerate() {
                    let letter = c.to_string();
                    show(&mut out, cell * (i as f64 + 0.5) - length(&letter) * size / 2.0, y, &letter);
                }
                continue;
            }
            let free = width - length(line) * size;
            let x = match self.align {
                1 => free / 2.0,
                2 => free - 2.0,
                _ => left,
            };
            show(&mut out, x, y, line);
        }
        out.extend_from_slice(b"ET Q");
        Some(out)
    }
}

/// One run of text at a place.
fn show(out: &mut Vec<u8>, x: f64, y: f64, line: &str) {
    // What the font lacks is told.
    let bytes: Vec<u8> = line.chars().map(|c| coded(even(c)).unwrap_or(b'?')).collect();
    out.extend_from_slice(format!("1 0 0 1 {x:.2} {y:.2} Tm ").as_bytes());
    string(out, &bytes);
    out.extend_from_slice(b" Tj ");
}

/// Blanks of all kinds are blanks, and a letter that our font lacks is the bare one.
fn even(c: char) -> char {
    match c.nfd().next() {
        _ if c.is_whitespace() => ' ',
        Some(bare) if coded(c).is_none() => bare,
        _ => c,
    }
}

/// A letter's code in `WinAnsiEncoding`.
fn coded(c: char) -> Option<u8> {
    match c {
        ' '..='~' | '\u{A1}'..='\u{FF}' => u8::try_from(c).ok(),
        _ => (0x80..=0x9F).find(|&b| !c.is_control() && windows_1252(&[b]).starts_with(c)),
    }
}

/// How long a line of Helvetica is, in ems; roughly, for lines are only broken and centred by it.
fn length(line: &str) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | '\'' | '.' | ',' | ':' | ';' | '|' | '!' | ' ' | 'f' | 't' | 'I' | '/' | '('
        | ')' => 0.28,
        'm' | 'w' | 'M' | 'W' | '@' | 'Œ' | 'œ' => 0.85,
        'A'..='Z' => 0.69,
        _ => 0.55,
    };
    line.chars().map(em).sum()
}

/// Lines that fit, broken at blanks.
fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut out = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && length(&line) + 0.28 + length(word) > room {
                out.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests;
