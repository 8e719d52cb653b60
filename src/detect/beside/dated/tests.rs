//! Days of birth right beside a name, rows of a list, numbers on such lines. Invented people.

use super::tests::{all_struck, none_struck};

#[test]
fn a_day_well_before_the_files_own_days_beside_a_name_is_the_day_of_birth() {
    all_struck(&[
        ("OUTREL Maeva F 19/09/2001 arr. 11:42\nle 03/02/2024", "19/09/2001"),
        ("M. TARDIEU Louison   9 juillet 1940   8 quai Vert\nFait le 3 mai 2023", "1940"),
        ("VERMOT Odette (Mme) - 02/10/1929 - Ch. 312\nédité le 12/01/2024", "02/10/1929"),
        ("Mme TARDIEU Solène\t25 JAN 1979\tvue le 04/05/2022", "25 JAN 1979"),
        ("Relevé pour VERMOT Micheline (1944) le 04/05/2022", "1944"),
        ("Monsieur Loïc TARDIEU (1948 – 2023), acte du 12/06/2023", "1948"),
        ("M. TARDIEU Loïc 14 04 81, vu le 12/06/2023", "14 04 81"),
        ("Mme TARDIEU Maeva (grossesse 31 SA) 30/12/2006 le 12/06/2023", "30/12/2006"),
        ("Mme TARDIEU Maeva env. 1970, le 12/06/2023", "1970"),
        ("dossier_TARDIEU_Solène_20160419.pdf de Mme Solène TARDIEU", "20160419"),
        ("12/03/1957 TARDIEU Solène\nvue le 12/06/2023", "12/03/1957"),
        ("votre patient Solène Tardieu, 07.11.2016. Otite", "07.11.2016"),
        ("M. TARDIEU né le 26/07/1964 ; l'étiquette dit 26/07/1965, à voir", "26/07/1965"),
    ]);
    none_struck(&[
        ("Mme TARDIEU Solène 12/05/2023, revue le 12/06/2023", "12/05/2023"),
        ("M. TARDIEU Loïc opéré le 12/05/2003 et revu le 12/06/2023", "12/05/2003"),
        ("Mme TARDIEU Solène / 2024-08-23 / tour de salle", "2024-08-23"),
    ]);
}

#[test]
fn a_column_of_widely_different_years_is_one_of_births() {
    let list = "08:00 TARDIEU Loïc  salle 2  11/11/48\n08:15 VERMOT Odette  salle 3  07/02/72\n08:30 OUTREL Maeva  salle 1  26/01/91";
    all_struck(&[(list, "11/11/48"), (list, "07/02/72"), (list, "26/01/91")]);
    let csv = "No,Surname,Forename,DOB,Type\n1,Tardieu,Solene,1979-05-06,FU\n2,Vermot,Odile,1948-12-19,NEW";
    all_struck(&[(csv, "1979-05-06"), (csv, "1948-12-19"), (csv, "Tardieu"), (csv, "Odile")]);
    let quoted = "\"ID\";\"NOM_NAISS\";\"PRENOM\";\"DATE_NAIS\"\n\"7\";\"TARDIEU\";\"ODILE\";\"19520117\"";
    all_struck(&[(quoted, "19520117"), (quoted, "TARDIEU")]);
}

#[test]
fn numbers_on_the_line_of_a_birth_and_before_the_names_of_a_register() {
    all_struck(&[
        ("VERMOT Odette née le 02/10/1929 - Ch. 312 P - 523117890", "523117890"),
        ("Etiquette: VERMOT Irène  04-12-1942  2025004418", "2025004418"),
        ("4471    TARDIEU Loïc     fièvre\n4472    VERMOT Odette   plaie", "4472"),
        ("Med. : M. Tardieu (36 118) / M. Vermot", "36 118"),
    ]);
    none_struck(&[("12    TARDIEU Loïc     fièvre\n13    VERMOT Odette   plaie", "13")]);
}

#[test]
fn births_told_in_odd_words() {
    all_struck(&[
        ("Louison, né sous X le 24 décembre 1992 ; vu", "24 décembre 1992"),
        ("né à Corte au mois de juin 1978, immatriculé", "juin 1978"),
        ("Moi je suis du 2 janvier 1971 et", "2 janvier 1971"),
        ("TARDIEU Vito né 13/13/1960 (à vérifier)", "13/13/1960"),
        ("DDN 14 04 81", "14 04 81"),
        ("RAMQ absent   né 51/03/18   nom", "51/03/18"),
        (
            "Le vingt-neuf février deux mille douze à quatre heures douze minutes est née Capucine",
            "quatre heures douze minutes",
        ),
        ("né le 02.02.25 à 03h17   sexe M", "03h17"),
        ("He turns four on June 9 and we", "June 9"),
        ("Year of birth 1961", "1961"),
    ]);
    none_struck(&[
        ("RAI nég le 10/05, toxo", "10/05"),
        ("il ne sous-estime rien le 24 mars 2021", "24 mars 2021"),
    ]);
}
