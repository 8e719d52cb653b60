//! Strikes every corpus document by command line and looks for what is left with tools that are not ours: poppler and
//! mupdf for text, inflated bytes, qpdf for the file's soundness. Also sends in the bad inputs, which must be refused.

mod judge;
mod unseen;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::tools::{command, debian, output, root, target_dir};
use crate::{browser, tools};

/// Least share of the medical words that must be kept, over the corpus.
const KEEP: f64 = 0.97;

#[derive(Deserialize)]
struct Manifest {
    file: Vec<Entry>,
    #[serde(default)]
    bad: Vec<Bad>,
    #[serde(default)]
    trap: Vec<Trap>,
}

/// A small file that hides a name; see tests/corpus/generate/traps.py.
#[derive(Deserialize)]
struct Trap {
    id: String,
    path: String,
}

/// What every trap hides.
const TRAPPED: [&str; 3] = ["Ysoline", "Farguette", "7712345604"];

/// One document; see tests/corpus/generate/README.md.
#[derive(Deserialize)]
struct Entry {
    id: String,
    path: String,
    sha256: String,
    format: String,
    policy: String,
    #[serde(default)]
    needles: Vec<String>,
    #[serde(default)]
    must_keep: Vec<String>,
}

#[derive(Deserialize)]
struct Bad {
    id: String,
    path: String,
    expect: String,
}

pub(crate) fn run(args: &[String]) -> Result<()> {
    if let Some(("--public", rest)) = args.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return public(rest);
    }
    let folder = root().join("tests/corpus");
    let text = fs::read_to_string(folder.join("manifest.toml")).context("tests/corpus/manifest.toml")?;
    let manifest: Manifest = toml::from_str(&text)?;
    tools::binaries()?;
    browser::packages()?;
    if !debian(&[("pdftotext", "poppler-utils"), ("qpdf", "qpdf")]) {
        bail!("poppler (pdftotext) and qpdf are needed to judge the corpus; please install them");
    }
    let known: BTreeMap<String, Vec<String>> =
        toml::from_str(&fs::read_to_string(folder.join("left.toml"))?)?;
    let out = target_dir().join("corpus");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out)?;

    let chosen = |id: &str| args.is_empty() || args.iter().any(|a| a == id);
    let (mut faults, mut leaks) = (0, 0);
    let mut kept = (0usize, 0usize);
    let mut struck = 0usize;
    for entry in manifest.file.iter().filter(|e| chosen(&e.id)) {
        let mut verdict = one(&folder, entry, &out)?;
        leaks += verdict.left.len();
        let known = known.get(&entry.id).map(Vec::as_slice).unwrap_or_default();
        verdict.weigh(known);
        faults += verdict.faults.len();
        kept = (kept.0 + verdict.kept.0, kept.1 + verdict.kept.1);
        struck += entry.needles.len();
        for fault in &verdict.faults {
            println!("{}: {fault}", entry.id);
        }
        let share = verdict.kept.0 as f64 / verdict.kept.1.max(1) as f64;
        if verdict.kept.1 > 0 && share < KEEP {
            println!(
                "{}: keeps {:.1} % of its medical words (lost: {})",
                entry.id,
                100.0 * share,
                verdict.lost.join(", ")
            );
        }
    }
    for trap in manifest.trap.iter().filter(|t| chosen(&t.id)) {
        for pictures in ["remove", "keep"] {
            for left in trapped(&folder.join(&trap.path), pictures, &out)? {
                println!("{}: still holds {left} (pictures: {pictures})", trap.id);
                leaks += 1;
                faults += 1;
            }
        }
    }
    for bad in manifest.bad.iter().filter(|b| chosen(&b.id)) {
        if let Some(fault) = refused(&folder.join(&bad.path), &bad.expect, "remove", &out)? {
            println!("{}: {fault}", bad.id);
            faults += 1;
        }
    }
    let share = kept.0 as f64 / kept.1.max(1) as f64;
    println!(
        "corpus: {} documents, {struck} planted strings, {leaks} of them missed, {faults} faults, {:.2} % of {} medical words kept, {} bad inputs",
        manifest.file.iter().filter(|e| chosen(&e.id)).count(),
        100.0 * share,
        kept.1,
        manifest.bad.iter().filter(|b| chosen(&b.id)).count()
    );
    if faults > 0 || (kept.1 > 0 && share < KEEP) {
        bail!("the corpus does not hold");
    }
    if args.is_empty() { unseen::run(&out) } else { Ok(()) }
}

#[derive(Default)]
struct Verdict {
    faults: Vec<String>,
    /// Planted strings that detection missed.
    left: BTreeSet<String>,
    kept: (usize, usize),
    lost: Vec<String>,
}

impl Verdict {
    /// What is missed must be known (tests/corpus/left.toml), and what is known to be missed must still be: the list may
    /// only shrink.
    fn weigh(&mut self, known: &[String]) {
        let new: Vec<_> =
            self.left.iter().filter(|n| !known.contains(n)).map(|n| format!("“{n}” is left")).collect();
        let gone = known.iter().filter(|n| !self.left.contains(*n));
        let gone: Vec<_> = gone.map(|n| format!("“{n}” is found now: take it out of left.toml")).collect();
        self.faults.extend(new);
        self.faults.extend(gone);
    }
}

fn one(folder: &Path, entry: &Entry, out: &Path) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let source = folder.join(&entry.path);
    let bytes = fs::read(&source).with_context(|| entry.path.clone())?;
    if format!("{:x}", Sha256::digest(&bytes)) != entry.sha256 {
        verdict.faults.push("the file is not the one that the manifest describes".to_owned());
        return Ok(verdict);
    }
    let target =
        out.join(format!("{}.{}", entry.id, if entry.format == "text" { "txt" } else { &entry.format }));
    let (code, _) = redact(&source, &target, &entry.policy, "remove")?;
    if code != 0 {
        verdict.faults.push(format!("was refused with exit code {code}"));
        return Ok(verdict);
    }
    if matches!(entry.format.as_str(), "jpeg" | "png") {
        // No engine reads its words; the suite looks at the pixels of each place that the manifest names.
        verdict.left.extend(judge::left_in_bytes(&fs::read(&target)?, &entry.needles));
        return Ok(verdict);
    }
    let (texts, written) = read(&target)?;
    if entry.format == "pdf" {
        let check = command("qpdf").arg("--check").arg(&target).output()?;
        if !check.status.success() {
            verdict.faults.push("qpdf --check finds errors or warnings".to_owned());
        }
    }
    for text in &texts {
        verdict.left.extend(judge::left_in_text(text, &entry.needles));
    }
    verdict.left.extend(judge::left_in_bytes(&written, &entry.needles));
    let lost = texts.first().map(|t| judge::lost(t, &entry.must_keep)).unwrap_or_default();
    verdict.kept = (entry.must_keep.len() - lost.len(), entry.must_keep.len());
    verdict.lost = lost;
    Ok(verdict)
}

/// Files that others made, from the folders that `BIFFURE_PUBLIC_PDFS` names: a script judges them, with engines from PyPI.
fn public(args: &[String]) -> Result<()> {
    tools::binaries()?;
    let python = std::env::var("BIFFURE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let judge = root().join("tests/corpus/public/judge.py");
    tools::run(command(&python).arg(judge).arg(target_dir().join("debug/biffure")).args(args))
}

/// What foreign engines still find of the name in a trap that was struck.
fn trapped(source: &Path, pictures: &str, out: &Path) -> Result<Vec<String>> {
    let known = out.join("known.json");
    fs::write(&known, serde_json::json!({ "other": TRAPPED }).to_string())?;
    let target = out.join("trap.pdf");
    tools::run(
        Command::new(target_dir().join("debug/biffure"))
            .args(["redact", "--pictures", pictures, "--known"])
            .args([&known, Path::new("-o"), &target, source])
            .stdout(Stdio::null()),
    )?;
    let (texts, written) = read(&target)?;
    let needles = TRAPPED.map(str::to_owned);
    let mut left: Vec<String> = texts.iter().flat_map(|t| judge::left_in_text(t, &needles)).collect();
    left.extend(judge::left_in_bytes(&written, &needles));
    Ok(left)
}

/// What foreign engines read in an output, poppler's first, and its bytes.
fn read(target: &Path) -> Result<(Vec<String>, Vec<u8>)> {
    let written = fs::read(target)?;
    let texts = if written.starts_with(b"%PDF") {
        let poppler = output(command("pdftotext").arg(target).arg("-").stderr(Stdio::null()))?;
        vec![poppler, mupdf(target)?]
    } else {
        vec![String::from_utf8(written.clone())?]
    };
    Ok((texts, written))
}

fn redact(source: &Path, target: &PathBuf, policy: &str, pictures: &str) -> Result<(i32, String)> {
    let done = Command::new(target_dir().join("debug/biffure"))
        .args(["redact", "--policy", policy, "--pictures", pictures, "-o"])
        .arg(target)
        .arg(source)
        .output()
        .context("biffure redact")?;
    Ok((done.status.code().unwrap_or(-1), String::from_utf8_lossy(&done.stderr).into_owned()))
}

/// What is wrong when a file should be refused with a code and is not.
fn refused(source: &Path, expect: &str, pictures: &str, out: &Path) -> Result<Option<String>> {
    let wanted = match expect {
        "unrecognised" | "unsupported" | "encrypted" => 3,
        "malformed" => 4,
        "limit_exceeded" => 5,
        "undecided" => 6,
        other => bail!("the manifest expects `{other}`, which is no refusal"),
    };
    let target = out.join("refused");
    let (code, said) = redact(source, &target, "public", pictures)?;
    if target.exists() {
        fs::remove_file(&target)?;
        return Ok(Some("was let through".to_owned()));
    }
    if said.trim().is_empty() {
        return Ok(Some("was refused without a sentence".to_owned()));
    }
    Ok((code != wanted).then(|| format!("was refused with exit code {code}, not {wanted}")))
}

/// Text by npm's mupdf, which is a tool of the tests and never ships.
fn mupdf(file: &Path) -> Result<String> {
    output(
        tools::command("node")
            .arg("mupdf-text.mjs")
            .arg(file)
            .current_dir(browser::folder())
            .stderr(Stdio::null()),
    )
}
