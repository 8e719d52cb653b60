//! Postcodes, with the town behind or before them: "75012 PARIS", "Marseille, 13006".

use std::collections::BTreeSet;

use super::super::Hit;
use super::patterns::*;
use super::{Scan, hit};
use crate::model::order::sort;
use crate::model::{Category, Reason};

impl Scan<'_> {
    /// "75012 PARIS", "92 100 Boulogne-Billancourt Cedex 2", "B-1050 Ixelles", "Marseille, 13006".
    pub(super) fn postcodes(&self, out: &mut Vec<Hit>) {
        let mut street_ends: Vec<usize> = out.iter().map(|h| h.span.end).collect();
        sort(&mut street_ends);
        let labelled = |at: usize| {
            let before = self.input.string.get(..at).unwrap_or("");
            let before = before.trim_end_matches([' ', '|']);
            let tail: String = before.chars().rev().take(25).collect::<Vec<_>>().into_iter().rev().collect();
            let tail = crate::model::fold(&tail) + " ";
            ["code postal", "postal", " cp", "\ncp", "zip", "postcode", "adresse", "ville", "commune"]
                .iter()
                .any(|l| tail.contains(l))
        };
        for m in self.input.finds(french_postcode()) {
            let code = m.without(led_by(m.as_str()));
            let land = code.as_str().starts_with(|c: char| c.is_ascii_alphabetic());
            let before = street_ends.partition_point(|&end| end <= code.start());
            let near_street = before.checked_sub(1).and_then(|i| street_ends.get(i)).is_some_and(|&end| {
                code.start() - end <= 60
                    && self.input.string.get(end..code.start()).is_some_and(|s| s.matches('\n').count() <= 2)
            });
            // "99084 Erfurt": no such département, so a street must stand before it.
            if code.as_str().starts_with("99") && !near_street {
                continue;
            }
            let four = code.as_str().bytes().filter(u8::is_ascii_digit).count() == 4;
            // "59000LILLE": only right behind a street, or where something says that it is an address.
            let glued = self
                .input
                .string
                .get(code.end()..)
                .and_then(|t| t.chars().next())
                .filter(|c| c.is_alphanumeric());
            let fits = |c: char| c.is_uppercase() && !four && (near_street || labelled(code.start()));
            if glued.is_some_and(|c| !fits(c)) {
                continue;
            }
            let town = self.town_after(code.end(), near_street);
            // "|5|4|3|0|0|": five boxes beside their label, and no sixth
            if code.as_str().contains('|') {
                let more = self.input.string.get(code.end()..).unwrap_or("").trim_start_matches(['|', ' ']);
                let begins = self.input.string.get(..code.start()).unwrap_or("").trim_end_matches(['|', ' ']);
                let alone = !more.starts_with(|c: char| c.is_ascii_digit())
                    && !begins.ends_with(|c: char| c.is_ascii_digit());
                if alone && labelled(code.start()) {
                    out.push(hit(code.range(), Category::Postcode, 0.9, Reason::Label));
                }
                continue;
            }
            let spaced = code.as_str().contains([' ', '\u{a0}', '\u{202f}']);
            if spaced
                && self
                    .input
                    .string
                    .get(..code.start())
                    .is_some_and(|s| s.trim_end().ends_with(|c: char| c.is_ascii_digit()))
            {
                continue;
            }
            let known = town.as_ref().is_some_and(|t| t.1 > 0);
            let label = labelled(code.start());
            let (span, category) = match town {
                Some((end, weight, capitals))
                    if (!four || near_street || land)
                        && (near_street
                            || known && (weight > 1 || !spaced || capitals)
                            || label
                            || land
                            || capitals && !spaced) =>
                {
                    (code.start()..end, Category::Address)
                }
                _ if !four
                    && (near_street && !self.digits_around(code.start(), code.end()) || label && !spaced) =>
                {
                    (code.range(), Category::Postcode)
                }
                _ => match self.town_before(code.start()).filter(|_| !four && !spaced) {
                    Some(start)
                        if self.known_town(start, code.start()) > 0
                            && !self.digits_around(code.start(), code.end()) =>
                    {
                        (start..code.end(), Category::Address)
                    }
                    _ => continue,
                },
            };
            // "75012 PARIS FRANCE": the country stands with its address.
            let rest = self.input.string.get(span.end..).unwrap_or("");
            let country =
                country().captures(rest).and_then(|c| c.get(1)).filter(|_| category == Category::Address);
            let span = span.start..span.end + country.map_or(0, |m| m.end());
            out.push(hit(
                span,
                category,
                if known || near_street { 0.95 } else { 0.75 },
                Reason::AddressShape,
            ));
        }
        for m in self.input.finds(cedex()) {
            out.push(hit(m.range(), Category::Address, 0.9, Reason::AddressShape));
        }
    }

    /// "17, rue du Port\n996 5 1 Champlieux": right behind a street, five figures that a reading machine parted, and a town.
    pub(super) fn parted_codes(&self, out: &mut Vec<Hit>) {
        for n in 0..out.len() {
            let Some(end) = out.get(n).map(|h| h.span.end) else { break };
            let rest = self.input.string.get(end..).unwrap_or("");
            let lead = rest.bytes().take(4).take_while(|c| matches!(c, b' ' | b',' | b';' | b'\n')).count();
            let rest = rest.get(lead..).filter(|_| lead > 0).unwrap_or("");
            let said = rest.bytes().take(10).take_while(|c| c.is_ascii_digit() || *c == b' ').count();
            let (code, behind) = rest.split_at(said);
            let figures = code.bytes().filter(u8::is_ascii_digit).count();
            let parted = code.trim().contains(' ') && code.ends_with(' ') && !code.contains("  ");
            if figures != 5 || !parted || !behind.starts_with(char::is_uppercase) {
                continue;
            }
            let from = end + lead;
            let code_end = from + code.trim_end().len();
            let to = self.town_after(code_end, true).map_or(code_end, |t| t.0);
            out.push(hit(from..to, Category::Address, 0.9, Reason::AddressShape));
        }
    }

    /// "18, me du Château, 99275 Champlieux": five figures and a town right behind what is an address for another reason.
    pub(super) fn code_behind(&self, end: usize) -> Option<Hit> {
        let rest = self.input.string.get(end..)?;
        let code = rest.trim_start_matches([' ', ',', ';', '\n']);
        let lead = rest.len() - code.len();
        let figures = code.bytes().take(6).take_while(u8::is_ascii_digit).count();
        let town = code.get(figures..)?.strip_prefix(' ')?;
        if !(1..=4).contains(&lead) || figures != 5 || !town.starts_with(char::is_uppercase) {
            return None;
        }
        let code_end = end + lead + figures;
        let to = self.town_after(code_end, true).map_or(code_end, |t| t.0);
        Some(hit(end + lead..to, Category::Address, 0.9, Reason::AddressShape))
    }

    pub(super) fn digits_around(&self, from: usize, to: usize) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(self.input.string.get(..from).and_then(|s| s.trim_end().chars().next_back()))
            || digit(
                self.input.string.get(to..).and_then(|s| s.strip_prefix(' ').unwrap_or(s).chars().next()),
            )
    }
}

/// "nie Jean-Moulinet, 99656 Bourg-Aubrac": five figures that end right before a finding, behind the comma of another.
pub(super) fn between(string: &str, ends: &BTreeSet<usize>, at: usize) -> Option<Hit> {
    let before = string.get(..at)?.strip_suffix(' ')?;
    let lead = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let other = lead.strip_suffix([' ', '\n'])?.strip_suffix(',')?;
    (before.len() - lead.len() == 5 && ends.contains(&other.len()))
        .then(|| hit(lead.len()..before.len(), Category::Postcode, 0.8, Reason::Context))
}

/// How many bytes of what the pattern of postcodes matched stand before the code: a sign, or a letter with its comma.
fn led_by(said: &str) -> usize {
    let mut chars = said.chars();
    match (chars.next(), chars.next()) {
        (Some(letter), Some(',')) if letter.is_alphabetic() => letter.len_utf8() + 1,
        (Some(sign), _) if !sign.is_ascii_alphanumeric() => sign.len_utf8(),
        _ => 0,
    }
}
