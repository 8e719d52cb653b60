//! Small files that hide a name in every way that a file can (tests/corpus/traps): whatever the channel, nothing of it is
//! left, whether pictures go or a person vouched for them. `cargo xtask corpus` asks foreign engines the same.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use biffure::decide::{Choices, Unsaid};
use biffure::model::Known;
use biffure::pipeline::{self, Options, Session};
use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    trap: Vec<Trap>,
}

#[derive(Deserialize)]
struct Trap {
    id: String,
    path: String,
    channel: u32,
}

const SECRETS: [&str; 3] = ["Ysoline", "Farguette", "7712345604"];

fn traps() -> Vec<(Trap, Arc<[u8]>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let text = std::fs::read_to_string(folder.join("manifest.toml")).expect("manifest.toml");
    let manifest: Manifest = toml::from_str(&text).expect("the manifest's shape");
    let read = |t: Trap| {
        let bytes = std::fs::read(folder.join(&t.path)).expect("a trap");
        (t, Arc::from(bytes))
    };
    manifest.trap.into_iter().map(read).collect()
}

fn options() -> Options {
    let other = SECRETS.iter().map(|s| (*s).to_owned()).chain(["Ysoline Farguette".to_owned()]).collect();
    Options { known: Known { other, ..Known::default() }, ..Options::default() }
}

fn struck(bytes: &Arc<[u8]>, unsaid: Unsaid) -> (Vec<u8>, Vec<String>) {
    let choices = Choices { unsaid, ..Choices::default() };
    let (bytes, receipt) =
        pipeline::redact(Arc::clone(bytes), options(), &choices).expect("struck").into_parts();
    (bytes, receipt.notices)
}

fn said(bytes: &[u8]) -> String {
    let session =
        Session::open(Arc::from(bytes), Options::default(), |_| biffure::context::Go::On).expect("opens");
    session.review().texts.join("\n").to_lowercase()
}

#[test]
fn every_channel_has_two_traps() {
    let channels: Vec<u32> = traps().iter().map(|(t, _)| t.channel).collect();
    for channel in 1..=14 {
        assert!(channels.iter().filter(|c| **c == channel).count() >= 2, "channel {channel}");
    }
}

#[test]
fn nothing_is_left_in_any_trap() {
    for (trap, source) in traps() {
        for unsaid in [Unsaid::Remove, Unsaid::Vouched] {
            let (out, _) = struck(&source, unsaid);
            let (text, raw) = (said(&out), String::from_utf8_lossy(&out).to_lowercase());
            for secret in SECRETS.map(str::to_lowercase) {
                assert!(!text.contains(&secret) && !raw.contains(&secret), "{} keeps a secret", trap.id);
            }
        }
    }
}

#[test]
fn a_file_that_only_looks_struck_out_is_told() {
    let told: BTreeSet<String> = traps()
        .into_iter()
        .filter(|(_, source)| struck(source, Unsaid::Vouched).1.iter().any(|n| n == "fake_redaction"))
        .map(|(trap, _)| trap.id)
        .collect();
    // What lies under a scan is its text layer, drawn there on purpose; the one here is no larger than a bar.
    let faked = [
        "black-on-black",
        "text-behind-a-scan",
        "under-a-picture",
        "under-a-rectangle",
        "under-a-square-annotation",
    ];
    assert_eq!(told, faked.map(str::to_owned).into());
}

#[test]
fn a_portfolio_and_a_form_for_one_program_are_refused_with_a_sentence() {
    for (entry, part) in [("/Collection <</Type /Collection>>", "portfolio"), ("/NeedsRendering true", "xfa")]
    {
        let page = "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99]>> endobj";
        let file = format!(
            "%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R {entry}>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n\
             {page}\ntrailer <</Root 1 0 R>>\n"
        );
        let refused =
            pipeline::scan(Arc::from(file.into_bytes()), Options::default()).err().expect("refused");
        assert_eq!(refused.kind(), biffure::ErrorKind::Unsupported);
        assert!(refused.to_string().contains(part), "{refused}");
    }
}
