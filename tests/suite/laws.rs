//! Laws that hold for any text: spans round outward, plans are total, nothing that was struck is told by anything that we
//! say, striking more uncovers nothing, and a second run finds nothing that must go.

use std::sync::Arc;

use biffure::decide::{Choices, Policy, Treatment};
use biffure::model::{Category, FindingId, KeepReason, Known, TextBuilder};
use biffure::pipeline::{Options, Session, audit_with_receipt, redact};
use biffure::verify::Verified;
use biffure::{ErrorKind, Result};
use proptest::prelude::*;

/// Names that no gazetteer holds, so that they are found only because the site knows them.
const NAMES: [&str; 4] =
    ["Zéphirine Vauquelin", "Ombeline Trasdarot", "Hyacinthe Le Quéraudec", "Théodule Brizembourg"];
const WORDS: [&str; 12] =
    ["toux", "fièvre", "depuis", "lundi", "la", "douleur", "repos", "scanner", "normal", "vue", "ce", "jour"];

/// A text of everyday words with names strewn in, in several spellings.
fn document() -> impl Strategy<Value = (String, Vec<usize>)> {
    let word = prop_oneof![
        8 => (0..WORDS.len()).prop_map(|i| (WORDS[i].to_owned(), None)),
        2 => (0..NAMES.len(), 0..4usize).prop_map(|(i, way)| (spelled(NAMES[i], way), Some(i))),
    ];
    let gap = prop_oneof![6 => Just(" "), 1 => Just("\n"), 1 => Just(", "), 1 => Just(" : ")];
    prop::collection::vec((word, gap), 1..60).prop_map(|parts| {
        let mut text = String::new();
        let mut named = Vec::new();
        for ((word, name), gap) in parts {
            text.push_str(&word);
            text.push_str(gap);
            named.extend(name);
        }
        named.sort_unstable();
        named.dedup();
        (text, named)
    })
}

fn spelled(name: &str, way: usize) -> String {
    match way {
        0 => name.to_owned(),
        1 => name.to_uppercase(),
        2 => name.replace('é', "e"),
        _ => name.replace(' ', "\u{a0}"),
    }
}

fn options(named: &[usize]) -> Options {
    let names = named.iter().map(|i| NAMES[*i].to_owned()).collect();
    Options { known: Known { names, ..Known::default() }, ..Options::default() }
}

fn struck(text: &str, named: &[usize]) -> Result<Verified> {
    redact(Arc::from(text.as_bytes()), options(named), &Choices::default())
}

fn letters(s: &str) -> String {
    biffure::model::squeezed(s)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_round_outward(pieces in prop::collection::vec("[a-zé\u{fb01}😀]{1,4}", 1..30), a in 0..200usize, b in 0..200usize) {
        let seen = atoms(&pieces);
        let text = &seen;
        let len = text.as_str().len();
        let span = a.min(b).min(len)..b.max(a).min(len);
        prop_assume!(span.start < span.end);
        let rounded = text.rounded(&span);
        prop_assert!(rounded.start <= span.start && span.end <= rounded.end);
        prop_assert!(text.as_str().get(rounded.clone()).is_some());
        let inside: Vec<_> = text.atoms_in(&span).collect();
        for (range, atom) in text.atoms() {
            let shares = range.start < span.end && span.start < range.end;
            prop_assert_eq!(shares, inside.contains(&atom));
            prop_assert!(!shares || (rounded.start <= range.start && range.end <= rounded.end));
        }
    }

    #[test]
    fn what_was_struck_is_told_by_nothing((text, named) in document()) {
        match struck(&text, &named) {
            Ok(verified) => {
                let (bytes, receipt) = verified.into_parts();
                let out = letters(&String::from_utf8(bytes).unwrap());
                let receipt = format!("{receipt:?} {}", serde_json::to_string(&receipt).unwrap());
                for name in named.iter().map(|i| letters(NAMES[*i])) {
                    prop_assert!(!out.contains(&name));
                    prop_assert!(!letters(&receipt).contains(&name));
                }
            }
            Err(e) => {
                let said = letters(&format!("{e} {e:?}"));
                for name in NAMES {
                    prop_assert!(name.split(' ').all(|part| !said.contains(&letters(part))));
                }
                prop_assert!(false, "refused: {e}");
            }
        }
    }

    #[test]
    fn a_second_run_finds_nothing_that_must_go((text, named) in document()) {
        let (bytes, receipt) = struck(&text, &named).unwrap().into_parts();
        let again = Session::open(Arc::from(bytes.as_slice()), options(&named), |_| biffure::context::Go::On).unwrap();
        prop_assert!(again.review().items.iter().all(|i| i.treatment != Treatment::Force));
        let receipt = serde_json::to_string(&receipt).unwrap();
        let audit = audit_with_receipt(Arc::from(bytes), &receipt, &Policy::public(), biffure::limits::Limits::default());
        prop_assert!(audit.is_ok(), "{:?}", audit.err());
    }

    #[test]
    fn striking_more_uncovers_nothing((text, named) in document()) {
        prop_assume!(named.len() > 1);
        let visible = |named: &[usize]| String::from_utf8(struck(&text, named).unwrap().into_parts().0).unwrap();
        let (fewer, more) = (visible(&named[1..]), visible(&named));
        // What shows when more is struck is what shows when less is, with pieces taken out.
        let shows = |c: &char| c.is_alphanumeric();
        let mut rest = fewer.chars().filter(shows);
        prop_assert!(more.chars().filter(shows).all(|c| rest.any(|r| r == c)));
    }

    #[test]
    fn every_finding_gets_one_choice((text, named) in document(), keep in prop::collection::vec(any::<bool>(), 40)) {
        let session = Session::open(Arc::from(text.as_bytes()), options(&named), |_| biffure::context::Go::On).unwrap();
        let mut choices = Choices::default();
        let mut findings = 0u32;
        for (item, keep) in session.review().items.iter().zip(keep.iter().chain(std::iter::repeat(&false))) {
            findings += 1;
            if *keep && item.may_overrule && item.treatment != Treatment::Ignore {
                choices.keep.insert(item.finding.id, KeepReason::NotIdentity);
            }
        }
        let kept = choices.keep.len() as u32;
        let receipt = session.finish(&choices).unwrap().into_parts().1;
        prop_assert_eq!(receipt.kept.values().sum::<u32>(), kept);
        // A struck string is struck wherever it stands again, so there may be more strikes than findings.
        prop_assert!(receipt.struck.values().sum::<u32>() >= findings - kept || kept > 0);
    }
}

fn atoms(pieces: &[String]) -> biffure::model::Text {
    let mut cx = biffure::context::Cx::default();
    let mut builder = TextBuilder::new();
    for piece in pieces {
        builder.push(piece, cx.atom());
    }
    builder.finish()
}

#[test]
fn a_choice_for_what_is_not_there_is_refused() {
    let mut choices = Choices::default();
    choices.keep.insert(FindingId(900), KeepReason::Wanted);
    let refused = redact(Arc::from("toux".as_bytes()), Options::default(), &choices).err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::Misuse);
}

#[test]
fn a_person_overrules_and_the_gate_lets_it_through() {
    let text = "Mme Vauquelin a de la toux. Zéphirine Vauquelin habite là.\n";
    let open =
        || Session::open(Arc::from(text.as_bytes()), options(&[0]), |_| biffure::context::Go::On).unwrap();
    let session = open();
    let mut choices = Choices::default();
    for item in session.review().items.iter().filter(|i| i.finding.category == Category::PersonName) {
        choices.keep.insert(item.finding.id, KeepReason::NotIdentity);
    }
    assert!(!choices.keep.is_empty(), "the known name is found");
    let (bytes, receipt) = session.finish(&choices).unwrap().into_parts();
    assert!(String::from_utf8_lossy(&bytes).contains("Vauquelin"));
    let json = serde_json::to_string(&receipt).unwrap();
    let gate = |receipt: &str| {
        audit_with_receipt(
            Arc::from(bytes.as_slice()),
            receipt,
            &Policy::public(),
            biffure::limits::Limits::default(),
        )
    };
    assert!(gate(&json).is_ok());
}

/// A sign that nobody sees must not hold back a text: it goes, the rest comes through.
#[test]
fn no_sign_of_unicode_holds_a_text_back() {
    let refused = |c: &char| {
        let text = format!("toux{c}sèche et fièvre");
        !c.is_control() && struck(&text, &[]).is_err()
    };
    let signs = ('\u{20}'..='\u{33FF}').chain('\u{FB00}'..='\u{FFFF}').chain('\u{E0000}'..='\u{E01FF}');
    let bad: Vec<String> = signs.filter(refused).map(|c| format!("U+{:04X}", u32::from(c))).collect();
    assert!(bad.is_empty(), "{bad:?}");
}
