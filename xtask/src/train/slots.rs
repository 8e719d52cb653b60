//! A layout → a text whose every letter is marked: outside, name or address. `{slot}` is filled from the lists, `(a|b)`
//! is a choice, `\n` and `\t` stand for themselves.

use super::lists::{Lists, capital};
use super::prng::Chance;

/// A letter's mark: outside, name, address.
pub(super) const OUT: u8 = 0;
pub(super) const NAME: u8 = 1;
pub(super) const ADDRESS: u8 = 2;

/// Letters with their marks.
pub(super) type Marked = Vec<(char, u8)>;

pub(super) struct Writer<'a> {
    pub(super) lists: &'a Lists,
    pub(super) chance: &'a mut Chance,
    pub(super) english: bool,
    /// The origin that most names of this text share; `None` for a mixture.
    pub(super) origin: Option<usize>,
    pub(super) out: Marked,
}

impl Writer<'_> {
    fn say(&mut self, said: &str, mark: u8) {
        self.out.extend(said.chars().map(|c| (c, mark)));
    }

    /// Writes a layout, at most `depth` slots within slots.
    pub(super) fn layout(&mut self, layout: &str, depth: usize) {
        let chars: Vec<char> = layout.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            match chars[at] {
                '\\' => {
                    self.out.push((if chars.get(at + 1) == Some(&'t') { '\t' } else { '\n' }, OUT));
                    at += 2;
                }
                '{' => {
                    let end = chars[at..].iter().position(|&c| c == '}').map_or(chars.len(), |e| at + e);
                    let slot: String = chars[at + 1..end].iter().collect();
                    self.slot(&slot, depth);
                    at = end + 1;
                }
                '(' => {
                    let (parts, end) = choices(&chars, at);
                    if parts.len() > 1 {
                        let part = self.chance.pick(&parts).clone();
                        self.layout(&part, depth);
                    } else {
                        self.out.push(('(', OUT));
                        self.layout(&parts[0], depth);
                        self.out.push((')', OUT));
                    }
                    at = end;
                }
                c => {
                    self.out.push((c, OUT));
                    at += 1;
                }
            }
        }
    }

    fn slot(&mut self, slot: &str, depth: usize) {
        match slot {
            "n" | "p" | "f" | "F" | "g" | "G" | "N" | "FG" | "l" | "l1" | "init" => {
                let said = self.name(slot);
                // "{g} {f}" is one name.
                if let [.., (_, NAME), (' ', mark)] = self.out.as_mut_slice() {
                    *mark = NAME;
                }
                self.say(&said, NAME);
            }
            "a" | "a2" | "A" | "z" | "zip" | "v" | "ea" | "es" | "entown" | "fa" => {
                let said = self.address(slot);
                self.say(&said, ADDRESS);
            }
            "xn" | "XN" => {
                let said = match self.chance.below(4) {
                    0 => self.family(),
                    1 => format!("Saint-{}", self.given()),
                    _ => format!("{} {}", self.given(), self.family()),
                };
                let said = if slot == "XN" { said.to_uppercase() } else { said };
                self.say(&said, OUT);
            }
            // Authors of what is cited: "Xyz AB".
            "ref" => {
                let letters = self.made("acronym");
                let said = format!("{} {}", self.family(), &letters[..1 + self.chance.below(2)]);
                self.say(&said, OUT);
            }
            // No list holds every drug and every abbreviation.
            "drug" | "acronym" if self.chance.percent(45) => {
                let said = self.made(slot);
                self.say(&said, OUT);
            }
            // Diseases, scores and tools are named after people whom no list holds.
            "eponym" | "eponymuse" if self.chance.percent(35) && self.named_after() => {
                let said = match self.chance.below(3) {
                    0 => format!("{}-{}", self.family(), self.family()),
                    _ => self.family(),
                };
                self.say(&said, OUT);
            }
            "term" => {
                let said = self.term();
                self.say(&said, OUT);
            }
            "town" => {
                let said = self.town();
                self.say(&said, OUT);
            }
            _ => {
                let list = self.lists.things.get(slot);
                match list.filter(|_| depth > 0) {
                    Some(list) => {
                        let item = self.chance.pick(list).clone();
                        // Phrases have brackets of their own.
                        self.layout(&item, depth - 1);
                    }
                    None => {
                        let said = self.number(slot);
                        self.say(&said, OUT);
                    }
                }
            }
        }
    }

    /// Whether the text so far ends in "de " or "d'", as before the name of a disease.
    fn named_after(&self) -> bool {
        let end: String = self.out.iter().rev().take(3).map(|m| m.0).collect();
        end == " ed" || end.starts_with("'d")
    }

    /// A word of medicine put together from its parts, as lists seldom hold it.
    fn term(&mut self) -> String {
        const STARTS: &[&str] = &[
            "angio",
            "écho",
            "hémi",
            "hyper",
            "hypo",
            "poly",
            "cardio",
            "neuro",
            "broncho",
            "gastro",
            "entéro",
            "ostéo",
            "arthro",
            "dermo",
            "lympho",
            "myo",
            "néphro",
            "oto",
            "rhino",
            "spléno",
            "thrombo",
            "uro",
            "vagino",
            "cholé",
            "colo",
            "cysto",
            "encéphalo",
            "glosso",
            "hystéro",
            "kérato",
            "laparo",
            "mammo",
            "omphalo",
            "phlébo",
            "pneumo",
            "rachi",
            "sialo",
            "trachéo",
            "vaso",
            "électro",
            "spiro",
            "radio",
            "scinti",
            "sono",
        ];
        const ENDS: &[&str] = &[
            "scanner",
            "graphie",
            "tomie",
            "cèle",
            "pathie",
            "gramme",
            "plégie",
            "scopie",
            "schisis",
            "ectomie",
            "plastie",
            "algie",
            "mégalie",
            "sténose",
            "rragie",
            "ptose",
            "spasme",
            "lithiase",
            "cytose",
            "pénie",
            "manométrie",
            "doppler",
            "IRM",
            "centèse",
            "phagie",
            "trophie",
            "clasie",
            "logie",
            "genèse",
            "tomographie",
            "TDM",
        ];
        let c = &mut *self.chance;
        let said = match c.below(10) {
            0 => format!("{}{}-{}", c.pick(STARTS), c.pick(ENDS), c.pick(ENDS)),
            1 => return format!("{}-{}", self.made("acronym"), self.made("acronym")),
            2 => {
                let parts = [*c.pick(STARTS), *c.pick(ENDS), *c.pick(STARTS)];
                return parts.map(capital).concat();
            }
            3 => {
                let letters = self.made("acronym");
                let end = *self.chance.pick(ENDS);
                return format!("{letters}_{}", capital(end));
            }
            _ => format!("{}{}", c.pick(STARTS), c.pick(ENDS)),
        };
        if self.chance.percent(12) {
            said.to_uppercase()
        } else if self.chance.percent(70) {
            capital(&said)
        } else {
            said
        }
    }

    /// A drug or an abbreviation that never was.
    fn made(&mut self, slot: &str) -> String {
        let c = &mut *self.chance;
        if slot == "acronym" {
            return (0..2 + c.below(4)).map(|_| char::from(b'A' + c.below(26) as u8)).collect();
        }
        const STARTS: &[&str] = &[
            "Xa", "Zo", "Lo", "Dy", "Ku", "Vi", "Pro", "Tra", "Cel", "No", "Ar", "Flu", "Mo", "Be", "Eno",
            "Ri", "Sy", "Tem", "Ome", "Per",
        ];
        const MIDDLES: &[&str] = &["lo", "mi", "ti", "vera", "xi", "da", "ro", "cy", "be", "pra", "na", "ve"];
        const ENDS: &[&str] = &[
            "ra", "card", "dol", "zine", "mycine", "pril", "sartan", "zole", "max", "fen", "lin", "vir",
            "mab", "gine", "tex", "don", "xan", "ol", "ine", "um", "ic", "nex", "vast", "tine",
        ];
        let said =
            format!("{}{}{}", c.pick(STARTS), if c.percent(60) { c.pick(MIDDLES) } else { "" }, c.pick(ENDS));
        if c.percent(35) {
            said.to_uppercase()
        } else if c.percent(20) {
            said.to_lowercase()
        } else {
            said
        }
    }

    fn town(&mut self) -> String {
        let town = self.chance.pick(&self.lists.towns).clone();
        match self.chance.below(10) {
            0 | 1 => town.to_uppercase(),
            2 => town.replace('-', " "),
            3 => town.replace('-', " ").to_uppercase(),
            4 => town.replace("Saint-", "St ").replace("Sainte-", "Ste "),
            _ => town,
        }
    }

    fn item(&mut self, key: &str) -> String {
        self.lists.things.get(key).map_or_else(String::new, |list| self.chance.pick(list).clone())
    }

    fn number(&mut self, slot: &str) -> String {
        let c = &mut *self.chance;
        let digits = |c: &mut Chance, n: usize| {
            (0..n).map(|_| char::from(b'0' + c.below(10) as u8)).collect::<String>()
        };
        let (day, month, year) = (1 + c.below(28), 1 + c.below(12), 1930 + c.below(95));
        match slot {
            "date" => match c.below(5) {
                0 => format!("{day:02}/{month:02}/{year}"),
                1 => format!("{day:02}.{month:02}.{:02}", year % 100),
                2 => format!("{day:02}/{month:02}"),
                _ => {
                    let mois = self.item("mois");
                    let first = if day == 1 { "1er".to_owned() } else { day.to_string() };
                    if self.chance.percent(70) {
                        format!("{first} {mois} {year}")
                    } else {
                        format!("{first} {mois}")
                    }
                }
            },
            "endate" => {
                let name = self.item("month");
                match self.chance.below(4) {
                    0 => format!("{month:02}/{day:02}/{year}"),
                    1 => format!("{day} {name} {year}"),
                    2 => format!("{name} {day}, {year}"),
                    _ => format!("{year}-{month:02}-{day:02}"),
                }
            }
            "time" => {
                if c.percent(50) {
                    format!("{}h{:02}", c.below(24), c.below(60))
                } else {
                    format!("{}:{:02}", c.below(24), c.below(60))
                }
            }
            "tel" => match c.below(4) {
                0 => format!("0{}{}", 1 + c.below(9), digits(c, 8)),
                1 => format!("+33 6 {} {} {} {}", digits(c, 2), digits(c, 2), digits(c, 2), digits(c, 2)),
                2 => format!(
                    "0{}.{}.{}.{}.{}",
                    1 + c.below(9),
                    digits(c, 2),
                    digits(c, 2),
                    digits(c, 2),
                    digits(c, 2)
                ),
                _ => format!(
                    "0{} {} {} {} {}",
                    1 + c.below(9),
                    digits(c, 2),
                    digits(c, 2),
                    digits(c, 2),
                    digits(c, 2)
                ),
            },
            "entel" => match c.below(3) {
                0 => format!("({}) {}-{}", digits(c, 3), digits(c, 3), digits(c, 4)),
                1 => format!("{}-{}-{}", digits(c, 3), digits(c, 3), digits(c, 4)),
                _ => format!("+44 {} {}", digits(c, 4), digits(c, 6)),
            },
            "num" => {
                let n = 5 + c.below(9);
                digits(c, n)
            }
            "small" => (1 + c.below(40)).to_string(),
            "age" => (1 + c.below(98)).to_string(),
            "year" => year.to_string(),
            "zip0" => digits(c, 5),
            "init0" => char::from(b'A' + c.below(26) as u8).to_string(),
            "code" => {
                let n = 4 + c.below(8);
                (0..n).map(|_| *c.pick(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789XZ") as char).collect()
            }
            "oid" => format!("1.2.250.1.{}.{}.{}.{}", c.below(300), c.below(9), c.below(9), c.below(99)),
            "uuid" => {
                let hex = |c: &mut Chance, n: usize| {
                    (0..n).map(|_| *c.pick(b"0123456789ABCDEF") as char).collect::<String>()
                };
                format!("{}-{}-{}-{}", hex(c, 8), hex(c, 4), hex(c, 4), hex(c, 12))
            }
            "mail" => {
                let n = self.given();
                let f = self.family();
                let domain = self.item("domain");
                let name = crate::detect::fold(&format!("{n}.{f}")).replace([' ', '\''], "");
                format!("{name}@{domain}")
            }
            other => unreachable!("no such slot: {other}"),
        }
    }

    fn address(&mut self, slot: &str) -> String {
        let english = matches!(slot, "ea" | "es" | "entown" | "fa");
        let most = if self.chance.percent(80) { 120 } else { 9000 };
        let n = 1 + self.chance.below(most);
        if english {
            return self.foreign(slot, n);
        }
        let zip = {
            let town = self.town();
            let code = format!(
                "{:02}{}{:02}",
                1 + self.chance.below(95),
                self.chance.below(10),
                self.chance.below(10) * 10
            );
            match (slot, self.chance.below(8)) {
                ("v", _) => return town,
                ("zip", _) => return code,
                (_, 0) => format!("{code} {} CEDEX", town.to_uppercase()),
                (_, 1) => format!("{} {} {town}", &code[..2], &code[2..]),
                (_, 2) => format!("{code} {}", town.to_uppercase()),
                (_, 3) => format!("{town} ({})", &code[..2]),
                (_, 4) => format!("{town} {code}"),
                (_, 5) => format!("{code}, {town}"),
                _ => format!("{code} {town}"),
            }
        };
        if slot == "z" {
            return zip;
        }
        let way = self.item("way");
        let way = if self.chance.percent(8) { self.misspelt(&way) } else { way };
        let name = match self.chance.below(10) {
            0 => format!("de {}", self.town()),
            1 => format!("{} {}", self.given(), self.family()),
            2 => format!("du Docteur {}", self.family()),
            3 => format!("des {}", self.chance.pick(&self.lists.wordy)),
            4 => format!("du {}", self.chance.pick(&self.lists.wordy)),
            _ => self.item("wayname"),
        };
        let number = match self.chance.below(8) {
            0 => format!("{n} bis"),
            1 => format!("{n},"),
            2 => format!("{n}ter"),
            3 => format!("n° {n}"),
            _ => n.to_string(),
        };
        let mut line = match self.chance.below(12) {
            0 => format!("{way} {name}"),
            1 => format!("lieu-dit {}", self.town()),
            2 => format!("Le {}", self.chance.pick(&self.lists.wordy)),
            3 => format!("Résidence {}, {number} {way} {name}", self.family()),
            _ => format!("{number} {way} {name}"),
        };
        if self.chance.percent(18) {
            line = line.to_uppercase();
        }
        let small = 1 + self.chance.below(60);
        let letter = *self.chance.pick(&["A", "B", "C", "D", "E"]);
        let more = match self.chance.below(9) {
            0 => format!("Appt {small}"),
            1 => format!("Bât {letter}"),
            2 => format!("bâtiment {letter}, {small}ème étage"),
            3 => format!("Esc. {letter}"),
            4 => format!("BP {small}"),
            5 => format!("Résidence {}", self.item("wayname")),
            6 => format!("EHPAD {}", self.item("wayname")),
            7 => format!("chez {}", self.family()),
            _ => format!("{small}e étage porte {letter}"),
        };
        let sep = *self.chance.pick(&[", ", ", ", " ", "\n", " - ", "\n\n"]);
        match slot {
            "a" if self.chance.percent(12) => format!("{line}, {more}"),
            "a" => line,
            "a2" => {
                if self.chance.percent(50) {
                    format!("{line} - {more} - {zip}")
                } else {
                    format!("{more}\n{line}\n{zip}")
                }
            }
            _ if self.chance.percent(15) => format!("{line}{sep}{more}{sep}{zip}"),
            _ => format!("{line}{sep}{zip}"),
        }
    }

    /// A letter lost, doubled or changed places, as in a hurry: "avenu", "impase".
    fn misspelt(&mut self, said: &str) -> String {
        let mut letters: Vec<char> = said.chars().collect();
        if letters.len() < 4 {
            return said.to_owned();
        }
        let at = 1 + self.chance.below(letters.len() - 1);
        match self.chance.below(4) {
            0 | 1 => {
                letters.remove(at);
            }
            2 => letters.insert(at, letters[at]),
            _ => letters.swap(at - 1, at),
        }
        letters.into_iter().collect()
    }

    fn foreign(&mut self, slot: &str, n: usize) -> String {
        let town = self.item("entown");
        if slot == "entown" {
            return town;
        }
        let name = match self.chance.below(5) {
            0 => self.family(),
            1 => self.given(),
            _ => self.item("enwayname"),
        };
        let small = 1 + self.chance.below(900);
        if slot == "fa" {
            let (way, town, place) = (self.item("forway"), self.item("fortown"), self.item("place"));
            let zip = 1000 + self.chance.below(98000);
            let made = self.family();
            return match self.chance.below(10) {
                0 => format!("{way} {n}, {zip} {town}"),
                1 => format!("{n} {way}, {town}, {place} {zip}"),
                2 => format!("{way} {n}\n{zip} {town}\n{place}"),
                3 => format!("{n} {way} {zip}"),
                4 => format!("{way} {n}"),
                5 => format!("{made}gatan {n}, {town} {zip}"),
                6 => format!("{made}straße {n}, {zip} {town}"),
                7 => format!("{n} {made} {town}, {place}"),
                8 => format!("{way} {n}, Apt. {small}, {town}, {place} {zip}"),
                _ => format!("Via {made} {n}, {town}"),
            };
        }
        let way = self.item("enway");
        let unit = match self.chance.below(9) {
            0 => format!(", Apt {small}"),
            1 => format!(" Suite {small}"),
            2 => format!(" #{small}"),
            3 => format!(" Apt. {small}"),
            _ => String::new(),
        };
        let street = match self.chance.below(12) {
            0 => format!("Flat {small}, {n} {name} {way}"),
            1 => format!("PO Box {small}"),
            2 => {
                format!("{n} {} {name} {way}{unit}", self.chance.pick(&["N", "S", "E", "W", "North", "West"]))
            }
            3 => format!("{n} {name} {name} {way}{unit}"),
            4 => format!(
                "{n}{} {} {way}",
                self.chance.pick(&["", "A", "b"]),
                self.chance.pick(&["1st", "2nd", "3rd", "5th", "42nd"])
            ),
            5 => format!("{n} {name}"),
            _ => format!("{n} {name} {way}{unit}"),
        };
        if slot == "es" {
            return street;
        }
        let (state, place) = (self.item("state"), self.item("place"));
        let zip = 10000 + self.chance.below(89000);
        let letters = ["SW", "LS", "M", "B", "G", "CF", "EH", "NR", "OX"];
        let uk = format!(
            "{}{} {}{}",
            self.chance.pick(&letters),
            1 + self.chance.below(20),
            1 + self.chance.below(9),
            self.chance.pick(&["AB", "QT", "LN", "PX", "DE"])
        );
        match self.chance.below(9) {
            0 => format!("{street}, {town}"),
            1 => format!("{street}, {town} {uk}"),
            2 => format!("{street}\n{town}\n{uk}"),
            3 => format!("{street}, {town}, {uk}"),
            4 => format!("{street}\n{town}, {state} {zip}"),
            5 => format!("{street} {town} {state} {zip}"),
            6 => format!("{street}, {town}, {place} {zip}"),
            _ => format!("{street}, {town}, {state} {zip}"),
        }
    }
}

/// The alternatives of a bracket, and where it ends.
fn choices(chars: &[char], open: usize) -> (Vec<String>, usize) {
    let (mut depth, mut parts, mut at) = (0, vec![String::new()], open);
    while let Some(&c) = chars.get(at) {
        at += 1;
        match c {
            '(' => {
                depth += 1;
                if depth == 1 {
                    continue;
                }
            }
            ')' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            '|' if depth == 1 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    (parts, at)
}

/// The first letter of a name, as a capital.
pub(super) fn first_letter(name: &str) -> String {
    capital(&name.chars().take(1).collect::<String>())
}
