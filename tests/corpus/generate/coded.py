"""Documents that are made by code: ReportLab, python-docx through LibreOffice, and files that pikepdf reworked afterwards.

Each function returns (head, bytes, seen, hidden, boxes) for make.py; text goes through `m`, which strips and records the marks.
"""

import io
from datetime import datetime
from pathlib import Path

import pikepdf
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from PIL import Image, ImageFilter
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4, A5, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, SimpleDocTemplate, Spacer, Table

import long_report
from marks import Marks

pdfmetrics.registerFont(TTFont("Sans", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
FILES = Path(__file__).resolve().parent.parent / "files"
DOCUMENTS = {}


def document(name, **head):
    def keep(function):
        DOCUMENTS[name] = lambda shop: function(shop, {"id": name, "lang": "fr", **head})
        return function
    return keep


def style(font="Helvetica", size=10, **more):
    return ParagraphStyle(font, fontName=font, fontSize=size, leading=size * 1.28, spaceAfter=size * 0.4, **more)


def flow(story, page=A4, margin=20 * mm, decorate=None, **info):
    out = io.BytesIO()
    doc = SimpleDocTemplate(out, pagesize=page, leftMargin=margin, rightMargin=margin, topMargin=margin, bottomMargin=margin, invariant=1, **info)
    doc.build(story, onFirstPage=decorate or (lambda *_: None), onLaterPages=decorate or (lambda *_: None))
    return out.getvalue()


@document("report-10-pages", producer="reportlab", kind="follow-up",
          about="Ten pages of follow-up consultations by ReportLab, name and numbers in the header and footer of every page: the benchmark file.")
def report_10_pages(shop, head):
    m = Marks("reportlab")
    plain = Marks("text")
    body, title = style(size=10, alignment=TA_JUSTIFY), style("Helvetica-Bold", 12)
    small = style(size=9)
    story = []
    for number, visit in enumerate(long_report.visits()):
        if number:
            story.append(PageBreak())
        story.append(Paragraph(m(visit["title"]), title))
        story += [Paragraph(m(p), body) for p in visit["before"]]
        story.append(Table([[Paragraph(c, small) for c in row] for row in visit["table"]], colWidths=[62 * mm, 30 * mm, 30 * mm, 48 * mm],
                           style=[("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.grey), ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]))
        story.append(Spacer(1, 3 * mm))
        story += [Paragraph(m(p), body) for p in visit["after"]]

    def frame(c, doc):
        c.setFont("Helvetica", 8)
        c.drawString(20 * mm, 284 * mm, plain(long_report.HEADER_LEFT))
        c.drawRightString(190 * mm, 284 * mm, plain(long_report.HEADER_RIGHT))
        c.line(20 * mm, 282 * mm, 190 * mm, 282 * mm)
        c.drawString(20 * mm, 10 * mm, plain(long_report.FOOTER))
        c.drawRightString(190 * mm, 10 * mm, f"{doc.page} / 10")
    data = flow(story, decorate=frame, title=plain("Dossier ⟦p:Enguerrand BALESTRIER-NOAILLES⟧"), author=plain("⟦d:Hortense Lavergnolle⟧"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if len(pdf.pages) != 10:
            raise SystemExit(f"report-10-pages has {len(pdf.pages)} pages")
    seen = m.seen + [r for r in plain.seen if r not in m.seen]
    return head, data, seen, m.hidden + plain.hidden


@document("scanner-cerebral", producer="reportlab", kind="imaging-ct",
          about="Head CT drawn word by word by ReportLab at absolute positions, values before their labels in the stream, UPPERCASE typing.")
def scanner_cerebral(shop, head):
    m = Marks("text")
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=A4, invariant=1)
    c.setTitle("SCANNER")
    c.setFont("Courier-Bold", 10.5)
    for x, y, text in [(52, 262, "⟦P:BOURGUIGNAT⟧"), (52, 256, "⟦P:MARIE-ODILE⟧"), (52, 250, "⟦B:18.11.1961⟧"), (138, 262, "⟦I:1187042⟧"), (138, 256, "⟦I:25R0044871⟧"),
                       (138, 250, "DR ⟦D:SCHOENDOERFFER⟧")]:
        c.drawString(x * mm, y * mm, m(text))
    c.setFont("Courier", 10.5)
    for x, y, text in [(18, 262, "NOM"), (18, 256, "PRENOM"), (18, 250, "NE(E) LE"), (108, 262, "NO PATIENT"), (108, 256, "NO EXAMEN"), (108, 250, "DEMANDEUR")]:
        c.drawString(x * mm, y * mm, text)
    c.setFont("Helvetica-Bold", 14)
    c.drawCentredString(105 * mm, 280 * mm, m("⟦F:G.I.E. SCANNER DU PAYS DES LACS-BLANCS⟧"))
    c.setFont("Helvetica", 9)
    c.drawCentredString(105 * mm, 274 * mm, m("⟦A:8, AVENUE DU GENERAL-HARTMANNSWILLER⟧ - ⟦Z:88400⟧ ⟦C:GERARDMER⟧ - TEL ⟦T:03 53 01 07 70⟧"))
    c.rect(15 * mm, 246 * mm, 180 * mm, 22 * mm)
    text = m("""EXAMEN TOMODENSITOMETRIQUE CEREBRAL DU 27 JANVIER 2025

INDICATION : CHUTE DE SA HAUTEUR SOUS ANTICOAGULANT (RIVAROXABAN 20 mg), CEPHALEES,
SOMNOLENCE, SCORE DE GLASGOW A 14. PAS DE DEFICIT MOTEUR.

TECHNIQUE : ACQUISITION VOLUMIQUE SANS INJECTION, COUPES DE 1,25 mm, FENETRES
PARENCHYMATEUSE ET OSSEUSE. PDL 812 mGy.cm.

RESULTAT :
HEMATOME SOUS-DURAL AIGU DE LA CONVEXITE GAUCHE, SPONTANEMENT HYPERDENSE, D'EPAISSEUR
MAXIMALE 9 mm, ETENDU DE LA REGION FRONTALE A LA REGION PARIETALE.
EFFET DE MASSE MODERE AVEC DEVIATION DE LA LIGNE MEDIANE DE 4 mm VERS LA DROITE.
EFFACEMENT PARTIEL DU VENTRICULE LATERAL GAUCHE. CITERNES DE LA BASE PERMEABLES.
PAS DE CONTUSION INTRAPARENCHYMATEUSE. PAS D'HEMORRAGIE SOUS-ARACHNOIDIENNE.
LEUCOPATHIE PERIVENTRICULAIRE DE FAIBLE ABONDANCE. ATROPHIE CORTICALE EN RAPPORT AVEC L'AGE.
FRACTURE NON DEPLACEE DE L'ECAILLE TEMPORALE GAUCHE, SANS HEMOTYMPAN.
SINUS DE LA FACE CLAIRS. ORBITES ET GLOBES OCULAIRES SANS PARTICULARITE.
CALCIFICATIONS DES SIPHONS CAROTIDIENS.

CONCLUSION : HEMATOME SOUS-DURAL AIGU GAUCHE DE 9 mm AVEC DEBUT D'ENGAGEMENT.
FRACTURE TEMPORALE. AVIS NEUROCHIRURGICAL DEMANDE, ANTAGONISATION A DISCUTER,
SCANNER DE CONTROLE A 6 HEURES OU EN CAS D'AGGRAVATION DE LA CONSCIENCE.

MME ⟦P:BOURGUIGNAT⟧ EST TRANSFEREE PAR LE SMUR (DR ⟦D:PIMPRENELLE AUBERTIN-GROSS⟧).
REGULATION JOINTE AU ⟦T:03.53.01.15.15⟧. FILLE PREVENUE : ⟦P:BOURGUIGNAT LOU-ANN⟧.

                                              DR ⟦D:KASPAR SCHOENDOERFFER⟧""")
    y = 234
    for line in text.split("\n"):
        x = 18 * mm
        for word in line.replace("  ", " \u00a0").split(" "):
            if word.strip("\u00a0"):
                c.setFont("Helvetica", 9.5)
                c.drawString(x, y * mm, word.replace("\u00a0", " "))
            x += pdfmetrics.stringWidth(word.replace("\u00a0", " ") + " ", "Helvetica", 9.5)
        y -= 5.3
    c.showPage()
    c.save()
    return head, out.getvalue(), m.seen, m.hidden


@document("fiche-urgences", producer="reportlab", kind="form",
          about="Emergency intake form by ReportLab: a grid whose labels stand beside and above their values, in two tables, and nurse's notes.")
def fiche_urgences(shop, head):
    m = Marks("reportlab")
    label, value, body = style("Helvetica", 7, textColor=colors.grey), style("Helvetica-Bold", 10), style(size=9.5, alignment=TA_JUSTIFY)

    def cell(name, text):
        return [Paragraph(name, label), Paragraph(m(text), value)]
    grid = [("BOX", (0, 0), (-1, -1), 1, colors.black), ("INNERGRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    story = [
        Paragraph(m("⟦F:CENTRE HOSPITALIER DE LA VÉZÈRE-NOIRE⟧ — ACCUEIL DES URGENCES"), style("Helvetica-Bold", 13)),
        Table([[cell("NOM DE NAISSANCE", "⟦P:LAMONGERIE⟧"), cell("NOM UTILISÉ", "⟦P:PRADINAUD-SELLIER⟧"), cell("PRÉNOM", "⟦P:Jacinthe⟧")],
               [cell("DATE DE NAISSANCE", "⟦B:24 02 1998⟧"), cell("LIEU DE NAISSANCE", "⟦L:Tulle⟧"), cell("SEXE", "Féminin")],
               [cell("ADRESSE", "⟦A:Lieu-dit Le Mas-Perdu⟧"), cell("CODE POSTAL – COMMUNE", "⟦Z:19240⟧ ⟦C:Allassac⟧"), cell("TÉLÉPHONE", "⟦T:06 39 98 08 45⟧")],
               [cell("PERSONNE DE CONFIANCE", "⟦P:Thaïs Pradinaud⟧"), cell("LIEN", "Sœur"), cell("SON TÉLÉPHONE", "⟦T:06.39.98.74.74⟧")]],
              colWidths=[57 * mm] * 3, style=grid), Spacer(1, 4 * mm),
        Table([[Paragraph(a, label), Paragraph(m(b), value), Paragraph(c, label), Paragraph(m(d), value)] for a, b, c, d in [
            ("N° d'épisode", "⟦I:25-URG-018842⟧", "Arrivée", "08/03/2025 19:47"),
            ("N° sécurité sociale", "⟦N:2 98 02 19 990 055 ??⟧", "Mode", "Ambulance privée"),
            ("IPP", "⟦I:1900377254⟧", "Tri", "Niveau 3B"),
            ("Médecin traitant", "Dr ⟦D:Landry Chastagnol⟧", "Box", "7"),
            ("Adressée par", "Dr ⟦D:Mahaut de Kergariou⟧", "Assurance", "AMC ⟦S:775709702-0114⟧")]],
            colWidths=[34 * mm, 60 * mm, 22 * mm, 55 * mm], style=grid), Spacer(1, 4 * mm)]
    for text in [
        "<b>Motif.</b> Douleur lombaire droite brutale depuis quatre heures, irradiant vers le pli inguinal, avec nausées et deux vomissements.",
        "<b>Constantes.</b> Température 37,4 °C, tension artérielle 138/84 mmHg, pouls 104 bpm, fréquence respiratoire 18, saturation 99 %, douleur cotée à 8 sur 10, glycémie capillaire 1,02 g/L.",
        "<b>Antécédents.</b> Colique néphrétique gauche en 2022 sur calcul d'oxalate, migraine cataméniale, appendicectomie. Allergie : latex. Traitement : dispositif intra-utérin au cuivre, zolmitriptan 2,5 mg en cas de crise.",
        "<b>Examen.</b> Patiente agitée, pâle, sueurs. Abdomen souple, sensibilité du flanc droit, ébranlement lombaire douloureux, pas de défense. Bruits du cœur réguliers, pas de souffle. Auscultation pulmonaire libre. Touchers pelviens non faits. Pas de signe de choc, pas de purpura, mollets souples.",
        "<b>Examens complémentaires.</b> Bandelette urinaire : hématies +++, leucocytes négatifs, nitrites négatifs. Bêta-hCG négative. Créatinine 81 µmol/L, protéine C réactive 4 mg/L, leucocytes 11,3 G/L, calcémie 2,38 mmol/L. Scanner sans injection : calcul de 5 mm de la jonction urétéro-vésicale droite, dilatation pyélocalicielle modérée de 14 mm, infiltration de la graisse périrénale, pas de collection.",
        "<b>Traitement.</b> Kétoprofène 100 mg et paracétamol 1 g en perfusion, morphine titrée 4 mg, ondansétron 4 mg. Douleur à 2 après 40 minutes. Tamsulosine 0,4 mg le soir pendant deux semaines, filtration des urines, hydratation libre.",
        "<b>Orientation.</b> Retour au domicile à 00 h 20, accompagnée par sa sœur ⟦P:Thaïs⟧. Consultation d'urologie avec le Dr ⟦D:Ignace Peyrichou⟧ dans dix jours. Consignes de surveillance données par écrit à Mme ⟦P:Pradinaud-Sellier⟧ : fièvre, anurie, douleur rebelle.",
        "Rédigé par ⟦D:Éléa Soularue⟧, interne – validé par Dr ⟦D:B. Vialaneix⟧ (RPPS ⟦R:1099924416?⟧)"]:
        story.append(Paragraph(m(text), body))
    return head, flow(story), m.seen, m.hidden


@document("us-ed-summary", producer="reportlab", lang="en", kind="discharge",
          about="US emergency visit summary by ReportLab in two columns on letter paper, embedded TrueType subset, instructions for a parent.")
def us_ed_summary(shop, head):
    m, t = Marks("reportlab"), Marks("text")
    out = io.BytesIO()
    doc = BaseDocTemplate(out, pagesize=letter, invariant=1, title=m("After visit summary ⟦p:Zebulon⟧"))

    def banner(c, _):
        c.setFillColor(colors.HexColor("#13446b"))
        c.rect(0, 738, 612, 54, stroke=0, fill=1)
        c.setFillColor(colors.white)
        c.setFont("Sans", 15)
        c.drawString(40, 765, t("⟦F:Harbor Pines Children's Hospital⟧"))
        c.setFont("Sans", 8)
        c.drawString(40, 749, t("⟦A:6100 Tidewater Commons Drive⟧, ⟦C:Gulfport⟧, MS ⟦Z:39503⟧  |  ⟦T:1-228-555-0190⟧"))
    doc.addPageTemplates(PageTemplate(frames=[Frame(36, 40, 262, 690, id="a"), Frame(314, 40, 262, 690, id="b")], onPage=banner))
    body, bold = style("Sans", 9), style("Sans", 11, textColor=colors.HexColor("#13446b"))
    story = []
    for kind, text in [
        (bold, "After Visit Summary"), (body, "Patient: ⟦P:Zebulon R. Castlebury⟧<br/>Date of birth: ⟦B:04-17-2018⟧ (6 years)<br/>MRN: ⟦I:HP00928815⟧<br/>CSN: ⟦I:5002231947⟧"),
        (body, "Parent or guardian: ⟦P:Tamsin Castlebury⟧<br/>⟦A:29 Osprey Landing⟧<br/>⟦C:Biloxi⟧, MS ⟦Z:39531⟧<br/>⟦T:228 555 0151⟧"),
        (bold, "Why you were seen"), (body, "Fever for three days, sore throat, rash on the trunk and refusal to drink."),
        (bold, "Your care team"), (body, "Attending: ⟦D:Ikechukwu Brandywine⟧, MD<br/>Nurse: ⟦D:Marguerite Solano⟧, RN<br/>Pediatrician: Dr. ⟦D:Pauline Etheridge-Ng⟧"),
        (bold, "Diagnosis"), (body, "Streptococcal pharyngitis with scarlatiniform rash. Mild dehydration, improved with oral fluids."),
        (bold, "What we found"), (body, "Temperature 102.6 °F, heart rate 128, oxygen saturation 99 %, weight 20.4 kg. The tonsils were enlarged with white exudate. Tender lymph nodes were felt at the angle of the jaw. The tongue was red and bumpy. A fine sandpaper rash covered the chest, abdomen and groin. Ears were normal, lungs were clear, abdomen was soft with no enlargement of the liver or spleen. Neck was supple."),
        (body, "Rapid strep antigen: positive. Influenza and COVID tests: negative. Urine: small ketones, no protein, no blood."),
        (bold, "Medicines given today"), (body, "Ibuprofen 200 mg by mouth at 18:10. Ondansetron 4 mg at 18:15. First dose of amoxicillin 500 mg at 19:05, tolerated without vomiting."),
        (bold, "Medicines to take at home"), (body, "Amoxicillin 500 mg twice a day for ten days. Finish all of the antibiotic even if the fever stops. Acetaminophen 300 mg every six hours if needed for pain. Do not use aspirin."),
        (bold, "When to come back"), (body, "Trouble breathing or swallowing saliva, swelling of one side of the neck, stiff neck, no urine for eight hours, a rash that looks like bruises, joint swelling, chest pain, or dark urine during the next three weeks. ⟦P:Zebulon⟧ may return to school after 24 hours of antibiotic and no fever."),
        (bold, "Follow-up"), (body, "See Dr. ⟦D:Etheridge-Ng⟧ in three to five days. Bring this sheet. Ms. ⟦P:Castlebury⟧ received teaching about dehydration and allergic reactions (hives, wheezing, facial swelling)."),
        (body, "Reviewed and signed: ⟦D:I. Brandywine⟧, 01/29/2025 19:40")]:
        story.append(Paragraph(m(text), kind))
    doc.build(story)
    return head, out.getvalue(), t.seen + m.seen, m.hidden


@document("uk-blood-results", producer="reportlab", lang="en", kind="lab-table",
          about="UK haematology and biochemistry report by ReportLab: dense table, sample numbers, GP practice code, comments.")
def uk_blood_results(shop, head):
    m = Marks("reportlab")
    small, bold, body = style("Times-Roman", 10), style("Times-Bold", 12), style("Times-Roman", 10.5)
    rows = [["Test", "Result", "Units", "Reference range", "Flag"], ["Haemoglobin", "101", "g/L", "115 - 165", "Low"], ["White cell count", "7.2", "10^9/L", "4.0 - 11.0", ""],
            ["Platelets", "412", "10^9/L", "150 - 400", "High"], ["Mean cell volume", "112", "fL", "80 - 100", "High"], ["Neutrophils", "4.4", "10^9/L", "2.0 - 7.5", ""],
            ["Vitamin B12", "98", "ng/L", "197 - 771", "Low"], ["Folate", "6.1", "ug/L", "3.9 - 20", ""], ["Ferritin", "88", "ug/L", "13 - 150", ""],
            ["Sodium", "136", "mmol/L", "133 - 146", ""], ["Potassium", "4.4", "mmol/L", "3.5 - 5.3", ""], ["Urea", "6.9", "mmol/L", "2.5 - 7.8", ""], ["Creatinine", "79", "umol/L", "49 - 90", ""],
            ["Alkaline phosphatase", "71", "U/L", "30 - 130", ""], ["Alanine transaminase", "19", "U/L", "10 - 49", ""], ["Bilirubin", "27", "umol/L", "0 - 20", "High"], ["Albumin", "41", "g/L", "35 - 50", ""],
            ["Thyroid stimulating hormone", "6.8", "mU/L", "0.55 - 4.78", "High"], ["C-reactive protein", "3", "mg/L", "0 - 5", ""], ["Intrinsic factor antibody", "Positive", "", "Negative", "Abnormal"]]
    story = [Paragraph(m("⟦F:Pennine Vale Pathology⟧ — Combined report"), bold),
             Table([[Paragraph(m(c), small) for c in row] for row in [
                 ["Patient", "⟦P:HEPPLEWHITE, Dorothea Jane⟧", "Sex / DOB", "F  ⟦B:01-Jun-1959⟧"], ["NHS No", "⟦N:999 407 162?⟧", "Lab No", "⟦I:H,25.0117734.K⟧"],
                 ["Address", "⟦A:33 Skinnergate⟧, ⟦C:Darlington⟧ ⟦Z:DL3 9ZZ⟧", "Collected", "05-Feb-2025 09:20"], ["Requester", "Dr ⟦D:Alasdair Nkemelu⟧", "Source", "⟦F:Clow Beck Surgery⟧ (A99817)"]]],
                   colWidths=[22 * mm, 70 * mm, 24 * mm, 54 * mm], style=[("BOX", (0, 0), (-1, -1), 0.8, colors.black)]), Spacer(1, 4 * mm),
             Table(rows, style=[("FONT", (0, 0), (-1, -1), "Times-Roman", 10), ("FONT", (0, 0), (-1, 0), "Times-Bold", 10), ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.whitesmoke, colors.white]),
                                ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)], colWidths=[58 * mm, 26 * mm, 26 * mm, 36 * mm, 24 * mm]), Spacer(1, 4 * mm)]
    for text in ["<b>Blood film:</b> oval macrocytes, hypersegmented neutrophils, occasional tear-drop cells. No blast cells seen. Thrombocytosis, likely reactive.",
                 "<b>Comment:</b> macrocytic anaemia with severe vitamin B12 deficiency and positive intrinsic factor antibody: pernicious anaemia is likely. Suggest hydroxocobalamin 1 mg by intramuscular injection on alternate days if there are neurological symptoms, otherwise three times a week for two weeks. Please check for paraesthesia, glossitis, gait ataxia and memory loss. Subclinical hypothyroidism: repeat with thyroid peroxidase antibody in three months.",
                 "Telephoned to the practice at 16:05 (Sister ⟦D:Maureen Oddy-Clegg⟧) because Mrs ⟦P:Hepplewhite⟧ has a cardiac history. Authorised by Dr ⟦D:Leopold Starkadder⟧, consultant haematologist, ⟦T:01632 960 508⟧."]:
        story.append(Paragraph(m(text), body))
    return head, flow(story, subject="Pathology"), m.seen, m.hidden


@document("etiquettes-prelevement", producer="reportlab", kind="labels",
          about="Sheet of sample labels by ReportLab: the same identity twelve times in tiny type, once upside down, with test names that must stay.",
          keep=["Hémogramme", "Ionogramme sanguin", "héparine 5 mL", "fluorure 2 mL", "citrate 3 mL", "sérum 5 mL", "EDTA 7 mL", "flacon 10 mL"])
def etiquettes(shop, head):
    m = Marks("text")
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=A4, invariant=1)
    tests = [("Hémogramme", "EDTA 5 mL", "violet"), ("Ionogramme sanguin", "héparine 5 mL", "vert"), ("Créatinine, urée", "héparine 5 mL", "vert"), ("Glycémie à jeun", "fluorure 2 mL", "gris"),
             ("Taux de prothrombine", "citrate 3 mL", "bleu"), ("Fibrinogène", "citrate 3 mL", "bleu"), ("Troponine ultrasensible", "héparine 5 mL", "vert"), ("Bilan lipidique", "sérum 5 mL", "rouge"),
             ("Ferritine, transferrine", "sérum 5 mL", "rouge"), ("Sérologie hépatite B", "sérum 5 mL", "rouge"), ("Groupe sanguin, agglutinines", "EDTA 7 mL", "violet"), ("Hémocultures aérobie", "flacon 10 mL", "jaune")]
    for i, (test, tube, colour) in enumerate(tests):
        x, y = (12 + 64 * (i % 3)) * mm, (238 - 62 * (i // 3)) * mm
        c.saveState()
        if i == 7:
            c.translate(x + 58 * mm, y + 40 * mm)
            c.rotate(180)
            x = y = 0
        c.roundRect(x, y, 58 * mm, 42 * mm, 3)
        c.setFont("Helvetica-Bold", 8)
        c.drawString(x + 6, y + 104, m("⟦P:ZAPATER-LHUILLIER Ignacio⟧"))
        c.setFont("Helvetica", 6.5)
        for row, line in enumerate(["né(e) ⟦P:Zapater⟧ le ⟦B:31/01/1965⟧  sexe M", "IPP ⟦I:6600218374⟧   NDA ⟦I:250077163⟧", "Prescripteur : Dr ⟦D:Dalmau Rouvenac⟧", "⟦F:CH Canigou-Conflent⟧ – Cardiologie", "Prélevé le 12/05/2025 à 06 h 10"]):
            c.drawString(x + 6, y + 93 - 9 * row, m(line))
        c.setFont("Helvetica-Bold", 7.5)
        c.drawString(x + 6, y + 40, test)
        c.setFont("Helvetica", 6.5)
        c.drawString(x + 6, y + 30, f"Tube {tube}, bouchon {colour}")
        c.drawString(x + 6, y + 20, ["Transport à température ambiante, protéger", "Transport sur glace, à centrifuger", "Délai maximal quatre heures", "Hémolyse : refaire le prélèvement"][i % 4])
        for bar in range(34):
            c.rect(x + 100 + bar * 1.6, y + 8, 0.5 + (bar * 7 % 3) * 0.35, 12, stroke=0, fill=1)
        c.restoreState()
    c.showPage()
    c.save()
    return head, out.getvalue(), m.seen, m.hidden


def docx_bytes(doc):
    doc.core_properties.created = doc.core_properties.modified = datetime(2026, 1, 1)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


@document("lettre-sortie-cardio", producer="libreoffice", kind="discharge",
          about="Two-page cardiology discharge letter by LibreOffice from DOCX: header and footer on both pages, treatment table, title with the name.")
def lettre_sortie(shop, head):
    m = Marks("text")
    doc = Document()
    doc.core_properties.title, doc.core_properties.author = m("Lettre de sortie ⟦p:KERGOMARD⟧"), m("⟦d:Maïlys Roudaut⟧")
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.header.paragraphs[0].text = m("M. ⟦P:KERGOMARD Ronan⟧ – né le ⟦B:14/07/1953⟧ – IPP ⟦I:5600938811⟧")
    section.footer.paragraphs[0].text = m("⟦F:CH des Abers-Sud⟧ – ⟦A:4, quai des Corsaires-Bretons⟧ – ⟦Z:56100⟧ ⟦C:LORIENT⟧ – ⟦T:02 61 91 50 00⟧")
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Serif", Pt(11)
    doc.add_heading("Lettre de liaison à la sortie", 1)
    doc.add_paragraph(m("Service de cardiologie – Pr ⟦D:Gaël Trébeurden-Roux⟧, Dr ⟦D:Nolwenn Abgrall⟧, Dr ⟦D:Hervé Plouzané-Diop⟧\nLorient, le 28 février 2025"))
    p = doc.add_paragraph(m("Docteur ⟦D:Maryvonne Le Floc'hmoan⟧\n⟦A:2 bis, place de l'Ancien-Lavoir⟧\n⟦Z:56270⟧ ⟦C:PLOEMEUR⟧"))
    p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text in [
        "Chère consœur,",
        "Votre patient, Monsieur ⟦P:Ronan KERGOMARD⟧, demeurant ⟦A:12 hameau de Kerléano-Vihan⟧, ⟦Z:56520⟧ ⟦C:Guidel⟧, a été hospitalisé du 19 au 28 février 2025 pour un syndrome coronarien aigu sans sus-décalage du segment ST.",
        "Antécédents : hypertension artérielle, dyslipidémie, apnées du sommeil appareillées, hernie inguinale opérée, tabagisme sevré. Son père est décédé d'un infarctus à 60 ans. Allergie à l'iode rapportée, non confirmée.",
        "Histoire de la maladie : douleur rétrosternale de repos, d'une durée de quarante minutes, irradiant vers l'épaule gauche, avec sueurs. L'électrocardiogramme montrait un sous-décalage de 2 mm en V4–V6. La troponine s'est élevée de 48 à 1 260 ng/L en trois heures.",
        "À l'examen d'entrée : tension artérielle 158/92 mmHg, fréquence cardiaque 88 bpm, saturation 97 %, poids 91 kg. Auscultation cardiaque régulière, sans souffle ; crépitants discrets des deux bases. Pouls périphériques perçus, pas d'œdème des membres inférieurs.",
        "Coronarographie (20 février, voie radiale droite) : sténose serrée à 90 % de l'artère interventriculaire antérieure moyenne, sténose à 60 % de la circonflexe, coronaire droite sans lésion significative. Angioplastie avec pose d'un stent actif de 3,0 x 22 mm, résultat satisfaisant. Hématome radial de 3 cm, non compressif.",
        "Échocardiographie : ventricule gauche non dilaté, hypokinésie apicale, fraction d'éjection à 48 %, pas de thrombus, valves sans particularité, péricarde sec, pressions pulmonaires normales.",
        "Évolution : favorable, sans récidive douloureuse ni trouble du rythme. Un épisode d'insuffisance rénale fonctionnelle (créatinine à 138 µmol/L) a régressé après hydratation et arrêt transitoire du ramipril. LDL-cholestérol à 1,62 g/L, hémoglobine glyquée à 6,3 %, hémoglobine à 13,7 g/dL."]:
        doc.add_paragraph(m(text))
    doc.add_page_break()
    doc.add_heading("Traitement de sortie", 2)
    table = doc.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    for row in [("Médicament", "Dose", "Prise", "Durée"), ("Aspirine", "75 mg", "midi", "à vie"), ("Ticagrélor", "90 mg", "matin et soir", "douze mois"), ("Atorvastatine", "80 mg", "soir", "à vie"),
                ("Bisoprolol", "2,5 mg", "matin", "à réévaluer"), ("Ramipril", "2,5 mg", "soir", "à augmenter"), ("Pantoprazole", "20 mg", "matin", "douze mois"), ("Trinitrine en spray", "0,3 mg", "si douleur", "à la demande")]:
        cells = table.add_row().cells
        for cell, text in zip(cells, row):
            cell.text = text
    for text in [
        "Modifications : arrêt de l'amlodipine 10 mg (œdèmes), arrêt de l'ibuprofène pris en automédication.",
        "Surveillance : ionogramme sanguin, créatinine et kaliémie dans une semaine ; bilan lipidique et transaminases dans six semaines. Objectif de LDL-cholestérol inférieur à 0,55 g/L. Réadaptation cardiovasculaire prévue à partir du 17 mars. Conduite automobile possible après une semaine. Ne jamais interrompre les antiagrégants sans avis du cardiologue.",
        "Consultation avec le Dr ⟦D:Abgrall⟧ le 10 avril à 9 h 40. Scanner thoracique de contrôle d'un micronodule de 4 mm du lobe supérieur gauche dans douze mois.",
        "Transmis par messagerie sécurisée à l'adresse ⟦N:1530756990314??@patient.mssante.fr⟧ et à l'épouse du patient, Mme ⟦P:Soazig Kergomard⟧ (⟦E:soazig.k56@example.org⟧).",
        "Dr ⟦D:H. PLOUZANÉ-DIOP⟧"]:
        doc.add_paragraph(m(text))
    return head, shop.libreoffice(head["id"], docx_bytes(doc), "docx"), m.seen, m.hidden


@document("admission-formulaire", producer="libreoffice", kind="form",
          about="Admission form by LibreOffice from DOCX: labels in the left column of a table, labels above values in a second one, many empty fields.")
def admission(shop, head):
    m = Marks("text")
    doc = Document()
    doc.styles["Normal"].font.name, doc.styles["Normal"].font.size = "Liberation Sans", Pt(10)
    doc.add_heading("Formulaire de préadmission – hospitalisation programmée", 1)
    doc.add_paragraph(m("À renvoyer à : ⟦F:Clinique des Salorges-Bleues⟧, bureau des admissions,\n⟦A:21 ter quai de la Fosse-Marine⟧, ⟦Z:44100⟧ ⟦C:NANTES⟧, ou à ⟦E:admissions@salorges.example.org⟧"))
    for rows in [
        [("Nom de naissance :", "⟦P:QUINTREC'H-BEAUMANOIR⟧"), ("Nom marital :", ""), ("Prénoms :", "⟦P:Lubin, Edgar, Théodose⟧"), ("Né(e) le :", "⟦B:9 septembre 2001⟧"), ("À (commune, pays) :", "⟦L:Saint-Pierre-et-Miquelon⟧"),
         ("Nationalité :", "française"), ("N° de sécurité sociale (15 chiffres) :", "⟦N:1010997599088??⟧"), ("N° et rue :", "⟦A:7, passage Pommeraie-Haute, bât. 3, porte 12⟧"), ("CP / Ville :", "⟦Z:44000⟧ ⟦C:Nantes⟧"),
         ("Tél. fixe :", ""), ("Portable :", "⟦T:06 39 98 53 26⟧"), ("Profession / employeur :", "étudiant"), ("Médecin traitant :", "Dr ⟦D:Servane Guihéneuc⟧")]]:
        table = doc.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        for label, value in rows:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, m(value)
    doc.add_paragraph()
    table = doc.add_table(rows=2, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("Personne à prévenir", "Lien de parenté", "Téléphone")):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("⟦P:BEAUMANOIR Gudule⟧", "grand-mère", "⟦T:02 61 91 73 48⟧")):
        cell.text = m(text)
    doc.add_heading("Questionnaire médical", 2)
    for text in [
        "Intervention : extraction de quatre dents de sagesse sous anesthésie générale, par le Dr ⟦D:Aliénor Baud-Lavigne⟧, le 7 juillet 2025.",
        "Poids : 72 kg. Taille : 181 cm. Tabac : cinq cigarettes par jour. Alcool : occasionnel. Cannabis : non.",
        "Allergies : pénicilline (urticaire), pollen. Asthme : oui, salbutamol à la demande. Diabète : non. Épilepsie : une crise dans l'enfance, sans traitement. Souffle cardiaque : non. Saignements prolongés : non. Hépatite, VIH : non.",
        "Opérations antérieures : amygdalectomie, fracture de la clavicule gauche avec plaque vissée. Anesthésie : nausées au réveil. Dents fragiles ou appareil : attelle de contention mandibulaire. Lentilles : oui. Antécédents familiaux d'hyperthermie maligne : aucun.",
        "Traitements en cours : cétirizine 10 mg le soir, isotrétinoïne arrêtée depuis six mois. Dernier vaccin antitétanique : 2019. Reflux gastrique fréquent. Douleur de l'articulation temporo-mandibulaire, trismus intermittent.",
        "Je soussigné ⟦P:Lubin Quintrec'h-Beaumanoir⟧ certifie l'exactitude de ces renseignements. RIB pour la caution : ⟦K:FR?? 1027 8060 4100 0204 1190 158⟧."]:
        doc.add_paragraph(m(text))
    return head, shop.libreoffice(head["id"], docx_bytes(doc), "docx"), m.seen, m.hidden


@document("uk-gp-referral", producer="libreoffice", lang="en", kind="letter",
          about="UK urgent referral letter by LibreOffice from DOCX: reply address at the right, bullet list, carer's details, name in the footer.")
def uk_gp_referral(shop, head):
    m = Marks("text")
    doc = Document()
    doc.core_properties.title = m("2WW ⟦p:Ravensbourne⟧")
    doc.styles["Normal"].font.name, doc.styles["Normal"].font.size = "Liberation Sans", Pt(10.5)
    doc.sections[0].footer.paragraphs[0].text = m("Re: ⟦P:RAVENSBOURNE, Clemency⟧  ⟦N:999 318 440?⟧")
    p = doc.add_paragraph(m("⟦F:Hollin Clough Medical Centre⟧\n⟦A:65A Fellmonger Street⟧\n⟦C:Kendal⟧\n⟦Z:LA9 9ZA⟧\nTel: ⟦T:01632 960 219⟧"))
    p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text in ["19 May 2025", "Colorectal two-week-wait clinic, ⟦F:Lune Estuary Infirmary⟧", "Dear colleague,",
                 "Re: Mrs ⟦P:Clemency Ravensbourne⟧ (née ⟦P:Ollerenshaw⟧), born ⟦B:17/08/1951⟧, of ⟦A:3 Beck Head Cottages⟧, ⟦C:Sedbergh⟧ ⟦Z:LA10 9YY⟧. Hospital number ⟦I:RTX4471023⟧.",
                 "I would be grateful for your urgent assessment of this retired librarian with a six-week change in bowel habit, rectal bleeding mixed with the stool and 5 kg of weight loss. She has cramping pain in the left lower abdomen relieved by opening her bowels. There is no vomiting, dysphagia or jaundice."]:
        doc.add_paragraph(m(text))
    for text in ["Faecal immunochemical test: 214 (positive above 10)", "Haemoglobin 104, ferritin 9, mean cell volume 76", "Creatinine 88, liver function normal, calcium normal",
                 "Abdomen: fullness in the left iliac fossa, no hepatomegaly, no ascites", "Rectal examination: no mass, dark blood on the glove"]:
        doc.add_paragraph(text, style="List Bullet")
    for text in ["Past history: type 2 diabetes, hypothyroidism, total knee replacement on the right, mild asthma. Her brother had a sigmoid cancer at 66.",
                 "Medication: metformin 500 mg twice daily, levothyroxine 75 micrograms, ramipril 5 mg, beclometasone inhaler. Allergic to trimethoprim (rash). Frailty score 3, walks a mile daily, suitable for colonoscopy with a standard preparation. No anticoagulant.",
                 "She cares for her husband, ⟦P:Lancelot Ravensbourne⟧, who has dementia; please ring their daughter Dr ⟦P:Imelda Ravensbourne-Fyfe⟧ on ⟦T:07700 900 762⟧ to arrange the appointment. Mrs ⟦P:Ravensbourne⟧ knows that cancer is being considered.",
                 "With thanks,", "Dr ⟦D:Crispin Akinyemi-Holt⟧, GP partner, ⟦E:crispin.akinyemi@example.com⟧"]:
        doc.add_paragraph(m(text))
    return head, shop.libreoffice(head["id"], docx_bytes(doc), "docx"), m.seen, m.hidden


def prose(m, heading, rows, paragraphs, page=A4, **info):
    """A plain one-page letter by ReportLab, to be reworked."""
    body, bold = style("Helvetica", 10, alignment=TA_JUSTIFY), style("Helvetica-Bold", 13)
    story = [Paragraph(m(heading), bold)] + [Paragraph(m(r), style("Helvetica", 9.5)) for r in rows] + [Spacer(1, 5 * mm)]
    data = flow(story + [Paragraph(m(p), body) for p in paragraphs], page=page, **info)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if len(pdf.pages) != 1:
            raise SystemExit(f"{heading}: more than one page")
    return data


def rework(data, change, **save):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, deterministic_id=not save.get("encryption"), **save)
    return out.getvalue()


@document("ordonnance-chiffree", producer="pikepdf", kind="prescription",
          about="Prescription by ReportLab, then encrypted by pikepdf (AES-256) with an empty user password: opens without asking.")
def ordonnance_chiffree(shop, head):
    m = Marks("reportlab")
    data = prose(m, "Docteur ⟦D:Éponine Wattrelos⟧ – ophtalmologie", [
        "⟦A:60, rue Saint-Épvre-le-Haut⟧ – ⟦Z:57000⟧ ⟦C:METZ⟧ – ⟦T:03 53 01 58 81⟧ – RPPS ⟦R:1099931127?⟧", "Metz, le 2 mai 2025",
        "Pour : Mademoiselle ⟦P:Fantine SCHLUMBERGEN⟧, née le ⟦B:28 nov. 1999⟧, n° ⟦N:2 99 11 57 990 163 ??⟧"], [
        "1. Ciprofloxacine collyre à 0,3 % : une goutte toutes les deux heures dans l'œil droit pendant deux jours, puis quatre fois par jour pendant cinq jours.",
        "2. Acide fusidique, gel ophtalmique : une application matin et soir pendant sept jours.", "3. Atropine collyre à 1 % : une goutte matin et soir pendant trois jours, si douleur ou photophobie.",
        "4. Larmes artificielles sans conservateur : à la demande. 5. Paracétamol 1 g : un comprimé toutes les six heures en cas de douleur, maximum 3 g par jour.",
        "Motif : kératite bactérienne sur lentille de contact souple. Infiltrat cornéen paracentral de 1,2 mm avec ulcération épithéliale de 0,8 mm, œdème stromal modéré, chambre antérieure calme, absence d'hypopyon. Acuité visuelle 6/10 à droite, 10/10 à gauche. Pression intraoculaire 15 mmHg. Fond d'œil normal, pas de signe de rétinite. Prélèvement du boîtier et grattage cornéen adressés en bactériologie et parasitologie.",
        "Consignes : arrêt des lentilles, lavage des mains, pas de baignade, pas de corticoïde. Contrôle à la lampe à fente dans quarante-huit heures. Mlle ⟦P:Schlumbergen⟧ consultera sans délai en cas de baisse de vision, d'augmentation de la rougeur, de sécrétions purulentes ou de céphalées.",
        "Dr ⟦D:É. WATTRELOS⟧"])
    encryption = pikepdf.Encryption(owner="corpus-owner", user="", R=6)
    made = rework(data, lambda pdf: None, encryption=encryption)
    # Encryption draws random salts: the file that is there stays when it holds the same document.
    there = FILES / f"{head['id']}.pdf"
    if there.exists() and rework(there.read_bytes(), lambda pdf: None) == rework(made, lambda pdf: None):
        made = there.read_bytes()
    return head, made, m.seen, m.hidden


@document("biologie-flux-objets", producer="pikepdf", kind="lab-table",
          about="Microbiology report by ReportLab saved by pikepdf with object streams and a cross-reference stream, linearised.")
def biologie_flux(shop, head):
    m = Marks("reportlab")
    data = prose(m, "⟦F:Laboratoire Pasteur-Lalande⟧ – bactériologie", [
        "Patient : ⟦P:HABASQUE-TORRENT Melchisédech⟧ – Né(e) le : ⟦B:02/08/1941⟧ – Sexe : M", "Adresse : ⟦A:9 allée Jean-Baptiste-Corbineau⟧ ⟦Z:33500⟧ ⟦C:LIBOURNE⟧", "Dossier : ⟦I:L250304-1187⟧ – Médecin : Dr ⟦D:Capucine Aymeric-Lorthioir⟧",
        "N° SS : ⟦N:1 41 08 33 990 077⟧"], [
        "Examen cytobactériologique des urines du 4 mars 2025, milieu de jet, prélevé à domicile.", "Aspect trouble. Leucocytes : 480 par mm3. Hématies : 62 par mm3. Cellules épithéliales : rares. Cylindres : absence. Cristaux : quelques oxalates.",
        "Culture : Klebsiella pneumoniae, 1 000 000 UFC/mL. Espèce productrice d'une bêta-lactamase à spectre étendu.",
        "Antibiogramme. Amoxicilline : résistant. Amoxicilline et acide clavulanique : résistant. Céfixime : résistant. Ceftriaxone : résistant. Ertapénem : sensible. Amikacine : sensible. Gentamicine : résistant. Ofloxacine : résistant. Fosfomycine : sensible. Nitrofurantoïne : intermédiaire. Triméthoprime et sulfaméthoxazole : résistant. Témocilline : sensible à forte posologie.",
        "Commentaire : infection urinaire masculine à bactérie multirésistante. Informer le patient et son entourage des mesures d'hygiène. Une consultation auprès d'un infectiologue est souhaitable. Vérifier la fonction rénale (créatinine du 1er mars : 124 µmol/L), la vidange vésicale et l'absence de fièvre ou de douleur prostatique. Hémocultures en cas de frissons. Contrôle des urines inutile après traitement si l'évolution est favorable.",
        "Résultat appelé à l'infirmière de M. ⟦P:Habasque-Torrent⟧, Mme ⟦D:Gisèle Pérodeau⟧ (⟦T:06 39 98 80 13⟧). Validé par ⟦D:Léopoldine Hautefaye⟧, biologiste."])
    return head, rework(data, lambda pdf: None, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True), m.seen, m.hidden


@document("radiographie-pivotee", producer="pikepdf", kind="imaging-xray",
          about="Chest radiograph report typeset sideways and turned upright by /Rotate 90; second page upright with /Rotate 0.")
def radiographie_pivotee(shop, head):
    m = Marks("reportlab")
    first = prose(m, "⟦F:Maison médicale de l'Yèvre-Claire⟧ – radiologie", [
        "M. ⟦P:Ferdinand TRANCHEVENT⟧, né le ⟦B:vingt-deux mars 1960⟧, IPP ⟦I:18-0447-921⟧", "Dr ⟦D:Clélia Oudry-Massenet⟧ – ⟦A:14 rue des Arènes-Vertes⟧, ⟦Z:18000⟧ ⟦C:BOURGES⟧, ⟦T:02 61 91 36 36⟧"], [
        "Radiographie thoracique de face et de profil, debout, en inspiration. Indication : toux fébrile depuis cinq jours, crépitants de la base droite, CRP à 118 mg/L.",
        "Opacité alvéolaire du lobe inférieur droit avec bronchogramme aérien, effaçant la coupole. Comblement minime du cul-de-sac pleural. Index cardiothoracique à 0,48. Hiles de taille normale. Aorte déroulée, calcifiée. Trachée médiane. Arthrose dorsale étagée, fracture ancienne de la sixième côte gauche consolidée.",
        "Conclusion : pneumopathie franche lobaire aiguë du lobe inférieur droit avec petit épanchement. Contrôle radiographique à six semaines, scanner en cas de persistance chez ce patient fumeur."], page=(842, 595))
    second = prose(m, "Annexe : surveillance à domicile", ["Patient : ⟦P:Tranchevent⟧ ⟦P:Ferdinand⟧"], [
        "Température, fréquence respiratoire et saturation deux fois par jour. Amoxicilline 1 g trois fois par jour pendant sept jours. Paracétamol 1 g si fièvre. Hydratation. Kinésithérapie respiratoire si encombrement. Consulter en urgence si dyspnée, confusion, douleur thoracique ou hémoptysie."])

    def turn(pdf):
        page = pdf.pages[0]
        # The sheet is stored in portrait with its text running up; /Rotate shows it in landscape.
        page.contents_add(b"q 0 1 -1 0 595 0 cm", prepend=True)
        page.contents_add(b"Q", prepend=False)
        page.MediaBox = pikepdf.Array([0, 0, 595, 842])
        page.Rotate = 90
        with pikepdf.open(io.BytesIO(second)) as other:
            pdf.pages.append(other.pages[0])
    return head, rework(first, turn), m.seen, m.hidden


@document("fuites-cachees", producer="pikepdf", kind="discharge",
          about="Short report with the name hidden in the outline, a note, a link, an attachment, XMP, page labels, a white line and an older revision.")
def fuites_cachees(shop, head):
    m = Marks("reportlab")
    paragraphs = [
        "Madame ⟦P:Philiberte Audinet-Crouzon⟧, née le ⟦B:04/04/1944⟧, a été suivie en hôpital de jour de gériatrie le 11 février 2025 (dossier ⟦I:HDJ-4404-87⟧).",
        "Motif : troubles de la mémoire depuis dix-huit mois, deux chutes, perte d'appétit. Antécédents : fibrillation atriale, fracture du poignet, cataracte, incontinence urinaire. Traitements : apixaban 2,5 mg, bisoprolol 1,25 mg, mirtazapine 15 mg.",
        "Évaluation : MMSE à 21 sur 30, test de l'horloge perturbé, vitesse de marche 0,6 m/s, force de préhension diminuée, équilibre unipodal impossible. Poids 49 kg, albumine 31 g/L, vitamine D 9 ng/mL, TSH normale, hémoglobine 11,9 g/dL. IRM : atrophie hippocampique de grade 2, lacunes sous-corticales, pas d'hématome.",
        "Conclusion : trouble neurocognitif léger d'origine probablement mixte, dénutrition modérée, ostéoporose fracturaire. Proposition : orthophonie, kinésithérapie, supplémentation, acide zolédronique après avis dentaire, téléassistance, réévaluation dans six mois.",
        "Dr ⟦D:Anthelme Passavant⟧ – ⟦F:Hôpital gériatrique des Hautes-Bruyères-d'Or⟧"]
    data = prose(m, "Bilan gériatrique", ["Compte rendu à remettre à la patiente"], paragraphs, title=m("⟦p:AUDINET-CROUZON⟧ bilan"), keywords=m("⟦i:HDJ-4404-87⟧"))

    def plant(pdf):
        page = pdf.pages[0]
        page.contents_add(m("q BT 1 1 1 rg /F1 6 Tf 60 30 Td (⟦N:2 44 04 87 990 009 ??⟧) Tj ET Q").encode("latin-1"))
        page.Annots = pdf.make_indirect(pikepdf.Array([
            pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[500, 700, 520, 720], T=m("⟦d:A. Passavant⟧"), Contents=m("Rappeler la nièce, ⟦p:Euphrasie Crouzon⟧, au ⟦t:06 39 98 44 90⟧"))),
            pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[60, 60, 200, 80], Border=[0, 0, 0], A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=m("https://portail.example.org/patient?nom=⟦p:Audinet⟧"))))]))
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(m("Bilan de ⟦p:Philiberte Audinet-Crouzon⟧"), 0))
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=m("⟦p:AUDINET⟧-"), S=pikepdf.Name.D)])
        pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, m("Voisine : ⟦p:Zénobie Malegarde⟧, ⟦t:05 36 49 08 80⟧").encode("utf-8"), filename="note.txt", mime_type="text/plain", creation_date="D:20260101000000Z", mod_date="D:20260101000000Z")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            meta["dc:title"] = m("Bilan ⟦p:Philiberte Audinet-Crouzon⟧")
            meta["dc:creator"] = [m("⟦d:Anthelme Passavant⟧")]
    data = rework(data, plant)
    # Two revisions in one file: the page first held a draft for someone else, the appended revision replaced its content.
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].contents_coalesce()
        current = pdf.pages[0].Contents.read_bytes()
        pdf.pages[0].Contents.write(m("BT /F1 10 Tf 60 500 Td (Brouillon pour ⟦p:Radegonde Bellecombe⟧) Tj ET").encode("latin-1"))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    data = out.getvalue()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        size, number = int(pdf.trailer.Size), pdf.pages[0].Contents.objgen[0]
        root, info = pdf.trailer.Root.objgen[0], pdf.trailer.Info.objgen[0]
    previous = data[data.rindex(b"startxref") + 9:].split()[0]
    extra = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(current), current)
    tail = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        number, len(data), size, root, info, previous, len(data) + len(extra))
    return head, data + extra + tail, m.seen, m.hidden


def scan_like(shop, data, dpi=110, quality=60):
    """A page as a photocopier keeps it: grey, a little soft."""
    image = Image.open(shop.page_png(data, 1, dpi)).convert("L").filter(ImageFilter.GaussianBlur(0.5))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue(), image.size


@document("texte-et-numerisation", producer="pikepdf", kind="letter", box_unit="pt",
          about="Cover letter with a text layer and, on the same page, a scanned prescription as a picture whose identity only a person can see.")
def texte_et_numerisation(shop, head):
    inside = Marks("reportlab")
    slip = prose(inside, "Dr ⟦D:Barnabé Quesnelière⟧", ["Pour Mme ⟦P:Ottilie FRANCESCHETTI⟧ – ⟦B:10/10/1974⟧"], [
        "Vingt séances de kinésithérapie du genou droit après ligamentoplastie.", "Électrostimulation du quadriceps, proprioception, récupération de l'extension.", "Attelle articulée la nuit pendant trois semaines."], page=(300, 190), margin=14)
    picture, (w, h) = scan_like(shop, slip, 150)
    m = Marks("reportlab")
    m_plain = Marks("text")
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=A4, invariant=1)
    lines = m_plain("""⟦P:Ottilie FRANCESCHETTI⟧
⟦A:15 chemin des Oliviers-Tors⟧
⟦Z:06130⟧ ⟦C:GRASSE⟧
⟦T:06 39 98 05 05⟧

Grasse, le 3 avril 2025

Objet : demande de prise en charge de rééducation, dossier ⟦S:MG-77018-F⟧

Madame, Monsieur,

Je vous adresse ci-dessous la copie de mon ordonnance de kinésithérapie. J'ai été opérée le 12 mars d'une
rupture du ligament croisé antérieur du genou droit, avec suture du ménisque interne. La cicatrisation est
bonne, sans fièvre ni écoulement. Il persiste un épanchement modéré et un déficit d'extension de 8 degrés.
Le chirurgien, le docteur ⟦D:Prosper Montfiquet⟧, a autorisé l'appui complet avec attelle et béquilles.
Je prends du paracétamol 1 g et de l'énoxaparine 4000 UI. La douleur est cotée à 3 sur 10 à la marche, le
quadriceps a fondu de 3 cm, la flexion active atteint 85 degrés. Il n'y a pas de signe de phlébite, la
sensibilité du tibia est un peu diminuée près de la cicatrice, la mobilité de la rotule est normale.
Une radiographie de contrôle et une consultation de chirurgie sont prévues à six semaines ; l'IRM de
janvier montrait une contusion osseuse du condyle fémoral latéral et un kyste poplité de 18 mm.

Avec mes remerciements,
⟦P:O. Franceschetti⟧""")
    y = 790
    for line in lines.split("\n"):
        c.setFont("Times-Roman", 11.5)
        c.drawString(60, y, line)
        y -= 15.5
    x0, top = 90.0, y - 10
    c.drawImage(ImageReader(io.BytesIO(picture)), x0, top - 190, 300, 190)
    c.showPage()
    c.save()
    boxes = boxes_of(shop, slip, inside.seen, 1.0, x0, 842 - top, 0)
    head["pixel_secrets"] = inside.seen
    return head, rework(out.getvalue(), lambda pdf: None), m_plain.seen, m.hidden, boxes


def boxes_of(shop, data, secrets, scale, dx, dy, page):
    """Where the words of the secrets stand: boxes a person would draw, with a margin of two points."""
    strip = ",;:()–"
    wanted = {w.strip(strip) for text, _ in secrets for w in text.split()} - {"de", "des", "du", "la", "le", ""}
    boxes = []
    for word, x0, y0, x1, y1 in shop.words(data):
        if word.strip(strip) in wanted:
            boxes.append({"page": page, "x": int((x0 - 2) * scale + dx), "y": int((y0 - 2) * scale + dy), "w": int((x1 - x0 + 4) * scale) + 1, "h": int((y1 - y0 + 4) * scale) + 1})
    return boxes


@document("page-numerisee", producer="pikepdf", kind="pathology", box_unit="pt",
          about="Cytology report that is nothing but the picture of a page: no text layer at all.", least_keep=0)
def page_numerisee(shop, head):
    inside = Marks("reportlab")
    page = prose(inside, "⟦F:Cabinet de cytologie Delesalle-Prigent⟧", [
        "Mme ⟦P:Apollonie RIVENALE⟧ – née le ⟦B:15/05/1987⟧ – n° ⟦I:CY25-3318⟧", "Dr ⟦D:Maclou Esnault-Bréhier⟧, gynécologue, ⟦C:Avranches⟧"], [
        "Frottis cervico-utérin en phase liquide. Prélèvement satisfaisant, cellules endocervicales présentes.",
        "Lésion malpighienne intra-épithéliale de bas grade. Koïlocytes. Inflammation modérée, flore de type vaginose.", "Test HPV à haut risque positif. Une colposcopie est recommandée dans les trois mois."], page=A5, margin=15 * mm)
    picture, _ = scan_like(shop, page, 120, 50)
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=A5, invariant=1)
    c.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, *A5)
    c.showPage()
    c.save()
    head["pixel_secrets"] = inside.seen
    return head, rework(out.getvalue(), lambda pdf: None), [], [], boxes_of(shop, page, inside.seen, 1.0, 0, 0, 0)
