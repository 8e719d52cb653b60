//! Who may know whom, and the habits that a machine can keep. Each file of `src` is read as text; what stands below
//! `#[cfg(test)]` or in a `tests.rs` is left out, since tests may reach further.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Longest file, in lines without its tests.
const LINES: usize = 600;

/// Files that are still longer. The list may only shrink: a file that has become short enough must leave it.
const STILL_LONG: &[&str] = &["formats/pdf/edit/line.rs", "formats/pdf/glyphs/walk.rs"];

/// For each room, the rooms that it may import besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("error", &["model"]),
    ("limits", &["model", "error"]),
    ("context", &["model", "error", "limits"]),
    ("recognise", &["model", "error"]),
    ("layout", &["model"]),
    ("ocr", &["model", "error", "context", "layout"]),
    ("formats", &["model", "error", "context", "limits", "layout", "recognise", "ocr"]),
    ("detect", &["model"]),
    ("decide", &["model", "error"]),
    ("receipt", &["model"]),
    ("verify", &["model", "error", "context", "ocr", "receipt"]),
    (
        "pipeline",
        &[
            "model",
            "error",
            "limits",
            "context",
            "recognise",
            "layout",
            "ocr",
            "formats",
            "detect",
            "decide",
            "receipt",
            "verify",
        ],
    ),
    ("wasm", &["ocr", "pipeline", "model", "error", "context", "limits", "decide", "receipt"]),
    ("main", &["pipeline", "model", "error", "context", "limits", "decide", "receipt", "verify"]),
];

/// Foreign crates that stand behind one wall, and the folders or files that may name them.
const BEHIND_WALLS: &[(&str, &[&str])] = &[
    ("pdf", &["verify/second.rs"]),
    ("hayro", &["formats/pdf"]),
    ("hayro_syntax", &["formats/pdf"]),
    ("hayro_interpret", &["formats/pdf"]),
    ("hayro_font", &["formats/pdf"]),
    ("hayro_cmap", &["formats/pdf"]),
    ("subsetter", &["formats/pdf"]),
    ("image", &["formats/image", "formats/pdf"]),
    ("heic_rs", &["formats/image/convert"]),
    ("fax", &["formats/pdf/pictures/group4.rs", "verify/raw/fax.rs"]),
    ("bytemuck", &["ocr/layers.rs"]),
    ("rten_imageproc", &["ocr/detect.rs"]),
    ("rxing", &["ocr/barcode.rs"]),
    ("wasm_bindgen", &["wasm"]),
    ("js_sys", &["wasm"]),
    ("web_sys", &["wasm"]),
    ("clap", &["main.rs"]),
    ("indicatif", &["main.rs"]),
    ("rayon", &["main.rs"]),
    ("anstream", &["main.rs"]),
];

/// The world outside, which `main.rs` alone may touch.
const WORLD: &[&str] =
    &["std::fs", "std::env", "std::time", "std::net", "std::process", "std::thread", "std::io::std"];

struct File {
    /// Below `src`, with slashes.
    path: String,
    all: String,
    /// Without tests and without comments.
    code: String,
}

impl File {
    /// `src/formats/pdf/write.rs` and `src/formats.rs` belong to the room `formats`.
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut waiting, mut out): (Vec<PathBuf>, Vec<File>) = (vec![root.clone()], Vec::new());
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let all = std::fs::read_to_string(&path).unwrap();
            let tests = path.ends_with("tests.rs");
            let code = if tests { "" } else { all.split("#[cfg(test)]").next().unwrap() };
            let code = code.lines().map(|l| l.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
            let path = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            out.push(File { path, all, code });
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(out.len() > 20, "the sources were not found");
    out
}

/// First segments of all paths that begin with `start`, groups taken apart: `crate::{a::b, c}` gives `a` and `c`.
fn segments(code: &str, start: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices(start) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + start.len()..];
        let word =
            |s: &str| -> String { s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
        let Some(group) = rest.strip_prefix('{') else {
            out.insert(word(rest));
            continue;
        };
        let (mut depth, mut item) = (0, String::new());
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    out.insert(word(item.trim()));
                    item.clear();
                    continue;
                }
                _ => {}
            }
            item.push(c);
        }
        out.insert(word(item.trim()));
    }
    out.remove("");
    out
}

#[test]
fn groups_are_taken_apart() {
    let found = segments("use crate::{a::{b, c}, d};\nfn f() { crate::e::g() } mycrate::h", "crate::");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "d", "e"]);
}

#[test]
fn rooms_import_what_they_may() {
    let rooms: BTreeSet<&str> = MAY_IMPORT.iter().map(|r| r.0).collect();
    let mut wrong = Vec::new();
    for file in files().iter().filter(|f| f.path != "lib.rs") {
        let room = file.room();
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|r| r.0 == room) else {
            wrong.push(format!("{}: a room that the table does not know", file.path));
            continue;
        };
        let start = if room == "main" { "biffure::" } else { "crate::" };
        for used in segments(&file.code, start) {
            // Names that lib.rs hands on (`crate::Result`) begin with a capital.
            let is_room = used.starts_with(char::is_lowercase);
            if is_room && used != room && !(allowed.contains(&used.as_str()) && rooms.contains(used.as_str()))
            {
                wrong.push(format!("{} imports {used}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn formats_do_not_know_their_siblings() {
    let siblings = ["text", "image", "pdf"];
    let mut wrong = Vec::new();
    for file in files().iter().filter(|f| f.path.starts_with("formats/")) {
        let own = file.path.split('/').nth(1).unwrap();
        let mut used = segments(&file.code, "crate::formats::");
        if file.path.ends_with("/mod.rs") && file.path != "formats/mod.rs" {
            used.extend(segments(&file.code, "super::"));
        }
        used.extend(segments(&file.code, "super::super::"));
        used.retain(|u| siblings.contains(&u.as_str()) && u != own);
        if file.path != "formats/mod.rs" && !used.is_empty() {
            wrong.push(format!("{}: {used:?}", file.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn foreign_crates_stay_behind_their_walls() {
    let mut wrong = Vec::new();
    for file in &files() {
        for (name, walls) in BEHIND_WALLS {
            let used = !segments(&file.code, &format!("{name}::")).is_empty()
                || file.code.contains(&format!("use {name};"));
            // A module of ours may share a crate's name: `self::pdf::…`, `mod image`.
            let ours =
                file.code.contains(&format!("mod {name};")) || file.code.contains(&format!("raw::{name}"));
            if used && !ours && !walls.iter().any(|w| file.path.starts_with(w)) {
                wrong.push(format!("{} uses {name}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_core_touches_nothing_outside() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|f| f.path != "main.rs") {
        for door in WORLD.iter().filter(|d| file.code.contains(**d)) {
            wrong.push(format!("{} uses {door}", file.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn habits_are_kept() {
    let shortcuts = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        "println!(",
        "unsafe ",
        "TODO",
        "FIXME",
    ];
    let mut wrong = Vec::new();
    for file in &files() {
        let mut tell = |what: &str| wrong.push(format!("{}: {what}", file.path));
        if !file.all.starts_with("//! ") {
            tell("does not open with what it is for");
        }
        let long = file.code.lines().count() > LINES;
        match (long, STILL_LONG.contains(&file.path.as_str())) {
            (true, false) => tell("is too long"),
            (false, true) => tell("is short enough to leave the list of long files"),
            _ => {}
        }
        if file.code.contains("target_arch") && file.path != "lib.rs" {
            tell("knows the machine it runs on");
        }
        for shortcut in shortcuts.iter().filter(|s| file.code.contains(**s)) {
            if file.path != "main.rs" || *shortcut != "println!(" {
                tell(shortcut);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
