//! Column widths moved a little, so that no cell ends with a lone character and no label is broken within a word while a
//! neighbour has room.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::layout::MM_PER_PT;
use crate::document::{Cell, Style, Table};

use super::labels::{CellLook, CellText};
use super::setter::LineSetter;

/// Width moves between columns in these steps, in millimetres, the least that helps.
const STEPS: [f64; 8] = [0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0];
/// What counts as much as so many lines of the table: a lone character, a broken word, a line that a label has more than
/// in the given widths (labels are not made higher for the sake of what stands below them).
const LONE: f64 = 2.0;
const TORN: f64 = 20.0;
const LABEL_LINE: f64 = 5.0;
/// Lines of a cell that is worth wider a column.
const TALL: usize = 6;
/// Sums of widths may be off by this.
const LENIENT: f64 = 1e-6;

/// A cell with the columns and the row that it stands in.
struct Place {
    texts: Vec<CellText>,
    /// It alone makes the row so high.
    single: bool,
    row: usize,
    columns: Range<usize>,
    /// Some width that its columns may get changes how it looks.
    moves: bool,
    /// Lines of a label in the given widths.
    label_lines: usize,
    /// By width in hundredths of a millimetre.
    known: FxHashMap<i64, CellLook>,
}

impl LineSetter<'_> {
    /// From the widths that the table has no column moves further than `列宽可挪`.
    pub(super) fn move_columns(&self, table: &mut Table) {
        let Ok(grid) = table.grid() else { return };
        let rows = grid.len();
        let given: Vec<f64> = table.columns.0.iter().map(|width| f64::from(*width)).collect();
        let place = |(row, column, cell): (usize, usize, &Cell)| {
            let (texts, single, columns) = (self.cell_texts(cell), cell.rowspan == 1, column..column + cell.colspan);
            let narrowest =
                given[columns.clone()].iter().map(|width| width - self.layout.table.column_play).sum::<f64>();
            let moves = narrowest - LENIENT * cell.colspan as f64 <= self.one_line(&texts);
            Place { texts, single, row, columns, moves, label_lines: 0, known: FxHashMap::default() }
        };
        let mut places: Vec<Place> = super::rows::starts(&grid).map(place).collect();
        let mut looks: Vec<CellLook> = places.iter_mut().map(|place| place.look(self, &given)).collect();
        for (place, look) in places.iter_mut().zip(&looks) {
            place.label_lines = look.label_lines;
        }
        let mut cells = Places::new(places, given.len(), rows);
        let mut widths = given.clone();
        while let Some(better) = self.better(&mut cells, &widths, &given, &mut looks) {
            widths = better;
        }
        for (column, width) in table.columns.0.iter_mut().zip(widths) {
            *column = width as f32;
        }
    }

    /// The least step that makes the table better, where something is amiss: from one column to another, else to one from
    /// all those that can spare some. Then columns of long texts get what the others do not need, and
    /// what makes their own texts no worse.
    fn better(&self, places: &mut Places, widths: &[f64], given: &[f64], looks: &mut [CellLook]) -> Option<Vec<f64>> {
        let play = self.layout.table.column_play;
        let narrowest = 2.0 * self.layout.table.inset_x + self.layout.style(Style::CellText).size * MM_PER_PT;
        let is_amiss = |(_, look): &(&Place, &CellLook)| look.torn + look.lone > 0;
        let amiss: BTreeSet<usize> = {
            let amiss = places.places.iter().zip(looks.iter()).filter(is_amiss);
            amiss.flat_map(|(place, _)| place.columns.clone()).collect()
        };
        let tall = places.tall(looks);
        if amiss.is_empty() && tall.is_empty() {
            return None;
        }
        let may = |column: usize, width: f64| (width - given[column]).abs() <= play + LENIENT && width >= narrowest;
        for step in STEPS {
            for (to, from) in (0..widths.len()).flat_map(|to| (0..widths.len()).map(move |from| (to, from))) {
                let concerns = from != to && (amiss.contains(&from) || amiss.contains(&to));
                if !concerns || !may(from, widths[from] - step) || !may(to, widths[to] + step) {
                    continue;
                }
                let mut moved = widths.to_vec();
                moved[from] -= step;
                moved[to] += step;
                if places.improve(self, &[from, to], &moved, looks) {
                    return Some(moved);
                }
            }
        }
        let targets = amiss.iter().map(|&to| (to, false)).chain(tall.iter().map(|&to| (to, true)));
        let targets: Vec<(usize, bool)> = targets.collect();
        let gathered =
            targets.into_iter().find_map(|(to, tall)| self.gathered(places, (to, tall), widths, looks, &may));
        gathered.or_else(|| {
            let of_step =
                |step: f64| tall.iter().flat_map(move |&to| (0..widths.len()).map(move |from| (step, to, from)));
            STEPS.into_iter().rev().flat_map(of_step).find_map(|(step, to, from)| {
                let mut moved = widths.to_vec();
                moved[from] -= step;
                moved[to] += step;
                let may = from != to && may(from, moved[from]);
                (may && places.improve(self, &[from, to], &moved, looks)).then_some(moved)
            })
        })
    }

    /// Width for a column from all others that can spare some: as little as helps, for one with `tall` cells as much as
    /// there is, whatever its given width.
    fn gathered(
        &self,
        places: &mut Places,
        (to, tall): (usize, bool),
        widths: &[f64],
        looks: &mut [CellLook],
        may: &impl Fn(usize, f64) -> bool,
    ) -> Option<Vec<f64>> {
        let others = (0..widths.len()).filter(|&column| column != to);
        let spare: Vec<(usize, f64)> =
            others.map(|column| (column, places.spare(self, [column, to], widths, looks, may))).collect();
        let all: f64 = spare.iter().map(|(_, spare)| spare).sum();
        let mut steps: Vec<f64> = STEPS.into_iter().filter(|step| *step < all).chain([all]).collect();
        if tall {
            steps.reverse();
        }
        steps.retain(|step| *step > 0.0 && (tall || may(to, widths[to] + step)));
        steps.into_iter().find_map(|step| {
            let (mut moved, mut needed, mut columns) = (widths.to_vec(), step, vec![to]);
            moved[to] += step;
            for (from, spare) in &spare {
                let taken = spare.min(needed);
                moved[*from] -= taken;
                needed -= taken;
                columns.push(*from);
            }
            places.improve(self, &columns, &moved, looks).then_some(moved)
        })
    }
}

/// The cells of a table.
struct Places {
    /// Row by row.
    places: Vec<Place>,
    of_row: Vec<Range<usize>>,
    /// Those that moving the column may change.
    of_column: Vec<Vec<usize>>,
}

impl Places {
    fn new(places: Vec<Place>, columns: usize, rows: usize) -> Places {
        let before = |row: usize| places.partition_point(|place| place.row < row);
        let of_row = (0..rows).map(|row| before(row)..before(row + 1)).collect();
        let moves = |place: &Place, column: usize| place.moves && place.columns.contains(&column);
        let in_column = |column: usize| (0..places.len()).filter(|&index| moves(&places[index], column)).collect();
        let of_column = (0..columns).map(in_column).collect();
        Places { places, of_row, of_column }
    }

    /// Columns of cells that are so many lines high that nothing else makes their rows as high.
    fn tall(&self, looks: &[CellLook]) -> BTreeSet<usize> {
        let mut columns = BTreeSet::new();
        for row in &self.of_row {
            let single = || row.clone().filter(|&index| self.places[index].single);
            let Some(highest) = single().max_by_key(|&index| looks[index].lines) else { continue };
            let (place, lines) = (&self.places[highest], looks[highest].lines);
            let alone = single().all(|index| index == highest || looks[index].lines < lines);
            if lines >= TALL && alone && place.columns.len() == 1 {
                columns.insert(place.columns.start);
            }
        }
        columns
    }

    /// How much of its width the first of two columns can give to the second so that nothing but that one looks different.
    fn spare(
        &mut self,
        setter: &LineSetter,
        [from, to]: [usize; 2],
        widths: &[f64],
        looks: &[CellLook],
        may: &impl Fn(usize, f64) -> bool,
    ) -> f64 {
        let spares = |step: &f64| {
            let mut moved = widths.to_vec();
            moved[from] -= step;
            moved[to] += step;
            let changed = self.changed(setter, &[from], &moved, looks);
            may(from, moved[from]) && changed.keys().all(|index| self.places[*index].columns.contains(&to))
        };
        STEPS.into_iter().rev().find(spares).unwrap_or(0.0)
    }

    /// Takes these widths, which differ in these columns, where the table is better with them.
    fn improve(&mut self, setter: &LineSetter, columns: &[usize], widths: &[f64], looks: &mut [CellLook]) -> bool {
        let changed = self.changed(setter, columns, widths, looks);
        let rows: BTreeSet<usize> = changed.keys().map(|index| self.places[*index].row).collect();
        let before = self.cost(&rows, looks);
        let known: Vec<(usize, CellLook)> = changed.keys().map(|index| (*index, looks[*index])).collect();
        changed.into_iter().for_each(|(index, look)| looks[index] = look);
        let better = self.cost(&rows, looks) < before;
        if !better {
            known.into_iter().for_each(|(index, look)| looks[index] = look);
        }
        better
    }

    /// The cells that look different in these widths, which differ in these columns.
    fn changed(
        &mut self,
        setter: &LineSetter,
        columns: &[usize],
        widths: &[f64],
        looks: &[CellLook],
    ) -> BTreeMap<usize, CellLook> {
        let mut changed = BTreeMap::new();
        for &index in columns.iter().flat_map(|&column| &self.of_column[column]) {
            let look = self.places[index].look(setter, widths);
            if look != looks[index] {
                changed.insert(index, look);
            }
        }
        changed
    }

    /// Lines of these rows, and what is amiss in them.
    fn cost(&self, rows: &BTreeSet<usize>, looks: &[CellLook]) -> f64 {
        let of_row = |&row: &usize| {
            let (mut lines, mut amiss) = (1, 0.0);
            for (place, look) in self.of_row[row].clone().map(|index| (&self.places[index], looks[index])) {
                if place.single {
                    lines = look.lines.max(lines);
                }
                let higher = look.label_lines.saturating_sub(place.label_lines);
                amiss += LONE * look.lone as f64 + TORN * look.torn as f64 + LABEL_LINE * higher as f64;
            }
            lines as f64 + amiss
        };
        rows.iter().map(of_row).sum()
    }
}

impl Place {
    fn look(&mut self, setter: &LineSetter, widths: &[f64]) -> CellLook {
        let width: f64 = widths[self.columns.clone()].iter().sum();
        let key = (width * 100.0).round() as i64;
        let texts = &self.texts;
        *self.known.entry(key).or_insert_with(|| setter.cell_look(texts, width))
    }
}
