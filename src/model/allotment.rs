//! What each area gets (分配表).

use super::number::Money;
use crate::base::field::{Field, Rows};
use crate::base::place::{Place, Sourced};

#[derive(Debug, Clone, PartialEq)]
pub struct Allotments {
    /// What its table calls the areas: 地区, 学校名称.
    pub head: Option<String>,
    /// 合计 as the table states it.
    pub stated_total: Field<Money>,
    pub rows: Rows<Allotment>,
    /// Rows that sum up others: 市州小计, a city above its counties.
    pub subtotals: Vec<Subtotal>,
}

/// A row of a table that sums up others of its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Subtotal {
    pub label: String,
    pub stated: Sourced<Money>,
    pub rows: Vec<Sourced<Money>>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Allotment {
    pub area: Field<String>,
    pub amount: Field<Money>,
    /// The batches that it comes to, where the table has them row by row.
    pub batches: Vec<String>,
}

impl Default for Allotments {
    fn default() -> Allotments {
        Allotments { head: None, stated_total: Field::Absent, rows: Rows::absent(), subtotals: Vec::new() }
    }
}

impl Allotments {
    /// `None` where there is no table, or an amount could not be read.
    pub fn amount(&self) -> Option<Money> {
        let sum = self.rows.iter().map(|row| row.amount.value().copied()).sum::<Option<Money>>();
        sum.filter(|_| self.rows.is_whole())
    }
}

impl Allotment {
    pub fn name(&self) -> &str {
        self.area.value().map_or("", String::as_str)
    }

    pub fn place(&self) -> Option<&Place> {
        self.amount.place().or(self.area.place())
    }
}
