//! Check `reread`: the output, read again from its bytes by the same reader as the source, says nothing that was
//! struck: no needle in any text, along lines and across them, and no letter left under a bar.

use std::collections::BTreeMap;

use super::needles::Needles;
use super::{Check, Subject};
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::model::{Extract, Place, Rect, Text};

/// The share of a bar's height by which it is drawn in before letters are looked for under it: accents and italics of
/// neighbours may touch its edge.
const EDGE: f32 = 0.2;

/// The check.
pub(super) struct RereadCheck;

impl Check for RereadCheck {
    fn name(&self) -> &'static str {
        "reread"
    }

    fn run(&self, subject: &mut Subject<'_, '_>, cx: &mut Cx<'_>) -> Result<()> {
        let reread = subject.evidence.reread;
        let mut all = String::new();
        for text in &reread.texts {
            cx.budget.step(text.as_str().len() as u64)?;
            if subject.needles.in_words(text.as_str()) {
                return Err(found(reread, text, &subject.needles));
            }
            all.push_str(text.as_str());
            all.push('\n');
        }
        // A string may run on from one page to the next.
        if subject.needles.in_words(&all) || subject.needles.too_often(&all) {
            return Err(Error::leak("reread check: something struck out can still be read across a break"));
        }
        let mut cores: BTreeMap<u32, Vec<Rect>> = BTreeMap::new();
        for bar in subject.bars {
            let core = bar.rect.grown(-EDGE * bar.rect.height().min(bar.rect.width()));
            cores.entry(bar.page).or_default().push(core);
        }
        let letters = reread.texts.iter().flat_map(|t| t.atoms().map(move |(span, atom)| (t, span, atom)));
        for (text, span, atom) in letters {
            let Some(place @ Place::Page { page, rect }) = reread.places.get(&atom) else { continue };
            let blank = text.as_str().get(span).is_none_or(|s| s.trim().is_empty());
            let of_page = cores.get(page).map(Vec::as_slice).unwrap_or_default();
            cx.budget.step(of_page.len() as u64 / 16)?;
            if !blank && of_page.iter().any(|core| holds_centre(core, rect)) {
                return Err(Error::leak("reread check: letters are left under a bar").at(place.clone()));
            }
        }
        Ok(())
    }
}

/// A letter counts as under a bar when its middle is: the boxes of narrowly set lines overlap.
fn holds_centre(core: &Rect, letter: &Rect) -> bool {
    let (x, y) = ((letter.x0 + letter.x1) / 2.0, (letter.y0 + letter.y1) / 2.0);
    core.x0 < x && x < core.x1 && core.y0 < y && y < core.y1
}

/// Says on which line it stands, as near as can be told without telling what.
fn found(reread: &Extract, text: &Text, needles: &Needles) -> Error {
    let error = Error::leak("reread check: something struck out can still be read");
    let mut at = 0;
    for line in text.as_str().split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        if needles.in_words(line) {
            let place = text.atoms_in(&span).find_map(|a| reread.places.get(&a));
            return match place {
                Some(p) => error.at(p.clone()),
                None => error,
            };
        }
    }
    error
}
