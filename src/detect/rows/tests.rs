//! Tables of invented values: each kind of identity, in the countries and the writings that it comes in, through the whole
//! of detection. A row that is not struck to its last letter is a leak, and is told with its writing.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::{AtomId, Format, TextBuilder};

#[path = "births/tests.rs"]
mod births;
#[path = "contacts/tests.rs"]
mod contacts;
#[path = "fields/tests.rs"]
mod fields;
#[path = "hard/tests.rs"]
mod hard;
#[path = "national/tests.rs"]
mod national;
#[path = "numbers/tests.rs"]
mod numbers;
#[path = "quasi/tests.rs"]
mod quasi;
#[path = "written/tests.rs"]
mod written;

/// All that is found in a text whose fields were read.
pub(super) fn findings(string: &str) -> Vec<Finding> {
    findings_of(&[string])
}

/// The same for a document of several pages.
pub(super) fn findings_of(pages: &[&str]) -> Vec<Finding> {
    detect(&seen(pages), &Known::default())
}

/// The same with what policies leave in place.
pub(super) fn all_findings(string: &str) -> Vec<Finding> {
    detect_all(&seen(&[string]), &Known::default())
}

fn seen(pages: &[&str]) -> Extract {
    let text = |string: &&str| {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        let mut text = b.finish();
        let fields = crate::layout::fields_of(&text);
        text.set_fields(fields);
        text
    };
    Extract { texts: pages.iter().map(text).collect(), ..Extract::empty(Format::Text) }
}

/// What was found, as it reads.
pub(super) fn said(found: &[Finding], pages: &[String]) -> Vec<(String, Category)> {
    found.iter().map(|f| (pages[f.text][f.span.clone()].to_owned(), f.category)).collect()
}

/// What is wrong with how a value between two strings is found, if anything: a letter that stays, or another category.
pub(super) fn fault(before: &str, value: &str, after: &str, wanted: &[Category]) -> Option<String> {
    let string = format!("{before}{value}{after}");
    fault_in(&findings(&string), before, value, after, wanted)
}

/// The same in what was found already.
pub(super) fn fault_in(
    found: &[Finding],
    before: &str,
    value: &str,
    after: &str,
    wanted: &[Category],
) -> Option<String> {
    let string = format!("{before}{value}{after}");
    let holder = |at: usize| found.iter().find(|f| f.span.contains(&at));
    let mut kinds = Vec::new();
    for (at, _) in value.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        match holder(before.len() + at) {
            Some(f) => kinds.push(f.category),
            None => {
                let said: Vec<_> = found.iter().map(|f| (&string[f.span.clone()], f.category)).collect();
                return Some(format!("leak {value:?} in {string:?}: {said:?}"));
            }
        }
    }
    let right = kinds.iter().filter(|k| wanted.contains(k)).count();
    (!wanted.is_empty() && 2 * right < kinds.len())
        .then(|| format!("{value:?} in {string:?} is {:?}", kinds.first()))
}

/// The ways in which a number of groups parted by blanks is written.
pub(super) fn writings(value: &str) -> Vec<String> {
    let compact = value.replace(' ', "");
    let mut out = vec![value.to_owned(), compact.clone()];
    if value != compact {
        out.extend(["\u{a0}", "\u{202f}", ".", "-"].map(|mark| value.replace(' ', mark)));
        let blanks: Vec<usize> = value.match_indices(' ').map(|(at, _)| at).collect();
        // A line ends inside a number that has several groups.
        if let Some(middle) = blanks.get(blanks.len() / 2).filter(|_| blanks.len() > 2) {
            out.push(format!("{}\n{}", &value[..*middle], &value[middle + 1..]));
        }
    }
    out
}

/// The same as a reading machine confuses it: one digit at a time.
pub(super) fn misread(value: &str) -> Vec<String> {
    let pairs = [('0', "O"), ('0', "o"), ('1', "l"), ('1', "I"), ('5', "S"), ('8', "B")];
    let put = |(digit, letter): (char, &str)| {
        let at = value.rfind(digit)?;
        Some(format!("{}{letter}{}", &value[..at], &value[at + 1..]))
    };
    pairs.into_iter().filter_map(put).collect()
}

/// The places in which a labelled value stands.
pub(super) fn places(label: &str) -> Vec<(String, &'static str)> {
    vec![
        (format!("{label} : "), "\n"),
        (format!("{label}\t"), "\tfin"),
        (format!("Vous trouverez ci-joint, {label} "), ", vu ce jour."),
        (format!("{label}\n"), "\n"),
        (format!("{} : ", label.to_uppercase()), " "),
        (format!("The {label}: "), ", as told."),
    ]
}

/// Holds a table: labels (parted by bars), the value in its groups, the categories that fit.
pub(super) fn hold(rows: &[(&str, &str, &[Category])]) {
    let mut faults = Vec::new();
    for (labels, value, wanted) in rows {
        for label in labels.split('|') {
            for (before, after) in places(label) {
                faults.extend(fault(&before, value, after, wanted));
            }
        }
        let label = labels.split('|').next().unwrap();
        for written in writings(value).into_iter().chain(misread(value)) {
            faults.extend(fault(&format!("{label} : "), &written, "\n", wanted));
        }
    }
    told(&faults);
}

/// Fails with the first faults, if there are any.
pub(super) fn told(faults: &[String]) {
    let some: Vec<&str> = faults.iter().take(400).map(String::as_str).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), some.join("\n"));
}
