//! Word lists with flags: is this a given name, a surname, an ordinary word, a town? Answers weigh in a judgement, they
//! never make one. Words are asked for folded (lower case, no accents). The coding is told in `data/README.md`.

use std::collections::BTreeSet;
use std::sync::OnceLock;

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

    /// A surname in France.
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

    /// In no list at all.
    pub(super) fn unknown(self) -> bool {
        self.0 & 0xff == 0
    }
}

/// What the lists know of a folded word.
pub(super) fn lore(folded: &str) -> Lore {
    let mut flags = u16::from(lexicon().get(folded).unwrap_or(0));
    if flags & 8 == 0 && flags & 2 == 0 && inflected(folded) {
        flags |= 8;
    }
    if flags & 8 == 0 {
        flags |= u16::from(town(folded) & 3) << 8;
    }
    if flags & (1 | 4 | 3 << 8) == 0 && medical(folded) {
        flags |= 8;
    }
    for (bit, list) in hand_written() {
        if list.contains(folded) {
            flags |= bit;
        }
    }
    Lore(flags)
}

/// How well a folded town is known: 0 not, 1 a commune, 2 a large one. Spaces and apostrophes count as hyphens.
pub(super) fn town(folded: &str) -> u8 {
    let mut key: String =
        folded.chars().map(|c| if matches!(c, ' ' | '\'' | '\n' | '\t') { '-' } else { c }).collect();
    if let Some(rest) = key.strip_prefix("st-") {
        key = format!("saint-{rest}");
    } else if let Some(rest) = key.strip_prefix("ste-") {
        key = format!("sainte-{rest}");
    }
    towns().get(&key).unwrap_or(0)
}

/// Whether a listed town of several words begins with this one: "carhaix".
pub(super) fn town_begins(word: &str) -> bool {
    towns().begins(&format!("{word}-"))
}

/// Whether a folded place is a town of another country. Spaces and apostrophes count as hyphens.
pub(super) fn town_abroad(folded: &str) -> bool {
    static LIST: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let list = LIST.get_or_init(|| {
        let lines = include_str!("data/abroad.txt").lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    });
    let key: String = folded.chars().map(|c| if matches!(c, ' ' | '\'' | '.') { '-' } else { c }).collect();
    list.contains(key.as_str())
}

/// Whether a form is the plural, feminine or adverb of a listed word.
fn inflected(folded: &str) -> bool {
    ["s", "e", "x", "es", "ment", "ed", "ing", "ings", "ly"].iter().any(|end| {
        folded
            .strip_suffix(end)
            .is_some_and(|stem| stem.len() >= 3 && lexicon().get(stem).is_some_and(|flags| flags & 8 != 0))
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
    folded.len() > 6 && ENDS.iter().any(|end| folded.ends_with(end))
}

/// A sorted list, coded as `data/README.md` says.
struct List(Vec<&'static str>);

impl List {
    fn get(&self, word: &str) -> Option<u8> {
        if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
            return None;
        }
        let line = self.0.partition_point(|line| first(line) <= word).checked_sub(1)?;
        let bytes = self.0.get(line)?.as_bytes();
        let mut entry = [0u8; 64];
        let (mut len, mut at) = (0usize, 0usize);
        while at < bytes.len() {
            len = kept(len, *bytes.get(at)?);
            at += 1;
            while let Some(&b) = bytes.get(at).filter(|b| b.is_ascii_lowercase() || **b == b'-') {
                *entry.get_mut(len)? = b;
                len += 1;
                at += 1;
            }
            let flags = bytes.get(at)?.checked_sub(b'0')?;
            at += 1;
            match entry.get(..len)?.cmp(word.as_bytes()) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => return Some(flags),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }
}

impl List {
    /// Whether an entry begins with these letters: the one that follows them in the order of the list.
    fn begins(&self, letters: &str) -> bool {
        let line = self.0.partition_point(|line| first(line) <= letters);
        if self.0.get(line).is_some_and(|next| first(next).starts_with(letters)) {
            return true;
        }
        let Some(bytes) = line.checked_sub(1).and_then(|l| self.0.get(l)).map(|l| l.as_bytes()) else {
            return false;
        };
        let mut entry: Vec<u8> = Vec::with_capacity(64);
        for &b in bytes {
            match b {
                b'A'..=b'Z' => entry.truncate(kept(entry.len(), b)),
                b'a'..=b'z' | b'-' => entry.push(b),
                _ if entry.starts_with(letters.as_bytes()) => return true,
                _ => {}
            }
        }
        false
    }
}

/// How many letters of the entry before stay.
fn kept(len: usize, code: u8) -> usize {
    match code {
        b'Z' => 0,
        _ => len.saturating_sub(usize::from(code.saturating_sub(b'A'))),
    }
}

/// The first entry of a line, which stands there whole.
fn first(line: &str) -> &str {
    let rest = line.get(1..).unwrap_or("");
    let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(rest.len());
    rest.get(..end).unwrap_or("")
}

fn lexicon() -> &'static List {
    static LIST: OnceLock<List> = OnceLock::new();
    LIST.get_or_init(|| List(include_str!("data/lexicon.txt").lines().collect()))
}

fn towns() -> &'static List {
    static LIST: OnceLock<List> = OnceLock::new();
    LIST.get_or_init(|| List(include_str!("data/towns.txt").lines().collect()))
}

/// The lists written by hand, each with its flag.
fn hand_written() -> &'static [(u16, BTreeSet<&'static str>); 5] {
    static LISTS: OnceLock<[(u16, BTreeSet<&'static str>); 5]> = OnceLock::new();
    LISTS.get_or_init(|| {
        let words = |text: &'static str| {
            text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
        };
        [
            (8, words(include_str!("data/english.txt"))),
            (16, words(include_str!("data/stops.txt"))),
            (32, words(include_str!("data/eponyms.txt"))),
            (64, words(include_str!("data/heads.txt"))),
            (128, words(include_str!("data/facilities.txt"))),
        ]
    })
}

#[cfg(test)]
mod tests {
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
        for list in [lexicon(), towns()] {
            for line in list.0.iter().step_by(97) {
                assert!(list.get(first(line)).is_some(), "{}", first(line));
            }
        }
        assert_eq!(lexicon().get("Durand"), None);
        assert_eq!(lexicon().get(""), None);
    }
}
