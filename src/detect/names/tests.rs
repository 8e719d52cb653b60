//! Invented names, and what must not be taken for them.

use super::*;
use crate::model::{AtomId, Known, TextBuilder};

fn hits(s: &str) -> Vec<(String, Category)> {
    let mut b = TextBuilder::new();
    b.push(s, AtomId::new(0));
    let (text, known) = (b.finish(), Known::default());
    let mut out = Vec::new();
    Names.detect(&Input::new(&text, 0, &known), &mut out);
    out.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end)));
    out.into_iter().map(|h| (s[h.span].to_owned(), h.category)).collect()
}

fn covers(s: &str, name: &str) -> bool {
    hits(s).iter().any(|(h, _)| h == name)
}

#[test]
fn titles_announce() {
    for (s, name) in [
        ("Mme GRANDJEAN Solange est venue", "GRANDJEAN Solange"),
        ("vu par le Dr Ph. Vandenbroucke ce jour", "Ph. Vandenbroucke"),
        ("M. de La Rochette va bien", "de La Rochette"),
        ("Pr de La Rochette", "de La Rochette"),
        ("Mr Petit, boulanger", "Petit"),
        ("Mme G. se plaint", "G."),
        ("le docteur Ngo Thi Mai", "Ngo Thi Mai"),
        ("Dr Blanchet\nAudrey, radiologue", "Blanchet\nAudrey"),
        ("vu(e) par le Dr Yaël\nPetit. L'IRM ne montre rien", "Yaël\nPetit"),
        ("vu(e) par le Dr Yaël\nŒillard. L'IRM ne montre rien", "Yaël\nŒillard"),
        ("vu(e) par le Dr Yaël\nŒILLARD. L'IRM ne montre rien", "Yaël\nŒILLARD"),
        ("vu(e) par le-Dr Octave\nLefèvret. La mobilisation", "Octave\nLefèvret"),
        ("vu(e) par le Dr Joséphine\nBOUCHER. Les sérologies", "Joséphine\nBOUCHER"),
        ("vu(e) par le Dr Joséphine\nGARÇONNET. Les sérologies", "Joséphine\nGARÇONNET"),
        ("Madame Ursule\nvaucoureux, né(e) le 14/07/1958", "Ursule\nvaucoureux"),
        ("Madame Yaël\nvaucoureux, né(e) le 14/07/1958", "Yaël\nvaucoureux"),
        ("dr delmotte", "delmotte"),
        ("Mme Ait Haddad", "Ait Haddad"),
        ("Drs DELMOTTE, Haddad et Roux", "Haddad"),
        ("Monsieur le Professeur O'Brien", "O'Brien"),
        ("Dr.Delmotte", "Delmotte"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
    // The next line begins something else.
    for s in
        ["vu par le Dr Yaël\nConclusion : rien", "Dr Yaël\nCardiologue. Paris", "Dr Yaël\nAbsence de fièvre"]
    {
        assert!(
            !covers(s, "Conclusion") && !covers(s, "Cardiologue") && !covers(s, "Absence"),
            "{s}: {:?}",
            hits(s)
        );
    }
    assert_eq!(hits("Dr Delmotte"), [("Delmotte".to_owned(), Category::Professional)]);
}

#[test]
fn labels_announce() {
    for (s, name) in [
        ("Nom de naissance\tPAT-TROIS", "PAT-TROIS"),
        ("Prénom(s) : DOMINIQUE MARIE-LOUISE [DOMINIQUE]", "DOMINIQUE MARIE-LOUISE"),
        ("NOM: O'Brien  PRENOM: Siobhán", "O'Brien"),
        ("Personne de confiance\t(Soeur) : Sophie Delmotte", "Sophie Delmotte"),
        ("Prénom: aziz", "aziz"),
        ("née DELMOTTE le 3 mai", "DELMOTTE"),
        ("son mari Paul travaille", "Paul"),
        ("Signé électroniquement par Anne Delmotte", "Anne Delmotte"),
        ("Infirmiers: théodore roux, marie cécile lefèvre", "marie cécile lefèvre"),
        ("Surname: Okonkwo\nForename: Adaeze", "Okonkwo"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
}

#[test]
fn shapes_speak_for_themselves() {
    for (s, name) in [
        ("Internes : DELMOTTE Christine (Interne)", "DELMOTTE Christine"),
        ("Présents : A. Lemar, U. Jouan", "A. Lemar"),
        ("02/05/2017 CAMILLET O ÉMILIE", "CAMILLET O ÉMILIE"),
        ("ROBERT, ROBERT HENRI", "ROBERT HENRI"),
        ("vue par Z.Phillot (Interne)", "Z.Phillot"),
        ("avec Barnabé hier", "Barnabé"),
        ("Dedoncker76 rue : Marie Dedoncker76", "Marie Dedoncker"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
}

#[test]
fn medicine_is_left() {
    for s in [
        "maladie de Parkinson et maladie de Horton",
        "score de Gleason 7, Glasgow 15",
        "syndrome de Guillain-Barré",
        "Traitement : KARDEGIC 75, XARELTO 20 mg",
        "Prélèvement Staphylococcus aureus",
        "Hôpital Saint-Joseph, salle Laennec",
        "VORICONAZOLE TEVA 200 mg",
        "Nom du protocole : Thrombolyse",
        "Claire amélioration. Pierre à l'ethmoïde.",
        "Dr en médecine",
        "Le Patient est Suivi",
        "tétralogie de Fallot",
        "Nom du médicament\nDOLIPRANE",
        "Echo-Doppler Cervical",
    ] {
        assert!(hits(s).is_empty(), "{s}: {:?}", hits(s));
    }
}

#[test]
fn names_that_lists_do_not_hold() {
    for (s, name) in [
        ("revue hier, née Ostervane), va bien", "Ostervane"),
        ("Madame X, née LE QUERVAIN le 3 mai 1950", "LE QUERVAIN"),
        ("PAR LE SMUR (DR CAPUCINE VERDIER-KROSS).", "CAPUCINE VERDIER-KROSS"),
        ("Dear Prudence,\n", "Prudence"),
        ("since her husband, Sven, moved", "Sven"),
        ("read by Ilvana Trusk, MD, who", "Ilvana Trusk"),
        ("Sonnez chez Le Menn.", "Le Menn"),
        ("Je soussigné Ronan Kerc'hoat-Vidal certifie", "Ronan Kerc'hoat-Vidal"),
        (
            "La patiente est adressée ce jour en consultation par le docteur Wilfried\nOstervane pour avis",
            "Wilfried\nOstervane",
        ),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
    for s in ["Dear Colleague,\n", "To: Wound Care Team\n", "Née le 3 mai", "Sodium 1,2 g/L. Plaquettes"] {
        assert!(hits(s).is_empty(), "{s}: {:?}", hits(s));
    }
}

#[test]
fn names_by_the_phrase_around_them() {
    for (s, name) in [
        ("Le dossier de Zhuo Pei est complet.", "Zhuo Pei"),
        ("Vu en présence de Awenti Kourako.", "Awenti Kourako"),
        ("Appelé Bai Wen pour les résultats.", "Bai Wen"),
        ("Elle habite avec Zhuo depuis un an.", "Zhuo"),
        ("J'ai vu Quoc Tin Le, 40 ans, hier.", "Quoc Tin Le"),
        ("LY Zhuo (68 ans) chute à domicile.", "LY Zhuo"),
        ("Mme Le reste alitée.", "Le"),
        ("Compte rendu\nOpérateur : LY, aide : M. LY", "LY"),
        ("Assistante : Zhuo LY", "Zhuo LY"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
    for s in [
        "Le bilan de Sodium Potassium est normal.",
        "Vu en présence de Service Social.",
        "Appelé Urgences Pédiatriques pour avis.",
        "Chirurgien : CHU, aide : IDE",
        "DOULEUR THORACIQUE (40 ans)",
        "Chimiothérapie FOLFUGRAN 6 mois.",
        "Mme la directrice",
        "Patient Homme, 40 ans",
    ] {
        assert!(hits(s).is_empty(), "{s}: {:?}", hits(s));
    }
}

#[test]
fn particles_of_every_origin() {
    for (s, name) in [
        ("Mme des Ormeaux va mieux.", "des Ormeaux"),
        ("Dr Corentin des Ormeaux", "Corentin des Ormeaux"),
        ("Mme Lucia de los Robles tousse.", "Lucia de los Robles"),
        ("Mme van 't Veld va mieux.", "van 't Veld"),
        ("M. DE L'ORMERAIE est revu.", "DE L'ORMERAIE"),
        ("Mme Sofia Dall'Orto tousse.", "Sofia Dall'Orto"),
        ("Revu avec Blanche d'Ormevert hier.", "Blanche d'Ormevert"),
        ("Nom : af Lindeborg", "af Lindeborg"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
}

#[test]
fn nicknames_stand_inside() {
    for (s, name) in [
        ("Revu Henri « Riton » Vasquelin hier.", "Henri « Riton » Vasquelin"),
        ("Met James \"Jimbo\" Oakhurst today.", "James \"Jimbo\" Oakhurst"),
        ("Revu Antonia (Toni) Vasquelin hier.", "Antonia (Toni) Vasquelin"),
        ("Prénom : Henri « Riton »", "Henri « Riton"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
    for s in ["Service (Cardiologie) Adultes", "Scanner « Injecté » Thorax", "Score (Glasgow) Total"] {
        assert!(hits(s).is_empty(), "{s}: {:?}", hits(s));
    }
}

#[test]
fn a_disease_s_name_behind_a_title_is_a_person_s() {
    for (s, name) in [("Mme Parkinson va mieux.", "Parkinson"), ("M. Luc WILSON est revu.", "Luc WILSON")] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
}

#[test]
fn names_that_speech_gives_away() {
    for (s, name) in [
        ("What is your last name? Brancott", "Brancott"),
        ("Her maiden name is Brancott, she said.", "Brancott"),
        ("Please call me Ilvan.", "Ilvan"),
        ("My neighbour Ilvan Trusk lives at the end.", "Ilvan Trusk"),
        ("Billing address: Ilvan Trusk\n12 Elm Lane", "Ilvan Trusk"),
        ("Ilvan: \"Who are you?\"\nMe: \"Nobody.\"", "Ilvan"),
        ("It has two founders: Ilvan and Brancott.", "Brancott"),
        ("Ses enfants : Ilvan, Trusken et Zoldi.", "Trusken"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
    for s in [
        "What is the brand name? Doliprane",
        "Allergies: Latex, Codeine and Nickel",
        "Address: Main Hall\n",
        "Plan: \"rest\"",
    ] {
        assert!(hits(s).is_empty(), "{s}: {:?}", hits(s));
    }
}

#[test]
fn one_neighbour_tells_a_name_that_is_a_word_too() {
    for (s, name) in [
        ("Bilan prélevé par IDE Mercier, parti à 10 h", "Mercier"),
        ("vu avec cadre Fournier ce jour", "Fournier"),
        ("tel médecin Gaillard\n", "Gaillard"),
        ("kiné    Boulanger\n", "Boulanger"),
        ("jumelle 2 = Alba)", "Alba"),
        ("chef = Berger jusqu'à 20 h", "Berger"),
        ("chez tonton Wabou, il", "Wabou"),
        ("Sa femme Rose attend en bas", "Rose"),
        ("enregistré au nom de Trévarin depuis", "Trévarin"),
        ("VERMOT^LOU^^M.", "VERMOT^LOU"),
        ("Physiciens : B. Quilbec, A. Berger    Cadre", "A. Berger"),
        ("K+ sur Marchand Guillaume, hémolysé", "Marchand Guillaume"),
        ("Usager Vernigeac, Jean-Luc   RAMQ", "Vernigeac, Jean-Luc"),
        ("compte rendu du docteur meunier ce jour", "meunier"),
        ("avec madame berger psychologue", "berger"),
        ("VERNIGEAC veuve QUILBEC", "VERNIGEAC"),
        ("Mme Vermot née Berger le 3", "Berger"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
    for s in [
        "Infirmière Libérale en ville",
        "IDE Coordinatrice du service",
        "médecin Généraliste",
        "TA = Normale ce jour",
        "E. Coli sensible",
        "C. Conclusion",
        "le docteur traitant reverra",
        "monsieur est sorti",
        "Score de Charpentier Guy",
    ] {
        assert_eq!(hits(s), [], "{s}");
    }
}

#[test]
fn a_surname_before_its_given_name_is_a_name() {
    for (s, name) in [
        ("ADM MD TRUSKEN,BILLY W     ER MD QUILBOY,VANTIR\n", "TRUSKEN,BILLY W"),
        ("ADM MD TRUSKEN,BILLY W     ER MD QUILBOY,VANTIR\n", "QUILBOY,VANTIR"),
        ("ST. QUIL,OPHELIA        84 F", "ST. QUIL,OPHELIA"),
        ("Usual GP QUILBOY, Sarah (Dr)", "QUILBOY, Sarah"),
        ("Quilboy, Sarah | 6.14.1947 | device", "Quilboy, Sarah"),
        ("Médecins : MARTIN - DURAND - BERNARD\n", "DURAND"),
        ("18h Martin / Durand / Quilbec\n", "Quilbec"),
        ("Docteur Jeanne LUNDI\n", "Jeanne LUNDI"),
        ("revu par le Docteur Paul Janvier, cardiologue", "Paul Janvier"),
        ("NOM DE JEUNE FILLE : le goff\n", "le goff"),
        ("CHIRURGIEN : dr le dantec\n", "le dantec"),
        ("URGENT morvan lucas 8 ans tombé", "morvan lucas"),
        ("salut moi c kenza 23 ans", "kenza"),
    ] {
        assert!(covers(s, name), "{s}: {:?}", hits(s));
    }
    for s in [
        "NFS,CRP,TSH à refaire",
        "Allergies: Latex, Codeine (rash)",
        "Plan : HTA, Diabète (type 2)",
        "Docteur le lundi matin",
        "NFS - CRP - IONO - TSH",
        "Matin / Midi / Soir",
    ] {
        assert_eq!(hits(s), [], "{s}");
    }
}
