//! An incremental update (ISO 32000-2, 7.5.6): a file → the same file with objects appended that stand for earlier ones. Offsets are
//! bytes from the file's start.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef};

use crate::context::Cx;
use crate::error::Result;
use crate::formats::pdf::parse::{self, HELVETICA};
use crate::model::order::sort;

/// First number of our own objects: far beyond those of real files, within the bound of ISO 32000-2, annex C.
pub(super) const OWN: u32 = 8_000_000;

/// An incremental update in the making (ISO 32000-2, 7.5.6).
pub(super) struct Update {
    body: Vec<u8>,
    /// Number, generation and offset of each object.
    objects: Vec<(u32, i32, usize)>,
    start: usize,
}

impl Update {
    /// An update of a file of so many bytes.
    pub(super) fn new(start: usize) -> Self {
        Self { body: b"\n".to_vec(), objects: Vec::new(), start }
    }

    fn object(&mut self, number: u32, generation: i32, body: &[u8]) {
        self.objects.push((number, generation, self.start + self.body.len()));
        self.body.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        self.body.extend_from_slice(body);
        self.body.extend_from_slice(b"\nendobj\n");
    }

    /// An annotation that shows a picture: its number and generation, its rectangle and flags, the picture's box, resources and
    /// content.
    pub(super) fn picture(
        &mut self,
        (number, generation): (u32, i32),
        rect: [f64; 4],
        flags: u32,
        [a, b, c, d]: [f64; 4],
        resources: &str,
        content: &[u8],
    ) {
        let picture = self.next();
        let mut stream = format!(
            "<</Type/XObject/Subtype/Form/BBox[{a} {b} {c} {d}]/Resources<<{resources}>>/Length {}>>stream\n",
            content.len()
        )
        .into_bytes();
        stream.extend_from_slice(content);
        stream.extend_from_slice(b"\nendstream");
        self.object(picture, 0, &stream);
        let [x0, y0, x1, y1] = rect;
        let widget = format!(
            "<</Type/Annot/Subtype/Widget/Rect[{x0} {y0} {x1} {y1}]/F {flags}/AP<</N {picture} 0 R>>>>"
        );
        self.object(number, generation, widget.as_bytes());
    }

    /// A page that does not say how large it is: viewers take it for a sheet of Letter.
    pub(super) fn letter(&mut self, page: &Dict<'_>) -> Option<()> {
        let (id, inner) = (page.obj_id()?, page.data().trim_ascii_end().strip_suffix(b">>")?);
        self.object(id.obj_number, id.gen_number, &[inner, b"\n/MediaBox[0 0 612 792]>>"].concat());
        Some(())
    }

    /// Pages that stand in the tree of pages again: each time but the first becomes a page of its own.
    ///
    /// # Errors
    /// `LimitExceeded`.
    pub(super) fn repeated(&mut self, pdf: &Pdf, cx: &mut Cx<'_>) -> Result<()> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<Dict<'_>> =
            parse::catalog(pdf).and_then(|c| c.get(b"Pages".as_slice())).into_iter().collect();
        while let Some(node) = open.pop() {
            let Some(kids) = node.get::<Array<'_>>(b"Kids".as_slice()) else { continue };
            let (mut list, mut anew) = (String::new(), false);
            for kid in kids.raw_iter() {
                cx.budget.step(1)?;
                // A page that stands in the tree itself is no other's.
                let MaybeRef::Ref(kid) = kid else { return Ok(()) };
                let Some(page) = pdf.xref().get::<Dict<'_>>(kid.into()) else { continue };
                let (mut number, mut generation) = (kid.obj_number, kid.gen_number);
                let inner = page.contains_key(b"Kids".as_slice());
                if seen.insert((number, generation)) {
                    if inner {
                        open.push(page);
                    }
                } else if !inner {
                    cx.budget.pages(self.objects.len() as u64)?;
                    cx.budget.decode(page.data().len() as u64)?;
                    (number, generation) = (self.next(), 0);
                    self.object(number, generation, page.data());
                    anew = true;
                }
                list.push_str(&format!("{number} {generation} R "));
            }
            let inner = node.data().trim_ascii_end().strip_suffix(b">>");
            if let (true, Some(id), Some(inner)) = (anew, node.obj_id(), inner) {
                // Of two entries by one name the last one counts.
                let kids = format!("\n/Kids[{list}]>>");
                self.object(id.obj_number, id.gen_number, &[inner, kids.as_bytes()].concat());
            }
        }
        Ok(())
    }

    /// A number that no object of the file has.
    fn next(&self) -> u32 {
        OWN + 1 + self.objects.len() as u32
    }

    /// The file and its update; `None` where there is none.
    pub(super) fn finish(mut self, pdf: &Pdf, bytes: &[u8]) -> Option<Vec<u8>> {
        if self.objects.is_empty() {
            return None;
        }
        self.object(OWN, 0, HELVETICA);
        let table = self.start + self.body.len();
        self.body.extend_from_slice(b"xref\n");
        sort(&mut self.objects);
        for (number, generation, at) in &self.objects {
            self.body.extend_from_slice(format!("{number} 1\n{at:010} {generation:05} n \n").as_bytes());
        }
        let root = pdf.xref().root_id();
        let previous = previous(bytes).map_or_else(String::new, |at| format!("/Prev {at}"));
        let size = OWN + 2 + self.objects.len() as u32;
        let trailer = format!(
            "trailer<</Size {size}/Root {} {} R{previous}>>\nstartxref\n{table}\n%%EOF\n",
            root.obj_number, root.gen_number
        );
        self.body.extend_from_slice(trailer.as_bytes());
        Some([bytes, self.body.as_slice()].concat())
    }
}

/// Where the file says that its last table of objects begins.
fn previous(bytes: &[u8]) -> Option<usize> {
    let mark = b"startxref";
    let at = bytes.windows(mark.len()).rposition(|w| w == mark)? + mark.len();
    let digits =
        bytes.get(at..)?.iter().skip_while(|b| b.is_ascii_whitespace()).take_while(|b| b.is_ascii_digit());
    std::str::from_utf8(&digits.copied().take(12).collect::<Vec<_>>()).ok()?.parse().ok()
}
