//! Scores detection on labelled sets, the way redaction needs it.
//!
//! A set is JSON lines {"id","text","entities":[{"start","end","label"}]}, offsets in code points. *Full* is the share of
//! entities whose every letter and digit is covered by any finding: what is left is a leak. *Precision* is the share of
//! the letters and digits found for a class that lie on some entity. *Zero-leak* is the share of documents with identity in
//! which every entity is fully covered. *Flagged* is the share of word tokens touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::tools::{self, target_dir};

/// Label of a set → class, or none for what neither counts nor harms (dates, places of care).
fn class_of_label(label: &str) -> Option<&'static str> {
    Some(match label {
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

/// Our category → class.
fn class_of_category(category: &str) -> &str {
    match category {
        "PersonName" | "Professional" => "NAME",
        "Address" | "Postcode" | "City" => "ADDRESS",
        "NationalId" => "NIR",
        "Phone" => "PHONE",
        "Email" => "EMAIL",
        "BirthDate" => "BIRTHDATE",
        "PatientNumber" | "ProfessionalId" | "InsuranceNumber" | "BankAccount" => "ID",
        other => other,
    }
}

#[derive(Default)]
struct Tally {
    entities: u32,
    full: u32,
    on: u32,
    off: u32,
}

#[derive(Default)]
struct Score {
    classes: BTreeMap<String, Tally>,
    documents: u32,
    clean: u32,
    tokens: u32,
    flagged: u32,
    /// Ten bands of confidence: findings, and those that lie on identity.
    reliability: [(u32, u32); 10],
    misses: BTreeMap<String, Vec<String>>,
}

pub(crate) fn run(args: &[String]) -> Result<()> {
    let misses_at = args.iter().position(|a| a == "--misses");
    let shown: usize = match misses_at {
        Some(at) => args.get(at + 1).and_then(|n| n.parse().ok()).context("--misses takes a number")?,
        None => 0,
    };
    let number = misses_at.map(|at| at + 1);
    let files: Vec<&String> = args
        .iter()
        .enumerate()
        .filter(|(i, a)| Some(*i) != number && !a.starts_with("--"))
        .map(|(_, a)| a)
        .collect();
    if files.is_empty() {
        bail!("name at least one set: cargo xtask eval FILE.jsonl");
    }
    tools::binaries()?;
    for file in files {
        let text = fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?;
        let docs: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let began = Instant::now();
        let found = detect(&docs)?;
        let speed = text.len() as f64 / 1024.0 / began.elapsed().as_secs_f64();
        println!("\n{file}: {} documents, {speed:.0} KB/s (development build)", docs.len());
        print(&score(&docs, &found), shown);
    }
    Ok(())
}

/// Runs our own command line over a set.
fn detect(docs: &[Value]) -> Result<BTreeMap<String, Vec<Value>>> {
    let bin = target_dir().join("debug/biffure");
    let mut child = std::process::Command::new(bin)
        .args(["detect", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().context("stdin")?;
    let lines: String =
        docs.iter().map(|d| format!("{}\n", json!({"id": d["id"], "text": d["text"]}))).collect();
    let feed = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let out = child.wait_with_output()?;
    feed.join().map_err(|_| anyhow::anyhow!("the feeding thread broke"))??;
    if !out.status.success() {
        bail!("biffure detect failed ({})", out.status);
    }
    let mut found = BTreeMap::new();
    for line in String::from_utf8(out.stdout)?.lines() {
        let v: Value = serde_json::from_str(line)?;
        found.insert(v["id"].to_string(), v["spans"].as_array().cloned().unwrap_or_default());
    }
    Ok(found)
}

fn range(v: &Value, len: usize) -> std::ops::Range<usize> {
    let at = |key: &str| v[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(len);
    at("start")..at("end").max(at("start"))
}

fn score(docs: &[Value], found: &BTreeMap<String, Vec<Value>>) -> Score {
    let mut score = Score::default();
    for doc in docs {
        let chars: Vec<char> = doc["text"].as_str().unwrap_or_default().chars().collect();
        let spans = found.get(&doc["id"].to_string()).map(Vec::as_slice).unwrap_or_default();
        one(&mut score, doc, &chars, spans);
    }
    score
}

fn one(score: &mut Score, doc: &Value, chars: &[char], spans: &[Value]) {
    let n = chars.len();
    let mut covered = vec![false; n];
    for s in spans {
        covered[range(s, n)].fill(true);
    }
    let (mut gold, mut neutral) = (vec![false; n], vec![false; n]);
    let (mut entities, mut leaks) = (0, 0);
    for e in doc["entities"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let r = range(e, n);
        let Some(class) = class_of_label(e["label"].as_str().unwrap_or_default()) else {
            neutral[r].fill(true);
            continue;
        };
        gold[r.clone()].fill(true);
        let letters: Vec<usize> = r.clone().filter(|&i| chars[i].is_alphanumeric()).collect();
        if letters.is_empty() {
            continue;
        }
        entities += 1;
        let full = letters.iter().all(|&i| covered[i]);
        for key in [class, "ALL"] {
            let t = score.classes.entry(key.to_owned()).or_default();
            t.entities += 1;
            t.full += u32::from(full);
        }
        if !full {
            leaks += 1;
            let piece =
                |a: usize, b: usize| chars[a.min(n)..b.min(n)].iter().collect::<String>().replace('\n', "⏎");
            let context = format!(
                "{}[[{}]]{}",
                piece(r.start.saturating_sub(30), r.start),
                piece(r.start, r.end),
                piece(r.end, r.end + 20)
            );
            score.misses.entry(class.to_owned()).or_default().push(context);
        }
    }
    if entities > 0 {
        score.documents += 1;
        score.clean += u32::from(leaks == 0);
    }
    for s in spans {
        let r = range(s, n);
        let counted = |i: &usize| chars[*i].is_alphanumeric() && (gold[*i] || !neutral[*i]);
        let letters: Vec<usize> = r.filter(counted).collect();
        let on = letters.iter().filter(|&&i| gold[i]).count();
        let t = score
            .classes
            .entry(class_of_category(s["category"].as_str().unwrap_or_default()).to_owned())
            .or_default();
        t.on += on as u32;
        t.off += (letters.len() - on) as u32;
        if !letters.is_empty() {
            let band = ((s["confidence"].as_f64().unwrap_or(0.0) * 10.0) as usize).min(9);
            score.reliability[band].0 += 1;
            score.reliability[band].1 += u32::from(on * 2 > letters.len());
        }
    }
    let all = score.classes.entry("ALL".to_owned()).or_default();
    for i in (0..n).filter(|&i| covered[i] && chars[i].is_alphanumeric() && (gold[i] || !neutral[i])) {
        if gold[i] { all.on += 1 } else { all.off += 1 }
    }
    let word = |i: usize| chars[i].is_alphanumeric() || chars[i] == '_';
    let mut i = 0;
    while i < n {
        let start = i;
        while i < n && word(i) {
            i += 1;
        }
        if i > start {
            score.tokens += 1;
            score.flagged += u32::from(covered[start..i].iter().any(|&c| c));
        }
        i += 1;
    }
}

fn print(score: &Score, shown: usize) {
    for (class, t) in &score.classes {
        let share = |a: u32, b: u32| {
            if b == 0 { "-".to_owned() } else { format!("{:.3}", f64::from(a) / f64::from(b)) }
        };
        println!(
            "{class:<18} n {:5}  full {:<5}  precision {}",
            t.entities,
            share(t.full, t.entities),
            share(t.on, t.on + t.off)
        );
    }
    let percent = |a: u32, b: u32| 100.0 * f64::from(a) / f64::from(b.max(1));
    println!(
        "zero-leak documents {:.1} %   flagged tokens {:.2} %",
        percent(score.clean, score.documents),
        percent(score.flagged, score.tokens)
    );
    println!("confidence → share that lies on identity:");
    for (band, (n, on)) in score.reliability.iter().enumerate().filter(|(_, (n, _))| *n > 0) {
        println!(
            "  {:.1}–{:.1}  n {n:5}  {:.3}",
            band as f64 / 10.0,
            (band + 1) as f64 / 10.0,
            f64::from(*on) / f64::from(*n)
        );
    }
    for (class, misses) in score.misses.iter().filter(|_| shown > 0) {
        println!("\n{class}: {} missed", misses.len());
        misses.iter().take(shown).for_each(|m| println!("  {m}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_covered_name_is_a_leak() {
        let doc =
            json!({"id": 1, "text": "Mme Vau Quelin", "entities": [{"start": 4, "end": 14, "label": "NOM"}]});
        let found = |end: u32| {
            BTreeMap::from([(
                "1".to_owned(),
                vec![json!({"start": 4, "end": end, "category": "PersonName", "confidence": 0.9})],
            )])
        };
        let half = score(std::slice::from_ref(&doc), &found(7));
        let whole = score(&[doc], &found(14));
        assert_eq!((half.classes["NAME"].full, half.clean), (0, 0));
        assert_eq!((whole.classes["NAME"].full, whole.clean, whole.flagged), (1, 1, 2));
    }
}
