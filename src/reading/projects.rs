//! The project table: 总计, 一、 directions, （一） groups, and the rows below them.

use crate::base::place::{Place, Sourced};
use crate::model::number::Money;
use crate::model::project::{
    Direction, Grade, GrantMode, Group, Member, PartialProject, Project, ProjectStatus, ProjectTable,
};

use super::fields::tidy;
use super::head_words::head_key;
use super::money::amount;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::Recognition;
use super::{Faults, Table, leftover};
use crate::model::notation;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::CellValue;

pub(crate) fn read(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> ProjectTable {
    let mut projects =
        ProjectTable { stated_total: None, directions: Vec::new(), unread_serials: Vec::new(), unread: 0 };
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
                None => faults.add(&place, Fault::OutsideGroups { name: label }),
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
                    projects: Vec::new(),
                    partial: Vec::new(),
                }),
                None => faults.add(&place, Fault::OutsideGroups { name: label }),
            },
            None => {
                let group = group_of(&mut projects, &place);
                let serial = serial(table, row, recognition, faults);
                let number = serial.as_ref().map(|serial| serial.value);
                match project(table, row, serial, group.label.as_ref(), recognition, faults) {
                    Ok(project) => group.projects.push(project),
                    Err(partial) => {
                        group.partial.push(PartialProject { above: group.projects.len(), ..*partial });
                        projects.unread_serials.extend(number);
                    }
                }
            }
        }
        projects.unread += usize::from(faults.errors > errors);
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
            stated_subtotal: None,
            groups: Vec::new(),
        });
    }
    let last = projects.directions.len() - 1;
    let groups = &mut projects.directions[last].groups;
    if groups.is_empty() {
        groups.push(Group { label: None, stated_subtotal: None, projects: Vec::new(), partial: Vec::new() });
    }
    let last = groups.len() - 1;
    &mut groups[last]
}

/// The name of the direction that holds the rows of a table without directions.
const EVERYTHING: &str = "全部项目";

/// A sum may be stated twice where it is the same; else it is not for the program to choose.
fn state(slot: &mut Option<Sourced<Money>>, again: Option<Sourced<Money>>, what: &str, faults: &mut Faults) {
    match (&slot, again) {
        (None, again) => *slot = again,
        (Some(first), Some(again)) if first.value != again.value => {
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
    (numbered || recognition.groups.contains_key(&head_key(label))).then_some(Section::Group)
}

/// A subtotal as the table states it; a blank one is not stated.
fn stated(table: &Table<'_>, row: u32, faults: &mut Faults) -> Option<Sourced<Money>> {
    let column = table.head.column("安排资金")?;
    table.sheet.get(row, column)?;
    amount(table, row, column, "小计", faults)
}

fn project(
    table: &Table<'_>,
    row: u32,
    serial: Option<Sourced<u32>>,
    group: Option<&Sourced<String>>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Result<Project, Box<PartialProject>> {
    let name = table.text(row, "项目名称", faults);
    let unit = table.text(row, "单位", faults);
    let amount = table.head.column("安排资金").and_then(|column| amount(table, row, column, "安排资金", faults));
    let mode = mode(table, row, recognition, faults);
    let status = status(table, row, group, recognition, faults);
    let errors = faults.errors;
    let grade = grade(table, row, recognition, faults);
    // A grade may be blank, but not unreadable.
    let unread_grade = faults.errors > errors;
    match (name, unit, amount, status, mode) {
        (Some(name), Some(unit), Some(amount), Some(status), Some(mode)) if !unread_grade => {
            Ok(Project { serial, name, unit, amount, status, mode, grade })
        }
        (name, unit, amount, status, mode) => {
            let cell = |field: &str| {
                let column = table.head.column(field).unwrap_or_default();
                table.sheet.merged(row, column).1
            };
            let lacking = [
                (name.is_none(), "项目名称"),
                (unit.is_none(), "单位"),
                (amount.is_none(), "安排资金"),
                (mode.is_none(), "支持方式"),
                (unread_grade, "自评等级"),
            ];
            let lacking = lacking.into_iter().filter(|(is_lacking, _)| *is_lacking);
            let mut lacking: Vec<Sourced<&str>> = lacking.map(|(_, field)| Sourced::new(field, cell(field))).collect();
            if let Some(group) = group.filter(|_| status.is_none()) {
                lacking.push(Sourced::new("分组", group.place.clone()));
            }
            let mode = mode.flatten().map(|mode| mode.value);
            let counts = Member { status: status.flatten(), mode, grade: grade.map(|grade| grade.value) };
            Err(Box::new(PartialProject { above: 0, name, unit, amount, counts, lacking }))
        }
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

/// `None` where it cannot be read, `Some(None)` where the table has no such column.
fn mode(
    table: &Table<'_>,
    row: u32,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Option<Option<Sourced<GrantMode>>> {
    if table.head.column("支持方式").is_none() {
        return Some(None);
    }
    let words = table.text(row, "支持方式", faults)?;
    let mode = match recognition.modes.meaning(&words.value) {
        Some("事前补助") => GrantMode::Upfront,
        Some("后补助") => GrantMode::Post,
        _ => {
            let expected = recognition.modes.list();
            faults.add(&words.place, Fault::WrongCell { what: "支持方式".into(), expected, actual: words.value });
            return None;
        }
    };
    faults.read_as(&words.place, Kind::Synonym, &words.value, mode.name());
    Some(Some(Sourced::new(mode, words.place)))
}

/// `None` where it cannot be read, `Some(None)` where the row stands in no group.
fn status(
    table: &Table<'_>,
    row: u32,
    group: Option<&Sourced<String>>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Option<Option<ProjectStatus>> {
    let Some(group) = group else { return Some(None) };
    let numbered = group.value.starts_with(['（', '(']);
    let name = if numbered { group.value.split(['）', ')']).nth(1).unwrap_or_default().trim() } else { &group.value };
    match recognition.groups.get(name).map(String::as_str) {
        Some("结转") => Some(Some(ProjectStatus::CarriedOver)),
        Some(_) => Some(Some(ProjectStatus::NewlyStarted)),
        None => {
            let name = table.head.column("项目名称").map_or(String::new(), |column| table.sheet.words(row, column));
            faults.add(&group.place, Fault::OutsideGroups { name });
            None
        }
    }
}

fn grade(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<Grade>> {
    let words = table.filled(row, "自评等级", recognition, faults)?;
    match Grade::ALL.into_iter().find(|grade| grade.name() == words.value) {
        Some(grade) => Some(Sourced::new(grade, words.place)),
        None => {
            let expected = "优、良、中、差".to_string();
            faults.add(&words.place, Fault::WrongCell { what: "自评等级".into(), expected, actual: words.value });
            None
        }
    }
}
