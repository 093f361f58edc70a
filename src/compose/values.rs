//! What templates get: values made of figures, texts and lists of them.

use std::collections::BTreeMap;

use minijinja::value::Value;

use crate::base::figure_id::{Role, Subject};
use crate::model::figure::Quantity;
use crate::model::ledger::Ledger;

use super::pending::PENDING;

/// A count is a number (templates may ask whether there are any); everything else is the text that is printed.
pub(super) fn shown(quantity: &Quantity) -> Value {
    match quantity {
        Quantity::Count(count) => Value::from(*count),
        other => Value::from(other.to_string()),
    }
}

pub(super) fn text(words: &str) -> Value {
    Value::from(words)
}

pub(super) fn list(values: impl IntoIterator<Item = Value>) -> Value {
    values.into_iter().collect::<Vec<Value>>().into()
}

pub(super) fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::from_pairs(entries.into_iter().map(|(name, value)| (name.to_string(), value)))
}

/// Figures of a subject, as one map, with more entries beside them.
pub(super) fn figures_of<'a>(
    ledger: &Ledger,
    subject: &Subject,
    roles: &[Role],
    more: impl IntoIterator<Item = (&'a str, Value)>,
) -> Value {
    let mut entries: BTreeMap<String, Value> = BTreeMap::new();
    for role in roles {
        let id = ledger.subjects().id(subject, role.clone());
        match ledger.get(&id) {
            Some(figure) => drop(entries.insert(role.to_string(), shown(&figure.quantity))),
            None if ledger.unknown().contains_key(&id) => drop(entries.insert(role.to_string(), text(PENDING))),
            None => {}
        }
    }
    entries.extend(more.into_iter().map(|(name, value)| (name.to_string(), value)));
    Value::from_pairs(entries)
}
