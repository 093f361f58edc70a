#![doc = include_str!("../../../docs/rules/Z103.md")]

use std::collections::BTreeSet;

use crate::base::finding::{Finding, Severity};
use crate::base::place::{Place, Sourced};
use crate::base::places;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::sum_finding;
use crate::model::number::Money;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::term::Term;

use super::needs::{execution, is_of_more_rows, own};

pub const RULE: Rule = Rule {
    code: "Z103",
    title: "下达文件金额与预算一致",
    doc: include_str!("../../../docs/rules/Z103.md"),
    needs: &[Need::Part(Part::Documents)],
    check: Check::Report(check),
};

/// The row whose money one of the documents hands down, which makes them too many by it.
fn other_money<'a>(
    amounts: &[Sourced<Money>],
    budget: Money,
    rows: &impl Fn() -> Vec<(Money, &'a Term)>,
) -> Option<&'a Term> {
    let more = amounts.iter().map(|amount| amount.value).sum::<Money>() - budget;
    let is_one = amounts.iter().any(|amount| amount.value == more);
    rows().into_iter().find(|(own, _)| is_one && *own == more).map(|(_, row)| row)
}

/// The level below that made up the budget of a row that is no single level's (当年财政拨款): what this level gave is less.
fn adds_its_own<'a>(report: &'a Report, level: &Term, row: &Term, own: &Term, budget: Money) -> Option<&'a Term> {
    let given = |level: &Term| {
        let of_level = report.documents.iter().filter(|document| document.level.value == *level);
        let amounts = of_level.filter(|document| document.carries(row, own)).map(|document| document.amount.value());
        amounts.map(Option::<&Money>::copied).sum::<Option<Money>>()
    };
    let is_of_one = |level: &Term| row.contains(level.trim_end_matches('级'));
    let levels = &report.rules.levels;
    let below = levels.iter().skip_while(|other| *other != level).skip(1);
    let is_less = given(level).is_some_and(|given| given < budget);
    below
        .filter(|_| is_less && !levels.iter().any(is_of_one) && !row.contains(CENTRAL))
        .find(|below| given(below) == Some(budget))
}

/// Money of the state's own budget is that of no other.
const CENTRAL: &str = "中央";

fn check(report: &Report, _: &Standards) -> Outcome {
    let execution = match execution(report) {
        Ok(execution) => execution,
        Err(outcome) => return outcome,
    };
    // Of a table without a row, or with one that could not be read, reading tells.
    let mut findings: Vec<Finding> = report
        .levels_without_documents()
        .filter(|_| !report.documents.is_empty() && report.documents.unread().is_empty())
        .map(|level| {
            Finding::error(RULE.code, format!("下达文件表里没有{level}的文件"))
                .expected(format!("{level}下达资金的文件，至少一行"))
                .at_all(&report.documents.iter().map(|document| document.number.place.clone()).collect::<Vec<_>>())
                .hint("在资金执行的工作簿里“下达文件”这张表补上：层级、文件名称、文号、印发日期、金额。")
        })
        .collect();
    let mut unchecked = Vec::new();
    let others = || execution.iter().filter_map(|line| Some((line.budget.value, line.source?))).collect();
    let own = own(&execution);
    let own_row = own.source.cloned().unwrap_or_else(|| Term::from(own.name()));
    let rows = || execution.iter().filter_map(|line| Some((line, line.source?)));
    for (level, (line, row)) in report.rules.levels.iter().flat_map(|level| rows().map(move |row| (level, row))) {
        let of_level = report.documents.iter().filter(|document| document.level.value == *level);
        let documents: Vec<_> = of_level.filter(|document| document.carries(row, &own_row)).collect();
        let amounts: Vec<_> = documents.iter().filter_map(|document| document.amount.known().cloned()).collect();
        if amounts.is_empty() {
            unchecked.extend(documents.iter().map(|document| (level, &document.number.place)));
            continue;
        }
        for document in documents.iter().filter(|document| document.amount.is_blank()) {
            findings.push(
                Finding::error(RULE.code, format!("下达文件“{}”没有填金额", document.number.value))
                    .expected("金额（万元）")
                    .actual("空白")
                    .at(&document.number.place)
                    .hint("同一层级的文件，金额要填就都填。"),
            );
        }
        let whose = if *row == own_row { String::new() } else { format!("下达{row}的") };
        let names = format!("{level}{}文件的金额相加", if whose.is_empty() { "下达" } else { &whose });
        let what = format!("{}全年预算数", line.name());
        // Each document hands down money of several rows.
        let sum = amounts.iter().map(|amount| amount.value).sum();
        let of_one = || other_money(&amounts, line.budget.value, &others).is_some();
        let is_joint = *row == own_row && sum > line.budget.value && is_of_more_rows(&execution, sum) && !of_one();
        let finding = sum_finding(RULE.code, &what, &names, &amounts, line.budget).filter(|_| !is_joint);
        let added = || adds_its_own(report, level, row, &own_row, line.budget.value);
        findings.extend(finding.map(|finding| match added() {
            Some(below) => Finding { severity: Severity::Warning, ..finding }.hint(format!(
                "{below}下达的加起来就是预算数：多的是{below}自己安排的，可以接受；不是的，补上漏填的下达文件，或改正金额、预算数。"
            )),
            None => match other_money(&amounts, line.budget.value, &others) {
                Some(other) => finding.hint(format!(
                    "有一份文件的金额正好是“{other}”的预算数：下达的是它的，在下达文件表里加“资金来源”一栏写明；不是的，改正金额、预算数。"
                )),
                None => finding.hint("补上漏填的下达文件，或改正金额、预算数；钱确实没有全部下达的，正文里写明，再写进“接受”。"),
            },
        }));
    }
    let year = report.profile.year.value;
    for date in report.documents.iter().filter_map(|document| document.date.known()) {
        if date.value.year != year && date.value.year + 1 != year {
            findings.push(
                Finding::warning(RULE.code, "下达文件的印发日期不在本年度，也不在上一年度")
                    .expected(format!("{}年或{year}年", year - 1))
                    .actual(date.value)
                    .at(&date.place)
                    .hint("照原文件核对印发日期。"),
            );
        }
    }
    if findings.is_empty() && !unchecked.is_empty() {
        let (levels, places): (BTreeSet<&str>, Vec<Place>) =
            unchecked.into_iter().map(|(level, place)| (level.name(), place.clone())).unzip();
        let levels = levels.into_iter().collect::<Vec<_>>().join("、");
        let rows = places::lines(&places).join("；");
        return Outcome::CannotEvaluate(format!("{levels}下达文件没有填金额（{rows}）：这一层级没有和预算数对"));
    }
    Outcome::of(findings)
}
