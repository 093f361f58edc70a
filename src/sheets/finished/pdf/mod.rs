//! PDF files. A tagged one gives its paragraphs and tables by its structure tree. Any other is put together again from
//! where its letters and lines stand: paragraphs by indents and short lines, tables by their ruled lines.

mod character_map;
mod dictionary;
mod font;
mod grid;
mod lines;
mod page;
mod tree;

use std::collections::BTreeMap;

use lopdf::{Document, ObjectId};

use crate::base::guard::quietly;

use super::unread::{Read, Unread, What};
use page::Page;

/// Any page shows text, be it recognised by a scanner's program.
pub(crate) fn has_text(bytes: &[u8]) -> bool {
    let text = || {
        let document = Document::load_mem(bytes).ok()?;
        let mut left = page::MOST_OPERATIONS;
        let mut pages = document.page_iter().map(|id| page::read(&document, id, &mut left));
        Some(pages.any(|page| page.pieces.iter().any(|piece| !piece.text.trim().is_empty())))
    };
    quietly(text).flatten().unwrap_or(false)
}

pub(crate) fn read(bytes: &[u8]) -> Result<Read, String> {
    // One that only forbids to copy opens without asking; its text is encrypted all the same.
    const LOCKED: &str = "PDF 文件加了密码（打开时不问，只限制打印、复制的也算），读不出来";
    let is_encrypted = || bytes.windows(b"/Encrypt".len()).any(|window| window == b"/Encrypt");
    let document = Document::load_mem(bytes)
        .map_err(|_| if is_encrypted() { LOCKED } else { "文件损坏，不是 PDF 文件" }.to_string())?;
    if document.is_encrypted() {
        return Err(LOCKED.into());
    }
    let mut pages: BTreeMap<ObjectId, Page> = BTreeMap::new();
    let order: Vec<ObjectId> = document.page_iter().collect();
    let mut left = page::MOST_OPERATIONS;
    for id in &order {
        pages.insert(*id, page::read(&document, *id, &mut left));
    }
    let in_order = || order.iter().filter_map(|id| pages.get(id));
    let not_read = |what: What| Unread { what, near: String::new() };
    let mut unread = Vec::new();
    let numbered = (1..).zip(in_order());
    let scanned: Vec<usize> = numbered.filter(|(_, page)| page.is_scanned()).map(|(number, _)| number).collect();
    let blocks = tree::blocks(&document, &pages);
    let is_tagged = !blocks.is_empty();
    let blocks = if is_tagged {
        blocks
    } else {
        let found = lines::blocks(&in_order().collect::<Vec<_>>());
        if !found.blocks.is_empty() {
            unread.push(not_read(What::Untagged { tables: found.tables, loose: found.loose }));
        }
        found.blocks
    };
    let numbered = (1..).zip(in_order());
    let recognised: Vec<usize> = numbered.filter(|(_, page)| page.is_recognised()).map(|(number, _)| number).collect();
    if !recognised.is_empty() {
        unread.push(not_read(What::Recognised(recognised)));
    }
    if !scanned.is_empty() && !blocks.is_empty() {
        unread.push(not_read(What::Scanned(scanned)));
    }
    if in_order().any(|page| page.has_unknown_codes) {
        unread.push(not_read(What::Codes));
    }
    match blocks.is_empty() {
        true if is_encrypted() => Err(LOCKED.into()),
        true => Ok((blocks, Vec::new())),
        false => Ok((blocks, unread)),
    }
}
