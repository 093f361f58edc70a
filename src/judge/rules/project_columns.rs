#![doc = include_str!("../../../docs/rules/Z121.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::first_places;
use crate::model::fund_rules::Presence;
use crate::model::project::Project;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z121",
    title: "项目表该有的都有",
    doc: include_str!("../../../docs/rules/Z121.md"),
    needs: &[Need::Part(Part::Projects)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let rules = &report.rules.project_table;
    let table = &report.projects;
    let groups = table.directions.iter().flat_map(|direction| &direction.groups);
    let ungrouped = groups.filter(|group| group.label.is_none()).flat_map(|group| group.projects());
    let undirected = table.directions.iter().filter(|direction| direction.label.is_none());
    let undirected = undirected.flat_map(|direction| direction.projects());
    let modeless = table.projects().filter(|project| !project.mode.is_known());
    let labels: String = rules.groups_by_status().iter().map(|(_, label)| format!("“{label}”")).collect();
    let labels = format!("{labels}这样的行");
    let asked = [
        (rules.directions, undirected.collect::<Vec<Project>>(), "项目上面没有支持方向的行", "“一、…”这样的行"),
        (rules.groups, ungrouped.collect(), "项目不在任何分组里", labels.as_str()),
        (rules.grant_modes, modeless.collect(), "项目表没有支持方式一栏", "表头里有“支持方式”"),
    ];
    let missing = asked.into_iter().filter(|(asked, projects, ..)| *asked == Presence::Has && !projects.is_empty());
    let findings = missing.map(|(_, projects, message, expected)| {
        Finding::error(RULE.code, format!("{message}（{}个项目）", projects.len()))
            .expected(expected)
            .actual("没有")
            .at_all(&first_places(projects.iter().map(|project| &project.name.place)))
            .hint("在项目表里补上；这项资金本来就没有的，在式样的 资金.yaml 的“项目表”里写“无”。")
    });
    Outcome::of(findings.collect())
}
