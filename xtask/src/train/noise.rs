//! Marked letters → the same as they come from bad hands: capitals, lost accents, misread letters, spaced letters, glued
//! words, broken lines.

use super::prng::Chance;
use super::slots::{Marked, NAME, OUT};
use crate::detect::fold;

/// Spoils a text a little, most often not at all.
pub(super) fn spoil(mut text: Marked, english: bool, c: &mut Chance) -> Marked {
    if c.percent(if english { 3 } else { 7 }) {
        text = each(&text, |ch| ch.to_uppercase().collect());
    } else if c.percent(2) {
        text = each(&text, |ch| ch.to_lowercase().collect());
    }
    if c.percent(if english { 3 } else { 14 }) {
        text =
            each(&text, |ch| if ch.is_alphabetic() && !ch.is_ascii() { plain(ch) } else { ch.to_string() });
    }
    if c.percent(4) {
        text = each(&text, |ch| misread(ch, c));
    }
    if c.percent(2) {
        text = spaced(&text);
    }
    if c.percent(3) {
        text = glued(&text, c);
    }
    if c.percent(9) {
        text = broken(&text, 40 + c.below(60));
    }
    if c.percent(8) {
        text = each(&text, |ch| if ch == '\t' { "    ".to_owned() } else { ch.to_string() });
    } else if c.percent(8) {
        text = each(&text, |ch| if ch == '\t' { " : ".to_owned() } else { ch.to_string() });
    }
    text
}

fn each(text: &Marked, mut f: impl FnMut(char) -> String) -> Marked {
    let mut out = Vec::with_capacity(text.len());
    for &(ch, mark) in text {
        out.extend(f(ch).chars().map(|new| (new, mark)));
    }
    out
}

/// A letter without its accent, capital where it was one.
fn plain(ch: char) -> String {
    let bare = fold(&ch.to_string());
    if ch.is_uppercase() { bare.to_uppercase() } else { bare }
}

fn misread(ch: char, c: &mut Chance) -> String {
    if !c.percent(3) {
        return ch.to_string();
    }
    match ch {
        'o' | 'O' => "0",
        'e' => "c",
        'l' => "1",
        'I' => "l",
        'm' => "rn",
        'u' => "ii",
        'é' | 'è' => "e",
        'S' => "5",
        'B' => "8",
        'a' => "o",
        'h' => "b",
        other => return other.to_string(),
    }
    .to_owned()
}

/// One blank between the letters of names in capitals: "M O R E L".
fn spaced(text: &Marked) -> Marked {
    let mut out: Marked = Vec::new();
    for &(ch, mark) in text {
        if mark == NAME
            && ch.is_uppercase()
            && out.last().is_some_and(|&(p, m)| m == NAME && p.is_uppercase())
        {
            out.push((' ', NAME));
        }
        out.push((ch, mark));
    }
    out
}

/// Blanks beside names that are lost.
fn glued(text: &Marked, c: &mut Chance) -> Marked {
    let mut out: Marked = Vec::new();
    for (n, &(ch, mark)) in text.iter().enumerate() {
        let edge = |m: Option<&(char, u8)>| m.is_some_and(|m| m.1 != OUT);
        let digit = text.get(n + 1).is_some_and(|m| m.0.is_ascii_digit())
            || n.checked_sub(1).and_then(|p| text.get(p)).is_some_and(|m| matches!(m.0, '.' | ':' | ','));
        let beside = edge(text.get(n + 1)) || edge(n.checked_sub(1).and_then(|p| text.get(p)));
        if ch == ' ' && mark == OUT && digit && beside && c.percent(60) {
            continue;
        }
        out.push((ch, mark));
    }
    out
}

/// Lines broken at the next blank after `width` letters.
fn broken(text: &Marked, width: usize) -> Marked {
    let mut column = 0;
    text.iter()
        .map(|&(ch, mark)| {
            column = if ch == '\n' { 0 } else { column + 1 };
            if ch == ' ' && column > width {
                column = 0;
                return ('\n', mark);
            }
            (ch, mark)
        })
        .collect()
}
