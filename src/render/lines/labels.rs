//! Labels of rows and columns: broken between words, into lines of like length, whatever an office calls its columns.

use std::cell::OnceCell;

use crate::document::layout::{Align, Between, MM_PER_PT};
use crate::document::{Cell, Inline, Paragraph, Table};

use super::breaking::Filler;
use super::glyph::Glyph;
use super::measure::{Measure, TOLERANCE};
use super::setter::LineSetter;

/// What a way to break a label costs: a word broken, a line that more words would have fitted on, a last line of one
/// character; how unlike its lines are adds less than one.
const WORD: f64 = 100.0;
const LINE: f64 = 10.0;
const LONE: f64 = 20.0;

/// A cell in a column of some width.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CellLook {
    pub lines: usize,
    /// Lines of a label that is set in lines of like length.
    pub label_lines: usize,
    /// Words of labels, or quantities, that are broken.
    pub torn: usize,
    /// Last lines of one character.
    pub lone: usize,
}

/// A paragraph of a cell, measured.
pub(super) struct CellText {
    /// Its lines are to be of like length.
    balanced: bool,
    /// In a column of no width.
    measure: Measure,
    /// Between forced breaks.
    parts: Vec<Part>,
}

struct Part {
    glyphs: Vec<Glyph>,
    /// On one line.
    width: f64,
    /// For each place, whether a break there tears what belongs together; asked for in each width.
    tears: OnceCell<Vec<bool>>,
}

impl LineSetter<'_> {
    /// Sets forced breaks where Word would break a label elsewhere.
    pub(super) fn break_labels(&self, table: &mut Table) {
        let Ok(grid) = table.grid() else { return };
        let starts = super::rows::starts(&grid).filter(|(_, _, cell)| cell.label);
        let widths: Vec<f64> = starts.map(|(_, column, cell)| self.cell_width(table, column, cell)).collect();
        let labels = table.rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.label);
        for (cell, width) in labels.zip(widths) {
            for paragraph in &mut cell.paragraphs {
                let text = self.cell_text(paragraph, true);
                let mut places = Vec::new();
                let mut before = 0;
                for (index, part) in text.parts.iter().enumerate().filter(|_| text.balanced) {
                    let here = self.places(&text, index, width);
                    if here != self.places_of_word(&text, index, width) {
                        places.extend(here.into_iter().map(|place| before + place));
                    }
                    before += part.glyphs.len() + 1;
                }
                if !places.is_empty() {
                    break_at(paragraph, &places);
                }
            }
        }
    }

    pub(super) fn cell_texts(&self, cell: &Cell) -> Vec<CellText> {
        cell.paragraphs.iter().map(|paragraph| self.cell_text(paragraph, cell.label)).collect()
    }

    fn cell_text(&self, paragraph: &Paragraph, label: bool) -> CellText {
        let measure = self.measure(paragraph, 0.0);
        let part = |text| {
            let glyphs = self.glyphs(paragraph, text, measure.size);
            let width = self.width(&glyphs, measure.tracking, Filler::Word);
            Part { glyphs, width, tears: OnceCell::new() }
        };
        let parts = paragraph.text().split('\n').map(part).collect();
        CellText { balanced: label && measure.align == Align::Centre, measure, parts }
    }

    /// From this width of its columns on, in millimetres, nothing changes how a cell with these texts looks.
    pub(super) fn one_line(&self, texts: &[CellText]) -> f64 {
        let needs = |text: &CellText| {
            let Measure { width, tracking, first, left, .. } = text.measure;
            let widest = text.parts.iter().map(|part| part.width).fold(0.0, f64::max);
            let points = widest + tracking.max(0.0) + left + first.max(0.0) - width + TOLERANCE;
            if text.measure.justified() { f64::INFINITY } else { points }
        };
        texts.iter().map(needs).fold(0.0, f64::max) * MM_PER_PT + 2.0 * self.layout.table.inset_x
    }

    /// How a cell with these texts looks in columns of so many millimetres.
    pub(super) fn cell_look(&self, texts: &[CellText], millimetres: f64) -> CellLook {
        let width = (millimetres - 2.0 * self.layout.table.inset_x) / MM_PER_PT;
        let mut look = CellLook::default();
        for text in texts {
            // A column in which hardly a word has room is written downwards on purpose.
            let narrow = width < NARROW * text.measure.size;
            for (index, part) in text.parts.iter().enumerate() {
                let places = self.places(text, index, width);
                let lines = 1 + places.len();
                look.lines += lines;
                look.label_lines += if text.balanced { lines } else { 0 };
                look.torn += places.iter().filter(|&&place| self.tears(part, text.balanced)[place]).count();
                look.lone += usize::from(!narrow && places.last().is_some_and(|&place| is_lone(&part.glyphs[place..])));
            }
        }
        look
    }

    /// Where the lines of a part break.
    fn places(&self, text: &CellText, index: usize, width: f64) -> Vec<usize> {
        if !text.balanced {
            return self.places_of_word(text, index, width);
        }
        let measure = Measure { width: text.measure.width + width, ..text.measure };
        self.balanced(&text.parts[index], measure.room(index == 0), measure.tracking)
    }

    fn places_of_word(&self, text: &CellText, index: usize, width: f64) -> Vec<usize> {
        let measure = Measure { width: text.measure.width + width, ..text.measure };
        let part = &text.parts[index];
        // Whoever fills lines counts the spacing after the last character too.
        if !measure.justified() && part.width + measure.tracking.max(0.0) <= measure.room(index == 0) {
            return Vec::new();
        }
        let ranges = self.ranges(&part.glyphs, measure, index == 0);
        ranges.iter().skip(1).map(|range| range.start).collect()
    }

    /// Does a break at a place part a word that labels keep whole, or a number and its unit?
    fn tears<'p>(&self, part: &'p Part, label: bool) -> &'p [bool] {
        let glyphs = &part.glyphs;
        part.tears.get_or_init(|| {
            let text: Vec<char> = glyphs.iter().map(|glyph| glyph.character).collect();
            let between = if label { self.breaks.words.between(&text) } else { Vec::new() };
            let tears = |place| {
                !self.breaks.may_end(Filler::Units, glyphs, place) || between.get(place) == Some(&Between::Inside)
            };
            std::iter::once(false).chain((1..glyphs.len()).map(tears)).collect()
        })
    }

    /// The cheapest breaks of one line of a label in `room` points.
    fn balanced(&self, part: &Part, room: f64, tracking: f64) -> Vec<usize> {
        if part.width <= room + TOLERANCE {
            return Vec::new();
        }
        let (glyphs, tears) = (&part.glyphs, self.tears(part, true));
        // For each place: the cheapest way to set what stands before it, with the place where its last line begins.
        let mut ways: Vec<Option<(f64, usize)>> = vec![None; glyphs.len() + 1];
        ways[0] = Some((0.0, 0));
        for start in 0..glyphs.len() {
            let Some((cost, _)) = ways[start] else { continue };
            for end in start + 1..=glyphs.len() {
                let line = &glyphs[start..end];
                let width = self.width(line, tracking, Filler::Word);
                // Every line takes at least one character.
                if width > room + TOLERANCE && end > start + 1 {
                    break;
                }
                let last = end == glyphs.len();
                if !last && !self.breaks.may_end(Filler::Word, glyphs, end) {
                    continue;
                }
                // Of two ways the one with the shorter last line: 经济效益 and 指标.
                let blank = (1.0 - (width / room).min(1.0)) * if last { 0.9 } else { 1.0 };
                let torn = !last && tears[end];
                let lone = last && is_lone(line);
                let cost = cost + LINE + blank * blank + if torn { WORD } else { 0.0 } + if lone { LONE } else { 0.0 };
                if ways[end].is_none_or(|(known, _)| cost < known) {
                    ways[end] = Some((cost, start));
                }
            }
        }
        let mut places = Vec::new();
        let mut place = glyphs.len();
        while let Some((_, start)) = ways[place].filter(|_| place > 0) {
            places.push(start);
            place = start;
        }
        places.pop();
        places.reverse();
        places
    }
}

fn is_lone(line: &[Glyph]) -> bool {
    line.iter().filter(|glyph| glyph.letter).count() <= 1
}

/// A column that holds fewer characters of this width side by side is too narrow for words.
const NARROW: f64 = 3.0;

/// Forced breaks before these characters of the text; what is noted of its characters stays with them.
fn break_at(paragraph: &mut Paragraph, places: &[usize]) {
    let mut text: Vec<char> = paragraph.text().chars().collect();
    for &place in places.iter().rev() {
        text.insert(place, '\n');
    }
    let moved = |at: usize| at + places.iter().filter(|&&place| place <= at).count();
    for annotation in &mut paragraph.annotations {
        (annotation.start, annotation.end) = (moved(annotation.start), moved(annotation.end.saturating_sub(1)) + 1);
    }
    let lines: String = text.into_iter().collect();
    let lines: Vec<&str> = lines.split('\n').collect();
    paragraph.inlines = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            paragraph.inlines.push(Inline::LineBreak);
        }
        if !line.is_empty() {
            paragraph.inlines.push(Inline::Text { text: line.to_string() });
        }
    }
}
