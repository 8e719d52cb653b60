//! Group 4 faxes (ITU-T T.6): a picture's rows and nothing besides. What is read is packed again and must come out the same, so that no
//! bit is left to say anything that the picture does not.

use std::convert::Infallible;

use fax::VecWriter;
use fax::decoder::{DecodeStatus, Group4Decoder, pels};
use fax::encoder::Encoder;

use crate::error::{Error, Result};

/// Checks the packed bytes of a picture.
///
/// # Errors
/// `Leak` for anything that our writer does not write.
pub(in crate::verify) fn check(data: &[u8], columns: u64, rows: u64) -> Result<()> {
    let refuse = || Error::leak("structure check: a fax is not packed as ours are");
    // More would overflow the numbers of those who read it.
    let side = |n: u64| u16::try_from(n).ok().filter(|n| (1..=32_000).contains(n)).ok_or_else(refuse);
    let (columns, rows) = (side(columns)?, side(rows)?);
    let input = data.iter().map(|b| Ok::<u8, Infallible>(*b));
    let mut decoder = Group4Decoder::new(input, columns).map_err(|_| refuse())?;
    let mut again = Encoder::new(VecWriter::new());
    for _ in 0..rows {
        if decoder.advance().map_err(|_| refuse())? != DecodeStatus::Incomplete {
            return Err(refuse());
        }
        again.encode_line(pels(decoder.transition(), columns), columns).map_err(|_| refuse())?;
    }
    let again = again.finish().map_err(|_| refuse())?.finish();
    if again == data { Ok(()) } else { Err(refuse()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fax_holds_its_rows_and_nothing_else() {
        use fax::Color::{Black, White};
        let mut encoder = Encoder::new(VecWriter::new());
        for row in [[White, Black, Black, White, Black], [White, White, Black, White, Black], [Black; 5]] {
            encoder.encode_line(row.into_iter(), 5).expect("encodes");
        }
        let data = encoder.finish().expect("encodes").finish();
        assert!(check(&data, 5, 3).is_ok());
        assert!(check(&data, 5, 2).is_err() && check(&data, 5, 4).is_err() && check(&data, 0, 3).is_err());
        assert!(check(&data, 40_000, 3).is_err() && check(&[], 5, 3).is_err());
        let mut longer = data.clone();
        longer.extend(b"Jeanne");
        assert!(check(&longer, 5, 3).is_err());
        let mut padded = data.clone();
        if let Some(last) = padded.last_mut() {
            *last |= 1;
        }
        assert!(padded == data || check(&padded, 5, 3).is_err());
    }
}
