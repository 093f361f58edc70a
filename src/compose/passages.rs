//! A composed document's paragraphs and cells with the origins of their words, from top to bottom.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::document::{Block, Document, Paragraph};

use super::provenance::{Provenance, Shown};
use super::trace::{Origin, Trace, Traced};

/// A paragraph or a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    pub traced: Traced,
    pub cell: bool,
    /// The row that a cell stands in, the paragraph itself.
    pub around: String,
}

/// Everything that a traced document shows, also what is blank.
pub fn passages(document: &Document, trace: &Trace) -> Vec<Passage> {
    let mut all = Vec::new();
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Paragraph(paragraph) => {
                let traced = trace.read(&paragraph.text());
                all.push(Passage { around: traced.text(), traced, cell: false });
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let cells = row.cells.iter().map(|cell| trace.read(&cell_text(&cell.paragraphs)));
                    let cells: Vec<Traced> = cells.collect();
                    let around: String = cells.iter().map(|cell| cell.text() + " ").collect();
                    all.extend(cells.into_iter().map(|traced| Passage { traced, cell: true, around: around.clone() }));
                }
            }
            Block::Chart(_) | Block::PageBreak => {}
        }
    }
    all
}

/// The passages of a document that was made of the same composition as the traced one and then fitted to its pages: tables that
/// were cut there show their heads and labels again, which come from where they came first.
pub fn passages_of(made: &Document, traced: &Document, trace: &Trace) -> Vec<Passage> {
    let (shown, known) = (passages(made, trace), passages(traced, trace));
    let words = |passages: &[Passage]| -> Vec<(bool, String)> {
        passages.iter().map(|passage| (passage.cell, passage.traced.text().split_whitespace().collect())).collect()
    };
    let (shown_words, known_words) = (words(&shown), words(&known));
    let mut origins: Vec<Option<usize>> = vec![None; shown.len()];
    for op in capture_diff_slices(Algorithm::Myers, &known_words, &shown_words) {
        let (_, olds, news) = op.as_tag_tuple();
        // Also where the words were changed one by one: 〓 for what no font has.
        let pairs = matches!(op, DiffOp::Equal { .. }) || olds.len() == news.len();
        for (index, new) in news.enumerate() {
            let before = || known_words[..olds.end].iter().rposition(|words| *words == shown_words[new]);
            origins[new] = if pairs { Some(olds.start + index) } else { before() };
        }
    }
    let found = shown.into_iter().zip(origins);
    found.map(|(passage, origin)| origin.map_or(passage, |origin| known[origin].clone())).collect()
}

fn cell_text(paragraphs: &[Paragraph]) -> String {
    paragraphs.iter().map(Paragraph::text).collect::<Vec<_>>().join("\n")
}

impl Passage {
    pub fn is_blank(&self) -> bool {
        self.traced.characters.iter().all(|character| character.is_whitespace())
    }

    pub fn words(&self, range: &Range<usize>) -> String {
        self.traced.characters[range.clone()].iter().collect()
    }

    /// The value that character `at` is of, as far as it goes. What a cell shows by its table's description is a value.
    pub fn value_at(&self, at: usize) -> Option<Range<usize>> {
        let origins = &self.traced.origins;
        let origin = origins.get(at)?;
        let is_value = matches!(origin, Origin::Shown { .. }) || *origin == Origin::Fixed && self.cell;
        if !is_value {
            return None;
        }
        let start = (0..at).rev().take_while(|&before| origins[before] == *origin).last().unwrap_or(at);
        let end = (at..origins.len()).take_while(|&next| origins[next] == *origin).last().unwrap_or(at) + 1;
        Some(start..end)
    }

    /// All values, from left to right.
    pub fn values(&self) -> Vec<Range<usize>> {
        let mut values = Vec::new();
        let mut at = 0;
        while at < self.traced.origins.len() {
            let value = self.value_at(at);
            at = value.as_ref().map_or(at + 1, |value| value.end);
            values.extend(value);
        }
        values
    }

    /// The placeholder that shows character `at`, as typed.
    pub fn placeholder<'t>(&self, at: usize, trace: &'t Trace) -> Option<&'t str> {
        match self.traced.origins.get(at)? {
            Origin::Shown { source, placeholder } => Some(trace.sources[*source].text.part(placeholder.clone())),
            _ => None,
        }
    }

    /// What a value is: by its placeholder, where that is a plain name, else by its words.
    pub fn shown<'p>(&self, value: &Range<usize>, trace: &Trace, provenance: &'p Provenance) -> Option<&'p Shown> {
        let by_name = self.placeholder(value.start, trace).and_then(|placeholder| {
            let path = placeholder.trim_matches(['{', '}', ' ']).replace("[\"", ".").replace("\"]", "");
            provenance.named(&path)
        });
        let field = self.placeholder(value.start, trace).map(field_of);
        by_name.or_else(|| provenance.find(&self.words(value), &self.around, field))
    }

    /// The line of a source that the passage is typed in: the source and its bytes.
    pub fn line(&self, trace: &Trace) -> Option<(usize, Range<usize>)> {
        let start = self.traced.origins.iter().find_map(|origin| match origin {
            Origin::Typed { source, at } => Some((*source, *at)),
            Origin::Shown { source, placeholder } => Some((*source, placeholder.start)),
            Origin::Fixed => None,
        });
        let (source, at) = start?;
        let text = &trace.sources[source].text;
        let start = text.part(..at).rfind('\n').map_or(0, |before| before + 1);
        let end = text.part(at..).find('\n').map_or(text.len(), |end| at + end);
        Some((source, start..end))
    }
}

/// 完成率 of {{ 项.完成率|default("") }} and {{ 指标["甲"].完成率 }}.
fn field_of(placeholder: &str) -> &str {
    let name = placeholder.trim_matches(['{', '}', ' ']).split('|').next().unwrap_or_default().trim();
    name.rsplit('.').next().unwrap_or(name)
}

/// The line on which byte `at` of a source stands.
pub fn place_in(trace: &Trace, source: usize, at: usize) -> Place {
    let source = &trace.sources[source];
    let below = source.text.part(..at).matches('\n').count() as u64;
    match &source.place {
        Place::Line { file, line } => Place::line(file, line + below),
        other => other.clone(),
    }
}
