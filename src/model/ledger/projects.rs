//! The project table: sums by group and direction, the cross-tab of status × grant mode, the grades.

use std::sync::Arc;

use crate::base::field::Field;
use crate::base::figure_id::{FigureId, Role, Subject};
use crate::model::derivation::{Addends, Derivation};
use crate::model::figure::Quantity;
use crate::model::project::{Direction, Grade, GrantMode, Group, ProjectRow, ProjectStatus};
use crate::model::report::{Part, Report};

use super::Ledger;

impl Ledger {
    pub(super) fn add_projects(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        let id = |role| subjects.id(&Subject::Projects, role);
        if report.lacks(Part::Projects) {
            self.unread(id(Role::Arranged), None);
            counts(&[]).into_iter().for_each(|(role, _)| drop(self.unread(id(role), None)));
            grades(&[]).into_iter().for_each(|(role, _)| drop(self.unread(id(role), None)));
            return;
        }
        let mut rows = Rows { groups: &subjects.groups, projects: &subjects.projects };
        for (direction, subject) in report.projects.directions.iter().zip(&subjects.directions) {
            self.add_direction(direction, subject, &mut rows);
        }
        let inputs = |role: &Role| -> Vec<FigureId> {
            subjects.directions.iter().map(|direction| subjects.id(direction, role.clone())).collect()
        };
        let all: Vec<&ProjectRow> = report.projects.rows().collect();
        let arranged = Role::Arranged;
        let of_directions = inputs(&arranged);
        self.sum_of(id(arranged), report.projects.known_amount(), Addends::Directions, of_directions);
        for (role, count) in counts(&all).into_iter().chain(grades(&all)) {
            let (inputs, by) = (inputs(&role), Derivation::Sum(Addends::DirectionCounts));
            self.derived(id(role), Quantity::Count(count), by, inputs);
        }
    }

    fn add_direction(&mut self, direction: &Direction, subject: &Subject, rows: &mut Rows<'_>) {
        let subjects = Arc::clone(&self.subjects);
        let id = |role| subjects.id(subject, role);
        self.read(id(Role::Name), Quantity::Words(direction.name.value.clone()), &direction.name.place);
        let mut groups = Vec::new();
        let mut everything = Vec::new();
        let mut all: Vec<(&ProjectRow, &Subject)> = Vec::new();
        for (group, group_subject) in direction.groups.iter().zip(take(&mut rows.groups, direction.groups.len())) {
            let of_rows = take(&mut rows.projects, group.rows.len());
            let amounts: Vec<FigureId> =
                group.rows.iter().zip(of_rows).map(|(row, subject)| self.add_row(row, subject)).collect();
            all.extend(group.rows.iter().zip(of_rows));
            everything.extend(amounts.iter().cloned());
            let subtotal = group.known_amount();
            match &group.label {
                Some(_) => {
                    let id = self.id(group_subject, Role::Arranged);
                    groups.push(self.sum_of(id, subtotal, Addends::OfGroup, amounts));
                }
                None => groups.extend(amounts),
            }
        }
        let is_grouped = |group: &Group| group.label.is_some();
        let of = if direction.groups.iter().any(is_grouped) { Addends::Groups } else { Addends::Projects };
        self.sum_of(id(Role::Arranged), direction.known_amount(), of, groups);
        // A row counts whatever its amount is.
        everything.retain(|amount| !self.unknown.contains_key(amount));
        // The cells of these columns that could not be read.
        let unread_of = |columns: &[Role]| -> Vec<FigureId> {
            let of_row = |(row, subject): &(&ProjectRow, &Subject)| {
                let unread = row.unread().filter(|(role, _)| columns.contains(role));
                unread.map(|(role, _)| subjects.id(subject, role)).collect::<Vec<_>>()
            };
            all.iter().flat_map(of_row).collect()
        };
        let rows: Vec<&ProjectRow> = direction.rows().collect();
        for (role, count) in counts(&rows) {
            let word = role.word();
            let columns: &[Role] = match (word.contains("新上") || word.contains("结转"), word.contains("补助")) {
                (false, false) => &[],
                (true, false) => &[Role::Grouping],
                (false, true) => &[Role::GrantMode],
                (true, true) => &[Role::Grouping, Role::GrantMode],
            };
            let unread = unread_of(columns);
            if unread.is_empty() {
                let by = Derivation::Count { grade: None };
                self.derived(id(role), Quantity::Count(count), by, everything.clone());
            } else {
                self.underivable(id(role), unread);
            }
        }
        let unread = unread_of(&[Role::ProjectGrade]);
        for (role, count) in grades(&rows) {
            if unread.is_empty() {
                let by = Derivation::Count { grade: Some(role.word().into()) };
                self.derived(id(role), Quantity::Count(count), by, everything.clone());
            } else {
                self.underivable(id(role), unread.clone());
            }
        }
    }

    /// The row's amount, and what of it could not be read.
    fn add_row(&mut self, row: &ProjectRow, subject: &Subject) -> FigureId {
        for (role, place) in row.unread().filter(|(role, _)| *role != Role::Arranged) {
            self.unread(self.id(subject, role), Some(place));
        }
        let id = self.id(subject, Role::Arranged);
        match &row.amount {
            Field::Known(amount) => self.read(id, Quantity::Money(amount.value), &amount.place),
            amount => self.unread(id, amount.place()),
        }
    }
}

/// Rows that no direction has taken yet.
struct Rows<'a> {
    groups: &'a [Subject],
    projects: &'a [Subject],
}

/// The next so many.
fn take<'a>(rows: &mut &'a [Subject], count: usize) -> &'a [Subject] {
    let (taken, rest) = rows.split_at(count.min(rows.len()));
    *rows = rest;
    taken
}

/// The cross-tab of status × grant mode, with its margins, under the names that texts use.
fn counts(rows: &[&ProjectRow]) -> Vec<(Role, u32)> {
    use {GrantMode::*, ProjectStatus::*};
    let count = |status: Option<ProjectStatus>, mode: Option<GrantMode>| {
        let fits = |row: &&&ProjectRow| {
            (status.is_none() || row.status.value() == status.as_ref())
                && (mode.is_none() || row.mode.value() == mode.as_ref())
        };
        counted(rows.iter().filter(fits).count())
    };
    let which = |word: &str| Role::CountOf(word.into());
    vec![
        (Role::Count, count(None, None)),
        (which("新上"), count(Some(NewlyStarted), None)),
        (which("结转"), count(Some(CarriedOver), None)),
        (which("事前补助"), count(None, Some(Upfront))),
        (which("后补助"), count(None, Some(Post))),
        (which("新上事前补助"), count(Some(NewlyStarted), Some(Upfront))),
        (which("新上后补助"), count(Some(NewlyStarted), Some(Post))),
        (which("结转事前补助"), count(Some(CarriedOver), Some(Upfront))),
        (which("结转后补助"), count(Some(CarriedOver), Some(Post))),
    ]
}

fn grades(rows: &[&ProjectRow]) -> Vec<(Role, u32)> {
    let of = |grade| rows.iter().filter(|row| row.grade.value() == Some(&grade)).count();
    Grade::ALL.into_iter().map(|grade| (Role::Graded(grade.name().into()), counted(of(grade)))).collect()
}

fn counted(rows: usize) -> u32 {
    u32::try_from(rows).expect("a workbook has at most 1,048,576 rows")
}
