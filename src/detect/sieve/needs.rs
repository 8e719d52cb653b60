//! A pattern → strings of which one must stand wherever it matches: what lets lines be passed over without asking it.
//! Literals are taken as they fold, since lines are looked at folded; a digit and a run of digits count as strings too.
//! Law: nothing is said to be needed that some match can do without. Runs in the tests, which keep what it says.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::kept::{AnyOf, Atom};
use crate::model::fold;
use crate::model::order::{sort, sort_by_key};

/// Most strings that are kept of one part of a pattern.
const MANY: usize = 700;

/// Stands in a string for a word boundary.
const BOUNDARY: char = '\u{2}';

/// What a pattern needs: something of each of these.
pub(super) fn needs(pattern: &Hir) -> Vec<AnyOf> {
    let mut sets: Vec<(u32, AnyOf)> = required(pattern)
        .into_iter()
        .map(shortest)
        .map(|set| (worth(&set), set))
        .filter(|(worth, _)| *worth >= 2)
        .collect();
    sort_by_key(&mut sets, |(w, set)| (std::cmp::Reverse(*w), set.len()));
    // Two letters that may stand within a word stand in nearly every line, and cost more than they spare.
    let best = sets.first().map_or(0, |(worth, _)| *worth);
    sets.retain(|(worth, set)| *worth > 2 || best == 2 || set.iter().all(|a| matches!(a, Atom::Digits(_))));
    sets.truncate(3);
    sets.into_iter().map(|(_, set)| set).collect()
}

/// How many line ends a match may run over, counted up to `most`.
pub(super) fn line_ends(pattern: &Hir, most: usize) -> usize {
    let in_class = |class: &Class| match class {
        Class::Unicode(c) => c.ranges().iter().any(|r| r.start() <= '\n' && '\n' <= r.end()),
        Class::Bytes(c) => c.ranges().iter().any(|r| r.start() <= b'\n' && b'\n' <= r.end()),
    };
    let count = match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(l) => l.0.iter().filter(|b| **b == b'\n').count(),
        HirKind::Class(class) => usize::from(in_class(class)),
        HirKind::Repetition(r) => line_ends(&r.sub, most) * r.max.map_or(most, |m| m as usize),
        HirKind::Capture(c) => line_ends(&c.sub, most),
        HirKind::Concat(parts) => parts.iter().map(|part| line_ends(part, most)).sum(),
        HirKind::Alternation(parts) => parts.iter().map(|part| line_ends(part, most)).max().unwrap_or(0),
    };
    count.min(most)
}

/// How seldom something of a set stands in a line, roughly.
fn worth(set: &AnyOf) -> u32 {
    set.iter()
        .map(|atom| match atom {
            Atom::Digits(n) => 1 + u32::from(*n),
            Atom::Initials | Atom::Code => 4,
            Atom::Text { text, opens, closes } => {
                let rare = text.chars().any(|c| {
                    !c.is_ascii_alphanumeric() && !matches!(c, ' ' | '.' | ',' | '\n' | '\'' | '-' | ':')
                });
                let letters = text.chars().filter(|c| c.is_ascii_alphabetic()).count() as u32;
                let digits = text.chars().filter(|c| c.is_ascii_digit()).count() as u32;
                letters
                    + 2 * digits
                    + 3 * u32::from(rare)
                    + u32::from(letters > 0) * (u32::from(*opens) + u32::from(*closes))
            }
        })
        .min()
        .unwrap_or(0)
}

/// A set without what holds another of it.
fn shortest(set: AnyOf) -> AnyOf {
    set.iter().filter(|long| !set.iter().any(|short| implies(long, short))).cloned().collect()
}

/// Whether one stands wherever another stands.
fn implies(long: &Atom, short: &Atom) -> bool {
    match (long, short) {
        (Atom::Digits(long), Atom::Digits(short)) => long > short,
        (
            Atom::Text { text: long, opens: long_opens, closes: long_closes },
            Atom::Text { text: short, opens, closes },
        ) => {
            let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
            let parted = |at: usize| {
                let (before, behind) = long.split_at_checked(at).unwrap_or_default();
                word(before.chars().next_back()) != word(behind.chars().next())
            };
            (long, long_opens, long_closes) != (short, opens, closes)
                && long.match_indices(short.as_str()).any(|(at, _)| {
                    let end = at + short.len();
                    let opened = if at == 0 { *long_opens } else { parted(at) };
                    let closed = if end == long.len() { *long_closes } else { parted(end) };
                    (!opens || opened) && (!closes || closed)
                })
        }
        _ => false,
    }
}

fn required(hir: &Hir) -> Vec<AnyOf> {
    if let Some(strings) = exact(hir) {
        return any_of(strings).into_iter().collect();
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => Vec::new(),
        HirKind::Class(class) => {
            if digits(class) {
                vec![vec![Atom::Digits(1)]]
            } else {
                Vec::new()
            }
        }
        HirKind::Capture(c) => required(&c.sub),
        HirKind::Repetition(r) if r.min == 0 => Vec::new(),
        HirKind::Repetition(r) => match r.sub.kind() {
            HirKind::Class(class) if digits(class) => {
                vec![vec![Atom::Digits(match r.min {
                    1 => 1,
                    2 | 3 => 2,
                    _ => 4,
                })]]
            }
            _ => required(&r.sub),
        },
        HirKind::Concat(parts) => in_a_row(parts, vec![String::new()]),
        HirKind::Alternation(branches) => chosen(branches, &[String::new()], None).into_iter().collect(),
    }
}

/// Parts that follow each other behind some strings: these grow as long as each part is one of few strings.
fn in_a_row(parts: &[Hir], mut grown: Vec<String>) -> Vec<AnyOf> {
    let mut out = Vec::new();
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        let Some(own) = exact(part) else {
            // What stands at the sides of a choice stands at the sides of each of its branches.
            if let Some(branches) = choice(part).filter(|_| grown.len() <= FEW) {
                let behind = parts.peek().and_then(|next| exact(next)).filter(|s| s.len() <= FEW);
                out.extend(chosen(branches, &grown, behind.as_deref()));
                if behind.is_some() {
                    parts.next();
                }
                grown = vec![String::new()];
            } else {
                out.extend(any_of(std::mem::replace(&mut grown, vec![String::new()])));
                out.extend(required(part));
            }
            continue;
        };
        // What can be left out says nothing more of what stands before it.
        let says_enough = |s: &String| s.chars().filter(char::is_ascii_alphabetic).count() > 3;
        if own.iter().any(String::is_empty) && grown.iter().all(says_enough) {
            out.extend(any_of(std::mem::replace(&mut grown, vec![String::new()])));
        } else if own.len() * grown.len() <= MANY {
            grown = product(&grown, &own);
        } else {
            out.extend(any_of(std::mem::replace(&mut grown, own)));
        }
    }
    out.extend(any_of(grown));
    out
}

/// Most strings at a choice's side that are taken into its branches.
const FEW: usize = 8;

/// The branches of a choice, perhaps in brackets.
fn choice(hir: &Hir) -> Option<&[Hir]> {
    match hir.kind() {
        HirKind::Alternation(branches) => Some(branches),
        HirKind::Capture(c) => choice(&c.sub),
        _ => None,
    }
}

/// The best of each branch, with what stands before and behind.
fn chosen(branches: &[Hir], before: &[String], behind: Option<&[String]>) -> Option<AnyOf> {
    let none = [String::new()];
    let mut all = AnyOf::new();
    for branch in branches {
        let set = match (exact(branch), choice(branch)) {
            (Some(strings), _) => any_of(product(&product(before, &strings), behind.unwrap_or(&none))),
            (None, Some(inner)) => chosen(inner, before, behind),
            (None, None) => {
                let sets = match branch.kind() {
                    HirKind::Concat(parts) => in_a_row(parts, before.to_vec()),
                    _ => required(branch),
                };
                sets.into_iter().max_by_key(worth)
            }
        };
        all.extend(set?);
    }
    sort(&mut all);
    all.dedup();
    (all.len() <= MANY).then_some(all)
}

fn product(heads: &[String], tails: &[String]) -> Vec<String> {
    heads.iter().flat_map(|h| tails.iter().map(move |t| format!("{h}{t}"))).collect()
}

/// Every string that a part can match, where these are few; a word boundary stands as a mark.
fn exact(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty => Some(vec![String::new()]),
        HirKind::Look(Look::WordAscii) => Some(vec![BOUNDARY.to_string()]),
        HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(l) => Some(vec![fold(std::str::from_utf8(&l.0).ok()?)]),
        HirKind::Class(class) => {
            let mut chars: Vec<String> =
                few(class)?.into_iter().map(|c| fold(c.encode_utf8(&mut [0; 4]))).collect();
            sort(&mut chars);
            chars.dedup();
            Some(chars)
        }
        HirKind::Capture(c) => exact(&c.sub),
        // Written out, where it comes back at most three times.
        HirKind::Repetition(r) if r.max.is_some_and(|max| max <= 3) => {
            let once = exact(&r.sub)?;
            let (mut times, mut strings) = (vec![String::new()], Vec::new());
            for count in 0..=r.max.unwrap_or(0) {
                if count >= r.min {
                    strings.extend(times.iter().cloned());
                }
                if times.len() * once.len() + strings.len() > MANY {
                    return None;
                }
                times = product(&times, &once);
            }
            Some(strings)
        }
        HirKind::Repetition(_) => None,
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |heads, part| {
            let tails = exact(part)?;
            (heads.len() * tails.len() <= MANY).then(|| product(&heads, &tails))
        }),
        HirKind::Alternation(branches) => {
            let mut strings = Vec::new();
            for branch in branches {
                strings.extend(exact(branch)?);
                if strings.len() > MANY {
                    return None;
                }
            }
            Some(strings)
        }
    }
}

/// The characters of a class, where they are at most twelve and not digits alone.
fn few(class: &Class) -> Option<Vec<char>> {
    const MOST: u32 = 12;
    match class {
        _ if digits(class) => None,
        Class::Unicode(c) => {
            let count: u32 = c.ranges().iter().map(|r| u32::from(r.end()) - u32::from(r.start()) + 1).sum();
            (count <= MOST).then(|| c.ranges().iter().flat_map(|r| r.start()..=r.end()).collect())
        }
        Class::Bytes(c) => {
            let count: u32 = c.ranges().iter().map(|r| u32::from(r.end() - r.start()) + 1).sum();
            let ascii = c.ranges().iter().all(|r| r.end().is_ascii());
            (count <= MOST && ascii)
                .then(|| c.ranges().iter().flat_map(|r| r.start()..=r.end()).map(char::from).collect())
        }
    }
}

/// Whether a class holds digits alone.
fn digits(class: &Class) -> bool {
    match class {
        Class::Unicode(c) => c.ranges().iter().all(|r| r.start() >= '0' && r.end() <= '9'),
        Class::Bytes(c) => c.ranges().iter().all(|r| r.start() >= b'0' && r.end() <= b'9'),
    }
}

/// Strings as a set, unless one of them says nothing.
fn any_of(strings: Vec<String>) -> Option<AnyOf> {
    let mut set = Vec::with_capacity(strings.len());
    for string in strings {
        let (opens, closes) = (string.starts_with(BOUNDARY), string.ends_with(BOUNDARY));
        // A boundary inside says nothing that the letters beside it do not.
        let text: String = string.chars().filter(|c| *c != BOUNDARY).collect();
        if text.is_empty() {
            return None;
        }
        set.push(Atom::Text { text, opens, closes });
    }
    sort(&mut set);
    set.dedup();
    (!set.is_empty()).then_some(set)
}
