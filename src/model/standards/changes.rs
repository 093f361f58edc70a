//! How texts speak of differences.

use serde::Deserialize;

use crate::model::words::Words;

/// What is more, less, left or added.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeWords {
    #[serde(rename = "增加")]
    pub more: Words,
    #[serde(rename = "减少")]
    pub less: Words,
    /// 10件以内: where a number stands to the one after it.
    #[serde(rename = "上限")]
    pub at_most: Words,
    #[serde(rename = "下限")]
    pub at_least: Words,
    /// What such a number is called.
    #[serde(rename = "界线")]
    pub bounds: Words,
    /// What a clause begins with that says what is left.
    #[serde(rename = "剩下的")]
    pub left: Words,
    /// What is done with a part.
    #[serde(rename = "做了的")]
    pub done: Words,
    #[serde(rename = "另外的")]
    pub other: Words,
    #[serde(rename = "相抵的")]
    pub net: Words,
    #[serde(rename = "到手的")]
    pub given: Words,
    /// Whose rate it is, where that is not the fund's.
    #[serde(rename = "哪一级的")]
    pub levels: Words,
    #[serde(rename = "加上")]
    pub adds: Words,
    /// 由4.82等提高到4.27等.
    #[serde(rename = "小的为好")]
    pub graded: Words,
    #[serde(rename = "合起来")]
    pub together: Words,
}
