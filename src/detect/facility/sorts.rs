//! Further sorts of places: short forms in capitals, companies of practitioners, schools, hospitals in other languages.

use super::super::tokens::{Gap, Shape};
use super::words::{article, title};
use super::{Head, Scan};

impl Scan<'_> {
    /// A sort that the common ones do not hold, and how many words it takes.
    pub(super) fn further(&self, at: usize) -> Option<(Head, usize)> {
        let word = self.get(at).filter(|w| !w.web)?;
        let upper = word.shape == Shape::Upper;
        let said = word.folded.as_str();
        match said {
            "ght" | "gh" | "gha" | "chd" | "chg" | "chic" | "chp" | "hia" | "pmi" | "crc" | "crcm"
            | "cmrr" | "csapa" | "cmp" | "cmpp" | "camsp" | "cattp" | "usld" | "had" | "msp" | "esat"
            | "ime" | "iem" | "eeap" | "mas" | "itep" | "fam" | "samsah" | "sessad" | "savs" | "cegidd"
            | "cpts" | "cpef" | "ssiad" | "crlcc" | "clcc" | "caarud" | "mdph" | "maia" | "hdj" | "mecs"
            | "ssr" | "smr" | "ciusss" | "cisss" | "chsld" | "clsc" | "gmf" | "cusm" | "chum" | "caf"
            | "carsat" | "msa" | "cpam" | "sau" | "smur" | "samu"
                if upper && self.named_behind(at) =>
            {
                Some((Head::Strong, 1))
            }
            "selarl" | "selas" | "selafa" | "scm" | "scp" | "eurl" | "sarl" | "labm" | "lbm"
                if upper && self.capital_behind(at) =>
            {
                Some((Head::Strong, 1))
            }
            // "CRC-SEP de Bordeaux"
            _ if upper
                && (said.starts_with("crc-") || said.starts_with("crmr-") || said.starts_with("cpc-"))
                && self.named_behind(at) =>
            {
                Some((Head::Strong, 1))
            }
            // "IRM du Cap-Vert" at the head of a line, not "IRM du rachis"
            "irm" | "scanner" | "imagerie" | "radiologie" if word.capital() && self.opens(at) => {
                let own = (at + 1..at + 4).find_map(|n| self.get(n).filter(|w| !article(&w.folded)))?;
                let particle = self
                    .get(at + 1)
                    .is_some_and(|w| article(&w.folded) && w.gap == Gap::Space && w.shape == Shape::Lower);
                (particle
                    && own.shape == Shape::Cap
                    && !own.lore.word()
                    && !own.lore.stop()
                    && !title(&own.folded))
                .then_some((Head::Weakest, 1))
            }
            "clinique" if word.shape == Shape::Lower && self.set_apart(at) && self.named_behind(at) => {
                Some((Head::Strong, 1))
            }
            "creche" | "ecole" | "college" | "lycee"
                if self.get(at + 1).is_some_and(|w| {
                    w.gap == Gap::Space
                        && w.shape == Shape::Cap
                        && !w.lore.stop()
                        && !article(&w.folded)
                        && !super::words::generic(&w.folded)
                }) || said == "creche" && self.capital_behind(at) =>
            {
                Some((Head::Strong, 1))
            }
            "imagerie" | "ambulances" | "ambulance" if word.capital() && self.capital_behind(at) => {
                Some((Head::Weakest, 1))
            }
            "phie" | "phcie" | "hop" if word.capital() && self.capital_behind(at) => Some((Head::Strong, 1)),
            "ecole" | "college" | "lycee" | "creche" | "dispensaire" | "hospice" | "infirmerie"
            | "orphelinat" | "universite" | "manoir" | "ehpa" | "beguinage" => {
                Some((Head::Weakest, 1)).filter(|_| word.capital() || self.named_behind(at))
            }
            "hospital" if self.spanish_behind(at) => Some((Head::Strong, 1)),
            "ospedale"
            | "policlinico"
            | "poliambulatorio"
            | "clinica"
            | "krankenhaus"
            | "klinik"
            | "klinikum"
            | "spital"
            | "ziekenhuis"
            | "universitatsklinikum"
            | "universitatsspital"
            | "kantonsspital"
            | "stadtspital"
            | "farmacia"
            | "apotheke"
            | "apotheek"
            | "huisartsenpraktijk"
            | "gemeinschaftspraxis"
            | "hausarztpraxis"
            | "arztpraxis"
                if word.capital() && self.capital_behind(at) =>
            {
                Some((Head::Strong, 1))
            }
            "centro" if self.said(at + 1, "hospitalar") || self.said(at + 1, "medico") => {
                Some((Head::Strong, 2))
            }
            "centro"
                if self.said(at + 1, "de") && (self.said(at + 2, "salud") || self.said(at + 2, "saude")) =>
            {
                Some((Head::Strong, 3))
            }
            _ => None,
        }
    }

    /// Whether a comma, a bracket or a line's head sets a word apart from what stands before: it is no adjective.
    fn set_apart(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| matches!(w.gap, Gap::Comma | Gap::Other))
    }

    /// Whether a capitalised word follows, perhaps behind particles.
    fn named_behind(&self, at: usize) -> bool {
        for n in at + 1..at + 4 {
            let Some(word) = self.get(n) else { return false };
            let joined = matches!(word.gap, Gap::Space | Gap::None);
            if !joined || word.web {
                return false;
            }
            if article(&word.folded) {
                continue;
            }
            return word.shape != Shape::Lower
                && word.shape != Shape::Initial
                && !word.lore.stop()
                && !title(&word.folded);
        }
        false
    }

    /// Whether the next word is capitalised.
    fn capital_behind(&self, at: usize) -> bool {
        self.get(at + 1).is_some_and(|w| {
            matches!(w.gap, Gap::Space)
                && (w.capital() || article(&w.folded) && self.named_behind(at))
                && !title(&w.folded)
        })
    }

    /// "Hospital de la Luz", "Hospital Universitario Sur": the sort stands first in Spanish and Portuguese.
    fn spanish_behind(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| w.capital())
            && self.get(at + 1).is_some_and(|w| {
                w.gap == Gap::Space
                    && matches!(
                        w.folded.as_str(),
                        "de" | "del"
                            | "da"
                            | "do"
                            | "dos"
                            | "la"
                            | "universitario"
                            | "universitari"
                            | "clinico"
                            | "clinic"
                            | "san"
                            | "santa"
                            | "santo"
                            | "sao"
                            | "nuestra"
                            | "infanta"
                            | "virgen"
                            | "provincial"
                            | "comarcal"
                            | "distrital"
                    )
            })
    }
}
