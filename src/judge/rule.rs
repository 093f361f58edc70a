//! A rule, and what comes of it.

use crate::base::finding::Finding;
use crate::base::guard::{Panicked, guarded};
use crate::model::report::Report;
use crate::model::standards::Standards;

/// One rule: a file under `rules/`, a page under `docs/rules/`. What it reads is a year's report, or the facts of a
/// finished document.
pub struct Rule<Subject = Report> {
    /// Stable; shown with each finding.
    pub code: &'static str,
    pub title: &'static str,
    /// 查什么、为什么、反例、改法、依据, in Markdown.
    pub doc: &'static str,
    pub check: fn(&Subject, &Standards) -> Outcome,
}

/// What came of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Pass,
    Findings(Vec<Finding>),
    /// There is nothing of the kind in this report; says what.
    NotApplicable(String),
    /// Says what is missing.
    CannotEvaluate(String),
}

impl Outcome {
    /// No findings is a pass.
    pub fn of(findings: Vec<Finding>) -> Outcome {
        if findings.is_empty() { Outcome::Pass } else { Outcome::Findings(findings) }
    }
}

/// A rule's outcome as the checklist shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleResult {
    pub code: &'static str,
    pub title: &'static str,
    pub outcome: Outcome,
}

impl RuleResult {
    /// 通过 / 有问题 / 不适用 / 未能核对, and why.
    pub fn words(&self) -> (&'static str, String) {
        match &self.outcome {
            Outcome::Pass => ("通过", String::new()),
            Outcome::Findings(findings) => ("有问题", format!("{}处", findings.len())),
            Outcome::NotApplicable(why) => ("不适用", why.clone()),
            Outcome::CannotEvaluate(missing) => ("未能核对", missing.clone()),
        }
    }
}

pub struct Audit {
    /// Worst first, then by code, then in reading order.
    pub findings: Vec<Finding>,
    pub outcomes: Vec<RuleResult>,
}

/// Runs these rules.
pub fn run<'a, Subject: 'a>(
    rules: impl IntoIterator<Item = &'a Rule<Subject>>,
    subject: &Subject,
    standards: &Standards,
) -> Audit {
    outcomes_of(rules.into_iter().map(|rule| result(rule, || (rule.check)(subject, standards))))
}

/// What comes of a rule; where it panics that is a finding of its own, and the other rules go on.
pub(crate) fn result<Subject>(rule: &Rule<Subject>, check: impl FnOnce() -> Outcome) -> RuleResult {
    let failed = |panic: Panicked| {
        Outcome::Findings(vec![panic.finding(rule.code, &format!("规则“{}”（{}）", rule.title, rule.code))])
    };
    RuleResult { code: rule.code, title: rule.title, outcome: guarded(check).unwrap_or_else(failed) }
}

pub(crate) fn outcomes_of(results: impl Iterator<Item = RuleResult>) -> Audit {
    let outcomes: Vec<RuleResult> = results.collect();
    let mut findings: Vec<Finding> = outcomes
        .iter()
        .flat_map(|result| match &result.outcome {
            Outcome::Findings(findings) => findings.clone(),
            _ => Vec::new(),
        })
        .collect();
    findings.sort_by_key(|finding| finding.severity);
    Audit { findings, outcomes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::finding::Severity;

    #[test]
    fn a_rule_that_panics_is_told_and_the_others_go_on() {
        let rule = |code, check| Rule::<usize> { code, title: "试", doc: "", check };
        let standards = Standards::parse(include_str!("../../layouts/核对.yaml")).unwrap();
        let wrong = rule("Z101", |numbers, _| Outcome::of(vec![Finding::error("Z101", "错"); *numbers]));
        let panicking = rule("Z102", |numbers, _| Outcome::of(vec![Finding::error("Z102", "错"); 1 / (numbers - 1)]));
        let audit = run([&panicking, &wrong], &1, &standards);
        let told: Vec<_> = audit.findings.iter().map(|finding| (finding.code, finding.severity)).collect();
        assert_eq!(told, [("Z101", Severity::Error), ("Z102", Severity::Warning)]);
        assert!(audit.findings[1].message.contains("没有做完"));
    }
}
