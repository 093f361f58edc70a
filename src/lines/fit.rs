//! What is decided of a document before either format is made, so that both show it: forms shrunk to a page, lines
//! widened so that Word breaks them where we do.

use crate::document::{Block, Document, Paragraph, Section, Spaced, Style, Table};
use crate::fonts::FontSet;
use crate::layout::{Layout, MM_PER_PT};

use super::LineSetter;

/// Word counts character spacing in twentieths of a point.
const TWIP: f64 = 0.05;
/// Sizes are tried in these steps, in points: what Word offers.
const SIZE_STEP: f64 = 0.5;

/// Shrinks the tables that ask for it to one page, within their bound, and widens the lines that Word would break
/// elsewhere. The same document comes out of the same document.
pub fn fit(document: &mut Document, layout: &Layout, fonts: &FontSet) {
    let setter = LineSetter::new(layout, fonts);
    for Section { orientation, blocks } in &mut document.sections {
        let page = layout.page(*orientation);
        let (width, height) = (page.type_width() / MM_PER_PT, page.type_height() / MM_PER_PT);
        for index in 0..blocks.len() {
            if matches!(&blocks[index], Block::Table(table) if table.smallest.is_some()) {
                setter.fit_to_page(blocks, index, width, height);
            }
        }
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => setter.widen(paragraph, width),
                Block::Table(table) => setter.widen_cells(table),
                Block::PageBreak => {}
            }
        }
    }
}

impl LineSetter<'_> {
    /// The largest size with which the table, what stands above it and its notes fill no more than a page; where even
    /// the smallest is too large, everything stays as it is and runs over several pages.
    fn fit_to_page(&self, blocks: &mut [Block], index: usize, width: f64, height: f64) {
        let Block::Table(original) = &blocks[index] else { return };
        let original = original.clone();
        let (Some(smallest), full) = (original.smallest, self.layout.style(Style::CellText).size) else { return };
        let is_above = |block: &Block| matches!(block, Block::Paragraph(paragraph) if self.layout.style(paragraph.style).keep_with_next);
        let is_note = |block: &Block| matches!(block, Block::Paragraph(paragraph) if paragraph.style == Style::TableNote);
        let above = blocks[..index].iter().rev().take_while(|block| is_above(block)).count();
        let notes = blocks[index + 1..].iter().take_while(|block| is_note(block)).count();
        let heads: f64 = blocks[index - above..index].iter().map(|block| self.block_height(block, width)).sum();
        for step in 0..=((full - smallest) / SIZE_STEP).floor() as u32 {
            let size = full - f64::from(step) * SIZE_STEP;
            let mut table = original.clone();
            resize_table(&mut table, size, full);
            let mut below = blocks[index + 1..=index + notes].to_vec();
            for block in &mut below {
                if let Block::Paragraph(paragraph) = block {
                    resize(paragraph, size, full);
                }
            }
            let table_height = match table.grid() {
                Ok(grid) => self.row_heights(&table, &grid).iter().sum::<f64>(),
                Err(_) => return,
            };
            let notes_height: f64 = below.iter().map(|block| self.block_height(block, width)).sum();
            if heads + table_height + self.layout.table.rule + notes_height <= height {
                table.together = true;
                blocks[index] = Block::Table(table);
                blocks[index + 1..=index + notes].clone_from_slice(&below);
                return;
            }
        }
    }

    fn block_height(&self, block: &Block, width: f64) -> f64 {
        match block {
            Block::Paragraph(paragraph) => self.height(paragraph, width),
            _ => 0.0,
        }
    }

    fn widen_cells(&self, table: &mut Table) {
        let Ok(grid) = table.grid() else { return };
        // Column and width of every cell, in the order of the rows: the grid borrows what is changed below.
        let widths: Vec<f64> = grid
            .iter()
            .flat_map(|slots| slots.iter().enumerate())
            .filter_map(|(column, slot)| match slot {
                crate::document::Slot::Start(cell) => Some(self.cell_width(table, column, cell)),
                _ => None,
            })
            .collect();
        let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
        for (cell, width) in cells.zip(widths) {
            cell.paragraphs.iter_mut().for_each(|paragraph| self.widen(paragraph, width));
        }
    }

    /// Word knows neither of quantities nor of lone characters: a line that it would fill further is spaced just so
    /// wide that what shall not stand on it no longer fits, by half of that as margin on either side.
    fn widen(&self, paragraph: &mut Paragraph, width: f64) {
        let measure = self.measure(paragraph, width);
        let mut spaced = Vec::new();
        let mut before = 0;
        for (part, text) in paragraph.text().split('\n').enumerate() {
            let glyphs = self.glyphs(paragraph, text, measure.size);
            for range in self.ranges(&glyphs, measure, part == 0) {
                let room = measure.room(part == 0 && range.start == 0);
                let end = self.line_end(&glyphs, range.start, room, measure.tracking, false);
                if end <= range.end || range.is_empty() {
                    continue;
                }
                let next = (range.end + 1..end).find(|&index| self.breaks.between(&glyphs, index).allowed(false));
                let width_to = |end: usize| self.width(&glyphs[range.start..end], measure.tracking);
                let wanted = (width_to(range.end) + width_to(next.unwrap_or(end))) / 2.0;
                let points = ((room - wanted) / range.len() as f64 / TWIP).round() * TWIP;
                if points > 0.0 && points <= self.layout.line_breaking.widening {
                    spaced.push(Spaced { start: before + range.start, end: before + range.end, points });
                }
            }
            before += glyphs.len() + 1;
        }
        paragraph.spaced = spaced;
    }
}

fn resize_table(table: &mut Table, size: f64, full: f64) {
    for row in &mut table.rows {
        row.min_height = row.min_height.map(|height| (f64::from(height) * size / full) as f32);
        for paragraph in row.cells.iter_mut().flat_map(|cell| &mut cell.paragraphs) {
            resize(paragraph, size, full);
        }
    }
}

fn resize(paragraph: &mut Paragraph, size: f64, full: f64) {
    if size < full {
        paragraph.size = Some(size);
    }
}
