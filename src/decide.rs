//! Findings + policy + a reviewer's choices → [`Plan`]. Every finding and every opaque gets exactly one choice, Remove
//! unless there is a reason that the policy allows; each struck string is spread to all its occurrences.

mod spread;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use self::spread::{Mark, needles, spread};
use crate::error::{Error, ErrorKind, Result};
use crate::model::order::sort_by_key;
use crate::model::{
    BoxDrawn, Category, Choice, Extract, Finding, FindingId, Flatten, Format, KeepReason, OpaqueChoice,
    OpaqueId, OpaqueKind, Place, Plan, PlanParts, Reason, Strike,
};

/// How a policy treats a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Treatment {
    /// Struck; a reviewer may only say that it is not identity, where the policy allows that.
    Force,
    /// Struck unless the reviewer keeps it.
    Suggest,
    /// Left in place; a reviewer sees it told apart and may draw a box over it.
    Ignore,
}

/// What must go, what may go, what stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    name: String,
    treatments: BTreeMap<Category, Treatment>,
    overrule: BTreeSet<Category>,
    faces: Treatment,
    flatten: Flatten,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PolicyJson {
    base: Option<String>,
    name: Option<String>,
    #[serde(default)]
    categories: BTreeMap<String, Treatment>,
    overrule: Option<Vec<String>>,
    faces: Option<Treatment>,
    #[serde(default)]
    flatten: bool,
}

impl Policy {
    /// For forums and anything public: all that points at a person goes, professionals included.
    pub fn public() -> Self {
        use Category::{Age, Date, Facility, Occupation, Ward};
        let treat = |c| match c {
            Facility | Age => Treatment::Suggest,
            Date | Ward | Occupation => Treatment::Ignore,
            _ => Treatment::Force,
        };
        Self::preset("public", treat, Treatment::Force)
    }

    /// For booking and portals: patient and relatives go; professionals, other dates and institutions may stay.
    pub fn care() -> Self {
        use Category::{Age, Date, Facility, Occupation, Professional, ProfessionalId, Url, Ward};
        let treat = |c| match c {
            Professional | ProfessionalId | Facility | Age | Url => Treatment::Suggest,
            Date | Ward | Occupation => Treatment::Ignore,
            _ => Treatment::Force,
        };
        Self::preset("care", treat, Treatment::Suggest)
    }

    fn preset(name: &str, treat: impl Fn(Category) -> Treatment, faces: Treatment) -> Self {
        Self {
            name: name.to_owned(),
            treatments: Category::ALL.iter().map(|&c| (c, treat(c))).collect(),
            overrule: Category::ALL.iter().copied().collect(),
            faces,
            flatten: Flatten::WhereNeeded,
        }
    }

    /// A preset by name, or a policy in JSON:
    /// `{"base": "public", "name": "mine", "categories": {"Professional": "suggest"}, "overrule": ["PersonName"], "faces": "suggest",
    /// "flatten": false}`.
    /// `base` defaults to `public`; `overrule` names the categories of which a reviewer may say "this is not one" (default: all).
    ///
    /// # Errors
    /// `Misuse` for an unknown preset, category, treatment or key.
    pub fn parse(text: &str) -> Result<Self> {
        let misuse = || Error::new(ErrorKind::Misuse, "the policy is not one that we know");
        let text = text.trim();
        match text {
            "public" | "" => return Ok(Self::public()),
            "care" => return Ok(Self::care()),
            _ if !text.starts_with('{') => return Err(misuse()),
            _ => {}
        }
        let json: PolicyJson = serde_json::from_str(text).map_err(|e| {
            Error::new(ErrorKind::Misuse, "the policy is not valid JSON of the policy's shape").because(e)
        })?;
        let mut policy = match json.base.as_deref() {
            None | Some("public") => Self::public(),
            Some("care") => Self::care(),
            Some(_) => return Err(misuse()),
        };
        policy.name = json.name.unwrap_or_else(|| "custom".to_owned());
        for (code, treatment) in json.categories {
            policy.treatments.insert(Category::from_code(&code).ok_or_else(misuse)?, treatment);
        }
        if let Some(codes) = json.overrule {
            policy.overrule = codes
                .iter()
                .map(|c| Category::from_code(c).ok_or_else(misuse))
                .collect::<Result<BTreeSet<_>>>()?;
        }
        policy.faces = json.faces.unwrap_or(policy.faces);
        if json.flatten {
            policy.flatten = Flatten::Everything;
        }
        Ok(policy)
    }

    /// Its name, for the receipt.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it treats a finding. A social security number whose check digits agree is always forced.
    pub fn treatment(&self, finding: &Finding) -> Treatment {
        if never_kept(finding) {
            return Treatment::Force;
        }
        self.treatments.get(&finding.category).copied().unwrap_or(Treatment::Force)
    }

    /// Whether a reviewer may keep something that was not understood: all but a face, where faces are forced.
    pub fn may_keep(&self, kind: OpaqueKind) -> bool {
        kind != OpaqueKind::Face || self.faces != Treatment::Force
    }

    /// Whether a reviewer may say of this finding "this is not identity".
    pub fn may_overrule(&self, finding: &Finding) -> bool {
        !never_kept(finding) && self.overrule.contains(&finding.category)
    }
}

/// A social security number whose check digits agree stays struck, whoever asks.
pub(crate) fn never_kept(finding: &Finding) -> bool {
    finding.category == Category::NationalId && finding.reason == Reason::Checked
}

/// What to do with unread parts that the reviewer said nothing about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsaid {
    /// Refuse: nothing mandatory can be skipped.
    #[default]
    Refuse,
    /// Take them out whole; a file that is one picture is refused all the same.
    Remove,
    /// Somebody looked at every one and says that nothing in them identifies; a file that is one picture is refused all the
    /// same.
    Vouched,
}

/// What a reviewer decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// Findings to keep, with the reason.
    pub keep: BTreeMap<FindingId, KeepReason>,
    /// What becomes of unread parts.
    pub opaques: BTreeMap<OpaqueId, OpaqueChoice>,
    /// Boxes drawn.
    pub boxes: Vec<BoxDrawn>,
    /// Unread parts that `opaques` does not name.
    pub unsaid: Unsaid,
    /// Turns every page into a picture.
    pub flatten: Flatten,
}

/// Makes the plan.
///
/// # Errors
/// `Undecided` when an unread part has no choice; `Misuse` when a choice names what does not exist or keeps what the
/// policy does not let go.
pub fn decide(seen: &Extract, findings: &[Finding], policy: &Policy, choices: &Choices) -> Result<Plan> {
    let mut decided = BTreeMap::new();
    for f in findings {
        decided.insert(f.id, choose(f, policy, choices.keep.get(&f.id).copied())?);
    }
    if choices.keep.keys().any(|id| !decided.contains_key(id)) {
        return Err(Error::new(ErrorKind::Misuse, "a choice names a finding that does not exist"));
    }
    let opaques = choose_opaques(seen, policy, choices)?;
    check_boxes(seen, &choices.boxes)?;

    let kept: Vec<&Finding> =
        findings.iter().filter(|f| decided.get(&f.id) != Some(&Choice::Remove)).collect();
    let mut marks: Vec<Mark> = findings
        .iter()
        .filter(|f| decided.get(&f.id) == Some(&Choice::Remove))
        .map(|f| (f.text, f.span.clone(), f.category))
        .collect();
    let drawn = spread(seen, &mut marks, &kept);
    sort_by_key(&mut marks, |m| (m.0, m.1.start, m.1.end));

    let mut strikes: Vec<Strike> = Vec::new();
    for (text, span, category) in &marks {
        let atoms: Vec<_> = seen.texts.get(*text).map(|t| t.atoms_in(span).collect()).unwrap_or_default();
        if !atoms.is_empty() {
            strikes.push(Strike { category: *category, atoms });
        }
    }
    strikes.extend(drawn);
    strikes.extend(under_boxes(seen, &choices.boxes));

    let mut kept_counts = BTreeMap::new();
    for f in &kept {
        if decided.get(&f.id) != Some(&Choice::Keep(KeepReason::Ignored)) {
            *kept_counts.entry(f.category).or_insert(0) += 1;
        }
    }
    let needles = needles(seen, &marks, &strikes);
    let flatten = match (policy.flatten, choices.flatten) {
        (Flatten::WhereNeeded, Flatten::WhereNeeded) => Flatten::WhereNeeded,
        _ => Flatten::Everything,
    };
    Ok(Plan::new(PlanParts {
        source: seen.source,
        choices: decided,
        opaques,
        strikes,
        boxes: choices.boxes.clone(),
        needles,
        flatten,
        kept: kept_counts,
    }))
}

fn choose(f: &Finding, policy: &Policy, wish: Option<KeepReason>) -> Result<Choice> {
    match (policy.treatment(f), wish) {
        (Treatment::Ignore, _) => Ok(Choice::Keep(KeepReason::Ignored)),
        (_, None) => Ok(Choice::Remove),
        (Treatment::Suggest, Some(KeepReason::Wanted)) => Ok(Choice::Keep(KeepReason::Wanted)),
        (_, Some(KeepReason::NotIdentity)) if policy.may_overrule(f) => {
            Ok(Choice::Keep(KeepReason::NotIdentity))
        }
        (_, Some(_)) => Err(not_kept()),
    }
}

fn not_kept() -> Error {
    Error::new(ErrorKind::Misuse, "the policy does not let this be kept")
}

fn choose_opaques(
    seen: &Extract,
    policy: &Policy,
    choices: &Choices,
) -> Result<BTreeMap<OpaqueId, OpaqueChoice>> {
    let whole_file = matches!(seen.format, Format::Jpeg | Format::Png);
    let mut out = BTreeMap::new();
    for o in &seen.opaques {
        let choice = match (choices.opaques.get(&o.id), choices.unsaid) {
            (Some(OpaqueChoice::Reviewed), _) if !policy.may_keep(o.kind) => return Err(not_kept()),
            (Some(c), _) => *c,
            (None, _) if !o.kind.must_be_decided() => OpaqueChoice::Remove,
            (None, Unsaid::Remove) if !whole_file => OpaqueChoice::Remove,
            (None, Unsaid::Vouched) if !whole_file => OpaqueChoice::Reviewed,
            (None, _) => {
                return Err(Error::new(
                    ErrorKind::Undecided,
                    "a picture or drawing still needs a person's decision",
                )
                .at(o.place.clone()));
            }
        };
        out.insert(o.id, choice);
    }
    if choices.opaques.keys().any(|id| !out.contains_key(id)) {
        return Err(Error::new(ErrorKind::Misuse, "a choice names a picture that does not exist"));
    }
    Ok(out)
}

fn check_boxes(seen: &Extract, boxes: &[BoxDrawn]) -> Result<()> {
    let known = |b: &BoxDrawn| (b.page as usize) < seen.pages.len();
    let sane = |b: &BoxDrawn| [b.rect.x0, b.rect.y0, b.rect.x1, b.rect.y1].iter().all(|v| v.is_finite());
    if boxes.iter().all(|b| known(b) && sane(b)) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Misuse, "a box lies on a page that does not exist"))
}

/// Atoms that a person's box touches, one strike a box.
fn under_boxes<'a>(seen: &'a Extract, boxes: &'a [BoxDrawn]) -> impl Iterator<Item = Strike> + 'a {
    boxes.iter().filter_map(|b| {
        let atoms: Vec<_> = seen
            .places
            .iter()
            .filter(|(_, p)| matches!(p, Place::Page { page, rect } if *page == b.page && rect.intersection(&b.rect).is_some()))
            .map(|(a, _)| *a)
            .collect();
        (!atoms.is_empty()).then_some(Strike { category: Category::Other, atoms })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AtomId, Span, TextBuilder};

    fn extract(string: &str) -> Extract {
        let mut b = TextBuilder::new();
        for (i, c) in string.chars().enumerate() {
            b.push(c.encode_utf8(&mut [0; 4]), AtomId::new(i as u64));
        }
        Extract { texts: vec![b.finish()], ..Extract::empty(Format::Text) }
    }

    fn finding(span: Span, category: Category, reason: Reason) -> Finding {
        Finding { id: FindingId(0), text: 0, span, category, confidence: 0.9, detector: "test", reason }
    }

    #[test]
    fn a_struck_name_is_struck_everywhere() {
        let seen = extract("Mme Vauquelin. VAUQUELIN va bien; vauquelinite non.");
        let plan = decide(
            &seen,
            &[finding(4..13, Category::PersonName, Reason::Title)],
            &Policy::public(),
            &Choices::default(),
        )
        .expect("plan");
        assert!((15..24).all(|i| plan.strikes_atom(AtomId::new(i))));
        assert!(!plan.strikes_atom(AtomId::new(34)));
    }

    #[test]
    fn a_checked_nir_is_never_kept() {
        let seen = extract("2 79 03 51 215 189 89");
        let f = finding(0..21, Category::NationalId, Reason::Checked);
        let mut choices = Choices::default();
        choices.keep.insert(FindingId(0), KeepReason::NotIdentity);
        let policy = Policy::parse(r#"{"categories":{"NationalId":"ignore"}}"#).expect("policy");
        assert_eq!(
            decide(&seen, std::slice::from_ref(&f), &policy, &choices).err().map(|e| e.kind()),
            Some(ErrorKind::Misuse)
        );
        let plan = decide(&seen, &[f], &policy, &Choices::default()).expect("plan");
        assert_eq!(plan.choices().get(&FindingId(0)), Some(&Choice::Remove));
    }

    #[test]
    fn an_unread_picture_must_be_decided() {
        let mut seen = extract("x");
        seen.opaques.push(crate::model::Opaque {
            id: OpaqueId(0),
            kind: crate::model::OpaqueKind::Picture,
            place: Place::Part { name: "picture" },
        });
        let refused = decide(&seen, &[], &Policy::public(), &Choices::default());
        assert_eq!(refused.err().map(|e| e.kind()), Some(ErrorKind::Undecided));
        for (unsaid, choice) in
            [(Unsaid::Remove, OpaqueChoice::Remove), (Unsaid::Vouched, OpaqueChoice::Reviewed)]
        {
            let all = Choices { unsaid, ..Choices::default() };
            let plan = decide(&seen, &[], &Policy::public(), &all).expect("plan");
            assert_eq!(plan.opaque(OpaqueId(0)), choice);
        }
    }

    #[test]
    fn what_only_singles_out_with_other_things_stays_unless_asked() {
        let seen = extract("Vue le 14/03/2021, chambre 214");
        let found =
            |id, span, category| Finding { id: FindingId(id), ..finding(span, category, Reason::Context) };
        let found = [found(0, 7..17, Category::Date), found(1, 19..30, Category::Ward)];
        for policy in [Policy::care(), Policy::public()] {
            let plan = decide(&seen, &found, &policy, &Choices::default()).expect("plan");
            assert!((0..30).all(|i| !plan.strikes_atom(AtomId::new(i))));
        }
        let asked = Policy::parse(r#"{"base":"care","categories":{"Ward":"force","Date":"suggest"}}"#);
        let plan = decide(&seen, &found, &asked.expect("policy"), &Choices::default()).expect("plan");
        assert!((7..17).chain(19..30).all(|i| plan.strikes_atom(AtomId::new(i))));
    }

    #[test]
    fn policies_parse_strictly() {
        assert_eq!(Policy::parse("care").expect("care").name(), "care");
        assert!(Policy::parse("none").is_err());
        assert!(Policy::parse(r#"{"categories":{"Nope":"force"}}"#).is_err());
        assert!(Policy::parse(r#"{"extra":1}"#).is_err());
    }
}
