//! Words that open, carry on, close or only describe the name of a place; all folded.

use super::super::particles;
use super::super::tokens::WordList;

/// "d'enfants" without its particle.
pub(super) fn bare(folded: &str) -> &str {
    folded.strip_prefix("d'").or_else(|| folded.strip_prefix("l'")).unwrap_or(folded)
}

pub(super) fn article(folded: &str) -> bool {
    particles::article(folded)
        || matches!(
            folded,
            "aux"
                | "au"
                | "en"
                | "sur"
                | "a"
                | "et"
                | "del"
                | "da"
                | "do"
                | "dos"
                | "di"
                | "della"
                | "dei"
                | "von"
                | "zum"
                | "zur"
                | "van"
                | "der"
        )
}

pub(super) fn title(folded: &str) -> bool {
    matches!(
        folded,
        "dr" | "drs"
            | "docteur"
            | "docteurs"
            | "mme"
            | "madame"
            | "m"
            | "monsieur"
            | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "tel"
            | "fax"
            | "patient"
            | "patiente"
            | "dear"
            | "cher"
            | "chere"
            | "finess"
            | "rpps"
            | "siret"
    )
}

/// Words with which something else begins behind a name.
pub(super) fn closes(folded: &str) -> bool {
    matches!(
        folded,
        "service"
            | "unite"
            | "pole"
            | "departement"
            | "secteur"
            | "consultation"
            | "consultations"
            | "accueil"
            | "secretariat"
            | "bureau"
            | "compte"
            | "date"
            | "nom"
            | "prenom"
            | "adresse"
            | "page"
            | "dossier"
            | "rue"
            | "avenue"
            | "boulevard"
            | "place"
            | "route"
            | "chemin"
            | "quai"
            | "bp"
            | "cs"
            | "tsa"
            | "telephone"
            | "cedex"
            | "batiment"
            | "radiologie"
            | "cardiologie"
            | "urgences"
    )
}

/// Words that tell a sort of place and name none.
pub(super) fn generic(folded: &str) -> bool {
    static WORDS: WordList = WordList::of(
        "hospitalier hospitaliere hospitaliers hospitalieres universitaire universitaires regional regionale \
regionaux general generale generaux prive privee prives public publique departemental departementale intercommunal \
intercommunale local locale locaux communal national nationale specialise specialisee medical medicale medicaux medicales \
medico medico-chirurgical medico-chirurgicale medico-psychologique medico-social chirurgical chirurgicale mutualiste \
geriatrique pediatrique psychiatrique obstetrical obstetricale pluridisciplinaire pluriprofessionnelle dentaire dentaires \
infirmier infirmiers infirmiere kinesitherapie orthophonie jour jours nuit semaine reference referent referente competence \
competences ressources soins soin sante retraite repos convalescence reeducation readaptation suite suites imagerie \
radiologie scanner irm echographie mammographie scintigraphie analyse analyses biologie medecine chirurgie maternite \
anatomie cytologie pathologie pathologique pathologiques anatomopathologie virologie bacteriologie microbiologie \
immunologie genetique biochimie hematologie hemostase toxicologie pharmacologie cardiologie neurologie pneumologie \
nephrologie urologie gynecologie obstetrique pediatrie psychiatrie oncologie dermatologie rhumatologie gastroenterologie \
endocrinologie ophtalmologie orl senologie geriatrie gerontologie radiotherapie dialyse hemodialyse sommeil douleur \
traitement traitements transfusion depistage vaccination planification familiale cancer cancers cancerologie lutte contre \
maladies maladie rares rare assurance primaire allocations familiales vieillesse medicament medicaments usage garde proximite \
urgence urgences anti-douleur antidouleur antipoison anti-poison anticancereux appel appels appui coordination consultation \
consultations prelevement prelevements pma fertilite procreation procreations recherche formation investigation \
expert experts expertise tri accueil hebergement domicile hospitalisation ambulatoire rythmologie vasculaire nucleaire \
interventionnelle diagnostique diagnostic therapeutique central centrale habituel habituelle demandeur realisant \
executant exterieur exterieure privees ville multidisciplinaire assistant assistants assistante chef chefs interne internes junior juniors orthoptiste maternelle elementaire primaire \
enfants enfant adultes adulte femmes femme mere meres",
    );
    WORDS.has(folded)
}

/// The same in English.
pub(super) fn english_generic(folded: &str) -> bool {
    static WORDS: WordList = WordList::of(
        "medical health healthcare care clinical general community regional university teaching royal \
national local memorial county district cottage children child women men day private group family dental eye pathology \
radiology oncology infusion cancer cardiology cardiac heart surgery surgical imaging diagnostic diagnostics laboratory \
pharmacy hospital hospitals clinic clinics center centre department referring the our your this that a an any another same \
virtual local nearest urgent emergency primary outpatient inpatient ambulatory walk-in treatment screening rehabilitation \
internal sports nuclear sleep pain memory fracture breast chest diabetes asthma antenatal maternity stroke wound leg ulcer \
foot skin lung liver kidney renal dialysis transfusion blood bone spine spinal brain neurology dermatology orthopedic \
orthopaedic orthopedics orthopaedics gastroenterology urology gynaecology gynecology respiratory rheumatology endocrine \
vascular thoracic plastic hand hip knee day-case cataract laser bariatric robotic laparoscopic minor major elective repeat \
recent previous prior last first good best gp s of and for reference research core main central head call contact new \
professional physician physicians associates practice community-based travel vaccine vaccination sexual mental public \
specialist tertiary acute ward at in on to from with per preferred usual nhs trust foundation attending eye-care falls \
infectious disease diseases physiotherapy therapy wellness rehab counselling counseling leisure birth team group partners network institute school college academy dentistry heart anticoagulation anticoagulant thyroid",
    );
    WORDS.has(folded)
}

/// Whether a word ends like a speciality or what belongs to one.
pub(super) fn tells_a_sort(folded: &str) -> bool {
    const ENDS: &[&str] = &[
        "logie", "logique", "logiques", "graphie", "tomie", "iatrie", "iatrique", "therapie", "aire", "aires",
    ];
    folded.len() > 5 && !folded.contains('-') && ENDS.iter().any(|end| folded.ends_with(end))
}
