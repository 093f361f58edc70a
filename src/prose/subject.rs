//! What a figure is of, and what it says of that.

use crate::base::figure_id::{self, FigureId};
use crate::model::fund_rules::FundRules;
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
    /// An area or a unit that gets money: 中江县, 县中医院
    Recipient(String),
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
    /// How far an indicator's result is from its target.
    FromTarget,
    /// How far, and how far in percent, it is from the result of the year before.
    FromLastYear,
    Growth,
    /// 分值 and 得分
    Weight,
    Points,
    /// 预算数 of a fund, 金额 of a document, 资金 of a direction or a project.
    Amount,
    /// In percent of the fund's own money, and of all money.
    Share,
    Executed,
    ExecutionRate,
    /// How many projects.
    Count(Kind),
    /// How many units or areas, by what their column is called.
    Recipients(String),
    /// How many directions.
    Directions,
    /// How many indicators: all, those that are completed, those that are not.
    Indicators(Option<bool>),
    /// 印发日期
    Issued,
    /// 文号
    Number,
    /// From how many percent above its target on an indicator must be explained.
    OverRun,
    /// What 数据 gives.
    Value,
}

/// Of what, and as what, words speak of a figure.
pub(super) fn spoken_of(id: &FigureId, rules: &FundRules) -> Option<(Subject, Role)> {
    use figure_id::{Role as Id, Subject as Of};
    let subject = match &id.subject {
        Of::Fund | Of::Projects | Of::Score => Subject::Fund,
        Of::ScorePart(row) => Subject::Part(row.name().into()),
        Of::MoneyRow(row) => Subject::Source(row.name().into()),
        Of::Indicator(row) => Subject::Indicator(row.name().into()),
        Of::Direction(row) => Subject::Direction(row.name().into()),
        Of::Project(row) => Subject::Project(row.name().into()),
        Of::Area(row) => Subject::Recipient(row.name().into()),
        Of::Document(row) => Subject::Document(row.name().into()),
        Of::Datum(row) => Subject::Datum(row.name().into()),
        Of::CaseDatum { case, datum } => Subject::Case(case.name().into(), datum.name().into()),
        _ => return None,
    };
    let role = match &id.role {
        Id::Target => Role::Target,
        Id::Actual => Role::Actual,
        Id::Completion => Role::Completion,
        Id::Deviation => Role::Deviation,
        Id::Weight => Role::Weight,
        Id::Points => Role::Points,
        Id::Budget | Id::Amount | Id::Arranged => Role::Amount,
        Id::Executed => Role::Executed,
        Id::ExecutionRate => Role::ExecutionRate,
        Id::Number => Role::Number,
        Id::Issued => Role::Issued,
        Id::Value => Role::Value,
        role => Role::Count(rules.counted().into_iter().find(|kind| kind.role() == *role)?),
    };
    Some((subject, role))
}
