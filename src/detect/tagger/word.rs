//! A word → what there is to see of it, whatever stands around it.

use super::super::tokens::{Shape, Word};
use super::features::{Token, hash, mix};

/// A word as the tagger sees it.
pub(super) fn of_word(word: &Word, string: &str) -> Token {
    let (lore, folded) = (word.lore, word.folded.as_str());
    let shape = match word.shape {
        Shape::Upper => 0,
        Shape::Cap => 1,
        Shape::Initial => 2,
        Shape::Lower => 3,
    };
    let flag = |on: bool, bit: u32| u32::from(on) << bit;
    let thing = lore.stop() || lore.head() || lore.facility();
    let names = if lore.common_given() {
        3
    } else if lore.given() {
        2
    } else {
        u32::from(lore.surname())
    };
    let big = u32::from(lore.town());
    let coarse = shape | names << 2 | flag(lore.word(), 4) | flag(thing || lore.eponym(), 5);
    let fine = mix(
        coarse
            | flag(lore.stop(), 6)
            | flag(lore.head(), 7)
            | flag(lore.facility(), 8)
            | flag(lore.eponym(), 9)
            | flag(lore.surname(), 10)
            | big << 11
            | flag(word.dot, 13)
            | flag(word.web, 14)
            | flag(folded.contains('-'), 15)
            | flag(folded.contains('\''), 16)
            | flag(word.digit_after, 17),
        5,
    );
    let known = lore.word() || thing || lore.eponym() || folded.len() <= 3;
    let end = |n: usize| {
        let bytes = folded.as_bytes();
        bytes.get(bytes.len().saturating_sub(n)..).unwrap_or(bytes)
    };
    let of = |bytes: &[u8], salt: u32| bytes.iter().fold(salt, |h, &b| mix(h, u32::from(b)));
    let start = |n: usize| folded.as_bytes().get(..n).unwrap_or(folded.as_bytes());
    let letters = folded.len().min(12) as u32;
    let id = if known { hash(folded) } else { of(end(3), 3) };
    let endings =
        if known { [id, 1, 1, 1] } else { [of(end(2), 2), of(end(3), 4), of(end(4), 6), of(start(3), 8)] };
    // "FacteursDeRisque"
    let camel = string.get(word.span.clone()).is_some_and(|s| {
        let bytes = s.as_bytes();
        bytes.windows(2).skip(2).any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase())
    });
    let capital = word.capital() && !word.web && !lore.stop();
    let candidate = !word.web
        && if word.shape != Shape::Lower {
            !lore.stop() && !word.plain() && (word.shape != Shape::Initial || word.dot)
        } else {
            !lore.word() && !lore.stop() && folded.len() > 3 || lore.facility()
        };
    Token {
        span: word.span.start..word.span.end,
        id,
        fine,
        coarse: coarse | flag(big > 0, 6) | flag(word.web, 8),
        endings,
        length: letters | flag(camel, 5),
        candidate,
        capital,
        listed: capital
            && names > 0
            && !(lore.word() || thing || lore.eponym())
            && big == 0
            && !folded.split('-').any(|part| matches!(part, "sur" | "sous" | "les" | "en" | "aux"))
            && folded.len() > if word.shape == Shape::Upper { 4 } else { 2 },
        solid: !word.web
            && !lore.stop()
            && match word.shape {
                Shape::Upper | Shape::Cap => !word.plain(),
                Shape::Initial => folded.len() > 2,
                Shape::Lower => !lore.word() && names > 0 && folded.len() > 3,
            },
        ..Token::default()
    }
}
