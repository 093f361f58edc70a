//! What was found about a draft, on the words concerned: Word shows comments, the PDF marks beside its lines and a list.

use serde::Serialize;

use super::{Block, Document, Paragraph};

/// Characters `start` to just before `end` of the paragraph's text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Annotation {
    /// Of its own in the document, from 0.
    pub id: usize,
    pub start: usize,
    pub end: usize,
    pub note: Note,
}

/// A finding as people work through it; several places may bear it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// From 1.
    pub number: usize,
    /// 错误 Z101
    pub head: String,
    pub problem: String,
    /// Where the figure or text comes from.
    pub place: String,
    pub remedy: String,
}

impl Document {
    /// Every paragraph that can be annotated, also those in cells, from top to bottom.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs).collect()
            }
            Block::Chart(_) | Block::PageBreak => Vec::new(),
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
            Block::Chart(_) | Block::PageBreak => Vec::new(),
        })
    }

    pub fn annotations(&self) -> Vec<&Annotation> {
        self.paragraphs().flat_map(|paragraph| &paragraph.annotations).collect()
    }
}
