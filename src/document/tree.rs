//! The whole of a document: its sections, their blocks, and all its paragraphs.

use serde::Serialize;

use crate::base::date::Date;

use super::annotation::Annotation;
use super::chart::Chart;
use super::image::Image;
use super::paragraph::Paragraph;
use super::style::Style;
use super::table::Table;

/// A whole file: one .docx and one PDF are made of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    pub properties: Properties,
    pub sections: Vec<Section>,
    /// The words printed in every page's header when this is not a final document (草稿 and why).
    pub draft_mark: Option<String>,
}

impl Document {
    /// The words of the red head, where the document begins as a letter with one.
    pub fn letter_mark(&self) -> Option<&Paragraph> {
        match self.sections.first()?.blocks.first()? {
            Block::Paragraph(paragraph) if paragraph.style == Style::LetterMark => Some(paragraph),
            _ => None,
        }
    }

    /// Every paragraph that can be annotated, also those in cells, from top to bottom.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs).collect()
            }
            Block::Chart(_) | Block::Image(_) | Block::PageBreak => Vec::new(),
        })
    }

    /// The same, to be changed.
    pub fn paragraphs_mut(&mut self) -> impl Iterator<Item = &mut Paragraph> {
        self.passages_mut().flatten()
    }

    /// Each paragraph of the text, and the paragraphs of each cell together.
    pub fn passages_mut(&mut self) -> impl Iterator<Item = &mut [Paragraph]> {
        self.sections.iter_mut().flat_map(|section| &mut section.blocks).flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![std::slice::from_mut(paragraph)],
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.map(|cell| cell.paragraphs.as_mut_slice()).collect()
            }
            Block::Chart(_) | Block::Image(_) | Block::PageBreak => Vec::new(),
        })
    }

    /// 〓 stands for characters that no font has.
    pub fn replace_missing(&mut self, missing: &[char]) {
        if missing.is_empty() {
            return;
        }
        let mend =
            |text: &mut String| *text = text.chars().map(|c| if missing.contains(&c) { '〓' } else { c }).collect();
        let charts = self.sections.iter_mut().flat_map(|section| &mut section.blocks).filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        });
        charts.flat_map(|chart| chart.paragraphs_mut()).for_each(|paragraph| paragraph.texts_mut().for_each(mend));
        self.paragraphs_mut().for_each(|paragraph| paragraph.texts_mut().for_each(mend));
        let Properties { title, author, subject, .. } = &mut self.properties;
        [title, author, subject].into_iter().for_each(mend);
    }

    pub fn annotations(&self) -> Vec<&Annotation> {
        self.paragraphs().flat_map(|paragraph| &paragraph.annotations).collect()
    }
}

/// What the file says about itself: Word's document properties, the PDF's metadata.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Properties {
    pub title: String,
    pub author: String,
    pub subject: String,
    pub keywords: Vec<String>,
    /// 成文日期. Every timestamp inside an output is this date, never the clock.
    pub date: Date,
}

/// A run of pages of one orientation. Page numbers run on through all sections.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    pub orientation: Orientation,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Orientation {
    Portrait,
    Landscape,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A heading or a paragraph: which of the two, its [`Style`] says ([`Style::heading_level`]).
    Paragraph(Paragraph),
    Table(Table),
    Chart(Chart),
    Image(Image),
    /// What follows starts on a new page (另面编排).
    PageBreak,
}
