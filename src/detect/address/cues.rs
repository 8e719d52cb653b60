//! The words before a capital → how strongly they say that it is a town: "habite à", "CHU de", "Ville".

use super::super::tokens::{Gap, Shape};
use super::Scan;

impl Scan<'_> {
    /// What the words before a capitalised word say about its being a town.
    pub(super) fn town_cue(&self, at: usize) -> Option<Cue> {
        let word = self.words.get(at)?;
        let mut back = at.checked_sub(1)?;
        if matches!(word.gap, Gap::Other | Gap::Comma) {
            let before = self.words.get(back)?;
            let between = self.input.string.get(before.span.end..word.span.start)?;
            let label = matches!(
                before.folded.as_str(),
                "ville" | "commune" | "localite" | "town" | "city" | "domicile" | "residence"
            ) && between.contains([':', '\t'])
                && between.chars().all(|c| matches!(c, ':' | '\t' | ' '));
            return label.then_some(Cue::Home);
        }
        let before = self.words.get(back)?;
        let preposition = before.folded.as_str();
        // "CP 35400   Ville SAINT-MALO", "Lieu de naissance Douala"
        let label = matches!(preposition, "ville" | "commune" | "localite")
            && (before.capital() && word.shape == Shape::Upper)
            || preposition == "naissance"
                && back
                    .checked_sub(2)
                    .and_then(|b| self.words.get(b))
                    .is_some_and(|w| matches!(w.folded.as_str(), "lieu" | "commune" | "ville"))
            || preposition == "ville" && self.code_before(before.span.start);
        if label && matches!(word.gap, Gap::Space | Gap::Wide) {
            return Some(Cue::Home);
        }
        // "j'habite Brest"
        if preposition.starts_with("habit") && before.shape == Shape::Lower && word.gap == Gap::Space {
            return Some(Cue::Home);
        }
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
                        | "vis"
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
                        | "live"
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
pub(super) enum Cue {
    /// Someone lives there or was born there.
    Home,
    /// An institution of that town.
    Of,
    /// Something happened there.
    Weak,
}
