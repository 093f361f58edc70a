//! How the tables of finished documents are known: 成稿 of `layouts/识别.yaml`, besides what units' forms and the year's
//! tables are known by.

use serde::Deserialize;

use super::head_words::{Columns, Keys, Signs, head_key};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentWords {
    #[serde(rename = "指标")]
    pub indicators: Columns,
    #[serde(rename = "资金")]
    pub money: Columns,
    #[serde(rename = "清单")]
    pub list: Columns,
    /// Heads of money that are not the amount of a row.
    #[serde(rename = "不是安排资金")]
    pub other_money: Signs,
    /// Labels of rows of money.
    #[serde(rename = "资金行")]
    pub money_rows: Signs,
    /// Labels at which the rows of money end.
    #[serde(rename = "不是资金行")]
    pub after_money: Signs,
    /// Rows of money of a target table.
    #[serde(rename = "目标资金")]
    pub target_money: Signs,
    #[serde(rename = "总分行")]
    pub score_totals: Keys,
    #[serde(rename = "等级")]
    pub grades: Signs,
    /// What the name of the fund stands beside.
    #[serde(rename = "资金名称")]
    pub funds: Signs,
    #[serde(rename = "标签")]
    pub labels: Signs,
    /// Above a table that goes on with the one before it.
    #[serde(rename = "续表")]
    pub continued: Signs,
}

/// The words of one head: what the other tables of its kind are called, then the looser words of documents.
#[derive(Clone, Copy)]
pub(crate) struct Heads<'a> {
    pub known: &'a Columns,
    pub looser: &'a Columns,
}

impl<'a> Heads<'a> {
    /// The field that a cell is the head of.
    pub fn field(self, cell: &str) -> Option<&'a str> {
        let key = head_key(cell);
        self.known.field(&key).or_else(|| self.looser.field(&key))
    }

    /// The last cell with a head for the field: where it stands.
    pub fn last(self, cells: &[String], field: &str) -> Option<usize> {
        cells.iter().rposition(|cell| self.field(cell) == Some(field))
    }

    /// The first row that has a head for each of these fields, each in a cell of its own.
    pub fn row(self, rows: &[Vec<String>], fields: &[&str]) -> Option<usize> {
        rows.iter().position(|row| {
            let found: Vec<&str> = row.iter().filter_map(|cell| self.field(cell)).collect();
            fields.iter().all(|field| found.contains(field))
        })
    }
}
