//! Findings that the clerk has looked at and accepts, each with a reason, in the YAML.

use crate::base::place::Sourced;
use crate::model::report::Accepted;

use super::rule::{Outcome, RuleResult};
use super::{means, renamed, rules};
use crate::base::finding::{Finding, Severity};
use crate::base::nearest::differ_by_one;

/// Codes that no rule has: of reading, composing and writing.
const WITHOUT_RULE: [&str; 35] = [
    "Z001", "Z002", "Z003", "Z004", "Z005", "Z006", "Z007", "Z008", "Z009", "Z011", "Z012", "Z013", "Z014", "Z015",
    "Z016", "Z017", "Z018", "Z019", "Z020", "Z021", "Z022", "Z023", "Z024", "Z030", "Z031", "Z040", "Z041", "Z044",
    "Z045", "Z046", "Z047", "Z048", "Z049", "Z801", "Z802",
];

/// Of them, the errors that may be accepted: a form of a unit that cannot be had otherwise than as a scan.
const ACCEPTABLE_WITHOUT_RULE: [&str; 1] = ["Z019"];

/// Heads the section of a rule's page that says when its errors may be accepted.
const ACCEPTABLE: &str = "\n## 可以接受\n";

/// Findings that are accepted become hints that say so, with the reason. Warnings and hints always can be; an error only
/// where its rule's page says so, and with its place named: everything else is mended. What is wrong with the acceptances
/// comes back: that one matches an error that must be mended; that it matches nothing, where its rule was run.
pub fn accept(findings: &mut [Finding], accepted: &[Accepted], outcomes: &[RuleResult]) -> Vec<Finding> {
    let mut faults = Vec::new();
    for acceptance in accepted {
        let matches = |finding: &Finding| {
            let here = |place: &Sourced<String>| finding.locations.iter().any(|l| l.to_string().contains(&place.value));
            means(&acceptance.code.value, finding.code) && acceptance.place.as_ref().is_none_or(here)
        };
        let (mut found, mut refused, mut placeless) = (false, false, false);
        for finding in findings.iter_mut().filter(|finding| matches(finding)) {
            found = true;
            // It has several places, and one of them was accepted before.
            if finding.accepted.is_some() {
                continue;
            }
            if finding.severity == Severity::Error {
                refused |= !may_be_accepted(finding.code);
                placeless |= acceptance.place.is_none();
                if !may_be_accepted(finding.code) || acceptance.place.is_none() {
                    continue;
                }
            }
            mark(finding, &acceptance.reason.value);
        }
        let mut fault = |message: &str, hint: &str| {
            let fault = Finding::warning("Z015", message).actual(&acceptance.code.value);
            faults.push(fault.at(&acceptance.code.place).hint(hint));
        };
        match (found, refused, placeless) {
            (false, ..) if !codes().any(|code| code == acceptance.code.value) => {
                let typed = acceptance.code.value.to_uppercase();
                let near =
                    codes().find(|code| *code == typed).or_else(|| codes().find(|code| differ_by_one(code, &typed)));
                let meant = near.map_or_else(String::new, |near| format!("是不是 {near}？"));
                fault(
                    &format!("“接受”里的“{}”没有这个代码", acceptance.code.value),
                    &format!("{meant}照问题前面写的代码改正；全部规则用 ziping rules 看。"),
                );
            }
            // What is said of a sentence may be said of a document that was audited.
            (false, ..) if acceptance.place.as_ref().is_some_and(|place| is_of_a_text(&place.value)) => {}
            (false, ..) if was_run(&acceptance.code.value, outcomes) => {
                fault("“接受”里的这一条没有对应的问题", "问题已经没有了的，删去这一条；还有的，核对代码和位置。")
            }
            (false, ..) => {}
            (true, true, _) => fault("这条规则的错误不能接受，只能改正", "改正错误，删去这一条。"),
            (true, false, true) => fault("接受错误要写明位置", "在这一条里写上“位置”，一处错误一条。"),
            (true, false, false) => {}
        }
    }
    faults
}

/// What the year's folder says of a sentence and is accepted there, its document need not mend either.
pub fn accept_as_in_folder(findings: &mut [Finding], of_folder: &[Finding]) {
    for finding in findings {
        let said = |other: &&Finding| other.actual.is_some() && other.actual == finding.actual;
        let accepted = of_folder.iter().filter(said).find_map(|other| other.accepted.clone());
        if let Some(reason) = accepted.filter(|_| finding.accepted.is_none()) {
            mark(finding, &reason);
        }
    }
}

fn mark(finding: &mut Finding, reason: &str) {
    finding.severity = Severity::Info;
    finding.message = format!("已接受：{}（理由：{reason}）", finding.message);
    finding.hint = "已在 YAML 里接受；不再接受的，删去“接受”里的这一条。".into();
    finding.accepted = Some(reason.to_string());
}

/// Every code that a finding can have, or had.
pub fn codes() -> impl Iterator<Item = &'static str> {
    rules().map(|rule| rule.code).chain(WITHOUT_RULE).chain(renamed().map(|(old, _)| old))
}

/// A document, or how a sentence of one begins; what stands in the input has a file, a sheet or a line.
fn is_of_a_text(place: &str) -> bool {
    let file = [".docx", ".pdf", ".doc", ".txt"].iter().any(|ending| place.contains(ending));
    let sentence = place.contains(['“', '，', '。']) || place.chars().count() > 7 && !place.contains(['›', '.']);
    file || sentence
}

fn was_run(code: &str, outcomes: &[RuleResult]) -> bool {
    let ran = |result: &RuleResult| !matches!(result.outcome, Outcome::CannotEvaluate(_));
    WITHOUT_RULE.contains(&code) || outcomes.iter().any(|result| means(code, result.code) && ran(result))
}

/// An error of this code.
pub fn may_be_accepted(code: &str) -> bool {
    ACCEPTABLE_WITHOUT_RULE.contains(&code) || rules().any(|rule| rule.code == code && rule.doc.contains(ACCEPTABLE))
}
