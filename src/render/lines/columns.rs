//! Column widths from what the columns hold.

use crate::document::layout::MM_PER_PT;
use crate::document::{Slot, Table};

use super::breaking::Filler;
use super::setter::LineSetter;

/// Width moves between columns in these steps, in millimetres.
const STEPS: [f64; 4] = [8.0, 4.0, 2.0, 1.0];
/// Lines rarely fill to the last tenth of a point: text takes this much more than its own width.
const RAGGED: f64 = 1.03;

/// A column whose width is sought.
struct Column {
    index: usize,
    /// The longest piece that does not break, or line of a head, with the insets, in millimetres.
    least: f64,
    /// Each row's text on one line, with the insets, in millimetres.
    natural: Vec<f64>,
}

impl LineSetter<'_> {
    /// Divides what the given widths leave of `room` (millimetres) among the table's flexible columns, so that its rows
    /// take the fewest lines; of equally good divisions the one that leaves all columns the same share of air.
    pub(super) fn set_columns(&self, table: &mut Table, room: f64) {
        if !table.flexible.is_empty() {
            self.divide(table, room);
        }
        self.move_columns(table);
        self.break_labels(table);
    }

    fn divide(&self, table: &mut Table, room: f64) {
        let Ok(mut columns) = table.grid().map(|grid| self.columns(table, &grid)) else { return };
        let given = table.columns.0.iter().enumerate().filter(|(index, _)| !table.flexible.contains(index));
        let room = room - given.map(|(_, width)| f64::from(*width)).sum::<f64>();
        // A word that is wider than its column's share breaks where it must: the others keep theirs.
        let even = room / columns.len() as f64;
        for column in &mut columns {
            column.least = column.least.min(even);
        }
        let least: f64 = columns.iter().map(|column| column.least).sum();
        let share = (room - least) / columns.len() as f64;
        let mut widths: Vec<f64> = columns.iter().map(|column| column.least + share).collect();
        for step in STEPS {
            while let Some(better) = better(&columns, &widths, step) {
                widths = better;
            }
        }
        for (column, width) in columns.iter().zip(widths) {
            table.columns.0[column.index] = width as f32;
        }
    }

    fn columns(&self, table: &Table, grid: &[Vec<Slot<'_>>]) -> Vec<Column> {
        let insets = 2.0 * self.layout.table.inset_x;
        let column = |index: usize| {
            let mut column = Column { index, least: 0.0, natural: Vec::with_capacity(grid.len()) };
            for (slots, row) in grid.iter().zip(&table.rows) {
                let mut natural: f64 = 0.0;
                if let Slot::Start(cell) = &slots[index]
                    && cell.colspan == 1
                {
                    for paragraph in &cell.paragraphs {
                        let look = self.measure(paragraph, 0.0);
                        for line in paragraph.text().split('\n') {
                            let glyphs = self.glyphs(paragraph, line, look.size);
                            let ends: Vec<usize> = (1..glyphs.len())
                                .filter(|&end| !row.header && self.breaks.may_end(Filler::Units, &glyphs, end))
                                .chain([glyphs.len()])
                                .collect();
                            let starts = [0].into_iter().chain(ends.iter().copied());
                            for (start, end) in starts.zip(&ends) {
                                let piece = self.width(&glyphs[start..*end], look.tracking, Filler::Word) * MM_PER_PT;
                                column.least = column.least.max(piece + insets);
                            }
                            natural =
                                natural.max(self.width(&glyphs, look.tracking, Filler::Word) * MM_PER_PT + insets);
                        }
                    }
                }
                column.natural.push(natural);
            }
            column
        };
        table.flexible.iter().map(|&index| column(index)).collect()
    }
}

/// A step from one column to another that makes the table better.
fn better(columns: &[Column], widths: &[f64], step: f64) -> Option<Vec<f64>> {
    let now = cost(columns, widths);
    let pairs = (0..columns.len()).flat_map(|from| (0..columns.len()).map(move |to| (from, to)));
    pairs.filter(|(from, to)| from != to && widths[*from] - step >= columns[*from].least).find_map(|(from, to)| {
        let mut moved = widths.to_vec();
        moved[from] -= step;
        moved[to] += step;
        let then = cost(columns, &moved);
        (then.0 < now.0 || then.0 == now.0 && then.1 < now.1 - 1e-9).then_some(moved)
    })
}

/// Lines of all rows, then how unevenly the columns' widest texts fill them.
fn cost(columns: &[Column], widths: &[f64]) -> (u64, f64) {
    let rows = columns.first().map_or(0, |column| column.natural.len());
    let lines = (0..rows).map(|row| {
        let lines = columns.iter().zip(widths).map(|(column, width)| (column.natural[row] * RAGGED / width).ceil());
        lines.fold(1.0, f64::max) as u64
    });
    let fill = |(column, width): (&Column, &f64)| {
        let widest = column.natural.iter().copied().fold(column.least, f64::max);
        (widest / width).powi(2)
    };
    (lines.sum(), columns.iter().zip(widths).map(fill).sum())
}
