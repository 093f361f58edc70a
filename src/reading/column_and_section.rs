//! What a column says of a project against the section row above it.

use crate::base::field::Field;
use crate::base::place::Place;
use crate::model::term::Term;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::head_words::head_key;
use super::list_sections::{Section, section};
use super::project_row::{DIRECTION, STATUS};
use super::recognise::Recognition;
use crate::sheets::fault::Fault;

/// Cells of columns that say another direction or status than the section row above.
#[derive(Default)]
pub(super) struct Differing {
    directions: Vec<u32>,
    statuses: Vec<u32>,
}

impl Differing {
    pub fn compare(
        &mut self,
        table: &Table<'_>,
        row: u32,
        direction: &str,
        status: &Field<Term>,
        recognition: &Recognition,
    ) {
        let words = |field: &str| table.head.column(field).map(|column| table.sheet.words(row, column));
        if let Some(said) = words(DIRECTION).filter(|said| !said.trim().is_empty()) {
            let said = match section(&said, recognition) {
                Some(Section::Direction(name)) => name,
                _ => said,
            };
            if head_key(&said) != head_key(direction) {
                self.directions.push(row);
            }
        }
        let said = words(STATUS).and_then(|said| recognition.status(&said).cloned());
        if said.zip(status.value()).is_some_and(|(said, own)| said != *own) {
            self.statuses.push(row);
        }
    }

    pub fn tell(self, table: &Table<'_>, faults: &mut Faults) {
        for (field, rows) in [(DIRECTION, self.directions), (STATUS, self.statuses)] {
            let Some(column) = table.head.column(field).filter(|_| !rows.is_empty()) else { continue };
            let cells: Vec<Place> = rows.iter().map(|row| table.sheet.place(*row, column)).collect();
            let head = table.sheet.words(table.head.columns[field].row, column);
            faults.add_all(&cells, Fault::OtherThanSection { head: tidy(&head), rows: rows.len() });
        }
    }
}
