//! What was found once is found everywhere in the file: the words of people's names in any order, case and accent, broken
//! at a line end, spaced out or slightly misread; initials; towns of addresses; numbers with other separators.
//! Law: a word that is also ordinary, or a disease's, is only taken where its surroundings speak for a person.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use super::tokens::{Gap, Shape, Word, words};
use super::{Hit, Input, lexicon};
use crate::model::{Category, Reason, Span, fold};

/// Below this a hit is not taken as told for sure.
const SURE: f32 = 0.5;
/// At most this many different names and numbers are followed.
const MOST: usize = 20_000;

/// Further hits, each with the index of its text.
pub(super) fn propagate(inputs: &[Input<'_>], hits: &[(usize, Hit)]) -> Vec<(usize, Hit)> {
    let people = People::of(inputs, hits);
    let numbers = Numbers::of(inputs, hits);
    let mut out = Vec::new();
    for input in inputs {
        let mut found = Vec::new();
        people.find(input, &mut found);
        numbers.find(input, &mut found);
        out.extend(found.into_iter().map(|hit| (input.index, hit)));
    }
    out
}

/// What is known of one word of somebody's name.
#[derive(Clone, Copy)]
struct Part {
    category: Category,
    /// A given name, and nothing but that.
    given: bool,
    /// Also an ordinary word, a disease or a town: it needs help.
    doubtful: bool,
    /// It was announced by a title or a label.
    announced: bool,
    /// It was written small somewhere.
    small: bool,
}

/// Words of names.
#[derive(Default)]
struct People {
    parts: BTreeMap<String, Part>,
    /// Long words with one letter left out → the word.
    near: BTreeSet<String>,
    /// First letters of given name and surname.
    initials: BTreeSet<(char, char)>,
    towns: BTreeSet<String>,
}

impl People {
    fn of(inputs: &[Input<'_>], hits: &[(usize, Hit)]) -> Self {
        let mut people = People::default();
        for (index, hit) in hits {
            let Some(said) = inputs.get(*index).and_then(|i| i.string.get(hit.span.clone())) else {
                continue;
            };
            match hit.category {
                Category::PersonName | Category::Professional if hit.confidence >= SURE => {
                    people.learn(said, hit)
                }
                Category::Address | Category::City if hit.confidence >= 0.7 && hit.detector != "tagger" => {
                    people.learn_town(said, hit.category)
                }
                _ => {}
            }
        }
        people
    }

    fn learn(&mut self, said: &str, hit: &Hit) {
        if self.parts.len() > MOST {
            return;
        }
        let words = words(said);
        let announced = matches!(hit.reason, Reason::Title | Reason::Label | Reason::Known);
        let first = |w: &Word| w.folded.chars().next().unwrap_or(' ');
        if let ([a, .., b], true) = (words.as_slice(), hit.confidence >= 0.7) {
            self.initials.insert((first(a), first(b)));
            self.initials.insert((first(b), first(a)));
        }
        for word in &words {
            for bare in std::iter::once(word.folded.as_str())
                .chain(word.folded.split(['-', '\'']).filter(|p| p.len() < word.folded.len()))
            {
                let lore = if bare.len() == word.folded.len() { word.lore } else { lexicon::lore(bare) };
                let known = matches!(hit.reason, Reason::Known);
                // The tagger alone is believed of names that lists hold, and of what stands beside a given name.
                if hit.detector == "tagger"
                    && !lore.given()
                    && !lore.surname()
                    && !words.iter().any(|w| w.lore.given() && !w.lore.word())
                {
                    continue;
                }
                if bare.chars().count() < 3
                    || word.shape == Shape::Initial
                    || particle(bare)
                    || (lore.stop() || lore.facility() || lore.head()) && !known
                {
                    continue;
                }
                // A compound's parts are followed only if they could be names on their own.
                if bare.len() < word.folded.len() && (lore.word() || bare.len() < 4) {
                    continue;
                }
                let part = Part {
                    category: hit.category,
                    given: lore.given()
                        && words.len() > 1
                        && !(word.shape == Shape::Upper && words.iter().any(|w| w.shape == Shape::Cap)),
                    doubtful: lore.word() || lore.eponym() || lexicon::town(bare) > 1,
                    announced,
                    small: word.shape == Shape::Lower,
                };
                if bare.len() >= 7 && !part.doubtful {
                    self.near.extend(one_letter_less(bare));
                }
                self.parts
                    .entry(bare.to_owned())
                    .and_modify(|p| {
                        p.given &= part.given;
                        p.announced |= announced;
                        p.small |= part.small;
                        // The stricter of the two.
                        if part.category == Category::PersonName {
                            p.category = Category::PersonName;
                        }
                    })
                    .or_insert(part);
            }
        }
    }

    /// The town of an address, if it is one that is hardly ever anything else.
    fn learn_town(&mut self, said: &str, category: Category) {
        let mut words = words(said);
        // "56000 VANNES CEDEX": the town stands before it.
        if words.len() > 1
            && words.last().is_some_and(|w| matches!(w.folded.as_str(), "cedex" | "france" | "cx"))
        {
            words.pop();
        }
        // A town that no list knows and that is no other word either.
        if let ([only], Category::City) = (words.as_slice(), category)
            && only.folded.len() > 4
            && !only.lore.word()
            && !only.lore.stop()
            && !only.lore.given()
            && !only.lore.eponym()
            && self.towns.len() < MOST
        {
            self.towns.insert(only.folded.clone());
            return;
        }
        for from in 0..words.len() {
            for to in (from + 1..=words.len().min(from + 5)).rev() {
                let (Some(a), Some(b)) = (words.get(from), words.get(to - 1)) else { continue };
                let joined = words
                    .get(from + 1..to)
                    .unwrap_or(&[])
                    .iter()
                    .all(|w| matches!(w.gap, Gap::None | Gap::Space));
                let name = fold(said.get(a.span.start..b.span.end).unwrap_or(""));
                let last = words.get(to).is_none();
                if joined
                    && last
                    && name.len() > 3
                    && lexicon::town(&name) > 0
                    && !(to - from == 1 && (a.lore.word() || a.lore.given()))
                    && self.towns.len() < MOST
                {
                    self.towns.insert(name.replace([' ', '\''], "-"));
                    return;
                }
            }
        }
    }

    fn find(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        if self.parts.is_empty() && self.towns.is_empty() {
            return;
        }
        let words = input.words();
        let mut marks: Vec<Option<Part>> = words.iter().map(|w| self.part(w)).collect();
        self.mark_small_pairs(words, &mut marks);
        let mut at = 0;
        while at < words.len() {
            let Some(word) = words.get(at) else { break };
            let mut take = |from: usize, to: usize, category: Category, confidence: f32| {
                if let (Some(a), Some(b)) = (words.get(from), words.get(to)) {
                    let end = b.span.end + usize::from(b.shape == Shape::Initial && b.dot);
                    out.push(Hit {
                        span: a.span.start..end,
                        category,
                        confidence,
                        detector: "propagate",
                        reason: Reason::Repeated,
                    });
                }
            };
            if let Some(part) = marks.get(at).copied().flatten() {
                if self.stands_for_a_person(input.string, words, &marks, at, part) {
                    let from = initial_before(words, at);
                    take(from, at, part.category, if part.doubtful { 0.6 } else { 0.85 });
                }
                at += 1;
                continue;
            }
            if let Some(to) = spaced_out(words, at).filter(|&to| self.knows(&squeezed(words, at, to))) {
                take(at, to, Category::PersonName, 0.7);
                at = to + 1;
                continue;
            }
            if let Some(next) = words.get(at + 1) {
                let broken = input.string.get(word.span.end..next.span.start).is_some_and(|s| {
                    s.trim_end().starts_with(['-', '\u{ad}', '\u{2010}']) && s.contains('\n')
                });
                if broken && self.knows(&format!("{}{}", word.folded, next.folded)) {
                    take(at, at + 1, Category::PersonName, 0.8);
                    at += 2;
                    continue;
                }
                if word.shape == Shape::Initial
                    && next.shape == Shape::Initial
                    && word.dot
                    && next.dot
                    && matches!(next.gap, Gap::None | Gap::Space)
                {
                    let first = |w: &Word| w.folded.chars().next().unwrap_or(' ');
                    let alone = word.gap != Gap::None
                        && words.get(at + 2).is_none_or(|w| w.gap != Gap::None && w.shape != Shape::Initial);
                    if alone && self.initials.contains(&(first(word), first(next))) {
                        take(at, at + 1, Category::PersonName, 0.6);
                        at += 2;
                        continue;
                    }
                }
            }
            if let Some(to) = self.town_at(input.string, words, at) {
                take(at, to, Category::City, 0.6);
                at = to + 1;
                continue;
            }
            at += 1;
        }
    }

    /// What is known of a word, a misread one or a plural included.
    fn part(&self, word: &Word) -> Option<Part> {
        if word.shape == Shape::Initial {
            return None;
        }
        let bare = word.folded.as_str();
        if let Some(part) = self.parts.get(bare) {
            let rare = !part.given && !part.doubtful && !word.lore.given() && bare.len() > 4;
            return (word.shape != Shape::Lower || (part.small || rare) && !word.lore.word())
                .then_some(*part);
        }
        if !word.capital() {
            return None;
        }
        // "MOREL-DUVAL" where MOREL is known, "D'Orge", "les Morels"
        let inner = bare
            .split(['-', '\''])
            .filter(|p| p.len() > 3 && p.len() < bare.len())
            .find_map(|p| self.parts.get(p));
        if let Some(part) = inner.filter(|p| !p.doubtful && !p.given) {
            return Some(*part);
        }
        if let Some(part) = bare
            .strip_suffix('s')
            .and_then(|s| self.parts.get(s))
            .filter(|p| !p.given && !p.doubtful && bare.len() > 4)
        {
            return (!word.lore.word()).then_some(*part);
        }
        let misread = bare.len() >= 6
            && !word.lore.word()
            && !word.lore.stop()
            && (self.near.contains(bare)
                || bare.len() >= 7
                    && one_letter_less(bare).any(|v| {
                        self.near.contains(&v)
                            || self.parts.get(&v).is_some_and(|p| !p.doubtful && v.len() >= 7)
                    }));
        misread.then_some(Part {
            category: Category::PersonName,
            given: true,
            doubtful: true,
            announced: true,
            small: false,
        })
    }

    /// "morel jeanne": two words of names side by side, written small.
    fn mark_small_pairs(&self, words: &[Word], marks: &mut [Option<Part>]) {
        for at in 1..words.len() {
            let (Some(a), Some(b)) = (words.get(at - 1), words.get(at)) else { break };
            let small =
                a.shape == Shape::Lower && b.shape == Shape::Lower && matches!(b.gap, Gap::Space | Gap::None);
            if !small || a.lore.word() && b.lore.word() || a.folded == b.folded {
                continue;
            }
            if let (Some(pa), Some(pb)) = (self.parts.get(&a.folded), self.parts.get(&b.folded)) {
                if let Some(mark) = marks.get_mut(at - 1) {
                    mark.get_or_insert(*pa);
                }
                if let Some(mark) = marks.get_mut(at) {
                    mark.get_or_insert(*pb);
                }
            }
        }
    }

    fn knows(&self, folded: &str) -> bool {
        folded.len() > 3 && self.parts.contains_key(folded)
    }

    /// Whether a known word names a person here.
    fn stands_for_a_person(
        &self,
        string: &str,
        words: &[Word],
        marks: &[Option<Part>],
        at: usize,
        part: Part,
    ) -> bool {
        let Some(word) = words.get(at) else { return false };
        if word.web {
            return true;
        }
        let beside = |n: Option<usize>| n.and_then(|n| marks.get(n)).is_some_and(Option::is_some);
        let before =
            at.checked_sub(1).filter(|_| matches!(word.gap, Gap::None | Gap::Space | Gap::Comma | Gap::Line));
        let after = words
            .get(at + 1)
            .filter(|w| matches!(w.gap, Gap::None | Gap::Space | Gap::Comma | Gap::Line))
            .map(|_| at + 1);
        if beside(before) || beside(after) {
            return true;
        }
        let thing = of_a_thing(words, at);
        if thing && (part.given || part.doubtful || word.lore.eponym()) {
            return false;
        }
        if !part.doubtful {
            return true;
        }
        // "Petit", "Rose", "Paris": capitals in a line of small letters, in the middle of a sentence, or an initial before.
        if initial_before(words, at) < at {
            return true;
        }
        let inside = before
            .and_then(|b| words.get(b))
            .is_some_and(|b| b.shape == Shape::Lower && word.gap == Gap::Space && !particle(&b.folded));
        let shouted = word.shape == Shape::Upper && small_line(string, &word.span);
        part.announced
            && (inside || shouted)
            && word.folded.len() > 3
            && lexicon::town(&word.folded) < 2
            && !word.lore.eponym()
    }

    /// The last word of a followed town that begins here.
    fn town_at(&self, string: &str, words: &[Word], at: usize) -> Option<usize> {
        let word = words.get(at).filter(|w| w.capital() && !w.web)?;
        for to in (at..at + 5).rev() {
            let Some(last) = words.get(to) else { continue };
            let joined =
                words.get(at + 1..=to).unwrap_or(&[]).iter().all(|w| matches!(w.gap, Gap::None | Gap::Space));
            if joined
                && self
                    .towns
                    .contains(&fold(string.get(word.span.start..last.span.end)?).replace([' ', '\''], "-"))
            {
                return Some(to);
            }
        }
        None
    }
}

/// Whether small letters stand on the word's line.
fn small_line(string: &str, span: &Span) -> bool {
    let before = string.get(..span.start).unwrap_or("").chars().rev().take_while(|c| *c != '\n').take(60);
    let after = string.get(span.end..).unwrap_or("").chars().take_while(|c| *c != '\n').take(60);
    before.chain(after).filter(|c| c.is_lowercase()).count() > 5
}

/// The place of an initial that belongs to the word ("J. Morel"), else the word's own.
fn initial_before(words: &[Word], at: usize) -> usize {
    let joined = words.get(at).is_some_and(|w| matches!(w.gap, Gap::None | Gap::Space));
    match at.checked_sub(1).and_then(|b| words.get(b)) {
        Some(b)
            if joined && b.shape == Shape::Initial && (b.dot || b.folded.len() > 1) && b.folded != "m" =>
        {
            at - 1
        }
        // "S. Ní Bhriain"
        Some(b)
            if joined
                && matches!(b.folded.as_str(), "ni" | "nic" | "ui" | "mac" | "de" | "da")
                && b.gap == Gap::Space =>
        {
            let initial = at
                .checked_sub(2)
                .and_then(|i| words.get(i))
                .is_some_and(|i| i.shape == Shape::Initial && i.dot);
            if initial { at - 2 } else { at }
        }
        _ => at,
    }
}

/// Whether a word is named in "maladie de …" or "hôpital …".
fn of_a_thing(words: &[Word], at: usize) -> bool {
    let mut here = at;
    for _ in 0..4 {
        let Some(word) = words.get(here) else { return false };
        if !matches!(word.gap, Gap::None | Gap::Space) {
            return false;
        }
        let Some(before) = here.checked_sub(1).and_then(|b| words.get(b)) else { return false };
        if before.lore.head() || before.lore.facility() && before.folded.len() > 1 {
            return true;
        }
        let passed_over = particle(&before.folded) || before.capital() && before.plain();
        if !passed_over {
            return false;
        }
        here -= 1;
    }
    false
}

/// The last of at least four single letters that begin here: "M O R E L".
fn spaced_out(words: &[Word], at: usize) -> Option<usize> {
    let single = |w: &Word| w.folded.chars().count() == 1 && w.shape == Shape::Initial;
    let mut to = at;
    if !words.get(at).is_some_and(single) {
        return None;
    }
    while words.get(to + 1).is_some_and(|w| single(w) && matches!(w.gap, Gap::Space | Gap::None | Gap::Wide))
        && to - at < 30
    {
        to += 1;
    }
    (to - at >= 3).then_some(to)
}

fn squeezed(words: &[Word], from: usize, to: usize) -> String {
    words.get(from..=to).unwrap_or(&[]).iter().map(|w| w.folded.as_str()).collect()
}

fn particle(folded: &str) -> bool {
    matches!(
        folded,
        "de" | "du"
            | "des"
            | "d"
            | "la"
            | "le"
            | "les"
            | "l"
            | "van"
            | "von"
            | "der"
            | "den"
            | "el"
            | "al"
            | "ben"
            | "bin"
            | "da"
            | "dos"
            | "di"
            | "del"
            | "saint"
            | "sainte"
    )
}

fn one_letter_less(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().map(|(i, c)| {
        let mut out = String::with_capacity(word.len());
        out.push_str(word.get(..i).unwrap_or(""));
        out.push_str(word.get(i + c.len_utf8()..).unwrap_or(""));
        out
    })
}

/// Numbers to be found with other separators.
#[derive(Default)]
struct Numbers {
    needles: Vec<String>,
    categories: Vec<Category>,
}

impl Numbers {
    fn of(inputs: &[Input<'_>], hits: &[(usize, Hit)]) -> Self {
        let mut seen = BTreeMap::new();
        for (index, hit) in hits {
            let number = matches!(
                hit.category,
                Category::Phone
                    | Category::NationalId
                    | Category::PatientNumber
                    | Category::InsuranceNumber
                    | Category::BankAccount
                    | Category::DocumentNumber
                    | Category::ProfessionalId
            );
            let Some(said) =
                inputs.get(*index).and_then(|i| i.string.get(hit.span.clone())).filter(|_| number)
            else {
                continue;
            };
            let bare: String = fold(said).chars().filter(char::is_ascii_alphanumeric).collect();
            let digits = bare.chars().filter(char::is_ascii_digit).count();
            if digits >= 6 && hit.confidence >= SURE && seen.len() < MOST {
                seen.entry(bare).or_insert(hit.category);
            }
        }
        let (needles, categories) = seen.into_iter().unzip();
        Numbers { needles, categories }
    }

    fn find(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        if self.needles.is_empty() {
            return;
        }
        let folded = input.folded.as_str();
        let mut bare = String::with_capacity(folded.len());
        let mut places: Vec<u32> = Vec::with_capacity(folded.len());
        for (at, c) in folded.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()) {
            bare.push(c);
            places.push(at as u32);
        }
        let Ok(search) =
            AhoCorasick::builder().match_kind(aho_corasick::MatchKind::LeftmostLongest).build(&self.needles)
        else {
            return;
        };
        for m in search.find_iter(&bare) {
            let (Some(&first), Some(&last)) =
                (places.get(m.start()), m.end().checked_sub(1).and_then(|e| places.get(e)))
            else {
                continue;
            };
            let (from, to) = (first as usize, last as usize + 1);
            let glued = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let edges = glued(folded.get(..from).and_then(|s| s.chars().next_back()))
                || glued(folded.get(to..).and_then(|s| s.chars().next()));
            let close = places
                .get(m.start()..m.end())
                .is_some_and(|p| p.windows(2).all(|w| matches!(w, [a, b] if b - a <= 4)));
            if let (false, true, Some(category)) = (edges, close, self.categories.get(m.pattern().as_usize()))
            {
                let span = input.back(&(from..to));
                out.push(Hit {
                    span,
                    category: *category,
                    confidence: 0.85,
                    detector: "propagate",
                    reason: Reason::Repeated,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::detect;
    use crate::model::*;

    fn found(s: &str) -> Vec<String> {
        let mut b = TextBuilder::new();
        b.push(s, AtomId::new(0));
        let seen = Extract {
            source: [0; 32],
            format: Format::Text,
            pages: vec![],
            texts: vec![b.finish()],
            opaques: vec![],
            places: Default::default(),
            notices: vec![],
            operators: vec![],
        };
        detect(&seen, &Known::default()).into_iter().map(|f| s[f.span].to_owned()).collect()
    }

    #[test]
    fn names_return_in_any_form() {
        let f = found(
            "Mme Jeanne DELMOTTE\ndelmotte jeanne\nDelmotte fut revue. Jeanne va bien. Les Delmotte partent. J. Delmotte. D E L M O T T E\nDel-\nmotte",
        );
        for s in ["Jeanne DELMOTTE", "Delmotte", "Jeanne", "J. Delmotte", "D E L M O T T E", "Del-\nmotte"] {
            assert!(f.iter().any(|x| x == s), "{s} in {f:?}");
        }
    }

    #[test]
    fn ordinary_words_and_diseases_stay() {
        let f = found("M. Paul PETIT\nUn petit nodule. Petit nodule. Le test de Petit.");
        assert_eq!(f.iter().filter(|x| x.to_lowercase().contains("petit")).count(), 1, "{f:?}");
        let f = found("M. Parkinson\nIl n'a pas de maladie de Parkinson. Parkinson Paul.");
        assert!(
            !f.iter().any(|x| x.contains("maladie"))
                && f.iter().filter(|x| x.contains("Parkinson")).count() == 2,
            "{f:?}"
        );
    }
}
