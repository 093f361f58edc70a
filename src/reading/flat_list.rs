//! A list without section rows: each row says in columns of its own which direction and which group it belongs to.

use crate::base::chinese_number::numbered;
use crate::base::field::Field;
use crate::base::place::Sourced;
use crate::model::project::{Direction, Group, ProjectRow, ProjectTable};
use crate::model::term::Term;

use super::head_words::head_key;
use super::recognise::Recognition;

/// The name of the direction that holds the rows of a table without directions.
pub(super) const EVERYTHING: &str = "全部项目";

#[derive(Default)]
pub(super) struct FlatList {
    directions: Vec<FlatDirection>,
}

struct FlatDirection {
    name: Sourced<String>,
    /// By what the rows say of themselves, in the order of the list.
    groups: Vec<(Option<Term>, Vec<ProjectRow>)>,
}

impl FlatList {
    pub fn push(&mut self, direction: Sourced<String>, row: ProjectRow) -> &ProjectRow {
        let key = head_key(&direction.value);
        let known = self.directions.iter().position(|known| head_key(&known.name.value) == key);
        let index = known.unwrap_or(self.directions.len());
        if known.is_none() {
            self.directions.push(FlatDirection { name: direction, groups: Vec::new() });
        }
        let groups = &mut self.directions[index].groups;
        let status = row.status.value().cloned();
        let known = groups.iter().position(|(own, _)| *own == status);
        let index = known.unwrap_or(groups.len());
        if known.is_none() {
            groups.push((status, Vec::new()));
        }
        let rows = &mut groups[index].1;
        rows.push(row);
        rows.last().expect("it was pushed")
    }

    /// The row that is the list's `nth`.
    pub fn last_mut(&mut self, nth: usize) -> Option<&mut ProjectRow> {
        let groups = self.directions.iter_mut().flat_map(|direction| &mut direction.groups);
        groups.filter_map(|(_, rows)| rows.last_mut()).find(|row| row.nth == nth)
    }

    /// As a table with section rows has them: 一、 directions and （一） groups, numbered anew.
    pub fn into_directions(self, projects: &mut ProjectTable, recognition: &Recognition) {
        let rules = &recognition.rules.project_table;
        let order: Vec<&Term> = rules.groups_by_status().into_iter().map(|(status, _)| status).collect();
        for FlatDirection { name, mut groups } in self.directions {
            let place_of = |status: &Option<Term>| {
                status.as_ref().and_then(|own| order.iter().position(|term| *term == own)).unwrap_or(usize::MAX)
            };
            groups.sort_by_key(|(status, _)| place_of(status));
            let is_named = name.value != EVERYTHING;
            let label = is_named.then(|| numbered(projects.directions.len(), &name.value));
            let groups = groups.into_iter().enumerate().map(|(index, (status, rows))| Group {
                label: status.filter(|_| rules.groups.is_asked()).and_then(|status| {
                    let place = rows.first().and_then(|row| row.status.place())?;
                    Some(Sourced::new(rules.group_label(index, &status), place.clone()))
                }),
                stated_subtotal: Field::Absent,
                rows,
            });
            let groups = groups.collect();
            projects.directions.push(Direction { name, label, stated_subtotal: Field::Absent, groups });
        }
    }
}
