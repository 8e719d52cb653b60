//! The second gate: a multipart form → checked documents with their receipts, or a [`Refusal`] with a sentence.
//!
//! Its law: every part that holds a file comes with a receipt that describes exactly these bytes, under the host's own
//! policy, and the bytes pass Biffure's checks again here, where nobody but the host can have tampered with them.
//! One bad file refuses the whole form. Sizes are in bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use biffure::decide::Policy;
use biffure::limits::Limits;
use biffure::pipeline::audit_with_receipt;
use biffure::receipt::{RECEIPT_VERSION, Receipt, hex};
use sha2::{Digest, Sha256};

use crate::Host;
use crate::pages::Lang;

/// The longest text that a field may hold.
const TEXT_LIMIT: usize = 40_000;
/// The most files of one form.
const FILES_LIMIT: usize = 20;
/// The most text fields of one form, receipts included.
const FIELDS_LIMIT: usize = 64;

/// A form as it arrived: nothing of it is trusted yet.
#[derive(Default)]
pub(crate) struct Submission {
    /// The host's own text fields.
    pub(crate) fields: BTreeMap<&'static str, String>,
    files: Vec<Bytes>,
    receipts: Vec<String>,
}

/// A form whose files all passed.
pub(crate) struct Checked {
    /// The host's own text fields.
    pub(crate) fields: BTreeMap<&'static str, String>,
    /// Files with their receipts, in the form's order.
    pub(crate) documents: Vec<Document>,
}

/// A file that passed.
pub(crate) struct Document {
    pub(crate) bytes: Bytes,
    pub(crate) receipt: Receipt,
    pub(crate) extension: &'static str,
}

/// Why a form was turned away: a status, a stable code, and a sentence in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    fr: &'static str,
    en: &'static str,
}

impl Refusal {
    const fn unprocessable(code: &'static str, fr: &'static str, en: &'static str) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, code, fr, en }
    }

    pub(crate) const RECEIPT_MISSING: Self = Self::unprocessable(
        "receipt_missing",
        "Un fichier est arrivé sans son reçu : il n’a pas été vérifié dans votre navigateur. Nous ne l’avons pas conservé.",
        "A file came without its receipt: it was not checked in your browser. We have not kept it.",
    );
    pub(crate) const RECEIPT_UNREADABLE: Self = Self::unprocessable(
        "receipt_unreadable",
        "Le reçu joint au fichier n’est pas lisible. Nous n’avons pas conservé le fichier.",
        "The receipt that came with the file cannot be read. We have not kept the file.",
    );
    pub(crate) const RECEIPT_MISMATCH: Self = Self::unprocessable(
        "receipt_mismatch",
        "Le fichier reçu n’est pas celui que décrit son reçu. Nous ne l’avons pas conservé.",
        "The file that came is not the one that its receipt describes. We have not kept it.",
    );
    pub(crate) const NOT_CLEAN: Self = Self::unprocessable(
        "not_clean",
        "En vérifiant le fichier une seconde fois, nous avons trouvé quelque chose qui devait être occulté. Nous ne l’avons pas conservé.",
        "Checking the file a second time, we found something that should have been struck out. We have not kept it.",
    );
    pub(crate) const FIELD_UNKNOWN: Self = Self::unprocessable(
        "field_unknown",
        "Un fichier est arrivé là où ce formulaire n’en attend pas. Nous ne l’avons pas conservé.",
        "A file came where this form expects none. We have not kept it.",
    );
    pub(crate) const FORM_UNREADABLE: Self = Self::unprocessable(
        "form_unreadable",
        "Le formulaire est arrivé incomplet. Rien n’a été conservé : envoyez-le de nouveau.",
        "The form came incomplete. Nothing was kept: please send it again.",
    );
    pub(crate) const TOO_LARGE: Self = Self {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        code: "too_large",
        fr: "L’envoi dépasse ce que nous acceptons en une fois (60 Mo). Envoyez les documents en plusieurs fois.",
        en: "That is more than we accept at once (60 MB). Please send the documents in several goes.",
    };
    pub(crate) const BUSY: Self = Self {
        status: StatusCode::SERVICE_UNAVAILABLE,
        code: "busy",
        fr: "Trop d’envois arrivent en ce moment. Rien n’a été conservé : réessayez dans une minute.",
        en: "Too many forms are coming in just now. Nothing was kept: please try again in a minute.",
    };
    pub(crate) const SLOW: Self = Self {
        status: StatusCode::REQUEST_TIMEOUT,
        code: "slow",
        fr: "L’envoi a pris trop de temps. Rien n’a été conservé : réessayez avec une meilleure connexion.",
        en: "Sending took too long. Nothing was kept: please try again on a better connection.",
    };
    pub(crate) const STORE: Self = Self {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        code: "store",
        fr: "Nous n’avons pas pu conserver votre envoi. Rien n’en a été gardé : réessayez plus tard.",
        en: "We could not keep what you sent. Nothing of it was kept: please try again later.",
    };

    pub(crate) fn sentence(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }

    pub(crate) fn json(&self, lang: Lang) -> serde_json::Value {
        serde_json::json!({ "code": self.code, "message": self.sentence(lang) })
    }
}

impl From<MultipartError> for Refusal {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TOO_LARGE,
            _ => Self::FORM_UNREADABLE,
        }
    }
}

impl Submission {
    /// Reads the parts. The file names that came with them are never looked at.
    ///
    /// # Errors
    /// `field_unknown`, `form_unreadable`, `too_large`.
    pub(crate) async fn read(host: &Host, mut form: Multipart, lang: &mut Lang) -> Result<Self, Refusal> {
        let mut read = Self::default();
        let receipts = format!("{}-receipt", host.files);
        for _ in 0..FILES_LIMIT + FIELDS_LIMIT {
            let Some(part) = form.next_field().await? else { return Ok(read) };
            let name = part.name().unwrap_or_default().to_owned();
            let is_file =
                part.file_name().is_some() || part.content_type().is_some_and(|t| t != "text/plain");
            let bytes = part.bytes().await?;
            if is_file {
                read.file(host, &name, bytes)?;
                continue;
            }
            let text = String::from_utf8(bytes.to_vec()).map_err(|_| Refusal::FORM_UNREADABLE)?;
            if text.len() > TEXT_LIMIT {
                return Err(Refusal::TOO_LARGE);
            }
            if name == receipts {
                read.receipts.push(text);
            } else if name == "lang" {
                *lang = Lang::of(&text);
            } else if let Some(field) = host.fields.iter().find(|f| **f == name) {
                read.fields.insert(field, text);
            }
        }
        Err(Refusal::TOO_LARGE)
    }

    fn file(&mut self, host: &Host, name: &str, bytes: Bytes) -> Result<(), Refusal> {
        if name != host.files {
            return Err(Refusal::FIELD_UNKNOWN);
        }
        if self.files.len() == FILES_LIMIT {
            return Err(Refusal::TOO_LARGE);
        }
        self.files.push(bytes);
        Ok(())
    }
}

/// Checks every file of a form. Takes as long as the files are large: not for the async threads.
///
/// # Errors
/// `receipt_missing`, `receipt_unreadable`, `receipt_mismatch`, `not_clean`.
pub(crate) fn check(host: &Host, submission: Submission) -> Result<Checked, Refusal> {
    if submission.files.len() != submission.receipts.len() {
        return Err(Refusal::RECEIPT_MISSING);
    }
    let pairs = submission.files.into_iter().zip(submission.receipts);
    let documents =
        pairs.map(|(bytes, receipt)| check_one(host, bytes, &receipt)).collect::<Result<_, _>>()?;
    Ok(Checked { fields: submission.fields, documents })
}

fn check_one(host: &Host, bytes: Bytes, told: &str) -> Result<Document, Refusal> {
    let receipt: Receipt = serde_json::from_str(told).map_err(|_| Refusal::RECEIPT_UNREADABLE)?;
    let extension = match receipt.format.as_str() {
        "pdf" => "pdf",
        "text" => "txt",
        "jpeg" => "jpg",
        "png" => "png",
        _ => return Err(Refusal::RECEIPT_UNREADABLE),
    };
    let described = receipt.version == RECEIPT_VERSION
        && receipt.bytes == bytes.len() as u64
        && receipt.sha256 == hex(&Sha256::digest(&bytes))
        && receipt.policy == host.policy;
    if !described {
        return Err(Refusal::RECEIPT_MISMATCH);
    }
    let policy = Policy::parse(host.policy).map_err(|_| Refusal::STORE)?;
    let seen = audit_with_receipt(Arc::from(bytes.as_ref()), told, &policy, Limits::default());
    // Pictures that nobody could read pass only where the receipt says that a person looked at them.
    match seen {
        Ok(seen) if seen.unread == 0 => Ok(Document { bytes, receipt, extension }),
        _ => Err(Refusal::NOT_CLEAN),
    }
}

#[cfg(test)]
mod tests {
    use biffure::Options;
    use biffure::decide::Choices;
    use biffure::pipeline::redact;

    use super::*;
    use crate::HOSTS;

    const REPORT: &str =
        "Mme Ludivine PLANCHENAULT, née le 17/06/1989.\nLe genou droit est sans particularité.\n";

    fn struck(host: &Host) -> (Bytes, String) {
        let policy = Policy::parse(host.policy).expect("preset");
        let options = Options { policy, ..Options::default() };
        let done = redact(Arc::from(REPORT.as_bytes()), options, &Choices::default()).expect("verified");
        let (bytes, receipt) = done.into_parts();
        (bytes.into(), serde_json::to_string(&receipt).expect("json"))
    }

    fn form(files: &[&Bytes], receipts: &[&str]) -> Submission {
        Submission {
            files: files.iter().map(|&f| f.clone()).collect(),
            receipts: receipts.iter().map(|&r| r.to_owned()).collect(),
            ..Submission::default()
        }
    }

    fn code(host: &Host, submission: Submission) -> &'static str {
        check(host, submission).err().map_or("passed", |refusal| refusal.code)
    }

    #[test]
    fn struck_files_pass_in_their_order() {
        for host in &HOSTS {
            let (bytes, receipt) = struck(host);
            let checked = check(host, form(&[&bytes, &bytes], &[&receipt, &receipt])).ok().expect("passes");
            assert_eq!(checked.documents.len(), 2);
            assert!(checked.documents.iter().all(|d| d.extension == "txt" && d.bytes == bytes));
        }
    }

    #[test]
    fn no_receipt_no_file() {
        let host = &HOSTS[0];
        let (bytes, receipt) = struck(host);
        assert_eq!(code(host, form(&[&bytes], &[])), "receipt_missing");
        assert_eq!(code(host, form(&[&bytes, &bytes], &[&receipt])), "receipt_missing");
        assert_eq!(code(host, form(&[], &[&receipt])), "receipt_missing");
        assert_eq!(code(host, form(&[&bytes], &["{}"])), "receipt_unreadable");
    }

    #[test]
    fn the_receipt_is_of_these_bytes_and_this_host() {
        let (bytes, receipt) = struck(&HOSTS[0]);
        let mut other = bytes.to_vec();
        other.push(b'.');
        assert_eq!(code(&HOSTS[0], form(&[&other.into()], &[&receipt])), "receipt_mismatch");
        assert_eq!(code(&HOSTS[1], form(&[&bytes], &[&receipt])), "receipt_mismatch");
    }

    #[test]
    fn a_forged_receipt_does_not_carry_a_raw_file_through() {
        let host = &HOSTS[0];
        let (_, receipt) = struck(host);
        let mut forged: Receipt = serde_json::from_str(&receipt).expect("receipt");
        let raw = Bytes::from_static(REPORT.as_bytes());
        forged.bytes = raw.len() as u64;
        forged.sha256 = hex(&Sha256::digest(&raw));
        let forged = serde_json::to_string(&forged).expect("json");
        assert_eq!(code(host, form(&[&raw], &[&forged])), "not_clean");
    }

    #[test]
    fn one_bad_file_refuses_the_form() {
        let host = &HOSTS[0];
        let (bytes, receipt) = struck(host);
        let raw = Bytes::from_static(REPORT.as_bytes());
        assert_eq!(code(host, form(&[&bytes, &raw], &[&receipt, &receipt])), "receipt_mismatch");
    }
}
