//! What must be explained: of the input's indicators and of a document's form, row by row.

use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::judge::rule::{Outcome, Source};
use crate::model::indicator::Indicator;
use crate::model::number::Rate;
use crate::model::report::Report;
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;
use crate::reading::finished::bare::bare;
use crate::reading::finished::tables::{IndicatorRow, IndicatorTable};

use super::form_kinds::kind;

/// What an indicator was.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Under,
    Over,
}

/// The findings of one state, where something of the explanation lacks.
pub(super) fn missing(code: &'static str, state: State, source: Source, standards: &Standards) -> Outcome {
    match source {
        Source::Report(report) => Outcome::of(of_report(code, state, report)),
        Source::Document(facts) => of_document(code, state, facts, standards),
    }
}

fn words(state: State, line: Rate) -> String {
    match state {
        State::Under => "没有完成".into(),
        State::Over => format!("超过指标值{line}及以上"),
    }
}

fn of_report(code: &'static str, state: State, report: &Report) -> Vec<Finding> {
    let asked = |indicator: &Indicator| match state {
        State::Under => report.is_under_target(indicator),
        State::Over => report.is_over_target(indicator),
    };
    let state = words(state, report.rules.over_run());
    // What need not be explained is explained by half.
    let severity = |indicator: &Indicator| match report.owes_reason(indicator) {
        true => Severity::Error,
        false => Severity::Warning,
    };
    let lacks =
        |indicator: Indicator| Some(Finding { severity: severity(&indicator), ..lacks(code, &indicator, &state)? });
    report.indicators().filter(asked).filter_map(lacks).collect()
}

/// The finding where an indicator that must be explained lacks its reason, its measures, or both.
fn lacks(code: &'static str, indicator: &Indicator, state: &str) -> Option<Finding> {
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
    let given = Some(format!("{reason}{measures}")).filter(|given| !given.is_empty());
    let state = format!("{state}（完成率{completion}）");
    let finding = finding(code, &indicator.name.value, &state, missing, &given.unwrap_or("空白".into()), place);
    Some(
        finding
            .at(&indicator.target.place)
            .hint("在指标表这一行的“未完成原因和改进措施”里补写：先写原因，再写“下一步……”。"),
    )
}

fn finding(code: &'static str, name: &str, state: &str, missing: &str, given: &str, place: &Place) -> Finding {
    Finding::error(code, format!("指标“{name}”{state}，没有写{missing}"))
        .expected(format!("“未完成原因和改进措施”里写明{missing}"))
        .actual(given)
        .at(place)
}

/// The rows of a form that must be explained; where its kind is known, its chapter must speak of them too. In a form of
/// another kind that has the column, what was not reached should have a reason.
fn of_document(code: &'static str, state: State, facts: &ReadDocument, standards: &Standards) -> Outcome {
    let Some(form) = &facts.form else {
        return Outcome::NotApplicable("文件里没有认出自评表".into());
    };
    let kind = kind(standards, facts).filter(|kind| kind.reasons);
    // A column that is blank all over is one that this kind of form does not fill in.
    if kind.is_none() && (state == State::Over || form.rows.iter().all(|row| is_blank(&row.reason))) {
        return Outcome::NotApplicable("不认得这种自评表要不要写原因".into());
    }
    let is_analysis =
        |heading: &String| kind.is_some_and(|kind| kind.analysis.iter().any(|word| heading.contains(word.as_str())));
    let chapter = facts.sentences.iter().filter(|sentence| sentence.headings.iter().any(is_analysis));
    let chapter: Vec<String> = chapter.map(|sentence| bare(&sentence.text)).collect();
    let words = words(state, facts.rules.over_run());
    let mut findings = Vec::new();
    for row in asked(facts, form).filter(|(_, own)| *own == state).map(|(row, _)| row) {
        let shown = format!("{}，实际{}", row.target_text, row.actual_text);
        if is_blank(&row.reason) {
            let found = finding(code, &row.name, &words, "原因和改进措施", &format!("空白（{shown}）"), &row.place);
            let severity = if kind.is_some() { Severity::Error } else { Severity::Warning };
            findings.push(Finding { severity, ..found }.hint("在自评表这一行补写原因和改进措施。"));
        }
        if !chapter.is_empty() && !chapter.iter().any(|sentence| sentence.contains(&row.name)) {
            findings.push(
                Finding::error(code, format!("指标“{}”{words}，正文没有分析原因", row.name))
                    .expected("正文“偏离绩效目标的原因”一章说到这个指标")
                    .actual(format!("没有说到（{shown}）"))
                    .at(&row.place)
                    .hint("在正文补写这个指标的原因和改进措施。"),
            );
        }
    }
    Outcome::of(findings)
}

/// The rows of a form that must be explained.
pub(super) fn asked<'a>(
    facts: &'a ReadDocument,
    form: &'a IndicatorTable,
) -> impl Iterator<Item = (&'a IndicatorRow, State)> {
    form.rows.iter().filter_map(|row| {
        let completion = row.completion()?;
        let is_told = !is_blank(&row.reason) || facts.rules.is_owed_reason(&row.target, completion);
        match completion {
            _ if !is_told => None,
            completion if completion < Rate::ONE => Some((row, State::Under)),
            completion if facts.rules.is_over_run(completion) => Some((row, State::Over)),
            _ => None,
        }
    })
}

pub(super) fn is_blank(reason: &str) -> bool {
    ["", "无", "/", "—", "-"].contains(&bare(reason).trim_end_matches('。'))
}
