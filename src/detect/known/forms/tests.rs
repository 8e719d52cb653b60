//! An invented person → the forms in which such a person comes back in a text; each must go.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::alike::umlauts;
use super::*;
use crate::model::{AtomId, TextBuilder, fold};

const GIVEN: [&str; 24] = [
    "Maëlys",
    "Jean-Pierre",
    "Zoé",
    "Nguyễn Anh",
    "Souleymane",
    "Gwenaëlle",
    "Łucja",
    "Jürgen",
    "Ángel",
    "N'Golo",
    "Rachida",
    "Xiaoming",
    "Andrianina",
    "Marie-Thérèse",
    "Pınar",
    "Bérénice",
    "Œdilla",
    "Åsmund",
    "Loïc",
    "Ousmane",
    "Fionnghuala",
    "Xabier",
    "Siegfried",
    "João",
];
const FAMILY: [&str; 24] = [
    "Vauquelin-Orvault",
    "Le Goffec",
    "N'Diaye",
    "O'Gallivan",
    "de La Tourette",
    "Benkhalifa",
    "El Ouardani",
    "Straßner",
    "Özçelikoğlu",
    "Cœurdoux",
    "Rakotomalala",
    "Da Silveira",
    "Wójciechowicz",
    "D'Orgeville",
    "Mühlbrandt",
    "Van der Straeten",
    "Etcheverrigaray",
    "Saint-Rémyon",
    "Traoréba",
    "Phạm",
    "Kerc'hoaten",
    "Von Ahlenfeldt",
    "Papadimitrakos",
    "Ait Benhaddou",
];
const STREETS: [&str; 6] = [
    "avenue des Érables",
    "rue du Vieux-Lavoir",
    "impasse Mirabellier",
    "chemin de l'Ormeraie",
    "quai Duvauchel",
    "place Saint-Hippolin",
];
const TOWNS: [&str; 4] = ["31400 Toulousac", "29910 Trégonvec", "67380 Lingolshausen", "97411 La Possessine"];
const UNITS: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One to ninety-nine in French words.
fn spelt(n: usize) -> String {
    let tens = [
        "",
        "",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "soixante",
        "quatre-vingt",
        "quatre-vingt",
    ];
    match n {
        0..=19 => UNITS[n].to_owned(),
        80 => "quatre-vingts".to_owned(),
        71 => "soixante et onze".to_owned(),
        _ if matches!(n / 10, 7 | 9) => format!("{}-{}", tens[n / 10], UNITS[n % 10 + 10]),
        _ if n.is_multiple_of(10) => tens[n / 10].to_owned(),
        _ if n % 10 == 1 && n < 80 => format!("{} et un", tens[n / 10]),
        _ => format!("{}-{}", tens[n / 10], UNITS[n % 10]),
    }
}

fn unaccented(s: &str) -> String {
    s.chars()
        .map(|c| if c.is_uppercase() { fold(&c.to_string()).to_uppercase() } else { fold(&c.to_string()) })
        .collect()
}

fn title_case(s: &str) -> String {
    let mut start = true;
    let mut out = String::new();
    for c in s.chars() {
        if start {
            out.extend(c.to_uppercase())
        } else {
            out.extend(c.to_lowercase())
        }
        start = !c.is_alphabetic();
    }
    out
}

fn letters(s: &str) -> usize {
    s.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The longest word of a name.
fn longest(s: &str) -> &str {
    s.split(|c: char| !c.is_alphanumeric()).max_by_key(|w| w.chars().count()).unwrap()
}

/// One letter of a word as a reading machine or a tired hand leaves it.
fn misread(word: &str, how: usize, at: Index) -> String {
    let word = &unaccented(word);
    let seen = [
        ("m", "rn"),
        ("rn", "m"),
        ("d", "cl"),
        ("cl", "d"),
        ("l", "1"),
        ("i", "l"),
        ("o", "0"),
        ("s", "5"),
        ("I", "l"),
        ("O", "0"),
        ("S", "5"),
    ];
    if let Some((from, to)) = seen.get(how).filter(|(from, _)| word.contains(from)) {
        return word.replacen(from, to, 1);
    }
    let mut chars: Vec<char> = word.chars().collect();
    let at = at.index(chars.len());
    match how % 4 {
        0 => drop(chars.remove(at)),
        1 => chars.insert(at, chars[at]),
        2 => chars[at] = if chars[at].is_uppercase() { 'X' } else { 'x' },
        _ if at + 1 < chars.len() => chars.swap(at, at + 1),
        _ => drop(chars.remove(at)),
    }
    chars.into_iter().collect()
}

fn name_form(given: &str, family: &str, form: usize, how: usize, at: Index) -> String {
    let (g, f) = (given, family);
    let initial = |s: &str| s.chars().next().unwrap();
    let whole = format!("{g} {f}");
    match form {
        0 => whole,
        1 => whole.to_uppercase(),
        2 => whole.to_lowercase(),
        3 => title_case(&whole),
        4 => unaccented(&whole),
        5 => unaccented(&whole).to_uppercase(),
        6 => format!("{} {g}", f.to_uppercase()),
        7 => format!("{f}, {g}"),
        8 => whole.replace('-', " "),
        9 => f.replace(['-', ' ', '\''], ""),
        10 => f.replace(' ', "-"),
        11 => whole.replace(' ', "\n"),
        12 => {
            let word = longest(f);
            let middle = word.char_indices().nth(word.chars().count() / 2).unwrap().0;
            f.replacen(word, &format!("{}-\n{}", &word[..middle], &word[middle..]), 1)
        }
        13 => f.to_uppercase().chars().map(String::from).collect::<Vec<_>>().join(" "),
        14 => format!("{}. {}", initial(g), f),
        15 => format!("{f} {}.", initial(g)),
        16 => format!("{}.{}.", initial(g), initial(parts(f)[0].to_uppercase().as_str())),
        17 => format!("les {f}s"),
        18 => format!("{f}'s"),
        19 => format!("époux {}", f.to_uppercase()),
        20 => f.to_owned(),
        21 => f.to_uppercase(),
        22 if letters(longest(f)) >= 6 => f.replacen(longest(f), &misread(longest(f), how, at), 1),
        23 if letters(longest(f)) >= 6 => {
            let f = f.to_uppercase();
            f.replacen(longest(&f), &misread(longest(&f), how, at), 1)
        }
        24 => umlauts(&whole).unwrap_or(whole),
        25 => format!("{}{}", fold(&initial(g).to_string()), squeezed(f)),
        _ => whole.replace(' ', "\u{a0}"),
    }
}

fn date_form(y: usize, m: usize, d: usize, form: usize) -> String {
    let (fr, en, short) = (MONTHS[m - 1], ENGLISH[m - 1], y % 100);
    match form {
        0 => format!("{d:02}/{m:02}/{y}"),
        1 => format!("{d:02}.{m:02}.{y}"),
        2 => format!("{d:02}-{m:02}-{y}"),
        3 => format!("{d:02} {m:02} {y}"),
        4 => format!("{y}-{m:02}-{d:02}"),
        5 => format!("{d}/{m}/{y}"),
        6 => format!("{d:02}/{m:02}/{short:02}"),
        7 => format!("{d:02}{m:02}{y}"),
        8 => format!("{y}{m:02}{d:02}"),
        9 => format!("{d} {fr} {y}"),
        10 => format!("{d:02} {} {y}", fr.to_uppercase()),
        11 => format!("{d} {} {y}", unaccented(fr)),
        12 => format!("{en} {d}, {y}"),
        13 => format!("{d} {en} {y}"),
        14 => format!("{d} {} {y}", &en[..3]),
        15 => format!(
            "{} {fr} mille neuf cent {}",
            if d == 1 { "premier".into() } else { spelt(d) },
            spelt(short)
        ),
        16 => format!("{d:02}/{m:02}/{y}").chars().map(String::from).collect::<Vec<_>>().join(" "),
        17 => format!("{d:02} / {m:02} / {y}"),
        18 => format!("{d:02}/{m:02}/{y}").replace('0', "O").replace('1', "l"),
        19 => format!("{d:02}|{m:02}|{y}"),
        20 if d == 1 => format!("1er {fr} {y}"),
        _ => format!("{d:02}\n{m:02}\n{y}"),
    }
}

fn left(known: &Known, before: &str, form: &str, after: &str) -> String {
    let text = format!("{before}{form}{after}");
    let mut b = TextBuilder::new();
    b.push(&text, AtomId::new(0));
    let built = b.finish();
    let mut out = Vec::new();
    KnownIdentity.detect(&Input::new(&built, 0, known), &mut out);
    // "les", "époux" and "'s" are no part of the identity.
    let own = form.trim_start_matches("les ").trim_start_matches("époux ");
    let start = before.len() + form.len() - own.len();
    let inside = start..start + own.trim_end_matches("'s").len();
    let open = |at: usize| inside.contains(&at) && !out.iter().any(|h| h.span.contains(&at));
    text.char_indices().filter(|(at, c)| open(*at) && c.is_alphanumeric()).map(|(_, c)| c).collect()
}

fn prose() -> impl Strategy<Value = (&'static str, &'static str)> {
    select(vec![
        ("Vu ce jour ", " en consultation."),
        ("Courrier : ", "\nExamen normal."),
        ("bilan de ", ", contrôle prévu."),
        ("(", ")"),
        ("", ""),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_form_of_a_name_survives(
        given in select(&GIVEN[..]), family in select(&FAMILY[..]), form in 0usize..27, how in 0usize..15,
        at in any::<Index>(), (before, after) in prose(), turned in any::<bool>(),
    ) {
        let whole = if turned { format!("{} {given}", family.to_uppercase()) } else { format!("{given} {family}") };
        let known = Known { names: vec![whole], ..Known::default() };
        let form = name_form(given, family, form, how, at);
        let left = left(&known, before, &form, after);
        prop_assert!(left.is_empty(), "{form:?} leaves {left:?}");
    }

    #[test]
    fn no_form_of_a_birth_date_survives(
        y in 1910usize..2000, m in 1usize..=12, d in 1usize..=28, form in 0usize..22, (before, after) in prose(),
    ) {
        let known = Known { birth_date: Some((y as i32, m as u8, d as u8)), ..Known::default() };
        let form = date_form(y, m, d, form);
        let left = left(&known, before, &form, after);
        prop_assert!(left.is_empty(), "{form:?} leaves {left:?}");
    }

    #[test]
    fn no_form_of_a_number_survives(
        digits in prop::collection::vec(0u8..10, 8..16), cuts in prop::collection::vec(any::<bool>(), 16),
        mark in select(vec![" ", ".", "-", "/", "\u{a0}", "\u{202f}", "\n", " - ", "\t"]), noisy in any::<bool>(), (before, after) in prose(),
    ) {
        let bare: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
        let known = Known { numbers: vec![bare.clone()], ..Known::default() };
        let mut form = String::new();
        for (c, cut) in bare.chars().zip(&cuts) {
            form.push(c);
            if *cut { form.push_str(mark) }
        }
        let form = form.trim_end_matches(mark).to_owned();
        let plain = form.bytes().filter(u8::is_ascii_digit).count() == form.len();
        let form = if noisy && plain && form.bytes().any(|b| matches!(b, b'2'..=b'9')) { form.replacen('0', "O", 1).replacen('1', "l", 1) } else { form };
        let left = left(&known, before, &form, after);
        prop_assert!(left.is_empty(), "{form:?} leaves {left:?}");
    }

    #[test]
    fn no_form_of_a_phone_an_e_mail_or_an_address_survives(
        tail in 10_000_000u32..99_999_999, form in 0usize..16, given in select(&GIVEN[..]), family in select(&FAMILY[..]),
        number in 1u16..300, street in select(&STREETS[..]), town in select(&TOWNS[..]), (before, after) in prose(),
    ) {
        let phone = format!("06{tail}");
        let mail = format!("{}.{}@exemple.fr", squeezed(given), squeezed(family));
        let address = format!("{number} {street}, {town}");
        let known = Known {
            names: vec![format!("{given} {family}")],
            numbers: vec![phone.clone()],
            addresses: vec![address.clone()],
            other: vec![mail.clone()],
            ..Known::default()
        };
        let pairs = |by: &str| phone.as_bytes().chunks(2).map(|p| String::from_utf8_lossy(p).into_owned()).collect::<Vec<_>>().join(by);
        let form = match form {
            0 => pairs(" "),
            1 => pairs("."),
            2 => format!("+33 {}", &pairs(" ")[1..]),
            3 => format!("0033{}", &phone[1..]),
            4 => format!("+33 (0){}", &pairs("-")[1..]),
            5 => pairs("\u{a0}"),
            6 => mail,
            7 => mail.to_uppercase(),
            8 => mail.replace('@', " @ "),
            9 => mail.replace('@', "@\n"),
            10 => address.to_uppercase(),
            11 => unaccented(&address),
            12 => address.replace(", ", "\n"),
            13 => street.to_uppercase(),
            14 => town.to_owned(),
            _ => address.replace("avenue", "av.").replace("chemin", "ch.").replace("impasse", "imp").replace("place", "pl."),
        };
        let left = left(&known, before, &form, after);
        prop_assert!(left.is_empty(), "{form:?} leaves {left:?}");
    }
}
