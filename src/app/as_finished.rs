//! A document that was made here, in the shape of one that was read.

use crate::document::{Block as TreeBlock, Document};
use crate::sheets::finished::{Block, Finished};

/// The document that would be made now, in the shape of one that was read.
pub fn finished_of(document: &Document, name: &str) -> Finished {
    let text = |cell: &crate::document::Cell| {
        cell.paragraphs.iter().map(|paragraph| paragraph.text()).collect::<Vec<_>>().join("\n")
    };
    let blocks = document.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        TreeBlock::Paragraph(paragraph) => Some(Block::Paragraph(paragraph.text())),
        TreeBlock::Table(table) => {
            Some(Block::Table(table.rows.iter().map(|row| row.cells.iter().map(text).collect()).collect()))
        }
        TreeBlock::Chart(_) | TreeBlock::PageBreak => None,
    });
    Finished { name: name.to_string(), blocks: blocks.collect(), ..Finished::default() }
}
