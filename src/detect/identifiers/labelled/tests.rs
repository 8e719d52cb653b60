//! Labels with invented values, and what must not be taken for one.

use crate::detect::identifiers::tests::found;
use crate::model::Category::{
    self, BankAccount, DocumentNumber, Facility, InsuranceNumber, NationalId, PatientNumber, ProfessionalId,
};

#[test]
fn labels_and_values() {
    let rows: &[(&str, &str, &str, Category)] = &[
        ("IPP : ", "8012990402", ", vu", PatientNumber),
        ("IPP\t", "8012990402", "", PatientNumber),
        ("IPP\n", "H000990420", "\n", PatientNumber),
        ("N° IPP ............ : ", "8012990402", "", PatientNumber),
        ("l’IPP étant le ", "3456990983", ".", PatientNumber),
        ("NDA: ", "19324990502", "\nContacts", PatientNumber),
        ("Dossier n°", "1204UZO990", " mis à jour", PatientNumber),
        ("dossier n° ", "2038H99391", ".", PatientNumber),
        ("Demande n°\t", "250211-0467", "\t", PatientNumber),
        ("séjour n° ", "7712094/B", "\n", PatientNumber),
        ("N° d'épisode : ", "25-URG-018842", "", PatientNumber),
        ("votre numéro d'identification est ", "5472990983", " et", PatientNumber),
        ("(n° ", "PN-23-40087", ") a été relu", PatientNumber),
        ("Lab No\t", "H,25.0117734.K", "\nAddress", PatientNumber),
        ("MRN: ", "00-44-21-87", " DOB", PatientNumber),
        ("Medical record number ", "4421987", "", PatientNumber),
        ("Numéro de sécurité sociale : ", "1 24 56 48 90 309 215", "\n", NationalId),
        ("n° SS ", "173 2857 4932", ".", NationalId),
        ("Matricule INS\t", "279035121518989", " [NIR]", NationalId),
        ("NHS No: ", "999 407 1629", "", NationalId),
        ("SSN ", "125-17-4954", "", NationalId),
        ("NISS : ", "85.07.30-033.28", "", NationalId),
        ("AHV-Nr. ", "756.9217.0769.85", "", NationalId),
        ("codice fiscale ", "RCCMNL83S18D969H", "", NationalId),
        ("RPPS : ", "10101010101", "", ProfessionalId),
        ("N° AM : ", "35 1 99842 6", "\n", ProfessionalId),
        ("ADELI ", "769912345", ",", ProfessionalId),
        ("FINESS : ", "2A0000012", " ", Facility),
        ("SIRET ", "732 829 320 00074", "", Facility),
        ("Mutuelle\tn° adhérent ", "00871 44093", "\nAdresse", InsuranceNumber),
        ("N° AMC : ", "99999 12345678", "", InsuranceNumber),
        ("IBAN : ", "FR76 3000 6000 0112 3456 7890 188", "", BankAccount),
        ("credit card number is ", "180045984582343", "?", BankAccount),
        ("passeport n° ", "14AB99012", " délivré", DocumentNumber),
        ("Carte nationale d'identité : ", "880692310285", "", DocumentNumber),
        ("immatriculé ", "AB-123-CD", "", DocumentNumber),
        ("Examen ", "ECH-90417", "\t", PatientNumber),
        ("Prélèvement ", "ADN 25.00391", " (x)", PatientNumber),
        ("Chart ", "M-40772", "\n", PatientNumber),
        ("N° FINESS (numéro de structure)\t", "990712345", "", Facility),
        ("CLIA ", "45D9912345", " ·", Facility),
        ("PPSN ", "7654321TW", "\n", NationalId),
        ("Psychiatrist, IMC ", "990418", "\n", ProfessionalId),
        ("N° contrat / adhérent : 5519 0990 / ", "10990261", "", InsuranceNumber),
        ("contrat ", "009912-A", " ;", InsuranceNumber),
        ("Codice fiscale ", "RSSGLC51P02A794X", " ", NationalId),
        ("NHC ", "9956120", "", PatientNumber),
        ("N° DOSSIER MDPH\n", "093-2025-990834", "\n", PatientNumber),
        ("Réf. ext. ", "LX-990120", "\n", PatientNumber),
        ("IPP", "11409990", "  NDA9", PatientNumber),
        ("Lit 6 NDA", "987120990", "\n", PatientNumber),
        ("IPP 990214587 et ", "990214578", ").", PatientNumber),
        ("Dossier complet sous ", "H23.0091.9", ", vu", PatientNumber),
        ("Bracelet : ", "X-9918990", ".", PatientNumber),
        ("NUM\t", "119004990", "\n", PatientNumber),
        ("RPPS           |", "1|0|1|0|0|2|2|8|7|1|6", "|", ProfessionalId),
    ];
    for (before, value, after, category) in rows {
        let s = format!("{before}{value}{after}");
        let got = found(&s);
        assert!(got.iter().any(|(f, c)| f == value && c == category), "{s:?} {got:?}");
    }
}

#[test]
fn labels_without_a_number() {
    for s in [
        "Dossier du 12/03/2020",
        "séjour de 15 jours",
        "examen du 4 mars 2021",
        "visite le 12 12 2020",
        "lot n° 123456",
        "loi n° 2002-303 du 4 mars 2002",
        "Numéro d'autorisation : 34009 300 123 4 5",
        "patient de 65 ans",
        "compte rendu 2021",
        "Dossier : 12.03.2020",
        "hospitalisation du 01/02/2021 au 03/02/2021",
        "contrat de 2021",
        "À l'entrée : TA 165/80, OMI",
        "IPP et NDA à compléter, 3 et 5 jours",
        "dossier vu sous scope",
    ] {
        assert_eq!(found(s), [], "{s}");
    }
}
