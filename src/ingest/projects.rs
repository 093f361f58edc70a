//! The project table: 总计, 一、 directions, （一） groups, and the rows below them.

use crate::model::number::Money;
use crate::model::place::Sourced;
use crate::model::project::{Direction, Grade, GrantMode, Group, Project, ProjectStatus, ProjectTable};

use super::fault::Fault;
use super::money::amount;
use super::quantity;
use super::recognise::{Recognition, head_key, meaning};
use super::workbook::CellValue;
use super::{Faults, Table};

pub(crate) fn read(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> ProjectTable {
    let mut projects = ProjectTable { stated_total: None, directions: Vec::new() };
    for row in table.rows() {
        let label = label(table, row);
        match section(&label, recognition) {
            Some(Section::Total) => projects.stated_total = stated(table, row, faults),
            Some(Section::Direction(name)) => {
                let place = table.sheet.place(row, 0);
                projects.directions.push(Direction {
                    name: Sourced::new(name, place),
                    label,
                    stated_subtotal: stated(table, row, faults),
                    groups: Vec::new(),
                });
            }
            Some(Section::Group) => {
                let group = Group {
                    label: Sourced::new(label.clone(), table.sheet.place(row, 0)),
                    stated_subtotal: stated(table, row, faults),
                    projects: Vec::new(),
                };
                match projects.directions.last_mut() {
                    Some(direction) => direction.groups.push(group),
                    None => faults.add(&table.sheet.place(row, 0), Fault::OutsideGroups { name: label }),
                }
            }
            None => {
                let group = projects.directions.last_mut().and_then(|direction| direction.groups.last_mut());
                let name = table.head.column("项目名称").map_or(String::new(), |c| table.sheet.words(row, c));
                match group {
                    Some(group) => {
                        if let Some(project) = project(table, row, &group.label, recognition, faults) {
                            group.projects.push(project);
                        }
                    }
                    None => faults.add(&table.sheet.place(row, 0), Fault::OutsideGroups { name }),
                }
            }
        }
    }
    projects
}

enum Section {
    Total,
    Direction(String),
    Group,
}

/// The text of a section row stands alone in its row's first columns: the columns left of the amount hold nothing
/// else.
fn label(table: &Table<'_>, row: u32) -> String {
    let amount = table.head.column("安排资金").unwrap_or(table.sheet.columns);
    let texts: Vec<String> =
        (0..amount).map(|column| tidy(&table.sheet.words(row, column))).filter(|text| !text.is_empty()).collect();
    match texts.as_slice() {
        [only] => only.clone(),
        _ => String::new(),
    }
}

fn section(label: &str, recognition: &Recognition) -> Option<Section> {
    if recognition.total_rows.iter().any(|total| head_key(total) == head_key(label)) {
        return Some(Section::Total);
    }
    const NUMERALS: &str = "一二三四五六七八九十";
    if let Some((numeral, name)) = label.split_once('、')
        && !numeral.is_empty()
        && numeral.chars().all(|c| NUMERALS.contains(c))
    {
        return Some(Section::Direction(name.to_string()));
    }
    let inner = label.strip_prefix('（').or_else(|| label.strip_prefix('('))?;
    let numeral = inner.split(['）', ')']).next()?;
    (!numeral.is_empty() && numeral.chars().all(|c| NUMERALS.contains(c))).then_some(Section::Group)
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
    group: &Sourced<String>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Option<Project> {
    let sheet = table.sheet;
    let name = text(table, row, "项目名称", faults);
    let unit = text(table, row, "单位", faults);
    let amount = amount(table, row, table.head.column("安排资金")?, "安排资金", faults);
    let mode = mode(table, row, recognition, faults);
    let status = status(table, row, group, recognition, faults);
    let grade = grade(table, row, faults);
    let serial = table.head.column("序号").and_then(|column| {
        let words = sheet.words(row, column);
        if words.trim().is_empty() {
            return None;
        }
        match quantity::amount(&words).and_then(|number| u32::try_from(number).ok()) {
            Some(serial) => Some(Sourced::new(serial, sheet.place(row, column))),
            None => {
                let expected = "从1起的整数".to_string();
                faults
                    .add(&sheet.place(row, column), Fault::WrongCell { what: "序号".into(), expected, actual: words });
                None
            }
        }
    });
    Some(Project { serial, name: name?, unit: unit?, amount: amount?, status: status?, mode: mode?, grade })
}

fn text(table: &Table<'_>, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<String>> {
    let column = table.head.column(field)?;
    let place = table.sheet.place(row, column);
    let value = table.sheet.get(row, column);
    if let Some(fault) = value.and_then(CellValue::fault) {
        faults.add(&place, fault);
        return None;
    }
    let words = tidy(&table.sheet.words(row, column));
    if words.is_empty() {
        faults.add(&place, Fault::Blank { what: field.to_string() });
        return None;
    }
    Some(Sourced::new(words, place))
}

fn mode(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<GrantMode>> {
    let words = text(table, row, "支持方式", faults)?;
    let mode = match meaning(&recognition.modes, &words.value) {
        Some("事前补助") => GrantMode::Upfront,
        Some("后补助") => GrantMode::Post,
        _ => {
            let expected = recognition.modes.values().flatten().cloned().collect::<Vec<_>>().join("、");
            faults.add(&words.place, Fault::WrongCell { what: "支持方式".into(), expected, actual: words.value });
            return None;
        }
    };
    Some(Sourced::new(mode, words.place))
}

fn status(
    table: &Table<'_>,
    row: u32,
    group: &Sourced<String>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Option<ProjectStatus> {
    let name = group.value.split(['）', ')']).nth(1).unwrap_or_default();
    match recognition.groups.get(name).map(String::as_str) {
        Some("结转") => Some(ProjectStatus::CarriedOver),
        Some(_) => Some(ProjectStatus::NewlyStarted),
        None => {
            let name = table.head.column("项目名称").map_or(String::new(), |column| table.sheet.words(row, column));
            faults.add(&group.place, Fault::OutsideGroups { name });
            None
        }
    }
}

fn grade(table: &Table<'_>, row: u32, faults: &mut Faults) -> Option<Sourced<Grade>> {
    let column = table.head.column("自评等级")?;
    let words = tidy(&table.sheet.words(row, column));
    if words.is_empty() {
        return None;
    }
    let place = table.sheet.place(row, column);
    match Grade::ALL.into_iter().find(|grade| grade.name() == words) {
        Some(grade) => Some(Sourced::new(grade, place)),
        None => {
            faults.add(
                &place,
                Fault::WrongCell {
                    what: "自评等级".into(), expected: "优、良、中、差".into(), actual: words
                },
            );
            None
        }
    }
}

/// Without line breaks and outer blanks; blanks between Latin words stay.
pub(super) fn tidy(text: &str) -> String {
    text.lines().map(str::trim).collect::<String>().trim().to_string()
}
