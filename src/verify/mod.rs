//! Redacted → [`Verified`]: proves that what the plan strikes is gone, or drops the output. The sole maker of
//! [`Verified`]. A check that cannot run refuses; no check can be switched off.

mod bytes;
mod digest;
mod needles;
mod pixels;
mod raw;
mod reread;
mod second;
mod structure;
mod vocabulary;

use sha2::{Digest as _, Sha256};

use self::needles::Needles;
use crate::context::Cx;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Digest, Drawn, Extract, Format, Notice, Pixels, Plan, Rect, Redacted};
use crate::receipt::Receipt;

/// What the pipeline brings from reading the output afresh: `verify` knows no format.
pub struct Evidence<'a> {
    /// The output, opened and read again from its bytes.
    pub reread: &'a Extract,
    /// Draws a page of the output afresh: page from 0, pixels per page unit.
    pub draw: &'a mut dyn FnMut(u32, f32, &mut Cx<'_>) -> Result<Pixels>,
}

/// Bytes that passed every check, with their receipt. The only public way to output bytes.
pub struct Verified {
    bytes: Vec<u8>,
    receipt: Receipt,
}

impl Verified {
    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What was done and checked.
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// Both.
    pub fn into_parts(self) -> (Vec<u8>, Receipt) {
        (self.bytes, self.receipt)
    }
}

/// What the checks look at.
struct Subject<'s, 'e> {
    bytes: &'s [u8],
    format: Format,
    bars: &'s [Drawn],
    notices: &'s [Notice],
    needles: Needles,
    /// Digest of the source and whether anything in it was to be struck; `None` when the source is not known.
    source: Option<(Digest, Struck)>,
    evidence: Evidence<'e>,
}

/// Whether a plan strikes anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Struck {
    Something,
    Nothing,
}

/// One way of looking at the output.
trait Check {
    /// Stable name, for the receipt.
    fn name(&self) -> &'static str;

    /// Looks.
    ///
    /// # Errors
    /// Any: what is found, and whatever keeps it from looking.
    fn run(&self, subject: &mut Subject<'_, '_>, cx: &mut Cx<'_>) -> Result<()>;
}

/// Every check, in order: each trusts the ones before it to have looked at what it passes over.
const CHECKS: &[&dyn Check] = &[
    &digest::DigestCheck,
    &bytes::BytesCheck,
    &structure::StructureCheck,
    &second::SecondReaderCheck,
    &reread::RereadCheck,
    &pixels::PixelsCheck,
];

/// Runs every check. `policy` is the policy's name, for the receipt.
///
/// # Errors
/// `Leak` when a check finds something or cannot run, `LimitExceeded` when the file is too large for that, `Cancelled` when
/// the person stopped it; the bytes are dropped.
pub fn verify(
    redacted: Redacted,
    plan: &Plan,
    evidence: Evidence<'_>,
    policy: &str,
    cx: &mut Cx<'_>,
) -> Result<Verified> {
    let mut subject = subject(&redacted, plan, evidence)?;
    for check in CHECKS {
        check.run(&mut subject, cx).map_err(refused)?;
    }
    let names = CHECKS.iter().map(|c| c.name()).collect();
    let receipt = Receipt::new(&redacted, plan, policy, names);
    Ok(Verified { bytes: redacted.into_bytes(), receipt })
}

fn subject<'s, 'e>(redacted: &'s Redacted, plan: &Plan, evidence: Evidence<'e>) -> Result<Subject<'s, 'e>> {
    let nothing = plan.strikes().is_empty() && plan.boxes().is_empty();
    Ok(Subject {
        bytes: redacted.bytes(),
        format: redacted.format(),
        bars: redacted.bars(),
        notices: redacted.notices(),
        needles: Needles::new(plan.needles())?,
        source: Some((*plan.source(), if nothing { Struck::Nothing } else { Struck::Something })),
        evidence,
    })
}

/// Looks at a file whose plan is not known: built as ours are, and read alike by both readers. Tells the names
/// of the checks that it passed.
///
/// # Errors
/// `Leak` as [`verify`].
pub(crate) fn examine(
    bytes: &[u8],
    format: Format,
    evidence: Evidence<'_>,
    cx: &mut Cx<'_>,
) -> Result<Vec<&'static str>> {
    let needles = Needles::new(&[])?;
    let mut subject = Subject { bytes, format, bars: &[], notices: &[], needles, source: None, evidence };
    for check in CHECKS {
        check.run(&mut subject, cx).map_err(refused)?;
    }
    Ok(CHECKS.iter().map(|c| c.name()).collect())
}

/// Where the bars of a finished PDF stand, one list a page.
///
/// # Errors
/// `Leak` when the file is not built as ours are.
pub(crate) fn bars(bytes: &[u8], cx: &mut Cx<'_>) -> Result<Vec<Vec<Rect>>> {
    let file = raw::pdf::File::read(bytes, cx)?;
    file.pages(cx)?.into_iter().map(|page| file.bars(page, cx)).collect()
}

/// Which checks refuse an output, by name: for tests of the checks themselves.
pub(crate) fn failures(
    redacted: &Redacted,
    plan: &Plan,
    evidence: Evidence<'_>,
    cx: &mut Cx<'_>,
) -> Result<Vec<(&'static str, Error)>> {
    let mut subject = subject(redacted, plan, evidence)?;
    Ok(CHECKS.iter().filter_map(|c| Some((c.name(), c.run(&mut subject, cx).err()?))).collect())
}

/// Whatever keeps a check from passing is a leak, unless the person stopped the run or the file is too large to be looked
/// at whole; the output is dropped all the same.
fn refused(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Leak | ErrorKind::Cancelled | ErrorKind::LimitExceeded => error,
        _ => Error::leak("a check could not look at everything").because(error),
    }
}

fn sha256(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}
