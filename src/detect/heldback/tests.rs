//! Invented texts that no rule was written from and nothing was trained on → what detection covers there, held against what
//! is kept in `tests/heldback/results.txt`. Who falls below has lost something.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod score;
mod sets;

use super::detect;
use crate::model::{AtomId, Extract, Finding, Format, Known, TextBuilder};
use score::{Guess, Score, class_of_category};
use sets::{FRAMES, Marked, Row, SENTENCES, compared, marked, origin_row, origins, rows, texts, written};

const KEPT: &str = include_str!("../../../tests/heldback/results.txt");

fn found(text: &str) -> Vec<Finding> {
    let mut b = TextBuilder::new();
    b.push(text, AtomId::new(0));
    let mut built = b.finish();
    built.set_fields(crate::layout::fields_of(&built));
    let seen = Extract { texts: vec![built], ..Extract::empty(Format::Text) };
    detect(&seen, &Known::default())
}

fn measure<'a>(texts: impl IntoIterator<Item = &'a Marked>) -> Score {
    let mut score = Score::default();
    for m in texts {
        let text: String = m.text.iter().collect();
        let at = |byte: usize| text[..byte].chars().count();
        let guesses: Vec<Guess> = found(&text)
            .into_iter()
            .map(|f| Guess {
                span: at(f.span.start)..at(f.span.end),
                class: class_of_category(f.category.code()),
                confidence: f64::from(f.confidence),
            })
            .collect();
        score.add(&m.text, &m.gold, &guesses);
    }
    score
}

/// Holds what was measured against what is kept of the same sets.
fn holds(now: &[Row]) {
    let mine =
        |line: &&str| line.starts_with('#') || now.iter().any(|r| line.split(" | ").next() == Some(&r.set));
    let kept: Vec<&str> = KEPT.lines().filter(mine).collect();
    let (worse, better) = compared(&kept.join("\n"), now);
    assert!(
        worse.is_empty(),
        "worse than what is kept:\n  {}\nbetter:\n  {}\nIf that is meant: cargo xtask eval --keep",
        worse.join("\n  "),
        better.join("\n  ")
    );
}

#[test]
fn notes() {
    holds(&rows("notes", &measure(&texts(include_str!("../../../tests/heldback/notes.txt")))));
}

#[test]
fn forms() {
    holds(&rows("forms", &measure(&texts(include_str!("../../../tests/heldback/forms.txt")))));
}

#[test]
fn english() {
    holds(&rows("english", &measure(&texts(include_str!("../../../tests/heldback/english.txt")))));
}

#[test]
fn texts_by_others() {
    holds(&rows("others", &measure(&texts(include_str!("../../../tests/heldback/others.txt")))));
}

#[test]
fn english_texts_by_others() {
    let file = include_str!("../../../tests/heldback/others-english.txt");
    holds(&rows("others-english", &measure(&texts(file))));
}

#[test]
fn texts_without_identity() {
    holds(&rows("negatives", &measure(&texts(include_str!("../../../tests/heldback/negatives.txt")))));
}

#[test]
fn confidence_is_the_share_that_is_right() {
    // The even texts are what it was fitted to.
    let sets = [
        include_str!("../../../tests/heldback/notes.txt"),
        include_str!("../../../tests/heldback/forms.txt"),
        include_str!("../../../tests/heldback/english.txt"),
    ];
    let all: Vec<Marked> = sets.iter().flat_map(|set| texts(set).into_iter().skip(1).step_by(2)).collect();
    let score = measure(&all);
    assert!(score.calibration_error() <= 0.05, "{}", score.reliability());
}

#[test]
fn names_of_every_origin() {
    let mut now = Vec::new();
    for (set, file, frames) in [
        ("", include_str!("../../../tests/heldback/origins.txt"), SENTENCES),
        (" 2", include_str!("../../../tests/heldback/origins2.txt"), FRAMES),
    ] {
        for (origin, texts) in origins(file, frames) {
            let row = origin_row(&format!("{origin}{set}"), &measure(&texts)).unwrap();
            assert!(row.what == "NAME" && row.share >= 0.90, "{row:?}");
            now.push(row);
        }
    }
    holds(&now);
}

#[test]
fn a_half_covered_name_is_a_leak() {
    let m = marked("Mme {N:Vau Quelin} va {X:bien}");
    let scored = |end: usize| {
        let mut score = Score::default();
        score.add(&m.text, &m.gold, &[Guess { span: 4..end, class: Some(0), confidence: 0.9 }]);
        score
    };
    let (half, whole) = (scored(7), scored(14));
    assert_eq!((half.all.full, half.clean, half.misses[0].1.as_str()), (0, 0, "Mme [[Vau Quelin]] va bien"));
    assert_eq!((whole.classes[0].full, whole.clean, whole.flagged, whole.tokens), (1, 1, 2, 5));
    assert_eq!(whole.table().lines().next().unwrap(), "NAME       n     1  full 1.000  precision 1.000");
    assert!((whole.calibration_error() - 0.1).abs() < 1e-9);
}

#[test]
fn what_falls_is_told_and_what_rises_is_not_a_fault() {
    let row = |share: f64, precision: f64| Row {
        set: "notes".into(),
        what: "NAME".into(),
        count: 100,
        share,
        precision: Some(precision),
    };
    let kept = written(&[row(0.95, 0.90)]);
    assert_eq!(compared(&kept, &[row(0.95, 0.898)]), (vec![], Vec::<String>::new()));
    assert_eq!(compared(&kept, &[row(0.94, 0.95)]).0, ["notes NAME whole: 0.9500 → 0.9400"]);
    assert_eq!(compared(&kept, &[row(0.97, 0.80)]).0, ["notes NAME precision: 0.9000 → 0.8000"]);
    assert_eq!(compared(&kept, &[row(0.97, 0.9)]).1, ["notes NAME whole: 0.9500 → 0.9700"]);
    assert_eq!(compared(&kept, &[]).0, ["notes NAME: kept, and no longer measured"]);
}
