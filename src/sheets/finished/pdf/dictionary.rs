//! Entries of dictionaries.

use lopdf::{Dictionary, Object};

/// The name that stands at the key; empty where there is none.
pub(super) fn name_of<'a>(dictionary: &'a Dictionary, key: &[u8]) -> &'a str {
    let name = dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    std::str::from_utf8(name).unwrap_or_default()
}
