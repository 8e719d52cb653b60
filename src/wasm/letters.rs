//! Letters that were read ⇄ plain data: letters, each closed by a line feed; letters a line; four edges a letter.

use js_sys::{Float32Array, Reflect, Uint32Array};
use wasm_bindgen::prelude::*;

#[cfg(feature = "ocr")]
use crate::model::ReadLine;
use crate::model::{ReadLetter, Rect};

/// The field of an object that holds numbers.
pub(super) fn numbers(handed: &JsValue, key: &str) -> Option<Vec<f32>> {
    Some(Reflect::get(handed, &key.into()).ok()?.dyn_into::<Float32Array>().ok()?.to_vec())
}

/// The field of an object that holds text.
pub(super) fn text(handed: &JsValue, key: &str) -> Option<String> {
    Reflect::get(handed, &key.into()).ok()?.as_string()
}

/// Four edges as a box.
pub(super) fn rect(edges: &[f32]) -> Rect {
    match edges {
        [x0, y0, x1, y1] => Rect::new(*x0, *y0, *x1, *y1),
        _ => Rect::default(),
    }
}

/// The letters of each line from `{letters, counts, boxes}`. `None` where these do not fit each other.
pub(super) fn taken(handed: &JsValue) -> Option<Vec<Vec<ReadLetter>>> {
    let (all, boxes) = (text(handed, "letters")?, numbers(handed, "boxes")?);
    let counts = Reflect::get(handed, &"counts".into()).ok()?.dyn_into::<Uint32Array>().ok()?.to_vec();
    let all: Vec<&str> = all.split_terminator('\n').collect();
    let wanted: u64 = counts.iter().map(|c| u64::from(*c)).sum();
    if wanted != all.len() as u64 || all.len() * 4 != boxes.len() {
        return None;
    }
    let letter = |(text, r): (&str, &[f32])| ReadLetter { text: text.to_owned(), rect: rect(r) };
    let mut letters = all.into_iter().zip(boxes.chunks(4)).map(letter);
    Some(counts.into_iter().map(|count| letters.by_ref().take(count as usize).collect()).collect())
}

/// A box as four edges.
#[cfg(feature = "ocr")]
pub(super) fn edges(r: &Rect) -> [f32; 4] {
    [r.x0, r.y0, r.x1, r.y1]
}

/// `letters`, `counts` and `boxes` of lines.
#[cfg(feature = "ocr")]
pub(super) fn told(lines: &[ReadLine]) -> [(&'static str, JsValue); 3] {
    let (mut letters, mut boxes) = (String::new(), Vec::new());
    for letter in lines.iter().flat_map(|l| &l.letters) {
        letters.push_str(&letter.text);
        letters.push('\n');
        boxes.extend(edges(&letter.rect));
    }
    let counts: Vec<u32> = lines.iter().map(|l| l.letters.len() as u32).collect();
    [
        ("letters", letters.into()),
        ("counts", Uint32Array::from(counts.as_slice()).into()),
        ("boxes", Float32Array::from(boxes.as_slice()).into()),
    ]
}
