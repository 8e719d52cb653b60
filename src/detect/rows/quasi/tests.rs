//! What singles out only together with other things: told, and left in place unless a policy asks.

use super::{fault, findings, told};
use crate::model::Category::{
    self, Address, Age, City, Date, Facility, Occupation, PersonName, Professional, Url, UserName, Ward,
};

#[test]
fn told_in_every_writing() {
    let rows: &[(&str, &[&str], &str, &[Category])] = &[
        (
            "Revue le ",
            &["14/03/2021", "14 mars 2021", "14.03.21", "2021-03-14", "March 14, 2021", "14 Mar 2021"],
            ", stable",
            &[Date],
        ),
        (
            "Patient ",
            &[
                "âgé de 92 ans",
                "aged 93",
                "de 97 ans",
                "nonagénaire",
                "centenaire",
                "de quatre-vingt-douze ans",
                "de cent deux ans",
                "ninety-four years old",
            ],
            "",
            &[],
        ),
        ("Elle a ", &["92 ans", "101 ans", "95 years old", "99 yo"], ".", &[Age]),
        (
            "Vu en ",
            &[
                "service de cardiologie",
                "service des urgences",
                "service d'oncologie médicale",
                "service de chirurgie digestive",
                "unité 3B",
                "service de soins palliatifs",
                "unité de gériatrie aiguë",
            ],
            ", stable",
            &[Ward],
        ),
        ("Seen on ", &["Ward 7B", "Cardiology ward", "ward 12"], ", stable", &[Ward]),
        (
            "Hospitalisé en ",
            &[
                "chambre 214",
                "chambre n° 214",
                "ch. 12",
                "Chambre 12B",
                "chambre 214 lit 2",
                "chambre 214, lit porte",
                "Chambre : 214",
            ],
            ".",
            &[Ward],
        ),
        ("Patient en ", &["lit 2", "lit porte", "lit 12B", "box 4"], ".", &[Ward]),
        ("In ", &["room 214", "bed 4", "Room 12B", "bay 3"], " now", &[Ward]),
        (
            "Profession : ",
            &["menuisier", "agent d'entretien", "professeur des écoles", "retraitée de la Poste"],
            "\n",
            &[Occupation],
        ),
        ("PROFESSION\t", &["menuisier", "Infirmière libérale"], "\n", &[Occupation]),
        ("Métier : ", &["soudeur", "chauffeur routier"], "\n", &[Occupation]),
        ("Occupation: ", &["carpenter", "retired teacher"], "\n", &[Occupation]),
        ("Il exerce comme ", &["menuisier", "chauffeur routier"], " depuis dix ans.", &[Occupation]),
        ("Elle travaille comme ", &["aide-soignante", "secrétaire médicale"], ".", &[Occupation]),
        (
            "Elle travaille chez ",
            &["un fleuriste", "Vermotin Fils"],
            ".",
            &[Occupation, PersonName, Facility],
        ),
        ("He works as a ", &["carpenter", "bus driver"], " and smokes.", &[Occupation]),
        ("She works for ", &["the post office", "a florist"], " since May.", &[Occupation]),
        (
            "Employeur : ",
            &["Scierie Vermotin", "mairie de Corvol"],
            "\n",
            &[Occupation, Facility, PersonName, Professional, City],
        ),
        ("Employé chez ", &["Garage Vermotin"], ".", &[Occupation, Facility, PersonName]),
        ("Habite à ", &["Lille", "Corvol-sur-Aure"], ", seule", &[City, Address]),
        ("Pseudo : ", &["louve_76"], "\n", &[UserName]),
        ("merci ", &["@louve76"], " !", &[UserName]),
        ("voir ", &["https://exemple.org/~lou", "www.clinique-des-ormes.fr"], " ici", &[Url]),
        ("à l'", &["Hôpital des Ormes", "hôpital Sainte-Vermotine"], ", puis", &[Facility]),
    ];
    let mut faults = Vec::new();
    for (before, values, after, wanted) in rows {
        for value in *values {
            // Of an age only the number says how old.
            let age = value.find(|c: char| c.is_ascii_digit()).filter(|_| wanted.is_empty()).unwrap_or(0);
            let lead = if wanted.is_empty() && age == 0 {
                value.find("quatre").or(value.find("cent d")).unwrap_or(0)
            } else {
                age
            };
            faults.extend(fault(&format!("{before}{}", &value[..lead]), &value[lead..], after, wanted));
        }
    }
    told(&faults);
}

#[test]
fn they_never_hide_what_must_go() {
    for (string, kept) in [
        ("Elle travaille chez Mme Lou VERMOTIN à Lille.", "Lou VERMOTIN"),
        (
            "Employeur : M. Paul VERMOTIN, 17 rue des Tilleuls 59000 LILLE\n",
            "17 rue des Tilleuls 59000 LILLE",
        ),
        ("Profession : menuisier, tél. 06 39 98 41 27\n", "06 39 98 41 27"),
        ("Chambre 214, VERMOTIN Lou née le 15/06/1984", "15/06/1984"),
        ("service de cardiologie du Dr VERMOTIN", "VERMOTIN"),
    ] {
        let at = string.find(kept).unwrap();
        let found = findings(string);
        for here in (at..at + kept.len()).filter(|i| string[*i..].starts_with(char::is_alphanumeric)) {
            let offered = |c: Category| matches!(c, Date | Ward | Occupation);
            assert!(
                found.iter().any(|f| f.span.contains(&here) && !offered(f.category)),
                "{string}: {found:?}"
            );
        }
    }
}

#[test]
fn ordinary_words_are_left() {
    for s in [
        "3 unités d'insuline",
        "au service du patient",
        "lit du patient",
        "il garde la chambre",
        "room air",
        "bed rest",
        "ward round",
        "la chambre implantable",
        "le lit vasculaire",
        "il a 45 ans",
        "90 mg",
        "ventricule 92 ml",
        "travail en équipe",
        "le service public",
        "air ambiant à 92 %",
        "box plot",
    ] {
        let found = findings(s);
        assert!(
            found.iter().all(|f| !matches!(f.category, Date | Ward | Occupation | Age)),
            "{s}: {found:?}"
        );
    }
}
