//! Detection is linear: no text that was written to cost time takes much longer a byte than a letter does, and a long text not
//! longer than a short one. Ratios within one run, with room for a loaded machine; `cargo xtask bench` prints them sharply.

use std::time::Instant;

use biffure::model::Known;
use biffure::pipeline::detect_text;

use super::hostile::hostile;

/// A page of an ordinary letter, invented.
const LETTER: &str = include_str!("../heldback/notes.txt");

/// Nanoseconds a byte, the quickest of some runs.
fn per_byte(text: &str, runs: usize) -> f64 {
    let one = |_| {
        let began = Instant::now();
        let found = detect_text(text, &Known::default()).expect("a text");
        assert!(found.iter().all(|m| m.code_points.end <= text.len()));
        began.elapsed().as_nanos() as f64 / text.len() as f64
    };
    (0..runs).map(one).fold(f64::INFINITY, f64::min)
}

fn ordinary() -> String {
    LETTER.lines().filter(|l| !l.starts_with("# ")).collect::<Vec<_>>().join("\n").replace("\n---\n", "\n\n")
}

#[test]
fn no_hostile_text_takes_much_longer_than_an_ordinary_one() {
    let letter = ordinary();
    let usual = per_byte(&letter, 3);
    for (name, text) in hostile(64 << 10) {
        let mut ratio = per_byte(&text, 1) / usual;
        if ratio > 3.0 {
            ratio = per_byte(&text, 3) / per_byte(&letter, 3);
        }
        assert!(ratio < 6.0, "{name}: {ratio:.1} times as long a byte");
    }
}

#[test]
fn a_long_text_takes_no_longer_a_byte_than_a_short_one() {
    let letter = ordinary();
    let long = vec![letter.as_str(); 16].join("\n\n");
    let ratio = per_byte(&long, 1) / per_byte(&letter, 3);
    assert!(ratio < 3.0, "{ratio:.1}");
}
