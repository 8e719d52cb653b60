//! What a run may use. One budget, spent by every room before it allocates; exhaustion is an ordinary error.

use crate::error::{Error, Result};

/// Upper bounds of a run. The defaults fit a phone's browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest input file, bytes.
    pub input_bytes: u64,
    /// Most pages.
    pub pages: u32,
    /// Bytes that may be inflated or decoded in the whole run.
    pub decoded_bytes: u64,
    /// Operators, objects, characters: units of work in the whole run.
    pub steps: u64,
    /// Pixels of one picture or one drawn page.
    pub pixels: u64,
    /// Nesting of parts, forms and objects.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 100 << 20,
            pages: 2_000,
            decoded_bytes: 1 << 30,
            steps: 60_000_000,
            pixels: 100_000_000,
            depth: 24,
        }
    }
}

/// What is left of the limits in this run.
#[derive(Clone, Debug)]
pub struct Budget {
    limits: Limits,
    decoded: u64,
    steps: u64,
}

impl Budget {
    /// A full budget.
    pub fn new(limits: Limits) -> Self {
        Self { limits, decoded: limits.decoded_bytes, steps: limits.steps }
    }

    /// The bounds it began with.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Debits bytes about to be inflated, decoded or copied.
    ///
    /// # Errors
    /// `LimitExceeded` when the run's total would pass the limit.
    pub fn decode(&mut self, bytes: u64) -> Result<()> {
        self.decoded = self
            .decoded
            .checked_sub(bytes)
            .ok_or_else(|| Error::limit("the file unpacks to too much data"))?;
        Ok(())
    }

    /// Bytes that may still be decoded, for decoders that take a cap.
    pub fn decode_left(&self) -> u64 {
        self.decoded
    }

    /// Debits units of work.
    ///
    /// # Errors
    /// `LimitExceeded` when the run's total would pass the limit.
    pub fn step(&mut self, steps: u64) -> Result<()> {
        self.steps = self
            .steps
            .checked_sub(steps)
            .ok_or_else(|| Error::limit("the file takes too much work to read"))?;
        Ok(())
    }

    /// Checks a file's size.
    ///
    /// # Errors
    /// `LimitExceeded` above the limit.
    pub fn input(&self, bytes: u64) -> Result<()> {
        if bytes > self.limits.input_bytes {
            return Err(Error::limit("the file is too large"));
        }
        Ok(())
    }

    /// Checks a page count.
    ///
    /// # Errors
    /// `LimitExceeded` above the limit.
    pub fn pages(&self, pages: u64) -> Result<()> {
        if pages > u64::from(self.limits.pages) {
            return Err(Error::limit("the document has too many pages"));
        }
        Ok(())
    }

    /// Checks one picture's size and debits its RGBA bytes.
    ///
    /// # Errors
    /// `LimitExceeded` above the limit.
    pub fn picture(&mut self, width: u64, height: u64) -> Result<()> {
        let pixels = width.checked_mul(height).ok_or_else(|| Error::limit("a picture is too large"))?;
        if pixels > self.limits.pixels {
            return Err(Error::limit("a picture is too large"));
        }
        self.decode(pixels.saturating_mul(4))
    }

    /// Checks a nesting depth.
    ///
    /// # Errors
    /// `LimitExceeded` above the limit.
    pub fn depth(&self, depth: u32) -> Result<()> {
        if depth > self.limits.depth {
            return Err(Error::limit("the file is nested too deeply"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_spent_budget_stays_spent() {
        let mut b = Budget::new(Limits { decoded_bytes: 10, ..Limits::default() });
        assert!(b.decode(8).is_ok());
        assert_eq!(b.decode(3).expect_err("over").kind(), ErrorKind::LimitExceeded);
        assert_eq!(b.decode_left(), 2);
    }
}
