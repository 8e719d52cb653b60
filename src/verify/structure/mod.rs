//! Check `structure`: the output is built of nothing but what our writers write. An allow-list for each format, held by
//! readers that share no line with the writers.

mod pdf;
pub(super) mod schema;
mod text;

use super::raw::{jpeg, png};
use super::{Check, Subject};
use crate::context::Cx;
use crate::error::Result;
use crate::model::Format;

/// The check.
pub(super) struct StructureCheck;

impl Check for StructureCheck {
    fn name(&self) -> &'static str {
        "structure"
    }

    fn run(&self, subject: &mut Subject<'_, '_>, cx: &mut Cx<'_>) -> Result<()> {
        cx.budget.step(subject.bytes.len() as u64 / 64)?;
        match subject.format {
            Format::Pdf => pdf::check(subject.bytes, cx),
            Format::Text => text::check(subject.bytes),
            Format::Jpeg => jpeg::check(subject.bytes),
            Format::Png => png::check(subject.bytes, cx),
        }
    }
}
