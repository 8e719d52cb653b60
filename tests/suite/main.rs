//! The one integration binary.
#![allow(missing_docs)]

mod cli;
mod corpus;
mod protocol;
