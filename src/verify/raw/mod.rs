//! Second readers, written for the checks alone: they share no line with `formats`, read strictly what our own writers
//! may write, and refuse all else. Errors are `Leak`: what cannot be read cannot be proved.

pub(super) mod bars;
pub(super) mod cmap;
pub(super) mod content;
pub(super) mod fax;
pub(super) mod flate;
pub(super) mod jpeg;
pub(super) mod lex;
pub(super) mod pages;
pub(super) mod pdf;
pub(super) mod png;
