//! The texts of `tests/heldback` → texts of every length to time detection on. Each time round, people have other names, so
//! that a long text has as many as a long file has.

use std::fs;

use anyhow::{Context, Result};
use serde_json::json;

use super::hostile::hostile;
use crate::eval::score::class;
use crate::eval::sets::{Marked, texts};
use crate::tools::root;

/// Lengths, and how many texts of each.
const SIZES: [(&str, usize, usize); 5] = [
    ("1 KB", 1 << 10, 64),
    ("10 KB", 10 << 10, 16),
    ("100 KB", 100 << 10, 4),
    ("1 MB", 1 << 20, 1),
    ("10 MB", 10 << 20, 1),
];

/// Length of each hostile text.
const HOSTILE: usize = 1 << 20;

/// JSON lines {"kind","size","text"}: ordinary texts by size, then hostile ones.
pub(super) fn lines() -> Result<String> {
    let folder = root().join("tests/heldback");
    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).with_context(|| format!("tests/heldback/{name} cannot be read"))
    };
    let mut documents = Vec::new();
    for set in ["notes", "forms", "english", "negatives"] {
        documents.extend(texts(&read(&format!("{set}.txt"))?));
    }
    let origins = read("origins.txt")?;
    let people: Vec<(&str, &str)> = origins
        .lines()
        .filter_map(|l| l.split_once(": "))
        .flat_map(|(_, pairs)| pairs.split("; "))
        .filter_map(|pair| pair.split_once('/'))
        .collect();
    let mut endless = Endless { documents: &documents, people: &people, at: 0 };
    let mut out = String::new();
    let mut line = |kind: &str, size: &str, text: &str| {
        out.push_str(&format!("{}\n", json!({"kind": kind, "size": size, "text": text})));
    };
    let mut whole = String::new();
    for (size, bytes, count) in SIZES {
        for _ in 0..count {
            let text = endless.text(bytes);
            line("ordinary", size, &text);
            if size == "1 MB" {
                whole = text;
            }
        }
    }
    line("hostile", "ordinary text in one line", &whole.replace(['\n', '\t'], " "));
    line("hostile", "ordinary text in capitals", &whole.to_uppercase());
    for (name, text) in hostile(HOSTILE) {
        line("hostile", name, &text);
    }
    Ok(out)
}

/// Documents one after another, with other people each time.
struct Endless<'a> {
    documents: &'a [Marked],
    people: &'a [(&'a str, &'a str)],
    at: usize,
}

impl Endless<'_> {
    /// A text of that many bytes or a few less.
    fn text(&mut self, bytes: usize) -> String {
        let mut out = String::with_capacity(bytes + 4096);
        while out.len() < bytes {
            self.document(&mut out);
            out.push_str("\n\n");
        }
        let mut end = bytes;
        while !out.is_char_boundary(end) {
            end -= 1;
        }
        out.truncate(end);
        out
    }

    fn document(&mut self, out: &mut String) {
        let (round, index) = (self.at / self.documents.len(), self.at % self.documents.len());
        self.at += 1;
        let Some(document) = self.documents.get(index) else { return };
        let mut from = 0;
        for (n, gold) in
            document.gold.iter().enumerate().filter(|(_, g)| round > 0 && g.class == class("NAME"))
        {
            let said: String = document.text[gold.span.clone()].iter().collect();
            out.extend(&document.text[from..gold.span.start]);
            let (given, family) = self.people[(round * 31 + index * 7 + n) % self.people.len()];
            let upper = said.chars().filter(|c| c.is_lowercase()).count() < 2;
            let family = if upper { family.to_uppercase() } else { family.to_owned() };
            out.push_str(&if said.contains(' ') { format!("{given} {family}") } else { family });
            from = gold.span.end;
        }
        out.extend(&document.text[from..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::sets::marked;

    #[test]
    fn a_long_text_has_other_people_each_time_round() {
        let documents = [marked("Vu Mme {N:Alix Vermot} le 3.")];
        let people = [("Lou", "Kerbol"), ("Ana", "Brel")];
        let text = Endless { documents: &documents, people: &people, at: 0 }.text(70);
        assert!(
            text.starts_with("Vu Mme Alix Vermot le 3.\n\nVu Mme Ana Brel le 3.\n\nVu Mme Lou"),
            "{text}"
        );
        assert_eq!(text.len(), 70);
    }
}
