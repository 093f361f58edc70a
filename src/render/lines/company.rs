//! What stands on one page with what, and how far from it: the text above a 落款, the text below a table.

use crate::document::{Block, Paragraph, Style};

use super::setter::LineSetter;

/// Lines of a paragraph that stand together on either side of a page's end, in Word as here (`w:widowControl`). Of a
/// paragraph of four lines or more that keeps the next Word moves the last two with it (measured by Ryujiyasu/oxi, its
/// rule S916); LibreOffice moves the whole paragraph.
pub(super) const TOGETHER: usize = 2;

impl LineSetter<'_> {
    /// Nothing stands close below a table's last rule or its notes.
    pub(super) fn part_from_tables(&self, blocks: &mut [Block]) {
        let mut below = false;
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) if below && paragraph.style != Style::TableNote => {
                    paragraph.above = self.layout.table.lines_after * self.layout.grid.line_pitch;
                    below = false;
                }
                Block::Paragraph(_) => {}
                Block::Table(_) => below = true,
                Block::Chart(_) | Block::Image(_) | Block::PageBreak => below = false,
            }
        }
    }

    /// Does the paragraph stand on one page with what follows because of its neighbours, and is it so long that only its
    /// last lines need to?
    pub fn keeps_last_lines(&self, paragraph: &Paragraph, width: f64) -> bool {
        let of_itself = self.layout.style(paragraph.style).keep_with_next;
        paragraph.keep_with_next && !of_itself && self.count(paragraph, width) >= 2 * TOGETHER
    }

    /// The height of what the last lines of such a paragraph stand with, in points: the blocks that follow it as long as
    /// each keeps the next, and the first lines of the one that does not.
    pub fn company(&self, after: &[Block], width: f64) -> f64 {
        let mut height = 0.0;
        for block in after {
            match block {
                Block::PageBreak => break,
                Block::Paragraph(paragraph) => {
                    let lines = self.count(paragraph, width);
                    height += self.height(paragraph, width);
                    if !self.keeps(paragraph) {
                        let later = if lines < 2 * TOGETHER { 0 } else { lines - TOGETHER };
                        height -= later as f64 * self.layout.pitch_of(paragraph);
                        break;
                    }
                }
                // Its head and the first row below it.
                Block::Table(table) if !table.together => {
                    let rows = table.grid().map(|grid| self.row_heights(table, &grid)).unwrap_or_default();
                    let first = table.rows.iter().take_while(|row| row.header).count() + 1;
                    height += rows.iter().take(first).sum::<f64>();
                    break;
                }
                Block::Table(_) | Block::Chart(_) | Block::Image(_) => {
                    height += self.block_height(block, width);
                    break;
                }
            }
        }
        height
    }
}
