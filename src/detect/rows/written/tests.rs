//! Identity as many hands write it: each row is struck to its last letter where it is marked. Invented people and numbers.

use super::findings;

/// Whether all that a row marks is struck, and what else is.
fn rest(row: &str) -> Option<String> {
    let string = row.replace(['⟦', '⟧'], "");
    let found = findings(&string);
    let (mut at, mut left) = (0, String::new());
    let mut marked = false;
    for c in row.chars() {
        match c {
            '⟦' | '⟧' => marked = c == '⟦',
            _ => {
                let struck = found.iter().any(|f| f.span.contains(&at));
                if marked && c.is_alphanumeric() && !struck {
                    left.push(c);
                }
                at += c.len_utf8();
            }
        }
    }
    (!left.is_empty()).then(|| format!("{left:?} stays of {row:?}"))
}

fn all_struck(rows: &[&str]) {
    let left: Vec<String> = rows.iter().filter_map(|row| rest(row)).collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn addresses_without_a_usual_way_or_in_a_record() {
    all_struck(&[
        "lives with me since May at ⟦Tigh na Mara, Ardnave⟧, Donegal",
        "her neighbour at number ⟦14⟧",
        "Mark DOLE b. 14/02/1970 of ⟦7 Bryn Celyn⟧, ⟦Pwllheli⟧\n",
        "discharged to ⟦3 Tan y Bryn⟧, ⟦Bethesda⟧",
        "⟦Unit 4, 22-24 Banksia Gr⟧, ⟦Coburg VIC 3058⟧",
        "⟦12/44 Wattle Cct⟧, ⟦Dubbo NSW 2830⟧",
        "<streetAddressLine>⟦3 LOT LES GENETS⟧</streetAddressLine>",
        "<family qualifier=\"SP\">⟦PERDRIX⟧</family><given>⟦MARIE-LOU⟧</given>",
        "\"family\":\"⟦Gill⟧\",\"given\":[\"⟦Amrit⟧\"]",
        "<id root=\"1.2.3\" extension=\"⟦PA0441207⟧\"/>",
        "\"id\":\"⟦pt-0441207⟧\"",
        "née le 14.02.1967, ⟦chemin du Crêt-Noir 7 bis⟧, ⟦1093 La Conversion⟧",
        "Dre M. Monod, ⟦Grand-Rue 12⟧, ⟦1095 Lutry⟧, cabinet",
        "⟦Champ-Colin 7⟧, ⟦1260 Nyon⟧",
        "⟦12, cours d'Albret, 3e étage - Toque 88⟧\n⟦33000 BORDEAUX⟧",
        "Monsieur Elie Wea\n⟦Tribu de Saint-Joseph⟧\n⟦BP 44⟧\n⟦98810 MONT-DORE⟧",
        "WEA Elie / ⟦tribu de Saint-Joseph⟧, ⟦Ouvéa⟧ / RDV",
        "⟦ZA du Champ à l'Ane – Cellule 7⟧\n⟦35150 JANZÉ⟧",
        "⟦domiciliation n° 771, 5 rue du Port⟧, ⟦CS 70215⟧, ⟦84008 AVIGNON CEDEX⟧",
        "14 rue Brûle-Maison 2ème droite ⟦Lille⟧. Loxapac",
        "⟦Le Zéphyr Bât. C2⟧\n⟦avenue Maréchal Foch⟧\n⟦83000 TOULON⟧",
        "demeurant à Arques (62510), ⟦rue de la Paix prolongée, n° 14⟧\nAssisté",
        "4 rue Pasteur ⟦13006⟧  131455207",
        "⟦2 rue du Port, étage 2 porte droite⟧\ncode postal ⟦54190⟧",
        "5  Mme Yang    bs   ⟦lot. Belair n°7⟧     parle pas fr",
        "⟦BP 441 Papeete⟧",
        "adr: ⟦8 imp des lilas 31200 tlse⟧",
        "lives in ⟦Reading⟧ with mum",
        "lives in ⟦Battle⟧, drives",
    ]);
}

#[test]
fn numbers_days_and_telephones_in_short() {
    all_struck(&[
        "Casenote: ⟦GGH 204417⟧ vu",
        "Seen by RN Alma Teague, pin ⟦19C3307E⟧.",
        "Social worker (SWE reg ⟦SW71903⟧)",
        "Mrs Short (⟦0771204⟧) called again",
        "rappel Mme Lebrun (⟦0771204⟧) svp",
        "one vial, straw ⟦KTR-23-1180/4⟧.",
        "Checked by P Dolan PSNI ⟦3391⟧",
        "Dr A. Rao, MD Path, KMC Reg ⟦66207⟧",
        "Dr Lavoie MD FRCPC   permis ⟦06211⟧",
        "OBR|1||⟦24-112-00733⟧|80053^PANEL",
        "Discharged 3 May 2025   Event ⟦E10993321⟧",
        "UHID : ⟦MLR.0004417733⟧",
        "Prior Auth Request ⟦PA-771204⟧: APPROVED",
        "Subject ⟦UK-0221-008⟧ completed visit 3",
        "Affaire ⟦2023-0441-1187⟧  12/03/2023 20:14",
        "Carte CAFAT ⟦441 209⟧",
        "KONE Awa F 140288 ⟦6120 0993 12⟧ EDTA VIOLET",
        "infirmiere 4 rue Pasteur 13006  ⟦131455207⟧",
        "NHI ⟦ZBC7718⟧   scaffolder",
        "NHI: ⟦ZHW58KN⟧",
        "SSN:             ⟦***-**-7713⟧",
        "SSN xxx-xx-⟦7713⟧",
        "SS# ending ⟦7713⟧",
        "NIR : ⟦2 84 05 ** *** *** **⟧",
        "n° secu ⟦2 84 05 59 350 041⟧ clef ⟦37⟧",
        "Aadhaar ⟦4410 2291 0083⟧",
        "Prénom Awa né en ⟦58⟧, suivi",
        "homonyme : le nôtre est de ⟦1951⟧",
        "née un ⟦14 juillet⟧",
        "SOW;;Awa;⟦1968-00-00⟧;F;33310",
        "DIALLO Awa ⟦00/00/1968⟧",
        "ROSSI, Anna  F  ⟦1988-Feb-14⟧",
        "yob ⟦1951⟧",
        "YOB: ⟦1951⟧",
        "Patient (b.⟦1951⟧) seen",
        "BD ⟦02/14/41⟧",
        "BD: ⟦2/14/1941⟧",
        "b/d ⟦02-14-41⟧",
        "She turns 88 on the ⟦2nd of June⟧.",
        "she'll be 88 on ⟦June 2nd⟧",
        "LEEDS\nLS6 2AB\n⟦14/02/1943⟧\n\nDear Dr Mawson",
        "LS6 2AB\n⟦14.02.43⟧\n\nDear Dr Mawson",
        "Patient label:  DOVE, Agnes ⟦14/02/29⟧ F",
        "carboplatine 148 mg / ⟦14.02.67⟧ / per. 18h",
        "Age/DOB: 57 (⟦14 Feb 1967⟧)",
        "57F (⟦14/02/67⟧)",
        "nais. ⟦140267⟧",
        "Geb ⟦14.02.67⟧",
        "anniv ⟦14/02⟧",
        "Bday: ⟦Feb 14⟧",
        "Geneviève, classe ⟦49⟧",
        "millésime ⟦1949⟧",
        "port. ⟦06 11 22 33 4⟧",
        "☎ ⟦44 55 66⟧",
        "do NOT text the number ending ⟦771⟧",
        "numéro finissant par ⟦771⟧",
        "WALGREEN PHARMACY #0418   ⟦(303) 555-0119⟧",
        "⟦+33 6 12 34 56 78⟧/⟦79⟧",
        "06 12 34 56 ⟦78/79⟧",
    ]);
}

#[test]
fn telephones_and_days_that_lost_something() {
    all_struck(&[
        "Tel dom: ⟦01 44 55 66 77⟧ / bureau ⟦01.44.55.66.78⟧ p ⟦412⟧",
        "⟦6 12 34 56 78⟧",
        "Tél ⟦05 56 00 11 22⟧ (fax ⟦23⟧)",
        "⟦(0)5 56 00 11 22⟧",
        "⟦05 56 00 11 2⟧",
        "Mob. ⟦76 31 45⟧",
        "pgr ⟦615-4412⟧",
        "blp ⟦412⟧",
        "⟦98450 12345⟧",
        "born ⟦Feb 1957⟧",
        "born on ⟦1 February⟧",
        "aged 67 (⟦01.02.57⟧)",
        "67yo M ⟦01/02/57⟧",
        "F/67/⟦01.02.1957⟧",
        "67 F ⟦01/02/1957⟧",
        "Mr Dole, b. ⟦1957⟧",
        "DOLE MARK ⟦01021957⟧ M",
        "née fin ⟦57⟧",
        "Naissance ⟦01 02 57⟧",
        "Age : 67 a (⟦01.02.57⟧)",
        "67A ⟦01/02/57⟧",
        "patiente de ⟦1957⟧",
        "homme né en ⟦57⟧",
        "bébé née à 3h12 le ⟦01/02/2025⟧",
        "aura 18 ans en ⟦février⟧",
    ]);
}

#[test]
fn numbers_of_registers() {
    all_struck(&[
        "identification prescripteur ⟦331123456⟧",
        "TFN ⟦123 456 782⟧",
        "NHI ⟦ABC1235⟧",
        "Aadhaar ⟦1234 5678 9123⟧",
        "CPF ⟦123.456.789-09⟧",
        "Ven. ⟦300123456⟧",
        "matricule agent ⟦A12345⟧",
    ]);
}

#[test]
fn what_only_looks_like_one_stays() {
    for string in [
        "lot B123456, péremption 03/2027",
        "essai NCT01234567 en cours",
        "doses de 100-150-200 mg",
        "IMC 24.38",
        "Hb 12 (12/03/2019)",
        "March 12, 2019 Seen in clinic",
        "code ATC : C09AA05",
        "The dose is 40 mg, halved in Spring",
        "l'examen est de 50 minutes",
        "3 cours de natation, 2 fois",
    ] {
        assert_eq!(findings(string), [], "{string}");
    }
}
