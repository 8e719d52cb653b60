//! Numbers.

use super::{Detector, Hit, Input};

/// Numbers.
pub(super) struct Identifiers;

impl Detector for Identifiers {
    fn detect(&self, _input: &Input<'_>, _out: &mut Vec<Hit>) {}
}
