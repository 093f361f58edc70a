//! Where lines break, and how wide each piece of a line is.
//!
//! Body text of a 公文 stands in cells: 28 full-width characters a line, marks included, none squeezed. That is so
//! plain that we compute it ourselves, from the fonts' advances and the switches of `换行` in `layouts/公文.yaml`,
//! in the way in which Word fills its lines. The PDF gets its lines set; Word gets the same switches and breaks by
//! them. Lengths are points.

mod breaking;
mod columns;
mod company;
mod cut;
mod drawing;
mod fit;
mod hold;
mod labels;
mod letterhead;
mod play;
mod rows;
mod signature;
mod total_fit;

pub use drawing::{Drawing, DrawnBar, Rule, Words};
pub use fit::fit;
pub use letterhead::{HorizontalRule, LetterHead};

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::{Indent, Paragraph, Style};
use crate::fonts::{Advances, FontSet, is_in_both_fonts, is_latin};
use crate::layout::{Align, Layout};
use breaking::{Breaks, Filler};

/// One line of a paragraph, from the left edge of its column.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub runs: Vec<Run>,
}

impl Line {
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// Characters of one face, evenly spaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Space before the run: indent, character spacing, the space between Chinese and Latin, justification.
    pub gap: f64,
    pub text: String,
    pub latin: bool,
    /// Space between the run's characters.
    pub tracking: f64,
}

/// Sets paragraphs in lines.
pub struct LineSetter<'a> {
    layout: &'a Layout,
    advances: Advances<'a>,
    breaks: Breaks,
    /// Characters by style, with their advance in ems and nothing of what stands beside them.
    characters: RefCell<FxHashMap<(Style, char), Glyph>>,
    /// The lines of paragraphs: each is asked for its height, held and set.
    known: RefCell<FxHashMap<LinesKey, Vec<Vec<Range<usize>>>>>,
}

/// What a paragraph's lines depend on: style, the measure's lengths bit by bit, text.
type LinesKey = (Style, [u64; 4], String);

/// A character with its place in the line.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    character: char,
    latin: bool,
    /// [`is_letter`].
    letter: bool,
    /// No line may begin with it after the character before it: 避头尾, or inside a word.
    bound: bool,
    /// Without character spacing.
    advance: f64,
    /// The advance of the Chinese one of two letters where it meets the one before it, one of the two being Latin.
    meets: f64,
    /// What the paragraph adds to the spacing after this character ([`Spaced`](crate::document::Spaced)).
    added: f64,
}

/// What of a paragraph's look its lines depend on.
#[derive(Debug, Clone, Copy)]
struct Measure {
    /// From the column's left edge to the right indent.
    width: f64,
    size: f64,
    tracking: f64,
    /// Of the first line and of all lines.
    first: f64,
    left: f64,
    align: Align,
}

impl Measure {
    fn justified(&self) -> bool {
        self.align == Align::Justify
    }

    /// What the indents leave of a line.
    fn room(&self, first: bool) -> f64 {
        self.width - self.left - if first { self.first } else { 0.0 }
    }
}

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
    fn count(&self, paragraph: &Paragraph, width: f64) -> usize {
        let count = |parts: &[Vec<Range<usize>>]| parts.iter().map(Vec::len).sum();
        self.with_ranges(paragraph, self.measure(paragraph, width), &paragraph.text(), count)
    }

    /// The characters of each line, between forced breaks.
    fn all_ranges(&self, paragraph: &Paragraph, measure: Measure, text: &str) -> Vec<Vec<Range<usize>>> {
        self.with_ranges(paragraph, measure, text, <[_]>::to_vec)
    }

    fn with_ranges<Asked>(
        &self,
        paragraph: &Paragraph,
        measure: Measure,
        text: &str,
        ask: impl Fn(&[Vec<Range<usize>>]) -> Asked,
    ) -> Asked {
        let numbers = [measure.width, measure.size, measure.first, measure.left].map(f64::to_bits);
        let key = (paragraph.style, numbers, text.to_string());
        if let Some(parts) = self.known.borrow().get(&key) {
            return ask(parts);
        }
        let parts = text.split('\n').enumerate();
        let ranges = |(part, text)| self.ranges(&self.glyphs(paragraph, text, measure.size), measure, part == 0);
        let parts: Vec<_> = parts.map(ranges).collect();
        let asked = ask(&parts);
        self.known.borrow_mut().insert(key, parts);
        asked
    }

    fn measure(&self, paragraph: &Paragraph, width: f64) -> Measure {
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

    fn glyphs(&self, paragraph: &Paragraph, text: &str, size: f64) -> Vec<Glyph> {
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
    fn ranges(&self, glyphs: &[Glyph], measure: Measure, first: bool) -> Vec<Range<usize>> {
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
    fn width(&self, glyphs: &[Glyph], tracking: f64, filler: Filler) -> f64 {
        let advances: f64 = glyphs.iter().map(|glyph| glyph.advance).sum();
        let space = |index: usize| self.autospace(glyphs[index], filler) + tracking + glyphs[index - 1].added;
        advances + (1..glyphs.len()).map(space).sum::<f64>()
    }

    /// The space before the glyph where Chinese and Latin meet.
    fn autospace(&self, glyph: Glyph, filler: Filler) -> f64 {
        let share = match filler {
            Filler::Units | Filler::Word => self.layout.line_breaking.autospace,
            Filler::SqueezingWord => self.layout.line_breaking.autospace * SQUEEZED_AUTOSPACE,
            Filler::LibreOffice => LIBRE_OFFICE_AUTOSPACE,
            Filler::OnlyOffice => 0.0,
        };
        share * glyph.meets
    }

    fn line(&self, glyphs: &[Glyph], measure: Measure, start: f64, last: bool) -> Line {
        let stretches = |index: usize| {
            let (before, after) = (glyphs[index - 1], glyphs[index]);
            !(before.latin && after.latin) || before.character == ' '
        };
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

/// What rounding may make a line seem longer, in points.
const TOLERANCE: f64 = 0.01;

/// How much of the space between Chinese and Latin Word leaves where that gets one more character onto a justified line
/// (compatibility mode 15; reckoned from lines of an engine that imitates Word; in Word itself Ryujiyasu/oxi took such
/// gaps from 1.56 pt down to 0.84 before the line broke: its rule S1175).
const SQUEEZED_AUTOSPACE: f64 = 0.5;

/// LibreOffice's space between Chinese and Latin, in characters: a fifth, whatever the document says. (ONLYOFFICE has
/// none. Both measured by us.)
const LIBRE_OFFICE_AUTOSPACE: f64 = 0.2;

/// Does a new run begin between the two? Where the face or the spacing changes; after a space, which may be stretched;
/// between two full-width marks, which a typesetter would else squeeze together.
fn splits(before: Glyph, after: Glyph) -> bool {
    before.latin != after.latin
        || before.added != after.added
        || before.character == ' '
        || !before.latin && !before.letter && !after.letter
}

/// Do the two stand in different runs of the .docx, or in different fonts?
fn is_portion_end(before: Glyph, after: Glyph) -> bool {
    before.latin != after.latin
        || before.added != after.added
        || is_in_both_fonts(before.character) != is_in_both_fonts(after.character)
}

/// Letters and digits, Chinese ones too; not marks.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric()
}
