//! Labels and values where forms put them: side by side, stacked, in the columns of a table, over a page's end; labels in any
//! case and abbreviation, French and English.

use super::{fault, findings_of, said, told};
use crate::model::Category::{
    self, Address, BirthDate, BirthPlace, City, Email, InsuranceNumber, NationalId, PatientNumber,
    PersonName, Phone, Postcode, Professional, ProfessionalId,
};

const NAME: &[Category] = &[PersonName, Professional];
const PLACE: &[Category] = &[Address, City, Postcode];

/// Labels parted by bars, values, what they are.
const FIELDS: &[(&str, &[&str], &[Category])] = &[
    (
        "Nom|Nom de naissance|Nom de famille|Nom d'usage|Nom usuel|Nom marital|Nom de jeune fille|Nom patronymique|Nom naiss.|Nom nais.|N. de naissance|Nom (en majuscules)|Nom(s)|Last name|Surname|Family name|Maiden name",
        &["VERMOTIN", "DE KERVOGAN"],
        NAME,
    ),
    (
        "Prénom|Prénoms|Prénom(s)|Prén.|Premier prénom|Prénom usuel|Prénoms de naissance|First name|Given name(s)|Forename|Forenames|Middle name",
        &["Lou", "LOU ANNE"],
        NAME,
    ),
    (
        "Nom et prénom|Nom, prénom|Nom Prénom|Nom/Prénom|Nom & prénom|NOM - Prénom|Nom et prénom(s) du patient|Identité|Patient|Patient(e)|Full name|Name|Patient name|Pt name|Name of patient",
        &["VERMOTIN Lou", "Lou VERMOTIN"],
        NAME,
    ),
    (
        "Médecin traitant|Méd. traitant|Méd traitant|MT|Médecin prescripteur|Prescripteur|Médecin adresseur|Praticien|Chirurgien|Référent|GP|Consultant|Referring physician|PCP|Attending",
        &["VERMOTIN Lou", "Lou VERMOTIN"],
        NAME,
    ),
    (
        "Personne de confiance|Personne à prévenir|Pers. à prévenir|Contact|Représentant légal|Tuteur|Conjoint|Next of kin|NOK|Emergency contact",
        &["VERMOTIN Lou", "Lou Vermotin"],
        NAME,
    ),
    (
        "Date de naissance|Date naiss.|Date de naiss|D. de naissance|DDN|D.D.N.|Né(e) le|Née le|Date of birth|DOB|D.O.B.|Birth date|Birthdate",
        &["15/06/1984", "15 juin 1984"],
        &[BirthDate],
    ),
    (
        "Lieu de naissance|Lieu naiss.|Lieu de naiss.|Né(e) à|Commune de naissance|Place of birth|Birthplace",
        &["Corvol-sur-Aure", "CORVOL"],
        &[BirthPlace, City, PersonName],
    ),
    (
        "Téléphone|Tél|Tél.|Tel|Tél. portable|Tél. domicile|Portable|Port.|Mobile|N° de téléphone|Téléphone fixe|Fax|Phone|Home phone|Cell|Mobile no.|Contact number",
        &["06 39 98 41 27", "0639984127"],
        &[Phone],
    ),
    (
        "E-mail|Email|Mail|Courriel|Adresse mail|Adresse électronique|Mél|Mél.|Messagerie|Email address",
        &["lou.vermotin@exemple.fr"],
        &[Email],
    ),
    (
        "Adresse|Adr.|Adresse postale|Domicile|Adresse du patient|Adresse actuelle|Address|Home address",
        &["17 rue des Tilleuls", "12 bis chemin du Moulin"],
        PLACE,
    ),
    ("Code postal|CP|C.P.|Code Postal|Postcode|Zip|Zip code|Postal code", &["59000"], PLACE),
    ("Ville|Commune|Localité|Commune de résidence|City|Town", &["LILLE", "Corvol-sur-Aure"], PLACE),
    (
        "N° de sécurité sociale|N° sécu|N° SS|NSS|NIR|INS|Matricule INS|Immatriculation|N° d'immatriculation|N° assuré social|SSN|NHS number",
        &["2 84 06 99 990 417 47", "284069999041747"],
        &[NationalId],
    ),
    (
        "IPP|N° IPP|N° dossier|N° de dossier|Dossier n°|Dossier|N° patient|Num. dossier|NDA|N° séjour|N° de venue|MRN|Patient ID|Hospital No|File no.|Chart #",
        &["80990417", "H0990417"],
        &[PatientNumber],
    ),
    ("RPPS|N° RPPS|ADELI|N° ADELI", &["10109904176"], &[ProfessionalId]),
    ("N° adhérent|N° d'adhérent|N° AMC|Mutuelle n°|Member ID|Policy no.", &["99041708"], &[InsuranceNumber]),
];

/// A label in the cases in which it is written.
fn cases(label: &str) -> [String; 3] {
    [label.to_owned(), label.to_uppercase(), label.to_lowercase()]
}

fn hold(layouts: &[(&str, &str)]) {
    let mut faults = Vec::new();
    for (labels, values, wanted) in FIELDS {
        for label in labels.split('|').flat_map(cases) {
            for value in *values {
                for (between, after) in layouts {
                    faults.extend(fault(&format!("Fiche\n\n{label}{between}"), value, after, wanted));
                }
            }
        }
    }
    told(&faults);
}

#[test]
fn side_by_side() {
    hold(&[
        (" : ", "\n"),
        (":", "\n"),
        ("\t", "\n"),
        (" :\t", "\tSuite\n"),
        (" ........ ", "\n"),
        (" = ", "\n"),
        ("    ", "\n"),
        (" | ", " |\n"),
    ]);
}

#[test]
fn stacked() {
    hold(&[("\n", "\n"), (" :\n", "\n\nSuite"), (":\n\n", "\n"), ("\n\n", "\n\nSuite")]);
}

#[test]
fn in_the_columns_of_a_table() {
    let mut faults = Vec::new();
    let other = [("Sexe", "F"), ("Poids", "72 kg"), ("Motif", "contrôle")];
    for (labels, values, wanted) in FIELDS {
        for label in labels.split('|').flat_map(cases) {
            for value in *values {
                let [a, b, c] = other;
                faults.extend(fault(
                    &format!("{}\t{label}\t{}\n{}\t", a.0, b.0, a.1),
                    value,
                    &format!("\t{}\n", b.1),
                    wanted,
                ));
                faults.extend(fault(
                    &format!("{label}\t{}\t{}\n", b.0, c.0),
                    value,
                    &format!("\t{}\t{}\n", b.1, c.1),
                    wanted,
                ));
                // The second row of the table.
                let head = format!("{}\t{label}\t{}\n{}\t{value}\t{}\n{}\t", a.0, b.0, a.1, b.1, a.1);
                faults.extend(fault(&head, value, &format!("\t{}\n", b.1), wanted));
            }
        }
    }
    told(&faults);
}

#[test]
fn over_the_end_of_a_page() {
    let mut faults = Vec::new();
    for (labels, values, wanted) in FIELDS {
        for label in labels.split('|') {
            for (value, (end, start)) in
                values.iter().zip([("", ""), ("\n\nPage 1/2\n", "CLINIQUE DES ORMES\nSuite du formulaire\n")])
            {
                let pages = [
                    format!("Formulaire d'admission\n\nSexe : F\n{label} :{end}"),
                    format!("{start}{value}\nMotif : contrôle\n"),
                ];
                let found = findings_of(&[&pages[0], &pages[1]]);
                let covered = |at: usize| {
                    found.iter().any(|f| f.text == 1 && f.span.contains(&at) && wanted.contains(&f.category))
                };
                let whole = value
                    .char_indices()
                    .filter(|(_, c)| c.is_alphanumeric())
                    .all(|(at, _)| covered(start.len() + at));
                if !whole {
                    faults.push(format!("{label:?} over a page, {value:?} {:?}", said(&found, &pages)));
                }
            }
        }
    }
    told(&faults);
}

/// A file of cells, what is told in it, of which sort.
const FILES: &[(&str, &[&str], &[Category])] = &[
    (
        "\"PATIENT_ID\",\"NOM_NAISS\",\"PRENOM\",\"DATE_NAIS\",\"CP\",\"COMMUNE\",\"MT\"\n\"0310044718\",\"LE TEMPLE\",\"ROSE\",\"19520117\",\"42100\",\"CORVOL\",\"BLANC\"",
        &["LE TEMPLE", "ROSE", "BLANC"],
        NAME,
    ),
    ("id;dateNaissance;nomNaissance;ville\n12;17/01/1952;Vermot;roubaix", &["17/01/1952"], &[BirthDate]),
    ("id;dateNaissance;nomNaissance;ville\n12;17/01/1952;Vermot;roubaix", &["roubaix"], PLACE),
    ("Clinic,Surname,Forename,DOB\nRHEUM,Do,April,1948-12-19", &["Do", "April"], NAME),
    ("Clinic,Surname,Forename,DOB\nRHEUM,Do,April,1948-12-19", &["1948-12-19"], &[BirthDate]),
    (
        "Patient           Né(e)      Salle\nVERMOTIN Lou      11/11/48   2\nKERVOGAN Ana      07/02/72   4",
        &["11/11/48", "07/02/72"],
        &[BirthDate],
    ),
    ("nom=Vermot&prenom=Zo%C3%A9&email=zoe.vermot%40exemple.fr&medecin=Blanc", &["Zo%C3%A9", "Blanc"], NAME),
    (
        "nom=Vermot&prenom=Zo%C3%A9&email=zoe.vermot%40exemple.fr&medecin=Blanc",
        &["zoe.vermot%40exemple.fr"],
        &[Email],
    ),
];

#[test]
fn cells_of_files_are_read_by_their_header() {
    for (file, values, sorts) in FILES {
        let found: Vec<_> = findings_of(&[*file]).into_iter().map(|f| (&file[f.span], f.category)).collect();
        for value in *values {
            let told = found.iter().any(|(said, sort)| said.contains(value) && sorts.contains(sort));
            assert!(told, "{value:?} in {file:?}: {found:?}");
        }
    }
}
