//! Paragraphs set in lines, from the fonts' advances and the switches of `换行`.

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::layout::{Align, Layout};
use crate::document::{Indent, Paragraph, Style};
use crate::render::fonts::{Advances, FontSet, is_latin};

use super::breaking::{Breaks, Filler};
use super::glyph::{Glyph, is_letter, splits, stretches};
use super::line::{Line, Run};
use super::measure::{Measure, TOLERANCE};

/// Sets paragraphs in lines.
pub struct LineSetter<'a> {
    pub(super) layout: &'a Layout,
    advances: Advances<'a>,
    pub(super) breaks: Breaks,
    /// Characters by style, with their advance in ems and nothing of what stands beside them.
    characters: RefCell<FxHashMap<(Style, char), Glyph>>,
    /// The lines of paragraphs: each is asked for its height, held and set.
    known: RefCell<FxHashMap<LinesKey, Vec<Vec<Range<usize>>>>>,
}

/// What a paragraph's lines depend on: style, the measure's lengths bit by bit, text.
type LinesKey = (Style, [u64; 4], String);

impl<'a> LineSetter<'a> {
    pub fn new(layout: &'a Layout, fonts: &'a FontSet) -> LineSetter<'a> {
        let (advances, breaks) = (Advances::new(fonts), Breaks::new(&layout.line_breaking));
        LineSetter { layout, advances, breaks, characters: RefCell::default(), known: RefCell::default() }
    }

    /// The paragraph in a column of `width` points. A paragraph without text is one empty line.
    pub fn set(&self, paragraph: &Paragraph, width: f64) -> Vec<Line> {
        let measure = self.measure(paragraph, width);
        let mut lines = Vec::new();
        // Characters of the text before the part.
        let mut before = 0;
        let text = paragraph.text();
        let ranges = self.all_ranges(paragraph, measure, &text);
        for (part, ranges) in text.split('\n').zip(ranges) {
            let mut glyphs = self.glyphs(paragraph, part, measure.size);
            for (index, glyph) in glyphs.iter_mut().enumerate() {
                glyph.added = paragraph.added_spacing(before + index);
            }
            let count = ranges.len();
            for (index, range) in ranges.into_iter().enumerate() {
                let start = measure.left + if lines.is_empty() { measure.first } else { 0.0 };
                lines.push(self.line(&glyphs[range], measure, start, index + 1 == count));
            }
            before += glyphs.len() + 1;
        }
        lines
    }

    /// Height of the paragraph's lines, with the blank lines before and after it.
    pub fn height(&self, paragraph: &Paragraph, width: f64) -> f64 {
        let style = self.layout.style(paragraph.style);
        let blank = (style.lines_before + style.lines_after) * self.layout.grid.line_pitch;
        self.count(paragraph, width) as f64 * self.layout.pitch_of(paragraph) + blank + paragraph.above
    }

    /// How many lines [`LineSetter::set`] makes.
    pub(super) fn count(&self, paragraph: &Paragraph, width: f64) -> usize {
        let count = |parts: &[Vec<Range<usize>>]| parts.iter().map(Vec::len).sum();
        self.with_ranges(paragraph, self.measure(paragraph, width), paragraph.text(), count)
    }

    /// The characters of each line, between forced breaks.
    pub(super) fn all_ranges(&self, paragraph: &Paragraph, measure: Measure, text: &str) -> Vec<Vec<Range<usize>>> {
        self.with_ranges(paragraph, measure, text.to_string(), <[_]>::to_vec)
    }

    fn with_ranges<Asked>(
        &self,
        paragraph: &Paragraph,
        measure: Measure,
        text: String,
        ask: impl Fn(&[Vec<Range<usize>>]) -> Asked,
    ) -> Asked {
        let numbers = [measure.width, measure.size, measure.first, measure.left].map(f64::to_bits);
        let key = (paragraph.style, numbers, text);
        if let Some(parts) = self.known.borrow().get(&key) {
            return ask(parts);
        }
        let parts = key.2.split('\n').enumerate();
        let ranges = |(part, text)| self.ranges(&self.glyphs(paragraph, text, measure.size), measure, part == 0);
        let parts: Vec<_> = parts.map(ranges).collect();
        let asked = ask(&parts);
        self.known.borrow_mut().insert(key, parts);
        asked
    }

    pub(super) fn measure(&self, paragraph: &Paragraph, width: f64) -> Measure {
        let style = self.layout.style(paragraph.style);
        let size = self.layout.size_of(paragraph);
        let tracking = self.layout.tracking(paragraph.style);
        let character = size + tracking;
        let indent = paragraph.indent.unwrap_or(Indent {
            left: style.left * character,
            first: style.first_line * character,
            right: style.right * character,
        });
        let (first, left, width) = (indent.first, indent.left, width - indent.right);
        Measure { width, size, tracking, first, left, align: style.align }
    }

    pub(super) fn glyphs(&self, paragraph: &Paragraph, text: &str, size: f64) -> Vec<Glyph> {
        let mut characters = self.characters.borrow_mut();
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len() / 2);
        for character in text.chars() {
            let known = characters.entry((paragraph.style, character));
            let mut glyph = *known.or_insert_with(|| self.character(paragraph.style, character));
            glyph.advance *= size;
            if let Some(before) = glyphs.last() {
                glyph.bound = self.breaks.forbidden(*before, glyph);
                if before.latin != glyph.latin && before.letter && glyph.letter {
                    glyph.meets = if before.latin { glyph.advance } else { before.advance };
                }
            }
            glyphs.push(glyph);
        }
        glyphs
    }

    fn character(&self, style: Style, character: char) -> Glyph {
        let look = self.layout.style(style);
        Glyph {
            character,
            latin: is_latin(character),
            letter: is_letter(character),
            bound: false,
            advance: self.advances.of(&look.font, &look.latin_font, character),
            meets: 0.0,
            added: 0.0,
        }
    }

    /// The glyphs of each line. Justified text is broken so that no line is torn open, with its numbers beside their
    /// units; elsewhere, in narrow cells above all, each line takes as many as fit, as Word does it.
    pub(super) fn ranges(&self, glyphs: &[Glyph], measure: Measure, first: bool) -> Vec<Range<usize>> {
        if measure.justified() {
            return self.total_fit(glyphs, measure, first);
        }
        let mut ranges = Vec::new();
        let mut start = 0;
        loop {
            let room = measure.room(first && start == 0);
            let end = self.filled(glyphs, start, room, measure.tracking, Filler::Word);
            ranges.push(start..end);
            // Spaces at a break stay behind, beyond the edge.
            start = end + glyphs[end..].iter().take_while(|glyph| glyph.character == ' ').count();
            if start >= glyphs.len() {
                break;
            }
        }
        ranges
    }

    /// Where `filler` ends the line from `start`.
    fn filled(&self, glyphs: &[Glyph], start: usize, room: f64, tracking: f64, filler: Filler) -> usize {
        let mut width = 0.0;
        let mut last_break = None;
        for index in start..glyphs.len() {
            if index > start {
                if self.breaks.may_end(filler, glyphs, index) {
                    last_break = Some(index);
                }
                width += self.autospace(glyphs[index], filler);
            }
            width += glyphs[index].advance + tracking;
            let hangs = self.breaks.hangs(glyphs[index].character);
            if width > room + TOLERANCE && glyphs[index].character != ' ' && !hangs {
                // A word longer than the line breaks where it must; every line takes at least one character.
                return last_break.unwrap_or(index.max(start + 1));
            }
        }
        glyphs.len()
    }

    /// From the first glyph's left to the last one's right, as `filler` spaces them.
    pub(super) fn width(&self, glyphs: &[Glyph], tracking: f64, filler: Filler) -> f64 {
        let advances: f64 = glyphs.iter().map(|glyph| glyph.advance).sum();
        let space = |index: usize| self.autospace(glyphs[index], filler) + tracking + glyphs[index - 1].added;
        advances + (1..glyphs.len()).map(space).sum::<f64>()
    }

    /// The space before the glyph where Chinese and Latin meet.
    pub(super) fn autospace(&self, glyph: Glyph, filler: Filler) -> f64 {
        let share = match filler {
            Filler::Units | Filler::Word => self.layout.line_breaking.autospace,
            Filler::SqueezingWord => self.layout.line_breaking.autospace * SQUEEZED_AUTOSPACE,
            Filler::LibreOffice => LIBRE_OFFICE_AUTOSPACE,
            Filler::OnlyOffice => 0.0,
        };
        share * glyph.meets
    }

    fn line(&self, glyphs: &[Glyph], measure: Measure, start: f64, last: bool) -> Line {
        let stretches = |index: usize| stretches(glyphs[index - 1], glyphs[index]);
        // Spaces at the end stand beyond the edge.
        let blanks = glyphs.iter().rev().take_while(|glyph| glyph.character == ' ').count();
        let solid = &glyphs[..glyphs.len() - blanks];
        let slack = measure.width - start - self.width(solid, measure.tracking, Filler::Word);
        let (indent, stretch) = match measure.align {
            Align::Justify if !last => {
                let places = (1..solid.len()).filter(|&index| stretches(index)).count();
                (start, if places > 0 { slack / places as f64 } else { 0.0 })
            }
            Align::Left | Align::Justify => (start, 0.0),
            Align::Centre => (start + slack / 2.0, 0.0),
            Align::Right => (start + slack, 0.0),
        };
        let mut runs: Vec<Run> = Vec::new();
        for (index, glyph) in glyphs.iter().enumerate() {
            let tracking = measure.tracking + glyph.added + if glyph.latin { 0.0 } else { stretch };
            if index > 0 && !splits(glyphs[index - 1], *glyph) {
                if let Some(run) = runs.last_mut() {
                    run.text.push(glyph.character);
                }
                continue;
            }
            let gap = if index == 0 {
                indent
            } else {
                let added = glyphs[index - 1].added + self.autospace(*glyph, Filler::Word);
                measure.tracking + added + if stretches(index) { stretch } else { 0.0 }
            };
            runs.push(Run { gap, text: glyph.character.to_string(), latin: glyph.latin, tracking });
        }
        Line { runs }
    }
}

/// How much of the space between Chinese and Latin Word leaves where that gets one more character onto a justified line
/// (compatibility mode 15; reckoned from lines of an engine that imitates Word; in Word itself Ryujiyasu/oxi took such
/// gaps from 1.56 pt down to 0.84 before the line broke: its rule S1175).
const SQUEEZED_AUTOSPACE: f64 = 0.5;

/// LibreOffice's space between Chinese and Latin, in characters: a fifth, whatever the document says. (ONLYOFFICE has
/// none. Both measured by us.)
const LIBRE_OFFICE_AUTOSPACE: f64 = 0.2;
