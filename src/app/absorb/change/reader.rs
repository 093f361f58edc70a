//! The passages one after the other: what of each is an edit, and which edits stay in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::app::read_from;
use crate::base::figure_id::Role;
use crate::base::finding::Finding;
use crate::base::guard::guarded;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::document::{Origin, Source, Wording};
use crate::judge::numbers;
use crate::model::ledger::Ledger;

use super::codes::{ADDED_FIGURES, ELSEWHERE, FIGURE, NEW_FIGURE, REWRITTEN};
use super::lines::{Line, in_loop, is_yaml, joint, line_of, lines};
use super::stretches::{BREAK, Stretch, is_within, replaced, stretches, with};
use crate::app::absorb::align::{Pairing, likeness};
use crate::app::absorb::edit::{Absorbed, Edit};
use crate::app::absorb::merge::Clash;

/// Values that are prose of their own in the YAML and shown once.
const PROSE: [Role; 2] = [Role::Remarks, Role::StatedReason];

pub struct Reader<'a> {
    pub(super) document: &'a str,
    pub(super) ledger: &'a Ledger,
    pub(super) old: &'a [Wording],
    pub(super) new: &'a [(String, bool)],
    pub(super) absorbed: Absorbed,
    /// Paragraphs that went; with what to say where they must stay because of their numbers.
    pub(super) removals: Vec<(Edit, Option<Finding>)>,
    /// How often a line is shown.
    shown: BTreeMap<Line, usize>,
    /// The same for edits of it.
    pub(super) edited: BTreeMap<Line, usize>,
}

impl<'a> Reader<'a> {
    pub fn new(document: &'a str, ledger: &'a Ledger, old: &'a [Wording], new: &'a [(String, bool)]) -> Reader<'a> {
        let mut shown = BTreeMap::new();
        for line in old.iter().flat_map(lines) {
            *shown.entry(line).or_default() += 1;
        }
        Reader {
            document,
            ledger,
            old,
            new,
            shown,
            absorbed: Absorbed::default(),
            removals: Vec::new(),
            edited: BTreeMap::new(),
        }
    }

    pub fn read(&mut self, pairings: &[Pairing]) {
        let removed: Vec<usize> =
            pairings.iter().filter_map(|p| if let Pairing::Removed { old } = p { Some(*old) } else { None }).collect();
        let mut rest = pairings;
        while let Some((pairing, after)) = rest.split_first() {
            let read = guarded(|| self.read_pairing(pairing, after.first(), &removed));
            let with_next = read.unwrap_or_else(|panic| {
                self.absorbed.findings.push(panic.finding("Z802", "收回这一段").at(&Place::file(self.document)));
                false
            });
            rest = if with_next { after.get(1..).unwrap_or_default() } else { after };
        }
    }

    /// `true` where the next pairing was of the same change.
    fn read_pairing(&mut self, pairing: &Pairing, next: Option<&Pairing>, removed: &[usize]) -> bool {
        if next.is_some_and(|next| self.split(pairing, next) || self.joined(pairing, next)) {
            return true;
        }
        match pairing {
            Pairing::Same => {}
            Pairing::Changed { old, new } => self.changed(&self.old[*old], &self.new[*new].0),
            Pairing::Removed { old } => self.removed(&self.old[*old]),
            Pairing::Added { new, after } => self.added(*new, *after, removed),
        }
        false
    }

    /// One paragraph became two: their words together are more like it than one of them.
    fn split(&mut self, first: &Pairing, second: &Pairing) -> bool {
        use Pairing::{Added, Changed};
        let (old, news) = match (first, second) {
            (Changed { old, new }, Added { new: next, .. }) if *next == new + 1 => (*old, [*new, *next]),
            (Added { new, .. }, Changed { old, new: next }) if *next == new + 1 => (*old, [*new, *next]),
            _ => return false,
        };
        let whole = self.old[old].text();
        let parts = news.map(|new| self.new[new].0.as_str());
        let together = likeness(&whole, &parts.concat());
        if self.old[old].cell || parts.iter().any(|part| likeness(&whole, part) >= together) {
            return false;
        }
        self.changed(&self.old[old], &parts.join(&BREAK.to_string()));
        true
    }

    /// Two paragraphs that follow each other in one text became one.
    fn joined(&mut self, first: &Pairing, second: &Pairing) -> bool {
        use Pairing::{Changed, Removed};
        let (new, olds) = match (first, second) {
            (Changed { old, new }, Removed { old: next }) if *next == old + 1 => (*new, [*old, *next]),
            (Removed { old }, Changed { old: next, new }) if *next == old + 1 => (*new, [*old, *next]),
            _ => return false,
        };
        let whole = &self.new[new].0;
        let [one, other] = olds.map(|old| &self.old[old]);
        let parts = [one, other].map(|passage| passage.text());
        let together = likeness(whole, &parts.concat());
        let is_join = parts.iter().all(|part| likeness(whole, part) < together);
        let Some(joint) = joint(one, other).filter(|_| is_join) else { return false };
        self.changed(&joint, whole);
        true
    }

    /// Edits that contradict each other are none; what changed in one of several places is said.
    pub fn finish(mut self) -> Absorbed {
        let rewritten = self
            .absorbed
            .findings
            .iter()
            .any(|finding| [ADDED_FIGURES, NEW_FIGURE].contains(&finding.message.as_str()));
        for (edit, refusal) in std::mem::take(&mut self.removals) {
            match refusal.filter(|_| rewritten) {
                Some(refusal) => self.absorbed.findings.push(refusal),
                None => self.absorbed.edits.push(edit),
            }
        }
        let mut kept: Vec<Edit> = Vec::new();
        let mut refused = Vec::new();
        for edit in std::mem::take(&mut self.absorbed.edits) {
            let meets = |other: &&Edit| {
                other.text == edit.text && other.range.start < edit.range.end && edit.range.start < other.range.end
            };
            match kept.iter().find(|other| **other == edit || meets(other)) {
                Some(other) if *other == edit => {}
                Some(_) => refused.push(edit),
                None => kept.push(edit),
            }
        }
        for edit in refused {
            kept.retain(|other| {
                other.text != edit.text || other.range.end <= edit.range.start || edit.range.end <= other.range.start
            });
            self.absorbed.findings.push(
                Finding::warning(ELSEWHERE, "同一段文字在成稿里印了几处，改得不一样")
                    .actual(&edit.replacement)
                    .at(&edit.place)
                    .hint("定下一种改法，直接改 YAML 的这一行。"),
            );
        }
        kept.sort_by(|one, other| (&one.text, one.range.start).cmp(&(&other.text, other.range.start)));
        self.absorbed.edits = kept;
        for (line, times) in &self.edited {
            let shown = self.shown.get(line).copied().unwrap_or_default();
            if *times < shown {
                let stands = self.old.iter().flat_map(|passage| &passage.origins).filter_map(Origin::stands);
                let Some((source, _)) = stands.into_iter().find(|(source, _)| source.place == line.0) else { continue };
                let place = source.place_at(line.1);
                self.absorbed.findings.push(
                    Finding::info(
                        ELSEWHERE,
                        format!("这段文字在成稿里印了{shown}处，只改了{times}处；写入以后各处一样"),
                    )
                    .at(&place)
                    .hint("本来就要各处一样的，不用管。"),
                );
            }
        }
        self.absorbed.findings.sort_by_key(|finding| finding.severity);
        self.absorbed
    }

    fn changed(&mut self, passage: &Wording, new: &str) {
        self.take(passage, &stretches(&passage.characters, new));
    }

    /// What both sides changed since the document was made is said, and left.
    pub fn clashes(&mut self, clashes: &[Clash]) {
        for clash in clashes {
            let Some(passage) = self.old.get(clash.passage) else { continue };
            let words = |words: &str| if words.is_empty() { "没有" } else { words }.to_string();
            self.absorbed.findings.push(
                Finding::warning(ELSEWHERE, "成稿以后，这一处的 YAML 或表格也改了，和成稿里改的不一样；没有写入")
                    .expected(words(&clash.now))
                    .actual(words(&clash.document))
                    .at(&self.place_of(passage))
                    .at(&self.section(passage))
                    .hint("定下用哪一种写法，自己改 YAML 的这一行，再重新生成。"),
            );
        }
    }

    fn take(&mut self, passage: &Wording, stretches: &[Stretch]) {
        let old = passage.text();
        let stretches = self.whole_words(passage, stretches);
        let states_more = |stretch: &Stretch| !is_within(&numbers(&with(passage, stretch)), &numbers(&old));
        let loses = |stretch: &Stretch| numbers(&with(passage, stretch)) != numbers(&old);
        let mut edits = Vec::new();
        let mut refusals = Vec::new();
        for stretch in &stretches {
            match self.edit(passage, stretch) {
                Ok(edit) if states_more(stretch) => refusals.push(self.new_figure(passage, stretch, &edit.place)),
                Ok(edit) => edits.push((loses(stretch), edit)),
                Err(finding) => refusals.push(*finding),
            }
        }
        let refused = refusals.iter().any(|finding| finding.code == FIGURE);
        self.absorbed.findings.extend(refusals);
        let mut taken = BTreeSet::new();
        for (loses, edit) in edits {
            let words = format!("删去“{}”", edit.whole.part(edit.range.clone()));
            // A number that moved would be gone: it cannot be put in at its new place.
            if loses && !refused {
                taken.insert(line_of(&edit));
                let refusal =
                    Finding::warning(ELSEWHERE, REWRITTEN).actual(words).at(&edit.place).at(&self.section(passage));
                self.removals.push((edit, Some(refusal.hint("在 YAML 的这一行照着成稿改，数字写成占位符。"))));
                continue;
            }
            if loses {
                self.absorbed.findings.push(
                    Finding::warning(ELSEWHERE, "同一段里数字有改动，删去数字的这一处也不写入")
                        .actual(words)
                        .at(&edit.place)
                        .at(&self.section(passage))
                        .hint("改好数字以后，在 YAML 的这一行照着改。"),
                );
                continue;
            }
            taken.insert(line_of(&edit));
            self.absorbed.edits.push(edit);
        }
        for line in taken {
            *self.edited.entry(line).or_default() += 1;
        }
    }

    /// Stretches of one figure or name as one, over the whole of it: what is said of it is said once, and of what stands
    /// there.
    fn whole_words(&self, passage: &Wording, stretches: &[Stretch]) -> Vec<Stretch> {
        let mut whole: Vec<Stretch> = Vec::new();
        let mut rest = stretches;
        while let Some(first) = rest.first() {
            let mut range = self.word_around(passage, first);
            let mut count = 1;
            while let Some(next) = rest.get(count) {
                let word = self.word_around(passage, next);
                if word.start >= range.end {
                    break;
                }
                range = range.start.min(word.start)..range.end.max(word.end);
                count += 1;
            }
            let (parts, after) = rest.split_at(count);
            whole.push(Stretch { new: replaced(passage, &range, parts), old: range });
            rest = after;
        }
        whole
    }

    /// The figure or name that a stretch changes a part of, with the stretch; a text's own words stay as they are.
    fn word_around(&self, passage: &Wording, stretch: &Stretch) -> Range<usize> {
        let old = &stretch.old;
        if self.prose(passage, stretch).is_some() {
            return old.clone();
        }
        if let Some(touched) = self.value_touched(passage, old) {
            let last = passage.value_at(old.end.max(old.start + 1) - 1);
            let all = [Some(touched), last].into_iter().flatten();
            return all.fold(old.clone(), |all, value| all.start.min(value.start)..all.end.max(value.end));
        }
        let characters = &passage.characters;
        let is_digit = |c: &char| c.is_ascii_digit() || matches!(c, '.' | '%');
        if !characters[old.clone()].iter().any(is_digit) && !stretch.new.chars().any(|c| is_digit(&c)) {
            return old.clone();
        }
        // Digits that stand in the words, or are put to a figure.
        let before = characters[..old.start].iter().rev().take_while(|c| is_digit(c)).count();
        let after = characters[old.end..].iter().take_while(|c| is_digit(c)).count();
        old.start - before..old.end + after
    }

    /// The edit of the source that changes this stretch.
    fn edit(&self, passage: &Wording, stretch: &Stretch) -> Result<Edit, Box<Finding>> {
        if let Some(edit) = self.prose(passage, stretch) {
            return Ok(edit);
        }
        if let Some(value) = self.value_touched(passage, &stretch.old) {
            return Err(Box::new(self.changed_value(passage, stretch, value)));
        }
        let (source, range) = self.source_range(passage, stretch)?;
        let text = &source.text;
        let place = source.place_at(range.start);
        if !is_yaml(&place) {
            return Err(Box::new(self.fixed(passage, stretch, &place)));
        }
        if text.part(range.clone()).contains("{%") || in_loop(text, range.start) {
            return Err(Box::new(self.refused(passage, stretch, "这一处由模板的判断或循环生成", &place)));
        }
        if ["{{", "{%", "{#"].iter().any(|sign| stretch.new.contains(sign)) {
            return Err(Box::new(self.refused(passage, stretch, "改动里有占位符的符号", &place)));
        }
        Ok(Edit {
            text: source.place.clone(),
            whole: text.clone(),
            range,
            replacement: stretch.new.replace(BREAK, "\n"),
            place,
        })
    }

    /// A change inside a value that is prose of its own in the YAML.
    fn prose(&self, passage: &Wording, stretch: &Stretch) -> Option<Edit> {
        // What is put to a value's end belongs to it.
        let ends = stretch.old.is_empty().then(|| stretch.old.start.checked_sub(1)).flatten();
        let run = [Some(stretch.old.start), ends].into_iter().flatten().find_map(|at| passage.value_at(at))?;
        if stretch.old.end > run.end {
            return None;
        }
        let whole = passage.words(&run);
        let named = passage.named(run.start).filter(|named| PROSE.contains(&named.id.role))?;
        let places = read_from::places(named, self.ledger);
        let [place @ Place::Line { .. }] = places.as_slice() else { return None };
        let bytes = |at: usize| passage.characters[run.start..at].iter().map(|c| c.len_utf8()).sum::<usize>();
        let range = bytes(stretch.old.start)..bytes(stretch.old.end);
        Some(Edit { text: place.clone(), whole, range, replacement: stretch.new.clone(), place: place.clone() })
    }

    /// The value that a stretch changes: it takes a part of it, or the whole of nothing else, or puts something in its
    /// place.
    fn value_touched(&self, passage: &Wording, old: &Range<usize>) -> Option<Range<usize>> {
        let mut at = old.start;
        let mut whole = 0;
        while at < old.end {
            let Some(run) = passage.value_at(at) else {
                at += 1;
                continue;
            };
            if run.start < old.start || run.end > old.end {
                return Some(run);
            }
            whole += run.len();
            at = run.end;
        }
        (whole > 0 && whole == old.len()).then(|| old.clone()).or_else(|| {
            // Inside a value, though nothing of it is taken.
            let run = passage.value_at(old.start)?;
            (old.is_empty() && run.start < old.start).then_some(run)
        })
    }

    /// Bytes of the source that the stretch stands for.
    fn source_range(&self, passage: &Wording, stretch: &Stretch) -> Result<(Arc<Source>, Range<usize>), Box<Finding>> {
        let span = |index: usize| -> Option<(Arc<Source>, Range<usize>)> {
            match passage.origins.get(index)? {
                Origin::Typed { source, at } => {
                    let character = passage.characters[index];
                    let length = if character == BREAK { 1 } else { character.len_utf8() };
                    Some((Arc::clone(source), *at..*at + length))
                }
                Origin::Shown { placeholder: Some(shown), .. } => {
                    Some((Arc::clone(&shown.source), shown.range.clone()))
                }
                Origin::Shown { placeholder: None, .. } | Origin::Fixed => None,
            }
        };
        let found = if stretch.old.is_empty() {
            let before = stretch.old.start.checked_sub(1).and_then(span);
            let after = span(stretch.old.start);
            let typed = |index: usize| matches!(passage.origins.get(index), Some(Origin::Typed { .. }));
            match (before, after) {
                // Words are put to words where there are any on either side.
                (Some((source, range)), _) if typed(stretch.old.start.wrapping_sub(1)) => {
                    Some((source, range.end..range.end))
                }
                (_, Some((source, range))) => Some((source, range.start..range.start)),
                (Some((source, range)), None) => Some((source, range.end..range.end)),
                (None, None) => None,
            }
        } else {
            let first = span(stretch.old.start);
            let last = span(stretch.old.end - 1);
            first.zip(last).and_then(|((source, first), (other, last))| {
                (source == other && first.start < last.end).then_some((source, first.start..last.end))
            })
        };
        found.ok_or_else(|| Box::new(self.fixed(passage, stretch, &Place::file("layouts"))))
    }
}
