//! What a finished PDF says, with a mark where a bar stands: detection then sees, as a reader does, that a word was there, and
//! does not take the label's neighbour for the value. For audits only: nothing is written from it.

use std::collections::BTreeMap;

use crate::context::Cx;
use crate::error::Result;
use crate::layout::{Placed, arrange};
use crate::model::order::sort_by_key;
use crate::model::{AtomId, Extract, Place, Rect, Text};

/// The character of marks, in struck texts and for bars.
pub(super) const MARK: char = '█';
/// Its count in a mark.
pub(super) const LONG: usize = 5;

/// Lays the texts out again with their bars; `bars` holds one list a page. A page whose text cannot be placed whole stays
/// as it is.
///
/// # Errors
/// `LimitExceeded` when there are too many letters and bars to compare.
pub(super) fn marked(mut seen: Extract, bars: &[Vec<Rect>], cx: &mut Cx<'_>) -> Result<Extract> {
    for (number, bars) in (0u32..).zip(bars) {
        if bars.is_empty() {
            continue;
        }
        if let Some(text) = seen.texts.get_mut(number as usize)
            && let Some(glyphs) = glyphs(text, number, &seen.places)
        {
            cx.budget.step((glyphs.len() as u64).saturating_mul(bars.len() as u64) / 16)?;
            let marks: Vec<Placed> = bars
                .iter()
                .filter(|b| !glyphs.iter().any(|g| holds_centre(b, &g.rect)))
                .map(|b| Placed { string: MARK.to_string().repeat(LONG), atom: cx.atom(), rect: *b })
                .collect();
            for mark in &marks {
                seen.places.insert(mark.atom, Place::Page { page: number, rect: mark.rect });
            }
            *text = arrange(&woven(glyphs, marks));
        }
    }
    Ok(seen)
}

/// The page's letters in the order in which it shows them; atoms are numbered so.
fn glyphs(text: &Text, page: u32, places: &BTreeMap<AtomId, Place>) -> Option<Vec<Placed>> {
    let mut out = Vec::new();
    for (span, atom) in text.atoms() {
        let Some(Place::Page { page: on, rect }) = places.get(&atom) else { return None };
        if *on != page {
            return None;
        }
        out.push(Placed { string: text.as_str().get(span)?.to_owned(), atom, rect: *rect });
    }
    sort_by_key(&mut out, |g| g.atom);
    out.dedup_by_key(|g| g.atom);
    Some(out)
}

/// Puts each mark behind the word whose letter stands nearest before it on its line: in turned text that letter may be the
/// word's first.
fn woven(glyphs: Vec<Placed>, marks: Vec<Placed>) -> Vec<Placed> {
    let mut behind: BTreeMap<usize, Vec<Placed>> = BTreeMap::new();
    for mark in marks {
        let middle = (mark.rect.y0 + mark.rect.y1) / 2.0;
        let nearest = glyphs
            .iter()
            .enumerate()
            .filter(|(_, g)| g.rect.y0 < middle && middle < g.rect.y1 && g.rect.x0 < mark.rect.x0)
            .max_by(|a, b| a.1.rect.x1.total_cmp(&b.1.rect.x1));
        let word_end = |mut at: usize| {
            while let (Some(a), Some(b)) = (glyphs.get(at), glyphs.get(at + 1))
                && touch(&a.rect, &b.rect)
            {
                at += 1;
            }
            at
        };
        behind.entry(nearest.map_or(0, |(i, _)| word_end(i) + 1)).or_default().push(mark);
    }
    let mut out = Vec::new();
    for (i, glyph) in glyphs.into_iter().enumerate() {
        out.extend(behind.remove(&i).unwrap_or_default());
        out.push(glyph);
    }
    out.extend(behind.into_values().flatten());
    out
}

/// Whether two letters stand side by side in one word: less than a blank apart.
fn touch(a: &Rect, b: &Rect) -> bool {
    let overlap = a.y1.min(b.y1) - a.y0.max(b.y0);
    let apart = (b.x0 - a.x1).max(a.x0 - b.x1);
    overlap > 0.5 * a.height().min(b.height()) && apart < 0.1 * a.height()
}

fn holds_centre(bar: &Rect, letter: &Rect) -> bool {
    let (x, y) = ((letter.x0 + letter.x1) / 2.0, (letter.y0 + letter.y1) / 2.0);
    bar.x0 < x && x < bar.x1 && bar.y0 < y && y < bar.y1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Format, TextBuilder};

    #[test]
    fn a_bar_is_a_word_on_its_line() {
        let mut cx = Cx::default();
        let (mut builder, mut places) = (TextBuilder::new(), BTreeMap::new());
        for (i, c) in "Nom :".chars().enumerate() {
            let atom = cx.atom();
            builder.push(c.encode_utf8(&mut [0; 4]), atom);
            let rect = Rect::new(10.0 + 6.0 * i as f32, 10.0, 16.0 + 6.0 * i as f32, 22.0);
            places.insert(atom, Place::Page { page: 0, rect });
        }
        let seen = Extract {
            source: [0; 32],
            format: Format::Pdf,
            pages: Vec::new(),
            texts: vec![builder.finish()],
            opaques: Vec::new(),
            places,
            notices: Vec::new(),
            operators: Vec::new(),
        };
        let bars = vec![vec![Rect::new(44.0, 10.0, 90.0, 22.0)]];
        let out = marked(seen, &bars, &mut cx).expect("within limits");
        assert_eq!(out.texts[0].as_str(), "Nom : █████");
    }
}
