#![doc = include_str!("../../../docs/rules/Z106.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Outcome, Rule};
use crate::model::project::{GrantMode, Project, ProjectStatus};
use crate::model::report::Report;
use crate::model::standards::Standards;

pub const RULE: Rule =
    Rule {
        code: "Z106", title: "支持方式与分组一致", doc: include_str!("../../../docs/rules/Z106.md"), check
    };

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.projects.projects().all(|project| !project.mode.is_known()) {
        return Outcome::NotApplicable("项目表没有支持方式一栏".into());
    }
    let groups = report.projects.directions.iter().flat_map(|direction| &direction.groups);
    let rows = groups.flat_map(|group| {
        let label = group.label.as_ref().map_or("", |label| label.value.as_str());
        group.projects().map(move |project| (label, project))
    });
    Outcome::of(rows.flat_map(|(label, project)| [misplaced(label, &project), odd(&project)]).flatten().collect())
}

const HINT: &str = "核对这一行的分组、支持方式和金额。";

fn misplaced(label: &str, project: &Project) -> Option<Finding> {
    let mode = project.mode.known()?;
    (label.contains("后补助") && mode.value != GrantMode::Post).then(|| {
        Finding::error(RULE.code, format!("项目“{}”在“{label}”里，支持方式却不是后补助", project.name.value))
            .expected(GrantMode::Post.name())
            .actual(mode.value.name())
            .at(&mode.place)
            .hint(HINT)
    })
}

fn odd(project: &Project) -> Option<Finding> {
    let mode = project.mode.known()?;
    let zero = project.amount.value.is_zero();
    let odd = match (*project.status.value()?, mode.value) {
        (ProjectStatus::NewlyStarted, GrantMode::Post) if !zero => "是新上的后补助项目，当年却安排了资金",
        (ProjectStatus::NewlyStarted, GrantMode::Upfront) if zero => "是事前补助项目，却没有安排资金",
        (ProjectStatus::CarriedOver, _) if zero => "是结转项目，却没有安排资金",
        _ => return None,
    };
    Some(
        Finding::warning(RULE.code, format!("项目“{}”{odd}", project.name.value))
            .expected(if zero { "有金额" } else { "0" })
            .actual(project.amount.value)
            .at(&project.amount.place)
            .at(&mode.place)
            .hint(HINT),
    )
}
