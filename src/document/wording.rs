//! What a document shows, paragraph by paragraph and cell by cell, with the origin of each character.

use std::ops::Range;
use std::sync::Arc;

use super::origin::{Named, Origin, Placeholder, Source};
use super::paragraph::Paragraph;
use super::tree::{Block, Document};

/// A paragraph or a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    pub characters: Vec<char>,
    pub origins: Vec<Origin>,
    pub cell: bool,
    /// The row that a cell stands in, the paragraph itself.
    pub around: String,
}

/// Everything that a document shows, from top to bottom, also what is blank.
pub fn wordings(document: &Document) -> Vec<Wording> {
    let mut all = Vec::new();
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Paragraph(paragraph) => {
                let mut wording = Wording::of(std::slice::from_ref(paragraph), false);
                wording.around = wording.text();
                all.push(wording);
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let first = all.len();
                    all.extend(row.cells.iter().map(|cell| Wording::of(&cell.paragraphs, true)));
                    let cells = all.get_mut(first..).unwrap_or_default();
                    let around: String = cells.iter().map(|cell| cell.text() + " ").collect();
                    cells.iter_mut().for_each(|cell| cell.around.clone_from(&around));
                }
            }
            Block::Chart(_) | Block::Image(_) | Block::PageBreak => {}
        }
    }
    all
}

impl Wording {
    fn of(paragraphs: &[Paragraph], cell: bool) -> Wording {
        let mut wording = Wording { characters: Vec::new(), origins: Vec::new(), cell, around: String::new() };
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 {
                wording.characters.push('\n');
                wording.origins.push(Origin::Fixed);
            }
            let characters: Vec<char> = paragraph.text().chars().collect();
            wording.origins.extend(paragraph.origins.each(&characters));
            wording.characters.extend(characters);
        }
        wording
    }

    pub fn text(&self) -> String {
        self.characters.iter().collect()
    }

    pub fn is_blank(&self) -> bool {
        self.characters.iter().all(|character| character.is_whitespace())
    }

    pub fn words(&self, range: &Range<usize>) -> String {
        self.characters[range.clone()].iter().collect()
    }

    /// The value that character `at` is of, as far as it goes. What a cell shows by its table's description is a value.
    pub fn value_at(&self, at: usize) -> Option<Range<usize>> {
        let origin = self.origins.get(at)?;
        let is_value = matches!(origin, Origin::Shown { .. }) || *origin == Origin::Fixed && self.cell;
        if !is_value {
            return None;
        }
        let start = (0..at).rev().take_while(|&before| self.origins[before] == *origin).last().unwrap_or(at);
        let end = (at..self.origins.len()).take_while(|&next| self.origins[next] == *origin).last().unwrap_or(at) + 1;
        Some(start..end)
    }

    /// All values, from left to right.
    pub fn values(&self) -> Vec<Range<usize>> {
        let mut values = Vec::new();
        let mut at = 0;
        while at < self.origins.len() {
            let value = self.value_at(at);
            at = value.as_ref().map_or(at + 1, |value| value.end);
            values.extend(value);
        }
        values
    }

    /// The placeholder that shows character `at`.
    pub fn placeholder(&self, at: usize) -> Option<&Placeholder> {
        match self.origins.get(at)? {
            Origin::Shown { placeholder, .. } => placeholder.as_ref(),
            _ => None,
        }
    }

    /// The figure or name that character `at` is of.
    pub fn named(&self, at: usize) -> Option<&Arc<Named>> {
        match self.origins.get(at)? {
            Origin::Shown { named, .. } => named.as_ref(),
            _ => None,
        }
    }

    /// The line of a source that it is typed in: the source and its bytes.
    pub fn line(&self) -> Option<(Arc<Source>, Range<usize>)> {
        let (source, at) = self.origins.iter().find_map(Origin::stands)?;
        let line = source.line_around(at);
        Some((Arc::clone(source), line))
    }
}
