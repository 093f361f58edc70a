//! Column widths moved a little, so that no cell ends with a lone character and no label is broken within a word while a
//! neighbour has room.

use rustc_hash::FxHashMap;

use crate::document::{Cell, Table};

use super::LineSetter;

/// Width moves between columns in these steps, in millimetres, the least that helps.
const STEPS: [f64; 5] = [0.5, 1.0, 2.0, 3.0, 4.0];
/// What is amiss in a cell counts as much as so many lines of the table.
const AMISS: f64 = 2.0;

/// A cell with the columns and the rows that it stands in.
struct Place<'a> {
    cell: &'a Cell,
    row: usize,
    first: usize,
    end: usize,
}

/// A table whose columns are moved.
struct Play<'t, 'a> {
    setter: &'t LineSetter<'a>,
    places: Vec<Place<'t>>,
    rows: usize,
    /// By cell and width in hundredths of a millimetre: lines, and what is amiss.
    known: FxHashMap<(usize, i64), (usize, usize)>,
}

impl LineSetter<'_> {
    /// `given`: the widths of the table's description, from which no column moves further than `列宽可挪`; columns whose
    /// widths were left to us are bound by what they cannot break.
    pub(super) fn move_columns(&self, table: &mut Table) {
        let Some(widths) = self.moved_widths(table) else { return };
        for (column, width) in table.columns.0.iter_mut().zip(widths) {
            *column = width as f32;
        }
    }

    fn moved_widths(&self, table: &Table) -> Option<Vec<f64>> {
        let play = self.layout.table.column_play;
        let grid = table.grid().ok()?;
        let places = super::rows::starts(&grid)
            .map(|(row, column, cell)| Place { cell, row, first: column, end: column + cell.colspan })
            .collect();
        let mut widths: Vec<f64> = table.columns.0.iter().map(|width| f64::from(*width)).collect();
        let given = widths.clone();
        let mut search = Play { setter: self, places, rows: grid.len(), known: FxHashMap::default() };
        let mut now = search.cost(&widths);
        let may = |widths: &[f64], column: usize| (widths[column] - given[column]).abs() <= play + 1e-6;
        'better: while search.amiss(&widths) > 0 {
            let pairs = (0..widths.len()).flat_map(|to| (0..widths.len()).map(move |from| (from, to)));
            for (step, (from, to)) in STEPS.iter().flat_map(|step| pairs.clone().map(move |pair| (*step, pair))) {
                let mut moved = widths.clone();
                moved[from] -= step;
                moved[to] += step;
                if from == to || !may(&moved, from) || !may(&moved, to) || moved[from] < self.narrowest() {
                    continue;
                }
                let then = search.cost(&moved);
                if then < now {
                    (widths, now) = (moved, then);
                    continue 'better;
                }
            }
            break;
        }
        Some(widths)
    }

    /// A column with room for one character, in millimetres.
    fn narrowest(&self) -> f64 {
        let size = self.layout.style(crate::document::Style::CellText).size;
        2.0 * self.layout.table.inset_x + size * crate::layout::MM_PER_PT
    }
}

impl Play<'_, '_> {
    fn of(&mut self, index: usize, widths: &[f64]) -> (usize, usize) {
        let place = &self.places[index];
        let width: f64 = widths[place.first..place.end].iter().sum();
        let key = (index, (width * 100.0).round() as i64);
        *self.known.entry(key).or_insert_with(|| self.setter.cell_lines(place.cell, width))
    }

    fn amiss(&mut self, widths: &[f64]) -> usize {
        (0..self.places.len()).map(|index| self.of(index, widths).1).sum()
    }

    /// Lines of all rows, and what is amiss.
    fn cost(&mut self, widths: &[f64]) -> f64 {
        let mut rows = vec![1; self.rows];
        let mut amiss = 0;
        for index in 0..self.places.len() {
            let (lines, wrong) = self.of(index, widths);
            let Place { cell, row, .. } = &self.places[index];
            if cell.rowspan == 1 {
                rows[*row] = lines.max(rows[*row]);
            }
            amiss += wrong;
        }
        rows.iter().sum::<usize>() as f64 + AMISS * amiss as f64
    }
}
