//! JPEG and PNG pictures.

use std::sync::Arc;

use super::Document;
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::model::Format;

/// Opens a picture.
///
/// # Errors
/// `Malformed`, `LimitExceeded`.
pub(super) fn open(_bytes: Arc<[u8]>, _format: Format, _cx: &mut Cx<'_>) -> Result<Box<dyn Document>> {
    Err(Error::unsupported("pictures are not treated"))
}
