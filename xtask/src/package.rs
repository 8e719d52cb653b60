//! Being built.
use anyhow::{Result, bail};
pub(crate) fn run(_args: &[String]) -> Result<()> {
    bail!("not there")
}
