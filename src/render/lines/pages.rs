//! Where on its page each block ends, before anything is typeset: paragraphs are parted with two lines at least on either
//! side, and what belongs together stands together, in Typst as in Word.

use crate::document::{Block, Paragraph, Style, Table};

use super::company::TOGETHER;
use super::letterhead::LetterHead;
use super::setter::LineSetter;
use super::signature::{is_attachment, is_closing};

/// A table is not kept whole where that would leave more than this share of the page before it empty.
const EMPTY: f64 = 1.0 / 3.0;

fn release(block: &mut Block) {
    if let Block::Paragraph(paragraph) = block {
        paragraph.keep_with_next = false;
    }
}

/// A list of attachments with more entries than these is parted rather than leaving a page empty; a 落款 with fewer takes the
/// end of the text along (7.3.5.5).
const FEW: usize = 3;

/// By how many lines programs may differ in where a text ends.
const SPARE: f64 = 2.0;

/// The page's type area, in points.
#[derive(Clone, Copy)]
pub(super) struct TypeArea {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Does such a table begin before the next forced end of a page? Where none does, nobody asks what of the page is taken.
pub(super) fn is_ahead(blocks: &[Block], is: impl Fn(&Table) -> bool) -> bool {
    let of_page = blocks.iter().take_while(|block| **block != Block::PageBreak);
    of_page.into_iter().any(|block| matches!(block, Block::Table(table) if is(table)))
}

impl LineSetter<'_> {
    /// Lets go of tables for whose sake a page would stay empty.
    pub(super) fn release_tables(&self, blocks: &mut [Block], area: TypeArea) {
        let mut taken = 0.0;
        for index in 0..blocks.len() {
            if !is_ahead(&blocks[index..], |table| table.together) {
                taken = 0.0;
                continue;
            }
            let heads = blocks[index..].iter().take_while(|block| self.keeps_next(block)).count();
            let begins = index.checked_sub(1).is_none_or(|before| !self.keeps_next(&blocks[before]));
            let whole: f64 =
                blocks[index..].iter().take(heads + 1).map(|block| self.block_height(block, area.width)).sum();
            if let Some(Block::Table(table)) = blocks.get_mut(index + heads)
                && begins
                && taken + whole > area.height
                && taken < (1.0 - EMPTY) * area.height
            {
                table.together = false;
            }
            taken = self.taken(taken, &blocks[index..], area);
        }
    }

    /// Lets go of what closes a document: of a long list of attachments for whose sake a page would stay empty, so that its
    /// first entry stays with the text above it, its last with the 落款; and of a long text that ends on one page with
    /// what closes it anyway. LibreOffice would move the whole of it.
    pub(super) fn release_closings(&self, blocks: &mut [Block], area: TypeArea) {
        let mut taken = 0.0;
        for index in 0..blocks.len() {
            let mut of_page = blocks[index..].iter().take_while(|block| **block != Block::PageBreak);
            if !of_page.any(is_closing) {
                taken = 0.0;
                continue;
            }
            let after = &blocks[index + 1..];
            if let Block::Paragraph(text) = &blocks[index]
                && !is_closing(&blocks[index])
                && after.first().is_some_and(is_closing)
            {
                let (pitch, long) = (self.layout.pitch_of(text), self.keeps_last_lines(text, area.width));
                let (height, company) = (self.height(text, area.width), self.company(after, area.width));
                let free = Paragraph { keep_with_next: false, ..text.clone() };
                let end = self.taken_by_text(taken, &free, after, area) + company;
                let stays = taken + if long { height - TOGETHER as f64 * pitch } else { 0.0 };
                let entries = after.iter().take_while(|block| is_attachment(block)).count();
                if taken + height + company > area.height && stays < (1.0 - EMPTY) * area.height && entries > FEW {
                    blocks[index + 1..index + entries].iter_mut().for_each(release);
                }
                if long && end + SPARE * pitch <= area.height {
                    release(&mut blocks[index]);
                }
            }
            taken = self.taken(taken, &blocks[index..], area);
        }
    }

    /// How much of its page is taken below the first of the blocks, which begins where so much is taken.
    pub(super) fn taken(&self, above: f64, blocks: &[Block], area: TypeArea) -> f64 {
        let Some((block, after)) = blocks.split_first() else { return above };
        let whole = |height: f64| if above + height > area.height { height } else { above + height };
        match block {
            Block::PageBreak => 0.0,
            Block::Paragraph(mark) if mark.style == Style::LetterMark => {
                LetterHead::new(self.layout, self.layout.pitch_of(mark)).text
            }
            Block::Paragraph(paragraph) => self.taken_by_text(above, paragraph, after, area),
            Block::Table(table) if !table.together => self.taken_by_rows(above, table, area),
            Block::Table(_) | Block::Chart(_) | Block::Image(_) => whole(self.block_height(block, area.width)),
        }
    }

    fn taken_by_text(&self, above: f64, paragraph: &Paragraph, after: &[Block], area: TypeArea) -> f64 {
        let (lines, pitch) = (self.count(paragraph, area.width), self.layout.pitch_of(paragraph));
        let height = self.height(paragraph, area.width);
        let text = lines as f64 * pitch;
        // A page does not begin with a blank.
        let blank = self.layout.style(paragraph.style).lines_before * self.layout.grid.line_pitch + paragraph.above;
        let (above, height) = if above == 0.0 { (0.0, height - blank) } else { (above, height) };
        let needed = if self.keeps(paragraph) { self.company(after, area.width) } else { 0.0 };
        if above + height + needed <= area.height {
            return above + height;
        }
        let later = if self.keeps(paragraph) && !self.keeps_last_lines(paragraph, area.width) {
            lines
        } else {
            let fitting = (((area.height - above - (height - text)) / pitch).max(0.0) as usize).min(lines);
            match fitting.min(lines.saturating_sub(TOGETHER)) {
                kept if kept < TOGETHER || lines < 2 * TOGETHER => lines,
                kept => lines - kept,
            }
        };
        later as f64 * pitch
    }

    fn taken_by_rows(&self, above: f64, table: &Table, area: TypeArea) -> f64 {
        let Ok(grid) = table.grid() else { return above };
        let heights = self.row_heights(table, &grid);
        let head: f64 =
            heights.iter().zip(&table.rows).take_while(|(_, row)| row.header).map(|(height, _)| height).sum();
        heights.into_iter().fold(above, |taken, row| if taken + row > area.height { head + row } else { taken + row })
    }

    fn keeps_next(&self, block: &Block) -> bool {
        matches!(block, Block::Paragraph(paragraph) if self.keeps(paragraph))
    }

    pub(super) fn keeps(&self, paragraph: &Paragraph) -> bool {
        paragraph.keep_with_next || self.layout.style(paragraph.style).keep_with_next
    }
}
