//! English and American addresses without a list of towns: what stands between a house number and a postcode, streets
//! without a number before a postcode, towns behind a street or before a state.

use super::super::Hit;
use super::super::tokens::{Gap, Shape, Word};
use super::patterns::{pattern, whole};
use super::{Scan, article, ends_a_street, ends_a_town, hit};
use crate::model::order::sort;
use crate::model::{Category, Reason};

/// Words of a street or a town, each with what parts it from the next.
const WORDS: &str = r"(?:\p{Lu}[\p{L}'’.-]*,?\s{1,3}(?:\s*\p{Ll}[\p{Ll}-]+-\p{Lu}\p{L}+,?\s{1,2})?(?:(?:on|upon|the|of|le|in)\s)?)";
const CODE: &str = r"(?:[A-PR-UWYZ][A-HK-Y]?\d(?:\d|[A-HJKPSTUW])? \d[ABD-HJLNP-UW-Z]{2})\b";
const WAY: &str = r"(?:Street|Road|Rd|Avenue|Lane|Drive|Close|Court|Way|Place|Terrace|Crescent|Square|Gardens|Grove|Mews|Row|Hill|Approach|Wynd|Quay|Parade|Parkway|Boulevard|Green|Walk|Gate)";
/// States, without those that are also written behind physicians' names.
const STATE: &str = r"(?:A[LKZRB]|BC|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[BEINOT]|N[BEVHJMYCD]|O[HKRN]|QC|SK|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])";

whole!(numbered, format!(r"\b\d{{1,4}}[A-Za-z]?,? {WORDS}{{1,8}}{CODE}"); with_code);
whole!(unnumbered, format!(r"(?:\p{{Lu}}[\p{{L}}'’-]+ ){{1,3}}{WAY},?\s{{1,2}}{WORDS}{{1,4}}{CODE}"); with_code);
// "Stratton-upon-Wey", "Villeneuve-sur-Aure"
whole!(
    by_shape,
    r"\b\p{Lu}\p{L}+-(?:upon|on|under|by|in|the|sur|sous|l[eè]z)-(?:(?:the|la|le|les|l')-?)?\p{Lu}\p{L}+|\bSt?(?:ainte?|e)?-\p{Lu}\p{L}+(?:-\p{Lu}\p{L}+)?-(?:l[ae]s?|en|du|des|[dl]['’])-?\p{Lu}\p{L}+"
);
whole!(before_state, format!(r"(?:\p{{Lu}}[\p{{Ll}}'’.-]+ ){{0,2}}\p{{Lu}}[\p{{Ll}}'’-]+, {STATE}\b"); with_initials);
whole!(
    lone_zip,
    format!(r", {STATE}\b[^\n]*\n(?:[^\n]*\n){{0,2}}?[ \t]*(\d{{5}}(?:-\d{{4}})?)(?:[\t\n]|  |$)");
    with_initials
);

/// A word of a street's name.
const PROPER: &str = r"\p{Lu}[\p{L}.'’-]*";

// "the corner of 35 Mill Street and Elm Turnpike"
whole!(
    corner,
    format!(
        r"\b(?:the )?corner of (?:\d{{1,5}} )?{PROPER}(?:,? (?:{PROPER}|\d{{1,5}}\b|(?:of|de|del|di|da|do|la|du|des)\b)){{0,7}} and (?:\d{{1,5}} )?{PROPER}(?: (?:{PROPER}|\d{{1,5}}\b)){{0,4}}"
    )
);
// "on the north side of Rua Branca 19", "lives on Hagstrand 50"
whole!(
    on_a_street,
    format!(
        r"\b(?:(?:side|top) of|(?:live|stay)(?:s|d|ed|ing)? (?:on|at)) (?P<value>{PROPER}(?: {PROPER}){{0,4}} \d{{1,5}}[a-z]?)\b"
    )
);
// "in Quinta Branca 3610-114 in"
whole!(
    town_and_code,
    format!(
        r"\b(?:in|at|from|near|to) (?P<town>{PROPER}(?: (?:{PROPER}|de|da|do|del|di|la)){{0,4}}) (?P<value>\d{{4}}-\d{{3}}|\d{{4,5}})\b"
    )
);

// "Rural Route 2, Box 77A"
whole!(
    by_road,
    r"\b(?:Rural Route|RR|R\.R\.|HC|Star Route|Route|Rte)\.? ?#?\d{1,3},? ?(?:Box|BOX|Bx) ?\d{1,5}[A-Z]?\b"
);
// "4405 County Road 12", "N4721 Hwy 45"
whole!(
    by_number,
    r"\b[NSEW]?\d{2,5},? (?:(?:N|S|E|W|Old|OLD)\.? )?(?:(?:County|State|Co|US|Township|COUNTY|STATE|U\.S\.)\.? )?(?:Road|Rd|Route|Rte|Rt|Highway|Hwy|HWY|HIGHWAY|ROAD|ROUTE|RD|CR|SR|FM)\.? #?\d{1,4}[A-Z]?\b"
);
// "88 LOWER MILL RD APT 4"
whole!(
    in_capitals,
    r"\b\d{1,5}[A-Z]?,? (?:(?:N|S|E|W|NE|NW|SE|SW)\.? )?(?:[A-Z][A-Z'-]+ |\d{1,3}(?:ST|ND|RD|TH) ){1,3}(?:STREET|ST|ROAD|RD|AVENUE|AVE|LANE|LN|DRIVE|DR|CLOSE|WAY|PLACE|PL|BOULEVARD|BLVD|TERRACE|CRESCENT|SQUARE|HWY|PARKWAY|PKWY|GARDENS|GROVE|MEWS|CIRCLE|CIR|TRAIL|TRL|TERR?|CRES|LOOP|PIKE|PKWAY|COURT|CT)\b\.?(?:,? (?:APT|UNIT|STE|FLAT|SPC|LOT|TRLR|BLDG|RM|#)\.? ?\w{1,5}\b)?"
);
// "Montréal (Québec) H2J 2L2", "Vancouver BC V6H 2Z9", "Newtown NSW 2042"
whole!(
    canadian,
    r"(?:\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]+){0,3},? )?\(?(?:Qu[ée]bec|QU[EÉ]BEC|Q[CcUu]|Ontario|Alberta|Manitoba|ON|BC|AB|MB|SK|NS|NB|NL|PE|YT|NT)\)?,?\s{1,2}[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b|(?:\p{Lu}[\p{L}'’-]+ ){1,3}(?:NSW|VIC|QLD|TAS|Vic|Qld|Tas),? \d{4}\b"
);
// "Grand-Rue 44, 1095 Lutry", "Champ-Colin 7, 1260 Nyon": a way, its number, a postcode and a town
whole!(
    number_then_code,
    r"\b(?:\p{Lu}[\p{L}'’-]+ (?:(?:d[eu]s?|la|les?) |[dl]['’]){0,2}){1,3}\d{1,3} ?(?:bis|ter|[a-zA-Z])?(?:, ?| [\u{2013}-] )(?:[A-Z]{1,2}-)?(?P<code>\d{4,5}) \p{Lu}[\p{L}'’-]+(?:(?:-| )(?:sur-|l[eè]s-)?\p{Lu}[\p{L}'’-]+){0,2}"
);
// "of 5 Llys Derwen, Caernarfon", "to 3 Tan y Bryn, Bethesda"
whole!(
    numbered_house,
    r"\b(?:of|at|to|from) (?P<value>\d{1,4}[a-z]?,? (?P<name>\p{Lu}[\p{L}'’-]+(?: (?:(?:y|yr|na|an|nan|the|of) )?\p{Lu}[\p{L}'’-]+){0,3}),\s{1,2}\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?)(?:[,.;)\n]|$)"
);
// "Hwy 12", before another road
pattern!(
    numbered_road,
    r"\b(?:Hwy|HWY|Highway|US|Route|Rte|SR|State Road|County Road|CR|Interstate|I)[ -]\d{1,4}[A-Z]?$"
);
// "My old zip was 60601, now 53201-2200."
whole!(
    zip,
    r"\b(?i:zip)\b(?: ?[Cc]ode)?[^\n\d]{0,20}(?P<value>\d{5}(?:-\d{4})?(?:[^\n\d]{1,14}\d{5}(?:-\d{4})?)?)\b"
);

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static crate::detect::sieve::Pattern> {
    vec![
        numbered(),
        unnumbered(),
        by_shape(),
        before_state(),
        lone_zip(),
        corner(),
        on_a_street(),
        town_and_code(),
        by_road(),
        by_number(),
        in_capitals(),
        canadian(),
        number_then_code(),
        numbered_house(),
        zip(),
    ]
}

impl Scan<'_> {
    /// Addresses, and apart from them their towns, so that these can be followed.
    pub(super) fn english(&self, out: &mut Vec<Hit>, towns: &mut Vec<Hit>) {
        for pattern in [numbered(), unnumbered()] {
            for m in self.input.finds(pattern) {
                out.push(hit(m.range(), Category::Address, 0.85, Reason::AddressShape));
            }
        }
        for m in self.input.finds(before_state()) {
            let rest = self.input.string.get(m.end()..).unwrap_or("").trim_start_matches([' ', ',', '.']);
            // "Creatinine, CO" is no town.
            let state = self.words.partition_point(|w| w.span.start < m.end()).saturating_sub(1);
            let thing = state
                .checked_sub(1)
                .and_then(|t| self.words.get(t))
                .is_none_or(|w| w.lore.word() || w.lore.stop());
            if !thing && !rest.starts_with(|c: char| c.is_ascii_digit()) {
                towns.push(hit(m.range(), Category::City, 0.7, Reason::AddressShape));
            }
        }
        for m in self.input.captures(lone_zip()).filter_map(|c| c.get(1)) {
            out.push(hit(m.range(), Category::Postcode, 0.7, Reason::AddressShape));
        }
        for m in self.input.finds(in_capitals()) {
            // "4 HOURS DR REVIEW": what is also an abbreviation needs an end.
            let rest = self.input.string.get(m.end()..).unwrap_or_default();
            let ends = rest.is_empty() || rest.starts_with(['\n', '\t', ',', '|']) || rest.starts_with("  ");
            if ends || ![" ST", " DR", " PL"].iter().any(|e| m.as_str().ends_with(e)) {
                out.push(hit(m.range(), Category::Address, 0.75, Reason::AddressShape));
            }
        }
        for pattern in [by_road(), by_number(), canadian()] {
            for m in self.input.finds(pattern) {
                out.push(hit(m.range(), Category::Address, 0.75, Reason::AddressShape));
            }
        }
        for c in self.input.captures(number_then_code()) {
            let (Some(m), Some(code)) = (c.get(0), c.name("code")) else { continue };
            // "March 12, 2019 Seen"
            if !(code.as_str().len() == 4 && matches!(code.as_str().get(..2), Some("18" | "19" | "20"))) {
                out.push(hit(m.range(), Category::Address, 0.75, Reason::AddressShape));
            }
        }
        for c in self.input.captures(numbered_house()) {
            let (Some(value), Some(name)) = (c.name("value"), c.name("name")) else { continue };
            let from = self.words.partition_point(|w| w.span.start < name.start());
            let mut named = self.words.iter().skip(from).take_while(|w| w.span.end <= name.end());
            let told = named.any(|w| !w.lore.word() && !w.lore.stop() && w.folded.len() > 2);
            let town = self.words.get(self.words.partition_point(|w| w.span.start < name.end()));
            if told && town.is_some_and(|w| !w.lore.word() && !w.lore.stop() && !w.lore.facility()) {
                out.push(hit(value.range(), Category::Address, 0.65, Reason::Context));
            }
        }
        for m in self.input.captures(zip()).filter_map(|c| c.name("value")) {
            out.push(hit(m.range(), Category::Address, 0.65, Reason::Context));
        }
        for m in self.input.finds(corner()) {
            out.push(hit(m.range(), Category::Address, 0.7, Reason::Context));
        }
        for m in self.input.captures(on_a_street()).filter_map(|c| c.name("value")) {
            let from = self.words.partition_point(|w| w.span.start < m.start());
            let mut inside = self.words.iter().skip(from).take_while(|w| w.span.end <= m.end());
            if inside.all(|w| w.lore.word() || w.lore.stop()) {
                continue;
            }
            out.push(hit(m.range(), Category::Address, 0.65, Reason::Context));
        }
        self.codes_behind_towns(towns);
        let mut starts: Vec<usize> = out.iter().map(|h| h.span.start).collect();
        sort(&mut starts);
        for n in 0..out.len() {
            let Some(end) = out.get(n).map(|h| h.span.end) else { break };
            let at = self.words.partition_point(|w| w.span.start < end);
            if let Some(to) = self.english_town(at, end)
                && let Some(w) = self.words.get(at)
                && starts.binary_search(&w.span.start).is_err()
            {
                towns.push(hit(w.span.start..to, Category::City, 0.75, Reason::AddressShape));
            }
        }
        for m in self.input.finds(by_shape()) {
            towns.push(hit(m.range(), Category::City, 0.75, Reason::AddressShape));
        }
        self.bracketed_towns(towns);
    }

    /// "in Arnsund 4844 in its mission": no year, and no number of a thing.
    fn codes_behind_towns(&self, towns: &mut Vec<Hit>) {
        for c in self.input.captures(town_and_code()) {
            let (Some(town), Some(code)) = (c.name("town"), c.name("value")) else { continue };
            let year = code.as_str().len() == 4 && matches!(code.as_str().get(..2), Some("18" | "19" | "20"));
            let last = self.words.partition_point(|w| w.span.start < town.end()).checked_sub(1);
            let thing = last.and_then(|l| self.words.get(l)).is_none_or(|w| w.lore.word() || w.lore.stop());
            if !year && !thing {
                towns.push(hit(town.start()..code.end(), Category::Address, 0.65, Reason::Context));
            }
        }
    }

    /// "3378 217 Lovers Lane", "66029 138 Consul Place": the code of a street, right before its number.
    pub(super) fn codes_before(&self, out: &mut [Hit]) {
        for hit in out.iter_mut().filter(|h| h.category == Category::Address) {
            let before = self.input.string.get(..hit.span.start).unwrap_or("");
            let Some(line) = before.strip_suffix(' ') else { continue };
            let rest = line.trim_end_matches(|c: char| c.is_ascii_digit());
            let edge = rest.trim_end_matches(' ');
            let opens = edge.is_empty() || edge.ends_with(['\n', '>', '?', ':', '\t']);
            if (3..=6).contains(&(line.len() - rest.len())) && opens {
                hit.span.start = rest.len();
            }
        }
    }

    /// "12 Elm Lane, Tarnby", "AV DU PORT - LA SEYNE", "Bd Ghandi – La Marsa 2070": where the unlisted words behind an address
    /// end, if nothing goes on behind them.
    fn english_town(&self, at: usize, end: usize) -> Option<usize> {
        let first = self.words.get(at)?;
        let between = self.input.string.get(end..first.span.start)?;
        let parted = matches!(between, ", " | " - " | " \u{2013} ");
        let fits = |w: &Word| {
            w.capital()
                && !(w.lore.word()
                    || w.lore.stop()
                    || w.web
                    || ends_a_street(&w.folded)
                    || ends_a_town(&w.folded))
        };
        let mut last = None;
        for n in at..at + 4 {
            let Some(word) = self.words.get(n).filter(|w| n == at || w.gap <= Gap::Space) else { break };
            // "Te Puke 3119"
            let opens = n == at && word.capital() && word.folded.len() <= 3 && !fits(word);
            if fits(word) {
                last = Some(word);
            } else if !(opens || article(&word.folded) && (word.capital() || last.is_some())) {
                break;
            }
        }
        let last = last.filter(|_| parted)?;
        let after = self.input.string.get(last.span.end..)?.trim_start_matches(' ');
        let code = after.bytes().take_while(u8::is_ascii_digit).count();
        let (code, after) = match code {
            4..=5 => (code + 1, after.get(code..)?.trim_start_matches(' ')),
            _ => (0, after),
        };
        let ends = after
            .chars()
            .next()
            .is_none_or(|c| matches!(c, '\n' | '\r' | '\t' | ',' | '.' | '|' | ')' | '('));
        ends.then_some(last.span.end + code)
    }

    /// "on Chapel Row", "Hwy 12 & Miller Rd": where the name of a way begins that has no number, or the crossing that it ends.
    fn on_a_lane(&self, at: usize) -> Option<usize> {
        let start = self.named_lane(at)?;
        let from = self.words.partition_point(|w| w.span.start < start);
        let led = self.words.get(from.checked_sub(1)?)?;
        let before = self.input.string.get(..start)?;
        let crossed = [" & ", " and ", " at "].iter().find_map(|s| before.strip_suffix(s));
        if let Some(other) = crossed {
            let near = crate::detect::tail(other, 24);
            if let Some(road) = numbered_road().find(near) {
                return Some(other.len() - near.len() + road.start());
            }
            let last = self.words.partition_point(|w| w.span.start < other.len()).checked_sub(1)?;
            if let Some(first) = self
                .named_lane(last)
                .filter(|_| self.words.get(last).is_some_and(|w| w.span.end == other.len()))
            {
                return Some(first);
            }
        }
        let leads = led.shape == Shape::Lower
            && self.words.get(from).is_some_and(|w| w.gap == Gap::Space)
            && matches!(led.folded.as_str(), "on" | "along" | "off" | "down" | "from" | "to" | "at" | "near");
        leads.then_some(start)
    }

    /// Where "Chapel Row" begins, of which this is the last word.
    fn named_lane(&self, at: usize) -> Option<usize> {
        let lane = lane(&self.words.get(at)?.folded);
        if !lane {
            return None;
        }
        let tied = |n: usize| self.words.get(n).is_some_and(|w| w.gap == Gap::Space);
        let from = (1..=2).map_while(|n| {
            let named = |w: &Word| w.shape == Shape::Cap && tied(at + 1 - n);
            at.checked_sub(n).filter(|&f| self.words.get(f).is_some_and(named))
        });
        from.last().and_then(|f| self.words.get(f)).map(|w| w.span.start)
    }

    /// "(médecin traitant, Guingamp)": a known town closes the bracket.
    fn bracketed_towns(&self, towns: &mut Vec<Hit>) {
        for (at, w) in self.words.iter().enumerate().filter(|(_, w)| w.shape == Shape::Cap) {
            if let Some(from) = self.on_a_lane(at) {
                towns.push(hit(from..w.span.end, Category::Address, 0.65, Reason::Context));
            }
            let closes = self.input.string.get(w.span.end..).is_some_and(|s| s.starts_with(')'));
            let comma = self.input.string.get(..w.span.start).is_some_and(|s| s.trim_end().ends_with(','));
            // "morvan (Pont-Aven)"
            let open = self.input.string.get(..w.span.start).is_some_and(|s| s.ends_with('('));
            if (comma || open && w.folded.contains('-'))
                && closes
                && !w.lore.word()
                && self.known_town(w.span.start, w.span.end) > 0
            {
                towns.push(hit(w.span.clone(), Category::City, 0.7, Reason::Context));
            }
        }
    }
}

/// Ways that stand behind their name.
pub(in crate::detect) fn lane(folded: &str) -> bool {
    matches!(
        folded,
        "street"
            | "st"
            | "road"
            | "rd"
            | "lane"
            | "ln"
            | "avenue"
            | "ave"
            | "boulevard"
            | "blvd"
            | "row"
            | "terrace"
            | "crescent"
            | "mews"
            | "gardens"
            | "turnpike"
            | "drive"
            | "parkway"
            | "pkwy"
    )
}
