//! Labels of rows and columns: broken between words, into lines of like length, whatever an office calls its columns.

use crate::document::{Cell, Inline, Paragraph, Table};
use crate::layout::{Align, MM_PER_PT};

use super::breaking::Filler;
use super::{Glyph, LineSetter, TOLERANCE, is_letter};

/// What a way to break a label costs: a word broken, a line that more words would have fitted on, a last line of one
/// character; how unlike its lines are adds less than one.
const WORD: f64 = 100.0;
const LINE: f64 = 10.0;
const LONE: f64 = 20.0;

/// A cell in a column of some width.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellLook {
    pub lines: usize,
    /// Lines of a label that is set in lines of like length.
    pub label_lines: usize,
    /// Words of labels, or quantities, that are broken.
    pub torn: usize,
    /// Last lines of one character.
    pub lone: usize,
}

impl LineSetter<'_> {
    /// Sets forced breaks where Word would break a label elsewhere.
    pub(super) fn break_labels(&self, table: &mut Table) {
        let Ok(grid) = table.grid() else { return };
        let starts = super::rows::starts(&grid).filter(|(_, _, cell)| cell.label);
        let widths: Vec<f64> = starts.map(|(_, column, cell)| self.cell_width(table, column, cell)).collect();
        let labels = table.rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.label);
        for (cell, width) in labels.zip(widths) {
            for paragraph in cell.paragraphs.iter_mut().filter(|paragraph| self.is_balanced(paragraph)) {
                let places = self.label_breaks(paragraph, width);
                if places != self.breaks_of_word(paragraph, width) {
                    break_at(paragraph, &places);
                }
            }
        }
    }

    fn is_balanced(&self, paragraph: &Paragraph) -> bool {
        self.layout.style(paragraph.style).align == Align::Centre
    }

    /// How the cell looks in columns of so many millimetres.
    pub(super) fn cell_look(&self, cell: &Cell, millimetres: f64) -> CellLook {
        let width = (millimetres - 2.0 * self.layout.table.inset_x) / MM_PER_PT;
        let mut look = CellLook::default();
        for paragraph in &cell.paragraphs {
            let balanced = cell.label && self.is_balanced(paragraph);
            let places =
                if balanced { self.label_breaks(paragraph, width) } else { self.breaks_of_word(paragraph, width) };
            let size = self.layout.size_of(paragraph);
            let glyphs = self.glyphs(paragraph, &paragraph.text(), size);
            let forced = (0..glyphs.len()).filter(|&place| glyphs[place].character == '\n');
            let lines = 1 + places.len() + forced.clone().count();
            look.lines += lines;
            look.label_lines += if balanced { lines } else { 0 };
            let torn = places.iter().filter(|&&place| self.tears(&glyphs, place, balanced)).count();
            look.torn += torn;
            // A column in which hardly a word has room is written downwards on purpose.
            if width >= NARROW * size {
                let ends = forced.chain([glyphs.len()]);
                look.lone += ends.filter(|&end| self.is_lone(&glyphs[..end], &places)).count();
            }
        }
        look
    }

    /// Does the last of these glyphs stand alone on a line that a break at one of the places begins?
    fn is_lone(&self, glyphs: &[Glyph], places: &[usize]) -> bool {
        let solid = |glyph: &&Glyph| is_letter(glyph.character);
        places.iter().rev().find(|&&place| place < glyphs.len()).is_some_and(|&place| {
            let last = &glyphs[place..];
            last.iter().all(|glyph| glyph.character != '\n') && last.iter().filter(solid).count() <= 1
        })
    }

    /// Does a break at this place part a word that labels keep whole, or a number and its unit?
    fn tears(&self, glyphs: &[Glyph], place: usize, label: bool) -> bool {
        !self.breaks.may_end(Filler::Units, glyphs, place) || label && self.in_word(glyphs, place)
    }

    fn in_word(&self, glyphs: &[Glyph], place: usize) -> bool {
        self.layout.line_breaking.label_words.iter().any(|word| {
            let length = word.chars().count();
            (1..length).any(|before| {
                let start = place.checked_sub(before);
                start.is_some_and(|start| {
                    let here = glyphs[start..].iter().map(|glyph| glyph.character).take(length);
                    here.eq(word.chars())
                })
            })
        })
    }

    /// Where Word breaks the paragraph's lines, besides forced breaks.
    fn breaks_of_word(&self, paragraph: &Paragraph, width: f64) -> Vec<usize> {
        let measure = self.measure(paragraph, width);
        let mut places = Vec::new();
        let mut before = 0;
        for (part, text) in paragraph.text().split('\n').enumerate() {
            let glyphs = self.glyphs(paragraph, text, measure.size);
            let ranges = self.ranges(&glyphs, measure, part == 0);
            places.extend(ranges.iter().skip(1).map(|range| before + range.start));
            before += glyphs.len() + 1;
        }
        places
    }

    /// Where a label's lines break, besides forced breaks.
    fn label_breaks(&self, paragraph: &Paragraph, width: f64) -> Vec<usize> {
        let measure = self.measure(paragraph, width);
        let mut places = Vec::new();
        let mut before = 0;
        for (part, text) in paragraph.text().split('\n').enumerate() {
            let glyphs = self.glyphs(paragraph, text, measure.size);
            let room = measure.room(part == 0);
            places.extend(self.balanced(&glyphs, room, measure.tracking).into_iter().map(|place| before + place));
            before += glyphs.len() + 1;
        }
        places
    }

    /// The cheapest breaks of one line of a label in `room` points.
    fn balanced(&self, glyphs: &[Glyph], room: f64, tracking: f64) -> Vec<usize> {
        if self.width(glyphs, tracking, Filler::Word) <= room + TOLERANCE {
            return Vec::new();
        }
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
                let torn = !last && self.tears(glyphs, end, true);
                let lone = last && line.iter().filter(|glyph| is_letter(glyph.character)).count() <= 1;
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
