//! A door for our own suite, no public interface: makes outputs and plans by hand and asks which checks refuse them, so
//! that the checks themselves are tested with bad redactors.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::context::Cx;
use crate::error::{Error, Result};
use crate::formats;
use crate::model::{
    AtomId, BoxDrawn, Category, Drawn, Extract, Flatten, Format, Needle, Page, Pixels, Plan, PlanParts,
    Redacted, Size, Strike, Unit,
};
use crate::verify::{self, Evidence, Verified};

/// An output made by hand, and what was to be struck from its source.
pub struct Trial {
    /// The output.
    pub bytes: Vec<u8>,
    /// What it claims to be.
    pub format: Format,
    /// Strings that must be gone.
    pub needles: Vec<&'static str>,
    /// Places where nothing may show.
    pub bars: Vec<Drawn>,
    /// Its pages, where the evidence is to be made by hand and not by our reader.
    pub sheets: Vec<Sheet>,
}

/// A page as the maker of a trial knows it.
pub struct Sheet {
    /// Points or pixels.
    pub width: f32,
    /// Points or pixels.
    pub height: f32,
    /// Operators of its content.
    pub operators: u64,
}

/// Names of the checks that refuse an output. Where the trial tells its pages,
/// or our reader does not open it, that is the evidence.
///
/// # Errors
/// `Leak` when no check can even begin.
pub fn refusals(trial: &Trial) -> Result<Vec<(&'static str, Error)>> {
    with(trial, |redacted, plan, evidence, cx| verify::failures(&redacted, plan, evidence, cx))
}

/// The whole of `verify`.
///
/// # Errors
/// As [`verify::verify`].
pub fn prove(trial: &Trial) -> Result<Verified> {
    with(trial, |redacted, plan, evidence, cx| verify::verify(redacted, plan, evidence, "trial", cx))
}

fn with<T>(
    trial: &Trial,
    run: impl FnOnce(Redacted, &Plan, Evidence<'_>, &mut Cx<'_>) -> Result<T>,
) -> Result<T> {
    let mut cx = Cx::default();
    let redacted = Redacted::new(trial.bytes.clone(), trial.format, trial.bars.clone(), Vec::new());
    let plan = plan(trial);
    let opened = formats::open(Arc::from(trial.bytes.as_slice()), "", &mut cx)
        .and_then(|mut doc| Ok((doc.extract(&mut cx)?, doc)));
    match opened {
        Ok((reread, mut doc)) if trial.sheets.is_empty() => {
            let mut draw = |page: u32, scale: f32, cx: &mut Cx<'_>| {
                doc.preview().ok_or_else(|| Error::internal("no pages"))?.draw(page, scale, cx)
            };
            run(redacted, &plan, Evidence { reread: &reread, draw: &mut draw }, &mut cx)
        }
        _ => {
            let reread = told(trial);
            let mut draw =
                |_: u32, _: f32, _: &mut Cx<'_>| -> Result<Pixels> { Err(Error::internal("no pages")) };
            run(redacted, &plan, Evidence { reread: &reread, draw: &mut draw }, &mut cx)
        }
    }
}

/// What the trial says of its file.
fn told(trial: &Trial) -> Extract {
    Extract {
        source: Sha256::digest(&trial.bytes).into(),
        format: trial.format,
        pages: trial
            .sheets
            .iter()
            .map(|s| Page { size: Size { width: s.width, height: s.height }, unit: Unit::Point })
            .collect(),
        texts: Vec::new(),
        opaques: Vec::new(),
        places: BTreeMap::new(),
        notices: Vec::new(),
        operators: trial.sheets.iter().map(|s| s.operators).collect(),
    }
}

fn plan(trial: &Trial) -> Plan {
    let boxes = trial.bars.iter().map(|b| BoxDrawn { page: b.page, rect: b.rect }).collect();
    let strikes = trial.needles.iter().enumerate();
    Plan::new(PlanParts {
        source: [7; 32],
        choices: BTreeMap::new(),
        opaques: BTreeMap::new(),
        strikes: strikes
            .map(|(i, _)| Strike { category: Category::PersonName, atoms: vec![AtomId::new(i as u64)] })
            .collect(),
        boxes,
        needles: trial.needles.iter().map(|n| Needle::new(*n)).collect(),
        flatten: Flatten::WhereNeeded,
        kept: BTreeMap::new(),
    })
}
