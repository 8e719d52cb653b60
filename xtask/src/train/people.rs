//! Names of people in the forms in which they are written: any origin, either order, initials, capitals, particles.

use super::lists::{Lists, Origin};
use super::prng::Chance;
use super::slots::{Writer, first_letter};

impl Writer<'_> {
    fn home(&mut self) -> &'_ Origin {
        let lists: &Lists = self.lists;
        let n = match self.origin {
            Some(n) if !self.chance.percent(15) => n,
            _ => self.chance.below(lists.origins.len()),
        };
        &lists.origins[n]
    }

    pub(super) fn given(&mut self) -> String {
        let lists = self.lists;
        let one = match self.chance.below(10) {
            0..=2 => self.chance.pick(&lists.common).clone(),
            3 => self.chance.pick(&lists.given).clone(),
            _ => {
                let list = self.home().given.clone();
                if list.is_empty() {
                    self.chance.pick(&lists.common).clone()
                } else {
                    self.chance.pick(&list).clone()
                }
            }
        };
        match self.chance.below(24) {
            0 if !self.english => format!("Jean-{one}"),
            1 if !self.english => format!("Marie-{one}"),
            2 => format!("{one} {}", self.chance.pick(&lists.common)),
            3 => format!("{one}-{}", self.chance.pick(&lists.common)),
            _ => one,
        }
    }

    pub(super) fn family(&mut self) -> String {
        let lists = self.lists;
        let share = if self.english { 2 } else { 5 };
        let one = match self.chance.below(10) {
            n if n < share => self.chance.pick(&lists.family).clone(),
            n if n == share => self.chance.pick(&lists.wordy).clone(),
            _ => {
                let list = self.home().family.clone();
                if list.is_empty() {
                    self.chance.pick(&lists.family).clone()
                } else {
                    self.chance.pick(&list).clone()
                }
            }
        };
        match self.chance.below(40) {
            0 | 1 => format!("{one}-{}", self.chance.pick(&lists.family)),
            2 => format!("{one} {}", self.chance.pick(&lists.family)),
            3 => format!("de {one}"),
            4 => format!("Le {one}"),
            5 if self.english => format!("Mc{one}"),
            5 => format!("De {one}"),
            6 if self.english => format!("O'{one}"),
            6 => format!("Van {one}"),
            _ => one,
        }
    }

    /// One name in the form that a slot asks for.
    pub(super) fn name(&mut self, slot: &str) -> String {
        let (given, family) = (self.given(), self.family());
        let mut letters: String = first_letter(&given);
        if let Some((_, second)) = given.split_once('-') {
            letters = format!(
                "{letters}{}{}",
                if self.chance.percent(70) { "-" } else { ".-" },
                first_letter(second)
            );
        }
        let dot = if self.chance.percent(75) { "." } else { "" };
        let upper = family.to_uppercase();
        let c = &mut *self.chance;
        match slot {
            "f" => match c.below(24) {
                0 if family.len() > 3 => family.to_lowercase(),
                1 | 2 => upper,
                3..=12 if !self.english => upper,
                _ => family,
            },
            "F" => upper,
            "g" => {
                if c.percent(6) {
                    given.to_uppercase()
                } else {
                    given
                }
            }
            "G" => given.to_uppercase(),
            "N" => format!("{upper} {given}"),
            "FG" => {
                let middle = if c.percent(40) {
                    format!(" {}", char::from(b'A' + c.below(26) as u8))
                } else {
                    String::new()
                };
                let said = format!("{family}, {given}{middle}");
                if c.percent(60) { said.to_uppercase() } else { said }
            }
            "l" => format!("{given} {family}").to_lowercase(),
            "l1" => {
                if c.percent(50) {
                    family.to_lowercase()
                } else {
                    given.to_lowercase()
                }
            }
            "init" => format!("{letters}{dot}"),
            "p" => match if self.english { c.below(23).saturating_sub(3).max(3) } else { c.below(20) } {
                0..=2 => upper,
                3..=5 => family,
                6..=8 => format!("{letters}{dot} {upper}"),
                9..=11 => format!("{letters}{dot} {family}"),
                12 => format!("{upper} {letters}{dot}"),
                13 => format!("{family} {letters}{dot}"),
                14 => format!("{upper} {given}"),
                15 => format!("{given} {upper}"),
                16 => format!("{family} {given}"),
                17 if self.english => {
                    format!("{letters}. {}. {family}", char::from(b'A' + self.chance.below(26) as u8))
                }
                _ => format!("{given} {family}"),
            },
            _ => whole(c, self.english, &given, &family, &letters),
        }
    }
}

/// A given name and a surname together.
fn whole(c: &mut Chance, english: bool, given: &str, family: &str, letters: &str) -> String {
    let upper = family.to_uppercase();
    match c.below(if english { 40 } else { 20 }) {
        0..=3 => format!("{given} {upper}"),
        4..=7 => format!("{upper} {given}"),
        8 => format!("{upper} {}", given.to_uppercase()),
        9 => format!("{} {upper}", given.to_uppercase()),
        10 => format!("{family} {given}"),
        11 => format!("{letters}. {family}"),
        12 => format!("{upper} {letters}."),
        13 if english => format!("{given} {}. {family}", char::from(b'A' + c.below(26) as u8)),
        13 => format!("{upper}, {given}"),
        14 if english => format!("{given} {}", char::from(b'A' + c.below(26) as u8)),
        _ => format!("{given} {family}"),
    }
}
