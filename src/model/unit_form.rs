//! 单位自评表: what a project's 承担单位 reports.

use super::indicator::Actual;
use super::number::Money;
use super::place::{Place, Sourced};

#[derive(Debug, Clone, PartialEq)]
pub struct UnitForm {
    /// What the form names as 项目名称: the fund and the project, in the form's order.
    pub names: Vec<String>,
    /// 年度资金总额: 全年预算数 and 全年执行数.
    pub budget: Option<Sourced<Money>>,
    pub executed: Option<Sourced<Money>>,
    /// 三级指标 and what was reached, as far as the form was filled in.
    pub actuals: Vec<(String, Sourced<Actual>)>,
    pub place: Place,
}
