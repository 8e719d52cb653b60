//! What the tagger reads in a text → hits, beside those of the rules: what it is sure of, and what it takes back of their
//! weakest guesses. What a label, a title or a check digit says is never taken back.

use std::collections::BTreeSet;

use super::tagger::{Need, Reading, Tagged, What};
use super::tokens::{Spellings, Word};
use super::{Detector, Hit, Input};
use crate::model::order::sort_by_key;
use crate::model::{Category, Reason, Span};

/// The tagger. It stands last: it looks at what the others found.
pub(super) struct Learnt;

/// How sure the tagger must be, in units of its weights. In English prose a capital says more.
const NAME: Need = Need { core: 45, edge: 22 };
const ADDRESS: Need = Need { core: 50, edge: 25 };
const ENGLISH_NAME: Need = Need { core: 25, edge: 18 };
const ENGLISH_ADDRESS: Need = Need { core: 40, edge: 20 };

/// How sure of a stretch of ordinary words alone.
const ORDINARY: i32 = 90;

/// A guess of the rules from shape alone that is less sure than this may be taken back,
const WEAK: f32 = 0.6;

/// where the tagger is at least so sure that none of it is a name.
const AGAINST: i32 = -40;

/// A word that comes back so often is judged by all its places,
const OFTEN: i32 = 3;

/// of which none counts for more than this.
const CLEAR: i32 = 60;

impl Detector for Learnt {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let words = input.words();
        let reading = Reading::new(input.string, words);
        take_back(&reading, out);
        let (name, address) =
            if reading.seen.is_english() { (ENGLISH_NAME, ENGLISH_ADDRESS) } else { (NAME, ADDRESS) };
        let names = reading.stretches(What::Name, name);
        let doubted = doubted(words, &reading, &names);
        let sound = |tagged: &Tagged| {
            (tagged.solid || tagged.margin >= ORDINARY)
                && !words_in(words, &tagged.span).iter().any(|w| doubted.contains(w.folded.as_str()))
        };
        let beside = Beside::of(out);
        let names = names.into_iter().filter(sound);
        let addresses = reading.stretches(What::Address, address).into_iter().filter(|tagged| tagged.solid);
        out.extend(names.chain(addresses).filter_map(|tagged| hit(tagged, &beside)));
    }
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
    spellings.into_met().into_iter().zip(seen).filter(against).map(|(word, _)| word).collect()
}

/// In no list of names.
fn unlisted(word: &Word) -> bool {
    !word.lore.given() && !word.lore.surname() && word.folded.len() > 2
}

/// The words of a span.
fn words_in<'a>(words: &'a [Word], span: &Span) -> &'a [Word] {
    let from = words.partition_point(|w| w.span.end <= span.start);
    let to = words.partition_point(|w| w.span.start < span.end);
    words.get(from..to).unwrap_or_default()
}

/// Drops weak guesses that the tagger does not share.
fn take_back(reading: &Reading, out: &mut Vec<Hit>) {
    out.retain(|hit| {
        let weak = hit.detector == "names" && hit.reason == Reason::NameShape && hit.confidence < WEAK;
        !weak || reading.surest(&hit.span).is_none_or(|margin| margin >= AGAINST)
    });
}

/// A stretch as a hit, unless what the rules found there speaks against it.
fn hit(tagged: Tagged, beside: &Beside) -> Option<Hit> {
    let Tagged { span, what, margin, .. } = tagged;
    // Places of care bear people's names, and numbers have rules of their own.
    if beside.places.meet(&span) || what == What::Address && beside.numbers.meet(&span) {
        return None;
    }
    let (category, reason) = match what {
        What::Name if beside.professionals.meet(&span) => (Category::Professional, Reason::NameShape),
        What::Name => (Category::PersonName, Reason::NameShape),
        What::Address => (Category::Address, Reason::AddressShape),
    };
    Some(Hit { span, category, confidence: sure(margin), detector: "tagger", reason })
}

/// A margin as the share of stretches with it that were right on layouts and names held back from training.
fn sure(margin: i32) -> f32 {
    const TABLE: [(i32, f32); 6] = [(20, 0.55), (30, 0.7), (45, 0.85), (60, 0.92), (90, 0.97), (130, 0.99)];
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
}
