//! The audit: rules read the model and return findings; they never change it and never see a file.

pub(crate) mod accepted;
mod document_rules;
pub(crate) mod report_text;
mod rule;
mod rules;
pub(crate) mod sarif;
mod tie;
mod tolerance;
pub mod typed;

pub use document_rules::{document_rules, prose_rules};
pub use rule::{Audit, Outcome, Rule, RuleResult, run};
pub use rules::rules;
pub use tie::{RULE as TIE_RULE, Tied, likeness, numbers};
pub use typed::{RULE as TYPED_RULE, Typed, TypedFigure};

use crate::model::report::Report;
use crate::model::standards::Standards;
use crate::reading::finished::Facts;

use rule::{outcomes_of, result};

/// Runs every rule of a year's report.
pub fn audit(report: &Report, standards: &Standards) -> Audit {
    let check = |rule: &Rule| rules::unread(rule, report).unwrap_or_else(|| (rule.check)(report, standards));
    outcomes_of(rules().iter().map(|rule| result(rule, || check(rule))))
}

/// Runs these rules over a document, whose sentences that could not be read are told with what the rules find.
pub fn audit_document(rules: Vec<&Rule<Facts>>, document: &Facts, standards: &Standards) -> Audit {
    let mut audit = run(rules, document, standards);
    let unread = document.failed.iter();
    audit.findings.extend(unread.map(|(place, panic)| panic.finding(TYPED_RULE.code, "读这句话").at(place)));
    audit.findings.extend(document.unread.iter().cloned());
    audit.findings.sort_by_key(|finding| finding.severity);
    audit
}
