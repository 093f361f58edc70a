//! A draft's findings onto its words: from the cell or line of each to where the document shows it.

mod pending;
mod spot;

use std::ops::Range;

use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::places;
use crate::base::text_part::TextPart;
use crate::compose::passages::{Passage, passages_of, place_in};
use crate::compose::provenance::{Provenance, Shown};
use crate::compose::{Composed, Trace};
use crate::document::{Annotation, Document, Note, Paragraph};
use crate::model::ledger::Ledger;
use crate::model::report::Report;
use spot::{SHOWN, Spot};

/// Errors and warnings that were not accepted become annotations of both documents. `traced` is the same composition with
/// its origins. What has no place in the report stands at its title: nothing is left out there. A 〔待核〕 that no finding
/// stands on says what it lacks.
pub fn annotate(
    composed: &mut Composed,
    traced: &Composed,
    trace: &Trace,
    ledger: &Ledger,
    report: &Report,
    findings: &[Finding],
) {
    let provenance = &Provenance::of(report, ledger);
    let open = findings.iter().filter(|finding| finding.severity != Severity::Info);
    let notes: Vec<(&Finding, Note)> =
        open.enumerate().map(|(index, finding)| (finding, note(index + 1, finding))).collect();
    let mut pending = pending::Notes::after(notes.len(), ledger);
    let documents = [(&mut composed.report, &traced.report, true), (&mut composed.form, &traced.form, false)];
    for (document, traced, whole) in documents {
        let map = Map::of(document, traced, trace, provenance);
        let mut found: Vec<Spot> = Vec::new();
        for (finding, note) in &notes {
            let spots = map.spots(finding);
            // The title's paragraph.
            let title = (0, 0..usize::MAX);
            let spots = if spots.is_empty() && whole { vec![title] } else { spots };
            found.extend(spots.into_iter().map(|(passage, range)| (passage, range, note.clone())));
        }
        let unsaid: Vec<Spot> = pending.of(&map.passages, trace, provenance, &found);
        found.extend(unsaid);
        put(document, &map.passages, found);
    }
}

fn note(number: usize, finding: &Finding) -> Note {
    let mut problem = finding.message.clone();
    for (label, side) in [("应为", &finding.expected), ("现为", &finding.actual)] {
        problem += &side.as_ref().map_or(String::new(), |side| format!("；{label}：{side}"));
    }
    let mut places = places::lines(&finding.locations);
    let more = if places.len() > SHOWN { "等" } else { "" };
    places.truncate(SHOWN);
    Note {
        number,
        head: format!("{} {}", finding.severity.name(), finding.code),
        problem,
        place: format!("{}{more}", places.join("；")),
        remedy: finding.hint.clone(),
    }
}

/// What of a document comes from where.
struct Map<'a> {
    passages: Vec<Passage>,
    values: Vec<(usize, Range<usize>, &'a Shown)>,
    /// The line that each passage is typed in.
    lines: Vec<Option<Place>>,
}

impl<'a> Map<'a> {
    fn of(made: &Document, traced: &Document, trace: &Trace, provenance: &'a Provenance) -> Map<'a> {
        let passages = passages_of(made, traced, trace);
        let mut values = Vec::new();
        for (index, passage) in passages.iter().enumerate() {
            for value in passage.values() {
                let shown = passage.shown(&value, trace, provenance);
                values.extend(shown.map(|shown| (index, value, shown)));
            }
        }
        let line = |passage: &Passage| passage.line(trace).map(|(source, line)| place_in(trace, source, line.start));
        let lines = passages.iter().map(line).collect();
        Map { passages, values, lines }
    }

    /// Where a finding shows, by its places in their order.
    fn spots(&self, finding: &Finding) -> Vec<(usize, Range<usize>)> {
        if let Some(sum) = self.sum_expected(finding) {
            return vec![sum];
        }
        let mut spots: Vec<(usize, Range<usize>)> = Vec::new();
        for place in &finding.locations {
            let spot = match place {
                Place::Document { section, .. } => self.quoted(section),
                _ => self.read_from(place).or_else(|| self.typed_in(place)).or_else(|| self.derived_from(place)),
            };
            let spot = spot.map(|(passage, range)| (passage, self.words_meant(passage, range, finding)));
            spots.extend(spot.filter(|spot| !spots.contains(spot)));
            if spots.len() == SHOWN && !finding.grouped {
                break;
            }
        }
        spots
    }

    /// A total that its parts do not add up to is itself not printed: the sum of the parts is, and its row is meant.
    fn sum_expected(&self, finding: &Finding) -> Option<(usize, Range<usize>)> {
        let stated @ Place::Cell { file, .. } = finding.locations.first()? else { return None };
        if self.values.iter().any(|(_, _, shown)| shown.places.contains(stated)) {
            return None;
        }
        // 4681（0＋1555＋198……）
        let (sum, _) = finding.expected.as_deref()?.split_once('（')?;
        let of_file = |place: &Place| matches!(place, Place::Cell { file: other, .. } if other == file);
        let sums = self.values.iter().filter(|(passage, _, shown)| {
            self.passages[*passage].cell && shown.derived && shown.text == sum && shown.places.iter().all(of_file)
        });
        // The first of those that share most with what was added up.
        let shares = |shown: &Shown| finding.locations.iter().filter(|place| shown.places.contains(place)).count();
        let found = sums.rev().max_by_key(|(_, _, shown)| shares(shown));
        found.map(|(passage, range, _)| (*passage, range.clone()))
    }

    fn read_from(&self, place: &Place) -> Option<(usize, Range<usize>)> {
        let found = self.values.iter().find(|(_, _, shown)| !shown.derived && shown.places.first() == Some(place));
        found.map(|(passage, range, _)| (*passage, range.clone()))
    }

    /// The figure with the fewest inputs that this is one of.
    fn derived_from(&self, place: &Place) -> Option<(usize, Range<usize>)> {
        let found = self.values.iter().filter(|(_, _, shown)| shown.places.contains(place));
        found.min_by_key(|(_, _, shown)| shown.places.len()).map(|(passage, range, _)| (*passage, range.clone()))
    }

    fn typed_in(&self, place: &Place) -> Option<(usize, Range<usize>)> {
        let passage = self.lines.iter().position(|line| line.as_ref() == Some(place))?;
        Some((passage, 0..self.passages[passage].traced.characters.len()))
    }

    /// … › “the passage begins so…”
    fn quoted(&self, section: &str) -> Option<(usize, Range<usize>)> {
        let start = section.rsplit_once('“')?.1.trim_end_matches('”').trim_end_matches('…');
        let passage = self.passages.iter().position(|passage| passage.traced.text().contains(start))?;
        Some((passage, 0..self.passages[passage].traced.characters.len()))
    }

    /// The very words, where the finding quotes some of a whole passage.
    fn words_meant(&self, passage: usize, range: Range<usize>, finding: &Finding) -> Range<usize> {
        let text = self.passages[passage].traced.text();
        let whole = range.len() == self.passages[passage].traced.characters.len();
        let actual = finding.actual.as_deref().filter(|_| whole).unwrap_or_default();
        // 82%（the sentence that it stands in）
        let quoted = [actual, actual.split('（').next().unwrap_or_default()];
        let found = quoted.into_iter().filter(|words| words.chars().count() > 1).find_map(|words| {
            let start = text.part(..text.find(words)?).chars().count();
            Some(start..start + words.chars().count())
        });
        found.unwrap_or(range)
    }
}

/// Puts the notes where they belong. Lines of a title may break elsewhere in the traced composition: characters are counted
/// without blanks.
fn put(document: &mut Document, passages: &[Passage], mut found: Vec<Spot>) {
    found.sort_by_key(|(passage, range, note)| (*passage, range.start, note.number));
    let mut ids = 0..;
    let passages: Vec<(usize, &Passage)> = passages.iter().enumerate().collect();
    for ((index, passage), paragraphs) in passages.into_iter().zip(document.passages_mut()) {
        let Some(paragraph) = paragraphs.first_mut() else { continue };
        for (_, range, note) in found.iter().filter(|(passage, ..)| *passage == index) {
            let (start, end) = same_place(passage, range, paragraph);
            if start < end {
                let id = ids.next().unwrap_or_default();
                paragraph.annotations.push(Annotation { id, start, end, note: note.clone() });
            }
        }
    }
}

fn same_place(passage: &Passage, range: &Range<usize>, paragraph: &Paragraph) -> (usize, usize) {
    let text: Vec<char> = paragraph.text().chars().collect();
    let solid: Vec<usize> = (0..text.len()).filter(|&at| !text[at].is_whitespace()).collect();
    let characters = &passage.traced.characters;
    let before = |at: usize| characters[..at.min(characters.len())].iter().filter(|c| !c.is_whitespace()).count();
    let (first, last) = (before(range.start), before(range.end));
    let alike = before(usize::MAX) == solid.len();
    match (solid.get(first), last.checked_sub(1).and_then(|last| solid.get(last))) {
        (Some(&first), Some(&last)) if alike => (first, last + 1),
        // 〓 stands for another number of characters: the whole paragraph.
        _ => (0, text.len()),
    }
}
