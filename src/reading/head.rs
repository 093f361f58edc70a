//! Where a table's head stands.

use std::collections::BTreeSet;

use super::head_words::{Column, Found};
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
