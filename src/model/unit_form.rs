//! 单位自评表: what a project's 承担单位 reports.

use super::number::{Money, Rate};
use super::term::Term;
use crate::base::place::{Place, Sourced};
use crate::model::measure::{Actual, Explanation, Target};

#[derive(Debug, Clone, PartialEq)]
pub struct UnitForm {
    /// What the form names as 项目名称: the fund and the project, in the form's order.
    pub names: Vec<String>,
    /// The row of the project table that one of the names is.
    pub project: Option<String>,
    /// 承担单位.
    pub unit: Option<Sourced<String>>,
    /// 支持方向: the box that is ticked, or what is written.
    pub direction: Option<Sourced<String>>,
    /// What the fund's own money is called.
    pub own: Term,
    /// The rows of 资金情况 that are filled in.
    pub money: Vec<FormMoney>,
    /// The indicators that are filled in.
    pub indicators: Vec<FormIndicator>,
    /// Indicators with a target and no result.
    pub unfilled: Vec<Unfilled>,
    /// The rows of 资金管理情况 that are filled in.
    pub management: Vec<FormManagement>,
    pub standing: Standing,
    pub place: Place,
}

/// What of a form may be part of the region's figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    #[default]
    Counted,
    /// No money, and nothing that it weighs: it is not what the unit was given.
    OtherMoney,
    /// Nothing: the form is nobody's, or there twice, or another one is missing.
    Refused,
}

/// A row of 资金情况.
#[derive(Debug, Clone, PartialEq)]
pub struct FormMoney {
    /// `None`: 年度资金总额.
    pub source: Option<Term>,
    /// The cells of both amounts.
    pub cells: [Place; 2],
    pub budget: Option<Sourced<Money>>,
    pub executed: Option<Sourced<Money>>,
}

/// A row of 绩效指标.
#[derive(Debug, Clone, PartialEq)]
pub struct FormIndicator {
    /// 三级指标.
    pub name: Sourced<String>,
    /// 指标值, where the form has one.
    pub target: Option<Target>,
    pub actual: Option<Sourced<Actual>>,
    pub explanation: Option<Sourced<Explanation>>,
}

impl FormIndicator {
    /// 完成率 by the form's own target.
    pub fn completion(&self) -> Option<Rate> {
        self.target.as_ref()?.completion(&self.actual.as_ref()?.value)
    }
}

/// A row of 绩效指标 that has 指标值 and no 全年实际完成值.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfilled {
    pub name: String,
    pub target: Target,
    /// Where the result would stand.
    pub place: Place,
}

/// A row of 资金管理情况 (分配科学性, …).
#[derive(Debug, Clone, PartialEq)]
pub struct FormManagement {
    pub name: String,
    /// 存在问题和改进措施.
    pub problems: Sourced<String>,
}

impl UnitForm {
    /// A row of 资金情况; `None`: 年度资金总额.
    pub fn line(&self, source: Option<&Term>) -> Option<&FormMoney> {
        self.money.iter().find(|line| line.source.as_ref() == source)
    }

    /// What the project table calls 安排资金: the fund's own money, where the form tells it from other money.
    pub fn arranged(&self) -> Option<&Sourced<Money>> {
        let of = |source| self.line(source).and_then(|line| line.budget.as_ref());
        of(Some(&self.own)).or_else(|| of(None))
    }

    /// 资金额度 by which the form's rates weigh (form notes 4 and 5): 年度资金总额.
    pub fn weight(&self) -> Option<&Sourced<Money>> {
        self.line(None).and_then(|line| line.budget.as_ref()).or_else(|| self.arranged())
    }

    /// The project as the project table names it, else as the form does.
    pub fn title(&self) -> &str {
        self.project.as_ref().or(self.names.first()).map_or("", String::as_str)
    }
}
