#![doc = include_str!("../../../docs/rules/Z211.md")]

use crate::base::finding::Finding;
use crate::base::place::{Place, Sourced};
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::model::indicator::Indicator;
use crate::model::measure::{Comparator, Explanation, Target};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::words::Words;
use crate::reading::finished::ReadDocument;
use crate::reading::finished::bare::bare;
use crate::reading::finished::tables::IndicatorRow;

use super::explanations::{asked, is_blank};
use super::form_kinds::kind;

pub const RULE: Rule = Rule {
    code: "Z211",
    title: "原因写在对的指标上",
    doc: include_str!("../../../docs/rules/Z211.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Source(check),
};

fn check(source: Source, standards: &Standards) -> Outcome {
    match source {
        Source::Report(report) => of_report(report, standards),
        Source::Document(facts) => of_document(facts, standards),
    }
}

/// Of a form that must have reasons: two that are the same word for word.
fn of_document(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let asks = kind(standards, facts).is_some_and(|kind| kind.reasons);
    let Some(form) = facts.form.as_ref().filter(|_| asks) else {
        return Outcome::NotApplicable("文件里没有认出要写原因的自评表".into());
    };
    let mut findings = Vec::new();
    let mut explained: Vec<(String, &IndicatorRow)> = Vec::new();
    for (row, _) in asked(facts, form).filter(|(row, _)| !is_blank(&row.reason)) {
        let reason = bare(&row.reason);
        match explained.iter().find(|(other, _)| *other == reason) {
            Some((_, other)) => findings.push(same(&row.name, &other.name, &row.reason, [&row.place, &other.place])),
            None => explained.push((reason, row)),
        }
    }
    Outcome::of(findings)
}

fn of_report(report: &Report, standards: &Standards) -> Outcome {
    let explained: Vec<(Indicator, &Sourced<Explanation>)> =
        report.indicators.iter().filter_map(|row| Some((row.whole()?, row.explanation.known()?))).collect();
    if explained.is_empty() {
        return Outcome::NotApplicable("没有指标写了原因".into());
    }
    let mut findings = Vec::new();
    for (index, (indicator, explanation)) in explained.iter().enumerate() {
        let name = &indicator.name.value;
        let alike = explained[..index].iter().find(|(_, other)| other.value.text == explanation.value.text);
        if let Some((other, known)) = alike {
            let places = [&explanation.place, &known.place];
            findings.push(same(name, &other.name.value, &explanation.value.text, places));
        } else if let Some(other) =
            speaks_of_another(indicator, &explanation.value.text, report, &standards.tails_in_reasons)
        {
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

fn same(name: &str, other: &str, reason: &str, [place, elsewhere]: [&Place; 2]) -> Finding {
    finding(format!("“{name}”的原因与“{other}”一字不差"), "各写各的原因", reason, place).at(elsewhere)
}

fn fault(message: String, expected: &str, explanation: &Sourced<Explanation>) -> Finding {
    finding(message, expected, &explanation.value.text, &explanation.place)
}

fn finding(message: String, expected: &str, reason: &str, place: &Place) -> Finding {
    let hint = "核对是不是写错了行、抄错了行。";
    Finding::warning(RULE.code, message).expected(expected).actual(reason).at(place).hint(hint)
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
fn speaks_of_another<'a>(own: &Indicator, reason: &str, report: &'a Report, tails: &Words) -> Option<Indicator<'a>> {
    if reason.contains(core(&own.name.value, tails)) {
        return None;
    }
    report.indicators().find(|other| other.name.value != own.name.value && reason.contains(&other.name.value))
}

/// 支持高新技术企业 of 支持高新技术企业数量: reasons put words between.
fn core<'n>(name: &'n str, tails: &Words) -> &'n str {
    tails.iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(name)
}
