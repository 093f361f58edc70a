//! The project table: 总计, 一、 directions, （一） groups, and the rows below them.

use crate::base::field::Field;
use crate::base::place::{Place, Sourced};
use crate::model::number::Money;
use crate::model::project::{Direction, Group, ProjectRow, ProjectTable};
use crate::model::term::{Term, listed};

use super::faults::Faults;
use super::fields::Table;
use super::fields::tidy;
use super::head_words::head_key;
use super::leftover;
use super::money::amount;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::Recognition;
use crate::model::notation;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::CellValue;

pub(crate) fn read(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> ProjectTable {
    let mut projects = ProjectTable::default();
    for row in table.rows() {
        let errors = faults.errors;
        let (label, place) = label(table, row);
        // Remarks in a column of their own, beside a row that is else blank.
        let known = table.head.columns.values().any(|column| table.sheet.get(row, column.column).is_some());
        if !known && section(&label, recognition).is_none() {
            table.note_skipped(row, faults);
            continue;
        }
        match section(&label, recognition) {
            Some(Section::Total) => {
                let total = stated(table, row, faults);
                state(&mut projects.stated_total, total, "总计", faults);
            }
            Some(Section::Subtotal) => match last_groups(&mut projects).and_then(|groups| groups.last_mut()) {
                Some(group) => {
                    let subtotal = stated(table, row, faults);
                    state(&mut group.stated_subtotal, subtotal, "小计", faults);
                }
                None => faults.add(&place, outside(label, recognition)),
            },
            Some(Section::Direction(name)) => {
                leftover::note(&name, &place, faults);
                projects.directions.push(Direction {
                    name: Sourced::new(name, place),
                    label: Some(label),
                    stated_subtotal: stated(table, row, faults),
                    groups: Vec::new(),
                });
            }
            Some(Section::Group) => match last_groups(&mut projects) {
                Some(groups) => groups.push(Group {
                    label: Some(Sourced::new(label, place)),
                    stated_subtotal: stated(table, row, faults),
                    rows: Vec::new(),
                }),
                None => faults.add(&place, outside(label, recognition)),
            },
            None => {
                let group = group_of(&mut projects, &place);
                group.rows.push(project(table, row, group.label.as_ref(), recognition, faults));
            }
        }
        if faults.errors > errors {
            projects.directions.push_unread(table.sheet.place(row, 0));
        }
    }
    projects
}

fn last_groups(projects: &mut ProjectTable) -> Option<&mut Vec<Group>> {
    projects.directions.last_mut().map(|direction| &mut direction.groups)
}

/// The group that a row belongs to: the one above it; where there is none, all below the direction, or below a
/// direction of everything. Whether the fund's table should have them, the audit says.
fn group_of<'a>(projects: &'a mut ProjectTable, row: &Place) -> &'a mut Group {
    if projects.directions.is_empty() {
        projects.directions.push(Direction {
            name: Sourced::new(EVERYTHING.to_string(), row.clone()),
            label: None,
            stated_subtotal: Field::Absent,
            groups: Vec::new(),
        });
    }
    let groups = &mut projects.directions.last_mut().expect("there is one").groups;
    if groups.is_empty() {
        groups.push(Group::default());
    }
    groups.last_mut().expect("there is one")
}

/// The name of the direction that holds the rows of a table without directions.
const EVERYTHING: &str = "全部项目";

/// A sum may be stated twice where it is the same; else it is not for the program to choose.
fn state(slot: &mut Field<Money>, again: Field<Money>, what: &str, faults: &mut Faults) {
    match (slot.known(), again) {
        (None, again) => *slot = again,
        (Some(first), Field::Known(again)) if first.value != again.value => {
            let first = first.place.clone();
            faults.add(&again.place, Fault::GivenTwice { what: format!("不同的{what}"), first });
        }
        _ => {}
    }
}

pub(super) enum Section {
    Total,
    Subtotal,
    Direction(String),
    Group,
}

/// The text of a section row and where it stands: rows of projects have a unit and a way of support, section rows have
/// neither, only their text and perhaps a sum.
fn label(table: &Table<'_>, row: u32) -> (String, Place) {
    let (sheet, amount) = (table.sheet, table.head.column("安排资金"));
    let is_text = |(column, value): &(u32, &CellValue)| matches!(value, CellValue::Text(_)) && Some(*column) != amount;
    let Some((column, value)) = sheet.row(row).find(is_text) else { return (String::new(), sheet.place(row, 0)) };
    let own = sheet.holder(row, column);
    let others = ["单位", "支持方式"].into_iter().filter_map(|field| table.head.column(field));
    let is_project =
        others.map(|column| sheet.holder(row, column)).any(|at| at != own && sheet.get(at.0, at.1).is_some());
    let label = if is_project { String::new() } else { tidy(&value.words()) };
    (label, sheet.place(row, column))
}

pub(super) fn section(label: &str, recognition: &Recognition) -> Option<Section> {
    if recognition.is_subtotal(label) {
        return Some(Section::Subtotal);
    }
    if recognition.is_total(label) {
        return Some(Section::Total);
    }
    const NUMERALS: &str = "一二三四五六七八九十";
    let is_numeral = |text: &str| !text.is_empty() && text.chars().all(|c| NUMERALS.contains(c));
    if let Some((numeral, name)) = label.split_once(['、', '.', '．'])
        && is_numeral(numeral.trim())
    {
        return Some(Section::Direction(name.trim().to_string()));
    }
    let inner = label.strip_prefix('（').or_else(|| label.strip_prefix('('));
    let numbered = inner.is_some_and(|inner| inner.split(['）', ')']).next().is_some_and(is_numeral));
    (numbered || recognition.status(&head_key(label)).is_some()).then_some(Section::Group)
}

/// A subtotal as the table states it; a blank one is not stated.
fn stated(table: &Table<'_>, row: u32, faults: &mut Faults) -> Field<Money> {
    table.field(row, "安排资金", faults, |faults| {
        let column = table.head.column("安排资金")?;
        table.sheet.get(row, column)?;
        amount(table, row, column, "小计", faults)
    })
}

fn project(
    table: &Table<'_>,
    row: u32,
    group: Option<&Sourced<String>>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> ProjectRow {
    ProjectRow {
        serial: table.field(row, "序号", faults, |faults| serial(table, row, recognition, faults)),
        name: table.field(row, "项目名称", faults, |faults| table.text(row, "项目名称", faults)),
        unit: table.field(row, "单位", faults, |faults| table.text(row, "单位", faults)),
        amount: table.field(row, "安排资金", faults, |faults| {
            amount(table, row, table.head.column("安排资金")?, "安排资金", faults)
        }),
        mode: table.field(row, "支持方式", faults, |faults| mode(table, row, recognition, faults)),
        status: status(table, row, group, recognition, faults),
        grade: table.field(row, "自评等级", faults, |faults| grade(table, row, recognition, faults)),
    }
}

fn serial(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<u32>> {
    let text = table.filled(row, "序号", recognition, faults)?;
    let Some(serial) = notation::amount(&text.value).and_then(|number| u32::try_from(number).ok()) else {
        let expected = "从1起的整数".to_string();
        faults.add(&text.place, Fault::WrongCell { what: "序号".into(), expected, actual: text.value });
        return None;
    };
    faults.read_as(&text.place, Kind::Typing, &text.value, &serial.to_string());
    Some(Sourced::new(serial, text.place))
}

fn mode(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<Term>> {
    let words = table.text(row, "支持方式", faults)?;
    match recognition.mode(&words.value) {
        Ok(mode) => {
            faults.read_as(&words.place, Kind::Synonym, &words.value, mode);
            Some(Sourced::new(mode.clone(), words.place))
        }
        Err(expected) => {
            faults.add(&words.place, Fault::WrongCell { what: "支持方式".into(), expected, actual: words.value });
            None
        }
    }
}

/// Absent where the row stands in no group.
fn status(
    table: &Table<'_>,
    row: u32,
    group: Option<&Sourced<String>>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Field<Term> {
    let Some(group) = group else { return Field::Absent };
    match recognition.status(&group.value) {
        Some(status) => Field::Known(Sourced::new(status.clone(), group.place.clone())),
        None => {
            let name = table.head.column("项目名称").map_or(String::new(), |column| table.sheet.words(row, column));
            faults.add(&group.place, outside(name, recognition));
            Field::Unread(group.place.clone())
        }
    }
}

/// A row that stands in no group of the fund's.
fn outside(name: String, recognition: &Recognition) -> Fault {
    let groups = recognition.rules.project_table.groups_by_status().into_iter();
    Fault::OutsideGroups { name, groups: groups.map(|(_, label)| format!("“{label}”")).collect() }
}

fn grade(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<Term>> {
    let words = table.filled(row, "自评等级", recognition, faults)?;
    let mut grades = recognition.rules.grades();
    match grades.clone().find(|grade| grade.name() == words.value) {
        Some(grade) => Some(Sourced::new(grade.clone(), words.place)),
        None => {
            let expected = listed(grades.by_ref());
            faults.add(&words.place, Fault::WrongCell { what: "自评等级".into(), expected, actual: words.value });
            None
        }
    }
}
