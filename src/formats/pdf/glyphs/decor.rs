//! Streams that only decorate (tiles of patterns, soft masks) → whether they show text or pictures. The editor does not take
//! them apart; the writer copies them where they are free of text.

use hayro_interpret::kurbo::{Affine, Point as KPoint, Rect as KRect};
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro_syntax::page::Resources;

use super::walk::{Walk, pixels, subtype};
use crate::error::Result;
use crate::formats::pdf::parse;

/// So few pixels hold no word: a hatching.
const HATCHING: u64 = 256;
/// So few are a texture. What is painted with a tile may show but a corner of it, so a larger picture could hide much.
const TEXTURE: u64 = 20_000;

/// What a stream is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A pattern's tile.
    Tile,
    /// A soft mask.
    Mask,
}

/// What such a stream shows, the worst of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::formats::pdf) enum Shows {
    /// No text, no picture.
    Nothing,
    /// Pictures, all of which is seen.
    Pictures,
    /// Text, or pictures of which a part is hidden.
    More,
}

impl<'a> Walk<'a, '_, '_> {
    /// What a stream shows.
    pub(super) fn shows(
        &mut self,
        stream: &Stream<'a>,
        outer: &Resources<'a>,
        to: Use,
        depth: u32,
    ) -> Result<Shows> {
        self.cx.budget.depth(depth)?;
        let id = stream.obj_id();
        let id = (id.obj_number, id.gen_number);
        if let Some(known) = self.reader.shows.get(&id) {
            return Ok(*known);
        }
        // A cycle asks about itself: the answer comes from the rest of it.
        self.reader.shows.insert(id, Shows::Nothing);
        let data = parse::bytes(stream, self.cx)?;
        let own = stream.dict().get::<Dict<'a>>(b"Resources".as_slice()).map(Resources::new);
        let resources = own.as_ref().unwrap_or(outer);
        let mut ops = UntypedIter::new(&data);
        let mut found = Shows::Nothing;
        let (bbox, _) = parse::form_frame(stream);
        let mut seen = KRect::new(bbox[0], bbox[1], bbox[2], bbox[3]).abs();
        let mut place = Affine::IDENTITY;
        let mut stack = Vec::new();
        let mut path: Option<KRect> = None;
        while let (Some(op), true) = (ops.next(), found < Shows::More) {
            self.cx.budget.step(1)?;
            let n: Vec<f64> =
                op.operands().filter_map(|o| o.clone().into_number()).map(|n| n.as_f64()).collect();
            let name = || {
                op.operands()
                    .filter_map(|o| if let Object::Name(n) = o { Some(n.clone()) } else { None })
                    .last()
            };
            let whole = |image: &Stream<'_>| {
                let area = place.transform_rect_bbox(KRect::new(0.0, 0.0, 1.0, 1.0));
                let hair = 0.01 * seen.width().max(seen.height());
                match pixels(image, 0) {
                    ..=HATCHING => Shows::Nothing,
                    TEXTURE.. if to == Use::Tile => Shows::More,
                    _ if seen.inflate(hair, hair).contains_rect(area) => Shows::Pictures,
                    _ => Shows::More,
                }
            };
            let shows = match (&**op.operator, n.as_slice()) {
                (b"Tj" | b"TJ" | b"'" | b"\"", _) => Shows::More,
                (b"q", _) => {
                    self.cx.budget.step(4)?;
                    stack.push((place, seen));
                    Shows::Nothing
                }
                (b"Q", _) => {
                    (place, seen) = stack.pop().unwrap_or((place, seen));
                    Shows::Nothing
                }
                (b"cm", &[a, b, c, d, e, f]) => {
                    place *= Affine::new([a, b, c, d, e, f]);
                    Shows::Nothing
                }
                (b"m" | b"l", &[x, y]) => {
                    path = Some(joined(path, place * KPoint::new(x, y)));
                    Shows::Nothing
                }
                (b"re", &[x, y, w, h]) => {
                    path = Some(joined(path, place * KPoint::new(x, y)));
                    path = Some(joined(path, place * KPoint::new(x + w, y + h)));
                    Shows::Nothing
                }
                // A rounded clip cuts what nobody measures here.
                (b"c" | b"v" | b"y", _) => {
                    path = Some(KRect::ZERO);
                    Shows::Nothing
                }
                (b"W" | b"W*", _) => {
                    seen = seen.intersect(path.unwrap_or_default());
                    Shows::Nothing
                }
                (b"n" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s", _) => {
                    path = None;
                    Shows::Nothing
                }
                (b"BI", _) => match op.operands().last() {
                    Some(Object::Stream(image)) => whole(image),
                    _ => Shows::Nothing,
                },
                (b"Do", _) => match name().and_then(|n| resources.get_x_object(&n)) {
                    // What a form holds may be cropped by the one that draws it.
                    Some(x) if subtype(&x) == Some(true) => match self.shows(&x, resources, to, depth + 1)? {
                        Shows::Nothing => Shows::Nothing,
                        _ => Shows::More,
                    },
                    Some(x) => whole(&x),
                    None => Shows::Nothing,
                },
                (b"gs", _) => {
                    let state = name().and_then(|n| resources.get_ext_g_state(&n));
                    let mask = state.and_then(|g| g.get::<Dict<'a>>(b"SMask".as_slice()));
                    match mask.and_then(|m| m.get::<Stream<'a>>(b"G".as_slice())) {
                        Some(s) => self.shows(&s, resources, Use::Mask, depth + 1)?,
                        None => Shows::Nothing,
                    }
                }
                (b"scn" | b"SCN", _) => match pattern(name(), resources) {
                    Some(s) => self.shows(&s, resources, Use::Tile, depth + 1)?,
                    None => Shows::Nothing,
                },
                _ => Shows::Nothing,
            };
            found = found.max(shows);
        }
        self.reader.shows.insert(id, found);
        Ok(found)
    }
}

fn pattern<'a>(name: Option<Name<'_>>, resources: &Resources<'a>) -> Option<Stream<'a>> {
    resources.get_pattern(&name?).and_then(Object::into_stream)
}

fn joined(path: Option<KRect>, p: KPoint) -> KRect {
    let at = KRect::from_points(p, p);
    path.map_or(at, |b| b.union(at))
}
