//! What is said of a figure.

use serde::Deserialize;

use crate::model::words::Words;

/// Target and actual in one sentence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompletionWords {
    #[serde(rename = "指标值")]
    pub target: Words,
    /// A target too, where it is said how far it was reached.
    #[serde(rename = "任务")]
    pub tasks: Words,
    /// Stands before the target that was reached.
    #[serde(rename = "达到了")]
    pub reached: Words,
    #[serde(rename = "相比的")]
    pub relative: Words,
    #[serde(rename = "完成值")]
    pub actual: Words,
    #[serde(rename = "不是名称")]
    pub no_names: Words,
    #[serde(rename = "不超过的")]
    pub at_most: Words,
    #[serde(rename = "不少于的")]
    pub at_least: Words,
    #[serde(rename = "以内的")]
    pub within: Words,
}

/// Numbers that cannot be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpossibleWords {
    /// What is counted one by one.
    #[serde(rename = "数得清的")]
    pub counted: Words,
    #[serde(rename = "正文里数得清的")]
    pub counted_in_text: Words,
    /// An average is a number with decimals also of people.
    #[serde(rename = "平均的")]
    pub average: Words,
    #[serde(rename = "折算的")]
    pub converted: Words,
    #[serde(rename = "变动的")]
    pub changed: Words,
    #[serde(rename = "可以超过")]
    pub beyond: Words,
}

/// Which of the fund's projects are counted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectWords {
    /// What texts call the projects of the first status that is not carried over.
    #[serde(rename = "新上的")]
    pub newly_started: Words,
    /// What texts call the first of the modes that is paid before.
    #[serde(rename = "事先给的")]
    pub upfront: Words,
    /// Projects that are not the ones supported.
    #[serde(rename = "别的项目")]
    pub others: Words,
    /// …实施的137个引导资金项目, …等四个方面的137个项目
    #[serde(rename = "总数在后")]
    pub before_total: Words,
    /// 支持项目137个
    #[serde(rename = "总数紧跟")]
    pub right_before_total: Words,
    /// What projects are called too, behind their number.
    #[serde(rename = "项目又叫", default)]
    pub names: Words,
    /// What is done to all projects, units or areas, right before their number, and what is said of all of them behind it.
    #[serde(rename = "到全部", default)]
    pub to_all: Words,
    #[serde(rename = "全部怎样", default)]
    pub all_behind: Words,
    /// 92个新立项项目
    #[serde(rename = "紧跟的")]
    pub behind: Words,
}

/// What a number is of, by the words before it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaidWords {
    #[serde(rename = "开头的")]
    pub leads: Words,
    #[serde(rename = "相连的")]
    pub links: Words,
    #[serde(rename = "没有说是什么")]
    pub plain: Words,
    #[serde(rename = "目标的")]
    pub target: Words,
    /// One figure in two units.
    #[serde(rename = "换个单位的")]
    pub again: Words,
    #[serde(rename = "引出目标的")]
    pub before_target: Words,
}
