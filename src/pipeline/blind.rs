//! Pictures in a build that cannot read them: they stay opaques.

use super::Opened;
use crate::error::Result;

/// Reads nothing.
pub(super) fn read(_opened: &mut Opened<'_>) -> Result<()> {
    Ok(())
}
