#![doc = include_str!("../../../docs/rules/Z902.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Outcome, Rule};
use crate::model::project::{Project, ProjectStatus};
use crate::model::report::Report;
use crate::model::standards::Standards;
use crate::model::year_on_year::renamed;

use super::needs::last_year;

pub const RULE: Rule =
    Rule {
        code: "Z902", title: "结转项目与上年一致", doc: include_str!("../../../docs/rules/Z902.md"), check
    };

fn check(report: &Report, _: &Standards) -> Outcome {
    let last = match last_year(report) {
        Ok(last) => last,
        Err(outcome) => return outcome,
    };
    let carried: Vec<Project> = report
        .projects
        .projects()
        .filter(|project| project.status.value() == Some(&ProjectStatus::CarriedOver))
        .collect();
    if carried.is_empty() {
        return Outcome::NotApplicable("没有结转项目".into());
    }
    let of_last = |name: &str| last.projects.projects().find(|project| project.name.value == name);
    let mut findings = Vec::new();
    for project in &carried {
        match of_last(&project.name.value) {
            None => findings.push(unknown(project, last)),
            Some(before) => findings.extend(changed(project, &before)),
        }
    }
    findings.extend(vanished(report, last));
    Outcome::of(findings)
}

/// Carried over from nowhere.
fn unknown(project: &Project, last: &Report) -> Finding {
    let name = &project.name.value;
    let alike = last.projects.projects().find(|before| renamed(&before.name.value, name));
    let finding = Finding::warning(RULE.code, "结转项目不在上年的项目表里").actual(name).at(&project.name.place);
    match alike {
        Some(before) => finding
            .expected(&before.name.value)
            .at(&before.name.place)
            .hint("多半是同一个项目写成了两样：改成与上年一致；确实改了名的，准备好变更的批复。"),
        None => finding
            .expected("上年项目表里有这个项目")
            .hint("核对是不是新上项目，或更早年度的项目；上年漏列的，说明原因。"),
    }
}

/// The same project with another amount; what was paid nothing last year is paid afterwards.
fn changed(project: &Project, before: &Project) -> Option<Finding> {
    let (now, then) = (project.amount, before.amount);
    (now.value != then.value && !now.value.is_zero() && !then.value.is_zero()).then(|| {
        let name = &project.name.value;
        Finding::info(RULE.code, "结转项目安排的资金与上年不同")
            .expected("与上年相同，或者是分年拨付")
            .actual(format!("“{name}”今年{}万元，上年{}万元", now.value, then.value))
            .at(&now.place)
            .at(&then.place)
            .hint("分年拨付、金额本来不同的不用管；否则核对两年的项目表。")
    })
}

/// Carried over or begun last year, and in this year's table no more, under no name that is alike.
fn vanished(report: &Report, last: &Report) -> Option<Finding> {
    let here = |name: &str| {
        report.projects.projects().any(|project| project.name.value == name || renamed(name, &project.name.value))
    };
    let gone: Vec<Project> = last
        .projects
        .projects()
        .filter(|project| project.status.value() == Some(&ProjectStatus::CarriedOver) && !here(&project.name.value))
        .collect();
    (!gone.is_empty()).then(|| {
        let names: Vec<&str> = gone.iter().take(5).map(|project| project.name.value.as_str()).collect();
        let more = if gone.len() > names.len() { "等" } else { "" };
        Finding::info(RULE.code, format!("上年结转的{}个项目今年的项目表里没有了", gone.len()))
            .expected("已经结题，或今年仍然列着")
            .actual(format!("{}{more}", names.join("、")))
            .at_all(gone.iter().map(|project| &project.name.place))
            .hint("核对这些项目是不是都结题了；没有结题的，补列到结转项目里。")
    })
}
