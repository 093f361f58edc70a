#![doc = include_str!("../../../docs/rules/Z225.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::place::{Place, Sourced};
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::aggregation::Method;
use crate::model::fund_rules::TOTAL_MONEY;
use crate::model::measure::{Actual, Target};
use crate::model::number::Rate;
use crate::model::report::Report;
use crate::model::standards::Standards;
use crate::model::term::Term;
use crate::model::unit_form::{FormIndicator, FormMoney, UnitForm};

pub const RULE: Rule = Rule {
    code: "Z225",
    title: "单位自评表填全了、说得通",
    doc: include_str!("../../../docs/rules/Z225.md"),
    needs: &[],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.unit_forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    // What a form does not give is missing from the region's figures.
    let severity = if report.uses_forms() { Severity::Error } else { Severity::Warning };
    let some_money = report.unit_forms.iter().any(|form| form.arranged().is_some());
    let mut findings = Vec::new();
    for form in &report.unit_forms {
        if some_money && form.arranged().is_none() {
            findings.push(
                Finding::new(RULE.code, severity, format!("“{}”的单位自评表没有填全年预算数", form.title()))
                    .expected(format!("{TOTAL_MONEY}和{}各填一个数", form.own))
                    .actual("空白")
                    .at(&form.place)
                    .hint("请单位补填；确实是零的填 0。"),
            );
        }
        findings.extend(form.money.iter().flat_map(|line| money(form, line, severity)));
        findings.extend(unfilled(form, report));
        findings.extend(unexplained(form, report));
        findings.extend(done_for_nothing(form));
    }
    Outcome::of(findings)
}

/// A row of which one amount is blank beside the other; what is spent beyond what there was.
fn money(form: &UnitForm, line: &FormMoney, severity: Severity) -> Option<Finding> {
    let name = line.source.as_ref().map_or(TOTAL_MONEY, Term::name);
    let is_own = line.source.as_ref() == Some(&form.own);
    let finding = |severity: Severity, what: String| {
        Finding::new(RULE.code, severity, format!("“{}”的单位自评表{what}", form.title()))
    };
    let [of_budget, of_executed] = &line.cells;
    match (&line.budget, &line.executed) {
        (Some(budget), None) if !budget.value.is_zero() => Some(
            finding(severity, format!("没有填{name}的全年执行数"))
                .expected(format!("一个数；全年预算数是{}万元", budget.value))
                .actual("空白")
                .at(of_executed)
                .at(of_budget)
                .hint("请单位补填；确实没有执行的填 0。"),
        ),
        (None, Some(executed)) if !executed.value.is_zero() => Some(
            finding(severity, format!("没有填{name}的全年预算数"))
                .expected(format!("一个数；全年执行数是{}万元", executed.value))
                .actual("空白")
                .at(of_budget)
                .at(of_executed)
                .hint("请单位补填；确实没有安排的填 0。"),
        ),
        (Some(budget), Some(executed)) if executed.value > budget.value && line.source.is_some() => Some(
            finding(if is_own { severity } else { Severity::Warning }, format!("{name}的执行数大于预算数"))
                .expected(format!("不超过{}", budget.value))
                .actual(executed.value)
                .at(of_executed)
                .at(of_budget)
                .hint("请单位核对：执行数是全年实际支出，不超过安排的资金。"),
        ),
        _ => None,
    }
}

/// Targets of the unit's own without a result. What every blank form has printed is the region's target.
fn unfilled(form: &UnitForm, report: &Report) -> Option<Finding> {
    let of_region = |name: &str| report.indicators.iter().find(|row| row.name.value().is_some_and(|own| own == name));
    let own: Vec<(&str, &Target, &Place)> = form
        .unfilled
        .iter()
        .filter(|row| {
            of_region(&row.name).and_then(|own| own.target.value()).is_some_and(|target| *target != row.target)
        })
        .map(|row| (row.name.as_str(), &row.target, &row.place))
        .collect();
    let names: Vec<&str> = own.iter().map(|(name, ..)| *name).collect();
    let targets: Vec<String> = own.iter().map(|(_, target, _)| target.to_string()).collect();
    (!own.is_empty()).then(|| {
        let what = format!("“{}”的单位自评表有{}个指标填了指标值、没有填完成值", form.title(), own.len());
        Finding::warning(RULE.code, what)
            .expected(format!("{}各填全年实际完成值（指标值是{}）", names.join("、"), targets.join("、")))
            .actual("空白")
            .at_all(own.iter().map(|(.., place)| *place))
            .hint("请单位补填；没有完成的填 0，写明原因。")
    })
}

/// Results that fall short of the unit's target, or are far beyond it, without a word why. Of what is added up over the
/// units, the region's target that the blank form has printed is not the unit's.
fn unexplained(form: &UnitForm, report: &Report) -> Option<Finding> {
    let is_own = |row: &FormIndicator| {
        let of_region = report.indicators.iter().find(|own| own.name.value() == Some(&row.name.value));
        of_region.is_some_and(|own| own.target.value() != row.target.as_ref() || own.method != Some(Method::Sum))
    };
    let rows = form.indicators.iter().filter(|row| row.explanation.is_none() && is_own(row));
    let owed: Vec<(&str, &Sourced<Actual>, Rate)> = rows
        .filter_map(|row| {
            let actual = row.actual.as_ref()?;
            let completion = row.completion()?;
            report.rules.is_owed_reason(row.target.as_ref()?, completion).then_some((
                row.name.value.as_str(),
                actual,
                completion,
            ))
        })
        .collect();
    let shown: Vec<String> =
        owed.iter().map(|(name, actual, rate)| format!("{name}{}（完成率{rate}）", actual.value)).collect();
    (!owed.is_empty()).then(|| {
        let what = format!("“{}”的单位自评表有{}个指标没有完成或超出较多，没有写原因", form.title(), owed.len());
        Finding::warning(RULE.code, what)
            .expected("写明原因和改进措施")
            .actual(shown.join("、"))
            .at_all(owed.iter().map(|(_, actual, _)| &actual.place))
            .hint("请单位补写；数填错了的，改正数。")
    })
}

/// Nothing is spent, and all is done.
fn done_for_nothing(form: &UnitForm) -> Option<Finding> {
    let line = form.line(Some(&form.own))?;
    let (budget, executed) = (line.budget.as_ref()?, line.executed.as_ref()?);
    let mut rates = form.indicators.iter().filter_map(FormIndicator::completion).peekable();
    let is_done = rates.peek().is_some() && rates.all(|rate| rate >= Rate::ONE);
    (is_done && executed.value.is_zero() && !budget.value.is_zero()).then(|| {
        let what = format!("“{}”的单位自评表{}一分没有执行，指标却都完成了", form.title(), form.own);
        Finding::warning(RULE.code, what)
            .expected(format!("全年实际支出的数；全年预算数是{}万元", budget.value))
            .actual("0")
            .at(&executed.place)
            .hint("请单位核对执行数；确实还没有支付的，在说明里写明。")
    })
}
