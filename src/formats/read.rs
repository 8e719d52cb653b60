//! A picture's [`Reading`] → letters, places and doubts of the page that it stands on; and a plan → the boxes of that
//! page to strike. Boxes are page space. Its law: what could not be read is an opaque, struck unless a person keeps it.

use std::ops::Range;

use crate::context::Cx;
use crate::layout::Placed;
use crate::model::{
    AtomId, DoubtKind, Extract, Opaque, OpaqueChoice, OpaqueId, OpaqueKind, Place, Plan, Reading, Rect,
    TextBuilder, Turn,
};

/// How far beyond its letters a bar reaches, in letter heights: places of letters are estimates.
const MARGIN: f32 = 0.12;

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
            placed.push(Placed {
                string: letter.text.clone(),
                atom,
                rect: upright(&rect, reading.turn, out, page),
            });
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

/// The box on the page as it is turned for reading; lengths stay.
fn upright(r: &Rect, turn: Turn, out: &Extract, page: u32) -> Rect {
    let size = out.pages.get(page as usize).map(|p| p.size).unwrap_or_default();
    let (w, h) = (size.width, size.height);
    match turn {
        Turn::None => *r,
        Turn::Quarter => Rect::new(h - r.y1, r.x0, h - r.y0, r.x1),
        Turn::Half => Rect::new(w - r.x1, h - r.y1, w - r.x0, h - r.y0),
        Turn::ThreeQuarters => Rect::new(r.y0, w - r.x1, r.y1, w - r.x0),
    }
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
