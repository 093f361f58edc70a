//! What templates get: figures and names that know what they are, texts, and lists of them.

use std::collections::BTreeMap;

use minijinja::value::Value;

use crate::base::field::Field;
use crate::base::figure_id::{FigureId, Role, Subject};
use crate::base::place::{Place, Sourced};
use crate::document::Named;
use crate::model::figure::{Figure, Origin, Quantity};
use crate::model::ledger::Ledger;
use crate::model::report::Report;

use super::blank::Asked;
use super::marks::{Marks, holds_marks, unmarked};
use super::pending::PENDING;
use super::shown_value::numbered;

/// What templates can name, and under which number the marks know it.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub report: &'a Report,
    pub ledger: &'a Ledger,
    /// Notes which blank cells are shown.
    pub asked: &'a Asked,
    pub marks: &'a Marks,
}

impl Known<'_> {
    pub(super) fn named(&self, value: Value, id: FigureId, place: Option<&Place>) -> Value {
        numbered(value, self.marks.number(Named { id, place: place.cloned() }))
    }

    fn check(&self, words: &str, place: &Place) {
        if holds_marks(words) {
            self.marks.refuse(place);
        }
    }

    /// A count is a number (templates may ask whether there are any); everything else is the text that is printed.
    pub(super) fn figure(&self, figure: &Figure) -> Value {
        let value = match &figure.quantity {
            Quantity::Count(count) => Value::from(*count),
            other => text(&other.to_string()),
        };
        if let (Origin::Read(place), Quantity::Words(words)) = (&figure.origin, &figure.quantity) {
            self.check(words, place);
        }
        self.named(value, figure.id.clone(), None)
    }

    /// The ledger's figure of this role, also where it is not known; nothing where the ledger has none.
    pub(super) fn role(&self, subject: &Subject, role: Role) -> Option<Value> {
        let id = self.ledger.subjects().id(subject, role.clone());
        match self.ledger.get(&id) {
            Some(figure) => Some(self.figure(figure)),
            None => self.unknown(subject, role).map(|number| numbered(text(PENDING), number)),
        }
    }

    /// The number of a figure that the ledger does not know.
    pub(super) fn unknown(&self, subject: &Subject, role: Role) -> Option<usize> {
        let id = self.ledger.subjects().id(subject, role);
        self.ledger.unknown().contains_key(&id).then(|| self.marks.number(Named { id, place: None }))
    }

    /// Words as they were read.
    pub(super) fn words(&self, subject: &Subject, role: Role, words: &Sourced<String>) -> Value {
        self.check(&words.value, &words.place);
        self.named(text(&words.value), self.ledger.subjects().id(subject, role), Some(&words.place))
    }

    /// The same, or what stands for them in a draft.
    pub(super) fn field(&self, subject: &Subject, role: Role, words: &Field<String>) -> Value {
        match words.known() {
            Some(words) => self.words(subject, role, words),
            None => text(PENDING),
        }
    }

    /// Figures of a subject, as one map, with more entries beside them.
    pub(super) fn figures_of<'a>(
        &self,
        subject: &Subject,
        roles: &[Role],
        more: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Value {
        let mut entries: BTreeMap<String, Value> = BTreeMap::new();
        for role in roles {
            entries.extend(self.role(subject, role.clone()).map(|value| (role.to_string(), value)));
        }
        entries.extend(more.into_iter().map(|(name, value)| (name.to_string(), value)));
        Value::from_pairs(entries)
    }
}

/// What was read never acts as a mark: [`unmarked`] words are shown, and composing tells of them.
pub(super) fn text(words: &str) -> Value {
    if holds_marks(words) { Value::from(unmarked(words)) } else { Value::from(words) }
}

pub(super) fn list(values: impl IntoIterator<Item = Value>) -> Value {
    values.into_iter().collect::<Vec<Value>>().into()
}

pub(super) fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::from_pairs(entries.into_iter().map(|(name, value)| (name.to_string(), value)))
}
