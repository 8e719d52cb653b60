//! A picture's [`Reading`] → letters, places and doubts of the page that it stands on; and a plan → the boxes of that
//! page to strike. Boxes are page space. Its law: what could not be read is an opaque, struck unless a person keeps it.

use std::ops::Range;

use crate::context::Cx;
use crate::layout::Placed;
use crate::model::{
    AtomId, DoubtKind, Extract, Opaque, OpaqueChoice, OpaqueId, OpaqueKind, Place, Plan, Point, Reading,
    Rect, Size, TextBuilder, Turn,
};

/// How far beyond its letters a bar reaches, in letter heights: places of letters are estimates.
const MARGIN: f32 = 0.12;

/// How far a sheet's lines climb or fall, of their length, for its letters to be set straight before they are arranged.
const LEANING: Range<f32> = 0.06..0.6;

/// What a page keeps of a reading until it is struck.
pub(super) struct Read {
    /// The first letter's atom; the others follow.
    first: AtomId,
    letters: Vec<Rect>,
    /// Letters of each line.
    lines: Vec<Range<usize>>,
    /// Opaques: doubts, then symbols.
    asked: Vec<(OpaqueId, Rect)>,
    /// What a symbol says is one atom.
    symbols: Vec<(AtomId, Rect)>,
}

/// Where a picture stands.
pub(super) struct Stand<'a> {
    /// The page, from 0.
    pub(super) page: u32,
    /// From the picture's pixels to the page.
    pub(super) to_page: &'a dyn Fn(&Rect) -> Rect,
    /// Whether the page itself says what is read there: its own letters are not read twice.
    pub(super) said: &'a dyn Fn(&Rect) -> bool,
}

/// Adds what was read to the extract; gives what `arrange` needs, upright, and what striking needs.
pub(super) fn tell(
    reading: &Reading,
    stand: &Stand<'_>,
    out: &mut Extract,
    cx: &mut Cx<'_>,
) -> (Vec<Placed>, Read) {
    let page = stand.page;
    let count = reading.lines.iter().map(|l| l.letters.len()).sum();
    let mut read = Read {
        first: cx.atoms(count),
        letters: Vec::with_capacity(count),
        lines: Vec::new(),
        asked: Vec::new(),
        symbols: Vec::new(),
    };
    let mut placed = Vec::with_capacity(count);
    let sheet = Sheet::of(reading, stand, out);
    for line in &reading.lines {
        let start = read.letters.len();
        for letter in &line.letters {
            let atom = read.first.plus(read.letters.len());
            let rect = (stand.to_page)(&letter.rect);
            read.letters.push(rect);
            if (stand.said)(&rect) {
                continue;
            }
            out.places.insert(atom, Place::Page { page, rect });
            placed.push(Placed { string: letter.text.clone(), atom, rect: sheet.upright(&rect) });
        }
        read.lines.push(start..read.letters.len());
    }
    let mut ask = |kind, rect: &Rect| {
        let (id, rect) = (OpaqueId(out.opaques.len() as u32), (stand.to_page)(rect));
        out.opaques.push(Opaque { id, kind, place: Place::Page { page, rect } });
        read.asked.push((id, rect));
        rect
    };
    for doubt in &reading.doubts {
        let kind = match doubt.kind {
            DoubtKind::Unread => OpaqueKind::Unread,
            DoubtKind::Mark => OpaqueKind::Mark,
            DoubtKind::Face => OpaqueKind::Face,
        };
        ask(kind, &doubt.rect);
    }
    for symbol in &reading.symbols {
        let rect = ask(OpaqueKind::Symbol, &symbol.rect);
        if let Some(says) = &symbol.text {
            let atom = cx.atom();
            read.symbols.push((atom, rect));
            let mut text = TextBuilder::new();
            text.push(says, atom);
            out.texts.push(text.finish());
            out.places.insert(atom, Place::Page { page, rect });
        }
    }
    (placed, read)
}

/// How a sheet lies on its page.
struct Sheet {
    size: Size,
    turn: Turn,
    /// Along its lines once it is turned, of length one; its letters' middle.
    along: Option<(Point, Point)>,
}

impl Sheet {
    fn of(reading: &Reading, stand: &Stand<'_>, out: &Extract) -> Self {
        let size = out.pages.get(stand.page as usize).map(|p| p.size).unwrap_or_default();
        let mut sheet = Self { size, turn: reading.turn, along: None };
        sheet.along = sheet.lean(reading).map(|along| {
            let letters = reading.lines.iter().flat_map(|l| &l.letters);
            let all = letters.map(|l| (stand.to_page)(&l.rect)).reduce(|a, b| a.union(&b));
            (along, all.map(|r| middle(&sheet.turned(&r))).unwrap_or_default())
        });
        sheet
    }

    /// The way of its lines: that of half of what is written and more. `None` where it lies straight, or nearly so: `arrange` follows that.
    fn lean(&self, reading: &Reading) -> Option<Point> {
        let mut slopes: Vec<(f32, f32)> = Vec::new();
        for line in &reading.lines {
            let [a, b, _, d] = line.quad.0;
            let (dx, dy) = match self.turn {
                Turn::None => (b.x - a.x, b.y - a.y),
                Turn::Quarter => (a.y - b.y, b.x - a.x),
                Turn::Half => (a.x - b.x, a.y - b.y),
                Turn::ThreeQuarters => (b.y - a.y, a.x - b.x),
            };
            let long = dx.hypot(dy);
            if dx > 0.0 && long > 3.0 * (d.x - a.x).hypot(d.y - a.y) {
                slopes.push((dy / dx, long));
            }
        }
        slopes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half = slopes.iter().map(|s| s.1).sum::<f32>() / 2.0;
        let mut sum = 0.0;
        let (slope, _) = slopes.into_iter().find(|(_, long)| {
            sum += long;
            sum >= half
        })?;
        let length = slope.hypot(1.0);
        LEANING.contains(&slope.abs()).then(|| Point { x: 1.0 / length, y: slope / length })
    }

    /// The box on the page as it is turned and set straight for reading; lengths stay.
    fn upright(&self, r: &Rect) -> Rect {
        let r = self.turned(r);
        let Some((along, centre)) = &self.along else { return r };
        let p = middle(&r);
        let (dx, dy) = (p.x - centre.x, p.y - centre.y);
        let (x, y) = (centre.x + dx * along.x + dy * along.y, centre.y + dy * along.x - dx * along.y);
        // The upright box around a leaning one → the sides of the leaning one.
        let (cos, sin) = (along.x, along.y.abs());
        let (w, h) = (r.width(), r.height());
        let side =
            |own: f32, other: f32| ((own * cos - other * sin) / (cos * cos - sin * sin)).max(0.2 * own) / 2.0;
        let (w, h) = (side(w, h), side(h, w));
        Rect::new(x - w, y - h, x + w, y + h)
    }

    fn turned(&self, r: &Rect) -> Rect {
        let (w, h) = (self.size.width, self.size.height);
        match self.turn {
            Turn::None => *r,
            Turn::Quarter => Rect::new(h - r.y1, r.x0, h - r.y0, r.x1),
            Turn::Half => Rect::new(w - r.x1, h - r.y1, w - r.x0, h - r.y0),
            Turn::ThreeQuarters => Rect::new(r.y0, w - r.x1, r.y1, w - r.x0),
        }
    }
}

fn middle(r: &Rect) -> Point {
    Point { x: (r.x0 + r.x1) / 2.0, y: (r.y0 + r.y1) / 2.0 }
}

impl Read {
    /// The boxes that the plan strikes.
    pub(super) fn struck(&self, plan: &Plan) -> Vec<Rect> {
        let mut out: Vec<Rect> = Vec::new();
        for line in &self.lines {
            let mut open = false;
            for i in line.clone() {
                let Some(letter) = self.letters.get(i).filter(|_| plan.strikes_atom(self.first.plus(i)))
                else {
                    open = false;
                    continue;
                };
                let rect =
                    letter.grown(MARGIN * letter.height().min(letter.width().max(letter.height() / 3.0)));
                match out.last_mut().filter(|_| open) {
                    Some(last) if level(last, &rect) => *last = last.union(&rect),
                    _ => out.push(rect),
                }
                open = true;
            }
        }
        let removed = self.asked.iter().filter(|(id, _)| plan.opaque(*id) == OpaqueChoice::Remove);
        let symbols = self.symbols.iter().filter(|(atom, _)| plan.strikes_atom(*atom));
        out.extend(removed.map(|(_, rect)| *rect).chain(symbols.map(|(_, rect)| *rect)));
        out
    }
}

/// Whether two boxes of one line may be struck as one: on a slanting line the joined box would cover its neighbours.
fn level(a: &Rect, b: &Rect) -> bool {
    let joined = a.union(b);
    joined.height() <= 1.35 * a.height().max(b.height()) || joined.width() <= 1.35 * a.width().max(b.width())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Quad, ReadLetter, ReadLine};

    /// Letters of 8 × 16 along a slope, as turned boxes, from a point on.
    fn line(from: Point, angle: f32, text: &str) -> ReadLine {
        let (sin, cos) = angle.sin_cos();
        let at = |u: f32, v: f32| Point { x: from.x + u * cos - v * sin, y: from.y + u * sin + v * cos };
        let quad = |u0: f32, u1: f32| Quad([at(u0, 0.0), at(u1, 0.0), at(u1, 16.0), at(u0, 16.0)]);
        let letters = text.chars().enumerate().map(|(k, c)| {
            let u = 8.0 * k as f32;
            ReadLetter { text: c.to_string(), rect: quad(u, u + 8.0).bounds() }
        });
        let letters: Vec<_> = letters.collect();
        ReadLine { quad: quad(0.0, 8.0 * letters.len() as f32), letters, ..ReadLine::default() }
    }

    fn sheet(reading: &Reading, turn: Turn) -> Sheet {
        let mut sheet = Sheet { size: Size { width: 1000.0, height: 800.0 }, turn, along: None };
        sheet.along = sheet.lean(reading).map(|along| (along, Point { x: 300.0, y: 300.0 }));
        sheet
    }

    #[test]
    fn letters_of_a_leaning_sheet_are_set_straight() {
        for angle in [-0.5, -0.25, -0.1, 0.07, 0.25, 0.5f32] {
            let lines = vec![line(Point { x: 200.0, y: 250.0 }, angle, "Madame Kévin MONTVALOIS")];
            let reading = Reading { lines, ..Reading::default() };
            let sheet = sheet(&reading, Turn::None);
            let boxes: Vec<Rect> = reading.lines[0].letters.iter().map(|l| sheet.upright(&l.rect)).collect();
            for (a, b) in boxes.iter().zip(&boxes[1..]) {
                assert!((a.y0 - b.y0).abs() < 0.01 && (b.x0 - a.x1).abs() < 0.01, "{angle}: {a:?} {b:?}");
                assert!((a.width() - 8.0).abs() < 0.01 && (a.height() - 16.0).abs() < 0.01, "{angle}: {a:?}");
            }
        }
    }

    #[test]
    fn what_lies_straight_or_stands_across_stays() {
        let long = "Compte rendu opératoire de chirurgie";
        let at = |y: f32| Point { x: 10.0, y };
        let straight = vec![
            line(at(20.0), 0.02, long),
            line(at(60.0), 0.02, long),
            line(at(200.0), 0.3, "Morel et fils"),
        ];
        assert_eq!(sheet(&Reading { lines: straight, ..Reading::default() }, Turn::None).along, None);
        // A word or two tell nothing.
        let short = vec![line(at(20.0), 0.3, "À"), line(at(60.0), 0.3, "le")];
        assert_eq!(sheet(&Reading { lines: short, ..Reading::default() }, Turn::None).along, None);
        assert_eq!(sheet(&Reading::default(), Turn::None).along, None);
    }

    #[test]
    fn a_turned_sheet_may_lean_too() {
        let quarter = std::f32::consts::FRAC_PI_2;
        for (turn, way) in
            [(Turn::Quarter, -quarter), (Turn::Half, 2.0 * quarter), (Turn::ThreeQuarters, quarter)]
        {
            let lines = vec![line(Point { x: 500.0, y: 400.0 }, way + 0.2, "Madame Kévin MONTVALOIS")];
            let reading = Reading { turn, lines, ..Reading::default() };
            let sheet = sheet(&reading, turn);
            let boxes: Vec<Rect> = reading.lines[0].letters.iter().map(|l| sheet.upright(&l.rect)).collect();
            for (a, b) in boxes.iter().zip(&boxes[1..]) {
                assert!((a.y0 - b.y0).abs() < 0.01 && (b.x0 - a.x1).abs() < 0.01, "{turn:?}: {a:?} {b:?}");
            }
        }
    }
}
