#![doc = include_str!("../../../docs/rules/Z101.md")]

use crate::audit::tolerance::sum_finding;
use crate::audit::{Outcome, Rule};
use crate::model::number::Money;
use crate::model::place::Sourced;
use crate::model::report::Report;

pub const RULE: Rule =
    Rule {
        code: "Z101", title: "项目表小计、总计与明细一致", doc: include_str!("../../../docs/rules/Z101.md"), check
    };

fn check(report: &Report) -> Outcome {
    let table = &report.projects;
    let mut findings = Vec::new();
    let mut compare = |what: String, parts: &[Sourced<Money>], stated: &Option<Sourced<Money>>| {
        let finding = stated.as_ref().and_then(|stated| sum_finding(RULE.code, &what, parts, stated));
        findings.extend(finding.map(|finding| finding.hint("改正小计或明细；小计最好写成公式。")));
    };
    let mut of_directions = Vec::new();
    for direction in &table.directions {
        let mut of_groups = Vec::new();
        for group in &direction.groups {
            let rows: Vec<_> = group.projects.iter().map(|project| project.amount.clone()).collect();
            compare(format!("“{}”{}的小计", direction.name.value, group.label.value), &rows, &group.stated_subtotal);
            of_groups.push(Sourced::new(group.amount(), group.label.place.clone()));
        }
        compare(format!("“{}”的小计", direction.name.value), &of_groups, &direction.stated_subtotal);
        of_directions.push(Sourced::new(direction.amount(), direction.name.place.clone()));
    }
    compare("项目表的总计".into(), &of_directions, &table.stated_total);
    Outcome::of(findings)
}
