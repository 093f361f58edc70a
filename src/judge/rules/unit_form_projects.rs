#![doc = include_str!("../../../docs/rules/Z107.md")]

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::nearest::{distance, nearest};
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::form_set::{CODE, FormSet, Owner, Verdict, project_key};
use crate::model::number::Money;
use crate::model::project::Project;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::unit_form::UnitForm;

pub const RULE: Rule = Rule {
    code: CODE,
    title: "单位自评表与项目表、分配表对得上",
    doc: include_str!("../../../docs/rules/Z107.md"),
    needs: &[Need::AllProjects],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let forms = &report.unit_forms;
    if forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    let Some(set) = FormSet::of(report) else {
        return match (report.wants(Part::Projects), report.lacks(Part::Allotments)) {
            (true, _) => Outcome::CannotEvaluate("没有读到项目表".into()),
            (false, true) => Outcome::NotApplicable("这项资金没有项目表，也没有分配表".into()),
            (false, false) => Outcome::CannotEvaluate("分配表没有读全，改正后再核对".into()),
        };
    };
    // What a form reports is in the region's figures.
    let severity = if report.uses_forms() { Severity::Error } else { Severity::Warning };
    let mut findings = Vec::new();
    let by_name: BTreeMap<&str, Project> =
        report.projects.projects().map(|project| (project.name.value.as_str(), project)).collect();
    for owner in &set.owners {
        let own: Vec<&UnitForm> = owner.forms.iter().map(|nth| &forms[*nth]).collect();
        match set.verdict(owner, forms) {
            Verdict::Twice => findings.push(twice(owner, &own)),
            Verdict::OtherMoney(stated) => findings.push(amounts(owner, &own, stated, set.of_areas)),
            Verdict::Fits | Verdict::Missing => {}
        }
        let project = by_name.get(owner.name.value.as_str()).filter(|_| !set.of_areas);
        if let (Some(project), Some(first)) = (project, own.first()) {
            findings.extend(units(first, project));
            findings.extend(named_otherwise(first, project));
        }
        findings.extend(own.iter().filter_map(|form| directions(form, report)));
    }
    // A stray form may be that of one of them, under a name that was typed otherwise.
    let mut missing: Vec<&Owner> =
        set.owners.iter().filter(|owner| set.verdict(owner, forms) == Verdict::Missing).collect();
    for form in set.strays.iter().map(|nth| &forms[*nth]) {
        let meant = meant(form, &missing, &by_name);
        findings.push(stray(form, meant, &set, report, severity));
        missing.retain(|owner| meant.is_none_or(|meant| meant.name.value != owner.name.value));
    }
    if !missing.is_empty() {
        const SHOWN: usize = 12;
        let names: Vec<&str> = missing.iter().take(SHOWN).map(|owner| owner.name.value.as_str()).collect();
        let rest = if missing.len() > names.len() { "等" } else { "" };
        let severity = match missing.iter().all(|owner| owner.amount.value.is_zero()) {
            true => Severity::Warning,
            false => severity,
        };
        let (what, hint) = match set.of_areas {
            true => ("地区", "催交；交齐之前，单位自评表汇总的数都空着。"),
            false => ("项目", "催交；交齐之前，单位自评表汇总的数都空着。今年不用交的，写进 YAML 的“接受”。"),
        };
        let asked = set.owners.iter().filter(|owner| !set.of_areas || !owner.amount.value.is_zero()).count();
        findings.push(
            Finding::new(RULE.code, severity, format!("有{}个{what}没有单位自评表", missing.len()))
                .expected(format!("{asked}份"))
                .actual(format!("{}{rest}", names.join("、")))
                .at_all(missing.iter().map(|owner| set.place(owner)))
                .hint(hint),
        );
    }
    Outcome::of(findings)
}

/// Of those whose form is missing, the one that is called nearly so: 武威文庙修膳工程.
fn meant<'a, 'b>(
    form: &UnitForm,
    missing: &[&'b Owner<'a>],
    projects: &BTreeMap<&str, Project>,
) -> Option<&'b Owner<'a>> {
    const NEAR: usize = 4;
    let unit_of = |owner: &&&Owner| projects.get(owner.name.value.as_str()).map(|project| &project.unit.value);
    let of_unit =
        |owner: &&&Owner| form.unit.as_ref().is_none_or(|unit| unit_of(owner).is_none_or(|own| *own == unit.value));
    form.names.iter().find_map(|name| {
        let near = nearest(name, missing.iter().filter(of_unit).map(|owner| owner.name.value.as_str()))?;
        let near = missing.iter().find(|owner| owner.name.value == near)?;
        let few = name.chars().count().max(near.name.value.chars().count()) / NEAR;
        (distance(name, &near.name.value) <= few).then_some(*near)
    })
}

fn stray(form: &UnitForm, meant: Option<&Owner>, set: &FormSet, report: &Report, severity: Severity) -> Finding {
    let fund = report.profile.fund.value();
    let own: Vec<&str> = form.names.iter().filter(|name| Some(*name) != fund).map(String::as_str).collect();
    let unit = form.unit.as_ref().map_or("", |unit| unit.value.as_str());
    let (message, expected, shown) = match set.of_areas {
        true => ("单位自评表不知道是哪个地区的", "项目名称或单位里有分配表的一个地区", vec![unit]),
        false => ("单位自评表的项目不在项目表里", "与项目表完全相同的项目名称", own),
    };
    let finding =
        Finding::new(RULE.code, severity, message).expected(expected).actual(shown.join("、")).at(&form.place);
    match meant {
        Some(meant) => finding
            .at(&meant.name.place)
            .hint(format!("是不是“{}”？是的，两处的名称写成一样；不是今年的，把这份自评表移走。", meant.name.value)),
        None => finding.hint("核对名称；不是今年的，把这份自评表移走。"),
    }
}

fn twice(owner: &Owner, forms: &[&UnitForm]) -> Finding {
    Finding::error(RULE.code, format!("“{}”有{}份单位自评表，会重复计算", owner.name.value, forms.len()))
        .expected("一份")
        .actual(format!("{}份", forms.len()))
        .at_all(forms.iter().map(|form| &form.place))
        .hint("留下对的一份，移走另一份；同名的两个项目，在项目名称里写出区别。")
}

/// The money that the forms state is not what the table gives.
fn amounts(owner: &Owner, forms: &[&UnitForm], stated: Money, of_areas: bool) -> Finding {
    let table = if of_areas { "分配表" } else { "项目表" };
    let yuan = owner.amount.value.0.checked_mul(Decimal::from(10_000)) == Some(stated.0);
    let hint = if yuan {
        "正好是一万倍：单位把元填在了万元的格里，请单位改正。"
    } else {
        "对照下达文件，改正错的一个。"
    };
    Finding::error(RULE.code, format!("“{}”的单位自评表与{table}金额不一致", owner.name.value))
        .expected(format!("{}万元（{table}）", owner.amount.value))
        .actual(format!("{stated}万元（单位自评表）"))
        .at_all(forms.iter().filter_map(|form| Some(&form.arranged()?.place)))
        .at(&owner.amount.place)
        .hint(hint)
}

/// 某改造项目 for 某改造.
fn named_otherwise(form: &UnitForm, project: &Project) -> Option<Finding> {
    let name = &project.name.value;
    let own = form.names.iter().find(|own| project_key(own) == project_key(name))?;
    (!form.names.contains(name)).then(|| {
        Finding::warning(RULE.code, format!("“{name}”的单位自评表名称与项目表不完全相同"))
            .expected(format!("{name}（项目表）"))
            .actual(format!("{own}（单位自评表）"))
            .at(&form.place)
            .at(&project.name.place)
            .hint("是一个项目的，两处写成一样（现在当成一个，计入汇总）；不是的，把这份自评表移走。")
    })
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
