//! Names that no list holds, by what stands beside them: "née", a greeting, a relative, a physician's letters.

use super::super::Hit;
use super::super::tokens::{Gap, Shape, Word};
use super::Scan;
use crate::model::{Category, Reason};

impl Scan<'_> {
    /// "née Kervadec": whatever stands behind it with a capital, unless it is an ordinary word.
    pub(super) fn maiden(&self, at: usize, to: usize) -> bool {
        let announced = at.checked_sub(1).and_then(|b| self.get(b)).is_some_and(|b| {
            matches!(b.folded.as_str(), "nee" | "epouse" | "ep" | "veuve" | "vve" | "born")
                && b.shape == Shape::Lower
        });
        let town = |w: &Word| super::super::lexicon::town(&w.folded) > 1;
        let run = self.words.get(at..to).unwrap_or(&[]);
        announced
            && run.iter().any(|w| w.capital() && w.folded.len() > 3)
            && run
                .iter()
                .filter(|w| w.capital() && w.folded.len() > 2)
                .all(|w| !w.plain() && !w.lore.stop() && !w.lore.facility() && !town(w))
    }

    /// "Dear Constance,", "her husband, Sven, moved".
    pub(super) fn called(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let (Some(b), Some(w)) = (self.get(at - 1), self.get(at)) else { break };
            if w.shape != Shape::Cap || w.web || w.lore.stop() || w.folded.len() < 3 {
                continue;
            }
            let closed = self.input.string.get(w.span.end..).is_some_and(|s| {
                s.starts_with([',', ';', ')', '.'])
                    || s.trim_start_matches(' ').starts_with(['\n', '\r', '!', '('])
            });
            let known = w.lore.given() || w.lore.surname() || !w.lore.word();
            let greeted = matches!(b.folded.as_str(), "dear" | "cher" | "chere" | "hi" | "hello" | "bonjour")
                && w.gap == Gap::Space
                && known
                && !formal(&w.folded);
            let kin = w.gap == Gap::Comma
                && b.shape == Shape::Lower
                && relative(&b.folded)
                && (!w.lore.word() || w.lore.given());
            if closed && (greeted || kin) {
                self.hit(at, at + 1, Category::PersonName, 0.6, Reason::Context, out);
            }
        }
    }

    /// "Lavinia Prescott, MD": what stands before a physician's letters.
    pub(super) fn graduates(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let letters = self.get(at).is_some_and(|w| {
                w.gap == Gap::Comma
                    && matches!(w.folded.as_str(), "md" | "do" | "rn" | "np" | "pa-c" | "frcp" | "frcs" | "mbbs" | "frcr" | "dnp" | "frcpc" | "fnp" | "crna" | "rgn" | "gmc" | "nmc" | "hcpc" | "gphc" | "lcsw")
                    && matches!(self.input.string.get(w.span.clone()), Some(s) if !s.contains(char::is_lowercase) || s.ends_with("-C"))
            });
            if !letters {
                continue;
            }
            let fits = |w: &Word| w.shape != Shape::Lower && !w.lore.stop() && !w.lore.facility() && !w.web;
            let mut from = at;
            while at - from < 3 && from > 0 && self.get(from - 1).is_some_and(fits) {
                let joined = self
                    .get(from)
                    .is_some_and(|w| from == at || matches!(w.gap, Gap::Space | Gap::None | Gap::Line));
                if !joined {
                    break;
                }
                from -= 1;
            }
            let run = self.words.get(from..at).unwrap_or(&[]);
            if run.iter().any(|w| w.capital() && !w.lore.word()) {
                self.hit(from, at, Category::Professional, 0.7, Reason::Context, out);
            }
        }
    }
}

/// People who are greeted by what they are.
fn formal(folded: &str) -> bool {
    matches!(
        folded,
        "colleague"
            | "colleagues"
            | "doctor"
            | "sir"
            | "madam"
            | "team"
            | "friend"
            | "friends"
            | "all"
            | "confrere"
            | "consoeur"
            | "confreres"
            | "ami"
            | "amie"
            | "collegue"
            | "collegues"
            | "patient"
            | "patiente"
            | "parents"
            | "docteur"
            | "maitre"
            | "everyone"
            | "nurse"
            | "sister"
            | "professor"
            | "professeur"
            | "client"
            | "tous"
            | "toutes"
    )
}

pub(in crate::detect) fn relative(folded: &str) -> bool {
    matches!(
        folded,
        "husband"
            | "wife"
            | "son"
            | "daughter"
            | "brother"
            | "sister"
            | "mother"
            | "father"
            | "partner"
            | "mari"
            | "femme"
            | "fils"
            | "fille"
            | "frere"
            | "soeur"
            | "epoux"
            | "epouse"
            | "conjoint"
            | "conjointe"
            | "compagnon"
            | "compagne"
            | "nurse"
            | "carer"
            | "neighbour"
            | "neighbor"
            | "friend"
            | "girlfriend"
            | "boyfriend"
            | "fiance"
            | "fiancee"
            | "aunt"
            | "uncle"
            | "niece"
            | "nephew"
            | "cousin"
            | "cousine"
            | "grandmother"
            | "grandfather"
            | "grandson"
            | "granddaughter"
            | "stepson"
            | "stepdaughter"
            | "mere"
            | "pere"
            | "neveu"
            | "tante"
            | "oncle"
            | "voisin"
            | "voisine"
            | "infirmier"
            | "infirmiere"
            | "kine"
            | "sage-femme"
            | "nourrice"
            | "secretaire"
            | "physio"
            | "therapist"
    )
}
