#![doc = include_str!("../../../docs/rules/Z107.md")]

use crate::audit::finding::Finding;
use crate::audit::tolerance::first_places;
use crate::audit::{Outcome, Rule, Standards};
use crate::model::project::Project;
use crate::model::report::Report;
use crate::model::unit_form::UnitForm;

pub const RULE: Rule =
    Rule {
        code: "Z107", title: "单位自评表与项目表对得上", doc: include_str!("../../../docs/rules/Z107.md"), check
    };

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.unit_forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    let projects: Vec<&Project> = report.projects.projects().collect();
    let mut findings = Vec::new();
    let mut handed_in: Vec<&str> = Vec::new();
    for form in &report.unit_forms {
        match project_of(form, &projects) {
            Some(project) => {
                handed_in.push(&project.name.value);
                findings.extend(amounts(form, project));
            }
            None => findings.push(
                Finding::warning(RULE.code, "单位自评表的项目不在项目表里")
                    .expected("与项目表完全相同的项目名称")
                    .actual(form.names.join("、"))
                    .at(&form.place)
                    .hint("核对项目名称；不是今年的项目，把这份自评表移走。"),
            ),
        }
    }
    let missing: Vec<&&Project> =
        projects.iter().filter(|project| !handed_in.contains(&project.name.value.as_str())).collect();
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().take(12).map(|project| project.name.value.as_str()).collect();
        let rest = if missing.len() > names.len() { "等" } else { "" };
        findings.push(
            Finding::warning(RULE.code, format!("有{}个项目没有单位自评表", missing.len()))
                .expected(format!("{}份", projects.len()))
                .actual(format!("{}{rest}", names.join("、")))
                .at_all(&first_places(missing.iter().map(|project| &project.name.place)))
                .hint("催交；今年不用交的可以不管。"),
        );
    }
    Outcome::of(findings)
}

fn project_of<'a>(form: &UnitForm, projects: &[&'a Project]) -> Option<&'a Project> {
    form.names.iter().find_map(|name| projects.iter().find(|project| project.name.value == *name)).copied()
}

fn amounts(form: &UnitForm, project: &Project) -> Option<Finding> {
    let budget = form.budget.as_ref()?;
    (budget.value != project.amount.value).then(|| {
        Finding::error(RULE.code, format!("“{}”的单位自评表与项目表金额不一致", project.name.value))
            .expected(format!("{}万元（项目表）", project.amount.value))
            .actual(format!("{}万元（单位自评表）", budget.value))
            .at(&budget.place)
            .at(&project.amount.place)
            .hint("对照下达文件，改正错的一个。")
    })
}
