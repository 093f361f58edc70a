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

pub(crate) fn read(bytes: &[u8]) -> Result<Read, String> {
    read_package(&opened(bytes)?)
}

/// With the words of the pages' heads and feet.
pub(crate) fn read_with_pages(bytes: &[u8]) -> Result<(Read, Vec<String>), String> {
    let package = opened(bytes)?;
    Ok((read_package(&package)?, story::page_words(&package)))
}

fn opened(bytes: &[u8]) -> Result<Package<'_>, String> {
    const OLE: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
    if bytes.starts_with(&OLE) {
        return Err("文件加了密码，或是旧的 .doc 格式".into());
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err("这其实是 RTF 文件，只是名字写成了 .docx".into());
    }
    Ok(Package::open(bytes).ok_or(DAMAGED)?)
}

fn read_package(package: &Package) -> Result<Read, String> {
    let read = story::read(package, 0)?;
    if package.exhausted() { Err(TOO_LARGE.into()) } else { Ok(read) }
}
