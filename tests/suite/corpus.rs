//! Every corpus document through the library: struck, verified, audited as a server would, and searched for what was
//! planted. `cargo xtask corpus` asks foreign engines the same; another folder of the same shape can be named by
//! `BIFFURE_CORPUS`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use biffure::decide::{Choices, Policy, Unsaid};
use biffure::limits::Limits;
use biffure::pipeline::{self, Options};
use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    file: Vec<Entry>,
    #[serde(default)]
    bad: Vec<Bad>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    path: String,
    format: String,
    policy: String,
    #[serde(default)]
    needles: Vec<String>,
    #[serde(default)]
    boxes: Vec<Drawn>,
}

#[derive(Deserialize)]
struct Drawn {
    x: f32,
    y: f32,
    width: Option<f32>,
    height: Option<f32>,
    w: Option<f32>,
    h: Option<f32>,
}

#[derive(Deserialize)]
struct Bad {
    id: String,
    path: String,
    expect: String,
}

fn corpus() -> (PathBuf, Manifest) {
    let folder = std::env::var_os("BIFFURE_CORPUS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"), PathBuf::from);
    let text = std::fs::read_to_string(folder.join("manifest.toml")).expect("manifest.toml");
    (folder, toml::from_str(&text).expect("the manifest's shape"))
}

fn read(folder: &std::path::Path, path: &str) -> Arc<[u8]> {
    Arc::from(std::fs::read(folder.join(path)).expect("a corpus file"))
}

#[test]
fn every_document_is_struck_verified_and_audited() {
    let (folder, manifest) = corpus();
    assert!(manifest.file.len() >= 40);
    let left = std::fs::read_to_string(folder.join("left.toml")).unwrap_or_default();
    // What detection is known to miss, by document; the list may only shrink (`cargo xtask corpus` holds that).
    let left: BTreeMap<String, Vec<String>> = toml::from_str(&left).expect("left.toml");
    let mut faults = Vec::new();
    for entry in &manifest.file {
        let known = left.get(&entry.id).map(Vec::as_slice).unwrap_or_default();
        let policy = Policy::parse(&entry.policy).expect("policy");
        let picture = matches!(entry.format.as_str(), "jpeg" | "png");
        let choices = Choices { unsaid: Unsaid::Remove, ..Choices::default() };
        let options = Options { policy: policy.clone(), ..Options::default() };
        let bytes = read(&folder, &entry.path);
        match pipeline::redact(bytes.clone(), options.clone(), &choices) {
            Err(e) => faults.push(format!("{}: refused: {e:?}", entry.id)),
            Ok(verified) => {
                let (out, receipt) = verified.into_parts();
                // Same input, same bytes.
                let again = pipeline::redact(bytes, options, &choices).map(|v| v.bytes() == out);
                if !again.is_ok_and(|same| same) {
                    faults.push(format!("{}: a second run gives other bytes", entry.id));
                }
                // Nobody drew a box: what identifies was read in the pixels.
                if picture {
                    let shown = image::load_from_memory(&out).expect("decodes").into_luma8();
                    let bare = entry.boxes.iter().filter(|b| !black(&shown, b)).count();
                    let known = BARE.iter().find(|(id, _)| *id == entry.id).map_or(0, |(_, n)| *n);
                    if bare > known {
                        faults.push(format!("{}: {bare} of {} places show", entry.id, entry.boxes.len()));
                    }
                }
                let raw = String::from_utf8_lossy(&out).to_lowercase();
                let long = |n: &&String| n.len() >= 6;
                let held = entry.needles.iter().filter(long).filter(|n| raw.contains(&n.to_lowercase()));
                for n in held.filter(|n| !known.contains(n)) {
                    faults.push(format!("{}: bytes hold “{n}”", entry.id));
                }
                let json = serde_json::to_string(&receipt).expect("receipt");
                for n in entry.needles.iter().filter(long).filter(|n| json.contains(n.as_str())) {
                    faults.push(format!("{}: the receipt holds “{n}”", entry.id));
                }
                if let Err(e) =
                    pipeline::audit_with_receipt(Arc::from(out), &json, &policy, Limits::default())
                {
                    faults.push(format!("{}: the second gate refuses it: {e:?}", entry.id));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Places that detection is known to miss in pictures: the first word of a practice named after a landscape.
const BARE: [(&str, usize); 1] = [("photo-letter-us", 1)];

/// Whether the middle of a box, where its letters stand, is black.
fn black(shown: &image::GrayImage, b: &Drawn) -> bool {
    let (w, h) = (b.width.or(b.w).expect("width"), b.height.or(b.h).expect("height"));
    let (x, y) =
        ((b.x + 0.25 * w) as u32..(b.x + 0.75 * w) as u32, (b.y + 0.35 * h) as u32..(b.y + 0.65 * h) as u32);
    y.into_iter().all(|y| x.clone().all(|x| shown.get_pixel_checked(x, y).is_some_and(|p| p.0[0] < 60)))
}

#[test]
fn bad_input_is_refused_by_its_code() {
    let (folder, manifest) = corpus();
    assert!(manifest.bad.len() >= 5);
    let mut faults = Vec::new();
    for bad in &manifest.bad {
        let result = pipeline::redact(read(&folder, &bad.path), Options::default(), &Choices::default());
        let code = result.err().map(|e| e.code());
        if code != Some(bad.expect.as_str()) {
            faults.push(format!("{}: {code:?}, not {}", bad.id, bad.expect));
        }
    }
    assert!(
        faults.is_empty(),
        "{}",
        faults.join(
            "
"
        )
    );
}
