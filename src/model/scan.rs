//! Bytes → the next one of a kind, eight at a step: most bytes of a text are of no kind that is looked for.

/// Each byte is one.
const ONES: u64 = u64::MAX / 255;

/// The next ASCII digit at a place or behind it.
pub(crate) fn digit(bytes: &[u8], from: usize) -> Option<usize> {
    // Digits differ from "0" by less than ten.
    next(bytes, from, |eight| below(eight ^ (ONES * 0x30), 10))
}

/// The next of two bytes that are not zero.
pub(crate) fn either(bytes: &[u8], from: usize, (a, b): (u8, u8)) -> Option<usize> {
    let is = |eight: u64, byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
    next(bytes, from, |eight| is(eight, a) | is(eight, b))
}

/// The next ASCII capital, or one of "@[\\]^_".
pub(crate) fn capital(bytes: &[u8], from: usize) -> Option<usize> {
    next(bytes, from, |eight| below((eight & (ONES * 0xe0)) ^ (ONES * 0x40), 1))
}

/// The next byte of a character beyond ASCII, or of a mark that folding changes: "`", a return, a vertical tab, a form feed.
pub(super) fn folding(bytes: &[u8], from: usize) -> Option<usize> {
    let is = |eight: u64, byte: u64, number: u64| below(eight ^ (ONES * byte), number);
    next(bytes, from, |eight| {
        (eight & (ONES * 0x80)) | is(eight, 0x0d, 2) | is(eight, 0x0b, 1) | is(eight, 0x60, 1)
    })
}

/// The highest bit of each byte that is below a number; behind the first of them, also of some others.
fn below(eight: u64, number: u64) -> u64 {
    eight.wrapping_sub(ONES * number) & !eight & (ONES * 0x80)
}

fn next(bytes: &[u8], from: usize, mark: impl Fn(u64) -> u64) -> Option<usize> {
    let (eights, rest) = bytes.get(from..)?.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mut marks = eights.iter().chain([&last]).map(|eight| mark(u64::from_le_bytes(*eight))).enumerate();
    let (steps, marked) = marks.find(|(_, marked)| *marked != 0)?;
    Some(from + steps * 8 + marked.trailing_zeros() as usize / 8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_next_is_found(bytes in prop::collection::vec(any::<u8>(), 0..40), from in 0usize..42) {
            let first = |wanted: fn(&u8) -> bool| bytes.get(from..)?.iter().position(wanted).map(|n| from + n);
            prop_assert_eq!(digit(&bytes, from), first(u8::is_ascii_digit));
            prop_assert_eq!(either(&bytes, from, (b'@', 0xe9)), first(|b| matches!(b, b'@' | 0xe9)));
            prop_assert_eq!(capital(&bytes, from), first(|b| matches!(b, b'@'..=b'_')));
            prop_assert_eq!(folding(&bytes, from), first(|b| matches!(b, 0x0b..=0x0d | b'`' | 0x80..)));
        }

        #[test]
        fn the_next_is_found_in_writing(said in "[a-z0-9/:;@é ]{0,40}") {
            let bytes = said.as_bytes();
            for from in 0..=bytes.len() {
                let first = |wanted: fn(&u8) -> bool| bytes[from..].iter().position(wanted).map(|n| from + n);
                prop_assert_eq!(digit(bytes, from), first(u8::is_ascii_digit));
                prop_assert_eq!(either(bytes, from, (b'@', b':')), first(|b| matches!(b, b'@' | b':')));
            }
        }
    }
}
