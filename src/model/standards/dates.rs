//! Which dates go before which, and which years are meant.

use serde::Deserialize;

use crate::model::words::Words;

/// One thing's dates, in their order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// What is done one after the other: words of each step.
    #[serde(rename = "步骤")]
    pub steps: Vec<Words>,
    #[serde(rename = "还没有做")]
    pub not_yet: Words,
    #[serde(rename = "下达")]
    pub given: Words,
    /// Of whoever passes money on.
    #[serde(rename = "分解")]
    pub passed_on: Words,
    #[serde(rename = "自评的文件")]
    pub own: Words,
    #[serde(rename = "公开")]
    pub published: Words,
}

/// Words of a clause that means another year than the report's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearWords {
    #[serde(rename = "另一年的")]
    pub other: Words,
    /// Beside such a clause, in its sentence or in the next: last year's figures, told as such.
    #[serde(rename = "与本年比的")]
    pub compared: Words,
    /// What another year's evaluation was or will be used for.
    #[serde(rename = "用途")]
    pub used: Words,
    /// What is done later with another year.
    #[serde(rename = "事后的")]
    pub looked: Words,
}
