//! Further words around a capital that tell a person: a role before a bracket, a signature, a bracket behind an event, a
//! surname that is an ordinary word in capitals, letters that stand for given names.

use super::super::tokens::{Gap, Shape, Word, WordList};
use super::super::{lexicon, names::called};
use super::{Scene, acronym, starting_from};
use crate::model::Category;

impl Scene<'_> {
    /// Whether the words around a capital tell that it names somebody, and if so where the name ends and whose it is.
    pub(super) fn told(&self, at: usize) -> Option<(usize, Category)> {
        let (word, before) = (self.get(at)?, self.get(at.checked_sub(1)?)?);
        if word.shape == Shape::Initial && self.person(at - 1).is_some() && self.glued_initials(at) {
            return Some((at, self.person(at - 1)?));
        }
        if !word.capital() || word.web || word.digit_after || word.folded.len() < 2 {
            return None;
        }
        let beside = self.person(at - 1).is_some() || self.person(at + 1).is_some();
        let person = match word.shape {
            Shape::Upper if beside => self.shouted(at) || self.glued_initials(at),
            _ => false,
        };
        if person {
            return Some((at, self.person(at - 1).or(self.person(at + 1))?));
        }
        if word.lore.stop() {
            // Of these only months and days, and English names that are small words.
            if let Some(end) = self.dated(at, word, before) {
                return Some((end, Category::PersonName));
            }
            if !(self.english && word.lore.given()) {
                return None;
            }
        }
        if self.english && word.lore.given() && (self.homonym(at) || self.hailed(at))
            || self.before_a_mail(at)
        {
            return Some((at, Category::PersonName));
        }
        let cue = self.cues.get(before.number).copied().unwrap_or(0);
        let bracket = word.gap == Gap::Other
            && self.between(at).ends_with(['(', '"', '\u{ab}', ' ', '\u{201c}', '\u{a0}']);
        let firm = self.get(at + 1).is_some_and(|n| self.cues.get(n.number).is_some_and(|c| c & FIRM != 0));
        let aged = word.lore.given() && self.before_an_age(word);
        if cue == 0 && !bracket && !firm && !aged
            || word.lore.head()
            || word.lore.eponym() && !word.lore.common_given()
        {
            return None;
        }
        if (self.signs(at, word, before) || self.in_a_role(at, word, before) || firm && self.firm(at, word))
            && self.could_be_named(at)
        {
            return Some((at, Category::Professional));
        }
        let told = self.goodbye(at, word, before)
            || self.said_by(at, word, before)
            || self.child(at, word, before)
            || self.given_in_brackets(at, word, before);
        (told && self.could_be_named(at)).then_some((at, Category::PersonName))
    }

    /// A mark or the end of the line right behind a word.
    fn ended(&self, at: usize) -> bool {
        let rest = self.after(at);
        rest.is_empty()
            || rest.starts_with([',', ';', '.', ')', '\n', '!', '?', '(', '/', '\u{bb}', '"', '\u{201d}'])
    }

    fn place(&self, word: &Word) -> bool {
        lexicon::town(&word.folded) > 1 || lexicon::town_abroad(&word.folded)
    }

    /// "Mme Rose AVRIL", "M. MARDI Paul", "LUNDI Serge (03/06/1948)": an ordinary word in capitals beside a given name with
    /// a title before it or a birth behind it.
    pub(super) fn shouted(&self, at: usize) -> bool {
        let cap = |n: usize| {
            self.person(n).is_some()
                && self.get(n).is_some_and(|w| w.shape == Shape::Cap && w.folded.len() > 2)
        };
        let Some(word) = self.get(at).filter(|w| w.folded.len() > 2 && !acronym(&w.folded)) else {
            return false;
        };
        if self.after(at).starts_with(':') {
            return false;
        }
        let titled = |first: usize| {
            first
                .checked_sub(1)
                .and_then(|t| self.get(t))
                .is_some_and(|t| super::title(&t.folded) || t.folded == "m")
                && self.get(first).is_some_and(|w| w.gap == Gap::Space || w.gap == Gap::None)
        };
        if let Some(given) = at.checked_sub(1).filter(|&b| word.gap == Gap::Space && cap(b)) {
            let start = self.person_start(given);
            let given =
                (start..at).all(|n| self.get(n).is_some_and(|w| w.shape == Shape::Cap && w.lore.given()));
            return given && (titled(start) && self.closed(at) || self.born_behind(at));
        }
        let follows = self.get(at + 1).is_some_and(|n| n.gap == Gap::Space) && cap(at + 1);
        let mut last = at + 1;
        while cap(last + 1) && self.get(last + 1).is_some_and(|n| n.gap == Gap::Space) && last < at + 4 {
            last += 1;
        }
        follows && (titled(at) || self.born_behind(last))
    }

    /// Whether a birth date stands right behind a word: "(03/06/1948", ", né le 3 juin".
    fn born_behind(&self, at: usize) -> bool {
        let Some(end) = self.get(at).map(|w| w.span.end) else { return false };
        let near = starting_from(&self.births, end).and_then(|b| self.input.string.get(end..b.start));
        near.is_some_and(|gap| {
            let word = gap.trim_matches([' ', ',', '(', ':', '-', '\u{2013}', '\u{2014}']);
            gap.len() <= 14
                && !gap.contains(['\n', '\t'])
                && matches!(word, "" | "né" | "née" | "né le" | "née le" | "DDN")
        }) || years(self.after(at).trim_start_matches([',', '(', ' ']), &["ans", "a,", "a)"])
    }

    /// "Mme OCTOBRE", "M. Mardi", "JANVIER P.": a month or a day with a title before it or a letter behind.
    fn dated(&self, at: usize, word: &Word, before: &Word) -> Option<usize> {
        if word.shape != Shape::Upper && before.shape == Shape::Lower {
            return None;
        }
        if !of_the_calendar(&word.folded) {
            return None;
        }
        let goes_on = self.get(at + 1).is_some_and(|n| {
            matches!(n.folded.as_str(), "matin" | "soir" | "prochain" | "dernier" | "apres-midi")
        });
        let title = super::title(&before.folded) || before.folded == "m" && before.shape == Shape::Initial;
        let letter =
            self.get(at + 1).is_some_and(|n| n.shape == Shape::Initial && n.dot && n.gap == Gap::Space);
        if word.shape == Shape::Upper && letter {
            return Some(at + 1);
        }
        let alone =
            title && word.gap == Gap::Space && before.shape != Shape::Lower && self.closed(at) && !goes_on;
        alone.then_some(at)
    }

    /// "PELTRE JC", "DUVAL J-M": letters behind a surname in capitals, and the cell ends.
    fn glued_initials(&self, at: usize) -> bool {
        let (Some(word), Some(before)) = (self.get(at), self.get(at - 1)) else { return false };
        let end = word.span.end;
        let rest = self.input.string.get(end..).unwrap_or("");
        let edge = rest.is_empty()
            || rest.starts_with(['\n', '\t', '\r', '|', ')', ',', ';'])
            || rest.starts_with("  ");
        edge && word.gap == Gap::Space
            && (word.folded.len() < 3 && word.folded.len() > usize::from(rest.starts_with([')', ',', ';']))
                || word.folded.len() == 3 && word.lore.unknown())
            && before.shape == Shape::Upper
            && before.folded.len() > 3
            && self.person(at - 1).is_some()
            && !acronym(&word.folded)
            && self.input.string.get(word.span.clone()).is_some_and(|s| s.is_ascii())
    }

    /// "Signé ROUSSIN", "Pompes funèbres Roussin": whoever signs, listed or not.
    fn signs(&self, at: usize, word: &Word, before: &Word) -> bool {
        let cue = match before.folded.as_str() {
            "signe" | "signee" | "signed" | "funebres" => true,
            "pf" => before.shape == Shape::Upper && word.shape == Shape::Upper,
            _ => false,
        };
        cue && word.gap == Gap::Space && (!word.lore.word() || word.shape == Shape::Upper) && self.ended(at)
    }

    /// "l'IDEL (Roussin, 06 …)", "sa nounou, Perle ;", "kiné Anaïs", "VU KINE ANAIS".
    fn in_a_role(&self, at: usize, word: &Word, before: &Word) -> bool {
        if matches!(word.gap, Gap::None | Gap::Line | Gap::Wide) {
            return false;
        }
        let solid = !word.lore.word() || word.lore.given();
        let cue = self.cues.get(before.number).copied().unwrap_or(0);
        let role = || cue & ROLE != 0;
        let dotted = before.folded == "inf";
        match self.between(at).trim_start_matches(|c| c == '.' && dotted) {
            " (" if before.shape != Shape::Cap || before.lore.word() => {
                solid && self.ended(at) && !self.place(word) && word.folded.len() > 2 && role()
            }
            ", " => {
                let owner = at.checked_sub(2).and_then(|o| self.get(o)).is_some_and(|o| {
                    matches!(
                        o.folded.as_str(),
                        "son" | "sa" | "mon" | "ma" | "leur" | "notre" | "votre" | "l"
                    )
                });
                word.shape == Shape::Cap
                    && before.shape == Shape::Lower
                    && (owner || solid && word.lore.given())
                    && self.ended(at)
                    && !self.place(word)
                    && (role() || called::relative(&before.folded))
            }
            " " if word.shape == Shape::Cap => {
                let known = word.lore.given() || word.lore.unknown() || word.lore.surname();
                solid && known && self.closed(at) && word.folded.len() > 2 && role()
            }
            " " => {
                // "VU KINE ANAIS", "l'agent BRUNET"
                (before.shape == Shape::Upper && word.lore.given()
                    || before.shape == Shape::Lower && word.lore.surname() && word.folded.len() > 3)
                    && !word.lore.word()
                    && self.ended(at)
                    && (role() || called::relative(&before.folded))
            }
            _ => false,
        }
    }

    /// "(ROUSSIN Pompes funèbres", "Taxi Roussin": a firm that bears a surname.
    fn firm(&self, at: usize, word: &Word) -> bool {
        let opens = word.shape == Shape::Upper && word.folded.len() > 3 || !word.lore.word();
        opens && self.get(at + 1).is_some_and(|n| n.gap == Gap::Space)
    }

    /// "… bises Steph", "Amicalement, Perle": the last word of a message.
    fn goodbye(&self, at: usize, word: &Word, before: &Word) -> bool {
        let yours = word.gap == Gap::Comma && matches!(before.folded.as_str(), "toi" | "vous");
        word.shape == Shape::Cap
            && matches!(word.gap, Gap::Space | Gap::Comma)
            && (yours
                || matches!(
                    before.folded.as_str(),
                    "bises"
                        | "bise"
                        | "bisous"
                        | "bisou"
                        | "biz"
                        | "amicalement"
                        | "amities"
                        | "cordialement"
                        | "hugs"
                        | "cheers"
                        | "xx"
                        | "xoxo"
                ))
            && (self.after(at).is_empty() || self.after(at).starts_with('\n'))
            && (!word.lore.word() || word.lore.given())
    }

    /// "selon Lusine.", "d'après Perle,", "je m'appelle Bo".
    fn said_by(&self, at: usize, word: &Word, before: &Word) -> bool {
        let said = |n: usize| at.checked_sub(n).and_then(|b| self.get(b)).map_or("", |w| w.folded.as_str());
        let quoted = word.gap == Gap::Other
            && matches!(self.between(at), " \"" | " \u{ab} " | " \u{ab}\u{a0}" | " \u{201c}");
        if quoted
            && word.shape == Shape::Cap
            && matches!(before.folded.as_str(), "dit" | "dite" | "surnomme" | "surnommee")
        {
            return self.after(at).starts_with(['"', '\u{bb}', '\u{201d}']);
        }
        if word.gap != Gap::Space || word.shape != Shape::Cap {
            return false;
        }
        if matches!(before.folded.as_str(), "alias" | "surnomme" | "surnommee") {
            return true;
        }
        if before.folded == "appelle" && matches!(said(2), "m" | "s" | "t") {
            return true;
        }
        let source = before.folded == "selon" || before.folded == "apres" && said(2) == "d";
        let scale =
            (2..4).any(|n| at.checked_sub(n).and_then(|b| self.get(b)).is_some_and(|w| w.lore.head()));
        source && !scale && word.lore.given() && !word.lore.word() && !word.lore.eponym() && self.ended(at)
    }

    /// Whether a number follows a word, perhaps in brackets.
    fn before_an_age(&self, word: &Word) -> bool {
        let rest = self.input.string.as_bytes().get(word.span.end..).unwrap_or_default();
        matches!(rest, [b' ', b'0'..=b'9', ..] | [b' ', b'(', b'0'..=b'9', ..])
    }

    /// "césarienne 2006 (Noa)", "Tom (10 mois)": a given name beside a year or an age in brackets.
    fn child(&self, at: usize, word: &Word, before: &Word) -> bool {
        if word.shape != Shape::Cap || !word.lore.given() {
            return false;
        }
        let between = self.between(at);
        let year = between.strip_suffix(" (").map(|s| s.trim_start_matches([' ', ':']));
        let after = self.after(at);
        let birth = year.is_some_and(|y| {
            y.len() == 4
                && (y.starts_with("19") || y.starts_with("20"))
                && y.bytes().all(|b| b.is_ascii_digit())
        });
        let bore = || {
            let stems = [
                "cesarienne",
                "avb",
                "vb",
                "grossesse",
                "accouch",
                "naissance",
                "fille",
                "garcon",
                "enfant",
                "ne",
                "nee",
            ];
            stems.iter().any(|s| before.folded.starts_with(s))
        };
        let solid = !word.lore.word();
        let aged = after.strip_prefix('(').is_some_and(|s| years(s, &["ans", "mois", "a)", "m)"]))
            || solid
                && (matches!(word.gap, Gap::Comma)
                    || before.folded == "et"
                    || between.trim_end().ends_with(':'))
                && years(after, &["ans", "mois"]);
        birth && after.starts_with(')') && (bore() || word.lore.common_given() && solid && !self.place(word))
            || aged
    }

    /// "GARCIA (Marie) / GARCIA (Maria)": a given name in brackets behind a surname in capitals.
    fn given_in_brackets(&self, at: usize, word: &Word, before: &Word) -> bool {
        self.between(at) == " ("
            && self.person(at - 1).is_some()
            && before.shape == Shape::Upper
            && word.shape == Shape::Cap
            && word.lore.given()
            && self.after(at).starts_with(')')
    }
}

/// Whether a text opens with an age: one or two digits and a unit.
fn years(text: &str, units: &[&str]) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = unit.trim_start_matches([' ', '\u{a0}']);
    (1..=2).contains(&(text.len() - unit.len())) && units.iter().any(|u| behind.starts_with(u))
}

/// A role or a relative may be named behind the word.
const ROLE: u8 = 1;
/// Something else behind which somebody may be named.
const CUE: u8 = 2;
/// A firm that bears the surname before it.
const FIRM: u8 = 4;

/// What a word says of a capital beside it.
pub(super) fn cue(folded: &str) -> u8 {
    match folded {
        "signe" | "signee" | "signed" | "funebres" | "pf" | "bises" | "bise" | "bisous" | "bisou" | "biz"
        | "amicalement" | "amities" | "cordialement" | "hugs" | "cheers" | "xx" | "xoxo" | "toi" | "vous"
        | "alias" | "surnomme" | "surnommee" | "appelle" | "selon" | "apres" | "dit" | "dite" => CUE,
        "pompes" | "ambulances" | "taxis" | "opticiens" => FIRM,
        _ if role(folded) => ROLE,
        _ if called::relative(folded) => CUE,
        _ => 0,
    }
}

/// Months and days of the week, which are surnames too.
pub(in crate::detect) fn of_the_calendar(folded: &str) -> bool {
    let day = matches!(folded, "lundi" | "mardi" | "mercredi" | "jeudi" | "vendredi" | "samedi" | "dimanche");
    day || super::super::address::month(folded)
}

/// People who are named by what they are or do.
pub(in crate::detect) fn role(folded: &str) -> bool {
    static LIST: WordList = WordList::of(
        "aidant aidante accompagnant accompagnante ami amie copain copine colocataire collegue gardien gardienne nounou tuteur tutrice \
curateur curatrice mandataire marraine parrain beau-pere belle-mere beau-frere belle-soeur beau-fils belle-fille petit-fils \
petite-fille grand-mere grand-pere demi-frere demi-soeur jumeau jumelle maman papa infirmier infirmiere idel idels ide ipa kine \
kinesitherapeute aide-soignant aide-soignante auxiliaire brancardier brancardiere ambulancier ambulanciere interne externe \
psychologue psy psychiatre psychomotricien psychomotricienne orthophoniste ergotherapeute ergo dieteticien dieteticienne podologue \
educateur educatrice assistante secretaire pharmacien pharmacienne preparateur preparatrice manip manipulateur manipulatrice \
sage-femme puericultrice instituteur institutrice maitresse referente stagiaire benevole voisin voisine concierge interprete \
temoin agent gendarme policier brigadier adjudant juge veterinaire dentiste inf avs aesh chir cardio neuro ortho uro anesth gyneco pneumo gastro nephro ophtalmo dermato onco hemato remplacant remplacante associe associee ex-mari ex-femme ex-conjoint ex-conjointe",
    );
    LIST.has(folded)
}
