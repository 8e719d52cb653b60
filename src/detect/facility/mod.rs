//! Names of hospitals, practices, laboratories, pharmacies and offices → hits. French puts the sort first ("Clinique des
//! Deux-Rives"), English last ("Deux-Rives Hospital"). Law: a sort alone ("hôpital de jour", "General Surgery") names
//! nothing; something of its own must stand beside it. What was named once is found again by its own part. Linear.

mod english;
mod sorts;
mod words;

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::tokens::{Gap, Shape, Word};
use super::{Detector, Hit, Input};
use crate::model::{Category, Reason, fold};
use words::{article, bare, closes, generic, tells_a_sort, title};

/// Names of places of care and of offices.
pub(super) struct Facilities;

/// A name has at most this many words.
const LONGEST: usize = 14;
/// At most this many names are followed.
const MOST: usize = 2_000;

impl Detector for Facilities {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let scan = Scan { string: input.string, words: input.words() };
        scan.employers(out);
        for place in input.places() {
            out.extend(scan.town_behind(place));
            out.push(Hit {
                span: place.from..place.to,
                category: Category::Facility,
                confidence: if place.sure { 0.85 } else { 0.6 },
                detector: "facility",
                reason: Reason::Context,
            });
        }
    }
}

/// The own parts of names found anywhere, found again everywhere.
pub(super) fn repeated(inputs: &[Input<'_>]) -> Vec<(usize, Hit)> {
    let mut own: BTreeMap<String, ()> = BTreeMap::new();
    for input in inputs {
        for place in input.places() {
            let said =
                fold(input.string.get(place.own.clone()).unwrap_or_default()).replace(['\n', '\t'], " ");
            if place.follows && (5..=128).contains(&said.len()) && own.len() < MOST {
                own.insert(said, ());
            }
        }
    }
    let needles: Vec<&String> = own.keys().collect();
    let mut out = Vec::new();
    if needles.is_empty() {
        return out;
    }
    let Ok(search) = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(&needles)
    else {
        return out;
    };
    for input in inputs {
        let folded = input.folded.as_str();
        // A name may be broken by a line.
        let blank = |b: u8| if matches!(b, b'\n' | b'\t') { b' ' } else { b };
        let lines: Vec<u8> = folded.bytes().map(blank).collect();
        for m in search.find_iter(&lines) {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let inside = letter(folded.get(..m.start()).and_then(|s| s.chars().next_back()))
                || letter(folded.get(m.end()..).and_then(|s| s.chars().next()));
            let span = input.back(&(m.start()..m.end()));
            let capital = input.string.get(span.clone()).is_some_and(|s| s.starts_with(char::is_uppercase));
            if !inside && capital {
                out.push((
                    input.index,
                    Hit {
                        span,
                        category: Category::Facility,
                        confidence: 0.6,
                        detector: "facility",
                        reason: Reason::Repeated,
                    },
                ));
            }
        }
    }
    out
}

/// One name.
pub(super) struct Place {
    from: usize,
    to: usize,
    /// The part that is its own.
    own: std::ops::Range<usize>,
    sure: bool,
    /// Its own part is hardly ever anything else.
    follows: bool,
}

pub(super) fn places(input: &Input<'_>) -> Vec<Place> {
    let scan = Scan { string: input.string, words: input.words() };
    let mut out = Vec::new();
    let mut at = 0;
    while at < scan.words.len() {
        if let Some((place, next)) = scan.french(at) {
            out.push(place);
            at = next.max(at + 1);
            continue;
        }
        out.extend(scan.english(at));
        at += 1;
    }
    out
}

/// How much a sort says by itself.
#[derive(Clone, Copy, PartialEq)]
enum Head {
    /// Any capitalised word behind it names it: "Clinique du Parc".
    Strong,
    /// What stands behind it must not be an ordinary word: "Centre", "Institut".
    Weak,
    /// The same, and it must itself be capitalised: "Maison", "Caisse".
    Weakest,
}

struct Scan<'a> {
    string: &'a str,
    words: &'a [Word],
}

impl Scan<'_> {
    fn get(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    /// The sort that begins here, and how many words it takes.
    fn head(&self, at: usize) -> Option<(Head, usize)> {
        let word = self.get(at).filter(|w| !w.web)?;
        let upper = word.shape == Shape::Upper;
        let found = match word.folded.as_str() {
            "clinique" if word.shape == Shape::Lower && !self.article_before(at) => return self.further(at),
            "clinique" | "cliniques" | "polyclinique" | "hopital" | "hopitaux" | "biopole" => Head::Strong,
            "ch" | "chu" | "chr" | "chru" | "hu" | "ght" | "ghu" | "ghr" | "chi" | "chs" | "ehpad"
            | "ghi" | "cmc"
                if upper =>
            {
                Head::Strong
            }
            "centre" if self.said(at + 1, "hospitalier") => Head::Strong,
            "groupe" if self.said(at + 1, "hospitalier") => Head::Strong,
            "maison" | "pole" if self.said(at + 1, "medicale") || self.said(at + 1, "sante") => Head::Weak,
            "maison"
                if self.said(at + 1, "de")
                    && (self.said(at + 2, "sante") || self.said(at + 2, "retraite")) =>
            {
                Head::Weak
            }
            "pharmacie" | "centre" | "institut" | "labo" | "laboratoire" | "cabinet" | "fondation" => {
                Head::Weak
            }
            // "à l'Imagerie du Val"
            "imagerie" if word.shape == Shape::Cap && self.article_before(at) => Head::Weakest,
            "residence" | "foyer" | "maison" | "villa"
                if word.shape == Shape::Lower && self.called_behind(at) =>
            {
                Head::Weakest
            }
            "imagerie" | "caisse" | "residence" | "mutuelle" | "foyer" | "hospices" | "gie" | "maternite"
                if word.capital() && self.opens(at) =>
            {
                Head::Weakest
            }
            // "G.I.E.", one letter a word
            "g" if word.dot && self.said(at + 1, "i") && self.said(at + 2, "e") => {
                return Some((Head::Weak, 3));
            }
            said if word.capital()
                && said.len() > 5
                && word.lore.unknown()
                && (said.starts_with("bio") || said.starts_with("labo") || said.ends_with("lab")) =>
            {
                Head::Weakest
            }
            _ => return self.further(at),
        };
        Some((found, 1))
    }

    /// "Les Glycines": a capital article in the middle of a sentence, and a capital behind it.
    fn called(&self, at: usize) -> bool {
        let Some(article) = at.checked_sub(1).and_then(|b| self.get(b)) else { return false };
        matches!(article.folded.as_str(), "les" | "la" | "le" | "l")
            && article.shape != Shape::Lower
            && article.gap == Gap::Space
            && self.get(at).is_some_and(|w| w.capital() && w.gap <= Gap::Space)
    }

    /// The same behind a sort and at most three small words: "résidence autonomie Les Glycines".
    fn called_behind(&self, at: usize) -> bool {
        let small = (at + 1..at + 4)
            .take_while(|n| self.get(*n).is_some_and(|w| w.shape == Shape::Lower && w.gap == Gap::Space))
            .count();
        self.called(at + small + 2)
    }

    fn said(&self, at: usize, said: &str) -> bool {
        self.get(at).is_some_and(|w| w.folded == said && w.gap <= Gap::Line)
    }

    /// "la clinique", "à clinique": a noun, not the adjective of "examen clinique".
    fn article_before(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|b| self.get(b)).is_some_and(|b| {
            matches!(
                b.folded.as_str(),
                "la" | "une"
                    | "cette"
                    | "notre"
                    | "votre"
                    | "en"
                    | "a"
                    | "de"
                    | "vers"
                    | "du"
                    | "au"
                    | "le"
                    | "l"
            )
        })
    }

    /// Whether nothing but marks stands before a word on its line or in its cell.
    fn opens(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| matches!(w.gap, Gap::Other | Gap::Line | Gap::Wide | Gap::Comma))
    }

    /// "Clinique des Deux-Rives", "CENTRE HOSPITALIER DU VAL-VERT": the name, and the word after it.
    fn french(&self, at: usize) -> Option<(Place, usize)> {
        let (head, taken) = self.head(at)?;
        let first = self.get(at)?;
        let shouted = first.shape == Shape::Upper && first.folded.len() > 4 || taken > 1;
        let mut here = at + taken;
        let mut own: Option<(usize, usize)> = None;
        let mut solid = false;
        let mut named = false;
        let mut sorted = false;
        while here < at + LONGEST {
            let Some(word) = self.get(here) else { break };
            let joins = match word.gap {
                Gap::None | Gap::Space => true,
                // A narrow column breaks "Clinique de⏎la Grande-Anse".
                Gap::Line => {
                    self.get(here - 1).is_some_and(|b| article(&b.folded))
                        || own.is_none() && article(&word.folded)
                }
                _ => here == at + taken && taken > 1 && word.gap == Gap::Other && self.blank(here),
            };
            if !joins || word.web || title(&word.folded) {
                break;
            }
            let small = word.shape == Shape::Lower;
            if article(&word.folded) && (word.shape != Shape::Initial || !word.dot)
                || small && word.folded.len() == 1
            {
                here += 1;
                continue;
            }
            if small {
                // Behind the name's own part a small word goes on with the sentence.
                let passed = own.is_none() && first.shape == Shape::Lower && head == Head::Weakest;
                if own.is_some() && word.folded.len() > 2 || !passed && !self.sort_word(word) {
                    break;
                }
                sorted = true;
                here += 1;
                continue;
            }
            // "Clinique du Millénaire": an ending alone makes no sort of a capital behind a particle.
            let own_name = word.shape == Shape::Cap
                && !shouted
                && self.get(here - 1).is_some_and(|b| article(&b.folded) && b.shape == Shape::Lower);
            if own.is_none()
                && (generic(bare(&word.folded)) || word.plain() && tells_a_sort(&word.folded) && !own_name)
            {
                here += 1;
                named = true;
                continue;
            }
            if own.is_some() && closes(bare(&word.folded)) || word.lore.stop() && word.folded.len() < 3 {
                break;
            }
            if matches!(word.shape, Shape::Initial) && !word.dot {
                break;
            }
            // After a sort in capitals the name is in capitals too.
            let own_shouted = own.and_then(|o| self.get(o.0)).is_some_and(|o| o.shape == Shape::Upper);
            if shouted && own_shouted && word.shape != Shape::Upper {
                break;
            }
            let compound = word.folded.contains('-') && word.folded.split('-').all(|p| !generic(p));
            if compound || !word.lore.word() && !word.lore.stop() {
                solid = true;
            }
            own = Some((own.map_or(here, |o| o.0), here));
            here += 1;
            if word.digit_after {
                break;
            }
        }
        let (from, last) = own?;
        let (a, b) = (self.get(from)?, self.get(last)?);
        // What is hardly ever named without its own name, behind a particle.
        let homely = matches!(
            first.folded.as_str(),
            "pharmacie" | "residence" | "foyer" | "ambulance" | "ambulances" | "imagerie"
        ) && self.get(from.checked_sub(1)?).is_some_and(|w| article(&w.folded))
            && !a.lore.stop();
        let enough = match head {
            Head::Strong => solid || first.capital() || named || b.shape == Shape::Cap && !a.lore.stop(),
            // "Centre de dialyse des Embruns", "Pharmacie de la Halle": small words, then a capital.
            // "du cabinet Horizon"
            Head::Weak => {
                let beside =
                    from == at + 1 && a.shape == Shape::Cap && !a.lore.stop() && self.article_before(at);
                // "PHARMACIE DES QUATRE CHEMINS" at the head of a line
                let headed = homely && first.shape == Shape::Upper && self.opens(at);
                solid
                    || headed
                    || b.shape == Shape::Cap && ((sorted || named) && first.capital() || homely || beside)
            }
            Head::Weakest => {
                (solid || homely && b.shape == Shape::Cap) && first.capital()
                    || self.called(from) && first.shape == Shape::Lower
            }
        };
        if !enough {
            return None;
        }
        let place = Place {
            from: first.span.start,
            to: b.span.end,
            own: a.span.start..b.span.end,
            sure: head == Head::Strong,
            follows: (a.folded.contains('-') || from < last || !a.lore.word() && !a.lore.eponym()) && solid,
        };
        Some((place, last + 1))
    }

    /// Whether only blanks and dots stand before a word.
    fn blank(&self, at: usize) -> bool {
        let (Some(b), Some(w)) = (at.checked_sub(1).and_then(|b| self.get(b)), self.get(at)) else {
            return false;
        };
        self.string.get(b.span.end..w.span.start).is_some_and(|s| s.chars().all(|c| matches!(c, ' ' | '.')))
    }

    /// A small word that tells the sort of place: "médicale", "d'anatomie et cytologie pathologiques".
    fn sort_word(&self, word: &Word) -> bool {
        generic(&word.folded) || matches!(word.folded.as_str(), "et" | "en") || tells_a_sort(&word.folded)
    }
}

#[cfg(test)]
mod tests;
