//! Birth dates.

use super::{Detector, Hit, Input};

/// Birth dates.
pub(super) struct BirthDates;

impl Detector for BirthDates {
    fn detect(&self, _input: &Input<'_>, _out: &mut Vec<Hit>) {}
}

/// Every other writing of a birth date found anywhere in the file.
pub(super) fn repeated(_inputs: &[Input<'_>], _hits: &[(usize, Hit)]) -> Vec<(usize, Hit)> {
    Vec::new()
}
