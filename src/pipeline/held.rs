//! Identity that the host holds must not be read in the output, not even where the source did not show it: striking moves
//! what stands beside, and words that overlapped may come apart. Looks in the output, read afresh, before it is proved.

use std::collections::BTreeSet;

use crate::detect::known_in;
use crate::error::{Error, Result};
use crate::model::{Extract, Known, Plan, fold};

/// The words of a known identity that a plan leaves in the source: a person said so, or they are no identity there. Folded.
pub(super) fn left(seen: &Extract, plan: &Plan, known: &Known) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (text, spans) in seen.texts.iter().zip(known_in(seen, known)) {
        let stays = spans.into_iter().filter(|span| !text.atoms_in(span).all(|atom| plan.strikes_atom(atom)));
        for said in stays.filter_map(|span| text.as_str().get(span)) {
            out.extend(words(&fold(said)).map(str::to_owned));
        }
    }
    out
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Refuses an output that says more of it than the plan leaves.
///
/// # Errors
/// `Leak`, with the place where one is known.
pub(super) fn check(reread: &Extract, known: &Known, left: &BTreeSet<String>) -> Result<()> {
    for (text, spans) in reread.texts.iter().zip(known_in(reread, known)) {
        for span in spans {
            let said = text.as_str().get(span.clone()).map(fold).unwrap_or_default();
            // What was struck between two kept words may leave them side by side.
            if words(&said).all(|word| left.contains(word)) {
                continue;
            }
            let error = Error::leak("reread check: identity that the site holds can still be read");
            return Err(match text.atoms_in(&span).find_map(|atom| reread.places.get(&atom)) {
                Some(place) => error.at(place.clone()),
                None => error,
            });
        }
    }
    Ok(())
}
