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
    /// Differences that are neither more nor less: 缺口, 核减.
    #[serde(rename = "差数", default)]
    pub gaps: Words,
    /// Parts that two numbers differ by: 下浮率.
    #[serde(rename = "差的比率", default)]
    pub gap_rates: Words,
    /// May stand between such words and the number: 多完成, 超任务.
    #[serde(rename = "差数后面的", default)]
    pub behind_gap: Words,
    /// May stand before them without naming anything: 尚欠.
    #[serde(rename = "差数前面的", default)]
    pub plain_gap: Words,
    /// What the other number is held against.
    #[serde(rename = "比照的", default)]
    pub aims: Words,
    #[serde(rename = "到了", default)]
    pub reached: Words,
    /// Before the days or months between two dates.
    #[serde(rename = "历时的", default)]
    pub spans: Words,
    #[serde(rename = "约定的", default)]
    pub planned_spans: Words,
    /// What a budget became, and how.
    #[serde(rename = "调整以后的", default)]
    pub adjusted: Words,
    #[serde(rename = "追加的", default)]
    pub put_in: Words,
    #[serde(rename = "收回的", default)]
    pub taken_back: Words,
    /// What it was before is not said.
    #[serde(rename = "以前的", default)]
    pub other_time: Words,
}
