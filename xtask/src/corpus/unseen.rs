//! The unseen documents: how much detection leaves of what nobody tuned it to. Prints counts only, since half of them is sealed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{judge, read, redact};
use crate::tools::root;

#[derive(Deserialize)]
struct Document {
    file: String,
    secrets: Vec<Secret>,
    keep: Vec<String>,
    /// What the document says that identifies nobody.
    unmarked: String,
}

#[derive(Deserialize)]
struct Secret {
    class: String,
    text: String,
}

/// Most that a half may leave and lose.
#[derive(Deserialize)]
struct Bound {
    left: usize,
    lost: usize,
}

#[derive(Default)]
struct Tally {
    /// Planted and left, by class.
    classes: BTreeMap<String, (usize, usize)>,
    clean: usize,
    keep: usize,
    lost: usize,
}

/// Measures both halves and holds them to their bounds.
pub(super) fn run(out: &Path) -> Result<()> {
    let folder = root().join("tests/unseen");
    let bounds: BTreeMap<String, Bound> = toml::from_str(&fs::read_to_string(folder.join("left.toml"))?)?;
    let mut over = Vec::new();
    for (half, bound) in &bounds {
        let text = fs::read_to_string(folder.join(format!("{half}.json"))).with_context(|| half.clone())?;
        let documents: Vec<Document> = serde_json::from_str(&text)?;
        let mut tally = Tally::default();
        for document in &documents {
            one(&folder.join("files"), document, out, &mut tally)?;
        }
        let (planted, left) =
            tally.classes.values().fold((0, 0), |(planted, left), c| (planted + c.0, left + c.1));
        println!(
            "unseen, {half}: {left} of {planted} strings left, {} of {} documents clean, {} of {} phrases lost",
            tally.clean,
            documents.len(),
            tally.lost,
            tally.keep
        );
        for (class, (planted, left)) in &tally.classes {
            println!("  {class:16} {left:4} of {planted:4}");
        }
        if left > bound.left || tally.lost > bound.lost {
            over.push(half.clone());
        }
    }
    if !over.is_empty() {
        bail!("more is left or lost than tests/unseen/left.toml allows: {}", over.join(", "));
    }
    Ok(())
}

fn one(folder: &Path, document: &Document, out: &Path, tally: &mut Tally) -> Result<()> {
    let source = folder.join(&document.file);
    let target = out.join(format!("unseen-{}", document.file));
    let (code, _) = redact(&source, &target, "public", "remove")?;
    if code != 0 {
        bail!("an unseen document was refused with exit code {code}");
    }
    let (texts, written) = read(&target)?;
    let needles: Vec<String> = document.secrets.iter().map(|s| s.text.clone()).collect();
    let elsewhere = judge::left_in_text(&document.unmarked, &needles);
    let mut left = judge::left_in_bytes(&written, &needles);
    for text in &texts {
        left.extend(judge::left_in_text(text, &needles));
    }
    let stays = |text: &String| left.contains(text) && !elsewhere.contains(text);
    for secret in &document.secrets {
        let (planted, missed) = tally.classes.entry(secret.class.clone()).or_default();
        *planted += 1;
        *missed += usize::from(stays(&secret.text));
    }
    tally.clean += usize::from(!needles.iter().any(stays));
    tally.keep += document.keep.len();
    tally.lost += texts.first().map_or(0, |text| judge::lost(text, &document.keep).len());
    Ok(())
}
