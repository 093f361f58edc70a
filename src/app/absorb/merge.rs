//! Three sides: what a document was made from, what somebody made of it, and what the year makes now.

use std::collections::BTreeSet;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::base::made_from::{Mark, sentences};

/// What the document would say if it had been made now and then changed as it was.
pub struct Merged {
    /// Paragraphs and cells.
    pub texts: Vec<(String, bool)>,
    pub clashes: Vec<Clash>,
}

/// Sentences that are no longer what they were made from on either side, and not the same: left as the year has them.
#[derive(Debug, PartialEq)]
pub struct Clash {
    /// The passage of the year in which they stand, or behind which they would.
    pub passage: usize,
    pub now: String,
    pub document: String,
}

/// Sentences in their order.
#[derive(Default)]
struct Side {
    marks: Vec<Mark>,
    words: Vec<String>,
    /// The passage that each stands in.
    passages: Vec<usize>,
}

impl Side {
    fn of(texts: &[(String, bool)]) -> Side {
        let mut side = Side::default();
        for (passage, (text, cell)) in texts.iter().enumerate() {
            let mut push = |mark: Mark, words: &str| {
                side.marks.push(mark);
                side.words.push(words.to_string());
                side.passages.push(passage);
            };
            push(Mark::beginning(*cell), "");
            sentences(text).for_each(|words| push(Mark::sentence(words), words));
        }
        side
    }

    fn words(&self, range: &Range<usize>) -> String {
        self.words.get(range.clone()).unwrap_or_default().concat()
    }

    /// Where this differs from what it was made from: there and here.
    fn changes(&self, base: &[Mark]) -> Vec<(Range<usize>, Range<usize>)> {
        let ops = capture_diff_slices(Algorithm::Myers, base, &self.marks);
        let changes = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(DiffOp::as_tag_tuple);
        changes.map(|(_, there, here)| (there, here)).collect()
    }
}

/// A stretch of what the document was made from that was changed, with what each side has in its place.
struct Stretch {
    base: Range<usize>,
    document: Range<usize>,
    now: Range<usize>,
    by_document: bool,
    by_now: bool,
    clashes: bool,
}

pub fn merge(base: &[Mark], document: &[(String, bool)], now: &[(String, bool)]) -> Merged {
    let (document, now) = (Side::of(document), Side::of(now));
    let mut stretches = stretches(base, &document, &now);
    spread(&mut stretches, base, &document);
    let mut merged = Merged { texts: Vec::new(), clashes: Vec::new() };
    let mut at = 0;
    for stretch in &stretches {
        merged.push(&now, at..stretch.now.start);
        at = stretch.now.end;
        if stretch.by_document && !stretch.clashes {
            merged.push(&document, stretch.document.clone());
            continue;
        }
        merged.push(&now, stretch.now.clone());
        if stretch.clashes {
            let before = stretch.now.start.saturating_sub(usize::from(stretch.now.is_empty()));
            let words = stretch.now.clone().find(|at| now.words.get(*at).is_some_and(|words| !words.is_empty()));
            merged.clashes.push(Clash {
                passage: now.passages.get(words.unwrap_or(before)).copied().unwrap_or_default(),
                now: now.words(&stretch.now),
                document: document.words(&stretch.document),
            });
        }
    }
    merged.push(&now, at..now.marks.len());
    merged
}

impl Merged {
    fn push(&mut self, side: &Side, range: Range<usize>) {
        let (marks, words) = (side.marks.get(range.clone()), side.words.get(range));
        for (mark, words) in marks.into_iter().flatten().zip(words.into_iter().flatten()) {
            match (mark, self.texts.last_mut()) {
                (Mark::Sentence(_), Some((text, _))) => *text += words,
                (mark, _) => self.texts.push((words.clone(), *mark == Mark::Cell)),
            }
        }
    }
}

fn stretches(base: &[Mark], document: &Side, now: &Side) -> Vec<Stretch> {
    let (theirs, ours) = (document.changes(base), now.changes(base));
    let mut all: Vec<(&Range<usize>, bool)> = theirs.iter().map(|(base, _)| (base, true)).collect();
    all.extend(ours.iter().map(|(base, _)| (base, false)));
    all.sort_by_key(|(base, _)| (base.start, base.end));
    // What meets is one; beside each other are two, unless something was put in just there.
    let mut met: Vec<(Range<usize>, bool, bool)> = Vec::new();
    for (range, is_theirs) in all {
        match met.last_mut() {
            Some((last, by_document, by_now))
                if range.start < last.end
                    || range.start == last.end && (range.start == range.end || last.start == last.end) =>
            {
                last.end = last.end.max(range.end);
                *by_document |= is_theirs;
                *by_now |= !is_theirs;
            }
            _ => met.push((range.clone(), is_theirs, !is_theirs)),
        }
    }
    let stretch = |(base, by_document, by_now): (Range<usize>, bool, bool)| {
        let (document_range, now_range) = (carried(&base, &theirs), carried(&base, &ours));
        let differ = document.marks.get(document_range.clone()) != now.marks.get(now_range.clone());
        let clashes = by_document && by_now && differ;
        Stretch { base, document: document_range, now: now_range, by_document, by_now, clashes }
    };
    met.into_iter().map(stretch).collect()
}

/// What stands on a side in place of this range, which holds its changes whole.
fn carried(range: &Range<usize>, changes: &[(Range<usize>, Range<usize>)]) -> Range<usize> {
    let before = changes
        .iter()
        .rev()
        .find(|(base, _)| base.end < range.start || base.end == range.start && base.start < base.end);
    let within = changes.iter().rev().find(|(base, _)| base.start >= range.start && base.end <= range.end);
    let start = before.map_or(range.start, |(base, here)| here.end + range.start - base.end);
    let end = within.map_or_else(|| start + range.len(), |(base, here)| here.end + range.end - base.end);
    start..end.max(start)
}

/// A sentence that moved is taken in both places or in none.
fn spread(stretches: &mut [Stretch], base: &[Mark], document: &Side) {
    let moved = |stretch: &Stretch| -> BTreeSet<Mark> {
        let side = |marks: Option<&[Mark]>| -> BTreeSet<Mark> {
            let all = marks.unwrap_or_default().iter().filter(|mark| matches!(mark, Mark::Sentence(_)));
            all.cloned().collect()
        };
        let (went, came) = (side(base.get(stretch.base.clone())), side(document.marks.get(stretch.document.clone())));
        went.symmetric_difference(&came).cloned().collect()
    };
    loop {
        let held: BTreeSet<Mark> = stretches.iter().filter(|stretch| stretch.clashes).flat_map(&moved).collect();
        let meets = |stretch: &&mut Stretch| stretch.by_document && !stretch.by_now && !stretch.clashes;
        let next = stretches.iter_mut().filter(meets).find(|stretch| !moved(stretch).is_disjoint(&held));
        match next {
            Some(stretch) => stretch.clashes = true,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::made_from::marks;

    use super::*;

    fn texts(all: &[&str]) -> Vec<(String, bool)> {
        all.iter().map(|text| (text.to_string(), false)).collect()
    }

    #[track_caller]
    fn case(base: &[&str], document: &[&str], now: &[&str], merged: &[&str], clashes: &[[&str; 2]]) {
        let base: Vec<Mark> = base.iter().flat_map(|text| marks(text, false)).collect();
        let found = merge(&base, &texts(document), &texts(now));
        assert_eq!(found.texts, texts(merged));
        let told: Vec<[&str; 2]> =
            found.clashes.iter().map(|clash| [clash.now.as_str(), clash.document.as_str()]).collect();
        assert_eq!(told, clashes);
    }

    #[test]
    fn each_side_keeps_what_it_alone_changed() {
        case(&["甲。乙。", "丙。"], &["甲。乙二。", "丙。"], &["甲一。乙。", "丙。"], &["甲一。乙二。", "丙。"], &[]);
        // A paragraph more in the year, one less in the document.
        case(
            &["甲。", "乙。", "丙。"],
            &["甲。", "丙。"],
            &["新。", "甲。", "乙。", "丙。"],
            &["新。", "甲。", "丙。"],
            &[],
        );
        case(&["甲。", "乙。"], &["甲。", "乙。", "丙。"], &["甲。", "乙。", "丙。"], &["甲。", "乙。", "丙。"], &[]);
        // Split by one, reworded before by the other.
        case(&["甲。乙。丙。"], &["甲。", "乙。丙。"], &["甲。乙。丙三。"], &["甲。", "乙。丙三。"], &[]);
    }

    #[test]
    fn what_both_changed_stays_and_is_told() {
        case(&["甲。乙。"], &["甲二。乙。"], &["甲一。乙三。"], &["甲一。乙三。"], &[["甲一。乙三。", "甲二。乙。"]]);
        case(&["甲。", "乙。"], &["乙。"], &["甲一。", "乙。"], &["甲一。", "乙。"], &[["甲一。", ""]]);
        // Moved by one and reworded by the other: it is not there twice.
        case(
            &["甲。", "乙。", "丙。", "丁。"],
            &["乙。", "丙。", "丁。", "甲。"],
            &["甲一。", "乙。", "丙。", "丁。"],
            &["甲一。", "乙。", "丙。", "丁。"],
            &[["甲一。", ""], ["", "甲。"]],
        );
    }
}
