//! The stock of a run → what the hayro crates ask for: fonts in place of those that a file only names, tables of predefined codes.

pub(super) mod maps;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use hayro_font::{FontData, FontQuery, FontResolverFn, StandardFont};

use crate::context::{Part, Stock};

/// For each of the standard fonts its program, and none for others.
pub(super) fn standard_fonts(stock: &Arc<Stock>) -> FontResolverFn {
    let stock = Arc::clone(stock);
    Arc::new(move |query| match query {
        FontQuery::Standard(font) => program(&stock, *font),
        FontQuery::Fallback(_) => None,
    })
}

/// For each font that the source lacks the one of the standard fourteen that is most like it.
pub(super) fn any_font(stock: &Arc<Stock>) -> FontResolverFn {
    let stock = Arc::clone(stock);
    Arc::new(move |query| match query {
        FontQuery::Standard(font) => program(&stock, *font),
        FontQuery::Fallback(wanted) => program(&stock, wanted.pick_standard_font()),
    })
}

/// One of the fonts, as they follow each other in the file.
fn program(stock: &Stock, font: StandardFont) -> Option<(FontData, u32)> {
    use StandardFont::*;
    const ORDER: usize = 14;
    let index: usize = match font {
        Helvetica => 0,
        HelveticaBold => 1,
        HelveticaOblique => 2,
        HelveticaBoldOblique => 3,
        Courier => 4,
        CourierBold => 5,
        CourierOblique => 6,
        CourierBoldOblique => 7,
        TimesRoman => 8,
        TimesBold => 9,
        TimesItalic => 10,
        TimesBoldItalic => 11,
        ZapfDingBats => 12,
        Symbol => 13,
    };
    let (lengths, mut fonts) = stock.get(Part::Fonts)?.split_at_checked(4 * ORDER)?;
    for (i, length) in lengths.as_chunks::<4>().0.iter().enumerate() {
        let (font, rest) = fonts.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        if i == index {
            let program: FontData = Arc::new(font.to_vec());
            return Some((program, 0));
        }
        fonts = rest;
    }
    None
}
