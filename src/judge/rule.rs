//! A rule, and what comes of it.

use crate::base::finding::Finding;
use crate::base::guard::{Panicked, guarded};
use crate::judge::case::Case;
use crate::judge::typed::TypedFigures;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;

/// One rule: a file under `rules/`, a page under `docs/rules/`.
pub struct Rule {
    /// Stable; shown with each finding.
    pub code: &'static str,
    pub title: &'static str,
    /// 查什么、为什么、反例、改法、依据, in Markdown.
    pub doc: &'static str,
    /// Where something of it is not there, the rule is not asked.
    pub needs: &'static [Need],
    pub check: Check,
}

/// What a rule reads.
#[derive(Clone, Copy)]
pub enum Check {
    Report(fn(&Report, &Standards) -> Outcome),
    Document(fn(&ReadDocument, &Standards) -> Outcome),
    /// The input where there is one, else the document: what is judged at its source is not judged again.
    Source(fn(Source, &Standards) -> Outcome),
    /// The input and the document.
    Each(fn(Source, &Standards) -> Outcome),
    /// What was typed into a folder's texts, and what a document says.
    Texts(fn(&TypedFigures) -> Outcome, fn(&ReadDocument, &Standards) -> Outcome),
    /// The document, and what a year's input makes now.
    Remade(fn(&ReadDocument, &ReadDocument) -> Outcome),
}

/// Where a rule that is asked of both finds what it looks at.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    Report(&'a Report),
    Document(&'a ReadDocument),
}

/// What must be there, or be read whole, for a rule to say anything.
#[derive(Clone, Copy, PartialEq)]
pub enum Need {
    /// A part of the input.
    Part(Part),
    /// Every row of the project table: one that could not be read would be a difference.
    AllProjects,
    /// The same of the indicator table.
    AllIndicators,
    AllTexts,
    /// Paragraphs are told from tables.
    Paragraphs,
    /// Nothing of the document is left out.
    WholeDocument,
    /// No folder is behind the document: there, what the rule looks at is judged at its source.
    NoFolder,
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

    /// Of a rule that was asked of two.
    fn and(self, other: Outcome) -> Outcome {
        match (self, other) {
            (Outcome::Findings(one), Outcome::Findings(two)) => Outcome::Findings([one, two].concat()),
            (found @ Outcome::Findings(_), _) | (_, found @ Outcome::Findings(_)) => found,
            (cannot @ Outcome::CannotEvaluate(_), _) | (_, cannot @ Outcome::CannotEvaluate(_)) => cannot,
            (Outcome::NotApplicable(_), other) => other,
            (Outcome::Pass, _) => Outcome::Pass,
        }
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

/// What comes of a rule over this case; `None` where it is not for such a case. A panic is a finding of its own, and the
/// other rules go on.
pub(crate) fn outcome(rule: &Rule, case: &Case, standards: &Standards) -> Option<RuleResult> {
    let (report, document) = (case.report.map(Case::of_report), case.document.map(Case::of_document));
    let typed = case.typed.map(|_| Case { document: None, report: None, ..*case });
    let asked: Vec<Case> = match rule.check {
        Check::Report(_) => report.into_iter().collect(),
        Check::Document(_) if rule.needs.contains(&Need::NoFolder) && report.is_some() => Vec::new(),
        Check::Document(_) => document.into_iter().collect(),
        Check::Source(_) => report.or(document).into_iter().collect(),
        Check::Each(_) => report.into_iter().chain(document).collect(),
        Check::Texts(..) => typed.into_iter().chain(document).collect(),
        Check::Remade(_) => case.remade.and(document).map(|_| Case { report: None, ..*case }).into_iter().collect(),
    };
    let failed = |panic: Panicked| {
        Outcome::Findings(vec![panic.finding(rule.code, &format!("规则“{}”（{}）", rule.title, rule.code))])
    };
    let outcomes = asked.iter().map(|part| {
        let missing = rule.needs.iter().find_map(|need| need.missing(part));
        missing.or_else(|| guarded(|| ask(rule.check, part, standards)).unwrap_or_else(|panic| Some(failed(panic))))
    });
    let outcome = outcomes.flatten().reduce(Outcome::and)?;
    Some(RuleResult { code: rule.code, title: rule.title, outcome })
}

/// Asks of a part of the case.
fn ask(check: Check, part: &Case, standards: &Standards) -> Option<Outcome> {
    Some(match (check, part.report, part.document) {
        (Check::Report(check), Some(report), _) => check(report, standards),
        (Check::Source(check) | Check::Each(check), Some(report), _) => check(Source::Report(report), standards),
        (Check::Source(check) | Check::Each(check), None, Some(document)) => {
            check(Source::Document(document), standards)
        }
        (Check::Document(check) | Check::Texts(_, check), _, Some(document)) => check(document, standards),
        (Check::Texts(check, _), ..) => check(part.typed?),
        (Check::Remade(check), _, Some(document)) => check(document, part.remade?),
        _ => return None,
    })
}

impl Need {
    /// What comes of a rule for want of this.
    fn missing(self, case: &Case) -> Option<Outcome> {
        let cannot = |why: String| Some(Outcome::CannotEvaluate(why));
        let rows = |table: &str, rows: usize| cannot(format!("{table}有{rows}行没有读全，改正后再核对"));
        match (self, case.report, case.document) {
            (Need::Part(part), Some(report), _) if report.lacks(part) && !report.wants(part) => {
                Some(Outcome::NotApplicable(format!("这项资金没有{}", part.name())))
            }
            (Need::Part(part), Some(report), _) if report.lacks(part) => cannot(format!("没有读到{}", part.name())),
            (Need::AllProjects, Some(report), _) => match report.projects.directions.unread().len() {
                0 => None,
                unread => rows("项目表", unread),
            },
            (Need::AllIndicators, Some(report), _) => match report.indicators.unread().len() {
                0 => None,
                unread => rows("指标表", unread),
            },
            (Need::AllTexts, Some(report), _) if !report.unread_texts.is_empty() => {
                cannot("有 YAML 文件没有读全".into())
            }
            (Need::Paragraphs, _, Some(document)) if document.lines_only => {
                Some(Outcome::NotApplicable("PDF 没有标记，分不清段落和表格".into()))
            }
            (Need::WholeDocument, _, Some(document)) if document.incomplete => {
                cannot("稿子里还有没有读到的数，改好以后再核对".into())
            }
            _ => None,
        }
    }
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
        let rule = |code, check| Rule {
            code,
            title: "试",
            doc: "",
            needs: &[],
            check: Check::Texts(check, |_, _| Outcome::Pass),
        };
        let standards = Standards::parse(include_str!("../../layouts/核对.yaml")).unwrap();
        let wrong = rule("Z101", |typed| Outcome::of(vec![Finding::error("Z101", "错"); typed.sourced]));
        let panicking = rule("Z102", |typed| Outcome::of(vec![Finding::error("Z102", "错"); 1 / (typed.sourced - 1)]));
        let typed = TypedFigures { sourced: 1, ..TypedFigures::default() };
        let case = Case { typed: Some(&typed), ..Case::default() };
        let audit = outcomes_of([&panicking, &wrong].into_iter().filter_map(|rule| outcome(rule, &case, &standards)));
        let told: Vec<_> = audit.findings.iter().map(|finding| (finding.code, finding.severity)).collect();
        assert_eq!(told, [("Z101", Severity::Error), ("Z102", Severity::Warning)]);
        assert!(audit.findings[1].message.contains("没有做完"));
    }
}
