#![doc = include_str!("../../../docs/rules/Z102.md")]

use crate::base::field::Field;
use crate::base::finding::Finding;
use crate::base::place::Sourced;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::judge::tolerance::{sum_finding, tolerance};
use crate::model::budget::{ExecutionLine, MoneyRow};
use crate::model::fund_rules::TOTAL_MONEY;
use crate::model::number::Money;
use crate::model::report::Report;
use crate::model::standards::Standards;
use crate::model::term::Term;

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
    findings.extend(parts(report));
    findings.extend(received(report));
    findings.extend(execution.iter().enumerate().filter_map(|(index, line)| overspent(line, index == 0)));
    let hint = "核对资金执行表；执行数按国库集中支付的实际支出填写。";
    Outcome::of(findings.into_iter().map(|finding| finding.hint(hint)).collect())
}

type Amounts = (&'static str, fn(&MoneyRow) -> &Field<Money>);

const COLUMNS: [Amounts; 4] = [
    ("全年预算数", |row| &row.budget),
    ("全年执行数", |row| &row.executed),
    ("年初预算数", |row| &row.initial),
    ("到位数", |row| &row.received),
];

/// Rows against their parts, where the table has both; of the columns besides, the total against the rows.
fn parts(report: &Report) -> Vec<Finding> {
    let known = |rows: &[&MoneyRow], column: fn(&MoneyRow) -> &Field<Money>| -> Option<Vec<Sourced<Money>>> {
        rows.iter().map(|row| column(row).known().cloned()).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
    };
    let execution = &report.execution;
    let mut findings = Vec::new();
    for row in execution.rows.iter() {
        let parts = row.source.as_ref().and_then(|source| report.rules.money_details.get(source));
        let is_part =
            |detail: &&MoneyRow| parts.zip(detail.source.as_ref()).is_some_and(|(all, own)| all.contains(own));
        let parts: Vec<&MoneyRow> = execution.details.iter().filter(is_part).collect();
        for (name, column) in COLUMNS {
            if let (Some(parts), Some(whole)) = (known(&parts, column), column(row).known()) {
                let what = format!("{}的{name}", row.source.as_ref().map_or(TOTAL_MONEY, Term::name));
                findings.extend(sum_finding(RULE.code, &what, "明细相加", &parts, whole));
            }
        }
    }
    let rows: Vec<&MoneyRow> = execution.rows.iter().collect();
    for (name, column) in COLUMNS.into_iter().skip(2) {
        let total = execution.stated_total.as_ref().and_then(|total| column(total).known());
        if let (Some(parts), Some(total)) = (known(&rows, column), total) {
            findings.extend(sum_finding(RULE.code, &format!("年度资金总额的{name}"), "分项相加", &parts, total));
        }
    }
    findings
}

/// What has not come cannot have been spent.
fn received(report: &Report) -> impl Iterator<Item = Finding> + '_ {
    report.execution.rows.iter().chain(&report.execution.details).filter_map(|row| {
        let (received, executed) = (row.received.known()?, row.executed.known()?);
        let name = row.source.as_ref().map_or(TOTAL_MONEY, Term::name);
        let more = (executed.value - received.value).0 > tolerance(std::slice::from_ref(executed), received.value);
        more.then(|| {
            Finding::warning(RULE.code, format!("{name}的执行数大于到位数"))
                .expected(format!("不超过{}", received.value))
                .actual(executed.value)
                .at(&executed.place)
                .at(&received.place)
        })
    })
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
