//! English names of places, whose sort stands last, and what stands around a name: the town behind it, an employer.

use super::super::Hit;
use super::super::tokens::{Gap, Shape};
use super::words::{closes, english_generic, generic, title};
use super::{LONGEST, Place, Scan};
use crate::model::{Category, Reason, fold};

impl Scan<'_> {
    /// "Elmhurst Infirmary, Tarnby", or the town on the next line of an address.
    pub(super) fn town_behind(&self, place: &Place) -> Option<Hit> {
        let at = self.words.partition_point(|w| w.span.start < place.to);
        let first = self.get(at).filter(|w| w.shape == Shape::Cap && !w.lore.stop() && !w.web)?;
        let rest = self.string.get(first.span.end..)?.trim_start_matches([' ', '\r']);
        let closed = rest.chars().next().is_none_or(|c| matches!(c, '\n' | '\t' | ',' | '.' | ')' | '|'));
        let between = self.string.get(place.to..first.span.start)?.replace('\r', "");
        let beside =
            between == ", " && !first.lore.word() && !closes(&first.folded) && !generic(&first.folded);
        let line = self.string.get(..place.from)?.trim_end_matches([' ', '\r', '\t']);
        let above = line.strip_suffix('\n').and_then(|s| s.rsplit('\n').next()).unwrap_or_default();
        let addressed =
            above.len() < 60 && fold(above).trim_start().split([' ', '.']).next().is_some_and(title);
        let below = between.trim_matches(' ') == "\n" && addressed && rest.starts_with('\n');
        (closed && (beside || below)).then(|| Hit {
            span: first.span.clone(),
            category: Category::City,
            confidence: 0.7,
            detector: "facility",
            reason: Reason::Context,
        })
    }

    /// "Employer: Granby Paper Mills", "Employer⇥Hudson Barge & Gravel Co."
    pub(super) fn employers(&self, out: &mut Vec<Hit>) {
        for (at, word) in self.words.iter().enumerate() {
            let label = matches!(word.folded.as_str(), "employer" | "employeur" | "entreprise")
                && self
                    .string
                    .get(word.span.end..)
                    .is_some_and(|s| {
                        s.starts_with(['\t']) || s.starts_with("  ") || s.trim_start_matches([' ', '\u{a0}']).starts_with(':')
                    })
                // In a row of headings the next cell is a label too.
                && super::super::labels::label_at(self.words, at + 1).is_none();
            if !label {
                continue;
            }
            let run = self.words.get(at + 1..).unwrap_or(&[]);
            let len = run
                .iter()
                .take(6)
                .enumerate()
                .take_while(|(n, w)| {
                    let joined = || {
                        let before = n.checked_sub(1).and_then(|b| run.get(b)).map_or(0, |b| b.span.end);
                        w.gap == Gap::Space || self.string.get(before..w.span.start) == Some(" & ")
                    };
                    w.capital() && !title(&w.folded) && (*n == 0 || joined())
                })
                .count();
            if let (Some(first), Some(last)) = (run.first(), len.checked_sub(1).and_then(|l| run.get(l)))
                && self.string.get(word.span.end..first.span.start).is_some_and(|s| !s.contains('\n'))
            {
                out.push(Hit {
                    span: first.span.start..last.span.end,
                    category: Category::Facility,
                    confidence: 0.7,
                    detector: "facility",
                    reason: Reason::Label,
                });
            }
        }
    }

    /// "Granite Bay Hospital", seen from its last word.
    pub(super) fn english(&self, at: usize) -> Option<Place> {
        let tail = self.get(at).filter(|w| !w.web)?;
        let before = at.checked_sub(1)?;
        // "Oak Lodge care home": the sort may be written small behind a name.
        let small = tail.shape == Shape::Lower;
        if small
            && !matches!(
                tail.folded.as_str(),
                "hospital" | "infirmary" | "hospice" | "home" | "surgery" | "pharmacy" | "school" | "college"
            )
        {
            return None;
        }
        let clear = match tail.folded.as_str() {
            "hospital" | "hospitals" | "infirmary" | "laboratory" | "laboratories" | "associates"
            | "hospice" => true,
            "center" | "centre" => {
                let b = self.get(before)?;
                if !english_generic(&b.folded) {
                    return None;
                }
                true
            }
            "trust" => {
                let b = self.get(before)?;
                if !matches!(
                    b.folded.as_str(),
                    "foundation" | "nhs" | "hospitals" | "hospital" | "healthcare" | "care" | "health"
                ) {
                    return None;
                }
                true
            }
            "home" | "homes" => {
                if !matches!(
                    self.get(before)?.folded.as_str(),
                    "nursing" | "care" | "residential" | "rest" | "retirement"
                ) {
                    return None;
                }
                true
            }
            "care"
                if matches!(
                    self.get(before)?.folded.as_str(),
                    "primary"
                        | "urgent"
                        | "family"
                        | "dental"
                        | "eye"
                        | "skin"
                        | "health"
                        | "medical"
                        | "acute"
                        | "palliative"
                        | "hospice"
                        | "home"
                ) =>
            {
                false
            }
            "memorial" | "heart" | "team" | "institute" | "elementary" | "college" | "academy"
            | "university" | "school" | "drug" | "drugs" | "pharmacies" | "chemist" | "chemists"
            | "dental" | "dentistry" | "opticians" | "rehabilitation" | "wellness" | "urology"
            | "neurology" | "gastroenterology" | "surgeons" | "specialists" | "diagnostics"
            | "physiotherapy" | "counselling" | "counseling" | "orthodontics" => false,
            "surgery" | "practice" | "clinic" | "clinics" | "pharmacy" | "medicine" | "orthopedics"
            | "orthopaedics" | "cardiology" | "radiology" | "pediatrics" | "imaging" | "dermatology"
            | "oncology" | "health" | "healthcare" | "physicians" => false,
            _ => return None,
        };
        let (mut from, mut solid, mut own) = (at, false, None);
        while let Some(word) = from.checked_sub(1).and_then(|b| self.get(b)) {
            let next = self.get(from)?;
            let between = self.string.get(word.span.end..next.span.start)?;
            let possessive = matches!(between, "'" | "\u{2019}") && next.folded == "s";
            // A narrow cell breaks "Vista Grande⏎Primary Care".
            let broken = own.is_none()
                && between.trim_matches([' ', '\r']) == "\n"
                && word.capital()
                && !word.lore.stop();
            let joins = between == " "
                || broken && english_generic(&next.folded)
                || possessive
                || between == " & "
                || between == "."
                || between == ". " && word.folded.len() <= 3;
            let sort = small
                && own.is_none()
                && matches!(
                    word.folded.as_str(),
                    "care" | "nursing" | "residential" | "community" | "primary"
                );
            let small = sort || matches!(word.folded.as_str(), "of" | "and" | "s" | "the" | "for");
            if !joins
                || word.web
                || at - from >= LONGEST
                || !(word.capital() || small || word.shape == Shape::Initial)
            {
                break;
            }
            if title(&word.folded) || word.lore.stop() && !english_generic(&word.folded) && !small {
                break;
            }
            // "Elm Surgery and Oak Surgery" are two.
            if word.folded == "and"
                && from.checked_sub(2).and_then(|b| self.get(b)).is_some_and(|b| ends_a_name(&b.folded))
            {
                break;
            }
            from -= 1;
            if word.capital() && !english_generic(&word.folded) {
                own = Some((from, own.map_or(from, |o: (usize, usize)| o.1)));
                solid |= !word.lore.word() && !super::super::lexicon::lore(&word.folded).eponym();
            }
        }
        while from < at && self.get(from).is_some_and(|w| !w.capital()) {
            from += 1;
        }
        let (a, b) = own?;
        // "The Elms Surgery"
        let the = self.get(from).is_some_and(|w| w.folded == "the" && w.shape == Shape::Cap)
            && matches!(tail.folded.as_str(), "surgery" | "practice" | "clinic" | "pharmacy");
        let proper = solid || b > a && !matches!(tail.folded.as_str(), "surgery");
        if small && !proper {
            return None;
        }
        // "Dentist: Smile Haven Dental Practice", alone behind a label or on its line
        let alone = b > a
            && self.get(from).is_some_and(|w| matches!(w.gap, Gap::Other | Gap::Line))
            && self.string.get(tail.span.end..).is_some_and(|s| {
                let rest = s.trim_start_matches([' ', '\r', '.']);
                rest.is_empty() || rest.starts_with(['\n', '\t', ','])
            });
        let practice = matches!(
            tail.folded.as_str(),
            "practice"
                | "surgery"
                | "clinic"
                | "pharmacy"
                | "dentistry"
                | "opticians"
                | "orthopedics"
                | "orthopaedics"
                | "pediatrics"
                | "dermatology"
                | "physicians"
                | "healthcare"
        );
        if !(solid || clear || the || alone && practice || self.led_to(from, a, b)) {
            return None;
        }
        let (first, a, b) = (self.get(from)?, self.get(a)?, self.get(b)?);
        Some(Place {
            from: first.span.start,
            to: tail.span.end,
            own: a.span.start..b.span.end,
            sure: clear,
            follows: solid,
        })
    }
}

impl Scan<'_> {
    /// "referred to Blue Mountain Heart": ordinary words that a word before shows to be a name.
    fn led_to(&self, from: usize, a: usize, b: usize) -> bool {
        let Some(before) = from.checked_sub(1).and_then(|n| self.get(n)) else { return false };
        let next = self.get(from).map_or(Gap::Other, |w| w.gap);
        b > a
            && before.shape == Shape::Lower
            && next == Gap::Space
            && matches!(before.folded.as_str(), "to" | "at" | "from" | "by" | "via")
    }
}

/// Sorts that end a name.
fn ends_a_name(folded: &str) -> bool {
    matches!(
        folded,
        "hospital"
            | "hospitals"
            | "infirmary"
            | "surgery"
            | "practice"
            | "clinic"
            | "pharmacy"
            | "laboratory"
            | "centre"
            | "center"
    )
}
