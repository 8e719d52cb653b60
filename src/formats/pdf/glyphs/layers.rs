//! Optional content (ISO 32000-2, clause 8.11): which layers the document's default view switches off.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::content::Instruction;
use hayro_syntax::object::{Array, Dict, Name, Object};
use hayro_syntax::page::Resources;

use crate::formats::pdf::parse;

type Id = (u32, i32);

/// Layers that are switched off in the document's default view.
#[derive(Default)]
pub(super) struct Layers {
    off: BTreeSet<Id>,
}

impl Layers {
    /// The layers of a document.
    pub(super) fn of(pdf: &Pdf) -> Self {
        let mut off = BTreeSet::new();
        let properties = parse::catalog(pdf).and_then(|c| c.get::<Dict<'_>>(b"OCProperties".as_slice()));
        let Some(properties) = properties else { return Self { off } };
        let ids = |dict: &Dict<'_>, key: &[u8]| -> Vec<Id> {
            let array = dict.get::<Array<'_>>(key);
            let refs = array.iter().flat_map(|a| a.raw_iter()).filter_map(|o| o.as_obj_ref());
            refs.map(|r| (r.obj_number, r.gen_number)).collect()
        };
        let Some(view) = properties.get::<Dict<'_>>(b"D".as_slice()) else { return Self { off } };
        if view.get::<Name<'_>>(b"BaseState".as_slice()).is_some_and(|n| n.as_ref() == b"OFF") {
            off.extend(ids(&properties, b"OCGs"));
        }
        for id in ids(&view, b"ON") {
            off.remove(&id);
        }
        off.extend(ids(&view, b"OFF"));
        Self { off }
    }

    /// Whether a marked-content section is shown.
    pub(super) fn section_on(&self, op: &Instruction<'_, '_>, resources: &Resources<'_>) -> bool {
        let mut operands = op.operands();
        let tag = operands.next();
        if !matches!(tag, Some(Object::Name(n)) if n.as_ref() == b"OC") {
            return true;
        }
        let Some(Object::Name(name)) = operands.next() else { return true };
        let id = resources.properties.get_ref(name.as_ref()).map(|r| (r.obj_number, r.gen_number));
        match resources.properties.get::<Dict<'_>>(name.as_ref()) {
            Some(dict) => self.group_on(&dict, id),
            None => true,
        }
    }

    /// Whether an XObject is shown, by its own layer.
    pub(super) fn object_on(&self, dict: &Dict<'_>) -> bool {
        let id = dict.get_ref(b"OC".as_slice()).map(|r| (r.obj_number, r.gen_number));
        match dict.get::<Dict<'_>>(b"OC".as_slice()) {
            Some(group) => self.group_on(&group, id),
            None => true,
        }
    }

    fn group_on(&self, group: &Dict<'_>, id: Option<Id>) -> bool {
        if group.get::<Name<'_>>(b"Type".as_slice()).is_none_or(|t| t.as_ref() != b"OCMD") {
            return id.is_none_or(|id| !self.off.contains(&id));
        }
        let mut members: Vec<Id> = Vec::new();
        if let Some(array) = group.get::<Array<'_>>(b"OCGs".as_slice()) {
            members.extend(
                array.raw_iter().filter_map(|o| o.as_obj_ref()).map(|r| (r.obj_number, r.gen_number)),
            );
        } else if let Some(r) = group.get_ref(b"OCGs".as_slice()) {
            members.push((r.obj_number, r.gen_number));
        }
        if members.is_empty() {
            return true;
        }
        let on = |id: &Id| !self.off.contains(id);
        match group.get::<Name<'_>>(b"P".as_slice()).as_deref() {
            Some(b"AllOn") => members.iter().all(on),
            Some(b"AnyOff") => members.iter().any(|m| !on(m)),
            Some(b"AllOff") => !members.iter().any(on),
            _ => members.iter().any(on),
        }
    }
}
