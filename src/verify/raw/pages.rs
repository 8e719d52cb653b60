//! The pages of a PDF file in order, and the operators of each page's own content.

use super::content::{Operation, operations};
use super::lex::{Dict, Object};
use super::pdf::File;
use crate::context::Cx;
use crate::error::{Error, Result};

/// Nesting of the page tree, at most.
const DEPTH: u32 = 32;

impl<'a> File<'a> {
    /// Page dictionaries in order.
    ///
    /// # Errors
    /// `Leak` when the tree is broken or a node stands in it twice; `LimitExceeded` when it is too deep or long.
    pub(in crate::verify) fn pages(&self, cx: &mut Cx<'_>) -> Result<Vec<&Dict>> {
        let broken = || Error::leak("structure check: the page tree is broken");
        let Some(Object::Dict(root)) = self.entry(&self.trailer, "Root") else { return Err(broken()) };
        let mut waiting = vec![(root.get(b"Pages".as_slice()).ok_or_else(broken)?, 0u32)];
        let (mut pages, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
        while let Some((object, depth)) = waiting.pop() {
            cx.budget.step(1)?;
            if let Object::Ref(number) = object
                && !seen.insert(*number)
            {
                return Err(broken());
            }
            let Some(Object::Dict(node)) = self.resolve(object) else { return Err(broken()) };
            match self.entry(node, "Kids") {
                Some(Object::Array(kids)) if depth < DEPTH => {
                    waiting.extend(kids.iter().rev().map(|k| (k, depth + 1)));
                }
                Some(_) => return Err(broken()),
                None => pages.push(node),
            }
        }
        cx.budget.pages(pages.len() as u64)?;
        Ok(pages)
    }

    /// The operators of a page's content, its streams joined by line feeds.
    ///
    /// # Errors
    /// `Leak` for content that our writer does not write; `LimitExceeded`.
    pub(in crate::verify) fn page_operations(&self, page: &Dict, cx: &mut Cx<'_>) -> Result<Vec<Operation>> {
        let parts: Vec<&Object> = match page.get(b"Contents".as_slice()) {
            None => Vec::new(),
            Some(one) => match self.resolve(one) {
                Some(Object::Array(parts)) => parts.iter().collect(),
                _ => vec![one],
            },
        };
        let mut data = Vec::new();
        for part in parts {
            let object = match part {
                Object::Ref(number) => self.objects.get(number),
                _ => None,
            };
            let object = object.ok_or_else(|| Error::leak("structure check: page content leads nowhere"))?;
            data.extend(self.unpacked(object, cx)?);
            data.push(b'\n');
        }
        operations(&data, cx)
    }
}
