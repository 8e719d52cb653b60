//! What is to be done: exactly one choice for every finding and every opaque, bound to the digest of the source.
//! Made by `decide` alone; formats read which atoms, opaques and boxes go; `verify` reads the needles.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Category, FindingId};
use super::geometry::Rect;
use super::text::{AtomId, Digest, OpaqueId};

/// Why a finding stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeepReason {
    /// The reviewer says that it is not what we took it for ("this is not a name").
    NotIdentity,
    /// The reviewer wants it kept and the policy only suggested it.
    Wanted,
    /// The policy ignores this category.
    Ignored,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Struck out.
    Remove,
    /// Left, with the reason.
    Keep(KeepReason),
}

/// What becomes of content that was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpaqueChoice {
    /// Taken out whole.
    Remove,
    /// A person looked at it, drew boxes where needed, and says that nothing else in it identifies. It is written
    /// again from its pixels.
    Reviewed,
}

/// Whether every page becomes a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flatten {
    /// Only pages that need it.
    #[default]
    WhereNeeded,
    /// All pages.
    Everything,
}

/// A box that a person drew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoxDrawn {
    /// Page, from 0.
    pub page: u32,
    /// In the page's unit, origin top-left, y down, after rotation.
    pub rect: Rect,
}

/// One thing to strike: neighbouring atoms of one text, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strike {
    /// What it is.
    pub category: Category,
    /// Its atoms.
    pub atoms: Vec<AtomId>,
}

/// A string that must be gone from the output. No `Debug`, `Display` or serialisation: it is what we hide.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needle {
    string: String,
    /// How often what stays spells it in reading order: as whole words if it always was, else anywhere.
    kept: u32,
    /// How often what stays spells it at all, in reading or in drawing order, whichever is more.
    anywhere: u32,
    /// Wherever it was struck it began and ended with a word.
    words: bool,
}

impl Needle {
    pub(crate) fn new(string: impl Into<String>) -> Self {
        Self { string: string.into(), kept: 0, anywhere: 0, words: false }
    }

    /// Says how often what stays spells it, see the fields.
    pub(crate) fn with_kept(self, kept: u32, anywhere: u32) -> Self {
        Self { kept, anywhere, ..self }
    }

    /// Says that it always stood as whole words.
    pub(crate) fn of_words(self, words: bool) -> Self {
        Self { words, ..self }
    }

    /// Whether it always stood as whole words.
    pub(crate) fn is_words(&self) -> bool {
        self.words
    }

    /// How often what stays spells it in reading order: as whole words if it always was, else anywhere.
    pub(crate) fn kept(&self) -> u32 {
        self.kept
    }

    /// Whether what stays spells it in any order, so that finding it once is no leak yet.
    pub(crate) fn stays_somewhere(&self) -> bool {
        self.anywhere > 0
    }

    /// The string, for searching in.
    pub(crate) fn expose(&self) -> &str {
        &self.string
    }
}

/// The parts of a [`Plan`], for `decide` to fill.
pub struct PlanParts {
    /// SHA-256 of the source.
    pub source: Digest,
    /// One choice a finding.
    pub choices: BTreeMap<FindingId, Choice>,
    /// One choice an opaque.
    pub opaques: BTreeMap<OpaqueId, OpaqueChoice>,
    /// What is struck, in reading order.
    pub strikes: Vec<Strike>,
    /// Boxes that a person drew.
    pub boxes: Vec<BoxDrawn>,
    /// Strings that must be gone.
    pub needles: Vec<Needle>,
    /// Whether all pages become pictures.
    pub flatten: Flatten,
    /// How many findings the reviewer kept, by category; what the policy ignores is not counted.
    pub kept: BTreeMap<Category, u32>,
}

/// What is to be done with a document. See the module's law.
pub struct Plan {
    parts: PlanParts,
    atoms: BTreeSet<AtomId>,
}

impl Plan {
    /// Seals the parts.
    pub(crate) fn new(parts: PlanParts) -> Self {
        let atoms = parts.strikes.iter().flat_map(|s| s.atoms.iter().copied()).collect();
        Self { parts, atoms }
    }

    /// SHA-256 of the file that this plan is for.
    pub fn source(&self) -> &Digest {
        &self.parts.source
    }

    /// Whether this atom goes.
    pub fn strikes_atom(&self, atom: AtomId) -> bool {
        self.atoms.contains(&atom)
    }

    /// Every atom that goes.
    pub fn atoms(&self) -> &BTreeSet<AtomId> {
        &self.atoms
    }

    /// What is struck, in reading order. An atom may stand in several strikes.
    pub fn strikes(&self) -> &[Strike] {
        &self.parts.strikes
    }

    /// What becomes of an opaque; one that the plan does not name goes.
    pub fn opaque(&self, id: OpaqueId) -> OpaqueChoice {
        self.parts.opaques.get(&id).copied().unwrap_or(OpaqueChoice::Remove)
    }

    /// Choices by finding.
    pub fn choices(&self) -> &BTreeMap<FindingId, Choice> {
        &self.parts.choices
    }

    /// Boxes that a person drew.
    pub fn boxes(&self) -> &[BoxDrawn] {
        &self.parts.boxes
    }

    /// Whether all pages become pictures.
    pub fn flatten(&self) -> Flatten {
        self.parts.flatten
    }

    /// Choices by opaque.
    pub fn opaques(&self) -> &BTreeMap<OpaqueId, OpaqueChoice> {
        &self.parts.opaques
    }

    /// How many findings the reviewer kept, by category.
    pub fn kept(&self) -> &BTreeMap<Category, u32> {
        &self.parts.kept
    }

    pub(crate) fn needles(&self) -> &[Needle] {
        &self.parts.needles
    }

    /// How many strikes of each category.
    pub fn counts(&self) -> BTreeMap<Category, u32> {
        let mut counts = BTreeMap::new();
        for s in &self.parts.strikes {
            *counts.entry(s.category).or_insert(0) += 1;
        }
        counts
    }
}
