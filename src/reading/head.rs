//! Where a table's head stands.

use std::collections::BTreeSet;

use super::head_words::{Column, Found, Keys};
use crate::model::money_unit::money_unit;
use crate::sheets::sheet::{CellValue, Sheet};

/// Where a table's head ends and which column is which.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// The head's first row.
    pub top: u32,
    /// First row below the head.
    pub body: u32,
    /// First row that is no more of this table.
    pub end: u32,
    /// Rows between that are no data: the head again, notes.
    pub skipped: BTreeSet<u32>,
    pub columns: Found,
    /// Some of its columns are only called like what they are.
    pub likely: bool,
}

impl Head {
    pub fn column(&self, field: &str) -> Option<u32> {
        self.columns.get(field).map(|column| column.column)
    }

    /// Is the field's head one of its words, and not only like one of those with a *?
    pub fn has_usual(&self, words: &[String], field: &str) -> bool {
        let word = self.columns.get(field).and_then(|column| words.get(column.rank));
        word.is_none_or(|word| !word.contains('*'))
    }

    pub fn same_columns(&self, other: &Found) -> bool {
        self.columns.len() == other.len()
            && self.columns.iter().zip(other).all(|((a, one), (b, two))| a == b && one.column == two.column)
    }
}

/// The head may be merged over several rows: the body begins below the lowest of them, and below a row of units (万元) or
/// of the columns' own numbers.
pub(super) fn body_start(sheet: &Sheet, bottom: u32, columns: &Found, units: &[String], counting: &Keys) -> u32 {
    let mut body = bottom + 1;
    while body < sheet.rows {
        let goes_on = |head: &Column| sheet.holder(body, head.column) == sheet.holder(head.row, head.column);
        let says_no_data = is_of_units(sheet, body, units) || is_of_numbers(sheet, body, counting);
        if !columns.values().any(goes_on) && !says_no_data {
            break;
        }
        body += 1;
    }
    body
}

/// Nothing but units: 万元, （%）.
fn is_of_units(sheet: &Sheet, row: u32, units: &[String]) -> bool {
    let is_unit = |value: &CellValue| {
        let words = value.words();
        let bare = words.trim().trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
        let bare = bare.strip_prefix("单位").map_or(bare, |bare| bare.trim_start_matches(['：', ':']));
        units.iter().any(|unit| unit == bare) || money_unit(bare).is_some()
    };
    let mut cells = sheet.row(row).peekable();
    cells.peek().is_some() && cells.all(|(_, value)| is_unit(value))
}

/// 栏次, 1, 2, 3, or 甲, 乙, 1, 2; ②, ③, ④=②+③: the columns counted.
fn is_of_numbers(sheet: &Sheet, row: u32, counting: &Keys) -> bool {
    const FEWEST: usize = 3;
    let words = sheet.row(row).map(|(_, value)| value.words().trim().to_string());
    let words: Vec<String> = words.skip_while(|words| counting.holds(words)).collect();
    let ordinals: Option<Vec<(u32, bool)>> = words.iter().map(|words| ordinal(words)).collect();
    let Some(ordinals) = ordinals.filter(|ordinals| ordinals.len() >= FEWEST) else { return false };
    let goes_on = |pair: &[(u32, bool)]| pair[0].0 + 1 == pair[1].0;
    // Bare numbers from another than 1 on may be data.
    ordinals.windows(2).all(goes_on) && (ordinals[0].0 == 1 || ordinals.iter().all(|(_, is_marked)| *is_marked))
}

/// 3, （3）, ③, C, each with what it is reckoned of behind it: 3=1+2. Is it more than a number?
fn ordinal(words: &str) -> Option<(u32, bool)> {
    let first = words.split(['=', '＝']).next()?.trim();
    let inner = first.strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']));
    let is_marked = inner.is_some();
    let bare = inner.unwrap_or(first);
    let mut characters = bare.chars();
    let from = |c: char, first: char| Some((u32::from(c) - u32::from(first) + 1, true));
    match (characters.next()?, characters.next()) {
        (c @ '①'..='⑳', None) => from(c, '①'),
        (c @ 'A'..='Z', None) => from(c, 'A'),
        _ => Some((bare.parse().ok()?, is_marked)),
    }
}
