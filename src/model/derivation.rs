//! How a figure follows from others.

use std::fmt;
use std::sync::Arc;

use super::aggregation::Method;

/// Displays as the words that a person reads: 全年执行数（B）÷全年预算数（A）.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Derivation {
    Sum(Addends),
    /// Of the units' forms, other than added up.
    OfForms(Method),
    Ratio {
        part: Column,
        whole: Column,
    },
    Completion(Sense),
    Deviation,
    /// Of rows of 分配表.
    CountOfAreas,
    /// Of rows of the project table; of one grade, where it names one.
    Count {
        grade: Option<Arc<str>>,
    },
    Score(Earned),
    /// Says from how many points which grade is earned.
    Grade {
        grading: Arc<str>,
    },
}

/// What is added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addends {
    /// Amounts of the documents of a level.
    Documents {
        level: Arc<str>,
    },
    /// Rows of 资金情况, by name.
    MoneyRows(Vec<Arc<str>>),
    Forms,
    /// Projects of a group.
    OfGroup,
    /// Projects of a direction without groups.
    Projects,
    Groups,
    Directions,
    /// Amounts of 分配表.
    Areas,
    /// How many projects each direction has.
    DirectionCounts,
    IndicatorWeights,
    IndicatorPoints,
    ScoreParts,
}

/// A column of 资金情况.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Budget,
    Executed,
}

/// How an actual value is held against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    Higher,
    Lower,
    Words,
}

/// What earns the points of a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earned {
    Execution,
    Completion,
}

impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Derivation::Sum(addends) => addends.fmt(f),
            Derivation::OfForms(method) => write!(f, "各单位自评表{}", method.name()),
            Derivation::Ratio { part, whole } => write!(f, "{part}÷{whole}"),
            Derivation::Completion(Sense::Higher) => f.write_str("实际完成值÷指标值"),
            Derivation::Completion(Sense::Lower) => f.write_str("指标值÷实际完成值（越小越好的指标）"),
            Derivation::Completion(Sense::Words) => f.write_str("定性指标的实际完成比例；与指标值一致的为100%"),
            Derivation::Deviation => f.write_str("|完成率－100%|"),
            Derivation::CountOfAreas => f.write_str("按分配表逐行计数"),
            Derivation::Count { grade: None } => f.write_str("按项目表逐行计数"),
            Derivation::Count { grade: Some(grade) } => write!(f, "自评等级为“{grade}”的项目逐行计数"),
            Derivation::Score(Earned::Execution) => f.write_str("分值×预算执行率"),
            Derivation::Score(Earned::Completion) => f.write_str("分值×完成率（不超过分值）"),
            Derivation::Grade { grading } => f.write_str(grading),
        }
    }
}

impl fmt::Display for Addends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Addends::Documents { level } => return write!(f, "{level}下达文件的金额相加"),
            Addends::MoneyRows(names) => return f.write_str(&names.join("＋")),
            Addends::Forms => "各单位自评表相加",
            Addends::OfGroup => "本组各项目的安排资金相加",
            Addends::Projects => "各项目的安排资金相加",
            Addends::Groups => "各组资金相加",
            Addends::Directions => "各支持方向的资金相加",
            Addends::Areas => "各地区的金额相加",
            Addends::DirectionCounts => "各支持方向的项目数相加",
            Addends::IndicatorWeights => "各三级指标的分值相加",
            Addends::IndicatorPoints => "各三级指标的得分相加",
            Addends::ScoreParts => "预算执行和各一级指标的得分相加",
        })
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Column::Budget => "全年预算数（A）",
            Column::Executed => "全年执行数（B）",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivations_read_as_sentences() {
        let money = ["中央财政资金", "地方资金", "其他资金"].map(Arc::from).to_vec();
        for (derivation, words) in [
            (Derivation::Sum(Addends::MoneyRows(money)), "中央财政资金＋地方资金＋其他资金"),
            (Derivation::Sum(Addends::Documents { level: "中央".into() }), "中央下达文件的金额相加"),
            (Derivation::Sum(Addends::Forms), "各单位自评表相加"),
            (Derivation::Ratio { part: Column::Executed, whole: Column::Budget }, "全年执行数（B）÷全年预算数（A）"),
            (Derivation::Count { grade: Some("优".into()) }, "自评等级为“优”的项目逐行计数"),
        ] {
            assert_eq!(derivation.to_string(), words);
        }
    }
}
