//! What a figure is of, and what it says of that.

use crate::base::figure_id::{self, FigureId};
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

impl Kind {
    /// Those that the ledger counts: each status with each mode, each grade.
    pub(super) fn all() -> impl Iterator<Item = Kind> {
        let statuses = [None, Some(ProjectStatus::NewlyStarted), Some(ProjectStatus::CarriedOver)];
        let modes = [None, Some(GrantMode::Upfront), Some(GrantMode::Post)];
        let crossed = statuses.into_iter().flat_map(move |status| modes.map(|mode| Kind { status, mode, grade: None }));
        crossed.chain(Grade::ALL.into_iter().map(|grade| Kind { grade: Some(grade), ..Kind::default() }))
    }

    /// 数量, 新上后补助, 优.
    pub(super) fn role(self) -> figure_id::Role {
        let words = [self.status.map(ProjectStatus::name), self.mode.map(GrantMode::name)];
        let word: String = words.into_iter().flatten().collect();
        match self.grade {
            Some(grade) => figure_id::Role::Graded(grade.name().into()),
            None if word.is_empty() => figure_id::Role::Count,
            None => figure_id::Role::CountOf(word.into()),
        }
    }
}

/// The parts of the score, by the words that name them.
pub const PARTS: [&str; 5] = ["预算执行", "成本指标", "产出指标", "效益指标", "满意度指标"];

/// Of what, and as what, words speak of a figure.
pub(super) fn spoken_of(id: &FigureId) -> Option<(Subject, Role)> {
    use figure_id::{Role as Id, Subject as Of};
    let subject = match &id.subject {
        Of::Fund | Of::Projects | Of::Score | Of::ScorePart(_) => Subject::Fund,
        Of::MoneyRow(row) => Subject::Source(row.name().into()),
        Of::Indicator(row) => Subject::Indicator(row.name().into()),
        Of::Direction(row) => Subject::Direction(row.name().into()),
        Of::Project(row) => Subject::Project(row.name().into()),
        Of::Document(row) => Subject::Document(row.name().into()),
        Of::Datum(row) => Subject::Datum(row.name().into()),
        Of::CaseDatum { case, datum } => Subject::Case(case.name().into(), datum.name().into()),
        _ => return None,
    };
    let part = |row: &figure_id::Row| PARTS.iter().position(|part| *part == row.name());
    let role = match (&id.subject, &id.role) {
        (Of::ScorePart(row), Id::Points) => Role::Part(part(row)?),
        (Of::ScorePart(row), Id::Weight) => Role::PartWeight(part(row)?),
        (_, Id::Target) => Role::Target,
        (_, Id::Actual) => Role::Actual,
        (_, Id::Completion) => Role::Completion,
        (_, Id::Deviation) => Role::Deviation,
        (_, Id::Weight) => Role::Weight,
        (_, Id::Points) => Role::Points,
        (_, Id::Budget | Id::Amount | Id::Arranged) => Role::Amount,
        (_, Id::Executed) => Role::Executed,
        (_, Id::ExecutionRate) => Role::ExecutionRate,
        (_, Id::Number) => Role::Number,
        (_, Id::Issued) => Role::Issued,
        (_, Id::Value) => Role::Value,
        (_, role) => Role::Count(Kind::all().find(|kind| kind.role() == *role)?),
    };
    Some((subject, role))
}
