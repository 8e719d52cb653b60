//! English given names that are small words ("Will", "May"), whoever is asked for, and what stands before an address in
//! angle brackets.

use super::super::tokens::{Gap, Shape};
use super::Scene;

impl Scene<'_> {
    /// "said Will will drive", "unless May can't": in English a given name that is also a small word, before what people do.
    pub(super) fn homonym(&self, at: usize) -> bool {
        let (Some(word), Some(before), Some(next)) = (self.get(at), self.get(at - 1), self.get(at + 1))
        else {
            return false;
        };
        self.english
            && word.shape == Shape::Cap
            && word.lore.given()
            && word.lore.word()
            && word.gap == Gap::Space
            && before.shape == Shape::Lower
            && next.gap == Gap::Space
            && next.shape == Shape::Lower
            && !matches!(
                before.folded.as_str(),
                "in" | "of"
                    | "since"
                    | "until"
                    | "by"
                    | "on"
                    | "from"
                    | "the"
                    | "a"
                    | "an"
                    | "this"
                    | "last"
                    | "next"
                    | "early"
                    | "late"
                    | "mid"
                    | "every"
            )
            && matches!(
                next.folded.as_str(),
                "will"
                    | "would"
                    | "can"
                    | "could"
                    | "has"
                    | "had"
                    | "is"
                    | "was"
                    | "says"
                    | "said"
                    | "didn"
                    | "doesn"
                    | "isn"
                    | "wasn"
                    | "won"
                    | "needs"
                    | "wants"
                    | "asked"
                    | "told"
                    | "called"
                    | "thinks"
                    | "did"
                    | "does"
            )
    }

    /// "ask for Drew at", "Call April": in English whoever is asked for.
    pub(super) fn hailed(&self, at: usize) -> bool {
        let said = |n: usize| at.checked_sub(n).and_then(|b| self.get(b)).map_or("", |w| w.folded.as_str());
        let asked = match said(1) {
            "for" => {
                matches!(said(2), "ask" | "asks" | "asked" | "asking" | "calling" | "looking" | "paging")
            }
            "call" | "text" | "ask" | "tell" | "email" | "contact" | "thank" | "thanks" => true,
            _ => false,
        };
        self.english
            && asked
            && self.closed(at)
            && self.get(at).is_some_and(|w| w.shape == Shape::Cap && w.gap == Gap::Space && w.lore.given())
    }

    /// "Raj <raj.p@…>": what stands before an address in angle brackets.
    pub(super) fn before_a_mail(&self, at: usize) -> bool {
        let Some(end) = self.get(at).map(|w| w.span.end) else { return false };
        let rest = self.input.string.get(end..).unwrap_or("");
        rest.starts_with(" <")
            && rest.strip_prefix(" <").is_some_and(|s| {
                s.chars().take(64).take_while(|c| !c.is_whitespace() && *c != '>').any(|c| c == '@')
            })
            && self.get(at).is_some_and(|w| !w.lore.facility() && !w.plain())
    }
}
