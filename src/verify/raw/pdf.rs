//! A PDF file → its objects, by reading it from the first byte to the last. Every byte must belong to something: header,
//! numbered objects, one cross-reference table that tells the truth, one trailer, one end mark. Nothing may stand
//! between or behind them, and no number may be given twice; so there is no room for an older revision.

use std::collections::BTreeMap;
use std::ops::Range;

use super::flate::{inflate, unpredict};
use super::lex::{Dict, Lexer, Object, Refs};
use crate::context::Cx;
use crate::error::{Error, Result};

/// A numbered object.
pub(in crate::verify) struct Indirect {
    pub(in crate::verify) value: Object,
    /// Where its packed bytes stand, if it is a stream.
    pub(in crate::verify) stream: Option<Range<usize>>,
}

/// A file that was read whole.
pub(in crate::verify) struct File<'a> {
    data: &'a [u8],
    pub(in crate::verify) objects: BTreeMap<u32, Indirect>,
    pub(in crate::verify) trailer: Dict,
}

/// How a stream's bytes are packed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum Packing {
    None,
    Flate,
    Jpeg,
    Fax,
}

fn refuse(message: &'static str, at: usize) -> Error {
    Error::leak(message).at_offset(at as u64)
}

impl<'a> File<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// `Leak` where it is not built as our writer builds; `LimitExceeded`.
    pub(in crate::verify) fn read(data: &'a [u8], cx: &mut Cx<'_>) -> Result<Self> {
        let mut lexer = Lexer::new(data, header(data)?, Refs::Allowed);
        let (mut objects, mut starts) = (BTreeMap::new(), BTreeMap::new());
        lexer.skip_space();
        while !lexer.take(b"xref") {
            let start = lexer.at;
            cx.budget.step(8)?;
            let (number, object) = indirect(&mut lexer)?;
            if objects.insert(number, object).is_some() {
                return Err(refuse("structure check: an object is written twice", start));
            }
            starts.insert(number, start);
            lexer.skip_space();
        }
        let table_at = lexer.at - b"xref".len();
        table(&mut lexer, &starts)?;
        let Some(Object::Dict(trailer)) = lexer.object()? else {
            return Err(refuse("structure check: the trailer is broken", lexer.at));
        };
        lexer.skip_space();
        let pointed = if lexer.take(b"startxref") {
            lexer.skip_space();
            lexer.figure()
        } else {
            None
        };
        lexer.skip_space();
        if pointed != Some(table_at) || !lexer.take(b"%%EOF") {
            return Err(refuse("structure check: the end of the file is broken", lexer.at));
        }
        if !matches!(lexer.rest(), b"" | b"\n" | b"\r\n") {
            return Err(refuse("structure check: bytes stand after the end of the file", lexer.at));
        }
        Ok(Self { data, objects, trailer })
    }

    /// What an object says, a reference followed once.
    pub(in crate::verify) fn resolve<'s>(&'s self, object: &'s Object) -> Option<&'s Object> {
        match object {
            Object::Ref(number) => {
                self.objects.get(number).map(|o| &o.value).filter(|v| !matches!(v, Object::Ref(_)))
            }
            other => Some(other),
        }
    }

    /// A dictionary's entry, resolved.
    pub(in crate::verify) fn entry<'s>(&'s self, dict: &'s Dict, key: &str) -> Option<&'s Object> {
        self.resolve(dict.get(key.as_bytes())?)
    }

    /// How a stream is packed.
    ///
    /// # Errors
    /// `Leak` for any packing that our writer does not use.
    pub(in crate::verify) fn packing(&self, dict: &Dict) -> Result<Packing> {
        let filter = match dict.get(b"Filter".as_slice()) {
            Some(Object::Array(a)) if a.len() == 1 => a.first(),
            Some(Object::Array(a)) if a.is_empty() => None,
            other => other,
        };
        match filter {
            None => Ok(Packing::None),
            Some(Object::Name(n)) if n == b"FlateDecode" => Ok(Packing::Flate),
            Some(Object::Name(n)) if n == b"DCTDecode" => Ok(Packing::Jpeg),
            Some(Object::Name(n)) if n == b"CCITTFaxDecode" => Ok(Packing::Fax),
            Some(_) => Err(Error::leak("structure check: a stream is packed in another way than ours")),
        }
    }

    /// A stream's packed bytes.
    pub(in crate::verify) fn packed(&self, object: &Indirect) -> &'a [u8] {
        object.stream.clone().and_then(|r| self.data.get(r)).unwrap_or_default()
    }

    /// A stream's bytes, unpacked; a JPEG or a fax is left as it is.
    ///
    /// # Errors
    /// `Leak` when the packed data has no end or something stands behind it; `LimitExceeded`.
    pub(in crate::verify) fn unpacked(&self, object: &Indirect, cx: &mut Cx<'_>) -> Result<Vec<u8>> {
        let Object::Dict(dict) = &object.value else {
            return Err(Error::leak("structure check: a stream has no dictionary"));
        };
        let packed = self.packed(object);
        if self.packing(dict)? != Packing::Flate {
            cx.budget.decode(packed.len() as u64)?;
            return Ok(packed.to_vec());
        }
        let out = inflate(packed, cx)?;
        if !out.whole || out.taken != packed.len() {
            return Err(Error::leak("structure check: packed data has no end, or bytes behind it"));
        }
        let parms = match dict.get(b"DecodeParms".as_slice()).and_then(|p| self.resolve(p)) {
            Some(Object::Array(a)) => a.first().and_then(|p| self.resolve(p)),
            other => other,
        };
        let Some(Object::Dict(parms)) = parms else { return Ok(out.bytes) };
        let number = |key: &str, default| self.entry(parms, key).map_or(Some(default), Object::whole);
        match (
            number("Predictor", 1),
            number("Colors", 1),
            number("BitsPerComponent", 8),
            number("Columns", 1),
        ) {
            (Some(1), ..) => Ok(out.bytes),
            (Some(p), Some(colours), Some(bits), Some(columns)) => {
                unpredict(&out.bytes, p, colours, bits, columns)
            }
            _ => Err(Error::leak("structure check: a predictor is out of range")),
        }
    }
}

/// `%PDF-1.x` at the first byte, then at most one comment line without letters; returns where the objects begin.
fn header(data: &[u8]) -> Result<usize> {
    let line = |from: usize| {
        let len = data.get(from..)?.iter().take(64).position(|b| matches!(b, b'\n' | b'\r'))?;
        Some(from..from + len)
    };
    let wrong = || refuse("structure check: the file does not begin as a PDF", 0);
    let first = line(0).ok_or_else(wrong)?;
    let version = data.get(first.clone()).and_then(|l| l.strip_prefix(b"%PDF-")).ok_or_else(wrong)?;
    if !matches!(version, [b'1' | b'2', b'.', b'0'..=b'9']) {
        return Err(wrong());
    }
    let second = first.end
        + data.get(first.end..).map_or(0, |r| r.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count());
    if data.get(second) != Some(&b'%') {
        return Ok(second);
    }
    let comment = line(second).ok_or_else(wrong)?;
    let binary = |l: &[u8]| l.len() <= 9 && l.iter().skip(1).all(|b| *b >= 0x80);
    if !data.get(comment.clone()).is_some_and(binary) {
        return Err(refuse("structure check: a comment that holds more than its mark", second));
    }
    Ok(comment.end)
}

/// `N 0 obj … endobj`.
fn indirect(lexer: &mut Lexer<'_>) -> Result<(u32, Indirect)> {
    let at = lexer.at;
    let broken = || refuse("structure check: something stands between the objects", at);
    let number = lexer.figure().filter(|n| *n > 0).and_then(|n| u32::try_from(n).ok()).ok_or_else(broken)?;
    lexer.skip_space();
    let first = lexer.word() == b"0";
    lexer.skip_space();
    if !first || lexer.word() != b"obj" {
        return Err(broken());
    }
    let value = lexer.object()?.ok_or_else(broken)?;
    lexer.skip_space();
    let stream = if lexer.take(b"stream") { Some(stream(lexer, &value)?) } else { None };
    lexer.skip_space();
    if !lexer.take(b"endobj") {
        return Err(refuse("structure check: an object does not end where it should", lexer.at));
    }
    Ok((number, Indirect { value, stream }))
}

fn stream(lexer: &mut Lexer<'_>, value: &Object) -> Result<Range<usize>> {
    let broken = |lexer: &Lexer<'_>| refuse("structure check: a stream is not as long as it says", lexer.at);
    let Object::Dict(dict) = value else { return Err(broken(lexer)) };
    let len = dict.get(b"Length".as_slice()).and_then(Object::whole).ok_or_else(|| broken(lexer))?;
    if !(lexer.take(b"\r\n") || lexer.take(b"\n")) {
        return Err(broken(lexer));
    }
    let body = lexer.at..lexer.at.checked_add(len).ok_or_else(|| broken(lexer))?;
    if lexer.rest().len() < len {
        return Err(broken(lexer));
    }
    lexer.at = body.end;
    let _end_of_line = lexer.take(b"\r\n") || lexer.take(b"\n");
    if !lexer.take(b"endstream") {
        return Err(broken(lexer));
    }
    Ok(body)
}

/// The table's entries: each object that is there, where it is, and no other.
fn table(lexer: &mut Lexer<'_>, starts: &BTreeMap<u32, usize>) -> Result<()> {
    let mut told = BTreeMap::new();
    loop {
        lexer.skip_space();
        if lexer.take(b"trailer") {
            break;
        }
        let lies = refuse("structure check: the cross-reference table is broken", lexer.at);
        let first = lexer.figure();
        lexer.skip_space();
        let (Some(first), Some(count)) = (first, lexer.figure()) else { return Err(lies) };
        for number in first..first.saturating_add(count) {
            lexer.skip_space();
            let offset = lexer.figure();
            lexer.skip_space();
            let generation = lexer.figure();
            lexer.skip_space();
            match (offset, generation, lexer.word()) {
                (Some(offset), Some(0), b"n") => {
                    let number = u32::try_from(number).unwrap_or(0);
                    if told.insert(number, offset).is_some() {
                        return Err(lies);
                    }
                }
                (Some(_), Some(_), b"f") => {}
                _ => return Err(lies),
            }
        }
    }
    if told != *starts {
        return Err(refuse("structure check: the cross-reference table does not tell the objects", lexer.at));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let at = out.len();
        out.extend_from_slice(b"1 0 obj\n<< /A (x) /Length 3 >>\nstream\nabc\nendstream\nendobj\n");
        let table = out.len();
        out.extend_from_slice(
            format!("xref\n0 2\n0000000000 65535 f \n{at:010} 00000 n \ntrailer\n<< /Size 2 >>\nstartxref\n{table}\n%%EOF\n")
                .as_bytes(),
        );
        out
    }

    fn reads(data: &[u8]) -> bool {
        File::read(data, &mut Cx::default()).is_ok()
    }

    #[test]
    fn every_byte_belongs_to_something() {
        let good = small();
        assert!(reads(&good));
        let at = |needle: &[u8]| good.windows(needle.len()).position(|w| w == needle).expect("there");
        let with = |at: usize, more: &[u8]| [&good[..at], more, &good[at..]].concat();
        assert!(!reads(&with(good.len(), b"x")), "tail");
        assert!(!reads(&[b" ".as_slice(), &good].concat()), "head");
        assert!(!reads(&with(at(b"1 0 obj"), b"% JEANNE\n")), "comment");
        assert!(
            !reads(&with(at(b"xref\n0"), b"2 0 obj\nnull\nendobj\n")),
            "object that the table does not tell"
        );
        assert!(!reads(&[good.clone(), good[17..].to_vec()].concat()), "two revisions");
        for n in 0..good.len() {
            assert!(!reads(&good[..n.min(good.len() - 2)]));
        }
    }
}
