//! Check `second_reader`: an unrelated parser opens the output as well. For PDF it is the crate pdf-rs: it must find as
//! many pages, make as many operations of each page as we counted by ourselves, and read no needle. Where the two
//! disagree nobody knows what a third reader would show, so the output is refused.

use std::collections::{BTreeMap, BTreeSet};

use pdf::content::{Op, TextDrawAdjusted, parse_ops};
use pdf::file::{NoCache, NoLog, Storage};
use pdf::object::{ParseOptions, PlainRef, Resolve, Stream};
use pdf::primitive::{Dictionary, Primitive};

use super::needles::Needles;
use super::raw::cmap::Unicode;
use super::raw::pdf::File;
use super::vocabulary::is_word;
use super::{Check, Subject};
use crate::context::Cx;
use crate::error::{Error, Result};
use crate::model::{Extract, Format, Place, Rect, squeezed, windows_1252};

/// Nesting of the page tree, at most.
const DEPTH: u32 = 32;

/// The check.
pub(super) struct SecondReaderCheck;

impl Check for SecondReaderCheck {
    fn name(&self) -> &'static str {
        "second_reader"
    }

    fn run(&self, subject: &mut Subject<'_, '_>, cx: &mut Cx<'_>) -> Result<()> {
        let reread = subject.evidence.reread;
        match subject.format {
            Format::Pdf => portable(subject.bytes, reread, &subject.needles, cx),
            Format::Text => text(subject.bytes, reread, &subject.needles),
            Format::Jpeg | Format::Png => picture(subject.bytes, subject.format, reread),
        }
    }
}

fn unread() -> Error {
    Error::leak("second reader: it cannot read the new file")
}

/// The file's letters, read as plain UTF-8, must be those of the other reader.
fn text(bytes: &[u8], reread: &Extract, needles: &Needles) -> Result<()> {
    let said = std::str::from_utf8(bytes).map_err(|_| unread())?;
    if needles.in_read(said) {
        return Err(Error::leak("second reader: something struck out can still be read"));
    }
    let other: String = reread.texts.iter().map(|t| t.as_str()).collect();
    if squeezed(said) == squeezed(&other) { Ok(()) } else { Err(disagree()) }
}

fn disagree() -> Error {
    Error::leak("second reader: two readers do not read the same")
}

/// The picture must be as large as the other reader says.
fn picture(bytes: &[u8], format: Format, reread: &Extract) -> Result<()> {
    let size = match format {
        Format::Png => bytes.get(16..24).map(|b| {
            let side = |b: &[u8]| b.iter().fold(0u32, |n, v| n << 8 | u32::from(*v));
            (side(&b[..4]), side(&b[4..]))
        }),
        _ => super::raw::jpeg::size(bytes),
    };
    let (Some((width, height)), [page]) = (size, reread.pages.as_slice()) else { return Err(unread()) };
    if page.size.width == width as f32 && page.size.height == height as f32 {
        Ok(())
    } else {
        Err(disagree())
    }
}

fn portable(bytes: &[u8], reread: &Extract, needles: &Needles, cx: &mut Cx<'_>) -> Result<()> {
    let ours = counted(bytes, reread, cx)?;
    let mut storage =
        Storage::with_cache(bytes, ParseOptions::strict(), NoCache, NoCache, NoLog).map_err(|_| unread())?;
    let trailer = storage.load_storage_and_trailer().map_err(|_| unread())?;
    let reader = Reader { resolver: &storage.resolver(), needles };
    let pages = reader.pages(&trailer, cx)?;
    if pages.len() != ours.len() {
        return Err(disagree());
    }
    for (number, ((page, resources), counted)) in (0u32..).zip(pages.iter().zip(&ours)) {
        let here = Place::Page { page: number, rect: Rect::default() };
        let content = reader.page_content(page).map_err(|e| e.at(here.clone()))?;
        let seen = reader.read(&content, resources.as_ref(), cx).map_err(|e| e.at(here.clone()))?;
        if seen != *counted {
            return Err(disagree().at(here));
        }
    }
    reader.objects(&trailer, cx)
}

/// Operations of each page as pdf-rs counts them, from our own count, which must be that of the other reader.
fn counted(bytes: &[u8], reread: &Extract, cx: &mut Cx<'_>) -> Result<Vec<u64>> {
    let file = File::read(bytes, cx)?;
    let pages = file.pages(cx)?;
    if pages.len() != reread.operators.len() || pages.len() != reread.pages.len() {
        return Err(disagree());
    }
    let mut out = Vec::with_capacity(pages.len());
    for (number, (page, theirs)) in (0u32..).zip(pages.into_iter().zip(&reread.operators)) {
        let operations = file.page_operations(page, cx)?;
        if operations.len() as u64 != *theirs {
            return Err(disagree().at(Place::Page { page: number, rect: Rect::default() }));
        }
        out.push(operations.iter().map(|o| o.counted).sum());
    }
    Ok(out)
}

/// pdf-rs, looking at one file.
struct Reader<'r, R> {
    resolver: &'r R,
    needles: &'r Needles,
}

impl<R: Resolve> Reader<'_, R> {
    fn followed(&self, primitive: &Primitive) -> Result<Primitive> {
        match primitive {
            Primitive::Reference(r) => self.resolver.resolve(*r).map_err(|_| unread()),
            other => Ok(other.clone()),
        }
    }

    fn entry(&self, dict: &Dictionary, key: &str) -> Result<Option<Primitive>> {
        dict.get(key).map(|p| self.followed(p)).transpose()
    }

    fn dictionary(&self, dict: &Dictionary, key: &str) -> Result<Option<Dictionary>> {
        Ok(match self.entry(dict, key)? {
            Some(Primitive::Dictionary(d)) => Some(d),
            _ => None,
        })
    }

    /// Page dictionaries in order, each with the resources that it has or inherits.
    fn pages(&self, trailer: &Dictionary, cx: &mut Cx<'_>) -> Result<Vec<(Dictionary, Option<Dictionary>)>> {
        let root = self.dictionary(trailer, "Root")?.ok_or_else(unread)?;
        let top = self.dictionary(&root, "Pages")?.ok_or_else(unread)?;
        let mut waiting = vec![(top, None, 0u32)];
        let mut pages = Vec::new();
        while let Some((node, inherited, depth)) = waiting.pop() {
            cx.budget.step(1)?;
            let resources = self.dictionary(&node, "Resources")?.or(inherited);
            match self.entry(&node, "Kids")? {
                Some(Primitive::Array(kids)) if depth < DEPTH => {
                    for kid in kids.iter().rev() {
                        let Primitive::Dictionary(kid) = self.followed(kid)? else { return Err(unread()) };
                        waiting.push((kid, resources.clone(), depth + 1));
                    }
                }
                Some(_) => return Err(unread()),
                None => pages.push((node, resources)),
            }
            cx.budget.pages(pages.len().max(waiting.len()) as u64)?;
        }
        Ok(pages)
    }

    fn data(&self, primitive: Primitive) -> Result<std::sync::Arc<[u8]>> {
        let Primitive::Stream(stream) = primitive else { return Err(unread()) };
        let stream: Stream<()> = Stream::from_stream(stream, self.resolver).map_err(|_| unread())?;
        stream.data(self.resolver).map_err(|_| unread())
    }

    fn page_content(&self, page: &Dictionary) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        let parts = match self.entry(page, "Contents")? {
            None => Vec::new(),
            Some(Primitive::Array(parts)) => parts,
            Some(one) => vec![one],
        };
        for part in parts {
            out.extend_from_slice(&self.data(self.followed(&part)?)?);
            out.push(b'\n');
        }
        Ok(out)
    }

    /// Counts a content stream's operations, and searches what it shows.
    fn read(&self, content: &[u8], resources: Option<&Dictionary>, cx: &mut Cx<'_>) -> Result<u64> {
        let operations = parse_ops(content, self.resolver).map_err(|_| unread())?;
        let fonts = match resources {
            Some(r) => self.fonts(r)?,
            None => BTreeMap::new(),
        };
        let (mut said, mut guessed) = (String::new(), String::new());
        let (mut font, mut leaks) = (None, false);
        cx.budget.step(operations.len() as u64)?;
        for operation in &operations {
            let mut line = String::new();
            let mut show = |bytes: &[u8]| {
                let known = font.is_some_and(|f: &Unicode| f.say(bytes, &mut line));
                if !known {
                    guessed.push_str(&windows_1252(bytes));
                }
            };
            match operation {
                Op::TextFont { name, .. } => font = fonts.get(name.as_str()),
                Op::TextDraw { text } => show(text.as_bytes()),
                Op::TextDrawAdjusted { array } => array.iter().for_each(|part| {
                    if let TextDrawAdjusted::Text(text) = part {
                        show(text.as_bytes());
                    }
                }),
                _ => {}
            }
            leaks |= !line.is_empty() && self.needles.in_read(&line);
            said.push_str(&line);
        }
        // Where one operator ends and the next begins is no reading order: short words arise there by chance.
        if leaks || self.needles.in_guessed(&said) || self.needles.in_guessed(&guessed) {
            return Err(Error::leak("second reader: something struck out can still be read"));
        }
        Ok(operations.len() as u64)
    }

    /// What the codes of each font say, where it tells.
    fn fonts(&self, resources: &Dictionary) -> Result<BTreeMap<String, Unicode>> {
        let mut out = BTreeMap::new();
        let Some(fonts) = self.dictionary(resources, "Font")? else { return Ok(out) };
        for (name, font) in fonts.iter() {
            let Primitive::Dictionary(font) = self.followed(font)? else { continue };
            let composite = matches!(font.get("Subtype"), Some(Primitive::Name(n)) if n == "Type0");
            let is = |key: &str, value: &str| matches!(font.get(key), Some(Primitive::Name(n)) if n == value);
            if is("Subtype", "Type1") && is("Encoding", "WinAnsiEncoding") && font.get("ToUnicode").is_none()
            {
                out.insert(name.as_str().to_owned(), Unicode::windows());
            }
            if let Some(map @ Primitive::Stream(_)) = self.entry(&font, "ToUnicode")? {
                let map = Unicode::read(&self.data(map)?, if composite { 2 } else { 1 });
                if !map.is_empty() {
                    out.insert(name.as_str().to_owned(), map);
                }
            }
        }
        Ok(out)
    }

    /// Walks every numbered object that can be reached: each must open, its strings and names are searched, and content
    /// besides the pages' own is read as well.
    fn objects(&self, trailer: &Dictionary, cx: &mut Cx<'_>) -> Result<()> {
        let (mut waiting, mut seen) = (Vec::new(), BTreeSet::new());
        let mut words = Vec::new();
        references(&Primitive::Dictionary(trailer.clone()), &mut waiting, &mut words);
        while let Some(reference) = waiting.pop() {
            if !seen.insert(reference.id) {
                continue;
            }
            cx.budget.step(8)?;
            let object = self.resolver.resolve(reference).map_err(|_| unread())?;
            references(&object, &mut waiting, &mut words);
            if let Primitive::Stream(stream) = &object {
                let is = |key: &str, value: &str| matches!(stream.info.get(key), Some(Primitive::Name(n)) if n == value);
                if is("Subtype", "Form") || stream.info.get("PatternType").is_some() {
                    let resources = self.dictionary(&stream.info, "Resources")?;
                    let content = self.data(object.clone())?;
                    self.read(&content, resources.as_ref(), cx)?;
                }
            }
        }
        if words.iter().any(|w| self.needles.in_guessed(w)) {
            return Err(Error::leak("second reader: something struck out stands in an object"));
        }
        Ok(())
    }
}

/// Gathers the references, strings and names of an object.
fn references(object: &Primitive, waiting: &mut Vec<PlainRef>, words: &mut Vec<String>) {
    let mut inside = vec![object];
    while let Some(primitive) = inside.pop() {
        match primitive {
            Primitive::Reference(r) => waiting.push(*r),
            Primitive::Array(items) => inside.extend(items),
            // A font's registry and ordering are the format's own words.
            Primitive::String(s) => word(&s.to_string_lossy(), words),
            Primitive::Name(n) => word(n.as_str(), words),
            Primitive::Dictionary(dict) => entries(dict, &mut inside, words),
            Primitive::Stream(stream) => entries(&stream.info, &mut inside, words),
            _ => {}
        }
    }
}

fn word(name: &str, words: &mut Vec<String>) {
    if !is_word(name.as_bytes()) {
        words.push(name.to_owned());
    }
}

fn entries<'d>(dict: &'d Dictionary, inside: &mut Vec<&'d Primitive>, words: &mut Vec<String>) {
    for (key, value) in dict.iter() {
        word(key.as_str(), words);
        inside.push(value);
    }
}
