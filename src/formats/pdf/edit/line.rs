//! Show operators → show operators without the struck codes, and the bars that stand in their place. Keeps track of the
//! line of text across operators; see the law of widths in the parent module. Places are page space; lengths along a
//! line are points.

use hayro_interpret::kurbo::{Affine, Point as KPoint, Vec2};
use hayro_syntax::object::Object;

use super::super::glyphs::{Glyph, PageMap, Unseen};
use super::follow::{Piece, follows};
use super::relay::{BLANK, WORD};
use super::{Struck, changed, serial};
use crate::error::Result;
use crate::model::Rect;

/// Bars end on a grid of this many ems, which begins at the line's first bar.
pub(super) const QUANTUM: f64 = 2.0;
/// No bar is shorter than this many ems.
const SHORTEST: f64 = 1.0;
/// A gap up to this many ems belongs to flowing text; a wider one is a column or a tab stop.
const FLOW: f64 = 1.0;
/// Glyphs among which the end of a line is looked for, so that a page of one endless line stays linear; hardly any line of print
/// has more.
const LONGEST: usize = 400;

/// What an operator shows.
pub(super) enum Shown<'o> {
    /// One string.
    Whole(&'o [u8]),
    /// The elements of a `TJ` array.
    Parts(Vec<Object<'o>>),
}

/// A bar on the page.
#[derive(Clone)]
pub(super) struct Bar {
    start: KPoint,
    along: Vec2,
    cells: Rect,
    /// The bar as an upright box, where the line runs along an axis.
    pub(super) upright: Option<Rect>,
}

/// The line of text that is being written.
struct Line {
    dir: Vec2,
    em: f64,
    /// The pen after the last glyph, in the source.
    end: KPoint,
    /// Where the clip ends that cuts the line off on the right.
    edge: Option<f64>,
    /// The pen in the output.
    out: KPoint,
    /// How far the output is ahead of the source.
    shift: f64,
    run: Option<Run>,
    /// Where the line's first bar begins, and the grid's unit.
    grid: Option<(KPoint, f64)>,
    /// Whether anything was taken out, so that the pens may differ.
    touched: bool,
}

/// A run that is being taken out.
struct Run {
    /// Whether it was asked for, and not only seen by nobody.
    asked: bool,
    source: KPoint,
    out: KPoint,
    cells: Rect,
    bar: bool,
    exact: bool,
}

/// All lines of a page.
pub(super) struct Lines<'m> {
    map: &'m PageMap,
    /// The map's glyphs where the output has them, but for what bars push on.
    glyphs: &'m [Glyph],
    drop: Vec<Drop>,
    line: Option<Line>,
    /// Where an operator set the pen since the last glyph that was written.
    set: Option<Set>,
    /// Whether one did so since the last glyph of the source.
    jumped: bool,
    bars: Vec<Bar>,
    kept: Vec<Rect>,
    struck: &'m Struck,
    /// By glyph: how much further along its line it is written.
    moved: Vec<f64>,
    /// What was taken out.
    gone: Vec<Piece>,
    outer: Vec<(Option<Line>, Option<Set>)>,
}

/// A position that is not written before it is known what stands there: it may tell what stood before it.
#[derive(Clone)]
struct Set {
    matrix: Affine,
    /// The same on the page.
    origin: Option<KPoint>,
}

#[derive(Clone, Copy, PartialEq)]
enum Drop {
    /// Stays.
    No,
    /// Goes, with a bar.
    Struck,
    /// Goes, and nobody saw it.
    Hidden,
}

enum Item {
    Text(Vec<u8>),
    Jump(f64),
}

impl<'m> Lines<'m> {
    /// Decides for every glyph whether it goes.
    pub(super) fn new(map: &'m PageMap, glyphs: &'m [Glyph], struck: &'m Struck) -> Self {
        let drop = (map.glyphs.iter().enumerate())
            .map(|(i, g)| match (struck.glyphs.get(i).copied().unwrap_or(true), g.unseen) {
                // What stood under somebody's own bar has a width too.
                (true, None | Some(Unseen::Barred)) => Drop::Struck,
                (true, Some(_)) => Drop::Hidden,
                (false, Some(_)) if !blank(g) => Drop::Hidden,
                (false, _) => Drop::No,
            })
            .collect();
        Self {
            map,
            glyphs,
            drop,
            line: None,
            set: None,
            jumped: true,
            bars: Vec::new(),
            kept: Vec::new(),
            struck,
            moved: vec![0.0; map.glyphs.len()],
            gone: Vec::new(),
            outer: Vec::new(),
        }
    }

    /// An operator set the text matrix.
    pub(super) fn place(&mut self, matrix: Affine) {
        self.set = Some(Set { matrix, origin: None });
        self.jumped = true;
    }

    /// A stream begins: its text positions are its own.
    pub(super) fn begin_stream(&mut self) {
        self.outer.push((self.line.take(), self.set.take()));
        self.place(Affine::IDENTITY);
    }

    /// A stream ends.
    pub(super) fn end_stream(&mut self) {
        self.close();
        (self.line, self.set) = self.outer.pop().unwrap_or_default();
        self.jumped = true;
    }

    /// Whether all these glyphs are written.
    pub(super) fn keeps_all(&self, first: u32, count: u32) -> bool {
        (first as usize..first as usize + count as usize).all(|i| self.keeps(i))
    }

    /// Whether a glyph stays, and where it was.
    fn keeps(&self, index: usize) -> bool {
        let pen = |of: &[Glyph]| of.get(index).map(|g| g.pen);
        self.drop.get(index) == Some(&Drop::No) && pen(self.glyphs) == pen(&self.map.glyphs)
    }

    /// Writes a show operator of a stream in which everything stays.
    pub(super) fn copy(
        &mut self,
        out: &mut Vec<u8>,
        shown: &Shown<'_>,
        first: u32,
        count: u32,
    ) -> Result<()> {
        let range = first as usize..first as usize + count as usize;
        let glyphs = self.glyphs.get(range).ok_or_else(changed)?;
        self.kept.extend(glyphs.iter().filter(|g| g.unseen.is_none()).map(|g| g.cell));
        verbatim(out, shown);
        Ok(())
    }

    /// Writes one show operator without what goes.
    pub(super) fn show(
        &mut self,
        out: &mut Vec<u8>,
        shown: &Shown<'_>,
        first: u32,
        count: u32,
    ) -> Result<()> {
        let range = first as usize..first as usize + count as usize;
        let glyphs = self.glyphs.get(range.clone()).ok_or_else(changed)?;
        self.bridge(range.clone());
        let Some(head) = glyphs.first() else {
            // Numbers alone only move the pen, which later text does by itself once something was taken out.
            if !self.line.as_ref().is_some_and(|l| l.touched) {
                if let Some(set) = self.set.take() {
                    matrix(out, set.matrix);
                }
                verbatim(out, shown);
            }
            return Ok(());
        };
        let length = head.step.hypot();
        if length < 1e-9 || !length.is_finite() {
            // Text of no size cannot be measured, and nobody can read it.
            return Ok(());
        }
        let dir = head.step / length;
        let relative = !std::mem::replace(&mut self.jumped, false);
        let source = self.map.glyphs.get(range.start).map_or(head.pen, |g| g.pen);
        self.join(head, dir, relative, source);
        if let Some(set) = self.set.as_mut().filter(|s| s.origin.is_none()) {
            // The pen stands where the operator begins, before the array's leading jumps.
            let parts: &[Object<'_>] = if let Shown::Parts(parts) = shown { parts } else { &[] };
            let leading: f64 = parts.iter().take(head.element as usize).filter_map(super::number_of).sum();
            set.origin = Some(source - head.step * (leading * sense(head)));
        }
        let all = range.clone().all(|i| self.keeps(i));
        let Some(line) = self.line.as_mut() else { return Err(changed()) };
        line.em = 1000.0 * length;
        if all && !line.touched && line.run.is_none() && (relative || self.set.is_some()) {
            if let Some(set) = self.set.take() {
                matrix(out, set.matrix);
            }
            verbatim(out, shown);
            for g in glyphs {
                line.pass(g);
                line.out = line.end;
                self.kept.push(g.cell);
            }
            return Ok(());
        }
        let items = self.rewrite(out, shown, range.start, glyphs)?;
        array(out, &items);
        Ok(())
    }

    /// Blanks between two glyphs that go, go too.
    fn bridge(&mut self, range: std::ops::Range<usize>) {
        let mut open = self.line.as_ref().is_some_and(|l| l.run.is_some()).then_some(Drop::Struck);
        let mut blanks = range.start;
        for i in range {
            let Some(g) = self.glyphs.get(i) else { return };
            match self.drop.get(i).copied() {
                Some(Drop::No) if blank(g) => {}
                Some(Drop::No) | None => (open, blanks) = (None, i + 1),
                Some(kind) => {
                    if let Some(before) = open {
                        let kind = if before == Drop::Struck { kind } else { before };
                        for b in blanks..i {
                            if let Some(d) = self.drop.get_mut(b) {
                                *d = kind;
                            }
                        }
                    }
                    (open, blanks) = (Some(kind), i + 1);
                }
            }
        }
    }

    /// Goes on with the line, or begins another. `source` is where its first glyph stood.
    fn join(&mut self, head: &Glyph, dir: Vec2, relative: bool, source: KPoint) {
        let on = self.line.as_ref().is_some_and(|l| {
            let off = head.pen - l.end;
            let em = l.em.max(1000.0 * head.step.hypot());
            let (along, across) = (off.dot(dir), off.cross(dir).abs());
            let same = dir.dot(l.dir) > 0.999;
            // A raised or lowered sign goes with the letter that it leans on.
            let leans = across < 0.7 * em && along > -0.15 * em && along < 0.3 * em;
            let follows = across < 0.3 * em && along > -0.3 * em && along <= FLOW * em;
            // What was cut off ran out of its cell: what begins behind the cut stands in the next.
            let next_cell = l.edge.is_some_and(|edge| head.pen.x >= edge && head.right > edge as f32);
            same && (relative || !next_cell && (follows || leans))
        });
        if on {
            return;
        }
        self.close();
        self.line = Some(Line {
            dir,
            em: 1000.0 * head.step.hypot(),
            end: head.pen,
            edge: None,
            // What showed nothing may have written the position already: then the pen is where the source had it.
            out: if self.set.is_some() { head.pen } else { source },
            shift: 0.0,
            run: None,
            grid: None,
            touched: false,
        });
    }

    fn rewrite(
        &mut self,
        out: &mut Vec<u8>,
        shown: &Shown<'_>,
        first: usize,
        glyphs: &[Glyph],
    ) -> Result<Vec<Item>> {
        let mut items: Vec<Item> = Vec::new();
        let mut next = 0usize;
        let mut gap = 0.0;
        // Whether the last thing written was the glyph before, so that the source's own jumps still hold.
        let mut unbroken = false;
        let parts: &[Object<'_>] = match shown {
            Shown::Whole(_) => &[],
            Shown::Parts(parts) => parts,
        };
        let elements = parts.len().max(1);
        for element in 0..elements {
            let bytes = match (shown, parts.get(element)) {
                (Shown::Whole(b), _) => *b,
                (_, Some(Object::String(s))) => s.as_bytes(),
                (_, Some(Object::Number(n))) => {
                    gap += n.as_f64();
                    continue;
                }
                _ => continue,
            };
            while let Some(g) = glyphs.get(next).filter(|g| g.element as usize == element) {
                let code = bytes.get(g.bytes.0 as usize..g.bytes.1 as usize).ok_or_else(changed)?;
                match self.drop.get(first + next).copied() {
                    Some(Drop::No) => {
                        self.close_before(first + next);
                        let Some(line) = self.line.as_mut() else { return Err(changed()) };
                        let target = g.pen + line.dir * line.shift;
                        let size = g.step.hypot();
                        if let Some(set) = self.set.take() {
                            // Where this glyph goes, not where the source's operator pointed to.
                            let from = set.origin.unwrap_or(g.pen);
                            let by = g.ahead * ((target - from).dot(line.dir) / size);
                            matrix(out, set.matrix * Affine::translate(by));
                            line.out = target;
                        }
                        let exact = sense(g) * (target - line.out).dot(line.dir) / size;
                        // A column that begins within the array stays where it was though what stands before it moved.
                        let same = unbroken && (exact - gap).abs() < 1.0;
                        let jump = if same { gap } else { exact };
                        if jump.abs() > 0.01 {
                            items.push(Item::Jump(jump));
                        }
                        match items.last_mut() {
                            Some(Item::Text(t)) => t.extend_from_slice(code),
                            _ => items.push(Item::Text(code.to_vec())),
                        }
                        let offset = line.dir * line.shift;
                        line.pass(g);
                        line.out = line.end + offset;
                        self.kept.push(moved_box(&g.cell, offset));
                        if let (Some(m), Some(was)) =
                            (self.moved.get_mut(first + next), self.map.glyphs.get(first + next))
                        {
                            *m = (target - was.pen).dot(line.dir);
                        }
                        unbroken = true;
                    }
                    Some(kind) => {
                        let asked = self.struck.glyphs.get(first + next).copied().unwrap_or(true);
                        self.take(g, kind, asked);
                        unbroken = false;
                    }
                    None => return Err(changed()),
                }
                gap = 0.0;
                next += 1;
            }
        }
        if next != glyphs.len() {
            return Err(changed());
        }
        Ok(items)
    }

    /// Adds a glyph to the run that goes.
    fn take(&mut self, g: &Glyph, kind: Drop, asked: bool) {
        let Some(line) = self.line.as_mut() else { return };
        let offset = line.dir * line.shift;
        let bar = kind == Drop::Struck;
        match line.run.as_mut() {
            Some(run) => {
                run.cells = if run.bar == bar || !bar { run.cells.union(&g.cell) } else { g.cell };
                run.bar |= bar;
                run.asked |= asked;
                run.exact &= kind == Drop::Hidden;
            }
            None => {
                // A small jump before the run (kerning) is a matter of its first letter, so it goes too.
                let before = (g.pen - line.end).dot(line.dir);
                let source = if before.abs() < 0.5 * line.em { line.end } else { g.pen };
                let exact = kind == Drop::Hidden;
                line.run = Some(Run { asked, source, out: source + offset, cells: g.cell, bar, exact });
            }
        }
        line.touched = true;
        line.pass(g);
    }

    /// Ends the open run where the next kept glyph follows it.
    fn close_before(&mut self, index: usize) {
        let Some(g) = self.glyphs.get(index) else { return };
        let Some(line) = self.line.as_mut() else { return };
        let gap = (g.pen - line.end).dot(line.dir);
        let flows = gap <= FLOW * line.em;
        if !flows {
            line.shift = 0.0;
        }
        let Some(run) = line.run.take() else { return };
        if !flows {
            self.bar(run, None);
            return;
        }
        // Asked only where a run ends: it looks along the line.
        let room = self.room(index);
        let Some(line) = self.line.as_mut() else { return };
        let total = (g.pen - run.source).dot(line.dir);
        let length = if run.exact { total } else { line.quantised(&run, total, room) };
        line.shift = (run.out + line.dir * length - g.pen).dot(line.dir);
        // The blank before a word that was placed on its own is not part of the bar.
        let blank = if gap > WORD * line.em { BLANK * line.em } else { 0.0 };
        self.bar(run, Some(length - blank));
    }

    /// How far the text that flows on from a glyph may move to the right before it is clipped away or
    /// leaves the page.
    fn room(&self, index: usize) -> f64 {
        let Some(first) = self.glyphs.get(index) else { return f64::INFINITY };
        if first.step.x <= 0.0 || first.step.y.abs() > 1e-3 * first.step.x {
            return f64::INFINITY;
        }
        // A clip that was cut to the letters moves with them.
        let edge = if self.clipped_to(index) { self.map.size.width } else { first.right };
        let mut end = first.pen;
        for g in self.glyphs.iter().skip(index).take(LONGEST) {
            let (off, em) = (g.pen - end, 1000.0 * first.step.x);
            if off.y.abs() > 0.3 * em || off.x < -0.3 * em || off.x > FLOW * em {
                break;
            }
            end = g.pen + g.step * g.advance;
        }
        (f64::from(edge) - end.x).max(0.0)
    }

    /// Whether the clip around a glyph of a level line was made for the letters that it holds.
    fn clipped_to(&self, index: usize) -> bool {
        let Some(own) = self.map.glyphs.get(index) else { return false };
        let em = 1000.0 * own.step.x;
        let beside =
            |g: &&Glyph| (g.left, g.right) == (own.left, own.right) && (g.pen.y - own.pen.y).abs() < 0.3 * em;
        let (before, after) = self.map.glyphs.split_at(index);
        let before = before.iter().rev().take(LONGEST).take_while(beside);
        let letters = before.chain(after.iter().take(LONGEST).take_while(beside)).filter(|g| !blank(g));
        let ends =
            |(from, to): (f64, f64), g: &Glyph| (from.min(g.pen.x), to.max(g.pen.x + g.step.x * g.bare));
        let (from, to) = letters.fold((f64::INFINITY, f64::NEG_INFINITY), ends);
        follows((from - f64::from(own.left)) / em, (f64::from(own.right) - to) / em)
    }

    /// What stands on the page's lines and what was taken out of them.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let mut out = self.gone.clone();
        if out.is_empty() {
            return out;
        }
        for (i, g) in self.map.glyphs.iter().enumerate() {
            let size = g.step.hypot();
            let stays = self.drop.get(i) == Some(&Drop::No) && g.unseen.is_none() && !blank(g);
            if stays && size > 1e-9 {
                let by = self.moved.get(i).copied().unwrap_or_default();
                out.push(Piece {
                    dir: g.step / size,
                    at: g.pen,
                    long: size * g.bare.max(0.0),
                    em: 1000.0 * size,
                    cell: g.cell,
                    moved: (by, by),
                    gone: false,
                });
            }
        }
        out
    }

    /// Ends the line.
    fn close(&mut self) {
        if let Some(run) = self.line.as_mut().and_then(|l| l.run.take()) {
            self.bar(run, None);
        }
    }

    fn bar(&mut self, run: Run, length: Option<f64>) {
        let Some(line) = self.line.as_mut() else { return };
        let own = (line.end - run.source).dot(line.dir);
        let length = match length {
            _ if !run.bar => own,
            Some(length) => length.max(0.0),
            None => line.quantised(&run, own, f64::INFINITY).max(0.0),
        };
        if run.asked {
            let before = (run.out - run.source).dot(line.dir);
            self.gone.push(Piece {
                dir: line.dir,
                at: run.source,
                long: own,
                em: line.em,
                cell: run.cells,
                moved: (before, before + length - own),
                gone: true,
            });
        }
        if !run.bar {
            return;
        }
        let along = line.dir * length;
        let end = run.out + along;
        let (x, y) = (line.dir.x.abs(), line.dir.y.abs());
        let c = run.cells;
        let upright = if y < 1e-3 {
            Some(Rect::new(run.out.x as f32, c.y0, end.x as f32, c.y1))
        } else if x < 1e-3 {
            Some(Rect::new(c.x0, run.out.y as f32, c.x1, end.y as f32))
        } else {
            None
        };
        self.bars.push(Bar { start: run.out, along, cells: c, upright });
    }

    /// The bars, cut back where they would cover text that stays.
    pub(super) fn bars(&mut self) -> Vec<Bar> {
        let kept = Kept::new(&self.kept);
        let mut bars = std::mem::take(&mut self.bars);
        let sheet = Rect::new(0.0, 0.0, self.map.size.width, self.map.size.height);
        bars.retain_mut(|bar| {
            if let Some(rect) = bar.upright.as_mut() {
                kept.cut(rect, bar.along);
                match rect.intersection(&sheet) {
                    Some(inside) if inside.width() >= 0.5 && inside.height() >= 0.5 => *rect = inside,
                    _ => return false,
                }
            }
            true
        });
        bars
    }
}

impl Bar {
    /// Draws the bar in the output page's space.
    pub(super) fn draw(&self, out: &mut Vec<u8>, height: f64) {
        match self.upright {
            Some(r) => draw_box(out, &r, height),
            None => {
                // A slanted line: a slanted bar of one em, seen from the baseline.
                let em = f64::from(self.cells.height().min(self.cells.width())).max(1.0);
                let dir = self.along / self.along.hypot().max(1e-9);
                let up = Vec2::new(dir.y, -dir.x) * em;
                let corners = [
                    self.start + up * -0.21,
                    self.start + self.along + up * -0.21,
                    self.start + self.along + up * 0.79,
                    self.start + up * 0.79,
                ];
                for (p, verb) in corners.iter().zip(["m\n", "l\n", "l\n", "l\n"]) {
                    serial::numbers(out, &[p.x, height - p.y]);
                    out.extend_from_slice(verb.as_bytes());
                }
                out.extend_from_slice(b"h f\n");
            }
        }
    }
}

/// Fills an upright box of page space in the output page's space.
pub(super) fn draw_box(out: &mut Vec<u8>, r: &Rect, height: f64) {
    let (x, y) = (f64::from(r.x0), height - f64::from(r.y1));
    serial::numbers(out, &[x, y, f64::from(r.width()), f64::from(r.height())]);
    out.extend_from_slice(b"re f\n");
}

/// Boxes of the text that stays, in rows.
struct Kept<'k> {
    rows: std::collections::BTreeMap<i32, Vec<&'k Rect>>,
}

const ROW: f32 = 16.0;
/// Letters higher than this many bars are no part of the text around a bar.
const HUGE: f32 = 2.5;

fn row(y: f32) -> i32 {
    (y / ROW).floor().clamp(-10.0, 10_000.0) as i32
}

impl<'k> Kept<'k> {
    fn new(kept: &'k [Rect]) -> Self {
        let mut rows: std::collections::BTreeMap<i32, Vec<&Rect>> = std::collections::BTreeMap::new();
        for r in kept {
            for y in row(r.y0)..=row(r.y1) {
                rows.entry(y).or_default().push(r);
            }
        }
        Self { rows }
    }

    /// Shortens a bar from its far end, along its line, to the first box in its way; trims what a neighbour's line
    /// overlaps a little.
    fn cut(&self, bar: &mut Rect, along: Vec2) {
        let level = along.x.abs() >= along.y.abs();
        for near in (row(bar.y0)..=row(bar.y1)).filter_map(|y| self.rows.get(&y)).flatten() {
            let Some(common) = bar.intersection(near) else { continue };
            // A watermark's letter is no neighbour: its box is far larger than what it shows.
            let (x, y) = ((near.x0 + near.x1) / 2.0, (near.y0 + near.y1) / 2.0);
            let under = bar.x0 <= x && x <= bar.x1 && bar.y0 <= y && y <= bar.y1;
            let huge =
                if level { near.height() > HUGE * bar.height() } else { near.width() > HUGE * bar.width() };
            if huge && !under {
                continue;
            }
            let (thick, across) =
                if level { (common.height(), bar.height()) } else { (common.width(), bar.width()) };
            if thick >= 0.4 * across {
                match (level, along.x >= 0.0, along.y >= 0.0) {
                    (true, true, _) if near.x0 >= bar.x0 => bar.x1 = bar.x1.min(near.x0),
                    (true, true, _) => bar.x0 = bar.x0.max(near.x1.min(bar.x1)),
                    (true, false, _) if near.x1 <= bar.x1 => bar.x0 = bar.x0.max(near.x1),
                    (true, false, _) => bar.x1 = bar.x1.min(near.x0.max(bar.x0)),
                    (false, _, true) if near.y0 >= bar.y0 => bar.y1 = bar.y1.min(near.y0),
                    (false, _, true) => bar.y0 = bar.y0.max(near.y1.min(bar.y1)),
                    (false, _, false) if near.y1 <= bar.y1 => bar.y0 = bar.y0.max(near.y1),
                    (false, _, false) => bar.y1 = bar.y1.min(near.y0.max(bar.y0)),
                }
            } else if level {
                if near.y0 < bar.y0 { bar.y0 = bar.y0.max(near.y1) } else { bar.y1 = bar.y1.min(near.y0) }
            } else if near.x0 < bar.x0 {
                bar.x0 = bar.x0.max(near.x1);
            } else {
                bar.x1 = bar.x1.min(near.x0);
            }
        }
    }
}

fn moved_box(r: &Rect, by: Vec2) -> Rect {
    let (x, y) = (by.x as f32, by.y as f32);
    Rect::new(r.x0 + x, r.y0 + y, r.x1 + x, r.y1 + y)
}

impl Line {
    /// Moves the source's pen behind a glyph.
    fn pass(&mut self, g: &Glyph) {
        self.end = g.pen + g.step * g.advance;
        // A blank may lie behind a clip that was cut to its word: that is no cell, and where the next word stands told its width.
        if !blank(g) {
            let edge = f64::from(g.right);
            self.edge = (g.unseen == Some(Unseen::Outside) && g.pen.x >= edge).then_some(edge);
        }
    }

    /// The length of the bar for a run that was `total` long: the grid's point nearest to where the run ended in the
    /// source, or the one before where what follows would leave its `room`, so that it neither drifts nor tells more
    /// than the grid.
    fn quantised(&mut self, run: &Run, total: f64, room: f64) -> f64 {
        let (start, unit) = *self.grid.get_or_insert((run.out, QUANTUM * self.em.max(1e-3)));
        let begin = (run.out - start).dot(self.dir);
        let wanted = (run.source - start).dot(self.dir) + total;
        let (near, lower) = points(wanted / unit);
        let point = if near * unit - wanted > room { lower } else { near };
        // What fits but for rounding fits.
        let least = ((begin + SHORTEST * self.em) / unit - 1e-3).ceil();
        point.max(least) * unit - begin
    }
}

/// The grid's point for a run of so many units, and the one before. Long names are few, so that the grid is coarser further on:
/// all names but the shortest and the longest share one point.
pub(super) fn points(n: f64) -> (f64, f64) {
    match n {
        n if n < 0.6 => (1.0, 1.0),
        n if n < 4.2 => (2.0, if n < 2.0 { 1.0 } else { 2.0 }),
        n => (4.0 * (n / 4.0).round(), 4.0 * (n / 4.0).floor()),
    }
}

/// Which way numbers in an array move the pen along the line: back in a level line, on in a vertical one.
fn sense(g: &Glyph) -> f64 {
    if g.ahead.y == 0.0 { -1.0 } else { 1.0 }
}

fn blank(g: &Glyph) -> bool {
    g.says.as_ref().is_some_and(|s| s.trim().is_empty()) && g.unseen != Some(Unseen::Covered)
}

/// Sets the text matrix. Places are rounded, so that they do not keep the last digits of sums over what is gone.
fn matrix(out: &mut Vec<u8>, m: Affine) {
    let [a, b, c, d, e, f] = m.as_coeffs();
    for v in [a, b, c, d] {
        serial::number(out, v);
        out.push(b' ');
    }
    serial::numbers(out, &[e, f]);
    out.extend_from_slice(b"Tm\n");
}

fn verbatim(out: &mut Vec<u8>, shown: &Shown<'_>) {
    match shown {
        Shown::Whole(bytes) => {
            serial::string(out, bytes);
            out.extend_from_slice(b" Tj\n");
        }
        Shown::Parts(parts) => {
            out.push(b'[');
            for part in parts {
                if matches!(part, Object::String(_) | Object::Number(_)) {
                    serial::operand(out, part);
                }
            }
            out.extend_from_slice(b"] TJ\n");
        }
    }
}

fn array(out: &mut Vec<u8>, items: &[Item]) {
    match items {
        [] => {}
        [Item::Text(t)] => {
            serial::string(out, t);
            out.extend_from_slice(b" Tj\n");
        }
        _ => {
            out.push(b'[');
            for item in items {
                match item {
                    Item::Text(t) => serial::string(out, t),
                    Item::Jump(j) => serial::number(out, (j * 100.0).round() / 100.0),
                }
                out.push(b' ');
            }
            out.extend_from_slice(b"] TJ\n");
        }
    }
}
