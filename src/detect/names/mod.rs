//! Names of people. A run of words written like a name becomes a hit when enough speaks for it: a title or a label before
//! it, a given name beside a surname, initials, a role after it, a place where people sign. Gazetteers only weigh in.

mod around;
mod asked;
pub(super) mod called;
mod evidence;
pub(super) mod joins;
mod led;
mod run;
mod shown;
pub(super) mod titles;
mod turned;

use std::collections::BTreeSet;

use super::labels::{self, Announced, Kind};
use super::tokens::{Gap, Shape, Word};
use super::{Detector, Hit, Input};
use crate::model::order::sort;
use crate::model::{Category, Reason, fold};

/// Names of people.
pub(super) struct Names;

/// A name has at most this many words.
const LONGEST: usize = 8;

impl Detector for Names {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let before = out.len();
        let words = input.words();
        let scan = Scan { input, mails: mail_parts(input.string, words), english: english(words), words };
        scan.titled(out);
        for announced in labels::announced(input, words) {
            scan.labelled(&announced, out);
        }
        let announced = out.len();
        scan.free(out);
        scan.small_pairs(out);
        scan.called(out);
        scan.nicknamed(out);
        scan.phrases(out);
        scan.asked(out);
        scan.enumerated(out);
        scan.graduates(out);
        scan.shown(out);
        scan.marked(out);
        follow_announced(out, before, announced);
    }
}

/// How much leave a run has to take words that are also ordinary.
#[derive(Clone, Copy, PartialEq)]
enum Leave {
    /// Nothing announces it.
    Free,
    /// A title or a label announces it.
    Announced,
    /// It is the value of a field for names.
    Field,
}

/// A run that a title or a label announced keeps their category where its shape alone found it as well.
fn follow_announced(out: &mut [Hit], from: usize, announced: usize) {
    let professionals: Vec<(usize, usize)> = out
        .get(from..announced)
        .unwrap_or(&[])
        .iter()
        .filter(|h| h.category == Category::Professional)
        .map(|h| (h.span.start, h.span.end))
        .collect();
    let mut sorted = professionals;
    sort(&mut sorted);
    for hit in out.iter_mut().skip(announced) {
        let at = sorted.partition_point(|s| s.0 < hit.span.end);
        if at.checked_sub(1).and_then(|i| sorted.get(i)).is_some_and(|s| s.1 > hit.span.start) {
            hit.category = Category::Professional;
        }
    }
}

struct Scan<'a> {
    input: &'a Input<'a>,
    words: &'a [Word],
    /// The text is in English, where a capital inside a sentence says more.
    english: bool,
    /// Words of the local parts of e-mail addresses in the text.
    mails: BTreeSet<String>,
}

impl Scan<'_> {
    fn get(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    fn hit(
        &self,
        from: usize,
        to: usize,
        category: Category,
        confidence: f32,
        reason: Reason,
        out: &mut Vec<Hit>,
    ) {
        if let (Some(first), Some(last)) = (self.get(from), to.checked_sub(1).and_then(|l| self.get(l))) {
            let end = last.span.end + usize::from(last.shape == Shape::Initial && last.dot);
            out.push(Hit { span: first.span.start..end, category, confidence, detector: "names", reason });
        }
    }

    /// "Mme MOREL", "Dr J. Morel", "MM. Morel et Duval".
    fn titled(&self, out: &mut Vec<Hit>) {
        for at in 0..self.words.len() {
            let Some(professional) = self.title(at) else { continue };
            let mut from = at + 1;
            // "Dr. med. Jonas Roth"
            while self.get(from).is_some_and(|w| w.shape == Shape::Lower && titles::faculty(&w.folded)) {
                from += 1;
            }
            // "Monsieur le Docteur": the second title speaks for itself.
            let parted = self
                .get(from)
                .is_none_or(|w| !matches!(w.gap, Gap::None | Gap::Space | Gap::Wide | Gap::Line));
            let initial = professional && self.get(from).is_some_and(|w| w.shape == Shape::Initial);
            if parted || self.title(from).is_some() && !initial {
                continue;
            }
            let category = if professional { Category::Professional } else { Category::PersonName };
            let mut to = self.run(from, Leave::Announced);
            if to == from && (self.small_name(from) || self.lone_initial(from)) {
                to = from + 1;
                // "Mlle K. A."
                while self.get(to).is_some_and(|w| w.shape == Shape::Initial && w.dot && w.gap <= Gap::Space)
                {
                    to += 1;
                }
            }
            if to == from && self.get(from).is_some_and(|w| w.gap == Gap::Space) {
                to += self.small_noble(from).unwrap_or(0);
            }
            let broken = self.get(from).is_some_and(|w| w.gap == Gap::Line) && !self.likely(from, to);
            if to == from || broken {
                continue;
            }
            let mut sure = 0.95;
            loop {
                self.hit(from, to, category, sure, Reason::Title, out);
                // "Drs MOREL, Duval et Petit"
                let plural = self.get(at).is_some_and(|w| titles::plural(&w.folded));
                let next = match self.get(to) {
                    Some(w) if matches!(w.folded.as_str(), "et" | "and") && w.gap == Gap::Space => to + 1,
                    Some(w) if w.gap == Gap::Comma && plural => to,
                    _ => break,
                };
                let end = self.run(next, Leave::Free);
                if self.title(next).is_some()
                    || end == next
                    || !(plural && self.likely(next, end) || self.evidence(next, end) >= 0.5)
                {
                    break;
                }
                (from, to, sure) = (next, end, 0.8);
            }
        }
    }

    /// Whether a title stands here, and if so whether it is a professional's.
    fn title(&self, at: usize) -> Option<bool> {
        let word = self.get(at)?;
        if word.web {
            return None;
        }
        let said = self.input.string.get(word.span.clone())?;
        match word.folded.as_str() {
            "mme" | "mmes" | "madame" | "mesdames" | "mlle" | "melle" | "mlles" | "mademoiselle"
            | "monsieur" | "messieurs" | "mr" | "mrs" | "veuve" | "vve" | "soeur" | "mssr" | "patiente"
            | "patient" | "enfant" | "bebe" => {
                let kin =
                    matches!(word.folded.as_str(), "patient" | "patiente" | "enfant" | "soeur" | "bebe");
                let next = self.get(at + 1)?;
                // "MR No : 3979232" is a medical record.
                if word.folded == "mr" && matches!(next.folded.as_str(), "no" | "number" | "num") {
                    return None;
                }
                // "Patient Morel", not "Patient Suivi" nor "patient Turner".
                let initial = next.shape == Shape::Initial
                    && next.dot
                    && self.get(at + 2).is_some_and(|n| n.capital() && n.gap <= Gap::Space);
                let solid = next.capital()
                    && !next.lore.word()
                    && !next.lore.eponym()
                    && (next.lore.given() || next.lore.surname());
                (!kin || next.gap == Gap::Space && (initial || solid)).then_some(false)
            }
            "dr" | "drs" | "docteur" | "docteurs" | "doctor" | "professeur" | "professeurs" | "prof"
            | "professor" | "maitre" => Some(true),
            "interne" => {
                let next = self.get(at + 1)?;
                (next.gap == Gap::Space && next.capital() && !next.lore.word() && !next.lore.stop())
                    .then_some(true)
            }
            "m" if said == "M" => {
                let next = self.get(at + 1)?;
                // "sexe M  Hémolyse : …"
                let sex = at.checked_sub(1).and_then(|b| self.get(b));
                if sex.is_some_and(|w| matches!(w.folded.as_str(), "sexe" | "sex" | "genre" | "gender")) {
                    return None;
                }
                // "Ingeborg S. Young, M.D." is a doctor of medicine.
                let degree = next.gap == Gap::None && next.folded == "d" && next.dot && self.english;
                if degree && self.get(at + 2).is_none_or(|n| n.gap != Gap::Space || !n.capital()) {
                    return None;
                }
                // "Ref: HOANG M   Pt: …"
                if next.gap == Gap::Wide && self.marked_label(at + 1) {
                    return None;
                }
                let joined = matches!(next.gap, Gap::Space | Gap::Wide) || next.gap == Gap::None && word.dot;
                (joined && next.shape != Shape::Lower && word.gap != Gap::None
                    || joined && self.particle(at + 1))
                .then_some(false)
            }
            "mm" if said == "MM" => Some(false),
            "ms" | "miss" | "sir" | "me" | "pr" | "prs" if said.starts_with(|c: char| c.is_uppercase()) => {
                let next = self.get(at + 1)?;
                let particle = self.particle(at + 1)
                    && next.gap <= Gap::Space
                    && self.get(at + 2).is_some_and(|n| n.shape != Shape::Lower);
                (next.shape != Shape::Lower && next.shape != Shape::Upper
                    || next.shape == Shape::Upper && !next.plain()
                    || particle)
                    .then_some(matches!(word.folded.as_str(), "me" | "pr" | "prs"))
            }
            other if word.shape != Shape::Lower => {
                let next = self.get(at + 1)?;
                let named = next.capital() && !next.plain() && !next.lore.stop() && !next.lore.facility()
                    || next.shape == Shape::Initial
                        && self.get(at + 2).is_some_and(|n| n.capital() && n.gap <= Gap::Space);
                titles::courtesy(other).filter(|_| {
                    named
                        && !word.lore.surname()
                        && (next.gap == Gap::Space
                            || next.gap == Gap::Line && !next.lore.word() && self.closed_after(at + 1))
                })
            }
            _ => None,
        }
    }

    fn labelled(&self, announced: &Announced, out: &mut Vec<Hit>) {
        let mut at = self.words.partition_point(|w| w.span.start < announced.value.start);
        let within = |at: usize| self.get(at).is_some_and(|w| w.span.end <= announced.value.end);
        // "(Mère) : MME MOREL Jeanne": what stands in brackets or is a title is passed over.
        for _ in 0..4 {
            let said = self.input.string.get(announced.value.start..self.get(at).map_or(0, |w| w.span.start));
            let kin = said.is_some_and(|s| s.contains('('));
            if kin && within(at) && self.get(at).is_some_and(|w| !w.capital() || w.lore.word()) {
                at += 1;
            } else {
                break;
            }
        }
        // "Papa⏎Nom MOREL": the value has a label of its own.
        if let Some((len, Kind::Name)) = labels::label_at(self.words, at).filter(|_| announced.marked) {
            at += len;
        }
        while within(at) && self.title(at).is_some() {
            at += 1;
        }
        if !within(at) {
            return;
        }
        let begins = self.get(at).is_some_and(|w| {
            // Between the label and the name there may be only marks and titles.
            let from = announced.value.start;
            self.input
                .string
                .get(from..w.span.start)
                .is_some_and(|s| !s.contains(|c: char| c.is_ascii_digit()))
        });
        if !begins
            || labels::label_at(self.words, at).is_some_and(|(_, k)| k == Kind::Other || !announced.marked)
        {
            return;
        }
        // "To: Wound Care Team"
        let office = (at..at + 5)
            .take_while(|&n| {
                within(n) && self.get(n).is_some_and(|w| w.capital() && (n == at || w.gap == Gap::Space))
            })
            .any(|n| {
                self.get(n).is_some_and(|w| {
                    matches!(
                        w.folded.as_str(),
                        "team" | "department" | "clinic" | "office" | "desk" | "ward" | "unit" | "equipe"
                    )
                })
            });
        if office {
            return;
        }
        let leave =
            if announced.kind == Kind::Name && announced.marked { Leave::Field } else { Leave::Announced };
        let category = announced.kind.category();
        let mut list = 0;
        loop {
            let mut to = self.run(at, leave);
            while to > at && !within(to - 1) {
                to -= 1;
            }
            let capitals = to == at
                && announced.marked
                && matches!(announced.kind, Kind::Professional | Kind::Name)
                && self.short_in_capitals(at);
            if capitals {
                to = at + 1;
            }
            let cell = if announced.marked { None } else { self.whole_cell(at, announced.kind) };
            to = cell.unwrap_or(to);
            let noble = self.small_noble(at).filter(|_| to == at && announced.marked);
            let small = noble.is_some() || to == at && self.small_value(at, announced);
            if small {
                to = noble.map_or_else(|| self.small_run(at), |len| at + len);
            }
            let fits = match announced.kind {
                Kind::Name if announced.marked => to > at,
                _ if small || capitals || cell.is_some() => to > at,
                _ if announced.marked || list > 0 => {
                    to > at && (self.nameish(at, to) || to > at + 1 && self.short_in_capitals(to - 1))
                }
                Kind::Person | Kind::Professional if self.full_line(at, to) => true,
                _ => to > at && (self.likely(at, to) || self.maiden(at, to)),
            };
            if !fits {
                return;
            }
            let sure = if announced.kind == Kind::Name { 0.95 } else { 0.85 };
            self.hit(at, to, category, sure, Reason::Label, out);
            // A list of people under one label.
            let next = match self.get(to) {
                Some(w) if matches!(w.folded.as_str(), "et" | "and" | "ou") => to + 1,
                Some(w) if w.gap == Gap::Comma => to,
                Some(w) if leave == Leave::Field && self.bracketed(to) && w.capital() => to,
                _ => return,
            };
            list += 1;
            if list > 40 || !within(next) {
                return;
            }
            at = next;
            // "E. MOREL, M. DUVAL": a letter in a list is an initial.
            while within(at)
                && self.title(at).is_some()
                && self.get(at).is_some_and(|w| w.shape != Shape::Initial)
            {
                at += 1;
            }
        }
    }

    /// Names that nothing announces.
    fn free(&self, out: &mut Vec<Hit>) {
        let mut at = 0;
        while let Some(word) = self.get(at) {
            // None begins with a small letter.
            let to = if word.shape == Shape::Lower { at } else { self.run(at, Leave::Free) };
            if to == at {
                at += 1;
                continue;
            }
            self.judge(at, to, out);
            at = to;
        }
    }
}

/// Whether more small words of English than of French stand in the text.
pub(super) fn english(words: &[Word]) -> bool {
    let (mut en, mut fr) = (0, 0);
    for w in words.iter().take(4000).filter(|w| w.shape == Shape::Lower) {
        match w.folded.as_str() {
            "the" | "and" | "of" | "is" | "to" | "my" | "you" | "for" | "with" | "this" | "was" | "were"
            | "his" | "her" | "has" | "at" | "by" | "it" | "said" | "unless" | "are" | "that" | "from"
            | "he" | "she" | "they" | "please" => en += 1,
            "le" | "la" | "les" | "de" | "des" | "et" | "est" | "pour" | "du" | "une" | "avec" | "dans"
            | "en" | "au" | "par" => fr += 1,
            _ => {}
        }
    }
    en > 0 && fr * 3 <= en
}

/// Letters of at least four of the local parts of e-mail addresses.
fn mail_parts(string: &str, words: &[Word]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for word in words.iter().filter(|w| w.web && w.folded.len() > 3) {
        let rest = string.get(word.span.end..).unwrap_or("");
        // A local part has at most 64 characters.
        if rest.chars().take(64).take_while(|c| !c.is_whitespace()).any(|c| c == '@') {
            out.insert(word.folded.to_string());
            // "jmorel": an initial may stand before the surname.
            if let Some(rest) = word.folded.get(1..).filter(|r| r.len() > 3) {
                out.insert(fold(rest));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
