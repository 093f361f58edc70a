#![doc = include_str!("../../../docs/rules/Z101.md")]

use crate::base::field::Field;
use crate::base::finding::Finding;
use crate::base::place::{Place, Sourced};
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::sum_finding;
use crate::model::allotment::Subtotal;
use crate::model::number::Money;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z101",
    title: "项目表小计、总计与明细一致",
    doc: include_str!("../../../docs/rules/Z101.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let table = &report.projects;
    let mut findings = Vec::new();
    // A table without any subtotal is a way of writing it; one that lacks a few has lost them.
    let subtotals = table.directions.iter().flat_map(|direction| {
        let groups = direction.groups.iter().map(|group| &group.stated_subtotal);
        groups.chain([&direction.stated_subtotal])
    });
    let some_stated = subtotals.chain([&table.stated_total]).any(|stated| stated.is_known());
    // Rows of a flat list have no section row that could state anything.
    let no_total = table.list_totals.is_empty();
    let is_asked =
        |stated: &Field<Money>| no_total && std::ptr::eq(stated, &table.stated_total) || *stated != Field::Absent;
    let mut compare = |what: String, parts: &[Sourced<Money>], stated: &Field<Money>, place: &Place| {
        let sum: Money = parts.iter().map(|part| part.value).sum();
        let finding = match stated.known() {
            Some(stated) => sum_finding(RULE.code, &what, "明细相加", parts, stated),
            None if some_stated && sum != Money::default() && is_asked(stated) => Some(
                Finding::warning(RULE.code, format!("{what}空着，别的小计都填了"))
                    .expected(sum)
                    .actual("空白")
                    .at(place),
            ),
            None => None,
        };
        findings.extend(finding.map(|finding| finding.hint("改正小计或明细；小计最好写成公式。")));
    };
    let mut of_directions = Vec::new();
    for direction in &table.directions {
        let mut of_groups = Vec::new();
        for group in &direction.groups {
            let rows: Vec<_> = group.projects().map(|project| project.amount.clone()).collect();
            let Some(label) = &group.label else {
                // Right below the direction: its subtotal is theirs.
                of_groups.extend(rows);
                continue;
            };
            let what = format!("“{}”{}的小计", direction.name.value, label.value);
            compare(what, &rows, &group.stated_subtotal, &label.place);
            of_groups.push(Sourced::new(group.amount(), label.place.clone()));
        }
        compare(
            format!("“{}”的小计", direction.name.value),
            &of_groups,
            &direction.stated_subtotal,
            &direction.name.place,
        );
        of_directions.push(Sourced::new(direction.amount(), direction.name.place.clone()));
    }
    for list in &table.list_totals {
        if let Some(first) = list.rows.first() {
            compare(format!("“{}”的总计", list.list), &list.rows, &list.stated, &first.place);
        }
    }
    if let Some(first) = table.directions.first() {
        compare("项目表的总计".into(), &of_directions, &table.stated_total, &first.name.place);
    }
    for Subtotal { label, stated, rows } in &table.subtotals {
        let finding = sum_finding(RULE.code, &format!("“{label}”"), "明细相加", rows, stated);
        findings.extend(finding.map(|finding| finding.hint("改正小计或明细；小计最好写成公式。")));
    }
    Outcome::of(findings)
}
