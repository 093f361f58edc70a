#![doc = include_str!("../../../docs/rules/Z105.md")]

use std::collections::{BTreeMap, BTreeSet};

use crate::base::finding::Finding;
use crate::base::place::{Place, Sourced};
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::model::project::{Project, ProjectRow};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::reading::finished::tables::ProjectTable;

use super::project_totals::sectioned;

pub const RULE: Rule = Rule {
    code: "Z105",
    title: "序号连续、项目不重复",
    doc: include_str!("../../../docs/rules/Z105.md"),
    needs: &[Need::Part(Part::Projects)],
    check: Check::Source(check),
};

fn check(source: Source, _: &Standards) -> Outcome {
    match source {
        Source::Report(report) => of_report(report),
        Source::Document(facts) => sectioned(facts).map_or_else(|outcome| outcome, of_document),
    }
}

/// Some lists begin anew in each group.
fn of_document(table: &ProjectTable) -> Outcome {
    let serials = table.projects().filter_map(|row| Some(Sourced::new(row.serial?, row.place.clone())));
    let serials: Vec<Sourced<u32>> = serials.collect();
    let lists = serials.chunk_by(|_, next| next.value != 1);
    let findings = lists.flat_map(|list| out_of_order(&list.iter().map(Some).collect::<Vec<_>>(), &[]));
    Outcome::of(findings.collect())
}

fn of_report(report: &Report) -> Outcome {
    let mut findings = serials_out_of_order(report);
    let mut by_name: BTreeMap<&str, Vec<Project>> = BTreeMap::new();
    for project in report.projects.projects() {
        by_name.entry(&project.name.value).or_default().push(project);
    }
    for (name, projects) in by_name.into_iter().filter(|(_, projects)| projects.len() > 1) {
        let units: BTreeSet<&str> = projects.iter().map(|project| project.unit.value.as_str()).collect();
        let same_unit = units.len() < projects.len();
        let make = if same_unit { Finding::error } else { Finding::info };
        let owners = if same_unit { "，单位也相同" } else { "，单位不同" };
        findings.push(
            make(RULE.code, format!("项目“{name}”出现了{}次{owners}", projects.len()))
                .expected("1次")
                .actual(format!("{}次", projects.len()))
                .at_all(projects.iter().map(|project| &project.name.place))
                .hint("重复的行请删去；确是不同项目的，名称写得能分清。"),
        );
    }
    Outcome::of(findings)
}

/// The rows where the numbering breaks. One wrong number among right ones breaks it in its own row only; a row that
/// could not be read has its own finding and keeps its number.
fn serials_out_of_order(report: &Report) -> Vec<Finding> {
    let mut rows: Vec<&ProjectRow> = report.projects.rows().collect();
    rows.sort_by_key(|row| row.nth);
    // Lists on sheets of their own may each begin with 1.
    let directions = report.projects.directions.iter();
    let of_direction: BTreeMap<usize, usize> = directions
        .enumerate()
        .flat_map(|(index, direction)| {
            direction.groups.iter().flat_map(|group| &group.rows).map(move |row| (row.nth, index))
        })
        .collect();
    // So may the directions of one list, where all do.
    let mut firsts: BTreeMap<usize, Option<u32>> = BTreeMap::new();
    for row in &rows {
        let index = of_direction.get(&row.nth).copied().unwrap_or_default();
        firsts.entry(index).or_insert(row.serial.value().copied());
    }
    let anew = firsts.values().all(|first| *first == Some(1));
    let begins = |one: &&ProjectRow, next: &&ProjectRow| {
        let sheets = [one, next].map(|row| row.serial.place().map(Place::whole_sheet));
        let elsewhere = anew && of_direction.get(&one.nth) != of_direction.get(&next.nth);
        (sheets[0] != sheets[1] || elsewhere) && next.serial.value() == Some(&1)
    };
    let lists = rows.chunk_by(|one, next| !begins(one, next));
    let of_list = |rows: &[&ProjectRow]| {
        let serials = rows.iter().filter_map(|row| row.whole().map(|_| row.serial.known()));
        let unread = rows.iter().filter(|row| row.whole().is_none()).filter_map(|row| row.serial.value().copied());
        out_of_order(&serials.collect::<Vec<_>>(), &unread.collect::<Vec<_>>())
    };
    lists.flat_map(of_list).collect()
}

/// The serials of a list, and those of rows that could not be read.
fn out_of_order(serials: &[Option<&Sourced<u32>>], unread: &[u32]) -> Vec<Finding> {
    let next = |serial: u32| (serial.saturating_add(1)..).find(|next| !unread.contains(next));
    let mut findings = Vec::new();
    let mut last = 0;
    for (index, serial) in serials.iter().enumerate() {
        let Some(wanted) = next(last) else { break };
        last = wanted;
        let Some(serial) = serial.filter(|serial| serial.value != wanted) else { continue };
        findings.push(
            Finding::error(RULE.code, "序号不连续")
                .expected(wanted)
                .actual(serial.value)
                .at(&serial.place)
                .hint("从 1 起重排序号；如果删错了行，请补回来。"),
        );
        let following = serials.get(index + 1).copied().flatten().map(|following| following.value);
        if following.is_none() || following != next(wanted) {
            last = serial.value;
        }
    }
    findings
}
