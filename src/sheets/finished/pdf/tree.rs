//! The structure tree of a tagged PDF (ours; what Word, WPS and LibreOffice export): paragraphs, tables, rows and cells.

use std::cell::Cell;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::dictionary::name_of;
use super::page::Page;
use crate::sheets::finished::block::{Block, Cell as TableCell};

/// What the tree says; nothing where there is none.
pub(super) fn blocks(document: &Document, pages: &BTreeMap<ObjectId, Page>) -> Vec<Block<TableCell>> {
    Tree { document, pages, left: Cell::new(MOST) }.blocks()
}

/// The deepest a structure tree of an honest file goes, and the most elements that it has: a tree that leads back into
/// itself ends there.
const DEEPEST: usize = 64;
const MOST: usize = 2_000_000;

struct Tree<'a> {
    document: &'a Document,
    pages: &'a BTreeMap<ObjectId, Page>,
    /// Elements that may still be visited.
    left: Cell<usize>,
}

/// An element of the structure tree with the page that it inherits.
type Element<'a> = (&'a Dictionary, Option<ObjectId>);

impl<'a> Tree<'a> {
    fn may_visit(&self, depth: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        depth <= DEEPEST && left > 0
    }

    fn blocks(&self) -> Vec<Block<TableCell>> {
        let root = self
            .document
            .catalog()
            .ok()
            .and_then(|catalog| catalog.get_deref(b"StructTreeRoot", self.document).and_then(Object::as_dict).ok());
        let mut blocks = Vec::new();
        if let Some(root) = root {
            self.walk((root, None), 0, &mut blocks);
        }
        blocks
    }

    fn walk(&self, element: Element<'a>, depth: usize, blocks: &mut Vec<Block<TableCell>>) {
        if !self.may_visit(depth) {
            return;
        }
        // A picture or chart that another text stands for: its labels are no sentences.
        if self.tag(element) == "Figure" && element.0.has(b"Alt") {
            return;
        }
        if self.tag(element) == "Table" {
            let mut rows = Vec::new();
            self.rows(element, depth, &mut rows);
            blocks.push(Block::Table(rows));
        } else if self.holds_text(element) {
            let mut text = String::new();
            self.gather(element, depth, &mut text);
            if !text.trim().is_empty() {
                blocks.push(Block::Paragraph(text.trim().to_string()));
            }
        } else {
            for kid in self.elements(element) {
                self.walk(kid, depth + 1, blocks);
            }
        }
    }

    fn rows(&self, element: Element<'a>, depth: usize, rows: &mut Vec<Vec<TableCell>>) {
        if !self.may_visit(depth) {
            return;
        }
        for kid in self.elements(element) {
            match self.tag(kid) {
                "TR" => rows.push(self.elements(kid).into_iter().map(|cell| self.cell(cell, depth)).collect()),
                _ => self.rows(kid, depth + 1, rows),
            }
        }
    }

    fn cell(&self, cell: Element<'a>, depth: usize) -> TableCell {
        let mut text = String::new();
        self.gather(cell, depth, &mut text);
        let (across, down) = (self.span(cell, b"ColSpan"), self.span(cell, b"RowSpan"));
        TableCell { text: text.trim().to_string(), before: 0, across, down }
    }

    /// How many columns or rows a cell covers.
    fn span(&self, (element, _): Element<'a>, name: &[u8]) -> u32 {
        const MOST: u32 = 1000;
        let resolve = |object: &'a Object| self.document.dereference(object).ok().map(|(_, object)| object);
        let groups = match element.get(b"A").ok().and_then(resolve) {
            Some(Object::Array(groups)) => groups.iter().filter_map(resolve).collect(),
            group => Vec::from_iter(group),
        };
        let stated = groups.into_iter().find_map(|group| group.as_dict().ok()?.get(name).and_then(Object::as_i64).ok());
        stated.and_then(|span| u32::try_from(span).ok()).unwrap_or(1).clamp(1, MOST)
    }

    /// The element's kids that are elements themselves.
    fn elements(&self, (element, page): Element<'a>) -> Vec<Element<'a>> {
        let page = own_page(element).or(page);
        let kids = self.kids(element).into_iter().filter_map(|kid| kid.as_dict().ok());
        kids.filter(|kid| !kid.has(b"MCID")).map(|kid| (kid, page)).collect()
    }

    fn holds_text(&self, (element, _): Element<'a>) -> bool {
        let is_content = |kid: &&Object| match kid {
            Object::Integer(_) => true,
            Object::Dictionary(kid) => kid.has(b"MCID"),
            _ => false,
        };
        let inline =
            |kid: &&Object| kid.as_dict().is_ok_and(|kid| matches!(name_of(kid, b"S"), "Span" | "Link" | "Lbl"));
        self.kids(element).iter().any(|kid| is_content(kid) || inline(kid))
    }

    fn gather(&self, (element, page): Element<'a>, depth: usize, text: &mut String) {
        if !self.may_visit(depth) {
            return;
        }
        let page = own_page(element).or(page);
        for kid in self.kids(element) {
            match kid {
                Object::Integer(content) => text.push_str(self.marked(page, *content)),
                Object::Dictionary(kid) => match kid.get(b"MCID").and_then(Object::as_i64) {
                    Ok(content) => text.push_str(self.marked(own_page(kid).or(page), content)),
                    Err(_) => {
                        // Paragraphs of a cell are lines of it.
                        let is_block = matches!(self.tag((kid, page)), "P" | "Div" | "LI");
                        if is_block && !text.is_empty() {
                            text.push('\n');
                        }
                        self.gather((kid, page), depth + 1, text);
                    }
                },
                _ => {}
            }
        }
    }

    fn marked(&self, page: Option<ObjectId>, content: i64) -> &str {
        let page = page.and_then(|id| self.pages.get(&id));
        page.and_then(|page| page.marked.get(&content)).map_or("", String::as_str)
    }

    fn kids(&self, element: &'a Dictionary) -> Vec<&'a Object> {
        let resolve = |object: &'a Object| self.document.dereference(object).ok().map(|(_, object)| object);
        match element.get(b"K").ok().and_then(resolve) {
            Some(Object::Array(kids)) => kids.iter().filter_map(resolve).collect(),
            Some(kid) => vec![kid],
            None => Vec::new(),
        }
    }

    /// The element's standard type, through the file's own names for it.
    fn tag(&self, (element, _): Element<'a>) -> &'a str {
        let own = name_of(element, b"S");
        let roles = self.document.catalog().ok().and_then(|catalog| {
            let root = catalog.get_deref(b"StructTreeRoot", self.document).and_then(Object::as_dict).ok()?;
            root.get_deref(b"RoleMap", self.document).and_then(Object::as_dict).ok()
        });
        match roles.map_or("", |roles| name_of(roles, own.as_bytes())) {
            "" => own,
            standard => standard,
        }
    }
}

fn own_page(element: &Dictionary) -> Option<ObjectId> {
    element.get(b"Pg").and_then(Object::as_reference).ok()
}
