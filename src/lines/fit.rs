//! What is decided of a document before either format is made, so that both show it: forms shrunk to a page, lines
//! widened so that Word breaks them where we do, columns as wide as their content wants, charts cut to pages.

use crate::document::{Block, Document, Paragraph, Section, Spaced, Style, Table};
use crate::fonts::FontSet;
use crate::layout::{Layout, MM_PER_PT};

use super::LineSetter;
use super::signature::hold_text;

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
        cut_charts(&setter, blocks, width, height);
        for index in 0..blocks.len() {
            if let Block::Table(table) = &mut blocks[index] {
                setter.set_columns(table, page.type_width());
            }
            if matches!(&blocks[index], Block::Table(table) if table.smallest.is_some()) {
                setter.fit_to_page(blocks, index, width, height);
            }
        }
        setter.place_signatures(blocks);
        hold_text(blocks);
        for block in blocks {
            if let Block::Paragraph(paragraph) = block {
                setter.hang_attachment(paragraph);
                setter.widen(paragraph, width);
            }
        }
    }
}

/// A chart stands below its title; what does not fit there goes to pages of its own.
fn cut_charts(setter: &LineSetter, blocks: &mut Vec<Block>, width: f64, height: f64) {
    let whole = std::mem::take(blocks);
    for block in whole {
        let above = blocks.last().map_or(0.0, |title| setter.block_height(title, width));
        match block {
            Block::Chart(chart) => {
                blocks.extend(setter.cut_to_pages(chart, width, height - above).into_iter().map(Block::Chart))
            }
            other => blocks.push(other),
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
        let tries = steps.map(|step| {
            let blocks = resized(&blocks[index..=index + notes], full - f64::from(step) * SIZE_STEP, full);
            let body: f64 = blocks.iter().map(|block| self.block_height(block, width)).sum();
            let pages = ((heads + body + self.layout.table.rule) / height).ceil() as u32;
            (pages, blocks)
        });
        // The first of equals is the largest.
        let Some((pages, fitted)) = tries.min_by_key(|(pages, _)| *pages) else { return };
        blocks[index..=index + notes].clone_from_slice(&fitted);
        if let Block::Table(table) = &mut blocks[index] {
            table.together = pages == 1;
        }
    }

    fn block_height(&self, block: &Block, width: f64) -> f64 {
        match block {
            Block::Paragraph(paragraph) => self.height(paragraph, width),
            Block::Table(table) => table.grid().map_or(0.0, |grid| self.row_heights(table, &grid).iter().sum()),
            Block::Chart(chart) => self.draw(chart, width).height,
            Block::PageBreak => 0.0,
        }
    }

    /// Word knows neither of quantities nor of lone characters: a line that it would fill further is spaced just so
    /// wide that what shall not stand on it no longer fits, by half of that as margin on either side.
    fn widen(&self, paragraph: &mut Paragraph, width: f64) {
        let measure = self.measure(paragraph, width);
        if !measure.justified() {
            return;
        }
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

/// A table and its notes in another size; in the full one they are as they were.
fn resized(blocks: &[Block], size: f64, full: f64) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    if size < full {
        for block in &mut blocks {
            match block {
                Block::Paragraph(paragraph) => paragraph.size = Some(size),
                Block::Table(table) => resize_table(table, size, full),
                Block::Chart(_) | Block::PageBreak => {}
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
