//! What `tests/fuzz` found: every file there was a fault once, and stays tried. It may be refused; it may not panic, and no
//! planted name may be left in what is made of it.

use std::sync::Arc;

use biffure::context::Go;
use biffure::decide::{Choices, Unsaid};
use biffure::model::Known;
use biffure::pipeline::{self, Options, Session};

#[test]
fn what_was_found_by_changing_files_stays_mended() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/found");
    let secrets = ["Ysoline", "Farguette", "7712345604"];
    let other = secrets.map(str::to_owned).to_vec();
    let options = Options { known: Known { other, ..Known::default() }, ..Options::default() };
    for entry in std::fs::read_dir(folder).expect("tests/fuzz/found").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "pdf") {
            continue;
        }
        let bytes: Arc<[u8]> = Arc::from(std::fs::read(&path).expect("a file"));
        for unsaid in [Unsaid::Remove, Unsaid::Vouched] {
            let choices = Choices { unsaid, ..Choices::default() };
            let Ok(done) = pipeline::redact(Arc::clone(&bytes), options.clone(), &choices) else { continue };
            let again =
                Session::open(Arc::from(done.bytes()), Options::default(), |_| Go::On).expect("opens");
            for text in again.review().texts {
                let mut words = text.split(|c: char| !c.is_alphanumeric());
                let left = words.any(|w| secrets.iter().any(|s| s.eq_ignore_ascii_case(w)));
                assert!(!left, "{} keeps a planted name", path.display());
            }
        }
    }
}
