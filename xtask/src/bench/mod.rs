//! Speed as ratios, in the same run: detection beside npm redact-pii and openredaction, each step of ours in
//! milliseconds a page beside npm mupdf, and the reading of pictures in Chromium beside tesseract.js. Ratios travel between
//! machines; absolute times do not.

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

/// Pictures of the corpus that hold text to read.
const PICTURES: [&str; 4] = [
    "files/photo-ordonnance.jpg",
    "files/photo-letter-us.jpg",
    "files/capture-portail.png",
    "files/scan-appointment-uk.png",
];

/// `--text` leaves out the pages; files leave out the texts. `--pictures` reads pictures alone: those that are named, else some of
/// the corpus. `--grow` shows how time and memory grow with the pages of a document.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let text_only = args.iter().any(|a| a == "--text");
    let named: Vec<PathBuf> = args.iter().filter(|a| !a.starts_with("--")).map(Into::into).collect();
    wasm(Kind::Release)?;
    if args.iter().any(|a| a == "--pictures") {
        return pictures(named);
    }
    if args.iter().any(|a| a == "--grow") {
        return grow(named);
    }
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

fn pictures(named: Vec<PathBuf>) -> Result<()> {
    let folder = root().join("tests/bench/pictures");
    browser::installed(&folder)?;
    let files = chosen(named, "tests/corpus", &PICTURES)?;
    exec(command("node").arg(folder.join("pictures.mjs")).arg(browser::chromium()?).args(files))
}

/// The files that are named, else those of a folder.
fn chosen(named: Vec<PathBuf>, folder: &str, else_these: &[&str]) -> Result<Vec<PathBuf>> {
    let folder = root().join(folder);
    let files = if named.is_empty() { else_these.iter().map(|f| folder.join(f)).collect() } else { named };
    if let Some(missing) = files.iter().find(|f| !f.is_file()) {
        bail!("{} is missing", missing.display());
    }
    Ok(files)
}

fn pages(named: Vec<PathBuf>) -> Result<()> {
    browser::packages()?;
    let files = chosen(named, "tests/corpus/files", &FILES)?;
    exec(command("node").arg(root().join("tests/bench/bench.mjs")).arg(ROUNDS).args(files))
}

fn grow(named: Vec<PathBuf>) -> Result<()> {
    browser::packages()?;
    let files = chosen(named, "tests/corpus/files", &FILES[..3])?;
    exec(command("node").arg(root().join("tests/bench/grow.mjs")).args(files))
}
