//! Which paragraph of one document is which of the other, though words were changed.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What a paragraph or cell says, without blanks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Words {
    pub text: String,
    pub cell: bool,
}

/// What became of the passages, in the order of the documents.
#[derive(Debug, Clone, PartialEq)]
pub enum Pairing {
    Same,
    Changed {
        old: usize,
        new: usize,
    },
    Removed {
        old: usize,
    },
    /// `after`: how many passages of the old document stand before it.
    Added {
        new: usize,
        after: usize,
    },
}

pub fn align(old: &[Words], new: &[Words]) -> Vec<Pairing> {
    let mut pairings = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if let DiffOp::Equal { len, .. } = op {
            pairings.extend(std::iter::repeat_n(Pairing::Same, len));
            continue;
        }
        let (_, olds, news) = op.as_tag_tuple();
        let mut next = olds.start;
        let mut fresh = news.start;
        for (old_at, new_at) in best_pairs(&old[olds.clone()], &new[news.clone()]) {
            let (old_at, new_at) = (olds.start + old_at, news.start + new_at);
            pairings.extend((next..old_at).map(|old| Pairing::Removed { old }));
            pairings.extend((fresh..new_at).map(|new| Pairing::Added { new, after: old_at }));
            pairings.push(Pairing::Changed { old: old_at, new: new_at });
            (next, fresh) = (old_at + 1, new_at + 1);
        }
        pairings.extend((next..olds.end).map(|old| Pairing::Removed { old }));
        pairings.extend((fresh..news.end).map(|new| Pairing::Added { new, after: olds.end }));
    }
    pairings
}

/// How many passages both documents have, in the same order.
pub fn shared<T: Ord + std::hash::Hash>(old: &[T], new: &[T]) -> usize {
    let ops = capture_diff_slices(Algorithm::Myers, old, new);
    ops.iter().map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 }).sum()
}

/// Pairs in order whose likeness adds up to the most.
fn best_pairs(old: &[Words], new: &[Words]) -> Vec<(usize, usize)> {
    let olds: Vec<_> = old.iter().map(|passage| bigrams(&passage.text)).collect();
    let news: Vec<_> = new.iter().map(|passage| bigrams(&passage.text)).collect();
    let likeness = |i: usize, j: usize| match (old[i].cell, new[j].cell) {
        // A cell that holds something else is still the cell in its place.
        (true, true) => 500 + dice(&olds[i], &news[j]) / 2,
        (false, false) => Some(dice(&olds[i], &news[j])).filter(|likeness| *likeness >= 300).unwrap_or_default(),
        _ => 0,
    };
    // best[i][j]: from old[i..] and new[j..].
    let mut best = vec![vec![0u64; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let paired = match likeness(i, j) {
                0 => 0,
                likeness => likeness + best[i + 1][j + 1],
            };
            best[i][j] = paired.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < old.len() && j < new.len() {
        let likeness = likeness(i, j);
        if likeness > 0 && best[i][j] == likeness + best[i + 1][j + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i][j] == best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// What two texts share, in thousandths.
pub fn likeness(one: &str, other: &str) -> u64 {
    dice(&bigrams(one), &bigrams(other))
}

/// Neighbouring characters, counted.
fn bigrams(text: &str) -> BTreeMap<(char, char), u64> {
    let mut counts = BTreeMap::new();
    for pair in text.chars().zip(text.chars().skip(1)) {
        *counts.entry(pair).or_default() += 1;
    }
    counts
}

fn dice(one: &BTreeMap<(char, char), u64>, other: &BTreeMap<(char, char), u64>) -> u64 {
    let shared: u64 = one.iter().filter_map(|(pair, count)| other.get(pair).map(|more| count.min(more))).sum();
    let all = one.values().sum::<u64>() + other.values().sum::<u64>();
    (2000 * shared).checked_div(all).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(texts: &[&str]) -> Vec<Words> {
        texts.iter().map(|text| Words { text: text.to_string(), cell: false }).collect()
    }

    #[test]
    fn changed_paragraphs_find_each_other_among_new_ones() {
        let old = paragraphs(&["总则。", "全年共安排科技计划项目，认真组织申报和遴选。", "不再保留的一段。", "结语。"]);
        let new = paragraphs(&["总则。", "新写的开头。", "全年共安排科技项目，严格组织申报和遴选。", "结语。"]);
        use Pairing::{Added, Changed, Removed, Same};
        assert_eq!(
            align(&old, &new),
            [Same, Added { new: 1, after: 1 }, Changed { old: 1, new: 2 }, Removed { old: 2 }, Same]
        );
    }

    #[test]
    fn cells_keep_their_place() {
        let cells = |texts: &[&str]| -> Vec<Words> {
            texts.iter().map(|text| Words { text: text.to_string(), cell: true }).collect()
        };
        assert_eq!(
            align(&cells(&["甲", "84"]), &cells(&["甲", "85"])),
            [Pairing::Same, Pairing::Changed { old: 1, new: 1 }]
        );
    }
}
