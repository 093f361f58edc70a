//! Codes of what is said of a change, and the messages by which one is known again.

/// A figure was changed, or a new one typed.
pub(super) const FIGURE: &str = "Z801";
/// Words that do not come from a text of the YAML.
pub(super) const ELSEWHERE: &str = "Z802";
pub(super) const NEW_FIGURE: &str = "成稿里写了新的数字；数字不从成稿里取";
pub(super) const ADDED_FIGURES: &str = "成稿里多了一段，里面有数字；数字不从成稿里取";
/// Words with numbers went while others with numbers came: likely the same, moved or written anew.
pub(super) const REWRITTEN: &str = "成稿里删了有数字的文字，别处又写了新的数字，可能是挪动，删去的这一处没有写入";
