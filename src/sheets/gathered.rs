//! The cells of a worksheet as they are read, within what a workbook may hold.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::text_part::TextPart;

use super::drawn::CellRead;
use super::fault::Fault;
use super::limits::{MOST_CELLS, MOST_TEXT};
use super::sheet::{Area, CellValue, Cells, HiddenParts, Position, Sheet};
use super::unlike::{How, Unlike};

/// What all sheets of a workbook hold together.
#[derive(Default)]
pub(crate) struct Room {
    cells: u64,
    text: u64,
}

impl Room {
    fn check(&self) -> Result<(), Fault> {
        if self.cells > MOST_CELLS || self.text > MOST_TEXT { Err(Fault::TooLarge) } else { Ok(()) }
    }
}

#[derive(Default)]
pub(crate) struct Gathered {
    pub cells: Cells,
    pub linked: Vec<Position>,
    pub unlike: Vec<(Position, Unlike)>,
    pub around: Vec<String>,
    pub merges: Vec<Area>,
    /// Where a table's style or a condition gives cells another ground.
    pub shading: Vec<Area>,
    /// Where a condition may take what cells hold from the eye.
    pub hiding: Vec<Area>,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    /// The sheet itself is hidden.
    pub hidden: bool,
}

impl Gathered {
    /// # Errors
    /// More than a workbook should hold: a few shared texts can be repeated until they fill the memory.
    pub fn add(&mut self, (row, column): Position, value: CellValue, room: &mut Room) -> Result<(), Fault> {
        room.cells += 1;
        if let CellValue::Text(text) | CellValue::UncachedFormula(text) = &value {
            room.text += text.len() as u64;
        }
        room.check()?;
        self.cells.insert((row, column), value);
        Ok(())
    }

    /// # Errors
    /// As of [`Gathered::add`].
    pub fn put(&mut self, at: Position, (value, unlike): CellRead, room: &mut Room) -> Result<(), Fault> {
        if let Some(unlike) = unlike {
            room.text += unlike.held.len() as u64;
            self.unlike.push((at, unlike));
        }
        match value {
            Some(value) => self.add(at, value, room),
            None => room.check(),
        }
    }

    /// A formula: without a value it stands for itself.
    pub fn formula(&mut self, at: Position, formula: &str) -> Option<CellValue> {
        if takes_from_elsewhere(formula) {
            self.linked.push(at);
        }
        (!formula.is_empty()).then(|| CellValue::UncachedFormula(formula.to_string()))
    }

    /// # Errors
    /// Merged areas that cover more than any table has.
    pub fn into_sheet(mut self, file: &Arc<str>, name: &str) -> Result<Sheet, Fault> {
        let is_on = |(row, column): Position, ((top, left), (bottom, right)): &Area| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
        };
        // Their own ground is not seen there.
        let shading = std::mem::take(&mut self.shading);
        self.unlike.retain(|(at, unlike)| unlike.how != How::Unseen || !shading.iter().any(|area| is_on(*at, area)));
        let hidden = self.hidden_parts();
        let holds = |((top, left), (bottom, right)): &&Area| {
            top <= bottom
                && self
                    .cells
                    .range((*top, 0)..=(*bottom, u32::MAX))
                    .any(|((_, column), _)| (left..=right).contains(&column))
        };
        let hiding = self.hiding.iter().filter(holds).copied().collect();
        let mut sheet = Sheet::new(file, name, self.cells).with_merges(&self.merges)?;
        sheet.hiding = hiding;
        (sheet.unseen, sheet.linked, sheet.unlike, sheet.around) = (hidden, self.linked, self.unlike, self.around);
        Ok(sheet)
    }

    /// Hidden rows and columns that hold something.
    fn hidden_parts(&self) -> HiddenParts {
        let rows: BTreeSet<u32> = self.cells.keys().map(|(row, _)| *row).collect();
        let rows = rows.into_iter().filter(|row| self.hidden_rows.contains(row)).collect();
        let columns = self.cells.keys().map(|(_, column)| *column);
        let columns = columns.filter(|column| self.hidden_columns.contains(column)).collect();
        HiddenParts { whole: self.hidden, rows, columns }
    }
}

/// [1]表!A1 in Excel, 'file:///…'#$表.A1 in LibreOffice.
fn takes_from_elsewhere(formula: &str) -> bool {
    let numbered = formula.match_indices('[').any(|(at, _)| {
        let rest = formula.part(at + 1..).trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < formula.len() - at - 1 && rest.starts_with(']') && rest.contains('!')
    });
    numbered || formula.contains("'file:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_that_take_from_other_files() {
        for formula in ["[1]资金!A1+1", "SUM('[12]资金 表'!A1:A3)", "'file:///C:/a.ods'#$资金.A1"] {
            assert!(takes_from_elsewhere(formula), "{formula}");
        }
        for formula in ["SUM(A1:A3)", "SUM(表1[金额])", "表1[[#This Row],[2025]]", "资金!A1"] {
            assert!(!takes_from_elsewhere(formula), "{formula}");
        }
    }
}
