//! Files, stays, professionals, insurers, accounts and papers, with the labels that stand near.

use super::{fault, hold, told};
use crate::model::Category::{
    self, BankAccount, DocumentNumber, Facility, InsuranceNumber, PatientNumber, ProfessionalId,
};

const PATIENT: &[Category] = &[PatientNumber];
const PRO: &[Category] = &[ProfessionalId, Facility];
const INSURED: &[Category] = &[InsuranceNumber, PatientNumber];
const BANK: &[Category] = &[BankAccount];
const PAPER: &[Category] = &[DocumentNumber];

#[test]
fn files_and_stays() {
    hold(&[
        (
            "IPP|I.P.P.|N° IPP|NIP|N° patient|Numéro de patient|Identifiant patient|ID patient|Patient n°",
            "8099 0417 08",
            PATIENT,
        ),
        ("IPP", "H000990417", PATIENT),
        (
            "NDA|N.D.A.|N° NDA|IEP|N° IEP|N° de séjour|Séjour n°|N° séjour|Numéro de venue|N° de passage|N° d'admission",
            "99 0417 083",
            PATIENT,
        ),
        (
            "N° dossier|Dossier n°|N° de dossier|Numéro de dossier|No dossier|dossier médical n°|Réf. dossier|Dossier N°",
            "2099K90417",
            PATIENT,
        ),
        (
            "N° d'accession|Accession|Accession number|Accession #|N° d'examen|Accession no",
            "ACC 990417083",
            PATIENT,
        ),
        (
            "N° de prélèvement|Prélèvement n°|N° échantillon|Échantillon n°|N° de tube|Code-barres",
            "99041 70832",
            PATIENT,
        ),
        ("N° de demande|Demande n°|N° demande|N° de bon|Bon n°|N° d'ordonnance", "990417 0832", PATIENT),
        (
            "N° de compte rendu|N° CR|CR n°|N° d'analyse|N° d'enregistrement|N° de lame|Bloc n°",
            "25A 99041",
            PATIENT,
        ),
        (
            "MRN|Patient ID|Patient No|Hospital number|Hospital No.|Chart number|Unit number|File number|Case number",
            "99041708",
            PATIENT,
        ),
        (
            "Encounter|Encounter no|Visit number|Account number|Acct #|Specimen ID|Sample no.|Requisition no|Order number",
            "V 990417083",
            &[PatientNumber, BankAccount],
        ),
        ("Fallnummer|Patientennummer|Patienten-ID|Fall-Nr.|Aufnahmenummer", "99041708", PATIENT),
        ("N.º historia clínica|NHC|Nº de historia|Historia clínica", "9904170", PATIENT),
        ("N. cartella clinica|Numero cartella|Nosologico|Cartella clinica n.", "2025 990417", PATIENT),
        ("N.º processo|Processo n.º|Nº do processo", "990417083", PATIENT),
        ("Patiëntnummer|Patientnummer|Dossiernummer|PID", "9904170", PATIENT),
    ]);
}

#[test]
fn professionals_and_places() {
    hold(&[
        ("RPPS|N° RPPS|n° RPPS|R.P.P.S.|RPPS n°|Numéro RPPS", "10109904176", &[ProfessionalId]),
        ("RPPS", "10 10 99 04 17 6", &[ProfessionalId]),
        ("IDNPS|ID PS|Identifiant PS|IDPS", "810109904176", PRO),
        (
            "ADELI|N° ADELI|n° Adeli|AM|N° AM|N°AM|Numéro AM",
            "99 1 90417 6",
            &[ProfessionalId, PatientNumber, InsuranceNumber],
        ),
        ("ADELI", "999904176", PRO),
        ("N° d'identification|N° assurance maladie", "99 1 90417 6", &[]),
        (
            "FINESS|N° FINESS|FINESS juridique|FINESS géographique|Finess EJ|FINESS ET|N° Finess",
            "99 099 041 8",
            PRO,
        ),
        ("FINESS", "2A 099 041 3", PRO),
        ("SIREN|N° SIREN|RCS Lille|RCS", "909 904 179", PRO),
        ("SIRET|N° SIRET|Siret", "909 904 179 00043", PRO),
        ("NPI|NPI number|NPI #|NPI No.", "1990417085", PRO),
        ("DEA|DEA #|DEA number|DEA No", "BV9904178", PRO),
        ("GMC|GMC number|GMC no.|GMC No", "9904170", PRO),
        ("NMC PIN|NMC|NMC pin", "99I0417E", PRO),
        ("INAMI|N° INAMI|RIZIV|RIZIV-nr|numéro INAMI", "1 99041 70 832", PRO),
        ("RCC|N° RCC|ZSR|ZSR-Nr.|GLN", "V 9904 17", PRO),
        ("LANR|BSNR|LANR-Nr.", "990417083", PRO),
        ("AGB-code|BIG-nummer|BIG-registratie|UZI-nummer", "99041708", PRO),
        ("Nº colegiado|N.º colegiado|Colegiado", "28 990417", PRO),
        ("License|License no.|Lic #|State license|Licence no", "MD 990417", PRO),
    ]);
}

#[test]
fn insurers_accounts_and_papers() {
    hold(&[
        (
            "N° adhérent|Numéro d'adhérent|Adhérent n°|Adhérent|N° d'adhérent|N° adhésion",
            "9904 1708",
            INSURED,
        ),
        (
            "Mutuelle|N° mutuelle|Mutuelle n°|AMC|N° AMC|Numéro AMC|Complémentaire|N° de contrat|Contrat n°|N° de police",
            "99041708 0990417083",
            INSURED,
        ),
        ("N° allocataire|N° CAF|Allocataire n°|N° bénéficiaire", "9904170 V", INSURED),
        (
            "Member ID|Policy number|Policy #|Group number|Subscriber ID|Insurance ID|Member no.|Medicaid ID",
            "XVR 990417083",
            INSURED,
        ),
        ("IBAN|Compte|RIB|IBAN du patient", "FR70 3009 9000 4100 0990 4170 854", BANK),
        ("IBAN|Compte n°", "BE12 9909 0417 0832", BANK),
        ("IBAN", "LU24 0099 9041 7083 2041", BANK),
        ("IBAN", "CH94 0099 0904 1708 3204 1", BANK),
        ("IBAN", "DE23 9909 0417 0832 0417 08", BANK),
        ("IBAN", "ES66 9900 0904 1708 3204 1708", BANK),
        ("IBAN", "IT02 X099 0904 1700 0000 0832 041", BANK),
        ("IBAN", "PT81 0009 9041 7083 2041 7083 2", &[]),
        ("IBAN", "NL29 ABNA 0990 4170 83", BANK),
        ("IBAN", "GB16 NWBK 9904 1708 3204 17", BANK),
        ("RIB|Relevé d'identité bancaire|Code banque guichet compte clé", "30099 00041 00099041708 54", BANK),
        ("BIC|BIC/SWIFT|Code BIC|SWIFT|Code SWIFT", "VRMTFRPP", &[]),
        ("BIC", "VRMTFR2AXXX", BANK),
        (
            "Carte bancaire|CB|N° de carte|Carte bleue|Card number|Credit card|Card no.",
            "4970 9904 1708 3201",
            BANK,
        ),
        ("Carte|Amex", "3709 904170 83205", BANK),
        ("Sort code|Sort Code", "99 04 17", BANK),
        ("Account number|Account no.|A/C no", "99041708", &[]),
        (
            "Passeport|Passeport n°|N° de passeport|Passport|Passport no.|Passport number|Reisepass|Pasaporte",
            "99AV04170",
            PAPER,
        ),
        (
            "CNI|N° CNI|Carte d'identité|Carte nationale d'identité n°|CNI n°|Pièce d'identité",
            "990417 083204",
            PAPER,
        ),
        ("CNI|Carte d'identité|N° de carte d'identité", "X4VR7BPF9", PAPER),
        ("Permis de conduire|Permis n°|N° de permis|Permis de conduire n°|N° permis", "99VR04170", PAPER),
        ("Permis de conduire", "990417083204", PAPER),
        ("Driving licence|Driving licence no.|Driver number", "VERMO 806154 L99VR", PAPER),
        ("Driver's license|Driver License|DL no.|DL number|Driver's License No.", "V 990417083", PAPER),
        (
            "Titre de séjour|N° titre de séjour|Carte de séjour n°|N° étranger|AGDREF|Récépissé n°",
            "9904170832",
            PAPER,
        ),
        ("Immatriculation|Plaque|Véhicule|Plaque d'immatriculation|Immatriculé", "AB 123 CD", &[]),
        ("Véhicule immatriculé|Plaque", "1234 AB 75", PAPER),
        ("Licence plate|License plate|Plate|Registration|Vehicle reg|Number plate", "LV84 XYZ", &[]),
        ("Kennzeichen", "B VR 9904", &[]),
    ]);
}

#[test]
fn shapes_without_a_label() {
    let mut faults = Vec::new();
    for (before, value, after) in [
        ("virement sur ", "FR70 3009 9000 4100 0990 4170 854", " ce jour"),
        ("versé sur ", "FR7030099000410009904170854", "."),
        ("payé par ", "4970 9904 1708 3201", " hier"),
        ("payé par ", "4970-9904-1708-3201", " hier"),
        ("il conduit ", "AB-123-CD", " depuis"),
        ("RIB ", "30099 00041 00099041708 54", ""),
        ("her ", "219-70-0417", " was"),
        ("con ", "VRMLUO84H55F205L", " e"),
        ("con ", "VRM LUO 84H55 F205L", " e"),
        ("titular ", "99041783-B", " y"),
        ("mit ", "756.9904.1708.35", " und"),
        ("avec ", "84.06.15-417.66", " et"),
        ("Medicare ", "1EG4-TE5-MK73", ""),
        ("signé Dr V., ", "10109904176", "\n"),
        ("n° ", "909 904 179 00043", "\n"),
        ("patient ", "VERL 8456 1517", " vu"),
        ("with ", "ZY123456C", " on"),
        ("matricule ", "1984061504196", " du"),
    ] {
        faults.extend(fault(before, value, after, &[]));
    }
    told(&faults);
}
