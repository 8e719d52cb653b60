//! Redacted → [`Verified`]: proves that what the plan strikes is gone, or drops the output. The sole maker of
//! [`Verified`]. A check that cannot run refuses; no check can be switched off.

use crate::context::Cx;
use crate::error::{Error, Result};
use crate::model::{Extract, Pixels, Plan, Redacted};
use crate::receipt::Receipt;

/// What the pipeline brings from reading the output afresh: `verify` knows no format.
pub struct Evidence<'a> {
    /// The output, opened and read again from its bytes.
    pub reread: &'a Extract,
    /// Draws a page of the output afresh: page from 0, pixels per page unit.
    pub draw: &'a mut dyn FnMut(u32, f32, &mut Cx<'_>) -> Result<Pixels>,
}

/// Bytes that passed every check, with their receipt. The only public way to output bytes.
pub struct Verified {
    bytes: Vec<u8>,
    receipt: Receipt,
}

impl Verified {
    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What was done and checked.
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// Both.
    pub fn into_parts(self) -> (Vec<u8>, Receipt) {
        (self.bytes, self.receipt)
    }
}

/// Runs every check. `policy` is the policy's name, for the receipt.
///
/// # Errors
/// `Leak` when a check finds something or cannot run; the bytes are dropped.
pub fn verify(
    _redacted: Redacted,
    _plan: &Plan,
    _evidence: Evidence<'_>,
    _policy: &str,
    _cx: &mut Cx<'_>,
) -> Result<Verified> {
    Err(Error::leak("no check could run"))
}
