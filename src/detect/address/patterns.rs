//! The patterns of addresses, compiled once: over folded text where spelling matters, over the original where capitals do.

/// Way types that hardly ever mean anything else.
const WAYS: &str = r"rues?|r\.|boul\.?|avenues?|aven\.?|ave?\.?|boulevards?|bouvelards?|boulvards?|boulevar|bvd\.?|bld\.?|bd\.?|blvd\.?|chemins?|che?m?\.|impasses?|imp\.|routes? (?:de|du|des|d')|rte\.?|al{1,2}ee?s?|all\.|square|sqare|sq\.|lotiss(?:ement|\.)?|lot\.|quai|faubourg|fbg?\.?|esplanade|venelle|ruelle|montee (?:de|du|des)|lieu[- ]dit|lieudit|grande? rue|chaussee|promenade|sente|sentier|rond[- ]point|hameau|clos|rocade|parvis|quartier|tribu";
/// Way types that are also ordinary words: a number and a capital must help.
const DOUBTFUL: &str = r"ru?|me|rne|ruc|ch|all|route|place|pla[cs]{1,2}e|pl\.?|cours|passage|pass\.?|residence|res\.?|villa|cite|traverse|mail|parc|domaine|voie|cote|galerie|immeuble|mas|ferme|chateau|moulin|port|porte|pont|z\.?a\.?c?|z\.?i\.?|zone (?:artisanale|industrielle|d'activites?)|cour|val|square|ilot|rang|terrasse|croissant|dreve|servitude|mont[eé]e|rampe|degre|escalier|enclos|bourg|carrefour|barriere|berge|levee|corniche|digue";
const NUMBER: &str = r"(?:(?:n[o°]? ?)?\d{1,4}(?: ?(?:bis|ter|quater|quinquies|[a-d]))?(?: ?[-/,&] ?\d{1,4}(?: ?(?:bis|ter|quater))?)?(?:,\n| ?,? ?)|(?:(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cent)(?:[ -]et)?[ -])+(?:bis |ter )?)";

/// A country behind a town, perhaps on a line of its own.
const COUNTRY: &str = r"^[ ,]{0,2}\n{0,2}[ (]{0,2}((?i:france|belgique|suisse|luxembourg|allemagne|espagne|italie|portugal|monaco|royaume-uni|pays-bas|belgium|switzerland|germany|spain|italy|netherlands|united kingdom|england|ireland))\b";

/// A pattern over the original, where capitals count; over folded text where `rx` is named.
macro_rules! pattern {
    ($name:ident, $text:expr) => {
        pattern!($name, rx_cased, $text);
    };
    ($name:ident, $compile:ident, $text:expr) => {
        pub(in crate::detect::address) fn $name() -> &'static crate::detect::rx::Regex {
            static PATTERN: std::sync::OnceLock<crate::detect::rx::Regex> = std::sync::OnceLock::new();
            PATTERN.get_or_init(|| crate::detect::rx::$compile($text.as_ref()))
        }
    };
}

/// A pattern that runs over whole texts.
macro_rules! whole {
    ($name:ident, $text:expr $(; $with:ident)*) => {
        whole!($name, cased, $text $(; $with)*);
    };
    ($name:ident, $compile:ident, $text:expr $(; $with:ident)*) => {
        pub(in crate::detect::address) fn $name() -> &'static crate::detect::sieve::Pattern {
            static PATTERN: std::sync::OnceLock<crate::detect::sieve::Pattern> = std::sync::OnceLock::new();
            PATTERN.get_or_init(|| crate::detect::sieve::$compile($text.as_ref())$(.$with())*)
        }
    };
}
pub(super) use {pattern, whole};

whole!(
    street_start,
    folded,
    format!(r"(?:\b(?P<number>{NUMBER}))?\b(?:(?P<way>{WAYS})|(?P<doubt>{DOUBTFUL}))(?:\b|[ '])")
);
pattern!(
    postcode_near,
    r"^[\s,\-;]*(?:[A-Za-z0-9éèêàâôîç°'’ .-]{0,30}[\s,]+)?(?:F-?|FR-?)?\d{2}[ \u{a0}\u{202f}]?\d{3}\b[\s,]*\p{Lu}"
);
whole!(
    french_postcode,
    r"(?:^|[^\w.,/+]|\p{L},)(?P<code>(?:(?P<land>F|FR|B|BE|CH|L|D|DE|NL|E|I|IT|ES)[- ]{1,3})?(?:(?:0[1-9]|[1-9]\d)[ \u{a0}\u{202f}]?\d{3}|2[AB]\d{3}|\d \d \d \d \d|\d\|\d\|\d\|\d\|\d|\d{4}))"
);
pattern!(small_words_to_postcode, r"^((?: [\p{Ll}'’]{2,10}){1,4})[ ,-]{1,3}\d{5}\b");
pattern!(name_to_postcode, r"^ ?\n((?:[\p{L}'’-]+ ){0,3}[\p{L}'’-]+),? \d{5} ?\p{Lu}");
pattern!(district, r"^ ?(?:0?[1-9]|1\d|20)(?: ?(?:er|e|è|ème|eme))?\b");
whole!(
    anchored,
    r"(?:\b\d{1,6}(?:,? [\p{L}\d][\p{L}\d.'’/-]*){1,8},?\s+)?(?i:\b(?:apt|suite|ste|unit|flat)\.? #?\d{1,5}\b)(?:[\s,>?]{1,6}(?:\p{Lu}[\p{L}.'’-]*|nan|\(\p{L}+\)))*(?:[\s,>?]{1,8}\d{4,6}(?:-\d{3,4})?\b)?"
);
whole!(
    forces,
    r"\b(?:(?:PSC \d+, |Unit \d+ )Box \d+|USN[SVC][A-Z]? \p{Lu}\p{L}+|USS \p{Lu}\p{L}+)\s+[ADF]PO,? A[AEP] \d{5}\b"
);
whole!(
    cued,
    r"(?i:\b(?:addresse?s?(?u-i: of [\p{L} .,&-]{2,40}?)?(?: here they are)? ?(?:is|are|was|:|to|with)|lives? (?:at|in|on)|located at|return to|sent? to|sent to|meet (?:you|me) at|arrived at|taxi to|new one to|drops you off at|(?:zip|postal)(?: ?code)? ?(?:is|:)?|same:))[\s>]+(?P<value>(?:the corner of )?\d{1,6}(?:[\s,.>]{1,8}(?:\p{Lu}[\p{L}.'’/-]*|\d{1,6}\.?|(?:of|de|la|le|du|des|del|do|da|el|van|the|tee|nan)\b|u\.|ul\.|\(\p{Lu}\p{L}+\)))*)"
);
// "304 E Alameda", "1710 N. Mesa": a bearing and no way
whole!(bearing, r"\b\d{2,5}(?: ?[½¼¾]| 1/2)? (?:N|S|E|W|NE|NW|SE|SW)\.? \p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?\b");
// "LOT LES MIMOSAS 14 R DES GENETS", "3 BIS AV DU PORT", as files in capitals shorten
whole!(
    capitals,
    r"(?:\b(?:LOT|RES|HAM|IMM|BAT|VLA|DOM|CHT|QUA|CITE|LIEU DIT|LD) (?:(?:LES?|LA|DES?|DU|L') ?)?[A-Z][A-Z'-]+(?: [A-Z][A-Z'-]+){0,2},? )?\b\d{1,4}(?: ?(?:BIS|TER|[A-D]))?,? (?:R|AV|BD|BVD|BLD|PL|IMP|ALL|CHE|CHEM|CH|RTE|SQ|CRS|FG|FBG|QU|PAS|TRA|SEN|VC|CD|CR) (?:(?:DES?|DU|LA|LES?|D'|L'|DE LA|DE L'|DR|GAL|MAL) ?){0,2}[A-Z][A-Z'-]+(?: [A-Z][A-Z'-]+){0,3}\b"
);
// "R DU DR MOREL" alone in its cell
whole!(
    capitals_alone,
    r"(?:\n|\t|  |- |, )\b(?P<value>(?:R|RUE|AVE?|BD|BLD|PL|IMP|ALL|CHEM?|RTE|SQ|CRS|QU|PAS|TRA) D(?:E LA |E L'|ES? |U |')(?:DR |GAL |MAL |PDT |CDT |ST )?[A-Z][A-Z'-]+(?: [A-Z][A-Z'-]+){0,3})(?:\n|\t|  | -|,|$)"
);
// "RES LES GENETS BAT B1 2E GAUCHE", "HLM LES PEUPLIERS ESC 4"
whole!(
    residence,
    r"\b(?:RES|RESIDENCE|HLM|IMM|LOT|CITE|QUA|DOM|HAM|LD|FOYER) (?:(?:LES?|LA|DES?|DU|DE LA) |[LD]['’ ])?[A-Z][A-Z'-]+(?: [A-Z][A-Z'-]{2,}){0,3}(?:,? (?:(?:BAT|ESC|APPT?|APT|LOG|PTE|ENT|ETG|CH|BT)\.? ?[A-Z]?\d{0,4}[A-Z]?|(?:RDC|\d{1,2} ?(?:ER|EME|E)(?: ETAGE)?)(?: (?:DROITE|GAUCHE|FACE|DTE|GCHE|G|D))?)\b)+"
);
// "rue 212 porte 87", "cité des 200 logements, bt 14 n° 6", "08 BP 1120"
whole!(
    numbered_way,
    folded,
    concat!(
        r"\brue \d{1,4},? ?(?:,|x|angle|porte|villa|lot)[ ,]{1,2}(?:porte |rue )?\d{1,5}\b",
        r"|\bcite (?:des )?\d{2,4} (?:logements|lgts?|logts?)(?:,? (?:bt|bat|bloc|batiment)\.? ?\w{1,3})?(?:,? n[°o] ?\d{1,3})?\b|\b\d{2} bp \d{2,5}\b|\bvilla n[°o] ?\d{1,5}\b|\b(?:at|from) (?:number|no\.?) \d{1,4}\b|\b(?:habit\w*|reside|vit|log\w+|demeur\w+) au (?:numero )?\d{1,4}\b|\b\d{1,5},? \d{1,3} ?(?:e|re|ere) (?:avenue|rue|rang)\b(?: (?:est|ouest|nord|sud))?"
    )
);
// "lot 9 ZA des Plans", "centre commercial Les Tilleuls"
whole!(
    zone,
    r"(?:\b(?:[Ll]ot(?:issement)? (?:n° ?)?\d{1,3}|\d{1,4}),? )?\b(?:[Cc]entre [Cc]ommercial|[Cc]\.? ?[Cc]ial|[Gg]alerie [Mm]archande|[Zz]one (?:[Cc]ommerciale|[Aa]rtisanale|[Ii]ndustrielle|d['’][Aa]ctivités?)|[Pp]arc d['’][Aa]ctivités?|Z\.?A\.?C?\.?|Z\.?I\.?)(?: (?:de la|de l['’]|de|du|des|la|les|le|d['’]))? ?\p{Lu}[\p{L}'’-]+(?: (?:(?:à|aux?|de|du|des|en|sur) )?(?:l[ae]s? |[ld]['’])?\p{Lu}[\p{L}'’-]+){0,2}"
);
pattern!(
    number_behind,
    r"^((?:(?: \p{Ll}{3,12})?, n°|,? (?:n°)?) ?\d{1,3} ?(?:bis|ter|[a-zA-Z])?(?:(?:[ ,]{1,2}(?i:bte|boîte|boite|bus)\.? ?| ?/ ?)\w{1,4})?)(?:[,;\n\t()]|$|  | \d{4}\b| [\u{2013}-] )"
);
pattern!(
    dateline,
    concat!(
        r"^(?:(?:F(?:ait|AIT) )?[ÀàA](?: ?: ?| ))?(\p{Lu}[\p{L}'’-]+(?:[ -][\p{L}'’-]+){0,4}?)[,.]? {1,4}(?:",
        // As it is read off pictures too: "ie 23/10".
        r"(?:[LlIi1|]e ?:?|ce|den|de|il|em|am|on|a) (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? )?(?:\d{1,2}|1er)\b",
        r"|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b",
        r"|(?:\d{1,2}(?:st|nd|rd|th|er|\.)?|1er) (?:de )?(?:[Jj]an|[Ff][eé][vb]|[Mm][aä]r|[Aa][vp]r|[Mm]a[iy]|[Jj]ui?[nl]|[Aa]o[uû]|[Aa]ug|[Ss]ep|[Oo][ck]t|[Nn]ov|[Dd][eé][cz])[\p{L}.]* (?:de )?\d{4}",
        r")"
    )
);
pattern!(country, COUNTRY);
whole!(cedex, r"(?:\p{Lu}[\p{L}'’-]+ ){0,3}(?i:cedex)(?: ?\d{1,2})?\b");
whole!(
    attached,
    folded,
    r"\b(?:(?:residence|res\.) [^\n\t,;]{2,40}, ?(?:appt|apt|appartement|bat|batiment|esc|escalier)\.? ?(?:n[o°] ?)?\w{1,4}\b|(?:appartement|appart|appt|apt|app|logement|logt|porte|esc|escalier|hall|bat|batiment|immeuble|imm|tour|entree|residence|res|bloc|cage)\.? ?(?:n[o°] ?)?(?:[a-z]?\d{1,4}[a-z]?\b|[a-h]\b|(?:les?|la|l'|des?|du) ?\w[\w'-]*(?: \w[\w'-]*){0,2})|(?:\d{1,2} ?(?:er|e|eme|nd|nde|st|rd|th)|rez[- ]de[- ]chaussee|rdc|premier|deuxieme|troisieme|quatrieme) ?(?:(?:etage|floor)(?:,? (?:droite|gauche|face|centre|(?:a )?(?:droite|gauche)))?|(?:g|d|dte?|gche?|droite|gauche|face|fond))?\b|(?:etage|etg)\.? ?\d{1,2}\b|porte (?:droite|gauche|face)|(?:interphone|digicode|code(?: porte| d'entree| entree)?|sonnette)\.? ?(?:n[o°] ?)?:? ?[a-z]?\d[a-z0-9]{1,7}\b|(?:lot|villa|pavillon|ch|chb|chambre|log|boite|bte|studio|bureau|secteur|empl|emplacement|toque|case|cellule|local|box|domiciliation|rd|spc|trlr|bldg|space)\.? ?(?:n[o°] ?)?\d{1,4}\b|p\.?k\.? ?\d{1,3}(?:[.,]\d{1,3})?(?: cote (?:mer|montagne))?|(?:tour|immeuble|villa|pavillon|residence|batiment|servitude) [a-z][a-z'-]+\b|(?:bp|b\.p\.|cs|tsa|boite postale) ?\d{1,6}\b|lieu[- ]?dit [^\n,;]{2,40}|(?:flat|apartment|unit|suite|ste|apt|room) ?#? ?\d{1,4}[a-z]?\b|p\.?o\.? box \d+|(?:co\.|county) [a-z]{4,10}\b|(?:postfach|postbus|apartado(?: de correos)?|casella postale) \d[\d ]{0,6}\d)"
);
whole!(
    english_street,
    r"\b(?:#?\d{1,4}(?:[/-]| [\u{2013}-] )|[NSEW])?\d{1,5}[A-Za-z]?,? (?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.? )?(?:(?:St\.? )?\p{Lu}[\p{L}'’-]+\.? |\d{1,3}(?:st|nd|rd|th) ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Boulevard|Blvd|Terrace|Ter|Crescent|Cres|Square|Sq|Highway|Hwy|Parkway|Pkwy|Gardens|Grove|Mews|Row|Hill|Park|Walk|Circle|Cir|Trail|Trl|Loop|Pike|Turnpike|Alley|View|Green|Rise|Point|Plaza|Run|Path|Wynd|Cottages|Landing|Plz|Expy|Fwy|Xing|Trce|Hts|Mnr|Manor|Esplanade|Mall|Approach|Yard|Quay|Gate|Villas|Parade|Vale|Fold|Croft|Crossing|Bend|Ridge|Cove|Broadway|Gr|Cct|Circuit|Pde|Tce|Esp|Crt|Gdns|Gro|Bvd)\b\.?(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl)\.? ?#?\w{1,5}\b|,? #\w{1,5})?(?: (?:N|S|E|W|NE|NW|SE|SW)\b)?"
);
whole!(
    german_street,
    r"(?:\p{Lu}[\p{L}-]*(?:[Ss]trasse|[Ss]traße|[Ss]tr\.|weg|platz|allee|gasse|ring|damm|straat|laan|plein|gracht|dreef|steenweg|kade|singel|gata|gatan|vägen|vej|gade|veien|utca)|(?:Straße|Strasse|[Vv]ia|[Vv]iale|Piazza|Corso|[Cc]alle|C/|[Aa]venida|Paseo|Plaza|Rua|Carrer|Largo|Praça|Travessa|Ulica|ul\.|Am|An der|Auf der|Im) (?:(?:d[aeio]s?|del|della|dei|dos|des) )?(?:\d{1,2}\. )?\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,3}),? (?:n[º°.]? ?)?\d{1,3}(?:[ -]?[a-zA-Z]\b|[/-]\d{1,3})?\b"
);
// "ID 20418" is a number: Idaho's codes begin with 83 (USPS, three-digit prefixes).
whole!(
    state_zip,
    r"\b(?:\p{Lu}[\p{L}'’.-]+[ ,]{1,2}){0,4}(?:(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[LNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|AB|BC|MB|NB|NL|NS|ON|QC|SK)[ ,.]{1,2}\d{5}|ID[ ,.]{1,2}83\d{3})(?:-\d{4})?\b";
    with_initials
);
whole!(uk_postcode, r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:[A-HK-Y]?\d(?:\d|[A-HJKPSTUW])?) \d[ABD-HJLNP-UW-Z]{2})\b"; with_code);

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static crate::detect::sieve::Pattern> {
    vec![
        street_start(),
        english_street(),
        german_street(),
        anchored(),
        forces(),
        bearing(),
        capitals(),
        capitals_alone(),
        residence(),
        numbered_way(),
        zone(),
        cued(),
        state_zip(),
        uk_postcode(),
        attached(),
        french_postcode(),
        cedex(),
    ]
}
