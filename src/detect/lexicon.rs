//! Word lists with flags: is this a given name, a surname, an ordinary word, a town? Answers weigh in a judgement, they
//! never make one. Words are asked for folded (lower case, no accents). The coding is told in `data/README.md`.

use std::sync::{LazyLock, OnceLock};

/// What the lists know of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lore(u16);

impl Lore {
    /// A given name somewhere.
    pub(super) fn given(self) -> bool {
        self.0 & 1 != 0
    }

    /// One of the commonest given names.
    pub(super) fn common_given(self) -> bool {
        self.0 & 2 != 0
    }

    /// A surname in France or in the United States.
    pub(super) fn surname(self) -> bool {
        self.0 & 4 != 0
    }

    /// An ordinary French or English word, perhaps inflected.
    pub(super) fn word(self) -> bool {
        self.0 & 8 != 0
    }

    /// A word that is never part of a name: a role, a heading, a month, a drug, an organism.
    pub(super) fn stop(self) -> bool {
        self.0 & 16 != 0
    }

    /// A name that medicine gave to a disease, a sign or a thing.
    pub(super) fn eponym(self) -> bool {
        self.0 & 32 != 0
    }

    /// A word after which a name is a thing's: "maladie", "score".
    pub(super) fn head(self) -> bool {
        self.0 & 64 != 0
    }

    /// A word that opens the name of a place: "hôpital", "rue".
    pub(super) fn facility(self) -> bool {
        self.0 & 128 != 0
    }

    /// How well it is known as a town, where it is no ordinary word: 0 not, 1 a commune, 2 a large one.
    pub(super) fn town(self) -> u16 {
        self.0 >> 8 & 3
    }

    /// Of a hyphenated word: as a whole, and part by part.
    pub(super) fn of_parts(whole: Lore, parts: impl Iterator<Item = Lore>) -> Lore {
        let (mut any, mut all, mut first) = (0, 8 | 32, None);
        for part in parts {
            first.get_or_insert(part.0 & (1 | 2));
            any |= part.0 & (1 | 4 | 64 | 128);
            all &= part.0;
        }
        // It is ordinary, or a disease, only if every part is; stop words inside ("Marie-Mars") do not stop it.
        Lore(whole.0 & !8 | any | first.map_or(0, |f| all | f))
    }

    /// The first word of a label.
    pub(super) fn label(self) -> bool {
        self.0 & LABEL != 0
    }

    /// In no list at all.
    pub(super) fn unknown(self) -> bool {
        self.0 & 0xff == 0
    }
}

/// What the lists know of a folded word.
pub(super) fn lore(folded: &str) -> Lore {
    let index = index();
    let mut flags = index.get(hash(folded.bytes()));
    if flags & 8 == 0 && flags & 2 == 0 && inflected(folded, index) {
        flags |= 8;
    }
    // What a hand-written list says comes last: it makes no word a town or takes it from being one.
    if flags & 8 == 0 {
        flags |= u16::from(town(folded) & 3) << 8;
    }
    // "Gardez" is a surname, and said to a patient far more often.
    let told = flags & (1 | 8) == 0 && folded.ends_with("ez") && conjugated(folded, index);
    if told || flags & (1 | 4 | 8 | 3 << 8) == 0 && (medical(folded) || conjugated(folded, index)) {
        flags |= 8;
    }
    if flags & ENGLISH != 0 {
        flags |= 8;
    }
    Lore(flags & (0x3ff | LABEL))
}

/// How well a folded town is known: 0 not, 1 a commune, 2 a large one. Spaces and apostrophes count as hyphens.
pub(super) fn town(folded: &str) -> u8 {
    let hyphened = |s: &str| {
        let (head, rest) = match (s.as_bytes(), s.get(2..), s.get(3..)) {
            ([b's', b't', b, ..], Some(rest), _) if joins(*b) => ("saint", rest),
            ([b's', b't', b'e', b, ..], _, Some(rest)) if joins(*b) => ("sainte", rest),
            _ => ("", s),
        };
        hash(head.bytes().chain(rest.bytes().map(|b| if joins(b) { b'-' } else { b })))
    };
    (index().get(hyphened(folded)) >> TOWN & 3) as u8
}

fn joins(b: u8) -> bool {
    matches!(b, b' ' | b'\'' | b'\n' | b'\t' | b'-')
}

/// Whether a listed town of several words begins with this one: "carhaix".
pub(super) fn town_begins(word: &str) -> bool {
    index().get(hash(word.bytes())) & BEGINS != 0
}

/// Whether a folded place is a town of another country. Spaces and apostrophes count as hyphens.
pub(super) fn town_abroad(folded: &str) -> bool {
    let key = folded.bytes().map(|b| if matches!(b, b' ' | b'\'' | b'.') { b'-' } else { b });
    index().get(hash(key)) & ABROAD != 0
}

/// Whether a form is the plural, feminine or adverb of a listed word.
fn inflected(folded: &str, index: &Index) -> bool {
    const ENDS: [&str; 9] = ["s", "e", "x", "es", "ment", "ed", "ing", "ings", "ly"];
    formed(folded, &ENDS, "", index)
}

/// Whether a word that no list holds is a form of a listed French verb: "envoyez" of "envoyer", "finissait" of "finir".
fn conjugated(folded: &str, index: &Index) -> bool {
    const FIRST: [&str; 22] = [
        "e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez", "aient", "ai", "a", "erent", "era",
        "eront", "erait", "erez", "ant", "ants", "antes", "ees", "erons",
    ];
    const SECOND: [&str; 9] = ["it", "is", "i", "ie", "issent", "issait", "issant", "ira", "issez"];
    formed(folded, &FIRST, "er", index) || formed(folded, &SECOND, "ir", index)
}

/// Whether a form has one of these endings where a listed word has another.
fn formed(folded: &str, endings: &[&str], listed: &str, index: &Index) -> bool {
    endings.iter().any(|end| {
        // "Usha" is no form of "usher".
        let stem = folded.strip_suffix(end).filter(|stem| stem.len() > 2 + usize::from(*end == "a"));
        stem.is_some_and(|stem| index.get(hash(stem.bytes().chain(listed.bytes()))) & 8 != 0)
    })
}

/// Whether a word ends like a drug, a disease or an examination.
fn medical(folded: &str) -> bool {
    const ENDS: &[&str] = &[
        "azole",
        "statine",
        "mycine",
        "cilline",
        "oxacine",
        "sartan",
        "pril",
        "olol",
        "dipine",
        "mab",
        "tinib",
        "ciclib",
        "vir",
        "parine",
        "setron",
        "caine",
        "zepam",
        "zolam",
        "azine",
        "amide",
        "idone",
        "cycline",
        "bose",
        "gliptine",
        "gliflozine",
        "glitazone",
        "xaban",
        "gatran",
        "tidine",
        "triptan",
        "oxetine",
        "pramine",
        "barbital",
        "thiazide",
        "semide",
        "lactone",
        "sone",
        "solone",
        "trozole",
        "platine",
        "taxel",
        "rubicine",
        "citabine",
        "trexate",
        "cept",
        "poetine",
        "grastim",
        "formine",
        "fibrate",
        "dronate",
        "gabaline",
        "ite",
        "ites",
        "ome",
        "omes",
        "ose",
        "oses",
        "emie",
        "urie",
        "pathie",
        "logie",
        "logique",
        "scopie",
        "graphie",
        "graphies",
        "tomie",
        "ectomie",
        "plastie",
        "algie",
        "gramme",
        "cyte",
        "cytes",
        "cytose",
        "oide",
        "ique",
        "iques",
        "tion",
        "tions",
        "isme",
        "ismes",
        "prothese",
        "therapie",
        "metrie",
        "phylaxie",
        "plegie",
        "phasie",
        "phagie",
        "pnee",
        "rragie",
        "rrhee",
        "stomie",
        "genese",
        "lyse",
        "itis",
        "osis",
        "oma",
        "emia",
        "uria",
        "pathy",
        "logy",
        "scopy",
        "graphy",
        "tomy",
        "plasty",
        "gram",
        "tic",
        "stasis",
        "globin",
        "globine",
        "tory",
        "ical",
        "ious",
        "eous",
        "ness",
        "ctive",
        "ative",
        "itive",
        "tional",
        "acity",
        "ility",
        "ivity",
        "osity",
        "tion",
        "tions",
    ];
    // Every ending ends in one of few letters, and few endings end in the same.
    static BY_LAST: LazyLock<[Vec<&str>; 256]> = LazyLock::new(|| {
        std::array::from_fn(|last| {
            ENDS.iter().copied().filter(|end| end.bytes().next_back() == Some(last as u8)).collect()
        })
    });
    let last = folded.bytes().next_back().and_then(|last| BY_LAST.get(usize::from(last)));
    folded.len() > 6 && last.is_some_and(|ends| ends.iter().any(|end| folded.ends_with(end)))
}

/// Further flags of the index: an ordinary English word of the hand-written list, how well a town is known (two bits),
/// the beginning of a town of several words.
const ENGLISH: u16 = 1 << 10;
const TOWN: u16 = 11;
const BEGINS: u16 = 1 << 13;
/// The first word of a label, and a town of another country.
const LABEL: u16 = 1 << 14;
const ABROAD: u16 = 1 << 15;

/// All lists as one table of hashes: a place is asked for, not searched. A word that is in no list has one chance in about
/// a billion of being taken for one that is.
struct Index {
    /// The upper half of an entry's hash, never zero; zero is a free place.
    marks: Vec<u32>,
    flags: Vec<u16>,
}

/// Places of the index, a power of two that leaves a third free.
const PLACES: usize = 1 << 18;

/// FNV-1a, 64 bits.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

impl Index {
    /// Where a hash stands, or the free place where it would.
    fn place(&self, hash: u64) -> (usize, u32) {
        let mark = (hash >> 32) as u32 | 1;
        let mut at = (hash as usize ^ (hash >> 29) as usize) & (PLACES - 1);
        while self.marks.get(at).is_some_and(|m| *m != 0 && *m != mark) {
            at = (at + 1) & (PLACES - 1);
        }
        (at, mark)
    }

    fn get(&self, hash: u64) -> u16 {
        self.flags.get(self.place(hash).0).copied().unwrap_or(0)
    }

    fn add(&mut self, hash: u64, flags: u16) {
        let (at, mark) = self.place(hash);
        if let (Some(m), Some(f)) = (self.marks.get_mut(at), self.flags.get_mut(at)) {
            *m = mark;
            *f |= flags;
        }
    }

    fn of_lists() -> Self {
        let mut index = Self { marks: vec![0; PLACES], flags: vec![0; PLACES] };
        entries(include_str!("data/lexicon.txt"), |word, flags| {
            index.add(hash(word.iter().copied()), u16::from(flags));
        });
        entries(super::surnames::LIST, |word, flags| index.add(hash(word.iter().copied()), u16::from(flags)));
        entries(include_str!("data/towns.txt"), |word, flags| {
            index.add(hash(word.iter().copied()), u16::from(flags) << TOWN);
            for (at, _) in word.iter().enumerate().filter(|(_, b)| **b == b'-') {
                index.add(hash(word.iter().take(at).copied()), BEGINS);
            }
        });
        let by_hand = [
            (ENGLISH, include_str!("data/english.txt")),
            (16, include_str!("data/stops.txt")),
            (32, include_str!("data/eponyms.txt")),
            (64, include_str!("data/heads.txt")),
            (128, include_str!("data/facilities.txt")),
        ];
        for (flag, list) in by_hand {
            for word in list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
                index.add(hash(word.bytes()), flag);
            }
        }
        for word in super::labels::first_words() {
            index.add(hash(word.bytes()), LABEL);
        }
        let abroad = include_str!("data/abroad.txt").lines().filter(|line| !line.starts_with('#'));
        for town in abroad.flat_map(str::split_whitespace) {
            index.add(hash(town.bytes()), ABROAD);
        }
        index
    }
}

/// Each entry of a list coded as `data/README.md` says, with its flags.
fn entries(list: &str, mut each: impl FnMut(&[u8], u8)) {
    let mut entry: Vec<u8> = Vec::with_capacity(64);
    for &b in list.as_bytes() {
        match b {
            b'A'..=b'Y' => entry.truncate(entry.len().saturating_sub(usize::from(b - b'A'))),
            b'Z' => entry.clear(),
            b'a'..=b'z' | b'-' => entry.push(b),
            b'\n' => {}
            flags => each(&entry, flags.saturating_sub(b'0')),
        }
    }
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(Index::of_lists)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn lists_answer() {
        assert!(lore("jeanne").common_given() && !lore("jeanne").word());
        assert!(lore("durand").surname());
        assert!(lore("rose").given() && lore("rose").word());
        assert!(lore("radiographies").word());
        assert!(lore("parkinson").eponym() && lore("score").head() && lore("hopital").facility());
        assert!(lore("zqxv").unknown());
        assert_eq!((town("saint-denis"), town("st denis"), town("zqxv")), (2, 2, 0));
    }

    #[test]
    fn every_entry_is_found_again() {
        let mut lexicon = BTreeMap::new();
        entries(include_str!("data/lexicon.txt"), |word, flags| {
            assert!(lexicon.insert(word.to_vec(), flags).is_none_or(|before| before == flags));
        });
        assert!(lexicon.len() > 100_000);
        let mut surnames = 0;
        entries(super::super::surnames::LIST, |word, flags| {
            surnames += 1;
            *lexicon.entry(word.to_vec()).or_default() |= flags;
        });
        // Training knows none of them.
        assert!(surnames > 1_000 || super::super::surnames::LIST.is_empty());
        for (word, flags) in &lexicon {
            let got = index().get(hash(word.iter().copied()));
            assert_eq!(got & 15, u16::from(*flags), "{}", String::from_utf8_lossy(word));
        }
        let mut towns = 0;
        entries(include_str!("data/towns.txt"), |word, flags| {
            towns += 1;
            assert_eq!(town(&String::from_utf8_lossy(word)), flags);
        });
        assert!(towns > 10_000);
        assert!(town_begins("carhaix") && !town_begins("zqxv"));
        assert_eq!(index().get(hash("Durand".bytes())), 0);
        assert_eq!(index().get(hash("".bytes())), 0);
    }
}
