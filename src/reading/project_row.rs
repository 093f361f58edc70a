//! A row of a list of projects: its cells, each by its column.

use crate::base::characters::is_han;
use crate::base::field::Field;
use crate::base::place::Sourced;
use crate::model::notation;
use crate::model::project::ProjectRow;
use crate::model::term::Term;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::money::amount;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::Recognition;
use super::unknown_word::unknown;
use crate::sheets::fault::Fault;

pub(super) const DIRECTION: &str = "支持方向";
pub(super) const STATUS: &str = "状态";
const SERIAL: &str = "序号";

/// A row's cells; its status is for the caller to say.
pub(super) fn project(
    table: &Table<'_>,
    row: u32,
    words: &OfColumns,
    recognition: &Recognition,
    faults: &mut Faults,
) -> ProjectRow {
    let OfColumns { foreign, coded } = words;
    ProjectRow {
        nth: 0,
        serial: match coded {
            true => Field::Absent,
            false => table.field(row, SERIAL, faults, |faults| serial(table, row, recognition, faults)),
        },
        name: table.field(row, "项目名称", faults, |faults| table.name(row, "项目名称", faults)),
        unit: table.field(row, "单位", faults, |faults| table.text(row, "单位", faults)),
        area: table.field(row, "地区", faults, |faults| table.filled(row, "地区", recognition, faults)),
        amount: table.field(row, "安排资金", faults, |faults| {
            amount(table, row, table.head.column("安排资金")?, "安排资金", faults)
        }),
        mode: table.field(row, "支持方式", faults, |faults| mode(table, row, recognition, faults)),
        status: Field::Absent,
        grade: table.field(row, "自评等级", faults, |faults| grade(table, row, foreign, recognition, faults)),
    }
}

/// What columns hold as a whole.
pub(super) struct OfColumns {
    /// Words of the column of grades that are none of the fund's.
    foreign: Vec<String>,
    /// The numbers are codes: ZH-01.
    coded: bool,
}

impl OfColumns {
    pub fn of(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> OfColumns {
        let column = table.head.column(SERIAL).unwrap_or_default();
        let projects = table.rows().filter(|row| table.holds(*row, "单位") && table.holds(*row, SERIAL));
        let all: Vec<String> = projects.map(|row| table.sheet.words(row, column)).collect();
        let codes: Vec<&String> = all.iter().filter(|words| whole(words).is_none()).collect();
        let coded = 2 * codes.len() > all.len();
        if let (true, Some(code), Some(head)) = (coded, codes.first(), table.head.columns.get(SERIAL)) {
            let shown = format!("{}（{code}…）", tidy(&table.sheet.words(head.row, column)));
            faults.read_as(&table.sheet.place(head.row, column), Kind::Head, &shown, "项目的代码，不是序号");
        }
        OfColumns { foreign: foreign_grades(table, recognition), coded }
    }
}

fn whole(words: &str) -> Option<u32> {
    notation::amount(words).and_then(|number| u32::try_from(number).ok())
}

fn serial(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<u32>> {
    let text = table.filled(row, SERIAL, recognition, faults)?;
    let Some(serial) = whole(&text.value) else {
        let expected = "从1起的整数".to_string();
        faults.add(&text.place, Fault::WrongCell { what: SERIAL.into(), expected, actual: text.value });
        return None;
    };
    faults.read_as(&text.place, Kind::Typing, &text.value, &serial.to_string());
    Some(Sourced::new(serial, text.place))
}

fn mode(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<Term>> {
    let words = table.text(row, "支持方式", faults)?;
    match recognition.mode(&words.value) {
        Some(mode) => {
            faults.read_as(&words.place, Kind::Synonym, &words.value, mode);
            Some(Sourced::new(mode.clone(), words.place))
        }
        None => {
            let modes = &recognition.rules.project_table.modes;
            faults.add(&words.place, unknown("支持方式", &words.value, modes));
            None
        }
    }
}

/// Absent where the row stands in no group.
pub(super) fn grouped_status(
    group: Option<&Sourced<String>>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Field<Term> {
    let Some(group) = group else { return Field::Absent };
    match recognition.status(&group.value) {
        Some(status) => Field::Known(Sourced::new(status.clone(), group.place.clone())),
        None => {
            faults.add(&group.place, outside(&group.value, recognition));
            Field::Unread(group.place.clone())
        }
    }
}

/// What the row's own column says.
pub(super) fn status_of(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Field<Term> {
    table.field(row, STATUS, faults, |faults| {
        let words = table.text(row, STATUS, faults)?;
        match recognition.status(&words.value) {
            Some(status) => {
                faults.read_as(&words.place, Kind::Synonym, &words.value, status);
                Some(Sourced::new(status.clone(), words.place))
            }
            None => {
                let statuses = &recognition.rules.project_table.statuses;
                faults.add(&words.place, unknown("状态", &words.value, statuses));
                None
            }
        }
    })
}

/// A row of a group that the fund does not have.
pub(super) fn outside(word: &str, recognition: &Recognition) -> Fault {
    let groups = recognition.rules.project_table.groups_by_status().into_iter();
    Fault::OutsideGroups { word: word.to_string(), groups: groups.map(|(_, label)| format!("“{label}”")).collect() }
}

/// Words of the column of grades that are none of the fund's.
fn foreign_grades(table: &Table<'_>, recognition: &Recognition) -> Vec<String> {
    let Some(column) = table.head.column("自评等级") else { return Vec::new() };
    let grades: Vec<Term> = recognition.rules.grades().cloned().collect();
    let words = table.rows().filter(|row| table.holds(*row, "单位")).map(|row| table.sheet.merged_words(row, column));
    let mut foreign = Vec::new();
    for word in words.map(|words| tidy(&words)) {
        if !recognition.is_blank(&word) && grade_of(&word, &grades, recognition).is_none() && !foreign.contains(&word) {
            foreign.push(word);
        }
    }
    foreign
}

/// By itself, or the only one within: 88.5分，良好; 优秀（95分）.
fn grade_of<'a>(words: &str, grades: &'a [Term], recognition: &Recognition) -> Option<&'a Term> {
    let parts = words.split(|c: char| !is_han(c)).filter(|part| !part.is_empty());
    let mut found = parts.filter_map(|part| recognition.grade(part, grades));
    let within = found.next().filter(|_| found.next().is_none());
    recognition.grade(words, grades).or(within)
}

fn grade(
    table: &Table<'_>,
    row: u32,
    foreign: &[String],
    recognition: &Recognition,
    faults: &mut Faults,
) -> Option<Sourced<Term>> {
    let words = table.filled(row, "自评等级", recognition, faults)?;
    let grades: Vec<Term> = recognition.rules.grades().cloned().collect();
    match grade_of(&words.value, &grades, recognition) {
        Some(grade) => {
            faults.read_as(&words.place, Kind::Synonym, &words.value, grade);
            Some(Sourced::new(grade.clone(), words.place))
        }
        None => {
            let fault = match foreign {
                // Another set of words as a whole.
                [_, _, ..] => {
                    let known = grades.iter().map(Term::name).collect::<Vec<_>>().join("、");
                    Fault::OtherGrades { words: foreign.join("、"), known }
                }
                _ => unknown("自评等级", &words.value, &grades),
            };
            faults.add(&words.place, fault);
            None
        }
    }
}
