//! The rest of a name: on the next line, behind an open hyphen, behind a given name; words behind "by"; sign-offs.

use super::super::Hit;
use super::super::tokens::{Gap, Shape};
use super::initials::Known;
use super::{Scene, head};
use crate::model::Category;

impl Scene<'_> {
    pub(super) fn names(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            if self.person(at).is_some() {
                continue;
            }
            if let Some(category) = self.person(at - 1) {
                let end = self.on_the_next_line(at).or_else(|| self.on_the_same_line(at));
                out.extend(end.and_then(|end| self.hit(at, end, category, 0.7)));
            }
            if self.person(at - 1).is_none() && self.spoken_to(at) {
                out.extend(self.hit(at, at, Category::PersonName, 0.55));
            }
            if self.kin(at) || self.worked_with(at) || self.introduced(at) || self.bracketed(at) {
                out.extend(self.hit(at, at, Category::PersonName, 0.55));
            }
            if self.behind_a_role(at) {
                out.extend(self.hit(at, at, Category::Professional, 0.6));
            }
            if self.behind_a_broken_title(at) || self.before_a_telephone(at) {
                out.extend(self.hit(at, at, Category::PersonName, 0.6));
            }
            if let Some(category) = self.surname_before_a_comma(at) {
                out.extend(self.hit(at, at, category, 0.65));
            }
            if self.by_somebody(at) {
                out.extend(self.hit(at, at, Category::Professional, 0.6));
            }
            if self.doctors_letter(at) {
                out.extend(self.hit(at, at, Category::Professional, 0.6));
            }
        }
        self.broken_cells(out);
    }

    /// "nurse, Jeanne⏎Morel", "Maria da⏎Costa", "Petit-⏎Morel": the last word of what belongs to the name before.
    fn on_the_next_line(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while self.get(at).is_some_and(|w| w.shape == Shape::Lower && w.gap == Gap::Space && joins(&w.folded))
            && at - from < 3
        {
            at += 1;
        }
        // "Dr Paul-Henri⏎de Brissac"
        if at == from
            && self.get(at).is_some_and(|w| w.shape == Shape::Lower && w.gap == Gap::Line && joins(&w.folded))
        {
            let given = self.get(at - 1).is_some_and(|b| b.lore.given());
            let surname =
                self.get(at + 1).is_some_and(|n| n.gap <= Gap::Space && n.capital() && !n.lore.word());
            return (given && surname && self.could_be_named(at + 1) && self.person_start(at - 1) == at - 1)
                .then_some(at + 1);
        }
        let between = self.between(at).replace([' ', '\r', '\u{a0}'], "");
        let open = matches!(between.as_str(), "-\n" | "\u{2010}\n" | "\u{ad}\n");
        if !open && between != "\n" || !self.could_be_named(at) {
            return None;
        }
        let (word, before) = (self.get(at)?, self.get(at - 1)?);
        // "Courriel :" on the next line is a label.
        if self.after(at).starts_with([':', '\t']) && !open && at == from {
            return None;
        }
        let plain = word.lore.word() && !word.lore.given();
        if open || at > from {
            return (!plain || self.closed(at)).then_some(at);
        }
        let start = self.person_start(at - 1);
        // Only a given name, or a title and what follows, waits for a surname.
        let waits = start == at - 1 && (before.lore.given() || self.announced.get(at - 1) == Some(&true))
            || start + 2 == at
                && self.get(start).is_some_and(|w| w.shape != Shape::Upper && named_as(&w.folded));
        if !waits || before.shape == Shape::Upper && !before.lore.given() {
            return None;
        }
        let verb = self.get(at + 1).is_some_and(|n| {
            n.gap == Gap::Space
                && matches!(
                    n.folded.as_str(),
                    "will"
                        | "has"
                        | "is"
                        | "was"
                        | "had"
                        | "and"
                        | "who"
                        | "a"
                        | "est"
                        | "et"
                        | "qui"
                        | "rang"
                        | "said"
                )
        });
        let alone = word.shape == before.shape || word.shape == Shape::Upper;
        let goes_on = self.get(at + 1).is_some_and(|n| n.gap == Gap::Space && n.capital() && !n.lore.word());
        // An ordinary word in the middle of a sentence: no heading has a comma behind it.
        let inside = before.lore.given() && self.after(at).starts_with([',', ';', ')']);
        (alone && (!word.lore.word() && !word.lore.eponym() && !goes_on || verb || inside)).then_some(at)
    }

    /// "Shabana BEGUM", "Dr Niamh Ní Bhriain", "Amandine B.": the last word of what belongs to the given name before.
    fn on_the_same_line(&self, at: usize) -> Option<usize> {
        let (word, before) = (self.get(at)?, self.get(at - 1)?);
        if word.gap != Gap::Space || word.web {
            return None;
        }
        let start = self.person_start(at - 1);
        if word.shape == Shape::Cap
            && matches!(word.folded.as_str(), "ni" | "nic" | "ui" | "mac" | "mhic" | "mc")
            && self.solid(at + 1)
        {
            return Some(at + 1);
        }
        let given = before.lore.given() && !before.lore.word();
        // "Amandine B.", "Maria da C."
        let mut last = at;
        while self.get(last).is_some_and(|w| w.shape == Shape::Lower && joins(&w.folded)) && last - at < 2 {
            last += 1;
        }
        let initial = self.get(last).is_some_and(|w| {
            w.shape == Shape::Initial && w.dot && w.gap == Gap::Space && w.folded.len() == 1
        });
        let called = before.lore.given() || self.announced.get(at - 1) == Some(&true);
        if initial && called && before.shape == Shape::Cap && (start == at - 1 || last > at) {
            let rest = self.after(last).trim_start_matches('.').trim_start_matches(' ');
            return (rest.is_empty() || rest.starts_with(['\n', ',', ';', ')', '-', '\u{2013}']))
                .then_some(last);
        }
        if at - start > 2 || !self.could_be_named(at) || word.lore.surname() && word.lore.given() {
            return None;
        }
        let courtesy = start + 2 == at && self.get(start).is_some_and(|w| named_as(&w.folded));
        let mixed = word.shape == Shape::Upper && before.shape == Shape::Cap && word.folded.len() > 3;
        let sure = courtesy
            || mixed && (given || before.lore.unknown()) && start + 1 == at
            || self.english && given && start + 1 == at && word.shape == Shape::Cap && !word.lore.word();
        let rest = self.after(at);
        let ends =
            rest.is_empty() || rest.starts_with([',', ';', '\n', '/', '-', '(', ')', '.', '\u{2013}', '\t']);
        (sure && (ends || courtesy)).then_some(at)
    }

    /// "daughter Bisi", "Husband Ray": a relative named without a comma.
    fn kin(&self, at: usize) -> bool {
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
    fn behind_a_role(&self, at: usize) -> bool {
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
    fn behind_a_broken_title(&self, at: usize) -> bool {
        let (Some(word), Some(title)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        let between = self.between(at).replace([' ', '\r', '.'], "");
        between == "\n"
            && matches!(
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
            )
            && matches!(title.gap, Gap::Space | Gap::Comma)
            && self.solid(at)
            && !word.lore.word()
    }

    /// "(SANDRINE 0612 34 56 78)": a given name right before a telephone.
    fn before_a_telephone(&self, at: usize) -> bool {
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
    fn worked_with(&self, at: usize) -> bool {
        let Some(start) = self.get(at).map(|w| w.span.start) else { return false };
        let before = self.input.string.get(..start).unwrap_or("");
        (before.ends_with("d/w ") || before.ends_with("D/W ") || before.ends_with(" w/ "))
            && self.solid(at)
            && self.get(at).is_some_and(|w| w.shape == Shape::Cap && !w.lore.word())
            && self.closed(at)
    }

    /// "moi c'est Lénaïg,", "my name's Bo"
    fn introduced(&self, at: usize) -> bool {
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
    fn bracketed(&self, at: usize) -> bool {
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
    fn surname_before_a_comma(&self, at: usize) -> Option<Category> {
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
    fn spoken_to(&self, at: usize) -> bool {
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

    /// Letters and particles before a known surname: "S. Ní Bhriain", "PE MOREL" where Pierre-Emile is known.
    pub(super) fn before_a_surname(&self, known: &Known, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let Some(category) = self.person(at).filter(|_| self.person(at - 1).is_none()) else { continue };
            let mut from = at;
            while from > 0
                && at - from < 2
                && self.get(from).is_some_and(|w| w.gap == Gap::Space)
                && self.get(from - 1).is_some_and(|w| {
                    joins(&w.folded) || matches!(w.folded.as_str(), "ni" | "nic" | "ui" | "mac" | "mc")
                })
            {
                from -= 1;
            }
            let (Some(first), Some(here)) = (from.checked_sub(1).and_then(|b| self.get(b)), self.get(from))
            else {
                continue;
            };
            if here.gap != Gap::Space || first.web {
                continue;
            }
            let initial = from < at && first.shape == Shape::Initial && first.dot;
            let double = from == at
                && first.folded.len() <= 3
                && matches!(first.shape, Shape::Upper | Shape::Initial)
                && known.stands_for_given(&first.folded.replace('-', ""));
            if initial || double {
                out.extend(self.hit(from - 1, at - 1, category, 0.65));
            }
        }
    }

    /// "posé par Truffaut (urologie)", "fait par Nadège": who did it.
    fn by_somebody(&self, at: usize) -> bool {
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
    fn doctors_letter(&self, at: usize) -> bool {
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

    /// A cell that goes on at the head of the next line: "MOREL, Jeanne⇥Known as⇥Nan⏎Rose (Mrs)", "Petit-⇥seen⏎Morel⇥".
    fn broken_cells(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let Some(category) = self.person(at - 1) else { continue };
            let Some(end) = self.get(at - 1).map(|w| w.span.end) else { continue };
            let rest = self.input.string.get(end..).unwrap_or("");
            let open = rest.starts_with(['-', '\u{2010}']);
            let tail = rest.trim_start_matches(['-', '\u{2010}', ' ', '\u{a0}']);
            if !tail.starts_with('\t') {
                continue;
            }
            let Some(line_end) = head(tail, 200).find('\n') else { continue };
            let below = self.at(end + (rest.len() - tail.len()) + line_end);
            let Some(word) =
                self.get(below).filter(|w| w.span.start <= end + (rest.len() - tail.len()) + line_end + 2)
            else {
                continue;
            };
            let comma = self.input.string.get(..end).is_some_and(|s| {
                super::super::tail(s, 160).rsplit(['\n', '\t']).next().is_some_and(|cell| cell.contains(','))
            });
            let alone = self.after(below);
            let ends = alone.is_empty() || alone.starts_with(['\n', '(', '\t']);
            let first_cell = self
                .input
                .string
                .get(..end)
                .and_then(|s| super::super::tail(s, 200).rsplit('\n').next())
                .is_some_and(|l| l.matches('\t').count() <= 1);
            let goes_on = open && self.could_be_named(below)
                || comma && first_cell && word.lore.given() && self.solid(below);
            if ends && goes_on && self.person(below).is_none() {
                out.extend(self.hit(below, below, category, 0.7));
            }
        }
    }

    /// "hugs⏎Jo" and "showed it to Mo", where Maureen is known.
    pub(super) fn nicknames(&self, known: &Known, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let (Some(word), Some(before)) = (self.get(at), self.get(at - 1)) else { break };
            let length = word.folded.chars().count();
            if self.person(at).is_some()
                || word.shape != Shape::Cap
                || word.web
                || !(2..=9).contains(&length)
                || word.lore.stop()
            {
                continue;
            }
            let between = self.between(at).replace(['\r', ' '], "");
            let signed = between.trim_start_matches([',', '!', '.', ')']).chars().all(|c| c == '\n')
                && between.contains('\n')
                && farewell(&before.folded)
                && (self.after(at).is_empty() || self.after(at).starts_with(['\n', '-']))
                && (word.lore.given() || !word.lore.word());
            let short = length <= 5
                && word.gap == Gap::Space
                && before.shape == Shape::Lower
                && !word.lore.word()
                && self.closed(at)
                && known.given_begins(&word.folded);
            if signed || short {
                out.extend(self.hit(at, at, Category::PersonName, 0.55));
            }
        }
    }
}

/// Particles that stand small between the words of a name.
fn joins(folded: &str) -> bool {
    matches!(
        folded,
        "ap" | "ab"
            | "ferch"
            | "bint"
            | "bat"
            | "de"
            | "du"
            | "des"
            | "d"
            | "la"
            | "le"
            | "da"
            | "do"
            | "dos"
            | "das"
            | "di"
            | "del"
            | "della"
            | "van"
            | "von"
            | "der"
            | "den"
            | "el"
            | "al"
            | "ben"
            | "bin"
            | "ten"
            | "ter"
            | "zu"
    )
}

/// Words that are written before a name in English and are in no list of titles.
fn named_as(folded: &str) -> bool {
    matches!(
        folded,
        "dame"
            | "lady"
            | "lord"
            | "sister"
            | "matron"
            | "mst"
            | "master"
            | "mx"
            | "rev"
            | "reverend"
            | "nurse"
            | "sr"
    )
}

/// Lines with which letters and posts end.
fn farewell(folded: &str) -> bool {
    matches!(
        folded,
        "hugs"
            | "love"
            | "thanks"
            | "cheers"
            | "xx"
            | "xxx"
            | "xo"
            | "xoxo"
            | "regards"
            | "care"
            | "best"
            | "sincerely"
            | "bises"
            | "bisous"
            | "bise"
            | "biz"
            | "amicalement"
            | "amitie"
            | "amities"
            | "cordialement"
            | "merci"
            | "courage"
            | "bientot"
            | "kiss"
            | "kisses"
            | "wishes"
            | "confraternellement"
    )
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
