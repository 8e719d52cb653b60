//! Show operators → glyphs (ISO 32000-2, clause 9.4.4), and what is seen of them.

use hayro_interpret::kurbo::{Affine, Point as KPoint, Rect as KRect, Vec2};
use hayro_syntax::content::Instruction;
use hayro_syntax::object::Object;

use super::state::{Ink, State};
use super::walk::{Run, Walk, model};
use super::{Doubt, Glyph, Note, Unseen};
use crate::error::Result;
use crate::formats::pdf::fonts::Face;
use crate::model::{OpaqueKind, Rect};

impl<'a> Walk<'a, '_, '_> {
    /// Reads a show operator.
    pub(super) fn show(
        &mut self,
        at: u32,
        op: &Instruction<'_, '_>,
        run: &mut Run<'a, '_>,
        state: &State<'a>,
    ) -> Result<()> {
        let first = self.map.glyphs.len() as u32;
        let Some((font, face)) = &state.font else {
            // A viewer may put a font of its own here; the text cannot be read, and neither written nor drawn.
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
        let rect = model(rect.intersect(self.sheet));
        match self.map.doubts.iter_mut().find(|d| d.kind == OpaqueKind::Glyphs) {
            Some(known) => known.rect = known.rect.union(&rect),
            None => self.map.doubts.push(Doubt { kind: OpaqueKind::Glyphs, rect, plain: true }),
        }
    }

    fn string(
        &mut self,
        element: u32,
        bytes: &[u8],
        font: u32,
        face: &Face<'a>,
        run: &mut Run<'a, '_>,
        state: &State<'a>,
    ) -> Result<()> {
        self.cx.budget.step(bytes.len() as u64)?;
        let size = if state.size.is_finite() { state.size } else { 0.0 };
        let mut at = 0;
        while at < bytes.len() {
            let (code, len, meaning) = face.next(bytes, at);
            let spacing = state.char_space + if code == 32 && len == 1 { state.word_space } else { 0.0 };
            // A vertical line runs down, its advances are negative.
            let onward = if face.horizontal { 1.0 } else { -1.0 };
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
                KPoint::new(0.0, -size / 1000.0)
            };
            let step = (text * ahead) - pen;
            let cell = em.transform_rect_bbox(meaning.cell);
            let ink = em.transform_rect_bbox(meaning.ink);
            let index = self.map.glyphs.len() as u32;
            let mut glyph = Glyph {
                says: meaning.says,
                cell: model(cell),
                ink: model(ink),
                left: state.clip.x0 as f32,
                right: state.clip.x1 as f32,
                pen,
                step,
                ahead: ahead.to_vec2(),
                advance: per_mille * onward,
                bare: meaning.advance * onward,
                element,
                bytes: (at as u32, (at + len) as u32),
                font,
                code,
                unseen: None,
                special: state.mode >= 4,
                twin: None,
            };
            glyph.twin = self.twin(index, &glyph);
            glyph.unseen = self.unseen(&glyph, cell, run, state)?;
            self.map.glyphs.push(glyph);
            run.clip_text |= state.mode >= 4;
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
        if let (Some(colour), true, 0 | 2) = (state.rgb, state.ink == Ink::Colour, state.mode) {
            let (same, looked) = self.over.same(self.map.glyphs.len() as u32, &g.cell, colour);
            self.cx.budget.step(looked / 8)?;
            if same {
                return Ok(Some(Unseen::Barred));
            }
        }
        let ink = if matches!(state.mode, 1 | 5) { state.stroke_ink } else { state.ink };
        if ink == Ink::Paper {
            let (backed, looked) = self.under.backed(self.map.glyphs.len() as u32, &g.cell);
            self.cx.budget.step(looked / 8)?;
            // White letters on their own black shapes are seen.
            let outlined =
                g.twin.and_then(|t| self.map.glyphs.get(t as usize)).is_some_and(|t| t.unseen.is_none());
            if !backed && !outlined {
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
    pub(super) fn settle(&mut self) -> Result<()> {
        let mut unknown: Vec<(Rect, Vec2)> = Vec::new();
        let most = 0.4 * self.map.size.width * self.map.size.height;
        for (index, g) in (0u32..).zip(self.map.glyphs.iter_mut()) {
            if g.unseen.is_none() {
                let (covered, looked) = self.over.covered(index, &g.cell);
                self.cx.budget.step(looked / 8)?;
                g.unseen = covered
                    .map(|by| if by.width() * by.height() < most { Unseen::Barred } else { Unseen::Covered });
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
        let mut rects: Vec<Rect> = groups.into_iter().filter(|(_, n)| *n > 1).map(|(rect, _)| rect).collect();
        // Many unread lines are one question, not many.
        const MOST: usize = 6;
        if rects.len() > MOST {
            rects = rects.into_iter().reduce(|a, b| a.union(&b)).into_iter().collect();
        }
        let doubt = |rect| Doubt { kind: OpaqueKind::Glyphs, rect, plain: true };
        self.map.doubts.extend(rects.into_iter().map(doubt));
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

/// Moves the pen along the line by unscaled text space units.
fn advance(run: &mut Run<'_, '_>, state: &State<'_>, horizontal: bool, by: f64) {
    let by = if by.is_finite() { by } else { 0.0 };
    let to = if horizontal { (by * state.stretch, 0.0) } else { (0.0, by) };
    run.tm *= Affine::translate(to);
}
