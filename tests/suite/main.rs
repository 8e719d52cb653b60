//! The one integration binary.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod architecture;
mod bad_redactors;
mod cli;
mod corpus;
mod files;
mod laws;
mod protocol;
