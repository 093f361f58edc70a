#![doc = include_str!("../../../docs/rules/Z113.md")]

use std::collections::BTreeMap;

use crate::base::finding::{Finding, Severity};
use crate::base::place::Sourced;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::{apart, sum_finding};
use crate::model::allotment::Subtotal;
use crate::model::number::{Money, half_unit};
use crate::model::project::Project;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

use super::needs::{execution, is_of_more_rows, names, tied};

pub const RULE: Rule = Rule {
    code: "Z113",
    title: "分配表加得起来、与预算一致",
    doc: include_str!("../../../docs/rules/Z113.md"),
    needs: &[Need::Part(Part::Allotments)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let table = &report.allotments;
    let parts: Vec<Sourced<Money>> = table.rows.iter().filter_map(|row| row.amount.known().cloned()).collect();
    let mut findings = Vec::new();
    if let (Some(total), true) = (table.stated_total.known(), table.rows.is_whole()) {
        let finding = sum_finding(RULE.code, "分配表的合计", "各地区相加", &parts, total);
        findings.extend(finding.map(|finding| finding.hint("改正合计或各地区的金额；合计最好写成公式。")));
    }
    for Subtotal { label, stated, rows } in &table.subtotals {
        let finding = sum_finding(RULE.code, &format!("分配表的“{label}”"), "它的各部分相加", rows, stated);
        findings.extend(finding.map(|finding| finding.hint("改正小计或它的各部分；小计最好写成公式。")));
    }
    let mut seen: BTreeMap<&str, &crate::model::allotment::Allotment> = BTreeMap::new();
    for row in table.rows.iter().filter(|row| !row.name().is_empty()) {
        let Some(first) = seen.insert(row.name(), row) else { continue };
        findings.push(
            Finding::warning(RULE.code, format!("分配表里“{}”写了两行", row.name()))
                .expected("一个地区一行")
                .actual("两行")
                .at_all(row.place().into_iter().chain(first.place()))
                .hint("重列的删去一行；分两批下达的，合成一行。"),
        );
    }
    findings.extend(against_budget(report));
    findings.extend(against_projects(report));
    Outcome::of(findings)
}

/// Where the list says the area of each of its projects: what an area gets is what its projects get.
fn against_projects(report: &Report) -> Vec<Finding> {
    let projects: Vec<Project> = report.projects.projects().collect();
    let mut by_area: BTreeMap<&str, Vec<&Project>> = BTreeMap::new();
    for project in &projects {
        let Some(area) = project.area.value() else { return Vec::new() };
        by_area.entry(area).or_default().push(project);
    }
    let rows = report.allotments.rows.iter().filter_map(|row| Some((row.name(), row.amount.known()?)));
    let differing = rows.filter_map(|(name, amount)| {
        let own = by_area.get(name)?;
        let sum: Money = own.iter().map(|project| project.amount.value).sum();
        (sum != amount.value).then(|| {
            Finding::error(RULE.code, format!("分配表里“{name}”的金额比它的项目相加{}", apart(amount.value.0, sum.0)))
                .expected(format!("{sum}（{}个项目相加）", own.len()))
                .actual(amount.value)
                .at(&amount.place)
                .at_all(own.iter().map(|project| &project.amount.place))
                .hint("核对分配表和项目表：有没有漏列的项目，有没有填错的地区和金额。")
        })
    });
    differing.collect()
}

/// All areas together get the fund's own money; beside a list of projects they may get what that list arranges.
fn against_budget(report: &Report) -> Option<Finding> {
    let lines = execution(report).ok()?;
    let (tied, sum) = (tied(&lines, report.rules.tie_outs.allotments.as_ref()), report.allotments.amount()?);
    let budget: Money = tied.iter().map(|line| line.budget.value).sum();
    let of_projects = (!report.lacks(Part::Projects)).then(|| report.projects.amount());
    // 948.25 beside 9482536元
    let scale = budget.0.normalize().scale();
    let is_rounded = scale > 0 && (sum.0 - budget.0).abs() <= half_unit(scale);
    if tied.is_empty() || sum == budget || is_rounded || Some(sum) == of_projects {
        return None;
    }
    if report.rules.tie_outs.allotments.is_none() && is_of_more_rows(&lines, sum) {
        return None;
    }
    let severity = if of_projects.is_some() { Severity::Warning } else { Severity::Error };
    Some(
        Finding::new(RULE.code, severity, format!("分配表合计比预算数{}", apart(sum.0, budget.0)))
            .expected(format!("{budget}（{}全年预算数）", names(&tied)))
            .actual(format!("{sum}（{}个地区相加）", report.allotments.rows.len()))
            .at_all(tied.iter().map(|line| &line.budget.place))
            .at_all(report.allotments.stated_total.known().map(|total| &total.place))
            .hint("核对分配表和资金执行表：有没有漏列的地区、省本级留用的部分，有没有填错的金额；有一部分确实没有分下去的，正文里写明，再写进“接受”。"),
    )
}
