#![doc = include_str!("../../../docs/rules/Z224.md")]

use std::collections::BTreeSet;

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::{apart, first_places};
use crate::model::aggregation::money;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

use super::needs::execution;

pub const RULE: Rule = Rule {
    code: "Z224",
    title: "资金执行与单位自评表汇总一致",
    doc: include_str!("../../../docs/rules/Z224.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.unit_forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    let execution = match execution(report) {
        Ok(execution) => execution,
        Err(outcome) => return outcome,
    };
    let handed_in: BTreeSet<&str> = report.unit_forms.iter().filter_map(|form| form.project.as_deref()).collect();
    let missing = report.projects.projects().filter(|project| !handed_in.contains(project.name.value.as_str())).count();
    if missing > 0 {
        return Outcome::CannotEvaluate(format!("还有{missing}个项目没有单位自评表"));
    }
    let areas = report.allotments.rows.len();
    if !report.wants(Part::Projects) && report.unit_forms.len() != areas {
        let why = format!("单位自评表有{}份，分配表有{areas}个地区，不知道交齐了没有", report.unit_forms.len());
        return Outcome::CannotEvaluate(why);
    }
    let mut findings = Vec::new();
    for line in execution.iter().filter(|line| !line.aggregated.executed) {
        let Some(source) = line.source else { continue };
        let Some((sum, cells)) = money(&report.unit_forms, source, |line| line.executed.as_ref()) else { continue };
        if sum != line.executed.value {
            let name = source.name();
            let apart = apart(line.executed.value.0, sum.0);
            findings.push(
                Finding::warning(RULE.code, format!("{name}全年执行数比单位自评表相加{apart}"))
                    .expected(format!("{sum}（{}份单位自评表相加）", cells.len()))
                    .actual(line.executed.value)
                    .at(&line.executed.place)
                    .at_all(&first_places(cells.iter().map(|(_, amount)| &amount.place)))
                    .hint("核对各单位的执行数；以国库支付系统为准、确实不同的，可以在 YAML 里接受并写明理由。"),
            );
        }
    }
    Outcome::of(findings)
}
