#![doc = include_str!("../../../docs/rules/Z202.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z202",
    title: "未完成的指标写明原因和措施",
    doc: include_str!("../../../docs/rules/Z202.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let under = report.indicators().filter(|indicator| report.is_under_target(indicator));
    let findings: Vec<Finding> = under
        .filter_map(|indicator| super::over_target_explanation::missing(RULE.code, &indicator, report, "没有完成"))
        .collect();
    Outcome::of(findings)
}
