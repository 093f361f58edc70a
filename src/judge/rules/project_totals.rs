#![doc = include_str!("../../../docs/rules/Z101.md")]

use crate::base::field::Field;
use crate::base::finding::Finding;
use crate::base::place::{Place, Sourced};
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::judge::tolerance::sum_finding;
use crate::model::allotment::Subtotal;
use crate::model::number::Money;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;
use crate::reading::finished::tables::{Level, ProjectRow, ProjectTable};

pub const RULE: Rule = Rule {
    code: "Z101",
    title: "项目表小计、总计与明细一致",
    doc: include_str!("../../../docs/rules/Z101.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects],
    check: Check::Source(check),
};

/// A stated sum and what it is of; `asked` where a blank one is one that was left out.
struct Sum<'a> {
    what: String,
    parts: Vec<Sourced<Money>>,
    stated: Field<Money>,
    asked: bool,
    /// 总计, which every list has.
    of_list: bool,
    place: &'a Place,
}

fn check(source: Source, _: &Standards) -> Outcome {
    let (sums, mut findings) = match source {
        Source::Report(report) => (of_report(report), Vec::new()),
        Source::Document(facts) => match sectioned(facts) {
            Ok(table) => (of_document(table), table.projects().filter_map(without_amount).collect()),
            Err(outcome) => return outcome,
        },
    };
    // A table without any subtotal is a way of writing it; one that lacks a few has lost them.
    let some_stated = sums.iter().any(|sum| sum.asked && !sum.of_list && sum.stated.is_known());
    for Sum { what, parts, stated, asked, place, .. } in &sums {
        let sum: Money = parts.iter().map(|part| part.value).sum();
        let finding = match stated.known() {
            Some(stated) => sum_finding(RULE.code, what, "明细相加", parts, stated),
            None if some_stated && sum != Money::default() && *asked => Some(
                Finding::warning(RULE.code, format!("{what}空着，别的小计都填了"))
                    .expected(sum)
                    .actual("空白")
                    .at(place),
            ),
            None => None,
        };
        findings.extend(finding.map(|finding| finding.hint("改正小计或明细；小计最好写成公式。")));
    }
    Outcome::of(findings)
}

fn of_report(report: &Report) -> Vec<Sum<'_>> {
    let table = &report.projects;
    let sum = |what, parts, stated: &Field<Money>, place| Sum {
        what,
        parts,
        stated: stated.clone(),
        asked: *stated != Field::Absent,
        of_list: false,
        place,
    };
    // A part stands where its own sum is stated, else it is the amounts that make it: labels are no figures.
    let part = |amount: Money, stated: &Field<Money>, rows: &[Sourced<Money>]| match stated.known() {
        Some(stated) => vec![Sourced::new(amount, stated.place.clone())],
        None => rows.to_vec(),
    };
    let mut sums = Vec::new();
    let mut of_directions = Vec::new();
    for direction in &table.directions {
        let (name, mut of_groups) = (&direction.name, Vec::new());
        for group in &direction.groups {
            let rows: Vec<_> = group.projects().map(|project| project.amount.clone()).collect();
            let Some(label) = &group.label else {
                // Right below the direction: its subtotal is theirs.
                of_groups.extend(rows);
                continue;
            };
            let what = format!("“{}”{}的小计", name.value, label.value);
            of_groups.extend(part(group.amount(), &group.stated_subtotal, &rows));
            sums.push(sum(what, rows, &group.stated_subtotal, &label.place));
        }
        of_directions.extend(part(direction.amount(), &direction.stated_subtotal, &of_groups));
        sums.push(sum(format!("“{}”的小计", name.value), of_groups, &direction.stated_subtotal, &name.place));
    }
    for list in &table.list_totals {
        if let Some(first) = list.rows.first() {
            let own = sum(format!("“{}”的总计", list.list), list.rows.clone(), &list.stated, &first.place);
            sums.push(Sum { of_list: true, ..own });
        }
    }
    if let Some(first) = table.directions.first() {
        // Rows of a flat list have no section row that could state anything.
        let asked = table.list_totals.is_empty() || table.stated_total != Field::Absent;
        let all = sum("项目表的总计".into(), of_directions, &table.stated_total, &first.name.place);
        sums.push(Sum { asked, of_list: true, ..all });
    }
    sums.extend(table.subtotals.iter().map(|Subtotal { label, stated, rows }| Sum {
        what: format!("“{label}”"),
        parts: rows.clone(),
        stated: Field::Known(stated.clone()),
        asked: false,
        of_list: false,
        place: &stated.place,
    }));
    sums
}

/// The project table of a document, where it has directions; else it adds up as any table does.
pub(super) fn sectioned(facts: &ReadDocument) -> Result<&ProjectTable, Outcome> {
    let table = facts.projects.as_ref();
    let table = table.ok_or_else(|| Outcome::NotApplicable("文件里没有认出资金安排情况表".into()))?;
    let sections = table.rows.iter().any(|row| row.level == Level::Direction);
    let plain = || Outcome::NotApplicable("项目表没有按支持方向分，合计按一般的表核对".into());
    if sections { Ok(table) } else { Err(plain()) }
}

/// Each total against the rows of the next level that there are below it.
fn of_document(table: &ProjectTable) -> Vec<Sum<'_>> {
    let amount = |row: &ProjectRow| Some(Sourced::new(Money(row.amount?), row.place.clone()));
    let totals = table.rows.iter().enumerate().filter(|(_, row)| row.level != Level::Project);
    let sum = |(index, row): (usize, &'_ ProjectRow)| {
        let below = table.below(index);
        let next = below.iter().map(|row| row.level).min()?;
        let parts = below.iter().filter(|row| row.level == next).filter_map(amount).collect();
        let stated = amount(row).map_or_else(|| Field::Blank(row.place.clone()), Field::Known);
        let (what, of_list) = (format!("“{}”", row.name), row.level == Level::Total);
        Some(Sum { what, parts, stated, asked: true, of_list, place: &table.rows[index].place })
    };
    totals.filter_map(sum).collect()
}

fn without_amount(row: &ProjectRow) -> Option<Finding> {
    row.amount.is_none().then(|| {
        Finding::error(RULE.code, format!("项目“{}”没有金额", row.name))
            .expected("一个数；没有安排资金的填0")
            .actual("空白或不是数")
            .at(&row.place)
            .hint("补上金额。")
    })
}
