//! How texts speak of shares and rates.

use serde::Deserialize;

use crate::model::words::Words;

/// Of what, and of how many.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProportionWords {
    /// All of the money.
    #[serde(rename = "总额")]
    pub wholes: Words,
    /// Rates of what was asked or made.
    #[serde(rename = "调查的比率")]
    pub asked: Vec<AskedRate>,
    /// Any other is of what its name says: 整改率, 优良比例.
    #[serde(rename = "比率的结尾")]
    pub rate_ends: Words,
    /// What is held elsewhere, or is of something before, is none.
    #[serde(rename = "不是占比的")]
    pub no_shares: Words,
    /// Those who are asked are counted in either.
    #[serde(rename = "算人的单位")]
    pub persons: Words,
    #[serde(rename = "每份")]
    pub each: Vec<Each>,
    #[serde(rename = "每份和数之间")]
    pub behind_each: Words,
    /// Stands behind the name of whose money it is.
    #[serde(rename = "钱后面的")]
    pub verbs: Words,
    #[serde(rename = "数整数的单位")]
    pub counted: Words,
}

/// A rate, and the words of what it is of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedRate {
    #[serde(rename = "比率")]
    pub names: Words,
    #[serde(rename = "数")]
    pub of: Words,
}

/// For each of what: the words before a quotient, and the units of what it is divided by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Each {
    #[serde(rename = "说法")]
    pub word: String,
    #[serde(rename = "单位")]
    pub units: Words,
}
