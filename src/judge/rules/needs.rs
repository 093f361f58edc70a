//! What several rules need of a report.

use crate::judge::rule::Outcome;
use crate::model::budget::ExecutionLine;
use crate::model::number::Money;
use crate::model::report::{LastYear, Report};
use crate::model::term::Term;

use super::money_structure::is_with_some_of;

/// The money, a line of each source, for the rules that need it; else what comes of them.
pub(super) fn execution(report: &Report) -> Result<Vec<ExecutionLine<'_>>, Outcome> {
    let lines = report.execution.lines().filter(|lines| !lines.is_empty());
    lines.ok_or_else(|| Outcome::CannotEvaluate("资金执行没有读全，改正后再核对".into()))
}

/// The money that the fund hands down: the first of its rows.
pub(super) fn own<'a, 'r>(lines: &'a [ExecutionLine<'r>]) -> &'a ExecutionLine<'r> {
    &lines[0]
}

/// The lines that a table adds up to, by 勾稽 of the fund; its own where nothing is said.
pub(super) fn tied<'a, 'r>(lines: &'a [ExecutionLine<'r>], rows: Option<&Vec<Term>>) -> Vec<&'a ExecutionLine<'r>> {
    let is_named = |line: &&ExecutionLine| rows.is_some_and(|rows| line.source.is_some_and(|row| rows.contains(row)));
    if rows.is_none() { lines.iter().take(1).collect() } else { lines.iter().filter(is_named).collect() }
}

/// The fund's own money with that of other rows: 一般公共预算 and 彩票公益金 are handed out together, by one document and to one area.
pub(super) fn is_of_more_rows(lines: &[ExecutionLine], sum: Money) -> bool {
    let own = lines.first().map_or(Money::ZERO, |own| own.budget.value);
    is_with_some_of(own.0, lines.iter().skip(1).map(|line| line.budget.value.0), sum.0)
}

/// 中央财政资金、省级资金
pub(super) fn names(lines: &[&ExecutionLine]) -> String {
    lines.iter().map(|line| line.name()).collect::<Vec<_>>().join("、")
}

/// The report of the year before, for the rules that need it; else what comes of them.
pub(super) fn last_year(report: &Report) -> Result<&Report, Outcome> {
    match &report.last_year {
        LastYear::Read(last) => Ok(last),
        LastYear::Absent => Err(Outcome::NotApplicable("没有上一年度的文件夹".into())),
        LastYear::Unreadable(name) => Err(Outcome::CannotEvaluate(format!(
            "上一年度“{name}”的表格或 YAML 有错，读不出来：先运行 ziping check {name}"
        ))),
    }
}
