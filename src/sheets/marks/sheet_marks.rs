//! What a sheet's cells are besides their values.

use std::collections::BTreeSet;

use crate::sheets::sheet::{Area, Position};

/// Of one sheet; rows and columns count from 0.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Marks {
    pub percentages: BTreeSet<Position>,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    /// Where the reader of values does not tell them.
    pub merges: Vec<Area>,
}
