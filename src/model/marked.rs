//! A text that a person wrote, as it will read, with what placeholders gave marked.

use std::ops::Range;

use crate::base::place::Place;

/// A text of the YAML, or a reason of the indicator table.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedText {
    /// What it is about, where its place in the input says so: a direction, a case's project, an indicator.
    pub headings: Vec<String>,
    pub lines: Vec<MarkedLine>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MarkedLine {
    pub text: String,
    /// Bytes that placeholders gave.
    pub sourced: Vec<Range<usize>>,
    /// Written as a heading (### …).
    pub heading: bool,
    pub place: Place,
}

impl MarkedText {
    /// Nothing of it came from a placeholder.
    pub fn plain(text: &str, heading: Option<String>, place: &Place) -> MarkedText {
        let line = |line: &str| MarkedLine {
            text: line.to_string(),
            sourced: Vec::new(),
            heading: false,
            place: place.clone(),
        };
        MarkedText { headings: heading.into_iter().collect(), lines: text.lines().map(line).collect() }
    }
}
