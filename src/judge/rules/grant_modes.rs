#![doc = include_str!("../../../docs/rules/Z106.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::fund_rules::ProjectTableRules;
use crate::model::project::Project;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z106",
    title: "支持方式与分组一致",
    doc: include_str!("../../../docs/rules/Z106.md"),
    needs: &[Need::Part(Part::Projects)],
    check: Check::Report(check),
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
    let rules = &report.rules.project_table;
    let of_row = |(label, project)| [misplaced(label, &project, rules), odd(&project, rules)];
    Outcome::of(rows.flat_map(of_row).flatten().collect())
}

const HINT: &str = "核对这一行的分组、支持方式和金额。";

fn misplaced(label: &str, project: &Project, rules: &ProjectTableRules) -> Option<Finding> {
    let mode = project.mode.known()?;
    let post = rules.post.iter().find(|post| label.contains(post.name()))?;
    (!rules.is_post(&mode.value)).then(|| {
        Finding::error(RULE.code, format!("项目“{}”在“{label}”里，支持方式却不是{post}", project.name.value))
            .expected(post)
            .actual(&mode.value)
            .at(&mode.place)
            .hint(HINT)
    })
}

fn odd(project: &Project, rules: &ProjectTableRules) -> Option<Finding> {
    let (mode, status) = (project.mode.known()?, project.status.value()?);
    let zero = project.amount.value.is_zero();
    let (carried, post) = (rules.is_carried_over(status), rules.is_post(&mode.value));
    let odd = match (carried, post) {
        (false, true) if !zero => format!("是{status}的{}项目，当年却安排了资金", mode.value),
        (false, false) if zero => format!("是{}项目，却没有安排资金", mode.value),
        (true, _) if zero => format!("是{status}项目，却没有安排资金"),
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
