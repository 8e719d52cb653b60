//! The one integration binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod architecture;
mod bad_redactors;
mod files;
mod laws;
