//! Finished documents, also those that were not made here, as they read from top to bottom.

pub(super) mod block;
pub(super) mod docx;
pub(crate) mod pdf;
mod review;
mod text;
mod text_rows;
pub(super) mod unread;
mod web;

pub use block::Block;
pub use review::Review;

use std::borrow::Cow;
use std::path::Path;

use crate::base::characters;
use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::base::guard::quietly;
use crate::base::made_from::Mark;
use crate::base::place::Place;
use crate::base::text_part::TextPart;

/// A document as it reads from top to bottom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Finished {
    /// The file's name.
    pub name: String,
    pub blocks: Vec<Block>,
    /// What of it could not be read, for people.
    pub unread: Vec<Finding>,
    /// Something of it is left out, because it could not be read or is not known yet.
    pub incomplete: bool,
    /// A PDF without tags whose tables run into the text: its lines are known, its paragraphs are guessed.
    pub lines_only: bool,
}

/// More than this no report holds; what does is refused before it fills the memory.
const LARGEST: u64 = 200 << 20;

/// Reads a document by what is in it, and by what its name ends in where that does not tell.
///
/// # Errors
/// A file that is missing, damaged, protected, too large or of another kind, in words for a person.
pub fn read(path: &Path) -> Result<Finished, Box<Finding>> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let fault = |message: String, hint: &str| {
        Box::new(Finding::error("Z011", message).at(&Place::file(&path.display().to_string())).hint(hint))
    };
    let length = std::fs::metadata(path).map(|data| data.len());
    if length.as_ref().is_ok_and(|length| *length > LARGEST) {
        return Err(fault("文件太大，不像是一份报告".into(), "核对是不是选错了文件。"));
    }
    let bytes = std::fs::read(path).map_err(|error| {
        fault(format!("文件读不出来：{}", io_words(&error)), "核对文件名和路径，关闭正打开它的程序。")
    })?;
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    // A .docx that was renamed .wps or .doc is one.
    let is_package = bytes.starts_with(b"PK\x03\x04");
    let reader: fn(&[u8]) -> Result<unread::Read, String> = match ending.as_str() {
        _ if bytes.starts_with(b"%PDF-") => pdf::read,
        "docx" | "docm" => docx::read,
        "doc" | "wps" | "dotx" | "txt" if is_package => docx::read,
        "pdf" => pdf::read,
        "txt" | "md" => |bytes| Ok((text::read(bytes)?, Vec::new())),
        _ => {
            return Err(fault(
                format!("不认识“.{ending}”文件"),
                "只能核对 .docx、.pdf、.txt；.doc 和 .wps 请用 Word 或 WPS 另存为 .docx。",
            ));
        }
    };
    // Readers of foreign formats run behind a guard.
    match quietly(|| reader(&bytes)) {
        Some(Ok((mut blocks, mut unread))) if blocks.iter().any(|block| !block.is_blank()) || !unread.is_empty() => {
            unread.extend(as_seen(&mut blocks));
            let lines_only = unread.iter().any(unread::Unread::leaves_tables_in_text);
            let unread = unread::findings(&unread, &name);
            let blocks = blocks.into_iter().map(Block::words).collect();
            Ok(Finished { unread, name, blocks, incomplete: false, lines_only })
        }
        Some(Ok(_)) => {
            Err(fault("文件里没有文字".into(), "扫描件没有文字，不能核对；请用 Word 文件或由 Word 转成的 PDF。"))
        }
        Some(Err(words)) => Err(fault(words, "用 Word 或 WPS 打开这份文件，另存一次再试。")),
        None => Err(fault("文件损坏，读不出来".into(), "用 Word 或 WPS 打开这份文件，另存一次再试。")),
    }
}

/// Puts what is seen in place of characters that only look like it.
fn as_seen(blocks: &mut [Block<block::Cell>]) -> Option<unread::Unread> {
    let mut found = None;
    let texts = blocks.iter_mut().flat_map(|block| match block {
        Block::Paragraph(text) => vec![text],
        Block::Table(rows) => rows.iter_mut().flatten().map(|cell| &mut cell.text).collect(),
    });
    for text in texts {
        let seen = match characters::as_seen(text) {
            Cow::Owned(seen) if seen != *text => seen,
            _ => continue,
        };
        found.get_or_insert_with(|| {
            let spelt: String = characters::spelt_out(text).chars().collect();
            let at = spelt.find('〔').unwrap_or_default();
            let start = spelt.char_indices().rev().filter(|(byte, _)| *byte < at).nth(5).map_or(0, |(byte, _)| byte);
            let near: String = seen.trim().chars().take(16).collect();
            let word: String = spelt.part(start..).chars().take(24).collect();
            unread::Unread { what: unread::What::LookAlikes(word), near }
        });
        *text = seen;
    }
    found
}

/// What a .docx that was made here was made from.
pub fn made_from(path: &Path) -> Vec<Mark> {
    let bytes = std::fs::read(path).unwrap_or_default();
    quietly(|| review::made_from(&bytes)).unwrap_or_default()
}

/// Comments and tracked changes of a .docx that [`read`] has read.
pub fn review(path: &Path) -> Review {
    let bytes = std::fs::read(path).unwrap_or_default();
    quietly(|| review::read(&bytes)).and_then(Result::ok).unwrap_or_default()
}
