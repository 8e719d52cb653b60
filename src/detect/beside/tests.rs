//! Invented people and places, each pattern by its name.

use super::super::detect;
use crate::model::{AtomId, Category, Extract, Format, Known, Text, TextBuilder};

fn text(string: &str) -> Text {
    let mut b = TextBuilder::new();
    b.push(string, AtomId::new(0));
    let mut text = b.finish();
    let fields = crate::layout::fields_of(&text);
    text.set_fields(fields);
    text
}

fn found(string: &str) -> Vec<(String, Category)> {
    let seen = Extract { texts: vec![text(string)], ..Extract::empty(Format::Text) };
    detect(&seen, &Known::default()).into_iter().map(|f| (string[f.span].to_owned(), f.category)).collect()
}

/// Whether every letter and digit of a part is struck.
fn struck(string: &str, part: &str) -> bool {
    let seen = found(string);
    // A date that is no birth date is told, and stays where no policy asks for it.
    let stays = |c: &Category| matches!(c, Category::Date | Category::Ward | Category::Occupation);
    let said: String =
        seen.iter().filter(|(_, c)| !stays(c)).map(|(s, _)| s.as_str()).collect::<Vec<_>>().join("\u{1}");
    part.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).all(|w| said.contains(w))
}

pub(super) fn all_struck(rows: &[(&str, &str)]) {
    for (string, part) in rows {
        assert!(struck(string, part), "{part:?} in {string:?}: {:?}", found(string));
    }
}

pub(super) fn none_struck(rows: &[(&str, &str)]) {
    for (string, part) in rows {
        assert!(!struck(string, part), "{part:?} in {string:?}: {:?}", found(string));
    }
}

#[test]
fn a_name_goes_on_on_the_next_line() {
    all_struck(&[
        ("Vu avec notre infirmière, Nadine\nBrugnon, ce jour.", "Brugnon"),
        ("Seen with our diabetes nurse, Rhona\nTavish, who agrees. This is for the clinic.", "Tavish"),
        ("Mme TEXIER Lucia da\nRocha est venue", "Rocha"),
        ("Dr Anne Le Guen-\nPerrot, cardiologue", "Perrot"),
        ("Sister Maeve\nHolt will ring you and the ward is ready", "Holt"),
        ("par le Dr Paul-Louis\nde Vernon, chirurgien", "Vernon"),
        ("seen by Mr Ash and Sister\nPenhale on the ward", "Penhale"),
    ]);
    none_struck(&[
        ("Vue avec Nadine\nExamen clinique normal", "Examen"),
        ("Adressé par Lucie\nCourriel : secretariat", "Courriel"),
    ]);
}

#[test]
fn a_name_goes_on_in_the_next_row_of_a_table() {
    all_struck(&[
        ("Patient\tFENWICK, Harold\tKnown as\tHarry\nGuy (Mr)\nWard\t7", "Guy"),
        ("Consultant\tProf. Ida Sorley-\tBleep\t2211\nTait\tGMC\t7654321", "Tait"),
    ]);
}

#[test]
fn lists_of_people_go_on() {
    all_struck(&[
        ("Médecins : Drs Vallin, Kouadio-Leroux, \nNguyen · 01 99 00 11 22", "Nguyen"),
        ("VALLIN P - COSTES-ROY A - TOURE M    BIOLOGISTES", "TOURE M"),
        ("Mardi : Moreira / Kouamé / Pham", "Moreira Kouamé Pham"),
        ("her husband Declan minds the children (Ronan, Sive and baby Orla)", "Ronan"),
        ("est au foyer avec Tom et Louise.", "Tom"),
        ("cc Farah Begum / C Pengelly / Mr D Tremayne", "Begum Pengelly Tremayne"),
    ]);
}

#[test]
fn somebody_did_it() {
    all_struck(&[
        ("Sonde posée en urgence par Brisset (urologie).", "Brisset"),
        ("examen réalisé par Inaxio (manip)", "Inaxio"),
        ("RESULTAT COMMUNIQUE A 11H PAR SYLVIANE", "SYLVIANE"),
        ("Ask Dr K about the scan.", "K"),
        ("Signé : Dr Zoé Brugnon / IDE Anaëlle R.", "Anaëlle R"),
        ("d/w Kartik (SpR), for review and for the ward", "Kartik"),
        ("I showed this to Lavi. The dose of the pill was cut for you.", "Lavi"),
    ]);
    none_struck(&[
        ("Traité par Augmentin (1 g x3).", "Augmentin"),
        ("Contrôle par IRM (séquence T1)", "IRM"),
    ]);
}

#[test]
fn initials_and_typists_marks() {
    all_struck(&[
        ("dicté, non relu – SM/ab", "SM/ab"),
        ("Réf. interne\nDHT/pb", "DHT/pb"),
        ("Mme Berthe Nkolo-Abena\nFamille (BN-A)", "BN-A"),
        ("Rédigé par le chef, relu RSA.", "RSA"),
        ("Result called by JT. Patient informed", "JT"),
        ("Signé : PE MORIN\nDr Pierre-Étienne MORIN", "PE"),
    ]);
    none_struck(&[
        ("Dosage 12 UI/ml, amoxicilline 1 g/j", "UI/ml"),
        ("administré par IV, vérifié par IRM.", "IV"),
    ]);
}

#[test]
fn farewells_and_relatives() {
    all_struck(&[
        ("Thanks for all\nhugs\nJo\n\n> old post", "Jo"),
        ("wife Eirwen aware, and the daughter Bisi is with her", "Eirwen Bisi"),
        ("Moi c'est Lénaïg, 34 ans", "Lénaïg"),
        ("her mother, Assumpta; the baby is well and at home", "Assumpta"),
        ("Mrs Adewale (Folasade), for the list", "Folasade"),
    ]);
}

#[test]
fn towns_beside_what_was_found() {
    all_struck(&[
        ("Vannes, 26.01.2026\nORDONNANCE", "Vannes"),
        ("Bayonne, ce lundi 2 mars 2026", "Bayonne"),
        ("Kassel, den 3. März 2026", "Kassel"),
        ("cc : Dr Irastorza, Hasparren; dossier", "Hasparren"),
        ("2 place de Haguenau – STRASBOURG – 03 88 00 91 16", "STRASBOURG"),
        ("vue aux urgences de Vierzon par l'interne", "Vierzon"),
        ("son frère, mort à Sétif.", "Sétif"),
        ("She had a colectomy at Leeds and is well.", "Leeds"),
        ("Tobin Lane\nNenagh, Co. Tipperary\nE45 XN60", "Nenagh E45"),
        ("Hi, I am from Waco, Texas. It is hot here and dry", "Waco"),
        ("née le 17/11/1990 Koudougou (Burkina Faso)", "Koudougou"),
    ]);
    none_struck(&[("Patient en salle, revu à Pâques.", "Pâques")]);
}

#[test]
fn lines_of_an_address() {
    all_struck(&[
        ("Adresse : Les Genêts 14, hameau de Kerlo", "Genêts"),
        ("ADRESSE   : LOT LES IRIS 14 R DES LILAS 66450 POLLESTRES", "IRIS 14 LILAS"),
        ("Elle vit seule maison Etxe Berri, quartier Ordoki mais", "Etxe Berri Ordoki"),
        ("Address\tOrchard Cottage, Back\tMRN\tR229\nLane\nPilton\nSomerset BA4 4DD", "Orchard Lane Pilton"),
        ("Le Bourg, 15140 Saint-Martin-Valmeroux", "Bourg"),
        ("Foyer Adam, 45 rue\nRouget-de-Lisle 93500 Pantin", "Rouget"),
        ("IRM – avenue du 8-Mai-1945 – 64100 BAYONNE", "Mai 1945"),
        ("pharmacy, 304 E Alvarado,\nLas Cruces", "304 Alvarado Cruces"),
    ]);
    none_struck(&[("Date\tAdresse\tN° téléphone d'urgence\n\n12/08/1999\tx", "urgence")]);
}

#[test]
fn dates_under_and_beside_a_name() {
    all_struck(&[
        ("Mlle DIOP Rokhaya\nle 1er juin 2003\nVannes, 26.01.2026", "1er juin 2003"),
        ("Melle ETCHEPARE Oihana\tExamen\t01/04/1998", "01/04/1998"),
    ]);
    none_struck(&[("Mme DIOP Rokhaya\nle 1er juin 2025", "2025")]);
}

#[test]
fn english_words_are_no_names() {
    none_struck(&[
        ("Comprehensive Metabolic Panel\nGlucose 118 and the test", "Metabolic"),
        ("Flexible sigmoidoscopy last week: Mayo score 3 and the rest", "Mayo"),
        ("Also I need a refill of the pill for my heart", "Also"),
        ("They gave me Neulasta and it was fine for the day", "Neulasta"),
    ]);
}

#[test]
fn a_date_parted_by_strokes_from_a_person_or_a_national_number_is_the_day_of_birth() {
    all_struck(&[
        ("HALDANE, Rufus / 1959-08-23 / ward round", "1959-08-23"),
        ("NHS 999 555 0326 – 29 Feb 1948\nSeen in clinic.", "29 Feb 1948"),
        ("Mme ZIELINSKA Bozena, 17/09/1956, suivie depuis deux ans", "17/09/1956"),
        ("Patient : Odile MARCHANDET | 04/11/1962 | consultation", "04/11/1962"),
    ]);
    none_struck(&[
        // Younger than most files.
        ("HALDANE, Rufus / 2024-08-23 / ward round", "2024-08-23"),
        ("Mme ZIELINSKA Bozena, 17/09/2019, suivie depuis deux ans", "17/09/2019"),
    ]);
}

#[test]
fn an_ordinary_word_in_capitals_is_a_surname_beside_a_given_name_and_a_title_or_a_birth() {
    all_struck(&[
        ("Vu en HDJ : DIMANCHE Paulette (12/04/1946), suivi HTA", "DIMANCHE"),
        ("Mme Odile MARDI (3 mars 51) – consultation", "MARDI"),
        ("avis pour M. Hugo OCTOBRE revu ce jour", "OCTOBRE"),
        ("DÉCEMBRE Fatou, 34 ans, G2P1", "DÉCEMBRE"),
        ("Mme OCTOBRE revue ce jour", "OCTOBRE"),
        ("reportés : JANVIER P. neutropénie", "JANVIER P"),
    ]);
    none_struck(&[
        ("MARDI Staff (12/04/2021), JEUDI Radio", "MARDI"),
        ("MARDI Staff (12/04/2021), JEUDI Radio", "JEUDI"),
        ("RDV avec le Dr mardi matin", "mardi"),
        ("Mme MOREL Odile SUIVI HTA", "SUIVI"),
    ]);
}

#[test]
fn a_number_between_a_name_and_a_date_belongs_to_them() {
    all_struck(&[
        ("Yanis BOUZID / 8812345 / 12.02.2001\n", "8812345"),
        ("Yanis BOUZID / 8812345 / 12.02.2001\n", "12.02.2001"),
    ]);
    none_struck(&[("Na 140 / 250000 / 12.02.2001", "250000")]);
}

#[test]
fn letters_behind_a_surname_in_a_table_stand_for_given_names() {
    all_struck(&[
        ("RESPONSABLE : DUMOULIN JB\nUF 4410", "JB"),
        ("Opérateur   KACZMAREK PY      aide", "PY"),
        ("Opérateur : KACZMAREK R    DEST", "R"),
    ]);
    none_struck(&[("Dr MOREL CT    thorax", "CT")]);
}

#[test]
fn a_role_a_signature_or_a_farewell_names_somebody() {
    all_struck(&[
        ("RP contrôle OK. Signé BRUNELLESCHI", "BRUNELLESCHI"),
        ("merci de me rappeler, bises Nolwenn", "Nolwenn"),
        ("Je te rappelle. Bien à toi, Gwen", "Gwen"),
        ("Le pt dit \"je m'appelle Zlatko\", désorienté", "Zlatko"),
        ("vue aux urgences avec Mlle K. A. , 19 a", "K. A."),
        ("en présence de l'agent BOUVARD (matricule)", "BOUVARD"),
        ("alias Momo, connu du service", "Momo"),
        ("transmis à l'IDEL (Lagarde, 06 39 98 11 22)", "Lagarde"),
        ("Son auxiliaire de vie, Rachida, signale une chute", "Rachida"),
        ("par l'AVS (Coumba, matin et soir)", "Coumba"),
        ("selon Mélanie, il serait tombé", "Mélanie"),
        ("VU PAR INTERNE CHLOE. RAS", "CHLOE"),
        ("TRANSPORT AVEC BRANCARDIER MOUSSA. RETOUR 15H", "MOUSSA"),
        ("pacemaker retiré (BELLANGER Pompes funèbres, 02 99 00 01 01)", "BELLANGER"),
        ("corps remis aux pompes funèbres DUBREUCQ", "DUBREUCQ"),
    ]);
    none_struck(&[
        ("Stade III selon Fontaine. Score selon Gleason.", "Fontaine"),
        ("IDE (Pansement), kiné (Marche), cardio (Holter)", "Pansement"),
        ("IDE (Pansement), kiné (Marche), cardio (Holter)", "Holter"),
        ("Compte rendu signé électroniquement", "électroniquement"),
        ("le kiné, Rééducation, verticalisation", "Rééducation"),
    ]);
}

#[test]
fn children_are_named_beside_their_age_or_the_year_of_their_birth() {
    all_struck(&[
        ("accouchement 2011 (Lou), AVB 2015 (Maël)", "Lou"),
        ("Enfants : Tom 8 ans, Zoé 5 ans et Basile 2 ans", "Zoé"),
        ("Fratrie : Adèle (12 ans), Côme (9 ans), Isaure (3 mois)", "Côme"),
        ("BENOIST (Anne) / BENOIST (Marie) : homonymes", "Marie"),
    ]);
    none_struck(&[
        ("Entresto (2 ans), Metformine (6 mois)", "Entresto"),
        ("césarienne 2015 (Siège), 2019 (IRM)", "Siège"),
    ]);
}

#[test]
fn labels_without_a_mark_name_what_fills_their_cell() {
    all_struck(&[
        ("Nom d'épouse  MOREL\nPrénoms Célestin Désirée\nDate de naissance", "Célestin Désirée"),
        ("Mère\n\tNOM OYONO \tPrénom Mbarga \tTél 0639981122", "Mbarga"),
        ("CONTACTS\n1 EPOUX     NGUEMA SIMPLICE     0639981100", "NGUEMA SIMPLICE"),
        ("PERE       TRAORE IDRISSA\n", "TRAORE IDRISSA"),
        ("Attending: Sun, Joy\nStudent: Destiny", "Destiny"),
    ]);
    none_struck(&[
        ("Mère      Diabète\nPère      Décédé\n", "Diabète"),
        ("PERE      AVC\nMERE      HTA\n", "HTA"),
        ("Mère\n\tNOM OYONO \tPrénom Mbarga", "NOM"),
    ]);
}

#[test]
fn english_names_that_are_small_words_or_written_small() {
    all_struck(&[
        ("Ngozi said Will will drive, unless May can't come.", "Will"),
        ("Ngozi said Will will drive, unless May can't come.", "May"),
        ("You can ask for Drew at the desk, he is kind", "Drew"),
        ("hi my name is tamika oduya and i need the refill", "tamika oduya"),
        ("her name's latoya, please tell the nurse", "latoya"),
        ("CC: Anneliese Vogt <av@example.org>; Raj <raj.p@example.org>", "Raj"),
    ]);
    none_struck(&[
        ("the drug name is metoprolol tartrate", "metoprolol"),
        ("the name is not listed", "listed"),
        ("Testimony was heard from him and the clerk", "Testimony"),
        ("The Glasgow Coma Scale was 13", "Coma"),
        ("They met in May and will come", "May"),
    ]);
}

#[test]
fn where_somebody_comes_from_is_a_town() {
    all_struck(&[
        ("Evasan depuis Maripahu le 3/4", "Maripahu"),
        ("en route depuis Landerneau.", "Landerneau"),
        ("(famille Kaya, origine Bayburg).", "Bayburg"),
        ("en provenance de Mamoudzou", "Mamoudzou"),
        ("élève scolarisée à Pacé, suivie", "Pacé"),
        ("agricultrice à Saint-Pol-de-Léon, morsure", "Saint-Pol-de-Léon"),
        ("Voyage retour prévu Tunis le 22/07", "Tunis"),
    ]);
    none_struck(&[
        ("AEG depuis Entresto, depuis Noël", "Entresto"),
        ("origine Virale, origine Cardiaque", "Virale"),
        ("transfert depuis Réanimation", "Réanimation"),
    ]);
}

#[test]
fn hamlets_and_cells_are_addresses() {
    all_struck(&[
        ("demeurant Le Moulin Neuf à Pleyben, hospitalisée", "Le Moulin Neuf"),
        ("au lieu dit « La Touche »", "La Touche"),
        ("habite Cité des Peupliers bât F", "Cité des Peupliers"),
        ("morsure de chien (ferme Ostabat, quartier Urruty).", "Ostabat"),
        ("Domicile 15 chemin Vert, Ravine Haute\n         97432 SAINT-PIERRE", "Ravine Haute"),
        ("MOREL Jeanne\tKerbastard, portail bleu, Paimpol\t0639984002\n", "Kerbastard"),
    ]);
    none_struck(&[("demeurant le plus souvent seul", "souvent")]);
}

#[test]
fn a_name_goes_on_behind_its_apostrophe() {
    all_struck(&[
        ("sa tante, Mme Odile PRUD'HOMME, vient", "PRUD'HOMME"),
        ("vu par le Dr Lise Prud\u{2019}homme ce jour", "homme"),
        ("Ref: VERMOT L   Pt: QUILBEC, LOU  DOB: 03/03/1955", "QUILBEC, LOU"),
        ("My aunt     Devorah               ov ca 58", "Devorah"),
        ("a porter called Zebedee came", "Zebedee"),
    ]);
    none_struck(&[("he said Mr Vermot's bed is free", "bed")]);
}
