//! User names that no label announces: who printed or wrote ("Imprimé par jmorel", "by blue_jay »"), as programs write it.

use std::sync::LazyLock;

use super::super::lexicon;
use super::super::sieve::{Pattern, folded};
use super::super::{Hit, Input};
use crate::model::{Category, Reason};

/// Words behind which programs write a user.
static PRINTED: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"\b(?:imprime|edite|saisi|modifie|cree|extrait|connecte|exporte|telecharge|numerise|scanne|enregistre|valide|genere|transmis|printed|logged in|created|modified|edited|exported|entered|scanned|generated|typed|uploaded|viewed|accessed|user|utilisateur|operateur|session)",
        r"e?s?(?: le [0-9/. :ah]{6,22})?(?: (?:par|by|as|de|of)| ?:) ?(?P<name>[a-z][a-z0-9_.-]{2,30})\b"
    ))
});

/// "by blue_jay »", "> blue_jay wrote:", "Posté par blue-jay77".
static POSTED: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"(?:\b(?:by|par|from|de|re|to) |@|> ?|\bu/)(?P<a>[a-z][a-z0-9]{1,20}(?:_[a-z0-9]{1,20}){1,4}|[a-z]{2,20}[_.-]?\d{2,4})\b",
        r"|\b(?P<b>[a-z0-9][a-z0-9_.-]{2,30}) (?:wrote|said|a ecrit) ?:"
    ))
});

/// "Mot de passe : …", "Code patient WEB : …", "utilisateur morelj": keys to somebody's pages.
static SECRET: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"\b(?:mot de passe|password|passcode|mdp|code d'acces|code confidentiel|code patient|code web|code secret|access code|activation code|identifiant|login)",
        r"(?: [a-z]{2,10}){0,2} ?: ?(?P<key>[^ \t\n,;]{4,40})|\b(?:utilisateur|user|login|session) (?P<user>[a-z][a-z0-9_.-]{3,30})\b"
    ))
});

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    vec![&PRINTED, &POSTED, &SECRET]
}

pub(super) fn find(input: &Input<'_>, out: &mut Vec<Hit>) {
    let mut add = |from: usize, to: usize| {
        out.push(Hit {
            span: input.back(&(from..to)),
            category: Category::UserName,
            confidence: 0.6,
            detector: "contacts",
            reason: Reason::Context,
        });
    };
    for m in input.captures(&PRINTED).filter_map(|c| c.name("name")) {
        let small = input.string.get(input.back(&m.range())).is_some_and(|w| {
            w.starts_with(char::is_lowercase) || w.len() > 5 && !w.contains(char::is_lowercase)
        });
        let name = m.as_str().trim_end_matches(['.', '-', '_']);
        let lore = lexicon::lore(name);
        let marked = name.contains(['_', '.']) || name.bytes().any(|b| b.is_ascii_digit());
        if small && name.len() > 3 && (marked || !lore.word() && !lore.stop() && !lore.facility()) {
            add(m.start(), m.start() + name.len());
        }
    }
    for caps in input.captures(&SECRET) {
        if let Some(m) = caps.name("key").filter(|m| m.as_str().bytes().any(|b| b.is_ascii_digit())) {
            add(m.start(), m.end());
        }
        if let Some(m) = caps.name("user") {
            let lore = lexicon::lore(m.as_str());
            let small =
                input.string.get(input.back(&m.range())).is_some_and(|w| w.starts_with(char::is_lowercase));
            if small && lore.unknown() {
                add(m.start(), m.end());
            }
        }
    }
    for caps in input.captures(&POSTED) {
        if let Some(m) = caps.name("a").filter(|m| m.as_str().contains('_')) {
            // Names of genes' transcripts and of files have digits or a dot behind the line below.
            let code = m.as_str().bytes().filter(u8::is_ascii_digit).count() > 4;
            if !code {
                add(m.start(), m.end());
            }
        }
        if let Some(m) = caps
            .name("b")
            .filter(|m| m.as_str().contains(['_', '.']) || m.as_str().bytes().any(|b| b.is_ascii_digit()))
        {
            add(m.start(), m.end());
        }
    }
}
