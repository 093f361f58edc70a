//! A small view of the table in which a cell stands, or of the lines around one.

use std::ops::RangeInclusive;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::base::text_part::TextPart;
use crate::sheets::sheet::{Sheet, column_letters};
use crate::sheets::text_file::decode_text;
use crate::sheets::workbook;

use super::answer::{Answer, Refusal};
use super::desk::Desk;
use super::given::Given;

const ROWS_AROUND: u32 = 2;
const COLUMNS_AROUND: u32 = 3;
const LINES_AROUND: usize = 3;
/// Of a sheet as a whole its beginning is shown.
const ROWS_AT_TOP: u32 = 8;
const COLUMNS_AT_TOP: u32 = 6;

pub fn cells(desk: &Arc<Desk>, given: &Given) -> Answer {
    let seen = desk.seen(given.text("year")?)?;
    let file = given.text("file")?;
    // Only what was read, under the name that it has among the input.
    let bytes =
        std::fs::read(seen.path_of(file)?).map_err(|_| Refusal::not_found("这个文件读不出来，也许正被占用。"))?;
    if let Some(line) = given.0["line"].as_u64() {
        return Ok(lines(&decode_text(&bytes).unwrap_or_default(), line));
    }
    let opened = workbook::open(&Arc::from(file), bytes).map_err(|_| Refusal::not_found("这个表格读不出来。"))?;
    let sheet = opened.sheets.iter().find(|sheet| *sheet.name == *given.text("sheet").unwrap_or_default());
    let sheet = sheet.ok_or_else(|| Refusal::not_found("没有这张工作表，也许刚被改名。"))?;
    Ok(match position(given.text("cell")?) {
        Some((row, column)) => {
            let rows = row.saturating_sub(ROWS_AROUND)..=row.saturating_add(ROWS_AROUND);
            let columns = column.saturating_sub(COLUMNS_AROUND)..=column.saturating_add(COLUMNS_AROUND);
            window(sheet, rows, columns, Some((row, column)))
        }
        None => window(sheet, 0..=ROWS_AT_TOP - 1, 0..=COLUMNS_AT_TOP - 1, None),
    })
}

fn window(sheet: &Sheet, rows: RangeInclusive<u32>, columns: RangeInclusive<u32>, at: Option<(u32, u32)>) -> Value {
    let around = || rows.clone();
    let first = *columns.start();
    let least = at.map_or(first, |(_, column)| column);
    // Columns at the right that hold nothing say nothing.
    let holds = |column: &u32| around().any(|row| !sheet.words(row, *column).trim().is_empty());
    let last = (least..=*columns.end()).rev().find(holds).unwrap_or(least);
    let columns: Vec<u32> = (first..=last).collect();
    let rows = around().map(|row| {
        let cell = |column: &u32| {
            let (row, column) = sheet.holder(row, *column);
            json!({ "at": sheet.naming.cell(row, column), "words": short(&sheet.words(row, column)) })
        };
        json!({ "row": u64::from(row) + 1, "cells": columns.iter().map(cell).collect::<Vec<_>>() })
    });
    let heads: Vec<String> = columns.iter().map(|column| column_letters(*column)).collect();
    let at = at.map(|(row, column)| sheet.naming.cell(row, column));
    json!({ "kind": "cells", "columns": heads, "rows": rows.collect::<Vec<_>>(), "at": at })
}

fn lines(text: &str, line: u64) -> Value {
    let at = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
    let first = at.saturating_sub(LINES_AROUND);
    let around = text.lines().enumerate().skip(first).take(at - first + LINES_AROUND + 1);
    let shown = around.map(|(index, words)| json!({ "line": index + 1, "words": short(words) }));
    json!({ "kind": "lines", "lines": shown.collect::<Vec<_>>(), "at": line })
}

fn short(words: &str) -> String {
    const LONGEST: usize = 80;
    let start: String = words.chars().take(LONGEST).collect();
    if start.len() < words.len() { format!("{start}…") } else { start }
}

/// D8, and 第8行第4列 of a document's table, as row and column, from 0.
fn position(cell: &str) -> Option<(u32, u32)> {
    const LETTERS: usize = 3;
    if let Some((row, column)) = cell.strip_prefix('第').and_then(|rest| rest.strip_suffix('列')?.split_once("行第"))
    {
        return Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.parse::<u32>().ok()?.checked_sub(1)?));
    }
    let digits = cell.find(|character: char| character.is_ascii_digit())?;
    let letters = cell.part(..digits);
    if letters.is_empty() || letters.len() > LETTERS || !letters.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    Some((cell.part(digits..).parse::<u32>().ok()?.checked_sub(1)?, column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::sheet::Naming;

    #[test]
    fn addresses_are_read_back() {
        for (cell, at) in [("A1", (0, 0)), ("D8", (7, 3)), ("AB120", (119, 27))] {
            assert_eq!(position(cell), Some(at));
            assert_eq!(Naming::Letters.cell(at.0, at.1), cell);
            assert_eq!(position(&Naming::Counted.cell(at.0, at.1)), Some(at));
        }
        for wrong in ["", "D", "8", "d8", "ABCD1", "D0", "D-1", "D99999999999"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn lines_around_a_line() {
        let shown = lines("一\n二\n三\n四\n五\n六\n七\n八", 5);
        let numbers: Vec<u64> =
            shown["lines"].as_array().unwrap().iter().map(|line| line["line"].as_u64().unwrap()).collect();
        assert_eq!(numbers, [2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(lines("一", 99)["lines"].as_array().unwrap().len(), 0);
    }
}
