#![doc = include_str!("../../../docs/rules/Z201.md")]

use std::collections::BTreeMap;

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::indicator::Indicator;
use crate::model::measure::{Actual, Target};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z201",
    title: "指标齐全、可以计算",
    doc: include_str!("../../../docs/rules/Z201.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let mut findings = Vec::new();
    // What is not among the rows that were read may stand in the others.
    let unread = report.indicators.unread().len();
    for dimension in report.rules.dimensions().filter(|_| unread == 0) {
        if report.of_dimension(dimension).next().is_none() {
            findings.push(
                Finding::error(RULE.code, format!("指标表里没有{}", dimension.name()))
                    .expected(format!("至少一项{}", dimension.name()))
                    .actual("没有")
                    .at_all(report.indicators().next().map(|indicator| &indicator.name.place))
                    .hint("在指标表里补上这一类指标。"),
            );
        }
    }
    let known: Vec<&str> = report.rules.dimensions().map(|dimension| dimension.name()).collect();
    for indicator in report.indicators().filter(|indicator| !known.contains(&indicator.dimension.value.name())) {
        let dimension = &indicator.dimension;
        findings.push(
            Finding::error(RULE.code, format!("指标“{}”的一级指标不在规定的一级指标里", indicator.name.value))
                .expected(known.join("、"))
                .actual(dimension.value.name())
                .at(&dimension.place)
                .hint("改正一级指标的名称；这项资金的一级指标另有规定的，写在式样的 资金.yaml 里。"),
        );
    }
    let mut by_name: BTreeMap<&str, Vec<Indicator>> = BTreeMap::new();
    for indicator in report.indicators() {
        by_name.entry(&indicator.name.value).or_default().push(indicator);
        findings.extend(incomplete(&indicator));
    }
    for (name, indicators) in by_name.into_iter().filter(|(_, indicators)| indicators.len() > 1) {
        findings.push(
            Finding::error(RULE.code, format!("指标“{name}”出现了{}次", indicators.len()))
                .about(name)
                .expected("1次")
                .actual(format!("{}次", indicators.len()))
                .at_all(indicators.iter().map(|indicator| &indicator.name.place))
                .hint("删去重复的行，或把名称写得能分清。"),
        );
    }
    match unread {
        unread if unread > 0 && findings.is_empty() => {
            Outcome::CannotEvaluate(format!("指标表有{unread}行没有读全，改正后再核对；读全了的各行没有问题"))
        }
        _ => Outcome::of(findings),
    }
}

/// Why a completion rate cannot be computed.
fn incomplete(indicator: &Indicator) -> Option<Finding> {
    // A stated rate does not make two units one.
    let units_differ = match (&indicator.target.value, &indicator.actual.value) {
        (Target::Quantitative { measure: target, .. }, Actual::Measured(actual)) => target.unit != actual.unit,
        _ => false,
    };
    if indicator.completion().is_some() && !units_differ {
        return None;
    }
    let name = &indicator.name.value;
    let (message, expected, hint) = match (&indicator.target.value, &indicator.actual.value) {
        (Target::Quantitative { measure: target, .. }, Actual::Measured(actual)) if target.unit != actual.unit => (
            format!("指标“{name}”的指标值和实际完成值单位不同"),
            format!("单位都是“{}”", target.unit),
            "把两个值改成同一单位；只差万、亿的（人和万人、元和万元）程序会换算。",
        ),
        (Target::Quantitative { .. }, Actual::Measured(_)) => (
            format!("指标“{name}”的指标值或实际完成值是0或负数，算不出完成率"),
            "大于0的数".to_string(),
            "核对这两个值；数没有错的，在 YAML 的“评分：完成率”里写明完成率。",
        ),
        (Target::Quantitative { .. }, Actual::Described(_)) => (
            format!("指标“{name}”的指标值是数，实际完成值却不是"),
            "一个数和单位".to_string(),
            "有数的，在指标表里改成数；还没有结果的（待验收、未公布），在 YAML 的“评分：完成率”里写明按多少算，并写明原因。",
        ),
        (Target::Qualitative(_), Actual::Measured(_)) => {
            (format!("指标“{name}”的指标值是文字，实际完成值却是数"), "文字".to_string(), "在指标表里改成同一种写法。")
        }
        (target, actual) if target.is_late(actual) => (
            format!("指标“{name}”没有按期完成"),
            "按期完成；没有按期的，YAML 的“评分：完成率”里写明完成率".to_string(),
            "核对日期；确实晚了的，在 YAML 的“评分”下的“完成率”里写明（低于100%），并写明原因和改进措施。",
        ),
        (Target::Qualitative(_), Actual::Described(_)) => (
            format!("定性指标“{name}”的实际完成情况和指标值不同，没有写明完成率"),
            "YAML 的“评分：完成率”里有这一项".to_string(),
            "按三档（100%—80%、80%—60%、60%—0%）在 YAML 的“评分”下的“完成率”里写明，如“区域科技创新能力: 90%”。",
        ),
    };
    let (target, actual) = (&indicator.target, &indicator.actual);
    let finding = Finding::error(RULE.code, message).expected(expected);
    let finding = finding.actual(format!("指标值{}，实际完成值{}", target.value, actual.value));
    Some(finding.at(&target.place).at(&actual.place).hint(hint))
}
