//! What is known of a cell, a line, a table: the only way to say that something is not there.

use super::place::{Place, Sourced};

/// What a cell or a line gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Field<T> {
    Known(Sourced<T>),
    /// Left blank, where a report may do without.
    Blank(Place),
    /// What must stand there does not, or could not be read: the reader has told.
    Unread(Place),
    /// No such column, row or table.
    #[default]
    Absent,
}

impl<T> Field<T> {
    /// What was read of a cell that must hold something: where that is nothing, the reader has told.
    pub fn required(read: Option<Sourced<T>>, place: impl FnOnce() -> Place) -> Field<T> {
        read.map_or_else(|| Field::Unread(place()), Field::Known)
    }

    pub fn known(&self) -> Option<&Sourced<T>> {
        match self {
            Field::Known(sourced) => Some(sourced),
            Field::Blank(_) | Field::Unread(_) | Field::Absent => None,
        }
    }

    pub fn value(&self) -> Option<&T> {
        self.known().map(|sourced| &sourced.value)
    }

    /// Where it stands, or would stand.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Field::Known(Sourced { place, .. }) | Field::Blank(place) | Field::Unread(place) => Some(place),
            Field::Absent => None,
        }
    }

    /// Where it could not be read.
    pub fn unread(&self) -> Option<&Place> {
        if let Field::Unread(place) = self { Some(place) } else { None }
    }

    pub fn is_known(&self) -> bool {
        matches!(self, Field::Known(_))
    }

    /// Does nothing stand there, and need nothing?
    pub fn is_blank(&self) -> bool {
        matches!(self, Field::Blank(_) | Field::Absent)
    }

    pub fn is_unread(&self) -> bool {
        matches!(self, Field::Unread(_))
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Field::Known(sourced) => Field::Known(sourced.map(change)),
            Field::Blank(place) => Field::Blank(place),
            Field::Unread(place) => Field::Unread(place),
            Field::Absent => Field::Absent,
        }
    }
}

/// The rows of a table, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<T> {
    rows: Vec<T>,
    /// Rows of which something could not be read, or not for certain: what looks at all rows cannot look at these.
    unread: Vec<Place>,
    /// `false`: there is no such table.
    is_there: bool,
}

impl<T> Rows<T> {
    pub fn push(&mut self, row: T) {
        self.rows.push(row);
    }

    pub fn push_unread(&mut self, place: Place) {
        self.unread.push(place);
    }

    /// There is no such table.
    pub fn absent() -> Rows<T> {
        Rows { is_there: false, ..Rows::default() }
    }

    pub fn is_absent(&self) -> bool {
        !self.is_there
    }

    pub fn unread(&self) -> &[Place] {
        &self.unread
    }

    /// Was everything in it read?
    pub fn is_whole(&self) -> bool {
        self.is_there && self.unread.is_empty()
    }

    pub fn last_mut(&mut self) -> Option<&mut T> {
        self.rows.last_mut()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut()
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Rows<T> {
        Rows { rows: Vec::new(), unread: Vec::new(), is_there: true }
    }
}

impl<T> std::ops::Deref for Rows<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.rows
    }
}

impl<'a, T> IntoIterator for &'a Rows<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> std::slice::Iter<'a, T> {
        self.rows.iter()
    }
}
