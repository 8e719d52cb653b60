//! What some documents need and most do not, so that it is no part of the engine: the fonts that stand in for those that a file only
//! names, and the tables of predefined codes. Whoever opens a document hands them over when they are asked for; a native build carries
//! them. Its law: what is asked for and is not there is noted, and then the document is refused and never read by half.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::genuine::{Sha256, genuine, sha256};
use crate::error::{Error, ErrorKind, Result};

/// A part of the stock: a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The fourteen fonts that every viewer has: the length of each in four bytes, lowest first, then the fonts.
    Fonts,
    /// The predefined tables from codes to the letters of a collection, and from those to Unicode.
    Maps,
}

impl Part {
    const ALL: [Part; 2] = [Part::Fonts, Part::Maps];

    /// Its file's name.
    pub fn name(self) -> &'static str {
        match self {
            Part::Fonts => "standard.fonts",
            Part::Maps => "predefined.maps",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }

    fn digest(self) -> Sha256 {
        match self {
            Part::Fonts => FONTS,
            Part::Maps => MAPS,
        }
    }
}

const FONTS: Sha256 = sha256("92e33bdf7007a06012d9c1ece9ad460068782ac94b8b6e54751d24781d8e2e44");
const MAPS: Sha256 = sha256("00a25d3f3d1bae6994dba4228bbe9222a028146645e3847375fa3f6a216d37ef");

#[derive(Default)]
struct Shelf {
    held: OnceLock<Cow<'static, [u8]>>,
    missed: AtomicBool,
}

/// The stock of a run.
#[derive(Default)]
pub struct Stock {
    fonts: Shelf,
    maps: Shelf,
}

impl Stock {
    /// All of it. A module for the browser does not call this: it fetches what is asked for.
    pub fn carried() -> Self {
        let stock = Self::default();
        let fonts: &'static [u8] = include_bytes!("../../www/models/standard.fonts");
        let maps: &'static [u8] = include_bytes!("../../www/models/predefined.maps");
        // A fresh shelf is empty.
        let _ = stock.fonts.held.set(Cow::Borrowed(fonts));
        let _ = stock.maps.held.set(Cow::Borrowed(maps));
        stock
    }

    /// A part, if it was handed over; if not, that is noted.
    pub fn get(&self, part: Part) -> Option<&[u8]> {
        let shelf = self.shelf(part);
        let held = shelf.held.get();
        if held.is_none() {
            shelf.missed.store(true, Ordering::Relaxed);
        }
        held.map(|bytes| &**bytes)
    }

    /// Names of the parts that were asked for and are not there.
    pub fn missed(&self) -> Vec<&'static str> {
        Part::ALL.into_iter().filter(|p| self.lacks(*p)).map(Part::name).collect()
    }

    /// Hands over a part by its name.
    ///
    /// # Errors
    /// `Misuse` when there is none of that name; `Resource` when it is not the one that belongs to this build.
    pub fn add(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let part = Part::named(name).ok_or_else(|| Error::new(ErrorKind::Misuse, "there is no such part"))?;
        let bytes = genuine(bytes, &part.digest())?;
        // Handed over twice it is the same.
        let _ = self.shelf(part).held.set(Cow::Owned(bytes.to_vec()));
        Ok(())
    }

    /// Whether all was there that was asked for so far.
    ///
    /// # Errors
    /// `Resource` when something was not.
    pub fn sufficed(&self) -> Result<()> {
        if Part::ALL.into_iter().any(|p| self.lacks(p)) {
            return Err(Error::new(
                ErrorKind::Resource,
                "the document needs a file of the program that is not there",
            ));
        }
        Ok(())
    }

    fn lacks(&self, part: Part) -> bool {
        let shelf = self.shelf(part);
        shelf.held.get().is_none() && shelf.missed.load(Ordering::Relaxed)
    }

    fn shelf(&self, part: Part) -> &Shelf {
        match part {
            Part::Fonts => &self.fonts,
            Part::Maps => &self.maps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(done: Result<()>) -> Option<&'static str> {
        done.err().map(|e| e.code())
    }

    #[test]
    fn what_was_asked_for_in_vain_refuses_until_it_is_handed_over() {
        let (empty, full) = (Stock::default(), Stock::carried());
        for part in Part::ALL {
            let file = full.get(part).expect("carried");
            assert!(empty.sufficed().is_ok());
            assert!(empty.get(part).is_none());
            assert_eq!(empty.missed(), [part.name()]);
            assert_eq!(code(empty.sufficed()), Some("resource"));
            let mut changed = file.to_vec();
            let last = changed.len() - 1;
            changed[last] ^= 1;
            assert_eq!(code(empty.add(part.name(), &changed)), Some("resource"));
            assert_eq!(code(empty.add(part.name(), &file[..last])), Some("resource"));
            assert_eq!(code(empty.add("other", file)), Some("misuse"));
            assert!(empty.get(part).is_none());
            assert_eq!(code(empty.add(part.name(), file)), None);
            assert!(empty.get(part) == Some(file) && empty.missed().is_empty() && empty.sufficed().is_ok());
        }
        assert!(full.missed().is_empty());
    }

    #[test]
    fn notice_tells_the_same_digests() {
        let notice = include_str!("../../NOTICE");
        for part in Part::ALL {
            let told: String = part.digest().iter().map(|b| format!("{b:02x}")).collect();
            assert!(notice.contains(&told) && notice.contains(part.name()), "{told}");
        }
    }
}
