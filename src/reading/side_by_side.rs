//! A table that goes on beside itself to save paper: 序号 | 市县 | 金额 | 序号 | 市县 | 金额.

use super::faults::Faults;
use super::head_words::head_key;
use super::recognise::Recognition;
use super::{money_heads, turned};
use crate::sheets::sheet::{CellValue, Sheet};

/// A head stands in the first rows.
const HEAD_ROWS: usize = 10;
/// Of one column it is no table.
const FEWEST: usize = 2;

/// The sheets as tables are looked for in them: upright, the blocks of one that goes on beside itself each by itself, with
/// the sums that stand in no cell.
pub(super) fn arranged(sheets: Vec<Sheet>, recognition: &Recognition, faults: &mut Faults) -> Vec<Sheet> {
    let upright = sheets.into_iter().map(|sheet| turned::upright(sheet, recognition));
    let parted = |sheet: Sheet| match blocks(&sheet, recognition) {
        Some((row, starts)) => sheet.side_by_side(row, &starts),
        None => vec![sheet],
    };
    let mut sheets: Vec<Sheet> = upright.flat_map(parted).collect();
    sheets.iter_mut().for_each(|sheet| money_heads::add_sums(sheet, recognition, faults));
    sheets.extend(money_heads::by_sources(&sheets, recognition, faults));
    sheets
}

/// The row whose heads come again in the same order, and where each block begins.
fn blocks(sheet: &Sheet, recognition: &Recognition) -> Option<(u32, Vec<u32>)> {
    sheet.rows_from(0).take(HEAD_ROWS).find_map(|row| {
        let cells: Vec<(u32, String)> = sheet
            .row(row)
            .filter(|(_, value)| matches!(value, CellValue::Text(_)))
            .map(|(column, value)| (column, head_key(&value.words())))
            .collect();
        let first = cells.first()?;
        let width = cells.iter().skip(1).position(|(_, key)| *key == first.1)? + 1;
        let again = cells
            .chunks(width)
            .all(|block| block.len() == width && block.iter().zip(&cells).all(|(cell, known)| cell.1 == known.1));
        let known = cells.iter().take(width).filter(|(_, key)| recognition.knows_head(key)).count();
        let starts = cells.iter().step_by(width).map(|(column, _)| *column).collect();
        // 2024年 | 2025年 over 指标值 | 完成值 beside the names: columns of one table.
        let is_beside = || sheet.rows_from(row).any(|row| sheet.row(row).any(|(column, _)| column < first.0));
        (width >= FEWEST && again && known >= FEWEST && !is_beside()).then_some((row, starts))
    })
}
