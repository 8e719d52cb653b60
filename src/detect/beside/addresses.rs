//! What belongs to an address and has no way or postcode of its own: the value of its label, the lines down to its postcode,
//! the name of a house in which somebody lives.

use std::sync::LazyLock;

use super::super::Hit;
use super::super::particles::article;
use super::super::sieve::{Pattern, cased, folded};
use super::super::tail;
use super::{Scene, ending_before, found, head, starting_from, title};
use crate::model::{Category, Span};

/// A label for addresses at the head of a line or cell, with what parts it from its value.
static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"(?:^|[\n\t]|  ) *(?:\d{1,2}[.)] )?(?:adr(?:esse)?\.?(?: (?:postale|personnelle|du patient|de la patiente|patient|du domicile|complete|actuelle|du beneficiaire|de l'assure))?",
        r"|(?:home |postal |patient |mailing |street |current )?address|domicile|anschrift|wohnadresse|indirizzo|direccion|domicilio|morada|adres)",
        r"(?P<gap> *(?:: *\t?|\t *:?|\n| {3}) *)"
    ))
});

/// "vit seule maison Etxe Handi", "habite villa Les Mouettes".
static HOUSE: LazyLock<Pattern> = LazyLock::new(|| {
    cased(concat!(
        r"\b(?:vit|vivent|habit\p{Ll}+|demeur\p{Ll}+|r[ée]sid\p{Ll}+|log\p{Ll}+|domicili\p{Ll}+|install\p{Ll}+|lives?|living|staying|resid\p{Ll}+)",
        r"(?: (?:seule?s?|encore|actuellement|toujours|avec \p{Ll}+ \p{Ll}+|chez (?:s[ao]n? )?\p{L}+(?: \p{Lu}\p{Ll}+)?|alone|with \p{Ll}+|since \p{L}+|now|at|in|à|au|a|à la|dans la|dans une?|la|le|une?))*,? ",
        r"(?P<value>(?:(?:[Mm]aison|[Vv]illa|[Ff]erme|[Mm]as|[Cc]hâteau|[Dd]omaine|[Mm]oulin|[Rr]ésidence|[Ff]oyer|[Hh]ameau|[Qq]uartier|[Ll]ieu-dit|[Cc]los|[Mm]anoir|[Cc]halet|the) (?:(?:d[eu]s?|la|les?) |[dl]['’]){0,2})?\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*",
        r"(?: (?:na|an|nan|y|yr|the|of) \p{Lu}[\p{L}'’-]+)?(?:,? (?:quartier|hameau|lieu-dit|lotissement|résidence|bâtiment|rue|chemin|route) (?:\p{Ll}{1,3} )?\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*|(?P<further>, \p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*))?)"
    ))
});

/// Sorts of houses: without one, a capital behind "vit" is a person or a town.
const HOUSES: &[&str] = &[
    "maison",
    "villa",
    "ferme",
    "mas ",
    "château",
    "domaine",
    "moulin",
    "résidence",
    "foyer",
    "hameau",
    "quartier",
    "lieu-dit",
    "clos ",
    "manoir",
    "chalet",
];

/// House names in English: "Orchard Cottage, Back Lane".
static COTTAGE: LazyLock<Pattern> = LazyLock::new(|| {
    cased(concat!(
        r"\b(?:The )?(?:\p{Lu}[\p{L}'’-]+ ){1,3}(?:Cottage|House|Lodge|Farm|Barn|Bungalow|Manor|Farmhouse|Mill|Rectory|Vicarage|Hall|Villa|Court|Surgery|Granary|Forge|Chapel|Maltings)",
        r",\s(?:\d{1,4}[a-z]? )?(?:\p{Lu}[\p{L}'’-]+ ){1,3}(?:Lane|Road|Street|Drive|Close|Hill|Way|Avenue|Green|Row|Terrace|Park|Place|Walk|Drove|Mews|Gardens|Court|Crescent|Square|Rd|St|Ave|Ln)\b"
    ))
});

/// "demeurant Les Aubrais", "domicilié La Croix-Haute"; "(ferme Ithurria, quartier Elizaldia)".
static HAMLET: LazyLock<Pattern> = LazyLock::new(|| {
    cased(concat!(
        r"(?:\b(?:[Dd]emeurant|[Dd]omiciliée?|[Hh]abitant|[Rr]ésidant|[Ss]ise?)(?: (?:à|au|actuellement|désormais))?,? (?P<value>(?:[Ll]ieu[- ]?dit )?(?:Les?|La|Aux?|L['’]) ?\p{Lu}[\p{L}'’-]+(?:(?: d[eu]s?| la| en| sur)* \p{Lu}[\p{L}'’-]+){0,3})",
        r"|\((?P<house>(?:maison|villa|ferme|mas|domaine|moulin|résidence|foyer|hameau|quartier|lieu-dit|lieudit|clos|manoir|chalet|lotissement) (?:d[eu]s? |la |les? )*\p{Lu}[\p{L}'’-]+(?:,? (?:\p{Ll}{1,8} ){0,2}\p{Lu}[\p{L}'’-]+){0,3})\)",
        r#"|\b[Ll]ieu[- ]?dit (?:«[ \u{a0}]?|"|“)(?P<place>\p{Lu}[\p{L}'’-]+(?: (?:d[eu]s? )?\p{Lu}[\p{L}'’-]+){0,3}))"#
    ))
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&LABEL, &HOUSE, &HAMLET, &COTTAGE]
}

impl Scene<'_> {
    pub(super) fn address_lines(&self, out: &mut Vec<Hit>) {
        for m in self.input.finds(&COTTAGE) {
            out.push(found(m.range(), Category::Address, 0.75));
        }
        for c in self.input.captures(&HOUSE) {
            let Some(m) = c.name("value") else { continue };
            let said = m.as_str().to_lowercase();
            // "lives with us at Cnoc na Gaoithe, Derrybeg"
            let at = self.english
                && c.name("further").is_some()
                && self.input.string.get(..m.start()).is_some_and(|s| s.ends_with(" at "));
            if at || HOUSES.iter().any(|h| said.starts_with(h)) {
                out.push(found(m.range(), Category::Address, 0.7));
            }
        }
        for m in self
            .input
            .captures(&HAMLET)
            .filter_map(|c| c.name("value").or(c.name("house")).or(c.name("place")))
        {
            out.push(found(m.range(), Category::Address, 0.7));
        }
        for span in &self.addresses {
            out.extend(self.opens_its_cell(span));
            out.extend(self.before_a_postcode(span));
            out.extend(self.numbered_line_above(span));
            out.extend(self.line_between(span));
            out.extend(self.house_number(span));
            out.extend(self.opens_its_line(span));
        }
        for caps in self.input.captures(&LABEL) {
            let (Some(whole), Some(gap)) = (caps.get(0), caps.name("gap")) else { continue };
            let start = self.input.back(&(whole.start()..whole.end())).end;
            if gap.as_str().contains('\n') {
                out.extend(self.value_below(start));
            } else {
                let tab = gap.as_str().contains('\t') && !gap.as_str().contains(':');
                // In a row of headings the next cell is no value.
                let first = whole.as_str().starts_with('\n') || whole.start() == 0;
                if !tab
                    || first
                    || self
                        .input
                        .string
                        .get(start..)
                        .is_some_and(|s| s.starts_with(|c: char| c.is_ascii_digit()))
                {
                    self.value_beside(start, out);
                }
            }
        }
    }

    /// "Adresse : Les Mimosas 14 …": the rest of the cell, and the lines from there down to the postcode.
    fn value_beside(&self, start: usize, out: &mut Vec<Hit>) {
        let Some(rest) = self.input.string.get(start..) else { return };
        let rest = head(rest, 200);
        let cell = rest.split(['\n', '\t']).next().unwrap_or("");
        let cell = cell.split("   ").next().unwrap_or("").trim_end_matches([' ', '\r', ',']);
        let words = cell.split([' ', ',']).filter(|w| w.chars().any(char::is_alphanumeric)).count();
        let opens = cell.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let label = super::super::labels::label_at(self.words, self.at(start)).is_some()
            || cell.starts_with("N°")
            || cell.starts_with("Tel");
        // One word alone is a hamlet, unless it is an ordinary word: "Adresse : Identique".
        let alone = words == 1
            && self.get(self.at(start)).is_none_or(|w| w.lore.word() || w.lore.stop() || w.folded.len() < 4);
        if label
            || alone
            || !opens
            || !(1..=16).contains(&words)
            || cell.len() > 140
            || cell.contains(['@', ':'])
        {
            return;
        }
        out.push(found(start..start + cell.len(), Category::Address, 0.8));
        let line = rest.find('\n').unwrap_or(rest.len());
        out.extend(self.lines_to_an_address(start + line));
    }

    /// What stands before an address that begins with a postcode.
    fn before_postcode(&self, address: &Span) -> Option<&str> {
        let code = self.input.string.get(address.start..address.end)?;
        let digits = code.bytes().take_while(u8::is_ascii_digit).count();
        self.input.string.get(..address.start).filter(|_| digits == 5)
    }

    /// "Le Bourg, 15140 …", "c/o Mme Vial, Kerlann, 29120 …": capitals between a line's head or a comma and a postcode.
    fn before_a_postcode(&self, address: &Span) -> Option<Hit> {
        let before = self.before_postcode(address)?;
        // "15 chemin des Pins, Ravine Haute⏎97 …": the postcode has a line of its own.
        let above = lines_above(before);
        let below = above.is_some_and(|s| {
            ending_before(&self.addresses, s.len()).is_some_and(|a| {
                s.get(a.end..)
                    .is_some_and(|gap| gap.len() < 60 && gap.starts_with(", ") && !gap.contains('\n'))
            })
        });
        let before = above.filter(|_| below).unwrap_or(before);
        let line = tail(before, 120).rsplit(['\n', '\t', ':', ';', '\u{ab}', '(']).next()?;
        let piece = match line.trim_end_matches([' ', '\u{a0}']).strip_suffix(',') {
            Some(piece) => piece,
            None if below => line,
            None => line.strip_suffix(" \u{2013} ")?,
        };
        let name = piece.rsplit([',', '\u{2013}']).next()?.trim_start();
        // "5 Hent Kerbihan, 29900 …"
        let bare = name.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = if (1..=4).contains(&(name.len() - bare.len())) && bare.starts_with(' ') {
            name.len() - bare.len() + 1
        } else {
            0
        };
        let start = before.len() - line.len() + line.rfind(name)?;
        let words: Vec<&str> = name.get(number..)?.split(' ').filter(|w| !w.is_empty()).collect();
        let particle = |w: &str| matches!(w, "de" | "du" | "des" | "la" | "le" | "les" | "en" | "sur");
        let capitals = words.iter().all(|w| w.starts_with(char::is_uppercase) || particle(w));
        let free = (self.at(start)..self.at(start + name.len())).all(|n| self.person(n).is_none());
        let i = self.places.partition_point(|p| p.start < start + name.len());
        let placed = i.checked_sub(1).and_then(|i| self.places.get(i)).is_some_and(|p| p.end > start);
        ((1..=4).contains(&words.len())
            && capitals
            && name.len() > 3
            && free
            && !placed
            && !name.get(number..)?.contains(|c: char| c.is_ascii_digit()))
        .then(|| found(start..start + name.len(), Category::Address, 0.7))
    }

    /// "M. SOW⏎Le Bourg⏎15140 …", "36 chemin Haut⏎Ilet Furcy⏎97421 …": a line of capitals between somebody or a street and the
    /// rest of an address.
    fn line_between(&self, address: &Span) -> Option<Hit> {
        let above = lines_above(self.input.string.get(..address.start)?)?;
        let (over, line) = above.rsplit_once('\n')?;
        let line = line.trim_start();
        let start = above.len() - line.len();
        let over = over.trim_end_matches([' ', '\r', ',']).len();
        let last = self.at(over).checked_sub(1)?;
        let person = self.person(last).is_some() && self.get(last).is_some_and(|w| w.span.end == over);
        let led = person || ending_before(&self.addresses, over).is_some_and(|a| a.end == over);
        (led && self.placed_name(line, start))
            .then(|| found(start..start + line.len(), Category::Address, 0.65))
    }

    /// "5 Hent Kerbihan, 29900 …": a number that opens the line or the piece in which an address stands.
    fn house_number(&self, address: &Span) -> Option<Hit> {
        let before = self.input.string.get(..address.start)?.trim_end_matches([' ', ',']);
        let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = before.len() - head.len();
        let opens = head.trim_end_matches(' ');
        let named = self.input.string.get(address.start..)?.starts_with(char::is_uppercase);
        let apart =
            opens.is_empty() || opens.ends_with(['\n', '\t', ':', ';']) || opens.ends_with(',') && digits < 4;
        (named && (1..=4).contains(&digits) && (1..=2).contains(&(address.start - before.len())) && apart)
            .then(|| found(head.len()..before.len(), Category::Address, 0.65))
    }

    /// "Le Zéphyr Bât. C2": what stands before a house's part on its line.
    fn opens_its_line(&self, address: &Span) -> Option<Hit> {
        const PARTS: &[&str] = &["bat", "esc", "app", "apt", "imm", "ent", "hall", "porte"];
        let part = self.get(self.at(address.start)).filter(|w| w.span.start == address.start)?;
        let before = self.input.string.get(..address.start)?;
        let line = tail(before, 80).rsplit('\n').next()?.trim_start();
        let name = line.trim_end_matches([' ', ',', '-', '\u{2013}']);
        let start = before.len() - line.len();
        (PARTS.iter().any(|p| part.folded.starts_with(p)) && self.placed_name(name, start))
            .then(|| found(start..start + name.len(), Category::Address, 0.65))
    }

    /// Whether capitals and the small words between them are a place's name rather than a person's or a heading.
    fn placed_name(&self, name: &str, start: usize) -> bool {
        let words = name.split(' ').filter(|w| !w.is_empty());
        let small = |w: &str| {
            matches!(
                w,
                "de" | "du" | "des" | "la" | "le" | "les" | "en" | "sur" | "\u{e0}" | "the" | "of" | "y"
            )
        };
        let end = start + name.len();
        let placed = ending_before(&self.places, end + 1).is_some_and(|p| p.end > start);
        (1..=5).contains(&words.clone().count())
            && (4..60).contains(&name.len())
            && words.clone().all(|w| w.starts_with(char::is_uppercase) || small(w))
            && !name.contains(|c: char| c.is_ascii_digit() || ":,@()/\t.".contains(c))
            && !placed
            && (self.at(start)..self.at(end)).all(|n| {
                self.person(n).is_none()
                    && !self.get(n).is_some_and(|w| {
                        w.lore.head()
                            || w.lore.facility()
                            || w.plain() && !article(&w.folded) && n == self.at(start)
                            || title(&w.folded)
                    })
            })
    }

    /// "28 avenu de la Gare⏎59000 …": a line that begins with a house number right above a postcode, whatever its way is called.
    fn numbered_line_above(&self, address: &Span) -> Option<Hit> {
        let above = lines_above(self.before_postcode(address)?)?.trim_end_matches([' ', '\r', ',']);
        let line = tail(above, 120).rsplit('\n').next()?;
        let start = above.len() - line.len();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = line.get(digits..)?;
        let words = rest.split([' ', ',']).filter(|w| !w.is_empty());
        let known =
            starting_from(&self.addresses, start).is_some_and(|a| a.start == start && a.end >= above.len());
        ((1..=4).contains(&digits)
            && rest.starts_with([' ', ',', 'b', 't', 'A', 'B'])
            && (2..=9).contains(&words.clone().count())
            && words.clone().next_back()?.starts_with(char::is_uppercase)
            && !rest.contains(['\t', ':', '@', '%', '|', '('])
            && !known)
            .then(|| found(start..above.len(), Category::Address, 0.7))
    }

    /// "⇥Kerlann, portail bleu, Paimpol⇥": what opens a table's cell that a town closes.
    fn opens_its_cell(&self, town: &Span) -> Option<Hit> {
        let before = self.input.string.get(..town.start)?;
        let rest = self.input.string.get(town.end..)?;
        if !rest.starts_with('\t') || !before.ends_with(", ") {
            return None;
        }
        let line = tail(before, 120).rsplit('\n').next()?;
        let cell = line.rsplit_once('\t')?.1;
        let name = cell.split(',').next()?;
        let start = before.len() - cell.len();
        let words: Vec<&str> = name.split(' ').collect();
        let capitals = words.iter().all(|w| {
            w.starts_with(char::is_uppercase) || matches!(*w, "de" | "du" | "des" | "la" | "le" | "les")
        });
        let free = (self.at(start)..self.at(start + name.len()))
            .all(|n| self.person(n).is_none() && self.get(n).is_some_and(|w| !w.lore.stop() && !w.plain()));
        let known = starting_from(&self.addresses, start).is_some_and(|a| a.start < start + name.len());
        (words.len() <= 4 && name.len() > 3 && capitals && free && !known)
            .then(|| found(start..start + name.len(), Category::Address, 0.65))
    }

    /// Lines of one to three capitalised words each, from a line's end down to an address.
    fn lines_to_an_address(&self, line_end: usize) -> Option<Hit> {
        let end = starting_from(&self.addresses, line_end).filter(|s| s.start - line_end <= 90)?.start;
        let between = self.input.string.get(line_end..end)?;
        let line_ok = |l: &str| {
            let words: Vec<&str> = l.split(' ').filter(|w| !w.is_empty()).collect();
            (1..=3).contains(&words.len())
                && !l.contains(['\t', ':'])
                && words.iter().all(|w| w.starts_with(char::is_uppercase))
        };
        let body = between.trim_matches(['\n', '\r', ' ']);
        let lines = body.split('\n').count();
        (between.ends_with(['\n', ' '])
            && !body.is_empty()
            && lines <= 3
            && body.split('\n').all(|l| line_ok(l.trim())))
        .then(|| {
            let from = line_end + between.find(body).unwrap_or(0);
            found(from..from + body.len(), Category::Address, 0.7)
        })
    }

    /// A label on a line of its own: all from the next line to the address that begins within two lines.
    fn value_below(&self, start: usize) -> Option<Hit> {
        let address: &Span = starting_from(&self.addresses, start).filter(|s| s.start - start <= 120)?;
        let between = self.input.string.get(start..address.start)?;
        let clean = between.matches('\n').count() <= 2 && !between.contains([':', '\t', '@']);
        let opens = between.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        (clean && opens && between.trim().len() > 2)
            .then(|| found(start..address.start, Category::Address, 0.75))
    }
}

/// Up to the end of the line above, where nothing stands on the last line.
pub(super) fn lines_above(before: &str) -> Option<&str> {
    let above = before.trim_end_matches([' ', '\r', '\u{a0}']).strip_suffix('\n')?;
    Some(above.trim_end_matches([' ', '\r']))
}
