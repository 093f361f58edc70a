//! A document that was made here, in the shape of one that was read.

use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::compose::PENDING;
use crate::document::{Block as TreeBlock, Document};
use crate::model::report::Report;
use crate::reading::finished::ReadDocument;
use crate::sheets::finished::{Block, Finished};

/// The document that would be made now, in the shape of one that was read: without the sentences of a draft that lack
/// something, and without what cells of it lack.
pub fn finished_of(document: &Document, name: &str) -> Finished {
    let text = |cell: &crate::document::Cell| {
        let text = cell.paragraphs.iter().map(|paragraph| paragraph.text()).collect::<Vec<_>>().join("\n");
        if text.contains(PENDING) { String::new() } else { text }
    };
    let blocks = document.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        TreeBlock::Paragraph(paragraph) => Some(Block::Paragraph(whole_sentences(&paragraph.text()))),
        TreeBlock::Table(table) => {
            Some(Block::Table(table.rows.iter().map(|row| row.cells.iter().map(text).collect()).collect()))
        }
        TreeBlock::Chart(_) | TreeBlock::Image(_) | TreeBlock::PageBreak => None,
    });
    let incomplete = document.paragraphs().any(|paragraph| paragraph.text().contains(PENDING));
    Finished { name: name.to_string(), blocks: blocks.collect(), incomplete, ..Finished::default() }
}

fn whole_sentences(text: &str) -> String {
    if !text.contains(PENDING) {
        return text.to_string();
    }
    text.split_inclusive(['。', '！', '？']).filter(|sentence| !sentence.contains(PENDING)).collect()
}

/// A document whose title names another year than the input that it is held against.
pub fn of_another_year(document: &ReadDocument, report: &Report, folder: &str) -> Option<Finding> {
    let (own, year) = (document.year?, report.profile.year.value);
    (own != year).then(|| {
        Finding::error("Z011", format!("这份报告是{own}年度的，不是{year}年度的，没有对照"))
            .expected(format!("{year}年度"))
            .actual(format!("{own}年度"))
            .at(&Place::file(&document.document))
            .hint(format!("对照的是“{folder}”的表格和 YAML；换成{own}年度的文件夹，或换成{year}年度的报告再运行。"))
    })
}
