//! Ways to reach a person: telephones in every writing, electronic mail (also broken by a line or spelled "(at)"), personal
//! web addresses, user names.

use std::sync::LazyLock;

use super::sieve::{Pattern, folded};
use super::{Detector, Hit, Input};
use crate::model::{Category, Reason, Span};

mod announced;
mod odd;
mod phones;
mod users;

/// Telephones, mail, web addresses, user names.
pub(super) struct Contacts;

impl Detector for Contacts {
    fn detect(&self, input: &Input<'_>, out: &mut Vec<Hit>) {
        let s = input.folded.as_str();
        let mut add = |place: Span, category, confidence, reason| {
            out.push(Hit { span: input.back(&place), category, confidence, detector: "contacts", reason });
        };
        for run in input.digits() {
            for (span, confidence) in phones::shaped(s, run) {
                add(span.start..odd::extended(s, span.end), Category::Phone, confidence, Reason::Shape);
            }
        }
        for span in odd::misread(input) {
            add(span, Category::Phone, 0.7, Reason::Shape);
        }
        for m in input.finds(&announced::NAMED_BEHIND) {
            let digits = m.as_str().bytes().filter(u8::is_ascii_digit).count();
            if (7..=15).contains(&digits) {
                add(
                    m.start()..m.start() + m.as_str().trim_end_matches(|c: char| !c.is_ascii_digit()).len(),
                    Category::Phone,
                    0.8,
                    Reason::Label,
                );
            }
        }
        let told = announced::labelled(input);
        for span in odd::alike(input, &told) {
            add(span, Category::Phone, 0.6, Reason::Shape);
        }
        for span in told {
            add(span.start..odd::extended(s, span.end), Category::Phone, 0.95, Reason::Label);
        }
        for m in input.finds(&MAIL) {
            add(m.start()..m.start() + mail_end(m.as_str()), Category::Email, 0.97, Reason::Shape);
        }
        for m in input.finds(&SPELLED_MAIL) {
            add(m.range(), Category::Email, 0.85, Reason::Shape);
        }
        for m in input.finds(&URL).filter(|m| personal(m.as_str())) {
            add(m.range(), Category::Url, 0.7, Reason::Shape);
        }
        users::find(input, out);
        let mut add = |place: Span, category, confidence, reason| {
            out.push(Hit { span: input.back(&place), category, confidence, detector: "contacts", reason });
        };
        for caps in input.captures(&USER) {
            if let Some(m) = caps.name("a").or_else(|| caps.name("b")).or_else(|| caps.name("c")) {
                add(m.range(), Category::UserName, 0.7, Reason::Context);
            }
        }
    }
}

/// What runs over whole texts.
pub(super) fn patterns() -> Vec<&'static Pattern> {
    let mut all: Vec<&'static Pattern> =
        vec![&MAIL, &SPELLED_MAIL, &URL, &USER, &announced::NAMED_BEHIND, &announced::PHONE_LABEL];
    all.extend(users::patterns());
    all.extend(odd::patterns());
    all
}

/// Electronic mail: blanks around the marks only where both sides have them; a line may break after a mark.
static MAIL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"(?:[a-z0-9._%+'-]*[a-z0-9][._+-]\n)?[a-z0-9_%+'.-]*[a-z0-9_%+-](?:@|%40| @ |@ | @|\n@|@\n|\u{a9}|\u{ae})",
        r"[a-z0-9-]+(?:-\n[a-z0-9-]+)?(?:(?:\.|\.\n| \. )[a-z0-9-]+)*(?:(?:\.|\.\n| \. )[a-z]{2,18}|(?: ?, ?| \.)(?:fr|com|org|net|eu|be|ch))\b",
    ))
});

/// Where an address ends: a line that breaks behind "….fr." begins a new sentence.
fn mail_end(mail: &str) -> usize {
    const ENDS: &[&str] = &[
        ".fr", ".com", ".org", ".net", ".eu", ".be", ".ch", ".lu", ".ca", ".uk", ".us", ".de", ".it", ".es",
        ".pt",
    ];
    mail.find(".\n")
        .filter(|at| mail.get(..*at).is_some_and(|m| m.contains('@') && ENDS.iter().any(|e| m.ends_with(e))))
        .unwrap_or(mail.len())
}

/// "jean.durand (at) example point fr".
static SPELLED_MAIL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"\b[a-z0-9][a-z0-9._+-]*(?:(?: point | dot | tiret |\(point\)|\(dot\)|\[point\]|\[dot\])[a-z0-9._-]+){0,3}(?: ?(?:\(at\)|\[at\]|\{at\}|\(a\)|\[a\]|\(arobase\)|\[arobase\]|<at>|-at-|_at_) ?| arobase | arobas )",
        r"[a-z0-9-]+(?:(?:\.| ?\(dot\) ?| ?\[dot\] ?| ?\(point\) ?| ?\[point\] ?| point | dot )[a-z0-9-]+)*(?:\.| ?\(dot\) ?| ?\[dot\] ?| ?\(point\) ?| ?\[point\] ?| point | dot )[a-z]{2,10}\b",
        r"|\b[a-z0-9][a-z0-9._+-]*(?: (?:dot|point) [a-z0-9-]+){0,3} at [a-z0-9-]+(?: (?:dot|point) [a-z0-9-]+)+\b",
    ))
});

static URL: LazyLock<Pattern> = LazyLock::new(|| {
    folded(
        r#"(?:\bhttps?://|\bwww\.)[^\s<>"'()\[\]{}|]*[a-z0-9/]|\b(?:[a-z0-9-]{1,40}\.){0,3}(?:dr-[a-z]|[a-z0-9-]*(?:clinique|cabinet|hopital|docteur|medecin|dentaire|dentiste|labo|pharmacie|radiolog|imagerie|biologie|osteo|kine|ortho|maternite|centre-|chu-|ch-|ghu-|ehpad|hospital|surgery|clinic|dental|medical|health|praxis|klinik|spital))[a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:fr|com|org|net|eu|be|ch|lu|ca|uk|us|de|it|es|pt|nl|ie|care|sante|re|paris|bzh|example)\b(?:/[^\s<>"'()\[\]{}|]*[a-z0-9])?|\b(?:facebook|instagram|linkedin|twitter|tiktok|x|t|snapchat|github|fb|doctolib)\.(?:com|fr|me)/[^\s<>"'()\[\]{}|]*[a-z0-9]"#,
    )
});

/// Whether an address leads to a page of its own on a host that is not a public reference.
fn personal(url: &str) -> bool {
    // Hosts that many people share: only a page on them points at one.
    const PUBLIC: &[&str] = &[
        "facebook.",
        "instagram.",
        "linkedin.",
        "twitter.",
        "tiktok.",
        "x.com",
        "t.me",
        "snapchat.",
        "github.",
        "fb.",
        "doctolib.",
        "google.",
        "youtube.",
        "maps.",
        "apple.",
        "microsoft.",
        "zoom.",
        "teams.",
        "keldoc.",
        "maiia.",
        "medadom.",
        "qare.",
        "livi.",
        "mesdocteurs.",
        "mychart.",
        "epic.",
        "monespace",
        "dmp.",
        "impots.",
        "laposte.",
        "santepubliquefrance",
        "francealzheimer",
        "ligue-cancer",
        "amazon.",
        "whatsapp.",
        "telegram.",
        "reddit.",
        "gofundme.",
        "venmo.",
        "paypal.",
        "nhs.",
    ];
    const REFERENCE: &[&str] = &[
        ".gouv.fr",
        "ansm.",
        "has-sante",
        "who.int",
        "wikipedia",
        "legifrance",
        "ncbi.nlm",
        "pubmed",
        "doi.org",
        "ameli.fr",
        "vidal.fr",
        "ema.europa",
        "sante.fr",
        "service-public",
        "orpha.net",
        "cochrane",
        "thelancet",
        "nejm.org",
        "has.fr",
        "base-donnees-publique",
        "nih.gov",
        "cdc.gov",
        "fda.gov",
        "nhs.uk",
        "w3.org",
        "hl7.org",
        "loinc.org",
        "snomed.org",
    ];
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let long = path.bytes().filter(u8::is_ascii_alphanumeric).count() >= 3;
    // A practice's own pages name it.
    let own = !PUBLIC.iter().any(|p| host.trim_start_matches("www.").starts_with(p)) && host.contains('.');
    (long || own) && !REFERENCE.iter().any(|r| host.contains(r))
}

static USER: LazyLock<Pattern> = LazyLock::new(|| {
    folded(concat!(
        r"(?:\b(?:pseudo(?:nyme)?|identifiant de connexion|login|nom d'utilisateur|user ?name|user ?id|handle|skype|discord|snap(?:chat)?|insta(?:gram)?|telegram|facebook|fb|twitter|tiktok|linkedin)(?: est| is)? ?[:=]\s?@?(?P<a>[a-z0-9][a-z0-9_.-]{2,40}))",
        r"|\b(?:pseudo(?:nyme)?|username) (?:est |is )?(?P<c>[a-z][a-z_.-]*\d[a-z0-9_.-]*)",
        r"|(?:(?:^|[\s(,;:])(?P<b>@[a-z0-9_][a-z0-9_.]{1,28}[a-z0-9_])(?:[\s),;:!?.]|$))",
    ))
});

#[cfg(test)]
mod tests {
    use super::*;

    fn found(string: &str) -> Vec<(String, Category)> {
        crate::detect::found_by(&Contacts, string)
    }

    fn holds(before: &str, value: &str, after: &str, category: Category) {
        let s = format!("{before}{value}{after}");
        let got = found(&s);
        assert!(got.iter().any(|(f, c)| f == value && *c == category), "{s:?} {got:?}");
    }

    #[test]
    fn telephones() {
        for value in [
            "01 99 00 47 12",
            "01.99.00.47.12",
            "01-99-00-47-12",
            "01/99/00/47/12",
            "0199004712",
            "01\u{a0}99\u{202f}00 47 12",
            "01 9900 4712",
            "01.99.OO.47.12",
            "O1.99.00.47.12",
            "01.99.00.47.l2",
            "0 1 9 9 0 0 4 7 1 2",
            "01 99 00\n47 12",
            "+33 (0)1 99 00 47 12",
            "+33 1 99 00 47 12",
            "+33199004712",
            "0033 1 99 00 47 12",
            "(33) 1 99 00 47 12",
            "0800 199 004",
            "+32 470 12 34 56",
            "+41 (0)22 555 01 99",
            "+1-984-555-0190",
            "(541) 555-1388",
            "541-555-1388",
            "0596\n00 47 12",
            "0590 00 47 12",
            "067 505 0142",
            "022 555 01 99",
        ] {
            holds("Dr V. ", value, " puis", Category::Phone);
        }
        holds("joignables au ", "47120", "", Category::Phone);
        holds("poste ", "4712", ".", Category::Phone);
        holds("Tel (Mobile): ", "222222222", "", Category::Phone);
        holds("Phone:\n", "555 0594", "\n", Category::Phone);
        holds("par téléphone au ", "04 09 56 98", " ou", Category::Phone);
        holds("Could you call me on ", "555 0840", "?", Category::Phone);
    }

    #[test]
    fn what_is_no_telephone() {
        for s in [
            "le 01/03/2022 10:30",
            "IRM du 02.03.2019 et 04.05.2020",
            "01 02 03 04 05 06",
            "TA 12/8, FC 80, 37.2",
            "rappel le 12/03/2021",
            "DTaP   02/28/22    04/29/22    06/27/22",
            "0,9 % 500 ml",
        ] {
            assert_eq!(found(s), [], "{s}");
        }
    }

    #[test]
    fn mail() {
        for value in [
            "lou.vermot@exemple-sante.fr",
            "LOU.VERMOT@EXEMPLE.FR",
            "lou @ exemple . com",
            "lou.\nvermot@exemple.fr",
            "lou.vermot@\nexemple.fr",
            "lou.vermot (at) exemple.fr",
            "lou[at]exemple[dot]fr",
            "lou.vermot arobase exemple point fr",
            "255081416802538@patient.mssante.fr",
        ] {
            holds("écrire : ", value, " merci", Category::Email);
        }
        holds("(", "lou@exemple.fr", ").", Category::Email);
    }

    #[test]
    fn web_and_users() {
        holds("voir ", "https://exemple.org/~lou", ".", Category::Url);
        holds("pseudo : ", "louve_76", " sur", Category::UserName);
        holds("merci ", "@louve76", " !", Category::UserName);
        holds("Imprimé par ", "jbrugnon", " le 8", Category::UserName);
        holds("by ", "sea_otter_mum", " » Sun", Category::UserName);
        holds("Code patient WEB : ", "K8R2-99TQ", " ", Category::UserName);
        holds("\n", "www.clinique-des-ormes.fr", "\n", Category::Url);
        holds("site : ", "cabinet-brugnon.fr", " ou", Category::Url);
        assert_eq!(found("voir www.ansm.sante.fr/rapports"), []);
    }
}
