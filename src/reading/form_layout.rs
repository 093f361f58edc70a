//! How the units' forms of all years and provinces are read: 单位自评表 of `layouts/识别.yaml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::head::{Head, body_start};
use super::head_words::{Columns, Found, Keys};
use crate::sheets::sheet::Sheet;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormLayout {
    #[serde(rename = "标签")]
    pub labels: FormLabels,
    #[serde(rename = "指标")]
    pub indicators: Columns,
    #[serde(rename = "资金")]
    pub money: Columns,
    #[serde(rename = "资金管理")]
    pub management: Columns,
    /// Labels of texts, which an office's own whole form has too.
    #[serde(rename = "文字", default)]
    pub texts: Keys,
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

/// The head of a table within the form's grid in this row of the sheet, where all that is required stands in it. `keys`
/// are the row's cells as keys.
pub(super) fn head(
    columns: &Columns,
    sheet: &Sheet,
    (row, keys): (u32, &[(u32, String)]),
    counting: &Keys,
) -> Option<Head> {
    let mut found = Found::new();
    columns.find(row, keys, &mut found);
    if !columns.missing(&found).is_empty() {
        return None;
    }
    let body = body_start(sheet, row, &found, &[], counting);
    Some(Head { top: row, body, end: u32::MAX, skipped: BTreeSet::new(), columns: found, likely: false })
}
