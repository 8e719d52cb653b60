//! Postal addresses: streets (French first, then English, German and Dutch ways of writing), what belongs to them
//! (building, floor, lieu-dit, post box), postcode and town, and towns that the words around give away ("habite à").
//! Patterns run over the folded text; the original's capitals decide what is a name.

mod english;
mod patterns;
mod postcodes;
mod towns;
mod words;

use patterns::*;
use words::*;

pub(in crate::detect) use words::month;

use super::tokens::{Gap, Shape, Word};
use super::{Detector, Hit, Input};
use crate::model::order::{sort_by, sort_by_key};
use crate::model::{Category, Reason, Span};

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
        scan.towns_of_streets(&mut found);
        scan.postcodes(&mut found);
        // What belongs to an address may have something of its own beside it.
        let parts: Vec<(Span, &str)> = input
            .finds(attached())
            .map(|m| (input.back(&m.range()), m.as_str()))
            .filter(|(span, said)| named(input.string.get(span.clone()).unwrap_or_default(), said))
            .collect();
        for _ in 0..3 {
            scan.attached(&parts, &mut found);
        }
        scan.towns(&mut found);
        out.extend(joined(input.string, found));
        out.extend(towns);
    }
}

/// "tour Mercure", not "tour de taille": behind such a word the name has a capital.
fn named(own: &str, folded: &str) -> bool {
    let sort = ["tour ", "immeuble ", "villa ", "pavillon ", "residence ", "batiment "];
    let word = own.rsplit(' ').next().unwrap_or_default();
    !sort.iter().any(|w| folded.starts_with(w)) || !word.starts_with(char::is_lowercase)
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
            let Some((end, capitals)) = self.street_name(way_span.end, number) else { continue };
            let line_start = self.input.string.get(..start).is_none_or(|s| {
                s.trim_end_matches([' ', '\u{a0}']).ends_with(['\n', '\t', ':', ',', '>', '?'])
                    || s.is_empty()
            });
            let capital_way =
                self.input.string.get(way_span.clone()).is_some_and(|s| s.starts_with(char::is_uppercase));
            let followed = self.postcode_follows(end);
            // "au 45 passage des Ternes"
            let before = self.words.get(self.words.partition_point(|w| w.span.start < start).wrapping_sub(1));
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
            let fits = if number {
                cued || capitals > 0
                    && (!doubtful || capital_way || followed || line_start || self.proper(way_span.end, end))
                    || followed
                    || !doubtful && (line_start || self.code_follows(end))
            } else {
                capitals > 0
                    && (!doubtful
                        && self.proper(way_span.end, end)
                        && way.as_str().len() > 2
                        && (!way.as_str().ends_with('.') || behind)
                        || followed && capital_way
                        || lives && self.proper(way_span.end, end)
                        || (line_start || practises)
                            && way.as_str().len() > 3
                            && self.proper(way_span.end, end)
                            && self.town_behind(end))
                    || line_start && behind && !doubtful && way.as_str().len() > 2
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

    /// Where a number begins that stands before a way and right behind a letter.
    fn glued_number(&self, way: usize) -> Option<usize> {
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
            && between.matches('\n').count() <= usize::from(number && first.capital() && !first.lore.stop());
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
                    || names == 0 && matches!(c, '\n' | '\r')
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
        // "rue du Chat qui pêche 75005"
        if number
            && names > 0
            && let Some(m) = self
                .input
                .string
                .get(end..)
                .and_then(|rest| small_words_to_postcode().captures(rest))
                .and_then(|c| c.get(1))
        {
            end += m.end();
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
            out.push(hit(m.range(), Category::Address, 0.85, Reason::AddressShape));
        }
        for pattern in [anchored(), forces(), bearing(), capitals(), zone()] {
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

    /// Lines that belong to an address beside them: "Bât. B", "3ème étage", "BP 123", "lieu-dit Les Essarts".
    fn attached(&self, parts: &[(Span, &str)], out: &mut Vec<Hit>) {
        let mut ends: Vec<Span> = out.iter().map(|h| h.span.clone()).collect();
        sort_by_key(&mut ends, |s| s.start);
        for (span, said) in parts {
            let at = ends.partition_point(|s| s.end <= span.start);
            let before = at
                .checked_sub(1)
                .and_then(|i| ends.get(i))
                .is_some_and(|s| near(self.input.string, s.end, span.start));
            let after = ends.get(at).is_some_and(|s| near(self.input.string, span.end, s.start));
            let post_box = said.starts_with("bp")
                || said.starts_with("cs")
                || said.starts_with("tsa")
                || said.starts_with("boite");
            // These are never anything else.
            let certain = said.starts_with("res") && said.contains(", ")
                || said.starts_with("p") && said.contains("box")
                || said.starts_with("tsa") && said.bytes().filter(u8::is_ascii_digit).count() == 5;
            if before || after || certain || post_box && self.postcode_follows(span.end) {
                out.push(hit(span.clone(), Category::Address, 0.8, Reason::AddressShape));
            }
        }
    }
}

fn hit(span: Span, category: Category, confidence: f32, reason: Reason) -> Hit {
    Hit { span, category, confidence, detector: "address", reason }
}

/// Whether only blanks, commas and at most one line end lie between two places.
fn near(string: &str, from: usize, to: usize) -> bool {
    // A form sets the lines of an address under one another, behind many blanks.
    const INDENTED: usize = 100;
    from <= to
        && to - from <= INDENTED
        && string.get(from..to).is_some_and(|s| {
            s.bytes().filter(|b| *b != b' ' || !s.contains('\n')).count() <= 12
                && s.chars().all(|c| {
                    c.is_whitespace() && c != '\t' || matches!(c, ',' | '-' | '\u{2013}' | ';' | '(' | ')')
                })
                && s.matches('\n').count() <= 2
        })
}

/// Parts of one address that stand beside each other become one hit.
fn joined(string: &str, mut hits: Vec<Hit>) -> Vec<Hit> {
    sort_by(&mut hits, |a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)));
    let mut out: Vec<Hit> = Vec::new();
    for hit in hits {
        match out.last_mut() {
            Some(last)
                if hit.span.start < last.span.end
                    || near(string, last.span.end, hit.span.start)
                        && last.category != Category::City
                        && hit.category != Category::City =>
            {
                last.span.end = last.span.end.max(hit.span.end);
                last.confidence = last.confidence.max(hit.confidence);
                if hit.category == Category::Address || last.category != hit.category {
                    last.category = Category::Address;
                }
            }
            _ => out.push(hit),
        }
    }
    out
}

#[cfg(test)]
mod tests;
