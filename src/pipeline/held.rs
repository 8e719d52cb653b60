//! Identity that the host holds must not be read in the output, not even where the source did not show it: striking moves
//! what stands beside, and words that overlapped may come apart. Looks in the output, read afresh, before it is proved.

use crate::detect::known_in;
use crate::error::{Error, Result};
use crate::model::{Extract, Known, Plan};

/// Whether a plan leaves known identity in the source: a person said so, or it is no identity there.
pub(super) fn left(seen: &Extract, plan: &Plan, known: &Known) -> bool {
    seen.texts.iter().zip(known_in(seen, known)).any(|(text, spans)| {
        spans.iter().any(|span| !text.atoms_in(span).all(|atom| plan.strikes_atom(atom)))
    })
}

/// Refuses an output that says anything of it, where the plan leaves nothing.
///
/// # Errors
/// `Leak`, with the place where one is known.
pub(super) fn check(reread: &Extract, known: &Known) -> Result<()> {
    for (text, spans) in reread.texts.iter().zip(known_in(reread, known)) {
        let Some(span) = spans.first() else { continue };
        let error = Error::leak("reread check: identity that the site holds can still be read");
        return Err(match text.atoms_in(span).find_map(|atom| reread.places.get(&atom)) {
            Some(place) => error.at(place.clone()),
            None => error,
        });
    }
    Ok(())
}
