//! The project table: sums by group and direction, the cross-tab of status × grant mode, the grades.

use std::sync::Arc;

use crate::base::field::Field;
use crate::base::figure_id::{FigureId, Role, Subject};
use crate::model::derivation::{Addends, Derivation};
use crate::model::figure::Quantity;
use crate::model::fund_rules::FundRules;
use crate::model::project::{Direction, Group, ProjectRow};
use crate::model::report::{Part, Report};

use super::Ledger;

impl Ledger {
    pub(super) fn add_projects(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        let id = |role| subjects.id(&Subject::Projects, role);
        if report.lacks(Part::Projects) {
            self.unread(id(Role::Arranged), None);
            report.rules.counted().iter().for_each(|kind| drop(self.unread(id(kind.role()), None)));
            return;
        }
        let mut rows = Rows { groups: &subjects.groups, projects: &subjects.projects };
        for (direction, subject) in report.projects.directions.iter().zip(&subjects.directions) {
            self.add_direction(direction, subject, &report.rules, &mut rows);
        }
        let inputs = |role: &Role| -> Vec<FigureId> {
            subjects.directions.iter().map(|direction| subjects.id(direction, role.clone())).collect()
        };
        let all: Vec<&ProjectRow> = report.projects.rows().collect();
        let arranged = Role::Arranged;
        let of_directions = inputs(&arranged);
        self.sum_of(id(arranged), report.projects.known_amount(), Addends::Directions, of_directions);
        for kind in report.rules.counted() {
            let (inputs, by) = (inputs(&kind.role()), Derivation::Sum(Addends::DirectionCounts));
            self.derived(id(kind.role()), Quantity::Count(kind.count(&all)), by, inputs);
        }
    }

    fn add_direction(&mut self, direction: &Direction, subject: &Subject, rules: &FundRules, rows: &mut Rows<'_>) {
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
        let ungraded =
            rules.project_table.grades.is_asked() && !rows.is_empty() && rows.iter().all(|row| !row.grade.is_known());
        for kind in rules.counted() {
            if ungraded && kind.grade.is_some() && !rows.iter().any(|row| row.grade.is_unread()) {
                self.unread(id(kind.role()), None);
                continue;
            }
            let columns =
                [(&kind.status, Role::Grouping), (&kind.mode, Role::GrantMode), (&kind.grade, Role::ProjectGrade)];
            let columns = columns.into_iter().filter_map(|(term, column)| term.is_some().then_some(column));
            let unread = unread_of(&columns.collect::<Vec<_>>());
            if unread.is_empty() {
                let by = Derivation::Count { grade: kind.grade.as_ref().map(Arc::from) };
                self.derived(id(kind.role()), Quantity::Count(kind.count(&rows)), by, everything.clone());
            } else {
                self.underivable(id(kind.role()), unread);
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
