//! The passages one after the other: what of each is an edit, and what is told in the end.

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

use super::codes::ELSEWHERE;
use super::lines::{Line, in_loop, is_yaml, joint, line_of, line_start, lines};
use super::stretches::{BREAK, Stretch, by_sentence, is_within, replaced, stretches, with};
use super::typed::typed;
use super::whole::{Change, sorted};
use crate::app::absorb::align::{Pairing, likeness};
use crate::app::absorb::edit::{Absorbed, Edit};
use crate::app::absorb::merge::Clash;

/// Values that are prose of their own in the YAML or a cell.
const PROSE: [Role; 3] = [Role::Remarks, Role::StatedReason, Role::Explanation];

pub struct Reader<'a> {
    pub(super) document: &'a str,
    pub(super) ledger: &'a Ledger,
    pub(super) old: &'a [Wording],
    pub(super) new: &'a [(String, bool)],
    pub(super) absorbed: Absorbed,
    pub(super) changes: Vec<Change>,
    /// How often a line is shown.
    shown: BTreeMap<Line, usize>,
}

impl<'a> Reader<'a> {
    pub fn new(document: &'a str, ledger: &'a Ledger, old: &'a [Wording], new: &'a [(String, bool)]) -> Reader<'a> {
        let mut reader = Reader {
            document,
            ledger,
            old,
            new,
            absorbed: Absorbed::default(),
            changes: Vec::new(),
            shown: BTreeMap::new(),
        };
        for passage in old {
            let prose = passage.values().into_iter().filter_map(|value| reader.prose_at(passage, value.start));
            let all: BTreeSet<Line> = lines(passage).into_iter().chain(prose.map(|place| (place, 0))).collect();
            all.into_iter().for_each(|line| *reader.shown.entry(line).or_default() += 1);
        }
        reader
    }

    pub fn read(&mut self, pairings: &[Pairing]) {
        let removed: Vec<usize> =
            pairings.iter().filter_map(|p| if let Pairing::Removed { old } = p { Some(*old) } else { None }).collect();
        let mut rest = pairings;
        let mut run = 0;
        while let Some((pairing, after)) = rest.split_first() {
            run += usize::from(matches!(pairing, Pairing::Same | Pairing::Changed { .. }));
            let read = guarded(|| self.read_pairing(pairing, after.first(), &removed, run));
            let with_next = read.unwrap_or_else(|panic| {
                self.absorbed.findings.push(panic.finding("Z802", "收回这一段").at(&Place::file(self.document)));
                false
            });
            rest = if with_next { after.get(1..).unwrap_or_default() } else { after };
        }
    }

    /// `true` where the next pairing was of the same change.
    fn read_pairing(&mut self, pairing: &Pairing, next: Option<&Pairing>, removed: &[usize], run: usize) -> bool {
        if next.is_some_and(|next| self.split(pairing, next) || self.joined(pairing, next)) {
            return true;
        }
        match pairing {
            Pairing::Same => {}
            Pairing::Changed { old, new } => self.changed(*old, &self.old[*old], &self.new[*new].0),
            Pairing::Removed { old } => self.removed(*old, run),
            Pairing::Added { new, after } => self.added(*new, *after, removed, run),
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
        self.changed(old, &self.old[old], &parts.join(&BREAK.to_string()));
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
        self.changed(olds[0], &joint, whole);
        true
    }

    /// What is taken, and what is told.
    pub fn finish(mut self) -> Absorbed {
        let (taken, fallen) = sorted(std::mem::take(&mut self.changes));
        for change in fallen {
            let held = change.refusals.is_empty().then_some(change.held);
            self.absorbed.findings.extend(change.refusals.into_iter().chain(held));
        }
        let mut edited: BTreeMap<Line, BTreeSet<usize>> = BTreeMap::new();
        for change in taken {
            for line in change.edits.iter().map(line_of) {
                edited.entry(line).or_default().insert(change.passage.unwrap_or(usize::MAX));
            }
            // The same paragraph may come twice in a row.
            let stands = |edit: &Edit, other: &Edit| {
                other.is_same(edit) && (change.passage.is_some() || other.unit != edit.unit)
            };
            let is_new = |edit: &Edit| !self.absorbed.edits.iter().any(|other| stands(edit, other));
            let edits: Vec<Edit> = change.edits.into_iter().filter(is_new).collect();
            if !edits.is_empty() {
                self.absorbed.findings.extend(change.notes);
            }
            self.absorbed.edits.extend(edits);
        }
        self.absorbed.edits.sort_by(|one, other| (&one.text, one.range.start).cmp(&(&other.text, other.range.start)));
        for (line, passages) in &edited {
            let shown = self.shown.get(line).copied().unwrap_or_default();
            let times = passages.len();
            if times < shown {
                let stands = self.old.iter().flat_map(|passage| &passage.origins).filter_map(Origin::stands);
                let source = stands.into_iter().find(|(source, _)| source.place == line.0);
                let place = source.map_or_else(|| line.0.clone(), |(source, _)| source.place_at(line.1));
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

    fn changed(&mut self, old: usize, passage: &Wording, new: &str) {
        self.take(old, passage, &stretches(&passage.characters, new));
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

    /// Sentence by sentence.
    fn take(&mut self, old: usize, passage: &Wording, stretches: &[Stretch]) {
        let text = passage.text();
        let parts = stretches;
        let stretches = self.whole_words(passage, parts);
        let states_more = |stretch: &Stretch| !is_within(&numbers(&with(passage, stretch)), &numbers(&text));
        for (range, stretches) in by_sentence(passage, &stretches) {
            let (mut edits, mut refusals, mut notes) = (Vec::new(), Vec::new(), Vec::new());
            for stretch in stretches {
                let edit = match self.prose(passage, stretch) {
                    Some(edit) => {
                        notes.extend(states_more(stretch).then(|| self.typed_figure(passage, stretch, &edit.place)));
                        Ok(edit)
                    }
                    None => self.edit(passage, stretch, parts).and_then(|edit| match states_more(stretch) {
                        true => Err(Box::new(self.new_figure(passage, stretch, &edit.place))),
                        false => Ok(edit),
                    }),
                };
                match edit {
                    Ok(edit) => edits.push(edit),
                    Err(finding) => refusals.push(*finding),
                }
            }
            let words = |words: String| words.replace(BREAK, "／");
            let sentences = (words(passage.words(&range)), words(replaced(passage, &range, stretches)));
            if let Some(first) = refusals.first_mut().filter(|_| !edits.is_empty()) {
                first.message += "；这一句别的改动也没有写入";
                (first.expected, first.actual) = (Some(sentences.0.clone()), Some(sentences.1.clone()));
            }
            let place = edits.first().map_or_else(|| self.place_of(passage), |edit: &Edit| edit.place.clone());
            self.changes.push(Change {
                passage: Some(old),
                run: None,
                gone: stretches.iter().map(|stretch| passage.words(&stretch.old)).collect(),
                came: stretches.iter().map(|stretch| stretch.new.clone()).collect(),
                held: self.held(&place, &self.section(passage)).expected(sentences.0).actual(sentences.1),
                edits,
                refusals,
                notes,
            });
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
    fn edit(&self, passage: &Wording, stretch: &Stretch, parts: &[Stretch]) -> Result<Edit, Box<Finding>> {
        let old = &stretch.old;
        let own = parts.iter().filter(|part| old.start <= part.old.start && part.old.end <= old.end);
        let touched = std::iter::once(stretch).chain(own).find_map(|part| self.value_touched(passage, &part.old));
        // What one placeholder shows goes whole.
        let shown = |at: usize| passage.placeholder(at);
        let is_cut = |at: usize| at > 0 && shown(at).is_some() && shown(at) == shown(at - 1);
        let cut = [old.start, old.end].into_iter().find(|at| !old.is_empty() && is_cut(*at));
        if let Some(value) = touched.or_else(|| cut.and_then(|at| passage.value_at(at))) {
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
        let replacement = typed(&stretch.new.replace(BREAK, "\n"), line_start(text, range.start) == range.start);
        Ok(Edit { text: source.place.clone(), whole: text.clone(), range, replacement, place, unit: 0 })
    }

    /// Where the value that character `at` is of is prose of its own, the line or cell that it stands in.
    fn prose_at(&self, passage: &Wording, at: usize) -> Option<Place> {
        let named = passage.named(at).filter(|named| PROSE.contains(&named.id.role))?;
        match read_from::places(named, self.ledger).as_slice() {
            [place @ Place::Line { .. }] => Some(place.clone()),
            [place @ Place::Cell { cell, .. }] if !cell.is_empty() => Some(place.clone()),
            _ => None,
        }
    }

    /// A change inside a value that is prose of its own.
    fn prose(&self, passage: &Wording, stretch: &Stretch) -> Option<Edit> {
        // What is put to a value's end belongs to it.
        let ends = stretch.old.is_empty().then(|| stretch.old.start.checked_sub(1)).flatten();
        let run = [Some(stretch.old.start), ends].into_iter().flatten().find_map(|at| passage.value_at(at))?;
        if stretch.old.end > run.end {
            return None;
        }
        let whole = passage.words(&run);
        let place = self.prose_at(passage, run.start)?;
        let bytes = |at: usize| passage.characters[run.start..at].iter().map(|c| c.len_utf8()).sum::<usize>();
        let range = bytes(stretch.old.start)..bytes(stretch.old.end);
        Some(Edit { text: place.clone(), whole, range, replacement: stretch.new.clone(), place, unit: 0 })
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
