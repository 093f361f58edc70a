//! What a figure is of, and what it says of that.

pub use crate::model::project::Kind;

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The fund as a whole.
    Fund,
    /// A row of 资金情况: 中央财政资金, 地方资金
    Source(String),
    /// A part of the score: 预算执行, 产出指标
    Part(String),
    Indicator(String),
    Direction(String),
    Project(String),
    /// By 文号.
    Document(String),
    /// 数据 of the YAML, by name.
    Datum(String),
    /// A figure of a case study: its project, its name.
    Case(String, String),
}

/// What a figure says of its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    Target,
    Actual,
    Completion,
    Deviation,
    /// 分值 and 得分
    Weight,
    Points,
    /// 预算数 of a fund, 金额 of a document, 资金 of a direction or a project.
    Amount,
    Executed,
    ExecutionRate,
    /// How many projects.
    Count(Kind),
    /// How many directions.
    Directions,
    /// 印发日期
    Issued,
    /// 文号
    Number,
    /// From how many percent above its target on an indicator must be explained.
    OverRun,
    /// What 数据 gives.
    Value,
}
