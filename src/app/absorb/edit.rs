//! Changes of the YAML's texts.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::finding::Finding;
use crate::base::place::Place;

/// What a document changes.
#[derive(Debug, Default)]
pub struct Absorbed {
    /// In the order of the document.
    pub edits: Vec<Edit>,
    /// What cannot be taken back, and where to change it.
    pub findings: Vec<Finding>,
}

/// A change of one text of the YAML, or of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The text's first line in its file, or the cell.
    pub text: Place,
    /// What the text was before any change.
    pub whole: String,
    /// Bytes of it that go, and what stands there instead.
    pub range: Range<usize>,
    pub replacement: String,
    /// The line that changes, or the cell.
    pub place: Place,
    /// Edits of one number are taken together or not at all.
    pub unit: usize,
}

impl Edit {
    /// Another that says the same needs not be made.
    pub(super) fn is_same(&self, other: &Edit) -> bool {
        self.text == other.text && self.range == other.range && self.replacement == other.replacement
    }
}

/// What is taken together or not at all, in the order of the document.
pub fn by_unit(edits: &[Edit]) -> Vec<Vec<&Edit>> {
    let mut units: Vec<Vec<&Edit>> = Vec::new();
    for edit in edits {
        match units.iter_mut().find(|unit| unit.iter().any(|other| other.unit == edit.unit)) {
            Some(unit) => unit.push(edit),
            None => units.push(vec![edit]),
        }
    }
    units
}

/// The edits by the text that they change, in the order of files and lines.
pub(super) fn by_text(edits: &[Edit]) -> BTreeMap<(&Place, &str), Vec<&Edit>> {
    let mut texts: BTreeMap<(&Place, &str), Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        texts.entry((&edit.text, &edit.whole)).or_default().push(edit);
    }
    texts
}

/// The text with all its edits.
pub(super) fn edited(whole: &str, edits: &[&Edit]) -> String {
    let mut sorted = edits.to_vec();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut text = whole.to_string();
    for edit in sorted.into_iter().rev().filter(|edit| whole.get(edit.range.clone()).is_some()) {
        text.replace_range(edit.range.clone(), &edit.replacement);
    }
    text
}
