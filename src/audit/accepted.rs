//! Findings that the clerk has looked at and accepts, each with a reason, in the YAML.

use crate::model::place::Sourced;
use crate::model::report::Accepted;

use super::finding::{Finding, Severity};

/// Warnings and hints that are accepted become hints that say so, with the reason. An error cannot be accepted: it is
/// mended. An acceptance that matches nothing, or an error, is a finding itself.
pub fn accept(findings: &mut Vec<Finding>, accepted: &[Accepted]) {
    let mut faults = Vec::new();
    for acceptance in accepted {
        let matches = |finding: &Finding| {
            let here = |place: &Sourced<String>| finding.locations.iter().any(|l| l.to_string().contains(&place.value));
            finding.code == acceptance.code.value && acceptance.place.as_ref().is_none_or(here)
        };
        let mut found = false;
        let mut refused = false;
        for finding in findings.iter_mut().filter(|finding| matches(finding)) {
            found = true;
            if finding.severity == Severity::Error {
                refused = true;
            } else {
                finding.severity = Severity::Info;
                finding.message = format!("已接受：{}（理由：{}）", finding.message, acceptance.reason.value);
                finding.hint = "已在 YAML 里接受；不再接受的，删去“接受”里的这一条。".into();
            }
        }
        let fault = |message: &str, hint: &str| {
            Finding::warning("Z015", message).actual(&acceptance.code.value).at(&acceptance.code.place).hint(hint)
        };
        match (found, refused) {
            (false, _) => faults.push(fault(
                "“接受”里的这一条没有对应的问题",
                "问题已经没有了的，删去这一条；还有的，核对代码和位置。",
            )),
            (true, true) => faults.push(fault("错误不能接受，只能改正", "改正错误，删去这一条。")),
            (true, false) => {}
        }
    }
    findings.extend(faults);
}
