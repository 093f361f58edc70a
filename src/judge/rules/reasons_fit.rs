#![doc = include_str!("../../../docs/rules/Z211.md")]

use crate::base::finding::Finding;
use crate::base::place::Sourced;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::indicator::Indicator;
use crate::model::measure::{Comparator, Explanation, Target};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z211",
    title: "原因写在对的指标上",
    doc: include_str!("../../../docs/rules/Z211.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, standards: &Standards) -> Outcome {
    let explained: Vec<(Indicator, &Sourced<Explanation>)> =
        report.indicators.iter().filter_map(|row| Some((row.whole()?, row.explanation.known()?))).collect();
    if explained.is_empty() {
        return Outcome::NotApplicable("没有指标写了原因".into());
    }
    let mut findings = Vec::new();
    for (index, (indicator, explanation)) in explained.iter().enumerate() {
        let name = &indicator.name.value;
        let same = explained[..index].iter().find(|(_, other)| other.value.text == explanation.value.text);
        if let Some((other, place)) = same {
            findings.push(
                fault(format!("“{name}”的原因与“{}”一字不差", other.name.value), "各写各的原因", explanation)
                    .at(&place.place),
            );
        } else if let Some(other) = speaks_of_another(indicator, &explanation.value.text, report) {
            let message = format!("“{name}”这一行的原因说的是“{}”", other.name.value);
            findings.push(fault(message, "说这个指标自己的原因", explanation).at(&other.name.place));
        } else if let Some((state, word)) = contradiction(indicator, &explanation.value.reason, report, standards) {
            let message = format!("“{name}”{state}，原因却说“{word}”");
            findings.push(fault(message, "与完成情况相符的原因", explanation).at(&indicator.actual.place));
        } else if indicator.completion().is_some()
            && !report.is_under_target(indicator)
            && !report.is_over_target(indicator)
        {
            let line = report.rules.over_run();
            let message = format!("“{name}”已经完成，也没有超过指标值{line}，却写了原因和措施");
            findings.push(fault(message, "空白", explanation));
        }
    }
    Outcome::of(findings)
}

fn fault(message: String, expected: &str, explanation: &Sourced<Explanation>) -> Finding {
    Finding::warning(RULE.code, message)
        .expected(expected)
        .actual(&explanation.value.text)
        .at(&explanation.place)
        .hint("核对是不是写错了行、抄错了行。")
}

/// 超过指标值, but the reason speaks of less; the reverse for 未完成. Where less is better (≤) words do not tell.
fn contradiction<'a>(
    indicator: &Indicator,
    reason: &str,
    report: &Report,
    standards: &'a Standards,
) -> Option<(&'static str, &'a str)> {
    if matches!(indicator.target.value, Target::Quantitative { comparator: Comparator::AtMost, .. }) {
        return None;
    }
    let (state, words) = match () {
        () if report.is_over_target(indicator) => ("超过了指标值", &standards.reversed.over),
        () if report.is_under_target(indicator) => ("没有完成", &standards.reversed.under),
        () => return None,
    };
    words.word_in(reason).map(|word| (state, word))
}

/// The indicator that the reason names where it does not name its own.
fn speaks_of_another<'a>(own: &Indicator, reason: &str, report: &'a Report) -> Option<Indicator<'a>> {
    if reason.contains(core(&own.name.value)) {
        return None;
    }
    report.indicators().find(|other| other.name.value != own.name.value && reason.contains(&other.name.value))
}

/// 支持高新技术企业 of 支持高新技术企业数量: reasons put words between.
fn core(name: &str) -> &str {
    ["项目数量", "人员数量", "数量", "金额", "比例"].iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(name)
}
