//! The words around a figure.

use crate::base::text_part::TextPart;

pub(super) struct Around<'a> {
    /// From the clause's beginning (or the figure before) to the figure.
    pub before: &'a str,
    /// From the figure to the clause's end (or the next figure).
    pub after: &'a str,
    /// The clause.
    pub clause: &'a str,
    /// From the sentence's beginning, or the last semicolon, to the figure.
    pub segment: &'a str,
    /// From the segment's beginning to the sentence's end.
    pub whole: &'a str,
}

/// The word, and at most so many characters after it.
pub(super) fn near(before: &str, word: &str, gap: usize) -> bool {
    before.rfind(word).is_some_and(|at| before.part(at + word.len()..).chars().count() <= gap)
}

pub(crate) fn is_in_brackets(text: &str, at: usize) -> bool {
    let before = text.part(..at);
    before.rfind(['（', '(']) > before.rfind(['）', ')'])
}
