//! A folder of documents → the same documents struck out, each beside its receipt, under the policy for public places.
//!
//! Its law: nobody reviews here, so nothing is kept that was found, and pictures inside documents are taken out whole. A
//! file that is one picture, or that cannot be read, struck or proved, is refused and leaves nothing behind. New files get
//! names of their own, since a name on disk is often the patient's.
//!
//! ```text
//! cargo run --example redact_folder -- REPORTS STRUCK
//! ```
#![allow(clippy::print_stdout, reason = "a program: it says what it did")]
#![allow(clippy::disallowed_methods, reason = "a program: it has a file system and arguments")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use biffure::decide::{Choices, Unsaid};
use biffure::pipeline::redact;
use biffure::verify::Verified;
use biffure::{ErrorKind, Options};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut folders = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(from), Some(to), None) = (folders.next(), folders.next(), folders.next()) else {
        return Err("usage: redact_folder FROM TO".into());
    };
    fs::create_dir_all(&to)?;
    let mut refused = 0;
    for (n, path) in files(&from)?.iter().enumerate() {
        // The number says which file it was without saying its name.
        match strike(path) {
            Ok(verified) => println!("{}: {} struck", n + 1, keep(&to, n + 1, &verified)?),
            Err(error) => {
                refused += 1;
                println!("{}: refused, {error}", n + 1);
            }
        }
    }
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(ErrorKind::Leak.exit_code()) })
}

/// In the order of their names, so that two runs number them alike.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn strike(path: &Path) -> Result<Verified, Box<dyn Error>> {
    let choices = Choices { unsaid: Unsaid::Remove, ..Choices::default() };
    Ok(redact(Arc::from(fs::read(path)?), Options::default(), &choices)?)
}

/// Writes a proved document and its receipt; says how much was struck.
fn keep(folder: &Path, n: usize, verified: &Verified) -> Result<u32, Box<dyn Error>> {
    let receipt = verified.receipt();
    let extension = match receipt.format.as_str() {
        "text" => "txt",
        "jpeg" => "jpg",
        other => other,
    };
    fs::write(folder.join(format!("document-{n}.{extension}")), verified.bytes())?;
    fs::write(folder.join(format!("document-{n}.receipt.json")), serde_json::to_vec_pretty(receipt)?)?;
    Ok(receipt.struck.values().sum())
}
