//! Words beside a capital that tell a person: a relative, a role's letters, a title that a line broke, "by", "d/w", a telephone.

use super::super::tokens::{Gap, Shape};
use super::Scene;
use crate::model::Category;

impl Scene<'_> {
    /// "daughter Bisi", "Husband Ray": a relative named without a comma.
    pub(super) fn kin(&self, at: usize) -> bool {
        let (Some(word), Some(before)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        let son = before.folded == "son" && !self.english;
        word.shape == Shape::Cap
            && word.gap == Gap::Space
            && word.folded.len() > 2
            && self.solid(at)
            && !son
            && super::super::names::called::relative(&before.folded)
    }

    /// "IDE Anouk R.": a role's letters before a name.
    pub(super) fn behind_a_role(&self, at: usize) -> bool {
        let (Some(word), Some(role)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        role.shape == Shape::Upper
            && matches!(
                role.folded.as_str(),
                "ide" | "ibode" | "iade" | "ipa" | "ash" | "asd" | "amp" | "mkde" | "mk"
            )
            && word.shape == Shape::Cap
            && word.gap == Gap::Space
            && word.folded.len() > 2
            && self.solid(at)
            && !word.lore.word()
    }

    /// "and Sister⏎Pemberton": a title that ends a line of text.
    pub(super) fn behind_a_broken_title(&self, at: usize) -> bool {
        let (Some(word), Some(title)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        let below = || self.between(at).replace([' ', '\r', '.'], "") == "\n";
        matches!(
            title.folded.as_str(),
            "sister"
                | "dr"
                | "mr"
                | "mrs"
                | "ms"
                | "miss"
                | "prof"
                | "mme"
                | "madame"
                | "monsieur"
                | "docteur"
                | "pr"
                | "professeur"
                | "mlle"
        ) && matches!(title.gap, Gap::Space | Gap::Comma)
            && below()
            && self.solid(at)
            && !word.lore.word()
    }

    /// "(SANDRINE 0612 34 56 78)": a given name right before a telephone.
    pub(super) fn before_a_telephone(&self, at: usize) -> bool {
        let Some(word) =
            self.get(at).filter(|w| w.capital() && w.lore.given() && !w.lore.word() && w.folded.len() > 2)
        else {
            return false;
        };
        self.solid(at)
            && super::starting_from(&self.phones, word.span.end)
                .and_then(|p| self.input.string.get(word.span.end..p.start))
                .is_some_and(|g| g.len() <= 3 && !g.contains(['\n', '\t']))
    }

    /// "d/w Karthik (SpR)"
    pub(super) fn worked_with(&self, at: usize) -> bool {
        let Some(start) = self.get(at).map(|w| w.span.start) else { return false };
        let before = self.input.string.get(..start).unwrap_or("");
        (before.ends_with("d/w ") || before.ends_with("D/W ") || before.ends_with(" w/ "))
            && self.solid(at)
            && self.get(at).is_some_and(|w| w.shape == Shape::Cap && !w.lore.word())
            && self.closed(at)
    }

    /// "moi c'est Lénaïg,", "my name's Bo"
    pub(super) fn introduced(&self, at: usize) -> bool {
        let said =
            |back: usize| at.checked_sub(back).and_then(|b| self.get(b)).map_or("", |w| w.folded.as_str());
        let french = said(1) == "est" && said(2) == "c" && said(3) == "moi";
        let english = said(1) == "s" && said(2) == "name" && said(3) == "my"
            || said(1) == "is" && said(2) == "name" && said(3) == "my";
        (french || english)
            && self.solid(at)
            && self.get(at).is_some_and(|w| w.shape == Shape::Cap && w.gap == Gap::Space)
    }

    /// "Mrs Adewale (Folake),": another name of the person before.
    pub(super) fn bracketed(&self, at: usize) -> bool {
        self.person(at - 1).is_some()
            && self.between(at) == " ("
            && self.get(at).is_some_and(|w| w.shape == Shape::Cap && !w.lore.word() && w.folded.len() > 3)
            && self.solid(at)
            && self.after(at).starts_with(')')
            && self.get(at).is_some_and(|w| {
                super::super::lexicon::town(&w.folded) < 2 && !super::super::lexicon::town_abroad(&w.folded)
            })
    }

    /// "Tremblay-Roy, Maude" at the head of a line, where only the given name was seen.
    pub(super) fn surname_before_a_comma(&self, at: usize) -> Option<Category> {
        let next =
            self.get(at + 1).filter(|n| n.gap == Gap::Comma && n.shape == Shape::Cap && n.lore.given())?;
        let category = self.person(at + 1)?;
        let opens = self.between(at).ends_with(['\n', '\t', ':'])
            || self.between(at).trim_end_matches(' ').ends_with([':', '\n', '\t']);
        let alone = self.after(at + 1).starts_with(['\n', '\t', '('])
            || self.input.string.get(next.span.end..).is_some_and(|s| s.starts_with("  ") || s.is_empty());
        ((opens || at == 0)
            && alone
            && self.solid(at)
            && self.get(at).is_some_and(|w| w.folded.len() > 2 && super::super::lexicon::town(&w.folded) < 2))
        .then_some(category)
    }

    /// "I showed it to Mo.", "told Lavi that": a capital that no list knows, behind a word of speech.
    pub(super) fn spoken_to(&self, at: usize) -> bool {
        let (Some(word), Some(before)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        let fits = self.english
            && word.shape == Shape::Cap
            && word.gap == Gap::Space
            && self.solid(at)
            && before.shape == Shape::Lower;
        if !fits || !self.closed(at) {
            return false;
        }
        let said = |w: &str| {
            matches!(
                w,
                "showed"
                    | "show"
                    | "spoke"
                    | "spoken"
                    | "talked"
                    | "talk"
                    | "gave"
                    | "sent"
                    | "told"
                    | "introduced"
                    | "explained"
                    | "said"
                    | "mentioned"
                    | "speak"
                    | "listen"
                    | "forwarded"
            )
        };
        let to = before.folded == "to"
            && (2..6).any(|n| at.checked_sub(n).and_then(|b| self.get(b)).is_some_and(|w| said(&w.folded)));
        let direct = matches!(
            before.folded.as_str(),
            "told"
                | "asked"
                | "texted"
                | "phoned"
                | "emailed"
                | "hugged"
                | "married"
                | "thank"
                | "ask"
                | "tell"
        );
        (to || direct)
            && !super::super::lexicon::town_abroad(&word.folded)
            && super::super::lexicon::town(&word.folded) < 2
    }

    /// "posé par Truffaut (urologie)", "fait par Nadège": who did it.
    pub(super) fn by_somebody(&self, at: usize) -> bool {
        let (Some(word), Some(by)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        if !matches!(by.folded.as_str(), "par" | "by")
            || word.gap != Gap::Space
            || !self.solid(at)
            || word.folded.len() < 3
        {
            return false;
        }
        let rest = self.after(at);
        // "(manip)", not "(50 mg)"
        let role = rest.strip_prefix('(').is_some_and(|s| s.starts_with(char::is_alphabetic));
        let ends = rest.is_empty() || rest.starts_with([',', ';', '\n', '.', ')']) || role;
        let acted =
            (2..6).filter_map(|n| at.checked_sub(n).and_then(|b| self.get(b))).any(|w| acts(&w.folded));
        let town = super::super::lexicon::town(&word.folded) > 1;
        let somebody = ends && !town && acted && (word.lore.given() || word.lore.surname() || role);
        let shouted = word.shape == Shape::Upper && word.lore.common_given() && by.shape == Shape::Upper;
        somebody || ends && shouted && !word.lore.word()
    }

    /// "Dr V": a letter alone.
    pub(super) fn doctors_letter(&self, at: usize) -> bool {
        let (Some(word), Some(title)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        // "Mme G-M douloureuse"
        let double = word.shape == Shape::Initial && word.folded.len() > 1;
        let courteous = matches!(
            title.folded.as_str(),
            "mme" | "mlle" | "mr" | "mrs" | "ms" | "miss" | "monsieur" | "madame"
        );
        let single = word.shape == Shape::Initial && !word.digit_after;
        let next = self.input.string.get(word.span.end..).and_then(|s| s.chars().next());
        let blank = self.between(at).chars().all(|c| matches!(c, ' ' | '.')) && !self.between(at).is_empty();
        single
            && blank
            && title.shape == Shape::Cap
            && (matches!(title.folded.as_str(), "dr" | "pr" | "prof" | "doctor" | "docteur")
                || courteous
                || double && title.folded == "m")
            && next.is_none_or(|c| !matches!(c, '\'' | '\u{2019}'))
            && self.get(at + 1).is_none_or(|n| !n.capital() || n.gap != Gap::Space)
    }
}

/// What people do in notes, as it stands before "par" and "by".
fn acts(folded: &str) -> bool {
    const STEMS: &[&str] = &[
        "realis",
        "effectu",
        "pos",
        "fait",
        "vu",
        "examin",
        "oper",
        "communiqu",
        "appel",
        "signal",
        "redig",
        "relu",
        "valid",
        "transmis",
        "recu",
        "suivi",
        "accompagn",
        "adress",
        "prelev",
        "saisi",
        "dict",
        "demand",
        "interpret",
        "assist",
        "pratiqu",
        "telephon",
        "prevenu",
        "inform",
        "confirm",
        "imprim",
        "seen",
        "done",
        "review",
        "perform",
        "sign",
        "call",
        "taken",
        "written",
        "report",
        "refer",
        "order",
        "check",
        "drawn",
        "place",
        "insert",
        "dictat",
        "typed",
        "verif",
        "collect",
    ];
    STEMS.iter().any(|s| folded.starts_with(s))
        && !folded.starts_with("posolog")
        && !folded.starts_with("possib")
}
