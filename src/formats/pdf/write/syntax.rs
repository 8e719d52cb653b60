//! Values → bytes of PDF syntax (ISO 32000-2, 7.3). Everything that reaches an output file is spelled here, anew: no byte run of the
//! source is copied. Numbers are in the unit of the key that they stand behind.

/// Writes `/name`, escaping what is not a regular character.
pub(in crate::formats::pdf) fn name(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'/');
    for &b in bytes {
        let regular = b.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&b);
        if regular {
            out.push(b);
        } else {
            out.push(b'#');
            out.push(hex_digit(b >> 4));
            out.push(hex_digit(b & 15));
        }
    }
}

/// Writes a number: whole numbers without a point, others with at most six decimals, never with an exponent.
pub(in crate::formats::pdf) fn number(out: &mut Vec<u8>, value: f64) {
    let value = if value.is_finite() { value.clamp(-1e15, 1e15) } else { 0.0 };
    if value == value.trunc() {
        out.extend_from_slice(format!("{}", value as i64).as_bytes());
        return;
    }
    // A map from millions of units to points has scales of a ten-thousandth, and each of their digits counts.
    let text = if value.abs() < 0.1 { format!("{value:.10}") } else { format!("{value:.6}") };
    let text = text.trim_end_matches('0').trim_end_matches('.');
    out.extend_from_slice(if text == "-0" || text.is_empty() { b"0" } else { text.as_bytes() });
}

/// Writes a string: in brackets where that is short, else in hexadecimal.
pub(in crate::formats::pdf) fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.iter().all(|b| matches!(b, b' '..=b'~')) {
        out.push(b'(');
        for &b in bytes {
            if matches!(b, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(b);
        }
        out.push(b')');
    } else {
        out.push(b'<');
        for &b in bytes {
            out.push(hex_digit(b >> 4));
            out.push(hex_digit(b & 15));
        }
        out.push(b'>');
    }
}

/// Writes `id 0 R`.
pub(in crate::formats::pdf) fn reference(out: &mut Vec<u8>, id: u32) {
    out.extend_from_slice(format!("{id} 0 R").as_bytes());
}

/// Writes a list of numbers.
pub(in crate::formats::pdf) fn numbers(out: &mut Vec<u8>, values: &[f64]) {
    out.push(b'[');
    for (i, v) in values.iter().enumerate() {
        if i > 0 {
            out.push(b' ');
        }
        number(out, *v);
    }
    out.push(b']');
}

fn hex_digit(v: u8) -> u8 {
    if v < 10 { b'0' + v } else { b'A' + v - 10 }
}

/// A dictionary under construction. Keys are ours, in the order given.
#[derive(Clone)]
pub(in crate::formats::pdf) struct DictOut(Vec<u8>);

impl DictOut {
    /// An empty dictionary.
    pub(in crate::formats::pdf) fn new() -> Self {
        Self(b"<<".to_vec())
    }

    /// Opens an entry; the caller writes its value into what is returned.
    pub(in crate::formats::pdf) fn key(&mut self, key: &[u8]) -> &mut Vec<u8> {
        name(&mut self.0, key);
        self.0.push(b' ');
        &mut self.0
    }

    /// A name entry.
    pub(in crate::formats::pdf) fn name(&mut self, key: &[u8], value: &[u8]) {
        name(self.key(key), value);
    }

    /// A number entry.
    pub(in crate::formats::pdf) fn number(&mut self, key: &[u8], value: f64) {
        number(self.key(key), value);
    }

    /// An entry that refers to an object.
    pub(in crate::formats::pdf) fn reference(&mut self, key: &[u8], id: u32) {
        reference(self.key(key), id);
    }

    /// An entry that is a list of numbers.
    pub(in crate::formats::pdf) fn numbers(&mut self, key: &[u8], values: &[f64]) {
        numbers(self.key(key), values);
    }

    /// An entry that is already spelled.
    pub(in crate::formats::pdf) fn raw(&mut self, key: &[u8], value: &[u8]) {
        self.key(key).extend_from_slice(value);
    }

    /// A truth entry.
    pub(in crate::formats::pdf) fn boolean(&mut self, key: &[u8], value: bool) {
        self.raw(key, if value { b"true" } else { b"false" });
    }

    /// The spelled dictionary.
    pub(in crate::formats::pdf) fn done(mut self) -> Vec<u8> {
        self.0.extend_from_slice(b">>");
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(f: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        f(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn numbers_have_no_exponent() {
        assert_eq!(spelled(|o| number(o, 1e-12)), "0");
        assert_eq!(spelled(|o| number(o, 0.000_078_740_2)), "0.0000787402");
        assert_eq!(spelled(|o| number(o, -1e-11)), "0");
        assert_eq!(spelled(|o| number(o, 0.25)), "0.25");
        assert_eq!(spelled(|o| number(o, -12.0)), "-12");
        assert_eq!(spelled(|o| number(o, f64::NAN)), "0");
    }

    #[test]
    fn names_and_strings_are_escaped() {
        assert_eq!(spelled(|o| name(o, b"A B#(")), "/A#20B#23#28");
        assert_eq!(spelled(|o| string(o, b"a(b")), "(a\\(b)");
        assert_eq!(spelled(|o| string(o, &[0, 255])), "<00FF>");
    }
}
