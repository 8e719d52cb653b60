//! Names of people. A run of words written like a name becomes a hit when enough speaks for it: a title or a label before
//! it, a given name beside a surname, initials, a role after it, a place where people sign. Gazetteers only weigh in.

use std::collections::BTreeSet;

use super::labels::{self, Announced, Kind};
use super::tokens::{Gap, Shape, Word};
use super::{Detector, Hit, Input};
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
    sorted.sort_unstable();
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
            }
            let broken = self.get(from).is_some_and(|w| w.gap == Gap::Line) && !self.likely(from, to);
            if to == from || broken {
                continue;
            }
            let mut sure = 0.95;
            loop {
                self.hit(from, to, category, sure, Reason::Title, out);
                // "Drs MOREL, Duval et Petit"
                let plural = self.get(at).is_some_and(|w| {
                    matches!(w.folded.as_str(), "mm" | "drs" | "docteurs" | "prs" | "mmes" | "messieurs")
                });
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
            _ => None,
        }
    }

    /// "Mme G."
    fn lone_initial(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            let end = |n: &Word| !matches!(n.gap, Gap::None) && n.shape != Shape::Initial;
            w.shape == Shape::Initial
                && w.dot
                && matches!(w.gap, Gap::Space | Gap::None)
                && self.get(at + 1).is_none_or(end)
        })
    }

    /// A name written small after a title: "dr dupont", "Mme el amrani".
    fn small_name(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            let title = at.checked_sub(1).and_then(|t| self.get(t)).map_or("", |t| t.folded.as_str());
            w.shape == Shape::Lower
                && w.folded.len() >= 4
                && matches!(w.gap, Gap::Space | Gap::None)
                && !w.lore.word()
                && !w.lore.stop()
                && !matches!(title, "m" | "me" | "pr" | "ms" | "sir" | "maitre" | "enfant")
        })
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
        let leave =
            if announced.kind == Kind::Name && announced.marked { Leave::Field } else { Leave::Announced };
        let category = announced.kind.category();
        let mut list = 0;
        loop {
            let mut to = self.run(at, leave);
            while to > at && !within(to - 1) {
                to -= 1;
            }
            let small = to == at && self.small_value(at, announced);
            if small {
                to = self.small_run(at);
            }
            let fits = match announced.kind {
                Kind::Name if announced.marked => to > at,
                _ if small => to > at,
                _ if announced.marked || list > 0 => to > at && self.nameish(at, to),
                Kind::Person | Kind::Professional if self.full_line(at, to) => true,
                _ => to > at && self.likely(at, to),
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

    /// Two or three words that could be a name and fill the line under a label.
    fn full_line(&self, from: usize, to: usize) -> bool {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let given = run.first().is_some_and(|w| w.lore.given() && !w.lore.word());
        (2..=3).contains(&run.len())
            && self.fills_its_line(from, to)
            && run.iter().all(|w| {
                w.capital()
                    && (given || !w.lore.word())
                    && !w.lore.eponym()
                    && super::lexicon::town(&w.folded) < 2
            })
    }

    /// Whether the next field's label begins here: a label's word with a colon behind it.
    fn marked_label(&self, at: usize) -> bool {
        labels::label_at(self.words, at).is_some_and(|(len, _)| {
            let end = self.get(at + len - 1).map_or(0, |w| w.span.end);
            self.input.string.get(end..).is_some_and(|s| {
                s.trim_start_matches([' ', '\u{a0}', '(', 's', 'e', ')']).starts_with([':', '\t', '='])
            })
        })
    }

    /// "[JEANNE]" after other given names.
    fn bracketed(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| self.get(b)).map_or(0, |w| w.span.end);
        let between = self.get(at).and_then(|w| self.input.string.get(before..w.span.start)).unwrap_or("");
        between.contains(['[', '(', '/']) && between.chars().all(|c| matches!(c, ' ' | '[' | '(' | '/'))
    }

    /// A value written small: "Prénom : aziz", "Infirmiers : théodore roux".
    fn small_value(&self, at: usize, announced: &Announced) -> bool {
        announced.marked
            && self.get(at).is_some_and(|w| {
                w.shape == Shape::Lower
                    && w.folded.len() >= 2
                    && !w.lore.stop()
                    && (w.lore.given() || !w.lore.word() && w.folded.len() > 3)
                    && (w.lore.common_given()
                        || announced.kind == Kind::Name
                        || w.lore.surname() && !w.lore.word())
            })
    }

    fn small_run(&self, from: usize) -> usize {
        let mut to = from + 1;
        while to < from + 4
            && self.get(to).is_some_and(|w| {
                w.gap == Gap::Space
                    && w.folded.len() > 2
                    && !w.lore.stop()
                    && (w.lore.given() || w.lore.surname())
                    && !w.web
            })
        {
            to += 1;
        }
        to
    }

    /// Names that nothing announces.
    fn free(&self, out: &mut Vec<Hit>) {
        let mut at = 0;
        while at < self.words.len() {
            let to = self.run(at, Leave::Free);
            if to == at {
                at += 1;
                continue;
            }
            self.judge(at, to, out);
            at = to;
        }
    }

    /// "naomi ryan": a given name and a surname, both written small and neither an ordinary word.
    fn small_pairs(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let (Some(a), Some(b)) = (self.get(at - 1), self.get(at)) else { break };
            let name = |w: &Word| {
                w.shape == Shape::Lower && !w.web && !w.lore.word() && !w.lore.stop() && w.folded.len() > 3
            };
            let fits = name(a) && name(b) && b.gap == Gap::Space && !a.lore.eponym() && !b.lore.eponym();
            let known = a.lore.common_given()
                && (b.lore.surname() || b.lore.given() || b.lore.unknown() && self.english);
            if fits && known && super::lexicon::town(&b.folded) == 0 && !self.belongs_to_a_thing(at - 1) {
                self.hit(at - 1, at + 1, Category::PersonName, 0.5, Reason::NameShape, out);
            }
        }
    }

    /// Looks in a run for what makes a name of it.
    fn judge(&self, from: usize, to: usize, out: &mut Vec<Hit>) {
        if self.belongs_to_a_thing(from) {
            return;
        }
        let (mut from, mut to) = (from, to);
        // Ordinary words at the ends are not part of it: "Consultation Jeanne MOREL".
        while from < to
            && self
                .get(from)
                .is_some_and(|w| self.ordinary(w) || self.particle(from) && w.lore.word() && to - from < 3)
        {
            from += 1;
        }
        while to > from
            && self.get(to - 1).is_some_and(|w| {
                self.ordinary(w)
                    && (w.lore.stop()
                        || self.get(to.wrapping_sub(2)).is_none_or(|p| {
                            to - 1 == from || !p.lore.common_given() && p.shape != Shape::Initial
                        }))
            })
        {
            to -= 1;
        }
        if from >= to {
            return;
        }
        let role = self.role_after(to);
        let category = if role == Some(true) { Category::Professional } else { Category::PersonName };
        let sure = self.evidence(from, to) + if role.is_some() { 0.35 } else { 0.0 };
        if sure >= 0.5 {
            let reason = if role.is_some() { Reason::Context } else { Reason::NameShape };
            self.hit(from, to, category, sure.min(0.95), reason, out);
        }
    }

    fn ordinary(&self, w: &Word) -> bool {
        w.capital() && w.plain() || w.lore.stop()
    }

    /// How much the words of a run speak for a name, from 0 to 1.
    fn evidence(&self, from: usize, to: usize) -> f32 {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let all_eponyms =
            run.iter().filter(|w| w.capital()).all(|w| w.lore.eponym() || w.lore.word() || w.lore.facility());
        let mut best: f32 = 0.0;
        for pair in run.windows(2) {
            let [a, b] = pair else { continue };
            best = best.max(self.pair(a, b));
        }
        // "Jean de La Tour", "FADIL MARIONS Yassine": a given name anywhere in a run of three or more.
        let capitals = run.iter().filter(|w| w.capital()).count();
        if capitals >= 2 && run.iter().any(|w| w.capital() && w.lore.given() && !w.lore.word()) {
            let others = run.iter().filter(|w| w.capital() && !w.lore.word()).count();
            best = best.max(if others >= 2 { 0.7 } else { 0.35 });
        }
        if run.iter().any(|w| w.capital() && w.folded.len() > 3 && self.mails.contains(&w.folded)) {
            best = best.max(0.6);
        }
        if let [only] = run {
            best = best.max(self.alone(from, only));
        }
        // "A. Morel, B. Petit, C. Rabbi": a list lends its shape.
        if let [first, last] = run
            && first.shape == Shape::Initial
            && first.dot
            && last.capital()
            && (first.gap == Gap::Comma
                || self.get(to).is_some_and(|n| n.gap == Gap::Comma && n.shape == Shape::Initial && n.dot))
        {
            best = best.max(0.5);
        }
        if self.fills_its_line(from, to) && (2..=4).contains(&run.len()) {
            let known = run.iter().any(|w| w.lore.given() || w.lore.surname());
            let clean = run.iter().all(|w| !w.lore.word() && !w.lore.eponym() && w.shape != Shape::Initial);
            if clean && known && run.iter().all(|w| super::lexicon::town(&w.folded) == 0) {
                best = best.max(0.5);
            }
        }
        if all_eponyms { best.min(0.3) } else { best }
    }

    /// Two neighbours that together look like a given name and a surname.
    fn pair(&self, a: &Word, b: &Word) -> f32 {
        let solid = |w: &Word| w.capital() && !w.lore.word() && !w.lore.stop();
        let given = |w: &Word| w.capital() && w.lore.given() && !w.lore.word();
        let mixed = a.capital() && b.capital() && a.shape != b.shape;
        match (a.shape, b.shape) {
            (Shape::Initial, _) if b.capital() && (a.dot || a.folded.len() > 1) => {
                if solid(b) {
                    0.75
                } else if b.lore.surname() && !b.plain() && b.folded.len() > 3 && a.dot {
                    0.55
                } else {
                    0.0
                }
            }
            (Shape::Upper, Shape::Initial) if solid(a) && a.folded.len() > 3 && !b.digit_after => {
                if b.dot || a.lore.surname() { 0.55 } else { 0.3 }
            }
            (Shape::Cap, Shape::Initial) if solid(a) && b.dot && a.lore.surname() => 0.5,
            _ if given(a) && given(b) => 0.75,
            _ if (given(a) && solid(b)) || (solid(a) && given(b)) => {
                if mixed || a.lore.common_given() || b.lore.common_given() { 0.85 } else { 0.65 }
            }
            _ if mixed && ((a.lore.given() && solid(b)) || (solid(a) && b.lore.given())) => 0.7,
            _ if mixed && solid(a) && solid(b) && (a.lore.surname() || b.lore.surname()) => 0.55,
            _ if given(a) && b.lore.surname() && b.capital() => 0.6,
            (Shape::Cap, Shape::Cap) if given(a) && a.lore.common_given() && b.plain() && !b.lore.stop() => {
                0.5
            }
            _ if given(b) && a.lore.surname() && a.capital() => 0.55,
            (Shape::Cap, Shape::Cap) if a.lore.common_given() && a.lore.word() && solid(b) => 0.5,
            // Two names that no list of given names holds count in the middle of a sentence, not after an article.
            (Shape::Cap, Shape::Cap)
                if solid(a)
                    && solid(b)
                    && a.folded.len() > 3
                    && b.folded.len() > 3
                    && (self.english || self.inside(a)) =>
            {
                0.5
            }
            (Shape::Cap, Shape::Cap)
                if self.english
                    && (solid(b) && !a.plain() || solid(a) && b.lore.surname())
                    && !a.lore.stop()
                    && !b.lore.stop() =>
            {
                0.5
            }
            // "Brad L Key"
            (Shape::Cap, Shape::Initial)
                if solid(a)
                    && self.english
                    && !b.digit_after
                    && b.folded.len() == 1
                    && a.folded.len() > 2 =>
            {
                0.5
            }
            _ => 0.0,
        }
    }

    /// English words around a capital that no list of words knows: "says Joly", "Sunniva is very reliable", "her name is Boyle".
    fn reads_like_a_person(&self, at: usize, w: &Word) -> bool {
        if w.lore.stop()
            || w.lore.eponym() && !w.lore.given()
            || w.folded.len() < 3
            || super::lexicon::town(&w.folded) > 1
        {
            return false;
        }
        let foreign = self.input.string.get(w.span.clone()).is_some_and(|s| !s.is_ascii());
        let before = at
            .checked_sub(1)
            .and_then(|b| self.get(b))
            .filter(|_| matches!(w.gap, Gap::Space | Gap::Comma))
            .map_or("", |b| b.folded.as_str());
        let after = self
            .get(at + 1)
            .filter(|n| matches!(n.gap, Gap::Space | Gap::None))
            .map_or("", |n| n.folded.as_str());
        let called = matches!(
            before,
            "named" | "says" | "said" | "called" | "hi" | "hello" | "dear" | "him" | "me" | "name" | "kid"
        );
        let acts = matches!(
            after,
            "is" | "was"
                | "had"
                | "has"
                | "began"
                | "lives"
                | "says"
                | "said"
                | "listed"
                | "will"
                | "can"
                | "just"
                | "told"
                | "s"
                | "wrote"
                | "works"
        );
        let paired = matches!(
            before,
            "and" | "between" | "by" | "with" | "to" | "ex" | "early" | "starring" | "under" | "is"
        ) || after == "and";
        if w.lore.word() {
            return called && (w.lore.given() || w.lore.surname());
        }
        called || foreign || acts || (paired && w.lore.surname()) || paired && w.lore.unknown()
    }

    /// Whether a word stands in the middle of a sentence, and not as the name of a thing.
    fn inside(&self, word: &Word) -> bool {
        let at = self.words.partition_point(|w| w.span.start < word.span.start);
        at.checked_sub(1).and_then(|b| self.get(b)).is_some_and(|b| {
            b.shape == Shape::Lower
                && word.gap == Gap::Space
                && !matches!(
                    b.folded.as_str(),
                    "le" | "la"
                        | "les"
                        | "un"
                        | "une"
                        | "des"
                        | "du"
                        | "au"
                        | "aux"
                        | "de"
                        | "the"
                        | "a"
                        | "an"
                        | "of"
                        | "ce"
                        | "cette"
                        | "type"
                        | "en"
                )
        })
    }

    /// A given name that stands alone.
    fn alone(&self, at: usize, w: &Word) -> f32 {
        let before = at.checked_sub(1).and_then(|b| self.get(b));
        if self.english && w.shape == Shape::Cap && self.reads_like_a_person(at, w) {
            return 0.5;
        }
        if w.shape != Shape::Cap || !w.lore.given() || w.lore.word() || w.lore.eponym() || w.folded.len() < 4
        {
            return 0.0;
        }
        if super::lexicon::town(&w.folded) > 1
            || w.digit_after
            || self.get(at + 1).is_some_and(|n| n.gap == Gap::None)
        {
            return 0.0;
        }
        // "Claire amélioration", "Pierre à l'ethmoïde": these open sentences as ordinary words too.
        let opens = !matches!(w.gap, Gap::Space | Gap::None);
        let double = matches!(
            w.folded.as_str(),
            "claire"
                | "pierre"
                | "marine"
                | "marguerite"
                | "madeleine"
                | "clementine"
                | "capucine"
                | "jasmine"
                | "victoire"
                | "serge"
                | "guy"
                | "robin"
                | "colin"
        );
        if opens && double {
            return 0.0;
        }
        let saint = before.is_some_and(|b| {
            matches!(b.folded.as_str(), "saint" | "sainte" | "st" | "ste") && w.gap <= Gap::Space
        });
        // Less common ones count in the middle of a sentence only.
        let inside = before.is_some_and(|b| b.shape == Shape::Lower && w.gap == Gap::Space);
        let elided = w.gap == Gap::None
            && self.input.string.get(..w.span.start).is_some_and(|s| s.ends_with(['\'', '\u{2019}']));
        if self.english && !saint && w.gap != Gap::None {
            return 0.5;
        }
        if saint || w.gap == Gap::None && !elided || !(w.lore.common_given() || inside && !w.lore.surname()) {
            0.0
        } else {
            0.5
        }
    }

    /// Whether the run is all there is on its line or in its cell.
    fn fills_its_line(&self, from: usize, to: usize) -> bool {
        let (Some(first), Some(last)) = (self.get(from), self.get(to - 1)) else { return false };
        let before = self.input.string.get(..first.span.start).unwrap_or("");
        let after = self.input.string.get(last.span.end..).unwrap_or("");
        let edge = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\t' | '|'));
        edge(before.trim_end_matches([' ', '-', '*']).chars().next_back())
            && edge(after.trim_start_matches([' ', '.', ',']).chars().next())
    }

    /// A role or a birth behind the name: "(Interne)", "né le", "PH"; true for a professional's.
    fn role_after(&self, to: usize) -> Option<bool> {
        let next = self.get(to)?;
        let before = self.get(to.checked_sub(1)?)?;
        let between = self.input.string.get(before.span.end..next.span.start)?;
        if between.len() > 6 || between.contains('\n') {
            return None;
        }
        match next.folded.as_str() {
            "interne" | "externe" | "ph" | "phc" | "cca" | "asp" | "pu" | "mcu" | "pu-ph" | "mcu-ph"
            | "ide" | "infirmier" | "infirmiere" | "cadre" | "medecin" | "chirurgien" | "chirurgienne"
            | "radiologue" | "cardiologue" | "biologiste" | "faisant" | "praticien"
                if between.contains(['(', ',', '-']) =>
            {
                Some(true)
            }
            "ne" | "nee"
                if self.get(to + 1).is_some_and(|w| matches!(w.folded.as_str(), "le" | "e" | "en" | "a")) =>
            {
                Some(false)
            }
            "agee" | "age" if between.contains([',', '(']) => Some(false),
            _ => None,
        }
    }

    /// Whether the run names a disease, a score or a building: "maladie de Crohn", "hôpital Jean Morel".
    fn belongs_to_a_thing(&self, from: usize) -> bool {
        let mut at = from;
        for steps in 0..5 {
            let Some(here) = self.get(at) else { return false };
            if steps > 0 {
                if here.lore.facility() && here.folded.len() > 1 {
                    return true;
                }
                if here.lore.head() && steps <= 3 {
                    return true;
                }
                let article = matches!(
                    here.folded.as_str(),
                    "de" | "du"
                        | "des"
                        | "d"
                        | "la"
                        | "le"
                        | "les"
                        | "l"
                        | "of"
                        | "the"
                        | "saint"
                        | "sainte"
                        | "st"
                        | "ste"
                        | "general"
                        | "marechal"
                        | "president"
                        | "docteur"
                        | "professeur"
                );
                if !article && !(here.capital() && here.plain() || here.lore.stop() && steps < 3) {
                    return false;
                }
            }
            if !matches!(here.gap, Gap::None | Gap::Space) || at == 0 {
                return false;
            }
            at -= 1;
        }
        false
    }

    /// Whether some word of an announced run could be a name at all.
    fn nameish(&self, from: usize, to: usize) -> bool {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let could = |w: &Word| {
            w.capital()
                && !w.lore.stop()
                && (!w.lore.word() || w.lore.given() || w.lore.surname() && run.len() > 1)
        };
        run.first().is_some_and(|w| {
            could(w)
                || w.shape == Shape::Initial && run.get(1).is_some_and(could)
                || run.get(1).is_some_and(could)
        }) && !run.first().is_some_and(|w| w.lore.facility() && w.folded.len() > 2)
    }

    /// Whether an announced run, without a colon, is more likely a name than not.
    fn likely(&self, from: usize, to: usize) -> bool {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let solid = |w: &&Word| {
            w.capital() && !w.lore.word() && !w.lore.stop() && !w.lore.eponym() && !w.lore.facility()
        };
        let one = run.iter().any(|w| solid(&w) && (w.lore.given() || w.lore.surname()));
        one && !self.belongs_to_a_thing(from) && !run.first().is_some_and(Word::plain)
            || self.evidence(from, to) >= 0.5
    }

    /// Where the run of name-like words that begins here ends; `from` if none begins.
    fn run(&self, from: usize, leave: Leave) -> usize {
        let mut to = from;
        let mut names = 0;
        while to < self.words.len() && to - from < LONGEST {
            let Some(word) = self.get(to) else { break };
            if to > from
                && (!self.joins(from, to, names, leave) || leave == Leave::Field && self.marked_label(to))
            {
                break;
            }
            let thi_mai = word.folded == "mai"
                && names > 0
                && word.shape == Shape::Cap
                && self.get(to - 1).is_some_and(|p| !p.lore.word());
            // "Ait Haddad", "Mme Ira": short forms of the wards are written in capitals.
            let spelt = word.shape == Shape::Cap
                && word.folded.len() <= 3
                && (self.particle(to) || leave != Leave::Free && word.lore.given());
            if word.web
                || word.lore.stop()
                    && !thi_mai
                    && !spelt
                    && word.shape != Shape::Initial
                    && !(leave == Leave::Field && to == from && word.shape == Shape::Upper)
            {
                break;
            }
            if (to > from || leave == Leave::Free)
                && self.title(to).is_some()
                && (word.shape != Shape::Initial || to == from)
            {
                break;
            }
            if word.shape == Shape::Initial {
                let sign = self
                    .input
                    .string
                    .get(word.span.end..)
                    .is_some_and(|s| s.starts_with(['\u{b0}', '\u{ba}']));
                if word.digit_after || sign || leave == Leave::Free && !word.dot && names == 0 {
                    break;
                }
                to += 1;
                continue;
            }
            if self.particle(to)
                && self
                    .get(to + 1)
                    .is_some_and(|n| (n.capital() || self.particle(to + 1)) && n.gap <= Gap::Space)
            {
                if leave == Leave::Free && to == from && word.shape == Shape::Lower {
                    break;
                }
                to += 1;
                continue;
            }
            // "Dr Jeanne morel"
            let small_surname = leave == Leave::Announced
                && names == 1
                && word.shape == Shape::Lower
                && word.gap == Gap::Space
                && word.folded.len() > 3
                && !word.lore.word()
                && self.get(to - 1).is_some_and(|p| p.lore.given() && p.capital());
            if small_surname {
                return to + 1;
            }
            if !word.capital() || word.digit_after && word.folded.len() < 4 {
                break;
            }
            let admitted = match leave {
                Leave::Field => {
                    names == 0 || !word.plain() || self.get(to - 1).is_some_and(|p| p.shape == word.shape)
                }
                Leave::Announced if names == 0 => {
                    !word.lore.facility()
                        && !(word.lore.head() && !word.lore.surname())
                        && (!word.plain() || self.closed_after(to))
                        && !self.sigle(word)
                }
                Leave::Announced => {
                    let after_given = self
                        .get(to - 1)
                        .is_some_and(|p| p.lore.given() && !p.lore.word() && p.shape == word.shape);
                    (!word.plain() || after_given && self.closed_after(to))
                        && !(word.lore.word() && names > 1 && !word.lore.given())
                        && !self.sigle(word)
                }
                Leave::Free => {
                    // "A. Rabbi," in a list, "Harvey Leach" in a sentence
                    let last = self.get(to.wrapping_sub(1));
                    let listed = to == from + 1
                        && last.is_some_and(|p| p.shape == Shape::Initial && p.dot && p.gap == Gap::Comma)
                        && word.shape == Shape::Cap;
                    let surname = names == 1
                        && word.shape == Shape::Cap
                        && !word.lore.stop()
                        && last.is_some_and(|p| {
                            p.shape == Shape::Cap && p.lore.common_given() && !p.lore.word()
                        })
                        && !self.fills_its_line(from, to + 1);
                    let middle = self.english
                        && names == 1
                        && to - from == 2
                        && last.is_some_and(|p| p.shape == Shape::Initial && p.gap == Gap::Space);
                    (!word.plain() || listed || surname || middle)
                        && !word.lore.head()
                        && !(word.lore.facility() && word.lore.word())
                        && !self.sigle(word)
                }
            };
            if !admitted {
                break;
            }
            names += 1;
            to += 1;
            if word.digit_after {
                break;
            }
        }
        if names == 0 && leave != Leave::Field {
            return from;
        }
        // A run does not end in a particle, nor in a letter that stands for something else.
        while to > from
            && self.get(to - 1).is_some_and(|w| {
                w.shape == Shape::Lower
                    || w.shape == Shape::Initial && w.digit_after
                    || w.shape == Shape::Initial
                        && !w.dot
                        && leave == Leave::Free
                        && self.get(to).is_some_and(|n| n.gap == Gap::None)
            })
        {
            to -= 1;
        }
        to
    }

    /// Whether a word is the last of its phrase: a mark, a line end, a digit or a stop word follows.
    fn closed_after(&self, at: usize) -> bool {
        self.get(at + 1).is_none_or(|n| !matches!(n.gap, Gap::Space | Gap::None) || n.lore.stop())
    }

    /// Two or three capitals that no list knows: "PMI", "SR".
    fn sigle(&self, word: &Word) -> bool {
        word.shape == Shape::Upper && word.folded.len() <= 3 && !word.lore.given() && !word.lore.surname()
    }

    /// Whether a word continues the run before it.
    fn joins(&self, from: usize, at: usize, names: usize, leave: Leave) -> bool {
        let (Some(word), Some(before)) = (self.get(at), self.get(at - 1)) else { return false };
        match word.gap {
            Gap::None => before.shape == Shape::Initial || self.particle(at - 1) || self.hyphen_before(at),
            Gap::Space => true,
            Gap::Wide => {
                before.shape == Shape::Initial || leave != Leave::Free && names == 0 || leave == Leave::Field
            }
            // "MOREL, Jeanne"
            Gap::Comma => {
                let surnames = self
                    .words
                    .get(from..at)
                    .unwrap_or(&[])
                    .iter()
                    .all(|w| w.shape == Shape::Upper && !w.plain());
                surnames && names <= 3 && word.shape == Shape::Cap && word.lore.given() && !word.lore.word()
            }
            // "Docteur Morel⏎Jeanne", "L.⏎Morel"
            Gap::Line => {
                let given = word.capital()
                    && word.lore.given()
                    && !word.lore.word()
                    && leave == Leave::Announced
                    && names == 1;
                given && !self.followed_by_name(at)
                    || before.shape == Shape::Initial
                        && before.dot
                        && word.capital()
                        && !word.lore.word()
                        && !word.lore.stop()
            }
            Gap::Other => false,
        }
    }

    /// Whether the next word on the line would make a name of its own with this one.
    fn followed_by_name(&self, at: usize) -> bool {
        self.get(at + 1).is_some_and(|n| n.gap == Gap::Space && n.capital() && !n.lore.word())
    }

    fn hyphen_before(&self, at: usize) -> bool {
        let start = self.get(at).map_or(0, |w| w.span.start);
        self.input.string.get(..start).is_some_and(|s| s.ends_with('-'))
    }

    /// "de", "von", "El": joins what stands around it.
    fn particle(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            matches!(
                w.folded.as_str(),
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
                    | "ibn"
                    | "abou"
                    | "da"
                    | "dos"
                    | "das"
                    | "do"
                    | "di"
                    | "del"
                    | "della"
                    | "dello"
                    | "ten"
                    | "ter"
                    | "zu"
                    | "zum"
                    | "mac"
                    | "mc"
                    | "o"
                    | "st"
                    | "saint"
                    | "sainte"
                    | "ou"
                    | "ould"
                    | "bou"
                    | "ait"
                    | "y"
            ) && w.shape != Shape::Initial
                || w.shape == Shape::Lower && matches!(w.folded.as_str(), "d" | "l" | "o")
        })
    }
}

/// Whether more small words of English than of French stand in the text.
fn english(words: &[Word]) -> bool {
    let (mut en, mut fr) = (0, 0);
    for w in words.iter().take(4000).filter(|w| w.shape == Shape::Lower) {
        match w.folded.as_str() {
            "the" | "and" | "of" | "is" | "to" | "my" | "you" | "for" | "with" | "this" | "was" | "were"
            | "his" | "her" | "has" | "at" | "by" | "it" => en += 1,
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
            out.insert(word.folded.clone());
            // "jmorel": an initial may stand before the surname.
            if let Some(rest) = word.folded.get(1..).filter(|r| r.len() > 3) {
                out.insert(fold(rest));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AtomId, Known, TextBuilder};

    fn hits(s: &str) -> Vec<(String, Category)> {
        let mut b = TextBuilder::new();
        b.push(s, AtomId::new(0));
        let (text, known) = (b.finish(), Known::default());
        let mut out = Vec::new();
        Names.detect(&Input::new(&text, 0, &known), &mut out);
        out.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end)));
        out.into_iter().map(|h| (s[h.span].to_owned(), h.category)).collect()
    }

    fn covers(s: &str, name: &str) -> bool {
        hits(s).iter().any(|(h, _)| h == name)
    }

    #[test]
    fn titles_announce() {
        for (s, name) in [
            ("Mme GRANDJEAN Solange est venue", "GRANDJEAN Solange"),
            ("vu par le Dr Ph. Vandenbroucke ce jour", "Ph. Vandenbroucke"),
            ("M. de La Rochette va bien", "de La Rochette"),
            ("Pr de La Rochette", "de La Rochette"),
            ("Mr Petit, boulanger", "Petit"),
            ("Mme G. se plaint", "G."),
            ("le docteur Ngo Thi Mai", "Ngo Thi Mai"),
            ("Dr Blanchet\nAudrey, radiologue", "Blanchet\nAudrey"),
            ("dr delmotte", "delmotte"),
            ("Mme Ait Haddad", "Ait Haddad"),
            ("Drs DELMOTTE, Haddad et Roux", "Haddad"),
            ("Monsieur le Professeur O'Brien", "O'Brien"),
            ("Dr.Delmotte", "Delmotte"),
        ] {
            assert!(covers(s, name), "{s}: {:?}", hits(s));
        }
        assert_eq!(hits("Dr Delmotte"), [("Delmotte".to_owned(), Category::Professional)]);
    }

    #[test]
    fn labels_announce() {
        for (s, name) in [
            ("Nom de naissance\tPAT-TROIS", "PAT-TROIS"),
            ("Prénom(s) : DOMINIQUE MARIE-LOUISE [DOMINIQUE]", "DOMINIQUE MARIE-LOUISE"),
            ("NOM: O'Brien  PRENOM: Siobhán", "O'Brien"),
            ("Personne de confiance\t(Soeur) : Sophie Delmotte", "Sophie Delmotte"),
            ("Prénom: aziz", "aziz"),
            ("née DELMOTTE le 3 mai", "DELMOTTE"),
            ("son mari Paul travaille", "Paul"),
            ("Signé électroniquement par Anne Delmotte", "Anne Delmotte"),
            ("Infirmiers: théodore roux, marie cécile lefèvre", "marie cécile lefèvre"),
            ("Surname: Okonkwo\nForename: Adaeze", "Okonkwo"),
        ] {
            assert!(covers(s, name), "{s}: {:?}", hits(s));
        }
    }

    #[test]
    fn shapes_speak_for_themselves() {
        for (s, name) in [
            ("Internes : DELMOTTE Christine (Interne)", "DELMOTTE Christine"),
            ("Présents : A. Lemar, U. Jouan", "A. Lemar"),
            ("02/05/2017 CAMILLET O ÉMILIE", "CAMILLET O ÉMILIE"),
            ("ROBERT, ROBERT HENRI", "ROBERT HENRI"),
            ("vue par Z.Phillot (Interne)", "Z.Phillot"),
            ("avec Barnabé hier", "Barnabé"),
            ("Dedoncker76 rue : Marie Dedoncker76", "Marie Dedoncker"),
        ] {
            assert!(covers(s, name), "{s}: {:?}", hits(s));
        }
    }

    #[test]
    fn medicine_is_left() {
        for s in [
            "maladie de Parkinson et maladie de Horton",
            "score de Gleason 7, Glasgow 15",
            "syndrome de Guillain-Barré",
            "Traitement : KARDEGIC 75, XARELTO 20 mg",
            "Prélèvement Staphylococcus aureus",
            "Hôpital Saint-Joseph, salle Laennec",
            "VORICONAZOLE TEVA 200 mg",
            "Nom du protocole : Thrombolyse",
            "Claire amélioration. Pierre à l'ethmoïde.",
            "Dr en médecine",
            "Le Patient est Suivi",
            "tétralogie de Fallot",
            "Nom du médicament\nDOLIPRANE",
            "Echo-Doppler Cervical",
        ] {
            assert!(hits(s).is_empty(), "{s}: {:?}", hits(s));
        }
    }
}
