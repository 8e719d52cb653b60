//! The resources of one content stream of the output: neutral names in order of first use, each for one spelled value.

use std::collections::BTreeMap;

use super::fonts::FontId;
use super::syntax;

/// Sorts of resources, in the order in which they are written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    ColourSpace,
    State,
    Font,
    Pattern,
    Shading,
    Object,
}

impl Sort {
    fn key(self) -> &'static [u8] {
        match self {
            Sort::ColourSpace => b"ColorSpace",
            Sort::State => b"ExtGState",
            Sort::Font => b"Font",
            Sort::Pattern => b"Pattern",
            Sort::Shading => b"Shading",
            Sort::Object => b"XObject",
        }
    }

    fn letter(self) -> char {
        match self {
            Sort::ColourSpace => 'C',
            Sort::State => 'G',
            Sort::Font => 'F',
            Sort::Pattern => 'P',
            Sort::Shading => 'S',
            Sort::Object => 'X',
        }
    }
}

/// Resources of the stream under construction.
#[derive(Default)]
pub(super) struct Named {
    /// Source name → our name; `None` where the source names what it does not have.
    pub(super) names: BTreeMap<(Sort, Vec<u8>), Option<String>>,
    /// Our name → value, spelled.
    values: BTreeMap<(Sort, String), Vec<u8>>,
    /// Source name → font; `None` where the source names what it does not have.
    pub(super) fonts: BTreeMap<Vec<u8>, Option<FontId>>,
}

impl Named {
    /// The name of a value; equal values share one.
    pub(super) fn add(&mut self, sort: Sort, value: Vec<u8>) -> String {
        let same =
            self.values.iter().find(|((s, _), v)| *s == sort && **v == value).map(|((_, n), _)| n.clone());
        if let Some(name) = same {
            return name;
        }
        let count = self.values.keys().filter(|(s, _)| *s == sort).count();
        let name = format!("{}{}", sort.letter(), count + 1);
        self.values.insert((sort, name.clone()), value);
        name
    }

    /// The resource dictionary.
    pub(super) fn spelled(&self) -> Vec<u8> {
        let mut out = b"<<".to_vec();
        let mut last = None;
        for ((sort, name), value) in &self.values {
            if last != Some(*sort) {
                if last.is_some() {
                    out.extend_from_slice(b">>");
                }
                syntax::name(&mut out, sort.key());
                out.extend_from_slice(b"<<");
                last = Some(*sort);
            }
            syntax::name(&mut out, name.as_bytes());
            out.push(b' ');
            out.extend_from_slice(value);
        }
        if last.is_some() {
            out.extend_from_slice(b">>");
        }
        out.extend_from_slice(b">>");
        out
    }
}
