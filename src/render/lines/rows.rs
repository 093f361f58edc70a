//! How high the rows of a table are.

use crate::document::layout::MM_PER_PT;
use crate::document::{Cell, Slot, Table};

use super::hold::TWIP;
use super::setter::LineSetter;

/// What a height in whole twentieths may seem to lack of it.
const ROUNDED: f64 = 1e-3;

impl LineSetter<'_> {
    /// The room for a cell's text that starts in `column`, in points.
    pub fn cell_width(&self, table: &Table, column: usize, cell: &Cell) -> f64 {
        let width: f64 = table.columns.0[column..column + cell.colspan].iter().map(|width| f64::from(*width)).sum();
        (width - 2.0 * self.layout.table.inset_x) / MM_PER_PT
    }

    /// The height of each row in points: its highest cell's, not less than its least height. A cell over several
    /// rows that needs more than they have makes the last of them higher, as Word does.
    pub fn row_heights(&self, table: &Table, grid: &[Vec<Slot<'_>>]) -> Vec<f64> {
        let mut heights = self.least_heights(table, grid);
        // Word's files count in twentieths of a point; what margins have beyond that is cut off.
        heights.iter_mut().for_each(|height| *height = ((*height + ROUNDED) / TWIP).floor() * TWIP);
        // The rule above the first row, which is the head that each page repeats.
        if let Some(first) = heights.first_mut() {
            *first += self.layout.table.rule;
        }
        let mut tall = Vec::new();
        for (index, column, cell) in starts(grid).filter(|(_, _, cell)| cell.rowspan > 1) {
            tall.push((index + cell.rowspan, index, self.cell_height(table, column, cell)));
        }
        tall.sort_by_key(|(end, first, _)| (*end, *first));
        for (end, first, height) in tall {
            let missing = height - heights[first..end].iter().sum::<f64>();
            heights[end - 1] += missing.max(0.0);
        }
        heights
    }

    /// What the rows need without the cells that stand in several of them.
    pub(super) fn least_heights(&self, table: &Table, grid: &[Vec<Slot<'_>>]) -> Vec<f64> {
        let mut heights: Vec<f64> =
            table.rows.iter().map(|row| row.min_height.map_or(0.0, f64::from) / MM_PER_PT).collect();
        for (index, column, cell) in starts(grid).filter(|(_, _, cell)| cell.rowspan == 1) {
            heights[index] = heights[index].max(self.cell_height(table, column, cell));
        }
        heights
    }

    /// What a row's least height leaves above and below its text becomes cell margins: text, margins and a rule are all
    /// that Word, ONLYOFFICE and LibreOffice make a row of alike. A height they read each in its own way. Word and
    /// ONLYOFFICE add the margins and the rule to it, so does LibreOffice from 24.2 the rule, before that neither (Word:
    /// measured by Ryujiyasu/oxi, its rule S1065; the others by us). Where only cells over several rows stand, the
    /// height stays.
    ///
    /// A row higher than what a page of `height` points has below the heads is parted: LibreOffice would cut it off.
    pub(super) fn set_air(&self, table: &mut Table, height: f64) {
        let Ok(grid) = table.grid() else { return };
        let mut text: Vec<Option<f64>> = vec![None; table.rows.len()];
        for (index, column, cell) in starts(&grid).filter(|(_, _, cell)| cell.rowspan == 1) {
            let height = self.cell_height(table, column, cell);
            text[index] = Some(text[index].map_or(height, |highest| highest.max(height)));
        }
        let room = self.row_room(table, &self.row_heights(table, &grid), height);
        for (row, text) in table.rows.iter_mut().zip(text) {
            let least = row.min_height.map_or(0.0, f64::from) / MM_PER_PT;
            row.air = text.map_or(0.0, |text| (least - text).max(0.0));
            row.parted = text.is_some_and(|text| text > room);
        }
    }

    /// What a page of `height` points has for a row below the heads that the table begins with.
    pub fn row_room(&self, table: &Table, heights: &[f64], height: f64) -> f64 {
        height - heights[..table.head_rows()].iter().sum::<f64>()
    }

    /// Height of the cell's text, the insets above and below it and a rule, in points: Word counts the rule too.
    pub fn cell_height(&self, table: &Table, column: usize, cell: &Cell) -> f64 {
        let width = self.cell_width(table, column, cell);
        let text: f64 = cell.paragraphs.iter().map(|paragraph| self.height(paragraph, width)).sum();
        text + 2.0 * self.layout.table.inset_y / MM_PER_PT + self.layout.table.rule
    }
}

/// Each cell once, with the row and column in which it starts.
pub(super) fn starts<'a>(grid: &[Vec<Slot<'a>>]) -> impl Iterator<Item = (usize, usize, &'a Cell)> {
    let slots = grid
        .iter()
        .enumerate()
        .flat_map(|(row, slots)| slots.iter().enumerate().map(move |(column, slot)| (row, column, slot)));
    slots.filter_map(|(row, column, slot)| match slot {
        Slot::Start(cell) => Some((row, column, *cell)),
        _ => None,
    })
}
