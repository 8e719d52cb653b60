//! A text → which of its lines hold digits, and capitals close together.

use crate::model::scan;

/// Goes through lines in their order.
struct Cursor<'a> {
    starts: &'a [(u32, u32)],
    line: usize,
}

impl Cursor<'_> {
    /// The line of a place; asked for ascending places, folded or original.
    fn line(&mut self, at: usize, start: fn(&(u32, u32)) -> u32) -> usize {
        while self.starts.get(self.line + 1).is_some_and(|next| start(next) as usize <= at) {
            self.line += 1;
        }
        self.line
    }
}

/// Marks the lines that hold digits.
pub(super) fn digits(s: &str, starts: &[(u32, u32)], holds: &mut [u128], brings: &[u128; 3]) {
    let bytes = s.as_bytes();
    let (mut cursor, mut at) = (Cursor { starts, line: 0 }, 0);
    while let Some(from) = scan::digit(bytes, at) {
        at = from + bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
        let brought = brings[match at - from {
            1 => 0,
            2 | 3 => 1,
            _ => 2,
        }];
        // A long line may be parted within a number.
        for place in [from, at - 1] {
            if let Some(held) = holds.get_mut(cursor.line(place, |start| start.0)) {
                *held |= brought;
            }
        }
    }
}

/// Most bytes between two capitals that stand together: two curled apostrophes and a blank.
const BETWEEN: usize = 7;

/// Marks the lines that hold capitals close together, and codes that end in them.
pub(super) fn capitals(s: &str, starts: &[(u32, u32)], holds: &mut [u128], (initials, code): (u128, u128)) {
    let bytes = s.as_bytes();
    let open = |n: usize| bytes.get(n).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let (mut cursor, mut before, mut from) = (Cursor { starts, line: 0 }, None, 0);
    while let Some(at) = scan::capital(bytes, from) {
        from = at + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_uppercase) {
            continue;
        }
        let Some(first) = before.replace(at) else { continue };
        let near = at - first <= BETWEEN + 1
            && bytes
                .get(first + 1..at)
                .is_some_and(|s| s.iter().all(|b| matches!(b, b'.' | b'\'' | b'-' | b' ' | 0x80..)));
        if let Some(held) = holds.get_mut(cursor.line(at, |start| start.1)).filter(|_| near) {
            *held |= initials;
            let digit = first.checked_sub(1).and_then(|n| bytes.get(n)).is_some_and(u8::is_ascii_digit);
            *held |= if first + 1 == at && digit && !open(at + 1) { code } else { 0 };
        }
    }
}
