//! Composite fonts of one of Adobe's collections of letters (ISO 32000-2, 9.10.2): their codes call letters of the collection by number,
//! and what letter has which number is published.

use hayro_font::CMapResolverFn;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

/// Codes that call letters of a collection.
pub(in crate::formats::pdf) struct Collection {
    /// What it is called: `GB1`, `CNS1`, `Japan1`, `Korea1`.
    pub(in crate::formats::pdf) ordering: &'static str,
    /// The predefined encoding.
    pub(in crate::formats::pdf) encoding: Vec<u8>,
    codes: CMap,
}

/// The collections, each with the beginnings of its encodings' names and its table to Unicode.
const COLLECTIONS: [(&str, &[&str], CMapName<'static>); 4] = [
    ("GB1", &["GB", "UniGB"], CMapName::AdobeGb1Ucs2),
    ("CNS1", &["B5", "HKscs", "ETen", "CNS", "UniCNS"], CMapName::AdobeCns1Ucs2),
    ("Korea1", &["KSC", "UniKS"], CMapName::AdobeKorea1Ucs2),
    // The rest of what is predefined.
    ("Japan1", &[""], CMapName::AdobeJapan1Ucs2),
];

impl Collection {
    /// That of a composite font with a predefined encoding.
    pub(in crate::formats::pdf) fn of(dict: &Dict<'_>, tables: &CMapResolverFn) -> Option<Self> {
        let encoding = dict.get::<Name<'_>>(b"Encoding".as_slice())?.as_ref().to_vec();
        let name = CMapName::from_bytes(&encoding);
        let (ordering, codes) = match name {
            CMapName::IdentityH => (named(dict)?, CMap::identity_h()),
            CMapName::IdentityV => (named(dict)?, CMap::identity_v()),
            _ => {
                let tables = tables.clone();
                let codes = CMap::parse(tables(name)?, move |n| tables(n))?;
                let text = std::str::from_utf8(&encoding).ok()?;
                let of =
                    COLLECTIONS.iter().find(|(_, starts, _)| starts.iter().any(|s| text.starts_with(s)))?;
                (of.0, codes)
            }
        };
        Some(Self { ordering, encoding, codes })
    }

    /// The number of a letter.
    pub(in crate::formats::pdf) fn number(&self, code: u32) -> Option<u32> {
        (1..=4).find_map(|length| self.codes.lookup_cid_code(code, length))
    }

    /// What its letters are.
    pub(super) fn letters(&self, tables: &CMapResolverFn) -> Option<CMap> {
        let of = COLLECTIONS.iter().find(|(name, ..)| *name == self.ordering)?;
        let tables = tables.clone();
        CMap::parse(tables(of.2)?, move |n| tables(n))
    }
}

/// A collection with the table to Unicode.
pub(super) struct Letters {
    collection: Collection,
    letters: CMap,
}

impl Letters {
    /// The letters that the codes of a font with a program of its own call. A program without glyph names whose glyphs are called by
    /// their places in it has them in any order, whatever collection it claims.
    pub(super) fn of(dict: &Dict<'_>, tables: &CMapResolverFn) -> Option<Self> {
        let encoding = dict.get::<Name<'_>>(b"Encoding".as_slice())?;
        let below = descendant(dict)?;
        let placed =
            below.get::<Name<'_>>(b"Subtype".as_slice()).is_some_and(|s| s.as_ref() == b"CIDFontType2")
                && below.get::<Stream<'_>>(b"CIDToGIDMap".as_slice()).is_none();
        if placed && matches!(encoding.as_ref(), b"Identity-H" | b"Identity-V") {
            return None;
        }
        let collection = Collection::of(dict, tables)?;
        let letters = collection.letters(tables)?;
        Some(Self { collection, letters })
    }

    pub(super) fn letter(&self, code: u32) -> Option<BfString> {
        self.letters.lookup_bf_string(self.collection.number(code)?)
    }
}

/// The collection that a composite font claims.
fn named(dict: &Dict<'_>) -> Option<&'static str> {
    let info = descendant(dict)?.get::<Dict<'_>>(b"CIDSystemInfo".as_slice())?;
    let says = |key: &[u8], what: &[u8]| info.get::<PdfString<'_>>(key).is_some_and(|s| s.as_bytes() == what);
    let of = COLLECTIONS.iter().find(|(name, ..)| says(b"Ordering", name.as_bytes()))?;
    says(b"Registry", b"Adobe").then_some(of.0)
}

/// The one font below a composite one.
pub(in crate::formats::pdf) fn descendant<'a>(dict: &Dict<'a>) -> Option<Dict<'a>> {
    dict.get::<Array<'a>>(b"DescendantFonts".as_slice())?.iter::<Dict<'a>>().next()
}

/// Whether the codes of a composite font are Unicode: then no collection need be asked.
pub(super) fn unicode(dict: &Dict<'_>) -> bool {
    let encoding = dict.get::<Object<'_>>(b"Encoding".as_slice()).and_then(Object::into_name);
    encoding.is_some_and(|n| {
        n.as_ref().starts_with(b"Uni") && !matches!(CMapName::from_bytes(n.as_ref()), CMapName::Custom(_))
    })
}
