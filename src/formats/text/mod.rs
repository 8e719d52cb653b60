//! Plain text.

use std::sync::Arc;

use super::Document;
use crate::context::Cx;
use crate::error::{Error, Result};

/// Opens a text.
///
/// # Errors
/// `Malformed` when no encoding fits.
pub(super) fn open(_bytes: Arc<[u8]>, _cx: &mut Cx<'_>) -> Result<Box<dyn Document>> {
    Err(Error::unsupported("text is not treated"))
}
