//! Texts → [`Finding`]s: runs every detector, follows what was found through the whole file, merges what they say.
//! Total: no errors, no I/O. Linear in the text. Spans are bytes of the text and lie on character boundaries.

mod address;
mod alike;
mod barcodes;
mod beside;
mod checksums;
mod contacts;
mod dates;
mod digits;
mod facility;
mod fielded;
#[cfg(test)]
#[path = "heldback/tests.rs"]
mod heldback;
mod identifiers;
mod input;
mod keyed;
mod known;
mod labels;
mod lexicon;
mod merge;
mod misread;
mod names;
mod outlined;
mod particles;
mod propagate;
mod quasi;
#[cfg(test)]
#[path = "rows/tests.rs"]
mod rows;
mod rx;
mod sieve;
mod spared;
mod spoken;
mod stated;
mod surnames;
mod tagged;
mod tagger;
mod tokens;

use std::sync::LazyLock;

pub(crate) use self::input::Input;
use self::rx::{Regex, rx};
use self::sieve::Pattern;
#[cfg(test)]
use crate::model::{AtomId, TextBuilder};
use crate::model::{Category, Extract, Finding, Known, Reason, Span, fold};

/// What one detector says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    /// Bytes of the text.
    pub span: Span,
    /// What it is.
    pub category: Category,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// Who says so.
    pub detector: &'static str,
    /// Why.
    pub reason: Reason,
}

/// Finds one sort of identity in one text.
pub(crate) trait Detector {
    /// Appends what it finds. Hits may overlap, and may come in any order.
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>);
}

/// The patterns that run over whole texts.
fn patterns() -> Vec<&'static Pattern> {
    [
        contacts::patterns(),
        identifiers::patterns(),
        dates::patterns(),
        keyed::patterns(),
        address::patterns(),
        beside::patterns(),
        quasi::patterns(),
    ]
    .concat()
}

/// Every detector, in no order that matters.
const DETECTORS: &[&dyn Detector] = &[
    &known::KnownIdentity,
    &identifiers::Identifiers,
    &contacts::Contacts,
    &dates::BirthDates,
    &spoken::Spoken,
    &keyed::Keyed,
    &barcodes::Barcodes,
    &address::Addresses,
    &names::Names,
    &facility::Facilities,
    &tagged::Learnt,
    &address::Behind,
];

/// What one detector finds in a string: the words and the kind.
#[cfg(test)]
fn found_by(detector: &dyn Detector, string: &str) -> Vec<(String, Category)> {
    let mut builder = TextBuilder::new();
    builder.push(string, AtomId::new(0));
    let (text, known) = (builder.finish(), Known::default());
    let mut out = Vec::new();
    detector.detect(&Input::new(&text, 0, &known), &mut out);
    out.into_iter().map(|h| (string.get(h.span).unwrap_or_default().to_owned(), h.category)).collect()
}

/// Finds identity in everything that was read. Findings come sorted by text and start, do not overlap within a text,
/// and are numbered from 0 in that order.
pub fn detect(seen: &Extract, known: &Known) -> Vec<Finding> {
    found(seen, known, false)
}

/// Where identity that the host holds stands in each text, whatever is around it; no texts where it holds none.
pub(crate) fn known_in(seen: &Extract, known: &Known) -> Vec<Vec<Span>> {
    // Most hosts hold none, and a text is folded before it is looked at.
    if known.is_empty() {
        return Vec::new();
    }
    let inputs = seen.texts.iter().enumerate().map(|(index, text)| Input::new(text, index, known));
    inputs
        .map(|input| {
            let mut hits = Vec::new();
            known::KnownIdentity.detect(&input, &mut hits);
            hits.into_iter().map(|hit| hit.span).collect()
        })
        .collect()
}

/// The same with what singles out only together with other things, which a review tells and policies leave in place: other
/// dates, wards and rooms, trades.
pub fn detect_all(seen: &Extract, known: &Known) -> Vec<Finding> {
    found(seen, known, true)
}

fn found(seen: &Extract, known: &Known, all: bool) -> Vec<Finding> {
    let inputs: Vec<Input<'_>> =
        seen.texts.iter().enumerate().map(|(index, text)| Input::new(text, index, known)).collect();
    let mut hits: Vec<(usize, Hit)> = Vec::new();
    for input in &inputs {
        let mut found = detected(DETECTORS, input);
        in_fields(input, &mut found);
        as_it_was_written(input, &mut found);
        if all {
            quasi::Quasi.detect(input, &mut found);
        } else {
            found.retain(|h| !quasi::offered(h.category));
        }
        identifiers::settle(&mut found);
        fielded::settle(&mut found);
        tagged::settle(&mut found);
        spared::spare(input, &mut found);
        hits.reserve(found.len());
        for mut hit in found {
            if matches!(hit.category, Category::PersonName | Category::Professional) {
                hit.span.end = names::joins::past_the_apostrophe(input.string, hit.span.end);
            }
            pieces(input.string, hit, |piece| hits.push((input.index, piece)));
        }
    }
    fielded::over_pages(&inputs, &mut hits);
    hits.extend(dates::repeated(&inputs, &hits));
    // What was followed has neighbours too, and what they give is followed in turn.
    let told = hits.len();
    let mut followed = propagate::Followed::default();
    followed.learn(&inputs, &hits);
    hits.extend(followed.find(&inputs));
    let mut near = beside::beside(&inputs, &hits);
    near.retain(|(at, hit)| inputs.get(*at).is_none_or(|input| !spared::nobody(input, hit)));
    if !near.is_empty() {
        let before = hits.split_off(told);
        hits.extend(near);
        hits.extend(dates::repeated(&inputs, &hits));
        let new = followed.learn(&inputs, hits.get(told..).unwrap_or_default());
        hits.extend(if new { followed.find(&inputs) } else { before });
    }
    hits.extend(facility::repeated(&inputs));
    merge::merge(&inputs, hits)
}

/// What detectors find in one text, each seeing what those before it found.
fn detected(detectors: &[&dyn Detector], input: &Input<'_>) -> Vec<Hit> {
    let mut found = Vec::new();
    for detector in detectors {
        detector.detect(input, &mut found);
    }
    found
}

/// What the detectors find once the confusions of a reading machine are undone: in the lines around them.
fn as_it_was_written(input: &Input<'_>, out: &mut Vec<Hit>) {
    let Some(clean) = misread::undone(input.string) else { return };
    for window in &clean.around {
        let Some(part) = clean.string.get(window.clone()) else { continue };
        let own = Input::reading(part, &[], input.index, input.known);
        out.extend(detected(DETECTORS, &own).into_iter().filter_map(|hit| {
            let span = window.start + hit.span.start..window.start + hit.span.end;
            input.string.get(span.clone())?;
            Some(Hit { span, ..hit })
        }));
    }
}

/// Longest finding, in bytes. What is longer was written to cost time: whoever searches for it again builds a machine of
/// its size.
const LONGEST: usize = 256;

/// A hit cut into pieces that are not too long, at character boundaries.
fn pieces(string: &str, hit: Hit, mut each: impl FnMut(Hit)) {
    let mut start = hit.span.start;
    while hit.span.end - start > LONGEST {
        let mut end = start + LONGEST;
        while !string.is_char_boundary(end) {
            end -= 1;
        }
        each(Hit { span: start..end, ..hit.clone() });
        start = end;
    }
    each(Hit { span: start..hit.span.end, ..hit });
}

/// Detectors that understand a label and its value when both stand on one line.
const IN_FIELDS: &[&dyn Detector] = &[&identifiers::Identifiers, &contacts::Contacts, &dates::BirthDates];

/// Labels that are worth reading with what stands below or beside them.
static FIELD_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"naiss|\bnais\b|\bnee?s?\b|birth|\bborn\b|d\.?o\.?b|d\.?d\.?n|\bn ?°|numero|\bnum\b|\bn[o.]\b|number|\bi\.?p\.?p|\bnip\b|\bnda\b|\biep\b|dossier|sejour|secu|\bnir\b|\bnss\b|\bins\b|matricule|rpps|adeli|finess|siret|siren|\btel|phone|portable|mobile|fax|mail|courriel|mutuelle|adherent|\bamc\b|\biban\b|\brib\b|mrn|\bid\b|\bssn\b|\bnhs\b|npi|account|policy|member|identifi|demande|accession|lieu|patient|contact|passe|permis|medicare|health card|\bchart",
    )
});

/// How far a label may stand before its value and still be seen by reading on.
const ADJACENT: usize = 3;

/// Longest label or value that is read as a field.
const FIELD_MOST: usize = 300;

/// A label may stand beside or above its value with other text between: reads each such pair as one line of its own.
fn in_fields(input: &Input<'_>, out: &mut Vec<Hit>) {
    // The heads of a table's columns are labels of many values.
    let (mut labels, mut said) = (tokens::Spellings::default(), Vec::new());
    for field in input.fields {
        let (Some(label), Some(value)) =
            (input.string.get(field.label.clone()), input.string.get(field.value.clone()))
        else {
            continue;
        };
        let number = labels.number(label);
        if number == said.len() {
            said.push(fielded::Said::by(&fielded::parted(label)));
        }
        let Some(said) = said.get(number).copied() else { continue };
        let whole = || fielded::whole(input.string, field).map(|category| (0..value.len(), category));
        // The head of a column has many values below; the first alone is surely its own.
        let near = || {
            let between = input.string.get(field.label.end..field.value.start).unwrap_or_default();
            between.len() <= FIELD_MOST && between.bytes().filter(|b| *b == b'\n').count() <= 1
        };
        let told =
            fielded::told(said, value).filter(|(_, category)| !fielded::by_outline(*category) || near());
        let outlined = || {
            if !input.recognised || !near() {
                return None;
            }
            let asked = outlined::asked_by(&fielded::spoken(label))?;
            outlined::outlined(asked, value).map(|category| (0..value.len(), category))
        };
        if let Some((span, category)) = told.or_else(whole).or_else(outlined) {
            let span = field.value.start + span.start..field.value.start + span.end;
            out.push(Hit {
                span,
                category,
                confidence: 0.8,
                detector: fielded::DETECTOR,
                reason: Reason::Label,
            });
        }
        let adjacent =
            field.label.end <= field.value.start && field.value.start - field.label.end <= ADJACENT;
        if adjacent || label.len() > FIELD_MOST || value.len() > FIELD_MOST {
            continue;
        }
        // What stands below a label may be the next label.
        let is_label = || {
            let said = fold(value);
            !said.bytes().any(|b| b.is_ascii_digit()) && FIELD_LABEL.is_match(&said)
        };
        if !said.read_on || is_label() {
            continue;
        }
        // A column "Lieu" beside a column of birth dates holds birth places.
        let before = input.string.get(..field.label.start).unwrap_or_default().trim_end();
        let birth = fold(label) == "lieu" && fold(tail(before, 9)) == "naissance";
        let label = if birth { "Lieu de naissance" } else { label };
        let label = fielded::parted(label);
        let line = format!("{label}\t{value}");
        let own = Input::reading(&line, &[], input.index, input.known);
        let found = detected(IN_FIELDS, &own);
        let shift = label.len() + 1;
        out.extend(found.into_iter().filter(|h| h.span.start >= shift).map(|hit| {
            let span = field.value.start + hit.span.start - shift..field.value.start + hit.span.end - shift;
            Hit { span, ..hit }
        }));
    }
}

/// The first `most` bytes or a little fewer, up to a character boundary.
fn head(s: &str, most: usize) -> &str {
    let mut to = s.len().min(most);
    while !s.is_char_boundary(to) {
        to -= 1;
    }
    s.get(..to).unwrap_or_default()
}

/// The last `most` bytes or a little fewer, from a character boundary on.
fn tail(s: &str, most: usize) -> &str {
    let mut from = s.len().saturating_sub(most);
    while !s.is_char_boundary(from) {
        from += 1;
    }
    s.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{AtomId, BreakKind, Field, Format, Text, TextBuilder};

    fn extract(texts: Vec<Text>) -> Extract {
        Extract { texts, ..Extract::empty(Format::Text) }
    }

    fn text(string: &str) -> Text {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        b.finish()
    }

    #[test]
    fn a_value_below_its_label_is_read_as_a_field() {
        let mut b = TextBuilder::new();
        b.push("Date de naissance", AtomId::new(0));
        b.push_break(BreakKind::Cell);
        b.push("N° de dossier", AtomId::new(1));
        b.push_break(BreakKind::Line);
        b.push("12/03/2019", AtomId::new(2));
        b.push_break(BreakKind::Cell);
        b.push("HX-2231-77", AtomId::new(3));
        let mut text = b.finish();
        let at = |s: &str| {
            let start = text.as_str().find(s).unwrap_or_default();
            start..start + s.len()
        };
        let fields = vec![
            Field { label: at("Date de naissance"), value: at("12/03/2019") },
            Field { label: at("N° de dossier"), value: at("HX-2231-77") },
        ];
        let wanted: Vec<_> = fields.iter().map(|f| f.value.clone()).collect();
        text.set_fields(fields);
        let found = detect(&extract(vec![text]), &Known::default());
        for (span, category) in wanted.into_iter().zip([Category::BirthDate, Category::PatientNumber]) {
            assert!(found.iter().any(|f| f.span == span && f.category == category), "{found:?}");
        }
    }

    /// A label, its value on the next line, and where the value stands.
    fn stacked(label: &str, value: &str) -> (Text, Span) {
        let mut b = TextBuilder::new();
        b.push(label, AtomId::new(0));
        b.push_break(BreakKind::Line);
        b.push(value, AtomId::new(1));
        let mut text = b.finish();
        let span = label.len() + 1..label.len() + 1 + value.len();
        text.set_fields(vec![Field { label: 0..label.len(), value: span.clone() }]);
        (text, span)
    }

    #[test]
    fn a_value_read_with_faults_is_struck_below_its_label() {
        for (label, value, category, struck) in [
            ("Adresse :", "1 17, ru:e de l'Église", Category::Address, true),
            ("Adresse", "voir ci-dessus", Category::Address, false),
            ("Adresse :", "2 comprimés", Category::Address, false),
            ("Téléphone :", "C1 99 CC 32 40", Category::Phone, true),
            ("Téléphone :", "Médecin traitant", Category::Phone, false),
            ("Téléphone :", "12 mg/l", Category::Phone, false),
            ("Date de naissance :", "1 3/0 2/20 17", Category::BirthDate, true),
            ("Né(e) le :", "13 / O2 /201 7", Category::BirthDate, true),
            ("Date de naissance :", "Neufbois", Category::BirthDate, false),
            ("Poids de naissance :", "3 250 g / 49", Category::BirthDate, false),
        ] {
            let (text, span) = stacked(label, value);
            let found = detect(&extract(vec![text]), &Known::default());
            let whole: Vec<_> = found.iter().filter(|f| f.span == span).map(|f| f.category).collect();
            let wanted = if struck { vec![category] } else { Vec::new() };
            assert_eq!(whole, wanted, "{label} {value}: {found:?}");
        }
    }

    #[test]
    fn below_a_label_in_a_picture_whatever_stands_there_is_struck() {
        for (label, value) in [("Ville :", "evrecovrt"), ("Courrie! :", "gwerlleemplefr")] {
            let (text, span) = stacked(label, value);
            let struck =
                |text: Text| detect(&extract(vec![text]), &Known::default()).iter().any(|f| f.span == span);
            assert!(struck(text.clone().read_in_a_picture()), "{label} {value}");
            assert!(!struck(text), "typed: {label} {value}");
        }
    }

    #[test]
    fn in_a_picture_a_code_alone_in_its_cell_is_struck_though_its_label_is_lost() {
        let mut b = TextBuilder::new();
        b.push("Mutuelle des Tilleuls\t8307852CC\nAyant droit", AtomId::new(0));
        let text = b.finish().read_in_a_picture();
        let code = text.as_str().find("8307").map_or(0..0, |at| at..at + 9);
        let found = detect(&extract(vec![text]), &Known::default());
        assert!(found.iter().any(|f| f.span == code), "{found:?}");
    }

    #[test]
    fn a_birth_date_is_followed_through_the_file() {
        let seen =
            extract(vec![text("Née le 12/03/1957."), text("Revue le 14/03/2021. Date : 12 mars 1957")]);
        let got: Vec<_> =
            detect(&seen, &Known::default()).into_iter().map(|f| (f.text, f.span, f.reason)).collect();
        assert_eq!(got, [(0, 8..18, Reason::Label), (1, 28..40, Reason::Repeated)]);
        // Any other date is told where all is asked for.
        let all = detect_all(&seen, &Known::default());
        assert!(all.iter().any(|f| f.text == 1 && f.span == (9..19) && f.category == Category::Date));
    }

    #[test]
    fn nothing_found_is_endless() {
        for string in [
            "1 2 ".repeat(5000),
            "9".repeat(20_000),
            format!("a@{}.fr", "é1-".repeat(3000)),
            "IPP 12-".repeat(3000),
        ] {
            let found = detect(&extract(vec![text(&string)]), &Known::default());
            assert!(found.iter().all(|f| f.span.len() <= LONGEST));
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_keeps_to_characters(
            string in r"(né(e)? |N° |Tél : |IPP\t|@|\.fr|[0-9]{1,4}|[ ./\n|-]|mars|\PC|Dr |[A-Z][a-zé]{1,6}){0,60}",
        ) {
            let seen = extract(vec![text(&string)]);
            let found = detect(&seen, &Known { names: vec!["Lou Vermot".into()], ..Known::default() });
            for f in &found {
                prop_assert!(string.get(f.span.clone()).is_some_and(|s| !s.is_empty()));
            }
            prop_assert!(found.windows(2).all(|w| w[0].span.end <= w[1].span.start));
            prop_assert!(found.iter().enumerate().all(|(i, f)| f.id.0 as usize == i));
        }
    }
}
