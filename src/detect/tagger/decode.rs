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
        next = std::array::from_fn(|from| best(&steps[from], &then));
    }
    let into: [[i32; STATES]; STATES] = std::array::from_fn(|to| steps.map(|from| from[to]));
    let mut behind = [NEVER; STATES];
    behind[0] = 0;
    for (at, own) in room.own.iter().enumerate() {
        let mut here = [0; STATES];
        for ((score, own), into) in here.iter_mut().zip(own).zip(&into) {
            *score = own + best(&behind, into);
        }
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

/// The highest sum of two scores of one state.
fn best(a: &[i32; STATES], b: &[i32; STATES]) -> i32 {
    let mut best = NEVER * 2;
    for (a, b) in a.iter().zip(b) {
        best = best.max(a + b);
    }
    best
}
