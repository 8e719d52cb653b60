//! Finding and running other programs, and saying clearly what is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Oldest Rust that builds this, as in Cargo.toml.
const RUST: (u32, u32) = (1, 92);
/// Oldest Node that the browser tests and the package check run on.
const NODE: (u32, u32) = (20, 0);
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The folder that holds the workspace.
pub(crate) fn root() -> PathBuf {
    // Asked at run time: two checkouts may share one target folder, and then one's xtask is run in the other.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or(here.clone(), Path::to_owned)
}

/// Where cargo puts what it builds.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command that runs in the workspace's folder.
pub(crate) fn command(program: &str) -> Command {
    let mut c = Command::new(program);
    c.current_dir(root());
    c
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// Builds the command line and the server together: one selection of features, so that nothing is built twice.
pub(crate) fn binaries() -> Result<()> {
    run(cargo().args(["build", "--quiet", "--package", "biffure", "--bin", "biffure", "--example", "server"]))
}

/// Builds the command line as it is shipped, for figures of speed.
pub(crate) fn release() -> Result<()> {
    run(cargo().args(["build", "--quiet", "--release", "--package", "biffure", "--bin", "biffure"]))
}

/// Runs to the end; a failure is an error that names what was run.
pub(crate) fn run(c: &mut Command) -> Result<()> {
    let shown = show(c);
    let status = c.status().with_context(|| format!("`{shown}` could not be started"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs to the end and gives what it printed.
pub(crate) fn output(c: &mut Command) -> Result<String> {
    let shown = show(c);
    let out =
        c.stderr(Stdio::inherit()).output().with_context(|| format!("`{shown}` could not be started"))?;
    if !out.status.success() {
        bail!("`{shown}` failed ({})", out.status);
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

fn show(c: &Command) -> String {
    let mut words = vec![c.get_program().to_string_lossy().into_owned()];
    words.extend(c.get_args().map(|a| a.to_string_lossy().into_owned()));
    words.join(" ")
}

/// First two numbers in a version string such as `v20.20.2` or `rustc 1.95.0 (…)`.
fn version(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let mut parts = text.get(digits..)?.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    Some((major, minor))
}

/// Refuses an old Rust.
pub(crate) fn need_rust() -> Result<()> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let have = output(command(&rustc).arg("--version"))?;
    match version(&have) {
        Some(v) if v >= RUST => Ok(()),
        _ => bail!(
            "Rust {}.{} or newer is needed, this is {}. `rustup update` brings the newest.",
            RUST.0,
            RUST.1,
            have.trim()
        ),
    }
}

/// Refuses a missing or old Node.
pub(crate) fn need_node() -> Result<()> {
    let Ok(have) = output(command("node").arg("--version")) else {
        bail!("Node {} or newer is needed and was not found. See https://nodejs.org", NODE.0);
    };
    match version(&have) {
        Some(v) if v >= NODE => Ok(()),
        _ => bail!("Node {} or newer is needed, this is {}.", NODE.0, have.trim()),
    }
}

/// Adds the wasm target where rustup lacks it.
pub(crate) fn need_wasm_target() -> Result<()> {
    let lib =
        output(command("rustc").args(["--print", "target-libdir", "--target", WASM])).unwrap_or_default();
    if Path::new(lib.trim()).is_dir() {
        return Ok(());
    }
    println!("adding the {WASM} target");
    run(command("rustup").args(["target", "add", WASM]))
        .context("the wasm target is missing and rustup could not add it")
}

/// Installs Debian packages for programs that are missing, where that is possible; says whether all are there now.
pub(crate) fn debian(programs: &[(&str, &str)]) -> bool {
    let missing = || programs.iter().filter(|(program, _)| !on_path(program)).map(|(_, package)| *package);
    let packages: Vec<&str> = missing().collect();
    if packages.is_empty() {
        return true;
    }
    if on_path("apt-get") && is_root() {
        println!("installing {}", packages.join(", "));
        let _ = run(command("apt-get").args(["update", "-qq"]));
        let _ = run(command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(&packages)
            .stdout(Stdio::null()));
    }
    missing().next().is_none()
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|p| std::env::split_paths(&p).any(|d| d.join(program).is_file()))
}

fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|s| s.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_are_read() {
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95)));
        assert_eq!(version("none"), None);
    }
}
