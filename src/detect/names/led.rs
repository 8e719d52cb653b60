//! Names of any origin that no list holds, by the phrase around them: "le dossier de …", "vit avec …", "…, 40 ans"; short
//! surnames that are also small words; nicknames between a given name and a surname.

use super::super::Hit;
use super::super::labels::{self, Kind};
use super::super::tokens::{Gap, Shape, Word, WordList};
use super::Scan;
use crate::model::{Category, Reason};

/// Letters of a surname that may also be a small word: "Le", "Ma", "To".
const SHORT: std::ops::RangeInclusive<usize> = 2..=3;

impl Scan<'_> {
    /// "Quang Huy Le, 40 ans", "Mme Le va mieux": a short word with a capital that no sentence begins with.
    pub(super) fn short_surname(&self, at: usize) -> bool {
        let (Some(word), Some(before)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        if word.shape != Shape::Cap || word.gap != Gap::Space {
            return false;
        }
        let named = before.capital() && !before.plain() && !before.lore.stop() && !before.lore.facility();
        let goes_on = self.get(at + 1).is_some_and(|n| {
            n.gap == Gap::None || n.gap <= Gap::Wide && n.shape != Shape::Lower && n.shape != Shape::Initial
        });
        word.folded.len() <= 4 * SHORT.end()
            && SHORT.contains(&word.folded.chars().count())
            && !word.digit_after
            && !goes_on
            && !self.marked_label(at)
            && !labels::label_at(self.words, at)
                .is_some_and(|(_, kind)| matches!(kind, Kind::Other | Kind::Direct))
            && (named && before.shape == Shape::Cap || self.title(at - 1).is_some() && before.folded != "pr")
    }

    /// "Opérateur : LY, aide : M. LY": two or three capitals behind a professional's label, and all there is.
    pub(super) fn short_in_capitals(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            w.shape == Shape::Upper
                && SHORT.contains(&w.folded.len())
                && (!w.lore.stop() || w.folded.len() == 2)
                && !w.lore.facility()
                && !super::super::beside::acronym(&w.folded)
        }) && self.get(at + 1).is_none_or(|n| matches!(n.gap, Gap::Comma | Gap::Line | Gap::Other))
    }

    /// Names by the phrase around them: "Appelé Li Wang", "MO Ying (68 ans)", "habite avec Mei".
    pub(super) fn phrases(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            if !self.get(at).is_some_and(|w| w.shape != Shape::Lower && !w.web) {
                continue;
            }
            if self.lived_with(at) {
                self.hit(at, at + 1, Category::PersonName, 0.55, Reason::Context, out);
            }
            if self.led(at) && self.title(at).is_none() {
                let to = self.reach(at);
                if self.could_be_people(at, to, false) {
                    self.hit(at, to, Category::PersonName, 0.55, Reason::Context, out);
                }
            }
            if self.aged(at + 1) {
                let from = self.reach_back(at);
                if self.could_be_people(from, at + 1, true) {
                    self.hit(from, at + 1, Category::PersonName, 0.55, Reason::Context, out);
                }
            }
        }
    }

    /// Words of names at most.
    fn reach(&self, from: usize) -> usize {
        let mut to = from + 1;
        while to < from + 6 && self.fits(to) && self.tied(to) {
            to += 1;
        }
        to
    }

    fn reach_back(&self, last: usize) -> usize {
        let mut from = last;
        while from > 0
            && last - from < 6
            && self.tied(from)
            && self.fits(from - 1)
            && self.title(from - 1).is_none()
        {
            from -= 1;
        }
        from
    }

    fn fits(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| {
            let joined = self.particle(at)
                && self.get(at + 1).is_some_and(|n| n.shape != Shape::Lower || self.particle(at + 1));
            joined
                || w.capital()
                    && (!w.lore.stop() && !w.lore.facility() && !w.lore.head() || self.short_surname(at))
        })
    }

    /// At least two words with capitals, of which one is no ordinary word, and none a place's or a disease's.
    pub(super) fn could_be_people(&self, from: usize, to: usize, shouted: bool) -> bool {
        let run = self.words.get(from..to).unwrap_or(&[]);
        let capitals = || run.iter().filter(|w| w.capital());
        let mixed = shouted
            && capitals().any(|w| w.shape == Shape::Upper)
            && capitals().any(|w| w.shape == Shape::Cap);
        (from..to).all(|at| self.fits(at))
            && capitals().count() >= 2
            && capitals().any(|w| !w.plain() && !w.lore.eponym() && w.lore.town() < 2)
            && !(self.english && capitals().any(|w| w.plain()))
            && (mixed || capitals().all(|w| w.shape == Shape::Cap))
            && !self.belongs_to_a_thing(from)
    }

    /// Whether a word is joined to the one before it, as in "van 't Hoff" too.
    pub(super) fn tied(&self, at: usize) -> bool {
        let (Some(word), Some(before)) = (self.get(at), at.checked_sub(1).and_then(|b| self.get(b))) else {
            return false;
        };
        let between = || self.input.string.get(before.span.end..word.span.start).unwrap_or("");
        word.gap <= Gap::Space || word.folded.len() == 1 && matches!(between(), " '" | " \u{2019}")
    }

    /// Whether the words before speak of a person: "en présence de", "le dossier de", "appelé", "avec".
    fn led(&self, at: usize) -> bool {
        let near = |n: usize| {
            let word = at.checked_sub(n).and_then(|b| self.get(b));
            let joined =
                self.get(at + 1 - n).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::None | Gap::Line));
            word.filter(|_| joined).map_or("", |w| w.folded.as_str())
        };
        match near(1) {
            "de" | "d" | "a" | "pour" => person_of(near(2)),
            last => meeting(last),
        }
    }

    /// "habite avec Mei": a single word with a capital, whoever it is.
    pub(super) fn lived_with(&self, at: usize) -> bool {
        let said = |n: usize| at.checked_sub(n).and_then(|b| self.get(b)).map_or("", |w| w.folded.as_str());
        self.get(at).is_some_and(|w| {
            w.shape == Shape::Cap
                && w.gap == Gap::Space
                && w.folded.len() > 1
                && !w.lore.stop()
                && !w.lore.facility()
                && !w.lore.eponym()
                && w.lore.town() < 2
                && !w.digit_after
        }) && matches!(said(1), "avec" | "chez")
            && matches!(
                said(2),
                "vit"
                    | "vivait"
                    | "habite"
                    | "habitait"
                    | "vivant"
                    | "habitant"
                    | "loge"
                    | "heberge"
                    | "hebergee"
            )
    }

    /// ", 40 ans", "(68 ans)"; "6 mois" without a mark is how long something lasts.
    pub(super) fn aged(&self, to: usize) -> bool {
        let end = to.checked_sub(1).and_then(|l| self.get(l)).map_or(0, |w| w.span.end);
        let behind = self.input.string.get(end..).unwrap_or("");
        let rest = behind.trim_start_matches([' ', ',', '(', '\u{a0}']);
        if !rest.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let marked = behind.get(..behind.len() - rest.len()).is_some_and(|s| s.contains([',', '(']));
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let unit_at = unit.trim_start_matches([' ', '\u{a0}', '-']);
        let years = ["ans", "year", "yo ", "y.o", "y/o"].iter().any(|u| unit_at.starts_with(u));
        (1..=3).contains(&(rest.len() - unit.len())) && (years || marked && unit_at.starts_with("mois"))
    }

    /// "Pierre « Pierrot » Lambesc", "Luis (Lucho) Cardenas": the nickname and the surname behind it.
    pub(super) fn nicknamed(&self, out: &mut Vec<Hit>) {
        for at in 1..self.words.len() {
            let (Some(before), Some(word)) = (self.get(at - 1), self.get(at)) else { break };
            if word.shape != Shape::Cap || before.shape != Shape::Cap {
                continue;
            }
            let Some(between) = self.input.string.get(before.span.end..word.span.start) else { continue };
            let Some(close) = closing(between) else { continue };
            let rest =
                self.input.string.get(word.span.end..).unwrap_or("").trim_start_matches([' ', '\u{a0}']);
            let plain = word.lore.stop() || word.lore.facility() || word.lore.eponym();
            if plain || !rest.starts_with(close) {
                continue;
            }
            let given = before.lore.given() || before.lore.unknown();
            // In brackets stands all sorts of things: both words must look like names.
            let bracket = close == ')';
            let name = |w: &Word| w.capital() && !w.plain() && !w.lore.stop() && !w.lore.facility();
            let next = self.get(at + 1).filter(|n| {
                let tail = self.input.string.get(word.span.end..n.span.start).unwrap_or("\n");
                let joined = tail.len() <= 8
                    && tail.ends_with([' ', '\u{a0}'])
                    && !tail.contains(['\n', '\t', ',', ';', ':']);
                joined && (name(n) || self.particle(at + 1))
            });
            let sure = before.lore.given() && next.is_some_and(|n| !n.lore.word());
            let town = !sure && (word.lore.town() > 1 || word.lore.word() && !word.lore.given());
            if !given
                || bracket && (next.is_none() && !before.lore.given() || town)
                || !bracket && next.is_none() && !before.lore.given()
            {
                continue;
            }
            let mut end = at + 1;
            if next.is_some() {
                while end < at + 6
                    && self.particle(end)
                    && self.get(end + 1).is_some_and(|n| n.gap <= Gap::Space)
                {
                    end += 1;
                }
                end += 1;
            }
            self.hit(at - 1, end, Category::PersonName, 0.7, Reason::Context, out);
        }
    }
}

/// The mark that closes what the last mark of a stretch opens.
fn closing(between: &str) -> Option<char> {
    let mark = match between.trim_matches([' ', '\u{a0}']) {
        "(" => ')',
        "\u{ab}" => '\u{bb}',
        "\"" => '"',
        "\u{201c}" => '\u{201d}',
        "\u{201e}" => '\u{201d}',
        "\u{2018}" => '\u{2019}',
        _ => return None,
    };
    Some(mark)
}

/// What people have and are: "le dossier de".
fn person_of(folded: &str) -> bool {
    static LIST: WordList = WordList::of(
        "dossier presence bilan etat cas situation sortie suivi visite venue arrivee depart retour entourage famille \
parents enfants fille fils mere pere epouse mari femme frere soeur compagne compagnon conjoint accord demande souhait souhaits \
avis courrier mail message appel resultats rdv convocation domicile chambre lit accompagnement anniversaire nom identite signature",
    );
    LIST.has(folded)
}

/// What one does to people: "appelé", "revu", "recevoir".
fn meeting(folded: &str) -> bool {
    static LIST: WordList = WordList::of(
        "avec chez appele appelee appeler contacte contactee contacter rencontre rencontree recu recue recevoir \
revoir revois revu revue vois vu vue adresse adressee adresser confie confier convoque convoquee remercie accord patient patiente \
saw called met reviewed",
    );
    LIST.has(folded)
}
