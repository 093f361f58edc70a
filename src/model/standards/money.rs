//! How texts speak of money.

use serde::Deserialize;

use crate::base::characters::is_han;
use crate::model::words::Words;

/// Money of a level or of others, and what texts call it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneySource {
    /// In the names of rows.
    #[serde(rename = "来源")]
    pub name: String,
    #[serde(rename = "写作")]
    pub words: Words,
}

/// How texts speak of a fund's money.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyWords {
    #[serde(rename = "预算数")]
    pub budget: ColumnWords,
    #[serde(rename = "执行数")]
    pub executed: ColumnWords,
    #[serde(rename = "执行率")]
    pub rate: ColumnWords,
    /// A batch of it, or all.
    #[serde(rename = "一批的")]
    pub batch: Words,
    /// What texts call the batches that it comes in.
    #[serde(rename = "批次", default)]
    pub batches: Words,
    /// What of the budget is not spent.
    #[serde(rename = "没有用完的")]
    pub left: Words,
    /// All money, whosever it is.
    #[serde(rename = "全部资金")]
    pub whole: Words,
    /// What comes after these is not the year's whole.
    #[serde(rename = "不是全年的")]
    pub partial: Words,
    /// Stands before a number that was not reached.
    #[serde(rename = "没有达到")]
    pub short_of: Words,
    #[serde(rename = "增减的")]
    pub changes: Words,
    /// What is done to a budget within the year: what comes after is of the same money.
    #[serde(rename = "调过的", default)]
    pub adjusted: Words,
    /// Words that do not say whose money it is.
    #[serde(rename = "不说是谁的")]
    pub nobody: Words,
    /// Who hands money down or spends it, not whose it is.
    #[serde(rename = "经手的")]
    pub agencies: Words,
    /// Another one in each paragraph.
    #[serde(rename = "另一个")]
    pub this_one: Words,
    /// Behind the name of an area or a unit of which the sentence goes on to speak.
    #[serde(rename = "承担的", default)]
    pub undertaking: Words,
    /// Levels whose money is not the fund's.
    #[serde(rename = "某一级的")]
    pub levels: Words,
    /// What headings are about that speak of all money.
    #[serde(rename = "说全部的标题")]
    pub of_all: Words,
    /// What is said of money that is handed down, and of money that is spent.
    #[serde(rename = "给钱的")]
    pub given: Words,
    #[serde(rename = "用钱的")]
    pub spent: Words,
}

/// What stands between a name of money and its amount.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyBetween {
    /// An amount behind these is of all that was named.
    #[serde(rename = "合起来的")]
    pub together: Words,
    #[serde(rename = "相连的")]
    pub links: Words,
    /// An amount behind these was aimed at.
    #[serde(rename = "说目标的")]
    pub aims: Words,
    /// Money of a budget, whichever level's.
    #[serde(rename = "不分级次的")]
    pub budget_money: String,
}

/// Words right before a number: those that say in full what it is, and those that say half of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnWords {
    #[serde(rename = "写明的")]
    pub full: Words,
    #[serde(rename = "说一半的", default)]
    pub half: Words,
}

impl MoneyWords {
    /// All that name a column.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let words = [&self.budget, &self.executed, &self.rate].into_iter();
        words.flat_map(|words| words.full.iter().chain(words.half.iter()))
    }

    /// Is what stands between a word and a number little enough for the word to be the number's? 资金总量减少460万元
    pub fn is_near(&self, between: &str) -> bool {
        between.chars().count() <= 4 && !self.changes.are_in(between)
    }

    /// Words without what does not say whose money it is, at their end.
    pub fn without_nobody<'t>(&self, words: &'t str) -> &'t str {
        let trimmed = |words: &'t str| words.trim_end_matches(|c: char| !is_han(c));
        let mut rest = trimmed(words);
        while let Some(shorter) = self.nobody.iter().find_map(|word| rest.strip_suffix(word)) {
            rest = trimmed(shorter);
        }
        rest
    }
}

/// More spent than there was.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverspentWords {
    #[serde(rename = "来自别处")]
    pub elsewhere: Words,
    #[serde(rename = "可以没有预算的")]
    pub unplanned: Words,
    #[serde(rename = "本级的")]
    pub own: Words,
    #[serde(rename = "总额行")]
    pub totals: Words,
}
