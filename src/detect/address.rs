//! Postal addresses.

use super::{Detector, Hit, Input};

/// Postal addresses.
pub(super) struct Addresses;

impl Detector for Addresses {
    fn detect(&self, _input: &Input<'_>, _out: &mut Vec<Hit>) {}
}
