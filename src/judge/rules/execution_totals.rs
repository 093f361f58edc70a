#![doc = include_str!("../../../docs/rules/Z102.md")]

use crate::base::finding::Finding;
use crate::base::place::Sourced;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::judge::tolerance::{sum_finding, tolerance};
use crate::model::budget::{ExecutionLine, MoneyRow};
use crate::model::number::Money;
use crate::model::report::Report;
use crate::model::standards::Standards;

use super::needs::execution;

pub const RULE: Rule = Rule {
    code: "Z102",
    title: "资金执行表合计与分项一致",
    doc: include_str!("../../../docs/rules/Z102.md"),
    needs: &[],
    check: Check::Report(check),
};

/// One column of an execution line.
type Column = for<'a> fn(&ExecutionLine<'a>) -> &'a Sourced<Money>;

fn check(report: &Report, _: &Standards) -> Outcome {
    let execution = match execution(report) {
        Ok(execution) => execution,
        Err(outcome) => return outcome,
    };
    let mut findings = Vec::new();
    if let Some(total) = report.execution.stated_total.as_ref().and_then(MoneyRow::line) {
        let columns: [(&str, Column); 2] = [("预算数", |line| line.budget), ("执行数", |line| line.executed)];
        for (name, column) in columns {
            let parts: Vec<_> = execution.iter().map(|line| column(line).clone()).collect();
            let what = format!("年度资金总额的{name}");
            findings.extend(sum_finding(RULE.code, &what, "分项相加", &parts, column(&total)));
        }
    }
    findings.extend(execution.iter().enumerate().filter_map(|(index, line)| overspent(line, index == 0)));
    let hint = "核对资金执行表；执行数按国库集中支付的实际支出填写。";
    Outcome::of(findings.into_iter().map(|finding| finding.hint(hint)).collect())
}

/// The fund's own money is paid out of the budget and out of nothing else; what others add may be more than they planned.
fn overspent(line: &ExecutionLine, is_own: bool) -> Option<Finding> {
    let (budget, executed) = (line.budget.value, line.executed.value);
    if (executed - budget).0 <= tolerance(std::slice::from_ref(line.executed), budget) {
        return None;
    }
    let make = if is_own { Finding::error } else { Finding::warning };
    Some(
        make(RULE.code, format!("{}的执行数大于预算数", line.name()))
            .expected(format!("不超过{budget}"))
            .actual(executed)
            .at(&line.executed.place)
            .at(&line.budget.place),
    )
}
