#![doc = include_str!("../../../docs/rules/Z902.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::fund_rules::ProjectTableRules;
use crate::model::project::Project;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::term::{Term, listed};
use crate::model::year_on_year::renamed;

use super::needs::last_year;

pub const RULE: Rule = Rule {
    code: "Z902",
    title: "结转项目与上年一致",
    doc: include_str!("../../../docs/rules/Z902.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let last = match last_year(report) {
        Ok(last) => last,
        Err(outcome) => return outcome,
    };
    let rules = &report.rules.project_table;
    let carried: Vec<Project> = report.carried_over().collect();
    if carried.is_empty() {
        return Outcome::NotApplicable(format!("没有{}项目", listed(&rules.carried_over)));
    }
    let of_last = |name: &str| last.projects.projects().find(|project| project.name.value == name);
    let mut findings = Vec::new();
    for project in &carried {
        match of_last(&project.name.value) {
            None => findings.push(unknown(project, last, rules)),
            Some(before) => findings.extend(changed(project, &before)),
        }
    }
    findings.extend(vanished(report, last));
    Outcome::of(findings)
}

fn status<'a>(project: &'a Project) -> &'a str {
    project.status.value().map_or("", Term::name)
}

/// Carried over from nowhere.
fn unknown(project: &Project, last: &Report, rules: &ProjectTableRules) -> Finding {
    let name = &project.name.value;
    let alike = last.projects.projects().find(|before| renamed(&before.name.value, name));
    let finding = Finding::warning(RULE.code, format!("{}项目不在上年的项目表里", status(project)))
        .actual(name)
        .at(&project.name.place);
    match alike {
        Some(before) => finding
            .expected(&before.name.value)
            .at(&before.name.place)
            .hint("多半是同一个项目写成了两样：改成与上年一致；确实改了名的，准备好变更的批复。"),
        None => finding
            .expected("上年项目表里有这个项目")
            .hint(format!("核对是不是{}项目，或更早年度的项目；上年漏列的，说明原因。", listed(rules.newly_started()))),
    }
}

/// The same project with another amount; what was paid nothing last year is paid afterwards.
fn changed(project: &Project, before: &Project) -> Option<Finding> {
    let (now, then) = (project.amount, before.amount);
    (now.value != then.value && !now.value.is_zero() && !then.value.is_zero()).then(|| {
        let name = &project.name.value;
        Finding::info(RULE.code, format!("{}项目安排的资金与上年不同", status(project)))
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
    let gone: Vec<Project> = last.carried_over().filter(|project| !here(&project.name.value)).collect();
    (!gone.is_empty()).then(|| {
        let names: Vec<&str> = gone.iter().take(5).map(|project| project.name.value.as_str()).collect();
        let more = if gone.len() > names.len() { "等" } else { "" };
        Finding::info(
            RULE.code,
            format!("上年{}的{}个项目今年的项目表里没有了", listed(&last.rules.project_table.carried_over), gone.len()),
        )
        .expected("已经结题，或今年仍然列着")
        .actual(format!("{}{more}", names.join("、")))
        .at_all(gone.iter().map(|project| &project.name.place))
        .hint(format!(
            "核对这些项目是不是都结题了；没有结题的，补列到{}项目里。",
            listed(&report.rules.project_table.carried_over)
        ))
    })
}
