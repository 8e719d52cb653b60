//! Checked documents → files under names of our own, and a list of what came in for the demonstration's pages.
//!
//! Its law: all of a form is kept or nothing. No name that a browser sent ever reaches the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Error, Result};
use std::path::PathBuf;
use std::sync::Mutex;

use biffure::receipt::Receipt;

use crate::gate::{Checked, Document};

/// A form that came in.
#[derive(Clone)]
pub(crate) struct Entry {
    /// Its number, from 1.
    pub(crate) id: u64,
    pub(crate) fields: BTreeMap<&'static str, String>,
    pub(crate) documents: Vec<Stored>,
}

/// A document on disk.
#[derive(Clone)]
pub(crate) struct Stored {
    /// Its name on disk and in addresses, e.g. `document-3-1.pdf`.
    pub(crate) name: String,
    pub(crate) receipt: Receipt,
}

/// A folder of documents and what belongs to them. The list lives as long as the server.
pub(crate) struct Store {
    folder: PathBuf,
    entries: Mutex<Vec<(&'static str, Entry)>>,
}

impl Store {
    /// # Errors
    /// When the folder cannot be made.
    pub(crate) fn open(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, entries: Mutex::new(Vec::new()) })
    }

    /// Keeps a form.
    ///
    /// # Errors
    /// When a file cannot be written; those already written for this form are taken away again.
    pub(crate) fn keep(&self, host: &'static str, checked: Checked) -> Result<Entry> {
        let mut entries = self.entries.lock().map_err(|_| Error::other("the list is poisoned"))?;
        let id = entries.len() as u64 + 1;
        let mut documents = Vec::new();
        for (n, document) in checked.documents.iter().enumerate() {
            match self.write(host, id, n + 1, document) {
                Ok(stored) => documents.push(stored),
                Err(error) => {
                    documents.iter().for_each(|d: &Stored| self.forget(host, &d.name));
                    return Err(error);
                }
            }
        }
        let entry = Entry { id, fields: checked.fields, documents };
        entries.push((host, entry.clone()));
        Ok(entry)
    }

    /// What a host received, latest first.
    pub(crate) fn entries(&self, host: &str) -> Vec<Entry> {
        let Ok(entries) = self.entries.lock() else { return Vec::new() };
        entries.iter().rev().filter(|(h, _)| *h == host).map(|(_, e)| e.clone()).collect()
    }

    /// Media type and bytes of a stored document. Only names that we gave ourselves are looked up.
    pub(crate) fn document(&self, host: &str, name: &str) -> Option<(&'static str, Vec<u8>)> {
        let known = self.entries(host).into_iter().flat_map(|e| e.documents).find(|d| d.name == name)?;
        let media = match known.receipt.format.as_str() {
            "pdf" => "application/pdf",
            "jpeg" => "image/jpeg",
            "png" => "image/png",
            _ => "text/plain; charset=utf-8",
        };
        Some((media, fs::read(self.path(host, &known.name)).ok()?))
    }

    fn write(&self, host: &str, id: u64, n: usize, document: &Document) -> Result<Stored> {
        let name = format!("document-{id}-{n}.{}", document.extension);
        fs::create_dir_all(self.folder.join(host))?;
        fs::write(self.path(host, &name), &document.bytes)?;
        let receipt = serde_json::to_vec_pretty(&document.receipt)?;
        if let Err(error) = fs::write(self.path(host, &format!("{name}.receipt.json")), receipt) {
            self.forget(host, &name);
            return Err(error);
        }
        Ok(Stored { name, receipt: document.receipt.clone() })
    }

    /// A file that is not there needs no taking away.
    fn forget(&self, host: &str, name: &str) {
        for gone in [name.to_owned(), format!("{name}.receipt.json")] {
            let _ = fs::remove_file(self.path(host, &gone));
        }
    }

    fn path(&self, host: &str, name: &str) -> PathBuf {
        self.folder.join(host).join(name)
    }
}
