//! Names of people.

use super::{Detector, Hit, Input};

/// Names of people.
pub(super) struct Names;

impl Detector for Names {
    fn detect(&self, _input: &Input<'_>, _out: &mut Vec<Hit>) {}
}
