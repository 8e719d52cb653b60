//! Towns that what was found around them gives away: behind a practice or a person, alone in a stamp, before a county.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::super::Hit;
use super::super::lexicon;
use super::super::sieve::{Pattern, cased};
use super::super::tokens::{Gap, Shape};
use super::town_words::{comes, compound, leads_to_town};
use super::{Scene, ending_before, found, starting_from};
use crate::model::{Category, fold};

/// "Nenagh, Co. Tipperary", "Waco, Texas", "Leeds, West Yorkshire".
static BEFORE_A_COUNTY: LazyLock<Pattern> = LazyLock::new(|| {
    cased(concat!(
        r"\p{Lu}[\p{Ll}'’-]+(?: \p{Lu}[\p{Ll}'’-]+)?,\s{1,3}(?:(?:Co|County)\.? \p{Lu}\p{Ll}+|",
        r"Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)|North (?:Carolina|Dakota)|South (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming|",
        r"Ontario|Quebec|Québec|Alberta|Manitoba|Saskatchewan|Nova Scotia|New Brunswick|British Columbia|",
        r"(?:North |South |East |West )?(?:Yorkshire|Sussex|Midlands)|Lancashire|Cheshire|Derbyshire|Nottinghamshire|Lincolnshire|Leicestershire|Staffordshire|Shropshire|Warwickshire|Worcestershire|Gloucestershire|Oxfordshire|Buckinghamshire|Hertfordshire|Bedfordshire|Cambridgeshire|Norfolk|Suffolk|Essex|Kent|Surrey|Hampshire|Berkshire|Wiltshire|Dorset|Somerset|Devon|Cornwall|Cumbria|Northumberland|Merseyside|Greater Manchester|Tyne and Wear|Fife|Gwynedd|Powys|Dyfed|Ceredigion)\b(?: \d{5}(?:-\d{4})?\b)?|\n[ \t]*Co\. \p{Lu}\p{Ll}+"
    ))
});

/// "E45 XN60", "K1A 0B6".
static LETTERED_CODE: LazyLock<Pattern> = LazyLock::new(|| {
    cased(
        r"\b(?:[AC-FHKNPRTV-Y](?:\d[0-9]|6W) ?[0-9AC-FHKNPRTV-Y]{4}|[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d)\b",
    )
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&BEFORE_A_COUNTY, &LETTERED_CODE]
}

impl Scene<'_> {
    pub(super) fn towns(&self, out: &mut Vec<Hit>) {
        for m in self.input.finds(&BEFORE_A_COUNTY) {
            let at = self.at(m.start());
            if self.get(at).is_some_and(|w| !w.lore.stop()) {
                out.push(found(m.range(), Category::City, 0.75));
            }
        }
        for m in self.input.finds(&LETTERED_CODE) {
            let code = m.as_str();
            let letters = code.bytes().skip(3).filter(u8::is_ascii_uppercase).count();
            if letters > 0 && (code.contains(' ') || self.near_an_address(m.start(), m.end())) {
                out.push(found(m.range(), Category::Postcode, 0.8));
            }
        }
        for at in 0..self.words.len() {
            if let Some(end) = self.town(at).or_else(|| self.unlisted(at)).or_else(|| self.left(at)) {
                out.extend(self.hit(at, end, Category::City, 0.65));
            }
        }
    }

    /// "évacuée depuis Raiatea", "(famille Sahin, origine Sivas)": places that no list holds.
    fn left(&self, at: usize) -> Option<usize> {
        let word = self.get(at).filter(|w| {
            w.shape == Shape::Cap && w.lore.unknown() && !w.web && w.folded.len() > 4 && w.gap == Gap::Space
        })?;
        let led = at.checked_sub(1).and_then(|b| self.get(b))?;
        let fits = match led.folded.as_str() {
            "origine" => true,
            "depuis" => self.travels(at),
            "de" => at.checked_sub(2).and_then(|b| self.get(b)).is_some_and(|w| comes(&w.folded)),
            _ => false,
        };
        let ends =
            self.closed(at) && !word.digit_after && !self.after(at).starts_with(|c: char| c.is_ascii_digit());
        (fits && ends && self.person(at).is_none() && self.could_be_named(at)).then_some(at)
    }

    /// Whether the word before "à" tells what somebody does in a town: "travaille à".
    fn lives(&self, at: usize) -> bool {
        const STEMS: &[&str] = &[
            "travail",
            "scolaris",
            "etudi",
            "lyce",
            "colleg",
            "ecol",
            "employ",
            "exerc",
            "ouvri",
            "retrait",
            "mari",
            "rentr",
            "retourn",
            "demenag",
            "vacanc",
            "sejour",
            "fermier",
            "agricult",
            "institut",
            "enseign",
            "chauffeur",
            "commerc",
            "jusqu",
            "vit",
            "famille",
        ];
        at.checked_sub(2)
            .and_then(|b| self.get(b))
            .is_some_and(|w| STEMS.iter().any(|s| w.folded.starts_with(s)))
    }

    /// Whether the words before speak of a journey or of somebody who calls.
    fn travels(&self, at: usize) -> bool {
        const STEMS: &[&str] = &[
            "evasan",
            "evacu",
            "rapatri",
            "transfer",
            "arriv",
            "venu",
            "vien",
            "route",
            "retour",
            "voyage",
            "vol",
            "depart",
            "connexion",
            "connect",
            "appel",
            "trajet",
            "adress",
            "parti",
        ];
        (2..5)
            .filter_map(|n| at.checked_sub(n).and_then(|b| self.get(b)))
            .any(|w| STEMS.iter().any(|s| w.folded.starts_with(s)))
    }

    /// "from Ystrad -", "in Bernalillo.": in English a capital of no list behind such a word is a place.
    fn unlisted(&self, at: usize) -> Option<usize> {
        let word = self.get(at).filter(|w| {
            self.english && w.shape == Shape::Cap && w.lore.unknown() && !w.web && w.folded.len() > 4
        })?;
        let led = at
            .checked_sub(1)
            .and_then(|b| self.get(b))
            .filter(|b| b.shape == Shape::Lower && word.gap == Gap::Space)?;
        let rest = self.after(at);
        let goes_on = self.get(at + 1).is_some_and(|n| {
            n.gap == Gap::Space
                && matches!(
                    n.folded.as_str(),
                    "to" | "and" | "or" | "with" | "by" | "on" | "for" | "where" | "who" | "w"
                )
        });
        let closed = goes_on
            || rest.is_empty()
            || rest.starts_with(['.', ',', ';', '\n', ')', '-', '!', '?', '\u{2013}']);
        (matches!(led.folded.as_str(), "in" | "from" | "near")
            && closed
            && self.person(at).is_none()
            && self.could_be_named(at))
        .then_some(at)
    }

    /// The last word of a town that begins here, if what stands around says that it is one.
    fn town(&self, at: usize) -> Option<usize> {
        let word = self.get(at).filter(|w| w.capital() && !w.web && !w.lore.stop())?;
        // In the middle of a phrase only a preposition leads to a town; the lists are asked for the rest.
        let inner = matches!(word.gap, Gap::Space | Gap::None | Gap::Wide) && at > 0;
        if inner
            && !self.get(at - 1).is_some_and(|w| leads_to_town(&w.folded))
            && self.person(at - 1).is_none()
            && !self.born_before(word.span.start)
        {
            return None;
        }
        let (end, weight, abroad) = self.listed(at)?;
        let single = end == at;
        // A given name or an ordinary word needs a large town of that name.
        let doubtful =
            single && (word.lore.word() || word.lore.given()) && weight < 2 && !compound(&word.folded);
        let between = self.between(at);
        let rest = self.after(end);
        let last = self.get(end)?;
        let closed = rest.is_empty()
            || abroad && rest.starts_with(|c: char| c.is_ascii_digit())
            || rest.starts_with([
                ',', ';', '.', ')', '\n', '\u{2013}', '\u{2014}', '|', '\u{b7}', '-', '\t', '(', '\u{260f}',
                '\u{260e}',
            ]);
        let before = between.chars().rev().find(|c| !matches!(c, ' ' | '\u{a0}' | '\r'));
        let struck = self.struck_before(at, word.span.start);
        // "Dr Morel, Ustaritz;", "laboratoire Est, Bobigny."
        if closed
            && !doubtful
            && struck
            && matches!(before, Some(',' | '(' | '-' | '\u{2013}' | '\u{2014}' | '\u{b7}' | '|'))
        {
            return Some(end);
        }
        // "… née le 12/03/1957, n° 4471, Quimper", "Ancienne institutrice, Villeurbanne."
        let last_of_all = rest.is_empty() || rest.starts_with(['\n', '.', ')']);
        if last_of_all
            && !doubtful
            && between.ends_with(", ")
            && (weight > 0 && single && compound(&word.folded)
                || weight > 1 && !word.lore.surname() && !word.lore.eponym()
                || weight > 0 && self.born_on_the_line(word.span.start))
        {
            return Some(end);
        }
        if self.born_before(word.span.start) && !doubtful && closed {
            return Some(end);
        }
        // "– STRASBOURG –" in the line of a stamp; alone on the line behind an address
        let edge = |c: Option<char>| {
            at == 0 || matches!(c, Some('\n' | '\t' | '-' | '\u{2013}' | '\u{2014}' | '|' | '\u{b7}' | ','))
        };
        let alone = edge(before) && closed && !rest.starts_with(['.', ';', ')', '(']);
        if alone
            && !doubtful
            && (weight > 0 || abroad)
            && self.near_an_address(word.span.start, last.span.end)
        {
            return Some(end);
        }
        let led = at
            .checked_sub(1)
            .and_then(|b| self.get(b))
            .filter(|_| word.gap <= Gap::Space || word.gap == Gap::Line)?;
        let preposition = led.shape == Shape::Lower && (leads_to_town(&led.folded) || led.folded == "sur");
        // "Jeanne Morel à Senlis"
        if led.folded == "a"
            && led.shape == Shape::Lower
            && weight > 0
            && at.checked_sub(2).is_some_and(|b| self.person(b).is_some())
        {
            return Some(end);
        }
        // "scolarisée à Pacé"
        let lives = led.folded == "a" && weight > 0 && self.lives(at);
        if !preposition || doubtful && !(lives && closed) {
            return None;
        }
        let goes_on = self.get(end + 1).is_some_and(|n| n.gap == Gap::Space && n.capital());
        match led.folded.as_str() {
            "de" | "d" => {
                let of = at.checked_sub(2).and_then(|b| self.get(b))?;
                ((matches!(
                    of.folded.as_str(),
                    "urgences"
                        | "smur"
                        | "samu"
                        | "mairie"
                        | "maternite"
                        | "reanimation"
                        | "pompiers"
                        | "ville"
                        | "ehpad"
                        | "gare"
                        | "aeroport"
                        | "universite"
                        | "site"
                        | "antenne"
                        | "barreau"
                        | "tribunal"
                        | "commissariat"
                        | "gendarmerie"
                        | "crematorium"
                        | "cimetiere"
                        | "pt"
                        | "patient"
                        | "patiente"
                ) || comes(&of.folded))
                    && (weight > 0 || abroad))
                    .then_some(end)
            }
            "a" if self.english => None,
            "sur" => None,
            // "retour prévu Tunis"
            "prevu" if !self.travels(at) => None,
            // "à Séné": a small one only where nothing else speaks against it.
            _ => (!goes_on
                && (abroad
                    || weight > 1
                    || weight == 1
                        && !word.lore.eponym()
                        && (!word.lore.surname() || compound(&word.folded) || lives)
                        && closed))
                .then_some(end),
        }
    }

    /// The longest town of the lists that begins here: its last word, how well it is known, whether it lies abroad.
    fn listed(&self, at: usize) -> Option<(usize, u8, bool)> {
        let first = self.get(at)?;
        let mut best = None;
        for end in at..at + 5 {
            let Some(word) = self.get(end) else { break };
            if end > at && !matches!(word.gap, Gap::Space | Gap::None) {
                break;
            }
            if end > at + 2 && best.is_some() {
                break;
            }
            let said = match end == at {
                true => Cow::Borrowed(word.folded.as_str()),
                false => Cow::Owned(fold(self.input.string.get(first.span.start..word.span.end)?)),
            };
            // "Carhaix" for "Carhaix-Plouguer"
            let part =
                end == at && word.folded.len() > 4 && word.lore.unknown() && lexicon::town_begins(&said);
            let (weight, abroad) = (lexicon::town(&said).max(u8::from(part)), lexicon::town_abroad(&said));
            if weight > 0 || abroad {
                best = Some((end, weight, abroad));
            }
        }
        best
    }

    /// Whether a person, a place of care or an address ends right before a word.
    fn struck_before(&self, at: usize, start: usize) -> bool {
        let place = |list: &[std::ops::Range<usize>]| {
            ending_before(list, start).and_then(|s| self.input.string.get(s.end..start)).is_some_and(|g| {
                g.len() <= 8 && !g.contains(char::is_alphanumeric) && g.matches('\n').count() < 2
            })
        };
        at > 0 && self.person(at - 1).is_some() || place(&self.places) || place(&self.addresses)
    }

    /// Whether a birth date ends right before a word: the place of birth stands behind it.
    fn born_before(&self, start: usize) -> bool {
        ending_before(&self.births, start)
            .and_then(|s| self.input.string.get(s.end..start))
            .is_some_and(|g| g.len() <= 6 && !g.contains(['\n', '\t']) && !g.contains(char::is_alphanumeric))
    }

    /// Whether a birth date stands before a place on its line.
    fn born_on_the_line(&self, at: usize) -> bool {
        ending_before(&self.births, at)
            .and_then(|s| self.input.string.get(s.end..at))
            .is_some_and(|g| g.len() < 60 && !g.contains('\n'))
    }

    /// Whether an address or a telephone stands on the line, or an address on the line before.
    fn near_an_address(&self, from: usize, to: usize) -> bool {
        let line_before = self.input.string.get(..from).unwrap_or("");
        let blank = |s: &str| s.len() < 60 && s.matches('\n').count() <= 1;
        let address = ending_before(&self.addresses, from + 1).filter(|s| s.end <= from).is_some_and(|s| {
            self.input.string.get(s.end..from).is_some_and(|g| blank(g) && !g.contains('\t'))
        });
        let behind = starting_from(&self.addresses, to)
            .is_some_and(|s| self.input.string.get(to..s.start).is_some_and(|g| blank(g) && g.len() < 12));
        let phone = starting_from(&self.phones, to).is_some_and(|s| {
            self.input.string.get(to..s.start).is_some_and(|g| g.len() < 30 && !g.contains('\n'))
        }) && super::super::tail(line_before, 80)
            .rsplit('\n')
            .next()
            .is_some_and(|l| l.trim().chars().count() > 3);
        address || behind || phone
    }
}
