//! The command line as a person or a script uses it: exit codes, what is printed, what is written.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const LETTER: &str = "Compte rendu de scanner\n\nNom : VAUQUELIN\nPrénom : Odette\nTél : 01 99 00 12 34\n\nMme Vauquelin présente une \
lésion hépatique de 12 mm.\n";

fn biffure(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_biffure"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("biffure starts");
    child.stdin.take().expect("stdin").write_all(stdin.as_bytes()).expect("stdin takes it");
    child.wait_with_output().expect("biffure ends")
}

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("folder");
    path
}

fn path(p: &std::path::Path) -> &str {
    p.to_str().expect("utf-8 path")
}

#[test]
fn redact_writes_a_struck_file_and_a_receipt() {
    let here = folder("cli-redact");
    let (source, out, receipt) =
        (here.join("vauquelin.txt"), here.join("out.txt"), here.join("receipt.json"));
    fs::write(&source, LETTER).expect("write");
    let done = biffure(&["redact", path(&source), "-o", path(&out), "--receipt", path(&receipt)], "");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let written = fs::read_to_string(&out).expect("output");
    assert!(
        !written.to_lowercase().contains("vauquelin")
            && !written.contains("Odette")
            && !written.contains("12 34")
    );
    assert!(written.contains("lésion hépatique de 12 mm"));
    let receipt = fs::read_to_string(receipt).expect("receipt");
    assert!(receipt.contains("\"sha256\"") && !receipt.contains("Vauquelin"));
    // A second look finds nothing, with and without the receipt.
    assert_eq!(biffure(&["verify", path(&out)], "").status.code(), Some(0));
    assert_eq!(
        biffure(&["verify", path(&out), "--receipt", path(&here.join("receipt.json"))], "").status.code(),
        Some(0)
    );
    assert_eq!(biffure(&["verify", path(&source)], "").status.code(), Some(7));
}

#[test]
fn many_files_go_into_a_folder_under_our_names() {
    let here = folder("cli-many");
    for name in ["vauquelin-1.txt", "vauquelin-2.txt", "broken.pdf"] {
        fs::write(here.join(name), if name.ends_with("pdf") { "%PDF-1.7 nothing" } else { LETTER })
            .expect("write");
    }
    let files: Vec<PathBuf> =
        ["vauquelin-1.txt", "vauquelin-2.txt", "broken.pdf"].iter().map(|n| here.join(n)).collect();
    let out = here.join("out");
    let mut args = vec!["redact", "-o", path(&out)];
    args.extend(files.iter().map(|f| path(f)));
    let done = biffure(&args, "");
    assert_eq!(done.status.code(), Some(4));
    let mut names: Vec<String> = fs::read_dir(&out)
        .expect("folder")
        .map(|e| e.expect("entry").file_name().into_string().expect("name"))
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["document-1.receipt.json", "document-1.txt", "document-2.receipt.json", "document-2.txt"]
    );
}

#[test]
fn scan_counts_and_shows_only_when_asked() {
    let here = folder("cli-scan");
    fs::write(here.join("a.txt"), LETTER).expect("write");
    let quiet = biffure(&["scan", path(&here)], "");
    assert_eq!(quiet.status.code(), Some(0));
    let said = String::from_utf8(quiet.stdout).expect("utf-8");
    assert!(said.contains("\"Phone\":1") && !said.to_lowercase().contains("vauquelin"));
    let shown = String::from_utf8(biffure(&["scan", "--show", path(&here)], "").stdout).expect("utf-8");
    assert!(shown.contains("VAUQUELIN"));
}

#[test]
fn detect_speaks_json_lines_in_code_points() {
    let line = r#"{"id": "é-1", "text": "Éléonore vit. Tél : 01 99 00 12 34."}"#;
    let done = biffure(&["detect", "--jsonl"], &format!("{line}\n"));
    assert_eq!(done.status.code(), Some(0));
    let v: serde_json::Value = serde_json::from_slice(&done.stdout).expect("one JSON line");
    assert_eq!(v["id"], "é-1");
    let spans = v["spans"].as_array().expect("spans");
    assert!(spans.iter().any(|s| s["category"] == "Phone" && s["start"] == 20 && s["end"] == 34), "{v}");
    assert!(v.get("nanos").is_none(), "{v}");
    let timed = biffure(&["detect", "--jsonl", "--time"], &format!("{line}\n"));
    let timed: serde_json::Value = serde_json::from_slice(&timed.stdout).expect("one JSON line");
    assert!(timed["nanos"].as_u64().is_some_and(|n| n > 0) && timed["spans"] == v["spans"], "{timed}");
}

#[test]
fn refusals_have_a_sentence_and_a_code() {
    let here = folder("cli-refusals");
    let cases: [(&str, &[u8], i32); 5] = [
        ("empty", b"", 4),
        ("office.docx", b"PK\x03\x04word/document.xml", 3),
        ("unknown", &[1, 2, 0, 3], 3),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj", 4),
        ("cut.jpg", b"\xFF\xD8\xFF\xE0\x00\x10JFIF", 4),
    ];
    for (name, bytes, code) in cases {
        let (source, out) = (here.join(name), here.join("out"));
        fs::write(&source, bytes).expect("write");
        let done = biffure(&["redact", path(&source), "-o", path(&out)], "");
        assert_eq!(done.status.code(), Some(code), "{name}");
        assert!(!done.stderr.is_empty() && done.stdout.is_empty() && !out.exists(), "{name}");
    }
    assert_eq!(biffure(&["redact"], "").status.code(), Some(2));
    assert_eq!(biffure(&["redact", "/nowhere.pdf", "-o", "/nowhere.out"], "").status.code(), Some(2));
    assert_eq!(biffure(&["--help"], "").status.code(), Some(0));
}

#[test]
fn a_picture_waits_for_a_person() {
    let here = folder("cli-picture");
    let (source, out) = (here.join("photo.png"), here.join("out.png"));
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8).write_to(&mut png, image::ImageFormat::Png).expect("png");
    fs::write(&source, png.into_inner()).expect("write");
    assert_eq!(biffure(&["redact", path(&source), "-o", path(&out)], "").status.code(), Some(6));
    assert!(!out.exists());
}

#[test]
fn several_pictures_are_read_at_once() {
    let here = folder("cli-pictures");
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8).write_to(&mut png, image::ImageFormat::Png).expect("png");
    let files: Vec<PathBuf> = (0..8).map(|n| here.join(format!("photo-{n}.png"))).collect();
    for file in &files {
        fs::write(file, png.get_ref()).expect("write");
    }
    let out = here.join("out");
    let mut args = vec!["redact", "-o", path(&out)];
    args.extend(files.iter().map(|f| path(f)));
    let done = biffure(&args, "");
    let said = String::from_utf8(done.stderr).expect("utf-8");
    assert_eq!(done.status.code(), Some(6), "{said}");
    let told: Vec<&str> = said.lines().collect();
    assert_eq!(told.len(), 8, "{said}");
    assert!(told.iter().enumerate().all(|(n, line)| line.contains(&format!("photo-{n}.png"))), "{said}");
}
