//! The sets of `tests/heldback` → texts with their identity, and scores → rows that are kept beside them. The tests of the
//! crate and `cargo xtask eval` read them with this file alike.

use std::fmt::Write as _;

use super::score::{CLASSES, Gold, Score, class, share};

/// Sentences that every pair of `origins.txt` is put into: given name, surname, surname in capitals, initial.
pub(crate) const SENTENCES: &[&str] = &[
    "Mme {F} {G} est hospitalisée ce jour.",
    "Nom : {F}\nPrénom : {G}",
    "Vu avec {G} {F}, pas d'argument pour une embolie.",
    "Revu par Dr {I}. {F}",
    "Destinataire\t{G} {U}",
    "{U} {G}, 54 ans, dyspnée d'effort.",
    "Appel de {G} {F} ce matin : hémoculture positive.",
    "Prescripteur : {U} {I}.",
    "Courrier dicté par {G} {U} et relu.",
    "Il vit avec {G} depuis trois ans.",
];

/// A text with what is identity in it.
pub(crate) struct Marked {
    pub text: Vec<char>,
    pub gold: Vec<Gold>,
}

/// "{N:…}" is a name, and so on: see the head of `notes.txt`. An open brace that no mark closes is text.
pub(crate) fn marked(source: &str) -> Marked {
    let mut out = Marked { text: Vec::new(), gold: Vec::new() };
    let mut rest = source;
    while let Some(open) = rest.find('{') {
        let (before, inner) = rest.split_at(open);
        out.text.extend(before.chars());
        let mark = inner.split_once('}').and_then(|(mark, after)| Some((mark.split_once(':')?, after)));
        let Some(((kind, said), after)) = mark else {
            out.text.push('{');
            rest = inner.get(1..).unwrap_or_default();
            continue;
        };
        let start = out.text.len();
        out.text.extend(said.chars());
        let class = class(match kind {
            "{N" => "NAME",
            "{A" => "ADDRESS",
            "{S" => "NIR",
            "{T" => "PHONE",
            "{M" => "EMAIL",
            "{B" => "BIRTHDATE",
            "{I" => "ID",
            _ => "",
        });
        out.gold.push(Gold { span: start..out.text.len(), class });
        rest = after;
    }
    out.text.extend(rest.chars());
    out
}

/// Texts of a file, parted by lines of three hyphens, or one a line with ⏎ for a line's end.
pub(crate) fn texts(file: &str) -> Vec<Marked> {
    let kept: Vec<&str> = file.lines().filter(|l| !l.starts_with("# ")).collect();
    let whole = kept.join("\n");
    if whole.contains("\n---\n") {
        whole.split("\n---\n").map(marked).collect()
    } else {
        kept.into_iter().map(|line| marked(&line.replace('⏎', "\n"))).collect()
    }
}

/// Where names come from, each with every pair in every sentence.
pub(crate) fn origins<'a>(file: &'a str, frames: &[&str]) -> Vec<(&'a str, Vec<Marked>)> {
    let lines = file.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(": "));
    lines
        .map(|(origin, pairs)| (origin, pairs.split("; ").flat_map(|pair| of_pair(pair, frames)).collect()))
        .collect()
}

/// What the pairs of `origins2.txt` are put into.
pub(crate) const FRAMES: &[&str] = &[
    "Je revois ce jour {G} {F} pour le suivi de son asthme.",
    "PATIENT : {U} {G}\nSEXE : F",
    "Mme {F} reste fatiguée depuis la sortie.",
    "Compte rendu adressé au Dr {G} {F}.",
    "Nom de naissance\t{U}\nPrénoms\t{G}",
    "Échange téléphonique avec M. {U} {G} : pas de fièvre.",
    "Le bilan de {G} {F} est en cours.",
    "Personne à prévenir : {G} {U} (conjoint)",
    "Bloc 3 - opérateur : {U}, aide : {I}. {U}",
    "Cher confrère, merci de recevoir {G} {F}, 71 ans, pour avis.",
    "Signé : {G} {F}",
    "Entourage : vit chez {G}, très présente.",
];

fn of_pair(pair: &str, frames: &[&str]) -> Vec<Marked> {
    let Some((given, family)) = pair.split_once('/') else { return Vec::new() };
    let said = |slot: &str| format!("{{N:{slot}}}");
    let initial: String = given.chars().take(1).collect();
    let fill = |sentence: &&str| {
        let filled = sentence.replace("{F}", &said(family)).replace("{G}", &said(given));
        marked(&filled.replace("{U}", &said(&family.to_uppercase())).replace("{I}", &said(&initial)))
    };
    frames.iter().map(fill).collect()
}

/// One row of the kept results: what must not fall, or for `flagged`, rise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub set: String,
    pub what: String,
    pub count: usize,
    pub share: f64,
    pub precision: Option<f64>,
}

/// The rows of a set.
pub(crate) fn rows(set: &str, score: &Score) -> Vec<Row> {
    let row = |what: &str, count: usize, some: usize, precision: Option<f64>| {
        let share = share(some, count)?;
        Some(Row { set: set.to_owned(), what: what.to_owned(), count, share, precision })
    };
    let classes = CLASSES
        .iter()
        .zip(&score.classes)
        .map(|(name, t)| row(name, t.entities, t.full, share(t.on, t.on + t.off)));
    let clean = row("zero-leak", score.with_identity, score.clean, None);
    // Where everything is identity, what is touched says nothing.
    let flagged =
        if score.with_identity == 0 { row("flagged", score.tokens, score.flagged, None) } else { None };
    classes.chain([clean, flagged]).flatten().collect()
}

/// The row of an origin: in single sentences, names say all.
pub(crate) fn origin_row(origin: &str, score: &Score) -> Option<Row> {
    rows(origin, score).into_iter().next()
}

/// Rows as they are kept.
pub(crate) fn written(rows: &[Row]) -> String {
    let mut out = String::from(
        "# What detection finds in the sets of this folder: covered whole, and right letters among those found (for\n# \"flagged\": words touched where there is no identity). A test holds it; `cargo xtask eval --keep` writes it anew.\n",
    );
    for r in rows {
        let precision = r.precision.map_or_else(|| "-".to_owned(), |p| format!("{p:.4}"));
        let _ = writeln!(out, "{} | {} | {} | {:.4} | {precision}", r.set, r.what, r.count, r.share);
    }
    out
}

fn read(kept: &str) -> Vec<Row> {
    let row = |line: &str| {
        let mut cells = line.split(" | ");
        let (set, what) = (cells.next()?.to_owned(), cells.next()?.to_owned());
        let (count, share) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        Some(Row { set, what, count, share, precision: cells.next()?.parse().ok() })
    };
    kept.lines().filter_map(row).collect()
}

/// What may be lost of precision before it is told: one letter more or less is no regression.
const SLACK: f64 = 0.005;

/// What has become worse and what better since the results were kept, a line each.
pub(crate) fn compared(kept: &str, now: &[Row]) -> (Vec<String>, Vec<String>) {
    let (mut worse, mut better) = (Vec::new(), Vec::new());
    let before = read(kept);
    for b in before.iter().filter(|b| !now.iter().any(|r| r.set == b.set && r.what == b.what)) {
        worse.push(format!("{} {}: kept, and no longer measured", b.set, b.what));
    }
    for r in now {
        let Some(b) = before.iter().find(|b| b.set == r.set && b.what == r.what) else {
            worse.push(format!("{} {}: nothing is kept of it", r.set, r.what));
            continue;
        };
        if b.count != r.count {
            worse.push(format!("{} {}: the set has changed ({} → {})", r.set, r.what, b.count, r.count));
            continue;
        }
        let mut tell = |what: &str, gain: f64, slack: f64, was: f64, is: f64| {
            // The kept figures have four digits.
            let line = format!("{} {} {what}: {was:.4} → {is:.4}", r.set, r.what);
            if gain < -slack - 0.000_06 {
                worse.push(line);
            } else if gain > 0.000_06 {
                better.push(line);
            }
        };
        if r.what == "flagged" {
            tell("share", b.share - r.share, 0.0, b.share, r.share);
        } else {
            tell("whole", r.share - b.share, 0.0, b.share, r.share);
        }
        if let (Some(was), Some(is)) = (b.precision, r.precision) {
            tell("precision", is - was, SLACK, was, is);
        }
    }
    (worse, better)
}
