//! How the units' forms of all years and provinces are read: 单位自评表 of `layouts/识别.yaml`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;

use super::recognise::{Column, Head, body_start, head_key};
use super::sheet::Sheet;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormLayout {
    #[serde(rename = "标签")]
    pub labels: FormLabels,
    #[serde(rename = "指标")]
    pub indicators: FormTable,
    #[serde(rename = "资金")]
    pub money: FormTable,
    #[serde(rename = "资金管理")]
    pub management: FormTable,
    /// Boxes with a tick.
    #[serde(rename = "已选")]
    pub ticked: Vec<char>,
    /// Boxes without.
    #[serde(rename = "未选")]
    pub unticked: Vec<char>,
    /// What a blank form has in its cells already.
    #[serde(rename = "预印")]
    pub printed: Vec<String>,
}

/// Labels with what they ask for beside them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormLabels {
    #[serde(rename = "项目名称")]
    pub project: Keys,
    #[serde(rename = "承担单位")]
    pub unit: Keys,
    #[serde(rename = "支持方向")]
    pub direction: Keys,
}

impl FormLabels {
    /// Is this a label of the form, and no value?
    pub fn are(&self, text: &str) -> bool {
        [&self.project, &self.unit, &self.direction].into_iter().any(|labels| labels.holds(text))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Keys(HashSet<String>);

impl From<Vec<String>> for Keys {
    fn from(words: Vec<String>) -> Keys {
        Keys(words.iter().map(|word| head_key(word)).collect())
    }
}

impl Keys {
    pub fn holds(&self, text: &str) -> bool {
        self.0.contains(&head_key(text))
    }
}

/// A table within the form's grid, known by one row of heads.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Columns")]
pub(crate) struct FormTable {
    required: Vec<String>,
    /// Field and the head's place among its synonyms, by the head's key.
    by_key: HashMap<String, (String, usize)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    #[serde(rename = "必需")]
    required: Vec<String>,
    #[serde(rename = "栏")]
    heads: BTreeMap<String, Vec<String>>,
}

impl From<Columns> for FormTable {
    fn from(columns: Columns) -> FormTable {
        let heads = columns.heads.iter().flat_map(|(field, synonyms)| {
            let ranked = synonyms.iter().enumerate();
            ranked.map(move |(rank, synonym)| (head_key(synonym), (field.clone(), rank)))
        });
        FormTable { by_key: heads.collect(), required: columns.required }
    }
}

impl FormTable {
    /// The head in this row of the sheet, where all that is required stands in it. `keys` are the row's cells as keys.
    pub fn head(&self, sheet: &Sheet, row: u32, keys: &[(u32, String)]) -> Option<Head> {
        let mut columns: BTreeMap<String, Column> = BTreeMap::new();
        for (column, key) in keys {
            if let Some((field, rank)) = self.by_key.get(key) {
                columns.entry(field.clone()).or_insert(Column { row, column: *column, rank: *rank, rival: None });
            }
        }
        if !self.required.iter().all(|field| columns.contains_key(field)) {
            return None;
        }
        let body = body_start(sheet, row, &columns);
        Some(Head { top: row, body, end: u32::MAX, skipped: BTreeSet::new(), columns })
    }
}
