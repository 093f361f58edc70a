//! Where a table's head stands.

use std::collections::BTreeSet;

use super::head_words::{Column, Found};
use crate::base::characters::half_width;
use crate::sheets::sheet::Sheet;

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

/// The head may be merged over several rows: the body begins below the lowest of them.
pub(super) fn body_start(sheet: &Sheet, bottom: u32, columns: &Found) -> u32 {
    let mut body = bottom + 1;
    while body < sheet.rows {
        let goes_on = |head: &Column| sheet.holder(body, head.column) == sheet.holder(head.row, head.column);
        if !columns.values().any(goes_on) {
            break;
        }
        body += 1;
    }
    body
}

/// Below a row that says nothing but units: 万元, %, 人 under the heads.
pub(super) fn below_units(sheet: &Sheet, body: u32) -> u32 {
    const MONEY: [&str; 3] = ["元", "万元", "亿元"];
    const OTHERS: [&str; 12] = ["%", "人", "个", "项", "户", "家", "次", "人次", "天", "亩", "台", "套"];
    let words: Vec<String> = sheet.row(body).map(|(_, value)| head_unit(&value.words())).collect();
    let is_money = |word: &String| MONEY.contains(&word.as_str());
    let are_units = words.iter().all(|word| is_money(word) || OTHERS.contains(&word.as_str()));
    if are_units && words.iter().any(is_money) { body + 1 } else { body }
}

/// （万元）, 单位：万元 → 万元
fn head_unit(words: &str) -> String {
    let bare: String = words.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let bare = bare.strip_prefix("单位:").unwrap_or(&bare);
    bare.trim_start_matches('(').trim_end_matches(')').to_string()
}
