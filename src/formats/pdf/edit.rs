//! A page's content → the same content without what is struck. Operators are written again one by one; known operators
//! only, no marked content, no property lists.
//!
//! Law of widths: a struck run is taken out of its string and the pen jumps to a point of a grid of two ems that begins at
//! the line's first bar; nearly all names share one point. Text that flows on after it (within one em, in the same operator or the next,
//! placed relatively or absolutely) moves with it, so that neither gap nor neighbours tell more than the grid. In a
//! stream from which anything goes, every position is written anew as the place of the first glyph that stays: the
//! source's own operands would tell what stood before it.
//!
//! What remains, honestly: text more than one em further (a column, a tab stop), or behind the edge of a cell that cut the line
//! off, stays where it is, as it would for any other name; where such text cuts a bar short, the bar says how much room
//! there was; a line that was set centred begins where its full width made it begin, one set flush right where the bar does.
//! The stretched blanks of a justified line become natural ones. A frame around several lines, or a column that is as wide as
//! its longest word, stays as it is. Pages that become pictures keep every place.

mod drawing;
mod follow;
mod line;
mod relay;
pub(super) mod serial;

use std::collections::BTreeMap;

use hayro_interpret::kurbo::{Affine, Rect as KRect};
use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::{Dict, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use self::drawing::Drawing;
use self::follow::Follow;
use self::line::{Lines, Shown};
use super::glyphs::{Note, PageMap, Use};
use super::parse::{self, Appearance, Frame};
use super::pictures::Cut;
use super::write::FormOut;
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::model::Rect;

/// What goes from a page.
pub(super) struct Struck {
    /// By glyph: struck for what it says.
    pub(super) glyphs: Vec<bool>,
    /// By picture: taken out.
    pub(super) pictures: Vec<bool>,
    /// Boxes that a person drew, or that hold what was read in a picture.
    pub(super) boxes: Vec<Rect>,
    /// Where pictures show what is struck in the hidden text over them.
    pub(super) scans: Vec<Rect>,
}

impl Struck {
    /// Boxes under which pictures are struck too.
    pub(super) fn places(&self) -> impl Iterator<Item = &Rect> {
        self.boxes.iter().chain(&self.scans)
    }
}

/// A page that was edited.
pub(super) struct Edited<'a> {
    /// Content in the output page's space.
    pub(super) content: Vec<u8>,
    /// Forms that it draws.
    pub(super) forms: BTreeMap<String, FormOut<'a>>,
    /// Pictures that it draws in part.
    pub(super) cuts: BTreeMap<String, Cut>,
    /// Bars, page space.
    pub(super) bars: Vec<Rect>,
}

/// What an edited stream draws under names of ours.
#[derive(Default)]
struct Named<'a> {
    forms: BTreeMap<String, FormOut<'a>>,
    cuts: BTreeMap<String, Cut>,
}

/// Grey of a picture that was taken out.
const REMOVED_GREY: &[u8] = b"q 0.8 g 0 0 1 1 re f Q\n";

/// Edits a page.
///
/// # Errors
/// `LimitExceeded`; `Internal` where the page does not read as it did.
pub(super) fn page<'a>(
    page: &Page<'a>,
    map: &PageMap,
    struck: &Struck,
    cx: &mut Cx<'_>,
) -> Result<Edited<'a>> {
    let frame = Frame::of(page);
    let dict = parse::page_resources(page);
    let glyphs = relay::relaid(map, struck);
    let lines = Lines::new(map, &glyphs, struck);
    let strikes = struck.glyphs.contains(&true);
    let mut editor =
        Editor { map, struck, lines, follow: None, strikes, paths: Vec::new(), shades: false, cx };
    let source = parse::page_content(page, editor.cx)?;
    let (appearances, _) = parse::appearances(page, editor.cx)?;
    let mut whole = editor.whole(&frame, &source, &dict, &appearances)?;
    // Where paths follow the lines is known when all lines are written.
    if strikes && (editor.shades || !editor.paths.is_empty()) {
        let (pieces, paths) = (editor.lines.pieces(), std::mem::take(&mut editor.paths));
        editor.cx.budget.step(paths.len() as u64 * 8)?;
        editor.follow = Follow::new(&pieces, &paths);
        if let Some(follow) = &editor.follow {
            editor.cx.budget.step(paths.len() as u64 * follow.work())?;
            editor.lines = Lines::new(map, &glyphs, struck);
            whole = editor.whole(&frame, &source, &dict, &appearances)?;
        }
    }
    let (mut content, Named { forms, cuts }) = whole;
    let bars = editor.lines.bars();
    let height = f64::from(map.size.height);
    let mut rects: Vec<Rect> = bars.iter().filter_map(|b| b.upright).collect();
    if !bars.is_empty() || struck.places().next().is_some() {
        content.extend_from_slice(b"q\n0 g\n");
        for bar in &bars {
            bar.draw(&mut content, height);
        }
        let sheet = Rect::new(0.0, 0.0, map.size.width, map.size.height);
        for rect in struck.places().filter_map(|b| b.intersection(&sheet)) {
            line::draw_box(&mut content, &rect, height);
            rects.push(rect);
        }
        content.extend_from_slice(b"Q\n");
    }
    Ok(Edited { content, forms, cuts, bars: rects })
}

fn changed() -> Error {
    Error::internal("a page does not read as it did")
}

fn matrix(out: &mut Vec<u8>, m: Affine) {
    if m != Affine::IDENTITY {
        for v in m.as_coeffs() {
            serial::number(out, v);
            out.push(b' ');
        }
        out.extend_from_slice(b"cm\n");
    }
}

struct Editor<'m, 'r, 'x> {
    map: &'m PageMap,
    struck: &'m Struck,
    lines: Lines<'m>,
    /// What follows the lines, once these are known.
    follow: Option<Follow>,
    /// Whether any letter goes.
    strikes: bool,
    /// Before that is known, the parts of all painted paths.
    paths: Vec<KRect>,
    /// Whether there is anything else that could follow them.
    shades: bool,
    cx: &'r mut Cx<'x>,
}

impl Editor<'_, '_, '_> {
    /// A page's content and its annotations' pictures.
    fn whole<'a>(
        &mut self,
        frame: &Frame,
        source: &[u8],
        dict: &Dict<'a>,
        appearances: &[Appearance<'a>],
    ) -> Result<(Vec<u8>, Named<'a>)> {
        let (body, mut named) = self.stream(0, source, &Resources::new(dict.clone()), dict, frame.down)?;
        let mut content = b"q\n".to_vec();
        matrix(&mut content, frame.up);
        content.extend_from_slice(&body);
        content.extend_from_slice(b"Q\n");
        for flat in self.map.flats.iter().filter(|f| f.shown) {
            let appearance = appearances.get(flat.appearance as usize).ok_or_else(changed)?;
            let place = self.laid(flat.form, &appearance.form, appearance.place, frame.down);
            if self.shade(flat.form, &appearance.form, frame.down * place) {
                continue;
            }
            let (name, form) = self.form(flat.form, &appearance.form, dict, frame.down * place)?;
            content.extend_from_slice(b"q\n");
            matrix(&mut content, frame.up * place);
            serial::name(&mut content, name.as_bytes());
            content.extend_from_slice(b" Do\nQ\n");
            named.forms.insert(name, form);
        }
        Ok((content, named))
    }

    fn stream<'a>(
        &mut self,
        number: u32,
        source: &[u8],
        resources: &Resources<'a>,
        dict: &Dict<'a>,
        space: Affine,
    ) -> Result<(Vec<u8>, Named<'a>)> {
        let notes: &Use = self.map.uses.get(number as usize).ok_or_else(changed)?;
        let mut out = Vec::with_capacity(source.len() + source.len() / 8);
        let mut named = Named::default();
        let mut text = false;
        // Where nothing goes, positions are copied; else they are written anew.
        let whole = notes.notes.values().all(|n| match n {
            Note::Show { first, count } => self.lines.keeps_all(*first, *count),
            _ => true,
        });
        let (mut place, mut leading) = (Affine::IDENTITY, 0.0);
        let mut ops = UntypedIter::new(source);
        let mut at = 0u32;
        let mut drawing = Drawing::of(space);
        self.lines.begin_stream();
        while let Some(op) = ops.next() {
            self.cx.budget.step(1)?;
            let note = notes.notes.get(&at).copied();
            at = at.saturating_add(1);
            let verb: &[u8] = op.operator;
            if self.drawn(&mut out, &op, note, &mut drawing)?
                || self.gone(&op, note, resources, drawing.space)
            {
                continue;
            }
            drawing.write(&mut out);
            match verb {
                // No letter stays that nobody sees; what is left of such text are blanks.
                b"Tr" if numbers(&op).last() == Some(&3.0) => out.extend_from_slice(b"0 Tr\n"),
                b"BT" => {
                    text = true;
                    place = Affine::IDENTITY;
                    self.lines.place(place);
                    out.extend_from_slice(b"BT\n");
                }
                b"ET" => {
                    if text {
                        out.extend_from_slice(b"ET\n");
                    }
                    text = false;
                }
                b"Tj" | b"TJ" => self.show(&mut out, &op, note, whole)?,
                b"'" | b"\"" => {
                    if let (b"\"", Some(&[word, char])) = (verb, last(&numbers(&op), 2)) {
                        serial::number(&mut out, word);
                        out.extend_from_slice(b" Tw\n");
                        serial::number(&mut out, char);
                        out.extend_from_slice(b" Tc\n");
                    }
                    place *= Affine::translate((0.0, -leading));
                    self.lines.place(place);
                    if whole {
                        out.extend_from_slice(b"T*\n");
                    }
                    self.show(&mut out, &op, note, whole)?;
                }
                b"Td" | b"TD" | b"Tm" | b"T*" | b"TL" => {
                    let numbers = numbers(&op);
                    match (verb, last(&numbers, 6), last(&numbers, 2), numbers.last()) {
                        (b"Tm", Some(&[a, b, c, d, e, f]), ..) => place = Affine::new([a, b, c, d, e, f]),
                        (b"Td" | b"TD", _, Some(&[x, y]), _) => {
                            place *= Affine::translate((x, y));
                            if verb == b"TD" {
                                leading = -y;
                            }
                        }
                        (b"T*", ..) => place *= Affine::translate((0.0, -leading)),
                        (b"TL", .., Some(&l)) => leading = l,
                        _ => continue,
                    }
                    if verb != b"TL" {
                        self.lines.place(place);
                    }
                    if whole {
                        write(&mut out, &op);
                    }
                }
                b"Do" => match note {
                    Some(Note::Form(inner)) => {
                        let Some(Object::Name(name)) = op.operands().last() else { continue };
                        let form = resources.get_x_object(name).ok_or_else(changed)?;
                        let (name, form) = self.form(inner, &form, dict, drawing.space)?;
                        serial::name(&mut out, name.as_bytes());
                        out.extend_from_slice(b" Do\n");
                        named.forms.insert(name, form);
                    }
                    Some(Note::Picture(p)) if self.removed(p) => out.extend_from_slice(REMOVED_GREY),
                    Some(Note::Picture(p)) => {
                        let Some(Object::Name(name)) = op.operands().last() else { continue };
                        match self.cut(p, name.as_ref()) {
                            Some(cut) => {
                                let ours = format!(".Bp{p}");
                                serial::name(&mut out, ours.as_bytes());
                                out.extend_from_slice(b" Do\n");
                                named.cuts.insert(ours, cut);
                            }
                            None => write(&mut out, &op),
                        }
                    }
                    _ => {}
                },
                b"BI" => {
                    let Some(Object::Stream(image)) = op.operands().last() else { continue };
                    match note {
                        Some(Note::Picture(p)) if self.removed(p) => out.extend_from_slice(REMOVED_GREY),
                        Some(Note::Picture(p)) => self.inline(&mut out, image, self.cut(p, b"").as_ref())?,
                        _ => {}
                    }
                }
                b"sh" => {
                    if !matches!(note, Some(Note::Off)) {
                        write(&mut out, &op);
                    }
                }
                // Known operators; not marked content, compatibility sections or what nobody defined.
                _ => write(&mut out, &op),
            }
        }
        self.lines.end_stream();
        if text {
            out.extend_from_slice(b"ET\n");
        }
        drawing.outer.iter().for_each(|_| out.extend_from_slice(b"Q\n"));
        Ok((out, named))
    }

    /// What is left of a picture of which nobody sees all, or of which a part is struck.
    fn cut(&self, picture: u32, name: &[u8]) -> Option<Cut> {
        let p = self.map.pictures.get(picture as usize)?;
        let bars: Vec<Rect> = self.struck.places().filter_map(|b| b.intersection(&p.rect)).collect();
        if !p.cropped && p.covers.is_empty() && bars.is_empty() {
            return None;
        }
        let place = p.place?;
        let part = |r: &Rect| KRect::new(r.x0.into(), r.y0.into(), r.x1.into(), r.y1.into());
        let covers = p.covers.iter().map(part).collect();
        let struck = bars.iter().map(part).collect();
        Some(Cut { name: name.to_vec(), place, window: part(&p.rect), covers, struck })
    }

    fn removed(&self, picture: u32) -> bool {
        self.struck.pictures.get(picture as usize).copied().unwrap_or(true)
    }

    fn inline(&mut self, out: &mut Vec<u8>, image: &Stream<'_>, cut: Option<&Cut>) -> Result<()> {
        let samples = parse::bytes(image, self.cx)?;
        let before = out.len();
        if serial::inline_picture(out, image, &samples, cut).is_none() {
            out.truncate(before);
            if cut.is_some() {
                return Err(Error::unsupported("an inline picture cannot be cut"));
            }
            serial::coded_picture(out, image);
        }
        out.push(b'\n');
        Ok(())
    }

    /// Edits one use of a form. Its name is our own.
    fn form<'a>(
        &mut self,
        number: u32,
        form: &Stream<'a>,
        outer: &Dict<'a>,
        space: Affine,
    ) -> Result<(String, FormOut<'a>)> {
        let source = parse::bytes(form, self.cx)?;
        let own = form.dict().get::<Dict<'a>>(b"Resources".as_slice());
        let dict = own.unwrap_or_else(|| outer.clone());
        let (bbox, matrix) = parse::form_frame(form);
        let space = space * matrix;
        let (content, Named { forms, cuts }) =
            self.stream(number, &source, &Resources::new(dict.clone()), &dict, space)?;
        let bbox = self.bounds(number, bbox, space);
        let group = form.dict().get::<Dict<'a>>(b"Group".as_slice());
        // `.` never begins a name that producers give, and the writer refuses what it does not know.
        let name = format!(".Bf{number}");
        let form = FormOut {
            content,
            bbox: bbox.map(|v| v as f32),
            matrix: matrix.as_coeffs().map(|v| v as f32),
            resources: dict,
            forms,
            cuts,
            group,
        };
        Ok((name, form))
    }

    fn show(
        &mut self,
        out: &mut Vec<u8>,
        op: &Instruction<'_, '_>,
        note: Option<Note>,
        whole: bool,
    ) -> Result<()> {
        // Without a note nothing could be read of it: it is left out.
        let Some(Note::Show { first, count }) = note else { return Ok(()) };
        let shown = match op.operands().last() {
            Some(Object::Array(items)) => Shown::Parts(items.iter::<Object<'_>>().collect()),
            Some(Object::String(s)) => Shown::Whole(s.as_bytes()),
            _ => return Ok(()),
        };
        if whole {
            return self.lines.copy(out, &shown, first, count);
        }
        self.lines.show(out, &shown, first, count)
    }
}

fn numbers(op: &Instruction<'_, '_>) -> Vec<f64> {
    op.operands().filter_map(number_of).collect()
}

/// The last `count` numbers: what stands before them does not belong to the operator.
fn last(numbers: &[f64], count: usize) -> Option<&[f64]> {
    numbers.len().checked_sub(count).and_then(|from| numbers.get(from..))
}

fn number_of(o: &Object<'_>) -> Option<f64> {
    match o {
        Object::Number(n) => Some(n.as_f64()),
        _ => None,
    }
}

/// How many numbers an operator takes that is written as it stands; `None` for operators that are not.
fn plain(verb: &[u8]) -> Option<usize> {
    Some(match verb {
        b"h" | b"n" | b"W" | b"W*" | b"T*" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S"
        | b"s" => 0,
        b"w" | b"J" | b"j" | b"M" | b"i" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Tr" | b"Ts" | b"G" | b"g" => 1,
        b"m" | b"l" | b"Td" | b"TD" | b"d0" => 2,
        b"RG" | b"rg" => 3,
        b"v" | b"y" | b"re" | b"K" | b"k" => 4,
        b"c" | b"cm" | b"Tm" | b"d1" => 6,
        _ => return None,
    })
}

/// Writes an operator with the operands that belong to it and no others: anything could stand before them. One that
/// lacks operands is left out.
fn write(out: &mut Vec<u8>, op: &Instruction<'_, '_>) {
    let verb: &[u8] = op.operator;
    let numbers: Vec<f64> = op.operands().filter_map(number_of).collect();
    let name = op.operands().filter_map(|o| if let Object::Name(n) = o { Some(n) } else { None }).last();
    match verb {
        b"gs" | b"cs" | b"CS" | b"Do" | b"sh" => {
            let Some(n) = name else { return };
            serial::name(out, n.as_ref());
            out.push(b' ');
        }
        b"Tf" => {
            let Some(size) = numbers.last() else { return };
            if let Some(n) = name {
                serial::name(out, n.as_ref());
                out.push(b' ');
            }
            serial::number(out, *size);
            out.push(b' ');
        }
        b"sc" | b"SC" | b"scn" | b"SCN" => {
            for n in &numbers {
                serial::number(out, *n);
                out.push(b' ');
            }
            if let Some(n) = name {
                serial::name(out, n.as_ref());
                out.push(b' ');
            }
        }
        b"d" => {
            let array =
                op.operands().filter_map(|o| if let Object::Array(a) = o { Some(a) } else { None }).last();
            let (Some(array), Some(phase)) = (array, numbers.last()) else { return };
            out.push(b'[');
            for n in array.iter::<f64>() {
                serial::number(out, n);
                out.push(b' ');
            }
            out.extend_from_slice(b"] ");
            serial::number(out, *phase);
            out.push(b' ');
        }
        _ => {
            let Some(own) = plain(verb).and_then(|count| numbers.len().checked_sub(count)) else { return };
            for n in numbers.get(own..).unwrap_or_default() {
                serial::number(out, *n);
                out.push(b' ');
            }
        }
    }
    out.extend_from_slice(verb);
    out.push(b'\n');
}
