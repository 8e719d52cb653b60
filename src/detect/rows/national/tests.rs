//! National numbers of France and its neighbours, with the labels that stand near.

use super::{fault, hold, told};
use crate::model::Category::{self, InsuranceNumber, NationalId, PatientNumber};

const NATIONAL: &[Category] = &[NationalId];
/// Some countries' numbers are given by an insurer or a file.
const ANY: &[Category] = &[NationalId, InsuranceNumber, PatientNumber];

#[test]
fn france() {
    hold(&[
        (
            "NIR|N° de sécurité sociale|Sécu|n° SS|NSS|N° SS|immatriculation|numéro INSEE|N° d'assuré|Assuré n°|N° Sécu",
            "2 84 06 99 990 417 47",
            NATIONAL,
        ),
        ("Numéro de sécurité sociale|no sécurité sociale|Num. Sécu.", "1 79 05 99 990 832 08", NATIONAL),
        ("NIR|Matricule INS", "2 73 12 99 412 008 01", NATIONAL),
        ("NIR", "1 90 02 2A 118 043 12", NATIONAL),
        ("Numéro de Sécurité Sociale", "2 85 06 2B 990 104 73", NATIONAL),
        ("NIR provisoire|NIA", "7 84 06 99 990 417 88", NATIONAL),
        ("NIR", "8 79 05 99 990 832 46", NATIONAL),
        ("NIR|SS", "1 99 42 99 990 104 57", NATIONAL),
        ("NIR|Sécurité sociale", "2 84 06 99 990 417", NATIONAL),
        ("INS|INS-NIR|INS-NIA|matricule INS", "2 84 06 99 990 417 47", NATIONAL),
        ("INS-C|INS|Identifiant national de santé", "0904170832 0417083204 17", NATIONAL),
    ]);
}

#[test]
fn france_in_other_places() {
    let mut faults = Vec::new();
    for (before, value, after) in [
        ("Mme V., ", "2 84 06 99 990 417 47", ", 41 ans"),
        ("patiente ", "284069999041747", " adressée"),
        ("n° ", "2840699990417 clé 47", "."),
        ("n° ", "2 84 06 99 990 417 (clé : 47)", "."),
        ("n° ", "2 84 06 99 990 417 / 47", "."),
        ("", "284069999041747", " 1.2.250.1.213.1.4.8"),
        ("INS : ", "284069999041747", " OID 1.2.250.1.213.1.4.8"),
        ("INS : ", "284069999041747", " (NIR 1.2.250.1.213.1.4.8)"),
        ("INS : ", "284069999041747", " 1.2.250.1.213.1.4.10"),
        ("INS-NIA ", "879059999083246", " 1.2.250.1.213.1.4.9"),
        ("INS-NIR : ", "1 79 05 99 990 832 08", "\nOID : 1.2.250.1.213.1.4.8"),
        ("", "284069999041747", "^^^&1.2.250.1.213.1.4.8&ISO^INS-NIR"),
        ("Courriel : ", "284069999041747@patient.mssante.fr", "\n"),
        ("", "284069999041747@patient.mssante.fr", ""),
        ("écrire à ", "2840699990417 47@patient.mssante.fr", ""),
        ("N° SS : ", "2|84|06|99|990|417|47", "\n"),
        ("N° SS\n", "| 2 | 8 | 4 | 0 | 6 | 9 | 9 | 9 | 9 | 0 | 4 | 1 | 7 | 4 | 7 |", "\n"),
        ("sexe F né 06/1984 ", "2840699990417 47", "\n"),
        ("INS à scanner IS010000000000000000000000S1", "284069999041747", "\u{1d}S2"),
    ] {
        faults.extend(fault(before, value, after, &[]));
    }
    told(&faults);
}

#[test]
fn neighbours() {
    hold(&[
        // Belgium
        (
            "NISS|N° national|Numéro national|Registre national|N° registre national|INSZ|Rijksregisternummer",
            "84 06 15 417 66",
            NATIONAL,
        ),
        ("numéro NISS|NN", "01 06 15 417 01", NATIONAL),
        ("NISS bis", "84 46 15 417 55", NATIONAL),
        // Switzerland
        ("AVS|N° AVS|Numéro AVS|AHV-Nr.|AHV|NAVS13|OASI number", "756 9904 1708 35", NATIONAL),
        ("N° d'assuré|Versichertennummer|N° carte d'assuré", "80756 00099 04170 83204", ANY),
        // Luxembourg
        ("Matricule|Matricule national|N° matricule|Matricule CNS", "1984 06 15 041 96", NATIONAL),
        // Germany
        (
            "KVNR|Versichertennummer|Krankenversichertennummer|Versicherten-Nr.|Vers.-Nr.",
            "V990417085",
            NATIONAL,
        ),
        (
            "RVNR|Rentenversicherungsnummer|Sozialversicherungsnummer|SV-Nummer|SVNR",
            "65 150684 V 044",
            NATIONAL,
        ),
        ("Steuer-ID|IdNr|Steuerliche Identifikationsnummer|IdNr.", "65 929 704 899", NATIONAL),
        // Spain
        ("DNI|D.N.I.|NIF|DNI/NIF", "99041783B", NATIONAL),
        ("NIE|N.I.E.", "Y9904178R", NATIONAL),
        (
            "NUSS|N.º Seguridad Social|Número de la Seguridad Social|NAF|Nº SS|Nº Afiliación",
            "28 19904170 01",
            NATIONAL,
        ),
        ("CIP|TSI|Tarjeta sanitaria|CIP SNS|N.º tarjeta sanitaria", "VRML840615417083", ANY),
        ("CIP|CIP-SNS", "BBBB99041VR417083", ANY),
        // Italy
        ("Codice fiscale|C.F.|CF|Cod. Fisc.|Codice Fiscale", "VRMLUO84H55F205L", NATIONAL),
        ("Tessera sanitaria|TEAM", "80380 00099 04170 83204", ANY),
        // Portugal
        ("NIF|N.º contribuinte|Contribuinte|Número de identificação fiscal", "299 041 786", NATIONAL),
        ("SNS|N.º utente|Nº utente|N.º de utente|Número de utente|N.º SNS|Utente SNS", "990 417 083", ANY),
        ("Cartão de cidadão|CC", "99041783 1 ZZ1", &[]),
        ("NISS", "11 990 417 083", NATIONAL),
        // Netherlands
        ("BSN|Burgerservicenummer|BSN-nummer|sofinummer", "990417086", NATIONAL),
        ("BSN", "9904 17 086", NATIONAL),
    ]);
}

#[test]
fn over_the_sea() {
    hold(&[
        // United Kingdom
        ("NHS number|NHS No|NHS no.|NHS|NHS Number", "999 041 7083", NATIONAL),
        ("NINO|National Insurance number|NI number|NI no|National Insurance No", "QQ 12 34 56 C", NATIONAL),
        ("CHI number|CHI|CHI no.", "150684 4176", NATIONAL),
        ("H&C number|HCN|Health and Care number", "399 041 7083", ANY),
        // Ireland
        ("PPS number|PPSN|PPS No", "9904178T", NATIONAL),
        // United States
        ("SSN|Social Security number|Social Security No.|SS#|Soc Sec #", "219 70 0417", NATIONAL),
        ("ITIN|Taxpayer ID|Tax ID", "990 78 0417", NATIONAL),
        ("MRN|Medical record number|Medical Record #|MR#|Med Rec No", "00 99 04 17", &[PatientNumber]),
        (
            "MBI|Medicare number|Medicare ID|Medicare no.|Medicare Beneficiary Identifier",
            "1EG4 TE5 MK73",
            &[InsuranceNumber],
        ),
        ("HICN|Medicare claim number", "219 70 0417 A", &[]),
        // Canada
        ("SIN|NAS|Social Insurance Number|Numéro d'assurance sociale|N.A.S.", "190 417 089", NATIONAL),
        (
            "RAMQ|NAM|N° d'assurance maladie|Numéro d'assurance maladie|No d'assurance-maladie|Carte soleil",
            "VERL 8456 1517",
            ANY,
        ),
        ("OHIP|Health card|Health card number|OHIP number|HCN|Health Card No.", "9904 170 832 VL", ANY),
        ("PHN|Personal Health Number", "9904 170 838", ANY),
    ]);
}

/// For each scheme whose check digits are judged from outside: a label, and where the number is parted.
const SCHEMES: &[(&str, &str, &[usize])] = &[
    ("nir", "NIR", &[1, 3, 5, 7, 10, 13]),
    ("luhn", "RPPS", &[]),
    ("finess", "FINESS", &[2, 5, 8]),
    ("npi", "NPI", &[]),
    ("iban", "IBAN", &[4, 8, 12, 16, 20, 24]),
    ("nhs", "NHS number", &[3, 6]),
    ("niss", "NISS", &[2, 4, 6, 9]),
    ("ahv", "AVS", &[3, 7, 11]),
    ("dni", "DNI", &[8]),
    ("nie", "NIE", &[]),
    ("codice", "Codice fiscale", &[3, 6, 11]),
    ("bsn", "BSN", &[4, 6]),
    ("nif", "NIF", &[3, 6]),
    ("siren", "SIREN", &[3, 6]),
    ("siret", "SIRET", &[3, 6, 9]),
    ("sin", "SIN", &[3, 6]),
    ("card", "Carte bancaire", &[4, 8, 12, 16]),
    ("idnr", "Steuer-ID", &[2, 5, 8]),
    ("matricule", "Matricule", &[4, 6, 8, 11]),
    ("verhoeff", "N° d'assuré", &[4, 8]),
    ("ssn", "SSN", &[3, 5]),
    ("itin", "ITIN", &[3, 5]),
];

#[test]
fn a_failing_check_never_vetoes_beside_a_label() {
    use crate::detect::checksums::judged::{Draw, VERDICTS, check};
    let mut faults = Vec::new();
    let (mut passing, mut failing) = (0, 0);
    for line in VERDICTS.lines() {
        let mut columns = line.split(" | ");
        let (scheme, pattern) = (columns.next().unwrap(), columns.next().unwrap());
        let name = scheme.split(' ').next().unwrap();
        let (_, label, cuts) = SCHEMES.iter().find(|(n, ..)| *n == name).unwrap();
        let (mut draw, valid) = (Draw::new(scheme), check(scheme));
        for n in 0..24 {
            let (text, at, tails) = draw.number(pattern);
            let kept = tails.iter().map(|tail| {
                let mut tried = text.clone();
                tried.replace_range(at..at + tail.len(), tail);
                tried
            });
            let text = kept.clone().find(|t| valid(t.as_bytes()) == (n % 2 == 0)).unwrap_or(text);
            *if valid(text.as_bytes()) { &mut passing } else { &mut failing } += 1;
            let mut grouped = text.clone();
            for cut in cuts.iter().rev().filter(|c| **c < text.len()) {
                grouped.insert(*cut, ' ');
            }
            for written in [&text, &grouped] {
                faults.extend(fault(&format!("{label} : "), written, "\n", &[]));
                faults.extend(fault(&format!("{label}\t"), written, "\tfin", &[]));
                faults.extend(fault(&format!("vu ce jour, {label} "), written, ", sorti", &[]));
            }
        }
    }
    assert!(passing > 250 && failing > 250, "{passing} pass, {failing} fail");
    told(&faults);
}
