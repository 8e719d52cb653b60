//! Check `digest`: the evidence is about these very bytes, and something changed where something was to be struck.

use super::{Check, Struck, Subject, sha256};
use crate::context::Cx;
use crate::error::{Error, Result};

/// The check.
pub(super) struct DigestCheck;

impl Check for DigestCheck {
    fn name(&self) -> &'static str {
        "digest"
    }

    fn run(&self, subject: &mut Subject<'_, '_>, _cx: &mut Cx<'_>) -> Result<()> {
        let digest = sha256(subject.bytes);
        let reread = subject.evidence.reread;
        if reread.source != digest || reread.format != subject.format {
            return Err(Error::leak("digest check: what was read again is not what was written"));
        }
        match subject.source {
            Some((source, Struck::Something)) if source == digest => {
                Err(Error::leak("digest check: nothing was struck out"))
            }
            _ => Ok(()),
        }
    }
}
