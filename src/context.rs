//! `Cx`, what a run carries through the rooms: the budget, the stock, the issuer of atom numbers, cancel and progress.

pub(crate) mod genuine;
mod stock;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::limits::{Budget, Limits};
use crate::model::{AtomId, Reading};

pub use self::stock::{Part, Stock};

/// Which of the seven steps is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Opening the file and reading its text.
    Reading,
    /// Reading the words in its pictures.
    Pictures,
    /// Finding identity.
    Detecting,
    /// Striking it out.
    Striking,
    /// Proving that it is gone.
    Checking,
}

impl Step {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Step::Reading => "reading",
            Step::Pictures => "pictures",
            Step::Detecting => "detecting",
            Step::Striking => "striking",
            Step::Checking => "checking",
        }
    }
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The step.
    pub step: Step,
    /// Pages (or parts) done.
    pub done: u32,
    /// Pages (or parts) in all.
    pub total: u32,
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// Go on.
    On,
    /// Stop: the person asked for it.
    Stop,
}

/// Called at every page; its answer can stop the run.
pub type OnProgress<'a> = Box<dyn FnMut(Progress) -> Go + 'a>;

/// What a run carries.
pub struct Cx<'a> {
    /// What may still be used.
    pub budget: Budget,
    /// What documents may need besides.
    pub stock: Arc<Stock>,
    next_atom: u64,
    readings: BTreeMap<u32, Reading>,
    on_progress: Option<OnProgress<'a>>,
}

impl<'a> Cx<'a> {
    /// A run under these limits, without progress and without a stock.
    pub fn new(limits: Limits) -> Self {
        let (budget, stock) = (Budget::new(limits), Arc::default());
        Self { budget, stock, next_atom: 0, readings: BTreeMap::new(), on_progress: None }
    }

    /// The same with all that a native build carries. A module for the browser does not call this.
    #[must_use]
    pub fn stocked(mut self) -> Self {
        self.stock = Arc::new(Stock::carried());
        self
    }

    /// A run that reports progress and can be stopped.
    #[must_use]
    pub fn with_progress(mut self, on_progress: impl FnMut(Progress) -> Go + 'a) -> Self {
        self.on_progress = Some(Box::new(on_progress));
        self
    }

    /// Issues a block of `count` atom numbers and returns the first.
    pub fn atoms(&mut self, count: usize) -> AtomId {
        let first = AtomId::new(self.next_atom);
        self.next_atom = self.next_atom.saturating_add(count as u64);
        first
    }

    /// Issues one atom number.
    pub fn atom(&mut self) -> AtomId {
        self.atoms(1)
    }

    /// Hands over what was read in one of the document's pictures, by its number.
    pub fn give(&mut self, picture: u32, reading: Reading) {
        self.readings.insert(picture, reading);
    }

    /// What was read in a picture, once; `None` where nobody read it. One that is blank tells of no words: what such a
    /// picture shows is for a person to look at.
    pub fn reading(&mut self, picture: u32) -> Option<Reading> {
        self.readings.remove(&picture)
    }

    /// Says how far a step is, and asks whether to go on.
    ///
    /// # Errors
    /// `Cancelled` when the person stopped the run.
    pub fn progress(&mut self, step: Step, done: u32, total: u32) -> Result<()> {
        match self.on_progress.as_mut().map_or(Go::On, |f| f(Progress { step, done, total })) {
            Go::On => Ok(()),
            Go::Stop => Err(Error::new(ErrorKind::Cancelled, "stopped by the person")),
        }
    }
}

impl Default for Cx<'_> {
    fn default() -> Self {
        Self::new(Limits::default()).stocked()
    }
}
