//! A line's features → the best readings of it. Five states: outside, beginning of and inside a name, beginning of and
//! inside an address. For each word, the best reading of the whole line that strikes it is weighed against the best one
//! that does not; stretches where the former wins are said.

use super::features::{COUNT, Line, Seen};
use super::weights::Weights;
use super::{Tagged, What};

/// Outside, name (beginning, inside), address (beginning, inside).
pub(crate) const STATES: usize = 5;

/// Out of reach, and far from overflow.
const NEVER: i32 = -1_000_000;

/// Scores of one line; kept from line to line.
#[derive(Default)]
pub(crate) struct Room {
    own: Vec<[i32; STATES]>,
    ahead: Vec<[i32; STATES]>,
}

/// Whether a state may follow another.
pub(crate) fn follows(from: usize, to: usize) -> bool {
    match to {
        2 => matches!(from, 1 | 2),
        4 => matches!(from, 3 | 4),
        _ => true,
    }
}

/// Reads one line.
pub(crate) fn line(
    seen: &Seen,
    line: &Line,
    weights: &Weights,
    tilt: i32,
    room: &mut Room,
    out: &mut Vec<Tagged>,
) {
    room.own.clear();
    let mut rows = [0u32; COUNT];
    for at in line.from..line.to {
        seen.features(line, at, &mut rows);
        room.own.push(weights.score(&rows));
    }
    let step = |from: usize, to: usize| {
        if follows(from, to) { weights.step(from, to) } else { NEVER }
    };
    // What the words ahead can add, by state.
    room.ahead.clear();
    room.ahead.resize(room.own.len(), [0; STATES]);
    for at in (0..room.own.len().saturating_sub(1)).rev() {
        for from in 0..STATES {
            let mut best = NEVER * 4;
            for to in 0..STATES {
                best = best.max(step(from, to) + room.own[at + 1][to] + room.ahead[at + 1][to]);
            }
            room.ahead[at][from] = best;
        }
    }
    let mut behind = [0; STATES];
    let mut open: Option<Tagged> = None;
    for (at, own) in room.own.iter().enumerate() {
        let mut here = [NEVER * 4; STATES];
        for to in 0..STATES {
            here[to] = own[to]
                + if at == 0 {
                    if follows(0, to) { weights.step(0, to) } else { NEVER }
                } else {
                    (0..STATES).map(|from| behind[from] + step(from, to)).max().unwrap_or(NEVER)
                };
        }
        behind = here;
        let whole = |state: usize| here[state] + room.ahead[at][state];
        let (name, address) = (whole(1).max(whole(2)), whole(3).max(whole(4)));
        let (what, best, inside) = if name >= address {
            (What::Name, name, whole(2) > whole(1))
        } else {
            (What::Address, address, whole(4) > whole(3))
        };
        let margin = best - whole(0);
        let Some(token) = seen.tokens.get(line.from + at) else { continue };
        if margin + tilt < 0 {
            out.extend(open.take());
            continue;
        }
        match &mut open {
            Some(tagged) if inside && tagged.what == what => {
                tagged.span.end = token.span.end;
                tagged.margin = tagged.margin.min(margin);
            }
            _ => {
                out.extend(open.take());
                open = Some(Tagged { span: token.span.clone(), what, margin });
            }
        }
    }
    out.extend(open.take());
}
