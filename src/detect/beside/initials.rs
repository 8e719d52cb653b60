//! Letters that stand for somebody: a typist's mark ("SM/ab"), a patient's in brackets ("(BN-A)"), names cut short.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::super::sieve::{Pattern, cased};
use super::super::tokens::{Shape, Spellings, Word, WordList};
use super::super::{Hit, Input};
use super::{SURE, Scene, found};
use crate::model::{Category, Span};

/// At most this many people are remembered.
const MOST: usize = 5_000;

/// What the names found so far are made of.
#[derive(Default)]
pub(super) struct Known {
    /// Letters of whole names, in small: "bna", "nab".
    letters: BTreeSet<String>,
    given: BTreeSet<String>,
    /// First letters of double given names: "pe".
    double: BTreeSet<String>,
}

impl Known {
    pub(super) fn of(inputs: &[Input<'_>], hits: &[(usize, Hit)]) -> Self {
        let mut known = Self::default();
        let mut learnt = Spellings::default();
        let person = |h: &Hit| {
            matches!(h.category, Category::PersonName | Category::Professional) && h.confidence >= SURE
        };
        for (index, hit) in hits.iter().filter(|(_, h)| person(h)).take(MOST) {
            let Some(input) = inputs.get(*index) else { continue };
            let words = input.words();
            let from = words.partition_point(|w| w.span.start < hit.span.start);
            let to = words.partition_point(|w| w.span.start < hit.span.end);
            let name = words.get(from..to).unwrap_or_default();
            let (Some(first), Some(last)) = (name.first(), name.last()) else { continue };
            // A name that returns says nothing more.
            let said = input.string.get(first.span.start..last.span.end).unwrap_or_default();
            let before = learnt.count();
            if learnt.number(said) == before {
                known.learn(name);
            }
        }
        known
    }

    fn learn(&mut self, words: &[Word]) {
        let names: Vec<String> = words
            .iter()
            .filter(|w| w.shape != Shape::Lower)
            .map(|w| w.folded.split(['-', '\'']).filter_map(|p| p.chars().next()).collect())
            .collect();
        self.given.extend(
            words.iter().filter(|w| w.lore.given() || words.len() == 1).map(|w| w.folded.to_string()),
        );
        if let ([first, .., last], true) = (names.as_slice(), names.len() <= 6) {
            self.letters.insert(names.concat());
            self.letters.insert(format!("{first}{last}"));
            self.letters.insert(format!("{last}{first}"));
            self.letters.extend(names.iter().skip(1).filter(|n| n.len() > 1).map(|n| format!("{first}{n}")));
        }
        for word in words.iter().filter(|w| w.folded.contains('-')) {
            self.double.insert(word.folded.split('-').filter_map(|p| p.chars().next()).collect());
        }
    }

    /// Whether letters stand for a double given name.
    pub(super) fn stands_for_given(&self, letters: &str) -> bool {
        self.double.contains(letters)
    }

    /// Whether a longer known given name begins like this.
    pub(super) fn given_begins(&self, short: &str) -> bool {
        self.given
            .range(short.to_owned()..)
            .next()
            .is_some_and(|g| g.starts_with(short) && g.len() > short.len() + 1)
    }
}

/// Capitals that stand behind "par" and "by" and are nobody's.
pub(in crate::detect) fn acronym(letters: &str) -> bool {
    static LIST: WordList = WordList::of(
        "iv im sc po vo id it ir ct tdm irm mri us ed gp er icu itu rt pt ot ecg eeg emg etf ett eto pca pcr usg tt tep pet \
samu smur sau chu chr gps sms cpam caf ars msa aph ide iade ibode as ash kc vl vm vni cpap peg sng snj ng og nj piv kt kta ktc vvc vvp dr mr \
rx uv ac gh mst hla ast elisa fish qpcr wb ihc inf oms who has ema fda nice nhs has fsc bhc hcg ada aha esc acc crp ggt tsh bnp mdt rcp ccu hdu \
sho spr msk slt cns ahp cmo pcp md do np pa rn lpn ems emt aed vac rif ria hplc gc ms lc",
    );
    LIST.has(letters)
}

/// "SM/ab", "DHT/pb".
static TYPIST: LazyLock<Pattern> = LazyLock::new(|| {
    cased(r"(?:^|[\s:;,(\u{2013}-])([A-Z]{2,4}/[a-z]{2,3}|[a-z]{2,3}/[A-Z]{2,3})(?:[\s.,;)]|$)")
        .with_initials()
});
/// "(BN-A)", "c.c. A. O'S.-K.;", "  MS" at a line's end.
static SHORT: LazyLock<Pattern> = LazyLock::new(|| {
    cased(
        r"(?:\(|\n|\t|  |[Cc]\.?[Cc]\.?:? |\u{2013} |(?:by|par) )((?:[A-Z]['\u{2019}.]{0,2}[- ]?){1,5}[A-Z]\.?)(?:\)|;|\n|\.?$|  |\t|, |\. )",
    )
    .with_initials()
});

/// Letters before a slash that are units.
fn unit(letters: &str) -> bool {
    let (head, tail) = letters.split_once('/').unwrap_or((letters, ""));
    matches!(
        head,
        "mg" | "ug"
            | "ng"
            | "pg"
            | "ml"
            | "cp"
            | "ui"
            | "mmol"
            | "kg"
            | "et"
            | "ou"
            | "or"
            | "and"
            | "mm"
            | "cm"
            | "pas"
            | "avec"
            | "non"
            | "oui"
    ) || matches!(head, "UI" | "IU" | "UFC" | "CFU" | "MUI" | "KUI" | "PFU" | "AMOX" | "HTA" | "IV" | "PO")
        || matches!(
            tail,
            "ml" | "dl"
                | "min"
                | "mm"
                | "kg"
                | "mg"
                | "cp"
                | "sem"
                | "or"
                | "et"
                | "ou"
                | "mol"
                | "an"
                | "jr"
        )
}

/// "relu RSA", "Dictated: RA", "Transcribed: bcw".
static TYPED: LazyLock<Pattern> = LazyLock::new(|| {
    cased(concat!(
        r"(?:[Dd]ictated|[Tt]ranscribed|[Tt]yped|[Rr]eviewed|[Cc]hecked|[Ii]nitials|[Dd]ict[ée]e?|[Tt]ap[ée]e?|[Ff]rapp[ée]e?|[Rr]elue?|[Ss]aisie?|[Rr][ée]dig[ée]e?|[Ii]nitiales|[Vv]isa)",
        r"(?: (?:by|par|and typed by))?(?P<mark> ?: ?| )(?P<value>[A-Z]{2,4}|[a-z]{2,3})(?:[\s.,;/)]|$)"
    ))
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&TYPIST, &TYPED, &SHORT]
}

impl Scene<'_> {
    pub(super) fn initials(&self, known: &Known, out: &mut Vec<Hit>) {
        for m in self.input.captures(&TYPIST).filter_map(|c| c.get(1)) {
            if !unit(m.as_str()) {
                out.push(found(m.range(), Category::PersonName, 0.55));
            }
        }
        for caps in self.input.captures(&TYPED) {
            let (Some(mark), Some(m)) = (caps.name("mark"), caps.name("value")) else { continue };
            let capital = m.as_str().starts_with(char::is_uppercase);
            let lore = super::super::lexicon::lore(&m.as_str().to_lowercase());
            let word = lore.word()
                || lore.stop()
                || matches!(
                    m.as_str(),
                    "le" | "la" | "ce" | "et" | "by" | "on" | "in" | "no" | "non" | "oui"
                );
            if (capital || mark.as_str().contains(':') && !word) && !acronym(&m.as_str().to_lowercase()) {
                out.push(found(m.range(), Category::PersonName, 0.5));
            }
        }
        for window in self.input.windows(&SHORT) {
            self.short(&window, known, out);
        }
    }

    /// Initials alone, in a window of the text. What closes one may open the next.
    fn short(&self, window: &Span, known: &Known, out: &mut Vec<Hit>) {
        let mut at = window.start;
        while let Some(m) = SHORT.captures_at(self.input.string, window, at).and_then(|c| c.get(1)) {
            at = m.end();
            let letters: String = m
                .as_str()
                .chars()
                .filter(|c| c.is_ascii_uppercase())
                .map(|c| c.to_ascii_lowercase())
                .collect();
            // Two letters alone are too often something else: "(SM)", a heading "DC".
            let before = self.input.string.get(..m.start()).unwrap_or("");
            let led = before.ends_with("by ")
                || before.ends_with("par ")
                || before.ends_with("  ")
                || before.ends_with("\u{2013} ");
            let enough = letters.len() > 2 || letters.len() == 2 && (led || m.as_str().contains(['.', '-']));
            let by = before.ends_with(" by ") || before.ends_with("\nby ") || before.ends_with(" par ");
            let anybody = by
                && (2..=3).contains(&letters.len())
                && letters.len() == m.as_str().trim_end_matches('.').len()
                && !acronym(&letters);
            if anybody || enough && known.letters.contains(&letters) {
                out.push(found(m.range(), Category::PersonName, 0.55));
            }
        }
    }
}
