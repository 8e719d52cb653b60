//! bytes → [`Pdf`], and what every page needs before its content is read: its frame (the map from its own user space to
//! our page space), its content stream, its annotations' appearances. Page space: points, origin top-left, y down, after
//! rotation and cropping. Nothing is inflated before its size is known to fit the budget.

use std::sync::Arc;

use hayro_interpret::kurbo::{Affine, Point as KPoint, Rect as KRect, Shape};
use hayro_syntax::object::{Array, Dict, FromBytes as _, Name, Object, Rect as PdfRect, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, Filter, LoadPdfError, Pdf};

use super::write;
use crate::context::Cx;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Notice, Size};

/// Parses a file and checks what can be checked without reading a page.
pub(super) fn load(bytes: &Arc<[u8]>, password: &str, cx: &mut Cx<'_>) -> Result<Pdf> {
    guard_object_streams(bytes, cx)?;
    let locked = |e: &LoadPdfError| matches!(e, LoadPdfError::Decryption(DecryptionError::PasswordProtected));
    let pdf = match Pdf::new_with_password(Arc::new(Arc::clone(bytes)), password) {
        Err(e) if locked(&e) => only_attachments_locked(bytes).map_or(Err(e), Pdf::new),
        read => read,
    };
    let pdf = pdf.map_err(|e| match e {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) if password.is_empty() => {
            Error::new(ErrorKind::Encrypted, "a password is needed")
        }
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Error::new(ErrorKind::Encrypted, "the password does not open the file")
        }
        LoadPdfError::Decryption(_) => {
            Error::new(ErrorKind::Encrypted, "the file is encrypted in a way that we do not read")
        }
        LoadPdfError::Invalid => Error::malformed("the file is not a PDF that can be read"),
    })?;
    let read = pdf.pages().len();
    if read == 0 {
        return Err(Error::malformed("the document has no pages"));
    }
    cx.budget.pages(read as u64)?;
    if let Some(root) = catalog(&pdf) {
        let other = |message, name| {
            Err(Error::new(ErrorKind::Unsupported, message).at(crate::model::Place::Part { name }))
        };
        if root.get::<Dict<'_>>(b"Collection".as_slice()).is_some() {
            return other("the file is a folder of several documents; send these one by one", "portfolio");
        }
        // Its page only asks for another program.
        if root.get::<bool>(b"NeedsRendering".as_slice()) == Some(true) {
            return other("the form only shows in Adobe's own programs; print it to PDF there", "xfa");
        }
    }
    Ok(pdf)
}

/// Whether all pages are there that a file says it has.
///
/// # Errors
/// `Malformed` where some are not.
pub(super) fn complete(pdf: &Pdf) -> Result<()> {
    let count = catalog(pdf)
        .and_then(|c| c.get::<Dict<'_>>(b"Pages".as_slice()))
        .and_then(|p| p.get::<i32>(b"Count".as_slice()));
    if count.is_some_and(|c| usize::try_from(c).is_ok_and(|c| c > pdf.pages().len())) {
        return Err(Error::malformed("some pages cannot be found"));
    }
    Ok(())
}

/// A file of which only the attachments are encrypted, without its key: nothing that is kept needs one.
fn only_attachments_locked(bytes: &[u8]) -> Option<Vec<u8>> {
    find(bytes, b"/EFF")?;
    for key in [b"/StmF", b"/StrF"] {
        let mut at = 0;
        while let Some(found) = find(bytes.get(at..).unwrap_or_default(), key) {
            at += found + key.len();
            if !bytes.get(at..)?.trim_ascii_start().starts_with(b"/Identity") {
                return None;
            }
        }
    }
    let mut open = bytes.to_vec();
    while let Some(at) = find(&open, b"/Encrypt") {
        *open.get_mut(at + 1)? = b'-';
    }
    Some(open)
}

/// The document's root dictionary.
pub(super) fn catalog(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

/// Object streams and cross-reference streams are inflated by the parser as soon as it opens the file, so they alone
/// are measured beforehand, in the raw bytes. Encrypted ones do not look like deflate and are left to the parser.
fn guard_object_streams(bytes: &[u8], cx: &mut Cx<'_>) -> Result<()> {
    let mut at = 0;
    while let Some(found) = find(bytes.get(at..).unwrap_or_default(), b"stream") {
        let start = at + found;
        at = start + 6;
        if start >= 3 && bytes.get(start - 3..start) == Some(b"end") {
            continue;
        }
        let head = bytes.get(start.saturating_sub(400)..start).unwrap_or_default();
        if find(head, b"/ObjStm").is_none() && find(head, b"/XRef").is_none() {
            continue;
        }
        let mut data = bytes.get(at..).unwrap_or_default();
        while let [b'\r' | b'\n' | b' ', rest @ ..] = data {
            data = rest;
        }
        // 64 MiB hold millions of objects: more than any file that we treat.
        const MOST: usize = 64 << 20;
        let size =
            inflated_len(data, MOST).ok_or_else(|| Error::limit("the file unpacks to too much data"))?;
        cx.budget.decode(size as u64)?;
    }
    Ok(())
}

/// How long zlib data is when unpacked, or `None` beyond `most`. Broken data counts as far as it goes.
fn inflated_len(data: &[u8], most: usize) -> Option<usize> {
    use miniz_oxide::inflate::TINFLStatus;
    use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
    let mut state = DecompressorOxide::new();
    let mut window = vec![0u8; 64 << 10];
    let (mut at, mut to, mut total) = (0, 0, 0usize);
    let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER | inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
    loop {
        let rest = data.get(at..).unwrap_or_default();
        let (status, read, written) = decompress(&mut state, rest, &mut window, to, flags);
        at += read;
        to = (to + written) & (window.len() - 1);
        total += written;
        if total > most {
            return None;
        }
        if status != TINFLStatus::HasMoreOutput || (read == 0 && written == 0) {
            return Some(total);
        }
    }
}

/// First occurrence of a short needle.
fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    loop {
        at += hay.get(at..)?.iter().position(|&b| b == first)?;
        if hay.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

/// How a page's user space lies in page space.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// The page after rotation.
    pub(super) size: Size,
    /// User space → page space.
    pub(super) down: Affine,
    /// User space → the space of our output page: as page space, but y up from the bottom.
    pub(super) up: Affine,
}

impl Frame {
    /// The frame of a page.
    pub(super) fn of(page: &Page<'_>) -> Self {
        let (width, height) = page.render_dimensions();
        Self {
            size: Size { width, height },
            down: Affine::new(page.initial_transform(true).as_coeffs()),
            up: Affine::new(page.initial_transform(false).as_coeffs()),
        }
    }
}

/// Whether neither a page nor a node of the page tree above it says how large it is.
pub(super) fn boxless(page: &Page<'_>) -> bool {
    let mut node = page.raw().clone();
    for _ in 0..64 {
        if let Some(found) = node.get::<PdfRect>(b"MediaBox".as_slice()) {
            return found.width() <= 0.0 || found.height() <= 0.0;
        }
        match node.get::<Dict<'_>>(b"Parent".as_slice()) {
            Some(parent) => node = parent,
            None => break,
        }
    }
    true
}

/// A page's content, its streams joined by a blank. What is not in the file is on no page.
///
/// # Errors
/// `Malformed` where the content is there and cannot be read or decoded; `LimitExceeded`.
pub(super) fn page_content(page: &Page<'_>, cx: &mut Cx<'_>) -> Result<Vec<u8>> {
    let raw = page.raw();
    if let Some(stream) = raw.get::<Stream<'_>>(b"Contents".as_slice()) {
        return operators(&stream, cx);
    }
    let mut out = Vec::new();
    let Some(parts) = raw.get::<Array<'_>>(b"Contents".as_slice()) else {
        return Ok(out);
    };
    for part in parts.iter::<Stream<'_>>() {
        cx.budget.step(1)?;
        out.extend(operators(&part, cx)?);
        out.push(b' ');
    }
    Ok(out)
}

/// Whether a page names content that is nowhere in the file: every viewer shows the page without it.
///
/// # Errors
/// `Malformed` where it is in the file and cannot be read: other viewers may show it.
pub(super) fn lacks_content(page: &Page<'_>, bytes: &[u8]) -> Result<bool> {
    let raw = page.raw();
    if raw.get::<Stream<'_>>(b"Contents".as_slice()).is_some()
        || raw.get::<Array<'_>>(b"Contents".as_slice()).is_some()
    {
        return Ok(false);
    }
    let Some(named) = raw.get_ref(b"Contents".as_slice()) else { return Ok(false) };
    let head = format!("{} {} obj", named.obj_number, named.gen_number);
    let mut at = 0;
    while let Some(found) = find(bytes.get(at..).unwrap_or_default(), head.as_bytes()) {
        at += found + head.len();
        let before = (at - head.len()).checked_sub(1).and_then(|i| bytes.get(i));
        if !before.is_some_and(u8::is_ascii_digit) {
            return Err(Error::malformed("the content of a page cannot be read"));
        }
    }
    Ok(true)
}

/// A content stream, unpacked. One that says it is packed and stands there in plain letters is shown as it stands by viewers.
fn operators(stream: &Stream<'_>, cx: &mut Cx<'_>) -> Result<Vec<u8>> {
    /// No packed stream begins with so many letters.
    const LETTERS: usize = 32;
    let raw = stream.raw_data();
    let plain = |b: &u8| matches!(b, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    let packed = matches!(stream.filters().first(), Some(Filter::FlateDecode));
    if !packed || raw.len() < LETTERS || !raw.iter().take(LETTERS).all(plain) {
        return write::stream_bytes(stream, cx);
    }
    cx.budget.decode(raw.len() as u64)?;
    Ok(raw.into_owned())
}

/// A page's resources, its own or those of the nearest node of the page tree above it.
pub(super) fn page_resources<'a>(page: &Page<'a>) -> Dict<'a> {
    let mut node = page.raw().clone();
    for _ in 0..64 {
        if let Some(found) = node.get::<Dict<'a>>(b"Resources".as_slice()) {
            return found;
        }
        match node.get::<Dict<'a>>(b"Parent".as_slice()) {
            Some(parent) => node = parent,
            None => break,
        }
    }
    Dict::empty()
}

/// Helvetica, which every viewer has.
pub(super) const HELVETICA: &[u8] =
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// What viewers put in the place of a font that the resources lack.
pub(super) fn stand_in<'a>() -> Dict<'a> {
    Dict::from_bytes(HELVETICA).unwrap_or_else(Dict::empty)
}

/// A stream that is not a picture, decoded within the budget; empty when it is broken.
pub(super) fn bytes(stream: &Stream<'_>, cx: &mut Cx<'_>) -> Result<Vec<u8>> {
    match write::stream_bytes(stream, cx) {
        Err(e) if e.kind() == ErrorKind::LimitExceeded => Err(e),
        Err(_) => Ok(Vec::new()),
        done => done,
    }
}

/// A form XObject's bounding box and matrix.
pub(super) fn form_frame(form: &Stream<'_>) -> ([f64; 4], Affine) {
    let dict = form.dict();
    let bbox =
        dict.get::<PdfRect>(b"BBox".as_slice()).map_or([0.0, 0.0, 0.0, 0.0], |r| [r.x0, r.y0, r.x1, r.y1]);
    let matrix = dict.get::<[f64; 6]>(b"Matrix".as_slice()).map_or(Affine::IDENTITY, Affine::new);
    (bbox, matrix)
}

/// An annotation that shows something.
pub(super) struct Appearance<'a> {
    /// Its form.
    pub(super) form: Stream<'a>,
    /// Where the form's space lies in the page's user space.
    pub(super) place: Affine,
    /// Whether a viewer shows it.
    pub(super) shown: bool,
}

/// The appearances of a page's annotations, in drawing order, and whether there are annotations at all.
pub(super) fn appearances<'a>(page: &Page<'a>, cx: &mut Cx<'_>) -> Result<(Vec<Appearance<'a>>, bool)> {
    let mut out = Vec::new();
    let mut any = false;
    let Some(annots) = page.raw().get::<Array<'a>>(b"Annots".as_slice()) else { return Ok((out, any)) };
    for annot in annots.iter::<Dict<'a>>() {
        cx.budget.step(1)?;
        any = true;
        let Some(form) = normal_appearance(&annot) else { continue };
        let Some(rect) = annot.get::<PdfRect>(b"Rect".as_slice()) else { continue };
        // ISO 32000-2, 12.5.5: the transformed bounding box is laid onto the annotation's rectangle.
        let (bbox, matrix) = form_frame(&form);
        let boxed = (matrix * KRect::new(bbox[0], bbox[1], bbox[2], bbox[3]).to_path(0.1)).bounding_box();
        if boxed.width() <= 0.0 || boxed.height() <= 0.0 {
            continue;
        }
        let (sx, sy) = ((rect.x1 - rect.x0) / boxed.width(), (rect.y1 - rect.y0) / boxed.height());
        let mut place = Affine::new([sx, 0.0, 0.0, sy, rect.x0 - sx * boxed.x0, rect.y0 - sy * boxed.y0]);
        let flags = annot.get::<u32>(b"F".as_slice()).unwrap_or(0);
        const HIDDEN_OR_NO_VIEW: u32 = 1 << 1 | 1 << 5;
        const NO_ROTATE: u32 = 1 << 4;
        if flags & NO_ROTATE != 0 {
            // It stays upright on a turned page, hung up by its upper left corner.
            let [a, b, _, _, _, _] = page.initial_transform(false).as_coeffs();
            place = Affine::rotate_about(-b.atan2(a), KPoint::new(rect.x0, rect.y1)) * place;
        }
        out.push(Appearance { form, place, shown: flags & HIDDEN_OR_NO_VIEW == 0 });
    }
    Ok((out, any))
}

fn normal_appearance<'a>(annot: &Dict<'a>) -> Option<Stream<'a>> {
    match annot.get::<Dict<'a>>(b"AP".as_slice())?.get::<Object<'a>>(b"N".as_slice())? {
        Object::Stream(s) => Some(s),
        Object::Dict(states) => {
            let state = annot.get::<Name<'a>>(b"AS".as_slice());
            state
                .and_then(|s| states.get::<Stream<'a>>(s))
                .or_else(|| states.get::<Stream<'a>>(b"Off".as_slice()))
        }
        _ => None,
    }
}

/// Whether a file is encrypted.
pub(super) fn encrypted(bytes: &[u8]) -> bool {
    find(bytes, b"/Encrypt").is_some()
}

/// Remarks about what the new file will not have, from the document's root.
pub(super) fn notices(pdf: &Pdf, bytes: &[u8]) -> Vec<Notice> {
    let mut out = Vec::new();
    if encrypted(bytes) {
        out.push(Notice::Decrypted);
    }
    if find(bytes, b"/Info").is_some() {
        out.push(Notice::MetadataRemoved);
    }
    let Some(root) = catalog(pdf) else { return out };
    let has = |key: &[u8]| root.contains_key(key);
    if has(b"Metadata") || has(b"PieceInfo") || has(b"Outlines") || has(b"Names") || has(b"PageLabels") {
        out.push(Notice::MetadataRemoved);
    }
    let names = root.get::<Dict<'_>>(b"Names".as_slice());
    if has(b"AF") || has(b"Collection") || names.is_some_and(|n| n.contains_key(b"EmbeddedFiles")) {
        out.push(Notice::AttachmentsRemoved);
    }
    if let Some(form) = root.get::<Dict<'_>>(b"AcroForm".as_slice()) {
        out.push(Notice::AnnotationsRemoved);
        if form.get::<i32>(b"SigFlags".as_slice()).is_some_and(|f| f & 1 != 0) {
            out.push(Notice::SignatureLost);
        }
    }
    if root.get::<Dict<'_>>(b"Perms".as_slice()).is_some() {
        out.push(Notice::SignatureLost);
    }
    out
}
