//! Changed files → the library, without end: it may refuse them, but not panic, not take long, and not leave a planted name.
//!
//! ```text
//! cargo run --manifest-path tests/fuzz/Cargo.toml -- open|extract|redact SECONDS [SEED] [FOLDER...]
//! ```
//!
//! Runs on stable Rust. Files are changed as bytes, as objects (taken out, doubled, renumbered, references bent) and as content
//! (operators and operands within unpacked streams). What breaks is written to tests/fuzz/found, named by its digest's first
//! letters, and `tests/suite/found.rs` runs every file there. Without folders the corpus and the traps are changed.
#![allow(clippy::print_stdout)]

mod change;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use biffure::context::Go;
use biffure::decide::{Choices, Unsaid};
use biffure::limits::Limits;
use biffure::model::Known;
use biffure::pipeline::{self, Options, Session};

use change::Dice;

/// What the traps hide.
const SECRETS: [&str; 3] = ["Ysoline", "Farguette", "7712345604"];
/// A run that takes longer than this has found something.
const LONG: Duration = Duration::from_secs(10);

fn options() -> Options {
    let other = SECRETS.iter().map(|s| (*s).to_owned()).collect();
    // Small limits: a file that asks for more is refused early, and more files are tried.
    let limits = Limits { decoded_bytes: 64 << 20, steps: 6_000_000, pixels: 4_000_000, ..Limits::default() };
    Options { known: Known { other, ..Known::default() }, limits, ..Options::default() }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}

/// What is wrong with how a file was treated.
fn fault(target: &str, bytes: &Arc<[u8]>) -> Option<&'static str> {
    match target {
        "open" => {
            let _ = pipeline::scan(Arc::clone(bytes), options());
        }
        "extract" => {
            if let Ok(mut session) = Session::open(Arc::clone(bytes), options(), |_| Go::On) {
                let pages = session.review().pages.len() as u32;
                for page in 0..pages.min(2) {
                    let _ = session.preview(page, 0.5);
                }
            }
        }
        _ => {
            for unsaid in [Unsaid::Remove, Unsaid::Vouched] {
                let choices = Choices { unsaid, ..Choices::default() };
                let Ok(done) = pipeline::redact(Arc::clone(bytes), options(), &choices) else { continue };
                let Ok(again) = Session::open(Arc::from(done.bytes()), Options::default(), |_| Go::On) else {
                    return Some("the new file does not open");
                };
                let left = |w: &str| SECRETS.iter().any(|s| s.eq_ignore_ascii_case(w));
                if again.review().texts.iter().any(|t| words(t).any(left)) {
                    return Some("a planted name can still be read");
                }
            }
        }
    }
    None
}

fn seeds(folders: &[String]) -> Vec<Vec<u8>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let folders: Vec<PathBuf> = match folders {
        [] => vec![own.join("traps"), own.join("bad"), own.join("files")],
        some => some.iter().map(PathBuf::from).collect(),
    };
    let mut files = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            files.push(entry.path());
        }
    }
    files.sort();
    let read = files.iter().filter_map(|f| std::fs::read(f).ok());
    // Large files take long and teach little.
    read.filter(|b| b.starts_with(b"%PDF") && b.len() < 60_000).collect()
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (Some(target), Some(seconds)) = (args.first(), args.get(1).and_then(|s| s.parse::<u64>().ok()))
    else {
        println!("open|extract|redact SECONDS [SEED] [FOLDER...]");
        return;
    };
    let seed = args.get(2).and_then(|s| s.parse().ok()).unwrap_or(1);
    let seeds = seeds(args.get(3..).unwrap_or_default());
    let mut dice = Dice::new(seed);
    let (began, mut tried, mut found) = (Instant::now(), 0u64, 0u64);
    std::panic::set_hook(Box::new(|_| {}));
    while began.elapsed() < Duration::from_secs(seconds) && !seeds.is_empty() {
        let bytes: Arc<[u8]> = Arc::from(change::changed(&seeds, &mut dice));
        let start = Instant::now();
        let fault = match catch_unwind(AssertUnwindSafe(|| fault(target, &bytes))) {
            Err(_) => Some("it panicked"),
            Ok(None) if start.elapsed() > LONG => Some("it took long"),
            Ok(fault) => fault,
        };
        tried += 1;
        if let Some(fault) = fault {
            found += 1;
            let name = format!("found/{target}-{seed}-{tried}.pdf");
            println!("{fault}: {name}");
            let _ = std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), &bytes);
        }
    }
    println!("{target}: {tried} files in {} s, {found} faults", began.elapsed().as_secs());
}
