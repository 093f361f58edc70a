//! Which files of a folder are layouts.

use std::collections::BTreeMap;

/// Texts of layout files by name: 自评表.yaml.
pub(super) type Texts = BTreeMap<String, String>;

pub(super) fn is_layout(name: &str) -> bool {
    [".yaml", ".md", ".typ"].iter().any(|ending| name.ends_with(ending)) && !name.starts_with('.')
}
