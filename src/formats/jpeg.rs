//! The head of a JPEG file, segment by segment (ITU-T T.81 clause B.1.1).

/// Markers and what their segments hold, up to the first scan; ends early where the file is not understood.
pub(super) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = bytes.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        let rest = at.strip_prefix(&[0xFF])?;
        // More such bytes may stand before a marker (clause B.1.1.2).
        let fill = rest.iter().take_while(|b| **b == 0xFF).count();
        let (marker, rest) = rest.get(fill..)?.split_first()?;
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
        let body = rest.get(2..length)?;
        at = rest.get(length..)?;
        (*marker != 0xDA).then_some((*marker, body))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_end_at_the_scan_and_where_the_file_is_cut() {
        let file = b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xFF\xFF\xDB\0\x03c\xFF\xDA\0\x02\xFF\xE1\0\x02";
        let all = |n: usize| segments(&file[..n]).collect::<Vec<_>>();
        assert_eq!(all(file.len()), [(0xE0, &b"ab"[..]), (0xDB, b"c")]);
        assert_eq!(all(14), [(0xE0, &b"ab"[..])]);
        assert_eq!(all(8), [(0xE0, &b"ab"[..])]);
        for n in [0, 1, 2, 3, 5, 7] {
            assert_eq!(all(n), [], "{n} bytes");
        }
        assert_eq!(segments(b"\xFF\xD8\xFF\xE0\0\x01ab").count(), 0, "shorter than its own length");
    }
}
