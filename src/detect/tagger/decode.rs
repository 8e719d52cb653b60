//! A line's features → the best readings of it. Five states: outside, beginning of and inside a name, beginning of and
//! inside an address. For each word, the best reading of the whole line that strikes it is weighed against the best one
//! that does not.

use std::ops::Range;

use super::features::{COUNT, Line, Seen};
use super::weights::Weights;

/// Outside, name (beginning, inside), address (beginning, inside).
pub(crate) const STATES: usize = 5;

/// Out of reach, and far from overflow.
pub(super) const NEVER: i32 = -1_000_000;

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

/// What a line's best readings say of one word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) token: usize,
    /// By how much the best reading with it in a name beats the best one with it outside of all.
    pub(crate) name: i32,
    /// The same for an address.
    pub(crate) address: i32,
    /// Whether a name, or an address, begins here rather than goes on.
    pub(crate) opens: [bool; 2],
}

/// Reads a part of a line; outside of it nothing is a name.
pub(crate) fn line(
    seen: &Seen,
    line: &Line,
    tokens: Range<usize>,
    weights: &Weights,
    room: &mut Room,
    out: &mut Vec<Mark>,
) {
    room.own.clear();
    let mut rows = [0u32; COUNT];
    for at in tokens.clone() {
        seen.features(line, at, &mut rows);
        room.own.push(weights.score(&rows));
    }
    let steps = weights.allowed();
    // What the words ahead can add, by state.
    room.ahead.clear();
    room.ahead.resize(room.own.len(), [0; STATES]);
    let mut next = [0; STATES];
    for (ahead, own) in room.ahead.iter_mut().zip(&room.own).rev() {
        *ahead = next;
        let then: [i32; STATES] = std::array::from_fn(|to| own[to] + ahead[to]);
        let into = |from: usize, to: usize| steps[from][to] + then[to];
        // What goes on with something, goes on with its own sort.
        let anew = |from: usize| into(from, 0).max(into(from, 1)).max(into(from, 3));
        next = [
            anew(0),
            anew(1).max(into(1, 2)),
            anew(2).max(into(2, 2)),
            anew(3).max(into(3, 4)),
            anew(4).max(into(4, 4)),
        ];
    }
    let mut behind = [NEVER; STATES];
    behind[0] = 0;
    for (at, own) in room.own.iter().enumerate() {
        let from = |from: usize, to: usize| behind[from] + steps[from][to];
        let any = |to: usize| from(0, to).max(from(1, to)).max(from(2, to)).max(from(3, to)).max(from(4, to));
        let best = [any(0), any(1), from(1, 2).max(from(2, 2)), any(3), from(3, 4).max(from(4, 4))];
        let here: [i32; STATES] = std::array::from_fn(|to| own[to] + best[to]);
        behind = here;
        let whole = |state: usize| here[state] + room.ahead[at][state];
        let none = whole(0);
        out.push(Mark {
            token: tokens.start + at,
            name: whole(1).max(whole(2)) - none,
            address: whole(3).max(whole(4)) - none,
            opens: [whole(1) >= whole(2), whole(3) >= whole(4)],
        });
    }
}
