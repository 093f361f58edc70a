//! Codes of what is said of a change, and the messages by which one is known again.

/// A figure was changed, or a new one typed.
pub(super) const FIGURE: &str = "Z801";
/// Words that do not come from a text of the YAML.
pub(super) const ELSEWHERE: &str = "Z802";
