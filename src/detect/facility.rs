//! Names of hospitals, practices, laboratories, pharmacies and offices → hits. French puts the sort first ("Clinique des
//! Deux-Rives"), English last ("Deux-Rives Hospital"). Law: a sort alone ("hôpital de jour", "General Surgery") names
//! nothing; something of its own must stand beside it. What was named once is found again by its own part. Linear.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::tokens::{Gap, Shape, Word};
use super::{Detector, Hit, Input};
use crate::model::{Category, Reason, fold};

/// Names of places of care and of offices.
pub(super) struct Facilities;

/// A name has at most this many words.
const LONGEST: usize = 14;
/// At most this many names are followed.
const MOST: usize = 2_000;

impl Detector for Facilities {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        for place in places(input) {
            out.push(Hit {
                span: place.from..place.to,
                category: Category::Facility,
                confidence: if place.sure { 0.85 } else { 0.6 },
                detector: "facility",
                reason: Reason::Context,
            });
        }
    }
}

/// The own parts of names found anywhere, found again everywhere.
pub(super) fn repeated(inputs: &[Input<'_>]) -> Vec<(usize, Hit)> {
    let mut own: BTreeMap<String, ()> = BTreeMap::new();
    for input in inputs {
        for place in places(input) {
            let said = fold(input.string.get(place.own.clone()).unwrap_or_default());
            if place.follows && said.len() >= 5 && own.len() < MOST {
                own.insert(said, ());
            }
        }
    }
    let needles: Vec<&String> = own.keys().collect();
    let mut out = Vec::new();
    let Ok(search) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&needles) else {
        return out;
    };
    if needles.is_empty() {
        return out;
    }
    for input in inputs {
        let folded = input.folded.as_str();
        for m in search.find_iter(folded) {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let inside = letter(folded.get(..m.start()).and_then(|s| s.chars().next_back()))
                || letter(folded.get(m.end()..).and_then(|s| s.chars().next()));
            let span = input.back(&(m.start()..m.end()));
            let capital = input.string.get(span.clone()).is_some_and(|s| s.starts_with(char::is_uppercase));
            if !inside && capital {
                out.push((
                    input.index,
                    Hit {
                        span,
                        category: Category::Facility,
                        confidence: 0.6,
                        detector: "facility",
                        reason: Reason::Repeated,
                    },
                ));
            }
        }
    }
    out
}

/// One name.
struct Place {
    from: usize,
    to: usize,
    /// The part that is its own.
    own: std::ops::Range<usize>,
    sure: bool,
    /// Its own part is hardly ever anything else.
    follows: bool,
}

fn places(input: &Input<'_>) -> Vec<Place> {
    let scan = Scan { string: input.string, words: input.words() };
    let mut out = Vec::new();
    let mut at = 0;
    while at < scan.words.len() {
        if let Some((place, next)) = scan.french(at) {
            out.push(place);
            at = next.max(at + 1);
            continue;
        }
        out.extend(scan.english(at));
        at += 1;
    }
    out
}

/// How much a sort says by itself.
#[derive(Clone, Copy, PartialEq)]
enum Head {
    /// Any capitalised word behind it names it: "Clinique du Parc".
    Strong,
    /// What stands behind it must not be an ordinary word: "Centre", "Institut".
    Weak,
    /// The same, and it must itself be capitalised: "Maison", "Caisse".
    Weakest,
}

struct Scan<'a> {
    string: &'a str,
    words: &'a [Word],
}

impl Scan<'_> {
    fn get(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    /// The sort that begins here, and how many words it takes.
    fn head(&self, at: usize) -> Option<(Head, usize)> {
        let word = self.get(at).filter(|w| !w.web)?;
        let upper = word.shape == Shape::Upper;
        let found = match word.folded.as_str() {
            "clinique" if word.shape == Shape::Lower && !self.article_before(at) => return None,
            "clinique" | "cliniques" | "polyclinique" | "hopital" | "hopitaux" => Head::Strong,
            "ch" | "chu" | "chr" | "chru" | "ghu" | "ghr" | "chi" | "chs" | "ehpad" | "ghi" | "cmc"
                if upper =>
            {
                Head::Strong
            }
            "centre" if self.said(at + 1, "hospitalier") => Head::Strong,
            "groupe" if self.said(at + 1, "hospitalier") => Head::Strong,
            "maison" | "pole" if self.said(at + 1, "medicale") || self.said(at + 1, "sante") => Head::Weak,
            "maison"
                if self.said(at + 1, "de")
                    && (self.said(at + 2, "sante") || self.said(at + 2, "retraite")) =>
            {
                Head::Weak
            }
            "pharmacie" | "centre" | "institut" | "laboratoire" | "cabinet" | "fondation" => Head::Weak,
            "imagerie" | "caisse" | "residence" | "mutuelle" | "foyer" | "hospices" | "gie" | "selarl"
            | "scm" | "maternite"
                if word.capital() && self.opens(at) =>
            {
                Head::Weakest
            }
            // "G.I.E.", one letter a word
            "g" if word.dot && self.said(at + 1, "i") && self.said(at + 2, "e") => {
                return Some((Head::Weak, 3));
            }
            said if word.capital()
                && said.len() > 5
                && word.lore.unknown()
                && (said.starts_with("bio") || said.starts_with("labo") || said.ends_with("lab")) =>
            {
                Head::Weakest
            }
            _ => return None,
        };
        Some((found, 1))
    }

    fn said(&self, at: usize, said: &str) -> bool {
        self.get(at).is_some_and(|w| w.folded == said && w.gap <= Gap::Line)
    }

    /// "la clinique", "à clinique": a noun, not the adjective of "examen clinique".
    fn article_before(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|b| self.get(b)).is_some_and(|b| {
            matches!(
                b.folded.as_str(),
                "la" | "une" | "cette" | "notre" | "votre" | "en" | "a" | "de" | "vers"
            )
        })
    }

    /// Whether nothing but marks stands before a word on its line or in its cell.
    fn opens(&self, at: usize) -> bool {
        self.get(at).is_some_and(|w| matches!(w.gap, Gap::Other | Gap::Line | Gap::Wide | Gap::Comma))
    }

    /// "Clinique des Deux-Rives", "CENTRE HOSPITALIER DU VAL-VERT": the name, and the word after it.
    fn french(&self, at: usize) -> Option<(Place, usize)> {
        let (head, taken) = self.head(at)?;
        let first = self.get(at)?;
        let shouted = first.shape == Shape::Upper && first.folded.len() > 4 || taken > 1;
        let mut here = at + taken;
        let mut own: Option<(usize, usize)> = None;
        let mut solid = false;
        let mut named = false;
        while here < at + LONGEST {
            let Some(word) = self.get(here) else { break };
            let joins = match word.gap {
                Gap::None | Gap::Space => true,
                // A narrow column breaks "Clinique de⏎la Grande-Anse".
                Gap::Line => {
                    self.get(here - 1).is_some_and(|b| article(&b.folded))
                        || own.is_none() && article(&word.folded)
                }
                _ => here == at + taken && taken > 1 && word.gap == Gap::Other && self.blank(here),
            };
            if !joins || word.web || title(&word.folded) {
                break;
            }
            let small = word.shape == Shape::Lower;
            if article(&word.folded) && (small || word.shape == Shape::Upper || word.shape == Shape::Cap)
                || small && word.folded.len() == 1
            {
                here += 1;
                continue;
            }
            if small {
                // Behind the name's own part a small word goes on with the sentence.
                if own.is_some() && word.folded.len() > 2 || !self.sort_word(word) {
                    break;
                }
                here += 1;
                continue;
            }
            if own.is_none() && generic(bare(&word.folded)) {
                here += 1;
                named = true;
                continue;
            }
            if own.is_some() && closes(bare(&word.folded)) || word.lore.stop() && word.folded.len() < 3 {
                break;
            }
            if matches!(word.shape, Shape::Initial) && !word.dot {
                break;
            }
            // After a sort in capitals the name is in capitals too.
            if shouted && own.is_some() && word.shape != Shape::Upper {
                break;
            }
            let compound = word.folded.contains('-') && word.folded.split('-').all(|p| !generic(p));
            if compound || !word.lore.word() && !word.lore.stop() {
                solid = true;
            }
            own = Some((own.map_or(here, |o| o.0), here));
            here += 1;
            if word.digit_after {
                break;
            }
        }
        let (from, last) = own?;
        let enough = match head {
            Head::Strong => solid || first.capital() || named,
            Head::Weak => solid,
            Head::Weakest => solid && first.capital(),
        };
        if !enough {
            return None;
        }
        let (a, b) = (self.get(from)?, self.get(last)?);
        let place = Place {
            from: first.span.start,
            to: b.span.end,
            own: a.span.start..b.span.end,
            sure: head == Head::Strong,
            follows: (a.folded.contains('-') || from < last || !a.lore.word() && !a.lore.eponym()) && solid,
        };
        Some((place, last + 1))
    }

    /// Whether only blanks and dots stand before a word.
    fn blank(&self, at: usize) -> bool {
        let (Some(b), Some(w)) = (at.checked_sub(1).and_then(|b| self.get(b)), self.get(at)) else {
            return false;
        };
        self.string.get(b.span.end..w.span.start).is_some_and(|s| s.chars().all(|c| matches!(c, ' ' | '.')))
    }

    /// A small word that tells the sort of place: "médicale", "d'anatomie et cytologie pathologiques".
    fn sort_word(&self, word: &Word) -> bool {
        generic(&word.folded) || matches!(word.folded.as_str(), "et" | "en") || {
            let said = word.folded.as_str();
            said.len() > 5
                && [
                    "logie", "logique", "logiques", "graphie", "tomie", "iatrie", "iatrique", "therapie",
                    "aire", "aires",
                ]
                .iter()
                .any(|end| said.ends_with(end))
        }
    }

    /// "Harbor Pines Hospital", seen from its last word.
    fn english(&self, at: usize) -> Option<Place> {
        let tail = self.get(at).filter(|w| w.capital() && !w.web)?;
        let before = at.checked_sub(1)?;
        let clear = match tail.folded.as_str() {
            "hospital" | "hospitals" | "infirmary" | "laboratory" | "laboratories" | "associates"
            | "hospice" => true,
            "center" | "centre" => {
                let b = self.get(before)?;
                if !english_generic(&b.folded) {
                    return None;
                }
                true
            }
            "surgery" | "practice" | "clinic" | "clinics" | "pharmacy" | "medicine" | "orthopedics"
            | "orthopaedics" | "cardiology" | "radiology" | "pediatrics" | "imaging" | "dermatology"
            | "oncology" | "health" | "healthcare" | "physicians" => false,
            _ => return None,
        };
        let (mut from, mut solid, mut own) = (at, false, None);
        while let Some(word) = from.checked_sub(1).and_then(|b| self.get(b)) {
            let next = self.get(from)?;
            let between = self.string.get(word.span.end..next.span.start)?;
            let possessive = matches!(between, "'" | "\u{2019}") && next.folded == "s";
            let joins = between == " "
                || possessive
                || between == " & "
                || between == "."
                || between == ". " && word.folded.len() <= 3;
            let small = matches!(word.folded.as_str(), "of" | "and" | "s" | "the" | "for");
            if !joins
                || word.web
                || at - from >= LONGEST
                || !(word.capital() || small || word.shape == Shape::Initial)
            {
                break;
            }
            if title(&word.folded) || word.lore.stop() && !english_generic(&word.folded) && !small {
                break;
            }
            from -= 1;
            if word.capital() && !english_generic(&word.folded) {
                own = Some((from, own.map_or(from, |o: (usize, usize)| o.1)));
                solid |= !word.lore.word() && !super::lexicon::lore(&word.folded).eponym();
            }
        }
        while from < at && self.get(from).is_some_and(|w| !w.capital() || matches!(w.folded.as_str(), "the"))
        {
            from += 1;
        }
        let (a, b) = own?;
        if !solid && !clear {
            return None;
        }
        let (first, a, b) = (self.get(from)?, self.get(a)?, self.get(b)?);
        Some(Place {
            from: first.span.start,
            to: tail.span.end,
            own: a.span.start..b.span.end,
            sure: clear,
            follows: solid,
        })
    }
}

/// "d'enfants" without its particle.
fn bare(folded: &str) -> &str {
    folded.strip_prefix("d'").or_else(|| folded.strip_prefix("l'")).unwrap_or(folded)
}

fn article(folded: &str) -> bool {
    matches!(
        folded,
        "de" | "du" | "des" | "d" | "la" | "le" | "les" | "l" | "aux" | "au" | "en" | "sur" | "a" | "et"
    )
}

fn title(folded: &str) -> bool {
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
fn closes(folded: &str) -> bool {
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
fn generic(folded: &str) -> bool {
    const WORDS: &str = " hospitalier hospitaliere hospitaliers hospitalieres universitaire universitaires regional regionale \
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
executant exterieur exterieure privees ville multidisciplinaire assistant assistants assistante chef chefs interne internes junior juniors orthoptiste \
enfants enfant adultes adulte femmes femme mere meres ";
    !folded.is_empty() && WORDS.split(' ').any(|w| w == folded)
}

/// The same in English.
fn english_generic(folded: &str) -> bool {
    const WORDS: &str = " medical health healthcare care clinical general community regional university teaching royal \
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
infectious disease diseases anticoagulation anticoagulant thyroid ";
    !folded.is_empty() && WORDS.split(' ').any(|w| w == folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AtomId, Known, TextBuilder};

    fn found(s: &str) -> Vec<String> {
        let mut b = TextBuilder::new();
        b.push(s, AtomId::new(0));
        let (text, known) = (b.finish(), Known::default());
        let inputs = [Input::new(&text, 0, &known)];
        let mut hits = Vec::new();
        Facilities.detect(&inputs[0], &mut hits);
        hits.extend(repeated(&inputs).into_iter().map(|(_, h)| h));
        hits.sort_by_key(|h| (h.span.start, h.span.end));
        hits.into_iter().map(|h| s[h.span].to_owned()).collect()
    }

    #[test]
    fn french_names_go_with_their_sort() {
        for name in [
            "Clinique des Verdières-Hautes",
            "CENTRE HOSPITALIER DE LA BRUNETTE-NOIRE",
            "CLINIQUE DU PRÉ AUX MERLES",
            "Laboratoire d'hématologie et cytologie Tournebride-Ozanne",
            "Cabinet de cardiologie du Cap-Merlan",
            "CHU Sarre-Ondaine",
            "Maison médicale de l'Orbe-Vive",
            "Hôpital gériatrique des Grands-Saules-d'Or",
            "G.I.E. IRM DU PAYS DES ÉTANGS-GRIS",
            "Biolab des Trois-Ormes",
        ] {
            let s = format!("{name} – radiologie\nBonjour");
            assert!(found(&s).contains(&name.to_owned()), "{name}: {:?}", found(&s));
        }
        assert_eq!(
            found("adressé à la clinique de l'Ormeau-Bas."),
            ["clinique de l'Ormeau-Bas", "Ormeau-Bas"]
        );
    }

    #[test]
    fn english_names_go_with_their_sort() {
        for name in [
            "Maple Ridge Hospital",
            "Tarnbeck General Hospital",
            "Wexcombe Mill Surgery",
            "Copper Mesa Medical Center",
            "Quillmoor Practice",
            "Birch Hollow Pathology Associates",
        ] {
            let s = format!("Seen at {name}, today.");
            assert!(found(&s).contains(&name.to_owned()), "{name}: {:?}", found(&s));
        }
    }

    #[test]
    fn a_sort_alone_is_no_name() {
        for s in [
            "Service de radiologie, hôpital de jour",
            "Le centre hospitalier a été prévenu. Examen clinique Babinski négatif.",
            "Hôpital de Jour\nCentre de Référence des Maladies Rares",
            "General Surgery, Clinical Laboratory, Memory Clinic, Family Practice",
            "The hospital called. CLINIQUE : RAS. Laboratoire de biologie médicale",
            "sur le plan clinique Mme va bien, pharmacie de garde, Maison de retraite",
        ] {
            assert_eq!(found(s), Vec::<String>::new(), "{s}");
        }
    }

    #[test]
    fn its_own_part_is_found_again() {
        assert_eq!(
            found("Clinique des Verdières-Hautes\nRetour à Verdières-Hautes le 3."),
            ["Clinique des Verdières-Hautes", "Verdières-Hautes", "Verdières-Hautes"]
        );
    }
}
