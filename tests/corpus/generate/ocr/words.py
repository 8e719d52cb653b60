"""What the pages say: invented people, places and numbers in French sentences of care. Nothing here is true of anybody."""

GIVEN = """Amandine Bérénice Célestin Délia Éloïse Firmin Gwenaëlle Hippolyte Inès Joséphine Kévin Ludivine Maëlys Noëlie Octave Pétronille Quentin
Raphaëlle Solène Théodore Ursule Valérian Wilfried Xavière Yaël Zélie François Chloé Anaïs Benoît""".split()
FAMILY = """Aubrelan Bertincourd Chauverny Dorvalle Estévignac Fontrevel Grandmorel Hautclair Isembourg Jolivrac Kerbellec Lamirande Montvalois
Nauroy-Thibel Orsignac Pérollier Quinchamp Roquebrée Saint-Avelin Tréguinec Urvillers Vaucoureux Wattremelle Ysambray Zeller-Durmont Lefèvret Garçonnet Œillard""".split()
STREETS = "des Tilleuls|du Vieux Moulin|de la Gare|Jean-Moulinet|des Écoles|de l'Église|du Général Vaubert|des Acacias|Émile Zorel|du Château".split("|")
TOWNS = "Valmeroy|Saint-Orens-le-Vieux|Bourg-Aubrac|Montferrel|La Chapelle-Rousse|Évrecourt|Pont-d'Isère|Champlieux|Neufbois|L'Haÿ-les-Prés".split("|")
SENTENCES = """Le patient est adressé pour une douleur thoracique atypique évoluant depuis trois semaines.
L'examen clinique retrouve un abdomen souple, dépressible et indolore dans son ensemble.
Il n'existe pas d'argument en faveur d'une thrombose veineuse profonde des membres inférieurs.
La fonction ventriculaire gauche est conservée avec une fraction d'éjection estimée à 62 %.
On note une hypertrophie modérée du septum interventriculaire sans obstacle sous-aortique.
Le bilan biologique montre une créatinine à 84 µmol/l et un DFG à 78 ml/min/1,73 m².
Absence d'épanchement pleural ou péricardique décelable sur cet examen.
Les suites opératoires ont été simples, le patient est resté apyrétique.
Nous avons introduit un traitement par ramipril 2,5 mg, une prise le matin.
Une consultation de contrôle est prévue dans six mois avec un nouvel électrocardiogramme.
Conclusion : lésion nodulaire du lobe moyen droit, stable depuis le contrôle précédent.
L'IRM cérébrale ne met pas en évidence de lésion ischémique récente en séquence de diffusion.
Antécédents : hypertension artérielle, dyslipidémie, appendicectomie dans l'enfance, tabagisme sevré.
La mobilisation passive de l'épaule est limitée à 90° en abduction et douloureuse.
Le compte rendu histologique conclut à un adénome tubuleux en dysplasie de bas grade.
Merci de bien vouloir recevoir cette patiente pour avis spécialisé et prise en charge.
Les sérologies virales (VIH, VHB, VHC) sont négatives à la date du prélèvement.
Une scanographie thoraco-abdomino-pelvienne a été réalisée après injection de produit de contraste.
À l'auscultation, les bruits du cœur sont réguliers, sans souffle audible.
Surveillance de la tension artérielle à domicile, trois mesures matin et soir pendant trois jours.
La prise en charge associe kinésithérapie, antalgiques de palier 1 et repos relatif.
Le scanner confirme une fracture non déplacée de l'extrémité inférieure du radius gauche.
Ce document est confidentiel et ne peut être communiqué sans l'accord de la personne concernée.
Aucune allergie médicamenteuse connue ; intolérance digestive à l'amoxicilline rapportée en 2019.
Poids : 72,4 kg ; taille : 168 cm ; indice de masse corporelle : 25,7 kg/m².
La glycémie à jeun est à 1,12 g/l et l'hémoglobine glyquée à 6,3 %.""".split("\n")
ENGLISH = """The patient was reviewed in clinic and remains well, with no further episodes of chest pain.
Examination was unremarkable apart from a soft systolic murmur at the left sternal edge.
Blood tests showed a haemoglobin of 118 g/L and a normal thyroid function.
We have arranged an outpatient echocardiogram and will write again with the results.
Please continue bisoprolol 2.5 mg once daily and review in twelve weeks.
There was no evidence of consolidation, effusion or pneumothorax on the chest radiograph.""".split("\n")
ANALYSES = """Hémoglobine|Hématies|Leucocytes|Plaquettes|Polynucléaires neutrophiles|Lymphocytes|Monocytes|Créatinine|Urée|Sodium|Potassium|Chlorures|Glycémie à jeun|Cholestérol total|Triglycérides|Ferritine|CRP|TSH|Vitamine D|Bilirubine totale|ASAT (TGO)|ALAT (TGP)|Gamma-GT|Phosphatases alcalines|Protéines totales|Albumine|Calcium|Acide urique""".split("|")
UNITS = "g/dl|T/l|G/l|%|mmol/l|mg/l|UI/l|ng/ml|g/l|mUI/l".split("|")
LABELS = "Nom de naissance|Nom d'usage|Prénom(s)|Date de naissance|Lieu de naissance|N° de sécurité sociale|Adresse|Code postal|Ville|Téléphone|Courriel|Médecin traitant|Personne à prévenir|Profession|Mutuelle|N° d'adhérent".split("|")
FOOT = "Centre hospitalier de Valmeroy – 12, avenue des Tilleuls – 99120 Valmeroy – Tél. 01 99 00 12 34 – FINESS 990012345 – www.ch-valmeroy.example"


# Before every word that must go; drawn by nobody.
MARK = "\u2060"


def secret(text):
    return " ".join(MARK + w for w in text.split(" "))


class Author:
    def __init__(self, rng):
        self.r = rng

    def person(self):
        return secret(f"{self.r.choice(GIVEN)} {self.r.choice(FAMILY).upper() if self.r.random() < .6 else self.r.choice(FAMILY)}")

    def date(self):
        return f"{self.r.randint(1, 28):02}/{self.r.randint(1, 12):02}/{self.r.randint(1931, 2025)}"

    def phone(self):
        return secret("01 99 00 " + f"{self.r.randint(0, 99):02} {self.r.randint(0, 99):02}")

    def address(self):
        return secret(f"{self.r.randint(1, 180)}, rue {self.r.choice(STREETS)}"), secret(f"{self.r.randint(99100, 99990)} {self.r.choice(TOWNS)}")

    def nir(self):
        d = self.r
        return secret(f"{d.randint(1, 2)} {d.randint(10, 99)} {d.randint(1, 12):02} 99 {d.randint(100, 999)} {d.randint(100, 999)} {d.randint(10, 97)}")

    def value(self, label):
        r = self.r
        if "naissance" in label and "Date" in label:
            return secret(self.date())
        if "sécurité" in label:
            return self.nir()
        if "Téléphone" in label:
            return self.phone()
        if "Courriel" in label:
            return secret(f"{r.choice(GIVEN).lower()}.{r.randint(10, 99)}@exemple.fr")
        if "Adresse" in label:
            return self.address()[0]
        if "postal" in label:
            return secret(str(r.randint(99100, 99990)))
        if label in ("Ville", "Lieu de naissance"):
            return secret(r.choice(TOWNS))
        if "adhérent" in label:
            return secret(f"{r.randint(10**7, 10**8)}{r.choice('ABCDEFGH')}")
        if label == "Profession":
            return r.choice(["Menuisière", "Enseignant", "Comptable", "Retraitée"])
        if label == "Mutuelle":
            return r.choice(["Mutuelle des Tilleuls", "Harmonya", "MGEX"])
        if label.startswith(("Médecin", "Personne")):
            return ("Dr " if label[0] == "M" else "") + self.person()
        return self.person().split()[0 if "Prénom" in label else -1]

    def sentence(self):
        r, k = self.r, self.r.random()
        if k < .16:
            return f"{r.choice(['Monsieur', 'Madame', 'M.', 'Mme'])} {self.person()}, né(e) le {secret(self.date())}, a été vu(e) le {self.date()} par le Dr {self.person()}."
        if k < .2:
            a, b = self.address()
            return f"Demeurant {a}, {b} ; téléphone {self.phone()}."
        return r.choice(SENTENCES)
