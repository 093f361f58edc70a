#![doc = include_str!("../../../docs/rules/Z401.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::first_places;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::term::listed;

pub const RULE: Rule = Rule {
    code: "Z401",
    title: "项目评价等级齐全",
    doc: include_str!("../../../docs/rules/Z401.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if !report.rules.project_table.grades.is_asked() {
        return Outcome::NotApplicable("这项资金的项目表没有自评等级一栏".into());
    }
    let total = report.projects.projects().count();
    let without: Vec<_> = report.projects.projects().filter(|project| !project.grade.is_known()).collect();
    if without.is_empty() {
        return Outcome::Pass;
    }
    let grades = listed(report.rules.grades());
    let places = first_places(without.iter().map(|project| &project.name.place));
    if without.len() == total {
        let finding = Finding::error(RULE.code, "项目表没有填自评等级，报告里各等级的项目数说不出来")
            .expected(format!("{total}个项目都有等级"))
            .actual("一个也没有")
            .at_all(&places)
            .hint(format!(
                "在项目表加“自评等级”一栏，每个项目填{grades}；这项资金不给项目评等级的，在它的 资金.yaml 里写“项目表: {{ 自评等级: 无 }}”。"
            ));
        return Outcome::Findings(vec![finding]);
    }
    Outcome::Findings(vec![
        Finding::error(RULE.code, format!("有{}个项目没有填自评等级，等级个数加起来不等于项目数", without.len()))
            .expected(format!("{total}个项目都有等级"))
            .actual(format!("{}个有等级", total - without.len()))
            .at_all(&places)
            .hint(format!("在项目表的“自评等级”里补填{grades}。")),
    ])
}
