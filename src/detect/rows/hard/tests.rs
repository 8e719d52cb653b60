//! Cases that readers of such documents commonly miss, each under its name and in several variations.

use super::{fault, told};
use crate::model::Category::{
    Address, BirthDate, City, PatientNumber, PersonName, Phone, Postcode, Professional, UserName,
};

/// Holds values in some surroundings.
fn hold(surroundings: &[(&str, &str)], values: &[&str], wanted: &[crate::model::Category]) {
    let mut faults = Vec::new();
    for value in values {
        for (before, after) in surroundings {
            faults.extend(fault(before, value, after, wanted));
        }
    }
    told(&faults);
}

#[test]
fn birth_dates_in_words() {
    hold(
        &[
            ("née le ", " à Corvol"),
            ("Date de naissance : ", "\n"),
            ("M. Vermot, né le ", ", est revu"),
            ("Le patient, ", ", vient"),
        ],
        &[
            "quatre février mille neuf cent soixante-treize",
            "quatre février mille neuf cent soixante treize",
            "quatre fevrier mil neuf cent soixante treize",
            "QUATRE FÉVRIER MILLE NEUF CENT SOIXANTE TREIZE",
            "premier août mille neuf cent quatre vingt dix sept",
            "vingt-neuf novembre mille neuf cent trente et un",
            "trente et un mai mille neuf cent quatre-vingt",
            "douze mars deux mille six",
            "onze juillet dix-neuf cent quarante-deux",
            "4 février mille neuf cent soixante-treize",
            "quatre février mille neuf cent septante-trois",
            "fourth of February nineteen seventy-three",
            "February fourth, nineteen hundred and seventy-three",
        ],
        &[BirthDate],
    );
}

#[test]
fn birth_dates_split_into_boxes() {
    hold(
        &[
            ("Né(e) le ", "\n"),
            ("Date de naissance : ", " Sexe : F"),
            ("DDN\t", "\t"),
            ("Date de naissance (JJ/MM/AAAA)\n", "\n"),
        ],
        &[
            "14|09|1958",
            "14 | 09 | 1958",
            "|14|09|1958|",
            "1|4|0|9|1|9|5|8",
            "1 4 0 9 1 9 5 8",
            "1 4 . 0 9 . 1 9 5 8",
            "1 4 / 0 9 / 1 9 5 8",
            "1 4 - 0 9 - 1 9 5 8",
            "|1|4| |0|9| |1|9|5|8|",
            "| 1 | 4 | 0 | 9 | 1 | 9 | 5 | 8 |",
            "14 . 09 . 1958",
            "14 / 09 / 1958",
            "14 09 1958",
            "1 4  0 9  1 9 5 8",
            "1 4 / 0 9 / 5 8",
            "[1][4] [0][9] [1][9][5][8]",
            "1_4_/0_9_/1_9_5_8",
            "14\t09\t1958",
            "1\t4\t0\t9\t1\t9\t5\t8",
        ],
        &[BirthDate],
    );
}

#[test]
fn letters_for_digits_in_telephones() {
    hold(
        &[("Tél. : ", "\n"), ("joindre le service au ", "."), ("", " (secrétariat)"), ("Fax ", "\n")],
        &[
            "01.99.00.47.O2",
            "O1.99.00.47.12",
            "01.99.OO.47.12",
            "01 99 0O 47 12",
            "0I 99 00 47 12",
            "01.99.00.47.l2",
            "01-99-00-47-I2",
            "o1 99 oo 47 12",
            "06 39 98 4I 27",
            "O6.39.98.41.27",
            "0l 99 00 47 12",
            "01 99 S0 47 12",
            "01 99 00 B7 12",
            "+33 1 99 OO 47 12",
        ],
        &[Phone],
    );
    // Behind a word that announces them.
    hold(
        &[("Tél. : ", "\n"), ("Secrétariat : ", "\n"), ("joindre le service au ", ".")],
        &["D1 99 00 60 46", "Q1.99.00.60.46", "D6 39 98 41 27"],
        &[Phone],
    );
}

#[test]
fn file_numbers_of_digits_and_letters() {
    hold(
        &[
            ("dossier n° ", " ouvert ce jour"),
            ("Dossier n°", ", suivi"),
            ("N° dossier : ", "\n"),
            ("Dossier\t", "\t"),
            ("IPP : ", "\n"),
            ("N° de séjour ", " du"),
            ("Numéro d'admission : ", "."),
            ("Votre n° de patient : ", "\n"),
            ("Dossier médical : ", "\n"),
            ("NDA ", "\n"),
        ],
        &[
            "2071K90318",
            "1904TRB990",
            "25H0093018",
            "H990318",
            "K-99031-8",
            "99/0318-B",
            "HX 990318",
            "19-ABC-99031",
            "9903A18",
            "A25/990318",
            "990318.04",
            "2 071 K 90318",
        ],
        &[PatientNumber],
    );
}

#[test]
fn surnames_in_capitals_with_an_initial() {
    let mut faults = Vec::new();
    for name in [
        "VERMOTIN O",
        "VERMOTIN O.",
        "BRUGNADEL J-P",
        "KERVOGAN M.",
        "DE VERMOTIN L",
        "O. VERMOTIN",
        "L VERMOTIN",
        "VERMOTIN-BRUGNADEL A",
        "VERMOTIN L. M.",
    ] {
        for (before, after) in [
            ("Patient : ", "\n"),
            ("Nom : ", "\n"),
            ("Dr ", "\n"),
            ("Médecin : ", "\n"),
            ("Prélevé par : ", "\n"),
            ("opérateur : ", ", aide : IDE"),
            ("Compte rendu de Mme ", " du 12/05/2024"),
        ] {
            faults.extend(fault(before, name, after, &[PersonName, Professional, UserName]));
        }
    }
    told(&faults);
}

#[test]
fn surnames_glued_to_a_street() {
    let mut faults = Vec::new();
    for (name, street) in [
        ("Vermotin", "76 rue des Tilleuls"),
        ("VERMOTIN", "12 RUE DES TILLEULS"),
        ("Brugnadel", "3 bis avenue du Moulin"),
        ("Kervogan", "48 boulevard Voltaire"),
        ("Lou Vermotin", "5 impasse des Lilas"),
        ("VERMOTIN Lou", "17 chemin du Moulin"),
        ("Vermotin", "28 Av de la Gare"),
    ] {
        for (before, after) in
            [("Mme ", "\n59000 LILLE\n"), ("M. ", ", 59000 Lille"), ("Nom : ", " 59000 LILLE")]
        {
            let string = format!("{name}{street}");
            faults.extend(fault(before, &string, after, &[]));
        }
    }
    told(&faults);
}

#[test]
fn lines_of_flats_stairs_and_boxes() {
    let street = "17 RUE DES TILLEULS";
    let mut faults = Vec::new();
    for line in [
        "APPT 188",
        "APPT. 188",
        "APPARTEMENT 12",
        "Appart. n° 12",
        "Apt 4B",
        "appt n°12",
        "BAT B",
        "BÂTIMENT C",
        "Bât. 3",
        "bat. les Mésanges",
        "ESC 2",
        "Escalier A",
        "ETAGE 3",
        "3ème étage",
        "3e étage droite",
        "4EME ETAGE PORTE GAUCHE",
        "1er étage",
        "RDC",
        "rez-de-chaussée",
        "PORTE 12",
        "Hall 2",
        "Entrée B",
        "LOGEMENT 14",
        "Résidence les Saules",
        "RES LES SAULES",
        "Immeuble le Ponant",
        "LIEU-DIT LES ESSARTS",
        "lieu dit Kerlann",
        "Lieudit La Haute Borne",
        "BP 123",
        "B.P. 123",
        "BP123",
        "CS 40012",
        "CS40012",
        "Boîte postale 12",
        "Interphone 12",
        "Digicode 12B45",
        "code porte 12A45",
        "Lot 14",
        "Villa 3",
        "Tour Mercure",
        "Cage 4",
        "Bloc D",
    ] {
        for (before, value, after) in [
            ("Adresse : ", format!("{street}, {line}"), ", 59000 LILLE\n"),
            ("", format!("{street}\n{line}"), "\n59000 LILLE\n"),
            ("", format!("{line}\n{street}"), "\n59000 LILLE\n"),
            ("Domicile : ", format!("{street} {line}"), " 59000 LILLE\n"),
        ] {
            faults.extend(fault(before, &value, after, &[]));
        }
    }
    told(&faults);
}

#[test]
fn split_postcodes() {
    hold(
        &[
            ("17 rue des Tilleuls, ", "\n"),
            ("17 rue des Tilleuls\n", "\n"),
            ("Adresse\t17 rue des Tilleuls\t", "\n"),
            ("Adresse : ", "\n"),
        ],
        &[
            "59 000 LILLE",
            "92 100 BOULOGNE-BILLANCOURT",
            "76 600 Le Havre",
            "F-59000 LILLE",
            "F 59000 Lille",
            "FR-59000 LILLE",
            "59\u{a0}000 LILLE",
            "5 9 0 0 0 LILLE",
            "59000 LILLE CEDEX",
            "59013 LILLE CEDEX 2",
            "59 013 LILLE CEDEX",
            "LILLE 59000",
            "59000LILLE",
            "59000 - LILLE",
            "59000, Lille",
            "20 090 AJACCIO",
            "97 400 Saint-Denis",
            "01 000 BOURG-EN-BRESSE",
        ],
        &[Address, City, Postcode],
    );
}

#[test]
fn values_of_forms_without_a_title() {
    let mut faults = Vec::new();
    for name in [
        "PAT-VERMO",
        "VERMOTIN",
        "TEST-QUATRE",
        "D'HERVOT",
        "vermotin",
        "Lou",
        "LOU-ANNE",
        "DE LA VERMOTTE",
        "NEANT-DEUX",
        "Lou, Anne, Zoé",
    ] {
        for (before, after) in [
            ("Nom de naissance\t", "\n"),
            ("Nom d'usage\t", "\n"),
            ("Nom de famille\n", "\n"),
            ("Nom\t", "\tPrénom"),
            ("Prénom(s)\t", "\n"),
            ("Premier prénom de naissance\t", "\n"),
            ("NOM : ", " PRENOM :"),
            ("Nom utilisé\t", "\n"),
            ("Prénom utilisé : ", "\n"),
            ("Surname\t", "\n"),
            ("First name: ", "\n"),
            ("Nom marital : ", "\n"),
            ("Nom de jeune fille : ", "\n"),
            ("Liste des prénoms\t", "\n"),
        ] {
            faults.extend(fault(before, name, after, &[PersonName]));
        }
    }
    told(&faults);
}

#[test]
fn codes_and_towns_behind_ways_that_were_misread() {
    hold(
        &[("Demeurant ", " ; téléphone 01 99 00 51 18."), ("Demeurant ", "\nTéléphone 01 99 00 51 18")],
        &[
            "18, me du Château, 99275 Pont-d'Isère",
            "18, me du Château\n99275 Champlieux",
            "7, me des Tilleuls, 99310 Neufbois",
        ],
        &[Address],
    );
}

#[test]
fn codes_between_a_way_and_a_town_that_are_taken_for_names() {
    hold(
        &[("Demeurant 78,\nnie Jean-Moulinet, ", " Bourg-Aubrac ; téléphone 01 99 00 51 18.")],
        &["99656"],
        &[Postcode, Address, PersonName],
    );
}

#[test]
fn ways_misspelled_or_shortened() {
    hold(
        &[("", "\n59000 LILLE\n"), ("Adresse : ", ", 59000 Lille"), ("Domicile\t", "\t59000 LILLE")],
        &[
            "28 Av de la Gare",
            "28 av. de la Gare",
            "28 AV DE LA GARE",
            "28 aven. de la Gare",
            "28 Avnue de la Gare",
            "28 avenu de la Gare",
            "28 Ave de la Gare",
            "28 avenue de la gare",
            "48 Bouvelard Voltaire",
            "48 boulvard Voltaire",
            "48 Boulevrad Voltaire",
            "48 Bd Voltaire",
            "48 bld Voltaire",
            "48 BLVD VOLTAIRE",
            "48 bvd Voltaire",
            "3 r. des Tilleuls",
            "3 R DES TILLEULS",
            "3 rue d. Tilleuls",
            "3 ru des Tilleuls",
            "3 rues des Tilleuls",
            "3 bis r des Tilleuls",
            "3B rue des Tilleuls",
            "5 imp. des Lilas",
            "5 impase des Lilas",
            "5 IMP DES LILAS",
            "9 ch. du Moulin",
            "9 che du Moulin",
            "9 chem. du Moulin",
            "9 chemain du Moulin",
            "9 CHE DU MOULIN",
            "2 pl. de la Mairie",
            "2 pl Mairie",
            "2 plasse de la Mairie",
            "2 PL DE LA MAIRIE",
            "6 all. des Cerisiers",
            "6 alée des Cerisiers",
            "6 alle des Cerisiers",
            "11 rte de Corvol",
            "11 rt de Corvol",
            "11 RTE DE CORVOL",
            "4 sq. Carnot",
            "4 sqare Carnot",
            "7 fg St Antoine",
            "7 fbg Saint-Antoine",
            "8 qu. de la Marne",
            "8 quais de la Marne",
            "1 lot. Les Mimosas",
            "1 lotiss. Les Mimosas",
            "10 crs Gambetta",
            "10 cour Gambetta",
        ],
        &[Address],
    );
}
