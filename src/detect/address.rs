//! Postal addresses: streets (French first, then English, German and Dutch ways of writing), what belongs to them
//! (building, floor, lieu-dit, post box), postcode and town, and towns that the words around give away ("habite à").
//! Patterns run over the folded text; the original's capitals decide what is a name.

use std::sync::OnceLock;

use regex::Regex;

use super::tokens::{Gap, Shape, Word};
use super::{Detector, Hit, Input, lexicon};
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
        scan.towns_of_streets(&mut found);
        scan.postcodes(&mut found);
        // What belongs to an address may have something of its own beside it.
        for _ in 0..3 {
            scan.attached(&mut found);
        }
        scan.towns(&mut found);
        out.extend(joined(input.string, found));
    }
}

struct Scan<'a> {
    input: &'a Input<'a>,
    words: &'a [Word],
}

/// Way types that hardly ever mean anything else.
const WAYS: &str = r"rues?|r\.|avenues?|aven\.?|ave?\.?|boulevards?|bouvelards?|boulvards?|boulevar|bvd\.?|bld\.?|bd\.?|blvd\.?|chemins?|che?m?\.|impasses?|imp\.|routes? (?:de|du|des|d')|rte\.?|allees?|all\.|square|sq\.|lotissement|lot\.|quai|faubourg|fbg?\.?|esplanade|venelle|ruelle|montee (?:de|du|des)|lieu[- ]dit|lieudit|grande? rue|chaussee|promenade|sente|sentier|rond[- ]point|hameau|clos|rocade|parvis";
/// Way types that are also ordinary words: a number and a capital must help.
const DOUBTFUL: &str = r"ch|all|route|place|pl\.?|cours|passage|pass\.?|residence|res\.?|villa|cite|traverse|mail|parc|domaine|voie|cote|galerie|quartier|immeuble|mas|ferme|chateau|moulin|port|porte|pont|z\.?a\.?c?|z\.?i\.?|zone (?:artisanale|industrielle|d'activites?)|cour|val|square|ilot|mont[eé]e|rampe|degre|escalier|enclos|bourg|carrefour|barriere|berge|levee|corniche|digue";
const NUMBER: &str = r"(?:(?:n[o°]? ?)?\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?(?: ?[-/,&] ?\d{1,4}(?: ?(?:bis|ter|quater))?)? ?,? ?|(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quinze|vingt) (?:bis |ter )?)";

impl Scan<'_> {
    /// "12 bis, rue des Lilas", "28 Av de Breteuil", "rue Rivoli".
    fn streets(&self, out: &mut Vec<Hit>) {
        let folded = self.input.folded.as_str();
        for m in street_start().captures_iter(folded) {
            let (Some(whole), Some(way)) = (m.get(0), m.name("way").or(m.name("doubt"))) else { continue };
            let doubtful = m.name("doubt").is_some();
            let number = m.name("number").is_some();
            let start = self.input.back(&(whole.start()..way.end())).start;
            let way_span = self.input.back(&way.range());
            let Some((end, capitals)) = self.street_name(way_span.end, number) else { continue };
            let line_start = self.input.string.get(..start).is_none_or(|s| {
                s.trim_end_matches([' ', '\u{a0}']).ends_with(['\n', '\t', ':', ',']) || s.is_empty()
            });
            let capital_way =
                self.input.string.get(way_span.clone()).is_some_and(|s| s.starts_with(char::is_uppercase));
            let followed = self.postcode_follows(end);
            // "au 45 passage des Ternes"
            let before = self.words.get(self.words.partition_point(|w| w.span.start < start).wrapping_sub(1));
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
            let fits = if number {
                cued || capitals > 0
                    && (!doubtful || capital_way || followed || line_start || self.proper(way_span.end, end))
                    || followed
                    || !doubtful && line_start
            } else {
                capitals > 0
                    && (!doubtful
                        && self.proper(way_span.end, end)
                        && way.as_str().len() > 2
                        && !way.as_str().ends_with('.')
                        || followed && capital_way)
            };
            // "Rue du Moulin 14"
            let end = match self
                .input
                .string
                .get(end..)
                .and_then(|rest| number_behind().captures(rest))
                .and_then(|c| c.get(1))
            {
                Some(m) if !number => end + m.end(),
                _ => end,
            };
            if fits {
                let sure = if number && !doubtful { 0.95 } else { 0.7 };
                out.push(hit(start..end, Category::Address, sure, Reason::AddressShape));
            }
        }
    }

    /// Where the name of a way ends, and how many of its words are capitalised.
    fn street_name(&self, from: usize, number: bool) -> Option<(usize, usize)> {
        let mut at = self.words.partition_point(|w| w.span.start < from);
        let first = self.words.get(at)?;
        let between = self.input.string.get(from..first.span.start)?;
        // "rue du 8 mai 1945", "rue 14 Juillet", "Route 66"
        let dated = between.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ','));
        if !dated || between.len() > 8 {
            return None;
        }
        let (mut end, mut capitals, mut small, mut names) = (from, 0, 0, 0);
        while let Some(word) = self.words.get(at) {
            let between = self.input.string.get(end..word.span.start)?;
            let digits = between.chars().any(|c| c.is_ascii_digit());
            let glue = between.chars().all(|c| {
                matches!(c, ' ' | '\'' | '\u{2019}' | '-' | '.' | '\u{a0}') || digits && c.is_ascii_digit()
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
            let year: String = rest.trim_start().chars().take(4).collect();
            if year.len() == 4 && year.chars().all(|c| c.is_ascii_digit()) {
                end += rest.len() - rest.trim_start().len() + 4;
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
            .is_some_and(|w| w.capital() && !w.lore.stop())
    }

    fn postcode_follows(&self, end: usize) -> bool {
        let rest = self.input.string.get(end..).unwrap_or("");
        let near: String = rest.chars().take(60).collect();
        postcode_near().is_match(&near)
    }

    /// "14 Elm Road", "123 Main St Apt 4", "Lindenstrasse 13", "Kerkstraat 5".
    fn foreign(&self, out: &mut Vec<Hit>) {
        for m in
            english_street().find_iter(self.input.string).chain(german_street().find_iter(self.input.string))
        {
            out.push(hit(m.range(), Category::Address, 0.85, Reason::AddressShape));
        }
        for pattern in [anchored(), forces()] {
            for m in pattern.find_iter(self.input.string) {
                out.push(hit(m.range(), Category::Address, 0.8, Reason::AddressShape));
            }
        }
        for m in cued().captures_iter(self.input.string).filter_map(|c| c.name("value")) {
            let said = m.as_str().trim_end_matches([' ', '\n', ',', '.']);
            if said.chars().any(char::is_alphabetic) || said.len() > 3 {
                out.push(hit(m.start()..m.start() + said.len(), Category::Address, 0.75, Reason::Context));
            }
        }
        for m in state_zip().find_iter(self.input.string) {
            out.push(hit(m.range(), Category::Address, 0.8, Reason::AddressShape));
        }
        for m in uk_postcode().find_iter(self.input.string) {
            let start = self.town_before(m.start()).unwrap_or(m.start());
            let category = if start < m.start() { Category::Address } else { Category::Postcode };
            out.push(hit(start..m.end(), category, 0.85, Reason::AddressShape));
        }
    }

    /// "rue Voltaire, Paris": the town that follows a street without a postcode.
    fn towns_of_streets(&self, out: &mut Vec<Hit>) {
        for n in 0..out.len() {
            let Some(end) = out.get(n).map(|h| h.span.end) else { break };
            if let Some((to, weight, _)) = self.town_after(end, true)
                && weight > 0
                && self.input.string.get(end..).is_some_and(|s| s.starts_with([',', '\n', ' ']))
            {
                let from = self
                    .words
                    .get(self.words.partition_point(|w| w.span.start < end))
                    .map_or(end, |w| w.span.start);
                out.push(hit(from..to, Category::Address, 0.85, Reason::AddressShape));
            }
        }
    }

    /// The start of a town that stands right before a postcode.
    fn town_before(&self, at: usize) -> Option<usize> {
        let mut index = self.words.partition_point(|w| w.span.end <= at);
        let last = self.words.get(index.checked_sub(1)?)?;
        let between = self.input.string.get(last.span.end..at)?;
        if !between.chars().all(|c| matches!(c, ' ' | ',' | '(' | '\n'))
            || between.len() > 3
            || !last.capital()
        {
            return None;
        }
        let mut start = last.span.start;
        index -= 1;
        while let Some(word) = index.checked_sub(1).and_then(|i| self.words.get(i)) {
            let joined = self.words.get(index).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::None));
            if !joined || !(word.capital() && !word.lore.stop()) {
                break;
            }
            start = word.span.start;
            index -= 1;
        }
        Some(start)
    }

    /// "75012 PARIS", "92 100 Boulogne-Billancourt Cedex 2", "B-1050 Ixelles", "Marseille, 13006".
    fn postcodes(&self, out: &mut Vec<Hit>) {
        let mut street_ends: Vec<usize> = out.iter().map(|h| h.span.end).collect();
        street_ends.sort_unstable();
        let labelled = |at: usize| {
            let before = self.input.string.get(..at).unwrap_or("");
            let tail: String = before.chars().rev().take(25).collect::<Vec<_>>().into_iter().rev().collect();
            let tail = crate::model::fold(&tail);
            ["code postal", "postal", " cp", "\ncp", "zip", "postcode", "adresse", "ville", "commune"]
                .iter()
                .any(|l| tail.contains(l))
        };
        for m in french_postcode().captures_iter(self.input.string) {
            let Some(code) = m.name("code") else { continue };
            let compact: String = code.as_str().chars().filter(char::is_ascii_digit).collect();
            let before = street_ends.partition_point(|&end| end <= code.start());
            let near_street = before.checked_sub(1).and_then(|i| street_ends.get(i)).is_some_and(|&end| {
                code.start() - end <= 60
                    && self.input.string.get(end..code.start()).is_some_and(|s| s.matches('\n').count() <= 2)
            });
            let four = compact.len() == 4;
            let town = self.town_after(code.end(), near_street);
            let spaced = code.as_str().contains([' ', '\u{a0}']);
            if spaced
                && self
                    .input
                    .string
                    .get(..code.start())
                    .is_some_and(|s| s.trim_end().ends_with(|c: char| c.is_ascii_digit()))
            {
                continue;
            }
            let known = town.as_ref().is_some_and(|t| t.1 > 0);
            let label = labelled(code.start());
            let (span, category) = match town {
                Some((end, weight, capitals))
                    if (!four || near_street || m.name("land").is_some())
                        && (near_street
                            || known && (weight > 1 || !spaced || capitals)
                            || label
                            || m.name("land").is_some()
                            || capitals && !spaced) =>
                {
                    (code.start()..end, Category::Address)
                }
                _ if !four
                    && (near_street && !self.digits_around(code.start(), code.end()) || label && !spaced) =>
                {
                    (code.range(), Category::Postcode)
                }
                _ => match self.town_before(code.start()).filter(|_| !four && !spaced) {
                    Some(start)
                        if self.known_town(start, code.start()) > 0
                            && !self.digits_around(code.start(), code.end()) =>
                    {
                        (start..code.end(), Category::Address)
                    }
                    _ => continue,
                },
            };
            out.push(hit(
                span,
                category,
                if known || near_street { 0.95 } else { 0.75 },
                Reason::AddressShape,
            ));
        }
        for m in cedex().find_iter(self.input.string) {
            out.push(hit(m.range(), Category::Address, 0.9, Reason::AddressShape));
        }
    }

    fn digits_around(&self, from: usize, to: usize) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(self.input.string.get(..from).and_then(|s| s.trim_end().chars().next_back()))
            || digit(self.input.string.get(to..).and_then(|s| s.trim_start_matches(' ').chars().next()))
    }

    /// The town after a postcode: its end, how well it is known, and whether it is in capitals.
    fn town_after(&self, code_end: usize, sure: bool) -> Option<(usize, u8, bool)> {
        let mut at = self.words.partition_point(|w| w.span.start < code_end);
        let first = self.words.get(at)?;
        let between = self.input.string.get(code_end..first.span.start)?;
        if between.matches('\n').count() > 1 && !sure {
            return None;
        }
        let blank =
            |s: &str| s.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '-' | ')' | '.' | '|'));
        if !blank(between) || between.len() > 12 || between.matches('\n').count() > 2 {
            return None;
        }
        if between.contains('\n')
            && (!first.capital() || first.plain() && self.known_town(first.span.start, first.span.end) == 0)
        {
            return None;
        }
        let start = first.span.start;
        let (mut end, mut names, mut best) = (start, 0, None);
        while let Some(word) = self.words.get(at) {
            let gap = if names == 0 { Gap::Space } else { word.gap };
            let dangling = names > 0
                && self.words.get(at.wrapping_sub(1)).is_some_and(|w| {
                    article(&w.folded)
                        || matches!(
                            w.folded.as_str(),
                            "saint" | "sur" | "sainte" | "st" | "ste" | "sous" | "en" | "les"
                        )
                });
            let joins = matches!(gap, Gap::None | Gap::Space) || gap == Gap::Line && dangling;
            let small = matches!(
                word.folded.as_str(),
                "sur" | "sous" | "en" | "les" | "lez" | "aux" | "au" | "et" | "pres"
            ) || article(&word.folded);
            if !joins || names > 6 || word.web || names > 0 && !small && ends_a_town(&word.folded) {
                break;
            }
            if !(word.capital() || small && names > 0 || word.shape == Shape::Initial && names > 0) {
                break;
            }
            if names == 0 && (word.lore.stop() || matches!(word.folded.as_str(), "ui" | "mg")) {
                break;
            }
            names += 1;
            at += 1;
            if word.capital() && !article(&word.folded) && !matches!(word.folded.as_str(), "sur" | "sous") {
                end = word.span.end;
                let weight = self.known_town(start, end);
                if weight > 0 {
                    best = Some((end, weight));
                }
            }
            if word.digit_after {
                break;
            }
        }
        if end == start {
            return None;
        }
        let said = self.input.string.get(start..end)?;
        let capitals =
            said.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase()) && said.len() > 2;
        // A known town ends where the list says, unless all that follows is in capitals as well.
        match best {
            Some((known_end, weight)) if !capitals || known_end == end => {
                Some((self.with_district(start, known_end), weight, capitals))
            }
            Some((known_end, weight)) => {
                Some((known_end.max(if sure { end } else { known_end }), weight, capitals))
            }
            None => {
                let plain = self
                    .words
                    .iter()
                    .skip(self.words.partition_point(|w| w.span.start < start))
                    .take(1)
                    .any(Word::plain);
                (sure || !plain).then_some((end, 0, capitals))
            }
        }
    }

    /// "PARIS 11", "Lyon 3e": the number of a district belongs to the town.
    fn with_district(&self, start: usize, end: usize) -> usize {
        let town = crate::model::fold(self.input.string.get(start..end).unwrap_or(""));
        let rest = self.input.string.get(end..).unwrap_or("");
        if matches!(town.as_str(), "paris" | "lyon" | "marseille")
            && let Some(m) = district().find(rest)
        {
            end + m.end()
        } else {
            end
        }
    }

    fn known_town(&self, from: usize, to: usize) -> u8 {
        let said = crate::model::fold(self.input.string.get(from..to).unwrap_or(""));
        lexicon::town(said.trim_matches([' ', ',', '(', '\n']))
    }

    /// Lines that belong to an address beside them: "Bât. B", "3ème étage", "BP 123", "lieu-dit Les Essarts".
    fn attached(&self, out: &mut Vec<Hit>) {
        let mut ends: Vec<Span> = out.iter().map(|h| h.span.clone()).collect();
        ends.sort_by_key(|s| s.start);
        for m in attached().find_iter(self.input.folded.as_str()) {
            let span = self.input.back(&m.range());
            let at = ends.partition_point(|s| s.end <= span.start);
            let before = at
                .checked_sub(1)
                .and_then(|i| ends.get(i))
                .is_some_and(|s| near(self.input.string, s.end, span.start));
            let after = ends.get(at).is_some_and(|s| near(self.input.string, span.end, s.start));
            let post_box = m.as_str().starts_with("bp")
                || m.as_str().starts_with("cs")
                || m.as_str().starts_with("boite");
            if before || after || post_box && self.postcode_follows(span.end) {
                out.push(hit(span, Category::Address, 0.8, Reason::AddressShape));
            }
        }
    }

    /// "habite à Marseille", "résidant à Lens", "CHU de Dijon": towns on their own.
    fn towns(&self, out: &mut Vec<Hit>) {
        for (at, word) in self.words.iter().enumerate() {
            if !word.capital() || word.web {
                continue;
            }
            // "Trouville, le 12 mars 2024" at the head of a letter
            if let Some(end) = self.dateline(at) {
                out.push(hit(word.span.start..end, Category::City, 0.7, Reason::Context));
                continue;
            }
            let Some(cue) = self.town_cue(at) else { continue };
            let mut longest = None;
            for len in 1..=5 {
                let Some(last) = self.words.get(at + len - 1) else { break };
                if len > 1 && !(matches!(last.gap, Gap::Space | Gap::None)) {
                    break;
                }
                let weight = self.known_town(word.span.start, last.span.end);
                if weight > 0 {
                    longest = Some((last.span.end, weight, len));
                }
            }
            let Some((end, weight, len)) = longest else {
                if cue == Cue::Home
                    && word.capital()
                    && !word.lore.word()
                    && !word.lore.stop()
                    && !word.lore.given()
                {
                    out.push(hit(word.span.clone(), Category::City, 0.6, Reason::Context));
                }
                continue;
            };
            // "Centre hospitalier de la Côte Fleurie"
            let goes_on = cue == Cue::Of
                && weight < 2
                && self.words.get(at + len).is_some_and(|n| n.gap == Gap::Space && n.capital());
            if goes_on {
                continue;
            }
            let ordinary = len == 1 && word.lore.word() && weight < 2;
            if (cue == Cue::Home || weight > 1 || !word.lore.given())
                && !(ordinary && cue != Cue::Home)
                && !(cue == Cue::Weak && weight < 2)
            {
                out.push(hit(word.span.start..end, Category::City, 0.7, Reason::Context));
            }
        }
    }

    /// The end of a town that opens a line and is followed by ", le 12".
    fn dateline(&self, at: usize) -> Option<usize> {
        let word = self.words.get(at)?;
        let opens = self
            .input
            .string
            .get(..word.span.start)?
            .trim_end_matches(' ')
            .chars()
            .next_back()
            .is_none_or(|c| matches!(c, '\n' | '\t'));
        if !opens || word.lore.stop() {
            return None;
        }
        let line = self.input.string.get(word.span.start..)?.split('\n').next()?;
        let m = dateline().captures(line)?.get(1)?;
        let end = word.span.start + m.end();
        let comma = line.get(m.end()..).is_some_and(|s| s.starts_with(','));
        (comma && !word.lore.word()
            || self.known_town(word.span.start, end) > 0 && (comma || !word.lore.word()))
        .then_some(end)
    }

    /// What the words before a capitalised word say about its being a town.
    fn town_cue(&self, at: usize) -> Option<Cue> {
        let word = self.words.get(at)?;
        let mut back = at.checked_sub(1)?;
        if matches!(word.gap, Gap::Other | Gap::Comma) {
            let before = self.words.get(back)?;
            let between = self.input.string.get(before.span.end..word.span.start)?;
            let label = matches!(
                before.folded.as_str(),
                "ville" | "commune" | "town" | "city" | "domicile" | "residence"
            ) && between.contains([':', '\t'])
                && between.chars().all(|c| matches!(c, ':' | '\t' | ' '));
            return label.then_some(Cue::Home);
        }
        let before = self.words.get(back)?;
        let preposition = before.folded.as_str();
        let (place, mut cue) = match preposition {
            "a" | "au" | "aux" | "dans" | "in" | "at" | "near" | "from" => (true, Cue::Weak),
            "de" | "d" | "du" => (true, Cue::Of),
            "sur" | "vers" | "pres" => (true, Cue::Weak),
            _ => return None,
        };
        if !place {
            return None;
        }
        for _ in 0..5 {
            let here = self.words.get(back)?;
            let said = here.folded.as_str();
            let home = said.starts_with("habit")
                || said.starts_with("demeur")
                || said.starts_with("resid")
                || said.starts_with("domicili")
                || said.starts_with("originaire")
                || said.starts_with("natif")
                || said.starts_with("native")
                || said.starts_with("demenag")
                || said.starts_with("loge")
                || said.starts_with("installe")
                || said.starts_with("emmenag")
                || matches!(
                    said,
                    "vit"
                        | "vivant"
                        | "vivent"
                        | "ne"
                        | "nee"
                        | "naissance"
                        | "ville"
                        | "commune"
                        | "maire"
                        | "mairie"
                        | "pres"
                        | "chez"
                        | "lives"
                        | "living"
                        | "born"
                        | "resident"
                        | "moved"
                        | "village"
                );
            if home {
                return Some(
                    if matches!(said, "chez" | "pres")
                        && preposition != "de"
                        && preposition != "a"
                        && preposition != "d"
                    {
                        Cue::Weak
                    } else {
                        Cue::Home
                    },
                );
            }
            let institution = here.lore.facility() && here.folded.len() > 1
                || matches!(said, "tribunal" | "hospices" | "region" | "cour" | "samu");
            if institution {
                return Some(Cue::Of);
            }
            if !matches!(here.gap, Gap::Space | Gap::None | Gap::Line) {
                break;
            }
            if cue == Cue::Of && back + 3 < at {
                break;
            }
            back = back.checked_sub(1)?;
        }
        if cue == Cue::Of {
            return None;
        }
        cue = Cue::Weak;
        Some(cue)
    }
}

/// How strongly the words before speak for a town.
#[derive(Clone, Copy, PartialEq)]
enum Cue {
    /// Someone lives there or was born there.
    Home,
    /// An institution of that town.
    Of,
    /// Something happened there.
    Weak,
}

fn hit(span: Span, category: Category, confidence: f32, reason: Reason) -> Hit {
    Hit { span, category, confidence, detector: "address", reason }
}

/// Whether only blanks, commas and at most one line end lie between two places.
fn near(string: &str, from: usize, to: usize) -> bool {
    from <= to
        && to - from <= 12
        && string.get(from..to).is_some_and(|s| {
            s.chars().all(|c| {
                c.is_whitespace() && c != '\t' || matches!(c, ',' | '-' | '\u{2013}' | ';' | '(' | ')')
            }) && s.matches('\n').count() <= 2
        })
}

/// Parts of one address that stand beside each other become one hit.
fn joined(string: &str, mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)));
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

fn article(folded: &str) -> bool {
    matches!(
        folded,
        "de" | "du"
            | "des"
            | "d"
            | "la"
            | "le"
            | "les"
            | "l"
            | "a"
            | "au"
            | "aux"
            | "et"
            | "en"
            | "sur"
            | "sous"
            | "st"
            | "ste"
    )
}

fn month(folded: &str) -> bool {
    matches!(
        folded,
        "janvier"
            | "fevrier"
            | "mars"
            | "avril"
            | "mai"
            | "juin"
            | "juillet"
            | "aout"
            | "septembre"
            | "octobre"
            | "novembre"
            | "decembre"
    )
}

/// Words that no way's name goes on with.
fn ends_a_street(folded: &str) -> bool {
    matches!(
        folded,
        "tel"
            | "telephone"
            | "fax"
            | "mobile"
            | "portable"
            | "mail"
            | "email"
            | "e-mail"
            | "ne"
            | "nee"
            | "est"
            | "que"
            | "ou"
            | "pour"
            | "avec"
            | "dans"
            | "depuis"
            | "appt"
            | "apt"
            | "appartement"
            | "bat"
            | "batiment"
            | "esc"
            | "escalier"
            | "etage"
            | "porte"
            | "code"
            | "cedex"
            | "bp"
            | "cs"
            | "france"
            | "monsieur"
            | "madame"
            | "mme"
            | "dr"
            | "docteur's"
            | "patient"
            | "patiente"
            | "par"
            | "afin"
            | "son"
            | "sa"
            | "il"
            | "elle"
            | "a"
            | "et"
    ) || month(folded)
}

fn ends_a_town(folded: &str) -> bool {
    matches!(
        folded,
        "cedex"
            | "france"
            | "tel"
            | "telephone"
            | "fax"
            | "mobile"
            | "portable"
            | "mail"
            | "email"
            | "e-mail"
            | "monsieur"
            | "madame"
            | "mme"
            | "dr"
            | "m"
            | "le"
            | "ne"
            | "nee"
            | "chu"
            | "hopital"
            | "clinique"
            | "patient"
            | "date"
            | "cher"
            | "chere"
            | "siret"
            | "finess"
            | "organisation"
            | "telecom"
    )
}

/// A pattern over folded text.
macro_rules! folded_pattern {
    ($name:ident, $text:expr) => {
        fn $name() -> &'static Regex {
            static PATTERN: OnceLock<Regex> = OnceLock::new();
            PATTERN.get_or_init(|| super::rx(&$text))
        }
    };
}

/// A pattern over the original, where capitals count.
macro_rules! pattern {
    ($name:ident, $text:expr) => {
        fn $name() -> &'static Regex {
            static PATTERN: OnceLock<Regex> = OnceLock::new();
            PATTERN.get_or_init(|| compiled(&$text))
        }
    };
}

/// The patterns are ours and are all compiled by a test; one that does not compile matches nothing.
fn compiled(text: &str) -> Regex {
    // Boundaries of ASCII words keep the automata fast; patterns that may begin with an accent have none there.
    Regex::new(&text.replace(r"\b", r"(?-u:\b)"))
        .or_else(|_| Regex::new(r"[^\s\S]"))
        .unwrap_or_else(|_| unreachable!("an empty class compiles"))
}

folded_pattern!(
    street_start,
    format!(r"(?:\b(?P<number>{NUMBER}))?\b(?:(?P<way>{WAYS})|(?P<doubt>{DOUBTFUL}))(?:\b|[ '])")
);
pattern!(
    postcode_near,
    r"^[\s,\-;]*(?:[A-Za-z0-9éèêàâôîç°'’ .-]{0,30}[\s,]+)?(?:F-?|FR-?)?\d{2}[  ]?\d{3}\b[\s,]*\p{Lu}"
        .to_string()
);
pattern!(
    french_postcode,
    r"(?:^|[^\w.,/+]|\p{L},)(?P<code>(?:(?P<land>F|FR|B|BE|CH|L|D|DE|NL|E|I|IT|ES)[- ]{1,3})?(?:(?:0[1-9]|[1-8]\d|9[0-8])[  ]?\d{3}|2[AB]\d{3}|\d{4}))\b".to_string()
);
pattern!(small_words_to_postcode, r"^((?: [\p{Ll}'’]{2,10}){1,4})[ ,-]{1,3}\d{5}\b".to_string());
pattern!(district, r"^ ?(?:0?[1-9]|1\d|20)(?: ?(?:er|e|è|ème|eme))?\b".to_string());
pattern!(
    anchored,
    r"(?:\b\d{1,6}(?:,? [\p{L}\d][\p{L}\d.'’/-]*){1,8},?\s+)?(?i:\b(?:apt|suite|ste|unit|flat)\.? #?\d{1,5}\b)(?:[\s,>?]{1,6}(?:\p{Lu}[\p{L}.'’-]*|nan|\(\p{L}+\)))*(?:[\s,>?]{1,8}\d{4,6}(?:-\d{3,4})?\b)?".to_string()
);
pattern!(forces, r"\b(?:(?:PSC \d+, |Unit \d+ )Box \d+|USN[SVC][A-Z]? \p{Lu}\p{L}+|USS \p{Lu}\p{L}+)\s+[ADF]PO,? A[AEP] \d{5}\b".to_string());
pattern!(
    cued,
    r"(?i:\b(?:addresse?s?(?: of [\p{L} .,&-]{2,40}?)?(?: here they are)? ?(?:is|are|was|:|to|with)|lives? (?:at|in|on)|located at|return to|sent? to|sent to|meet (?:you|me) at|arrived at|taxi to|new one to|drops you off at|(?:zip|postal)(?: ?code)? ?(?:is|:)?|same:))[\s>]+(?P<value>(?:the corner of )?\d{1,6}(?:[\s,.>]{1,8}(?:\p{Lu}[\p{L}.'’/-]*|\d{1,6}\.?|(?:of|de|la|le|du|des|del|do|da|el|van|the|tee|nan)\b|u\.|ul\.|\(\p{Lu}\p{L}+\)))*)".to_string()
);
pattern!(number_behind, r"^(,? \d{1,3} ?[a-zA-Z]?)(?:[,;\n(]|$| \d{4}\b)".to_string());
pattern!(dateline, r"^(\p{Lu}[\p{L}'’-]+(?:[ -][\p{L}'’-]+){0,4}),? le (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?(?:\d{1,2}|1er)\b".to_string());
pattern!(cedex, r"(?:\p{Lu}[\p{L}'’-]+ ){0,3}(?i:cedex)(?: ?\d{1,2})?\b".to_string());
folded_pattern!(
    attached,
    r"\b(?:(?:appartement|appart|appt|apt|app|logement|logt|porte|esc|escalier|hall|bat|batiment|immeuble|imm|tour|entree|residence|res|bloc|cage)\.? ?(?:n[o°] ?)?(?:[a-z]?\d{1,4}[a-z]?\b|[a-h]\b|(?:les?|la|l'|des?|du) ?\w[\w'-]*(?: \w[\w'-]*){0,2})|(?:\d{1,2} ?(?:er|e|eme|nd|nde|st|rd|th)|rez[- ]de[- ]chaussee|rdc|premier|deuxieme|troisieme|quatrieme) ?(?:etage|floor)?\b|etage \d{1,2}|(?:bp|b\.p\.|cs|boite postale) ?\d{1,6}\b|lieu[- ]?dit [^\n,;]{2,40}|(?:flat|apartment|unit|suite|ste|apt|room) ?#? ?\d{1,4}[a-z]?\b|po box \d+)".to_string()
);
pattern!(
    english_street,
    r"\b\d{1,5}[A-Za-z]?,? (?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.? )?(?:(?:St\.? )?\p{Lu}[\p{L}'’-]+\.? |\d{1,3}(?:st|nd|rd|th) ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Boulevard|Blvd|Terrace|Ter|Crescent|Cres|Square|Sq|Highway|Hwy|Parkway|Pkwy|Gardens|Grove|Mews|Row|Hill|Park|Walk|Circle|Cir|Trail|Trl|Loop|Pike|Turnpike|Alley|View|Green|Rise|Point|Plaza|Run|Path)\b\.?(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl)\.? ?#?\w{1,5}\b|,? #\w{1,5})?(?: (?:N|S|E|W|NE|NW|SE|SW)\b)?".to_string()
);
pattern!(
    german_street,
    r"(?:\p{Lu}[\p{L}-]*(?:[Ss]trasse|[Ss]traße|[Ss]tr\.|weg|platz|allee|gasse|ring|damm|straat|laan|plein|gracht|dreef|steenweg|kade|singel|gata|gatan|vägen|vej|gade|veien|utca)|(?:Straße|Strasse|Via|Viale|Piazza|Corso|Calle|Avenida|Paseo|Plaza|Rua|Carrer|Largo|Praça|Travessa|Ulica|ul\.|Am|An der|Auf der|Im) (?:(?:d[aeio]s?|del|della|dei|dos|des) )?(?:\d{1,2}\. )?\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,3}),? (?:n[º°.]? ?)?\d{1,3}(?:[ -]?[a-zA-Z]\b|[/-]\d{1,3})?\b".to_string()
);
pattern!(
    state_zip,
    r"(?:\p{Lu}[\p{L}'’.-]+[ ,]{1,2}){0,4}(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|AB|BC|MB|NB|NL|NS|ON|QC|SK)[ ,.]{1,2}\d{5}(?:-\d{4})?\b".to_string()
);
pattern!(
    uk_postcode,
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:[A-HK-Y]?\d(?:\d|[A-HJKPSTUW])?) \d[ABD-HJLNP-UW-Z]{2})\b".to_string()
);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::{AtomId, Known, TextBuilder};

    fn found(s: &str) -> Vec<String> {
        let mut b = TextBuilder::new();
        b.push(s, AtomId::new(0));
        let (text, known) = (b.finish(), Known::default());
        let mut out = Vec::new();
        Addresses.detect(&Input::new(&text, 0, &known), &mut out);
        out.sort_by_key(|h| h.span.start);
        out.into_iter().map(|h| s[h.span].to_owned()).collect()
    }

    #[test]
    fn patterns_compile() {
        for p in [
            street_start(),
            postcode_near(),
            french_postcode(),
            cedex(),
            attached(),
            english_street(),
            german_street(),
            state_zip(),
            uk_postcode(),
            anchored(),
            forces(),
            cued(),
            district(),
            small_words_to_postcode(),
            number_behind(),
            dateline(),
        ] {
            assert!(p.as_str() != r"[^\s\S]");
        }
    }

    #[test]
    fn french_addresses_are_whole() {
        for s in [
            "12 bis, rue des Tilleuls 59000 Lille",
            "28 Av de la Gare\n80000 AMIENS",
            "48 Bouvelard Voltaire, 75011 PARIS",
            "17 RUE DES TILLEULS, APPT 188, 75011 PARIS",
            "3 chemin du Moulin\nBât. B\n3ème étage\n59000 Lille",
            "12-14 quai des Brumes 76600 LE HAVRE",
            "4 rue du 8 mai 1945, 92 100 BOULOGNE-BILLANCOURT",
            "9 av. Jean Jaurès\nBP 123\n59013 LILLE CEDEX 2",
        ] {
            assert_eq!(found(s), [s]);
        }
    }

    #[test]
    fn other_countries() {
        for s in [
            "14 Elm Road, Leeds LS6 2AB",
            "123 Main St Apt 4, Springfield, IL 62704",
            "Lindenstrasse 13, D-10623 Berlin",
        ] {
            assert_eq!(found(s), [s]);
        }
    }

    #[test]
    fn towns_by_what_is_said() {
        assert_eq!(found("Elle habite à Marseille avec son fils"), ["Marseille"]);
        assert_eq!(found("résidant à Marseille, 13006."), ["Marseille, 13006"]);
        assert_eq!(found("CHU de Dijon"), ["Dijon"]);
    }

    #[test]
    fn medicine_is_not_a_street() {
        for s in [
            "2 cours de chimiothérapie",
            "3 passages aux urgences",
            "voie veineuse",
            "12500 UI par jour",
            "la place des antibiotiques",
            "Prendre 2 comprimés",
            "par voie orale",
            "12 Boîtes",
            "10000 Plaquettes",
            "route du patient",
        ] {
            assert!(found(s).is_empty(), "{s}: {:?}", found(s));
        }
    }
}
