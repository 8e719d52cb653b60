//! What the reader's module tells, as plain data → [`Reading`].

use js_sys::{Float32Array, Reflect, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::model::{Doubt, DoubtKind, ReadLetter, ReadLine, Reading, Rect, Symbol, Turn};

/// `{turn, letters, counts, boxes, doubts, symbols, says}`: quarter turns; letters, each closed by a line feed; letters a
/// line; four edges a letter; a kind and four edges a doubt; four edges a symbol; what each symbol says, closed by a zero,
/// or nothing. `None` where these do not fit each other.
pub(super) fn reading(handed: &JsValue) -> Option<Reading> {
    let get = |key: &str| Reflect::get(handed, &key.into()).ok();
    let numbers = |key: &str| Some(get(key)?.dyn_into::<Float32Array>().ok()?.to_vec());
    let rect = |r: &[f32]| match r {
        [x0, y0, x1, y1] => Rect::new(*x0, *y0, *x1, *y1),
        _ => Rect::default(),
    };
    let (text, says) = (get("letters")?.as_string()?, get("says")?.as_string()?);
    let (boxes, doubts, symbols) = (numbers("boxes")?, numbers("doubts")?, numbers("symbols")?);
    let counts = get("counts")?.dyn_into::<Uint32Array>().ok()?.to_vec();
    let all: u64 = counts.iter().map(|c| u64::from(*c)).sum();
    let fits = |some: usize, each: usize, all: &[f32]| some * each == all.len();
    let said: Vec<&str> = says.split_terminator('\0').collect();
    let letters: Vec<&str> = text.split_terminator('\n').collect();
    if all != letters.len() as u64
        || !fits(letters.len(), 4, &boxes)
        || !fits(said.len(), 4, &symbols)
        || doubts.len() % 5 != 0
    {
        return None;
    }
    let mut letters = letters.into_iter().zip(boxes.chunks(4));
    let line = |count: u32| {
        let letters = letters.by_ref().take(count as usize);
        let letters = letters.map(|(text, r)| ReadLetter { text: text.to_owned(), rect: rect(r) }).collect();
        ReadLine { letters, ..ReadLine::default() }
    };
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
        lines: counts.into_iter().map(line).collect(),
        doubts: doubts.chunks(5).map(doubt).collect(),
        symbols: symbols.chunks(4).zip(&said).map(symbol).collect(),
        turn: match get("turn")?.as_f64()? as u32 {
            1 => Turn::Quarter,
            2 => Turn::Half,
            3 => Turn::ThreeQuarters,
            _ => Turn::None,
        },
    })
}
