//! What may stand in a PDF of ours: for every role an object can have, its keys and what each may hold. What is not
//! listed is refused; so neither properties nor annotations, forms, actions, attachments, outlines, structure,
//! layers or thumbnails have a place, and strings stand only where a reader needs them.

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Numbers, names, booleans, and arrays of them.
    Plain,
    /// A string, or an array of strings.
    Text,
    /// A reference back up; not followed.
    Up,
    /// A colour space.
    Colour,
    /// One object of a role.
    One(Role),
    /// An array of objects of a role.
    Each(Role),
    /// One or an array.
    OneOrEach(Role),
    /// A name, or one or an array.
    NameOr(Role),
    /// Names to objects of a role.
    Map(Role),
    /// Names to colour spaces.
    Colours,
}

/// What an object is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Catalog,
    Node,
    Page,
    Group,
    Resources,
    Content,
    XObject,
    Form,
    Image,
    Pattern,
    Tiling,
    Shaded,
    Shading,
    Function,
    State,
    SoftMask,
    Font,
    CidFont,
    SystemInfo,
    Descriptor,
    Program,
    Encoding,
    Map,
    Data,
    Profile,
    White,
    Ink,
}

/// Whether an object of a role carries bytes, and of which sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    None,
    Content,
    Samples,
    Data,
    Either,
}

use Kind::{Colour, Colours, Each, Map, NameOr, One, OneOrEach, Plain, Text, Up};

/// Keys of the trailer.
pub(super) const TRAILER: &[(&str, Kind)] = &[("Size", Plain), ("Root", One(Role::Catalog)), ("ID", Text)];

/// Keys of every stream.
pub(super) const STREAM: &[&str] = &["Length", "Filter", "DecodeParms"];

/// Keys of packing parameters.
pub(super) const PARMS: &[&str] = &["Predictor", "Colors", "BitsPerComponent", "Columns", "K", "Rows"];

/// Keys of an inline picture, long and short.
pub(super) const INLINE: &[&str] = &[
    "BPC",
    "BitsPerComponent",
    "CS",
    "ColorSpace",
    "D",
    "Decode",
    "DP",
    "DecodeParms",
    "F",
    "Filter",
    "H",
    "Height",
    "I",
    "Interpolate",
    "IM",
    "ImageMask",
    "L",
    "Length",
    "W",
    "Width",
];

/// Every role.
const ROLES: &[Role] = &[
    Role::Catalog,
    Role::Node,
    Role::Page,
    Role::Group,
    Role::Resources,
    Role::Content,
    Role::XObject,
    Role::Form,
    Role::Image,
    Role::Pattern,
    Role::Tiling,
    Role::Shaded,
    Role::Shading,
    Role::Function,
    Role::State,
    Role::SoftMask,
    Role::Font,
    Role::CidFont,
    Role::SystemInfo,
    Role::Descriptor,
    Role::Program,
    Role::Encoding,
    Role::Map,
    Role::Data,
    Role::Profile,
    Role::White,
    Role::Ink,
];

/// Whether a word is a key of any role, or names a role that objects tell of themselves.
pub(in crate::verify) fn is_key(word: &[u8]) -> bool {
    let named: [&[u8]; 4] = [b"Catalog", b"Image", b"Form", b"FontDescriptor"];
    let listed = |keys: &[&str]| keys.iter().any(|k| k.as_bytes() == word);
    named.contains(&word)
        || listed(STREAM)
        || listed(PARMS)
        || ROLES.iter().any(|role| keys(*role).1.iter().any(|k| k.0.as_bytes() == word))
}

/// What an object of a role may hold.
pub(super) fn keys(role: Role) -> (Body, &'static [(&'static str, Kind)]) {
    match role {
        Role::Catalog => (Body::None, &[("Type", Plain), ("Version", Plain), ("Pages", One(Role::Node))]),
        Role::Node => (
            Body::None,
            &[
                ("Type", Plain),
                ("Kids", Each(Role::Node)),
                ("Count", Plain),
                ("Parent", Up),
                ("Resources", One(Role::Resources)),
                ("MediaBox", Plain),
                ("CropBox", Plain),
                ("Rotate", Plain),
            ],
        ),
        Role::Page => (
            Body::None,
            &[
                ("Type", Plain),
                ("Parent", Up),
                ("Resources", One(Role::Resources)),
                ("MediaBox", Plain),
                ("CropBox", Plain),
                ("BleedBox", Plain),
                ("TrimBox", Plain),
                ("ArtBox", Plain),
                ("Rotate", Plain),
                ("UserUnit", Plain),
                ("Contents", OneOrEach(Role::Content)),
                ("Group", One(Role::Group)),
            ],
        ),
        Role::Group => {
            (Body::None, &[("Type", Plain), ("S", Plain), ("CS", Colour), ("I", Plain), ("K", Plain)])
        }
        Role::Resources => (
            Body::None,
            &[
                ("Font", Map(Role::Font)),
                ("XObject", Map(Role::XObject)),
                ("ExtGState", Map(Role::State)),
                ("ColorSpace", Colours),
                ("Pattern", Map(Role::Pattern)),
                ("Shading", Map(Role::Shading)),
                ("ProcSet", Plain),
            ],
        ),
        Role::Content => (Body::Content, &[]),
        // Told apart by what they say they are; see `pdf.rs`.
        Role::XObject | Role::Pattern => (Body::Either, &[]),
        Role::Form => (
            Body::Content,
            &[
                ("Type", Plain),
                ("Subtype", Plain),
                ("FormType", Plain),
                ("BBox", Plain),
                ("Matrix", Plain),
                ("Resources", One(Role::Resources)),
                ("Group", One(Role::Group)),
            ],
        ),
        Role::Image => (
            Body::Samples,
            &[
                ("Type", Plain),
                ("Subtype", Plain),
                ("Width", Plain),
                ("Height", Plain),
                ("ColorSpace", Colour),
                ("BitsPerComponent", Plain),
                ("Intent", Plain),
                ("ImageMask", Plain),
                ("Mask", One(Role::Image)),
                ("Decode", Plain),
                ("Interpolate", Plain),
                ("SMask", One(Role::Image)),
                ("Matte", Plain),
            ],
        ),
        Role::Tiling => (
            Body::Content,
            &[
                ("Type", Plain),
                ("PatternType", Plain),
                ("PaintType", Plain),
                ("TilingType", Plain),
                ("BBox", Plain),
                ("XStep", Plain),
                ("YStep", Plain),
                ("Resources", One(Role::Resources)),
                ("Matrix", Plain),
            ],
        ),
        Role::Shaded => (
            Body::None,
            &[
                ("Type", Plain),
                ("PatternType", Plain),
                ("Shading", One(Role::Shading)),
                ("Matrix", Plain),
                ("ExtGState", One(Role::State)),
            ],
        ),
        Role::Shading => (
            Body::Either,
            &[
                ("ShadingType", Plain),
                ("ColorSpace", Colour),
                ("Background", Plain),
                ("BBox", Plain),
                ("AntiAlias", Plain),
                ("Function", OneOrEach(Role::Function)),
                ("Coords", Plain),
                ("Domain", Plain),
                ("Extend", Plain),
                ("Matrix", Plain),
                ("BitsPerCoordinate", Plain),
                ("BitsPerComponent", Plain),
                ("BitsPerFlag", Plain),
                ("Decode", Plain),
                ("VerticesPerRow", Plain),
            ],
        ),
        Role::Function => (
            Body::Either,
            &[
                ("FunctionType", Plain),
                ("Domain", Plain),
                ("Range", Plain),
                ("Size", Plain),
                ("BitsPerSample", Plain),
                ("Order", Plain),
                ("Encode", Plain),
                ("Decode", Plain),
                ("C0", Plain),
                ("C1", Plain),
                ("N", Plain),
                ("Functions", Each(Role::Function)),
                ("Bounds", Plain),
            ],
        ),
        Role::State => (Body::None, STATE),
        Role::SoftMask => (
            Body::None,
            &[
                ("Type", Plain),
                ("S", Plain),
                ("G", One(Role::XObject)),
                ("BC", Plain),
                ("TR", NameOr(Role::Function)),
            ],
        ),
        Role::Font => (
            Body::None,
            &[
                ("Type", Plain),
                ("Subtype", Plain),
                ("Name", Plain),
                ("BaseFont", Plain),
                ("FirstChar", Plain),
                ("LastChar", Plain),
                ("Widths", Plain),
                ("FontDescriptor", One(Role::Descriptor)),
                ("Encoding", NameOr(Role::Encoding)),
                ("ToUnicode", NameOr(Role::Map)),
                ("DescendantFonts", Each(Role::CidFont)),
                ("FontBBox", Plain),
                ("FontMatrix", Plain),
                ("CharProcs", Map(Role::Content)),
                ("Resources", One(Role::Resources)),
            ],
        ),
        Role::CidFont => (
            Body::None,
            &[
                ("Type", Plain),
                ("Subtype", Plain),
                ("BaseFont", Plain),
                ("CIDSystemInfo", One(Role::SystemInfo)),
                ("FontDescriptor", One(Role::Descriptor)),
                ("DW", Plain),
                ("W", Plain),
                ("DW2", Plain),
                ("W2", Plain),
                ("CIDToGIDMap", NameOr(Role::Data)),
            ],
        ),
        Role::SystemInfo => (Body::None, &[("Registry", Text), ("Ordering", Text), ("Supplement", Plain)]),
        Role::Descriptor => (
            Body::None,
            &[
                ("Type", Plain),
                ("FontName", Plain),
                ("FontStretch", Plain),
                ("FontWeight", Plain),
                ("Flags", Plain),
                ("FontBBox", Plain),
                ("ItalicAngle", Plain),
                ("Ascent", Plain),
                ("Descent", Plain),
                ("Leading", Plain),
                ("CapHeight", Plain),
                ("XHeight", Plain),
                ("StemV", Plain),
                ("StemH", Plain),
                ("AvgWidth", Plain),
                ("MaxWidth", Plain),
                ("MissingWidth", Plain),
                ("FontFile", One(Role::Program)),
                ("FontFile2", One(Role::Program)),
                ("FontFile3", One(Role::Program)),
            ],
        ),
        Role::Program => {
            (Body::Data, &[("Subtype", Plain), ("Length1", Plain), ("Length2", Plain), ("Length3", Plain)])
        }
        Role::Encoding | Role::Map => (
            Body::Either,
            &[
                ("Type", Plain),
                ("BaseEncoding", Plain),
                ("Differences", Plain),
                ("CMapName", Plain),
                ("CIDSystemInfo", One(Role::SystemInfo)),
                ("WMode", Plain),
                ("UseCMap", NameOr(Role::Map)),
            ],
        ),
        Role::Data => (Body::Data, &[]),
        Role::Profile => (Body::Data, &[("N", Plain), ("Alternate", Colour), ("Range", Plain)]),
        Role::White => (
            Body::None,
            &[
                ("WhitePoint", Plain),
                ("BlackPoint", Plain),
                ("Gamma", Plain),
                ("Matrix", Plain),
                ("Range", Plain),
            ],
        ),
        Role::Ink => (Body::None, &[("Subtype", Plain), ("Colorants", Colours)]),
    }
}

const STATE: &[(&str, Kind)] = &[
    ("Type", Plain),
    ("LW", Plain),
    ("LC", Plain),
    ("LJ", Plain),
    ("ML", Plain),
    ("D", Plain),
    ("RI", Plain),
    ("OP", Plain),
    ("op", Plain),
    ("OPM", Plain),
    ("BG", NameOr(Role::Function)),
    ("BG2", NameOr(Role::Function)),
    ("UCR", NameOr(Role::Function)),
    ("UCR2", NameOr(Role::Function)),
    ("TR", NameOr(Role::Function)),
    ("TR2", NameOr(Role::Function)),
    ("FL", Plain),
    ("SM", Plain),
    ("SA", Plain),
    ("BM", Plain),
    ("SMask", NameOr(Role::SoftMask)),
    ("CA", Plain),
    ("ca", Plain),
    ("AIS", Plain),
    ("TK", Plain),
];
