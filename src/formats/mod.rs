//! bytes → [`Document`]: recognises the sort and opens it. The only `match` on [`Format`] that opens anything.

mod image;
mod jpeg;
mod pdf;
mod read;
mod text;

use std::sync::Arc;

use crate::context::Cx;
use crate::error::{Error, ErrorKind, Result};
#[cfg(feature = "ocr")]
use crate::limits::Limits;
use crate::model::{Extract, Format, Pixels, Plan, Redacted};
use crate::recognise::recognise;

/// A file that was opened. It owns its bytes, can say what is in it, and can be written again without some of that.
pub trait Document: Send {
    /// How many pictures it holds whose words somebody may read before `extract`, and hand over by [`Cx::give`]. Those
    /// that nobody reads are opaques.
    ///
    /// # Errors
    /// As `extract`.
    fn pictures(&mut self, _cx: &mut Cx<'_>) -> Result<u32> {
        Ok(0)
    }

    /// One of these pictures as it is shown, on white.
    ///
    /// # Errors
    /// `Misuse` if there is no such picture, else as `extract`.
    fn picture(&mut self, _picture: u32, _cx: &mut Cx<'_>) -> Result<Pixels> {
        Err(Error::new(ErrorKind::Misuse, "there is no such picture"))
    }

    /// Reads texts, places and opaques. Called once, before `redact`.
    ///
    /// # Errors
    /// `Malformed`, `Unsupported`, `LimitExceeded` or `Cancelled`.
    fn extract(&mut self, cx: &mut Cx<'_>) -> Result<Extract>;

    /// Writes a new file in which nothing that the plan strikes is left.
    ///
    /// # Errors
    /// `Undecided` where the plan leaves open what the format must know, else as `extract`.
    fn redact(&mut self, plan: &Plan, cx: &mut Cx<'_>) -> Result<Redacted>;

    /// Lends a drawer of pages, where the format has pages.
    fn preview(&mut self) -> Option<&mut dyn Preview> {
        None
    }
}

/// Draws pages for review and for the pixel check.
pub trait Preview {
    /// Draws page `page` (from 0) at `scale` pixels per page unit, on white.
    ///
    /// # Errors
    /// `LimitExceeded` if the picture would be too large, `Misuse` if there is no such page.
    fn draw(&mut self, page: u32, scale: f32, cx: &mut Cx<'_>) -> Result<Pixels>;
}

/// Opens a file by its content. `password` is for an encrypted file; empty means none.
///
/// # Errors
/// `Unrecognised` or `Unsupported` by sort, `Encrypted` when the password does not open it, `Malformed`, `LimitExceeded`.
pub fn open(bytes: Arc<[u8]>, password: &str, cx: &mut Cx<'_>) -> Result<Box<dyn Document>> {
    cx.budget.input(bytes.len() as u64)?;
    #[cfg(feature = "ocr")]
    if let Some(plain) = converted(&bytes, cx.budget.limits())? {
        return open(Arc::from(plain), password, cx);
    }
    match recognise(&bytes)? {
        Format::Pdf => pdf::open(bytes, password, cx),
        Format::Text => text::open(bytes, cx),
        Format::Jpeg => image::open(bytes, Format::Jpeg, cx),
        Format::Png => image::open(bytes, Format::Png, cx),
    }
}

/// A picture of a sort that no room opens as it is (WebP, TIFF, GIF, BMP, HEIC) → a JPEG, PNG or PDF with the same pixels and
/// nothing else of it; `None` for every other file. In the browser this is asked of the module that reads pictures.
///
/// # Errors
/// `Malformed`, `LimitExceeded`, `Unsupported`.
#[cfg(feature = "ocr")]
pub fn converted(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>> {
    image::converted(bytes, limits)
}

/// Reads a bare string as a text file would be read, for detection alone: nothing can be struck in it. Also gives, for each
/// character of the text, its index among the characters of the string.
///
/// # Errors
/// As [`open`].
pub fn text_of(string: &str, cx: &mut Cx<'_>) -> Result<(Extract, Vec<u32>)> {
    text::bare(string, cx)
}
