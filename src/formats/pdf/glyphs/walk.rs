//! The text state machine itself: walks a page's operators, its forms and its annotations' appearances.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hayro_interpret::kurbo::{Affine, Point as KPoint, Rect as KRect, Vec2};
use hayro_syntax::Pdf;
use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::cover::Painted;
use super::state::{Ink, Space, State};
use super::{Doubt, Flat, Glyph, Note, PageMap, Picture, Unseen, Use};
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::formats::pdf::fonts::Faces;
use crate::formats::pdf::parse::{self, Frame};
use crate::formats::pdf::write::FontKey;
use crate::model::{OpaqueKind, Rect};

type Id = (u32, i32);

/// Most uses of forms on one page: forms that draw forms multiply.
const MOST_USES: usize = 20_000;

/// What a document's pages share: fonts, decoded forms, layers.
pub(in crate::formats::pdf) struct Reader<'a> {
    faces: Faces<'a>,
    forms: BTreeMap<Id, Rc<Vec<u8>>>,
    /// Whether a pattern or mask shows text or pictures.
    shows: BTreeMap<Id, bool>,
    layers: Layers,
}

impl<'a> Reader<'a> {
    /// A reader of a document.
    pub(in crate::formats::pdf) fn new(pdf: &'a Pdf) -> Self {
        Self { faces: Faces::new(), forms: BTreeMap::new(), shows: BTreeMap::new(), layers: Layers::of(pdf) }
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

struct Walk<'a, 'r, 'x> {
    reader: &'r mut Reader<'a>,
    map: PageMap,
    sheet: KRect,
    over: Painted,
    under: Painted,
    /// Glyphs by letters and rough place, to know twins.
    places: BTreeMap<(i32, i32, char), u32>,
    fonts: BTreeMap<FontKey, u32>,
    /// Forms being walked, against cycles.
    open: Vec<Id>,
    /// Whether a viewer shows what is being walked (annotations may be hidden).
    shown: bool,
    cx: &'r mut Cx<'x>,
}

/// What one content stream needs beside the graphics state.
struct Run<'a, 's> {
    number: usize,
    resources: &'s Resources<'a>,
    tm: Affine,
    line: Affine,
    path: Path,
    clip_next: bool,
    /// Visibility of each open marked-content section.
    sections: Vec<bool>,
    visible: bool,
    faces: BTreeMap<Vec<u8>, Option<(u32, Rc<crate::formats::pdf::fonts::Face<'a>>)>>,
}

impl Run<'_, '_> {
    fn seen(&self) -> bool {
        self.visible && self.sections.last().copied().unwrap_or(true)
    }
}

/// The current path, as far as boxes go. Page space.
#[derive(Default)]
struct Path {
    bounds: Option<KRect>,
    rects: Vec<KRect>,
    corners: Vec<KPoint>,
    curved: bool,
}

impl Path {
    fn touch(&mut self, p: KPoint) {
        let at = KRect::from_points(p, p);
        self.bounds = Some(self.bounds.map_or(at, |b| b.union(at)));
    }

    fn start(&mut self, p: KPoint) {
        self.end_part();
        self.corners.push(p);
        self.touch(p);
    }

    fn line(&mut self, p: KPoint) {
        if self.corners.len() < 8 {
            self.corners.push(p);
        }
        self.touch(p);
    }

    fn curve(&mut self, p: KPoint) {
        self.curved = true;
        self.touch(p);
    }

    /// Keeps the part if it is an upright box.
    fn end_part(&mut self) {
        let mut c = std::mem::take(&mut self.corners);
        if c.len() == 5 && c.first().zip(c.last()).is_some_and(|(a, b)| a.distance(*b) < 0.01) {
            c.pop();
        }
        if let ([a, b, c, d], false) = (c.as_slice(), self.curved) {
            let near = |x: f64, y: f64| (x - y).abs() < 0.01;
            let upright = (near(a.x, b.x) && near(b.y, c.y) && near(c.x, d.x) && near(d.y, a.y))
                || (near(a.y, b.y) && near(b.x, c.x) && near(c.y, d.y) && near(d.x, a.x));
            if upright {
                self.rects.push(KRect::from_points(*a, *c));
            }
        }
        self.curved = false;
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
            clip_next: false,
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

    fn note(&mut self, run: &Run<'a, '_>, at: u32, note: Note) {
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
            b"BT" => (run.tm, run.line) = (Affine::IDENTITY, Affine::IDENTITY),
            b"Tc" => state.char_space = one().unwrap_or(0.0),
            b"Tw" => state.word_space = one().unwrap_or(0.0),
            b"Tz" => state.stretch = one().unwrap_or(100.0) / 100.0,
            b"TL" => state.leading = one().unwrap_or(0.0),
            b"Ts" => state.rise = one().unwrap_or(0.0),
            b"Tr" => state.mode = one().unwrap_or(0.0) as u8,
            b"Tf" => {
                if let Some(n) = name() {
                    state.font = self.font(n, run)?;
                }
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
            }
            b"G" | b"RG" | b"K" => {
                state.stroke_space = device_space(&op.operator[..]);
                state.stroke_ink = state.stroke_space.ink(n);
            }
            b"cs" => {
                state.space = name().map_or(Space::Other, |n| Space::of(n, run.resources));
                state.ink = Ink::Colour;
            }
            b"CS" => {
                state.stroke_space = name().map_or(Space::Other, |n| Space::of(n, run.resources));
                state.stroke_ink = Ink::Colour;
            }
            b"sc" | b"scn" => {
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
                if let Some(Object::Stream(image)) = op.operands().last() {
                    let stubborn = !image.filters().iter().all(|f| {
                        use hayro_syntax::Filter as F;
                        matches!(
                            f,
                            F::FlateDecode
                                | F::LzwDecode
                                | F::RunLengthDecode
                                | F::AsciiHexDecode
                                | F::Ascii85Decode
                        )
                    });
                    self.picture(at, None, stubborn, run, state);
                }
            }
            b"sh" => {
                self.paint(at, state.clip, false, run);
                self.hide_pictures(&model(state.clip));
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
            b"c" | b"v" | b"y" => (0..3).filter_map(point).for_each(|p| run.path.curve(p)),
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
            b"W" | b"W*" => run.clip_next = true,
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" | b"n" => {
                run.path.end_part();
                let path = std::mem::take(&mut run.path);
                if let (Some(bounds), true) = (path.bounds, op != b"n") {
                    let fills = !matches!(op, b"S" | b"s");
                    let solid = fills && state.alpha >= 0.95 && state.ink != Ink::Pattern;
                    self.map.paths.push(model(bounds));
                    self.cx.budget.step(self.map.pictures.len() as u64)?;
                    self.hide_pictures(&model(bounds.intersect(state.clip)));
                    if solid && run.seen() && self.shown {
                        for r in &path.rects {
                            self.paint(at, r.intersect(state.clip), true, run);
                        }
                    }
                    // A rule of paper colour is no background.
                    if !(fills && state.ink == Ink::Paper) {
                        self.paint(at, bounds.intersect(state.clip), false, run);
                    }
                }
                if std::mem::take(&mut run.clip_next) {
                    let kept = path.bounds.map_or(KRect::ZERO, |b| state.clip.intersect(b));
                    state.clip = kept;
                }
                if !run.seen() && op != b"n" {
                    self.note(run, at, Note::Off);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Remembers a painted area: `over` hides what was shown before, and any area backs what is shown after.
    fn paint(&mut self, at: u32, area: KRect, over: bool, run: &Run<'a, '_>) {
        if !run.seen() {
            self.note(run, at, Note::Off);
            return;
        }
        if area.width() <= 0.0 && area.height() <= 0.0 || !self.shown {
            return;
        }
        let when = self.map.glyphs.len() as u32;
        let area = model(area.intersect(self.sheet.inflate(100.0, 100.0)));
        if over {
            self.over.add(when, area);
        } else {
            self.under.add(when, area);
        }
    }

    /// Notes that something was painted over pictures: what a person sees of them is less than what they hold.
    fn hide_pictures(&mut self, by: &Rect) {
        for p in &mut self.map.pictures {
            p.partly_hidden |= p.rect.intersection(by).is_some_and(|i| i.width() > 0.5 && i.height() > 0.5);
        }
    }

    fn parameters(&mut self, dict: &Dict<'a>, run: &mut Run<'a, '_>, state: &mut State<'a>) -> Result<()> {
        if let Some(alpha) = dict.get::<f64>(b"ca".as_slice()) {
            state.alpha = alpha;
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
            if let Some(group) = mask.get::<Stream<'a>>(b"G".as_slice())
                && self.shows(&group, run.resources, 0)?
            {
                self.doubt_page();
            }
        }
        Ok(())
    }

    fn doubt_page(&mut self) {
        if !self.map.doubts.iter().any(|d| d.kind == OpaqueKind::Drawing) {
            self.map.doubts.push(Doubt { kind: OpaqueKind::Drawing, rect: model(self.sheet) });
        }
    }

    fn pattern(&mut self, name: &Name<'_>, run: &Run<'a, '_>) -> Result<Ink> {
        if let Some(Object::Stream(tile)) = run.resources.get_pattern(name)
            && self.shows(&tile, run.resources, 0)?
        {
            self.doubt_page();
        }
        Ok(Ink::Pattern)
    }

    /// Whether a stream that only decorates (a tile, a mask) shows text or pictures.
    fn shows(&mut self, stream: &Stream<'a>, outer: &Resources<'a>, depth: u32) -> Result<bool> {
        self.cx.budget.depth(depth)?;
        let id = stream.obj_id();
        let id = (id.obj_number, id.gen_number);
        if let Some(known) = self.reader.shows.get(&id) {
            return Ok(*known);
        }
        // A cycle asks about itself: the answer comes from the rest of it.
        self.reader.shows.insert(id, false);
        let data = parse::bytes(stream, self.cx)?;
        let own = stream.dict().get::<Dict<'a>>(b"Resources".as_slice()).map(Resources::new);
        let resources = own.as_ref().unwrap_or(outer);
        let mut ops = UntypedIter::new(&data);
        let mut found = false;
        while let (Some(op), false) = (ops.next(), found) {
            self.cx.budget.step(1)?;
            found = match &**op.operator {
                b"Tj" | b"TJ" | b"'" | b"\"" | b"BI" => true,
                b"Do" => {
                    let Some(Object::Name(name)) = op.operands().last() else { continue };
                    match resources.get_x_object(name) {
                        Some(x) if subtype(&x) == Some(true) => self.shows(&x, resources, depth + 1)?,
                        Some(_) => true,
                        None => false,
                    }
                }
                b"gs" | b"scn" | b"SCN" => {
                    let Some(Object::Name(name)) = op.operands().last() else { continue };
                    let inner = match &**op.operator {
                        b"gs" => resources
                            .get_ext_g_state(name)
                            .and_then(|g| g.get::<Dict<'a>>(b"SMask".as_slice()))
                            .and_then(|m| m.get::<Stream<'a>>(b"G".as_slice())),
                        _ => resources.get_pattern(name).and_then(Object::into_stream),
                    };
                    match inner {
                        Some(s) => self.shows(&s, resources, depth + 1)?,
                        None => false,
                    }
                }
                _ => false,
            };
        }
        self.reader.shows.insert(id, found);
        Ok(found)
    }

    fn font(&mut self, name: &Name<'_>, run: &mut Run<'a, '_>) -> Result<FontSlot<'a>> {
        if let Some(known) = run.faces.get(name.as_ref()) {
            return Ok(known.clone());
        }
        let slot = match run.resources.get_font(name) {
            Some(dict) => self.face(&dict)?,
            None => None,
        };
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
        let Some(object) = run.resources.get_x_object(name) else { return Ok(()) };
        let on = self.reader.layers.object_on(object.dict());
        match subtype(&object) {
            Some(true) => {
                let visible = run.seen() && on;
                if let Some(number) = self.form(&object, run.resources, state, visible)? {
                    self.note(run, at, Note::Form(number));
                }
            }
            Some(false) if on => self.picture(at, Some(&object), false, run, state),
            Some(false) => self.note(run, at, Note::Off),
            None => {}
        }
        Ok(())
    }

    /// Walks one use of a form; `None` where it draws itself.
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
            return Ok(None);
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
        self.open.push(id);
        self.stream(number, &content, resources, inner, visible)?;
        self.open.pop();
        Ok(Some(number as u32))
    }

    fn picture(
        &mut self,
        at: u32,
        object: Option<&Stream<'a>>,
        stubborn: bool,
        run: &Run<'a, '_>,
        state: &State<'a>,
    ) {
        if !run.seen() || !self.shown {
            self.note(run, at, Note::Off);
            return;
        }
        let area = state.ctm.transform_rect_bbox(KRect::new(0.0, 0.0, 1.0, 1.0));
        let seen = area.intersect(state.clip);
        if seen.width() <= 0.0 || seen.height() <= 0.0 {
            self.note(run, at, Note::Off);
            return;
        }
        // A hair's breadth is rounding; more of it is a part that nobody saw.
        let cropped = !seen.inflate(1.0, 1.0).contains_rect(area);
        self.hide_pictures(&model(seen));
        let number = self.map.pictures.len() as u32;
        self.map.pictures.push(Picture { rect: model(seen), partly_hidden: cropped, stubborn });
        self.note(run, at, Note::Picture(number));
        let [a, b, c, d, _, _] = state.ctm.as_coeffs();
        let upright = (b.abs() + c.abs() < 1e-6) || (a.abs() + d.abs() < 1e-6);
        let hides = object.is_some_and(|o| {
            let has = |k: &[u8]| o.dict().contains_key(k);
            !has(b"SMask") && !has(b"Mask") && !has(b"ImageMask")
        });
        if upright && hides && state.alpha >= 0.95 {
            self.paint(at, area.intersect(state.clip), true, run);
        }
        self.paint(at, area.intersect(state.clip), false, run);
    }

    fn show(
        &mut self,
        at: u32,
        op: &Instruction<'_, '_>,
        run: &mut Run<'a, '_>,
        state: &State<'a>,
    ) -> Result<()> {
        let first = self.map.glyphs.len() as u32;
        let Some((font, face)) = &state.font else {
            // A viewer may put a font of its own here; the text cannot be read, and it is not written.
            let pen = state.ctm * run.tm * KPoint::ZERO;
            if op.operands().any(|o| matches!(o, Object::String(_) | Object::Array(_))) && self.shown {
                self.lost(pen, state);
            }
            return Ok(());
        };
        match op.operands().last() {
            Some(Object::String(s)) => self.string(0, s.as_bytes(), *font, face, run, state)?,
            Some(Object::Array(items)) => {
                for (element, item) in (0u32..).zip(items.iter::<Object<'_>>()) {
                    match item {
                        Object::String(s) => self.string(element, s.as_bytes(), *font, face, run, state)?,
                        Object::Number(n) => {
                            self.cx.budget.step(1)?;
                            advance(run, state, face.horizontal, -n.as_f64() / 1000.0 * state.size);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        let count = self.map.glyphs.len() as u32 - first;
        self.note(run, at, Note::Show { first, count });
        Ok(())
    }

    /// Text without a font that can be loaded: the place is opaque.
    fn lost(&mut self, pen: KPoint, state: &State<'a>) {
        let reach = (state.size.abs() * state.ctm.determinant().abs().sqrt()).clamp(1.0, 100.0);
        let rect = KRect::new(pen.x, pen.y - reach, pen.x + 20.0 * reach, pen.y + 0.3 * reach);
        self.map.doubts.push(Doubt { kind: OpaqueKind::Glyphs, rect: model(rect.intersect(self.sheet)) });
    }

    fn string(
        &mut self,
        element: u32,
        bytes: &[u8],
        font: u32,
        face: &crate::formats::pdf::fonts::Face<'a>,
        run: &mut Run<'a, '_>,
        state: &State<'a>,
    ) -> Result<()> {
        self.cx.budget.step(bytes.len() as u64)?;
        let size = if state.size.is_finite() { state.size } else { 0.0 };
        let mut at = 0;
        while at < bytes.len() {
            let (code, len, meaning) = face.next(bytes, at);
            let spacing = state.char_space + if code == 32 && len == 1 { state.word_space } else { 0.0 };
            let per_mille = if size.abs() > 1e-9 { meaning.advance + spacing * 1000.0 / size } else { 0.0 };
            let text = state.ctm * run.tm;
            let em = text
                * Affine::new([size * state.stretch, 0.0, 0.0, size, 0.0, state.rise])
                * Affine::scale(0.001)
                * Affine::translate(meaning.origin);
            let pen = text * KPoint::ZERO;
            let ahead = if face.horizontal {
                KPoint::new(size * state.stretch / 1000.0, 0.0)
            } else {
                KPoint::new(0.0, size / 1000.0)
            };
            let step = (text * ahead) - pen;
            let cell = em.transform_rect_bbox(meaning.cell);
            let ink = em.transform_rect_bbox(meaning.ink);
            let index = self.map.glyphs.len() as u32;
            let mut glyph = Glyph {
                says: meaning.says,
                cell: model(cell),
                ink: model(ink),
                pen,
                step,
                advance: per_mille,
                element,
                bytes: (at as u32, (at + len) as u32),
                font,
                code,
                unseen: None,
                special: state.mode >= 4,
                twin: None,
            };
            glyph.unseen = self.unseen(&glyph, cell, run, state)?;
            glyph.twin = self.twin(index, &glyph);
            self.map.glyphs.push(glyph);
            advance(
                run,
                state,
                face.horizontal,
                if size.abs() > 1e-9 { meaning.advance / 1000.0 * size + spacing } else { spacing },
            );
            at += len;
        }
        Ok(())
    }

    fn unseen(
        &mut self,
        g: &Glyph,
        cell: KRect,
        run: &Run<'a, '_>,
        state: &State<'a>,
    ) -> Result<Option<Unseen>> {
        if !run.seen() {
            return Ok(Some(Unseen::Layer));
        }
        let flat = state.mode == 3 || g.step.hypot() < 1e-6 || state.alpha < 0.02 || !self.shown;
        if flat {
            return Ok(Some(Unseen::Ink));
        }
        // Boxes without extent still count by their place.
        let cell = cell.inflate(0.01, 0.01);
        let inside = cell.intersect(state.clip);
        if inside.width() <= 0.0 || inside.height() <= 0.0 || !cell.is_finite() {
            return Ok(Some(Unseen::Outside));
        }
        let ink = if matches!(state.mode, 1 | 5) { state.stroke_ink } else { state.ink };
        if ink == Ink::Paper {
            let (backed, looked) = self.under.backed(self.map.glyphs.len() as u32, &g.cell);
            self.cx.budget.step(looked / 8)?;
            if !backed {
                return Ok(Some(Unseen::Ink));
            }
        }
        Ok(None)
    }

    /// An earlier glyph with the same letters that this one overprints.
    fn twin(&mut self, index: u32, glyph: &Glyph) -> Option<u32> {
        let says = glyph.says.as_ref()?.chars().next().filter(|c| !c.is_whitespace())?;
        const GRID: f64 = 4.0;
        let key = |v: f64| (v / GRID).floor().clamp(-1e6, 1e6) as i32;
        let near = (0.12 * 1000.0 * glyph.step.hypot()).clamp(0.5, GRID);
        let (px, py) = (glyph.pen.x, glyph.pen.y);
        for x in key(px - near)..=key(px + near) {
            for y in key(py - near)..=key(py + near) {
                if let Some(&other) = self.places.get(&(x, y, says))
                    && let Some(o) = self.map.glyphs.get(other as usize)
                    && o.says == glyph.says
                    && o.pen.distance(glyph.pen) <= near
                {
                    return Some(o.twin.unwrap_or(other));
                }
            }
        }
        self.places.insert((key(px), key(py), says), index);
        None
    }

    /// What only the whole page tells: text under later paint, and letters that nobody knows.
    fn settle(&mut self) -> Result<()> {
        let mut unknown: Vec<(Rect, Vec2)> = Vec::new();
        for (index, g) in (0u32..).zip(self.map.glyphs.iter_mut()) {
            if g.unseen.is_none() {
                let (covered, looked) = self.over.covered(index, &g.cell);
                self.cx.budget.step(looked / 8)?;
                if covered {
                    g.unseen = Some(Unseen::Covered);
                }
            }
            if g.says.is_none() && g.unseen.is_none() {
                unknown.push((g.cell, g.step * 1000.0));
            }
        }
        // A lone unknown glyph is a bullet or a sign; neighbours may spell something.
        let mut groups: Vec<(Rect, u32)> = Vec::new();
        for (cell, em) in unknown {
            match groups.last_mut() {
                Some((rect, count)) if near(rect, &cell, em) => {
                    *rect = rect.union(&cell);
                    *count += 1;
                }
                _ => groups.push((cell, 1)),
            }
        }
        let doubts = groups.into_iter().filter(|(_, count)| *count > 1);
        self.map.doubts.extend(doubts.map(|(rect, _)| Doubt { kind: OpaqueKind::Glyphs, rect }));
        Ok(())
    }
}

/// Whether two boxes are neighbours on a line that runs along `em`.
fn near(a: &Rect, b: &Rect, em: Vec2) -> bool {
    let (x, y) = (1.5 * em.x.abs() as f32, 1.5 * em.y.abs() as f32);
    let reach = Rect::new(a.x0 - x, a.y0 - y, a.x1 + x, a.y1 + y);
    let Some(common) = reach.intersection(b) else { return false };
    if x >= y { common.height() > 0.4 * b.height() } else { common.width() > 0.4 * b.width() }
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
fn subtype(object: &Stream<'_>) -> Option<bool> {
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

/// Moves the pen along the line by unscaled text space units.
fn advance(run: &mut Run<'_, '_>, state: &State<'_>, horizontal: bool, by: f64) {
    let by = if by.is_finite() { by } else { 0.0 };
    let to = if horizontal { (by * state.stretch, 0.0) } else { (0.0, by) };
    run.tm *= Affine::translate(to);
}

/// A box in the model's numbers.
fn model(r: KRect) -> Rect {
    Rect::new(r.x0 as f32, r.y0 as f32, r.x1 as f32, r.y1 as f32)
}

/// Layers that are switched off in the document's default view.
#[derive(Default)]
struct Layers {
    off: BTreeSet<Id>,
}

impl Layers {
    fn of(pdf: &Pdf) -> Self {
        let mut off = BTreeSet::new();
        let properties = parse::catalog(pdf).and_then(|c| c.get::<Dict<'_>>(b"OCProperties".as_slice()));
        let Some(properties) = properties else { return Self { off } };
        let ids = |dict: &Dict<'_>, key: &[u8]| -> Vec<Id> {
            let array = dict.get::<Array<'_>>(key);
            let refs = array.iter().flat_map(|a| a.raw_iter()).filter_map(|o| o.as_obj_ref());
            refs.map(|r| (r.obj_number, r.gen_number)).collect()
        };
        let Some(view) = properties.get::<Dict<'_>>(b"D".as_slice()) else { return Self { off } };
        if view.get::<Name<'_>>(b"BaseState".as_slice()).is_some_and(|n| n.as_ref() == b"OFF") {
            off.extend(ids(&properties, b"OCGs"));
        }
        for id in ids(&view, b"ON") {
            off.remove(&id);
        }
        off.extend(ids(&view, b"OFF"));
        Self { off }
    }

    /// Whether a marked-content section is shown.
    fn section_on(&self, op: &Instruction<'_, '_>, resources: &Resources<'_>) -> bool {
        let mut operands = op.operands();
        let tag = operands.next();
        if !matches!(tag, Some(Object::Name(n)) if n.as_ref() == b"OC") {
            return true;
        }
        let Some(Object::Name(name)) = operands.next() else { return true };
        let id = resources.properties.get_ref(name.as_ref()).map(|r| (r.obj_number, r.gen_number));
        match resources.properties.get::<Dict<'_>>(name.as_ref()) {
            Some(dict) => self.group_on(&dict, id),
            None => true,
        }
    }

    /// Whether an XObject is shown, by its own layer.
    fn object_on(&self, dict: &Dict<'_>) -> bool {
        let id = dict.get_ref(b"OC".as_slice()).map(|r| (r.obj_number, r.gen_number));
        match dict.get::<Dict<'_>>(b"OC".as_slice()) {
            Some(group) => self.group_on(&group, id),
            None => true,
        }
    }

    fn group_on(&self, group: &Dict<'_>, id: Option<Id>) -> bool {
        if !group.get::<Name<'_>>(b"Type".as_slice()).is_some_and(|t| t.as_ref() == b"OCMD") {
            return id.is_none_or(|id| !self.off.contains(&id));
        }
        let mut members: Vec<Id> = Vec::new();
        if let Some(array) = group.get::<Array<'_>>(b"OCGs".as_slice()) {
            members.extend(
                array.raw_iter().filter_map(|o| o.as_obj_ref()).map(|r| (r.obj_number, r.gen_number)),
            );
        } else if let Some(r) = group.get_ref(b"OCGs".as_slice()) {
            members.push((r.obj_number, r.gen_number));
        }
        if members.is_empty() {
            return true;
        }
        let on = |id: &Id| !self.off.contains(id);
        match group.get::<Name<'_>>(b"P".as_slice()).as_deref() {
            Some(b"AllOn") => members.iter().all(on),
            Some(b"AnyOff") => members.iter().any(|m| !on(m)),
            Some(b"AllOff") => !members.iter().any(on),
            _ => members.iter().any(on),
        }
    }
}
