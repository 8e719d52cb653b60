//! Form fields that hold a value but no picture of it → the same file with pictures. Viewers draw such values themselves (ISO 32000-2, 12.7.4.3:
//! variable text, `NeedAppearances`), so the person sees them and they must be read, shown and kept; here they are drawn in Helvetica and appended
//! to the file as an update, before anything reads it. Its law: a value that cannot be drawn is told, never dropped in silence.
//! Lengths are points; the space of each picture is its field's rectangle, origin bottom-left, y up.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect};

use super::edit::serial::string;
use super::parse;
use crate::context::Cx;
use crate::error::Result;
use crate::model::order::sort;
use crate::model::windows_1252;

/// What was found among the fields.
pub(super) enum Filled {
    /// Every value has its picture.
    Already,
    /// The file with pictures added.
    Anew(Vec<u8>),
    /// Some values cannot be drawn.
    Unread,
}

/// First number of our own objects: far beyond those of real files, within the bound of ISO 32000-2, annex C.
const OWN: u32 = 8_000_000;
/// Levels of fields within fields.
const DEPTH: usize = 32;
/// Letters of one value: more than any form has room for.
const LETTERS: usize = 20_000;

const MULTILINE: u32 = 1 << 12;
const PASSWORD: u32 = 1 << 13;
const COMB: u32 = 1 << 24;

/// Draws the values that lack a picture.
///
/// # Errors
/// `LimitExceeded`.
pub(super) fn fill(pdf: &Pdf, bytes: &[u8], encrypted: bool, cx: &mut Cx<'_>) -> Result<Filled> {
    let Some(form) = parse::catalog(pdf).and_then(|c| c.get::<Dict<'_>>(b"AcroForm".as_slice())) else {
        return Ok(Filled::Already);
    };
    let anew = form.get::<bool>(b"NeedAppearances".as_slice()).unwrap_or(false);
    let mut update = Update::new(bytes.len());
    let mut unread = false;
    for page in pdf.pages().iter() {
        let Some(annots) = page.raw().get::<Array<'_>>(b"Annots".as_slice()) else { continue };
        for annot in annots.iter::<Dict<'_>>() {
            cx.budget.step(1)?;
            match field(&annot, &form, anew) {
                Shown::Yes => {}
                Shown::No => unread = true,
                Shown::ToDraw(field) if encrypted || annot.obj_id().is_none() => {
                    unread |= !field.value.trim().is_empty();
                }
                Shown::ToDraw(field) => {
                    cx.budget.decode(field.value.len() as u64 * 16)?;
                    if let (Some(id), Some(content)) = (annot.obj_id(), field.content()) {
                        update.widget(id.obj_number, id.gen_number, &field, &content);
                    } else {
                        unread = true;
                    }
                }
            }
        }
    }
    Ok(match update.finish(pdf, bytes) {
        _ if unread => Filled::Unread,
        Some(file) => Filled::Anew(file),
        None => Filled::Already,
    })
}

enum Shown {
    Yes,
    No,
    ToDraw(Field),
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
}

fn field(annot: &Dict<'_>, form: &Dict<'_>, anew: bool) -> Shown {
    if annot.get::<Name<'_>>(b"Subtype".as_slice()).is_none_or(|s| s.as_ref() != b"Widget") {
        return Shown::Yes;
    }
    let pictured = annot.get::<Dict<'_>>(b"AP".as_slice()).is_some_and(|a| a.contains_key(b"N"));
    if pictured && !anew {
        return Shown::Yes;
    }
    let sort = inherited(annot, b"FT").and_then(Object::into_name);
    let value = inherited(annot, b"V");
    match (sort.as_ref().map(|n| n.as_ref()), value) {
        (_, None) => Shown::Yes,
        (Some(b"Tx" | b"Ch"), Some(value)) => {
            let Some(rect) = annot.get::<PdfRect>(b"Rect".as_slice()) else { return Shown::Yes };
            let Some(value) = written(&value) else { return Shown::No };
            if value.is_empty() {
                return Shown::Yes;
            }
            let look = inherited(annot, b"DA").or_else(|| form.get::<Object<'_>>(b"DA".as_slice()));
            let look =
                look.and_then(Object::into_string).map(|s| windows_1252(s.as_bytes())).unwrap_or_default();
            let (size, colour) = default_look(&look);
            let number = |key: &[u8]| inherited(annot, key).and_then(Object::into_number).map(|n| n.as_i64());
            Shown::ToDraw(Field {
                rect: [rect.x0, rect.y0, rect.x1, rect.y1],
                flags: annot.get::<u32>(b"F".as_slice()).unwrap_or(0),
                sort: number(b"Ff").and_then(|f| u32::try_from(f).ok()).unwrap_or(0),
                value,
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

    /// The content stream, or `None` where a letter is not in our font or the field has no room.
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
            _ if several => 10.0f64.min(height * 0.7),
            _ => (height * 0.7).min(12.0).min((width - 4.0).max(4.0) / length(&whole).max(0.01)).max(3.0),
        };
        let room = ((width - 4.0) / size).max(1.0);
        let lines = if several { wrapped(&whole, room) } else { vec![whole] };
        let mut out = format!("q {} BT /F {size} Tf ", self.colour).into_bytes();
        let first = if several { height - 2.0 - size } else { (height - size * 0.7) / 2.0 };
        for (row, line) in lines.iter().enumerate() {
            let y = first - size * 1.15 * row as f64;
            if self.sort & COMB != 0 && self.cells > 0 && !several {
                let cell = width / self.cells as f64;
                for (i, c) in line.chars().enumerate() {
                    let letter = c.to_string();
                    show(&mut out, cell * (i as f64 + 0.5) - length(&letter) * size / 2.0, y, &letter)?;
                }
                continue;
            }
            let free = width - length(line) * size;
            let x = match self.align {
                1 => free / 2.0,
                2 => free - 2.0,
                _ => 2.0,
            };
            show(&mut out, x, y, line)?;
        }
        out.extend_from_slice(b"ET Q");
        Some(out)
    }
}

/// One run of text at a place.
fn show(out: &mut Vec<u8>, x: f64, y: f64, line: &str) -> Option<()> {
    let bytes = line.chars().map(coded).collect::<Option<Vec<u8>>>()?;
    out.extend_from_slice(format!("1 0 0 1 {x:.2} {y:.2} Tm ").as_bytes());
    string(out, &bytes);
    out.extend_from_slice(b" Tj ");
    Some(())
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

/// An incremental update in the making (ISO 32000-2, 7.5.6).
struct Update {
    body: Vec<u8>,
    /// Number, generation and offset of each object.
    objects: Vec<(u32, i32, usize)>,
    start: usize,
}

impl Update {
    fn new(start: usize) -> Self {
        Self { body: b"\n".to_vec(), objects: Vec::new(), start }
    }

    fn object(&mut self, number: u32, generation: i32, body: &[u8]) {
        self.objects.push((number, generation, self.start + self.body.len()));
        self.body.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        self.body.extend_from_slice(body);
        self.body.extend_from_slice(b"\nendobj\n");
    }

    fn widget(&mut self, number: u32, generation: i32, field: &Field, content: &[u8]) {
        let picture = OWN + 1 + self.objects.len() as u32;
        let (width, height) = (field.width(), field.height());
        let mut stream = format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 {width} {height}]/Resources<</Font<</F {OWN} 0 R>>>>/Length {}>>stream\n",
            content.len()
        )
        .into_bytes();
        stream.extend_from_slice(content);
        stream.extend_from_slice(b"\nendstream");
        self.object(picture, 0, &stream);
        let [x0, y0, x1, y1] = field.rect;
        let widget = format!(
            "<</Type/Annot/Subtype/Widget/Rect[{x0} {y0} {x1} {y1}]/F {}/AP<</N {picture} 0 R>>>>",
            field.flags
        );
        self.object(number, generation, widget.as_bytes());
    }

    fn finish(mut self, pdf: &Pdf, bytes: &[u8]) -> Option<Vec<u8>> {
        if self.objects.is_empty() {
            return None;
        }
        self.object(OWN, 0, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
        let table = self.start + self.body.len();
        self.body.extend_from_slice(b"xref\n");
        sort(&mut self.objects);
        for (number, generation, at) in &self.objects {
            self.body.extend_from_slice(format!("{number} 1\n{at:010} {generation:05} n \n").as_bytes());
        }
        let root = pdf.xref().root_id();
        let previous = previous(bytes).map_or_else(String::new, |at| format!("/Prev {at}"));
        let size = OWN + 2 + self.objects.len() as u32;
        let trailer = format!(
            "trailer<</Size {size}/Root {} {} R{previous}>>\nstartxref\n{table}\n%%EOF\n",
            root.obj_number, root.gen_number
        );
        self.body.extend_from_slice(trailer.as_bytes());
        Some([bytes, self.body.as_slice()].concat())
    }
}

/// Where the file says that its last table of objects begins.
fn previous(bytes: &[u8]) -> Option<usize> {
    let mark = b"startxref";
    let at = bytes.windows(mark.len()).rposition(|w| w == mark)? + mark.len();
    let digits =
        bytes.get(at..)?.iter().skip_while(|b| b.is_ascii_whitespace()).take_while(|b| b.is_ascii_digit());
    std::str::from_utf8(&digits.copied().take(12).collect::<Vec<_>>()).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use crate::context::Cx;
    use crate::model::{Extract, Notice, Place};

    use super::super::tests::Paper;

    /// A page with one field; the form's and the field's entries.
    fn read(form: &str, field: &str, other: &str) -> Extract {
        let mut p = Paper::new(&[4]);
        p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Annots[5 0 R]>>");
        p.add(&format!("<</Type/Annot/Subtype/Widget/Rect[100 20 300 40]/F 4{field}>>"));
        p.add(other);
        p.set(1, &format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]{form}>>>>"));
        let mut cx = Cx::default();
        let bytes: Arc<[u8]> = p.bytes();
        super::super::open(bytes, "", &mut cx).unwrap().extract(&mut cx).unwrap()
    }

    fn unread(e: &Extract) -> bool {
        e.notices.contains(&Notice::FieldsUnread)
    }

    #[test]
    fn a_value_without_a_picture_is_drawn_and_read() {
        let e = read("/NeedAppearances true/DA(/Helv 0 Tf 0 g)", "/FT/Tx/V(Ana\\357s Vauquelin)", "null");
        assert_eq!(e.texts[0].as_str().trim(), "Anaïs Vauquelin");
        assert!(!unread(&e));
        let Place::Page { rect, .. } = e.places.values().next().unwrap() else { unreachable!() };
        assert!(rect.x0 > 99.0 && rect.y0 > 158.0 && rect.y1 < 182.0, "{rect:?}");
    }

    #[test]
    fn values_above_the_field_in_utf16_and_in_cells() {
        let e = read("", "/Parent 6 0 R", "<</FT/Tx/V<FEFF00310032002000330034>/Ff 16777216/MaxLen 10>>");
        assert_eq!(e.texts[0].as_str().replace([' ', '\n', '\t'], ""), "1234");
    }

    #[test]
    fn a_stale_picture_gives_way_when_viewers_would_draw_anew() {
        let field = "/FT/Tx/V(Vauquelin)/AP<</N 6 0 R>>";
        let stale = "<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Length 0>>stream\n\nendstream";
        assert_eq!(read("/NeedAppearances true", field, stale).texts[0].as_str().trim(), "Vauquelin");
        assert_eq!(read("", field, stale).texts[0].as_str(), "");
    }

    #[test]
    fn long_values_are_wrapped() {
        let e = read(
            "",
            "/FT/Tx/Ff 4096/DA(/F 6 Tf)/V(Une phrase bien plus longue que la case et qui passe donc a la ligne suivante)",
            "null",
        );
        assert!(e.texts[0].as_str().contains('\n'));
        assert!(e.places.values().all(|p| matches!(p, Place::Page { rect, .. } if rect.x1 < 301.0)));
    }

    #[test]
    fn what_cannot_be_drawn_is_told() {
        assert!(unread(&read("", "/FT/Tx/V<FEFF014100F300640078>", "null")), "a letter that Helvetica lacks");
        assert!(unread(&read("", "/FT/Btn/V/Yes", "null")), "a tick");
        assert!(!unread(&read("", "/FT/Btn/V/Off", "null")));
        assert!(!unread(&read("", "/FT/Tx/V()", "null")));
    }
}
