//! What the tagger reads in a text → hits, beside those of the rules: what it is sure of, and what it takes back of their
//! weakest guesses. What a label, a title or a check digit says is never taken back.

mod nobody;

use std::collections::BTreeSet;

use self::nobody::{abbreviated, dosed, of_a_score, ordinary, unlisted};
use super::tagger::{Need, Reading, Tagged, What};
use super::tokens::{Spellings, Word};
use super::{Detector, Hit, Input};
use crate::model::order::sort_by_key;
use crate::model::{Category, Reason, Span};

/// Name under which these findings go.
const DETECTOR: &str = "tagger";

/// The tagger. It stands last: it looks at what the others found.
pub(super) struct Learnt;

/// How sure the tagger must be, in units of its weights. In English prose a capital says more.
const NAME: Need = Need { core: 10, edge: 4, listed: -15 };
const ADDRESS: Need = Need { core: 16, edge: 8, listed: 16 };
const ENGLISH_NAME: Need = Need { core: -8, edge: -10, listed: -12 };
const ENGLISH_ADDRESS: Need = Need { core: 10, edge: 5, listed: 10 };

/// The same in a French text of more words than these that names nobody for sure: it holds fewer people than one that does,
const ALONE: Need = Need { core: 20, edge: 6, listed: 20 };
const SHORT: usize = 30;

/// where a rule is so sure of somebody, or the tagger.
const CERTAIN: f32 = 0.8;
const CERTAIN_MARGIN: i32 = 60;

/// How sure of a stretch of ordinary words alone.
const ORDINARY: i32 = 45;

/// How sure of an abbreviation in capitals.
const ABBREVIATED: i32 = 45;

/// A guess of the rules from shape alone that is less sure than this may be taken back,
const WEAK: f32 = 0.6;

/// where the tagger is at least so sure that none of it is a name. English sentences begin with more words that look like one.
const AGAINST: i32 = -10;
const ENGLISH_AGAINST: i32 = -20;

/// A word that comes back so often is judged by all its places,
const OFTEN: i32 = 3;

/// of which none counts for more than this.
const CLEAR: i32 = 60;

impl Detector for Learnt {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let words = input.words();
        let reading = Reading::new(input.string, words);
        let english = reading.seen.is_english();
        take_back(&reading, if english { ENGLISH_AGAINST } else { AGAINST }, out);
        let (name, address) = match english {
            true => (ENGLISH_NAME, ENGLISH_ADDRESS),
            false if words.len() > SHORT && !names_somebody(&reading, out) => (ALONE, ADDRESS),
            false => (NAME, ADDRESS),
        };
        let names = reading.stretches(What::Name, name);
        let doubted = doubted(words, &reading, &names);
        let sound = |tagged: &Tagged| {
            (tagged.solid || tagged.margin >= ORDINARY)
                && (tagged.margin >= ABBREVIATED || !abbreviated(input.string, words, &tagged.span))
                && !words_in(words, &tagged.span).iter().any(|w| doubted.contains(w.folded.as_str()))
                && !ordinary(words, &tagged.span)
        };
        let beside = Beside::of(out);
        let names = names.into_iter().filter(sound).filter(|tagged| !of_a_score(words, &tagged.span));
        let addresses = reading.stretches(What::Address, address).into_iter().filter(|tagged| tagged.solid);
        let names = names.flat_map(|tagged| columns(input.string, tagged));
        out.extend(names.chain(addresses).filter_map(|tagged| hit(input.string, tagged, &beside)));
    }
}

fn person(hit: &Hit) -> bool {
    matches!(hit.category, Category::PersonName | Category::Professional)
}

/// What a label says to be something else than a person is that, whatever the tagger reads in it.
pub(super) fn settle(hits: &mut Vec<Hit>) {
    let told: Vec<Span> =
        hits.iter().filter(|h| h.reason == Reason::Label && !person(h)).map(|h| h.span.clone()).collect();
    if !told.is_empty() {
        let told = Spans::new(told);
        hits.retain(|h| h.detector != DETECTOR || !person(h) || !told.hold(&h.span) && !told.fill(&h.span));
    }
}

/// Whether a rule or the tagger is sure of somebody.
fn names_somebody(reading: &Reading, hits: &[Hit]) -> bool {
    hits.iter().any(|h| person(h) && h.confidence >= CERTAIN)
        || reading.marks.iter().any(|mark| mark.name >= CERTAIN_MARGIN)
}

/// Words that no list of names holds, that were read as a name in one place and as something else in most of the others.
fn doubted<'a>(words: &'a [Word], reading: &Reading, names: &[Tagged]) -> BTreeSet<&'a str> {
    let mut spellings = Spellings::default();
    let read = names.iter().flat_map(|tagged| words_in(words, &tagged.span)).filter(|w| unlisted(w));
    for word in read {
        spellings.number(&word.folded);
    }
    let mut seen = vec![(0, 0); spellings.count()];
    let mut at = 0;
    for mark in &reading.marks {
        let Some(token) = reading.seen.tokens.get(mark.token) else { continue };
        while words.get(at).is_some_and(|w| w.span.start < token.span.start) {
            at += 1;
        }
        let Some(word) = words.get(at).filter(|w| w.span.start == token.span.start && unlisted(w)) else {
            continue;
        };
        if let Some((sum, times)) = spellings.find(&word.folded).and_then(|n| seen.get_mut(n)) {
            *sum += mark.name.clamp(-CLEAR, CLEAR);
            *times += 1;
        }
    }
    let against = |(_, (sum, times)): &(&str, (i32, i32))| *times >= OFTEN && *sum < 0;
    spellings.met().iter().copied().zip(seen).filter(against).map(|(word, _)| word).collect()
}

/// The words of a span.
fn words_in<'a>(words: &'a [Word], span: &Span) -> &'a [Word] {
    let from = words.partition_point(|w| w.span.end <= span.start);
    let to = words.partition_point(|w| w.span.start < span.end);
    words.get(from..to).unwrap_or_default()
}

/// Drops weak guesses that the tagger does not share.
fn take_back(reading: &Reading, against: i32, out: &mut Vec<Hit>) {
    out.retain(|hit| {
        let weak = hit.detector == "names" && hit.reason == Reason::NameShape && hit.confidence < WEAK;
        !weak || reading.surest(&hit.span).is_none_or(|margin| margin >= against)
    });
}

/// A stretch as a hit, unless what the rules found there speaks against it.
fn hit(string: &str, tagged: Tagged, beside: &Beside) -> Option<Hit> {
    let Tagged { span, what, margin, .. } = tagged;
    let span = behind_dots(string, span);
    // Places of care bear people's names, and numbers have rules of their own.
    if beside.places.meet(&span)
        || what == What::Address && beside.numbers.meet(&span)
        || what == What::Name && dosed(string, &span)
    {
        return None;
    }
    let (category, reason) = match what {
        What::Name if beside.professionals.meet(&span) => (Category::Professional, Reason::NameShape),
        What::Name => (Category::PersonName, Reason::NameShape),
        What::Address => (Category::Address, Reason::AddressShape),
    };
    Some(Hit { span, category, confidence: sure(margin), detector: DETECTOR, reason })
}

/// "ROUX         CHEN": columns of a roster name one person each, and each may return elsewhere.
fn columns(string: &str, tagged: Tagged) -> Vec<Tagged> {
    const APART: &str = "    ";
    let said = string.get(tagged.span.clone()).unwrap_or_default();
    let mut at = tagged.span.start;
    let mut out = Vec::new();
    for part in said.split(APART) {
        let blanks = part.len() - part.trim_start().len();
        let span = at + blanks..at + part.trim_end().len().max(blanks);
        if !span.is_empty() {
            out.push(Tagged { span, ..tagged.clone() });
        }
        at += part.len() + APART.len();
    }
    out
}

/// "VILLE ........ Pontelle", "VILLE = Pontelle": what stands before a row of dots or such a sign is the label.
fn behind_dots(string: &str, span: Span) -> Span {
    let said = string.get(span.clone()).unwrap_or_default();
    let label = said
        .rfind("..")
        .or_else(|| said.rfind(" = "))
        .and_then(|at| said.get(at..))
        .map(|rest| rest.trim_start_matches(['.', ' ', '=']));
    match label {
        Some(value) if !value.is_empty() => span.end - value.len()..span.end,
        _ => span,
    }
}

/// A margin as the share of stretches with it that were right on layouts and names held back from training.
fn sure(margin: i32) -> f32 {
    const TABLE: [(i32, f32); 6] = [(-10, 0.4), (0, 0.55), (10, 0.78), (20, 0.89), (30, 0.94), (40, 0.98)];
    let above = TABLE.partition_point(|(m, _)| *m <= margin);
    match (above.checked_sub(1).and_then(|n| TABLE.get(n)), TABLE.get(above)) {
        (None, _) => 0.5,
        (Some((_, share)), None) => *share,
        (Some((m0, s0)), Some((m1, s1))) => s0 + (s1 - s0) * (margin - m0) as f32 / (m1 - m0) as f32,
    }
}

/// What the rules found, by sort.
struct Beside {
    professionals: Spans,
    places: Spans,
    numbers: Spans,
}

impl Beside {
    fn of(hits: &[Hit]) -> Self {
        let only = |wanted: fn(Category) -> bool| {
            Spans::new(hits.iter().filter(|h| wanted(h.category)).map(|h| h.span.clone()).collect())
        };
        Self {
            professionals: only(|c| c == Category::Professional),
            places: only(|c| c == Category::Facility),
            numbers: only(|c| {
                use Category::{Address, City, Facility, Other, PersonName, Postcode, Professional};
                !matches!(c, Address | City | Facility | Other | PersonName | Postcode | Professional)
            }),
        }
    }
}

/// Spans in order of their starts, with the furthest end so far.
struct Spans(Vec<(usize, usize)>);

impl Spans {
    fn new(mut spans: Vec<Span>) -> Self {
        sort_by_key(&mut spans, |s| (s.start, s.end));
        let mut furthest = 0;
        let furthest_ends = spans.into_iter().map(|s| {
            furthest = s.end.max(furthest);
            (s.start, furthest)
        });
        Self(furthest_ends.collect())
    }

    /// Whether one of them overlaps a span.
    fn meet(&self, span: &Span) -> bool {
        let before = self.0.partition_point(|(start, _)| *start < span.end);
        before.checked_sub(1).and_then(|n| self.0.get(n)).is_some_and(|(_, end)| *end > span.start)
    }

    /// "BIC VRMTFR2A": whether one of them leaves nothing of a span but a short word before it.
    fn fill(&self, span: &Span) -> bool {
        const SHORT: usize = 4;
        let from = self.0.partition_point(|(start, _)| *start < span.start);
        self.0
            .get(from)
            .is_some_and(|(start, end)| *start <= span.start + SHORT && *end == span.end && *start < span.end)
    }

    /// Whether one of them holds the whole of a span.
    fn hold(&self, span: &Span) -> bool {
        let before = self.0.partition_point(|(start, _)| *start <= span.start);
        before.checked_sub(1).and_then(|n| self.0.get(n)).is_some_and(|(_, end)| *end >= span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AtomId, Extract, Format, Known, TextBuilder};

    pub(super) fn struck(string: &str) -> Vec<(String, Category)> {
        let mut b = TextBuilder::new();
        b.push(string, AtomId::new(0));
        let seen = Extract { texts: vec![b.finish()], ..Extract::empty(Format::Text) };
        let found = super::super::detect(&seen, &Known::default());
        found.into_iter().map(|f| (string[f.span].to_owned(), f.category)).collect()
    }

    #[test]
    fn a_desk_is_nobody() {
        assert_eq!(
            struck("Radiology report\n███, ███\nSwitchboard ███\n\nPatient: Mr ███\nDate of birth: ███"),
            []
        );
    }

    #[test]
    fn a_title_makes_a_name_of_two_words_whose_endings_deceive() {
        let all = struck("Seen after the round by me, 07:40. Dr Usha Pillai, consultant on call.");
        assert!(all.iter().any(|(said, _)| said.contains("Usha Pillai")), "{all:?}");
    }

    #[test]
    fn columns_of_a_roster_name_one_person_each() {
        let string = "Vermot         Quilbec    Lou";
        let tagged = Tagged { span: 0..string.len(), what: What::Name, margin: 40, solid: true };
        let parts: Vec<&str> = columns(string, tagged).into_iter().map(|t| &string[t.span]).collect();
        assert_eq!(parts, ["Vermot", "Quilbec", "Lou"]);
    }

    #[test]
    fn a_word_that_only_lists_of_names_hold_needs_less() {
        let all = struck(
            "Un collègue est passé. On a revu les clichés avec Delacroix-Lebrun avant la visite, sans plus.",
        );
        assert!(all.iter().any(|(said, _)| said.contains("Lebrun")), "{all:?}");
        let place = struck("Il habite près de Corvol-sur-Aure.");
        assert!(!place.iter().any(|(_, c)| *c == Category::PersonName), "{place:?}");
    }

    #[test]
    fn a_label_says_what_its_value_is() {
        let hit = |span: Span, category, detector, reason| Hit {
            span,
            category,
            confidence: 0.9,
            detector,
            reason,
        };
        let mut hits = vec![
            hit(0..10, Category::City, "fields", Reason::Label),
            hit(0..10, Category::PersonName, DETECTOR, Reason::NameShape),
            hit(2..10, Category::PersonName, "names", Reason::Title),
            // Half of it would be left.
            hit(6..14, Category::PersonName, DETECTOR, Reason::NameShape),
        ];
        settle(&mut hits);
        assert_eq!(hits.iter().map(|h| h.span.clone()).collect::<Vec<_>>(), [0..10, 2..10, 6..14]);
    }

    #[test]
    fn a_line_with_a_house_number_above_a_postcode_is_an_address() {
        for line in ["28 avenu de la Gare", "5 impase des Lilas", "7bis corniche du Grand Large"] {
            let all = struck(&format!("{line}\n59000 LILLE\n"));
            assert!(
                all.iter().any(|(said, c)| said.contains(line) && *c == Category::Address),
                "{line} {all:?}"
            );
        }
        let all = struck("2 comprimés : matin et Soir\n59000 LILLE\n");
        assert!(!all.iter().any(|(said, _)| said.contains("comprimés")), "{all:?}");
    }

    #[test]
    fn a_form_of_a_french_verb_is_an_ordinary_word() {
        for word in ["envoyez", "chantait", "finissent"] {
            assert!(super::super::lexicon::lore(word).word(), "{word}");
        }
        assert!(!super::super::lexicon::lore("vernigeac").word());
    }
}
