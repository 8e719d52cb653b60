//! Plain data that travels between the rooms: where things are, what a document says, what was
//! found in it, what is to be done about it, and what came out. No room of ours is imported; nothing here computes
//! more than its own law.

mod finding;
mod fold;
mod geometry;
pub(crate) mod order;
mod plan;
mod reading;
mod redacted;
pub(crate) mod scan;
mod text;
mod windows1252;

pub use finding::{Category, Finding, FindingId, Known, Reason};
pub use fold::{Folded, Letters, fold, squeezed};
pub use geometry::{Matrix, Pixels, Point, Quad, Rect, Size};
pub use plan::{BoxDrawn, Choice, Flatten, KeepReason, Needle, OpaqueChoice, Plan, PlanParts, Strike};
pub use reading::{
    BENDS, Doubt, DoubtKind, Found, LineBox, Picture, ReadLetter, ReadLine, Reading, Symbol, Turn,
};
pub use redacted::{Drawn, Redacted};
pub use text::{
    AtomId, Break, BreakKind, Digest, Extract, Field, Format, Notice, Opaque, OpaqueId, OpaqueKind, Page,
    Place, Span, Text, TextBuilder, Unit,
};
pub use windows1252::windows_1252;
