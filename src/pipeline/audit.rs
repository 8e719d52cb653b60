//! A finished file → [`Audit`]: the server's second gate, and `biffure verify`. Nothing is believed: the file must be
//! built as ours are, two readers must agree on it, and detection must find nothing in it that the policy forces out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::marked::{MARK, marked};
use crate::context::Cx;
use crate::decide::{Policy, Treatment, never_kept};
use crate::detect::detect;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::{self, Document};
use crate::limits::Limits;
use crate::model::{Category, Extract, Finding, FindingId, Format, Known, Notice, Reason, squeezed};
use crate::receipt::{RECEIPT_VERSION, Receipt, hex};
use crate::verify::{Evidence, bars, examine};

/// What an audit saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// What the file is.
    pub format: Format,
    /// Pages or pictures.
    pub pages: u32,
    /// Findings that the policy lets stand, by category.
    pub counts: BTreeMap<Category, u32>,
    /// Parts that nobody could read and no receipt vouches for.
    pub unread: u32,
    /// Names of the checks that it passed, in order.
    pub checks: Vec<&'static str>,
}

/// Audits a file that comes without a receipt.
///
/// # Errors
/// `Leak` with the place of the first finding that the policy forces out, or when the file is not built as ours are; as
/// `formats::open` for files that cannot be read at all.
pub fn audit(bytes: Arc<[u8]>, policy: &Policy, limits: Limits) -> Result<Audit> {
    look(bytes, policy, &BTreeMap::new(), limits)
}

/// Audits a file with its receipt, which must be of these very bytes. Findings that a person kept are let through, as
/// many as the receipt tells of each category; a social security number whose check digits agree never is.
///
/// # Errors
/// As [`audit`]; `Leak` when the receipt is of another file; `Misuse` when it is no receipt.
pub fn audit_with_receipt(bytes: Arc<[u8]>, receipt: &str, policy: &Policy, limits: Limits) -> Result<Audit> {
    let shape = "the receipt has not the shape that we read";
    // The cause is dropped on purpose: it quotes what was sent.
    let receipt: Receipt = serde_json::from_str(receipt).map_err(|_| Error::new(ErrorKind::Misuse, shape))?;
    if receipt.version != RECEIPT_VERSION {
        return Err(Error::new(ErrorKind::Misuse, "the receipt is of another version"));
    }
    let digest = hex(&Sha256::digest(&bytes));
    if receipt.sha256 != digest || receipt.bytes != bytes.len() as u64 {
        return Err(Error::leak("the receipt is of another file"));
    }
    let mut out = look(bytes, policy, &receipt.kept, limits)?;
    if receipt.format != out.format.code() {
        return Err(Error::leak("the receipt is of another sort of file"));
    }
    if receipt.reviewed > 0 || receipt.notices.iter().any(|n| n == Notice::PicturesRead.code()) {
        out.unread = 0;
    }
    Ok(out)
}

fn look(bytes: Arc<[u8]>, policy: &Policy, kept: &BTreeMap<String, u32>, limits: Limits) -> Result<Audit> {
    let mut cx = Cx::new(limits).stocked();
    let mut doc = formats::open(bytes.clone(), "", &mut cx)?;
    let seen = doc.extract(&mut cx)?;
    let mut draw = |page: u32, scale: f32, cx: &mut Cx<'_>| preview(doc.as_mut(), page, scale, cx);
    let mut checks = examine(&bytes, seen.format, Evidence { reread: &seen, draw: &mut draw }, &mut cx)?;

    drop(doc);
    let seen = match seen.format {
        Format::Pdf => {
            let bars = bars(&bytes, &mut cx)?;
            marked(seen, &bars, &mut cx)?
        }
        _ => seen,
    };
    let findings = detect(&seen, &Known::default());
    let mut counts = BTreeMap::new();
    let mut spent: BTreeMap<&'static str, u32> = BTreeMap::new();
    let echoes = echoes(&seen, &findings);
    for finding in findings.iter().filter(|f| !echoes.contains(&f.id)) {
        if policy.treatment(finding) == Treatment::Force {
            let pool = pool(finding.category);
            let spent = spent.entry(pool).or_insert(0);
            *spent += 1;
            let allowed: u32 = kept
                .iter()
                .filter(|(c, _)| Category::from_code(c).map(self::pool) == Some(pool))
                .map(|(_, n)| *n)
                .sum();
            if never_kept(finding) || *spent > allowed {
                return Err(leak(&seen, finding));
            }
        }
        *counts.entry(finding.category).or_insert(0) += 1;
    }
    checks.push("detection");
    let pages = u32::try_from(seen.pages.len()).unwrap_or(u32::MAX);
    let unread = u32::try_from(seen.opaques.len()).unwrap_or(u32::MAX);
    Ok(Audit { format: seen.format, pages, counts, unread, checks })
}

/// Characters before a finding in which a mark may stand for the value that its label announced.
const REACH: usize = 120;

/// Findings that only echo what was struck: the label "Née le" or the words around it still stand, its value is a mark, and
/// detection takes the next thing on the way for the value. What stands by itself (a shape, check digits, a title before a name) is
/// never an echo, nor is what hangs on a mark without a space: that is a rest of something struck by half.
pub(super) fn echoes(seen: &Extract, findings: &[Finding]) -> BTreeSet<FindingId> {
    let said =
        |f: &Finding| seen.texts.get(f.text).and_then(|t| t.as_str().get(f.span.clone())).map(squeezed);
    let mut out: BTreeSet<FindingId> =
        findings.iter().filter(|f| is_echo(seen, f) == Some(true)).map(|f| f.id).collect();
    let told: BTreeSet<_> = findings.iter().filter(|f| out.contains(&f.id)).filter_map(said).collect();
    let firm = |f: &&Finding| f.reason != Reason::Repeated && !out.contains(&f.id);
    let meant: BTreeSet<_> = findings.iter().filter(firm).filter_map(said).collect();
    let repeats = findings.iter().filter(|f| f.reason == Reason::Repeated);
    let repeats = repeats.filter(|f| said(f).is_some_and(|s| told.contains(&s) && !meant.contains(&s)));
    out.extend(repeats.map(|f| f.id).collect::<Vec<_>>());
    out
}

fn is_echo(seen: &Extract, finding: &Finding) -> Option<bool> {
    let text = seen.texts.get(finding.text)?.as_str();
    let (before, after) = (text.get(..finding.span.start)?, text.get(finding.span.end..)?);
    let near = |s: &mut dyn Iterator<Item = char>| s.take_while(|c| !c.is_whitespace()).any(|c| c == MARK);
    if near(&mut before.chars().rev())
        || near(&mut after.chars())
        || text.get(finding.span.clone())?.contains(MARK)
    {
        return Some(false);
    }
    Some(match finding.reason {
        // The struck date or street may stand a line above, on a label or in a narrow column.
        Reason::Context if matches!(finding.category, Category::BirthDate | Category::Address) => {
            before.chars().rev().take(REACH).any(|c| c == MARK)
        }
        Reason::Label => before.chars().rev().take(REACH).any(|c| c == MARK),
        Reason::Context | Reason::NameShape | Reason::AddressShape | Reason::Signature => {
            before.chars().rev().take_while(|c| *c != '\n').any(|c| c == MARK)
        }
        _ => false,
    })
}

fn preview(doc: &mut dyn Document, page: u32, scale: f32, cx: &mut Cx<'_>) -> Result<crate::model::Pixels> {
    doc.preview().ok_or_else(|| Error::leak("this sort of file has no pages"))?.draw(page, scale, cx)
}

/// Once its neighbours are struck a kept name may look like a professional's, so names are counted together.
fn pool(category: Category) -> &'static str {
    match category {
        Category::PersonName | Category::Professional => Category::PersonName.code(),
        other => other.code(),
    }
}

/// Says where and of which kind, never what.
fn leak(seen: &Extract, finding: &Finding) -> Error {
    let message = match finding.category {
        Category::PersonName | Category::Professional => "a name is still in the file",
        Category::Address | Category::Postcode | Category::City => "an address is still in the file",
        Category::Phone | Category::Email | Category::Url | Category::UserName => {
            "a way to reach a person is still in the file"
        }
        Category::BirthDate | Category::BirthPlace | Category::Age | Category::Date => {
            "a date or place of birth is still in the file"
        }
        Category::Facility | Category::Ward => "a place of care is still in the file",
        Category::Other | Category::Occupation => "something that identifies is still in the file",
        _ => "a number that identifies is still in the file",
    };
    let place = seen.texts.get(finding.text).and_then(|t| t.atoms_in(&finding.span).next());
    match place.and_then(|a| seen.places.get(&a)) {
        Some(place) => Error::leak(message).at(place.clone()),
        None => Error::leak(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::Choices;
    use crate::pipeline::{Options, redact};

    #[test]
    fn an_echo_is_not_a_leak_and_a_rest_is() {
        let mut cx = Cx::default();
        let echo = |string: &str, word: &str, reason, cx: &mut Cx<'_>| {
            let (seen, _) = formats::text_of(string, cx).expect("text");
            let start = string.find(word).expect("there");
            let span = start..start + word.len();
            let finding = Finding {
                id: FindingId(0),
                text: 0,
                span,
                category: Category::PersonName,
                confidence: 1.0,
                detector: "",
                reason,
            };
            is_echo(&seen, &finding) == Some(true)
        };
        assert!(!echo("█████ilan lipidique", "ilan", Reason::NameShape, &mut cx));
        assert!(echo("Née le █████ Prélevé le 11/02/2025", "11/02/2025", Reason::Label, &mut cx));
        assert!(!echo("Dr █████−Noirot", "Noirot", Reason::Label, &mut cx));
        assert!(!echo("█████, Mr Peregrine", "Peregrine", Reason::Title, &mut cx));
        assert!(!echo("Nom : Peregrine █████", "Peregrine", Reason::Label, &mut cx));
    }

    #[test]
    fn our_own_output_passes_and_nothing_else_under_its_receipt() {
        let source: Arc<[u8]> = Arc::from("Rien \u{e0} dire.\nLa toux a cess\u{e9}.\n".as_bytes());
        let done = redact(source, Options::default(), &Choices::default()).expect("verified");
        let (bytes, receipt) = done.into_parts();
        let receipt = serde_json::to_string(&receipt).expect("json");
        let check = |bytes: &[u8]| {
            audit_with_receipt(Arc::from(bytes), &receipt, &Policy::public(), Limits::default())
        };
        assert_eq!(check(&bytes).expect("clean").format, Format::Text);
        let mut other = bytes.clone();
        other.push(b'x');
        assert_eq!(check(&other).expect_err("another file").kind(), ErrorKind::Leak);
        let kind = |r: Result<Audit>| r.err().map(|e| e.kind());
        let broken = audit_with_receipt(Arc::from(&*bytes), "{}", &Policy::public(), Limits::default());
        assert_eq!(kind(broken), Some(ErrorKind::Misuse));
    }
}
