//! Speed as ratios, in the same run: detection beside npm redact-pii and openredaction, and each step of ours in
//! milliseconds a page beside npm mupdf. Ratios travel between machines; absolute times do not.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::browser;
use crate::build::{Kind, wasm};
use crate::tools::{self, command, root, run as exec, target_dir};

#[path = "../../../tests/suite/hostile.rs"]
mod hostile;
mod texts;

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

/// `--text` leaves out the pages; files leave out the texts.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let text_only = args.iter().any(|a| a == "--text");
    let named: Vec<PathBuf> = args.iter().filter(|a| !a.starts_with("--")).map(Into::into).collect();
    wasm(Kind::Release)?;
    if named.is_empty() {
        detection()?;
    }
    if !text_only {
        pages(named)?;
    }
    Ok(())
}

/// Detection alone, native and in wasm, on ordinary and on hostile texts.
fn detection() -> Result<()> {
    tools::release()?;
    let folder = root().join("tests/bench");
    browser::installed(&folder)?;
    let texts = target_dir().join("bench-texts.jsonl");
    fs::write(&texts, texts::lines()?)?;
    exec(command("node").arg(folder.join("detect.mjs")).arg(target_dir().join("release/biffure")).arg(&texts))
}

fn pages(named: Vec<PathBuf>) -> Result<()> {
    browser::packages()?;
    let folder = root().join("tests/corpus/files");
    let files = if named.is_empty() { FILES.iter().map(|f| folder.join(f)).collect() } else { named };
    if let Some(missing) = files.iter().find(|f| !f.is_file()) {
        bail!("{} is missing", missing.display());
    }
    exec(command("node").arg(root().join("tests/bench/bench.mjs")).arg(ROUNDS).args(files))
}
