//! What is decided of a document before either format is made, so that both show it: forms shrunk to a page, lines
//! widened so that Word breaks them where we do, columns as wide as their content wants, charts cut to pages.

use std::ops::Range;

use crate::document::{Block, Document, Paragraph, Section, Spaced, Style, Table};
use crate::fonts::FontSet;
use crate::layout::{Layout, MM_PER_PT};

use super::breaking::Filler;
use super::signature::hold_text;
use super::{Glyph, LineSetter};

/// Word counts character spacing in twentieths of a point.
const TWIP: f64 = 0.05;
/// What typesetters may differ by in a line through rounding, in points.
const MARGIN: f64 = 0.3;
/// Sizes are tried in these steps, in points: what Word offers.
pub(super) const SIZE_STEP: f64 = 0.5;

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
        setter.cut_tables(blocks, width, height);
        setter.place_signatures(blocks, width);
        hold_text(blocks);
        for block in blocks {
            if let Block::Paragraph(paragraph) = block {
                setter.fit_mark(paragraph);
                setter.hang_attachment(paragraph);
                setter.hold_lines(paragraph, width);
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

    pub(super) fn block_height(&self, block: &Block, width: f64) -> f64 {
        match block {
            Block::Paragraph(paragraph) => self.height(paragraph, width),
            Block::Table(table) => self.table_height(table),
            Block::Chart(chart) => self.draw(chart, width).height,
            Block::PageBreak => 0.0,
        }
    }

    /// Word and LibreOffice know neither of quantities nor of lone characters, and each spaces Chinese and Latin apart in
    /// its own way. A line that one of them would end elsewhere is spaced a little wider or narrower, so that what shall
    /// stand on it fits and what shall not does not; it is justified, so nobody sees it.
    fn hold_lines(&self, paragraph: &mut Paragraph, width: f64) {
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
                if let Some(points) = self.holding(&glyphs, &range, room, measure.tracking) {
                    spaced.push(Spaced { start: before + range.start, end: before + range.end, points });
                }
            }
            before += glyphs.len() + 1;
        }
        paragraph.spaced = spaced;
    }

    /// Points for each character of the line, so that Word and LibreOffice end it where we do; `None` where they do so
    /// unspaced, or where no spacing within the bounds holds both.
    fn holding(&self, glyphs: &[Glyph], range: &Range<usize>, room: f64, tracking: f64) -> Option<f64> {
        if range.is_empty() {
            return None;
        }
        let end = range.len();
        // The next place where each may break: the line must not reach it.
        let last = range.end == glyphs.len();
        let next = [Filler::Word, Filler::LibreOffice].map(|filler| {
            let mut places = range.end + 1..glyphs.len();
            let place = places.find(|&index| self.breaks.may_end(filler, glyphs, index));
            (filler, place.unwrap_or(glyphs.len()) - range.start)
        });
        // A mark that hangs beyond the edge needs no room.
        let inside = end - usize::from(self.breaks.hangs(glyphs[range.end - 1].character));
        let longest = next.iter().map(|(_, next)| *next).max().unwrap_or(end);
        let mut line = glyphs[range.start..range.start + longest].to_vec();
        let mut holds = |points: f64, margin: f64| {
            line[..end].iter_mut().for_each(|glyph| glyph.added = points);
            next.iter().all(|&(filler, next)| {
                self.width(&line[..inside], tracking, filler) + margin <= room
                    && (last || self.width(&line[..next], tracking, filler) - margin > room)
            })
        };
        if holds(0.0, MARGIN) {
            return None;
        }
        let breaking = &self.layout.line_breaking;
        let steps = (-(breaking.narrowing / TWIP).round() as i32..=(breaking.widening / TWIP).round() as i32)
            .map(|step| f64::from(step) * TWIP);
        // A last line is squeezed where it must be, never widened.
        let steps = steps.filter(|points| !last || *points <= 0.0);
        let held: Vec<f64> = steps.filter(|&points| holds(points, 0.0)).collect();
        // Halfway between the bounds.
        held.get(held.len() / 2).copied().filter(|points| *points != 0.0)
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
