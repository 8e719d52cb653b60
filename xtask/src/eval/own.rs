//! The sets of `tests/heldback` → tables, and how they stand beside the results that are kept.

use std::fs;

use anyhow::{Context, Result, bail};

use super::score::{Score, share};
use super::sets::{FRAMES, Marked, Row, SENTENCES, compared, origin_row, origins, rows, texts, written};
use super::{Detector, print_misses};
use crate::tools::root;

/// Names of the sets, each a file.
const SETS: [&str; 6] = ["notes", "forms", "english", "others", "others-english", "negatives"];

/// Scores all own sets. With `keep` the results are written, otherwise they are compared and what fell is an error.
pub(super) fn run(detector: &Detector, misses: usize, keep: bool) -> Result<()> {
    let folder = root().join("tests/heldback");
    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).with_context(|| format!("tests/heldback/{name} cannot be read"))
    };
    let mut results: Vec<Row> = Vec::new();
    // Confidence was fitted to the texts with an even number; the others judge it.
    let mut judging = Score::default();
    for set in SETS {
        let texts = texts(&read(&format!("{set}.txt"))?);
        let (score, speed) = measured(detector, &texts, &mut judging)?;
        println!("\n{set}: {} documents, {speed}", texts.len());
        print!("{}", score.table());
        print_misses(&score, misses);
        results.extend(rows(set, &score));
    }
    println!(
        "\nConfidence, on the half of these texts that it was not fitted to:\n{}",
        judging.reliability()
    );
    println!("names by origin, in ten and in twelve other sentences each:");
    let files = [("", read("origins.txt")?, SENTENCES), (" 2", read("origins2.txt")?, FRAMES)];
    let sets = files.iter().flat_map(|(set, file, frames)| {
        origins(file, frames).into_iter().map(move |(origin, texts)| (format!("{origin}{set}"), texts))
    });
    for (origin, texts) in sets {
        let (score, _) = measured(detector, &texts, &mut Score::default())?;
        let whole = share(score.all.full, score.all.entities).unwrap_or(0.0);
        println!("  {origin:<24} n {:4}  full {whole:.3}", score.all.entities);
        results.extend(origin_row(&origin, &score));
    }
    if keep {
        return Ok(fs::write(folder.join("results.txt"), written(&results))?);
    }
    let (worse, better) = compared(&read("results.txt")?, &results);
    better.iter().for_each(|line| println!("better: {line}"));
    worse.iter().for_each(|line| println!("worse: {line}"));
    if worse.is_empty() {
        return Ok(());
    }
    bail!(
        "detection does worse than what is kept in tests/heldback/results.txt; if that is meant: cargo xtask eval --keep"
    )
}

/// Scores texts, and adds every second one to another score.
fn measured(detector: &Detector, texts: &[Marked], judging: &mut Score) -> Result<(Score, String)> {
    let strings: Vec<String> = texts.iter().map(|m| m.text.iter().collect()).collect();
    let found = detector.detect(strings.iter().enumerate().map(|(i, s)| (i.to_string(), s.as_str())))?;
    let mut score = Score::default();
    for (i, m) in texts.iter().enumerate() {
        let guesses = found.spans.get(&i.to_string()).map(Vec::as_slice).unwrap_or_default();
        score.add(&m.text, &m.gold, guesses);
        if i % 2 == 1 {
            judging.add(&m.text, &m.gold, guesses);
        }
    }
    Ok((score, found.speed()))
}
