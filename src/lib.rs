//! Biffure finds identity in the documents that people upload, strikes it out for real, and proves it.
//!
//! ```text
//! bytes → Format → Document → Extract → [Finding] → Plan → Redacted → Verified{bytes, Receipt}
//!     recognise  open      extract   detect     decide  redact     verify
//! ```
//!
//! Seven steps, one door between neighbours. Each type comes only from the step before: there is no [`model::Plan`]
//! without a [`model::Extract`], and no public bytes without [`verify::Verified`]. What cannot be read, redacted or
//! verified is refused. See SECURITY.md for the threat model.

pub mod context;
pub mod decide;
mod detect;
pub mod error;
mod formats;
mod layout;
pub mod limits;
pub mod model;
#[cfg(feature = "ocr")]
pub mod ocr;
pub mod pipeline;
pub mod receipt;
mod recognise;
pub mod verify;
/// Not public: what our own suite needs to try the checks with bad outputs.
#[doc(hidden)]
pub mod _integration_test {
    pub use crate::model::{Drawn, Format, Rect};
    pub use crate::pipeline::trial::{Sheet, Trial, prove, refusals};
}
// In the browser the reader of pictures is a module of its own: the same crate with its feature on, entered elsewhere.
#[cfg(all(target_arch = "wasm32", feature = "ocr"))]
#[path = "wasm/reader.rs"]
mod wasm;
#[cfg(all(target_arch = "wasm32", not(feature = "ocr")))]
mod wasm;

pub use error::{Error, ErrorKind, Result};
pub use pipeline::{Options, Session};
