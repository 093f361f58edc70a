//! A table of money that lies on its side: its sources stand in the head, 全年预算数 and 全年执行数 in the first column.

use super::head_words::head_key;
use super::recognise::{Recognition, TableKind};
use crate::sheets::sheet::Sheet;

/// Two sources in one row are a head.
const FEWEST: usize = 2;

/// Such a sheet set upright, another as it is.
pub(super) fn upright(sheet: Sheet, recognition: &Recognition) -> Sheet {
    if lies(&sheet, recognition) { sheet.turned() } else { sheet }
}

fn lies(sheet: &Sheet, recognition: &Recognition) -> bool {
    let columns = recognition.columns(TableKind::Execution);
    let rows: Vec<u32> = sheet.rows_from(0).collect();
    let Some(column) = rows.iter().filter_map(|row| Some(sheet.row(*row).next()?.0)).min() else { return false };
    let labels = |row: u32| columns.field(&head_key(&sheet.words(row, column))).map(str::to_string);
    let named: Vec<(u32, String)> = rows.iter().filter_map(|row| Some((*row, labels(*row)?))).collect();
    let missing = columns.required.iter().any(|field| !named.iter().any(|(_, own)| own == field));
    let Some((first, _)) = named.first().filter(|_| !missing) else { return false };
    let sources = |row: u32| {
        let cells = sheet.row(row).filter(|(cell, _)| *cell > column);
        cells.filter(|(_, value)| recognition.money_row(&value.words()).is_some()).count()
    };
    rows.iter().take_while(|row| *row < first).any(|row| sources(*row) >= FEWEST) && sheet.can_turn()
}
