//! A page → [`PageMap`]: every glyph that any operator shows, with what it says and where, and every picture; plus notes
//! that tell the editor what each operator of each stream did. Text is read whatever its visibility. Places are page
//! space (points, top-left, y down); advances are thousandths of the font size along the line.

mod cover;
mod decor;
mod layers;
mod path;
mod state;
mod text;
mod walk;

use std::collections::BTreeMap;
use std::sync::Arc;

use hayro_interpret::kurbo::{Affine, Point as KPoint, Vec2};

use crate::model::{OpaqueKind, Rect, Size};

use super::write::FontKey;
pub(super) use walk::Reader;

/// One shown code.
#[derive(Clone)]
pub(super) struct Glyph {
    /// What it says; `None` where that is not surely known.
    pub(super) says: Option<Arc<str>>,
    /// Its box: advance × line height.
    pub(super) cell: Rect,
    /// The box of its colour.
    pub(super) ink: Rect,
    /// Where the page or a clip begins on the left.
    pub(super) left: f32,
    /// Where it ends on the right.
    pub(super) right: f32,
    /// The pen before it.
    pub(super) pen: KPoint,
    /// How the pen moves for one thousandth of the font size, the way that the line runs.
    pub(super) step: Vec2,
    /// The same in text space.
    pub(super) ahead: Vec2,
    /// How far the pen moves after it, spacing included.
    pub(super) advance: f64,
    /// The same without spacing.
    pub(super) bare: f64,
    /// Which string of a `TJ` array, counted in elements of the array.
    pub(super) element: u32,
    /// Its bytes in that string.
    pub(super) bytes: (u32, u32),
    /// Number of its font in [`PageMap::fonts`].
    pub(super) font: u32,
    /// Its code.
    pub(super) code: u32,
    /// Why nobody sees it, if so.
    pub(super) unseen: Option<Unseen>,
    /// Whether the text is also a clip path.
    pub(super) special: bool,
    /// An earlier glyph of the same letters at the same place (bold by overprinting, shadows).
    pub(super) twin: Option<u32>,
}

/// Why a glyph is not seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unseen {
    /// Render mode 3, no size, fully transparent, the colour of the paper, or an annotation that no viewer shows.
    Ink,
    /// Off the page or clipped away.
    Outside,
    /// Under a later box or picture.
    Covered,
    /// Under a later one that is much smaller than the page, as people draw who mean to strike something out.
    Barred,
    /// In a layer that is switched off.
    Layer,
}

/// One drawn picture.
#[derive(Clone)]
pub(super) struct Picture {
    /// The box of what is seen of it.
    pub(super) rect: Rect,
    /// A digest of its samples, packed as they stand in the file, where they are few.
    pub(super) samples: Option<[u8; 32]>,
    /// Whether it holds more than a person sees, and nobody can say which part that is.
    pub(super) partly_hidden: bool,
    /// From the unit square to the page, where it lies along the axes: then what of it nobody sees can be cut
    /// away.
    pub(super) place: Option<Affine>,
    /// Whether a part lies outside the page or a clip.
    pub(super) cropped: bool,
    /// Parts that were painted over.
    pub(super) covers: Vec<Rect>,
    /// How many pixels it says it has, masks included.
    pub(super) pixels: u64,
    /// What thin paint over it adds up to, square points.
    pub(super) thin: f32,
    /// Its pixels a point, along the denser side.
    pub(super) density: f32,
}

/// What an operator did.
#[derive(Clone, Copy, Debug)]
pub(super) enum Note {
    /// Showed glyphs `first..first + count`.
    Show {
        /// First glyph.
        first: u32,
        /// How many.
        count: u32,
    },
    /// Drew a form: number of the use.
    Form(u32),
    /// Drew a picture.
    Picture(u32),
    /// Painted in a layer that is switched off.
    Off,
}

/// One interpretation of a content stream: a page's own, or one use of a form.
#[derive(Clone, Default)]
pub(super) struct Use {
    /// Notes by operator number.
    pub(super) notes: BTreeMap<u32, Note>,
}

/// A flattened annotation.
#[derive(Clone)]
pub(super) struct Flat {
    /// Which of the page's appearances.
    pub(super) appearance: u32,
    /// The use of its form.
    pub(super) form: u32,
    /// Whether a viewer shows it.
    pub(super) shown: bool,
}

/// Something that the editor cannot surely take apart.
#[derive(Clone)]
pub(super) struct Doubt {
    /// What.
    pub(super) kind: OpaqueKind,
    /// Where.
    pub(super) rect: Rect,
    /// Whether the editor can keep it without drawing the page.
    pub(super) plain: bool,
}

/// All that a page shows.
#[derive(Clone, Default)]
pub(super) struct PageMap {
    /// Extent.
    pub(super) size: Size,
    /// Glyphs in drawing order.
    pub(super) glyphs: Vec<Glyph>,
    /// Pictures in drawing order.
    pub(super) pictures: Vec<Picture>,
    /// Streams; the page's own is the first.
    pub(super) uses: Vec<Use>,
    /// Annotations with an appearance.
    pub(super) flats: Vec<Flat>,
    /// What cannot be taken apart.
    pub(super) doubts: Vec<Doubt>,
    /// Painted paths, for boxes that a person draws over them.
    pub(super) paths: Vec<Rect>,
    /// Fonts by number.
    pub(super) fonts: Vec<FontKey>,
    /// Operators of the page's own stream.
    pub(super) operators: u64,
    /// Whether the page has annotations.
    pub(super) annotated: bool,
}
