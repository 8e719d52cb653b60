//! Pictures read by the networks that a native build carries, one after the other.

use std::cell::RefCell;

use super::Opened;
use crate::context::{Go, Step};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Picture;
use crate::ocr::{Models, Reader};

thread_local! {
    /// Unpacking the networks takes longer than reading a small picture: a thread keeps its own.
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// Reads every picture of the document. One that cannot be read stays an opaque.
///
/// # Errors
/// `Cancelled`, `LimitExceeded`, or as `Document::picture`.
pub(super) fn read(opened: &mut Opened<'_>) -> Result<()> {
    let total = opened.pictures()?;
    if total == 0 {
        return Ok(());
    }
    READER.with_borrow_mut(|kept| {
        let reader = match kept {
            Some(reader) => reader,
            None => kept.insert(Reader::new(&Models::carried())?),
        };
        (0..total).try_for_each(|picture| one(opened, reader, picture, total))
    })
}

fn one(opened: &mut Opened<'_>, reader: &mut Reader, picture: u32, total: u32) -> Result<()> {
    let pixels = opened.picture(picture)?;
    let rgb: Vec<u8> = pixels.rgba.chunks_exact(4).flat_map(|p| p.iter().take(3).copied()).collect();
    let seen = Picture { width: pixels.width, height: pixels.height, rgb: &rgb };
    let cx = &mut opened.cx;
    let mut on_part =
        |_, _| if cx.progress(Step::Pictures, picture, total).is_ok() { Go::On } else { Go::Stop };
    match reader.read(&seen, &mut on_part) {
        Ok(reading) => opened.give(picture, reading),
        Err(e) if e.kind() == ErrorKind::Cancelled => {
            return Err(Error::new(e.kind(), "stopped by the person"));
        }
        Err(_) => {}
    }
    Ok(())
}
