//! The networks' files, and the digests that they must have: the same as in NOTICE, which says where they come from.

use super::tongue::Tongue;
pub(super) use crate::context::genuine::genuine;
use crate::context::genuine::{Sha256, sha256};

pub(super) const DETECTOR: Sha256 =
    sha256("40e58891d5252f9c84782cfdae107e4681c546ddc5a8fe83369e575165df418c");
pub(super) const LIGHT: Sha256 = sha256("ea2dededca566f94ef5a215eb05ef5155aa2d1af50a418a5274051aa1fdc30a7");
pub(super) const HEAVY: Sha256 = sha256("50540499e2e97bdc4fcdc681795b3f760d4092114924aa7cf4f45dae0d3ce17b");
pub(super) const FACES: Sha256 = sha256("f6016c7ac4f9d40f26955fba435fce24053a1c2babc8849424a302c5bf807534");

/// The networks' files, as carried in `www/models`.
#[derive(Clone, Copy)]
pub struct Models<'a> {
    /// Finds lines.
    pub detector: &'a [u8],
    /// Reads lines quickly.
    pub light: &'a [u8],
    /// Finds faces. May be handed over later, when a picture shows more than lines.
    pub faces: Option<&'a [u8]>,
    /// Reads lines well. May be handed over later, when a line needs it.
    pub heavy: Option<&'a [u8]>,
    /// Where light networks of further languages are, for who has them at hand. Others may be handed over later.
    pub tongue: fn(Tongue) -> Option<&'static [u8]>,
}

impl Models<'static> {
    /// The files that this crate carries. A module for the browser does not call this: it fetches them.
    pub fn carried() -> Self {
        Self {
            detector: include_bytes!("../../www/models/detector.net"),
            light: include_bytes!("../../www/models/light.lstm"),
            faces: Some(include_bytes!("../../www/models/faces.net")),
            heavy: Some(include_bytes!("../../www/models/heavy.net")),
            tongue: |tongue| Some(tongue.carried()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::Reader;

    #[test]
    fn a_changed_network_is_refused() {
        let carried = Models::carried();
        let code = |models: &Models<'_>| Reader::new(models).err().map(|e| e.code());
        assert_eq!(code(&carried), None);
        for k in 0..4 {
            let mut files = [
                carried.detector,
                carried.light,
                carried.faces.expect("carried"),
                carried.heavy.expect("carried"),
            ]
            .map(<[u8]>::to_vec);
            let last = files[k].len() - 1;
            files[k][last] ^= 1;
            let [detector, light, faces, heavy] = &files;
            let changed =
                Models { detector, light, faces: Some(faces), heavy: Some(heavy), tongue: |_| None };
            assert_eq!(code(&changed), Some("resource"), "network {k}");
        }
        let mut reader = Reader::new(&Models { heavy: None, ..carried }).expect("loads");
        assert_eq!(reader.lines().add_heavy(carried.light).err().map(|e| e.code()), Some("resource"));
    }

    #[test]
    fn notice_tells_the_same_digests() {
        let notice = include_str!("../../NOTICE");
        for digest in [DETECTOR, LIGHT, HEAVY, FACES] {
            let told: String = digest.iter().map(|b| format!("{b:02x}")).collect();
            assert!(notice.contains(&told), "{told}");
        }
    }
}
