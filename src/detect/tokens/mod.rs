//! A text → its words with their shape, what the lists know of them, and what parts them: what the name and address
//! rules look at. Linear. A word is letters with inner hyphens, and with the apostrophe of "D'Orge" or "O'Neill"; the
//! dot after an initial or an abbreviation belongs to the word before it.

mod spellings;
mod web;

use std::ops::Deref;
use std::rc::Rc;

use self::web::WebRuns;
use super::lexicon::{Lore, lore};
use crate::model::{Span, fold};
pub(super) use spellings::{Spellings, WordList};

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// At least two letters, all capitals.
    Upper,
    /// A capital, then at least one small letter.
    Cap,
    /// One capital ("J"), several joined by hyphens ("J-P"), or an abbreviated given name with its dot ("Ph.").
    Initial,
    /// Anything else.
    Lower,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// One blank.
    Space,
    /// Several blanks.
    Wide,
    /// A comma, perhaps with blanks.
    Comma,
    /// One line end, perhaps with blanks.
    Line,
    /// Anything else: digits, signs, a tab, an empty line, the start of the text.
    Other,
}

/// One word.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Bytes of the text, without a closing dot.
    pub(super) span: Span,
    /// The number of its spelling among those of its text.
    pub(super) number: usize,
    /// Folded.
    pub(super) folded: Said,
    pub(super) shape: Shape,
    pub(super) lore: Lore,
    /// What parts it from the word before.
    pub(super) gap: Gap,
    /// A dot follows at once.
    pub(super) dot: bool,
    /// A digit follows at once.
    pub(super) digit_after: bool,
    /// It stands in an e-mail or web address.
    pub(super) web: bool,
}

impl Word {
    /// Written with a capital (or all in capitals).
    pub(super) fn capital(&self) -> bool {
        matches!(self.shape, Shape::Upper | Shape::Cap)
    }

    /// Ordinary and in no list of names.
    pub(super) fn plain(&self) -> bool {
        self.lore.word() && !self.lore.given() && !self.lore.surname()
    }
}

/// What a word says, shared by all places where it is spelt so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said(Rc<str>);

impl Said {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Said {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<&str> for Said {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

/// What is the same wherever a word is spelt so.
struct Known {
    folded: Said,
    lore: Lore,
    shape: Shape,
}

/// The words of a text in order.
pub(super) fn words(string: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(string.len() / 7);
    let mut spellings = Spellings::default();
    let mut known: Vec<Known> = Vec::new();
    let mut end_before = 0;
    let mut web = WebRuns::new(string);
    let mut at = 0;
    while let Some(&b) = string.as_bytes().get(at) {
        if b.is_ascii() {
            if !b.is_ascii_alphabetic() {
                at += 1;
                continue;
            }
        } else if let Some(c) = string.get(at..).and_then(|s| s.chars().next())
            && !is_letter(c)
        {
            at += c.len_utf8();
            continue;
        }
        let end = word_end(string, at);
        let Some(said) = string.get(at..end) else { break };
        let behind = string.as_bytes().get(end);
        let dot = behind == Some(&b'.');
        let gap = if out.is_empty() { Gap::Other } else { gap(string.get(end_before..at).unwrap_or("")) };
        let number = spellings.number(said);
        if number == known.len() {
            let folded = fold(said);
            known.push(Known { lore: compound(&folded), shape: shape(said), folded: Said(folded.into()) });
        }
        let Some(spelt) = known.get(number) else { break };
        let shape = if dot && cut_short(said) { Shape::Initial } else { spelt.shape };
        // A dot that abbreviates belongs to the word; any other ends a sentence.
        end_before = if dot && abbreviates(&spelt.folded, shape) { end + 1 } else { end };
        out.push(Word {
            span: at..end,
            number,
            folded: spelt.folded.clone(),
            shape,
            lore: spelt.lore,
            gap,
            dot,
            digit_after: behind.is_some_and(u8::is_ascii_digit),
            web: web.covers(at),
        });
        at = end;
    }
    out
}

fn is_letter(c: char) -> bool {
    // Those of French ahead of all others.
    matches!(c, 'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ')
        || c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}')
}

/// Whether a title begins here.
fn title(rest: &str) -> bool {
    ["Dr", "Pr", "Mme", "Mlle"]
        .iter()
        .any(|t| rest.strip_prefix(t).is_some_and(|r| r.starts_with([' ', '.', '\u{A0}'])))
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2212}')
}

/// Where the word that begins at `start` ends.
fn word_end(string: &str, start: usize) -> usize {
    // Most words are letters without accents up to a mark that is none of a word's.
    let bytes = string.as_bytes().get(start..).unwrap_or_default();
    let plain = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let ended = match (bytes.get(..=plain), bytes.get(plain)) {
        (Some([b'D' | b'O' | b'N' | b'M', b'\''] | [.., b'c' | b'C', b'\'']), _) => false,
        (_, Some(mark)) => mark.is_ascii() && *mark != b'-',
        (_, None) => true,
    };
    if ended {
        return start + plain;
    }
    let mut end = start;
    let mut chars = string.get(start..).unwrap_or("").char_indices().peekable();
    let mut letters = 0;
    let mut opening = ' ';
    let mut last = ' ';
    while let Some((i, c)) = chars.next() {
        if is_letter(c) {
            letters += 1;
            if letters == 1 {
                opening = c;
            }
            end = start + i + c.len_utf8();
            last = c;
            continue;
        }
        let next = chars.peek().map(|&(_, n)| n);
        if is_hyphen(c) && next.is_some_and(is_letter) {
            // "par le-Dr Morel": a speck read as a hyphen joins no title to what stands before it.
            if title(string.get(start + i + c.len_utf8()..).unwrap_or_default()) {
                break;
            }
            continue;
        }
        let apostrophe = matches!(c, '\'' | '\u{2019}');
        let joins =
            letters == 1 && matches!(opening, 'D' | 'O' | 'N' | 'M') && next.is_some_and(char::is_uppercase);
        // "Kerc'hoat"
        let breton = matches!(last, 'c' | 'C') && matches!(next, Some('h' | 'H'));
        if apostrophe && (joins || breton) {
            continue;
        }
        break;
    }
    end
}

fn shape(said: &str) -> Shape {
    if said.bytes().all(|b| b.is_ascii_lowercase()) {
        return Shape::Lower;
    }
    let letters = || said.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters().next() else { return Shape::Lower };
    if !first.is_uppercase() {
        return Shape::Lower;
    }
    if said.split(is_hyphen).all(|part| part.chars().filter(|c| c.is_alphabetic()).count() == 1) {
        return Shape::Initial;
    }
    if letters().all(|c| !c.is_lowercase()) { Shape::Upper } else { Shape::Cap }
}

/// A given name cut short, where a dot follows.
fn cut_short(said: &str) -> bool {
    matches!(
        said,
        "Ph" | "Th" | "Ch" | "Chr" | "Fr" | "Jn" | "Jq" | "Jac" | "Et" | "Gge" | "Cl" | "Fred" | "Ant"
    )
}

/// Whether a dot behind a folded word is the word's own.
fn abbreviates(folded: &str, shape: Shape) -> bool {
    shape == Shape::Initial
        || matches!(
            folded,
            "m" | "mr"
                | "mme"
                | "mlle"
                | "melle"
                | "mm"
                | "mmes"
                | "dr"
                | "drs"
                | "pr"
                | "prs"
                | "prof"
                | "me"
                | "mrs"
                | "ms"
                | "st"
                | "ste"
                | "pt"
                | "av"
                | "bd"
                | "bld"
                | "ch"
                | "imp"
                | "rte"
                | "pl"
                | "all"
                | "sq"
                | "doc"
                | "vve"
                | "med"
                | "int"
                | "univ"
                | "rer"
                | "habil"
        )
}

fn gap(between: &str) -> Gap {
    if between == " " {
        return Gap::Space;
    }
    let mut gap = Gap::None;
    let (mut blanks, mut lines) = (0, 0);
    for c in between.chars() {
        let this = match c {
            '\n' => {
                lines += 1;
                Gap::Line
            }
            '\t' => return Gap::Other,
            c if c.is_whitespace() => {
                blanks += 1;
                if blanks > 1 { Gap::Wide } else { Gap::Space }
            }
            ',' if gap < Gap::Comma => Gap::Comma,
            '\'' | '\u{2019}' | '-' | '\u{2212}' if blanks == 0 => Gap::None,
            _ => return Gap::Other,
        };
        gap = gap.max(this);
    }
    if lines > 1 || gap == Gap::Line && between.contains(',') { Gap::Other } else { gap }
}

/// What the lists say of a word, its hyphenated parts weighed together.
fn compound(folded: &str) -> Lore {
    let bare = folded.rsplit('\'').next().unwrap_or(folded);
    if !bare.contains('-') {
        return lore(bare);
    }
    Lore::of_parts(lore(bare), bare.split('-').filter(|p| p.len() > 1).map(lore))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(s: &str) -> Vec<(String, Shape, Gap)> {
        words(s).into_iter().map(|w| (s[w.span.clone()].to_owned(), w.shape, w.gap)).collect()
    }

    #[test]
    fn words_keep_their_hyphens_and_particles() {
        use {Gap as G, Shape as S};
        let w = |s: &str, shape, gap| (s.to_owned(), shape, gap);
        assert_eq!(
            shapes("Mme D'Orge, J.-P. MOREL-DUVAL"),
            [
                w("Mme", S::Cap, G::Other),
                w("D'Orge", S::Cap, G::Space),
                w("J", S::Initial, G::Comma),
                w("P", S::Initial, G::None),
                w("MOREL-DUVAL", S::Upper, G::Space),
            ]
        );
        assert_eq!(shapes("l'Hay")[1], w("Hay", S::Cap, G::None));
        assert_eq!(
            shapes("fin. Le\nsoir\tici").iter().map(|s| s.2).collect::<Vec<_>>(),
            [G::Other, G::Other, G::Line, G::Other]
        );
    }

    #[test]
    fn addresses_of_the_web_are_marked() {
        let w = words("jeanne.morel@exemple.fr ou Jeanne");
        assert_eq!(w.iter().map(|w| w.web).collect::<Vec<_>>(), [true, true, true, true, false, false]);
    }
}
