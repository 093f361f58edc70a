//! `layouts/核对.yaml`: thresholds and words of the rules, which differ by province and year.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::base::characters::is_han;
use crate::base::layout_fault::LayoutFault;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standards {
    /// A lower execution rate, in percent, must be explained.
    #[serde(rename = "执行率下限")]
    pub lowest_execution: Decimal,
    /// What a sentence says that explains it.
    #[serde(rename = "执行慢的说法")]
    pub slow_words: Vec<String>,
    /// So many days after the centre's document the province's has to follow.
    #[serde(rename = "转下达天数")]
    pub forwarding_days: i64,
    /// Two amounts of the same money that differ by this factor are of different units.
    #[serde(rename = "数量级倍数")]
    pub magnitude: Decimal,
    /// A target below this share, in percent, of what was reached the year before is low.
    #[serde(rename = "指标值不低于上年完成的")]
    pub lowest_target: Decimal,
    #[serde(rename = "占整体的比率")]
    pub shares: Shares,
    #[serde(rename = "写反的原因")]
    pub reversed: Reversed,
    /// What running text leaves out of an indicator's name.
    #[serde(rename = "指标的简称")]
    pub short_names: ShortNameWords,
    /// What stands before a document's number without being part of it.
    #[serde(rename = "文号前的字样")]
    pub before_numbers: Vec<String>,
    /// How names of units are told in running text.
    #[serde(rename = "单位名称")]
    pub unit_names: UnitNameWords,
    /// What says that everything was reached.
    #[serde(rename = "全部完成的说法")]
    pub all_done: Vec<String>,
    /// What says of one indicator that it was reached, or was not.
    #[serde(rename = "完成的说法")]
    pub done: Vec<String>,
    #[serde(rename = "没有完成的说法")]
    pub not_done: Vec<String>,
    /// What a clause behind a list of parts begins with that is of something else.
    #[serde(rename = "分项之后另起的", default)]
    pub anew: Vec<String>,
    #[serde(rename = "简称")]
    pub short_forms: Vec<ShortForm>,
    #[serde(rename = "管理办法")]
    pub regulations: Vec<Regulation>,
    /// What is asked of the forms that are known, by fund and generation.
    #[serde(rename = "自评表式样", default)]
    pub form_kinds: Vec<FormKind>,
    /// Whose money texts speak of.
    #[serde(rename = "资金来源")]
    pub money_sources: Vec<MoneySource>,
    /// What texts say of money.
    #[serde(rename = "资金的说法")]
    pub money: MoneyWords,
    /// Grades, best first, with the other words for each.
    #[serde(rename = "等级", default)]
    pub grades: Vec<GradeWords>,
    /// Words of a sample that were left standing.
    #[serde(rename = "样本字样")]
    pub sample_words: Vec<String>,
}

/// Money of a level or of others, and what texts call it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneySource {
    /// In the names of rows.
    #[serde(rename = "来源")]
    pub name: String,
    #[serde(rename = "写作")]
    pub words: Vec<String>,
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
    pub batch: Vec<String>,
    /// What of the budget is not spent.
    #[serde(rename = "没有用完的")]
    pub left: Vec<String>,
    /// All money, whosever it is.
    #[serde(rename = "全部资金")]
    pub whole: Vec<String>,
    /// What comes after these is not the year's whole.
    #[serde(rename = "不是全年的")]
    pub partial: Vec<String>,
    /// Stands before a number that was not reached.
    #[serde(rename = "没有达到")]
    pub short_of: Vec<String>,
    #[serde(rename = "增减的")]
    pub changes: Vec<String>,
    /// Words that do not say whose money it is.
    #[serde(rename = "不说是谁的")]
    pub nobody: Vec<String>,
    /// Who hands money down or spends it, not whose it is.
    #[serde(rename = "经手的")]
    pub agencies: Vec<String>,
    /// Another one in each paragraph.
    #[serde(rename = "另一个")]
    pub this_one: Vec<String>,
    /// Levels whose money is not the fund's.
    #[serde(rename = "某一级的")]
    pub levels: Vec<String>,
    /// What headings are about that speak of all money.
    #[serde(rename = "说全部的标题")]
    pub of_all: Vec<String>,
    /// What is said of money that is handed down, and of money that is spent.
    #[serde(rename = "给钱的")]
    pub given: Vec<String>,
    #[serde(rename = "用钱的")]
    pub spent: Vec<String>,
}

/// Words right before a number: those that say in full what it is, and those that say half of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnWords {
    #[serde(rename = "写明的")]
    pub full: Vec<String>,
    #[serde(rename = "说一半的", default)]
    pub half: Vec<String>,
}

impl MoneyWords {
    /// All that name a column.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let words = [&self.budget, &self.executed, &self.rate].into_iter();
        words.flat_map(|words| words.full.iter().chain(&words.half)).map(String::as_str)
    }

    /// Is what stands between a word and a number little enough for the word to be the number's? 资金总量减少460万元
    pub fn is_near(&self, between: &str) -> bool {
        between.chars().count() <= 4 && !self.changes.iter().any(|word| between.contains(word.as_str()))
    }

    /// Words without what does not say whose money it is, at their end.
    pub fn without_nobody<'t>(&self, words: &'t str) -> &'t str {
        let trimmed = |words: &'t str| words.trim_end_matches(|c: char| !is_han(c));
        let mut rest = trimmed(words);
        while let Some(shorter) = self.nobody.iter().find_map(|word| rest.strip_suffix(word.as_str())) {
            rest = trimmed(shorter);
        }
        rest
    }
}

/// A generation of a fund's form, told by its heads, and what it has to have.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormKind {
    #[serde(rename = "名称")]
    pub name: String,
    /// In 项目名称 of the form.
    #[serde(rename = "资金")]
    pub fund: String,
    /// Cells that have these words, and none that has those.
    #[serde(rename = "表里有", default)]
    pub has: Vec<String>,
    #[serde(rename = "表里没有", default)]
    pub lacks: Vec<String>,
    /// The rows of 资金情况, as words of their names.
    #[serde(rename = "资金行")]
    pub money: Vec<String>,
    /// Those of the target table.
    #[serde(rename = "目标表资金行", default)]
    pub target_money: Vec<String>,
    /// 说明 at the foot.
    #[serde(rename = "要有说明")]
    pub remarks: bool,
    /// Reasons in the form for what was not reached, or was exceeded by far.
    #[serde(rename = "要写原因")]
    pub reasons: bool,
    /// Chapters of the report that goes with it: for each, words of which a heading has one.
    #[serde(rename = "必备章节", default)]
    pub chapters: Vec<Vec<String>>,
    /// The chapter that has to speak of each of those indicators: words of its heading.
    #[serde(rename = "分析原因的章节", default)]
    pub analysis: Vec<String>,
}

impl FormKind {
    pub fn fits(&self, fund: &str, cells: &[String]) -> bool {
        let has = |word: &String| cells.iter().any(|cell| cell.contains(word.as_str()));
        fund.contains(&self.fund) && self.has.iter().all(has) && !self.lacks.iter().any(has)
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeWords {
    #[serde(rename = "名称")]
    pub name: String,
    #[serde(rename = "又写作", default)]
    pub others: Vec<String>,
    /// Points of the total; belongs to the grade.
    #[serde(rename = "从")]
    pub lowest: Decimal,
}

impl GradeWords {
    pub fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.others.iter().map(String::as_str))
    }
}

/// Percentages of a whole, which cannot be more than all of it: by words of the indicator's name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    #[serde(rename = "名称里有")]
    pub words: Vec<String>,
    #[serde(rename = "名称里没有")]
    pub unless: Vec<String>,
}

/// Reasons that say the opposite of what the figures say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reversed {
    #[serde(rename = "超额的")]
    pub over: Contradiction,
    #[serde(rename = "未完成的")]
    pub under: Contradiction,
}

/// Words that contradict, and the ones that explain them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    #[serde(rename = "说了")]
    pub says: Vec<String>,
    #[serde(rename = "又没有说")]
    pub unless: Vec<String>,
}

impl Contradiction {
    /// The word of the text that contradicts.
    pub fn word_in(&self, text: &str) -> Option<&str> {
        let explained = self.unless.iter().any(|word| text.contains(word.as_str()));
        self.says.iter().map(String::as_str).find(|word| !explained && text.contains(word))
    }
}

/// By which words an indicator's short name is told from its name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortNameWords {
    #[serde(rename = "开头可省")]
    pub heads: Vec<String>,
    #[serde(rename = "结尾可省")]
    pub tails: Vec<String>,
    #[serde(rename = "动词")]
    pub verbs: Vec<String>,
    /// A sentence with one of these does not say what the year's whole result was.
    #[serde(rename = "别的口径")]
    pub elsewhere: Vec<String>,
    /// A clause with one of these may say the target.
    #[serde(rename = "说目标的")]
    pub target: Vec<String>,
}

/// How names of units are told in running text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitNameWords {
    #[serde(rename = "结尾")]
    pub endings: Vec<String>,
    /// What stands before a name without being part of it.
    #[serde(rename = "前面")]
    pub before: Vec<String>,
    /// Words that end alike and name no unit.
    #[serde(rename = "不是的")]
    pub unless: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortForm {
    #[serde(rename = "全称")]
    pub full: String,
    #[serde(rename = "简称")]
    pub short: String,
}

/// A regulation and the years of report that it is good for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulation {
    #[serde(rename = "名称")]
    pub name: String,
    #[serde(rename = "文号")]
    pub number: String,
    #[serde(rename = "起")]
    pub from: u16,
    #[serde(rename = "止", default)]
    pub to: Option<u16>,
}

impl Regulation {
    pub fn is_valid_in(&self, year: u16) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }
}

impl Standards {
    /// Does the sentence, below its heading, say why the money was spent slowly: 资金执行偏慢, 预算执行率较低?
    pub fn explains_low_execution(&self, heading: &str, sentence: &str) -> bool {
        (heading.contains("执行") || sentence.contains("执行"))
            && self.slow_words.iter().any(|word| sentence.contains(word.as_str()))
    }

    /// # Errors
    /// What is wrong in the file.
    pub fn parse(text: &str) -> Result<Standards, LayoutFault> {
        let whole = with_usual(text, USUAL);
        let standards: Standards =
            serde_saphyr::from_str(&whole).map_err(|error| LayoutFault::of_yaml(&error, text))?;
        let fault = |key: &str, words: &str| Err(LayoutFault::at(text, &[key], format!("“{key}”{words}")));
        match () {
            () if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&standards.lowest_execution) => {
                fault("执行率下限", "应在0到100之间")
            }
            () if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&standards.lowest_target) => {
                fault("指标值不低于上年完成的", "应在0到100之间")
            }
            () if standards.magnitude < Decimal::from(100) => fault("数量级倍数", "至少是100"),
            () if standards.forwarding_days < 0 => fault("转下达天数", "不能是负数"),
            () => Ok(standards),
        }
    }
}

/// The file as it ships.
const USUAL: &str = include_str!("../../layouts/核对.yaml");

/// An office's older copy of a file, with what it does not say as it is usual.
pub(crate) fn with_usual(text: &str, usual: &str) -> String {
    let key = |line: &str| {
        let begins = line.starts_with(is_han);
        begins.then(|| line.split_once(':').map(|(key, _)| key.trim().to_string())).flatten()
    };
    let own: BTreeSet<String> = text.lines().filter_map(key).collect();
    let mut whole = format!("{}\n", text.trim_end());
    let mut is_missing = false;
    for line in usual.lines() {
        is_missing = key(line).map_or(is_missing, |key| !own.contains(&key));
        if is_missing {
            whole.extend([line, "\n"]);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_copy_does_not_say_is_as_usual() {
        let old = "执行率下限: 85\n转下达天数: 60\n";
        let standards = Standards::parse(old).unwrap();
        assert_eq!((standards.lowest_execution, standards.forwarding_days), (Decimal::from(85), 60));
        assert_eq!(standards.regulations, Standards::parse(USUAL).unwrap().regulations);
        let fault = Standards::parse("执行率下限: 85\n不认得: 1\n").unwrap_err();
        assert_eq!(fault.line, Some(2), "{fault:?}");
    }

    #[test]
    fn the_shipped_file_is_read_and_wrong_bounds_are_named() {
        let text = include_str!("../../layouts/核对.yaml");
        assert!(!Standards::parse(text).unwrap().regulations.is_empty());
        let text = text.replace("执行率下限: 90", "执行率下限: 900");
        assert!(Standards::parse(&text).unwrap_err().message.contains("0到100"));
    }
}
