//! What the reader's module tells, as plain data → [`Reading`].

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::letters::{numbers, rect, taken, text};
use crate::model::{Doubt, DoubtKind, ReadLine, Reading, Symbol, Turn};

/// `{turn, letters, counts, boxes, doubts, symbols, says}`: quarter turns; letters, each closed by a line feed; letters a
/// line; four edges a letter; a kind and four edges a doubt; four edges a symbol; what each symbol says, closed by a zero,
/// or nothing. `None` where these do not fit each other.
pub(super) fn reading(handed: &JsValue) -> Option<Reading> {
    let (doubts, symbols) = (numbers(handed, "doubts")?, numbers(handed, "symbols")?);
    let (says, lines) = (text(handed, "says")?, taken(handed)?);
    let said: Vec<&str> = says.split_terminator('\0').collect();
    if said.len() * 4 != symbols.len() || doubts.len() % 5 != 0 {
        return None;
    }
    let doubt = |d: &[f32]| Doubt {
        kind: match d.first() {
            Some(0.0) => DoubtKind::Unread,
            Some(2.0) => DoubtKind::Face,
            _ => DoubtKind::Mark,
        },
        rect: rect(d.get(1..).unwrap_or_default()),
    };
    let symbol = |(r, says): (&[f32], &&str)| Symbol {
        rect: rect(r),
        text: (!says.is_empty()).then(|| says.to_string()),
    };
    Some(Reading {
        lines: lines.into_iter().map(|letters| ReadLine { letters, ..ReadLine::default() }).collect(),
        doubts: doubts.chunks(5).map(doubt).collect(),
        symbols: symbols.chunks(4).zip(&said).map(symbol).collect(),
        turn: match Reflect::get(handed, &"turn".into()).ok()?.as_f64()? as u32 {
            1 => Turn::Quarter,
            2 => Turn::Half,
            3 => Turn::ThreeQuarters,
            _ => Turn::None,
        },
    })
}
