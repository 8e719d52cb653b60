//! Names that were found once, in every form they return in, and what bears the same name and is not theirs.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]
use super::super::detect;
use crate::model::*;

fn found(s: &str) -> Vec<Finding> {
    let mut b = TextBuilder::new();
    b.push(s, AtomId::new(0));
    let seen = Extract {
        source: [0; 32],
        format: Format::Text,
        pages: vec![],
        texts: vec![b.finish()],
        opaques: vec![],
        places: Default::default(),
        notices: vec![],
        operators: vec![],
    };
    detect(&seen, &Known::default())
}

/// What is left of the form where it returns, "⟦…⟧" being the form: letters and digits that no finding covers.
fn left(announced: &str, sentence: &str) -> String {
    let text = format!("{announced}\n\nExamen clinique sans particularité, tension normale.\n{sentence}");
    let open = text.find('⟦').unwrap();
    let close = text.find('⟧').unwrap() - '⟦'.len_utf8();
    let text = text.replace(['⟦', '⟧'], "");
    let findings = found(&text);
    let covered = |at: usize| findings.iter().any(|f| f.span.contains(&at));
    text.char_indices()
        .filter(|(at, c)| (open..close).contains(at) && c.is_alphanumeric() && !covered(*at))
        .map(|(_, c)| c)
        .collect()
}

/// Each form is struck whole.
fn struck(announced: &str, sentences: &[&str]) {
    let leaks: Vec<_> =
        sentences.iter().map(|s| (s, left(announced, s))).filter(|(_, l)| !l.is_empty()).collect();
    assert!(leaks.is_empty(), "{announced}: {leaks:?}");
}

/// Nothing of it is struck.
fn kept(announced: &str, sentences: &[&str]) {
    for sentence in sentences {
        let form = &sentence[sentence.find('⟦').unwrap() + '⟦'.len_utf8()..sentence.find('⟧').unwrap()];
        let whole: String = form.chars().filter(|c| c.is_alphanumeric()).collect();
        assert_eq!(left(announced, sentence), whole, "{announced} / {sentence}");
    }
}

#[test]
fn any_case() {
    struck(
        "Mme Jeanne DELMOTTE",
        &[
            "Revue avec ⟦Delmotte⟧ ce jour.",
            "Appel de ⟦delmotte⟧ hier.",
            "⟦DELMOTTE⟧ sort demain.",
            "⟦jeanne delmotte⟧ sort demain.",
            "⟦Jeanne⟧ va bien.",
            "⟦JEANNE⟧ va bien.",
        ],
    );
}

#[test]
fn accents() {
    struck(
        "Mme Hélène GÉRAUDEL",
        &["Vu ⟦Geraudel⟧ ce jour.", "⟦HELENE⟧ va mieux.", "⟦Héléne⟧ va mieux.", "Dossier ⟦GERAUDEL⟧."],
    );
    struck("M. Helene Geraudel", &["Vu ⟦Géraudel⟧ ce jour.", "⟦Hélène⟧ va mieux."]);
}

#[test]
fn ligatures_and_umlauts() {
    struck(
        "Mme Lœtitia COEURDOUX",
        &["Vu ⟦Loetitia⟧.", "Vu ⟦LOETITIA⟧.", "Vu ⟦Cœurdoux⟧.", "⟦CŒURDOUX⟧ revue."],
    );
    struck("M. Ægidius Straßner", &["Vu ⟦Strassner⟧ hier.", "Vu ⟦STRASSNER⟧ hier.", "Vu ⟦Aegidius⟧ hier."]);
    struck("Mme Anaïs MAÏWENNEC", &["Vu ⟦Maiwennec⟧ hier.", "Vu ⟦ANAIS⟧ hier."]);
    struck(
        "M. Jürgen Mühlbrandt",
        &["Vu ⟦Muehlbrandt⟧ hier.", "Vu ⟦MUHLBRANDT⟧ hier.", "Vu ⟦Juergen⟧ hier."],
    );
}

#[test]
fn any_order() {
    struck(
        "Mme Jeanne DELMOTTE",
        &[
            "Dossier de ⟦DELMOTTE Jeanne⟧.",
            "Dossier de ⟦Delmotte, Jeanne⟧.",
            "dossier de ⟦delmotte jeanne⟧",
            "Dossier de ⟦J. Delmotte⟧.",
            "Dossier de ⟦Delmotte J.⟧ revu.",
        ],
    );
}

#[test]
fn hyphens_and_glue() {
    struck(
        "M. Jean-Pierre LE GOFFEC",
        &[
            "Vu ⟦LeGoffec⟧ ce jour.",
            "Vu ⟦LEGOFFEC⟧ ce jour.",
            "Vu ⟦Le-Goffec⟧ ce jour.",
            "Vu ⟦Le Goffec⟧ ce jour.",
            "Vu ⟦Jeanpierre⟧ ce jour.",
            "Vu ⟦Jean Pierre⟧ ce jour.",
            "Vu ⟦JEAN PIERRE⟧ ce jour.",
        ],
    );
    struck("Mme Alix LEBRANDEC", &["Vu ⟦Le Brandec⟧ ce jour.", "Vu ⟦LE-BRANDEC⟧ ce jour."]);
    struck(
        "Mme Nora Vasselin-Corbard",
        &["Vu ⟦Vasselin Corbard⟧.", "Vu ⟦VASSELINCORBARD⟧.", "Vu ⟦Corbard⟧ hier."],
    );
}

#[test]
fn broken_at_a_line_end() {
    struck(
        "Mme Jeanne DELMOTTE",
        &[
            "Revue de ⟦Del-\nmotte⟧ ce jour.",
            "Revue de ⟦DEL-\nMOTTE⟧.",
            "Revue de ⟦Delm\u{ad}otte⟧.",
            "Revue de ⟦Delm\notte⟧ ce jour.",
        ],
    );
}

#[test]
fn letter_spaced() {
    struck("Mme Jeanne DELMOTTE", &["Dossier ⟦D E L M O T T E⟧", "⟦J E A N N E⟧ revue"]);
}

#[test]
fn plural_and_couples() {
    struck(
        "M. Paul DELMOTTE",
        &[
            "Vu les ⟦Delmotte⟧.",
            "Vu les ⟦Delmottes⟧ hier.",
            "Les époux ⟦DELMOTTE⟧ sont venus.",
            "La famille ⟦Delmotte⟧.",
        ],
    );
    struck(
        "M. Paul PETIT",
        &["Les époux ⟦Petit⟧ sont venus.", "La famille ⟦Petit⟧ est là.", "Vu chez ⟦Petit⟧ hier."],
    );
}

#[test]
fn initials() {
    struck(
        "Mme Jeanne DELMOTTE",
        &[
            "Vu ⟦J. D.⟧ ce jour.",
            "Vu ⟦J.D.⟧ ce jour.",
            "Vu ⟦J.D⟧ ce jour.",
            "Vu ⟦D. J.⟧ hier.",
            "Patiente ⟦JD⟧ revue.",
            "Mme ⟦JD⟧ revue.",
        ],
    );
    struck("M. Jean-Pierre DELMOTTE", &["Vu ⟦J.-P. D.⟧ ce jour.", "Vu ⟦J.P.D.⟧ ce jour."]);
}

#[test]
fn letters_that_are_nobodys_initials_stay() {
    kept(
        "Mme Jeanne DELMOTTE",
        &["Sonde ⟦JD⟧ en place.", "Pose d'une ⟦JJ⟧ droite.", "Classe ⟦D⟧ de l'échelle."],
    );
}

#[test]
fn one_letter_wrong_in_a_long_name() {
    struck(
        "Mme Clotilde VERNIGEAC",
        &[
            "Revu ⟦VEMIGEAC⟧ hier.",
            "Revu ⟦VERNlGEAC⟧ hier.",
            "Revu ⟦VERN1GEAC⟧ hier.",
            "Revu ⟦VERNIGFAC⟧ hier.",
            "Revu ⟦Vernigeoc⟧ hier.",
            "Revu ⟦Vernigeaac⟧ hier.",
            "Revu ⟦Vernigac⟧ hier.",
            "Revu ⟦Vernigaec⟧ hier.",
            "Revu ⟦Cernigeac⟧ hier.",
            "Revu ⟦Dotilde⟧ hier.",
            "Revu ⟦Clotlide⟧ hier.",
            "⟦Vernigac⟧ sort demain.",
        ],
    );
    struck("Mme Lou SOBOLTES", &["Revu ⟦50BOLTES⟧ hier.", "Revu ⟦S0B0LTE5⟧ hier.", "Revu ⟦Sobo1tes⟧ hier."]);
}

#[test]
fn two_letters_wrong_is_another_word() {
    kept("Mme Clotilde VERNIGEAC", &["Spasme ⟦Vernugeoc⟧ des bronches.", "⟦Verniac⟧ positif."]);
}

#[test]
fn possessives() {
    struck(
        "Mrs Jane Dalmotte",
        &[
            "It was ⟦Dalmotte⟧'s wish.",
            "It was ⟦Dalmotte⟧’s wish.",
            "Le dossier de ⟦Dalmotte⟧.",
            "Passé chez ⟦Dalmotte⟧.",
            "L'avis d'⟦Dalmotte⟧.",
        ],
    );
}

#[test]
fn the_disease_of_the_same_name_stays() {
    kept(
        "Mme Odile PARKINSON",
        &[
            "Pas de maladie de ⟦Parkinson⟧ connue.",
            "Syndrome de ⟦Wolff⟧.",
            "No signs of ⟦Parkinson⟧'s disease.",
            "Il a un ⟦Parkinson⟧ depuis dix ans.",
            "Antécédents : HTA, ⟦Parkinson⟧.",
        ],
    );
    struck(
        "Mme Odile PARKINSON",
        &[
            "Odile ⟦Parkinson⟧ va mieux.",
            "Mme ⟦Parkinson⟧ va mieux.",
            "⟦Parkinson⟧ souhaite sortir.",
            "⟦PARKINSON⟧ Odile.",
            "Revu le dossier de ⟦Parkinson⟧.",
        ],
    );
    kept("M. Luc WILSON", &["Bilan de maladie de ⟦Wilson⟧.", "A case of ⟦Wilson⟧ disease."]);
    kept("M. Luc GLASGOW", &["Score de ⟦Glasgow⟧ à 15."]);
}

#[test]
fn the_drug_of_the_same_name_stays() {
    kept(
        "Mme Diane VERNIGEAC",
        &["Pilule ⟦Diane⟧ arrêtée.", "Traitement : ⟦Diane⟧ 35 µg.", "Comprimés de ⟦Diane⟧ le soir."],
    );
    struck("Mme Diane VERNIGEAC", &["Vu ⟦Diane⟧ hier.", "⟦Diane⟧, 35 ans, va bien."]);
}

#[test]
fn ordinary_words_stay() {
    kept(
        "M. Paul PETIT",
        &[
            "Un ⟦petit⟧ nodule.",
            "⟦Petit⟧ nodule du lobe.",
            "Le test de ⟦Petit⟧.",
            "⟦Petit⟧ déjeuner pris.",
            "Un ⟦Petit⟧ nodule.",
        ],
    );
    kept("Mme Lou ROSE", &["Une tache ⟦rose⟧ du front.", "Expectoration ⟦rose⟧.", "⟦Rose⟧ pâle."]);
    kept("M. Guy BLANC", &["Examen à ⟦blanc⟧.", "⟦Blanc⟧ de l'œil clair.", "Le ⟦Blanc⟧ est net."]);
    struck(
        "M. Paul PETIT",
        &[
            "Vu avec ⟦Petit⟧ ce jour.",
            "vu ⟦PETIT⟧ ce jour au lit.",
            "⟦Paul Petit⟧ va bien.",
            "La fille de ⟦Petit⟧ appelle.",
        ],
    );
}

/// However many there are: that each word meets few of them is shown where they are compared.
#[test]
fn every_one_of_many_names_is_followed() {
    let syllables = ["ba", "co", "di", "fe", "gu", "lo", "mi", "ne", "pa", "ru"];
    let names: Vec<String> = (0..10_000usize)
        .map(|n| [1, 10, 100, 1000].map(|p| syllables[n / p % 10]).concat())
        .map(|n| format!("{}{}t", n[..1].to_uppercase(), &n[1..]))
        .collect();
    let mut b = TextBuilder::new();
    let said: Vec<&str> = names.iter().cycle().take(20_000).map(String::as_str).collect();
    b.push(&said.join(" ne dort pas. "), AtomId::new(0));
    let (text, known) = (b.finish(), Known::default());
    let input = super::Input::new(&text, 0, &known);
    // Each was found once, in the first half.
    let hits: Vec<(usize, super::Hit)> = input
        .words()
        .iter()
        .filter(|w| w.capital())
        .take(10_000)
        .map(|w| {
            (0, super::Hit { detector: "names", ..super::again(w.span.clone(), Category::PersonName, 0.9) })
        })
        .collect();
    let mut followed = super::Followed::default();
    followed.learn(std::slice::from_ref(&input), &hits);
    assert_eq!(followed.find(std::slice::from_ref(&input)).len(), 20_000);
}
