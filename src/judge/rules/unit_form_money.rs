#![doc = include_str!("../../../docs/rules/Z224.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::{apart, first_places};
use crate::model::aggregation::money;
use crate::model::form_set::{FormSet, Owner, Verdict};
use crate::model::report::Report;
use crate::model::standards::Standards;

use super::needs::execution;

pub const RULE: Rule = Rule {
    code: "Z224",
    title: "资金执行与单位自评表汇总一致",
    doc: include_str!("../../../docs/rules/Z224.md"),
    needs: &[Need::AllProjects],
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
    let Some(set) = FormSet::of(report) else {
        return Outcome::CannotEvaluate("不知道单位自评表交齐了没有".into());
    };
    let is_missing = |owner: &&Owner| set.verdict(owner, &report.unit_forms) == Verdict::Missing;
    let missing = set.owners.iter().filter(is_missing).count();
    if missing > 0 {
        let what = if set.of_areas { "地区" } else { "项目" };
        return Outcome::CannotEvaluate(format!("还有{missing}个{what}没有单位自评表"));
    }
    let mut findings = Vec::new();
    for line in execution.iter().filter(|line| !line.aggregated.executed) {
        let Some(source) = line.source else { continue };
        let Some(Ok((sum, cells))) = money(&report.unit_forms, source, |line| line.executed.as_ref()) else { continue };
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
