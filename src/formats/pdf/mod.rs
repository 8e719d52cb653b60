//! Portable Document Format, ISO 32000-2.

mod pictures;
mod raster;
mod subset;
mod write;

use std::sync::Arc;

use super::Document;
use crate::context::Cx;
use crate::error::{Error, Result};

/// Opens a PDF.
///
/// # Errors
/// `Encrypted` when the password does not open it; `Malformed`; `LimitExceeded`.
pub(super) fn open(_bytes: Arc<[u8]>, _password: &str, _cx: &mut Cx<'_>) -> Result<Box<dyn Document>> {
    Err(Error::unsupported("PDF is not treated"))
}
