//! The project table: sums by group and direction, the cross-tab of status × grant mode, the grades.

use std::sync::Arc;

use crate::base::figure_id::{FigureId, Role, Subject};
use crate::model::derivation::{Addends, Derivation};
use crate::model::figure::Quantity;
use crate::model::project::{Direction, Grade, GrantMode, Group, Member, PartialProject, ProjectStatus};
use crate::model::report::{Part, Report};

use super::Ledger;

impl Ledger {
    pub(super) fn add_projects(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        let id = |role| subjects.id(&Subject::Projects, role);
        if report.lacks(Part::Projects) {
            self.lacking(id(Role::Arranged), None);
            counts(&[]).into_iter().for_each(|(role, _)| drop(self.lacking(id(role), None)));
            grades(&[]).into_iter().for_each(|(role, _)| drop(self.lacking(id(role), None)));
            return;
        }
        let mut rows =
            Rows { groups: &subjects.groups, projects: &subjects.projects, partial: &subjects.partial_projects };
        for (direction, subject) in report.projects.directions.iter().zip(&subjects.directions) {
            self.add_direction(direction, subject, &mut rows);
        }
        let inputs = |role: &Role| -> Vec<FigureId> {
            subjects.directions.iter().map(|direction| subjects.id(direction, role.clone())).collect()
        };
        let all = report.projects.members();
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
        let mut partials = Vec::new();
        for (group, group_subject) in direction.groups.iter().zip(take(&mut rows.groups, direction.groups.len())) {
            let mut amounts = Vec::new();
            for (project, project_subject) in group.projects.iter().zip(take(&mut rows.projects, group.projects.len()))
            {
                let amount = Quantity::Money(project.amount.value);
                amounts.push(self.read(self.id(project_subject, Role::Arranged), amount, &project.amount.place));
            }
            for (partial, partial_subject) in group.partial.iter().zip(take(&mut rows.partial, group.partial.len())) {
                amounts.push(self.add_partial_project(partial, partial_subject));
                partials.push((partial, partial_subject));
            }
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
        let lacking_of = |columns: &[Role]| -> Vec<FigureId> {
            let of_row = |(partial, subject): &(&PartialProject, &Subject)| {
                let lacking = columns.iter().filter(|column| partial.lacking(column.word()).is_some());
                lacking.map(|column| subjects.id(subject, column.clone())).collect::<Vec<_>>()
            };
            partials.iter().flat_map(of_row).collect()
        };
        let all = direction.members();
        for (role, count) in counts(&all) {
            let word = role.word();
            let columns: &[Role] = match (word.contains("新上") || word.contains("结转"), word.contains("补助")) {
                (false, false) => &[],
                (true, false) => &[Role::Grouping],
                (false, true) => &[Role::GrantMode],
                (true, true) => &[Role::Grouping, Role::GrantMode],
            };
            let lacking = lacking_of(columns);
            if lacking.is_empty() {
                let by = Derivation::Count { grade: None };
                self.derived(id(role), Quantity::Count(count), by, everything.clone());
            } else {
                self.underivable(id(role), lacking);
            }
        }
        let lacking = lacking_of(&[Role::ProjectGrade]);
        for (role, count) in grades(&all) {
            if lacking.is_empty() {
                let by = Derivation::Count { grade: Some(role.word().into()) };
                self.derived(id(role), Quantity::Count(count), by, everything.clone());
            } else {
                self.underivable(id(role), lacking.clone());
            }
        }
    }

    /// What a row lacks, and its amount.
    fn add_partial_project(&mut self, partial: &PartialProject, subject: &Subject) -> FigureId {
        for role in [Role::ProjectName, Role::Unit, Role::GrantMode, Role::ProjectGrade, Role::Grouping] {
            if let Some(place) = partial.lacking(role.word()) {
                self.lacking(self.id(subject, role), Some(place));
            }
        }
        let id = self.id(subject, Role::Arranged);
        match &partial.amount {
            Some(amount) => self.read(id, Quantity::Money(amount.value), &amount.place),
            None => self.lacking(id, partial.lacking("安排资金")),
        }
    }
}

/// Rows that no direction has taken yet.
struct Rows<'a> {
    groups: &'a [Subject],
    projects: &'a [Subject],
    partial: &'a [Subject],
}

/// The next so many.
fn take<'a>(rows: &mut &'a [Subject], count: usize) -> &'a [Subject] {
    let (taken, rest) = rows.split_at(count.min(rows.len()));
    *rows = rest;
    taken
}

/// The cross-tab of status × grant mode, with its margins, under the names that texts use.
fn counts(members: &[Member]) -> Vec<(Role, u32)> {
    use {GrantMode::*, ProjectStatus::*};
    let count = |status: Option<ProjectStatus>, mode: Option<GrantMode>| {
        let fits =
            |member: &&Member| (status.is_none() || member.status == status) && (mode.is_none() || member.mode == mode);
        counted(members.iter().filter(fits).count())
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

fn grades(members: &[Member]) -> Vec<(Role, u32)> {
    let of = |grade| members.iter().filter(|member| member.grade == Some(grade)).count();
    Grade::ALL.into_iter().map(|grade| (Role::Graded(grade.name().into()), counted(of(grade)))).collect()
}

fn counted(rows: usize) -> u32 {
    u32::try_from(rows).expect("a workbook has at most 1,048,576 rows")
}
