//! Column widths moved a little, so that no cell ends with a lone character and no label is broken within a word while a
//! neighbour has room.

use rustc_hash::FxHashMap;

use crate::document::{Cell, Style, Table};
use crate::layout::MM_PER_PT;

use super::LineSetter;
use super::labels::CellLook;

/// Width moves between columns in these steps, in millimetres, the least that helps.
const STEPS: [f64; 8] = [0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0];
/// What counts as much as so many lines of the table: a lone character, a broken word, a line that a label has more than
/// in the given widths (labels are not made higher for the sake of what stands below them).
const LONE: f64 = 2.0;
const TORN: f64 = 20.0;
const LABEL_LINE: f64 = 5.0;

/// A cell with the columns and the rows that it stands in.
struct Place<'a> {
    cell: &'a Cell,
    row: usize,
    first: usize,
    end: usize,
    /// Lines of a label in the given widths.
    label_lines: usize,
}

/// A table whose columns are moved.
struct Play<'t, 'a> {
    setter: &'t LineSetter<'a>,
    places: Vec<Place<'t>>,
    rows: usize,
    /// By cell and width in hundredths of a millimetre.
    known: FxHashMap<(usize, i64), CellLook>,
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
            .map(|(row, column, cell)| Place { cell, row, first: column, end: column + cell.colspan, label_lines: 0 })
            .collect();
        let mut widths: Vec<f64> = table.columns.0.iter().map(|width| f64::from(*width)).collect();
        let given = widths.clone();
        let mut search = Play { setter: self, places, rows: grid.len(), known: FxHashMap::default() };
        for index in 0..search.places.len() {
            search.places[index].label_lines = search.look(index, &given).label_lines;
        }
        let mut now = search.cost(&widths);
        let may = |widths: &[f64], column: usize| (widths[column] - given[column]).abs() <= play + 1e-6;
        'better: while search.amiss(&widths) {
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
        let size = self.layout.style(Style::CellText).size;
        2.0 * self.layout.table.inset_x + size * MM_PER_PT
    }
}

impl Play<'_, '_> {
    fn look(&mut self, index: usize, widths: &[f64]) -> CellLook {
        let place = &self.places[index];
        let width: f64 = widths[place.first..place.end].iter().sum();
        let key = (index, (width * 100.0).round() as i64);
        *self.known.entry(key).or_insert_with(|| self.setter.cell_look(place.cell, width))
    }

    /// Is anything amiss that other widths could mend?
    fn amiss(&mut self, widths: &[f64]) -> bool {
        (0..self.places.len()).any(|index| {
            let look = self.look(index, widths);
            look.torn + look.lone > 0
        })
    }

    /// Lines of all rows, and what is amiss.
    fn cost(&mut self, widths: &[f64]) -> f64 {
        let mut rows = vec![1; self.rows];
        let mut cost = 0.0;
        for index in 0..self.places.len() {
            let look = self.look(index, widths);
            let Place { cell, row, label_lines, .. } = &self.places[index];
            if cell.rowspan == 1 {
                rows[*row] = look.lines.max(rows[*row]);
            }
            let higher = look.label_lines.saturating_sub(*label_lines);
            cost += LONE * look.lone as f64 + TORN * look.torn as f64 + LABEL_LINE * higher as f64;
        }
        rows.iter().sum::<usize>() as f64 + cost
    }
}
