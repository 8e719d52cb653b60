//! Plain text, one atom a character. The text that detection sees is the file's own, decoded; what comes out is UTF-8 with
//! line feeds, in which each struck run has become one mark of constant length, so that nothing tells how long it was.

mod encoding;

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::Document;
use crate::context::{Cx, Step};
use crate::error::{Error, ErrorKind, Result};
use crate::layout;
use crate::model::{AtomId, BreakKind, Digest, Extract, Format, Notice, Place, Plan, Redacted, TextBuilder};

/// What stands in the output for a struck run, whatever its length.
const MARK: &str = "█████";

/// Longest text, in characters: each is an atom with a place, and memory is bounded.
const MAX_CHARS: usize = 2_000_000;

/// Spaces in a row that set columns apart in typewritten tables.
const CELL_SPACES: usize = 3;

struct PlainText {
    source: Digest,
    string: String,
    reencoded: bool,
    first: AtomId,
}

/// Opens a text.
///
/// # Errors
/// `Malformed` when no encoding fits, `LimitExceeded` when it is too long.
pub(super) fn open(bytes: Arc<[u8]>, cx: &mut Cx<'_>) -> Result<Box<dyn Document>> {
    cx.budget.decode(bytes.len() as u64)?;
    let decoded = encoding::decode(&bytes)?;
    let (string, _) = normalised(&decoded);
    let count = string.chars().count();
    if count > MAX_CHARS {
        return Err(Error::limit("the text is too long"));
    }
    cx.budget.step(count as u64)?;
    let reencoded = string.as_bytes() != &*bytes;
    Ok(Box::new(PlainText {
        source: Sha256::digest(&bytes).into(),
        string,
        reencoded,
        first: cx.atoms(count),
    }))
}

/// Drops what hides inside words (zero-width and bidirectional controls, soft hyphens) and carriage returns. Also says, for
/// each character that stays, its index among the characters of the original.
pub(super) fn normalised(original: &str) -> (String, Vec<usize>) {
    let mut string = String::with_capacity(original.len());
    let mut origin = Vec::with_capacity(original.len());
    let mut chars = original.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        let c = match c {
            '\r' if chars.peek().is_some_and(|(_, n)| *n == '\n') => continue,
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{17B4}' | '\u{17B5}' | '\u{FEFF}' => continue,
            '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}' => continue,
            // Hangul fillers: as wide as a letter, and nothing to see.
            '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => ' ',
            '\u{0B}' | '\u{0C}' | '\u{1B}' => ' ',
            c => c,
        };
        string.push(c);
        origin.push(at);
    }
    (string, origin)
}

impl Document for PlainText {
    fn extract(&mut self, cx: &mut Cx<'_>) -> Result<Extract> {
        cx.progress(Step::Reading, 0, 1)?;
        let mut builder = TextBuilder::new();
        let mut places = BTreeMap::new();
        let (mut line, mut spaces) = (1u32, 0usize);
        let mut chars = self.string.chars().enumerate().peekable();
        while let Some((at, c)) = chars.next() {
            let atom = self.first.plus(at);
            let next = chars.peek().map(|(_, n)| *n);
            spaces = if c == ' ' { spaces + 1 } else { 0 };
            let kind = match c {
                '\n' if next == Some('\n') => Some(BreakKind::Block),
                '\n' => Some(BreakKind::Line),
                '\t' => Some(BreakKind::Cell),
                ' ' if spaces == CELL_SPACES => Some(BreakKind::Cell),
                _ => None,
            };
            if let Some(kind) = kind {
                builder.mark_break(kind);
            }
            builder.push(c.encode_utf8(&mut [0; 4]), atom);
            places.insert(atom, Place::Line { line });
            line = line.saturating_add(u32::from(c == '\n'));
        }
        let mut text = builder.finish();
        let fields = layout::fields_of(&text);
        text.set_fields(fields);
        cx.progress(Step::Reading, 1, 1)?;
        Ok(Extract {
            source: self.source,
            format: Format::Text,
            pages: Vec::new(),
            texts: vec![text],
            opaques: Vec::new(),
            places,
            notices: if self.reencoded { vec![Notice::Reencoded] } else { Vec::new() },
            operators: Vec::new(),
        })
    }

    fn redact(&mut self, plan: &Plan, cx: &mut Cx<'_>) -> Result<Redacted> {
        if plan.source() != &self.source {
            return Err(Error::new(ErrorKind::Misuse, "the plan is for another file"));
        }
        cx.progress(Step::Striking, 0, 1)?;
        let mut out = String::with_capacity(self.string.len());
        let mut in_run = false;
        // White space at the end of a struck run on a line stays, so that lines keep their shape.
        for (at, c) in self.string.chars().enumerate() {
            let struck = plan.strikes_atom(self.first.plus(at));
            match (struck, c) {
                (true, '\n') => {
                    out.push(c);
                    in_run = false;
                }
                (true, _) if in_run => {}
                (true, _) => {
                    out.push_str(MARK);
                    in_run = true;
                }
                (false, _) => {
                    out.push(c);
                    in_run = false;
                }
            }
        }
        let notices = if self.reencoded { vec![Notice::Reencoded] } else { Vec::new() };
        cx.progress(Step::Striking, 1, 1)?;
        Ok(Redacted::new(out.into_bytes(), Format::Text, Vec::new(), notices))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Category;

    fn open_str(s: &str, cx: &mut Cx<'_>) -> Box<dyn Document> {
        open(Arc::from(s.as_bytes()), cx).expect("text")
    }

    #[test]
    fn the_text_is_the_file() {
        let mut cx = Cx::default();
        let seen = open_str("a\tb\r\nc\n\n   d\u{200B}e", &mut cx).extract(&mut cx).expect("extract");
        assert_eq!(seen.texts[0].as_str(), "a\tb\nc\n\n   de");
        let kinds: Vec<_> = seen.texts[0].breaks().iter().map(|b| b.kind).collect();
        assert_eq!(
            kinds,
            [BreakKind::Cell, BreakKind::Line, BreakKind::Block, BreakKind::Line, BreakKind::Cell]
        );
    }

    #[test]
    fn the_mark_says_nothing_of_length() {
        let struck = |s: &str, span: std::ops::Range<usize>| {
            let mut cx = Cx::default();
            let mut doc = open_str(s, &mut cx);
            let seen = doc.extract(&mut cx).expect("extract");
            let f = crate::model::Finding {
                id: crate::model::FindingId(0),
                text: 0,
                span,
                category: Category::PersonName,
                confidence: 1.0,
                detector: "test",
                reason: crate::model::Reason::Title,
            };
            let plan =
                crate::decide::decide(&seen, &[f], &crate::decide::Policy::public(), &Default::default())
                    .expect("plan");
            doc.redact(&plan, &mut cx).expect("redact").into_bytes()
        };
        assert_eq!(struck("Mme Od va bien", 4..6), struck("Mme Vauquelin-Dessertine va bien", 4..24));
        assert_eq!(struck("Mme Od va bien", 4..6), "Mme █████ va bien".as_bytes());
    }
}
