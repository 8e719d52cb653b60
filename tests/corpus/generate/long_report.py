"""The text of the ten-page follow-up file: ten consultations of one invented patient, built from paragraphs with changing figures."""

HEADER_LEFT = "⟦P:BALESTRIER-NOAILLES Enguerrand⟧ – né le ⟦B:11/06/1958⟧ – IPP ⟦I:7500831946⟧"
HEADER_RIGHT = "⟦F:Hôpital Sainte-Ondine-des-Ponts⟧"
FOOTER = "Dossier de suivi en rhumatologie – NIR ⟦N:1 58 06 75 990 218 ??⟧ – ⟦T:01 99 00 52 71⟧"

DATES = ["9 janvier 2023", "17 avril 2023", "4 septembre 2023", "22 janvier 2024", "13 mai 2024", "2 septembre 2024", "18 novembre 2024", "10 février 2025", "12 mai 2025", "8 septembre 2025"]
DOCTORS = ["Dr ⟦D:Hortense Lavergnolle⟧", "Dr ⟦D:Hortense Lavergnolle⟧", "Dr ⟦D:Amaury Tessonneau⟧", "Dr ⟦D:Hortense Lavergnolle⟧", "Pr ⟦D:Sixtine de Pontcharrault⟧",
           "Dr ⟦D:H. Lavergnolle⟧", "Dr ⟦D:Tessonneau⟧", "Dr ⟦D:Hortense LAVERGNOLLE⟧", "Dr ⟦D:Lavergnolle⟧", "Pr ⟦D:de Pontcharrault⟧"]
OPENING = [
    "Monsieur ⟦P:Enguerrand Balestrier-Noailles⟧, 64 ans, demeurant ⟦A:88 bis rue des Tanneries-Royales⟧, ⟦Z:75013⟧ ⟦C:Paris⟧, est adressé par le docteur ⟦D:Firmine Aubigny-Sall⟧ pour des douleurs inflammatoires des poignets et des chevilles installées depuis cinq mois.",
    "M. ⟦P:Balestrier-Noailles⟧ revient avec les résultats du bilan demandé en janvier. Le diagnostic de polyarthrite rhumatoïde séropositive est retenu et annoncé en présence de son épouse, Mme ⟦P:Donatienne Balestrier⟧.",
    "Consultation avancée à la demande du patient, que la douleur du genou gauche empêche de marcher plus de vingt minutes. M. ⟦P:BALESTRIER-NOAILLES⟧ n'a pas interrompu son traitement de fond.",
    "Monsieur ⟦P:Balestrier⟧ a été hospitalisé en décembre pour une pneumopathie ; le méthotrexate a été suspendu pendant trois semaines puis repris. Le dossier de pneumologie (n° ⟦I:PN-23-40087⟧) a été relu.",
    "Avis demandé sur l'opportunité d'un changement de biothérapie chez M. ⟦P:Noailles⟧, ainsi inscrit par erreur sur la convocation. L'identité a été vérifiée : nom, prénom, date de naissance ⟦B:11 juin 1958⟧.",
    "Suivi programmé à trois mois du début du nouveau traitement. M. ⟦P:E. Balestrier-Noailles⟧ se dit nettement amélioré, malgré une réaction locale aux deux premières injections.",
    "Le patient est vu seul. Il a repris la marche quotidienne et la natation. Sa fille, ⟦P:Apolline Noailles-Vidocq⟧, infirmière, l'aide pour les injections (contact : ⟦T:06 39 98 71 20⟧).",
    "Consultation de contrôle avant une chirurgie du pied prévue en avril par le docteur ⟦D:Maximin Courtenvaux⟧. Monsieur ⟦P:Balestrier-Noailles⟧ demande s'il faut arrêter la biothérapie.",
    "Un mois après l'intervention, M. ⟦P:Enguerrand BALESTRIER-NOAILLES⟧ marche avec une chaussure de décharge. Les courriers sont désormais à envoyer à ⟦E:e.balestrier@example.org⟧.",
    "Bilan annuel. Mme ⟦P:Balestrier⟧ accompagne son mari. Le nouveau médecin traitant est le docteur ⟦D:Ysée Malaterre⟧, ⟦A:5 impasse du Gué-Profond⟧, ⟦Z:92330⟧ ⟦C:Sceaux⟧.",
]
STORY = [
    "À l'interrogatoire, la raideur matinale dure {a} minutes et la fatigue est cotée à {b} sur 10. La nuit est coupée par deux réveils douloureux. Les doigts gonflent en fin de journée, la préhension des objets lourds est gênée, et la montée des escaliers réveille une douleur antérieure du genou. Il n'y a ni fièvre, ni sueurs, ni amaigrissement, ni éruption cutanée. La toux matinale est ancienne et rapportée au tabac, arrêté il y a douze ans.",
    "Depuis la dernière consultation, le patient compte {b} jours de poussée, soulagés par une courte cure de prednisone à {a} mg. Il décrit une sécheresse de la bouche sans sécheresse oculaire, des aphtes après la prise hebdomadaire de méthotrexate et quelques nausées. Le transit est régulier. Aucune infection n'est survenue, en dehors d'une rhinite. L'appétit est conservé, le sommeil correct, l'humeur stable ; le périmètre de marche est évalué à un kilomètre.",
    "Le patient rapporte des douleurs mécaniques plutôt qu'inflammatoires, prédominant à la base des pouces et au rachis lombaire, avec un dérouillage de {a} minutes. La cotation globale de la maladie est à {b} sur 10. Il n'a pas eu de vertige, de palpitation, de dyspnée ni de douleur thoracique. Les urines sont claires. Une paresthésie nocturne de la main droite, calmée en secouant le poignet, évoque un syndrome du canal carpien débutant.",
    "L'évolution est favorable : la raideur ne dépasse pas {a} minutes, l'évaluation de la douleur est à {b} sur 10 et aucun réveil nocturne n'est signalé. Le patient tolère bien les injections, sans urticaire ni malaise. Il garde une gêne à l'extension du coude gauche et un enraidissement de l'épaule. La vaccination contre la grippe et le pneumocoque est à jour, celle contre le zona est proposée. Pas d'épisode de diarrhée, pas de saignement, pas de céphalée.",
]
EXAM = [
    "Examen : poids {w} kg, tension artérielle {t} mmHg, pouls régulier à {p} bpm, saturation 97 %. On compte {d} articulations douloureuses et {g} articulations gonflées, aux deux poignets, aux métacarpo-phalangiennes et à la cheville droite. Pas de nodule rhumatoïde. L'extension du coude gauche manque de 10 degrés. La force de serrage est diminuée à droite. L'auscultation cardiaque et pulmonaire est normale, l'abdomen souple, sans hépatomégalie ni splénomégalie. Pas d'adénopathie, pas de purpura, pas d'œdème des membres inférieurs.",
    "Examen : poids {w} kg, tension artérielle {t} mmHg, pouls {p} bpm. Indice articulaire à {d}, indice synovial à {g}. Le genou gauche est chaud, avec un choc rotulien et une flexion limitée à 95 degrés ; la ponction ramène 22 mL d'un liquide citrin, visqueux, inflammatoire, sans cristaux ni germe. Les pieds montrent un hallux valgus bilatéral et une hyperkératose plantaire sous les têtes métatarsiennes. La peau est fine, quelques ecchymoses aux avant-bras. Râles crépitants discrets aux bases, ne se modifiant pas à la toux.",
    "Examen : poids {w} kg, tension artérielle {t} mmHg, pouls {p} bpm, température 36,8 °C. La mobilité du rachis cervical est limitée en rotation droite. Le signe de Tinel est positif au poignet droit, sans amyotrophie thénarienne. {d} articulations sont sensibles à la pression et {g} tuméfiées. Les réflexes ostéotendineux sont présents et symétriques, la sensibilité vibratoire est conservée aux malléoles. Les pouls pédieux sont perçus, les mollets souples, la thyroïde non palpable. Le fond d'œil récent ne montre pas de toxicité rétinienne.",
]
IMAGING = [
    "Imagerie : les radiographies des mains et des pieds montrent une déminéralisation en bande, un pincement radio-carpien bilatéral et deux érosions de la tête du cinquième métatarsien, sans évolution mesurable. L'échographie en mode Doppler retrouve une synovite de grade 2 des deuxième et troisième métacarpo-phalangiennes droites et une ténosynovite du fléchisseur, avec un épanchement de {k} mm. La densitométrie osseuse donne un T-score à -1,9 au col fémoral et à -1,2 aux vertèbres lombaires.",
    "Imagerie : le scanner thoracique en coupes fines met en évidence des réticulations sous-pleurales des bases, sans rayon de miel, et un nodule plein du lobe moyen de {k} mm, inchangé depuis deux ans. Pas d'adénopathie médiastinale, pas d'épanchement pleural. Le cœur est de volume normal, les artères coronaires portent quelques calcifications. L'exploration fonctionnelle respiratoire retrouve une capacité vitale à 92 % et une diffusion du monoxyde de carbone à 71 % de la valeur théorique.",
    "Imagerie : l'IRM du poignet droit objective une synovite radio-ulnaire distale rehaussée après injection, un œdème médullaire du lunatum et une érosion de {k} mm du capitatum. Les tendons extenseurs sont continus. L'échographie abdominale montre un foie discrètement hyperéchogène, une vésicule alithiasique, des reins de taille normale et une aorte de 18 mm. La radiographie thoracique est sans foyer. L'élastographie hépatique donne 5,1 kPa, valeur sans fibrose significative.",
]
COMMENT = [
    "Commentaire biologique : le syndrome inflammatoire est {i} par rapport au bilan précédent. Les transaminases restent inférieures à deux fois la normale, ce qui autorise la poursuite du méthotrexate. La numération ne montre ni neutropénie ni thrombopénie. Les anticorps anti-peptides citrullinés sont fortement positifs, le facteur rhumatoïde à {r} UI/mL, les anticorps antinucléaires négatifs. Les sérologies des hépatites B et C et du VIH sont négatives ; le test de détection de la tuberculose est négatif.",
    "Commentaire biologique : l'hémoglobine est stable, la ferritine normale, le volume globulaire à 97 fL sous acide folique. La créatinine et la protéinurie sont normales. Le syndrome inflammatoire est {i}. L'électrophorèse retrouve une hypogammaglobulinémie modérée à 6,2 g/L, à surveiller sous biothérapie. Le bilan lipidique est à l'objectif sous pravastatine. Le facteur rhumatoïde est mesuré à {r} UI/mL. La vitamine D a été corrigée à 38 ng/mL. La glycémie à jeun s'est élevée sous corticoïde.",
]
TREATMENT = [
    "Traitement : méthotrexate {x} mg par semaine en injection sous-cutanée, acide folique 10 mg le lendemain, prednisone {y} mg par jour en décroissance, ibuprofène arrêté, paracétamol 1 g à la demande, calcium 500 mg et vitamine D. Contraception sans objet. Les règles de prudence ont été rappelées : suspension en cas de fièvre, de toux inhabituelle ou d'infection dentaire. Une infiltration de 20 mg d'hexacétonide de triamcinolone a été faite dans le genou gauche, dans des conditions d'asepsie, sans incident.",
    "Traitement : adalimumab 40 mg tous les quatorze jours, méthotrexate {x} mg par semaine, acide folique 10 mg, prednisone {y} mg le matin, pantoprazole 20 mg, acide alendronique 70 mg par semaine. Une alternance des points d'injection et une sortie du réfrigérateur trente minutes avant l'administration sont conseillées. Une orthèse de repos du poignet droit est prescrite pour la nuit, ainsi que des semelles avec appui rétro-capital et dix séances de rééducation de la main.",
    "Traitement : abatacept 125 mg par semaine, méthotrexate {x} mg, acide folique 10 mg, prednisone {y} mg avec projet d'arrêt, amlodipine 5 mg, pravastatine 20 mg. Le vaccin contre le zona sera fait avant l'hiver. En vue d'une intervention, la biothérapie est suspendue une à deux semaines avant le geste et reprise après cicatrisation complète ; le méthotrexate est maintenu. La prévention de la thrombose, l'antibioprophylaxie et la surveillance de la plaie sont confiées au chirurgien.",
]
PLAN = [
    "Conclusion : activité {q} de la maladie (DAS28 à {s}). Contrôle biologique tous les mois, puis tous les trois mois : numération, transaminases, créatinine, protéine C réactive. Échographie des mains à six mois. Le patient dispose du numéro de l'infirmière d'éducation thérapeutique et sait reconnaître les signes d'infection, d'hépatite et de réaction allergique. Reprise progressive de l'activité physique, arrêt complet de l'alcool le jour de l'injection, soins dentaires deux fois par an.",
    "Conclusion : DAS28 à {s}, activité {q}. Pas d'argument pour une vascularite, une amylose ou une pneumopathie médicamenteuse. La surveillance comprend un scanner thoracique annuel, une exploration respiratoire, un électrocardiogramme et un bilan des facteurs de risque cardiovasculaire. La balnéothérapie est encouragée. Une demande d'affection de longue durée a été renouvelée. Prochaine consultation dans trois à quatre mois, plus tôt en cas de poussée, de fièvre ou de douleur inhabituelle.",
]


def fr(value, digits=1):
    return f"{value:.{digits}f}".replace(".", ",")


def visits():
    """Ten pages: title, paragraphs before the table, table rows, paragraphs after it."""
    for n in range(10):
        score = 5.6 - 0.33 * n + (0.7 if n in (2, 4) else 0)
        figures = {
            "a": 75 - 6 * n, "b": max(2, 8 - n // 2), "w": fr(78.4 - 0.3 * n), "t": f"{128 + n % 4 * 4}/{76 + n % 3 * 3}", "p": 66 + n % 5 * 3, "d": max(1, 11 - n), "g": max(0, 8 - n), "k": 3 + n % 4,
            "i": "plus marqué" if n in (2, 4) else "en diminution", "r": 184 - 9 * n, "x": fr(12.5 + 2.5 * min(n, 3)), "y": max(2, 15 - 2 * n), "q": "forte" if score > 5.1 else "modérée" if score > 3.2 else "faible", "s": fr(score),
        }
        rows = [["<b>Examen</b>", "<b>Résultat</b>", "<b>Unité</b>", "<b>Référence</b>"], ["Hémoglobine", fr(12.1 + 0.15 * n), "g/dL", "13,0 – 17,0"], ["Leucocytes", fr(8.9 - 0.3 * n), "G/L", "4,0 – 10,0"], ["Plaquettes", str(421 - 14 * n), "G/L", "150 – 400"],
                ["Vitesse de sédimentation", str(58 - 4 * n), "mm", "&lt; 20"], ["Protéine C réactive", fr(42.0 - 3.7 * n), "mg/L", "&lt; 5,0"], ["Alanine aminotransférase", str(24 + n * 3), "U/L", "10 – 50"], ["Créatinine", str(78 + n), "µmol/L", "62 – 106"], ["Albumine", fr(37.2 + 0.3 * n), "g/L", "35,0 – 50,0"]]
        yield {
            "title": f"Consultation n° {n + 1} – {DATES[n]} – {DOCTORS[n]}",
            "before": [OPENING[n], STORY[n % 4].format(**figures), EXAM[n % 3].format(**figures), IMAGING[n % 3].format(**figures)],
            "table": rows,
            "after": [COMMENT[n % 2].format(**figures), TREATMENT[n * 3 // 10].format(**figures), PLAN[n % 2].format(**figures), f"Signé : {DOCTORS[n]}"],
        }
