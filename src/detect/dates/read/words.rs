//! Months, days and years in words, French and English → their numbers. Strings are folded.

/// Names of months, as a regular expression.
pub(super) const MONTHS: &str = r"januar[iy]?|janeiro|februari?|febrero|febbraio|fevereiro|marzo?|marz|maart|marco|abril|aprile|mayo|maio|maggio|mei|juni|junio|junho|giugno|juli|julio|julho|luglio|augustus|agosto|septiembre|settembre|setembro|oktober|octubre|ottobre|outubro|noviembre|novembro|dezember|diciembre|dicembre|dezembro|enero|gennaio|janv?(?:ier|\.)?|january|jan|fev(?:r(?:ier|\.)?|\.)?|february|feb|mars|march|mar|avr(?:il|\.)?|april|apr|mai|may|juin|june|jun|juil(?:let|l|\.)?|july|jul|aou(?:t|\.)?|august|aug|sept?(?:embre|ember|\.)?|oct(?:obre|ober|\.)?|nov(?:embre|ember|\.)?|dec(?:embre|ember|\.)?";

/// Days spelled in words, by value from 1.
pub(super) const DAYS: &[&str] = &[
    "un|premier",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix[- ]sept",
    "dix[- ]huit",
    "dix[- ]neuf",
    "vingt",
    "vingt[- ]et[- ]un",
    "vingt[- ]deux",
    "vingt[- ]trois",
    "vingt[- ]quatre",
    "vingt[- ]cinq",
    "vingt[- ]six",
    "vingt[- ]sept",
    "vingt[- ]huit",
    "vingt[- ]neuf",
    "trente",
    "trente[- ]et[- ]un",
];

/// The same in English.
pub(super) const ENGLISH_DAYS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty[- ]first",
    "twenty[- ]second",
    "twenty[- ]third",
    "twenty[- ]fourth",
    "twenty[- ]fifth",
    "twenty[- ]sixth",
    "twenty[- ]seventh",
    "twenty[- ]eighth",
    "twenty[- ]ninth",
    "thirtieth",
    "thirty[- ]first",
];

/// English words of numbers in years, by value.
pub(super) const ENGLISH: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

pub(super) const YEAR: &str = r"(?:mille|mil|deux[- ]mille|dix[- ](?:huit|neuf)[- ]cents?)(?:[- ](?:cents?|et|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante))*";

pub(super) fn month(word: &str) -> Option<u8> {
    const STARTS: &[(&str, u8)] = &[
        ("ja", 1),
        ("en", 1),
        ("ge", 1),
        ("fe", 2),
        ("mar", 3),
        ("maa", 3),
        ("ab", 4),
        ("mag", 5),
        ("me", 5),
        ("gi", 6),
        ("lu", 7),
        ("ag", 8),
        ("ok", 10),
        ("ot", 10),
        ("ou", 10),
        ("di", 12),
        ("av", 4),
        ("ap", 4),
        ("mai", 5),
        ("may", 5),
        ("juin", 6),
        ("jun", 6),
        ("jui", 7),
        ("jul", 7),
        ("ao", 8),
        ("au", 8),
        ("se", 9),
        ("oc", 10),
        ("no", 11),
        ("de", 12),
    ];
    STARTS.iter().find(|(s, _)| word.starts_with(s)).map(|(_, m)| *m)
}

pub(super) fn day_in_words(text: &str) -> Option<u32> {
    let plain = text.split_whitespace().collect::<Vec<_>>().join("-");
    DAYS.iter().position(|d| d.split('|').any(|w| w.replace("[- ]", "-") == plain)).map(|i| i as u32 + 1)
}

/// "nineteen fifty-three" → 1953, "two thousand and three" → 2003.
pub(super) fn english_year(text: &str) -> Option<u32> {
    let words: Vec<&str> =
        text.split([' ', '-']).filter(|w| !matches!(*w, "" | "and" | "oh" | "o")).collect();
    let of = |w: &str| ENGLISH.iter().find(|(n, _)| *n == w).map(|(_, v)| *v);
    let sum = |ws: &[&str]| ws.iter().try_fold(0, |acc, w| Some(acc + of(w)?));
    match words.as_slice() {
        ["two", "thousand", rest @ ..] => Some(2000 + sum(rest)?),
        [century, "hundred", rest @ ..] => Some(of(century)? * 100 + sum(rest)?),
        [century, rest @ ..] => Some(of(century)? * 100 + sum(rest)?),
        [] => None,
    }
    .filter(|y| (1850..=2150).contains(y))
}

/// "mille neuf cent soixante dix huit" → 1978.
pub(super) fn year_in_words(text: &str) -> Option<u32> {
    let (mut total, mut part) = (0u32, 0u32);
    for word in text.split([' ', '-']).filter(|w| !w.is_empty() && *w != "et") {
        let v = match word {
            "un" | "une" => 1,
            "deux" => 2,
            "trois" => 3,
            "quatre" => 4,
            "cinq" => 5,
            "six" => 6,
            "sept" => 7,
            "huit" => 8,
            "neuf" => 9,
            "dix" => 10,
            "onze" => 11,
            "douze" => 12,
            "treize" => 13,
            "quatorze" => 14,
            "quinze" => 15,
            "seize" => 16,
            "vingt" | "vingts" => 20,
            "trente" => 30,
            "quarante" => 40,
            "cinquante" => 50,
            "soixante" => 60,
            "septante" => 70,
            "huitante" | "octante" => 80,
            "nonante" => 90,
            "cent" | "cents" => 100,
            "mille" | "mil" => 1000,
            _ => return None,
        };
        match v {
            1000 => (total, part) = (part.max(1) * 1000, 0),
            100 => part = part.max(1) * 100,
            20 if part % 100 == 4 => part += 76,
            _ => part += v,
        }
    }
    Some(total + part).filter(|y| (1850..=2150).contains(y))
}
