#![doc = include_str!("../../../docs/rules/Z601.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z601",
    title: "案例是项目表里的项目",
    doc: include_str!("../../../docs/rules/Z601.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.cases.is_empty() {
        return Outcome::NotApplicable("没有写典型案例".into());
    }
    let known = |name: &str| report.projects.projects().any(|project| project.name.value == name);
    let unknown = report.cases.iter().filter(|case| !known(&case.project.value));
    let findings = unknown.map(|case| {
        let name = &case.project.value;
        let nearest = nearest(name, report);
        let finding = Finding::error(RULE.code, format!("案例的项目“{name}”不在项目表里"))
            .about(name)
            .actual(name)
            .at(&case.project.place)
            .hint("把案例的项目名称改成与项目表完全一致。");
        match nearest {
            Some(nearest) => finding.expected(nearest),
            None => finding.expected("项目表里的项目名称"),
        }
    });
    Outcome::of(findings.collect())
}

/// The project whose name shares most characters with `name`, if it is more than half of them.
fn nearest(name: &str, report: &Report) -> Option<String> {
    let shared = |other: &str| name.chars().filter(|c| other.contains(*c)).count();
    let best = report.projects.projects().max_by_key(|project| shared(&project.name.value))?;
    (shared(&best.name.value) * 2 > name.chars().count()).then(|| best.name.value.clone())
}
