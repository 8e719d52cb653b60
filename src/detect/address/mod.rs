//! Postal addresses: streets (French first, then English, German and Dutch ways of writing), what belongs to them
//! (building, floor, lieu-dit, post box), postcode and town, and towns that the words around give away ("habite à").
//! Patterns run over the folded text; the original's capitals decide what is a name.

mod cues;
mod english;
mod parts;
mod patterns;
mod postcodes;
mod towns;
mod words;

use parts::{joined, named};
use patterns::*;
use words::*;

pub(in crate::detect) use english::lane;
pub(in crate::detect) use words::month;

use std::collections::BTreeSet;

use super::rx::Regex;
use super::tokens::{Gap, Shape, Word};
use super::{Detector, Hit, Input};
use crate::model::{Category, Reason, Span};

const DETECTOR: &str = "address";

/// Postal addresses.
pub(super) struct Addresses;

impl Detector for Addresses {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let words = input.words();
        let mut found = Vec::new();
        let scan = Scan { input, words };
        scan.streets(&mut found);
        scan.foreign(&mut found);
        let mut towns = Vec::new();
        scan.english(&mut found, &mut towns);
        scan.codes_before(&mut found);
        scan.towns_of_streets(&mut found, 0);
        scan.parted_codes(&mut found);
        scan.postcodes(&mut found);
        // What belongs to an address may have something of its own beside it.
        let parts: Vec<(Span, &str)> = input
            .finds(attached())
            .map(|m| (input.back(&m.range()), m.as_str()))
            .filter(|(span, said)| named(input.string.get(span.clone()).unwrap_or_default(), said))
            .collect();
        let streets = found.len();
        for _ in 0..3 {
            scan.attached(&parts, &mut found);
        }
        // "… 3ème gauche Lille", "BP 441 Papeete"
        scan.towns_of_streets(&mut found, streets);
        scan.towns(&mut found);
        out.extend(joined(input.string, found));
        out.extend(towns);
    }
}

/// What stands behind addresses that other detectors found, and between two findings.
pub(super) struct Behind;

impl Detector for Behind {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let others = out.iter().filter(|h| h.category == Category::Address && h.detector != DETECTOR);
        let ends: Vec<usize> = others.map(|h| h.span.end).collect();
        if !ends.is_empty() {
            let scan = Scan { input, words: input.words() };
            out.extend(ends.into_iter().filter_map(|end| scan.code_behind(end)));
        }
        let ends: BTreeSet<usize> = out.iter().map(|h| h.span.end).collect();
        let starts = out.iter().map(|h| h.span.start);
        let codes: Vec<Hit> = starts.filter_map(|at| postcodes::between(input.string, &ends, at)).collect();
        out.extend(codes);
    }
}

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static super::sieve::Pattern> {
    [patterns::patterns(), english::patterns()].concat()
}

struct Scan<'a> {
    input: &'a Input<'a>,
    words: &'a [Word],
}

impl Scan<'_> {
    /// "12 bis, rue des Lilas", "28 Av de Breteuil", "rue Rivoli".
    fn streets(&self, out: &mut Vec<Hit>) {
        for m in self.input.captures(street_start()) {
            let (Some(whole), Some(way)) = (m.get(0), m.name("way").or(m.name("doubt"))) else { continue };
            let doubtful = m.name("doubt").is_some();
            let start = self.input.back(&(whole.start()..way.end())).start;
            // "Vermotin76 rue des Tilleuls": the number is glued to what stands before.
            let glued = m.name("number").is_none().then(|| self.glued_number(start)).flatten();
            let (start, number) = (glued.unwrap_or(start), m.name("number").is_some() || glued.is_some());
            let way_span = self.input.back(&way.range());
            let before = self.words.get(self.words.partition_point(|w| w.span.start < start).wrapping_sub(1));
            // "j'habite rue des tanneurs"
            let small_home = !number
                && before
                    .is_some_and(|w| ["habit", "demeur", "domicili"].iter().any(|s| w.folded.starts_with(s)));
            let Some((end, capitals)) = self.street_name(way_span.end, number || small_home) else {
                continue;
            };
            // "18, me du Château": what reading machines make of "rue"
            let misread = matches!(way.as_str().trim_end(), "me" | "rne" | "ruc");
            if misread && !(number && capitals > 0 && self.of_something(way_span.end)) {
                continue;
            }
            let line_start = self.input.string.get(..start).is_none_or(|s| {
                s.trim_end_matches([' ', '\u{a0}']).ends_with(['\n', '\t', ':', ',', '>', '?'])
                    || s.is_empty()
            });
            let capital_way =
                self.input.string.get(way_span.clone()).is_some_and(|s| s.starts_with(char::is_uppercase));
            let followed = self.postcode_follows(end);
            // "exerçant place Saint-Louis, Lorient"
            let practises = before.is_some_and(|w| {
                matches!(
                    w.folded.as_str(),
                    "exercant"
                        | "sis"
                        | "sise"
                        | "situe"
                        | "situee"
                        | "cabinet"
                        | "demeurant"
                        | "domicilie"
                        | "domiciliee"
                )
            });
            // "habite Cité des Peupliers"
            let lives = capital_way
                && before.is_some_and(|w| {
                    ["habit", "demeur", "domicili", "resid"].iter().any(|s| w.folded.starts_with(s))
                });
            let cued = number
                && before.is_some_and(|w| {
                    let said = w.folded.as_str();
                    let near =
                        self.input.string.get(w.span.end..start).is_some_and(|s| {
                            s.len() <= 3 && s.chars().all(|c| matches!(c, ' ' | ':' | '\t'))
                        });
                    near && (matches!(
                        said,
                        "au" | "sis" | "sise" | "situe" | "situee" | "adresse" | "domicile" | "demeurant"
                    ) || said.starts_with("habit")
                        || said.starts_with("domicili"))
                });
            // "Av. de l'Hippodrome 12 – B-1200": a short way counts with a number behind.
            let behind = self.input.string.get(end..).is_some_and(|rest| number_behind().is_match(rest));
            // "vingt-sept rue du vieux port", "15 rue des lilas": whatever the letters, one way with a number and an article.
            let led = number
                && !doubtful
                && matches!(
                    way.as_str().trim_end(),
                    "rue"
                        | "avenue"
                        | "boulevard"
                        | "chemin"
                        | "impasse"
                        | "allee"
                        | "quai"
                        | "route de"
                        | "route du"
                )
                && self.of_something(way_span.end);
            // "trois rues plus loin", "deux chemins"
            let spelled = number && whole.as_str().starts_with(|c: char| c.is_alphabetic() && c != 'n');
            let several = number && way.as_str().trim_end().ends_with('s');
            if capitals == 0 && (several || spelled && !led) && !followed {
                continue;
            }
            let fits = if number {
                cued || led
                    || capitals > 0
                        && (!doubtful
                            || capital_way
                            || followed
                            || line_start
                            || self.proper(way_span.end, end))
                    || followed
                    || !doubtful && (line_start || self.code_follows(end))
            } else {
                capitals > 0
                    && (!doubtful
                        && self.proper(way_span.end, end)
                        && (way.as_str().len() > 2
                            || capital_way && way.as_str() == "bd" && (line_start || followed || behind))
                        && (!way.as_str().ends_with('.') || behind)
                        || followed && capital_way
                        || lives && self.proper(way_span.end, end)
                        || (line_start || practises)
                            && way.as_str().len() > 3
                            && self.proper(way_span.end, end)
                            && self.town_behind(end))
                    || line_start && behind && !doubtful && way.as_str().len() > 2
                    || small_home && !doubtful && self.of_something(way_span.end)
            };
            // "Rue du Moulin 14"
            let end = match self
                .input
                .string
                .get(end..)
                .and_then(|rest| number_behind().captures(rest))
                .and_then(|c| c.get(1))
            {
                Some(m) if !number || capitals == 0 => end + m.end(),
                _ => end,
            };
            if fits {
                let sure = if number && !doubtful { 0.95 } else { 0.7 };
                out.push(hit(start..end, Category::Address, sure, Reason::AddressShape));
            }
        }
    }

    /// Whether an article and another word follow a way.
    fn of_something(&self, from: usize) -> bool {
        let at = self.words.partition_point(|w| w.span.start < from);
        self.words.get(at).is_some_and(|w| article(&w.folded) && w.gap == Gap::Space)
            && self
                .words
                .get(at + 1)
                .is_some_and(|w| w.gap <= Gap::Space && (w.folded.len() > 2 || article(&w.folded)))
            || self
                .words
                .get(at)
                .zip(self.words.get(at.wrapping_sub(1)))
                .is_some_and(|(w, b)| matches!(b.folded.as_str(), "de" | "du" | "des") && w.gap == Gap::Space)
    }

    /// Where a number begins that stands before a way and right behind a letter, or that was read as letters: "lO chem.".
    fn glued_number(&self, way: usize) -> Option<usize> {
        let bare = self.input.string.get(..way)?.trim_end_matches(' ');
        let misread = bare
            .trim_end_matches(['l', 'I', 'i', 'O', 'o', 'S', 'B', 'Z'])
            .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'l' | 'I' | 'O'));
        let said = bare.get(misread.len()..)?;
        if (2..=4).contains(&said.len())
            && said.contains(|c: char| c.is_ascii_digit() || c == 'O')
            && misread.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '|' | ':' | ','))
        {
            return Some(misread.len());
        }
        let before = self.input.string.get(..way)?.trim_end_matches([' ', ',']);
        let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
        ((1..=4).contains(&(before.len() - head.len())) && head.ends_with(char::is_alphabetic))
            .then_some(head.len())
    }

    /// Where the name of a way ends, and how many of its words are capitalised.
    fn street_name(&self, from: usize, number: bool) -> Option<(usize, usize)> {
        let mut at = self.words.partition_point(|w| w.span.start < from);
        let first = self.words.get(at)?;
        let between = self.input.string.get(from..first.span.start)?;
        // "rue du 8 mai 1945", "rue 14 Juillet", "Route 66"
        // The line may break behind the way, and a date be joined by dashes: "45 rue⏎Montaigne", "avenue du 8-Mai-1945".
        let dated = between.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '\n' | '\r'))
            && between.matches('\n').count()
                <= usize::from(number && (first.capital() && !first.lore.stop() || article(&first.folded)));
        if !dated || between.len() > 8 {
            return None;
        }
        let (mut end, mut capitals, mut small, mut names) = (from, 0, 0, 0);
        while let Some(word) = self.words.get(at) {
            let between = self.input.string.get(end..word.span.start)?;
            let digits = between.chars().any(|c| c.is_ascii_digit());
            let glue = between.chars().all(|c| {
                matches!(c, ' ' | '\'' | '\u{2019}' | '-' | '.' | '\u{a0}')
                    || digits && c.is_ascii_digit()
                    // "39, rue de⏎l'Église"
                    || (names == 0 || number && capitals + small == 0) && matches!(c, '\n' | '\r')
            });
            if !glue || between.len() > 6 || names > 7 || between.contains("  ") && names > 0 || word.web {
                break;
            }
            // A dot followed by a blank ends a sentence, unless it abbreviates.
            if between.starts_with(". ")
                && names > 0
                && self.words.get(at.wrapping_sub(1)).is_some_and(|w| w.folded.len() > 4)
            {
                break;
            }
            if digits && names > 0 && !month(&word.folded) {
                break;
            }
            if ends_a_street(&word.folded) && !(month(&word.folded) && digits) && names > 0 {
                break;
            }
            let relative = word.folded == "qui"
                && capitals > 0
                && (self.words.get(at + 1).is_some_and(|n| n.capital() && n.gap == Gap::Space));
            if article(&word.folded) || relative {
                if names > 3
                    && word.shape == Shape::Lower
                    && !matches!(word.folded.as_str(), "de" | "du" | "des" | "d" | "la" | "l" | "le" | "les")
                {
                    break;
                }
            } else if word.shape == Shape::Lower && !month(&word.folded) {
                let plain_after_capital =
                    capitals > 0 && !self.words.get(at.wrapping_sub(1)).is_some_and(|w| article(&w.folded));
                small += 1;
                if !number || small > 3 || plain_after_capital {
                    break;
                }
            } else {
                capitals += 1;
            }
            names += 1;
            end = word.span.end;
            at += 1;
            if word.digit_after {
                break;
            }
        }
        // A closing article belongs to what follows.
        while at > 0
            && names > 0
            && self
                .words
                .get(at - 1)
                .is_some_and(|w| article(&w.folded) && w.shape == Shape::Lower && w.span.end == end)
        {
            at -= 1;
            names -= 1;
            end = if names == 0 { from } else { self.words.get(at.checked_sub(1)?)?.span.end };
        }
        // "rue du Chat qui pêche 75005", "rue du Vieux⏎Moulin, 72300 La Chapelle"
        let more = |pattern: &Regex| {
            let rest = self.input.string.get(end..)?;
            Some(pattern.captures(rest)?.get(1)?.end())
        };
        if number && names > 0 {
            end += more(small_words_to_postcode()).or_else(|| more(name_to_postcode())).unwrap_or(0);
        }
        // "rue du 8 mai 1945"
        if let Some(rest) = self.input.string.get(end..)
            && self.words.get(at.wrapping_sub(1)).is_some_and(|w| month(&w.folded))
        {
            let bare = rest.trim_start_matches([' ', '-', '\u{a0}']);
            let year: String = bare.chars().take(4).collect();
            if year.len() == 4 && year.chars().all(|c| c.is_ascii_digit()) {
                end += rest.len() - bare.len() + 4;
            }
        }
        (names > 0 && end > from).then_some((end, capitals))
    }

    /// Whether what follows the way is named after something, rather than told in a sentence.
    fn proper(&self, from: usize, to: usize) -> bool {
        let at = self.words.partition_point(|w| w.span.start < from);
        self.words
            .iter()
            .skip(at)
            .take_while(|w| w.span.end <= to)
            .find(|w| !article(&w.folded))
            .is_some_and(|w| w.capital() && (!w.lore.stop() || month(&w.folded)))
    }

    /// "14 Elm Road", "123 Main St Apt 4", "Lindenstrasse 13", "Kerkstraat 5".
    fn foreign(&self, out: &mut Vec<Hit>) {
        for m in self.input.finds(english_street()).chain(self.input.finds(german_street())) {
            // "08/02/22, TJ St": the end of a date
            let dated = m.as_str().contains('/')
                && self.input.string.get(..m.start()).is_some_and(|s| s.ends_with('/'));
            if dated {
                continue;
            }
            out.push(hit(m.range(), Category::Address, 0.85, Reason::AddressShape));
        }
        for m in self.input.finds(numbered_way()) {
            out.push(hit(self.input.back(&m.range()), Category::Address, 0.8, Reason::AddressShape));
        }
        for pattern in [anchored(), forces(), bearing(), capitals(), residence(), zone()] {
            for m in self.input.finds(pattern) {
                out.push(hit(m.range(), Category::Address, 0.8, Reason::AddressShape));
            }
        }
        for m in self.input.captures(cued()).filter_map(|c| c.name("value")) {
            let said = m.as_str().split("\n\n").next().unwrap_or("").trim_end_matches([' ', '\n', ',', '.']);
            // "Code postal 59000⏎Le docteur": the next line opens a sentence.
            let said = match said.rsplit_once('\n') {
                Some((head, "Le" | "La" | "Les" | "Je" | "Il" | "Elle" | "Nous")) => head,
                _ => said,
            };
            if said.chars().any(char::is_alphabetic) || said.len() > 3 {
                out.push(hit(m.start()..m.start() + said.len(), Category::Address, 0.75, Reason::Context));
            }
        }
        for m in self.input.captures(capitals_alone()).filter_map(|c| c.name("value")) {
            out.push(hit(m.range(), Category::Address, 0.75, Reason::AddressShape));
        }
        for m in self.input.finds(state_zip()) {
            out.push(hit(m.range(), Category::Address, 0.8, Reason::AddressShape));
        }
        for m in self.input.finds(uk_postcode()) {
            let start = self.town_before(m.start()).unwrap_or(m.start());
            let category = if start < m.start() { Category::Address } else { Category::Postcode };
            out.push(hit(start..m.end(), category, 0.85, Reason::AddressShape));
        }
    }
}

fn hit(span: Span, category: Category, confidence: f32, reason: Reason) -> Hit {
    Hit { span, category, confidence, detector: DETECTOR, reason }
}

#[cfg(test)]
mod tests;
