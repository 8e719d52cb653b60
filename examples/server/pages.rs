//! What the server itself answers: the page of what it received, the page of a refusal, and their JSON.
//!
//! Its law: every value goes through [`escape`]. No script, no inline style: the pages live under the same policy.

use serde::Deserialize;
use serde_json::json;

use crate::Host;
use crate::gate::Refusal;
use crate::store::{Entry, Stored};

/// The languages of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    Fr,
    En,
}

impl Lang {
    pub(crate) fn of(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Fr }
    }

    pub(crate) fn code(self) -> &'static str {
        self.say("fr", "en")
    }

    fn say(self, fr: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }
}

/// The query of a page.
#[derive(Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    /// Number of the form that was just taken in.
    #[serde(rename = "new")]
    just: Option<u64>,
}

impl Asked {
    pub(crate) fn lang(&self) -> Lang {
        Lang::of(self.lang.as_deref().unwrap_or_default())
    }

    pub(crate) fn just(&self) -> Option<u64> {
        self.just
    }
}

/// What a page's script is told after a post.
pub(crate) fn stored_json(host: &Host, entry: &Entry) -> serde_json::Value {
    let documents = entry.documents.iter().map(|d| {
        json!({
            "name": d.name,
            "href": href(host, d),
            "bytes": d.receipt.bytes,
            "struck": strikes(d),
        })
    });
    json!({ "id": entry.id, "documents": documents.collect::<Vec<_>>() })
}

/// "What the server received", latest first; it says so when `just` came in.
pub(crate) fn received(host: &Host, asked: &Asked, entries: &[Entry]) -> String {
    let lang = asked.lang();
    let title = lang.say("Ce que le serveur a reçu", "What the server received");
    let lead = lang.say(
        "Cette page de démonstration montre tout ce qui est arrivé : les champs du formulaire, et les documents après occultation. Les originaux ne sont jamais partis du navigateur.",
        "This demonstration page shows all that came in: the fields of the form, and the documents once struck out. The originals never left the browser.",
    );
    let mut body = format!("<h1>{title}</h1>\n<p class=\"lead\">{lead}</p>\n");
    if let Some(entry) = entries.iter().find(|e| Some(e.id) == asked.just()) {
        body.insert_str(0, &done(host, lang, entry));
    }
    if entries.is_empty() {
        let none = lang.say("Rien n’est encore arrivé.", "Nothing has come in yet.");
        body.push_str(&format!("<p class=\"none\">{none}</p>\n"));
    }
    for entry in entries {
        body.push_str(&entry_html(host, lang, entry));
    }
    shell(host, lang, title, &body)
}

/// Why a form was turned away, and that nothing is lost.
pub(crate) fn refused(host: &Host, lang: Lang, refusal: &Refusal) -> String {
    let title = lang.say("Votre envoi n’a pas été accepté", "What you sent was not accepted");
    let back = lang.say(
        "Revenez à la page précédente avec le bouton de votre navigateur : ce que vous avez saisi s’y trouve encore.",
        "Go back with your browser’s button: what you typed is still there.",
    );
    let body = format!(
        "<h1>{title}</h1>\n<p class=\"lead\" role=\"alert\">{}</p>\n<p>{back}</p>\n",
        escape(refusal.sentence(lang))
    );
    shell(host, lang, title, &body)
}

/// The answer to a person who has just sent the form in the classic way.
fn done(host: &Host, lang: Lang, entry: &Entry) -> String {
    let (title, next) = match host.slug {
        "booking" => (
            lang.say("Votre demande est enregistrée", "Your request is registered"),
            if entry.documents.is_empty() {
                lang.say(
                    "Aucune ordonnance n’est jointe : apportez-la le jour de l’examen. Le secrétariat confirme le créneau sous deux jours ouvrés.",
                    "No prescription came with it: bring it on the day. The office confirms the slot within two working days.",
                )
            } else {
                lang.say(
                    "Le secrétariat confirme le créneau sous deux jours ouvrés. Apportez l’original de l’ordonnance.",
                    "The office confirms the slot within two working days. Bring the original prescription.",
                )
            },
        ),
        _ => (
            lang.say("C’est envoyé", "It is sent"),
            lang.say("Voici ce qui est arrivé chez nous.", "Here is what reached us."),
        ),
    };
    format!("<section class=\"done\" role=\"status\">\n<h2>{title}</h2>\n<p>{next}</p>\n</section>\n")
}

fn entry_html(host: &Host, lang: Lang, entry: &Entry) -> String {
    let numbered = lang.say("Envoi", "Form");
    let mut html =
        format!("<article class=\"entry\" id=\"entry-{}\">\n<h2>{numbered} {}</h2>\n", entry.id, entry.id);
    let filled: Vec<_> = entry.fields.iter().filter(|(_, value)| !value.trim().is_empty()).collect();
    if !filled.is_empty() {
        html.push_str("<dl>\n");
        for (name, value) in filled {
            html.push_str(&format!("<div><dt>{}</dt><dd>{}</dd></div>\n", label(lang, name), escape(value)));
        }
        html.push_str("</dl>\n");
    }
    if entry.documents.is_empty() {
        let none = lang.say(
            "Aucun document n’est joint : cette page ne transmet un fichier qu’une fois occulté et vérifié.",
            "No document came with it: this page hands over a file only once it is struck out and checked.",
        );
        html.push_str(&format!("<p class=\"none\">{none}</p>\n"));
    } else {
        html.push_str("<ul class=\"documents\">\n");
        for document in &entry.documents {
            html.push_str(&document_html(host, lang, document));
        }
        html.push_str("</ul>\n");
    }
    html.push_str("</article>\n");
    html
}

fn document_html(host: &Host, lang: Lang, document: &Stored) -> String {
    let struck = strikes(document);
    let counted = match lang {
        Lang::Fr if struck > 1 => format!("{struck} passages occultés"),
        Lang::Fr => format!("{struck} passage occulté"),
        Lang::En if struck == 1 => "1 passage struck out".to_owned(),
        Lang::En => format!("{struck} passages struck out"),
    };
    let checked = lang.say("vérifié ici une seconde fois", "checked here a second time");
    format!(
        "<li><a href=\"{}\">{}</a> <span>{} · {counted} · {checked}</span></li>\n",
        href(host, document),
        escape(&document.name),
        size(lang, document.receipt.bytes),
    )
}

fn strikes(document: &Stored) -> u32 {
    document.receipt.struck.values().sum()
}

fn href(host: &Host, document: &Stored) -> String {
    format!("/{}/documents/{}", host.slug, document.name)
}

fn size(lang: Lang, bytes: u64) -> String {
    let unit = lang.say("ko", "kB");
    format!("{} {unit}", bytes.div_ceil(1000))
}

fn label(lang: Lang, field: &str) -> &'static str {
    match field {
        "message" => "Message",
        "surname" => lang.say("Nom", "Surname"),
        "given" => lang.say("Prénom", "First name"),
        "birth" => lang.say("Date de naissance", "Date of birth"),
        "phone" => lang.say("Téléphone", "Telephone"),
        "email" => lang.say("Courriel", "E-mail"),
        "address" => lang.say("Adresse", "Address"),
        "exam" => lang.say("Examen", "Exam"),
        "slot" => lang.say("Créneau", "Slot"),
        "comment" => lang.say("Précisions", "Remarks"),
        "about" => lang.say("Objet", "Subject"),
        _ => lang.say("Autre", "Other"),
    }
}

fn shell(host: &Host, lang: Lang, title: &str, body: &str) -> String {
    let (name, slug) = (host_name(host, lang), host.slug);
    let home = lang.say("./", "en.html");
    let back = lang.say("Retour", "Back");
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} — {name}</title>\n\
         <link rel=\"icon\" href=\"/{slug}/icons/mark.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"stylesheet\" href=\"/{slug}/style.css\">\n</head>\n<body class=\"answer\">\n\
         <header class=\"bar\"><a class=\"brand\" href=\"/{slug}/{home}\">\
         <img src=\"/{slug}/icons/mark.svg\" alt=\"\" width=\"36\" height=\"36\"> <span>{name}</span></a></header>\n\
         <main>\n{body}<p><a class=\"back\" href=\"/{slug}/{home}\">← {back}</a></p>\n</main>\n</body>\n</html>\n",
        lang.code(),
    )
}

fn host_name(host: &Host, lang: Lang) -> &'static str {
    match host.slug {
        "forum" => "Les Sentiers",
        "booking" => lang.say("Centre hospitalier de Valmorin", "Valmorin Hospital"),
        _ => "Mon Rivage",
    }
}

/// Text as HTML, in element content and in double-quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
