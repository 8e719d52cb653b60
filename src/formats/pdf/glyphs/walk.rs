//! The text state machine itself: walks a page's operators, its forms and its annotations' appearances.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_interpret::kurbo::{Affine, Point as KPoint, Rect as KRect};
use hayro_syntax::Pdf;
use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};
use sha2::{Digest, Sha256};

use super::cover::{Paint, Painted};
use super::decor::{self, Shows};
use super::layers::Layers;
use super::path::{MOST_BOXES, Path, tallest};
use super::state::{Ink, Space, State};
use super::{Doubt, Flat, Note, PageMap, Picture, Use};
use crate::context::{Cx, Stock};
use crate::error::{Error, Result};
use crate::formats::pdf::fonts::Faces;
use crate::formats::pdf::parse::{self, Frame};
use crate::formats::pdf::pictures;
use crate::formats::pdf::write::FontKey;
use crate::model::{OpaqueKind, Rect};

type Id = (u32, i32);

/// Most uses of forms on one page: forms that draw forms multiply.
const MOST_USES: usize = 20_000;
/// What is no thicker, in points, hides no letter.
const THIN: f64 = 2.0;
/// Boxes of a path that are looked at one by one.
const FRAMES: usize = 16;
/// Opacity of a sample up to which what lies under is seen through.
const FAINT: u8 = 204;
/// Bytes of a picture that is compared with others.
const FEW: usize = 1 << 18;
/// Opacity up to which what lies under is seen through.
const THROUGH: f64 = 0.5;
/// What leans no further than this, some five degrees, is a scan that was set straight.
const LEANS: f64 = 0.09;

/// What a document's pages share: fonts, decoded forms, layers.
pub(in crate::formats::pdf) struct Reader<'a> {
    faces: Faces<'a>,
    forms: BTreeMap<Id, Rc<Vec<u8>>>,
    /// What patterns and masks show.
    pub(super) shows: BTreeMap<Id, Shows>,
    layers: Layers,
}

impl<'a> Reader<'a> {
    /// A reader of a document.
    pub(in crate::formats::pdf) fn new(pdf: &'a Pdf, stock: &Arc<Stock>) -> Self {
        Self {
            faces: Faces::new(stock),
            forms: BTreeMap::new(),
            shows: BTreeMap::new(),
            layers: Layers::of(pdf),
        }
    }

    /// Reads a page.
    ///
    /// # Errors
    /// `LimitExceeded`.
    pub(in crate::formats::pdf) fn page(&mut self, page: &Page<'a>, cx: &mut Cx<'_>) -> Result<PageMap> {
        let frame = Frame::of(page);
        let sheet = KRect::new(0.0, 0.0, f64::from(frame.size.width), f64::from(frame.size.height));
        let content = parse::page_content(page, cx)?;
        let resources = Resources::new(parse::page_resources(page));
        let (appearances, annotated) = parse::appearances(page, cx)?;
        let mut walk = Walk {
            reader: self,
            map: PageMap { size: frame.size, annotated, ..PageMap::default() },
            sheet,
            over: Painted::default(),
            under: Painted::default(),
            places: BTreeMap::new(),
            fonts: BTreeMap::new(),
            open: Vec::new(),
            shown: true,
            pixels: 0,
            cx,
        };
        walk.map.uses.push(Use::default());
        let state = State::new(frame.down, sheet);
        walk.map.operators = walk.stream(0, &content, &resources, state.clone(), true)?;
        for (number, a) in (0u32..).zip(&appearances) {
            let mut state = state.clone();
            state.ctm *= a.place;
            walk.shown = a.shown;
            if let Some(form) = walk.form(&a.form, &resources, &state, a.shown)? {
                walk.map.flats.push(Flat { appearance: number, form, shown: a.shown });
            }
        }
        walk.settle()?;
        Ok(walk.map)
    }
}

pub(super) struct Walk<'a, 'r, 'x> {
    pub(super) reader: &'r mut Reader<'a>,
    pub(super) map: PageMap,
    pub(super) sheet: KRect,
    pub(super) over: Painted,
    pub(super) under: Painted,
    /// Glyphs by letters and rough place, to know twins.
    pub(super) places: BTreeMap<(i32, i32, char), u32>,
    fonts: BTreeMap<FontKey, u32>,
    /// Forms being walked, against cycles.
    open: Vec<Id>,
    /// Whether a viewer shows what is being walked (annotations may be hidden).
    pub(super) shown: bool,
    /// Pixels of all pictures that were drawn so far.
    pixels: u64,
    pub(super) cx: &'r mut Cx<'x>,
}

/// What one content stream needs beside the graphics state.
pub(super) struct Run<'a, 's> {
    number: usize,
    resources: &'s Resources<'a>,
    pub(super) tm: Affine,
    line: Affine,
    path: Path,
    /// Whether the path becomes a clip, by the rule of even and odd or of windings.
    clip_next: Option<bool>,
    /// Whether the text object's letters become a clip.
    pub(super) clip_text: bool,
    /// Visibility of each open marked-content section.
    sections: Vec<bool>,
    visible: bool,
    faces: BTreeMap<Vec<u8>, Option<(u32, Rc<crate::formats::pdf::fonts::Face<'a>>)>>,
}

impl Run<'_, '_> {
    /// Whether a viewer shows what is painted now.
    pub(super) fn seen(&self) -> bool {
        self.visible && self.sections.last().copied().unwrap_or(true)
    }
}

impl<'a> Walk<'a, '_, '_> {
    /// Walks a stream. Returns how many operators it has.
    fn stream(
        &mut self,
        number: usize,
        content: &[u8],
        resources: &Resources<'a>,
        state: State<'a>,
        visible: bool,
    ) -> Result<u64> {
        let mut run = Run {
            number,
            resources,
            tm: Affine::IDENTITY,
            line: Affine::IDENTITY,
            path: Path::default(),
            clip_next: None,
            clip_text: false,
            sections: Vec::new(),
            visible,
            faces: BTreeMap::new(),
        };
        let mut state = state;
        let mut stack = Vec::new();
        let mut numbers = Vec::with_capacity(8);
        let mut ops = UntypedIter::new(content);
        let mut at = 0u32;
        while let Some(op) = ops.next() {
            self.cx.budget.step(1)?;
            numbers.clear();
            numbers.extend(op.operands().filter_map(|o| match o {
                Object::Number(n) => Some(n.as_f64()),
                _ => None,
            }));
            match &**op.operator {
                b"q" => {
                    self.cx.budget.step(4)?;
                    if stack.len() < 4_000 {
                        stack.push(state.clone());
                    }
                }
                b"Q" => {
                    if let Some(s) = stack.pop() {
                        state = s;
                    }
                }
                _ => self.operator(at, &op, &numbers, &mut run, &mut state)?,
            }
            at = at.checked_add(1).ok_or_else(|| Error::limit("the file takes too much work to read"))?;
        }
        Ok(u64::from(at))
    }

    pub(super) fn note(&mut self, run: &Run<'a, '_>, at: u32, note: Note) {
        if let Some(u) = self.map.uses.get_mut(run.number) {
            u.notes.insert(at, note);
        }
    }

    fn operator(
        &mut self,
        at: u32,
        op: &Instruction<'_, '_>,
        n: &[f64],
        run: &mut Run<'a, '_>,
        state: &mut State<'a>,
    ) -> Result<()> {
        let last = |count: usize| n.len().checked_sub(count).and_then(|from| n.get(from..));
        let one = || n.last().copied();
        let name =
            || op.operands().filter_map(|o| if let Object::Name(n) = o { Some(n) } else { None }).last();
        match &**op.operator {
            b"cm" => {
                if let Some(&[a, b, c, d, e, f]) = last(6) {
                    state.ctm *= Affine::new([a, b, c, d, e, f]);
                }
            }
            b"gs" => {
                if let Some(dict) = name().and_then(|n| run.resources.get_ext_g_state(n)) {
                    self.parameters(&dict, run, state)?;
                }
            }
            // Text state and positions.
            b"BT" => (run.tm, run.line, run.clip_text) = (Affine::IDENTITY, Affine::IDENTITY, false),
            b"ET" if std::mem::take(&mut run.clip_text) => {
                (state.cut, state.left, state.lettered) = (true, None, true);
            }
            b"Tc" => state.char_space = one().unwrap_or(0.0),
            b"Tw" => state.word_space = one().unwrap_or(0.0),
            b"Tz" => state.stretch = one().unwrap_or(100.0) / 100.0,
            b"TL" => state.leading = one().unwrap_or(0.0),
            b"w" => state.line_width = one().unwrap_or(1.0),
            b"Ts" => state.rise = one().unwrap_or(0.0),
            b"Tr" => state.mode = one().unwrap_or(0.0) as u8,
            b"Tf" => {
                // Without a name viewers take a font of theirs, as for a name that the resources lack.
                state.font = match name() {
                    Some(n) => self.font(n, run)?,
                    None => self.face(&parse::stand_in())?,
                };
                state.size = one().unwrap_or(0.0);
            }
            b"Td" | b"TD" => {
                if let Some(&[x, y]) = last(2) {
                    if &**op.operator == b"TD" {
                        state.leading = -y;
                    }
                    next_line(run, x, y);
                }
            }
            b"Tm" => {
                if let Some(&[a, b, c, d, e, f]) = last(6) {
                    run.tm = Affine::new([a, b, c, d, e, f]);
                    run.line = run.tm;
                }
            }
            b"T*" => next_line(run, 0.0, -state.leading),
            b"Tj" => self.show(at, op, run, state)?,
            b"TJ" => self.show(at, op, run, state)?,
            b"'" => {
                next_line(run, 0.0, -state.leading);
                self.show(at, op, run, state)?;
            }
            b"\"" => {
                if let Some(&[w, c]) = last(2) {
                    (state.word_space, state.char_space) = (w, c);
                }
                next_line(run, 0.0, -state.leading);
                self.show(at, op, run, state)?;
            }
            // Colours.
            b"g" | b"rg" | b"k" => {
                state.space = device_space(&op.operator[..]);
                state.ink = state.space.ink(n);
                state.rgb = state.space.rgb(n);
            }
            b"G" | b"RG" | b"K" => {
                state.stroke_space = device_space(&op.operator[..]);
                state.stroke_ink = state.stroke_space.ink(n);
            }
            b"cs" => {
                state.space = name().map_or(Space::Other, |n| Space::of(n, run.resources));
                state.ink = Ink::Colour;
                state.rgb = None;
            }
            b"CS" => {
                state.stroke_space = name().map_or(Space::Other, |n| Space::of(n, run.resources));
                state.stroke_ink = Ink::Colour;
            }
            b"sc" | b"scn" => {
                state.rgb = state.space.rgb(n);
                state.ink = match name() {
                    Some(pattern) => self.pattern(pattern, run)?,
                    None => state.space.ink(n),
                }
            }
            b"SC" | b"SCN" => {
                state.stroke_ink = match name() {
                    Some(pattern) => self.pattern(pattern, run)?,
                    None => state.stroke_space.ink(n),
                }
            }
            // Marked content.
            b"BMC" => {
                let seen = run.sections.last().copied().unwrap_or(true);
                run.sections.push(seen);
            }
            b"BDC" => {
                let outer = run.sections.last().copied().unwrap_or(true);
                run.sections.push(outer && self.reader.layers.section_on(op, run.resources));
            }
            b"EMC" => {
                run.sections.pop();
            }
            // Drawings.
            b"Do" => {
                if let Some(n) = name() {
                    self.draw(at, n, run, state)?;
                }
            }
            b"BI" => {
                if let Some(Object::Stream(inline)) = op.operands().last() {
                    self.picture(at, inline, run, state)?;
                }
            }
            b"sh" => {
                self.paint(at, state.clip, Paint::Some, run);
                self.between(state.clip);
                if state.alpha > THROUGH {
                    self.hide_pictures(&model(state.clip), None, None);
                }
                self.map.paths.push(model(state.clip));
            }
            _ => self.path(at, &op.operator[..], n, run, state)?,
        }
        Ok(())
    }

    fn path(
        &mut self,
        at: u32,
        op: &[u8],
        n: &[f64],
        run: &mut Run<'a, '_>,
        state: &mut State<'a>,
    ) -> Result<()> {
        let point = |i: usize| -> Option<KPoint> {
            let (x, y) = (n.get(2 * i)?, n.get(2 * i + 1)?);
            Some(state.ctm * KPoint::new(*x, *y))
        };
        match op {
            b"m" => {
                if let Some(p) = point(0) {
                    run.path.start(p);
                }
            }
            b"l" => {
                if let Some(p) = point(0) {
                    run.path.line(p);
                }
            }
            b"c" | b"v" | b"y" => match (point(0), point(1), point(2)) {
                (Some(a), Some(b), Some(c)) => run.path.curve(Some(a), b, c),
                (Some(a), Some(b), None) if op == b"v" => run.path.curve(None, a, b),
                (Some(a), Some(b), None) => run.path.curve(Some(a), b, b),
                _ => {}
            },
            b"re" => {
                if let Some(&[x, y, w, h]) = n.len().checked_sub(4).and_then(|from| n.get(from..)) {
                    let corner = |x: f64, y: f64| state.ctm * KPoint::new(x, y);
                    run.path.start(corner(x, y));
                    run.path.line(corner(x + w, y));
                    run.path.line(corner(x + w, y + h));
                    run.path.line(corner(x, y + h));
                    run.path.end_part();
                }
            }
            b"h" => run.path.end_part(),
            b"W" | b"W*" => run.clip_next = Some(op == b"W*"),
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" | b"n" => {
                run.path.end_part();
                let path = std::mem::take(&mut run.path);
                if let (Some(bounds), true) = (path.bounds, op != b"n") {
                    let fills = !matches!(op, b"S" | b"s");
                    let solid = fills && state.alpha >= 0.95 && state.ink != Ink::Pattern;
                    self.map.paths.push(model(bounds));
                    self.cx.budget.step(self.map.pictures.len() as u64)?;
                    // A hairline over a picture hides nothing that one could read.
                    let line = state.line_width * state.ctm.determinant().abs().sqrt();
                    let by = bounds.intersect(state.clip);
                    if (fills && state.alpha > THROUGH || line > THIN) && self.over_picture(&model(by)) {
                        let mut whole = Vec::new();
                        if solid && run.seen() && self.shown && (!state.cut || state.left.is_some()) {
                            self.cx.budget.step(path.work())?;
                            whole = state.left_of(&path.inside(op.ends_with(b"*")));
                        }
                        self.hide_pictures(&model(by), (!whole.is_empty()).then_some(&whole), None);
                    }
                    if solid && run.seen() && self.shown {
                        for r in &path.rects {
                            // A frame is few boxes; a table's stripes in one path are many, and none is hollow.
                            if path.rects.len() <= FRAMES && path.hollow(r, op.ends_with(b"*")) {
                                self.cx.budget.step(path.work() / 64)?;
                                continue;
                            }
                            let paint = if state.lettered { Paint::Some } else { Paint::Full(state.rgb) };
                            self.paint(at, r.intersect(state.clip), paint, run);
                        }
                    }
                    // What else is painted lies between a box and later text.
                    if fills && !(solid && path.rects.len() == 1) {
                        self.between(bounds.intersect(state.clip));
                    }
                    // A rule of paper colour is no background.
                    if !(fills && state.ink == Ink::Paper) {
                        self.paint(at, bounds.intersect(state.clip), Paint::Some, run);
                    }
                }
                if let Some(even_odd) = run.clip_next.take() {
                    if !path.is_box() {
                        let mut left = Vec::new();
                        // It is asked for what hides a picture.
                        if !self.map.pictures.is_empty() {
                            self.cx.budget.step(path.work())?;
                            left = state.left_of(&path.inside(even_odd));
                        }
                        state.cut = true;
                        state.left = (!left.is_empty()).then(|| Rc::new(left));
                    }
                    state.clip = path.bounds.map_or(KRect::ZERO, |b| state.clip.intersect(b));
                }
                if !run.seen() && op != b"n" {
                    self.note(run, at, Note::Off);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Remembers a painted area: a full one hides what was shown before, and any backs what is shown after.
    fn paint(&mut self, at: u32, area: KRect, paint: Paint, run: &Run<'a, '_>) {
        if !run.seen() {
            self.note(run, at, Note::Off);
            return;
        }
        if area.width() <= 0.0 && area.height() <= 0.0 || !self.shown {
            return;
        }
        let when = self.map.glyphs.len() as u32;
        let area = model(area.intersect(self.sheet.inflate(100.0, 100.0)));
        let painted = if paint == Paint::Some { &mut self.under } else { &mut self.over };
        painted.add(when, area, paint);
    }

    /// Remembers that something lies between a box painted before and text shown later.
    fn between(&mut self, area: KRect) {
        self.over.add(self.map.glyphs.len() as u32, model(area.intersect(self.sheet)), Paint::Some);
    }

    /// Whether a picture was drawn at a place.
    fn over_picture(&self, by: &Rect) -> bool {
        self.map.pictures.iter().any(|p| p.rect.intersection(by).is_some())
    }

    /// Whether a picture is so thin, as a shadow is, that what it lies on is seen through it.
    fn faint(&mut self, image: &Stream<'_>) -> Result<bool> {
        let Some(mask) = image.dict().get::<Stream<'_>>(b"SMask".as_slice()) else { return Ok(false) };
        let plain = mask.dict().get::<u32>(b"BitsPerComponent".as_slice()) == Some(8)
            && !mask.dict().contains_key(b"Decode".as_slice());
        let most = if plain { parse::bytes(&mask, self.cx)?.into_iter().max() } else { None };
        Ok(most.is_some_and(|m| m <= FAINT))
    }

    /// Where a stencil, or a picture with a mask, hides what lies under it: boxes made of squares of a point in which each sample is
    /// opaque, none so thin that it hides no letter. `None` where that cannot be told.
    fn solid(&mut self, image: &Stream<'_>, state: &State<'a>) -> Result<Option<Vec<KRect>>> {
        let stencil = |d: &Dict<'_>| {
            d.get::<bool>(b"ImageMask".as_slice()).or_else(|| d.get::<bool>(b"IM".as_slice())) == Some(true)
        };
        let own = |key: &[u8]| image.dict().get::<Stream<'_>>(key);
        let (soft, hard) = (own(b"SMask"), own(b"Mask"));
        // A stencil paints where it is clear, a soft mask where it is set.
        let (mask, clear) = match (&soft, &hard) {
            _ if stencil(image.dict()) => (image, true),
            (Some(mask), _) => (mask, false),
            (None, Some(mask)) if stencil(mask.dict()) => (mask, true),
            _ => return Ok(None),
        };
        let Some(samples) = pictures::mask(mask, clear, self.cx)? else { return Ok(None) };
        let bits = samples.bits;
        if !matches!((bits, clear), (1, _) | (8, false)) {
            return Ok(None);
        }
        let turned = |k: &[u8]| mask.dict().get::<[f64; 2]>(k).is_some_and(|d| d[0] > d[1]);
        let turned = turned(b"Decode") || turned(b"D");
        let (w, h, data) = (samples.width as usize, samples.height as usize, samples.data);
        let row = (w * usize::from(bits)).div_ceil(8);
        let opaque = |x: usize, y: usize| {
            let byte = |at: usize| data.get(y * row + at).copied().unwrap_or(0);
            match bits {
                1 => (byte(x / 8) >> (7 - x % 8) & 1 == 1) != (turned != clear),
                _ => (byte(x) > FAINT) != turned,
            }
        };
        let area = state.ctm.transform_rect_bbox(KRect::new(0.0, 0.0, 1.0, 1.0));
        let [a, b, ..] = state.ctm.as_coeffs();
        let (wide, high) =
            if a.abs() > b.abs() { (area.width(), area.height()) } else { (area.height(), area.width()) };
        let squares = |long: f64, samples: usize| (long.ceil().clamp(1.0, 2_000.0) as usize).min(samples);
        let (columns, rows) = (squares(wide, w), squares(high, h));
        self.cx.budget.step((w as u64).saturating_mul(h as u64) / 8)?;
        let span = |i: usize, of: usize, n: usize| i * of / n..((i + 1) * of).div_ceil(n);
        let at = |i: usize, n: usize| i as f64 / n as f64;
        let filled: Vec<Vec<(f64, f64)>> = (0..rows)
            .map(|j| {
                let mut out: Vec<(f64, f64)> = Vec::new();
                for i in 0..columns {
                    if !span(j, h, rows).all(|y| span(i, w, columns).all(|x| opaque(x, y))) {
                        continue;
                    }
                    match out.last_mut() {
                        Some(last) if last.1 == at(i, columns) => last.1 = at(i + 1, columns),
                        _ => out.push((at(i, columns), at(i + 1, columns))),
                    }
                }
                out
            })
            .collect();
        if filled.iter().map(Vec::len).sum::<usize>() > MOST_BOXES {
            return Ok(None);
        }
        // The first row of samples is the uppermost of the unit square.
        let Some(boxes) = tallest(&filled, |j| (at(j, rows), at(j + 1, rows))) else { return Ok(None) };
        let boxes = boxes.iter().map(|r| KRect::new(r.x0, 1.0 - r.y1, r.x1, 1.0 - r.y0));
        let boxes: Vec<KRect> = boxes.map(|r| state.ctm.transform_rect_bbox(r)).collect();
        let boxes = state.left_of(&boxes);
        if state.cut && boxes.is_empty() {
            return Ok(None);
        }
        Ok(Some(boxes.into_iter().filter(|r| r.width().min(r.height()) > THIN).collect()))
    }

    /// Notes that something was painted over pictures, wholly in some boxes: what a person sees of them is less than what they
    /// hold. `samples` are those of the picture that hides them, if it is one.
    fn hide_pictures(&mut self, by: &Rect, whole: Option<&[KRect]>, samples: Option<[u8; 32]>) {
        for p in &mut self.map.pictures {
            // The same picture drawn again at its place shows what it hides.
            if samples.is_some() && samples == p.samples && p.rect == *by {
                continue;
            }
            let Some(i) = p.rect.intersection(by) else { continue };
            if let Some(whole) = whole
                && p.place.is_some()
                && p.covers.len() + whole.len() < MOST_BOXES
            {
                p.covers.extend(whole.iter().filter_map(|w| p.rect.intersection(&model(*w))));
                continue;
            }
            p.thin += i.width() * i.height();
            let thick = f64::from(i.width().min(i.height())) > THIN;
            p.partly_hidden |= thick || p.thin > 0.1 * p.rect.width() * p.rect.height();
        }
    }

    fn parameters(&mut self, dict: &Dict<'a>, run: &mut Run<'a, '_>, state: &mut State<'a>) -> Result<()> {
        if let Some(alpha) = dict.get::<f64>(b"ca".as_slice()) {
            state.alpha = alpha;
        }
        if let Some(width) = dict.get::<f64>(b"LW".as_slice()) {
            state.line_width = width;
        }
        // Anything but plain painting lets what lies under shine through.
        if let Some(mode) = dict.get::<Name<'_>>(b"BM".as_slice())
            && !matches!(mode.as_ref(), b"Normal" | b"Compatible")
        {
            state.alpha = state.alpha.min(0.9);
        }
        if let Some(array) = dict.get::<Array<'a>>(b"Font".as_slice()) {
            let mut items = array.iter::<Object<'a>>();
            if let (Some(Object::Dict(font)), Some(Object::Number(size))) = (items.next(), items.next()) {
                state.font = self.face(&font)?;
                state.size = size.as_f64();
            }
        }
        if let Some(mask) = dict.get::<Dict<'a>>(b"SMask".as_slice()) {
            state.alpha = state.alpha.min(0.9);
            if let Some(group) = mask.get::<Stream<'a>>(b"G".as_slice()) {
                self.decorates(&group, run.resources, decor::Use::Mask)?;
            }
        }
        Ok(())
    }

    /// Looks at a stream that only decorates: what it shows is no text or picture of the page, and makes the page doubtful.
    fn decorates(&mut self, stream: &Stream<'a>, outer: &Resources<'a>, to: decor::Use) -> Result<()> {
        let shows = self.shows(stream, outer, to, 0)?;
        if shows == Shows::Nothing {
            return Ok(());
        }
        let plain = shows == Shows::Pictures;
        match self.map.doubts.iter_mut().find(|d| d.kind == OpaqueKind::Drawing) {
            Some(known) => known.plain &= plain,
            None => {
                self.map.doubts.push(Doubt { kind: OpaqueKind::Drawing, rect: model(self.sheet), plain });
            }
        }
        Ok(())
    }

    fn pattern(&mut self, name: &Name<'_>, run: &Run<'a, '_>) -> Result<Ink> {
        if let Some(Object::Stream(tile)) = run.resources.get_pattern(name) {
            self.decorates(&tile, run.resources, decor::Use::Tile)?;
        }
        Ok(Ink::Pattern)
    }

    fn font(&mut self, name: &Name<'_>, run: &mut Run<'a, '_>) -> Result<FontSlot<'a>> {
        if let Some(known) = run.faces.get(name.as_ref()) {
            return Ok(known.clone());
        }
        let slot = self.face(&run.resources.get_font(name).unwrap_or_else(parse::stand_in))?;
        run.faces.insert(name.as_ref().to_vec(), slot.clone());
        Ok(slot)
    }

    fn face(&mut self, dict: &Dict<'a>) -> Result<FontSlot<'a>> {
        let Some(face) = self.reader.faces.face(dict, self.cx)? else { return Ok(None) };
        let next = self.map.fonts.len() as u32;
        let number = *self.fonts.entry(face.key.clone()).or_insert(next);
        if number == next {
            self.map.fonts.push(face.key.clone());
        }
        Ok(Some((number, face)))
    }

    fn draw(&mut self, at: u32, name: &Name<'_>, run: &mut Run<'a, '_>, state: &State<'a>) -> Result<()> {
        // A form that draws itself is drawn once: viewers leave it out within itself.
        let wanted = run.resources.x_objects.get_ref(name).map(|r| (r.obj_number, r.gen_number));
        if wanted.is_some_and(|id| self.open.contains(&id)) {
            self.note(run, at, Note::Off);
            return Ok(());
        }
        let Some(object) = run.resources.get_x_object(name) else { return Ok(()) };
        let on = self.reader.layers.object_on(object.dict());
        match subtype(&object) {
            Some(true) => {
                let visible = run.seen() && on;
                if let Some(number) = self.form(&object, run.resources, state, visible)? {
                    self.note(run, at, Note::Form(number));
                }
            }
            Some(false) if on => self.picture(at, &object, run, state)?,
            Some(false) => self.note(run, at, Note::Off),
            None => {}
        }
        Ok(())
    }

    /// Walks one use of a form; `None` where there is nothing to walk.
    fn form(
        &mut self,
        form: &Stream<'a>,
        outer: &Resources<'a>,
        state: &State<'a>,
        visible: bool,
    ) -> Result<Option<u32>> {
        let id = form.obj_id();
        let id = (id.obj_number, id.gen_number);
        if self.open.contains(&id) {
            return Err(Error::malformed("a form of the document draws itself"));
        }
        self.cx.budget.depth(self.open.len() as u32 + 1)?;
        let number = self.map.uses.len();
        if number >= MOST_USES {
            return Err(Error::limit("the file takes too much work to read"));
        }
        self.map.uses.push(Use::default());
        let content = match self.reader.forms.get(&id) {
            Some(known) => Rc::clone(known),
            None => {
                let data = Rc::new(parse::bytes(form, self.cx)?);
                self.reader.forms.insert(id, Rc::clone(&data));
                data
            }
        };
        let own = form.dict().get::<Dict<'a>>(b"Resources".as_slice()).map(Resources::new);
        let resources = own.as_ref().unwrap_or(outer);
        let (bbox, matrix) = parse::form_frame(form);
        let mut inner = state.clone();
        inner.ctm *= matrix;
        let bounds = inner.ctm.transform_rect_bbox(KRect::new(bbox[0], bbox[1], bbox[2], bbox[3]).abs());
        inner.clip = inner.clip.intersect(bounds);
        if leans(inner.ctm) > 1e-6 {
            (inner.cut, inner.left) = (true, None);
        }
        self.open.push(id);
        self.stream(number, &content, resources, inner, visible)?;
        self.open.pop();
        Ok(Some(number as u32))
    }

    fn picture(&mut self, at: u32, image: &Stream<'_>, run: &Run<'a, '_>, state: &State<'a>) -> Result<()> {
        if !run.seen() || !self.shown {
            self.note(run, at, Note::Off);
            return Ok(());
        }
        // Whoever draws the page unpacks each picture as often as it is shown.
        let pixels = pixels(image, 0);
        self.pixels = self.pixels.saturating_add(pixels);
        let most = self.cx.budget.limits().pixels;
        if pixels > 2 * most || self.pixels > 8 * most {
            return Err(Error::limit("the pictures of a page are too large"));
        }
        let area = state.ctm.transform_rect_bbox(KRect::new(0.0, 0.0, 1.0, 1.0));
        let seen = area.intersect(state.clip);
        if seen.width() <= 0.0 || seen.height() <= 0.0 {
            self.note(run, at, Note::Off);
            return Ok(());
        }
        // A hair's breadth is rounding; more of it is a part that nobody saw.
        let cropped = !seen.inflate(1.0, 1.0).contains_rect(area);
        let upright = leans(state.ctm) < 1e-6;
        let has = |k: &[u8]| image.dict().contains_key(k);
        let hides = !has(b"SMask") && !has(b"Mask") && !has(b"ImageMask") && !has(b"IM");
        let full = upright && hides && state.alpha >= 0.95 && !state.lettered;
        let samples = samples(image);
        if state.alpha > THROUGH && self.over_picture(&model(seen)) && !self.faint(image)? {
            let whole = match full {
                _ if !upright || state.cut && state.left.is_none() => None,
                true => Some(state.left_of(&[seen])).filter(|w| !w.is_empty()),
                false => self.solid(image, state)?,
            };
            self.hide_pictures(&model(seen), whole.as_deref(), samples);
        }
        let number = self.map.pictures.len() as u32;
        let straight = leans(state.ctm) < LEANS;
        let place = straight.then_some(state.ctm);
        self.map.pictures.push(Picture {
            rect: model(seen),
            samples,
            // Which part of it letters let through is known only to who draws them.
            partly_hidden: cropped && place.is_none() || state.lettered,
            place,
            cropped,
            covers: Vec::new(),
            pixels,
            thin: 0.0,
            density: density(image, state.ctm),
        });
        self.note(run, at, Note::Picture(number));
        if full {
            self.paint(at, area.intersect(state.clip), Paint::Full(None), run);
        } else {
            self.between(area.intersect(state.clip));
        }
        self.paint(at, area.intersect(state.clip), Paint::Some, run);
        Ok(())
    }
}

/// How far a map leans from the axes, as a share of its lengths.
fn leans(m: Affine) -> f64 {
    let [a, b, c, d, _, _] = m.as_coeffs();
    let (level, upright) = (a.abs() + d.abs(), b.abs() + c.abs());
    level.min(upright) / level.max(upright).max(1e-9)
}

/// How many pixels a picture and its masks say they have.
pub(super) fn pixels(image: &Stream<'_>, depth: u8) -> u64 {
    let side = |long: &[u8], short: &[u8]| {
        let said = image.dict().get::<f64>(long).or_else(|| image.dict().get::<f64>(short));
        said.unwrap_or(0.0).clamp(0.0, 1e9) as u64
    };
    let own = side(b"Width", b"W").saturating_mul(side(b"Height", b"H"));
    let masks = [b"SMask".as_slice(), b"Mask"].into_iter().filter(|_| depth == 0);
    masks
        .filter_map(|k| image.dict().get::<Stream<'_>>(k))
        .map(|m| pixels(&m, 1))
        .fold(own, u64::saturating_add)
}

/// A digest of a picture's samples and of its mask's, where they are few: stamps and signs are drawn twice, not scans.
fn samples(image: &Stream<'_>) -> Option<[u8; 32]> {
    let mut digest = Sha256::new();
    let masks = [b"SMask".as_slice(), b"Mask"].into_iter().filter_map(|k| image.dict().get::<Stream<'_>>(k));
    for stream in std::iter::once(image.clone()).chain(masks) {
        let data = stream.raw_data();
        if data.len() > FEW {
            return None;
        }
        digest.update(pixels(&stream, 1).to_be_bytes());
        digest.update(&data);
    }
    Some(digest.finalize().into())
}

/// Pixels a point along the denser side; without bound where the picture does not say how large it is.
fn density(image: &Stream<'_>, ctm: Affine) -> f32 {
    let side = |long: &[u8], short: &[u8]| {
        let said = image.dict().get::<f64>(long).or_else(|| image.dict().get::<f64>(short));
        said.unwrap_or(f64::INFINITY)
    };
    let [a, b, c, d, _, _] = ctm.as_coeffs();
    let across = side(b"Width", b"W") / a.hypot(b);
    let down = side(b"Height", b"H") / c.hypot(d);
    across.max(down) as f32
}

type FontSlot<'a> = Option<(u32, Rc<crate::formats::pdf::fonts::Face<'a>>)>;

fn device_space(op: &[u8]) -> Space {
    match op {
        b"g" | b"G" => Space::Gray,
        b"rg" | b"RG" => Space::Rgb,
        _ => Space::Cmyk,
    }
}

/// Whether an XObject is a form (`true`) or a picture.
pub(super) fn subtype(object: &Stream<'_>) -> Option<bool> {
    match object.dict().get::<Name<'_>>(b"Subtype".as_slice())?.as_ref() {
        b"Form" => Some(true),
        b"Image" => Some(false),
        _ => None,
    }
}

fn next_line(run: &mut Run<'_, '_>, x: f64, y: f64) {
    run.line *= Affine::translate((x, y));
    run.tm = run.line;
}

/// A box in the model's numbers.
pub(super) fn model(r: KRect) -> Rect {
    Rect::new(r.x0 as f32, r.y0 as f32, r.x1 as f32, r.y1 as f32)
}
