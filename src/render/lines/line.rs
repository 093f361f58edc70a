//! Lines as they are set.

/// One line of a paragraph, from the left edge of its column.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub runs: Vec<Run>,
}

impl Line {
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// Characters of one face, evenly spaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Space before the run: indent, character spacing, the space between Chinese and Latin, justification.
    pub gap: f64,
    pub text: String,
    pub latin: bool,
    /// Space between the run's characters.
    pub tracking: f64,
}
