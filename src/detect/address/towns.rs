//! Postcodes and towns: "75012 PARIS", "Marseille, 13006", "habite à Lens", and towns told by what stands around them.

use super::super::lexicon;
use super::super::tokens::{Gap, Shape, Word};
use super::super::{Hit, head};
use super::cues::Cue;
use super::patterns::*;
use super::{Scan, article, ends_a_town, hit};
use crate::model::{Category, Reason};

impl Scan<'_> {
    pub(super) fn postcode_follows(&self, end: usize) -> bool {
        let rest = self.input.string.get(end..).unwrap_or("");
        let near: String = rest.chars().take(60).collect();
        postcode_near().is_match(&near)
    }

    /// "BP 4321 Yaoundé": whether a town of the lists follows.
    pub(super) fn town_follows(&self, end: usize) -> bool {
        self.words.get(self.words.partition_point(|w| w.span.start < end)).is_some_and(|w| {
            matches!(self.input.string.get(end..w.span.start), Some(" " | ", " | " - " | " \u{2013} "))
                && w.capital()
                && (lexicon::town(&w.folded) > 0 || lexicon::town_abroad(&w.folded))
        })
    }

    /// Whether a postcode stands right before a place: "code postal 68000 ville Colmar".
    pub(super) fn code_before(&self, at: usize) -> bool {
        self.input.string.get(..at).is_some_and(|s| {
            let bare = s.trim_end_matches([' ', ',']);
            bare.bytes().rev().take_while(u8::is_ascii_digit).count() == 5
        })
    }

    /// Whether five digits follow at once.
    pub(super) fn code_follows(&self, end: usize) -> bool {
        let rest = self.input.string.get(end..).unwrap_or("");
        let code = rest.trim_start_matches([' ', ',']);
        let digits = code.bytes().take_while(u8::is_ascii_digit).count();
        digits == 5 && (1..4).contains(&(rest.len() - code.len()))
    }

    /// "rue Voltaire, Paris": the town that follows a street without a postcode.
    pub(super) fn towns_of_streets(&self, out: &mut Vec<Hit>, from: usize) {
        for n in from..out.len() {
            let Some(end) = out.get(n).map(|h| h.span.end) else { break };
            // "rue Voltaire à Nanterre"
            let at = self.words.partition_point(|w| w.span.start < end);
            let end = match self.words.get(at).filter(|w| w.folded == "a" && w.gap == Gap::Space) {
                Some(w) if w.shape == Shape::Lower => w.span.end,
                _ => end,
            };
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

    /// ", Verteillac": a known town behind a comma.
    pub(super) fn town_behind(&self, end: usize) -> bool {
        let rest = self.input.string.get(end..).unwrap_or("");
        rest.starts_with(',') && self.town_after(end, true).is_some_and(|(_, weight, _)| weight > 0)
    }

    /// The start of a town that stands right before a postcode.
    pub(super) fn town_before(&self, at: usize) -> Option<usize> {
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
            if !(joined && word.capital()) || word.lore.stop() {
                break;
            }
            start = word.span.start;
            index -= 1;
        }
        Some(start)
    }

    /// The town after a postcode: its end, how well it is known, and whether it is in capitals.
    pub(super) fn town_after(&self, code_end: usize, sure: bool) -> Option<(usize, u8, bool)> {
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
        // "MONTREUIL (93100). Dit", "97410⏎Le docteur": a sentence begins.
        let opens = between.contains('.') || between.contains('\n') && article(&first.folded);
        if opens && self.known_town(first.span.start, first.span.end) == 0 && first.shape != Shape::Upper {
            let two = self.words.get(at + 1).is_some_and(|n| {
                self.known_town(first.span.start, n.span.end) > 0 || sure && led_town(first, n)
            });
            if !two {
                return None;
            }
        }
        if between.contains('\n')
            && (!first.capital() || first.plain() && self.known_town(first.span.start, first.span.end) == 0)
            && !(sure && self.words.get(at + 1).is_some_and(|n| led_town(first, n)))
        {
            return None;
        }
        let start = first.span.start;
        if first.shape == Shape::Lower {
            // Behind a postcode or "à" an ordinary word is a town as well: "vannes".
            let told = sure
                && self
                    .input
                    .string
                    .get(..code_end)
                    .is_some_and(|s| s.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'a' | 'à')));
            return self.small_town(at, told).map(|(end, weight)| (end, weight, false));
        }
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
            // "L'Haÿ-les-Prés"
            let led = sure
                && article(&word.folded)
                && self.words.get(at + 1).is_some_and(|n| n.capital() && n.gap == Gap::None);
            if !(word.capital() || led || small && names > 0 || word.shape == Shape::Initial && names > 0) {
                break;
            }
            if names == 0 && !led && (word.lore.stop() || matches!(word.folded.as_str(), "ui" | "mg")) {
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

    /// "59200 tourcoing": the longest town of the lists that is written small.
    fn small_town(&self, at: usize, told: bool) -> Option<(usize, u8)> {
        let first =
            self.words.get(at).filter(|w| told || !w.lore.word() && !w.lore.stop() || article(&w.folded))?;
        let mut best = None;
        for (n, word) in self.words.iter().skip(at).take(4).enumerate() {
            if n > 0 && !matches!(word.gap, Gap::Space | Gap::None) {
                break;
            }
            let weight = self.known_town(first.span.start, word.span.end);
            if weight > 0 && word.span.end - first.span.start > 3 {
                best = Some((word.span.end, weight));
            }
        }
        best
    }

    /// "PARIS 11", "Lyon 3e": the number of a district belongs to the town.
    pub(super) fn with_district(&self, start: usize, end: usize) -> usize {
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

    pub(super) fn known_town(&self, from: usize, to: usize) -> u8 {
        let said = crate::model::fold(self.input.string.get(from..to).unwrap_or(""));
        lexicon::town(said.trim_matches([' ', ',', '(', '\n']))
    }

    /// "habite à Marseille", "résidant à Lens", "CHU de Dijon": towns on their own.
    pub(super) fn towns(&self, out: &mut Vec<Hit>) {
        for (at, word) in self.words.iter().enumerate() {
            let saint = matches!(word.folded.as_str(), "st" | "ste" | "saint" | "sainte");
            if word.shape == Shape::Lower
                && !word.web
                && (saint || word.folded.len() > 4 && !word.lore.word())
            {
                // "j'habite a landivisiau", "je vis a st malo"
                if (saint || lexicon::town(&word.folded) > 0)
                    && self.town_cue(at) == Some(Cue::Home)
                    && let Some((end, _)) = self.small_town(at, true)
                {
                    out.push(hit(word.span.start..end, Category::City, 0.6, Reason::Context));
                }
                continue;
            }
            if !word.capital() || word.web {
                continue;
            }
            // "Trouville, le 12 mars 2024" at the head of a letter
            if let Some((start, end)) = self.dateline(at) {
                out.push(hit(start..end, Category::City, 0.7, Reason::Context));
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
                    && (!word.lore.word() || self.only_said_of(at))
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

    /// "lives in Reading with mum": a capital behind "lives in", with which no other word goes on.
    fn only_said_of(&self, at: usize) -> bool {
        let lives = at.checked_sub(2).and_then(|l| self.words.get(l));
        let rest = self.words.get(at).and_then(|w| self.input.string.get(w.span.end..)).unwrap_or_default();
        let goes_on = [" with ", " and ", " but ", " since ", " near ", " now ", " again "];
        lives.is_some_and(|w| matches!(w.folded.as_str(), "lives" | "live" | "living" | "lived" | "moved"))
            && (rest.is_empty()
                || rest.starts_with(['.', ',', ';', ')', '\n', '"', '\u{201d}', '?', '!'])
                || goes_on.iter().any(|w| rest.starts_with(w)))
    }

    /// The end of a town that opens a line and is followed by ", le 12".
    pub(super) fn dateline(&self, at: usize) -> Option<(usize, usize)> {
        let word = self.words.get(at)?;
        let before = self.input.string.get(..word.span.start)?;
        let line = before.trim_end_matches(' ').chars().next_back();
        // "Sortie autorisée. Seraing, le 4/11": a letter may end within its line.
        let opens = line.is_none_or(|c| matches!(c, '\n' | '\t'))
            || before.ends_with(". ")
            || before.ends_with("    ");
        let led = article(&word.folded)
            && self.words.get(at + 1).is_some_and(|n| n.gap == Gap::Space && n.capital());
        // "La marche, le 12 mars"
        if article(&word.folded) && !led {
            return None;
        }
        if !opens && word.folded != "fait" || word.lore.stop() && word.folded != "fait" && !led {
            return None;
        }
        let line = head(self.input.string.get(word.span.start..)?, DATELINE).split('\n').next()?;
        let m = dateline().captures(line)?.get(1)?;
        let (start, end) = (word.span.start + m.start(), word.span.start + m.end());
        let comma = line.get(m.end()..).is_some_and(|s| s.starts_with(','));
        // "Fait à Pontelle le 12"
        let made = m.start() > 0 && word.folded == "fait";
        (made
            || comma && (led && self.words.get(at + 1).is_some_and(|n| !n.lore.word()) || !word.lore.word())
            || self.known_town(start, end) > 0 && (comma || !word.lore.word()))
        .then_some((start, end))
    }
}

/// "L'Haÿ-les-Prés", "La Chapelle": an article and a name, not the sentence that "L'IRM" or "Le Docteur" opens.
fn led_town(first: &Word, next: &Word) -> bool {
    let joined =
        matches!(next.gap, Gap::None | Gap::Space) && article(&first.folded) && first.shape != Shape::Lower;
    joined
        && next.shape == Shape::Cap
        && !next.lore.stop()
        && !next.lore.facility()
        && (!next.lore.word() || next.folded.contains('-') || lexicon::town(&next.folded) > 0)
}

/// Longest line before a letter's date, in bytes: in a long one every cell would be read to its end.
const DATELINE: usize = 200;
