//! What stands around a run of name-like words: its line, a role or a birth behind it, a disease or a building before it; and
//! whether an announced run is a name at all.

use super::super::labels::Kind;
use super::super::particles;
use super::super::tokens::{Gap, Shape, Word};
use super::Scan;

impl Scan<'_> {
    /// Whether the run is all there is on its line or in its cell.
    pub(super) fn fills_its_line(&self, from: usize, to: usize) -> bool {
        let (Some(first), Some(last)) = (self.get(from), self.get(to - 1)) else { return false };
        let before = self.input.string.get(..first.span.start).unwrap_or("");
        let after = self.input.string.get(last.span.end..).unwrap_or("");
        let edge = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\t' | '|'));
        edge(before.trim_end_matches([' ', '-', '*']).chars().next_back())
            && edge(after.trim_start_matches([' ', '.', ',']).chars().next())
    }

    /// "Prénoms Marie Expédite", "1 MERE      UWIMANA IMMACULEE": where the words end that are all there is in their cell,
    /// behind a label without a mark.
    pub(super) fn whole_cell(&self, from: usize, kind: Kind) -> Option<usize> {
        let wide = self.get(from).is_some_and(|w| w.gap == Gap::Wide);
        if kind != Kind::Name && !(wide && matches!(kind, Kind::Person | Kind::Professional)) {
            return None;
        }
        let mut to = from;
        while to - from < 5
            && self.get(to).is_some_and(|w| {
                w.capital()
                    && !(w.web || w.digit_after || w.lore.stop() || w.lore.facility() || w.lore.head())
                    && (to == from || matches!(w.gap, Gap::Space | Gap::None))
            })
        {
            to += 1;
        }
        let rest = self.get(to.checked_sub(1)?).and_then(|w| self.input.string.get(w.span.end..))?;
        let closed = rest.starts_with(['\n', '\r', '\t', '|'])
            || rest.starts_with("  ")
            || rest.trim_matches(' ').is_empty();
        let closed = closed || rest.starts_with(" \t") || rest.starts_with(" \n");
        let first = (from..to).find(|&n| !self.particle(n)).and_then(|n| self.get(n))?;
        (closed && to > from && !first.plain() && !self.sigle(first)).then_some(to)
    }

    /// A role or a birth behind the name: "(Interne)", "né le", "PH"; true for a professional's.
    pub(super) fn role_after(&self, to: usize) -> Option<bool> {
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
    pub(super) fn belongs_to_a_thing(&self, from: usize) -> bool {
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
                let article = particles::article(here.folded.as_str())
                    || matches!(
                        here.folded.as_str(),
                        "of" | "the"
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
                let passed_over = article || here.capital() && here.plain() || here.lore.stop() && steps < 3;
                if !passed_over {
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
    pub(super) fn nameish(&self, from: usize, to: usize) -> bool {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let could = |w: &Word| {
            w.capital()
                && !w.lore.stop()
                && (!w.lore.word() || w.lore.given() || w.lore.surname() && run.len() > 1)
        };
        let opening = run.iter().take_while(|w| w.shape == Shape::Lower).count();
        let run = run.get(opening..).unwrap_or(&[]);
        run.first().is_some_and(|w| {
            could(w)
                || w.shape == Shape::Initial && run.get(1).is_some_and(could)
                || run.get(1).is_some_and(could)
        }) && !run.first().is_some_and(|w| w.lore.facility() && w.folded.len() > 2)
    }

    /// Whether an announced run, without a colon, is more likely a name than not.
    pub(super) fn likely(&self, from: usize, to: usize) -> bool {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let solid = |w: &&Word| {
            w.capital() && !w.lore.word() && !w.lore.stop() && !w.lore.eponym() && !w.lore.facility()
        };
        let one = run.iter().any(|w| solid(&w) && (w.lore.given() || w.lore.surname()));
        // "Le Menn"
        let opening =
            run.iter().position(|w| !matches!(w.folded.as_str(), "le" | "la" | "du" | "des" | "de" | "les"));
        let first = opening.and_then(|o| run.get(o));
        one && !self.belongs_to_a_thing(from) && !first.is_some_and(Word::plain)
            || self.evidence(from, to) >= 0.5
    }
}
