//! The blocks so far, in sections by the way their pages lie.

use crate::document::{Block, Orientation, Section, Style};

use super::inked::Inked;

pub struct Pages {
    sections: Vec<Section>,
    /// Of what the outline sets now; a table may stand otherwise.
    pub orientation: Orientation,
    /// How many headings of each level stand below the last one above it.
    headings: [usize; 4],
}

impl Pages {
    pub fn new() -> Pages {
        Pages { sections: Vec::new(), orientation: Orientation::Portrait, headings: [0; 4] }
    }

    pub fn push(&mut self, block: Block) {
        self.push_on(self.orientation, block);
    }

    /// What follows stands on a new page, upright or turned.
    pub fn new_page(&mut self, orientation: Orientation) {
        self.orientation = orientation;
        self.push(Block::PageBreak);
    }

    /// What names a landscape table, 附件2 or a title, goes with it to the landscape pages.
    pub fn take_along(&mut self) {
        let names_what_follows = |block: &Block| match block {
            Block::Paragraph(paragraph) => {
                NAMES.contains(&paragraph.style) || paragraph.style.heading_level().is_some()
            }
            _ => false,
        };
        let Some(last) = self.sections.last_mut().filter(|last| last.orientation == Orientation::Portrait) else {
            return;
        };
        let count = last.blocks.iter().rev().take_while(|block| names_what_follows(block)).count();
        let taken = last.blocks.split_off(last.blocks.len() - count);
        for block in taken {
            self.push_on(Orientation::Landscape, block);
        }
    }

    pub fn push_on(&mut self, orientation: Orientation, block: Block) {
        if self.sections.last().is_none_or(|section| section.orientation != orientation) {
            self.drop_page_breaks();
            self.sections.push(Section { orientation, blocks: Vec::new() });
            // A section begins on a new page anyhow.
            if block == Block::PageBreak {
                return;
            }
        }
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    /// A heading; one whose number the outline leaves open (＃.) gets the next of its level, alone it has none.
    pub fn push_heading(&mut self, style: Style, heading: &Inked) {
        let level = usize::from(style.heading_level().unwrap_or(1));
        let before = self.headings.get(level - 1).copied().unwrap_or_default();
        for (of, count) in self.headings.iter_mut().enumerate().skip(level - 1) {
            *count = if of == level - 1 { before + 1 } else { 0 };
        }
        let number = (before > 0).then(|| (before + 1).to_string());
        self.push(paragraph(style, &heading.numbered(number.as_deref())));
    }

    /// A value that holds line feeds makes several paragraphs.
    pub fn push_paragraphs(&mut self, style: Style, line: Inked) {
        for part in line.cleaned().lines().iter().filter(|part| !part.text().trim().is_empty()) {
            self.push(paragraph(style, part));
        }
    }

    /// Page breaks at the end lead nowhere.
    fn drop_page_breaks(&mut self) {
        while let Some(section) = self.sections.last_mut() {
            while section.blocks.last() == Some(&Block::PageBreak) {
                section.blocks.pop();
            }
            if !section.blocks.is_empty() {
                break;
            }
            self.sections.pop();
        }
    }

    pub fn sections(mut self) -> Vec<Section> {
        self.drop_page_breaks();
        self.sections
    }
}

/// Styles of what stands above a table and belongs to it.
const NAMES: [Style; 5] =
    [Style::AttachmentLabel, Style::Title, Style::AttachmentTitle, Style::TableTitle, Style::TableYear];

pub fn paragraph(style: Style, text: &Inked) -> Block {
    Block::Paragraph(text.paragraph(style))
}
