//! The one integration binary.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod architecture;
mod bad_redactors;
mod cli;
mod corpus;
mod files;
mod found;
mod hostile;
mod laws;
mod locked;
#[cfg(feature = "ocr")]
mod pictures;
mod protocol;
#[cfg(feature = "ocr")]
mod reading;
mod speed;
mod traps;
