//! Fields that no detector reads by reading on → hits: postcodes and towns beside, below or in the column of their label,
//! and labels that a page's end parts from their values. Linear.

use std::sync::LazyLock;

use crate::detect::rx::Regex;

use super::rx::rx;
use super::{DETECTORS, FIELD_LABEL, FIELD_MOST, Hit, Input, dates, detected, labels, lexicon, tokens};
use crate::model::order::sort_by_key;
use crate::model::{AtomId, Category, Field, Reason, Span, TextBuilder, fold};

/// Name under which these findings go.
pub(super) const DETECTOR: &str = "fields";

/// Lines at a page's end and at the next one's head that are looked at: others than these are no running titles.
const LINES: usize = 3;

static CODE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    rx(r"^(?:code ?postal|c\.? ?p\.?|postal ?code|post ?code|zip(?: ?code)?|postleitzahl|plz)$")
});
static TOWN_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:ville|commune|localite|city|town|municipalite|ort|ciudad|citta|localidade|woonplaats)(?: (?:de |du |of )?(?:la |votre )?(?:residence|domicile|patiente?|habitation|deces))?$",
    )
});
static STREET_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:adresse|domicile|address)(?: (?:postale|personnelle|complete|actuelle|(?:du |de la )?(?:patiente?|domicile)))?$",
    )
});
static PHONE_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:n[o°]? ?(?:de )?)?(?:tel(?:ephone|\.)?|portable|mobile|phone)(?: (?:fixe|portable|mobile|domicile|personnel|number|du patient|de la patiente))?$",
    )
});
static BIRTH_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:(?:date|jour)s? (?:de (?:la |votre )?|d')?naiss(?:ance|\.?)|ne\(?e?\)? le|nee? le|d\.?d\.?n|d\.?o\.?b|date of birth|birth ?date|geburtsdatum|fecha de nacimiento|data di nascita|data de nascimento|geboortedatum)\b",
    )
});
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    rx(
        r"^(?:[a-z]{1,2}-?)?\d{4,5}\b|^\d{2} \d{3}\b|^[a-z]{1,2}\d[a-z0-9]? \d[a-z]{2}\b|^[a-z]\d[a-z] ?\d[a-z]\d\b",
    )
});

/// What a label says of its value.
#[derive(Clone, Copy)]
pub(super) struct Said {
    /// A postcode, a town, a street, a telephone or a day of birth.
    told: Option<Category>,
    /// Something that is worth reading with what stands below or beside it.
    pub(super) read_on: bool,
}

impl Said {
    pub(super) fn by(label: &str) -> Self {
        let (long, label) = (label.len() > 40, spoken(label));
        let bare = label.trim_matches([' ', ':', '.', '*', '(', ')']);
        let told = match bare {
            _ if long => None,
            bare if CODE_LABEL.is_match(bare) => Some(Category::Postcode),
            bare if BIRTH_LABEL.is_match(bare) => Some(Category::BirthDate),
            bare if STREET_LABEL.is_match(bare) => Some(Category::Address),
            bare if PHONE_LABEL.is_match(bare) => Some(Category::Phone),
            bare => TOWN_LABEL.is_match(bare).then_some(Category::City),
        };
        Self { told, read_on: FIELD_LABEL.is_match(&label) }
    }
}

/// A label as a person would write it: "NOM_NAISS" as "NOM NAISS", "nomNaiss" as "nom Naiss".
pub(super) fn parted(label: &str) -> String {
    let mut out = String::with_capacity(label.len() + 4);
    let mut small = false;
    for c in label.chars() {
        if c == '_' || small && c.is_uppercase() {
            out.push(' ');
        }
        if c != '_' {
            out.push(c);
        }
        small = c.is_lowercase();
    }
    out
}

/// The same folded.
pub(super) fn spoken(label: &str) -> String {
    fold(&parted(label))
}

/// Whether a value is a cell between commas, semicolons or quotes, or what a form sends.
pub(super) fn in_a_file(string: &str, value: &Span) -> bool {
    let before = string.get(..value.start).is_some_and(|s| s.ends_with([',', ';', '"', '=']));
    before
        && string.get(value.end..).is_some_and(|s| s.is_empty() || s.starts_with([',', ';', '"', '\n', '&']))
}

/// A cell of a file that its label says is a name or a street: struck whole, also where it is coded ("Zo%C3%A9").
pub(super) fn whole(string: &str, field: &Field) -> Option<Category> {
    let (label, value) = (string.get(field.label.clone())?, string.get(field.value.clone())?);
    if !in_a_file(string, &field.value) || value.len() > 80 {
        return None;
    }
    let coded = value.contains(['%', '+']) && !value.contains(' ');
    let label = spoken(label);
    let street = ["adresse", "address", "adr", "rue", "street", "voie"];
    if street.iter().any(|l| label.starts_with(l)) {
        let number = value.contains(|c: char| c.is_ascii_digit());
        return (value.len() > 4 && number && (coded || value.contains(' '))).then_some(Category::Address);
    }
    let kind = labels::kind_of(&label)?;
    let words = tokens::words(value);
    let first = words.first()?;
    let named = !value.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '/' | '@'))
        && (1..=6).contains(&words.len())
        && labels::label_at(&words, 0).is_none()
        && !matches!(
            first.folded.as_str(),
            "inconnu" | "inconnue" | "unknown" | "none" | "null" | "nan" | "neant" | "sans"
        );
    let solid = |w: &tokens::Word| {
        w.capital() && !w.lore.stop() && !w.lore.facility() && (!w.plain() || w.lore.unknown())
    };
    let fits = match kind {
        labels::Kind::Name => coded || named,
        labels::Kind::Other => false,
        _ => coded && !named || named && words.len() <= 4 && words.iter().any(solid),
    };
    fits.then_some(kind.category())
}

/// Whether a value of such a field is told by its outline alone.
pub(super) fn by_outline(category: Category) -> bool {
    matches!(category, Category::Address | Category::Phone)
}

/// A postcode, a town, a street, a telephone or a day of birth that is a field's value: where in the value, and which. What
/// was written by hand is read with faults, so that of a street, a telephone and a day no more is asked than their outline.
pub(super) fn told(label: Said, value: &str) -> Option<(Span, Category)> {
    if value.len() > 60 {
        return None;
    }
    match label.told? {
        Category::Postcode => return CODE.find(&fold(value)).map(|m| (m.range(), Category::Postcode)),
        Category::BirthDate => return figures(value).then_some((0..value.len(), Category::BirthDate)),
        Category::Address => return street(value).then_some((0..value.len(), Category::Address)),
        Category::Phone => return dialled(value).then_some((0..value.len(), Category::Phone)),
        _ => {}
    }
    if value.contains([':', '(', ')']) || value.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let words = tokens::words(value);
    let first = words.first()?;
    // In the head of a table the next column's label stands beside.
    let listed = lexicon::town(&fold(value.trim())) > 0;
    let named = (listed || first.capital() && !first.lore.word() && !first.lore.stop()) && words.len() <= 6;
    (named && labels::label_at(&words, 0).is_none()).then_some((0..value.len(), Category::City))
}

/// Whether a value has the outline of a street: a number, and behind it two words or more: "1 17, ru:e de l'Église".
fn street(value: &str) -> bool {
    let words = value.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count();
    value.trim_start().starts_with(|c: char| c.is_ascii_digit()) && words >= 2
}

/// Whether a value has the outline of a telephone: mostly figures, some of them misread: "C1 99 CC 32 40".
fn dialled(value: &str) -> bool {
    let of = |is: fn(char) -> bool| value.chars().filter(|c| is(*c)).count();
    let (figures, letters) = (of(|c| c.is_ascii_digit()), of(char::is_alphabetic));
    (5..=14).contains(&figures)
        && letters < figures
        && (8..=16).contains(&(figures + letters))
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '/' | '(' | ')' | '+' | '©'))
}

/// Whether a value that reads as no date has the figures of one, parted or misread: "1 3/0 2/20 17", "13 / O2 /201 7".
fn figures(value: &str) -> bool {
    let solid = value.chars().filter(|c| !c.is_whitespace()).count();
    let of = |is: fn(char) -> bool| value.chars().filter(|c| is(*c)).count();
    (6..=14).contains(&solid)
        && (5..=8).contains(&of(|c| c.is_ascii_digit()))
        && of(char::is_alphabetic) <= of(|c| matches!(c, '/' | '.' | '-'))
        // Not an amount, a code or a day that nobody knows.
        && value.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '/' | '.' | '-' | '|' | '_'))
        && value.trim().contains(|c: char| !c.is_alphanumeric())
        && dates::dates(&fold(value)).is_empty()
}

/// Where a label says town or postcode, what only looked like a name or a number is dropped.
pub(super) fn settle(hits: &mut Vec<Hit>) {
    let told = |h: &&Hit| h.detector == DETECTOR && matches!(h.category, Category::City | Category::Postcode);
    let mut sure: Vec<Span> = hits.iter().filter(told).map(|h| h.span.clone()).collect();
    sort_by_key(&mut sure, |s| s.start);
    hits.retain(|h| {
        let guess =
            matches!(h.category, Category::PersonName | Category::Professional | Category::PatientNumber)
                && !matches!(h.reason, Reason::Title | Reason::Known | Reason::Checked);
        let at = sure.partition_point(|s| s.start <= h.span.start);
        !guess || at.checked_sub(1).and_then(|i| sure.get(i)).is_none_or(|s| h.span.end > s.end)
    });
}

/// What stands at the head of a page for a label at the end of the page before.
pub(super) fn over_pages(inputs: &[Input<'_>], out: &mut Vec<(usize, Hit)>) {
    for pair in inputs.windows(2) {
        let [page, next] = pair else { continue };
        for label in lines(page.string, true).filter_map(|l| open_label(page.string.get(l)?)) {
            let found = lines(next.string, false).find_map(|at| {
                let value = next.string.get(at.clone())?;
                let hits = beside(&label, value, next);
                (!hits.is_empty()).then(|| hits.into_iter().map(move |h| (at.start, h)))
            });
            out.extend(found.into_iter().flatten().map(|(shift, hit)| {
                (next.index, Hit { span: shift + hit.span.start..shift + hit.span.end, ..hit })
            }));
        }
    }
}

/// The last or first lines with something on them that a field may hold.
fn lines(string: &str, last: bool) -> impl Iterator<Item = Span> + '_ {
    let mut from = if last { string.len() } else { 0 };
    let mut left = LINES * 2;
    std::iter::from_fn(move || {
        left = left.checked_sub(1)?;
        let span = if last {
            let start = string.get(..from)?.rfind('\n').map_or(0, |i| i + 1);
            let span = start..from;
            from = start.checked_sub(1)?;
            span
        } else {
            let end = string.get(from..)?.find('\n').map_or(string.len(), |i| from + i);
            let span = from..end;
            from = (end + 1).min(string.len() + 1);
            span
        };
        Some(span)
    })
    .filter(|s| {
        (1..=FIELD_MOST).contains(&s.len()) && string.get(s.clone()).is_some_and(|l| !l.trim().is_empty())
    })
    .take(LINES)
}

/// A line that is a label and nothing else.
fn open_label(line: &str) -> Option<String> {
    let line = line.trim();
    let bare = line.trim_end_matches([' ', ':', '.', '\u{a0}']);
    if bare.len() > 60 || bare.contains('\t') || bare.contains(':') {
        return None;
    }
    let folded = fold(bare);
    let words = tokens::words(bare);
    let name = labels::label_at(&words, 0)
        .is_some_and(|(len, kind)| kind != labels::Kind::Other && words.len() <= len + 3);
    let known =
        name || CODE_LABEL.is_match(&folded) || TOWN_LABEL.is_match(&folded) || FIELD_LABEL.is_match(&folded);
    (known && (line.ends_with(':') || words.len() <= 5)).then(|| bare.to_owned())
}

/// What a line says as the value of a label.
fn beside(label: &str, value: &str, page: &Input<'_>) -> Vec<Hit> {
    if let Some((span, category)) = told(Said::by(label), value) {
        return vec![Hit { span, category, confidence: 0.8, detector: DETECTOR, reason: Reason::Label }];
    }
    // A running title is no name, nor is the next label.
    let words = tokens::words(value);
    let title =
        |w: &tokens::Word| !w.capital() || w.plain() || w.lore.facility() || lexicon::lore(&w.folded).stop();
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    if value.contains(':') || !digits && !value.contains('@') && (words.len() > 4 || words.iter().any(title))
    {
        return Vec::new();
    }
    let string = format!("{label} : {value}");
    let shift = string.len() - value.len();
    let mut builder = TextBuilder::new();
    builder.push(&string, AtomId::new(0));
    let mut text = builder.finish();
    text.set_fields(vec![Field { label: 0..label.len(), value: shift..string.len() }]);
    let own = Input::new(&text, page.index, page.known);
    let mut found = detected(DETECTORS, &own);
    found.retain(|h| {
        h.span.start >= shift && matches!(h.reason, Reason::Label | Reason::Context | Reason::Checked)
    });
    for hit in &mut found {
        hit.span = hit.span.start - shift..hit.span.end - shift;
    }
    found
}
