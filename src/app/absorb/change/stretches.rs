//! Where a passage's text and the document's differ.

use std::ops::Range;

use crate::document::Wording;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Stands between paragraphs that were one, or become one.
pub(super) const BREAK: char = '\u{E000}';

/// A stretch of a passage that was replaced: characters of the old text, and the new words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub old: Range<usize>,
    pub new: String,
}

/// Where two texts differ; blanks make no difference.
pub(super) fn stretches(old: &[char], new: &str) -> Vec<Stretch> {
    let new: Vec<char> = new.chars().collect();
    let solid = |text: &[char]| -> Vec<usize> { (0..text.len()).filter(|&at| !text[at].is_whitespace()).collect() };
    let (old_at, new_at) = (solid(old), solid(&new));
    let pick = |text: &[char], at: &[usize]| -> Vec<char> { at.iter().map(|&at| text[at]).collect() };
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &pick(old, &old_at), &pick(&new, &new_at)) {
        let (_, olds, news) = op.as_tag_tuple();
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let start = olds.start.checked_sub(1).map_or(0, |before| old_at[before] + 1);
        let old = match olds.is_empty() {
            true => start..start,
            false => old_at[olds.start]..old_at[olds.end - 1] + 1,
        };
        let words = match news.is_empty() {
            true => String::new(),
            false => new[new_at[news.start]..=new_at[news.end - 1]].iter().filter(|c| **c != '\n').collect(),
        };
        found.push(Stretch { old, new: words });
    }
    found
}

/// The passage's text with this stretch changed.
pub(super) fn with(passage: &Wording, stretch: &Stretch) -> String {
    let characters = &passage.characters;
    let before: String = characters[..stretch.old.start].iter().collect();
    let after: String = characters[stretch.old.end..].iter().collect();
    format!("{before}{}{after}", stretch.new)
}

/// What stands in a range of the passage after these stretches of it were changed.
pub(super) fn replaced(passage: &Wording, range: &Range<usize>, stretches: &[Stretch]) -> String {
    let mut words = String::new();
    let mut at = range.start;
    for stretch in stretches {
        words += &passage.words(&(at..stretch.old.start));
        words += &stretch.new;
        at = stretch.old.end;
    }
    words + &passage.words(&(at..range.end))
}

/// The stretches by the sentences that they touch, with those sentences.
pub(super) fn by_sentence<'s>(passage: &Wording, stretches: &'s [Stretch]) -> Vec<(Range<usize>, &'s [Stretch])> {
    let ends = |c: &char| "。；！？\n".contains(*c) || *c == BREAK;
    let characters = &passage.characters;
    let around = |range: &Range<usize>| {
        let start = characters[..range.start].iter().rposition(ends).map_or(0, |at| at + 1);
        let last = range.end.max(range.start + 1) - 1;
        let end = characters.iter().skip(last).position(ends).map_or(characters.len(), |at| last + at + 1);
        start..end
    };
    let mut groups: Vec<(Range<usize>, &[Stretch])> = Vec::new();
    let mut from = 0;
    for (at, stretch) in stretches.iter().enumerate() {
        let sentence = around(&stretch.old);
        match groups.last_mut().filter(|(range, _)| sentence.start < range.end) {
            Some((range, group)) => {
                range.end = range.end.max(sentence.end);
                *group = stretches.get(from..=at).unwrap_or_default();
            }
            None => {
                from = at;
                groups.push((sentence, std::slice::from_ref(stretch)));
            }
        }
    }
    groups
}

/// Is everything of `part` also in `whole`, as often?
pub(super) fn is_within(part: &[String], whole: &[String]) -> bool {
    let mut rest = whole.to_vec();
    part.iter().all(|number| match rest.iter().position(|other| other == number) {
        Some(at) => {
            rest.swap_remove(at);
            true
        }
        None => false,
    })
}

pub(super) fn same_words(one: &str, other: &str) -> bool {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    solid(one) == solid(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_make_no_difference() {
        let old: Vec<char> = "认真 组织申报".chars().collect();
        assert_eq!(stretches(&old, "认真组织 申报"), []);
        assert_eq!(
            stretches(&old, "严格组织申报。"),
            [Stretch { old: 0..2, new: "严格".into() }, Stretch { old: 7..7, new: "。".into() }]
        );
    }

    #[test]
    fn numbers_may_go_but_not_come() {
        let list = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>();
        assert!(is_within(&list(&["5"]), &list(&["5", "6"])));
        assert!(!is_within(&list(&["5", "5"]), &list(&["5", "6"])));
    }
}
