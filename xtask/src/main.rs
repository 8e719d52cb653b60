//! Everything that one does with this repository besides writing code. `cargo xtask help` lists it.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod bench;
mod browser;
mod build;
mod corpus;
mod demo;
mod detect;
mod eval;
/// The detector's plain data, as it stands in the crate: training needs little of it.
#[allow(dead_code, unused_imports)]
#[path = "../../src/model/mod.rs"]
mod model;
mod package;
mod stock;
mod test;
mod tools;
mod train;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  demo [--port N] [--dev]   build everything and serve the three example pages (default port 8787)
  test [--fast]             everything that must hold: format, lints, unit, suite, docs, corpus, browser
                            (--fast: without corpus and browser)
  build [--dev]             the wasm module into www/wasm, with its size
  package                   the npm tarball, installed into an empty folder and imported
  corpus [ID...]            strike every corpus document and look for what is left, with foreign tools
  corpus --public [--jobs N] [--every N] [--only PART] [--report FILE.jsonl]
                            the same for PDFs that others made, in the folders that BIFFURE_PUBLIC_PDFS names (parted by
                            colons); BIFFURE_PYTHON is a Python with pypdfium2, pikepdf and numpy
  eval [FILE.jsonl...] [--misses N] [--release] [--keep]
                            score detection on labelled sets: by class, by confidence, in KB/s (--release: as shipped);
                            without a file on our own, held against the results kept beside them (--keep: write them)
  train [--documents N]     makes texts, learns the tagger's weights from them, reports on what was held back, writes
                            src/detect/data/tagger.bin (build with --release: a minute)
  stock                     packs fonts and tables of codes out of the hayro crates into www/models, and tells their digests
  bench [--text] [FILE.pdf...]
                            KB/s of detection beside two npm packages, on ordinary and on hostile texts; milliseconds a
                            page for each step, beside mupdf (--text: only detection)
  bench --pictures [PICTURE...]
                            seconds to read pictures in Chromium, with one worker and with several, beside tesseract.js, and the
                            words that were read, where a picture's truth is beside it (tests/corpus/generate/ocr/pages.py)
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let done = match args.first().map(String::as_str) {
        Some("demo") => demo::run(rest),
        Some("test") => test::run(rest),
        Some("build") => build::run(rest),
        Some("package") => package::run(rest),
        Some("corpus") => corpus::run(rest),
        Some("eval") => eval::run(rest),
        Some("train") => train::run(rest),
        Some("stock") => stock::run(rest),
        Some("bench") => bench::run(rest),
        Some("help" | "--help" | "-h") | None => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Some(other) => Err(anyhow::anyhow!("there is no command `{other}`\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("error: {e:#}");
            ExitCode::FAILURE
        }
    }
}
