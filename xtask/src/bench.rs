//! Speed as ratios: each step of ours in milliseconds a page, beside npm mupdf in the same run.

use anyhow::{Result, bail};

use crate::browser;
use crate::build::{Kind, wasm};
use crate::tools::{command, root, run as exec};

/// Rounds that count; the median is printed.
const ROUNDS: &str = "5";

/// Documents of several producers and lengths.
const FILES: [&str; 6] = [
    "report-10-pages.pdf",
    "scanner-abdomen.pdf",
    "bilan-biologique.pdf",
    "ordonnance-ald.pdf",
    "uk-gp-referral.pdf",
    "mail-imprime.pdf",
];

pub(crate) fn run(args: &[String]) -> Result<()> {
    wasm(Kind::Release)?;
    browser::packages()?;
    let folder = root().join("tests/corpus/files");
    let files: Vec<_> = match args {
        [] => FILES.iter().map(|f| folder.join(f)).collect(),
        named => named.iter().map(Into::into).collect(),
    };
    if let Some(missing) = files.iter().find(|f| !f.is_file()) {
        bail!("{} is missing", missing.display());
    }
    exec(command("node").arg(root().join("tests/bench/bench.mjs")).arg(ROUNDS).args(files))
}
