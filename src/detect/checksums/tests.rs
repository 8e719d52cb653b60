//! Our checks against the verdicts of python-stdnum on the same numbers; see tests/checkdigits/README.md.
#![allow(clippy::unwrap_used, clippy::panic)]

use sha2::{Digest as _, Sha256};

use super::*;

pub(in crate::detect) const VERDICTS: &str = include_str!("../../../tests/checkdigits/verdicts.txt");
const COUNT: usize = 10_000;
const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// xorshift64*, seeded by FNV-1a.
pub(in crate::detect) struct Draw(u64);

impl Draw {
    pub(in crate::detect) fn new(name: &str) -> Self {
        Self(
            name.bytes()
                .fold(0xCBF2_9CE4_8422_2325, |s, b| (s ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3)),
        )
    }

    fn below(&mut self, bound: u64) -> u64 {
        let mut x = self.0;
        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        self.0 = x;
        (x.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    fn digits(&mut self, out: &mut String, count: usize) {
        for _ in 0..count {
            out.push(char::from(b'0' + self.below(10) as u8));
        }
    }

    fn letter(&mut self) -> char {
        char::from(LETTERS[self.below(26) as usize])
    }

    /// A number, and every way in which its check could be written, with where it stands.
    pub(in crate::detect) fn number(&mut self, pattern: &str) -> (String, usize, Vec<String>) {
        let (mut out, mut at, mut tails) = (String::new(), 0, Vec::new());
        for word in pattern.split(' ') {
            let (kind, rest) = word.split_at(1);
            match kind {
                "d" => self.digits(&mut out, rest.parse().unwrap()),
                "a" => (0..rest.parse().unwrap()).for_each(|_: u32| out.push(self.letter())),
                "r" => {
                    let (low, high) = rest.split_once('-').unwrap();
                    let (from, to): (u64, u64) = (low.parse().unwrap(), high.parse().unwrap());
                    out.push_str(&format!("{:0width$}", from + self.below(to - from + 1), width = low.len()));
                }
                "s" => {
                    let choices: Vec<&str> = rest.split(',').collect();
                    out.push_str(choices[self.below(choices.len() as u64) as usize]);
                }
                "=" => out.push_str(rest),
                "c" => {
                    let width: u32 = rest.parse().unwrap();
                    at = out.len();
                    tails = (0..10u32.pow(width))
                        .map(|i| format!("{i:0width$}", width = width as usize))
                        .collect();
                    self.digits(&mut out, width as usize);
                }
                "l" => {
                    at = out.len();
                    tails = LETTERS.iter().map(|&l| char::from(l).to_string()).collect();
                    out.push(self.letter());
                }
                _ => panic!("{word}"),
            }
        }
        (out, at, tails)
    }
}

pub(in crate::detect) fn check(scheme: &str) -> fn(&[u8]) -> bool {
    match scheme.split(' ').next().unwrap() {
        "nir" => nir,
        "luhn" | "siren" | "sin" | "card" => luhn,
        "siret" => siret,
        "idnr" => idnr,
        "matricule" => matricule,
        "verhoeff" => verhoeff,
        "ssn" => ssn,
        "itin" => itin,
        "finess" => finess,
        "npi" => npi,
        "iban" => iban,
        "nhs" => nhs,
        "niss" => niss,
        "ahv" => ahv,
        "dni" | "nie" => dni,
        "codice" => codice_fiscale,
        "bsn" => bsn,
        "nif" => nif,
        other => panic!("no check of ours for {other}"),
    }
}

#[test]
fn judged() {
    let mut schemes = 0;
    for line in VERDICTS.lines() {
        let [scheme, pattern, good, digest] = line.split(" | ").collect::<Vec<_>>().try_into().unwrap();
        let valid = check(scheme);
        let (mut draw, mut hash, mut count) = (Draw::new(scheme), Sha256::new(), 0);
        for _ in 0..COUNT {
            let (mut text, at, tails) = draw.number(pattern);
            if draw.below(2) == 1 {
                for tail in &tails {
                    let mut tried = text.clone();
                    tried.replace_range(at..at + tail.len(), tail);
                    if valid(tried.as_bytes()) {
                        text = tried;
                        break;
                    }
                }
            }
            let verdict = valid(text.as_bytes());
            count += u32::from(verdict);
            hash.update(format!("{text} {}\n", u8::from(verdict)));
        }
        assert_eq!(count.to_string(), good, "{scheme}: how many are valid");
        assert_eq!(format!("{:x}", hash.finalize()), digest, "{scheme}: another verdict on some number");
        schemes += 1;
    }
    assert_eq!(schemes, 38);
}
