//! Findings that the clerk has looked at and accepts, each with a reason, in the YAML.

use crate::base::place::Sourced;
use crate::model::report::Accepted;

use super::rules::rules;
use crate::base::finding::{Finding, Severity};
use crate::base::nearest::differ_by_one;

/// Codes that no rule has: of reading, composing and writing.
const WITHOUT_RULE: [&str; 33] = [
    "Z001", "Z002", "Z003", "Z004", "Z005", "Z006", "Z007", "Z008", "Z009", "Z011", "Z012", "Z013", "Z014", "Z015",
    "Z016", "Z017", "Z018", "Z020", "Z021", "Z022", "Z023", "Z024", "Z030", "Z031", "Z040", "Z041", "Z044", "Z045",
    "Z046", "Z047", "Z048", "Z801", "Z802",
];

/// Heads the section of a rule's page that says when its errors may be accepted.
const ACCEPTABLE: &str = "\n## 可以接受\n";

/// Findings that are accepted become hints that say so, with the reason. Warnings and hints always can be; an error only
/// where its rule's page says so, and with its place named: everything else is mended. An acceptance that matches
/// nothing, or an error that must be mended, is a finding itself. `of_rules` are the codes that all rules have.
pub fn accept(findings: &mut Vec<Finding>, accepted: &[Accepted], of_rules: &[&str]) {
    let known = || of_rules.iter().chain(&WITHOUT_RULE).copied();
    let mut faults = Vec::new();
    for acceptance in accepted {
        let matches = |finding: &Finding| {
            let here = |place: &Sourced<String>| finding.locations.iter().any(|l| l.to_string().contains(&place.value));
            finding.code == acceptance.code.value && acceptance.place.as_ref().is_none_or(here)
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
            finding.severity = Severity::Info;
            finding.message = format!("已接受：{}（理由：{}）", finding.message, acceptance.reason.value);
            finding.hint = "已在 YAML 里接受；不再接受的，删去“接受”里的这一条。".into();
            finding.accepted = Some(acceptance.reason.value.clone());
        }
        let mut fault = |message: &str, hint: &str| {
            let fault = Finding::warning("Z015", message).actual(&acceptance.code.value);
            faults.push(fault.at(&acceptance.code.place).hint(hint));
        };
        match (found, refused, placeless) {
            (false, ..) if !known().any(|code| code == acceptance.code.value) => {
                let typed = acceptance.code.value.to_uppercase();
                let near =
                    known().find(|code| *code == typed).or_else(|| known().find(|code| differ_by_one(code, &typed)));
                let meant = near.map_or_else(String::new, |near| format!("是不是 {near}？"));
                fault(
                    &format!("“接受”里的“{}”没有这个代码", acceptance.code.value),
                    &format!("{meant}照问题前面写的代码改正；全部规则用 ziping rules 看。"),
                );
            }
            (false, ..) => {
                fault("“接受”里的这一条没有对应的问题", "问题已经没有了的，删去这一条；还有的，核对代码和位置。")
            }
            (true, true, _) => fault("这条规则的错误不能接受，只能改正", "改正错误，删去这一条。"),
            (true, false, true) => fault("接受错误要写明位置", "在这一条里写上“位置”，一处错误一条。"),
            (true, false, false) => {}
        }
    }
    findings.extend(faults);
}

fn may_be_accepted(code: &str) -> bool {
    rules().iter().any(|rule| rule.code == code && rule.doc.contains(ACCEPTABLE))
}
