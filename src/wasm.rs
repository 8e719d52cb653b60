//! Browser entry: conversions only.
