//! Word documents as Word shows them: what is struck out, hidden or deleted is not there, what Word makes itself (list
//! numbers, symbols, results of fields, bound values) is.

mod base64;
mod chunks;
mod controls;
mod fields;
mod list_numbers;
pub(super) mod markup;
mod math;
mod numbering;
mod numbering_ref;
pub(super) mod package;
mod raised;
mod story;
mod styles;
mod symbols;

use super::unread::Read;
use package::{DAMAGED, Package, TOO_LARGE};

/// The words of the pages' heads and feet; none of what cannot be opened.
pub(crate) fn page_words(bytes: &[u8]) -> Vec<String> {
    Package::open(bytes).map(|package| story::page_words(&package)).unwrap_or_default()
}

pub(crate) fn read(bytes: &[u8]) -> Result<Read, String> {
    const OLE: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
    if bytes.starts_with(&OLE) {
        return Err("文件加了密码，或是旧的 .doc 格式".into());
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err("这其实是 RTF 文件，只是名字写成了 .docx".into());
    }
    let package = Package::open(bytes).ok_or(DAMAGED)?;
    let read = story::read(&package, 0)?;
    if package.exhausted() { Err(TOO_LARGE.into()) } else { Ok(read) }
}
