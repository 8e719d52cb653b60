//! Birth dates in every writing, French and English, and places of birth.

use super::{fault, told};
use crate::model::Category::{Address, BirthDate, BirthPlace, City};

/// Whole dates, as people and programs write them.
const DATES: &[&str] = &[
    "15/06/1984",
    "15.06.1984",
    "15-06-1984",
    "15 06 1984",
    "15/6/1984",
    "5/6/1984",
    "15/06/84",
    "15.06.84",
    "15-06-84",
    "1984-06-15",
    "1984/06/15",
    "19840615",
    "15061984",
    "15|06|1984",
    "15 | 06 | 1984",
    "15 / 06 / 1984",
    "15 . 06 . 1984",
    "1 5 0 6 1 9 8 4",
    "1 5 / 0 6 / 1 9 8 4",
    "1 5 . 0 6 . 1 9 8 4",
    "|1|5|0|6|1|9|8|4|",
    "15\u{a0}06\u{a0}1984",
    "15\u{2013}06\u{2013}1984",
    "15 juin 1984",
    "15 JUIN 1984",
    "1er juin 1984",
    "1er Juin 84",
    "15 juin 84",
    "15 Juin, 1984",
    "15-juin-1984",
    "15/juin/1984",
    "15 juil. 1984",
    "2 févr. 1984",
    "15 août 1984",
    "15 aout 1984",
    "3 déc 1984",
    "15-JUN-1984",
    "15JUN1984",
    "15 Jun 1984",
    "15 June 1984",
    "June 15, 1984",
    "June 15 1984",
    "Jun 15, 1984",
    "June 15th, 1984",
    "15th June 1984",
    "15th of June 1984",
    "15th of June, 1984",
    "06/25/1984",
    "06-25-1984",
    "quinze juin mille neuf cent quatre-vingt-quatre",
    "quinze juin mil neuf cent quatre vingt quatre",
    "premier juin mille neuf cent quatre-vingts",
    "deux janvier mille neuf cent soixante dix huit",
    "vingt et un mai mille neuf cent cinquante-six",
    "trente-et-un décembre deux mille un",
    "fifteenth of June nineteen eighty-four",
    "June fifteenth, nineteen eighty-four",
    "15 juin mille neuf cent quatre-vingt-quatre",
    "15\n06\n1984",
    "15/06/\n1984",
    "15 juin\n1984",
    "I5/06/1984",
    "l5/O6/l984",
    "15/O6/1984",
    "15/06/I984",
    "15/06/19B4",
    "lS/06/1984",
    "15 . 06 . 84",
    "15  06  1984",
    "1 5 0 6 8 4",
    "15'06'1984",
    "15\\06\\1984",
    "15_06_1984",
    "15·06·1984",
    "15,06,1984",
    "15:06:1984",
];

#[test]
fn dates_beside_a_label() {
    let mut faults = Vec::new();
    for date in DATES {
        for (before, after) in [
            ("Date de naissance : ", "\n"),
            ("né(e) le ", ", vu ce jour"),
            ("DDN\t", "\tfin"),
            ("Née le ", " à Corvol-sur-Aure"),
            ("DOB: ", ", male"),
            ("Date de naissance\n", "\n"),
        ] {
            faults.extend(fault(before, date, after, &[BirthDate]));
        }
    }
    told(&faults);
}

#[test]
fn every_word_of_birth() {
    let mut faults = Vec::new();
    let (date, short) = ("15/06/1984", "15 juin 84");
    for before in [
        "Né le ",
        "Née le ",
        "NÉ LE ",
        "NEE LE ",
        "NE LE ",
        "Né(e) le : ",
        "Né.e le ",
        "née : ",
        "né en France le ",
        "né à Lille le ",
        "née, à Lille, le ",
        "Date de naissance : ",
        "DATE DE NAISSANCE ",
        "Date naissance : ",
        "Date de naiss. : ",
        "Dte naiss : ",
        "D. naiss. : ",
        "Naissance : ",
        "Naiss. ",
        "D.D.N. : ",
        "DDN : ",
        "DN : ",
        "D de N : ",
        "Nais : ",
        "date de naissance (JJ/MM/AAAA) : ",
        "Date de naissance du patient : ",
        "Date et lieu de naissance : ",
        "Sa date de naissance est le ",
        "anniversaire le ",
        "a vu le jour le ",
        "jour de naissance : ",
        "nait le ",
        "naquit le ",
        "DOB ",
        "D.O.B. ",
        "D.O.B: ",
        "Date of birth: ",
        "Date of Birth ",
        "Birth date: ",
        "Birthdate: ",
        "Born ",
        "born on ",
        "Born on the ",
        "Birthday: ",
        "b. ",
        "(b. ",
        "Geburtsdatum: ",
        "geb. ",
        "geboren am ",
        "Fecha de nacimiento: ",
        "F. nac.: ",
        "F.N.: ",
        "nacida el ",
        "Data di nascita: ",
        "nata il ",
        "nato a Roma il ",
        "Data de nascimento: ",
        "nascido a ",
        "Geboortedatum: ",
        "geboren op ",
        "Ddn : ",
        "N. le : ",
        "née (le) ",
        "Enfant né le ",
        "BB né le ",
        "Patient né le : ",
        "Mme V. née V. le ",
        "Nom de naissance : VERMOT Date de naissance : ",
    ] {
        for date in [date, short] {
            faults.extend(fault(before, date, ".\n", &[BirthDate]));
        }
    }
    told(&faults);
}

#[test]
fn dates_without_a_label() {
    let mut faults = Vec::new();
    for (before, value, after) in [
        ("Mme Lou VERMOT, ", "15/06/1984", ", 41 ans"),
        ("Mme Lou VERMOT (", "15/06/1984", ")"),
        ("VERMOT Lou ", "15/06/1984", " (41 ans)"),
        ("VERMOT Lou | F | ", "15/06/1984", " | 80990417"),
        ("VERMOT LOU\tF\t", "15/06/1984", "\t80990417"),
        ("VERMOT LOU\n", "15/06/1984", " F\n"),
        ("Patient : VERMOT Lou ", "15.06.1984", "\n"),
        ("patiente de 41 ans (", "15/06/1984", "), vue"),
        ("Sexe : F ", "15/06/1984", "\n"),
        ("Homme ", "15/06/1984", " 41 ans"),
        ("M. Vermot, né en ", "1984", ", vit seul"),
        ("née en ", "juin 1984", ", elle"),
        ("né le ", "15/06", " dernier"),
        ("Année de naissance : ", "1984", "\n"),
        ("Born in ", "1984", ", he"),
        ("DDN : ", "06/1984", "\n"),
        ("née dans la nuit du 14 au ", "15/06/1984", "."),
        ("VERMOT Lou °", "15/06/1984", "\n"),
        ("VERMOT Lou (°", "15/06/1984", ")"),
        ("VERMOT Lou * ", "15.06.1984", "\n"),
        ("Lou Vermot, ", "15 juin 1984", ", 41 ans"),
        ("Lou Vermot (41 y/o, ", "15 Jun 1984", ")"),
        ("DATE DE NAISSANCE   SEXE\n", "15/06/1984", "          F\n"),
    ] {
        faults.extend(fault(before, value, after, &[BirthDate]));
    }
    told(&faults);
}

#[test]
fn places_of_birth() {
    let mut faults = Vec::new();
    let wanted = &[BirthPlace, City, Address];
    for (before, value, after) in [
        ("né le 15/06/1984 à ", "Corvol-sur-Aure", ", marié"),
        ("née à ", "Corvol-sur-Aure", " le 15/06/1984"),
        ("né(e) à ", "CORVOL", " (58)"),
        ("Lieu de naissance : ", "Corvol-sur-Aure", "\n"),
        ("LIEU DE NAISSANCE\t", "CORVOL", "\t"),
        ("Lieu de naissance\n", "Corvol", "\n"),
        ("Lieu naissance : ", "Corvol", "\n"),
        ("Lieu de naiss. : ", "Corvol", "\n"),
        ("Né(e) à : ", "Corvol-sur-Aure (58)", "\n"),
        ("Ville de naissance : ", "Corvol", "\n"),
        ("Commune de naissance : ", "Corvol", "\n"),
        ("Pays de naissance : ", "Madagascar", "\n"),
        ("Département de naissance : ", "58", "\n"),
        ("Code lieu de naissance : ", "58990", "\n"),
        ("Code INSEE du lieu de naissance : ", "2A990", "\n"),
        ("Lieu de naissance (code INSEE) : ", "99352", "\n"),
        ("Lieu de naissance : ", "99352", " fin"),
        ("COG naissance : ", "99352", "\n"),
        ("Code commune de naissance : ", "58990", "\n"),
        ("Place of birth: ", "Tarnby", "\n"),
        ("Birthplace: ", "Tarnby", "\n"),
        ("Birth place: ", "Tarnby", "\n"),
        ("born in ", "Tarnby", " in 1984"),
        ("Country of birth: ", "Ghana", "\n"),
        ("Geburtsort: ", "Tarnburg", "\n"),
        ("Lugar de nacimiento: ", "Corvera", "\n"),
        ("Luogo di nascita: ", "Corvara", "\n"),
        ("Naturalidade: ", "Corveira", "\n"),
        ("Geboorteplaats: ", "Tarnveen", "\n"),
        ("originaire de ", "Corvol-sur-Aure", ", il"),
        ("natif de ", "Corvol", ", il"),
    ] {
        faults.extend(fault(before, value, after, wanted));
    }
    told(&faults);
}

#[test]
fn other_dates_are_no_birth() {
    for s in [
        "Date de consultation : 15/06/2024",
        "prélevé le 15/06/2024",
        "Il n'est pas né d'hier",
        "hospitalisée du 12/05/2024 au 15/06/2024",
        "Date de début : 15/06/2024",
        "vaccin du 15/06/2004",
        "IRM du 15 juin 2024",
        "ne prend plus le 3/4 de comprimé",
    ] {
        assert!(super::findings(s).iter().all(|f| f.category != BirthDate), "{s}");
    }
}
