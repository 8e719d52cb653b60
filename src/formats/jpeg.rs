//! The head of a JPEG file, segment by segment (ITU-T T.81 clause B.1.1).

/// Markers and what their segments hold, up to the first scan's header; ends early where the file is not understood.
pub(super) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = bytes.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        let rest = at.strip_prefix(&[0xFF])?;
        // More such bytes may stand before a marker (clause B.1.1.2).
        let fill = rest.iter().take_while(|b| **b == 0xFF).count();
        let (marker, rest) = rest.get(fill..)?.split_first()?;
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
        let body = rest.get(2..length)?;
        at = if *marker == 0xDA { &[] } else { rest.get(length..)? };
        Some((*marker, body))
    })
}

/// Whether the colours of a sequential file are coded one behind the other (clause B.2.3): the decoder that we use mixes up the rows of
/// those that are halved, and misreads short ones.
pub(super) fn parted(bytes: &[u8]) -> bool {
    let mut colours = None;
    for (marker, body) in segments(bytes) {
        match marker {
            0xC0 | 0xC1 => colours = body.get(5),
            0xDA => return colours.zip(body.first()).is_some_and(|(all, scanned)| scanned < all),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_end_at_the_scan_and_where_the_file_is_cut() {
        let file = b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xFF\xFF\xDB\0\x03c\xFF\xDA\0\x02\xFF\xE1\0\x02";
        let all = |n: usize| segments(&file[..n]).collect::<Vec<_>>();
        assert_eq!(all(file.len()), [(0xE0, &b"ab"[..]), (0xDB, b"c"), (0xDA, b"")]);
        assert_eq!(all(14), [(0xE0, &b"ab"[..])]);
        assert_eq!(all(8), [(0xE0, &b"ab"[..])]);
        for n in [0, 1, 2, 3, 5, 7] {
            assert_eq!(all(n), [], "{n} bytes");
        }
        assert!((0..file.len()).all(|n| !parted(&file[..n])));
        assert_eq!(segments(b"\xFF\xD8\xFF\xE0\0\x01ab").count(), 0, "shorter than its own length");
    }

    #[test]
    fn colours_one_behind_the_other_are_told() {
        use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
        let packed = |factor, fitted, scans| {
            let mut out = Vec::new();
            let mut encoder = Encoder::new(&mut out, 80);
            encoder.set_sampling_factor(factor);
            encoder.set_optimized_huffman_tables(fitted);
            encoder.set_progressive(scans);
            encoder.encode(&[90; 32 * 32 * 3], 32, 32, ColorType::Rgb).expect("packed");
            out
        };
        for factor in [SamplingFactor::F_1_1, SamplingFactor::F_2_1, SamplingFactor::F_2_2] {
            assert!(parted(&packed(factor, true, false)));
        }
        for read in [
            packed(SamplingFactor::F_1_1, false, false),
            packed(SamplingFactor::F_2_1, true, true),
            packed(SamplingFactor::F_2_2, false, false),
            packed(SamplingFactor::F_2_2, true, true),
        ] {
            assert!(!parted(&read));
            let rgb = image::load_from_memory(&read).expect("decodes").to_rgb8();
            assert!(rgb.iter().all(|v| v.abs_diff(90) < 8));
        }
    }
}
