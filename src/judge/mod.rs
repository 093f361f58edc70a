//! The judge: rules read a case and return findings; they never change it and never see a file.

pub mod accepted;
mod case;
mod causes;
pub(crate) mod report_text;
mod rule;
mod rules;
pub(crate) mod sarif;
mod tie;
mod tolerance;
pub mod typed;

pub use case::Case;
pub use rule::{Audit, Outcome, Rule, RuleResult};
pub use rules::renamed::{means, renamed};
pub use tie::{likeness, numbers};
pub use typed::{TypedFigure, TypedFigures};

use crate::model::standards::Standards;

use rule::{outcome, outcomes_of};

/// Every rule.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::RULES.iter()
}

/// Runs every rule that looks at what there is, and says each cause once. With what is found, it is told which sentences
/// and parts of the document could not be read.
pub fn judge(case: &Case, standards: &Standards) -> Audit {
    let mut audit = outcomes_of(rules().filter_map(|rule| outcome(rule, case, standards)));
    causes::say_once(&mut audit.findings, case);
    if let Some(document) = case.document {
        let failed = document.failed.iter();
        audit.findings.extend(failed.map(|(place, panic)| panic.finding("Z603", "读这句话").at(place)));
        audit.findings.extend(document.unread.iter().cloned());
        audit.findings.sort_by_key(|finding| finding.severity);
    }
    audit
}
