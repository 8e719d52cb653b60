"""Which words of a document are medical and must survive: stems and measures, French and English."""

import re

STEMS = """
abdom abcès ablation accouch acide adénop adéno adhér albumin allaite allergi amoxic anal anapath anastom anémi anesth anévr angio angor
antalg antibio anticoag antihyp antécédent aort aorti apnée apix arter artér arthr asthm aspirin asymétr atél atorva atrial atrop aucune auricul auscult
axill bact bénin bilan bilat bili biopsi bisop brady bronch calci calcul cancer canal carcin cardi carot céphal cerv chimio cholé cholest
chroni ciatr cirrh cliché clini coag colo compress condens conduct consci contraste coron côlon cortic coxo crani créat cristall
croissance cutané cyst cyto débit déform dégénér dengue déviat diab diaphr diarr diast diffus digest dilat diminu discr disque dose doul
doppler drain duct dysp ecchym échelle écho éject électro embol emphys endo enzym épanch épaiss épi érosi éryth estomac étio évolu examen
exérè fatigue fémor fer ferrit fibr fièvre fistul foie foll fonct foyer fract frag frott furos gamma ganglion gastr générali gest gliose glob glyc
gonar grade granul gravid grossess hanche héma hémat hémi hémo hépat hern histo hydr hyper hypo hypot ictèr idio iléo immuno implant
indur infarct infect infiltr inflam infundib inguin insuff insul interstit intest intra iod IRM isch jéjun jug kyst larg latér lés leuco leuk ligament
lipid lith lobe lobul lomb lumb lymph macro magnés malig mamm masse mastect médiast médull mélan mémoir ménag ménisc mening méning métast
metfor micro migrain mitos mitral modér molaire morph moteur muqu muscul myél myo naus nécro négat neph néphr nerf neur nodul nucl œdème
œstro ombil oméga oncol opac ophtal oral oss ostéo ovair ovar oxy palp pancr paracét paroi patho pelv pénicil perf périph périt pharm phléb
plaque plaquet pleur pneum poids polyp ponct post-op poumon préd press proct progest prostat protéin prurit psori pulm pyél radio raideur
ramip rachi rate réact récept réctal rect récid rédux réflex régress rein rémiss rénal résect résid respir rétract rétro rhum rhino rupture rythm
sang saturat scan scint sclér score sécr sein sensib séque séreu sérol sérum sigmoïd signal sinus soins somnol sonde souffle spasm sphinct spiro
splén stade statine stén stéth stom sympt syncop syndrom synov systol tachy tassement tens tendin tendon testic thél thorac thromb thyr tibial tissu
tonsil toux toxic trach traitement tramadol transamin transf transit traum trochant troubl tumor tumeur ulcèr ulcer ultras urée uret urin utér
vaccin vagin valv vari vascul vein ventricul verteb vertéb vertig vésic vessie vigil viral vision vitam volum vomi xérost
abdomin abscess accident ache acute adeno advis airway albumin allerg alveol amlod anaem anemi anaes ankle antibod appendic arrhyth artery ascites
aspirat asthma asymmetr atrophy attenuat axial baseline benign biops bladder bleed blood bone borderline bowel brain breast breath bruis
calcaneus cancer carpal cartilage catheter cell cervical chest cholecyst chronic circumfer clear clinical colon condyle consolid contrast cough crackl
creatin cruciate cyst deform degen denies depress diabet diagnos diameter diarrh dilated discharge discomfort disease distal diuretic dizz dosage dose
drug ductal dyspn edema oedema effusion eject elevated enhance enzyme estrogen exacerb exam exudat fatigue fatty fever fibro findings flank flexion
focal follow-up fract function gait gall gland glucose graft groin haem heart hematoma hemo hepat hernia hip hormon hypert hypox impression
increas indicat infiltr inflamm inguin inhaler injury insulin intact invas irregular ischem itching joint kidney knee labrum lesion leukocyte ligament
limb lipid lisin liver lobe lower lump lung lymph malign mammogram margin marrow mass medial medication meniscus metast metform mild mitral mobil
modera mucos murmur muscle nausea neck necro negative neoplas nerve neurolog node nodul normal numb obstruct opacit oral ossif outpatient ovar oxygen
pain palp pancrea paracetamol parench patell pelvi penicil perfus pericard periph pillow platelet pleur pneumo polyp positive pressure progest prostat
protein pulmon pulse radiat rash rectal recurr reflux renal resect residual respir rheum saliv scan sclero sensat septic sever shoulder sigmoid
sinus skeletal skin sleep smok sodium spine splen stable stage statin steat stenosis steroid stool stroke surg suspic suture swell symptom syndrom
systolic tachyc tablet tear tender tendon therap thoraci thromb thyroid tissue tissu toler tonsil topical toxic trache transfus trauma treat tumour tumor
ulcer unremark upper urea urin uterus vaccin valve vascul vein ventric vertebr vessel viral vitamin vomit warfarin weakness weight wheez white wound
abces ablation aiguë aigu antér antero antéro postér postéro ache bilan biolog cellul chirurg cheville colique comprimé gélule contrôle corps dextre
diagnos droit droite gauche estom extens flexion gêne genou épaule marche matin midi soir posologie ordonnance injection perfusion jeûne imagerie
hospitalis intervention inspir expir mobil normal normale absence présence lésion nourr perméab prélèv rapport régulier régulière repos rotation sutur
stable surveill température tensionnel topog ventr visib zone taille tiers supérieur inférieur moyen distal proxim mesur mensur millim sagitt axial coronal
hypersignal hyposignal pondér séquence injecté gadolin densit spicul contour distorsion microcalc BI-RADS ACR éthanol tabac alcool vacc rappel
abdomino abondan acanthosis acineuse adalimumab affection alanine alendron alginate alimentation alithias alkaline alteplase amniot anatom anomal antalg antiemetic
antigrippal antipneumo aphtes appétit appetite aréolaire articul ascendant astreinte atypical aureus atlas basal bandelette biochimie biométrie bipariétal bisected
bourgeonn boston brisk budding bulge bulky calibre capacity carbone carence carpien cavité centrolobul chevelu chimio chloride chondr cicatri cisplatine claustro clopidogrel clubbed clots
cochléaire collatéraux collection collet complication compliqué conception conclusion constipation constrict contention contour contracep conus cordon corne coude crampe crâne crânien crépit
croisé cuir culmine curage cæcum cérébral dapaglif décalage decompensation deficien deficit déficit deglut déglut dermal dermato desiccat détersion diamètre différencié digits disturbance divertic
dosimétrie doxycycl dysarthr dyslip déchirure démangeai dépist dérobement diét dietitian effort elbow encéph engainement engorgement entorse equina escarre exclu expression extremit extrémité extrusion
facet faciale fibrine fingernail fissure fluid fluoro folfox folique folfiri forearm formol formalin fosse fossa fourmill frisson froid fœtal fumarate garrot glargine glasgow glomér glycé glyqu gonadotr gonalg gonfl graisse
grip gripp grippe gynaec gynéc hanch héparine hélic hilaire homogène honeycomb homolat iléal iléaux ibuprof iliac iliaque immédiat incidence indacat indésirable inférieur infirmi inhal insulin interstit intubation ipratrop irbés
irradiation isthmo jambe kaliém keratosis kinés kinesi laparosc lésion levonorg lévothyrox lichen lidoca lieberk liquid lèvre langue maladie malléol mamelon mastite mâchoire mécanique mefenam mélan melan mellitus membran membre
ménopaus mésent metabol métacarp méthotrex méticill mitotic mollet monoxyde motrice mucite muguet musculeus mutation mycophen naissance naproxen narrowing néoadj néonat neutro nitrog nintedanib nivolumab nonsteroid
oblit occlus odeur œsoph oestrog ondans optique orbite oreillette orthophon orthop osteo ovalaire oxaliplat pagetoid pansement papill paracentral paraesth paralys paraspinal parathorm pédicul pédicur pelvien pemetrex percentil
périmètre périndop périnat pesée phalang phosphat physioth pied pincement placenta plasm plèvre poignet polyarth polynucl poplit portal potass prednis profondeur prolifér prolifer propofol protons protrus punctiform punch
quadrant quadricip radius recanalis recuper récupér red-cell reduct réduct rehauss réhabil rehabil réplét reticul rétin retrovert revêtem réversib rosuvast rééduc saign salbut scaphoïde scaphoid selle seropos séropos sessile sevrage shav sibilant
skelet sommet specimen spécimen spongiform sputum sputa spinal staphyl statut stent sterco stiffness stimulateur stroma styloïd succion sueur superfic superf suinte surrénal suspect supplém sédat sédiment sèch sécheresse swollen swell talon température temperature terme tétée tibia
ticagr tiffeneau tiotrop tirads toni traction tranexam transcut transplant transvag triglycér triglycer trimest tubercul tubul tumoral ulnaire ulcéro urgence vaisseau ventilat vital vitesse vocale voies wrist xiphoïd circonférent circonscrit conscience glande glycém cutané
acétyl agitat alaitem amputation analgés ankylos anorex aponévr apyré aréole arthros ascite asepsie asthén astigm ataxie audiogr audition avort azoosp balan baryt bassin biologie bruit cachex callosit carie catar cathét cataract cochl cornée crise cyanos
débridem délire démence dentaire dialys diplop drépano dysesth dyspep eczéma embryon encombr endomèt énurés épigast épiphys épistax érythém escarr exophtal exsud fécond fente fissur flutter frontal furoncl gangr gencive génét gène genetic gliome goitre gouttes greffe
hallux hallucin harmon hernie hydroc hygro iléus immun implantat incontin incision ischém kérat labyrinth laparo laryn lésé luxation mandib mastoïd méat méconium migraine mydrias narine nasal nystagm occipit oligo ongle orchi ostéit otite oxyg pariét parotid paupière phlegmon
placent plâtre podalgie polyur posolog prématur prépuce prophyl pupille pyrosis rachis râle rectum régurg rétine rhinite sacrum salive scaph scapul sciatique sinusite sternum strabism synapse tarse temporal ténos testostér thalam thorax torticol toxicit transpir tremb tympan
uréth uvée vaginal varice varicel varus vasculaire verrue virus vitré vulve zona tooth teeth tongue throat thigh thumb toe rib scalp sacral scrotum sclerosis retina reflex rupture quadriceps pupil posture
polyuria pleurisy phlebitis pharynx palate otitis orbit nasal mucous molar mandible larynx lamina jaw incis infection ileum humerus hives heel hearing gums gout goitre ganglion frontal femur femoral eyelid elbow eczema ear duct dermis delirium crutch cranial cornea colic clavicle
chills cheek cataract callus caecum brace biliar belch balance aura aorta ankle amput adrenal acetab swab sprain spasm sling seizure sciatic ruptur rotator
""".split()
STEM_RE = re.compile(r"\b(?:" + "|".join(sorted({re.escape(s) for s in STEMS if len(s) >= 3}, key=len, reverse=True)) + r")[\wœ-]*", re.I)
MEASURE = re.compile(
    r"(?<![\d.,/])\d{1,4}(?:[.,]\d+)?(?: ?[x×] ?\d+(?:[.,]\d+)?)* ?(?:mm/h|mmHg|mmol/L|µmol/L|mmol/mol|mm|cm|mg/kg|mg/L|mg/dL|mg|g/dL|g/L|g/24 h|kg|mL/min|mL|ml|µg|mcg|"
    r"UI/L|U/L|UI|IU/L|units|%|ng/mL|pg/mL|ng/L|pmol/L|mUI/L|mU/L|bpm|mGy|MBq|Gy|G/L|T/L|fL|pg|SA)(?!\w)")
SHORT = {"foie", "rein", "reins", "sein", "seins", "lobe", "toux", "lung", "bone", "liver", "knee", "rate", "cœur", "heart", "fer", "sels", "toes", "ribs"}


def keep_words(text, limit=90):
    """Medical words (five letters or more, or a known short one) and measures of `text`, in order of appearance."""
    out, seen = [], set()
    for match in sorted(list(STEM_RE.finditer(text)) + list(MEASURE.finditer(text)), key=lambda m: m.start()):
        word = match.group(0).strip("-")
        if any(c.isdigit() for c in word):
            keep = MEASURE.fullmatch(word) is not None
        else:
            keep = len(word) >= 5 or word.lower() in SHORT
        if keep and word.lower() not in seen:
            seen.add(word.lower())
            out.append(word)
    return out[:limit]
