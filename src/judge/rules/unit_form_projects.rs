#![doc = include_str!("../../../docs/rules/Z107.md")]

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::project::Project;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::unit_form::UnitForm;

pub const RULE: Rule = Rule {
    code: "Z107",
    title: "单位自评表与项目表对得上",
    doc: include_str!("../../../docs/rules/Z107.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.unit_forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    let projects: Vec<Project> = report.projects.projects().collect();
    let mut findings = Vec::new();
    let mut handed_in: BTreeMap<&str, &UnitForm> = BTreeMap::new();
    // What a stray form reports is in the region's figures.
    let stray = if report.uses_forms() { Severity::Error } else { Severity::Warning };
    let by_name: BTreeMap<&str, &Project> =
        projects.iter().map(|project| (project.name.value.as_str(), project)).collect();
    for form in &report.unit_forms {
        let project = form.project.as_ref().and_then(|name| by_name.get(name.as_str()));
        match project {
            Some(project) => {
                match handed_in.insert(&project.name.value, form) {
                    Some(first) => findings.push(twice(project, first, form)),
                    None => findings.extend([amounts(form, project), units(form, project)].into_iter().flatten()),
                }
                findings.extend(directions(form, report));
            }
            None => findings.push(
                Finding::new(RULE.code, stray, "单位自评表的项目不在项目表里")
                    .expected("与项目表完全相同的项目名称")
                    .actual(form.names.join("、"))
                    .at(&form.place)
                    .hint("核对项目名称；不是今年的项目，把这份自评表移走。"),
            ),
        }
    }
    let missing: Vec<&Project> =
        projects.iter().filter(|project| !handed_in.contains_key(project.name.value.as_str())).collect();
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().take(12).map(|project| project.name.value.as_str()).collect();
        let rest = if missing.len() > names.len() { "等" } else { "" };
        findings.push(
            Finding::warning(RULE.code, format!("有{}个项目没有单位自评表", missing.len()))
                .expected(format!("{}份", projects.len()))
                .actual(format!("{}{rest}", names.join("、")))
                .at_all(missing.iter().map(|project| &project.name.place))
                .hint("催交；今年不用交的可以不管。"),
        );
    }
    Outcome::of(findings)
}

fn twice(project: &Project, first: &UnitForm, second: &UnitForm) -> Finding {
    Finding::error(RULE.code, format!("“{}”有两份单位自评表，会重复计算", project.name.value))
        .expected("一个项目一份")
        .actual("两份")
        .at(&first.place)
        .at(&second.place)
        .hint("留下对的一份，移走另一份；同名的两个项目，在项目名称里写出区别。")
}

fn units(form: &UnitForm, project: &Project) -> Option<Finding> {
    let unit = form.unit.as_ref()?;
    (unit.value != project.unit.value).then(|| {
        Finding::warning(RULE.code, format!("“{}”的单位自评表与项目表单位不一致", project.name.value))
            .expected(format!("{}（项目表）", project.unit.value))
            .actual(format!("{}（单位自评表）", unit.value))
            .at(&unit.place)
            .at(&project.unit.place)
            .hint("核对是不是放错了表；单位改了名的，两处写成一样。")
    })
}

/// The box that is ticked is another direction than the project's. Short names are left to people.
fn directions(form: &UnitForm, report: &Report) -> Option<Finding> {
    let chosen = form.direction.as_ref()?;
    let directions = &report.projects.directions;
    let known = directions.iter().any(|direction| direction.name.value == chosen.value);
    let own = directions
        .iter()
        .find(|direction| direction.projects().any(|project| Some(&project.name.value) == form.project.as_ref()))?;
    (known && own.name.value != chosen.value).then(|| {
        Finding::warning(RULE.code, format!("“{}”的单位自评表勾的不是项目表的支持方向", form.title()))
            .expected(format!("{}（项目表）", own.name.value))
            .actual(format!("{}（单位自评表）", chosen.value))
            .at(&chosen.place)
            .at(&own.name.place)
            .hint("核对勾选的方框。")
    })
}

fn amounts(form: &UnitForm, project: &Project) -> Option<Finding> {
    let budget = form.arranged()?;
    let yuan = project.amount.value.0.checked_mul(Decimal::from(10_000)) == Some(budget.value.0);
    let hint = if yuan {
        "正好是一万倍：单位把元填在了万元的格里，请单位改正。"
    } else {
        "对照下达文件，改正错的一个。"
    };
    (budget.value != project.amount.value).then(|| {
        Finding::error(RULE.code, format!("“{}”的单位自评表与项目表金额不一致", project.name.value))
            .expected(format!("{}万元（项目表）", project.amount.value))
            .actual(format!("{}万元（单位自评表）", budget.value))
            .at(&budget.place)
            .at(&project.amount.place)
            .hint(hint)
    })
}
