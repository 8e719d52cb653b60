//! Identity that the host holds must not be read in the output, not even where the source did not show it: striking moves
//! what stands beside, and words that overlapped may come apart. Looks in the output, read afresh, before it is proved.

use std::collections::BTreeSet;

use crate::detect::known_in;
use crate::error::{Error, Result};
use crate::model::{Extract, Known, Plan, fold};

/// What of the known identity a plan leaves in the source: a person said so, or it is no identity there. Folded.
pub(super) fn left(seen: &Extract, plan: &Plan, known: &Known) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (text, spans) in seen.texts.iter().zip(known_in(seen, known)) {
        let stays = spans.into_iter().filter(|span| !text.atoms_in(span).all(|atom| plan.strikes_atom(atom)));
        out.extend(stays.filter_map(|span| text.as_str().get(span)).map(fold));
    }
    out
}

/// Refuses an output that says more of it than the plan leaves.
///
/// # Errors
/// `Leak`, with the place where one is known.
pub(super) fn check(reread: &Extract, known: &Known, left: &BTreeSet<String>) -> Result<()> {
    for (text, spans) in reread.texts.iter().zip(known_in(reread, known)) {
        for span in spans {
            let said = text.as_str().get(span.clone()).map(fold).unwrap_or_default();
            if left.iter().any(|kept| kept.contains(&said)) {
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
