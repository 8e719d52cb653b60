//! What comes out of a format: new bytes that nobody may have before they are verified.

use super::geometry::Rect;
use super::text::{Format, Notice};
use crate::model::order::sort;

/// A struck place on an output page, where the drawn pixels must be one constant colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Page of the output, from 0.
    pub page: u32,
    /// The bar, in the output page's unit, origin top-left, y down, after rotation.
    pub rect: Rect,
    /// The bar's colour (red, green, blue).
    pub colour: [u8; 3],
}

/// A new file, not yet proved. Its bytes can be read inside the crate only; `verify` alone turns it into `Verified`.
pub struct Redacted {
    bytes: Vec<u8>,
    format: Format,
    bars: Vec<Drawn>,
    notices: Vec<Notice>,
}

impl Redacted {
    /// What a format hands over.
    pub(crate) fn new(bytes: Vec<u8>, format: Format, bars: Vec<Drawn>, mut notices: Vec<Notice>) -> Self {
        sort(&mut notices);
        notices.dedup();
        Self { bytes, format, bars, notices }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// What the file is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Where bars were drawn.
    pub fn bars(&self) -> &[Drawn] {
        &self.bars
    }

    /// Remarks for the receipt, sorted, each once.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}
