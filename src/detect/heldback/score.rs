//! What is identity in a text × what was found there → counts by class, the way redaction needs them. Positions are code
//! points. Nothing here knows the detector: the tests of the crate and `cargo xtask eval` count with this file alike.
//!
//! *Full* is the share of entities whose every letter and digit is covered by any finding: what is left is a leak.
//! *Precision* is the share of the letters and digits found for a class that lie on some entity. *Zero-leak* is the share
//! of documents with identity in which every entity is fully covered. *Flagged* is the share of word tokens touched.

use std::fmt::Write as _;
use std::ops::Range;

/// Classes in the order of the table.
pub(crate) const CLASSES: [&str; 7] = ["NAME", "ADDRESS", "NIR", "PHONE", "EMAIL", "BIRTHDATE", "ID"];

/// A class by its place in [`CLASSES`].
pub(crate) fn class(name: &str) -> Option<usize> {
    CLASSES.iter().position(|c| *c == name)
}

/// The class of one of our categories, or none for what no class counts.
pub(crate) fn class_of_category(code: &str) -> Option<usize> {
    class(match code {
        "PersonName" | "Professional" => "NAME",
        "Address" | "Postcode" | "City" => "ADDRESS",
        "NationalId" => "NIR",
        "Phone" => "PHONE",
        "Email" => "EMAIL",
        "BirthDate" => "BIRTHDATE",
        "PatientNumber" | "ProfessionalId" | "InsuranceNumber" | "BankAccount" => "ID",
        _ => return None,
    })
}

/// A stretch that is identity, or, without a class, one that neither counts nor harms (dates, places of care).
#[derive(Clone, Debug)]
pub(crate) struct Gold {
    pub span: Range<usize>,
    pub class: Option<usize>,
}

/// A stretch that was found.
#[derive(Clone, Debug)]
pub(crate) struct Guess {
    pub span: Range<usize>,
    pub class: Option<usize>,
    pub confidence: f64,
}

/// Counts of one class.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Entities, and those that are covered whole.
    pub entities: usize,
    pub full: usize,
    /// Letters and digits found that lie on identity, and those that do not.
    pub on: usize,
    pub off: usize,
}

/// One band of confidence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Band {
    pub found: usize,
    /// Of which most of the letters and digits lie on identity.
    pub right: usize,
    /// Sum of what they said of themselves.
    pub stated: f64,
}

/// Counts over a set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    pub classes: [Tally; CLASSES.len()],
    pub all: Tally,
    pub documents: usize,
    /// Documents with identity, and those in which none is left.
    pub with_identity: usize,
    pub clean: usize,
    pub tokens: usize,
    pub flagged: usize,
    /// Findings of the seven classes by confidence, in tenths.
    pub bands: [Band; 10],
    /// Class, and the entity in its surroundings.
    pub misses: Vec<(usize, String)>,
}

/// A share, or none of nothing.
pub(crate) fn share(some: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| some as f64 / all as f64)
}

fn shown(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |s| format!("{s:.3}"))
}

impl Score {
    /// Adds one document.
    pub(crate) fn add(&mut self, text: &[char], gold: &[Gold], guesses: &[Guess]) {
        let n = text.len();
        let within = |r: &Range<usize>| r.start.min(n)..r.end.min(n).max(r.start.min(n));
        let fill = |spans: &mut dyn Iterator<Item = &Range<usize>>| {
            let mut held = vec![false; n];
            spans.for_each(|r| held[within(r)].fill(true));
            held
        };
        let covered = fill(&mut guesses.iter().map(|g| &g.span));
        let identity = fill(&mut gold.iter().filter(|g| g.class.is_some()).map(|g| &g.span));
        let neutral = fill(&mut gold.iter().filter(|g| g.class.is_none()).map(|g| &g.span));
        let speaks = |i: &usize| text[*i].is_alphanumeric();
        let counts = |i: &usize| speaks(i) && (identity[*i] || !neutral[*i]);

        self.documents += 1;
        let (mut entities, mut leaks) = (0, 0);
        for (span, class) in gold.iter().filter_map(|g| Some((within(&g.span), g.class?))) {
            if !span.clone().any(|i| speaks(&i)) {
                continue;
            }
            let full = span.clone().filter(speaks).all(|i| covered[i]);
            entities += 1;
            leaks += usize::from(!full);
            for tally in [&mut self.classes[class], &mut self.all] {
                tally.entities += 1;
                tally.full += usize::from(full);
            }
            if !full {
                self.misses.push((class, in_its_place(text, &span)));
            }
        }
        self.with_identity += usize::from(entities > 0);
        self.clean += usize::from(entities > 0 && leaks == 0);

        for guess in guesses {
            let letters: Vec<usize> = within(&guess.span).filter(counts).collect();
            let on = letters.iter().filter(|i| identity[**i]).count();
            let Some(class) = guess.class else { continue };
            self.classes[class].on += on;
            self.classes[class].off += letters.len() - on;
            if !letters.is_empty() {
                let band = &mut self.bands[((guess.confidence * 10.0 + 1e-6) as usize).min(9)];
                band.found += 1;
                band.right += usize::from(on * 2 > letters.len());
                band.stated += guess.confidence;
            }
        }
        for i in (0..n).filter(|i| covered[*i] && counts(i)) {
            if identity[i] { self.all.on += 1 } else { self.all.off += 1 }
        }
        let of_word = |i: usize| text[i].is_alphanumeric() || text[i] == '_';
        let mut i = 0;
        while i < n {
            let start = i;
            while i < n && of_word(i) {
                i += 1;
            }
            if i > start {
                self.tokens += 1;
                self.flagged += usize::from(covered[start..i].contains(&true));
            }
            i += 1;
        }
    }

    /// The table.
    pub(crate) fn table(&self) -> String {
        let mut out = String::new();
        let rows = CLASSES.iter().zip(&self.classes).chain([(&"ALL", &self.all)]);
        for (name, t) in rows.filter(|(_, t)| t.entities > 0) {
            let (full, precision) = (share(t.full, t.entities), share(t.on, t.on + t.off));
            let _ = writeln!(
                out,
                "{name:<10} n {:5}  full {}  precision {}",
                t.entities,
                shown(full),
                shown(precision)
            );
        }
        let _ = writeln!(
            out,
            "zero-leak documents {}   flagged tokens {:.2} %",
            shown(share(self.clean, self.with_identity)),
            100.0 * share(self.flagged, self.tokens).unwrap_or(0.0)
        );
        out
    }

    /// What confidence says beside what it is worth, with the mean of the distance between the two.
    pub(crate) fn reliability(&self) -> String {
        let mut out = String::from("confidence  findings  stated  on identity\n");
        for (tenth, band) in self.bands.iter().enumerate().filter(|(_, b)| b.found > 0) {
            let _ = writeln!(
                out,
                "{:.1}-{:.1}     {:8}  {:>6.3}  {:>11.3}",
                tenth as f64 / 10.0,
                (tenth + 1) as f64 / 10.0,
                band.found,
                band.stated / band.found as f64,
                band.right as f64 / band.found as f64
            );
        }
        let _ = writeln!(out, "expected calibration error {:.3}", self.calibration_error());
        out
    }

    /// Mean distance between stated and true share, weighed by findings.
    pub(crate) fn calibration_error(&self) -> f64 {
        let found: usize = self.bands.iter().map(|b| b.found).sum();
        self.bands.iter().map(|b| (b.stated - b.right as f64).abs()).sum::<f64>() / found.max(1) as f64
    }
}

/// An entity between what stands before and after it, on one line.
fn in_its_place(text: &[char], span: &Range<usize>) -> String {
    let piece = |a: usize, b: usize| text[a..b.min(text.len())].iter().collect::<String>();
    let before = piece(span.start.saturating_sub(30), span.start);
    format!("{before}[[{}]]{}", piece(span.start, span.end), piece(span.end, span.end + 20))
        .replace('\n', "⏎")
}
