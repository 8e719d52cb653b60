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
use crate::model::{
    AtomId, BreakKind, Digest, Extract, Format, Notice, Place, Plan, Redacted, Text, TextBuilder,
};

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

/// Reads a bare string as a file's text is read, for detection alone: its atoms are runs between breaks and nothing can be
/// struck in it, so it may be longer. Also says, for each character of the text, its index among those of the string.
///
/// # Errors
/// As [`open`].
pub(super) fn bare(original: &str, cx: &mut Cx<'_>) -> Result<(Extract, Vec<u32>)> {
    cx.budget.input(original.len() as u64)?;
    cx.budget.decode(original.len() as u64)?;
    let (string, mut origin) = normalised(&encoding::decode(original.as_bytes())?);
    // A byte order mark is gone before characters are counted.
    let marked = u32::from(original.starts_with('\u{FEFF}'));
    origin.iter_mut().for_each(|at| *at += marked);
    cx.budget.step(origin.len() as u64)?;
    let mut builder = TextBuilder::new();
    let (mut from, mut at) = (0, 0);
    for (c, ends) in with_breaks(&string) {
        if let Some(kind) = ends {
            builder.push(string.get(from..at).unwrap_or_default(), cx.atom());
            builder.mark_break(kind);
            from = at;
        }
        at += c.len_utf8();
    }
    builder.push(string.get(from..).unwrap_or_default(), cx.atom());
    let text = with_fields(builder);
    let seen = Extract {
        source: Digest::default(),
        format: Format::Text,
        pages: Vec::new(),
        texts: vec![text],
        opaques: Vec::new(),
        places: BTreeMap::new(),
        notices: Vec::new(),
        operators: Vec::new(),
    };
    Ok((seen, origin))
}

fn with_fields(builder: TextBuilder) -> Text {
    let mut text = builder.finish();
    let fields = layout::fields_of(&text);
    text.set_fields(fields);
    text
}

/// Each character with what ends before it.
fn with_breaks(string: &str) -> impl Iterator<Item = (char, Option<BreakKind>)> + '_ {
    let mut spaces = 0usize;
    let mut chars = string.chars().peekable();
    std::iter::from_fn(move || {
        let c = chars.next()?;
        spaces = if c == ' ' { spaces + 1 } else { 0 };
        let ends = match c {
            '\n' if chars.peek() == Some(&'\n') => Some(BreakKind::Block),
            '\n' => Some(BreakKind::Line),
            '\t' => Some(BreakKind::Cell),
            ' ' if spaces == CELL_SPACES => Some(BreakKind::Cell),
            _ => None,
        };
        Some((c, ends))
    })
}

/// Drops what hides inside words (zero-width and bidirectional controls, soft hyphens) and carriage returns. Also says, for
/// each character that stays, its index among the characters of the original.
fn normalised(original: &str) -> (String, Vec<u32>) {
    let mut string = String::with_capacity(original.len());
    let mut origin = Vec::with_capacity(original.len());
    let mut chars = original.chars().zip(0u32..).map(|(c, at)| (at, c)).peekable();
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
        let mut line = 1u32;
        for (at, (c, ends)) in with_breaks(&self.string).enumerate() {
            let atom = self.first.plus(at);
            if let Some(kind) = ends {
                builder.mark_break(kind);
            }
            builder.push(c.encode_utf8(&mut [0; 4]), atom);
            places.insert(atom, Place::Line { line });
            line = line.saturating_add(u32::from(c == '\n'));
        }
        let text = with_fields(builder);
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
    fn a_bare_string_is_read_as_a_file_is() {
        for string in ["", "a\tb\r\nc\n\n   d\u{200B}e", "Nom : Vermot\n\n\nPrénom   Alix\tNé\r", "\u{FEFF}é"]
        {
            let mut cx = Cx::default();
            let file = open_str(string, &mut cx).extract(&mut cx).expect("extract");
            let (seen, origin) = bare(string, &mut cx).expect("bare");
            let (of_file, of_string) = (&file.texts[0], &seen.texts[0]);
            assert_eq!(of_string.as_str(), of_file.as_str());
            assert_eq!(of_string.breaks(), of_file.breaks());
            assert_eq!(of_string.fields(), of_file.fields());
            let original: Vec<char> = string.chars().collect();
            assert_eq!(origin.len(), of_string.as_str().chars().count());
            for (c, at) in of_string.as_str().chars().zip(origin).filter(|(c, _)| *c != '\n') {
                assert_eq!(c, original[at as usize]);
            }
        }
        assert!(bare("a\u{1}b", &mut Cx::default()).is_err());
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
