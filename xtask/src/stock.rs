//! What the engine does not carry in the browser → `www/models`: the fonts that stand in for those that a document only names, and the
//! tables of predefined codes, each packed into one file. What they are made of comes with the hayro crates.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use sha2::{Digest, Sha256};

use crate::tools::{cargo, output, root};

/// In the order in which `src/formats/pdf/stock.rs` counts them.
const FONTS: [&str; 14] = [
    "FoxitSans",
    "FoxitSansBold",
    "FoxitSansItalic",
    "FoxitSansBoldItalic",
    "FoxitFixed",
    "FoxitFixedBold",
    "FoxitFixedItalic",
    "FoxitFixedBoldItalic",
    "FoxitSerif",
    "FoxitSerifBold",
    "FoxitSerifItalic",
    "FoxitSerifBoldItalic",
    "FoxitDingbats",
    "FoxitSymbol",
];

/// Predefined tables (ISO 32000-2, 9.7.5.2) but for the two that say nothing, and those from a collection's letters to Unicode.
const MAPS: &str = "83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V B5pc-H B5pc-V \
    CNS-EUC-H CNS-EUC-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V EUC-H EUC-V Ext-RKSJ-H Ext-RKSJ-V GB-EUC-H GB-EUC-V GBK-EUC-H \
    GBK-EUC-V GBKp-EUC-H GBKp-EUC-V GBK2K-H GBK2K-V GBpc-EUC-H GBpc-EUC-V H V HKscs-B5-H HKscs-B5-V KSC-EUC-H KSC-EUC-V \
    KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H KSCms-UHC-HW-V KSCpc-EUC-H UniCNS-UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H UniCNS-UTF16-V \
    UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V \
    UniJIS-UTF16-H UniJIS-UTF16-V UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V Adobe-CNS1-UCS2 Adobe-GB1-UCS2 \
    Adobe-Japan1-UCS2 Adobe-Korea1-UCS2";

pub(crate) fn run(_args: &[String]) -> Result<()> {
    for (name, bytes) in [("standard.fonts", fonts()?), ("predefined.maps", maps()?)] {
        fs::write(root().join("www/models").join(name), &bytes)?;
        println!("{name}: {} bytes, sha256 {:x}", bytes.len(), Sha256::digest(&bytes));
    }
    Ok(())
}

/// The length of each in four bytes, lowest first, then the fonts.
fn fonts() -> Result<Vec<u8>> {
    let told = output(cargo().args(["metadata", "--format-version", "1"]))?;
    let told: serde_json::Value = serde_json::from_str(&told)?;
    let packages = told["packages"].as_array().context("cargo told no packages")?;
    let crate_ = packages.iter().find(|p| p["name"] == "hayro-font").context("hayro-font is missing")?;
    let folder = PathBuf::from(crate_["manifest_path"].as_str().context("a path")?).with_file_name("assets");
    let (mut lengths, mut all) = (Vec::new(), Vec::new());
    for name in FONTS {
        let font = fs::read(folder.join(format!("{name}.pfb"))).context(name)?;
        lengths.extend(u32::try_from(font.len())?.to_le_bytes());
        all.extend(font);
    }
    Ok([lengths, all].concat())
}

/// Each table as its name, closed by a zero, its length in four bytes, lowest first, and its columns. `src/formats/pdf/stock/maps.rs`
/// reads them.
fn maps() -> Result<Vec<u8>> {
    let mut out = Vec::new();
    for name in MAPS.split_whitespace() {
        let map = parsed(name)?;
        let letters = name.ends_with("-UCS2");
        // Vertical lines have other forms of a few letters.
        let base = name
            .strip_suffix('V')
            .map(|n| format!("{n}H"))
            .filter(|b| MAPS.split_whitespace().any(|m| m == b));
        let mut body = vec![u8::from(map.metadata().writing_mode == Some(WritingMode::Vertical))];
        body.extend(base.as_deref().unwrap_or_default().as_bytes());
        body.push(0);
        body.extend(ordering(&map));
        body.push(0);
        let base = base.map(|b| parsed(&b)).transpose()?;
        for length in 1u8..=4 {
            let runs = match (letters, length) {
                (true, 2) => runs((0..=0xFFFF).filter_map(|c| Some((c, char_of(&map, c)?)))),
                (true, _) => Vec::new(),
                _ => runs(codes(length).filter_map(|code| {
                    let cid = map.lookup_cid_code(code, length)?;
                    let same = base.as_ref().and_then(|b| b.lookup_cid_code(code, length)) == Some(cid);
                    (!same).then_some((code, cid))
                })),
            };
            columns(&mut body, &runs);
        }
        if letters {
            for code in 0..=0xFFFF {
                if let Some(BfString::String(s)) = map.lookup_bf_string(code) {
                    body.extend(u16::try_from(code)?.to_le_bytes());
                    body.extend(s.as_bytes());
                    body.push(0);
                }
            }
        }
        out.extend(name.as_bytes());
        out.push(0);
        out.extend(u32::try_from(body.len())?.to_le_bytes());
        out.extend(body);
    }
    Ok(out)
}

fn parsed(name: &str) -> Result<CMap> {
    let data = load_embedded(CMapName::from_bytes(name.as_bytes())).context("no such table")?;
    CMap::parse(data, load_embedded).context("a table cannot be read")
}

fn ordering(map: &CMap) -> &'static [u8] {
    match map.metadata().character_collection.as_ref().map(|c| &c.family) {
        Some(CidFamily::AdobeGB1) => b"GB1",
        Some(CidFamily::AdobeCNS1) => b"CNS1",
        Some(CidFamily::AdobeJapan1) => b"Japan1",
        Some(CidFamily::AdobeKorea1) => b"Korea1",
        _ => b"",
    }
}

fn char_of(map: &CMap, code: u32) -> Option<u32> {
    match map.lookup_bf_string(code)? {
        BfString::Char(c) => Some(u32::from(c)),
        BfString::String(_) => None,
    }
}

/// Codes of a length that any table may hold: the long ones begin in few ways.
fn codes(length: u8) -> Box<dyn Iterator<Item = u32>> {
    match length {
        1 => Box::new(0..=0xFF),
        2 => Box::new(0..=0xFFFF),
        3 => Box::new(0x8E_0000..=0x8F_FFFF),
        // Code set 2 of the Chinese EUC, GB 18030, and pairs of surrogates: by pairs of bytes.
        _ => {
            let digits = || (0x81..=0xFE).flat_map(|a: u32| (0x30..=0x39).map(move |b| a << 8 | b));
            let both = |high: u32, lows: Vec<u32>| lows.into_iter().map(move |low| high << 16 | low);
            let second = (0x8EA1..=0x8EFE).flat_map(move |high| both(high, (0xA1A1..=0xFEFE).collect()));
            let digital = digits().flat_map(move |high| both(high, digits().collect()));
            let pairs = (0xD800..=0xDBFF).flat_map(move |high| both(high, (0xDC00..=0xDFFF).collect()));
            let mut all: Vec<u32> = second.chain(digital).chain(pairs).collect();
            all.sort_unstable();
            Box::new(all.into_iter())
        }
    }
}

/// Codes that follow each other and mean what follows each other: first code, how many more, what the first means.
fn runs(pairs: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32, u32)> {
    let mut out: Vec<(u32, u32, u32)> = Vec::new();
    for (code, meant) in pairs {
        match out.last_mut() {
            Some((first, more, start)) if code == *first + *more + 1 && meant == *start + *more + 1 => {
                *more += 1
            }
            _ => out.push((code, 0, meant)),
        }
    }
    out
}

/// How many runs, then the distances of their codes, then how long they are, then the distances of what they mean.
fn columns(out: &mut Vec<u8>, runs: &[(u32, u32, u32)]) {
    number(out, runs.len() as u32);
    let mut next = 0;
    for (code, more, _) in runs {
        number(out, code - next);
        next = code + more + 1;
    }
    runs.iter().for_each(|(_, more, _)| number(out, *more));
    let mut next = 0i32;
    for (_, more, meant) in runs {
        let apart = *meant as i32 - next;
        number(out, (apart << 1 ^ apart >> 31) as u32);
        next = (meant + more + 1) as i32;
    }
}

/// Seven bits a byte, lowest first; the highest bit says that more follow.
fn number(out: &mut Vec<u8>, mut value: u32) {
    while value > 0x7F {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
