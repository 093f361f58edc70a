//! Directions that stand side by side under the head of the money: 补助资金［工业源治理｜移动源治理｜小计］, each project with its
//! amount in one of them.

use std::collections::BTreeSet;

use crate::base::place::{Place, Sourced};
use crate::model::number::Money;
use crate::sheets::sheet::CellValue;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::money::amount;
use super::recognise::Recognition;

const MONEY: &str = "安排资金";

pub(super) struct DirectionColumns {
    /// The row of the heads.
    row: u32,
    columns: Vec<(u32, String)>,
}

impl DirectionColumns {
    /// The columns beside the sum, where each project has its money in one of them, and they have projects.
    pub fn of(table: &Table<'_>, recognition: &Recognition) -> Option<DirectionColumns> {
        let (sheet, sum) = (table.sheet, *table.head.columns.get(MONEY)?);
        let above = sum.row.checked_sub(1).filter(|above| *above >= table.head.top)?;
        let holder = sheet.holder(above, sum.column);
        let over = |column: u32| match sheet.get(above, column) {
            // In .csv the head stands over the first of its parts.
            None if sheet.holder(above, column) == (above, column) => {
                (0..column).rev().find(|left| sheet.get(above, *left).is_some()).map(|left| (above, left))
            }
            _ => Some(sheet.holder(above, column)),
        };
        let own = if sheet.get(holder.0, holder.1).is_some() { Some(holder) } else { over(sum.column) };
        let is_other = |column: u32| table.head.columns.values().any(|known| known.column == column);
        let columns: Vec<(u32, String)> = sheet
            .row(sum.row)
            .filter(|(column, value)| matches!(value, CellValue::Text(_)) && !is_other(*column) && over(*column) == own)
            .map(|(column, value)| (column, tidy(&value.words())))
            .filter(|(_, name)| !recognition.is_no_direction(name))
            .collect();
        let found = DirectionColumns { row: sum.row, columns };
        let projects: Vec<u32> = table.rows().filter(|row| table.holds(*row, "单位")).collect();
        let used = projects.iter().map(|row| found.column(table, *row)).collect::<Option<BTreeSet<u32>>>()?;
        (used.len() > 1).then_some(found)
    }

    /// The one that holds all the row's money.
    fn column(&self, table: &Table<'_>, row: u32) -> Option<u32> {
        let read = |column: u32| amount(table, row, column, MONEY, &mut Faults::default()).map(|read| read.value);
        let own: Money = read(table.head.column(MONEY)?)?;
        let filled = self.columns.iter().filter_map(|(column, _)| Some((*column, read(*column)?)));
        let mut filled = filled.filter(|(_, amount)| !amount.is_zero());
        filled.next().filter(|(_, amount)| *amount == own && filled.next().is_none()).map(|(column, _)| column)
    }

    pub fn direction(&self, table: &Table<'_>, row: u32) -> Option<Sourced<String>> {
        let own = self.column(table, row)?;
        let (column, name) = self.columns.iter().find(|(column, _)| *column == own)?;
        Some(Sourced::new(name.clone(), table.sheet.place(self.row, *column)))
    }

    /// The heads, and what they say.
    pub fn heads(&self, table: &Table<'_>) -> (Vec<Place>, Vec<&str>) {
        self.columns.iter().map(|(column, name)| (table.sheet.place(self.row, *column), name.as_str())).unzip()
    }
}
