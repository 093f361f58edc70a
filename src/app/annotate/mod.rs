//! A draft's findings onto its words: from the cell or line of each to where the document shows it.

mod pending;
mod spot;

use std::ops::Range;

use crate::app::read_from;
use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::places;
use crate::base::text_part::TextPart;
use crate::compose::Composed;
use crate::document::{Annotation, Document, Note, Wording, wordings};
use crate::model::ledger::Ledger;
use spot::{SHOWN, Spot};

/// Errors and warnings that were not accepted become annotations of both documents. What has no place in the report stands
/// at its title: nothing is left out there. A 〔待核〕 that no finding stands on says what it lacks.
pub fn annotate(composed: &mut Composed, ledger: &Ledger, findings: &[Finding]) {
    let open = findings.iter().filter(|finding| finding.severity != Severity::Info);
    let notes: Vec<(&Finding, Note)> =
        open.enumerate().map(|(index, finding)| (finding, note(index + 1, finding))).collect();
    let mut pending = pending::Notes::after(notes.len(), ledger);
    for (document, whole) in [(&mut composed.report, true), (&mut composed.form, false)] {
        let map = Map::of(document, ledger);
        let mut found: Vec<Spot> = Vec::new();
        for (finding, note) in &notes {
            let spots = map.spots(finding);
            // The title's paragraph.
            let title = (0, 0..usize::MAX);
            let spots = if spots.is_empty() && whole { vec![title] } else { spots };
            found.extend(spots.into_iter().map(|(passage, range)| (passage, range, note.clone())));
        }
        let unsaid: Vec<Spot> = pending.of(&map.wordings, &found);
        found.extend(unsaid);
        put(document, found);
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
struct Map {
    wordings: Vec<Wording>,
    values: Vec<Value>,
    /// The line that each wording is typed in.
    lines: Vec<Option<Place>>,
}

/// A figure or name that is shown.
struct Value {
    wording: usize,
    range: Range<usize>,
    /// Where it was read, or what it was derived from.
    places: Vec<Place>,
    derived: bool,
}

impl Map {
    fn of(document: &Document, ledger: &Ledger) -> Map {
        let wordings = wordings(document);
        let mut values = Vec::new();
        for (index, wording) in wordings.iter().enumerate() {
            for range in wording.values() {
                values.extend(wording.named(range.start).map(|named| Value {
                    wording: index,
                    places: read_from::places(named, ledger),
                    derived: read_from::is_derived(&named.id, ledger),
                    range,
                }));
            }
        }
        let line = |wording: &Wording| wording.line().map(|(source, line)| source.place_at(line.start));
        let lines = wordings.iter().map(line).collect();
        Map { wordings, values, lines }
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
        if self.values.iter().any(|shown| shown.places.contains(stated)) {
            return None;
        }
        // 4681（0＋1555＋198……）
        let (sum, _) = finding.expected.as_deref()?.split_once('（')?;
        let of_file = |place: &Place| matches!(place, Place::Cell { file: other, .. } if other == file);
        let sums = self.values.iter().filter(|shown| {
            let wording = &self.wordings[shown.wording];
            wording.cell && shown.derived && wording.words(&shown.range) == sum && shown.places.iter().all(of_file)
        });
        // The first of those that share most with what was added up.
        let shares = |shown: &Value| finding.locations.iter().filter(|place| shown.places.contains(place)).count();
        let found = sums.rev().max_by_key(|shown| shares(shown));
        found.map(|shown| (shown.wording, shown.range.clone()))
    }

    fn read_from(&self, place: &Place) -> Option<(usize, Range<usize>)> {
        let found = self.values.iter().find(|shown| !shown.derived && shown.places.first() == Some(place));
        found.map(|shown| (shown.wording, shown.range.clone()))
    }

    /// The figure with the fewest inputs that this is one of.
    fn derived_from(&self, place: &Place) -> Option<(usize, Range<usize>)> {
        let found = self.values.iter().filter(|shown| shown.places.contains(place));
        found.min_by_key(|shown| shown.places.len()).map(|shown| (shown.wording, shown.range.clone()))
    }

    fn typed_in(&self, place: &Place) -> Option<(usize, Range<usize>)> {
        let passage = self.lines.iter().position(|line| line.as_ref() == Some(place))?;
        Some((passage, 0..self.wordings[passage].characters.len()))
    }

    /// … › “the passage begins so…”
    fn quoted(&self, section: &str) -> Option<(usize, Range<usize>)> {
        let start = section.rsplit_once('“')?.1.trim_end_matches('”').trim_end_matches('…');
        let passage = self.wordings.iter().position(|wording| wording.text().replace('\n', "").contains(start))?;
        Some((passage, 0..self.wordings[passage].characters.len()))
    }

    /// The very words, where the finding quotes some of a whole passage.
    fn words_meant(&self, passage: usize, range: Range<usize>, finding: &Finding) -> Range<usize> {
        let text = self.wordings[passage].text();
        let whole = range.len() == self.wordings[passage].characters.len();
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

/// Puts the notes where they belong.
fn put(document: &mut Document, mut found: Vec<Spot>) {
    found.sort_by_key(|(passage, range, note)| (*passage, range.start, note.number));
    let mut ids = 0..;
    for (index, paragraphs) in document.passages_mut().enumerate() {
        let Some(paragraph) = paragraphs.first_mut() else { continue };
        let text: Vec<char> = paragraph.text().chars().collect();
        let is_solid = |at: &usize| text.get(*at).is_some_and(|character| !character.is_whitespace());
        for (_, range, note) in found.iter().filter(|(passage, ..)| *passage == index) {
            let mut solid = (range.start..range.end.min(text.len())).filter(is_solid);
            let Some(start) = solid.next() else { continue };
            let end = solid.next_back().unwrap_or(start) + 1;
            let id = ids.next().unwrap_or_default();
            paragraph.annotations.push(Annotation { id, start, end, note: note.clone() });
        }
    }
}
