//! The receipt: what was done and what was checked, in numbers. Never a value, never a digest of one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::model::{Category, OpaqueChoice, Plan, Redacted};

/// Version of the receipt's shape.
pub const RECEIPT_VERSION: u32 = 1;

/// Our name and version.
pub const TOOL: &str = concat!("biffure ", env!("CARGO_PKG_VERSION"));

/// What a host gets beside the struck file, as JSON with these names in camel case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
    /// `RECEIPT_VERSION`.
    pub version: u32,
    /// Our name and version, e.g. `biffure 0.1.0`.
    pub tool: String,
    /// `Format::code` of the output.
    pub format: String,
    /// SHA-256 of the output, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes of the output.
    pub bytes: u64,
    /// The policy's name.
    pub policy: String,
    /// How many strikes, by category code.
    pub struck: BTreeMap<String, u32>,
    /// How many findings a person kept, by category code.
    pub kept: BTreeMap<String, u32>,
    /// How many boxes a person drew.
    pub boxes: u32,
    /// How many pictures or other unread parts a person looked at and vouched for.
    pub reviewed: u32,
    /// How many unread parts were taken out whole.
    pub removed: u32,
    /// Names of the checks that ran and passed, in order.
    pub checks: Vec<String>,
    /// Codes of remarks.
    pub notices: Vec<String>,
}

impl Receipt {
    /// The receipt of an output that passed these checks.
    pub(crate) fn new(redacted: &Redacted, plan: &Plan, policy: &str, checks: Vec<&str>) -> Self {
        let coded = |counts: &BTreeMap<Category, u32>| {
            counts.iter().map(|(category, n)| (category.code().to_owned(), *n)).collect()
        };
        let opaques = |choice| {
            u32::try_from(plan.opaques().values().filter(|c| **c == choice).count()).unwrap_or(u32::MAX)
        };
        Self {
            version: RECEIPT_VERSION,
            tool: TOOL.to_owned(),
            format: redacted.format().code().to_owned(),
            sha256: hex(&Sha256::digest(redacted.bytes())),
            bytes: redacted.bytes().len() as u64,
            policy: policy.to_owned(),
            struck: coded(&plan.counts()),
            kept: coded(plan.kept()),
            boxes: u32::try_from(plan.boxes().len()).unwrap_or(u32::MAX),
            reviewed: opaques(OpaqueChoice::Reviewed),
            removed: opaques(OpaqueChoice::Remove),
            checks: checks.into_iter().map(str::to_owned).collect(),
            notices: redacted.notices().iter().map(|n| n.code().to_owned()).collect(),
        }
    }
}

/// Lower-case hexadecimal of a digest.
pub fn hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    digest
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)] as char, DIGITS[usize::from(b & 15)] as char])
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn hexadecimal() {
        assert_eq!(super::hex(&[0, 15, 254]), "000ffe");
    }
}
