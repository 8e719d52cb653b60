//! Labelled sets → how well detection does on them: by class, by confidence, in speed, and what it missed.
//!
//! A set is JSON lines {"id","text","entities":[{"start","end","label"}]}, offsets in code points. Without a file, the sets
//! of `tests/heldback` are scored and held against what is kept of them there. What the figures mean: `score.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::tools::{self, command};

mod own;
#[path = "../../../src/detect/heldback/score.rs"]
pub(crate) mod score;
#[path = "../../../src/detect/heldback/sets.rs"]
pub(crate) mod sets;

use score::{CLASSES, Gold, Guess, Score, class, class_of_category};

/// Label of a set → class, or none for what neither counts nor harms (dates, places of care).
fn class_of_label(label: &str) -> Option<usize> {
    class(match label {
        "NOM" | "PRENOM" | "PERSON" => "NAME",
        "ADRESSE" | "ZIP" | "VILLE" | "STREET_ADDRESS" | "ZIP_CODE" => "ADDRESS",
        "SECU" | "US_SSN" => "NIR",
        "TEL" | "PHONE_NUMBER" => "PHONE",
        "MAIL" | "EMAIL_ADDRESS" => "EMAIL",
        "DATE_NAISSANCE" => "BIRTHDATE",
        "IPP" | "NDA" | "RPPS" | "IBAN_CODE" | "CREDIT_CARD" | "US_DRIVER_LICENSE" => "ID",
        _ => return None,
    })
}

/// What was asked for.
struct Asked<'a> {
    files: Vec<&'a String>,
    /// Misses to show of each class.
    misses: usize,
    release: bool,
    keep: bool,
}

impl<'a> Asked<'a> {
    fn of(args: &'a [String]) -> Result<Self> {
        let mut asked = Asked { files: Vec::new(), misses: 0, release: false, keep: false };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--misses" => {
                    let number = args.next().and_then(|n| n.parse().ok());
                    asked.misses = number.context("--misses takes a number")?;
                }
                "--release" => asked.release = true,
                "--keep" => asked.keep = true,
                other if other.starts_with("--") => bail!("eval does not know {other}"),
                _ => asked.files.push(arg),
            }
        }
        if asked.keep && !asked.files.is_empty() {
            bail!("--keep writes the results of the own sets: name no file with it");
        }
        Ok(asked)
    }
}

pub(crate) fn run(args: &[String]) -> Result<()> {
    let asked = Asked::of(args)?;
    let detector = Detector::built(asked.release)?;
    if asked.files.is_empty() {
        return own::run(&detector, asked.misses, asked.keep);
    }
    for file in &asked.files {
        let text = fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?;
        let docs: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let texts = docs.iter().map(|d| (d["id"].to_string(), d["text"].as_str().unwrap_or_default()));
        let found = detector.detect(texts)?;
        let mut score = Score::default();
        for doc in &docs {
            let chars: Vec<char> = doc["text"].as_str().unwrap_or_default().chars().collect();
            let guesses = found.spans.get(&doc["id"].to_string()).map(Vec::as_slice).unwrap_or_default();
            score.add(&chars, &gold(doc), guesses);
        }
        println!("\n{file}: {} documents, {}", docs.len(), found.speed());
        print!("{}\n{}", score.table(), score.reliability());
        print_misses(&score, asked.misses);
    }
    Ok(())
}

/// The identity of a labelled document.
fn gold(doc: &Value) -> Vec<Gold> {
    let entities = doc["entities"].as_array().map(Vec::as_slice).unwrap_or_default();
    let one =
        |e: &Value| Gold { span: range(e), class: class_of_label(e["label"].as_str().unwrap_or_default()) };
    entities.iter().map(one).collect()
}

fn range(v: &Value) -> std::ops::Range<usize> {
    let at = |key: &str| v[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    at("start")..at("end").max(at("start"))
}

fn print_misses(score: &Score, most: usize) {
    for (index, name) in CLASSES.iter().enumerate().filter(|_| most > 0) {
        let missed: Vec<&String> =
            score.misses.iter().filter(|(c, _)| *c == index).map(|(_, said)| said).collect();
        if !missed.is_empty() {
            println!("\n{name}: {} missed", missed.len());
            missed.iter().take(most).for_each(|m| println!("   {m}"));
        }
    }
}

/// Our own command line, as a person would run it.
pub(crate) struct Detector {
    program: std::path::PathBuf,
    release: bool,
}

/// What it found, by id as it stands in the set, and the time that detection alone took.
pub(crate) struct Found {
    spans: BTreeMap<String, Vec<Guess>>,
    bytes: usize,
    nanos: u64,
    release: bool,
}

impl Detector {
    pub(crate) fn built(release: bool) -> Result<Self> {
        if release {
            tools::release()?
        } else {
            tools::binaries()?
        }
        let folder = if release { "release" } else { "debug" };
        Ok(Self { program: tools::target_dir().join(folder).join("biffure"), release })
    }

    /// Reads texts by id. What is built at the first text is built before the clock runs.
    pub(crate) fn detect<'t>(&self, texts: impl Iterator<Item = (String, &'t str)>) -> Result<Found> {
        const FIRST: &str = "what is built first";
        let mut lines = format!("{}\n", json!({"id": FIRST, "text": "Mme Exemple, 01 99 00 12 34"}));
        let mut bytes = 0;
        for (id, text) in texts {
            bytes += text.len();
            let id: Value = serde_json::from_str(&id)?;
            lines.push_str(&format!("{}\n", json!({"id": id, "text": text})));
        }
        let mut child = command(&self.program.to_string_lossy())
            .args(["detect", "--jsonl", "--time"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut stdin = child.stdin.take().context("stdin")?;
        let feed = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
        let out = child.wait_with_output()?;
        feed.join().map_err(|_| anyhow::anyhow!("the feeding thread broke"))??;
        if !out.status.success() {
            bail!("biffure detect failed ({})", out.status);
        }
        let mut found = Found { spans: BTreeMap::new(), bytes, nanos: 0, release: self.release };
        for line in String::from_utf8(out.stdout)?.lines() {
            let v: Value = serde_json::from_str(line)?;
            if v["id"] == FIRST {
                continue;
            }
            found.nanos += v["nanos"].as_u64().unwrap_or(0);
            let spans = v["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
            found.spans.insert(v["id"].to_string(), spans.iter().map(guess).collect());
        }
        Ok(found)
    }
}

fn guess(v: &Value) -> Guess {
    Guess {
        span: range(v),
        class: class_of_category(v["category"].as_str().unwrap_or_default()),
        confidence: v["confidence"].as_f64().unwrap_or(0.0),
    }
}

impl Found {
    /// Of detection alone, without the start of the process.
    pub(crate) fn kb_per_second(&self) -> f64 {
        self.bytes as f64 / 1024.0 / (self.nanos.max(1) as f64 / 1e9)
    }

    fn speed(&self) -> String {
        let build = if self.release { "" } else { " (development build; --release for the real speed)" };
        format!("{:.0} KB/s{build}", self.kb_per_second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_offsets_of_a_set_are_read() {
        let doc = json!({"id": 1, "text": "Mme Vau Quelin, le 3 mai", "entities": [
            {"start": 4, "end": 14, "label": "NOM"}, {"start": 19, "end": 24, "label": "DATE"}]});
        let gold = gold(&doc);
        assert_eq!((gold[0].span.clone(), gold[0].class), (4..14, class("NAME")));
        assert_eq!((gold[1].span.clone(), gold[1].class), (19..24, None));
    }

    #[test]
    fn arguments_are_understood_or_refused() {
        let args = |s: &str| s.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let asked = args("a.jsonl --misses 3 b.jsonl --release");
        let asked = Asked::of(&asked).unwrap_or_else(|_| Asked {
            files: vec![],
            misses: 0,
            release: false,
            keep: false,
        });
        assert_eq!((asked.files.len(), asked.misses, asked.release), (2, 3, true));
        for wrong in ["--misses", "--misses many", "--fast", "a.jsonl --keep"] {
            assert!(Asked::of(&args(wrong)).is_err(), "{wrong}");
        }
    }
}
