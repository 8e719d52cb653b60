//! Files as other programs save them (tests/corpus/locked): encrypted in every way of the standard, linearised, updated, with two
//! tables of objects. They are read as a viewer reads them, and nothing of the name is left.

use std::path::PathBuf;
use std::sync::Arc;

use biffure::ErrorKind;
use biffure::decide::{Choices, Unsaid};
use biffure::model::Known;
use biffure::pipeline::{self, Options, Session};

const SECRETS: [&str; 3] = ["Ysoline", "Farguette", "7712345604"];

fn read(name: &str) -> Arc<[u8]> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/locked");
    Arc::from(std::fs::read(folder.join(name)).expect("a file"))
}

fn options(password: &str) -> Options {
    let other = SECRETS.iter().map(|s| (*s).to_owned()).chain(["Ysoline Farguette".to_owned()]).collect();
    Options {
        known: Known { other, ..Known::default() },
        password: password.to_owned(),
        ..Options::default()
    }
}

fn said(bytes: &[u8], password: &str) -> String {
    let session =
        Session::open(Arc::from(bytes), options(password), |_| biffure::context::Go::On).expect("opens");
    session.review().texts.join("\n")
}

/// Strikes a file and looks for the name in what comes out.
fn struck(name: &str, password: &str) -> Vec<String> {
    let choices = Choices { unsaid: Unsaid::Vouched, ..Choices::default() };
    let done = pipeline::redact(read(name), options(password), &choices).expect(name);
    let (out, receipt) = done.into_parts();
    let (text, raw) = (said(&out, ""), String::from_utf8_lossy(&out).into_owned());
    for secret in SECRETS {
        assert!(!text.contains(secret) && !raw.contains(secret), "{name} keeps a secret");
    }
    assert!(text.contains("Compte rendu"), "{name} lost what it shows: {text}");
    receipt.notices
}

#[test]
fn every_encryption_is_opened_with_an_empty_and_with_a_given_password() {
    for revision in 2..=6 {
        let (free, asks) = (format!("r{revision}.pdf"), format!("r{revision}-asks.pdf"));
        assert!(said(&read(&free), "").contains("Farguette"), "{free} is read");
        assert!(struck(&free, "").iter().any(|n| n == "decrypted"), "{free}");
        assert!(said(&read(&asks), "secret").contains("Farguette"), "{asks} is read");
        assert!(struck(&asks, "secret").iter().any(|n| n == "decrypted"), "{asks}");
        for wrong in ["", "Secret"] {
            let refused = pipeline::scan(read(&asks), options(wrong)).err().expect("refused");
            assert_eq!(refused.kind(), ErrorKind::Encrypted, "{asks} with {wrong:?}");
        }
    }
}

#[test]
fn attachments_that_nobody_can_open_keep_nothing_back() {
    assert!(said(&read("only-attachments.pdf"), "").contains("Farguette"));
    assert!(struck("only-attachments.pdf", "").iter().any(|n| n == "attachments_removed"));
}

#[test]
fn a_linearised_file_leaves_nothing_in_its_first_part_or_its_hints() {
    assert_eq!(said(&read("linearised.pdf"), "").matches("Farguette").count(), 2, "both pages are read");
    struck("linearised.pdf", "");
}

#[test]
fn an_update_of_a_linearised_file_is_read_and_its_past_goes() {
    let text = said(&read("linearised-then-updated.pdf"), "");
    assert_eq!(text.matches("Farguette").count(), 1, "the first page is the later one: {text}");
    struck("linearised-then-updated.pdf", "");
}

#[test]
fn a_value_that_only_the_newer_table_names_is_read() {
    assert!(said(&read("hybrid.pdf"), "").contains("Farguette"));
    struck("hybrid.pdf", "");
}
