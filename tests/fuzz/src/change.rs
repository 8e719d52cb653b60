//! A file → a changed file: bytes, objects, or what streams hold. The same dice give the same file.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

/// Chance that can be repeated (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }

    fn of<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        things.get(self.below(things.len()))
    }
}

const NUMBERS: &[&[u8]] = &[
    b"0",
    b"-1",
    b"1e9",
    b"2147483648",
    b"-0.00001",
    b"99999999999999999999",
    b"65536",
    b"0 0 R",
    b"3 0 R",
    b"null",
    b".",
    b"--4",
];
const NAMES: &[&[u8]] = &[
    b"/Type",
    b"/Kids",
    b"/Parent",
    b"/Count",
    b"/Contents",
    b"/Resources",
    b"/XObject",
    b"/Font",
    b"/Length",
    b"/Filter",
    b"/FlateDecode",
    b"/DCTDecode",
    b"/LZWDecode",
    b"/ASCII85Decode",
    b"/JBIG2Decode",
    b"/CCITTFaxDecode",
    b"/JPXDecode",
    b"/DecodeParms",
    b"/Predictor",
    b"/Columns",
    b"/SMask",
    b"/Mask",
    b"/Annots",
    b"/AP",
    b"/N",
    b"/BBox",
    b"/Matrix",
    b"/Encrypt",
    b"/Rotate",
    b"/CropBox",
    b"/MediaBox",
    b"/Encoding",
    b"/ToUnicode",
    b"/DescendantFonts",
    b"/W",
    b"/CharProcs",
    b"/Widths",
    b"/FirstChar",
    b"/OC",
    b"/ObjStm",
    b"/XRef",
    b"/Prev",
];
const OPERATORS: &[&[u8]] = &[
    b"q", b"Q", b"BT", b"ET", b"Tj", b"TJ", b"'", b"\"", b"Td", b"TD", b"Tm", b"T*", b"Tf", b"Tr", b"Tz",
    b"Ts", b"TL", b"Tc", b"Tw", b"cm", b"re", b"W", b"n", b"f", b"S", b"Do", b"gs", b"BMC", b"EMC", b"BDC",
    b"sh", b"BI", b"ID", b"EI", b"g", b"rg", b"k", b"cs", b"scn", b"d0",
];

/// A file made of one or two others.
pub(crate) fn changed(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut file = dice.of(seeds).cloned().unwrap_or_default();
    for _ in 0..1 + dice.below(4) {
        match dice.below(8) {
            0 | 1 => bytes(&mut file, dice),
            2 | 3 => objects(&mut file, seeds, dice),
            4 => words(&mut file, dice),
            _ => streams(&mut file, dice),
        }
        file.truncate(400_000);
    }
    file
}

fn bytes(file: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..1 + dice.below(8) {
        let at = dice.below(file.len());
        match dice.below(4) {
            0 => {
                if let Some(b) = file.get_mut(at) {
                    *b ^= 1 << dice.below(8);
                }
            }
            1 => drop(file.drain(at..(at + dice.below(40)).min(file.len()))),
            2 => drop(file.splice(at..at, (0..dice.below(8)).map(|_| dice.next() as u8).collect::<Vec<_>>())),
            _ => {
                let part = file.get(at..(at + dice.below(400)).min(file.len())).unwrap_or_default().to_vec();
                let to = dice.below(file.len());
                file.splice(to..to, part);
            }
        }
    }
}

fn find(hay: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    hay.get(from..)?.windows(needle.len()).position(|w| w == needle).map(|p| p + from)
}

fn places(hay: &[u8], needle: &[u8]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(p) = find(hay, needle, at) {
        out.push(p);
        at = p + needle.len();
    }
    out
}

/// Takes an object out, doubles it, takes its end away, or brings one of another file in.
fn objects(file: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    let object = |of: &[u8], dice: &mut Dice| {
        let starts = places(of, b" 0 obj");
        let at = *dice.of(&starts)?;
        let end = find(of, b"endobj", at)? + 6;
        let start = of.get(..at)?.iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
        Some(start..end)
    };
    let Some(range) = object(file, dice) else { return };
    match dice.below(4) {
        0 => drop(file.drain(range)),
        1 => {
            let copy = file.get(range.clone()).unwrap_or_default().to_vec();
            file.splice(range.end..range.end, [b"\n".as_slice(), &copy, b"\n"].concat());
        }
        2 => drop(file.drain(range.end - 6..range.end)),
        _ => {
            let other = dice.of(seeds).cloned().unwrap_or_default();
            if let Some(from) = object(&other, dice) {
                file.splice(range, other.get(from).unwrap_or_default().to_vec());
            }
        }
    }
}

/// Puts other names and numbers in.
fn words(file: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..1 + dice.below(4) {
        let (mark, new): (u8, &[&[u8]]) = if dice.below(2) == 0 { (b'/', NAMES) } else { (b' ', NUMBERS) };
        let at: Vec<usize> = (0..file.len()).filter(|i| file.get(*i) == Some(&mark)).collect();
        let Some(&at) = dice.of(&at) else { continue };
        let start = if mark == b'/' { at } else { at + 1 };
        let end = start
            + 1
            + file.iter().skip(start + 1).take_while(|b| b.is_ascii_alphanumeric() || **b == b'.').count();
        let new = dice.of(new).map(|n| n.to_vec()).unwrap_or_default();
        file.splice(start..end.min(file.len()), new);
    }
}

/// Changes what a stream holds, packed or not: its operators and operands, or single bytes.
fn streams(file: &mut Vec<u8>, dice: &mut Dice) {
    let starts = places(file, b"stream\n");
    let starts: Vec<usize> =
        starts.into_iter().filter(|s| file.get(s.saturating_sub(3)..*s) != Some(b"end")).collect();
    let Some(&start) = dice.of(&starts) else { return };
    let from = start + 7;
    let Some(end) = find(file, b"endstream", from) else { return };
    let held = file.get(from..end).unwrap_or_default().to_vec();
    let packed = decompress_to_vec_zlib_with_limit(&held, 1 << 20).ok();
    let mut data = packed.clone().unwrap_or(held);
    match dice.below(3) {
        0 => bytes(&mut data, dice),
        1 => words(&mut data, dice),
        _ => {
            for _ in 0..1 + dice.below(6) {
                let at: Vec<usize> =
                    (0..data.len()).filter(|i| matches!(data.get(*i), Some(b' ' | b'\n'))).collect();
                let Some(&at) = dice.of(&at) else { break };
                let mut new = vec![b' '];
                for _ in 0..dice.below(3) {
                    new.extend_from_slice(dice.of(NUMBERS).copied().unwrap_or_default());
                    new.push(b' ');
                }
                new.extend_from_slice(dice.of(OPERATORS).copied().unwrap_or_default());
                data.splice(at..at, new);
            }
        }
    }
    let data = if packed.is_some() { compress_to_vec_zlib(&data, 1) } else { data };
    file.splice(from..end, [data.as_slice(), b"\n"].concat());
}
