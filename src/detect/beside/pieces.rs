//! What belongs to an address and stands before it, on its line or on the lines above: a room, a house's name, a hamlet, a
//! numbered line whose way nobody knows. "Résidence du Lac, ch. 12, 84 rte de Lyon". Linear: each address looks at a few
//! short pieces before it.

use std::sync::LazyLock;

use super::super::Hit;
use super::super::rx::{Regex, rx};
use super::super::tail;
use super::super::tokens::Shape;
use super::addresses::lines_above;
use super::{Scene, found};
use crate::model::{Category, Span, fold};

/// Pieces before an address, and lines above it, at most.
const MOST: usize = 4;
/// Longest line above an address, in bytes.
const LINE: usize = 70;

/// "ch. 12", "4e étage gauche", "Bât C", "log. 31", "Flat 3".
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    rx(concat!(
        r"^(?:n[°o] ?)?(?:(?:ch|chb|chambre|log|logt|logement|app|appt|appart|appartement|apt|bat|batiment|bt|bloc|cage|esc|escalier|hall|entree|imm|immeuble|tour|porte|pte|lot|lotissement|villa|pavillon|studio|bte|boite|box|etage|niveau|flat|unit|suite|room|apartment|secteur|bureau|empl|emplacement)\b\.? ?(?:n[°o] ?)?[a-z]{0,2} ?\d{0,5} ?[a-z]?",
        r"|rdc|rez[- ]de[- ]chaussee|\d{1,2} ?(?:er|e|eme|nd|nde|st|rd|th) (?:etage|floor))(?: (?:droite|gauche|face|g|d|porte \w{1,4}))?$"
    ))
});

/// Words that begin the name of a house.
fn house(folded: &str) -> bool {
    matches!(
        folded,
        "maison"
            | "residence"
            | "res"
            | "foyer"
            | "hotel"
            | "villa"
            | "immeuble"
            | "imm"
            | "pavillon"
            | "ferme"
            | "mas"
            | "chateau"
            | "domaine"
            | "moulin"
            | "manoir"
            | "chalet"
            | "hameau"
            | "lotissement"
            | "lot"
            | "clos"
            | "cite"
            | "quartier"
            | "section"
            | "sicap"
            | "ilot"
            | "tour"
            | "pension"
            | "gite"
            | "camping"
            | "lieu-dit"
            | "lieudit"
            | "hlm"
            | "batiment"
            | "chrs"
            | "cada"
            | "huda"
    )
}

fn article(word: &str) -> bool {
    matches!(word, "Le" | "La" | "Les" | "L" | "The" | "Aux" | "Au" | "LE" | "LA" | "LES" | "THE")
}

/// "pedopsychiatre", "allergologue": trades that no list holds.
fn trade(folded: &str) -> bool {
    ["iatre", "iatrie", "logue", "logie", "iste", "icien", "icienne", "peute", "urgien", "urgienne", "pathe"]
        .iter()
        .any(|end| folded.ends_with(end))
}

fn number(word: &str) -> bool {
    word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())
}

/// The last word of a line, with the letter of a room behind it: "chambre B".
fn last_word(line: &str) -> Option<&str> {
    let word = line.rsplit([' ', ',']).next()?;
    let before =
        line.get(..line.len() - word.len())?.strip_suffix(' ').and_then(|b| b.rsplit([' ', ',']).next());
    match before.filter(|b| word.len() == 1 && unit(b)) {
        Some(before) => line.get(line.len() - word.len() - 1 - before.len()..),
        None => Some(word),
    }
}

/// Words whose number was taken for the street's.
fn unit(word: &str) -> bool {
    let word = word.split(' ').next().unwrap_or_default();
    matches!(
        fold(word).trim_end_matches('.'),
        "appt"
            | "apt"
            | "app"
            | "appartement"
            | "log"
            | "logement"
            | "chambre"
            | "ch"
            | "porte"
            | "villa"
            | "imm"
            | "flat"
            | "unit"
            | "lot"
    )
}

fn particle(folded: &str) -> bool {
    super::super::particles::article(folded)
        || matches!(folded, "en" | "sur" | "sous" | "aux" | "au" | "a" | "the" | "of" | "y" | "na" | "es")
}

/// What a piece before an address is.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    /// A room or a floor.
    Unit,
    /// A house, by its sort or by its article.
    House,
    /// Capitals that are nothing else.
    Named,
}

impl Scene<'_> {
    pub(super) fn pieces(&self, out: &mut Vec<Hit>) {
        for span in &self.addresses {
            let said = self.input.string.get(span.clone()).unwrap_or_default();
            let town = !said.bytes().any(|b| b.is_ascii_digit());
            let start = self.pieces_before(span, town);
            if start < span.start {
                out.push(found(start..span.start, Category::Address, 0.7));
            }
            if !town || start < span.start {
                self.lines_before(start, out);
            }
        }
    }

    /// Where the pieces of the line that lead to an address begin.
    fn pieces_before(&self, span: &Span, town: bool) -> usize {
        let mut start = span.start;
        for n in 0..MOST {
            let before = tail(self.input.string.get(..start).unwrap_or_default(), 120);
            let cell =
                before.rsplit(['\n', '\t', ':', ';', '|', '(', '\u{ab}', '"']).next().unwrap_or_default();
            let cell = cell.rsplit("  ").next().unwrap_or_default();
            // "7 Le Clos des Vignes", "Appt 9, Bd Ghandi": what stands right before what was found.
            if n < 3
                && !town
                && let Some(word) = cell.strip_suffix(' ').and_then(last_word)
                && (n == 0 && article(word)
                    || n == 1 && number(word) && start + 5 > span.start && start < span.start
                    || n == 0 && unit(word))
                && !word.is_empty()
            {
                start -= word.len() + 1;
                continue;
            }
            // "11 LA VILLE ES RAY 35290 GAEL"
            if let Some(line) = self.numbered(cell, start, span) {
                return line;
            }
            let bare = cell.trim_end_matches([' ', '\u{a0}']);
            let Some(head) = [",", " -", "\u{2013}"].iter().find_map(|m| bare.strip_suffix(m)) else { break };
            let piece = head.rsplit([',', '\u{2013}']).next().unwrap_or_default();
            let piece = piece.rsplit(" - ").next().unwrap_or_default().trim();
            let opens = head.trim_start().len() == piece.len();
            let Some(at) =
                before.rfind(piece).filter(|_| !piece.is_empty()).map(|i| start - before.len() + i)
            else {
                break;
            };
            let code = self.code(span);
            match self.piece(at, piece, opens || head.contains(',')) {
                Some((kind, from)) if kind != Piece::Named || !code && !town => {
                    start = from;
                    if kind == Piece::Named {
                        break;
                    }
                }
                _ => break,
            }
        }
        start
    }

    /// Whether an address begins with its postcode, which another rule looks before.
    fn code(&self, span: &Span) -> bool {
        let said = self.input.string.get(span.clone()).unwrap_or_default();
        said.bytes().take_while(u8::is_ascii_digit).count() == 5
    }

    /// What a piece is, and where it begins.
    fn piece(&self, at: usize, piece: &str, whole: bool) -> Option<(Piece, usize)> {
        if piece.len() > LINE || piece.contains(['@', '?', '!']) {
            return None;
        }
        let folded = fold(piece);
        if UNIT.is_match(folded.trim()) {
            return Some((Piece::Unit, at));
        }
        // "hébergé Hôtel Bellevue"
        let (from, to) = (self.at(at), self.at(at + piece.len()));
        let begins = (from..to).find(|&n| {
            self.get(n).is_some_and(|w| house(&w.folded) && (w.capital() || n == from))
                && (n + 1..to).find(|&m| self.get(m).is_some_and(|w| !particle(&w.folded))).is_none_or(|m| {
                    // "hôtel social Le Relais"
                    self.get(m).is_some_and(|w| w.shape != Shape::Lower)
                        || whole
                            && n == from
                            && to - from < 6
                            && (m..to).any(|m| self.get(m).is_some_and(|w| w.capital()))
                })
        });
        if let Some(word) = begins
            .and_then(|n| self.get(n))
            .filter(|_| to - from > 1 || piece.contains(|c: char| c.is_ascii_digit()))
        {
            return Some((Piece::House, word.span.start));
        }
        // "Main Street", before its town
        let lane = self
            .get(to.wrapping_sub(1))
            .is_some_and(|w| w.shape == Shape::Cap && super::super::address::lane(&w.folded));
        if whole && lane && to - from < 5 && to - from > 1 && self.capitals(from, to) {
            return Some((Piece::House, at));
        }
        let led = piece.split([' ', '\'', '\u{2019}']).next().is_some_and(article);
        let unit =
            folded.rsplit(' ').next().is_some_and(|w| w.len() < 6 && w.bytes().any(|b| b.is_ascii_digit()));
        (whole && (led && !unit && self.capitals(from, to) || self.unlisted_name(from, to)))
            .then_some((if led { Piece::House } else { Piece::Named }, at))
    }

    /// Capitals and particles alone, of which none is somebody.
    fn capitals(&self, from: usize, to: usize) -> bool {
        let words = self.words.get(from..to).unwrap_or_default();
        (1..=6).contains(&words.len())
            && words.iter().any(|w| w.capital() && !particle(&w.folded))
            && words.iter().all(|w| (w.shape != Shape::Lower || particle(&w.folded)) && !w.web)
            && (from..to).all(|n| self.person(n).is_none())
    }

    /// The same without an ordinary word, a place of care or a label.
    fn unlisted_name(&self, from: usize, to: usize) -> bool {
        self.capitals(from, to)
            && self.words.get(from..to).unwrap_or_default().iter().all(|w| {
                particle(&w.folded)
                    || !w.plain()
                        && !trade(&w.folded)
                        && !w.lore.stop()
                        && !w.lore.facility()
                        && !w.lore.head()
                        && w.folded.len() > 2
            })
    }

    /// "11 LA VILLE ES RAY 35290 GAEL": where a number begins whose way nobody knows, right before a postcode.
    fn numbered(&self, cell: &str, start: usize, span: &Span) -> Option<usize> {
        if start != span.start || !self.code(span) {
            return None;
        }
        let line = cell.trim_end_matches([' ', ',', '-', '\u{2013}']);
        let number = line.char_indices().rev().find(|(i, c)| {
            c.is_ascii_digit() && line.get(..*i).is_none_or(|b| b.is_empty() || b.ends_with([' ', ',']))
        })?;
        let way = line.get(number.0..)?;
        let digits = way.bytes().take_while(u8::is_ascii_digit).count();
        let rest = way.get(digits..)?;
        let at = start - cell.len() + number.0;
        let (from, to) = (self.at(at), self.at(at + way.len()));
        let first = self.get(from)?;
        (digits <= 4
            && (rest.starts_with([' ', ',']) || rest.get(1..).is_some_and(|r| r.starts_with(' ')))
            && to > from
            && !rest.contains(['%', '/', '+'])
            && self.capitals(from, to)
            && first.folded.len() + usize::from(to - from > 1) > 2)
            .then_some(at)
    }

    /// Lines above an address that begins its line: a house's name under a person's, rooms, a numbered line.
    fn lines_before(&self, start: usize, out: &mut Vec<Hit>) {
        let mut found_lines: Vec<(usize, usize, bool)> = Vec::new();
        let mut at = start;
        let mut below_person = false;
        for _ in 0..MOST {
            let Some(above) = self.input.string.get(..at).and_then(lines_above) else { break };
            let above = above.trim_end_matches([' ', '\r', ',']);
            let line = tail(above, 2 * LINE).rsplit('\n').next().unwrap_or_default();
            let said = line.trim_start();
            let from = above.len() - said.len();
            if said.is_empty() || said.len() > LINE || said.contains(['\t', '@', '|']) || said.contains("  ")
            {
                break;
            }
            let (first, last) = (self.at(from), self.at(above.len()));
            if (first..last).any(|n| self.person(n).is_some()) {
                below_person = !said.contains(':');
                break;
            }
            if said.contains(':') {
                break;
            }
            let known = super::starting_from(&self.addresses, from)
                .is_some_and(|a| a.start == from && a.end >= above.len());
            if !known {
                let number = said.bytes().take_while(u8::is_ascii_digit).count();
                let numbered = (1..=5).contains(&number)
                    && said.get(number..).is_some_and(|r| r.starts_with(' '))
                    && last - first >= 2
                    && self.capitals(first, last);
                let Some(sure) = self.house_line(from, said).or(numbered.then_some(true)) else { break };
                let i = self.places.partition_point(|p| p.start < above.len());
                let placed = i.checked_sub(1).and_then(|i| self.places.get(i)).is_some_and(|p| p.end > from);
                if placed {
                    break;
                }
                found_lines.push((from, above.len(), sure));
            }
            at = from;
        }
        for (from, to, sure) in found_lines {
            if sure || below_person {
                out.push(found(from..to, Category::Address, 0.7));
            }
        }
    }

    /// Whether each piece of a line belongs to an address, and whether one says so by itself.
    fn house_line(&self, from: usize, line: &str) -> Option<bool> {
        let (mut sure, mut at) = (false, from);
        for piece in line.split([',', '\u{2013}']).flat_map(|p| p.split(" - ")) {
            let bare = piece.trim();
            let start = at + self.input.string.get(at..)?.find(bare)?;
            at = start + bare.len();
            if bare.is_empty() {
                continue;
            }
            // "The Granary, Upper Slaughter"
            if sure && self.capitals(self.at(start), self.at(start + bare.len())) {
                continue;
            }
            match self.piece(start, bare, true)? {
                (Piece::Named, _) => {}
                (_, begins) => {
                    if begins != start {
                        return None;
                    }
                    sure = true;
                }
            }
        }
        Some(sure)
    }
}

#[cfg(test)]
mod tests;
