//! Changes that are taken whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::absorb::align::likeness;
use crate::app::absorb::edit::{Edit, by_text, edited};
use crate::base::finding::Finding;
use crate::judge::numbers;
use crate::reading::finished::headings::heading_level;

use super::codes::FIGURE;
use super::lines::{Line, line_of};

/// What the document changes in one place: a sentence, a paragraph that went or came.
pub(super) struct Change {
    /// The passage that it changes; a new paragraph has none.
    pub passage: Option<usize>,
    /// Paragraphs that went or came one behind the other have the same.
    pub run: Option<usize>,
    pub gone: Vec<String>,
    pub came: Vec<String>,
    pub edits: Vec<Edit>,
    /// Why it cannot be taken.
    pub refusals: Vec<Finding>,
    /// What is said where another that it belongs to cannot be taken.
    pub held: Finding,
    /// What is said where it is taken.
    pub notes: Vec<Finding>,
}

impl Change {
    /// One stands in two places, or cannot be without the other: what went here came there; a number was lost here and
    /// another written there.
    fn belongs_to(&self, other: &Change) -> bool {
        let moved =
            |gone: &[String], came: &[String]| gone.iter().any(|gone| came.iter().any(|came| is_move(gone, came)));
        let lost = |change: &Change| change.gone.iter().any(|gone| !figures(gone).is_empty());
        let refused = |change: &Change| change.refusals.iter().any(|finding| finding.code == FIGURE);
        self.run.is_some() && self.run == other.run
            || moved(&self.gone, &other.came)
            || moved(&other.gone, &self.came)
            || self.passage.is_some()
                && self.passage == other.passage
                && (lost(self) && refused(other) || lost(other) && refused(self))
    }
}

/// The same words, or others about the same number.
fn is_move(gone: &str, came: &str) -> bool {
    const LEAST: usize = 6;
    const ALIKE: u64 = 500;
    let lengths = [gone, came].map(|words| words.chars().count());
    let long = lengths.iter().all(|length| *length >= LEAST);
    let near = lengths[0] <= 2 * lengths[1] && lengths[1] <= 2 * lengths[0];
    long && (came.contains(gone) || gone.contains(came) || near && likeness(gone, came) >= ALIKE) || {
        let came = figures(came);
        figures(gone).iter().any(|number| came.contains(number))
    }
}

/// The numbers that words state; that of a heading states nothing.
pub(super) fn figures(words: &str) -> Vec<String> {
    let level = heading_level(words);
    let ends = words.find(['、', '.', '．', '）', ')']).filter(|_| level.is_some());
    let rest =
        ends.and_then(|at| words.get(at..)).map_or(words, |rest| rest.trim_start_matches(['、', '.', '．', '）', ')']));
    if rest.starts_with(|c: char| c.is_ascii_digit()) { numbers(words) } else { numbers(rest) }
}

/// Those that are taken, and those of which one that belongs to them cannot be.
pub(super) fn sorted(mut changes: Vec<Change>) -> (Vec<Change>, Vec<Change>) {
    contradictions(&mut changes);
    loop {
        let mut open: Vec<usize> = (0..changes.len()).filter(|&at| !changes[at].refusals.is_empty()).collect();
        let mut falls: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(at) = open.pop() {
            let more = (0..changes.len()).filter(|other| !falls.contains(other));
            let more: Vec<usize> = more.filter(|&other| changes[at].belongs_to(&changes[other])).collect();
            falls.extend(&more);
            open.extend(more);
        }
        let emptied = emptied(&changes, &falls);
        for &at in &emptied {
            let refusal =
                Finding { message: "删去以后，这一节就没有文字了".into(), ..changes[at].held.clone() };
            changes[at].refusals.push(refusal);
        }
        if emptied.is_empty() {
            let (mut taken, mut fallen) = (Vec::new(), Vec::new());
            for (at, change) in changes.into_iter().enumerate() {
                if falls.contains(&at) { fallen.push(change) } else { taken.push(change) }
            }
            return (numbered(taken), fallen);
        }
    }
}

/// Edits of changes that belong together have one number.
fn numbered(mut changes: Vec<Change>) -> Vec<Change> {
    for at in 0..changes.len() {
        let first = (0..at).find(|&before| {
            let (one, other) = (&changes[before], &changes[at]);
            let same = |gone: &[String], came: &[String]| gone.iter().any(|gone| came.contains(gone));
            one.run.is_some() && one.run == other.run
                || same(&one.gone, &other.came)
                || same(&other.gone, &one.came)
                || one.edits.iter().any(|edit| other.edits.iter().any(|own| own.is_same(edit)))
        });
        let unit = first.and_then(|first| changes[first].edits.first()).map_or(at, |edit| edit.unit);
        changes[at].edits.iter_mut().for_each(|edit| edit.unit = unit);
    }
    changes
}

/// The changes that take the last words of a text.
fn emptied(changes: &[Change], falls: &BTreeSet<usize>) -> Vec<usize> {
    let kept = || changes.iter().enumerate().filter(|(at, _)| !falls.contains(at));
    let mut edits: Vec<Edit> = Vec::new();
    for edit in kept().flat_map(|(_, change)| &change.edits) {
        if !edits.iter().any(|other| other.is_same(edit)) {
            edits.push(edit.clone());
        }
    }
    let empty = by_text(&edits).into_iter().filter(|((_, whole), edits)| edited(whole, edits).trim().is_empty());
    let empty: BTreeSet<_> = empty.map(|((place, _), _)| place.clone()).collect();
    let takes = |change: &Change| change.edits.iter().any(|edit| empty.contains(&edit.text));
    kept().filter(|(_, change)| takes(change)).map(|(at, _)| at).collect()
}

/// Where a passage changes a line, and to what.
type Places = BTreeSet<(usize, usize, String)>;

/// One text that is shown in several places and was changed differently there, or by changes that meet.
fn contradictions(changes: &mut [Change]) {
    let mut by_line: BTreeMap<Line, BTreeMap<usize, Places>> = BTreeMap::new();
    let open = |change: &&Change| change.refusals.is_empty();
    for change in changes.iter().filter(open) {
        let Some(passage) = change.passage else { continue };
        for edit in &change.edits {
            let edits = by_line.entry(line_of(edit)).or_default().entry(passage).or_default();
            edits.insert((edit.range.start, edit.range.end, edit.replacement.clone()));
        }
    }
    by_line.retain(|_, passages| passages.values().any(|edits| Some(edits) != passages.values().next()));
    let meet = |one: &Edit, other: &Edit| {
        one != other && one.text == other.text && one.range.start < other.range.end && other.range.start < one.range.end
    };
    let contradicted: Vec<(usize, Finding)> = changes
        .iter()
        .enumerate()
        .filter(|(_, change)| open(change))
        .filter_map(|(at, change)| {
            let others =
                || changes.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, other)| &other.edits);
            let contradicted = change.edits.iter().any(|edit| {
                change.passage.is_some() && by_line.contains_key(&line_of(edit))
                    || others().any(|other| meet(edit, other))
            });
            let message = "同一段文字在成稿里印了几处，改得不一样";
            let hint = "定下一种改法，直接改 YAML 的这一行。";
            let finding = Finding { message: message.into(), ..change.held.clone() }.hint(hint);
            contradicted.then_some((at, finding))
        })
        .collect();
    for (at, finding) in contradicted {
        changes[at].refusals.push(finding);
    }
}
