//! Labels, French and English → where a name's value stands and of what sort it is. "Nom de naissance : MOREL", the same
//! with a tab, with the value in the next cell or on the next line, and words that announce without a colon ("née MOREL").

use std::sync::OnceLock;

use super::Input;
use super::fielded::{in_a_file, spoken};
use super::tokens::{Gap, Shape, Spellings, Word};
use crate::model::order::{sort, sort_by_key};
use crate::model::{Category, Field, Span, fold};

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of a patient's name: whatever stands there is a name.
    Name,
    /// A person; other things may stand there too.
    Person,
    /// A professional; other things may stand there too.
    Professional,
    /// Also announces without a colon: "épouse MOREL", "signé Jeanne Morel".
    Direct,
    /// The same for professionals: "vu par Jeanne Morel".
    DirectProfessional,
    /// A label of something else: it ends a value.
    Other,
}

impl Kind {
    /// Of which category its names are.
    pub(super) fn category(self) -> Category {
        match self {
            Kind::Professional | Kind::DirectProfessional => Category::Professional,
            Kind::Name | Kind::Person | Kind::Direct | Kind::Other => Category::PersonName,
        }
    }
}

/// A place where a label announces a name.
#[derive(Clone, Debug)]
pub(super) struct Announced {
    /// Where the value may stand.
    pub(super) value: Span,
    pub(super) kind: Kind,
    /// A colon or a tab stands between, and the value on the same line or after a label for names.
    pub(super) marked: bool,
}

/// Everything that labels announce, in order of the labels.
pub(super) fn announced(input: &Input<'_>, words: &[Word]) -> Vec<Announced> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((len, kind)) = label_at(words, at) else {
            at += 1;
            continue;
        };
        if let (Some(first), Some(last), true) = (words.get(at), words.get(at + len - 1), kind != Kind::Other)
        {
            let opens = opens_a_line(input.string, first.span.start);
            out.extend(
                value_after(input.string, last.span.end, kind)
                    .filter(|a| a.marked || opens || matches!(kind, Kind::Direct | Kind::DirectProfessional)),
            );
        }
        at += len;
    }
    // A label with its value beside it says nothing of the lines below.
    let below = |f: &Field| input.string.get(f.label.end..f.value.start).is_none_or(|s| s.contains('\n'));
    let mut served: Vec<usize> = input
        .fields
        .iter()
        .filter(|f| !below(f) && !input.string.get(f.value.clone()).is_some_and(begins_like_a_label))
        .map(|f| f.label.start)
        .collect();
    sort(&mut served);
    let (mut labels, mut kinds) = (Spellings::default(), Vec::new());
    for field in input.fields {
        let below = below(field);
        let prose = input.string.get(field.value.clone()).is_some_and(|v| v.len() > PROSE || v.contains(':'));
        if below && (prose || served.binary_search(&field.label.start).is_ok()) {
            continue;
        }
        let label = input.string.get(field.label.clone()).unwrap_or("");
        let number = labels.number(label);
        if number == kinds.len() {
            kinds.push(kind_of(&spoken(label)));
        }
        if let Some(kind) = kinds.get(number).copied().flatten() {
            let marked = !below || kind == Kind::Name || in_a_file(input.string, &field.value);
            out.push(Announced { value: field.value.clone(), kind, marked });
        }
    }
    out
}

/// Whether a label begins at this word, how many words it has, and what it announces.
pub(super) fn label_at(words: &[Word], at: usize) -> Option<(usize, Kind)> {
    let first = words.get(at)?;
    if first.web || !first.lore.label() {
        return None;
    }
    let phrases = dictionary().get(first.folded.as_str())?;
    let (len, kind) =
        phrases.iter().find_map(|(rest, kind)| Some((1 + phrase_len(words, at + 1, rest)?, *kind)))?;
    // "née LE MOAL" is no date.
    let (len, kind) = match words.get(at + 2) {
        Some(name)
            if kind == Kind::Other
                && len == 2
                && matches!(first.folded.as_str(), "ne" | "nee")
                && first.shape == Shape::Lower
                && words.get(at + 1).is_some_and(Word::capital)
                && name.capital()
                && name.gap == Gap::Space =>
        {
            (1, Kind::Direct)
        }
        _ => (len, kind),
    };
    // "Nom du protocole" is no label for people, and ends the value before it all the same.
    let of_a_thing = kind == Kind::Name
        && words.get(at + len).is_some_and(|w| {
            matches!(w.folded.as_str(), "de" | "du" | "des" | "d" | "of")
                && w.gap == Gap::Space
                && w.shape == Shape::Lower
        });
    Some((len, if of_a_thing { Kind::Other } else { kind }))
}

/// How many words from `at` on spell a phrase. "D'USAGE" is one word and two of the phrase.
fn phrase_len(words: &[Word], at: usize, phrase: &[&str]) -> Option<usize> {
    let (mut said, mut n) = (phrase.iter(), 0);
    while let Some(part) = said.next() {
        // "Nom(s) de naissance": the bracketed plural is passed over.
        let plural = words
            .get(at + n)
            .is_some_and(|w| w.gap == Gap::Other && matches!(w.folded.as_str(), "s" | "e" | "es"));
        n += usize::from(plural);
        let word =
            words.get(at + n).filter(|w| plural || matches!(w.gap, Gap::None | Gap::Space | Gap::Wide))?;
        let spelt = match word.folded.split_once('\'') {
            Some((a, b)) => a == *part && said.next().is_some_and(|next| b == *next),
            None => word.folded == *part,
        };
        if !spelt {
            return None;
        }
        n += 1;
    }
    Some(n)
}

/// A value below its label that is longer than this tells a story.
const PROSE: usize = 60;

/// Whether a cell is a label itself, known in the dictionary.
fn begins_like_a_label(cell: &str) -> bool {
    let folded = fold(cell);
    let mut words = folded.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    words.next().and_then(|first| dictionary().get(first)).is_some_and(|phrases| {
        let rest: Vec<&str> = words.collect();
        phrases.iter().any(|(phrase, _)| rest.starts_with(phrase))
    })
}

/// What a whole label announces: the dictionary's phrase it begins with, if any.
pub(super) fn kind_of(label: &str) -> Option<Kind> {
    let words: Vec<&str> =
        label.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    let (first, rest) = words.split_first()?;
    let (len, kind) = dictionary()
        .get(first)?
        .iter()
        .find(|(phrase, _)| rest.starts_with(phrase))
        .map(|(p, k)| (p.len(), *k))?;
    let more = rest.get(len..).unwrap_or(&[]);
    let of_a_thing = more.first().is_some_and(|w| matches!(*w, "de" | "du" | "des" | "d" | "of"));
    (kind != Kind::Other && more.len() <= 3 && !of_a_thing).then_some(kind)
}

/// Whether only marks stand before a place on its line or in its cell.
fn opens_a_line(string: &str, at: usize) -> bool {
    let before =
        string.get(..at).unwrap_or("").trim_end_matches([' ', '-', '*', '\u{2022}', '\u{a0}', '_', '=']);
    // "1 MERE", "2) Fils"
    let before = before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ')' | '.'));
    let before = before.trim_end_matches(' ');
    before.chars().next_back().is_none_or(|c| matches!(c, '\n' | '\t' | '|' | ';' | ':'))
}

/// Where the value of a label that ends at `end` stands.
fn value_after(string: &str, end: usize, kind: Kind) -> Option<Announced> {
    let rest = string.get(end..)?;
    if rest.strip_prefix('_').is_some_and(|r| r.starts_with(char::is_alphanumeric)) {
        return None;
    }
    // "(s)", "(e)", "(en capitales)", "·e" belong to the label.
    let mut skipped = rest.trim_start_matches([' ', '\u{a0}']);
    for _ in 0..2 {
        if let Some(inner) = skipped.strip_prefix(['(', '[']) {
            let close = inner.char_indices().take(40).find(|(_, c)| matches!(c, ')' | ']'))?.0;
            skipped = inner.get(close + 1..)?.trim_start_matches([' ', '\u{a0}']);
        }
    }
    for end in [".es", ".e", "·es", "·e", ".s", "·s", "°"] {
        skipped = skipped.strip_prefix(end).unwrap_or(skipped);
    }
    let skip = rest.len() - skipped.len();
    let mut at = skip;
    let mut marked = false;
    let mut lines = 0;
    // "Nom ........ MOREL", "NOM     MOREL": a row of dots or blanks leads to the value as a colon does.
    let (mut dots, mut blanks) = (0, rest.chars().take_while(|c| matches!(c, ' ' | '\u{a0}')).count());
    marked |= blanks > 2 && kind == Kind::Name;
    for c in skipped.chars() {
        dots += if c == '\u{2026}' { 3 } else { usize::from(c == '.') };
        blanks = if matches!(c, ' ' | '\u{a0}') { blanks + 1 } else { 0 };
        marked |= dots > 2 || blanks > 2 && kind == Kind::Name;
        match c {
            ':' | '\t' | '=' | '|' | '\u{ff1a}' => marked = true,
            '\n' => lines += 1,
            '.' if lines == 0
                && (!marked && at == skip
                    || skipped
                        .get(at - skip..)
                        .is_some_and(|t| t.starts_with("..") || t.starts_with(". .")))
                || dots > 2 => {}
            '\u{2026}' => {}
            '-' | '\u{2013}' | '*' | '_' | '>' | '"' | '\u{ab}' => {}
            c if c.is_whitespace() => {}
            _ => break,
        }
        at += c.len_utf8();
        if lines > 2 {
            return None;
        }
    }
    let start = end + at;
    let rest = string.get(start..)?;
    // At most 120 characters of the line or cell.
    let ends = |(n, (_, c)): &(usize, (usize, char))| *n == 120 || matches!(c, '\n' | '\t' | '|');
    let long = rest.char_indices().enumerate().find(ends).map_or(rest.len(), |(_, (i, _))| i);
    (long > 0).then_some(Announced {
        value: start..start + long,
        kind,
        marked: marked && (lines == 0 || kind == Kind::Name),
    })
}

/// The words with which labels begin, and by the number of each how they may go on.
#[derive(Default)]
struct Phrases {
    first: Spellings<'static>,
    rest: Vec<Vec<(Vec<&'static str>, Kind)>>,
}

impl Phrases {
    fn get(&self, first: &str) -> Option<&[(Vec<&'static str>, Kind)]> {
        self.rest.get(self.first.find(first)?).map(Vec::as_slice)
    }
}

/// The words with which labels begin.
pub(super) fn first_words() -> impl Iterator<Item = &'static str> {
    dictionary().first.met().iter().copied()
}

/// Phrases by their first word, the longest first.
fn dictionary() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut out = Phrases::default();
        for (kind, list) in [
            (Kind::Name, NAMES),
            (Kind::Person, PERSONS),
            (Kind::Professional, PROFESSIONALS),
            (Kind::Direct, DIRECT),
            (Kind::DirectProfessional, DIRECT_PROFESSIONALS),
            (Kind::Other, OTHERS),
        ] {
            for phrase in list.lines().flat_map(|l| l.split(',')).map(str::trim).filter(|p| !p.is_empty()) {
                let mut words = phrase.split_whitespace();
                let Some(first) = words.next() else { continue };
                let number = out.first.number(first);
                if number == out.rest.len() {
                    out.rest.push(Vec::new());
                }
                if let Some(rest) = out.rest.get_mut(number) {
                    rest.push((words.collect(), kind));
                }
            }
        }
        for phrases in &mut out.rest {
            sort_by_key(phrases, |(rest, _)| std::cmp::Reverse(rest.len()));
        }
        out
    })
}

const NAMES: &str = "
    nom, noms, nom de famille, nom de naissance, nom d usage, nom d epouse, nom d epoux, nom usuel, nom marital, nom patronymique,
    nom utilise, nom utilises, nom de jeune fille, nom jeune fille, nom de jf, nom jf, nom du patient, nom de la patiente, nom et prenom, nom et prenoms,
    nom prenom, nom prenoms, noms et prenoms, nom et prenom utilises, nom et prenom du patient, nom prenom du patient, nom complet,
    nom et prenom de la patiente, nom et prenom de l assure, nom de l assure, nom du beneficiaire, nom de l enfant, nom de la mere,
    nom du pere, nom du medecin, nom du medecin traitant, nom du representant legal, nom de l usager, nom du client, nom du titulaire,
    nom naiss, nom nais, nom de naiss, n de naissance, n naissance, n de jeune fille, pren, nom de bapteme, nom patient, nom pat, nom naissance, nom usage, nom-prenom, nom ou raison sociale, nom de l auteur,
    prenom, prenoms, prenom usuel, prenom utilise, prenoms utilises, prenom de naissance, premier prenom, premier prenom de naissance,
    liste des prenoms, prenom du patient, prenom de la patiente, prenom de l enfant, prenom nom, prenom et nom, prenoms et nom,
    autres prenoms, deuxieme prenom, second prenom, prenom d usage, prenom patient, prenoms de naissance,
    name, full name, last name, first name, family name, given name, given names, surname, surnames, forename, forenames, middle name,
    maiden name, birth name, patient name, name of patient, patient s name, preferred name, legal name, known as, first names,
    cognome, nome, cognome e nome, nome e cognome, apellidos, nombre, apellidos y nombre, nombre y apellidos, vorname, nachname, familienname,
    geburtsname, achternaam, voornaam, apelido, apelidos, nome completo, full legal name, name and surname, patient full name,
    last names, cardholder, cardholder name, account holder, account name, employee last, employee name, first middle, first mi, last family,
    member name, child name, baby name, mother name, father name, subscriber name, guarantor name, claimant name, name of deceased
";

const PERSONS: &str = "
    patient, patiente, pt, patient e, patientes, patients, patientes presentes, patients presents, identite, identite du patient, identite patient, assure, assuree,
    assure e, beneficiaire, usager, resident, residente, client, cliente, titulaire, souscripteur, adherent, ayant droit,
    personne de confiance, personne a prevenir, personne a contacter, personne a avertir, personnes a prevenir, contact, contacts, contact en cas d urgence,
    contact d urgence, contact du pere, contact de la mere, representant, representant legal, representant du patient, tuteur,
    tutrice, curateur, curatrice, mandataire, informateur, informatrice, aidant, aidant principal, proche, entourage, accompagnant,
    mere, pere, parents, conjoint, conjointe, concubin, concubine, epoux, fils, fille, frere, soeur, enfant, enfants, mari, femme, messager,
    expediteur, destinataire, destinataires, dest, student, pupil, a l attention de, attn, attention, dossier de, dossier, concernant, concerne, re, pour,
    paziente, paciente, patientin, utente, patient ref, brought in by, accompanied by, informant, lives with, witness, nok, proxy,
    next of kin, emergency contact, carer, guardian, parent, mother, father, spouse, husband, wife, partner, son, daughter, brother,
    sister, recipient, to, cc, bcc, from, beneficiary, insured, insured name, policy holder, subscriber, employee, applicant,
    claimant, guarantor, proband, name of child, resident name,
    soussigne, je soussigne, je soussignee, soussignee, temoin, donneur, receveur, victime, declarant, demandeur, requerant
";

const PROFESSIONALS: &str = "
    mt, med traitant, medecin, medecins, medecin traitant, medecin traitante, medecin prescripteur, medecin demandeur, medecin referent, medecin
    adresseur, medecin correspondant, medecin responsable, medecin senior, medecin coordonnateur, medecin validateur, medecin
    generaliste, medecin specialiste, medecin operateur, medecin signataire, prescripteur, prescriptrice, correspondant,
    correspondants, correspondante, docteurs, praticien, praticiens, praticien adresseur, praticien responsable, praticienne,
    responsable, responsable du service, responsable de la prise en charge, chef de service, chefs de service, chef de clinique,
    chefs de clinique, chefs de clinique assistants, chef de pole, interne, internes, externe, externes, ide, ides, infirmier,
    infirmiers, infirmiere, infirmieres, cadre de sante, cadre, cadres, secretaire, secretaires, secretariat, secretariat medical,
    assistante sociale, assistant social, assistante medicale, chirurgien, chirurgiens, chirurgienne, operateur, operateurs,
    operateur principal, aide operatoire, anesthesiste, anesthesistes, medecin anesthesiste, radiologue, radiologues, manipulateur,
    manipulatrice, biologiste, biologistes, biologiste responsable, pharmacien, pharmaciens, pharmacienne, cardiologue,
    cardiologues, neurologue, hematologues, hematologue, oncologue, oncologues, molecularistes, pathologiste, pathologistes,
    anatomopathologiste, dermatologue, gynecologue, sage-femme, kinesitherapeute, kine, orthophoniste, psychologue, psychiatre,
    psychotherapeute, dieteticienne, ergotherapeute, equipe, equipe medicale, adjoints, adjoint, attaches, attache, consultant, consultants,
    auteur, auteurs, redacteur, redactrice, validateur, signataire, signataire legal, signature, signature du patient, signature de la patiente, signature de l assure, signature du medecin, signature du representant legal, signature des parents, executant, intervenant,
    intervenants, participant, participants, coordonnateur, coordonnatrice, coordinateur, coordinatrice, contributeurs, directeur,
    directrice, investigateur, investigateur principal, referent, referente, copie, copies, copie a, copies a, cliniciens,
    cliniciens associes, liste des cliniciens associes, medecins associes, demande par, equipe pluridisciplinaire reunie en staff,
    aides, aides operatoires, panseuse, panseur, instrumentiste, circulante, circulant, perfusionniste, etudiant, etudiante, stagiaire,
    aide, aide operateur, aide-soignant, aide-soignante, iade, ibode, brancardier, puericultrice, remplacant, remplacante,
    assistante, assistant, infirmiere referente, infirmier referent, interne referent, prothesiste, vaccinateur, vu par l interne, locum, registrar, sho, midwife, health visitor, key worker,
    care coordinator, social worker, case manager, specialist nurse, phlebotomist, collected by, entered by, cosigned by, locum gp,
    named nurse, completed by, discharging doctor, phn, medico, medico curante, medico de cabecera, hausarzt, huisarts, arts, behandelnder arzt,
    presents, membres, realisateur, technicien, preleveur, notaire, avocat, employeur, professionnel, professionnel de sante,
    chir, anesth, anaesthetist, anesthetist, operator,
    gp, general practitioner, consultant physician, referring physician, referring doctor, attending, attending physician, physician,
    surgeon, nurse, author, signed, provider, provider name, ordering provider, primary care physician, pcp, radiologist, pathologist,
    clinician, doctor, dictated by, reported by, verified by, electronically signed, technician, sonographer, optometrist, optom, audiologist,
    hygienist, podiatrist, dietitian, physiotherapist, screener, scribe, interpreter, chaperone, asst, anaes, read by, transcribed by,
    authorised by, authorized by, discharged by, submitting physician, submitting phys, ordering physician, req by
";

const DIRECT: &str = "
    epouse, epouse de, ep, nee, ne, veuve, veuf, vve, veuve de, divorcee, alias, dit, dite, prenomme, prenommee, nomme, nommee,
    appele, appelee, son mari, sa femme, son epouse, son epoux, sa fille, son fils, son frere, sa soeur, sa mere, son pere,
    son conjoint, sa conjointe, son compagnon, sa compagne, son neveu, sa niece, son petit-fils, sa petite-fille, son ami, son amie,
    ma fille, mon fils, mon mari, ma femme, mon frere, ma soeur, ma mere, mon pere, mon epouse, mon epoux, je m appelle, je suis,
    le petit, la petite, l enfant, bebe, le jeune, la jeune, fille de, fils de, le patient, la patiente, notre patient,
    votre patient, votre patiente, notre patiente, mon nom est, s appelle, accompagne de, accompagnee de, accompagne par, accompagnee par, his wife, her husband,
    her son, his son, her daughter, his daughter, my name is, i am, son of, daughter of, called, named, daughter-in-law, son-in-law, mother-in-law, father-in-law,
    sister-in-law, brother-in-law, ex-wife, ex-husband, dossier de, contact du pere,
    contact de la mere, aupres de, chez
";

const DIRECT_PROFESSIONALS: &str = "
    signe, signe par, signee par, signe electroniquement par, redige par, redigee par, valide par, validee par, vu par, vue par,
    vu avec, vu ce jour par, adresse par, adressee par, adresse a, adressee a, opere par, operee par, examine par, examinee par, realise par, realisee par,
    effectue par, effectuee par, prescrit par, prescrite par, suivi par, suivie par, analyse par, interprete par, genere par, saisi par, saisie par,
    dicte par, relu par, ecrit par, etabli par, pratique par, prelevement par, preleve par, presente par, demande par, demandee par, transmis par, valide le par,
    medicalement valide par, avis de, compte rendu par, supervise par, seen by, referred by, reviewed by, signed by, prepared by,
    dictated by, written by, approved by, performed by, requested by, ordered by, interpreted by, authorised by,
    authorized by, discharged by, reported by, req by, signed
";

const OTHERS: &str = "
    date, date de naissance, ne le, nee le, ne e le, ddn, dob, sexe, genre, sex, gender, adresse, address, domicile, telephone, tel,
    portable, mobile, fax, telecopie, telecom, e-mail, email, mail, courriel, profession, lieu de naissance, ville, commune, code postal, pays, age,
    ipp, nip, nda, iep, nir, ins, matricule, matricule ins, finess, rpps, adeli, siret, iban, numero, num, identifiant, id, organisation,
    service, hopital, clinique, etablissement, situation, nationalite, type, document, debut, fin, motif, poids, taille, imc,
    groupe, allergies, antecedents, diagnostic, resultat, resultats, conclusion, traitement, examen, prelevement, acte, lieu, nom de l etablissement,
    nom du medicament, nom de l examen, nom du produit, nom commercial, nom du service, nom du laboratoire, nom de la structure,
    nom de l hopital, nom du fichier, nom du document, nom de rue, nom de la voie, nom du test, nom scientifique, phone, date of birth
";

#[cfg(test)]
mod tests;
