//! Figures and names as templates know them: values that remember what they are, through every way to the page.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{DynObject, Object, ObjectRepr, Value, ValueKind};

use super::marks::{around, holds_marks, unmarked};
use super::pending::is_pending;

/// A figure or name; shown, it stands under its number.
#[derive(Debug)]
struct Numbered {
    value: Value,
    number: usize,
}

impl Object for Numbered {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.value.is_true()
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        Some(self.value.cmp(&other.downcast_ref::<Self>()?.value))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&around(self.number, &self.value.to_string()))
    }
}

/// `number`: by which the marks know it.
pub(super) fn numbered(value: Value, number: usize) -> Value {
    Value::from_object(Numbered { value, number })
}

/// The value itself, without what it is known by.
pub(super) fn plain(value: &Value) -> Value {
    match (value.downcast_object_ref::<Numbered>(), value.as_str()) {
        (Some(known), _) => known.value.clone(),
        (None, Some(text)) if holds_marks(text) => Value::from(unmarked(text)),
        _ => value.clone(),
    }
}

/// The same of all that a list or a map holds.
pub(super) fn all_plain(value: &Value) -> Value {
    let items = || value.try_iter().into_iter().flatten();
    match value.kind() {
        _ if is_pending(value) => value.clone(),
        ValueKind::Seq | ValueKind::Iterable => items().map(|item| all_plain(&item)).collect::<Vec<_>>().into(),
        ValueKind::Map => {
            let entries = items().filter_map(|key| Some((key.clone(), all_plain(&value.get_item(&key).ok()?))));
            entries.collect()
        }
        _ => plain(value),
    }
}

/// Another form of the same figure or name: 四 for 4.
pub(super) fn as_of(value: &Value, shown: Value) -> Value {
    match value.downcast_object_ref::<Numbered>() {
        Some(known) => numbered(shown, known.number),
        None => shown,
    }
}
