//! How sure a detector says it is → the share of such findings that lie on identity, as it was counted on invented texts
//! (the even ones of `tests/heldback`; the odd ones judge it, in the test of that folder and in `cargo xtask eval`). It comes
//! last: what detectors, propagation and merging decide, they decide on what the detectors said. Law: it never turns the
//! order of two findings of one detector and one reason.

use super::Hit;
use crate::model::{Category, Reason};

/// What is stated of a hit.
pub(super) fn stated(hit: &Hit) -> f32 {
    use Category::{
        Address, BankAccount, BirthDate, City, Email, InsuranceNumber, NationalId, PatientNumber, PersonName,
        Phone, Postcode, Professional, ProfessionalId,
    };
    let said = hit.confidence.clamp(0.0, 1.0);
    let name = match hit.category {
        PersonName | Professional => true,
        Address | Postcode | City | NationalId | Phone | Email | BirthDate | PatientNumber
        | ProfessionalId | InsuranceNumber | BankAccount => false,
        // Suggestions (places of care, ages, dates…): nobody has counted them.
        _ => return said,
    };
    match (hit.detector, hit.reason) {
        (_, Reason::Known) => said,
        ("tagger", _) if said < 0.8 => 0.6,
        ("tagger", _) if said < 0.95 => 0.9,
        ("tagger", _) => 0.97,
        // Capitals and a known given name, and nothing else.
        ("names", Reason::NameShape) if said < 0.8 => 0.65,
        ("names", Reason::NameShape) => 0.93,
        ("beside", _) if said < 0.7 => 0.73,
        ("beside", _) => 0.93,
        (_, Reason::Repeated) if name => 0.89,
        (_, Reason::Label | Reason::Title) => 0.98,
        (_, Reason::Context | Reason::Repeated | Reason::Signature) => 0.95,
        (_, Reason::Shape | Reason::Checked | Reason::AddressShape | Reason::NameShape) => 0.97,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_is_never_stated_as_less_sure() {
        for detector in ["tagger", "names", "beside", "dates", "propagate"] {
            for (reason, category) in
                Reason::ALL.iter().flat_map(|r| Category::ALL.iter().map(move |c| (*r, *c)))
            {
                let of = |percent: u8| {
                    stated(&Hit {
                        span: 0..1,
                        category,
                        confidence: f32::from(percent) / 100.0,
                        detector,
                        reason,
                    })
                };
                let all: Vec<f32> = (0..=100).map(of).collect();
                assert!(all.is_sorted(), "{detector} {reason:?} {category:?}");
                assert!(all.iter().all(|s| (0.0..=1.0).contains(s)));
            }
        }
    }

    #[test]
    fn what_is_known_is_certain_and_a_suggestion_keeps_its_word() {
        let hit = |category, reason| Hit { span: 0..1, category, confidence: 1.0, detector: "names", reason };
        assert_eq!(stated(&hit(Category::PersonName, Reason::Known)), 1.0);
        let suggested = Hit { confidence: 0.6, ..hit(Category::Facility, Reason::Context) };
        assert_eq!(stated(&suggested), 0.6);
    }
}
