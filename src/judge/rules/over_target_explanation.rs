#![doc = include_str!("../../../docs/rules/Z203.md")]

use crate::base::finding::{Finding, Severity};
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::indicator::Indicator;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z203",
    title: "超过指标值三成的写明原因和措施",
    doc: include_str!("../../../docs/rules/Z203.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let over = report.indicators().filter(|indicator| report.is_over_target(indicator));
    let state = format!("超过指标值{}及以上", report.rules.over_run());
    Outcome::of(over.filter_map(|indicator| missing(RULE.code, &indicator, report, &state)).collect())
}

/// The finding where an indicator that must be explained lacks its reason, its measures, or both.
pub(super) fn missing(code: &'static str, indicator: &Indicator, report: &Report, state: &str) -> Option<Finding> {
    let explanation = indicator.explanation.value();
    let (reason, measures) = explanation.map_or(("", ""), |explanation| (&explanation.reason, &explanation.measures));
    let missing = match (reason.is_empty(), measures.is_empty()) {
        (false, false) => return None,
        (true, true) => "原因和改进措施",
        (true, false) => "原因",
        (false, true) => "改进措施",
    };
    let completion = indicator.completion().map(|rate| rate.to_string()).unwrap_or_default();
    let place = indicator.explanation.known().map_or(&indicator.actual.place, |explanation| &explanation.place);
    // What need not be explained is explained by half.
    let severity = if report.owes_reason(indicator) { Severity::Error } else { Severity::Warning };
    Some(
        Finding::new(
            code,
            severity,
            format!("指标“{}”{state}（完成率{completion}），没有写{missing}", indicator.name.value),
        )
        .expected(format!("“未完成原因和改进措施”里写明{missing}"))
        .actual(if reason.is_empty() && measures.is_empty() {
            "空白".to_string()
        } else {
            format!("{reason}{measures}")
        })
        .at(place)
        .at(&indicator.target.place)
        .hint("在指标表这一行的“未完成原因和改进措施”里补写：先写原因，再写“下一步……”。"),
    )
}
