//! `layouts/核对.yaml`: thresholds and words of the rules, which differ by province and year.

mod changes;
mod dates;
mod figures;
mod money;
mod parts;
mod proportions;
mod scores;

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::base::characters::is_han;
use crate::base::layout_fault::LayoutFault;

use super::words::Words;

pub use changes::ChangeWords;
pub use dates::{DateWords, YearWords};
pub use figures::{CompletionWords, ImpossibleWords, ProjectWords, SaidWords};
pub use money::{MoneyBetween, MoneySource, MoneyWords, OverspentWords};
pub use parts::{CountWords, HeadWords, PartWords, RatedColumns, TableWords};
pub use proportions::{Each, ProportionWords};
pub use scores::ScoreWords;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standards {
    /// A lower execution rate, in percent, must be explained.
    #[serde(rename = "执行率下限")]
    pub lowest_execution: Decimal,
    /// What a sentence says that explains it.
    #[serde(rename = "执行慢的说法")]
    pub slow_words: Words,
    /// So many days after the centre's document the province's has to follow.
    #[serde(rename = "转下达天数")]
    pub forwarding_days: i64,
    /// Two amounts of the same money that differ by this factor are of different units.
    #[serde(rename = "数量级倍数")]
    pub magnitude: Decimal,
    /// What money is said of that is larger than any fund's.
    #[serde(rename = "比资金大得多的", default)]
    pub larger_money: Vec<String>,
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
    /// What says that a figure is the difference of two.
    #[serde(rename = "相差的说法", default)]
    pub differences: DifferenceWords,
    /// What stands before a document's number without being part of it.
    #[serde(rename = "文号前的字样")]
    pub before_numbers: Vec<String>,
    /// How names of units are told in running text.
    #[serde(rename = "单位名称")]
    pub unit_names: UnitNameWords,
    /// What says that everything was reached.
    #[serde(rename = "全部完成的说法")]
    pub all_done: Words,
    /// What says of one indicator that it was reached, or was not.
    #[serde(rename = "完成的说法")]
    pub done: Words,
    #[serde(rename = "没有完成的说法")]
    pub not_done: Words,
    /// What a clause behind a list of parts begins with that is of something else.
    #[serde(rename = "分项之后另起的", default)]
    pub anew: Words,
    /// What the whole region is called behind 全.
    #[serde(rename = "全部地区的说法")]
    pub regions: Vec<String>,
    /// Before what a case was handed down.
    #[serde(rename = "案例拨款的说法")]
    pub case_paid: Vec<String>,
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
    /// What stands between its names and its amounts.
    #[serde(rename = "资金名称与数之间")]
    pub money_between: MoneyBetween,
    /// Grades, best first, with the other words for each.
    #[serde(rename = "等级", default)]
    pub grades: Vec<GradeWords>,
    /// Words of a sample that were left standing.
    #[serde(rename = "样本字样")]
    pub sample_words: Words,
    /// What says that not everything was reached.
    #[serde(rename = "全部完成的除外")]
    pub all_done_but: Words,
    /// What a chapter on problems says that has none.
    #[serde(rename = "没有问题的说法")]
    pub no_problems: Words,
    /// What titles of documents end with.
    #[serde(rename = "文件的种类")]
    pub document_kinds: Words,
    #[serde(rename = "附件标题的结尾")]
    pub attachment_titles: Words,
    /// What a reason leaves out of an indicator's name.
    #[serde(rename = "原因里可省的结尾")]
    pub tails_in_reasons: Words,
    /// What stands before a grade in quotation marks.
    #[serde(rename = "自评等级前面")]
    pub before_own_grade: Words,
    #[serde(rename = "日期先后")]
    pub dates: DateWords,
    #[serde(rename = "别的年度")]
    pub years: YearWords,
    #[serde(rename = "得分的说法")]
    pub scores: ScoreWords,
    #[serde(rename = "增减的说法")]
    pub changes: ChangeWords,
    #[serde(rename = "占比的说法")]
    pub proportions: ProportionWords,
    #[serde(rename = "分项的说法")]
    pub parts: PartWords,
    #[serde(rename = "表里的合计")]
    pub tables: TableWords,
    #[serde(rename = "完成率的说法")]
    pub completion: CompletionWords,
    #[serde(rename = "不可能的数")]
    pub impossible: ImpossibleWords,
    #[serde(rename = "超支的说法")]
    pub overspent: OverspentWords,
    #[serde(rename = "项目数的说法")]
    pub projects: ProjectWords,
    #[serde(rename = "说的是什么")]
    pub said: SaidWords,
    #[serde(rename = "个数的说法")]
    pub counts: CountWords,
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
    pub words: Words,
    #[serde(rename = "名称里没有")]
    pub unless: Words,
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
    pub says: Words,
    #[serde(rename = "又没有说")]
    pub unless: Words,
}

impl Contradiction {
    /// The word of the text that contradicts.
    pub fn word_in(&self, text: &str) -> Option<&str> {
        let explained = self.unless.are_in(text);
        self.says.iter().find(|word| !explained && text.contains(word))
    }
}

/// By which words an indicator's short name is told from its name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortNameWords {
    #[serde(rename = "开头可省")]
    pub heads: Words,
    #[serde(rename = "结尾可省")]
    pub tails: Words,
    #[serde(rename = "动词")]
    pub verbs: Words,
    /// What stands before a name without saying that it is of a part.
    #[serde(rename = "前面可有", default)]
    pub leads: Words,
    /// A clause with one of these says what is to be later.
    #[serde(rename = "以后的", default)]
    pub later: Words,
    /// A sentence with one of these does not say what the year's whole result was.
    #[serde(rename = "别的口径")]
    pub elsewhere: Words,
    /// A clause with one of these may say the target.
    #[serde(rename = "说目标的")]
    pub target: Words,
}

/// By which words a figure is told to be how far a result is from its target, or from the year before.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DifferenceWords {
    #[serde(rename = "目标")]
    pub targets: Vec<String>,
    #[serde(rename = "上年")]
    pub last_year: Vec<String>,
    /// Before either.
    #[serde(rename = "比")]
    pub compared: Vec<String>,
    /// Behind it, right before the figure.
    #[serde(rename = "差")]
    pub apart: Vec<String>,
    /// Before a target that the figure follows at once.
    #[serde(rename = "超过")]
    pub beyond: Vec<String>,
    /// What alone stands before what is missing of a target.
    #[serde(rename = "还差")]
    pub missing: Vec<String>,
    /// What alone stands before a difference from the target.
    #[serde(rename = "就是差", default)]
    pub alone: Words,
}

/// How names of units are told in running text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitNameWords {
    #[serde(rename = "结尾")]
    pub endings: Words,
    /// What stands before a name without being part of it.
    #[serde(rename = "前面")]
    pub before: Words,
    /// Words that end alike and name no unit.
    #[serde(rename = "不是的")]
    pub unless: Words,
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
        (heading.contains("执行") || sentence.contains("执行")) && self.slow_words.are_in(sentence)
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
