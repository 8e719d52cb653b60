//! First letters of names that were found → "J. D.", "J.D", and "JD" where the words around speak for a person.

use std::collections::HashSet;

use super::super::tokens::{Gap, Shape, Word};

/// Letters of names, in small: "jd", "dj", "jpd".
#[derive(Default)]
pub(super) struct Initials(HashSet<String>);

/// Words of a name, and of a run of initials, at most.
const MOST: usize = 4;

impl Initials {
    pub(super) fn learn(&mut self, words: &[Word]) {
        let named: Vec<&Word> = words.iter().filter(|w| w.shape != Shape::Lower).collect();
        let ([first, .., last], true) = (named.as_slice(), named.len() <= MOST) else { return };
        // One string for all forms: most names return, and their letters with them.
        let mut form = String::with_capacity(16);
        let lead = |word| initials(word).take(1);
        self.take(&mut form, lead(first).chain(lead(last)));
        self.take(&mut form, lead(last).chain(lead(first)));
        self.take(&mut form, initials(first).chain(initials(last)));
        self.take(&mut form, initials(last).chain(initials(first)));
        self.take(&mut form, named.iter().flat_map(|word| initials(word)));
    }

    fn take(&mut self, form: &mut String, letters: impl Iterator<Item = char>) {
        form.clear();
        form.extend(letters);
        if !self.0.contains(form.as_str()) {
            self.0.insert(form.clone());
        }
    }

    /// Whether two letters are somebody's.
    pub(super) fn knows(&self, letters: &str) -> bool {
        self.0.contains(letters)
    }

    /// The last of the initials that begin here and are somebody's.
    pub(super) fn run(&self, words: &[Word], at: usize) -> Option<usize> {
        let first = words.get(at)?;
        if self.0.is_empty() || first.web || first.digit_after {
            return None;
        }
        let led = at.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|b| {
            matches!(first.gap, Gap::Space | Gap::None) && announces(&b.folded) && b.shape != Shape::Upper
        });
        // "Mme JD"
        if led
            && first.shape == Shape::Upper
            && (2..=MOST).contains(&first.folded.len())
            && self.0.contains(first.folded.as_str())
        {
            return Some(at);
        }
        if first.shape != Shape::Initial || first.gap == Gap::None && !led {
            return None;
        }
        let mut said = String::new();
        let mut to = at;
        let mut dots = 0;
        while let Some(word) = words.get(to).filter(|w| w.shape == Shape::Initial && to < at + MOST) {
            if to > at && !matches!(word.gap, Gap::None | Gap::Space) {
                break;
            }
            said.extend(word.folded.split('-').filter_map(|p| p.chars().next()));
            dots += usize::from(word.dot && !word.digit_after);
            to += 1;
        }
        let closed = words.get(to).is_none_or(|w| w.gap != Gap::None)
            && words.get(to - 1).is_some_and(|w| !w.digit_after);
        // The last one may lack its dot ("J.D"), the others only where a person is announced ("patient J D").
        let dotted = dots + 1 >= to - at
            && dots > 0
            && (dots == to - at || words.get(to - 1).is_some_and(|w| w.gap == Gap::None && !w.dot));
        let fits = to - at >= 2 && closed && (dotted || led);
        (fits && self.0.contains(&said)).then_some(to - 1)
    }
}

/// The first letter of each part of a word.
fn initials(word: &Word) -> impl Iterator<Item = char> {
    word.folded.split(['-', '\'']).filter_map(|part| part.chars().next())
}

/// Words behind which letters are a person's.
fn announces(folded: &str) -> bool {
    matches!(
        folded,
        "patient"
            | "patiente"
            | "patients"
            | "initiales"
            | "initials"
            | "mme"
            | "mr"
            | "m"
            | "madame"
            | "monsieur"
            | "mlle"
            | "mrs"
            | "ms"
            | "miss"
            | "enfant"
            | "bebe"
            | "dr"
            | "docteur"
            | "pr"
            | "interne"
    )
}
