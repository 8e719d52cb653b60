//! The browser specs: npm packages, a browser, the server, Playwright.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tools::{command, debian, need_node, output, root, run as exec};

/// Where browsers usually stand.
const BROWSERS: [&str; 5] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

pub(crate) fn folder() -> PathBuf {
    root().join("tests/web")
}

/// The packages of the specs.
pub(crate) fn packages() -> Result<()> {
    installed(&folder())
}

/// `npm ci` in a folder, unless what is installed there matches its lock file.
pub(crate) fn installed(folder: &Path) -> Result<()> {
    need_node()?;
    let lock = std::fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if std::fs::read(&stamp).is_ok_and(|s| s == lock) {
        return Ok(());
    }
    let env = ("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let install = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    exec(command("npm").args(install).env(env.0, env.1).current_dir(folder))?;
    std::fs::write(stamp, lock)?;
    Ok(())
}

/// A Chromium: the one that `BIFFURE_CHROMIUM` names, one that is installed, Debian's, or Playwright's own.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("BIFFURE_CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    let installed = || BROWSERS.iter().map(Path::new).find(|p| p.is_file()).map(Path::to_owned);
    if let Some(found) = installed() {
        return Ok(found);
    }
    if debian(&[("chromium", "chromium")])
        && let Some(found) = installed()
    {
        return Ok(found);
    }
    println!("no browser found, asking Playwright for its own");
    exec(command("npx").args(["playwright", "install", "chromium"]).current_dir(folder()))?;
    let print = "process.stdout.write(require('playwright-core').chromium.executablePath())";
    let path = PathBuf::from(output(command("node").args(["-e", print]).current_dir(folder()))?);
    if path.is_file() { Ok(path) } else { bail!("no Chromium could be found or installed") }
}

/// Strict types over www and the specs, then the specs.
pub(crate) fn specs(server: &Path, filter: &[String]) -> Result<()> {
    exec(
        command("npx")
            .args(["tsc", "--project", "../../www/tsconfig.json", "--noEmit"])
            .current_dir(folder()),
    )?;
    exec(
        command("npx")
            .args(["playwright", "test"])
            .args(filter)
            .env("BIFFURE_CHROMIUM", chromium()?)
            .env("BIFFURE_SERVER", server)
            .current_dir(folder()),
    )
}
