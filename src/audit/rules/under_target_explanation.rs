#![doc = include_str!("../../../docs/rules/Z202.md")]

use crate::audit::finding::Finding;
use crate::audit::{Outcome, Rule, Standards};
use crate::model::report::Report;

pub const RULE: Rule =
    Rule {
        code: "Z202", title: "未完成的指标写明原因和措施", doc: include_str!("../../../docs/rules/Z202.md"), check
    };

fn check(report: &Report, _: &Standards) -> Outcome {
    let under = report.indicators.iter().filter(|indicator| indicator.is_under_target());
    let findings: Vec<Finding> = under
        .filter_map(|indicator| super::over_target_explanation::missing(RULE.code, indicator, "没有完成"))
        .collect();
    Outcome::of(findings)
}
