//! What a stream paints and clips beside letters and pictures → the same without what follows struck letters. Operators that set the
//! space, and a path's, are held back until it is known whether something is painted there that stays.

use hayro_interpret::kurbo::{Affine, BezPath, Point as KPoint, Rect as KRect, Shape as _};
use hayro_syntax::content::Instruction;
use hayro_syntax::object::{Object, Stream};
use hayro_syntax::page::Resources;

use super::follow::{self, Role};
use super::{Editor, last, numbers, write};
use crate::error::Result;
use crate::formats::pdf::glyphs::Note;
use crate::formats::pdf::parse;

/// A form without letters and pictures of its own may be cut a little further out, points.
const LOOSE: f64 = 24.0;
/// So few pixels are no picture, but a rule or a shade.
const SPECK: u64 = 256;

/// The space that a stream draws in, and its present path.
#[derive(Clone, Default)]
pub(super) struct Drawing {
    /// From the stream's space to the page.
    pub(super) space: Affine,
    /// The same without the operators that are not written yet.
    written: Affine,
    /// Operators that set the space, not written before something needs them: they may be as wide as a word.
    held: Vec<u8>,
    /// Spaces to go back to.
    pub(super) outer: Vec<(Affine, Affine, Vec<u8>)>,
    /// The path's operators, not written before it is painted.
    source: Vec<u8>,
    /// The path on the page.
    path: BezPath,
    /// `W` or `W*`, if it clips.
    clip: Option<&'static [u8]>,
}

impl Drawing {
    /// Nothing drawn yet, in a space that lies so on the page.
    pub(super) fn of(space: Affine) -> Self {
        Self { space, written: space, ..Self::default() }
    }

    /// Writes what was held back.
    pub(super) fn write(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.held);
        self.written = self.space;
        if !self.source.is_empty() {
            out.append(&mut self.source);
            self.path.truncate(0);
        }
    }

    fn extend(&mut self, verb: &[u8], n: &[f64]) {
        let p = |x: f64, y: f64| self.space * KPoint::new(x, y);
        let first = self.path.elements().is_empty();
        match (verb, last(n, 6), last(n, 4), last(n, 2)) {
            (b"re", _, Some(&[x, y, w, h]), _) => {
                self.path.move_to(p(x, y));
                [(x + w, y), (x + w, y + h), (x, y + h)]
                    .iter()
                    .for_each(|(x, y)| self.path.line_to(p(*x, *y)));
                self.path.close_path();
            }
            (b"m", .., Some(&[x, y])) => self.path.move_to(p(x, y)),
            (b"l", .., Some(&[x, y])) if !first => self.path.line_to(p(x, y)),
            (b"c", Some(&[a, b, c, d, e, f]), ..) if !first => self.path.curve_to(p(a, b), p(c, d), p(e, f)),
            (b"v" | b"y", _, Some(&[a, b, c, d]), _) if !first => {
                self.path.curve_to(p(a, b), if verb == b"v" { p(a, b) } else { p(c, d) }, p(c, d));
            }
            (b"h", ..) if !first => self.path.close_path(),
            _ => {}
        }
    }
}

impl Editor<'_, '_, '_> {
    /// Takes what sets the space or makes a path; whether the operator is dealt with.
    pub(super) fn drawn(
        &mut self,
        out: &mut Vec<u8>,
        op: &Instruction<'_, '_>,
        note: Option<Note>,
        drawing: &mut Drawing,
    ) -> Result<bool> {
        let verb: &[u8] = op.operator;
        match verb {
            b"m" | b"l" | b"c" | b"v" | b"y" | b"re" | b"h" => {
                if self.strikes {
                    drawing.extend(verb, &numbers(op));
                }
                write(&mut drawing.source, op);
            }
            b"W" => drawing.clip = Some(b"W\n"),
            b"W*" => drawing.clip = Some(b"W*\n"),
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s" | b"n" => {
                self.painted(out, if matches!(note, Some(Note::Off)) { b"n" } else { verb }, drawing)?;
            }
            // They hold for a path that is not painted yet, and need no space.
            b"w" | b"J" | b"j" | b"M" | b"i" | b"d" | b"g" | b"rg" | b"k" | b"G" | b"RG" | b"K" | b"cs"
            | b"CS" | b"sc" | b"SC" => write(out, op),
            b"q" => {
                // Held operators are few: each level has its own copy.
                if drawing.held.len() > 256 || !drawing.source.is_empty() {
                    drawing.write(out);
                }
                drawing.outer.push((drawing.space, drawing.written, drawing.held.clone()));
                out.extend_from_slice(b"q\n");
            }
            b"Q" => {
                if !drawing.source.is_empty() {
                    drawing.write(out);
                }
                // One too many would undo our own frame.
                if let Some(outer) = drawing.outer.pop() {
                    (drawing.space, drawing.written, drawing.held) = outer;
                    out.extend_from_slice(b"Q\n");
                }
            }
            b"cm" => {
                if self.follow.is_none() || !drawing.source.is_empty() {
                    drawing.write(out);
                }
                write(&mut drawing.held, op);
                if let Some(&[a, b, c, d, e, f]) = last(&numbers(op), 6) {
                    drawing.space *= Affine::new([a, b, c, d, e, f]);
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Writes a path that is painted or clips; what follows struck letters goes with them.
    pub(super) fn painted(&mut self, out: &mut Vec<u8>, verb: &[u8], drawing: &mut Drawing) -> Result<()> {
        let clip = drawing.clip.take();
        let (source, path) = (std::mem::take(&mut drawing.source), std::mem::take(&mut drawing.path));
        if verb == b"n" && clip.is_none() {
            return Ok(());
        }
        let role = if clip.is_some() { Role::Clip } else { Role::Paint };
        let mut moved = None;
        match &self.follow {
            _ if path.is_empty() => {}
            Some(follow) => {
                self.cx.budget.step(follow.work())?;
                moved = follow.path(&path, role);
            }
            None if clip.is_none() => {
                self.paths.extend(follow::parts(&path).iter().map(BezPath::control_box));
            }
            None => self.shades = true,
        }
        match moved {
            Some(path) if path.is_empty() && clip.is_none() => return Ok(()),
            Some(path) => {
                let strokes = matches!(verb, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
                let [a, b, c, d, ..] = (drawing.written.inverse() * drawing.space).as_coeffs();
                let plain = (a - 1.0).abs() + (d - 1.0).abs() + b.abs() + c.abs() < 1e-6;
                // A line is as wide as its space has it.
                if strokes && !plain {
                    drawing.write(out);
                }
                follow::write(out, &path, drawing.written);
            }
            None => {
                drawing.write(out);
                out.extend_from_slice(&source);
            }
        }
        out.extend_from_slice(clip.unwrap_or_default());
        out.extend_from_slice(verb);
        out.push(b'\n');
        Ok(())
    }

    /// Whether something that is drawn follows struck letters and goes with them: a speck, or a form without letters and pictures.
    pub(super) fn gone(
        &mut self,
        op: &Instruction<'_, '_>,
        note: Option<Note>,
        resources: &Resources<'_>,
        space: Affine,
    ) -> bool {
        let unit = space.transform_rect_bbox(KRect::new(0.0, 0.0, 1.0, 1.0));
        match note {
            Some(Note::Picture(p)) => {
                let speck = self.map.pictures.get(p as usize).is_some_and(|p| p.pixels <= SPECK);
                self.shades |= speck;
                speck && self.follow.as_ref().is_some_and(|f| f.touches(unit))
            }
            Some(Note::Form(inner)) => {
                let Some(Object::Name(name)) = op.operands().last() else { return false };
                resources.get_x_object(name).is_some_and(|form| self.shade(inner, &form, space))
            }
            _ => false,
        }
    }

    /// Whether a form shows neither letters nor pictures.
    pub(super) fn bare(&self, number: u32) -> bool {
        self.map.uses.get(number as usize).is_some_and(|u| {
            u.notes.values().all(|n| match n {
                Note::Show { count, .. } => *count == 0,
                Note::Form(inner) => *inner > number && self.bare(*inner),
                Note::Picture(_) => false,
                Note::Off => true,
            })
        })
    }

    /// Whether a form is but a shade of struck letters.
    pub(super) fn shade(&mut self, number: u32, form: &Stream<'_>, space: Affine) -> bool {
        self.shades = true;
        let (bbox, matrix) = parse::form_frame(form);
        self.follow.as_ref().is_some_and(|f| f.drops(on_page(bbox, space * matrix))) && self.bare(number)
    }

    /// Where the picture of an annotation lies: one that is but paint over a struck line is neither stretched nor shrunk, which would
    /// tell how wide it was.
    pub(super) fn laid(&self, number: u32, form: &Stream<'_>, place: Affine, down: Affine) -> Affine {
        let [a, b, c, d, e, f] = place.as_coeffs();
        let near = (a - 1.0).abs().max((d - 1.0).abs()) < 0.02 && b.abs().max(c.abs()) < 1e-6;
        let (bbox, matrix) = parse::form_frame(form);
        let on = on_page(bbox, down * place * matrix);
        let tells = self.follow.as_ref().is_some_and(|f| f.touches(on) || f.encloses(on));
        if !near || !tells || !self.bare(number) {
            return place;
        }
        Affine::translate(((e + bbox[0] * (a - 1.0)).round(), (f + bbox[1] * (d - 1.0)).round()))
    }

    /// A form's box where it clips no closer to struck letters than a clip may.
    pub(super) fn bounds(&self, number: u32, bbox: [f64; 4], space: Affine) -> [f64; 4] {
        let Some(follow) = self.follow.as_ref().filter(|_| space.determinant().abs() > 1e-12) else {
            return bbox;
        };
        let on = on_page(bbox, space);
        let out = |v: f64, up: f64| (v / LOOSE + up).floor() * LOOSE;
        let moved = match follow.path(&on.to_path(0.1), Role::Clip) {
            Some(moved) => moved.control_box(),
            None if follow.encloses(on) && self.bare(number) => {
                KRect::new(out(on.x0, 0.0), out(on.y0, 0.0), out(on.x1, 1.0), out(on.y1, 1.0))
            }
            None => return bbox,
        };
        let r = space.inverse().transform_rect_bbox(moved);
        [r.x0, r.y0, r.x1, r.y1].map(|v| (v * 1e2).round() / 1e2)
    }
}

fn on_page(bbox: [f64; 4], space: Affine) -> KRect {
    space.transform_rect_bbox(KRect::new(bbox[0], bbox[1], bbox[2], bbox[3]).abs())
}
