//! The command line: raw arguments → meaning → pipeline → exit code. The sole user of files, environment and terminal.
//! Standard output carries results (JSON lines), standard error carries words for people; neither carries document text
//! unless `--show` asks for it.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use anstream::{eprintln, println};
use biffure::context::Go;
use biffure::decide::{Choices, Policy, Unsaid};
use biffure::error::{Error, ErrorKind, Result};
use biffure::limits::Limits;
use biffure::model::{Flatten, Known, Place};
use biffure::pipeline::{self, Options, Session};
use clap::{Args, Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Deserialize;
use serde_json::{Value, json};

/// Finds identity in documents, strikes it out for real, and proves it.
///
/// Reads PDF, plain text and pictures (JPEG, PNG, WebP, TIFF, GIF, BMP, HEIC). What cannot be read, struck out or verified is
/// refused.
#[derive(Parser)]
#[command(
    name = "biffure",
    version,
    after_help = "Exit codes: 0 done · 2 wrong arguments or missing file · 3 not a sort of file \
that is read, or a password is needed · 4 broken file · 5 too large, or stopped · 6 a decision is missing · 7 something identifying is \
left · 70 a bug"
)]
struct Cli {
    #[command(subcommand)]
    command: Cmd,
}

#[derive(Subcommand)]
enum Cmd {
    /// Strike out what identifies and write new files.
    ///
    /// One JSON line a file on standard output: what was written and how much was struck. With several files, -o names a
    /// folder, and the new files are called document-1, document-2, … in the order given: the old name may hold a name.
    Redact(RedactArgs),
    /// Say what identifies in files that a site already holds: counts and places, one JSON line a file.
    Scan(ScanArgs),
    /// Find identity in texts: JSON lines {"id","text"} in, {"id","spans":[{"start","end","category","confidence"}]} out.
    ///
    /// Offsets count code points.
    Detect(DetectArgs),
    /// Check files that were struck out before: structure, second reader, and nothing identifying left.
    Verify(VerifyArgs),
}

#[derive(Args)]
struct Common {
    /// public, care, or a file with a policy in JSON
    #[arg(long, default_value = "public", value_name = "POLICY")]
    policy: String,
    /// A JSON file with identity that is known: {"names": [], "birthDate": "YYYY-MM-DD", "numbers": [], "addresses": [], "other": []}
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// A file whose first line is the password of encrypted documents
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

#[derive(Args)]
struct RedactArgs {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The new file; with several files, a folder
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    #[command(flatten)]
    common: Common,
    /// Where the receipt goes (with one file; with several they stand beside the new files)
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// Pictures inside documents, which nobody looked at
    #[arg(long, value_enum, default_value_t = Pictures::Remove)]
    pictures: Pictures,
    /// Turn every page into a picture
    #[arg(long)]
    flatten: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Pictures {
    /// Take them out
    Remove,
    /// Refuse the file
    Refuse,
    /// Keep them: you looked at every one, and nothing in them identifies
    Keep,
}

#[derive(Args)]
struct ScanArgs {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
    /// Also print what was found (the people's own data)
    #[arg(long)]
    show: bool,
}

#[derive(Args)]
struct DetectArgs {
    /// JSON lines on standard input and output
    #[arg(long, required = true)]
    jsonl: bool,
    /// Also say how many nanoseconds each text took
    #[arg(long)]
    time: bool,
    /// A JSON file with identity that is known
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
}

#[derive(Args)]
struct VerifyArgs {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// public, care, or a file with a policy in JSON
    #[arg(long, default_value = "public", value_name = "POLICY")]
    policy: String,
    /// The receipt of the file (with one file)
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
    };
    let done = match cli.command {
        Cmd::Redact(args) => redact(&args),
        Cmd::Scan(args) => scan(&args),
        Cmd::Detect(args) => detect(&args),
        Cmd::Verify(args) => verify(&args),
    };
    match done {
        Ok(code) => code,
        Err(e) => {
            eprintln!("biffure: {e}");
            ExitCode::from(e.kind().exit_code())
        }
    }
}

fn redact(args: &RedactArgs) -> Result<ExitCode> {
    let options = options(&args.common)?;
    let choices = Choices {
        unsaid: match args.pictures {
            Pictures::Remove => Unsaid::Remove,
            Pictures::Refuse => Unsaid::Refuse,
            Pictures::Keep => Unsaid::Vouched,
        },
        flatten: if args.flatten { Flatten::Everything } else { Flatten::WhereNeeded },
        ..Choices::default()
    };
    let several = args.files.len() > 1;
    if several && args.receipt.is_some() {
        return Err(misuse(
            "--receipt goes with one file; with several, receipts stand beside the new files",
        ));
    }
    if several {
        fs::create_dir_all(&args.output)
            .map_err(|e| misuse("the output folder cannot be made").because(e))?;
    }
    let jobs: Vec<(usize, &PathBuf)> = args.files.iter().enumerate().collect();
    each(&jobs, |(n, file), bar| {
        let bytes = read(file)?;
        let pages = bar.clone();
        let session = Session::open(bytes, options.clone(), move |p| {
            pages.set_message(format!("{} {}/{}", p.step.code(), p.done, p.total));
            Go::On
        })?;
        let extension = session.review().format.extension();
        let (bytes, receipt) = session.finish(&choices)?.into_parts();
        let out = if several {
            args.output.join(format!("document-{}.{extension}", n + 1))
        } else {
            args.output.clone()
        };
        let beside = several.then(|| args.output.join(format!("document-{}.receipt.json", n + 1)));
        if let Some(path) = args.receipt.clone().or(beside) {
            let json =
                serde_json::to_vec_pretty(&receipt).map_err(|e| Error::internal("receipt").because(e))?;
            write(&path, &json)?;
        }
        write(&out, &bytes)?;
        Ok(
            json!({"file": file, "output": out, "struck": receipt.struck, "checks": receipt.checks, "notices": receipt.notices}),
        )
    })
}

fn scan(args: &ScanArgs) -> Result<ExitCode> {
    let options = options(&args.common)?;
    let mut files = Vec::new();
    for path in &args.paths {
        walk(path, &mut files)?;
    }
    let jobs: Vec<(usize, &PathBuf)> = files.iter().enumerate().collect();
    each(&jobs, |(_, file), _| {
        let found = pipeline::scan(read(file)?, options.clone())?;
        let counts: BTreeMap<&str, u32> = found.counts.iter().map(|(c, n)| (c.code(), *n)).collect();
        let findings = found.findings.iter().map(|(category, places, value)| {
            let mut v =
                json!({"category": category.code(), "places": places.iter().map(place).collect::<Vec<_>>()});
            if args.show {
                v["value"] = json!(value);
            }
            v
        });
        Ok(json!({"file": file, "format": found.format.code(), "counts": counts, "unread": found.unread,
            "findings": findings.collect::<Vec<_>>()}))
    })
}

fn verify(args: &VerifyArgs) -> Result<ExitCode> {
    let policy = policy(&args.policy)?;
    if args.files.len() > 1 && args.receipt.is_some() {
        return Err(misuse("--receipt goes with one file"));
    }
    let receipt = args.receipt.as_ref().map(|p| text(p)).transpose()?;
    let jobs: Vec<(usize, &PathBuf)> = args.files.iter().enumerate().collect();
    each(&jobs, |(_, file), _| {
        let bytes = read(file)?;
        let audit = match &receipt {
            Some(json) => pipeline::audit_with_receipt(bytes, json, &policy, Limits::default())?,
            None => pipeline::audit(bytes, &policy, Limits::default())?,
        };
        Ok(
            json!({"file": file, "clean": true, "format": audit.format.code(), "pages": audit.pages, "unread": audit.unread}),
        )
    })
}

#[derive(Deserialize)]
struct Line {
    id: Value,
    text: String,
}

fn detect(args: &DetectArgs) -> Result<ExitCode> {
    let known = known(args.known.as_deref())?;
    let broken = |e: io::Error| misuse("standard input or output broke").because(e);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line.map_err(broken)?;
        if line.trim().is_empty() {
            continue;
        }
        // The parser's own message may quote the text.
        let line: Line =
            serde_json::from_str(&line).map_err(|_| misuse("a line is not {\"id\",\"text\"} in JSON"))?;
        let began = Instant::now();
        let marks = pipeline::detect_text(&line.text, &known)?;
        let nanos = began.elapsed().as_nanos() as u64;
        let spans: Vec<Value> = marks
            .iter()
            .map(|m| {
                let f = &m.finding;
                json!({"start": m.code_points.start, "end": m.code_points.end, "category": f.category.code(),
                    "confidence": f.confidence, "reason": f.reason.code(), "detector": f.detector})
            })
            .collect();
        let mut found = json!({"id": line.id, "spans": spans});
        if args.time {
            found["nanos"] = nanos.into();
        }
        writeln!(out, "{found}").map_err(broken)?;
    }
    out.flush().map_err(broken)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs a job a file on all cores, with a progress bar where a person watches; prints results in order and errors by file.
/// The exit code is the worst.
fn each(
    jobs: &[(usize, &PathBuf)],
    job: impl Fn((usize, &PathBuf), &ProgressBar) -> Result<Value> + Sync,
) -> Result<ExitCode> {
    let bar = ProgressBar::new(jobs.len() as u64);
    let watched = io::stderr().is_terminal();
    bar.set_draw_target(if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() });
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} files  {msg}") {
        bar.set_style(style);
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    // Threads of our own: one that waits for the networks' pool must not begin another file meanwhile, as a pool's would.
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from).min(jobs.len()) {
            scope.spawn(|| {
                while let Some(&(n, file)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = job((n, file), &bar);
                    bar.inc(1);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((n, file, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(n, ..)| *n);
    bar.finish_and_clear();
    let mut worst = 0;
    for (_, file, result) in done {
        match result {
            Ok(value) => println!("{value}"),
            Err(e) => {
                eprintln!("biffure: {}: {e}", file.display());
                worst = worst.max(e.kind().exit_code());
            }
        }
    }
    Ok(ExitCode::from(worst))
}

fn place(p: &Place) -> Value {
    match p {
        Place::Page { page, rect } => {
            json!({"page": page + 1, "x": rect.x0, "y": rect.y0, "width": rect.width(), "height": rect.height()})
        }
        Place::Line { line } => json!({"line": line}),
        Place::Part { name } => json!({"part": name}),
    }
}

/// All files below a path, in a stable order; links are not followed, so that a loop cannot hold us.
fn walk(path: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    let missing = |e: io::Error| misuse("a path cannot be read").because(e);
    if fs::metadata(path).map_err(missing)?.is_file() {
        out.push(path.to_owned());
        return Ok(());
    }
    let mut waiting = vec![path.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).map_err(missing)? {
            let entry = entry.map_err(missing)?;
            let kind = entry.file_type().map_err(missing)?;
            if kind.is_dir() {
                waiting.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    out.append(&mut found);
    Ok(())
}

fn options(c: &Common) -> Result<Options> {
    let password = match &c.password_file {
        Some(path) => text(path)?.lines().next().unwrap_or_default().to_owned(),
        None => String::new(),
    };
    Ok(Options {
        policy: policy(&c.policy)?,
        known: known(c.known.as_deref())?,
        password,
        limits: Limits::default(),
    })
}

fn policy(name: &str) -> Result<Policy> {
    match name {
        "public" | "care" => Policy::parse(name),
        path => Policy::parse(&text(Path::new(path))?),
    }
}

fn known(path: Option<&Path>) -> Result<Known> {
    path.map_or_else(|| Ok(Known::default()), |p| pipeline::parse_known(&text(p)?))
}

fn read(path: &Path) -> Result<Arc<[u8]>> {
    let missing = |e: io::Error| misuse("the file cannot be read").because(e);
    if fs::metadata(path).map_err(missing)?.len() > Limits::default().input_bytes {
        return Err(Error::limit("the file is too large"));
    }
    Ok(Arc::from(fs::read(path).map_err(missing)?))
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path)
        .map_err(|e| misuse("a policy, receipt, password or identity file cannot be read").because(e))
}

/// Writes beside and renames, so that a stopped run leaves no half of a file.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: io::Error| misuse("the output cannot be written").because(e);
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, bytes).map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)
}

fn misuse(message: &'static str) -> Error {
    Error::new(ErrorKind::Misuse, message)
}
