//! The line itself, and a [`Session`] that stops in the middle of it for a person to review. Alone sees every room.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;

use crate::context::{Cx, Go, Progress, Step};
use crate::decide::{Choices, Policy, Treatment, decide};
use crate::detect::{detect, detect_all};
use crate::error::{Error, ErrorKind, Result};
use crate::formats::{self, Document};
use crate::limits::{Budget, Limits};
use crate::model::{
    AtomId, Category, Extract, Finding, Format, Known, Notice, Opaque, Page, Pixels, Place, Plan, Reading,
    Rect, Redacted,
};
use crate::verify::{Evidence, Verified, verify};

mod again;
mod audit;
mod held;
mod marked;
#[cfg(feature = "ocr")]
mod sight;
#[cfg(not(feature = "ocr"))]
#[path = "pipeline/blind.rs"]
mod sight;
pub(crate) mod trial;

pub use self::audit::{Audit, audit, audit_with_receipt};

/// What a run is given besides the bytes.
#[derive(Clone)]
pub struct Options {
    /// What must go.
    pub policy: Policy,
    /// Identity that the host already holds.
    pub known: Known,
    /// Password of an encrypted file; empty for none.
    pub password: String,
    /// Upper bounds.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            policy: Policy::public(),
            known: Known::default(),
            password: String::new(),
            limits: Limits::default(),
        }
    }
}

/// A file that was opened and not read yet: its pictures may be read first, by whoever can.
pub struct Opened<'a> {
    doc: Box<dyn Document>,
    options: Options,
    cx: Cx<'a>,
}

impl<'a> Opened<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// As `formats::open`.
    pub fn open(
        bytes: Arc<[u8]>,
        options: Options,
        on_progress: impl FnMut(Progress) -> Go + 'a,
    ) -> Result<Self> {
        let mut cx = Cx::new(options.limits).with_progress(on_progress);
        let doc = formats::open(bytes, &options.password, &mut cx)?;
        Ok(Self { doc, options, cx })
    }

    /// What a call of this or of its session failed for want of, by name: fetched, and handed over with `add`, the call can be made again.
    pub fn needs(&self) -> Vec<&'static str> {
        self.cx.stock.missed()
    }

    /// Hands over what was asked for.
    ///
    /// # Errors
    /// As [`Stock::add`](crate::context::Stock::add).
    pub fn add(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.cx.stock.add(name, bytes)
    }

    /// How many pictures it holds whose words may be read. Those that nobody reads are for a person to look at.
    ///
    /// # Errors
    /// As `Document::extract`.
    pub fn pictures(&mut self) -> Result<u32> {
        self.doc.pictures(&mut self.cx)
    }

    /// One of them.
    ///
    /// # Errors
    /// `Misuse` if there is no such picture, else as `Document::extract`.
    pub fn picture(&mut self, picture: u32) -> Result<Pixels> {
        self.doc.picture(picture, &mut self.cx)
    }

    /// Hands over what was read in one.
    pub fn give(&mut self, picture: u32, reading: Reading) {
        self.cx.give(picture, reading);
    }

    /// Reads the file and finds identity in it.
    ///
    /// # Errors
    /// As `Document::extract`.
    pub fn read(self) -> Result<Session<'a>> {
        let Self { mut doc, options, mut cx } = self;
        let seen = doc.extract(&mut cx)?;
        cx.progress(Step::Detecting, 0, 1)?;
        let findings = detect_all(&seen, &options.known);
        let findings = again::with_what_striking_shows(&seen, findings, &options.policy, &options.known);
        cx.progress(Step::Detecting, 1, 1)?;
        Ok(Session { doc, seen, findings, options, cx })
    }
}

/// A file that was read and waits for a person's review.
pub struct Session<'a> {
    doc: Box<dyn Document>,
    seen: Extract,
    findings: Vec<Finding>,
    options: Options,
    cx: Cx<'a>,
}

/// What a person reviews: findings in reading order, and where each stands.
pub struct Review<'s> {
    /// What the file is.
    pub format: Format,
    /// Pages in order; empty for plain text.
    pub pages: &'s [Page],
    /// What the file says; shown to the person who chose it, and to nobody else.
    pub texts: Vec<&'s str>,
    /// What was found.
    pub items: Vec<Item<'s>>,
    /// What could not be read, and whether the person may keep it.
    pub opaques: Vec<(&'s Opaque, bool)>,
    /// Remarks.
    pub notices: &'s [Notice],
}

/// One finding with what the review needs to show it.
pub struct Item<'s> {
    /// The finding.
    pub finding: &'s Finding,
    /// What it says.
    pub text: &'s str,
    /// How the policy treats it.
    pub treatment: Treatment,
    /// Whether the person may say that it is not identity.
    pub may_overrule: bool,
    /// Where it stands: one box a line of text, or line numbers.
    pub places: Vec<Place>,
}

impl<'a> Session<'a> {
    /// Opens and reads a file, its pictures too where this build can, and finds identity in it.
    ///
    /// # Errors
    /// As `formats::open` and `Document::extract`.
    pub fn open(
        bytes: Arc<[u8]>,
        options: Options,
        on_progress: impl FnMut(Progress) -> Go + 'a,
    ) -> Result<Self> {
        let mut opened = Opened::open(bytes, options, on_progress)?;
        opened.cx = opened.cx.stocked();
        sight::read(&mut opened)?;
        opened.read()
    }

    /// What there is to review.
    pub fn review(&self) -> Review<'_> {
        let items = self.findings.iter().filter_map(|f| {
            let text = self.seen.texts.get(f.text)?;
            Some(Item {
                finding: f,
                text: text.as_str().get(f.span.clone())?,
                treatment: self.options.policy.treatment(f),
                may_overrule: self.options.policy.may_overrule(f),
                places: places(&self.seen, text.atoms_in(&f.span)),
            })
        });
        Review {
            format: self.seen.format,
            pages: &self.seen.pages,
            texts: self.seen.texts.iter().map(|t| t.as_str()).collect(),
            items: items.collect(),
            opaques: self.seen.opaques.iter().map(|o| (o, self.options.policy.may_keep(o.kind))).collect(),
            notices: &self.seen.notices,
        }
    }

    /// As [`Opened::needs`].
    pub fn needs(&self) -> Vec<&'static str> {
        self.cx.stock.missed()
    }

    /// As [`Opened::add`].
    ///
    /// # Errors
    /// As [`Opened::add`].
    pub fn add(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.cx.stock.add(name, bytes)
    }

    /// Draws a page for the person: page from 0, pixels per page unit.
    ///
    /// # Errors
    /// `Misuse` when the format has no pages or no such page, `LimitExceeded` when the picture would be too large.
    pub fn preview(&mut self, page: u32, scale: f32) -> Result<Pixels> {
        draw(self.doc.as_mut(), page, scale, &mut self.cx)
    }

    /// Strikes, proves and hands over.
    ///
    /// # Errors
    /// `Undecided`, `Misuse`, `Leak`, or as the format says.
    pub fn finish(mut self, choices: &Choices) -> Result<Verified> {
        let plan = decide(&self.seen, &self.findings, &self.options.policy, choices)?;
        let left = held::left(&self.seen, &plan, &self.options.known);
        let redacted = self.doc.redact(&plan, &mut self.cx)?;
        drop(self.doc);
        let known = (!left).then_some(&self.options.known);
        prove(redacted, &plan, &self.options.policy, known, &mut self.cx)
    }
}

/// A picture of a sort that must be turned into a plainer one first, see `formats::converted`: for a build whose core cannot.
///
/// # Errors
/// `Malformed`, `LimitExceeded`, `Unsupported`.
#[cfg(feature = "ocr")]
pub fn converted(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>> {
    formats::converted(bytes, limits)
}

/// The whole line at once, with choices made beforehand.
///
/// # Errors
/// As [`Session::open`] and [`Session::finish`].
pub fn redact(bytes: Arc<[u8]>, options: Options, choices: &Choices) -> Result<Verified> {
    Session::open(bytes, options, |_| Go::On)?.finish(choices)
}

/// Reads the output afresh, from its bytes alone, and hands what it says to `verify`. Its budget is its own: what we wrote
/// was paid for when it was written, and a source that took nearly all must not keep its output from being proved. Known
/// identity is looked for where the plan leaves none of it.
fn prove(
    redacted: Redacted,
    plan: &Plan,
    policy: &Policy,
    known: Option<&Known>,
    cx: &mut Cx<'_>,
) -> Result<Verified> {
    let unreadable = |e: Error| match e.kind() {
        ErrorKind::LimitExceeded | ErrorKind::Cancelled | ErrorKind::Resource => e,
        _ => Error::leak("the new file could not be read again"),
    };
    cx.progress(Step::Checking, 0, 1)?;
    cx.budget = Budget::new(*cx.budget.limits());
    let mut again = formats::open(Arc::from(redacted.bytes()), "", cx).map_err(unreadable)?;
    let reread = again.extract(cx).map_err(unreadable)?;
    if let Some(known) = known {
        held::check(&reread, known)?;
    }
    let mut draw = |page: u32, scale: f32, cx: &mut Cx<'_>| draw(again.as_mut(), page, scale, cx);
    let verified = verify(redacted, plan, Evidence { reread: &reread, draw: &mut draw }, policy.name(), cx)?;
    cx.progress(Step::Checking, 1, 1)?;
    Ok(verified)
}

fn draw(doc: &mut dyn Document, page: u32, scale: f32, cx: &mut Cx<'_>) -> Result<Pixels> {
    doc.preview()
        .ok_or_else(|| Error::new(ErrorKind::Misuse, "this sort of file has no pages"))?
        .draw(page, scale, cx)
}

/// What a file says that a site already holds.
pub struct Scan {
    /// What it is.
    pub format: Format,
    /// Findings by category.
    pub counts: BTreeMap<Category, u32>,
    /// Parts that nobody could read.
    pub unread: u32,
    /// Category, places and value of each finding. The value is a person's data: show it only when asked.
    pub findings: Vec<(Category, Vec<Place>, String)>,
}

/// Reads a file and says what identifies in it, without writing anything.
///
/// # Errors
/// As [`Session::open`].
pub fn scan(bytes: Arc<[u8]>, options: Options) -> Result<Scan> {
    let session = Session::open(bytes, options, |_| Go::On)?;
    let review = session.review();
    let items = review.items.iter().filter(|i| i.treatment != Treatment::Ignore);
    let findings: Vec<_> = items.map(|i| (i.finding.category, i.places.clone(), i.text.to_owned())).collect();
    let mut counts = BTreeMap::new();
    for (category, _, _) in &findings {
        *counts.entry(*category).or_insert(0) += 1;
    }
    Ok(Scan { format: review.format, counts, unread: review.opaques.len() as u32, findings })
}

/// Something found in a bare string.
pub struct Mark {
    /// Half-open range, counted in code points of the string.
    pub code_points: Range<usize>,
    /// The finding; its span is in bytes of the text as it was read.
    pub finding: Finding,
}

/// Findings in a bare string, for evaluation and for text typed into a page.
///
/// # Errors
/// `LimitExceeded` when the string is too long, `Malformed` when it holds control characters.
pub fn detect_text(string: &str, known: &Known) -> Result<Vec<Mark>> {
    let (seen, origin) = formats::text_of(string, &mut Cx::new(Limits::default()))?;
    let Some(text) = seen.texts.first() else { return Ok(Vec::new()) };
    // Findings come in order: characters are counted once, from one to the next.
    let (mut byte, mut count) = (0, 0);
    let mut index = |to: usize| {
        count += text.as_str().get(byte..to).map_or(0, |s| s.chars().count());
        byte = to;
        count
    };
    let marks = detect(&seen, known).into_iter().filter_map(|finding| {
        let (first, end) = (index(finding.span.start), index(finding.span.end));
        let (first, last) = (*origin.get(first)?, *origin.get(end.checked_sub(1)?)?);
        Some(Mark { code_points: first as usize..last as usize + 1, finding })
    });
    Ok(marks.collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[derive(Default)]
struct KnownJson {
    names: Vec<String>,
    birth_date: Option<String>,
    numbers: Vec<String>,
    addresses: Vec<String>,
    other: Vec<String>,
}

/// Reads known identity: `{"names": [], "birthDate": "YYYY-MM-DD", "numbers": [], "addresses": [], "other": []}`.
///
/// # Errors
/// `Misuse` for another shape or a date that does not exist.
pub fn parse_known(json: &str) -> Result<Known> {
    let shape = "the known identity has not the shape that we read";
    // The cause is dropped on purpose: it may quote a person's data.
    let k: KnownJson = serde_json::from_str(json).map_err(|_| Error::new(ErrorKind::Misuse, shape))?;
    let date = |s: &str| {
        let mut parts = s.splitn(3, '-');
        let (y, m, d) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        ((1..=12).contains(&m) && (1..=31).contains(&d)).then_some((y, m, d))
    };
    let birth_date = match k.birth_date.as_deref() {
        None | Some("") => None,
        Some(s) => {
            Some(date(s).ok_or_else(|| Error::new(ErrorKind::Misuse, "the known birth date is not a date"))?)
        }
    };
    Ok(Known { names: k.names, birth_date, numbers: k.numbers, addresses: k.addresses, other: k.other })
}

/// Boxes of the atoms: neighbours on one line are joined, so that a phrase has one box a line.
fn places(seen: &Extract, atoms: impl Iterator<Item = AtomId>) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    for place in atoms.filter_map(|a| seen.places.get(&a)) {
        match (out.last_mut(), place) {
            (Some(Place::Page { page, rect }), Place::Page { page: p, rect: r })
                if page == p && same_line(rect, r) =>
            {
                *rect = rect.union(r);
            }
            (Some(last), next) if last == next => {}
            _ => out.push(place.clone()),
        }
    }
    out
}

fn same_line(a: &Rect, b: &Rect) -> bool {
    let overlap = a.y1.min(b.y1) - a.y0.max(b.y0);
    let low = a.height().min(b.height());
    overlap >= 0.5 * low && b.x0 - a.x1 < 3.0 * low.max(1.0) && a.x0 - b.x1 < 3.0 * low.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_identity_is_read_strictly() {
        let k = parse_known(r#"{"names":["Jeanne Vauquelin"],"birthDate":"1957-03-12"}"#).expect("known");
        assert_eq!(k.birth_date, Some((1957, 3, 12)));
        assert!(parse_known(r#"{"name":"x"}"#).is_err());
        assert!(parse_known(r#"{"birthDate":"1957-13-12"}"#).is_err());
    }
}
