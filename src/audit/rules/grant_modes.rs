#![doc = include_str!("../../../docs/rules/Z106.md")]

use crate::audit::finding::Finding;
use crate::audit::{Outcome, Rule, Standards};
use crate::model::project::{GrantMode, ProjectStatus};
use crate::model::report::Report;

pub const RULE: Rule =
    Rule {
        code: "Z106", title: "支持方式与分组一致", doc: include_str!("../../../docs/rules/Z106.md"), check
    };

fn check(report: &Report, _: &Standards) -> Outcome {
    let mut findings = Vec::new();
    let hint = "核对这一行的分组、支持方式和金额。";
    for group in report.projects.directions.iter().flat_map(|direction| &direction.groups) {
        let of_post_grants = group.label.value.contains("后补助");
        for project in &group.projects {
            let mode = &project.mode;
            if of_post_grants && mode.value != GrantMode::Post {
                findings.push(
                    Finding::error(
                        RULE.code,
                        format!("项目“{}”在“{}”里，支持方式却不是后补助", project.name.value, group.label.value),
                    )
                    .expected(GrantMode::Post.name())
                    .actual(mode.value.name())
                    .at(&mode.place)
                    .hint(hint),
                );
            }
            let zero = project.amount.value.is_zero();
            let odd = match (project.status, mode.value) {
                (ProjectStatus::NewlyStarted, GrantMode::Post) if !zero => "是新上的后补助项目，当年却安排了资金",
                (ProjectStatus::NewlyStarted, GrantMode::Upfront) if zero => "是事前补助项目，却没有安排资金",
                (ProjectStatus::CarriedOver, _) if zero => "是结转项目，却没有安排资金",
                _ => continue,
            };
            findings.push(
                Finding::warning(RULE.code, format!("项目“{}”{odd}", project.name.value))
                    .expected(if zero { "有金额" } else { "0" })
                    .actual(project.amount.value)
                    .at(&project.amount.place)
                    .at(&mode.place)
                    .hint(hint),
            );
        }
    }
    Outcome::of(findings)
}
