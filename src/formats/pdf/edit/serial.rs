//! Operands → content stream bytes, without loss: what is read back is equal to what was written.

use hayro_syntax::object::{Array, Dict, MaybeRef, Object, Stream};

use crate::formats::pdf::pictures::Cut;

/// Appends one operand and a blank. References do not occur in content streams and are left out.
pub(super) fn operand(out: &mut Vec<u8>, object: &Object<'_>) {
    match object {
        Object::Null(_) => out.extend_from_slice(b"null"),
        Object::Boolean(b) => out.extend_from_slice(if *b { b"true" } else { b"false" }),
        Object::Number(n) => number(out, n.as_f64()),
        Object::String(s) => string(out, s.as_bytes()),
        Object::Name(n) => name(out, n.as_ref()),
        Object::Array(a) => array(out, a),
        Object::Dict(d) => dict(out, d),
        Object::Stream(_) => {}
    }
    out.push(b' ');
}

/// Appends a number; whole ones without a point, none with an exponent.
pub(super) fn number(out: &mut Vec<u8>, value: f64) {
    let value = if value.is_finite() { value } else { 0.0 };
    if value.fract() == 0.0 && value.abs() < 9e15 {
        out.extend_from_slice((value as i64).to_string().as_bytes());
    } else {
        out.extend_from_slice(value.to_string().as_bytes());
    }
}

/// Appends several numbers, each followed by a blank, rounded to a ten-thousandth.
pub(super) fn numbers(out: &mut Vec<u8>, values: &[f64]) {
    for v in values {
        number(out, (v * 1e4).round() / 1e4);
        out.push(b' ');
    }
}

/// Appends a literal string.
pub(in crate::formats::pdf) fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for &b in bytes {
        match b {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', b]),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\n' => out.extend_from_slice(b"\\n"),
            _ => out.push(b),
        }
    }
    out.push(b')');
}

/// Appends a name.
pub(super) fn name(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'/');
    for &b in bytes {
        if b.is_ascii_alphanumeric() || b"_-+.*:,@!$^&=|~`'\"?;".contains(&b) {
            out.push(b);
        } else {
            out.extend_from_slice(format!("#{b:02X}").as_bytes());
        }
    }
}

fn array(out: &mut Vec<u8>, array: &Array<'_>) {
    out.push(b'[');
    for item in array.iter::<Object<'_>>() {
        operand(out, &item);
    }
    out.push(b']');
}

fn dict(out: &mut Vec<u8>, dict: &Dict<'_>) {
    out.extend_from_slice(b"<<");
    entries(out, dict);
    out.extend_from_slice(b">>");
}

fn entries(out: &mut Vec<u8>, dict: &Dict<'_>) {
    for (key, value) in dict.entries() {
        if let MaybeRef::NotRef(value) = value {
            name(out, key.as_ref());
            out.push(b' ');
            operand(out, &value);
        }
    }
}

/// Appends an inline picture again from its samples: one deflate stream of exactly the length that its size tells, and
/// only the entries that drawing needs; what nobody sees of it is constant. `None` where the samples do not tell.
pub(super) fn inline_picture(
    out: &mut Vec<u8>,
    image: &Stream<'_>,
    samples: &[u8],
    cut: Option<&Cut>,
) -> Option<()> {
    let dict = image.dict();
    let both = |short: &str, long: &str| -> Option<Object<'_>> {
        dict.get::<Object<'_>>(short.as_bytes()).or_else(|| dict.get::<Object<'_>>(long.as_bytes()))
    };
    let count = |short: &str, long: &str| both(short, long).and_then(Object::into_number).map(|n| n.as_i64());
    let (width, height) = (count("W", "Width")?, count("H", "Height")?);
    let mask = matches!(both("IM", "ImageMask"), Some(Object::Boolean(true)));
    let bits = if mask { 1 } else { count("BPC", "BitsPerComponent")? };
    let space = both("CS", "ColorSpace");
    let parts = match &space {
        _ if mask => 1,
        Some(Object::Name(n)) => match n.as_ref() {
            b"G" | b"DeviceGray" => 1,
            b"RGB" | b"DeviceRGB" => 3,
            b"CMYK" | b"DeviceCMYK" => 4,
            _ => return None,
        },
        Some(Object::Array(a)) => match a.iter::<Object<'_>>().next() {
            Some(Object::Name(n)) if matches!(n.as_ref(), b"I" | b"Indexed") => 1,
            _ => return None,
        },
        _ => return None,
    };
    let row = usize::try_from(width.checked_mul(bits)?.checked_mul(parts)?.checked_add(7)? / 8).ok()?;
    let rows = usize::try_from(height).ok()?;
    let mut exact = samples.get(..row.checked_mul(rows)?)?.to_vec();
    if let Some(cut) = cut {
        cut.clear(&mut exact, usize::try_from(width).ok()?, rows, usize::try_from(bits * parts).ok()?);
    }
    out.extend_from_slice(b"BI ");
    for (key, value) in [("W", Some(width)), ("H", Some(height)), ("BPC", (!mask).then_some(bits))] {
        if let Some(value) = value {
            name(out, key.as_bytes());
            out.extend_from_slice(format!(" {value} ").as_bytes());
        }
    }
    let kept = [
        ("CS", space.filter(|_| !mask)),
        ("D", both("D", "Decode")),
        ("IM", both("IM", "ImageMask")),
        ("I", both("I", "Interpolate")),
    ];
    for (key, value) in kept {
        if let Some(value) = value {
            name(out, key.as_bytes());
            out.push(b' ');
            operand(out, &value);
        }
    }
    // Hexadecimal, so that no byte of the data can look like the end of the picture.
    out.extend_from_slice(b"/F [/AHx /Fl] ID ");
    for b in miniz_oxide::deflate::compress_to_vec_zlib(&exact, 6) {
        out.extend_from_slice(format!("{b:02X}").as_bytes());
    }
    out.extend_from_slice(b"> EI");
    Some(())
}

/// Appends an inline picture with its data as they are, in hexadecimal. The writer makes it anew from its pixels.
pub(super) fn coded_picture(out: &mut Vec<u8>, image: &Stream<'_>) {
    let dict = image.dict();
    let list = |short: &str, long: &str| -> Vec<Object<'_>> {
        let value =
            dict.get::<Object<'_>>(short.as_bytes()).or_else(|| dict.get::<Object<'_>>(long.as_bytes()));
        match value {
            Some(Object::Array(a)) => a.iter::<Object<'_>>().collect(),
            Some(other) => vec![other],
            None => Vec::new(),
        }
    };
    out.extend_from_slice(b"BI ");
    let kept = [
        ("W", "Width"),
        ("H", "Height"),
        ("BPC", "BitsPerComponent"),
        ("CS", "ColorSpace"),
        ("D", "Decode"),
        ("IM", "ImageMask"),
        ("I", "Interpolate"),
    ];
    for (short, long) in kept {
        let value =
            dict.get::<Object<'_>>(short.as_bytes()).or_else(|| dict.get::<Object<'_>>(long.as_bytes()));
        if let Some(value) = value {
            name(out, short.as_bytes());
            out.push(b' ');
            operand(out, &value);
        }
    }
    for (key, first, rest) in
        [("F", "/AHx ", list("F", "Filter")), ("DP", "null ", list("DP", "DecodeParms"))]
    {
        name(out, key.as_bytes());
        out.push(b'[');
        out.extend_from_slice(first.as_bytes());
        rest.iter().for_each(|o| operand(out, o));
        out.push(b']');
    }
    out.extend_from_slice(b" ID ");
    for b in image.raw_data().iter() {
        out.extend_from_slice(format!("{b:02X}").as_bytes());
    }
    out.extend_from_slice(b"> EI");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use hayro_syntax::content::UntypedIter;

    #[test]
    fn operands_come_back_equal() {
        let source: &[u8] = b"[(a\\)\\\\\r\n\x00b) -12.5 <FEFF>] /A#20b#2F << /K [1 .000001 true null] /S (x) >> 123456789 TJ";
        let mut it = UntypedIter::new(source);
        let op = it.next().unwrap();
        let mut out = Vec::new();
        op.operands().for_each(|o| operand(&mut out, o));
        out.extend_from_slice(b"TJ");
        let mut again = UntypedIter::new(&out);
        let back = again.next().unwrap();
        let shown = |o: &Object<'_>| format!("{o}");
        assert_eq!(
            op.operands().map(shown).collect::<Vec<_>>(),
            back.operands().map(shown).collect::<Vec<_>>()
        );
        assert_eq!(op.operands().count(), 4);
    }

    #[test]
    fn a_coded_picture_comes_back() {
        let source: &[u8] = b"BI /W 4 /H 1 /BPC 8 /CS /G /F /RL ID \xFD\x07\x80\nEI Q";
        let mut it = UntypedIter::new(source);
        let op = it.next().unwrap();
        let Some(Object::Stream(s)) = op.operands().last() else { unreachable!() };
        let mut out = Vec::new();
        coded_picture(&mut out, s);
        let mut again = UntypedIter::new(&out);
        let back = again.next().unwrap();
        let Some(Object::Stream(s)) = back.operands().last() else { unreachable!() };
        assert_eq!(s.decoded_data().unwrap().as_ref(), [7, 7, 7, 7]);
    }

    #[test]
    fn an_inline_picture_is_cut_to_its_size() {
        let source: &[u8] = b"BI /W 2 /H 2 /BPC 8 /CS /G ID \x01\x02\x03\x04EXTRA\nEI Q";
        let mut it = UntypedIter::new(source);
        let op = it.next().unwrap();
        let Some(Object::Stream(s)) = op.operands().last() else { unreachable!() };
        let mut out = Vec::new();
        inline_picture(&mut out, s, &s.decoded_data().unwrap(), None).unwrap();
        let mut again = UntypedIter::new(&out);
        let back = again.next().unwrap();
        let Some(Object::Stream(s)) = back.operands().last() else { unreachable!() };
        assert_eq!(s.decoded_data().unwrap().as_ref(), [1, 2, 3, 4]);
    }
}
