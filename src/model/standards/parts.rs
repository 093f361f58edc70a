//! How texts and tables say what adds up.

use serde::Deserialize;

use crate::model::words::Words;

/// Parts that are listed of a total.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartWords {
    /// 未通水 beside 通水: there is nothing besides.
    #[serde(rename = "否定的", default)]
    pub denials: Words,
    /// What begins with these is what is left, no total.
    #[serde(rename = "余下的", default)]
    pub left: Words,
    #[serde(rename = "占比的叫法", default)]
    pub shares: Words,
    /// Shares that are all there where three are listed.
    #[serde(rename = "合成一百的", default)]
    pub weights: Words,
    /// Stands in a list beside the number before it without being a part of it.
    #[serde(rename = "不是分项")]
    pub no_parts: Words,
    /// What the thing is called of which there are so many parts.
    #[serde(rename = "几部分")]
    pub kinds: Words,
    /// 以上三项合计
    #[serde(rename = "以上的", default)]
    pub summed_up: Words,
    #[serde(rename = "合计")]
    pub totals: Words,
    /// 两市合计: of so many, where no kind of part is named.
    /// What a list is called of all that a total is made of: 支出明细为：….
    #[serde(rename = "构成")]
    pub composed: Words,
    #[serde(rename = "几个的合计")]
    pub counted: Words,
    #[serde(rename = "分别")]
    pub each: Words,
    /// What the total before it went to.
    #[serde(rename = "用途")]
    pub uses: Words,
    /// For each of something: no part of a sum.
    #[serde(rename = "单价")]
    pub rates: Words,
    /// Before a number that is no total of what follows it.
    #[serde(rename = "相差的")]
    pub differences: Words,
    /// What else is said of money, besides that it is given or spent.
    #[serde(rename = "别的状况")]
    pub states: Words,
    /// Parts may be left out.
    #[serde(rename = "没有列全")]
    pub open: Words,
    #[serde(rename = "括号里没有列全")]
    pub open_in_brackets: Words,
    /// Whoever names the centre and one of these names all money.
    #[serde(rename = "别的级次")]
    pub levels: Words,
    #[serde(rename = "用钱的")]
    pub spent: Words,
    /// What a thing is said to be that has reasons.
    #[serde(rename = "没有做成的", default)]
    pub undone: Words,
    /// Rates that are no shares of one whole.
    #[serde(rename = "不是比例的", default)]
    pub no_shares: Words,
}

/// Tables of any kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableWords {
    #[serde(rename = "合计")]
    pub totals: Words,
    /// Rows that are the total, where their numbers bear it out.
    #[serde(rename = "合计行")]
    pub total_rows: Words,
    #[serde(rename = "小计")]
    pub subtotal: String,
    /// What a column of this head adds up to says nothing.
    #[serde(rename = "不加")]
    pub no_sum: Words,
    #[serde(rename = "来源")]
    pub sources: Words,
    #[serde(rename = "比率")]
    pub rated: Vec<RatedColumns>,
    /// May stand between a row's name and its number in a text.
    #[serde(rename = "名称和数之间")]
    pub between: Words,
}

/// The heads of a rate's column and of the two that it is of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatedColumns {
    #[serde(rename = "名称")]
    pub name: String,
    #[serde(rename = "算法")]
    pub formula: String,
    #[serde(rename = "比率")]
    pub rate: HeadWords,
    #[serde(rename = "除以")]
    pub whole: HeadWords,
    /// What the whole is called where nothing says it in full.
    #[serde(rename = "除以什么都没有写明的", default)]
    pub plain: Option<HeadWords>,
    #[serde(rename = "被除")]
    pub part: HeadWords,
}

/// Words that a head has, and those that it has not.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadWords {
    #[serde(rename = "有")]
    pub has: Words,
    #[serde(rename = "没有", default)]
    pub lacks: Words,
}

/// How many there are of what is listed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountWords {
    #[serde(rename = "地名的结尾")]
    pub places: Words,
    #[serde(rename = "单位")]
    pub units: Words,
    /// What 一是…二是… are.
    #[serde(rename = "分点")]
    pub points: Words,
    /// A list that goes on, or that is of something else.
    #[serde(rename = "没有列全")]
    pub open: Words,
    /// What no rank is given to.
    #[serde(rename = "不排位次的", default)]
    pub no_items: Words,
    /// 居第2位
    #[serde(rename = "位次前面", default)]
    pub before_ranks: Words,
}
