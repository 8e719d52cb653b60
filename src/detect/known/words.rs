//! How strings are compared with what the host knows: words, the text without its blanks and marks, one letter wrong.

use crate::model::Span;

/// The letters and digits of a folded text, and where each stood.
pub(super) struct Stream {
    string: String,
    /// For each byte of `string`, where its character stood in the folded text.
    origin: Vec<(u32, u32)>,
}

impl Stream {
    /// Leaves out what is no letter or digit. For numbers, letters O, l and I in words that have digits count as digits.
    pub(super) fn new(s: &str, number: bool) -> Self {
        let mut out = Self { string: String::with_capacity(s.len()), origin: Vec::with_capacity(s.len()) };
        for span in words(s) {
            let Some(word) = s.get(span.clone()) else { continue };
            let digits = number && is_number(word);
            for (at, c) in word.char_indices() {
                let read = if digits { as_digit(c) } else { c };
                let (from, to) = (span.start + at, span.start + at + c.len_utf8());
                out.string.push(read);
                out.origin.resize(out.string.len(), (from as u32, to as u32));
            }
        }
        out
    }

    pub(super) fn as_str(&self) -> &str {
        &self.string
    }

    /// The folded text behind bytes of the stream.
    pub(super) fn original(&self, start: usize, end: usize) -> Span {
        let from = self.origin.get(start).map_or(0, |o| o.0 as usize);
        let to = end.checked_sub(1).and_then(|i| self.origin.get(i)).map_or(from, |o| o.1 as usize);
        from..to.max(from)
    }

    /// Whether a match begins and ends where a word does, where letters and digits meet, or among letters that are written
    /// without blanks between words.
    pub(super) fn at_words(&self, s: &str, start: usize, end: usize) -> bool {
        let span = self.original(start, end);
        let parted = |a: Option<char>, b: Option<char>| match (a, b) {
            (Some(a), Some(b)) => {
                !a.is_alphanumeric()
                    || !b.is_alphanumeric()
                    || a.is_numeric() != b.is_numeric()
                    || unparted(a)
                    || unparted(b)
            }
            _ => true,
        };
        let (before, inside, after) = (s.get(..span.start), s.get(span.clone()), s.get(span.end..));
        parted(before.and_then(|t| t.chars().next_back()), inside.and_then(|t| t.chars().next()))
            && parted(inside.and_then(|t| t.chars().next_back()), after.and_then(|t| t.chars().next()))
    }
}

/// Whether a letter's script sets no blanks between words: Thai, Lao, Burmese, Khmer, Chinese and Japanese.
pub(super) fn unparted(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// Whether a word has digits, or only letters that look like them.
fn is_number(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) || word.chars().all(|c| as_digit(c).is_ascii_digit())
}

/// A letter that looks like a digit as that digit.
fn as_digit(c: char) -> char {
    match c {
        'o' => '0',
        'l' | 'i' | '|' => '1',
        c => c,
    }
}

/// A folded text with digits for the letters that look like them, in words that have nothing else; if there are some.
pub(super) fn as_digits(s: &str) -> Option<String> {
    let mut out = String::with_capacity(s.len());
    let mut changed = false;
    for span in words(s) {
        out.push_str(s.get(out.len()..span.start)?);
        let word = s.get(span)?;
        if word.chars().all(|c| as_digit(c).is_ascii_digit()) {
            changed |= word.bytes().any(|b| b.is_ascii_alphabetic());
            out.extend(word.chars().map(as_digit));
        } else {
            out.push_str(word);
        }
    }
    out.push_str(s.get(out.len()..)?);
    changed.then_some(out)
}

/// Words: runs of letters and digits of any script.
pub(super) fn words(s: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for (at, c) in s.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        match out.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => out.push(at..at + c.len_utf8()),
        }
    }
    out
}

/// Little words inside names and addresses.
pub(super) fn particle(word: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "du", "des", "d", "la", "le", "les", "l", "von", "van", "der", "den", "da", "di", "del",
        "della", "dos", "el", "al", "ben", "bin", "ibn", "y", "et", "sur", "sous", "en", "aux", "au", "a",
    ];
    PARTICLES.contains(&word)
}

/// Ordinary words that are also names, or one letter from one: in lower case they count only beside another name.
pub(super) fn common(word: &str) -> bool {
    const COMMON: &str = " petit grand blanc noir roux rousse brun rose long court fort doux leger legere gros jeune vieux bon \
beau belle fontaine riviere pierre mars mai marchand boulanger boucher berger fleur jardin maison \
dupont pont moulin chevalier barre carre colin denis claire aime constant desire franc francais \
gauche droit haut bas matin marin mardi main malade fini normal aurore ange aube olive violette \
france paris page perle prudent severe modeste clement parfait bonnet canal cousin gendre lambda \
mercier mouton parent pasteur poulain prevost renard rey roy sage sauvage tissu vallee vidal wagner \
hardy loup ";
    within(COMMON, word)
}

/// Ways and parts of addresses by their full word: "av" and "ave" are "avenue".
pub(super) fn street_word(word: &str) -> &str {
    match word {
        "av" | "ave" | "aven" => "avenue",
        "bd" | "bld" | "bvd" | "boul" | "blvd" => "boulevard",
        "r" => "rue",
        "pl" => "place",
        "st" => "saint",
        "ste" => "sainte",
        "ch" | "chem" | "che" => "chemin",
        "all" => "allee",
        "imp" => "impasse",
        "rte" => "route",
        "fg" | "fbg" => "faubourg",
        "sq" => "square",
        "res" => "residence",
        "bat" => "batiment",
        "apt" | "appt" | "app" => "appartement",
        other => other,
    }
}

/// Words that say what sort of way or part it is, and no more.
pub(super) fn way(word: &str) -> bool {
    const WAYS: &str = " avenue boulevard rue place chemin allee impasse route faubourg square residence batiment appartement \
quai cours passage villa saint sainte cedex etage escalier france bis ter street road lane drive \
hameau lieu dit voie sentier montee esplanade lotissement centre ";
    within(WAYS, word)
}

/// Whether a word is one of a list's.
fn within(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|w| w == word)
}
