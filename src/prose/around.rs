//! The words around a figure.

use crate::base::characters::is_han;
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

/// 石门县危房改造户数, 抽查合格率, but not 全县危房改造户数: what stands before an indicator's name makes it one of a part.
pub(crate) fn is_of_a_part(before: &str) -> bool {
    let clause = before.rsplit(['，', '；', '。']).next().unwrap_or_default();
    let named = before.strip_suffix(['县', '市', '区', '旗', '州', '镇', '乡', '村']);
    let place = named.is_some_and(|name| {
        name.ends_with(is_han) && !name.ends_with(['全', '我', '本', '该', '各', '个', '到', '由'])
    });
    place || ["抽查", "抽检", "复查"].iter().any(|word| clause.contains(word))
}
