//! Every code that the core can send over the browser boundary has a sentence in every language of the pages.

use std::fs;
use std::path::Path;

use biffure::context::Step;
use biffure::error::ErrorKind;
use biffure::model::{Category, Notice, OpaqueKind, Reason};

fn strings(language: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/strings").join(format!("{language}.js"));
    fs::read_to_string(path).expect("the strings of a language")
}

/// Whether a table has an entry with this key: `key:` at the start of a line's words.
fn has_key(strings: &str, key: &str) -> bool {
    strings.lines().any(|l| {
        let l = l.trim_start();
        l.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'))
            || l.strip_prefix(&format!("'{key}'")).is_some_and(|rest| rest.starts_with(':'))
    })
}

#[test]
fn every_code_has_words_in_french_and_english() {
    let codes: Vec<&str> = Category::ALL
        .iter()
        .map(|c| c.code())
        .chain(Reason::ALL.iter().map(|r| r.code()))
        .chain(Notice::ALL.iter().map(|n| n.code()))
        .chain(OpaqueKind::ALL.iter().map(|k| k.code()))
        .chain(ErrorKind::ALL.iter().map(|k| k.code()))
        .chain([Step::Reading, Step::Detecting, Step::Striking, Step::Checking].iter().map(|s| s.code()))
        .collect();
    for language in ["fr", "en"] {
        let strings = strings(language);
        let missing: Vec<_> = codes.iter().filter(|c| !has_key(&strings, c)).collect();
        assert!(missing.is_empty(), "{language} lacks words for {missing:?}");
    }
}

#[test]
fn no_page_promises_anonymity() {
    for language in ["fr", "en"] {
        let strings = strings(language).to_lowercase();
        assert!(!strings.contains("anonym"), "{language}: struck out is not anonymous");
    }
}
