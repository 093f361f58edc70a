//! What is decided of a document before either format is made, so that both show it: forms shrunk to a page, lines
//! widened so that Word breaks them where we do, columns as wide as their content wants, charts cut to pages.

use crate::document::layout::{Layout, MM_PER_PT};
use crate::document::{Block, Document, Section, Style, Table};
use crate::render::fonts::FontSet;

use super::measure::SIZE_STEP;
use super::pages::TypeArea;
use super::rows::starts;
use super::setter::LineSetter;
use super::signature::hold_text;

/// Shrinks the tables that ask for it to one page, within their bound, and widens the lines that Word would break
/// elsewhere. The same document comes out of the same document.
pub fn fit(document: &mut Document, layout: &Layout, fonts: &FontSet) {
    let setter = LineSetter::new(layout, fonts);
    for Section { orientation, blocks } in &mut document.sections {
        let page = layout.page(*orientation);
        let (width, height) = (page.type_width() / MM_PER_PT, page.type_height() / MM_PER_PT);
        setter.cut_charts(blocks, width, height);
        for index in 0..blocks.len() {
            match &mut blocks[index] {
                Block::Table(table) if table.smallest.is_some() => setter.fit_to_page(blocks, index, width, height),
                Block::Table(table) => setter.set_columns(table, page.type_width()),
                _ => {}
            }
        }
        setter.part_from_tables(blocks);
        let area = TypeArea { width, height };
        setter.place_signatures(blocks, width);
        setter.hang_attachments(blocks);
        hold_text(blocks);
        setter.release_closings(blocks, area);
        setter.release_tables(blocks, area);
        setter.cut_tables(blocks, area);
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    setter.fit_mark(paragraph);
                    setter.hold_lines(paragraph, width);
                }
                Block::Table(table) => {
                    setter.set_air(table, height);
                    setter.hold_cells(table);
                }
                Block::Chart(_) | Block::Image(_) | Block::PageBreak => {}
            }
        }
    }
}

impl LineSetter<'_> {
    /// The largest size with which the table, what stands above it and its notes take the fewest pages: one, where
    /// the bound allows it.
    fn fit_to_page(&self, blocks: &mut [Block], index: usize, width: f64, height: f64) {
        let Block::Table(original) = &blocks[index] else { return };
        let (Some(smallest), full) = (original.smallest, self.layout.style(Style::CellText).size) else { return };
        let is_above = |block: &Block| matches!(block, Block::Paragraph(paragraph) if self.layout.style(paragraph.style).keep_with_next);
        let is_note =
            |block: &Block| matches!(block, Block::Paragraph(paragraph) if paragraph.style == Style::TableNote);
        let above = blocks[..index].iter().rev().take_while(|block| is_above(block)).count();
        let notes = blocks[index + 1..].iter().take_while(|block| is_note(block)).count();
        let heads: f64 = blocks[index - above..index].iter().map(|block| self.block_height(block, width)).sum();
        let steps = 0..=((full - smallest) / SIZE_STEP).floor().max(0.0) as u32;
        let mut best: Option<(u32, Vec<Block>)> = None;
        for step in steps {
            let mut blocks = resized(&blocks[index..=index + notes], full - f64::from(step) * SIZE_STEP, full);
            if let Block::Table(table) = &mut blocks[0] {
                self.set_columns(table, width * MM_PER_PT);
            }
            let pages = self.pages(&blocks, heads, width, height);
            // The first of equals is the largest.
            if best.as_ref().is_none_or(|(fewest, _)| pages < *fewest) {
                best = Some((pages, blocks));
            }
            if pages == 1 {
                break;
            }
        }
        let Some((pages, fitted)) = best else { return };
        blocks[index..=index + notes].clone_from_slice(&fitted);
        if let Block::Table(table) = &mut blocks[index] {
            table.together = pages == 1;
        }
    }

    /// How many pages a table and its notes take, of which the first has so much taken by `heads`.
    fn pages(&self, blocks: &[Block], heads: f64, width: f64, height: f64) -> u32 {
        let Some((Block::Table(table), notes)) = blocks.split_first() else { return 0 };
        let notes: f64 = notes.iter().map(|note| self.block_height(note, width)).sum();
        let whole = heads + self.table_height(table) + notes + self.layout.table.rule;
        if whole <= height {
            return 1;
        }
        let parts = self.table_parts(table.clone(), height - heads, height);
        let last = parts.last().map_or(0.0, |part| self.block_height(part, width)) + notes;
        let before = parts.len() as u32 - 1;
        let last = if before == 0 { whole } else { last };
        before + (last / height).ceil() as u32
    }

    /// The lines of a table's cells.
    fn hold_cells(&self, table: &mut Table) {
        let Ok(grid) = table.grid() else { return };
        let widths: Vec<f64> = starts(&grid).map(|(_, column, cell)| self.cell_width(table, column, cell)).collect();
        let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
        for (cell, width) in cells.zip(widths) {
            cell.paragraphs.iter_mut().for_each(|paragraph| self.hold_lines(paragraph, width));
        }
    }

    pub(super) fn block_height(&self, block: &Block, width: f64) -> f64 {
        match block {
            Block::Paragraph(paragraph) => self.height(paragraph, width),
            Block::Table(table) => self.table_height(table),
            Block::Chart(chart) => self.draw(chart, width).height,
            Block::Image(image) => image.height,
            Block::PageBreak => 0.0,
        }
    }
}

/// A table and its notes in another size; in the full one they are as they were.
fn resized(blocks: &[Block], size: f64, full: f64) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    if size < full {
        for block in &mut blocks {
            match block {
                Block::Paragraph(paragraph) => paragraph.size = Some(size),
                Block::Table(table) => resize_table(table, size, full),
                Block::Chart(_) | Block::Image(_) | Block::PageBreak => {}
            }
        }
    }
    blocks
}

fn resize_table(table: &mut Table, size: f64, full: f64) {
    for row in &mut table.rows {
        row.min_height = row.min_height.map(|height| (f64::from(height) * size / full) as f32);
        for paragraph in row.cells.iter_mut().flat_map(|cell| &mut cell.paragraphs) {
            paragraph.size = Some(size);
        }
    }
}
