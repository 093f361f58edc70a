#![doc = include_str!("../../../docs/rules/Z105.md")]

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::finding::Finding;
use crate::audit::{Outcome, Rule, Standards};
use crate::model::project::Project;
use crate::model::report::Report;

pub const RULE: Rule =
    Rule {
        code: "Z105", title: "序号连续、项目不重复", doc: include_str!("../../../docs/rules/Z105.md"), check
    };

fn check(report: &Report, _: &Standards) -> Outcome {
    let mut findings = Vec::new();
    let mut wanted = 1;
    for project in report.projects.projects() {
        if let Some(serial) = &project.serial {
            if serial.value != wanted {
                findings.push(
                    Finding::error(RULE.code, "序号不连续")
                        .expected(wanted)
                        .actual(serial.value)
                        .at(&serial.place)
                        .hint("从 1 起重排序号；如果删错了行，请补回来。"),
                );
            }
            wanted = serial.value;
        }
        wanted += 1;
    }
    let mut by_name: BTreeMap<&str, Vec<&Project>> = BTreeMap::new();
    for project in report.projects.projects() {
        by_name.entry(&project.name.value).or_default().push(project);
    }
    for (name, projects) in by_name.into_iter().filter(|(_, projects)| projects.len() > 1) {
        let units: BTreeSet<&str> = projects.iter().map(|project| project.unit.value.as_str()).collect();
        let same_unit = units.len() < projects.len();
        let make = if same_unit { Finding::error } else { Finding::warning };
        let owners = if same_unit { "，单位也相同" } else { "，单位不同" };
        findings.push(
            make(RULE.code, format!("项目“{name}”出现了{}次{owners}", projects.len()))
                .expected("1次")
                .actual(format!("{}次", projects.len()))
                .at_all(projects.iter().map(|project| &project.name.place))
                .hint("重复的行请删去；确是不同项目的，名称写得能分清。"),
        );
    }
    Outcome::of(findings)
}
