//! What a document says, in reading order, tied to the smallest things that can be removed from it.
//! Spans are byte ranges into [`Text::as_str`] and always lie on character boundaries; a span rounds *outward* to atoms.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use super::geometry::{Rect, Size};

/// SHA-256 of a file's bytes.
pub type Digest = [u8; 32];

/// A byte range into a [`Text`].
pub type Span = Range<usize>;

/// What a file is, told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Portable Document Format, ISO 32000.
    Pdf,
    /// Plain text in one of the encodings that we read.
    Text,
    /// JPEG, ISO/IEC 10918-1.
    Jpeg,
    /// Portable Network Graphics, ISO/IEC 15948.
    Png,
}

impl Format {
    /// Every format, in a stable order.
    pub const ALL: [Format; 4] = [Format::Pdf, Format::Text, Format::Jpeg, Format::Png];

    /// Stable lower-case name, used in receipts and over the browser boundary.
    pub fn code(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Text => "text",
            Format::Jpeg => "jpeg",
            Format::Png => "png",
        }
    }

    /// File name extension of our output, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Text => "txt",
            Format::Jpeg => "jpg",
            Format::Png => "png",
        }
    }

    /// Media type of our output (text is always written as UTF-8).
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Pdf => "application/pdf",
            Format::Text => "text/plain;charset=utf-8",
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
        }
    }
}

/// The smallest thing a format can remove: a glyph, a character of a text file, a metadata value. Opaque: only the
/// format that asked for it knows its meaning. Issued by `Cx`, unique in a run, growing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomId(u64);

impl AtomId {
    pub(crate) fn new(number: u64) -> Self {
        Self(number)
    }

    /// How many atoms after `base` this one was issued, or `None` if before it.
    pub fn offset_from(self, base: AtomId) -> Option<usize> {
        usize::try_from(self.0.checked_sub(base.0)?).ok()
    }

    /// The atom issued `by` places later in the same block.
    pub(crate) fn plus(self, by: usize) -> AtomId {
        AtomId(self.0 + by as u64)
    }
}

/// What ends at a separator in a [`Text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// A gap inside a line; written as one space.
    Word,
    /// A gap wide enough for a table column or a tab stop; written as a tab.
    Cell,
    /// The end of a line; written as a line feed.
    Line,
    /// The end of a paragraph, table row group, column or page; written as two line feeds.
    Block,
}

/// A separator between atoms: put there by layout, with no atom, or the file's own white space (plain text), with its atoms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// Byte offset of the separator in the text.
    pub at: usize,
    /// What ends there.
    pub kind: BreakKind,
}

/// A label and the value that stands beside it, below it or after it on the next line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The label's bytes, without a closing colon.
    pub label: Span,
    /// The value's bytes, trimmed.
    pub value: Span,
}

/// A string with its atoms in reading order. Document text: it has no `Debug` so that it cannot reach a log.
#[derive(Clone, Default)]
pub struct Text {
    string: String,
    /// (byte offset, atom) of each run of bytes, ascending; a run ends where `ends` says.
    atoms: Vec<(u32, u32, AtomId)>,
    breaks: Vec<Break>,
    fields: Vec<Field>,
    recognised: bool,
}

impl Text {
    /// The whole string: words parted by a space, cells by a tab, lines by a line feed, blocks by two.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Separators in ascending order.
    pub fn breaks(&self) -> &[Break] {
        &self.breaks
    }

    /// Labelled values found by layout.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Adds what layout learned about labels. Fields whose spans do not lie on character boundaries are dropped.
    pub fn set_fields(&mut self, mut fields: Vec<Field>) {
        fields.retain(|f| {
            self.string.get(f.label.clone()).is_some() && self.string.get(f.value.clone()).is_some()
        });
        self.fields = fields;
    }

    /// Whether most of it was read in a picture, with the faults of such reading.
    pub fn recognised(&self) -> bool {
        self.recognised
    }

    /// The same text, told that most of it was read in a picture.
    #[must_use]
    pub fn read_in_a_picture(self) -> Self {
        Self { recognised: true, ..self }
    }

    /// Every atom that shares a byte with `span` (rounded outward), in reading order.
    pub fn atoms_in(&self, span: &Span) -> impl Iterator<Item = AtomId> + '_ {
        let from = self.atoms.partition_point(|&(_, end, _)| end as usize <= span.start);
        let stop = span.end;
        self.atoms[from..]
            .iter()
            .take_while(move |&&(start, _, _)| (start as usize) < stop)
            .map(|&(_, _, atom)| atom)
    }

    /// All atoms with their byte ranges, in reading order.
    pub fn atoms(&self) -> impl Iterator<Item = (Span, AtomId)> + '_ {
        self.atoms.iter().map(|&(start, end, atom)| (start as usize..end as usize, atom))
    }

    /// The span grown until it covers whole atoms.
    pub fn rounded(&self, span: &Span) -> Span {
        let from = self.atoms.partition_point(|&(_, end, _)| end as usize <= span.start);
        let mut out = span.clone();
        for &(start, end, _) in &self.atoms[from..] {
            if start as usize >= span.end {
                break;
            }
            out.start = out.start.min(start as usize);
            out.end = out.end.max(end as usize);
        }
        out
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text")
            .field("bytes", &self.string.len())
            .field("atoms", &self.atoms.len())
            .finish_non_exhaustive()
    }
}

/// Builds a [`Text`] in reading order.
#[derive(Default)]
pub struct TextBuilder {
    text: Text,
}

impl TextBuilder {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends what one atom says. A string of several characters (a ligature) still is one atom. Texts over 4 GiB
    /// cannot be addressed; input limits lie far below.
    pub fn push(&mut self, string: &str, atom: AtomId) {
        let start = self.text.string.len() as u32;
        self.text.string.push_str(string);
        let end = self.text.string.len() as u32;
        if end > start {
            self.text.atoms.push((start, end, atom));
        }
    }

    /// Ties one more atom to the bytes of the atom before it: the same sign drawn twice at one place. Both go when
    /// either goes.
    pub fn push_again(&mut self, atom: AtomId) {
        if let Some(&(start, end, _)) = self.text.atoms.last() {
            self.text.atoms.push((start, end, atom));
        }
    }

    /// Appends a separator, unless the text is empty. A separator after a separator keeps the stronger of the two.
    pub fn push_break(&mut self, kind: BreakKind) {
        let sep = |k| match k {
            BreakKind::Word => " ",
            BreakKind::Cell => "\t",
            BreakKind::Line => "\n",
            BreakKind::Block => "\n\n",
        };
        if self.text.string.is_empty() {
            return;
        }
        if let Some(last) = self.text.breaks.last().copied()
            && last.at + sep(last.kind).len() == self.text.string.len()
        {
            if last.kind >= kind {
                return;
            }
            self.text.string.truncate(last.at);
            self.text.breaks.pop();
        }
        self.text.breaks.push(Break { at: self.text.string.len(), kind });
        self.text.string.push_str(sep(kind));
    }

    /// Notes that something ends here without writing a separator: the file's own white space, pushed next, is one.
    pub fn mark_break(&mut self, kind: BreakKind) {
        self.text.breaks.push(Break { at: self.text.string.len(), kind });
    }

    /// What was written so far. A later break may take back a break at its end.
    pub fn as_str(&self) -> &str {
        &self.text.string
    }

    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.text.string.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.text.string.is_empty()
    }

    /// The text.
    pub fn finish(self) -> Text {
        self.text
    }
}

/// In what unit a page is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 1/72 inch, after the page's rotation.
    Point,
    /// One picture element, after EXIF orientation.
    Pixel,
    /// The document has no pages; places are lines.
    Line,
}

/// One page, or one picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// Extent after rotation.
    pub size: Size,
    /// Its unit.
    pub unit: Unit,
}

/// Where something stands, for people and for pixel checks.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A box on a page or picture, in the page's unit, origin top-left, y down, after rotation.
    Page {
        /// Counted from 0.
        page: u32,
        /// The box.
        rect: Rect,
    },
    /// A line of a text, counted from 1.
    Line {
        /// Counted from 1.
        line: u32,
    },
    /// A named part that is not shown: metadata, an attachment, a comment. The name is ours, never the document's.
    Part {
        /// Our word for the part.
        name: &'static str,
    },
}

/// Number of an [`Opaque`] within its extract, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpaqueId(pub u32);

/// What kind of content could not be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpaqueKind {
    /// A picture whose words cannot be read.
    Picture,
    /// Text whose letters are not known (a font without usable Unicode).
    Glyphs,
    /// A drawing or page content that the editor cannot take apart surely.
    Drawing,
    /// Writing in a picture that was seen and could not be read with confidence: struck unless a person keeps it.
    Unread,
    /// Ink in a picture that is no writing we know: a signature, a stamp, a drawing; struck unless a person keeps it.
    Mark,
    /// A barcode, or what looks like one: struck unless a person keeps it.
    Symbol,
    /// A head whose face is seen: struck unless a person keeps it, where the policy lets them.
    Face,
}

impl OpaqueKind {
    /// Every kind.
    pub const ALL: [OpaqueKind; 7] = [
        OpaqueKind::Picture,
        OpaqueKind::Glyphs,
        OpaqueKind::Drawing,
        OpaqueKind::Unread,
        OpaqueKind::Mark,
        OpaqueKind::Symbol,
        OpaqueKind::Face,
    ];

    /// Stable lower-case name.
    pub fn code(self) -> &'static str {
        match self {
            OpaqueKind::Picture => "picture",
            OpaqueKind::Glyphs => "glyphs",
            OpaqueKind::Drawing => "drawing",
            OpaqueKind::Unread => "unread",
            OpaqueKind::Mark => "mark",
            OpaqueKind::Symbol => "symbol",
            OpaqueKind::Face => "face",
        }
    }

    /// Whether a person must say what becomes of it; the others are struck where nothing is said.
    pub fn must_be_decided(self) -> bool {
        matches!(self, OpaqueKind::Picture | OpaqueKind::Glyphs | OpaqueKind::Drawing)
    }
}

/// Content that is kept by the format but not understood. Never silently copied: the plan says what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opaque {
    /// Its number.
    pub id: OpaqueId,
    /// What it is.
    pub kind: OpaqueKind,
    /// Where it is shown.
    pub place: Place,
}

/// A remark that travels in the receipt: a value, never a sentence with document text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// The file had a digital signature, which the new file no longer has.
    SignatureLost,
    /// Attached files were left out.
    AttachmentsRemoved,
    /// Comments and form fields were flattened or left out.
    AnnotationsRemoved,
    /// Document properties, thumbnails or trailing bytes were left out.
    MetadataRemoved,
    /// At least one page became a picture.
    PageRasterised,
    /// Values of form fields that could not be read; the new file has the fields empty.
    FieldsUnread,
    /// A page names content that is not in the file; the new file does not have it either.
    PartsMissing,
    /// Text was hidden under a box, outside the page or invisible; it was read and treated like any other.
    HiddenText,
    /// Text stood under an opaque box: the file only looked redacted. The text is gone from the new file.
    FakeRedaction,
    /// The text was written again as UTF-8.
    Reencoded,
    /// The file was opened with a password and is written without one.
    Decrypted,
    /// Words in pictures were read by machine and treated like any other.
    PicturesRead,
}

impl Notice {
    /// Every remark.
    pub const ALL: [Notice; 12] = [
        Notice::SignatureLost,
        Notice::AttachmentsRemoved,
        Notice::AnnotationsRemoved,
        Notice::MetadataRemoved,
        Notice::PageRasterised,
        Notice::FieldsUnread,
        Notice::PartsMissing,
        Notice::HiddenText,
        Notice::FakeRedaction,
        Notice::Reencoded,
        Notice::Decrypted,
        Notice::PicturesRead,
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Notice::SignatureLost => "signature_lost",
            Notice::AttachmentsRemoved => "attachments_removed",
            Notice::AnnotationsRemoved => "annotations_removed",
            Notice::MetadataRemoved => "metadata_removed",
            Notice::PageRasterised => "page_rasterised",
            Notice::FieldsUnread => "fields_unread",
            Notice::PartsMissing => "parts_missing",
            Notice::HiddenText => "hidden_text",
            Notice::FakeRedaction => "fake_redaction",
            Notice::Reencoded => "reencoded",
            Notice::Decrypted => "decrypted",
            Notice::PicturesRead => "pictures_read",
        }
    }
}

/// All that a format could read of a file.
#[derive(Clone, Debug)]
pub struct Extract {
    /// SHA-256 of the file's bytes.
    pub source: Digest,
    /// What the file is.
    pub format: Format,
    /// Pages in order; empty for plain text.
    pub pages: Vec<Page>,
    /// Texts: one a page, or one for the file, then metadata parts.
    pub texts: Vec<Text>,
    /// What was not understood.
    pub opaques: Vec<Opaque>,
    /// Where each atom stands.
    pub places: BTreeMap<AtomId, Place>,
    /// Remarks for the receipt.
    pub notices: Vec<Notice>,
    /// Content operators that the reader walked, one count a page, so that a second reader can say whether it saw the
    /// same; empty where the format has no such thing.
    pub operators: Vec<u64>,
}

impl Extract {
    /// Of no file: nothing in it yet.
    pub(crate) fn empty(format: Format) -> Self {
        Self {
            source: [0; 32],
            format,
            pages: Vec::new(),
            texts: Vec::new(),
            opaques: Vec::new(),
            places: BTreeMap::new(),
            notices: Vec::new(),
            operators: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Text {
        let mut b = TextBuilder::new();
        b.push("ﬁ", AtomId::new(1));
        b.push("n", AtomId::new(2));
        b.push_break(BreakKind::Word);
        b.push_break(BreakKind::Line);
        b.push("x", AtomId::new(3));
        b.finish()
    }

    #[test]
    fn spans_round_outward() {
        let t = sample();
        assert_eq!(t.as_str(), "ﬁn\nx");
        assert_eq!(t.atoms_in(&(1..2)).collect::<Vec<_>>(), [AtomId::new(1)]);
        assert_eq!(t.rounded(&(1..4)), 0..4);
        assert_eq!(t.atoms_in(&(3..6)).collect::<Vec<_>>(), [AtomId::new(2), AtomId::new(3)]);
    }

    #[test]
    fn the_stronger_break_wins() {
        let t = sample();
        assert_eq!(t.breaks(), [Break { at: 4, kind: BreakKind::Line }]);
    }
}
