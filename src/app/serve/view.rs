//! A year's pages as they would be printed, and what stands where on them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::app::annotate::annotate;
use crate::app::pipeline::printed;
use crate::base::finding::Severity;
use crate::base::parallel::both;
use crate::document::{Block, Document, Origin, Paragraph, Wording, wordings};
use crate::render::format::Format;
use crate::render::screen::{Glyph, LaidOut, Screen};

use super::answer::Refusal;
use super::seen::Seen;

pub struct View {
    pub number: u64,
    pub seen: Arc<Seen>,
    /// The report, the form.
    pub documents: Vec<Sheets>,
}

/// A document's pages.
pub struct Sheets {
    pub title: String,
    pub pages: LaidOut,
    pub passages: Vec<Wording>,
    /// Of each paragraph that is set: its passage, and how many characters of that stand before.
    places: Vec<Option<(usize, usize)>>,
    /// By page, once somebody has looked at it.
    stretches: Vec<OnceLock<Vec<Stretch>>>,
    /// Where findings show, by their number among all: page and box.
    pub marks: BTreeMap<usize, Vec<(usize, Boxed)>>,
}

/// Neighbouring characters that come from one place.
pub struct Stretch {
    pub passage: usize,
    /// Characters of the passage.
    pub range: Range<usize>,
    pub kind: Kind,
    pub boxes: Vec<Boxed>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A figure, a name: something that was read or reckoned.
    Value,
    /// Words of a layout or of the YAML.
    Words,
}

/// Left, top, width, height in points.
pub type Boxed = [f64; 4];

impl View {
    /// # Errors
    /// So little could be read that there is nothing to lay out; the layouts are wrong.
    pub fn of(number: u64, seen: Arc<Seen>) -> Result<View, Refusal> {
        let content = seen.content()?;
        let (resources, fonts) = (&seen.tools.resources, &seen.tools.fonts);
        let composed = printed(&seen.examined, content);
        let mut noted = composed.clone().into_owned();
        annotate(&mut noted, &content.ledger, &seen.examined.findings);
        // Notes are numbered as the findings that are no hints.
        let open = seen.examined.findings.iter().enumerate();
        let numbers: Vec<usize> =
            open.filter(|(_, finding)| finding.severity != Severity::Info).map(|(index, _)| index).collect();
        let lay_out = |printed: &Document, noted: &Document| {
            let pages = Screen.export(printed, &resources.tools(fonts))?;
            Ok(Sheets::of(printed, noted, pages, &numbers))
        };
        let (form, report) = both(|| lay_out(&composed.form, &noted.form), || lay_out(&composed.report, &noted.report));
        let failed = |error: String| Refusal::refused(format!("排不出来：{error}"));
        let documents = vec![report.map_err(failed)?, form.map_err(failed)?];
        Screen.forget();
        drop(composed);
        Ok(View { number, documents, seen: seen.clone() })
    }

    pub fn year(&self) -> &str {
        &self.seen.examined.folder.name
    }

    /// # Errors
    /// There is no such document.
    pub fn document(&self, index: usize) -> Result<&Sheets, Refusal> {
        self.documents.get(index).ok_or_else(|| Refusal::not_found("没有这份文件。"))
    }
}

impl Sheets {
    fn of(printed: &Document, noted: &Document, pages: LaidOut, numbers: &[usize]) -> Sheets {
        let stretches = pages.sizes().iter().map(|_| OnceLock::new()).collect();
        let marks = marks(noted, &pages, numbers);
        let (title, passages, places) = (printed.properties.title.clone(), wordings(printed), places(printed));
        Sheets { title, pages, passages, places, stretches, marks }
    }

    /// What stands on a page; none where there is no such page.
    pub fn stretches(&self, page: usize) -> Option<&[Stretch]> {
        let of_page = || stretches(&self.pages.glyphs(page), &self.places, &self.passages);
        Some(self.stretches.get(page)?.get_or_init(of_page))
    }

    pub fn page_count(&self) -> usize {
        self.stretches.len()
    }
}

/// The paragraphs in the order in which they are set, each with the number of its passage; a chart's words are of none.
fn paragraphs(document: &Document) -> Vec<Option<(usize, &Paragraph)>> {
    let mut all = Vec::new();
    let mut passage = 0;
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Paragraph(paragraph) => {
                all.push(Some((passage, paragraph)));
                passage += 1;
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    all.extend(cell.paragraphs.iter().map(|paragraph| Some((passage, paragraph))));
                    passage += 1;
                }
            }
            Block::Chart(chart) => all.extend(chart.paragraphs().map(|_| None)),
            Block::Image(_) | Block::PageBreak => {}
        }
    }
    all
}

/// For each paragraph that is set, its passage and how many characters of it, blanks not counted, stand before.
fn places(document: &Document) -> Vec<Option<(usize, usize)>> {
    let mut next = (0, 0);
    let place = |set: Option<(usize, &Paragraph)>| {
        let (passage, paragraph) = set?;
        let before = if next.0 == passage { next.1 } else { 0 };
        next = (passage, before + solid(paragraph.text().chars()));
        Some((passage, before))
    };
    paragraphs(document).into_iter().map(place).collect()
}

/// How many of the characters are no blanks.
fn solid(text: impl Iterator<Item = char>) -> usize {
    text.filter(|character| !character.is_whitespace()).count()
}

/// The page's stretches in their order. A character that is not what its passage has there (〓) is of none.
fn stretches(glyphs: &[Glyph], places: &[Option<(usize, usize)>], passages: &[Wording]) -> Vec<Stretch> {
    let mut solid: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut found: Vec<Stretch> = Vec::new();
    for glyph in glyphs {
        let Some((index, before)) = places.get(glyph.paragraph).copied().flatten() else { continue };
        let Some(passage) = passages.get(index) else { continue };
        let characters = &passage.characters;
        let solid = solid
            .entry(index)
            .or_insert_with(|| (0..characters.len()).filter(|&at| !characters[at].is_whitespace()).collect());
        let Some(&at) = solid.get(before + glyph.at).filter(|&&at| characters[at] == glyph.character) else { continue };
        if let Some(last) = found.last_mut().filter(|last| last.passage == index && last.range.contains(&at)) {
            join(&mut last.boxes, glyph);
            continue;
        }
        // What no table has is a label, whatever it looks like.
        let value = passage.value_at(at).filter(|_| passage.named(at).is_some());
        let kind = if value.is_some() { Kind::Value } else { Kind::Words };
        let range = value.unwrap_or_else(|| words_at(passage, at));
        found.push(Stretch { passage: index, range, kind, boxes: vec![boxed(glyph)] });
    }
    found
}

/// The words around a character up to the next value, of one source.
fn words_at(passage: &Wording, at: usize) -> Range<usize> {
    let origins = &passage.origins;
    let source = |at: usize| match origins.get(at) {
        Some(Origin::Typed { source, .. }) => Some(Arc::as_ptr(source)),
        _ => None,
    };
    let is_same = |other: &usize| source(*other) == source(at) && passage.value_at(*other) == passage.value_at(at);
    let start = (0..at).rev().take_while(is_same).last().unwrap_or(at);
    let end = (at..origins.len()).take_while(is_same).last().unwrap_or(at) + 1;
    start..end
}

fn boxed(glyph: &Glyph) -> Boxed {
    [glyph.left, glyph.top, glyph.width, glyph.height]
}

/// Characters of a line make one box.
fn join(boxes: &mut Vec<Boxed>, glyph: &Glyph) {
    match boxes.last_mut() {
        Some([left, top, width, height])
            if (*top + *height - glyph.top - glyph.height).abs() < 1.0 && glyph.left >= *left =>
        {
            *top = top.min(glyph.top);
            *width = glyph.left + glyph.width - *left;
        }
        _ => boxes.push(boxed(glyph)),
    }
}

/// Where the notes of `noted` stand on the pages.
fn marks(noted: &Document, pages: &LaidOut, numbers: &[usize]) -> BTreeMap<usize, Vec<(usize, Boxed)>> {
    // By paragraph: characters, blanks not counted, and the finding on them.
    let mut on: BTreeMap<usize, Vec<(Range<usize>, usize)>> = BTreeMap::new();
    for (index, set) in paragraphs(noted).into_iter().enumerate() {
        let Some((_, paragraph)) = set else { continue };
        let text: Vec<char> = paragraph.text().chars().collect();
        let until = |end: usize| solid(text.iter().take(end).copied());
        for annotation in &paragraph.annotations {
            let range = until(annotation.start)..until(annotation.end);
            let finding = annotation.note.number.checked_sub(1).and_then(|number| numbers.get(number));
            // What has no place in the document stands at its title.
            let nowhere = index == 0 && range == (0..until(text.len()));
            if let Some(finding) = finding.filter(|_| !nowhere) {
                on.entry(index).or_default().push((range, *finding));
            }
        }
    }
    let mut marks: BTreeMap<usize, Vec<(usize, Boxed)>> = BTreeMap::new();
    let of_marks = if on.is_empty() { 0 } else { pages.sizes().len() };
    for page in 0..of_marks {
        let mut boxes: BTreeMap<usize, Vec<Boxed>> = BTreeMap::new();
        for glyph in pages.glyphs(page) {
            for (range, finding) in on.get(&glyph.paragraph).into_iter().flatten() {
                if range.contains(&glyph.at) {
                    join(boxes.entry(*finding).or_default(), &glyph);
                }
            }
        }
        for (finding, boxes) in boxes {
            marks.entry(finding).or_default().extend(boxes.into_iter().map(|boxed| (page, boxed)));
        }
    }
    marks
}
