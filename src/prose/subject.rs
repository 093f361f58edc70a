//! What a figure is of, and what it says of that.

use crate::model::project::{Grade, GrantMode, ProjectStatus};

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The fund as a whole.
    Fund,
    /// 中央财政资金, 地方资金, 其他资金
    Source(String),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// 地方资金's execution
    Local,
    /// How many projects.
    Count(Kind),
    /// How many directions.
    Directions,
    /// Points of a part of the score: 预算执行, 产出指标, …
    Part(usize),
    PartWeight(usize),
    /// 印发日期
    Issued,
    /// 文号
    Number,
    /// From how many percent above its target on an indicator must be explained.
    OverRun,
    /// What 数据 gives.
    Value,
}

/// Which projects are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Kind {
    pub status: Option<ProjectStatus>,
    pub mode: Option<GrantMode>,
    pub grade: Option<Grade>,
}

/// The parts of the score, by the words that name them.
pub const PARTS: [&str; 5] = ["预算执行", "成本指标", "产出指标", "效益指标", "满意度指标"];
